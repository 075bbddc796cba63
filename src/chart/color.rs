//! Colors, and the contrast that decides which text may stand on them.

/// An opaque sRGB color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rgb(pub(crate) u8, pub(crate) u8, pub(crate) u8);

/// Titles, totals, axes.
pub(crate) const INK: Rgb = Rgb::hex(0x15_202b);
/// Subtitles and year labels.
pub(crate) const SOFT: Rgb = Rgb::hex(0x4b_5866);
/// Sources, notes, headings of a column. The light band under it decides how light it may be.
pub(crate) const QUIET: Rgb = Rgb::hex(0x64_707c);
/// Leaders from a label to the mark it names.
pub(crate) const LEADER: Rgb = Rgb::hex(0x9a_a5b1);
/// Grid lines and hairlines.
pub(crate) const GRID: Rgb = Rgb::hex(0xe3_e7eb);
/// The band behind forecast years.
pub(crate) const BAND: Rgb = Rgb::hex(0xf1_f4f8);
/// The page.
pub(crate) const PAPER: Rgb = Rgb::hex(0xff_ffff);
/// Series in drawing order. Chosen together with label contrast: white reaches 4.5:1 on the dark ones,
/// ink on the light ones, and every pair stays apart under the three kinds of color blindness.
pub(crate) const SERIES: [Rgb; 6] = [
    Rgb::hex(0x12_436d),
    Rgb::hex(0x1f_7aa8),
    Rgb::hex(0x6f_c2a5),
    Rgb::hex(0xf0_b030),
    Rgb::hex(0xc4_4e37),
    OTHER,
];
/// Whatever is left over.
pub(crate) const OTHER: Rgb = Rgb::hex(0x8a_94a0);

/// The contrast below which text is not readable for everyone (WCAG 2, level AA).
pub(crate) const READABLE: f64 = 4.5;

impl Rgb {
    const fn hex(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
    }

    /// WCAG relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// WCAG contrast ratio, 1 to 21.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This color moved towards `other` by `part` of the way.
    pub(crate) fn mix(self, other: Self, part: f64) -> Self {
        let channel = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
        Self(channel(self.0, other.0), channel(self.1, other.1), channel(self.2, other.2))
    }

    /// The lightest shade of this color that can be read on `background`.
    pub(crate) fn as_text(self, background: Self) -> Self {
        (0..=50)
            .map(|step| self.mix(Self(0, 0, 0), f64::from(step) / 50.0))
            .find(|shade| shade.contrast(background) >= READABLE)
            .unwrap_or(INK)
    }

    /// The text color for a label inside a mark of this color: white where white can be read, else ink,
    /// else none.
    pub(crate) fn label(self) -> Option<Self> {
        [PAPER, INK].into_iter().find(|text| text.contrast(self) >= READABLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_of_black_and_white_is_21() {
        assert!((Rgb(0, 0, 0).contrast(PAPER) - 21.0).abs() < 1e-9);
        assert!((PAPER.contrast(PAPER) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn every_series_color_carries_a_readable_label_inside_and_beside() {
        for color in SERIES {
            assert!(color.label().is_some(), "{color:?}");
            assert!(color.as_text(PAPER).contrast(PAPER) >= READABLE, "{color:?}");
        }
    }

    #[test]
    fn every_text_color_can_be_read_on_paper_and_band() {
        for text in [INK, SOFT, QUIET] {
            assert!(text.contrast(PAPER) >= READABLE, "{text:?}");
            assert!(text.contrast(BAND) >= READABLE, "{text:?}");
        }
    }
}
