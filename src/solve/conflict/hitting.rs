//! The smallest set that meets every one of a collection of sets, and settles every band.

use std::collections::BTreeMap;

use super::bands::Band;
use super::bits::Bits;

/// Words of the ways to settle bands that are looked through for the price of a step.
const LOOKS: usize = 256;

/// A set with a member in every core, and with all members of every band that do not meet at one of its points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hitting {
    pub(super) members: Vec<usize>,
    /// Whether no smaller one exists, rather than none was found in the steps allowed.
    pub(super) exact: bool,
}

/// The smallest set without `kept` that meets every core and settles every band; `None` if a core has no other member.
///
/// Of members that the cores can't tell apart, the one with the least `dislike` stands for all.
/// Exact by branching on the members of a core and the ways to settle a band, with as a bound what the bands need
/// and how many cores are disjoint from them and each other.
pub(super) fn smallest(
    cores: &[Vec<usize>],
    bands: &[Band],
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
    cores.dedup();
    let distinct = smallest_ones(cores);
    let in_bands = bands.iter().flat_map(Band::members).filter(|&member| Some(member) != kept);
    let members = representatives(&distinct, in_bands, dislike);
    let mut places = vec![None; dislike.len()];
    members.iter().enumerate().for_each(|(place, &(member, _))| places[member] = Some(place));
    let ways = bands.iter().map(|band| ways(band, &places, members.len())).collect();
    let mut search = Search::new(&members, distinct.len(), ways, steps);
    search.branch(&search.start());
    let mut chosen: Vec<usize> = search.best.iter().map(|m| members[m].0).collect();
    chosen.sort_unstable();
    Some(Hitting { members: chosen, exact: search.steps > 0 })
}

/// Of sets in order of their sizes, each once, those that hold no other.
fn smallest_ones(cores: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut distinct: Vec<Vec<usize>> = Vec::new();
    // What a set holds begins with a member of it: among thousands few others are compared with it.
    let mut by_first: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for core in cores {
        let holds_one = |beginning: &Vec<usize>| {
            let smaller = beginning.iter().map(|&at| &distinct[at]).take_while(|set| set.len() < core.len());
            smaller.into_iter().any(|smaller| is_subset(smaller, &core))
        };
        if !core.iter().filter_map(|member| by_first.get(member)).any(holds_one) {
            by_first.entry(core[0]).or_default().push(distinct.len());
            distinct.push(core);
        }
    }
    distinct
}

fn is_subset(small: &[usize], large: &[usize]) -> bool {
    small.iter().all(|e| large.binary_search(e).is_ok())
}

/// Members worth choosing, each with the cores it meets: one of each kind, and none whose cores another meets too.
/// In bands every member counts: of two that say the same both must go.
fn representatives(
    cores: &[Vec<usize>],
    in_bands: impl Iterator<Item = usize>,
    dislike: &[f64],
) -> Vec<(usize, Bits)> {
    let mut meets: BTreeMap<usize, Bits> = BTreeMap::new();
    let mut counts = vec![false; dislike.len()];
    for member in in_bands {
        meets.insert(member, Bits::empty(cores.len()));
        counts[member] = true;
    }
    for (at, core) in cores.iter().enumerate() {
        for &member in core {
            meets.entry(member).or_insert_with(|| Bits::empty(cores.len())).insert(at);
        }
    }
    let (mut worth, loose): (Vec<_>, Vec<_>) = meets.into_iter().partition(|&(member, _)| counts[member]);
    let mut kinds: BTreeMap<Bits, usize> = BTreeMap::new();
    for (member, bits) in loose {
        let known = kinds.entry(bits).or_insert(member);
        if dislike[member] < dislike[*known] {
            *known = member;
        }
    }
    let kinds: Vec<(usize, Bits)> = kinds.into_iter().map(|(bits, member)| (member, bits)).collect();
    let met_by_others = |(member, bits): &(usize, Bits)| {
        worth.iter().any(|(_, more)| bits.is_within(more))
            || kinds.iter().any(|(other, more)| other != member && bits.is_within(more))
    };
    let alone: Vec<(usize, Bits)> = kinds.iter().filter(|kind| !met_by_others(kind)).cloned().collect();
    worth.extend(alone);
    worth.sort_by(|a, b| {
        b.1.count().cmp(&a.1.count()).then(dislike[a.0].total_cmp(&dislike[b.0])).then(a.0.cmp(&b.0))
    });
    worth
}

/// The ways to settle a band by members that may go: sets of which one must go as a whole.
fn ways(band: &Band, places: &[Option<usize>], count: usize) -> Vec<Bits> {
    let way = |way: &mut dyn Iterator<Item = usize>| {
        let mut bits = Bits::empty(count);
        for member in way {
            bits.insert(places[member]?);
        }
        Some(bits)
    };
    band.ways().filter_map(|mut members| way(&mut members)).collect()
}

