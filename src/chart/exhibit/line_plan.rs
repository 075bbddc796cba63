//! Where lines stand on a page: years by their distance, values from zero, names at the ends.

use super::gaps::{self, Foot, Strips};
use super::lines::Lines;
use super::marks::Line;
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::grid::{self, TICK};
use crate::chart::layout::gutter::{Figures, Gutter};
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use crate::chart::layout::spread::spread;
use crate::chart::layout::trace::{Stroke, dot, trace};
use crate::chart::layout::years::{Forecasts, YEARS, YearLabels, forecasts};
use crate::chart::output::font::Fonts;
use crate::chart::rows::{Series, TOTAL};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

const ZONE: TextStyle = TextStyle::regular(12.0);
const MARKED: TextStyle = TextStyle::bold(12.0);
const POINT: TextStyle = TextStyle::bold(13.0);
/// The row over the plot for the words that name the zones, and for the highest tick.
const HEAD: f64 = 22.0;
/// The least height in which lines still say something.
const LEAST: f64 = 80.0;
/// The least width for all years.
const NARROWEST: f64 = 60.0;
/// Between two ticks.
const APART: f64 = 60.0;
/// The width of a line with a name, of one that others stand out from, and of one without a name.
const WIDTHS: [f64; 3] = [2.6, 1.8, 1.0];

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    lines: &'a Lines,
    across: Across,
    /// The top of the zones.
    head: f64,
    ruler: Ruler,
    base: f64,
}

/// The horizontal plan.
struct Across {
    /// Left edge of the ticks.
    edge: f64,
    left: f64,
    right: f64,
    /// Where the names begin.
    names: f64,
    /// Where the columns stand.
    xs: Vec<f64>,
    /// The lines from the one that ends highest.
    order: Vec<usize>,
    gutter: Gutter,
}

impl Across {
    /// Plans between the margins of a page; `height` is what names may take.
    fn plan(theme: &Theme, lines: &Lines, width: f64, height: f64) -> Result<Self, Error> {
        let fonts = &theme.fonts;
        let (edge, end) = (margin(width), width - margin(width));
        let order = order(lines);
        let gutter = gutter(fonts, lines, &order, end - edge, height);
        let left = (edge + strip(fonts, lines)).round();
        let beside = gaps::width(fonts, &lines.marks.gaps);
        let right = (end - gutter.width(fonts) - beside).round();
        if right - left < NARROWEST {
            let expected =
                format!("at least {} for its names and numbers", (width + NARROWEST + left - right).ceil());
            return Err(ErrorKind::Number { what: "the chart's width".into(), found: width, expected }.into());
        }
        let half = |index: usize| {
            let year = crate::chart::layout::years::year(lines.columns[index]);
            fonts.width(&year, TextStyle::regular(13.0)) / 2.0 + 2.0
        };
        let last = lines.columns.len() - 1;
        let year = |index: usize| f64::from(lines.columns[index].year().number());
        let (from, span) = (year(0), year(last) - year(0));
        let (low, high) = (left + half(0), (right - half(last)).max(left + half(0)));
        let place = |index: usize| match span {
            0.0 => f64::midpoint(low, high),
            _ => low + (high - low) * ((year(index) - from) / span),
        };
        let xs = (0..=last).map(place).collect();
        let names = (right + beside).round();
        Ok(Self { edge, left, right, names, xs, order, gutter })
    }

    /// The zones of forecast years, from the last year before to the end.
    fn zones(&self, lines: &Lines) -> Vec<(f64, f64)> {
        let last = lines.columns.len() - 1;
        let zone = |(first, end): (usize, usize)| {
            let from = if first == 0 { self.left } else { self.xs[first - 1].round() };
            (from, if end == last { self.right } else { self.xs[end].round() })
        };
        forecasts(&lines.columns).into_iter().map(zone).collect()
    }

    /// Whether the word for the forecast has room in its zone.
    fn names_its_zone(&self, fonts: &Fonts, lines: &Lines) -> bool {
        let width = fonts.width("Forecast", ZONE);
        self.zones(lines).first().is_none_or(|(from, to)| from + 8.0 + width + 4.0 <= *to)
    }
}

/// Whether years have to say that they are forecasts, since no zone has room to.
///
/// Names on one line take the most width: with those a zone is narrowest.
pub(crate) fn needs_letters(theme: &Theme, lines: &Lines, width: f64) -> Result<bool, Error> {
    Ok(!Across::plan(theme, lines, width, 0.0)?.names_its_zone(&theme.fonts, lines))
}

