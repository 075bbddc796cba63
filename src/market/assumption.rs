//! What the analyst believes where nobody has printed anything.

use std::fmt;

use super::firmness::Firmness;
use crate::error::{Choices, Error, ErrorKind};
use crate::growth::Growth;
use crate::space::{Axes, Axis, Scope, Selection};
use crate::value::decimals_of;
use crate::value::shown::sentence;

/// One assumption of a model, with an optional note that says why.
///
/// ```
/// use market_outlook::{Assumption, Axis, Growth, Scope};
///
/// let faster = Assumption::growth(Scope::of(Axis::REGION, "Asia Pacific"), Growth::points_above_market(3.0))
///     .note("gains share in most reports; the size is illustrative");
/// assert_eq!(
///     faster.to_string(),
///     "growth of region 'Asia Pacific' (gains share in most reports; the size is illustrative)"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    pub(super) kind: AssumptionKind,
    pub(super) note: Option<String>,
}

/// What an assumption says, to match on.
///
/// ```
/// use market_outlook::{Assumption, AssumptionKind, Scope};
///
/// let assumption = Assumption::mix(Scope::of("region", "Europe"), 1.15);
/// assert!(matches!(assumption.kind(), AssumptionKind::Mix { weight, .. } if *weight == 1.15));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AssumptionKind {
    /// Base-year shares in the display order of the members.
    #[non_exhaustive]
    Shares {
        /// The axis.
        axis: Axis,
        /// Fractions of 1 or percentages of 100, as stated.
        shares: Vec<f64>,
    },
    /// Base-year shares by the names of the members.
    #[non_exhaustive]
    SharesByName {
        /// The axis.
        axis: Axis,
        /// Each member with its fraction of 1 or percentage of 100, as stated.
        shares: Vec<(String, f64)>,
    },
    /// How a scope grows.
    #[non_exhaustive]
    Growth {
        /// Which part of the market.
        scope: Scope,
        /// The curve, or points on top of one.
        growth: Growth,
    },
    /// A weight on the inside of the table.
    #[non_exhaustive]
    Mix {
        /// Which part of the market.
        scope: Scope,
        /// The factor; 0 means structurally empty.
        weight: f64,
    },
}

impl Assumption {
    fn new(kind: AssumptionKind) -> Self {
        Self { kind, note: None }
    }

    /// Base-year shares of an axis, one for each member in display order: fractions of 1 or percentages of 100.
    ///
    /// ```
    /// use market_outlook::{Assumption, Axis};
    ///
    /// let shares = Assumption::shares(Axis::PRODUCT, [72.0, 28.0]).note("illustrative");
    /// assert_eq!(shares.to_string(), "shares of product (illustrative)");
    /// ```
    #[must_use]
    pub fn shares(axis: impl Into<Axis>, shares: impl IntoIterator<Item = f64>) -> Self {
        Self::new(AssumptionKind::Shares { axis: axis.into(), shares: shares.into_iter().collect() })
    }

    /// Base-year shares of an axis by the names of its members, in any order: fractions of 1 or percentages of 100.
    ///
    /// ```
    /// use market_outlook::{Assumption, Axis};
    ///
    /// let product = Assumption::shares_by_name(Axis::PRODUCT, [("Services", 28.0), ("Software", 72.0)]);
    /// # let _ = product;
    /// ```
    #[must_use]
    pub fn shares_by_name<M: Into<String>>(
        axis: impl Into<Axis>,
        shares: impl IntoIterator<Item = (M, f64)>,
    ) -> Self {
        let shares = shares.into_iter().map(|(member, share)| (member.into(), share)).collect();
        Self::new(AssumptionKind::SharesByName { axis: axis.into(), shares })
    }

    /// How a scope grows.
    ///
    /// ```
    /// use market_outlook::{Assumption, Axis, Growth, Scope};
    ///
    /// let services = Scope::of(Axis::PRODUCT, "Services");
    /// let growth = Assumption::growth(services, Growth::points_above_market(1.0));
    /// assert_eq!(growth.to_string(), "growth of product 'Services'");
    /// ```
    #[must_use]
    pub fn growth(scope: Scope, growth: Growth) -> Self {
        Self::new(AssumptionKind::Growth { scope, growth })
    }

