//! What all charts of a report have in common: colors, fonts, and how numbers are written.

use super::color::{Color, WHITE};
use super::layout::scene::Paint;
use super::number::NumberFormat;
use super::output::font::Fonts;

/// What all charts of a report have in common: colors, fonts, and how numbers are written.
///
/// ```
/// use market_outlook::{NumberFormat, Theme};
/// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
/// # let number = Some(Number { value: 8.1, status: Status::Published });
/// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
/// #     .with_row(Row::total(), [number])?;
///
/// let theme = Theme::light().with_numbers(NumberFormat::COMMA);
/// let svg = Chart::stacked_columns(&table)?.theme(theme).to_svg()?;
/// assert!(svg.contains("aria-label=\"8,1\""));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Theme {
    pub(crate) colors: Colors,
    pub(crate) fonts: Fonts,
    pub(crate) numbers: NumberFormat,
}

/// The colors of everything that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Colors {
    /// The page.
    pub(crate) paper: Color,
    /// Titles, totals, axes.
    pub(crate) ink: Color,
    /// Subtitles and year labels.
    pub(crate) soft: Color,
    /// Sources, notes, headings of a column. The band under it decides how light it may be.
    pub(crate) quiet: Color,
    /// Leaders from a label to the mark it names, connectors, reference lines.
    pub(crate) leader: Color,
    /// Grid lines and hairlines.
    pub(crate) grid: Color,
    /// The band behind forecast years.
    pub(crate) band: Color,
    /// The diagonals over what is forecast.
    pub(crate) hatch: Paint,
    /// Series in drawing order. Chosen together with label contrast: white reaches 4.5:1 on the dark ones,
    /// dark text on the light ones, and every pair stays apart under the three kinds of color blindness.
    pub(crate) series: Vec<Color>,
    /// Whatever is left over.
    pub(crate) other: Color,
    /// Series beside which others are highlighted.
    pub(crate) muted: Color,
    /// What is added, what is taken away, and the whole, in a bridge.
    pub(crate) up: Color,
    pub(crate) down: Color,
    pub(crate) whole: Color,
}

impl Theme {
    /// Dark text on white, in colors that everyone can tell apart.
    #[must_use]
    pub fn light() -> Self {
        let other = Color::hex(0x8a_94a0);
        let hues = [0x12_436d, 0x1f_7aa8, 0x6f_c2a5, 0xf0_b030, 0xc4_4e37].map(Color::hex);
        let colors = Colors {
            paper: WHITE,
            ink: Color::hex(0x15_202b),
            soft: Color::hex(0x4b_5866),
            quiet: Color::hex(0x64_707c),
            leader: Color::hex(0x9a_a5b1),
            grid: Color::hex(0xe3_e7eb),
            band: Color::hex(0xf1_f4f8),
            hatch: Paint { color: WHITE, alpha: 0.28 },
            series: hues.into_iter().chain([other]).collect(),
            other,
            muted: Color::hex(0xc3_cbd3),
            up: hues[1],
            down: hues[4],
            whole: hues[0],
        };
        Self { colors, fonts: Fonts::new(), numbers: NumberFormat::POINT }
    }

    /// The same theme with numbers written another way.
    ///
    /// ```
    /// # use market_outlook::{NumberFormat, Theme};
    /// let theme = Theme::light().with_numbers(NumberFormat::SPACE);
    /// ```
    #[must_use]
    pub fn with_numbers(mut self, numbers: NumberFormat) -> Self {
        self.numbers = numbers;
        self
    }
}

impl Default for Theme {
    /// [`Theme::light`].
    fn default() -> Self {
        Self::light()
    }
}

#[cfg(test)]
mod tests {
    use super::super::color::READABLE;
    use super::*;

    #[test]
    fn every_series_color_carries_a_readable_label_inside_and_beside() {
        let colors = Theme::light().colors;
        for color in [&colors.series[..], &[colors.muted, colors.up, colors.down, colors.whole]].concat() {
            assert!(color.label().is_some(), "{color:?}");
            assert!(color.as_text(colors.paper).contrast(colors.paper) >= READABLE, "{color:?}");
        }
    }

    #[test]
    fn every_text_color_can_be_read_on_paper_and_band() {
        let colors = Theme::light().colors;
        for text in [colors.ink, colors.soft, colors.quiet] {
            assert!(text.contrast(colors.paper) >= READABLE, "{text:?}");
            assert!(text.contrast(colors.band) >= READABLE, "{text:?}");
        }
    }
}
