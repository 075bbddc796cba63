//! Words: years, rates, shares, units, printed numbers, and where a number comes from.

mod currency;
mod digits;
pub(crate) mod guard;
mod interval;
mod printed;
pub(crate) mod prose;
mod rate;
mod reading;
mod real;
mod share;
pub(crate) mod shown;
mod source;
mod status;
mod tokens;
mod unit;
mod year;

#[cfg(feature = "csv")]
pub use guard::csv_name;
pub use interval::Interval;
pub use printed::Printed;
pub use rate::Rate;
pub use real::Real;
pub use share::Share;
pub use shown::printable;
pub use source::Source;
pub use status::Status;
pub use unit::{Scale, Unit};
pub use year::{Year, Years};

/// Digits after the decimal point in the shortest text that reads back to this number.
pub(crate) fn decimals_of(number: f64) -> usize {
    number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())
}

/// The text of a number with commas between its thousands.
pub(crate) fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// A percentage as text, never "-0.0%": what rounds to nothing has no sign.
fn percent_text(percent: f64, decimals: usize) -> String {
    let text = format!("{percent:.decimals$}%");
    match text.strip_prefix('-') {
        Some(unsigned) if !unsigned.contains(|c: char| matches!(c, '1'..='9' | 'i')) => unsigned.into(),
        _ => text,
    }
}