    /// A weight on the inside of the table, which leaves stated shares alone; 0 means structurally empty.
    ///
    /// ```
    /// use market_outlook::{Assumption, Claim, Market, Scope, Unit, Years};
    ///
    /// let forecast = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?)
    ///     .axis("x", ["a", "b"])
    ///     .axis("y", ["c", "d"])
    ///     .claim(Claim::value("100", 2019))
    ///     .assume_shares("x", [0.5, 0.5])
    ///     .assume_shares("y", [0.5, 0.5])
    ///     .assume(Assumption::mix(Scope::of("x", "a").and("y", "c"), 4.0))
    ///     .build()?
    ///     .forecast()?;
    /// let value = |scope: Scope| forecast.number(&scope, 2019).map(|number| format!("{:.1}", number.value));
    /// assert_eq!((value(Scope::of("x", "a"))?, value(Scope::of("x", "a").and("y", "c"))?), ("50.0".into(), "33.3".into()));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn mix(scope: Scope, weight: f64) -> Self {
        Self::new(AssumptionKind::Mix { scope, weight })
    }

    /// The same assumption with the reason for it.
    ///
    /// ```
    /// use market_outlook::{Assumption, Growth, Rate, Scope};
    ///
    /// let growth = Assumption::growth(Scope::all(), Growth::compound(Rate::percent(5.2))).note("as published");
    /// assert_eq!(growth.stated_note(), Some("as published"));
    /// ```
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// What is assumed: shares, growth or a mix weight, with its axis or scope and its numbers as stated.
    ///
    /// ```
    /// use market_outlook::{Assumption, AssumptionKind, Axis};
    ///
    /// let product = Assumption::shares(Axis::PRODUCT, [72.0, 28.0]);
    /// let AssumptionKind::Shares { axis, shares, .. } = product.kind() else { panic!("shares are shares") };
    /// assert_eq!((axis, shares.as_slice()), (&Axis::PRODUCT, &[72.0, 28.0][..]));
    /// ```
    #[must_use]
    pub fn kind(&self) -> &AssumptionKind {
        &self.kind
    }

    /// The reason, where one was given.
    #[must_use]
    pub fn stated_note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The list of a model file that it stands in.
    pub(super) fn list(&self) -> &'static str {
        match &self.kind {
            AssumptionKind::Shares { .. } | AssumptionKind::SharesByName { .. } => "shares",
            AssumptionKind::Growth { .. } => "growth",
            AssumptionKind::Mix { .. } => "mix",
        }
    }

    /// A fault of this assumption with its place, unless it names its axis and what is wrong there already.
    ///
    /// `item` is its position in its list; shares have a name there instead, which their faults know.
    pub(super) fn placed(&self, fault: &Error, item: usize) -> Error {
        let names_itself = match fault.kind() {
            ErrorKind::ShareSum { .. } | ErrorKind::ShareMissing { .. } | ErrorKind::TooLarge { .. } => true,
            ErrorKind::Number { .. } | ErrorKind::Duplicate { .. } => {
                matches!(self.kind, AssumptionKind::Shares { .. } | AssumptionKind::SharesByName { .. })
            }
            _ => false,
        };
        let fault = if names_itself { fault.clone() } else { fault.clone().at(self.place()) };
        let fault = if self.list() == "shares" { fault } else { fault.within(item) };
        fault.within(self.list()).within("assumptions")
    }

    fn place(&self) -> String {
        match &self.kind {
            AssumptionKind::Shares { axis, .. } | AssumptionKind::SharesByName { axis, .. } => {
                format!("shares of {axis}")
            }
            AssumptionKind::Growth { scope, .. } => format!("growth of {scope}"),
            AssumptionKind::Mix { scope, .. } => format!("mix weight of {scope}"),
        }
    }
}

impl fmt::Display for Assumption {
    /// What it is about, and the note.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            // Of the whole a growth may well be published: what is assumed is that its parts follow it.
            AssumptionKind::Growth { scope, .. } if scope.is_all() => f.write_str("growth of every part")?,
            _ => f.write_str(&self.place())?,
        }
        self.note.as_ref().map_or(Ok(()), |note| write!(f, " ({})", sentence(note)))
    }
}

/// Base-year shares of one axis as fractions, with what their digits leave open.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatedShares {
    pub(crate) axis: usize,
    pub(crate) fractions: Vec<f64>,
    pub(crate) half_units: Vec<f64>,
    /// The standard deviation of each, relative to it.
    pub(crate) sd: Vec<f64>,
    /// Why they are what they are, or whose they are not.
    pub(crate) note: Option<String>,
}

impl StatedShares {
    /// The path of a fault starts at the axis.
    pub(super) fn by_name(axes: &Axes, axis: &Axis, shares: &[(String, f64)]) -> Result<Self, Error> {
        let members = axes.members(axis)?;
        let position = axes.position(axis)?;
        let find = |name: &str| axes.member(position, name);
        let ordered = ordered(members, find, axis, shares).map_err(|fault| fault.within(axis.name()))?;
        Self::new(axes, axis, &ordered)
    }

