//! Tables: titled rows over columns with a unit, a status per number and source lines.

mod compare;
mod controlled;
mod digits;
mod parts;
mod printed;
mod published;
mod rounding;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod table;
mod view;

pub use parts::{Column, Measure, Number, Row, RowKind};
#[cfg(feature = "charts")]
pub(crate) use printed::{
    Founded, ROUNDED, TOTAL, founded_between_and_beyond, rounded_so_that_rows_add_up, unrounded,
};
pub(crate) use printed::{UNROUNDED, growth_word};
pub(crate) use published::PublishedRate;
pub use rounding::Rounding;
pub use table::Table;

/// The name of the forecast itself among scenarios.
pub(crate) const BASE: &str = "Base";
