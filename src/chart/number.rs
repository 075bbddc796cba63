//! Numbers as a chart prints them.

use super::layout::axis;
use crate::error::{Error, ErrorKind};
use crate::table::Measure;

/// From here on nobody counts zeros.
const POWERS: f64 = 1e15;

/// How numbers are written: what separates decimals, and what separates thousands.
///
/// It is set, never taken from the machine: the same report has the same numbers everywhere.
///
/// ```
/// use market_outlook::NumberFormat;
///
/// assert_eq!(NumberFormat::POINT.to_string(), "1,234.5");
/// assert_eq!(NumberFormat::COMMA.to_string(), "1.234,5");
/// assert_eq!(NumberFormat::default(), NumberFormat::POINT);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberFormat {
    decimal: char,
    thousands: Option<char>,
}

impl NumberFormat {
    /// "1,234.5", as in English.
    pub const POINT: Self = Self { decimal: '.', thousands: Some(',') };
    /// "1.234,5", as in German, Spanish, Italian, Dutch, Danish, Turkish, Indonesian and in Brazil.
    pub const COMMA: Self = Self { decimal: ',', thousands: Some('.') };
    /// "1 234,5" with a no-break space, as in French, Russian, Polish, Czech, Swedish, Norwegian and Finnish.
    pub const SPACE: Self = Self { decimal: ',', thousands: Some('\u{a0}') };
    /// "1’234.5", as in Switzerland.
    pub const APOSTROPHE: Self = Self { decimal: '.', thousands: Some('’') };
    /// "1 234.5" with a no-break space, as the International System of Units has it in English.
    pub const SI: Self = Self { decimal: '.', thousands: Some('\u{a0}') };

    /// Numbers with these marks; none between thousands with `None`.
    ///
    /// # Errors
    /// When the two are the same, or one is a letter, a digit or a sign.
    ///
    /// ```
    /// use market_outlook::NumberFormat;
    ///
    /// assert_eq!(NumberFormat::new('.', None)?.to_string(), "1234.5");
    /// let error = NumberFormat::new(',', Some(',')).unwrap_err();
    /// assert_eq!(error.to_string(), "the same mark ',' separates decimals and thousands, expected two");
    /// assert!(NumberFormat::new('x', None).is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn new(decimal: char, thousands: Option<char>) -> Result<Self, Error> {
        if thousands == Some(decimal) {
            let what = format!("the same mark '{decimal}' separates decimals and thousands, expected two");
            return Err(ErrorKind::Contradiction { what }.into());
        }
        for mark in [Some(decimal), thousands].into_iter().flatten() {
            if mark.is_alphanumeric() || mark.is_control() || "+-−%–".contains(mark) {
                let found = format!("'{mark}' between digits");
                return Err(
                    ErrorKind::Form { found, expected: "a mark like '.', ',' or a space".into() }.into()
                );
            }
        }
        Ok(Self { decimal, thousands })
    }

    /// Digits with a point as another format writes them.
    fn write(self, sign: &str, digits: &str) -> String {
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
        let mut out = String::from(sign);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.extend(self.thousands);
            }
            out.push(digit);
        }
        if let Some(fraction) = fraction {
            out.push(self.decimal);
            out.push_str(fraction);
        }
        out
    }
}

impl Default for NumberFormat {
    /// [`NumberFormat::POINT`].
    fn default() -> Self {
        Self::POINT
    }
}

impl std::fmt::Display for NumberFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.write("", "1234.5"))
    }
}

/// How the values of a chart are printed: all in one notation, so that they compare at a glance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Format {
    pub(crate) decimals: usize,
    notation: Notation,
    percent: bool,
    signed: bool,
    numbers: NumberFormat,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Notation {
    Plain,
    Powers,
}

impl Format {
    /// For values up to `largest`: with a fixed number of decimals, or as powers of ten from 10¹⁵ on.
    pub(crate) fn new(decimals: usize, largest: f64, numbers: NumberFormat) -> Self {
        let notation = if largest.abs() < POWERS { Notation::Plain } else { Notation::Powers };
        Self { decimals, notation, percent: false, signed: false, numbers }
    }

    /// For fractions, printed as percentages.
    pub(crate) fn percent(decimals: usize, numbers: NumberFormat) -> Self {
        Self { percent: true, ..Self::new(decimals, 0.0, numbers) }
    }

