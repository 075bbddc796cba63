//! Linear programs: bounded variables, ranged rows, and a reason when nothing fits.
//!
//! Whether all rows can hold at once is a question of feasibility, and the answer "no" must name
//! the rows that clash. So this solver is a dual simplex method: it starts from the rows alone,
//! needs no first phase, restarts cheaply when rows are dropped or readmitted, and ends an infeasible
//! program with a [`Certificate`], a combination of rows and bounds that no point satisfies.
//!
//! Reference: the method as in A. Koberstein, *The Dual Simplex Method: Techniques for a Fast and
//! Stable Implementation* (Paderborn, 2005): steepest edge pricing, a ratio test that flips
//! bounded variables, Harris tolerances with shifted costs, sparse factors with product-form updates.

mod factor;
mod lists;
mod pricing;
mod simplex;

pub(super) use simplex::{Certificate, Outcome, Simplex};

#[cfg(test)]
mod tests;
