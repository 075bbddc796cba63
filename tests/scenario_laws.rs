//! What must hold for every scenario, tried on random ones.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

mod support;

use approx::assert_relative_eq;
use market_outlook::{By, Forecast, Rate, Recovery, Scenario, Scope, Share, Step};
use proptest::prelude::*;
use support::Draws;
use support::what_if::{YEARS, forecast, scope, step, timed};

/// Relative room for round-off where the same numbers are reached on two ways.
const ROUND_OFF: f64 = 1e-12;

/// The paths of all cells.
fn cells(forecast: &Forecast) -> Vec<(Scope, Vec<f64>)> {
    let table = forecast.by(By::axis("region").and("product")).unwrap();
    let rows = table.rows().iter().filter(|row| !row.labels().is_empty());
    rows.map(|row| Scope::of("region", &row.labels()[0]).and("product", &row.labels()[1]))
        .map(|scope| (scope.clone(), forecast.within(&scope).unwrap().path()))
        .collect()
}

fn bits(path: &[f64]) -> Vec<u64> {
    path.iter().map(|value| value.to_bits()).collect()
}

fn path(forecast: &Forecast, scope: &Scope) -> Vec<f64> {
    forecast.within(scope).unwrap().path()
}

fn close(found: &Forecast, expected: &Forecast) {
    for ((scope, found), (_, expected)) in cells(found).iter().zip(&cells(expected)) {
        for (found, expected) in found.iter().zip(expected) {
            let difference = (found - expected).abs();
            assert!(difference <= ROUND_OFF * expected.abs(), "{scope}: {found}, expected {expected}");
        }
    }
}

/// What cannot be tried: the case does not count.
fn impossible() -> Result<(), TestCaseError> {
    Err(TestCaseError::reject("a step that the numbers do not allow"))
}

fn run(forecast: &Forecast, steps: impl IntoIterator<Item = Step>) -> Option<Forecast> {
    steps.into_iter().fold(Scenario::new("S"), Scenario::step).apply(forecast).ok()
}

/// Whether a scope has a cell in common with another.
fn meets(forecast: &Forecast, a: &Scope, b: &Scope) -> bool {
    forecast.within(a).unwrap().within(b).is_ok()
}

/// Whether every cell of a scope is one of another.
fn is_within(forecast: &Forecast, part: &Scope, whole: &Scope) -> bool {
    let count = |forecast: &Forecast| {
        let table = forecast.by(By::axis("region").and("product")).unwrap();
        table.rows().len()
    };
    let part = forecast.within(part).unwrap();
    part.within(whole).is_ok_and(|both| count(&both) == count(&part))
}

