//! What the formats share in reading.

use super::keys::{fingerprint, firsts};
use super::totals::totals;
use super::{shown, syntax};
use crate::error::Faults;
use crate::error::{Error, ErrorKind};
use crate::sheet::{Lines, lost_quote};
use crate::table::{Column, Measure, Number, Row, RowKind, Table};
use crate::value::guard::bare;
use crate::value::{Scale, Status, Unit};

/// The lines of a file, one after the other, in one and the same memory.
pub(super) struct Records<'a> {
    reader: ::csv::Reader<&'a [u8]>,
    record: ::csv::ByteRecord,
    lines: Lines<'a>,
}

impl<'a> Records<'a> {
    /// A mark in front, by which spreadsheets know UTF-8, is no part of the text.
    ///
    /// # Errors
    /// When a quote has no other half, so that nobody knows where a field ends.
    pub(super) fn new(text: &'a str) -> Result<Self, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some((line, reason)) = lost_quote(text, b',') {
            return Err(syntax(&format!("CSV line {line}"), reason));
        }
        let reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(text.as_bytes());
        Ok(Self { reader, record: ::csv::ByteRecord::new(), lines: Lines::of(text) })
    }

    /// The next line with its number, or none at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &::csv::ByteRecord)>, Error> {
        let is_line = self.reader.read_byte_record(&mut self.record);
        let is_line = is_line.map_err(|fault| syntax("CSV", &fault.to_string()))?;
        let Some(position) = self.record.position().filter(|_| is_line) else { return Ok(None) };
        Ok(Some((self.lines.line(position), &self.record)))
    }

    /// The fields of the first line.
    pub(super) fn header(&mut self) -> Result<Vec<String>, Error> {
        let first = self.next()?;
        Ok(first.map_or_else(Vec::new, |(_, record)| record.iter().map(|field| utf8(field).into()).collect()))
    }
}

/// A field as text.
pub(super) fn utf8(field: &[u8]) -> &str {
    std::str::from_utf8(field).expect("fields are cut out of a text at characters of one byte")
}

/// A header that is not the expected one.
pub(super) fn refused_header(header: &[String], expected: &str) -> Error {
    let reason = format!("the header is '{}', expected '{expected}'", shown(&header.join(",")));
    syntax("CSV line 1", &reason)
}

/// A line that is longer or shorter than the header.
pub(super) fn ragged(line: u64, found: usize, expected: usize) -> Error {
    let reason = format!("{found} fields, expected {expected} as in the header");
    syntax(&format!("CSV line {line}"), &reason)
}

pub(super) fn in_column(line: u64, column: &str, reason: &str) -> Error {
    syntax(&format!("CSV line {line}, column '{}'", shown(column)), reason)
}

/// What stands in a column has to be the same in every line of a table.
pub(super) struct Same {
    column: &'static str,
    known: Option<Vec<u8>>,
}

impl Same {
    pub(super) fn new(column: &'static str) -> Self {
        Self { column, known: None }
    }

    pub(super) fn take(&mut self, line: u64, found: &[u8], faults: &mut Faults) {
        match &self.known {
            Some(known) if known == found => {}
            Some(known) => faults.add(line, || {
                let (found, known, column) = (shown(utf8(found)), shown(utf8(known)), self.column);
                let reason = format!("'{found}' after '{known}', expected one {column} in a table");
                in_column(line, column, &reason)
            }),
            None => self.known = Some(found.to_vec()),
        }
    }

    pub(super) fn known(&self) -> Option<&str> {
        self.known.as_deref().map(|field| bare(utf8(field)))
    }
}

/// A row of a table and the line at which it begins.
pub(super) struct ReadRow {
    pub(super) line: u64,
    pub(super) labels: Vec<String>,
}

/// All that a file says of one table.
pub(super) struct Content<'a> {
    pub(super) axes: &'a [String],
    pub(super) scenario: Same,
    pub(super) unit: Same,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<ReadRow>,
    /// The numbers of the first row, then of the second, and so on.
    pub(super) numbers: Vec<Option<Number>>,
}

impl Content<'_> {
    /// The table, unless there are faults by then; what is wrong with the whole of it is found here.
    pub(super) fn into_table(self, faults: &mut Faults) -> Option<Table> {
        let (measure, unit) = match self.unit.known().map(read_unit) {
            Some(Ok(read)) => read,
            Some(Err(fault)) => {
                faults.add(Faults::WHOLE, || fault.at("CSV, column 'unit'"));
                return None;
            }
            None => {
                let reason = "there is no line after the header, expected at least one";
                faults.add(Faults::WHOLE, || syntax("CSV", reason));
                return None;
            }
        };
        if faults.is_empty() {
            self.expect_parts(faults);
        }
        if !faults.is_empty() {
            return None;
        }
        let width = self.columns.len();
        let is_total = self.axes.is_empty();
        let mut table = Table::new("", unit, self.axes, self.columns.iter().copied())
            .with_measure(measure)
            .with_scenario(self.scenario.known().unwrap_or_default());
        for (i, row) in self.rows.into_iter().enumerate() {
            let row = if is_total { Row::total() } else { Row::new(RowKind::Member, row.labels) };
            let numbers = self.numbers[i * width..(i + 1) * width].iter().copied();
            table = table.with_row(row, numbers).expect("labels and numbers are as many and finite");
        }
        Some(table)
    }

    fn expect_parts(&self, faults: &mut Faults) {
        for row in totals(&self.rows, &self.numbers) {
            let ReadRow { line, labels } = &self.rows[row];
            faults.add(*line, || {
                let name = labels.join(" / ");
                let name = shown(&name);
                let reason = format!("row '{name}' is the sum of others, expected parts without their total");
                syntax(&format!("CSV line {line}"), &reason)
            });
        }
    }
}

