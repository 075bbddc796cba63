//! Whether start, end and growth rate of a headline agree, and what explains it when they don't.

use std::fmt;

use super::triple::Triple;
use super::{Finding, FindingKind, Verdict};
use crate::value::{Interval, Rate, Year, Years};

/// The value one year after the start that would make a printed growth rate right.
///
/// ```
/// use market_outlook::{FirstYear, Headline};
///
/// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
/// let text = |first: FirstYear| format!("{:.2} in {}, +{:.2}", first.value, first.year, first.growth);
/// assert_eq!(check.first_year().map(text).as_deref(), Some("8.56 in 2020, +5.65%"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct FirstYear {
    /// The year: one after the start.
    pub year: Year,
    /// The value, in the start value's unit.
    pub value: f64,
    /// Its growth over the start value.
    pub growth: Rate,
}

/// The verdict on a headline, with every number it rests on.
///
/// ```
/// use market_outlook::{Headline, Verdict};
///
/// let check = Headline::new("$8.1B", 2019, "$11.6B", 2026).cagr("5.2%").check()?;
/// assert_eq!(check.verdict(), Verdict::Consistent);
/// assert_eq!(format!("{:.3}", check.implied_interval()), "5.107% to 5.422%");
/// assert_eq!(
///     check.to_string(),
///     "$8.1B in 2019 to $11.6B in 2026 is growth of 5.107% to 5.422%, printed 5.2%: consistent"
/// );
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct HeadlineCheck {
    pub(super) triple: Triple,
    verdict: Verdict,
    implied: Interval<Rate>,
    fitting: Vec<u32>,
    gap: Rate,
    first_year: Option<FirstYear>,
}

/// How many periods more or fewer than the years between are tried.
const SLIP: u32 = 3;
/// The largest gap in points that a slip of the last digit explains.
const NEAR: f64 = 0.1;
/// Room for round-off in points.
const POINTS_ROUND_OFF: f64 = 1e-9;
/// Room for round-off at touching ends, relative to a growth factor.
///
/// Printed ends are decimal fractions, which doubles hold to some 1e-16; two roundings and a root later the ends
/// of two intervals that touch on paper may miss each other by a few of these. The last digit of a growth rate is
/// never finer than 1e-6, so nothing that differs on paper is taken for touching.
const ROUND_OFF: f64 = 1e-12;

impl HeadlineCheck {
    pub(super) fn of(triple: Triple) -> Self {
        let n = triple.periods();
        let fitting = (n.saturating_sub(SLIP).max(1)..=n.saturating_add(SLIP))
            .filter(|&periods| fits(&triple, periods))
            .collect::<Vec<u32>>();
        let implied = triple.implied_factors(n);
        let gap = if fitting.contains(&n) { 0.0 } else { distance(implied, triple.printed_factors()) };
        let mut check = Self {
            verdict: Verdict::Irreconcilable,
            implied: implied.map(|factor| Rate::fraction(factor - 1.0)),
            fitting,
            gap: Rate::fraction(gap),
            first_year: first_year(&triple),
            triple,
        };
        check.verdict = check.judge();
        check
    }

    fn judge(&self) -> Verdict {
        let likely = |first: &FirstYear| {
            let (growth, twice) = (first.growth.to_percent(), 2.0 * self.printed_cagr().to_percent());
            // A falling market falls in its first year too: between 0 and twice the rate, whatever its sign.
            growth >= twice.min(0.0) - POINTS_ROUND_OFF && growth <= twice.max(0.0) + POINTS_ROUND_OFF
        };
        if self.fitting.contains(&self.periods()) {
            Verdict::Consistent
        } else if self.stated_window_fits() == Some(true) {
            Verdict::FitsStatedWindow
        } else if !self.fitting.is_empty() {
            Verdict::FitsOtherPeriods
        } else if self.gap.to_percent() <= NEAR + POINTS_ROUND_OFF {
            Verdict::NearMiss
        } else if self.first_year.as_ref().is_some_and(likely) {
            Verdict::NeedsUnprintedYear
        } else {
            Verdict::Irreconcilable
        }
    }

