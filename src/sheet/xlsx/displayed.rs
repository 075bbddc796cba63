//! A number as its cell shows it.

/// A double shows no more digits than these in a spreadsheet.
const SIGNIFICANT: usize = 15;

/// A number format taken apart.
///
/// Understood are digits with grouping, decimals, percent signs, exponents and thousands left out, signs and words around
/// them, sections for negative numbers and zero, and conditions on numbers that are not negative. Dates and fractions are
/// not.
///
/// Without a format ("General") the number has the digits that the spreadsheet holds, 15 at most: how many of them it
/// shows hangs on the width of the column.
#[derive(Debug)]
pub(super) struct NumberFormat {
    code: String,
    sections: Vec<Section>,
}

/// A part of a format between semicolons: for which numbers it is, and how they look or what of it is not understood.
#[derive(Debug)]
struct Section {
    condition: Option<Comparison>,
    pattern: Result<Pattern, String>,
}

impl NumberFormat {
    pub(super) fn read(code: &str) -> Self {
        let section = |section: String| {
            let (condition, section) =
                condition(&section).map_or((None, section), |(c, rest)| (Some(c), rest));
            Section { condition, pattern: Pattern::read(&section) }
        };
        Self { code: code.into(), sections: sections(code).into_iter().map(section).collect() }
    }

    /// The text of a number, or what of the format is not understood.
    pub(super) fn text(&self, value: f64) -> Result<String, String> {
        let (section, keeps_sign) = self.section(value)?;
        let pattern = section.pattern.as_ref().map_err(Clone::clone)?;
        let shown = match &pattern.places {
            Places::General => general(value.abs()),
            Places::None => String::new(),
            Places::Digits(digits) => digits.text(value.abs()),
        };
        let sign = if value < 0.0 && keeps_sign && pattern.places != Places::None { "-" } else { "" };
        Ok(format!("{sign}{}{shown}{}", pattern.before, pattern.after).trim().to_string())
    }

    /// The section that a number is shown by, and whether a minus is shown with it.
    fn section(&self, value: f64) -> Result<(&Section, bool), String> {
        if self.sections.iter().any(|section| section.condition.is_some()) {
            return Ok((self.conditional(value)?, true));
        }
        Ok(match self.sections.as_slice() {
            [_, negative, ..] if value < 0.0 => (negative, false),
            [_, _, zero, ..] if value == 0.0 => (zero, true),
            sections => (&sections[0], true),
        })
    }

    /// The first section whose condition holds, else the one for all other numbers.
    fn conditional(&self, value: f64) -> Result<&Section, String> {
        let refuse = |what: &str| Err(format!("its number format '{}' has {what}", self.code));
        // Programs do not agree on whether a minus is shown then.
        if value < 0.0 {
            return refuse("a condition, and its number is negative");
        }
        let stated = || self.sections.iter().map_while(|section| Some((section, section.condition?)));
        let count = stated().count();
        if count == 0 {
            return refuse("a condition behind a part without one");
        }
        if let Some((section, _)) = stated().find(|(_, (holds, limit))| holds(&value, limit)) {
            return Ok(section);
        }
        // The second of three is for negative numbers if it does not say otherwise.
        let other = if count == 1 && self.sections.len() > 2 { 2 } else { count };
        match self.sections.get(other) {
            // Its own condition does not hold where it is stated behind a part for all other numbers.
            Some(Section { condition: None, .. }) => Ok(&self.sections[other]),
            Some(_) => refuse("a condition behind a part without one"),
            None => refuse("no part for its number"),
        }
    }
}

/// The format for the year alone of dates, where a format shows nothing else of them: `yyyy;@`, `"FY"yyyy`.
pub(super) fn year_format(code: &str) -> Option<NumberFormat> {
    const YEAR: &str = "yyyy";
    let at = code.to_ascii_lowercase().find(YEAR)?;
    let mut whole = code.to_string();
    // What is a format for whole numbers then had no other letters that stand for something.
    whole.replace_range(at..at + YEAR.len(), "0");
    Some(NumberFormat::read(&whole))
}

