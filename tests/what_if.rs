//! What a scenario would need, grids, families, expectations, sensitivities and editions, against answers worked out otherwise.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use approx::assert_relative_eq;
use market_outlook::{
    Axis, By, Claim, Dimension, FindingKind, Forecast, Growth, Headline, Lever, Market, Outcome, Rate,
    Recovery, Row, Scenario, Scenarios, Scope, Share, Status, Step, Swings, Table, Tolerance, Unit, Years,
};

/// 100 in 2020, growing by 10 % a year everywhere: A 50, B 30, C 20.
fn market() -> Market {
    Market::builder("By hand", Unit::USD_BILLION, Years::new(2020, 2025).unwrap())
        .axis(Axis::REGION, ["A", "B", "C"])
        .claim(Claim::value("100", 2020).tolerance(Tolerance::Within(0.0)))
        .assume_shares(Axis::REGION, [50.0, 30.0, 20.0])
        .assume_growth(Scope::all(), Growth::compound(Rate::percent(10.0)))
        .build()
        .unwrap()
}

fn base() -> Forecast {
    market().forecast().unwrap()
}

fn region(name: &str) -> Scope {
    Scope::of(Axis::REGION, name)
}

fn needed(step: Step, outcome: &Outcome, target: f64) -> Result<f64, String> {
    let scenario = Scenario::new("S").step(step);
    let found = scenario.needed(&base(), 0, outcome, target).map_err(|error| error.to_string())?;
    let reached = outcome.of(&found.apply(&base()).unwrap()).unwrap();
    assert!((reached - target).abs() <= 1e-11 * target.abs(), "{reached} instead of {target}");
    Ok(found.steps()[0].number())
}

#[test]
fn what_would_be_needed_is_what_arithmetic_says() {
    let total = Outcome::total(Scope::all(), 2025);
    let b = Outcome::total(region("B"), 2025);
    // 160 of 161.051, all of the gap in B's 48.3153.
    let gap = 160.0 - 161.051;
    let close = |found: Result<f64, String>, expected: f64| {
        assert_relative_eq!(found.unwrap(), expected, max_relative = 1e-9);
    };
    close(needed(Step::scale(region("B"), 1.0).year(2024), &total, 160.0), 1.0 + gap / 48.3153);
    close(needed(Step::set_value(region("B"), 1.0).year(2025), &total, 160.0), 48.3153 + gap);
    // 1.1 + p to the fourth power.
    let slower = Step::shift_growth(Scope::all(), Rate::ZERO).years(2022, 2025);
    close(needed(slower, &total, 140.0), 100.0 * ((140.0_f64 / 110.0).powf(0.25) - 1.1));
    close(
        needed(Step::shock(Scope::all(), Share::percent(0.0), Recovery::Never).year(2025), &b, 24.0),
        100.0 * (1.0 - 24.0 / 48.3153),
    );
    // A delay of k years takes 1.1 to the power of k away; growth is steady, so fractions are exact.
    close(
        needed(Step::delay(region("B"), 0.0).year(2022), &b, 40.0),
        (48.3153_f64 / 40.0).ln() / 1.1_f64.ln(),
    );
    let share = Outcome::share(region("B"), 2025);
    close(needed(Step::scale(region("B"), 1.0), &share, 0.4), 0.4 / 0.6 * 0.7 / 0.3);
    let growth = Outcome::cagr(region("B"), 2020, 2025);
    close(
        needed(Step::set_growth(region("B"), Rate::ZERO).years(2023, 2025), &growth, 0.08),
        100.0 * ((1.08_f64.powi(5) / 1.21).cbrt() - 1.0),
    );
}

