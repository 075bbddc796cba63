//! Reports: what they say and do not say, that they are sound documents whatever the market, and files whole or not at all.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use std::path::{Path, PathBuf};

use market_outlook::{
    Axis, Claim, Column, Dimension, Exhibit, Growth, Headline, Market, MarketBuilder, Number, Rate, Report,
    Row, Scenario, Scenarios, Scope, Section, Share, ShareSd, Source, Status, Step, Table, Text, Tolerance,
    Unit, Years,
};
use proptest::prelude::*;

/// A document that is known to be well formed: what in it has a name, and what leads there.
struct Document {
    ids: Vec<String>,
    targets: Vec<String>,
}

impl Document {
    #[track_caller]
    fn read(html: &str) -> Self {
        const VOID: [&str; 2] = ["meta", "!doctype"];
        let (mut open, mut ids, mut targets) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = html;
        while let Some((_, tag)) = rest.split_once('<') {
            let (tag, after) = tag.split_once('>').expect("a tag ends");
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "closed in its turn");
                continue;
            }
            let pieces: Vec<&str> = tag.split('"').collect();
            assert_eq!(pieces.len() % 2, 1, "quotes of <{tag}>");
            let name = pieces[0].split(' ').next().unwrap();
            assert!(!["script", "iframe", "img", "object"].contains(&name), "<{tag}>");
            for pair in pieces.chunks_exact(2) {
                let key = pair[0].rsplit(' ').next().unwrap();
                assert!(!key.starts_with("on"), "<{tag}>");
                match key {
                    "id=" => ids.push(pair[1].to_string()),
                    "href=" | "xlink:href=" => targets.push(pair[1].to_string()),
                    "aria-labelledby=" => targets.extend(pair[1].split(' ').map(|id| format!("#{id}"))),
                    _ => {}
                }
            }
            if !VOID.contains(&name) && !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?} are closed");
        Self { ids, targets }
    }

    /// Every name stands once, every reference leads to one, every address is on the web or a mailbox.
    #[track_caller]
    fn check(&self) {
        let mut sorted = self.ids.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), self.ids.len(), "names stand once");
        for target in &self.targets {
            match target.strip_prefix('#') {
                Some(id) => assert!(sorted.iter().any(|known| known == id), "'{target}' leads nowhere"),
                None => assert!(
                    ["http://", "https://", "mailto:"].iter().any(|s| target.starts_with(s)),
                    "{target}"
                ),
            }
        }
    }
}

/// The list of the section on an axis, as Markdown prints it.
fn said(market: MarketBuilder, section: &str) -> Vec<String> {
    let forecast = market.build().unwrap().forecast().unwrap();
    let report = Report::standard(&forecast, &Scenarios::default()).unwrap();
    let text = report.to_markdown("report").unwrap().remove(0).1;
    let heading = format!("\n## {section}\n");
    let (_, rest) = text.split_once(&heading).unwrap_or_default();
    let rest = rest.split("\n## ").next().unwrap();
    rest.lines().filter_map(|line| line.strip_prefix("- ")).map(without_asides).collect()
}

/// Without the numbers of exhibits, which are those of the whole report.
fn without_asides(line: &str) -> String {
    let mut line = line.to_string();
    while let Some(at) = line.find(" (Exhibit ") {
        let end = line[at..].find(')').unwrap();
        line.replace_range(at..=at + end, "");
    }
    line
}

fn regions(shares: [f64; 3]) -> MarketBuilder {
    unsplit().assume_shares(Axis::REGION, shares)
}

fn unsplit() -> MarketBuilder {
    Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2022).unwrap())
        .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
        .claims(Headline::new("100", 2020, "121", 2022).source("Example"))
}

fn faster(market: MarketBuilder, region: &str, points: f64) -> MarketBuilder {
    market.assume_growth(Scope::of(Axis::REGION, region), Growth::points_above_market(points))
}

#[test]
fn text_states_what_tables_print_and_no_more() {
    // Growth of the whole is 10.0% a year; what is printed of the parts stands in the table beside it.
    let alike = "Every region grows alike, 10.0% a year from 2020 to 2022 (assumed).";
    let largest = "Americas is the largest region in 2022: 58 of 121 USD billion, or 48.0% (assumed).";
    // An equal split by default makes nobody the largest, and an equal one by assumption neither.
    assert_eq!(said(unsplit(), "By region"), [alike]);
    assert_eq!(
        said(regions([0.4, 0.4, 0.2]), "By region")[0],
        "Americas and Europe are the largest in 2022: 48 of 121 USD billion each (assumed)."
    );
    assert_eq!(said(regions([0.48, 0.32, 0.2]), "By region"), [largest, alike]);
    // A thousandth of a point is no difference on paper.
    let close = faster(faster(regions([0.48, 0.32, 0.2]), "Europe", 0.001), "Asia", 0.002);
    assert_eq!(said(close, "By region")[1], alike);
    let tied = faster(faster(regions([0.48, 0.32, 0.2]), "Europe", 3.0), "Asia", 3.001);
    let tied = said(tied, "By region");
    assert!(tied[1].starts_with("Asia and Europe grow fastest: "), "{tied:?}");
    assert!(
        tied[1].ends_with(" a year from 2020 to 2022, against 10.0% for the market (assumed)."),
        "{tied:?}"
    );
    let faster = said(faster(unsplit(), "Asia", 3.0), "By region");
    assert_eq!(
        faster.len(),
        1,
        "who grows faster out of an equal split by default is not the largest: {faster:?}"
    );
    assert!(faster[0].starts_with("Asia grows fastest: "));
}

