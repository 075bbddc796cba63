//! Lines by member: how each has gone and is to go.

use super::Exhibit;
use super::columns::CHANGES;
use super::line_plan;
use super::marks::{Levels, Marked, Marks};
use crate::chart::annotation::Options;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::number::{self, Format};
use crate::chart::rows::{self, Rows, Series, adds_up, ranked};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table, growth_word};
use crate::value::prose::counted;

/// Series as lines over years.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    pub(crate) columns: Vec<Column>,
    pub(crate) measure: Measure,
    /// Lines with a name, by size.
    pub(crate) series: Vec<Series>,
    /// Lines of rates beyond the colors there are, thin and without a name.
    pub(crate) others: Vec<Series>,
    pub(crate) format: Format,
    /// The columns between which the change of each line is printed.
    span: (usize, usize),
    pub(crate) marks: Marks,
    founded: Vec<String>,
    /// Whether the axis begins above 0: lines that exclude each other are drawn for their differences.
    pub(crate) is_cut: bool,
}

impl Lines {
    /// Reads a table of any measure.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let rows = Rows::read(table, options, theme)?;
        let colors = theme.colors.series.len();
        let adds_up = adds_up(rows.measure) && !rows.are_alternatives;
        let are_alternatives = rows.are_alternatives;
        let rows = if adds_up { rows.merged(colors, &theme.colors)? } else { rows };
        let founded = rows.notes();
        let order = ranked(rows.drawn(), rows.measure);
        let mut series: Vec<Series> = order.into_iter().map(|index| rows.drawn()[index].clone()).collect();
        let others = series.split_off(series.len().min(colors));
        if !rows.series.is_empty() && !adds_up {
            // The whole of values would leave no height for its parts; growth of the whole is their measure.
            series.extend(rows.total);
        } else if rows.series.is_empty() {
            series.iter_mut().for_each(|series| series.color = theme.colors.whole);
        }
        if series.iter().chain(&others).all(|series| series.values.iter().all(Option::is_none)) {
            let (what, expected) = ("the table of a chart".into(), "at least one number".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        let (columns, measure, format) = (rows.columns, rows.measure, rows.format);
        let named = series.iter().map(Marked::from).collect();
        let levels =
            Levels { chart: "lines", columns: &columns, series: named, measure, format, is_signed: true };
        let (marks, span) = (levels.marks(options)?, rows::span(options, &columns)?);
        let mut lines =
            Self { columns, measure, series, others, format, span, marks, founded, is_cut: false };
        lines.is_cut = are_alternatives && lines.values().all(|value| value > 0.0);
        Ok(lines)
    }

    /// Whether there is one line, whose points are labelled.
    pub(crate) fn is_alone(&self) -> bool {
        self.series.len() + self.others.len() == 1
    }

    /// Every number that has to have a place.
    pub(crate) fn values(&self) -> impl Iterator<Item = f64> {
        let lines = self.series.iter().chain(&self.others);
        lines.flat_map(|series| series.values.iter().flatten().copied()).chain(self.marks.values())
    }

    /// What stands beside the name of a line, under headings: its last number, and how it got there.
    pub(crate) fn figures(&self) -> Vec<(Vec<String>, Vec<String>)> {
        let last = self.columns.len() - 1;
        let dash = || "–".to_string();
        let value = |series: &Series| series.shown[last].map_or_else(dash, |value| self.format.text(value));
        let values = (vec![year(self.columns[last])], self.series.iter().map(value).collect());
        let change = |series: &Series| self.change(series).unwrap_or_else(dash);
        let changes: Vec<String> = self.series.iter().map(change).collect();
        let Some(word) = self.change_word().filter(|_| changes.iter().any(|change| *change != "–")) else {
            return vec![values];
        };
        let [first, last] = [self.span.0, self.span.1].map(|column| self.columns[column].year().number());
        vec![values, (vec![word.into(), number::years(first, last)], changes)]
    }

    fn change_word(&self) -> Option<&'static str> {
        match self.measure {
            _ if self.span.0 == self.span.1 => None,
            Measure::Value => Some(growth_word(self.periods())),
            Measure::Share => Some("Points"),
            _ => None,
        }
    }

    fn periods(&self) -> u32 {
        rows::periods(self.columns[self.span.0], self.columns[self.span.1])
    }

    /// Growth a year between two columns, or the change of a share in points.
    fn change(&self, series: &Series) -> Option<String> {
        let (first, last) = (series.values[self.span.0]?, series.values[self.span.1]?);
        match self.measure {
            Measure::Value => {
                let rate = rows::growth(first, last, self.periods())?;
                Some(number::signed_percent(rate, self.format.numbers()))
            }
            Measure::Share => {
                let points = (last - first) * 100.0;
                let format = Format::new(self.format.decimals, points, self.format.numbers());
                Some(format.signed().text(points))
            }
            _ => None,
        }
    }

    fn sentence(&self, series: &Series) -> String {
        let values = self.columns.iter().zip(&series.shown).filter_map(|(&column, value)| {
            Some(format!("{} in {}", self.format.text((*value)?), spoken(column)))
        });
        let values: Vec<String> = values.collect();
        let change = self.change(series).and_then(|change| {
            let [first, last] = [self.span.0, self.span.1].map(|column| self.columns[column].year());
            let word = self.change_word()?;
            let is_whole = self.span == (0, self.columns.len() - 1);
            let over = if is_whole { String::new() } else { format!(" {first} to {last}") };
            Some(format!(", {word}{over} {change}"))
        });
        format!("{}: {}{}. ", series.name, values.join(", "), change.unwrap_or_default())
    }
}

