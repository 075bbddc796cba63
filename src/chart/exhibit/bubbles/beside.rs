//! What stands right of the bubbles: the key of sizes, and names that have no room at their bubbles.

use super::Bubbles;
use crate::chart::layout::frame::line_of;
use crate::chart::layout::labels::widest;
use crate::chart::layout::scene::{Anchor, Point, Rect, Scene, TextStyle};
use crate::chart::layout::text;
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

const HEADING: TextStyle = TextStyle::regular(11.0);
const VALUE: TextStyle = TextStyle::regular(11.0);
const NAMES: [TextStyle; 2] = [TextStyle::regular(12.0), TextStyle::regular(11.0)];
pub(super) const NUMBER: TextStyle = TextStyle::bold(11.0);
/// Between two values of the key.
const APART: f64 = 14.0;
/// From the largest circle to the values.
const LEAD: f64 = 12.0;
/// Between the key and the names.
const BELOW: f64 = 20.0;

/// The key of sizes: circles that stand in each other, the largest first.
#[derive(Debug)]
pub(super) struct Key {
    heading: Vec<String>,
    circles: Vec<(f64, String)>,
}

impl Key {
    /// Two or three round sizes, of which the largest is the largest below the largest bubble.
    pub(super) fn new(bubbles: &Bubbles, fonts: &Fonts, width: f64, radius: impl Fn(f64) -> f64) -> Self {
        let words = format!("Area: size in {}, {}", bubbles.last.year(), bubbles.unit);
        let heading = text::at_most(fonts, &words, HEADING, width, 4);
        let mut sizes: Vec<f64> = Vec::new();
        for size in round_below(bubbles.largest()) {
            let is_apart = |&last: &f64| 2.0 * (radius(last) - radius(size)) >= APART;
            if radius(size) >= 2.0 && sizes.last().is_none_or(is_apart) {
                sizes.push(size);
            }
        }
        sizes.reverse();
        // Decimals tell the smallest from nothing.
        let labels = |sizes: &[f64]| {
            let from_zero: Vec<f64> = std::iter::once(0.0).chain(sizes.iter().copied()).collect();
            bubbles.format.ticks(&from_zero).split_off(1)
        };
        // Without the largest, circles and numbers are narrower.
        let wide = |sizes: &[f64]| {
            let largest = sizes.last().map_or(0.0, |&size| radius(size));
            2.0 * largest + 1.0 + LEAD + widest(fonts, &labels(sizes), VALUE)
        };
        while !sizes.is_empty() && wide(&sizes) > width {
            sizes.pop();
        }
        let circles = sizes.iter().map(|&size| radius(size)).zip(labels(&sizes)).rev().collect();
        Self { heading, circles }
    }

    pub(super) fn height(&self) -> f64 {
        let largest = self.circles.first().map_or(0.0, |(radius, _)| 2.0 * radius);
        self.heading.len() as f64 * HEADING.leading() + 4.0 + largest + 1.0
    }

    pub(super) fn draw(&self, scene: &mut Scene, theme: &Theme, left: f64, top: f64) {
        let mut baseline = top + HEADING.cap();
        for line in &self.heading {
            let quiet = theme.colors.quiet;
            scene.text(line_of(theme, line, (left, baseline), Anchor::Start, HEADING, quiet));
            baseline += HEADING.leading();
        }
        let base = top + self.height();
        let Some(&(largest, _)) = self.circles.first() else { return };
        let center = left + largest + 1.0;
        for (radius, _) in &self.circles {
            let at = Point::new(center, base - radius);
            scene.disc(at, *radius, theme.colors.leader);
            scene.disc(at, radius - 1.0, theme.colors.paper);
        }
        for (radius, label) in &self.circles {
            let y = (base - 2.0 * radius).round() + 0.5;
            let right = center + largest + LEAD;
            scene.line(&[Point::new(center, y), Point::new(right - 3.0, y)], theme.colors.leader, 1.0);
            let at = (right, y + VALUE.cap() / 2.0);
            scene.text(line_of(theme, label, at, Anchor::Start, VALUE, theme.colors.soft));
        }
    }
}

