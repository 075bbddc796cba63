//! The fewest requirements that must go.

use std::collections::BTreeMap;

use super::bands::{Band, bands};
use super::excess::excess;
use super::hitting;
use super::system::{Clash, Member, System, Verdict};
use super::{Component, Program};

/// A clash this large is taken as the certificate gives it; a smaller one is reduced one by one.
const REDUCED: usize = 64;
/// How many removals are tried before the search for the smallest gives up.
const ROUNDS: usize = 300;
/// How many removals are tried in all to find others of the same size.
const ELSEWHERE: usize = 2000;
/// Work set aside for a removal that suffices when the search for the smallest has used up its own.
const RESERVE: u64 = 1_000_000_000;
/// Steps of one search for the smallest removal that meets all clashes.
const STEPS: u64 = 20_000;
/// Where one such search has not come to an end the next will hardly do so: it gets half the steps, but never fewer.
const FEWEST_STEPS: u64 = 100;
/// Of the alternatives to a removed requirement, how many are measured for the least excess.
const MEASURED: usize = 8;

/// A requirement that can't hold together with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict {
    pub(crate) removed: usize,
    /// Requirements that would do as well in its place, in order.
    pub(crate) alternatives: Vec<usize>,
    /// Whether fewer removals are known not to do, and no alternative is missing.
    pub(crate) proven: bool,
}

/// The fewest requirements whose removal lets the rest hold, in order; empty if all can hold.
///
/// Of removals that count the same, the one with the least total excess relative to the requirements' sizes.
/// Uses up `work`; when none is left, the best removal known is returned, and is not `proven`.
pub(crate) fn fewest(program: &Program, work: &mut u64) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for component in program.components() {
        for conflict in Search::new(&component, work).run() {
            let name = |local: usize| component.requirements[local];
            conflicts.push(Conflict {
                removed: name(conflict.removed),
                alternatives: conflict.alternatives.into_iter().map(name).collect(),
                proven: conflict.proven,
            });
        }
    }
    conflicts.sort_by_key(|c| c.removed);
    conflicts
}

struct Search<'a> {
    program: &'a Program,
    system: System,
    /// Sets of requirements that can't all hold.
    clashes: Vec<Vec<usize>>,
    /// What clashes before any program is asked: requirements on one sum.
    bands: Vec<Band>,
    /// Excesses of removals that were measured.
    measured: BTreeMap<Vec<usize>, f64>,
    /// The relative excess each requirement would have at least if it had to give way alone in some clash.
    dislike: Vec<f64>,
    /// What is left to each search for the smallest removal.
    steps: u64,
    /// What is left to all searches for another removal.
    elsewhere: usize,
    work: &'a mut u64,
}

/// Whether a member of a removal may give its place to another.
#[derive(Clone, Copy)]
enum Swaps {
    /// To the one with the least excess; of equal ones it is always the same, wherever the search began.
    ToTheLeast,
    /// Only for less excess: where several are equal, they would take turns.
    ToLess,
    Never,
}

/// A removal that lets the rest hold.
struct Removal {
    members: Vec<usize>,
    proven: bool,
}

impl<'a> Search<'a> {
    fn new(component: &'a Component, work: &'a mut u64) -> Self {
        let program = &component.program;
        Self {
            program,
            system: System::new(program),
            clashes: Vec::new(),
            bands: bands(program),
            measured: BTreeMap::new(),
            dislike: vec![0.0; program.requirements.len()],
            steps: STEPS,
            elsewhere: ELSEWHERE,
            work,
        }
    }

    fn run(mut self) -> Vec<Conflict> {
        let Some(removal) = self.smallest(None, usize::MAX) else { return Vec::new() };
        let mut members = removal.members;
        let mut conflicts = Vec::new();
        // What could go in the place of one depends on all others: it is listed once none of them changes any more.
        for swaps in [Swaps::ToTheLeast, Swaps::ToLess, Swaps::ToLess, Swaps::Never] {
            let before = members.clone();
            conflicts.clear();
            for at in 0..members.len() {
                let conflict = self.alternatives(&mut members, at, swaps);
                conflicts.push(conflict);
            }
            if members == before {
                break;
            }
        }
        for conflict in &mut conflicts {
            if members.len() > 1 && conflict.proven && conflict.alternatives.is_empty() && removal.proven {
                self.look_elsewhere(conflict, &members);
            }
            conflict.proven &= removal.proven;
        }
        conflicts
    }

