//! Held parts that keep their totals: others in them absorb what a step changes.

use super::work::Desk;
use crate::error::{Error, ErrorKind};
use crate::space::{Cube, Runs, Scope, Selection};
use crate::value::Years;
use crate::value::prose::figure;

/// A total is kept when it is off by no more than this of itself; what is left then goes to the last bit.
const KEPT: f64 = 1e-14;
/// Where nothing can absorb, a total is kept when it is off by no more than this of itself.
const ALONE: f64 = 1e-9;
/// Rounds over totals that cross each other; two or three settle most.
const ROUNDS: usize = 500;

/// A held part that includes what a step changes.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    scope: Scope,
    pub(super) cells: Runs,
    /// Cells that absorb the change, and those of them that a share set by the step counts in its whole.
    pub(super) absorbers: Runs,
    pub(super) counted: Runs,
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
        Self {
            scope: scope.clone(),
            cells: Runs::of(cells),
            absorbers: Runs::marked(absorbs),
            counted: Runs::marked(&counted),
            last_bits: Runs::marked(&last_bits),
            own_bits: Runs::marked(&own_bits),
        }
    }

    /// Scales the absorbers so that the total is what it was; whether anything had to change.
    fn absorb(
        &self,
        cube: &mut Cube,
        kept: &[f64],
        desk: &mut Desk,
        changed: (&Scope, Years),
    ) -> Result<bool, Error> {
        cube.sum_into(&self.cells, &mut desk.sums);
        // What moves within a held part leaves its total alone, up to round-off over all its cells.
        let room = if self.absorbers.is_empty() { ALONE } else { KEPT };
        // A difference that is no number is one.
        let is_off = |(sum, kept): (&f64, &f64)| {
            let gap = (sum - kept).abs();
            gap.is_nan() || gap > room * kept.abs()
        };
        if !desk.sums.iter().zip(kept).any(is_off) {
            return Ok(false);
        }
        cube.sum_into(&self.absorbers, &mut desk.parts);
        for t in 0..kept.len() {
            let (sum, kept, part) = (desk.sums[t], kept[t], desk.parts[t]);
            desk.factors[t] = 1.0;
            if is_off((&sum, &kept)) {
                let left = part + (kept - sum);
                // Written so that what is no number fails.
                if !(part > 0.0 && left >= -1e-12 * kept) {
                    let (part_changed, years) = changed;
                    let year = years.iter().nth(t).unwrap_or(years.last());
                    let reason = format!(
                        "the rest of {}, which is held, is {} and cannot become {}",
                        self.scope,
                        figure(part),
                        figure(left)
                    );
                    let size = sum - part;
                    return Err(ErrorKind::Unreachable {
                        scope: part_changed.to_string(),
                        size,
                        year,
                        reason,
                    }
                    .into());
                }
                desk.factors[t] = left.max(0.0) / part;
            }
        }
        cube.multiply(&self.absorbers, &desk.factors);
        Ok(true)
    }

    /// Brings the total to the last bit, by bits of a number that may change.
    ///
    /// The total does not fall when that number rises, and nearly always moves by no more than its own last digit at
    /// once: between a number that makes it too small and one that makes it too large there is one that makes it right.
    /// Where ties that are rounded to even skip over it, the next number is tried.
    fn to_the_bit(&self, cube: &mut Cube, kept: &[f64], desk: &mut Desk) {
        const TRIES: usize = 100;
        cube.sum_into(&self.cells, &mut desk.sums);
        if desk.sums == kept {
            return;
        }
        self.find_largest(cube, &mut desk.largest);
        desk.bounds.fill((None, None));
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
                    desk.largest[t] = self.another(cube, t, cell);
                    desk.bounds[t] = (None, None);
                }
            }
            cube.sum_into(&self.cells, &mut desk.sums);
        }
    }

    fn candidates(&self) -> impl Iterator<Item = usize> {
        self.last_bits.iter().flatten().chain(self.own_bits.iter().flatten())
    }

    /// The next cell that has a number in a year, from the first again after the last.
    fn another(&self, cube: &Cube, t: usize, after: usize) -> Option<usize> {
        let mut cells = self.candidates().filter(|&cell| cube.path(cell)[t] > 0.0);
        let first = cells.next()?;
        if first == after {
            return cells.next();
        }
        cells.skip_while(|&cell| cell != after).nth(1).or(Some(first))
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

/// Lets the others absorb what has changed in held parts whose totals were these, years innermost.
pub(super) fn absorb(
    keeps: &[Keep],
    cube: &mut Cube,
    desk: &mut Desk,
    scope: &Scope,
    years: Years,
) -> Result<(), Error> {
    let kept = std::mem::take(&mut desk.kept);
    let settled = settle(keeps, cube, &kept, desk, (scope, years));
    if settled.is_ok() {
        for (keep, kept) in keeps.iter().zip(kept.chunks_exact(years.len())) {
            keep.to_the_bit(cube, kept, desk);
        }
    }
    desk.kept = kept;
    settled
}

fn settle(
    keeps: &[Keep],
    cube: &mut Cube,
    kept: &[f64],
    desk: &mut Desk,
    changed: (&Scope, Years),
) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        let mut has_changed = false;
        for (keep, kept) in keeps.iter().zip(kept.chunks_exact(changed.1.len())) {
            has_changed |= keep.absorb(cube, kept, desk, changed)?;
        }
        if !has_changed || keeps.len() == 1 {
            return Ok(());
        }
    }
    let held: Vec<String> = keeps.iter().map(|keep| keep.scope.to_string()).collect();
    let what = format!("holding {}", crate::value::prose::list(&held));
    let reason = "their totals cannot all be kept, since what one gives another takes".into();
    Err(ErrorKind::Undefined { what, reason }.into())
}