/// 1, 2 or 5 times a power of ten below a size, and the next ones about four times smaller each.
fn round_below(largest: f64) -> Vec<f64> {
    if largest <= 1e-300 {
        return Vec::new();
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(largest)));
    let digits = [5.0, 2.0, 1.0].into_iter().find(|digit| digit * power <= largest * (1.0 + 1e-9));
    let first = digits.unwrap_or(1.0);
    let smaller = match first {
        5.0 => [5.0, 1.0, 0.2],
        2.0 => [2.0, 0.5, 0.1],
        _ => [1.0, 0.2, 0.05],
    };
    smaller.map(|digit| digit * power).to_vec()
}

/// Writes numbered names one below the other, if there is room.
pub(super) fn draw_names(
    scene: &mut Scene,
    theme: &Theme,
    bubbles: &Bubbles,
    numbered: &[usize],
    room: Rect,
) -> Result<(), Error> {
    let widest = theme.fonts.width(&numbered.len().to_string(), NUMBER) + 8.0;
    let wide = room.width() - widest;
    let name = |member: usize| bubbles.members[member].name.as_str();
    let words = || numbered.iter().flat_map(|&member| name(member).split(' '));
    // Smaller letters where that leaves words whole.
    let fits = |style: &TextStyle| words().all(|word| theme.fonts.width(word, *style) <= wide);
    let style = NAMES.into_iter().find(fits).unwrap_or(NAMES[0]);
    let lines = |member: usize| text::at_most(&theme.fonts, name(member), style, wide, 2);
    let mut baseline = room.top + BELOW + style.cap();
    for (place, &member) in numbered.iter().enumerate() {
        let lines = lines(member);
        if baseline + (lines.len() as f64 - 1.0) * style.leading() > room.bottom {
            let what = "names beside bubbles on a page of this height".into();
            return Err(ErrorKind::TooLarge { what, found: numbered.len(), limit: place }.into());
        }
        let number = (place + 1).to_string();
        let ink = theme.colors.ink;
        scene.text(line_of(theme, &number, (room.left, baseline), Anchor::Start, NUMBER, ink));
        let color = bubbles.members[member].color.as_text(theme.colors.paper);
        for line in lines {
            let at = (room.left + widest, baseline);
            scene.text(line_of(theme, &line, at, Anchor::Start, style, color));
            baseline += style.leading();
        }
        baseline += 2.0;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::annotation::Options;
    use crate::table::{Column, Number, Row, RowKind, Table};
    use crate::value::{Status, Unit, Years};

    fn key(largest: f64, width: f64) -> Vec<(f64, String)> {
        let columns = [Column::history(2019), Column::history(2026)];
        let number = |value| Some(Number { value, status: Status::Assumed });
        let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns)
            .with_row(Row::new(RowKind::Member, ["a"]), [1.0, largest].map(number))
            .unwrap();
        let (theme, years) = (Theme::light(), Years::new(2019, 2026).unwrap());
        let bubbles = Bubbles::read(&table, years, &Options::default(), &theme).unwrap();
        Key::new(&bubbles, &theme.fonts, width, |size| 30.0 * libm::sqrt(size / largest)).circles
    }

    #[test]
    fn numbers_of_the_key_tell_sizes_apart_and_stay_beside_the_plot() {
        let labels =
            |largest, width| key(largest, width).into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels(4.7, 150.0), ["2.0", "0.5"]);
        assert_eq!(labels(0.13, 150.0), ["0.10", "0.02"]);
        let narrow = labels(12_345_678.9, 92.0);
        assert!(!narrow.is_empty() && narrow.len() < labels(12_345_678.9, 150.0).len(), "{narrow:?}");
        let fonts = Theme::light().fonts;
        let wide = |(radius, label): (f64, String)| 2.0 * radius + 1.0 + LEAD + fonts.width(&label, VALUE);
        assert!(key(12_345_678.9, 92.0).into_iter().all(|circle| wide(circle) <= 92.0));
    }

    #[test]
    fn sizes_of_the_key_are_round() {
        assert_eq!(round_below(4.7), [2.0, 0.5, 0.1]);
        assert_eq!(round_below(5.0), [5.0, 1.0, 0.2]);
        assert_eq!(round_below(199.0), [100.0, 20.0, 5.0]);
        assert_eq!(round_below(0.0), Vec::<f64>::new());
    }
}
