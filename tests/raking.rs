//! One year and exact margins: the forecast is iterative proportional fitting.
//!
//! Reference: W. E. Deming and F. F. Stephan, "On a least squares adjustment of a sampled frequency table when the
//! expected marginal totals are known", Annals of Mathematical Statistics 11 (1940), written out below.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

mod support;

use market_outlook::{Claim, Error, FindingKind, Market, Printed, Scope, Unit, Years};
use support::Draws;

/// A table to fit: lengths of its axes, a seed, and the axes that each margin keeps.
struct Case {
    lengths: Vec<usize>,
    seed: Vec<f64>,
    margins: Vec<Vec<usize>>,
}

impl Case {
    fn new(draws: &mut Draws, lengths: &[usize], margins: &[&[usize]], zeros: f64) -> Self {
        let cells: usize = lengths.iter().product();
        let seed =
            (0..cells).map(|_| if draws.unit() < zeros { 0.0 } else { 0.1 + 3.0 * draws.unit() }).collect();
        Self { lengths: lengths.to_vec(), seed, margins: margins.iter().map(|m| m.to_vec()).collect() }
    }

    /// The members of a cell.
    fn members(&self, mut cell: usize) -> Vec<usize> {
        let mut members = vec![0; self.lengths.len()];
        for (axis, length) in self.lengths.iter().enumerate().rev() {
            members[axis] = cell % length;
            cell /= length;
        }
        members
    }

    /// Position in a margin for each cell, and how many there are.
    fn slots(&self, margin: &[usize]) -> (Vec<usize>, usize) {
        let slot =
            |cell| margin.iter().fold(0, |slot, &axis| slot * self.lengths[axis] + self.members(cell)[axis]);
        ((0..self.seed.len()).map(slot).collect(), margin.iter().map(|&axis| self.lengths[axis]).product())
    }

    fn margin(&self, table: &[f64], margin: &[usize]) -> Vec<f64> {
        let (slots, count) = self.slots(margin);
        let mut sums = vec![0.0; count];
        slots.iter().zip(table).for_each(|(&slot, value)| sums[slot] += value);
        sums
    }

    /// Sweeps until no margin is off by more than round-off.
    fn fit(&self, targets: &[Vec<f64>]) -> Vec<f64> {
        let mut table = self.seed.clone();
        // Over nine orders of magnitude it takes millions.
        for _ in 0..6_000_000 {
            let mut off = 0.0_f64;
            for (margin, target) in self.margins.iter().zip(targets) {
                let (slots, _) = self.slots(margin);
                let sums = self.margin(&table, margin);
                for (value, &slot) in table.iter_mut().zip(&slots) {
                    if sums[slot] > 0.0 {
                        off = off.max((target[slot] / sums[slot] - 1.0).abs());
                        *value *= target[slot] / sums[slot];
                    }
                }
            }
            if off < 1e-15 {
                break;
            }
        }
        table
    }

    fn scope(&self, axes: &[usize], cell: usize) -> Scope {
        let members = self.members(cell);
        axes.iter()
            .fold(Scope::all(), |scope, &axis| scope.and(format!("x{axis}"), format!("m{}", members[axis])))
    }

    /// The same as a market with exact claims.
    fn market(&self, targets: &[Vec<f64>]) -> Result<Market, Error> {
        let mut builder = Market::builder("raking", Unit::USD_MILLION, Years::new(2020, 2020)?);
        for (axis, &length) in self.lengths.iter().enumerate() {
            builder = builder.axis(format!("x{axis}"), (0..length).map(|m| format!("m{m}")));
        }
        let all: Vec<usize> = (0..self.lengths.len()).collect();
        for (cell, &weight) in self.seed.iter().enumerate() {
            builder = builder.assume_mix(self.scope(&all, cell), weight);
        }
        for (margin, target) in self.margins.iter().zip(targets) {
            let (slots, count) = self.slots(margin);
            for (slot, value) in target.iter().enumerate().take(count) {
                let cell = slots.iter().position(|&s| s == slot).expect("every slot of a margin has a cell");
                let printed = Printed::within(*value, 0.0)?;
                builder = builder.claim(Claim::value(printed, 2020).of(self.scope(margin, cell)));
            }
        }
        builder.build()
    }

