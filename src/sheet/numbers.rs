//! Existing forecasts from sheets.

use std::collections::BTreeMap;

use super::entry::{Entry, printed};
use super::layout::{FigureColumn, Layout};
use super::scoped::{Place, Scoped};
use super::sheet::{Sheet, at_line, expect_room};
use crate::claim::Figure;
use crate::error::{Error, ErrorKind, Faults};
use crate::table::{Column, Number, Row, RowKind, Table};
use crate::value::{Printed, Status, Unit, Year};

/// Totals in files are sums of numbers that were rounded when they were written.
const ROUND_OFF: f64 = 1e-9;

impl Sheet {
    /// A forecast that exists already as a table: a row for each combination of members, a column for each year.
    ///
    /// Numbers are read to the bit; figures with thousands separators, footnote marks or letters behind them are read too.
    /// Years stand in the names of columns, or in one of them beside a column of values. What the sheet does not say the
    /// caller does: the title, the unit, and where the numbers come from.
    /// A row of "Total" must be what the others add up to and becomes the total; without one it is added up.
    ///
    /// ```
    /// use market_outlook::{Axis, Layout, Sheet, Status, Unit};
    ///
    /// let rows = [vec!["Region", "2025", "2026F"], vec!["Europe", "3.25", "3.5"], vec!["Asia", "4.5", "5.25"]];
    /// let layout = Layout::recognized().axes([Axis::REGION]);
    /// let table = Sheet::from_rows(rows)?.table("Example", Unit::USD_BILLION, Status::Assumed, &layout)?;
    /// assert_eq!((table.value(0, 1), table.value(2, 1)), (Some(3.5), Some(8.75)));
    /// assert!(table.columns()[1].is_forecast());
    /// assert_eq!(table.cagr()?.printed(2, 0).as_deref(), Some("12.9%"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// All at once, each with its line and column: texts that are no numbers, the same members and year twice, a total of
    /// one axis among rows of members, a total that the rows do not make, columns of numbers whose name says nothing, far
    /// more places than numbers; a layout that does not fit.
    pub fn table(
        &self,
        title: impl Into<String>,
        unit: Unit,
        status: Status,
        layout: &Layout,
    ) -> Result<Table, Error> {
        let scoped = Scoped::new(self, layout, layout.columns(self)?)?;
        let mut reading = Reading::new(&scoped, status);
        for place in scoped.places() {
            reading.take(&place);
        }
        reading.finish(title.into(), unit)
    }
}

/// A sheet as far as it has been read.
struct Reading<'a> {
    scoped: &'a Scoped<'a>,
    status: Status,
    columns: Vec<FigureColumn>,
    /// Members in the order in which they first appear.
    rows: Vec<Vec<String>>,
    known: BTreeMap<Vec<String>, usize>,
    numbers: Vec<Vec<Option<Read>>>,
    total: Option<Vec<Option<Read>>>,
    faults: Faults,
    /// Why rows are not read any more.
    too_large: Option<Error>,
}

/// A number and the line in which it stands.
#[derive(Clone, Copy)]
struct Read {
    number: f64,
    line: u64,
}

impl<'a> Reading<'a> {
    fn new(scoped: &'a Scoped<'a>, status: Status) -> Self {
        let (rows, known, numbers) = (Vec::new(), BTreeMap::new(), Vec::new());
        let mut reading = Self {
            scoped,
            status,
            columns: Vec::new(),
            rows,
            known,
            numbers,
            total: None,
            faults: Faults::default(),
            too_large: None,
        };
        scoped.expect_all_figures(&mut reading.faults);
        reading.columns = match scoped.columns.tidy {
            Some((year, value)) => reading.years(year, value),
            None => reading.sizes(),
        };
        reading
    }

    fn sizes(&mut self) -> Vec<FigureColumn> {
        let (sizes, others): (Vec<FigureColumn>, Vec<FigureColumn>) = self
            .scoped
            .columns
            .figures
            .iter()
            .cloned()
            .partition(|column| matches!(column.figure, Figure::Value { .. }));
        for other in others {
            let name = &self.scoped.sheet.header()[other.position];
            let (place, reason) = (
                format!("column '{name}'"),
                format!("a {}, expected sizes only, or a layout that ignores it", other.figure),
            );
            let line = self.scoped.sheet.header_line();
            self.faults.add(line, || ErrorKind::Syntax { place, reason }.into());
        }
        sizes
    }

    fn years(&self, year: usize, value: usize) -> Vec<FigureColumn> {
        let lines = self.scoped.sheet.lines();
        let mut years: Vec<i32> = lines.filter_map(|line| line.cells[year].trim().parse().ok()).collect();
        years.sort_unstable();
        years.dedup();
        years.into_iter().map(|year| FigureColumn::size(value, Year::from(year))).collect()
    }

