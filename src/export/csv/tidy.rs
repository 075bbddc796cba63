//! Tables to and from tidy CSV: one number a line.

use super::read::{Records, refused_header, whole};
use super::reading::Reading;
use super::scenarios::{ByScenario, scenarios_apart};
use super::write::{expect_keys, push_field, push_name, push_value, years};
use crate::error::Faults;
use crate::error::{Error, ErrorKind};
use crate::export::{details, unit_text};
use crate::table::Table;
use crate::value::guard::bare;

/// The columns after the axes.
pub(super) const LAST: [&str; 4] = ["year", "value", "unit", "status"];

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
        let mut out = header(self);
        write(self, &mut out)?;
        Ok(out)
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
        let mut records = Records::new(text)?;
        let axes = read_axes(&records.header()?)?;
        let (mut reading, mut faults) = (Reading::new(&axes), Faults::default());
        while let Some((line, record)) = records.next()? {
            reading.take(line, record, &mut faults);
        }
        faults.next_pass();
        let table = reading.finish(&mut faults)?;
        whole(table, faults)
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
    let mut faults = scenarios_apart(tables);
    let mut out = tables.first().map(header).unwrap_or_default();
    for table in tables {
        if table.axes() != tables[0].axes() {
            let (found, expected) = (table.axes().join(", "), tables[0].axes().join(", "));
            let what =
                format!("scenario '{}' is by '{found}', the first table by '{expected}'", table.scenario());
            faults.push(ErrorKind::Contradiction { what }.into());
        }
        if let Err(fault) = write(table, &mut out) {
            faults.push(fault.at(format!("scenario '{}'", table.scenario())));
        }
    }
    Error::none_of(faults)?;
    Ok(out)
}

/// Tables from tidy CSV as [`tables_to_csv`] writes it: one for each scenario, in the order in which they first appear.
///
/// # Errors
/// As for [`Table::from_csv`], but for a second scenario.
pub fn tables_from_csv(text: &str) -> Result<Vec<Table>, Error> {
    let mut records = Records::new(text)?;
    let axes = read_axes(&records.header()?)?;
    let mut faults = Faults::default();
    let mut readings = ByScenario::new();
    while let Some((line, record)) = records.next()? {
        let reading = readings.of(record.get(0).unwrap_or_default(), || Reading::new(&axes));
        reading.take(line, record, &mut faults);
    }
    faults.next_pass();
    let mut tables = Vec::new();
    for reading in readings.into_all() {
        tables.extend(reading.finish(&mut faults)?);
    }
    faults.none_in("CSV")?;
    Ok(tables)
}

fn header(table: &Table) -> String {
    let mut out = String::from("scenario");
    for axis in table.axes() {
        out.push(',');
        push_name(&mut out, axis);
    }
    out + ",year,value,unit,status\n"
}

/// The lines of a table: what they have in common is put together once for each row.
fn write(table: &Table, out: &mut String) -> Result<(), Error> {
    let rows = details(table);
    expect_keys(table, &rows)?;
    let years = years(table);
    let mut unit = String::from(",");
    push_name(&mut unit, &unit_text(table.measure(), table.unit()));
    unit.push(',');
    let mut labels = String::new();
    for row in rows {
        labels.clear();
        push_name(&mut labels, table.scenario());
        for label in table.rows()[row].labels() {
            labels.push(',');
            push_name(&mut labels, label);
        }
        labels.push(',');
        for (year, number) in years.iter().zip(table.numbers(row)) {
            out.push_str(&labels);
            push_field(out, year);
            out.push(',');
            if let Some(number) = number {
                push_value(out, number.value);
            }
            out.push_str(&unit);
            out.push_str(number.map_or("", |number| number.status.as_str()));
            out.push('\n');
        }
    }
    Ok(())
}