/// The parts of a format between semicolons that are no text themselves.
fn sections(format: &str) -> Vec<String> {
    let (mut sections, mut quoted, mut bracketed, mut escaped) = (vec![String::new()], false, false, false);
    for c in format.chars() {
        let is_plain = !quoted && !bracketed && !escaped;
        if c == ';' && is_plain {
            sections.push(String::new());
            continue;
        }
        match c {
            '"' if !escaped && !bracketed => quoted = !quoted,
            '[' if is_plain => bracketed = true,
            ']' if bracketed => bracketed = false,
            _ => {}
        }
        escaped = !escaped && !quoted && matches!(c, '\\' | '_' | '*');
        if let Some(section) = sections.last_mut() {
            section.push(c);
        }
    }
    sections
}

type Holds = fn(&f64, &f64) -> bool;
type Comparison = (Holds, f64);

/// What a section is for, where it says so in brackets such as `[>=1000]`, and the section without them.
fn condition(section: &str) -> Option<(Comparison, String)> {
    const SIGNS: [(&str, Holds); 6] =
        [("<=", f64::le), (">=", f64::ge), ("<>", f64::ne), ("<", f64::lt), (">", f64::gt), ("=", f64::eq)];
    let mut rest = section;
    while let Some((inside, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let stated = |(sign, holds)| Some((holds, inside.strip_prefix(sign)?.trim().parse().ok()?));
        if let Some(comparison) = SIGNS.into_iter().find_map(stated) {
            return Some((comparison, section.replacen(&format!("[{inside}]"), "", 1)));
        }
        rest = after;
    }
    None
}

/// A section of a format: a number between words.
#[derive(Debug, Default, PartialEq)]
struct Pattern {
    before: String,
    places: Places,
    after: String,
}

#[derive(Debug, Default, PartialEq)]
enum Places {
    /// Words alone.
    #[default]
    None,
    General,
    Digits(Digits),
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Digits {
    /// The fewest digits before the point, and the fewest and most after it.
    whole: usize,
    decimals: (usize, usize),
    is_grouped: bool,
    /// Powers of ten: 2 for each percent sign, -3 for each thousand that is left out.
    shift: i32,
    /// The fewest digits of the power of ten behind a single digit before the point, and whether it has a plus.
    exponent: Option<(usize, bool)>,
}

impl Pattern {
    fn read(section: &str) -> Result<Self, String> {
        let refuse = |what: &str| Err(format!("its number format '{section}' has {what}"));
        if ["?/", "#/", "0/"].iter().any(|fraction| section.contains(fraction)) {
            return refuse("a fraction");
        }
        let (mut pattern, mut run, mut percents, mut exponent) = (Self::default(), String::new(), 0, None);
        let mut letters = section.chars();
        let mut is_past = false;
        while let Some(c) = letters.next() {
            let c = if takes_general(c, &mut letters) { '@' } else { c };
            if matches!(c, '0' | '#' | '?' | '.' | ',' | '@') {
                if is_past {
                    return refuse("words between digits");
                }
                run.push(c);
                continue;
            }
            let word = match c {
                '"' => letters.by_ref().take_while(|&c| c != '"').collect(),
                '\\' => letters.next().map_or_else(String::new, String::from),
                // As wide as a character.
                '_' => letters.next().map_or_else(String::new, |_| " ".into()),
                // What fills the column.
                '*' => letters.next().map_or_else(String::new, |_| String::new()),
                '[' => match bracket(&letters.by_ref().take_while(|&c| c != ']').collect::<String>()) {
                    Some(word) => word,
                    None => return refuse("a condition"),
                },
                '%' => {
                    percents += 1;
                    "%".into()
                }
                'E' | 'e' if letters.as_str().starts_with(['+', '-']) => {
                    let has_plus = letters.next() == Some('+');
                    let places = letters.as_str().chars().take_while(|&c| c == '0').count();
                    letters.by_ref().take(places).for_each(drop);
                    exponent = Some((places, has_plus));
                    String::new()
                }
                c if c.is_alphabetic() && c.is_ascii() => {
                    return refuse("letters that stand for something else");
                }
                c => c.into(),
            };
            is_past |= !run.is_empty();
            if run.is_empty() { &mut pattern.before } else { &mut pattern.after }.push_str(&word);
        }
        if run == "@" && percents == 0 {
            pattern.places = Places::General;
        } else if run.contains('@') {
            return refuse("'General' beside digits or percent signs");
        } else if !run.is_empty() {
            if exponent.is_some() && run.split('.').next() != Some("0") {
                return refuse("an exponent behind several digits");
            }
            pattern.places = Places::Digits(Digits { exponent, ..Digits::read(&run, percents) });
        }
        Ok(pattern)
    }
}

/// Whether a letter and those after it are the word for digits as they are held, which "@" stands for too.
fn takes_general(first: char, letters: &mut std::str::Chars) -> bool {
    const REST: &str = "eneral";
    let rest = letters.as_str().get(..REST.len());
    let takes = matches!(first, 'G' | 'g') && rest.is_some_and(|rest| rest.eq_ignore_ascii_case(REST));
    if takes {
        letters.by_ref().take(REST.len()).for_each(drop);
    }
    takes
}

/// The words of a currency in brackets, nothing for a color or a language; none for what decides.
fn bracket(inside: &str) -> Option<String> {
    const COLORS: [&str; 8] = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];
    if let Some(currency) = inside.strip_prefix('$') {
        return Some(currency.split('-').next().unwrap_or_default().into());
    }
    let name = inside.to_ascii_lowercase();
    let is_color = COLORS.contains(&name.as_str()) || name.starts_with("color");
    is_color.then(String::new)
}

impl Digits {
    fn read(run: &str, percents: i32) -> Self {
        let (whole, decimals) = run.split_once('.').unwrap_or((run, ""));
        let left_out = |part: &str| part.len() - part.trim_end_matches(',').len();
        // A comma leaves thousands out on either side of the point.
        let thousands = left_out(whole) + left_out(decimals);
        let count = |part: &str, of: &[char]| part.chars().filter(|c| of.contains(c)).count();
        Self {
            whole: count(whole, &['0']),
            decimals: (count(decimals, &['0']), count(decimals, &['0', '#', '?'])),
            is_grouped: whole.trim_end_matches(',').contains(','),
            shift: 2 * percents - 3 * thousands as i32,
            exponent: None,
        }
    }

    /// A number that is not negative, rounded half up from the digits that a spreadsheet knows of it.
    fn text(&self, value: f64) -> String {
        let (digits, exponent) = significant(value);
        let (fewest, most) = self.decimals;
        if let Some((places, has_plus)) = self.exponent {
            let units = rounded(&digits, 1 + most as i32);
            // Nines that round up to ten are a one of the next power.
            let power = exponent + self.shift + (units.len() - 1 - most) as i32;
            let sign = if power < 0 {
                "-"
            } else if has_plus {
                "+"
            } else {
                ""
            };
            let leading: f64 = String::from_utf8_lossy(&units[..=most]).parse().unwrap_or(0.0);
            let mantissa = Self { exponent: None, shift: -(most as i32), ..self.clone() }.text(leading);
            return format!("{mantissa}E{sign}{:0places$}", power.unsigned_abs());
        }
        let kept = exponent + 1 + self.shift + most as i32;
        let mut units = rounded(&digits, kept);
        let zeros = (most + self.whole).saturating_sub(units.len());
        units.splice(0..0, std::iter::repeat_n(b'0', zeros));
        let (whole, decimals) = units.split_at(units.len() - most);
        let mut decimals = decimals.to_vec();
        while decimals.len() > fewest && decimals.last() == Some(&b'0') {
            decimals.pop();
        }
        let zeros = whole.iter().take_while(|&&digit| digit == b'0').count();
        let whole = &whole[zeros.min(whole.len().saturating_sub(self.whole))..];
        let mut text = String::new();
        for (i, digit) in whole.iter().enumerate() {
            if self.is_grouped && i > 0 && (whole.len() - i) % 3 == 0 {
                text.push(',');
            }
            text.push(char::from(*digit));
        }
        if !decimals.is_empty() {
            text.push('.');
        }
        text.extend(decimals.into_iter().map(char::from));
        text
    }
}

/// The significant digits of a number, and the power of ten of the first.
fn significant(value: f64) -> (Vec<u8>, i32) {
    let text = format!("{value:.*e}", SIGNIFICANT - 1);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (digits.bytes().filter(u8::is_ascii_digit).collect(), exponent.parse().unwrap_or(0))
}

/// The first digits, rounded half up, and zeros where there are no more.
fn rounded(digits: &[u8], kept: i32) -> Vec<u8> {
    let Ok(kept) = usize::try_from(kept) else { return Vec::new() };
    let mut units: Vec<u8> = digits.iter().copied().chain(std::iter::repeat(b'0')).take(kept).collect();
    if digits.get(kept).is_some_and(|&next| next >= b'5') {
        let nines = units.iter().rev().take_while(|&&digit| digit == b'9').count();
        let at = units.len() - nines;
        units[at..].fill(b'0');
        match at.checked_sub(1) {
            Some(at) => units[at] += 1,
            None => units.insert(0, b'1'),
        }
    }
    units
}

/// The digits that a spreadsheet holds, without zeros at the end.
fn general(value: f64) -> String {
    let text = format!("{value:.*e}", SIGNIFICANT - 1);
    text.parse::<f64>().map_or(text, |held| held.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn displayed(value: f64, code: &str) -> Result<String, String> {
        NumberFormat::read(code).text(value)
    }

    #[track_caller]
    fn check(rows: &[(f64, &str, &str)]) {
        for &(value, format, expected) in rows {
            assert_eq!(displayed(value, format).as_deref(), Ok(expected), "{value} as {format}");
        }
    }

    #[test]
    fn numbers_have_the_digits_of_their_format() {
        check(&[
            (8.1, "0.00", "8.10"),
            (8.1, "0", "8"),
            (1530.0, "#,##0", "1,530"),
            (1_234_567.891, "#,##0.0", "1,234,567.9"),
            (0.052, "0.0%", "5.2%"),
            (0.43, "0%", "43%"),
            (-0.4, "0.0", "-0.4"),
            (0.5, "#.0", ".5"),
            (0.0, "#,##0", "0"),
            (0.0, "#", ""),
            (7.0, "000", "007"),
            (8.1, "0.0##", "8.1"),
            (8.125, "0.0##", "8.125"),
            // Some programs show a point that nothing follows, others do not; no figure is printed so.
            (8.0, "0.###", "8"),
            (0.0, "#.##", ""),
            (8.0, "0.\" bn\"", "8 bn"),
            (8_100_000_000.0, "0.0,,,", "8.1"),
            (8_100_000_000.0, "#,##0,,", "8,100"),
            // A comma scales wherever it follows a digit, before the point too (ECMA-376, part 1, 18.8.31).
            (8_100_000.0, "#,##0,.0", "8,100.0"),
            (8_100_000.0, "0,.0,", "8.1"),
            (1e20, "0", "100000000000000000000"),
            (4e-7, "0.0", "0.0"),
            (8.1e20, "0.00E+00", "8.10E+20"),
            (9.996e-7, "0.00E+00", "1.00E-06"),
            (1530.0, "0E-0", "2E3"),
            (0.0, "0.0E+00", "0.0E+00"),
        ]);
    }

    #[test]
    fn halves_go_up_in_the_digits_that_a_spreadsheet_knows() {
        check(&[
            // As doubles 0.15 and 1.005 are less than they print, and 2.5 is a half.
            (0.15, "0.0", "0.2"),
            (1.005, "0.00", "1.01"),
            (2.5, "0", "3"),
            (9.995, "0.00", "10.00"),
            (0.999, "0%", "100%"),
            (0.5, "0", "1"),
            (0.49, "0", "0"),
        ]);
    }

    #[test]
    fn words_and_sections_are_shown() {
        check(&[
            (8.1, "\"USD \"0.0\" bn\"", "USD 8.1 bn"),
            (8.1, "$#,##0.00", "$8.10"),
            (8.1, "[$€-407] 0.0", "€ 8.1"),
            (8.1, "[Red]0.0\\e", "8.1e"),
            (-8.1, "#,##0.0;(#,##0.0)", "(8.1)"),
            (-8.1, "0.0_);[Red]\\-0.0_)", "-8.1"),
            (0.0, "0.0;-0.0;\"n/a\"", "n/a"),
            (0.0, "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", "-"),
            (1530.0, "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", "1,530"),
            (8.1, "0.0\";\"", "8.1;"),
        ]);
    }

    #[test]
    fn general_has_the_digits_that_are_held() {
        check(&[
            (8.1, "General", "8.1"),
            (0.1 + 0.2, "General", "0.3"),
            (3.491_564_890_369_393_7, "General", "3.49156489036939"),
            (2019.0, "@", "2019"),
            (-5.0, "General", "-5"),
            (8.1, "General\" bn\"", "8.1 bn"),
            (8.1, "\"~\"@", "~8.1"),
            (-8.1, "[Red]General_)", "-8.1"),
            (-8.1, "General;(general)", "(8.1)"),
        ]);
    }

    #[test]
    fn conditions_choose_the_section() {
        const SCALED: &str = "[>=1000000]0.0,,\"M\";[>=1000]0.0,\"K\";0";
        check(&[
            (2_500_000.0, SCALED, "2.5M"),
            (1_000_000.0, SCALED, "1.0M"),
            (2500.0, SCALED, "2.5K"),
            (250.0, SCALED, "250"),
            (0.0, SCALED, "0"),
            (0.0, "[=0]\"-\";0.0", "-"),
            (50.0, "[Red][>100]0;0.0", "50.0"),
            (150.0, "[Red][>100]0;0.0", "150"),
            // The second of three is for negative numbers where it says nothing else.
            (50.0, "[>100]0;-0;0.00", "50.00"),
            (7.0, "[$€-407][<>7]0;0.0", "7.0"),
            (8.0, "[$€-407][<>7]0;0.0", "€8"),
        ]);
    }

    #[test]
    fn years_alone_are_years() {
        for (format, expected) in [
            ("yyyy", Some("2019")),
            ("YYYY", Some("2019")),
            ("yyyy;@", Some("2019")),
            ("[$-409]yyyy;@", Some("2019")),
            ("yyyy\"E\"", Some("2019E")),
            ("\"FY\"yyyy", Some("FY2019")),
            ("yy", None),
            ("mmm yyyy", None),
            ("d/m/yyyy", None),
            ("yyyy-mm", None),
            ("General", None),
        ] {
            let year = year_format(format).and_then(|format| format.text(2019.0).ok());
            assert_eq!(year.as_deref(), expected, "{format}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (value, format, fault) in [
            (8.1, "##0.0E+0", "'##0.0E+0' has an exponent behind several digits"),
            (8.1, "# ?/?", "'# ?/?' has a fraction"),
            (8.1, "000-0000", "'000-0000' has words between digits"),
            (8.1, "0 General", "'0 General' has words between digits"),
            (8.1, "General0", "'General0' has 'General' beside digits or percent signs"),
            (8.1, "General%", "'General%' has 'General' beside digits or percent signs"),
            (8.1, "yyyy", "'yyyy' has letters that stand for something else"),
            // The part for all other numbers would say the same of 24.3 and of -24.3.
            (-24.3, "[>100]0;0.0", "'[>100]0;0.0' has a condition, and its number is negative"),
            (8.1, "[>100]0;[>50]0.0", "'[>100]0;[>50]0.0' has no part for its number"),
            (8.1, "0;[>50]0.0;0.00", "'0;[>50]0.0;0.00' has a condition behind a part without one"),
            (8.1, "0[>50];0.0", "'0[>50]' has a condition"),
        ] {
            assert_eq!(displayed(value, format), Err(format!("its number format {fault}")));
        }
    }
}
