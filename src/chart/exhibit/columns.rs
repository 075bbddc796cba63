//! Stacked columns: totals on top, names beside, growth across, forecast years told apart.

use super::across::{Across, Totals, gutter};
use super::gaps::{Foot, Strips};
use super::stack::Stack;
use crate::chart::color::Color;
use crate::chart::layout::arrow::{self, CAPSULE};
use crate::chart::layout::axis;
use crate::chart::layout::forecast::{self, ZONE};
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::grid::{self, TICK};
use crate::chart::layout::labels::{self, TICKS};
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use crate::chart::layout::years::{YEARS, forecasts};
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;
use crate::error::Error;
use crate::table::{ROUNDED, unrounded};

/// Between a column and its total.
const TOTAL_GAP: f64 = 8.0;
/// Between the band's top and the highest total: enough for the arrow to come down.
const HEADROOM: f64 = 14.0;
/// The least height in which columns still say something.
const LEAST: f64 = 80.0;
/// From the top of the figures' heading to the middle of the arrow's capsule.
const HEADING: f64 = 9.0;
/// What levels set to whole pixels may take from the room between them.
const PIXELS: f64 = 1.0;

/// What is said where a printed change is not the difference of the printed levels.
pub(super) const CHANGES: &str = "Changes are computed from unrounded values.";

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    stack: &'a Stack,
    across: Across,
    /// Level of the line of the lowest arrows.
    line: f64,
    /// Top of the band.
    top: f64,
    /// Top of the names and of the heading over their figures.
    names: f64,
    /// Whole pixels, like every edge of a segment.
    base: f64,
    /// From the base to the highest level.
    height: f64,
    /// For each column the edges of its segments from the base up.
    edges: Vec<Vec<f64>>,
}

/// The notes that the printed figures need to be read rightly.
pub(crate) fn notes(theme: &Theme, stack: &Stack, width: f64) -> Result<Vec<String>, Error> {
    // Whether there will be an axis depends on the height, and the height on the notes: what either way needs
    // is noted.
    let plans = [false, true].map(|axis| plan_across(&theme.fonts, stack, width, f64::INFINITY, axis));
    let plans: Vec<Across> = plans.into_iter().collect::<Result<_, _>>()?;
    let mut notes = Vec::new();
    if stack.columns.iter().any(|column| column.is_forecast()) {
        // A no-break space, so that the letter and its meaning stay on one line.
        notes.push("F:\u{a0}forecast.".into());
    }
    let has_rates = |across: &Across| !across.arrows.is_empty() || stack.series.len() > 1;
    let differs = |across: &Across| has_rates(across) && stack.rates_differ_by_rounding(across.format);
    if stack.longest_periods() > 0 && plans.iter().any(differs) {
        notes.push(unrounded(stack.longest_periods()).into());
    }
    if plans.iter().any(|across| stack.changes_differ_by_rounding(across.format)) {
        notes.push(CHANGES.into());
    }
    let misses = |across: &Across| across.segments.is_some() && stack.misses_by_rounding(across.format);
    if plans.iter().any(misses) {
        notes.push(ROUNDED.into());
    }
    let labelled = plans.iter().find(|across| across.segments.is_some());
    notes.extend(labelled.and_then(|across| stack.moved_note(across.format)));
    Ok(notes)
}

/// The scene of a stack on a page of the given size.
pub(crate) fn scene(
    theme: &Theme,
    stack: &Stack,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let fonts = &theme.fonts;
    let mut scene = Scene::new(width, height);
    let wide = plan_across(fonts, stack, width, f64::INFINITY, false)?;
    let arrow = arrow::height(&wide.arrows);
    let growing = arrow > 0.0;
    // The heading of the figures stands beside the capsule of the arrow.
    let beside = if growing { CAPSULE / 2.0 - HEADING } else { 0.0 };
    let one_line_names = gutter(fonts, stack, width - 2.0 * margin(width), 0.0).least_height();
    let needed = (arrow + LEAST).max(beside + one_line_names + PIXELS);
    let room = frame(&mut scene, theme, words, needed + YEARS + 5.0)?;
    let (top, base) = ((room.top + arrow).round(), (room.bottom - YEARS - 5.0).round());
    let names = (room.top + beside).round();
    let line = (room.top + arrow - arrow::LINE_ABOVE).round();
    let planned = |axis| {
        let mut across = plan_across(fonts, stack, width, base - names, axis)?;
        // Names broken for this height may leave room for an arrow that no level was kept for.
        if !growing {
            across.arrows.clear();
        }
        let mut plan = Plan { theme, stack, across, line, top, names, base, height: 0.0, edges: Vec::new() };
        let zone = plan.settle();
        Ok::<_, Error>((plan, zone))
    };
    let (mut plan, mut zone) = planned(false)?;
    if !plan.across.axis && !plan.prints_every_value() {
        (plan, zone) = planned(true)?;
    }
    plan.draw(&mut scene, zone.as_ref());
    Ok(scene)
}

fn plan_across(fonts: &Fonts, stack: &Stack, width: f64, height: f64, axis: bool) -> Result<Across, Error> {
    let margin = margin(width);
    Across::plan(fonts, stack, (margin, width - margin), height, axis)
}

