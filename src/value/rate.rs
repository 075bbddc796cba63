//! Growth per year, and what follows from it.

use std::fmt;

use super::prose::figure;
use super::{Year, percent_text};
use crate::error::{Error, ErrorKind};

/// How far round-off may carry a growth factor: a `pow` and a few products are good to some 1e-15.
const ROUND_OFF: f64 = 1e-12;

/// Growth per year: 0.052 a year, printed as 5.2 %.
///
/// Of a start, an end, a rate and the periods between, each follows from the other three:
/// [`Rate::cagr`], [`Rate::compound`], [`Rate::discount`] and [`Rate::periods`].
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
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::ZERO.to_string(), "0.0%");
    /// ```
    pub const ZERO: Rate = Rate(0.0);

    /// A rate stated in percent a year.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::percent(12.5).to_fraction(), 0.125);
    /// ```
    #[must_use]
    pub fn percent(percent: f64) -> Self {
        Self(percent / 100.0)
    }

    /// A difference between two rates, in percentage points a year.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::points(-2.0).to_percent(), -2.0);
    /// ```
    #[must_use]
    pub fn points(points: f64) -> Self {
        Self(points / 100.0)
    }

    /// A rate stated as a fraction a year.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::fraction(0.25).to_percent(), 25.0);
    /// ```
    #[must_use]
    pub fn fraction(fraction: f64) -> Self {
        Self(fraction)
    }

    /// Compound annual growth rate: `(end/start)^(1/periods) − 1`.
    ///
    /// An end of 0 gives exactly −100 %.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// let rate = Rate::cagr(8.1, 11.6, 7)?;
    /// assert_eq!(format!("{rate:.3}"), "5.264%");
    /// assert_eq!(Rate::cagr(8.1, 0.0, 7)?, Rate::percent(-100.0));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the start is not above 0, the end is below 0, a number is not finite or too large for one, or there is
    /// no period.
    pub fn cagr(start: f64, end: f64, periods: u32) -> Result<Self, Error> {
        positive("the start value of a growth rate", start)?;
        if !(end >= 0.0 && end.is_finite()) {
            return Err(number("the end value of a growth rate", end, "a finite number, 0 or more"));
        }
        if periods == 0 {
            return Err(number("the number of periods", 0.0, "at least 1"));
        }
        let (ratio, periods) = (end / start, f64::from(periods));
        let rate = if ratio.is_normal() {
            libm::pow(ratio, 1.0 / periods) - 1.0
        } else {
            libm::expm1(log_ratio(start, end) / periods)
        };
        Self(rate).finite("the growth rate in percent")
    }

    /// One rate that does over all periods what several did one after another: 4 % for 2 years, then 7 % for 3.
    ///
    /// It is the geometric mean of the growth factors, weighted by their periods.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// let rate = Rate::chain([(Rate::percent(4.0), 2), (Rate::percent(7.0), 3)])?;
    /// assert_eq!(format!("{rate:.3}"), "5.790%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is no period at all, or a rate is below −100 %, not finite or too large for a number.
    pub fn chain(stretches: impl IntoIterator<Item = (Rate, u32)>) -> Result<Self, Error> {
        let (mut logs, mut total) = (0.0, 0.0);
        for (rate, periods) in stretches.into_iter().filter(|&(_, periods)| periods > 0) {
            rate.possible("a growth rate in percent")?;
            logs += f64::from(periods) * libm::log1p(rate.0);
            total += f64::from(periods);
        }
        if total == 0.0 {
            return Err(number("the number of periods", 0.0, "at least 1"));
        }
        Self(libm::expm1(logs / total)).finite("the growth rate in percent")
    }

    /// What a part contributes to the growth of its whole: its absolute change over the whole's start value.
    ///
    /// It is growth over the whole span, per year only when start and end are a year apart.
    /// The contributions of all parts add up to the growth of the whole.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// // A whole of 100 grows to 105: one part from 20 to 24, the rest from 80 to 81.
    /// assert_eq!(Rate::contribution(20.0, 24.0, 100.0)?, Rate::percent(4.0));
    /// assert_eq!(Rate::contribution(80.0, 81.0, 100.0)?, Rate::percent(1.0));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a number is not finite or too large for one, or the start of the whole is not above 0.
    pub fn contribution(part_start: f64, part_end: f64, whole_start: f64) -> Result<Self, Error> {
        for (what, value) in [("the start of a part", part_start), ("the end of a part", part_end)] {
            if !value.is_finite() {
                return Err(number(what, value, "a finite number"));
            }
        }
        positive("the start of the whole", whole_start)?;
        Self((part_end - part_start) / whole_start).finite("the contribution in percent")
    }

    /// The rate in percent a year.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::fraction(0.5).to_percent(), 50.0);
    /// ```
    #[must_use]
    pub fn to_percent(self) -> f64 {
        self.0 * 100.0
    }

    /// The rate as a fraction a year.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::percent(50.0).to_fraction(), 0.5);
    /// ```
    #[must_use]
    pub fn to_fraction(self) -> f64 {
        self.0
    }

    /// What a start value becomes over the periods: `start·(1 + g)^periods`.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// let end = Rate::percent(5.2).compound(8.1, 7.0)?;
    /// assert_eq!(format!("{end:.3}"), "11.550");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the rate is below −100 %, or a number is negative, not finite or too large for one.
    pub fn compound(self, start: f64, periods: f64) -> Result<f64, Error> {
        self.possible("the growth rate in percent")?;
        finite_size("the start value", start)?;
        finite_size("the number of periods", periods)?;
        finite_size("the end value", start * libm::pow(1.0 + self.0, periods))
    }

    /// What an end value was that many periods before: `end/(1 + g)^periods`, the opposite of [`Rate::compound`].
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// let start = Rate::percent(5.2).discount(11.6, 7.0)?;
    /// assert_eq!(format!("{start:.3}"), "8.135");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the rate is −100 % or less, or a number is negative, not finite or too large for one.
    pub fn discount(self, end: f64, periods: f64) -> Result<f64, Error> {
        self.reversible("the growth rate in percent")?;
        finite_size("the end value", end)?;
        finite_size("the number of periods", periods)?;
        finite_size("the start value", end / libm::pow(1.0 + self.0, periods))
    }

    /// How many periods it takes from a start value to an end value: `ln(end/start)/ln(1 + g)`.
    ///
    /// A whole number where the end falls on one, whatever the round-off.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::percent(10.0).periods(100.0, 121.0)?, 2.0);
    ///
    /// let error = Rate::percent(-3.0).periods(8.1, 11.6).unwrap_err();
    /// assert_eq!(error.to_string(), "the way from 8.1 to 11.6 is not defined here: growth of -3.0% never gets there");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a value is not above 0, the rate is −100 % or less, or growth at that rate never gets there.
    pub fn periods(self, start: f64, end: f64) -> Result<f64, Error> {
        self.reversible("the growth rate in percent")?;
        positive("the start value", start)?;
        positive("the end value", end)?;
        if start == end {
            return Ok(0.0);
        }
        let periods = log_ratio(start, end) / libm::log1p(self.0);
        if !(periods >= 0.0 && periods.is_finite()) {
            let what = format!("the way from {} to {}", figure(start), figure(end));
            let reason = format!("growth of {self} never gets there");
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let whole = periods.round();
        let reached = start * libm::pow(1.0 + self.0, whole);
        Ok(if (reached - end).abs() <= ROUND_OFF * end { whole } else { periods })
    }

    /// The first year in which a value that grows at this rate is at or past a level.
    ///
    /// "Past" is above for a growing value and below for a shrinking one.
    /// A level met exactly in a year gives that year, whatever the round-off.
    ///
    /// ```
    /// use market_outlook::{Rate, Year};
    ///
    /// assert_eq!(Rate::percent(5.2).crossing_year(8.1, 2019, 10.0)?, Year::from(2024));
    /// assert_eq!(Rate::percent(10.0).crossing_year(100.0, 2019, 121.0)?, Year::from(2021));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a value is not above 0, the rate is −100 % or less, or the level is never met.
    pub fn crossing_year(self, start: f64, start_year: impl Into<Year>, level: f64) -> Result<Year, Error> {
        let start_year = start_year.into().number();
        let year = f64::from(start_year) + self.periods(start, level)?.ceil();
        if year > f64::from(i32::MAX) {
            return Err(number("the year in which the level is met", year, "a year below 2147483648"));
        }
        Ok(Year::from(year as i32))
    }

    /// Periods in which a value doubles, `ln 2/ln(1 + g)`; none where it does not grow.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::percent(100.0).doubling_time(), Some(1.0));
    /// let periods = Rate::percent(5.2).doubling_time().expect("it grows");
    /// assert_eq!(format!("{periods:.2}"), "13.67");
    /// assert_eq!(Rate::ZERO.doubling_time(), None);
    /// ```
    #[must_use]
    pub fn doubling_time(self) -> Option<f64> {
        self.periods(1.0, 2.0).ok()
    }

    /// Periods in which a value halves; none where it does not shrink.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::percent(-50.0).halving_time(), Some(1.0));
    /// assert_eq!(Rate::percent(5.2).halving_time(), None);
    /// ```
    #[must_use]
    pub fn halving_time(self) -> Option<f64> {
        self.periods(2.0, 1.0).ok()
    }

    /// The rate when it is one that a number can hold.
    pub(super) fn finite(self, what: &str) -> Result<Self, Error> {
        let found = self.to_percent();
        if found.is_finite() { Ok(self) } else { Err(number(what, found, "a finite number")) }
    }

    /// The growth factor `1 + g`.
    pub(crate) fn factor(self) -> f64 {
        1.0 + self.0
    }

    /// The rate when it is one: finite, −100 % or more.
    pub(super) fn possible(self, what: &str) -> Result<Self, Error> {
        if self.0 >= -1.0 && self.0.is_finite() {
            Ok(self)
        } else {
            Err(number(what, self.to_percent(), "a finite number, -100 or more"))
        }
    }

    /// The rate when it leaves something to grow back from: finite, above −100 %.
    pub(super) fn reversible(self, what: &str) -> Result<Self, Error> {
        if self.0 > -1.0 && self.0.is_finite() {
            Ok(self)
        } else {
            Err(number(what, self.to_percent(), "a finite number above -100"))
        }
    }
}