    /// Fits margins of another random table with the same zeros, both ways.
    fn check(&self, draws: &mut Draws) {
        let truth: Vec<f64> =
            self.seed.iter().map(|&s| if s > 0.0 { 1.0 + 100.0 * draws.unit() } else { 0.0 }).collect();
        let targets: Vec<Vec<f64>> = self.margins.iter().map(|margin| self.margin(&truth, margin)).collect();
        let expected = self.fit(&targets);
        let forecast = self.market(&targets).unwrap().forecast().unwrap();
        let all: Vec<usize> = (0..self.lengths.len()).collect();
        for (cell, expected) in expected.iter().enumerate() {
            let found = forecast.number(&self.scope(&all, cell), 2020).unwrap().value;
            approx::assert_relative_eq!(found, *expected, max_relative = 1e-9, epsilon = 1e-9);
        }
        assert!(forecast.strict().is_ok());
    }
}

#[test]
fn equal_to_iterative_proportional_fitting_in_two_three_and_four_dimensions() {
    let mut draws = Draws::new(1940);
    for zeros in [0.0, 0.15] {
        Case::new(&mut draws, &[5, 7], &[&[0], &[1]], zeros).check(&mut draws);
        Case::new(&mut draws, &[4, 5, 6], &[&[0], &[1], &[2]], zeros).check(&mut draws);
        Case::new(&mut draws, &[4, 5, 6], &[&[0, 1], &[1, 2], &[0, 2]], zeros).check(&mut draws);
        Case::new(&mut draws, &[4, 3, 5], &[&[0, 1], &[2]], zeros).check(&mut draws);
        Case::new(&mut draws, &[3, 4, 2, 5], &[&[0], &[1], &[2], &[3]], zeros).check(&mut draws);
        Case::new(&mut draws, &[3, 4, 3, 4], &[&[0, 1], &[2, 3], &[1, 2]], zeros).check(&mut draws);
    }
}

#[test]
fn equal_to_iterative_proportional_fitting_over_nine_orders_of_magnitude() {
    // Seeds and tables with cells from a thousandth of a thousandth to a thousand: margins are met to the last digits of
    // their own size, the smallest as well as the largest.
    let mut draws = Draws::new(1948);
    for (lengths, margins) in [
        (&[6, 8][..], &[&[0][..], &[1]][..]),
        (&[4, 5, 3], &[&[0], &[1], &[2]]),
        (&[4, 5, 3], &[&[0, 1], &[1, 2]]),
        (&[3, 4, 5], &[&[0, 1], &[2]]),
    ] {
        let mut case = Case::new(&mut draws, lengths, margins, 0.0);
        let mut wide = |low: f64, orders: f64| f64::powf(10.0, low + orders * draws.unit());
        case.seed.iter_mut().for_each(|weight| *weight = wide(-6.0, 9.0));
        let truth: Vec<f64> = case.seed.iter().map(|seed| seed * wide(-1.0, 2.0)).collect();
        let targets: Vec<Vec<f64>> = case.margins.iter().map(|margin| case.margin(&truth, margin)).collect();
        let expected = case.fit(&targets);
        let forecast = case.market(&targets).unwrap().forecast().unwrap();
        assert!(
            forecast.findings().iter().all(|f| f.kind() != FindingKind::Conflict),
            "{:?}",
            forecast.findings()
        );
        let all: Vec<usize> = (0..case.lengths.len()).collect();
        for (cell, expected) in expected.iter().enumerate() {
            let found = forecast.number(&case.scope(&all, cell), 2020).unwrap().value;
            approx::assert_relative_eq!(found, *expected, max_relative = 1e-9);
        }
    }
}

fn conflicts(case: &Case, targets: &[Vec<f64>]) -> Vec<String> {
    let forecast = case.market(targets).unwrap().forecast().unwrap();
    let kinds = [FindingKind::Conflict, FindingKind::Undecided];
    forecast.findings().iter().filter(|f| kinds.contains(&f.kind())).map(ToString::to_string).collect()
}