    fn check_without(&mut self, removed: &[usize]) -> Verdict {
        let mut active = vec![true; self.program.requirements.len()];
        for &r in removed {
            active[r] = false;
        }
        self.system.check(&active, self.work)
    }

    /// The smallest removal that keeps `kept`, if it has at most `most` members, or one that is not `proven`.
    fn smallest(&mut self, kept: Option<usize>, most: usize) -> Option<Removal> {
        let mut best: Option<Vec<usize>> = None;
        for round in 0.. {
            let hitting = hitting::smallest(&self.clashes, &self.bands, kept, &self.dislike, self.steps)?;
            if !hitting.exact {
                self.steps = (self.steps / 2).max(FEWEST_STEPS);
            }
            if hitting.exact && hitting.members.len() > most {
                return None;
            }
            if let Some(best) = best.take_if(|b| b.len() <= hitting.members.len()) {
                return Some(Removal { members: best, proven: hitting.exact });
            }
            if kept.is_some() {
                self.elsewhere = self.elsewhere.saturating_sub(1);
            }
            let goes_on = round < ROUNDS && self.elsewhere > 0;
            let verdict = if goes_on { self.check_without(&hitting.members) } else { Verdict::Unsettled };
            match verdict {
                Verdict::Feasible => {
                    return Some(Removal { members: hitting.members, proven: hitting.exact });
                }
                Verdict::Unsettled => {
                    if kept.is_some() {
                        return Some(Removal { members: hitting.members, proven: false });
                    }
                    *self.work += RESERVE;
                    let members = match best {
                        Some(members) => members,
                        None => self.some_removal(hitting.members),
                    };
                    let members = self.readmit(members);
                    return Some(Removal { members, proven: false });
                }
                Verdict::Infeasible(clash) => {
                    let found = self.add_clashes(hitting.members, clash);
                    let shorter = |found: &Vec<usize>| best.as_ref().is_none_or(|b| found.len() < b.len());
                    if let Some(found) = found.filter(shorter).filter(|_| kept.is_none()) {
                        best = Some(found);
                    }
                }
            }
        }
        None
    }

    /// Adds a clash and others disjoint from it, and returns the removal of them all if that is known to suffice.
    fn add_clashes(&mut self, mut removed: Vec<usize>, first: Clash) -> Option<Vec<usize>> {
        let mut clash = first;
        loop {
            removed.extend(self.add_clash(&clash));
            clash = match self.check_without(&removed) {
                Verdict::Infeasible(next) => next,
                Verdict::Feasible => break,
                Verdict::Unsettled => return None,
            };
        }
        removed.sort_unstable();
        Some(removed)
    }

    fn add_clash(&mut self, clash: &Clash) -> Vec<usize> {
        for member in &clash.members {
            let excess = self.least_alone(clash, member);
            let known = &mut self.dislike[member.requirement];
            *known = known.max(excess);
        }
        let members = self.reduce(clash.core());
        if !self.clashes.contains(&members) {
            self.clashes.push(members.clone());
        }
        members
    }

    /// Leaves out members while the rest still clash.
    fn reduce(&mut self, mut members: Vec<usize>) -> Vec<usize> {
        if members.len() > REDUCED {
            return members;
        }
        let mut at = 0;
        while at < members.len() && members.len() > 1 {
            let mut active = vec![false; self.program.requirements.len()];
            for &r in &members {
                active[r] = true;
            }
            active[members[at]] = false;
            match self.system.check(&active, self.work) {
                Verdict::Infeasible(clash) => {
                    let smaller = clash.core();
                    at = smaller.iter().take_while(|r| members[..at].contains(r)).count();
                    members = smaller;
                }
                Verdict::Feasible | Verdict::Unsettled => at += 1,
            }
        }
        members
    }

    /// A removal that suffices, however large: clash by clash until nothing clashes.
    fn some_removal(&mut self, mut removed: Vec<usize>) -> Vec<usize> {
        while let Verdict::Infeasible(clash) = self.check_without(&removed) {
            removed.extend(clash.core());
        }
        removed
    }

