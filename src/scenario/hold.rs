//! Held parts that keep their totals: others in them absorb what a step changes.

use super::check::Ready;
use super::work::{Desk, nearly};
use crate::error::{Error, ErrorKind};
use crate::space::{Cube, Runs, Scope, Selection};
use crate::value::prose::{figure, list};

/// A total is kept when it is off by no more than this of itself; what is left then goes to the last bit.
const KEPT: f64 = 1e-14;
/// Rounds over totals that cross each other: two or three settle most, thousands where the rest is small.
const ROUNDS: usize = 100_000;
/// So many rounds have to bring totals nearer, or nothing will.
const PATIENCE: usize = 1_000;

/// A held part that includes what a step changes.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    scope: Scope,
    pub(super) cells: Runs,
    /// Cells that absorb the change, and those of them that a share set by the step counts in its whole.
    pub(super) absorbers: Runs,
    pub(super) counted: Runs,
    /// By how much of itself its total may be off for round-off alone, and by how much it may stay off at first.
    round_off: f64,
    room: f64,
    /// Cells that take the last bits, in no smaller held part; what the step changes only where no other will do.
    last_bits: Runs,
    own_bits: Runs,
}

impl Keep {
    pub(super) fn new(
        (scope, cells): &(Scope, Selection),
        absorbs: &[bool],
        is_frozen: &[bool],
        parts: &[(Scope, Selection)],
        smaller: &[&Selection],
        of: Option<&Selection>,
    ) -> Self {
        let includes_all = parts.iter().all(|(_, part)| cells.includes(part));
        // What moves from one part to another within a held one concerns no third.
        let moves_within = parts.len() > 1 && includes_all;
        let mut last_bits = if moves_within { vec![false; absorbs.len()] } else { absorbs.to_vec() };
        let mut own_bits = vec![false; absorbs.len()];
        let inside = parts.iter().map(|(_, part)| part).filter(|part| cells.includes(part));
        inside.for_each(|part| part.for_each(|cell| own_bits[cell] = !is_frozen[cell]));
        for held in smaller {
            held.for_each(|cell| (last_bits[cell], own_bits[cell]) = (false, false));
        }
        let mut counted = vec![false; absorbs.len()];
        of.into_iter().for_each(|of| of.for_each(|cell| counted[cell] = absorbs[cell]));
        // What moves within leaves the total alone, up to round-off over all its cells.
        let round_off = cells.len() as f64 * f64::EPSILON;
        Self {
            scope: scope.clone(),
            round_off,
            room: if moves_within { round_off } else { KEPT },
            cells: Runs::of(cells),
            absorbers: Runs::marked(absorbs),
            counted: Runs::marked(&counted),
            last_bits: Runs::marked(&last_bits),
            own_bits: Runs::marked(&own_bits),
        }
    }

    /// Brings the total to the last bit, by bits of a number that may change.
    ///
    /// The total does not fall when that number rises, and nearly always moves by no more than its own last digit at
    /// once: between a number that makes it too small and one that makes it too large there is one that makes it right.
    /// Where a later number is added with a tie that is rounded to even, every second total is skipped. Then the last number
    /// is tried, after which few are added, and so on backwards.
    fn to_the_bit(&self, cube: &mut Cube, kept: &[f64], desk: &mut Desk) {
        const TRIES: usize = 100;
        cube.sum_into(&self.cells, &mut desk.sums);
        if desk.sums == kept {
            return;
        }
        self.find_largest(cube, &mut desk.largest);
        desk.bounds.fill((None, None));
        desk.tried.fill((0, usize::MAX));
        for _ in 0..TRIES {
            let is_open = |t: usize| desk.sums[t] != kept[t] && desk.largest[t].is_some();
            if !(0..kept.len()).any(is_open) {
                return;
            }
            for t in (0..kept.len()).filter(|&t| desk.sums[t] != kept[t]) {
                let Some(cell) = desk.largest[t] else { continue };
                let value = &mut cube.path_mut(cell)[t];
                let (low, high) = &mut desk.bounds[t];
                *if desk.sums[t] < kept[t] { &mut *low } else { &mut *high } = Some(*value);
                let next = match (*low, *high) {
                    (Some(low), Some(high)) => low + (high - low) / 2.0,
                    _ => (*value + (kept[t] - desk.sums[t])).max(0.0),
                };
                let is_stuck = next == *value;
                *value = next;
                if is_stuck {
                    desk.largest[t] = self.another(cube, t, &mut desk.tried[t]);
                    desk.bounds[t] = (None, None);
                }
            }
            cube.sum_into(&self.cells, &mut desk.sums);
        }
    }

