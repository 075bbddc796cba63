//! Lists, counts and runs of years as a person writes them.

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
