//! Where a number comes from.

use std::fmt;

/// What a number is: printed by a source, or found between, beyond or without printed ones.
///
/// ```
/// use market_outlook::Status;
///
/// assert_eq!(Status::PublishedNotMet.to_string(), "published-not-met");
/// assert_eq!(Status::parse("assumed"), Some(Status::Assumed));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// A source states exactly this number, and it prints as stated.
    Published,
    /// A source states this number, but it cannot hold together with other published ones.
    PublishedNotMet,
    /// Follows from published numbers: a sum, a remainder, a share of a whole, a value times its growth.
    Derived,
    /// Between two years for which the same scope is published.
    Interpolated,
    /// Before the first or after the last year for which the scope is published.
    Extrapolated,
    /// Rests on an assumption of the model.
    Assumed,
    /// Changed by a scenario.
    Scenario,
}

impl Status {
    /// All statuses, from the best founded to the least.
    pub const ALL: [Status; 7] = [
        Status::Published,
        Status::PublishedNotMet,
        Status::Derived,
        Status::Interpolated,
        Status::Extrapolated,
        Status::Assumed,
        Status::Scenario,
    ];

    /// The word that files and tables use.
    ///
    /// ```
    /// use market_outlook::Status;
    ///
    /// assert_eq!(Status::PublishedNotMet.as_str(), "published-not-met");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Published => "published",
            Status::PublishedNotMet => "published-not-met",
            Status::Derived => "derived",
            Status::Interpolated => "interpolated",
            Status::Extrapolated => "extrapolated",
            Status::Assumed => "assumed",
            Status::Scenario => "scenario",
        }
    }

    /// The status of a number computed from one number of each: never better founded than the weaker of the two.
    ///
    /// Published and derived numbers make a derived one.
    /// What rests on a number that contradicts its source counts as assumed: the source never said it.
    ///
    /// ```
    /// use market_outlook::Status;
    ///
    /// assert_eq!(Status::Published.and(Status::Published), Status::Derived);
    /// assert_eq!(Status::Published.and(Status::Interpolated), Status::Interpolated);
    /// assert_eq!(Status::Assumed.and(Status::Derived), Status::Assumed);
    /// assert_eq!(Status::PublishedNotMet.and(Status::Published), Status::Assumed);
    /// ```
    #[must_use]
    pub fn and(self, other: Status) -> Status {
        let made = |status: Status| match status {
            Status::Published => Status::Derived,
            Status::PublishedNotMet => Status::Assumed,
            other => other,
        };
        let founded = |status: Status| Self::ALL.iter().position(|known| *known == status);
        let (a, b) = (made(self), made(other));
        if founded(a) < founded(b) { b } else { a }
    }

    /// The status a word stands for.
    ///
    /// ```
    /// use market_outlook::Status;
    ///
    /// assert!(Status::ALL.iter().all(|status| Status::parse(status.as_str()) == Some(*status)));
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weaker_of_two_decides_in_either_order() {
        for a in Status::ALL {
            for b in Status::ALL {
                assert_eq!(a.and(b), b.and(a));
                assert_eq!(a.and(b).and(a), a.and(b));
                assert_ne!(a.and(b), Status::Published);
            }
        }
        assert_eq!(Status::Extrapolated.and(Status::Interpolated), Status::Extrapolated);
        assert_eq!(Status::Scenario.and(Status::PublishedNotMet), Status::Scenario);
    }
}
