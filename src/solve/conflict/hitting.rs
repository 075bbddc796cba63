//! The smallest set that meets every one of a collection of sets.

use std::collections::BTreeMap;

/// A set with a member in every core.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hitting {
    pub(super) members: Vec<usize>,
    /// Whether no smaller one exists, rather than none was found in the steps allowed.
    pub(super) exact: bool,
}

/// The smallest set without `kept` that meets every core; `None` if a core has no other member.
///
/// Of members that the cores can't tell apart, the one with the least `dislike` stands for all.
/// Exact by branching on the members of a core, with disjoint cores as the bound.
pub(super) fn smallest(
    cores: &[Vec<usize>],
    kept: Option<usize>,
    dislike: &[f64],
    steps: u64,
) -> Option<Hitting> {
    let mut cores: Vec<Vec<usize>> =
        cores.iter().map(|core| core.iter().copied().filter(|&e| Some(e) != kept).collect()).collect();
    if cores.iter().any(Vec::is_empty) {
        return None;
    }
    cores.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let mut distinct: Vec<Vec<usize>> = Vec::new();
    for core in cores {
        if !distinct.iter().any(|smaller| is_subset(smaller, &core)) {
            distinct.push(core);
        }
    }
    let members = representatives(&distinct, dislike);
    let mut search = Search::new(&members, distinct.len(), steps);
    let open = Bits::full(distinct.len());
    search.branch(&open, &Bits::full(members.len()));
    let mut chosen: Vec<usize> = search.best.iter().map(|&m| members[m].0).collect();
    chosen.sort_unstable();
    Some(Hitting { members: chosen, exact: search.steps > 0 })
}

fn is_subset(small: &[usize], large: &[usize]) -> bool {
    small.iter().all(|e| large.binary_search(e).is_ok())
}

/// Members worth choosing, each with the cores it meets: one of each kind, and none whose cores another meets too.
fn representatives(cores: &[Vec<usize>], dislike: &[f64]) -> Vec<(usize, Bits)> {
    let mut meets: BTreeMap<usize, Bits> = BTreeMap::new();
    for (at, core) in cores.iter().enumerate() {
        for &member in core {
            meets.entry(member).or_insert_with(|| Bits::empty(cores.len())).insert(at);
        }
    }
    let mut kinds: BTreeMap<Bits, usize> = BTreeMap::new();
    for (member, bits) in meets {
        let known = kinds.entry(bits).or_insert(member);
        if dislike[member] < dislike[*known] {
            *known = member;
        }
    }
    let kinds: Vec<(usize, Bits)> = kinds.into_iter().map(|(bits, member)| (member, bits)).collect();
    let mut worth: Vec<(usize, Bits)> = kinds
        .iter()
        .filter(|(member, bits)| !kinds.iter().any(|(other, more)| other != member && bits.is_within(more)))
        .cloned()
        .collect();
    worth.sort_by(|a, b| {
        b.1.count().cmp(&a.1.count()).then(dislike[a.0].total_cmp(&dislike[b.0])).then(a.0.cmp(&b.0))
    });
    worth
}

struct Search<'a> {
    members: &'a [(usize, Bits)],
    /// The members of each core.
    cores: Vec<Bits>,
    chosen: Vec<usize>,
    best: Vec<usize>,
    steps: u64,
}

impl<'a> Search<'a> {
    fn new(members: &'a [(usize, Bits)], cores: usize, steps: u64) -> Self {
        let mut by_core = vec![Bits::empty(members.len()); cores];
        for (m, (_, bits)) in members.iter().enumerate() {
            for core in bits.iter() {
                by_core[core].insert(m);
            }
        }
        let mut search = Self { members, cores: by_core, chosen: Vec::new(), best: Vec::new(), steps };
        search.best = search.greedy();
        search
    }

    fn greedy(&self) -> Vec<usize> {
        let mut open = Bits::full(self.cores.len());
        let mut chosen = Vec::new();
        while open.count() > 0 {
            let meets = |m: &usize| self.members[*m].1.common(&open);
            let most = (0..self.members.len()).rev().max_by_key(meets);
            let most = most.expect("every core has members");
            open.remove_all(&self.members[most].1);
            chosen.push(most);
        }
        chosen
    }

