//! Held parts that keep their totals: others in them absorb what a step changes.

use super::work::Desk;
use crate::error::{Error, ErrorKind};
use crate::space::{Cube, Runs, Scope, Selection};
use crate::value::Years;
use crate::value::prose::figure;

/// A total is kept when it is off by no more than this of itself; what is left then goes to the last bit.
const KEPT: f64 = 1e-13;
/// Rounds over totals that cross each other; two or three settle most, and 500 rounds settle none that 100 do not.
const ROUNDS: usize = 100;

/// A held part that includes what a step changes.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    scope: Scope,
    pub(super) cells: Runs,
    /// Cells that absorb the change, and those of them that a share set by the step counts in its whole.
    pub(super) absorbers: Runs,
    pub(super) counted: Runs,
    /// Cells that take the last bits, in no smaller held part.
    last_bits: Runs,
}

impl Keep {
    pub(super) fn new(
        (scope, cells): &(Scope, Selection),
        absorbs: &[bool],
        parts: &[(Scope, Selection)],
        smaller: &[&Selection],
        of: Option<&Selection>,
    ) -> Self {
        let includes_all = parts.iter().all(|(_, part)| cells.includes(part));
        // What moves from one part to another within a held one concerns no third.
        let moves_within = parts.len() > 1 && includes_all;
        let mut last_bits = absorbs.to_vec();
        if moves_within {
            last_bits.fill(false);
            parts.last().expect("a step has parts").1.for_each(|cell| last_bits[cell] = true);
        }
        smaller.iter().for_each(|held| held.for_each(|cell| last_bits[cell] = false));
        let mut counted = vec![false; absorbs.len()];
        of.into_iter().for_each(|of| of.for_each(|cell| counted[cell] = absorbs[cell]));
        let absorbers = if moves_within { Runs::default() } else { Runs::marked(absorbs) };
        Self {
            scope: scope.clone(),
            cells: Runs::of(cells),
            absorbers,
            counted: Runs::marked(&counted),
            last_bits: Runs::marked(&last_bits),
        }
    }

    /// Scales the absorbers so that the total is what it was; whether anything had to change.
    fn absorb(&self, cube: &mut Cube, kept: &[f64], desk: &mut Desk, years: Years) -> Result<bool, Error> {
        cube.sum_into(&self.cells, &mut desk.sums);
        let is_off = |(sum, kept): (&f64, &f64)| !((sum - kept).abs() <= KEPT * kept.abs());
        if self.absorbers.is_empty() || !desk.sums.iter().zip(kept).any(is_off) {
            return Ok(false);
        }
        cube.sum_into(&self.absorbers, &mut desk.parts);
        for t in 0..kept.len() {
            let (sum, kept, part) = (desk.sums[t], kept[t], desk.parts[t]);
            desk.factors[t] = 1.0;
            if is_off((&sum, &kept)) {
                let left = part + (kept - sum);
                // Written so that what is no number fails.
                if !(part > 0.0 && left >= -KEPT * kept) {
                    let year = years.iter().nth(t).unwrap_or(years.last());
                    let reason = format!(
                        "the rest of {}, which is held, is {} and cannot become {}",
                        self.scope,
                        figure(part),
                        figure(left)
                    );
                    let size = sum - part;
                    return Err(
                        ErrorKind::Unreachable { scope: desk.changed.clone(), size, year, reason }.into()
                    );
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
        const TRIES: usize = 200;
        cube.sum_into(&self.cells, &mut desk.sums);
        if desk.sums == kept || self.last_bits.is_empty() {
            return;
        }
        self.find_largest(cube, &mut desk.largest);
        desk.bounds.fill((None, None));
        for _ in 0..TRIES {
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
            if desk.sums == kept {
                return;
            }
        }
    }

    /// The next cell that has a number in a year, from the first again after the last.
    fn another(&self, cube: &Cube, t: usize, after: usize) -> Option<usize> {
        let cells = || self.last_bits.iter().flatten().filter(|&cell| cube.path(cell)[t] > 0.0);
        cells().find(|&cell| cell > after).or_else(|| cells().next())
    }

    /// For each year the cell with the largest number of those that take the last bits.
    fn find_largest(&self, cube: &Cube, largest: &mut [Option<usize>]) {
        largest.fill(None);
        for cell in self.last_bits.iter().flatten() {
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
pub(super) fn absorb(keeps: &[Keep], cube: &mut Cube, desk: &mut Desk, years: Years) -> Result<(), Error> {
    let kept = std::mem::take(&mut desk.kept);
    let settled = settle(keeps, cube, &kept, desk, years);
    if settled.is_ok() {
        for (keep, kept) in keeps.iter().zip(kept.chunks_exact(years.len())) {
            keep.to_the_bit(cube, kept, desk);
        }
    }
    desk.kept = kept;
    settled
}

fn settle(keeps: &[Keep], cube: &mut Cube, kept: &[f64], desk: &mut Desk, years: Years) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        let mut has_changed = false;
        for (keep, kept) in keeps.iter().zip(kept.chunks_exact(years.len())) {
            has_changed |= keep.absorb(cube, kept, desk, years)?;
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
