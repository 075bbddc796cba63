//! Where panels stand on a page: in a grid whose panels are neither flat nor tall.

use super::panels::Panels;
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::grid::TICK;
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, TextStyle};
use crate::chart::layout::text;
use crate::chart::layout::trace::{Stroke, dot, trace};
use crate::chart::layout::years::{forecasts, year};
use crate::chart::rows::Series;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

const NAME: TextStyle = TextStyle::bold(13.0);
const FIGURE: TextStyle = TextStyle::regular(12.0);
const YEAR: TextStyle = TextStyle::regular(12.0);
/// A name of one line and a figure over a plot.
const HEAD: f64 = 40.0;
/// Years under a plot.
const FOOT: f64 = 20.0;
/// Between two panels.
const GAP: (f64, f64) = (22.0, 10.0);
/// The least plot that still shows a course.
const LEAST: (f64, f64) = (110.0, 50.0);
/// Width to height of a plot that shows a course best.
const ASPECT: f64 = 1.6;
/// Lines of all others stand behind each up to so many panels: their number grows with the square.
const CONTEXT: usize = 30;
/// The highest page there is.
const HIGHEST: f64 = 8000.0;
/// Between two ticks.
const APART: f64 = 34.0;

/// The grid of panels.
struct Grid<'a> {
    theme: &'a Theme,
    panels: &'a Panels,
    across: usize,
    /// Names and figures over each plot.
    head: f64,
    /// Left and top of the first panel's plot, and its size.
    plot: Rect,
    ruler: Ruler,
}

/// The scene of panels on a page of the given size.
pub(crate) fn scene(
    theme: &Theme,
    panels: &Panels,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let count = panels.series.len();
    let (edge, end) = (margin(width), width - margin(width));
    let left = (edge + strip(theme, panels)).round();
    let most = ((end - left + GAP.0) / (LEAST.0 + GAP.0)).floor();
    if most < 1.0 {
        let expected = format!("at least {} for its numbers", (width + LEAST.0 - (end - left)).ceil());
        return Err(ErrorKind::Number { what: "the chart's width".into(), found: width, expected }.into());
    }
    let most = (most as usize).min(count);
    let wide = |across: usize| ((end - left + GAP.0) / across as f64 - GAP.0).floor();
    let head = |across: usize| {
        let broken = |series: &Series| theme.fonts.width(&series.name, NAME) > wide(across);
        if panels.series.iter().any(broken) { HEAD + NAME.leading() } else { HEAD }
    };
    let needed = height_of(count.div_ceil(most), head(most) + LEAST.1);
    if needed > HIGHEST {
        let limit = most * ((HIGHEST / height_of(1, head(most) + LEAST.1)) as usize);
        let what = "panels in a chart of this width".into();
        return Err(ErrorKind::TooLarge { what, found: count, limit }.into());
    }
    let room = frame(&mut scene, theme, words, needed)?;
    let size = |across: usize| {
        let down = count.div_ceil(across) as f64;
        let high = ((room.height() - FOOT + GAP.1) / down - GAP.1 - head(across)).floor();
        (wide(across), high)
    };
    // How far a plot is from the best shape, and how much of the grid stays empty.
    let cost = |across: usize| {
        let (wide, high) = size(across);
        let empty = (across * count.div_ceil(across) - count) as f64 / count as f64;
        libm::fabs(libm::log(wide / high / ASPECT)) + empty
    };
    let possible = (1..=most).filter(|&across| size(across).1 >= LEAST.1);
    let across = possible.min_by(|&a, &b| cost(a).total_cmp(&cost(b))).unwrap_or(most);
    let (wide, high) = size(across);
    let head = head(across);
    let top = room.top.round() + head;
    let plot = Rect::new(left, top, left + wide, top + high);
    let values = panels.series.iter().flat_map(|series| series.values.iter().flatten().copied());
    let ruler = Ruler::from_zero(values, plot.bottom, plot.top);
    let grid = Grid { theme, panels, across, head, plot, ruler };
    (0..count).for_each(|index| grid.draw(&mut scene, index));
    Ok(scene)
}

/// The height of so many rows of panels with their names.
fn height_of(rows: usize, panel: f64) -> f64 {
    rows as f64 * (panel + GAP.1) - GAP.1 + FOOT + 1.0
}

/// The width of the ticks left of the first panels.
fn strip(theme: &Theme, panels: &Panels) -> f64 {
    let values = || panels.series.iter().flat_map(|series| series.values.iter().flatten().copied());
    let ticks = |count: u32| Ruler::from_zero(values(), f64::from(count) * APART, 0.0).ticks(APART);
    let texts = (2..=8).flat_map(|count| panels.format.ticks(&ticks(count)));
    texts.map(|text| theme.fonts.width(&text, TICK)).fold(0.0, f64::max).ceil() + 6.0
}

