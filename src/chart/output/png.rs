//! A plotters backend that paints anti-aliased pixels, and the PNG they become.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::font::Fonts;
use super::paint::{FINE, SIZE_PER_EM, TOP_TO_BASELINE};
use super::raster;
use crate::chart::color::WHITE;
use crate::chart::layout::scene::Weight;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

/// Dots per inch of a logical pixel, as CSS and office programs take it.
const DPI: f64 = 96.0;
const INCHES_PER_METER: f64 = 1.0 / 0.0254;
/// Of the levels 1 to 10. The next one takes a quarter off the file and adds a third to the time of the whole picture; the
/// fastest that the encoder has of its own makes the file three times as large.
const LEVEL: u8 = 1;
/// The filter that takes each byte from the one above it.
const UP: u8 = 2;

/// A canvas of pixels.
#[derive(Debug)]
pub(crate) struct Canvas<'a> {
    fonts: &'a Fonts,
    pixels: Pixmap,
    size: (u32, u32),
    paper: crate::chart::color::Color,
    /// Pixels per unit of the backend.
    scale: f64,
}

impl<'a> Canvas<'a> {
    /// A canvas of paper; `None` when it would have no pixel or does not fit in memory's address range.
    pub(crate) fn new(theme: &'a Theme, width: u32, height: u32, scale: f64) -> Option<Self> {
        let pixels = |logical: u32| (f64::from(logical) * scale).round() as u32;
        let mut canvas = Pixmap::new(pixels(width), pixels(height))?;
        let paper = theme.colors.paper;
        canvas.fill(Color::from_rgba8(paper.red, paper.green, paper.blue, 0xff));
        Some(Self { fonts: &theme.fonts, pixels: canvas, size: (width, height), paper, scale: scale / FINE })
    }

    /// Puts every pixel that is not paper on an area of the same size.
    pub(crate) fn put<DB: DrawingBackend>(&self, area: &DrawingArea<DB, Shift>) -> Result<(), Error> {
        let width = self.pixels.width() as usize;
        let paper = self.paper;
        for (index, rgba) in self.pixels.data().chunks_exact(4).enumerate() {
            if rgba[..3] != [paper.red, paper.green, paper.blue] || !self.is_white() {
                let at = ((index % width) as i32, (index / width) as i32);
                let color = plotters::style::RGBColor(rgba[0], rgba[1], rgba[2]);
                area.draw_pixel(at, &color)
                    .map_err(|error| ErrorKind::Drawing { reason: error.to_string() })?;
            }
        }
        Ok(())
    }

    /// Whether the page is white, which an area of the user's is taken to be already.
    fn is_white(&self) -> bool {
        self.paper == WHITE
    }

    /// The picture as a file, with its resolution and a description.
    pub(crate) fn encode(&self, title: &str, description: &str) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.pixels.width(), self.pixels.height());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let dots = (self.scale * FINE * DPI * INCHES_PER_METER).round() as u32;
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: dots, yppu: dots, unit }));
        for (keyword, text) in [("Title", title), ("Description", description)] {
            // The plain text chunk knows Latin-1 only.
            if text.chars().all(|c| u32::from(c) < 0x100) {
                encoder.add_text_chunk(keyword.into(), text.into())?;
            } else {
                encoder.add_itxt_chunk(keyword.into(), text.into())?;
            }
        }
        let mut writer = encoder.write_header()?;
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&self.rows(), LEVEL);
        writer.write_chunk(png::chunk::IDAT, &packed)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Rows of opaque pixels as differences from the row above, each after the byte that says so.
    fn rows(&self) -> Vec<u8> {
        let width = self.pixels.width() as usize;
        let mut rows = Vec::with_capacity((width * 3 + 1) * self.pixels.height() as usize);
        let first = vec![0; width * 4];
        let mut above: &[u8] = &first;
        for row in self.pixels.data().chunks_exact(width * 4) {
            rows.push(UP);
            for (pixel, over) in row.chunks_exact(4).zip(above.chunks_exact(4)) {
                rows.extend_from_slice(&[
                    pixel[0].wrapping_sub(over[0]),
                    pixel[1].wrapping_sub(over[1]),
                    pixel[2].wrapping_sub(over[2]),
                ]);
            }
            above = row;
        }
        rows
    }

    fn transform(&self) -> Transform {
        Transform::from_scale(self.scale as f32, self.scale as f32)
    }

    fn stroke_path(&mut self, points: impl Iterator<Item = BackendCoord>, style: &impl BackendStyle) {
        if let Some(path) = polyline(points).finish() {
            let stroke = Stroke { width: style.stroke_width() as f32, ..Stroke::default() };
            self.pixels.stroke_path(&path, &paint(style.color()), &stroke, self.transform(), None);
        }
    }
}

fn polyline(points: impl Iterator<Item = BackendCoord>) -> PathBuilder {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in points.enumerate() {
        if index == 0 { path.move_to(x as f32, y as f32) } else { path.line_to(x as f32, y as f32) }
    }
    path
}

fn paint(color: BackendColor) -> Paint<'static> {
    let (red, green, blue) = color.rgb;
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, (color.alpha * 255.0).round() as u8);
    paint
}

impl DrawingBackend for &mut Canvas<'_> {
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
        self.stroke_path([from, to].into_iter(), style);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.stroke_path(path.into_iter(), style);
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
        if let Some(rect) = Rect::from_ltrb(left as f32, top as f32, right as f32, bottom as f32) {
            self.pixels.fill_rect(rect, &paint(style.color()), self.transform(), None);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let mut path = polyline(points.into_iter());
        path.close();
        if let Some(path) = path.finish() {
            let color = paint(style.color());
            self.pixels.fill_path(&path, &color, FillRule::Winding, self.transform(), None);
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let weight = if matches!(style.style(), FontStyle::Bold) { Weight::Bold } else { Weight::Regular };
        let face = self.fonts.face(weight);
        let em = style.size() / SIZE_PER_EM;
        let before = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => 0.5,
            HPos::Right => 1.0,
        };
        let left = f64::from(x) - if before > 0.0 { before * face.shape(text).1 * em } else { 0.0 };
        let start = (left, f64::from(y) + TOP_TO_BASELINE * em);
        let pixel = |units: f64| units * self.scale;
        if let Some(path) = raster::path(face, text, pixel(em), (pixel(start.0), pixel(start.1))) {
            let color = paint(style.color());
            self.pixels.fill_path(&path, &color, FillRule::Winding, Transform::identity(), None);
        }
        Ok(())
    }
}
