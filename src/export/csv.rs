//! Tables to and from tidy CSV: one number a line.

use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Number, Row, RowKind, Table};
use crate::value::{Scale, Status, Unit};

/// The columns after the axes.
const LAST: [&str; 4] = ["year", "value", "unit", "status"];

impl Table {
    /// The table as tidy CSV: `scenario`, the axes, `year`, `value`, `unit`, `status`, one number a line.
    ///
    /// Only detail rows are written, so that nothing is counted twice: the members, or the groups of a table by groups;
    /// a table of the total alone has no other detail than its total.
    /// Values are unrounded and read back to the same bits; a place without a number leaves value and status empty.
    ///
    /// Fractions stay fractions, and the unit says what of: `0.43` of `share of USD billion` is 43 %, in the same way
    /// `share-of-all-years of`, `yoy of`, `cagr of`, `contribution of`; `cumulative of` is in the unit itself. A span of years is `2019-2026`.
    ///
    /// # Errors
    /// When two rows have the same labels, or two columns the same years: the lines would not tell them apart.
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2020)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Korea, South"]), numbers([0.1 + 0.2, 1e-300]))?
    ///     .with_row(Row::total(), numbers([0.1 + 0.2, 1e-300]))?;
    /// let csv = table.to_csv()?;
    /// assert_eq!(
    ///     csv,
    ///     "scenario,region,year,value,unit,status\n\
    ///      Base,\"Korea, South\",2019,0.30000000000000004,USD billion,assumed\n\
    ///      Base,\"Korea, South\",2020,1e-300,USD billion,assumed\n"
    /// );
    /// assert_eq!(Table::from_csv(&csv)?.value(0, 0), Some(0.1 + 0.2));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_csv(&self) -> Result<String, Error> {
        Ok(written(&[vec![self.header()], self.records()?].concat()))
    }

    fn header(&self) -> Vec<String> {
        let axes = self.axes().iter().map(String::as_str);
        std::iter::once("scenario").chain(axes).chain(LAST).map(String::from).collect()
    }

    fn records(&self) -> Result<Vec<Vec<String>>, Error> {
        let rows = self.detail_rows();
        self.expect_keys(&rows)?;
        let mut records = Vec::new();
        let unit = unit_text(self.measure(), self.unit());
        for row in rows {
            for (column, number) in self.columns().iter().zip(self.numbers(row)) {
                let mut record = vec![self.scenario().to_string()];
                record.extend_from_slice(self.rows()[row].labels());
                // The shortest digits that read back to the same double.
                let value = number.map_or_else(String::new, |number| format!("{:?}", number.value));
                let status = number.map_or("", |number| number.status.as_str());
                record.extend([year_text(*column), value, unit.clone(), status.into()]);
                records.push(record);
            }
        }
        Ok(records)
    }

    /// A table from tidy CSV as [`Table::to_csv`] writes it: any number of axes between `scenario` and `year`.
    ///
    /// What comes back: the scenario, the axes, the unit and the measure, labels and years in the order in which they
    /// first appear, and every number to the bit with its status. A year that a row has no line for has no number.
    /// What the file does not say: there is no title, source, note or total, every row is a member unless there are no axes,
    /// and no year is a forecast.
    ///
    /// # Errors
    /// All faults at once, each with its line and column: another header, lines of another length,
    /// texts that are no number, unknown statuses, a second scenario or unit, a second number for the same row and year.
    ///
    /// ```
    /// use market_outlook::Table;
    ///
    /// let error = Table::from_csv("scenario,region,year,value,unit,status\nBase,Europe,2019,8.1,USD billion,guessed\n")
    ///     .unwrap_err();
    /// assert!(error.to_string().starts_with("CSV line 2, column 'status': unknown status 'guessed', expected one of 'published'"));
    /// ```
    pub fn from_csv(text: &str) -> Result<Self, Error> {
        let (header, records) = read_records(text)?;
        let mut reading = Reading::new(&header)?;
        for (line, record) in records {
            reading.take(line, &record);
        }
        reading.finish()
    }

    /// Rows that no other row is the sum of: all but the total, or the total where there is nothing else.
    fn detail_rows(&self) -> Vec<usize> {
        let rows = 0..self.rows().len();
        let (totals, parts): (Vec<usize>, Vec<usize>) =
            rows.partition(|&row| self.rows()[row].kind() == RowKind::Total);
        if self.axes().is_empty() && parts.is_empty() { totals } else { parts }
    }

    fn expect_keys(&self, rows: &[usize]) -> Result<(), Error> {
        let mut names: Vec<&[String]> = rows.iter().map(|&row| self.rows()[row].labels()).collect();
        names.sort_unstable();
        let mut years: Vec<String> = self.columns().iter().map(|column| year_text(*column)).collect();
        years.sort_unstable();
        let duplicate = |what: &str, name: String| ErrorKind::Duplicate { what: what.into(), name }.into();
        let rows = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| {
            if pair[0].is_empty() {
                duplicate("row", "Total".into())
            } else {
                duplicate("row", pair[0].join(" / "))
            }
        });
        let columns = years
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| duplicate("column", pair[0].clone()));
        Error::none_of(rows.chain(columns).collect())
    }
}