impl Grid<'_> {
    /// The plot of a panel.
    fn plot(&self, index: usize) -> Rect {
        let (column, row) = ((index % self.across) as f64, (index / self.across) as f64);
        let (x, y) = (column * (self.plot.width() + GAP.0), row * (self.plot.height() + self.head + GAP.1));
        Rect::new(self.plot.left + x, self.plot.top + y, self.plot.right + x, self.plot.bottom + y)
    }

    fn xs(&self, plot: &Rect) -> Vec<f64> {
        let years: Vec<f64> =
            self.panels.columns.iter().map(|column| f64::from(column.year().number())).collect();
        let span = years[years.len() - 1] - years[0];
        let (low, high) = (plot.left + 5.0, plot.right - 5.0);
        let part = |year: f64| if span > 0.0 { (year - years[0]) / span } else { 0.5 };
        years.iter().map(|&year| low + (high - low) * part(year)).collect()
    }

    fn draw(&self, scene: &mut Scene, index: usize) {
        let plot = self.plot(index);
        let xs = self.xs(&plot);
        self.draw_zone(scene, &plot, &xs);
        self.draw_grid(scene, &plot, index.is_multiple_of(self.across));
        self.draw_lines(scene, &plot, &xs, index);
        self.draw_words(scene, &plot, index);
        if index + self.across >= self.panels.series.len() {
            self.draw_years(scene, &plot);
        }
    }

    fn draw_zone(&self, scene: &mut Scene, plot: &Rect, xs: &[f64]) {
        let last = xs.len() - 1;
        for (first, end) in forecasts(&self.panels.columns) {
            let from = if first == 0 { plot.left } else { xs[first - 1].round() };
            let to = if end == last { plot.right } else { xs[end].round() };
            if to - from >= 1.0 {
                scene.rect(Rect::new(from, plot.top, to, plot.bottom), self.theme.colors.band);
            }
        }
    }

    fn draw_grid(&self, scene: &mut Scene, plot: &Rect, with_ticks: bool) {
        let ruler = self.ruler.moved(plot.bottom, plot.top);
        let ticks = ruler.ticks(APART);
        let labels = self.panels.format.ticks(&ticks);
        let colors = &self.theme.colors;
        for (tick, label) in ticks.into_iter().zip(labels) {
            let y = ruler.whole(tick);
            let (color, width) = if tick == 0.0 { (colors.ink, 1.5) } else { (colors.grid, 1.0) };
            scene.line(&[Point::new(plot.left, y), Point::new(plot.right, y)], color, width);
            if with_ticks {
                let at = (plot.left - 6.0, y + TICK.cap() / 2.0);
                scene.text(line_of(self.theme, &label, at, Anchor::End, TICK, colors.quiet));
            }
        }
    }

    fn draw_lines(&self, scene: &mut Scene, plot: &Rect, xs: &[f64], index: usize) {
        let ruler = self.ruler.moved(plot.bottom, plot.top);
        let series = &self.panels.series;
        let points = |other: usize| -> Vec<Option<Point>> {
            let values = series[other].values.iter().zip(xs);
            values.map(|(value, &x)| Some(Point::new(x, ruler.at((*value)?)))).collect()
        };
        let columns = &self.panels.columns;
        let is_forecast = |column: usize| columns[column].is_forecast();
        if series.len() <= CONTEXT {
            let context = Stroke { color: self.theme.colors.muted, width: 1.0 };
            for other in (0..series.len()).filter(|&other| other != index) {
                trace(scene, &points(other), |_| false, context);
            }
        }
        let highlighted = series[index].is_highlighted;
        let color = if highlighted { self.theme.colors.whole } else { self.theme.colors.leader };
        let own = points(index);
        trace(scene, &own, is_forecast, Stroke { color, width: 2.2 });
        let last = columns.iter().rposition(|column| !column.is_forecast());
        let last = last.filter(|last| last + 1 < columns.len()).and_then(|last| own[last]);
        if let Some(at) = last {
            dot(scene, self.theme, at, color);
        }
    }

    fn draw_words(&self, scene: &mut Scene, plot: &Rect, index: usize) {
        let (fonts, colors) = (&self.theme.fonts, &self.theme.colors);
        let series = &self.panels.series[index];
        let lines = text::at_most(fonts, &series.name, NAME, plot.width(), 2);
        // What is short stands close to its plot.
        let mut baseline = plot.top - HEAD + 13.0 - (lines.len().max(1) - 1) as f64 * NAME.leading();
        for line in &lines {
            scene.text(line_of(self.theme, line, (plot.left, baseline), Anchor::Start, NAME, colors.ink));
            baseline += NAME.leading();
        }
        let figures = self.panels.figures(series);
        let figure = figures.into_iter().find(|figure| fonts.width(figure, FIGURE) <= plot.width());
        if let Some(figure) = figure {
            let at = (plot.left, plot.top - HEAD + 14.0 + FIGURE.leading());
            scene.text(line_of(self.theme, &figure, at, Anchor::Start, FIGURE, colors.soft));
        }
    }

    /// The first and the last year, or the last alone.
    fn draw_years(&self, scene: &mut Scene, plot: &Rect) {
        let columns = &self.panels.columns;
        let last = columns.len() - 1;
        let (baseline, soft) = (plot.bottom + 15.0, self.theme.colors.soft);
        let line = |column: usize, x: f64, anchor| {
            line_of(self.theme, &year(columns[column]), (x, baseline), anchor, YEAR, soft)
        };
        if last == 0 {
            return scene.text(line(0, plot.middle().x, Anchor::Middle));
        }
        let (from, to) = (line(0, plot.left, Anchor::Start), line(last, plot.right, Anchor::End));
        if from.width + to.width + 8.0 <= plot.width() {
            scene.text(from);
        }
        scene.text(to);
    }
}
