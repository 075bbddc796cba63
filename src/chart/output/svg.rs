//! A plotters backend that writes SVG with glyph outlines: the same picture in every viewer.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;

use harfrust::font::glyph::outline::PathSink;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::font::Fonts;
use super::paint::{FAMILY, FINE, SIZE_PER_EM, TOP_TO_BASELINE};
use crate::chart::color::Color;
use crate::chart::layout::scene::Weight;

/// What text is in an SVG.
///
/// ```
/// use market_outlook::SvgText;
///
/// assert_eq!(SvgText::default(), SvgText::Outlined);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SvgText {
    /// Outlines of the letters: the same picture in every viewer and converter, and no text to search or edit.
    #[default]
    Outlined,
    /// Text, each line as wide as it was measured: to search in a web page and to edit in a drawing program. The letters
    /// are those of Noto Sans or of the nearest font that the viewer has.
    Live,
}

/// The marks of a drawing, in memory.
#[derive(Debug)]
pub(crate) struct Svg<'a> {
    fonts: &'a Fonts,
    size: (u32, u32),
    /// Distinguishes the identifiers of this drawing from those of others in the same HTML page.
    key: String,
    text: SvgText,
    body: String,
    /// Outlines in use, by weight and glyph.
    glyphs: BTreeMap<(Weight, u32), String>,
    /// Lines of one style that have not been written yet: a hatch is one element, not fifty.
    lines: Option<Lines>,
}

#[derive(Debug)]
struct Lines {
    stroke: String,
    data: String,
}

impl<'a> Svg<'a> {
    pub(crate) fn new(fonts: &'a Fonts, size: (u32, u32), key: String, text: SvgText) -> Self {
        let glyphs = BTreeMap::new();
        Self { fonts, size, key, text, body: String::new(), glyphs, lines: None }
    }

    /// The whole document.
    pub(crate) fn finish(mut self, title: &str, description: &str, paper: Color) -> String {
        self.flush();
        let ((width, height), key) = (self.size, &self.key);
        let family = match self.text {
            SvgText::Outlined => String::new(),
            SvgText::Live => format!(" font-family=\"{FAMILY}\""),
        };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-labelledby=\"{key}-t {key}-d\"{family}>\n<title id=\"{key}-t\">{}</title>\n\
             <desc id=\"{key}-d\">{}</desc>\n<defs>\n",
            escape(title),
            escape(description),
        );
        for ((weight, glyph), data) in &self.glyphs {
            let _ = writeln!(out, "<path id=\"{}\" d=\"{data}\"/>", glyph_id(key, *weight, *glyph));
        }
        let _ = write!(
            out,
            "</defs>\n<rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>\n{}</svg>\n",
            self.body
        );
        out
    }

    fn flush(&mut self) {
        if let Some(Lines { stroke, data }) = self.lines.take() {
            let _ = writeln!(self.body, "<path fill=\"none\" {stroke} d=\"{data}\"/>");
        }
    }

    fn stroke(&mut self, points: impl Iterator<Item = BackendCoord>, style: &impl BackendStyle) {
        let stroke = format!(
            "{} stroke-width=\"{}\"",
            paint("stroke", style.color()),
            logical(f64::from(style.stroke_width()) / FINE)
        );
        if self.lines.as_ref().is_none_or(|lines| lines.stroke != stroke) {
            self.flush();
        }
        let lines = self.lines.get_or_insert_with(|| Lines { stroke, data: String::new() });
        for (index, point) in points.enumerate() {
            lines.data.push(if index == 0 { 'M' } else { 'L' });
            push_point(&mut lines.data, point);
        }
    }

    fn define(&mut self, weight: Weight, glyph: u32) -> bool {
        let fonts = self.fonts;
        let data = self.glyphs.entry((weight, glyph)).or_insert_with(|| {
            let mut pen = Pen(String::new());
            fonts.face(weight).outline(glyph, &mut pen);
            pen.0
        });
        if data.is_empty() {
            self.glyphs.remove(&(weight, glyph));
            return false;
        }
        true
    }
}