/// Tables as one tidy CSV, such as a forecast and its scenarios: as [`Table::to_csv`] has it, the header once.
///
/// # Errors
/// When the tables differ in their axes, two carry the same scenario, or one cannot be written.
///
/// ```
/// use market_outlook::{Column, Number, Row, Status, Table, Unit, tables_from_csv, tables_to_csv};
///
/// let table = |value: f64| {
///     let number = Some(Number { value, status: Status::Assumed });
///     Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), [Column::history(2020)]).with_row(Row::total(), [number])
/// };
/// let csv = tables_to_csv(&[table(9.0)?, table(8.1)?.with_scenario("Downturn")])?;
/// assert_eq!(csv, "scenario,year,value,unit,status\nBase,2020,9.0,USD billion,assumed\nDownturn,2020,8.1,USD billion,assumed\n");
/// assert_eq!(tables_from_csv(&csv)?[1].scenario(), "Downturn");
/// # Ok::<(), market_outlook::Error>(())
/// ```
pub fn tables_to_csv(tables: &[Table]) -> Result<String, Error> {
    let mut faults = Vec::new();
    let mut records: Vec<Vec<String>> = tables.first().map(Table::header).into_iter().collect();
    for (i, table) in tables.iter().enumerate() {
        if table.axes() != tables[0].axes() {
            let (found, expected) = (table.axes().join(", "), tables[0].axes().join(", "));
            let what =
                format!("scenario '{}' is by '{found}', the first table by '{expected}'", table.scenario());
            faults.push(ErrorKind::Contradiction { what }.into());
        }
        if tables[..i].iter().any(|earlier| earlier.scenario() == table.scenario()) {
            let (what, name) = ("scenario".into(), table.scenario().into());
            faults.push(ErrorKind::Duplicate { what, name }.into());
        }
        match table.records() {
            Ok(more) => records.extend(more),
            Err(fault) => faults.push(fault.at(format!("scenario '{}'", table.scenario()))),
        }
    }
    Error::none_of(faults)?;
    Ok(written(&records))
}

