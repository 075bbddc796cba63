//! Claims as a file states them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{Named, YearsSpec, fields};
use crate::claim::Tolerance;
use crate::value::Year;

/// One claim as a file states it: not checked yet.
///
/// Exactly one of `value`, `share`, `growth` and `change` has to be there.
/// Values and shares have a `year`, growth and change have `years`.
///
/// ```
/// use market_outlook::{ClaimSpec, PrintedSpec};
///
/// let mut claim = ClaimSpec::default();
/// claim.value = Some(PrintedSpec::Text("8.1".into()));
/// claim.year = Some(2019.into());
/// assert!(!claim.compare);
/// ```
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a claim: a table with a value, share, growth or change")]
#[non_exhaustive]
pub struct ClaimSpec {
    /// The size in a year, in the market's unit or with its own scale and currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<PrintedSpec>,
    /// The part of the whole market, or of the scope in `of`, in a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<PrintedSpec>,
    /// Compound annual growth between two years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub growth: Option<PrintedSpec>,
    /// Absolute change between two years, in the market's unit or with its own scale and currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<PrintedSpec>,
    /// The year of a value or share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<Year>,
    /// The years of a growth or change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<YearsSpec>,
    /// Which part of the market is claimed: axis to member or group; the whole market when empty. `where` in files.
    #[serde(rename = "where", deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub scope: Named<String>,
    /// What a share is of; the whole market when empty.
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub of: Named<String>,
    /// The name of an entry of `sources`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How far the figure may be off, instead of the half unit of its last digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
    /// Whether it is shown beside the forecast instead of being imposed on it.
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "std::ops::Not::not")]
    pub compare: bool,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A figure as a file states it: the text that was printed, or a bare number, which needs a tolerance.
///
/// ```
/// use market_outlook::PrintedSpec;
///
/// assert_ne!(PrintedSpec::Text("8.10".into()), PrintedSpec::Number(8.1));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum PrintedSpec {
    /// The digits as printed.
    Text(String),
    /// A number that says nothing about its precision.
    Number(f64),
}

impl Serialize for PrintedSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            PrintedSpec::Text(text) => serializer.serialize_str(text),
            PrintedSpec::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

impl<'de> Deserialize<'de> for PrintedSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrNumber;
        impl Visitor<'_> for TextOrNumber {
            type Value = PrintedSpec;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the figure as it was printed, such as '8.1', or a number with a tolerance")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<PrintedSpec, E> {
                Ok(PrintedSpec::Text(text.into()))
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<PrintedSpec, E> {
                Ok(PrintedSpec::Number(number))
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<PrintedSpec, E> {
                Ok(PrintedSpec::Number(number as f64))
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<PrintedSpec, E> {
                Ok(PrintedSpec::Number(number as f64))
            }
        }
        deserializer.deserialize_any(TextOrNumber)
    }
}
