//! Who has published what the report rests on.

use super::super::section::Section;
use super::super::text::Text;
use crate::forecast::Forecast;
use crate::scenario::{Scenarios, Step};
use crate::value::Source;

/// Every source once, in the order in which they are first used.
pub(super) fn section(forecast: &Forecast, scenarios: &Scenarios) -> Section {
    let claims = forecast.market().claims();
    let of_claims = claims.iter().filter_map(|claim| claim.stated_source());
    let of_scenarios = scenarios.stated().iter().flat_map(|scenario| {
        scenario.stated_source().into_iter().chain(scenario.steps().iter().filter_map(Step::stated_source))
    });
    let mut sources: Vec<&Source> = Vec::new();
    for source in of_claims.chain(of_scenarios) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let section = Section::new("sources", "Sources");
    let unstated = claims.iter().filter(|claim| claim.stated_source().is_none()).count();
    let said = match (sources.is_empty(), unstated) {
        (true, _) => Some("No source is stated."),
        (false, 0) => None,
        (false, 1) => Some("Of one published figure the source is not stated."),
        (false, _) => Some("Of some published figures the source is not stated."),
    };
    let section = section.list(sources.into_iter().map(told));
    said.into_iter().fold(section, Section::text)
}

/// "Dash Research, CX Personalization, 2020; accessed 2021-03-01", the title leading to where it can be read.
fn told(source: &Source) -> Text {
    let text = Text::default().strong(source.publisher());
    let title = source.title().map(ToString::to_string);
    let text = match (title, source.url()) {
        (Some(title), Some(url)) => text.words(", ").link(title, url),
        (Some(title), None) => text.words(format!(", {title}")),
        (None, Some(url)) => text.words(", ").link(url, url),
        (None, None) => text,
    };
    let edition = source.edition().map(|edition| format!(", {edition}"));
    let accessed = source.accessed().map(|date| format!(", accessed {date}"));
    let note = source.note().map(|note| format!(" ({})", note.trim_end_matches('.')));
    [edition, accessed, note].into_iter().flatten().fold(text, Text::words)
}
