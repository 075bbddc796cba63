//! Columns on a zero line, one or several a year, with their values or with an axis.

use super::gaps::{self, Foot, Strips};
use super::marks::{self, Line, Marks};
use crate::chart::color::Color;
use crate::chart::layout::arrow::{self, GrowthArrow};
use crate::chart::layout::axis;
use crate::chart::layout::forecast::{self, ZONE};
use crate::chart::layout::frame::line_of;
use crate::chart::layout::grid::{self, TICK};
use crate::chart::layout::labels::{self, TICKS};
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Rect, Scene, Text, TextStyle};
use crate::chart::layout::slots::Slots;
use crate::chart::layout::years::{YEARS, YearLabels, forecasts};
use crate::chart::number::Format;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::Column;

/// Between a column and its value.
const GAP: f64 = 6.0;
/// Above the highest value.
const HEADROOM: f64 = 12.0;
/// The least height in which columns still say something.
const LEAST: f64 = 80.0;
/// Under the zero line or the lowest value: the years.
const BELOW: f64 = YEARS + 5.0;
/// The part of its slot that a group of columns takes.
const FILL: f64 = 0.8;
/// The widest column of a group with the gap beside it.
const WIDEST: f64 = 100.0;
/// The narrowest column with the gap beside it.
const NARROWEST: f64 = 3.0;

/// The columns of all years that have one color.
#[derive(Clone, Debug)]
pub(crate) struct Bars {
    pub(crate) name: String,
    /// One a year; none where there is no number.
    pub(crate) values: Vec<Option<f64>>,
    /// The values whose nearest neighbors are printed.
    pub(crate) shown: Vec<Option<f64>>,
    pub(crate) color: Color,
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clusters<'a> {
    pub(crate) columns: &'a [Column],
    pub(crate) bars: &'a [Bars],
    pub(crate) marks: &'a Marks,
    pub(crate) format: Format,
    /// The fewest decimals that values may have where there is little room.
    pub(crate) fewest: usize,
}

/// Which values are printed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Printed {
    All(TextStyle),
    /// The first and the last, with an axis for the others.
    Ends(TextStyle),
    None,
}

/// Clusters with their place across a page.
#[derive(Debug)]
pub(crate) struct Across<'a> {
    clusters: Clusters<'a>,
    /// Left edge of ticks and names of lines, or of the plot where there are none.
    edge: f64,
    pub(crate) slots: Slots,
    /// From one column of a group to the next.
    pitch: f64,
    printed: Printed,
    pub(crate) format: Format,
    has_axis: bool,
    years: YearLabels,
    ruler: Ruler,
    arrows: Vec<GrowthArrow>,
}

impl<'a> Across<'a> {
    /// Plans clusters between two edges.
    pub(crate) fn plan(
        theme: &Theme,
        clusters: Clusters<'a>,
        (edge, right): (f64, f64),
    ) -> Result<Self, Error> {
        let fonts = &theme.fonts;
        let ruler = Ruler::from_zero(clusters.marked(), 1.0, 0.0);
        let lines = labels::line_width(fonts, clusters.marks.lines.iter().map(|line| &line.label));
        let right = right - gaps::width(fonts, &clusters.marks.gaps);
        let slots = |strip: f64| {
            let left = (edge + strip).round();
            Slots::of_groups(left, right - left, clusters.columns.len(), clusters.bars.len())
        };
        let bare = slots(lines)?;
        let fitting = clusters.fit_labels(theme, &bare);
        let has_axis = fitting.is_none();
        let ticks = labels::tick_width(fonts, clusters.format, ruler.low(), ruler.high());
        let slots = if has_axis { slots(lines.max(ticks))? } else { bare };
        let pitch = clusters.pitch(&slots);
        if pitch < NARROWEST {
            let limit = (slots.slot * FILL / NARROWEST) as usize;
            let what = "columns a year in a chart of this width".into();
            return Err(ErrorKind::TooLarge { what, found: clusters.bars.len(), limit }.into());
        }
        let (printed, format) = match fitting {
            Some((style, format)) => (Printed::All(style), format),
            None if clusters.bars.len() == 1 && ruler.low() >= 0.0 => {
                (Printed::Ends(clusters.styles()[0]), clusters.format)
            }
            None => (Printed::None, clusters.format),
        };
        if let (Printed::Ends(style), false) = (printed, clusters.marks.gaps.is_empty()) {
            // Values wider than their columns reach over others, but not into what stands beside the columns.
            let shown = clusters.bars[0].shown.iter().flatten();
            let texts: Vec<String> = shown.map(|&value| format.text(value)).collect();
            if labels::widest(fonts, &texts, style) > slots.right - slots.left {
                return Err(marks::no_room_for_totals("a difference arrow"));
            }
        }
        let years = YearLabels::fit(fonts, clusters.columns, slots.slot);
        let arrows = clusters.marks.place_arrows(fonts, clusters.columns, &slots.columns)?;
        Ok(Self { clusters, edge, slots, pitch, printed, format, has_axis, years, ruler, arrows })
    }