    /// Readmits what need not go, the most disliked first.
    fn readmit(&mut self, mut removed: Vec<usize>) -> Vec<usize> {
        removed.sort_by(|&a, &b| self.dislike[b].total_cmp(&self.dislike[a]).then(a.cmp(&b)));
        let mut at = 0;
        let mut tried = removed.clone();
        loop {
            if self.check_without(&tried) == Verdict::Feasible {
                removed.clone_from(&tried);
                let system = &self.system;
                let mut place = 0;
                removed.retain(|&r| {
                    place += 1;
                    place <= at || !system.holds(r)
                });
            } else {
                at += 1;
            }
            if at >= removed.len() {
                break;
            }
            tried.clone_from(&removed);
            tried.remove(at);
        }
        removed.sort_unstable();
        removed
    }

    /// What could go in the place of one member; may swap it for the one with the least excess.
    fn alternatives(&mut self, members: &mut [usize], at: usize, swaps: Swaps) -> Conflict {
        let removed = members[at];
        let mut conflict = Conflict { removed, alternatives: Vec::new(), proven: true };
        let without = |c: Option<usize>| {
            let mut others: Vec<usize> = members.to_vec();
            others.remove(at);
            others.extend(c);
            others
        };
        let Verdict::Infeasible(first) = self.check_without(&without(None)) else {
            conflict.proven = false;
            return conflict;
        };
        let mut candidates = self.add_clash(&first);
        candidates.retain(|&c| c != removed && first.could_end_without(c));
        let mut next = 0;
        while next < candidates.len() {
            let candidate = candidates[next];
            match self.check_without(&without(Some(candidate))) {
                Verdict::Feasible => next += 1,
                Verdict::Infeasible(clash) => {
                    candidates.retain(|&c| clash.could_end_without(c));
                    next = candidates.iter().take_while(|&&c| c < candidate).count();
                }
                Verdict::Unsettled => {
                    conflict.proven = false;
                    candidates.remove(next);
                }
            }
        }
        let best = self.least_excess(members, at, &candidates, &first, swaps);
        candidates.push(removed);
        candidates.retain(|&c| c != best);
        candidates.sort_unstable();
        members[at] = best;
        conflict.removed = best;
        conflict.alternatives = candidates;
        conflict
    }

    /// Which of a member and its alternatives leaves the least excess; `clash` is what goes wrong without any.
    fn least_excess(
        &mut self,
        members: &[usize],
        at: usize,
        candidates: &[usize],
        clash: &Clash,
        swaps: Swaps,
    ) -> usize {
        let mut best = members[at];
        let mut least = match swaps {
            Swaps::Never => return best,
            _ if candidates.is_empty() => return best,
            Swaps::ToTheLeast => f64::INFINITY,
            Swaps::ToLess => self.excess(members, at, best),
        };
        let mut ranked: Vec<(f64, usize)> = Vec::new();
        for member in clash
            .members
            .iter()
            .filter(|m| m.requirement == members[at] || candidates.binary_search(&m.requirement).is_ok())
        {
            ranked.push((self.least_alone(clash, member), member.requirement));
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (bound, candidate) in ranked.into_iter().take(MEASURED) {
            if bound >= least * (1.0 - 1e-6) {
                break;
            }
            let excess = self.excess(members, at, candidate);
            if excess < least * (1.0 - 1e-6) {
                least = excess;
                best = candidate;
            }
        }
        best
    }

    /// The least total excess with another member in the place of one.
    fn excess(&mut self, members: &[usize], at: usize, other: usize) -> f64 {
        let mut removed = members.to_vec();
        removed[at] = other;
        removed.sort_unstable();
        if let Some(&known) = self.measured.get(&removed) {
            return known;
        }
        let excess = excess(self.program, &removed, self.work).unwrap_or(f64::INFINITY);
        self.measured.insert(removed, excess);
        excess
    }

    /// The relative excess a member must have at least if it gives way alone.
    fn least_alone(&self, clash: &Clash, member: &Member) -> f64 {
        clash.gap / member.weight / self.program.requirements[member.requirement].size
    }

    /// Looks for an equally small removal that keeps this one, by changing several others at once.
    fn look_elsewhere(&mut self, conflict: &mut Conflict, members: &[usize]) {
        let Some(other) = self.smallest(Some(conflict.removed), members.len()) else { return };
        if !other.proven {
            conflict.proven = false;
            return;
        }
        let mut new: Vec<usize> = other.members;
        new.retain(|c| !members.contains(c));
        let near: Vec<usize> = new
            .iter()
            .copied()
            .filter(|c| {
                self.clashes.iter().any(|clash| clash.contains(c) && clash.contains(&conflict.removed))
            })
            .collect();
        conflict.alternatives = if near.is_empty() { new } else { near };
    }
}
