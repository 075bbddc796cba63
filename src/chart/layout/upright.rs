//! Upright lines in front of marks, broken where text stands.

use super::scene::{Point, Rect, Scene, Text};
use crate::chart::color::Color;

const DASH: f64 = 5.0;
const DASH_GAP: f64 = 4.0;

/// Draws the parts of a dashed upright line that no text covers.
pub(crate) fn dashed(
    scene: &mut Scene,
    x: f64,
    (top, bottom): (f64, f64),
    texts: &[Text],
    color: Color,
    width: f64,
) {
    let bounds = texts.iter().map(|text| text.bounds().grown(3.0));
    let covered: Vec<Rect> = bounds.filter(|bounds| bounds.left < x && x < bounds.right).collect();
    let mut start = top;
    while start < bottom {
        let end = (start + DASH).min(bottom);
        let is_free = covered.iter().all(|bounds| bounds.bottom <= start || end <= bounds.top);
        if is_free && end - start > 0.5 {
            scene.line(&[Point::new(x, start), Point::new(x, end)], color, width);
        }
        start += DASH + DASH_GAP;
    }
}
