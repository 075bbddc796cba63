//! A point that meets every requirement with room to spare.

use super::system::{System, Verdict};
use super::{Component, Program};

/// Room asked for at first, in half units: with this much, nothing is a matter of the last digit.
const MARGIN: f64 = 0.5;
/// A variable is kept at this share of what it would have if its tightest sum were spread evenly.
const FLOOR: f64 = 1e-3;
/// How often the margin is lowered before the point is taken without any.
const LOWERINGS: usize = 60;

/// Whether all requirements can hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Feasibility {
    /// At this point they do.
    Feasible(Vec<f64>),
    Infeasible,
    /// The work allowed didn't settle it.
    Unsettled,
}

/// A point well inside all intervals: half a half unit where possible, else the most that is.
///
/// Variables stay above zero wherever the requirements let them, so that a positive prior can reach the point.
/// The margin is lowered exactly: a certificate that it can't be had says which margin it would allow.
pub(crate) fn interior(program: &Program, work: &mut u64) -> Feasibility {
    let mut point = vec![0.0; program.variables];
    for component in program.components() {
        match component_interior(&component, work) {
            Feasibility::Feasible(part) => {
                for (&variable, value) in component.variables.iter().zip(part) {
                    point[variable] = value;
                }
            }
            other => return other,
        }
    }
    Feasibility::Feasible(point)
}

fn component_interior(component: &Component, work: &mut u64) -> Feasibility {
    let program = &component.program;
    let mut system = System::new(program);
    let mut floors = vec![0.0; system.columns()];
    for (variable, floor) in shares(program).into_iter().enumerate() {
        floors[system.column_of(variable)] += FLOOR * floor;
    }
    for (column, &floor) in floors.iter().enumerate() {
        system.set_floor(column, floor);
    }
    let all = vec![true; program.requirements.len()];
    let mut margin = MARGIN;
    let mut lowerings = 0;
    loop {
        system.set_margin(margin);
        let clash = match system.check(&all, work) {
            Verdict::Feasible => {
                let point: Vec<f64> = (0..program.variables).map(|j| system.value(j)).collect();
                let holds = program.requirements.iter().flat_map(|r| &r.intervals).all(|i| i.holds(&point));
                return if holds { Feasibility::Feasible(point) } else { Feasibility::Unsettled };
            }
            Verdict::Unsettled => return Feasibility::Unsettled,
            Verdict::Infeasible(clash) => clash,
        };
        let lowered = margin - clash.gap / clash.slope;
        if lowerings < LOWERINGS && clash.slope > 0.0 && lowered >= 0.0 && lowered < margin {
            margin = lowered;
            lowerings += 1;
        } else if !clash.floors.is_empty() {
            for &column in &clash.floors {
                system.set_floor(column, 0.0);
            }
        } else if margin > 0.0 {
            margin = 0.0;
        } else {
            return Feasibility::Infeasible;
        }
    }
}

/// What each variable would have if its tightest sum were spread evenly.
fn shares(program: &Program) -> Vec<f64> {
    let mut shares = vec![1.0_f64; program.variables];
    for interval in program.requirements.iter().flat_map(|r| &r.intervals) {
        let sums_up = interval.terms.iter().all(|t| t.1 > 0.0);
        if sums_up && interval.upper.is_finite() && interval.upper >= 0.0 {
            let even = interval.upper / interval.terms.len() as f64;
            for &(variable, a) in &interval.terms {
                let share = &mut shares[variable as usize];
                *share = share.min(even / a);
            }
        }
    }
    shares
}