#[test]
fn published_parts_are_said_to_be_published() {
    let census = [("Americas", "50.0", "61.0"), ("Europe", "30.0", "33.0"), ("Asia", "20.0", "27.0")];
    let market = census.iter().fold(unsplit(), |market, (region, start, end)| {
        let of = Scope::of(Axis::REGION, *region);
        market.claims(Headline::new(*start, 2020, *end, 2022).source("Census").of(&of))
    });
    // (27/20)^(1/2) = 1.1619, (61/50)^(1/2) = 1.1045; 61/121 = 50.4%, 33/121 = 27.3%, 27/121 = 22.3%.
    assert_eq!(
        said(market, "By region"),
        [
            "Americas is the largest region in 2022: 61.0 of 121.0 USD billion, or 50.4% (published).",
            "Asia grows fastest: 16.2% a year from 2020 to 2022, against 10.0% for the market (follows from published figures).",
            "Asia gains most share, from 20.0% in 2020 to 22.3% in 2022; Europe loses most, from 30.0% to 27.3% (follows from published figures).",
        ]
    );
}

/// The text of the section on something, as Markdown prints it, without the numbers of exhibits.
fn section(market: MarketBuilder, scenarios: Vec<Scenario>, heading: &str) -> String {
    let market = market.build().unwrap();
    let scenarios = Scenarios::new(&market, scenarios).unwrap();
    let report = Report::standard(&market.forecast().unwrap(), &scenarios).unwrap();
    let text = report.to_markdown("report").unwrap().remove(0).1;
    let (_, rest) = text.split_once(&format!("\n## {heading}\n\n")).expect("the section is there");
    without_asides(rest.split("\n## ").next().unwrap())
}

#[test]
fn ends_that_print_alike_are_no_standstill() {
    let first = |values: &[(&str, i32)], rate: Option<&str>, last: i32| {
        let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, last).unwrap())
            .claims(values.iter().map(|(value, year)| Claim::value(*value, *year)))
            .claims(rate.map(|rate| Claim::growth(rate, 2020, last)));
        said(market, "Summary").remove(if values.len() > 1 { 3 } else { 1 })
    };
    assert_eq!(
        first(&[("10.0", 2020), ("10.0", 2022)], None, 2022),
        "The market stays at 10.0 USD billion from 2020 to 2022."
    );
    assert_eq!(
        first(&[("10.0", 2020), ("12.0", 2021), ("10.0", 2022)], None, 2022),
        "The market is 10.0 USD billion in 2020 and again in 2022."
    );
    // 0.35 to 0.45 leaves room for 1.9% and for -1.9% a year.
    for (rate, verb) in [("1.9%", "grows"), ("-1.9%", "shrinks")] {
        assert_eq!(
            first(&[("0.4", 2020), ("0.4", 2026)], Some(rate), 2026),
            format!(
                "The market {verb}, {rate} a year from 2020 to 2026, and prints as 0.4 USD billion in both years."
            )
        );
    }
}

#[test]
fn nobody_is_the_fastest_beside_one_who_comes_out_of_nothing() {
    let of = |region| Scope::of(Axis::REGION, region);
    let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2021).unwrap())
        .axis(Axis::REGION, ["Old", "New"])
        .claims([Claim::value("100", 2020), Claim::value("150", 2021)])
        .claim(Claim::value("0", 2020).tolerance(Tolerance::Within(0.0)).of(of("New")))
        .claim(Claim::value("30", 2021).tolerance(Tolerance::Within(0.05)).of(of("New")));
    let said = said(market, "By region");
    assert!(said[0].starts_with("Old is the largest region in 2021: 120 of 150"), "{said:?}");
    assert!(said[1].starts_with("New gains most share, from 0.0% in 2020 to 20.0% in 2021"), "{said:?}");
    assert_eq!(said.len(), 2, "growth out of nothing has no number: {said:?}");
}

