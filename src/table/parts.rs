//! What a table is made of.

use std::fmt;

use crate::value::shown::shown;
use crate::value::{Status, Year};

/// What the numbers of a table say.
///
/// ```
/// use market_outlook::Measure;
///
/// assert_eq!(Measure::YearOnYear.to_string(), "yoy");
/// assert!(Measure::YearOnYear.is_fraction() && !Measure::Cumulative.is_fraction());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Measure {
    /// Sizes in the table's unit.
    Value,
    /// Parts of the total of their column, as fractions of 1.
    Share,
    /// Parts of the sum of all columns' totals, as fractions of 1.
    ShareOfAllYears,
    /// Growth over the year before, as a fraction.
    YearOnYear,
    /// Compound annual growth over the span of the column, as a fraction a year.
    Cagr,
    /// Change over the span of the column as a part of the whole's start value, as a fraction.
    Contribution,
    /// Sum of all years from the first to the column's, in the table's unit.
    Cumulative,
    /// Sizes less those of another table, in the table's unit.
    Difference,
    /// Sizes over those of another table, less 1, as a fraction.
    Change,
    /// Cumulative sizes less those of another table, in the table's unit.
    CumulativeDifference,
    /// Shares less those of another table: points, as a fraction of 1.
    ShareDifference,
    /// Growth over the year before less that of another table: points, as a fraction of 1.
    YearOnYearDifference,
    /// Compound annual growth less that of another table: points a year, as a fraction of 1.
    CagrDifference,
    /// Contributions to growth less those of another table: points, as a fraction of 1.
    ContributionDifference,
    /// By how many percent an outcome moves when a number does by one.
    Elasticity,
}

impl Measure {
    /// All measures, values first.
    ///
    /// ```
    /// use market_outlook::Measure;
    ///
    /// assert!(Measure::ALL.iter().all(|measure| Measure::parse(measure.as_str()) == Some(*measure)));
    /// ```
    pub const ALL: [Measure; 15] = [
        Measure::Value,
        Measure::Share,
        Measure::ShareOfAllYears,
        Measure::YearOnYear,
        Measure::Cagr,
        Measure::Contribution,
        Measure::Cumulative,
        Measure::Difference,
        Measure::Change,
        Measure::CumulativeDifference,
        Measure::ShareDifference,
        Measure::YearOnYearDifference,
        Measure::CagrDifference,
        Measure::ContributionDifference,
        Measure::Elasticity,
    ];

    /// The word that files and command lines use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Value => "value",
            Measure::Share => "share",
            Measure::ShareOfAllYears => "share-of-all-years",
            Measure::YearOnYear => "yoy",
            Measure::Cagr => "cagr",
            Measure::Contribution => "contribution",
            Measure::Cumulative => "cumulative",
            Measure::Difference => "difference",
            Measure::Change => "change",
            Measure::CumulativeDifference => "cumulative-difference",
            Measure::ShareDifference => "share-difference",
            Measure::YearOnYearDifference => "yoy-difference",
            Measure::CagrDifference => "cagr-difference",
            Measure::ContributionDifference => "contribution-difference",
            Measure::Elasticity => "elasticity",
        }
    }

    /// The measure a word stands for.
    ///
    /// ```
    /// use market_outlook::Measure;
    ///
    /// assert_eq!(Measure::parse("yoy"), Some(Measure::YearOnYear));
    /// assert_eq!(Measure::parse("size"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == word)
    }

    /// Whether the numbers are fractions that print as percentages or points.
    ///
    /// ```
    /// use market_outlook::Measure;
    ///
    /// assert!(Measure::Cagr.is_fraction());
    /// assert!(!Measure::Cumulative.is_fraction());
    /// ```
    #[must_use]
    pub fn is_fraction(self) -> bool {
        use Measure::{Cumulative, CumulativeDifference, Difference, Elasticity, Value};
        !matches!(self, Value | Cumulative | Difference | CumulativeDifference | Elasticity)
    }

    /// Whether the numbers are differences of percentages, which are points and no percentages themselves.
    ///
    /// ```
    /// use market_outlook::Measure;
    ///
    /// assert!(Measure::CagrDifference.is_points());
    /// assert!(!Measure::Change.is_points());
    /// ```
    #[must_use]
    pub fn is_points(self) -> bool {
        use Measure::{CagrDifference, ContributionDifference, ShareDifference, YearOnYearDifference};
        matches!(self, ShareDifference | YearOnYearDifference | CagrDifference | ContributionDifference)
    }

    /// What the difference between two numbers of this measure is called; none where it would say nothing.
    pub(super) fn difference(self) -> Option<Self> {
        match self {
            Measure::Value => Some(Measure::Difference),
            Measure::Cumulative => Some(Measure::CumulativeDifference),
            Measure::Share => Some(Measure::ShareDifference),
            Measure::YearOnYear => Some(Measure::YearOnYearDifference),
            Measure::Cagr => Some(Measure::CagrDifference),
            Measure::Contribution => Some(Measure::ContributionDifference),
            _ => None,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a row stands for.
///
/// ```
/// use market_outlook::RowKind;
///
/// assert_eq!(RowKind::ALL.map(RowKind::as_str), ["member", "group", "total", "alternative", "level", "change"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RowKind {
    /// One member of each axis.
    Member,
    /// A named group of members; groups may overlap.
    Group,
    /// Everything in the table.
    Total,
    /// One of several that exclude each other, such as scenarios: rows that do not add up to anything.
    Alternative,
    /// A size that changes start from or arrive at.
    Level,
    /// What is added to the level above it.
    Change,
}

impl RowKind {
    /// All kinds.
    pub const ALL: [RowKind; 6] = [
        RowKind::Member,
        RowKind::Group,
        RowKind::Total,
        RowKind::Alternative,
        RowKind::Level,
        RowKind::Change,
    ];

    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RowKind::Member => "member",
            RowKind::Group => "group",
            RowKind::Total => "total",
            RowKind::Alternative => "alternative",
            RowKind::Level => "level",
            RowKind::Change => "change",
        }
    }
}

