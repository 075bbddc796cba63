//! The chart font: shaping, widths and outlines, with no font of the machine involved.

use std::fmt;
use std::sync::Arc;

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Direction, Font, GlyphId, Script, ShapeOptions, ShapePlan, ShaperFont};

use crate::chart::layout::scene::{TextStyle, Weight};
use crate::error::{Error, ErrorKind};

/// Both weights of the font that every chart is set in.
#[derive(Clone, Debug)]
pub(crate) struct Fonts {
    regular: Arc<Face>,
    bold: Arc<Face>,
}

/// One weight.
pub(crate) struct Face {
    font: Font,
    plan: ShapePlan,
    em: f64,
}

/// A glyph and where its origin stands, in em from the start of the text, y upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u32,
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Fonts {
    /// Noto Sans, which is compiled in.
    pub(crate) fn new() -> Self {
        let face = |bytes| Arc::new(Face::new(bytes));
        Self { regular: face(notosans::REGULAR_TTF), bold: face(notosans::BOLD_TTF) }
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
        match text.chars().find(|&c| !self.regular.has(c) || !self.bold.has(c)) {
            None => Ok(()),
            Some(character) => {
                Err(ErrorKind::Glyph { character, place: place.into(), text: text.into() }.into())
            }
        }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let font = Font::new(bytes, 0).expect("the compiled-in font is a valid font");
        let em = f64::from(font.units_per_em());
        let plan = ShapePlan::new(&font, Direction::LeftToRight, Some(Script::LATIN), None, &[]);
        Self { font, plan, em }
    }

    /// Units per em.
    pub(crate) fn em(&self) -> f64 {
        self.em
    }

    fn has(&self, character: char) -> bool {
        self.font.charmap().map_unicode(character).is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// Glyphs with kerning, and the width of the whole, in em.
    pub(crate) fn shape(&self, text: &str) -> (Vec<Glyph>, f64) {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(Some(Script::LATIN));
        harfrust::shape(
            &ShaperFont::new(&self.font),
            &mut buffer,
            ShapeOptions::new().plan(Some(&self.plan)),
        )
        .expect("the plan was made for the direction and script that the buffer has");
        let em = |units: i32| f64::from(units) / self.em;
        let mut pen = 0.0;
        let glyphs = buffer
            .glyph_infos()
            .iter()
            .zip(buffer.glyph_positions())
            .map(|(info, position)| {
                let (x, y) = (pen + em(position.x_offset), em(position.y_offset));
                pen += em(position.x_advance);
                Glyph { id: info.glyph_id, x, y }
            })
            .collect();
        (glyphs, pen)
    }

    /// Draws a glyph's outline in font units, y upwards; a space draws nothing.
    pub(crate) fn outline(&self, glyph: u32, sink: &mut dyn PathSink) {
        if let Some(outline) = self.font.outline_glyphs().get(GlyphId::new(glyph)) {
            let drawn = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, sink);
            drawn.expect("the outlines of the compiled-in font are sound");
        }
    }
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
        let fonts = Fonts::new();
        let width = |text: &str| fonts.width(text, TextStyle::regular(100.0));
        assert!(width("AV") < width("A") + width("V") - 1.0);
    }

    #[test]
    fn digits_are_equally_wide() {
        let fonts = Fonts::new();
        let one = fonts.width("1", TextStyle::bold(14.0));
        for digit in "023456789".chars() {
            assert!((fonts.width(&digit.to_string(), TextStyle::bold(14.0)) - one).abs() < 1e-9);
        }
    }

    #[test]
    fn every_sign_that_the_library_writes_is_there() {
        Fonts::new().check("0123456789.,%+−–—…×⁰¹²³⁴⁵⁶⁷⁸⁹$€£¥₹()'’“”·→■", "test").unwrap();
        Fonts::new().check("Zürich, São Paulo, Łódź, Ñandú, Москва, Αθήνα, İstanbul", "test").unwrap();
    }

    #[test]
    fn a_missing_glyph_is_named() {
        let error = Fonts::new().check("Japan 日本", "the title").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the chart font has no glyph for '日' (U+65E5) of 'Japan 日本' in the title, \
             expected Latin, Greek or Cyrillic text"
        );
    }
}