#[test]
fn shares_move_most_on_paper_and_as_computed_or_nobody_is_said_to() {
    let market = |numbers: [[&str; 2]; 2]| {
        let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2021).unwrap())
            .axis(Axis::REGION, ["A", "B", "C"])
            .assume_shares(Axis::REGION, [0.2, 0.3, 0.5])
            .claims([2020, 2021].map(|year| Claim::value("1000.00", year).tolerance(Tolerance::Within(0.0))));
        let claims = ["A", "B"].into_iter().zip(numbers).flat_map(|(region, numbers)| {
            let value = move |(number, year)| {
                Claim::value(number, year)
                    .tolerance(Tolerance::Within(0.0))
                    .of(Scope::of(Axis::REGION, region))
            };
            numbers.into_iter().zip([2020, 2021]).map(value)
        });
        said(market.claims(claims), "By region").pop().unwrap()
    };
    // A gains 1.01 points and prints 20.0% to 21.1%; B gains 1.09 and prints 30.1% to 31.1%.
    assert_eq!(
        market([["200.40", "210.50"], ["300.50", "311.40"]]),
        "C loses most share, from 49.9% in 2020 to 47.8% in 2021 (follows from published figures)."
    );
    // A gains 0.02 points and prints 20.0% to 20.1%; B gains 0.08 and prints 30.1% twice.
    assert!(!market([["200.40", "200.60"], ["300.60", "301.40"]]).contains("gains most"));
    // A gains 1.10 points, B 0.50, and C loses 1.60.
    assert_eq!(
        market([["200.00", "211.00"], ["300.00", "305.00"]]),
        "A gains most share, from 20.0% in 2020 to 21.1% in 2021; C loses most, from 50.0% to 48.4% (follows from published figures)."
    );
}

#[test]
fn the_largest_is_as_well_founded_as_the_others() {
    let market = regions([0.40, 0.41, 0.19])
        .claim(Claim::value("50", 2022).of(Scope::of(Axis::REGION, "Americas")).source("Census"));
    // The 71 that are left are split by assumption: Europe might have 51 of them.
    assert_eq!(
        said(market, "By region")[0],
        "Americas is the largest region in 2022: 50 of 121 USD billion, or 41.3% (assumed)."
    );
}

#[test]
fn growth_that_all_or_many_share_is_said_of_them() {
    let five = |end: &'static str, points: Option<f64>| {
        let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2022).unwrap())
            .axis(Axis::REGION, ["A", "B", "C", "D", "E"])
            .assume_shares(Axis::REGION, [0.3, 0.2, 0.2, 0.2, 0.1])
            .claims(Headline::new("100", 2020, end, 2022));
        said(points.into_iter().fold(market, |market, points| faster(market, "E", points)), "By region")
            .remove(1)
    };
    assert_eq!(five("81", None), "Every region shrinks alike, -10.0% a year from 2020 to 2022 (assumed).");
    assert_eq!(five("100", None), "Growth is 0.0% a year from 2020 to 2022 for every region (assumed).");
    let many = five("121", Some(-5.0));
    assert!(many.starts_with("4 of 5 members by region grow fastest: 10."), "{many}");
    // Who is faster than the market by less than is printed is not held against it.
    let market = faster(regions([0.48, 0.32, 0.2]), "Asia", -1.0);
    assert!(said(market, "By region")[1].contains(", against 10.0% for the market"));
    let market = faster(regions([0.499, 0.499, 0.002]), "Asia", -0.2);
    assert_eq!(
        said(market, "By region")[1],
        "Americas and Europe grow fastest: 10.0% a year from 2020 to 2022 (assumed)."
    );
}

#[test]
fn totals_are_said_to_be_published_where_they_are() {
    let market = |claims: &[(&'static str, i32)]| {
        let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2022).unwrap())
            .axis(Axis::REGION, ["A", "B"]);
        let halves = ["A", "B"].map(|region| Claim::value("60", 2020).of(Scope::of(Axis::REGION, region)));
        let whole = claims.iter().map(|(value, year)| Claim::value(*value, *year));
        let text = section(market.claims(halves).claims(whole), Vec::new(), "Market size");
        text.lines().next().unwrap().to_string()
    };
    // A source does state 100, which the halves contradict.
    assert_eq!(market(&[("100", 2020)]), "None of these totals is a published figure.");
    assert_eq!(market(&[("120", 2020)]), "Of 3 totals, one is a published figure.");
    assert_eq!(market(&[("120", 2020), ("130", 2022)]), "Of 3 totals, 2 are published figures.");
    assert_eq!(market(&[("120", 2020), ("125", 2021), ("130", 2022)]), "Every total is a published figure.");
}

