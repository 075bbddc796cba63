//! Arrows that carry a figure: growth over columns, and differences beside them.

use super::frame::line_of;
use super::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;

pub(crate) const LABEL: TextStyle = TextStyle::bold(14.0);
const LINE: f64 = 1.5;
const HEAD: (f64, f64) = (8.0, 9.0);

/// Height of the capsule around the label.
pub(crate) const CAPSULE: f64 = 28.0;
/// From the line of one arrow to the next above it.
pub(crate) const STOREY: f64 = CAPSULE + 6.0;
/// Between the feet of two arrows on one column.
const FEET: f64 = 13.0;
/// From a short arrow to the edge of its strip, and to its label.
const BESIDE: f64 = 8.0;
/// What a line shows on either side of its capsule.
const SHOWN: f64 = 12.0;

/// Columns that an arrow joins, and what it says in words, and where there is less room.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) long: String,
    pub(crate) short: String,
}

/// An arrow that has its place across.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GrowthArrow {
    /// Which of the spans it is.
    pub(crate) index: usize,
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// 0 for the lowest.
    pub(crate) storey: usize,
    /// The middle of the capsule.
    pub(crate) middle: f64,
    pub(crate) label: String,
}

/// Width of the capsule around a label.
pub(crate) fn capsule_width(fonts: &Fonts, label: &str) -> f64 {
    (fonts.width(label, LABEL) + CAPSULE).ceil()
}

/// The storey of each arrow: above all shorter ones that it passes over.
fn storeys(spans: &[Span]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&index| (spans[index].last - spans[index].first, spans[index].first));
    let mut storeys = vec![0; spans.len()];
    for (rank, &index) in order.iter().enumerate() {
        let below = order[..rank].iter().filter(|&&other| {
            spans[other].first < spans[index].last && spans[index].first < spans[other].last
        });
        storeys[index] = below.map(|&other| storeys[other] + 1).max().unwrap_or(0);
    }
    storeys
}

/// Gives arrows over columns (left edge and width) their places, or the first that has no room.
///
/// On one column, arrows that come in stand left of those that go out, and none crosses the line of another
/// that stands on the same column.
pub(crate) fn place(
    fonts: &Fonts,
    spans: &[Span],
    columns: &[(f64, f64)],
) -> Result<Vec<GrowthArrow>, usize> {
    let storeys = storeys(spans);
    let feet: Vec<(f64, f64)> = (0..spans.len()).map(|index| feet(spans, &storeys, index, columns)).collect();
    let mut placed = Vec::with_capacity(spans.len());
    for (index, span) in spans.iter().enumerate() {
        let (from, to) = feet[index];
        let stems = (0..spans.len()).filter(|&other| storeys[other] > storeys[index]);
        let stems: Vec<f64> = stems.flat_map(|other| [feet[other].0, feet[other].1]).collect();
        let found =
            [(&span.long, SHOWN), (&span.short, SHOWN / 2.0)].into_iter().find_map(|(label, shown)| {
                let half = capsule_width(fonts, label) / 2.0;
                Some((label, free_middle(half, (from + shown, to - shown), &stems)?))
            });
        let Some((label, middle)) = found else { return Err(index) };
        placed.push(GrowthArrow { index, from, to, storey: storeys[index], middle, label: label.clone() });
    }
    Ok(placed)
}

/// Where an arrow stands on its two columns.
fn feet(spans: &[Span], storeys: &[usize], index: usize, columns: &[(f64, f64)]) -> (f64, f64) {
    let place = |column: usize, incoming: bool| {
        let mut ends: Vec<(bool, isize, usize)> = Vec::new();
        for (other, span) in spans.iter().enumerate() {
            let storey = storeys[other] as isize;
            if span.last == column {
                ends.push((false, storey, other));
            }
            if span.first == column {
                ends.push((true, -storey, other));
            }
        }
        ends.sort_unstable();
        let rank = ends.iter().position(|&(out, _, other)| other == index && out != incoming).unwrap_or(0);
        let (left, width) = columns[column];
        left + width / 2.0 + FEET * (rank as f64 - (ends.len() - 1) as f64 / 2.0)
    };
    (place(spans[index].first, false), place(spans[index].last, true))
}

