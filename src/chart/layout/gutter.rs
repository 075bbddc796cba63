//! Names beside the last column instead of a legend, with a figure for each.

use super::frame::line_of;
use super::scene::{Anchor, Point, Scene, TextStyle};
use super::spread::spread;
use super::text;
use crate::chart::color::Color;
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;

pub(crate) const NAME: TextStyle = TextStyle::regular(13.0);
const FIGURE: TextStyle = TextStyle::regular(13.0);
const HEADING: TextStyle = TextStyle::regular(12.0);
/// Room for a leader between the mark and its name.
const LEADER_ROOM: f64 = 14.0;
const FIGURE_GAP: f64 = 20.0;
/// Between two names.
const APART: f64 = 3.0;
/// How far a name may stand from its mark before a leader is drawn.
const NEAR: f64 = 3.0;

/// Measured names and figures, top first.
#[derive(Debug)]
pub(crate) struct Gutter {
    names: Vec<(Vec<String>, Color)>,
    names_width: f64,
    figures: Vec<Figures>,
}

/// A column of figures under a heading.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    pub(crate) heading: Vec<String>,
    /// One for each name, top first.
    pub(crate) rows: Vec<String>,
}

impl Gutter {
    /// Breaks names to lines of at most `width`, at most three each and so few that all fit into `height`.
    pub(crate) fn measure(
        fonts: &Fonts,
        names: &[(&str, Color)],
        figures: Vec<Figures>,
        width: f64,
        height: f64,
    ) -> Self {
        let broken = |name: &str, lines: usize| text::at_most(fonts, name, NAME, width, lines);
        let mut left = height - heading_height(&figures);
        let mut placed: Vec<(Vec<String>, Color)> =
            names.iter().map(|(name, color)| (broken(name, 1), *color)).collect();
        left -= placed.iter().map(|(lines, _)| block(lines)).sum::<f64>();
        // One name after the other gets a second line while there is room, and then a third.
        for most in [2, 3] {
            for ((lines, _), (name, _)) in placed.iter_mut().zip(names) {
                let longer = broken(name, most);
                let more = block(&longer) - block(lines);
                if more > 0.0 && more <= left {
                    left -= more;
                    *lines = longer;
                }
            }
        }
        let names = placed;
        let widths = names.iter().flat_map(|(lines, _)| lines).map(|line| fonts.width(line, NAME));
        let names_width = widths.fold(0.0, f64::max).ceil();
        Self { names, names_width, figures }
    }

    /// Everything right of the last mark.
    pub(crate) fn width(&self, fonts: &Fonts) -> f64 {
        if self.names.is_empty() {
            return 0.0;
        }
        let figures = self.figures.iter().map(|figures| FIGURE_GAP + figures.width(fonts));
        LEADER_ROOM + self.names_width + figures.sum::<f64>()
    }

    /// The height that heading and names take when each name is on one line: with less, some would be lost.
    pub(crate) fn least_height(&self) -> f64 {
        heading_height(&self.figures) + self.names.len() as f64 * block(&[])
    }