#[test]
fn scenarios_say_all_that_is_stated_of_them() {
    let whole = Scope::all();
    let study = Source::new("A study").with_title("On rules");
    let rules = Scenario::new("Rules").probability(Share::percent(25.0)).step(
        Step::scale(whole.clone(), 0.9).years(2022, 2022).between(0.8, 0.95).note("a guess.").source(study),
    );
    let more = Scenario::new("More rules").extends("Rules").step(Step::scale(whole.clone(), 1.0).year(2022));
    let text = section(unsplit(), vec![rules.clone(), more], "Scenarios");
    // 121 times 0.9, 0.8 and 0.95.
    let step = "(the whole market times 0.9, 2022; low 0.8, high 0.95; a guess; A study)";
    assert!(
        text.contains("- **Rules** (probability 25.0%): 109 in 2022 instead of 121, 10.0% less. Low case 97, high case 115. Steps: "),
        "{text}"
    );
    assert_eq!(text.matches(step).count(), 2, "{text}");
    assert!(text.contains("Extends “Rules”."), "{text}");
    assert!(text.contains("Expected is the mean of those with a probability and of the forecast itself, which has the remaining 75.0%."));
    let sources = section(unsplit(), vec![rules.clone()], "Sources");
    assert!(sources.contains("- **A study**, On rules"), "{sources}");

    let range = |scenarios: Vec<Scenario>| {
        let text = section(unsplit(), scenarios, "Summary");
        text.lines().find(|line| line.starts_with("- Under")).unwrap().to_string()
    };
    assert_eq!(
        range(vec![rules]),
        "- Under the one scenario and its low and high case, the market is 97 to 115 USD billion in 2022 instead of 121 (assumed)."
    );
    assert_eq!(
        range(vec![Scenario::new("Nothing").step(Step::scale(whole, 1.0))]),
        "- Under the one scenario, the market prints as in the forecast, 121 USD billion in 2022 (assumed)."
    );
}

#[test]
fn an_expected_case_that_cannot_be_is_not_passed_over() {
    let europe = Scope::of(Axis::REGION, "Europe");
    let impossible = Scenario::new("Impossible")
        .probability(Share::percent(50.0))
        .step(Step::set_value(europe, 500.0).year(2022).hold(Scope::all()));
    let text = section(unsplit(), vec![impossible], "Scenarios");
    assert!(text.contains("There is no expected case: scenario 'Impossible'"), "{text}");
}

#[test]
fn figures_stand_with_what_is_stated_of_them() {
    let of = |region| Scope::of(Axis::REGION, region);
    let market = unsplit()
        .claim(Claim::share("50%", 2020).of(of("Americas")).tolerance(Tolerance::Within(0.5)))
        .claim(Claim::share("20%", 2020).of(of("Asia")).tolerance(Tolerance::Within(0.0)))
        .claim(Claim::value("110", 2021).tolerance(Tolerance::Percent(10.0)));
    let text = section(market.drift(0.5), Vec::new(), "Published figures");
    for printed in ["| 100 |", "| 50% ±0.5 points |", "| 20% exactly |", "| 110 ±10% of it |"] {
        assert!(text.contains(printed), "{printed} in {text}");
    }
    let text = section(unsplit().drift(0.5), Vec::new(), "Assumptions");
    assert!(
        text.contains("- **How freely growth may differ from what is assumed**: its variance is 0.5 times"),
        "{text}"
    );
    let firm =
        unsplit().assume_shares(Axis::REGION, [50.0, 30.0, 20.0]).share_sd(Axis::REGION, ShareSd::Printed);
    let text = section(firm.level_width(Share::percent(30.0)), Vec::new(), "Assumptions");
    let said =
        "shares by region to their digits and sizes in 2020 to 30% of the market, as standard deviations.";
    assert!(text.contains(&format!("- **How firmly they are held**: {said}")), "{text}");
    let text = section(faster(unsplit(), "Asia", 1.0), Vec::new(), "Assumptions");
    assert!(text.contains("1 point a year faster than otherwise"), "{text}");
}

#[cfg(feature = "toml")]
#[test]
fn a_bare_number_of_a_file_is_shown_as_the_percentage_it_is() {
    let text = "format = 1\nmarket = { name = 'Example', unit = 'USD billion', years = [2020, 2022] }\n\
                [[claims]]\nvalue = '100'\nyear = 2020\n\
                [[claims]]\ngrowth = 5.2\ntolerance = 0.5\nyears = [2020, 2022]\n";
    let forecast = Market::from_toml(text).unwrap().forecast().unwrap();
    let report = Report::standard(&forecast, &Scenarios::default()).unwrap();
    let text = report.to_markdown("report").unwrap().remove(0).1;
    assert!(text.contains("| growth 2020 to 2022 | 5.2% ±0.5 points |"), "{text}");
}

#[test]
fn groups_are_said_to_be_what_they_are_made_of() {
    let region =
        Dimension::new(Axis::REGION, ["Americas", "Europe", "Africa"]).group("EMEA", ["Europe", "Africa"]);
    let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2022).unwrap())
        .dimension(region)
        .claims(Headline::new("100", 2020, "121", 2022));
    let text = section(market, Vec::new(), "By region");
    assert!(text.contains("\n\nEMEA is Europe and Africa.\n\n**Exhibit"), "{text}");
}

#[test]
fn a_title_and_headings_say_something_and_links_have_a_label() {
    let error = Report::new(" ").section(Section::new("s", "")).to_markdown("r").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the title of the report is empty, expected words\nthe heading of section 's' is empty, expected words"
    );
    let text = Text::default().link(" ", "https://example.org");
    let html = Report::new("R").section(Section::new("s", "S").text(text)).to_html().unwrap();
    assert!(html.contains("<a href=\"https://example.org\">https://example.org</a>"));
}

