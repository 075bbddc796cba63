//! Labels placed about circles: a search that always tries the same places in the same order.

use super::scene::{Point, Rect};

/// From a circle to its label: the first without a leader, the others with one.
const GAPS: [f64; 7] = [4.0, 14.0, 24.0, 38.0, 56.0, 80.0, 110.0];
/// Right, left, above, below, the diagonals, and then what lies between these.
const WAYS: [(f64, f64); 16] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (DIAGONAL, -DIAGONAL),
    (-DIAGONAL, -DIAGONAL),
    (DIAGONAL, DIAGONAL),
    (-DIAGONAL, DIAGONAL),
    (LONG, -SHORT),
    (LONG, SHORT),
    (-LONG, -SHORT),
    (-LONG, SHORT),
    (SHORT, -LONG),
    (-SHORT, -LONG),
    (SHORT, LONG),
    (-SHORT, LONG),
];
const DIAGONAL: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// Cosine and sine of an eighth of a half turn.
const LONG: f64 = 0.923_879_532_511_286_7;
const SHORT: f64 = 0.382_683_432_365_089_8;
/// A label without a leader keeps so far from circles that it could be taken to name.
const DOUBT: f64 = 9.0;
/// Between a label and whatever is no part of it.
const CLEAR: f64 = 2.0;

/// A circle, by its center.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Circle {
    pub(crate) center: Point,
    pub(crate) radius: f64,
}

/// Where a label stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    pub(crate) rect: Rect,
    /// From the circle to the label, where the two do not stand side by side.
    pub(crate) leader: Option<[Point; 2]>,
    pub(crate) is_inside: bool,
}

/// A plot with circles, and the labels placed so far.
#[derive(Clone, Debug)]
pub(crate) struct Board {
    bounds: Rect,
    /// In painting order: those that come later cover those before.
    circles: Vec<Circle>,
    taken: Vec<Rect>,
    leaders: Vec<[Point; 2]>,
}

impl Board {
    /// A plot without labels.
    pub(crate) fn new(bounds: Rect, circles: Vec<Circle>) -> Self {
        Self { bounds, circles, taken: Vec::new(), leaders: Vec::new() }
    }

    /// Whether a box is inside, over no circle, no label and no leader.
    pub(crate) fn is_free(&self, rect: &Rect) -> bool {
        self.is_clear(rect) && !self.circles.iter().any(|circle| circle.touches(&rect.grown(CLEAR)))
    }

    /// Keeps a box free of labels to come.
    pub(crate) fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// The first free place for a label of this size: in its circle, beside it, or ever further off.
    pub(crate) fn place(&mut self, circle: usize, size: (f64, f64)) -> Option<Placed> {
        let inside = self.inside(circle, size);
        let beside = GAPS.into_iter().flat_map(|gap| WAYS.map(|way| (gap, way)));
        let mut outside = beside.map(|(gap, way)| self.circles[circle].label(gap, way, size));
        let placed = inside.or_else(|| outside.find(|placed| self.has_room(circle, placed)))?;
        self.taken.push(placed.rect);
        self.leaders.extend(placed.leader);
        Some(placed)
    }

    /// The middle of a circle, where it is large enough and nothing covers it.
    fn inside(&self, circle: usize, (width, height): (f64, f64)) -> Option<Placed> {
        let Circle { center, radius } = self.circles[circle];
        let (x, y) = (width / 2.0, height / 2.0);
        let rect = Rect::new(center.x - x, center.y - y, center.x + x, center.y + y);
        let fits = libm::hypot(x, y) + CLEAR <= radius && self.is_clear(&rect);
        let covered = || self.circles[circle + 1..].iter().any(|other| other.touches(&rect.grown(CLEAR)));
        (fits && !covered()).then_some(Placed { rect, leader: None, is_inside: true })
    }

    fn has_room(&self, circle: usize, placed: &Placed) -> bool {
        let passes = |leader: &[Point; 2]| {
            let others = self.circles.iter().enumerate().filter(|(index, _)| *index != circle);
            !self.taken.iter().any(|taken| crosses(leader, &taken.grown(CLEAR)))
                && others.into_iter().all(|(_, other)| !other.is_met_by(leader))
                && !self.leaders.iter().any(|other| meet(leader, other))
        };
        let is_clear = || {
            let others = self.circles.iter().enumerate().filter(|(index, _)| *index != circle);
            let near = placed.rect.grown(DOUBT);
            others.into_iter().all(|(_, other)| !other.touches(&near))
        };
        self.is_free(&placed.rect) && placed.leader.as_ref().map_or_else(is_clear, passes)
    }

    /// Whether a box is inside, over no label and no leader.
    fn is_clear(&self, rect: &Rect) -> bool {
        let near = rect.grown(CLEAR);
        let bounds = &self.bounds;
        let is_inside = rect.left >= bounds.left
            && rect.right <= bounds.right
            && rect.top >= bounds.top
            && rect.bottom <= bounds.bottom;
        is_inside
            && !self.taken.iter().any(|taken| taken.overlaps(&near))
            && !self.leaders.iter().any(|leader| crosses(leader, &near))
    }
}

