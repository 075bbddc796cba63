//! The names there are, for faults in names: put together once, whatever the number of faults.

use std::sync::{Arc, OnceLock};

/// Names that are listed when the first fault asks for them, and shared by all.
///
/// A file with a thousand misspelled members of an axis of ten thousand would else hold ten million names.
/// What it belongs to says what they are, so that it is of no account where that is compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices(OnceLock<Arc<[String]>>);

impl Choices {
    pub(crate) fn of<N: Into<String>, I: Iterator<Item = N>>(
        &self,
        names: impl FnOnce() -> I,
    ) -> Arc<[String]> {
        Arc::clone(self.0.get_or_init(|| names().map(Into::into).collect()))
    }
}

impl PartialEq for Choices {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Choices {}