#[test]
fn what_runs_from_right_to_left_keeps_to_itself() {
    let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2022).unwrap())
        .axis(Axis::REGION, ["צפון", "דרום"])
        .assume_shares(Axis::REGION, [0.6, 0.4])
        .claims(Headline::new("100", 2020, "121", 2022));
    let report = Report::standard(&market.build().unwrap().forecast().unwrap(), &Scenarios::default());
    let html = report.unwrap().to_html().unwrap();
    Document::read(&html).check();
    assert!(html.contains("</strong>: <bdi>צפון</bdi> 60%, <bdi>דרום</bdi> 40%.</li>"));
}

#[test]
fn a_falling_market_shrinks() {
    let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2021).unwrap())
        .axis(Axis::REGION, ["Americas", "Europe"])
        .claims(Headline::new("100", 2020, "90", 2021).source("Example"))
        .claim(Claim::value("60", 2020).of(Scope::of(Axis::REGION, "Americas")))
        .claim(Claim::value("57", 2021).of(Scope::of(Axis::REGION, "Americas")));
    assert_eq!(
        said(market.clone(), "Summary")[3],
        "The market shrinks from 100 to 90 USD billion, -10.0% from 2020 to 2021."
    );
    assert_eq!(
        said(market, "By region")[1],
        "Americas shrinks least: -5.0% from 2020 to 2021, against -10.0% for the market (follows from published figures)."
    );
}

#[test]
fn a_member_that_neither_grows_nor_shrinks_keeps_its_size() {
    let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2021).unwrap())
        .axis(Axis::REGION, ["Americas", "Europe"])
        .claims(Headline::new("100", 2020, "90", 2021).source("Example"))
        .claims(
            Headline::new("60", 2020, "60", 2021).source("Example").of(&Scope::of(Axis::REGION, "Americas")),
        );
    let said = said(market, "By region");
    assert!(
        said[1].starts_with("Americas keeps its size best: 0.0% from 2020 to 2021, against -10.0%"),
        "{said:?}"
    );
}

#[test]
fn headlines_are_judged_in_words() {
    let told = |headline: Headline| {
        let years = Years::new(2019, 2026).unwrap();
        let market =
            Market::builder("Example", Unit::USD_BILLION, years).claims(headline.source("Example")).build();
        let report = Report::standard(&market.unwrap().forecast().unwrap(), &Scenarios::default()).unwrap();
        let text = report.to_markdown("report").unwrap().remove(0).1;
        let told = text.lines().find(|line| line.contains("Verdict:")).unwrap();
        told.split_once("Verdict: ").unwrap().1.to_string()
    };
    for (headline, verdict) in [
        (
            Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%"),
            "**consistent**. Recomputed from the printed values alone the rate would be 5.3%: rounding explains the difference. With the end and the rate, the start may be 8.073 to 8.197; with the start and the rate, the end 11.441 to 11.660.",
        ),
        (
            Headline::new("8.1", 2019, "11.6", 2026).cagr("6.2%"),
            "**fits another number of years**. The rate fits 6 years instead",
        ),
        (
            Headline::new("8.1", 2019, "11.6", 2026).cagr("9.9%"),
            "**irreconcilable**. The rate is 4.43 points off",
        ),
    ] {
        let found = told(headline);
        assert!(found.starts_with(verdict), "{found}");
    }
}

#[test]
fn a_part_and_a_scenario_are_said_to_be_one() {
    let base = regions([0.48, 0.32, 0.2])
        .axis(Axis::PRODUCT, ["Software", "Services"])
        .build()
        .unwrap()
        .forecast()
        .unwrap();
    let text = |forecast: &market_outlook::Forecast| {
        let report = Report::standard(forecast, &Scenarios::default()).unwrap();
        Document::read(&report.to_html().unwrap()).check();
        report.to_markdown("report").unwrap().remove(0).1
    };
    let europe = text(&base.within(&Scope::of(Axis::REGION, "Europe")).unwrap());
    assert!(europe.starts_with("# Example: Europe\n"));
    assert!(
        europe.contains("The market of region 'Europe' grows from 32 to 39 USD billion, 10.0% a year"),
        "{europe}"
    );
    assert!(!europe.contains("## By region") && europe.contains("## By product"), "one member is no axis");
    let halved =
        Scenario::new("Halved").step(Step::scale(Scope::all(), 0.4).years(2022, 2022)).apply(&base).unwrap();
    let halved = text(&halved);
    assert!(halved.contains("The market shrinks from 100 to 48 USD billion"), "{halved}");
    assert!(halved.contains("Both published figures are met as printed, before the scenario."));
    assert!(halved.contains("Of the forecast itself, before scenario 'Halved'."));
}

