//! Parts of a whole.

use std::fmt;

use super::percent_text;

/// A part of a whole, 1 being all of it.
///
/// ```
/// use market_outlook::Share;
///
/// assert_eq!(Share::percent(43.0), Share::fraction(0.43));
/// assert_eq!(Share::percent(43.0).to_string(), "43.0%");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// A share stated as a percentage: `Share::percent(43.0)` is 43 %.
    ///
    /// ```
    /// use market_outlook::Share;
    ///
    /// assert_eq!(Share::percent(43.0).to_fraction(), 0.43);
    /// ```
    #[must_use]
    pub fn percent(percent: f64) -> Self {
        Self(percent / 100.0)
    }

    /// A share stated as a fraction of 1.
    ///
    /// ```
    /// use market_outlook::Share;
    ///
    /// assert_eq!(Share::fraction(0.25).to_percent(), 25.0);
    /// ```
    #[must_use]
    pub fn fraction(fraction: f64) -> Self {
        Self(fraction)
    }

    /// The share as a percentage.
    ///
    /// ```
    /// use market_outlook::Share;
    ///
    /// assert_eq!(Share::fraction(0.5).to_percent(), 50.0);
    /// ```
    #[must_use]
    pub fn to_percent(self) -> f64 {
        self.0 * 100.0
    }

    /// The share as a fraction of 1.
    ///
    /// ```
    /// use market_outlook::Share;
    ///
    /// assert_eq!(Share::percent(50.0).to_fraction(), 0.5);
    /// ```
    #[must_use]
    pub fn to_fraction(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Share {
    /// As a percentage, with one decimal unless another precision is asked for: `{:.0}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent_text(self.to_percent(), f.precision().unwrap_or(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_as_minus_zero() {
        assert_eq!(Share::percent(-0.04).to_string(), "0.0%");
        assert_eq!(Share::percent(-0.06).to_string(), "-0.1%");
    }
}