    /// For what a table measures: growth and contributions have their sign.
    pub(crate) fn of(measure: Measure, decimals: usize, largest: f64, numbers: NumberFormat) -> Self {
        if !measure.is_fraction() {
            return Self::new(decimals, largest, numbers);
        }
        let percent = Self::new(decimals, largest * 100.0, numbers);
        let signed = !matches!(measure, Measure::Share | Measure::ShareOfAllYears);
        Self { percent: true, signed, ..percent }
    }

    pub(crate) fn with_decimals(self, decimals: usize) -> Self {
        Self { decimals, ..self }
    }

    /// With a plus before what is more than nothing.
    pub(crate) fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// The marks between the digits.
    pub(crate) fn numbers(self) -> NumberFormat {
        self.numbers
    }

    pub(crate) fn text(self, value: f64) -> String {
        self.with_digits(value, self.decimals, 1)
    }

    fn with_digits(self, value: f64, decimals: usize, digits: usize) -> String {
        let value = self.on_paper(value);
        let number = match self.notation {
            Notation::Plain => fixed(value, decimals, self.numbers),
            Notation::Powers => power(value, digits, self.numbers),
        };
        let plus = self.signed && value > 0.0 && number.chars().any(|c| ('1'..='9').contains(&c));
        format!("{}{number}{}", if plus { "+" } else { "" }, if self.percent { "%" } else { "" })
    }

    fn on_paper(self, value: f64) -> f64 {
        if self.percent { (value * 100.0).clamp(f64::MIN, f64::MAX) } else { value }
    }

    /// Round numbers, with the digits that tell them apart and no more.
    pub(crate) fn ticks(self, ticks: &[f64]) -> Vec<String> {
        let on_paper: Vec<f64> = ticks.iter().map(|&tick| self.on_paper(tick)).collect();
        let decimals = axis::tick_decimals(&on_paper);
        let digits = |tick: &f64| (0..3).find(|&digits| read_power(*tick, digits) == *tick).unwrap_or(3);
        let most = on_paper.iter().map(digits).max().unwrap_or(0);
        ticks.iter().map(|&tick| self.with_digits(tick, decimals, most)).collect()
    }

    /// What the printed value is worth to a reader.
    pub(crate) fn read(self, value: f64) -> f64 {
        let on_paper = self.on_paper(value);
        let read = match self.notation {
            Notation::Plain => format!("{on_paper:.*}", self.decimals).parse().unwrap_or(on_paper),
            Notation::Powers => read_power(on_paper, 1),
        };
        if self.percent { read / 100.0 } else { read }
    }

    /// One unit of the last digit of the printed value.
    pub(crate) fn unit(self, value: f64) -> f64 {
        let on_paper = self.on_paper(value);
        let unit = match self.notation {
            Notation::Plain => libm::pow(10.0, -(self.decimals as f64)),
            Notation::Powers if on_paper == 0.0 => 0.0,
            Notation::Powers => libm::pow(10.0, libm::floor(libm::log10(on_paper.abs())) - 1.0),
        };
        if self.percent { unit / 100.0 } else { unit }
    }
}

/// A value with a fixed number of decimals, thousands separated, a true minus sign; a power of ten where that
/// would be too long.
fn fixed(value: f64, decimals: usize, numbers: NumberFormat) -> String {
    if value.abs() >= POWERS {
        return power(value, 1, numbers);
    }
    let digits = format!("{:.decimals$}", value.abs());
    let sign =
        if value < 0.0 && digits.bytes().any(|b| b.is_ascii_digit() && b != b'0') { "−" } else { "" };
    numbers.write(sign, &digits)
}

/// "1.2×10¹⁵" with so many decimals; nothing is 0 alone, and next to nothing beside powers of ten is "<1".
fn power(value: f64, decimals: usize, numbers: NumberFormat) -> String {
    if value.abs() < 1.0 {
        let text = if value == 0.0 {
            "0"
        } else if value > 0.0 {
            "<1"
        } else {
            ">−1"
        };
        return text.into();
    }
    let text = format!("{value:.decimals$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits_of = exponent.chars().filter_map(|digit| digit.to_digit(10));
    let raised = digits_of.map(|d| ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][d as usize]);
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{}×10{}", numbers.write(sign, digits.trim_start_matches('-')), raised.collect::<String>())
}

