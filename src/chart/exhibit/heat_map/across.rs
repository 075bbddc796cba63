//! How a heat map shares the width of a page.

use super::{HeatMap, NONE};
use crate::chart::layout::scene::TextStyle;
use crate::chart::layout::text;
use crate::chart::output::font::Fonts;
use crate::error::{Error, ErrorKind};

pub(super) const NAME: TextStyle = TextStyle::regular(13.0);
pub(super) const TOTAL: TextStyle = TextStyle::bold(12.0);
/// Between names and cells, and between cells and their sums.
pub(super) const APART: f64 = 12.0;
/// Between a number and the sides of its cell.
const PAD: f64 = 5.0;
const WIDEST: f64 = 190.0;
/// The least width of a cell with one digit.
const DIGIT: f64 = 2.0 * PAD + 6.0;
/// Names may take this part of the width, and this much where numbers need the rest.
const NAMES: f64 = 0.26;
const FEWEST: f64 = 72.0;

/// The horizontal plan.
#[derive(Debug)]
pub(super) struct Across {
    /// Left edge of the first cell.
    pub(super) left: f64,
    /// The names may take this.
    pub(super) names: f64,
    /// Width of a cell, and of a sum at the right, in whole pixels.
    pub(super) cell: f64,
    pub(super) sum: f64,
    /// Of numbers.
    pub(super) style: TextStyle,
    /// Of the names over columns.
    pub(super) top: TextStyle,
    /// What stands over each column.
    pub(super) heads: Vec<Vec<String>>,
}

impl Across {
    pub(super) fn plan(map: &HeatMap, fonts: &Fonts, (left, right): (f64, f64)) -> Result<Self, Error> {
        let (room, count) = (right - left, map.columns.len());
        let too_many = |least: f64, sum: f64| {
            let what = "columns in a heat map of this width".into();
            let limit = ((room - FEWEST - 2.0 * APART - sum) / least).max(0.0) as usize;
            let limit = limit.min(count.saturating_sub(1));
            Err(ErrorKind::TooLarge { what, found: count, limit }.into())
        };
        // What has no room whatever it prints needs no measuring.
        if count as f64 * DIGIT > room - FEWEST - 2.0 * APART {
            return too_many(DIGIT, DIGIT);
        }
        let styles = [13.0, 12.0, 11.0].map(TextStyle::regular);
        for share in [(room * NAMES).max(FEWEST), FEWEST] {
            let names = names_width(map, fonts, share);
            for style in styles {
                let sum = right_sums(map, fonts, style);
                let apart = if map.has_sums { 2.0 * APART } else { APART };
                let cell = ((room - names - apart - sum) / count as f64).floor().min(WIDEST);
                if cells(map, fonts, style) <= cell {
                    let left = (left + names + APART).round();
                    let (top, heads) = heads(map, fonts, cell - 4.0);
                    return Ok(Self { left, names, cell, sum, style, top, heads });
                }
            }
        }
        too_many(cells(map, fonts, styles[2]), right_sums(map, fonts, styles[2]))
    }

    /// Left edge and width of a column; the sums come after the last one.
    pub(super) fn at(&self, column: usize) -> (f64, f64) {
        let left = self.left + self.cell * column as f64;
        if column == self.heads.len() { (left + APART, self.sum) } else { (left, self.cell) }
    }
}

/// The least width of a cell that every number in or under it fits into.
fn cells(map: &HeatMap, fonts: &Fonts, style: TextStyle) -> f64 {
    let under = map.columns.iter().filter_map(|edge| edge.sum.as_ref());
    let under = under.map(|tile| fonts.width(&tile.text, TextStyle::bold(style.size)));
    let inside = map.cells.values().map(|tile| fonts.width(&tile.text, style));
    (inside.chain(under).fold(fonts.width(NONE, style), f64::max) + 2.0 * PAD).ceil()
}

/// The width of the sums at the right.
fn right_sums(map: &HeatMap, fonts: &Fonts, style: TextStyle) -> f64 {
    if !map.has_sums {
        return 0.0;
    }
    let sums = map.rows.iter().filter_map(|edge| edge.sum.as_ref()).chain(&map.whole);
    let wide = sums.map(|tile| fonts.width(&tile.text, TextStyle::bold(style.size)));
    (wide.fold(fonts.width("Total", TOTAL), f64::max) + 2.0 * PAD).ceil()
}

/// What names take when lines may be this wide.
fn names_width(map: &HeatMap, fonts: &Fonts, most: f64) -> f64 {
    let names = map.rows.iter().map(|edge| edge.name.as_str());
    let lines = names.flat_map(|name| text::at_most(fonts, name, NAME, most, 3));
    let total = if map.has_sums { fonts.width("Total", TextStyle::bold(NAME.size)) } else { 0.0 };
    lines.map(|line| fonts.width(&line, NAME)).fold(total, f64::max).ceil()
}

/// Names over columns, in smaller letters where that leaves words whole.
fn heads(map: &HeatMap, fonts: &Fonts, width: f64) -> (TextStyle, Vec<Vec<String>>) {
    let words = || map.columns.iter().flat_map(|edge| edge.name.split(' '));
    let fits = |style: &TextStyle| words().all(|word| fonts.width(word, *style) <= width);
    let styles = [12.0, 11.0].map(TextStyle::regular);
    let style = styles.into_iter().find(fits).unwrap_or(styles[0]);
    (style, map.columns.iter().map(|edge| text::at_most(fonts, &edge.name, style, width, 3)).collect())
}
