//! Tables to and from wide CSV: a row a line, a column for each year, as spreadsheets have it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::read::{
    Content, ReadRow, Records, Same, first_rows, in_column, ragged, read_status, read_value, read_year,
    refused_header, utf8, whole,
};
use super::scenarios::{ByScenario, scenarios_apart};
use super::write::{expect_keys, push_field, push_name, push_value, year_text, years};
use super::{shown, syntax};
use crate::error::Faults;
use crate::error::{Error, ErrorKind};
use crate::export::{details, unit_text};
use crate::table::{Column, Number, Table};
use crate::value::guard::bare;
use crate::value::{Status, Year};

/// The column between the axes and the years.
const UNIT: &str = "unit";

/// What a column of statuses is called after its year.
const STATUS: &str = " status";

/// Whether a wide file says where its numbers come from.
///
/// ```
/// use market_outlook::{Column, Number, Row, Statuses, Status, Table, Unit};
///
/// let number = Some(Number { value: 8.1, status: Status::Published });
/// let table = Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), [Column::history(2019)])
///     .with_row(Row::total(), [number])?;
/// assert_eq!(table.to_wide_csv(Statuses::LeftOut)?, "scenario,unit,2019\nBase,USD billion,8.1\n");
/// assert_eq!(
///     table.to_wide_csv(Statuses::AfterYears)?,
///     "scenario,unit,2019,2019 status\nBase,USD billion,8.1,published\n"
/// );
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Statuses {
    /// Numbers alone: what a pivot table or a chart of a spreadsheet wants.
    #[default]
    LeftOut,
    /// After the years a column of statuses for each: `2019 status`. The years stay one block to sum and to plot.
    AfterYears,
}

impl Table {
    /// The table as wide CSV: `scenario`, the axes, `unit`, then a column for each year, one row a line.
    ///
    /// Only detail rows are written, as in [`Table::to_csv`], and the unit says what the numbers are in the same way.
    /// Values are unrounded and read back to the same bits; a place without a number is empty.
    ///
    /// # Errors
    /// When two rows have the same labels, or two columns the same years.
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, RowKind, Status, Statuses, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2020)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.1, 0.1 + 0.2]))?
    ///     .with_row(Row::total(), numbers([2.1, 0.1 + 0.2]))?;
    /// let csv = table.to_wide_csv(Statuses::LeftOut)?;
    /// assert_eq!(csv, "scenario,region,unit,2019,2020\nBase,Europe,USD billion,2.1,0.30000000000000004\n");
    /// assert_eq!(Table::from_wide_csv(&csv)?.value(0, 1), Some(0.1 + 0.2));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_wide_csv(&self, statuses: Statuses) -> Result<String, Error> {
        let mut out = header(self, statuses);
        write(self, statuses, &mut out)?;
        Ok(out)
    }

    /// A table from wide CSV as [`Table::to_wide_csv`] writes it: any number of axes between `scenario` and `unit`.
    ///
    /// What comes back is what [`Table::from_csv`] gives, but that a number without a column of statuses beside it
    /// counts as assumed, since nothing says where it comes from.
    ///
    /// # Errors
    /// All faults at once, each with its line and column: another header, a column that is no year, lines of another
    /// length, texts that are no number, unknown statuses, a second scenario or unit, a second line for the same row.
    ///
    /// ```
    /// use market_outlook::{Status, Table};
    ///
    /// let table = Table::from_wide_csv("scenario,region,unit,2019,2020\nBase,Europe,USD billion,2.1,\n")?;
    /// assert_eq!((table.value(0, 0), table.status(0, 0), table.value(0, 1)), (Some(2.1), Some(Status::Assumed), None));
    /// let error = Table::from_wide_csv("scenario,region,unit,2019\nBase,Europe,USD billion,n/a\n").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "CSV line 2, column '2019': 'n/a' is no number, expected a finite one such as '8.1'"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn from_wide_csv(text: &str) -> Result<Self, Error> {
        let mut records = Records::new(text)?;
        let header = Header::read(&records.header()?)?;
        let (mut reading, mut faults) = (Reading::new(&header), Faults::default());
        while let Some((line, record)) = records.next()? {
            reading.take(line, record, &mut faults);
        }
        faults.next_pass();
        let table = reading.finish(&mut faults);
        whole(table, faults)
    }
}