    /// Whether every value is printed.
    pub(crate) fn prints_all(&self) -> bool {
        matches!(self.printed, Printed::All(_))
    }

    /// The height that the columns need with the arrows over them and their years.
    pub(crate) fn least_height(&self) -> f64 {
        arrow::height(&self.arrows) + LEAST + BELOW
    }

    /// Draws arrows, columns and years between two levels; a band that begins higher than the columns has its
    /// name there.
    pub(crate) fn draw(
        &self,
        scene: &mut Scene,
        theme: &Theme,
        (top, bottom): (f64, f64),
        band_top: Option<f64>,
    ) {
        let (top, base) = (top + arrow::height(&self.arrows), (bottom - BELOW).round());
        let mut plot = Plot { across: self, theme, top, base, ruler: self.ruler, zone: None };
        plot.settle(band_top.is_none());
        plot.draw(scene, band_top.unwrap_or(top));
    }

    /// Left edge and width of a column of a group.
    fn bar(&self, series: usize, column: usize) -> (f64, f64) {
        let count = self.clusters.bars.len() as f64;
        if count == 1.0 {
            return self.slots.columns[column];
        }
        let left = (self.slots.center(column) - self.pitch * count / 2.0).round();
        let gap = if self.pitch >= 8.0 { 2.0 } else { 1.0 };
        (left + self.pitch * series as f64, self.pitch - gap)
    }
}

impl Clusters<'_> {
    /// All values that need a place.
    fn marked(&self) -> impl Iterator<Item = f64> {
        let values = self.bars.iter().flat_map(|bars| bars.values.iter().flatten().copied());
        values.chain(self.marks.values())
    }

    /// From one column of a group to the next, in whole pixels.
    fn pitch(&self, slots: &Slots) -> f64 {
        match self.bars.len() {
            1 => slots.slot.max(NARROWEST),
            count => ((slots.slot * FILL).min(WIDEST * count as f64) / count as f64).floor(),
        }
    }

    fn styles(&self) -> [TextStyle; 2] {
        match self.bars.len() {
            1 => [TextStyle::bold(14.0), TextStyle::bold(12.0)],
            _ => [TextStyle::regular(12.0), TextStyle::regular(11.0)],
        }
    }

    /// The style in which every value fits over its column.
    fn fit_labels(&self, theme: &Theme, slots: &Slots) -> Option<(TextStyle, Format)> {
        let room = self.pitch(slots) - if self.bars.len() == 1 { 8.0 } else { 1.0 };
        let values: Vec<f64> =
            self.bars.iter().flat_map(|bars| bars.shown.iter().flatten().copied()).collect();
        labels::fit(&theme.fonts, &values, (self.format, self.fewest), &self.styles(), room)
    }
}

/// Clusters with their place on a page.
struct Plot<'a> {
    across: &'a Across<'a>,
    theme: &'a Theme,
    top: f64,
    /// Where the columns end at the bottom.
    base: f64,
    ruler: Ruler,
    zone: Option<Text>,
}

