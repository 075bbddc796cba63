//! Workbooks for Excel and whatever else reads `.xlsx`: numbers with formulas, and where each comes from.
//!
//! Pages know no file format: they say which text, number or formula stands in which cell, and `write` alone knows the
//! crate that makes a file of them.

mod bridge;
mod cell;
mod chart;
mod claims;
mod data;
mod evidence;
mod formula;
mod name;
mod page;
mod paper;
mod picture;
mod style;
mod summary;
mod table;
#[cfg(test)]
mod tests;
mod workbook;
mod write;

pub use workbook::Workbook;
