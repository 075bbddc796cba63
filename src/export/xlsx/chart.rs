//! Native charts: which cells they draw.

use crate::table::{RowKind, Table};

/// The most rows that can be told apart in a stack or among lines.
pub(super) const MOST_SERIES: usize = 12;
/// Colors of series, each apart from its neighbor in lightness too.
pub(super) const COLORS: [u32; 12] = [
    0x12_436d, 0x6f_c2a5, 0x1f_7aa8, 0xf0_b030, 0xc4_4e37, 0x8a_94a0, 0x5b_3f8c, 0xa7_c957, 0x0b_7a75,
    0xe3_8aa0, 0x7a_5230, 0xb9_c2cb,
];

/// A chart that a spreadsheet draws from the cells of its page, whose title it has.
#[derive(Clone, Debug)]
pub(super) struct NativeChart {
    pub(super) kind: ChartKind,
    /// What the values are in.
    pub(super) unit: String,
    /// The number format of the values.
    pub(super) code: String,
    pub(super) alt_text: String,
    /// The cells below the values: a row or a column of them.
    pub(super) categories: Area,
    pub(super) series: Vec<Series>,
    /// Whether lengths are what is compared: no value is below 0, and the axis begins there.
    pub(super) from_zero: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChartKind {
    Stacked,
    Lines,
    Steps,
}

#[derive(Clone, Debug)]
pub(super) struct Series {
    /// The cells that name it.
    pub(super) name: Area,
    pub(super) values: Area,
    /// None for what only lifts the series above it.
    pub(super) color: Option<u32>,
}

/// Cells from one to another, each a row and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
}

/// What a chart of a table shows, for those who do not see it.
pub(super) fn alt_text(kind: &str, table: &Table) -> String {
    let last = table.columns().len().saturating_sub(1);
    let ends = |row: usize| {
        let name = &table.rows()[row];
        let said = [0, last].map(|column| {
            let printed = table.printed(row, column).unwrap_or_else(|| "no number".into());
            format!("{printed} in {}", table.columns()[column])
        });
        format!("{name} {} and {}", said[0], said[1])
    };
    let is_shown =
        |row: &usize| table.rows().len() <= MOST_SERIES || table.rows()[*row].kind() == RowKind::Total;
    let rows: Vec<String> = (0..table.rows().len()).filter(is_shown).map(ends).collect();
    format!("{kind}: {}. {}. {}.", table.title(), table.subtitle(), rows.join("; "))
}
