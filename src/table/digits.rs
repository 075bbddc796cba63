//! Exact decimal digits of doubles, counted in units of the last printed digit.

use crate::value::grouped;

/// Beyond this, digits before the decimal point are noise and a number prints with an exponent.
const LARGEST: f64 = 1e21;
/// Digits kept beyond the last printed one: more than tell two doubles of one table apart.
const BEYOND: usize = 30;
/// One unit of the last printed digit, in units of the last digit kept.
pub(super) const WHOLE: i128 = 10_i128.pow(BEYOND as u32);

/// The next lower neighbor of a number, and how far the number lies above it.
pub(super) struct Floor {
    /// In units of the last printed digit.
    pub(super) units: i128,
    /// From 0 to just under one unit; 0 when the number has no more digits than are printed.
    pub(super) beyond: i128,
}

/// The number in units of the last printed digit; none when it is too large to have digits.
///
/// Nearest, as the standard library formats: a tie, which only a binary fraction such as 0.25 can be, goes to the even digit.
pub(super) fn nearest(number: f64, decimals: usize) -> Option<i128> {
    if number.abs() >= LARGEST {
        return None;
    }
    format!("{number:.decimals$}").replace('.', "").parse().ok()
}

/// The lower neighbor, from the exact decimal expansion rather than from a product that rounds.
pub(super) fn floor(number: f64, decimals: usize) -> Option<Floor> {
    if number.abs() >= LARGEST {
        return None;
    }
    let text = format!("{:.*}", decimals + BEYOND, number.abs()).replace('.', "");
    let (head, tail) = text.split_at(text.len() - BEYOND);
    let (units, beyond): (i128, i128) = (head.parse().ok()?, tail.parse().ok()?);
    Some(match beyond {
        0 if number < 0.0 => Floor { units: -units, beyond },
        _ if number < 0.0 => Floor { units: -units - 1, beyond: WHOLE - beyond },
        _ => Floor { units, beyond },
    })
}

/// The text of a count of units: a point before the decimals, commas between thousands.
pub(super) fn text(units: i128, decimals: usize) -> String {
    let digits = format!("{:0width$}", units.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let sign = if units < 0 { "-" } else { "" };
    let point = if decimals > 0 { "." } else { "" };
    grouped(&format!("{sign}{whole}{point}{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_what_the_standard_library_prints() {
        for (number, decimals, expected) in [
            (0.15, 1, "0.1"),
            (0.25, 1, "0.2"),
            (0.35, 1, "0.3"),
            (8.125, 2, "8.12"),
            (-0.04, 1, "0.0"),
            (-0.0, 0, "0"),
            (1529.5, 0, "1,530"),
            (-1_234_567.891, 2, "-1,234,567.89"),
            (999.96, 1, "1,000.0"),
            (5e-324, 3, "0.000"),
        ] {
            assert_eq!(text(nearest(number, decimals).unwrap(), decimals), expected, "{number}");
        }
        assert_eq!(nearest(1e21, 0), None);
    }

    #[test]
    fn a_floor_lies_below_and_its_remainder_is_exact() {
        for (number, units, is_exact) in
            [(0.3, 2, false), (0.25, 2, false), (-0.25, -3, false), (-7.0, -70, true), (0.5, 5, true)]
        {
            let floor = floor(number, 1).unwrap();
            assert_eq!((floor.units, floor.beyond == 0), (units, is_exact), "{number}");
        }
        assert!(floor(0.35, 1).unwrap().beyond < WHOLE / 2, "0.35 is a little less than it prints");
        assert_eq!(floor(-0.25, 1).unwrap().beyond, WHOLE / 2);
    }
}