/// The middle nearest to that of the line where a capsule of this half width is clear of all stems.
fn free_middle(half: f64, (from, to): (f64, f64), stems: &[f64]) -> Option<f64> {
    let middle = f64::midpoint(from, to);
    let (low, high) = (from + half, to - half);
    let beside = stems.iter().flat_map(|stem| [stem - half - 4.0, stem + half + 4.0]);
    let clear =
        |at: &f64| *at >= low && *at <= high && stems.iter().all(|stem| (stem - at).abs() >= half + 3.9);
    let candidates = std::iter::once(middle).chain(beside).filter(clear);
    candidates.min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()))
}

/// Draws arrows from column to column, the lowest at the level `line`: from over the heads of columns, or over the
/// labels that stand there.
pub(crate) fn over(
    scene: &mut Scene,
    theme: &Theme,
    (arrows, spans): (&[GrowthArrow], &[Span]),
    head: impl Fn(usize) -> f64,
    labels: &[Text],
    line: f64,
) {
    for arrow in arrows {
        let above = |x: f64, column: usize| {
            // As wide as the head of an arrow.
            let bounds = labels.iter().map(|label| label.bounds().grown(6.0));
            let covering = bounds.filter(|b| b.left < x && b.right > x).map(|b| b.grown(-6.0));
            Point::new(x, covering.map(|b| b.top).fold(head(column), f64::min) - 2.0)
        };
        let span = &spans[arrow.index];
        let feet = (above(arrow.from, span.first), above(arrow.to, span.last));
        growth_arrow(scene, theme, feet, line - STOREY * arrow.storey as f64, arrow);
    }
}

/// The height that arrows take over columns.
pub(crate) fn height(arrows: &[GrowthArrow]) -> f64 {
    let storeys = arrows.iter().map(|arrow| arrow.storey + 1).max().unwrap_or(0);
    if storeys > 0 { storeys as f64 * STOREY - 2.0 } else { 0.0 }
}

/// From the top of what is under arrows to the line of the lowest.
pub(crate) const LINE_ABOVE: f64 = CAPSULE / 2.0 + 4.0;

/// Up from `from` to the level `y`, across, and down onto `to`, with the label in a capsule.
fn growth_arrow(scene: &mut Scene, theme: &Theme, (from, to): (Point, Point), y: f64, arrow: &GrowthArrow) {
    let neck = to.y - HEAD.1 + 1.0;
    let path = [from, Point::new(from.x, y), Point::new(to.x, y), Point::new(to.x, neck)];
    scene.line(&path, theme.colors.ink, LINE);
    head(scene, theme, to, HEAD.1);
    labelled(scene, theme, Point::new(arrow.middle, y), &arrow.label);
}

/// A head whose tip is at `tip` and which comes from above where `height` is positive.
fn head(scene: &mut Scene, theme: &Theme, tip: Point, height: f64) {
    let half = HEAD.0 / 2.0;
    let corners =
        vec![tip, Point::new(tip.x - half, tip.y - height), Point::new(tip.x + half, tip.y - height)];
    scene.polygon(corners, theme.colors.ink);
}

/// The label in a capsule around `middle`.
fn labelled(scene: &mut Scene, theme: &Theme, middle: Point, label: &str) {
    let half = capsule_width(&theme.fonts, label) / 2.0;
    let capsule =
        Rect::new(middle.x - half, middle.y - CAPSULE / 2.0, middle.x + half, middle.y + CAPSULE / 2.0);
    scene.capsule(capsule, theme.colors.ink, LINE, theme.colors.paper);
    let at = (middle.x, middle.y + LABEL.cap() / 2.0);
    scene.text(line_of(theme, label, at, Anchor::Middle, LABEL, theme.colors.ink));
}