proptest! {
    // Steps that the numbers do not allow are drawn anew, but no more often than that.
    #![proptest_config(ProptestConfig {
        cases: 256,
        max_global_rejects: 2048,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_step_that_does_nothing_changes_no_bit(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let scope = scope(&mut draws);
        let (from, to) = (Scope::of("region", "r0"), Scope::of("region", "r1"));
        let neutral = [
            Step::scale(scope.clone(), 1.0),
            Step::shift_growth(scope.clone(), Rate::ZERO),
            Step::delay(scope.clone(), 0.0),
            Step::advance(scope.clone(), 0.0),
            Step::shock(scope.clone(), Share::percent(0.0), Recovery::HalfLife(2.0)),
            Step::cap(scope.clone(), 1e9),
            Step::floor(scope.clone(), 0.0),
            Step::move_share(from, to, Share::percent(0.0)),
        ];
        prop_assert_eq!(cells(&run(&base, []).unwrap()), cells(&base));
        for step in neutral {
            let step = timed(&mut draws, step);
            let held = step.clone().hold(Scope::of("product", "p1")).hold(Scope::all());
            for step in [Some(step), Some(held).filter(|step| *step.scope() == Scope::of("region", "r2"))] {
                let Some(step) = step else { continue };
                let changed = run(&base, [step.clone()]).unwrap();
                for ((scope, found), (_, expected)) in cells(&changed).iter().zip(&cells(&base)) {
                    prop_assert_eq!(bits(found), bits(expected), "{} changes {}", step, scope);
                }
            }
        }
    }

    #[test]
    fn nothing_changes_outside_the_scope_or_before_the_years(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let step = step(&mut draws);
        let Some(changed) = run(&base, [step.clone()]) else { return impossible() };
        let moves = matches!(step.kind(), market_outlook::StepKind::MoveShare { .. });
        for ((cell, before), (_, after)) in cells(&base).iter().zip(&cells(&changed)) {
            prop_assert!(after.iter().all(|value| *value >= 0.0 && value.is_finite()));
            prop_assert_eq!(before[0].to_bits(), after[0].to_bits());
            if !moves && !meets(&base, cell, step.scope()) {
                prop_assert_eq!(bits(before), bits(after), "{} changes {}", &step, cell);
            }
        }
    }

    #[test]
    fn what_is_held_stays_and_the_scope_still_arrives(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let plain = step(&mut draws);
        let holds: Vec<Scope> = (0..=draws.below(3)).map(|_| scope(&mut draws)).collect();
        let held = holds.iter().fold(plain.clone(), |step, scope| step.hold(scope.clone()));
        let (Some(free), Some(kept)) = (run(&base, [plain.clone()]), run(&base, [held.clone()])) else { return impossible() };
        for hold in &holds {
            for (found, expected) in path(&kept, hold).iter().zip(path(&base, hold)) {
                // Of totals that cross each other not all can be met to the bit.
                prop_assert!((found - expected).abs() <= 1e-13 * expected, "{}: {}", &held, hold);
            }
            let moves = matches!(plain.kind(), market_outlook::StepKind::MoveShare { .. });
            if !moves && !is_within(&base, plain.scope(), hold) {
                for ((_, before), (cell, after)) in cells(&base).iter().zip(&cells(&kept)) {
                    if is_within(&base, cell, hold) {
                        prop_assert_eq!(bits(before), bits(after), "{} changes {}", &held, cell);
                    }
                }
            }
        }
        // Shares are of a whole that others change.
        let of_a_whole = matches!(plain.kind(), market_outlook::StepKind::SetShare { .. });
        if !of_a_whole {
            for (found, expected) in path(&kept, plain.scope()).iter().zip(path(&free, plain.scope())) {
                let difference = (found - expected).abs();
                prop_assert!(difference <= 1e-10 * (1.0 + expected), "{}: {}, expected {}", &held, found, expected);
            }
        }
    }

    #[test]
    fn a_held_total_is_the_same_to_the_bit(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let (step, whole) = (step(&mut draws), [Scope::all(), Scope::of("region", "two")][draws.below(2)].clone());
        let Some(changed) = run(&base, [step.clone().hold(whole.clone())]) else { return impossible() };
        prop_assert_eq!(bits(&path(&changed, &whole)), bits(&path(&base, &whole)), "{}", &step);
    }

    #[test]
    fn a_share_that_is_set_is_reached_whatever_is_held(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let target = Scope::of("region", "r0").and("product", "p0");
        let percent = 20.0 * draws.unit();
        let of = [Scope::all(), Scope::of("region", "two"), Scope::of("product", "p0")][draws.below(3)].clone();
        let holds: Vec<Scope> = (0..draws.below(3)).map(|_| scope(&mut draws)).collect();
        let step = Step::set_share(target.clone(), Share::percent(percent)).of(of.clone()).year(YEARS.1);
        let step = holds.into_iter().fold(step, Step::hold);
        let Some(changed) = run(&base, [step]) else { return impossible() };
        let found = changed.within(&of).unwrap().share(&target, YEARS.1).unwrap();
        assert_relative_eq!(found.to_percent(), percent, max_relative = 1e-10);
    }

    #[test]
    fn there_and_back_is_where_it_began(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let scope = scope(&mut draws);
        let factor = 0.5 + draws.unit();
        let points = 8.0 * draws.unit() - 4.0;
        let at = |step: Step| {
            let first = YEARS.0 + 1 + (seed % 5) as i32;
            step.years(first, YEARS.1).ramp(market_outlook::Ramp::ALL[(seed % 3) as usize])
        };
        let start = YEARS.0 + 1 + (seed % 5) as i32;
        let (r0, r1) = (Scope::of("region", "r0"), Scope::of("region", "r1"));
        let pairs = [
            (Step::scale(scope.clone(), factor).year(start), Step::scale(scope.clone(), 1.0 / factor).year(start)),
            (at(Step::shift_growth(scope.clone(), Rate::points(points))), at(Step::shift_growth(scope.clone(), Rate::points(-points)))),
            (at(Step::move_share(r0.clone(), r1.clone(), Share::percent(0.5))), at(Step::move_share(r1, r0, Share::percent(0.5)))),
        ];
        for (there, back) in pairs {
            if let Some(changed) = run(&base, [there, back]) {
                close(&changed, &base);
            }
        }
        // A path that came later by whole years comes back where the horizon still knows it.
        let by = 1 + draws.below(3);
        let later = run(&base, [Step::delay(scope.clone(), by as f64).year(start)]).unwrap();
        let back = run(&later, [Step::advance(scope.clone(), by as f64).year(start)]).unwrap();
        let known = (YEARS.1 - YEARS.0) as usize + 1 - by;
        for (found, expected) in path(&back, &scope).iter().zip(path(&base, &scope)).take(known) {
            assert_relative_eq!(*found, expected, max_relative = ROUND_OFF);
        }
    }

    #[test]
    fn steps_compose(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let (first, second) = (step(&mut draws), step(&mut draws));
        if let Some(both) = run(&base, [first.clone(), second.clone()]) {
            let one_by_one = run(&run(&base, [first.clone()]).unwrap(), [second.clone()]).unwrap();
            prop_assert_eq!(cells(&both), cells(&one_by_one));
        }
        let scope = scope(&mut draws);
        let start = YEARS.0 + 1 + draws.below(5) as i32;
        let (f, g) = (0.5 + draws.unit(), 0.5 + draws.unit());
        let scale = |factor: f64| Step::scale(scope.clone(), factor).year(start);
        close(&run(&base, [scale(f), scale(g)]).unwrap(), &run(&base, [scale(f * g)]).unwrap());
        let points = |points: f64| Step::shift_growth(scope.clone(), Rate::points(points)).years(start, YEARS.1);
        close(&run(&base, [points(f), points(g)]).unwrap(), &run(&base, [points(f + g)]).unwrap());
        let (j, k) = (draws.below(3) as f64, draws.below(3) as f64);
        let delay = |by: f64| Step::delay(scope.clone(), by).year(start);
        prop_assert_eq!(cells(&run(&base, [delay(j), delay(k)]).unwrap()), cells(&run(&base, [delay(j + k)]).unwrap()));
    }

    #[test]
    fn the_order_matters_only_where_scopes_meet_or_sizes_are_set(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let (first, second) = (step(&mut draws), step(&mut draws));
        let of_a_whole = |step: &Step| {
            use market_outlook::StepKind::{MoveShare, SetShare};
            matches!(step.kind(), MoveShare { .. } | SetShare { .. })
        };
        if of_a_whole(&first) || of_a_whole(&second) || meets(&base, first.scope(), second.scope()) {
            return impossible();
        }
        let (a, b) = (run(&base, [first.clone(), second.clone()]), run(&base, [second, first]));
        prop_assert_eq!(a.is_some(), b.is_some());
        if let (Some(a), Some(b)) = (a, b) {
            prop_assert_eq!(cells(&a), cells(&b));
        }
    }

    #[test]
    fn a_slice_under_a_scenario_is_the_scenario_sliced(seed: u64) {
        let mut draws = Draws::new(seed);
        let base = forecast(&mut draws);
        let (part, steps) = (scope(&mut draws), [step(&mut draws), step(&mut draws)]);
        let Some(whole) = run(&base, steps.clone()) else { return impossible() };
        let slice = run(&base.within(&part).unwrap(), steps).unwrap();
        prop_assert_eq!(slice.scope(), &part);
        prop_assert_eq!(bits(&slice.path()), bits(&path(&whole, &part)));
    }
}
