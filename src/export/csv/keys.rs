//! Which of many keys are the same, in the time of one sort.

use std::cmp::Ordering;

/// For each of so many keys the position of the first that is equal to it.
///
/// Fingerprints are sorted, since numbers sort several times as fast as texts that lie all over the memory;
/// keys are compared where fingerprints agree, so that nothing depends on how good they are.
pub(super) fn firsts(
    count: usize,
    fingerprint: impl Fn(usize) -> u64,
    compare: impl Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    let mut order: Vec<(u64, usize)> = (0..count).map(|place| (fingerprint(place), place)).collect();
    order.sort_unstable();
    let mut firsts = vec![0; count];
    for alike in order.chunk_by_mut(|a, b| a.0 == b.0) {
        let first = alike[0].1;
        if alike[1..].iter().any(|(_, place)| compare(*place, first).is_ne()) {
            // Stable: equal keys stay in their order.
            alike.sort_by(|a, b| compare(a.1, b.1));
        }
        for equal in alike.chunk_by(|a, b| compare(a.1, b.1).is_eq()) {
            equal.iter().for_each(|(_, place)| firsts[*place] = equal[0].1);
        }
    }
    firsts
}

/// Where a key probably has its place: the last place that was kept for a fingerprint.
///
/// A cache and no map: it forgets, and whoever asks compares the key itself. What it spares is a search for each line of a
/// file whose lines are in no order.
#[derive(Default)]
pub(super) struct Hints {
    /// Fingerprint and place; as many as a power of two.
    slots: Vec<(u64, usize)>,
}

impl Hints {
    /// Enough for what stays in the fast memory of a processor; beyond that, searching is as good.
    const MOST: usize = 1 << 18;

    pub(super) fn place(&self, fingerprint: u64) -> Option<usize> {
        let slot = self.slots.get(Self::slot(fingerprint, self.slots.len()))?;
        (slot.0 == fingerprint).then_some(slot.1)
    }

    /// Keeps the place of a key, of which there are so many by now.
    pub(super) fn keep(&mut self, fingerprint: u64, place: usize, count: usize) {
        let wanted = (2 * count).next_power_of_two().clamp(16, Self::MOST);
        if self.slots.len() < wanted {
            let slots = std::mem::replace(&mut self.slots, vec![(0, usize::MAX); wanted]);
            for (fingerprint, place) in slots {
                self.slots[Self::slot(fingerprint, wanted)] = (fingerprint, place);
            }
        }
        let slot = Self::slot(fingerprint, self.slots.len());
        self.slots[slot] = (fingerprint, place);
    }

    /// The upper bits of a product are the well-mixed ones.
    fn slot(fingerprint: u64, slots: usize) -> usize {
        (fingerprint >> 40) as usize & slots.wrapping_sub(1)
    }
}

/// A number that equal lists of texts share, and others hardly ever.
///
/// Eight bytes at a time by a rotation and a multiplication, as hash tables that need not withstand attacks do it;
/// the multiplier is the golden ratio's. The ends of texts count too, so that "ab", "c" is not "a", "bc".
pub(super) fn fingerprint<'a>(texts: impl Iterator<Item = &'a [u8]>) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |state: u64, word: u64| (state.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER);
    // Not from 0, where nothing but 0 leads away from.
    texts.fold(MULTIPLIER, |mut state, text| {
        for bytes in text.chunks(8) {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            state = mix(state, u64::from_le_bytes(word));
        }
        mix(state, text.len() as u64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_are_found_however_poor_the_fingerprint() {
        let keys = ["b", "a", "b", "c", "a", "b"];
        let print = |place: usize| fingerprint(std::iter::once(keys[place].as_bytes()));
        for fingerprint in [&print as &dyn Fn(usize) -> u64, &|_| 7, &|place| u64::from(keys[place] == "c")] {
            assert_eq!(firsts(keys.len(), fingerprint, |a, b| keys[a].cmp(keys[b])), [0, 1, 0, 3, 1, 0]);
        }
        assert_eq!(firsts(0, |_| 0, |a, b| a.cmp(&b)), [0; 0]);
    }

    #[test]
    fn hints_may_forget_and_never_mix_up_fingerprints() {
        let mut hints = Hints::default();
        assert_eq!(hints.place(7), None);
        let print = |place: usize| fingerprint(std::iter::once(place.to_string().as_bytes()));
        for place in 0..100_000 {
            hints.keep(print(place), place, place + 1);
        }
        let found: Vec<(usize, usize)> =
            (0..100_000).filter_map(|place| Some((place, hints.place(print(place))?))).collect();
        assert!(found.len() > 50_000);
        assert!(found.iter().all(|(place, found)| place == found));
    }

    #[test]
    fn texts_and_where_they_end_make_the_fingerprint() {
        let print = |texts: &[&str]| fingerprint(texts.iter().map(|text| text.as_bytes()));
        let all = [&["ab", "c"][..], &["a", "bc"], &["abc"], &["abc", ""], &["", "abc"], &["abc\0"], &[]];
        let mut prints: Vec<u64> = all.iter().map(|texts| print(texts)).collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), all.len());
    }
}