#[test]
fn what_no_number_reaches_is_said_with_how_far_they_go() {
    let total = Outcome::total(Scope::all(), 2025);
    for (step, outcome, target, expected) in [
        (
            Step::scale(region("B"), 1.0),
            &total,
            100.0,
            "the whole market in 2025 of 100 is not defined here: with the number of step 1 it goes from 112.7357 at 0 to ",
        ),
        (
            Step::scale(region("B"), 1.0).hold(Scope::all()),
            &total,
            100.0,
            "the whole market in 2025 of 100 is not defined here: it is 161.051 whatever the number of step 1",
        ),
        (
            Step::move_share(region("C"), region("A"), Share::percent(1.0)),
            &Outcome::share(region("A"), 2025),
            0.8,
            "share of region 'A' in 2025 of 80% is not defined here: with the number of step 1 it goes from 50% at 0 to 70% at 20",
        ),
        (
            Step::scale(region("B"), 1.0),
            &total,
            f64::NAN,
            "the target for the whole market in 2025 is NaN, expected a finite number",
        ),
    ] {
        let error = needed(step, outcome, target).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
    let error = Scenario::new("S").needed(&base(), 0, &total, 1.0).unwrap_err().to_string();
    assert_eq!(error, "the position of a step of scenario 'S', counted from 0, is 0, expected below 0");
}

#[test]
fn a_grid_holds_what_each_scenario_would_give() {
    let both = |factor: f64, points: f64| {
        Scenario::new("Both")
            .step(Step::scale(region("A"), 0.9))
            .step(Step::scale(region("B"), factor))
            .step(Step::shift_growth(region("C"), Rate::points(points)))
    };
    let (factors, points) = ([0.5, 1.0, 1.5], [-2.0, 0.0, 3.5, -150.0]);
    let outcome = Outcome::total(Scope::all(), 2025);
    let (b, c) = (Lever::new(1, factors), Lever::new(2, points));
    let grid = both(1.0, 0.0).grid(&base(), &b, &c, &outcome).unwrap();
    for (i, factor) in factors.into_iter().enumerate() {
        for (j, shift) in points.into_iter().enumerate() {
            let expected =
                both(factor, shift).apply(&base()).map(|forecast| forecast.total(2025).unwrap()).ok();
            assert_eq!(grid.value(i * 4 + j, 0), expected, "{factor} and {shift}");
        }
    }
    assert_eq!(grid.notes(), ["Shown is the whole market in 2025.", "3 combinations not possible."]);
    let error = both(1.0, 0.0).grid(&base(), &Lever::new(1, [-1.0, 2.0, 2.0]), &c, &outcome).unwrap_err();
    assert_eq!(
        error.to_string(),
        "B × 1: the factor is -1, expected a finite number, 0 or more\na number for B × 1 '2' stands twice, expected each name once"
    );
}

#[test]
fn the_expected_case_is_the_weighted_mean() {
    let scenario = |name: &str, percent: f64, factor: f64| {
        Scenario::new(name).probability(Share::percent(percent)).step(Step::scale(region("B"), factor))
    };
    let two = [scenario("Low", 20.0, 0.5), scenario("High", 10.0, 1.5)];
    let scenarios = Scenarios::new(&market(), two).unwrap();
    let expected = scenarios.expected(&base()).unwrap();
    assert_relative_eq!(
        expected.total(2025).unwrap(),
        112.7357 + 48.3153 * (0.7 + 0.1 + 0.15),
        max_relative = 1e-12
    );
    let table = expected.by(By::total()).unwrap();
    assert_eq!(
        table.source_lines().last().map(String::as_str),
        Some("Expected, assumed probabilities: 70.0% Base, 20.0% Low, 10.0% High.")
    );
    assert!(Scenarios::default().expected(&base()).is_err());
}

#[test]
fn a_sensitivity_is_what_other_models_would_say() {
    let sensitivity = market().sensitivity(&Outcome::total(region("B"), 2025), Swings::default()).unwrap();
    let swing = |name: &str| sensitivity.swings().iter().find(|swing| swing.assumption == name).unwrap();
    // B's share from 29 to 31 %, its growth from 9 to 11 %, and A's share with B and C making room.
    let share = swing("share of region 'B'");
    assert_relative_eq!(share.low.1, 29.0 * 1.61051, max_relative = 1e-9);
    assert_relative_eq!(share.high.1, 31.0 * 1.61051, max_relative = 1e-9);
    assert_relative_eq!(share.elasticity.unwrap(), 1.0, max_relative = 1e-9);
    let growth = swing("growth of every part");
    assert_relative_eq!(growth.low.1, 30.0 * 1.09_f64.powi(5), max_relative = 1e-9);
    assert_relative_eq!(growth.high.1, 30.0 * 1.11_f64.powi(5), max_relative = 1e-9);
    let other = swing("share of region 'A'");
    assert_relative_eq!(other.high.1, 0.49 * 30.0 / 50.0 * 100.0 * 1.61051, max_relative = 1e-9);
    let widths: Vec<f64> = sensitivity.swings().iter().map(market_outlook::Swing::width).collect();
    assert!(widths.is_sorted_by(|a, b| a >= b), "{widths:?}");
}

#[test]
fn printed_figures_move_no_further_than_the_others_allow() {
    // 8.05 to 11.55 would be 5.29 % a year, which prints as 5.3: the start stops at 11.55 / 1.0525^7.
    let market = Market::builder("m", Unit::USD_BILLION, Years::new(2019, 2026).unwrap())
        .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%"))
        .build()
        .unwrap();
    let sensitivity = market.sensitivity(&Outcome::total(Scope::all(), 2019), Swings::default()).unwrap();
    let start = sensitivity.swings().iter().find(|s| s.assumption.starts_with("value in 2019")).unwrap();
    let least = 11.55 / 1.0525_f64.powi(7);
    assert!(least > 8.05 && (start.low.0 - least).abs() < 1e-3, "{} instead of {least}", start.low.0);
    assert_relative_eq!(start.high.1, 8.15, max_relative = 1e-5);
    for swing in sensitivity.swings() {
        assert!(swing.low.1 >= 8.05 - 1e-6 && swing.high.1 <= 8.15 + 1e-6, "{swing:?}");
    }
}

#[test]
fn editions_agree_on_what_they_compare() {
    let edition = |unit: Unit, last: i32, total: &str, members: &[&str]| {
        Market::builder("m", unit, Years::new(2020, last).unwrap())
            .axis(Axis::REGION, members.to_vec())
            .axis(Axis::PRODUCT, ["X", "Y"])
            .claim(Claim::value(total, 2020))
            .assume_growth(Scope::all(), Growth::compound(Rate::percent(10.0)))
            .build()
            .unwrap()
            .forecast()
            .unwrap()
    };
    let first = edition(Unit::USD_BILLION, 2024, "$6.00B", &["A", "B"]);
    let second = edition(Unit::USD_MILLION, 2026, "$9,000M", &["B", "A"]);
    let editions = first.compare(&second, ["Old", "New"]).unwrap();
    assert_eq!((editions.axes().len(), editions.years()), (2, Years::new(2020, 2024).unwrap()));
    let [old, new] = editions.tables(Axis::REGION).unwrap();
    assert_eq!((old.rows(), new.unit()), (new.rows(), &Unit::USD_BILLION));
    assert_relative_eq!(new.value(0, 0).unwrap(), 4.5, max_relative = 1e-3);
    assert_eq!(editions.change(By::total()).unwrap().printed(0, 4).as_deref(), Some("50.0%"));
    assert_eq!(editions.cagr_difference(By::total()).unwrap().printed(0, 0).as_deref(), Some("0.0"));
    let third = edition(Unit::USD_BILLION, 2024, "$6.00B", &["A", "C"]);
    let editions = first.compare(&third, ["Old", "Other"]).unwrap();
    assert_eq!(editions.axes(), [Axis::PRODUCT]);
    let said: Vec<&str> = editions.findings().iter().map(market_outlook::Finding::message).collect();
    assert_eq!(said, ["axis 'region' has 'B' in Old only and 'C' in Other only: not compared"]);
    assert!(editions.findings().iter().all(|finding| finding.kind() == FindingKind::Definition));
    assert_eq!(
        editions.difference(Axis::REGION).unwrap_err().to_string(),
        "unknown axis 'region', expected 'product'"
    );
    let tonnes = edition("tonnes".parse().unwrap(), 2024, "6", &["A", "B"]);
    let error = first.compare(&tonnes, ["Old", "Old"]).unwrap_err().to_string();
    assert_eq!(
        error,
        "the name 'Old' stands twice, expected each name once\na comparison is not defined here: Old counts USD, Old tonnes"
    );
}

#[test]
fn groups_of_one_name_are_compared_where_they_are_the_same() {
    let edition = |groups: &[(&str, &[&str])]| {
        let region = groups
            .iter()
            .fold(Dimension::new(Axis::REGION, ["Europe", "Africa", "Asia"]), |region, (name, members)| {
                region.group(*name, members.to_vec())
            });
        Market::builder("m", Unit::USD_BILLION, Years::new(2020, 2021).unwrap())
            .dimension(region)
            .claim(Claim::value("6.0", 2020))
            .build()
            .unwrap()
            .forecast()
            .unwrap()
    };
    let first = edition(&[("EMEA", &["Europe", "Africa"]), ("Rest", &["Asia"])]);
    let second = edition(&[("EMEA", &["Europe", "Africa", "Asia"])]);
    let editions = first.compare(&second, ["Old", "New"]).unwrap();
    let said: Vec<&str> = editions.findings().iter().map(market_outlook::Finding::message).collect();
    assert_eq!(
        said,
        [
            "group 'EMEA' of axis 'region' is 'Europe' and 'Africa' in Old and 'Europe', 'Africa' and 'Asia' in New: \
             compared by members, not by groups",
            "group 'Rest' of axis 'region' is in Old only: compared by members, not by groups",
        ]
    );
    assert!(editions.difference(Axis::REGION).is_ok());
    assert_eq!(
        editions.tables(By::groups(Axis::REGION)).unwrap_err().to_string(),
        "a comparison by groups of axis 'region' is not defined here: they are not the same in Old and New"
    );
    let same = first
        .compare(&edition(&[("Rest", &["Asia"]), ("EMEA", &["Africa", "Europe"])]), ["Old", "New"])
        .unwrap();
    assert!(same.findings().is_empty());
    assert_eq!(same.difference(By::groups(Axis::REGION)).unwrap().rows().len(), 3);
}

#[test]
fn a_target_may_be_reached_without_being_passed() {
    // A at 2020's 50 times the factor, at most 60 in 2021: from 60 / 55 on, it is 60.
    let capped = Scenario::new("Capped")
        .step(Step::scale(region("A"), 1.0).year(2021))
        .step(Step::cap(region("A"), 60.0).year(2021));
    let outcome = Outcome::total(region("A"), 2021);
    let needed = capped.needed(&base(), 0, &outcome, 60.0).unwrap();
    assert_relative_eq!(needed.steps()[0].number(), 60.0 / 55.0, max_relative = 1e-9);
    let error = capped.needed(&base(), 0, &outcome, 61.0).unwrap_err().to_string();
    assert!(error.ends_with("with the number of step 1 it goes from 0 at 0 to 60 at 1.16"), "{error}");
}

#[test]
fn a_number_that_is_needed_can_be_applied_and_leaves_its_range() {
    let slower = |low: f64, high: f64| {
        let step = Step::shift_growth(Scope::all(), Rate::points(-1.0)).years(2021, 2025).between(low, high);
        Scenario::new("Slower").step(step)
    };
    let outcome = Outcome::total(Scope::all(), 2025);
    let target = 100.0 * 1.07_f64.powi(5);
    let (inside, outside) = (slower(-4.0, 0.0), slower(-2.0, 0.0));
    let inside = inside.needed(&base(), 0, &outcome, target).unwrap();
    assert_relative_eq!(inside.steps()[0].number(), -3.0, max_relative = 1e-9);
    assert_eq!(inside.steps()[0].range(), Some((-4.0, 0.0)));
    let outside = outside.needed(&base(), 0, &outcome, target).unwrap();
    assert_eq!(outside.steps()[0].range(), None);
    assert_relative_eq!(outcome.of(&outside.apply(&base()).unwrap()).unwrap(), target, max_relative = 1e-9);
}

#[test]
fn grids_say_what_they_assume() {
    let three = Scenario::new("Three")
        .note("illustrative")
        .step(Step::scale(region("A"), 0.9).named("Same"))
        .step(Step::scale(region("B"), 0.9).named("Same").source("A survey"))
        .step(Step::shift_growth(region("C"), Rate::points(1.0)).named("Same"));
    let (a, b) = (Lever::new(0, [0.8, 0.9]), Lever::new(2, [0.0, 1.0]));
    let grid = three.grid(&base(), &a, &b, &Outcome::share(region("A"), 2025)).unwrap();
    assert_eq!(grid.axes(), ["Same", "Same (3)"]);
    assert_eq!(
        grid.source_lines().last().unwrap(),
        "Scenario 'Three' (illustrative), assumed: region 'A' times …; region 'B' times 0.9 (A survey); \
         growth of region 'C' by … points a year."
    );
}

/// Whether no two rows have the same labels.
fn is_told_apart(table: &Table) -> bool {
    let labels: std::collections::BTreeSet<&[String]> = table.rows().iter().map(Row::labels).collect();
    labels.len() == table.rows().len()
}

#[test]
fn what_holds_in_the_base_is_not_traded_for_what_does_not() {
    // The second size contradicts the others, and is let go: no share may bring it back at their expense.
    let market = Market::builder("m", Unit::USD_BILLION, Years::new(2019, 2020).unwrap())
        .axis(Axis::REGION, ["A", "B"])
        .claims([Claim::value("8.0", 2019), Claim::value("5.0", 2019).of(region("A"))])
        .claims([Claim::value("3.0", 2019).of(region("B")), Claim::value("12.0", 2019)])
        .build()
        .unwrap();
    let forecast = market.forecast().unwrap();
    assert_relative_eq!(forecast.total(2019).unwrap(), 8.0, max_relative = 1e-3);
    let sensitivity = market.sensitivity(&Outcome::total(Scope::all(), 2019), Swings::default()).unwrap();
    for swing in sensitivity.swings() {
        for outcome in [swing.low.1, swing.high.1] {
            assert!((7.95 - 1e-6..=8.05 + 1e-6).contains(&outcome), "{swing:?}");
        }
    }
    assert!(is_told_apart(&sensitivity.table().unwrap()));
}

#[test]
fn ends_of_a_swing_are_told_apart() {
    let market = Market::builder("m", Unit::USD_MILLION, Years::new(2019, 2020).unwrap())
        .claims([Claim::value("11,634", 2019), Claim::value("11,634", 2020)])
        .claims([Claim::value("11,634", 2019).tolerance(Tolerance::Within(0.001))])
        .build()
        .unwrap();
    let sensitivity = market.sensitivity(&Outcome::total(Scope::all(), 2020), Swings::default()).unwrap();
    let table = sensitivity.table().unwrap();
    let rows: Vec<String> = table.rows().iter().map(ToString::to_string).collect();
    assert!(rows.contains(&"value in 2020: 11,634 / 11633.5".into()), "{rows:?}");
    assert!(rows.contains(&"value in 2020: 11,634 / 11634.5".into()), "{rows:?}");
    assert!(is_told_apart(&table), "{rows:?}");
    // From no growth there is no percentage to go by.
    let growth = sensitivity.swings().iter().find(|swing| swing.number == 0.0).unwrap();
    assert_eq!(growth.elasticity, None);
    let error = market
        .sensitivity(
            &Outcome::total(Scope::all(), 2020),
            Swings::default().with_share_points(f64::NAN).with_mix_percent(-1.0),
        )
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "the points of a share to vary by is NaN, expected a finite number, 0 or more\n\
         the percentage of a mix weight to vary by is -1, expected a finite number, 0 or more"
    );
}

#[test]
fn a_share_is_no_better_founded_than_its_whole() {
    let market = Market::builder("m", Unit::USD_BILLION, Years::new(2019, 2019).unwrap())
        .axis(Axis::REGION, ["A", "B"])
        .claim(Claim::value("5.0", 2019).of(region("A")))
        .build()
        .unwrap();
    let status = |outcome: Outcome| {
        market.sensitivity(&outcome, Swings::default()).unwrap().table().unwrap().status(0, 0)
    };
    assert_eq!(status(Outcome::total(region("A"), 2019)), Some(Status::Published));
    assert_eq!(status(Outcome::share(region("A"), 2019)), Some(Status::Assumed));
}