    /// The path of a fault starts at the axis.
    pub(super) fn new(axes: &Axes, axis: &Axis, shares: &[f64]) -> Result<Self, Error> {
        let members = axes.members(axis)?;
        let checked = checked(members, axis, shares).map_err(|fault| fault.within(axis.name()))?;
        let (fractions, half_unit) = checked;
        let half_units = vec![half_unit; fractions.len()];
        let sd = Firmness::of_shares(None, &fractions, &half_units);
        Ok(Self { axis: axes.position(axis)?, fractions, half_units, sd, note: None })
    }
}

/// Shares by name in the order of the members.
fn ordered(
    members: &[String],
    find: impl Fn(&str) -> Option<usize>,
    axis: &Axis,
    shares: &[(String, f64)],
) -> Result<Vec<f64>, Error> {
    let mut ordered: Vec<Option<f64>> = vec![None; members.len()];
    let choices = Choices::default();
    let mut faults: Vec<Error> = Vec::new();
    for (name, share) in shares {
        match find(name) {
            Some(i) if ordered[i].is_none() => ordered[i] = Some(*share),
            Some(_) => {
                let fault = ErrorKind::Duplicate { what: format!("the share of {axis}"), name: name.clone() };
                faults.push(Error::from(fault).in_key(name));
            }
            None => {
                let (axis, choices) = (axis.name().to_string(), choices.of(|| members.iter()));
                let fault = ErrorKind::UnknownMember { axis, name: name.clone(), choices };
                faults.push(Error::from(fault).in_key(name));
            }
        }
    }
    let missing = members.iter().zip(&ordered).filter(|(_, share)| share.is_none());
    let names: Vec<String> = missing.map(|(member, _)| member.clone()).collect();
    if !names.is_empty() {
        faults.push(ErrorKind::ShareMissing { axis: axis.name().to_string(), names }.into());
    }
    Error::none_of(faults)?;
    Ok(ordered.into_iter().flatten().collect())
}

/// Shares as fractions of 1, and half of the digit to which they are stated.
fn checked(members: &[String], axis: &Axis, shares: &[f64]) -> Result<(Vec<f64>, f64), Error> {
    let name = axis.name().to_string();
    if shares.len() < members.len() {
        return Err(ErrorKind::ShareMissing { axis: name, names: members[shares.len()..].to_vec() }.into());
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
        let fault = ErrorKind::Number { what: format!("the share of {name} '{member}'"), found, expected };
        Error::from(fault).within(member.as_str())
    });
    Error::none_of(faults.collect())?;
    let sum: f64 = shares.iter().sum();
    // Halfway between the two on a ratio scale: 43 + 57 are percentages, 0.43 + 0.57 are fractions.
    let whole = if sum > 10.0 { 100.0 } else { 1.0 };
    // Shares of one axis are stated to the same digit: 0.5 beside 0.27 is 0.50 with its last digit left away.
    let decimals = shares.iter().map(|&share| decimals_of(share)).max().unwrap_or(0);
    let half_unit = 0.5 * libm::pow(10.0, -(decimals as f64));
    // A share of exactly 0 was not rounded in a way that shows; it adds nothing to the slack.
    let tolerance = half_unit * shares.iter().filter(|share| **share > 0.0).count() as f64;
    let tolerance = tolerance.min(0.05 * whole);
    if (sum - whole).abs() > tolerance + 1e-9 * whole {
        // Both are shown without the noise of binary fractions.
        let tidy = |x: f64| (x * 1e9).round() / 1e9;
        return Err(
            ErrorKind::ShareSum { axis: name, sum: tidy(sum), whole, tolerance: tidy(tolerance) }.into()
        );
    }
    Ok((shares.iter().map(|share| share / sum).collect(), half_unit / whole))
}

/// An assumption about the cells of a scope.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OnScope<T> {
    pub(crate) scope: Scope,
    pub(crate) cells: Selection,
    pub(crate) what: T,
    /// The reason for it.
    pub(crate) note: Option<String>,
    /// Its position among the assumptions of its kind.
    pub(super) item: usize,
}

impl<T> OnScope<T> {
    /// A fault of this assumption at its place in the model.
    pub(super) fn placed(&self, fault: Error, list: &str) -> Error {
        fault.within(self.item).within(list).within("assumptions")
    }
}