    fn take(&mut self, place: &Place) {
        let of_all = place.members.iter().filter(|member| member.is_none()).count();
        let line = place.line.number;
        if of_all > 0 && of_all < place.members.len() {
            let reason = "a total among rows of members, expected it left out: it would be counted twice";
            return self.faults.add(line, || at_line(line, reason));
        }
        let found = self.row(place);
        let width = self.columns.len();
        if of_all > 0 {
            let total = self.total.get_or_insert_with(|| vec![None; width]);
            return fill(total, &found, &self.columns, "total", &mut self.faults);
        }
        let labels: Vec<String> = place.members.iter().flatten().cloned().collect();
        let row = self.known.get(&labels).copied().unwrap_or(self.rows.len());
        let name = labels.join(" / ");
        if row == self.rows.len() {
            if let Err(fault) = expect_room(row + 1, width, self.scoped.sheet) {
                self.too_large.get_or_insert(fault);
                return;
            }
            self.known.insert(labels.clone(), row);
            self.rows.push(labels);
            self.numbers.push(vec![None; width]);
        }
        fill(&mut self.numbers[row], &found, &self.columns, &name, &mut self.faults);
    }

    /// The numbers of a line by the positions of their columns.
    fn row(&mut self, place: &Place) -> Vec<(usize, Read)> {
        let (mut found, line) = (Vec::new(), place.line.number);
        let mut read = |at: usize, column: &FigureColumn| match self.scoped.number(place, column) {
            Ok(number) => found.extend(number.map(|number| (at, Read { number, line }))),
            Err(fault) => self.faults.add(line, || fault),
        };
        match self.scoped.columns.tidy {
            None => self.columns.iter().enumerate().for_each(|(at, column)| read(at, column)),
            Some((year, _)) => {
                let text = place.line.cells[year].trim();
                let stated = text.parse::<i32>().ok().map(Year::from);
                let at = stated
                    .and_then(|year| self.columns.binary_search_by_key(&year, |c| c.figure.year()).ok());
                if let Some(at) = at {
                    read(at, &self.columns[at]);
                } else {
                    let reason = || format!("'{text}' is no year, expected one such as '2019'");
                    self.faults.add(line, || self.scoped.fault(place, year, &reason()));
                }
            }
        }
        found
    }

    fn finish(mut self, title: String, unit: Unit) -> Result<Table, Error> {
        if let Some(fault) = self.too_large {
            return Err(fault);
        }
        let total = self.total();
        self.faults.none_in("file")?;
        let column = |column: &FigureColumn| {
            let year = column.figure.year();
            if column.forecast { Column::forecast(year) } else { Column::history(year) }
        };
        let axes = self.scoped.columns.axes.iter().map(|(_, axis)| axis.name().to_string());
        let empty = Table::new(title, unit, axes, self.columns.iter().map(column));
        let number = |value: Option<f64>| value.map(|value| Number { value, status: self.status });
        let rows = self.rows.into_iter().zip(self.numbers);
        let table = rows.into_iter().try_fold(empty, |table, (labels, numbers)| {
            let numbers = numbers.into_iter().map(|read| number(read.map(|read| read.number)));
            table.with_row(Row::new(RowKind::Member, labels), numbers)
        })?;
        table.with_row(Row::total(), total.into_iter().map(number))
    }

    /// The total of each column: as it stands in the sheet if the rows make it, else added up where every row has a number.
    fn total(&mut self) -> Vec<Option<f64>> {
        let number = |read: Option<Read>| read.map(|read| read.number);
        let sum = |column: usize| self.numbers.iter().map(|row| number(row[column])).sum::<Option<f64>>();
        let sums: Vec<Option<f64>> = (0..self.columns.len()).map(sum).collect();
        let Some(total) = self.total.take() else { return sums };
        for ((sum, total), column) in sums.iter().zip(&total).zip(&self.columns) {
            let (Some(sum), Some(total)) = (sum, total) else { continue };
            let room = ROUND_OFF * total.number.abs() + self.scoped.half_units(column, self.rows.len());
            if (sum - total.number).abs() > room {
                let [found, expected] = [total.number, *sum].map(crate::value::prose::figure);
                let year = column.figure.year();
                let reason = format!("a total of {found} in {year}, but the rows make {expected}");
                self.faults.add(total.line, || at_line(total.line, reason));
            }
        }
        total.into_iter().zip(sums).map(|(total, sum)| number(total).or(sum)).collect()
    }
}