impl Circle {
    /// A label this far off in a direction.
    fn label(&self, gap: f64, (x, y): (f64, f64), (width, height): (f64, f64)) -> Placed {
        let at = |distance: f64| {
            let from = self.radius + distance;
            Point::new(self.center.x + x * from, self.center.y + y * from)
        };
        let end = at(gap);
        // The label's nearest side or corner stands at the end.
        let start =
            |end: f64, way: f64, size: f64| end - size * (1.0 - way.signum() * way.abs().ceil()) / 2.0;
        let (left, top) = (start(end.x, x, width), start(end.y, y, height));
        let rect = Rect::new(left, top, left + width, top + height);
        let leader = (gap > GAPS[0]).then(|| [at(1.0), at(gap - 1.0)]);
        Placed { rect, leader, is_inside: false }
    }

    fn touches(&self, rect: &Rect) -> bool {
        let x = self.center.x - self.center.x.clamp(rect.left, rect.right);
        let y = self.center.y - self.center.y.clamp(rect.top, rect.bottom);
        libm::hypot(x, y) < self.radius
    }

    fn is_met_by(&self, [from, to]: &[Point; 2]) -> bool {
        let (x, y) = (to.x - from.x, to.y - from.y);
        let length = x * x + y * y;
        let along = (self.center.x - from.x) * x + (self.center.y - from.y) * y;
        let part = if length > 0.0 { (along / length).clamp(0.0, 1.0) } else { 0.0 };
        libm::hypot(from.x + x * part - self.center.x, from.y + y * part - self.center.y) < self.radius + 1.0
    }
}

/// Whether a straight line passes through a box.
fn crosses([from, to]: &[Point; 2], rect: &Rect) -> bool {
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (start, way, low, high) in
        [(from.x, to.x - from.x, rect.left, rect.right), (from.y, to.y - from.y, rect.top, rect.bottom)]
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

/// Whether two straight lines cross.
fn meet([a, b]: &[Point; 2], [c, d]: &[Point; 2]) -> bool {
    let side = |p: &Point, q: &Point, r: &Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZE: (f64, f64) = (40.0, 12.0);

    fn circle(x: f64, y: f64, radius: f64) -> Circle {
        Circle { center: Point::new(x, y), radius }
    }

    fn board(circles: &[Circle]) -> Board {
        Board::new(Rect::new(0.0, 0.0, 200.0, 200.0), circles.to_vec())
    }

    #[test]
    fn the_first_free_place_is_taken() {
        let place = |circles: &[Circle]| board(circles).place(0, SIZE).unwrap();
        assert!(place(&[circle(100.0, 100.0, 30.0)]).is_inside);
        let right = place(&[circle(100.0, 100.0, 10.0)]);
        assert_eq!((right.rect.left, right.rect.top, right.leader), (114.0, 94.0, None));
        let left = place(&[circle(190.0, 100.0, 10.0)]);
        assert_eq!((left.rect.right, left.rect.top), (176.0, 94.0));
        let walls = [circle(100.0, 100.0, 10.0), circle(135.0, 100.0, 5.0), circle(65.0, 100.0, 5.0)];
        let above = place(&walls);
        assert_eq!((above.rect.left, above.rect.bottom), (80.0, 86.0));
        assert!(board(&[circle(20.0, 20.0, 300.0), circle(20.0, 20.0, 299.0)]).place(0, SIZE).is_none());
    }

    proptest! {
        #[test]
        fn no_label_stands_over_another_or_a_circle(
            circles in prop::collection::vec((10.0..190.0f64, 10.0..190.0f64, 1.0..25.0f64), 1..12),
        ) {
            let mut circles: Vec<Circle> = circles.into_iter().map(|(x, y, r)| circle(x, y, r)).collect();
            circles.sort_by(|a, b| b.radius.total_cmp(&a.radius));
            let mut board = board(&circles);
            let placed: Vec<_> = (0..circles.len()).filter_map(|index| Some((index, board.place(index, SIZE)?))).collect();
            for (place, (index, label)) in placed.iter().enumerate() {
                let over = circles.iter().enumerate().filter(|(_, circle)| circle.touches(&label.rect));
                prop_assert!(over.into_iter().all(|(other, _)| label.is_inside && other <= *index));
                for (_, other) in &placed[place + 1..] {
                    prop_assert!(!label.rect.overlaps(&other.rect));
                    let crossed = [(label, other), (other, label)].iter().any(|(a, b)| {
                        a.leader.is_some_and(|leader| crosses(&leader, &b.rect))
                    });
                    prop_assert!(!crossed);
                }
            }
        }
    }
}
