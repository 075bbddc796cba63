//! Damped Newton on the multipliers.

use super::elimination::{Factored, Plan};
use super::system::{Rows, System};

/// What is solved for: rows, what they should come to, and how firmly.
pub(super) struct Equations<'s> {
    system: &'s System<'s>,
    prior: Vec<f64>,
    kernel: Vec<f64>,
    pub(super) rows: Rows,
    /// What each row should come to.
    pub(super) goals: Vec<f64>,
    /// How much a multiplier may give way: the residual of a row is this times its multiplier's distance from its center.
    pub(super) epsilon: Vec<f64>,
    pub(super) centers: Vec<f64>,
    /// The size of a residual that matters, for each row.
    pub(super) scales: Vec<f64>,
    /// How far a row may give way at all, however large its multiplier; infinite where nothing bounds it.
    pub(super) limits: Vec<f64>,
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

impl Point {
    /// Whether no number differs from another point's by more than this part of it.
    fn is_within(&self, part: f64, other: &Self) -> bool {
        self.x.iter().zip(&other.x).all(|(x, other)| (x - other).abs() <= part * other)
    }
}

impl<'s> Equations<'s> {
    pub(super) fn new(
        system: &'s System<'s>,
        prior: Vec<f64>,
        kernel: Vec<f64>,
        rows: Rows,
        goals: Vec<f64>,
    ) -> Self {
        let plan = Plan::new(&rows, system.groups.count, system.years.len());
        let n = rows.rows.len();
        Self {
            system,
            prior,
            kernel,
            rows,
            goals,
            epsilon: vec![0.0; n],
            centers: vec![0.0; n],
            scales: vec![1.0; n],
            limits: vec![f64::INFINITY; n],
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
        self.rows.reach(multipliers, self.prior.len())
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
        self.rows.sums(x).iter().zip(&self.goals).map(|(sum, goal)| sum - goal).collect()
    }

    /// The diagonal of the Jacobian.
    pub(super) fn diagonal(&self, x: &[f64]) -> Vec<f64> {
        self.plan.diagonal(x, &self.kernel)
    }

    /// The sum of the sizes of each row's terms: what round-off in it is relative to.
    pub(super) fn sizes(&self, x: &[f64]) -> Vec<f64> {
        let sides = self.rows.sides(x);
        sides
            .iter()
            .zip(&self.goals)
            .map(|([with, against], goal)| (with + against).max(goal.abs()))
            .collect()
    }

    /// How far each row is from its goal, less what it may give way.
    fn residuals(&self, point: &Point) -> Vec<f64> {
        let mut residuals = self.gaps(&point.x);
        for (i, residual) in residuals.iter_mut().enumerate() {
            *residual += self.give(i, point.multipliers[i]).0;
        }
        residuals
    }

    /// How far a row gives way to its multiplier, and the slope of that.
    ///
    /// Without a limit `l` it is the straight `s = ε (λ - center)` of least squares; with one it is the root of
    /// `give / (1 - (give / l)²) = s`, which starts as `s` does and never reaches `l`.
    pub(super) fn give(&self, i: usize, multiplier: f64) -> (f64, f64) {
        // Close to its limit a row hardly gives way any more; so much of the slope keeps the Jacobian regular.
        const LEAST: f64 = 1e-9;
        let (epsilon, limit) = (self.epsilon[i], self.limits[i]);
        let straight = epsilon * (multiplier - self.centers[i]);
        if limit.is_infinite() {
            return (straight, epsilon);
        }
        let s = straight / limit;
        let part = 2.0 * s / (1.0 + (1.0 + 4.0 * s * s).sqrt());
        let left = 1.0 - part * part;
        (limit * part, epsilon * (left * left / (1.0 + part * part)).max(LEAST))
    }

    pub(super) fn slopes(&self, multipliers: &[f64]) -> Vec<f64> {
        multipliers.iter().enumerate().map(|(i, &multiplier)| self.give(i, multiplier).1).collect()
    }

    fn merit(&self, residuals: &[f64]) -> f64 {
        residuals.iter().zip(&self.scales).map(|(r, s)| (r / s) * (r / s)).sum()
    }

    /// At most so many Newton steps, until every row is done or no step helps; whether it came to that.
    pub(super) fn solve(&self, mut point: Point, steps: usize) -> (Point, bool) {
        // Large multipliers that all but cancel leave more round-off than their rows do: steps that gain less than this
        // and move nothing by more than that go nowhere.
        const NEAR: f64 = 1e-3;
        const GAIN: f64 = 0.1;
        const STILL: f64 = 1e-6;
        // Rows that all but reach their limits together let no step go far: after so many short ones in a row none will.
        const SHORT: usize = 5;
        const SHORTEST: f64 = 0.95;
        let mut residuals = self.residuals(&point);
        let mut kept = None;
        let mut short = 0;
        for _ in 0..steps {
            if self.is_done(&point, &residuals) {
                return (point, true);
            }
            let step = self.step(&point, &residuals, &mut kept);
            let Some(next) = self.search(&point, &residuals, &step) else { return (point, true) };
            let left = self.merit(&next.1) / self.merit(&residuals);
            let is_still = next.0.is_within(STILL, &point);
            (point, residuals) = next;
            short = if left > SHORTEST { short + 1 } else { 0 };
            let is_near = || residuals.iter().zip(&self.scales).all(|(r, scale)| r.abs() <= NEAR * scale);
            if short == SHORT || (left > GAIN && is_still && is_near()) {
                return (point, true);
            }
        }
        (point, false)
    }

    /// Whether nothing but round-off is left of each row; one with a limit need only be within that.
    fn is_done(&self, point: &Point, residuals: &[f64]) -> bool {
        // Beside the limit itself, which no row reaches.
        const AT_LIMIT: f64 = 1.0005;
        let (gaps, sizes) = (self.gaps(&point.x), self.sizes(&point.x));
        (0..residuals.len()).all(|i| {
            let is_within = self.limits[i].is_finite() && gaps[i].abs() <= AT_LIMIT * self.limits[i];
            is_within || residuals[i].abs() <= (1e-9 * self.scales[i]).max(4e-15 * sizes[i])
        })
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
        let slopes = self.slopes(&point.multipliers);
        let factored = kept.insert(self.factored(&point.x, &slopes, None));
        self.refined(factored, point, residuals, 2).0
    }

    /// The factored Jacobian, with weights for the terms of each row that count and for those that count against them.
    pub(super) fn factored(&self, x: &[f64], slopes: &[f64], weights: Option<&[[f64; 2]]>) -> Factored<'_> {
        self.plan.factor(x, &self.kernel, slopes, weights)
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
            let product = self.product(point, &step);
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
    fn product(&self, point: &Point, vector: &[f64]) -> Vec<f64> {
        let mut moved = self.carried(&self.reach(vector));
        moved.iter_mut().zip(&point.x).for_each(|(m, x)| *m *= x);
        let slopes = self.slopes(&point.multipliers);
        let sums = self.rows.sums(&moved);
        sums.iter().zip(slopes).zip(vector).map(|((sum, e), v)| sum + e * v).collect()
    }

    /// The longest part of a step, halved from the whole, that makes the residuals smaller.
    fn search(&self, point: &Point, residuals: &[f64], step: &[f64]) -> Option<(Point, Vec<f64>)> {
        // Beyond e^3 the linear picture is worth nothing.
        const LONGEST: f64 = 3.0;
        let merit = self.merit(residuals);
        self.shortened(point, step, LONGEST, |next, part| {
            let residuals = self.residuals(next);
            (self.merit(&residuals) < merit * (1.0 - 1e-4 * part)).then_some(residuals)
        })
    }

    /// The longest part of a step that is accepted, halved from where no number changes by more than `e^longest`.
    pub(super) fn shortened<T>(
        &self,
        point: &Point,
        step: &[f64],
        longest: f64,
        accept: impl Fn(&Point, f64) -> Option<T>,
    ) -> Option<(Point, T)> {
        const HALVINGS: usize = 30;
        let exponents = self.carried(&self.reach(step));
        let live = exponents.iter().zip(&point.x).filter(|(_, x)| **x > 0.0);
        let most = live.fold(0.0_f64, |most, (e, _)| most.max(e.abs()));
        if !most.is_finite() {
            return None;
        }
        let mut part = if most > longest { longest / most } else { 1.0 };
        for _ in 0..HALVINGS {
            let multipliers = point.multipliers.iter().zip(step).map(|(m, s)| m + part * s).collect();
            let next = self.point(multipliers);
            if let Some(accepted) = accept(&next, part) {
                return Some((next, accepted));
            }
            part *= 0.5;
        }
        None
    }
}
