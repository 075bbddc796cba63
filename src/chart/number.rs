//! Numbers as a chart prints them.

use super::axis;

/// From here on nobody counts zeros.
const POWERS: f64 = 1e15;

/// How the values of a chart are printed: all in one notation, so that they compare at a glance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Format {
    pub(crate) decimals: usize,
    notation: Notation,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Notation {
    Plain,
    Powers,
}

impl Format {
    /// For values up to `largest`: with a fixed number of decimals, or as powers of ten from 10¹⁵ on.
    pub(crate) fn new(decimals: usize, largest: f64) -> Self {
        let notation = if largest < POWERS { Notation::Plain } else { Notation::Powers };
        Self { decimals, notation }
    }

    pub(crate) fn with_decimals(self, decimals: usize) -> Self {
        Self { decimals, ..self }
    }

    pub(crate) fn text(self, value: f64) -> String {
        match self.notation {
            Notation::Plain => fixed(value, self.decimals),
            Notation::Powers => power(value, 1),
        }
    }

    /// Round numbers, with the digits that tell them apart and no more.
    pub(crate) fn ticks(self, ticks: &[f64]) -> Vec<String> {
        let decimals = axis::tick_decimals(ticks);
        let digits = |tick: &f64| (0..3).find(|&digits| read_power(*tick, digits) == *tick).unwrap_or(3);
        let most = ticks.iter().map(digits).max().unwrap_or(0);
        let text = |tick: &f64| match self.notation {
            Notation::Plain => fixed(*tick, decimals),
            Notation::Powers => power(*tick, most),
        };
        ticks.iter().map(text).collect()
    }

    /// What the printed value is worth to a reader.
    pub(crate) fn read(self, value: f64) -> f64 {
        match self.notation {
            Notation::Plain => format!("{value:.*}", self.decimals).parse().unwrap_or(value),
            Notation::Powers => read_power(value, 1),
        }
    }

    /// One unit of the last digit of the printed value.
    pub(crate) fn unit(self, value: f64) -> f64 {
        match self.notation {
            Notation::Plain => libm::pow(10.0, -(self.decimals as f64)),
            Notation::Powers if value == 0.0 => 0.0,
            Notation::Powers => libm::pow(10.0, libm::floor(libm::log10(value.abs())) - 1.0),
        }
    }
}

/// A value with a fixed number of decimals, thousands separated, a true minus sign; a power of ten where that
/// would be too long.
fn fixed(value: f64, decimals: usize) -> String {
    if value.abs() >= POWERS {
        return power(value, 1);
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let sign =
        if value < 0.0 && digits.bytes().any(|b| b.is_ascii_digit() && b != b'0') { "−" } else { "" };
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

/// "1.2×10¹⁵" with so many decimals; nothing is 0 alone.
fn power(value: f64, decimals: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let text = format!("{value:.decimals$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let raised = exponent.chars().map(|sign| {
        sign.to_digit(10).map_or('⁻', |d| ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][d as usize])
    });
    format!("{}×10{}", digits.replace('-', "−"), raised.collect::<String>())
}

fn read_power(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$e}").parse().unwrap_or(value)
}

/// A fraction as a percentage with one decimal.
pub(crate) fn percent(fraction: f64) -> String {
    format!("{}%", fixed((fraction * 100.0).clamp(f64::MIN, f64::MAX), 1))
}

/// A fraction as a percentage with its sign; nothing has none.
pub(crate) fn signed_percent(fraction: f64) -> String {
    let text = percent(fraction);
    if text.starts_with('−') || text == "0.0%" { text } else { format!("+{text}") }
}

/// "2019–26", or both years in full where the century changes.
pub(crate) fn years(first: i32, last: i32) -> String {
    if first.div_euclid(100) == last.div_euclid(100) && first > 999 {
        format!("{first}–{:02}", last.rem_euclid(100))
    } else {
        format!("{first}–{last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        let rows: &[(f64, usize, &str)] = &[
            (8.1, 1, "8.1"),
            (121_481.4, 0, "121,481"),
            (-0.4, 1, "−0.4"),
            (-0.04, 1, "0.0"),
            (0.0, 2, "0.00"),
            (999.96, 1, "1,000.0"),
            (123.0, 0, "123"),
            (1e15, 1, "1.0×10¹⁵"),
            (-2.5e300, 0, "−2.5×10³⁰⁰"),
        ];
        for &(value, decimals, expected) in rows {
            assert_eq!(fixed(value, decimals), expected, "{value}");
        }
    }

    #[test]
    fn one_notation_for_all_values() {
        let large = Format::new(1, 2e16);
        let rows = [(2e16, "2.0×10¹⁶"), (8.1e14, "8.1×10¹⁴"), (0.25, "2.5×10⁻¹"), (0.0, "0")];
        for (value, expected) in rows {
            assert_eq!(large.text(value), expected);
        }
        assert_eq!(large.ticks(&[0.0, 2.5e15, 1.25e16]), ["0", "2.50×10¹⁵", "1.25×10¹⁶"]);
        assert_eq!((large.read(8.149e14), large.unit(8.149e14)), (8.1e14, 1e13));
        let plain = Format::new(1, 11.6);
        assert_eq!((plain.text(8.149), plain.read(8.149), plain.unit(8.149)), ("8.1".into(), 8.1, 0.1));
        assert_eq!(plain.ticks(&[0.0, 2.5]), ["0.0", "2.5"]);
    }

    #[test]
    fn rates() {
        for (fraction, plain, signed) in [
            (0.0521, "5.2%", "+5.2%"),
            (-0.013, "−1.3%", "−1.3%"),
            (0.0, "0.0%", "0.0%"),
            (0.000_01, "0.0%", "0.0%"),
            (-0.000_01, "0.0%", "0.0%"),
            (1e307, "1.8×10³⁰⁸%", "+1.8×10³⁰⁸%"),
        ] {
            assert_eq!((percent(fraction).as_str(), signed_percent(fraction).as_str()), (plain, signed));
        }
    }

    #[test]
    fn spans() {
        assert_eq!(years(2019, 2026), "2019–26");
        assert_eq!(years(1999, 2004), "1999–2004");
        assert_eq!(years(95, 99), "95–99");
        assert_eq!(years(-5, 3), "-5–3");
    }
}
