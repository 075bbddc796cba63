//! Each published figure beside what the forecast makes of it.

use super::super::exhibit::Exhibit;
use super::super::grid::{Grid, Head};
use super::super::section::Section;
use super::super::text::Text;
use crate::claim::{Claim, Figure, Reproduction, Tolerance};
use crate::forecast::Forecast;
use crate::table::BASE;
use crate::value::prose::{beside, counted, figure};

/// More claims that are met than this are counted.
const LISTED: usize = 200;

pub(super) fn section(forecast: &Forecast) -> Section {
    let section = Section::new("claims", "Published figures");
    let claims = forecast.market().claims();
    if claims.is_empty() {
        return section.text("No published figure is stated.");
    }
    let said = "Each figure as printed, what the forecast has for it, and how far that is from the printed number in half units of its last digit, \
                or in its tolerance where one is stated: a figure that is met is at most 1 off";
    let section = section.text(Text::new(said).aside("claims").words("."));
    section.exhibit(Exhibit::grid("claims", grid(forecast)).titled("Published figures beside the forecast"))
}

fn grid(forecast: &Forecast) -> Grid {
    let claims = forecast.market().claims().iter().zip(forecast.reproductions()).enumerate();
    let (mut rows, mut met) = (Vec::new(), 0);
    for (position, (claim, found)) in claims {
        let verdict = match (claim.is_for_comparison(), forecast.holds(position)) {
            (true, _) => "compared",
            (false, true) => "met",
            (false, false) => "not met",
        };
        met += usize::from(verdict == "met");
        if verdict == "met" && met > LISTED {
            continue;
        }
        let note =
            claim.stated_note().map(|note| format!(" ({})", note.trim_end_matches('.'))).unwrap_or_default();
        let subject = claim.subject() + &note;
        rows.push(vec![
            subject,
            printed(claim),
            figure_of(claim, found),
            residual(found),
            verdict.into(),
            source(claim),
        ]);
    }
    let beyond = met.saturating_sub(LISTED);
    let more =
        (beyond > 0).then(|| format!("{} that are met are not listed.", counted(beyond, "more figure")));
    let scenario = (forecast.scenario() != BASE)
        .then(|| format!("Of the forecast itself, before scenario '{}'.", forecast.scenario()));
    Grid {
        caption: format!("Values in {}", forecast.unit().in_words()),
        heads: vec![
            Head::Words("Figure"),
            Head::Number("Printed"),
            Head::Number("Forecast"),
            Head::Number("Half units off"),
            Head::Words("Verdict"),
            Head::Words("Source"),
        ],
        rows,
        notes: more.into_iter().chain(scenario).collect(),
    }
}

/// Who printed it and in which edition; the sources of the report have the rest.
fn source(claim: &Claim) -> String {
    let Some(source) = claim.stated_source() else { return "not stated".into() };
    let edition = source.edition().map(|edition| format!(", {edition}")).unwrap_or_default();
    format!("{}{edition}", source.publisher())
}

/// "8.1", "43%", "3.0 ±0.2": as its source prints it, and how far it may be off where that is stated.
pub(super) fn printed(claim: &Claim) -> String {
    let mut printed = claim.printed().map_or_else(|fault| fault.to_string(), ToString::to_string);
    let is_fraction = matches!(claim.figure(), Figure::Share { .. } | Figure::Growth { .. });
    // A bare number is a percentage there.
    if is_fraction && !printed.contains('%') {
        printed.push('%');
    }
    let points = if is_fraction { " points" } else { "" };
    printed
        + &match claim.stated_tolerance() {
            None => String::new(),
            Some(Tolerance::Within(0.0)) => " exactly".into(),
            Some(Tolerance::Within(tolerance)) => format!(" ±{}{points}", figure(tolerance)),
            Some(Tolerance::Percent(tolerance)) => format!(" ±{}% of it", figure(tolerance)),
        }
}

/// What the forecast has for a figure, with two digits more than are printed; fractions as percentages.
pub(super) fn figure_of(claim: &Claim, found: &Reproduction) -> String {
    match claim.figure() {
        Figure::Share { .. } | Figure::Growth { .. } => {
            format!("{}%", beside(100.0 * found.reproduced, 100.0 * found.half_unit))
        }
        Figure::Value { .. } | Figure::Change { .. } => beside(found.reproduced, found.half_unit),
    }
}

pub(super) fn residual(found: &Reproduction) -> String {
    let residual = found.residual();
    if residual.is_finite() { format!("{:.2}", residual.abs()) } else { "not exact".into() }
}