const WILD: [&str; 9] = [
    "Europe",
    "<script>alert(1)</script>",
    "\"quotes\" & 'ampersands'",
    "</td></table>",
    "two\nlines",
    "a | b",
    "=1+1",
    "日本",
    "A very long name of a region that goes on and on without an end that anybody could see",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![prop::sample::select(WILD.to_vec()).prop_map(String::from), "\\PC{1,12}"]
}

prop_compose! {
    /// Markets of every shape: no axis, one year, groups that overlap, figures that contradict each other.
    fn market()(
        title in name(),
        axes in prop::collection::btree_map("[a-z<&\"]{1,6}", prop::collection::btree_set(name(), 1..5), 0..3),
        span in 0..5_i32,
        values in prop::collection::vec((1..200_u32, 0..5_i32, any::<bool>()), 0..5),
        publisher in name(),
        points in prop::option::of(-3.0..3.0),
        overlapping in any::<bool>(),
    ) -> Option<Market> {
        let years = Years::new(2020, 2020 + span).unwrap();
        let mut market = Market::builder(title, Unit::USD_BILLION, years);
        let source = Source::new(publisher.clone()).with_title(publisher.clone()).with_url(publisher);
        let mut part = Scope::all();
        for (axis, members) in axes {
            let members: Vec<String> = members.into_iter().collect();
            let mut dimension = Dimension::new(axis.as_str(), members.clone());
            if overlapping && members.len() > 2 {
                dimension = dimension.group("First <two>", &members[..2]).group("Last", &members[1..]);
            }
            part = Scope::of(axis.as_str(), members[0].as_str());
            market = market.dimension(dimension);
        }
        if let Some(points) = points.filter(|_| !part.is_all()) {
            market = market.assume_growth(part.clone(), Growth::points_above_market(points));
        }
        let claims = values.into_iter().map(|(value, year, whole)| {
            let of = if whole { Scope::all() } else { part.clone() };
            Claim::value(value.to_string(), 2020 + year % (span + 1)).of(of).source(source.clone())
        });
        market.claims(claims).claim(Claim::value("100", 2020)).build().ok()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(feature = "charts") { 48 } else { 128 }))]

    #[test]
    fn every_market_has_a_sound_report(market in market()) {
        let Some(forecast) = market.and_then(|market| market.forecast().ok()) else { return Ok(()) };
        let half = Scenario::new("<b>Half</b>")
            .step(Step::scale(Scope::all(), 0.5).year(2020))
            .step(Step::shift_growth(Scope::all(), Rate::points(1.0)).year(forecast.years().last()));
        let scenarios = Scenarios::new(forecast.market(), [half]).unwrap_or_default();
        let report = Report::standard(&forecast, &scenarios).unwrap();
        let html = report.to_html().unwrap();
        Document::read(&html).check();
        let numbers: Vec<usize> = html
            .split("<figure id=\"exhibit-")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        prop_assert_eq!(numbers.clone(), (1..=numbers.len()).collect::<Vec<_>>());
        for (number, figure) in numbers.iter().zip(html.split("<figure id=\"exhibit-").skip(1)) {
            let number = format!("Exhibit {number}.</span>");
            prop_assert!(figure.contains(&number));
        }
        let files = report.to_markdown("r").unwrap();
        for (picture, _) in &files[1..] {
            let shown = format!("]({picture})");
            prop_assert!(files[0].1.contains(&shown), "{} is shown", picture);
        }
    }
}

fn small_table() -> Table {
    let number = |value| Some(Number { value, status: Status::Published });
    Table::new(
        "Widgets",
        Unit::USD_BILLION,
        Vec::<String>::new(),
        [Column::history(2019), Column::forecast(2020)],
    )
    .with_row(Row::total(), [number(8.1), number(9.0)])
    .unwrap()
}

#[test]
fn all_that_is_wrong_comes_together() {
    let section = |name| {
        Section::new(name, "Heading")
            .text(Text::new("See ").exhibit("c"))
            .exhibit(Exhibit::table("a", &small_table()))
    };
    let error = Report::new("R").section(section("s")).section(section("s")).to_html().unwrap_err();
    assert_eq!(
        error.to_string(),
        "section 's' stands twice, expected each name once\n\
         exhibit 'a' stands twice, expected each name once\n\
         section 's': unknown exhibit 'c', expected one of 'a', 'a'\n\
         section 's': unknown exhibit 'c', expected one of 'a', 'a'"
    );
}

