//! Numbers for the structure of a market: what is assumed of groups, and what claims come to.

use super::problem::precision;
use super::structure::Structure;
use crate::market::{Market, Measured, What};
use crate::space::{Cube, Selection};

/// A market's numbers, summed over groups.
pub(super) struct System<'m> {
    pub(super) market: &'m Market,
    pub(super) measured: &'m [Measured],
    pub(super) structure: &'m Structure,
    /// What the numbers of the prior are multiplied by, so that they are of the order of what is printed.
    pub(super) scale: f64,
    /// The prior, summed over the cells of each group: groups × all years.
    pub(super) all: Vec<f64>,
    /// The same at solved years only.
    pub(super) prior: Vec<f64>,
}

impl<'m> System<'m> {
    /// Sums the prior over the groups and scales the sums to the value claims.
    pub(super) fn new(market: &'m Market, structure: &'m Structure, cube: &Cube) -> Self {
        let (span, len) = (structure.years.len(), structure.all_years);
        let mut all = vec![0.0; structure.groups.count * len];
        for (cell, &group) in structure.groups.of_cell.iter().enumerate() {
            let sums = &mut all[group as usize * len..][..len];
            sums.iter_mut().zip(cube.path(cell)).for_each(|(sum, value)| *sum += value);
        }
        let mut prior = vec![0.0; structure.groups.count * span];
        for (prior, all) in prior.chunks_exact_mut(span.max(1)).zip(all.chunks_exact(len)) {
            prior.iter_mut().zip(&structure.years).for_each(|(prior, &year)| *prior = all[year]);
        }
        let measured = market.measured();
        let mut system = Self { market, measured, structure, scale: 1.0, all, prior };
        let scale = system.scale_to_claims();
        system.scale = scale;
        system.prior.iter_mut().chain(&mut system.all).for_each(|value| *value *= scale);
        system
    }

    /// The sum of a scope in a year.
    pub(super) fn sum(&self, x: &[f64], cells: &Selection, year: usize) -> f64 {
        let (span, t) = (self.structure.years.len(), self.structure.solved(year));
        self.structure.groups.of(cells).iter().map(|&group| x[group as usize * span + t]).sum()
    }

    /// What the numbers say about a claim, in the claim's own terms.
    pub(super) fn implied(&self, x: &[f64], claim: usize) -> f64 {
        let m = &self.measured[claim];
        match &m.what {
            What::Value { year } => self.sum(x, &m.cells, *year),
            What::Change { from, to } => self.sum(x, &m.cells, *to) - self.sum(x, &m.cells, *from),
            What::Share { year, of } => self.sum(x, &m.cells, *year) / self.sum(x, of, *year),
            What::Growth { from, to } => {
                let ratio = self.sum(x, &m.cells, *to) / self.sum(x, &m.cells, *from);
                libm::pow(ratio, 1.0 / (to - from) as f64) - 1.0
            }
        }
    }

    /// How far a claim is off, in half units; for an exact one in units of what round-off allows.
    pub(super) fn residual(&self, x: &[f64], claim: usize) -> f64 {
        /// Round-off that an exact claim is allowed, relative to its size.
        const EXACT: f64 = 1e-9;
        let m = &self.measured[claim];
        let off = self.implied(x, claim) - m.target;
        if !m.is_exact() {
            return off / m.half_unit;
        }
        if off == 0.0 {
            return 0.0;
        }
        let total = |year: usize| {
            let (span, t) = (self.structure.years.len(), self.structure.solved(year));
            x.iter().skip(t).step_by(span).sum::<f64>()
        };
        let size = match m.what {
            What::Value { year } if m.target == 0.0 => total(year),
            What::Value { .. } => m.target,
            What::Change { from, to } => {
                m.target.abs().max(self.sum(x, &m.cells, from)).max(self.sum(x, &m.cells, to))
            }
            What::Share { .. } => {
                if m.target == 0.0 {
                    1.0
                } else {
                    m.target
                }
            }
            What::Growth { .. } => (1.0 + m.target).max(EXACT),
        };
        off / (EXACT * size)
    }

    /// One factor for the whole prior: its value claims are met on average in the logarithm, whatever the unit.
    ///
    /// A figure counts the less the vaguer it is, and several claims on one figure count once.
    fn scale_to_claims(&self) -> f64 {
        let imposed: Vec<usize> =
            (0..self.measured.len()).filter(|&claim| !self.measured[claim].compare).collect();
        let (mut weights, mut logs) = (0.0_f64, 0.0_f64);
        for statement in super::statements::statements(self.measured, &imposed) {
            let m = statement.measured(self.measured);
            let What::Value { year } = m.what else { continue };
            let prior = self.sum(&self.prior, &m.cells, year);
            let said = statement.said(self.measured);
            if said.target > 0.0 && prior > 0.0 {
                let weight = precision(said.vagueness());
                weights += weight;
                logs += weight * libm::log(said.target / prior);
            }
        }
        let mean = libm::exp(logs / weights);
        if weights > 0.0 && mean.is_finite() {
            return mean;
        }
        // Changes alone give no level; the largest of them at least gives the order of magnitude.
        let largest = self.measured.iter().filter(|m| matches!(m.what, What::Change { .. }) && !m.compare);
        let largest = largest.fold(0.0_f64, |most, m| most.max(m.target.abs()));
        let total: f64 = self.prior.iter().step_by(self.structure.years.len().max(1)).sum();
        if largest > 0.0 && total > 0.0 { 10.0 * largest / total } else { 1.0 }
    }
}
