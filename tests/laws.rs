//! What must hold for every market, tried on random ones.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

mod support;

use approx::assert_relative_eq;
use market_outlook::{
    Axis, By, Claim, Finding, FindingKind, Forecast, Growth, Market, MarketBuilder, Rate, Scale, Scope, Unit,
    Years,
};
use proptest::prelude::*;
use support::Draws;

/// Relative room for round-off where two ways of adding or scaling the same numbers are compared.
const ROUND_OFF: f64 = 1e-9;

/// Relative: how far growth may move a stated share. Growth is made to fit first, with sizes held; what its last digits leave
/// open then costs a claim and a share something, and both give way a little. A hundredth of a printed digit is above it.
const ALL_BUT_HELD: f64 = 5e-5;

/// A random market of two axes, stated in a form that tests can vary.
#[derive(Clone)]
struct Random {
    first: i32,
    last: i32,
    regions: Vec<String>,
    products: Vec<String>,
    region_shares: Vec<f64>,
    product_shares: Vec<f64>,
    points: f64,
    /// Values in USD billion: scope, text, year.
    values: Vec<(Scope, String, i32)>,
    growth: Vec<(Scope, String)>,
}

impl Random {
    fn new(seed: u64) -> Self {
        let mut draws = Draws::new(seed);
        let name = |letter: &str, n: usize| (0..n).map(|i| format!("{letter}{i}")).collect::<Vec<_>>();
        let (regions, products) = (name("r", 2 + draws.below(4)), name("p", 2 + draws.below(3)));
        // Whole percentages that make 100: twos for everyone and the rest at random.
        let mut shares = |n: usize| {
            let mut shares = vec![2.0; n];
            for _ in 0..100 - 2 * n {
                shares[draws.below(n)] += 1.0;
            }
            shares
        };
        let (region_shares, product_shares) = (shares(regions.len()), shares(products.len()));
        let (first, last) = (2019, 2020 + draws.below(8) as i32);
        let start = 5.0 + 90.0 * draws.unit();
        let rate = -0.05 + 0.2 * draws.unit();
        let end = start * f64::powi(1.0 + rate, last - first);
        let mut values =
            vec![(Scope::all(), format!("{start:.1}"), first), (Scope::all(), format!("{end:.1}"), last)];
        let mut growth = Vec::new();
        if draws.unit() < 0.5 {
            let share = region_shares[0] / 100.0 * (0.8 + 0.4 * draws.unit());
            values.push((Scope::of("region", "r0"), format!("{:.1}", end * share), last));
        }
        if draws.unit() < 0.5 {
            growth.push((Scope::of("product", "p1"), format!("{:.1}%", 100.0 * rate + 4.0 * draws.unit())));
        }
        let points = 4.0 * draws.unit() - 2.0;
        Self { first, last, regions, products, region_shares, product_shares, points, values, growth }
    }

    /// The market over these years, its figures printed for USD billion whatever the unit.
    fn builder(&self, unit: Unit, first: i32, last: i32) -> MarketBuilder {
        let value = |(scope, text, year): &(Scope, String, i32)| {
            Claim::value(format!("${text}B"), *year).of(scope.clone())
        };
        let growth = |(scope, text): &(Scope, String)| {
            Claim::growth(text.clone(), self.first, self.last).of(scope.clone())
        };
        Market::builder("random", unit, Years::new(first, last).unwrap())
            .base(self.first)
            .axis(Axis::REGION, self.regions.clone())
            .axis(Axis::PRODUCT, self.products.clone())
            .assume_shares(Axis::REGION, self.region_shares.clone())
            .assume_shares(Axis::PRODUCT, self.product_shares.clone())
            .assume_growth(Scope::all(), Growth::compound(Rate::percent(4.0)))
            .assume_growth(Scope::of("region", "r1"), Growth::points_above_market(self.points))
            .claims(self.values.iter().map(value))
            .claims(self.growth.iter().map(growth))
    }

    fn forecast(&self) -> Forecast {
        self.builder(Unit::USD_BILLION, self.first, self.last).build().unwrap().forecast().unwrap()
    }

    fn cells(&self) -> impl Iterator<Item = Scope> {
        let cell = |region: &String, product: &String| {
            Scope::of("region", region.clone()).and("product", product.clone())
        };
        self.regions.iter().flat_map(move |r| self.products.iter().map(move |p| cell(r, p)))
    }

    fn paths<'a>(&'a self, forecast: &'a Forecast) -> impl Iterator<Item = Vec<f64>> + 'a {
        self.cells().map(|cell| forecast.within(&cell).unwrap().path())
    }
}

fn conflicts(forecast: &Forecast) -> Vec<&Finding> {
    let kinds = [FindingKind::Conflict, FindingKind::Undecided];
    forecast.findings().iter().filter(|f| kinds.contains(&f.kind())).collect()
}