/// The axes of a header.
fn read_axes(header: &[String]) -> Result<Vec<String>, Error> {
    let count = header.len();
    let is_right = count > LAST.len() && header[0] == "scenario" && header[count - LAST.len()..] == LAST;
    if !is_right {
        return Err(refused_header(header, "scenario,<axes>,year,value,unit,status"));
    }
    Ok(header[1..count - LAST.len()].iter().map(|axis| bare(axis).into()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Number, Row, RowKind};
    use crate::value::{Status, Unit};

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
    fn lines_are_those_of_the_file_however_they_end() {
        let text = "\nscenario,region,year,value,unit,status\n\nBase,\"A\nB\",2019,x,USD billion,derived\n\nBase,C\n";
        for end in ["\n", "\r\n", "\r"] {
            check(
                &text.replace('\n', end),
                &[
                    "CSV line 4, column 'value': 'x' is no number, expected a finite one such as '8.1'",
                    "CSV line 7: 2 fields, expected 6 as in the header",
                ],
            );
        }
    }

    #[test]
    fn a_lost_quote_swallows_no_line() {
        check(
            "scenario,region,year,value,unit,status\n\
             Base,\"Europe,2019,1,USD billion,derived\n\
             Base,\"Asia\",2019,1,USD billion,derived\n",
            &[
                "CSV line 2: text behind a field in quotes, expected a separator, or quotes inside a field doubled",
            ],
        );
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

    #[test]
    fn a_million_faults_are_a_short_message() {
        let mut text =
            String::from("scenario,region,year,value,unit,status\nBase,A,2019,1,USD billion,assumed\n");
        text.extend(std::iter::repeat_n("Base,A,2019,x,USD billion,assumed\n", 1_000_000));
        let error = Table::from_csv(&text).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 101);
        assert!(error.ends_with("\nCSV: and 999900 more faults"), "{}", &error[error.len() - 100..]);
        let twice = text.replace(",x,", ",1,");
        let error = Table::from_csv(&twice).unwrap_err().to_string();
        assert!(error.starts_with("CSV line 3: the same row and year as line 2, expected each once\n"));
        assert!(error.ends_with("\nCSV: and 999900 more faults"));
    }

    #[test]
    fn lines_in_no_order_are_the_table_of_lines_in_order() {
        const HEADER: &str = "scenario,region,year,value,unit,status\n";
        let line = |(row, year): (i32, i32)| {
            format!("Base,r{row},{year},{}.5,USD billion,derived\n", 1000 * row + year)
        };
        let places = (0..300).flat_map(|row| [2020, 2019, 1].map(|year| (row, year)));
        // Every 7th of 900 and so on: each line once, for 7 and 900 have no common divisor.
        let lines: Vec<String> = places.map(line).collect();
        let mixed: String = (0..900).map(|i| lines[i * 7 % 900].as_str()).collect();
        let table = Table::from_csv(&format!("{HEADER}{mixed}")).unwrap();
        assert_eq!((table.rows().len(), table.columns().len()), (300, 3));
        for (row, label) in table.rows().iter().enumerate() {
            let number: f64 = label.labels()[0][1..].parse().unwrap();
            for column in 0..3 {
                let year = f64::from(table.columns()[column].year().number());
                assert_eq!(table.value(row, column), Some(1000.0 * number + year + 0.5));
            }
        }
        let mut written: Vec<String> =
            table.to_csv().unwrap().split_inclusive('\n').map(String::from).collect();
        let mut expected: Vec<String> = lines;
        expected.push(HEADER.into());
        written.sort_unstable();
        expected.sort_unstable();
        assert_eq!(written, expected);
    }

    #[test]
    fn years_far_from_each_other_have_a_column_each() {
        let years = [2019, -5, i32::MAX, i32::MIN, 2018, 2020, 1];
        let line = |year: i32| format!("Base,{year},{year},USD billion,derived\n");
        let lines: String = years.into_iter().chain([2026]).map(line).collect();
        let span = "Base,2019-2026,7,USD billion,derived\n";
        let text = format!("scenario,year,value,unit,status\n{lines}{span}");
        let table = Table::from_csv(&text).unwrap();
        for (column, year) in years.into_iter().enumerate() {
            assert_eq!(
                (table.columns()[column], table.value(0, column)),
                (Column::history(year), Some(f64::from(year)))
            );
        }
        assert_eq!(table.value(0, 8), Some(7.0));
    }

    #[test]
    fn a_year_for_every_row_is_refused_before_it_fills_the_memory() {
        let line = |i: i32| format!("Base,r{i},{i},1,USD billion,derived\n");
        let text: String = (0..100_000).map(line).collect();
        let text = format!("scenario,region,year,value,unit,status\n{text}");
        assert_eq!(
            Table::from_csv(&text).unwrap_err().to_string(),
            "CSV: places of a table of 100000 rows and 100000 years: 10000000000, expected at most 10000000"
        );
    }

    #[test]
    fn totals_among_details_are_refused_and_companies_called_total_are_not() {
        let text = |total: &str| {
            let line =
                |(name, value): (&str, &str)| format!("Base,{name},2019,{value},USD billion,assumed\n");
            let lines: String = [("BP", "2"), ("Shell", "6.1"), ("Total", total)].map(line).concat();
            format!("scenario,company,year,value,unit,status\n{lines}")
        };
        check(
            &text("8.1"),
            &["CSV line 4: row 'Total' is the sum of others, expected parts without their total"],
        );
        assert_eq!(Table::from_csv(&text("3.3")).unwrap().rows().len(), 3);
    }
}
