//! Lists, counts and runs of years as a person writes them.

/// A number for a message: its own digits where they are few, else rounded, and a power of ten where it is extreme.
pub(crate) fn figure(number: f64) -> String {
    // More digits than anybody prints, and fewer than the noise of binary fractions has.
    const SIGNIFICANT: usize = 12;
    if !number.is_finite() || number == 0.0 {
        return number.to_string();
    }
    let rounded = format!("{number:.*e}", SIGNIFICANT - 1).parse().unwrap_or(number);
    // A whole number is stated to its last digit.
    let shown = if number.fract() == 0.0 && number.abs() < 1e15 { number } else { rounded };
    if (1e-6..1e15).contains(&shown.abs()) { shown.to_string() } else { format!("{shown:e}") }
}

/// A number beside a printed one: two digits beyond the half unit of what was printed.
pub(crate) fn beside(number: f64, half_unit: f64) -> String {
    if !number.is_finite() {
        return "no number".into();
    }
    if !(half_unit > 0.0 && half_unit.is_finite()) {
        return figure(number);
    }
    let decimals = (2.0 - libm::log10(half_unit).ceil()).clamp(0.0, 15.0) as usize;
    let noise = (14.0 - libm::log10(number.abs().max(f64::MIN_POSITIVE))).clamp(0.0, 15.0) as usize;
    if number.abs() < 1e15 { format!("{number:.*}", decimals.min(noise)) } else { figure(number) }
}

/// "1 figure", "2 figures", "3 parts of the market", "2 more series".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    match noun.split_once(' ') {
        None if noun.ends_with("series") => format!("{count} {noun}"),
        Some((_, "series")) => format!("{count} {noun}"),
        Some((first, rest)) if rest.starts_with("of ") => format!("{count} {first}s {rest}"),
        _ => format!("{count} {noun}s"),
    }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "2019 and 2026", "2019–2021, 2023 and 2024": three or more years in a row as a run.
pub(crate) fn runs(mut years: Vec<i32>) -> String {
    years.sort_unstable();
    years.dedup();
    let mut texts = Vec::new();
    for run in years.chunk_by(|a, b| a + 1 == *b) {
        match run {
            [first, _, .., last] => texts.push(format!("{first}–{last}")),
            few => texts.extend(few.iter().map(ToString::to_string)),
        }
    }
    list(&texts)
}

/// "2019–2026", "2019–2020 and 2021–2022", "2019–2023 year by year": each span once, three or more of one year that
/// follow each other as a run.
pub(crate) fn spans(mut spans: Vec<(i32, i32)>) -> String {
    spans.sort_unstable();
    spans.dedup();
    let is_year = |span: &(i32, i32)| span.0 + 1 == span.1;
    let mut texts = Vec::new();
    for run in spans.chunk_by(|a, b| is_year(a) && is_year(b) && a.1 == b.0) {
        match run {
            [(first, _), _, .., (_, last)] => texts.push(format!("{first}–{last} year by year")),
            few => texts.extend(few.iter().map(|(from, to)| format!("{from}–{to}"))),
        }
    }
    list(&texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_in_messages_have_the_digits_that_mean_something() {
        for (number, expected) in [
            (8.1, "8.1"),
            (0.1 + 0.2, "0.3"),
            (850.325_432_014_671, "850.325432015"),
            (-1e300, "-1e300"),
            (1e-300, "1e-300"),
            (0.0, "0"),
            (123_456_789_012_345.0, "123456789012345"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(figure(number), expected);
        }
        for (number, half_unit, expected) in [
            (11_207_600.51, 0.5, "11207600.51"),
            (8.153_27, 0.05, "8.153"),
            (850.325_432_014_671, 0.5e-15, "850.32543201467"),
            (1234.5, 1000.0, "1234"),
            (100.000_000_1, 0.0, "100.0000001"),
            (0.0, 0.05, "0.000"),
            (f64::NAN, 0.05, "no number"),
        ] {
            assert_eq!(beside(number, half_unit), expected);
        }
    }

    #[test]
    fn years_and_lists_read_as_a_person_writes_them() {
        for (years, expected) in [
            (vec![2019], "2019"),
            (vec![2026, 2019], "2019 and 2026"),
            (vec![2019, 2020], "2019 and 2020"),
            (vec![2019, 2020, 2021, 2023, 2021], "2019–2021 and 2023"),
        ] {
            assert_eq!(runs(years), expected);
        }
        for (years, expected) in [
            (vec![(2019, 2026), (2019, 2026)], "2019–2026"),
            (vec![(2022, 2023), (2021, 2022)], "2021–2022 and 2022–2023"),
            (
                vec![(2019, 2020), (2021, 2022), (2022, 2023), (2023, 2024)],
                "2019–2020 and 2021–2024 year by year",
            ),
            (vec![(2019, 2021), (2021, 2023), (2023, 2025)], "2019–2021, 2021–2023 and 2023–2025"),
        ] {
            assert_eq!(spans(years), expected);
        }
        assert_eq!(counted(1, "figure"), "1 figure");
        assert_eq!(counted(12, "part of the market"), "12 parts of the market");
        assert_eq!(counted(2, "more source"), "2 more sources");
        assert_eq!(
            (counted(2, "series"), counted(2, "more series")),
            ("2 series".into(), "2 more series".into())
        );
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
