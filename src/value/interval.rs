//! Closed intervals: what a printed number leaves open.

use std::fmt;

/// Everything from `low` to `high`, both included.
///
/// A number printed to its last digit stands for one, and so does whatever follows from it.
///
/// ```
/// use market_outlook::{Interval, Printed, Rate};
///
/// assert_eq!("1,530".parse::<Printed>()?.interval(), Interval { low: 1529.5, high: 1530.5 });
///
/// let cagr = Interval { low: Rate::percent(5.107), high: Rate::percent(5.422) };
/// assert!(cagr.contains(Rate::percent(5.2)));
/// assert_eq!(format!("{cagr:.3}"), "5.107% to 5.422%");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval<T> {
    /// The smallest it can be.
    pub low: T,
    /// The largest it can be; infinite where nothing bounds it.
    pub high: T,
}

impl<T: PartialOrd + Copy> Interval<T> {
    /// Whether the number is between the ends or is one of them.
    ///
    /// ```
    /// use market_outlook::Interval;
    ///
    /// let interval = Interval { low: 8.05, high: 8.15 };
    /// assert!(interval.contains(8.15) && !interval.contains(8.16));
    /// ```
    #[must_use]
    pub fn contains(&self, number: T) -> bool {
        self.low <= number && number <= self.high
    }
}

impl<T> Interval<T> {
    /// The interval of what becomes of both ends, for a change that keeps their order.
    pub(crate) fn map<U>(self, change: impl Fn(T) -> U) -> Interval<U> {
        Interval { low: change(self.low), high: change(self.high) }
    }
}

impl<T: fmt::Display> fmt::Display for Interval<T> {
    /// Both ends, each as it prints itself with the precision asked for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.low.fmt(f)?;
        f.write_str(" to ")?;
        self.high.fmt(f)
    }
}
