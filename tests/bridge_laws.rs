//! What must hold for every bridge, tried on random scenarios.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

mod support;

use market_outlook::{
    Attribution, By, Claim, Dimension, Forecast, Market, RowKind, Scenario, Scope, Step, Table, Unit, Years,
};
use proptest::prelude::*;
use support::Draws;
use support::what_if::{forecast, step};

const BOTH: [Attribution; 2] = [Attribution::Listed, Attribution::Shapley];

/// A scenario of random steps that can all be applied, in any selection.
fn scenario(draws: &mut Draws, base: &Forecast, steps: usize) -> Scenario {
    let mut scenario = Scenario::new("S");
    while scenario.steps().len() < steps {
        let longer = scenario.clone().step(step(draws));
        if BOTH.iter().all(|attribution| longer.bridge(base, By::total(), *attribution).is_ok()) {
            scenario = longer;
        }
    }
    scenario
}

/// The rows of a kind in a table, year by year.
fn rows(table: &Table, kind: RowKind) -> Vec<Vec<f64>> {
    let numbers = |row: usize| table.numbers(row).iter().map(|number| number.unwrap().value).collect();
    (0..table.rows().len()).filter(|&row| table.rows()[row].kind() == kind).map(numbers).collect()
}

/// Changes add up to the difference of the levels, to 1e-12 of what they are added to.
fn adds_up(table: &Table) -> Result<(), TestCaseError> {
    let (levels, changes) = (rows(table, RowKind::Level), rows(table, RowKind::Change));
    prop_assert_eq!(levels.len(), 2);
    for t in 0..levels[0].len() {
        let (before, after) = (levels[0][t], levels[1][t]);
        let sum: f64 = changes.iter().map(|change| change[t]).sum();
        let size = changes.iter().map(|change| change[t].abs()).fold(before.abs() + after.abs(), f64::max);
        prop_assert!((before + sum - after).abs() <= 1e-12 * size, "{} + {} is not {}", before, sum, after);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_cut_of_a_bridge_adds_up(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let count = 1 + draws.below(4);
        let scenario = scenario(&mut draws, &base, count);
        for attribution in BOTH {
            let bridge = scenario.bridge(&base, By::axis("region").and("product"), attribution).unwrap();
            for table in [bridge.by_step(), bridge.by_row(), bridge.by_step_and_row()] {
                adds_up(&table.unwrap())?;
            }
            // What a step adds to the rows adds up to what it adds.
            let (steps, both) = (bridge.by_step().unwrap(), bridge.by_step_and_row().unwrap());
            let (steps, both) = (rows(&steps, RowKind::Change), rows(&both, RowKind::Change));
            for (step, parts) in steps.iter().zip(both.chunks_exact(both.len() / steps.len())) {
                for (t, whole) in step.iter().enumerate() {
                    let sum: f64 = parts.iter().map(|part| part[t]).sum();
                    prop_assert!((sum - whole).abs() <= 1e-12 * base.path()[t]);
                }
            }
            prop_assert!(bridge.standard_errors().is_err());
        }
    }

    #[test]
    fn steps_that_do_the_same_contribute_the_same_wherever_they_stand(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let first = scenario(&mut draws, &base, 2);
        let scale = Step::scale(Scope::of("region", "r0"), 0.5 + draws.unit()).year(2023);
        let nothing = Step::scale(Scope::all(), 1.0);
        let steps = [vec![scale.clone()], first.steps().to_vec(), vec![scale, nothing]].concat();
        let whole = steps.into_iter().fold(Scenario::new("S"), Scenario::step);
        // Steps about sizes may not be possible with others around them.
        let Ok(bridge) = whole.bridge(&base, By::total(), Attribution::Shapley) else { return Ok(()) };
        let changes = rows(&bridge.by_step().unwrap(), RowKind::Change);
        let first_commutes = first.steps().iter().all(|step| {
            use market_outlook::StepKind::{Cap, Delay, Advance, Floor, SetGrowth, SetShare, SetValue, MoveShare, ShiftGrowth};
            !matches!(step.kind(), Cap { .. } | Floor { .. } | SetValue { .. } | SetShare { .. } | SetGrowth { .. } | ShiftGrowth { .. } | MoveShare { .. } | Delay { .. } | Advance { .. })
        });
        let size = base.path();
        for (nothing, size) in changes[4].iter().zip(&size) {
            prop_assert!(nothing.abs() <= 1e-12 * size, "nothing contributes {}", nothing);
        }
        for ((one, other), size) in changes[0].iter().zip(&changes[3]).zip(&size).filter(|_| first_commutes) {
            prop_assert!((one - other).abs() <= 1e-12 * size);
        }
    }
}

/// Shapley values by their definition: the mean over all orders of joining.
#[test]
fn exact_values_are_the_mean_over_all_orders() {
    let base = forecast(&mut Draws::new(7));
    let b = Scope::of("region", "r1");
    let steps = [
        Step::scale(b.clone(), 0.7).year(2022),
        Step::cap(b.clone(), 0.9 * base.number(&b, 2024).unwrap().value).year(2023),
        Step::set_growth(b.clone(), market_outlook::Rate::percent(4.0)).years(2023, 2025),
        Step::shock(Scope::all(), market_outlook::Share::percent(10.0), market_outlook::Recovery::Never)
            .year(2024),
    ];
    let value = |chosen: &[bool; 4]| {
        let chosen = steps.iter().zip(chosen).filter(|(_, is_in)| **is_in).map(|(step, _)| step.clone());
        chosen.fold(Scenario::new("S"), Scenario::step).apply(&base).unwrap().total(2026).unwrap()
    };
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..4 {
        let longer = |order: &Vec<usize>| {
            let others: Vec<usize> = (0..4).filter(|i| !order.contains(i)).collect();
            others.into_iter().map(|i| [order.as_slice(), &[i]].concat()).collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    let mut means = [0.0; 4];
    for order in &orders {
        let mut chosen = [false; 4];
        for &step in order {
            let before = value(&chosen);
            chosen[step] = true;
            means[step] += (value(&chosen) - before) / orders.len() as f64;
        }
    }
    let whole = steps.into_iter().fold(Scenario::new("S"), Scenario::step);
    let bridge = whole.bridge(&base, By::total(), Attribution::Shapley).unwrap().by_step().unwrap();
    assert_eq!(orders.len(), 24);
    for (found, expected) in rows(&bridge, RowKind::Change).iter().zip(means) {
        assert!(
            (found[6] - expected).abs() < 1e-12 * base.total(2026).unwrap(),
            "{found:?}, expected {expected}"
        );
    }
}

/// Factors on one number: the Shapley value of equal factors is an equal part, whatever their number.
#[test]
fn more_steps_than_can_be_counted_are_sampled_and_say_how_well() {
    let market = Market::builder("m", Unit::USD_BILLION, Years::new(2020, 2020).unwrap())
        .claim(Claim::value("100", 2020))
        .build()
        .unwrap();
    let base = market.forecast().unwrap();
    let steps = 16;
    let scenario = (0..steps).fold(Scenario::new("Sixteen"), |scenario, i| {
        let factor = if i < 15 { 0.95 } else { 0.5 };
        scenario.step(Step::scale(Scope::all(), factor).year(2020).named(format!("Step {i}")))
    });
    let bridge = scenario.bridge(&base, By::total(), Attribution::Shapley).unwrap();
    let table = bridge.by_step().unwrap();
    adds_up(&table).unwrap();
    let (found, errors) = (rows(&table, RowKind::Change), bridge.standard_errors().unwrap());
    // The last factor meets k of the fifteen others before it with equal chances for k from 0 to 15.
    let total = base.total(2020).unwrap();
    let last: f64 = (0..16).map(|k| -0.5 * total * 0.95_f64.powi(k) / 16.0).sum();
    let others = total * (0.95_f64.powi(15) * 0.5 - 1.0) - last;
    let expected = |i: usize| if i < 15 { others / 15.0 } else { last };
    for (i, found) in found.iter().enumerate() {
        let error = errors.value(i, 0).unwrap();
        assert!(error > 0.0 && error < 0.1);
        assert!(
            (found[0] - expected(i)).abs() <= 4.0 * error,
            "step {i}: {found:?}, expected {}",
            expected(i)
        );
    }
    assert!(
        table.notes()[0].contains("sampled, with a standard error of at most 0.0"),
        "{:?}",
        table.notes()
    );
    assert_eq!(bridge, scenario.bridge(&base, By::total(), Attribution::Shapley).unwrap());
}

#[test]
fn the_rows_of_a_bridge_are_told_apart() {
    let market = Market::builder("m", Unit::USD_BILLION, Years::new(2020, 2021).unwrap())
        .dimension(Dimension::new("region", ["A", "Base"]).group("All", ["A", "Base"]).group("Some", ["A"]))
        .claim(Claim::value("10.0", 2020))
        .basis("list prices")
        .build()
        .unwrap();
    let base = market.forecast().unwrap();
    let scenario = Scenario::new("Downturn")
        .step(Step::scale(Scope::all(), 0.9).named("Downturn"))
        .step(Step::scale(Scope::all(), 0.9).named("Downturn"));
    let rows = |table: &Table| table.rows().iter().map(ToString::to_string).collect::<Vec<_>>();
    let bridge = scenario.bridge(&base, "region", Attribution::Listed).unwrap();
    let (steps, regions) = (bridge.by_step().unwrap(), bridge.by_row().unwrap());
    assert_eq!(rows(&steps), ["Base", "Downturn", "Downturn (2)", "Downturn, total"]);
    assert_eq!(rows(&regions), ["Base, total", "A", "Base", "Downturn"]);
    assert_eq!(rows(&bridge.by_step_and_row().unwrap())[..2], ["Base", "Downturn / A"]);
    // What is added has no growth of its own.
    let growth = steps.cagr().unwrap();
    assert_eq!((growth.value(0, 0).is_some(), growth.value(1, 0)), (true, None));
    let again = scenario.apply(&base).unwrap();
    let twice = scenario.bridge(&again, By::total(), Attribution::Listed).unwrap();
    assert_eq!(rows(&twice.by_row().unwrap()), ["Downturn", "All steps", "Downturn, then Downturn"]);
    let none = Scenario::new("Base").bridge(&base, By::total(), Attribution::Listed).unwrap();
    assert_eq!(rows(&none.by_step().unwrap()), ["Base, before", "Base, after"]);
    adds_up(&twice.by_row().unwrap()).unwrap();
    for table in [steps, regions, twice.by_step().unwrap(), twice.by_row().unwrap()] {
        let rows = rows(&table);
        assert_eq!(rows.iter().collect::<std::collections::BTreeSet<_>>().len(), rows.len(), "{rows:?}");
    }
    let groups = scenario.bridge(&base, By::groups("region"), Attribution::Listed).unwrap();
    let notes = |table: Table| table.notes().to_vec();
    let (basis, overlap) = ("Basis: list prices.", "Rows overlap and do not add up to the total.");
    let order = "Each step is what it adds to those listed before it.";
    assert_eq!(notes(groups.by_row().unwrap()), [basis, overlap]);
    assert_eq!(notes(groups.by_step().unwrap()), [basis, order]);
    assert_eq!(notes(groups.by_step_and_row().unwrap()), [basis, overlap, order]);
}
