//! What can be said of a headline in one word.

use std::fmt;

/// How a printed growth rate relates to the two printed values, in the order in which the cases are tried.
///
/// ```
/// use market_outlook::Verdict;
///
/// assert_eq!(Verdict::NeedsUnprintedYear.to_string(), "needs-unprinted-year");
/// assert_eq!(Verdict::parse("near-miss"), Some(Verdict::NearMiss));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Some values that print as the start and the end have a growth rate that prints as stated.
    Consistent,
    /// They do over the periods of the window that the source states for its rate, but not from start to end.
    FitsStatedWindow,
    /// They do over a few periods more or fewer: a slip in counting years.
    FitsOtherPeriods,
    /// The rate is at most 0.1 points away: usually its last digit.
    NearMiss,
    /// The rate runs from a value one year after the start that was not printed, and that value is likely.
    NeedsUnprintedYear,
    /// None of these.
    Irreconcilable,
}

impl Verdict {
    /// All verdicts, in the order in which they are tried.
    ///
    /// ```
    /// use market_outlook::Verdict;
    ///
    /// let words = Verdict::ALL.map(Verdict::as_str);
    /// assert_eq!((words[0], words[5]), ("consistent", "irreconcilable"));
    /// ```
    pub const ALL: [Verdict; 6] = [
        Verdict::Consistent,
        Verdict::FitsStatedWindow,
        Verdict::FitsOtherPeriods,
        Verdict::NearMiss,
        Verdict::NeedsUnprintedYear,
        Verdict::Irreconcilable,
    ];

    /// The word that files use.
    ///
    /// ```
    /// use market_outlook::Verdict;
    ///
    /// assert_eq!(Verdict::FitsOtherPeriods.as_str(), "fits-other-periods");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Consistent => "consistent",
            Verdict::FitsStatedWindow => "fits-stated-window",
            Verdict::FitsOtherPeriods => "fits-other-periods",
            Verdict::NearMiss => "near-miss",
            Verdict::NeedsUnprintedYear => "needs-unprinted-year",
            Verdict::Irreconcilable => "irreconcilable",
        }
    }

    /// The verdict of that word.
    ///
    /// ```
    /// use market_outlook::Verdict;
    ///
    /// assert_eq!(Verdict::parse("consistent"), Some(Verdict::Consistent));
    /// assert_eq!(Verdict::parse("sound"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == word)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
