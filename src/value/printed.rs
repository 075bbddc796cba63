//! Numbers as printed, and the interval that their digits stand for.

use std::fmt;
use std::str::FromStr;

use super::reading::Reading;
use super::shown::shown;
use super::{Interval, Scale, Unit, currency, decimals_of};
use crate::error::{Error, ErrorKind};

/// A number as a report prints it, with the half unit that its last digit implies.
///
/// "8.1" stands for 8.05 to 8.15, "1,530" for 1,529.5 to 1,530.5, "5.2%" for 5.15 % to 5.25 %.
/// With a word such as "about" or a "~" it stands for 10 % more and less of itself, or for what the digits
/// leave open where that is wider.
///
/// A point is always the decimal point: "1.530" is 1.53 printed to three decimals, never 1,530.
///
/// It reads what reports print, and refuses what can be read in two ways: the decimal comma in "8,1", a range,
/// a bound such as "over 9", a "¥" that may be yen or yuan.
///
/// ```
/// use market_outlook::Printed;
///
/// for (text, value, half_unit) in [
///     ("8.1", 8.1, 0.05),
///     ("$8.1B", 8.1, 0.05),
///     ("US$ 24.9 bn", 24.9, 0.05),
///     ("1,530 million units", 1530.0, 0.5),
///     ("5.2%", 5.2, 0.05),
///     ("($0.4B)", -0.4, 0.05),
///     ("about 9", 9.0, 0.9),
/// ] {
///     let printed: Printed = text.parse()?;
///     assert_eq!((printed.value(), printed.half_unit()), (value, half_unit));
/// }
///
/// let error = "8,1".parse::<Printed>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "cannot read '8,1' as a printed number: a comma that groups no thousands, \
///      expected a decimal point as in '8.1' if that is meant"
/// );
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
    counted: Option<String>,
    scale: Option<Scale>,
}

impl Printed {
    /// A number with a stated tolerance on both sides; 0 means exact.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// let printed = Printed::within(8.1, 0.2)?;
    /// assert_eq!((printed.text(), printed.half_unit()), ("8.1", 0.2));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the number is not finite, or the tolerance is not a finite number of 0 or more.
    pub fn within(value: f64, tolerance: f64) -> Result<Self, Error> {
        if !value.is_finite() {
            let expected = "a finite number".into();
            return Err(ErrorKind::Number { what: "the value".into(), found: value, expected }.into());
        }
        Self {
            text: value.to_string(),
            value,
            half_unit: 0.0,
            decimals: decimals_of(value),
            percent: false,
            bare: true,
            currency: None,
            counted: None,
            scale: None,
        }
        .with_tolerance(tolerance)
    }

