//! Words: years, rates, shares, units, printed numbers, and where a number comes from.

mod currency;
mod digits;
mod interval;
mod printed;
mod rate;
mod reading;
mod share;
mod source;
mod status;
mod tokens;
mod unit;
mod year;

pub use interval::Interval;
pub use printed::Printed;
pub use rate::Rate;
pub use share::Share;
pub use source::Source;
pub use status::Status;
pub use unit::{Scale, Unit};
pub use year::{Year, Years};

/// Digits after the decimal point in the shortest text that reads back to this number.
pub(crate) fn decimals_of(number: f64) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())
}
