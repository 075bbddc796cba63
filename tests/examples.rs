//! Every example runs as it stands, and documents show what it prints.
#![cfg(all(feature = "toml", feature = "json", feature = "csv", feature = "charts"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `cargo test` builds the examples beside the tests.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.ancestors().nth(2).unwrap().join("examples").join(name);
    let path = path.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(path.exists(), "{name} is not built: run cargo test without --test, or cargo build --examples");
    assert!(is_fresh(&path), "{name} is older than its sources: run cargo build --examples first");
    path
}

/// Whether a program is as new as the sources that cargo lists beside it; `cargo test --test` builds no examples.
fn is_fresh(path: &Path) -> bool {
    let built = std::fs::metadata(path).and_then(|data| data.modified()).unwrap();
    let listed = std::fs::read_to_string(path.with_extension("d")).unwrap_or_default();
    let (_, sources) = listed.split_once(": ").unwrap_or_default();
    // A space in a path is escaped.
    let sources = sources.trim_end().replace("\\ ", "\0");
    let mut sources =
        sources.split(' ').map(|source| source.replace('\0', " ")).filter(|source| !source.is_empty());
    sources
        .all(|source| std::fs::metadata(source).and_then(|data| data.modified()).is_ok_and(|at| at <= built))
}

fn run(name: &str, arguments: &[&str]) -> Output {
    Command::new(program(name)).args(arguments).current_dir(root()).output().unwrap()
}

/// What an example prints; on Windows its paths read as everywhere.
fn printed(name: &str, arguments: &[&str]) -> String {
    let output = run(name, arguments);
    assert!(output.status.success(), "{name} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n").replace('\\', "/")
}

/// Whether the features that an example needs are on; those of the others are, or nothing here is tested.
fn is_built(name: &str) -> bool {
    name != "workbook" || cfg!(feature = "xlsx")
}

#[test]
fn every_example_runs_without_arguments() {
    let files = std::fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path());
    let examples: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "rs")).collect();
    assert!(examples.len() >= 5);
    for example in examples {
        let name = example.file_stem().unwrap().to_str().unwrap();
        if !is_built(name) {
            continue;
        }
        assert!(!printed(name, &[]).is_empty(), "{name} prints nothing");
    }
}

#[test]
fn a_checked_table_is_repaired_refused_or_made_a_model() {
    let written = |name: &str, text: &str| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    };
    // What it repairs is clean.
    let repaired = written("repaired.csv", &printed("check_table", &["--repaired"]));
    assert!(printed("check_table", &[&repaired, "--strict"]).contains("84 figures. They agree"));
    assert_eq!(run("check_table", &["--strict"]).status.code(), Some(2));
    // Its model is one that the runner forecasts.
    let model = ["--repaired", "--model", "Semiconductors", "--unit", "USD million", "--source", "WSTS"];
    let model = written("semiconductors.toml", &printed("check_table", &model));
    let table = printed("forecast", &[&model, "--by", "world", "--years", "2023-2023"]);
    assert!(table.contains("Total") && table.contains("679,650"), "{table}");
    let largest = written("largest.csv", "vendor,2021\nA,40\nB,25\nTotal,100\n");
    assert!(printed("check_table", &[&largest]).contains("say so with --partial ROW"));
    assert!(printed("check_table", &[&largest, "--partial", "Total"]).contains("They agree"));
    // Columns whose names do not say what they are, one with the sign in it that parts name and role.
    let fiscal = written(
        "fiscal.csv",
        "vendor,FY24/25,FY25/26,a=b,3Q24\nHP,10,11,10%,3\nDell,20,22,10%,4\nTotal,30,33,10%,7\n",
    );
    let commas = written("commas.csv", "vendor;2021\nHP;8,1\nDell;9,2\n");
    let said = ["FY24/25=size 2025", "FY25/26=size 2026", "a=b=growth 2025-2026", "3Q24=ignore"];
    let said: Vec<&str> = said.into_iter().flat_map(|role| ["--column", role]).collect();
    assert!(
        printed("check_table", &[&[fiscal.as_str()], &said[..]].concat()).contains("9 figures. They agree")
    );
    for (arguments, expected) in [
        (vec![fiscal.as_str()], "\nSay what a column is with --column COLUMN=ROLE, see --help."),
        (vec![commas.as_str()], "\nFigures such as 1.530,5 are read with --decimal-comma."),
        (
            vec!["--column", "2021"],
            "--column is '2021', expected a column and what it is, such as '2024/25=size 2025'",
        ),
        (vec!["--column", "2021=growth 2021-2020"], "--column is '2021=growth 2021-2020', expected"),
        (vec!["--column", "Latest=size 2021"], "unknown column 'Latest', expected one of 'row'"),
        (vec!["missing.csv"], "cannot read 'missing.csv'"),
        (vec!["--format", "excel"], "--format is 'excel', expected 'text' or 'csv'"),
        (vec!["--format", "csv", "--repaired"], "--format csv has no effect beside --repaired"),
        (vec!["--model", "Semiconductors"], "--model NAME and --unit UNIT belong together"),
        (vec!["--sheet", "Table"], "--sheet names a sheet of a workbook"),
        (vec!["--label", "name"], "unknown column 'name', expected one of 'row'"),
        (vec!["--partial", "World"], "unknown row 'World'"),
        (vec!["--shares-of-parents", "Share"], "unknown column 'Share', expected one of '2021'"),
    ] {
        let output = run("check_table", &arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(expected), "{arguments:?}: {message}");
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]), "{arguments:?}");
    }
}

