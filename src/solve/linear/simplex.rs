//! The dual simplex method.

mod upkeep;

use super::factor::Factors;
use super::lists::Lists;
use super::pricing::{self, Candidate, DUAL_TOLERANCE};

/// Feasible means: within this distance of the bound, in units of a middling value, unless a finer one is set.
/// Exact figures that agree up to round-off pass, a difference in the sixth digit doesn't.
const TOLERANCE: f64 = 1e-9;
/// No distance finer than this part of a bound means anything.
const FINEST: f64 = 1e-14;
/// Entries of the pivot row below this are round-off.
const PIVOT: f64 = 1e-8;
/// A point whose rows are off by more than this, relative to their terms, is computed again on new factors.
const RESIDUAL: f64 = 1e-13;

/// Minimizes `cost · x` subject to bounds on every variable and on every row's sum.
///
/// Variables `0..columns` are the program's own; variable `columns + i` is the sum of row `i`.
#[derive(Debug, Clone)]
pub(crate) struct Simplex {
    columns: usize,
    rows: usize,
    by_column: Lists,
    by_row: Lists,
    /// Rows are multiplied by powers of two, so that their largest coefficient is about one.
    scale: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    cost: Vec<f64>,
    value: Vec<f64>,
    reduced: Vec<f64>,
    /// The distance from its bounds granted to each variable, at most.
    granted: Vec<f64>,
    place: Vec<Place>,
    /// The basic variable of each position.
    head: Vec<usize>,
    /// Squared lengths of the rows of the inverse, for steepest edge pricing.
    weight: Vec<f64>,
    factors: Factors,
    /// Whether nonbasic variables have moved since the basic ones were computed.
    moved: bool,
    /// Bounds that gave way to round-off during the last solve, as they were before.
    excused: Vec<(usize, f64, f64)>,
    work: Work,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Basic,
    Lower,
    Upper,
    /// Without bounds: it stays where it is.
    Free,
}

/// Buffers that outlive a pivot.
#[derive(Debug, Clone, Default)]
struct Work {
    unit: Vec<f64>,
    rho: Vec<f64>,
    alpha: Vec<f64>,
    touched: Vec<usize>,
    is_touched: Vec<bool>,
    candidates: Vec<Candidate>,
    by_row: Vec<f64>,
    entering: Vec<f64>,
    tau: Vec<f64>,
}

/// How a solve ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Optimal,
    Infeasible(Certificate),
    /// The work allowed is used up, or round-off has the better of it.
    Undecided,
}

/// Weights on variables whose sum is 0 by the rows, but above 0 by the bounds.
///
/// A positive weight leans on the variable's lower bound, a negative one on its upper bound.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Certificate {
    pub(crate) weights: Vec<(usize, f64)>,
    /// The least the sum can be.
    pub(crate) gap: f64,
}

enum Step {
    Taken,
    /// No variable can repair the row.
    Stuck(Certificate),
    /// No variable can, but only by round-off.
    Excusable,
    /// The pivot is not to be trusted.
    Unsure,
}

