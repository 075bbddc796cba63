//! The equations: one multiplier per claim, all claimed years at once.

use super::fit::Fitted;
use super::groups::Groups;
use crate::market::{Market, Measured, What};
use crate::space::{Cube, Selection};
use crate::value::Years;

/// One claim as a linear statement about groups of cells × claimed years.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) terms: Vec<Term>,
}

/// One group and year of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    /// `group * years + year`.
    pub(super) at: u32,
    /// What is measured: the coefficient of the number in the claim.
    pub(super) a: f64,
    /// What the claim may move: the coefficient of its multiplier in the correction.
    pub(super) b: f64,
}

/// How corrections carry over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kernel {
    /// Later surprises carry on as level, and with this weight as growth.
    Drift(f64),
    /// Every claimed year on its own, and every claim moves what it measures: the plain relative entropy.
    Separate,
}

/// Everything about a market that the solver needs, at the claimed years only.
pub(super) struct System<'m> {
    pub(super) measured: &'m [Measured],
    pub(super) groups: Groups,
    /// The claimed years, as positions among the market's years, ascending.
    pub(super) years: Vec<usize>,
    /// The prior, summed over the cells of each group: groups × claimed years.
    pub(super) prior: Vec<f64>,
    /// The prior's market total in each claimed year.
    pub(super) totals: Vec<f64>,
    /// How many years the market has.
    pub(super) all_years: usize,
    base: usize,
    drift: f64,
}

impl<'m> System<'m> {
    /// Groups the cells, scales the prior to the value claims and sums it over the groups.
    pub(super) fn new(market: &'m Market, prior: &mut Cube) -> Self {
        let measured = market.measured();
        let imposed = || measured.iter().filter(|m| !m.compare);
        let scopes = imposed().flat_map(|m| match &m.what {
            What::Share { of, .. } => vec![&m.cells, of],
            _ => vec![&m.cells],
        });
        let groups = Groups::new(&market.axes().lengths(), scopes);
        let mut years: Vec<usize> = imposed().flat_map(|m| m.what.years()).collect();
        years.sort_unstable();
        years.dedup();
        let mut sums = vec![0.0; groups.count * years.len()];
        for (cell, &group) in groups.of_cell.iter().enumerate() {
            let path = prior.path(cell);
            let sums = &mut sums[group as usize * years.len()..][..years.len()];
            sums.iter_mut().zip(&years).for_each(|(sum, &year)| *sum += path[year]);
        }
        let (base, drift, all_years) = (market.base_index(), market.drift(), market.years().len());
        let mut system =
            Self { measured, groups, years, prior: sums, totals: Vec::new(), all_years, base, drift };
        let scale = system.scale();
        prior.scale(scale);
        system.prior.iter_mut().for_each(|value| *value *= scale);
        let span = system.years.len();
        system.totals = (0..span).map(|t| system.prior.iter().skip(t).step_by(span.max(1)).sum()).collect();
        system
    }

    /// How corrections carry between the claimed years: years × years.
    pub(super) fn kernel(&self, kernel: Kernel) -> Vec<f64> {
        let pairs = self.years.iter().flat_map(|&t| self.years.iter().map(move |&s| (t, s)));
        pairs.map(|(t, s)| self.carry(kernel, t, s)).collect()
    }

    /// How much of a correction made in one year reaches another.
    fn carry(&self, kernel: Kernel, year: usize, made_in: usize) -> f64 {
        let offset = |t: usize| t as f64 - self.base as f64;
        let (t, s) = (offset(year), offset(made_in));
        match kernel {
            Kernel::Drift(drift) if t * s > 0.0 => 1.0 + drift * t.abs().min(s.abs()),
            Kernel::Drift(_) => 1.0,
            Kernel::Separate => f64::from(u8::from(year == made_in)),
        }
    }

    /// The claims that are imposed, as rows for these targets.
    pub(super) fn rows(&self, claims: &[usize], targets: &[f64], kernel: Kernel) -> Vec<Row> {
        claims.iter().zip(targets).map(|(&claim, &target)| self.row(claim, target, kernel)).collect()
    }

    fn row(&self, claim: usize, target: f64, kernel: Kernel) -> Row {
        let m = &self.measured[claim];
        let mut terms = Vec::new();
        let mut push = |cells: &Selection, year: usize, a: f64, b: f64| {
            let (span, t) = (self.years.len(), self.claimed(year));
            let at = |group: &u32| (*group as usize * span + t) as u32;
            terms.extend(self.groups.of(cells).iter().map(|group| Term { at: at(group), a, b }));
        };
        match &m.what {
            What::Value { year } => push(&m.cells, *year, 1.0, 1.0),
            What::Change { from, to } => {
                push(&m.cells, *from, -1.0, -1.0);
                push(&m.cells, *to, 1.0, 1.0);
            }
            What::Growth { from, to } => {
                let factor = libm::pow(1.0 + target, (to - from) as f64);
                push(&m.cells, *from, -factor, -1.0);
                push(&m.cells, *to, 1.0, 1.0);
            }
            What::Share { year, of } => {
                push(of, *year, -target, -target);
                let (span, inside) = (self.years.len() as u32, self.groups.of(&m.cells));
                for term in terms.iter_mut().filter(|term| inside.binary_search(&(term.at / span)).is_ok()) {
                    term.a += 1.0;
                    term.b += 1.0;
                }
            }
        }
        if kernel == Kernel::Separate {
            terms.iter_mut().for_each(|term| term.b = term.a);
        }
        Row { terms }
    }

