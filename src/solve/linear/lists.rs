//! Many short lists of (index, value) in one piece of memory.

#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    ends: Vec<usize>,
    index: Vec<u32>,
    value: Vec<f64>,
}

impl Lists {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many entries all lists hold together.
    pub(super) fn entries(&self) -> usize {
        self.index.len()
    }

    pub(super) fn push(&mut self, list: impl IntoIterator<Item = (usize, f64)>) {
        for (index, value) in list {
            self.index.push(index as u32);
            self.value.push(value);
        }
        self.ends.push(self.index.len());
    }

    pub(super) fn reserve(&mut self, lists: usize, entries: usize) {
        self.ends.reserve(lists);
        self.index.reserve(entries);
        self.value.reserve(entries);
    }

    /// Renames every index.
    pub(super) fn relabel(&mut self, name: impl Fn(usize) -> usize) {
        for index in &mut self.index {
            *index = name(*index as usize) as u32;
        }
    }

    pub(super) fn of(&self, list: usize) -> impl Iterator<Item = (usize, f64)> {
        let start = if list == 0 { 0 } else { self.ends[list - 1] };
        let range = start..self.ends[list];
        let index = &self.index[range.clone()];
        let value = &self.value[range];
        index.iter().zip(value).map(|(&i, &v)| (i as usize, v))
    }

    pub(super) fn count(&self, list: usize) -> usize {
        let start = if list == 0 { 0 } else { self.ends[list - 1] };
        self.ends[list] - start
    }

    /// The same entries listed by their index; `size` is one more than the largest index.
    pub(super) fn transposed(&self, size: usize) -> Self {
        let mut ends = vec![0; size];
        for &i in &self.index {
            ends[i as usize] += 1;
        }
        let mut next = Vec::with_capacity(size);
        let mut total = 0;
        for end in &mut ends {
            next.push(total);
            total += *end;
            *end = total;
        }
        let mut index = vec![0; total];
        let mut value = vec![0.0; total];
        for list in 0..self.len() {
            for (i, v) in self.of(list) {
                index[next[i]] = list as u32;
                value[next[i]] = v;
                next[i] += 1;
            }
        }
        Self { ends, index, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_twice_returns_the_lists() {
        let mut lists = Lists::default();
        lists.push([(2, 1.0), (0, 3.0)]);
        lists.push([]);
        lists.push([(2, -1.0)]);
        let turned = lists.transposed(3);
        assert_eq!(turned.of(2).collect::<Vec<_>>(), [(0, 1.0), (2, -1.0)]);
        assert_eq!(turned.count(1), 0);
        let back = turned.transposed(3);
        assert_eq!(back.of(0).collect::<Vec<_>>(), [(0, 3.0), (2, 1.0)]);
        assert_eq!(back.entries(), 3);
    }
}