impl DrawingBackend for &mut Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0 * FINE as u32, self.size.1 * FINE as u32)
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        (x, y): BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_rect((x, y), (x + FINE as i32, y + FINE as i32), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.stroke([from, to].into_iter(), style);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.stroke(path.into_iter(), style);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if !fill {
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
            return self.draw_path(corners, style);
        }
        self.flush();
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>",
            fine(left),
            fine(top),
            fine(right - left),
            fine(bottom - top),
            paint("fill", style.color())
        );
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.flush();
        let mut data = String::new();
        for (index, point) in points.into_iter().enumerate() {
            data.push(if index == 0 { 'M' } else { 'L' });
            push_point(&mut data, point);
        }
        let _ = writeln!(self.body, "<path {} d=\"{data}Z\"/>", paint("fill", style.color()));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.flush();
        let weight = if matches!(style.style(), FontStyle::Bold) { Weight::Bold } else { Weight::Regular };
        let em = style.size() / SIZE_PER_EM / FINE;
        let face = self.fonts.face(weight);
        let (glyphs, width) = face.shape(text);
        let left = f64::from(x) / FINE
            - width
                * em
                * match style.anchor().h_pos {
                    HPos::Left => 0.0,
                    HPos::Center => 0.5,
                    HPos::Right => 1.0,
                };
        let baseline = f64::from(y) / FINE + TOP_TO_BASELINE * em;
        if self.text == SvgText::Live {
            let bold = if weight == Weight::Bold { " font-weight=\"bold\"" } else { "" };
            // A wider font is set narrower: letters that only move closer together would swallow a decimal point.
            // A viewer without the font that ignores the length keeps at least the alignment.
            let (anchor, anchored) = match style.anchor().h_pos {
                HPos::Left => ("", left),
                HPos::Center => (" text-anchor=\"middle\"", f64::from(x) / FINE),
                HPos::Right => (" text-anchor=\"end\"", f64::from(x) / FINE),
            };
            let _ = writeln!(
                self.body,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{bold}{anchor} textLength=\"{}\" \
                 lengthAdjust=\"spacingAndGlyphs\" {}>{}</text>",
                logical(anchored),
                logical(baseline),
                logical(em),
                logical(width * em),
                paint("fill", style.color()),
                escape(text)
            );
            return Ok(());
        }
        let units = face.em();
        let scale = format!("{:.5}", em / units);
        let _ = write!(
            self.body,
            "<g {} transform=\"matrix({scale} 0 0 -{scale} {} {})\" aria-label=\"{}\">",
            paint("fill", style.color()),
            logical(left),
            logical(baseline),
            escape(text)
        );
        for glyph in glyphs {
            if self.define(weight, glyph.id) {
                let id = glyph_id(&self.key, weight, glyph.id);
                let _ = write!(self.body, "<use xlink:href=\"#{id}\"");
                for (name, value) in [("x", glyph.x), ("y", glyph.y)] {
                    let value = (value * units).round();
                    if value != 0.0 {
                        let _ = write!(self.body, " {name}=\"{value}\"");
                    }
                }
                self.body.push_str("/>");
            }
        }
        self.body.push_str("</g>\n");
        Ok(())
    }
}

fn glyph_id(key: &str, weight: Weight, glyph: u32) -> String {
    let letter = match weight {
        Weight::Regular => 'r',
        Weight::Bold => 'b',
    };
    format!("{key}{letter}{glyph}")
}

fn paint(attribute: &str, color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    let mut out = format!("{attribute}=\"#{red:02x}{green:02x}{blue:02x}\"");
    if color.alpha < 1.0 {
        let _ = write!(out, " {attribute}-opacity=\"{}\"", logical(color.alpha));
    }
    out
}

/// Two decimals, without the zeros that say nothing. Through whole hundredths: the exact formatting of
/// floating point numbers took half the time of writing a drawing.
fn logical(value: f64) -> String {
    let hundredths = (value * 100.0).round() as i64;
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let sign = if hundredths < 0 { "-" } else { "" };
    match (part / 10, part % 10) {
        (0, 0) => format!("{sign}{whole}"),
        (tenths, 0) => format!("{sign}{whole}.{tenths}"),
        _ => format!("{sign}{whole}.{part:02}"),
    }
}

fn fine(value: i32) -> String {
    logical(f64::from(value) / FINE)
}

fn push_point(data: &mut String, (x, y): BackendCoord) {
    let _ = write!(data, "{} {}", fine(x), fine(y));
}

/// Text as XML content or attribute value, without the characters that XML 1.0 has no way to write.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// Outlines as path data in font units.
struct Pen(String);

impl Pen {
    fn push(&mut self, command: char, points: &[(f32, f32)]) {
        self.0.push(command);
        for (index, (x, y)) in points.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            let _ = write!(self.0, "{space}{} {}", logical(f64::from(*x)), logical(f64::from(*y)));
        }
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.push('Q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.push('C', &[(ax, ay), (bx, by), (x, y)]);
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, expected) in
            [(1.0, "1"), (0.5, "0.5"), (10.006, "10.01"), (-0.001, "0"), (-1.5, "-1.5"), (0.05, "0.05")]
        {
            assert_eq!(logical(value), expected);
        }
    }

    #[test]
    fn markup_and_control_characters_are_escaped() {
        assert_eq!(escape("a<b> & \"c\"\u{1}\u{7f}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }
}
