//! The usual triple of a market report: start, end and growth rate.

use super::Claim;
use crate::error::Error;
use crate::space::Scope;
use crate::value::{Printed, Source, Year};

/// Start value, end value and, usually, the growth rate between: three claims in one.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    start: Claim,
    end: Claim,
    cagr: Option<Claim>,
    years: (Year, Year),
}

impl Headline {
    /// A start and an end value with their years.
    pub fn new<S, E>(start: S, start_year: impl Into<Year>, end: E, end_year: impl Into<Year>) -> Self
    where
        S: TryInto<Printed>,
        S::Error: Into<Error>,
        E: TryInto<Printed>,
        E::Error: Into<Error>,
    {
        let years = (start_year.into(), end_year.into());
        Self { start: Claim::value(start, years.0), end: Claim::value(end, years.1), cagr: None, years }
    }

    /// The same headline with its printed growth rate.
    #[must_use]
    pub fn cagr<P>(mut self, printed: P) -> Self
    where
        P: TryInto<Printed>,
        P::Error: Into<Error>,
    {
        self.cagr = Some(Claim::growth(printed, self.years.0, self.years.1));
        self
    }

    /// The same headline with its source.
    #[must_use]
    pub fn source(self, source: impl Into<Source>) -> Self {
        let source = source.into();
        self.each(|claim| claim.source(source.clone()))
    }

    /// The same headline of a part of the market.
    #[must_use]
    pub fn of(self, scope: &Scope) -> Self {
        self.each(|claim| claim.of(scope.clone()))
    }

    fn each(self, change: impl Fn(Claim) -> Claim) -> Self {
        Self {
            start: change(self.start),
            end: change(self.end),
            cagr: self.cagr.map(&change),
            years: self.years,
        }
    }
}

impl IntoIterator for Headline {
    type Item = Claim;
    type IntoIter = std::vec::IntoIter<Claim>;

    /// Two value claims, and the growth claim when there is one.
    fn into_iter(self) -> Self::IntoIter {
        [Some(self.start), Some(self.end), self.cagr].into_iter().flatten().collect::<Vec<_>>().into_iter()
    }
}