/// A piece of a document between fences, and what stands in it.
struct Fence {
    /// What the document says before it on the line above: a comment that tells where the piece comes from.
    origin: Option<String>,
    /// Where the text begins and ends in the document.
    start: usize,
    end: usize,
}

/// All pieces of a document that say where they come from.
fn fences(document: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let (mut at, mut origin, mut open) = (0, None, None);
    for line in document.split_inclusive('\n') {
        match (line.starts_with("```"), open) {
            (true, None) => open = Some(at + line.len()),
            (true, Some(start)) => {
                fences.push(Fence { origin: origin.take(), start, end: at });
                open = None;
            }
            (false, None) => {
                let comment = line.trim().strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
                origin = comment.map(String::from);
            }
            (false, Some(_)) => {}
        }
        at += line.len();
    }
    fences
}

/// What a comment such as `examples/NAME.rs` or `$ NAME ARGUMENTS` says should stand there.
fn origin(comment: &str) -> String {
    match comment.strip_prefix("$ ") {
        None => std::fs::read_to_string(root().join(comment)).unwrap().replace("\r\n", "\n"),
        Some(command) => {
            let (command, lines) =
                command.split_once(" | head -").map_or((command, None), |(c, n)| (c, Some(n)));
            let mut words = command.split(' ');
            let name = words.next().unwrap();
            let text = printed(name, &words.collect::<Vec<_>>());
            let lines = lines.map_or(usize::MAX, |n| n.parse().unwrap());
            text.split_inclusive('\n').take(lines).collect()
        }
    }
}

#[test]
fn documents_show_what_examples_say_and_print() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut compared = 0;
    for document in ["README.md", "docs/cookbook.md", "docs/published-tables.md"] {
        let path = root().join(document);
        let mut text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        // From the end, so that earlier places stay where they are.
        for fence in fences(&text).into_iter().rev() {
            let Some(comment) = &fence.origin else { continue };
            let command = comment.strip_prefix("$ ").and_then(|command| command.split(' ').next());
            if command.is_some_and(|name| !is_built(name)) {
                continue;
            }
            let expected = origin(comment);
            if update {
                text.replace_range(fence.start..fence.end, &expected);
                continue;
            }
            assert_eq!(&text[fence.start..fence.end], expected, "{document} shows another {comment}");
            compared += 1;
        }
        if update {
            std::fs::write(&path, &text).unwrap();
        }
    }
    assert!(update || compared >= 8, "{compared} pieces were compared");
}

