//! The three numbers of a headline, read and ready to be compared.

use super::Claim;
use crate::error::{Error, ErrorKind};
use crate::value::{Interval, Printed, Rate, Year, Years};

/// A headline whose three numbers have been read and can be compared; both values in the start's unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Triple {
    start: Printed,
    end: Printed,
    cagr: Printed,
    years: Years,
    window: Option<Years>,
    /// How many of the start's units one of the end's is: 1000 from million to billion.
    scale: f64,
}

impl Triple {
    pub(super) fn of(
        (start, end, cagr): (&Claim, &Claim, Option<&Claim>),
        years: (Year, Year),
        window: Option<(Year, Year)>,
    ) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let mut keep = |place: &str, fault: Error| faults.push(fault.at(place));
        let start =
            start.printed().and_then(start_value).map_err(|fault| keep("the start value", fault)).ok();
        let end = end.printed().and_then(end_value).map_err(|fault| keep("the end value", fault)).ok();
        let cagr = growth(cagr).map_err(|fault| keep("the growth rate", fault)).ok();
        let years = span(years).map_err(|fault| keep("the values", fault)).ok();
        let window = window.map(span).transpose().map_err(|fault| keep("the stated window", fault)).ok();
        let scale = match (start, end) {
            (Some(start), Some(end)) => scale(start, end).map_err(|fault| keep("the end value", fault)).ok(),
            _ => None,
        };
        Error::none_of(faults)?;
        let all = (start, end, cagr, years, window, scale);
        let (Some(start), Some(end), Some(cagr), Some(years), Some(window), Some(scale)) = all else {
            unreachable!("whatever is missing has left a fault")
        };
        Ok(Self { start: start.clone(), end: end.clone(), cagr: cagr.clone(), years, window, scale })
    }

    pub(super) fn periods(&self) -> u32 {
        self.years.periods()
    }

    pub(super) fn first_year(&self) -> Year {
        // There is at least one period, so the year after the first exists.
        Year::from(self.years.first().number() + 1)
    }

    pub(super) fn window(&self) -> Option<Years> {
        self.window
    }

    pub(super) fn decimals(&self) -> usize {
        self.start.decimals()
    }

    /// The rate as printed.
    pub(super) fn cagr(&self) -> Rate {
        Rate::percent(self.cagr.value())
    }

    /// The rate as printed, with a percent sign where it was given as a bare number.
    pub(super) fn cagr_text(&self) -> String {
        format!("{}{}", self.cagr, if self.cagr.is_percent() { "" } else { "%" })
    }

    /// Start and end as printed, in the start's unit.
    pub(super) fn values(&self) -> (f64, f64) {
        (self.start.value(), self.end.value() * self.scale)
    }

    /// The growth rate between the printed values.
    pub(super) fn implied(&self) -> Rate {
        let (start, end) = self.values();
        Rate::cagr(start, end, self.periods())
            .expect("start, end and periods were checked when they were read")
    }

    /// Every growth factor a period that the two values allow over that many periods.
    pub(super) fn implied_factors(&self, periods: u32) -> Interval<f64> {
        let (start, end) = (at_least_zero(self.start.interval()), self.end_in_start_unit());
        let root = |ratio: f64| libm::pow(ratio, 1.0 / f64::from(periods));
        Interval { low: root(end.low / start.high), high: root(divide(end.high, start.low)) }
    }

    /// Every growth factor a period that prints as the rate.
    pub(super) fn printed_factors(&self) -> Interval<f64> {
        at_least_zero(self.cagr.interval().map(|percent| Rate::percent(percent).factor()))
    }

    /// Every start value that the end and the rate leave.
    pub(super) fn start_interval(&self) -> Interval<f64> {
        let (end, growth) = (self.end_in_start_unit(), self.whole_growth());
        Interval { low: divide(end.low, growth.high), high: divide(end.high, growth.low) }
    }

    /// Every end value that the start and the rate leave, in the end's unit.
    pub(super) fn end_interval(&self) -> Interval<f64> {
        let (start, growth) = (at_least_zero(self.start.interval()), self.whole_growth());
        Interval { low: start.low * growth.low, high: start.high * growth.high }.map(|end| end / self.scale)
    }

    /// Every growth factor over all periods that the printed rate allows.
    fn whole_growth(&self) -> Interval<f64> {
        self.printed_factors().map(|factor| libm::pow(factor, f64::from(self.periods())))
    }

    fn end_in_start_unit(&self) -> Interval<f64> {
        at_least_zero(self.end.interval()).map(|end| end * self.scale)
    }

    /// Half units of the start, the end and the rate, on the footing of [`Triple::values`] and of growth factors.
    pub(super) fn half_units(&self) -> [f64; 3] {
        [self.start.half_unit(), self.end.half_unit() * self.scale, self.cagr.half_unit() / 100.0]
    }

    /// A value in the start's unit, in the end's.
    pub(super) fn in_end_unit(&self, value: f64) -> f64 {
        value / self.scale
    }

    /// Digits after the point of start, end and rate as printed.
    pub(super) fn all_decimals(&self) -> [usize; 3] {
        [&self.start, &self.end, &self.cagr].map(Printed::decimals)
    }

    pub(super) fn in_words(&self) -> String {
        let Self { start, end, years, .. } = self;
        format!("{start} in {} to {end} in {}", years.first(), years.last())
    }
}

