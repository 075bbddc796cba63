//! Differences: upright arrows beside a plot, and the levels they lead from and to.

use crate::chart::layout::arrow::{difference_arrow, difference_extent, difference_reach, difference_width};
use crate::chart::layout::grid;
use crate::chart::layout::scene::{Scene, Text};
use crate::chart::number::{self, Format};
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;

/// Between an arrow and a line that passes it by.
const APART: f64 = 4.0;

/// A change from one level to another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gap {
    pub(crate) from: Foot,
    pub(crate) to: Foot,
    pub(crate) label: String,
    /// What the label has, as it would be computed from the printed levels.
    pub(super) says: Says,
}

/// Where a level stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Foot {
    /// A series and a column, or none for a level across the chart.
    pub(crate) mark: Option<(usize, usize)>,
    pub(crate) value: f64,
    /// The value whose nearest neighbor is printed.
    pub(super) shown: f64,
    /// What it is called in a sentence.
    pub(crate) name: String,
}

/// What is said of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) change: bool,
    pub(super) part: bool,
    /// Whether levels are fractions, whose change is in points.
    pub(super) is_in_points: bool,
}

impl Says {
    /// The label for a change, as far as there is one: a part of nothing is none, and nothing goes below nothing.
    pub(super) fn label(self, format: Format, from: f64, to: f64) -> Option<String> {
        let change = || {
            if !self.is_in_points {
                return format.signed().text(to - from);
            }
            let points = (to - from) * 100.0;
            let points = Format::new(format.decimals, points, format.numbers()).signed().text(points);
            format!("{points} points")
        };
        let part = || {
            let part = Some((to - from) / from).filter(|part| from > 0.0 && to >= 0.0 && part.is_finite());
            part.map(|part| number::change_percent(part, format.numbers()))
        };
        match (self.change, self.part) {
            (true, true) => Some(format!("{} ({})", change(), part()?)),
            (true, false) => Some(change()),
            (false, _) => part(),
        }
    }
}

impl Gap {
    /// Whether its label says something else than the printed levels do.
    pub(crate) fn differs_by_rounding(&self, format: Format) -> bool {
        let read = |foot: &Foot| format.read(foot.shown);
        self.says.label(format, read(&self.from), read(&self.to)).as_ref() != Some(&self.label)
    }

    /// "2019 to 2026: +3.5 (+43%). "
    pub(crate) fn sentence(&self) -> String {
        format!("{} to {}: {}. ", self.from.name, self.to.name, self.label)
    }
}

/// The width of the arrows of all changes.
pub(crate) fn width(fonts: &Fonts, gaps: &[Gap]) -> f64 {
    gaps.iter().map(|gap| difference_width(fonts, &gap.label)).sum()
}

/// Changes with their place beside a plot, from its right edge on.
pub(crate) struct Strips<'a> {
    pub(crate) gaps: &'a [Gap],
    pub(crate) right: f64,
}

impl Strips<'_> {
    /// Each change with the left and the right edge of its strip.
    fn placed(&self, fonts: &Fonts) -> Vec<(&Gap, f64, f64)> {
        let mut left = self.right;
        let placed = self.gaps.iter().map(|gap| {
            let from = left;
            left += difference_width(fonts, &gap.label);
            (gap, from, left)
        });
        placed.collect()
    }

    /// Draws the levels, dashed from where `start` says that each begins; to be drawn behind the marks.
    pub(crate) fn draw_levels(
        &self,
        scene: &mut Scene,
        theme: &Theme,
        level: impl Fn(f64) -> f64,
        start: impl Fn(&Foot) -> f64,
        texts: &[Text],
    ) {
        for (gap, left, right) in self.placed(&theme.fonts) {
            let levels = (level(gap.from.value), level(gap.to.value));
            let end = left + difference_reach(levels, right - left);
            for foot in [&gap.from, &gap.to] {
                let across = (start(foot), end);
                grid::dashed(scene, level(foot.value), across, texts, theme.colors.leader, 1.0);
            }
        }
    }

    /// Whether a level line passes all arrows and their labels by.
    pub(crate) fn are_clear_of(&self, y: f64, level: impl Fn(f64) -> f64, reach: (f64, f64)) -> bool {
        self.gaps.iter().all(|gap| {
            let levels = (level(gap.from.value), level(gap.to.value));
            let (top, bottom) = difference_extent(levels, reach);
            y < top - APART || y > bottom + APART
        })
    }

    /// Draws the arrows, their labels between two heights.
    pub(crate) fn draw(
        &self,
        scene: &mut Scene,
        theme: &Theme,
        level: impl Fn(f64) -> f64,
        reach: (f64, f64),
    ) {
        for (gap, left, _) in self.placed(&theme.fonts) {
            let levels = (level(gap.from.value), level(gap.to.value));
            difference_arrow(scene, theme, left, levels, reach, &gap.label);
        }
    }
}
