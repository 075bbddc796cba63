//! From claims to numbers: the closest ones; where no numbers meet all claims, without the fewest that cannot hold.

use super::fit::{Fitted, Way, fit};
use super::problem::Problem;
use super::program::Linear;
use super::system::System;
use super::zeros::Zeros;
use crate::solve::conflict::{Conflict, Feasibility, fewest, interior};

/// What came of the claims.
pub(super) struct Triangulated {
    pub(super) fitted: Fitted,
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
    if let Some(fitted) = honor(system, &imposed, &mut work) {
        let clashes = unmet(&imposed, &fitted);
        return Triangulated { fitted, clashes };
    }
    let mut clashes = contradictions(system, &imposed, &mut work);
    let gone = |claim: &usize| clashes.iter().any(|clash| clash.claim == *claim);
    let rest: Vec<usize> = imposed.iter().copied().filter(|claim| !gone(claim)).collect();
    // From scratch: gross errors may have driven the numbers anywhere.
    let fitted = if rest.len() < imposed.len() { honor(system, &rest, &mut work) } else { None };
    let fitted = fitted.unwrap_or_else(|| {
        let problem = Problem::new(system.structure, system.market, &rest);
        closest(system, &rest, &problem, Way::Far)
    });
    clashes.extend(unmet(&rest, &fitted));
    clashes.sort_by_key(|clash| clash.claim);
    Triangulated { fitted, clashes }
}

/// The closest numbers; none if the claims cannot hold together.
fn honor(system: &System, claims: &[usize], work: &mut u64) -> Option<Fitted> {
    let problem = Problem::new(system.structure, system.market, claims);
    if problem.parts(system.measured) {
        return None;
    }
    let near = closest(system, claims, &problem, Way::Near);
    if near.is_met() && near.settled {
        return Some(near);
    }
    let linear = Linear::new(system, claims);
    let feasible = interior(&linear.program(), work);
    if feasible == Feasibility::Infeasible {
        // Whatever a program makes of round-off: what is met can hold.
        return Some(near).filter(Fitted::is_met);
    }
    // Where bounds were tried, trying them again would end at the same numbers.
    let far = if near.far { closest(system, claims, &problem, Way::Far) } else { near };
    let Feasibility::Feasible(point) = feasible else { return Some(far).filter(Fitted::is_met) };
    if far.is_met() && far.settled {
        return Some(far);
    }
    let start = linear.spread(&point);
    let other = fit(system, claims, &problem, Zeros::InTheirYear, Way::Inside(&start));
    let better = other.is_met() && (other.settled || !far.is_met());
    Some(if better { other } else { far })
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

/// The closest numbers for these claims.
fn closest(system: &System, claims: &[usize], problem: &Problem, way: Way) -> Fitted {
    let fitted = fit(system, claims, problem, Zeros::Lasting, way);
    if fitted.is_met() || !super::zeros::any(system.measured, claims) {
        return fitted;
    }
    // Other claims may need a scope in years in which nothing but an exact 0 elsewhere empties it.
    let other = fit(system, claims, problem, Zeros::InTheirYear, way);
    if other.worst() < fitted.worst() { other } else { fitted }
}

/// Claims that could not be met although nothing shows that they contradict each other.
fn unmet(claims: &[usize], fitted: &Fitted) -> Vec<Clash> {
    let met = |r: &f64| r.abs() <= 1.0 + 1e-9;
    let unmet = claims.iter().zip(&fitted.residuals).filter(|(_, r)| !met(r));
    unmet
        .map(|(&claim, _)| Clash { claim, alternatives: Vec::new(), contradicts: false, proven: false })
        .collect()
}
