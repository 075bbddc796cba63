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
    /// Growth whose years have to come from the columns around: of a year, and over how many where the name says it.
    GrowthOf { year: Option<i32>, compound: bool, over: Option<i32> },
    /// An absolute change between two years, or over the columns around.
    Change { years: Option<(i32, i32)> },
    /// A place in an order: "2021 Rank".
    Rank,
    /// A year that it can't be.
    Unclear(&'static str),
}

/// A heading taken apart.
#[derive(Default)]
struct Parts {
    /// Words in small letters, "%" among them.
    words: Vec<String>,
    years: Vec<i32>,
    /// Two years with a slash between them, such as "2024/25", which may be one fiscal year.
    slashed: bool,
    forecast: bool,
    part_of_year: bool,
    /// Numbers of two digits that may be years.
    short: Vec<i32>,
    /// Two of them with a dash or slash between: "CAGR 19-26".
    short_span: Option<(i32, i32)>,
    /// Over how many years a rate is: "5-yr CAGR".
    over: Option<i32>,
}

impl Heading {
    pub(super) fn of(name: &str) -> Self {
        let parts = Parts::of(name);
        let is = |words: &[&str]| parts.has(words);
        let percent = is(&["%", "pct", "percent", "pc"]);
        let compound = is(&["cagr", "compound", "agr", "cgr"]);
        let rate = is(&["rate"]);
        let yearly = is(&["annual", "yearly"]) && (rate || percent);
        let growth = compound || yearly || is(&["growth", "yoy", "grow"]);
        // "Growth 2019-26 ($bn)" is an amount.
        let amount = is(&["absolute"]) || scale_in(name).is_some();
        let absolute = growth && amount && !(compound || rate || percent);
        let change =
            absolute || is(&["change", "chg", "increment", "increase", "difference", "diff", "delta", "add"]);
        if is(&["rank", "ranking"]) || name.trim() == "#" {
            return Heading::Rank;
        }
        if parts.is_part_of_a_year() {
            return Heading::Unclear("quarters, months and half years are no whole years");
        }
        if is(&["share", "shares", "mix"]) {
            return Self::share(&parts);
        }
        if growth && !absolute || change && percent {
            return Self::growth(&parts, compound);
        }
        if change {
            return Self::change(&parts);
        }
        if rate {
            return Heading::Unclear("a rate may be one of growth or of something else");
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
        let over = parts.over.or(parts.has(&["yoy"]).then_some(1));
        match (parts.span(), &parts.years_of_a_span()[..]) {
            (Some((from, to)), _) if over.is_some_and(|over| over != to - from) => {
                Heading::Unclear("growth over another number of years than lies between those it names")
            }
            (Some((from, to)), _) => Heading::Growth { from, to },
            (None, []) => Heading::GrowthOf { year: None, compound, over },
            (None, [_]) if compound => Heading::Unclear("a compound growth rate is between two years"),
            (None, [year]) if over.is_none_or(|over| over == 1) => {
                Heading::GrowthOf { year: Some(*year), compound, over }
            }
            _ => Heading::Unclear("growth is from one year to a later one"),
        }
    }

    fn change(parts: &Parts) -> Self {
        match (parts.span(), &parts.years_of_a_span()[..]) {
            (None, []) => Heading::Change { years: None },
            (None, _) => Heading::Unclear("a change is from one year to a later one"),
            (years, _) => Heading::Change { years },
        }
    }
}

impl Parts {
    fn of(name: &str) -> Self {
        let text = plain(name);
        let mut parts = Parts::default();
        let (mut rest, mut previous) = (text.as_str(), " ");
        while let Some(first) = rest.chars().next() {
            let length = rest
                .find(|c: char| c.is_ascii_digit() != first.is_ascii_digit() || is_mark(c) || is_mark(first));
            let run = &rest[..length.unwrap_or(rest.len()).max(first.len_utf8())];
            rest = &rest[run.len()..];
            if first.is_ascii_digit() {
                parts.number(run, previous, rest);
            } else if first == '%' {
                parts.words.push("%".into());
            } else if !is_mark(first) {
                parts.word(run, previous);
            }
            previous = run;
        }
        parts
    }

    fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether it names a quarter, a month or half a year, with or without the century of its year.
    fn is_part_of_a_year(&self) -> bool {
        const PARTS: [&str; 8] =
            ["quarter", "quarters", "quarterly", "half", "semester", "ytd", "ltm", "ttm"];
        const MONTHS: &str =
            "january february march april may june july august september october november december";
        let is_month =
            |word: &String| word.len() > 2 && MONTHS.split(' ').any(|month| month.starts_with(word));
        // "Year to March 2024", "FY Mar 2024" are whole.
        let is_whole = self.has(&["year", "fy", "fiscal", "ended", "ending"]);
        let has_year = !(self.years.is_empty() && self.short.is_empty());
        has_year && (self.part_of_year || self.has(&PARTS) || !is_whole && self.words.iter().any(is_month))
    }

    /// The years of growth or a change, where two numbers of two digits with a dash between them are years too.
    fn years_of_a_span(&self) -> Vec<i32> {
        match self.short_span {
            Some((first, second))
                if self.years.is_empty() && self.short.len() == 2 && !self.has(&["month", "months"]) =>
            {
                let first = in_full(first);
                vec![first, year_after(first, second)]
            }
            _ => self.years.clone(),
        }
    }

    /// Two years, the earlier first, where the name has them in that order or says "2023/2022", over the second of the two.
    fn span(&self) -> Option<(i32, i32)> {
        match self.years_of_a_span()[..] {
            [from, to] if from < to => Some((from, to)),
            [to, from] if from < to && (self.slashed || from + 1 == to) => Some((from, to)),
            _ => None,
        }
    }

