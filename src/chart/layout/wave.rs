//! The wave that cuts a column whose axis does not start at zero.

use super::scene::{Point, Scene};
use crate::chart::color::Color;

const HALF_THICKNESS: f64 = 2.5;
const AMPLITUDE: f64 = 3.5;
/// About the length of a wave, of which a column has whole ones.
const LENGTH: f64 = 28.0;

/// Cuts a column between two edges at a level, as if a strip of it were torn out.
pub(crate) fn wave(scene: &mut Scene, (left, right): (f64, f64), level: f64, paper: Color) {
    let count = ((right - left) / LENGTH).round().max(1.0);
    let steps = (count * 16.0) as usize;
    let at = |step: usize, side: f64| {
        let part = step as f64 / steps as f64;
        let angle = std::f64::consts::TAU * count * part;
        Point::new(left + (right - left) * part, level - AMPLITUDE * libm::sin(angle) + side * HALF_THICKNESS)
    };
    let top = (0..=steps).map(|step| at(step, -1.0));
    let bottom = (0..=steps).rev().map(|step| at(step, 1.0));
    scene.polygon(top.chain(bottom).collect(), paper);
}
