//! The texts of a sheet while it is read, by their places.

use std::borrow::Cow;

use super::limits::{CELL, CELLS, COLUMNS, ENTRY, HELD, NAMED, ROWS, TEXT};
use super::place::{self, Place};
use crate::error::{Error, ErrorKind};
use crate::sheet::rows::MOST_CELLS;

/// A cell: where it is, and where its text stands among all texts.
#[derive(Clone, Copy)]
struct Entry {
    place: Place,
    start: u32,
    length: u32,
}

/// The cells of a sheet that have a text, with all their texts in one.
pub(super) struct Cells<'a> {
    sheet: &'a str,
    entries: Vec<Entry>,
    text: String,
    /// Bytes that the reader holds beside them.
    held: usize,
    faults: Vec<Error>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(sheet: &'a str, held: usize) -> Self {
        Self { sheet, entries: Vec::new(), text: String::new(), held, faults: Vec::new() }
    }

    /// The text of a cell, or why it has none.
    ///
    /// # Errors
    /// When the sheet has more cells or longer texts than can be kept, or as many faults as are told: to go on would take the
    /// time of reading all for nothing.
    pub(super) fn take(&mut self, place: Place, text: Result<Cow<str>, String>) -> Result<(), Error> {
        // Cells without a place of their own are counted, and may count beyond the sheet.
        if place.0 >= ROWS || place.1 >= COLUMNS {
            let reason = format!("expected a row up to {ROWS} and a column up to XFD");
            return self.fault(place, &reason);
        }
        match text {
            Ok(text) if text.len() > CELL && text.encode_utf16().count() > CELL => {
                let found = text.encode_utf16().count();
                self.fault(place, &format!("it has {found} characters, expected at most {CELL}"))
            }
            Ok(text) if text.is_empty() => Ok(()),
            Ok(text) => {
                let (start, length) = (self.text.len() as u32, text.len() as u32);
                self.expect_room(1, text.len())?;
                self.text.push_str(&text);
                self.entries.push(Entry { place, start, length });
                Ok(())
            }
            Err(reason) => self.fault(place, &reason),
        }
    }

    /// What is wrong with a cell.
    ///
    /// # Errors
    /// All faults so far, once they are as many as are told.
    pub(super) fn fault(&mut self, place: Place, reason: &str) -> Result<(), Error> {
        let place = format!("cell {} of sheet '{}'", place::name(place), self.sheet);
        self.faults.push(ErrorKind::Syntax { place, reason: reason.into() }.into());
        if self.faults.len() < NAMED { Ok(()) } else { Error::none_of(std::mem::take(&mut self.faults)) }
    }

    fn expect_room(&self, entries: usize, bytes: usize) -> Result<(), Error> {
        let (entries, text) = (self.entries.len() + entries, self.text.len() + bytes);
        for (what, found, limit) in [
            ("cells with something in them", entries, CELLS),
            ("bytes of all texts", text, TEXT),
            (
                "bytes in memory while it is read",
                self.held.saturating_add(entries.saturating_mul(ENTRY) + text),
                HELD,
            ),
        ] {
            if found > limit {
                let what = format!("sheet '{}': {what}", self.sheet);
                return Err(ErrorKind::TooLarge { what, found, limit }.into());
            }
        }
        Ok(())
    }

    /// Sorts the cells by their places once all have come.
    ///
    /// # Errors
    /// All faults at once, and cells that stand twice among them.
    pub(super) fn sort(&mut self) -> Result<(), Error> {
        self.entries.sort_by_key(|entry| entry.place);
        let twice = self.entries.windows(2).filter(|pair| pair[0].place == pair[1].place);
        let mut twice: Vec<Place> = twice.take(NAMED).map(|pair| pair[0].place).collect();
        twice.dedup();
        for place in twice {
            self.fault(place, "it stands twice, expected each cell once")?;
        }
        // What the reader held is gone by now.
        self.held = 0;
        Error::none_of(std::mem::take(&mut self.faults))
    }

    /// Stands the text of merged cells, from their first cell to their last, in the first column of each row that they cover,
    /// as far as the sheet has rows; a number stays where it is.
    ///
    /// # Errors
    /// When that makes more cells than can be kept.
    pub(super) fn repeat(&mut self, merged: impl IntoIterator<Item = (Place, Place)>) -> Result<(), Error> {
        let Some(end) = self.entries.last().map(|entry| entry.place.0) else { return Ok(()) };
        let mut repeated: Vec<Entry> = Vec::new();
        for ((first, column), (last, _)) in merged {
            let Some(entry) = self.find((first, column)) else { continue };
            let text = self.text_of(&entry);
            if text.trim_end_matches('%').replace(',', "").parse::<f64>().is_ok() {
                continue;
            }
            let covered = first + 1..last.min(end) + 1;
            self.expect_room(repeated.len() + covered.len(), 0)?;
            let free = covered.filter(|&row| self.find((row, column)).is_none());
            repeated.extend(free.map(|row| Entry { place: (row, column), ..entry }));
        }
        self.entries.append(&mut repeated);
        // Stable: where merged cells overlap, which no program writes, the first of them counts.
        self.entries.sort_by_key(|entry| entry.place);
        self.entries.dedup_by_key(|entry| entry.place);
        Ok(())
    }

    fn find(&self, place: Place) -> Option<Entry> {
        self.entries.binary_search_by_key(&place, |entry| entry.place).ok().map(|at| self.entries[at])
    }

    fn text_of(&self, entry: &Entry) -> &str {
        &self.text[entry.start as usize..(entry.start + entry.length) as usize]
    }

    /// Calls `visit` with each row that has a text: its number from 1, and a text for every column up to its last, from the
    /// first column of the table, which is that of rows with several texts. A text alone to the left of it, such as a title,
    /// stands in that column too.
    ///
    /// # Errors
    /// When rows have more cells, blank ones counted, than a sheet of texts may have; and what `visit` returns.
    pub(super) fn for_each_row(
        &self,
        mut visit: impl FnMut(u64, &[&str]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let rows = || self.entries.chunk_by(|a, b| a.place.0 == b.place.0);
        let several = rows().filter(|row| row.len() > 1).map(|row| row[0].place.1).min();
        let start = several.or(self.entries.iter().map(|entry| entry.place.1).min()).unwrap_or(0);
        let column = |entry: &Entry| entry.place.1.saturating_sub(start) as usize;
        let width = |row: &[Entry]| row.last().map_or(0, |last| column(last) + 1);
        let found: usize = rows().map(width).sum();
        if found > MOST_CELLS {
            let what = format!("sheet '{}': cells, blank ones counted", self.sheet);
            return Err(ErrorKind::TooLarge { what, found, limit: MOST_CELLS }.into());
        }
        let mut texts: Vec<&str> = Vec::new();
        for row in rows() {
            texts.clear();
            texts.resize(width(row), "");
            row.iter().for_each(|entry| texts[column(entry)] = self.text_of(entry));
            visit(u64::from(row[0].place.0) + 1, &texts)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[(Place, &str)]) -> Cells<'static> {
        let mut cells = Cells::new("Table", 0);
        for (place, text) in texts {
            cells.take(*place, Ok((*text).into())).unwrap();
        }
        cells
    }

    fn rows(cells: &Cells) -> Vec<(u64, Vec<String>)> {
        let mut rows = Vec::new();
        let keep = |number, texts: &[&str]| {
            rows.push((number, texts.iter().map(ToString::to_string).collect()));
            Ok(())
        };
        cells.for_each_row(keep).unwrap();
        rows
    }

    fn row(number: u64, texts: &[&str]) -> (u64, Vec<String>) {
        (number, texts.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn rows_come_in_order_whatever_the_order_of_cells() {
        let mut cells =
            cells(&[((4, 2), "b"), ((1, 0), "title"), ((4, 1), "a"), ((6, 3), "c"), ((5, 1), "")]);
        cells.sort().unwrap();
        assert_eq!(rows(&cells), [row(2, &["title"]), row(5, &["a", "b"]), row(7, &["", "", "c"])]);
    }

    #[test]
    fn merged_texts_stand_in_each_row_and_the_first_of_two_counts() {
        let mut cells =
            cells(&[((0, 0), "Europe"), ((0, 1), "1"), ((1, 1), "2"), ((2, 0), "Asia"), ((3, 1), "4")]);
        cells.sort().unwrap();
        // The last row of the sheet is the fourth; a number is one figure, however many rows it covers.
        let merged = [((0, 0), (9, 0)), ((0, 1), (3, 1)), ((2, 0), (3, 1)), ((8, 8), (9, 9))];
        cells.repeat(merged).unwrap();
        let expected =
            [row(1, &["Europe", "1"]), row(2, &["Europe", "2"]), row(3, &["Asia"]), row(4, &["Europe", "4"])];
        assert_eq!(rows(&cells), expected);
    }

    #[test]
    fn what_a_sheet_cannot_hold_is_refused() {
        let mut cells = cells(&[((1, 1), "a"), ((1, 1), "b"), ((ROWS, 0), "c"), ((0, COLUMNS), "d")]);
        cells.take((2, 0), Ok("é".repeat(CELL).into())).unwrap();
        cells.take((3, 0), Ok("é".repeat(CELL + 1).into())).unwrap();
        let error = cells.sort().unwrap_err();
        let found: Vec<String> = error.faults().map(ToString::to_string).collect();
        let expected = [
            "cell A1048577 of sheet 'Table': expected a row up to 1048576 and a column up to XFD",
            "cell XFE1 of sheet 'Table': expected a row up to 1048576 and a column up to XFD",
            "cell A4 of sheet 'Table': it has 32768 characters, expected at most 32767",
            "cell B2 of sheet 'Table': it stands twice, expected each cell once",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_can_be_kept_is_counted_before_it_is_kept() {
        let mut long = Cells::new("Table", 0);
        let text = "x".repeat(CELL);
        let mut all = (0..ROWS).map(|row| long.take((row, 0), Ok(text.as_str().into())));
        let error = all.find_map(Result::err).unwrap().to_string();
        assert_eq!(error, "sheet 'Table': bytes of all texts: 50362879, expected at most 50331648");
        let mut rest = Cells::new("Table", HELD - 24);
        let error = rest.take((0, 0), Ok("a".into())).unwrap_err().to_string();
        assert!(error.starts_with("sheet 'Table': bytes in memory while it is read: "), "{error}");
        let mut merged = cells(&[((0, 0), "a"), ((ROWS - 1, 1), "b")]);
        merged.sort().unwrap();
        let error = merged.repeat([((0, 0), (ROWS - 1, 0)); 3]).unwrap_err().to_string();
        assert_eq!(error, "sheet 'Table': cells with something in them: 3145727, expected at most 3000000");
        let mut wide = Cells::new("Table", 0);
        for row in 0..2_000 {
            wide.take((row, 0), Ok("a".into())).unwrap();
            wide.take((row, COLUMNS - 1), Ok("b".into())).unwrap();
        }
        wide.sort().unwrap();
        let error = wide.for_each_row(|_, _| Ok(())).unwrap_err().to_string();
        assert_eq!(error, "sheet 'Table': cells, blank ones counted: 32768000, expected at most 16000000");
    }
}
