//! The three stages: least squares, any solution within all half units, and the fewest claims that cannot hold.

use super::fit::{Fit, Fitted};
use super::program::Linear;
use super::system::{Kernel, System};
use super::zeros::Zeros;
use crate::solve::conflict::{Conflict, Feasibility, fewest, interior};

/// What came of the claims.
pub(super) struct Triangulated {
    pub(super) fitted: Fitted,
    /// How the corrections carry over time.
    pub(super) kernel: Kernel,
    pub(super) clashes: Vec<Clash>,
}

/// A claim that does not hold, by its position in the market.
pub(super) struct Clash {
    pub(super) claim: usize,
    /// Other claims that could have been dropped instead.
    pub(super) alternatives: Vec<usize>,
    /// Whether it contradicts the others; if not, it could not be met although nothing shows that it cannot.
    pub(super) contradicts: bool,
    /// Whether it is known that fewer claims cannot be dropped, and that no alternative is missing.
    pub(super) proven: bool,
}

/// Steps of the linear programs: minutes at most, where milliseconds are usual.
const WORK: u64 = 40_000_000_000;

/// Makes the numbers honor the claims, or as many of them as can hold.
pub(super) fn triangulate(system: &System) -> Triangulated {
    let imposed: Vec<usize> =
        (0..system.measured.len()).filter(|&claim| !system.measured[claim].compare).collect();
    let mut work = WORK;
    let (mut solution, can_hold) = honor(system, &imposed, &mut work);
    if can_hold {
        let clashes = unmet(&imposed, &solution.fitted);
        return Triangulated { fitted: solution.fitted, kernel: solution.kernel, clashes };
    }
    let mut clashes = contradictions(system, &imposed, &mut work);
    let gone = |claim: &usize| clashes.iter().any(|clash| clash.claim == *claim);
    let rest: Vec<usize> = imposed.iter().copied().filter(|claim| !gone(claim)).collect();
    if rest.len() < imposed.len() {
        // From scratch: gross errors may have driven the numbers anywhere.
        solution = honor(system, &rest, &mut work).0;
    }
    clashes.extend(unmet(&rest, &solution.fitted));
    clashes.sort_by_key(|clash| clash.claim);
    Triangulated { fitted: solution.fitted, kernel: solution.kernel, clashes }
}

/// The fewest claims that let the others hold.
fn contradictions(system: &System, claims: &[usize], work: &mut u64) -> Vec<Clash> {
    let removed = fewest(&Linear::new(system, claims).program(), work);
    let clash = |conflict: Conflict| Clash {
        claim: claims[conflict.removed],
        alternatives: conflict.alternatives.iter().map(|&i| claims[i]).collect(),
        contradicts: true,
        proven: conflict.proven,
    };
    removed.into_iter().map(clash).collect()
}

/// Numbers, and how the corrections that made them carry over time.
struct Solution {
    fitted: Fitted,
    kernel: Kernel,
}

impl Solution {
    fn is_met(&self) -> bool {
        self.fitted.worst() <= 1.0
    }
}

/// Least squares; where that does not meet every claim, whether they can hold at all, and numbers by which they do.
fn honor(system: &System, claims: &[usize], work: &mut u64) -> (Solution, bool) {
    // Misprints are off by much more: this far, all can usually be met, and no program need be asked.
    const NEAR: f64 = 5.0;
    let mut first = least_squares(system, claims);
    let is_near = !first.is_met() && first.fitted.worst() <= NEAR;
    if is_near {
        first = within_half_units(system, claims, first);
    }
    if first.is_met() {
        return (first, true);
    }
    match interior(&Linear::new(system, claims).program(), work) {
        Feasibility::Feasible(point) if is_near => (settle(system, claims, first, &point), true),
        Feasibility::Feasible(point) => {
            let best = within_half_units(system, claims, first);
            (settle(system, claims, best, &point), true)
        }
        Feasibility::Infeasible => (first, false),
        Feasibility::Unsettled => {
            let solution = within_half_units(system, claims, first);
            let met = solution.is_met();
            (solution, met)
        }
    }
}

fn least_squares(system: &System, claims: &[usize]) -> Solution {
    let kernel = system.drift();
    let fitted = Fit::new(system, claims).solve();
    if fitted.worst() <= 1.0 || fitted.emptied.is_empty() {
        return Solution { fitted, kernel };
    }
    // Other claims may need a scope in years in which nothing but an exact 0 elsewhere empties it.
    let other = Fit::new(system, claims).with_zeros(Zeros::InTheirYear).solve();
    Solution { fitted: if other.worst() < fitted.worst() { other } else { fitted }, kernel }
}

/// Claims that can hold together, made to hold: brought onto a point inside all intervals, unless they are met already.
fn settle(system: &System, claims: &[usize], mut best: Solution, point: &[f64]) -> Solution {
    let x = Linear::new(system, claims).spread(point);
    for kernel in [system.drift(), Kernel::Separate] {
        if best.is_met() {
            break;
        }
        let fitted = Fit::new(system, claims).with_zeros(Zeros::InTheirYear).onto(&x, kernel).solve();
        if fitted.worst() < best.fitted.worst() {
            best = Solution { fitted, kernel };
        }
    }
    if best.is_met() {
        return best;
    }
    // Far from the prior the solver may not arrive; the point itself is worse company, but every claim holds there.
    let fitted = Fit::new(system, claims).at(&x);
    if fitted.worst() < best.fitted.worst() { Solution { fitted, kernel: Kernel::Separate } } else { best }
}

/// From least squares on, the same with every claim kept within its half unit: where that arrives, all are met.
fn within_half_units(system: &System, claims: &[usize], best: Solution) -> Solution {
    let fit = Fit::new(system, claims).with_zeros(best.fitted.zeros).within_half_units();
    let fitted = fit.solve_from(&best.fitted.multipliers);
    if fitted.worst() < best.fitted.worst() { Solution { fitted, kernel: system.drift() } } else { best }
}

/// Claims that could not be met although nothing shows that they contradict each other.
fn unmet(claims: &[usize], fitted: &Fitted) -> Vec<Clash> {
    let met = |r: &f64| r.abs() <= 1.0 + 1e-9;
    let unmet = claims.iter().zip(&fitted.residuals).filter(|(_, r)| !met(r));
    unmet
        .map(|(&claim, _)| Clash { claim, alternatives: Vec::new(), contradicts: false, proven: false })
        .collect()
}
