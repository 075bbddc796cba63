//! A table of words, for what is no table of numbers over years.

/// Rows of words under heads; the first column names the row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// What it is of, under the title of its exhibit.
    pub(super) caption: String,
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Vec<String>>,
    /// Lines below it.
    pub(super) notes: Vec<String>,
}

/// The head of a column, and which side its cells stand on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    Words(&'static str),
    Number(&'static str),
}

impl Head {
    pub(super) fn text(self) -> &'static str {
        match self {
            Head::Words(text) | Head::Number(text) => text,
        }
    }
}
