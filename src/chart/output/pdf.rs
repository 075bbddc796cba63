//! A plotters backend that writes a page of PDF: vector marks, and text that can be searched and selected.
//!
//! Glyphs are embedded as outlines of our own (Type 3 fonts), each once, with the characters that they stand for. That
//! holds for any font that has outlines, and needs no rewriting of font files.

use std::collections::BTreeMap;
use std::convert::Infallible;

use harfrust::font::glyph::outline::PathSink;
use pdf_writer::types::{StructRole, SystemInfo, UnicodeCmap};
use pdf_writer::writers::{ExtGraphicsState, StructTreeRoot};
use pdf_writer::{Content, Filter, Finish as _, Name, Rect, Ref, Str, TextStr};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::font::Fonts;
use super::paint::{FINE, SIZE_PER_EM, TOP_TO_BASELINE};
use crate::chart::color::Color;
use crate::chart::layout::scene::Weight;

/// Points in a logical pixel: 1/72 and 1/96 inch.
const POINTS: f64 = 0.75;
/// Codes that a simple font has.
const CODES: usize = 255;
const LEVEL: u8 = 8;

/// The marks of a drawing, in memory.
pub(crate) struct Pdf<'a> {
    fonts: &'a Fonts,
    size: (u32, u32),
    content: Content,
    /// Glyphs in use, and of each the number in its weight and the characters it stands for.
    glyphs: BTreeMap<(Weight, u32), (usize, String, f64)>,
    /// How many glyphs each weight has in use.
    counts: [usize; 2],
    /// Degrees of transparency in use, in hundredths.
    alphas: Vec<u8>,
    style: Style,
}

/// What the content stream was last told.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
struct Style {
    fill: Option<(u8, u8, u8)>,
    stroke: Option<(u8, u8, u8)>,
    width: Option<u32>,
    alpha: Option<u8>,
}

impl<'a> Pdf<'a> {
    /// An empty page in a color.
    pub(crate) fn new(fonts: &'a Fonts, size: (u32, u32), paper: Color) -> Self {
        let mut content = Content::new();
        let scale = (POINTS / FINE) as f32;
        content.begin_marked_content_with_properties(Name(b"Figure")).properties().identify(0);
        content.transform([scale, 0.0, 0.0, -scale, 0.0, (f64::from(size.1) * POINTS) as f32]);
        let style = Style::default();
        let mut pdf =
            Self { fonts, size, content, glyphs: BTreeMap::new(), counts: [0; 2], alphas: Vec::new(), style };
        pdf.fill_color(BackendColor { alpha: 1.0, rgb: (paper.red, paper.green, paper.blue) });
        let (width, height) = (f64::from(size.0) * FINE, f64::from(size.1) * FINE);
        pdf.content.rect(0.0, 0.0, width as f32, height as f32).fill_nonzero();
        pdf
    }