    /// The position of a year among the claimed ones.
    pub(super) fn claimed(&self, year: usize) -> usize {
        self.years.binary_search(&year).expect("every year of an imposed claim is a claimed year")
    }

    /// The sum of a scope in a year.
    pub(super) fn sum(&self, x: &[f64], cells: &Selection, year: usize) -> f64 {
        let (span, t) = (self.years.len(), self.claimed(year));
        self.groups.of(cells).iter().map(|&group| x[group as usize * span + t]).sum()
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

    /// How many units of the row one unit of the claim's own terms is, at these numbers.
    pub(super) fn unit(&self, x: &[f64], claim: usize) -> f64 {
        let m = &self.measured[claim];
        match &m.what {
            What::Value { .. } | What::Change { .. } => 1.0,
            What::Share { year, of } => self.sum(x, of, *year),
            What::Growth { from, to } => {
                let periods = (to - from) as f64;
                periods * libm::pow(1.0 + m.target, periods - 1.0) * self.sum(x, &m.cells, *from)
            }
        }
    }

    /// One factor for the whole prior: its value claims are met on average in the logarithm, whatever the unit.
    fn scale(&self) -> f64 {
        let span = self.years.len();
        let ratios: Vec<f64> = self
            .measured
            .iter()
            .filter(|m| !m.compare && m.target != 0.0)
            .filter_map(|m| match m.what {
                What::Value { year } => Some(m.target / self.sum(&self.prior, &m.cells, year)),
                _ => None,
            })
            .filter(|ratio| ratio.is_finite() && *ratio > 0.0)
            .map(libm::log)
            .collect();
        if ratios.is_empty() {
            // Changes alone give no level; the largest of them at least gives the order of magnitude.
            let largest =
                self.measured.iter().filter(|m| matches!(m.what, What::Change { .. }) && !m.compare);
            let largest = largest.fold(0.0_f64, |most, m| most.max(m.target.abs()));
            let total: f64 = self.prior.iter().take(span).sum();
            return if largest > 0.0 && total > 0.0 { 10.0 * largest / total } else { 1.0 };
        }
        libm::exp(ratios.iter().sum::<f64>() / ratios.len() as f64)
    }

    /// Turns the prior into the forecast: every cell and year times the correction of its group.
    pub(super) fn correct(&self, cube: &mut Cube, fitted: &Fitted, kernel: Kernel, years: Years) {
        let (span, len) = (self.years.len(), years.len());
        if span == 0 {
            return;
        }
        let carry: Vec<f64> = (0..len)
            .flat_map(|t| self.years.iter().map(move |&s| (t, s)))
            .map(|(t, s)| self.carry(kernel, t, s))
            .collect();
        let mut factors = vec![0.0; self.groups.count * len];
        let groups = fitted.reach.chunks_exact(span).zip(fitted.touched.chunks_exact(span));
        for (factors, (reach, touched)) in factors.chunks_exact_mut(len).zip(groups) {
            let known: Vec<(usize, f64)> = match kernel {
                Kernel::Drift(_) => Vec::new(),
                Kernel::Separate => {
                    (0..span).filter(|&k| touched[k]).map(|k| (self.years[k], reach[k])).collect()
                }
            };
            for (t, (factor, carry)) in factors.iter_mut().zip(carry.chunks_exact(span)).enumerate() {
                let exponent = match kernel {
                    Kernel::Drift(_) => carry.iter().zip(reach).map(|(k, u)| k * u).sum(),
                    Kernel::Separate => between(&known, t),
                };
                *factor = libm::exp(exponent);
            }
        }
        for &at in &fitted.emptied {
            factors[at] = 0.0;
        }
        for (cell, &group) in self.groups.of_cell.iter().enumerate() {
            let factors = &factors[group as usize * len..][..len];
            cube.path_mut(cell).iter_mut().zip(factors).for_each(|(value, factor)| *value *= factor);
        }
    }

    pub(super) fn drift(&self) -> Kernel {
        Kernel::Drift(self.drift)
    }
}

/// A correction between the known years around a year: straight in the logarithm, constant beyond the ends.
fn between(known: &[(usize, f64)], t: usize) -> f64 {
    match known.binary_search_by_key(&t, |(year, _)| *year) {
        Ok(k) => known[k].1,
        Err(0) => known.first().map_or(0.0, |(_, reach)| *reach),
        Err(k) if k == known.len() => known[k - 1].1,
        Err(k) => {
            let ((before, low), (after, high)) = (known[k - 1], known[k]);
            let w = (t - before) as f64 / (after - before) as f64;
            low * (1.0 - w) + high * w
        }
    }
}
