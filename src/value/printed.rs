//! Numbers as printed, and the interval that their digits stand for.

use std::fmt;
use std::str::FromStr;

use super::{Scale, Unit};
use crate::error::{Error, ErrorKind};

/// A number as a report prints it, with the half unit that its last digit implies.
///
/// "8.1" stands for 8.05 to 8.15, "1,530" for 1,529.5 to 1,530.5, "5.2%" for 5.15 % to 5.25 %.
///
/// ```
/// use market_outlook::Printed;
///
/// let printed: Printed = "$8.1B".parse()?;
/// assert_eq!((printed.value(), printed.half_unit()), (8.1, 0.05));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    text: String,
    value: f64,
    half_unit: f64,
    decimals: usize,
    percent: bool,
    bare: bool,
    currency: Option<String>,
    scale: Option<Scale>,
}

impl Printed {
    /// A number with a stated tolerance on both sides; 0 means exact.
    ///
    /// # Errors
    /// When the number is not finite, or the tolerance is not a finite number of 0 or more.
    pub fn within(value: f64, tolerance: f64) -> Result<Self, Error> {
        if !value.is_finite() {
            let expected = "a finite number".into();
            return Err(ErrorKind::Number { what: "the value".into(), found: value, expected }.into());
        }
        let text = value.to_string();
        let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
        Self {
            text,
            value,
            half_unit: 0.0,
            decimals,
            percent: false,
            bare: true,
            currency: None,
            scale: None,
        }
        .with_tolerance(tolerance)
    }

    /// The same number with a stated tolerance instead of the half unit of its digits.
    ///
    /// # Errors
    /// When the tolerance is not a finite number of 0 or more.
    pub fn with_tolerance(mut self, tolerance: f64) -> Result<Self, Error> {
        if !(tolerance >= 0.0 && tolerance.is_finite()) {
            let expected = "a finite number, 0 or more".into();
            return Err(ErrorKind::Number { what: "the tolerance".into(), found: tolerance, expected }.into());
        }
        self.half_unit = tolerance;
        Ok(self)
    }

    /// The text as it was printed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number in front of the scale: 8.1 for "$8.1B", 5.2 for "5.2%".
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Half of the last printed unit, or the stated tolerance, on the same footing as [`Printed::value`].
    #[must_use]
    pub fn half_unit(&self) -> f64 {
        self.half_unit
    }

    /// The smallest number it can stand for.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.value - self.half_unit
    }

    /// The largest number it can stand for.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.value + self.half_unit
    }

    /// Digits after the decimal point.
    #[must_use]
    pub fn decimals(&self) -> usize {
        self.decimals
    }

    /// Whether a percent sign follows.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.percent
    }

    /// Whether it was given as a bare number with a tolerance, in whatever the claim is measured in.
    pub(crate) fn is_bare(&self) -> bool {
        self.bare
    }

    /// The currency it carries, as a code such as `USD`.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// The scale it carries.
    #[must_use]
    pub fn scale(&self) -> Option<Scale> {
        self.scale
    }

    /// The factor that takes the printed number to a unit: 1000 for "8.1 billion" in USD million.
    ///
    /// # Errors
    /// When it carries another currency than the unit's, or a percent sign.
    pub fn factor_to(&self, unit: &Unit) -> Result<f64, Error> {
        let mismatch = |found: &str| {
            Err(ErrorKind::UnitMismatch {
                text: self.text.clone(),
                found: found.into(),
                expected: unit.to_string(),
            }
            .into())
        };
        if self.percent {
            return mismatch("percent");
        }
        match &self.currency {
            Some(currency) if currency != unit.what() => mismatch(currency),
            _ => Ok(self.scale.map_or(1.0, |scale| scale.factor() / unit.scale().factor())),
        }
    }
}

impl FromStr for Printed {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let refuse = |reason: &str| ErrorKind::Printed { text: text.into(), reason: reason.into() };
        let (rest, percent) = match text.trim().strip_suffix('%') {
            Some(rest) => (rest.trim(), true),
            None => (text.trim(), false),
        };
        let (rest, currency) = match rest.strip_prefix('$') {
            Some(rest) => (rest, Some("USD".to_string())),
            None => (rest, None),
        };
        let digits = rest.trim_end_matches(char::is_alphabetic);
        let scale = Scale::parse(&rest[digits.len()..]);
        let digits = digits.trim().replace(',', "").replace('\u{2212}', "-");
        let value: f64 = digits.parse().map_err(|_| refuse("expected digits"))?;
        let decimals = digits.split_once('.').map_or(0, |(_, digits)| digits.len());
        let half_unit = 0.5 * libm::pow(10.0, -(decimals as f64));
        Ok(Self { text: text.into(), value, half_unit, decimals, percent, bare: false, currency, scale })
    }
}

impl TryFrom<&str> for Printed {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        text.parse()
    }
}

impl TryFrom<String> for Printed {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}