/// Tables as one wide CSV, such as a forecast and its scenarios: as [`Table::to_wide_csv`] has it, the header once.
///
/// # Errors
/// When the tables differ in their axes or columns, two carry the same scenario, or one cannot be written.
///
/// ```
/// use market_outlook::{Column, Number, Row, Status, Statuses, Table, Unit, tables_from_wide_csv, tables_to_wide_csv};
///
/// let table = |value: f64| {
///     let number = Some(Number { value, status: Status::Assumed });
///     Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), [Column::history(2020)]).with_row(Row::total(), [number])
/// };
/// let csv = tables_to_wide_csv(&[table(9.0)?, table(8.1)?.with_scenario("Downturn")], Statuses::LeftOut)?;
/// assert_eq!(csv, "scenario,unit,2020\nBase,USD billion,9.0\nDownturn,USD billion,8.1\n");
/// assert_eq!(tables_from_wide_csv(&csv)?[1].scenario(), "Downturn");
/// # Ok::<(), market_outlook::Error>(())
/// ```
pub fn tables_to_wide_csv(tables: &[Table], statuses: Statuses) -> Result<String, Error> {
    let mut faults = scenarios_apart(tables);
    let mut out = tables.first().map(|table| header(table, statuses)).unwrap_or_default();
    for table in tables {
        if let Some(what) = differs(table, &tables[0]) {
            faults.push(ErrorKind::Contradiction { what }.into());
        }
        if let Err(fault) = write(table, statuses, &mut out) {
            faults.push(fault.at(format!("scenario '{}'", table.scenario())));
        }
    }
    Error::none_of(faults)?;
    Ok(out)
}

/// Tables from wide CSV as [`tables_to_wide_csv`] writes it: one for each scenario, in the order in which they first appear.
///
/// # Errors
/// As for [`Table::from_wide_csv`], but for a second scenario.
pub fn tables_from_wide_csv(text: &str) -> Result<Vec<Table>, Error> {
    let mut records = Records::new(text)?;
    let header = Header::read(&records.header()?)?;
    let mut faults = Faults::default();
    let mut readings = ByScenario::new();
    while let Some((line, record)) = records.next()? {
        let reading = readings.of(record.get(0).unwrap_or_default(), || Reading::new(&header));
        reading.take(line, record, &mut faults);
    }
    faults.next_pass();
    let tables = readings.into_all().into_iter().filter_map(|reading| reading.finish(&mut faults)).collect();
    faults.none_in("CSV")?;
    Ok(tables)
}

/// In what a table is unlike the first of a file.
fn differs(table: &Table, first: &Table) -> Option<String> {
    let scenario = table.scenario();
    if table.axes() != first.axes() {
        let (found, expected) = (table.axes().join(", "), first.axes().join(", "));
        return Some(format!("scenario '{scenario}' is by '{found}', the first table by '{expected}'"));
    }
    let (found, expected) = (years(table), years(first));
    let count = found.len().max(expected.len());
    let place = (0..count).find(|place| found.get(*place) != expected.get(*place))?;
    let name = |years: &[String]| years.get(place).map_or("no column".into(), |year| format!("'{year}'"));
    let (found, expected) = (name(&found), name(&expected));
    Some(format!(
        "scenario '{scenario}' has {found} as column {} of its years, the first table {expected}",
        place + 1
    ))
}

fn header(table: &Table, statuses: Statuses) -> String {
    let mut out = String::from("scenario");
    for axis in table.axes() {
        out.push(',');
        push_name(&mut out, axis);
    }
    out.extend([",", UNIT]);
    let years = years(table);
    let all = years.iter().map(|year| (year, ""));
    let beside = (statuses == Statuses::AfterYears).then(|| years.iter().map(|year| (year, STATUS)));
    for (year, what) in all.chain(beside.into_iter().flatten()) {
        out.push(',');
        push_field(&mut out, &format!("{year}{what}"));
    }
    out + "\n"
}

fn write(table: &Table, statuses: Statuses, out: &mut String) -> Result<(), Error> {
    let rows = details(table);
    expect_keys(table, &rows)?;
    let unit = unit_text(table.measure(), table.unit());
    for row in rows {
        push_name(out, table.scenario());
        for name in table.rows()[row].labels().iter().chain([&unit]) {
            out.push(',');
            push_name(out, name);
        }
        let numbers = table.numbers(row);
        for number in numbers {
            out.push(',');
            if let Some(number) = number {
                push_value(out, number.value);
            }
        }
        if statuses == Statuses::AfterYears {
            for number in numbers {
                out.push(',');
                out.push_str(number.map_or("", |number| number.status.as_str()));
            }
        }
        out.push('\n');
    }
    Ok(())
}

/// What the columns of a file are.
struct Header {
    axes: Vec<String>,
    columns: Vec<Column>,
    /// For each column of the table the field of its values, and that of its statuses where there is one.
    fields: Vec<(usize, Option<usize>)>,
    count: usize,
}

