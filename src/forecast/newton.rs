//! Damped Newton on the multipliers.

use super::elimination::{Factored, Plan};
use super::system::{Row, System};

/// What is solved for: rows, what they should come to, and how firmly.
pub(super) struct Equations<'s> {
    system: &'s System<'s>,
    prior: Vec<f64>,
    kernel: Vec<f64>,
    pub(super) rows: Vec<Row>,
    /// What each row should come to.
    pub(super) goals: Vec<f64>,
    /// How much a multiplier may give way: the residual of a row is this times its multiplier's distance from its center.
    pub(super) epsilon: Vec<f64>,
    pub(super) centers: Vec<f64>,
    /// The size of a residual that matters, for each row.
    pub(super) scales: Vec<f64>,
    plan: Plan,
}

/// Multipliers and the numbers they make.
#[derive(Clone)]
pub(super) struct Point {
    pub(super) multipliers: Vec<f64>,
    /// Groups × claimed years: the sum of the multipliers that reach them, before they carry over time.
    pub(super) reach: Vec<f64>,
    /// Groups × claimed years.
    pub(super) x: Vec<f64>,
}

impl<'s> Equations<'s> {
    pub(super) fn new(
        system: &'s System<'s>,
        prior: Vec<f64>,
        kernel: Vec<f64>,
        rows: Vec<Row>,
        goals: Vec<f64>,
    ) -> Self {
        let plan = Plan::new(&rows, system.groups.count, system.years.len());
        let n = rows.len();
        Self {
            system,
            prior,
            kernel,
            rows,
            goals,
            epsilon: vec![0.0; n],
            centers: vec![0.0; n],
            scales: vec![1.0; n],
            plan,
        }
    }

    /// The numbers that these multipliers make.
    pub(super) fn point(&self, multipliers: Vec<f64>) -> Point {
        let reach = self.reach(&multipliers);
        let exponents = self.carried(&reach);
        let x = self.prior.iter().zip(&exponents).map(|(q, e)| q * libm::exp(*e)).collect();
        Point { multipliers, reach, x }
    }

    fn reach(&self, multipliers: &[f64]) -> Vec<f64> {
        let mut reach = vec![0.0; self.prior.len()];
        for (row, multiplier) in self.rows.iter().zip(multipliers) {
            row.terms.iter().for_each(|term| reach[term.at as usize] += term.b * multiplier);
        }
        reach
    }

    /// Corrections carried over the claimed years.
    fn carried(&self, reach: &[f64]) -> Vec<f64> {
        let span = self.system.years.len();
        let mut carried = Vec::with_capacity(reach.len());
        for reach in reach.chunks_exact(span.max(1)) {
            let rows = self.kernel.chunks_exact(span.max(1));
            carried.extend(rows.map(|k| k.iter().zip(reach).map(|(k, u)| k * u).sum::<f64>()));
        }
        carried
    }

    /// How far each row is from its goal.
    pub(super) fn gaps(&self, x: &[f64]) -> Vec<f64> {
        let sums = self
            .rows
            .iter()
            .map(|row| row.terms.iter().map(|term| term.a * x[term.at as usize]).sum::<f64>());
        sums.zip(&self.goals).map(|(sum, goal)| sum - goal).collect()
    }

    /// The diagonal of the Jacobian.
    pub(super) fn diagonal(&self, x: &[f64]) -> Vec<f64> {
        self.plan.diagonal(x, &self.kernel)
    }

    /// The sum of the sizes of each row's terms: what round-off in it is relative to.
    pub(super) fn sizes(&self, x: &[f64]) -> Vec<f64> {
        let sizes = self
            .rows
            .iter()
            .map(|row| row.terms.iter().map(|term| (term.a * x[term.at as usize]).abs()).sum());
        sizes.zip(&self.goals).map(|(size, goal): (f64, &f64)| size.max(goal.abs())).collect()
    }

    fn residuals(&self, point: &Point) -> Vec<f64> {
        let mut residuals = self.gaps(&point.x);
        for (i, residual) in residuals.iter_mut().enumerate() {
            *residual += self.epsilon[i] * (point.multipliers[i] - self.centers[i]);
        }
        residuals
    }

    fn merit(&self, residuals: &[f64]) -> f64 {
        residuals.iter().zip(&self.scales).map(|(r, s)| (r / s) * (r / s)).sum()
    }