impl Plan<'_> {
    /// Sets the edges of all segments, clear of the word in the band, which is returned.
    fn settle(&mut self) -> Option<Text> {
        self.stack_up(0.0);
        let zone = self.zone();
        if zone.as_ref().is_some_and(|zone| forecast::crowds(zone, self.totals().iter().map(Text::bounds))) {
            self.stack_up(ZONE.leading() + 4.0);
        }
        zone
    }

    /// Sets the edges of all segments, leaving `headroom` above the highest total.
    fn stack_up(&mut self, headroom: f64) {
        let label = TOTAL_GAP + self.across.totals.style().cap() + HEADROOM;
        self.height = (self.base - self.top - headroom - label).max(1.0);
        let highest = self.stack.highest();
        self.edges = (0..self.stack.columns.len())
            .map(|column| {
                let mut reached = 0.0;
                let values = self.stack.series.iter().map(|series| series.values[column]);
                let up = values.map(|value| {
                    reached += value;
                    let part = if highest > 0.0 { (reached / highest).min(1.0) } else { 0.0 };
                    (self.base - self.height * part).round()
                });
                std::iter::once(self.base).chain(up).collect()
            })
            .collect();
    }

    fn head(&self, column: usize) -> f64 {
        self.edges[column].last().copied().unwrap_or(self.base)
    }

    fn draw(&self, scene: &mut Scene, zone: Option<&Text>) {
        let (totals, lines) = (self.totals(), self.line_labels());
        let over: Vec<Text> = totals.iter().chain(&lines).chain(zone).cloned().collect();
        forecast::bands(scene, self.theme, &self.stack.columns, |run| self.band(run));
        self.draw_grid(scene, &over, &lines);
        let behind: Vec<Text> = over.iter().chain(scene.texts()).cloned().collect();
        let (level, start) = (|value| self.level(value), |foot: &Foot| self.start(foot));
        self.strips().draw_levels(scene, self.theme, level, start, &behind);
        for column in 0..self.stack.columns.len() {
            self.draw_column(scene, column);
        }
        let base = [Point::new(self.across.edge, self.base), Point::new(self.across.right, self.base)];
        scene.line(&base, self.theme.colors.ink, 1.5);
        let center = |column| self.across.center(column);
        self.across.years.draw(scene, self.theme, self.base + YEARS, center);
        let texts: Vec<Text> = over.iter().chain(scene.texts()).cloned().collect();
        self.draw_lines(scene, &texts);
        let arrows = (&self.across.arrows[..], &self.stack.marks.arrows[..]);
        arrow::over(scene, self.theme, arrows, |column| self.head(column), &totals, self.line);
        self.strips().draw(scene, self.theme, level, (self.names, self.base));
        over.into_iter().for_each(|text| scene.text(text));
        let last = self.stack.columns.len() - 1;
        let middles = self.edges[last].windows(2).rev().map(|pair| f64::midpoint(pair[0], pair[1]));
        let mark = |middle: f64| {
            // Leaders do not pass through the arrows beside the columns.
            let is_clear = self.strips().are_clear_of(middle, level, (self.names, self.base));
            let right = self.across.columns[last].0 + self.across.columns[last].1;
            Point::new(if is_clear { right } else { self.across.names }, middle)
        };
        let marks: Vec<Point> = middles.map(mark).collect();
        self.across.gutter.draw(scene, self.theme, &marks, self.across.names, (self.names, self.base));
    }

    fn backdrop(&self, column: usize) -> Color {
        forecast::backdrop(self.theme, self.stack.columns[column])
    }

    fn band(&self, (first, last): (usize, usize)) -> Rect {
        let edge = |column: usize| (self.across.left + self.across.slot * column as f64).round();
        Rect::new(edge(first), self.top, edge(last + 1), self.base)
    }

    /// The word in the band, clear of the stems of arrows.
    fn zone(&self) -> Option<Text> {
        let run = *forecasts(&self.stack.columns).first()?;
        let stems: Vec<f64> = self.across.arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]).collect();
        forecast::zone(self.theme, &self.band(run), &stems)
    }

    /// Lines end where a total stands, so that none is crossed out.
    fn draw_grid(&self, scene: &mut Scene, texts: &[Text], lines: &[Text]) {
        if !self.across.axis {
            return;
        }
        let highest = self.stack.highest();
        let count = (self.height / 60.0) as usize;
        let ticks = axis::ticks(0.0, highest, count.clamp(*TICKS.start(), *TICKS.end()));
        let labels = self.across.format.ticks(&ticks);
        for (tick, label) in ticks.into_iter().zip(labels) {
            let y = self.level(tick);
            let across = (self.across.edge, self.across.right);
            let at = (self.across.edge, y - 4.0);
            let text = line_of(self.theme, &label, at, Anchor::Start, TICK, self.theme.colors.quiet);
            // Where the name of a value line stands there is no number, and no line without one.
            if lines.iter().any(|line| line.bounds().grown(2.0).overlaps(&text.bounds())) {
                continue;
            }
            if tick > 0.0 {
                grid::level(scene, y, across, texts, self.theme.colors.grid, 1.0);
            }
            scene.text(text);
        }
    }

    fn draw_column(&self, scene: &mut Scene, column: usize) {
        let (left, width) = self.across.columns[column];
        let edges = &self.edges[column];
        let mut below = 0.0;
        for (index, series) in self.stack.series.iter().enumerate() {
            let rect = Rect::new(left, edges[index + 1], left + width, edges[index]);
            if rect.height() < 1.0 {
                continue;
            }
            forecast::fill(scene, self.theme, &rect, series.color, self.stack.columns[column]);
            // The gap is painted and not left out, so that backends whose rectangles include their last
            // pixel do not close it.
            if below >= 3.0 && rect.height() >= 3.0 {
                scene.rect(
                    Rect::new(left, edges[index], left + width, edges[index] + 1.0),
                    self.theme.colors.paper,
                );
            }
            below = rect.height();
            self.draw_segment_label(scene, column, &rect, series.shown[column], series.color);
        }
    }

    /// The style of the label of a segment, where it is high enough for one.
    fn label_in(&self, height: f64) -> Option<TextStyle> {
        self.across.segments.filter(|style| height >= style.cap() + 6.0)
    }

    /// Whether each column has its total and each segment its value, so that nobody needs an axis; nothing
    /// is there to print of a part of 0.
    fn prints_every_value(&self) -> bool {
        let Totals::All(_) = self.across.totals else { return false };
        let printed = |series: usize, column: usize| {
            let (value, edges) = (self.stack.series[series].values[column], &self.edges[column]);
            value == 0.0 || self.label_in(edges[series] - edges[series + 1]).is_some()
        };
        let mut columns = 0..self.stack.columns.len();
        // One series is its total.
        let series = self.stack.series.len();
        series == 1 || columns.all(|column| (0..series).all(|series| printed(series, column)))
    }

    fn draw_segment_label(&self, scene: &mut Scene, column: usize, rect: &Rect, value: f64, fill: Color) {
        let (Some(style), Some(ink)) = (self.label_in(rect.height()), fill.label()) else { return };
        let middle = rect.middle();
        let at = (middle.x, middle.y + 0.5 + style.cap() / 2.0);
        let content = self.across.format.text(value);
        let mut text = line_of(self.theme, &content, at, Anchor::Middle, style, ink);
        text.on = fill;
        if self.stack.columns[column].is_forecast() {
            let half = (text.width / 2.0 + 3.0).min(rect.width() / 2.0);
            let (top, bottom) = ((at.1 - style.cap() - 3.0).max(rect.top), (at.1 + 3.0).min(rect.bottom));
            scene.rect(Rect::new(middle.x - half, top.max(rect.top), middle.x + half, bottom), fill);
        }
        scene.text(text);
    }

    /// The totals that are printed, inside the plot's width.
    fn totals(&self) -> Vec<Text> {
        let last = self.stack.columns.len() - 1;
        let style = self.across.totals.style();
        let label = |column: usize| {
            let content = self.across.total_format.text(self.stack.totals[column]);
            let center = self.across.center(column);
            let at = (center, self.head(column) - TOTAL_GAP);
            let mut text = line_of(self.theme, &content, at, Anchor::Middle, style, self.theme.colors.ink);
            text.on = self.backdrop(column);
            text
        };
        match self.across.totals {
            Totals::All(_) => (0..=last).map(label).collect(),
            Totals::Ends(_) => {
                let heads: Vec<f64> = (0..=last).map(|column| self.head(column)).collect();
                let edges = (TOTAL_GAP, self.across.left, self.across.right);
                labels::at_ends([label(0), label(last)], &self.across.columns, &heads, edges)
            }
        }
    }

    /// Where a marked value stands.
    fn level(&self, value: f64) -> f64 {
        let highest = self.stack.highest();
        let part = if highest > 0.0 { (value / highest).min(1.0) } else { 0.0 };
        (self.base - self.height * part).round()
    }

    /// Changes between the columns and the names.
    fn strips(&self) -> Strips<'_> {
        Strips { gaps: &self.stack.marks.gaps, right: self.across.right }
    }

    /// Where the level of a change begins: at the right edge of its column.
    fn start(&self, foot: &Foot) -> f64 {
        foot.mark.map_or(self.across.edge, |(_, column)| {
            let (left, width) = self.across.columns[column];
            left + width
        })
    }

    /// The names of value lines over their lines at the left edge, none on another.
    fn line_labels(&self) -> Vec<Text> {
        let lines = self.stack.marks.lines.iter().map(|line| (line.label.as_str(), self.level(line.value)));
        labels::line_labels(self.theme, lines.collect(), self.across.edge, (self.top, self.base))
    }

    fn draw_lines(&self, scene: &mut Scene, texts: &[Text]) {
        for line in &self.stack.marks.lines {
            let across = (self.across.edge, self.across.right);
            grid::dashed(scene, self.level(line.value), across, texts, self.theme.colors.ink, 1.5);
        }
    }
}
