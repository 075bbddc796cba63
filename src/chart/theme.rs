//! What all charts of a report have in common: colors, fonts, and how numbers are written.

use super::color::{Color, WHITE};
use super::layout::scene::Paint;
use super::number::NumberFormat;
use super::output::font::Fonts;
use crate::error::{Error, ErrorKind};

/// More colors than this nobody tells apart.
const MOST_COLORS: usize = 12;
/// A fill below this contrast to the page is not seen.
const LEAST_CONTRAST: f64 = 1.2;

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
        Self { colors, fonts: Fonts::noto_sans(), numbers: NumberFormat::POINT }
    }

    /// Light text on a dark page, for screens.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Theme, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let svg = Chart::stacked_columns(&table)?.theme(Theme::dark()).to_svg()?;
    /// assert!(svg.contains("fill=\"#121a22\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn dark() -> Self {
        let paper = Color::hex(0x12_1a22);
        let other = Color::hex(0x5c_6672);
        let hues = [0x44_72d9, 0x8e_c3eb, 0x57_ad8f, 0xed_c25e, 0xda_684b].map(Color::hex);
        let colors = Colors {
            paper,
            ink: Color::hex(0xe8_edf2),
            soft: Color::hex(0xb4_bfca),
            quiet: Color::hex(0x93_a0ad),
            leader: Color::hex(0x5c_6874),
            grid: Color::hex(0x2b_353f),
            band: Color::hex(0x1b_252f),
            hatch: Paint { color: paper, alpha: 0.35 },
            series: hues.into_iter().chain([other]).collect(),
            other,
            muted: Color::hex(0x3a_4550),
            up: hues[0],
            down: hues[4],
            whole: hues[1],
        };
        Self { colors, ..Self::light() }
    }

    /// Grays on white, for print without color: six that differ in lightness.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Theme, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// assert!(Chart::stacked_columns(&table)?.theme(Theme::grays()).to_svg()?.contains("#20262b"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn grays() -> Self {
        let light = Self::light();
        let grays = [0x20_262b, 0x4a_5157, 0x70_777d, 0x94_9aa0, 0xb5_babf, 0xd5_d9dc].map(Color::hex);
        let colors = Colors {
            // Pale fills need more than white lines to show that they are forecasts.
            hatch: Paint { color: WHITE, alpha: 0.42 },
            series: grays.to_vec(),
            other: grays[5],
            muted: grays[5],
            up: grays[2],
            down: grays[4],
            whole: grays[0],
            ..light.colors
        };
        Self { colors, ..light }
    }

    /// The same theme in fonts of the user's.
    ///
    /// ```
    /// # use market_outlook::{Fonts, Theme};
    /// let theme = Theme::dark().with_fonts(Fonts::noto_sans());
    /// ```
    #[must_use]
    pub fn with_fonts(mut self, fonts: Fonts) -> Self {
        self.fonts = fonts;
        self
    }

    /// The same theme with these colors for series, the first for the largest.
    ///
    /// Beyond so many series the smaller ones become one gray "Other". A label stands inside a color only where white or
    /// dark text can be read on it.
    ///
    /// # Errors
    /// When there are none or more than twelve, two are the same, or one cannot be told from the page: its contrast to
    /// it is below 1.2.
    ///
    /// ```
    /// use market_outlook::{Color, Theme};
    ///
    /// let house = [Color::new(0x0b, 0x3d, 0x2e), Color::new(0xc9, 0x8a, 0x00)];
    /// assert!(Theme::light().with_palette(house).is_ok());
    /// let error = Theme::light().with_palette([Color::new(255, 255, 250)]).unwrap_err();
    /// assert!(error.to_string().starts_with("the contrast of #fffffa to the page is 1"));
    /// ```
    pub fn with_palette(mut self, colors: impl IntoIterator<Item = Color>) -> Result<Self, Error> {
        // One more than there may be tells that there are too many.
        let series: Vec<Color> = colors.into_iter().take(MOST_COLORS + 1).collect();
        if series.is_empty() {
            let (what, expected) = ("the palette".into(), "at least one color".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        if series.len() > MOST_COLORS {
            let what = "colors that a reader can tell apart".into();
            return Err(ErrorKind::TooLarge { what, found: series.len(), limit: MOST_COLORS }.into());
        }
        for (index, color) in series.iter().enumerate() {
            if series[..index].contains(color) {
                let (what, name) = ("color".into(), color.to_string());
                return Err(ErrorKind::Duplicate { what, name }.into());
            }
            let contrast = color.contrast(self.colors.paper);
            if contrast < LEAST_CONTRAST {
                let what = format!("the contrast of {color} to the page");
                let expected = format!("at least {LEAST_CONTRAST}");
                return Err(ErrorKind::Number { what, found: contrast, expected }.into());
            }
        }
        self.colors.whole = series[0];
        self.colors.series = series;
        Ok(self)
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

    fn themes() -> [Theme; 3] {
        [Theme::light(), Theme::dark(), Theme::grays()]
    }

    #[test]
    fn every_series_color_carries_a_readable_label_inside_and_beside() {
        for Theme { colors, .. } in themes() {
            let fills = [colors.other, colors.muted, colors.up, colors.down, colors.whole];
            for color in [&colors.series[..], &fills].concat() {
                assert!(color.label().is_some(), "{color}");
                assert!(color.as_text(colors.paper).contrast(colors.paper) >= READABLE, "{color}");
                assert!(color.contrast(colors.paper) >= LEAST_CONTRAST, "{color}");
            }
        }
    }

    #[test]
    fn every_text_color_can_be_read_on_paper_and_band() {
        for Theme { colors, .. } in themes() {
            for text in [colors.ink, colors.soft, colors.quiet] {
                assert!(text.contrast(colors.paper) >= READABLE, "{text}");
                assert!(text.contrast(colors.band) >= READABLE, "{text}");
            }
        }
    }

    type Matrix = [[f64; 3]; 3];

    /// What is left of linear red, green and blue without one of the three kinds of cones: Machado, Oliveira and
    /// Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.0.
    const SIGHTS: [Matrix; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    fn times(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
    }

    /// Lightness and two opponent hues (Ottosson, "A perceptual color space for image processing", 2020), times 100.
    fn seen(color: Color, sight: &Matrix) -> [f64; 3] {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        let light = times(sight, [color.red, color.green, color.blue].map(linear));
        let cones = times(
            &[
                [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
                [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
                [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
            ],
            light.map(|part| part.clamp(0.0, 1.0)),
        );
        times(
            &[
                [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
                [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
                [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
            ],
            cones.map(libm::cbrt),
        )
        .map(|part| part * 100.0)
    }

    /// The smallest distance between two of the colors for each kind of sight.
    fn smallest(colors: &[Color]) -> [f64; 4] {
        SIGHTS.map(|sight| {
            let seen: Vec<[f64; 3]> = colors.iter().map(|&color| seen(color, &sight)).collect();
            let apart = |a: &[f64; 3], b: &[f64; 3]| {
                libm::sqrt(a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>())
            };
            let pairs = (0..seen.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
            pairs.map(|(i, j)| apart(&seen[i], &seen[j])).fold(f64::INFINITY, f64::min)
        })
    }

    #[test]
    fn series_stay_apart_under_each_kind_of_color_blindness() {
        // Okabe and Ito's palette, made for this, has 15.6, 9.6, 7.6 and 8.5.
        for (theme, least) in
            [(Theme::light(), [12.9, 10.5, 9.6, 12.1]), (Theme::dark(), [15.1, 11.3, 8.7, 10.9])]
        {
            let found = smallest(&theme.colors.series);
            assert!(found.iter().zip(least).all(|(found, least)| *found >= least), "{found:?}");
        }
    }

    #[test]
    fn grays_differ_in_lightness() {
        let lightness: Vec<f64> =
            Theme::grays().colors.series.iter().map(|&gray| seen(gray, &SIGHTS[0])[0]).collect();
        assert!(lightness.windows(2).all(|pair| pair[1] - pair[0] >= 9.5), "{lightness:?}");
    }

    #[test]
    fn impossible_palettes_are_refused() {
        let message =
            |colors: &[Color]| Theme::light().with_palette(colors.iter().copied()).unwrap_err().to_string();
        assert_eq!(message(&[]), "the palette is empty, expected at least one color");
        let blue = Color::new(0, 0, 200);
        assert_eq!(message(&[blue, blue]), "color '#0000c8' stands twice, expected each name once");
        let many: Vec<Color> = (0..40).map(|i| Color::new(i, 0, 0)).collect();
        assert_eq!(message(&many), "colors that a reader can tell apart: 13, expected at most 12");
    }
}
