//! Files are saved whole or not at all, whatever lies in their folder, whoever else saves and whoever is killed.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

#[path = "support/folder.rs"]
mod listing;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use listing::names;
use market_outlook::{Report, Section};

/// How often a process is killed while it saves.
const KILLS: usize = 20;
/// Where the process that is to be killed saves.
const INTO: &str = "MARKET_OUTLOOK_SAVES_INTO";

/// An empty folder of its own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("saving").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A report that is a page, and one that takes a while to write.
fn report(word: &str, words: usize) -> Report {
    Report::new("Outlook").section(Section::new("view", "Our view").text(format!("{word} ").repeat(words)))
}

fn leftover(process: u32, number: usize) -> String {
    format!(".market-outlook-{process}-{number}.part")
}

/// Saves where something has the first 300 names that this process would take, and finds it all as it was.
#[track_caller]
fn check_blocked(what: &str, put: impl Fn(&Path)) {
    let folder = folder(what);
    let mut expected: Vec<String> = (0..300).map(|number| leftover(std::process::id(), number)).collect();
    expected.iter().for_each(|name| put(&folder.join(name)));
    expected.push("a.html".into());
    expected.sort();
    for words in [1, 2] {
        let report = report("new", words);
        report.save(folder.join("a.html")).unwrap_or_else(|error| panic!("{what}: {error}"));
        let found = std::fs::read_to_string(folder.join("a.html")).unwrap();
        assert_eq!(found, report.to_html().unwrap(), "{what}");
        assert_eq!(names(&folder), expected, "{what}");
    }
}

#[test]
fn what_has_a_temporary_name_already_does_not_block() {
    check_blocked("files", |path| std::fs::write(path, "half").unwrap());
    check_blocked("folders", |path| std::fs::create_dir(path).unwrap());
    #[cfg(unix)]
    check_blocked("links", |path| std::os::unix::fs::symlink("nothing", path).unwrap());
}

#[cfg(unix)]
#[test]
fn names_are_as_long_as_the_file_system_has_them() {
    let folder = folder("long");
    for (length, is_saved) in [(255, true), (256, false)] {
        let name = format!("{}.html", "n".repeat(length - 5));
        assert_eq!(report("new", 1).save(folder.join(name)).is_ok(), is_saved, "{length}");
    }
    assert_eq!(names(&folder), [format!("{}.html", "n".repeat(250))]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_need_not_be_text() {
    use std::os::unix::ffi::OsStrExt as _;

    let folder = folder("bytes");
    let name = std::ffi::OsStr::from_bytes(b"\xff\xfe.html");
    report("new", 1).save(folder.join(name)).unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().file_name(), name);
}

/// The name of the text fits, that of the picture beside it does not.
#[cfg(all(unix, feature = "charts"))]
#[test]
fn a_name_that_is_too_long_leaves_the_others_as_they_were() {
    use market_outlook::{Column, Exhibit, Number, Row, Status, Table, Unit};

    let folder = folder("several");
    let number = Some(Number { value: 8.1, status: Status::Published });
    let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    let table = table.with_row(Row::total(), [number]).unwrap();
    let chart = market_outlook::Chart::stacked_columns(&table).unwrap();
    let report = Report::new("Outlook")
        .section(Section::new("view", "Our view").exhibit(Exhibit::chart("size", &chart)));
    let name = format!("{}.md", "n".repeat(252));
    std::fs::write(folder.join(&name), "old").unwrap();
    let error = report.save(folder.join(&name)).unwrap_err().to_string();
    assert!(error.contains(".svg"), "{error}");
    assert_eq!(names(&folder), std::slice::from_ref(&name));
    assert_eq!(std::fs::read_to_string(folder.join(name)).unwrap(), "old");
}

#[cfg(unix)]
#[test]
fn who_may_read_the_file_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = folder("permissions");
    let path = folder.join("a.html");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    report("new", 1).save(&path).unwrap();
    let usual = mode();
    std::fs::write(folder.join("plain"), "").unwrap();
    assert_eq!(usual, std::fs::metadata(folder.join("plain")).unwrap().permissions().mode() & 0o777);
    for kept in [0o600, 0o640, 0o666] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(kept)).unwrap();
        report("new", 2).save(&path).unwrap();
        assert_eq!(mode(), kept, "{kept:o}");
    }
}

#[test]
fn threads_save_into_one_folder_at_once() {
    let folder = folder("threads");
    let reports: Vec<Report> = ["one", "two", "three"].iter().map(|word| report(word, 1)).collect();
    let pages: Vec<String> = reports.iter().map(|report| report.to_html().unwrap()).collect();
    std::thread::scope(|scope| {
        for (number, report) in reports.iter().enumerate() {
            let (own, all) = (folder.join(format!("{number}.html")), folder.join("all.html"));
            scope.spawn(move || {
                for _ in 0..30 {
                    report.save(&own).unwrap();
                    report.save(&all).unwrap();
                }
            });
        }
    });
    assert_eq!(names(&folder), ["0.html", "1.html", "2.html", "all.html"]);
    for (number, page) in pages.iter().enumerate() {
        assert_eq!(&std::fs::read_to_string(folder.join(format!("{number}.html"))).unwrap(), page);
    }
    assert!(pages.contains(&std::fs::read_to_string(folder.join("all.html")).unwrap()));
}

/// What a process that is to be killed writes in turn.
fn turns() -> [Report; 2] {
    [report("long", 400_000), report("longer", 300_000)]
}

/// The process to kill: without somebody who asks for it, it is a test that has nothing to do.
#[test]
fn saves_until_it_is_killed() {
    let Ok(path) = std::env::var(INTO) else { return };
    for report in turns().iter().cycle() {
        report.save(&path).unwrap();
    }
}

fn saving(path: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let command = command.args(["saves_until_it_is_killed", "--exact"]).env(INTO, path);
    command.stdout(Stdio::null()).spawn().unwrap()
}

/// Waits until the process has written so many files under the name that it takes, or a part of the last one.
fn wait_for(child: &mut Child, folder: &Path, files: usize) {
    let temporary = folder.join(leftover(child.id(), 0));
    for _ in 0..files {
        for is_there in [false, true] {
            while temporary.exists() != is_there {
                assert!(child.try_wait().unwrap().is_none(), "nothing is saved");
            }
        }
    }
}

#[test]
fn a_killed_save_leaves_the_old_file_or_the_new_one_and_blocks_nobody() {
    let folder = folder("killed");
    let path = folder.join("a.html");
    let last = report("last", 1);
    let mut whole: Vec<String> = turns().iter().map(|report| report.to_html().unwrap()).collect();
    whole.push(last.to_html().unwrap());
    for kill in 0..KILLS {
        last.save(&path).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), whole[2]);
        let mut child = saving(&path);
        wait_for(&mut child, &folder, 1 + kill % 3);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(whole.contains(&std::fs::read_to_string(&path).unwrap()), "kill {kill} left half a file");
    }
    let left = names(&folder);
    assert!(left.len() <= 1 + KILLS, "{left:?}");
    let is_ours = |name: &String| name == "a.html" || name.starts_with(".market-outlook-");
    assert!(left.iter().all(is_ours), "{left:?}");
}
