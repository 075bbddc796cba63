//! The picture of a tornado: names and ranges at the left, bars on both sides of what is, outcomes at their ends.

use super::tornado::{Swing, Tornado};
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::gutter::NAME;
use crate::chart::layout::key::{Entry, Key};
use crate::chart::layout::labels::widest;
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use crate::chart::layout::text;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

const FIGURE: TextStyle = TextStyle::regular(13.0);
const RANGE: TextStyle = TextStyle::regular(11.0);
const BASE: TextStyle = TextStyle::bold(13.0);
/// Names take at most this part of the width.
const NAMES: f64 = 0.36;
/// Between names and bars, and between a bar and its number.
const APART: f64 = 14.0;
const GAP: f64 = 6.0;
/// Room for what is, over the bars.
const HEAD: f64 = 24.0;
/// The least and the greatest height of a row, and the part of it that its bar takes.
const ROW: (f64, f64) = (36.0, 48.0);
const FILL: f64 = 0.62;
/// The shortest room for the longest bars.
const LEAST: f64 = 60.0;

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    tornado: &'a Tornado,
    left: f64,
    top: f64,
    row: f64,
    names: Vec<String>,
    ranges: Vec<String>,
    ruler: Ruler,
}

/// The scene of a tornado on a page of the given size.
pub(crate) fn scene(
    theme: &Theme,
    tornado: &Tornado,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let (left, right) = (margin(width), width - margin(width));
    let shades = [("At the low number", theme.colors.other), ("At the high number", theme.colors.up)];
    let entries = shades.map(|(name, color)| Entry { name, color, column: None });
    let key = Key::measure(&theme.fonts, entries.into(), right - left);
    let rows = tornado.swings.len() as f64;
    let above = key.height() + HEAD;
    let room = frame(&mut scene, theme, words, above + rows * ROW.0 + 1.0)?;
    key.draw(&mut scene, theme, (left, room.top));
    let top = (room.top + above).round();
    let row = ((room.bottom - top) / rows).floor().clamp(ROW.0, ROW.1);
    Plan::across(theme, tornado, (left, right), (top, row))?.draw(&mut scene);
    Ok(scene)
}

impl<'a> Plan<'a> {
    /// Shares the width between names, numbers and bars.
    fn across(
        theme: &'a Theme,
        tornado: &'a Tornado,
        (left, right): (f64, f64),
        (top, row): (f64, f64),
    ) -> Result<Self, Error> {
        let fonts = &theme.fonts;
        let most = (right - left) * NAMES;
        let one_line = |content: &str, style| text::at_most(fonts, content, style, most, 1).concat();
        let names: Vec<String> = tornado.swings.iter().map(|swing| one_line(&swing.name, NAME)).collect();
        let range = |swing: &Swing| one_line(&format!("{} to {}", swing.inputs[0], swing.inputs[1]), RANGE);
        let ranges: Vec<String> = tornado.swings.iter().map(range).collect();
        let wide = widest(fonts, &names, NAME).max(widest(fonts, &ranges, RANGE));
        let figures = |end: usize| {
            let texts: Vec<String> =
                tornado.swings.iter().map(|swing| tornado.ends(swing)[end].clone()).collect();
            widest(fonts, &texts, FIGURE).ceil() + GAP
        };
        let from = (left + wide.ceil() + APART + figures(0)).round();
        let to = (right - figures(1)).round();
        // What is stands over its line, which may be at either end.
        let base = fonts.width(&base_text(tornado), BASE);
        if to - from < LEAST.max(base) {
            let (found, what) = (right + left, "the chart's width".into());
            let needed = (found + LEAST.max(base) - (to - from)) / (1.0 - NAMES);
            let expected = format!("at least {} for its names and numbers", needed.ceil());
            return Err(ErrorKind::Number { what, found, expected }.into());
        }
        let all = tornado.swings.iter().flat_map(|swing| swing.outcomes).chain([tornado.base.1]);
        let (low, high) =
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let ruler = Ruler::between(low, high, from, to);
        Ok(Self { theme, tornado, left, top, row, names, ranges, ruler })
    }

