//! What is counted, and at which scale.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::currency::{self, Currency};
use super::shown::shown;
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
    ///
    /// ```
    /// use market_outlook::Scale;
    ///
    /// assert_eq!(Scale::Billion.factor(), 1e9);
    /// ```
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
    ///
    /// ```
    /// use market_outlook::Scale;
    ///
    /// assert_eq!((Scale::Million.as_str(), Scale::One.as_str()), ("million", ""));
    /// ```
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
    ///
    /// ```
    /// use market_outlook::Scale;
    ///
    /// assert_eq!(Scale::parse("billion"), Some(Scale::Billion));
    /// assert_eq!(Scale::parse("dozen"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim_end_matches('.').to_ascii_lowercase().as_str() {
            "k" | "thousand" | "thousands" => Some(Scale::Thousand),
            "m" | "mm" | "mn" | "mln" | "mio" | "million" | "millions" => Some(Scale::Million),
            "b" | "bn" | "bln" | "billion" | "billions" | "mrd" | "milliard" | "milliards" => {
                Some(Scale::Billion)
            }
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
    ///
    /// ```
    /// use market_outlook::Unit;
    ///
    /// assert_eq!(Unit::USD_BILLION.what(), "USD");
    /// ```
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The unit as a sentence has it: money as it is quoted, anything else with the scale first, as in
    /// "thousand jobs".
    pub(crate) fn in_words(&self) -> String {
        let is_code = self.what.len() == 3 && self.what.bytes().all(|letter| letter.is_ascii_uppercase());
        if is_code || self.scale == Scale::One {
            return self.text();
        }
        format!("{} {}", self.scale.as_str(), self.what)
    }

    /// The unit as data has it: what reads back to the same unit, whatever is counted.
    pub(crate) fn text(&self) -> String {
        match self.scale {
            Scale::One => self.what.to_string(),
            scale => format!("{} {}", self.what, scale.as_str()),
        }
    }

    /// The unit in words that begin a sentence; a unit without a scale is left as it is, for "t" is no "T".
    pub(crate) fn at_the_start(&self) -> String {
        let words = self.in_words();
        match words.strip_prefix(self.scale.as_str()) {
            Some(rest) if self.scale != Scale::One => {
                let (first, letters) = self.scale.as_str().split_at(1);
                format!("{}{letters}{rest}", first.to_uppercase())
            }
            _ => words,
        }
    }

    /// At which scale.
    ///
    /// ```
    /// use market_outlook::{Scale, Unit};
    ///
    /// assert_eq!(Unit::USD_BILLION.scale(), Scale::Billion);
    /// ```
    #[must_use]
    pub fn scale(&self) -> Scale {
        self.scale
    }
}

impl FromStr for Unit {
    type Err = Error;

    /// What is counted, then optionally thousand, million, billion or trillion.
    fn from_str(text: &str) -> Result<Self, Error> {
        let refuse = |reason: String| {
            Error::from(ErrorKind::Unit { text: text.into(), reason: format!("{reason}, {EXPECTED}") })
        };
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let scale = match words.last().map(|word| (word.chars().count(), *word)) {
            // A one-letter scale is how figures are printed: as a unit it may as well be a name.
            Some((1, letter)) if words.len() > 1 && Scale::parse(letter).is_some() => {
                return Err(refuse(format!("'{letter}' may be a scale or a name")));
            }
            Some((letters, word)) if letters > 1 => Scale::parse(word),
            _ => None,
        };
        if scale.is_some() {
            words.pop();
        }
        for word in &words {
            if Scale::parse(word).is_some_and(|_| word.chars().count() > 1) {
                return Err(refuse(format!("'{word}' does not stand last")));
            }
            if let Some(meant) = misspelled(word) {
                return Err(refuse(format!("'{word}' looks like '{meant}' misspelled")));
            }
        }
        match words.as_slice() {
            [] => {
                let reason = "nothing is counted, expected a word such as 'USD' before the scale".into();
                Err(ErrorKind::Unit { text: text.into(), reason }.into())
            }
            _ => Unit::new(words.join(" "), scale.unwrap_or(Scale::One)),
        }
    }
}

const EXPECTED: &str = "expected what is counted, then optionally 'thousand', 'million', 'billion' or 'trillion', such as 'USD billion'";

/// The scale that a word would be but for one letter too many, too few, wrong or swapped with its neighbor.
fn misspelled(word: &str) -> Option<&'static str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let names = [Scale::Thousand, Scale::Million, Scale::Billion, Scale::Trillion].map(Scale::as_str);
    names.into_iter().find(|name| {
        let name: Vec<char> = name.chars().collect();
        let same = |a: &[char], b: &[char]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let before = same(&word, &name);
        let (word, name) = (&word[before..], &name[before..]);
        let ends_alike = |skip_word: usize, skip_name: usize| word.get(skip_word..) == name.get(skip_name..);
        let swapped = word.len() > 1 && name.len() > 1 && word[0] == name[1] && word[1] == name[0];
        ends_alike(1, 0) || ends_alike(0, 1) || ends_alike(1, 1) || (swapped && ends_alike(2, 2))
    })
}

impl fmt::Display for Unit {
    /// What reads back to the same unit, unless it is no name but a text of over 200 characters or with control characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_read_and_print() {
        for text in
            ["USD", "USD thousand", "USD million", "EUR billion", "barrels a day million", "units", "t"]
        {
            assert_eq!(text.parse::<Unit>().unwrap().to_string(), text);
        }
        for (unit, words, start) in [
            ("jobs thousand", "thousand jobs", "Thousand jobs"),
            ("USD billion", "USD billion", "USD billion"),
            ("kWh", "kWh", "kWh"),
        ] {
            let unit: Unit = unit.parse().unwrap();
            assert_eq!((unit.in_words().as_str(), unit.at_the_start().as_str()), (words, start));
        }
        assert_eq!("USD bn".parse::<Unit>().unwrap(), Unit::USD_BILLION);
        for text in ["$ billion", "US$ bn", "$ billions"] {
            assert_eq!(text.parse::<Unit>().unwrap(), Unit::USD_BILLION);
        }
        for (text, reason) in [
            ("", "nothing is counted"),
            ("  ", "nothing is counted"),
            ("billion", "nothing is counted"),
            ("¥ billion", "JPY or CNY"),
            ("USD bilion", "'bilion' looks like 'billion' misspelled"),
            ("USD billoin", "'billoin' looks like 'billion' misspelled"),
            ("USD milliom", "'milliom' looks like 'million' misspelled"),
            ("billion USD", "'billion' does not stand last"),
            ("USD B", "'B' may be a scale or a name"),
        ] {
            let message = text.parse::<Unit>().unwrap_err().to_string();
            assert!(message.contains(reason), "{text}: {message}");
        }
    }
}
