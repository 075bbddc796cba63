//! The digits of a printed number: thousands in groups, one decimal point.

/// No more than this: a double tells no two numbers of so many digits apart reliably.
const MOST_DIGITS: usize = 18;

/// A run of digits as read: its size, and how many of them stand after the point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Digits {
    pub(super) value: f64,
    /// A tenth of it, as the double nearest to that decimal fraction.
    pub(super) tenth: f64,
    pub(super) decimals: usize,
}

impl Digits {
    /// Reads digits with or without groups; the reason why not is for the reader of the error.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (whole, fraction) = match text.split_once('.') {
            None => (text, ""),
            Some((_, rest)) if rest.contains(char::is_whitespace) => {
                return Err("a space after the decimal point, expected one number".into());
            }
            Some((_, rest)) if rest.contains('.') => {
                return Err("two decimal points, expected at most one".into());
            }
            Some((whole, rest)) if rest.contains(',') && !whole.contains(',') => {
                return Err(decimal_comma(&format!("{whole}.{rest}")));
            }
            Some(parts) => parts,
        };
        if fraction.contains(|c: char| !c.is_ascii_digit()) {
            return Err("a separator after the decimal point, expected digits only".into());
        }
        let plain = without_groups(whole, text)?;
        if plain.len() + fraction.len() > MOST_DIGITS {
            let found = plain.len() + fraction.len();
            return Err(format!("{found} digits, expected at most {MOST_DIGITS}"));
        }
        let scaled = |exponent: i32| {
            let number = format!("0{plain}.{fraction}0e{exponent}");
            number.parse().expect("only ASCII digits around one point are left")
        };
        Ok(Self { value: scaled(0), tenth: scaled(-1), decimals: fraction.len() })
    }

    /// Half of the last printed unit, as the double nearest to that decimal fraction.
    pub(super) fn half_unit(self) -> f64 {
        format!("5e-{}", self.decimals + 1).parse().expect("a digit with a small exponent is a number")
    }
}

fn without_groups(whole: &str, text: &str) -> Result<String, String> {
    let (commas, spaces) = (whole.contains(','), whole.contains(char::is_whitespace));
    if commas && spaces {
        return Err("commas and spaces between the digits, expected one kind".into());
    }
    if !commas && !spaces {
        return Ok(whole.into());
    }
    let groups: Vec<&str> = whole.split(|c: char| c == ',' || c.is_whitespace()).collect();
    let well_formed = (1..=3).contains(&groups[0].len())
        && !groups[0].starts_with('0')
        && groups[1..].iter().all(|group| group.len() == 3);
    if well_formed {
        Ok(groups.concat())
    } else if spaces {
        Err("a space that groups no thousands, expected one number such as '1 530'".into())
    } else if groups.len() == 2 && !text.contains('.') {
        Err(decimal_comma(text))
    } else {
        Err("a comma that groups no thousands, expected groups of three such as '1,530'".into())
    }
}

fn decimal_comma(text: &str) -> String {
    let point = text.replace('.', "").replace(',', ".");
    format!("a comma that groups no thousands, expected a decimal point as in '{point}' if that is meant")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_units_are_the_nearest_doubles() {
        for (text, half_unit) in [("8", 0.5), ("8.1", 0.05), ("8.10", 0.005), ("0.123456", 0.000_000_5)] {
            assert_eq!(Digits::read(text).unwrap().half_unit(), half_unit, "{text}");
        }
    }

    #[test]
    fn groups() {
        for (text, value, decimals) in [
            ("1,530", 1530.0, 0),
            ("12,345,678.90", 12_345_678.9, 2),
            ("1\u{202F}530", 1530.0, 0),
            ("007", 7.0, 0),
            (".5", 0.5, 1),
            ("999999999999999999", 1e18, 0),
        ] {
            let digits = Digits::read(text).unwrap();
            assert_eq!((digits.value, digits.decimals), (value, decimals), "{text}");
        }
        for (text, reason) in [
            ("8,1", "as in '8.1'"),
            ("1,53", "as in '1.53'"),
            ("0,530", "as in '0.530'"),
            ("1.234,5", "as in '1234.5'"),
            ("12,34,567", "groups of three"),
            ("1,53.0", "groups of three"),
            ("1234,567", "as in '1234.567'"),
            ("1.2.3", "two decimal points"),
            ("1 53", "groups no thousands"),
            ("1,530 000", "expected one kind"),
            ("8.1 8.3", "a space after the decimal point"),
            ("1.530 000", "after the decimal point"),
            ("1,234.567,8", "after the decimal point"),
            ("1234567890123456789", "19 digits, expected at most 18"),
        ] {
            let found = Digits::read(text).unwrap_err();
            assert!(found.contains(reason), "{text}: {found}");
        }
    }
}