    /// The last cell that has a number in a year before those that have been tried: first of the absorbers, then of the rest.
    fn another(&self, cube: &Cube, t: usize, (kind, before): &mut (usize, usize)) -> Option<usize> {
        let kinds = [&self.last_bits, &self.own_bits];
        while let Some(cells) = kinds.get(*kind) {
            let fits = |cell: &usize| cell < before && cube.path(*cell)[t] > 0.0;
            if let Some(found) = cells.iter().flatten().filter(fits).last() {
                *before = found;
                return Some(found);
            }
            (*kind, *before) = (*kind + 1, usize::MAX);
        }
        None
    }

    /// For each year the cell with the largest number of those that take the last bits.
    fn find_largest(&self, cube: &Cube, largest: &mut [Option<usize>]) {
        largest.fill(None);
        let absorbers = if self.last_bits.is_empty() { &self.own_bits } else { &self.last_bits };
        for cell in absorbers.iter().flatten() {
            for (t, largest) in largest.iter_mut().enumerate() {
                let value = cube.path(cell)[t];
                if value > 0.0 && largest.is_none_or(|known| value > cube.path(known)[t]) {
                    *largest = Some(cell);
                }
            }
        }
    }
}

/// Cells that absorb for the same held parts, by their positions.
#[derive(Clone, Debug)]
pub(super) struct Group {
    keeps: Vec<usize>,
    cells: Runs,
}

impl Group {
    /// For each held part the cells that absorb for it.
    pub(super) fn all<'a>(cells: usize, keeps: impl Iterator<Item = &'a [bool]>) -> Vec<Self> {
        let mut kinds: Vec<Vec<usize>> = vec![Vec::new()];
        let mut kind_of = vec![0_usize; cells];
        for (k, absorbs) in keeps.enumerate() {
            let mut split: Vec<Option<usize>> = vec![None; kinds.len()];
            for (kind, _) in kind_of.iter_mut().zip(absorbs).filter(|(_, absorbs)| **absorbs) {
                *kind = *split[*kind].get_or_insert_with(|| {
                    kinds.push(kinds[*kind].iter().copied().chain([k]).collect());
                    kinds.len() - 1
                });
            }
        }
        let marked = |kind: usize| kind_of.iter().map(|of| *of == kind).collect::<Vec<bool>>();
        let groups = kinds.into_iter().enumerate().skip(1);
        let groups = groups.map(|(kind, keeps)| Self { keeps, cells: Runs::marked(&marked(kind)) });
        groups.filter(|group| !group.cells.is_empty()).collect()
    }
}

impl Ready {
    /// Lets the others absorb what has changed in held parts, whose totals before the step are on the desk.
    ///
    /// # Errors
    /// When they cannot.
    pub(super) fn absorb(&self, cube: &mut Cube, desk: &mut Desk) -> Result<(), Error> {
        let years = cube.years();
        let kept = std::mem::take(&mut desk.kept);
        let settled = self.settle(cube, &kept, desk);
        if settled.is_ok() {
            for (keep, kept) in self.keeps.iter().zip(kept.chunks_exact(years)) {
                keep.to_the_bit(cube, kept, desk);
            }
        }
        desk.kept = kept;
        settled
    }

