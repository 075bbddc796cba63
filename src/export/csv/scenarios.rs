//! Several tables in one file, told apart by their scenarios.

use std::collections::BTreeMap;

use super::keys::{fingerprint, firsts};
use super::reading::bare_bytes;
use crate::error::{Error, ErrorKind};
use crate::table::Table;

/// A fault for each table whose scenario an earlier one has.
pub(super) fn scenarios_apart(tables: &[Table]) -> Vec<Error> {
    let print = |place: usize| fingerprint(std::iter::once(tables[place].scenario().as_bytes()));
    let firsts = firsts(tables.len(), print, |a, b| tables[a].scenario().cmp(tables[b].scenario()));
    let again = firsts.into_iter().enumerate().filter(|(place, first)| place != first);
    let fault = |(place, _): (usize, usize)| {
        ErrorKind::Duplicate { what: "scenario".into(), name: tables[place].scenario().into() }.into()
    };
    again.map(fault).collect()
}

/// What is read of each scenario, in the order in which they first appear.
pub(super) struct ByScenario<R> {
    all: Vec<R>,
    known: BTreeMap<Vec<u8>, usize>,
    last: Option<(Vec<u8>, usize)>,
}

impl<R> ByScenario<R> {
    pub(super) fn new() -> Self {
        Self { all: Vec::new(), known: BTreeMap::new(), last: None }
    }

    /// Of most lines it is that of the line before.
    pub(super) fn of(&mut self, scenario: &[u8], new: impl FnOnce() -> R) -> &mut R {
        let scenario = bare_bytes(scenario);
        let place = match &self.last {
            Some((last, place)) if last == scenario => *place,
            _ => {
                let place = *self.known.entry(scenario.to_vec()).or_insert(self.all.len());
                self.last = Some((scenario.to_vec(), place));
                place
            }
        };
        if place == self.all.len() {
            self.all.push(new());
        }
        &mut self.all[place]
    }

    pub(super) fn into_all(self) -> Vec<R> {
        self.all
    }
}