/// The table, or what is wrong with it.
pub(super) fn whole(table: Option<Table>, faults: Faults) -> Result<Table, Error> {
    faults.none_in("CSV")?;
    Ok(table.expect("there is a table or a fault"))
}

/// For each list of labels the position of the first that is equal to it.
pub(super) fn first_rows(rows: &[ReadRow]) -> Vec<usize> {
    let print = |row: usize| fingerprint(rows[row].labels.iter().map(String::as_bytes));
    firsts(rows.len(), print, |a, b| rows[a].labels.cmp(&rows[b].labels))
}

/// That a table with so many numbers, most of them missing, is not too large.
///
/// A table has a place for every row and column: a thousand lines of as many rows and years would make a million.
pub(super) fn expect_room(rows: usize, columns: usize, lines: usize) -> Result<(), Error> {
    /// Places that nobody notices: 160 MB.
    const SMALL: usize = 10_000_000;
    /// Places for each number there is.
    const SPARSE: usize = 100;
    let (found, limit) = (rows.saturating_mul(columns), SMALL.max(lines.saturating_mul(SPARSE)));
    if found <= limit {
        return Ok(());
    }
    let what = format!("CSV: places of a table of {rows} rows and {columns} years");
    Err(ErrorKind::TooLarge { what, found, limit }.into())
}

pub(super) fn read_year(text: &str) -> Result<Column, String> {
    let refuse = || {
        let text = shown(text);
        format!("'{text}' is no year, expected one such as '2026', or a span such as '2019-2026'")
    };
    if let Ok(year) = text.parse::<i32>() {
        return Ok(Column::history(year));
    }
    // The sign of a year before 0 is no hyphen of a span.
    let hyphen = text.char_indices().skip(1).find(|(_, letter)| *letter == '-');
    let span = hyphen
        .and_then(|(at, _)| Some((text[..at].parse::<i32>().ok()?, text[at + 1..].parse::<i32>().ok()?)));
    let (from, year) = span.ok_or_else(refuse)?;
    Ok(Column::history(year).since(from))
}

pub(super) fn read_value(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(format!("'{}' is no number, expected a finite one such as '8.1'", shown(text))),
    }
}

pub(super) fn read_status(text: &str) -> Result<Status, String> {
    Status::parse(text).ok_or_else(|| {
        let choices = Status::ALL.map(|status| format!("'{status}'")).join(", ");
        format!("unknown status '{}', expected one of {choices}", shown(text))
    })
}

pub(super) fn read_unit(text: &str) -> Result<(Measure, Unit), Error> {
    let split = Measure::ALL
        .into_iter()
        .find_map(|measure| Some((measure, text.strip_prefix(measure.as_str())?.strip_prefix(" of ")?)));
    let (measure, text) = split.unwrap_or((Measure::Value, text));
    // What is counted may itself read like a scale.
    let unit = text.parse::<Unit>().or_else(|_| Unit::new(text, Scale::One))?;
    Ok((measure, unit))
}

#[cfg(test)]
mod tests {
    use super::super::write::year_text;
    use super::*;
    use crate::export::unit_text;

    #[test]
    fn units_carry_the_measure_both_ways() {
        let wallet = Unit::new("share of wallet", Scale::One).unwrap();
        for measure in Measure::ALL {
            for unit in [Unit::USD_BILLION, wallet.clone(), Unit::new("bn", Scale::One).unwrap()] {
                assert_eq!(read_unit(&unit_text(measure, &unit)).unwrap(), (measure, unit));
            }
        }
        assert_eq!(unit_text(Measure::Value, &wallet), "value of share of wallet");
    }

    #[test]
    fn spans_and_years_before_zero_read_back() {
        for column in [Column::history(-5), Column::history(2026).since(-5), Column::history(-2).since(-5)] {
            assert_eq!(read_year(&year_text(column)).unwrap(), column);
        }
    }

    #[test]
    fn a_table_that_is_nearly_empty_has_its_limit() {
        assert!(expect_room(1_000_000, 100, 1_000_000).is_ok());
        assert_eq!(
            expect_room(1_000_000, 1_000_000, 1_000_000).unwrap_err().to_string(),
            "CSV: places of a table of 1000000 rows and 1000000 years: 1000000000000, expected at most 100000000"
        );
    }
}
