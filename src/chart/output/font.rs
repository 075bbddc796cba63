//! Fonts: shaping, widths and outlines, with no font of the machine involved.

use std::fmt;
use std::sync::Arc;

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::unicode::script;
use harfrust::{Buffer, Direction, Font, GlyphId, Script, ShapeOptions, ShapePlan, ShaperFont};

use crate::chart::layout::scene::{CAP, TextStyle, Weight};
use crate::error::{Error, ErrorKind};

/// The two weights that a chart is set in.
///
/// Fonts are bytes, never names: no font of the machine is looked for, so a chart is the same everywhere.
///
/// ```
/// use market_outlook::{Fonts, Theme};
///
/// // let house = Fonts::new(std::fs::read("House-Regular.ttf")?, std::fs::read("House-Bold.ttf")?)?;
/// let theme = Theme::light().with_fonts(Fonts::noto_sans());
/// let error = Fonts::new(*b"no font", *b"no font").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the regular font is not defined here: its 7 bytes are no TrueType or OpenType font"
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Fonts {
    regular: Arc<Face>,
    bold: Arc<Face>,
}

/// One weight.
pub(crate) struct Face {
    font: Font,
    /// For the scripts of most charts, so that it is not made anew for each word.
    plan: ShapePlan,
    em: f64,
}

/// A glyph and where its origin stands, in em from the start of the text, y upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u32,
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// How far it moves the next one.
    #[cfg(feature = "pdf")]
    pub(crate) advance: f64,
    /// Where in the text the characters begin that it stands for, in bytes.
    #[cfg(feature = "pdf")]
    pub(crate) cluster: usize,
}

impl Fonts {
    /// Fonts from the bytes of two TrueType or OpenType files.
    ///
    /// They are set so that their capitals are as high as those of Noto Sans, whatever their own proportions are.
    /// A character that one of the two lacks is an error when a chart is drawn, and so is text that runs from right to left:
    /// it would come out in the wrong order.
    ///
    /// # Errors
    /// When the bytes are no font, or have no outlines for digits.
    pub fn new(regular: impl Into<Vec<u8>>, bold: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let face = |bytes: Vec<u8>, name: &str| {
            let undefined = |reason: String| -> Error {
                ErrorKind::Undefined { what: format!("the {name} font"), reason }.into()
            };
            let size = bytes.len();
            let face = Font::new(bytes, 0)
                .and_then(Face::new)
                .ok_or_else(|| undefined(format!("its {size} bytes are no TrueType or OpenType font")))?;
            match ('0'..='9').find(|&digit| !face.has(digit)) {
                None => Ok(Arc::new(face)),
                Some(digit) => Err(undefined(format!("it has no outline for '{digit}'"))),
            }
        };
        Ok(Self { regular: face(regular.into(), "regular")?, bold: face(bold.into(), "bold")? })
    }

    /// Noto Sans, which is compiled in: Latin, Greek and Cyrillic.
    #[must_use]
    pub fn noto_sans() -> Self {
        Self {
            regular: Face::compiled_in(notosans::REGULAR_TTF),
            bold: Face::compiled_in(notosans::BOLD_TTF),
        }
    }

    pub(crate) fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// Width of one line of text in logical pixels.
    pub(crate) fn width(&self, text: &str, style: TextStyle) -> f64 {
        self.face(style.weight).shape(text).1 * style.size
    }