struct Search<'a> {
    members: &'a [(usize, Bits)],
    /// The members of each core.
    cores: Vec<Bits>,
    /// Of each band the ways to settle it, the preferred ones first.
    bands: Vec<Vec<Bits>>,
    best: Bits,
    steps: u64,
}

/// What is chosen so far, and what that leaves.
#[derive(Clone)]
struct State {
    chosen: Bits,
    /// What may still be chosen.
    allowed: Bits,
    /// The cores without a chosen member.
    open: Bits,
}

impl State {
    fn choose(&mut self, member: usize, meets: &Bits) {
        self.chosen.insert(member);
        self.allowed.remove(member);
        self.open.remove_all(meets);
    }

    /// How many others must be chosen for this way; `None` if some of them may not be.
    fn missing(&self, way: &Bits) -> Option<usize> {
        (way.beyond(&self.chosen, &self.allowed) == 0).then(|| way.common(&self.allowed))
    }
}

/// What to branch on.
enum Open {
    Core(usize),
    /// A band with the ways to settle it that could, the shortest first.
    Band(usize, Vec<usize>),
}

impl<'a> Search<'a> {
    fn new(members: &'a [(usize, Bits)], cores: usize, bands: Vec<Vec<Bits>>, steps: u64) -> Self {
        let mut by_core = vec![Bits::empty(members.len()); cores];
        for (m, (_, bits)) in members.iter().enumerate() {
            for core in bits.iter() {
                by_core[core].insert(m);
            }
        }
        let best = Bits::full(members.len());
        let mut search = Self { members, cores: by_core, bands, best, steps };
        let (mut one, mut other) = (search.start(), search.start());
        search.settle_bands(&mut one);
        search.meet_cores(&mut one);
        search.meet_cores(&mut other);
        search.settle_bands(&mut other);
        search.best = if other.chosen.count() < one.chosen.count() { other.chosen } else { one.chosen };
        search
    }

    fn start(&self) -> State {
        let count = self.members.len();
        State { chosen: Bits::empty(count), allowed: Bits::full(count), open: Bits::full(self.cores.len()) }
    }

    fn meet_cores(&self, state: &mut State) {
        while state.open.count() > 0 {
            let meets = |m: &usize| self.members[*m].1.common(&state.open);
            let most = (0..self.members.len()).rev().max_by_key(meets);
            let most = most.expect("every core has members");
            state.choose(most, &self.members[most].1);
        }
    }

    fn settle_bands(&self, state: &mut State) {
        for band in &self.bands {
            let shortest = band.iter().min_by_key(|way| state.missing(way).unwrap_or(usize::MAX));
            self.choose_all(state, shortest.expect("every band can be settled"));
        }
    }

    fn choose_all(&self, state: &mut State, members: &Bits) {
        for member in members.iter() {
            state.choose(member, &self.members[member].1);
        }
    }

    /// How many members at least are missing: what bands need, and a member for each core that is disjoint from them
    /// and from the others counted; `None` if a band can't be settled.
    fn bound(&self, state: &State) -> Option<usize> {
        let mut free = state.allowed.clone();
        let mut missing = 0;
        for band in &self.bands {
            let open = || band.iter().filter(|way| state.missing(way).is_some());
            missing += open().map(|way| way.common(&free)).min()?;
            open().for_each(|way| free.remove_all(way));
        }
        let mut order: Vec<(usize, usize)> =
            state.open.iter().map(|core| (self.cores[core].common(&state.allowed), core)).collect();
        order.sort_unstable();
        for (size, core) in order {
            if self.cores[core].common(&free) == size {
                missing += 1;
                free.remove_all(&self.cores[core]);
            }
        }
        Some(missing)
    }

    /// The narrowest core or band: the one with the fewest choices that could lead to a smaller set.
    fn narrowest(&self, state: &State) -> Option<Open> {
        let spare = self.best.count() - state.chosen.count();
        let width = |core: usize| self.cores[core].common(&state.allowed);
        let core = state.open.iter().min_by_key(|&core| width(core));
        let mut least = core.map_or(usize::MAX, width);
        let mut narrowest = core.map(Open::Core);
        for (band, ways) in self.bands.iter().enumerate() {
            let missing = ways.iter().enumerate().filter_map(|(at, way)| Some((state.missing(way)?, at)));
            let mut open: Vec<(usize, usize)> = missing.filter(|(missing, _)| *missing < spare).collect();
            if open.iter().any(|(missing, _)| *missing == 0) {
                continue;
            }
            if open.len() < least {
                least = open.len();
                open.sort_unstable();
                narrowest = Some(Open::Band(band, open.into_iter().map(|(_, at)| at).collect()));
            }
        }
        narrowest
    }

