//! Arrows and lines that a user asked for, worked out on the columns they mark.

use crate::chart::annotation::{Difference, Level, Options, ValueLine};
use crate::chart::layout::arrow::Span;
use crate::chart::number::{self, Format};
use crate::chart::rows;
use crate::error::{Error, ErrorKind};
use crate::table::Column;
use crate::value::Year;

/// What is marked on columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Arrows over the columns that carry growth.
    pub(crate) arrows: Vec<Span>,
    /// Whether a chart without room for the arrows may go without them.
    pub(crate) may_miss: bool,
    /// Arrows beside the columns from one level to another.
    pub(crate) gaps: Vec<Gap>,
    pub(crate) lines: Vec<Line>,
}

/// A change from one level to another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gap {
    pub(crate) from: Foot,
    pub(crate) to: Foot,
    pub(crate) label: String,
    /// Whether the label has the change itself, and the change as a part of the level it starts from.
    has_change: bool,
    has_part: bool,
}

/// Where a level stands: over a column, or across all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Foot {
    pub(crate) column: Option<usize>,
    pub(crate) value: f64,
}

/// A value across the chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) value: f64,
    /// Name and value as printed.
    pub(crate) label: String,
}

impl Marks {
    /// Works out what `options` ask for on columns of these totals.
    pub(crate) fn read(
        options: &Options,
        columns: &[Column],
        totals: &[f64],
        format: Format,
    ) -> Result<Self, Error> {
        let marks = Numbers { columns, totals, format };
        let (arrows, may_miss) = match &options.growth {
            None => (marks.whole_span().into_iter().collect(), true),
            Some(spans) => {
                let arrows = spans.iter().map(|&(first, last)| marks.arrow(first, last));
                (arrows.collect::<Result<_, _>>()?, false)
            }
        };
        let gaps = options.differences.iter().map(|(from, to, how)| marks.gap(from, to, *how));
        let gaps = gaps.collect::<Result<_, _>>()?;
        let lines = options.lines.iter().map(|line| marks.line(&line.name, line.value));
        Ok(Self { arrows, may_miss, gaps, lines: lines.collect::<Result<_, _>>()? })
    }

    /// The highest value that is marked.
    pub(crate) fn highest(&self) -> f64 {
        let feet = self.gaps.iter().flat_map(|gap| [gap.from.value, gap.to.value]);
        self.lines.iter().map(|line| line.value).chain(feet).fold(0.0, f64::max)
    }

    /// What is marked, in sentences.
    pub(crate) fn sentences(&self, columns: &[Column]) -> String {
        let between =
            |first: usize, last: usize| format!("{} to {}", columns[first].year(), columns[last].year());
        let shown = self.arrows.iter().filter(|_| !self.may_miss);
        let arrows = shown.map(|arrow| format!("{}: {}. ", between(arrow.first, arrow.last), arrow.long));
        let lines = self.lines.iter().map(|line| format!("{}. ", line.label));
        let gaps = self.gaps.iter().map(|gap| match (gap.from.column, gap.to.column) {
            (Some(first), Some(last)) => format!("{}: {}. ", between(first, last), gap.label),
            (Some(first), None) => format!("{} to the level marked: {}. ", columns[first].year(), gap.label),
            (None, Some(last)) => format!("The level marked to {}: {}. ", columns[last].year(), gap.label),
            (None, None) => format!("Between the levels marked: {}. ", gap.label),
        });
        arrows.chain(gaps).chain(lines).collect()
    }
}

impl Gap {
    /// Whether its label says something else than the printed levels do.
    pub(crate) fn differs_by_rounding(&self, format: Format) -> bool {
        let read = |foot: Foot| format.read(foot.value);
        let change = |to: f64, from: f64| format.signed().text(to - from);
        let part = |to: f64, from: f64| number::change_percent((to - from) / from, format.numbers());
        let (from, to) = (read(self.from), read(self.to));
        let both = |of: &dyn Fn(f64, f64) -> String| of(self.to.value, self.from.value) != of(to, from);
        (self.has_change && both(&change)) || (self.has_part && both(&part))
    }
}

/// The numbers that are marked.
struct Numbers<'a> {
    columns: &'a [Column],
    totals: &'a [f64],
    format: Format,
}

