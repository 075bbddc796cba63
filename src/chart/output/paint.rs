//! A scene painted on any plotters backend, through one drawable element.
//!
//! Plotters' own text styles measure with whatever font a machine has; [`Run`] carries ours instead, so a
//! text has the same width here, in an SVG and on a bitmap.

use std::convert::Infallible;

use plotters::element::{Drawable, PointCollection};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    FontStyle,
};

use super::font::Fonts;
use super::raster;
use crate::chart::layout::scene::{Anchor, Mark, Paint, Point, Scene, Text, Weight};

/// Backends of ours report this many units per logical pixel, because plotters' coordinates are whole
/// numbers.
pub(crate) const FINE: f64 = 64.0;
/// From the top anchor of plotters' SVG text down to its baseline, in em.
pub(crate) const TOP_TO_BASELINE: f64 = 0.76;
/// What plotters' SVG backend divides a font size by.
pub(crate) const SIZE_PER_EM: f64 = 1.24;

/// The fonts that a viewer may take for text, the first that it has.
pub(crate) const FAMILY: &str = "'Noto Sans', 'Open Sans', Arial, sans-serif";

/// A scene as plotters sees it.
pub(crate) struct Element<'a> {
    pub(crate) scene: &'a Scene,
    pub(crate) fonts: &'a Fonts,
    /// Backend units per logical pixel.
    pub(crate) scale: f64,
    /// Where the scene's corner stands in the area, in backend units.
    pub(crate) origin: (i32, i32),
}

impl<'a> PointCollection<'a, (i32, i32)> for &'a Element<'a> {
    type Point = &'a (i32, i32);
    type IntoIter = std::iter::Once<&'a (i32, i32)>;

    /// The one point is how an area tells where on the backend it lies.
    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.origin)
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Element<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let painter =
            Painter { fonts: self.fonts, scale: self.scale, origin: points.next().unwrap_or((0, 0)) };
        self.scene.marks.iter().try_for_each(|mark| painter.mark(mark, backend))
    }
}

struct Painter<'a> {
    fonts: &'a Fonts,
    scale: f64,
    origin: BackendCoord,
}

impl Painter<'_> {
    fn at(&self, point: Point) -> BackendCoord {
        let whole = |logical: f64| (logical * self.scale).round() as i32;
        (self.origin.0 + whole(point.x), self.origin.1 + whole(point.y))
    }

    fn mark<DB: DrawingBackend>(
        &self,
        mark: &Mark,
        backend: &mut DB,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        match mark {
            Mark::Rect { rect, fill } => backend.draw_rect(
                self.at(Point::new(rect.left, rect.top)),
                self.at(Point::new(rect.right, rect.bottom)),
                &Stroke::fill(*fill),
                true,
            ),
            Mark::Polygon { points, fill } => {
                backend.fill_polygon(points.iter().map(|&p| self.at(p)), &Stroke::fill(*fill))
            }
            Mark::Line { points, stroke, width } => {
                // Half a pixel goes down: bitmap strokes of plotters come out a pixel wider than asked for.
                let width = (width * self.scale - 0.5).ceil().max(1.0) as u32;
                let style = Stroke { color: backend_color(*stroke), width };
                match points[..] {
                    [from, to] => backend.draw_line(self.at(from), self.at(to), &style),
                    _ => backend.draw_path(points.iter().map(|&p| self.at(p)), &style),
                }
            }
            Mark::Text(text) => {
                let run = Run::new(text, self);
                backend.draw_text(&text.content, &run, run.at)
            }
        }
    }
}

struct Stroke {
    color: BackendColor,
    width: u32,
}

impl Stroke {
    fn fill(paint: Paint) -> Self {
        Self { color: backend_color(paint), width: 1 }
    }
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

fn backend_color(paint: Paint) -> BackendColor {
    let rgb = paint.color;
    BackendColor { alpha: paint.alpha, rgb: (rgb.red, rgb.green, rgb.blue) }
}

/// One line of text in our font, at its place in backend units.
struct Run<'a> {
    text: &'a Text,
    fonts: &'a Fonts,
    em: f64,
    /// Anchor point, on whole units.
    at: BackendCoord,
    /// From the corner of [`BackendTextStyle::layout_box`] to the start of the baseline, which keeps the
    /// fraction that whole coordinates lose.
    start: (f64, f64),
    width: i32,
}

impl<'a> Run<'a> {
    fn new(text: &'a Text, painter: &Painter<'a>) -> Self {
        let em = text.style.size * painter.scale;
        let exact = |logical: f64, origin: i32| logical * painter.scale + f64::from(origin);
        let baseline = exact(text.baseline, painter.origin.1);
        let at = (
            exact(text.x, painter.origin.0).round() as i32,
            (baseline - TOP_TO_BASELINE * em).round() as i32,
        );
        let width = (text.width * painter.scale).ceil() as i32;
        // The same whole-number steps that plotters takes from the anchor to the left edge.
        let left = match text.anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2,
            Anchor::End => at.0 - width,
        };
        let start = (exact(text.left(), painter.origin.0) - f64::from(left), baseline - f64::from(at.1));
        Self { text, fonts: painter.fonts, em, at, start, width }
    }
}

impl BackendTextStyle for Run<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        backend_color(self.text.color.into())
    }

    fn size(&self) -> f64 {
        self.em * SIZE_PER_EM
    }

    fn style(&self) -> FontStyle {
        match self.text.style.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        }
    }

    fn anchor(&self) -> Pos {
        let across = match self.text.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // The only vertical anchor that every SVG renderer places alike.
        Pos::new(across, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILY)
    }

    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (self.width, (self.em * 1.0).ceil() as i32)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        _: BackendCoord,
        mut draw: DrawFunc,
    ) -> Result<Result<(), E>, Infallible> {
        let face = self.fonts.face(self.text.style.weight);
        let color = self.color();
        let covered = raster::coverage(face, text, self.em, self.start);
        Ok(covered.into_iter().try_for_each(|(x, y, alpha)| draw(x, y, BackendColor { alpha, ..color })))
    }
}
