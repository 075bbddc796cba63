//! Requirements that bound one and the same sum: which of them clash is seen without a linear program.
//!
//! Those that are kept must share a point. So of a hundred values of one sum, no two of which agree, 99 must go.
//! To learn that clash by clash takes one for every two of them, and to see that no fewer do takes a bound that
//! knows of the line they lie on: intervals that overlap in twos have a point in common (E. Helly, 1923).

use std::collections::BTreeMap;

use super::Program;

/// What a linear program grants a sum at a bound, in units of its largest coefficient: intervals that are farther
/// apart than it grants at both clash for it too. Whether nearer ones do is left to it.
const GRANTED: f64 = 1.001e-9;
/// By this much at most it scales that coefficient, and so grants more.
const SCALED: f64 = 4.0 / 3.0;
/// On a single variable it needs no row, and grants that much at both bounds together.
const HALF: f64 = 0.5;

/// What a requirement says about the sum, with what round-off is granted at its ends.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    requirement: usize,
    lower: f64,
    upper: f64,
    /// What a distance from it costs.
    weight: f64,
}

impl Span {
    fn misses(&self, point: f64) -> bool {
        self.upper < point || self.lower > point
    }
}

/// Requirements on one sum of which two at least must go.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band {
    spans: Vec<Span>,
    /// Where as many spans meet as can without giving up another: one point each, the preferred ones first.
    points: Vec<f64>,
}

/// The bands of a program. Where only one of a sum's requirements must go, that is a clash like any other.
pub(super) fn bands(program: &Program) -> Vec<Band> {
    let mut sums: BTreeMap<Vec<(usize, u64)>, Vec<Span>> = BTreeMap::new();
    for (r, requirement) in program.requirements.iter().enumerate() {
        for interval in &requirement.intervals {
            let terms = interval.collected();
            let Some(&(_, first)) = terms.first() else { continue };
            let (a, b) = (interval.lower / first, interval.upper / first);
            let (lower, upper) = (a.min(b), a.max(b));
            let largest = terms.iter().map(|t| (t.1 / first).abs()).fold(0.0, f64::max);
            let factor = if terms.len() == 1 { HALF } else { SCALED * largest };
            let granted = |bound: f64| GRANTED * factor.max(1e-3 * bound.abs());
            let span = Span {
                requirement: r,
                lower: if lower.is_finite() { lower - granted(lower) } else { lower },
                upper: if upper.is_finite() { upper + granted(upper) } else { upper },
                weight: first.abs() / requirement.size,
            };
            let key = terms.iter().map(|&(variable, a)| (variable, (a / first).to_bits())).collect();
            sums.entry(key).or_default().push(span);
        }
    }
    sums.into_values().filter_map(Band::new).collect()
}

impl Band {
    fn new(spans: Vec<Span>) -> Option<Self> {
        let mut each: Vec<Span> = Vec::new();
        for span in spans {
            match each.last_mut().filter(|last| last.requirement == span.requirement) {
                Some(last) => {
                    last.lower = last.lower.max(span.lower);
                    last.upper = last.upper.min(span.upper);
                }
                None => each.push(span),
            }
        }
        // What can't hold even alone is no matter of this sum's other requirements.
        each.retain(|span| span.lower <= span.upper);
        let highest = each.iter().map(|span| span.lower).fold(f64::NEG_INFINITY, f64::max);
        let lowest = each.iter().map(|span| span.upper).fold(f64::INFINITY, f64::min);
        // What overlaps all others meets them wherever they meet each other.
        each.retain(|span| span.misses(highest) || span.misses(lowest));
        let mut band = Self { spans: each, points: Vec::new() };
        band.points = band.meetings();
        let fewest = band.points.first().map_or(0, |&point| band.missing(point).count());
        (fewest > 1).then_some(band)
    }

    pub(super) fn members(&self) -> impl Iterator<Item = usize> {
        self.spans.iter().map(|span| span.requirement)
    }

    /// For each point where spans meet, who must go for the others to: the ways to settle the band.
    pub(super) fn ways(&self) -> impl Iterator<Item = impl Iterator<Item = usize>> {
        self.points.iter().map(|&point| self.missing(point))
    }

    fn missing(&self, point: f64) -> impl Iterator<Item = usize> {
        self.spans.iter().filter(move |span| span.misses(point)).map(|span| span.requirement)
    }

    /// Where spans meet and none that does not could join: first those where the fewest are missed, then by the least.
    fn meetings(&self) -> Vec<f64> {
        let sorted = |end: fn(&Span) -> f64| {
            let mut ends: Vec<f64> = self.spans.iter().map(end).collect();
            ends.sort_by(f64::total_cmp);
            ends.dedup();
            ends
        };
        let (starts, ends) = (sorted(|span| span.lower), sorted(|span| span.upper));
        let mut ranked: Vec<(usize, f64, f64)> = Vec::new();
        for (at, &start) in starts.iter().enumerate() {
            let end = ends[ends.partition_point(|&end| end < start)];
            // Where another span starts before one ends, it can join.
            if starts.get(at + 1).is_none_or(|&next| end < next) {
                let cost = self.distance(start).min(self.distance(end));
                ranked.push((self.missing(start).count(), cost, start));
            }
        }
        ranked.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        ranked.into_iter().map(|(_, _, point)| point).collect()
    }

    /// By how much all spans together miss a point.
    fn distance(&self, point: f64) -> f64 {
        let miss = |span: &Span| span.weight * (span.lower - point).max(point - span.upper).max(0.0);
        self.spans.iter().map(miss).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Interval, Requirement};
    use super::*;

    #[track_caller]
    fn check(spans: &[(f64, f64)], expected: &[&[usize]]) {
        let requirement = |(number, &(lower, upper)): (usize, &(f64, f64))| {
            // Said of one, of two or of minus three times the sum, it is the same.
            let factor = [1.0, 2.0, -3.0][number % 3];
            let (a, b) = (lower * factor, upper * factor);
            let terms = vec![(1, factor), (0, 0.5 * factor)];
            Requirement {
                intervals: vec![Interval { terms, lower: a.min(b), upper: a.max(b), half: 0.5 }],
                size: 1.0,
            }
        };
        let requirements = spans.iter().enumerate().map(requirement).collect();
        let bands = bands(&Program { variables: 2, requirements });
        let ways: Vec<Vec<usize>> =
            bands.iter().flat_map(|band| band.ways().map(Iterator::collect)).collect();
        assert_eq!(ways, expected);
    }

    #[test]
    fn all_but_those_that_meet_must_go() {
        // Two meet at 2; the others alone, the nearer first.
        check(&[(0.0, 2.0), (2.0, 3.0), (4.0, 5.0), (9.0, 10.0)], &[&[2, 3], &[0, 1, 3], &[0, 1, 2]]);
        let infinite = f64::INFINITY;
        check(&[(0.0, 1.0), (2.0, infinite), (-infinite, 0.5), (3.0, 4.0)], &[&[1, 3], &[0, 2]]);
    }

    #[test]
    fn what_overlaps_all_others_stays_out() {
        check(&[(0.0, 9.0), (0.0, 1.0), (3.0, 4.0), (6.0, 7.0)], &[&[1, 3], &[2, 3], &[1, 2]]);
    }

    #[test]
    fn one_wrong_requirement_is_no_band() {
        check(&[(0.0, 1.0), (0.5, 1.5), (8.0, 9.0)], &[]);
        check(&[(0.0, 1.0), (1.0 + 1e-9, 2.0), (0.9, 1.1)], &[]);
        check(&[], &[]);
    }
}