impl Plot<'_> {
    /// Sets the levels, clear of the word in the band.
    fn settle(&mut self, is_named: bool) {
        self.level_out(0.0);
        let run = forecasts(self.across.clusters.columns).first().copied().filter(|_| is_named);
        let stems: Vec<f64> = self.across.arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]).collect();
        self.zone = run.and_then(|run| {
            forecast::zone(self.theme, &self.across.slots.band(run, self.top, self.base), &stems)
        });
        if self.zone.as_ref().is_some_and(|zone| forecast::crowds(zone, self.boxes())) {
            self.level_out(ZONE.leading() + 4.0);
        }
    }

    /// What the word in the band may not stand on.
    fn boxes(&self) -> Vec<Rect> {
        let (count, years) = (self.across.clusters.bars.len(), self.across.clusters.columns.len());
        let cells = (0..years).flat_map(|column| (0..count).map(move |series| (series, column)));
        let rects = cells.filter_map(|(series, column)| self.rect(series, column));
        let (zero, slots) = (self.zero(), &self.across.slots);
        let line = Rect::new(slots.left, zero - 1.0, slots.right, zero + 1.0);
        rects.chain(self.values().iter().map(Text::bounds)).chain([line]).collect()
    }

    /// Sets the levels so that `headroom` is left over the highest label.
    fn level_out(&mut self, headroom: f64) {
        let label = match self.across.printed {
            Printed::All(style) | Printed::Ends(style) => GAP + style.cap(),
            Printed::None => 0.0,
        };
        let below = if self.ruler.low() < 0.0 { label + 4.0 } else { 0.0 };
        let (low, high) = (self.base - below, self.top + headroom + label + HEADROOM);
        self.ruler = self.across.ruler.moved(low, high.min(low - 1.0));
    }

    fn zero(&self) -> f64 {
        self.ruler.whole(0.0)
    }

    /// The column of a value between two edges; none where there is nothing to see.
    fn rect(&self, series: usize, column: usize) -> Option<Rect> {
        let value = self.across.clusters.bars[series].values[column]?;
        let (left, width) = self.across.bar(series, column);
        let (level, zero) = (self.ruler.whole(value), self.zero());
        let rect = Rect::new(left, level.min(zero), left + width, level.max(zero));
        (rect.height() >= 1.0).then_some(rect)
    }

    fn value(&self, series: usize, column: usize, style: TextStyle) -> Text {
        let bars = &self.across.clusters.bars[series];
        let (left, width) = self.across.bar(series, column);
        let value = bars.values[column];
        let level = value.map_or(self.zero(), |value| self.ruler.whole(value));
        let is_below = value.is_some_and(|value| value < 0.0);
        let baseline = if is_below { level + GAP + style.cap() } else { level - GAP };
        // A dash where there is no number.
        let content = bars.shown[column].map_or_else(|| "–".into(), |value| self.across.format.text(value));
        let at = (left + width / 2.0, baseline);
        let mut text = line_of(self.theme, &content, at, Anchor::Middle, style, self.theme.colors.ink);
        text.on = forecast::backdrop(self.theme, self.across.clusters.columns[column]);
        text
    }

    /// The values that are printed.
    fn values(&self) -> Vec<Text> {
        let clusters = &self.across.clusters;
        let (count, last) = (clusters.bars.len(), clusters.columns.len() - 1);
        match self.across.printed {
            Printed::All(style) => {
                let cells = (0..=last).flat_map(|column| (0..count).map(move |series| (series, column)));
                cells.map(|(series, column)| self.value(series, column, style)).collect()
            }
            Printed::Ends(style) => self.ends(self.value(0, 0, style), self.value(0, last, style)),
            Printed::None => Vec::new(),
        }
    }

    /// Labels wider than a slot stand above every column below them.
    fn ends(&self, first: Text, last: Text) -> Vec<Text> {
        let slots = &self.across.slots;
        let heads: Vec<f64> = (0..slots.columns.len()).map(|column| self.head(column)).collect();
        labels::at_ends([first, last], &slots.columns, &heads, (GAP, slots.left, slots.right))
    }

    fn draw(&self, scene: &mut Scene, band_top: f64) {
        let (clusters, theme) = (&self.across.clusters, self.theme);
        let (slots, levels) = (&self.across.slots, |line: &Line| self.ruler.whole(line.value));
        let names = clusters.marks.lines.iter().map(|line| (line.label.as_str(), levels(line)));
        let names = labels::line_labels(theme, names.collect(), self.across.edge, (self.top, self.base));
        let texts: Vec<Text> =
            self.values().into_iter().chain(names.iter().cloned()).chain(self.zone.clone()).collect();
        forecast::bands(scene, theme, clusters.columns, |run| slots.band(run, band_top, self.base));
        self.draw_grid(scene, &texts, &names);
        let strips = Strips { gaps: &clusters.marks.gaps, right: slots.right };
        let behind: Vec<Text> = texts.iter().chain(scene.texts()).cloned().collect();
        let level = |value| self.ruler.whole(value);
        strips.draw_levels(scene, theme, level, |foot| self.start(foot), &behind);
        for (column, period) in clusters.columns.iter().enumerate() {
            for (series, bars) in clusters.bars.iter().enumerate() {
                if let Some(rect) = self.rect(series, column) {
                    forecast::fill(scene, theme, &rect, bars.color, *period);
                }
            }
        }
        self.draw_zero(scene, &names);
        self.across.years.draw(scene, theme, self.base + YEARS, |column| slots.center(column));
        let written: Vec<Text> = texts.iter().chain(scene.texts()).cloned().collect();
        for line in &clusters.marks.lines {
            grid::dashed(
                scene,
                levels(line),
                (self.across.edge, slots.right),
                &written,
                theme.colors.ink,
                1.5,
            );
        }
        let arrows = (&self.across.arrows[..], &clusters.marks.arrows[..]);
        arrow::over(scene, theme, arrows, |column| self.head(column), &texts, self.top - arrow::LINE_ABOVE);
        strips.draw(scene, theme, level, (self.top, self.base));
        texts.into_iter().for_each(|text| scene.text(text));
    }

    /// Where the first of a group of columns ends at the top.
    fn head(&self, column: usize) -> f64 {
        self.rect(0, column).map_or(self.zero(), |rect| rect.top)
    }

    /// Where the level of a change begins: at the right edge of its column.
    fn start(&self, foot: &Foot) -> f64 {
        foot.mark.map_or(self.across.edge, |(series, column)| {
            let (left, width) = self.across.bar(series, column);
            left + width
        })
    }

    /// The zero line, which crosses out neither the word in the band nor a name of a value line that had to move
    /// onto it.
    fn draw_zero(&self, scene: &mut Scene, names: &[Text]) {
        let zero = self.zero();
        let on = names
            .iter()
            .chain(&self.zone)
            .filter(|name| name.bounds().top < zero && zero < name.bounds().bottom + 1.0);
        let on: Vec<Text> = on.cloned().collect();
        let across = (self.across.edge, self.across.slots.right);
        grid::level(scene, zero, across, &on, self.theme.colors.ink, 1.5);
    }

    /// Lines end where a value stands, so that none is crossed out.
    fn draw_grid(&self, scene: &mut Scene, texts: &[Text], names: &[Text]) {
        if !self.across.has_axis {
            return;
        }
        let (low, high) = (self.ruler.low(), self.ruler.high());
        let height = (self.ruler.at(low) - self.ruler.at(high)).abs();
        let count = ((height / 60.0) as usize).clamp(*TICKS.start(), *TICKS.end());
        let ticks = axis::ticks(low, high, count);
        let labels = self.across.format.ticks(&ticks);
        for (tick, label) in ticks.into_iter().zip(labels) {
            let y = self.ruler.whole(tick);
            let at = (self.across.edge, y - 4.0);
            let text = line_of(self.theme, &label, at, Anchor::Start, TICK, self.theme.colors.quiet);
            // Where the name of a value line stands there is no number, and no line without one.
            if names.iter().any(|name| name.bounds().grown(2.0).overlaps(&text.bounds())) {
                continue;
            }
            if tick != 0.0 {
                let across = (self.across.edge, self.across.slots.right);
                grid::level(scene, y, across, texts, self.theme.colors.grid, 1.0);
            }
            scene.text(text);
        }
    }
}
