//! What a chart is before it is painted: marks in logical pixels, y downwards.

use crate::chart::color::Color;

/// A point in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Point {
    pub(crate) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// An upright rectangle in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(crate) fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn middle(&self) -> Point {
        Point::new(f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }

    /// Whether the two share area; touching edges do not.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether a stroke of no width passes through it.
    pub(crate) fn is_crossed(&self, from: Point, to: Point) -> bool {
        let (mut first, mut last) = (0.0_f64, 1.0_f64);
        for (start, way, low, high) in
            [(from.x, to.x - from.x, self.left, self.right), (from.y, to.y - from.y, self.top, self.bottom)]
        {
            if way == 0.0 {
                if start <= low || start >= high {
                    return false;
                }
            } else {
                let (a, b) = ((low - start) / way, (high - start) / way);
                (first, last) = (first.max(a.min(b)), last.min(a.max(b)));
            }
        }
        first < last
    }

    pub(crate) fn grown(&self, by: f64) -> Self {
        Self::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }
}

/// A color and how much of what lies below shows through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Paint {
    pub(crate) color: Color,
    pub(crate) alpha: f64,
}

impl From<Color> for Paint {
    fn from(color: Color) -> Self {
        Self { color, alpha: 1.0 }
    }
}

/// The two weights of the chart font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Which point of a text `x` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Text {
    pub(crate) content: String,
    pub(crate) x: f64,
    pub(crate) baseline: f64,
    pub(crate) anchor: Anchor,
    pub(crate) style: TextStyle,
    pub(crate) color: Color,
    /// The color directly behind the text, so that contrast can be checked without rendering.
    pub(crate) on: Color,
    /// Shaped width.
    pub(crate) width: f64,
}

/// Size in logical pixels per em, and weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TextStyle {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
}

impl TextStyle {
    pub(crate) const fn regular(size: f64) -> Self {
        Self { size, weight: Weight::Regular }
    }

    pub(crate) const fn bold(size: f64) -> Self {
        Self { size, weight: Weight::Bold }
    }

    /// Height of capitals and digits.
    pub(crate) fn cap(self) -> f64 {
        CAP * self.size
    }

    /// Distance between two baselines of a paragraph.
    pub(crate) fn leading(self) -> f64 {
        (self.size * 1.32).round()
    }
}

/// Cap height of the chart font, in em.
pub(crate) const CAP: f64 = 0.714;
/// Height of the tallest plain letter above the baseline, in em.
const ASCENT: f64 = 0.78;
/// Depth of the deepest letter below the baseline, in em.
const DESCENT: f64 = 0.22;

impl Text {
    /// Left edge of the first glyph's advance.
    pub(crate) fn left(&self) -> f64 {
        match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - self.width / 2.0,
            Anchor::End => self.x - self.width,
        }
    }

    /// The box that no other text may enter.
    pub(crate) fn bounds(&self) -> Rect {
        let (left, size) = (self.left(), self.style.size);
        Rect::new(left, self.baseline - ASCENT * size, left + self.width, self.baseline + DESCENT * size)
    }
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    Rect { rect: Rect, fill: Paint },
    Polygon { points: Vec<Point>, fill: Paint },
    Line { points: Vec<Point>, stroke: Paint, width: f64 },
    Text(Text),
}

/// Marks in painting order on a page of a given size, and the page in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scene {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) marks: Vec<Mark>,
}

impl Scene {
    pub(crate) fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    /// An empty page of the same size in a color.
    pub(crate) fn paper(&self, color: Color) -> Self {
        let mut paper = Self::new(self.width, self.height);
        paper.rect(Rect::new(0.0, 0.0, self.width, self.height), color);
        paper
    }

    pub(crate) fn rect(&mut self, rect: Rect, fill: impl Into<Paint>) {
        self.marks.push(Mark::Rect { rect, fill: fill.into() });
    }

    pub(crate) fn line(&mut self, points: &[Point], stroke: impl Into<Paint>, width: f64) {
        self.marks.push(Mark::Line { points: points.to_vec(), stroke: stroke.into(), width });
    }

    pub(crate) fn polygon(&mut self, points: Vec<Point>, fill: impl Into<Paint>) {
        self.marks.push(Mark::Polygon { points, fill: fill.into() });
    }

    pub(crate) fn text(&mut self, text: Text) {
        self.marks.push(Mark::Text(text));
    }

    /// A filled circle.
    pub(crate) fn disc(&mut self, center: Point, radius: f64, fill: impl Into<Paint>) {
        self.polygon(circle(center, radius), fill);
    }

