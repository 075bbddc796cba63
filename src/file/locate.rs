//! Where in a TOML file a fault of meaning stands.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Spec;
use super::build::scope;
use super::place::Place;
use crate::error::{Error, ErrorKind};

/// The same faults, each with its line and the offending text underlined where that can be found.
pub(super) fn located(text: &str, error: &Error) -> Error {
    // Both have been read before: reading them again costs time only where there is a fault to tell.
    let (Ok(document), Ok(spec)) = (DeTable::parse(text), Spec::from_toml(text)) else {
        return error.clone();
    };
    let faults = error.faults().map(|fault| match span(document.get_ref(), &spec, fault) {
        Some(span) => Place::of_span(text, &span).mark(text, fault.clone()),
        None => fault.clone(),
    });
    Error::several(faults.collect())
}

/// Of the parts of the file that the fault may be about, the word it complains of, else the first part itself.
fn span(document: &DeTable, spec: &Spec, fault: &Error) -> Option<Range<usize>> {
    let parts: Vec<&Spanned<DeValue>> =
        paths(spec, fault).iter().filter_map(|path| step_to(document, path)).collect();
    let word = word(fault.root());
    let mut found = Vec::new();
    if let Some(word) = &word {
        for part in &parts {
            find(part, word, &mut found);
        }
    }
    // What stands twice is wrong the second time.
    let twice = matches!(fault.root(), ErrorKind::Duplicate { .. });
    let word = if twice { found.pop() } else { found.into_iter().next() };
    word.or_else(|| parts.first().map(|part| part.span()))
}

/// Keys, and positions in lists as digits.
type Path = Vec<String>;

fn paths(spec: &Spec, fault: &Error) -> Vec<Path> {
    let path = |steps: &[&str]| steps.iter().map(ToString::to_string).collect::<Path>();
    let place = match fault.kind() {
        ErrorKind::At { place, .. } => place.clone(),
        _ => fault.to_string(),
    };
    if let Some(claim) = place.strip_prefix("claim ") {
        let number: String = claim.chars().take_while(char::is_ascii_digit).collect();
        let position = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        return position.map(|i| path(&["claims", &i.to_string()])).into_iter().collect();
    }
    if let Some(axis) = place.strip_prefix("shares of ") {
        return vec![path(&["assumptions", "shares", axis])];
    }
    if let Some(group) = place.strip_prefix("group '").and_then(|rest| rest.strip_suffix('\'')) {
        return spec.axes.names().map(|axis| path(&["axes", axis, "groups", group])).collect();
    }
    let assumed = |list: &str, name: &str, scopes: Vec<String>| -> Vec<Path> {
        let named = scopes.into_iter().enumerate().filter(|(_, scope)| place == format!("{name} of {scope}"));
        named.map(|(i, _)| path(&["assumptions", list, &i.to_string()])).collect()
    };
    let growth = spec.assumptions.growth.iter().map(|growth| scope(&growth.scope).to_string()).collect();
    let mix = spec.assumptions.mix.iter().map(|mix| scope(&mix.scope).to_string()).collect();
    let assumed = [assumed("growth", "growth", growth), assumed("mix", "mix weight", mix)].concat();
    if !assumed.is_empty() {
        return assumed;
    }
    match (place.as_str(), fault.kind()) {
        ("market.unit" | "market.years" | "base", _) => {
            vec![path(&["market", place.strip_prefix("market.").unwrap_or(&place)])]
        }
        (_, ErrorKind::ShareSum { axis, .. } | ErrorKind::ShareMissing { axis, .. }) => {
            vec![path(&["assumptions", "shares", axis])]
        }
        (_, ErrorKind::GroupCycle { axis, .. }) => vec![path(&["axes", axis, "groups"])],
        (_, ErrorKind::Duplicate { what, .. }) => vec![path(&["axes", what])],
        (_, ErrorKind::Number { what, .. }) if what == "drift" => vec![path(&["market", "drift"])],
        (_, ErrorKind::Number { what, .. }) => {
            let shares = spec.assumptions.shares.names();
            let meant = shares.filter(|axis| what.starts_with(&format!("the share of {axis} '")));
            meant.map(|axis| path(&["assumptions", "shares", axis])).collect()
        }
        _ => Vec::new(),
    }
}

/// The word in the file that a fault is about.
fn word(kind: &ErrorKind) -> Option<String> {
    match kind {
        ErrorKind::UnknownAxis { name, .. }
        | ErrorKind::UnknownMember { name, .. }
        | ErrorKind::UnknownName { name, .. }
        | ErrorKind::Duplicate { name, .. }
        | ErrorKind::Printed { text: name, .. }
        | ErrorKind::Unit { text: name, .. }
        | ErrorKind::UnitMismatch { text: name, .. } => Some(name.clone()),
        ErrorKind::YearOutside { year, .. } | ErrorKind::ZeroPeriods { year } => Some(year.to_string()),
        ErrorKind::Number { what, .. } => {
            let member = what.strip_suffix('\'').and_then(|what| what.split_once(" '"));
            member.map(|(_, member)| member.to_string())
        }
        _ => None,
    }
}

fn step_to<'a>(document: &'a DeTable<'a>, path: &Path) -> Option<&'a Spanned<DeValue<'a>>> {
    let (first, rest) = path.split_first()?;
    let entry = |table: &'a DeTable<'a>, key: &str| {
        table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    };
    rest.iter().try_fold(entry(document, first)?, |part, step| match part.get_ref() {
        DeValue::Table(table) => entry(table, step),
        DeValue::Array(list) => list.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Keys, texts and whole numbers that are the word.
fn find(part: &Spanned<DeValue>, word: &str, found: &mut Vec<Range<usize>>) {
    match part.get_ref() {
        DeValue::Table(table) => {
            for (key, value) in table {
                if key.get_ref() == word {
                    found.push(key.span());
                }
                find(value, word, found);
            }
        }
        DeValue::Array(list) => {
            for value in list {
                find(value, word, found);
            }
        }
        DeValue::String(text) if text == word => found.push(part.span()),
        DeValue::Integer(number) if number.as_str() == word => found.push(part.span()),
        _ => {}
    }
}
