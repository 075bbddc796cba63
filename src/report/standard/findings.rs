//! What was found in the published figures and the assumptions.

use super::super::exhibit::Exhibit;
use super::super::grid::{Grid, Head};
use super::super::section::Section;
use super::super::text::Text;
use super::claims::{figure_of, printed, residual};
use crate::claim::{Finding, FindingKind};
use crate::forecast::Forecast;

/// What findings of a kind have in common, and whether each claim of theirs is worth a row.
const KINDS: [(FindingKind, &str); 7] = [
    (FindingKind::Conflict, "Published figures that cannot hold together with the others:"),
    (FindingKind::Undecided, "Published figures of which one cannot hold, and nothing tells which:"),
    (FindingKind::Headline, "Published values and growth rates that do not agree as printed:"),
    (FindingKind::DefaultAssumption, "Defaults that stand in for what nobody has stated:"),
    (FindingKind::AssumptionMoved, "Assumptions that the published figures have moved:"),
    (FindingKind::Strained, "Published figures that hold only with numbers far from what is assumed:"),
    (FindingKind::Comparison, "Published figures that are shown beside the forecast and not imposed on it:"),
];

pub(super) fn section(forecast: &Forecast) -> Section {
    let findings = forecast.findings();
    let count = |kind: FindingKind| findings.iter().filter(|finding| finding.kind() == kind).count();
    let wrong = count(FindingKind::Conflict) + count(FindingKind::Undecided) + count(FindingKind::Headline);
    let mut section = Section::new("findings", "Findings");
    let has_claims = forecast.market().claims().iter().any(|claim| !claim.is_for_comparison());
    section = match (wrong, has_claims) {
        (0, true) => section.text("No published figure contradicts another."),
        (0, false) => section.text("No published figure is imposed: every number rests on assumptions."),
        (_, _) if count(FindingKind::Conflict) + count(FindingKind::Undecided) == 0 => section,
        (_, _) => section.text(
            Text::new("Where published figures contradict each other, the fewest are set aside")
                .aside("conflicts")
                .words("."),
        ),
    };
    for (kind, intro) in KINDS {
        let messages = findings.iter().filter(|finding| finding.kind() == kind);
        let messages: Vec<String> =
            messages.map(|finding| finding.message().trim_end_matches('.').to_string() + ".").collect();
        if !messages.is_empty() {
            section = section.text(intro).list(messages);
        }
    }
    let grid = conflicts(forecast);
    if grid.rows.is_empty() {
        return section;
    }
    section.exhibit(Exhibit::grid("conflicts", grid).titled("Published figures that contradict each other"))
}

/// Each claim of a conflict beside what the forecast makes of it.
fn conflicts(forecast: &Forecast) -> Grid {
    let claims = forecast.market().claims();
    let is_conflict = |kind: FindingKind| matches!(kind, FindingKind::Conflict | FindingKind::Undecided);
    let wrong = forecast.findings().iter().filter(|finding| is_conflict(finding.kind()));
    let row = |found: &crate::claim::Reproduction| {
        let claim = &claims[found.claim];
        vec![claim.subject(), printed(claim), figure_of(claim, found), residual(found)]
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for found in wrong.flat_map(Finding::claims) {
        let row = row(found);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    Grid {
        caption: "As printed, and as the other figures make it".into(),
        heads: vec![
            Head::Words("Figure"),
            Head::Number("Printed"),
            Head::Number("Forecast"),
            Head::Number("Half units off"),
        ],
        rows,
        notes: Vec::new(),
    }
}