/// The scene of lines on a page of the given size.
pub(crate) fn scene(
    theme: &Theme,
    lines: &Lines,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let names = Across::plan(theme, lines, width, 0.0)?.gutter.least_height();
    let room = frame(&mut scene, theme, words, (HEAD + LEAST).max(names + 1.0) + YEARS + 5.0)?;
    let (head, base) = (room.top.round(), (room.bottom - YEARS - 5.0).round());
    let across = Across::plan(theme, lines, width, base - head)?;
    // The value at the end of a line alone stands over it.
    let top = head + if lines.is_alone() { HEAD + POINT.size + 10.0 } else { HEAD };
    let ruler = lines.ruler(base, top);
    let plan = Plan { theme, lines, across, head, ruler, base };
    let letters = needs_letters(theme, lines, width)?;
    plan.draw(&mut scene, letters);
    Ok(scene)
}

/// Lines from the one that ends highest to the lowest; those that end earlier by where they do.
fn order(lines: &Lines) -> Vec<usize> {
    let end = |index: usize| last_of(&lines.series[index]).map_or(f64::NEG_INFINITY, |(_, value)| value);
    let mut order: Vec<usize> = (0..lines.series.len()).collect();
    order.sort_by(|&a, &b| end(b).total_cmp(&end(a)));
    order
}

/// The last number of a series, and its column.
fn last_of(series: &Series) -> Option<(usize, f64)> {
    series.values.iter().enumerate().rev().find_map(|(column, value)| Some((column, (*value)?)))
}

/// Names of the lines with as many figures as half of the room allows; none for the whole alone.
fn gutter(fonts: &Fonts, lines: &Lines, order: &[usize], room: f64, height: f64) -> Gutter {
    if lines.is_alone() && lines.series[0].name == TOTAL {
        return Gutter::measure(fonts, &[], Vec::new(), room, height);
    }
    let names: Vec<_> =
        order.iter().map(|&i| (lines.series[i].name.as_str(), lines.series[i].color)).collect();
    let figures: Vec<Figures> = lines
        .figures()
        .into_iter()
        .map(|(heading, rows)| Figures { heading, rows: order.iter().map(|&i| rows[i].clone()).collect() })
        .collect();
    let with =
        |count: usize, width: f64| Gutter::measure(fonts, &names, figures[..count].to_vec(), width, height);
    let fits = (1..=figures.len()).rev().map(|count| with(count, (room * 0.26).max(70.0)));
    let found = fits.into_iter().find(|gutter| gutter.width(fonts) <= room * 0.5);
    found.unwrap_or_else(|| with(0, (room * 0.26).max(60.0)))
}

