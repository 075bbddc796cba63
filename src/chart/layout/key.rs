//! A row of squares with names, where names have no place beside their marks.

use super::forecast;
use super::frame::line_of;
use super::gutter::NAME;
use super::scene::{Anchor, Rect, Scene};
use super::text;
use crate::chart::color::Color;
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;
use crate::table::Column;

const SQUARE: f64 = 12.0;
/// Between a square and its name.
const GAP: f64 = 6.0;
/// Between a name and the next square.
const APART: f64 = 18.0;
/// From one line to the next.
const LINE: f64 = 20.0;
/// Between the last line and what the key explains.
const BELOW: f64 = 8.0;

/// One square and its name, hatched where it stands for a forecast.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    pub(crate) color: Color,
    pub(crate) column: Option<Column>,
}

/// Entries in lines, each with the left edge of its square.
#[derive(Clone, Debug)]
pub(crate) struct Key<'a> {
    entries: Vec<(Entry<'a>, String, f64, usize)>,
    lines: usize,
}

impl<'a> Key<'a> {
    /// Breaks entries into lines no wider than `width`.
    pub(crate) fn measure(fonts: &Fonts, entries: Vec<Entry<'a>>, width: f64) -> Self {
        let (mut placed, mut line, mut edge) = (Vec::with_capacity(entries.len()), 0, 0.0);
        for entry in entries {
            let name = text::at_most(fonts, entry.name, NAME, width - SQUARE - GAP, 1).concat();
            let wide = SQUARE + GAP + fonts.width(&name, NAME);
            if edge > 0.0 && edge + wide > width {
                (line, edge) = (line + 1, 0.0);
            }
            placed.push((entry, name, edge, line));
            edge += wide.ceil() + APART;
        }
        let lines = if placed.is_empty() { 0 } else { line + 1 };
        Self { entries: placed, lines }
    }

    /// The height that it takes, with the room below.
    pub(crate) fn height(&self) -> f64 {
        if self.lines == 0 { 0.0 } else { self.lines as f64 * LINE + BELOW }
    }

    /// Draws the key with its upper left corner at a point.
    pub(crate) fn draw(&self, scene: &mut Scene, theme: &Theme, (left, top): (f64, f64)) {
        for (entry, name, edge, line) in &self.entries {
            let (x, y) = ((left + edge).round(), (top + LINE * *line as f64 + 2.0).round());
            let square = Rect::new(x, y, x + SQUARE, y + SQUARE);
            match entry.column {
                Some(column) => forecast::fill(scene, theme, &square, entry.color, column),
                None => scene.rect(square, entry.color),
            }
            let at = (x + SQUARE + GAP, y + f64::midpoint(SQUARE, NAME.cap()));
            scene.text(line_of(theme, name, at, Anchor::Start, NAME, theme.colors.soft));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::color::DARK;

    #[test]
    fn lines_are_broken_where_the_width_ends() {
        let fonts = Fonts::noto_sans();
        let entries =
            ["Asia Pacific", "Europe", "Latin America"].map(|name| Entry { name, color: DARK, column: None });
        let lines = |width: f64| Key::measure(&fonts, entries.to_vec(), width).lines;
        assert_eq!([1000.0, 200.0, 60.0].map(lines), [1, 2, 3]);
        assert_eq!(Key::measure(&fonts, Vec::new(), 100.0).height(), 0.0);
    }
}