fn close(found: &[f64], expected: &[f64], factor: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_relative_eq!(*found, expected * factor, max_relative = ROUND_OFF);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_sum_to_the_whole_on_every_axis(seed: u64) {
        let random = Random::new(seed);
        let forecast = random.forecast();
        for by in [By::axis(Axis::REGION), By::axis(Axis::PRODUCT), By::axis(Axis::REGION).and(Axis::PRODUCT)] {
            let table = forecast.by(by).unwrap();
            let total = table.total_row().unwrap();
            for column in 0..table.columns().len() {
                let parts: f64 = (0..total).map(|row| table.value(row, column).unwrap()).sum();
                assert_relative_eq!(parts, table.value(total, column).unwrap(), max_relative = ROUND_OFF);
            }
        }
    }

    #[test]
    fn the_unit_of_the_market_changes_no_number(seed: u64) {
        let random = Random::new(seed);
        let expected: Vec<_> = random.paths(&random.forecast()).collect();
        for (scale, factor) in [(Scale::One, 1e9), (Scale::Thousand, 1e6), (Scale::Million, 1e3), (Scale::Trillion, 1e-3)] {
            let unit = Unit::new("USD", scale).unwrap();
            let forecast = random.builder(unit, random.first, random.last).build().unwrap().forecast().unwrap();
            random.paths(&forecast).zip(&expected).for_each(|(found, expected)| close(&found, expected, factor));
        }
    }

    #[test]
    fn empty_years_at_either_end_change_nothing(seed: u64) {
        let random = Random::new(seed);
        let wider = random.builder(Unit::USD_BILLION, random.first - 3, random.last + 4).build().unwrap().forecast().unwrap();
        let years = 3..4 + (random.last - random.first) as usize;
        for (found, expected) in random.paths(&wider).zip(random.paths(&random.forecast())) {
            close(&found[years.clone()], &expected, 1.0);
        }
    }

    #[test]
    fn permuting_members_permutes_rows(seed: u64) {
        let random = Random::new(seed);
        let mut turned = random.clone();
        turned.regions.rotate_left(1);
        turned.region_shares.rotate_left(1);
        let (one, other) = (random.forecast(), turned.forecast());
        for (found, expected) in random.paths(&other).zip(random.paths(&one)) {
            close(&found, &expected, 1.0);
        }
    }

    #[test]
    fn growth_claims_leave_stated_base_year_shares_alone(seed: u64) {
        let mut random = Random::new(seed);
        random.values.truncate(1);
        random.growth = vec![(Scope::of("region", "r0"), "8.0%".into()), (Scope::of("product", "p0"), "-1.5%".into())];
        let forecast = random.forecast();
        for (region, share) in random.regions.iter().zip(&random.region_shares) {
            let found = forecast.share(&Scope::of("region", region.clone()), random.first).unwrap();
            assert_relative_eq!(found.to_percent(), *share, max_relative = ALL_BUT_HELD);
        }
        assert!(conflicts(&forecast).is_empty());
    }

    #[test]
    fn balancing_the_balanced_changes_nothing(seed: u64) {
        let random = Random::new(seed);
        let forecast = random.forecast();
        let mut again = random.clone();
        again.values = (random.first..=random.last)
            .flat_map(|year| random.cells().map(move |cell| (cell, year)))
            .map(|(cell, year)| (cell.clone(), format!("{:.12}", forecast.number(&cell, year).unwrap().value), year))
            .collect();
        again.growth.clear();
        for (found, expected) in random.paths(&again.forecast()).zip(random.paths(&forecast)) {
            close(&found, &expected, 1.0);
        }
    }

    #[test]
    fn merging_two_members_that_nothing_tells_apart_can_come_first_or_last(seed: u64) {
        let mut random = Random::new(seed);
        random.points = 0.0;
        let (kept, gone) = (random.products.len() - 2, random.products.len() - 1);
        let is_told = |scope: &Scope| scope.terms().any(|(axis, _)| *axis == Axis::PRODUCT);
        random.growth.retain(|(scope, _)| !is_told(scope));
        let mut merged = random.clone();
        merged.products.truncate(gone);
        merged.product_shares[kept] += merged.product_shares[gone];
        merged.product_shares.truncate(gone);
        let sum = |forecast: &Forecast, names: &[&String]| -> Vec<f64> {
            let paths: Vec<_> = names.iter().map(|n| forecast.within(&Scope::of("product", (*n).clone())).unwrap().path()).collect();
            (0..paths[0].len()).map(|t| paths.iter().map(|path| path[t]).sum()).collect()
        };
        let apart = sum(&random.forecast(), &[&random.products[kept], &random.products[gone]]);
        close(&sum(&merged.forecast(), &[&merged.products[kept]]), &apart, 1.0);
    }

    #[test]
    fn the_same_model_gives_the_same_bits(seed: u64) {
        let random = Random::new(seed);
        let (one, other) = (random.forecast(), random.forecast());
        for (a, b) in random.paths(&one).zip(random.paths(&other)) {
            prop_assert!(a.iter().zip(&b).all(|(a, b)| a.to_bits() == b.to_bits()));
        }
    }
}

