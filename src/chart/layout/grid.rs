//! Level lines behind marks, broken where text stands.

use super::scene::{Point, Rect, Scene, Text, TextStyle};
use crate::chart::color::Color;

/// The numbers at grid lines.
pub(crate) const TICK: TextStyle = TextStyle::regular(11.0);

const DASH: f64 = 5.0;
const DASH_GAP: f64 = 4.0;

/// Draws the parts of a level line that no text covers.
pub(crate) fn level(scene: &mut Scene, y: f64, across: (f64, f64), texts: &[Text], color: Color, width: f64) {
    for (from, to) in free(y, across, texts) {
        scene.line(&[Point::new(from, y), Point::new(to, y)], color, width);
    }
}

/// Draws the parts of a dashed level line that no text covers.
pub(crate) fn dashed(
    scene: &mut Scene,
    y: f64,
    across: (f64, f64),
    texts: &[Text],
    color: Color,
    width: f64,
) {
    for (from, to) in free(y, across, texts) {
        let mut start = from;
        while start < to {
            let end = (start + DASH).min(to);
            if end - start > 0.5 {
                scene.line(&[Point::new(start, y), Point::new(end, y)], color, width);
            }
            start += DASH + DASH_GAP;
        }
    }
}

/// The parts of a level line that no text covers, from left to right.
pub(crate) fn free(y: f64, (mut from, to): (f64, f64), texts: &[Text]) -> Vec<(f64, f64)> {
    let bounds = texts.iter().map(|text| text.bounds().grown(3.0));
    let mut covered: Vec<Rect> = bounds.filter(|bounds| bounds.top < y && y < bounds.bottom).collect();
    covered.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut free = Vec::new();
    for bounds in covered {
        free.push((from, bounds.left.min(to)));
        from = from.max(bounds.right);
    }
    free.push((from, to));
    free.retain(|(from, to)| from < to);
    free
}
