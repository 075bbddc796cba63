//! The equations: one multiplier per claim, all claimed years at once.

use super::fit::Fitted;
use super::groups::Groups;
use crate::market::{Market, Measured, What};
use crate::space::{Cube, Selection};
use crate::value::Years;

/// Claims as linear statements about groups of cells × claimed years.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// Sums that many rows take a part of, as groups and years like those of [`Term::at`].
    ///
    /// Written into each of those rows they would make it as long as the whole is wide, and let it meet every other there.
    pub(super) wholes: Vec<Vec<u32>>,
}

/// One claim: the sum of its terms, less a part of a whole.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Where something is taken off a whole, these are some of its groups in its year, each with the coefficients 1.
    pub(super) terms: Vec<Term>,
    pub(super) less: Option<Less>,
}

/// A part of a shared whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Less {
    /// Position among the wholes.
    pub(super) whole: u32,
    pub(super) part: f64,
}

impl Rows {
    /// What a row is about: groups and years, some of them twice where it takes something off a whole.
    pub(super) fn places(&self, row: usize) -> impl Iterator<Item = usize> {
        let row = &self.rows[row];
        let whole = row.less.map_or(&[][..], |less| &self.wholes[less.whole as usize]);
        whole.iter().copied().chain(row.terms.iter().map(|term| term.at)).map(|at| at as usize)
    }

    /// Drops the rows about nothing that is more than 0, and says which are left.
    pub(super) fn keep(&mut self, x: &[f64]) -> Vec<usize> {
        let kept: Vec<usize> =
            (0..self.rows.len()).filter(|&row| self.places(row).any(|at| x[at] > 0.0)).collect();
        let mut next = kept.iter().copied().peekable();
        let mut row = 0;
        self.rows.retain(|_| {
            row += 1;
            next.next_if_eq(&(row - 1)).is_some()
        });
        kept
    }

    /// Marks all that some row is about.
    pub(super) fn mark(&self, touched: &mut [bool]) {
        let mut wholes = vec![false; self.wholes.len()];
        for row in &self.rows {
            row.terms.iter().for_each(|term| touched[term.at as usize] = true);
            row.less.iter().for_each(|less| wholes[less.whole as usize] = true);
        }
        let taken = self.wholes.iter().zip(wholes).filter(|(_, is_taken)| *is_taken);
        taken.flat_map(|(whole, _)| whole).for_each(|&at| touched[at as usize] = true);
    }

    /// The sum of each whole.
    fn whole_sums(&self, x: &[f64]) -> Vec<f64> {
        self.wholes.iter().map(|whole| whole.iter().map(|&at| x[at as usize]).sum()).collect()
    }

    /// What each row comes to.
    pub(super) fn sums(&self, x: &[f64]) -> Vec<f64> {
        let wholes = self.whole_sums(x);
        let sum = |row: &Row| {
            let terms: f64 = row.terms.iter().map(|term| term.a * x[term.at as usize]).sum();
            terms - row.less.map_or(0.0, |less| less.part * wholes[less.whole as usize])
        };
        self.rows.iter().map(sum).collect()
    }

    /// What counts in each row, and what counts against that, both as they are without their signs.
    pub(super) fn sides(&self, x: &[f64]) -> Vec<[f64; 2]> {
        let wholes = self.whole_sums(x);
        let sides = |row: &Row| {
            let mut sides = [0.0, row.less.map_or(0.0, |less| less.part * wholes[less.whole as usize])];
            for term in &row.terms {
                sides[usize::from(term.a < 0.0)] += (term.a * x[term.at as usize]).abs();
            }
            sides
        };
        self.rows.iter().map(sides).collect()
    }

    /// The sum of the multipliers that reach each of so many places.
    pub(super) fn reach(&self, multipliers: &[f64], places: usize) -> Vec<f64> {
        let mut reach = vec![0.0; places];
        let mut wholes = vec![0.0; self.wholes.len()];
        for (row, multiplier) in self.rows.iter().zip(multipliers) {
            row.terms.iter().for_each(|term| reach[term.at as usize] += term.b * multiplier);
            if let Some(less) = row.less {
                wholes[less.whole as usize] -= less.part * multiplier;
            }
        }
        for (whole, multiplier) in self.wholes.iter().zip(&wholes) {
            whole.iter().for_each(|&at| reach[at as usize] += multiplier);
        }
        reach
    }
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
    pub(super) fn rows(&self, claims: &[usize], targets: &[f64], kernel: Kernel) -> Rows {
        let wholes = self.wholes(claims, targets);
        let row = |(&claim, &target): (&usize, &f64)| {
            let whole = self.whole(claim, target).and_then(|whole| wholes.binary_search(&whole).ok());
            match whole {
                Some(whole) => self.part(claim, Less { whole: whole as u32, part: target }),
                None => self.row(claim, target, kernel),
            }
        };
        let rows = claims.iter().zip(targets).map(row).collect();
        let wholes = wholes.iter().map(|&(of, year)| self.places(of, year).collect()).collect();
        Rows { rows, wholes }
    }

    /// The wholes, with their years, that enough shares are of to be worth sharing, ascending.
    fn wholes(&self, claims: &[usize], targets: &[f64]) -> Vec<(&'m Selection, usize)> {
        // Each takes two more unknowns: fewer shares are better off with long rows.
        const ENOUGH: usize = 4;
        let each = claims.iter().zip(targets);
        let mut wholes: Vec<_> = each.filter_map(|(&claim, &target)| self.whole(claim, target)).collect();
        wholes.sort_unstable();
        let alike = wholes.chunk_by(|a, b| a == b);
        alike.filter(|alike| alike.len() >= ENOUGH).map(|alike| alike[0]).collect()
    }

    /// What a claim is a share of, if it is one that may be written as a part less so much of the whole.
    fn whole(&self, claim: usize, share: f64) -> Option<(&'m Selection, usize)> {
        // The whole less nearly all of itself would be lost in round-off.
        const MOST: f64 = 0.5;
        let m = &self.measured[claim];
        match &m.what {
            What::Share { year, of } if (0.0..=MOST).contains(&share) && of.includes(&m.cells) => {
                Some((of, *year))
            }
            _ => None,
        }
    }

    /// A share as its part, less its share of the whole.
    fn part(&self, claim: usize, less: Less) -> Row {
        let m = &self.measured[claim];
        let terms = self.places(&m.cells, m.what.end()).map(|at| Term { at, a: 1.0, b: 1.0 });
        Row { terms: terms.collect(), less: Some(less) }
    }

    /// A scope in a year, as groups and years like those of [`Term::at`].
    fn places(&self, cells: &Selection, year: usize) -> impl Iterator<Item = u32> {
        let (span, t) = (self.years.len(), self.claimed(year));
        self.groups.of(cells).iter().map(move |&group| (group as usize * span + t) as u32)
    }

    fn row(&self, claim: usize, target: f64, kernel: Kernel) -> Row {
        let m = &self.measured[claim];
        let mut terms = Vec::new();
        let mut push = |cells: &Selection, year: usize, a: f64, b: f64| {
            terms.extend(self.places(cells, year).map(|at| Term { at, a, b }));
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
        Row { terms, less: None }
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
