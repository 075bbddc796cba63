//! Laws and known answers for the whole search.

use super::tables::{PRINTED, REPUBLISHED, semiconductors};
use super::{Conflict, Feasibility, Program, fewest, interior};

/// More work than any of these needs.
const WORK: u64 = 20_000_000_000;

#[track_caller]
fn holds(program: &Program, point: &[f64]) {
    for (r, requirement) in program.requirements.iter().enumerate() {
        for interval in &requirement.intervals {
            let sum: f64 = interval.terms.iter().map(|&(j, a)| a * point[j as usize]).sum();
            let room = 1e-8 * sum.abs().max(1.0);
            assert!(
                sum >= interval.lower - room && sum <= interval.upper + room,
                "{r}: {sum} in {interval:?}"
            );
        }
    }
    assert!(point.iter().all(|&x| x >= 0.0));
}

#[track_caller]
fn feasible(program: &Program) -> Vec<f64> {
    let Feasibility::Feasible(point) = interior(program, &mut WORK.clone()) else { panic!("no point found") };
    holds(program, &point);
    point
}

#[test]
fn the_printed_semiconductor_table_holds() {
    let (program, _) = semiconductors(PRINTED);
    let point = feasible(&program);
    assert!(point.iter().all(|&x| x > 0.0));
    assert_eq!(fewest(&program, &mut WORK.clone()), []);
}

#[test]
fn the_republished_table_has_its_ten_shifted_cells() {
    let (program, names) = semiconductors(REPUBLISHED);
    assert_eq!(program.requirements.len(), 70);
    assert_eq!(interior(&program, &mut WORK.clone()), Feasibility::Infeasible);
    let found = fewest(&program, &mut WORK.clone());
    let (clean, _) = semiconductors(PRINTED);
    let value = |p: &Program, r: usize| p.requirements[r].intervals[0].lower;
    let corrupt: Vec<Conflict> = (0..70)
        .filter(|&r| names[r].1.starts_with("20"))
        .filter(|&r| value(&program, r) != value(&clean, r))
        .map(|removed| Conflict { removed, alternatives: Vec::new(), proven: true })
        .collect();
    assert_eq!(corrupt.len(), 10);
    assert_eq!(found, corrupt);
}
