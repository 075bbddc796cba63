//! The picture of a waterfall: totals on the base line, steps in the air, thin lines from one to the next.

use super::columns::CHANGES;
use super::gaps::{self, Foot, Gap, Strips};
use super::waterfall::{Stop, Waterfall};
use crate::chart::color::Color;
use crate::chart::layout::forecast;
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::grid;
use crate::chart::layout::labels::{self, widest};
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use crate::chart::layout::slots::{Slots, WIDEST_SLOT};
use crate::chart::layout::text;
use crate::chart::layout::wave::wave;
use crate::chart::layout::years::{YEARS, year};
use crate::chart::number::Format;
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::ROUNDED;

const TOTAL: TextStyle = TextStyle::bold(14.0);
const STEPS: [TextStyle; 3] = [TextStyle::bold(13.0), TextStyle::bold(12.0), TextStyle::bold(11.0)];
const NAMES: [TextStyle; 2] = [TextStyle::regular(12.0), TextStyle::regular(11.0)];
const YEAR: TextStyle = TextStyle::bold(13.0);
const LINES: usize = 3;
/// Between a column and its figure.
const GAP: f64 = 7.0;
/// Above the highest figure, and under the lowest where it stands below zero.
const HEADROOM: f64 = 10.0;
/// The least height in which steps still say something.
const LEAST: f64 = 110.0;
/// In a narrower slot a name says nothing.
const NARROWEST: f64 = 40.0;
/// Where slots would be narrower for it, there is no arrow beside the columns.
const ROOMY: f64 = 52.0;
/// A broken axis leaves this part of the height below the lowest step.
const FOOT: f64 = 0.25;
/// Where the lowest step stands higher than this part of the highest, an axis may be broken.
const WORTH: f64 = 0.5;
/// From the base line to the middle of a wave.
const WAVE: f64 = 24.0;
const BROKEN: &str = "The axis is broken: total columns are cut.";

/// The horizontal plan.
struct Across {
    edge: f64,
    slots: Slots,
    /// Of steps; totals have theirs where it fits.
    style: TextStyle,
    total: TextStyle,
    format: Format,
    /// Of the names of steps.
    name: TextStyle,
    names: Vec<Vec<String>>,
    /// Whether there is room for the arrows beside the columns.
    has_arrows: bool,
}

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    waterfall: &'a Waterfall,
    across: Across,
    top: f64,
    base: f64,
    ruler: Ruler,
}

/// The notes that the printed figures need to be read rightly.
pub(crate) fn notes(theme: &Theme, waterfall: &Waterfall, width: f64) -> Result<Vec<String>, Error> {
    let across = Across::plan(theme, waterfall, width)?;
    let mut notes = Vec::new();
    if start(waterfall).is_some() {
        notes.push(BROKEN.into());
    }
    if across.has_arrows && waterfall.marks.changes_differ_by_rounding(across.format) {
        notes.push(CHANGES.into());
    }
    if waterfall.misses_by_rounding(across.format) {
        notes.push(ROUNDED.into());
    }
    notes.extend(waterfall.moved_note(across.format));
    Ok(notes)
}

/// The scene of a waterfall on a page of the given size.
pub(crate) fn scene(
    theme: &Theme,
    waterfall: &Waterfall,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let across = Across::plan(theme, waterfall, width)?;
    let lines = across.names.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let below = YEARS + (lines - 1) as f64 * across.name.leading() + 5.0;
    let room = frame(&mut scene, theme, words, LEAST + below)?;
    let (top, base) = (room.top.round(), (room.bottom - below).round());
    let label = GAP + TOTAL.cap() + HEADROOM;
    let (low, high) = levels(waterfall);
    let ruler = if let Some(start) = start(waterfall) {
        Ruler::between(start, high, base, top + label)
    } else {
        let foot = if low < 0.0 { label } else { 0.0 };
        Ruler::from_zero([low, high], base - foot, top + label)
    };
    Plan { theme, waterfall, across, top, base, ruler }.draw(&mut scene);
    Ok(scene)
}

/// The lowest and the highest level that is reached or marked.
fn levels(waterfall: &Waterfall) -> (f64, f64) {
    let reached = waterfall.stops.iter().map(|stop| stop.levels().1);
    reached
        .chain(waterfall.marks.values())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), level| (low.min(level), high.max(level)))
}

