//! The runner: reads a model file and prints its forecast.
//!
//! ```text
//! cargo run --release --example forecast -- [MODEL] [OPTIONS]
//! ```
//!
//! `--help` lists the options; `docs/model-file.md` describes the file and the outputs.

use std::io::Write;
use std::process::ExitCode;

use lexopt::Parser;
use market_outlook::{
    By, Error, Forecast, Market, Model, Outcome, Scenario, Scenarios, Statuses, Swings, Table, Year,
    findings_to_json, findings_to_text, personalization, personalization_scenarios, tables_to_csv,
    tables_to_json, tables_to_wide_csv,
};

#[path = "forecast/exhibits.rs"]
mod exhibits;
#[path = "forecast/options.rs"]
mod options;
#[path = "forecast/package.rs"]
mod package;
mod support;

use options::{Compare, Cut, Findings, Format, HELP, Options, View};

/// Why there is no forecast on standard output.
enum Failure {
    Error(String),
    Conflict(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error.to_string())
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Failure::Error(support::word(&error.to_string()))
    }
}

/// What to print once nothing can go wrong anymore.
struct Output {
    result: String,
    remarks: String,
}

fn main() -> ExitCode {
    let written = run().and_then(|output| {
        remark(&output.remarks);
        support::print(&output.result).map_err(|error| Failure::Error(format!("cannot print: {error}")))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Error(message)) => {
            remark(&message);
            ExitCode::from(1)
        }
        Err(Failure::Conflict(message)) => {
            remark(&message);
            ExitCode::from(2)
        }
    }
}

/// Prints beside the result; where nobody listens, it is lost.
fn remark(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(std::io::stderr().lock(), "{}", support::lines(text.trim_end()));
    }
}

fn run() -> Result<Output, Failure> {
    let options = Options::parse(Parser::from_env())?;
    if options.has("--help") {
        return Ok(Output { result: HELP.into(), remarks: String::new() });
    }
    let (market, scenarios) = model(&options)?;
    let mut forecast = market.forecast()?;
    if options.has("--strict") {
        forecast = forecast.strict().map_err(|error| Failure::Conflict(error.to_string()))?;
    }
    let findings = forecast.findings().to_vec();
    if !options.scope.is_all() {
        forecast = forecast.within(&options.scope)?;
    }
    let study = Study::new(&options, &market, forecast, &scenarios)?;
    let mut output = match options.findings {
        Some(Findings::Text) => Output { result: findings_to_text(&findings), remarks: String::new() },
        Some(Findings::Json) => Output { result: findings_to_json(&findings), remarks: String::new() },
        None => {
            let (result, mut remarks) = study.printed()?;
            remarks += &findings_to_text(&findings);
            Output { result, remarks }
        }
    };
    output.remarks += &study.data_package()?;
    output.remarks += &study.charts()?;
    Ok(output)
}

fn model(options: &Options) -> Result<(Market, Scenarios), Failure> {
    let Some(path) = &options.model else {
        return Ok((personalization(), personalization_scenarios()));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Error(format!("cannot read '{}': {error}", support::path(path))))?;
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let model = if is_json { Model::from_json(&text) } else { Model::from_toml(&text) };
    let Model { market, scenarios, .. } = model.map_err(|error| options.in_file([error]))?;
    Ok((market, scenarios))
}

impl Options {
    /// Faults of a model, each with the name of its file.
    fn in_file(&self, errors: impl IntoIterator<Item = Error>) -> Failure {
        let place = self.model.as_ref().map_or_else(String::new, |path| format!("{}: ", support::path(path)));
        let faults = errors
            .into_iter()
            .flat_map(|error| error.faults().map(|fault| format!("{place}{fault}")).collect::<Vec<String>>());
        Failure::Error(faults.collect::<Vec<String>>().join("\n"))
    }
}

/// A forecast, and what is asked about it.
struct Study<'a> {
    options: &'a Options,
    market: &'a Market,
    base: Forecast,
    /// The scenarios asked for with what becomes of the forecast under them; the forecast itself where none is.
    chosen: Vec<(Scenario, Forecast)>,
    /// The mean of all that have a probability, where asked for.
    expected: Option<Forecast>,
    /// What the number hangs on, where asked for.
    sensitivity: Option<Table>,
}

impl<'a> Study<'a> {
    fn new(
        options: &'a Options,
        market: &'a Market,
        base: Forecast,
        scenarios: &Scenarios,
    ) -> Result<Self, Failure> {
        let own = || scenarios.get("Base").into_iter();
        let wanted: Vec<Scenario> = if options.has("--scenarios") {
            own().chain(scenarios.iter().cloned()).collect()
        } else if options.scenarios.is_empty() {
            own().collect()
        } else {
            options.scenarios.iter().map(|name| scenarios.get(name)).collect::<Result<_, Error>>()?
        };
        let (mut chosen, mut faults) = (Vec::new(), Vec::new());
        for scenario in wanted {
            match scenario.apply(&base) {
                Ok(forecast) => chosen.push((scenario, forecast)),
                Err(fault) => faults.push(fault),
            }
        }
        let mut expected = None;
        if options.has("--expected") && faults.is_empty() {
            expected = scenarios.expected(&base).map_err(|fault| faults.push(fault)).ok();
        }
        if faults.is_empty() {
            let sensitivity =
                options.sensitivity.map(|year| sensitivity(options, market, year)).transpose()?;
            Ok(Self { options, market, base, chosen, expected, sensitivity })
        } else {
            Err(options.in_file(faults))
        }
    }

