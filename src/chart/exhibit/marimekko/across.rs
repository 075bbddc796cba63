//! How a Marimekko shares the width of a page: edges of columns, and which names there is room for.

use super::Marimekko;
use crate::chart::color::Color;
use crate::chart::layout::frame::margin;
use crate::chart::layout::grid::TICK;
use crate::chart::layout::gutter::Gutter;
use crate::chart::layout::scene::TextStyle;
use crate::chart::layout::spread::spread;
use crate::chart::layout::text;
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;

pub(super) const NAME: TextStyle = TextStyle::regular(12.0);
pub(super) const FIGURE: TextStyle = TextStyle::bold(13.0);
/// Names over narrow columns are broken to lines of this width, or where they then have no room near them, of
/// the next.
const LINES: [f64; 2] = [92.0, 58.0];
/// How many times as long as a line a word may be before it is cut.
const LONG: f64 = 2.1;
/// Between two names.
const APART: f64 = 12.0;
/// How far a name may stand from its column before a leader is drawn.
const NEAR: f64 = 3.0;
/// How far off a name may stand before narrower lines are tried.
const FAR: f64 = 40.0;
/// Between a tick and the plot.
const TICK_GAP: f64 = 6.0;
/// Where names right of the plot begin.
const BESIDE: f64 = 14.0;

/// The horizontal plan.
#[derive(Debug)]
pub(super) struct Across {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Edges of the columns, one more than columns, in whole pixels.
    pub(super) edges: Vec<f64>,
    /// The names over columns that there is room for.
    pub(super) heads: Vec<Head>,
    /// Positions of columns without a name.
    missing: Vec<usize>,
    /// The widest name beside the last column.
    names: f64,
}

/// What stands over a column.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) bar: usize,
    pub(super) lines: Vec<String>,
    pub(super) figure: String,
    width: f64,
    pub(super) center: f64,
    /// Whether a line has to lead from the column to it.
    pub(super) is_led: bool,
}

impl Across {
    pub(super) fn plan(mekko: &Marimekko, fonts: &Fonts, width: f64) -> Self {
        let (low, high) = (margin(width), width - margin(width));
        let names = ((high - low) * 0.26).max(70.0);
        // The widest that names get on any height, so that columns do not depend on the height.
        let beside = gutter(mekko, fonts, names, f64::INFINITY).width(fonts);
        let total = BESIDE + whole(mekko, fonts).iter().map(|(_, width)| *width).fold(0.0, f64::max);
        let left = (low + fonts.width("100%", TICK) + TICK_GAP).round();
        let right = (high - beside.max(total)).round();
        let mut reached = 0.0;
        let ends = (0..mekko.matrix.rows.len()).map(|bar| {
            reached += mekko.size(bar).value / mekko.whole.value;
            (left + (right - left) * reached.min(1.0)).round()
        });
        let edges: Vec<f64> = std::iter::once(left).chain(ends).collect();
        let (heads, missing) = best(LINES.map(|least| heads(mekko, fonts, &edges, least)), &edges);
        Self { left, right, edges, heads, missing, names: (beside - BESIDE).max(0.0) }
    }

    /// The names beside the last column, in lines that fit into a height.
    pub(super) fn gutter(&self, mekko: &Marimekko, fonts: &Fonts, height: f64) -> Gutter {
        gutter(mekko, fonts, self.names, height)
    }
}

fn gutter(mekko: &Marimekko, fonts: &Fonts, width: f64, height: f64) -> Gutter {
    let series = mekko.matrix.columns.iter().zip(&mekko.colors).rev();
    let names: Vec<(&str, Color)> = series.map(|(member, &color)| (member.name.as_str(), color)).collect();
    Gutter::measure(fonts, &names, Vec::new(), width, height)
}

/// What stands over the names of series, with its width.
pub(super) fn whole(mekko: &Marimekko, fonts: &Fonts) -> [(String, f64); 2] {
    let lines = [("Total".to_string(), NAME), (mekko.format.text(mekko.whole.shown), FIGURE)];
    lines.map(|(line, style)| {
        let width = fonts.width(&line, style);
        (line, width)
    })
}

/// The first plan of those that leave out the fewest names and have none far off, or the least far.
fn best(plans: [(Vec<Head>, Vec<usize>); 2], edges: &[f64]) -> (Vec<Head>, Vec<usize>) {
    let worst = |(heads, missing): &(Vec<Head>, Vec<usize>)| {
        let off = heads.iter().filter(|head| head.is_led);
        let off = off.map(|head| (head.center - f64::midpoint(edges[head.bar], edges[head.bar + 1])).abs());
        let off = off.fold(0.0, f64::max);
        (missing.len(), if off > FAR { off } else { 0.0 })
    };
    let [wide, narrow] = plans;
    if worst(&narrow) < worst(&wide) { narrow } else { wide }
}

/// Names over the largest columns that all have room side by side, and the columns that stay without.
fn heads(mekko: &Marimekko, fonts: &Fonts, edges: &[f64], least: f64) -> (Vec<Head>, Vec<usize>) {
    let (left, right) = (edges[0], edges[edges.len() - 1]);
    let mut order: Vec<usize> = (0..edges.len() - 1).collect();
    order.sort_by(|&a, &b| mekko.size(b).value.total_cmp(&mekko.size(a).value));
    let (mut heads, mut missing, mut used) = (Vec::new(), Vec::new(), 0.0);
    for bar in order {
        let head = head(mekko, fonts, bar, (edges[bar], edges[bar + 1]), least);
        if missing.is_empty() && used + head.width <= right - left {
            used += head.width;
            heads.push(head);
        } else {
            missing.push(bar);
        }
    }
    heads.sort_by_key(|head| head.bar);
    missing.sort_unstable();
    let wanted: Vec<f64> = heads.iter().map(|head| head.center).collect();
    let widths: Vec<f64> = heads.iter().map(|head| head.width).collect();
    let placed = spread(&wanted, &widths, left, right).expect("their widths were added up");
    for (head, center) in heads.iter_mut().zip(placed) {
        let half = (head.width - APART) / 2.0;
        let is_over = edges[head.bar] <= center - half && center + half <= edges[head.bar + 1];
        head.is_led = !is_over && (center - head.center).abs() > NEAR;
        head.center = center;
    }
    (heads, missing)
}

fn head(mekko: &Marimekko, fonts: &Fonts, bar: usize, (left, right): (f64, f64), least: f64) -> Head {
    let (name, figure) = (&mekko.matrix.rows[bar].name, mekko.figure(bar));
    let wide = fonts.width(&figure, FIGURE);
    // A word that is not much longer than a line is not cut.
    let words = name.split(' ').map(|word| fonts.width(word, NAME));
    let word = words.filter(|&word| word <= LONG * least).fold(least, f64::max);
    let lines = text::at_most(fonts, name, NAME, (right - left - APART).max(wide).max(word), 3);
    let widest = lines.iter().map(|line| fonts.width(line, NAME)).fold(wide, f64::max);
    let center = f64::midpoint(left, right);
    Head { bar, lines, figure, width: widest + APART, center, is_led: false }
}

/// The note on columns that have no room for a name, if there are some.
pub(super) fn unlabelled(mekko: &Marimekko, theme: &Theme, width: f64) -> Option<String> {
    let across = Across::plan(mekko, &theme.fonts, width);
    let name = |&bar: &usize| format!("{}, {}", mekko.matrix.rows[bar].name, mekko.figure(bar));
    let names: Vec<String> = across.missing.iter().map(name).collect();
    (!names.is_empty()).then(|| format!("Columns without a name, from the left: {}.", names.join("; ")))
}
