//! Claims that cannot all hold: which are named, and what the rest comes to.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{
    Claim, Dimension, Finding, FindingKind, Forecast, Market, Printed, Scope, ShareSd, Tolerance, Unit, Years,
};

fn forecast(claims: Vec<Claim>) -> Forecast {
    let region = Dimension::new("region", ["A", "B", "C"]).group("AB", ["A", "B"]);
    let years = Years::new(2020, 2024).unwrap();
    Market::builder("m", Unit::USD_BILLION, years)
        .dimension(region)
        .claims(claims)
        .build()
        .unwrap()
        .forecast()
        .unwrap()
}

fn of(name: &str) -> Scope {
    Scope::of("region", name)
}

fn growth(printed: &str, from: i32, to: i32, name: &str) -> Claim {
    Claim::growth(printed, from, to).of(of(name))
}

fn exact(value: f64, year: i32, name: &str) -> Claim {
    Claim::value(Printed::within(value, 0.0).unwrap(), year).of(of(name))
}

fn total() -> Claim {
    Claim::value("10.0", 2020)
}

/// What does not hold: the claims of each finding, by position.
fn named(forecast: &Forecast) -> Vec<(FindingKind, Vec<usize>)> {
    let kinds = [FindingKind::Conflict, FindingKind::Undecided];
    let found = forecast.findings().iter().filter(|finding| kinds.contains(&finding.kind()));
    found
        .map(|finding| {
            let mut claims: Vec<usize> = finding.claims().iter().map(|one| one.claim).collect();
            claims.sort_unstable();
            (finding.kind(), claims)
        })
        .collect()
}

fn check(claims: Vec<Claim>, expected: &[(FindingKind, &[usize])]) {
    let forecast = forecast(claims);
    let found = named(&forecast);
    let expected: Vec<(FindingKind, Vec<usize>)> =
        expected.iter().map(|(kind, claims)| (*kind, claims.to_vec())).collect();
    assert_eq!(found, expected, "{:?}", forecast.findings());
    let removed = forecast.reproductions().iter().filter(|one| one.residual().abs() > 1.0).count();
    assert_eq!(removed, expected.len(), "one claim gives way for each finding");
}

#[test]
fn rates_of_a_scope_whose_size_nobody_printed_contradict_each_other_all_the_same() {
    use FindingKind::{Conflict, Undecided};
    let two = vec![total(), growth("5.0%", 2020, 2022, "A"), growth("9.0%", 2020, 2022, "A")];
    check(two.clone(), &[(Undecided, &[1, 2])]);
    let three = [two, vec![growth("5.0%", 2020, 2022, "A")]].concat();
    check(three, &[(Conflict, &[2])]);
    let chain = vec![
        total(),
        growth("5.0%", 2020, 2021, "A"),
        growth("5.0%", 2021, 2022, "A"),
        growth("9.0%", 2020, 2022, "A"),
    ];
    check(chain, &[(Undecided, &[1, 2, 3])]);
    let parts = vec![
        total(),
        growth("5.0%", 2020, 2024, "A"),
        growth("6.0%", 2020, 2024, "B"),
        growth("9.0%", 2020, 2024, "AB"),
    ];
    check(parts, &[(Undecided, &[1, 2, 3])]);
    let share = |printed: &str, name: &str| Claim::share(printed, 2020).of(of(name)).out_of(of("AB"));
    check(vec![total(), share("50.0%", "A"), share("30.0%", "B")], &[(Undecided, &[1, 2])]);
}

#[test]
fn a_rate_of_exactly_nothing_is_a_contradiction() {
    use FindingKind::Undecided;
    check(vec![total(), exact(0.0, 2020, "A"), growth("5%", 2020, 2022, "A")], &[(Undecided, &[1, 2])]);
    let share = Claim::share("40%", 2020).of(of("A")).out_of(of("AB"));
    check(vec![total(), exact(0.0, 2020, "AB"), share], &[(Undecided, &[1, 2])]);
}

