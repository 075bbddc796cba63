//! Bubbles on a page.

use super::Bubbles;
use super::beside::{Key, NUMBER, draw_names};
use crate::chart::color::Color;
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::grid::{TICK, free, level};
use crate::chart::layout::place::{Board, Circle, Placed};
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, Text, TextStyle};
use crate::chart::layout::text;
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::growth_word;

const NAME: TextStyle = TextStyle::regular(12.0);
const AXIS: TextStyle = TextStyle::regular(12.0);
const TOTAL: TextStyle = TextStyle::bold(12.0);
/// The ring that keeps bubbles apart that overlap.
const RING: f64 = 1.5;
/// The smallest circle that can be seen.
const DOT: f64 = 2.5;
/// A name is broken to lines of this width, at most three.
const WIDE: f64 = 126.0;
/// Below the plot: the ticks, and under them what they measure.
const BELOW: f64 = 38.0;
/// Above the plot: what its height measures.
const ABOVE: f64 = 20.0;
/// The least height of the plot.
const LEAST: f64 = 150.0;
const BESIDE: f64 = 20.0;
/// The plot reaches at least one percentage point up and down from the middle.
const NARROWEST: f64 = 0.01;
/// Between two levels.
const TICKS: f64 = 45.0;
/// Dashes and gaps of a reference line.
const DASH: (f64, f64) = (5.0, 4.0);

/// The radius of the largest bubble on a page of this width.
fn widest(width: f64) -> f64 {
    (width * 0.042).clamp(15.0, 46.0)
}

/// The radius at which area is in proportion to size.
fn radius(bubbles: &Bubbles, size: f64, width: f64) -> f64 {
    let largest = bubbles.largest();
    if largest > 0.0 { widest(width) * libm::sqrt(size / largest) } else { 0.0 }
}

/// Whether some bubbles would be too small to be seen.
pub(super) fn has_dots(bubbles: &Bubbles, width: f64) -> bool {
    bubbles.members.iter().any(|member| radius(bubbles, member.size, width) < DOT)
}

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    bubbles: &'a Bubbles,
    /// Left edge of the ticks.
    edge: f64,
    plot: Rect,
    across: Ruler,
    up: Ruler,
    circles: Vec<Circle>,
}

/// The scene of bubbles on a page of the given size.
pub(super) fn scene(
    bubbles: &Bubbles,
    theme: &Theme,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let beside = ((width - 2.0 * margin(width)) * 0.15).clamp(92.0, 150.0);
    let key = Key::new(bubbles, &theme.fonts, beside, |size| radius(bubbles, size, width));
    let needed = LEAST.max(4.0 * widest(width)).max(key.height() - ABOVE) + ABOVE + BELOW + 1.0;
    let room = frame(&mut scene, theme, words, needed)?;
    let right = (room.right - beside - BESIDE).round();
    let plan = Plan::new(bubbles, theme, &room, right);
    let mut board = Board::new(plan.plot, plan.circles.clone());
    let total = plan.total(&mut board);
    let (names, numbered) = plan.place(&mut board)?;
    plan.draw(&mut scene, &names, total.as_ref());
    let left = right + BESIDE;
    key.draw(&mut scene, theme, left, room.top);
    let list = Rect::new(left, room.top + key.height(), room.right, room.bottom);
    draw_names(&mut scene, theme, bubbles, &numbered, list)?;
    Ok(scene)
}

/// A name or a number at its bubble.
struct Name {
    texts: Vec<Text>,
    leader: Option<[Point; 2]>,
}