fn start_value(printed: &Printed) -> Result<&Printed, Error> {
    sized(printed, printed.value() > 0.0, "a number above 0 to grow from")
}

fn end_value(printed: &Printed) -> Result<&Printed, Error> {
    sized(printed, printed.value() >= 0.0, "0 or more")
}

fn sized<'a>(printed: &'a Printed, possible: bool, expected: &str) -> Result<&'a Printed, Error> {
    if printed.is_percent() {
        let (text, found) = (printed.text().into(), "percent".into());
        return Err(ErrorKind::UnitMismatch { text, found, expected: "a size".into() }.into());
    }
    if possible { Ok(printed) } else { Err(number("the size", printed.value(), expected)) }
}

fn growth(claim: Option<&Claim>) -> Result<&Printed, Error> {
    let Some(claim) = claim else {
        let what = "whether a headline is right".into();
        let reason = "it prints no growth rate, expected one such as '5.2%'".into();
        return Err(ErrorKind::Undefined { what, reason }.into());
    };
    let printed = claim.printed()?;
    if !printed.is_percent() && !printed.is_bare() {
        let reason = "growth needs its percent sign, expected a text such as '5.2%'".into();
        return Err(ErrorKind::Printed { text: printed.text().into(), reason }.into());
    }
    if printed.value() < -100.0 {
        return Err(number("the growth in percent", printed.value(), "-100 or more"));
    }
    Ok(printed)
}

fn span((from, to): (Year, Year)) -> Result<Years, Error> {
    if from == to {
        return Err(ErrorKind::ZeroPeriods { year: from }.into());
    }
    Years::new(from, to)
}

/// The end's unit in the start's; 1 when neither carries a scale.
fn scale(start: &Printed, end: &Printed) -> Result<f64, Error> {
    let mismatch = |found: &str, expected: String| {
        let (text, found) = (end.text().into(), found.into());
        Err(ErrorKind::UnitMismatch { text, found, expected }.into())
    };
    if let Some(found) = end.what().filter(|_| !end.counts_as(start)) {
        return mismatch(found, format!("the unit of '{start}'"));
    }
    match (start.scale(), end.scale()) {
        (Some(of_start), Some(of_end)) => Ok(of_end.factor() / of_start.factor()),
        (None, None) => Ok(1.0),
        (None, Some(of_end)) => mismatch(of_end.as_str(), format!("a scale on '{start}' too, or on neither")),
        (Some(of_start), None) => {
            mismatch("no scale", format!("one as in '{start}' ({})", of_start.as_str()))
        }
    }
}

fn number(what: &str, found: f64, expected: &str) -> Error {
    ErrorKind::Number { what: what.into(), found, expected: expected.into() }.into()
}

/// Sizes and growth factors below nothing print like nothing, and mean it.
fn at_least_zero(interval: Interval<f64>) -> Interval<f64> {
    interval.map(|end| end.max(0.0))
}

/// A quotient that is unbounded where the divisor may be 0.
fn divide(number: f64, divisor: f64) -> f64 {
    if divisor > 0.0 { number / divisor } else { f64::INFINITY }
}