    /// A year, the last two digits of one, or a number that says nothing.
    fn number(&mut self, digits: &str, previous: &str, after: &str) {
        let number: i32 = digits.parse().unwrap_or(0);
        let before = previous.chars().next_back().unwrap_or(' ');
        let part = matches!((digits.len(), previous), (1, "q" | "h") | (2, "m"));
        let decimal =
            before == '.' || after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit());
        let word = after.trim_start_matches([' ', '-']).split(|c: char| !c.is_alphanumeric()).next();
        let counts_years = matches!(word, Some("y" | "yr" | "yrs" | "year" | "years"));
        if part && (digits.len() == 1 || !self.years.is_empty()) {
            self.part_of_year = true;
        } else if digits.len() == 4 && YEARS.contains(&number) && !decimal {
            self.slashed |= before == '/' && !self.years.is_empty();
            self.years.push(number);
        } else if let (2, Some(first), '-' | '/' | '\'') = (digits.len(), self.years.last(), before) {
            self.slashed |= before == '/';
            self.years.push(year_after(*first, number));
        } else if digits.len() <= 2 && counts_years && number > 0 {
            self.over = Some(number);
        } else if digits.len() == 2 && (before == '\'' || matches!(previous, "fy" | "cy")) {
            self.years.push(in_full(number));
        } else if digits.len() == 2 && !decimal {
            if let (Some(first), '-' | '/') = (self.short.last(), before) {
                self.short_span = Some((*first, number));
            }
            self.slashed |= before == '/';
            self.short.push(number);
        }
    }

    /// A word, or the letter of an estimate or of a part of a year behind its number.
    fn word(&mut self, word: &str, previous: &str) {
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
        self.part_of_year |= matches!((previous, word), ("1" | "2" | "3" | "4", "q") | ("1" | "2", "h"))
            || matches!((previous, word), ("6" | "9", "m"));
        if matches!(word, "year" | "yr") {
            let counted = self.words.last().and_then(|count| {
                let counts = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
                counts.into_iter().zip(2..).find(|(name, _)| name == count)
            });
            self.over = counted.map(|(_, count)| count).or(self.over);
        }
        self.words.push(word.into());
    }
}

/// A year of which only the last two digits are there, such as "'19".
fn in_full(number: i32) -> i32 {
    // As the standard for such years has it: 69 to 99 are of the last century.
    if number < 69 { 2000 + number } else { 1900 + number }
}

/// The year of two digits beside another year: "2019-26", "1998-03", and "2020/19" for the year before.
fn year_after(first: i32, number: i32) -> i32 {
    if number == (first - 1).rem_euclid(100) {
        return first - 1;
    }
    let century = first - first % 100;
    if number < first % 100 { century + 100 + number } else { century + number }
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
            &[
                "2021",
                "FY2021",
                "FY 2021",
                "2021A",
                "Sales 2021",
                "2021 Revenue ($M)",
                "value_2021",
                "FY21",
                "CY21",
                "Sales '21",
                "Annual sales 2021",
                "Year ended March 2021",
                "FY Mar 2021",
            ],
        );
        check(
            &value(2022, true),
            &["2022E", "2022F", "2022 (e)", "2022 est.", "2022 forecast", "2022p", "FY22E"],
        );
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
                "CAGR '19-'26",
                "CAGR 19–26E",
                "7-yr CAGR 2019-26",
            ],
        );
        check(&span(1998, 2003), &["CAGR 1998-03"]);
        check(
            &span(2022, 2023),
            &[
                "2023/2022 Growth",
                "Growth 2022/23",
                "2023-2022 Growth (%)",
                "Growth 2023/22",
                "Growth 23/22",
                "YoY 2023/22",
            ],
        );
        let of = |year, compound| Heading::GrowthOf { year, compound, over: None };
        let over = |year, compound, over| Heading::GrowthOf { year, compound, over: Some(over) };
        check(
            &of(Some(2022), false),
            &["2022 Growth (%)", "Growth 2022", "% change 2022", "Annual rate 2022"],
        );
        check(&over(Some(2022), false, 1), &["yoy_2022_pct", "YoY 2022", "2022 y/y", "Year-on-Year 2022"]);
        check(&of(None, false), &["Growth (%)", "Annual growth rate", "Annual %", "% chg"]);
        check(&over(None, false, 1), &["YoY", "% YoY"]);
        check(&over(None, true, 5), &["5-yr CAGR", "5Y CAGR (%)", "CAGR (5 years)", "Five-year CAGR"]);
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
            &[
                "chg_2009_2019",
                "Change 2009-2019",
                "Change, 2009–19",
                "Absolute growth 2009-2019",
                "Growth 2009-19 ($bn)",
            ],
        );
        check(
            &Heading::Change { years: Some((2019, 2020)) },
            &["Change 2020/2019", "Change 2020/19", "Change 20/19"],
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
        for name in [
            "2022 (%)",
            "2024/25",
            "FY24/25",
            "2021-2022",
            "Q1 2022",
            "2022 H1",
            "1Q2022",
            "1H 2022",
            "2Q15 Units",
            "Q3'24",
            "2Q23/2Q22 Growth",
            "9M 2022",
            "2022M03",
            "Mar 2022",
            "Mar-22",
            "Sept 2022",
            "YTD 2022",
            "First quarter 2022",
            "CAGR 2026",
            "Growth 2026-2019",
            "Change 2026-2019",
            "5-yr CAGR 2019-2026",
            "5-year growth 2026",
            "YoY 2019-2026",
            "Penetration rate 2019",
            "Tax rate 2019 (%)",
        ] {
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
