//! What the name of a column says about its figures.

use crate::value::Scale;

/// The years that a four-digit number in a heading can be.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2200;

/// What the figures of a column are, as far as its name alone says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Heading {
    /// Nothing about figures: "region", "note".
    Text,
    /// A size in a year; whether it is marked as an estimate or a forecast.
    Value { year: i32, forecast: bool },
    /// A part of the whole; the year may have to come from the column before.
    Share { year: Option<i32> },
    /// Growth from one year to another.
    Growth { from: i32, to: i32 },
    /// Growth whose years have to come from the columns around.
    GrowthOf { year: Option<i32>, compound: bool },
    /// An absolute change between two years, or over the columns around.
    Change { years: Option<(i32, i32)> },
    /// A place in an order: "2021 Rank".
    Rank,
    /// A year that it can't be.
    Unclear(&'static str),
}

/// A heading taken apart.
struct Parts {
    /// Words in small letters, "%" among them.
    words: Vec<String>,
    years: Vec<i32>,
    /// Two years with a slash between them, such as "2024/25", which may be one fiscal year.
    slashed: bool,
    forecast: bool,
    part_of_year: bool,
}

impl Heading {
    pub(super) fn of(name: &str) -> Self {
        let parts = Parts::of(name);
        let is = |words: &[&str]| parts.words.iter().any(|word| words.contains(&word.as_str()));
        let percent = is(&["%", "pct", "percent", "pc"]);
        let compound = is(&["cagr", "compound", "agr", "cgr"]);
        let growth = compound || is(&["growth", "yoy", "grow", "rate", "annual"]);
        let change = is(&["change", "chg", "increment", "increase", "difference", "diff", "delta", "add"]);
        let share = is(&["share", "shares", "mix"]);
        if is(&["rank", "ranking"]) || name.trim() == "#" {
            return Heading::Rank;
        }
        if parts.part_of_year && !parts.years.is_empty() {
            return Heading::Unclear("quarters and half years are no whole years");
        }
        if share {
            return Self::share(&parts);
        }
        if growth || change && percent {
            return Self::growth(&parts, compound);
        }
        if change {
            let years = match parts.years[..] {
                [from, to] => Some((from, to)),
                [] => None,
                _ => return Heading::Unclear("a change is between two years"),
            };
            return Heading::Change { years };
        }
        match parts.years[..] {
            [] => Heading::Text,
            [_] if percent => Heading::Unclear("percentages of a year may be shares or growth rates"),
            [year] => Heading::Value { year, forecast: parts.forecast },
            _ if parts.slashed => Heading::Unclear("a fiscal year across two calendar years has two names"),
            _ => Heading::Unclear("two years and no word such as 'CAGR' or 'change'"),
        }
    }

    fn share(parts: &Parts) -> Self {
        match parts.years[..] {
            [] => Heading::Share { year: None },
            [year] => Heading::Share { year: Some(year) },
            _ => Heading::Unclear("a share is of one year"),
        }
    }

    fn growth(parts: &Parts, compound: bool) -> Self {
        match parts.years[..] {
            [from, to] if from < to => Heading::Growth { from, to },
            // "2023/2022 Growth", "2023-2022 Growth (%)": over the second of the two.
            [to, from] if from < to && (parts.slashed || from + 1 == to) => Heading::Growth { from, to },
            [] => Heading::GrowthOf { year: None, compound },
            [_] if compound => Heading::Unclear("a compound growth rate is between two years"),
            [year] => Heading::GrowthOf { year: Some(year), compound },
            _ => Heading::Unclear("growth is from one year to a later one"),
        }
    }
}

impl Parts {
    fn of(name: &str) -> Self {
        let text = plain(name);
        let mut parts = Parts {
            words: Vec::new(),
            years: Vec::new(),
            slashed: false,
            forecast: false,
            part_of_year: false,
        };
        let mut rest = text.as_str();
        let mut before = ' ';
        while let Some(first) = rest.chars().next() {
            let length = rest
                .find(|c: char| c.is_ascii_digit() != first.is_ascii_digit() || is_mark(c) || is_mark(first));
            let run = &rest[..length.unwrap_or(rest.len()).max(first.len_utf8())];
            rest = &rest[run.len()..];
            if first.is_ascii_digit() {
                parts.number(run, before, rest);
            } else if first == '%' {
                parts.words.push("%".into());
            } else if !is_mark(first) {
                parts.word(run);
            }
            before = run.chars().next_back().unwrap_or(' ');
        }
        parts
    }

    /// A year, the last two digits of a second one, or a number that says nothing.
    fn number(&mut self, digits: &str, before: char, after: &str) {
        let number: i32 = digits.parse().unwrap_or(0);
        let of_a_year = digits.len() == 1 && (before == 'q' || before == 'h');
        let decimal =
            before == '.' || after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit());
        if of_a_year {
            self.part_of_year = true;
        } else if digits.len() == 4 && YEARS.contains(&number) && !decimal {
            self.slashed |= before == '/' && !self.years.is_empty();
            self.years.push(number);
        } else if let (2, Some(first), '-' | '/' | '\'') = (digits.len(), self.years.last(), before) {
            let century = first - first % 100;
            let year = if number < first % 100 { century + 100 + number } else { century + number };
            self.slashed |= before == '/';
            self.years.push(year);
        }
    }

    /// A word, or the letter of an estimate behind a year.
    fn word(&mut self, word: &str) {
        let marks_a_forecast = matches!(
            word,
            "e" | "f"
                | "p"
                | "est"
                | "estimate"
                | "estimated"
                | "forecast"
                | "proj"
                | "projected"
                | "projection"
        );
        self.forecast |= marks_a_forecast && word != "p" || word == "p" && !self.years.is_empty();
        self.words.push(word.into());
    }
}