/// A published table made from random true numbers by rounding: it is consistent, whatever the rounding.
struct Rounded {
    market: MarketBuilder,
    /// Scope, digits, year, first year of a growth rate, the true number.
    cells: Vec<(Scope, usize, i32, Option<i32>, f64)>,
}

impl Rounded {
    fn new(seed: u64) -> Self {
        let mut draws = Draws::new(seed);
        let (rows, years, gap) = (3 + draws.below(12), 2 + draws.below(7), 1 + draws.below(3) as i32);
        let year = |t: usize| 2015 + t as i32 * gap;
        let mut total = vec![100.0 * f64::powf(10.0, 3.0 * draws.unit())];
        for t in 1..years {
            total.push(total[t - 1] * (0.85 + 0.4 * draws.unit()));
        }
        let digits = draws.below(3);
        let mut paths = vec![(Scope::all(), digits, total.clone())];
        let mut market =
            Market::builder("table", Unit::USD_MILLION, Years::new(2015, year(years - 1)).unwrap());
        for (axis, members) in [("x", rows), ("y", if draws.unit() < 0.5 { 0 } else { 2 + draws.below(5) })] {
            if members == 0 {
                continue;
            }
            let digits = digits + draws.below(2);
            let parts = split(&mut draws, &total, members);
            let names: Vec<String> = (0..members).map(|m| format!("{axis}{m}")).collect();
            let mut dimension = market_outlook::Dimension::new(axis, names.clone());
            if members > 4 {
                let group = 2 + draws.below(members - 3);
                dimension = dimension.group("group", names[..group].to_vec());
                let sum = (0..years).map(|t| parts[..group].iter().map(|part| part[t]).sum()).collect();
                paths.push((Scope::of(axis, "group"), digits, sum));
            }
            paths.extend(
                names.iter().zip(parts).map(|(name, part)| (Scope::of(axis, name.clone()), digits, part)),
            );
            market = market.dimension(dimension);
        }
        let rate_digits = draws.below(2);
        let rates = draws.unit() < 0.7;
        let mut cells = Vec::new();
        for (scope, digits, path) in &paths {
            for (t, value) in path.iter().enumerate() {
                cells.push((scope.clone(), *digits, year(t), None, *value));
                if rates && t > 0 {
                    let rate = f64::powf(value / path[t - 1], 1.0 / f64::from(gap)) - 1.0;
                    cells.push((scope.clone(), rate_digits, year(t), Some(year(t - 1)), 100.0 * rate));
                }
            }
        }
        Self { market, cells }
    }

    fn forecast(self) -> Forecast {
        let claim = |(scope, digits, year, from, number): &(Scope, usize, i32, Option<i32>, f64)| match from {
            None => Claim::value(format!("{number:.digits$}"), *year).of(scope.clone()),
            Some(from) => Claim::growth(format!("{number:.digits$}%"), *from, *year).of(scope.clone()),
        };
        let claims: Vec<Claim> = self.cells.iter().map(claim).collect();
        self.market.claims(claims).build().unwrap().forecast().unwrap()
    }
}

/// Members of a whole over the years, of very different sizes, each going its own way.
fn split(draws: &mut Draws, total: &[f64], members: usize) -> Vec<Vec<f64>> {
    let mut weights: Vec<f64> = (0..members).map(|_| f64::powf(10.0, 1.5 * draws.unit())).collect();
    let mut parts = vec![Vec::new(); members];
    for whole in total {
        let sum: f64 = weights.iter().sum();
        for (part, weight) in parts.iter_mut().zip(&mut weights) {
            part.push(whole * *weight / sum);
            *weight *= 0.8 + 0.4 * draws.unit();
        }
    }
    parts
}

#[test]
fn consistent_tables_that_are_merely_rounded_never_end_as_a_conflict() {
    for seed in 0..150 {
        let forecast = Rounded::new(seed * 1000 + 5).forecast();
        assert!(conflicts(&forecast).is_empty(), "seed {seed}: {:?}", conflicts(&forecast));
        for one in forecast.reproductions() {
            assert!(
                one.residual().abs() <= 1.0 + ROUND_OFF,
                "seed {seed}: {} comes to {}",
                one.text,
                one.reproduced
            );
        }
    }
}
