//! Growth per year.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// Growth per year: 0.052 a year, printed as 5.2 %.
///
/// ```
/// use market_outlook::Rate;
///
/// assert_eq!(Rate::percent(5.2).to_string(), "5.2%");
/// assert_eq!(Rate::cagr(8.1, 11.6, 7)?.to_string(), "5.3%");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rate(f64);

impl Rate {
    /// No growth.
    pub const ZERO: Rate = Rate(0.0);

    /// A rate stated in percent a year.
    #[must_use]
    pub fn percent(percent: f64) -> Self {
        Self(percent / 100.0)
    }

    /// A difference between two rates, in percentage points a year.
    #[must_use]
    pub fn points(points: f64) -> Self {
        Self(points / 100.0)
    }

    /// A rate stated as a fraction a year.
    #[must_use]
    pub fn fraction(fraction: f64) -> Self {
        Self(fraction)
    }

    /// The rate in percent a year.
    #[must_use]
    pub fn to_percent(self) -> f64 {
        self.0 * 100.0
    }

    /// The rate as a fraction a year.
    #[must_use]
    pub fn to_fraction(self) -> f64 {
        self.0
    }

    /// Compound annual growth rate: `(end/start)^(1/periods) − 1`.
    ///
    /// An end of 0 gives exactly −100 %.
    ///
    /// # Errors
    /// When the start is not above 0, the end is below 0, a number is not finite, or there is no period.
    pub fn cagr(start: f64, end: f64, periods: u32) -> Result<Self, Error> {
        let number = |what: &str, found: f64, expected: &str| {
            Err(ErrorKind::Number { what: what.into(), found, expected: expected.into() }.into())
        };
        if !(start > 0.0 && start.is_finite()) {
            return number("the start value of a growth rate", start, "a finite number above 0");
        }
        if !(end >= 0.0 && end.is_finite()) {
            return number("the end value of a growth rate", end, "a finite number, 0 or more");
        }
        if periods == 0 {
            return number("the number of periods", 0.0, "at least 1");
        }
        Ok(Self(libm::pow(end / start, 1.0 / f64::from(periods)) - 1.0))
    }
}

impl fmt::Display for Rate {
    /// In percent, with one decimal unless another precision is asked for: `{:.2}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.*}%", f.precision().unwrap_or(1), self.to_percent())
    }
}
