//! Which parts of the market are sums of published parts, or a published whole less published parts.
//!
//! Only published parts that differ on a single axis count: regions of one product, years of none.
//! All rows of a table are asked about together, so that what is published is sorted out once for all of them.

use std::collections::BTreeMap;

use crate::space::{Members, Selection};

/// Marks for each row the years in which it adds up from what is published, rows × years.
///
/// `published` are the scopes that something is claimed of, ascending; `is_met` says of which of them and which year a value
/// is printed and kept. Years that are marked already stay so.
pub(super) fn add_up(
    rows: &[Selection],
    published: &[&Selection],
    is_met: impl Fn(usize, usize) -> bool,
    marks: &mut [bool],
) {
    let (Some(first), false) = (rows.first(), published.is_empty()) else { return };
    let years = marks.len() / rows.len();
    let mut scratch = Vec::new();
    for axis in 0..first.axes() {
        for family in families(axis, published, rows) {
            for year in 0..years {
                let is_open = |row: &&u32| !marks[**row as usize * years + year];
                let open: Vec<u32> = family.rows.iter().filter(is_open).copied().collect();
                let met = family.parts.iter().filter(|&&part| is_met(part as usize, year));
                let parts: Vec<&Members> = met.map(|&part| published[part as usize].members(axis)).collect();
                if open.is_empty() || parts.is_empty() {
                    continue;
                }
                let mut cover = Cover::new(parts, &mut scratch);
                for row in open {
                    // What is itself published in the year is marked: a row is none of the parts.
                    let adds_up = cover.adds_up(rows[row as usize].members(axis));
                    marks[row as usize * years + year] = adds_up;
                }
                cover.leave();
            }
        }
    }
}

/// Published scopes that are the same on all axes but one, and the rows that are so too.
struct Family {
    /// By how many members they have on the axis, the fewer first.
    parts: Vec<u32>,
    rows: Vec<u32>,
}

fn families(axis: usize, published: &[&Selection], rows: &[Selection]) -> Vec<Family> {
    let mut sorted: Vec<u32> = (0..published.len() as u32).collect();
    let scope = |part: u32| published[part as usize];
    if let [row] = rows {
        // Most is of no use to a single row: to sort it would cost more than to ask it.
        sorted.retain(|&part| scope(part).cmp_beside(axis, row).is_eq());
    }
    // Stable: of two with as many members the lesser scope stays first.
    sorted.sort_by(|&a, &b| {
        let by_count = || scope(a).members(axis).len().cmp(&scope(b).members(axis).len());
        scope(a).cmp_beside(axis, scope(b)).then_with(by_count)
    });
    let alike = sorted.chunk_by(|&a, &b| scope(a).cmp_beside(axis, scope(b)).is_eq());
    let mut families: Vec<Family> =
        alike.map(|parts| Family { parts: parts.to_vec(), rows: Vec::new() }).collect();
    for (row, cells) in rows.iter().enumerate() {
        let found = families.binary_search_by(|family| scope(family.parts[0]).cmp_beside(axis, cells));
        if let Ok(family) = found {
            families[family].rows.push(row as u32);
        }
    }
    families.retain(|family| !family.rows.is_empty());
    families
}

/// No part at all.
const NONE: u32 = u32::MAX;

/// Parts of one axis that are published in a year.
struct Cover<'a> {
    /// The fewer members the earlier; no two are the same.
    parts: Vec<&'a Members>,
    /// For each member the smallest part that has it, or for tangled parts the class of members that the same parts hold,
    /// parts of one member aside. What no part has is beyond the end, or [`NONE`].
    of_member: &'a mut Vec<u32>,
    /// For parts of which two have members in common only where one is within the other: the part around each and how
    /// many of its members no smaller part has.
    forest: Option<Forest>,
    /// For tangled parts what is known of single members, by class.
    known: BTreeMap<u32, bool>,
}

struct Forest {
    around: Vec<u32>,
    bare: Vec<u32>,
}

/// What of a row a part has, and how much of that smaller parts within the row make up.
#[derive(Clone, Copy, Default)]
struct Touched {
    count: u32,
    bare: u32,
    covered: u32,
}

impl<'a> Cover<'a> {
    /// `scratch` is of use to the next cover too, once this one has left it.
    fn new(parts: Vec<&'a Members>, scratch: &'a mut Vec<u32>) -> Self {
        let most = parts.iter().map(|part| part.at(part.len() - 1) as usize + 1).max().unwrap_or(0);
        scratch.resize(scratch.len().max(most), NONE);
        let mut cover = Self { parts, of_member: scratch, forest: None, known: BTreeMap::new() };
        cover.forest = cover.nested();
        if cover.forest.is_none() {
            cover.classify();
        }
        cover
    }

    /// Forgets its parts in what it has borrowed.
    fn leave(self) {
        self.parts.iter().flat_map(|part| part.iter()).for_each(|m| self.of_member[m as usize] = NONE);
    }

