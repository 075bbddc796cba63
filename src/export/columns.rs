//! Tables as plain columns, for data frames and columnar formats.

use super::details;
use crate::error::{Error, ErrorKind};
use crate::table::{Measure, Table};
use crate::value::{Status, Unit};

/// Tables as one list per column, all of the same length: what a record batch or a data frame is made of.
///
/// One entry for each number of the detail rows, in the order of [`Table::to_csv`](crate::Table): row by row, year by year.
/// `docs/interchange.md` has the few lines that make an Arrow record batch or a polars data frame of it.
///
/// ```
/// use market_outlook::{Column, Number, PlainColumns, Row, RowKind, Status, Table, Unit};
///
/// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
/// let columns = [Column::history(2019), Column::forecast(2020)];
/// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.1, 2.2]))?
///     .with_row(Row::total(), numbers([2.1, 2.2]))?;
/// let plain = PlainColumns::new([&table])?;
/// assert_eq!(plain.scenario, ["Base", "Base"]);
/// assert_eq!(plain.axes, [("region", vec!["Europe", "Europe"])]);
/// assert_eq!((plain.year, plain.value), (vec![2019, 2020], vec![Some(2.1), Some(2.2)]));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlainColumns<'a> {
    /// The unit of all numbers; fractions keep the unit they were computed in. None without a table.
    pub unit: Option<&'a Unit>,
    /// What all numbers say. None without a table.
    pub measure: Option<Measure>,
    /// The scenario; "Base" is the forecast itself.
    pub scenario: Vec<&'a str>,
    /// For each axis its name and the labels.
    pub axes: Vec<(&'a str, Vec<&'a str>)>,
    /// The first year of a span; none where there is a year alone.
    pub from: Vec<Option<i32>>,
    /// The year; the last one of a span.
    pub year: Vec<i32>,
    /// Whether the year is a forecast.
    pub forecast: Vec<bool>,
    /// The number, unrounded; fractions of 1 where the measure is a share or a growth.
    pub value: Vec<Option<f64>>,
    /// Where the number comes from; none where there is no number.
    pub status: Vec<Option<Status>>,
}

impl<'a> PlainColumns<'a> {
    /// The columns of one table, or of several one below the other, such as a forecast and its scenarios.
    ///
    /// # Errors
    /// When the tables differ in their axes, unit or measure.
    ///
    /// ```
    /// use market_outlook::{Column, Measure, PlainColumns, Table, Unit};
    ///
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    /// let shares = table.clone().with_scenario("Shares").with_measure(Measure::Share);
    /// assert_eq!(
    ///     PlainColumns::new([&table, &shares]).unwrap_err().to_string(),
    ///     "scenario 'Shares' has share of USD billion by 'region', the first table value of USD billion by 'region'"
    /// );
    /// ```
    pub fn new(tables: impl IntoIterator<Item = &'a Table>) -> Result<Self, Error> {
        let tables: Vec<&Table> = tables.into_iter().collect();
        let first = tables.first();
        let named = |table: &Table| {
            format!("{} of {} by '{}'", table.measure(), table.unit(), table.axes().join(", "))
        };
        let is_alike = |table: &&&Table, first: &Table| {
            (table.measure(), table.unit(), table.axes()) == (first.measure(), first.unit(), first.axes())
        };
        let others = first.into_iter().flat_map(|first| {
            let others = tables.iter().filter(move |table| !is_alike(table, first));
            others.map(move |table| {
                let (found, expected) = (named(table), named(first));
                let what = format!("scenario '{}' has {found}, the first table {expected}", table.scenario());
                ErrorKind::Contradiction { what }.into()
            })
        });
        Error::none_of(others.collect())?;
        let mut columns = Self {
            unit: first.map(|table| table.unit()),
            measure: first.map(|table| table.measure()),
            scenario: Vec::new(),
            axes: first.map_or_else(Vec::new, |table| {
                table.axes().iter().map(|axis| (axis.as_str(), Vec::new())).collect()
            }),
            from: Vec::new(),
            year: Vec::new(),
            forecast: Vec::new(),
            value: Vec::new(),
            status: Vec::new(),
        };
        tables.into_iter().for_each(|table| columns.extend(table));
        Ok(columns)
    }

    fn extend(&mut self, table: &'a Table) {
        let columns = table.columns();
        for row in details(table) {
            self.scenario.extend(columns.iter().map(|_| table.scenario()));
            for ((_, labels), label) in self.axes.iter_mut().zip(table.rows()[row].labels()) {
                labels.extend(columns.iter().map(|_| label.as_str()));
            }
            self.from.extend(columns.iter().map(|column| column.from().map(crate::value::Year::number)));
            self.year.extend(columns.iter().map(|column| column.year().number()));
            self.forecast.extend(columns.iter().map(|column| column.is_forecast()));
            let numbers = table.numbers(row);
            self.value.extend(numbers.iter().map(|number| number.map(|number| number.value)));
            self.status.extend(numbers.iter().map(|number| number.map(|number| number.status)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Number, Row, RowKind};

    #[test]
    fn tables_stand_below_each_other_and_gaps_stay_gaps() {
        let number = |value| Some(Number { value, status: Status::Published });
        let columns = [Column::history(2019), Column::forecast(2026).since(2019)];
        let table = Table::new("T", Unit::USD_BILLION, ["region", "product"], columns)
            .with_row(Row::new(RowKind::Member, ["A", "x"]), [number(1.0), None])
            .unwrap()
            .with_row(Row::total(), [number(1.0), None])
            .unwrap();
        let bear = table.clone().with_scenario("Bear");
        let both = [table, bear];
        let plain = PlainColumns::new(&both).unwrap();
        assert_eq!(plain.scenario, ["Base", "Base", "Bear", "Bear"]);
        assert_eq!(plain.axes, [("region", vec!["A"; 4]), ("product", vec!["x"; 4])]);
        assert_eq!(
            (plain.from, plain.year),
            (vec![None, Some(2019), None, Some(2019)], vec![2019, 2026, 2019, 2026])
        );
        assert_eq!(plain.forecast, [false, true, false, true]);
        assert_eq!(plain.value, [Some(1.0), None, Some(1.0), None]);
        assert_eq!(plain.status, [Some(Status::Published), None, Some(Status::Published), None]);
        assert_eq!((plain.unit, plain.measure), (Some(&Unit::USD_BILLION), Some(Measure::Value)));
        assert_eq!(PlainColumns::new([]).unwrap().axes, []);
    }
}
