//! A Marimekko on a page.

use super::Marimekko;
use super::across::{Across, FIGURE, NAME, whole};
use crate::chart::layout::cell::{self, Ground};
use crate::chart::layout::frame::{Words, frame, line_of};
use crate::chart::layout::grid::TICK;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, TextStyle};
use crate::chart::number::Format;
use crate::chart::theme::Theme;
use crate::error::Error;

const HATCH: (f64, f64) = (6.5, 1.2);
/// The least height in which parts still say something.
const LEAST: f64 = 84.0;
/// What levels set to whole pixels may take from the room between them.
const PIXELS: f64 = 1.0;
/// From the plot up to the figure over a column.
const RISE: f64 = 7.0;
/// From the plot down to the source line, beyond what every chart has.
const FOOT: f64 = 8.0;
/// What lines take that lead from columns to names that stand beside them.
const LEAD: f64 = 14.0;
const SHARE: TextStyle = TextStyle::bold(12.0);
const VALUE: TextStyle = TextStyle::regular(11.0);
/// A plot this high has a tick at every quarter.
const QUARTERS: f64 = 160.0;
/// Narrower and lower rectangles have no room for a gap.
const NO_GAP: f64 = 3.0;

/// Everything whose place is known before anything is drawn.
struct Plan<'a> {
    theme: &'a Theme,
    mekko: &'a Marimekko,
    across: Across,
    top: f64,
    base: f64,
    /// For each column the edges of its parts from the base up.
    edges: Vec<Vec<f64>>,
}

/// The scene of a Marimekko on a page of the given size.
pub(super) fn scene(
    mekko: &Marimekko,
    theme: &Theme,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let across = Across::plan(mekko, &theme.fonts, width);
    let lines = across.heads.iter().map(|head| head.lines.len()).max().unwrap_or(0).max(1);
    let lead = if across.heads.iter().any(|head| head.is_led) { LEAD } else { 0.0 };
    let head = FIGURE.leading() + lines as f64 * NAME.leading() + RISE + lead - 4.0;
    let names = across.gutter(mekko, &theme.fonts, 0.0).least_height();
    let room = frame(&mut scene, theme, words, head + LEAST.max(names) + FOOT + PIXELS)?;
    let (top, base) = ((room.top + head).round(), (room.bottom - FOOT).round());
    let edges = edges(mekko, top, base);
    let plan = Plan { theme, mekko, across, top, base, edges };
    plan.draw(&mut scene, lead);
    Ok(scene)
}

fn edges(mekko: &Marimekko, top: f64, base: f64) -> Vec<Vec<f64>> {
    let bars = 0..mekko.matrix.rows.len();
    let up = |bar: usize| {
        let (mut reached, size) = (0.0, mekko.size(bar).value);
        let levels = (0..mekko.colors.len()).map(|series| {
            reached += mekko.matrix.cell(bar, series).map_or(0.0, |cell| cell.value / size);
            (base - (base - top) * reached.min(1.0)).round()
        });
        std::iter::once(base).chain(levels).collect()
    };
    bars.map(up).collect()
}

impl Plan<'_> {
    fn draw(&self, scene: &mut Scene, lead: f64) {
        self.draw_ticks(scene);
        for bar in 0..self.edges.len() {
            self.draw_bar(scene, bar);
        }
        self.draw_heads(scene, lead);
        let marks: Vec<f64> = self
            .edges
            .last()
            .into_iter()
            .flat_map(|edges| edges.windows(2).rev())
            .map(|pair| f64::midpoint(pair[0], pair[1]))
            .collect();
        let gutter = self.across.gutter(self.mekko, &self.theme.fonts, self.base - self.top);
        let marks: Vec<Point> = marks.into_iter().map(|y| Point::new(self.across.right, y)).collect();
        gutter.draw(scene, self.theme, &marks, self.across.right, (self.top, self.base));
    }

    fn draw_ticks(&self, scene: &mut Scene) {
        let format = Format::percent(0, self.mekko.format.numbers());
        let steps = if self.base - self.top >= QUARTERS { 4 } else { 2 };
        for step in 0..=steps {
            let part = f64::from(step) / f64::from(steps);
            let y = self.base - (self.base - self.top) * part;
            let at = (self.across.left - 6.0, (y + TICK.cap() / 2.0).round());
            let quiet = self.theme.colors.quiet;
            scene.text(line_of(self.theme, &format.text(part), at, Anchor::End, TICK, quiet));
        }
    }

    fn draw_bar(&self, scene: &mut Scene, bar: usize) {
        let (left, right) = (self.across.edges[bar], self.across.edges[bar + 1]);
        if right - left < 1.0 {
            return;
        }
        let colors = &self.theme.colors;
        let beside = if bar > 0 && right - left >= NO_GAP { 1.0 } else { 0.0 };
        let is_forecast = self.mekko.matrix.column.is_forecast();
        let mut below = 0.0;
        for (series, levels) in self.edges[bar].windows(2).enumerate() {
            // The gap at the left is left out: what the page shows there is the page.
            let rect = Rect::new(left + beside, levels[1], right, levels[0]);
            if rect.height() < 1.0 {
                continue;
            }
            let fill = self.mekko.colors[series];
            scene.rect(rect, fill);
            if is_forecast {
                scene.hatch(&rect, colors.hatch, HATCH.0, HATCH.1);
            }
            if below >= NO_GAP && rect.height() >= NO_GAP {
                scene.rect(Rect::new(rect.left, levels[0], right, levels[0] + 1.0), colors.paper);
            }
            below = rect.height();
            let ground = if is_forecast { Ground::Hatched } else { Ground::Plain };
            let Some(cell) = self.mekko.matrix.cell(bar, series) else { continue };
            let share = self.mekko.share(cell.value, self.mekko.size(bar).value);
            let lines = [(share, SHARE), (self.mekko.format.text(cell.shown), VALUE)];
            cell::label(scene, self.theme, &rect, (fill, ground), &lines);
        }
    }

    fn draw_heads(&self, scene: &mut Scene, lead: f64) {
        let figures = self.top - RISE - lead;
        let ink = self.theme.colors.ink;
        for head in &self.across.heads {
            let at = (head.center, figures);
            scene.text(line_of(self.theme, &head.figure, at, Anchor::Middle, FIGURE, ink));
            let mut baseline = figures - FIGURE.leading();
            for line in head.lines.iter().rev() {
                let at = (head.center, baseline);
                scene.text(line_of(self.theme, line, at, Anchor::Middle, NAME, self.theme.colors.soft));
                baseline -= NAME.leading();
            }
            if head.is_led {
                let edges = &self.across.edges;
                let x = f64::midpoint(edges[head.bar], edges[head.bar + 1]);
                let path = [Point::new(x, self.top - 1.0), Point::new(head.center, figures + 4.0)];
                scene.line(&path, self.theme.colors.leader, 1.0);
            }
        }
        let [(word, _), (figure, _)] = whole(self.mekko, &self.theme.fonts);
        let left = self.across.right + 14.0;
        scene.text(line_of(self.theme, &figure, (left, figures), Anchor::Start, FIGURE, ink));
        let at = (left, figures - FIGURE.leading());
        scene.text(line_of(self.theme, &word, at, Anchor::Start, NAME, self.theme.colors.soft));
    }
}