#[test]
fn an_exact_zero_empties_its_scope_until_a_claim_says_otherwise() {
    let path = |claims: Vec<Claim>, name: &str| forecast(claims).within(&of(name)).unwrap().path();
    assert_eq!(path(vec![total(), exact(0.0, 2020, "A")], "A"), [0.0; 5]);
    assert_eq!(path(vec![total(), exact(0.0, 2020, "A"), exact(0.0, 2022, "A")], "A"), [0.0; 5]);
    let launched = path(vec![total(), exact(0.0, 2021, "A"), Claim::value("3.0", 2023).of(of("A"))], "A");
    assert_eq!(launched[..2], [0.0, 0.0]);
    assert_eq!(format!("{:.1}", launched[3]), "3.0");
    let share = Claim::share(Printed::within(0.0, 0.0).unwrap(), 2020).of(of("A"));
    let emptied = forecast(vec![total(), share]);
    assert_eq!(emptied.within(&of("A")).unwrap().path(), [0.0; 5]);
    for year in 2020..=2024 {
        assert_eq!(format!("{:.1}", emptied.total(year).unwrap()), "10.0");
    }
}

#[test]
fn a_zero_gives_way_in_years_in_which_other_claims_need_its_scope() {
    // 20.0 in all and 8.0 outside A leave 12.0 for A in 2022, though A is exactly 0 in 2020.
    let claims = vec![
        total(),
        exact(0.0, 2020, "A"),
        Claim::value("20.0", 2022),
        Claim::value("4.0", 2022).of(of("B")),
        Claim::value("4.0", 2022).of(of("C")),
    ];
    let forecast = forecast(claims);
    assert_eq!(named(&forecast), Vec::new());
    assert_eq!(format!("{:.1}", forecast.number(&of("A"), 2022).unwrap().value), "12.0");
    assert_eq!(forecast.number(&of("A"), 2020).unwrap().value, 0.0);
}

#[test]
fn strict_makes_a_contradiction_an_error() {
    let claims = vec![total(), growth("5.0%", 2020, 2022, "A"), growth("9.0%", 2020, 2022, "A")];
    let error = forecast(claims).strict().unwrap_err();
    assert!(error.to_string().starts_with("the claims cannot all hold: one of these 2 claims"), "{error}");
}

#[test]
fn a_headline_that_does_not_agree_says_what_would_explain_it() {
    // Global Industry Analysts on blockchain: 43 % a year fits five periods, the years are four apart.
    let headline = market_outlook::Headline::new("3.4", 2020, "19.9", 2024).cagr("43%").source("GIA");
    let forecast = forecast(headline.into_iter().collect());
    let kinds: Vec<FindingKind> = forecast.findings().iter().map(market_outlook::Finding::kind).collect();
    assert!(kinds.contains(&FindingKind::Headline) && kinds.contains(&FindingKind::Undecided), "{kinds:?}");
}

#[test]
fn a_default_that_rests_on_a_claim_in_doubt_says_so() {
    let market = |rates: &[&str]| {
        let rates = rates.iter().map(|rate| Claim::growth(*rate, 2020, 2021));
        let builder = Market::builder("m", Unit::USD_MILLION, Years::new(2020, 2021).unwrap());
        let forecast =
            builder.claim(Claim::value("35", 2020)).claims(rates).build().unwrap().forecast().unwrap();
        let default = |f: &&Finding| f.kind() == FindingKind::DefaultAssumption;
        forecast.findings().iter().find(default).unwrap().message().to_string()
    };
    let said = |rate: &str| {
        format!(
            "growth is {rate} a year where no curve is stated: \
             the growth claimed for the whole market over the longest span"
        )
    };
    assert_eq!(market(&["5%"]), said("5.00%"));
    // Their mean, as growth compounds.
    let doubtful = said("6.98%") + ", which is among the claims that cannot all hold";
    assert_eq!(market(&["5%", "9%"]), doubtful);
    assert_eq!(market(&["9%", "5%"]), doubtful);
}

#[test]
fn a_share_far_from_what_was_stated_is_a_strain_and_no_conflict() {
    // ln(60/20) · √0.6 / 0.2 = 4.25 standard deviations; with an sd of 40 % it is half of that, and not far.
    let strained = |sd: f64| {
        let market = Market::builder("m", Unit::USD_BILLION, Years::new(2020, 2021).unwrap())
            .axis("region", ["A", "B", "C"])
            .assume_shares("region", [20.0, 45.0, 35.0])
            .share_sd("region", ShareSd::Percent(sd))
            .claims([
                Claim::value("10.0", 2020),
                Claim::share("60.0%", 2020).tolerance(Tolerance::Within(0.0)).of(of("A")),
            ]);
        let forecast = market.build().unwrap().forecast().unwrap();
        assert!(forecast.clone().strict().is_ok());
        let found: Vec<Finding> =
            forecast.findings().iter().filter(|f| f.kind() == FindingKind::Strained).cloned().collect();
        found
    };
    let found = strained(20.0);
    assert_eq!(found.len(), 1, "B and C give way by half each, two standard deviations: {found:?}");
    let said = "the claims bring region 'A' from 20.0% to 60.0% of 2020, 4.3 standard deviations as stated: a single claim tells it from others";
    assert_eq!(found[0].message(), said);
    assert_eq!(found[0].claims().len(), 1);
    assert_eq!(found[0].claims()[0].claim, 1);
    assert_eq!(strained(40.0), []);
}

