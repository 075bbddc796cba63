//! Views: tables made from tables, every number with the status that its inputs leave it.

use std::cmp::Ordering;

use super::{Column, Measure, Number, RowKind, Table};
use crate::error::{Error, ErrorKind};
use crate::value::{Rate, Year, Years};

/// Percentages print with one decimal unless the caller asks for another precision.
const PERCENT_DECIMALS: usize = 1;

/// # Views
///
/// Each makes a new table and leaves this one as it is.
/// A number computed from others is never better founded than the least founded of them: see [`Status::and`](crate::Status::and).
/// Only a share of the total or a growth rate that a source has printed for exactly these years, and that the numbers of a
/// [`Forecast::by`](crate::Forecast::by) meet, is published itself.
/// Where a formula has no result, such as growth from 0, there is no number.
///
/// ```
/// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
///
/// let numbers = |values: [f64; 3], status| values.map(|value| Some(Number { value, status }));
/// let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
/// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0], Status::Assumed))?
///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0], Status::Published))?
///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0], Status::Published))?;
///
/// assert_eq!(table.shares()?.value(0, 0), Some(0.25));
/// assert_eq!(table.shares()?.status(0, 0), Some(Status::Assumed));
/// assert_eq!(table.year_on_year()?.value(2, 0), Some(0.125));
/// assert_eq!(table.year_on_year()?.status(2, 0), Some(Status::Derived));
/// assert_eq!(table.cagr()?.printed(2, 0).as_deref(), Some("11.8%"));
/// assert_eq!(table.contributions()?.value(2, 0), Some(0.25));
/// assert_eq!(table.cumulative()?.value(2, 2), Some(27.0));
/// assert_eq!(table.ranked(2021)?.rows()[0].labels(), ["Asia"]);
/// # Ok::<(), market_outlook::Error>(())
/// ```
impl Table {
    /// Each number as a part of the total of its column; the total of a table without one is the sum of its members.
    ///
    /// # Errors
    /// When the numbers are not values or cumulative values, or there is neither a total nor members alone.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// assert_eq!(table.shares()?.printed(0, 0).as_deref(), Some("25.0%"));
    /// assert_eq!(table.shares()?.value(2, 0), Some(1.0));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn shares(&self) -> Result<Self, Error> {
        self.expect_sizes("the share of a total")?;
        let wholes = self.wholes("the share of a total")?;
        let shares = self.derive(Measure::Share, self.columns().to_vec(), |row, column| {
            ratio(self.number(row, column)?, wholes[column]?)
        })?;
        Ok(shares.crediting(self))
    }

    /// Each number as a part of the sum of all columns' totals: all years together are 100 %.
    ///
    /// # Errors
    /// When the numbers are not values, or there is neither a total nor members alone.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// let shares = table.shares_of_all()?;
    /// assert_eq!(shares.value(2, 1), Some(9.0 / 27.0));
    /// assert_eq!(shares.subtitle(), "Share of the total of all years by region, 2019 to 2021");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn shares_of_all(&self) -> Result<Self, Error> {
        self.expect_values("the share of all years")?;
        let wholes = self.wholes("the share of all years")?;
        let whole = wholes.into_iter().collect::<Option<Vec<Number>>>().and_then(sum);
        self.derive(Measure::ShareOfAllYears, self.columns().to_vec(), |row, column| {
            ratio(self.number(row, column)?, whole?)
        })
    }

    /// Growth over the year before, from the second column on.
    ///
    /// # Errors
    /// When the numbers are not values, or the columns are not at least two years in a row.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// let growth = table.year_on_year()?;
    /// assert_eq!(growth.printed(0, 0).as_deref(), Some("25.0%"));
    /// assert_eq!(growth.columns().len(), 2);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn year_on_year(&self) -> Result<Self, Error> {
        const WHAT: &str = "growth over the year before";
        self.expect_values(WHAT)?;
        if self.columns().len() < 2 {
            return Err(undefined(WHAT, "there is no year with a year before it"));
        }
        for (before, now) in self.columns().iter().zip(&self.columns()[1..]) {
            if now.year().since(before.year()) != 1 {
                return Err(undefined(WHAT, &format!("column {now} comes right after {before}")));
            }
        }
        let growth = self.derive(Measure::YearOnYear, self.columns()[1..].to_vec(), |row, column| {
            let (before, now) = (self.level(row, column)?, self.level(row, column + 1)?);
            let rate = Rate::cagr(before.value, now.value, 1).ok()?;
            Some(Number { value: rate.to_fraction(), status: before.status.and(now.status) })
        })?;
        Ok(growth.crediting(self))
    }

    /// Compound annual growth from the first year to the last, in one column.
    ///
    /// # Errors
    /// When the numbers are not values, or there are not at least two years.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// let cagr = table.cagr()?;
    /// assert_eq!(cagr.columns()[0].to_string(), "2019–21");
    /// assert_eq!(cagr.printed(2, 0).as_deref(), Some("11.8%"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn cagr(&self) -> Result<Self, Error> {
        self.cagr_over(self.span("compound annual growth")?)
    }

    /// Compound annual growth between two years, in one column.
    ///
    /// # Errors
    /// When the numbers are not values, or a year is not in the table, or there is only one.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// let cagr = table.cagr_over(Years::new(2020, 2021)?)?;
    /// assert_eq!(cagr.printed(0, 0).as_deref(), Some("20.0%"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn cagr_over(&self, years: Years) -> Result<Self, Error> {
        self.expect_values("compound annual growth")?;
        let (from, to, column) = self.ends(years)?;
        let growth = self.derive(Measure::Cagr, vec![column], |row, _| {
            let (start, end) = (self.level(row, from)?, self.level(row, to)?);
            let rate = Rate::cagr(start.value, end.value, years.periods()).ok()?;
            Some(Number { value: rate.to_fraction(), status: start.status.and(end.status) })
        })?;
        Ok(growth.crediting(self))
    }

    /// What each row adds to the growth of the whole from the first year to the last, in one column.
    ///
    /// # Errors
    /// When the numbers are not values, there are not at least two years, or neither a total nor members alone.
    pub fn contributions(&self) -> Result<Self, Error> {
        self.contributions_over(self.span("contribution to growth")?)
    }

    /// What each row adds to the growth of the whole between two years: its change over the whole's start value.
    ///
    /// The contributions of the parts add up to the growth of the whole over the span, which is not per year.
    ///
    /// # Errors
    /// When the numbers are not values, a year is not in the table or there is only one, or there is neither a total nor members alone.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// let parts = table.contributions_over(Years::new(2019, 2020)?)?;
    /// let values: Vec<Option<f64>> = (0..3).map(|row| parts.value(row, 0)).collect();
    /// assert_eq!(values, [Some(0.0625), Some(0.0625), Some(0.125)]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn contributions_over(&self, years: Years) -> Result<Self, Error> {
        self.expect_values("contribution to growth")?;
        let (from, to, column) = self.ends(years)?;
        let whole = self.wholes("contribution to growth")?[from];
        self.derive(Measure::Contribution, vec![column], |row, _| {
            let (start, end) = (self.number(row, from)?, self.number(row, to)?);
            let change = Number { value: end.value - start.value, status: start.status.and(end.status) };
            ratio(change, whole?)
        })
    }

    /// The sum of all columns up to and including each.
    ///
    /// # Errors
    /// When the numbers are not values.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// let sums = table.cumulative()?;
    /// assert_eq!(sums.value(0, 2), Some(7.5));
    /// assert_eq!(sums.columns()[2].to_string(), "2019–21");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn cumulative(&self) -> Result<Self, Error> {
        self.expect_values("a cumulative value")?;
        let first = self.columns().first().map(|column| column.year());
        let span = |column: &Column| match first {
            Some(first) if first < column.year() => column.since(first),
            _ => *column,
        };
        let columns: Vec<Column> = self.columns().iter().map(span).collect();
        self.derive(Measure::Cumulative, columns, |row, column| {
            self.numbers(row)[..=column].iter().copied().collect::<Option<Vec<Number>>>().and_then(sum)
        })
    }

    /// The rows from the largest number of a year to the smallest; ties keep their order, totals stay last.
    ///
    /// A row without a number in that year comes after those that have one.
    ///
    /// # Errors
    /// When no column has the year.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit, Years};
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.0, 2.5, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([6.0, 6.5, 7.0]))?
    ///     .with_row(Row::total(), numbers([8.0, 9.0, 10.0]))?;
    /// let ranked = table.ranked(2021)?;
    /// let names: Vec<String> = ranked.rows().iter().map(Row::to_string).collect();
    /// assert_eq!(names, ["Asia", "Europe", "Total"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn ranked(&self, year: impl Into<Year>) -> Result<Self, Error> {
        let column = self.find_column(year)?;
        let mut order: Vec<usize> = (0..self.rows().len()).collect();
        let is_total = |row: usize| self.rows()[row].kind() == RowKind::Total;
        order.sort_by(|&a, &b| {
            let by_number = match (self.value(a, column), self.value(b, column)) {
                // Zeros of either sign are the same size.
                (Some(a), Some(b)) => b.partial_cmp(&a).unwrap_or(Ordering::Equal),
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            is_total(a).cmp(&is_total(b)).then(if is_total(a) { Ordering::Equal } else { by_number })
        });
        let published = self.published_in(&order);
        let ranked =
            order.into_iter().try_fold(self.without_rows(self.columns().to_vec()), |table, row| {
                table.with_row(self.rows()[row].clone(), self.numbers(row).to_vec())
            })?;
        Ok(ranked.with_published(published))
    }

    /// The columns of these years only; a span has to start in them too.
    ///
    /// # Errors
    /// When a year lies outside the table, or no column is left.
    ///
    /// ```
    /// # use market_outlook::{Column, Table, Unit, Years};
    /// let columns = (2019..=2026).map(Column::forecast);
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns);
    /// assert_eq!(table.between(Years::new(2020, 2023)?)?.columns().len(), 4);
    /// assert!(table.between(Years::new(2020, 2030)?).is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn between(&self, years: Years) -> Result<Self, Error> {
        if let Some(known) = self.covered() {
            for year in [years.first(), years.last()] {
                if !known.contains(year) {
                    return Err(ErrorKind::YearOutside { year, years: known }.into());
                }
            }
        }
        let lies_in =
            |column: Column| years.contains(column.year()) && column.from().is_none_or(|y| years.contains(y));
        let kept: Vec<usize> = (0..self.columns().len()).filter(|&c| lies_in(self.columns()[c])).collect();
        if kept.is_empty() && self.measure() == Measure::YearOnYear {
            let reason = format!("the figures begin in {}, and there is no year before", years.first());
            return Err(undefined("growth over the year before", &reason));
        }
        if kept.is_empty() {
            return Err(undefined("a table without columns", &format!("no column lies in {years}")));
        }
        let columns = kept.iter().map(|&column| self.columns()[column]).collect();
        let cut = (0..self.rows().len()).try_fold(self.without_rows(columns), |table, row| {
            table.with_row(self.rows()[row].clone(), kept.iter().map(|&column| self.number(row, column)))
        })?;
        Ok(cut.with_published(self.published.clone()))
    }

    /// The years that the numbers are about: growth over the year before is also about the year before the first.
    fn covered(&self) -> Option<Years> {
        let years = self.years()?;
        let before = matches!(self.measure(), Measure::YearOnYear | Measure::YearOnYearDifference);
        let before = i32::from(before);
        Years::new(years.first().number().saturating_sub(before), years.last()).ok()
    }

    /// A table of the same rows, filled anew; a number that is not finite is none.
    pub(super) fn derive(
        &self,
        measure: Measure,
        columns: Vec<Column>,
        number: impl Fn(usize, usize) -> Option<Number>,
    ) -> Result<Self, Error> {
        let count = columns.len();
        let empty = self.without_rows(columns).with_measure(measure);
        let empty = if measure.is_fraction() { empty.with_decimals(PERCENT_DECIMALS) } else { empty };
        (0..self.rows().len()).try_fold(empty, |table, row| {
            let finite = |column| number(row, column).filter(|number| number.value.is_finite());
            table.with_row(self.rows()[row].clone(), (0..count).map(finite))
        })
    }

    /// The whole that each column's numbers are parts of.
    fn wholes(&self, what: &str) -> Result<Vec<Option<Number>>, Error> {
        if let Some(total) = self.total_row() {
            return Ok(self.numbers(total).to_vec());
        }
        let reason = |kind: RowKind| match kind {
            RowKind::Group => Some("there is no total, and groups may overlap"),
            RowKind::Alternative => Some("there is no total, and the rows exclude each other"),
            RowKind::Level | RowKind::Change => {
                Some("there is no total, and changes are no parts of a whole")
            }
            RowKind::Member | RowKind::Total => None,
        };
        if let Some(reason) = self.rows().iter().find_map(|row| reason(row.kind())) {
            return Err(undefined(what, reason));
        }
        let rows = 0..self.rows().len();
        let numbers = |column| rows.clone().map(|row| self.number(row, column)).collect::<Option<Vec<_>>>();
        Ok((0..self.columns().len()).map(|column| numbers(column).and_then(sum)).collect())
    }

    /// A number that can grow: what is added to a level is none.
    fn level(&self, row: usize, column: usize) -> Option<Number> {
        self.number(row, column).filter(|_| self.rows()[row].kind() != RowKind::Change)
    }

    fn span(&self, what: &str) -> Result<Years, Error> {
        match (self.columns().first(), self.columns().last()) {
            (Some(first), Some(last)) => Years::new(first.year(), last.year()),
            _ => Err(undefined(what, "the table has no columns")),
        }
    }

    fn ends(&self, years: Years) -> Result<(usize, usize, Column), Error> {
        if years.periods() == 0 {
            return Err(ErrorKind::ZeroPeriods { year: years.first() }.into());
        }
        let (from, to) = (self.find_column(years.first())?, self.find_column(years.last())?);
        Ok((from, to, self.columns()[to].since(years.first())))
    }

    fn expect_values(&self, what: &str) -> Result<(), Error> {
        match self.measure() {
            Measure::Value => Ok(()),
            other => Err(undefined(
                what,
                &format!("the table has measure '{other}', expected '{}'", Measure::Value),
            )),
        }
    }

    fn expect_sizes(&self, what: &str) -> Result<(), Error> {
        if self.measure() == Measure::Cumulative { Ok(()) } else { self.expect_values(what) }
    }
}