/// Tables from tidy CSV as [`tables_to_csv`] writes it: one for each scenario, in the order in which they first appear.
///
/// # Errors
/// As for [`Table::from_csv`], but for a second scenario.
pub fn tables_from_csv(text: &str) -> Result<Vec<Table>, Error> {
    let (header, records) = read_records(text)?;
    let mut readings: Vec<(String, Reading)> = Vec::new();
    Reading::new(&header)?;
    for (line, record) in records {
        let scenario = record.first().cloned().unwrap_or_default();
        let known = readings.iter().position(|(name, _)| *name == scenario);
        let place = known.unwrap_or(readings.len());
        if known.is_none() {
            readings.push((scenario, Reading::new(&header)?));
        }
        readings[place].1.take(line, &record);
    }
    let mut faults = Vec::new();
    let tables: Vec<Table> = readings
        .into_iter()
        .filter_map(|(_, reading)| reading.finish().map_err(|fault| faults.push(fault)).ok())
        .collect();
    Error::none_of(faults)?;
    Ok(tables)
}

/// A record and its line.
type Record = (u64, Vec<String>);

/// The header, and every other record with its line.
fn read_records(text: &str) -> Result<(Vec<String>, Vec<Record>), Error> {
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| syntax("CSV", &fault.to_string()))?;
        let line = record.position().map_or(0, ::csv::Position::line);
        records.push((line, record.iter().map(ToString::to_string).collect::<Vec<String>>()));
    }
    let mut records = records.into_iter();
    let (_, header) = records.next().unwrap_or_default();
    Ok((header, records.collect()))
}

/// A file as far as it has been read.
struct Reading {
    header: Vec<String>,
    faults: Vec<Error>,
    scenario: Option<String>,
    unit: Option<String>,
    rows: Vec<Vec<String>>,
    columns: Vec<Column>,
    /// Row, column and number of each line, with the line to name.
    numbers: std::collections::BTreeMap<(usize, usize), (Option<Number>, u64)>,
    known_rows: std::collections::BTreeMap<Vec<String>, usize>,
}

impl Reading {
    fn new(header: &[String]) -> Result<Self, Error> {
        let count = header.len();
        let is_right = count > LAST.len() && header[0] == "scenario" && header[count - LAST.len()..] == LAST;
        if !is_right {
            let found = header.join(",");
            let reason =
                format!("the header is '{found}', expected 'scenario,<axes>,year,value,unit,status'");
            return Err(syntax("CSV line 1", &reason));
        }
        Ok(Self {
            header: header.to_vec(),
            faults: Vec::new(),
            scenario: None,
            unit: None,
            rows: Vec::new(),
            columns: Vec::new(),
            numbers: std::collections::BTreeMap::new(),
            known_rows: std::collections::BTreeMap::new(),
        })
    }

