//! Cells as runs of neighbors: what sums and scalings over many cells walk along.

use super::Selection;

/// Runs of neighboring cells (first, end), ascending and apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Runs(Vec<(u32, u32)>);

impl Runs {
    /// The cells of a selection.
    pub(crate) fn of(selection: &Selection) -> Self {
        let mut runs = Self::default();
        selection.for_each_run(|start, len| runs.push(start as u32, (start + len) as u32));
        runs
    }

    /// The cells that are marked.
    pub(crate) fn marked(mask: &[bool]) -> Self {
        let mut runs = Self::default();
        let mut start = 0_usize;
        for stretch in mask.chunk_by(|a, b| a == b) {
            if stretch[0] {
                runs.push(start as u32, (start + stretch.len()) as u32);
            }
            start += stretch.len();
        }
        runs
    }

    fn push(&mut self, start: u32, end: u32) {
        match self.0.last_mut() {
            Some(last) if last.1 == start => last.1 = end,
            _ => self.0.push((start, end)),
        }
    }

    /// Whether other cells are all among these.
    pub(crate) fn includes(&self, other: &Runs) -> bool {
        let within = |run: &(u32, u32)| {
            // Runs are apart: only the last that begins no later can hold it.
            let later = self.0.partition_point(|own| own.0 <= run.0);
            later > 0 && run.1 <= self.0[later - 1].1
        };
        other.0.iter().all(within)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each run as a range of cells.
    pub(crate) fn iter(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.0.iter().map(|&(start, end)| start as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_are_one_run() {
        let mut selection = Selection::all(&[3, 4, 2]);
        selection.restrict(1, &[1, 2][..].into());
        assert_eq!(Runs::of(&selection).iter().collect::<Vec<_>>(), [2..6, 10..14, 18..22]);
        assert_eq!(Runs::of(&Selection::all(&[3, 4])), Runs(vec![(0, 12)]));
        let runs = Runs::marked(&[true, false, false, true, true]);
        assert_eq!(runs.iter().collect::<Vec<_>>(), [0..1, 3..5]);
        assert!(Runs::marked(&[false]).is_empty());
        for (a, b) in (0..64).flat_map(|a| (0..64).map(move |b| (a, b))) {
            let [one, other] = [a, b]
                .map(|bits: u32| Runs::marked(&(0..6).map(|cell| bits >> cell & 1 == 1).collect::<Vec<_>>()));
            assert_eq!(one.includes(&other), a & b == b, "{one:?} and {other:?}");
        }
    }
}
