//! Labels inside filled rectangles.

use super::frame::line_of;
use super::scene::{Anchor, Rect, Scene, TextStyle};
use crate::chart::color::Color;
use crate::chart::theme::Theme;

/// Above the first line and below the last.
const PAD: f64 = 3.0;
/// Between capitals of one line and the baseline of the line before.
const BETWEEN: f64 = 5.0;

/// What lies under a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    Plain,
    /// Diagonals, which a plate keeps away from letters.
    Hatched,
}

/// The height that so many styles of lines need in a cell.
fn height(lines: &[(String, TextStyle)]) -> f64 {
    let caps: f64 = lines.iter().map(|(_, style)| style.cap()).sum();
    caps + lines.len().saturating_sub(1) as f64 * BETWEEN + 2.0 * PAD
}

/// Prints as many of the lines, the first first, as a cell has room for, in its middle.
pub(crate) fn label(
    scene: &mut Scene,
    theme: &Theme,
    rect: &Rect,
    (fill, ground): (Color, Ground),
    lines: &[(String, TextStyle)],
) {
    let fits = |lines: &[(String, TextStyle)]| {
        let wide = |(line, style): &(String, TextStyle)| theme.fonts.width(line, *style) + 2.0 * PAD;
        height(lines) <= rect.height() && lines.iter().all(|line| wide(line) <= rect.width())
    };
    let Some(count) = (1..=lines.len()).rev().find(|&count| fits(&lines[..count])) else { return };
    let Some(ink) = fill.label() else { return };
    let (lines, middle) = (&lines[..count], rect.middle());
    let mut top = middle.y + 0.5 - height(lines) / 2.0 + PAD;
    for (line, style) in lines {
        let baseline = top + style.cap();
        let mut text = line_of(theme, line, (middle.x, baseline), Anchor::Middle, *style, ink);
        text.on = fill;
        if ground == Ground::Hatched {
            let half = (text.width / 2.0 + PAD).min(rect.width() / 2.0);
            let (top, bottom) = ((top - PAD).max(rect.top), (baseline + PAD).min(rect.bottom));
            scene.rect(Rect::new(middle.x - half, top, middle.x + half, bottom), fill);
        }
        scene.text(text);
        top = baseline + BETWEEN;
    }
}