fn undefined(what: &str, reason: &str) -> Error {
    ErrorKind::Undefined { what: what.into(), reason: reason.into() }.into()
}

/// One number over another; none over 0.
fn ratio(part: Number, whole: Number) -> Option<Number> {
    let status = part.status.and(whole.status);
    (whole.value != 0.0).then(|| Number { value: part.value / whole.value, status })
}

/// The sum of numbers, in order; none of nothing.
fn sum(numbers: impl IntoIterator<Item = Number>) -> Option<Number> {
    numbers.into_iter().reduce(|a, b| Number { value: a.value + b.value, status: a.status.and(b.status) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Row;
    use crate::value::{Status, Unit};

    fn table(rows: &[(&str, [f64; 3])]) -> Table {
        let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
        let number = |value| Some(Number { value, status: Status::Published });
        rows.iter().fold(Table::new("T", Unit::USD_BILLION, ["region"], columns), |table, (name, values)| {
            let row =
                if *name == "Total" { Row::total() } else { Row::new(RowKind::Member, [name.to_string()]) };
            table.with_row(row, values.map(number)).unwrap()
        })
    }

    #[test]
    fn growth_from_nothing_has_no_number() {
        let table = table(&[("A", [0.0, 1.0, 2.0]), ("B", [4.0, 2.0, 0.0]), ("Total", [4.0, 3.0, 2.0])]);
        let cagr = table.cagr().unwrap();
        assert_eq!((cagr.value(0, 0), cagr.value(1, 0)), (None, Some(-1.0)));
        assert_eq!(cagr.columns()[0].to_string(), "2019–21");
        assert!(cagr.columns()[0].is_forecast());
        let yoy = table.year_on_year().unwrap();
        assert_eq!((yoy.value(0, 0), yoy.value(0, 1), yoy.value(1, 0)), (None, Some(1.0), Some(-0.5)));
        let shares = self::table(&[("A", [0.0; 3]), ("Total", [0.0; 3])]).shares().unwrap();
        assert_eq!(shares.value(0, 0), None);
    }

    #[test]
    fn without_a_total_the_members_are_the_whole() {
        let table = table(&[("A", [1.0, 1.0, 2.0]), ("B", [3.0, 1.0, 6.0])]);
        assert_eq!(table.shares().unwrap().value(1, 0), Some(0.75));
        assert_eq!(table.shares_of_all().unwrap().value(1, 2), Some(6.0 / 14.0));
        assert_eq!(table.contributions().unwrap().value(0, 0), Some(0.25));
    }

    #[test]
    fn views_of_views_are_errors_that_say_so() {
        let shares = table(&[("A", [1.0, 2.0, 3.0])]).shares().unwrap();
        for (view, message) in [
            (
                shares.shares(),
                "the share of a total is not defined here: the table has measure 'share', expected 'value'",
            ),
            (
                shares.year_on_year(),
                "growth over the year before is not defined here: the table has measure 'share', expected 'value'",
            ),
            (
                shares.cagr(),
                "compound annual growth is not defined here: the table has measure 'share', expected 'value'",
            ),
            (
                shares.contributions(),
                "contribution to growth is not defined here: the table has measure 'share', expected 'value'",
            ),
            (
                shares.cumulative(),
                "a cumulative value is not defined here: the table has measure 'share', expected 'value'",
            ),
        ] {
            assert_eq!(view.unwrap_err().to_string(), message);
        }
        assert!(table(&[("A", [1.0, 2.0, 3.0])]).cumulative().unwrap().shares().is_ok());
    }

    #[test]
    fn spans_need_two_years_that_are_there() {
        let table = table(&[("A", [1.0, 2.0, 3.0])]);
        let error = table.cagr_over(Years::new(2020, 2020).unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "growth from 2020 to 2020 spans no period, expected at least one year between"
        );
        let error = table.contributions_over(Years::new(2019, 2030).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "year 2030 is outside the forecast (2019 to 2021)");
        let one = table.between(Years::new(2020, 2020).unwrap()).unwrap();
        assert!(one.year_on_year().unwrap_err().to_string().contains("no year with a year before it"));
        let first = table.year_on_year().unwrap().between(Years::new(2019, 2019).unwrap()).unwrap_err();
        assert_eq!(
            first.to_string(),
            "growth over the year before is not defined here: the figures begin in 2019, and there is no year before"
        );
        let yoy = table.year_on_year().unwrap().between(Years::new(2019, 2020).unwrap()).unwrap();
        assert_eq!(yoy.columns(), [Column::forecast(2020)]);
    }

    #[test]
    fn ranks_keep_ties_in_order_and_totals_last() {
        let rows = [("A", [0.0; 3]), ("Total", [9.0; 3]), ("B", [3.0; 3]), ("C", [-0.0; 3]), ("D", [3.0; 3])];
        let ranked = table(&rows).ranked(2020).unwrap();
        let names: Vec<String> = ranked.rows().iter().map(Row::to_string).collect();
        assert_eq!(names, ["B", "D", "A", "C", "Total"]);
    }
}
