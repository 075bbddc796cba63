//! What no number of a market changes: years that are solved, groups of cells, and which shares matter.

use std::collections::BTreeMap;

use super::groups::Groups;
use crate::market::{GrowthClasses, Market, What};
use crate::space::{Members, Selection};

/// The structure of a market.
pub(super) struct Structure {
    pub(super) groups: Groups,
    /// The claimed years and the base year, as positions among the market's years, ascending.
    pub(super) claimed: Vec<usize>,
    /// Those and the years between them: the years that are solved.
    pub(super) years: Vec<usize>,
    /// How many years the market has.
    pub(super) all_years: usize,
    pub(super) base: usize,
    /// The scope of everything.
    pub(super) whole: Selection,
    pub(super) shares: Vec<Part>,
    /// The growth path of each group, and whether it is stated.
    pub(super) paths: Vec<(u32, bool)>,
}

/// Members of one axis whose shares are stated and that nothing tells apart: a part of the whole.
pub(super) struct Part {
    /// The position of what is stated among the stated shares.
    pub(super) stated: usize,
    pub(super) members: Vec<usize>,
    pub(super) cells: Selection,
}

impl Structure {
    pub(super) fn new(market: &Market, classes: &GrowthClasses) -> Self {
        let imposed = || market.measured().iter().filter(|m| !m.compare);
        let lengths = market.axes().lengths();
        let scopes: Vec<&Selection> = imposed()
            .flat_map(|m| match &m.what {
                What::Share { of, .. } => vec![&m.cells, of],
                _ => vec![&m.cells],
            })
            .collect();
        let base = market.base_index();
        let mut years: Vec<usize> = imposed().flat_map(|m| m.what.years()).collect();
        if !years.is_empty() {
            years.push(base);
        }
        years.sort_unstable();
        years.dedup();
        let claimed = years;
        let years = filled(&claimed);
        let shares = if years.is_empty() { Vec::new() } else { parts(market, &scopes, &lengths) };
        let whole = Selection::all(&lengths);
        let growth = market.growth_rules().iter().map(|rule| &rule.cells);
        let all =
            scopes.into_iter().chain(growth).chain(shares.iter().map(|part| &part.cells)).chain([&whole]);
        let groups = Groups::new(&lengths, all);
        let mut paths = vec![(0, false); groups.count];
        for (&group, &class) in groups.of_cell.iter().zip(&classes.of_cell) {
            paths[group as usize] = (class, classes.is_stated(class));
        }
        Self { paths, groups, claimed, years, all_years: market.years().len(), base, whole, shares }
    }

    /// Whether one stated curve is that of all of these groups.
    pub(super) fn follows_one_curve(&self, groups: &[u32]) -> bool {
        let mut paths = groups.iter().map(|&group| self.paths[group as usize]);
        paths.next().is_some_and(|first| first.1 && paths.all(|path| path == first))
    }

    /// The position of a year among the solved ones.
    pub(super) fn solved(&self, year: usize) -> usize {
        self.years.binary_search(&year).expect("every year of an imposed claim is solved")
    }
}

/// All years between claimed ones; in a long gap so many, evenly.
fn filled(claimed: &[usize]) -> Vec<usize> {
    const MOST: usize = 19;
    let mut years = Vec::new();
    for pair in claimed.windows(2) {
        let (from, gap) = (pair[0], pair[1] - pair[0]);
        let steps = gap.min(MOST + 1);
        years.extend((0..steps).map(|k| from + (k * gap + steps / 2) / steps));
    }
    years.extend(claimed.last());
    years
}

/// The parts that stated shares are about: members that claims, growth, weights and widths do not tell apart keep their
/// proportions by themselves, and an axis of which that is true for all members says nothing.
fn parts(market: &Market, scopes: &[&Selection], lengths: &[usize]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (position, stated) in market.stated_shares().iter().enumerate() {
        let axis = stated.axis;
        let growth = market.growth_rules().iter().map(|rule| &rule.cells);
        let mut lists: Vec<&Members> =
            scopes.iter().copied().chain(growth).map(|s| s.members(axis)).collect();
        lists.sort_unstable();
        lists.dedup();
        let apart = !market.mix_rules().is_empty();
        let mut classes: BTreeMap<(Vec<bool>, u64, usize), Vec<usize>> = BTreeMap::new();
        for member in 0..lengths[axis] {
            let told: Vec<bool> = lists.iter().map(|list| list.contains(member as u32)).collect();
            classes
                .entry((told, stated.sd[member].to_bits(), if apart { member } else { 0 }))
                .or_default()
                .push(member);
        }
        if classes.len() < 2 {
            continue;
        }
        let mut of: Vec<Vec<usize>> = classes.into_values().collect();
        of.sort_unstable();
        parts.extend(of.into_iter().map(|members| {
            let mut cells = Selection::all(lengths);
            let list: Vec<u32> = members.iter().map(|&member| member as u32).collect();
            cells.restrict(axis, &list.as_slice().into());
            Part { stated: position, members, cells }
        }));
    }
    parts
}
