//! What sources have printed, beside what the forecast makes of it.

use super::cell::{Content, Digits, Outcome, Role, Style};
use super::name::at;
use super::page::{List, Page};
use crate::claim::{Claim, Figure, Finding, FindingKind, Reproduction};
use crate::value::Source;

const HEADER: usize = 3;
const COLUMNS: [&str; 12] = [
    "no.",
    "source",
    "of",
    "figure",
    "as printed",
    "printed",
    "half unit",
    "reproduced",
    "residual",
    "result",
    "conflict",
    "note",
];
/// How wide numbers of claims, sources, scopes, figures and notes are told, in characters.
const WIDTHS: [(usize, usize); 5] = [(0, 5), (1, 26), (2, 26), (3, 24), (RESULT + 2, 36)];
/// The column that says whether a claim is met.
const RESULT: usize = 9;
/// The name of the native table.
pub(super) const CLAIMS: &str = "Claims";
pub(super) const MET: &str = "met";

/// What is known of the published figures.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub(super) claims: Vec<Claim>,
    pub(super) reproductions: Vec<Reproduction>,
    pub(super) findings: Vec<Finding>,
}

impl Evidence {
    fn reproduction(&self, claim: usize) -> Option<&Reproduction> {
        // A forecast has them in the order of the claims.
        let in_order = self.reproductions.get(claim).filter(|one| one.claim == claim);
        in_order.or_else(|| self.reproductions.iter().find(|one| one.claim == claim))
    }

    /// What a finding says about a claim and others.
    fn conflict(&self, claim: usize) -> Option<FindingKind> {
        let is_conflict = |finding: &&Finding| {
            let is_kind = matches!(finding.kind(), FindingKind::Conflict | FindingKind::Undecided);
            is_kind && finding.claims().iter().any(|one| one.claim == claim)
        };
        self.findings.iter().find(is_conflict).map(Finding::kind)
    }

    /// How many claims the forecast has to meet, and how many of them it does.
    pub(super) fn met(&self) -> (usize, usize) {
        let results: Vec<&str> = (0..self.claims.len()).map(|claim| self.result(claim)).collect();
        let count = |wanted: &[&str]| results.iter().filter(|result| wanted.contains(result)).count();
        (count(&[MET]), count(&[MET, "not met"]))
    }

    fn result(&self, claim: usize) -> &'static str {
        match self.reproduction(claim) {
            _ if self.claims[claim].is_for_comparison() => "for comparison",
            None => "",
            Some(one) if one.residual().abs() <= 1.0 => MET,
            Some(_) => "not met",
        }
    }
}

/// The cells that say whether claims are met.
pub(super) fn results(page: &str, evidence: &Evidence) -> String {
    super::name::range(page, (HEADER + 1, RESULT), (HEADER + evidence.claims.len(), RESULT))
}

pub(super) fn page(name: String, evidence: &Evidence) -> Page<'_> {
    let mut page = Page::new(name, "What sources printed, and what the forecast makes of it");
    page.text(0, 0, "Published figures", Role::Title);
    page.text(1, 0, "A figure is met where the forecast is within half a unit of its last printed digit, or within the tolerance stated.", Role::Subtitle);
    for (column, name) in COLUMNS.iter().enumerate() {
        page.widen(column, name.len() + 2);
    }
    for (i, claim) in evidence.claims.iter().enumerate() {
        let row = HEADER + 1 + i;
        words(&mut page, row, i, claim);
        if let Some(one) = evidence.reproduction(i) {
            numbers(&mut page, row, claim, one);
        }
        result(&mut page, row, evidence.result(i));
        let conflict = evidence.conflict(i).map_or("", FindingKind::as_str);
        page.text(row, RESULT + 1, conflict, Role::Label);
        page.text(row, RESULT + 2, claim.stated_note().unwrap_or_default(), Role::Text);
    }
    WIDTHS.into_iter().for_each(|(column, width)| page.fix(column, width));
    let header = COLUMNS.map(String::from).to_vec();
    page.list = Some(List { name: CLAIMS, header, row: HEADER, rows: evidence.claims.len() });
    page.frozen = (HEADER + 1, 2);
    page.repeated = Some((HEADER, HEADER));
    page
}

fn words<'a>(page: &mut Page<'a>, row: usize, position: usize, claim: &'a Claim) {
    page.number(row, 0, (position + 1) as f64, Style::new(Role::Label).with(Digits::Whole));
    let source = claim.stated_source().map_or_else(String::new, Source::line);
    page.text(row, 1, source, Role::Text);
    page.text(row, 2, claim.scope().to_string(), Role::Text);
    page.text(row, 3, claim.figure().to_string(), Role::Text);
    if let Ok(printed) = claim.printed() {
        page.text(row, 4, printed.text().to_string(), Role::Label);
    }
}

fn numbers(page: &mut Page, row: usize, claim: &Claim, one: &Reproduction) {
    let digits = digits(claim, one);
    let style = |digits| Style::new(Role::Number).with(digits);
    page.number(row, 5, one.printed, style(digits));
    page.number(row, 6, one.half_unit, style(digits.and(2)));
    page.number(row, 7, one.reproduced, style(digits.and(2)));
    let residual = one.residual();
    if one.half_unit > 0.0 {
        let formula = format!("({}-{})/{}", at(row, 7), at(row, 5), at(row, 6));
        page.formula(row, 8, formula, residual, style(Digits::Decimals(2)));
    } else if residual.is_finite() {
        page.number(row, 8, residual, style(Digits::Decimals(2)));
    } else {
        page.text(row, 8, "not exactly", Role::Label);
    }
}

/// Met or not, as the residual beside it says.
fn result(page: &mut Page, row: usize, result: &'static str) {
    let residual = at(row, RESULT - 1);
    let formula =
        format!("IF(ISNUMBER({residual}),IF(ABS({residual})<=1,\"{MET}\",\"not met\"),\"not met\")");
    match result {
        MET | "not met" => {
            page.put(
                row,
                RESULT,
                Content::Formula(Box::new((formula, Outcome::Text(result.into())))),
                Style::new(Role::Label),
            );
        }
        other => page.text(row, RESULT, other, Role::Label),
    }
}

/// The digits that the source printed, where it printed in the unit of the market.
pub(super) fn digits(claim: &Claim, one: &Reproduction) -> Digits {
    let is_fraction = matches!(claim.figure(), Figure::Share { .. } | Figure::Growth { .. });
    match claim.printed() {
        Ok(printed) if is_fraction && printed.is_percent() => Digits::Percent(printed.decimals() as u8),
        Ok(printed) if is_fraction => Digits::Percent(printed.decimals().saturating_sub(2) as u8),
        Ok(printed) if printed.value() == one.printed => Digits::Decimals(printed.decimals() as u8),
        _ => Digits::General,
    }
}