    /// The text as it was printed, without white space around it.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!(" $8.1B ".parse::<Printed>()?.text(), "$8.1B");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number in front of the scale: 8.1 for "$8.1B", 5.2 for "5.2%".
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!("−0.4 billion euros".parse::<Printed>()?.value(), -0.4);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Half of the last printed unit, or the stated tolerance, on the same footing as [`Printed::value`].
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!("8.10".parse::<Printed>()?.half_unit(), 0.005);
    /// assert_eq!("~8.10".parse::<Printed>()?.half_unit(), 0.81);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn half_unit(&self) -> f64 {
        self.half_unit
    }

    /// The smallest number it can stand for.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!("1,530".parse::<Printed>()?.low(), 1529.5);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn low(&self) -> f64 {
        self.value - self.half_unit
    }

    /// The largest number it can stand for.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!("1,530".parse::<Printed>()?.high(), 1530.5);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn high(&self) -> f64 {
        self.value + self.half_unit
    }

    /// Everything it can stand for.
    ///
    /// ```
    /// use market_outlook::{Interval, Printed};
    ///
    /// assert_eq!("5%".parse::<Printed>()?.interval(), Interval { low: 4.5, high: 5.5 });
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn interval(&self) -> Interval<f64> {
        Interval { low: self.low(), high: self.high() }
    }

    /// Digits after the decimal point.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!("20.50%".parse::<Printed>()?.decimals(), 2);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn decimals(&self) -> usize {
        self.decimals
    }

    /// Whether it is a percentage, by its sign or in words.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert!("5.2 percent".parse::<Printed>()?.is_percent());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.percent
    }

    /// Whether it was given as a bare number with a tolerance, in whatever the claim is measured in.
    pub(crate) fn is_bare(&self) -> bool {
        self.bare
    }

    /// The currency it carries, as a code such as `USD`; a plain "$" is the dollar of the United States.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!("A$3.2m".parse::<Printed>()?.currency(), Some("AUD"));
    /// assert_eq!("3.2m".parse::<Printed>()?.currency(), None);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// What it counts where that is no currency, as printed.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// assert_eq!("125.3M units".parse::<Printed>()?.counted(), Some("units"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn counted(&self) -> Option<&str> {
        self.counted.as_deref()
    }

    /// What it counts: its currency, else its word.
    pub(crate) fn what(&self) -> Option<&str> {
        self.currency().or(self.counted())
    }

    /// Whether both count the same thing; a number that names nothing counts whatever the other does.
    pub(crate) fn counts_as(&self, other: &Printed) -> bool {
        self.what().zip(other.what()).is_none_or(|(one, other)| currency::same(one, other))
    }

    /// The scale it carries.
    ///
    /// ```
    /// use market_outlook::{Printed, Scale};
    ///
    /// assert_eq!("24.9 bn".parse::<Printed>()?.scale(), Some(Scale::Billion));
    /// assert_eq!("24.9".parse::<Printed>()?.scale(), None);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> Option<Scale> {
        self.scale
    }

    /// The same number with a stated tolerance instead of the half unit of its digits.
    ///
    /// ```
    /// use market_outlook::Printed;
    ///
    /// let printed = "8.1".parse::<Printed>()?.with_tolerance(0.5)?;
    /// assert_eq!((printed.low(), printed.high()), (7.6, 8.6));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
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

    /// The same digits at a scale that stands elsewhere, such as in the head of a column.
    ///
    /// ```
    /// use market_outlook::{Printed, Scale};
    ///
    /// let printed = "560".parse::<Printed>()?.with_scale(Scale::Million)?;
    /// assert_eq!((printed.text(), printed.scale()), ("560 million", Some(Scale::Million)));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When it carries a scale already, or is a percentage.
    pub fn with_scale(mut self, scale: Scale) -> Result<Self, Error> {
        if self.percent || self.scale.is_some() {
            let what = if self.percent { "a percentage" } else { "a scale of its own" };
            let reason = format!("{what}, expected bare digits to put a scale to");
            return Err(ErrorKind::Printed { text: self.text, reason }.into());
        }
        self.scale = Some(scale);
        if scale != Scale::One {
            self.text = format!("{} {}", self.text, scale.as_str());
        }
        Ok(self)
    }

    /// The factor that takes the printed number to a unit: 1000 for "8.1 billion" in USD million.
    ///
    /// A number without a scale is taken to be in the unit's. Currencies are compared by their code,
    /// other words letter by letter in any case.
    ///
    /// ```
    /// use market_outlook::{Printed, Unit};
    ///
    /// assert_eq!("US$8.1 billion".parse::<Printed>()?.factor_to(&Unit::USD_MILLION)?, 1000.0);
    /// assert_eq!("8.1".parse::<Printed>()?.factor_to(&Unit::USD_MILLION)?, 1.0);
    ///
    /// let error = "€8.1B".parse::<Printed>()?.factor_to(&Unit::USD_MILLION).unwrap_err();
    /// assert_eq!(error.to_string(), "'€8.1B' is in EUR, expected USD million");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When it counts something else than the unit does, or is a percentage.
    pub fn factor_to(&self, unit: &Unit) -> Result<f64, Error> {
        let counted = self.what().filter(|what| !currency::same(what, unit.what()));
        let found = if self.percent { Some("percent") } else { counted };
        match found {
            Some(found) => Err(ErrorKind::UnitMismatch {
                text: self.text.clone(),
                found: found.into(),
                expected: unit.to_string(),
            }
            .into()),
            None => Ok(self.scale.map_or(1.0, |scale| scale.factor() / unit.scale().factor())),
        }
    }
}

