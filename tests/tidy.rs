//! How the house is kept: the row of modules, what may not stand in `src`, and documents that list what exists.
//!
//! Every rule is a function from files to complaints, so that it is tried here on small texts that break it.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

#[path = "support/folder.rs"]
mod listing;

use std::path::Path;

use listing::names;

/// Each module may know those before it; `error` is known to all.
const ROW: [&str; 16] = [
    "value",
    "solve",
    "space",
    "table",
    "claim",
    "growth",
    "market",
    "forecast",
    "sheet",
    "scenario",
    "uncertainty",
    "export",
    "chart",
    "report",
    "file",
    "personalization",
];

/// The longest file.
const LINES: usize = 600;

/// What may stand nowhere in `src`, and in which files it may after all.
const ABSENT: [(&str, &[&str]); 16] = [
    ("unsafe", &[]),
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("println!", &[]),
    ("print!", &[]),
    ("eprintln!", &[]),
    ("dbg!", &[]),
    ("todo!", &[]),
    ("std::env", &[]),
    ("std::time", &[]),
    ("std::net", &[]),
    ("std::process", &["export/file.rs"]),
    ("thread::", &[]),
    // Before Rust 1.89 its arguments are gone at the end of the `let`: it stands where it is used.
    ("= format_args!", &[]),
    ("std::fs", &["export/file.rs"]),
    ("std::io", &["export/file.rs", "sheet/xlsx/archive.rs", "sheet/xlsx/mod.rs", "sheet/xlsx/part.rs"]),
];

/// A file of the library, by its path below `src`.
struct File {
    path: String,
    text: String,
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The module of the row that the file belongs to.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Code with its line numbers: no comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().zip(1..).map(|(line, number)| (number, without_comment(line)));
        lines.filter(|(_, line)| !line.trim().is_empty())
    }

    /// Code before the tests at the foot.
    fn shipped(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(_, line)| line.trim() != "mod tests {")
    }

    fn complaint(&self, line: usize, what: &str) -> String {
        format!("src/{}:{line}: {what}", self.path)
    }
}

/// Rust's comments start where a `//` follows nothing or a space; addresses in texts have neither before it.
fn without_comment(line: &str) -> &str {
    let mut starts = line.match_indices("//").map(|(at, _)| at);
    let start = starts.find(|&at| at == 0 || line[..at].ends_with(' '));
    &line[..start.unwrap_or(line.len())]
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a word, or a run of words and signs, stands in a line with nothing attached to its ends.
fn stands_in(line: &str, what: &str) -> bool {
    line.match_indices(what).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + what.len()..]);
        let inner = what.starts_with(is_word) && before.ends_with(is_word);
        !(inner || what.ends_with(is_word) && after.starts_with(is_word))
    })
}

/// The modules of the row, and `error`, that a line of code names from the root of the crate.
fn named_from_root(file: &File, line: &str) -> Vec<String> {
    let depth = file.path.matches('/').count() - usize::from(file.path.ends_with("/mod.rs"));
    let up = "super::".repeat(depth + 1);
    let mut named = Vec::new();
    for root in ["crate::", up.as_str()] {
        for (at, _) in line.match_indices(root) {
            // A longer chain of `super` leads elsewhere.
            if line[..at].ends_with("::") || line[..at].ends_with(is_word) {
                continue;
            }
            let rest = &line[at + root.len()..];
            let listed: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split([',', '}']).map(str::trim).collect(),
                None => vec![rest],
            };
            let name = |path: &&str| path.chars().take_while(|c| is_word(*c)).collect::<String>();
            named.extend(listed.iter().map(name).filter(|name| !name.is_empty() && name != "super"));
        }
    }
    named
}

/// Each module knows only those to its left; its tests may look at the whole as users do.
fn out_of_row(files: &[File]) -> Vec<String> {
    let position = |name: &str| ROW.iter().position(|module| *module == name);
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.path != "lib.rs" && !is_test_file(file, files)) {
        // What everything knows may itself know the first module only.
        let own = if file.module() == "error" { Some(0) } else { position(file.module()) };
        let Some(own) = own else {
            complaints.push(file.complaint(1, "stands in no module of the row"));
            continue;
        };
        for (line, code) in file.shipped() {
            for name in named_from_root(file, code) {
                let known = name == "error" || position(&name).is_some_and(|other| other <= own);
                if !known {
                    complaints.push(file.complaint(line, &format!("may not know '{name}'")));
                }
            }
        }
    }
    complaints
}

/// Only charts name the library that paints them.
fn plotters_elsewhere(files: &[File]) -> Vec<String> {
    let others = files.iter().filter(|file| file.module() != "chart");
    let lines = others.flat_map(|file| file.code().map(move |(line, code)| (file, line, code)));
    let named = lines.filter(|(_, _, code)| code.contains("plotters"));
    named.map(|(file, line, _)| file.complaint(line, "names plotters outside of chart")).collect()
}

