//! Least squares in units of the rows, from wide units to their own.

use super::desk::Numbers;
use super::shape::Shape;
use super::step::{EXACT, FIRMEST, SIZEABLE};
use super::{Outcome, Solver};

/// Units are widened to these parts of a row's size on the way.
const WIDE: [f64; 6] = [0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

impl Solver {
    /// Least squares from the desk's numbers on; `near` if they are near the answer, so that units need no widening.
    pub(super) fn least(&mut self, shape: &Shape, numbers: &Numbers, near: bool, end: f64) -> Outcome {
        // Steps at units that are not a row's own, and when those have done their part.
        const FEW: usize = 3;
        const NEAR: f64 = 1e-2;
        const MANY: usize = 100;
        // From nearby few steps are enough, or it was not near.
        const QUICK: usize = 25;
        let narrow =
            numbers.aims.iter().fold(1.0, |most: f64, aim| most.max(aim.size / aim.unit.max(1e-300)));
        for wide in WIDE.into_iter().filter(|wide| !near && wide * narrow >= 1.0) {
            self.approach(shape, numbers, wide, FEW, NEAR);
        }
        let left = self.approach(shape, numbers, 0.0, if near { QUICK } else { MANY }, end);
        self.desk.look(shape, numbers, 0.0);
        Outcome { worst: self.worst(numbers), settled: left < 1e-4, far: false }
    }

    /// So many Newton steps at most; how much the last one mattered.
    fn approach(&mut self, shape: &Shape, numbers: &Numbers, wide: f64, most: usize, end: f64) -> f64 {
        // Below this a factored system serves the next steps too, as long as refining it works.
        const KEEP: f64 = 1e-6;
        const WORKS: f64 = 1e-4;
        // Steps that bring nothing any more.
        const IDLE: usize = 4;
        let (mut last, mut best, mut idle, mut keep) = (f64::INFINITY, f64::INFINITY, 0, false);
        for _ in 0..most {
            self.desk.look(shape, numbers, wide);
            self.desk.turn(shape, numbers);
            if !keep {
                self.matrix.assemble(shape, &self.desk);
            }
            for (i, aim) in numbers.aims.iter().enumerate() {
                let diagonal = self.matrix.diagonal[i];
                let desk = &mut self.desk;
                desk.shift[i] = 0.0;
                if !desk.local[i].speaks {
                    desk.give[i] = 1.0;
                } else if aim.exact && wide == 0.0 {
                    desk.give[i] = EXACT * diagonal.max(1e-300);
                    desk.shift[i] = desk.give[i] * desk.multipliers[i];
                } else {
                    desk.give[i] = (1.0 / desk.local[i].firm.max(1e-300)).max(FIRMEST * diagonal);
                }
            }
            let refined = self.direct(shape, keep);
            let now = self.stir(shape, numbers);
            if keep && refined > WORKS {
                keep = false;
                continue;
            }
            let part = self.safe(shape, numbers, SIZEABLE);
            self.advance(numbers, part);
            idle = if now < 0.9 * best || now > 1e-5 { 0 } else { idle + 1 };
            best = best.min(now);
            last = now;
            if now.is_nan() || now < end || idle >= IDLE {
                return now;
            }
            keep = now < KEEP && (refined <= WORKS || !keep);
        }
        last
    }
}