    /// The whole document.
    pub(crate) fn finish(mut self, title: &str, description: &str) -> Vec<u8> {
        self.content.end_marked_content();
        let mut next = 1;
        let mut id = || {
            next += 1;
            Ref::new(next - 1)
        };
        let (catalog, pages, page, stream, info) = (id(), id(), id(), id(), id());
        let (tree, document, figure) = (id(), id(), id());
        let fonts: Vec<(Weight, usize, Ref)> =
            self.font_names().map(|(weight, part)| (weight, part, id())).collect();
        let mut pdf = pdf_writer::Pdf::new();
        let mut root = pdf.catalog(catalog);
        root.pages(pages).lang(TextStr("en"));
        root.mark_info().marked(true);
        root.viewer_preferences().display_doc_title(true);
        root.pair(Name(b"StructTreeRoot"), tree);
        root.finish();
        let mut structure = pdf.indirect(tree).start::<StructTreeRoot>();
        structure.child(document);
        structure.parent_tree().nums().insert(0, figure);
        structure.finish();
        pdf.struct_element(document).kind(StructRole::Document).parent(tree).child(figure);
        let mut element = pdf.struct_element(figure);
        element.kind(StructRole::Figure).parent(document).page(page).alt(TextStr(description));
        element.marked_content_child().marked_content_id(0);
        element.finish();
        pdf.document_info(info)
            .title(TextStr(title))
            .subject(TextStr(description))
            .creator(TextStr("market-outlook"));
        pdf.pages(pages).kids([page]).count(1);
        let mut leaf = pdf.page(page);
        let points = |pixels: u32| (f64::from(pixels) * POINTS) as f32;
        leaf.media_box(Rect::new(0.0, 0.0, points(self.size.0), points(self.size.1)));
        leaf.parent(pages).contents(stream).struct_parents(0);
        let mut resources = leaf.resources();
        let mut named = resources.fonts();
        for (weight, part, id) in &fonts {
            named.pair(Name(font_name(*weight, *part).as_bytes()), *id);
        }
        named.finish();
        let mut states = resources.ext_g_states();
        for alpha in &self.alphas {
            let part = f32::from(*alpha) / 100.0;
            let mut state = states.insert(Name(format!("A{alpha}").as_bytes())).start::<ExtGraphicsState>();
            state.non_stroking_alpha(part).stroking_alpha(part);
        }
        states.finish();
        resources.finish();
        leaf.finish();
        let content = std::mem::replace(&mut self.content, Content::new()).finish();
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&content, LEVEL);
        pdf.stream(stream, &packed).filter(Filter::FlateDecode);
        for (weight, part, font) in fonts {
            self.write_font(&mut pdf, (weight, part), font, &mut id);
        }
        pdf.finish()
    }

    /// The fonts in use: of each weight as many as its glyphs need.
    fn font_names(&self) -> impl Iterator<Item = (Weight, usize)> + use<> {
        let counts = self.counts;
        let of = move |weight: Weight| {
            (0..counts[index_of(weight)].div_ceil(CODES)).map(move |part| (weight, part))
        };
        of(Weight::Regular).chain(of(Weight::Bold))
    }

    fn write_font(
        &self,
        pdf: &mut pdf_writer::Pdf,
        (weight, part): (Weight, usize),
        font: Ref,
        id: &mut impl FnMut() -> Ref,
    ) {
        let face = self.fonts.face(weight);
        let em = face.em();
        let mut glyphs: Vec<(usize, u32, &str, f64)> = self
            .glyphs
            .iter()
            .filter(|((other, _), (number, ..))| *other == weight && number / CODES == part)
            .map(|(&(_, glyph), (number, text, advance))| (number % CODES, glyph, text.as_str(), *advance))
            .collect();
        glyphs.sort_unstable_by_key(|glyph| glyph.0);
        let names: Vec<String> = glyphs.iter().map(|(code, ..)| format!("g{code}")).collect();
        let procs: Vec<Ref> = glyphs.iter().map(|_| id()).collect();
        let to_unicode = id();
        let mut writer = pdf.type3_font(font);
        writer.name(Name(font_name(weight, part).as_bytes()));
        writer.bbox(Rect::new(0.0, 0.0, 0.0, 0.0)).matrix([
            (1.0 / em) as f32,
            0.0,
            0.0,
            (1.0 / em) as f32,
            0.0,
            0.0,
        ]);
        let mut listed = writer.char_procs();
        for (name, id) in names.iter().zip(&procs) {
            listed.pair(Name(name.as_bytes()), *id);
        }
        listed.finish();
        let mut encoding = writer.encoding_custom();
        encoding.differences().consecutive(1, names.iter().map(|name| Name(name.as_bytes())));
        encoding.finish();
        writer.first_char(1).last_char(glyphs.len() as u8);
        writer.widths(glyphs.iter().map(|(.., advance)| (advance * em) as f32));
        writer.to_unicode(to_unicode);
        writer.resources();
        writer.finish();
        let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"UCS"), supplement: 0 };
        let mut cmap = UnicodeCmap::<u8>::new(Name(b"Custom"), system);
        for (code, _, text, _) in &glyphs {
            cmap.pair_with_multiple(*code as u8 + 1, text.chars());
        }
        let cmap = miniz_oxide::deflate::compress_to_vec_zlib(&cmap.finish(), LEVEL);
        pdf.stream(to_unicode, &cmap).filter(Filter::FlateDecode);
        for ((_, glyph, _, advance), id) in glyphs.iter().zip(procs) {
            let mut pen = Pen { path: Content::new(), at: (0.0, 0.0), low: (0.0, 0.0), high: (0.0, 0.0) };
            face.outline(*glyph, &mut pen);
            let program = pen.program((advance * em) as f32);
            let packed = miniz_oxide::deflate::compress_to_vec_zlib(&program, LEVEL);
            pdf.stream(id, &packed).filter(Filter::FlateDecode);
        }
    }

    fn alpha(&mut self, color: BackendColor) {
        let alpha = (color.alpha * 100.0).round().clamp(0.0, 100.0) as u8;
        if self.style.alpha.unwrap_or(100) != alpha {
            if !self.alphas.contains(&alpha) {
                self.alphas.push(alpha);
            }
            self.content.set_parameters(Name(format!("A{alpha}").as_bytes()));
            self.style.alpha = Some(alpha);
        }
    }

    fn fill_color(&mut self, color: BackendColor) {
        self.alpha(color);
        if self.style.fill != Some(color.rgb) {
            let [red, green, blue] = parts(color.rgb);
            self.content.set_fill_rgb(red, green, blue);
            self.style.fill = Some(color.rgb);
        }
    }

    fn stroke(&mut self, points: impl Iterator<Item = BackendCoord>, style: &impl BackendStyle) {
        let color = style.color();
        self.alpha(color);
        if self.style.stroke != Some(color.rgb) {
            let [red, green, blue] = parts(color.rgb);
            self.content.set_stroke_rgb(red, green, blue);
            self.style.stroke = Some(color.rgb);
        }
        if self.style.width != Some(style.stroke_width()) {
            self.content.set_line_width(style.stroke_width() as f32);
            self.style.width = Some(style.stroke_width());
        }
        self.path(points);
        self.content.stroke();
    }

    fn path(&mut self, points: impl Iterator<Item = BackendCoord>) {
        for (index, (x, y)) in points.enumerate() {
            let (x, y) = (x as f32, y as f32);
            if index == 0 {
                self.content.move_to(x, y)
            } else {
                self.content.line_to(x, y)
            };
        }
    }

    /// The number of a glyph among those of its weight.
    fn number(&mut self, weight: Weight, glyph: u32, text: &str, advance: f64) -> usize {
        let count = &mut self.counts[index_of(weight)];
        let known = self.glyphs.entry((weight, glyph)).or_insert_with(|| {
            *count += 1;
            (*count - 1, text.into(), advance)
        });
        known.0
    }
}

