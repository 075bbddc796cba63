//! The cells of a scope.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Members;

/// For each axis the members that are meant: a box of cells, in row-major order.
///
/// Copies share what they consist of. What is claimed of thousands of scopes is looked up by them over and over, so that
/// each carries the beginning of its place in their order: most comparisons are one of two numbers.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    key: u128,
    sides: Arc<[Side]>,
}

/// One axis of a box.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    /// How many members the axis has, meant or not.
    length: u32,
    members: Members,
}

/// The order of selections as far as the first four axes tell it, those behind an axis that is not told to the end left out.
fn key(sides: &[Side]) -> u128 {
    const AXES: usize = 4;
    let mut key = 0;
    for (axis, side) in sides.iter().take(AXES).enumerate() {
        let (lead, is_all) = side.members.lead();
        key |= u128::from(lead) << (32 * (AXES - 1 - axis));
        if !is_all {
            break;
        }
    }
    key
}

impl Selection {
    /// Every cell of axes with these numbers of members.
    pub(crate) fn all(lengths: &[usize]) -> Self {
        let side = |&count: &usize| Side { length: count as u32, members: Members::all(count) };
        Self::of(lengths.iter().map(side).collect())
    }

    fn of(sides: Arc<[Side]>) -> Self {
        Self { key: key(&sides), sides }
    }

    /// Keeps only these members of an axis.
    pub(crate) fn restrict(&mut self, axis: usize, members: &Members) {
        let sides = Arc::make_mut(&mut self.sides);
        sides[axis].members = sides[axis].members.intersect(members);
        self.key = key(sides);
    }

    /// The members that are meant on an axis.
    pub(crate) fn members(&self, axis: usize) -> &Members {
        &self.sides[axis].members
    }

    /// How many axes there are.
    pub(crate) fn axes(&self) -> usize {
        self.sides.len()
    }

    /// Whether all members of an axis are meant.
    pub(crate) fn is_whole(&self, axis: usize) -> bool {
        self.sides[axis].is_whole()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.sides.iter().any(|side| side.members.is_empty())
    }

    /// How many cells.
    pub(crate) fn len(&self) -> usize {
        self.sides.iter().map(|side| side.members.len()).product()
    }

    /// What this and another selection have in common.
    pub(crate) fn intersect(&self, other: &Selection) -> Selection {
        let side = |(own, others): (&Side, &Members)| Side {
            length: own.length,
            members: own.members.intersect(others),
        };
        Self::of(self.sides.iter().zip(other.lists()).map(side).collect())
    }

    /// Whether this and another selection have a cell in common.
    pub(crate) fn meets(&self, other: &Selection) -> bool {
        self.lists().zip(other.lists()).all(|(own, others)| own.meets(others))
    }

    /// Whether another selection is wholly within this one.
    pub(crate) fn includes(&self, other: &Selection) -> bool {
        self.lists().zip(other.lists()).all(|(own, others)| own.includes(others))
    }

    /// The members of each axis.
    pub(super) fn lists(&self) -> impl Iterator<Item = &Members> {
        self.sides.iter().map(|side| &side.members)
    }

    /// How this and another selection compare on all axes but one.
    pub(crate) fn cmp_beside(&self, axis: usize, other: &Selection) -> Ordering {
        let both = self.lists().zip(other.lists()).enumerate();
        let beside = both.filter(|(at, _)| *at != axis).map(|(_, (own, others))| own.cmp(others));
        first_difference(beside)
    }

    /// How many cells the axes span, selected or not.
    pub(crate) fn space(&self) -> usize {
        self.sides.iter().map(|side| side.length as usize).product()
    }

    /// Whether a cell is one of them.
    pub(crate) fn contains(&self, mut cell: usize) -> bool {
        for Side { length, members } in self.sides.iter().rev() {
            let length = *length as usize;
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
        let split = self.sides.iter().rposition(|side| !side.is_whole()).map_or(0, |last| last + 1);
        let (sides, whole) = self.sides.split_at(split);
        let run: usize = whole.iter().map(|side| side.length as usize).product();
        let next = |index: usize, side: &Side, at: usize| {
            index * side.length as usize + side.members.at(at) as usize
        };
        if sides.iter().all(|side| side.members.len() == 1) {
            return visit(sides.iter().fold(0, |index, side| next(index, side, 0)) * run, run);
        }
        let mut odometer = vec![0_usize; split];
        loop {
            let both = sides.iter().zip(&odometer);
            visit(both.fold(0, |index, (side, &at)| next(index, side, at)) * run, run);
            let more = |&axis: &usize| odometer[axis] + 1 < sides[axis].members.len();
            let Some(axis) = (0..split).rev().find(more) else { return };
            odometer[axis] += 1;
            odometer[axis + 1..].fill(0);
        }
    }
}

impl Side {
    fn is_whole(&self) -> bool {
        self.members.len() == self.length as usize
    }
}

/// The first of several comparisons that is not even.
fn first_difference(mut comparisons: impl Iterator<Item = Ordering>) -> Ordering {
    comparisons.find(|one| one.is_ne()).unwrap_or(Ordering::Equal)
}

impl PartialEq for Selection {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && (Arc::ptr_eq(&self.sides, &other.sides) || self.sides == other.sides)
    }
}

impl Eq for Selection {}

impl Ord for Selection {
    /// By the members of the first axis, then of the next; selections that are compared are of the same axes.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_members = || {
            if Arc::ptr_eq(&self.sides, &other.sides) {
                return Ordering::Equal;
            }
            let members = self.lists().zip(other.lists()).map(|(own, others)| own.cmp(others));
            let lengths = || self.sides.iter().map(|side| side.length);
            first_difference(members).then_with(|| lengths().cmp(other.sides.iter().map(|side| side.length)))
        };
        self.key.cmp(&other.key).then_with(by_members)
    }
}

impl PartialOrd for Selection {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
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

    /// All boxes of two axes, the second of two members, whose first begins at such a member.
    fn boxes(shift: u32) -> Vec<(Vec<u32>, Vec<u32>, Selection)> {
        let list = |bits: u32, shift: u32| -> Vec<u32> {
            (0..5).filter(|member| bits >> member & 1 == 1).map(|member| member + shift).collect()
        };
        let each = (0..32).flat_map(|a| (0..4).map(move |b| (list(a, shift), list(b, 0))));
        each.map(|(a, b)| {
            let mut cells = Selection::all(&[shift as usize + 5, 2]);
            cells.restrict(0, &a.as_slice().into());
            cells.restrict(1, &b.as_slice().into());
            (a, b, cells)
        })
        .collect()
    }

    #[test]
    fn selections_compare_as_their_members_do() {
        // At the ends of what the beginning of the order can tell, too.
        for shift in [0, 3, 0xfff7, 0xfff9, 0xfffb, 0xfffd, 0xffff, 0x2_0000] {
            let boxes = boxes(shift);
            for (a, b, cells) in &boxes {
                for (c, d, others) in &boxes {
                    let expected = (a, b).cmp(&(c, d));
                    assert_eq!(cells.cmp(others), expected, "{cells:?} and {others:?}");
                    assert_eq!(cells == others, expected.is_eq(), "{cells:?} and {others:?}");
                }
            }
        }
    }

    #[test]
    fn copies_are_shared_until_one_is_changed() {
        let whole = Selection::all(&[2, 3]);
        let mut part = whole.clone();
        assert!(Arc::ptr_eq(&whole.sides, &part.sides));
        part.restrict(1, &Members::one(2));
        assert_eq!((whole.len(), part.len()), (6, 2));
        assert!(whole < part && size_of::<Selection>() == 32);
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
