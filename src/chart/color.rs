//! Colors, and the contrast that decides which text may stand on them.

use std::fmt;

/// An opaque color in sRGB, as the web and office programs write it.
///
/// ```
/// use market_outlook::Color;
///
/// let navy = Color::new(0x12, 0x43, 0x6d);
/// assert_eq!(navy.to_string(), "#12436d");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// Labels on dark fills.
pub(crate) const WHITE: Color = Color::hex(0xff_ffff);
/// Labels on light fills.
pub(crate) const DARK: Color = Color::hex(0x15_202b);

/// The contrast below which text is not readable for everyone (WCAG 2, level AA).
pub(crate) const READABLE: f64 = 4.5;

impl Color {
    /// A color by its three channels.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    pub(crate) const fn hex(rgb: u32) -> Self {
        Self::new((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
    }

    /// WCAG relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// WCAG contrast ratio, 1 to 21.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This color moved towards `other` by `part` of the way.
    pub(crate) fn mix(self, other: Self, part: f64) -> Self {
        let channel = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
        Self::new(
            channel(self.red, other.red),
            channel(self.green, other.green),
            channel(self.blue, other.blue),
        )
    }

    /// This color moved towards `other` by `part` of the way, in even steps of the lightness that eyes see.
    ///
    /// The way is straight in `OKLab`, which is linear in the cube roots of what the three kinds of cones receive.
    pub(crate) fn towards(self, other: Self, part: f64) -> Self {
        let (from, to) = (self.cones(), other.cones());
        let roots = [0, 1, 2].map(|cone| from[cone] + (to[cone] - from[cone]) * part);
        let [long, middle, short] = roots.map(|root| root * root * root);
        let channel = |linear: f64| {
            let c = if linear <= 0.003_130_8 {
                12.92 * linear
            } else {
                1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055
            };
            (c * 255.0).round() as u8
        };
        Self::new(
            channel(4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short),
            channel(-1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short),
            channel(-0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701 * short),
        )
    }

    /// Cube roots of what cones for long, middle and short waves receive (Ottosson 2020).
    fn cones(self) -> [f64; 3] {
        let [r, g, b] = [self.red, self.green, self.blue].map(linear);
        [
            0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b,
            0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b,
            0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b,
        ]
        .map(libm::cbrt)
    }

    /// Whether white text can be read on it better than dark text.
    pub(crate) fn is_dark(self) -> bool {
        WHITE.contrast(self) > DARK.contrast(self)
    }

    /// The shade of this color nearest to it that can be read on `background`: darker on a light one, lighter
    /// on a dark one.
    pub(crate) fn as_text(self, background: Self) -> Self {
        let (away, last) = if background.is_dark() { (WHITE, WHITE) } else { (Self::new(0, 0, 0), DARK) };
        (0..=50)
            .map(|step| self.mix(away, f64::from(step) / 50.0))
            .find(|shade| shade.contrast(background) >= READABLE)
            .unwrap_or(last)
    }

    /// The text color for a label inside a mark of this color: white where white can be read, else dark,
    /// else none.
    pub(crate) fn label(self) -> Option<Self> {
        [WHITE, DARK].into_iter().find(|text| text.contrast(self) >= READABLE)
    }
}

/// A channel of sRGB as an amount of light, 0 to 1.
fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_of_black_and_white_is_21() {
        assert!((Color::new(0, 0, 0).contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn tints_have_even_steps_of_lightness() {
        let navy = Color::hex(0x12_436d);
        assert_eq!((WHITE.towards(navy, 0.0), WHITE.towards(navy, 1.0)), (WHITE, navy));
        let lightness = |color: Color| {
            let [long, middle, short] = color.cones();
            0.210_454_255_3 * long + 0.793_617_785 * middle - 0.004_072_046_8 * short
        };
        let steps: Vec<f64> =
            (0..=4).map(|step| lightness(WHITE.towards(navy, f64::from(step) / 4.0))).collect();
        for pair in steps.windows(2) {
            assert!((pair[0] - pair[1] - (steps[0] - steps[4]) / 4.0).abs() < 0.004, "{steps:?}");
        }
        // Published: red is 0.627955 in OKLab.
        assert!((lightness(Color::hex(0xff_0000)) - 0.627_955).abs() < 1e-4);
    }

    #[test]
    fn text_is_darker_on_light_and_lighter_on_dark() {
        let yellow = Color::hex(0xf0_b030);
        for background in [WHITE, DARK] {
            let text = yellow.as_text(background);
            assert!(text.contrast(background) >= READABLE);
            assert_eq!(text.luminance() > background.luminance(), background.is_dark());
        }
        assert_eq!(yellow.as_text(DARK), yellow);
    }
}
