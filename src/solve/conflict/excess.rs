//! How far removed requirements must be missed.

use super::super::linear::{Outcome, Simplex};
use super::Program;

/// What an excess costs against a unit of any variable. Variables cost something, so that every step
/// of the solver is decisive, but far less.
const DEAR: f64 = 1e6;

/// The least total excess of the removed requirements, each relative to its size, while all others hold.
pub(super) fn excess(program: &Program, removed: &[usize], work: &mut u64) -> Option<f64> {
    let mut rows: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut sides: Vec<(f64, f64)> = Vec::new();
    let mut bounds = vec![(0.0_f64, f64::INFINITY); program.variables];
    let mut elastic: Vec<(usize, f64)> = Vec::new();
    for (r, requirement) in program.requirements.iter().enumerate() {
        let gives = removed.contains(&r);
        for interval in &requirement.intervals {
            let terms = interval.collected();
            if let ([(j, a)], false) = (&terms[..], gives) {
                let (x, y) = (interval.lower / a, interval.upper / a);
                bounds[*j].0 = bounds[*j].0.max(x.min(y));
                bounds[*j].1 = bounds[*j].1.min(x.max(y));
                continue;
            }
            if gives {
                elastic.push((rows.len(), requirement.size));
            }
            rows.push(terms);
            sides.push((interval.lower, interval.upper));
        }
    }
    let mut costs = vec![0.0; program.variables];
    for &(row, size) in &elastic {
        rows[row].push((costs.len(), 1.0));
        rows[row].push((costs.len() + 1, -1.0));
        costs.extend([1.0 / size, 1.0 / size]);
    }
    let mut simplex = Simplex::new(costs.len(), &rows);
    simplex.add_costs(costs.iter().map(|cost| DEAR * cost));
    for (j, (lower, upper)) in bounds.into_iter().enumerate() {
        simplex.set_bounds(j, lower.min(upper), upper);
    }
    for (row, (lower, upper)) in sides.into_iter().enumerate() {
        simplex.set_bounds(simplex.row(row), lower, upper);
    }
    let Outcome::Optimal = simplex.solve(work) else { return None };
    Some((program.variables..costs.len()).map(|j| costs[j] * simplex.value(j)).sum())
}
