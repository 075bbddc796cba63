//! Fields whose faults deserve better words than a derived reader has.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Named;
use crate::claim::Tolerance;
use crate::value::{Status, Unit, Year};

/// Two years as a file states them, `[2019, 2026]`: not checked yet.
///
/// ```
/// use market_outlook::YearsSpec;
///
/// let years = YearsSpec { first: 2019.into(), last: 2026.into() };
/// assert_eq!(years.last.since(years.first), 7);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearsSpec {
    /// The year written first.
    pub first: Year,
    /// The year written last.
    pub last: Year,
}

impl Serialize for YearsSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.first, self.last].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for YearsSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair;
        impl<'de> Visitor<'de> for Pair {
            type Value = YearsSpec;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("two years, the first and the last, such as [2019, 2026]")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<YearsSpec, A::Error> {
                let mut years: Vec<Year> = Vec::new();
                while let Some(year) = seq.next_element()? {
                    years.push(year);
                }
                match years.as_slice() {
                    &[first, last] => Ok(YearsSpec { first, last }),
                    other => Err(A::Error::invalid_length(other.len(), &self)),
                }
            }
        }
        deserializer.deserialize_seq(Pair)
    }
}

impl Serialize for Year {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.number())
    }
}

impl<'de> Deserialize<'de> for Year {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl Visitor<'_> for Number {
            type Value = Year;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a year such as 2019")
            }

            fn visit_i64<E: serde::de::Error>(self, year: i64) -> Result<Year, E> {
                let found = |_| E::invalid_value(Unexpected::Signed(year), &self);
                i32::try_from(year).map(Year::from).map_err(found)
            }

            fn visit_u64<E: serde::de::Error>(self, year: u64) -> Result<Year, E> {
                let found = |_| E::invalid_value(Unexpected::Unsigned(year), &self);
                i32::try_from(year).map(Year::from).map_err(found)
            }
        }
        deserializer.deserialize_i32(Number)
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let unknown = || {
            let choices: Vec<String> = Status::ALL.iter().map(|status| format!("'{status}'")).collect();
            D::Error::custom(format!("unknown status '{word}', expected one of {}", choices.join(", ")))
        };
        Status::parse(&word).ok_or_else(unknown)
    }
}

impl Serialize for Tolerance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tolerance::Within(amount) => serializer.serialize_f64(*amount),
            Tolerance::Percent(percent) => serializer.collect_str(&format_args!("{percent}%")),
        }
    }
}

impl<'de> Deserialize<'de> for Tolerance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrPercent;
        impl Visitor<'_> for NumberOrPercent {
            type Value = Tolerance;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a text such as '10%'")
            }

            fn visit_f64<E: serde::de::Error>(self, amount: f64) -> Result<Tolerance, E> {
                Ok(Tolerance::Within(amount))
            }

            fn visit_i64<E: serde::de::Error>(self, amount: i64) -> Result<Tolerance, E> {
                Ok(Tolerance::Within(amount as f64))
            }

            fn visit_u64<E: serde::de::Error>(self, amount: u64) -> Result<Tolerance, E> {
                Ok(Tolerance::Within(amount as f64))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Tolerance, E> {
                let percent = text.trim().strip_suffix('%').and_then(|number| number.trim_end().parse().ok());
                let found = || E::invalid_value(Unexpected::Str(text), &self);
                percent.map(Tolerance::Percent).ok_or_else(found)
            }
        }
        deserializer.deserialize_any(NumberOrPercent)
    }
}

/// What a key that is there says; JSON's `null` says what no key says.
pub(super) fn or_none<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// The text of a rate.
pub(super) fn rate<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Percentage::deserialize(deserializer).map(|Percentage(text)| text)
}

/// The text of a width.
pub(super) fn width<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::deserialize(deserializer)?.map(|Percentage(text)| text))
}

/// The texts of rates by year.
pub(super) fn steps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Named<String>>, D::Error> {
    let steps = Option::<Named<Percentage>>::deserialize(deserializer)?;
    Ok(steps.map(|steps| steps.into_iter().map(|(year, Percentage(text))| (year, text)).collect()))
}

struct Percentage(String);

impl<'de> Deserialize<'de> for Percentage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Percentage;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text with a percent sign such as '5.2%'")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Percentage, E> {
                Ok(Percentage(text.into()))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The only format there is.
pub(super) const FORMAT: u32 = 1;

pub(super) fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match i64::deserialize(deserializer)? {
        1 => Ok(FORMAT),
        other => Err(D::Error::custom(format!("the format is {other}, expected {FORMAT}"))),
    }
}

pub(super) fn no_uncertainty<'de, D: Deserializer<'de>>(_: D) -> Result<(), D::Error> {
    Err(D::Error::custom("'uncertainty' is not supported yet, expected a model without it"))
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use crate::{Status, Unit};

    #[test]
    fn units_and_statuses_are_words() {
        let written = serde_json::to_string(&(Unit::USD_BILLION, Status::PublishedNotMet)).unwrap();
        assert_eq!(written, r#"["USD billion","published-not-met"]"#);
        let read: (Unit, Status) = serde_json::from_str(&written).unwrap();
        assert_eq!(read, (Unit::USD_BILLION, Status::PublishedNotMet));
        for (text, expected) in [
            (r#"["USD bilion","assumed"]"#, "'bilion' looks like 'billion' misspelled"),
            (r#"["USD","guessed"]"#, "unknown status 'guessed', expected one of 'published', "),
        ] {
            let error = serde_json::from_str::<(Unit, Status)>(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
