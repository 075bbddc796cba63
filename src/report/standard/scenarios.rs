//! What might become of the market, beside the forecast, and what leads there.

use super::super::exhibit::Exhibit;
use super::super::section::Section;
use super::super::text::Text;
use super::statement::whole;
#[cfg(feature = "charts")]
use crate::chart::Chart;
use crate::error::Error;
use crate::forecast::{By, Forecast};
use crate::scenario::{Attribution, Scenario, Scenarios, Step};
use crate::table::Table;
use crate::value::prose::{counted, figure};

/// Bridges to more scenarios than this are left out, and the report says so.
const BRIDGES: usize = 8;

/// The scenarios of a model with the total under each.
pub(super) struct Told<'a> {
    scenarios: &'a Scenarios,
    base: Table,
    applied: Vec<(&'a Scenario, Table)>,
    /// Those that these numbers do not allow, with the reason.
    failed: Vec<String>,
}

impl<'a> Told<'a> {
    pub(super) fn of(forecast: &Forecast, scenarios: &'a Scenarios) -> Result<Self, Error> {
        let base = forecast.by(By::total())?;
        let (mut applied, mut failed) = (Vec::new(), Vec::new());
        for scenario in scenarios.iter() {
            match scenario.apply(forecast).and_then(|changed| changed.by(By::total())) {
                Ok(table) => applied.push((scenario, table)),
                Err(fault) => failed.push(fault.to_string()),
            }
        }
        Ok(Self { scenarios, base, applied, failed })
    }

    fn is_empty(&self) -> bool {
        self.applied.is_empty() && self.failed.is_empty()
    }

    /// "Under 5 scenarios, the market is 10.7 to 12.0 USD billion in 2026 instead of 11.6 (assumed)."
    pub(super) fn range(&self, forecast: &Forecast) -> Option<String> {
        let last = self.base.columns().len().checked_sub(1)?;
        let number = |table: &Table| Some((table.value(0, last)?, table.printed(0, last)?));
        let numbers: Vec<(f64, String)> =
            self.applied.iter().filter_map(|(_, table)| number(table)).collect();
        let (_, low) = numbers.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
        let (_, high) = numbers.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (whole, unit, year) =
            (whole(forecast), self.base.unit().in_words(), self.base.columns()[last].year());
        let base = self.base.printed(0, last)?;
        let under = match (self.stated().count(), numbers.len()) {
            (1, 1) => "Under the one scenario".to_string(),
            (1, _) => "Under the one scenario and its low and high case".into(),
            (stated, all) if stated == all => format!("Under {stated} scenarios"),
            (stated, _) => format!("Under {stated} scenarios and their low and high cases"),
        };
        Some(if low == high && *low == base {
            format!("{under}, {whole} prints as in the forecast, {base} {unit} in {year} (assumed).")
        } else if low == high {
            format!("{under}, {whole} is {low} {unit} in {year} instead of {base} (assumed).")
        } else {
            format!("{under}, {whole} is {low} to {high} {unit} in {year} instead of {base} (assumed).")
        })
    }

    pub(super) fn section(&self, forecast: &Forecast) -> Result<Option<Section>, Error> {
        if self.is_empty() {
            return Ok(None);
        }
        let mut section = Section::new("scenarios", "Scenarios").text(
            "Every scenario is assumed: it says what would follow if its steps came about, and not that they will.",
        );
        section = section.list(self.stated().map(|(scenario, table)| self.told(scenario, table)));
        section =
            section.list(self.failed.iter().map(|fault| format!("Not possible on these numbers: {fault}.")));
        let mut tables = vec![self.base.clone()];
        tables.extend(self.applied.iter().map(|(_, table)| table.clone()));
        let has_probabilities = self.scenarios.stated().iter().any(|one| one.stated_probability().is_some());
        match self.scenarios.expected(forecast) {
            Ok(expected) => {
                tables.push(expected.by(By::total())?);
                let left = self.scenarios.base_probability();
                let rest = if left.to_fraction() > 0.0 {
                    format!(" and of the forecast itself, which has the remaining {left}")
                } else {
                    String::new()
                };
                section = section.text(format!("Expected is the mean of those with a probability{rest}."));
            }
            Err(fault) if has_probabilities => {
                section = section.text(format!("There is no expected case: {fault}."));
            }
            Err(_) => {}
        }
        if let Ok(beside) = Table::alternatives(&tables) {
            #[cfg(feature = "charts")]
            if beside.columns().len() > 1 {
                let chart = Chart::lines(&beside);
                section = section.exhibit(Exhibit::if_possible(
                    "scenarios-chart",
                    "The market under each scenario",
                    chart,
                ));
            }
            section = section.exhibit(
                Exhibit::table("scenarios-values", &beside)
                    .titled("The market under each scenario, year by year"),
            );
        }
        Ok(Some(self.bridges(section, forecast)))
    }

