//! Names looked up by halves.

/// Positions of things that have names, in the order of the names.
///
/// It holds no name itself: whoever asks says what is called what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index(Vec<u32>);

impl Index {
    /// So many things, each with its name.
    pub(super) fn new<'a>(count: usize, name: impl Fn(usize) -> &'a str) -> Self {
        let mut order: Vec<u32> = (0..count as u32).collect();
        // Stable: of two that are called the same the first is found.
        order.sort_by(|&a, &b| name(a as usize).cmp(name(b as usize)));
        Self(order)
    }

    /// The first that is called so.
    pub(super) fn find<'a>(&self, wanted: &str, name: impl Fn(usize) -> &'a str) -> Option<usize> {
        let at = self.0.partition_point(|&position| name(position as usize) < wanted);
        self.0.get(at).map(|&position| position as usize).filter(|&position| name(position) == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_the_first_of_its_name() {
        let names = ["b", "a", "", "c", "a"];
        let index = Index::new(names.len(), |i| names[i]);
        for wanted in ["", "a", "aa", "b", "c", "d"] {
            let expected = names.iter().position(|name| *name == wanted);
            assert_eq!(index.find(wanted, |i| names[i]), expected, "'{wanted}'");
        }
        assert_eq!(Index::default().find("a", |_| ""), None);
    }
}