    /// The verdict.
    ///
    /// ```
    /// use market_outlook::{Headline, Verdict};
    ///
    /// let check = Headline::new("$72.42B", 2025, "$203.65B", 2033).cagr("13.7%").check()?;
    /// assert_eq!(check.verdict(), Verdict::NearMiss);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Periods of growth between the start and the end year.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
    /// assert_eq!(check.periods(), 7);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn periods(&self) -> u32 {
        self.triple.periods()
    }

    /// The growth rate as printed.
    ///
    /// ```
    /// # use market_outlook::{Headline, Rate};
    /// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
    /// assert_eq!(check.printed_cagr(), Rate::percent(5.2));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn printed_cagr(&self) -> Rate {
        self.triple.cagr()
    }

    /// The growth rate between the two values taken as exact; a poor test of the printed one.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
    /// assert_eq!(check.implied_cagr().to_string(), "5.3%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn implied_cagr(&self) -> Rate {
        self.triple.implied()
    }

    /// Every growth rate that two values which print as the start and the end may have between them.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("$560M", 2026, "$2.52B", 2032).cagr("28.5%").check()?;
    /// assert_eq!(format!("{:.3}", check.implied_interval()), "28.428% to 28.551%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn implied_interval(&self) -> Interval<Rate> {
        self.implied
    }

    /// Every start value that the end and the growth rate leave, in the start's unit.
    ///
    /// Its high end is infinite when the rate may be −100 %.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
    /// assert_eq!(format!("{:.3}", check.start_interval()), "8.073 to 8.197");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn start_interval(&self) -> Interval<f64> {
        self.triple.start_interval()
    }

    /// Every end value that the start and the growth rate leave, in the end's unit.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").check()?;
    /// assert_eq!(format!("{:.3}", check.end_interval()), "11.441 to 11.660");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn end_interval(&self) -> Interval<f64> {
        self.triple.end_interval()
    }

    /// The numbers of periods that fit, from three fewer than there are to three more, at least 1.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("$1.3B", 2020, "$3B", 2025).cagr("18%").check()?;
    /// assert_eq!(check.fitting_periods(), [4, 5, 6]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn fitting_periods(&self) -> &[u32] {
        &self.fitting
    }

    /// Whether the window that the source states for its growth rate fits, where it states one.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let headline = Headline::new("$32.46B", 2019, "$54.15B", 2027).cagr("6.6%");
    /// assert_eq!(headline.clone().check()?.stated_window_fits(), None);
    /// let check = headline.cagr_window(2020, 2027).check()?;
    /// assert_eq!((check.verdict().as_str(), check.stated_window_fits()), ("consistent", Some(false)));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn stated_window_fits(&self) -> Option<bool> {
        self.triple.window().map(|window| fits(&self.triple, window.periods()))
    }

    /// How far the printed rate is from what the values allow, in points; 0 when they agree.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("$72.42B", 2025, "$203.65B", 2033).cagr("13.7%").check()?;
    /// assert_eq!(format!("{:.3}", check.gap().to_percent()), "0.045");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn gap(&self) -> Rate {
        self.gap
    }

    /// The value one year after the start that would make the printed rate right: `end/(1 + g)^(n−1)`.
    ///
    /// None when start and end are a year apart, or the rate leaves nothing to grow from.
    ///
    /// ```
    /// # use market_outlook::Headline;
    /// let check = Headline::new("$7.63B", 2025, "$182.97B", 2033).cagr("49.6%").check()?;
    /// let first = check.first_year().expect("eight periods leave a first year");
    /// assert_eq!(first.year.number(), 2026);
    /// assert_eq!(format!("{:.2} {:.1}", first.value, first.growth), "10.91 43.0%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn first_year(&self) -> Option<FirstYear> {
        self.first_year
    }

    /// What is wrong with the headline, as a finding; none when it is consistent.
    ///
    /// ```
    /// # use market_outlook::{FindingKind, Headline};
    /// let check = Headline::new("$3.4B", 2022, "$19.9B", 2026).cagr("43%").check()?;
    /// let finding = check.to_finding().expect("a headline with a fault");
    /// assert_eq!(finding.kind(), FindingKind::Headline);
    /// assert!(finding.message().ends_with("fits-other-periods, 5 where the years are 4 apart"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn to_finding(&self) -> Option<Finding> {
        let faulty = self.verdict != Verdict::Consistent;
        faulty.then(|| Finding::new(FindingKind::Headline, self.to_string()))
    }
}

