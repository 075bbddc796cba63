//! Whether all requirements can hold at once, and if not, the fewest that must go.
//!
//! A requirement is one or more intervals on weighted sums of variables that are never negative. The search for the
//! fewest counts requirements, not how far off they are, for a misprint knows no precision. It keeps a
//! collection of clashes (sets of requirements that can't all hold, read off the certificates of infeasible
//! programs), removes the smallest set of requirements that meets every clash, and asks again: either the
//! rest can hold, and no smaller removal could have done, or there is a new clash.
//! Requirements on one and the same sum are compared before any program is asked: see [`bands`].
//!
//! Reference: implicit hitting sets, as in E. Moreno-Centeno and R. Karp (2013), and for infeasible linear systems
//! M. Parker and J. Ryan, "Finding the minimum weight IIS cover of an infeasible system" (1996).

mod bands;
mod bits;
mod excess;
mod hitting;
mod interior;
mod search;
mod system;

pub(crate) use interior::{Feasibility, interior};
pub(crate) use search::{Conflict, fewest};

/// What a point may miss an interval by, relative to the terms of its sum.
const ROUND_OFF: f64 = 1e-8;

/// What a point may miss the interval of a rounded figure by at most, in half units: ten of the thousandths that the
/// program grants each bound, since those of several bounds can come together in one sum.
const MISS: f64 = 1e-2;

/// A requirement `lower ≤ Σ coefficient · variable ≤ upper` on variables `≥ 0`; either side may be infinite.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Interval {
    pub(crate) terms: Vec<(u32, f64)>,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
    /// How much of the sum is one half unit of what is required: the yardstick of [`interior`].
    pub(crate) half: f64,
}

/// Intervals that stand or fall together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Requirement {
    pub(crate) intervals: Vec<Interval>,
    /// What an excess is measured against where removals tie: the required value or the middling one, whichever is larger.
    pub(crate) size: f64,
}

/// Variables in units of a middling value, and what is required of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Program {
    pub(crate) variables: usize,
    pub(crate) requirements: Vec<Requirement>,
}

/// Requirements that share no variable with the others, directly or through one another.
struct Component {
    requirements: Vec<usize>,
    variables: Vec<usize>,
    program: Program,
}

impl Program {
    /// The parts that can be judged by themselves, in the order of their first requirement.
    fn components(&self) -> Vec<Component> {
        let mut leader: Vec<usize> = (0..self.variables).collect();
        for requirement in &self.requirements {
            let mut variables = requirement.variables();
            if let Some(first) = variables.next() {
                for variable in variables {
                    let (a, b) = (lead(&mut leader, first), lead(&mut leader, variable));
                    leader[a.max(b)] = a.min(b);
                }
            }
        }
        let mut part_of = vec![usize::MAX; self.variables];
        let mut local = vec![u32::MAX; self.variables];
        let mut parts: Vec<Component> = Vec::new();
        for (r, requirement) in self.requirements.iter().enumerate() {
            let key = requirement.variables().next().map(|variable| lead(&mut leader, variable));
            let known = key.map_or(usize::MAX, |key| part_of[key]);
            let part = known.min(parts.len());
            if part == parts.len() {
                parts.push(Component::empty());
            }
            if let Some(key) = key {
                part_of[key] = part;
            }
            parts[part].add(r, requirement, &mut local);
        }
        parts
    }
}

fn lead(leader: &mut [usize], mut variable: usize) -> usize {
    while leader[variable] != variable {
        leader[variable] = leader[leader[variable]];
        variable = leader[variable];
    }
    variable
}

impl Component {
    fn empty() -> Self {
        let program = Program { variables: 0, requirements: Vec::new() };
        Self { requirements: Vec::new(), variables: Vec::new(), program }
    }

    fn add(&mut self, number: usize, requirement: &Requirement, local: &mut [u32]) {
        let mut requirement = requirement.clone();
        for (variable, _) in requirement.intervals.iter_mut().flat_map(|i| &mut i.terms) {
            let known = &mut local[*variable as usize];
            if *known == u32::MAX {
                *known = self.variables.len() as u32;
                self.variables.push(*variable as usize);
            }
            *variable = *known;
        }
        self.program.variables = self.variables.len();
        self.program.requirements.push(requirement);
        self.requirements.push(number);
    }
}

impl Requirement {
    fn variables(&self) -> impl Iterator<Item = usize> {
        self.intervals.iter().flat_map(|i| &i.terms).map(|&(variable, _)| variable as usize)
    }
}

impl Interval {
    /// Whether the sum at a point lies within, up to round-off in its terms.
    fn holds(&self, point: &[f64]) -> bool {
        let mut sum = 0.0;
        let mut size = 1.0;
        for &(j, a) in &self.terms {
            let term = a * point[j as usize];
            sum += term;
            size += term.abs();
        }
        // Of a rounded figure with many digits, round-off is more than a point may miss.
        let rounded = if self.lower == self.upper { f64::INFINITY } else { MISS * self.half };
        let miss = (ROUND_OFF * size).min(rounded);
        sum >= self.lower - miss && sum <= self.upper + miss
    }

    /// The sum without repeated variables and zero coefficients, ordered by variable.
    fn collected(&self) -> Vec<(usize, f64)> {
        let mut terms: Vec<(usize, f64)> = self.terms.iter().map(|&(j, a)| (j as usize, a)).collect();
        terms.sort_by_key(|t| t.0);
        terms.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += later.1;
            }
            same
        });
        terms.retain(|t| t.1 != 0.0);
        terms
    }
}

#[cfg(test)]
mod tables;
#[cfg(test)]
mod tests;
