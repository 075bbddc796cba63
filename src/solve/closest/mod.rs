//! The numbers closest to what is assumed that keep every row within its bounds.
//!
//! # The problem
//!
//! Given are positive numbers that are assumed for groups and years, with the market that they make in each year, and rows
//! about sums of groups: a sum or a difference of two, a ratio to a power, a bend, a divergence. Wanted are the numbers with
//! the least
//!
//! ```text
//! Σ groups  [ D(y_b | p_b) / level  +  Σ steps s → t  D(y_t | y_s p_t / p_s) / (drift |t - s|) ]
//! + Σ rows  ½ weight r²   or   weight D(S | fraction W)          subject to |r| ≤ most,   D(a | b) = a ln(a / b) - a + b
//! ```
//!
//! among those that keep the residual `r` of each row within its bounds, and at 0 where a row is exact. `y` and `p` are the
//! numbers and the assumed ones in parts of the assumed market, `b` the year for which sizes are assumed ([`path`] and
//! [`rows`] have the terms one by one). Where a number is assumed as 0 it stays 0.
//!
//! The relative entropy `D` is jointly convex, and so are its sums and the costs of sums and differences: with those rows
//! alone the least is one point. Costs of ratios and bends are not convex. A row's bounds always are, since those of a ratio
//! are linear in its two sums.
//!
//! # One step
//!
//! Near any numbers each row is a residual with slopes `H` in relative moves, and the costs of what is assumed are
//! quadratic with an inverse Hessian `V` that is written down per group ([`path`]). So a step has the size of the rows,
//! however many groups there are:
//!
//! ```text
//! (H V Hᵀ + give) λ = r - H V g + shift,    moves = -V (g + Hᵀ λ)
//! ```
//!
//! with `g` the gradient of what is assumed and `give` the inverse of each row's firmness. The matrix is symmetric and, but
//! for the wholes that shares have in common, positive definite. It is never formed over groups: sums meet in groups, rows
//! meet in sums ([`matrix`]), rows without a common group do not meet and are eliminated in blocks, and what spans several
//! blocks is one dense border ([`plan`], [`dense`]). What is left of the right-hand side is then worked out over the groups
//! and solved for again until nothing is gained: numbers are as good as their own digits, not as good as those of the
//! matrix ([`step`]).
//!
//! # The way
//!
//! 1. Least squares without bounds ([`least`]). Units are widened first, to a third of what a row measures, and narrowed to
//!    the rows' own; what is far off is measured by its logarithm, which is nearly straight in the moves. From numbers
//!    nearby all that is left out.
//! 2. Where that leaves a row beyond its bounds, an interior point from there on: slacks and their multipliers add to the
//!    firmness of each row and to the right-hand side, and the matrix is the same ([`bounded`]).
//! 3. Who knows numbers within all bounds may start from them instead: a barrier that every step goes down never leaves
//!    them. It ends at the closest ones as well, in more steps ([`inside`]).
//!
//! Whether any numbers keep all bounds is not asked here: [`conflict`](super::conflict) decides that.
//!
//! References: I. Csiszár, "I-divergence geometry of probability distributions and minimization problems", Annals of
//! Probability 3 (1975), for what is closest in relative entropy; W. E. Deming and F. F. Stephan, "On a least squares
//! adjustment of a sampled frequency table when the expected marginal totals are known", Annals of Mathematical
//! Statistics 11 (1940), for the special case of one year and exact margins; J. Nocedal and S. J. Wright, *Numerical
//! Optimization* (2nd edition, 2006), chapters 10, 18 and 19, for Gauss-Newton steps, equations and interior points.

mod bounded;
mod dense;
mod desk;
mod inside;
mod least;
mod matrix;
mod path;
mod plan;
mod rows;
mod shape;
mod step;

pub(crate) use dense::Symmetric;
pub(crate) use desk::{Desk, Numbers};
pub(crate) use path::Widths;
pub(crate) use rows::Aim;
pub(crate) use shape::{Form, Place, Shape};

use matrix::Matrix;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Outcome {
    /// How far the worst row with bounds is off, in its units.
    pub(crate) worst: f64,
    /// Whether the steps have come to an end.
    pub(crate) settled: bool,
    /// Whether bounds were not tried, for what least squares left.
    pub(crate) far: bool,
}

/// A desk with all that solving on it takes.
#[derive(Debug)]
pub(crate) struct Solver {
    pub(crate) desk: Desk,
    matrix: Matrix,
    slack: bounded::Slacks,
}

impl Solver {
    /// Moves below this are none.
    pub(crate) const SETTLED: f64 = 1e-10;

    pub(crate) fn new(shape: &Shape) -> Self {
        Self { desk: Desk::new(shape), matrix: Matrix::new(shape), slack: bounded::Slacks::new(shape) }
    }

    /// Least squares, and where that leaves a row beyond its bounds, from there on within them; from what is assumed, or
    /// from numbers nearby, as logarithms over it.
    ///
    /// Where least squares leave a row further off than `most`, that is not tried.
    pub(crate) fn solve(
        &mut self,
        shape: &Shape,
        numbers: &Numbers,
        start: Option<&[f64]>,
        most: f64,
    ) -> Outcome {
        let least = self.solve_freely(shape, numbers, start, Self::SETTLED);
        if least.settled && self.within(numbers) {
            return least;
        }
        if least.worst > most {
            return Outcome { far: true, ..least };
        }
        self.bounded(shape, numbers)
    }

    /// The same, bounds left aside, until numbers move by no more than `end`.
    pub(crate) fn solve_freely(
        &mut self,
        shape: &Shape,
        numbers: &Numbers,
        start: Option<&[f64]>,
        end: f64,
    ) -> Outcome {
        if start.is_some() {
            self.begin(numbers, start);
            let near = self.least(shape, numbers, true, end);
            if near.settled {
                return near;
            }
        }
        self.begin(numbers, None);
        self.least(shape, numbers, false, end)
    }

    fn begin(&mut self, numbers: &Numbers, start: Option<&[f64]>) {
        let desk = &mut self.desk;
        desk.multipliers.fill(0.0);
        match start {
            None => {
                desk.x.copy_from_slice(numbers.prior);
                desk.log.fill(0.0);
            }
            Some(start) => {
                for (at, (&prior, &log)) in numbers.prior.iter().zip(start).enumerate() {
                    desk.log[at] = if prior > 0.0 { log } else { 0.0 };
                    desk.x[at] = prior * libm::exp(desk.log[at]);
                }
            }
        }
    }

    /// Whether every row is within its bounds.
    fn within(&self, numbers: &Numbers) -> bool {
        let each = self.desk.local.iter().zip(numbers.aims);
        each.filter(|(_, aim)| !aim.exact).all(|(local, aim)| local.residual.abs() <= aim.most)
    }

    /// How far the worst row with bounds is off.
    fn worst(&self, numbers: &Numbers) -> f64 {
        let bounded = self.desk.local.iter().zip(numbers.aims).filter(|(_, aim)| aim.most.is_finite());
        bounded.fold(0.0, |most, (local, _)| {
            if local.residual.is_nan() { f64::INFINITY } else { local.residual.abs().max(most) }
        })
    }
}
