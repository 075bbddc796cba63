//! What was found, who printed what, and what is assumed.

use std::borrow::Cow;

use super::cell::{Content, Digits, Role, Style};
use super::claims::{Evidence, digits};
use super::page::Page;
use crate::claim::Claim;
use crate::table::Table;
use crate::value::Source;

/// The longest address that a cell can lead to.
const ADDRESS: usize = 2_000;
/// How wide the columns of sources are, in characters.
const SOURCES: [usize; 6] = [24, 34, 14, 14, 24, 44];
/// How wide findings are told, in characters.
const FINDING: usize = 90;

/// A page of findings, each with its claims below it.
pub(super) fn findings(name: String, evidence: &Evidence) -> Page<'_> {
    const HEADER: usize = 2;
    let mut page = Page::new(name, "What does not agree, and what had to be supposed");
    page.text(0, 0, "Findings", Role::Title);
    for (column, name) in
        ["kind", "finding", "printed", "reproduced", "half units off"].into_iter().enumerate()
    {
        page.text(HEADER, column, name, if column < 2 { Role::Header } else { Role::NumberHeader });
    }
    let mut row = HEADER + 1;
    for finding in &evidence.findings {
        page.text(row, 0, finding.kind().as_str(), Role::Label);
        page.text(row, 1, finding.message(), Role::Text);
        row += 1;
        for one in finding.claims() {
            page.text(row, 1, &one.text, Role::Text);
            let claim = evidence.claims.get(one.claim);
            let digits = claim.map_or(Digits::General, |claim| digits(claim, one));
            let style = Style::new(Role::Number);
            page.number(row, 2, one.printed, style.with(digits));
            page.number(row, 3, one.reproduced, style.with(digits.and(2)));
            let residual = one.residual().abs();
            if residual.is_finite() {
                page.number(row, 4, residual, style.with(Digits::Decimals(2)));
            } else {
                page.text(row, 4, "not exactly", Role::Label);
            }
            row += 1;
        }
    }
    page.fix(1, FINDING);
    page.frozen = (HEADER + 1, 0);
    page.repeated = Some((HEADER, HEADER));
    page
}

/// A page of sources, assumptions, and what the tables say below them.
pub(super) fn sources<'a>(
    name: String,
    evidence: &'a Evidence,
    tables: &[&'a Table],
    assumptions: &'a [String],
) -> Page<'a> {
    let mut page = Page::new(name, "Who printed what, and what is assumed");
    page.text(0, 0, "Sources and assumptions", Role::Title);
    let mut row = 2;
    let sources = distinct(evidence.claims.iter().filter_map(Claim::stated_source));
    if !sources.is_empty() {
        row = listed(&mut page, row, &sources);
    }
    let notes = distinct(tables.iter().flat_map(|table| table.notes()));
    let lines = distinct(tables.iter().flat_map(|table| table.source_lines()));
    let assumed: Vec<&String> = assumptions.iter().collect();
    SOURCES.into_iter().enumerate().for_each(|(column, width)| page.fix(column, width));
    for (heading, lines) in [("Assumed", assumed), ("Notes", notes), ("What the tables rest on", lines)] {
        if lines.is_empty() {
            continue;
        }
        page.text(row, 0, heading, Role::Heading);
        for line in lines {
            row += 1;
            page.sentence(row, line, Role::Note);
        }
        row += 2;
    }
    page
}

fn listed<'a>(page: &mut Page<'a>, mut row: usize, sources: &[&'a Source]) -> usize {
    let header = ["publisher", "title", "edition", "accessed", "note", "address"];
    for (column, name) in header.into_iter().enumerate() {
        page.text(row, column, name, Role::Header);
    }
    for source in sources {
        row += 1;
        let fields =
            [Some(source.publisher()), source.title(), source.edition(), source.accessed(), source.note()];
        for (column, field) in fields.into_iter().enumerate() {
            page.text(row, column, field.unwrap_or_default(), Role::Text);
        }
        let Some(address) = source.url() else { continue };
        let leads = address.starts_with("https://") || address.starts_with("http://");
        let is_plain =
            address.len() <= ADDRESS && !address.contains(|c: char| c.is_control() || c.is_whitespace());
        if leads && is_plain {
            page.put(row, 5, Content::Address(Cow::Borrowed(address)), Style::new(Role::Label));
        } else {
            page.text(row, 5, address, Role::Text);
        }
    }
    row + 2
}

/// Each once, in the order in which they first appear.
fn distinct<'a, T: PartialEq>(all: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
    let mut distinct: Vec<&T> = Vec::new();
    for one in all {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct
}
