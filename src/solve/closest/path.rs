//! How a group's numbers of all years hang together: assumed once, and then carried from year to year.
//!
//! For one group with numbers `y` (in units of the assumed market of each year) and assumed numbers `p`, the cost is
//!
//! ```text
//! D(y_r | p_r) / level  +  Σ over steps s → t away from r   D(y_t | y_s p_t / p_s) / (drift |t - s|)
//! D(a | b) = a ln(a / b) - a + b
//! ```
//!
//! with `r` the year in which sizes are assumed. In relative moves `δ = dy / y` its Hessian is `y_r δ_r² / level` plus
//! `y_t (δ_t - δ_s)² / (drift |t - s|)` for each step, whose inverse is written down at once: with `w_r = level / y_r` and
//! `w_t = w_s + drift |t - s| / y_t`, two years on the same side of `r` have the `w` of the one nearer to it, and years on
//! different sides have `w_r`. A year in which a group is empty is no link of its chain.

use super::shape::Shape;

/// The variances of the costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Widths {
    /// Of the logarithm of the whole market's size.
    pub(crate) level: f64,
    /// Of the logarithm of its growth in a year.
    pub(crate) drift: f64,
}

impl Widths {
    /// Of the size of a group whose chain begins in this year.
    fn level_at(self, shape: &Shape, root: usize) -> f64 {
        let off = (shape.times[root] - shape.times[shape.root]).abs();
        self.level + self.drift * (shape.apart + off)
    }
}

/// One group's chain, on slices of the desk.
pub(super) struct Path<'a> {
    /// Numbers, and what was assumed: 0 where the group is empty.
    pub(super) x: &'a [f64],
    pub(super) prior: &'a [f64],
    /// The logarithm of the one over the other.
    pub(super) log: &'a [f64],
    /// The assumed market of each year.
    pub(super) totals: &'a [f64],
}

/// A number below this part of the market is not taken for less.
const LEAST: f64 = 1e-80;

/// The years that are links, from the root outward: the root, those after it, those before it.
pub(super) struct Links {
    pub(super) root: usize,
    span: usize,
}

impl Path<'_> {
    /// The link nearest to the root, none if the group is empty in all years.
    pub(super) fn links(&self, shape: &Shape) -> Option<Links> {
        let alive = |t: &usize| self.prior[*t] > 0.0;
        let away = |t: &usize| (shape.times[*t] - shape.times[shape.root]).abs();
        let span = self.x.len();
        let root = if alive(&shape.root) {
            shape.root
        } else {
            (0..span).filter(alive).min_by(|a, b| away(a).total_cmp(&away(b)))?
        };
        Some(Links { root, span })
    }

    /// The `w` of each year; 0 where the group is empty.
    pub(super) fn variances(&self, shape: &Shape, widths: Widths, w: &mut [f64]) -> Option<usize> {
        w.fill(0.0);
        let links = self.links(shape)?;
        let root = links.root;
        let y = |t: usize| (self.x[t] / self.totals[t]).max(LEAST);
        w[root] = widths.level_at(shape, root) / y(root);
        for side in [true, false] {
            let mut last = root;
            for t in links.side(side) {
                if self.prior[t] > 0.0 {
                    w[t] = w[last] + widths.drift * (shape.times[t] - shape.times[last]).abs() / y(t);
                    last = t;
                }
            }
        }
        Some(root)
    }

    /// Adds the gradient of the cost in relative moves.
    pub(super) fn add_gradient(&self, shape: &Shape, widths: Widths, gradient: &mut [f64]) {
        let Some(links) = self.links(shape) else { return };
        let root = links.root;
        let y = |t: usize| self.x[t] / self.totals[t];
        gradient[root] += y(root) * self.log[root] / widths.level_at(shape, root);
        for side in [true, false] {
            let mut s = root;
            for t in links.side(side) {
                if self.prior[t] > 0.0 {
                    let firm = 1.0 / (widths.drift * (shape.times[t] - shape.times[s]).abs());
                    let carried = y(s) * (self.prior[t] / self.totals[t]) / (self.prior[s] / self.totals[s]);
                    gradient[t] += firm * y(t) * (self.log[t] - self.log[s]);
                    gradient[s] -= firm * (y(t) - carried);
                    s = t;
                }
            }
        }
    }

    /// The cost itself.
    pub(super) fn cost(&self, shape: &Shape, widths: Widths) -> f64 {
        let Some(links) = self.links(shape) else { return 0.0 };
        let root = links.root;
        let y = |t: usize| self.x[t] / self.totals[t];
        let p = |t: usize| self.prior[t] / self.totals[t];
        let mut cost = divergence(y(root), p(root)) / widths.level_at(shape, root);
        for side in [true, false] {
            let mut s = root;
            for t in links.side(side) {
                if self.prior[t] > 0.0 {
                    let width = widths.drift * (shape.times[t] - shape.times[s]).abs();
                    cost += divergence(y(t), y(s) * p(t) / p(s)) / width;
                    s = t;
                }
            }
        }
        cost
    }
}

impl Links {
    /// The years after the root, or those before it from the nearest on.
    pub(super) fn side(&self, after: bool) -> impl Iterator<Item = usize> {
        let (up, down) = if after { (self.root + 1..self.span, 0..0) } else { (0..0, 0..self.root) };
        up.chain(down.rev())
    }
}

/// Applies the inverse of the Hessian that these variances describe to one group's numbers, in place.
pub(super) fn smooth(w: &[f64], root: usize, moves: &mut [f64]) {
    let sum =
        |years: std::ops::Range<usize>| -> f64 { years.filter(|&t| w[t] > 0.0).map(|t| moves[t]).sum() };
    // A link passes on what lies from it outward.
    let (before, after) = (sum(0..root), sum(root + 1..w.len()));
    let whole = w[root] * (before + moves[root] + after);
    moves[root] = whole;
    let (mut level, mut last, mut beyond) = (whole, w[root], after);
    for t in root + 1..w.len() {
        (level, last, beyond) = link(w, t, moves, level, last, beyond);
    }
    (level, last, beyond) = (whole, w[root], before);
    for t in (0..root).rev() {
        (level, last, beyond) = link(w, t, moves, level, last, beyond);
    }
}

fn link(w: &[f64], t: usize, moves: &mut [f64], level: f64, last: f64, beyond: f64) -> (f64, f64, f64) {
    if w[t] <= 0.0 {
        moves[t] = 0.0;
        return (level, last, beyond);
    }
    let own = moves[t];
    let level = level + (w[t] - last) * beyond;
    moves[t] = level;
    (level, w[t], beyond - own)
}

/// `a ln(a / b) - a + b`, 0 where both are.
pub(super) fn divergence(a: f64, b: f64) -> f64 {
    if a > 0.0 { a * libm::log(a / b) - a + b } else { b }
}
