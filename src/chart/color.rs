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
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
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