fn index_of(weight: Weight) -> usize {
    match weight {
        Weight::Regular => 0,
        Weight::Bold => 1,
    }
}

fn font_name(weight: Weight, part: usize) -> String {
    let letter = match weight {
        Weight::Regular => 'R',
        Weight::Bold => 'B',
    };
    format!("{letter}{part}")
}

fn parts((red, green, blue): (u8, u8, u8)) -> [f32; 3] {
    [red, green, blue].map(|channel| f32::from(channel) / 255.0)
}

impl DrawingBackend for &mut Pdf<'_> {
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
        self.fill_color(style.color());
        self.content.rect(left as f32, top as f32, (right - left) as f32, (bottom - top) as f32);
        self.content.fill_nonzero();
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.fill_color(style.color());
        self.path(points.into_iter());
        self.content.close_path().fill_nonzero();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let weight = if matches!(style.style(), FontStyle::Bold) { Weight::Bold } else { Weight::Regular };
        let em = style.size() / SIZE_PER_EM;
        let (glyphs, width) = self.fonts.face(weight).shape(text);
        let before = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => 0.5,
            HPos::Right => 1.0,
        };
        let (left, baseline) = (f64::from(x) - before * width * em, f64::from(y) + TOP_TO_BASELINE * em);
        self.fill_color(style.color());
        self.content.begin_text();
        for (index, glyph) in glyphs.iter().enumerate() {
            let end = glyphs[index + 1..].iter().map(|next| next.cluster).find(|&next| next > glyph.cluster);
            let stands_for = text.get(glyph.cluster..end.unwrap_or(text.len())).unwrap_or_default();
            let number = self.number(weight, glyph.id, stands_for, glyph.advance);
            let at = (left + glyph.x * em, baseline - glyph.y * em);
            self.content.set_font(Name(font_name(weight, number / CODES).as_bytes()), em as f32);
            self.content.set_text_matrix([1.0, 0.0, 0.0, -1.0, at.0 as f32, at.1 as f32]);
            self.content.show(Str(&[(number % CODES) as u8 + 1]));
        }
        self.content.end_text();
        Ok(())
    }
}

