//! How large the whole is, and what there is to say first.

use super::super::exhibit::Exhibit;
use super::super::section::Section;
use super::super::text::Text;
use super::statement::{founded, over, whole};
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
    let growth = total.growth_column().and_then(|growth| growth.printed(0, 0));
    let growth = growth.map(|growth| format!(", {growth}{}", over(years))).unwrap_or_default();
    let (before, after) = (total.value(0, 0)?, total.value(0, last)?);
    Some(match (first == end, before < after) {
        (true, _) => format!("{whole} stays at {end} {unit} from {} to {}.", years.first(), years.last()),
        (_, true) => format!("{whole} grows from {first} to {end} {unit}{growth}."),
        (_, false) => format!("{whole} shrinks from {first} to {end} {unit}{growth}."),
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
    let (published, all) = (0..total.columns().len()).fold((0, 0), |(published, all), column| {
        let is_published = total.status(0, column) == Some(Status::Published);
        (published + usize::from(is_published), all + 1)
    });
    let said = match published {
        0 => "No source states the total of any of these years exactly".to_string(),
        n if n == all => "Every total is published".into(),
        n => format!("Of {}, the totals of {n} are published", counted(all, "year")),
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
