//! A heat map on a page.

use super::across::{APART, Across, NAME, TOTAL};
use super::{HeatMap, NONE, Tile};
use crate::chart::color::Color;
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::scene::{Anchor, Rect, Scene, TextStyle};
use crate::chart::layout::text;
use crate::chart::theme::Theme;
use crate::error::Error;

/// The least and the greatest height of a row.
const ROW: (f64, f64) = (20.0, 84.0);
/// The greatest height of the sums at the foot.
const SUMS: f64 = 36.0;
/// From the names over columns to the cells.
const HEAD_GAP: f64 = 7.0;
const KEY: TextStyle = TextStyle::regular(11.0);
/// Height of the strip of tints, and from its foot to the baseline of its numbers.
const STRIP: (f64, f64) = (10.0, 13.0);
/// Pixels that have one tint in the strip, and how many there are at least.
const STEP: (f64, usize) = (3.0, 50);
/// From the key's numbers to what is below.
const KEY_GAP: f64 = 16.0;
const BETWEEN: f64 = 10.0;

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    map: &'a HeatMap,
    across: Across,
    /// Left edge of names and key.
    edge: f64,
    top: f64,
    /// Height of a row, and of the sums at the foot.
    row: f64,
    sums: f64,
}

/// The scene of a heat map on a page of the given size.
pub(super) fn scene(
    map: &HeatMap,
    theme: &Theme,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let across = Across::plan(map, &theme.fonts, (margin(width), width - margin(width)))?;
    let lines = across.heads.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let head = lines as f64 * TOTAL.leading() + HEAD_GAP - 4.0;
    let key = STRIP.0 + STRIP.1 + KEY_GAP;
    let (count, below) = (map.rows.len() as f64, if map.has_sums { (1.0, APART) } else { (0.0, 0.0) });
    // One more for edges in whole pixels.
    let room = frame(&mut scene, theme, words, key + head + (count + below.0) * ROW.0 + below.1 + 1.0)?;
    let top = (room.top + key + head).round();
    let height = room.bottom - top - below.1;
    let sums = below.0 * (height / (count + below.0)).floor().min(SUMS);
    let row = ((height - sums) / count).floor().min(ROW.1);
    let plan = Plan { theme, map, across, edge: room.left, top, row, sums };
    plan.draw_key(&mut scene, room.top.round());
    plan.draw_heads(&mut scene);
    let more = usize::from(map.has_sums);
    for row in 0..map.rows.len() + more {
        plan.draw_name(&mut scene, row);
        for column in 0..map.columns.len() + more {
            plan.draw_cell(&mut scene, row, column);
        }
    }
    Ok(scene)
}