impl Lines {
    /// Where values stand between two pixels.
    fn ruler(&self, from: f64, to: f64) -> Ruler {
        /// What is left below the lowest value where the axis does not begin at 0, of the span of all.
        const BELOW: f64 = 0.12;
        if !self.is_cut {
            return Ruler::from_zero(self.values(), from, to);
        }
        let (low, high) =
            self.values().fold((f64::INFINITY, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        Ruler::between((low - BELOW * (high - low)).max(0.0), high, from, to)
    }
}

/// The width of the ticks and of the names of value lines.
fn strip(fonts: &Fonts, lines: &Lines) -> f64 {
    let wide =
        |texts: &[String], style| texts.iter().map(|text| fonts.width(text, style)).fold(0.0, f64::max);
    // The height, and with it the number of ticks, is not known yet.
    let ruler = |height: f64| lines.ruler(height, 0.0);
    let ticks = (2..=8).flat_map(|count| lines.format.ticks(&ruler(f64::from(count) * APART).ticks(APART)));
    let ticks = wide(&ticks.collect::<Vec<_>>(), TICK);
    let marked: Vec<String> = lines.marks.lines.iter().map(|line| line.label.clone()).collect();
    ticks.max(wide(&marked, MARKED)).ceil() + 8.0
}

impl Plan<'_> {
    fn draw(&self, scene: &mut Scene, letters: bool) {
        let marked = self.marked_labels();
        self.draw_zones(scene, letters);
        let traces: Vec<Vec<Option<Point>>> =
            self.lines.series.iter().chain(&self.lines.others).map(|series| self.points(series)).collect();
        let labels = self.point_labels(&traces);
        let over: Vec<Text> = marked.iter().chain(&labels).cloned().collect();
        self.draw_grid(scene, &over);
        let texts: Vec<Text> = over.iter().chain(scene.texts()).cloned().collect();
        for line in &self.lines.marks.lines {
            let across = (self.across.edge, self.across.right);
            grid::dashed(scene, self.ruler.whole(line.value), across, &texts, self.theme.colors.ink, 1.5);
        }
        let strips = Strips { gaps: &self.lines.marks.gaps, right: self.across.right };
        let level = |value| self.ruler.whole(value);
        strips.draw_levels(scene, self.theme, level, |foot| self.start(foot), &texts);
        self.draw_lines(scene, &traces);
        strips.draw(scene, self.theme, level, (self.head, self.base));
        marked.into_iter().chain(labels).for_each(|text| scene.text(text));
        let style = if letters { Forecasts::Lettered } else { Forecasts::Plain };
        let years = YearLabels::fit_at(&self.theme.fonts, &self.lines.columns, &self.across.xs, style);
        years.draw(scene, self.theme, self.base + YEARS, |column| self.across.xs[column]);
        let ends = self.across.order.iter().map(|&index| {
            let end = traces[index].iter().rev().flatten().next().copied();
            let end = end.unwrap_or_else(|| Point::new(self.across.right, self.base));
            // Leaders do not pass through the arrows beside the plot.
            let is_clear = strips.are_clear_of(end.y, level, (self.head, self.base));
            if is_clear { end } else { Point::new(self.across.names, end.y) }
        });
        let ends: Vec<Point> = ends.collect();
        let gutter = &self.across.gutter;
        gutter.draw(scene, self.theme, &ends, self.across.names, (self.head, self.base));
    }

    /// Where the level of a change begins: at its point.
    fn start(&self, foot: &Foot) -> f64 {
        foot.mark.map_or(self.across.edge, |(_, column)| self.across.xs[column])
    }

    fn points(&self, series: &Series) -> Vec<Option<Point>> {
        let at = |(value, &x): (&Option<f64>, &f64)| Some(Point::new(x, self.ruler.at((*value)?)));
        series.values.iter().zip(&self.across.xs).map(at).collect()
    }

    fn draw_zones(&self, scene: &mut Scene, letters: bool) {
        let zones = self.across.zones(self.lines);
        for &(from, to) in &zones {
            if to - from >= 1.0 {
                scene.rect(Rect::new(from, self.head, to, self.base), self.theme.colors.band);
            }
        }
        let Some(&(from, _)) = zones.first() else { return };
        if letters {
            return;
        }
        let baseline = self.head + 7.0 + ZONE.cap();
        let quiet = self.theme.colors.quiet;
        let mut word = line_of(self.theme, "Forecast", (from + 8.0, baseline), Anchor::Start, ZONE, quiet);
        word.on = self.theme.colors.band;
        scene.text(word);
        if from > self.across.left {
            let boundary = [Point::new(from, self.head), Point::new(from, self.base)];
            scene.line(&boundary, self.theme.colors.leader, 1.0);
            let word = line_of(self.theme, "Actual", (from - 8.0, baseline), Anchor::End, ZONE, quiet);
            if word.left() >= self.across.left {
                scene.text(word);
            }
        }
    }

    fn draw_grid(&self, scene: &mut Scene, over: &[Text]) {
        let ticks = self.ruler.ticks(APART);
        let labels = self.lines.format.ticks(&ticks);
        for (tick, label) in ticks.into_iter().zip(labels) {
            let (y, across) = (self.ruler.whole(tick), (self.across.edge, self.across.right));
            let colors = &self.theme.colors;
            let at = (self.across.edge, y - 4.0);
            let text = line_of(self.theme, &label, at, Anchor::Start, TICK, colors.quiet);
            let is_named = !over.iter().any(|line| line.bounds().grown(2.0).overlaps(&text.bounds()));
            // No line without its number, but for zero.
            if tick == 0.0 {
                grid::level(scene, y, across, over, colors.ink, 1.5);
            } else if is_named {
                grid::level(scene, y, across, over, colors.grid, 1.0);
            }
            if is_named {
                scene.text(text);
            }
        }
    }

    /// Those without a name first, then those that others stand out from, then the largest on top.
    fn draw_lines(&self, scene: &mut Scene, traces: &[Vec<Option<Point>>]) {
        let columns = &self.lines.columns;
        let is_forecast = |column: usize| columns[column].is_forecast();
        let named = self.lines.series.len();
        for points in &traces[named..] {
            let stroke = Stroke { color: self.theme.colors.leader, width: WIDTHS[2] };
            trace(scene, points, is_forecast, stroke);
        }
        let mut order: Vec<usize> = (0..named).rev().collect();
        order.sort_by_key(|&index| self.lines.series[index].is_highlighted);
        for index in order {
            let series = &self.lines.series[index];
            let quiet = Stroke { color: self.theme.colors.leader, width: WIDTHS[1] };
            let loud = Stroke { color: series.color, width: WIDTHS[0] };
            let stroke = if series.is_highlighted { loud } else { quiet };
            trace(scene, &traces[index], is_forecast, stroke);
            let last = self.last_actual().and_then(|column| traces[index][column]);
            if let Some(at) = last.filter(|_| series.is_highlighted) {
                dot(scene, self.theme, at, series.color);
            }
        }
    }

    /// The last column before a forecast that goes on to the end.
    fn last_actual(&self) -> Option<usize> {
        let columns = &self.lines.columns;
        let last = columns.iter().rposition(|column| !column.is_forecast())?;
        (last + 1 < columns.len()).then_some(last)
    }

    /// The values at the first point, the last actual and the last of a line alone, where nothing is in the way.
    fn point_labels(&self, traces: &[Vec<Option<Point>>]) -> Vec<Text> {
        if !self.lines.is_alone() {
            return Vec::new();
        }
        let (series, points) = (&self.lines.series[0], &traces[0]);
        let first = series.values.iter().position(Option::is_some);
        let last = last_of(series).map(|(column, _)| column);
        let columns = [last.filter(|_| series.name == TOTAL), first, self.last_actual()];
        let mut placed: Vec<(usize, Text)> = Vec::new();
        for column in columns.into_iter().flatten() {
            let (Some(value), Some(at)) = (series.shown[column], points[column]) else { continue };
            if placed.iter().any(|(other, _)| *other == column) {
                continue;
            }
            let content = self.lines.format.text(value);
            let free = |text: &Text| {
                let taken =
                    placed.iter().any(|(_, other)| other.bounds().grown(3.0).overlaps(&text.bounds()));
                !taken && self.is_free(text, points)
            };
            if let Some(text) = self.candidates(&content, at).into_iter().find(free) {
                placed.push((column, text));
            }
        }
        placed.into_iter().map(|(_, text)| text).collect()
    }

    /// A label around a point: above it, to its sides, below it.
    fn candidates(&self, content: &str, at: Point) -> Vec<Text> {
        let color = self.lines.series[0].color.as_text(self.theme.colors.band);
        let (high, low) = (at.y - 10.0, at.y + 10.0 + POINT.cap());
        let places = [
            (at.x, high, Anchor::Middle),
            (at.x - 5.0, high, Anchor::End),
            (at.x + 5.0, high, Anchor::Start),
            (at.x, low, Anchor::Middle),
            (at.x + 5.0, low, Anchor::Start),
            (at.x - 5.0, low, Anchor::End),
        ];
        let label = |(x, baseline, anchor)| line_of(self.theme, content, (x, baseline), anchor, POINT, color);
        places.into_iter().map(label).collect()
    }

    fn is_free(&self, text: &Text, points: &[Option<Point>]) -> bool {
        let bounds = text.bounds().grown(1.0);
        let plot = Rect::new(self.across.left, self.head, self.across.right, self.base);
        let inside = bounds.left >= plot.left && bounds.right <= plot.right && bounds.bottom <= plot.bottom;
        let clear_of_words = bounds.top >= self.head + HEAD - 4.0;
        let known: Vec<Point> = points.iter().flatten().copied().collect();
        let crossed = known.windows(2).any(|pair| bounds.is_crossed(pair[0], pair[1]));
        let zones = self.across.zones(self.lines);
        let boundary = zones.iter().any(|&(from, _)| bounds.left < from && from < bounds.right);
        inside && clear_of_words && !crossed && !boundary
    }

    /// The names of value lines over their lines at the left edge, none on another.
    fn marked_labels(&self) -> Vec<Text> {
        let mut marked: Vec<&Line> = self.lines.marks.lines.iter().collect();
        marked.sort_by(|a, b| b.value.total_cmp(&a.value));
        let height = MARKED.leading() + 1.0;
        let wanted: Vec<f64> =
            marked.iter().map(|line| self.ruler.whole(line.value) - 4.0 - MARKED.cap() / 2.0).collect();
        let heights = vec![height; marked.len()];
        let middles = spread(&wanted, &heights, self.head, self.base).unwrap_or(wanted);
        let placed = marked.iter().zip(middles).map(|(line, middle)| {
            let at = (self.across.edge, middle + MARKED.cap() / 2.0);
            line_of(self.theme, &line.label, at, Anchor::Start, MARKED, self.theme.colors.ink)
        });
        placed.collect()
    }
}