fn read_power(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$e}").parse().unwrap_or(value)
}

/// A fraction as a percentage with one decimal.
pub(crate) fn percent(fraction: f64, numbers: NumberFormat) -> String {
    Format::percent(1, numbers).text(fraction)
}

/// A fraction as a percentage with one decimal and its sign; nothing has none.
pub(crate) fn signed_percent(fraction: f64, numbers: NumberFormat) -> String {
    Format::percent(1, numbers).signed().text(fraction)
}

/// A change as a part of where it starts: "+43%", with a decimal below ten percent.
pub(crate) fn change_percent(fraction: f64, numbers: NumberFormat) -> String {
    let decimals = usize::from(fraction.abs() < 0.0995);
    Format::percent(decimals, numbers).signed().text(fraction)
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

    const POINT: NumberFormat = NumberFormat::POINT;

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
            assert_eq!(fixed(value, decimals, POINT), expected, "{value}");
        }
    }

    #[test]
    fn readers_of_other_languages() {
        let rows = [
            (NumberFormat::POINT, "−1,234,567.8"),
            (NumberFormat::COMMA, "−1.234.567,8"),
            (NumberFormat::SPACE, "−1\u{a0}234\u{a0}567,8"),
            (NumberFormat::APOSTROPHE, "−1’234’567.8"),
            (NumberFormat::SI, "−1\u{a0}234\u{a0}567.8"),
        ];
        for (numbers, expected) in rows {
            assert_eq!(fixed(-1_234_567.84, 1, numbers), expected);
        }
        assert_eq!(Format::new(1, 2e16, NumberFormat::COMMA).text(2e16), "2,0×10¹⁶");
        assert_eq!(signed_percent(0.0521, NumberFormat::COMMA), "+5,2%");
    }

    #[test]
    fn one_notation_for_all_values() {
        let large = Format::new(1, 2e16, POINT);
        let rows = [(2e16, "2.0×10¹⁶"), (8.1e14, "8.1×10¹⁴"), (0.25, "<1"), (-0.25, ">−1"), (0.0, "0")];
        for (value, expected) in rows {
            assert_eq!(large.text(value), expected);
        }
        assert_eq!(large.ticks(&[0.0, 2.5e15, 1.25e16]), ["0", "2.50×10¹⁵", "1.25×10¹⁶"]);
        assert_eq!((large.read(8.149e14), large.unit(8.149e14)), (8.1e14, 1e13));
        let plain = Format::new(1, 11.6, POINT);
        assert_eq!((plain.text(8.149), plain.read(8.149), plain.unit(8.149)), ("8.1".into(), 8.1, 0.1));
        assert_eq!(plain.ticks(&[0.0, 2.5]), ["0.0", "2.5"]);
    }

    #[test]
    fn fractions() {
        let growth = Format::of(Measure::YearOnYear, 1, 0.2, POINT);
        assert_eq!(
            [0.0521, -0.013, 0.0, 1e-5].map(|value| growth.text(value)),
            ["+5.2%", "−1.3%", "0.0%", "0.0%"]
        );
        assert_eq!(growth.ticks(&[-0.1, 0.0, 0.1]), ["−10%", "0%", "+10%"]);
        let share = Format::of(Measure::Share, 0, 1.0, POINT);
        assert_eq!((share.text(0.256), share.read(0.256), share.unit(0.256)), ("26%".into(), 0.26, 0.01));
        for (fraction, plain, signed) in [
            (0.0521, "5.2%", "+5.2%"),
            (-0.013, "−1.3%", "−1.3%"),
            (0.0, "0.0%", "0.0%"),
            (0.000_01, "0.0%", "0.0%"),
            (-0.000_01, "0.0%", "0.0%"),
            (1e307, "1.8×10³⁰⁸%", "+1.8×10³⁰⁸%"),
        ] {
            let texts = (percent(fraction, POINT), signed_percent(fraction, POINT));
            assert_eq!((texts.0.as_str(), texts.1.as_str()), (plain, signed));
        }
    }

    #[test]
    fn changes() {
        let rows = [(0.427, "+43%"), (-0.2, "−20%"), (0.05, "+5.0%"), (0.0996, "+10%"), (0.0, "0.0%")];
        for (fraction, expected) in rows {
            assert_eq!(change_percent(fraction, POINT), expected);
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