impl FromStr for Printed {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let refuse = |reason| Error::from(ErrorKind::Printed { text: text.into(), reason });
        let reading = Reading::of(text).map_err(refuse)?;
        let digits = reading.digits.expect("a text without digits is refused");
        // "About 3" says no more than 3 does: a word can widen what the digits leave open, never narrow it.
        let about = if reading.about { digits.tenth } else { 0.0 };
        let value = if reading.is_negative() && digits.value != 0.0 { -digits.value } else { digits.value };
        Ok(Self {
            text: text.into(),
            value,
            half_unit: digits.half_unit().max(about),
            decimals: digits.decimals,
            percent: reading.percent,
            bare: false,
            currency: reading.currency,
            counted: (!reading.counted.is_empty()).then(|| reading.counted.join(" ")),
            scale: reading.scale,
        })
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
    /// The text as printed, fit for a terminal: [`Printed::text`] is what reads back in any case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&shown(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reports_print() {
        let usd = Some("USD");
        let billion = Some(Scale::Billion);
        for (text, value, decimals, currency, scale) in [
            ("8.1", 8.1, 1, None, None),
            ("$8.1B", 8.1, 1, usd, billion),
            ("$ 8.1 B", 8.1, 1, usd, billion),
            ("8.1 billion", 8.1, 1, None, billion),
            ("US$ 24.9 bn", 24.9, 1, usd, billion),
            ("US $24.9bn", 24.9, 1, usd, billion),
            ("USD 24.9 billion", 24.9, 1, usd, billion),
            ("USD24.9 Billion", 24.9, 1, usd, billion),
            ("24.9 billion USD", 24.9, 1, usd, billion),
            ("24.9 USD billion", 24.9, 1, usd, billion),
            ("24.9 billion US dollars", 24.9, 1, usd, billion),
            ("$24.9 billion USD", 24.9, 1, usd, billion),
            ("24.9 M$", 24.9, 1, usd, Some(Scale::Million)),
            ("USDm 8.1", 8.1, 1, usd, Some(Scale::Million)),
            ("8.1 USDbn", 8.1, 1, usd, billion),
            ("€bn 8.1", 8.1, 1, Some("EUR"), billion),
            ("EUR million 8.1", 8.1, 1, Some("EUR"), Some(Scale::Million)),
            ("8.1 Mrd", 8.1, 1, None, billion),
            ("8.10 Mrd. EUR", 8.1, 2, Some("EUR"), billion),
            ("U.S. $8.1 billion", 8.1, 1, usd, billion),
            ("8.1 billion U.S. dollars", 8.1, 1, usd, billion),
            ("1.530", 1.53, 3, None, None),
            ("€3.2m", 3.2, 1, Some("EUR"), Some(Scale::Million)),
            ("HK$3.2mn", 3.2, 1, Some("HKD"), Some(Scale::Million)),
            ("CHF 3.2k", 3.2, 1, Some("CHF"), Some(Scale::Thousand)),
            ("₹8,100 million", 8100.0, 0, Some("INR"), Some(Scale::Million)),
            ("1,530", 1530.0, 0, None, None),
            ("1 530", 1530.0, 0, None, None),
            ("1\u{A0}530", 1530.0, 0, None, None),
            ("1\u{2009}530\u{2009}250.5", 1_530_250.5, 1, None, None),
            ("1\u{202F}530 bn", 1530.0, 0, None, billion),
            ("−0.4", -0.4, 1, None, None),
            ("-0.4", -0.4, 1, None, None),
            ("–0.4", -0.4, 1, None, None),
            ("(0.4)", -0.4, 1, None, None),
            ("(0.4) billion", -0.4, 1, None, billion),
            ("($0.4B)", -0.4, 1, usd, billion),
            ("$(0.4)B", -0.4, 1, usd, billion),
            ("-$0.4B", -0.4, 1, usd, billion),
            ("$-0.4B", -0.4, 1, usd, billion),
            ("+8", 8.0, 0, None, None),
            (".5", 0.5, 1, None, None),
            ("$.5T", 0.5, 1, usd, Some(Scale::Trillion)),
            ("  8.10\t", 8.1, 2, None, None),
        ] {
            let printed: Printed = text.parse().unwrap();
            assert_eq!((printed.value(), printed.decimals()), (value, decimals), "{text}");
            assert_eq!((printed.currency(), printed.scale()), (currency, scale), "{text}");
            assert_eq!((printed.is_percent(), printed.counted()), (false, None), "{text}");
        }
    }

    #[test]
    fn percentages() {
        for (text, value) in [
            ("5.2%", 5.2),
            ("5.2 %", 5.2),
            ("5.2\u{A0}%", 5.2),
            ("5.2 percent", 5.2),
            ("5.2 per cent", 5.2),
            ("5.2％", 5.2),
            ("+5.2%", 5.2),
            ("−5.2%", -5.2),
            ("(5.2)%", -5.2),
            ("(5.2%)", -5.2),
        ] {
            let printed: Printed = text.parse().unwrap();
            assert!(printed.is_percent(), "{text}");
            assert_eq!((printed.value(), printed.half_unit()), (value, 0.05), "{text}");
        }
        let zero: Printed = "-0.0%".parse().unwrap();
        assert!(zero.value().is_sign_positive());
    }

    #[test]
    fn about_is_ten_percent_or_what_the_digits_leave_open() {
        for (text, half_unit) in [
            ("~9", 0.9),
            ("≈9", 0.9),
            ("about 9", 0.9),
            ("approx. 9", 0.9),
            ("Approximately 9", 0.9),
            ("around $8B", 0.8),
            ("$~8B", 0.8),
            ("c. 8", 0.8),
            ("~-8", 0.8),
            ("~3", 0.5),
        ] {
            assert_eq!(text.parse::<Printed>().unwrap().half_unit(), half_unit, "{text}");
        }
    }

    #[test]
    fn counted_words_meet_their_unit() {
        for (text, unit, factor) in [
            ("125.3M units", "units million", 1.0),
            ("125.3M Units", "units", 1e6),
            ("1.2 million barrels a day", "barrels a day thousand", 1e3),
            ("1.2 barrels a day million", "barrels a day thousand", 1e3),
            ("24.9bn", "units million", 1e3),
            ("24.9 usd", "USD billion", 1.0),
            ("$8.1B", "US$ billion", 1.0),
            ("$8.1B", "$ million", 1e3),
            ("8.1B dollars", "USD billion", 1.0),
            ("8.1B euros", "€ billion", 1.0),
        ] {
            let unit: Unit = unit.parse().unwrap();
            assert_eq!(
                text.parse::<Printed>().unwrap().factor_to(&unit).unwrap(),
                factor,
                "{text} in {unit}"
            );
        }
        for (text, unit, message) in [
            ("$8.1B", "units", "'$8.1B' is in USD, expected units"),
            ("8.1B units", "USD billion", "'8.1B units' is in units, expected USD billion"),
            ("8.1 untis", "units", "'8.1 untis' is in untis, expected units"),
            ("5.2%", "USD", "'5.2%' is in percent, expected USD"),
            ("C$8.1B", "$ billion", "'C$8.1B' is in CAD, expected USD billion"),
        ] {
            let unit: Unit = unit.parse().unwrap();
            let error = text.parse::<Printed>().unwrap().factor_to(&unit).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn a_scale_is_given_once() {
        let digits = |text: &str| text.parse::<Printed>().unwrap();
        assert_eq!(digits("8.1").with_scale(Scale::One).unwrap().text(), "8.1");
        for text in ["8.1B", "8.1%"] {
            let error = digits(text).with_scale(Scale::Million).unwrap_err();
            assert!(error.to_string().contains("expected bare digits to put a scale to"), "{error}");
        }
    }
}