/// Where a broken axis starts; none where it starts at zero.
fn start(waterfall: &Waterfall) -> Option<f64> {
    let (low, high) = levels(waterfall);
    let breaks = waterfall.may_break && low > WORTH * high && low < high;
    breaks.then(|| low - (high - low) * FOOT / (1.0 - FOOT)).filter(|&start| start > 0.0)
}

impl Across {
    fn plan(theme: &Theme, waterfall: &Waterfall, width: f64) -> Result<Self, Error> {
        const WHAT: &str = "columns in a waterfall of this width";
        let (fonts, edge) = (&theme.fonts, margin(width));
        let room = width - 2.0 * edge;
        let (marks, count) = (&waterfall.marks, waterfall.stops.len());
        let beside = gaps::width(fonts, &marks.gaps);
        let has_arrows = !marks.may_miss || room - beside >= ROOMY * count as f64;
        let available = if has_arrows { room - beside } else { room };
        let slots = Slots::fit(edge, (available, WIDEST_SLOT), count, NARROWEST, WHAT)?;
        let values: Vec<f64> = waterfall.stops.iter().map(Stop::printed).collect();
        let signed = waterfall.format.signed();
        let fewest = if waterfall.is_additive { signed.decimals } else { 0 };
        let Some((style, format)) = labels::fit(fonts, &values, (signed, fewest), &STEPS, slots.slot - 6.0)
        else {
            let texts: Vec<String> = values.iter().map(|&value| signed.text(value)).collect();
            let limit = (available / (widest(fonts, &texts, STEPS[2]) + 6.0)).max(0.0) as usize;
            return Err(ErrorKind::TooLarge { what: WHAT.into(), found: count, limit }.into());
        };
        let format = waterfall.format.with_decimals(format.decimals);
        let totals = values.iter().map(|&value| format.text(value)).collect::<Vec<_>>();
        let total = if widest(fonts, &totals, TOTAL) <= slots.slot - 6.0 { TOTAL } else { style };
        let (name, names) = names(fonts, waterfall, slots.slot - 6.0);
        Ok(Self { edge, slots, style, total, format, name, names, has_arrows })
    }
}

/// The names under the columns, in the larger style in which no word has to be cut off.
fn names(fonts: &Fonts, waterfall: &Waterfall, width: f64) -> (TextStyle, Vec<Vec<String>>) {
    let words = waterfall.stops.iter().filter_map(|stop| match stop {
        Stop::Step { name, .. } | Stop::Total { name: Some(name), .. } => Some(name.split(' ')),
        Stop::Total { .. } => None,
    });
    let fits = words.flatten().all(|word| fonts.width(word, NAMES[0]) <= width);
    let style = NAMES[usize::from(!fits)];
    let broken = |stop: &Stop| match stop {
        Stop::Total { column, name: None, .. } => vec![year(*column)],
        Stop::Step { name, .. } | Stop::Total { name: Some(name), .. } => {
            let name = text::shortened_words(fonts, name, style, width);
            text::at_most(fonts, &name, style, width, LINES)
        }
    };
    (style, waterfall.stops.iter().map(broken).collect())
}

impl Stop {
    /// The value whose nearest neighbor is printed.
    fn printed(&self) -> f64 {
        match *self {
            Stop::Total { shown, .. } | Stop::Step { shown, .. } => shown,
        }
    }
}