/// Small letters, one kind of dash, and phrases of several words as one.
fn plain(name: &str) -> String {
    let lower: String = name
        .to_lowercase()
        .chars()
        .map(|c| match c {
            '–' | '—' | '−' | '‐' | '‑' => '-',
            '’' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let phrases = [
        ("year-on-year", "yoy"),
        ("year over year", "yoy"),
        ("year-over-year", "yoy"),
        ("year on year", "yoy"),
        ("y-o-y", "yoy"),
        ("y/y", "yoy"),
        ("yr/yr", "yoy"),
        ("% of total", "share"),
        ("% of market", "share"),
        ("percent of total", "share"),
        (" to ", "-"),
        (" - ", "-"),
    ];
    phrases.iter().fold(lower, |text, (phrase, word)| text.replace(phrase, word))
}

/// What separates words, and percent signs, which are words of their own.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

/// The scale that the name of a column states: "2019 ($M)", "Sales 2019, USD million".
pub(super) fn scale_in(name: &str) -> Option<Scale> {
    let words =
        name.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | '_'));
    words.into_iter().find_map(|word| {
        let letters = word.trim_start_matches(|c: char| !c.is_alphabetic());
        let money = letters.len() < word.len() && !word.starts_with(|c: char| c.is_ascii_digit());
        Scale::parse(letters).filter(|_| letters.len() > 1 || money)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: &Heading, names: &[&str]) {
        for name in names {
            assert_eq!(&Heading::of(name), expected, "{name}");
        }
    }

    #[test]
    fn sizes() {
        let value = |year, forecast| Heading::Value { year, forecast };
        check(
            &value(2021, false),
            &["2021", "FY2021", "FY 2021", "2021A", "Sales 2021", "2021 Revenue ($M)", "value_2021"],
        );
        check(&value(2022, true), &["2022E", "2022F", "2022 (e)", "2022 est.", "2022 forecast", "2022p"]);
    }

    #[test]
    fn rates() {
        let span = |from, to| Heading::Growth { from, to };
        check(
            &span(2019, 2026),
            &[
                "CAGR 2019-2026",
                "CAGR 2019–26",
                "cagr_2019_2026_pct",
                "2019-2026 CAGR (%)",
                "CAGR, 2019 to 2026",
                "CAGR (2019/26)",
                "Growth 2019-2026",
                "% change 2019–2026",
                "CAGR '2019-'26",
            ],
        );
        check(&span(1998, 2003), &["CAGR 1998-03"]);
        check(&span(2022, 2023), &["2023/2022 Growth", "Growth 2022/23", "2023-2022 Growth (%)"]);
        let of = |year, compound| Heading::GrowthOf { year, compound };
        check(
            &of(Some(2022), false),
            &[
                "yoy_2022_pct",
                "YoY 2022",
                "2022 Growth (%)",
                "Growth 2022",
                "2022 y/y",
                "% change 2022",
                "Year-on-Year 2022",
            ],
        );
        check(&of(None, false), &["Growth (%)", "YoY", "Annual growth rate", "% chg"]);
        check(&of(None, true), &["CAGR", "CAGR (%)", "Compound growth"]);
    }

    #[test]
    fn shares_and_changes() {
        check(
            &Heading::Share { year: Some(2009) },
            &["share_2009_pct", "2009 Market Share (%)", "% of total 2009"],
        );
        check(&Heading::Share { year: None }, &["Share", "Share (%)", "% of total"]);
        check(
            &Heading::Change { years: Some((2009, 2019)) },
            &["chg_2009_2019", "Change 2009-2019", "Change, 2009–19"],
        );
        check(&Heading::Change { years: None }, &["Change", "Increment"]);
    }

    #[test]
    fn what_is_no_figure_and_what_is_unclear() {
        check(
            &Heading::Text,
            &["region", "Parent", "note", "column 3", "Source", "Tier 1", "99.5", "Version 2.1"],
        );
        check(&Heading::Rank, &["2021 Rank", "Rank", "Ranking 2022", "#"]);
        for name in
            ["2022 (%)", "2024/25", "2021-2022", "Q1 2022", "2022 H1", "CAGR 2026", "Growth 2026-2019"]
        {
            assert!(matches!(Heading::of(name), Heading::Unclear(_)), "{name}: {:?}", Heading::of(name));
        }
    }

    #[test]
    fn scales_in_names() {
        for (name, scale) in [
            ("2019 ($M)", Some(Scale::Million)),
            ("2019 (USD bn)", Some(Scale::Billion)),
            ("Sales 2019, EUR million", Some(Scale::Million)),
            ("2019 (€k)", Some(Scale::Thousand)),
            ("2019", None),
            ("2019B", None),
            ("2019 m", None),
        ] {
            assert_eq!(scale_in(name), scale, "{name}");
        }
    }
}
