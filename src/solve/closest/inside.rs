//! From numbers that lie within all bounds to the closest ones: a barrier that every step goes down.
//!
//! Each row with bounds costs `-mu ln` of its room on either side besides, for a `mu` that shrinks. The direction is the same
//! system's; a step is halved until the sum of all costs has become less, so it never leaves the bounds and always makes
//! progress. It takes more steps than starting from least squares does, and is for where that does not arrive.

use super::desk::{Numbers, gather};
use super::shape::Shape;
use super::step::{EXACT, FIRMEST, SIZEABLE};
use super::{Outcome, Solver};

/// What bounds are widened by, so that numbers on them lie within.
const ROOM: f64 = 2e-4;

impl Shape {
    /// Whether all rows are within their bounds at these numbers.
    pub(crate) fn holds(&self, numbers: &Numbers, x: &[f64]) -> bool {
        let mut sums = vec![0.0; self.sums];
        gather(self, x, None, &mut sums);
        self.rows.iter().zip(numbers.aims).enumerate().all(|(i, (form, aim))| {
            let at = form.at(&sums, aim, aim.unit, self.market(i, numbers.totals));
            !at.speaks || aim.exact || at.residual.abs() < aim.most + ROOM
        })
    }
}

impl Solver {
    /// From these numbers, which lie within all bounds, or nearly.
    pub(crate) fn descend(&mut self, shape: &Shape, numbers: &Numbers, start: &[f64]) -> Outcome {
        const FIRST: f64 = 1.0;
        const LAST: f64 = 1e-10;
        const FASTER: f64 = 0.1;
        // Newton steps for one barrier, and when they have done their part.
        const MOST: usize = 40;
        const NEAR: f64 = 1e-2;
        self.begin(numbers, None);
        for (at, &x) in start.iter().enumerate() {
            if numbers.prior[at] > 0.0 && x > 0.0 {
                self.desk.log[at] = libm::log(x / numbers.prior[at]);
                self.desk.x[at] = x;
            }
        }
        let (mut mu, mut settled) = (FIRST, false);
        if self.barrier(shape, numbers, mu).is_finite() {
            loop {
                let is_last = mu <= LAST;
                for _ in 0..MOST {
                    let stir = self.inner(shape, numbers, mu);
                    settled = stir.is_some_and(|stir| stir < 1e-6);
                    if stir.is_none_or(|stir| stir < if is_last { 1e-9 } else { NEAR }) {
                        break;
                    }
                }
                if is_last {
                    break;
                }
                mu = (mu * FASTER).max(LAST);
            }
        }
        self.desk.look(shape, numbers, 0.0);
        Outcome { worst: self.worst(numbers), settled, far: false }
    }

    /// One step; how much it mattered, none where nothing makes the costs less.
    fn inner(&mut self, shape: &Shape, numbers: &Numbers, mu: f64) -> Option<f64> {
        const HALVINGS: usize = 40;
        let before = self.barrier(shape, numbers, mu);
        self.desk.look(shape, numbers, 0.0);
        self.desk.turn(shape, numbers);
        self.matrix.assemble(shape, &self.desk);
        for (i, aim) in numbers.aims.iter().enumerate() {
            let diagonal = self.matrix.diagonal[i];
            let desk = &mut self.desk;
            let local = desk.local[i];
            desk.shift[i] = 0.0;
            if !local.speaks {
                desk.give[i] = 1.0;
            } else if aim.exact {
                desk.give[i] = EXACT * diagonal.max(1e-300);
                desk.shift[i] = desk.give[i] * desk.multipliers[i];
            } else {
                let (mut slope, mut curve) = (local.firm * local.residual, local.firm);
                if aim.most.is_finite() {
                    let most = aim.most + ROOM;
                    let (up, down) = (most - local.residual, most + local.residual);
                    slope += mu / up - mu / down;
                    curve += mu / (up * up) + mu / (down * down);
                }
                let give = 1.0 / curve.max(1e-300);
                desk.give[i] = give.max(FIRMEST * diagonal);
                desk.shift[i] = slope * give - local.residual;
            }
        }
        self.direct(shape, false);
        let stir = self.stir(shape, numbers);
        let mut part = self.safe(shape, numbers, SIZEABLE);
        for (i, aim) in numbers.aims.iter().enumerate().filter(|(_, aim)| aim.is_bounded()) {
            // Rows are nearly straight: what takes one out of its bounds need not be tried.
            let (at, moved) = (self.desk.local[i].residual, self.desk.moved[i]);
            let room = aim.most + ROOM - if moved > 0.0 { at } else { -at };
            part = part.min(0.99 * room / moved.abs().max(1e-300));
        }
        self.desk.keep();
        for _ in 0..HALVINGS {
            self.advance(numbers, part);
            let after = self.barrier(shape, numbers, mu);
            if after < before {
                return Some(stir);
            }
            self.desk.restore();
            part *= 0.5;
        }
        None
    }

    /// All costs at the desk's numbers, those of bounds included.
    fn barrier(&mut self, shape: &Shape, numbers: &Numbers, mu: f64) -> f64 {
        let cost = self.desk.cost(shape, numbers);
        self.desk.look(shape, numbers, 0.0);
        let bounded = self.desk.local.iter().zip(numbers.aims);
        let bounds = bounded.filter(|(local, aim)| aim.is_bounded() && local.speaks);
        bounds.fold(cost, |cost, (local, aim)| {
            let most = aim.most + ROOM;
            let (up, down) = (most - local.residual, most + local.residual);
            if up > 0.0 && down > 0.0 { cost - mu * (libm::log(up) + libm::log(down)) } else { f64::INFINITY }
        })
    }
}
