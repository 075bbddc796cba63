//! Small multiples: a panel for each row, all on one scale.

use std::fmt::Write as _;

use super::Exhibit;
use super::panel_plan;
use crate::chart::annotation::Options;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::layout::years::year;
use crate::chart::number::{self, Format};
use crate::chart::rows::{self, Rows, Series};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table};

/// Rows of a table, each for a panel of its own.
#[derive(Clone, Debug)]
pub(crate) struct Panels {
    pub(crate) columns: Vec<Column>,
    pub(crate) measure: Measure,
    pub(crate) series: Vec<Series>,
    pub(crate) format: Format,
    founded: Vec<String>,
}

impl Panels {
    /// Reads a table of any measure.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let rows = Rows::read(table, options, theme)?;
        if rows.drawn().iter().all(|series| series.values.iter().all(Option::is_none)) {
            let (what, expected) = ("the table of a chart".into(), "at least one number".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        let (founded, series) = (rows.notes(), rows.drawn().to_vec());
        Ok(Self { columns: rows.columns, measure: rows.measure, series, format: rows.format, founded })
    }

    /// What stands under the name of a panel, from the longest to the shortest.
    pub(crate) fn figures(&self, series: &Series) -> Vec<String> {
        let (first, last) = (0, self.columns.len() - 1);
        let Some(value) = series.shown[last] else { return vec!["–".into()] };
        let value = self.format.text(value);
        let when = format!("{value} in {}", year(self.columns[last]));
        match self.growth(series) {
            None => vec![when, value],
            Some(rate) => {
                let years =
                    number::years(self.columns[first].year().number(), self.columns[last].year().number());
                vec![
                    format!("{when}, {rate} a year {years}"),
                    format!("{when}, {rate} a year"),
                    format!("{value}, {rate}"),
                    value,
                ]
            }
        }
    }

    /// Growth a year of values over all years.
    fn growth(&self, series: &Series) -> Option<String> {
        if self.measure != Measure::Value {
            return None;
        }
        let last = self.columns.len() - 1;
        let (from, to) = (series.values[0]?, series.values[last]?);
        let rate = rows::growth(from, to, rows::periods(self.columns[0], self.columns[last]))?;
        Some(number::signed_percent(rate, self.format.numbers()))
    }
}

impl Exhibit for Panels {
    fn notes(&self, _: &Theme, _: f64) -> Result<Vec<String>, Error> {
        let mut notes = self.founded.clone();
        if self.columns.iter().any(|column| column.is_forecast()) {
            notes.push("F:\u{a0}forecast.".into());
        }
        notes.push("All panels have the same scale.".into());
        notes.extend(rows::last_moved(&self.columns, &self.series, self.format));
        Ok(notes)
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        panel_plan::scene(theme, self, words, size)
    }

    fn summary(&self) -> String {
        let said = self.series.iter().map(|series| format!("{}: {}", series.name, self.figures(series)[0]));
        text::clean(&format!("{}.", said.collect::<Vec<_>>().join("; "))).replace('−', "-")
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        for series in &self.series {
            let values = self.columns.iter().zip(&series.shown);
            let values = values.filter_map(|(&column, value)| {
                Some(format!("{} in {}", self.format.text((*value)?), year(column)))
            });
            let _ = write!(out, "{}: {}. ", series.name, values.collect::<Vec<_>>().join(", "));
        }
        text::clean(&out).replace('−', "-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row, RowKind};
    use crate::value::{Status, Unit};

    #[test]
    fn panels_say_where_their_line_ends() {
        let columns = [Column::history(2019), Column::forecast(2026)];
        let number = |value| Some(Number { value, status: Status::Assumed });
        let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns)
            .with_row(Row::new(RowKind::Member, ["Europe"]), [2.0, 4.0].map(number))
            .unwrap()
            .with_row(Row::new(RowKind::Member, ["Asia"]), [None, number(1.0)])
            .unwrap();
        let panels = Panels::read(&table, &Options::default(), &Theme::light()).unwrap();
        assert_eq!(panels.summary(), "Europe: 4.0 in 2026F, +10.4% a year 2019–26; Asia: 1.0 in 2026F.");
        assert_eq!(panels.numbers(), "Europe: 2.0 in 2019, 4.0 in 2026F. Asia: 1.0 in 2026F.");
    }
}
