//! One figure as a source printed it.

use std::fmt;

use crate::error::Error;
use crate::space::Scope;
use crate::value::{Printed, Source, Year};

/// What a claim measures.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Figure {
    /// The size of the scope in a year.
    Value {
        /// The year.
        year: Year,
    },
    /// The scope's part of another scope in a year.
    Share {
        /// The year.
        year: Year,
        /// What the share is of; the whole market unless stated.
        of: Scope,
    },
    /// The scope's compound annual growth from one year to another.
    Growth {
        /// The year it starts from.
        from: Year,
        /// The year it ends in.
        to: Year,
    },
    /// The scope's absolute change from one year to another.
    Change {
        /// The year it starts from.
        from: Year,
        /// The year it ends in.
        to: Year,
    },
}

impl Figure {
    /// The year in which it is printed: the last one of a span.
    #[must_use]
    pub fn year(&self) -> Year {
        match self {
            Figure::Value { year } | Figure::Share { year, .. } => *year,
            Figure::Growth { to, .. } | Figure::Change { to, .. } => *to,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Figure::Value { year } => write!(f, "value in {year}"),
            Figure::Share { year, of } if of.is_all() => write!(f, "share in {year}"),
            Figure::Share { year, of } => write!(f, "share of {of} in {year}"),
            Figure::Growth { from, to } => write!(f, "growth {from} to {to}"),
            Figure::Change { from, to } => write!(f, "change {from} to {to}"),
        }
    }
}

/// How far a figure may be off, where a source says so itself.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Tolerance {
    /// In the market's unit for values and changes, in percentage points for shares and growth; 0 means exact.
    Within(f64),
    /// In percent of the figure.
    Percent(f64),
}

/// A figure that a source has printed: a value, share, growth or change of a scope.
///
/// ```
/// use market_outlook::{Claim, Scope};
///
/// let claim = Claim::share("43%", 2019).of(Scope::of("region", "North America")).source("Example");
/// assert_eq!(claim.to_string(), "share in 2019 of region 'North America': 43% (Example)");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    scope: Scope,
    figure: Figure,
    // A text that cannot be read is reported with all other faults when the market is built.
    printed: Result<Printed, Error>,
    tolerance: Option<Tolerance>,
    source: Option<Source>,
    compare: bool,
    note: Option<String>,
}

impl Claim {
    fn new<P>(printed: P, figure: Figure) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        let printed = printed.try_into().map_err(Into::into);
        let (scope, tolerance, source, note) = (Scope::all(), None, None, None);
        Self { scope, figure, printed, tolerance, source, compare: false, note }
    }

    /// The size in a year.
    pub fn value<P>(printed: P, year: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Value { year: year.into() })
    }

    /// The part of the whole market in a year; [`Claim::out_of`] makes it a part of something else.
    pub fn share<P>(printed: P, year: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Share { year: year.into(), of: Scope::all() })
    }

    /// The compound annual growth from one year to another.
    pub fn growth<P>(printed: P, from: impl Into<Year>, to: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Growth { from: from.into(), to: to.into() })
    }

    /// The absolute change from one year to another.
    pub fn change<P>(printed: P, from: impl Into<Year>, to: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Change { from: from.into(), to: to.into() })
    }

    /// The same figure of a part of the market.
    #[must_use]
    pub fn of(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// The same share, out of this scope instead of the whole market; other figures stay as they are.
    #[must_use]
    pub fn out_of(mut self, whole: Scope) -> Self {
        if let Figure::Share { of, .. } = &mut self.figure {
            *of = whole;
        }
        self
    }

    /// The same growth from another year to another; other figures stay as they are.
    pub(super) fn between(mut self, from: Year, to: Year) -> Self {
        if let Figure::Growth { .. } = self.figure {
            self.figure = Figure::Growth { from, to };
        }
        self
    }

    /// The same figure with its source.
    #[must_use]
    pub fn source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same figure with a stated tolerance instead of the half unit of its last digit.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The same figure with a remark, such as what the source means by it.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// let claim = Claim::value("~9", 2023).note("\"expected to cross 9 billion\"");
    /// assert_eq!(claim.stated_note(), Some("\"expected to cross 9 billion\""));
    /// ```
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The same figure, shown beside the forecast and not imposed on it.
    #[must_use]
    pub fn for_comparison(mut self) -> Self {
        self.compare = true;
        self
    }

    /// Which part of the market it is about.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What it measures.
    #[must_use]
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The number as printed.
    ///
    /// # Errors
    /// When the text that was given cannot be read as a printed number.
    pub fn printed(&self) -> Result<&Printed, Error> {
        self.printed.as_ref().map_err(Clone::clone)
    }

    /// The tolerance, where one was stated.
    #[must_use]
    pub fn stated_tolerance(&self) -> Option<Tolerance> {
        self.tolerance
    }

    /// Who printed it.
    #[must_use]
    pub fn stated_source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The remark, where one was made.
    #[must_use]
    pub fn stated_note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether it is only shown beside the forecast.
    #[must_use]
    pub fn is_for_comparison(&self) -> bool {
        self.compare
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.figure)?;
        if !self.scope.is_all() {
            write!(f, " of {}", self.scope)?;
        }
        match &self.printed {
            Ok(printed) => write!(f, ": {printed}")?,
            Err(fault) => write!(f, ": {fault}")?,
        }
        self.source.as_ref().map_or(Ok(()), |source| write!(f, " ({})", source.publisher()))
    }
}
