//! How far removed requirements must be missed.

use std::collections::BTreeMap;

use super::super::linear::{Outcome, Simplex};
use super::Program;

/// What an excess costs against a unit of any variable. Variables cost something, so that every step
/// of the solver is decisive, but far less.
const DEAR: f64 = 1e6;
/// Costs of a unit that cancel leave this part of themselves in round-off.
const FLAT: f64 = 1e-12;

/// The least total excess of the removed requirements, each relative to its size, while all others hold.
pub(super) fn excess(program: &Program, removed: &[usize], work: &mut u64) -> Option<f64> {
    let mut gives = vec![false; program.requirements.len()];
    removed.iter().for_each(|&r| gives[r] = true);
    let mut rows: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut sides: Vec<(f64, f64)> = Vec::new();
    let mut bounds = vec![(0.0_f64, f64::INFINITY); program.variables];
    // Hundreds of removed requirements on one sum are one row whose cost bends at their ends.
    let mut elastic: Vec<(usize, Bent)> = Vec::new();
    let mut known: BTreeMap<Vec<(usize, u64)>, (usize, f64)> = BTreeMap::new();
    for (r, requirement) in program.requirements.iter().enumerate() {
        for interval in &requirement.intervals {
            let terms = interval.collected();
            if let ([(j, a)], false) = (&terms[..], gives[r]) {
                let (x, y) = (interval.lower / a, interval.upper / a);
                bounds[*j].0 = bounds[*j].0.max(x.min(y));
                bounds[*j].1 = bounds[*j].1.min(x.max(y));
                continue;
            }
            if gives[r] {
                let first = terms.first().map_or(1.0, |t| t.1);
                let key = terms.iter().map(|&(j, a)| (j, (a / first).to_bits())).collect();
                let (at, unit) = *known.entry(key).or_insert((elastic.len(), first));
                let by = unit / first;
                if at < elastic.len() {
                    elastic[at].1.add(
                        interval.lower * by,
                        interval.upper * by,
                        1.0 / (by.abs() * requirement.size),
                    );
                    continue;
                }
                elastic.push((rows.len(), Bent::new(interval.lower, interval.upper, 1.0 / requirement.size)));
            }
            rows.push(terms);
            sides.push((interval.lower, interval.upper));
        }
    }
    let mut costs = vec![0.0; program.variables];
    let mut total = 0.0;
    for (row, bent) in elastic {
        let pieces = bent.pieces();
        sides[row] = pieces.level;
        total += pieces.least;
        for (sign, width, cost) in pieces.beyond {
            rows[row].push((costs.len(), sign));
            costs.push(cost);
            bounds.push((0.0, width));
        }
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
    let beyond = (program.variables..costs.len()).map(|j| costs[j] * simplex.value(j));
    Some(total + beyond.sum::<f64>())
}

/// What it costs a sum to miss several intervals: convex, and bent at their ends.
struct Bent {
    spans: Vec<(f64, f64, f64)>,
}

/// A cost in pieces that a linear program can add up.
struct Pieces {
    /// Where the cost is least.
    level: (f64, f64),
    least: f64,
    /// From there on: 1 for what the sum lacks and −1 for what it has too much, how far, and at which cost a unit.
    beyond: Vec<(f64, f64, f64)>,
}

impl Bent {
    fn new(lower: f64, upper: f64, cost: f64) -> Self {
        Self { spans: vec![(lower, upper, cost)] }
    }

    fn add(&mut self, one: f64, other: f64, cost: f64) {
        self.spans.push((one.min(other), one.max(other), cost));
    }

    fn pieces(&self) -> Pieces {
        if let [(lower, upper, cost)] = self.spans[..] {
            let beyond = vec![(1.0, f64::INFINITY, cost), (-1.0, f64::INFINITY, cost)];
            return Pieces { level: (lower, upper), least: 0.0, beyond };
        }
        // At each end the cost of a unit more grows by what its interval costs.
        let ends = self.spans.iter().flat_map(|&(lower, upper, cost)| [(lower, cost), (upper, cost)]);
        let mut ends: Vec<(f64, f64)> = ends.filter(|(end, _)| end.is_finite()).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let falling = self.spans.iter().filter(|(lower, ..)| lower.is_finite()).map(|(_, _, cost)| cost);
        let mut slope = -falling.sum::<f64>();
        let mut slopes = vec![slope];
        for (_, cost) in &ends {
            slope += cost;
            slopes.push(slope);
        }
        // Between the ends `bend - 1` and `bend` the cost is `slopes[bend]` a unit.
        let flat = FLAT * slopes[0].abs().max(slope);
        let first = slopes.partition_point(|slope| *slope < -flat);
        let last = slopes.partition_point(|slope| *slope <= flat);
        let place = |at: Option<usize>, otherwise: f64| {
            at.and_then(|at| ends.get(at)).map_or(otherwise, |&(end, _)| end)
        };
        let rises = (last < slopes.len()).then(|| last - 1);
        let level = (place(first.checked_sub(1), f64::NEG_INFINITY), place(rises, f64::INFINITY));
        let mut beyond = Vec::new();
        for at in (0..first).rev() {
            let width = ends[at].0 - place(at.checked_sub(1), f64::NEG_INFINITY);
            beyond.push((1.0, width, -slopes[at]));
        }
        for at in last..slopes.len() {
            beyond.push((-1.0, place(Some(at), f64::INFINITY) - ends[at - 1].0, slopes[at]));
        }
        beyond.retain(|&(_, width, _)| width > 0.0);
        let at = if level.0.is_finite() { level.0 } else { level.1 };
        let missed = |&(lower, upper, cost): &(f64, f64, f64)| cost * (lower - at).max(at - upper).max(0.0);
        let least = if at.is_finite() { self.spans.iter().map(missed).sum() } else { 0.0 };
        Pieces { level, least, beyond }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Interval, Requirement};
    use super::*;

    /// Every requirement but the last is removed; they are lower bound, upper bound and factor, of one sum.
    #[track_caller]
    fn check(spans: &[(f64, f64, f64)], expected: f64) {
        let requirement = |&(lower, upper, factor): &(f64, f64, f64)| {
            let (a, b) = (lower * factor, upper * factor);
            let terms = vec![(0, factor), (1, 2.0 * factor)];
            let interval = Interval { terms, lower: a.min(b), upper: a.max(b), half: 0.5 };
            Requirement { intervals: vec![interval], size: factor.abs() }
        };
        let program = Program { variables: 2, requirements: spans.iter().map(requirement).collect() };
        let removed: Vec<usize> = (0..spans.len() - 1).collect();
        let found = excess(&program, &removed, &mut 1_000_000).unwrap();
        assert!((found - expected).abs() < 1e-9, "{found}, expected {expected}");
    }

    #[test]
    fn requirements_on_one_sum_are_missed_together() {
        let free = f64::INFINITY;
        let all = (0.0, free, 1.0);
        check(&[(1.0, 1.0, 1.0), (2.0, 2.0, 1.0), (9.0, 9.0, 1.0), all], 8.0);
        check(&[(1.0, 1.0, 1.0), (2.0, 2.0, -3.0), (8.0, 9.0, 0.5), all], 7.0);
        check(&[(1.0, 2.0, 1.0), (5.0, 6.0, 1.0), (0.0, 3.0, 1.0)], 3.0);
        check(&[(1.0, 2.0, 1.0), (5.0, 6.0, 1.0), (8.0, 9.0, 1.0)], 8.0);
        check(&[(1.0, free, 1.0), (5.0, free, 1.0), (0.0, 3.0, 1.0)], 2.0);
        check(&[(1.0, free, 1.0), (5.0, free, 1.0), (7.0, free, 1.0)], 0.0);
        check(&[(-free, 2.0, 1.0), (-free, 6.0, -2.0), (5.0, 9.0, 1.0)], 3.0);
        check(&[(-free, 2.0, 1.0), (4.0, free, 1.0), (0.0, 9.0, 1.0)], 2.0);
    }
}
