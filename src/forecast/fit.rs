//! Fitting claims: least squares in half units, or onto a point where they are known to hold.

use super::newton::{Equations, Point};
use super::system::{Kernel, System};
use super::zeros::{Zeros, emptied};
use crate::market::What;

/// Round-off that an exact claim is allowed, relative to its size.
pub(super) const EXACT: f64 = 1e-9;

/// A set of claims that the numbers are made to honor.
pub(super) struct Fit<'s> {
    system: &'s System<'s>,
    /// Positions of the claims in the market.
    pub(super) claims: Vec<usize>,
    kernel: Kernel,
    /// What each claim should come to, in its own terms.
    targets: Vec<f64>,
    /// How far exact claims of 0 reach.
    zeros: Zeros,
    /// Whether no claim may end beyond its half unit.
    within: bool,
    /// Whether every target is to be met exactly, printed half unit or not.
    exactly: bool,
}

/// Numbers for groups and claimed years.
pub(super) struct Fitted {
    pub(super) reach: Vec<f64>,
    /// For each fitted claim: how far off in half units; for an exact one in units of what round-off allows.
    pub(super) residuals: Vec<f64>,
    /// For each fitted claim, 0 where it has nothing to move.
    pub(super) multipliers: Vec<f64>,
    /// Groups × all years that exact claims of 0 empty.
    pub(super) emptied: Vec<usize>,
    /// How far those reach.
    pub(super) zeros: Zeros,
    /// Groups × claimed years that some fitted claim is about.
    pub(super) touched: Vec<bool>,
}

impl Fitted {
    pub(super) fn worst(&self) -> f64 {
        // A residual that is no number is as bad as can be.
        self.residuals.iter().fold(0.0, |most, r| if r.is_nan() { f64::INFINITY } else { r.abs().max(most) })
    }
}

impl<'s> Fit<'s> {
    /// The claims as printed.
    pub(super) fn new(system: &'s System<'s>, claims: &[usize]) -> Self {
        let targets = claims.iter().map(|&claim| system.measured[claim].target).collect();
        Self {
            system,
            claims: claims.to_vec(),
            kernel: system.drift(),
            targets,
            zeros: Zeros::Lasting,
            within: false,
            exactly: false,
        }
    }

    /// The same claims, their exact zeros reaching this far.
    pub(super) fn with_zeros(mut self, zeros: Zeros) -> Self {
        self.zeros = zeros;
        self
    }

    /// The same claims, none of which may end beyond its half unit: each is the firmer the closer it comes to that.
    pub(super) fn within_half_units(mut self) -> Self {
        self.within = true;
        self
    }

    /// The same claims, each made to come to what it is at a point where all hold.
    pub(super) fn onto(mut self, x: &[f64], kernel: Kernel) -> Self {
        let implied = |&claim: &usize| {
            let (m, implied) = (&self.system.measured[claim], self.system.implied(x, claim));
            // A scope that the point empties leaves a ratio without a value.
            if implied.is_finite() && !m.is_exact() { implied } else { m.target }
        };
        self.targets = self.claims.iter().map(implied).collect();
        self.kernel = kernel;
        self.exactly = true;
        self
    }

    /// Solves; the residuals say how well.
    pub(super) fn solve(&self) -> Fitted {
        self.solve_after(None)
    }

    /// Solves, starting from the multipliers of an earlier fit of the same claims.
    pub(super) fn solve_from(&self, multipliers: &[f64]) -> Fitted {
        self.solve_after(Some(multipliers))
    }

    fn solve_after(&self, multipliers: Option<&[f64]>) -> Fitted {
        // Half units that depend on free levels halve their distance in each round: this is ample.
        const ROUNDS: usize = 60;
        const STEPS: usize = 80;
        // For half units that are about to move again.
        const FEW: usize = 2;
        // A round that leaves more than this of what exact claims are off will not get them there.
        const GAIN: f64 = 0.5;
        // Stiff claims make much of what little is left of exact ones: less than this is round-off.
        const SETTLED: f64 = 1e-4;
        let emptied = emptied(self.system, &self.claims, self.zeros);
        let (moving, mut equations) = self.equations(&emptied);
        let start = |i: &usize| multipliers.map_or(0.0, |multipliers| multipliers[*i]);
        let mut point = equations.point(moving.iter().map(start).collect());
        let mut units = vec![0.0; moving.len()];
        if multipliers.is_none() {
            self.firm(&mut equations, &point, &moving, &mut units);
            point = equations.approached(point);
        }
        let (mut before, mut solved) = (f64::INFINITY, false);
        for _ in 0..ROUNDS {
            let moved = self.firm(&mut equations, &point, &moving, &mut units);
            let off = self.off(&equations, &point, &moving);
            if solved && !moved && (off <= SETTLED || off > GAIN * before) {
                break;
            }
            let steps = if moved && solved { FEW } else { STEPS };
            before = if moved { f64::INFINITY } else { off };
            (point, solved) = equations.solve(point, steps);
            // Once is enough where nothing is exact and no half unit depends on the numbers.
            if self.all_values(&moving) && !self.any_exact(&moving) {
                break;
            }
        }
        let residuals = self.claims.iter().map(|&claim| self.residual(&point.x, claim)).collect();
        let mut touched = vec![false; point.x.len()];
        equations.rows.mark(&mut touched);
        let mut multipliers = vec![0.0; self.claims.len()];
        moving.iter().zip(&point.multipliers).for_each(|(&i, multiplier)| multipliers[i] = *multiplier);
        Fitted { reach: point.reach, residuals, multipliers, emptied, zeros: self.zeros, touched }
    }

