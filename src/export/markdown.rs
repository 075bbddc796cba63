//! Tables as Markdown.

use super::text::one_line;
use crate::table::{RowKind, Table};

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
            lines.push(format!("**{}**\\", escaped(self.title())));
        }
        lines.extend([escaped(&self.subtitle()), String::new()]);
        let labels = self.axes().len().max(1);
        for (i, cells) in super::lines(self).into_iter().enumerate() {
            let columns = cells.len();
            let is_total = i > 0 && self.rows()[i - 1].kind() == RowKind::Total;
            let cells = cells
                .iter()
                .map(|cell| escaped(cell))
                .map(|cell| if is_total && !cell.is_empty() { format!("**{cell}**") } else { cell });
            lines.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
            if i == 0 {
                lines.push(format!("|{}{}", ":--|".repeat(labels), "--:|".repeat(columns - labels)));
            }
        }
        let below: Vec<String> =
            self.footnotes().iter().chain(self.source_lines()).map(|line| escaped(line)).collect();
        if !below.is_empty() {
            lines.extend([String::new(), below.join("\\\n")]);
        }
        lines.join("\n") + "\n"
    }
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in one_line(text).trim().chars() {
        if matches!(letter, '\\' | '|' | '*' | '_' | '`' | '<' | '[') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
