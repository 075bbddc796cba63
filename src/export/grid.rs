//! The texts of a table as they stand on paper.

use super::text::label;
use crate::table::{RowKind, Table, growth_word};

/// Lines of texts, the header first: the label of each axis, at least one, then the columns.
///
/// A column is one text with the ends of its cells: a text of its own for each of millions of numbers would take several
/// times the memory that the table takes itself.
pub(super) struct Grid {
    columns: Vec<Cells>,
    lines: usize,
}

#[derive(Default)]
struct Cells {
    text: String,
    ends: Vec<usize>,
}

impl Cells {
    fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    fn cell(&self, line: usize) -> &str {
        let start = line.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[line]]
    }
}

impl Grid {
    /// Values over several years end with their compound annual growth: readers look for it beside them.
    pub(super) fn of(table: &Table) -> Self {
        let mut columns = labels(table);
        let mut push = |header: &str, numbers: Vec<Option<String>>| {
            let mut cells = Cells::default();
            cells.push(header);
            numbers.iter().for_each(|number| cells.push(number.as_deref().unwrap_or("–")));
            columns.push(cells);
        };
        for (column, year) in table.columns().iter().enumerate() {
            push(&year.to_string(), table.printed_column(column));
        }
        if let Some(growth) = table.growth_column() {
            let span = growth.columns()[0];
            push(&format!("{} {span}", growth_word(span.periods())), growth.printed_column(0));
        }
        Self { columns, lines: table.rows().len() + 1 }
    }

    /// How many lines, the header one of them.
    pub(super) fn lines(&self) -> usize {
        self.lines
    }

    /// How many cells each line has.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// The cells of a line.
    pub(super) fn line(&self, line: usize) -> impl ExactSizeIterator<Item = &str> {
        self.columns.iter().map(move |cells| cells.cell(line))
    }
}

fn labels(table: &Table) -> Vec<Cells> {
    let axes = table.axes().len().max(1);
    let column = |axis: usize| {
        let mut cells = Cells::default();
        cells.push(&table.axes().get(axis).map_or_else(String::new, |axis| label(axis)));
        for row in table.rows() {
            match row.kind() {
                RowKind::Total if axis == 0 => cells.push(&row.to_string()),
                RowKind::Total => cells.push(""),
                _ => cells.push(&row.labels().get(axis).map_or_else(String::new, |name| label(name))),
            }
        }
        cells
    };
    (0..axes).map(column).collect()
}