    /// Refuses a text with a character that the font cannot show: an empty box in a report is worse
    /// than an error here.
    pub(crate) fn check(&self, text: &str, place: &str) -> Result<(), Error> {
        if let Some(character) = text.chars().find(|&c| runs_leftwards(c)) {
            let what = format!("'{character}' of '{text}' in {place}");
            let reason = "text that runs from right to left cannot be set here".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        match text.chars().find(|&c| !self.regular.has(c) || !self.bold.has(c)) {
            None => Ok(()),
            Some(character) => {
                Err(ErrorKind::Glyph { character, place: place.into(), text: text.into() }.into())
            }
        }
    }
}

/// Whether a character belongs to a script that runs from right to left, by the blocks that Unicode keeps for them.
fn runs_leftwards(character: char) -> bool {
    matches!(u32::from(character),
        0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}

/// The script that a text is shaped in: the first that is not shaped as Latin is.
fn script_of(text: &str) -> Script {
    let plain = [Script::LATIN, Script::GREEK, Script::CYRILLIC, Script::COMMON, Script::INHERITED];
    let scripts = text.chars().filter(|c| !c.is_ascii()).map(|c| script(u32::from(c)));
    scripts.into_iter().find(|script| !plain.contains(script)).unwrap_or(Script::LATIN)
}

impl Face {
    fn compiled_in(bytes: &'static [u8]) -> Arc<Self> {
        let face = Font::new(bytes, 0).and_then(Self::new);
        Arc::new(face.expect("the compiled-in font is a valid font"))
    }

    fn new(font: Font) -> Option<Self> {
        let units = f64::from(font.units_per_em());
        let plan = ShapePlan::new(&font, Direction::LeftToRight, Some(Script::LATIN), None, &[]);
        let face = Self { font, plan, em: units };
        // The layout counts on capitals of one height.
        let capital = face.height('H').filter(|height| *height > 0.0).map(|height| height / (CAP * units));
        let em = units * capital.map_or(1.0, |part| part.clamp(0.5, 2.0));
        (units > 0.0).then_some(Self { em, ..face })
    }

    /// The height of a character's outline in font units.
    fn height(&self, character: char) -> Option<f64> {
        let glyph = self.font.charmap().map_unicode(character)?;
        let mut extent = Extent(0.0);
        self.drawn(glyph, &mut extent).then_some(extent.0)
    }

    /// Units per em, where capitals have the height that the layout counts on.
    pub(crate) fn em(&self) -> f64 {
        self.em
    }

    fn has(&self, character: char) -> bool {
        let glyph = self.font.charmap().map_unicode(character).filter(|glyph| glyph.to_u32() != 0);
        glyph.is_some_and(|glyph| character.is_whitespace() || self.drawn(glyph, &mut Extent(0.0)))
    }

    /// Glyphs with kerning, and the width of the whole, in em.
    pub(crate) fn shape(&self, text: &str) -> (Vec<Glyph>, f64) {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        let script = script_of(text);
        buffer.set_script(Some(script));
        let options = ShapeOptions::new();
        let options = if script == Script::LATIN { options.plan(Some(&self.plan)) } else { options };
        if harfrust::shape(&ShaperFont::new(&self.font), &mut buffer, options).is_err() {
            return (Vec::new(), 0.0);
        }
        let em = |units: i32| f64::from(units) / self.em;
        let mut pen = 0.0;
        let glyphs = buffer
            .glyph_infos()
            .iter()
            .zip(buffer.glyph_positions())
            .map(|(info, position)| {
                let (x, y) = (pen + em(position.x_offset), em(position.y_offset));
                pen += em(position.x_advance);
                Glyph {
                    id: info.glyph_id,
                    x,
                    y,
                    #[cfg(feature = "pdf")]
                    advance: em(position.x_advance),
                    #[cfg(feature = "pdf")]
                    cluster: info.cluster as usize,
                }
            })
            .collect();
        (glyphs, pen)
    }

    /// Draws a glyph's outline in font units, y upwards; a space draws nothing.
    pub(crate) fn outline(&self, glyph: u32, sink: &mut dyn PathSink) {
        self.drawn(GlyphId::new(glyph), sink);
    }

    /// Draws a glyph's outline; says whether there is one and it is sound.
    fn drawn(&self, glyph: GlyphId, sink: &mut dyn PathSink) -> bool {
        let outline = self.font.outline_glyphs().get(glyph);
        outline.is_some_and(|o| o.draw(&DrawOptions::new(), DrawMemory::Scratch, sink).is_ok())
    }
}

/// How high an outline reaches.
struct Extent(f64);

impl Extent {
    fn reach(&mut self, y: f32) {
        self.0 = self.0.max(f64::from(y));
    }
}

impl PathSink for Extent {
    fn move_to(&mut self, _: f32, y: f32) {
        self.reach(y);
    }

    fn line_to(&mut self, _: f32, y: f32) {
        self.reach(y);
    }

    fn quad_to(&mut self, _: f32, _: f32, _: f32, y: f32) {
        self.reach(y);
    }

    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, y: f32) {
        self.reach(y);
    }

    fn close(&mut self) {}
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("em", &self.em).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_kerned() {
        let fonts = Fonts::noto_sans();
        let width = |text: &str| fonts.width(text, TextStyle::regular(100.0));
        assert!(width("AV") < width("A") + width("V") - 1.0);
    }

    #[test]
    fn capitals_of_every_font_are_equally_high() {
        let boxes: &[u8] = include_bytes!("../../../tests/data/fonts/boxes-regular.ttf");
        let italic = Fonts::new(notosans::ITALIC_TTF, notosans::BOLD_ITALIC_TTF).unwrap();
        for fonts in [Fonts::noto_sans(), Fonts::new(boxes, boxes).unwrap(), italic] {
            for weight in [Weight::Regular, Weight::Bold] {
                let face = fonts.face(weight);
                assert!((face.height('H').unwrap() / face.em() - CAP).abs() < 1e-9);
            }
        }
        // Six tenths of an em where capitals take five, so wider where they take seven.
        let fonts = Fonts::new(boxes, boxes).unwrap();
        assert!((fonts.width("H", TextStyle::regular(100.0)) - 60.0 * CAP / 0.5).abs() < 1e-6);
    }

    #[test]
    fn digits_are_equally_wide() {
        let fonts = Fonts::noto_sans();
        let one = fonts.width("1", TextStyle::bold(14.0));
        for digit in "023456789".chars() {
            assert!((fonts.width(&digit.to_string(), TextStyle::bold(14.0)) - one).abs() < 1e-9);
        }
    }

    #[test]
    fn every_sign_that_the_library_writes_is_there() {
        Fonts::noto_sans().check("0123456789.,%+−–—…×⁰¹²³⁴⁵⁶⁷⁸⁹$€£¥₹()'’“”·→■", "test").unwrap();
        Fonts::noto_sans().check("Zürich, São Paulo, Łódź, Ñandú, Москва, Αθήνα, İstanbul", "test").unwrap();
    }

    #[test]
    fn a_missing_glyph_is_named() {
        let error = Fonts::noto_sans().check("Japan 日本", "the title").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the chart font has no glyph for '日' (U+65E5) of 'Japan 日本' in the title, \
             expected a character that it has, or a theme with another font"
        );
    }
}
