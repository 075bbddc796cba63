//! Words and marks that a user adds to a chart.

use super::annotation::{Difference, Level, ValueLine};
use super::chart::{Chart, sentence};
use super::layout::text;
use super::theme::Theme;
use crate::value::Year;

/// What a kind of chart has no place for, as a growth arrow in a heat map, is an error when the chart is drawn that
/// says what it has a place for.
impl Chart {
    /// The same chart in the colors, the font and the number format of a theme.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let theme = Theme::light().with_numbers(NumberFormat::COMMA);
    /// let chart = Chart::stacked_columns(&table)?.theme(theme);
    /// assert!(chart.alt_text().contains("Total 8,1 in 2019"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// The same chart in which only the series of these names keep their color, and all others are gray.
    ///
    /// A name that no series has is an error when the chart is drawn.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let chart = Chart::stacked_columns(&table)?.highlight(["Asia"]);
    /// assert!(chart.to_svg().is_ok());
    /// let error = chart.highlight(["Atlantis"]).to_svg().unwrap_err();
    /// assert_eq!(error.to_string(), "unknown row 'Atlantis', expected one of 'Europe', 'Asia', 'Africa'");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn highlight<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.options.highlight = names.into_iter().map(|name| text::clean(name.as_ref())).collect();
        self
    }

    /// The same chart with so many of the largest members, and all others in one gray "Other (n)".
    ///
    /// Large is who has the largest mean over the columns of the table. A single member beyond stays itself.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let svg = Chart::stacked_columns(&table)?.largest(1).to_svg()?;
    /// assert!(svg.contains("aria-label=\"Other (2)\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn largest(mut self, count: usize) -> Self {
        self.options.largest = Some(count);
        self
    }

    /// The same chart with arrows that carry the growth of the total between these years, and no others.
    ///
    /// Columns of totals have a place for them: [`Chart::stacked_columns`] and [`Chart::growth_columns`].
    /// Arrows over the same columns stand above each other, and those that meet on a column beside each other.
    /// With an empty list the chart has no arrow at all. Growth from nothing, or an arrow too short for its figure, is
    /// an error when the chart is drawn.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let chart = Chart::stacked_columns(&table)?;
    /// let svg = chart.clone().growth_arrows([(2019, 2022), (2022, 2026)]).to_svg()?;
    /// assert!(svg.contains("aria-label=\"4.7% CAGR\"") && svg.contains("aria-label=\"5.7% CAGR\""));
    /// assert!(!chart.growth_arrows::<i32>([]).to_svg()?.contains("% CAGR\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn growth_arrows<Y: Into<Year>>(mut self, spans: impl IntoIterator<Item = (Y, Y)>) -> Self {
        self.options.growth =
            Some(spans.into_iter().map(|(first, last)| (first.into(), last.into())).collect());
        self
    }

    /// The same chart with the growth of each series between these years beside its name.
    ///
    /// Without it, growth is from the first year of the table to the last.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let svg = Chart::stacked_columns(&table)?.series_growth(2022, 2026).to_svg()?;
    /// assert!(svg.contains("aria-label=\"2022–26\"") && svg.contains("aria-label=\"+10.7%\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn series_growth(mut self, first: impl Into<Year>, last: impl Into<Year>) -> Self {
        self.options.series_growth = Some((first.into(), last.into()));
        self
    }

    /// The same chart with one more upright arrow from one level to another, beside the plot.
    ///
    /// Stacked columns, growth columns and waterfalls have levels of totals, lines and grouped columns those of series.
    /// Of percentages only the change in points is defined, and a part only of what is more than 0.
    /// It is computed from unrounded values; where the printed levels would give another figure, a note says so.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let chart = Chart::stacked_columns(&table)?;
    /// let growth = chart.clone().difference(Level::total(2019), Level::total(2026), Difference::Both);
    /// assert!(growth.to_svg()?.contains("aria-label=\"+3.5 (+43%)\""));
    /// let gap = chart.difference(Level::total(2026), Level::value(14.0), Difference::Absolute);
    /// assert!(gap.to_svg()?.contains("aria-label=\"+2.4\""));
    /// let (asia, europe) = (Level::series("Asia", 2026), Level::series("Europe", 2026));
    /// let behind = Chart::lines(&table)?.difference(asia, europe, Difference::Absolute);
    /// assert!(behind.description()?.contains("Asia in 2026 to Europe in 2026: +3.6."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn difference(mut self, from: Level, to: Level, difference: Difference) -> Self {
        self.options.differences.push((from, to, difference));
        self
    }

    /// The same chart with one more value marked across it.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let svg = Chart::stacked_columns(&table)?.value_line(ValueLine::new("Target", 10.0)).to_svg()?;
    /// assert!(svg.contains("aria-label=\"Target 10.0\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn value_line(mut self, line: ValueLine) -> Self {
        self.options.lines.push(line);
        self
    }

    /// The same chart with one more note under it.
    ///
    /// ```
    /// # use market_outlook::*;
    /// # let numbers = |values: [f64; 3]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// # let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([6.0, 6.6, 7.5]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([2.0, 2.6, 3.9]))?
    /// #     .with_row(Row::new(RowKind::Member, ["Africa"]), numbers([0.1, 0.1, 0.2]))?;
    /// let svg = Chart::stacked_columns(&table)?.note("Widgets include spare parts").to_svg()?;
    /// assert!(svg.contains("Widgets include spare parts."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn note(mut self, note: impl AsRef<str>) -> Self {
        let note = sentence(note.as_ref());
        self.notes.extend((!note.is_empty()).then_some(note));
        self
    }

    /// The same chart whose axis may start above zero: each column that is cut shows it, and a note says so.
    ///
    /// Only a waterfall has a place for it: elsewhere the length of a column is its value.
    #[must_use]
    pub fn broken_axis(mut self) -> Self {
        self.options.broken_axis = true;
        self
    }
}