fn too_long(files: &[File]) -> Vec<String> {
    let long = files.iter().filter(|file| file.text.lines().count() > LINES);
    long.map(|file| file.complaint(LINES, "has too many lines")).collect()
}

fn absent_things(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        for (line, code) in file.code() {
            let found = ABSENT
                .iter()
                .filter(|(what, allowed)| stands_in(code, what) && !allowed.contains(&file.path.as_str()));
            complaints
                .extend(found.map(|(what, _)| file.complaint(line, &format!("'{what}' has no place here"))));
        }
    }
    complaints
}

/// Files that only tests see: declared as modules under `#[cfg(test)]`, or in such a module.
fn is_test_file(file: &File, files: &[File]) -> bool {
    let place = file.path.strip_suffix("/mod.rs").map_or(file.path.clone(), |folder| format!("{folder}.rs"));
    let (folder, name) = place.rsplit_once('/').unwrap_or(("", &place));
    let declaration = format!("#[cfg(test)]\nmod {};", name.trim_end_matches(".rs"));
    let parents = [format!("{folder}/mod.rs"), format!("{folder}.rs"), "lib.rs".into()];
    files.iter().filter(|parent| parents.contains(&parent.path)).any(|parent| {
        parent.text.contains(&declaration) || (parent.path != "lib.rs" && is_test_file(parent, files))
    })
}

fn unwraps(files: &[File]) -> Vec<String> {
    let shipped = files.iter().filter(|file| !is_test_file(file, files));
    let lines = shipped.flat_map(|file| file.shipped().map(move |(line, code)| (file, line, code)));
    let found = lines.filter(|(_, _, code)| code.contains(".unwrap()"));
    found.map(|(file, line, _)| file.complaint(line, "unwraps, expected an error or a reason")).collect()
}

/// Examples that no document says how to run.
fn without_a_line(examples: &[String], documents: &[String]) -> Vec<String> {
    let told = |name: &String| documents.iter().any(|text| text.contains(&format!("--example {name}")));
    let untold = examples.iter().filter(|name| !told(name));
    untold.map(|name| format!("examples/{name}.rs: no document says how to run it")).collect()
}

/// Headings of the cookbook against the examples there are.
fn cookbook_gaps(examples: &[String], cookbook: &str) -> Vec<String> {
    let headings: Vec<String> = cookbook
        .lines()
        .filter_map(|line| line.strip_prefix("## `"))
        .filter_map(|rest| rest.strip_suffix('`').map(String::from))
        .collect();
    let missing = examples.iter().filter(|name| !headings.contains(name));
    let missing = missing.map(|name| format!("docs/cookbook.md: '{name}' is missing"));
    let gone = headings.iter().filter(|name| !examples.contains(name));
    missing.chain(gone.map(|name| format!("docs/cookbook.md: there is no example '{name}'"))).collect()
}

/// Local links of a document that lead nowhere.
fn dead_links(path: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    let files = local.map(|target| target.split('#').next().unwrap_or(target));
    let resolve = |target: &str| match target.strip_prefix("../") {
        Some(up) => up.to_string(),
        None if folder.is_empty() => target.to_string(),
        None => format!("{folder}/{target}"),
    };
    let dead = files.map(resolve).filter(|target| !exists(target));
    dead.map(|target| format!("{path}: '{target}' does not exist")).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn ends_in(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == ending)
}

