//! Tables that come in: sheets of texts, published tables with their digits, and what is wrong with them.

mod assumptions;
mod bases;
mod check;
mod claims;
#[cfg(feature = "csv")]
mod encoding;
mod entry;
mod heading;
mod layout;
#[cfg(feature = "csv")]
mod lines;
mod market;
mod numbers;
mod published;
mod reading;
mod recognizing;
mod rows;
mod scoped;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod sheet;
mod structure;
mod sums;
#[cfg(feature = "xlsx-in")]
pub(crate) mod xlsx;

pub use check::{Alternative, Evidence, Misprint, Remark, Slip, TableCheck};
pub use layout::Layout;
#[cfg(feature = "csv")]
pub(crate) use lines::{Lines, lost_quote};
pub use published::{LeftOut, PublishedColumn, PublishedRow, PublishedTable};
pub use sheet::Sheet;