impl Header {
    fn read(header: &[String]) -> Result<Self, Error> {
        // An axis may be called 'unit', a year may not.
        let unit = header.iter().rposition(|field| field == UNIT).unwrap_or(0);
        if unit == 0 || header[0] != "scenario" {
            return Err(refused_header(header, "scenario,<axes>,unit,<years>"));
        }
        let mut read = Self {
            axes: header[1..unit].iter().map(|axis| bare(axis).into()).collect(),
            columns: Vec::new(),
            fields: Vec::new(),
            count: header.len(),
        };
        let mut faults = Faults::default();
        let mut known: BTreeMap<(Option<Year>, Year), usize> = BTreeMap::new();
        let key = |column: Column| (column.from(), column.year());
        let years = || header.iter().enumerate().skip(unit + 1);
        for (field, year) in years().filter(|(_, name)| !name.ends_with(STATUS)) {
            match read_year(year).map(|column| (column, known.entry(key(column)))) {
                Ok((column, Entry::Vacant(place))) => {
                    place.insert(read.columns.len());
                    read.columns.push(column);
                    read.fields.push((field, None));
                }
                Ok(_) => faults.add(1, || in_column(1, year, "it stands twice, expected each year once")),
                Err(reason) => faults.add(1, || syntax("CSV line 1", &reason)),
            }
        }
        for (field, name) in years() {
            let Some(year) = name.strip_suffix(STATUS) else { continue };
            let place = read_year(year).ok().and_then(|column| known.get(&key(column)));
            match place.map(|place| &mut read.fields[*place].1) {
                Some(statuses @ None) => *statuses = Some(field),
                Some(_) => faults.add(1, || in_column(1, name, "it stands twice, expected each year once")),
                None => faults.add(1, || {
                    let reason = format!("there is no column '{}' beside it", shown(year));
                    in_column(1, name, &reason)
                }),
            }
        }
        faults.none_in("CSV")?;
        Ok(read)
    }
}

/// A table as far as it has been read.
struct Reading<'a> {
    header: &'a Header,
    scenario: Same,
    unit: Same,
    rows: Vec<ReadRow>,
    numbers: Vec<Option<Number>>,
}

impl<'a> Reading<'a> {
    fn new(header: &'a Header) -> Self {
        let (scenario, unit) = (Same::new("scenario"), Same::new(UNIT));
        Self { header, scenario, unit, rows: Vec::new(), numbers: Vec::new() }
    }

    fn take(&mut self, line: u64, record: &::csv::ByteRecord, faults: &mut Faults) {
        let axes = self.header.axes.len();
        if record.len() != self.header.count {
            return faults.add(line, || ragged(line, record.len(), self.header.count));
        }
        self.scenario.take(line, &record[0], faults);
        self.unit.take(line, &record[1 + axes], faults);
        for (column, (value, status)) in self.header.columns.iter().zip(&self.header.fields) {
            let number = number(line, *column, &record[*value], status.map(|field| &record[field]), faults);
            self.numbers.push(number);
        }
        let labels = (1..=axes).map(|field| bare(utf8(&record[field])).into()).collect();
        self.rows.push(ReadRow { line, labels });
    }

    fn finish(self, faults: &mut Faults) -> Option<Table> {
        for (row, first) in first_rows(&self.rows).into_iter().enumerate() {
            let (line, earlier) = (self.rows[row].line, self.rows[first].line);
            if row != first {
                let reason = || format!("the same row as line {earlier}, expected each once");
                faults.add(line, || syntax(&format!("CSV line {line}"), &reason()));
            }
        }
        let Self { header, scenario, unit, rows, numbers } = self;
        let columns = header.columns.clone();
        Content { axes: &header.axes, scenario, unit, columns, rows, numbers }.into_table(faults)
    }
}

