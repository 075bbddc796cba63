//! The name of a dimension.

use std::borrow::Cow;
use std::fmt;

use crate::value::shown::shown;

/// A dimension by which a market is cut; any name is as good as the constants.
///
/// ```
/// use market_outlook::Axis;
///
/// assert_eq!(Axis::REGION, Axis::from("region"));
/// assert_eq!(Axis::from("channel").name(), "channel");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Axis(Cow<'static, str>);

impl Axis {
    /// Geographic regions.
    pub const REGION: Axis = Axis(Cow::Borrowed("region"));
    /// Customer segments.
    pub const SEGMENT: Axis = Axis(Cow::Borrowed("segment"));
    /// Product offerings.
    pub const PRODUCT: Axis = Axis(Cow::Borrowed("product"));
    /// Industries.
    pub const INDUSTRY: Axis = Axis(Cow::Borrowed("industry"));

    /// The name.
    ///
    /// ```
    /// use market_outlook::Axis;
    ///
    /// assert_eq!((Axis::REGION.name(), Axis::from("channel").name()), ("region", "channel"));
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Axis {
    fn from(name: &str) -> Self {
        Self(Cow::Owned(name.into()))
    }
}

impl From<String> for Axis {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl From<&Axis> for Axis {
    fn from(axis: &Axis) -> Self {
        axis.clone()
    }
}

impl fmt::Display for Axis {
    /// The name, fit for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&shown(&self.0))
    }
}
