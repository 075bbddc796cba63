//! Bars: one row a name, with one to three numbers each.

use std::fmt::Write as _;

use super::Exhibit;
use super::describe;
use super::grouped::{letter, when};
use super::lengths;
use super::marks::{Levels, Line};
use crate::chart::annotation::Options;
use crate::chart::color::Color;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::moved::Moved;
use crate::chart::number::Format;
use crate::chart::rows::{Rows, Series};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, ROUNDED, Table};

/// How many numbers a row may have.
const COLUMNS: usize = 3;

/// Rows in the order of the table, the total last.
#[derive(Clone, Debug)]
pub(crate) struct Bars {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) lines: Vec<Line>,
    pub(crate) format: Format,
    measure: Measure,
    founded: Vec<String>,
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) values: Vec<Option<f64>>,
    pub(crate) shown: Vec<Option<f64>>,
    pub(crate) color: Color,
    pub(crate) is_total: bool,
}

impl Bars {
    /// Reads a table of any measure with one to three columns.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let rows = Rows::read(table, options, theme)?;
        let found = rows.columns.len();
        if found > COLUMNS {
            let what = "years of bars, of which each row has one".into();
            return Err(ErrorKind::TooLarge { what, found, limit: COLUMNS }.into());
        }
        let colors = &theme.colors;
        let color = |series: &Series| match (series.is_highlighted, series.is_rest) {
            (false, _) => colors.muted,
            (true, true) => colors.other,
            (true, false) => colors.up,
        };
        let row = |series: &Series, color: Color, is_total: bool| {
            let (name, values, shown) = (series.name.clone(), series.values.clone(), series.shown.clone());
            Row { name, values, shown, color, is_total }
        };
        let members = rows.series.iter().map(|series| row(series, color(series), false));
        let total = rows.total.iter().filter(|total| !says_nothing(&rows, total));
        let total = total.map(|total| row(total, colors.whole, true));
        let all: Vec<Row> = members.chain(total).collect();
        let lines = Levels::of("bars", &rows).marks(options)?.lines;
        let (format, measure, founded) = (rows.format, rows.measure, rows.notes());
        Ok(Self { columns: rows.columns, rows: all, lines, format, measure, founded })
    }

    fn members(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.is_total)
    }

    /// What is not printed as its nearest neighbor, so that rows add up.
    fn moved_note(&self) -> Option<String> {
        let mut moved = Moved::new(self.format);
        for (index, &column) in self.columns.iter().enumerate() {
            for row in &self.rows {
                let printed = row.values[index].zip(row.shown[index]);
                printed.into_iter().for_each(|(value, shown)| moved.print(&row.name, column, value, shown));
            }
        }
        moved.note()
    }

    /// Whether printed rows miss a printed total that they add up to.
    fn misses_by_rounding(&self) -> bool {
        let adds_up = matches!(
            self.measure,
            Measure::Value | Measure::Cumulative | Measure::Share | Measure::Contribution
        );
        let sum = |of: &dyn Fn(&Row) -> Option<f64>| self.members().map(of).sum::<Option<f64>>();
        let Some(total) = self.rows.last().filter(|row| row.is_total && adds_up && self.rows.len() > 1)
        else {
            return false;
        };
        (0..self.columns.len()).any(|column| {
            let printed = sum(&|row| row.shown[column].map(|value| self.format.read(value)));
            let (Some(values), Some(printed)) = (sum(&|row| row.values[column]), printed) else {
                return false;
            };
            let (Some(value), Some(shown)) = (total.values[column], total.shown[column]) else {
                return false;
            };
            let unit = self.format.unit(shown);
            let is_sum = (values - value).abs() <= 0.5 * unit * self.rows.len() as f64;
            is_sum && (printed - self.format.read(shown)).abs() > 0.5 * unit
        })
    }
}

/// Whether a total is the 100% that shares are parts of.
fn says_nothing(rows: &Rows, total: &Series) -> bool {
    let is_whole = |value: &Option<f64>| value.is_none_or(|value| rows.format.read(value) == 1.0);
    rows.measure == Measure::Share && !rows.series.is_empty() && total.values.iter().all(is_whole)
}

impl Exhibit for Bars {
    fn notes(&self, _: &Theme, _: f64) -> Result<Vec<String>, Error> {
        let rounded = self.misses_by_rounding().then(|| ROUNDED.into());
        let notes = self.founded.iter().cloned().chain(letter(&self.columns)).chain(rounded);
        Ok(notes.chain(self.moved_note()).collect())
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        lengths::scene(theme, self, words, size)
    }

