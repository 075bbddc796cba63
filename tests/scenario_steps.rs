//! What each step does to numbers that can be worked out by hand.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use approx::assert_relative_eq;
use market_outlook::{
    Axis, Claim, Forecast, Growth, Market, Ramp, Rate, Recovery, Scenario, Scenarios, Scope, Share, Status,
    Step, Unit, Years,
};

/// 100 in 2020, growing by 10 % a year everywhere: A 50, B 30, C 20, of each X 60 % and Y 40 %.
fn base() -> Forecast {
    let total = Claim::value("100", 2020).tolerance(market_outlook::Tolerance::Within(0.0));
    Market::builder("By hand", Unit::USD_BILLION, Years::new(2020, 2025).unwrap())
        .axis(Axis::REGION, ["A", "B", "C"])
        .axis(Axis::PRODUCT, ["X", "Y"])
        .claim(total)
        .assume_shares(Axis::REGION, [50.0, 30.0, 20.0])
        .assume_shares(Axis::PRODUCT, [60.0, 40.0])
        .assume_growth(Scope::all(), Growth::compound(Rate::percent(10.0)))
        .build()
        .unwrap()
        .forecast()
        .unwrap()
}

fn region(name: &str) -> Scope {
    Scope::of(Axis::REGION, name)
}

fn product(name: &str) -> Scope {
    Scope::of(Axis::PRODUCT, name)
}

fn apply(step: Step) -> Forecast {
    Scenario::new("S").step(step).apply(&base()).unwrap()
}

#[track_caller]
fn check(step: Step, scope: &Scope, expected: [f64; 6]) {
    let words = step.to_string();
    let found = apply(step).within(scope).unwrap().path();
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() <= 1e-9 * expected.abs(),
            "{words}: {scope} is {found}, expected {expected}"
        );
    }
}

#[track_caller]
fn same_bits(changed: &Forecast, scope: &Scope) {
    let bits = |forecast: &Forecast| -> Vec<u64> {
        forecast.within(scope).unwrap().path().into_iter().map(f64::to_bits).collect()
    };
    assert_eq!(bits(changed), bits(&base()), "{scope}");
}

const B: [f64; 6] = [30.0, 33.0, 36.3, 39.93, 43.923, 48.3153];

#[test]
fn a_factor_comes_about_by_its_ramp_and_stays() {
    let half = Step::scale(region("B"), 0.5);
    check(half.clone(), &region("B"), [30.0, 16.5, 18.15, 19.965, 21.9615, 24.15765]);
    check(half.clone().year(2023), &region("B"), [30.0, 33.0, 36.3, 19.965, 21.9615, 24.15765]);
    let gradual = half.years(2022, 2025).ramp(Ramp::Linear);
    check(gradual.clone(), &region("B"), [30.0, 33.0, 31.7625, 29.9475, 27.451_875, 24.15765]);
    // 15.625, 50, 84.375 and 100 % of the change.
    let s_curve = gradual.ramp(Ramp::SCurve);
    check(s_curve, &region("B"), [30.0, 33.0, 36.3 * 0.921_875, 29.9475, 43.923 * 0.578_125, 24.15765]);
}

#[test]
fn growth_changes_within_its_years_and_the_level_stays() {
    let slower = Step::shift_growth(region("B"), Rate::points(-2.0)).years(2022, 2023);
    check(slower.clone(), &region("B"), [30.0, 33.0, 35.64, 38.4912, 42.34032, 46.574_352]);
    // One point in 2022, two in 2023.
    let gradual = slower.ramp(Ramp::Linear);
    check(gradual, &region("B"), [30.0, 33.0, 35.97, 38.8476, 42.73236, 47.005_596]);
    let flat = Step::set_growth(region("B"), Rate::ZERO).years(2023, 2024);
    check(flat, &region("B"), [30.0, 33.0, 36.3, 36.3, 36.3, 39.93]);
    // Half way from 10 % to 0 % in 2023.
    let gradual = Step::set_growth(region("B"), Rate::ZERO).years(2023, 2024).ramp(Ramp::Linear);
    check(gradual, &region("B"), [30.0, 33.0, 36.3, 38.115, 38.115, 41.9265]);
    let gone = Step::set_growth(region("B"), Rate::percent(-100.0)).year(2024);
    check(gone, &region("B"), [30.0, 33.0, 36.3, 39.93, 0.0, 0.0]);
}