    /// Newton steps until the residuals are round-off, or no step helps.
    pub(super) fn solve(&self, mut point: Point) -> Point {
        const STEPS: usize = 80;
        let mut residuals = self.residuals(&point);
        let mut kept = None;
        for _ in 0..STEPS {
            let sizes = self.sizes(&point.x);
            let done = |i: usize| residuals[i].abs() <= (1e-9 * self.scales[i]).max(4e-15 * sizes[i]);
            if (0..residuals.len()).all(done) {
                break;
            }
            let step = self.step(&point, &residuals, &mut kept);
            let Some(next) = self.search(&point, &residuals, &step) else { break };
            (point, residuals) = next;
        }
        point
    }

    /// The Newton step. A large Jacobian that was factored for an earlier step serves again while it leads to one.
    fn step<'p>(&'p self, point: &Point, residuals: &[f64], kept: &mut Option<Factored<'p>>) -> Vec<f64> {
        // Factoring fewer rows costs no more than a few refinements.
        const LARGE: usize = 200;
        const REFINEMENTS: usize = 10;
        if let Some(factored) = kept.as_ref().filter(|_| self.plan.border_len() >= LARGE) {
            let (step, off) = self.refined(factored, point, residuals, REFINEMENTS);
            if off <= 1e-6 * self.merit(residuals) {
                return step;
            }
        }
        let factored = kept.insert(self.plan.factor(&point.x, &self.kernel, &self.epsilon));
        self.refined(factored, point, residuals, 2).0
    }

    /// Solves with a factored Jacobian, refined while that helps: the step, and what it leaves of the residuals.
    fn refined(
        &self,
        factored: &Factored,
        point: &Point,
        residuals: &[f64],
        times: usize,
    ) -> (Vec<f64>, f64) {
        let mut best = (vec![0.0; residuals.len()], self.merit(residuals));
        let mut left: Vec<f64> = residuals.iter().map(|r| -r).collect();
        for _ in 0..times {
            let more = factored.solve(&left);
            let step: Vec<f64> = best.0.iter().zip(&more).map(|(s, m)| s + m).collect();
            let product = self.product(&point.x, &step);
            left = residuals.iter().zip(&product).map(|(r, p)| -r - p).collect();
            let off = self.merit(&left);
            let helps = off < 0.25 * best.1;
            if off < best.1 || best.0.iter().all(|s| *s == 0.0) {
                best = (step, off);
            }
            if !helps {
                break;
            }
        }
        best
    }

    /// The Jacobian times a vector, without the Jacobian.
    fn product(&self, x: &[f64], vector: &[f64]) -> Vec<f64> {
        let mut moved = self.carried(&self.reach(vector));
        moved.iter_mut().zip(x).for_each(|(m, x)| *m *= x);
        let sums = self
            .rows
            .iter()
            .map(|row| row.terms.iter().map(|term| term.a * moved[term.at as usize]).sum::<f64>());
        sums.zip(&self.epsilon).zip(vector).map(|((sum, e), v)| sum + e * v).collect()
    }

    /// The longest part of a step, halved from the whole, that makes the residuals smaller.
    fn search(&self, point: &Point, residuals: &[f64], step: &[f64]) -> Option<(Point, Vec<f64>)> {
        const HALVINGS: usize = 30;
        // Beyond e^3 the linear picture is worth nothing, and a longer step could overflow.
        const LONGEST: f64 = 3.0;
        let exponents = self.carried(&self.reach(step));
        let live = exponents.iter().zip(&point.x).filter(|(_, x)| **x > 0.0);
        let longest = live.fold(0.0_f64, |most, (e, _)| most.max(e.abs()));
        if !longest.is_finite() {
            return None;
        }
        let merit = self.merit(residuals);
        let mut part = if longest > LONGEST { LONGEST / longest } else { 1.0 };
        for _ in 0..HALVINGS {
            let multipliers = point.multipliers.iter().zip(step).map(|(m, s)| m + part * s).collect();
            let next = self.point(multipliers);
            let residuals = self.residuals(&next);
            if self.merit(&residuals) < merit * (1.0 - 1e-4 * part) {
                return Some((next, residuals));
            }
            part *= 0.5;
        }
        None
    }
}
