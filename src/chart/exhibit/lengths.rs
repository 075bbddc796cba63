//! The picture of bars: names at the left edge, lengths from a zero line, numbers at their ends.

use super::bars::{Bars, Row};
use crate::chart::color::Color;
use crate::chart::layout::forecast;
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::gutter::NAME;
use crate::chart::layout::key::{Entry, Key};
use crate::chart::layout::labels::{MARKED, widest};
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use crate::chart::layout::spread::spread;
use crate::chart::layout::text;
use crate::chart::layout::upright;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

const FIGURE: TextStyle = TextStyle::regular(13.0);
const WHOLE: TextStyle = TextStyle::bold(13.0);
/// Names take at most this part of the width.
const NAMES: f64 = 0.34;
/// Between names and bars, and between a bar and its number.
const APART: f64 = 14.0;
const GAP: f64 = 6.0;
/// The thinnest bar that has its number beside it, and the thickest.
const BARS: (f64, f64) = (14.0, 32.0);
/// The least gap between the bars of two rows.
const BETWEEN: f64 = 6.0;
/// The part of its height that a row gives to its bars.
const FILL: f64 = 0.72;
/// Above the total.
const BEFORE_TOTAL: f64 = 14.0;
/// The shortest room for the longest bar.
const LEAST: f64 = 40.0;
/// The names of value lines, over the bars.
const LINES: f64 = 20.0;

/// How far earlier years are from their color towards the paper.
fn tints(count: usize) -> &'static [f64] {
    match count {
        0 | 1 => &[0.0],
        2 => &[0.55, 0.0],
        _ => &[0.68, 0.4, 0.0],
    }
}

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    bars: &'a Bars,
    left: f64,
    right: f64,
    top: f64,
    /// Height of a row, in whole pixels.
    row: f64,
    /// Height of one bar of it.
    bar: f64,
    names: Vec<Vec<String>>,
    ruler: Ruler,
}

/// The scene of bars on a page of the given size.
pub(crate) fn scene(
    theme: &Theme,
    bars: &Bars,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let (left, right) = (margin(width), width - margin(width));
    let columns: Vec<String> = bars.columns.iter().map(|&column| heading(column)).collect();
    let key = key(theme, bars, &columns, right - left);
    let above = key.height() + if bars.lines.is_empty() { 0.0 } else { LINES };
    let total = if separates(bars) { BEFORE_TOTAL } else { 0.0 };
    let (rows, each) = (bars.rows.len() as f64, bars.columns.len() as f64);
    let least = (BARS.0 * each + BETWEEN).max(NAME.leading() + 3.0);
    let room = frame(&mut scene, theme, words, above + total + rows * least + 1.0)?;
    key.draw(&mut scene, theme, (left, room.top));
    let top = (room.top + above).round();
    let row = ((room.bottom - top - total) / rows).min(BARS.1 * each / FILL).floor().max(least);
    let bar = (row * FILL / each).floor().clamp(BARS.0, BARS.1);
    let plan = Plan::across(theme, bars, (left, right), (top, row, bar))?;
    plan.draw(&mut scene)?;
    Ok(scene)
}

/// "2026F", or "2019–26" for a rate over several years.
fn heading(column: crate::table::Column) -> String {
    format!("{column}{}", if column.is_forecast() { "F" } else { "" })
}

/// Which year is which, where it is not in the subtitle.
fn key<'a>(theme: &Theme, bars: &Bars, columns: &'a [String], width: f64) -> Key<'a> {
    let is_needed = columns.len() > 1 || bars.columns.iter().any(|column| column.is_forecast());
    let shades = bars.columns.iter().zip(tints(columns.len())).zip(columns).filter(|_| is_needed);
    let color = bars.rows.iter().find(|row| !row.is_total).map_or(theme.colors.whole, |_| theme.colors.up);
    let entries = shades.map(|((&column, &tint), name)| Entry {
        name,
        color: color.mix(theme.colors.paper, tint),
        column: Some(column),
    });
    Key::measure(&theme.fonts, entries.collect(), width)
}

/// Whether the total is set apart from members.
fn separates(bars: &Bars) -> bool {
    bars.rows.len() > 1 && bars.rows.iter().any(|row| row.is_total)
}

fn style(row: &Row) -> TextStyle {
    if row.is_total { WHOLE } else { FIGURE }
}

impl<'a> Plan<'a> {
    /// Shares the width between names, numbers and bars.
    fn across(
        theme: &'a Theme,
        bars: &'a Bars,
        (left, right): (f64, f64),
        (top, row, bar): (f64, f64, f64),
    ) -> Result<Self, Error> {
        let fonts = &theme.fonts;
        let lines = if row >= 2.0 * NAME.leading() + 2.0 { 2 } else { 1 };
        let most = (right - left) * NAMES;
        let name = |row: &Row| text::at_most(fonts, &row.name, style(row), most, lines);
        let names: Vec<Vec<String>> = bars.rows.iter().map(name).collect();
        let wide = bars.rows.iter().zip(&names).map(|(row, lines)| widest(fonts, lines, style(row)));
        let first = (left + wide.fold(0.0, f64::max).ceil() + APART).round();
        let labels = |is_below: bool| {
            let cells = bars.rows.iter().flat_map(|row| row.shown.iter().map(move |value| (row, *value)));
            let cells = cells.filter(|(_, value)| (value.unwrap_or(0.0) < 0.0) == is_below);
            let wide = cells.map(|(row, value)| fonts.width(&figure(bars, value), style(row)) + GAP);
            wide.fold(0.0, f64::max).ceil()
        };
        let (from, to) = ((first + labels(true)).round(), (right - labels(false)).round());
        if to - from < LEAST {
            let what = "the chart's width".into();
            let (found, needed) = (right + left, (right + left + LEAST - (to - from)) / (1.0 - NAMES));
            let expected = format!("at least {} for its names and numbers", needed.ceil());
            return Err(ErrorKind::Number { what, found, expected }.into());
        }
        let values = bars.rows.iter().flat_map(|row| row.values.iter().flatten().copied());
        let ruler = Ruler::from_zero(values.chain(bars.lines.iter().map(|line| line.value)), from, to);
        Ok(Self { theme, bars, left, right, top, row, bar, names, ruler })
    }