impl<'a> Plan<'a> {
    fn new(bubbles: &'a Bubbles, theme: &'a Theme, room: &Rect, right: f64) -> Self {
        let rates = || bubbles.members.iter().map(|member| member.growth).chain([bubbles.growth]);
        let (low, high) = rates().fold((f64::MAX, f64::MIN), |(low, high), r| (low.min(r), high.max(r)));
        // Rates that print alike are not drawn as if they differed.
        let (middle, reach) = (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0);
        let reach = reach.max(NARROWEST).max(middle.abs() / 1000.0);
        let up = Ruler::between(middle - reach, middle + reach, 0.0, 1.0);
        let shares = bubbles.members.iter().map(|member| member.share);
        let (top, bottom) = ((room.top + ABOVE).round(), (room.bottom - BELOW).round());
        let pad = widest(room.left + room.right) + RING + 2.0;
        let up = up.moved(bottom - pad, top + pad);
        let labels = bubbles.rates.ticks(&up.ticks(TICKS));
        let ticks = labels.iter().map(|label| theme.fonts.width(label, TICK)).fold(0.0, f64::max);
        let left = (room.left + ticks + 8.0).round().min(right - 2.0 * pad - 1.0);
        let across = Ruler::from_zero(shares, left + pad, right - pad);
        let circle = |member: &super::Bubble| Circle {
            center: Point::new(across.at(member.share), up.at(member.growth)),
            radius: radius(bubbles, member.size, room.left + room.right).max(DOT),
        };
        let circles = bubbles.members.iter().map(circle).collect();
        let plot = Rect::new(left, top, right, bottom);
        Self { theme, bubbles, edge: room.left, plot, across, up, circles }
    }

    /// The words at the growth of the whole, near the right end of its line, where they are clear of bubbles.
    fn total(&self, board: &mut Board) -> Option<Text> {
        let label = format!("Total {}", self.bubbles.rates.text(self.bubbles.growth));
        let y = self.up.at(self.bubbles.growth).round();
        let steps = ((self.plot.width() / 2.0 / 20.0).max(0.0)) as usize;
        let rights = (0..=steps).map(|step| self.plot.right - 2.0 - 20.0 * step as f64);
        let mut texts = rights.flat_map(|x| {
            [y - 5.0, y + 5.0 + TOTAL.cap()].map(|baseline| {
                line_of(self.theme, &label, (x, baseline), Anchor::End, TOTAL, self.theme.colors.ink)
            })
        });
        let found = texts.find(|text| board.is_free(&text.bounds()))?;
        board.take(found.bounds());
        Some(found)
    }

    /// Names at their bubbles, and the members whose names have no room there and are numbered.
    fn place(&self, board: &mut Board) -> Result<(Vec<Name>, Vec<usize>), Error> {
        let fonts = &self.theme.fonts;
        let (mut names, mut numbered) = (Vec::new(), Vec::new());
        for (index, member) in self.bubbles.members.iter().enumerate() {
            // The slash between two labels stays with the first.
            let whole = member.name.replace(" / ", "\u{a0}/ ");
            let lines = text::at_most(fonts, &whole, NAME, WIDE, 3);
            match board.place(index, size(fonts, &lines, NAME)) {
                Some(placed) => names.push(self.name(index, &placed, &lines, NAME)),
                None => numbered.push(index),
            }
        }
        for (place, &index) in numbered.iter().enumerate() {
            let number = [(place + 1).to_string()];
            let Some(placed) = board.place(index, size(fonts, &number, NUMBER)) else {
                let what = "bubbles that a page of this size tells apart".into();
                let found = self.bubbles.members.len();
                let limit = names.len().min(found.saturating_sub(1));
                return Err(ErrorKind::TooLarge { what, found, limit }.into());
            };
            names.push(self.name(index, &placed, &number, NUMBER));
        }
        Ok((names, numbered))
    }

    fn name(&self, index: usize, placed: &Placed, lines: &[String], style: TextStyle) -> Name {
        let (fill, paper) = (self.bubbles.members[index].color, self.theme.colors.paper);
        let (on, color) = if placed.is_inside {
            (fill, fill.label().unwrap_or(self.theme.colors.ink))
        } else {
            (paper, fill.as_text(paper))
        };
        let circle = self.circles[index].center.x;
        let (anchor, x) = if placed.is_inside || (placed.rect.left < circle && circle < placed.rect.right) {
            (Anchor::Middle, placed.rect.middle().x)
        } else if placed.rect.left >= circle {
            (Anchor::Start, placed.rect.left)
        } else {
            (Anchor::End, placed.rect.right)
        };
        let text = |(place, line): (usize, &String)| {
            let baseline = placed.rect.top + ASCENT * style.size + place as f64 * style.leading();
            let mut text = line_of(self.theme, line, (x, baseline), anchor, style, color);
            text.on = on;
            text
        };
        Name { texts: lines.iter().enumerate().map(text).collect(), leader: placed.leader }
    }

