//! What a stacked chart shows: series that add up, read from a table and put in drawing order.

use super::color::{OTHER, Rgb, SERIES};
use super::{number, text};
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, RowKind, Table};
use crate::value::{Rate, Year};

/// Series in stacking order, bottom first, over the same years.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    pub(crate) columns: Vec<Column>,
    pub(crate) series: Vec<Series>,
    /// What the source of the table says the columns add up to.
    pub(crate) totals: Vec<f64>,
    pub(crate) decimals: usize,
}

/// One part of the whole.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) values: Vec<f64>,
    pub(crate) color: Rgb,
}

impl Stack {
    /// Reads a table of values.
    pub(crate) fn read(table: &Table) -> Result<Self, Error> {
        if table.measure() != Measure::Value {
            let what = format!("a stack of '{}'", table.measure());
            let reason = "only values add up, expected a table of values".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let columns = years(table)?;
        let total = match table.total_row() {
            Some(row) => Some(numbers(table, row)?),
            None => None,
        };
        let mut series = Vec::new();
        for (row, label) in table.rows().iter().enumerate() {
            if label.kind() != RowKind::Total {
                series.push((text::clean(&label.to_string()), numbers(table, row)?));
            }
        }
        if series.is_empty() {
            let Some(values) = &total else {
                let (what, expected) = ("the table of a chart".into(), "at least one row".into());
                return Err(ErrorKind::Empty { what, expected }.into());
            };
            series.push(("Total".into(), values.clone()));
        }
        let totals = totals(&columns, &series, total, table.decimals())?;
        // More digits than a double has would only print noise.
        Ok(Self { columns, series: ordered(series), totals, decimals: table.decimals().min(15) })
    }

    /// The first and the last year, when they differ.
    pub(crate) fn span(&self) -> Option<(Year, Year)> {
        let (first, last) = (self.columns.first()?.year(), self.columns.last()?.year());
        (first < last).then_some((first, last))
    }

    /// The sum of the parts in the year where it is largest.
    pub(crate) fn highest(&self) -> f64 {
        let sum = |column: usize| self.series.iter().map(|series| series.values[column]).sum::<f64>();
        (0..self.columns.len()).map(sum).fold(0.0, f64::max)
    }

    /// Growth a year from the first to the last year; none from nothing, or over no time.
    pub(crate) fn growth(&self, values: &[f64]) -> Option<f64> {
        let (first, last) = self.span()?;
        let periods = u32::try_from(last.since(first)).ok()?;
        let rate = Rate::cagr(*values.first()?, *values.last()?, periods).ok()?;
        Some(rate.to_fraction()).filter(|fraction| fraction.is_finite())
    }

    /// Whether the printed parts of some year miss its printed total.
    pub(crate) fn misses_by_rounding(&self, decimals: usize) -> bool {
        let unit = 0.5 * libm::pow(10.0, -(decimals as f64));
        (0..self.columns.len()).any(|column| {
            let parts: f64 =
                self.series.iter().map(|series| number::printed(series.values[column], decimals)).sum();
            (parts - number::printed(self.totals[column], decimals)).abs() > unit
        })
    }

    /// Whether some growth rate prints differently when it is computed from the printed end points.
    pub(crate) fn rates_differ_by_rounding(&self, decimals: usize) -> bool {
        self.series.iter().map(|series| &series.values).chain([&self.totals]).any(|values| {
            let rounded: Vec<f64> = values.iter().map(|&value| number::printed(value, decimals)).collect();
            let shown = |values: &[f64]| self.growth(values).map(number::percent);
            shown(values).is_some_and(|rate| shown(&rounded).is_none_or(|other| other != rate))
        })
    }
}

fn years(table: &Table) -> Result<Vec<Column>, Error> {
    let columns = table.columns();
    if columns.is_empty() {
        let (what, expected) = ("the table of a chart".into(), "at least one year".into());
        return Err(ErrorKind::Empty { what, expected }.into());
    }
    for pair in columns.windows(2) {
        let (first, last) = (pair[0].year(), pair[1].year());
        if last < first {
            return Err(ErrorKind::YearsBackwards { first, last }.into());
        }
        if last == first {
            return Err(ErrorKind::Duplicate { what: "year".into(), name: first.to_string() }.into());
        }
    }
    Ok(columns.to_vec())
}

fn numbers(table: &Table, row: usize) -> Result<Vec<f64>, Error> {
    let cells = table.columns().iter().enumerate();
    cells
        .map(|(column, period)| {
            let what = || format!("the value of '{}' in {}", table.rows()[row], period.year());
            let Some(value) = table.value(row, column) else {
                let reason = "a stack needs every part of every year".into();
                return Err(ErrorKind::Undefined { what: what(), reason }.into());
            };
            if value < 0.0 {
                let expected = "0 or more: a stack has no room below its base line".into();
                return Err(ErrorKind::Number { what: what(), found: value, expected }.into());
            }
            Ok(value)
        })
        .collect()
}

/// The totals to print: those of the table where it has them, and the sums of the parts agree with them
/// as far as rounding lets them.
fn totals(
    columns: &[Column],
    series: &[(String, Vec<f64>)],
    stated: Option<Vec<f64>>,
    decimals: usize,
) -> Result<Vec<f64>, Error> {
    let half_unit = 0.5 * libm::pow(10.0, -(decimals as f64));
    let mut sums = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let sum: f64 = series.iter().map(|(_, values)| values[index]).sum();
        if !sum.is_finite() {
            let what = format!("the sum of {}", column.year());
            return Err(ErrorKind::Number { what, found: sum, expected: "a finite number".into() }.into());
        }
        if let Some(total) = stated.as_ref().map(|totals| totals[index]) {
            let rounding = half_unit * (series.len() + 1) as f64;
            if (sum - total).abs() > rounding.max(1e-9 * total) {
                let year = column.year();
                let what = format!(
                    "rows sum to {sum} in {year}, expected the total {total}: rows overlap or are missing"
                );
                return Err(ErrorKind::Contradiction { what }.into());
            }
        }
        sums.push(sum);
    }
    Ok(stated.unwrap_or(sums))
}