    /// How many members at least the open cores need: as many as are pairwise disjoint.
    fn bound(&self, open: &Bits, allowed: &Bits) -> usize {
        let mut free = allowed.clone();
        let mut disjoint = 0;
        let mut order: Vec<(usize, usize)> =
            open.iter().map(|core| (self.cores[core].common(allowed), core)).collect();
        order.sort_unstable();
        for (size, core) in order {
            if self.cores[core].common(&free) == size {
                disjoint += 1;
                free.remove_all(&self.cores[core]);
            }
        }
        disjoint
    }

    fn branch(&mut self, open: &Bits, allowed: &Bits) {
        if open.count() == 0 {
            if self.chosen.len() < self.best.len() {
                self.best.clone_from(&self.chosen);
            }
            return;
        }
        if self.steps == 0 || self.chosen.len() + self.bound(open, allowed) >= self.best.len() {
            return;
        }
        self.steps -= 1;
        let narrowest = open.iter().min_by_key(|&core| self.cores[core].common(allowed));
        let core = narrowest.expect("some core is open");
        let mut allowed = allowed.clone();
        let mut choices: Vec<usize> = self.cores[core].iter().filter(|&m| allowed.contains(m)).collect();
        choices.sort_by_key(|&m| std::cmp::Reverse(self.members[m].1.common(open)));
        for member in choices {
            let mut rest = open.clone();
            rest.remove_all(&self.members[member].1);
            allowed.remove(member);
            self.chosen.push(member);
            self.branch(&rest, &allowed);
            self.chosen.pop();
        }
    }
}

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Bits(Vec<u64>);

impl Bits {
    fn empty(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    fn full(size: usize) -> Self {
        let mut bits = Self::empty(size);
        for i in 0..size {
            bits.insert(i);
        }
        bits
    }

    fn insert(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    fn remove(&mut self, i: usize) {
        self.0[i / 64] &= !(1 << (i % 64));
    }

    fn contains(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 == 1
    }

    fn count(&self) -> usize {
        self.0.iter().map(|w| w.count_ones() as usize).sum()
    }

    fn common(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    fn remove_all(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= !b;
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| 64 * at + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(cores: &[&[usize]], kept: Option<usize>, expected: Option<&[usize]>) {
        let cores: Vec<Vec<usize>> = cores.iter().map(|c| c.to_vec()).collect();
        let found = smallest(&cores, kept, &[0.0; 10], 1000).map(|h| h.members);
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn one_member_can_meet_several_cores() {
        check(&[&[1, 2], &[2, 3], &[2, 4]], None, Some(&[2]));
        check(&[&[1, 2], &[3, 4], &[2, 4], &[1, 4]], None, Some(&[1, 4]));
        check(&[&[1, 2], &[2, 3], &[2, 4]], Some(2), Some(&[1, 3, 4]));
        check(&[&[2]], Some(2), None);
        check(&[], None, Some(&[]));
    }

    #[test]
    fn the_least_disliked_stands_for_its_kind() {
        let found = smallest(&[vec![0, 1, 2]], None, &[2.0, 1.0, 3.0], 10);
        assert_eq!(found.map(|h| h.members), Some(vec![1]));
    }

    fn brute(cores: &[Vec<usize>]) -> usize {
        let hits = |set: u32| cores.iter().all(|core| core.iter().any(|&e| set >> e & 1 == 1));
        (0..1_u32 << 8).filter(|&set| hits(set)).map(u32::count_ones).min().unwrap() as usize
    }

    proptest! {
        #[test]
        fn no_subset_of_all_members_is_smaller(
            cores in prop::collection::vec(prop::collection::btree_set(0_usize..8, 1..5), 1..12)
        ) {
            let cores: Vec<Vec<usize>> = cores.into_iter().map(|c| c.into_iter().collect()).collect();
            let found = smallest(&cores, None, &[0.0; 8], 100_000).unwrap();
            prop_assert!(found.exact);
            prop_assert!(cores.iter().all(|c| c.iter().any(|e| found.members.contains(e))));
            prop_assert_eq!(found.members.len(), brute(&cores));
        }
    }
}