impl Plan<'_> {
    fn draw(&self, scene: &mut Scene) {
        let figures: Vec<Text> = (0..self.waterfall.stops.len()).map(|index| self.figure(index)).collect();
        let level = |value| self.ruler.whole(value);
        self.strips().draw_levels(scene, self.theme, level, |foot| self.start(foot), &figures);
        self.draw_reference(scene, &figures);
        for index in 0..self.waterfall.stops.len() {
            self.draw_stop(scene, index);
        }
        let (zero, slots) = (self.ruler.whole(0.0), &self.across.slots);
        grid::level(scene, zero, (self.across.edge, slots.right), &figures, self.theme.colors.ink, 1.5);
        self.draw_names(scene);
        self.strips().draw(scene, self.theme, level, (self.top, self.base));
        figures.into_iter().for_each(|text| scene.text(text));
    }

    /// The room of a column, which may be flat.
    fn rect(&self, index: usize) -> Rect {
        let (left, width) = self.across.slots.columns[index];
        let (from, to) = self.waterfall.stops[index].levels();
        let (from, to) = (self.ruler.whole(from), self.ruler.whole(to));
        Rect::new(left, from.min(to), left + width, from.max(to))
    }

    fn color(&self, index: usize) -> Color {
        let colors = &self.theme.colors;
        match self.waterfall.stops[index] {
            Stop::Total { .. } => colors.whole,
            Stop::Step { change, .. } if change > 0.0 => colors.up,
            Stop::Step { change, .. } if change < 0.0 => colors.down,
            Stop::Step { .. } => colors.leader,
        }
    }

    /// The figure of a column: over it, or under it where it leads down and there is room.
    fn figure(&self, index: usize) -> Text {
        let (stop, rect) = (&self.waterfall.stops[index], self.rect(index));
        let paper = self.theme.colors.paper;
        let (style, format, color) = match stop {
            Stop::Total { .. } => (self.across.total, self.across.format, self.theme.colors.ink),
            Stop::Step { change, .. } if *change == 0.0 => {
                (self.across.style, self.across.format, self.theme.colors.soft)
            }
            Stop::Step { .. } => {
                (self.across.style, self.across.format.signed(), self.color(index).as_text(paper))
            }
        };
        let below = rect.bottom + GAP + style.cap();
        let is_below = stop.printed() < 0.0 && below + 4.0 <= self.base;
        let at = (rect.middle().x, if is_below { below } else { rect.top - GAP });
        line_of(self.theme, &format.text(stop.printed()), at, Anchor::Middle, style, color)
    }

    /// Changes beside the columns, where there is room.
    fn strips(&self) -> Strips<'_> {
        let gaps: &[Gap] = if self.across.has_arrows { &self.waterfall.marks.gaps } else { &[] };
        Strips { gaps, right: self.across.slots.right }
    }

    /// The level of the first total behind the steps, where no arrow starts from it.
    fn draw_reference(&self, scene: &mut Scene, figures: &[Text]) {
        if self.across.has_arrows {
            return;
        }
        let (slots, level) = (&self.across.slots, self.ruler.whole(self.waterfall.stops[0].levels().1));
        let from = slots.columns[1].0 + slots.columns[1].1;
        grid::dashed(scene, level, (from, slots.right), figures, self.theme.colors.leader, 1.0);
    }

    /// Where the level of a change begins: the step after a total stands on it, with its foot or its head.
    fn start(&self, foot: &Foot) -> f64 {
        foot.mark.map_or(self.across.edge, |(_, column)| {
            let columns = &self.across.slots.columns;
            let (left, width) = columns[(self.waterfall.total_stops()[column] + 1).min(columns.len() - 1)];
            left + width
        })
    }

    fn draw_stop(&self, scene: &mut Scene, index: usize) {
        let (rect, color) = (self.rect(index), self.color(index));
        let flat = rect.height() < 1.0;
        match &self.waterfall.stops[index] {
            Stop::Total { column, .. } if !flat => {
                forecast::fill(scene, self.theme, &rect, color, *column);
                if start(self.waterfall).is_some() {
                    let height = WAVE.min(rect.height() / 2.0);
                    wave(scene, (rect.left, rect.right), self.base - height, self.theme.colors.paper);
                }
            }
            Stop::Step { .. } if !flat => scene.rect(rect, color),
            // What is too small to have an area is still there.
            _ => scene.line(&[Point::new(rect.left, rect.top), Point::new(rect.right, rect.top)], color, 2.0),
        }
        if index + 1 < self.waterfall.stops.len() {
            let level = self.ruler.whole(self.waterfall.stops[index].levels().1);
            let next = self.across.slots.columns[index + 1].0;
            let ends = [Point::new(rect.right, level), Point::new(next, level)];
            scene.line(&ends, self.theme.colors.leader, 1.0);
        }
    }

    fn draw_names(&self, scene: &mut Scene) {
        for (index, lines) in self.across.names.iter().enumerate() {
            let (style, color) = match self.waterfall.stops[index] {
                Stop::Total { name: None, .. } => (YEAR, self.theme.colors.ink),
                Stop::Total { .. } => (self.across.name, self.theme.colors.ink),
                Stop::Step { .. } => (self.across.name, self.theme.colors.soft),
            };
            let mut baseline = self.base + YEARS;
            for line in lines {
                let at = (self.across.slots.center(index), baseline);
                scene.text(line_of(self.theme, line, at, Anchor::Middle, style, color));
                baseline += style.leading();
            }
        }
    }
}