#[test]
fn a_size_is_reached_in_its_year_and_kept_up_after_it() {
    let to_40 = Step::set_value(region("B"), 40.0);
    check(to_40.clone().year(2023), &region("B"), [30.0, 33.0, 36.3, 40.0, 44.0, 48.4]);
    let gradual = to_40.years(2022, 2023).ramp(Ramp::Linear);
    check(gradual, &region("B"), [30.0, 33.0, 36.3 * (1.0 + 0.035 / 39.93), 40.0, 44.0, 48.4]);
    let nothing = Step::set_value(region("B"), 0.0).year(2024);
    check(nothing, &region("B"), [30.0, 33.0, 36.3, 39.93, 0.0, 0.0]);
}

#[test]
fn a_share_is_reached_with_or_without_others_making_room() {
    let share = Step::set_share(region("B"), Share::percent(40.0)).year(2025);
    // Alone: the others are 60 % and stay 112.7357.
    let alone = apply(share.clone());
    assert_relative_eq!(alone.total(2025).unwrap(), 112.7357 / 0.6, max_relative = 1e-12);
    assert_relative_eq!(alone.share(&region("B"), 2025).unwrap().to_percent(), 40.0, max_relative = 1e-12);
    same_bits(&alone, &region("A"));
    // The market held: the others share what is left, five to two.
    let held = apply(share.clone().hold(Scope::all()));
    same_bits(&held, &Scope::all());
    let number = |name: &str| held.number(&region(name), 2025).unwrap().value;
    assert_relative_eq!(number("B"), 0.4 * 161.051, max_relative = 1e-12);
    assert_relative_eq!(number("A"), 0.6 * 161.051 * 5.0 / 7.0, max_relative = 1e-12);
    // Of a part: X is 75 % of B when Y stays at 40 % of 48.3153.
    let part =
        Step::set_share(region("B").and("product", "X"), Share::percent(75.0)).of(region("B")).year(2025);
    let part = apply(part).number(&region("B"), 2025).unwrap().value;
    assert_relative_eq!(part, 4.0 * 0.4 * 48.3153, max_relative = 1e-12);
    // A held part within the whole takes half of the change: C absorbs for A and C together.
    let two = apply(share.hold(Scope::of(Axis::PRODUCT, "Y")));
    assert_relative_eq!(two.share(&region("B"), 2025).unwrap().to_percent(), 40.0, max_relative = 1e-12);
    same_bits(&two, &region("B").and("product", "Y"));
}

#[test]
fn what_one_gives_another_takes() {
    let step = Step::move_share(region("A"), region("C"), Share::percent(5.0)).years(2022, 2025);
    // 5 % of 121, 133.1, 146.41 and 161.051.
    check(step.clone(), &region("A"), [50.0, 55.0, 54.45, 59.895, 65.8845, 72.47295]);
    check(step.clone(), &region("C"), [20.0, 22.0, 30.25, 33.275, 36.6025, 40.26275]);
    check(step.clone(), &Scope::all(), [100.0, 110.0, 121.0, 133.1, 146.41, 161.051]);
    // Y of A held: X gives all of it.
    let held = apply(step.clone().hold(product("Y")));
    same_bits(&held, &region("A").and("product", "Y"));
    let x = held.number(&region("A").and("product", "X"), 2022).unwrap().value;
    assert_relative_eq!(x, 36.3 - 6.05, max_relative = 1e-12);
    same_bits(&apply(step.hold(Scope::all())), &Scope::all());
    // Of a part: 10 % of B from X to Y.
    let (x, y) = (region("B").and("product", "X"), region("B").and("product", "Y"));
    let within = Step::move_share(x, y.clone(), Share::percent(10.0)).of(region("B")).year(2025);
    assert_relative_eq!(apply(within).number(&y, 2025).unwrap().value, 0.5 * 48.3153, max_relative = 1e-12);
}

