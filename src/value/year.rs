//! Years and runs of years.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// A calendar or fiscal year.
///
/// ```
/// use market_outlook::Year;
///
/// assert_eq!(Year::from(2019).to_string(), "2019");
/// assert_eq!(Year::from(2019).number(), 2019);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(i32);

impl Year {
    /// The year as a number.
    ///
    /// ```
    /// use market_outlook::Year;
    ///
    /// assert_eq!(Year::from(2026).number(), 2026);
    /// ```
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// Years from `earlier` to this one; negative when `earlier` is the later one.
    ///
    /// ```
    /// use market_outlook::Year;
    ///
    /// assert_eq!(Year::from(2026).since(Year::from(2019)), 7);
    /// ```
    #[must_use]
    pub fn since(self, earlier: Year) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }
}

impl From<i32> for Year {
    fn from(year: i32) -> Self {
        Self(year)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A run of years, both ends included, never empty.
///
/// 2019 to 2026 is eight years and seven periods of growth.
///
/// ```
/// use market_outlook::Years;
///
/// let years = Years::new(2019, 2026)?;
/// assert_eq!((years.len(), years.periods()), (8, 7));
/// assert_eq!(years.to_string(), "2019 to 2026");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Years {
    first: Year,
    last: Year,
}

impl Years {
    /// From the first year to the last, both included.
    ///
    /// ```
    /// use market_outlook::Years;
    ///
    /// assert!(Years::new(2019, 2026).is_ok());
    /// assert!(Years::new(2026, 2019).is_err());
    /// ```
    ///
    /// # Errors
    /// When the last year is before the first.
    pub fn new(first: impl Into<Year>, last: impl Into<Year>) -> Result<Self, Error> {
        let (first, last) = (first.into(), last.into());
        if last < first {
            return Err(ErrorKind::YearsBackwards { first, last }.into());
        }
        Ok(Self { first, last })
    }

    /// The first year.
    ///
    /// ```
    /// use market_outlook::{Year, Years};
    ///
    /// assert_eq!(Years::new(2019, 2026)?.first(), Year::from(2019));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn first(self) -> Year {
        self.first
    }

    /// The last year.
    #[must_use]
    pub fn last(self) -> Year {
        self.last
    }

    /// How many years: one more than the periods between them.
    ///
    /// ```
    /// use market_outlook::Years;
    ///
    /// assert_eq!(Years::new(2019, 2026)?.len(), 8);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a run of years is never empty")]
    pub fn len(self) -> usize {
        self.periods() as usize + 1
    }

    /// Periods of growth from the first year to the last.
    ///
    /// ```
    /// use market_outlook::Years;
    ///
    /// assert_eq!(Years::new(2019, 2026)?.periods(), 7);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn periods(self) -> u32 {
        self.last.0.abs_diff(self.first.0)
    }

    /// Whether the year is one of them.
    ///
    /// ```
    /// use market_outlook::Years;
    ///
    /// let years = Years::new(2019, 2026)?;
    /// assert!(years.contains(2026) && !years.contains(2027));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn contains(self, year: impl Into<Year>) -> bool {
        (self.first..=self.last).contains(&year.into())
    }

    /// The years in order.
    ///
    /// ```
    /// use market_outlook::Years;
    ///
    /// let years: Vec<i32> = Years::new(2019, 2021)?.iter().map(|y| y.number()).collect();
    /// assert_eq!(years, [2019, 2020, 2021]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Year> {
        (self.first.0..=self.last.0).map(Year)
    }

    /// The position of a year among them.
    pub(crate) fn index(self, year: Year) -> Result<usize, Error> {
        if !self.contains(year) {
            return Err(ErrorKind::YearOutside { year, years: self }.into());
        }
        Ok(year.0.abs_diff(self.first.0) as usize)
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extreme_years_do_not_overflow() {
        let years = Years::new(i32::MIN, i32::MAX).unwrap();
        assert_eq!(years.periods(), u32::MAX);
        assert_eq!(years.len(), 1 << 32);
        assert_eq!(years.last().since(years.first()), i64::from(u32::MAX));
    }

    #[test]
    fn positions_count_from_the_first_year() {
        let years = Years::new(2019, 2026).unwrap();
        assert_eq!(years.index(Year(2026)).unwrap(), 7);
        assert_eq!(
            years.index(Year(2040)).unwrap_err().to_string(),
            "year 2040 is outside the forecast (2019 to 2026)"
        );
    }
}
