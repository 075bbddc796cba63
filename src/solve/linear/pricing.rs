//! The ratio test of the dual simplex method: which variable enters, and which jump to their other bound.

/// How far a reduced cost may pass zero before it counts.
pub(super) const DUAL_TOLERANCE: f64 = 1e-9;

/// A nonbasic variable that could repair the leaving row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) variable: usize,
    /// Its reduced cost, as a distance from zero.
    pub(super) reduced: f64,
    /// Its entry in the pivot row, as a size.
    pub(super) size: f64,
    /// The distance between its bounds.
    pub(super) range: f64,
}

impl Candidate {
    fn ratio(&self) -> f64 {
        self.reduced / self.size
    }

    fn bound(&self) -> f64 {
        (self.reduced + DUAL_TOLERANCE) / self.size
    }

    fn repair(&self) -> f64 {
        self.size * self.range
    }
}

/// The first `flips` of the sorted candidates jump to their other bound, and `entering` enters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub(super) entering: usize,
    pub(super) flips: usize,
}

/// Chooses among the candidates, which are reordered, to repair a row that is off by `slope`.
///
/// The dual objective rises along the step as long as the jumps of the variables passed leave
/// the row unrepaired. `None` when all of them together don't repair it: the row can't be met.
pub(super) fn choose(candidates: &mut Vec<Candidate>, mut slope: f64) -> Option<Choice> {
    let endless = candidates.iter().filter(|c| c.range == f64::INFINITY);
    let reach = endless.map(Candidate::bound).fold(f64::INFINITY, f64::min);
    candidates.retain(|c| c.ratio() <= reach);
    candidates.sort_unstable_by(|a, b| a.ratio().total_cmp(&b.ratio()).then(a.variable.cmp(&b.variable)));
    let mut start = 0;
    while start < candidates.len() {
        let mut bound = f64::INFINITY;
        let mut repair = 0.0;
        let mut end = start;
        while end < candidates.len() && candidates[end].ratio() <= bound {
            bound = bound.min(candidates[end].bound());
            repair += candidates[end].repair();
            end += 1;
        }
        if repair >= slope {
            let largest = (start..end)
                .max_by(|&a, &b| candidates[a].size.total_cmp(&candidates[b].size).then(b.cmp(&a)));
            let entering = largest.expect("a group holds the candidate it starts with");
            return Some(Choice { entering: candidates[entering].variable, flips: start });
        }
        slope -= repair;
        start = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(variable: usize, reduced: f64, size: f64, range: f64) -> Candidate {
        Candidate { variable, reduced, size, range }
    }

    #[track_caller]
    fn check(candidates: &[Candidate], slope: f64, expected: Option<(usize, usize)>) {
        let mut candidates = candidates.to_vec();
        let choice = choose(&mut candidates, slope);
        assert_eq!(choice.map(|c| (c.entering, c.flips)), expected);
    }

    #[test]
    fn jumps_are_taken_until_the_row_is_repaired() {
        let boxed = [candidate(0, 1.0, 1.0, 2.0), candidate(1, 2.0, 1.0, 2.0), candidate(2, 3.0, 1.0, 2.0)];
        check(&boxed, 1.0, Some((0, 0)));
        check(&boxed, 3.0, Some((1, 1)));
        check(&boxed, 6.5, None);
        check(&[], 1.0, None);
    }

    #[test]
    fn among_equal_ratios_the_largest_entry_enters() {
        let tied = [candidate(0, 0.0, 0.1, f64::INFINITY), candidate(1, 0.0, 2.0, f64::INFINITY)];
        check(&tied, 1.0, Some((1, 0)));
    }
}
