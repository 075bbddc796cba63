//! The arrow that carries a growth rate from one column to another.

use super::frame::line_of;
use super::scene::{Anchor, Point, Rect, Scene, TextStyle};
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;

pub(crate) const LABEL: TextStyle = TextStyle::bold(14.0);
const LINE: f64 = 1.5;
const HEAD: (f64, f64) = (8.0, 9.0);

/// Height of the capsule around the label.
pub(crate) const CAPSULE: f64 = 28.0;

/// Width of the capsule around a label.
pub(crate) fn capsule_width(fonts: &Fonts, label: &str) -> f64 {
    (fonts.width(label, LABEL) + CAPSULE).ceil()
}

/// Up from `from` to the level `y`, across, and down onto `to`, with the label in a capsule halfway.
pub(crate) fn growth_arrow(scene: &mut Scene, theme: &Theme, from: Point, to: Point, y: f64, label: &str) {
    let neck = to.y - HEAD.1 + 1.0;
    let path = [from, Point::new(from.x, y), Point::new(to.x, y), Point::new(to.x, neck)];
    scene.line(&path, theme.colors.ink, LINE);
    let half = HEAD.0 / 2.0;
    let head = vec![to, Point::new(to.x - half, to.y - HEAD.1), Point::new(to.x + half, to.y - HEAD.1)];
    scene.polygon(head, theme.colors.ink);
    let (middle, half) = (f64::midpoint(from.x, to.x), capsule_width(&theme.fonts, label) / 2.0);
    let capsule = Rect::new(middle - half, y - CAPSULE / 2.0, middle + half, y + CAPSULE / 2.0);
    scene.capsule(capsule, theme.colors.ink, LINE, theme.colors.paper);
    let baseline = y + LABEL.cap() / 2.0;
    scene.text(line_of(theme, label, (middle, baseline), Anchor::Middle, LABEL, theme.colors.ink));
}
