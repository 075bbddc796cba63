//! The usual triple of a market report: start, end and growth rate.

use super::triple::Triple;
use super::{Claim, HeadlineCheck, Reconciled};
use crate::error::Error;
use crate::space::Scope;
use crate::value::{Printed, Source, Year};

/// Start value, end value and, usually, the growth rate between: three claims in one.
///
/// ```
/// use market_outlook::Headline;
///
/// let headline = Headline::new("$8.1B", 2019, "$11.6B", 2026).cagr("5.2%").source("Dash Research");
/// assert_eq!(headline.check()?.verdict().as_str(), "consistent");
/// assert_eq!(headline.reconcile()?.to_string(), "8.12 to 11.59 at 5.21%");
/// assert_eq!(headline.into_iter().count(), 3);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    start: Claim,
    end: Claim,
    cagr: Option<Claim>,
    years: (Year, Year),
    window: Option<(Year, Year)>,
}

impl Headline {
    /// A start and an end value with their years.
    ///
    /// Texts that cannot be read, and years that run backwards, are reported by [`Headline::check`]
    /// or when a market is built.
    ///
    /// ```
    /// use market_outlook::Headline;
    ///
    /// let headline = Headline::new("8.1", 2019, "11.6", 2026);
    /// assert_eq!(headline.into_iter().next().map(|claim| claim.to_string()), Some("value in 2019: 8.1".into()));
    /// ```
    pub fn new<S, E>(start: S, start_year: impl Into<Year>, end: E, end_year: impl Into<Year>) -> Self
    where
        S: TryInto<Printed>,
        S::Error: Into<Error>,
        E: TryInto<Printed>,
        E::Error: Into<Error>,
    {
        let years = (start_year.into(), end_year.into());
        let (start, end) = (Claim::value(start, years.0), Claim::value(end, years.1));
        Self { start, end, cagr: None, years, window: None }
    }

    /// The headline that a start, an end and a growth claim make.
    pub(crate) fn from_claims([start, end, cagr]: [&Claim; 3]) -> Self {
        let years = (start.figure().year(), end.figure().year());
        Self { start: start.clone(), end: end.clone(), cagr: Some(cagr.clone()), years, window: None }
    }

    /// The same headline with its printed growth rate.
    ///
    /// ```
    /// use market_outlook::Headline;
    ///
    /// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
    /// assert_eq!(check.printed_cagr().to_string(), "5.2%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn cagr<P>(mut self, printed: P) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        self.cagr = Some(Claim::growth(printed, self.years.0, self.years.1));
        self
    }

    /// The same headline whose source states other years for its growth rate than those of the values.
    ///
    /// Its growth claim is then about the stated years.
    ///
    /// ```
    /// use market_outlook::Headline;
    ///
    /// let headline = Headline::new("$2.5B", 2025, "$35.2B", 2033).cagr("39.0%").cagr_window(2026, 2033);
    /// let check = headline.check()?;
    /// assert!(check.to_string().ends_with("consistent, though not over the stated 2026 to 2033"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn cagr_window(mut self, from: impl Into<Year>, to: impl Into<Year>) -> Self {
        self.window = Some((from.into(), to.into()));
        self
    }

    /// The same headline with its source.
    ///
    /// ```
    /// use market_outlook::Headline;
    ///
    /// let headline = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research");
    /// assert!(headline.into_iter().all(|claim| claim.to_string().ends_with("(Dash Research)")));
    /// ```
    #[must_use]
    pub fn source(self, source: impl Into<Source>) -> Self {
        let source = source.into();
        self.each(|claim| claim.source(source.clone()))
    }

    /// The same headline of a part of the market.
    ///
    /// ```
    /// use market_outlook::{Headline, Scope};
    ///
    /// let europe = Scope::of("region", "Europe");
    /// let headline = Headline::new("2.1", 2019, "2.8", 2026).of(&europe);
    /// assert!(headline.into_iter().all(|claim| claim.scope() == &europe));
    /// ```
    #[must_use]
    pub fn of(self, scope: &Scope) -> Self {
        self.each(|claim| claim.of(scope.clone()))
    }

    /// Whether the three numbers agree within their rounding, and what explains it when they don't.
    ///
    /// ```
    /// use market_outlook::{Headline, Verdict};
    ///
    /// // Recomputed from the printed values it is 5.3 %, and the printed 5.2 % is right all the same.
    /// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
    /// assert_eq!(check.verdict(), Verdict::Consistent);
    /// assert_eq!((check.periods(), check.fitting_periods()), (7, &[7][..]));
    ///
    /// let check = Headline::new("$98B", 2024, "$391.43B", 2030).cagr("30%").check()?;
    /// assert_eq!(
    ///     check.to_string(),
    ///     "$98B in 2024 to $391.43B in 2030 is growth of 25.854% to 26.069%, printed 30%: \
    ///      needs-unprinted-year, 105.4 in 2025 after growth of 7.6%"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// All at once: a number that cannot be read, a start that is not above 0, an end below 0, growth below −100 %
    /// or without its percent sign, years that are the same or run backwards, values in units that cannot be
    /// compared, and no growth rate at all.
    pub fn check(&self) -> Result<HeadlineCheck, Error> {
        let claims = (&self.start, &self.end, self.cagr.as_ref());
        Triple::of(claims, self.years, self.window).map(HeadlineCheck::of)
    }

    /// Unrounded numbers that print as all three: the closest to the printed ones in half units.
    ///
    /// ```
    /// use market_outlook::Headline;
    ///
    /// let found = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").reconcile()?;
    /// assert_eq!(format!("{:.2} {:.2} {:.2}", found.start, found.end, found.cagr), "8.12 11.59 5.21%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// What [`Headline::check`] refuses, and a headline that is not consistent.
    pub fn reconcile(&self) -> Result<Reconciled, Error> {
        Reconciled::of(&self.check()?)
    }

    fn each(self, change: impl Fn(Claim) -> Claim) -> Self {
        Self {
            start: change(self.start),
            end: change(self.end),
            cagr: self.cagr.map(&change),
            years: self.years,
            window: self.window,
        }
    }
}

impl IntoIterator for Headline {
    type Item = Claim;
    type IntoIter = std::vec::IntoIter<Claim>;

    /// Two value claims, and the growth claim when there is one.
    fn into_iter(self) -> Self::IntoIter {
        let (from, to) = self.window.unwrap_or(self.years);
        let cagr = self.cagr.map(|claim| claim.between(from, to));
        [Some(self.start), Some(self.end), cagr].into_iter().flatten().collect::<Vec<_>>().into_iter()
    }
}
