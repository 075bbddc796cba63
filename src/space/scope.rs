//! Which part of the market is meant.

use std::fmt;

use super::Axis;
use crate::value::shown::{sentence, shown};

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
    ///
    /// ```
    /// use market_outlook::Scope;
    ///
    /// assert_eq!(Scope::all().to_string(), "the whole market");
    /// ```
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// One member or group of an axis.
    ///
    /// ```
    /// use market_outlook::{Axis, Scope};
    ///
    /// assert_eq!(Scope::of(Axis::REGION, "Europe").to_string(), "region 'Europe'");
    /// ```
    #[must_use]
    pub fn of(axis: impl Into<Axis>, name: impl Into<String>) -> Self {
        Self::all().and(axis, name)
    }

    /// The part of this scope that is also in a member or group of an axis.
    ///
    /// ```
    /// use market_outlook::{Axis, Scope};
    ///
    /// let scope = Scope::of(Axis::REGION, "Europe").and(Axis::PRODUCT, "Services");
    /// assert_eq!(scope.terms().count(), 2);
    /// ```
    #[must_use]
    pub fn and(mut self, axis: impl Into<Axis>, name: impl Into<String>) -> Self {
        self.0.push((axis.into(), name.into()));
        self
    }

    /// Whether the whole market is meant.
    ///
    /// ```
    /// use market_outlook::Scope;
    ///
    /// assert!(Scope::all().is_all() && !Scope::of("region", "Europe").is_all());
    /// ```
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// The terms in the order in which they were stated.
    ///
    /// ```
    /// use market_outlook::Scope;
    ///
    /// let scope = Scope::of("region", "Europe").and("product", "Services");
    /// let terms: Vec<String> = scope.terms().map(|(axis, name)| format!("{axis}={name}")).collect();
    /// assert_eq!(terms, ["region=Europe", "product=Services"]);
    /// ```
    pub fn terms(&self) -> impl Iterator<Item = (&Axis, &str)> {
        self.0.iter().map(|(axis, name)| (axis, name.as_str()))
    }
}

impl fmt::Display for Scope {
    /// The terms in words, fit for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_all() {
            return f.write_str("the whole market");
        }
        let mut text = String::new();
        for (axis, name) in self.terms() {
            let before = if text.is_empty() { "" } else { ", " };
            text.extend([before, &shown(axis.name()), " '", &shown(name), "'"]);
        }
        f.write_str(&sentence(&text))
    }
}
