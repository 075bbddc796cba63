//! Numbers as a chart prints them.

/// A value with a fixed number of decimals, thousands separated, a true minus sign; powers of ten from
/// 10¹⁵ on, where nobody counts zeros.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e15 {
        return power(value);
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

/// The exponent is never negative here.
fn power(value: f64) -> String {
    let text = format!("{value:.1e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let raised = exponent.chars().filter_map(|digit| {
        let digit = digit.to_digit(10)? as usize;
        Some(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit])
    });
    format!("{}×10{}", digits.replace('-', "−"), raised.collect::<String>())
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

/// What a printed number is worth to a reader.
pub(crate) fn printed(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value)
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