#[test]
fn a_path_comes_later_or_earlier() {
    let later = |by: f64| Step::delay(region("B"), by).years(2022, 2022);
    check(later(1.0), &region("B"), [30.0, 33.0, 33.0, 36.3, 39.93, 43.923]);
    // It waits at 2021, the last year that is as it was.
    check(later(2.0), &region("B"), [30.0, 33.0, 33.0, 33.0, 36.3, 39.93]);
    let half = 1.1_f64.sqrt();
    check(later(1.5), &region("B"), [30.0, 33.0, 33.0, 33.0 * half, 36.3 * half, 39.93 * half]);
    check(later(9.0), &region("B"), [30.0, 33.0, 33.0, 33.0, 33.0, 33.0]);
    let earlier = |by: f64| Step::advance(region("B"), by).years(2022, 2022);
    // Beyond 2025 it grows as in it.
    check(earlier(1.0), &region("B"), [30.0, 33.0, 39.93, 43.923, 48.3153, 53.14683]);
    check(earlier(0.5), &region("B"), [30.0, 33.0, 36.3 * half, 39.93 * half, 43.923 * half, 48.3153 * half]);
    let gradual = Step::delay(region("B"), 2.0).years(2022, 2023).ramp(Ramp::Linear);
    check(gradual, &region("B"), [30.0, 33.0, 33.0, 33.0, 36.3, 39.93]);
    // Y waits with X held: the whole of B still comes later, all of it in Y.
    let held = apply(later(1.0).hold(product("X")));
    same_bits(&held, &region("B").and("product", "X"));
    assert_relative_eq!(held.number(&region("B"), 2025).unwrap().value, 43.923, max_relative = 1e-12);
}

#[test]
fn a_shock_comes_back_as_it_is_told() {
    let shock = |recovery| Step::shock(region("B"), Share::percent(20.0), recovery).year(2022);
    check(shock(Recovery::Never), &region("B"), [30.0, 33.0, 29.04, 31.944, 35.1384, 38.65224]);
    check(shock(Recovery::Straight(2.0)), &region("B"), [30.0, 33.0, 29.04, 35.937, 43.923, 48.3153]);
    let half = [30.0, 33.0, 29.04, 35.937, 41.72685, 47.107_417_5];
    check(shock(Recovery::HalfLife(1.0)), &region("B"), half);
    // Over two years, building up: 10 % in 2022, 20 % in 2023, 10 % in 2024.
    let long = Step::shock(region("B"), Share::percent(20.0), Recovery::Straight(2.0)).years(2022, 2023);
    check(long.ramp(Ramp::Linear), &region("B"), [30.0, 33.0, 32.67, 31.944, 39.5307, 48.3153]);
}

#[test]
fn bounds_bind_where_they_are_passed() {
    check(Step::cap(region("B"), 40.0), &region("B"), [30.0, 33.0, 36.3, 39.93, 40.0, 40.0]);
    check(Step::floor(region("B"), 40.0), &region("B"), [30.0, 40.0, 40.0, 40.0, 43.923, 48.3153]);
    let gradual = Step::cap(region("B"), 40.0).years(2024, 2025).ramp(Ramp::Linear);
    check(gradual, &region("B"), [30.0, 33.0, 36.3, 39.93, 41.9615, 40.0]);
    check(Step::cap(region("B"), 1e9), &region("B"), B);
}

#[test]
fn others_absorb_what_a_held_part_does_not() {
    // A falls to 48.4 in 2022; its Y is held, so X falls from 36.3 to 24.2.
    let within = apply(Step::scale(region("A"), 0.8).year(2022).hold(product("Y")));
    let x = within.number(&region("A").and("product", "X"), 2022).unwrap().value;
    assert_relative_eq!(x, 24.2, max_relative = 1e-12);
    same_bits(&within, &product("Y"));
    // The market and C are held: B takes the 12.1.
    let beside = apply(Step::scale(region("A"), 0.8).year(2022).hold(Scope::all()).hold(region("C")));
    assert_relative_eq!(beside.number(&region("B"), 2022).unwrap().value, 48.4, max_relative = 1e-12);
    same_bits(&beside, &Scope::all());
    same_bits(&beside, &region("C"));
    // A cell changes between a held row and a held column, both to the bit.
    let cell = region("A").and("product", "X");
    let crossed = apply(Step::scale(cell.clone(), 0.9).hold(region("A")).hold(product("X")));
    same_bits(&crossed, &region("A"));
    same_bits(&crossed, &product("X"));
    assert_relative_eq!(crossed.number(&cell, 2022).unwrap().value, 0.9 * 36.3, max_relative = 1e-12);
}

