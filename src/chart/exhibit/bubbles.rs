//! Bubbles: how large members are, how fast they grow, and what they come to.

mod beside;
mod picture;

use std::fmt::Write as _;

use super::Exhibit;
use super::describe;
use super::heat_map::growth::ends;
use super::marimekko::{forecast_note, named, when};
use crate::chart::annotation::Options;
use crate::chart::color::Color;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::number::{self, Format};
use crate::chart::rows::{self, Rows};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table};
use crate::value::Years;
use crate::value::prose::list;

/// More circles than this no page tells apart.
const MOST: usize = 50;

/// Members from the largest to the smallest, as they are painted.
#[derive(Clone, Debug)]
pub(crate) struct Bubbles {
    pub(crate) members: Vec<Bubble>,
    pub(crate) first: Column,
    pub(crate) last: Column,
    /// Growth of the whole, a year.
    pub(crate) growth: f64,
    pub(crate) format: Format,
    /// How growth is printed.
    pub(crate) rates: Format,
    /// The unit of sizes.
    pub(crate) unit: String,
    /// Members whose growth is not defined.
    undefined: Vec<String>,
    founded: Vec<String>,
    subtitle: String,
}

/// One member.
#[derive(Clone, Debug)]
pub(crate) struct Bubble {
    pub(crate) name: String,
    /// Of the whole, in the first year.
    pub(crate) share: f64,
    /// A year, from the first to the last.
    pub(crate) growth: f64,
    /// In the last year.
    pub(crate) size: f64,
    pub(crate) color: Color,
}

impl Bubbles {
    /// Reads the first and the last of some years of a table of values.
    pub(crate) fn read(table: &Table, years: Years, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let [first, last] = ends(table, years)?;
        let mut rows = Rows::read(table, options, theme)?;
        let places = [rows.column(first.year())?, rows.column(last.year())?];
        let whole = whole(&rows, places)?;
        let periods = rows::periods(first, last);
        let (mut members, mut undefined) = (Vec::new(), Vec::new());
        for series in &rows.series {
            let ends = series.values[places[0]].zip(series.values[places[1]]);
            let grown = ends.and_then(|(start, end)| Some((start, end, rows::growth(start, end, periods)?)));
            let Some((start, size, growth)) = grown else {
                undefined.push(series.name.clone());
                continue;
            };
            let (name, color) = (series.name.clone(), series.color);
            members.push(Bubble { name, share: start / whole.0, growth, size, color });
        }
        members.sort_by(|a, b| b.size.total_cmp(&a.size));
        let growth = rows::growth(whole.0, whole.1, periods).filter(|_| !members.is_empty());
        let growth = growth.ok_or_else(|| {
            let what = format!("growth from {} of every member", first.year());
            Error::from(ErrorKind::Undefined { what, reason: "it starts from 0, or from no number".into() })
        })?;
        if members.len() > MOST {
            let what = "members in growth bubbles".into();
            return Err(ErrorKind::TooLarge { what, found: members.len(), limit: MOST }.into());
        }
        let fastest = members.iter().fold(growth.abs(), |fastest, member| fastest.max(member.growth.abs()));
        let rates = Format::of(Measure::Cagr, 1, fastest, theme.numbers);
        cut(&mut rows, places);
        Ok(Self {
            members,
            first,
            last,
            growth,
            format: rows.format,
            rates,
            unit: table.unit().at_the_start(),
            undefined,
            founded: rows.notes(),
            subtitle: subtitle(table, years),
        })
    }

    /// The size of the largest.
    pub(crate) fn largest(&self) -> f64 {
        self.members.first().map_or(0.0, |member| member.size)
    }

    /// "2019–26".
    pub(crate) fn span(&self) -> String {
        number::years(self.first.year().number(), self.last.year().number())
    }
}

impl Exhibit for Bubbles {
    fn subtitle(&self, _: &Table) -> String {
        self.subtitle.clone()
    }