impl Simplex {
    /// A program that asks for nothing yet but `x ≥ 0`, with costs that make every step decisive.
    pub(crate) fn new(columns: usize, rows: &[Vec<(usize, f64)>]) -> Self {
        let size = columns + rows.len();
        let scale: Vec<f64> = rows.iter().map(|row| row_scale(row)).collect();
        let mut by_row = Lists::default();
        for (row, scale) in rows.iter().zip(&scale) {
            by_row.push(row.iter().map(|&(j, a)| (j, a * scale)));
        }
        let mut cost = vec![0.0; size];
        for (j, cost) in cost.iter_mut().take(columns).enumerate() {
            *cost = 1.0 + scatter(j);
        }
        let mut place = vec![Place::Lower; columns];
        place.resize(size, Place::Basic);
        let mut lower = vec![0.0; columns];
        lower.resize(size, f64::NEG_INFINITY);
        let mut new = Self {
            columns,
            rows: rows.len(),
            by_column: by_row.transposed(columns),
            by_row,
            scale,
            lower,
            upper: vec![f64::INFINITY; size],
            reduced: cost.clone(),
            cost,
            value: vec![0.0; size],
            granted: vec![f64::INFINITY; size],
            place,
            head: (columns..size).collect(),
            weight: vec![1.0; rows.len()],
            factors: Factors::default(),
            moved: true,
            excused: Vec::new(),
            work: Work::default(),
        };
        new.work.alpha = vec![0.0; size];
        new.work.is_touched = vec![false; size];
        for buffer in [&mut new.work.unit, &mut new.work.rho, &mut new.work.by_row] {
            buffer.resize(rows.len(), 0.0);
        }
        new.work.entering.resize(rows.len(), 0.0);
        new.work.tau.resize(rows.len(), 0.0);
        new.refactor();
        new
    }

    /// Adds to the costs, before the first solve. Variables cost about 1 from the beginning.
    pub(crate) fn add_costs(&mut self, costs: impl IntoIterator<Item = f64>) {
        for (j, cost) in costs.into_iter().enumerate() {
            self.cost[j] += cost;
        }
        self.refactor();
    }

    /// Replaces the costs and bounds of the variables, before the first solve.
    #[cfg(test)]
    pub(super) fn set_variables(&mut self, variables: &[(f64, f64, f64)]) {
        for (j, &(cost, lower, upper)) in variables.iter().enumerate() {
            self.cost[j] = cost;
            self.lower[j] = lower;
            self.upper[j] = upper;
        }
        self.refactor();
    }

    pub(crate) fn row(&self, row: usize) -> usize {
        self.columns + row
    }

    /// The coefficients of a row.
    pub(crate) fn terms(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let scale = self.scale[row];
        self.by_row.of(row).map(move |(j, a)| (j, a / scale))
    }

    /// The bounds of a variable or of a row's sum; the lower one must not exceed the upper one.
    pub(crate) fn set_bounds(&mut self, variable: usize, lower: f64, upper: f64) {
        let scale = if variable < self.columns { 1.0 } else { self.scale[variable - self.columns] };
        let (lower, upper) = (lower * scale, upper * scale);
        if self.lower[variable] == lower && self.upper[variable] == upper {
            return;
        }
        self.lower[variable] = lower;
        self.upper[variable] = upper;
        if self.place[variable] != Place::Basic {
            self.settle(variable);
            self.moved = true;
        }
    }

    /// Grants a variable, or a row's sum, no more than this distance from its bounds: what is known to many digits
    /// must be met to as many.
    pub(crate) fn set_tolerance(&mut self, variable: usize, most: f64) {
        let scale = if variable < self.columns { 1.0 } else { self.scale[variable - self.columns] };
        self.granted[variable] = most * scale;
    }

    /// Round-off granted at a bound; it grows with large bounds, whose sums carry more of it.
    fn tolerance(&self, variable: usize, bound: f64) -> f64 {
        let coarse = TOLERANCE * (1e-3 * bound.abs()).max(1.0);
        coarse.min(self.granted[variable].max(FINEST * bound.abs()))
    }

    pub(crate) fn value(&self, variable: usize) -> f64 {
        let scale = if variable < self.columns { 1.0 } else { self.scale[variable - self.columns] };
        self.value[variable] / scale
    }

    /// Puts a nonbasic variable on the bound its reduced cost asks for; where there is none, the cost gives way.
    fn settle(&mut self, j: usize) {
        let (lower, upper) = (self.lower[j], self.upper[j]);
        let reduced = self.reduced[j];
        let place = match (lower.is_finite(), upper.is_finite()) {
            (false, false) => Place::Free,
            (true, false) => Place::Lower,
            (true, true) if reduced > DUAL_TOLERANCE => Place::Lower,
            (true, true) if reduced < -DUAL_TOLERANCE => Place::Upper,
            (true, true) if (self.value[j] - lower).abs() <= (upper - self.value[j]).abs() => Place::Lower,
            (_, true) => Place::Upper,
        };
        self.place[j] = place;
        match place {
            Place::Lower => self.value[j] = lower,
            Place::Upper => self.value[j] = upper,
            Place::Basic | Place::Free => {}
        }
        self.forgive(j);
    }

