//! Tables as Markdown.

use super::grid::Grid;
use super::text::{line, one_line};
use crate::table::{RowKind, Table};
use crate::value::printable;

impl Table {
    /// The table as Markdown: the title in bold, a table with the total in bold, footnotes and source lines below.
    ///
    /// Values over several years end with their compound annual growth.
    /// Whatever would be markup in a name is escaped, and a line break in it becomes a space.
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let number = |value| [Some(Number { value, status: Status::Assumed })];
    /// let table = Table::new("Example market", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["Europe | Africa"]), number(8.1))?
    ///     .with_row(Row::total(), number(8.1))?
    ///     .with_source("Published: Example (total 8.1 in 2019).");
    /// assert_eq!(
    ///     table.to_markdown(),
    ///     r"**Example market**\
    /// USD billion by region, 2019
    ///
    /// | region | 2019 |
    /// |:--|--:|
    /// | Europe \| Africa | 8.1 |
    /// | **Total** | **8.1** |
    ///
    /// Published: Example (total 8.1 in 2019).
    /// "
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut lines = Vec::new();
        if !self.title().is_empty() {
            lines.push(format!("**{}**\\", escaped(&line(self.title()))));
        }
        lines.extend([escaped_line(&line(&self.subtitle())), String::new()]);
        let labels = self.axes().len().max(1);
        let grid = Grid::of(self);
        for i in 0..grid.lines() {
            let is_total = i > 0 && self.rows()[i - 1].kind() == RowKind::Total;
            let cells = grid
                .line(i)
                .map(escaped)
                .map(|cell| if is_total && !cell.is_empty() { format!("**{cell}**") } else { cell });
            lines.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
            if i == 0 {
                lines.push(format!("|{}{}", ":--|".repeat(labels), "--:|".repeat(grid.columns() - labels)));
            }
        }
        let below: Vec<String> = self
            .footnotes()
            .iter()
            .chain(self.source_lines())
            .map(|text| escaped_line(&line(text)))
            .collect();
        if !below.is_empty() {
            lines.extend([String::new(), below.join("\\\n")]);
        }
        lines.join("\n") + "\n"
    }
}

/// Text that Markdown shows as it is.
pub(crate) fn escaped(text: &str) -> String {
    let text = one_line(text);
    let text = printable(&text, usize::MAX);
    let mut escaped = String::with_capacity(text.len());
    let text = text.trim();
    for (at, letter) in text.char_indices() {
        let is_markup = matches!(letter, '\\' | '|' | '*' | '_' | '`' | '<' | '[' | '~');
        if is_markup || letter == '&' && is_entity(&text[at + 1..]) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// The same at the start of a line.
pub(crate) fn escaped_line(text: &str) -> String {
    at_the_start(escaped(text))
}

/// A line whose first sign or number begins no heading, no list and no quotation.
pub(crate) fn at_the_start(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text[digits..].chars();
    let at = match (rest.next(), rest.next()) {
        (Some('.' | ')'), None | Some(' ')) if digits > 0 => digits,
        (Some('#' | '-' | '+' | '>' | '='), _) if digits == 0 => 0,
        _ => return text,
    };
    format!("{}\\{}", &text[..at], &text[at..])
}

/// Whether what follows an ampersand makes it a character: "copy;", "#169;".
fn is_entity(rest: &str) -> bool {
    let name = rest.split_once(';').map_or("", |(name, _)| name);
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.bytes().all(|letter| letter.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markup_is_shown() {
        for (text, expected) in [
            ("# Heading", "\\# Heading"),
            ("- item", "\\- item"),
            ("+ item", "\\+ item"),
            ("1. item", "1\\. item"),
            ("12) item", "12\\) item"),
            ("> quotation", "\\> quotation"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("* item", "\\* item"),
            ("~~gone~~", "\\~\\~gone\\~\\~"),
            ("a &copy; b & c; &#169;", "a \\&copy; b & c; \\&#169;"),
            ("8.1 in 2019: software", "8.1 in 2019: software"),
            ("2019", "2019"),
        ] {
            assert_eq!(escaped_line(text), expected);
        }
        assert_eq!(escaped("a - b # c"), "a - b # c");
    }
}
