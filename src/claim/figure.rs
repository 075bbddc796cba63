//! One figure as a source printed it.

use std::fmt;

use crate::error::Error;
use crate::space::Scope;
use crate::value::shown::shown;
use crate::value::{Printed, Source, Year};

/// What a claim measures.
///
/// ```
/// use market_outlook::{Claim, Figure, Scope};
///
/// let share = Claim::share("31%", 2024).of(Scope::of("region", "Europe"));
/// assert!(matches!(share.figure(), Figure::Share { of, .. } if of.is_all()));
/// assert_eq!(share.figure().to_string(), "share in 2024");
/// ```
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
    /// The word for it, which is its key in files.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Figure::Value { .. } => "value",
            Figure::Share { .. } => "share",
            Figure::Growth { .. } => "growth",
            Figure::Change { .. } => "change",
        }
    }

    /// The year in which it is printed: the last one of a span.
    ///
    /// ```
    /// use market_outlook::{Claim, Year};
    ///
    /// assert_eq!(Claim::growth("5.2%", 2019, 2026).figure().year(), Year::from(2026));
    /// ```
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
            Figure::Share { year, of } => write!(f, "share in {year} out of {of}"),
            Figure::Growth { from, to } => write!(f, "growth {from} to {to}"),
            Figure::Change { from, to } => write!(f, "change {from} to {to}"),
        }
    }
}

/// How far a figure may be off, where a source says so itself.
///
/// ```
/// use market_outlook::{Claim, Market, Tolerance, Unit, Years};
///
/// let claim = Claim::value("8.1", 2019).tolerance(Tolerance::Percent(10.0));
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?).claim(claim).build()?;
/// assert_eq!(format!("{:.2}", market.forecast()?.reproductions()[0].half_unit), "0.81");
/// # Ok::<(), market_outlook::Error>(())
/// ```
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
    // What a figure that is no share was said to be out of: a fault when the market is built.
    misplaced_whole: Option<Scope>,
}

