//! Tables: titled rows over columns with a unit, a status per number and source lines.

mod parts;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod table;

pub use parts::{Column, Measure, Number, Row, RowKind};
pub use table::Table;