#[test]
fn an_author_adds_replaces_drops_and_orders() {
    let forecast = regions([0.48, 0.32, 0.2]).build().unwrap().forecast().unwrap();
    let standard = Report::standard(&forecast, &Scenarios::default()).unwrap();
    let report = standard
        .clone()
        .section(
            Section::new("view", "Our view")
                .text(Text::new("As ").exhibit("by-region-values").words(" shows.")),
        )
        .in_order(["by-region", "view"])
        .unwrap()
        .without("by-region-shares")
        .and_then(|report| report.without("method"))
        .and_then(|report| {
            report.with_exhibit(Exhibit::table("by-region-values", &small_table()).titled("Mine"))
        })
        .unwrap();
    let names: Vec<&str> = report.sections().iter().map(Section::name).collect();
    assert_eq!(names[..3], ["by-region", "view", "summary"]);
    let html = report.to_html().unwrap();
    Document::read(&html).check();
    assert!(html.contains("Mine") && !html.contains(">Shares by region<") && !html.contains(">Method<"));
    let number = html.split("Mine").next().unwrap().matches("<figure").count();
    assert!(
        html.contains(&format!("<p>As <a href=\"#exhibit-{number}\">Exhibit {number}</a> shows.</p>"))
            || number == 0
    );
    for (error, expected) in [
        (
            standard.clone().without("nothing").unwrap_err(),
            "unknown section or exhibit 'nothing', expected one of 'summary'",
        ),
        (
            standard.clone().in_order(["size", "size"]).unwrap_err(),
            "section 'size' stands twice, expected each name once",
        ),
        (
            standard.with_exhibit(Exhibit::table("x", &small_table())).unwrap_err(),
            "unknown exhibit 'x', expected one of",
        ),
    ] {
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let report =
        Report::new("R").section(Section::new("s", "S").exhibit(Exhibit::table("a", &small_table())));
    let place = folder("whole");
    assert_eq!(report.save(place.join("r.html")).unwrap(), [place.join("r.html")]);
    assert_eq!(std::fs::read_to_string(place.join("r.html")).unwrap(), report.to_html().unwrap());
    std::fs::create_dir(place.join("taken.md")).unwrap();
    assert!(report.save(place.join("taken.md")).unwrap_err().to_string().ends_with("it is a folder"));
    assert!(report.save(place.join("no/such/r.md")).is_err());
    assert!(report.save(place.join("r.txt")).is_err());
    assert_eq!(names(&place), ["r.html", "taken.md"]);
}

#[cfg(feature = "charts")]
mod charts {
    use super::*;
    use market_outlook::Chart;

    #[test]
    fn pictures_stand_beside_markdown_and_none_is_written_where_one_has_no_room() {
        let chart = Chart::stacked_columns(&small_table()).unwrap();
        let report = |chart: Chart| {
            Report::new("R").section(Section::new("s", "S").exhibit(Exhibit::chart("a", &chart)))
        };
        let place = folder("pictures");
        let written = report(chart.clone()).save(place.join("a b.md")).unwrap();
        assert_eq!(written, [place.join("a b.md"), place.join("a b-1.svg")]);
        assert!(std::fs::read_to_string(&written[0]).unwrap().contains("](a%20b-1.svg)"));
        std::fs::create_dir(place.join("b-1.svg")).unwrap();
        assert!(report(chart.clone()).save(place.join("b.md")).is_err());
        assert!(report(chart.size(1, 1)).save(place.join("c.md")).is_err());
        assert_eq!(names(&place), ["a b-1.svg", "a b.md", "b-1.svg"]);
    }

    #[test]
    fn two_charts_alike_have_identifiers_of_their_own() {
        let chart = Chart::stacked_columns(&small_table()).unwrap();
        let section =
            Section::new("s", "S").exhibit(Exhibit::chart("a", &chart)).exhibit(Exhibit::chart("b", &chart));
        Document::read(&Report::new("R").section(section).to_html().unwrap()).check();
    }

    #[test]
    fn a_chart_without_glyphs_is_left_out_with_its_reason_and_its_references() {
        let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2020, 2022).unwrap())
            .axis(Axis::REGION, ["日本", "Europe"])
            .claims(Headline::new("100", 2020, "121", 2022));
        let forecast = market.build().unwrap().forecast().unwrap();
        let report = Report::standard(&forecast, &Scenarios::default()).unwrap();
        let html = report.to_html().unwrap();
        Document::read(&html).check();
        let said =
            "<p class=\"outlook-note\">Left out: Market size by region (the chart font has no glyph for";
        assert!(html.contains(said), "{:?}", html.split("Left out").nth(1).map(|rest| &rest[..200]));
        let text = Text::new("See ").exhibit("by-region-chart").words(".");
        let html = report.section(Section::new("view", "View").text(text)).to_html().unwrap();
        assert!(html.contains("<p>See “Market size by region”, which was left out.</p>"));
    }

    fn many(members: usize, last: i32) -> Report {
        let names: Vec<String> = (1..=members).map(|member| format!("Country {member}")).collect();
        let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2010, last).unwrap())
            .axis("country", names)
            .claims(Headline::new("1000", 2010, "2000", last))
            .assume_growth(Scope::of("country", "Country 7"), Growth::points_above_market(3.0));
        let forecast = market.build().unwrap().forecast().unwrap();
        Report::standard(&forecast, &Scenarios::default()).unwrap()
    }

    #[test]
    fn a_long_list_of_bars_has_room_in_both_documents() {
        let report = many(60, 2012);
        let (html, text) = (report.to_html().unwrap(), report.to_markdown("r").unwrap().remove(0).1);
        assert!(!html.contains("Left out") && !text.contains("Left out"));
        assert_eq!(html.matches("<figure id=").count(), text.matches("**Exhibit ").count());
    }

    #[test]
    fn growth_over_all_years_is_looked_up_where_it_is_printed() {
        // A table of two years prints it beside the values, one in parts that of each part.
        for (last, exhibit) in [(2012, "Market size by country"), (2040, "Growth by country")] {
            let text = many(8, last).to_markdown("r").unwrap().remove(0).1;
            let line = text
                .lines()
                .find(|line| line.contains("Country 7 grows fastest") && line.contains("(Exhibit"));
            let line = line.expect("somebody grows fastest");
            let number = line.rsplit_once("(Exhibit ").unwrap().1.trim_end_matches([')', '.']);
            assert!(text.contains(&format!("**Exhibit {number}.** {exhibit}\n")), "{line}");
        }
    }

    #[test]
    fn growth_is_extrapolated_over_all_its_years_though_the_last_is_published() {
        let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2018, 2026).unwrap())
            .base(2020)
            .axis(Axis::REGION, ["Americas", "Europe"])
            .claims(Headline::new("100", 2020, "150", 2026));
        let forecast = faster(market, "Europe", 2.0).build().unwrap().forecast().unwrap();
        let html = Report::standard(&forecast, &Scenarios::default()).unwrap().to_html().unwrap();
        let (_, rates) = html.split_once("Growth by region</strong>").unwrap();
        let (rates, _) = rates.split_once("</figure>").unwrap();
        assert!(rates.contains("Extrapolated: total 2018–2026."), "{rates}");
    }

    #[test]
    fn shares_of_pairs_are_assumed_unless_a_figure_is_of_one() {
        let market = regions([0.48, 0.32, 0.2]).axis(Axis::INDUSTRY, ["Banking", "Retail"]);
        let pair = Scope::of(Axis::REGION, "Asia").and(Axis::INDUSTRY, "Retail");
        let compared = market.clone().claim(Claim::value("12", 2020).of(pair).for_comparison());
        for (market, said) in [
            (
                market,
                "No published figure is of one region and one industry at once: these shares are assumed.",
            ),
            (compared, "Shares of the whole in 2022 by region and industry at once, assumed."),
        ] {
            let text = section(market, Vec::new(), "By region and industry");
            assert_eq!(text.lines().next(), Some(said));
        }
    }

    /// What stands around the pictures; these have tests of their own.
    fn without_pictures(html: &str) -> String {
        let mut pieces = html.split("<svg");
        let mut kept = pieces.next().unwrap().to_string();
        for piece in pieces {
            kept.extend(["<svg/>", piece.split_once("</svg>").unwrap().1]);
        }
        kept
    }

    #[track_caller]
    fn golden(name: &str, found: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, found).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(found, expected, "tests/golden/{name} differs");
    }

    #[test]
    fn the_same_document_as_ever() {
        let forecast = faster(regions([0.48, 0.32, 0.2]), "Asia", 2.0).build().unwrap().forecast().unwrap();
        let html = Report::standard(&forecast, &Scenarios::default()).unwrap().to_html().unwrap();
        let (head, rest) = html.split_once("<style>").unwrap();
        let (_, rest) = rest.split_once("</style>").unwrap();
        golden("report.html", &without_pictures(&format!("{head}<style></style>{rest}")));
    }

    #[cfg(feature = "toml")]
    #[test]
    fn the_cookbook_edits_a_report_like_this() -> Result<(), market_outlook::Error> {
        use market_outlook::{personalization, personalization_scenarios};

        let report = Report::standard(&personalization().forecast()?, &personalization_scenarios())?
            .retitled("by-region-chart", "Illustrative: Asia Pacific outgrows the market")?
            .without("by-segment")?
            .section(
                Section::new("view", "Our view")
                    .text(Text::new("We expect what ").exhibit("scenarios-chart").words(" shows.")),
            )
            .in_order(["summary", "view"])?;
        assert!(report.to_html()?.contains("Illustrative: Asia Pacific outgrows the market"));

        // The lines above are the cookbook's, whoever breaks them where.
        let squeezed = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
        let page = include_str!("../docs/cookbook.md");
        let listing = page.split("let report = Report::standard(&personalization()").nth(1).unwrap();
        let listing = listing.split("Ok(())").next().unwrap();
        assert!(squeezed(include_str!("report.rs")).contains(&squeezed(listing)), "{listing}");
        Ok(())
    }

    #[cfg(feature = "toml")]
    #[test]
    fn the_flagship_in_words() {
        use market_outlook::{personalization, personalization_scenarios};

        let forecast = personalization().forecast().unwrap();
        let report = Report::standard(&forecast, &personalization_scenarios()).unwrap();
        golden("flagship_report.md", &report.to_markdown("report").unwrap()[0].1);
        Document::read(&report.to_html().unwrap()).check();
    }
}