impl Scoped<'_> {
    /// The number of a row in a column, in the unit of the sheet, to the bit where it is written in full.
    fn number(&self, place: &Place, column: &FigureColumn) -> Result<Option<f64>, Error> {
        let plain = self.layout.pointed(place.line.cells[column.position].trim());
        if let Some(number) = plain.parse::<f64>().ok().filter(|number| number.is_finite()) {
            return Ok(Some(number));
        }
        let Some(text) = self.text(place, column.position)? else { return Ok(None) };
        let name = &self.sheet.header()[column.position];
        let printed = printed(&text)
            .map_err(|fault| fault.at(format!("line {}, column '{name}'", place.line.number)))?;
        if printed.is_percent() || printed.scale().is_some() {
            let reason =
                format!("'{text}' has a scale or percent sign, expected a number in the unit of the table");
            return Err(self.fault(place, column.position, &reason));
        }
        Ok(Some(printed.value()))
    }

    /// By how much rounding lets a total of so many rows be off: half a unit of the last digit written for each, and its own.
    fn half_units(&self, column: &FigureColumn, rows: usize) -> f64 {
        let decimals = self.sheet.lines().filter_map(|line| {
            match Entry::of(&self.layout.pointed(&line.cells[column.position])) {
                Entry::Figure(text) => text.parse::<Printed>().ok().map(|printed| printed.decimals()),
                _ => None,
            }
        });
        0.5 * (rows + 1) as f64 * libm::pow(10.0, -(decimals.max().unwrap_or(0) as f64))
    }
}

/// Puts numbers in their places; a place that is taken is a fault.
fn fill(
    places: &mut [Option<Read>],
    found: &[(usize, Read)],
    columns: &[FigureColumn],
    name: &str,
    faults: &mut Faults,
) {
    for (at, read) in found {
        match places[*at] {
            None => places[*at] = Some(*read),
            Some(Read { line: first, .. }) => {
                let (line, year) = (read.line, columns[*at].figure.year());
                let reason = || format!("'{name}' has a number for {year} in line {first}, expected one");
                faults.add(line, || at_line(line, reason()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::Axis;

    fn table(rows: &[&[&str]]) -> Result<Table, Error> {
        let sheet = Sheet::from_rows(rows.iter().map(|row| row.to_vec())).unwrap();
        let layout = Layout::recognized().axes([Axis::REGION]);
        sheet.table("T", Unit::USD_BILLION, Status::Assumed, &layout)
    }

    #[track_caller]
    fn check(rows: &[&[&str]], expected: &[&str]) {
        let found: Vec<String> = table(rows).unwrap_err().faults().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_stands_twice_is_named_with_both_lines() {
        check(
            &[
                &["region", "year", "value"],
                &["Asia", "2019", "2"],
                &["Europe", "2019", "3"],
                &["Total", "2019", "9"],
                &["Asia", "2020", "2"],
                &["Asia", "2019", "2"],
                &["Europe", "soon", "2"],
            ],
            &[
                "line 4: a total of 9 in 2019, but the rows make 5",
                "line 6: 'Asia' has a number for 2019 in line 2, expected one",
                "line 7, column 'year': 'soon' is no year, expected one such as '2019'",
            ],
        );
    }

    #[test]
    fn numbers_of_which_nothing_is_known_are_not_dropped() {
        check(
            &[&["Region", "2019", "Latest"], &["Asia", "2", "3"]],
            &[
                "column 'Latest': it has numbers, and its name does not say which, expected a layout that says it, or ignores it",
            ],
        );
        assert!(table(&[&["Region", "2019", "Note"], &["Asia", "2", "revised"]]).is_ok());
    }

    #[test]
    fn a_year_for_every_row_is_refused_before_it_fills_the_memory() {
        let rows = (0..20_000).map(|row| vec![format!("R{row}"), row.to_string(), "1".into()]);
        let header = ["region", "year", "value"].map(String::from).to_vec();
        let sheet = Sheet::from_rows(std::iter::once(header).chain(rows)).unwrap();
        let layout = Layout::recognized().axes([Axis::REGION]);
        let tables = sheet.table("T", Unit::USD_BILLION, Status::Assumed, &layout).map(drop);
        let published = crate::sheet::PublishedTable::from_sheet(&sheet, &Layout::recognized()).map(drop);
        for (read, expected) in [
            (
                tables,
                "places of a table of 101 rows or more and 20000 years: 2020000, expected at most 2000000",
            ),
            (
                published,
                "names and figures of a table of 25 rows and 20000 columns of figures: 500025, expected at most 500000",
            ),
        ] {
            assert_eq!(read.unwrap_err().to_string(), expected);
        }
    }
}