    fn draw(&self, scene: &mut Scene, names: &[Name], total: Option<&Text>) {
        let texts: Vec<Text> =
            names.iter().flat_map(|name| name.texts.clone()).chain(total.cloned()).collect();
        self.draw_axes(scene, &texts, total.is_some());
        for (circle, member) in self.circles.iter().zip(&self.bubbles.members) {
            scene.disc(circle.center, circle.radius + RING, self.theme.colors.paper);
            scene.disc(circle.center, circle.radius, member.color);
        }
        for leader in names.iter().filter_map(|name| name.leader) {
            scene.line(&leader, self.theme.colors.leader, 1.0);
        }
        texts.into_iter().for_each(|text| scene.text(text));
    }

    fn draw_axes(&self, scene: &mut Scene, texts: &[Text], is_total_named: bool) {
        let (theme, colors) = (self.theme, &self.theme.colors);
        let ticks = self.up.ticks(TICKS);
        let labels = self.bubbles.rates.ticks(&ticks);
        let whole = self.up.at(self.bubbles.growth).round();
        let mut above = f64::INFINITY;
        for (tick, label) in ticks.into_iter().zip(labels) {
            let y = self.up.at(tick).round();
            let color = if tick == 0.0 { colors.leader } else { colors.grid };
            level(scene, y, (self.edge, self.plot.right), texts, color, 1.0);
            let text = line_of(theme, &label, (self.edge, y - 4.0), Anchor::Start, TICK, colors.quiet);
            if text.bounds().bottom <= above {
                above = text.bounds().top;
                scene.text(text);
            }
        }
        self.draw_shares(scene);
        for (from, to) in free(whole, (self.plot.left, self.plot.right), texts) {
            dashed(scene, whole, (from, to), colors.soft);
        }
        let growth = growth_word(self.periods());
        let growth = if growth == "CAGR" { "Growth a year" } else { growth };
        let mut title = format!("{growth}, {}", self.bubbles.span());
        if !is_total_named {
            title = format!("{title}; dashed: total {}", self.bubbles.rates.text(self.bubbles.growth));
        }
        let title = text::at_most(&theme.fonts, &title, AXIS, self.plot.right - self.edge, 1).concat();
        let at = (self.edge, self.plot.top - ABOVE + AXIS.cap());
        scene.text(line_of(theme, &title, at, Anchor::Start, AXIS, colors.soft));
    }

    fn periods(&self) -> u32 {
        crate::chart::rows::periods(self.bubbles.first, self.bubbles.last)
    }

    /// The axis at the foot.
    fn draw_shares(&self, scene: &mut Scene) {
        let (theme, colors, base) = (self.theme, &self.theme.colors, self.plot.bottom);
        scene.line(&[Point::new(self.plot.left, base), Point::new(self.plot.right, base)], colors.ink, 1.0);
        let ticks = self.across.ticks(90.0);
        let format = crate::chart::number::Format::percent(0, self.bubbles.format.numbers());
        let mut reached = f64::NEG_INFINITY;
        for (label, &tick) in format.ticks(&ticks).iter().zip(&ticks) {
            let x = self.across.at(tick).round();
            let text = line_of(theme, label, (x, base + 16.0), Anchor::Middle, TICK, colors.quiet);
            let bounds = text.bounds();
            if bounds.left >= reached && bounds.right <= self.plot.right {
                reached = bounds.right + 10.0;
                scene.line(&[Point::new(x, base), Point::new(x, base + 4.0)], colors.ink, 1.0);
                scene.text(text);
            }
        }
        let title = format!("Share of total in {}", self.bubbles.first.year());
        let at = (self.plot.right, base + 34.0);
        scene.text(line_of(theme, &title, at, Anchor::End, AXIS, colors.soft));
    }
}

/// Height of the tallest plain letter above the baseline, in em.
const ASCENT: f64 = 0.78;

/// What lines of text take.
fn size(fonts: &Fonts, lines: &[String], style: TextStyle) -> (f64, f64) {
    let width = lines.iter().map(|line| fonts.width(line, style)).fold(0.0, f64::max);
    (width, style.size + lines.len().saturating_sub(1) as f64 * style.leading())
}

/// A level line of dashes.
fn dashed(scene: &mut Scene, y: f64, (from, to): (f64, f64), color: Color) {
    let mut x = from;
    while x < to {
        scene.line(&[Point::new(x, y), Point::new((x + DASH.0).min(to), y)], color, 1.2);
        x += DASH.0 + DASH.1;
    }
}