    /// Shifts the cost of a nonbasic variable whose reduced cost has the wrong sign, to make that 0.
    fn forgive(&mut self, j: usize) {
        let wrong = match self.place[j] {
            Place::Lower => self.reduced[j] < 0.0 && self.lower[j] < self.upper[j],
            Place::Upper => self.reduced[j] > 0.0 && self.lower[j] < self.upper[j],
            Place::Free => self.reduced[j] != 0.0,
            Place::Basic => false,
        };
        if wrong {
            self.cost[j] -= self.reduced[j];
            self.reduced[j] = 0.0;
        }
    }

    /// Solves from where the last solve ended, using up `work` (about a nanosecond each).
    pub(crate) fn solve(&mut self, work: &mut u64) -> Outcome {
        for (variable, ..) in std::mem::take(&mut self.excused) {
            if self.place[variable] != Place::Basic {
                self.settle(variable);
                self.moved = true;
            }
        }
        if self.moved {
            self.compute_basics();
        }
        let outcome = self.run(work);
        for &(variable, lower, upper) in self.excused.iter().rev() {
            self.lower[variable] = lower;
            self.upper[variable] = upper;
        }
        outcome
    }

    fn run(&mut self, work: &mut u64) -> Outcome {
        loop {
            if self.factors.is_worn() {
                self.refactor();
            }
            let Some((position, below)) = self.leaving() else {
                if self.factors.updates() == 0 || self.residual() <= RESIDUAL {
                    return Outcome::Optimal;
                }
                self.refactor();
                continue;
            };
            let cost = (8 * self.rows + 200) as u64;
            let Some(left) = work.checked_sub(cost) else { return Outcome::Undecided };
            *work = left;
            let mut buffers = std::mem::take(&mut self.work);
            let step = self.pivot(position, below, &mut buffers);
            *work = work.saturating_sub(4 * buffers.touched.len() as u64);
            let end = match step {
                Step::Taken => None,
                Step::Stuck(certificate) => Some(Outcome::Infeasible(certificate)),
                Step::Excusable | Step::Unsure if self.factors.updates() > 0 => {
                    self.refactor();
                    None
                }
                Step::Excusable => {
                    self.excuse(position, below, &buffers);
                    None
                }
                Step::Unsure => Some(Outcome::Undecided),
            };
            buffers.clear();
            self.work = buffers;
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// The basic variable farthest outside its bounds, measured along its edge.
    fn leaving(&self) -> Option<(usize, bool)> {
        let mut best = None;
        let mut most = 0.0;
        for (position, &j) in self.head.iter().enumerate() {
            let value = self.value[j];
            let (excess, below) = if value < self.lower[j] {
                (self.lower[j] - value - self.tolerance(j, self.lower[j]), true)
            } else if value > self.upper[j] {
                (value - self.upper[j] - self.tolerance(j, self.upper[j]), false)
            } else {
                continue;
            };
            if excess > 0.0 && excess * excess > most * self.weight[position] {
                most = excess * excess / self.weight[position];
                best = Some((position, below));
            }
        }
        best
    }

    fn pivot(&mut self, position: usize, below: bool, work: &mut Work) -> Step {
        work.unit.fill(0.0);
        work.unit[position] = 1.0;
        self.factors.backward(&mut work.unit, &mut work.rho);
        self.price(work);
        let leaving = self.head[position];
        let bound = if below { self.lower[leaving] } else { self.upper[leaving] };
        self.collect(work, below);
        let distance = (self.value[leaving] - bound).abs();
        let choice = match pricing::choose(&mut work.candidates, distance) {
            Some(choice) => choice,
            None => match self.certificate(leaving, below, work) {
                Ok(certificate) => return Step::Stuck(certificate),
                Err(granted) if distance <= granted => return Step::Excusable,
                Err(granted) => match pricing::choose(&mut work.candidates, distance - granted) {
                    Some(choice) => choice,
                    None => return Step::Unsure,
                },
            },
        };
        let entering = choice.entering;
        self.column(entering, work);
        let pivot = work.entering[position];
        let agreed = work.alpha[entering];
        if (pivot - agreed).abs() > 1e-7 * (1.0 + pivot.abs()) && self.factors.updates() > 0 {
            return Step::Unsure;
        }
        if pivot.abs() < PIVOT {
            return Step::Unsure;
        }
        self.update_reduced(leaving, entering, choice.flips, work);
        self.flip(choice.flips, work);
        let step = (self.value[leaving] - bound) / pivot;
        for (i, &alpha) in work.entering.iter().enumerate() {
            if alpha != 0.0 {
                self.value[self.head[i]] -= step * alpha;
            }
        }
        self.value[entering] += step;
        self.value[leaving] = bound;
        self.update_weights(position, work);
        self.factors.replace(position, &work.entering);
        self.head[position] = entering;
        self.place[entering] = Place::Basic;
        self.place[leaving] = if below { Place::Lower } else { Place::Upper };
        self.forgive(leaving);
        Step::Taken
    }

    /// The pivot row: `rho` times every column.
    fn price(&self, work: &mut Work) {
        for (row, &rho) in work.rho.iter().enumerate() {
            if rho.abs() < 1e-14 {
                continue;
            }
            for (j, a) in self.by_row.of(row) {
                if !work.is_touched[j] {
                    work.is_touched[j] = true;
                    work.touched.push(j);
                }
                work.alpha[j] += rho * a;
            }
            let logical = self.columns + row;
            work.is_touched[logical] = true;
            work.touched.push(logical);
            work.alpha[logical] = -rho;
        }
    }

    /// The nonbasic variables whose move would bring the leaving one toward its bound.
    fn collect(&self, work: &mut Work, below: bool) {
        for &j in &work.touched {
            let alpha = if below { -work.alpha[j] } else { work.alpha[j] };
            let reduced = match self.place[j] {
                Place::Lower if alpha > PIVOT => self.reduced[j],
                Place::Upper if alpha < -PIVOT => -self.reduced[j],
                Place::Free if alpha.abs() > PIVOT => self.reduced[j].abs(),
                _ => continue,
            };
            let range = self.upper[j] - self.lower[j];
            if range > 0.0 {
                work.candidates.push(Candidate {
                    variable: j,
                    reduced: reduced.max(0.0),
                    size: alpha.abs(),
                    range,
                });
            }
        }
    }

    /// Solves for the entering column.
    fn column(&self, j: usize, work: &mut Work) {
        work.by_row.fill(0.0);
        self.add_column(j, 1.0, &mut work.by_row);
        self.factors.forward(&mut work.by_row, &mut work.entering);
    }

    fn add_column(&self, j: usize, times: f64, rows: &mut [f64]) {
        if j >= self.columns {
            rows[j - self.columns] -= times;
        } else {
            for (row, a) in self.by_column.of(j) {
                rows[row] += times * a;
            }
        }
    }

    fn update_reduced(&mut self, leaving: usize, entering: usize, flips: usize, work: &Work) {
        self.forgive(entering);
        let step = self.reduced[entering] / work.alpha[entering];
        for candidate in &work.candidates[..flips] {
            let place = &mut self.place[candidate.variable];
            *place = if *place == Place::Lower { Place::Upper } else { Place::Lower };
        }
        for &j in &work.touched {
            if self.place[j] != Place::Basic {
                self.reduced[j] -= step * work.alpha[j];
                self.forgive(j);
            }
        }
        self.reduced[entering] = 0.0;
        self.reduced[leaving] = -step;
    }

    /// Moves the flipped variables to their new bounds, and the basic ones with them.
    fn flip(&mut self, flips: usize, work: &mut Work) {
        if flips == 0 {
            return;
        }
        work.by_row.fill(0.0);
        for candidate in &work.candidates[..flips] {
            let j = candidate.variable;
            let bound = if self.place[j] == Place::Lower { self.lower[j] } else { self.upper[j] };
            self.add_column(j, self.value[j] - bound, &mut work.by_row);
            self.value[j] = bound;
        }
        self.factors.forward(&mut work.by_row, &mut work.tau);
        for (i, &change) in work.tau.iter().enumerate() {
            self.value[self.head[i]] += change;
        }
    }

    /// Steepest edge weights after the exchange (Forrest and Goldfarb 1992).
    fn update_weights(&mut self, position: usize, work: &mut Work) {
        let length: f64 = work.rho.iter().map(|r| r * r).sum();
        work.by_row.copy_from_slice(&work.rho);
        self.factors.forward(&mut work.by_row, &mut work.tau);
        let pivot = work.entering[position];
        for (i, &alpha) in work.entering.iter().enumerate() {
            if alpha != 0.0 && i != position {
                let k = alpha / pivot;
                let weight = self.weight[i] - 2.0 * k * work.tau[i] + k * k * length;
                self.weight[i] = weight.max(1e-4);
            }
        }
        self.weight[position] = (length / (pivot * pivot)).max(1e-4);
    }

    /// The pivot row as weights on the leaving variable and the nonbasic ones, whose sum is 0: what could repair it is
    /// a lower bound that gives way under a positive weight, or an upper one under a negative weight.
    fn weights(&self, leaving: usize, below: bool, work: &Work) -> Vec<(usize, f64)> {
        let sign = if below { 1.0 } else { -1.0 };
        let mut touched = work.touched.clone();
        touched.sort_unstable();
        let nonbasic = touched.into_iter().filter(|&j| j != leaving && self.place[j] != Place::Basic);
        let weights = nonbasic.map(|j| (j, sign * work.alpha[j]));
        std::iter::once((leaving, sign)).chain(weights).collect()
    }

    /// The combination of rows that can't be met, or the round-off granted to it if with that it can.
    fn certificate(&self, leaving: usize, below: bool, work: &Work) -> Result<Certificate, f64> {
        let mut weights = Vec::new();
        let mut gap = 0.0;
        let mut granted = 0.0;
        for (j, weight) in self.weights(leaving, below, work) {
            let bound = if weight > 0.0 { self.lower[j] } else { self.upper[j] };
            if weight.abs() <= PIVOT && (weight == 0.0 || !bound.is_finite()) {
                continue;
            }
            gap += weight * bound;
            granted += weight.abs() * self.tolerance(j, bound);
            if weight.abs() > PIVOT {
                let scale = if j < self.columns { 1.0 } else { self.scale[j - self.columns] };
                weights.push((j, weight * scale));
            }
        }
        if gap > granted { Ok(Certificate { weights, gap }) } else { Err(granted) }
    }
}

impl Work {
    fn clear(&mut self) {
        for j in self.touched.drain(..) {
            self.alpha[j] = 0.0;
            self.is_touched[j] = false;
        }
        self.candidates.clear();
    }
}

fn row_scale(row: &[(usize, f64)]) -> f64 {
    let largest = row.iter().map(|&(_, a)| a.abs()).fold(0.0, f64::max);
    let mut scale = 1.0;
    while largest > 0.0 && largest * scale < 0.75 {
        scale *= 2.0;
    }
    while largest * scale >= 1.5 {
        scale /= 2.0;
    }
    scale
}

/// A number in 0..1 that looks nothing like its neighbors', to keep ratios from tying.
fn scatter(j: usize) -> f64 {
    let mixed = (j as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}
