//! The three stages: least squares, any solution within all half units, and the fewest claims that cannot hold.

use super::conflict::{Feasibility, Interval, Program, Requirement, fewest, interior};
use super::fit::{Fit, Fitted};
use super::system::{Kernel, System};
use crate::market::{Measured, What};

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

/// The programs are solved to 1e-9 of a row's terms: a point that uses that up must still lie within the half unit.
const ROOM: f64 = 2e-9;

/// Makes the numbers honor the claims, or as many of them as can hold.
pub(super) fn triangulate(system: &System) -> Triangulated {
    let imposed: Vec<usize> =
        (0..system.measured.len()).filter(|&claim| !system.measured[claim].compare).collect();
    let first = Fit::new(system, &imposed).solve();
    if first.worst() <= 1.0 {
        return Triangulated { fitted: first, kernel: system.drift(), clashes: Vec::new() };
    }
    let mut work = WORK;
    match interior(&program(system, &imposed), &mut work) {
        Feasibility::Feasible(point) => {
            let (fitted, kernel) = settle(system, &imposed, Some(first), &point);
            let clashes = unmet(&imposed, &fitted);
            Triangulated { fitted, kernel, clashes }
        }
        Feasibility::Infeasible | Feasibility::Unsettled => without_the_fewest(system, &imposed, &mut work),
    }
}

/// Drops the fewest claims that let the others hold, and solves those from scratch.
fn without_the_fewest(system: &System, imposed: &[usize], work: &mut u64) -> Triangulated {
    let removed = fewest(&program(system, imposed), work);
    let mut clashes: Vec<Clash> = removed
        .into_iter()
        .map(|conflict| Clash {
            claim: imposed[conflict.removed],
            alternatives: conflict.alternatives.iter().map(|&i| imposed[i]).collect(),
            contradicts: true,
            proven: conflict.proven,
        })
        .collect();
    let gone: Vec<usize> = clashes.iter().map(|clash| clash.claim).collect();
    let rest: Vec<usize> = imposed.iter().copied().filter(|claim| !gone.contains(claim)).collect();
    let first = Fit::new(system, &rest).solve();
    let (fitted, kernel) = if first.worst() <= 1.0 {
        (first, system.drift())
    } else {
        match interior(&program(system, &rest), work) {
            Feasibility::Feasible(point) => settle(system, &rest, Some(first), &point),
            Feasibility::Infeasible | Feasibility::Unsettled => (first, system.drift()),
        }
    };
    clashes.extend(unmet(&rest, &fitted));
    clashes.sort_by_key(|clash| clash.claim);
    Triangulated { fitted, kernel, clashes }
}

/// Claims that can hold together, made to hold: re-weighted least squares, then onto a point inside all intervals.
fn settle(system: &System, claims: &[usize], first: Option<Fitted>, point: &[f64]) -> (Fitted, Kernel) {
    const ROUNDS: usize = 12;
    let mut best: Option<(Fitted, Kernel)> = first.map(|fitted| (fitted, system.drift()));
    let mut weights = vec![1.0; claims.len()];
    for _ in 0..ROUNDS {
        let Some((fitted, _)) = &best else { break };
        let worst = fitted.worst();
        if !worst.is_finite() {
            break;
        }
        for (weight, residual) in weights.iter_mut().zip(&fitted.residuals) {
            *weight *= residual.abs() / worst + 0.001;
        }
        let largest = weights.iter().fold(0.0_f64, |most, weight| most.max(*weight));
        weights.iter_mut().for_each(|weight| *weight = (*weight / largest).max(1e-9));
        let next = Fit::new(system, claims).with_weights(weights.clone()).solve_from(&fitted.multipliers);
        let met = next.worst() <= 0.999;
        best = Some((next, system.drift()));
        if met {
            return best.expect("it was set in the line above");
        }
    }
    let x = spread(system, claims, point);
    for kernel in [system.drift(), Kernel::Separate] {
        let fitted = Fit::new(system, claims).onto(&x, kernel).solve();
        let better = best.as_ref().is_none_or(|(best, _)| fitted.worst() < best.worst());
        if better {
            best = Some((fitted, kernel));
        }
        if best.as_ref().is_some_and(|(best, _)| best.worst() <= 1.0) {
            break;
        }
    }
    best.expect("the loop over kernels has set it")
}

/// Claims that could not be met although nothing shows that they contradict each other.
fn unmet(claims: &[usize], fitted: &Fitted) -> Vec<Clash> {
    let met = |r: &f64| r.abs() <= 1.0 + 1e-9;
    let unmet = claims.iter().zip(&fitted.residuals).filter(|(_, r)| !met(r));
    unmet
        .map(|(&claim, _)| Clash { claim, alternatives: Vec::new(), contradicts: false, proven: false })
        .collect()
}

