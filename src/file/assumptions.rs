//! Assumptions as a file states them.

use serde::{Deserialize, Serialize};

use super::{Named, fields};

/// What the analyst believes, as a file states it: not checked yet.
///
/// ```
/// use market_outlook::AssumptionsSpec;
///
/// assert!(AssumptionsSpec::default().shares.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table with shares, growth and mix")]
#[non_exhaustive]
pub struct AssumptionsSpec {
    /// Why the shares are what they are, or whose they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Base-year shares: axis to member to share, as fractions of 1 or percentages of 100.
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub shares: Named<Named<f64>>,
    /// How firmly the shares of an axis are held: axis to a text, such as "10%" of each share, or "printed".
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub sd: Named<String>,
    /// How firmly everything else is held.
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "WidthsSpec::is_empty")]
    pub widths: WidthsSpec,
    /// Curves, and points a year on top of them.
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "Vec::is_empty")]
    pub growth: Vec<GrowthSpec>,
    /// Weights on the inside of the table.
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "Vec::is_empty")]
    pub mix: Vec<MixSpec>,
}

/// Standard deviations of what is assumed beside shares, as a file states them: texts with a percent sign.
///
/// ```
/// use market_outlook::WidthsSpec;
///
/// let mut widths = WidthsSpec::default();
/// widths.level = Some("30%".into());
/// assert_eq!(widths.drift, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table with level and drift")]
#[non_exhaustive]
pub struct WidthsSpec {
    /// Of sizes in the base year, such as "15%": of the whole market.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "fields::width")]
    pub level: Option<String>,
    /// Of the growth of a year, such as "10%": of the whole market.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "fields::width")]
    pub drift: Option<String>,
}

impl WidthsSpec {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How a scope grows, as a file states it: exactly one of `curve` and `points`.
///
/// ```
/// use market_outlook::GrowthSpec;
///
/// let mut growth = GrowthSpec::default();
/// growth.scope = [("region", "Asia Pacific".to_string())].into_iter().collect();
/// growth.points = Some(3.0);
/// assert!(growth.curve.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table with a curve or points")]
#[non_exhaustive]
pub struct GrowthSpec {
    /// Which part of the market: axis to member or group; the whole market when empty. `where` in files.
    #[serde(rename = "where", deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub scope: Named<String>,
    /// The curve that its cells follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curve: Option<CurveSpec>,
    /// Percentage points a year on top of the curve that a cell has otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// The reason for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A growth curve as a file states it: exactly one of the curves there are.
///
/// ```
/// use market_outlook::{CurveSpec, RateSpec};
///
/// let mut curve = CurveSpec::default();
/// curve.compound = Some(RateSpec { rate: "5.2%".into() });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a curve such as { compound = { rate = '5.2%' } }")]
#[non_exhaustive]
pub struct CurveSpec {
    /// The same rate every year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compound: Option<RateSpec>,
    /// The same amount every year, as a rate of the base year's size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linear: Option<RateSpec>,
    /// A rate for each year named, which holds until the next one named.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "fields::steps")]
    pub stepwise: Option<Named<String>>,
}

/// A rate as a file states it: a text with a percent sign.
///
/// ```
/// use market_outlook::RateSpec;
///
/// assert_eq!(RateSpec { rate: "−6%".into() }.rate, "−6%");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table such as { rate = '5.2%' }")]
pub struct RateSpec {
    /// Growth a year, such as "5.2%".
    #[serde(deserialize_with = "fields::rate")]
    pub rate: String,
}

/// A weight on the inside of the table, as a file states it; 0 means structurally empty.
///
/// ```
/// use market_outlook::MixSpec;
///
/// let mix = MixSpec::new([("region", "Asia Pacific"), ("product", "Services")], 1.15);
/// assert_eq!(mix.scope.len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with where and weight")]
#[non_exhaustive]
pub struct MixSpec {
    /// Which part of the market: axis to member or group; the whole market when empty. `where` in files.
    #[serde(
        rename = "where",
        default,
        deserialize_with = "fields::or_none",
        skip_serializing_if = "Named::is_empty"
    )]
    pub scope: Named<String>,
    /// The factor, before everything is brought back to the stated shares.
    pub weight: f64,
    /// The reason for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl MixSpec {
    /// A weight without a note.
    ///
    /// ```
    /// use market_outlook::MixSpec;
    ///
    /// let mix = MixSpec::new([("region", "Asia"), ("product", "Services")], 1.15);
    /// assert_eq!(mix.scope.get("region").map(String::as_str), Some("Asia"));
    /// ```
    pub fn new<A: Into<String>, M: Into<String>>(
        scope: impl IntoIterator<Item = (A, M)>,
        weight: f64,
    ) -> Self {
        let scope = scope.into_iter().map(|(axis, name)| (axis, name.into())).collect();
        Self { scope, weight, note: None }
    }
}