/// The number of a place; none where it is empty, or where it is none and the fault is kept.
fn number(
    line: u64,
    column: Column,
    value: &[u8],
    status: Option<&[u8]>,
    faults: &mut Faults,
) -> Option<Number> {
    if value.is_empty() && status.is_none_or(<[u8]>::is_empty) {
        return None;
    }
    let named = |what: &str| format!("{}{what}", year_text(column));
    let value =
        read_value(utf8(value)).map_err(|reason| faults.add(line, || in_column(line, &named(""), &reason)));
    let status = match status {
        Some(status) => read_status(utf8(status))
            .map_err(|reason| faults.add(line, || in_column(line, &named(STATUS), &reason))),
        None => Ok(Status::Assumed),
    };
    Some(Number { value: value.ok()?, status: status.ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Row, RowKind};
    use crate::value::Unit;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let error = Table::from_wide_csv(text).unwrap_err();
        let found: Vec<String> = error.faults().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn faults_are_named_with_line_and_column_all_at_once() {
        check("", &["CSV line 1: the header is '', expected 'scenario,<axes>,unit,<years>'"]);
        check(
            "unit,scenario,2019\n",
            &["CSV line 1: the header is 'unit,scenario,2019', expected 'scenario,<axes>,unit,<years>'"],
        );
        check("scenario,unit,2019\n", &["CSV: there is no line after the header, expected at least one"]);
        check(
            "scenario,region,unit,2019,soon,2019,2020 status,2019 status,2019 status\n",
            &[
                "CSV line 1: 'soon' is no year, expected one such as '2026', or a span such as '2019-2026'",
                "CSV line 1, column '2019': it stands twice, expected each year once",
                "CSV line 1, column '2020 status': there is no column '2020' beside it",
                "CSV line 1, column '2019 status': it stands twice, expected each year once",
            ],
        );
        check(
            "scenario,region,unit,2019,2020,2020 status\n\
             Base,Europe,USD billion,8.1,9,assumed\n\
             Base,Asia,USD billion,8.1\n\
             Bear,Europe,USD billion,n/a,9,\n\
             Base,Asia,EUR billion,1,,guessed\n",
            &[
                "CSV line 3: 4 fields, expected 6 as in the header",
                "CSV line 4, column 'scenario': 'Bear' after 'Base', expected one scenario in a table",
                "CSV line 4, column '2019': 'n/a' is no number, expected a finite one such as '8.1'",
                "CSV line 4, column '2020 status': unknown status '', expected one of 'published', 'published-not-met', \
                 'derived', 'interpolated', 'extrapolated', 'assumed', 'scenario'",
                "CSV line 4: the same row as line 2, expected each once",
                "CSV line 5, column 'unit': 'EUR billion' after 'USD billion', expected one unit in a table",
                "CSV line 5, column '2020': '' is no number, expected a finite one such as '8.1'",
                "CSV line 5, column '2020 status': unknown status 'guessed', expected one of 'published', 'published-not-met', \
                 'derived', 'interpolated', 'extrapolated', 'assumed', 'scenario'",
            ],
        );
        check(
            "scenario,region,unit,2019\nBase,A,USD billion,2\nBase,B,USD billion,6.1\nBase,Total,USD billion,8.1\n",
            &["CSV line 4: row 'Total' is the sum of others, expected parts without their total"],
        );
    }

    #[test]
    fn a_million_columns_are_no_years_in_a_short_message() {
        let header = format!("scenario,unit{}", ",x".repeat(1_000_000));
        let error = Table::from_wide_csv(&header).unwrap_err();
        assert_eq!(error.faults().count(), Faults::MOST + 1);
        assert!(error.to_string().ends_with("\nCSV: and 999900 more faults"));
        let error = Table::from_csv(&header).unwrap_err().to_string();
        assert!(error.len() < 350 && error.contains(",x', expected 'scenario,<axes>,year"), "{error}");
        assert!(error.contains(",x … 1999844 characters … ,x"), "{error}");
    }

    #[test]
    fn tables_of_one_file_have_the_same_columns() {
        let table = |scenario: &str, years: &[i32]| {
            let columns = years.iter().map(|year| Column::history(*year));
            Table::new("T", Unit::USD_BILLION, ["unit"], columns)
                .with_scenario(scenario)
                .with_row(Row::new(RowKind::Member, ["A"]), years.iter().map(|_| None))
                .unwrap()
        };
        let faults = tables_to_wide_csv(
            &[
                table("A", &[2019, 2020]),
                table("B", &[2019, 2021]),
                table("C", &[2019]),
                table("A", &[2019, 2020]),
            ],
            Statuses::LeftOut,
        );
        assert_eq!(
            faults.unwrap_err().to_string(),
            "scenario 'A' stands twice, expected each name once\n\
             scenario 'B' has '2021' as column 2 of its years, the first table '2020'\n\
             scenario 'C' has no column as column 2 of its years, the first table '2020'"
        );
        let both = [table("A", &[2019]), table("B", &[2019])];
        let csv = tables_to_wide_csv(&both, Statuses::AfterYears).unwrap();
        assert_eq!(csv, "scenario,unit,unit,2019,2019 status\nA,A,USD billion,,\nB,A,USD billion,,\n");
        let read = tables_from_wide_csv(&csv).unwrap();
        assert_eq!((read.len(), read[1].scenario(), read[1].axes()), (2, "B", &["unit".to_string()][..]));
    }
}