/// The outline of a glyph as a program in font units.
struct Pen {
    path: Content,
    at: (f32, f32),
    low: (f32, f32),
    high: (f32, f32),
}

impl Pen {
    fn reach(&mut self, (x, y): (f32, f32)) {
        self.low = (self.low.0.min(x), self.low.1.min(y));
        self.high = (self.high.0.max(x), self.high.1.max(y));
        self.at = (x, y);
    }

    fn program(self, advance: f32) -> Vec<u8> {
        let mut program = Content::new();
        program.start_shape_glyph(advance, self.low.0, self.low.1, self.high.0, self.high.1);
        let mut bytes = program.finish().to_vec();
        let path = self.path.finish();
        if !path.is_empty() {
            bytes.push(b'\n');
            bytes.extend_from_slice(&path);
            bytes.extend_from_slice(b"\nf");
        }
        bytes
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x, y);
        self.reach((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x, y);
        self.reach((x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
        let (a, b) = ((third(self.at.0, cx), third(self.at.1, cy)), (third(x, cx), third(y, cy)));
        self.curve_to(a.0, a.1, b.0, b.1, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.cubic_to(ax, ay, bx, by, x, y);
        self.reach((ax, ay));
        self.reach((bx, by));
        self.reach((x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use plotters::drawing::IntoDrawingArea as _;

    use super::super::paint::Element;
    use super::*;
    use crate::chart::layout::frame::line_of;
    use crate::chart::layout::scene::{Anchor, Scene, TextStyle};
    use crate::chart::theme::Theme;

    /// The pieces of text that glyphs of a drawing stand for.
    fn pieces(texts: &[&str]) -> Vec<String> {
        let theme = Theme::light();
        let mut scene = Scene::new(400.0, 300.0);
        for (index, text) in texts.iter().enumerate() {
            let at = (10.0, 20.0 * (index + 1) as f64);
            scene.text(line_of(&theme, text, at, Anchor::Start, TextStyle::regular(12.0), theme.colors.ink));
        }
        let mut pdf = Pdf::new(&theme.fonts, (400, 300), theme.colors.paper);
        let element = Element { scene: &scene, fonts: &theme.fonts, scale: FINE, origin: (0, 0) };
        (&mut pdf).into_drawing_area().draw(&element).unwrap();
        assert_eq!(pdf.counts, [pdf.glyphs.len(), 0]);
        let mut pieces: Vec<String> = pdf.glyphs.values().map(|(_, text, _)| text.clone()).collect();
        pieces.sort();
        pieces
    }

    #[test]
    fn each_glyph_is_there_once_with_the_text_it_stands_for() {
        assert_eq!(pieces(&["AVA é", "−5%"]), [" ", "%", "5", "A", "V", "é", "−"]);
    }

    #[test]
    fn a_weight_with_more_glyphs_than_codes_has_several_fonts() {
        let many: String =
            (0x21..0x7f).chain(0xa1..0x17f).chain(0x400..0x450).filter_map(char::from_u32).collect();
        let many: String = many.chars().filter(|c| *c != '\u{ad}').collect();
        let theme = Theme::light();
        let mut scene = Scene::new(400.0, 300.0);
        scene.text(line_of(
            &theme,
            &many,
            (0.0, 20.0),
            Anchor::Start,
            TextStyle::bold(12.0),
            theme.colors.ink,
        ));
        let mut pdf = Pdf::new(&theme.fonts, (400, 300), theme.colors.paper);
        let element = Element { scene: &scene, fonts: &theme.fonts, scale: FINE, origin: (0, 0) };
        (&mut pdf).into_drawing_area().draw(&element).unwrap();
        let names: Vec<String> = pdf.font_names().map(|(weight, part)| font_name(weight, part)).collect();
        assert_eq!(names, ["B0", "B1"]);
        assert!(pdf.finish("title", "description").ends_with(b"%%EOF"));
    }
}