/// A market whose figures hold together, by construction or by a linear program of its own.
#[track_caller]
fn holds(dimensions: [Dimension; 2], years: (i32, i32), claims: Vec<Claim>) {
    let years = Years::new(years.0, years.1).unwrap();
    let builder = Market::builder("m", Unit::USD_MILLION, years).claims(claims);
    let market = dimensions.into_iter().fold(builder, market_outlook::MarketBuilder::dimension).build();
    let forecast = market.unwrap().forecast().unwrap();
    assert_eq!(named(&forecast), Vec::new());
    assert!(forecast.reproductions().iter().all(|one| one.residual().abs() <= 1.0));
}

#[test]
fn figures_of_many_digits_that_leave_little_room_are_met() {
    // Values of 2025 add up to the cent, and the growth rate is a last digit away from the values it follows from.
    let a = |member: &str| Scope::of("a", member);
    let dimensions =
        [Dimension::new("a", ["a0", "a1", "a2"]), Dimension::new("b", ["b0", "b1", "b2", "b3", "b4"])];
    let claims = vec![
        Claim::value("575,636.69", 2025),
        Claim::value("269,498.52", 2025).of(a("a0")),
        Claim::share("47%", 2025).of(a("a0")),
        Claim::value("166259.94", 2025).of(a("a1")),
        Claim::value("144680.90", 2027).of(a("a1")),
        Claim::growth("-6.72%", 2025, 2027).of(a("a1")),
        Claim::value("139878.24", 2025).of(a("a2")),
        Claim::share("4%", 2025).of(Scope::of("b", "b0")),
    ];
    holds(dimensions, (2025, 2027), claims);
}

#[test]
fn changes_beside_large_values_are_met() {
    let group = Scope::of("a", "g");
    let dimensions = [
        Dimension::new("a", ["a0", "a1", "a2", "a3"]).group("g", ["a0", "a1", "a2"]),
        Dimension::new("b", ["b0", "b1"]),
    ];
    let claims = vec![
        Claim::value("2694981", 2029),
        Claim::value("$2659.23B", 2024),
        Claim::change("35755", 2024, 2029),
        Claim::growth("-11.3%", 2024, 2027).of(group.clone().and("b", "b1")),
        Claim::share("97%", 2024).of(Scope::of("b", "b0")),
        Claim::value("796058", 2028).of(group),
    ];
    holds(dimensions, (2023, 2030), claims);
}

#[test]
fn an_exact_rate_of_nothing_is_reproduced_as_printed() {
    let claims = vec![
        Claim::value("10.0", 2020),
        Claim::growth("0%", 2020, 2024).tolerance(Tolerance::Within(0.0)),
        Claim::value("6", 2021).of(of("A")),
    ];
    let forecast = forecast(claims);
    assert_eq!(named(&forecast), Vec::new());
    assert_eq!(forecast.reproductions()[1].residual(), 0.0);
    let table = forecast.by("region").unwrap();
    assert!(!table.source_lines().iter().any(|line| line.contains("contradicted")));
}

#[test]
fn shares_that_zeros_leave_no_room_for_are_an_error_that_names_them() {
    let market = Market::builder("m", Unit::USD_MILLION, Years::new(2023, 2024).unwrap())
        .axis("a", ["a0", "a1", "a2"])
        .axis("b", ["b0", "b1"])
        .assume_shares("a", [0.6, 0.2, 0.2])
        .assume_shares("b", [0.8, 0.2])
        .assume_mix(Scope::of("a", "a0").and("b", "b0"), 0.0)
        .claims([Claim::value("100", 2023), Claim::value("5", 2023).of(Scope::of("a", "a1").and("b", "b1"))])
        .build()
        .unwrap();
    // All of a0 would have to be in b1, which is three times as small.
    let message = market.forecast().unwrap_err().to_string();
    assert!(
        message
            .starts_with("mix weights of 0 leave no room for the stated shares: a 'a0' is stated as 60.0%"),
        "{message}"
    );
}
