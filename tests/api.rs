//! The API pin: every public item, signature, field, variant, constant, derive and conversion as text.
//!
//! `unreachable_pub` is on, so that whatever is `pub` in `src` can be named by a user: the sources tell the whole API.
//! A changed line is a changed promise. `UPDATE_GOLDEN=1 cargo test --test api` accepts it, and the changelog says so.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use std::path::Path;

/// What has been read of a file so far.
#[derive(Default)]
struct Reader {
    items: Vec<String>,
    /// The header of the open block, such as `impl Table`.
    block: String,
    /// The open variant or macro call within it.
    inner: String,
    /// An item that goes on in the next line.
    waiting: String,
    /// What stands in front of an item and belongs to it: derives, features.
    marks: String,
}

/// The public lines of a file, each under the header of the block it stands in.
fn public(text: &str) -> Vec<String> {
    let mut reader = Reader::default();
    for line in text.lines().take_while(|line| line.trim() != "mod tests {") {
        let code = line.trim();
        if !code.is_empty() && !code.starts_with("//") {
            reader.read(code, line.len() - line.trim_start().len());
        }
    }
    reader.items
}

impl Reader {
    fn read(&mut self, code: &str, indent: usize) {
        if self.waiting.is_empty() && code.starts_with("#[") {
            if ["#[derive(", "#[cfg(feature", "#[non_exhaustive]"].iter().any(|mark| code.starts_with(mark)) {
                self.marks.extend([code, " "]);
            }
            return;
        }
        if !self.waiting.is_empty() || self.starts(code, indent) {
            self.waiting.extend([if self.waiting.is_empty() { "" } else { " " }, code]);
            if is_whole(&self.waiting) {
                let item = std::mem::take(&mut self.waiting);
                self.item(&item, indent);
            }
            return;
        }
        if code.starts_with('}') {
            self.inner.clear();
            if indent == 0 {
                self.block.clear();
            }
        }
        self.marks.clear();
    }

    /// Whether a line begins something public: an item, a field, a variant, or a line of a macro that makes methods.
    fn starts(&self, code: &str, indent: usize) -> bool {
        let in_enum = self.block.starts_with("pub enum");
        let is_variant = in_enum && indent == 4 && code.starts_with(char::is_uppercase);
        let is_field = in_enum && indent == 8 && code.contains(": ");
        let is_block = indent == 0 && (code.starts_with("impl ") || code.starts_with("impl<"));
        let is_call = self.block.starts_with("impl") && indent == 4 && code.ends_with("! {");
        let is_called = self.inner.ends_with('!') && indent == 8 && code.ends_with([',', ';']);
        code.starts_with("pub ") || is_variant || is_field || is_block || is_call || is_called
    }

    fn item(&mut self, code: &str, indent: usize) {
        let item = signature(code);
        let opens = code.ends_with('{');
        if indent == 0 || item.starts_with("impl") {
            let shown = !item.starts_with("impl") || item.contains(" for ");
            if shown {
                self.items.push(format!("{}{item}", self.marks));
            }
            self.block = if opens { item } else { String::new() };
        } else if opens && (item.ends_with('!') || item.starts_with(char::is_uppercase)) {
            if !item.ends_with('!') {
                self.items.push(format!("{} :: {}{item}", self.block, self.marks));
            }
            self.inner = item;
        } else {
            let inner = if self.inner.is_empty() { String::new() } else { format!("{} :: ", self.inner) };
            self.items.push(format!("{} :: {inner}{}{item}", self.block, self.marks));
        }
        self.marks.clear();
    }
}

/// Whether a signature is complete: its brackets match, or only a body is open.
fn is_whole(item: &str) -> bool {
    let balanced = |open: char, close: char| item.matches(open).count() == item.matches(close).count();
    let ends: &[char] = if item.contains("pub fn") || item.starts_with("impl") {
        &['{', ';', '}']
    } else {
        &['{', ';', ',', '}']
    };
    let use_is_open = item.starts_with("pub use") && !item.ends_with(';');
    balanced('(', ')') && balanced('[', ']') && item.ends_with(ends) && !use_is_open
}

/// An item without its body, on one line.
fn signature(item: &str) -> String {
    let end = if item.starts_with("pub use") { None } else { item.find(" {") };
    let text = item[..end.unwrap_or(item.len())].trim_end_matches([';', ',']).trim();
    text.replace("( ", "(")
        .replace("[ ", "[")
        .replace(", )", ")")
        .replace(", ]", "]")
        .replace("{ ", "{")
        .replace(", }", "}")
}

