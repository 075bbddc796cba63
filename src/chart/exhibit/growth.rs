//! Growth columns: how large the total is, and in a strip above how fast it grows.

use std::fmt::Write as _;

use super::Exhibit;
use super::clusters::{Across, Bars, Clusters};
use super::columns::CHANGES;
use super::grouped::{letter, when};
use super::marks::Marks;
use super::whole::{Whole, scenario};
use crate::chart::annotation::Options;
use crate::chart::layout::arrow::Span;
use crate::chart::layout::frame::{Words, frame, margin};
use crate::chart::layout::scene::Scene;
use crate::chart::layout::strip::Strip;
use crate::chart::layout::text;
use crate::chart::number;
use crate::chart::rows;
use crate::chart::theme::Theme;
use crate::error::Error;
use crate::table::{Column, Table, unrounded};

/// Totals and the growth between them.
#[derive(Clone, Debug)]
pub(crate) struct GrowthColumns {
    whole: Whole,
    marks: Marks,
    bars: [Bars; 1],
    /// Growth a year since the column before; none for the first.
    growth: Vec<Option<f64>>,
    founded: Vec<String>,
}

impl GrowthColumns {
    /// Reads the totals of a table of values.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let rows = rows::Rows::read(table, options, theme)?;
        let whole = Whole::of(&rows, table, "the total of growth columns")?;
        let values = |values: &[f64]| values.iter().copied().map(Some).collect();
        let bars = Bars {
            name: rows::TOTAL.into(),
            values: values(&whole.totals),
            shown: values(&whole.shown),
            color: theme.colors.whole,
        };
        let marks = whole.levels("growth columns", rows.measure).marks(options)?;
        let growth = growth(&rows.columns, &whole.totals);
        let alone = rows::Rows { series: Vec::new(), ..rows };
        Ok(Self { founded: alone.notes(), whole, marks, bars: [bars], growth })
    }

    fn across(&self, theme: &Theme, width: f64) -> Result<Across<'_>, Error> {
        let fewest = if self.whole.is_additive { self.whole.format.decimals } else { 0 };
        let (columns, format) = (&self.whole.columns, self.whole.format);
        let clusters = Clusters { columns, bars: &self.bars, marks: &self.marks, format, fewest };
        Across::plan(theme, clusters, (margin(width), width - margin(width)))
    }

    fn is_yearly(&self) -> bool {
        self.whole.columns.windows(2).all(|pair| rows::periods(pair[0], pair[1]) == 1)
    }

    /// What the strip shows.
    fn heading(&self) -> &'static str {
        if self.is_yearly() { "Growth over the year before" } else { "Growth a year since the column before" }
    }

    fn has_growth(&self) -> bool {
        self.growth.iter().any(Option::is_some)
    }

    fn growth_text(&self, rate: f64) -> String {
        number::signed_percent(rate, self.whole.format.numbers())
    }

    /// Whether the printed totals would give another growth than is printed.
    fn differs_by_rounding(&self, across: &Across) -> bool {
        let read: Vec<f64> = self.whole.shown.iter().map(|&total| across.format.read(total)).collect();
        let texts = |rates: &[Option<f64>]| -> Vec<Option<String>> {
            rates.iter().map(|rate| rate.map(|rate| self.growth_text(rate))).collect()
        };
        let arrow = |arrow: &Span| {
            let (first, last) = (arrow.first, arrow.last);
            let periods = rows::periods(self.whole.columns[first], self.whole.columns[last]);
            let rate = |of: &[f64]| rows::growth(of[first], of[last], periods);
            texts(&[rate(&read)]) != texts(&[rate(&self.whole.totals)])
        };
        texts(&growth(&self.whole.columns, &read)) != texts(&self.growth)
            || self.marks.arrows.iter().any(arrow)
    }
}

/// Growth a year between neighbors.
fn growth(columns: &[Column], totals: &[f64]) -> Vec<Option<f64>> {
    let between = |index: usize| {
        let periods = rows::periods(columns[index - 1], columns[index]);
        rows::growth(totals[index - 1], totals[index], periods)
    };
    (0..columns.len()).map(|index| if index == 0 { None } else { between(index) }).collect()
}

impl Exhibit for GrowthColumns {
    fn subtitle(&self, table: &Table) -> String {
        let years = match (self.whole.columns.first(), self.whole.columns.last()) {
            (Some(first), Some(last)) if first.year() < last.year() => {
                format!(", {} to {}", first.year(), last.year())
            }
            (Some(first), _) => format!(", {}", first.year()),
            _ => String::new(),
        };
        format!("{}{years}{}", table.unit().at_the_start(), scenario(table))
    }