/// Biggest at the bottom, what is left over on top and gray, never more series than colors.
fn ordered(mut series: Vec<(String, Vec<f64>)>) -> Vec<Series> {
    let mean = |values: &[f64]| values.iter().map(|value| value / values.len() as f64).sum::<f64>();
    series.sort_by(|a, b| {
        let rest = is_rest(&a.0).cmp(&is_rest(&b.0));
        rest.then_with(|| mean(&b.1).total_cmp(&mean(&a.1)))
    });
    let palette = SERIES.len();
    let mut rest_is_last = series.len() > 1 && series.last().is_some_and(|(name, _)| is_rest(name));
    if series.len() > palette {
        let merged = series.split_off(palette - 1);
        let values = (0..merged[0].1.len()).map(|i| merged.iter().map(|(_, values)| values[i]).sum());
        series.push((format!("Other ({})", merged.len()), values.collect()));
        rest_is_last = true;
    }
    let last = series.len() - 1;
    let color = |index: usize| if rest_is_last && index == last { OTHER } else { SERIES[index] };
    let colored = series.into_iter().enumerate();
    colored.map(|(index, (name, values))| Series { name, values, color: color(index) }).collect()
}

/// Whether a name says that it is what the other names leave over.
fn is_rest(name: &str) -> bool {
    let name = name.to_lowercase();
    matches!(name.as_str(), "other" | "others" | "all other" | "all others")
        || ["other ", "others ", "rest of ", "all other "].iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row};
    use crate::value::{Status, Unit};

    fn table(rows: &[(&str, [f64; 2])], total: Option<[f64; 2]>) -> Table {
        let columns = [Column::history(2019), Column::forecast(2026)];
        let mut table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let number = |value| Some(Number { value, status: Status::Assumed });
        for (name, values) in rows {
            table = table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap();
        }
        match total {
            Some(values) => table.with_row(Row::total(), values.map(number)).unwrap(),
            None => table,
        }
    }

    #[track_caller]
    fn check(rows: &[(&str, [f64; 2])], total: Option<[f64; 2]>, message: &str) {
        assert_eq!(Stack::read(&table(rows, total)).unwrap_err().to_string(), message);
    }

    #[test]
    fn what_does_not_stack_is_refused() {
        check(&[], None, "the table of a chart is empty, expected at least one row");
        check(
            &[("Europe", [1.0, -0.5])],
            None,
            "the value of 'Europe' in 2026 is -0.5, expected 0 or more: a stack has no room below its base line",
        );
        check(
            &[("Europe", [1.0, 2.0]), ("EMEA", [2.0, 3.0])],
            Some([2.0, 3.0]),
            "rows sum to 3 in 2019, expected the total 2: rows overlap or are missing",
        );
        check(&[("a", [f64::MAX; 2]), ("b", [f64::MAX; 2])], None, {
            "the sum of 2019 is inf, expected a finite number"
        });
        let shares = table(&[("a", [0.5, 0.5])], None).with_measure(Measure::Share);
        assert!(Stack::read(&shares).unwrap_err().to_string().contains("only values add up"));
    }

    #[test]
    fn a_gap_or_a_wrong_order_of_years_is_refused() {
        let row = || Row::new(RowKind::Member, ["Europe"]);
        let at = |columns: [Column; 2], numbers: [Option<Number>; 2]| {
            let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
            Stack::read(&table.with_row(row(), numbers).unwrap()).unwrap_err().to_string()
        };
        let one = Some(Number { value: 1.0, status: Status::Assumed });
        let (early, late) = (Column::history(2019), Column::history(2020));
        assert!(at([late, early], [one, one]).starts_with("years run backwards (2020 to 2019)"));
        assert!(at([late, late], [one, one]).starts_with("year '2020' stands twice"));
        assert!(at([early, late], [one, None]).starts_with("the value of 'Europe' in 2020 is not defined"));
    }

    #[test]
    fn biggest_is_at_the_bottom_and_the_rest_on_top() {
        let rows = [("a", [1.0, 2.0]), ("Other", [9.0, 9.0]), ("b", [3.0, 1.0]), ("c", [4.0, 4.0])];
        let stack = Stack::read(&table(&rows, None)).unwrap();
        let names: Vec<&str> = stack.series.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["c", "b", "a", "Other"]);
        assert_eq!(stack.series[3].color, OTHER);
        assert_eq!(stack.totals, [17.0, 16.0]);
    }

    #[test]
    fn more_series_than_colors_are_merged() {
        let names: Vec<String> = (0..9).map(|i| format!("m{i}")).collect();
        let rows: Vec<(&str, [f64; 2])> =
            names.iter().enumerate().map(|(i, name)| (name.as_str(), [9.0 - i as f64; 2])).collect();
        let stack = Stack::read(&table(&rows, None)).unwrap();
        assert_eq!(stack.series.len(), 6);
        assert_eq!((stack.series[5].name.as_str(), stack.series[5].values[0]), ("Other (4)", 10.0));
    }

    #[test]
    fn the_flagship_rate_is_the_published_one_and_needs_the_note() {
        let stack = Stack::read(&table(&[("all", [8.12, 11.587])], None)).unwrap();
        assert_eq!(number::percent(stack.growth(&stack.totals).unwrap()), "5.2%");
        assert!(stack.rates_differ_by_rounding(1));
        assert!(!stack.rates_differ_by_rounding(3));
    }
}
