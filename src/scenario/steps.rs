//! Ordered steps that scenarios share.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Step;

/// The first steps of a list that others may have too.
///
/// A scenario that extends another has the other's steps in front of its own, so that along a chain each list is the
/// beginning of the next: all are kept once, in the longest.
#[derive(Clone)]
pub(super) struct Steps {
    list: Arc<Vec<Step>>,
    count: usize,
}

impl Steps {
    /// The first so many of these.
    pub(super) fn first(&self, count: usize) -> Self {
        Self { list: Arc::clone(&self.list), count: count.min(self.count) }
    }

    /// One more, after all others.
    pub(super) fn push(&mut self, step: Step) {
        self.as_own().push(step);
        self.count += 1;
    }

    /// The steps as a list that nobody else has.
    pub(super) fn as_own(&mut self) -> &mut Vec<Step> {
        if self.list.len() > self.count {
            self.list = Arc::new(self.to_vec());
        }
        Arc::make_mut(&mut self.list)
    }
}

impl Deref for Steps {
    type Target = [Step];

    fn deref(&self) -> &[Step] {
        &self.list[..self.count]
    }
}

impl FromIterator<Step> for Steps {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        let list: Vec<Step> = steps.into_iter().collect();
        Self { count: list.len(), list: Arc::new(list) }
    }
}

impl PartialEq for Steps {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::Scope;

    #[test]
    fn the_beginning_of_a_list_is_shared_until_it_goes_on_differently() {
        let step = |factor: u32| Step::scale(Scope::all(), f64::from(factor));
        let numbers = |steps: &Steps| steps.iter().map(Step::number).collect::<Vec<_>>();
        let all: Steps = (1..=3).map(step).collect();
        let mut two = all.first(2);
        assert_eq!((numbers(&two), Arc::strong_count(&all.list)), (vec![1.0, 2.0], 2));
        two.push(step(7));
        assert_eq!((numbers(&two), numbers(&all)), (vec![1.0, 2.0, 7.0], vec![1.0, 2.0, 3.0]));
        assert!(two != all && two.first(2) == all.first(2) && Arc::strong_count(&all.list) == 1);
        two.as_own()[0] = step(5);
        assert_eq!((numbers(&two), numbers(&all.first(9))), (vec![5.0, 2.0, 7.0], vec![1.0, 2.0, 3.0]));
    }
}
