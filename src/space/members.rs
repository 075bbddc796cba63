//! Members of one axis.

use std::cmp::Ordering;
use std::sync::Arc;

/// Positions of members on an axis, ascending.
///
/// Neighbors are kept as their ends: a whole axis and a single member, which most selections consist of, take no memory
/// of their own however long the axis is. All else is a list that copies share. Each set of members has one form only,
/// so that equal sets compare equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Members {
    Neighbors { first: u32, end: u32 },
    Listed(Arc<[u32]>),
}

impl Members {
    /// All members of an axis with so many.
    pub(crate) fn all(count: usize) -> Self {
        Self::span(0, count as u32)
    }

    /// A single member.
    pub(crate) fn one(member: u32) -> Self {
        Self::span(member, member + 1)
    }

    fn span(first: u32, end: u32) -> Self {
        if first < end { Self::Neighbors { first, end } } else { Self::Neighbors { first: 0, end: 0 } }
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Neighbors { first, end } => (end - first) as usize,
            Self::Listed(list) => list.len(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The member with so many before it.
    pub(crate) fn at(&self, position: usize) -> u32 {
        match self {
            Self::Neighbors { first, .. } => first + position as u32,
            Self::Listed(list) => list[position],
        }
    }

    pub(crate) fn contains(&self, member: u32) -> bool {
        match self {
            Self::Neighbors { first, end } => (*first..*end).contains(&member),
            Self::Listed(list) => list.binary_search(&member).is_ok(),
        }
    }

    /// Each, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let (neighbors, listed) = match self {
            Self::Neighbors { first, end } => (*first..*end, &[][..]),
            Self::Listed(list) => (0..0, &list[..]),
        };
        neighbors.chain(listed.iter().copied())
    }

    /// Whether others are all among these.
    pub(crate) fn includes(&self, others: &Members) -> bool {
        if others.is_empty() {
            return true;
        }
        match self {
            Self::Neighbors { first, end } => *first <= others.at(0) && others.at(others.len() - 1) < *end,
            Self::Listed(_) => {
                others.len() <= self.len() && others.iter().all(|member| self.contains(member))
            }
        }
    }

    /// Whether one of these is among others.
    pub(crate) fn meets(&self, others: &Members) -> bool {
        match (self, others) {
            (Self::Neighbors { first: a, end: b }, Self::Neighbors { first: c, end: d }) => {
                a.max(c) < b.min(d)
            }
            _ if self.len() > others.len() => others.meets(self),
            _ => self.iter().any(|member| others.contains(member)),
        }
    }

    /// Those that are also among others.
    pub(crate) fn intersect(&self, others: &Members) -> Self {
        match (self, others) {
            (Self::Neighbors { first: a, end: b }, Self::Neighbors { first: c, end: d }) => {
                Self::span(*a.max(c), *b.min(d))
            }
            _ if self.len() > others.len() => others.intersect(self),
            // What is wholly within the other stays the list it is, shared.
            _ if others.includes(self) => self.clone(),
            _ => {
                self.iter().filter(|member| others.contains(*member)).collect::<Vec<u32>>().as_slice().into()
            }
        }
    }

    /// A number that is less where these members come before others, and whether it tells them from all others.
    ///
    /// Neighbors are their ends. A list with a gap comes after all neighbors that begin where it does: either they end within
    /// its beginning, or they have a member where it has a later one.
    pub(super) fn lead(&self) -> (u32, bool) {
        const GAP: u32 = 0xffff;
        if self.is_empty() {
            return (0, true);
        }
        let first = self.at(0) + 1;
        let end = if let Self::Neighbors { end, .. } = self { (*end).min(GAP - 1) } else { GAP };
        if first < GAP { (first << 16 | end, end < GAP - 1) } else { (GAP << 16, false) }
    }

    /// The ends, where the members are neighbors.
    fn ends(list: &[u32]) -> Option<Self> {
        debug_assert!(list.is_sorted_by(|a, b| a < b), "members come ascending, each once");
        let (Some(&first), Some(&last)) = (list.first(), list.last()) else { return Some(Self::span(0, 0)) };
        ((last - first) as usize + 1 == list.len()).then(|| Self::span(first, last + 1))
    }
}

impl From<&[u32]> for Members {
    fn from(list: &[u32]) -> Self {
        Self::ends(list).unwrap_or_else(|| Self::Listed(list.into()))
    }
}

impl From<&Arc<[u32]>> for Members {
    fn from(list: &Arc<[u32]>) -> Self {
        Self::ends(list).unwrap_or_else(|| Self::Listed(Arc::clone(list)))
    }
}

impl Ord for Members {
    /// As lists compare, element by element: the order of scopes is the order in which the solver sums.
    fn cmp(&self, others: &Self) -> Ordering {
        match (self, others) {
            (Self::Neighbors { first: a, end: b }, Self::Neighbors { first: c, end: d }) => {
                let empty = (a == b).cmp(&(c == d)).reverse();
                empty.then(a.cmp(c)).then(b.cmp(d))
            }
            (Self::Listed(one), Self::Listed(other)) => one.cmp(other),
            _ => self.iter().cmp(others.iter()),
        }
    }
}

impl PartialOrd for Members {
    fn partial_cmp(&self, others: &Self) -> Option<Ordering> {
        Some(self.cmp(others))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The members whose bits are set.
    fn list(bits: u32) -> Vec<u32> {
        (0..6).filter(|member| bits >> member & 1 == 1).collect()
    }

    #[test]
    fn whatever_their_form_they_are_the_list_they_stand_for() {
        for (a, b) in (0..64).flat_map(|a| (0..64).map(move |b| (a, b))) {
            let lists = [list(a), list(b)];
            let [one, other] = lists.each_ref().map(|list| Members::from(list.as_slice()));
            assert_eq!(one.iter().collect::<Vec<_>>(), lists[0]);
            assert_eq!((one.len(), one.is_empty()), (lists[0].len(), a == 0));
            assert_eq!((0..one.len()).map(|i| one.at(i)).collect::<Vec<_>>(), lists[0]);
            assert_eq!((0..6).filter(|&member| one.contains(member)).collect::<Vec<_>>(), lists[0]);
            assert_eq!(one.cmp(&other), lists[0].cmp(&lists[1]), "{lists:?}");
            assert_eq!(one == other, a == b, "{lists:?}");
            assert_eq!(one.includes(&other), a & b == b, "{lists:?}");
            assert_eq!(one.meets(&other), a & b != 0, "{lists:?}");
            assert_eq!(one.intersect(&other), Members::from(list(a & b).as_slice()), "{lists:?}");
        }
    }

    #[test]
    fn an_axis_and_its_members_take_no_memory_and_lists_are_shared() {
        assert_eq!(size_of::<Members>(), 16);
        let long: Arc<[u32]> = (0..1000).step_by(2).collect();
        let members = Members::from(&long);
        let copies = [members.clone(), Members::all(5000).intersect(&members), members.intersect(&members)];
        assert_eq!(Arc::strong_count(&long), 2 + copies.len());
        let neighbors: Arc<[u32]> = (7..1000).collect();
        assert_eq!(Members::from(&neighbors), Members::Neighbors { first: 7, end: 1000 });
        assert_eq!(Arc::strong_count(&neighbors), 1);
    }
}