impl Plan<'_> {
    /// A strip of all tints, with the numbers at its ends and in its middle.
    fn draw_key(&self, scene: &mut Scene, top: f64) {
        let widths = self.map.scale.key.each_ref().map(|label| self.theme.fonts.width(label, KEY));
        let needed = 2.0 * (widths[0].max(widths[2]) + BETWEEN) + widths[1];
        let steps = ((needed / STEP.0).ceil() as usize).max(STEP.1);
        let width = steps as f64 * STEP.0;
        if width > scene.width - 2.0 * self.edge {
            return;
        }
        for step in 0..steps {
            let tint = self.map.scale.tint(self.map.scale.value_at((step as f64 + 0.5) / steps as f64));
            let left = self.edge + step as f64 * STEP.0;
            // To the end of the strip, so that no seam shows between two tints.
            scene.rect(Rect::new(left, top, self.edge + width, top + STRIP.0), tint);
        }
        let baseline = top + STRIP.0 + STRIP.1;
        let places = [(0.0, Anchor::Start), (width / 2.0, Anchor::Middle), (width, Anchor::End)];
        for (label, (x, anchor)) in self.map.scale.key.iter().zip(places) {
            let at = (self.edge + x, baseline);
            scene.text(line_of(self.theme, label, at, anchor, KEY, self.theme.colors.quiet));
        }
    }

    fn draw_heads(&self, scene: &mut Scene) {
        let total = self.map.has_sums.then(|| vec!["Total".to_string()]);
        for (column, lines) in self.across.heads.iter().chain(&total).enumerate() {
            let is_total = column == self.map.columns.len();
            let (style, color) = if is_total {
                (TOTAL, self.theme.colors.ink)
            } else {
                (self.across.top, self.theme.colors.soft)
            };
            let (left, width) = self.across.at(column);
            let mut baseline = self.top - HEAD_GAP;
            for line in lines.iter().rev() {
                let at = (left + width / 2.0 - 1.0, baseline);
                scene.text(line_of(self.theme, line, at, Anchor::Middle, style, color));
                baseline -= style.leading();
            }
        }
    }

    /// Top edge and height of a row; the sums come after the last one.
    fn row_at(&self, row: usize) -> (f64, f64) {
        let top = self.top + self.row * row as f64;
        if row == self.map.rows.len() { (top + APART, self.sums) } else { (top, self.row) }
    }

    fn draw_name(&self, scene: &mut Scene, row: usize) {
        let colors = &self.theme.colors;
        let (name, style, color) = match self.map.rows.get(row) {
            Some(edge) => (edge.name.as_str(), NAME, colors.ink),
            None => ("Total", TextStyle::bold(NAME.size), colors.ink),
        };
        let (top, height) = self.row_at(row);
        let most = ((height - 2.0) / NAME.leading()).clamp(1.0, 3.0) as usize;
        let lines = text::at_most(&self.theme.fonts, name, style, self.across.names, most);
        let extent = lines.len().saturating_sub(1) as f64 * style.leading();
        let middle = top - 1.0 + height / 2.0;
        let mut baseline = middle + style.cap() / 2.0 - extent / 2.0;
        for line in lines {
            scene.text(line_of(self.theme, &line, (self.edge, baseline), Anchor::Start, style, color));
            baseline += style.leading();
        }
    }

    /// One cell, or one sum at the right or the foot.
    fn draw_cell(&self, scene: &mut Scene, row: usize, column: usize) {
        let ((left, width), (top, height)) = (self.across.at(column), self.row_at(row));
        let rect = Rect::new(left, top, left + width, top + height);
        let is_sum = row == self.map.rows.len() || column == self.map.columns.len();
        let tile = match (self.map.rows.get(row), self.map.columns.get(column)) {
            (Some(_), Some(_)) => self.map.cells.get(&(row, column)),
            (Some(edge), None) | (None, Some(edge)) => edge.sum.as_ref(),
            (None, None) => self.map.whole.as_ref(),
        };
        let paper = self.theme.colors.paper;
        let fill = tile.filter(|_| !is_sum).map_or(paper, |tile| self.map.scale.tint(tile.value));
        if !is_sum {
            // The gap is left out on two sides only, so that all cells are of one size.
            scene.rect(Rect::new(rect.left, rect.top, rect.right - 2.0, rect.bottom - 2.0), fill);
        }
        let style = if is_sum { TextStyle::bold(self.across.style.size) } else { self.across.style };
        let color = match tile {
            None => self.theme.colors.quiet,
            Some(_) if is_sum => self.theme.colors.ink,
            Some(_) => fill.label().unwrap_or(self.theme.colors.ink),
        };
        self.draw_number(scene, &rect, tile, style, (color, fill));
    }

    fn draw_number(
        &self,
        scene: &mut Scene,
        rect: &Rect,
        tile: Option<&Tile>,
        style: TextStyle,
        (color, fill): (Color, Color),
    ) {
        let content = tile.map_or(NONE, |tile| tile.text.as_str());
        let middle = rect.middle();
        let at = (middle.x - 1.0, middle.y - 1.0 + style.cap() / 2.0);
        let mut text = line_of(self.theme, content, at, Anchor::Middle, style, color);
        text.on = fill;
        scene.text(text);
    }
}
