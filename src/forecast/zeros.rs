//! What exact claims of 0 empty: the cells of their scope, in their year and in the years that nothing says otherwise of.

use std::collections::BTreeMap;

use super::groups::Groups;
use crate::market::{Measured, What};

/// How far an exact 0 reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Zeros {
    /// To all years up to the nearest in which the scope is claimed to be more than 0.
    Lasting,
    /// To its own year alone, for claims that could not hold otherwise.
    InTheirYear,
}

/// Groups × all years that are 0, as `group * years + year`, ascending.
pub(super) fn emptied(
    groups: &Groups,
    years: usize,
    measured: &[Measured],
    claims: &[usize],
    zeros: Zeros,
) -> Vec<usize> {
    let mut known: BTreeMap<u32, BTreeMap<usize, bool>> = BTreeMap::new();
    let claimed = || claims.iter().map(|&claim| &measured[claim]);
    for m in claimed().filter(|m| is_zero(m)) {
        for &group in groups.of(&m.cells) {
            known.entry(group).or_default().insert(m.what.end(), false);
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    for m in claimed() {
        let What::Value { year } = m.what else { continue };
        let groups = groups.of(&m.cells);
        if m.target > m.half_unit && groups.iter().all(|group| known.contains_key(group)) {
            for group in groups {
                // A 0 and more than 0 in one year contradict each other: the 0 is what must then give way.
                known.entry(*group).or_default().entry(year).or_insert(true);
            }
        }
    }
    let is_empty = |of: &BTreeMap<usize, bool>, year: usize| match (zeros, of.get(&year)) {
        (_, Some(positive)) => !positive,
        (Zeros::InTheirYear, None) => false,
        (Zeros::Lasting, None) => {
            let before = of.range(..year).next_back();
            let after = of.range(year..).next();
            before.into_iter().chain(after).all(|(_, positive)| !positive)
        }
    };
    let each = known.iter().flat_map(|(&group, of)| {
        let empty = (0..years).filter(move |&year| is_empty(of, year));
        empty.map(move |year| group as usize * years + year)
    });
    each.collect()
}

/// Whether some claim empties anything.
pub(super) fn any(measured: &[Measured], claims: &[usize]) -> bool {
    claims.iter().any(|&claim| is_zero(&measured[claim]))
}

fn is_zero(m: &Measured) -> bool {
    m.is_exact() && m.target == 0.0 && matches!(m.what, What::Value { .. } | What::Share { .. })
}