#[test]
fn zeros_that_block_the_margins_are_a_named_conflict() {
    // Both rows need more from the one open column than it has: x0 m0 and m1 can only go to x1 m0.
    let case = Case {
        lengths: vec![3, 2],
        seed: vec![1.0, 0.0, 1.0, 0.0, 1.0, 1.0],
        margins: vec![vec![0], vec![1]],
    };
    let found = conflicts(&case, &[vec![40.0, 40.0, 20.0], vec![50.0, 50.0]]);
    assert!(!found.is_empty(), "blocked zeros must not end as success");
}

#[test]
fn three_two_way_margins_that_contradict_over_a_positive_seed_are_a_named_conflict() {
    // Pairwise the margins agree on every one-way total, but no table has all three: x0 = x1 and x1 = x2, yet x0 ≠ x2.
    let case = Case {
        lengths: vec![2, 2, 2],
        seed: vec![1.0; 8],
        margins: vec![vec![0, 1], vec![1, 2], vec![0, 2]],
    };
    let same = vec![50.0, 0.0, 0.0, 50.0];
    let opposite = vec![0.0, 50.0, 50.0, 0.0];
    let almost =
        |table: &[f64]| table.iter().map(|v| if *v > 0.0 { 49.0 } else { 1.0 }).collect::<Vec<f64>>();
    assert!(!conflicts(&case, &[same.clone(), same.clone(), opposite.clone()]).is_empty());
    assert!(!conflicts(&case, &[almost(&same), almost(&same), almost(&opposite)]).is_empty());
}

#[test]
fn margins_that_disagree_on_a_shared_sub_margin_are_a_named_conflict() {
    let case = Case { lengths: vec![2, 2, 2], seed: vec![1.0; 8], margins: vec![vec![0, 1], vec![0, 2]] };
    let found = conflicts(&case, &[vec![30.0, 20.0, 25.0, 25.0], vec![20.0, 20.0, 30.0, 30.0]]);
    assert!(found.iter().any(|f| f.contains("'m0'") || f.contains("'m1'")), "{found:?}");
}

#[test]
fn exact_shares_of_one_total_are_the_values_they_stand_for() {
    let names = |axis: &str, n: usize| (0..n).map(|i| format!("{axis}{i}")).collect::<Vec<_>>();
    let parts = [("a", vec![10.0, 20.0, 30.0, 25.0, 15.0]), ("b", vec![5.0, 0.0, 45.0, 12.5, 37.5])];
    let forecast = |as_shares: bool| {
        let years = Years::new(2020, 2026).unwrap();
        let mut market = Market::builder("m", Unit::USD_MILLION, years)
            .axis("a", names("a", 5))
            .axis("b", names("b", 5))
            .axis("c", names("c", 3));
        for (year, total) in [(2020, 800.0), (2023, 1000.0), (2026, 1600.0)] {
            market = market.claim(Claim::value(Printed::within(total, 0.0).unwrap(), year));
            for (axis, shares) in &parts {
                for (i, share) in shares.iter().enumerate() {
                    let part = if as_shares { *share } else { 0.01 * share * total };
                    let part = Printed::within(part, 0.0).unwrap();
                    let claim = if as_shares { Claim::share(part, year) } else { Claim::value(part, year) };
                    market = market.claim(claim.of(Scope::of(*axis, format!("{axis}{i}"))));
                }
            }
        }
        market.build().unwrap().forecast().unwrap()
    };
    let (shares, values) = (forecast(true), forecast(false));
    for (a, b, c) in (0..75).map(|cell| (cell / 15, cell / 3 % 5, cell % 3)) {
        let cell = Scope::of("a", format!("a{a}")).and("b", format!("b{b}")).and("c", format!("c{c}"));
        let path = |forecast: &market_outlook::Forecast| forecast.within(&cell).unwrap().path();
        for (year, (share, value)) in path(&shares).iter().zip(path(&values)).enumerate() {
            // Between printed years values hold the path of each part to a constant rate, and shares that of the total alone.
            let room = if year % 3 == 0 { 1e-8 } else { 2e-7 };
            approx::assert_relative_eq!(*share, value, max_relative = room, epsilon = 1e-9);
        }
    }
}
