//! Where in a file something is wrong, and the words for it.

use serde_path_to_error::Segment;

use crate::error::{Error, ErrorKind, Path, Step};
#[cfg(feature = "toml")]
use crate::value::printable;

/// Line and column from 1, and how many characters are meant.
#[cfg(feature = "toml")]
pub(super) struct Place {
    line: usize,
    column: usize,
    width: usize,
}

#[cfg(feature = "toml")]
impl Place {
    pub(super) fn of_span(text: &str, span: &std::ops::Range<usize>) -> Self {
        let start = boundary(text, span.start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line_end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
        let end = boundary(text, span.end.clamp(start, line_end));
        let count = |text: &str| text.chars().count();
        Self {
            line: before.matches('\n').count() + 1,
            column: count(&before[line_start..]) + 1,
            width: count(&text[start..end]).max(1),
        }
    }

    pub(super) fn position(&self) -> (usize, usize) {
        (self.line, self.column)
    }

    /// The fault with the line it stands in.
    pub(super) fn mark(&self, text: &str, fault: Error) -> Error {
        let excerpt = self.underlined(text);
        ErrorKind::InText { line: self.line, column: self.column, excerpt, fault }.into()
    }

    /// The line with what is meant underlined; only its surroundings where the line is very long.
    pub(super) fn underlined(&self, text: &str) -> String {
        const SHOWN: usize = 120;
        let line = text.split('\n').nth(self.line - 1).unwrap_or("").trim_end();
        // One for one, so that the carets stand below what is meant: a tab is a space, anything else that nobody sees a mark.
        let visible = |c: char| match c {
            '\t' => ' ',
            c if printable(c.encode_utf8(&mut [0; 4]), usize::MAX).len() > c.len_utf8() => '\u{fffd}',
            c => c,
        };
        let line: Vec<char> = line.chars().map(visible).collect();
        let column = self.column - 1;
        let from = if line.len() > SHOWN { column.saturating_sub(SHOWN / 2) } else { 0 };
        let shown: String = line.iter().skip(from).take(SHOWN).collect();
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let before = " ".repeat(column.min(line.len()).saturating_sub(from));
        let carets = before + &"^".repeat(self.width.min(SHOWN));
        format!("{margin} |\n{number} | {shown}\n{margin} | {carets}")
    }
}

/// The character boundary at or before a position.
#[cfg(feature = "toml")]
fn boundary(text: &str, position: usize) -> usize {
    (0..=position.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A fault of shape: where, then what was found and expected.
pub(super) fn syntax(
    position: Option<(usize, usize)>,
    path: Option<&serde_path_to_error::Path>,
    reason: &str,
) -> Error {
    let position = position.map(|(line, column)| format!("line {line}, column {}", column.max(1)));
    let key = path.map(|path| read(path).to_string()).filter(|key| !key.is_empty());
    let known: Vec<String> = [position, key].into_iter().flatten().collect();
    let place = if known.is_empty() { "model".into() } else { known.join(", ") };
    ErrorKind::Syntax { place, reason: reason.into() }.into()
}

fn read(path: &serde_path_to_error::Path) -> Path {
    let steps = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(Step::from(*index)),
        Segment::Map { key } | Segment::Enum { variant: key } => Some(Step::from(key.as_str())),
        Segment::Unknown => None,
    });
    steps.collect()
}

/// The keys that the adjustment at a path has, "scenarios[0].steps[0].scale.factr": the data has those of all.
fn own_keys(path: &str) -> Option<Vec<&'static str>> {
    let mut steps = path.split('.');
    let is_step = steps.next()?.starts_with("scenarios[") && steps.next()?.starts_with("steps[");
    let (kind, _key) = (steps.next().filter(|_| is_step)?, steps.next()?);
    super::what_if::keys_of(kind)
}

/// The words of this house for what serde says in its own, at a path.
pub(super) fn reworded(message: &str, path: Option<&serde_path_to_error::Path>) -> String {
    let mut text = message.replace('`', "'");
    for (theirs, ours) in [
        ("unknown field ", "unknown key "),
        ("missing field ", "missing key "),
        ("unknown variant ", "unknown choice "),
        ("invalid type: ", "found "),
        ("invalid value: ", "found "),
    ] {
        if let Some(rest) = text.strip_prefix(theirs) {
            text = format!("{ours}{rest}");
        }
    }
    let own = path.and_then(|path| own_keys(&read(path).to_string()));
    if let (Some((unknown, _)), Some(own)) = (text.split_once(", expected one of "), own) {
        let own: Vec<String> = own.iter().map(|key| format!("'{key}'")).collect();
        return format!("{unknown}, expected one of {}", own.join(", "));
    }
    if let Some(part) = text.strip_prefix("EOF while parsing ") {
        return format!("the text ends inside {part}");
    }
    if let Some(name) = text.strip_prefix("duplicate field ") {
        return format!("key {name} stands twice, expected each key once");
    }
    if let Some((found, expected)) =
        text.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", "))
    {
        return format!("found a list of {found}, {expected}");
    }
    let Some((found, expected)) =
        text.strip_prefix("found ").and_then(|rest| rest.rsplit_once(", expected "))
    else {
        return text;
    };
    let found = match found.split_once(' ') {
        Some(("string", quoted)) => format!("'{}'", quoted.trim_matches('"')),
        Some(("integer" | "boolean", value)) => value.trim_matches('\'').to_string(),
        Some(("floating", value)) => value.trim_start_matches("point ").trim_matches('\'').to_string(),
        _ => match found {
            "sequence" => "a list".into(),
            "map" => "a table".into(),
            "null" | "unit value" => "nothing".into(),
            other => other.into(),
        },
    };
    let expected = match expected {
        "f64" => "a number",
        "i64" | "u32" => "a whole number",
        "a string" => "a text",
        "a sequence" => "a list",
        "a boolean" => "true or false",
        other => other,
    };
    format!("found {found}, expected {expected}")
}