    /// The scenarios as stated: of a family the one in the middle.
    fn stated(&self) -> impl Iterator<Item = &(&'a Scenario, Table)> {
        let stated = self.scenarios.stated();
        self.applied.iter().filter(|(scenario, _)| stated.iter().any(|one| one.name() == scenario.name()))
    }

    /// " Low case 11.8, high case 12.3." for a family, in the last year.
    fn spread(&self, scenario: &Scenario) -> Option<String> {
        let end = |case: Option<Scenario>| {
            let name = case?.name().to_string();
            let (_, table) = self.applied.iter().find(|(scenario, _)| scenario.name() == name)?;
            table.printed(0, table.columns().len().checked_sub(1)?)
        };
        Some(format!(" Low case {}, high case {}.", end(scenario.low())?, end(scenario.high())?))
    }

    /// "Downturn (probability 15.0%): 11.1 in 2026 instead of 11.6, 4.2% less."
    fn told(&self, scenario: &Scenario, table: &Table) -> Text {
        let probability =
            scenario.stated_probability().map(|p| format!(" (probability {p})")).unwrap_or_default();
        let effect = || {
            let last = table.columns().len().checked_sub(1)?;
            let (now, before) = (table.printed(0, last)?, self.base.printed(0, last)?);
            let year = table.columns()[last].year();
            let change = table.relative_to(&self.base).ok()?.printed(0, last)?;
            Some(
                if now == before {
                    format!(": {now} in {year}, which prints as the forecast does.")
                } else {
                    let (change, word) =
                        change.strip_prefix('-').map_or((change.as_str(), "more"), |change| (change, "less"));
                    format!(": {now} in {year} instead of {before}, {change} {word}.")
                } + &self.spread(scenario).unwrap_or_default(),
            )
        };
        let steps: Vec<String> = scenario.steps().iter().map(step).collect();
        let as_stated = self.scenarios.stated().iter().find(|stated| stated.name() == scenario.name());
        let extends = as_stated.and_then(Scenario::stated_extends);
        let extends = extends.map(|name| format!(" Extends “{name}”.")).unwrap_or_default();
        let steps = if steps.is_empty() { String::new() } else { format!(" Steps: {}.", steps.join("; ")) };
        let note = scenario.stated_note().map(|note| format!(" Note: {}.", note.trim_end_matches('.')));
        let source =
            scenario.stated_source().map(|source| format!(" Speaks for it: {}.", source.publisher()));
        let rest = [
            effect().unwrap_or_default(),
            extends,
            steps,
            note.unwrap_or_default(),
            source.unwrap_or_default(),
        ];
        Text::default().strong(scenario.name()).words(probability + &rest.concat())
    }

    /// From the forecast to each scenario of several steps: of one step there is nothing to part.
    fn bridges(&self, mut section: Section, forecast: &Forecast) -> Section {
        let several = |scenario: &&Scenario| scenario.steps().len() > 1;
        let scenarios: Vec<&Scenario> =
            self.stated().map(|(scenario, _)| *scenario).filter(several).collect();
        for (scenario, number) in scenarios.iter().take(BRIDGES).zip(1..) {
            let bridge = scenario.bridge(forecast, By::total(), Attribution::Listed);
            let Ok(steps) = bridge.and_then(|bridge| bridge.by_step()) else { continue };
            #[cfg(feature = "charts")]
            {
                let last = forecast.years().last();
                let title = format!("From the forecast to “{}”, {last}", scenario.name());
                let chart = Chart::bridge(&steps, last).map(Chart::broken_axis);
                section =
                    section.exhibit(Exhibit::if_possible(format!("bridge-{number}-chart"), title, chart));
            }
            let title = format!("From the forecast to “{}”, step by step", scenario.name());
            section =
                section.exhibit(Exhibit::table(format!("bridge-{number}-values"), &steps).titled(title));
        }
        let beyond = scenarios.len().saturating_sub(BRIDGES);
        if beyond > 0 {
            section = section.text(format!("Bridges to {} are left out.", counted(beyond, "more scenario")));
        }
        section
    }
}

/// A step by its name, and what else is stated of it: in words, at its low and high end, why, and who says so.
fn step(step: &Step) -> String {
    let (label, words) = (step.label(), step.to_string());
    let range = step.range().map(|(low, high)| format!("low {}, high {}", figure(low), figure(high)));
    let note = step.stated_note().map(|note| note.trim_end_matches('.').to_string());
    let source = step.stated_source().map(|source| source.publisher().to_string());
    let said = (label != words).then_some(words).into_iter().chain(range).chain(note).chain(source);
    let said: Vec<String> = said.collect();
    if said.is_empty() { label } else { format!("{label} ({})", said.join("; ")) }
}
