//! What tells forecast columns from the others: a band behind them, its name, and a hatch over them.

use super::frame::line_of;
use super::scene::{Anchor, Rect, Scene, Text, TextStyle};
use super::years::forecasts;
use crate::chart::color::Color;
use crate::chart::theme::Theme;
use crate::table::Column;

pub(crate) const ZONE: TextStyle = TextStyle::regular(12.0);
const HATCH_APART: f64 = 6.5;
const HATCH_WIDTH: f64 = 1.2;

/// What stands behind the labels of a column.
pub(crate) fn backdrop(theme: &Theme, column: Column) -> Color {
    if column.is_forecast() { theme.colors.band } else { theme.colors.paper }
}

/// Draws a band behind every run of forecast columns; `band` is the room of the columns from one to another.
pub(crate) fn bands(
    scene: &mut Scene,
    theme: &Theme,
    columns: &[Column],
    band: impl Fn((usize, usize)) -> Rect,
) {
    for run in forecasts(columns) {
        scene.rect(band(run), theme.colors.band);
    }
}

/// The word in a band, where the band is wide enough for it beside the stems of arrows; the F after the year
/// says it in any case.
pub(crate) fn zone(theme: &Theme, band: &Rect, stems: &[f64]) -> Option<Text> {
    let width = theme.fonts.width("Forecast", ZONE);
    let free = |left: f64| stems.iter().all(|stem| left > stem + 6.0 || left + width < stem - 6.0);
    let inside = |left: f64| left >= band.left && left + width <= band.right - 4.0;
    let beside = stems.iter().map(|stem| stem + 8.0);
    let mut starts = std::iter::once(band.left + 8.0).chain(beside).filter(|&left| inside(left));
    let at = (starts.find(|&left| free(left))?, band.top + 7.0 + ZONE.cap());
    let mut text = line_of(theme, "Forecast", at, Anchor::Start, ZONE, theme.colors.quiet);
    text.on = theme.colors.band;
    Some(text)
}

/// Whether something stands so near the word in a band that it has to stand lower.
pub(crate) fn crowds(zone: &Text, boxes: impl IntoIterator<Item = Rect>) -> bool {
    let near = Rect { right: zone.bounds().right + 12.0, ..zone.bounds() }.grown(4.0);
    boxes.into_iter().any(|one| one.overlaps(&near))
}

/// Draws a mark of a column, hatched where it is a forecast.
pub(crate) fn fill(scene: &mut Scene, theme: &Theme, rect: &Rect, color: Color, column: Column) {
    scene.rect(*rect, color);
    if column.is_forecast() {
        scene.hatch(rect, theme.colors.hatch, HATCH_APART, HATCH_WIDTH);
    }
}