/// One row: a label for each axis of the table.
///
/// ```
/// use market_outlook::{Row, RowKind};
///
/// assert_eq!(Row::new(RowKind::Member, ["Europe", "Software"]).to_string(), "Europe / Software");
/// assert_eq!(Row::total().to_string(), "Total");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    labels: Vec<String>,
    kind: RowKind,
}

impl Row {
    /// A row with one label for each axis of its table; a total has none.
    ///
    /// ```
    /// use market_outlook::{Row, RowKind};
    ///
    /// let row = Row::new(RowKind::Member, ["Europe", "Software"]);
    /// assert_eq!(row.labels(), ["Europe", "Software"]);
    /// ```
    #[must_use]
    pub fn new<L: Into<String>>(kind: RowKind, labels: impl IntoIterator<Item = L>) -> Self {
        Self { labels: labels.into_iter().map(Into::into).collect(), kind }
    }

    /// The row of everything.
    ///
    /// ```
    /// use market_outlook::{Row, RowKind};
    ///
    /// assert_eq!(Row::total().kind(), RowKind::Total);
    /// ```
    #[must_use]
    pub fn total() -> Self {
        Self { labels: Vec::new(), kind: RowKind::Total }
    }

    /// The label of each axis; none for a total.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// What the row stands for.
    #[must_use]
    pub fn kind(&self) -> RowKind {
        self.kind
    }

    /// The labels as one name, as they came.
    pub(crate) fn name(&self) -> String {
        if self.kind == RowKind::Total {
            return "Total".into();
        }
        let labels: Vec<&str> =
            self.labels.iter().map(String::as_str).filter(|label| !label.is_empty()).collect();
        labels.join(" / ")
    }
}

impl fmt::Display for Row {
    /// The labels with a slash between, but for empty ones, or "Total"; fit for a terminal, as the labels need not be.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&shown(&self.name()))
    }
}

/// One column: a year, or a span of years for a rate over several.
///
/// ```
/// use market_outlook::Column;
///
/// let column = Column::forecast(2026).since(2019);
/// assert_eq!(column.to_string(), "2019–26");
/// assert!(column.is_forecast());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    from: Option<Year>,
    year: Year,
    forecast: bool,
}

impl Column {
    /// A year that lies in the past of the model.
    ///
    /// ```
    /// use market_outlook::Column;
    ///
    /// assert!(!Column::history(2019).is_forecast());
    /// ```
    #[must_use]
    pub fn history(year: impl Into<Year>) -> Self {
        Self { from: None, year: year.into(), forecast: false }
    }

    /// A year after the model's base year.
    ///
    /// ```
    /// use market_outlook::Column;
    ///
    /// assert!(Column::forecast(2026).is_forecast());
    /// ```
    #[must_use]
    pub fn forecast(year: impl Into<Year>) -> Self {
        Self { from: None, year: year.into(), forecast: true }
    }

    /// The same column as a span that starts in an earlier year.
    ///
    /// ```
    /// use market_outlook::{Column, Year};
    ///
    /// let span = Column::forecast(2026).since(2019);
    /// assert_eq!((span.from(), span.year()), (Some(Year::from(2019)), Year::from(2026)));
    /// ```
    #[must_use]
    pub fn since(mut self, from: impl Into<Year>) -> Self {
        self.from = Some(from.into());
        self
    }

    /// The year; the last one of a span.
    #[must_use]
    pub fn year(self) -> Year {
        self.year
    }

    /// The first year of a span.
    #[must_use]
    pub fn from(self) -> Option<Year> {
        self.from
    }

    /// How many periods a span has; none where there is a year alone.
    pub(crate) fn periods(self) -> u32 {
        self.from.map_or(0, |from| u32::try_from(self.year.since(from)).unwrap_or(0))
    }

    /// Whether the year is a forecast.
    #[must_use]
    pub fn is_forecast(self) -> bool {
        self.forecast
    }
}

impl fmt::Display for Column {
    /// "2026", or "2019–26" for a span.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from {
            None => f.pad(&self.year.to_string()),
            Some(from) if from.number().div_euclid(100) == self.year.number().div_euclid(100) => {
                f.pad(&format!("{from}–{:02}", self.year.number().rem_euclid(100)))
            }
            Some(from) => f.pad(&format!("{from}–{}", self.year)),
        }
    }
}

/// A number and where it comes from.
///
/// ```
/// use market_outlook::{Number, Status};
///
/// let number = Number { value: 8.12, status: Status::Published };
/// assert_eq!(format!("{:.1} ({})", number.value, number.status), "8.1 (published)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The number, unrounded.
    pub value: f64,
    /// Where it comes from.
    pub status: Status,
}
