//! Whether claims can hold together, as a linear program: in the numbers, every claim is an interval that is exactly linear.

use super::groups::Groups;
use super::statements::LIMIT;
use super::system::System;
use crate::market::{Measured, What};
use crate::solve::conflict::{Interval, Program, Requirement};
use crate::space::Selection;

/// The program is solved to 1e-9 of a row's terms: a point that uses that up must still lie within the half unit.
const ROOM: f64 = 2e-9;
/// What a rate is of cannot be 0: it is at least this part of its prior, or of the least figure that bounds it.
///
/// Without it, claims about a scope whose size nobody has printed would all hold by making the scope 0.
const LEAST: f64 = 1e-4;

/// The claims as a program over groups × solved years that some claim touches and that are not structurally empty.
pub(super) struct Linear<'s> {
    system: &'s System<'s>,
    claims: &'s [usize],
    /// Cells that these claims do not tell apart: fewer than the groups of the market, which stated shares and curves tell apart too.
    groups: Groups,
    /// Which of them each group of the market is in.
    group_of: Vec<usize>,
    /// The prior of those groups in solved years.
    sums: Vec<f64>,
    /// The variable of each group and solved year.
    variables: Vec<u32>,
    count: u32,
    /// The size of one unit of a variable: the median printed value.
    unit: f64,
    /// For each group and solved year the value claims that bound it.
    bounding: Vec<Vec<u32>>,
}