    fn summary(&self) -> String {
        let last = self.columns.len() - 1;
        let rows =
            if self.rows.len() > 1 { self.members().collect() } else { self.rows.iter().collect::<Vec<_>>() };
        let numbers = rows.iter().filter_map(|row| {
            let shown = row.shown[last]?;
            Some((row.values[last]?, (row.name.as_str(), self.format.text(shown))))
        });
        let mut numbers: Vec<(f64, (&str, String))> = numbers.collect();
        numbers.sort_by(|a, b| b.0.total_cmp(&a.0));
        let texts: Vec<(&str, String)> = numbers.into_iter().map(|(_, text)| text).collect();
        let said = match (texts.first(), texts.last()) {
            (Some((_, high)), Some((_, low))) if high != low => {
                let who = |text| describe::who(&texts, text, "rows");
                format!("Highest: {} {high}; lowest: {} {low}", who(high), who(low))
            }
            (Some((_, text)), _) => format!("{} {text}", describe::who(&texts, text, "rows")),
            _ => "No numbers".into(),
        };
        let when = if last > 0 { format!(" in {}", when(self.columns[last])) } else { String::new() };
        text::clean(&format!("{said}{when}.").replace('−', "-"))
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let cell = |(value, column): (&Option<f64>, &Column)| {
                let number = value.map_or_else(|| "without a number".into(), |value| self.format.text(value));
                if self.columns.len() > 1 { format!("{number} in {}", when(*column)) } else { number }
            };
            let cells: Vec<String> = row.shown.iter().zip(&self.columns).map(cell).collect();
            let _ = write!(out, "{}: {}. ", row.name, cells.join(", "));
        }
        out.extend(self.lines.iter().map(|line| format!("{}. ", line.label)));
        text::clean(&out.replace('−', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::annotation::ValueLine;
    use crate::table::{self, Number, RowKind};
    use crate::value::{Status, Unit};

    fn table(rows: &[(&str, [f64; 2])]) -> Table {
        let columns = [Column::history(2019), Column::forecast(2026)];
        let number = |value| Some(Number { value, status: Status::Assumed });
        let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let members = rows.iter().fold(empty, |table, (name, values)| {
            table.with_row(table::Row::new(RowKind::Member, [*name]), values.map(number)).unwrap()
        });
        let total = [0, 1].map(|column| rows.iter().map(|(_, values)| values[column]).sum());
        members.with_row(table::Row::total(), total.map(number)).unwrap()
    }

    fn read(table: &Table) -> Bars {
        let options = Options { lines: vec![ValueLine::average()], ..Options::default() };
        Bars::read(table, &options, &Theme::light()).unwrap()
    }

    #[test]
    fn rows_keep_the_order_of_the_table_and_the_total_is_last() {
        let bars = read(&table(&[("b", [1.0, 2.0]), ("a", [3.0, -1.5])]));
        assert_eq!(bars.summary(), "Highest: b 2.0; lowest: a -1.5 in 2026 (forecast).");
        assert_eq!(
            bars.numbers(),
            "b: 1.0 in 2019, 2.0 in 2026 (forecast). a: 3.0 in 2019, -1.5 in 2026 (forecast). \
             Total: 4.0 in 2019, 0.5 in 2026 (forecast). Average 1.1."
        );
    }

    #[test]
    fn nobody_is_the_highest_whom_another_prints_beside() {
        for (values, expected) in [
            (&[2.0, 2.04, 1.0][..], "Highest: b and a 2.0; lowest: c 1.0 in 2026 (forecast)."),
            (&[2.0, 2.04], "b and a 2.0 in 2026 (forecast)."),
            (&[5.0, 1.0, 1.0, 1.0, 1.0], "Highest: a 5.0; lowest: 4 of 5 rows 1.0 in 2026 (forecast)."),
        ] {
            let rows: Vec<(&str, [f64; 2])> =
                ["a", "b", "c", "d", "e"].into_iter().zip(values.iter().map(|value| [1.0, *value])).collect();
            assert_eq!(read(&table(&rows)).summary(), expected);
        }
    }

    #[test]
    fn a_total_of_shares_says_nothing_and_rates_have_no_sum() {
        let table = table(&[("a", [1.04, 1.0]), ("b", [1.04, 3.0])]);
        assert_eq!(read(&table.shares().unwrap()).rows.len(), 2);
        let growth = read(&table.cagr().unwrap());
        assert_eq!(growth.numbers(), "a: -0.6%. b: +16.3%. Total: +9.8%. Average +7.9%.");
        assert!(!growth.misses_by_rounding());
        assert!(read(&table).misses_by_rounding());
    }

    #[test]
    fn more_than_three_columns_are_too_many() {
        let columns = [2019, 2020, 2021, 2022].map(Column::history);
        let number = Some(Number { value: 1.0, status: Status::Assumed });
        let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let table = table.with_row(table::Row::total(), [number; 4]).unwrap();
        let error = Bars::read(&table, &Options::default(), &Theme::light()).unwrap_err().to_string();
        assert_eq!(error, "years of bars, of which each row has one: 4, expected at most 3");
    }
}