    fn notes(&self, _: &Theme, width: f64) -> Result<Vec<String>, Error> {
        let mut notes = self.founded.clone();
        notes.extend(forecast_note(&[self.first, self.last]));
        let what = "Left out, as growth from 0 or from no number is not defined";
        notes.extend(named(what, &self.undefined, self.undefined.len()));
        if picture::has_dots(self, width) {
            notes.push("The smallest bubbles are drawn larger than their size.".into());
        }
        Ok(notes)
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        picture::scene(self, theme, words, size)
    }

    fn summary(&self) -> String {
        let total = self.rates.text(self.growth);
        let rates = |member: &Bubble| self.rates.text(member.growth);
        let texts: Vec<(&str, String)> =
            self.members.iter().map(|member| (member.name.as_str(), rates(member))).collect();
        let by_growth = |a: &&Bubble, b: &&Bubble| a.growth.total_cmp(&b.growth);
        let fastest = self.members.iter().max_by(by_growth).map(rates).unwrap_or_default();
        let slowest = self.members.iter().min_by(by_growth).map(rates).unwrap_or_default();
        let who = |text: &str| format!("{} {text}", describe::who(&texts, text, "members"));
        let parts = if fastest == slowest {
            who(&fastest)
        } else {
            format!("fastest {}, slowest {}", who(&fastest), who(&slowest))
        };
        text::clean(&format!("Total {total} a year; {parts}.").replace('−', "-"))
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        let shares = Format::percent(1, self.format.numbers());
        for member in &self.members {
            let (size, share) = (self.format.text(member.size), shares.text(member.share));
            let growth = self.rates.text(member.growth).replace('−', "-");
            let (first, last) = (self.first.year(), when(self.last));
            let name = &member.name;
            let _ =
                write!(out, "{name}: {size} in {last}, {growth} a year, {share} of the total in {first}. ");
        }
        text::clean(&out)
    }
}

/// The whole in the first and the last year: what the table says it is, else the sum of its rows.
fn whole(rows: &Rows, places: [usize; 2]) -> Result<(f64, f64), Error> {
    if rows.series.is_empty() {
        let (what, reason) =
            ("bubbles of the total alone".into(), "expected rows that are parts of it".into());
        return Err(ErrorKind::Undefined { what, reason }.into());
    }
    let [first, last] = places.map(|place| {
        let sum = || rows.series.iter().filter_map(|series| series.values[place]).sum();
        rows.total.as_ref().and_then(|total| total.values[place]).unwrap_or_else(sum)
    });
    for (sum, place) in [(first, places[0]), (last, places[1])] {
        if !sum.is_finite() {
            let what = format!("the sum of {}", rows.columns[place].year());
            return Err(ErrorKind::Number { what, found: sum, expected: "a finite number".into() }.into());
        }
    }
    Ok((first, last))
}

/// Leaves two columns, so that notes are about what is drawn.
fn cut(rows: &mut Rows, places: [usize; 2]) {
    for series in rows.series.iter_mut().chain(&mut rows.total) {
        series.values = places.map(|place| series.values[place]).to_vec();
        series.shown = places.map(|place| series.shown[place]).to_vec();
        series.statuses = places.map(|place| series.statuses[place]).to_vec();
    }
    rows.columns = places.map(|place| rows.columns[place]).to_vec();
}

