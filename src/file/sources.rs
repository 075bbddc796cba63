//! The sources of a model file, looked up by those who name them.

use std::collections::BTreeMap;

use super::named::Named;
use super::spec::SourceSpec;
use crate::error::{Choices, Error, ErrorKind};

/// The entries of `sources` by their names.
pub(super) struct Sources<'a> {
    stated: &'a Named<SourceSpec>,
    by_name: BTreeMap<&'a str, &'a SourceSpec>,
    choices: Choices,
}

impl<'a> Sources<'a> {
    pub(super) fn of(stated: &'a Named<SourceSpec>) -> Self {
        Self { stated, by_name: stated.iter().collect(), choices: Choices::default() }
    }

    /// The entry of a name that stands under `source`.
    pub(super) fn find(&self, name: &str) -> Result<&'a SourceSpec, Error> {
        self.by_name.get(name).copied().ok_or_else(|| {
            let choices = self.choices.of(|| self.stated.names());
            Error::from(ErrorKind::UnknownName { what: "source", name: name.into(), choices })
                .within("source")
        })
    }
}