    /// Draws the heading at `top` and the names between it and `bottom`, which are at least
    /// [`Gutter::least_height`] apart; `marks` are where the marks end, top first.
    pub(crate) fn draw(
        &self,
        scene: &mut Scene,
        theme: &Theme,
        marks: &[Point],
        edge: f64,
        (mut top, bottom): (f64, f64),
    ) {
        let left = edge + LEADER_ROOM;
        let rights: Vec<f64> = self.rights(&theme.fonts, left);
        let heading = heading_height(&self.figures);
        for (figures, &right) in self.figures.iter().zip(&rights) {
            figures.draw_heading(scene, theme, right, top, heading);
        }
        top += heading;
        let heights: Vec<f64> = self.names.iter().map(|(lines, _)| block(lines)).collect();
        let levels: Vec<f64> = marks.iter().map(|mark| mark.y).collect();
        let middles = spread(&levels, &heights, top, bottom).expect("no page is lower than its names");
        for (index, ((lines, color), middle)) in self.names.iter().zip(middles).enumerate() {
            let mark = marks[index];
            if (middle - mark.y).abs() > NEAR {
                // Level as far as a label over the mark may reach.
                let level = Point::new(edge.max(mark.x + 2.0), mark.y);
                let path = [Point::new(mark.x + 2.0, mark.y), level, Point::new(left - 4.0, middle)];
                let first = usize::from(level.x <= mark.x + 2.0);
                scene.line(&path[first..], theme.colors.leader, 1.0);
            }
            let extent = lines.len().saturating_sub(1) as f64 * NAME.leading();
            let mut baseline = middle - extent / 2.0 + NAME.cap() / 2.0;
            let figure_baseline = middle + FIGURE.cap() / 2.0;
            for line in lines {
                let shade = color.as_text(theme.colors.paper);
                scene.text(line_of(theme, line, (left, baseline), Anchor::Start, NAME, shade));
                baseline += NAME.leading();
            }
            for (figures, &right) in self.figures.iter().zip(&rights) {
                let (at, row) = ((right, figure_baseline), &figures.rows[index]);
                scene.text(line_of(theme, row, at, Anchor::End, FIGURE, theme.colors.ink));
            }
        }
    }

    /// Right edges of the columns of figures.
    fn rights(&self, fonts: &Fonts, left: f64) -> Vec<f64> {
        let widths = self.figures.iter().map(|figures| FIGURE_GAP + figures.width(fonts));
        let rights = widths.scan(left + self.names_width, |right, width| {
            *right += width;
            Some(*right)
        });
        rights.collect()
    }
}

fn heading_height(figures: &[Figures]) -> f64 {
    let lines = figures.iter().map(|figures| figures.heading.len()).max();
    lines.map_or(0.0, |lines| lines as f64 * HEADING.leading() + 7.0)
}

fn block(lines: &[String]) -> f64 {
    lines.len().max(1) as f64 * NAME.leading() + APART
}

impl Figures {
    fn width(&self, fonts: &Fonts) -> f64 {
        let wide =
            |lines: &[String], style| lines.iter().map(|line| fonts.width(line, style)).fold(0.0, f64::max);
        wide(&self.heading, HEADING).max(wide(&self.rows, FIGURE)).ceil()
    }

    /// Draws the heading so that its last line stands over the rule at the foot of `height`.
    fn draw_heading(&self, scene: &mut Scene, theme: &Theme, right: f64, top: f64, height: f64) {
        let above = height - 7.0 - self.heading.len() as f64 * HEADING.leading();
        let mut baseline = top + above + HEADING.size * 0.8;
        for line in &self.heading {
            scene.text(line_of(theme, line, (right, baseline), Anchor::End, HEADING, theme.colors.quiet));
            baseline += HEADING.leading();
        }
        let rule = (top + height - 4.0).round() + 0.5;
        let left = right - self.width(&theme.fonts);
        scene.line(&[Point::new(left, rule), Point::new(right, rule)], theme.colors.grid, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::color::DARK;

    #[test]
    fn room_for_one_more_line_is_not_wasted() {
        let fonts = Fonts::noto_sans();
        let name = "Banking, financial services and insurance";
        let lines = |height: f64| {
            let names = [(name, DARK), ("Retail", DARK), (name, DARK)];
            let gutter = Gutter::measure(&fonts, &names, Vec::new(), 120.0, height);
            gutter.names.iter().map(|(lines, _)| lines.len()).collect::<Vec<_>>()
        };
        let line = NAME.leading();
        let least = 3.0 * (line + APART);
        assert_eq!(lines(least), [1, 1, 1]);
        assert_eq!(lines(least + line), [2, 1, 1]);
        assert_eq!(lines(least + 2.0 * line), [2, 1, 2]);
        assert_eq!(lines(f64::INFINITY), [3, 1, 3]);
    }
}
