//! One step: the system at the desk's numbers, solved, refined, and taken as far as is safe.

use super::Solver;
use super::desk::Numbers;
use super::shape::Shape;

/// Least squares are no firmer than this part of the diagonal: beyond is round-off.
pub(super) const FIRMEST: f64 = 1e-12;

/// The give of an exact row, as a part of the diagonal; what is left goes with the next steps.
pub(super) const EXACT: f64 = 1e-11;

/// Numbers above this part of the market do not move by more than [`CAP`] in a step.
pub(super) const SIZEABLE: f64 = 1e-3;
const CAP: f64 = 0.5;

/// No number moves by more than these factors in a step, nor by more than this from what was assumed.
const DOWN: f64 = 0.1;
const UP: f64 = 1e3;
const FARTHEST: f64 = 150.0;

impl Solver {
    /// Solves `(H V Hᵀ + give) λ = residual - H home + shift` and works out the moves; `give` and `shift` lie on the desk.
    ///
    /// With `keep` the system factored before is refined. What is left of the right-hand side is returned, as a part of it.
    pub(super) fn direct(&mut self, shape: &Shape, keep: bool) -> f64 {
        const REFINEMENTS: usize = 6;
        let rows = shape.rows.len();
        self.desk.follow(shape, true);
        if !keep {
            self.matrix.factor(&self.desk);
        }
        let mut whole: f64 = 0.0;
        for i in 0..rows {
            let right = self.desk.local[i].residual - self.desk.moved[i] + self.desk.shift[i];
            self.desk.multipliers[i] = if self.desk.local[i].speaks { right } else { 0.0 };
            whole = whole.max(self.desk.multipliers[i].abs());
        }
        let mut values = std::mem::take(&mut self.desk.multipliers);
        self.matrix.solve(&self.desk, &mut values);
        self.desk.multipliers = values;
        let (mut off, mut least) = (f64::INFINITY, f64::INFINITY);
        for round in 0..=REFINEMENTS {
            self.desk.step(shape);
            self.desk.follow(shape, false);
            let desk = &mut self.desk;
            let mut size: f64 = 0.0;
            for i in 0..rows {
                let local = &desk.local[i];
                let left =
                    local.residual + desk.moved[i] + desk.shift[i] - desk.give[i] * desk.multipliers[i];
                desk.rest[i] = if local.speaks { left } else { 0.0 };
                size = size.max(desk.rest[i].abs());
            }
            if round > 0 && (size.is_nan() || size >= off) {
                // The last refinement made it worse.
                desk.multipliers.copy_from_slice(&desk.best);
                desk.step(shape);
                desk.follow(shape, false);
                break;
            }
            least = least.min(size);
            if size.is_nan() || size < 1e-9 || round == REFINEMENTS || size > 0.5 * off {
                break;
            }
            off = size;
            desk.best.copy_from_slice(&desk.multipliers);
            let mut values = std::mem::take(&mut self.desk.rest);
            self.matrix.solve(&self.desk, &mut values);
            self.desk.rest = values;
            let desk = &mut self.desk;
            desk.multipliers.iter_mut().zip(&desk.rest).for_each(|(l, r)| *l += r);
        }
        least / whole.max(1e-300)
    }

    /// The largest move of a number that is more than this part of its year's market.
    pub(super) fn stride(&self, shape: &Shape, numbers: &Numbers, least: f64) -> f64 {
        let span = shape.span();
        let each = self.desk.moves.chunks_exact(span).zip(self.desk.x.chunks_exact(span));
        each.fold(0.0, |most: f64, (moves, x)| {
            let counts = moves.iter().zip(x.iter().zip(numbers.totals));
            counts
                .filter(|(_, (x, total))| **x > least * **total)
                .fold(most, |most, (moved, _)| most.max(moved.abs()))
        })
    }

    /// The part of the moves that no sizeable number is moved too far by.
    pub(super) fn safe(&self, shape: &Shape, numbers: &Numbers, least: f64) -> f64 {
        (CAP / self.stride(shape, numbers, least).max(1e-300)).min(1.0)
    }

    /// Takes this part of the moves.
    pub(super) fn advance(&mut self, numbers: &Numbers, part: f64) {
        let desk = &mut self.desk;
        for (at, moved) in desk.moves.iter().enumerate() {
            if numbers.prior[at] <= 0.0 {
                continue;
            }
            let factor = (1.0 + part * moved).clamp(DOWN, UP);
            let log = desk.log[at] + libm::log(factor);
            if log.abs() <= FARTHEST {
                desk.log[at] = log;
                desk.x[at] *= factor;
            } else {
                desk.log[at] = log.clamp(-FARTHEST, FARTHEST);
                desk.x[at] = numbers.prior[at] * libm::exp(desk.log[at]);
            }
        }
    }

    /// How much the last moves still matter: of a number that is not tiny beside the market its move, of
    /// smaller ones a part of it; of a row that has bounds, by how much it moves.
    pub(super) fn stir(&self, shape: &Shape, numbers: &Numbers) -> f64 {
        const SMALL: f64 = 1e-11;
        const ROWS: f64 = 1e-6;
        // Units of exact rows are 1e-9 of what they are about.
        const EXACT: f64 = 1e-9;
        let span = shape.span();
        let each = self.desk.moves.chunks_exact(span).zip(self.desk.x.chunks_exact(span));
        let numbers_stir = each.fold(0.0, |most: f64, (moves, x)| {
            let part = x.iter().zip(numbers.totals).fold(0.0, |most: f64, (x, total)| most.max(x / total));
            moves.iter().fold(most, |most, moved| {
                let counts = if *moved > 0.5 { 1.0 } else { (part / SMALL).min(1.0) };
                most.max(moved.abs() * counts)
            })
        });
        let rows = self.desk.moved.iter().zip(numbers.aims);
        let rows = rows.filter(|(_, aim)| aim.most.is_finite());
        rows.fold(numbers_stir, |most, (moved, aim)| {
            most.max(if aim.exact { EXACT } else { ROWS } * moved.abs())
        })
    }
}
