//! Words and marks that a user adds to a chart.

use super::annotation::{Difference, Level, ValueLine};
use super::chart::Chart;
use super::layout::text;
use super::theme::Theme;
use crate::value::Year;

impl Chart {
    /// The same chart in the colors, the font and the number format of a theme.
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// The same chart in which only the series of these names keep their color, and all others are gray.
    ///
    /// A name that no series has is an error when the chart is drawn.
    #[must_use]
    pub fn highlight<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.options.highlight = names.into_iter().map(|name| text::clean(name.as_ref())).collect();
        self
    }

    /// The same chart with so many of the largest members, and all others in one "Other (n)".
    #[must_use]
    pub fn largest(mut self, count: usize) -> Self {
        self.options.largest = Some(count);
        self
    }

    /// The same chart with arrows that carry the growth of the total between these years, and no others.
    ///
    /// With an empty list it has no arrow at all.
    #[must_use]
    pub fn growth_arrows<Y: Into<Year>>(mut self, spans: impl IntoIterator<Item = (Y, Y)>) -> Self {
        self.options.growth =
            Some(spans.into_iter().map(|(first, last)| (first.into(), last.into())).collect());
        self
    }

    /// The same chart with the growth of each series between these years beside its name.
    #[must_use]
    pub fn series_growth(mut self, first: impl Into<Year>, last: impl Into<Year>) -> Self {
        self.options.series_growth = Some((first.into(), last.into()));
        self
    }

    /// The same chart with one more arrow from one level to another.
    #[must_use]
    pub fn difference(mut self, from: Level, to: Level, difference: Difference) -> Self {
        self.options.differences.push((from, to, difference));
        self
    }

    /// The same chart with one more value marked across it.
    #[must_use]
    pub fn value_line(mut self, line: ValueLine) -> Self {
        self.options.lines.push(line);
        self
    }

    /// The same chart whose axis may start above zero: each column that is cut shows it, and a note says so.
    #[must_use]
    pub fn broken_axis(mut self) -> Self {
        self.options.broken_axis = true;
        self
    }
}