    fn settle(&self, cube: &mut Cube, kept: &[f64], desk: &mut Desk) -> Result<(), Error> {
        let years = cube.years();
        let mut is_off = false;
        let rows = kept.chunks_exact(years).zip(desk.gaps.chunks_exact_mut(years));
        for (keep, (kept, gaps)) in self.keeps.iter().zip(rows) {
            cube.sum_into(&keep.cells, &mut desk.sums);
            for ((gap, kept), sum) in gaps.iter_mut().zip(kept).zip(&desk.sums) {
                *gap = kept - sum;
                // A difference that is no number is one.
                if gap.abs() <= keep.room * kept.abs() {
                    *gap = 0.0;
                }
                is_off |= *gap != 0.0;
            }
        }
        if !is_off {
            return Ok(());
        }
        for (group, sums) in self.absorbing.iter().zip(desk.group_sums.chunks_exact_mut(years)) {
            cube.sum_into(&group.cells, sums);
        }
        desk.group_factors.fill(1.0);
        for t in 0..years {
            if desk.gaps.iter().skip(t).step_by(years).any(|gap| *gap != 0.0) {
                self.settle_year(t, cube, kept, desk)?;
            }
        }
        for (group, factors) in self.absorbing.iter().zip(desk.group_factors.chunks_exact(years)) {
            cube.multiply(&group.cells, factors);
        }
        Ok(())
    }

    /// Scales the absorbers of each held part in turn, until all totals of a year are what they were.
    ///
    /// Only the sums of the groups are needed for that, whatever the number of their cells.
    fn settle_year(&self, t: usize, cube: &Cube, kept: &[f64], desk: &mut Desk) -> Result<(), Error> {
        let years = cube.years();
        let at = |row: usize| row * years + t;
        let settled = self.absorbing.len().max(4) as f64 * f64::EPSILON;
        let part_of = |k: usize, sums: &[f64]| -> f64 {
            let groups = self.absorbing.iter().enumerate().filter(|(_, group)| group.keeps.contains(&k));
            groups.map(|(g, _)| sums[at(g)]).sum()
        };
        for k in 0..self.keeps.len() {
            // From now on what the absorbers should come to.
            desk.gaps[at(k)] += part_of(k, &desk.group_sums);
        }
        let mut worst_before = f64::INFINITY;
        for round in 1..=ROUNDS {
            let mut worst = 0.0_f64;
            for (k, keep) in self.keeps.iter().enumerate() {
                let (kept, part) = (kept[at(k)], part_of(k, &desk.group_sums));
                let goal = nearly(desk.gaps[at(k)], kept, keep.round_off);
                if part == goal {
                    continue;
                }
                // Written so that what is no number fails.
                if !(part > 0.0 && goal >= 0.0) {
                    return Err(self.cannot_absorb(keep, t, cube, (part, goal)));
                }
                worst = worst.max((goal - part).abs() / kept);
                for (g, _) in self.absorbing.iter().enumerate().filter(|(_, group)| group.keeps.contains(&k))
                {
                    desk.group_sums[at(g)] *= goal / part;
                    desk.group_factors[at(g)] *= goal / part;
                }
            }
            if worst <= settled || self.keeps.len() == 1 {
                return Ok(());
            }
            if round % PATIENCE == 0 {
                if worst > 0.99 * worst_before {
                    break;
                }
                worst_before = worst;
            }
        }
        let held: Vec<String> = self.keeps.iter().map(|keep| keep.scope.to_string()).collect();
        let what = format!("holding {} in {}", list(&held), self.year(t));
        let reason = "their totals do not settle, since what one gives another takes".into();
        Err(ErrorKind::Undefined { what, reason }.into())
    }

    fn cannot_absorb(&self, keep: &Keep, t: usize, cube: &Cube, (part, goal): (f64, f64)) -> Error {
        let targets = std::iter::once(&self.target).chain(&self.to);
        let inside =
            targets.clone().find(|target| keep.cells.includes(&target.cells)).unwrap_or(&self.target);
        let reason = format!(
            "the rest of {}, which is held, is {} and cannot become {}",
            keep.scope,
            figure(part),
            figure(goal)
        );
        self.unreachable(inside, t, cube.sum_in(&inside.cells, t, t).0, &reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_grouped_by_the_parts_they_absorb_for() {
        let (a, b) = ([true, true, false, false], [false, true, true, false]);
        let groups = Group::all(4, [&a[..], &b[..]].into_iter());
        let found: Vec<(&[usize], Vec<usize>)> =
            groups.iter().map(|group| (&group.keeps[..], group.cells.iter().flatten().collect())).collect();
        assert_eq!(found, [(&[0][..], vec![0]), (&[0, 1][..], vec![1]), (&[1][..], vec![2])]);
    }
}