    /// Which part lies in which, unless two cross.
    fn nested(&mut self) -> Option<Forest> {
        let mut bare: Vec<u32> = self.parts.iter().map(|part| part.len() as u32).collect();
        let mut around = vec![NONE; self.parts.len()];
        for (at, part) in self.parts.iter().enumerate().rev() {
            let outer = self.of_member[part.at(0) as usize];
            if part.iter().any(|member| self.of_member[member as usize] != outer) {
                return None;
            }
            part.iter().for_each(|member| self.of_member[member as usize] = at as u32);
            around[at] = outer;
            if outer != NONE {
                bare[outer as usize] -= part.len() as u32;
            }
        }
        Some(Forest { around, bare })
    }

    /// Sorts members by the parts that have them.
    fn classify(&mut self) {
        let mut classes = 1;
        self.parts.iter().flat_map(|part| part.iter()).for_each(|m| self.of_member[m as usize] = 0);
        for part in self.parts.iter().filter(|part| part.len() > 1) {
            let mut split: BTreeMap<u32, u32> = BTreeMap::new();
            for member in part.iter() {
                let class = &mut self.of_member[member as usize];
                *class = *split.entry(*class).or_insert_with(|| {
                    classes += 1;
                    classes - 1
                });
            }
        }
    }

    /// Whether members that are none of the parts are a union of disjoint parts, or one of the parts that has them all less
    /// such a union: parts are taken greedily from the large end, or from the small.
    fn adds_up(&mut self, own: &Members) -> bool {
        let class = self.of_member.get(own.at(0) as usize).copied().unwrap_or(NONE);
        let is_single = own.len() == 1;
        match &self.forest {
            // A member that no part has is neither a sum nor in a whole.
            _ if is_single && class == NONE => false,
            // All that its whole has beside smaller parts must be the member itself.
            Some(forest) if is_single => forest.bare[class as usize] == 1,
            Some(forest) => self.is_even(forest, own),
            None if is_single => {
                // To exchange two members that the same parts have, neither being a part, changes nothing that is asked.
                if let Some(known) = self.known.get(&class) {
                    return *known;
                }
                let adds_up = tangled(own, &self.parts);
                self.known.insert(class, adds_up);
                adds_up
            }
            None => tangled(own, &self.parts),
        }
    }

    /// The same for parts of which none cross: there greed takes all that can be taken, so that only what no usable part has
    /// can be missing.
    fn is_even(&self, forest: &Forest, own: &Members) -> bool {
        let mut touched: BTreeMap<u32, Touched> = BTreeMap::new();
        for member in own.iter() {
            let part = self.of_member.get(member as usize).copied().unwrap_or(NONE);
            if part != NONE {
                let touched = touched.entry(part).or_default();
                (touched.count, touched.bare) = (touched.count + 1, touched.bare + 1);
            }
        }
        let all = own.len() as u32;
        let (mut covered, mut is_even) = (0, true);
        // From the small to the large, so that all within a part comes before it.
        while let Some((part, Touched { count, bare, covered: within })) = touched.pop_first() {
            let size = self.parts[part as usize].len() as u32;
            let sum = if count == size { size } else { within };
            is_even &= forest.bare[part as usize] == bare;
            if count == all && size > all {
                // The smallest whole: of a larger one no less would be missing.
                return sum == all || is_even;
            }
            match forest.around[part as usize] {
                NONE => covered += sum,
                outer => {
                    let outer = touched.entry(outer).or_default();
                    (outer.count, outer.covered) = (outer.count + count, outer.covered + sum);
                }
            }
        }
        covered == all
    }
}

/// Whether members add up from parts that cross each other.
fn tangled(own: &Members, parts: &[&Members]) -> bool {
    let most = parts.iter().chain([&own]).map(|part| part.at(part.len() - 1) as usize + 1).max().unwrap_or(0);
    let is_covered = |whole: &Members, less: Option<&Members>| {
        let mut left = vec![false; most];
        whole.iter().for_each(|member| left[member as usize] = true);
        less.into_iter().flat_map(Members::iter).for_each(|member| left[member as usize] = false);
        let count = whole.len() - less.map_or(0, Members::len);
        is_union(left.clone(), count, parts.iter().rev()) || is_union(left, count, parts.iter())
    };
    let mut wholes = parts.iter().filter(|whole| whole.len() > own.len() && whole.includes(own));
    is_covered(own, None) || wholes.any(|whole| is_covered(whole, Some(own)))
}

/// Whether parts that are taken as they come, where all of them is left, leave nothing of so many members.
fn is_union<'a>(mut left: Vec<bool>, mut count: usize, parts: impl Iterator<Item = &'a &'a Members>) -> bool {
    for part in parts {
        if part.len() <= count && part.iter().all(|member| left[member as usize]) {
            part.iter().for_each(|member| left[member as usize] = false);
            count -= part.len();
        }
    }
    count == 0
}