    fn branch(&mut self, state: &State) {
        let count = state.chosen.count();
        let Some(missing) = self.bound(state) else { return };
        let is_out_of_steps = missing > 0 && self.steps == 0;
        if is_out_of_steps || count + missing >= self.best.count() {
            return;
        }
        match self.narrowest(state) {
            None => self.best.clone_from(&state.chosen),
            Some(Open::Core(core)) => {
                let mut state = state.clone();
                let mut choices: Vec<usize> =
                    self.cores[core].iter().filter(|&m| state.allowed.contains(m)).collect();
                choices.sort_by_key(|&m| std::cmp::Reverse(self.members[m].1.common(&state.open)));
                self.pay(choices.len());
                for member in choices {
                    let mut next = state.clone();
                    next.choose(member, &self.members[member].1);
                    state.allowed.remove(member);
                    self.branch(&next);
                }
            }
            Some(Open::Band(band, ways)) => {
                self.pay(ways.len());
                for at in ways {
                    let mut next = state.clone();
                    self.choose_all(&mut next, &self.bands[band][at]);
                    self.branch(&next);
                }
            }
        }
    }

    /// One step for a branching, and for each branch what it takes to look through all bands.
    fn pay(&mut self, branches: usize) {
        let words = self.members.len().div_ceil(Bits::WORD);
        let looks = self.bands.iter().map(|ways| ways.len() * words).sum::<usize>() / LOOKS;
        self.steps = self.steps.saturating_sub(1 + (branches * looks) as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::super::bands::bands;
    use super::super::{Interval, Program, Requirement};
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(cores: &[&[usize]], kept: Option<usize>, expected: Option<&[usize]>) {
        let cores: Vec<Vec<usize>> = cores.iter().map(|c| c.to_vec()).collect();
        let found = smallest(&cores, &[], kept, &[0.0; 10], 1000).map(|h| h.members);
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
        let found = smallest(&[vec![0, 1, 2]], &[], None, &[2.0, 1.0, 3.0], 10);
        assert_eq!(found.map(|h| h.members), Some(vec![1]));
    }

    /// Requirements on one variable.
    fn line(spans: &[(i32, i32)]) -> Program {
        let requirement = |&(lower, width): &(i32, i32)| {
            let (lower, upper) = (f64::from(lower), f64::from(lower + width));
            let interval = Interval { terms: vec![(0, 1.0)], lower, upper, half: 0.5 };
            Requirement { intervals: vec![interval], size: 1.0 }
        };
        Program { variables: 1, requirements: spans.iter().map(requirement).collect() }
    }

    #[test]
    fn of_thousands_that_do_not_meet_one_stays() {
        let spans: Vec<(i32, i32)> = (0..2000).map(|at| (3 * at, 2)).collect();
        let found = smallest(&[vec![7, 8]], &bands(&line(&spans)), Some(9), &[0.0; 2000], 1000);
        let all_others = (0..2000).filter(|&member| member != 9).collect();
        assert_eq!(found, Some(Hitting { members: all_others, exact: true }));
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
            let found = smallest(&cores, &[], None, &[0.0; 8], 100_000).unwrap();
            prop_assert!(found.exact);
            prop_assert!(cores.iter().all(|c| c.iter().any(|e| found.members.contains(e))));
            prop_assert_eq!(found.members.len(), brute(&cores));
        }

        #[test]
        fn no_smaller_subset_settles_bands_and_meets_cores(
            cores in prop::collection::vec(prop::collection::btree_set(0_usize..10, 2..5), 0..6),
            spans in prop::collection::vec((0_i32..9, 0_i32..3), 10),
            kept in prop::option::of(0_usize..10),
        ) {
            let cores: Vec<Vec<usize>> = cores.into_iter().map(|c| c.into_iter().collect()).collect();
            let bands = bands(&line(&spans));
            let does = |set: u32| {
                let gone = |member: usize| set >> member & 1 == 1;
                let apart = |a: usize, b: usize| spans[a].0 + spans[a].1 < spans[b].0;
                kept.is_none_or(|kept| !gone(kept))
                    && cores.iter().all(|core| core.iter().any(|&member| gone(member)))
                    && (bands.is_empty()
                        || (0..10).all(|a| (0..10).all(|b| gone(a) || gone(b) || !apart(a, b))))
            };
            let least = (0..1_u32 << 10).filter(|&set| does(set)).map(u32::count_ones).min().unwrap();
            let found = smallest(&cores, &bands, kept, &[0.0; 10], 100_000).unwrap();
            prop_assert!(found.exact);
            prop_assert!(does(found.members.iter().map(|member| 1 << member).sum()));
            prop_assert_eq!(found.members.len() as u32, least);
        }
    }
}
