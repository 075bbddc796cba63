//! Cells that no claim tells apart share one correction: the groups they form.

use std::collections::BTreeMap;

use crate::space::{Members, Numbering, Selection};

/// The coarsest partition of the cells such that every scope is a union of groups.
pub(super) struct Groups {
    /// The group of each cell.
    pub(super) of_cell: Vec<u32>,
    pub(super) count: usize,
    scopes: Numbering,
    /// For each distinct scope, its groups, ascending.
    of_scope: Vec<Vec<u32>>,
}

impl Groups {
    pub(super) fn new<'a>(lengths: &[usize], scopes: impl IntoIterator<Item = &'a Selection>) -> Self {
        let mut known = Numbering::default();
        scopes.into_iter().for_each(|scope| {
            known.add(scope);
        });
        // In an order of their own: groups are numbered by it, and that of the claims says nothing.
        let mut order: Vec<usize> = (0..known.list().len()).collect();
        order.sort_unstable_by(|&a, &b| known.list()[a].cmp(&known.list()[b]));
        let sorted: Vec<&Selection> = order.iter().map(|&number| &known.list()[number]).collect();
        let classes: Vec<Classes> =
            lengths.iter().enumerate().map(|(axis, &n)| Classes::new(axis, n, &sorted)).collect();
        // A box is a combination of member classes: small enough to list, fine enough for every scope.
        let counts: Vec<usize> = classes.iter().map(|c| c.count).collect();
        let mut signatures: Vec<Vec<u32>> = vec![Vec::new(); counts.iter().product()];
        for (id, scope) in sorted.iter().enumerate() {
            let mut boxes = Selection::all(&counts);
            for (axis, classes) in classes.iter().enumerate() {
                boxes.restrict(axis, &classes.within(scope.members(axis)));
            }
            boxes.for_each(|b| signatures[b].push(id as u32));
        }
        let mut ids: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let of_box: Vec<u32> = signatures
            .into_iter()
            .map(|signature| {
                let next = ids.len() as u32;
                *ids.entry(signature).or_insert(next)
            })
            .collect();
        let mut of_scope: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
        for (signature, &group) in &ids {
            signature.iter().for_each(|&scope| of_scope[order[scope as usize]].push(group));
        }
        of_scope.iter_mut().for_each(|groups| groups.sort_unstable());
        let of_cell = cells_of_boxes(lengths, &classes, &of_box);
        Self { of_cell, count: ids.len(), scopes: known, of_scope }
    }

    /// The groups that make up a scope, ascending.
    pub(super) fn of(&self, scope: &Selection) -> &[u32] {
        &self.of_scope[self.scopes.find(scope).expect("groups are of scopes that they were made for")]
    }
}

/// Members of one axis that no scope tells apart.
struct Classes {
    of_member: Vec<u32>,
    count: usize,
}

impl Classes {
    fn new(axis: usize, members: usize, scopes: &[&Selection]) -> Self {
        let mut lists: Vec<&Members> = scopes.iter().map(|scope| scope.members(axis)).collect();
        lists.sort_unstable();
        lists.dedup();
        let mut signatures: Vec<Vec<u32>> = vec![Vec::new(); members];
        for (id, list) in lists.into_iter().enumerate() {
            list.iter().for_each(|member| signatures[member as usize].push(id as u32));
        }
        let mut ids: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let of_member = signatures
            .into_iter()
            .map(|signature| {
                let next = ids.len() as u32;
                *ids.entry(signature).or_insert(next)
            })
            .collect();
        Self { of_member, count: ids.len() }
    }

    /// The classes of these members, which are a union of classes.
    fn within(&self, members: &Members) -> Members {
        if members.len() == self.of_member.len() {
            return Members::all(self.count);
        }
        let mut classes: Vec<u32> = members.iter().map(|member| self.of_member[member as usize]).collect();
        classes.sort_unstable();
        classes.dedup();
        classes.as_slice().into()
    }
}

fn cells_of_boxes(lengths: &[usize], classes: &[Classes], of_box: &[u32]) -> Vec<u32> {
    let mut boxes: Vec<usize> = vec![0];
    for (axis, &length) in lengths.iter().enumerate() {
        let class = &classes[axis];
        boxes = boxes
            .iter()
            .flat_map(|b| (0..length).map(move |member| b * class.count + class.of_member[member] as usize))
            .collect();
    }
    boxes.into_iter().map(|b| of_box[b]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(lengths: &[usize], terms: &[(usize, &[u32])]) -> Selection {
        let mut scope = Selection::all(lengths);
        terms.iter().for_each(|(axis, members)| scope.restrict(*axis, &(*members).into()));
        scope
    }

    #[test]
    fn cells_share_a_group_exactly_when_the_same_scopes_hold_them() {
        let lengths = [4, 3, 2];
        let scopes = [
            scope(&lengths, &[]),
            scope(&lengths, &[(0, &[0])]),
            scope(&lengths, &[(0, &[1, 2])]),
            scope(&lengths, &[(0, &[0]), (1, &[2])]),
            scope(&lengths, &[(2, &[1])]),
        ];
        let groups = Groups::new(&lengths, &scopes);
        for a in 0..24 {
            for b in 0..24 {
                let same = scopes.iter().all(|scope| scope.contains(a) == scope.contains(b));
                assert_eq!(groups.of_cell[a] == groups.of_cell[b], same, "cells {a} and {b}");
            }
        }
        for scope in &scopes {
            let cells: Vec<usize> =
                (0..24).filter(|&c| groups.of(scope).contains(&groups.of_cell[c])).collect();
            assert_eq!(cells, (0..24).filter(|&c| scope.contains(c)).collect::<Vec<_>>());
        }
    }
}
