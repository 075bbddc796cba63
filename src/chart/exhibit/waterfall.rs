//! A waterfall: which members carry the total from one year to another.

use std::fmt::Write as _;

use super::Exhibit;
use super::bridge;
use super::gaps::Gap;
use super::grouped::when;
use super::marks::{Levels, Marks};
use super::whole::{Whole, scenario};
use crate::chart::annotation::Options;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::moved::Moved;
use crate::chart::number::Format;
use crate::chart::rows::Rows;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Table};
use crate::value::Year;

/// What totals are computed from and members do not explain, where their rounding shows.
const UNEXPLAINED: &str = "Rounding";

/// Totals and the steps between them, from left to right.
#[derive(Clone, Debug)]
pub(crate) struct Waterfall {
    pub(crate) stops: Vec<Stop>,
    pub(crate) format: Format,
    pub(crate) is_additive: bool,
    /// The arrows beside the columns, and whether a chart without room for them may go without.
    pub(crate) marks: Marks,
    /// Whether the axis may start above zero.
    pub(crate) may_break: bool,
    /// The change from the first to the last total.
    pub(super) change: Option<Gap>,
    pub(super) founded: Vec<String>,
    /// The year of a bridge whose levels have names.
    pub(super) year: Option<Column>,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// What there is in a year, and what is printed of it; under a name of its own, or the year's.
    Total { column: Column, value: f64, shown: f64, name: Option<String> },
    /// What a member adds or takes, from the level that is reached before it, and what is printed of it.
    Step { name: String, from: f64, change: f64, shown: f64 },
}

impl Stop {
    /// What a total is.
    pub(crate) fn level(&self) -> Option<f64> {
        match self {
            Stop::Total { value, .. } => Some(*value),
            Stop::Step { .. } => None,
        }
    }

    /// The levels at which it starts and ends.
    pub(crate) fn levels(&self) -> (f64, f64) {
        match *self {
            Stop::Total { value, .. } => (0.0, value),
            Stop::Step { from, change, .. } => (from, from + change),
        }
    }
}

