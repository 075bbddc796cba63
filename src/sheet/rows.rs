//! The texts of a sheet row by row, all rows as wide as the header.

use std::ops::Index;

use crate::error::{Error, ErrorKind};

/// The most cells of a sheet, blank ones counted: nobody prints more, and a file can claim any number.
///
/// At this size their ends take 64 MB, so that a sheet that is refused has not filled the memory before.
pub(super) const MOST_CELLS: usize = 16_000_000;

/// Rows in two pieces of memory: one text of all cells, and where each of them ends.
///
/// A text of its own for each cell would take fifty bytes more, most of them for blank ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows {
    width: usize,
    numbers: Vec<u32>,
    text: String,
    ends: Vec<u32>,
}

/// A row and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The line of the file, or the row of the sheet, from 1.
    pub(super) number: u64,
    /// As many as the header has.
    pub(super) cells: Cells<'a>,
}

/// The texts of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'a> {
    text: &'a str,
    start: u32,
    ends: &'a [u32],
}

impl Rows {
    /// No rows yet, each of so many cells.
    pub(super) fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// How many cells each row has.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// One more row: its texts, and blanks up to the width where they are fewer.
    ///
    /// # Errors
    /// When there are more cells, or longer texts in all, than a sheet holds.
    pub(super) fn push(&mut self, number: u64, texts: &[&str]) -> Result<(), Error> {
        let found = self.ends.len() + self.width;
        if found > MOST_CELLS {
            let what = "cells of the sheet, blank ones counted".into();
            return Err(ErrorKind::TooLarge { what, found, limit: MOST_CELLS }.into());
        }
        let found = texts.iter().take(self.width).fold(self.text.len(), |sum, text| sum + text.len());
        let limit = u32::MAX as usize;
        if found > limit || number > u64::from(u32::MAX) {
            let what = "bytes of all texts of the sheet".into();
            return Err(ErrorKind::TooLarge { what, found, limit }.into());
        }
        self.numbers.push(number as u32);
        for text in texts.iter().copied().chain(std::iter::repeat("")).take(self.width) {
            self.text.push_str(text);
            self.ends.push(self.text.len() as u32);
        }
        Ok(())
    }

    /// The rows in order.
    pub(super) fn lines(&self) -> impl DoubleEndedIterator<Item = Line<'_>> + ExactSizeIterator {
        self.numbers.iter().enumerate().map(|(row, &number)| {
            let first = row * self.width;
            let start = if first == 0 { 0 } else { self.ends[first - 1] };
            let ends = &self.ends[first..first + self.width];
            Line { number: number.into(), cells: Cells { text: &self.text, start, ends } }
        })
    }
}

impl<'a> Cells<'a> {
    /// The texts in the order of the columns.
    pub(super) fn iter(self) -> impl Iterator<Item = &'a str> {
        let starts = std::iter::once(self.start).chain(self.ends.iter().copied());
        starts.zip(self.ends).map(move |(start, &end)| &self.text[start as usize..end as usize])
    }
}

impl Index<usize> for Cells<'_> {
    type Output = str;

    fn index(&self, column: usize) -> &str {
        let start = if column == 0 { self.start } else { self.ends[column - 1] };
        &self.text[start as usize..self.ends[column] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_give_back_what_was_put_in() {
        let mut rows = Rows::new(3);
        rows.push(4, &["Europe", "8.1", "größer"]).unwrap();
        rows.push(7, &["Asia"]).unwrap();
        rows.push(9, &["", "", "", "beyond"]).unwrap();
        let found: Vec<(u64, Vec<&str>)> =
            rows.lines().map(|line| (line.number, line.cells.iter().collect())).collect();
        let expected =
            [(4, vec!["Europe", "8.1", "größer"]), (7, vec!["Asia", "", ""]), (9, vec!["", "", ""])];
        assert_eq!(found, expected);
        let last = rows.lines().next_back().unwrap();
        assert_eq!((rows.len(), last.number, &last.cells[2]), (3, 9, ""));
        assert_eq!(rows.lines().map(|line| line.cells[1].to_string()).collect::<Vec<_>>(), ["8.1", "", ""]);
    }

    #[test]
    fn a_wide_header_does_not_fill_the_memory() {
        let mut rows = Rows::new(MOST_CELLS / 2);
        rows.push(2, &["name"]).unwrap();
        rows.push(3, &["name"]).unwrap();
        let error = rows.push(4, &["name"]).unwrap_err().to_string();
        assert_eq!(error, "cells of the sheet, blank ones counted: 24000000, expected at most 16000000");
    }
}