    /// The numbers of a point at which all claims hold, as they are: each claimed year on its own, nothing solved.
    pub(super) fn at(&self, x: &[f64]) -> Fitted {
        let (span, len) = (self.system.years.len(), self.system.all_years);
        let mut touched = vec![false; x.len()];
        let rows = self.system.rows(&self.claims, &self.targets, Kernel::Separate);
        rows.mark(&mut touched);
        let empty = (0..x.len()).filter(|&at| touched[at] && x[at] <= 0.0);
        let emptied = empty.map(|at| at / span * len + self.system.years[at % span]).collect();
        let each = x.iter().zip(&self.system.prior);
        let reach = each.map(|(x, q)| if *x > 0.0 && *q > 0.0 { libm::log(x / q) } else { 0.0 }).collect();
        let residuals = self.claims.iter().map(|&claim| self.residual(x, claim)).collect();
        let multipliers = vec![0.0; self.claims.len()];
        Fitted { reach, residuals, multipliers, emptied, zeros: Zeros::InTheirYear, touched }
    }

    /// The equations of the claims that have something to move, and which those are.
    fn equations(&self, emptied: &[usize]) -> (Vec<usize>, Equations<'s>) {
        let mut prior = self.system.prior.clone();
        let (span, len) = (self.system.years.len(), self.system.all_years);
        for at in emptied {
            if let Ok(t) = self.system.years.binary_search(&(at % len)) {
                prior[at / len * span + t] = 0.0;
            }
        }
        let mut rows = self.system.rows(&self.claims, &self.targets, self.kernel);
        let moving = rows.keep(&prior);
        let goals = moving.iter().map(|&i| match self.system.measured[self.claims[i]].what {
            What::Value { .. } | What::Change { .. } => self.targets[i],
            What::Share { .. } | What::Growth { .. } => 0.0,
        });
        let goals = goals.collect();
        (moving, Equations::new(self.system, prior, self.system.kernel(self.kernel), rows, goals))
    }

    fn is_exact(&self, i: usize) -> bool {
        self.exactly || self.system.measured[self.claims[i]].is_exact()
    }

    fn any_exact(&self, moving: &[usize]) -> bool {
        moving.iter().any(|&i| self.is_exact(i))
    }

    fn all_values(&self, moving: &[usize]) -> bool {
        moving.iter().all(|&i| {
            matches!(self.system.measured[self.claims[i]].what, What::Value { .. } | What::Change { .. })
        })
    }

    /// Sets how firm each claim is at these numbers; whether some half unit has changed since the last time.
    fn firm(&self, equations: &mut Equations, point: &Point, moving: &[usize], units: &mut [f64]) -> bool {
        // A start value that gross errors drive to nothing must not take its half unit along.
        const FLOOR: f64 = 1e-12;
        // Below this part of the diagonal, least squares would be lost in round-off.
        const FIRMEST: f64 = 1e-12;
        // How far a claim that must end within its half unit goes.
        const LIMIT: f64 = 0.999;
        let accuracy = if self.within { 1e-5 } else { 3e-3 };
        let sizes = equations.sizes(&point.x);
        let diagonal = equations.diagonal(&point.x);
        let mut moved = false;
        let mut relative: Vec<f64> = Vec::with_capacity(moving.len());
        for (k, &i) in moving.iter().enumerate() {
            let m = &self.system.measured[self.claims[i]];
            let half = (m.half_unit * self.system.unit(&point.x, self.claims[i])).max(FLOOR * sizes[k]);
            moved |= (half - units[k]).abs() > accuracy * half;
            units[k] = half;
            relative.push(half / self.total(i));
        }
        let inexact = (0..moving.len()).filter(|&k| !self.is_exact(moving[k]));
        let largest = inexact.fold(0.0_f64, |most, k| most.max(relative[k]));
        for (k, &i) in moving.iter().enumerate() {
            if self.is_exact(i) {
                equations.epsilon[k] = 1e-6 * diagonal[k].abs().max(FLOOR * sizes[k]);
                equations.centers[k] = point.multipliers[k];
                equations.scales[k] = (1e-3 * sizes[k]).max(f64::MIN_POSITIVE);
            } else {
                let firm = units[k] * relative[k] / (1000.0 * largest);
                equations.epsilon[k] = firm.max(FIRMEST * diagonal[k].abs());
                equations.scales[k] = units[k];
                if self.within {
                    equations.limits[k] = LIMIT * units[k];
                }
            }
        }
        moved
    }

    /// The prior's market total in the year a claim is printed for.
    fn total(&self, i: usize) -> f64 {
        let end = self.system.measured[self.claims[i]].what.end();
        self.system.totals[self.system.claimed(end)]
    }

    /// How far the exact claims are off, in units of what round-off allows.
    fn off(&self, equations: &Equations, point: &Point, moving: &[usize]) -> f64 {
        let (gaps, sizes) = (equations.gaps(&point.x), equations.sizes(&point.x));
        let exact = (0..moving.len()).filter(|&k| self.is_exact(moving[k]));
        exact.fold(0.0_f64, |most, k| most.max((gaps[k] / (EXACT * sizes[k])).abs()))
    }

    /// How far a claim is off as printed.
    fn residual(&self, x: &[f64], claim: usize) -> f64 {
        let m = &self.system.measured[claim];
        let gap = self.system.implied(x, claim) - m.target;
        if !m.is_exact() {
            return gap / m.half_unit;
        }
        let size = match m.what {
            What::Value { year } if m.target == 0.0 => self.system.totals[self.system.claimed(year)],
            What::Change { from, to } => {
                self.system.sum(x, &m.cells, from).max(self.system.sum(x, &m.cells, to)).max(m.target.abs())
            }
            What::Growth { .. } => 1.0 + m.target,
            _ => m.target.abs(),
        };
        gap / (EXACT * size.max(f64::MIN_POSITIVE))
    }
}
