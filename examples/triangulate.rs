//! Checks published tables against themselves, and restores what went wrong in print.
//!
//! ```text
//! cargo run --release --example triangulate -- [MODEL]
//! ```
//!
//! MODEL is a model file in TOML. Without one, it reads the semiconductor market as its publisher printed it, then
//! the same table as a news site republished it, and shows what was found beside what the first edition has.
//! Exit code: 0 when the table could be read, whatever was found in it, else 1 with nothing printed.

use std::error::Error;
use std::fmt::Write as _;
use std::process::ExitCode;

use market_outlook::{Claim, Finding, FindingKind, Forecast, Market, Printed, Reproduction};

mod support;

const CLEAN: &str = include_str!("data/semiconductors_2022.toml");
const REPUBLISHED: &str = include_str!("data/semiconductors_2022_as_republished.toml");

fn main() -> ExitCode {
    let text = match std::env::args_os().nth(1) {
        None => published(),
        Some(path) => std::fs::read_to_string(&path)
            .map_err(|fault| format!("cannot read '{}': {fault}", support::path(&path)).into())
            .and_then(|model| report(&Market::from_toml(&model)?, None)),
    };
    support::exit(text.and_then(|text| Ok(support::print(&text)?)))
}

/// The clean table, then the corrupted one beside it.
pub(crate) fn published() -> Result<String, Box<dyn Error>> {
    let (clean, republished) = (Market::from_toml(CLEAN)?, Market::from_toml(REPUBLISHED)?);
    Ok(format!("{}\n\n{}", report(&clean, None)?, report(&republished, Some(&clean))?))
}

/// What a table says, what cannot hold in it, and the table that everything else makes.
pub(crate) fn report(market: &Market, edition: Option<&Market>) -> Result<String, Box<dyn Error>> {
    let forecast = market.forecast()?;
    let is_conflict =
        |finding: &&Finding| matches!(finding.kind(), FindingKind::Conflict | FindingKind::Undecided);
    let found: Vec<&Finding> = forecast.findings().iter().filter(is_conflict).collect();
    let verdict = match found.len() {
        0 => "They agree: all of them hold at once, to their last digit.".into(),
        1 => "They do not agree: 1 figure cannot hold with the others.".into(),
        n => format!("They do not agree: {n} figures cannot hold with the others."),
    };
    let mut text = format!("{}\n", support::path(market.name()));
    writeln!(text, "{} figures read: {}.", market.claims().len(), publishers(market).join(", "))?;
    writeln!(text, "{verdict}\n")?;
    if !found.is_empty() {
        text += &aligned(&findings(&forecast, &found, edition));
        text += "\nWithout what cannot hold, the figures make this:\n\n";
    }
    for axis in market.axes().iter() {
        text += &forecast.by(axis.clone())?.to_text();
        text.push('\n');
    }
    Ok(text.trim_end().to_string() + "\n")
}

fn publishers(market: &Market) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for source in market.claims().iter().filter_map(Claim::stated_source) {
        let name = support::word(source.publisher());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { vec!["no source stated".into()] } else { names }
}

/// One line for each figure that cannot hold; figures that might be wrong instead of it stand below.
fn findings(forecast: &Forecast, found: &[&Finding], edition: Option<&Market>) -> Vec<Vec<String>> {
    let mut header = vec!["figure".to_string(), "printed".into(), "restored".into()];
    header.extend(edition.map(|_| "first edition".into()));
    let mut lines = vec![header];
    for finding in found {
        for (place, one) in finding.claims().iter().enumerate() {
            let claim = &forecast.market().claims()[one.claim];
            let name = if place == 0 { name(claim) } else { format!("  or {}", name(claim)) };
            let mut line = vec![name, printed(claim), restored(claim, one)];
            line.extend(edition.map(|edition| first_printed(edition, claim)));
            lines.push(line);
        }
    }
    lines
}

fn name(claim: &Claim) -> String {
    let scope = if claim.scope().is_all() { "the whole".into() } else { claim.scope().to_string() };
    format!("{}, {scope}", claim.figure())
}

fn printed(claim: &Claim) -> String {
    claim.printed().map_or_else(|fault| fault.to_string(), ToString::to_string)
}

/// What everything else makes of a figure, in the digits in which it was printed.
fn restored(claim: &Claim, one: &Reproduction) -> String {
    let percent = claim.printed().is_ok_and(Printed::is_percent);
    let (unit, sign) = if percent { (100.0, "%") } else { (1.0, "") };
    let digits = (-(2.0 * one.half_unit * unit).log10()).ceil().clamp(0.0, 9.0);
    format!("{:.*}{sign}", digits as usize, one.reproduced * unit)
}

/// The same figure in another edition of the table.
fn first_printed(edition: &Market, claim: &Claim) -> String {
    let is_same = |other: &&Claim| other.scope() == claim.scope() && other.figure() == claim.figure();
    edition.claims().iter().find(is_same).map_or_else(|| "–".into(), printed)
}

/// Columns under one another: the first to the left, the others to the right.
fn aligned(lines: &[Vec<String>]) -> String {
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..lines.first().map_or(0, Vec::len)).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        text += &(cells.collect::<Vec<_>>().join("  ") + "\n");
    }
    text
}