    fn notes(&self, theme: &Theme, width: f64) -> Result<Vec<String>, Error> {
        let across = self.across(theme, width)?;
        let rounded = across.prints_all()
            && (self.has_growth() || !self.marks.arrows.is_empty())
            && self.differs_by_rounding(&across);
        let years = |arrow: &Span| arrow.last - arrow.first;
        let longest = self.marks.arrows.iter().map(years).max().unwrap_or(1) as u32;
        let longest = if self.is_yearly() { longest.max(1) } else { 2 };
        let rounded = rounded.then(|| unrounded(longest).to_string());
        let changes = self.marks.changes_differ_by_rounding(across.format).then(|| CHANGES.to_string());
        let letter = letter(&self.whole.columns);
        Ok(self.founded.iter().cloned().chain(letter).chain(rounded).chain(changes).collect())
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        let mut scene = Scene::new(size.0, size.1);
        let across = self.across(theme, size.0)?;
        let strip = self.has_growth().then(|| {
            let texts = self.growth.iter().map(|rate| rate.map(|rate| (rate, self.growth_text(rate))));
            Strip::plan(theme, self.heading(), texts.collect(), &self.whole.columns, &across.slots)
        });
        let above = strip.as_ref().map_or(0.0, Strip::height);
        let room = frame(&mut scene, theme, words, above + across.least_height() + 1.0)?;
        let top = room.top.round();
        let band = strip.as_ref().map(|_| top + Strip::band_top());
        across.draw(&mut scene, theme, (top + above, room.bottom), band);
        if let Some(strip) = strip {
            strip.draw(&mut scene, theme, (room.left, top));
        }
        Ok(scene)
    }

    fn summary(&self) -> String {
        let last = self.whole.columns.len() - 1;
        let mut out = format!("Total {}", self.whole.text(0));
        if last > 0 {
            let _ = write!(out, ", {}", self.whole.text(last));
        }
        let rates = || self.growth.iter().flatten().copied();
        let (low, high) = (rates().fold(f64::INFINITY, f64::min), rates().fold(f64::NEG_INFINITY, f64::max));
        if low.is_finite() {
            let (low, high) = (self.growth_text(low), self.growth_text(high));
            let rates = if low == high { low } else { format!("between {low} and {high}") };
            let _ = write!(out, "; growth a year {rates}");
        }
        text::clean(&format!("{out}.").replace('−', "-"))
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        for (index, column) in self.whole.columns.iter().enumerate() {
            let total = self.whole.format.text(self.whole.shown[index]);
            let _ = write!(out, "{}: total {total}", when(*column));
            if let Some(rate) = self.growth[index] {
                let _ = write!(out, ", growth {}", self.growth_text(rate));
            }
            out.push_str(". ");
        }
        out.push_str(&self.marks.sentences(&self.whole.columns));
        text::clean(&out.replace('−', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row};
    use crate::value::{Status, Unit};

    fn read(years: [i32; 3], totals: [f64; 3]) -> GrowthColumns {
        let columns = years.map(Column::history);
        let number = |value| Some(Number { value, status: Status::Assumed });
        let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let table = table.with_row(Row::total(), totals.map(number)).unwrap();
        GrowthColumns::read(&table, &Options::default(), &Theme::light()).unwrap()
    }

    #[test]
    fn growth_is_a_year_and_says_so() {
        let yearly = read([2019, 2020, 2021], [8.0, 10.0, 9.0]);
        assert_eq!(yearly.heading(), "Growth over the year before");
        assert_eq!(
            yearly.summary(),
            "Total 8.0 in 2019, 9.0 in 2021; growth a year between -10.0% and +25.0%."
        );
        assert_eq!(
            yearly.numbers(),
            "2019: total 8.0. 2020: total 10.0, growth +25.0%. 2021: total 9.0, growth -10.0%."
        );
        let apart = read([2010, 2012, 2022], [4.0, 9.0, 9.0]);
        assert_eq!(apart.heading(), "Growth a year since the column before");
        assert!((apart.growth[1].unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn growth_that_printed_totals_miss_has_its_note() {
        let notes = |totals| read([2019, 2020, 2021], totals).notes(&Theme::light(), 960.0).unwrap();
        assert_eq!(notes([8.0, 10.0, 9.0]), Vec::<String>::new());
        assert_eq!(notes([8.04, 10.0, 9.0]), ["Growth is computed from unrounded values."]);
    }

    #[test]
    fn from_nothing_there_is_no_growth() {
        let growth = read([2019, 2020, 2021], [0.0, 1.0, -1.0]);
        assert_eq!(growth.growth, [None, None, None]);
        assert_eq!(growth.summary(), "Total 0.0 in 2019, -1.0 in 2021.");
    }
}