    fn draw(&self, scene: &mut Scene) -> Result<(), Error> {
        let mut texts = Vec::new();
        for index in 0..self.bars.rows.len() {
            texts.extend(self.names(index));
            texts.extend((0..self.bars.columns.len()).map(|column| self.figure(index, column)));
            self.draw_row(scene, index);
        }
        let (zero, bottom) = (self.ruler.whole(0.0), self.bottom());
        scene.line(&[Point::new(zero, self.top), Point::new(zero, bottom)], self.theme.colors.ink, 1.5);
        let names = self.line_names()?;
        for line in &self.bars.lines {
            let x = self.ruler.whole(line.value);
            upright::dashed(scene, x, (self.top - 3.0, bottom), &texts, self.theme.colors.ink, 1.5);
        }
        texts.into_iter().chain(names).for_each(|text| scene.text(text));
        Ok(())
    }

    /// The top of a row.
    fn row_top(&self, index: usize) -> f64 {
        let apart = if self.bars.rows[index].is_total && separates(self.bars) { BEFORE_TOTAL } else { 0.0 };
        self.top + self.row * index as f64 + apart
    }

    fn bottom(&self) -> f64 {
        self.row_top(self.bars.rows.len() - 1) + self.row
    }

    /// The room of a bar, which may be without length.
    fn rect(&self, index: usize, column: usize) -> Rect {
        let inside = (self.row - self.bar * self.bars.columns.len() as f64) / 2.0;
        let top = (self.row_top(index) + inside + self.bar * column as f64).round();
        // Bars of one row are told apart by a line of paper.
        let bottom = top + self.bar - if self.bars.columns.len() > 1 { 1.0 } else { 0.0 };
        let zero = self.ruler.whole(0.0);
        let end = self.ruler.whole(self.bars.rows[index].values[column].unwrap_or(0.0));
        Rect::new(zero.min(end), top, zero.max(end), bottom)
    }

    fn draw_row(&self, scene: &mut Scene, index: usize) {
        let shades = tints(self.bars.columns.len());
        for (column, (&period, &tint)) in self.bars.columns.iter().zip(shades).enumerate() {
            let rect = self.rect(index, column);
            if rect.width() >= 1.0 {
                let color: Color = self.bars.rows[index].color.mix(self.theme.colors.paper, tint);
                forecast::fill(scene, self.theme, &rect, color, period);
            }
        }
    }

    fn names(&self, index: usize) -> Vec<Text> {
        let (row, lines) = (&self.bars.rows[index], &self.names[index]);
        let middle = self.row_top(index) + self.row / 2.0;
        let first = middle - (lines.len().saturating_sub(1)) as f64 * NAME.leading() / 2.0 + NAME.cap() / 2.0;
        let line = |(number, line): (usize, &String)| {
            let at = (self.left, first + number as f64 * NAME.leading());
            line_of(self.theme, line, at, Anchor::Start, style(row), self.theme.colors.ink)
        };
        lines.iter().enumerate().map(line).collect()
    }

    fn figure(&self, index: usize, column: usize) -> Text {
        let (row, rect) = (&self.bars.rows[index], self.rect(index, column));
        let value = row.shown[column];
        let baseline = rect.middle().y + FIGURE.cap() / 2.0;
        let (x, anchor) = match value {
            Some(value) if value < 0.0 => (rect.left - GAP, Anchor::End),
            _ => (rect.right + GAP, Anchor::Start),
        };
        let content = figure(self.bars, value);
        line_of(self.theme, &content, (x, baseline), anchor, style(row), self.theme.colors.ink)
    }

    /// The names of value lines over the bars, none on another.
    fn line_names(&self) -> Result<Vec<Text>, Error> {
        let mut lines: Vec<(&str, f64)> =
            self.bars.lines.iter().map(|line| (line.label.as_str(), self.ruler.whole(line.value))).collect();
        lines.sort_by(|a, b| a.1.total_cmp(&b.1));
        let wide = |(label, _): &(&str, f64)| self.theme.fonts.width(label, MARKED).ceil() + 12.0;
        let widths: Vec<f64> = lines.iter().map(wide).collect();
        let wanted: Vec<f64> = lines.iter().map(|(_, x)| *x).collect();
        let Some(middles) = spread(&wanted, &widths, self.left - 6.0, self.right + 6.0) else {
            let room = self.right - self.left + 12.0;
            let limit = (room / widths.iter().fold(1.0, |widest: f64, wide| widest.max(*wide))) as usize;
            let what = "value lines in a chart of this width".into();
            return Err(ErrorKind::TooLarge { what, found: lines.len(), limit }.into());
        };
        let name = |((label, _), middle): (&(&str, f64), f64)| {
            let at = (middle, self.top - 7.0);
            line_of(self.theme, label, at, Anchor::Middle, MARKED, self.theme.colors.ink)
        };
        Ok(lines.iter().zip(middles).map(name).collect())
    }
}

/// A number as printed, a dash where there is none.
fn figure(bars: &Bars, value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |value| bars.format.text(value))
}
