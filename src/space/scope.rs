//! Which part of the market is meant.

use std::fmt;

use super::Axis;

/// A part of the market: any number of `axis = member or group` terms, all of which hold.
///
/// No term at all means the whole market.
/// Two terms on one axis leave what they have in common.
///
/// ```
/// use market_outlook::{Axis, Scope};
///
/// let scope = Scope::of(Axis::REGION, "Europe").and(Axis::PRODUCT, "Software");
/// assert_eq!(scope.to_string(), "region 'Europe', product 'Software'");
/// assert_eq!(Scope::all().to_string(), "the whole market");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope(Vec<(Axis, String)>);

impl Scope {
    /// The whole market.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// One member or group of an axis.
    #[must_use]
    pub fn of(axis: impl Into<Axis>, name: impl Into<String>) -> Self {
        Self::all().and(axis, name)
    }

    /// The part of this scope that is also in a member or group of an axis.
    #[must_use]
    pub fn and(mut self, axis: impl Into<Axis>, name: impl Into<String>) -> Self {
        self.0.push((axis.into(), name.into()));
        self
    }

    /// Whether the whole market is meant.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// The terms in the order in which they were stated.
    pub fn terms(&self) -> impl Iterator<Item = (&Axis, &str)> {
        self.0.iter().map(|(axis, name)| (axis, name.as_str()))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_all() {
            return f.write_str("the whole market");
        }
        for (i, (axis, name)) in self.terms().enumerate() {
            write!(f, "{}{axis} '{name}'", if i > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}