    fn take(&mut self, line: u64, record: &[String]) {
        let count = self.header.len();
        if record.len() != count {
            let reason = format!("{} fields, expected {count} as in the header", record.len());
            self.faults.push(syntax(&format!("CSV line {line}"), &reason));
            return;
        }
        let (labels, last) = record[1..].split_at(count - 1 - LAST.len());
        let [year, value, unit, status] = last else { unreachable!("the header has these four") };
        let column = self.check(line, "year", read_year(year));
        let number = self.number(line, value, status);
        let (scenario, known_unit) = (self.scenario.clone(), self.unit.clone());
        self.scenario = self.same(line, "scenario", scenario, &record[0]);
        self.unit = self.same(line, "unit", known_unit, unit);
        let (Some(column), Ok(number)) = (column, number) else { return };
        let row = *self.known_rows.entry(labels.to_vec()).or_insert(self.rows.len());
        if row == self.rows.len() {
            self.rows.push(labels.to_vec());
        }
        let column = self.columns.iter().position(|known| *known == column).unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        });
        let earlier = self.numbers.insert((row, column), (number, line));
        if let Some((_, earlier)) = earlier {
            let reason = format!("the same row and year as line {earlier}, expected each once");
            self.faults.push(syntax(&format!("CSV line {line}"), &reason));
        }
    }

    /// The number of a line, or none where it says that there is none.
    fn number(&mut self, line: u64, value: &str, status: &str) -> Result<Option<Number>, Refused> {
        if value.is_empty() && status.is_empty() {
            return Ok(None);
        }
        let value = self.check(line, "value", read_value(value));
        let status = self.check(line, "status", read_status(status));
        let (Some(value), Some(status)) = (value, status) else { return Err(Refused) };
        Ok(Some(Number { value, status }))
    }

    fn same(&mut self, line: u64, column: &str, known: Option<String>, found: &str) -> Option<String> {
        if let Some(known) = &known
            && known != found
        {
            let reason = format!("'{found}' after '{known}', expected one {column} in a table");
            self.check::<()>(line, column, Err(reason));
        }
        known.or_else(|| Some(found.into()))
    }

    fn check<T>(&mut self, line: u64, column: &str, read: Result<T, String>) -> Option<T> {
        let refuse = |reason: String| {
            self.faults.push(syntax(&format!("CSV line {line}, column '{column}'"), &reason));
        };
        read.map_err(refuse).ok()
    }

    fn finish(mut self) -> Result<Table, Error> {
        let (measure, unit) = match self.unit.as_deref().map(read_unit) {
            Some(Ok(read)) => read,
            Some(Err(fault)) => {
                self.faults.push(fault.at("CSV, column 'unit'"));
                (Measure::Value, Unit::USD_BILLION)
            }
            None => {
                self.faults.push(syntax("CSV", "there is no line after the header, expected at least one"));
                (Measure::Value, Unit::USD_BILLION)
            }
        };
        Error::none_of(self.faults)?;
        let axes = self.header[1..self.header.len() - LAST.len()].to_vec();
        let is_total = axes.is_empty();
        let columns = self.columns;
        let empty = Table::new("", unit, axes, columns.iter().copied())
            .with_measure(measure)
            .with_scenario(self.scenario.unwrap_or_default());
        self.rows.into_iter().enumerate().try_fold(empty, |table, (i, labels)| {
            let row = if is_total { Row::total() } else { Row::new(RowKind::Member, labels) };
            let number = |column| self.numbers.get(&(i, column)).and_then(|(number, _)| *number);
            table.with_row(row, (0..columns.len()).map(number))
        })
    }
}

/// Records as text, quoted where they need it.
pub(super) fn written(records: &[Vec<String>]) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let all = records.iter().try_for_each(|record| writer.write_record(record));
    all.expect("records of one length go into memory");
    let bytes = writer.into_inner().expect("memory takes all of it");
    String::from_utf8(bytes).expect("text in, text out")
}

/// A field that is no number; the fault is kept with the others.
struct Refused;

fn syntax(place: &str, reason: &str) -> Error {
    ErrorKind::Syntax { place: place.into(), reason: reason.into() }.into()
}

fn year_text(column: Column) -> String {
    match column.from() {
        Some(from) => format!("{from}-{}", column.year()),
        None => column.year().to_string(),
    }
}

fn read_year(text: &str) -> Result<Column, String> {
    let refuse =
        || format!("'{text}' is no year, expected one such as '2026', or a span such as '2019-2026'");
    let year = |text: &str| text.parse::<i32>().map_err(|_| refuse());
    // The sign of a year before 0 is no hyphen of a span.
    match text.char_indices().skip(1).find(|(_, letter)| *letter == '-') {
        Some((at, _)) => Ok(Column::history(year(&text[at + 1..])?).since(year(&text[..at])?)),
        None => Ok(Column::history(year(text)?)),
    }
}

fn read_value(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(format!("'{text}' is no number, expected a finite one such as '8.1'")),
    }
}

fn read_status(text: &str) -> Result<Status, String> {
    Status::parse(text).ok_or_else(|| {
        let choices = Status::ALL.map(|status| format!("'{status}'")).join(", ");
        format!("unknown status '{text}', expected one of {choices}")
    })
}

/// The unit, with the measure in front unless it is plain values.
fn unit_text(measure: Measure, unit: &Unit) -> String {
    let text = unit.to_string();
    let is_ambiguous = Measure::ALL.iter().any(|measure| text.starts_with(&format!("{measure} of ")));
    if measure == Measure::Value && !is_ambiguous { text } else { format!("{measure} of {text}") }
}