/// The variables of the program: groups × claimed years that some claim touches and that are not structurally empty.
struct Variables {
    of: Vec<u32>,
    count: usize,
    /// The size of one unit of a variable.
    unit: f64,
}

impl Variables {
    fn new(system: &System, claims: &[usize]) -> Self {
        let mut of = vec![u32::MAX; system.prior.len()];
        let mut count = 0;
        let targets: Vec<f64> = claims.iter().map(|&claim| system.measured[claim].target).collect();
        for row in system.rows(claims, &targets, system.drift()) {
            for term in row.terms {
                let at = term.at as usize;
                if system.prior[at] > 0.0 && of[at] == u32::MAX {
                    of[at] = count;
                    count += 1;
                }
            }
        }
        let value = |&claim: &usize| match system.measured[claim].what {
            What::Value { .. } | What::Change { .. } => Some(system.measured[claim].target.abs()),
            What::Share { .. } | What::Growth { .. } => None,
        };
        let mut values: Vec<f64> = claims.iter().filter_map(value).filter(|value| *value > 0.0).collect();
        values.sort_by(f64::total_cmp);
        let unit = values.get(values.len() / 2).copied().unwrap_or(1.0);
        Self { of, count: count as usize, unit }
    }
}

/// A point of the program as numbers for all groups and claimed years; what no claim touches stays at the prior.
fn spread(system: &System, claims: &[usize], point: &[f64]) -> Vec<f64> {
    let variables = Variables::new(system, claims);
    let of = variables.of.iter().zip(&system.prior);
    of.map(|(&variable, &prior)| point.get(variable as usize).map_or(prior, |value| value * variables.unit))
        .collect()
}

/// Whether these claims can all hold is a linear program: every claim is an interval that is exactly linear.
fn program(system: &System, claims: &[usize]) -> Program {
    let variables = Variables::new(system, claims);
    let requirements =
        claims.iter().map(|&claim| requirement(system, &variables, &system.measured[claim])).collect();
    Program { variables: variables.count, requirements }
}

fn requirement(system: &System, variables: &Variables, m: &Measured) -> Requirement {
    let span = system.years.len();
    let sum = |cells: &crate::space::Selection, year: usize, factor: f64| {
        let t = system.claimed(year);
        let of = system.groups.of(cells).iter().map(move |&group| variables.of[group as usize * span + t]);
        of.filter(|&variable| variable != u32::MAX)
            .map(move |variable| (variable, factor))
            .collect::<Vec<_>>()
    };
    let size = match m.what {
        What::Growth { .. } => 1.0 + m.target,
        _ => m.target.abs(),
    };
    let half = m.half_unit - (ROOM * size).min(0.01 * m.half_unit);
    let (low, high) = (m.target - half, m.target + half);
    // Two one-sided intervals for the two ends of a rate: at least `low` and at most `high`.
    let ends = |terms: &dyn Fn(f64) -> Vec<(u32, f64)>, half: f64| {
        let at_least = Interval { terms: terms(low), lower: 0.0, upper: f64::INFINITY, half };
        let at_most = Interval { terms: terms(high), lower: f64::NEG_INFINITY, upper: 0.0, half };
        if m.is_exact() { vec![Interval { upper: 0.0, ..at_least }] } else { vec![at_least, at_most] }
    };
    let bounded = |terms: Vec<(u32, f64)>| {
        let unit = variables.unit;
        vec![Interval { terms, lower: low / unit, upper: high / unit, half: m.half_unit / unit }]
    };
    let mut size = 1.0;
    let intervals = match &m.what {
        What::Value { year } => {
            size = (m.target / variables.unit).abs().max(1.0);
            bounded(sum(&m.cells, *year, 1.0))
        }
        What::Change { from, to } => {
            size = (m.target / variables.unit).abs().max(1.0);
            bounded([sum(&m.cells, *from, -1.0), sum(&m.cells, *to, 1.0)].concat())
        }
        What::Share { year, of } => {
            let terms = |share: f64| [sum(&m.cells, *year, 1.0), sum(of, *year, -share)].concat();
            ends(
                &|share| terms(share.max(0.0)),
                m.half_unit * system.sum(&system.prior, of, *year) / variables.unit,
            )
        }
        What::Growth { from, to } => {
            let periods = (to - from) as f64;
            let factor = |rate: f64| libm::pow((1.0 + rate).max(0.0), periods);
            let terms = |rate: f64| [sum(&m.cells, *from, -factor(rate)), sum(&m.cells, *to, 1.0)].concat();
            let slope = periods * libm::pow(1.0 + m.target, periods - 1.0);
            ends(&terms, m.half_unit * slope * system.sum(&system.prior, &m.cells, *from) / variables.unit)
        }
    };
    Requirement { intervals, size }
}