#[test]
fn programs_of_one_file_take_a_model_and_a_place() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("one_file");
    std::fs::create_dir_all(&folder).unwrap();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_string();
    let json = r#"{"format": 1, "market": {"name": "M", "unit": "USD", "years": [2020, 2021]}, "claims": [{"value": "8", "year": 2020}]}"#;
    std::fs::write(
        path("faults.json"),
        json.replace("[{", r#"[{"value": "x", "year": 2020}, {"value": "y", "year": 2021}, {"#),
    )
    .unwrap();
    std::fs::write(path("model.json"), json).unwrap();
    for (name, ending) in
        [("report", "html"), ("workbook", "xlsx")].into_iter().filter(|(name, _)| is_built(name))
    {
        assert!(printed(name, &["--help"]).contains(&format!("\n{name} [MODEL] [--out FILE]\n")));
        let out = path(&format!("out.{ending}"));
        assert!(printed(name, &[&path("model.json"), "--out", &out]).starts_with("wrote "));
        assert!(std::fs::metadata(&out).unwrap().len() > 1_000, "{out}");
        for (arguments, expected) in [
            (vec!["a.toml", "b.toml"], "unexpected argument \"b.toml\""),
            (vec!["--to", "x"], "invalid option '--to'"),
            (vec!["--out"], "missing argument for option '--out'"),
            (vec!["none.toml"], "cannot read 'none.toml': "),
        ] {
            let output = run(name, &arguments);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.starts_with(expected), "{name} {arguments:?}: {said}");
        }
        let output = run(name, &[&path("faults.json")]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(said.lines().filter(|line| line.contains("faults.json: ")).count(), 2, "{said}");
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_of_any_model_file_is_written_whole_or_not_at_all() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workbook");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("semiconductors.xlsx");
    let text =
        printed("workbook", &["examples/data/semiconductors_2022.toml", "--out", file.to_str().unwrap()]);
    assert!(
        text.ends_with("sheets: Summary, By region, By product, Data, Claims, Findings, Sources\n"),
        "{text}"
    );
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
    let refused = folder.join("folder.xlsx");
    std::fs::create_dir(&refused).unwrap();
    let output =
        run("workbook", &["examples/data/semiconductors_2022.toml", "--out", refused.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("it is a folder"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    // Names that the font of pictures cannot write are no reason for no workbook.
    let wild = folder.join("wild.xlsx");
    let output = run("workbook", &["tests/interop/wild.toml", "--out", wild.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let missing = "no picture of 'USD billion by region, 2019 to 2022': the chart font has no glyph";
    assert_eq!(said.starts_with(missing), cfg!(feature = "charts"), "{said}");
    assert!(std::fs::read(&wild).unwrap().starts_with(b"PK"));
}

#[test]
fn pieces_are_found_with_their_origin() {
    let text = "a\n<!-- $ b c -->\n```text\nd\n```\n\n```rust\ne\n```\n";
    let found = fences(text);
    let shown: Vec<_> = found.iter().map(|f| (f.origin.as_deref(), &text[f.start..f.end])).collect();
    assert_eq!(shown, [(Some("$ b c"), "d\n"), (None, "e\n")]);
}

/// The pictures in `docs/gallery/` by name, with their content.
fn pictures(folder: &Path) -> Vec<(String, String)> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let drawn = paths.filter(|path| path.extension().is_some_and(|end| end == "svg"));
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_string();
        (name, std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n"))
    };
    let mut pictures: Vec<_> = drawn.map(read).collect();
    pictures.sort();
    pictures
}

#[test]
fn the_gallery_holds_what_its_example_draws() {
    let gallery = root().join("docs/gallery");
    let drawn = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    if drawn.exists() {
        std::fs::remove_dir_all(&drawn).unwrap();
    }
    printed("gallery", &[drawn.to_str().unwrap()]);
    // The picture at the top of the README, which the golden tests compare.
    let names = |pictures: &[(String, String)]| -> Vec<String> {
        pictures.iter().map(|(name, _)| name.clone()).filter(|name| name != "region").collect()
    };
    let drawn = pictures(&drawn);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for name in names(&pictures(&gallery)) {
            std::fs::remove_file(gallery.join(format!("{name}.svg"))).unwrap();
        }
        for (name, picture) in &drawn {
            std::fs::write(gallery.join(format!("{name}.svg")), picture).unwrap();
        }
    }
    let held = pictures(&gallery);
    assert_eq!(names(&drawn), names(&held), "UPDATE_GOLDEN=1 draws the gallery anew");
    let page = std::fs::read_to_string(gallery.join("README.md")).unwrap();
    for (name, picture) in drawn {
        let same = held.iter().any(|(other, theirs)| *other == name && *theirs == picture);
        assert!(same, "{name}.svg is drawn otherwise: UPDATE_GOLDEN=1 draws the gallery anew");
        assert!(page.contains(&format!("]({name}.svg)")), "docs/gallery/README.md does not show {name}.svg");
        assert!(
            !picture.contains("\n\n"),
            "{name}.svg has an empty line, which ends it inside of a document"
        );
    }
}
