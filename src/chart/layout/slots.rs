//! Equal slots side by side, each with a column in its middle.

use super::scene::Rect;
use crate::error::{Error, ErrorKind};

/// A column takes this part of its slot.
const FILL: f64 = 0.66;
pub(crate) const WIDEST_SLOT: f64 = 340.0;
const WIDEST_COLUMN: f64 = 180.0;
/// What one column of a group adds to the widest slot.
const COLUMN_IN_GROUP: f64 = 140.0;
/// Below this there is no gap left between columns.
const NARROWEST_SLOT: f64 = 3.0;

/// Where columns stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slots {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) slot: f64,
    /// Left edge and width of each column, in whole pixels.
    pub(crate) columns: Vec<(f64, f64)>,
}

impl Slots {
    /// Slots for years from `left` on, in a room of this width.
    pub(crate) fn of_years(left: f64, room: f64, count: usize) -> Result<Self, Error> {
        Self::of_groups(left, room, count, 1)
    }

    /// Slots for years with so many columns each.
    pub(crate) fn of_groups(left: f64, room: f64, years: usize, columns: usize) -> Result<Self, Error> {
        let widest = (columns as f64 * COLUMN_IN_GROUP).max(WIDEST_SLOT);
        Self::fit(left, (room, widest), years, NARROWEST_SLOT, "years in a chart of this width")
    }

    /// Slots at least `narrowest` wide, of which there are said to be too many where they do not fit.
    pub(crate) fn fit(
        left: f64,
        (room, widest): (f64, f64),
        count: usize,
        narrowest: f64,
        what: &str,
    ) -> Result<Self, Error> {
        let slot = (room / count as f64).min(widest);
        if slot < narrowest {
            let limit = (room / narrowest).max(0.0) as usize;
            return Err(ErrorKind::TooLarge { what: what.into(), found: count, limit }.into());
        }
        let width = (slot * FILL).min(WIDEST_COLUMN).round().max(1.0);
        let column = |index: usize| ((left + slot * (index as f64 + 0.5) - width / 2.0).round(), width);
        let right = (left + slot * count as f64).round();
        Ok(Self { left, right, slot, columns: (0..count).map(column).collect() })
    }

    pub(crate) fn center(&self, column: usize) -> f64 {
        let (left, width) = self.columns[column];
        left + width / 2.0
    }

    /// The room of the slots from one to another.
    pub(crate) fn band(&self, (first, last): (usize, usize), top: f64, bottom: f64) -> Rect {
        let edge = |column: usize| (self.left + self.slot * column as f64).round();
        Rect::new(edge(first), top, edge(last + 1), bottom)
    }
}