fn read_unit(text: &str) -> Result<(Measure, Unit), Error> {
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
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let error = Table::from_csv(text).unwrap_err();
        let found: Vec<String> = error.faults().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn faults_are_named_with_line_and_column_all_at_once() {
        check("", &["CSV line 1: the header is '', expected 'scenario,<axes>,year,value,unit,status'"]);
        check(
            "scenario,year,value,unit,status\n",
            &["CSV: there is no line after the header, expected at least one"],
        );
        check(
            "scenario,region,year,value,unit,status\n\
             Base,Europe,2019,8.1,USD billion,assumed\n\
             Base,Europe,2019,8.2,USD billion,assumed\n\
             Base,\"Two\nlines\",2O19,inf,USD billion,derived\n\
             Base,Asia,2019,1,USD billion\n\
             Bear,Asia,2019,1,USD million,derived\n",
            &[
                "CSV line 3: the same row and year as line 2, expected each once",
                "CSV line 4, column 'year': '2O19' is no year, expected one such as '2026', or a span such as '2019-2026'",
                "CSV line 4, column 'value': 'inf' is no number, expected a finite one such as '8.1'",
                "CSV line 6: 5 fields, expected 6 as in the header",
                "CSV line 7, column 'scenario': 'Bear' after 'Base', expected one scenario in a table",
                "CSV line 7, column 'unit': 'USD million' after 'USD billion', expected one unit in a table",
            ],
        );
    }

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
    fn shares_of_all_years_are_not_read_as_shares_of_each() {
        let number = |value| Some(Number { value, status: Status::Published });
        let table = Table::new("T", Unit::USD_BILLION, ["region"], [2019, 2020].map(Column::history))
            .with_row(Row::new(RowKind::Member, ["A"]), [1.0, 3.0].map(number))
            .unwrap();
        let csv = table.shares_of_all().unwrap().to_csv().unwrap();
        assert!(csv.contains("Base,A,2019,0.25,share-of-all-years of USD billion,derived"), "{csv}");
        let read = Table::from_csv(&csv).unwrap();
        assert_eq!(read.subtitle(), "Share of the total of all years by region, 2019 to 2020");
    }

    #[test]
    fn spans_and_years_before_zero_read_back() {
        for column in [Column::history(-5), Column::history(2026).since(-5), Column::history(-2).since(-5)] {
            assert_eq!(read_year(&year_text(column)).unwrap(), column);
        }
    }

    #[test]
    fn what_lines_would_not_tell_apart_is_not_written() {
        let row = || Row::new(RowKind::Member, ["A"]);
        let table =
            Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019), Column::forecast(2019)]);
        let table = table.with_row(row(), [None, None]).unwrap().with_row(row(), [None, None]).unwrap();
        let error = table.to_csv().unwrap_err().to_string();
        assert_eq!(
            error,
            "row 'A' stands twice, expected each name once\ncolumn '2019' stands twice, expected each name once"
        );
    }

    #[test]
    fn a_total_alone_is_its_own_detail_and_gaps_stay_gaps() {
        let number = Some(Number { value: -0.0, status: Status::Published });
        let table =
            Table::new("", Unit::USD_BILLION, Vec::<String>::new(), [2019, 2020].map(Column::history));
        let table = table.with_row(Row::total(), [number, None]).unwrap();
        let csv = table.to_csv().unwrap();
        assert_eq!(
            csv,
            "scenario,year,value,unit,status\nBase,2019,-0.0,USD billion,published\nBase,2020,,USD billion,\n"
        );
        let read = Table::from_csv(&csv).unwrap();
        assert_eq!(read, table);
        assert!(read.value(0, 0).unwrap().is_sign_negative());
    }
}
