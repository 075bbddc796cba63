//! Sheets of text cells, as spreadsheets and delimited files hold them.
#![cfg_attr(all(feature = "xlsx-in", not(test)), expect(dead_code, reason = "nothing reads a sheet yet"))]

#[cfg(feature = "xlsx-in")]
mod displayed;
#[cfg(feature = "xlsx-in")]
pub(crate) mod xlsx;
