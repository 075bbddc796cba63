//! The cells of a scope.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Members;

/// For each axis the members that are meant: a box of cells, in row-major order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Selection {
    lengths: Arc<[usize]>,
    members: Box<[Members]>,
}

impl Selection {
    /// Every cell of axes with these numbers of members.
    pub(crate) fn all(lengths: &[usize]) -> Self {
        Self { lengths: lengths.into(), members: lengths.iter().map(|&count| Members::all(count)).collect() }
    }

    /// Keeps only these members of an axis.
    pub(crate) fn restrict(&mut self, axis: usize, members: &Members) {
        self.members[axis] = self.members[axis].intersect(members);
    }

    /// The members that are meant on an axis.
    pub(crate) fn members(&self, axis: usize) -> &Members {
        &self.members[axis]
    }

    /// How many axes there are.
    pub(crate) fn axes(&self) -> usize {
        self.lengths.len()
    }

    /// Whether all members of an axis are meant.
    pub(crate) fn is_whole(&self, axis: usize) -> bool {
        self.members[axis].len() == self.lengths[axis]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.iter().any(Members::is_empty)
    }

    /// How many cells.
    pub(crate) fn len(&self) -> usize {
        self.members.iter().map(Members::len).product()
    }

    /// What this and another selection have in common.
    pub(crate) fn intersect(&self, other: &Selection) -> Selection {
        let pairs = self.members.iter().zip(&other.members);
        let members = pairs.map(|(own, others)| own.intersect(others)).collect();
        Self { lengths: Arc::clone(&self.lengths), members }
    }

    /// Whether this and another selection have a cell in common.
    pub(crate) fn meets(&self, other: &Selection) -> bool {
        self.members.iter().zip(&other.members).all(|(own, others)| own.meets(others))
    }

    /// Whether another selection is wholly within this one.
    pub(crate) fn includes(&self, other: &Selection) -> bool {
        self.members.iter().zip(&other.members).all(|(own, others)| own.includes(others))
    }

    /// How this and another selection compare on all axes but one.
    pub(crate) fn cmp_beside(&self, axis: usize, other: &Selection) -> Ordering {
        let (before, after) = (..axis, axis + 1..);
        let rest = || self.members[after.clone()].cmp(&other.members[after.clone()]);
        self.members[before].cmp(&other.members[before]).then_with(rest)
    }

    /// How many cells the axes span, selected or not.
    pub(crate) fn space(&self) -> usize {
        self.lengths.iter().product()
    }

    /// Whether a cell is one of them.
    pub(crate) fn contains(&self, mut cell: usize) -> bool {
        for (length, members) in self.lengths.iter().zip(&self.members).rev() {
            if !members.contains((cell % length) as u32) {
                return false;
            }
            cell /= length;
        }
        true
    }

    /// Calls `visit` with each cell, ascending.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(usize)) {
        self.for_each_run(|start, len| (start..start + len).for_each(&mut visit));
    }

    /// Calls `visit` with each run of neighboring cells (first, count), ascending.
    pub(crate) fn for_each_run(&self, mut visit: impl FnMut(usize, usize)) {
        if self.is_empty() {
            return;
        }
        // Axes from here on are whole, so their cells are neighbors.
        let mut split = self.members.len();
        while split > 0 && self.is_whole(split - 1) {
            split -= 1;
        }
        let run: usize = self.lengths[split..].iter().product();
        let mut odometer = vec![0_usize; split];
        loop {
            let index = (0..split).fold(0, |index, axis| {
                index * self.lengths[axis] + self.members[axis].at(odometer[axis]) as usize
            });
            visit(index * run, run);
            let Some(axis) = (0..split).rev().find(|&axis| odometer[axis] + 1 < self.members[axis].len())
            else {
                return;
            };
            odometer[axis] += 1;
            odometer[axis + 1..].fill(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_in_order_and_agree_with_contains() {
        let mut selection = Selection::all(&[3, 4, 2]);
        selection.restrict(0, &[0, 2][..].into());
        selection.restrict(1, &[1, 3][..].into());
        let mut cells = Vec::new();
        selection.for_each(|cell| cells.push(cell));
        assert_eq!(cells, [2, 3, 6, 7, 18, 19, 22, 23]);
        assert_eq!(cells, (0..24).filter(|&cell| selection.contains(cell)).collect::<Vec<_>>());
        assert_eq!(selection.len(), 8);
    }

    #[test]
    fn the_whole_is_one_run_and_nothing_is_none() {
        let mut runs = Vec::new();
        Selection::all(&[3, 4]).for_each_run(|start, len| runs.push((start, len)));
        Selection::all(&[]).for_each_run(|start, len| runs.push((start, len)));
        let mut nothing = Selection::all(&[3]);
        nothing.restrict(0, &[][..].into());
        nothing.for_each_run(|start, len| runs.push((start, len)));
        assert_eq!(runs, [(0, 12), (0, 1)]);
    }
}
