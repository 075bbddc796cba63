//! Text as pixels.

use harfrust::font::glyph::outline::PathSink;
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Transform};

use super::font::Face;

/// The outlines of a line of text at `em` pixels, its baseline starting at `start`, y downwards; nothing
/// for spaces.
pub(crate) fn path(face: &Face, text: &str, em: f64, start: (f64, f64)) -> Option<Path> {
    let mut pen = Pen { path: PathBuilder::new(), scale: em / face.em(), x: 0.0, y: 0.0 };
    for glyph in face.shape(text).0 {
        (pen.x, pen.y) = (start.0 + glyph.x * em, start.1 - glyph.y * em);
        face.outline(glyph.id, &mut pen);
    }
    pen.path.finish()
}

/// The pixels that a line of text touches, with the part of each that it covers.
pub(crate) fn coverage(face: &Face, text: &str, em: f64, start: (f64, f64)) -> Vec<(i32, i32, f64)> {
    let Some(path) = path(face, text, em, start) else { return Vec::new() };
    let bounds = path.bounds();
    let (left, top) = (bounds.left().floor() - 1.0, bounds.top().floor() - 1.0);
    let size = |from: f32, to: f32| (to - from).ceil() as u32 + 2;
    let Some(mut mask) = Mask::new(size(left, bounds.right()), size(top, bounds.bottom())) else {
        return Vec::new();
    };
    mask.fill_path(&path, FillRule::Winding, true, Transform::from_translate(-left, -top));
    let width = mask.width();
    let pixels = mask.data().iter().enumerate().filter(|(_, alpha)| **alpha > 0);
    pixels
        .map(|(index, &alpha)| {
            let (x, y) = (index as u32 % width, index as u32 / width);
            (left as i32 + x.cast_signed(), top as i32 + y.cast_signed(), f64::from(alpha) / 255.0)
        })
        .collect()
}

struct Pen {
    path: PathBuilder,
    scale: f64,
    x: f64,
    y: f64,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        ((self.x + f64::from(x) * self.scale) as f32, (self.y - f64::from(y) * self.scale) as f32)
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::layout::scene::Weight;
    use crate::chart::output::font::Fonts;

    #[test]
    fn a_full_stop_covers_a_few_pixels_on_the_baseline() {
        let fonts = Fonts::noto_sans();
        let pixels = coverage(fonts.face(Weight::Bold), ".", 20.0, (5.0, 30.0));
        assert!((4..40).contains(&pixels.len()), "{}", pixels.len());
        assert!(pixels.iter().all(|&(x, y, _)| x >= 5 && (24..=30).contains(&y)), "{pixels:?}");
        assert!(coverage(fonts.face(Weight::Bold), "  ", 20.0, (0.0, 0.0)).is_empty());
    }
}