/// Room that an upright arrow with this label takes.
pub(crate) fn difference_width(fonts: &Fonts, label: &str) -> f64 {
    capsule_width(fonts, label) + 2.0 * SHOWN
}

/// The highest and the lowest level of an upright arrow with its label; arguments as for [`difference_arrow`].
pub(crate) fn difference_extent((from, to): (f64, f64), reach: (f64, f64)) -> (f64, f64) {
    let middle = difference_middle((from, to), reach);
    (from.min(to).min(middle - CAPSULE / 2.0), from.max(to).max(middle + CAPSULE / 2.0))
}

/// How far right of `left` the levels of an upright arrow reach: under its label only where the arrow bears it.
pub(crate) fn difference_reach(levels: (f64, f64), width: f64) -> f64 {
    if is_long(levels) { width - 4.0 } else { 2.0 * BESIDE - 3.0 }
}

/// Whether an arrow is long enough to bear its label.
fn is_long((from, to): (f64, f64)) -> bool {
    (to - from).abs() >= CAPSULE + 2.0 * (HEAD.1 + 6.0)
}

fn difference_middle((from, to): (f64, f64), (high, low): (f64, f64)) -> f64 {
    f64::midpoint(from, to).max(high + CAPSULE / 2.0).min(low - CAPSULE / 2.0)
}

/// An upright arrow from one level to another in a strip from `left`, its label on it where it is long enough,
/// else beside it; `reach` is how far up and down the label may stand.
pub(crate) fn difference_arrow(
    scene: &mut Scene,
    theme: &Theme,
    left: f64,
    (from, to): (f64, f64),
    reach: (f64, f64),
    label: &str,
) {
    let half = capsule_width(&theme.fonts, label) / 2.0;
    let long = is_long((from, to));
    let x = if long { (left + SHOWN + half).round() } else { left + BESIDE };
    if (to - from).abs() > HEAD.1 {
        let height = HEAD.1.copysign(to - from);
        let neck = to - height + 1.0_f64.copysign(to - from);
        scene.line(&[Point::new(x, from), Point::new(x, neck)], theme.colors.ink, LINE);
        head(scene, theme, Point::new(x, to), height);
    } else {
        scene.line(&[Point::new(x, from), Point::new(x, to)], theme.colors.ink, LINE);
    }
    let middle = difference_middle((from, to), reach);
    let at = if long { x } else { x + BESIDE + half };
    labelled(scene, theme, Point::new(at, middle), label);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first: usize, last: usize) -> Span {
        Span { first, last, long: "5.2% CAGR".into(), short: "+5.2%".into() }
    }

    #[test]
    fn neighbors_share_a_storey_and_longer_arrows_stand_above() {
        assert_eq!(storeys(&[span(0, 4), span(4, 7)]), [0, 0]);
        assert_eq!(storeys(&[span(0, 7), span(0, 4), span(4, 7)]), [1, 0, 0]);
        assert_eq!(storeys(&[span(0, 4), span(2, 6), span(3, 7)]), [0, 1, 2]);
    }

    #[test]
    fn capsules_keep_clear_of_stems_and_feet_of_each_other() {
        let fonts = Fonts::noto_sans();
        let columns: Vec<(f64, f64)> = (0..8).map(|i| (f64::from(i) * 90.0, 60.0)).collect();
        let placed = place(&fonts, &[span(0, 4), span(2, 6)], &columns).unwrap();
        let half = capsule_width(&fonts, "5.2% CAGR") / 2.0;
        assert!((placed[0].middle - placed[1].from).abs() > half);
        let placed = place(&fonts, &[span(0, 4), span(4, 7)], &columns).unwrap();
        assert!((placed[1].from - placed[0].to - FEET).abs() < 1e-9);
        assert_eq!(place(&fonts, &[span(0, 1)], &columns).unwrap()[0].label, "+5.2%");
        assert_eq!(place(&fonts, &[span(0, 1)], &[(0.0, 20.0), (30.0, 20.0)]), Err(0));
    }
}
