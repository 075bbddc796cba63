//! A table of tidy CSV as far as it has been read, in any order of its lines.

use std::collections::BTreeMap;

use super::keys::{Hints, fingerprint, firsts};
use super::read::{
    Content, ReadRow, Same, expect_room, in_column, ragged, read_status, read_value, read_year, utf8,
};
use super::syntax;
use super::tidy::LAST;
use crate::error::Error;
use crate::error::Faults;
use crate::table::{Column, Number, Table};
use crate::value::Year;
use crate::value::guard::bare;

/// A line as it is kept until all have been read.
struct Entry {
    run: usize,
    column: usize,
    line: u64,
    number: Option<Number>,
}

/// A table as far as it has been read.
///
/// Labels are kept once for each run of lines that have the same, or that come in the same order as in the year before;
/// which runs are one row is found out at the end, by one sort.
pub(super) struct Reading<'a> {
    axes: &'a [String],
    scenario: Same,
    unit: Same,
    columns: Vec<Column>,
    known_columns: KnownColumns,
    /// The labels of all runs, one after the other, and where each ends.
    labels: Vec<u8>,
    ends: Vec<usize>,
    runs: usize,
    run_hints: Hints,
    /// The run of the last line.
    run: usize,
    entries: Vec<Entry>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(axes: &'a [String]) -> Self {
        Self {
            axes,
            scenario: Same::new("scenario"),
            unit: Same::new("unit"),
            columns: Vec::new(),
            known_columns: KnownColumns::default(),
            labels: Vec::new(),
            ends: Vec::new(),
            runs: 0,
            run_hints: Hints::default(),
            run: 0,
            entries: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, line: u64, record: &::csv::ByteRecord, faults: &mut Faults) {
        let axes = self.axes.len();
        let count = 1 + axes + LAST.len();
        if record.len() != count {
            return faults.add(line, || ragged(line, record.len(), count));
        }
        let column = self.column(&record[1 + axes]);
        let column = column.map_err(|reason| faults.add(line, || in_column(line, "year", &reason)));
        let number = number(line, &record[2 + axes], &record[4 + axes], faults);
        self.scenario.take(line, &record[0], faults);
        self.unit.take(line, &record[3 + axes], faults);
        let (Ok(column), Ok(number)) = (column, number) else { return };
        self.run = self.run(record);
        self.entries.push(Entry { run: self.run, column, line, number });
    }

    fn column(&mut self, year: &[u8]) -> Result<usize, String> {
        let column = read_year(utf8(year))?;
        let place = self.known_columns.place(column, self.columns.len());
        if place == self.columns.len() {
            self.columns.push(column);
        }
        Ok(place)
    }

    /// The run that a line belongs to: that of the last line, the one after it, one that is remembered, or a new one.
    fn run(&mut self, record: &::csv::ByteRecord) -> usize {
        let next = if self.run + 1 < self.runs { self.run + 1 } else { 0 };
        let is_it = |guess: &usize| {
            let is_same = |axis: usize| self.label(*guess, axis) == bare_bytes(&record[1 + axis]);
            *guess < self.runs && (0..self.axes.len()).all(is_same)
        };
        if let Some(guess) = [self.run, next].into_iter().find(is_it) {
            return guess;
        }
        let print = fingerprint((0..self.axes.len()).map(|axis| bare_bytes(&record[1 + axis])));
        if let Some(guess) = self.run_hints.place(print).filter(is_it) {
            return guess;
        }
        for axis in 0..self.axes.len() {
            self.labels.extend_from_slice(bare_bytes(&record[1 + axis]));
            self.ends.push(self.labels.len());
        }
        self.runs += 1;
        self.run_hints.keep(print, self.runs - 1, self.runs);
        self.runs - 1
    }

    fn label(&self, run: usize, axis: usize) -> &[u8] {
        let at = run * self.axes.len() + axis;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.labels[start..self.ends[at]]
    }

    fn labels(&self, run: usize) -> impl Iterator<Item = &[u8]> {
        (0..self.axes.len()).map(move |axis| self.label(run, axis))
    }

    /// The table, or none where there are faults; a table that is too large ends the reading.
    pub(super) fn finish(self, faults: &mut Faults) -> Result<Option<Table>, Error> {
        let print = |run: usize| fingerprint(self.labels(run));
        let mut rows = firsts(self.runs, print, |a, b| self.labels(a).cmp(self.labels(b)));
        // From the first run of a row to the row, in place: a first comes before all that refer to it.
        let mut heads = Vec::new();
        for run in 0..rows.len() {
            rows[run] = if rows[run] == run {
                heads.push(run);
                heads.len() - 1
            } else {
                rows[rows[run]]
            };
        }
        let width = self.columns.len();
        expect_room(heads.len(), width, self.entries.len())?;
        let mut numbers = vec![None; heads.len() * width];
        // The place in `entries` of what stands there, counted from 1.
        let mut taken = vec![0; numbers.len()];
        let mut lines = vec![0; heads.len()];
        for (i, entry) in self.entries.iter().enumerate() {
            let row = rows[entry.run];
            let place = row * width + entry.column;
            if taken[place] > 0 {
                let earlier = self.entries[taken[place] - 1].line;
                let reason = || format!("the same row and year as line {earlier}, expected each once");
                faults.add(entry.line, || syntax(&format!("CSV line {}", entry.line), &reason()));
            }
            if lines[row] == 0 {
                lines[row] = entry.line;
            }
            taken[place] = i + 1;
            numbers[place] = entry.number;
        }
        let row = |(head, line): (&usize, u64)| ReadRow {
            line,
            labels: self.labels(*head).map(|label| utf8(label).into()).collect(),
        };
        let rows = heads.iter().zip(lines).map(row).collect();
        let (axes, scenario, unit, columns) = (self.axes, self.scenario, self.unit, self.columns);
        Ok(Content { axes, scenario, unit, columns, rows, numbers }.into_table(faults))
    }
}