impl fmt::Display for Rate {
    /// In percent, with one decimal unless another precision is asked for: `{:.2}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent_text(self.to_percent(), f.precision().unwrap_or(1)))
    }
}

fn number(what: &str, found: f64, expected: &str) -> Error {
    ErrorKind::Number { what: what.into(), found, expected: expected.into() }.into()
}

/// `ln(end/start)`, for numbers too far apart for their ratio too.
fn log_ratio(start: f64, end: f64) -> f64 {
    let ratio = end / start;
    if ratio.is_normal() { libm::log(ratio) } else { libm::log(end) - libm::log(start) }
}

fn positive(what: &str, value: f64) -> Result<f64, Error> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(number(what, value, "a finite number above 0"))
    }
}

fn finite_size(what: &str, value: f64) -> Result<f64, Error> {
    if value >= 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(number(what, value, "a finite number, 0 or more"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_input_is_named() {
        let growth = Rate::percent(5.2);
        let total_loss = Rate::percent(-100.0);
        for (error, expected) in [
            (
                Rate::cagr(0.0, 1.0, 1).err(),
                "the start value of a growth rate is 0, expected a finite number above 0",
            ),
            (Rate::cagr(1.0, -1.0, 1).err(), "the end value of a growth rate is -1"),
            (Rate::cagr(f64::NAN, 1.0, 1).err(), "is NaN"),
            (Rate::cagr(1.0, f64::INFINITY, 1).err(), "is inf"),
            (Rate::cagr(1.0, 1.0, 0).err(), "the number of periods is 0, expected at least 1"),
            (Rate::chain([]).err(), "the number of periods is 0"),
            (Rate::chain([(growth, 0)]).err(), "the number of periods is 0"),
            (Rate::chain([(Rate::percent(-200.0), 1)]).err(), "a growth rate in percent is -200, expected"),
            (Rate::contribution(1.0, f64::NAN, 1.0).err(), "the end of a part is NaN"),
            (Rate::contribution(1.0, 1.0, 0.0).err(), "the start of the whole is 0"),
            (growth.compound(-1.0, 1.0).err(), "the start value is -1"),
            (growth.compound(1.0, -1.0).err(), "the number of periods is -1"),
            (growth.compound(1.0, 1e9).err(), "the end value is inf"),
            (Rate::percent(-120.0).compound(1.0, 0.5).err(), "the growth rate in percent is -120"),
            (
                total_loss.discount(1.0, 1.0).err(),
                "the growth rate in percent is -100, expected a finite number above",
            ),
            (
                Rate::cagr(1e-300, 1e300, 1).err(),
                "the growth rate in percent is inf, expected a finite number",
            ),
            (Rate::contribution(-1e308, 1e308, 1.0).err(), "the contribution in percent is inf"),
            (Rate::chain([(Rate::fraction(1e308), 1)]).err(), "the growth rate in percent is inf"),
            (growth.periods(0.0, 1.0).err(), "the start value is 0"),
            (growth.periods(1.0, 0.0).err(), "the end value is 0"),
            (growth.periods(2.0, 1.0).err(), "growth of 5.2% never gets there"),
            (Rate::ZERO.periods(1.0, 2.0).err(), "growth of 0.0% never gets there"),
            (Rate::percent(1e-7).crossing_year(1.0, 2019, 1e9).err(), "the year in which the level is met"),
        ] {
            let error = error.expect(expected).to_string();
            assert!(error.contains(expected), "{error}, expected {expected}");
        }
    }

    #[test]
    fn values_too_far_apart_for_their_ratio_have_a_way_between() {
        let periods = Rate::percent(50.0).periods(1e-320, 1e308).unwrap();
        assert!((periods - 3566.3).abs() < 0.1, "{periods}");
        let rate = Rate::cagr(1e-300, 1e300, 600).unwrap();
        approx::assert_relative_eq!(rate.to_percent(), 900.0, max_relative = 1e-12);
        assert_eq!(Rate::cagr(1e-300, 0.0, 3), Ok(Rate::percent(-100.0)));
    }

    #[test]
    fn a_level_met_in_a_year_is_met_in_that_year() {
        for (percent, periods) in [(5.2, 7), (-3.0, 12), (0.4, 100), (80.0, 3), (-60.0, 9)] {
            let rate = Rate::percent(percent);
            let level = rate.compound(8.1, f64::from(periods)).unwrap();
            assert_eq!(rate.crossing_year(8.1, 2019, level).unwrap(), Year::from(2019 + periods));
            let (past, short) = if percent > 0.0 { (1.001, 0.999) } else { (0.999, 1.001) };
            assert_eq!(rate.crossing_year(8.1, 2019, level * past).unwrap(), Year::from(2020 + periods));
            assert_eq!(rate.crossing_year(8.1, 2019, level * short).unwrap(), Year::from(2019 + periods));
        }
        assert_eq!(Rate::ZERO.crossing_year(8.1, 2019, 8.1).unwrap(), Year::from(2019));
    }

    #[test]
    fn nothing_prints_as_minus_zero() {
        for (rate, text) in [(-0.0004, "0.0%"), (-0.0, "0.0%"), (-0.0006, "-0.1%"), (0.0004, "0.0%")] {
            assert_eq!(Rate::fraction(rate).to_string(), text);
        }
        assert_eq!(format!("{:.0}", Rate::percent(-0.4)), "0%");
        assert_eq!(format!("{:.2}", Rate::percent(-0.04)), "-0.04%");
    }
}
