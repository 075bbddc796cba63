//! A line of rates in a strip of its own above columns, each rate printed over its column.

use super::forecast::{self, backdrop};
use super::frame::line_of;
use super::grid;
use super::ruler::Ruler;
use super::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use super::slots::Slots;
use super::text;
use super::years::forecasts;
use crate::chart::theme::Theme;
use crate::table::Column;

const HEADING: TextStyle = TextStyle::regular(12.0);
const RATE: TextStyle = TextStyle::bold(12.0);
const ZERO: TextStyle = TextStyle::regular(11.0);
const WIDTH: f64 = 2.6;
/// Dash and gap of a forecast.
const DASH: (f64, f64) = (7.0, 4.5);
const DOT: f64 = 4.0;
/// From the top of the strip to the baseline of its heading.
const TITLE: f64 = 11.0;
/// From there to the top of the band.
const BELOW_TITLE: f64 = 9.0;
/// What the word in the band takes, where there is one.
const ZONE: f64 = 16.0;
/// From the top of the band: baseline of the rates, the line's highest and lowest level.
const LEVELS: [f64; 3] = [19.0, 31.0, 71.0];
/// Below the line.
const BELOW: f64 = 8.0;

/// Rates with their place over slots.
#[derive(Debug)]
pub(crate) struct Strip<'a> {
    heading: String,
    rates: Vec<Option<(f64, String)>>,
    columns: &'a [Column],
    slots: &'a Slots,
    ruler: Ruler,
}

impl<'a> Strip<'a> {
    /// Plans a strip with a rate for each column that has one.
    pub(crate) fn plan(
        theme: &Theme,
        heading: &str,
        rates: Vec<Option<(f64, String)>>,
        columns: &'a [Column],
        slots: &'a Slots,
    ) -> Self {
        let room = slots.right - slots.left;
        let heading = text::at_most(&theme.fonts, heading, HEADING, room.max(230.0), 1).concat();
        let ruler = Ruler::from_zero(rates.iter().flatten().map(|(rate, _)| *rate), 1.0, 0.0);
        Self { heading, rates, columns, slots, ruler }
    }

    /// The height that it takes above the columns.
    pub(crate) fn height(&self) -> f64 {
        Self::band_top() + self.zone_height() + LEVELS[2] + BELOW
    }

    /// From the top of the strip to where the band begins.
    pub(crate) fn band_top() -> f64 {
        TITLE + BELOW_TITLE
    }

    fn zone_height(&self) -> f64 {
        if forecasts(self.columns).is_empty() { 0.0 } else { ZONE }
    }

    /// Draws the strip with its upper left corner at a point.
    pub(crate) fn draw(mut self, scene: &mut Scene, theme: &Theme, (left, top): (f64, f64)) {
        let band = top + Self::band_top();
        let [rates, high, low] = LEVELS.map(|level| (band + self.zone_height() + level).round());
        self.ruler = self.ruler.moved(low, high);
        let heading =
            line_of(theme, &self.heading, (left, top + TITLE), Anchor::Start, HEADING, theme.colors.quiet);
        let labels = self.labels(theme, rates);
        self.draw_zero(scene, theme, &labels);
        self.draw_line(scene, theme);
        labels.into_iter().chain(self.zone(theme, band)).for_each(|text| scene.text(text));
        scene.text(heading);
    }

    /// The word in the band.
    fn zone(&self, theme: &Theme, top: f64) -> Option<Text> {
        let run = *forecasts(self.columns).first()?;
        forecast::zone(theme, &self.slots.band(run, top, top), &[])
    }

    /// The rates in a row: the last, and of those before it as many as there is room for.
    fn labels(&self, theme: &Theme, baseline: f64) -> Vec<Text> {
        let wide = |text: &str| theme.fonts.width(text, RATE);
        let widest = self.rates.iter().flatten().map(|(_, text)| wide(text)).fold(0.0, f64::max);
        let step = ((widest + 6.0) / self.slots.slot).ceil().max(1.0) as usize;
        let mut labels: Vec<Text> = Vec::new();
        for (column, rate) in
            self.rates.iter().enumerate().rev().skip_while(|(_, rate)| rate.is_none()).step_by(step)
        {
            let Some((_, content)) = rate else { continue };
            let half = wide(content) / 2.0;
            let x = self.slots.center(column).min(self.slots.right - half).max(self.slots.left + half);
            let mut text = line_of(theme, content, (x, baseline), Anchor::Middle, RATE, theme.colors.ink);
            text.on = backdrop(theme, self.columns[column]);
            if labels.last().is_none_or(|next| x + half + 4.0 <= next.bounds().left) {
                labels.push(text);
            }
        }
        labels
    }

    /// The level of no growth, named in the first slot, where no rate stands.
    fn draw_zero(&self, scene: &mut Scene, theme: &Theme, labels: &[Text]) {
        let y = self.ruler.whole(0.0);
        let at = (self.slots.left, y + ZERO.cap() / 2.0);
        let mut zero = line_of(theme, "0%", at, Anchor::Start, ZERO, theme.colors.quiet);
        zero.on = backdrop(theme, self.columns[0]);
        let taken = |label: &Text| label.bounds().overlaps(&zero.bounds().grown(2.0));
        let shown: Vec<Text> = Some(zero.clone())
            .filter(|_| self.slots.slot >= 34.0 && !labels.iter().any(taken))
            .into_iter()
            .collect();
        grid::level(scene, y, (self.slots.left, self.slots.right), &shown, theme.colors.leader, 1.0);
        shown.into_iter().for_each(|text| scene.text(text));
    }

    fn at(&self, column: usize) -> Option<Point> {
        let (rate, _) = self.rates[column].as_ref()?;
        Some(Point::new(self.slots.center(column), self.ruler.at(*rate)))
    }

    /// The line, dashed where it leads to a forecast, and a dot on it for each rate, open for a forecast.
    fn draw_line(&self, scene: &mut Scene, theme: &Theme) {
        for column in 1..self.columns.len() {
            let (Some(from), Some(to)) = (self.at(column - 1), self.at(column)) else { continue };
            if self.columns[column].is_forecast() {
                dashed(scene, theme, from, to);
            } else {
                scene.line(&[from, to], theme.colors.up, WIDTH);
            }
        }
        for column in (0..self.columns.len()).filter(|_| self.slots.slot >= 4.0 * DOT) {
            let Some(at) = self.at(column) else { continue };
            let rect = Rect::new(at.x - DOT, at.y - DOT, at.x + DOT, at.y + DOT);
            let inside =
                if self.columns[column].is_forecast() { theme.colors.paper } else { theme.colors.up };
            scene.capsule(rect, theme.colors.up, 2.0, inside);
        }
    }
}

/// A dashed line that begins and ends with a dash.
fn dashed(scene: &mut Scene, theme: &Theme, from: Point, to: Point) {
    let (across, down) = (to.x - from.x, to.y - from.y);
    let length = libm::hypot(across, down);
    let gaps = libm::round((length - DASH.0) / (DASH.0 + DASH.1)).max(0.0);
    let period = if gaps > 0.0 { (length - DASH.0) / gaps } else { length };
    let dash = if gaps > 0.0 { DASH.0 } else { length };
    let on = |way: f64| Point::new(from.x + across * way / length, from.y + down * way / length);
    for index in 0..=gaps as usize {
        let start = period * index as f64;
        if length > 0.0 {
            scene.line(&[on(start), on((start + dash).min(length))], theme.colors.up, WIDTH);
        }
    }
}
