//! Which tint a number has.

use crate::chart::color::Color;
use crate::chart::number::Format;
use crate::chart::theme::Theme;

/// What nothing looks like beside a cell that has no number: this part of the way to the full color.
const LEAST: f64 = 0.06;
/// In how many steps a tint is moved to one that a label can be read on.
const STEPS: i32 = 64;

/// Tints of one color from nothing to the largest number, or of two on either side of a middle.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scale {
    low: f64,
    middle: f64,
    high: f64,
    /// The tint of the middle.
    neutral: Color,
    below: Color,
    above: Color,
    /// What is printed at the low end, in the middle and at the high end of the key.
    pub(crate) key: [String; 3],
    /// Where tints begin.
    starts_at: f64,
    is_diverging: bool,
}

impl Scale {
    /// For sizes: from 0, and on both sides of it where some are negative and some are not.
    pub(crate) fn of_sizes(values: impl Iterator<Item = f64>, format: Format, theme: &Theme) -> Self {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        let key = |middle: f64| [low, middle, high].map(|value| format.text(value));
        if low < 0.0 && high > 0.0 {
            return Self::diverging(low, 0.0, high, key(0.0), theme);
        }
        let far = if low < 0.0 { theme.colors.down } else { theme.colors.whole };
        let middle = low / 2.0 + high / 2.0;
        let neutral = theme.colors.paper.towards(far, LEAST);
        let (below, above) = if low < 0.0 { (far, neutral) } else { (neutral, far) };
        Self {
            low,
            middle,
            high,
            neutral,
            below,
            above,
            key: key(middle),
            starts_at: 0.0,
            is_diverging: false,
        }
    }

    /// For outcomes of which one will be true: from the lowest to the highest, since their differences are what is asked.
    pub(crate) fn of_outcomes(values: impl Iterator<Item = f64>, format: Format, theme: &Theme) -> Self {
        let ends = values.fold(None, |ends: Option<(f64, f64)>, value| {
            Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
        });
        let (low, high) = ends.unwrap_or((0.0, 0.0));
        let middle = low / 2.0 + high / 2.0;
        let (near, far) = (theme.colors.paper.towards(theme.colors.whole, LEAST), theme.colors.whole);
        let key = [low, middle, high].map(|value| format.text(value));
        Self {
            low,
            middle,
            high,
            neutral: near,
            below: near,
            above: far,
            key,
            starts_at: low,
            is_diverging: false,
        }
    }

    /// For growth: on both sides of 0 where some shrinks and some grows, else on both sides of the growth of
    /// the whole, so that the two colors always part what the numbers themselves part.
    pub(crate) fn of_growth(
        rates: impl Iterator<Item = f64>,
        whole: Option<f64>,
        format: Format,
        theme: &Theme,
    ) -> Self {
        let ends = rates.fold(None, |ends: Option<(f64, f64)>, rate| {
            Some(ends.map_or((rate, rate), |(low, high)| (low.min(rate), high.max(rate))))
        });
        let (low, high) = ends.unwrap_or((0.0, 0.0));
        let middle = whole.filter(|_| low >= 0.0 || high <= 0.0);
        let name = if middle.is_some() { " total" } else { "" };
        let middle = middle.unwrap_or(0.0);
        let (low, high) = (low.min(middle), high.max(middle));
        let key = [format.text(low), format!("{}{name}", format.text(middle)), format.text(high)];
        Self::diverging(low, middle, high, key, theme)
    }

    fn diverging(low: f64, middle: f64, high: f64, key: [String; 3], theme: &Theme) -> Self {
        let colors = &theme.colors;
        let (neutral, below, above) = (colors.band, colors.down, colors.up);
        Self { low, middle, high, neutral, below, above, key, starts_at: middle, is_diverging: true }
    }

    /// The tint of a number, moved as little as it takes for a label to be readable on it.
    pub(crate) fn tint(&self, value: f64) -> Color {
        let (far, part) = self.part(value);
        let at = |step: i32| {
            let part = part + f64::from(step) / f64::from(STEPS);
            (0.0..=1.0).contains(&part).then(|| self.neutral.towards(far, part))
        };
        let near = (0..=STEPS).flat_map(|step| [step, -step]);
        let readable = |tint: &Color| tint.label().is_some();
        near.filter_map(at).find(readable).unwrap_or(self.neutral)
    }

    /// Towards which color a number lies, and how far.
    fn part(&self, value: f64) -> (Color, f64) {
        // Halves, so that the distance of the largest numbers is finite.
        let way = |to: f64| (to / 2.0 - self.starts_at / 2.0).abs();
        let far = if value < self.starts_at { self.below } else { self.above };
        // The same distance has the same tint on both sides.
        let longest = way(self.low).max(way(self.high));
        (far, if longest > 0.0 { (way(value) / longest).min(1.0) } else { 0.0 })
    }

    /// The number at a part of the key: its halves lead from the low end to the middle and from there to the
    /// high end.
    pub(crate) fn value_at(&self, part: f64) -> f64 {
        let between = |from: f64, to: f64, part: f64| from * (1.0 - part) + to * part;
        if part < 0.5 {
            between(self.low, self.middle, part * 2.0)
        } else {
            between(self.middle, self.high, part * 2.0 - 1.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::number::NumberFormat;

    fn sizes(values: &[f64]) -> Scale {
        let format = Format::new(1, 10.0, NumberFormat::POINT);
        Scale::of_sizes(values.iter().copied(), format, &Theme::light())
    }

    fn growth(rates: &[f64], whole: f64) -> Scale {
        let format = Format::percent(1, NumberFormat::POINT).signed();
        Scale::of_growth(rates.iter().copied(), Some(whole), format, &Theme::light())
    }

    #[test]
    fn sizes_begin_at_nothing() {
        let colors = Theme::light().colors;
        let scale = sizes(&[2.0, 8.0]);
        assert_eq!(scale.key, ["0.0", "4.0", "8.0"]);
        assert_eq!(scale.tint(8.0), colors.whole);
        assert!(scale.tint(0.0) != colors.paper, "nothing is told apart from no number");
        assert_eq!(sizes(&[-2.0, -8.0]).tint(-8.0), colors.down);
        assert_eq!(sizes(&[-2.0, 8.0]).key, ["−2.0", "0.0", "8.0"]);
        assert_eq!(sizes(&[0.0]).key, ["0.0", "0.0", "0.0"]);
    }

    #[test]
    fn two_colors_part_shrinking_from_growing_or_slow_from_fast() {
        let colors = Theme::light().colors;
        let mixed = growth(&[-0.02, 0.08], 0.05);
        assert_eq!(mixed.key, ["−2.0%", "0.0%", "+8.0%"]);
        assert_eq!((mixed.tint(0.08), mixed.tint(0.0)), (colors.up, colors.band));
        let growing = growth(&[0.02, 0.08], 0.05);
        assert_eq!(growing.key, ["+2.0%", "+5.0% total", "+8.0%"]);
        assert_eq!((growing.tint(0.02), growing.tint(0.05)), (colors.down, colors.band));
    }

    #[test]
    fn every_tint_carries_a_label() {
        for scale in [sizes(&[8.0]), sizes(&[-8.0, 8.0]), growth(&[0.01, 0.08], 0.05)] {
            for step in 0..=500 {
                let value = scale.value_at(f64::from(step) / 500.0);
                assert!(scale.tint(value).label().is_some(), "{value}");
            }
        }
    }
}