    fn draw(&self, scene: &mut Scene) {
        let mut texts = Vec::new();
        for (index, swing) in self.tornado.swings.iter().enumerate() {
            self.draw_bars(scene, index, swing);
            texts.extend(self.names(index));
            texts.extend(self.figures(index, swing));
        }
        let x = self.ruler.whole(self.tornado.base.1);
        let bottom = self.top + self.row * self.tornado.swings.len() as f64;
        let ends = [Point::new(x, self.top - 2.0), Point::new(x, bottom)];
        scene.line(&ends, self.theme.colors.ink, 1.5);
        texts.push(self.base(scene.width));
        texts.into_iter().for_each(|text| scene.text(text));
    }

    /// From what is to both outcomes; of two on one side the longer lies behind.
    fn draw_bars(&self, scene: &mut Scene, index: usize, swing: &Swing) {
        let base = self.ruler.whole(self.tornado.base.1);
        let (top, height) = self.bar(index);
        let colors = [self.theme.colors.other, self.theme.colors.up];
        let mut bars: Vec<_> =
            swing.outcomes.iter().map(|value| self.ruler.whole(*value)).zip(colors).collect();
        bars.sort_by(|a, b| (b.0 - base).abs().total_cmp(&(a.0 - base).abs()));
        for (end, color) in bars {
            let rect = Rect::new(base.min(end), top, base.max(end), top + height);
            if rect.width() >= 1.0 {
                scene.rect(rect, color);
            }
        }
    }

    /// Top and height of the bar of a row.
    fn bar(&self, index: usize) -> (f64, f64) {
        let height = (self.row * FILL).floor();
        let top = self.top + self.row * index as f64 + ((self.row - height) / 2.0).floor();
        (top, height)
    }

    /// The name of a row and, below it, how far its number goes.
    fn names(&self, index: usize) -> [Text; 2] {
        let middle = self.top + self.row * (index as f64 + 0.5);
        let colors = &self.theme.colors;
        let line = |content: &str, baseline: f64, style, color| {
            line_of(self.theme, content, (self.left, baseline), Anchor::Start, style, color)
        };
        [
            line(&self.names[index], middle - 2.0, NAME, colors.ink),
            line(&self.ranges[index], middle + RANGE.cap() + 7.0, RANGE, colors.quiet),
        ]
    }

    /// The smaller outcome to the left of the bars, the larger to the right.
    fn figures(&self, index: usize, swing: &Swing) -> [Text; 2] {
        let (top, height) = self.bar(index);
        let baseline = top + height / 2.0 + FIGURE.cap() / 2.0;
        let base = self.tornado.base.1;
        let [a, b] = swing.outcomes;
        let ends = [a.min(b).min(base), a.max(b).max(base)].map(|value| self.ruler.whole(value));
        let [low, high] = self.tornado.ends(swing);
        let ink = self.theme.colors.ink;
        [
            line_of(self.theme, &low, (ends[0] - GAP, baseline), Anchor::End, FIGURE, ink),
            line_of(self.theme, &high, (ends[1] + GAP, baseline), Anchor::Start, FIGURE, ink),
        ]
    }

    /// What is, over its line, moved where the page ends.
    fn base(&self, width: f64) -> Text {
        let content = base_text(self.tornado);
        let half = self.theme.fonts.width(&content, BASE) / 2.0;
        let edge = margin(width) + half;
        let x = self.ruler.whole(self.tornado.base.1).clamp(edge, (width - edge).max(edge));
        let at = (x, self.top - 9.0);
        line_of(self.theme, &content, at, Anchor::Middle, BASE, self.theme.colors.ink)
    }
}

fn base_text(tornado: &Tornado) -> String {
    format!("{} {}", tornado.base.0, tornado.format.text(tornado.base.1))
}