#[test]
fn steps_follow_each_other_in_order() {
    let scale = Step::scale(region("B"), 0.5).year(2023);
    let cap = Step::cap(region("B"), 30.0).year(2023);
    let in_order = |first: &Step, second: &Step| {
        let scenario = Scenario::new("S").step(first.clone()).step(second.clone());
        scenario.apply(&base()).unwrap().number(&region("B"), 2023).unwrap().value
    };
    assert_relative_eq!(in_order(&scale, &cap), 19.965, max_relative = 1e-12);
    assert_relative_eq!(in_order(&cap, &scale), 15.0, max_relative = 1e-12);
}

#[test]
fn only_what_a_scenario_has_changed_says_so() {
    let changed = apply(Step::scale(region("B"), 0.5).year(2023));
    assert_eq!(changed.scenario(), "S");
    let status = |scope: &Scope, year: i32| changed.number(scope, year).unwrap().status;
    assert_eq!(status(&region("B"), 2023), Status::Scenario);
    assert_eq!(status(&Scope::all(), 2024), Status::Scenario);
    assert_eq!(status(&Scope::all(), 2020), Status::Published);
    assert_eq!(status(&region("A"), 2024), base().number(&region("A"), 2024).unwrap().status);
    let table = changed.by(Axis::REGION).unwrap();
    assert_eq!(table.scenario(), "S");
    assert_eq!(
        table.source_lines().last().map(String::as_str),
        Some("Scenario 'S', assumed: region 'B' times 0.5, 2023.")
    );
}

#[test]
fn a_published_figure_that_a_scenario_changes_is_said_to_be_other_here() {
    let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026).unwrap())
        .claims(market_outlook::Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research"))
        .build()
        .unwrap();
    let smaller = Scenario::new("Smaller").note("illustrative").step(
        Step::scale(Scope::all(), 0.9).years(2024, 2026).ramp(Ramp::Linear).note("why").source("Example"),
    );
    let table = smaller.apply(&market.forecast().unwrap()).unwrap().by(market_outlook::By::total()).unwrap();
    assert_eq!(
        table.source_lines(),
        [
            "Published: Dash Research (total 8.1 in 2019).",
            "Published, other in this scenario: Dash Research (total 11.6 in 2026, CAGR 5.2% 2019–2026).",
            "Scenario 'Smaller' (illustrative), assumed: the whole market times 0.9, 2024 to 2026, linear (why; Example)."
        ]
    );
}

/// A market whose cells are as many as asked for, all of another size.
fn large(regions: usize, products: usize) -> Forecast {
    let names = |letter: char, count: usize| (0..count).map(move |i| format!("{letter}{i}"));
    let shares = |count: usize| {
        let sizes: Vec<f64> = (0..count).map(|i| 1.0 + (i * 7 % 11) as f64).collect();
        let sum: f64 = sizes.iter().sum();
        sizes.into_iter().map(move |size| size / sum)
    };
    Market::builder("Large", Unit::USD_BILLION, Years::new(2020, 2024).unwrap())
        .axis(Axis::REGION, names('r', regions))
        .axis(Axis::PRODUCT, names('p', products))
        .claim(Claim::value("1000", 2020))
        .assume_shares(Axis::REGION, shares(regions))
        .assume_shares(Axis::PRODUCT, shares(products))
        .assume_growth(Scope::all(), Growth::compound(Rate::percent(7.3)))
        .build()
        .unwrap()
        .forecast()
        .unwrap()
}

#[test]
fn held_totals_that_cross_are_kept_on_many_cells() {
    let base = large(100, 100);
    let (r3, r7, p5) =
        (Scope::of(Axis::REGION, "r3"), Scope::of(Axis::REGION, "r7"), Scope::of(Axis::PRODUCT, "p5"));
    let cell = |region: &Scope| region.clone().and(Axis::PRODUCT, "p5");
    let cases = [
        (Step::scale(cell(&r3), 1.1), [Scope::all(), r3.clone(), p5]),
        (Step::move_share(cell(&r3), cell(&r7), Share::percent(0.001)), [Scope::all(), r3, r7.clone()]),
    ];
    for (step, holds) in cases {
        let step = holds.iter().cloned().fold(step, Step::hold);
        let changed = Scenario::new("S").step(step).apply(&base).unwrap();
        for held in &holds {
            let size = |forecast: &Forecast| forecast.number(held, 2024).unwrap().value;
            assert_relative_eq!(size(&changed), size(&base), max_relative = 1e-12);
        }
    }
}