impl Exhibit for Lines {
    fn notes(&self, theme: &Theme, width: f64) -> Result<Vec<String>, Error> {
        let mut notes = self.founded.clone();
        if line_plan::needs_letters(theme, self, width)? {
            notes.push("F:\u{a0}forecast.".into());
        }
        if self.marks.changes_differ_by_rounding(self.format) {
            notes.push(CHANGES.into());
        }
        if self.is_cut {
            notes.push("The axis does not begin at 0.".into());
        }
        if !self.others.is_empty() {
            let names: Vec<&str> = self.others.iter().map(|series| series.name.as_str()).collect();
            // Scenarios are few, and each is a question of its own.
            let named =
                Some(&names).filter(|_| self.is_cut).and_then(|names| rows::within("Thin lines", names));
            let counted = || format!("Thin lines: {}.", counted(self.others.len(), "more member"));
            notes.push(named.unwrap_or_else(counted));
        }
        notes.extend(rows::last_moved(&self.columns, &self.series, self.format));
        Ok(notes)
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        line_plan::scene(theme, self, words, size)
    }

    fn summary(&self) -> String {
        let last = self.columns.len() - 1;
        let ends = self.series.iter().filter_map(|series| {
            let value = self.format.text(series.shown[last]?);
            let change = self.change(series).zip(self.change_word());
            let change = change.map_or_else(String::new, |(change, word)| format!(" ({word} {change})"));
            Some(format!("{} {value}{change}", series.name))
        });
        let ends: Vec<String> = ends.collect();
        let said = if ends.is_empty() { "no number".into() } else { ends.join(", ") };
        text::clean(&format!("In {}: {said}.", spoken(self.columns[last]))).replace('−', "-")
    }

    fn numbers(&self) -> String {
        let lines = self.series.iter().chain(&self.others).map(|series| self.sentence(series));
        let marked = self.marks.sentences(&self.columns);
        text::clean(&lines.chain([marked]).collect::<String>()).replace('−', "-")
    }
}

/// "2026F" where it is a forecast.
fn year(column: Column) -> String {
    crate::chart::layout::years::year(column)
}

/// "2026 (forecast)".
fn spoken(column: Column) -> String {
    format!("{}{}", column.year(), if column.is_forecast() { " (forecast)" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row, RowKind};
    use crate::value::{Status, Unit};

    fn table(rows: &[(&str, [Option<f64>; 3])]) -> Table {
        let columns = [2019, 2020, 2026]
            .map(|year| if year < 2026 { Column::history(year) } else { Column::forecast(year) });
        let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        rows.iter().fold(table, |table, (name, values)| {
            let number = |value: Option<f64>| Some(Number { value: value?, status: Status::Assumed });
            table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap()
        })
    }

    fn read(table: &Table) -> Lines {
        Lines::read(table, &Options::default(), &Theme::light()).unwrap()
    }

    #[test]
    fn lines_end_with_their_value_and_growth() {
        let table =
            table(&[("Europe", [Some(2.0), Some(2.1), Some(4.0)]), ("Asia", [None, Some(1.0), Some(3.0)])]);
        let lines = read(&table);
        assert_eq!(
            lines.figures(),
            [
                (vec!["2026F".to_string()], vec!["4.0".to_string(), "3.0".into()]),
                (vec!["CAGR".into(), "2019–26".into()], vec!["+10.4%".into(), "–".into()]),
            ]
        );
        assert_eq!(lines.summary(), "In 2026 (forecast): Europe 4.0 (CAGR +10.4%), Asia 3.0.");
        assert!(lines.numbers().ends_with("Asia: 1.0 in 2020, 3.0 in 2026 (forecast)."));
    }

    #[test]
    fn shares_end_with_their_change_in_points() {
        let rows = [("Europe", [2.0, 2.1, 4.0].map(Some)), ("Asia", [2.0, 1.0, 1.0].map(Some))];
        let shares = table(&rows).shares().unwrap();
        assert_eq!(
            read(&shares).figures()[1],
            (vec!["Points".into(), "2019–26".into()], vec!["+30.0".to_string(), "−30.0".into()])
        );
    }

    #[test]
    fn rates_beyond_the_colors_are_thin_lines() {
        let names: Vec<String> = (0..9).map(|i| format!("m{i}")).collect();
        let rows: Vec<_> =
            names.iter().map(|name| (name.as_str(), [Some(1.0), Some(2.0), Some(3.0)])).collect();
        let (values, growth) = (read(&table(&rows)), read(&table(&rows).with_measure(Measure::YearOnYear)));
        assert_eq!((values.series.len(), values.others.len()), (6, 0));
        assert_eq!((growth.series.len(), growth.others.len()), (6, 3));
        assert!(
            growth
                .notes(&Theme::light(), 960.0)
                .unwrap()
                .contains(&"Thin lines: 3 more members.".to_string())
        );
    }

    #[test]
    fn a_table_without_a_number_is_refused() {
        let error = Lines::read(&table(&[("Europe", [None; 3])]), &Options::default(), &Theme::light());
        assert_eq!(
            error.unwrap_err().to_string(),
            "the table of a chart is empty, expected at least one number"
        );
    }
}
