//! What a user has asked to be marked or left out, beyond what a kind of chart does on its own.

use crate::error::{Error, ErrorKind};
use crate::value::Year;

/// A level of a chart that an arrow starts from or ends at.
///
/// ```
/// use market_outlook::Level;
///
/// let from = Level::total(2019);
/// let to = Level::series("Asia", 2026);
/// assert_ne!(from, to);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Level {
    /// The total of a year.
    Total {
        /// The year.
        year: Year,
    },
    /// One series in a year, where series start from one base line: in lines and in grouped columns.
    Series {
        /// The name of the series.
        name: String,
        /// The year.
        year: Year,
    },
    /// A value in the unit of the table; a fraction where the table has fractions.
    Value {
        /// The value.
        value: f64,
    },
}

impl Level {
    /// The total of a year.
    pub fn total(year: impl Into<Year>) -> Self {
        Self::Total { year: year.into() }
    }

    /// One series in a year, where series start from one base line: in lines and in grouped columns.
    pub fn series(name: impl AsRef<str>, year: impl Into<Year>) -> Self {
        Self::Series { name: super::layout::text::clean(name.as_ref()), year: year.into() }
    }

    /// A value in the unit of the table; a fraction where the table has fractions.
    #[must_use]
    pub fn value(value: f64) -> Self {
        Self::Value { value }
    }
}

/// What is written on an arrow from one level to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// "+3.5", in the unit of the table; "+3.5 points" where the table has percentages.
    Absolute,
    /// "+43%", of the level that the arrow starts from, which is more than 0; of percentages there is none.
    Relative,
    /// "+3.5 (+43%)".
    Both,
}

/// A value marked across a chart: a target, a threshold, an average.
///
/// ```
/// use market_outlook::ValueLine;
///
/// assert_ne!(ValueLine::new("Target", 10.0), ValueLine::average());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ValueLine {
    pub(crate) name: String,
    /// None for the average of what is drawn.
    pub(crate) value: Option<f64>,
}

impl ValueLine {
    /// A value in the unit of the table, or a fraction where the table has fractions, under a name of its own.
    pub fn new(name: impl AsRef<str>, value: f64) -> Self {
        Self { name: super::layout::text::clean(name.as_ref()), value: Some(value) }
    }

    /// The mean of the totals that are drawn, or where there are none of all values.
    #[must_use]
    pub fn average() -> Self {
        Self { name: "Average".into(), value: None }
    }
}

/// Everything asked for; nothing by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Options {
    /// Names of the series that stand out.
    pub(crate) highlight: Vec<String>,
    /// How many of the largest members are left on their own.
    pub(crate) largest: Option<usize>,
    /// Between which years arrows carry growth; the kind of chart decides where nothing is said.
    pub(crate) growth: Option<Vec<(Year, Year)>>,
    /// Over which years the growth of each series is printed; the kind of chart decides where nothing is said.
    pub(crate) series_growth: Option<(Year, Year)>,
    /// Arrows from one level to another.
    pub(crate) differences: Vec<(Level, Level, Difference)>,
    /// Levels across the chart.
    pub(crate) lines: Vec<ValueLine>,
    /// Whether an axis may start above zero.
    pub(crate) broken_axis: bool,
}

/// One thing that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Annotation {
    Highlight,
    Largest,
    Growth,
    SeriesGrowth,
    Difference,
    Line,
    BrokenAxis,
}

impl Annotation {
    const ALL: [Annotation; 7] = [
        Annotation::Highlight,
        Annotation::Largest,
        Annotation::Growth,
        Annotation::SeriesGrowth,
        Annotation::Difference,
        Annotation::Line,
        Annotation::BrokenAxis,
    ];

    fn in_words(self) -> &'static str {
        match self {
            Annotation::Highlight => "a highlighted series",
            Annotation::Largest => "the largest members alone",
            Annotation::Growth => "a growth arrow",
            Annotation::SeriesGrowth => "the growth of each series",
            Annotation::Difference => "a difference arrow",
            Annotation::Line => "a value line",
            Annotation::BrokenAxis => "a broken axis",
        }
    }
}

impl Options {
    fn asks_for(&self, annotation: Annotation) -> bool {
        match annotation {
            Annotation::Highlight => !self.highlight.is_empty(),
            Annotation::Largest => self.largest.is_some(),
            Annotation::Growth => self.growth.is_some(),
            Annotation::SeriesGrowth => self.series_growth.is_some(),
            Annotation::Difference => !self.differences.is_empty(),
            Annotation::Line => !self.lines.is_empty(),
            Annotation::BrokenAxis => self.broken_axis,
        }
    }

    /// Refuses what a kind of chart, named in the plural, has no place for: all of it at once.
    pub(crate) fn within(&self, chart: &str, possible: &[Annotation]) -> Result<(), Error> {
        let asked = Annotation::ALL.into_iter().filter(|&annotation| self.asks_for(annotation));
        let refused = asked.filter(|annotation| !possible.contains(annotation));
        let faults = refused.map(|annotation| {
            let what = format!("{} in {chart}", annotation.in_words());
            let can: Vec<&str> = possible.iter().map(|annotation| annotation.in_words()).collect();
            let reason = match can[..] {
                [] => "they show nothing but their numbers".into(),
                _ => format!("they can show {}", can.join(", ")),
            };
            Error::from(ErrorKind::Undefined { what, reason })
        });
        let faults: Vec<Error> = faults.collect();
        if faults.is_empty() { Ok(()) } else { Err(Error::several(faults)) }
    }
}
