//! Where in a TOML file a fault of meaning stands.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::Place;
use crate::error::{Error, ErrorKind, Path, Step};

/// The same faults, each with its line and the offending text underlined in place of its path.
pub(super) fn located(text: &str, error: &Error) -> Error {
    // The text has been read before: reading it again costs time only where there is a fault to tell.
    let Ok(document) = DeTable::parse(text) else {
        return error.clone();
    };
    let faults = error.faults().map(|found| match (span(document.get_ref(), found.path()), found.kind()) {
        (Some(span), ErrorKind::InModel { fault, .. }) => {
            Place::of_span(text, &span).mark(text, fault.clone())
        }
        _ => found.clone(),
    });
    Error::several(faults.collect())
}

/// A part of the document and the key in front of it, where there is one.
type Part<'a> = (Option<Range<usize>>, &'a Spanned<DeValue<'a>>);

/// What a path leads to, or the last part on the way that is there.
fn span<'a>(document: &'a DeTable<'a>, path: &Path) -> Option<Range<usize>> {
    let mut steps = path.steps();
    let mut part: Part<'a> = match steps.next()? {
        Step::Key(key) => entry(document, key)?,
        Step::Item(_) => return None,
    };
    for step in steps.by_ref() {
        match down(part.1, step) {
            Some(next) => part = next,
            None => return Some(whole(part)),
        }
    }
    Some(match part {
        (Some(key), _) if path.is_key() => key,
        _ => whole(part),
    })
}

/// What stands under a key or in a list; of a table that is spread over the file, the key.
fn whole((key, value): Part<'_>) -> Range<usize> {
    let span = value.span();
    if span.is_empty() { key.unwrap_or(span) } else { span }
}

fn down<'a>(part: &'a Spanned<DeValue<'a>>, step: &Step) -> Option<Part<'a>> {
    match (part.get_ref(), step) {
        (DeValue::Table(table), Step::Key(key)) => entry(table, key),
        (DeValue::Array(list), Step::Item(item)) => Some((None, list.get(*item)?)),
        _ => None,
    }
}

fn entry<'a>(table: &'a DeTable<'a>, key: &str) -> Option<Part<'a>> {
    let found = table.iter().find(|(name, _)| name.get_ref() == key);
    found.map(|(name, value)| (Some(name.span()), value))
}
