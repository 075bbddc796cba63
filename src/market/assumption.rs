//! What the analyst believes where nobody has printed anything.

use crate::error::{Error, ErrorKind};
use crate::growth::Growth;
use crate::space::{Axes, Axis, Scope, Selection};
use crate::value::decimals_of;

/// One assumption of a model, with an optional note that says why.
///
/// ```
/// use market_outlook::{Assumption, Axis, Growth, Scope};
///
/// let faster = Assumption::growth(Scope::of(Axis::REGION, "Asia Pacific"), Growth::points_above_market(3.0))
///     .note("gains share in most reports; the size is illustrative");
/// # let _ = faster;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    pub(super) kind: Kind,
    pub(super) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Shares { axis: Axis, shares: Vec<f64> },
    Growth { scope: Scope, growth: Growth },
    Mix { scope: Scope, weight: f64 },
}

impl Assumption {
    /// Base-year shares of an axis, one for each member in display order: fractions of 1 or percentages of 100.
    #[must_use]
    pub fn shares(axis: impl Into<Axis>, shares: impl IntoIterator<Item = f64>) -> Self {
        Kind::Shares { axis: axis.into(), shares: shares.into_iter().collect() }.into()
    }

    /// How a scope grows.
    #[must_use]
    pub fn growth(scope: Scope, growth: Growth) -> Self {
        Kind::Growth { scope, growth }.into()
    }

    /// A weight on the inside of the table, which leaves stated shares alone; 0 means structurally empty.
    #[must_use]
    pub fn mix(scope: Scope, weight: f64) -> Self {
        Kind::Mix { scope, weight }.into()
    }

    /// The same assumption with the reason for it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The reason, where one was given.
    #[must_use]
    pub fn stated_note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Where it stands in the model, for messages.
    pub(super) fn place(&self) -> String {
        match &self.kind {
            Kind::Shares { axis, .. } => format!("shares of {axis}"),
            Kind::Growth { scope, .. } => format!("growth of {scope}"),
            Kind::Mix { scope, .. } => format!("mix weight of {scope}"),
        }
    }
}

impl From<Kind> for Assumption {
    fn from(kind: Kind) -> Self {
        Self { kind, note: None }
    }
}

/// Base-year shares of one axis as fractions, with what their digits leave open.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatedShares {
    pub(crate) axis: usize,
    pub(crate) fractions: Vec<f64>,
    pub(crate) half_units: Vec<f64>,
}

impl StatedShares {
    pub(super) fn new(axes: &Axes, axis: &Axis, shares: &[f64]) -> Result<Self, Error> {
        let members = axes.members(axis)?;
        let name = axis.to_string();
        if shares.len() < members.len() {
            return Err(
                ErrorKind::ShareMissing { axis: name, names: members[shares.len()..].to_vec() }.into()
            );
        }
        if shares.len() > members.len() {
            return Err(ErrorKind::TooLarge {
                what: format!("{name} shares"),
                found: shares.len(),
                limit: members.len(),
            }
            .into());
        }
        let bad = members.iter().zip(shares).filter(|(_, share)| !(**share >= 0.0 && share.is_finite()));
        let faults = bad.map(|(member, &found)| {
            let expected = "a finite number, 0 or more".into();
            ErrorKind::Number { what: format!("the share of {name} '{member}'"), found, expected }.into()
        });
        Error::none_of(faults.collect())?;
        let sum: f64 = shares.iter().sum();
        // Halfway between the two on a ratio scale: 43 + 57 are percentages, 0.43 + 0.57 are fractions.
        let whole = if sum > 10.0 { 100.0 } else { 1.0 };
        let half_units: Vec<f64> =
            shares.iter().map(|&s| 0.5 * libm::pow(10.0, -(decimals_of(s) as f64))).collect();
        // A share of exactly 0 or of the whole was not rounded in a way that shows; it adds nothing to the slack.
        let tolerance: f64 =
            half_units.iter().zip(shares).filter(|(_, s)| **s > 0.0).map(|(half, _)| half).sum();
        let tolerance = tolerance.min(0.05 * whole);
        if (sum - whole).abs() > tolerance + 1e-9 * whole {
            // Both are shown without the noise of binary fractions.
            let tidy = |x: f64| (x * 1e9).round() / 1e9;
            return Err(ErrorKind::ShareSum {
                axis: name,
                sum: tidy(sum),
                whole,
                tolerance: tidy(tolerance),
            }
            .into());
        }
        let fractions = shares.iter().map(|share| share / sum).collect();
        Ok(Self {
            axis: axes.position(axis)?,
            fractions,
            half_units: half_units.iter().map(|h| h / whole).collect(),
        })
    }
}

/// An assumption about the cells of a scope.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OnScope<T> {
    pub(crate) scope: Scope,
    pub(crate) cells: Selection,
    pub(crate) what: T,
}