    /// The tables in their format, and the notes that the format has no place for.
    fn printed(&self) -> Result<(String, String), Failure> {
        let tables = self.tables()?;
        let texts = |text: fn(&Table) -> String| tables.iter().map(text).collect::<Vec<_>>().join("\n");
        let result = match (self.options.format, tables.as_slice()) {
            (Format::Text, _) => texts(Table::to_text),
            (Format::Markdown, _) => texts(Table::to_markdown),
            (Format::Json, [table]) if !self.has_several() => table.to_json(),
            (Format::Json, tables) => tables_to_json(tables),
            (Format::Csv, tables) => tables_to_csv(tables)?,
            (Format::Wide, tables) => tables_to_wide_csv(tables, Statuses::LeftOut)?,
            (Format::Iamc, tables) => self.iamc(tables).to_csv(tables)?,
            (Format::IamcLong, tables) => self.iamc(tables).to_long_csv(tables)?,
        };
        let has_place = matches!(self.options.format, Format::Text | Format::Markdown | Format::Json);
        let mut lines: Vec<String> = Vec::new();
        for line in tables.iter().flat_map(|table| table.notes().iter().chain(table.source_lines())) {
            let line = support::path(line);
            if !has_place && !lines.contains(&line) {
                lines.push(line);
            }
        }
        Ok((result, lines.into_iter().map(|line| line + "\n").collect()))
    }

    /// What is asked for, before it has a format.
    fn tables(&self) -> Result<Vec<Table>, Failure> {
        match (self.options.bridge, &self.sensitivity) {
            (_, Some(table)) => Ok(vec![table.clone()]),
            (Some(cut), None) => self.bridges(cut),
            (None, None) => Ok(self.views()?),
        }
    }

    /// Whether there may be more than one table: a list is a list even of one.
    fn has_several(&self) -> bool {
        ["--expected", "--scenarios"].iter().any(|option| self.options.has(option))
            || self.options.scenarios.len() > 1
    }

    fn views(&self) -> Result<Vec<Table>, Error> {
        let forecasts = self.chosen.iter().map(|(_, forecast)| forecast).chain(&self.expected);
        let view = |forecast: &Forecast| self.view(&forecast.by(self.rows(forecast))?);
        let Some(compare) = self.options.compare else {
            return forecasts.map(view).collect();
        };
        let base = view(&self.base)?;
        let others = forecasts.filter(|other| other.scenario() != "Base");
        let compared = others.map(|other| match compare {
            Compare::Difference => view(other)?.less(&base),
            Compare::Change => view(other)?.relative_to(&base),
        });
        compared.collect()
    }

    /// The scenarios that are not the forecast itself.
    fn changed(&self) -> impl Iterator<Item = &(Scenario, Forecast)> {
        self.chosen.iter().filter(|(scenario, _)| scenario.name() != "Base")
    }

    fn bridges(&self, cut: Cut) -> Result<Vec<Table>, Failure> {
        let (mut tables, mut faults) = (Vec::new(), Vec::new());
        for (scenario, _) in self.changed() {
            let (rows, attribution) = (self.rows(&self.base), self.options.attribution);
            let bridge = scenario.bridge_with_progress(&self.base, rows, attribution, support::show_progress);
            let table = bridge.and_then(|bridge| match cut {
                Cut::Step => bridge.by_step(),
                Cut::Row => bridge.by_row(),
                Cut::Both => bridge.by_step_and_row(),
            });
            match table.and_then(|table| self.columns(&table)) {
                Ok(table) => tables.push(table),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(tables) } else { Err(self.options.in_file(faults)) }
    }

    fn rows(&self, forecast: &Forecast) -> By {
        let first = || forecast.axes().iter().next().map_or_else(By::total, By::axis);
        self.options.by.clone().unwrap_or_else(first)
    }

    fn view(&self, table: &Table) -> Result<Table, Error> {
        let years = self.options.years.or(table.years());
        match (self.options.view, years) {
            (View::Cagr, Some(years)) => table.cagr_over(years),
            (View::Contribution, Some(years)) => table.contributions_over(years),
            (View::Cagr, None) => table.cagr(),
            (View::Contribution, None) => table.contributions(),
            (View::Value, _) => self.columns(table),
            (View::Share, _) => self.columns(&table.shares()?),
            // The first year shown grows over a year that is not shown.
            (View::YearOnYear, _) => self.columns(&table.year_on_year()?),
        }
    }

    fn columns(&self, table: &Table) -> Result<Table, Error> {
        self.options.years.map_or_else(|| Ok(table.clone()), |years| table.between(years))
    }
}

/// What the number asked for hangs on, telling how far that is where somebody watches.
fn sensitivity(options: &Options, market: &Market, year: Year) -> Result<Table, Error> {
    let scope = options.scope.clone();
    let outcome = match options.view {
        View::Share => Outcome::share(scope, year),
        View::Cagr => Outcome::cagr(scope, market.base(), year),
        _ => Outcome::total(scope, year),
    };
    market.sensitivity_with_progress(&outcome, Swings::default(), support::show_progress)?.table()
}