#[test]
fn held_totals_settle_where_the_rest_is_small() {
    let market = Market::builder("Lopsided", Unit::USD_BILLION, Years::new(2020, 2022).unwrap())
        .axis(Axis::REGION, ["Home", "Abroad"])
        .axis(Axis::PRODUCT, ["Software", "Services"])
        .claim(Claim::value("100", 2020))
        .assume_shares(Axis::REGION, [0.98, 0.02])
        .assume_shares(Axis::PRODUCT, [0.98, 0.02])
        .build()
        .unwrap();
    let base = market.forecast().unwrap();
    let (home, software) = (Scope::of(Axis::REGION, "Home"), Scope::of(Axis::PRODUCT, "Software"));
    let target = home.clone().and(Axis::PRODUCT, "Software");
    let step = Step::scale(target.clone(), 1.01).year(2021).hold(home.clone()).hold(software.clone());
    let changed = Scenario::new("S").step(step).apply(&base).unwrap();
    let size = |scope: &Scope| changed.number(scope, 2021).unwrap().value;
    // 96.04 × 1.01 of 98 leaves 0.9996 to each of the two that absorb.
    for (scope, expected) in [(&home, 98.0), (&software, 98.0), (&target, 97.0004)] {
        assert_relative_eq!(size(scope), expected, max_relative = 1e-13);
    }
}

#[test]
fn a_move_leaves_its_whole_whatever_is_held() {
    let base = large(4, 3);
    let (from, to) = (Scope::of(Axis::REGION, "r0"), Scope::of(Axis::REGION, "r1"));
    let from = from.and(Axis::PRODUCT, "p0");
    let moved = Step::move_share(from, to.clone(), Share::percent(0.1)).hold(Scope::of(Axis::PRODUCT, "p0"));
    let changed = Scenario::new("S").step(moved).apply(&base).unwrap();
    assert_relative_eq!(changed.total(2024).unwrap(), base.total(2024).unwrap(), max_relative = 1e-14);
}

#[test]
fn all_there_is_can_move() {
    for percent in 1..100_u32 {
        let fraction = f64::from(percent) / 100.0;
        let market = Market::builder("M", Unit::USD_BILLION, Years::new(2020, 2025).unwrap())
            .axis(Axis::REGION, ["A", "B"])
            .claim(Claim::value("100", 2020))
            .assume_shares(Axis::REGION, [fraction, 1.0 - fraction])
            .assume_growth(Scope::all(), Growth::compound(Rate::percent(7.3)))
            .build()
            .unwrap();
        let (a, b) = (Scope::of(Axis::REGION, "A"), Scope::of(Axis::REGION, "B"));
        let step = Step::move_share(a.clone(), b, Share::percent(f64::from(percent)));
        let changed = Scenario::new("All").step(step).apply(&market.forecast().unwrap()).unwrap();
        assert!(changed.number(&a, 2025).unwrap().value.abs() < 1e-12, "{percent}%");
    }
}

#[test]
fn what_no_scenario_touches_is_as_it_was_in_the_expected_case() {
    let base = large(5, 4);
    let likely = |name: &str, percent: f64, factor: f64| {
        let step = Step::scale(Scope::of(Axis::REGION, "r1"), factor).years(2023, 2024);
        Scenario::new(name).probability(Share::percent(percent)).step(step)
    };
    let scenarios = [likely("One", 10.0, 0.9), likely("Two", 20.0, 1.3), likely("Three", 30.0, 0.7)];
    let expected = Scenarios::new(base.market(), scenarios).unwrap().expected(&base).unwrap();
    for year in 2020..=2022 {
        assert_eq!(expected.total_number(year).unwrap(), base.total_number(year).unwrap());
    }
    let r1 = Scope::of(Axis::REGION, "r1");
    let mean = 1.0 + 0.1 * -0.1 + 0.2 * 0.3 + 0.3 * -0.3;
    let found = expected.number(&r1, 2024).unwrap().value / base.number(&r1, 2024).unwrap().value;
    assert_relative_eq!(found, mean, max_relative = 1e-14);
}

#[test]
fn a_delayed_path_never_goes_back() {
    let base = large(3, 2);
    let scope = Scope::of(Axis::REGION, "r0");
    let step = Step::delay(scope.clone(), 3.0).years(2021, 2023).ramp(Ramp::SCurve);
    let changed = Scenario::new("Late").step(step).apply(&base).unwrap();
    let path: Vec<f64> = (2020..=2024).map(|year| changed.number(&scope, year).unwrap().value).collect();
    assert!(path.is_sorted(), "{path:?}");
}
