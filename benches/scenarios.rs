//! Scenarios: every step on a large cube, beside a copy of its numbers; grids and order-free bridges on the flagship.
//!
//! ```text
//! cargo bench --bench scenarios
//! ```
//!
//! `copy` is the unit to read the others by: a scenario copies the cube once, and each step passes over it.

use divan::{Bencher, black_box};
use market_outlook::{
    Attribution, Axis, By, Claim, Dimension, Forecast, Lever, Market, Outcome, Ramp, Rate, Recovery,
    Scenario, Scenarios, Scope, Share, Step, Unit, Years, personalization,
};

fn main() {
    divan::main();
}

/// 60,000 cells over 10 years, each region with growth of its own.
fn large() -> Forecast {
    let names = |letter: &str, n: usize| (0..n).map(|i| format!("{letter}{i}")).collect::<Vec<_>>();
    let groups = Dimension::new(Axis::REGION, names("r", 30)).group("half", names("r", 15));
    let mut builder =
        Market::builder("large", Unit::USD_BILLION, Years::new(2020, 2029).expect("years run forwards"))
            .dimension(groups)
            .axis(Axis::SEGMENT, names("s", 10))
            .axis(Axis::PRODUCT, names("p", 20))
            .axis(Axis::INDUSTRY, names("i", 10))
            .claim(Claim::value("1,000", 2020));
    for i in 0..30 {
        let growth = market_outlook::Growth::compound(Rate::percent(1.0 + f64::from(i) / 5.0));
        builder = builder.assume_growth(Scope::of(Axis::REGION, format!("r{i}")), growth);
    }
    builder.build().expect("it is valid").forecast().expect("it has numbers")
}

const STEPS: [&str; 14] = [
    "copy",
    "scale",
    "shift-growth",
    "set-growth",
    "set-value",
    "set-share",
    "move-share",
    "delay",
    "delay-fraction",
    "advance-fraction",
    "shock",
    "cap",
    "floor",
    "scale-holding",
];

fn step(name: &str) -> Option<Step> {
    let all = Scope::all();
    Some(match name {
        "scale" => Step::scale(all, 0.9),
        "shift-growth" => Step::shift_growth(all, Rate::points(-1.0)),
        "set-growth" => Step::set_growth(all, Rate::percent(2.0)),
        "set-value" => Step::set_value(all, 900.0).year(2025),
        "set-share" => Step::set_share(Scope::of(Axis::REGION, "half"), Share::percent(60.0)).year(2025),
        "move-share" => Step::move_share(
            Scope::of(Axis::PRODUCT, "p0"),
            Scope::of(Axis::PRODUCT, "p1"),
            Share::percent(1.0),
        ),
        "delay" => Step::delay(all, 1.0),
        "delay-fraction" => Step::delay(all, 1.5),
        "advance-fraction" => Step::advance(all, 0.5),
        "shock" => Step::shock(all, Share::percent(8.0), Recovery::Straight(3.0)).year(2023),
        "cap" => Step::cap(all, 1100.0),
        "floor" => Step::floor(all, 1100.0),
        "scale-holding" => {
            Step::scale(Scope::of(Axis::REGION, "half"), 0.9).hold(all).hold(Scope::of(Axis::SEGMENT, "s0"))
        }
        _ => return None,
    })
}

#[divan::bench(args = STEPS)]
fn one_step_on_60000_cells_and_10_years(bencher: Bencher, name: &str) {
    let base = large();
    let scenario = step(name).into_iter().fold(Scenario::new("S"), Scenario::step);
    bencher.bench_local(|| scenario.apply(black_box(&base)).expect("no time is taken of an error"));
}

/// 10,000 scenarios: a hundred numbers of one step against a hundred of another.
#[divan::bench]
fn grid_of_10000_on_the_flagship(bencher: Bencher) {
    let base = personalization().forecast().expect("the flagship has numbers");
    let scenario = Scenario::new("S")
        .step(
            Step::shift_growth(Scope::of(Axis::SEGMENT, "B2C"), Rate::ZERO)
                .years(2022, 2026)
                .ramp(Ramp::Linear),
        )
        .step(Step::scale(Scope::of(Axis::REGION, "Europe"), 1.0).years(2023, 2025).ramp(Ramp::SCurve));
    let points = Lever::new(0, (0..100).map(|i| -2.0 + 0.04 * f64::from(i)));
    let factors = Lever::new(1, (0..100).map(|i| 0.8 + 0.004 * f64::from(i)));
    let outcome = Outcome::total(Scope::all(), 2026);
    bencher.bench_local(|| {
        scenario.grid(black_box(&base), &points, &factors, &outcome).expect("no time is taken of an error")
    });
}

#[divan::bench(args = [4, 8, 12, 16])]
fn order_free_bridge_on_the_flagship(bencher: Bencher, steps: usize) {
    let base = personalization().forecast().expect("the flagship has numbers");
    let regions = ["North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa"];
    let scenario = (0..steps).fold(Scenario::new("S"), |scenario, i| {
        let scope = Scope::of(Axis::REGION, regions[i % 5]);
        scenario.step(match i % 3 {
            0 => Step::scale(scope, 0.95),
            1 => Step::shift_growth(scope, Rate::points(-0.5)),
            _ => Step::delay(scope, 0.5),
        })
    });
    bencher.bench_local(|| {
        scenario
            .bridge(black_box(&base), By::axis(Axis::REGION), Attribution::Shapley)
            .expect("no time is taken of an error")
    });
}

#[divan::bench]
fn sensitivity_of_the_flagship(bencher: Bencher) {
    let market = personalization();
    let outcome = Outcome::total(Scope::of(Axis::REGION, "Europe"), 2026);
    bencher.bench_local(|| {
        black_box(&market)
            .sensitivity(&outcome, market_outlook::Swings::default())
            .expect("no time is taken of an error")
    });
}

/// So many scenarios, each on top of the one before, checked together.
#[divan::bench(args = [100, 1000, 10_000], sample_count = 10, sample_size = 1)]
fn chain(bencher: Bencher, scenarios: usize) {
    let market = personalization();
    let link = |i: usize| {
        let scenario = Scenario::new(format!("s{i}")).step(Step::scale(Scope::all(), 0.999_999));
        if i == 0 { scenario } else { scenario.extends(format!("s{}", i - 1)) }
    };
    let chain: Vec<Scenario> = (0..scenarios).map(link).collect();
    bencher.bench(|| Scenarios::new(&market, chain.iter().cloned()));
}
