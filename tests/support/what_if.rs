//! Random markets and random adjustments of them.

use market_outlook::{
    Claim, Forecast, Growth, Market, Ramp, Rate, Recovery, Scope, Share, Step, Unit, Years,
};

use super::Draws;

/// The years of every market here.
pub(crate) const YEARS: (i32, i32) = (2020, 2026);

/// A forecast over two axes with a group each, grown at random.
pub(crate) fn forecast(draws: &mut Draws) -> Forecast {
    let regions: Vec<String> = (0..3 + draws.below(3)).map(|i| format!("r{i}")).collect();
    let products: Vec<String> = (0..2 + draws.below(3)).map(|i| format!("p{i}")).collect();
    let shares = |draws: &mut Draws, n: usize| {
        let raw: Vec<f64> = (0..n).map(|_| 0.1 + draws.unit()).collect();
        let sum: f64 = raw.iter().sum();
        raw.into_iter().map(|share| share / sum).collect::<Vec<f64>>()
    };
    let region = market_outlook::Dimension::new("region", regions.clone()).group("two", ["r0", "r1"]);
    let product = market_outlook::Dimension::new("product", products.clone()).group("all", products.clone());
    let (region_shares, product_shares) = (shares(draws, regions.len()), shares(draws, products.len()));
    let mut builder = Market::builder(
        "random",
        Unit::USD_BILLION,
        Years::new(YEARS.0, YEARS.1).expect("they run forwards"),
    )
    .dimension(region)
    .dimension(product)
    .claim(Claim::value(format!("{:.1}", 5.0 + 200.0 * draws.unit()), YEARS.0))
    .assume_shares("region", region_shares)
    .assume_shares("product", product_shares);
    for name in &regions {
        let growth = Growth::compound(Rate::percent(-5.0 + 25.0 * draws.unit()));
        builder = builder.assume_growth(Scope::of("region", name), growth);
    }
    for name in &products {
        let points = Growth::points_above_market(4.0 * draws.unit() - 2.0);
        builder = builder.assume_growth(Scope::of("product", name), points);
    }
    builder.build().expect("it is valid").forecast().expect("it has numbers")
}

/// All, a region, a group, a product, or a cell.
pub(crate) fn scope(draws: &mut Draws) -> Scope {
    let region = |draws: &mut Draws| Scope::of("region", format!("r{}", draws.below(3)));
    match draws.below(6) {
        0 => Scope::all(),
        1 => Scope::of("region", "two"),
        2 => Scope::of("product", format!("p{}", draws.below(2))),
        3 => region(draws).and("product", format!("p{}", draws.below(2))),
        _ => region(draws),
    }
}

/// A step of any kind whose number leaves room for others; some will not be possible for all numbers.
pub(crate) fn step(draws: &mut Draws) -> Step {
    let scope = scope(draws);
    let step = match draws.below(11) {
        0 => Step::scale(scope, 0.5 + draws.unit()),
        1 => Step::shift_growth(scope, Rate::points(10.0 * draws.unit() - 5.0)),
        2 => Step::set_growth(scope, Rate::percent(30.0 * draws.unit() - 10.0)),
        3 => Step::set_value(scope, 100.0 * draws.unit()),
        4 => Step::set_share(scope, Share::percent(100.0 * draws.unit())),
        5 => {
            let (from, to) = (draws.below(3), draws.below(2));
            let other = if to >= from { to + 1 } else { to };
            let region = |i: usize| Scope::of("region", format!("r{i}"));
            Step::move_share(region(from), region(other), Share::percent(5.0 * draws.unit()))
        }
        6 => Step::delay(scope, 3.0 * draws.unit()),
        7 => Step::advance(scope, 3.0 * draws.unit()),
        8 => {
            let recoveries = [Recovery::Never, Recovery::Straight(3.0), Recovery::HalfLife(1.5)];
            Step::shock(scope, Share::percent(50.0 * draws.unit()), recoveries[draws.below(3)])
        }
        9 => Step::cap(scope, 100.0 * draws.unit()),
        _ => Step::floor(scope, 100.0 * draws.unit()),
    };
    timed(draws, step)
}

/// The same step in random years after the first, on a random ramp.
pub(crate) fn timed(draws: &mut Draws, step: Step) -> Step {
    let first = YEARS.0 + 1 + draws.below(5) as i32;
    let last = first + draws.below((YEARS.1 - first + 1) as usize) as i32;
    step.years(first, last).ramp(Ramp::ALL[draws.below(3)])
}