impl fmt::Display for HeadlineCheck {
    /// The two values, the growth they allow, the printed growth, and the verdict with its reason.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is growth of {:.3}, ", self.triple.in_words(), self.implied)?;
        write!(f, "printed {}: {}", self.triple.cagr_text(), self.verdict)?;
        let window = || self.triple.window().map_or_else(String::new, |years: Years| years.to_string());
        match (self.verdict, self.first_year) {
            (Verdict::Consistent, _) if self.stated_window_fits() == Some(false) => {
                write!(f, ", though not over the stated {}", window())
            }
            (Verdict::FitsStatedWindow, _) => write!(f, ", {}", window()),
            (Verdict::FitsOtherPeriods, _) => {
                let fitting: Vec<String> = self.fitting.iter().map(ToString::to_string).collect();
                write!(f, ", {} where the years are {} apart", fitting.join(" or "), self.periods())
            }
            (Verdict::NearMiss, _) => write!(f, ", {:.3} points off", self.gap.to_percent()),
            (Verdict::NeedsUnprintedYear, Some(FirstYear { year, value, growth })) => {
                write!(f, ", {value:.*} in {year} after growth of {growth}", self.triple.decimals() + 1)
            }
            _ => Ok(()),
        }
    }
}

fn fits(triple: &Triple, periods: u32) -> bool {
    distance(triple.implied_factors(periods), triple.printed_factors()) <= 0.0
}

/// How far apart two intervals of growth factors are; 0 or less when they meet, round-off aside.
fn distance(one: Interval<f64>, other: Interval<f64>) -> f64 {
    let apart = (one.low - other.high).max(other.low - one.high);
    let room = ROUND_OFF * one.low.max(other.low).max(1.0);
    if apart <= room { 0.0 } else { apart }
}

