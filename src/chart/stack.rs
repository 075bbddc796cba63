//! What a stacked chart shows: series that add up, read from a table and put in drawing order.

use super::color::{OTHER, Rgb, SERIES};
use super::number::{self, Format};
use super::text;
use crate::error::{Error, ErrorKind};
use crate::table::{self, Column, Founded, Measure, Rounding, RowKind, Table, founded_between_and_beyond};
use crate::value::{Rate, Status, Year};

/// What a series is called that is the whole.
const TOTAL: &str = "Total";

/// Series in stacking order, bottom first, over the same years.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    pub(crate) columns: Vec<Column>,
    pub(crate) series: Vec<Series>,
    /// What the table says the columns add up to.
    pub(crate) totals: Vec<f64>,
    /// Where the totals come from; nothing where the table has none.
    founded: Vec<Status>,
    pub(crate) format: Format,
    /// Whether parts are printed so that they add up, which fewer decimals would undo.
    pub(crate) is_additive: bool,
}

/// One part of the whole.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) values: Vec<f64>,
    /// The values whose nearest neighbors are printed: not the true ones where the table makes its
    /// printed rows add up.
    pub(crate) shown: Vec<f64>,
    pub(crate) statuses: Vec<Status>,
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
                let values = numbers(table, row)?;
                let shown = shown(table, row, &values);
                let (name, statuses) = (text::clean(&label.to_string()), statuses(table, row));
                series.push(Series { name, values, shown, statuses, color: OTHER });
            }
        }
        if series.is_empty() {
            let Some(values) = &total else {
                let (what, expected) = ("the table of a chart".into(), "at least one row".into());
                return Err(ErrorKind::Empty { what, expected }.into());
            };
            let (values, shown) = (values.clone(), values.clone());
            let statuses = table.total_row().map_or_else(Vec::new, |row| statuses(table, row));
            series.push(Series { name: TOTAL.into(), values, shown, statuses, color: OTHER });
        }
        let totals = totals(&columns, &series, total, table.decimals())?;
        // More digits than a double has would only print noise.
        let decimals = table.decimals().min(15);
        let format = Format::new(decimals, totals.iter().copied().fold(0.0, f64::max));
        let is_additive = table.rounding() == Rounding::Additive;
        let founded = table.total_row().map_or_else(Vec::new, |row| statuses(table, row));
        Ok(Self { columns, series: ordered(series), totals, founded, format, is_additive })
    }

    /// Which numbers lie between and beyond published ones, by what is drawn.
    pub(crate) fn founded_notes(&self) -> Vec<String> {
        let years = |statuses: &[Status]| -> Vec<(i32, Status)> {
            self.columns.iter().map(|column| column.year().number()).zip(statuses.iter().copied()).collect()
        };
        let parts = self.series.iter().filter(|_| !self.is_total_alone());
        let parts = parts.map(|series| (series.name.clone(), years(&series.statuses)));
        let rows: Vec<Founded> =
            std::iter::once((table::TOTAL.into(), years(&self.founded))).chain(parts).collect();
        founded_between_and_beyond(&rows, "series")
    }

    /// Whether there are no parts to tell apart.
    pub(crate) fn is_total_alone(&self) -> bool {
        self.series.len() == 1 && self.series[0].name == TOTAL
    }

    /// The first and the last year, when they differ.
    pub(crate) fn span(&self) -> Option<(Year, Year)> {
        let (first, last) = (self.columns.first()?.year(), self.columns.last()?.year());
        (first < last).then_some((first, last))
    }

    /// How many years growth has from the first to the last.
    pub(crate) fn periods(&self) -> u32 {
        let periods = self.span().map(|(first, last)| u32::try_from(last.since(first)));
        periods.and_then(Result::ok).unwrap_or(0)
    }

    /// The sum of the parts in the year where it is largest.
    pub(crate) fn highest(&self) -> f64 {
        let sum = |column: usize| self.series.iter().map(|series| series.values[column]).sum::<f64>();
        (0..self.columns.len()).map(sum).fold(0.0, f64::max)
    }

    /// Growth a year from the first to the last year; none from nothing, or over no time.
    pub(crate) fn growth(&self, values: &[f64]) -> Option<f64> {
        let rate = Rate::cagr(*values.first()?, *values.last()?, self.periods()).ok()?;
        Some(rate.to_fraction()).filter(|fraction| fraction.is_finite())
    }

    /// Whether the printed parts of some year miss its printed total.
    pub(crate) fn misses_by_rounding(&self, format: Format) -> bool {
        (0..self.columns.len()).any(|column| {
            let parts: f64 = self.series.iter().map(|series| format.read(series.shown[column])).sum();
            let total = format.read(self.totals[column]);
            (parts - total).abs() > 0.5 * format.unit(total)
        })
    }

    /// Whether some growth rate prints differently when it is computed from the printed end points.
    pub(crate) fn rates_differ_by_rounding(&self, format: Format) -> bool {
        self.series.iter().map(|series| &series.values).chain([&self.totals]).any(|values| {
            let rounded: Vec<f64> = values.iter().map(|&value| format.read(value)).collect();
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

fn statuses(table: &Table, row: usize) -> Vec<Status> {
    table.numbers(row).iter().flatten().map(|number| number.status).collect()
}

/// What is printed of a row: the table decides where its printed rows have to add up.
fn shown(table: &Table, row: usize, values: &[f64]) -> Vec<f64> {
    if table.rounding() != Rounding::Additive {
        return values.to_vec();
    }
    let printed = |(column, &value): (usize, &f64)| {
        let text = table.printed(row, column).map(|text| text.replace(',', ""));
        text.and_then(|text| text.parse().ok()).unwrap_or(value)
    };
    values.iter().enumerate().map(printed).collect()
}

/// The totals to print: those of the table where it has them, and the sums of the parts agree with them
/// as far as rounding lets them.
fn totals(
    columns: &[Column],
    series: &[Series],
    stated: Option<Vec<f64>>,
    decimals: usize,
) -> Result<Vec<f64>, Error> {
    let half_unit = 0.5 * libm::pow(10.0, -(decimals as f64));
    let mut sums = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let sum: f64 = series.iter().map(|series| series.values[index]).sum();
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
fn ordered(mut series: Vec<Series>) -> Vec<Series> {
    let mean = |values: &[f64]| values.iter().map(|value| value / values.len() as f64).sum::<f64>();
    series.sort_by(|a, b| {
        let rest = remainder(&a.name).cmp(&remainder(&b.name));
        rest.then_with(|| mean(&b.values).total_cmp(&mean(&a.values)))
    });
    let mut rest_is_last = series.len() > 1 && series.last().is_some_and(|last| remainder(&last.name) > 0);
    if series.len() > SERIES.len() {
        let merged = series.split_off(SERIES.len() - 1);
        series.push(merge(&merged));
        rest_is_last = true;
    }
    let last = series.len() - 1;
    for (index, series) in series.iter_mut().enumerate() {
        series.color = if rest_is_last && index == last { OTHER } else { SERIES[index] };
    }
    series
}

fn merge(series: &[Series]) -> Series {
    let sum = |of: fn(&Series) -> &[f64]| -> Vec<f64> {
        (0..of(&series[0]).len()).map(|i| series.iter().map(|series| of(series)[i]).sum()).collect()
    };
    let name = format!("Other ({})", series.len());
    let (values, shown) = (sum(|series| &series.values), sum(|series| &series.shown));
    let founded = |i: usize| series.iter().map(|series| series.statuses[i]).reduce(Status::and);
    let statuses = (0..values.len()).filter_map(founded).collect();
    Series { name, values, shown, statuses, color: OTHER }
}

/// How surely a name says that it is what all other names leave over: "Other" more than "Rest of world", and
/// "Other services" not at all.
fn remainder(name: &str) -> usize {
    match name.to_lowercase().as_str() {
        "other" | "others" | "all other" | "all others" => 2,
        "rest" | "rest of world" | "rest of the world" | "rest of total" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row};
    use crate::value::Unit;

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
    fn only_what_all_others_leave_over_is_gray() {
        let rows = [
            ("Other", [5.0, 6.0]),
            ("Other services", [1.0, 2.0]),
            ("Rest of Asia", [2.0, 2.0]),
            ("Total", [2.0, 2.0]),
        ];
        let drawn = |rows: &[(&str, [f64; 2])]| {
            let stack = Stack::read(&table(rows, None)).unwrap();
            let series = stack.series.iter().map(|series| (series.name.clone(), series.color == OTHER));
            series.collect::<Vec<_>>()
        };
        let last = |rows: &[(&str, [f64; 2])]| drawn(rows).pop().unwrap();
        assert_eq!(last(&rows), ("Other".into(), true));
        assert_eq!(drawn(&rows).iter().filter(|(_, gray)| *gray).count(), 1);
        assert_eq!(last(&rows[1..]), ("Other services".into(), false));
        assert_eq!(
            last(&[("Rest of world", [9.0, 9.0]), ("Other services", [1.0, 2.0])]),
            ("Rest of world".into(), true)
        );
    }

    #[test]
    fn what_lies_between_published_numbers_is_said_of_what_is_drawn() {
        let names: Vec<String> = (0..9).map(|i| format!("m{i}")).collect();
        let between = |value| Some(Number { value, status: Status::Interpolated });
        let columns = [Column::history(2019), Column::forecast(2026)];
        let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let row = |table: Table, (i, name): (usize, &String)| {
            table.with_row(Row::new(RowKind::Member, [name]), [9.0 - i as f64; 2].map(between)).unwrap()
        };
        let table = names.iter().enumerate().fold(empty, row);
        assert_eq!(Stack::read(&table).unwrap().founded_notes(), ["Interpolated: 6 series 2019 and 2026."]);
        let table = table.with_row(Row::total(), [45.0; 2].map(between)).unwrap();
        let notes = Stack::read(&table).unwrap().founded_notes();
        assert_eq!(notes, ["Interpolated: total and 6 series 2019 and 2026."]);
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
    fn a_table_that_is_rounded_to_add_up_is_drawn_so() {
        let rows = [("a", [3.44, 3.0]), ("b", [2.34, 3.0]), ("c", [2.34, 3.0])];
        let misses = |stack: &Stack| stack.misses_by_rounding(stack.format);
        let rounded = |rounding| Stack::read(&table(&rows, None).with_rounding(rounding)).unwrap();
        assert!(misses(&rounded(Rounding::Independent)));
        let total = table(&rows, Some([8.12, 9.0])).with_rounding(Rounding::Additive);
        let additive = Stack::read(&total).unwrap();
        assert!(!misses(&additive));
        assert_eq!((additive.series[0].shown[0], additive.series[0].values[0]), (3.5, 3.44));
    }

    #[test]
    fn the_flagship_rate_is_the_published_one_and_needs_the_note() {
        let stack = Stack::read(&table(&[("all", [8.12, 11.587])], None)).unwrap();
        assert_eq!(number::percent(stack.growth(&stack.totals).unwrap()), "5.2%");
        assert!(stack.rates_differ_by_rounding(stack.format.with_decimals(1)));
        assert!(!stack.rates_differ_by_rounding(stack.format.with_decimals(3)));
        let large = Stack::read(&table(&[("all", [8.12e16, 11.587e16])], None)).unwrap();
        assert!(large.rates_differ_by_rounding(large.format));
    }
}
