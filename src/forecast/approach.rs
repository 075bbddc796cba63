//! Where the solver starts: Newton on logarithms.
//!
//! Corrections multiply, so the logarithm of a sum is all but straight in the multipliers where the sum itself is anything
//! but. Far from the answer a step on logarithms goes most of the way, where damped steps on the claims themselves are many.
//! It changes nothing of what is solved for.

use super::newton::{Equations, Point};

/// How far a row is from its goal less what it gives way, on a scale that is straight up to a half unit and logarithmic beyond.
///
/// A plain logarithm would have a wall at 0, where goals of 0 and goals less what they give way come to lie.
struct Logarithm {
    off: f64,
    /// What the terms weigh in that: those that count, and those that count against them together with the goal.
    weights: [f64; 2],
}

impl Logarithm {
    fn new([sum, against]: [f64; 2], goal: f64, half_unit: f64) -> Self {
        let goal = goal + against;
        let weight = |side: f64| 1.0 / libm::hypot(side, half_unit);
        let off = libm::asinh(sum / half_unit) - libm::asinh(goal / half_unit);
        Self { off, weights: [weight(sum), weight(goal)] }
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
        let mut logarithms = self.logarithms(&point);
        for _ in 0..STEPS {
            let is_close = logarithms.iter().all(|logarithm| logarithm.off.abs() <= CLOSE);
            if is_close || !logarithms.iter().all(Logarithm::is_finite) {
                break;
            }
            let merit = merit(&logarithms);
            let step = self.stride(&logarithms, &point);
            let next = self.shortened(&point, &step, LONGEST, |next, _| {
                let closer = self.logarithms(next);
                (self::merit(&closer) < merit).then_some(closer)
            });
            let Some((next, closer)) = next else { break };
            let gained = self::merit(&closer) <= GAIN * merit;
            (point, logarithms) = (next, closer);
            if !gained {
                break;
            }
        }
        point
    }

    fn logarithms(&self, point: &Point) -> Vec<Logarithm> {
        let goal = |i: usize| self.goals[i] - self.give(i, point.multipliers[i]).0;
        let sides = self.rows.sides(&point.x);
        sides
            .into_iter()
            .enumerate()
            .map(|(i, sides)| Logarithm::new(sides, goal(i), self.scales[i]))
            .collect()
    }

    /// The Newton step of the logarithms.
    fn stride(&self, logarithms: &[Logarithm], point: &Point) -> Vec<f64> {
        let weights: Vec<[f64; 2]> = logarithms.iter().map(|logarithm| logarithm.weights).collect();
        let slopes = self.slopes(&point.multipliers);
        let slopes: Vec<f64> =
            slopes.iter().zip(&weights).map(|(slope, weights)| slope * weights[1]).collect();
        let left: Vec<f64> = logarithms.iter().map(|logarithm| -logarithm.off).collect();
        self.factored(&point.x, &slopes, Some(&weights)).solve(&left)
    }
}

fn merit(logarithms: &[Logarithm]) -> f64 {
    logarithms.iter().map(|logarithm| logarithm.off * logarithm.off).sum()
}
