//! Selections by number.

use super::{Members, Selection};

/// Selections numbered in the order in which they are first met.
///
/// A table of places by a hash that is the same in every run; the numbers do not depend on it. What is claimed of thousands
/// of scopes is asked for by its scope at every turn, and a search through an order takes a dozen looks each time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbering {
    list: Vec<Selection>,
    /// Where each is in the list, at the place of its hash or the next free one; a power of two of them, half of them free.
    places: Vec<u32>,
}

/// A place that nothing has.
const FREE: u32 = u32::MAX;

impl Numbering {
    /// The number of a selection that was added before.
    pub(crate) fn find(&self, cells: &Selection) -> Option<usize> {
        if self.list.is_empty() {
            return None;
        }
        Some(self.places[self.place(cells)]).filter(|&number| number != FREE).map(|number| number as usize)
    }

    /// The number of a selection: a new one if it was not met before.
    pub(crate) fn add(&mut self, cells: &Selection) -> usize {
        const FEWEST: usize = 16;
        if 2 * (self.list.len() + 1) > self.places.len() {
            self.places = vec![FREE; (2 * self.places.len()).max(FEWEST)];
            for number in 0..self.list.len() {
                let place = self.place(&self.list[number]);
                self.places[place] = number as u32;
            }
        }
        let place = self.place(cells);
        if self.places[place] == FREE {
            self.places[place] = self.list.len() as u32;
            self.list.push(cells.clone());
        }
        self.places[place] as usize
    }

    /// All of them, each at its number.
    pub(crate) fn list(&self) -> &[Selection] {
        &self.list
    }

    /// Where a selection is, or would be.
    fn place(&self, cells: &Selection) -> usize {
        let last = self.places.len() - 1;
        let mut place = hash(cells) as usize & last;
        while self.places[place] != FREE && self.list[self.places[place] as usize] != *cells {
            place = (place + 1) & last;
        }
        place
    }
}

/// A number that tells most selections apart by its lower half.
fn hash(cells: &Selection) -> u64 {
    // The golden ratio in 64 bits: multiples of it are spread evenly. (D. Knuth, TAOCP 3, section 6.4)
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = 0_u64;
    let mut mix = |part: u64| {
        hash = (hash ^ part).wrapping_mul(SPREAD);
        hash ^= hash >> 32;
    };
    for members in cells.lists() {
        match members {
            Members::Neighbors { first, end } => mix(u64::from(*first) << 32 | u64::from(*end)),
            Members::Listed(list) => list.iter().for_each(|&member| mix(u64::from(member))),
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_selection_has_its_number_however_many_there_are() {
        let mut numbering = Numbering::default();
        let whole = Selection::all(&[64, 3]);
        assert_eq!(numbering.find(&whole), None);
        let each: Vec<Selection> = (1..500_u32)
            .flat_map(|bits| (0..3).map(move |other| (bits, other)))
            .map(|(bits, other)| {
                let list: Vec<u32> = (0..9).filter(|member| bits >> member & 1 == 1).collect();
                let mut cells = Selection::all(&[64, 3]);
                cells.restrict(0, &list.as_slice().into());
                cells.restrict(1, &Members::one(other));
                cells
            })
            .collect();
        for (number, cells) in each.iter().enumerate() {
            assert_eq!((numbering.find(cells), numbering.add(cells)), (None, number));
            assert_eq!(numbering.add(cells), number);
        }
        for (number, cells) in each.iter().enumerate() {
            assert_eq!(numbering.find(&cells.intersect(&whole)), Some(number));
        }
        assert_eq!(numbering.find(&whole), None);
        assert_eq!(numbering.list(), each);
    }
}
