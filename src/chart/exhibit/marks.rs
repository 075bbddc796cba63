//! Arrows and lines that a user asked for, worked out on the numbers they mark.

use super::gaps::{Foot, Gap, Says};
use crate::chart::annotation::{Difference, Level, Options, ValueLine};
use crate::chart::layout::arrow::{self, GrowthArrow, Span};
use crate::chart::number::{self, Format};
use crate::chart::output::font::Fonts;
use crate::chart::rows::{self, Rows, Series, TOTAL};
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure};
use crate::value::Year;

/// What is marked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Arrows over the columns that carry growth.
    pub(crate) arrows: Vec<Span>,
    /// Whether a chart without room for the arrows may go without them.
    pub(crate) may_miss: bool,
    /// Arrows beside the plot from one level to another.
    pub(crate) gaps: Vec<Gap>,
    pub(crate) lines: Vec<Line>,
}

/// A value across the chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) value: f64,
    /// Name and value as printed.
    pub(crate) label: String,
}

/// The numbers that can be marked.
#[derive(Debug)]
pub(crate) struct Levels<'a> {
    /// What the chart is called, in the plural.
    pub(crate) chart: &'static str,
    pub(crate) columns: &'a [Column],
    pub(crate) series: Vec<Marked<'a>>,
    pub(crate) measure: Measure,
    pub(crate) format: Format,
    /// Whether there is a place below the base line.
    pub(crate) is_signed: bool,
}

/// Numbers of one name, one a column.
#[derive(Debug)]
pub(crate) struct Marked<'a> {
    pub(crate) name: &'a str,
    pub(crate) values: Vec<Option<f64>>,
    /// The values whose nearest neighbors are printed.
    pub(crate) shown: Vec<Option<f64>>,
}

impl<'a> From<&'a Series> for Marked<'a> {
    fn from(series: &'a Series) -> Self {
        Self { name: &series.name, values: series.values.clone(), shown: series.shown.clone() }
    }
}

impl Marks {
    /// Every value that has to have a place.
    pub(crate) fn values(&self) -> impl Iterator<Item = f64> {
        let feet = self.gaps.iter().flat_map(|gap| [gap.from.value, gap.to.value]);
        self.lines.iter().map(|line| line.value).chain(feet)
    }

    /// Whether some change says something else than the printed levels do.
    pub(crate) fn changes_differ_by_rounding(&self, format: Format) -> bool {
        self.gaps.iter().any(|gap| gap.differs_by_rounding(format))
    }

    /// The arrows over columns (left edge and width): all of them, or where the user has not asked for them
    /// perhaps none.
    pub(crate) fn place_arrows(
        &self,
        fonts: &Fonts,
        columns: &[Column],
        edges: &[(f64, f64)],
    ) -> Result<Vec<GrowthArrow>, Error> {
        match arrow::place(fonts, &self.arrows, edges) {
            Ok(arrows) => Ok(arrows),
            Err(_) if self.may_miss => Ok(Vec::new()),
            Err(index) => {
                let span = &self.arrows[index];
                let year = |column: usize| columns[column].year();
                let what = format!("a growth arrow from {} to {}", year(span.first), year(span.last));
                let reason =
                    "its columns are too close for its figure, expected a wider chart or fewer years";
                Err(ErrorKind::Undefined { what, reason: reason.into() }.into())
            }
        }
    }

    /// What is marked, in sentences.
    pub(crate) fn sentences(&self, columns: &[Column]) -> String {
        let shown = self.arrows.iter().filter(|_| !self.may_miss);
        let arrows = shown.map(|arrow| {
            format!("{} to {}: {}. ", columns[arrow.first].year(), columns[arrow.last].year(), arrow.long)
        });
        let lines = self.lines.iter().map(|line| format!("{}. ", line.label));
        arrows.chain(self.gaps.iter().map(Gap::sentence)).chain(lines).collect()
    }
}

impl<'a> Levels<'a> {
    /// Series that start from one base line, in charts of this name.
    pub(crate) fn of(chart: &'static str, rows: &'a Rows) -> Self {
        Self {
            chart,
            columns: &rows.columns,
            series: rows.drawn().iter().map(Marked::from).collect(),
            measure: rows.measure,
            format: rows.format,
            is_signed: true,
        }
    }

    /// Works out what `options` ask for, and no more.
    pub(crate) fn marks(&self, options: &Options) -> Result<Marks, Error> {
        let arrows = options.growth.iter().flatten();
        let arrows = arrows.map(|&(first, last)| self.arrow(first, last)).collect::<Result<_, _>>()?;
        let gaps = options.differences.iter().map(|(from, to, how)| self.gap(from, to, *how));
        let gaps = gaps.collect::<Result<_, _>>()?;
        let lines = options.lines.iter().map(|line| self.line(line)).collect::<Result<_, _>>()?;
        Ok(Marks { arrows, may_miss: false, gaps, lines })
    }

    /// Growth of the total from the first to the last column, where there is any.
    pub(crate) fn whole_span(&self) -> Option<Span> {
        self.span(0, self.columns.len().checked_sub(1)?)
    }

    /// The change of the total from the first to the last column: as a part of the first, or where that says
    /// nothing, the change itself.
    pub(crate) fn whole_change(&self) -> Option<Gap> {
        let level = |column: Option<&Column>| Some(Level::Total { year: column?.year() });
        let (from, to) = (level(self.columns.first())?, level(self.columns.last())?);
        let change = self.gap(&from, &to, Difference::Relative);
        change.or_else(|_| self.gap(&from, &to, Difference::Absolute)).ok()
    }

