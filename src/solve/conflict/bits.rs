//! Sets of small numbers.

/// A set of small numbers, all below a size that its kind shares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// How many numbers are looked at in one go.
    pub(super) const WORD: usize = 64;

    pub(super) fn empty(size: usize) -> Self {
        Self(vec![0; size.div_ceil(Self::WORD)])
    }

    pub(super) fn full(size: usize) -> Self {
        let mut bits = Self::empty(size);
        for i in 0..size {
            bits.insert(i);
        }
        bits
    }

    pub(super) fn insert(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    pub(super) fn remove(&mut self, i: usize) {
        self.0[i / 64] &= !(1 << (i % 64));
    }

    pub(super) fn contains(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 == 1
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|w| w.count_ones() as usize).sum()
    }

    pub(super) fn common(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// How many of these are in neither of two others.
    pub(super) fn beyond(&self, one: &Self, other: &Self) -> usize {
        let each = self.0.iter().zip(&one.0).zip(&other.0);
        each.map(|((a, b), c)| (a & !(b | c)).count_ones() as usize).sum()
    }

    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    pub(super) fn remove_all(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= !b;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| 64 * at + bit)
        })
    }
}
