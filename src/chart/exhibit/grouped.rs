//! Grouped columns: a group a year, and in it a column a series.

use std::fmt::Write as _;

use super::Exhibit;
use super::clusters::{Across, Bars, Clusters};
use super::columns::CHANGES;
use super::describe;
use super::marks::{Levels, Marks};
use crate::chart::annotation::Options;
use crate::chart::layout::frame::{Words, frame, margin};
use crate::chart::layout::key::{Entry, Key};
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::moved::Moved;
use crate::chart::number::Format;
use crate::chart::rows::{Rows, Series};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table};

/// Series side by side, in the order of the table, over the same years.
#[derive(Clone, Debug)]
pub(crate) struct Grouped {
    pub(crate) columns: Vec<Column>,
    pub(crate) bars: Vec<Bars>,
    marks: Marks,
    pub(crate) format: Format,
    is_additive: bool,
    founded: Vec<String>,
    is_total_alone: bool,
}

impl Grouped {
    /// Reads a table whose columns are years.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        if matches!(table.measure(), Measure::Cagr | Measure::Contribution) {
            let what = format!("grouped columns of '{}'", table.measure());
            let reason = "a column stands for a year, expected a number for each (bars can show it)".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let rows = Rows::read(table, options, theme)?.merged(theme.colors.series.len(), &theme.colors)?;
        let is_total_alone = rows.series.is_empty();
        let bars: Vec<Bars> = rows.drawn().iter().map(|series| bars(series, is_total_alone, theme)).collect();
        Ok(Self {
            marks: Levels::of("grouped columns", &rows).marks(options)?,
            format: rows.format,
            is_additive: rows.is_additive,
            founded: rows.notes(),
            columns: rows.columns,
            bars,
            is_total_alone,
        })
    }

    fn clusters(&self) -> Clusters<'_> {
        let fewest = if self.is_additive { self.format.decimals } else { 0 };
        let (columns, bars, marks) = (&self.columns, &self.bars, &self.marks);
        Clusters { columns, bars, marks, format: self.format, fewest }
    }

    fn across(&self, theme: &Theme, width: f64) -> Result<Across<'_>, Error> {
        Across::plan(theme, self.clusters(), (margin(width), width - margin(width)))
    }

    /// What is not printed as its nearest neighbor, so that series add up.
    fn moved_note(&self, format: Format) -> Option<String> {
        let mut moved = Moved::new(format);
        for (index, &column) in self.columns.iter().enumerate() {
            for bars in &self.bars {
                let printed = bars.values[index].zip(bars.shown[index]);
                printed.into_iter().for_each(|(value, shown)| moved.print(&bars.name, column, value, shown));
            }
        }
        moved.note()
    }

    /// Names of the series, in the order of their columns.
    fn key(&self, theme: &Theme, width: f64) -> Key<'_> {
        let entries = self.bars.iter().filter(|_| !self.is_total_alone);
        let entries = entries.map(|bars| Entry { name: &bars.name, color: bars.color, column: None });
        Key::measure(&theme.fonts, entries.collect(), width - 2.0 * margin(width))
    }
}

fn bars(series: &Series, is_total_alone: bool, theme: &Theme) -> Bars {
    let color = if is_total_alone { theme.colors.whole } else { series.color };
    let (name, values, shown) = (series.name.clone(), series.values.clone(), series.shown.clone());
    Bars { name, values, shown, color }
}

/// "2026 (forecast)".
pub(super) fn when(column: Column) -> String {
    format!("{}{}", column.year(), if column.is_forecast() { " (forecast)" } else { "" })
}

/// What every chart of columns says about the letter after its years.
pub(super) fn letter(columns: &[Column]) -> Option<String> {
    // A no-break space, so that the letter and its meaning stay on one line.
    columns.iter().any(|column| column.is_forecast()).then(|| "F:\u{a0}forecast.".into())
}

