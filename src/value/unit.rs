//! What is counted, and at which scale.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::currency::{self, Currency};
use crate::error::{Error, ErrorKind};

/// The power of ten a figure is printed in.
///
/// ```
/// use market_outlook::Scale;
///
/// assert_eq!(Scale::Billion.factor(), 1e9);
/// assert_eq!(Scale::parse("bn"), Some(Scale::Billion));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scale {
    /// As it is.
    One,
    /// Thousands.
    Thousand,
    /// Millions.
    Million,
    /// Billions, 10⁹.
    Billion,
    /// Trillions, 10¹².
    Trillion,
}

impl Scale {
    /// The power of ten as a factor.
    #[must_use]
    pub fn factor(self) -> f64 {
        match self {
            Scale::One => 1.0,
            Scale::Thousand => 1e3,
            Scale::Million => 1e6,
            Scale::Billion => 1e9,
            Scale::Trillion => 1e12,
        }
    }

    /// The word after the unit; empty for [`Scale::One`].
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Scale::One => "",
            Scale::Thousand => "thousand",
            Scale::Million => "million",
            Scale::Billion => "billion",
            Scale::Trillion => "trillion",
        }
    }

    /// The scale that a word or letter of a report stands for: `K`, `mn`, `B`, `trillion`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim_end_matches('.').to_ascii_lowercase().as_str() {
            "k" | "thousand" | "thousands" => Some(Scale::Thousand),
            "m" | "mm" | "mn" | "mln" | "mio" | "million" | "millions" => Some(Scale::Million),
            "b" | "bn" | "bln" | "billion" | "billions" => Some(Scale::Billion),
            "t" | "tn" | "trn" | "trillion" | "trillions" => Some(Scale::Trillion),
            _ => None,
        }
    }
}

/// What is counted and at which scale, such as USD billion.
///
/// ```
/// use market_outlook::{Scale, Unit};
///
/// let unit: Unit = "USD billion".parse()?;
/// assert_eq!(unit, Unit::USD_BILLION);
/// assert_eq!((unit.what(), unit.scale()), ("USD", Scale::Billion));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    what: Cow<'static, str>,
    scale: Scale,
}

impl Unit {
    /// Dollars of the United States, in millions.
    pub const USD_MILLION: Unit = Unit { what: Cow::Borrowed("USD"), scale: Scale::Million };
    /// Dollars of the United States, in billions.
    pub const USD_BILLION: Unit = Unit { what: Cow::Borrowed("USD"), scale: Scale::Billion };

    /// A unit from what is counted and its scale; a currency symbol becomes its code.
    ///
    /// ```
    /// use market_outlook::{Scale, Unit};
    ///
    /// assert_eq!(Unit::new("US$", Scale::Billion)?, Unit::USD_BILLION);
    /// assert_eq!(Unit::new("barrels a day", Scale::Million)?.to_string(), "barrels a day million");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When nothing is counted, or a symbol is one that several currencies share.
    pub fn new(what: impl Into<String>, scale: Scale) -> Result<Self, Error> {
        let text = what.into();
        let what = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if what.is_empty() {
            let reason = "nothing is counted, expected a word such as 'USD' or 'units'".into();
            return Err(ErrorKind::Unit { text, reason }.into());
        }
        let what = match Currency::of(&what) {
            Some(Currency::Code(code)) if what.ends_with(currency::is_symbol) => code.to_string(),
            Some(Currency::Ambiguous(which)) => {
                let reason = format!("it may be {which}, expected the code of the one that is meant");
                return Err(ErrorKind::Unit { text, reason }.into());
            }
            _ => what,
        };
        Ok(Self { what: Cow::Owned(what), scale })
    }

    /// What is counted.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// At which scale.
    #[must_use]
    pub fn scale(&self) -> Scale {
        self.scale
    }
}

impl FromStr for Unit {
    type Err = Error;

    /// What is counted, then optionally thousand, million, billion or trillion.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let scale = match words.last().and_then(|word| Scale::parse(word)) {
            // A one-letter scale is how figures are printed, not how a unit is named.
            Some(scale) if words.last().is_some_and(|word| word.len() > 1) => {
                words.pop();
                scale
            }
            _ => Scale::One,
        };
        if words.is_empty() {
            let reason = "nothing is counted, expected a word such as 'USD' before the scale".into();
            return Err(ErrorKind::Unit { text: text.into(), reason }.into());
        }
        Unit::new(words.join(" "), scale)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if self.scale == Scale::One { Ok(()) } else { write!(f, " {}", self.scale.as_str()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_read_and_print() {
        for text in ["USD", "USD thousand", "USD million", "EUR billion", "barrels a day million", "units"] {
            assert_eq!(text.parse::<Unit>().unwrap().to_string(), text);
        }
        assert_eq!("USD bn".parse::<Unit>().unwrap(), Unit::USD_BILLION);
        for text in ["$ billion", "US$ bn", "$ billions"] {
            assert_eq!(text.parse::<Unit>().unwrap(), Unit::USD_BILLION);
        }
        let error = "¥ billion".parse::<Unit>().unwrap_err();
        assert!(error.to_string().contains("JPY or CNY"), "{error}");
        for text in ["", "  ", "billion"] {
            assert!(text.parse::<Unit>().unwrap_err().to_string().contains("nothing is counted"), "{text}");
        }
    }
}