/// The places of columns: of years near the first one by their distance, of all others by search.
#[derive(Default)]
struct KnownColumns {
    first: Option<i32>,
    /// The place of a year counted from 1, or 0: the first year, then those beside it on both sides, and so on.
    near: Vec<usize>,
    others: BTreeMap<(Option<Year>, Year), usize>,
}

impl KnownColumns {
    /// How many years are near: more than anybody forecasts, and a few megabytes at most.
    const NEAR: u64 = 1 << 18;

    /// The place of a column, which is the next one if it is new.
    fn place(&mut self, column: Column, next: usize) -> usize {
        let first = *self.first.get_or_insert(column.year().number());
        let distance = i64::from(column.year().number()) - i64::from(first);
        let near = 2 * distance.unsigned_abs() + u64::from(distance < 0);
        if column.from().is_some() || near >= Self::NEAR {
            return *self.others.entry((column.from(), column.year())).or_insert(next);
        }
        let near = near as usize;
        if self.near.len() <= near {
            self.near.resize(near + 1, 0);
        }
        if self.near[near] == 0 {
            self.near[near] = next + 1;
        }
        self.near[near] - 1
    }
}

/// A field that is no number; the fault is kept with the others.
struct Refused;

/// The number of a line, or none where it says that there is none.
fn number(line: u64, value: &[u8], status: &[u8], faults: &mut Faults) -> Result<Option<Number>, Refused> {
    if value.is_empty() && status.is_empty() {
        return Ok(None);
    }
    let value =
        read_value(utf8(value)).map_err(|reason| faults.add(line, || in_column(line, "value", &reason)));
    let status =
        read_status(utf8(status)).map_err(|reason| faults.add(line, || in_column(line, "status", &reason)));
    let (Ok(value), Ok(status)) = (value, status) else { return Err(Refused) };
    Ok(Some(Number { value, status }))
}

/// The same of a field that has not been looked at yet, as most need not be.
pub(super) fn bare_bytes(field: &[u8]) -> &[u8] {
    if field.first() == Some(&b'\'') { bare(utf8(field)).as_bytes() } else { field }
}
