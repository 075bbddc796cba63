//! Which labels there is room for.

use super::axis;
use super::frame::line_of;
use super::grid::TICK;
use super::scene::{Anchor, Text, TextStyle};
use super::spread::spread;
use crate::chart::number::Format;
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;

/// How many steps a grid may have.
pub(crate) const TICKS: std::ops::RangeInclusive<usize> = 2..=5;

/// The names of value lines.
pub(crate) const MARKED: TextStyle = TextStyle::bold(12.0);

/// The width of the widest text.
pub(crate) fn widest<'a>(
    fonts: &Fonts,
    texts: impl IntoIterator<Item = &'a String>,
    style: TextStyle,
) -> f64 {
    texts.into_iter().map(|text| fonts.width(text, style)).fold(0.0, f64::max)
}

/// The first of the styles in which every value fits into `width`; fewer decimals, and no less than `fewest`,
/// only where three digits are left.
pub(crate) fn fit(
    fonts: &Fonts,
    values: &[f64],
    (format, fewest): (Format, usize),
    styles: &[TextStyle],
    width: f64,
) -> Option<(TextStyle, Format)> {
    let sizes = values.iter().map(|value| value.abs()).filter(|&size| size > 0.0);
    let smallest = sizes.fold(f64::INFINITY, f64::min);
    let fewer = (fewest..format.decimals).rev();
    let fewer = fewer.filter(|&digits| smallest * libm::pow(10.0, digits as f64) >= 100.0);
    std::iter::once(format.decimals).chain(fewer).find_map(|decimals| {
        let format = format.with_decimals(decimals);
        let texts: Vec<String> = values.iter().map(|&value| format.text(value)).collect();
        let style = styles.iter().find(|&&style| widest(fonts, &texts, style) <= width)?;
        Some((*style, format))
    })
}

/// The widest tick label of any grid that a height may ask for.
pub(crate) fn tick_width(fonts: &Fonts, format: Format, low: f64, high: f64) -> f64 {
    let labels = TICKS.flat_map(|count| format.ticks(&axis::ticks(low, high, count)));
    widest(fonts, &labels.collect::<Vec<_>>(), TICK).ceil() + 6.0
}

/// The widest name of a value line, which stands at the left edge over its line.
pub(crate) fn line_width<'a>(fonts: &Fonts, labels: impl IntoIterator<Item = &'a String>) -> f64 {
    let wide = widest(fonts, labels, MARKED);
    if wide > 0.0 { wide.ceil() + 10.0 } else { 0.0 }
}

/// The names of value lines from `left` on over their levels, none on another, between `top` and `base`.
pub(crate) fn line_labels(
    theme: &Theme,
    mut lines: Vec<(&str, f64)>,
    left: f64,
    (top, base): (f64, f64),
) -> Vec<Text> {
    lines.sort_by(|a, b| a.1.total_cmp(&b.1));
    let height = MARKED.leading() + 1.0;
    let wanted: Vec<f64> = lines.iter().map(|(_, level)| level - 4.0 - MARKED.cap() / 2.0).collect();
    let heights = vec![height; lines.len()];
    let middles = spread(&wanted, &heights, top - height, base).unwrap_or(wanted);
    let placed = lines.iter().zip(middles).map(|((label, _), middle)| {
        let at = (left, middle + MARKED.cap() / 2.0);
        line_of(theme, label, at, Anchor::Start, MARKED, theme.colors.ink)
    });
    placed.collect()
}

/// The first and the last of the labels over columns (left edge and width) with these heads, or only the last;
/// labels wider than a slot stand `gap` above every column below them, between two edges.
pub(crate) fn at_ends(
    [mut first, mut last]: [Text; 2],
    columns: &[(f64, f64)],
    heads: &[f64],
    (gap, left, right): (f64, f64, f64),
) -> Vec<Text> {
    for text in [&mut first, &mut last] {
        let half = text.width / 2.0;
        text.x = text.x.min(right - half).max(left + half);
        let (from, to) = (text.x - half - 2.0, text.x + half + 2.0);
        let covered = columns.iter().zip(heads).filter(|((x, width), _)| *x < to && x + width > from);
        text.baseline = covered.map(|(_, head)| head - gap).fold(text.baseline, f64::min);
    }
    if columns.len() == 1 || first.bounds().grown(4.0).overlaps(&last.bounds()) {
        return vec![last];
    }
    vec![first, last]
}