    fn total(&self) -> Option<usize> {
        self.series.iter().position(|series| series.name == TOTAL)
    }

    fn span(&self, first: usize, last: usize) -> Option<Span> {
        let totals = &self.series[self.total()?].values;
        let periods = rows::periods(self.columns[first], self.columns[last]);
        let rate = rows::growth(totals[first]?, totals[last]?, periods)?;
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
            let total = |column: usize| {
                let total = self.total().and_then(|total| self.series[total].values[column]);
                total.map_or_else(|| "no number".into(), |value| self.format.text(value).replace('−', "-"))
            };
            let reason = match total(from) {
                start if start.starts_with('-') => format!("it starts from {start}"),
                start if total(to).starts_with('-') => format!("it leads from {start} to {}", total(to)),
                start => format!("it starts from {start}"),
            };
            ErrorKind::Undefined { what, reason }.into()
        })
    }

    fn column(&self, year: Year) -> Result<usize, Error> {
        rows::column_of(self.columns, year)
    }

    fn foot(&self, level: &Level) -> Result<Foot, Error> {
        match level {
            Level::Total { year } => {
                let Some(series) = self.total() else {
                    let what = format!("the level of the total in {}", self.chart);
                    let reason = "they show their members, expected the level of a series".into();
                    return Err(ErrorKind::Undefined { what, reason }.into());
                };
                self.mark(series, *year)
            }
            Level::Series { name, year } => {
                let Some(series) = self.series.iter().position(|series| series.name == name) else {
                    return Err(self.no_series(name));
                };
                self.mark(series, *year)
            }
            Level::Value { value } => {
                let value = self.placed("a level of the chart", *value)?;
                Ok(Foot {
                    mark: None,
                    value,
                    shown: value,
                    name: format!("the level {}", self.format.text(value)),
                })
            }
        }
    }

    fn no_series(&self, name: &str) -> Error {
        if let [Marked { name: TOTAL, .. }] = self.series[..] {
            let what = format!("the level of '{name}' in {}", self.chart);
            let reason = "only totals stand on the base line, expected the level of a total".into();
            return ErrorKind::Undefined { what, reason }.into();
        }
        let choices = self.series.iter().map(|series| series.name.to_string()).collect();
        ErrorKind::UnknownName { what: "row", name: name.into(), choices }.into()
    }

    fn mark(&self, series: usize, year: Year) -> Result<Foot, Error> {
        let (column, Marked { name, values, shown }) = (self.column(year)?, &self.series[series]);
        let Some(value) = values[column] else {
            let what = format!("the level of '{name}' in {year}");
            return Err(ErrorKind::Undefined { what, reason: "it has no number there".into() }.into());
        };
        let name = if *name == TOTAL { year.to_string() } else { format!("{name} in {year}") };
        let shown = shown[column].unwrap_or(value);
        Ok(Foot { mark: Some((series, column)), value, shown, name })
    }

    fn gap(&self, from: &Level, to: &Level, how: Difference) -> Result<Gap, Error> {
        let (from, to) = (self.foot(from)?, self.foot(to)?);
        let (change, part) = (how != Difference::Relative, how != Difference::Absolute);
        let says = Says { change, part, is_in_points: self.measure.is_fraction() };
        if part && says.is_in_points {
            let what = format!("a relative difference of '{}'", self.measure);
            let reason = "changes of percentages are read as points, expected an absolute difference".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let label = says.label(self.format, from.value, to.value).ok_or_else(|| {
            let number = |value: f64| self.format.text(value).replace('−', "-");
            let what = format!("a relative difference from {} to {}", number(from.value), number(to.value));
            let reason = "nothing is a part of nothing, or less than nothing of anything, expected an absolute difference";
            Error::from(ErrorKind::Undefined { what, reason: reason.into() })
        })?;
        Ok(Gap { from, to, label, says })
    }

    fn line(&self, line: &ValueLine) -> Result<Line, Error> {
        let what = format!("the value line '{}'", line.name);
        let value = self.placed(&what, line.value.unwrap_or_else(|| self.average()))?;
        Ok(Line { value, label: format!("{} {}", line.name, self.format.text(value)).trim().into() })
    }

    /// The mean of all numbers there are.
    fn average(&self) -> f64 {
        let values = || self.series.iter().flat_map(|series| series.values.iter().flatten());
        let count = values().count().max(1) as f64;
        values().map(|value| value / count).sum()
    }

    /// A value that has a place in the chart.
    fn placed(&self, what: &str, value: f64) -> Result<f64, Error> {
        let expected = match self.is_signed {
            true if value.is_finite() => return Ok(value),
            true => "a finite number",
            false if value.is_finite() && value >= 0.0 => return Ok(value),
            false => "a number of 0 or more: a stack has no room below its base line",
        };
        Err(ErrorKind::Number { what: what.into(), found: value, expected: expected.into() }.into())
    }
}

/// What a chart says whose totals would reach into the arrows beside them.
pub(crate) fn no_room_for_totals(what: &str) -> Error {
    let what = format!("{what} in a chart of this width");
    let reason = "it leaves no room for the totals, expected a wider chart".into();
    ErrorKind::Undefined { what, reason }.into()
}
