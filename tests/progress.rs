//! Long work that tells how far it is: one by one up to all, and with not a bit changed.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{
    Attribution, Axis, Claim, Error, Forecast, Lever, Market, Outcome, Rate, Scenario, Scope, Step, Swings,
    Unit, Years,
};

fn market() -> Market {
    Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026).unwrap())
        .axis(Axis::REGION, ["Europe", "Asia", "Africa"])
        .claims([Claim::value("8.1", 2019), Claim::value("11.6", 2026)])
        .assume_shares(Axis::REGION, [0.5, 0.3, 0.2])
        .build()
        .unwrap()
}

fn forecast() -> Forecast {
    market().forecast().unwrap()
}

/// So many steps, no two of which commute with all others.
fn scenario(steps: usize) -> Scenario {
    let regions = ["Europe", "Asia", "Africa"];
    (0..steps).fold(Scenario::new("S"), |scenario, i| {
        let scope = Scope::of(Axis::REGION, regions[i % 3]);
        scenario.step(match i % 2 {
            0 => Step::scale(scope, 0.95),
            _ => Step::set_growth(scope, Rate::percent(i as f64)),
        })
    })
}

/// Work with and without somebody who is told comes to the same, and who is told hears of each of `all` once.
#[track_caller]
fn check<T: PartialEq + std::fmt::Debug>(
    all: usize,
    quiet: impl FnOnce() -> Result<T, Error>,
    telling: impl FnOnce(&mut dyn FnMut(usize, usize)) -> Result<T, Error>,
) {
    let mut told = Vec::new();
    let found = telling(&mut |done, all| told.push((done, all))).unwrap();
    assert_eq!(told, (1..=all).map(|done| (done, all)).collect::<Vec<_>>());
    assert_eq!(format!("{found:?}"), format!("{:?}", quiet().unwrap()));
}

#[test]
fn bridges_tell_of_steps_selections_and_orders() {
    let base = forecast();
    for (attribution, steps, all) in [
        (Attribution::Listed, 0, 0),
        (Attribution::Listed, 5, 5),
        (Attribution::Shapley, 0, 1),
        (Attribution::Shapley, 1, 2),
        (Attribution::Shapley, Attribution::MOST_EXACT, 4096),
        (Attribution::Shapley, Attribution::MOST_EXACT + 1, 1024),
    ] {
        let scenario = scenario(steps);
        check(
            all,
            || scenario.bridge(&base, Axis::REGION, attribution),
            |progress| scenario.bridge_with_progress(&base, Axis::REGION, attribution, progress),
        );
    }
}

#[test]
fn grids_tell_of_combinations_possible_or_not() {
    let (base, outcome) = (forecast(), Outcome::total(Scope::all(), 2026));
    let scenario = Scenario::new("S")
        .step(Step::scale(Scope::of(Axis::REGION, "Europe"), 1.0))
        .step(Step::shift_growth(Scope::of(Axis::REGION, "Asia"), Rate::ZERO));
    // Growth of −200 points leaves less than nothing.
    let (factor, points) = (Lever::new(0, [0.9, 1.0, 1.1]), Lever::new(1, [-200.0, 1.0]));
    check(
        6,
        || scenario.grid(&base, &factor, &points, &outcome),
        |progress| scenario.grid_with_progress(&base, &factor, &points, &outcome, progress),
    );
}

#[test]
fn sensitivities_tell_of_assumptions() {
    let (market, outcome) = (market(), Outcome::total(Scope::of(Axis::REGION, "Europe"), 2026));
    let all = market.sensitivity(&outcome, Swings::default()).unwrap().swings().len();
    check(
        all,
        || market.sensitivity(&outcome, Swings::default()),
        |progress| market.sensitivity_with_progress(&outcome, Swings::default(), progress),
    );
}

#[test]
fn what_fails_does_not_tell_of_all() {
    let base = forecast();
    let broken = scenario(2).step(Step::shift_growth(Scope::all(), Rate::points(-200.0)));
    let mut last = (0, 1);
    let failed =
        broken.bridge_with_progress(&base, Axis::REGION, Attribution::Listed, |done, all| last = (done, all));
    assert!(failed.is_err() && last.0 < last.1, "{last:?}");
}
