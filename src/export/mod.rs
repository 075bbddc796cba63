//! Tables and findings as text, Markdown, CSV and JSON.

#[cfg(feature = "csv")]
mod csv;
mod findings;
#[cfg(feature = "json")]
mod json;
mod markdown;
mod text;

#[cfg(feature = "json")]
pub use findings::findings_to_json;
pub use findings::findings_to_text;

use crate::table::{RowKind, Table};

/// The table as lines of cells, the header first: the label of each axis, at least one, then the columns.
fn lines(table: &Table) -> Vec<Vec<String>> {
    let axes = table.axes().len().max(1);
    let mut header: Vec<String> = table.axes().iter().map(|axis| text::one_line(axis)).collect();
    header.resize(axes, String::new());
    let mut lines = vec![header];
    for row in table.rows() {
        let mut labels: Vec<String> = match row.kind() {
            RowKind::Total => vec![row.to_string()],
            _ => row.labels().iter().map(|label| text::one_line(label)).collect(),
        };
        labels.resize(axes, String::new());
        lines.push(labels);
    }
    for (column, year) in table.columns().iter().enumerate() {
        lines[0].push(year.to_string());
        for (row, number) in table.printed_column(column).into_iter().enumerate() {
            lines[row + 1].push(number.unwrap_or_else(|| "–".into()));
        }
    }
    lines
}