impl<'s> Linear<'s> {
    pub(super) fn new(system: &'s System<'s>, claims: &'s [usize]) -> Self {
        let structure = system.structure;
        let span = structure.years.len();
        let scopes = claims.iter().flat_map(|&claim| {
            let m = &system.measured[claim];
            let of = if let What::Share { of, .. } = &m.what { Some(of) } else { None };
            [Some(&m.cells), of].into_iter().flatten()
        });
        let groups = Groups::new(&system.market.axes().lengths(), scopes);
        let mut group_of = vec![0; structure.groups.count];
        for (fine, coarse) in structure.groups.of_cell.iter().zip(&groups.of_cell) {
            group_of[*fine as usize] = *coarse as usize;
        }
        let mut sums = vec![0.0; groups.count * span];
        for (fine, &coarse) in group_of.iter().enumerate() {
            let sums = &mut sums[coarse * span..][..span];
            sums.iter_mut().zip(&system.prior[fine * span..][..span]).for_each(|(sum, q)| *sum += q);
        }
        let mut variables = vec![u32::MAX; sums.len()];
        let mut bounding = vec![Vec::new(); sums.len()];
        let mut count = 0;
        for &claim in claims {
            let m = &system.measured[claim];
            let is_value = matches!(m.what, What::Value { .. });
            let cells = if let What::Share { of, .. } = &m.what { of } else { &m.cells };
            for year in m.what.years() {
                let t = structure.solved(year);
                for at in groups.of(cells).iter().map(|&group| group as usize * span + t) {
                    if sums[at] > 0.0 && variables[at] == u32::MAX {
                        variables[at] = count;
                        count += 1;
                    }
                    if is_value {
                        bounding[at].push(claim as u32);
                    }
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
        Self { system, claims, groups, group_of, sums, variables, count, unit, bounding }
    }

    pub(super) fn program(&self) -> Program {
        let measured = self.claims.iter().map(|&claim| &self.system.measured[claim]);
        let requirements = measured.map(|m| self.requirement(m)).collect();
        Program { variables: self.count as usize, requirements }
    }

    /// A point of the program as numbers for all groups of the market in years that are solved; no number where no claim has a say.
    ///
    /// What claims do not tell apart keeps the proportions of the prior.
    pub(super) fn spread(&self, point: &[f64]) -> Vec<f64> {
        let structure = self.system.structure;
        let span = structure.years.len();
        let mut x = vec![f64::NAN; self.system.prior.len()];
        for (fine, coarse) in self.group_of.iter().enumerate() {
            for t in 0..span {
                let at = coarse * span + t;
                if let Some(value) = point.get(self.variables[at] as usize) {
                    x[fine * span + t] =
                        value * self.unit * self.system.prior[fine * span + t] / self.sums[at];
                }
            }
        }
        x
    }

    fn requirement(&self, m: &Measured) -> Requirement {
        match &m.what {
            What::Value { year } => self.amount(m, self.sum(&m.cells, *year, 1.0)),
            What::Change { from, to } => {
                self.amount(m, [self.sum(&m.cells, *from, -1.0), self.sum(&m.cells, *to, 1.0)].concat())
            }
            What::Share { year, of } => {
                let terms = |share: f64| {
                    [self.sum(&m.cells, *year, 1.0), self.sum(of, *year, -share.max(0.0))].concat()
                };
                self.rate(m, m.target, self.prior(of, *year), (of, *year), terms)
            }
            What::Growth { from, to } => {
                let periods = (to - from) as f64;
                let slope = periods * libm::pow(1.0 + m.target, periods - 1.0);
                let terms = |rate: f64| {
                    let factor = libm::pow((1.0 + rate).max(0.0), periods);
                    [self.sum(&m.cells, *from, -factor), self.sum(&m.cells, *to, 1.0)].concat()
                };
                let size = slope * self.prior(&m.cells, *from);
                self.rate(m, 1.0 + m.target, size, (&m.cells, *from), terms)
            }
        }
    }

    /// A sum between two bounds.
    fn amount(&self, m: &Measured, terms: Vec<(u32, f64)>) -> Requirement {
        let (low, high) = bounds(m, m.target);
        let half = m.half_unit / self.unit;
        let interval = Interval { terms, lower: low / self.unit, upper: high / self.unit, half };
        Requirement { intervals: vec![interval], size: (m.target / self.unit).abs().max(1.0) }
    }

    /// A rate between two bounds, of a sum that is not 0; `size` is what a rate of 1 amounts to.
    fn rate(
        &self,
        m: &Measured,
        relative_to: f64,
        size: f64,
        (of, year): (&Selection, usize),
        terms: impl Fn(f64) -> Vec<(u32, f64)>,
    ) -> Requirement {
        let (low, high) = bounds(m, relative_to);
        let size = size / self.unit;
        let half = m.half_unit * size;
        let at_least = Interval { terms: terms(low), lower: 0.0, upper: f64::INFINITY, half };
        let at_most = Interval { terms: terms(high), lower: f64::NEG_INFINITY, upper: 0.0, half };
        let mut intervals =
            if m.is_exact() { vec![Interval { upper: 0.0, ..at_least }] } else { vec![at_least, at_most] };
        let least = self.least(of, year);
        let terms = self.sum(of, year, 1.0);
        intervals.push(Interval { terms, lower: least, upper: f64::INFINITY, half: least });
        Requirement { intervals, size: size.max(f64::MIN_POSITIVE) }
    }

    /// The least that a scope must come to for a rate of it to mean anything.
    fn least(&self, cells: &Selection, year: usize) -> f64 {
        let (span, t) = (self.system.structure.years.len(), self.system.structure.solved(year));
        let first = self.groups.of(cells).first().map(|&group| group as usize * span + t);
        let around = first
            .into_iter()
            .flat_map(|at| &self.bounding[at])
            .map(|&claim| &self.system.measured[claim as usize]);
        let around = around.filter(|m| m.cells.includes(cells)).map(|m| m.target + m.half_unit);
        LEAST * around.filter(|high| *high > 0.0).fold(self.prior(cells, year), f64::min) / self.unit
    }

    fn prior(&self, cells: &Selection, year: usize) -> f64 {
        let (span, t) = (self.system.structure.years.len(), self.system.structure.solved(year));
        self.groups.of(cells).iter().map(|&group| self.sums[group as usize * span + t]).sum()
    }

    /// The variables of a scope in a year, each with this factor.
    fn sum(&self, cells: &Selection, year: usize, factor: f64) -> Vec<(u32, f64)> {
        let (span, t) = (self.system.structure.years.len(), self.system.structure.solved(year));
        let variables = self.groups.of(cells).iter().map(|&group| self.variables[group as usize * span + t]);
        variables.filter(|&variable| variable != u32::MAX).map(|variable| (variable, factor)).collect()
    }
}

/// The least and the most that a claim can stand for, in its own terms.
fn bounds(m: &Measured, relative_to: f64) -> (f64, f64) {
    let half = LIMIT * m.half_unit - (ROOM * relative_to.abs()).min(0.01 * m.half_unit);
    (m.target - half, m.target + half)
}