impl Claim {
    fn new<P>(printed: P, figure: Figure) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        let printed = printed.try_into().map_err(Into::into);
        let (scope, tolerance, source, note) = (Scope::all(), None, None, None);
        Self { scope, figure, printed, tolerance, source, compare: false, note, misplaced_whole: None }
    }

    /// The size in a year.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// let claim = Claim::value("$8.1B", 2019).source("Example");
    /// assert_eq!(claim.to_string(), "value in 2019: $8.1B (Example)");
    /// ```
    pub fn value<P>(printed: P, year: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Value { year: year.into() })
    }

    /// The part of the whole market in a year; [`Claim::out_of`] makes it a part of something else.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Scope};
    ///
    /// let claim = Claim::share("31%", 2019).of(Scope::of(Axis::REGION, "Europe"));
    /// assert_eq!(claim.printed()?.half_unit(), 0.5);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn share<P>(printed: P, year: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Share { year: year.into(), of: Scope::all() })
    }

    /// The compound annual growth from one year to another.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// let claim = Claim::growth("5.2%", 2019, 2026);
    /// assert_eq!(claim.to_string(), "growth 2019 to 2026: 5.2%");
    /// ```
    pub fn growth<P>(printed: P, from: impl Into<Year>, to: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Growth { from: from.into(), to: to.into() })
    }

    /// The absolute change from one year to another.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// let claim = Claim::change("3.5", 2019, 2026);
    /// assert_eq!(claim.to_string(), "change 2019 to 2026: 3.5");
    /// ```
    pub fn change<P>(printed: P, from: impl Into<Year>, to: impl Into<Year>) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        Self::new(printed, Figure::Change { from: from.into(), to: to.into() })
    }

    /// The same figure of a part of the market.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Scope};
    ///
    /// let europe = Scope::of(Axis::REGION, "Europe");
    /// assert_eq!(Claim::value("2.4", 2019).of(europe.clone()).scope(), &europe);
    /// ```
    #[must_use]
    pub fn of(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// The same share, out of this scope instead of the whole market.
    ///
    /// Only a share is out of something: building a market with another figure of which this is said is an error.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Scope};
    ///
    /// let emea = Scope::of(Axis::REGION, "EMEA");
    /// let share = Claim::share("80%", 2019).of(Scope::of(Axis::REGION, "Europe")).out_of(emea);
    /// assert_eq!(share.figure().to_string(), "share in 2019 out of region 'EMEA'");
    /// ```
    #[must_use]
    pub fn out_of(mut self, whole: Scope) -> Self {
        match &mut self.figure {
            Figure::Share { of, .. } => *of = whole,
            _ => self.misplaced_whole = Some(whole).filter(|whole| !whole.is_all()),
        }
        self
    }

    pub(crate) fn misplaced_whole(&self) -> Option<&Scope> {
        self.misplaced_whole.as_ref()
    }

    /// The same growth from another year to another; other figures stay as they are.
    pub(super) fn between(mut self, from: Year, to: Year) -> Self {
        if let Figure::Growth { .. } = self.figure {
            self.figure = Figure::Growth { from, to };
        }
        self
    }

    /// The same figure with its source.
    ///
    /// ```
    /// use market_outlook::{Claim, Source};
    ///
    /// let source = Source::new("Example").with_edition("2020");
    /// assert_eq!(Claim::value("8.1", 2019).source(source.clone()).stated_source(), Some(&source));
    /// ```
    #[must_use]
    pub fn source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same figure with a stated tolerance instead of the half unit of its last digit.
    ///
    /// ```
    /// use market_outlook::{Claim, Tolerance};
    ///
    /// let exact = Claim::value("8.1", 2019).tolerance(Tolerance::Within(0.0));
    /// assert_eq!(exact.stated_tolerance(), Some(Tolerance::Within(0.0)));
    /// ```
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
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// let rival = Claim::value("~9", 2023).source("Another publisher").for_comparison();
    /// assert!(rival.is_for_comparison());
    /// ```
    #[must_use]
    pub fn for_comparison(mut self) -> Self {
        self.compare = true;
        self
    }

    /// What it measures of which part of the market: "share in 2019 of product 'Services' out of region 'Europe'".
    pub(crate) fn subject(&self) -> String {
        let mut subject = String::new();
        self.write_subject(&mut subject).expect("a string takes any text");
        subject
    }

    fn write_subject(&self, f: &mut impl fmt::Write) -> fmt::Result {
        match &self.figure {
            figure if self.scope.is_all() => write!(f, "{figure}"),
            Figure::Share { year, of } if !of.is_all() => {
                write!(f, "share in {year} of {} out of {of}", self.scope)
            }
            figure => write!(f, "{figure} of {}", self.scope),
        }
    }

    /// Which part of the market it is about.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// assert!(Claim::value("8.1", 2019).scope().is_all());
    /// ```
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What it measures.
    ///
    /// ```
    /// use market_outlook::{Claim, Figure, Year};
    ///
    /// assert_eq!(Claim::value("8.1", 2019).figure(), &Figure::Value { year: Year::from(2019) });
    /// ```
    #[must_use]
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The number as printed.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// assert_eq!(Claim::value("$8.1B", 2019).printed()?.value(), 8.1);
    /// assert!(Claim::value("8,1", 2019).printed().is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the text that was given cannot be read as a printed number.
    pub fn printed(&self) -> Result<&Printed, Error> {
        self.printed.as_ref().map_err(Clone::clone)
    }

    /// The tolerance, where one was stated.
    ///
    /// ```
    /// use market_outlook::{Claim, Tolerance};
    ///
    /// assert_eq!(Claim::value("8.1", 2019).stated_tolerance(), None);
    /// assert_eq!(Claim::value("8.1", 2019).tolerance(Tolerance::Within(0.2)).stated_tolerance(), Some(Tolerance::Within(0.2)));
    /// ```
    #[must_use]
    pub fn stated_tolerance(&self) -> Option<Tolerance> {
        self.tolerance
    }

    /// Who printed it.
    ///
    /// ```
    /// use market_outlook::{Claim, Source};
    ///
    /// assert_eq!(Claim::value("8.1", 2019).source("Example").stated_source().map(Source::publisher), Some("Example"));
    /// ```
    #[must_use]
    pub fn stated_source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The remark, where one was made.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// assert_eq!(Claim::value("8.1", 2019).note("page 12").stated_note(), Some("page 12"));
    /// ```
    #[must_use]
    pub fn stated_note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether it is only shown beside the forecast.
    ///
    /// ```
    /// use market_outlook::Claim;
    ///
    /// assert!(!Claim::value("8.1", 2019).is_for_comparison());
    /// ```
    #[must_use]
    pub fn is_for_comparison(&self) -> bool {
        self.compare
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_subject(f)?;
        match &self.printed {
            Ok(printed) => write!(f, ": {printed}")?,
            Err(fault) => write!(f, ": {fault}")?,
        }
        self.source.as_ref().map_or(Ok(()), |source| write!(f, " ({})", shown(source.publisher())))
    }
}