impl Exhibit for Grouped {
    fn notes(&self, theme: &Theme, width: f64) -> Result<Vec<String>, Error> {
        let across = self.across(theme, width)?;
        let changes = self.marks.changes_differ_by_rounding(across.format).then(|| CHANGES.into());
        let moved = across.prints_all().then(|| self.moved_note(across.format)).flatten();
        Ok(self.founded.iter().cloned().chain(letter(&self.columns)).chain(changes).chain(moved).collect())
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        let mut scene = Scene::new(size.0, size.1);
        let (across, key) = (self.across(theme, size.0)?, self.key(theme, size.0));
        let room = frame(&mut scene, theme, words, key.height() + across.least_height())?;
        key.draw(&mut scene, theme, (room.left, room.top));
        let top = (room.top + key.height()).round();
        across.draw(&mut scene, theme, (top, room.bottom), None);
        Ok(scene)
    }

    fn summary(&self) -> String {
        let last = self.columns.len() - 1;
        let numbers = self.bars.iter().filter_map(|bars| Some((bars.values[last]?, bars.shown[last]?, bars)));
        let Some((_, largest, _)) = numbers.clone().max_by(|a, b| a.0.total_cmp(&b.0)) else {
            return format!("No numbers in {}.", when(self.columns[last]));
        };
        let texts: Vec<(&str, String)> =
            numbers.map(|(_, shown, bars)| (bars.name.as_str(), self.format.text(shown))).collect();
        let among = if self.bars.len() > 1 { "Largest" } else { "Latest" };
        let value = self.format.text(largest);
        let name = describe::who(&texts, &value, "series");
        let value = value.replace('−', "-");
        text::clean(&format!("{among} in {}: {name}, {value}.", when(self.columns[last])))
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        for (index, column) in self.columns.iter().enumerate() {
            let numbers = self.bars.iter().map(|bars| {
                let number = bars.shown[index].map(|value| self.format.text(value));
                format!("{} {}", bars.name, number.unwrap_or_else(|| "without a number".into()))
            });
            let _ = write!(out, "{}: {}. ", when(*column), numbers.collect::<Vec<_>>().join(", "));
        }
        out.push_str(&self.marks.sentences(&self.columns));
        text::clean(&out.replace('−', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::annotation::ValueLine;
    use crate::table::{Number, Row, RowKind};
    use crate::value::{Status, Unit};

    fn table(rows: &[(&str, [Option<f64>; 2])]) -> Table {
        let columns = [Column::history(2019), Column::forecast(2020)];
        let number = |value: Option<f64>| value.map(|value| Number { value, status: Status::Assumed });
        let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        rows.iter().fold(empty, |table, (name, values)| {
            table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap()
        })
    }

    #[test]
    fn series_keep_the_order_of_the_table_and_gaps_stay_gaps() {
        let table = table(&[("b", [Some(1.0), None]), ("a", [Some(-3.0), Some(4.25)])]);
        let options = Options { lines: vec![ValueLine::average()], ..Options::default() };
        let grouped = Grouped::read(&table, &options, &Theme::light()).unwrap();
        assert_eq!(grouped.summary(), "Largest in 2020 (forecast): a, 4.2.");
        assert_eq!(
            grouped.numbers(),
            "2019: b 1.0, a -3.0. 2020 (forecast): b without a number, a 4.2. Average 0.8."
        );
        assert_eq!(grouped.notes(&Theme::light(), 960.0).unwrap(), ["F:\u{a0}forecast."]);
    }

    #[test]
    fn rates_over_several_years_are_refused_and_more_series_than_colors_merged() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let rows = names.map(|name| (name, [Some(1.0), Some(2.0)]));
        let read = |table: &Table| Grouped::read(table, &Options::default(), &Theme::light());
        let grouped = read(&table(&rows)).unwrap();
        assert_eq!((grouped.bars.len(), grouped.bars[5].name.as_str()), (6, "Other (3)"));
        let error = read(&table(&rows).cagr().unwrap()).unwrap_err().to_string();
        assert!(error.starts_with("grouped columns of 'cagr' is not defined"), "{error}");
        let error = read(&table(&rows).year_on_year().unwrap()).unwrap_err().to_string();
        assert!(error.contains("rates do not add up"), "{error}");
    }
}