    /// A capsule with an outline, as two filled shapes: a stroked outline would be ragged on backends
    /// that have whole-pixel strokes only.
    pub(crate) fn capsule(&mut self, rect: Rect, outline: Color, width: f64, fill: Color) {
        self.polygon(capsule(&rect), outline);
        self.polygon(capsule(&rect.grown(-width)), fill);
    }

    /// Parallel diagonals across `rect`, in phase with every other hatch of the scene.
    pub(crate) fn hatch(&mut self, rect: &Rect, stroke: Paint, spacing: f64, width: f64) {
        let rect = rect.grown(-0.5);
        if rect.width() <= 0.0 || rect.height() <= 0.0 {
            return;
        }
        // A diagonal is the set of points with equal x + y.
        let step = spacing * std::f64::consts::SQRT_2;
        let mut sum = ((rect.left + rect.top) / step).ceil() * step;
        while sum < rect.right + rect.bottom {
            let low = Point::new((sum - rect.bottom).max(rect.left), (sum - rect.left).min(rect.bottom));
            let high = Point::new((sum - rect.top).min(rect.right), (sum - rect.right).max(rect.top));
            if high.x - low.x > 0.5 {
                self.line(&[low, high], stroke, width);
            }
            sum += step;
        }
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.marks.iter().filter_map(|mark| if let Mark::Text(text) = mark { Some(text) } else { None })
    }
}

/// Corners so close that nobody sees them.
fn circle(center: Point, radius: f64) -> Vec<Point> {
    // No side is further than a twentieth of a pixel from the circle.
    let corners = (10.0 * libm::sqrt(radius.max(0.0))).ceil().clamp(16.0, 400.0) as usize;
    let corner = |step: usize| {
        let angle = 2.0 * std::f64::consts::PI * step as f64 / corners as f64;
        Point::new(center.x + radius * libm::cos(angle), center.y + radius * libm::sin(angle))
    };
    (0..corners).map(corner).collect()
}

fn capsule(rect: &Rect) -> Vec<Point> {
    const QUARTER: usize = 10;
    let radius = rect.height() / 2.0;
    let middle = rect.middle().y;
    let half = |center: f64, start: f64| {
        (0..=2 * QUARTER).map(move |step| {
            let angle = start + std::f64::consts::PI * step as f64 / (2 * QUARTER) as f64;
            Point::new(center + radius * libm::cos(angle), middle + radius * libm::sin(angle))
        })
    };
    let quarter = std::f64::consts::FRAC_PI_2;
    half(rect.right - radius, -quarter).chain(half(rect.left + radius, quarter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatch_stays_inside_its_rectangle() {
        let rect = Rect::new(10.0, 20.0, 47.0, 33.0);
        let mut scene = Scene::new(100.0, 100.0);
        scene.hatch(&rect, Paint { color: Color::new(255, 255, 255), alpha: 0.3 }, 5.0, 1.0);
        assert!(scene.marks.len() > 3);
        for mark in &scene.marks {
            let Mark::Line { points, .. } = mark else { panic!("hatch paints lines only") };
            for p in points {
                assert!(p.x >= rect.left && p.x <= rect.right && p.y >= rect.top && p.y <= rect.bottom);
            }
        }
    }

    #[test]
    fn a_circle_is_round_to_the_eye_and_has_its_area() {
        for radius in [2.0, 17.0, 300.0] {
            let points = circle(Point::new(5.0, 5.0), radius);
            let pairs = points.iter().zip(points.iter().cycle().skip(1));
            for (a, b) in pairs.clone() {
                let middle = (f64::midpoint(a.x, b.x) - 5.0, f64::midpoint(a.y, b.y) - 5.0);
                assert!(radius - libm::hypot(middle.0, middle.1) < 0.06, "{radius}");
            }
            let twice: f64 = pairs.map(|(a, b)| a.x * b.y - b.x * a.y).sum();
            let area = std::f64::consts::PI * radius * radius;
            assert!((twice / 2.0 / area - 1.0).abs() < 0.03, "{radius}");
        }
    }

    #[test]
    fn capsule_touches_all_four_sides() {
        let rect = Rect::new(0.0, 0.0, 80.0, 20.0);
        let points = capsule(&rect);
        let (left, right) =
            points.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.x), high.max(p.x)));
        assert!((left - 0.0).abs() < 1e-9 && (right - 80.0).abs() < 1e-9);
    }
}
