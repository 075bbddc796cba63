//! Where the solver starts: Newton on logarithms.
//!
//! Corrections multiply, so the logarithm of a sum is all but straight in the multipliers where the sum itself is anything
//! but. Far from the answer a step on logarithms goes most of the way, where damped steps on the claims themselves are many.
//! It changes nothing of what is solved for.

use super::newton::{Equations, Point};
use super::system::Row;

/// How far a row is off, relative to its size, and what its terms weigh in that.
struct Logarithm {
    off: f64,
    /// For terms that count, and for those that count against them.
    weights: [f64; 2],
}

impl Logarithm {
    fn new(row: &Row, goal: f64, x: &[f64]) -> Self {
        let mut sums = [0.0, 0.0];
        for term in &row.terms {
            sums[usize::from(term.a < 0.0)] += (term.a * x[term.at as usize]).abs();
        }
        let [for_it, against] = sums;
        let weights = match (goal, against) {
            (goal, 0.0) if goal > 0.0 => [1.0 / for_it, 0.0],
            (0.0, _) => [1.0 / for_it, 1.0 / against],
            _ => [1.0 / (for_it + against + goal.abs()); 2],
        };
        let off = match (goal, against) {
            (goal, 0.0) if goal > 0.0 => libm::log(for_it / goal),
            (0.0, _) => libm::log(for_it / against),
            _ => (for_it - against - goal) * weights[0],
        };
        Self { off, weights }
    }

    fn is_finite(&self) -> bool {
        self.off.is_finite() && self.weights.iter().all(|weight| weight.is_finite())
    }
}

impl Equations<'_> {
    /// A point from where few steps are left, or the best that was found.
    pub(super) fn approached(&self, mut point: Point) -> Point {
        const STEPS: usize = 16;
        // Closer than this, sums are as straight as their logarithms.
        const CLOSE: f64 = 0.01;
        // A step that leaves more than this has stopped going somewhere.
        const GAIN: f64 = 0.7;
        // A longer step could overflow.
        const LONGEST: f64 = 10.0;
        let mut logarithms = self.logarithms(&point.x);
        for _ in 0..STEPS {
            let is_close = logarithms.iter().all(|logarithm| logarithm.off.abs() <= CLOSE);
            if is_close || !logarithms.iter().all(Logarithm::is_finite) {
                break;
            }
            let merit = self.distance(&logarithms, &point);
            let step = self.stride(&logarithms, &point);
            let next = self.shortened(&point, &step, LONGEST, |next, _| {
                let logarithms = self.logarithms(&next.x);
                let distance = self.distance(&logarithms, next);
                (distance < merit).then_some((logarithms, distance))
            });
            let Some((next, (closer, distance))) = next else { break };
            (point, logarithms) = (next, closer);
            if distance > GAIN * merit {
                break;
            }
        }
        point
    }

    fn logarithms(&self, x: &[f64]) -> Vec<Logarithm> {
        self.rows.iter().zip(&self.goals).map(|(row, goal)| Logarithm::new(row, *goal, x)).collect()
    }

    /// What a row may give way, in the same terms as its logarithm.
    fn relative_give(&self, i: usize, logarithm: &Logarithm, point: &Point) -> (f64, f64) {
        let (give, slope) = self.give(i, point.multipliers[i]);
        let weight = logarithm.weights[0];
        (give * weight, slope * weight)
    }

    fn distance(&self, logarithms: &[Logarithm], point: &Point) -> f64 {
        let off = |(i, logarithm): (usize, &Logarithm)| {
            let off = logarithm.off + self.relative_give(i, logarithm, point).0;
            off * off
        };
        logarithms.iter().enumerate().map(off).sum()
    }

    /// The Newton step of the logarithms.
    fn stride(&self, logarithms: &[Logarithm], point: &Point) -> Vec<f64> {
        let gives: Vec<(f64, f64)> =
            logarithms.iter().enumerate().map(|(i, l)| self.relative_give(i, l, point)).collect();
        let weights: Vec<[f64; 2]> = logarithms.iter().map(|logarithm| logarithm.weights).collect();
        let slopes: Vec<f64> = gives.iter().map(|give| give.1).collect();
        let left: Vec<f64> = logarithms.iter().zip(&gives).map(|(l, give)| -l.off - give.0).collect();
        self.factored(&point.x, &slopes, Some(&weights)).solve(&left)
    }
}