/// "Growth and size by region, 2019 to 2026, USD billion".
fn subtitle(table: &Table, years: Years) -> String {
    let by = if table.axes().is_empty() { String::new() } else { format!(" by {}", list(table.axes())) };
    let scenario = match table.scenario() {
        "Base" => String::new(),
        name => format!(", scenario '{name}'"),
    };
    format!("Growth, {years}, and size{by}, {}{scenario}", table.unit().in_words())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row, RowKind};
    use crate::value::{Status, Unit};

    fn table(rows: &[(&str, [Option<f64>; 2])], total: Option<[f64; 2]>) -> Table {
        let columns = [Column::history(2019), Column::forecast(2026)];
        let number = |value: f64| Number { value, status: Status::Assumed };
        let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let table = rows.iter().fold(empty, |table, (name, values)| {
            let values = values.map(|value| value.map(number));
            table.with_row(Row::new(RowKind::Member, [*name]), values).unwrap()
        });
        total.into_iter().fold(table, |table, total| {
            table.with_row(Row::total(), total.map(|value| Some(number(value)))).unwrap()
        })
    }

    fn read(table: &Table, options: &Options) -> Result<Bubbles, Error> {
        Bubbles::read(table, Years::new(2019, 2026).unwrap(), options, &Theme::light())
    }

    const ROWS: [(&str, [Option<f64>; 2]); 4] = [
        ("Europe", [Some(2.0), Some(2.0)]),
        ("Asia", [Some(2.0), Some(4.0)]),
        ("Africa", [Some(0.0), Some(1.0)]),
        ("America", [Some(1.0), None]),
    ];

    #[test]
    fn largest_come_first_and_what_has_no_growth_is_named() {
        let bubbles = read(&table(&ROWS, Some([8.0, 16.0])), &Options::default()).unwrap();
        assert_eq!(
            bubbles.numbers(),
            "Asia: 4.0 in 2026 (forecast), +10.4% a year, 25.0% of the total in 2019. \
             Europe: 2.0 in 2026 (forecast), 0.0% a year, 25.0% of the total in 2019."
        );
        assert_eq!(bubbles.summary(), "Total +10.4% a year; fastest Asia +10.4%, slowest Europe 0.0%.");
        assert_eq!(bubbles.subtitle, "Growth, 2019 to 2026, and size by region, USD billion");
        assert_eq!(
            bubbles.notes(&Theme::light(), 960.0).unwrap(),
            [
                "2026 is a forecast.",
                "Left out, as growth from 0 or from no number is not defined: Africa and America."
            ]
        );
    }

    #[test]
    fn without_a_total_rows_are_the_whole() {
        let bubbles = read(&table(&ROWS[..3], None), &Options::default()).unwrap();
        assert_eq!(bubbles.members.iter().map(|member| member.share).collect::<Vec<_>>(), [0.5, 0.5]);
        let options = Options { largest: Some(1), highlight: vec!["Asia".into()], ..Options::default() };
        let bubbles = read(&table(&ROWS[..3], None), &options).unwrap();
        let names: Vec<&str> = bubbles.members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["Asia", "Other (2)"]);
        assert_eq!(bubbles.members[1].color, Theme::light().colors.muted);
    }

    #[test]
    fn what_has_no_bubble_is_refused() {
        let message = |table: &Table| read(table, &Options::default()).unwrap_err().to_string();
        assert!(message(&table(&[], Some([1.0, 2.0]))).starts_with("bubbles of the total alone"));
        assert!(message(&table(&ROWS[2..3], None)).starts_with("growth from 2019 of every member"));
        let names: Vec<String> = (0..51).map(|i| format!("m{i}")).collect();
        let rows: Vec<_> = names.iter().map(|name| (name.as_str(), [Some(1.0), Some(2.0)])).collect();
        assert_eq!(message(&table(&rows, None)), "members in growth bubbles: 51, expected at most 50");
    }

    #[test]
    fn what_is_too_small_to_be_seen_is_said_to_be_drawn_larger() {
        let rows = [("a", [Some(1.0), Some(1000.0)]), ("b", [Some(1.0), Some(1.0)])];
        let bubbles = read(&table(&rows, None), &Options::default()).unwrap();
        let notes = bubbles.notes(&Theme::light(), 960.0).unwrap();
        assert_eq!(notes.last().unwrap(), "The smallest bubbles are drawn larger than their size.");
    }
}