fn library() -> Vec<File> {
    fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) {
        for name in names(folder) {
            let (path, place) = (folder.join(&name), format!("{prefix}{name}"));
            if path.is_dir() {
                collect(&path, &format!("{place}/"), files);
            } else if ends_in(&name, "rs") {
                files.push(File::new(&place, &std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    collect(&root().join("src"), "", &mut files);
    assert!(files.len() > 50, "the library is found");
    files
}

fn examples() -> Vec<String> {
    let files = names(&root().join("examples"));
    files.iter().filter_map(|name| name.strip_suffix(".rs").map(String::from)).collect()
}

fn documents() -> Vec<(String, String)> {
    let in_docs = names(&root().join("docs")).into_iter().map(|name| format!("docs/{name}"));
    let at_root = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "THIRD_PARTY.md"].map(String::from);
    let paths = at_root.into_iter().chain(in_docs.filter(|path| ends_in(path, "md")));
    paths.map(|path| (path.clone(), read(&path))).collect()
}

#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn modules_stand_in_a_row() {
    none(&out_of_row(&library()));
}

#[test]
fn only_charts_name_plotters() {
    none(&plotters_elsewhere(&library()));
}

#[test]
fn no_file_is_too_long() {
    none(&too_long(&library()));
}

#[test]
fn nothing_reaches_for_the_world() {
    none(&absent_things(&library()));
}

#[test]
fn nothing_unwraps() {
    none(&unwraps(&library()));
}

#[test]
fn every_example_has_its_line_and_its_recipe() {
    let documents: Vec<String> = documents().into_iter().map(|(_, text)| text).collect();
    none(&without_a_line(&examples(), &documents));
    none(&cookbook_gaps(&examples(), &read("docs/cookbook.md")));
}

#[test]
fn links_lead_somewhere() {
    for (path, text) in documents() {
        none(&dead_links(&path, &text, |target| root().join(target).exists()));
    }
}

mod rules {
    use super::*;

    #[track_caller]
    fn check(rule: fn(&[File]) -> Vec<String>, path: &str, text: &str, expected: &[&str]) {
        assert_eq!(rule(&[File::new(path, text)]), expected, "{path}: {text}");
    }

    #[test]
    fn the_row_can_be_left() {
        let leaves = |path, text, name| {
            check(out_of_row, path, text, &[&format!("src/{path}:1: may not know '{name}'")]);
        };
        leaves("value/year.rs", "use crate::space::Axis;", "space");
        leaves("table/view.rs", "    let x = crate::forecast::solve();", "forecast");
        leaves("claim/check.rs", "use super::super::market::Market;", "market");
        leaves("claim/mod.rs", "use super::market::Market;", "market");
        leaves("solve/linear/simplex.rs", "use super::super::super::chart::Chart;", "chart");
        leaves("space/axes.rs", "use crate::{error::Error, market::Market};", "market");
        leaves("market/market.rs", "use crate::Forecast;", "Forecast");
        leaves("error.rs", "use crate::table::Table;", "table");
        check(out_of_row, "extra/mod.rs", "", &["src/extra/mod.rs:1: stands in no module of the row"]);
        for (path, text) in [
            ("market/market.rs", "use crate::claim::Claim;"),
            ("market/market.rs", "use crate::error::Error;"),
            ("market/market.rs", "// use crate::forecast::Forecast;"),
            ("market/market.rs", "use super::forecast_of_the_weather;"),
            ("solve/linear/simplex.rs", "use super::super::conflict::Program;"),
            ("lib.rs", "use crate::forecast::Forecast;"),
            ("value/year.rs", "#[cfg(test)]\nmod tests {\n    use crate::Market;"),
        ] {
            check(out_of_row, path, text, &[]);
        }
    }

    #[test]
    fn other_rules_can_be_broken() {
        let complaint = ["src/export/csv.rs:1: names plotters outside of chart"];
        check(plotters_elsewhere, "export/csv.rs", "use plotters::prelude::*;", &complaint);
        check(plotters_elsewhere, "chart/svg.rs", "use plotters::prelude::*;", &[]);
        check(too_long, "a.rs", &"\n".repeat(601), &["src/a.rs:600: has too many lines"]);
        check(too_long, "a.rs", &"\n".repeat(600), &[]);
        for what in
            ["unsafe { x }", "let m: HashMap<A, B>;", "println!()", "use std::env::var;", "thread::spawn(f)"]
        {
            assert_eq!(absent_things(&[File::new("value/a.rs", what)]).len(), 1, "{what}");
        }
        assert_eq!(absent_things(&[File::new("value/a.rs", "use std::fs::File;")]).len(), 1);
        check(absent_things, "export/file.rs", "use std::fs::File; // unsafe on a full disk", &[]);
        check(absent_things, "value/a.rs", "let unsafely = 1; writeln!(f)", &[]);
    }

    #[test]
    fn unwrapping_is_for_tests() {
        check(unwraps, "a.rs", "x.unwrap();", &["src/a.rs:1: unwraps, expected an error or a reason"]);
        check(
            unwraps,
            "a.rs",
            "/// x.unwrap();\nx.unwrap_or(1);\n#[cfg(test)]\nmod tests {\nx.unwrap();",
            &[],
        );
        let files = [File::new("a/mod.rs", "#[cfg(test)]\nmod laws;"), File::new("a/laws.rs", "x.unwrap();")];
        assert_eq!(unwraps(&files), [""; 0]);
    }

    #[test]
    fn documents_can_miss_something() {
        let examples = ["one".to_string(), "two".to_string()];
        let run = ["cargo run --example one".to_string()];
        assert_eq!(without_a_line(&examples, &run), ["examples/two.rs: no document says how to run it"]);
        let gaps = cookbook_gaps(&examples, "## `one`\n\n## `three`\n");
        let missing = "docs/cookbook.md: 'two' is missing";
        assert_eq!(gaps, [missing, "docs/cookbook.md: there is no example 'three'"]);
        let text = "[a](b.md#c) [d](../e.md) [f](https://g.example) [h](#i)";
        let dead = dead_links("docs/x.md", text, |target| target == "e.md");
        assert_eq!(dead, ["docs/x.md: 'docs/b.md' does not exist"]);
    }
}
