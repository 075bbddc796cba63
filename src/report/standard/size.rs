//! How large the whole is, and what there is to say first.

use super::super::exhibit::Exhibit;
use super::super::section::Section;
use super::super::text::Text;
use super::statement::{founded, is_zero, over, whole};
#[cfg(feature = "charts")]
use crate::chart::Chart;
use crate::claim::FindingKind;
use crate::forecast::Forecast;
use crate::table::{BASE, Table, growth_word};
use crate::value::Status;
use crate::value::prose::counted;

/// Columns with a figure over each have room for this many years; more are a line.
#[cfg(feature = "charts")]
pub(super) const COLUMNS: usize = 16;

/// What is measured over which years, and what its money is worth.
pub(super) fn subtitle(forecast: &Forecast, total: &Table) -> String {
    let basis = forecast.market().basis().map(|basis| format!(". Basis: {}", basis.trim_end_matches('.')));
    format!("{}{}", total.subtitle(), basis.unwrap_or_default())
}

/// The total at both ends and its growth, then what else can be said.
pub(super) fn summary(
    forecast: &Forecast,
    total: &Table,
    statements: impl Iterator<Item = String>,
    range: Option<String>,
) -> Section {
    let said =
        statement(forecast, total).into_iter().chain(statements).chain(range).chain(agreement(forecast));
    Section::new("summary", "Summary").figures(figures(total)).list(said)
}

fn figures(total: &Table) -> Vec<(String, String)> {
    let unit = total.unit().at_the_start();
    let last = total.columns().len().saturating_sub(1);
    let columns = if last == 0 { vec![0] } else { vec![0, last] };
    let value = |column: usize| {
        let (printed, status) = (total.printed(0, column)?, total.status(0, column)?);
        Some((printed, format!("{unit} in {}{}", total.columns()[column], founded(status, &[]))))
    };
    let mut figures: Vec<(String, String)> = columns.into_iter().filter_map(value).collect();
    let growth = total.growth_column().and_then(|growth| {
        let (years, status) = (total.years()?, growth.status(0, 0)?);
        let what = growth_word(years.periods());
        Some((growth.printed(0, 0)?, format!("{what} {}{}", growth.columns()[0], founded(status, &[]))))
    });
    figures.extend(growth);
    figures
}

/// "The market grows from 8.1 to 11.6 USD billion, 5.2% a year from 2019 to 2026."
fn statement(forecast: &Forecast, total: &Table) -> Option<String> {
    let (years, last) = (total.years()?, total.columns().len().checked_sub(1)?);
    let (first, end) = (total.printed(0, 0)?, total.printed(0, last)?);
    let unit = total.unit().in_words();
    let whole = whole(forecast).replacen("the", "The", 1);
    if last == 0 {
        return Some(format!("{whole} is {end} {unit} in {}.", years.last()));
    }
    let rate = total.growth_column().and_then(|growth| growth.printed(0, 0));
    let growth = rate.as_ref().map(|rate| format!(", {rate}{}", over(years))).unwrap_or_default();
    let (before, after) = (total.value(0, 0)?, total.value(0, last)?);
    let verb = if before < after { "grows" } else { "shrinks" };
    if first != end {
        return Some(format!("{whole} {verb} from {first} to {end} {unit}{growth}."));
    }
    // Ends that print alike may hide growth that prints, and say nothing of the years between.
    let is_still = (0..last).all(|column| total.printed(0, column).as_deref() == Some(&first));
    let (from, to) = (years.first(), years.last());
    Some(match (rate.is_some_and(|rate| !is_zero(&rate)), is_still) {
        (true, _) => format!("{whole} {verb}{growth}, and prints as {end} {unit} in both years."),
        (false, true) => format!("{whole} stays at {end} {unit} from {from} to {to}."),
        (false, false) => format!("{whole} is {end} {unit} in {from} and again in {to}."),
    })
}

/// Whether published figures agree, in one sentence.
fn agreement(forecast: &Forecast) -> Option<String> {
    let imposed = forecast.market().claims().iter().filter(|claim| !claim.is_for_comparison()).count();
    let count = |kinds: &[FindingKind]| {
        forecast.findings().iter().filter(|finding| kinds.contains(&finding.kind())).count()
    };
    let wrong = count(&[FindingKind::Conflict, FindingKind::Undecided]);
    let figures = counted(imposed, "published figure");
    let said = match (imposed, wrong) {
        (0, _) => return None,
        (1, 0) => "The one published figure is met as printed".into(),
        (2, 0) => "Both published figures are met as printed".into(),
        (_, 0) => format!("All {figures} are met as printed"),
        (2, 1) => format!("Of {figures}, one cannot hold together with the other"),
        (_, 1) => format!("Of {figures}, one cannot hold together with the others"),
        (_, wrong) => format!("Of {figures}, {wrong} cannot hold together with the others"),
    };
    let compared = forecast.market().claims().len() - imposed;
    let more = format!(
        "; {} shown beside the forecast and not imposed on it",
        if compared == 1 { "one more is".into() } else { format!("{compared} more are") }
    );
    let before = if forecast.scenario() == BASE { "" } else { ", before the scenario" };
    Some(format!("{said}{before}{}.", if compared > 0 { more } else { String::new() }))
}

/// The total year by year.
pub(super) fn section(total: &Table) -> Section {
    let mut section = Section::new("size", "Market size");
    let is_published = |column: &usize| total.status(0, *column) == Some(Status::Published);
    let all = total.columns().len();
    let said = match ((0..all).filter(is_published).count(), all) {
        (0, 1) => "The total is no published figure".to_string(),
        (1, 1) => "The total is a published figure".into(),
        (0, _) => "None of these totals is a published figure".into(),
        (published, _) if published == all => "Every total is a published figure".into(),
        (1, _) => format!("Of {all} totals, one is a published figure"),
        (published, _) => format!("Of {all} totals, {published} are published figures"),
    };
    section = section.text(Text::new(said).aside("size-values").words("."));
    #[cfg(feature = "charts")]
    if total.columns().len() > 1 {
        let is_long = total.columns().len() > COLUMNS;
        let chart = if is_long { Chart::lines(total) } else { Chart::growth_columns(total) };
        section =
            section.exhibit(Exhibit::if_possible("size-chart", "Market size and growth by year", chart));
    }
    section.exhibit(Exhibit::table("size-values", total).titled("Market size by year"))
}