impl Waterfall {
    /// Reads the members of a table of values between two or more of its years.
    pub(crate) fn read(
        table: &Table,
        years: &[Year],
        options: &Options,
        theme: &Theme,
    ) -> Result<Self, Error> {
        let rows = Rows::read(table, options, theme)?;
        let columns = positions(&rows, years)?;
        let rows = only(rows, &columns);
        let whole = Whole::of(&rows, table, "the steps of a waterfall")?;
        if rows.series.is_empty() {
            let (what, expected) =
                ("the members of a waterfall".into(), "at least one row beside the total".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        let stops = stops(&rows, &whole);
        let levels = stops.iter().flat_map(|stop| [stop.levels().0, stop.levels().1]);
        if let Some(found) = levels.clone().find(|level| !level.is_finite()) {
            let (what, expected) = ("a level of the waterfall".into(), "a finite number".into());
            return Err(ErrorKind::Number { what, found, expected }.into());
        }
        let largest = levels.fold(0.0_f64, |largest, level| largest.max(level.abs()));
        let format = Format::new(whole.format.decimals, largest, theme.numbers);
        let founded = rows.notes();
        let levels = Levels { format, ..whole.levels("waterfalls", rows.measure) };
        let mut marks = levels.marks(options)?;
        let change = levels.whole_change();
        if options.differences.is_empty() {
            marks.gaps.extend(change.clone());
            marks.may_miss = true;
        }
        let (is_additive, may_break) = (whole.is_additive, options.broken_axis);
        Ok(Self { stops, format, is_additive, marks, may_break, change, founded, year: None })
    }

    /// The totals: column, value, and what is printed.
    fn totals(&self) -> impl DoubleEndedIterator<Item = (Column, f64, f64)> {
        self.stops.iter().filter_map(|stop| match *stop {
            Stop::Total { column, value, shown, .. } => Some((column, value, shown)),
            Stop::Step { .. } => None,
        })
    }

    /// The columns that are totals.
    pub(crate) fn total_stops(&self) -> Vec<usize> {
        let is_total = |index: &usize| matches!(self.stops[*index], Stop::Total { .. });
        (0..self.stops.len()).filter(is_total).collect()
    }

    /// What is not printed as its nearest neighbor, so that steps lead from level to level.
    pub(super) fn moved_note(&self, format: Format) -> Option<String> {
        let column = self.year?;
        let mut moved = Moved::new(format);
        for stop in &self.stops {
            match stop {
                Stop::Step { name, change: value, shown, .. }
                | Stop::Total { name: Some(name), value, shown, .. } => {
                    moved.print(name, column, *value, *shown);
                }
                Stop::Total { name: None, .. } => {}
            }
        }
        moved.note()
    }

    /// Whether printed steps do not lead from one printed total to the next.
    pub(crate) fn misses_by_rounding(&self, format: Format) -> bool {
        let mut reached = None;
        for stop in &self.stops {
            match (stop, &mut reached) {
                (Stop::Step { shown, .. }, Some(level)) => *level += format.read(*shown),
                (Stop::Total { shown, .. }, reached) => {
                    let total = format.read(*shown);
                    if reached.is_some_and(|level: f64| (level - total).abs() > 0.5 * format.unit(total)) {
                        return true;
                    }
                    *reached = Some(total);
                }
                (Stop::Step { .. }, None) => {}
            }
        }
        false
    }
}

/// The columns of two or more years, which run forwards.
fn positions(rows: &Rows, years: &[Year]) -> Result<Vec<usize>, Error> {
    if years.len() < 2 {
        let what = format!("a waterfall over {}", if years.is_empty() { "no year" } else { "one year" });
        let reason = "it leads from one year to another, expected at least two".into();
        return Err(ErrorKind::Undefined { what, reason }.into());
    }
    for pair in years.windows(2) {
        if pair[1] < pair[0] {
            return Err(ErrorKind::YearsBackwards { first: pair[0], last: pair[1] }.into());
        }
        if pair[1] == pair[0] {
            return Err(ErrorKind::Duplicate { what: "year".into(), name: pair[0].to_string() }.into());
        }
    }
    years.iter().map(|&year| rows.column(year)).collect()
}

/// The same rows over some of their columns.
fn only(mut rows: Rows, columns: &[usize]) -> Rows {
    for series in rows.series.iter_mut().chain(&mut rows.total) {
        series.values = columns.iter().map(|&column| series.values[column]).collect();
        series.shown = columns.iter().map(|&column| series.shown[column]).collect();
        series.statuses = columns.iter().map(|&column| series.statuses[column]).collect();
    }
    rows.columns = columns.iter().map(|&column| rows.columns[column]).collect();
    rows
}

/// Totals and steps, what all others leave over last.
fn stops(rows: &Rows, whole: &Whole) -> Vec<Stop> {
    let mut order: Vec<usize> = (0..rows.series.len()).collect();
    order.sort_by_key(|&index| rows.series[index].is_rest);
    let mut stops = Vec::new();
    for (index, &column) in rows.columns.iter().enumerate() {
        if index > 0 {
            let mut level = whole.totals[index - 1];
            let mut step = |name: &str, change: f64| {
                stops.push(Stop::Step { name: name.into(), from: level, change, shown: change });
                level += change;
                level
            };
            let mut reached = whole.totals[index - 1];
            for series in order.iter().map(|&index| &rows.series[index]) {
                let value = |column: usize| series.values[column].unwrap_or_default();
                reached = step(&series.name, value(index) - value(index - 1));
            }
            let rest = whole.totals[index] - reached;
            if whole.format.read(rest) != 0.0 && rest.abs() > 1e-9 * whole.totals[index].abs() {
                step(UNEXPLAINED, rest);
            }
        }
        let (value, shown) = (whole.totals[index], whole.shown[index]);
        stops.push(Stop::Total { column, value, shown, name: None });
    }
    stops
}

impl Exhibit for Waterfall {
    fn subtitle(&self, table: &Table) -> String {
        if let Some(column) = self.year {
            let (unit, by) = (table.unit().at_the_start(), table.axes().join(" and "));
            return format!("{unit} by {by}, {}", when(column));
        }
        let years = match (self.totals().next(), self.totals().next_back()) {
            (Some((first, ..)), Some((last, ..))) => format!(", {} to {}", first.year(), last.year()),
            _ => String::new(),
        };
        let by = table.axes().join(" and ");
        format!("Change by {by}{years}, {}{}", table.unit().in_words(), scenario(table))
    }

    fn notes(&self, theme: &Theme, width: f64) -> Result<Vec<String>, Error> {
        let digits = bridge::notes(theme, self, width)?;
        let columns: Vec<Column> = self.totals().map(|(column, ..)| column).collect();
        let letter = super::grouped::letter(&columns).filter(|_| self.year.is_none());
        Ok(self.founded.iter().cloned().chain(letter).chain(digits).collect())
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        bridge::scene(theme, self, words, size)
    }

    fn summary(&self) -> String {
        let total = |stop: &Stop| match stop {
            Stop::Total { shown, name: Some(name), .. } => {
                Some(format!("{name} {}", self.format.text(*shown)))
            }
            Stop::Total { column, shown, .. } => {
                Some(format!("{} in {}", self.format.text(*shown), when(*column)))
            }
            Stop::Step { .. } => None,
        };
        let first = self.stops.iter().find_map(total);
        let last = self.stops.iter().rev().find_map(total);
        let mut out = format!("From {} to {}", first.unwrap_or_default(), last.unwrap_or_default());
        if let Some(change) = &self.change {
            let _ = write!(out, ", {}", change.label);
        }
        let steps = self.stops.iter().filter_map(|stop| match stop {
            Stop::Step { name, change, shown, .. } if *change != 0.0 => Some((name, *change, *shown)),
            _ => None,
        });
        let text = |shown: f64| self.format.signed().text(shown);
        if let Some((_, _, largest)) = steps.clone().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())) {
            let is_as_far = |shown: f64| self.format.text(shown.abs()) == self.format.text(largest.abs());
            let named = steps.filter(|(_, _, shown)| is_as_far(*shown));
            let named: Vec<String> =
                named.map(|(name, _, shown)| format!("{name}, {}", text(shown))).collect();
            let _ = match named.as_slice() {
                [one] => write!(out, "; the largest step is {one}"),
                several => write!(out, "; the largest steps are {}", several.join("; ")),
            };
        }
        text::clean(&format!("{out}.").replace('−', "-"))
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        let mut is_first_step = true;
        for stop in &self.stops {
            match stop {
                Stop::Total { column, shown, name, .. } => {
                    let end = if is_first_step { "" } else { ". " };
                    let year = || format!("{}: total", when(*column));
                    let name = name.clone().unwrap_or_else(year);
                    let _ = write!(out, "{end}{name} {}. ", self.format.text(*shown));
                    is_first_step = true;
                }
                Stop::Step { name, shown, .. } => {
                    let apart = if is_first_step { "" } else { ", " };
                    let _ = write!(out, "{apart}{name} {}", self.format.signed().text(*shown));
                    is_first_step = false;
                }
            }
        }
        if !self.marks.may_miss {
            out.push_str(&self.marks.sentences(&[]));
        }
        text::clean(&out.replace('−', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Rounding, Row, RowKind};
    use crate::value::{Status, Unit};

    fn table(rows: &[(&str, [f64; 3])], total: Option<[f64; 3]>) -> Table {
        let columns = [Column::history(2019), Column::history(2020), Column::forecast(2026)];
        let number = |value| Some(Number { value, status: Status::Assumed });
        let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let table = rows.iter().fold(empty, |table, (name, values)| {
            table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap()
        });
        match total {
            Some(values) => table.with_row(Row::total(), values.map(number)).unwrap(),
            None => table,
        }
    }

    fn read(table: &Table, years: &[i32]) -> Result<Waterfall, Error> {
        let years: Vec<Year> = years.iter().copied().map(Year::from).collect();
        Waterfall::read(table, &years, &Options::default(), &Theme::light())
    }

    #[test]
    fn steps_lead_from_total_to_total_in_the_order_of_the_table_the_rest_last() {
        let rows = [("Other", [9.0, 9.0, 8.5]), ("b", [1.0, 0.5, 3.0]), ("a", [2.0, 2.5, 2.5])];
        let waterfall = read(&table(&rows, None), &[2019, 2020, 2026]).unwrap();
        assert_eq!(
            waterfall.numbers(),
            "2019: total 12.0. b -0.5, a +0.5, Other 0.0. 2020: total 12.0. b +2.5, a 0.0, Other -0.5. \
             2026 (forecast): total 14.0."
        );
        assert_eq!(
            waterfall.summary(),
            "From 12.0 in 2019 to 14.0 in 2026 (forecast), +17%; the largest step is b, +2.5."
        );
        for pair in waterfall.stops.windows(2) {
            let to = if let Stop::Step { from, .. } = pair[1] { from } else { pair[1].levels().1 };
            assert!((pair[0].levels().1 - to).abs() < 1e-12, "{pair:?}");
        }
    }

    #[test]
    fn what_members_leave_open_is_a_step_where_it_shows() {
        let rows = [("a", [1.0, 1.0, 2.0]), ("b", [1.0, 1.0, 2.0])];
        let steps = |total| {
            let waterfall = read(&table(&rows, Some(total)), &[2019, 2026]).unwrap();
            waterfall.stops.len() - 2
        };
        assert_eq!(steps([2.0, 2.0, 4.04]), 2);
        assert_eq!(steps([2.0, 2.0, 4.1]), 3);
        let error = read(&table(&rows, Some([2.0, 2.0, 5.0])), &[2019, 2026]).unwrap_err().to_string();
        assert!(error.starts_with("rows sum to 4 in 2026, expected the total 5"), "{error}");
    }

    #[test]
    fn printed_steps_that_miss_a_printed_total_have_a_note() {
        let misses = |rows: &[(&str, [f64; 3])], rounding| {
            let waterfall = read(&table(rows, None).with_rounding(rounding), &[2019, 2026]).unwrap();
            waterfall.misses_by_rounding(waterfall.format)
        };
        let rows = [("a", [1.0, 0.0, 1.04]), ("b", [1.0, 0.0, 1.04])];
        assert!(misses(&rows, Rounding::Independent) && misses(&rows, Rounding::Additive));
        assert!(!misses(&[("a", [1.0, 0.0, 1.5]), ("b", [1.0, 0.0, 0.5])], Rounding::Independent));
    }

    #[test]
    fn years_are_at_least_two_in_order_and_in_the_table() {
        let table = table(&[("a", [1.0, 2.0, 3.0])], None);
        let message = |years: &[i32]| read(&table, years).unwrap_err().to_string();
        assert_eq!(
            message(&[2019]),
            "a waterfall over one year is not defined here: it leads from one year to another, expected at least two"
        );
        assert!(message(&[2026, 2019]).starts_with("years run backwards"));
        assert!(message(&[2019, 2019]).starts_with("year '2019' stands twice"));
        assert!(message(&[2019, 2021]).starts_with("unknown year '2021'"));
    }

    #[test]
    fn a_change_of_sign_has_no_relative_change() {
        let difference = |values: [f64; 3]| {
            let waterfall = read(&table(&[("a", values)], None), &[2019, 2026]).unwrap();
            waterfall.change.unwrap().label
        };
        assert_eq!(difference([8.12, 0.0, 11.59]), "+43%");
        assert_eq!(difference([0.0, 0.0, 2.0]), "+2.0");
        assert_eq!(difference([1.0, 0.0, -2.0]), "−3.0");
    }
}
