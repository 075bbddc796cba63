//! What cannot be done, and the words for it.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{
    Attribution, Axis, By, Claim, Growth, Market, Rate, Recovery, Scenario, Scenarios, Scope, Share, Step,
    Tolerance, Unit, Years,
};

/// 100 in 2020, growing by 10 % a year everywhere: A 50, B 30, C 20, of each X 60 % and Y 40 %.
fn market() -> Market {
    Market::builder("By hand", Unit::USD_BILLION, Years::new(2020, 2025).unwrap())
        .axis(Axis::REGION, ["A", "B", "C"])
        .axis(Axis::PRODUCT, ["X", "Y"])
        .claim(Claim::value("100", 2020).tolerance(Tolerance::Within(0.0)))
        .assume_shares(Axis::REGION, [50.0, 30.0, 20.0])
        .assume_shares(Axis::PRODUCT, [60.0, 40.0])
        .assume_mix(Scope::of(Axis::REGION, "C").and(Axis::PRODUCT, "Y"), 0.0)
        .assume_growth(Scope::all(), Growth::compound(Rate::percent(10.0)))
        .build()
        .unwrap()
}

fn region(name: &str) -> Scope {
    Scope::of(Axis::REGION, name)
}

fn product(name: &str) -> Scope {
    Scope::of(Axis::PRODUCT, name)
}

/// The faults of a step, without the name of the scenario and the step in words, which every one begins with.
#[track_caller]
fn check(step: Step, expected: &[&str]) {
    let place = format!("scenario 'S', step 1 ({step}): ");
    let error = Scenario::new("S").step(step).apply(&market().forecast().unwrap()).unwrap_err();
    let found: Vec<String> = error.faults().map(ToString::to_string).collect();
    let found: Vec<&str> =
        found.iter().map(|fault| fault.strip_prefix(place.as_str()).unwrap_or(fault)).collect();
    assert_eq!(found, expected);
}

#[test]
fn names_years_and_numbers_are_checked_together() {
    check(
        Step::scale(region("D"), -1.0).years(2019, 2030).hold(region("E")),
        &[
            "the factor is -1, expected a finite number, 0 or more",
            "unknown region 'D', expected one of 'A', 'B', 'C'",
            "unknown region 'E', expected one of 'A', 'B', 'C'",
            "year 2019 is outside the forecast (2020 to 2025)",
            "year 2030 is outside the forecast (2020 to 2025)",
        ],
    );
    check(
        Step::scale(region("A").and(Axis::REGION, "B"), 1.0),
        &[
            "region 'A', region 'B' is an empty slice of the market: its terms on one axis have nothing in common",
        ],
    );
    check(
        Step::shift_growth(region("A"), Rate::points(f64::NAN)).years(2024, 2022),
        &[
            "the number of points a year is NaN, expected a finite number",
            "years run backwards (2024 to 2022), expected the first year first",
        ],
    );
    check(
        Step::set_growth(region("A"), Rate::percent(-104.0)),
        &["growth in percent is -104, expected a finite number, -100 or more"],
    );
    check(
        Step::set_growth(region("A"), Rate::ZERO).year(2020),
        &[
            "growth in 2020 is not defined here: it is the first year of the forecast, and nothing is known of the year before",
        ],
    );
}

#[test]
fn every_kind_of_step_knows_its_numbers() {
    check(
        Step::set_share(region("A"), Share::percent(101.0)),
        &[
            "the share in percent is 101, expected a percentage from 0 to 100",
            "found neither 'year' nor 'years', expected 'year', such as 2023",
        ],
    );
    check(
        Step::shock(region("A"), Share::percent(120.0), Recovery::Straight(0.0)).year(2023),
        &[
            "the depth in percent is 120, expected a finite number, at most 100",
            "the number of years to recover is 0, expected a finite number above 0",
        ],
    );
    check(
        Step::delay(region("A"), -1.0),
        &["the number of years is -1, expected a finite number, 0 or more"],
    );
    check(Step::cap(region("A"), f64::INFINITY), &["the size is inf, expected a finite number, 0 or more"]);
    check(
        Step::scale(region("A"), 1.0).between(2.0, 1.0),
        &["low is 2 and high is 1, expected the lower first"],
    );
    check(
        Step::scale(region("A"), 1.0).between(-2.0, f64::NAN),
        &[
            "low: the factor is -2, expected a finite number, 0 or more",
            "high: the factor is NaN, expected a finite number, 0 or more",
        ],
    );
}