impl Numbers<'_> {
    /// Growth from the first to the last column, where there is any.
    fn whole_span(&self) -> Option<Span> {
        let last = self.columns.len().checked_sub(1)?;
        self.span(0, last)
    }

    fn span(&self, first: usize, last: usize) -> Option<Span> {
        let periods = rows::periods(self.columns[first], self.columns[last]);
        let rate = rows::growth(self.totals[first], self.totals[last], periods)?;
        let word = if periods == 1 { "growth" } else { "CAGR" };
        let numbers = self.format.numbers();
        let long = format!("{} {word}", number::percent(rate, numbers));
        Some(Span { first, last, long, short: number::signed_percent(rate, numbers) })
    }

    fn arrow(&self, first: Year, last: Year) -> Result<Span, Error> {
        let (from, to) = (self.column(first)?, self.column(last)?);
        if to <= from {
            return Err(ErrorKind::YearsBackwards { first, last }.into());
        }
        self.span(from, to).ok_or_else(|| {
            let what = format!("the growth from {first} to {last}");
            let reason = format!("it starts from {}", self.format.text(self.totals[from]));
            ErrorKind::Undefined { what, reason }.into()
        })
    }

    fn column(&self, year: Year) -> Result<usize, Error> {
        rows::column_of(self.columns, year)
    }

    fn foot(&self, level: &Level) -> Result<Foot, Error> {
        match level {
            Level::Total { year } => {
                let column = self.column(*year)?;
                Ok(Foot { column: Some(column), value: self.totals[column] })
            }
            Level::Value { value } => {
                Ok(Foot { column: None, value: not_negative("a level of the chart", *value)? })
            }
        }
    }

    fn gap(&self, from: &Level, to: &Level, how: Difference) -> Result<Gap, Error> {
        let (from, to) = (self.foot(from)?, self.foot(to)?);
        let change = self.format.signed().text(to.value - from.value);
        let part = (from.value > 0.0).then(|| (to.value - from.value) / from.value);
        let relative = part
            .filter(|part| part.is_finite())
            .map(|part| number::change_percent(part, self.format.numbers()));
        let label = match (how, relative) {
            (Difference::Absolute, _) => change,
            (Difference::Relative, Some(relative)) => relative,
            (Difference::Both, Some(relative)) => format!("{change} ({relative})"),
            (Difference::Relative | Difference::Both, None) => {
                let what = "a relative difference from 0".into();
                let reason = "nothing is a part of nothing, expected an absolute difference".into();
                return Err(ErrorKind::Undefined { what, reason }.into());
            }
        };
        let (has_change, has_part) = (how != Difference::Relative, how != Difference::Absolute);
        Ok(Gap { from, to, label, has_change, has_part })
    }

    fn line(&self, name: &str, value: Option<f64>) -> Result<Line, Error> {
        let count = self.totals.len().max(1) as f64;
        let average = || self.totals.iter().map(|total| total / count).sum();
        let value = not_negative(&format!("the value line '{name}'"), value.unwrap_or_else(average))?;
        let label = format!("{name} {}", self.format.text(value)).trim().into();
        Ok(Line { name: name.into(), value, label })
    }
}

/// The value lines asked for, on a chart whose values have this average.
pub(crate) fn lines(options: &Options, format: Format, average: f64) -> Result<Vec<Line>, Error> {
    let line = |line: &ValueLine| {
        let value = line.value.unwrap_or(average);
        if !value.is_finite() {
            let (what, expected) = (format!("the value line '{}'", line.name), "a finite number".into());
            return Err(ErrorKind::Number { what, found: value, expected }.into());
        }
        let label = format!("{} {}", line.name, format.text(value)).trim().into();
        Ok(Line { name: line.name.clone(), value, label })
    };
    options.lines.iter().map(line).collect()
}

fn not_negative(what: &str, value: f64) -> Result<f64, Error> {
    if value >= 0.0 && value.is_finite() {
        return Ok(value);
    }
    let expected = "a number of 0 or more: a stack has no room below its base line".into();
    Err(ErrorKind::Number { what: what.into(), found: value, expected }.into())
}