/// Promises only: blocks of types that nobody can name, and re-exports within the crate, are none.
fn promises(lines: &[(String, String)]) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let types: Vec<String> = lines
        .iter()
        .flat_map(|(_, item)| ["pub struct ", "pub enum "].map(|kind| item.split(kind).nth(1).map(name)))
        .flatten()
        .collect();
    let is_promise =
        |place: &str, item: &str| match item.split_once(" for ").filter(|_| item.starts_with("impl")) {
            Some((_, of)) => types.contains(&name(of)),
            None => place == "lib" || !item.contains("pub use "),
        };
    let kept = lines.iter().filter(|(place, item)| is_promise(place, item) && !item.contains("pub mod "));
    let mut lines: Vec<String> = kept.map(|(place, item)| format!("{place}: {item}")).collect();
    lines.sort();
    lines
}

fn collect(folder: &Path, prefix: &str, lines: &mut Vec<(String, String)>) {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    for name in names {
        let (path, name) = (folder.join(&name), name.to_string_lossy().into_owned());
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), lines);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let module = prefix.split('/').next().unwrap_or_default();
            let place = if module.is_empty() { name.trim_end_matches(".rs") } else { module };
            let text = std::fs::read_to_string(&path).unwrap();
            lines.extend(public(&text).into_iter().map(|item| (place.to_string(), item)));
        }
    }
}

#[test]
fn the_api_is_as_promised() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lines = Vec::new();
    collect(&root.join("src"), "", &mut lines);
    let found = promises(&lines).join("\n") + "\n";
    let golden = root.join("tests/golden/api.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default().replace("\r\n", "\n");
    let new: Vec<&str> = found.lines().filter(|line| !expected.lines().any(|old| old == *line)).collect();
    let gone: Vec<&str> = expected.lines().filter(|line| !found.lines().any(|new| new == *line)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "the API changed; if it should, run UPDATE_GOLDEN=1 cargo test --test api and tell the changelog\n\
         gone:\n{}\nnew:\n{}",
        gone.join("\n"),
        new.join("\n")
    );
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(public(text), expected);
}

#[test]
fn signatures_are_read_whole() {
    check(
        "pub fn one(a: u32) -> u32 {\n    a\n}\npub(crate) fn two() {}\nfn three() {}",
        &["pub fn one(a: u32) -> u32"],
    );
    check(
        "impl<T: Copy> Pair<T> {\n    /// Words.\n    pub fn long(\n        &self,\n        by: impl Into<By>,\n    ) -> Result<T, Error> {\n",
        &["impl<T: Copy> Pair<T> :: pub fn long(&self, by: impl Into<By>) -> Result<T, Error>"],
    );
    check("impl From<i32> for Year {\n    fn from(y: i32) -> Self {\n", &["impl From<i32> for Year"]);
    check("    pub const MAX: usize = 5;\n", &[" :: pub const MAX: usize = 5"]);
}

#[test]
fn fields_variants_and_derives_are_read() {
    check(
        "#[derive(Clone)]\npub struct Number {\n    pub value: f64,\n    hidden: u8,\n}",
        &["#[derive(Clone)] pub struct Number", "pub struct Number :: pub value: f64"],
    );
    check(
        "#[derive(Copy)]\n#[non_exhaustive]\npub enum Kind {\n    /// Words.\n    Plain,\n    With {\n        /// More.\n        year: Year,\n    },\n    Pair(u8, u8),\n}\n",
        &[
            "#[derive(Copy)] #[non_exhaustive] pub enum Kind",
            "pub enum Kind :: Plain",
            "pub enum Kind :: With",
            "pub enum Kind :: With :: year: Year",
            "pub enum Kind :: Pair(u8, u8)",
        ],
    );
    check(
        "#[cfg(feature = \"csv\")]\npub use csv::{A, B};\n",
        &["#[cfg(feature = \"csv\")] pub use csv::{A, B}"],
    );
}

#[test]
fn private_matters_are_no_promises() {
    let line = |item: &str| ("value".to_string(), item.to_string());
    let lines = ["pub struct A", "impl From<u8> for A", "impl From<u8> for Hidden", "pub use a::A"].map(line);
    assert_eq!(promises(&lines), ["value: impl From<u8> for A", "value: pub struct A"]);
}

#[test]
fn a_changed_argument_is_a_changed_line() {
    assert_ne!(public("pub fn a(b: &str) {}"), public("pub fn a(b: String) {}"));
}