#[test]
fn shares_move_between_parts_of_one_whole() {
    let share = Share::percent(1.0);
    check(
        Step::move_share(region("A"), product("X"), share),
        &["region 'A' and product 'X' overlap, expected parts with nothing in common"],
    );
    check(
        Step::move_share(region("A"), region("A"), share),
        &["region 'A' and region 'A' are the same, expected parts with nothing in common"],
    );
    check(
        Step::move_share(region("A"), region("B"), share).of(region("A")),
        &["region 'B' is not within region 'A', expected a part of it"],
    );
    check(
        Step::set_share(region("A"), share).of(region("B")).year(2023),
        &["region 'A' is not within region 'B', expected a part of it"],
    );
    check(
        Step::set_share(region("A"), share).of(region("A")).year(2023),
        &["region 'A' is all of region 'A', expected a part of it"],
    );
}

#[test]
fn something_has_to_be_free_to_change() {
    let smaller = || Step::scale(region("A"), 0.5);
    check(
        smaller().hold(region("A")),
        &["region 'A' is to change, and it is held, expected a part that can absorb the change"],
    );
    check(
        smaller().hold(Scope::all()).hold(region("B")).hold(region("C")),
        &[
            "the whole market is held, and so is everything in it beside region 'A': region 'B' and region 'C', expected a part that can absorb the change",
        ],
    );
    check(
        Step::scale(Scope::all(), 0.5).hold(product("X")).hold(product("Y")),
        &["nothing of the whole market can change, since all of it is held: product 'X' and product 'Y'"],
    );
    check(
        Step::set_share(region("A").and(Axis::PRODUCT, "X"), Share::percent(1.0))
            .year(2023)
            .hold(region("A"))
            .hold(product("X")),
        &[
            "region 'A' and product 'X' are held and cross each other, expected one within the other where a share is set",
        ],
    );
}

#[test]
fn numbers_that_do_not_allow_a_step_are_named() {
    check(
        Step::shift_growth(region("A"), Rate::points(-114.0)).years(2022, 2023),
        &["growth of -104% would make region 'A' negative in 2022"],
    );
    check(
        Step::move_share(region("C"), region("A"), Share::percent(30.0)).year(2022),
        &["region 'C' cannot become -12.1 in 2022: 36.3 should move away, and it has 24.2"],
    );
    check(
        Step::set_value(region("A"), 20.0).year(2022).hold(product("Y")),
        // A has the Y that C lacks: 25 of 50 in 2020.
        &["region 'A' cannot become 20 in 2022: 30.25 of it are held (product 'Y')"],
    );
    check(
        Step::scale(region("A"), 3.0).year(2022).hold(Scope::all()),
        &[
            "region 'A' cannot become 181.5 in 2022: the rest of the whole market, which is held, is 60.5 and cannot become -60.5",
        ],
    );
    check(
        Step::set_value(region("C").and(Axis::PRODUCT, "Y"), 1.0).year(2022),
        &["region 'C', product 'Y' cannot become 1 in 2022: it is 0, and nothing times 0 is more"],
    );
    check(
        Step::set_share(region("A"), Share::percent(100.0)).year(2022),
        &[
            "a share of 100% for region 'A' in 2022 is not defined here: the rest of the whole is not 0, so that it is never all of it",
        ],
    );
    let both = [Step::scale(region("B"), 0.0), Step::scale(region("C"), 0.0)];
    let alone = both.into_iter().fold(Scenario::new("S"), Scenario::step);
    let alone = alone.step(Step::set_share(region("A"), Share::percent(50.0)).year(2022));
    let error = alone.apply(&market().forecast().unwrap()).unwrap_err().to_string();
    assert!(
        error.ends_with("the rest of the whole is 0, so that it is all of it at whatever size"),
        "{error}"
    );
    check(
        Step::scale(region("A"), 3.0).year(2022).hold(Scope::all()).hold(region("C")),
        &[
            "region 'A' cannot become 181.5 in 2022: the rest of the whole market, which is held, is 36.3 and cannot become -84.7",
        ],
    );
    let error =
        Scenario::new("S").step(Step::scale(Scope::all(), 0.5)).step(Step::scale(Scope::all(), 1e308));
    let error = error.apply(&market().forecast().unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("scenario 'S', step 2 (the whole market times 1e308): the size of region 'A', product 'X' in 2021 is inf"), "{error}");
}

