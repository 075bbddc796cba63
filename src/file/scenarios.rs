//! Scenarios as a file states them.

use serde::{Deserialize, Serialize};

use super::{Named, PrintedSpec, YearsSpec, fields};
use crate::value::Year;

/// A scenario as a file states it: not checked yet.
///
/// ```
/// use market_outlook::{AdjustmentSpec, ScenarioSpec, StepSpec};
///
/// let mut adjustment = AdjustmentSpec::default();
/// adjustment.factor = Some(0.95);
/// let mut step = StepSpec::default();
/// step.scale = Some(adjustment);
/// let mut scenario = ScenarioSpec::new("Downturn");
/// scenario.steps.push(step);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a scenario: a table with a name and steps")]
#[non_exhaustive]
pub struct ScenarioSpec {
    /// What it is called; "Base" is the forecast itself.
    pub name: String,
    /// The reason for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The name of an entry of `sources` that speaks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The scenario whose steps come first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// How probable it is, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What it changes, in order.
    #[serde(default, deserialize_with = "fields::or_none", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepSpec>,
}

impl ScenarioSpec {
    /// A scenario that changes nothing yet.
    ///
    /// ```
    /// use market_outlook::ScenarioSpec;
    ///
    /// assert_eq!(ScenarioSpec::new("Downturn").name, "Downturn");
    /// ```
    pub fn new(name: impl Into<String>) -> Self {
        let (note, source, extends, probability) = (None, None, None, None);
        Self { name: name.into(), note, source, extends, probability, steps: Vec::new() }
    }
}

/// One step as a file states it: exactly one of the adjustments there are.
///
/// ```
/// use market_outlook::{AdjustmentSpec, StepSpec};
///
/// let mut step = StepSpec::default();
/// step.cap = Some(AdjustmentSpec::default());
/// assert!(step.floor.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a step such as { scale = { factor = 0.95 } }"
)]
#[non_exhaustive]
pub struct StepSpec {
    /// Multiplies the scope by `factor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<AdjustmentSpec>,
    /// Adds `points` to its yearly growth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift_growth: Option<AdjustmentSpec>,
    /// Replaces its yearly growth by `rate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_growth: Option<AdjustmentSpec>,
    /// Brings it to `value` in a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_value: Option<AdjustmentSpec>,
    /// Brings it to `share` in a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_share: Option<AdjustmentSpec>,
    /// Moves `points` of a whole `from` one scope `to` another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub move_share: Option<AdjustmentSpec>,
    /// Lets its path come later `by` years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<AdjustmentSpec>,
    /// Lets its path come earlier `by` years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advance: Option<AdjustmentSpec>,
    /// Takes `depth` away in a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shock: Option<AdjustmentSpec>,
    /// Keeps it at or below `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<AdjustmentSpec>,
    /// Keeps it at or above `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<AdjustmentSpec>,
}

/// What an adjustment does, to whom and when, as a file states it; which keys belong together depends on the adjustment.
///
/// ```
/// use market_outlook::AdjustmentSpec;
///
/// let mut adjustment = AdjustmentSpec::default();
/// adjustment.scope = Some([("region", "Europe".to_string())].into_iter().collect());
/// adjustment.factor = Some(0.95);
/// adjustment.year = Some(2024.into());
/// assert!(adjustment.hold.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with what the step changes, and its number"
)]
#[non_exhaustive]
pub struct AdjustmentSpec {
    /// Which part of the market: axis to member or group; the whole market when absent. `where` in files.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub scope: Option<Named<String>>,
    /// Where a share is moved from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Named<String>>,
    /// Where it is moved to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Named<String>>,
    /// What a share is of; the whole market when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Named<String>>,
    /// The factor of a scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// Points a year to add to growth, or points of a whole to move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// Growth a year, such as "3%".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<PrintedSpec>,
    /// A size in the market's unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// A share, such as "30%".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<PrintedSpec>,
    /// Years to come later or earlier by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<f64>,
    /// The part that a shock takes away, such as "12%".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth: Option<PrintedSpec>,
    /// Years in which a shock recovers in a straight line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovers_over: Option<f64>,
    /// Years in which half of what a shock has left missing comes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_life: Option<f64>,
    /// The number of the low case, stated like the number itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<PrintedSpec>,
    /// The number of the high case, stated like the number itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<PrintedSpec>,
    /// A single year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<Year>,
    /// The first and the last year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<YearsSpec>,
    /// How it comes about over its years: "step", "linear" or "s-curve".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramp: Option<String>,
    /// Parts of the market that stay as they are, each as axis to member or group; an empty table is the whole market.
    #[serde(deserialize_with = "fields::or_none", skip_serializing_if = "Vec::is_empty")]
    pub hold: Vec<Named<String>>,
    /// A short name for bridges and trails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The reason for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The name of an entry of `sources` that speaks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