fn first_year(triple: &Triple) -> Option<FirstYear> {
    let later = triple.periods().checked_sub(1).filter(|&periods| periods > 0)?;
    let (start, end) = triple.values();
    let value = end / libm::pow(triple.cagr().factor(), f64::from(later));
    value.is_finite().then(|| FirstYear {
        year: triple.first_year(),
        value,
        growth: Rate::fraction(value / start - 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::Headline;

    type Row = (&'static str, i32, &'static str, i32, &'static str, &'static str, &'static [u32]);

    #[track_caller]
    fn check(rows: &[Row]) {
        for &(start, from, end, to, cagr, verdict, fitting) in rows {
            let check = Headline::new(start, from, end, to).cagr(cagr).check().unwrap();
            assert_eq!(check.verdict().as_str(), verdict, "{check}");
            assert_eq!(check.fitting_periods(), fitting, "{check}");
        }
    }

    #[test]
    fn one_year_apart() {
        check(&[
            ("456.9", 2019, "442.5", 2020, "-3.2%", "consistent", &[1]),
            ("100", 2019, "110", 2020, "10%", "consistent", &[1]),
            ("100.0", 2019, "121.0", 2020, "10.0%", "fits-other-periods", &[2]),
            ("100.0", 2019, "110.0", 2020, "10.2%", "near-miss", &[]),
            // There is no first year between to explain it, however likely 12 % would be.
            ("100.0", 2019, "110.0", 2020, "12.0%", "irreconcilable", &[]),
        ]);
    }

    #[test]
    fn falling_markets() {
        check(&[
            ("100.0", 2019, "78.3", 2026, "-3.4%", "consistent", &[7]),
            ("100.0", 2019, "78.3", 2026, "-4.0%", "fits-other-periods", &[6]),
            ("100.0", 2019, "60.0", 2024, "-9.0%", "needs-unprinted-year", &[]),
            ("100.0", 2019, "60.0", 2024, "9.0%", "irreconcilable", &[]),
            ("100.0", 2019, "0", 2024, "-100%", "consistent", &[2, 3, 4, 5, 6, 7, 8]),
            ("3", 2019, "0.0", 2024, "-100.0%", "consistent", &[2, 3, 4, 5, 6, 7, 8]),
        ]);
    }

    #[test]
    fn coarse_rounding_lets_several_counts_fit() {
        check(&[
            ("$1.3B", 2020, "$3B", 2025, "18%", "consistent", &[4, 5, 6]),
            ("3", 2015, "10.5", 2025, "15%", "consistent", &[8, 9, 10]),
            ("about 8", 2019, "about 12", 2026, "6%", "consistent", &[4, 5, 6, 7, 8, 9, 10]),
        ]);
    }

    #[test]
    fn scales_need_not_be_the_same() {
        check(&[
            ("$560M", 2026, "$2.52B", 2032, "28.5%", "consistent", &[6]),
            ("0.56 billion", 2026, "2,520 million units", 2032, "28.5%", "consistent", &[6]),
            ("500 B", 2025, "1.5 T", 2033, "12%", "fits-other-periods", &[10]),
        ]);
    }

    #[test]
    fn touching_intervals_meet() {
        let exact = |value: f64| crate::value::Printed::within(value, 0.0).unwrap();
        for tenths in 1..2000 {
            let percent = f64::from(tenths) / 10.0;
            let end = exact(100.0 + percent + 0.05);
            let check = Headline::new(exact(100.0), 2019, end, 2020).cagr(format!("{percent:.1}%"));
            assert_eq!(check.check().unwrap().verdict(), Verdict::Consistent, "{percent}");
            let end = exact(100.0 + percent + 0.15 + 1e-6);
            let check = Headline::new(exact(100.0), 2019, end, 2020).cagr(format!("{percent:.1}%"));
            assert_ne!(check.check().unwrap().verdict(), Verdict::Consistent, "{percent}");
        }
    }

    #[test]
    fn a_stated_window_may_explain() {
        let headline = Headline::new("100.0", 2019, "146.4", 2024).cagr("10.0%");
        assert_eq!(headline.check().unwrap().verdict(), Verdict::FitsOtherPeriods);
        let check = headline.clone().cagr_window(2020, 2024).check().unwrap();
        assert_eq!(check.verdict(), Verdict::FitsStatedWindow);
        assert!(check.to_string().ends_with("fits-stated-window, 2020 to 2024"), "{check}");
        let check = headline.cagr_window(2019, 2030).check().unwrap();
        assert_eq!((check.verdict(), check.stated_window_fits()), (Verdict::FitsOtherPeriods, Some(false)));
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        for (headline, expected) in [
            (
                Headline::new("0", 2019, "1", 2020).cagr("5%"),
                "the start value: the size is 0, expected a number above 0",
            ),
            (Headline::new("-1", 2019, "1", 2020).cagr("5%"), "the start value: the size is -1"),
            (
                Headline::new("1", 2019, "-1", 2020).cagr("5%"),
                "the end value: the size is -1, expected 0 or more",
            ),
            (Headline::new("8,1", 2019, "1", 2020).cagr("5%"), "the start value: cannot read '8,1'"),
            (
                Headline::new("5%", 2019, "1", 2020).cagr("5%"),
                "the start value: '5%' is in percent, expected a size",
            ),
            (
                Headline::new("1", 2019, "1", 2020).cagr("5"),
                "the growth rate: cannot read '5' as a printed number: growth needs",
            ),
            (
                Headline::new("1", 2019, "1", 2020).cagr("-101%"),
                "the growth rate: the growth in percent is -101",
            ),
            (Headline::new("1", 2019, "1", 2020), "it prints no growth rate"),
            (
                Headline::new("1", 2020, "1", 2020).cagr("5%"),
                "the values: growth from 2020 to 2020 spans no period",
            ),
            (
                Headline::new("1", 2021, "1", 2020).cagr("5%"),
                "the values: years run backwards (2021 to 2020)",
            ),
            (
                Headline::new("1", 2019, "1", 2020).cagr("5%").cagr_window(2020, 2019),
                "the stated window: years run backwards (2020 to 2019)",
            ),
            (
                Headline::new("$1", 2019, "€1", 2020).cagr("5%"),
                "the end value: '€1' is in EUR, expected the unit of '$1'",
            ),
            (
                Headline::new("1", 2019, "1B", 2020).cagr("5%"),
                "'1B' is in billion, expected a scale on '1' too, or on neither",
            ),
            (
                Headline::new("1M", 2019, "1", 2020).cagr("5%"),
                "'1' is in no scale, expected one as in '1M' (million)",
            ),
        ] {
            let error = headline.check().unwrap_err().to_string();
            assert!(error.contains(expected), "{error}, expected {expected}");
        }
        let error = Headline::new("x", 2021, "-1", 2020).cagr("5").check().unwrap_err();
        assert_eq!(error.faults().count(), 4, "{error}");
    }

    #[test]
    fn extreme_years_do_not_overflow() {
        let check = Headline::new("1", i32::MIN, "2", i32::MAX).cagr("0.0%").check().unwrap();
        assert_eq!(check.periods(), u32::MAX);
        assert_eq!(check.fitting_periods().len(), 4);
    }
}