#[test]
fn scenarios_are_checked_together() {
    let faulty = [
        Scenario::new("One").extends("Two").probability(Share::fraction(0.7)),
        Scenario::new("Two").extends("One").probability(Share::fraction(0.7)),
        Scenario::new("Base"),
        Scenario::new("Two").probability(Share::fraction(f64::NAN)),
        Scenario::new(" ").step(Step::scale(region("D"), 1.0)),
        Scenario::new("Self").extends("Self"),
    ];
    let error = Scenarios::new(&market(), faulty).unwrap_err();
    let found: Vec<String> = error.faults().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "scenario 3 is called 'Base', which is the forecast itself",
            "scenario 'Two' stands twice, expected each name once",
            "the name of scenario 5 is empty, expected a name",
            "scenario ' ', step 1 (region 'D' times 1): unknown region 'D', expected one of 'A', 'B', 'C'",
            "scenario 'Two': the probability is NaN, expected a number from 0 to 1",
            "the sum of the scenarios' probabilities is 1.4, expected at most 1",
            "scenarios extend each other: One > Two > One",
            "scenarios extend each other: Self > Self",
        ]
    );
    let error = Scenarios::new(&market(), [Scenario::new("A").extends("B")]).unwrap_err();
    assert_eq!(error.to_string(), "scenario 'A': unknown scenario 'B', expected one of 'Base', 'A'");
    let alone = Scenario::new("A").extends("B").apply(&market().forecast().unwrap()).unwrap_err();
    assert_eq!(alone.to_string(), "scenario 'A': unknown scenario 'B', expected 'Base'");
    let ranged = Scenario::new("A").step(Step::scale(Scope::all(), 1.0).between(0.9, 1.1));
    let twice = [ranged, Scenario::new("B").extends("A"), Scenario::new("B: low")];
    let error = Scenarios::new(&market(), twice).unwrap_err();
    assert_eq!(error.to_string(), "scenario 'B: low' stands twice, expected each name once");
}

#[test]
fn what_means_nothing_for_a_step_is_said() {
    check(
        Step::scale(region("A"), 0.9).of(region("B")).named(" "),
        &[
            "region 'B' is stated as a whole, and only shares are of one",
            "the name of the step is empty, expected a name, or none",
        ],
    );
    check(
        Step::scale(region("A"), 0.9).between(0.95, 1.0),
        &["the number is 0.9, expected one from low, 0.95, to high, 1"],
    );
    check(
        Step::scale(region("A"), 1.1).between(0.95, 1.0),
        &["the number is 1.1, expected one from low, 0.95, to high, 1"],
    );
}

#[test]
fn a_selection_that_is_impossible_says_what_it_leaves_out() {
    // 60 of the market's 100 can only be moved out of A once A has grown.
    let base = market().forecast().unwrap();
    let scenario = Scenario::new("S")
        .step(Step::set_value(region("A"), 200.0).year(2021))
        .step(Step::scale(region("C"), 0.9))
        .step(Step::move_share(region("A"), region("B"), Share::percent(60.0)).year(2021));
    assert!(scenario.bridge(&base, By::total(), Attribution::Listed).is_ok());
    let error = scenario.bridge(&base, By::total(), Attribution::Shapley).unwrap_err().to_string();
    let expected = "free of the order, the scenario is tried without steps 1 and 2 too, which attribution 'listed' does not: \
                    scenario 'S', step 3 (60% of the whole market from region 'A' to region 'B', 2021): ";
    assert!(error.starts_with(expected), "{error}");
}
