//! A series as a line over years: solid where it is known, dashed where it is a forecast.

use super::scene::{Point, Scene};
use crate::chart::color::Color;
use crate::chart::theme::Theme;

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) color: Color,
    pub(crate) width: f64,
}

/// A dash and the gap after it.
const DASHES: (f64, f64) = (7.0, 4.5);
/// Radius of the dot at the last actual, and of the ring around it.
const DOT: f64 = 4.0;
const RING: f64 = 5.5;

/// Draws a line through points, one for each year; a year without one breaks it, and a point alone is a dot.
/// The part that leads to a year of which `is_forecast` says so is dashed.
pub(crate) fn trace(
    scene: &mut Scene,
    points: &[Option<Point>],
    is_forecast: impl Fn(usize) -> bool,
    stroke: Stroke,
) {
    for (first, last) in runs(points) {
        let run: Vec<Point> = points[first..=last].iter().flatten().copied().collect();
        if let [alone] = run[..] {
            scene.disc(alone, stroke.width, stroke.color);
            continue;
        }
        let mut start = 0;
        while start + 1 < run.len() {
            let dashed = is_forecast(first + start + 1);
            let same = |&end: &usize| is_forecast(first + end + 1) == dashed;
            let end = (start..run.len() - 1).take_while(same).count() + start;
            if dashed {
                for dash in dashes(&run[start..=end]) {
                    scene.line(&dash, stroke.color, stroke.width);
                }
            } else {
                scene.line(&run[start..=end], stroke.color, stroke.width);
            }
            start = end;
        }
    }
}

/// A dot with a ring in the color of the paper, which parts it from the line it stands on.
pub(crate) fn dot(scene: &mut Scene, theme: &Theme, at: Point, color: Color) {
    scene.disc(at, RING, theme.colors.paper);
    scene.disc(at, DOT, color);
}

/// Runs of points without a gap, from the first to the last.
fn runs(points: &[Option<Point>]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for index in (0..points.len()).filter(|&index| points[index].is_some()) {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == index => run.1 = index,
            _ => runs.push((index, index)),
        }
    }
    runs
}

/// The dashes along a path, each with the corners that it goes around.
fn dashes(path: &[Point]) -> Vec<Vec<Point>> {
    let mut dashes = Vec::new();
    let (mut left, mut dash) = (DASHES.0, Some(vec![path[0]]));
    for pair in path.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let length = libm::hypot(to.x - from.x, to.y - from.y);
            if length <= left {
                left -= length;
                dash.iter_mut().for_each(|dash| dash.push(to));
                break;
            }
            let part = left / length;
            from = Point::new(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
            if let Some(mut ended) = dash.take() {
                ended.push(from);
                dashes.push(ended);
                left = DASHES.1;
            } else {
                dash = Some(vec![from]);
                left = DASHES.0;
            }
        }
    }
    dashes.extend(dash.filter(|dash| dash.len() > 1));
    dashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_go_on_around_corners() {
        let path = [Point::new(0.0, 0.0), Point::new(10.0, 0.0), Point::new(10.0, 20.0)];
        let found = dashes(&path);
        let ends: Vec<(f64, f64)> = found.iter().map(|dash| (dash[0].x, dash[0].y)).collect();
        assert_eq!(ends, [(0.0, 0.0), (10.0, 1.5), (10.0, 13.0)]);
        assert_eq!(found[0].last(), Some(&Point::new(7.0, 0.0)));
    }

    #[test]
    fn gaps_break_a_line_and_a_point_alone_is_a_dot() {
        let at = |x: f64| Some(Point::new(x, 0.0));
        assert_eq!(runs(&[at(0.0), None, at(2.0), at(3.0)]), [(0, 0), (2, 3)]);
        let mut scene = Scene::new(10.0, 10.0);
        let stroke = Stroke { color: Color::new(0, 0, 0), width: 2.0 };
        trace(&mut scene, &[at(0.0), None, at(2.0), at(3.0), at(13.0)], |index| index == 4, stroke);
        // A dot, a line, and a forecast of ten pixels in two dashes.
        assert_eq!(scene.marks.len(), 3);
    }
}
