//! The runner: reads a model file and prints its forecast.
//!
//! ```text
//! cargo run --release --example forecast -- [MODEL] [OPTIONS]
//! ```
//!
//! `--help` lists the options; `docs/model-file.md` describes the file and the outputs.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};
use market_outlook::{
    Attribution, By, Error, Forecast, Market, Model, Scenario, Scenarios, Scope, Table, Years,
    findings_to_json, findings_to_text, personalization, personalization_scenarios, tables_to_csv,
    tables_to_json,
};

#[cfg(feature = "charts")]
use market_outlook::Chart;

mod support;

const HELP: &str = "\
Reads a model file and prints its forecast; notes and findings go to standard error.

forecast [MODEL] [OPTIONS]

MODEL                    a model file in TOML, or in JSON when its name ends in .json; default: the flagship
--by AXIS[,AXIS...]      rows; default: the first axis; AXIS:groups shows groups, '' the total alone
--where AXIS=MEMBER      a slice; may be repeated
--years A-B              columns
--show VIEW              value (default), share, yoy, cagr or contribution
--scenario NAME          under a scenario of the model; may be repeated, 'Base' is the forecast itself
--scenarios              the forecast and all its scenarios
--expected               also the mean of all scenarios that have a probability
--compare VIEW           what scenarios differ by from the forecast: difference, or change in percent
--bridge CUT             from the forecast to each scenario: by step, row, or both
--attribution WAY        what a step contributes: listed (default), after those before it, or shapley, free of the order
--format FORMAT          text (default), markdown, csv or json
--findings text|json     prints the findings instead of the table
--strict                 a conflict is an error
--charts FOLDER          also writes a chart by each axis, or of the total alone, and of scenarios, as SVG and PNG

Exit code: 0, 1 for an error, 2 with --strict when there is a conflict.
";

const OPTIONS: [&str; 14] = [
    "--by",
    "--where",
    "--years",
    "--show",
    "--scenario",
    "--scenarios",
    "--expected",
    "--compare",
    "--bridge",
    "--attribution",
    "--format",
    "--findings",
    "--strict",
    "--charts",
];
const NOT_YET: [&str; 3] = ["fan", "draws", "seed"];

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
        Failure::Error(error.to_string())
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
        let _ = writeln!(std::io::stderr().lock(), "{}", text.trim_end());
    }
}

fn run() -> Result<Output, Failure> {
    let options = Options::parse(Parser::from_env())?;
    if options.help {
        return Ok(Output { result: HELP.into(), remarks: String::new() });
    }
    let (market, scenarios) = options.model()?;
    let mut forecast = market.forecast()?;
    if options.strict {
        forecast = forecast.strict().map_err(|error| Failure::Conflict(error.to_string()))?;
    }
    let findings = forecast.findings().to_vec();
    if !options.scope.is_all() {
        forecast = forecast.within(&options.scope)?;
    }
    let mut output = match options.findings {
        Some(Findings::Text) => Output { result: findings_to_text(&findings), remarks: String::new() },
        Some(Findings::Json) => Output { result: findings_to_json(&findings), remarks: String::new() },
        None => {
            let (result, mut remarks) = options.tables(&forecast, &scenarios)?;
            remarks += &findings_to_text(&findings);
            Output { result, remarks }
        }
    };
    output.remarks += &options.charts(&forecast, &scenarios)?;
    Ok(output)
}

#[derive(Clone, Copy)]
enum View {
    Value,
    Share,
    YearOnYear,
    Cagr,
    Contribution,
}

/// Which scenarios; none named means the forecast itself.
enum Chosen {
    Named(Vec<String>),
    All,
}

impl Chosen {
    fn add(&mut self, name: String) {
        if let Chosen::Named(names) = self {
            names.push(name);
        }
    }
}

#[derive(Clone, Copy)]
enum Compare {
    Difference,
    Change,
}

#[derive(Clone, Copy)]
enum Cut {
    Step,
    Row,
    Both,
}

#[derive(Clone, Copy)]
enum Format {
    Text,
    Markdown,
    Csv,
    Json,
}

#[derive(Clone, Copy)]
enum Findings {
    Text,
    Json,
}

struct Options {
    help: bool,
    model: Option<PathBuf>,
    by: Option<By>,
    scope: Scope,
    years: Option<Years>,
    view: View,
    scenarios: Chosen,
    expected: bool,
    compare: Option<Compare>,
    bridge: Option<Cut>,
    attribution: Attribution,
    format: Format,
    findings: Option<Findings>,
    strict: bool,
    charts: Option<PathBuf>,
}

impl Options {
    fn parse(mut parser: Parser) -> Result<Self, Failure> {
        let mut options = Self {
            help: false,
            model: None,
            by: None,
            scope: Scope::all(),
            years: None,
            view: View::Value,
            scenarios: Chosen::Named(Vec::new()),
            expected: false,
            compare: None,
            bridge: None,
            attribution: Attribution::Listed,
            format: Format::Text,
            findings: None,
            strict: false,
            charts: None,
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => options.help = true,
                Arg::Long("by") => options.by = Some(by(&parser.value()?.string()?)),
                Arg::Long("where") => {
                    options.scope = within(options.scope, &parser.value()?.string()?)?;
                }
                Arg::Long("years") => options.years = Some(years(&parser.value()?.string()?)?),
                Arg::Long("show") => options.view = one_of("--show", &VIEWS, &parser.value()?.string()?)?,
                Arg::Long("scenario") => options.scenarios.add(parser.value()?.string()?),
                Arg::Long("scenarios") => options.scenarios = Chosen::All,
                Arg::Long("expected") => options.expected = true,
                Arg::Long("compare") => {
                    options.compare = Some(one_of("--compare", &COMPARES, &parser.value()?.string()?)?);
                }
                Arg::Long("bridge") => {
                    options.bridge = Some(one_of("--bridge", &CUTS, &parser.value()?.string()?)?);
                }
                Arg::Long("attribution") => {
                    options.attribution = one_of("--attribution", &ATTRIBUTIONS, &parser.value()?.string()?)?;
                }
                Arg::Long("format") => {
                    options.format = one_of("--format", &FORMATS, &parser.value()?.string()?)?;
                }
                Arg::Long("findings") => {
                    options.findings = Some(one_of("--findings", &FINDINGS, &parser.value()?.string()?)?);
                }
                Arg::Long("strict") => options.strict = true,
                Arg::Long("charts") => options.charts = Some(folder(parser.value()?)?),
                Arg::Value(path) if options.model.is_none() => options.model = Some(path.into()),
                Arg::Value(more) => {
                    let more = more.to_string_lossy();
                    return Err(Failure::Error(format!("found a second model '{more}', expected one")));
                }
                Arg::Long(name) => return Err(unknown(&format!("--{name}"))),
                Arg::Short(letter) => return Err(unknown(&format!("-{letter}"))),
            }
        }
        Ok(options)
    }

    fn model(&self) -> Result<(Market, Scenarios), Failure> {
        let Some(path) = &self.model else {
            return Ok((personalization(), personalization_scenarios()));
        };
        let place = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::Error(format!("cannot read '{place}': {error}")))?;
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let model = if is_json { Model::from_json(&text) } else { Model::from_toml(&text) };
        let Model { market, scenarios, .. } = model.map_err(|error| {
            let faults: Vec<String> = error.faults().map(|fault| format!("{place}: {fault}")).collect();
            Failure::Error(faults.join("\n"))
        })?;
        Ok((market, scenarios))
    }

    /// The tables in their format, and the notes that the format has no place for.
    fn tables(&self, forecast: &Forecast, scenarios: &Scenarios) -> Result<(String, String), Failure> {
        let tables = match self.bridge {
            Some(cut) => self.bridges(forecast, scenarios, cut)?,
            None => self.views(forecast, scenarios)?,
        };
        let texts = |text: fn(&Table) -> String| tables.iter().map(text).collect::<Vec<_>>().join("\n");
        Ok(match (self.format, tables.as_slice()) {
            (Format::Text, _) => (texts(Table::to_text), String::new()),
            (Format::Markdown, _) => (texts(Table::to_markdown), String::new()),
            (Format::Json, [table]) if !self.has_several() => (table.to_json(), String::new()),
            (Format::Json, tables) => (tables_to_json(tables), String::new()),
            (Format::Csv, tables) => {
                let mut lines: Vec<String> = Vec::new();
                for line in tables.iter().flat_map(|table| table.notes().iter().chain(table.source_lines())) {
                    if !lines.contains(line) {
                        lines.push(line.clone());
                    }
                }
                (tables_to_csv(tables)?, lines.into_iter().map(|line| line + "\n").collect())
            }
        })
    }

    /// Whether there may be more than one table: a list is a list even of one.
    fn has_several(&self) -> bool {
        let is_one = matches!(&self.scenarios, Chosen::Named(names) if names.len() <= 1);
        self.expected || !is_one
    }

    /// The scenarios asked for; the forecast itself where none is.
    fn chosen(&self, scenarios: &Scenarios) -> Result<Vec<Scenario>, Error> {
        let base = || scenarios.get("Base").into_iter();
        match &self.scenarios {
            Chosen::All => Ok(base().chain(scenarios.iter().cloned()).collect()),
            Chosen::Named(names) if names.is_empty() => Ok(base().collect()),
            Chosen::Named(names) => names.iter().map(|name| scenarios.get(name)).collect(),
        }
    }

    fn views(&self, forecast: &Forecast, scenarios: &Scenarios) -> Result<Vec<Table>, Failure> {
        let mut forecasts = Vec::new();
        for scenario in self.chosen(scenarios)? {
            let is_base = scenario.name() == "Base";
            forecasts.push(if is_base { forecast.clone() } else { scenario.apply(forecast)? });
        }
        if self.expected {
            forecasts.push(scenarios.expected(forecast)?);
        }
        let Some(compare) = self.compare else {
            let views = forecasts.iter().map(|forecast| self.view(&forecast.by(self.rows(forecast))?));
            return Ok(views.collect::<Result<_, Error>>()?);
        };
        let base = self.view(&forecast.by(self.rows(forecast))?)?;
        let others: Vec<&Forecast> = forecasts.iter().filter(|other| other.scenario() != "Base").collect();
        if others.is_empty() {
            return Err(Failure::Error(
                "found no scenario to compare, expected '--scenario' or '--scenarios'".into(),
            ));
        }
        let compared = others.into_iter().map(|other| {
            let table = self.view(&other.by(self.rows(other))?)?;
            match compare {
                Compare::Difference => table.less(&base),
                Compare::Change => table.relative_to(&base),
            }
        });
        Ok(compared.collect::<Result<_, Error>>()?)
    }

    fn bridges(&self, forecast: &Forecast, scenarios: &Scenarios, cut: Cut) -> Result<Vec<Table>, Failure> {
        let chosen = self.chosen(scenarios)?.into_iter().filter(|scenario| scenario.name() != "Base");
        let chosen: Vec<Scenario> = chosen.collect();
        if chosen.is_empty() {
            return Err(Failure::Error(
                "found no scenario to bridge to, expected '--scenario' or '--scenarios'".into(),
            ));
        }
        let bridges = chosen.iter().map(|scenario| {
            let bridge = scenario.bridge(forecast, self.rows(forecast), self.attribution)?;
            let table = match cut {
                Cut::Step => bridge.by_step(),
                Cut::Row => bridge.by_row(),
                Cut::Both => bridge.by_step_and_row(),
            };
            self.columns(&table?)
        });
        Ok(bridges.collect::<Result<_, Error>>()?)
    }

    fn rows(&self, forecast: &Forecast) -> By {
        let first = || forecast.axes().iter().next().map_or_else(By::total, By::axis);
        self.by.clone().unwrap_or_else(first)
    }

    fn view(&self, table: &Table) -> Result<Table, Error> {
        let years = self.years.or(table.years());
        match (self.view, years) {
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
        self.years.map_or_else(|| Ok(table.clone()), |years| table.between(years))
    }

    /// Writes a chart by each axis, or of the total where there is none, as SVG and PNG: all files or none.
    ///
    /// Under one scenario they are of it, and a bridge leads to it; of several there is a bridge to each, and lines of all.
    /// Says what was written, a line for each file.
    #[cfg(feature = "charts")]
    fn charts(&self, forecast: &Forecast, scenarios: &Scenarios) -> Result<String, Failure> {
        let Some(folder) = &self.charts else {
            return Ok(String::new());
        };
        let (mut files, mut said) = (Vec::new(), String::new());
        for (FileName { stem, of }, chart) in self.exhibits(forecast, scenarios)? {
            for ending in ["svg", "png"] {
                let path = folder.join(format!("{stem}.{ending}"));
                let of = of.as_ref().map_or_else(String::new, |of| format!(" ({of})"));
                said.extend(["wrote ", &path.display().to_string(), &of, "\n"]);
                files.push((path, chart.clone()));
            }
        }
        let failed = |error| Failure::Error(format!("cannot write '{}': {error}", folder.display()));
        let is_new = !folder.exists();
        std::fs::create_dir_all(folder).map_err(failed)?;
        Chart::save_all(files.iter().map(|(path, chart)| (path, chart))).inspect_err(|_| {
            if is_new {
                // Empty unless somebody else has just put something there.
                let _ = std::fs::remove_dir(folder);
            }
        })?;
        Ok(said)
    }

    /// The charts by the names of their files.
    #[cfg(feature = "charts")]
    fn exhibits(&self, forecast: &Forecast, scenarios: &Scenarios) -> Result<Vec<(FileName, Chart)>, Error> {
        let chosen = self.chosen(scenarios)?;
        let changed: Vec<&Scenario> = chosen.iter().filter(|scenario| scenario.name() != "Base").collect();
        let shown = match changed.as_slice() {
            [one] if chosen.len() == 1 => one.apply(forecast)?,
            _ => forecast.clone(),
        };
        let axes: Vec<String> = shown.axes().iter().map(ToString::to_string).collect();
        let mut exhibits = Vec::new();
        let named = shown.axes().iter().map(By::axis).zip(file_names("by", "axis", &axes));
        let alone = axes.is_empty().then(|| (By::total(), FileName { stem: "total".into(), of: None }));
        for (by, name) in named.chain(alone) {
            exhibits.push((name, Chart::stacked_columns(&self.columns(&shown.by(by)?)?)?));
        }
        let names: Vec<String> = changed.iter().map(|scenario| scenario.name().to_string()).collect();
        for (scenario, name) in changed.iter().zip(file_names("bridge", "scenario", &names)) {
            let steps = scenario.bridge(forecast, By::total(), self.attribution)?.by_step()?;
            let last = self.columns(&steps)?.years().map_or(forecast.years().last(), Years::last);
            exhibits.push((name, Chart::bridge(&steps, last)?.broken_axis()));
        }
        if chosen.len() > 1 {
            let total = |scenario: &Scenario| self.columns(&scenario.apply(forecast)?.by(By::total())?);
            let mut tables = vec![self.columns(&forecast.by(By::total())?)?];
            for scenario in changed {
                tables.push(total(scenario)?);
            }
            let name = FileName { stem: "scenarios".into(), of: None };
            exhibits.push((name, Chart::lines(&Table::alternatives(&tables)?)?));
        }
        Ok(exhibits)
    }

    #[cfg(not(feature = "charts"))]
    fn charts(&self, _: &Forecast, _: &Scenarios) -> Result<String, Failure> {
        let missing = "'--charts' needs the feature 'charts', expected a build with it".to_string();
        self.charts.as_ref().map_or(Ok(String::new()), |_| Err(Failure::Error(missing)))
    }
}

/// What the files of an axis or a scenario are called.
#[cfg(feature = "charts")]
struct FileName {
    stem: String,
    /// The axis or scenario, where the name of an earlier one is spelled alike in files.
    of: Option<String>,
}

/// Names that no file system takes for the same, numbered where they are spelled alike: `by-end-use`, `by-end-use-2`.
#[cfg(feature = "charts")]
fn file_names(first: &str, what: &str, names: &[String]) -> Vec<FileName> {
    let mut taken: Vec<String> = Vec::new();
    let name = |name: &String| {
        let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let numbered = (2..).map(|number| format!("{first}-{plain}-{number}"));
        let mut stems = std::iter::once(format!("{first}-{plain}")).chain(numbered);
        let stem = stems.find(|stem| !taken.contains(&stem.to_lowercase())).expect("numbers do not end");
        taken.push(stem.to_lowercase());
        let of = (stem != format!("{first}-{plain}")).then(|| format!("{what} '{name}'"));
        FileName { stem, of }
    };
    names.iter().map(name).collect()
}

const VIEWS: [(&str, View); 5] = [
    ("value", View::Value),
    ("share", View::Share),
    ("yoy", View::YearOnYear),
    ("cagr", View::Cagr),
    ("contribution", View::Contribution),
];

const COMPARES: [(&str, Compare); 2] = [("difference", Compare::Difference), ("change", Compare::Change)];

const CUTS: [(&str, Cut); 3] = [("step", Cut::Step), ("row", Cut::Row), ("both", Cut::Both)];

const ATTRIBUTIONS: [(&str, Attribution); 2] =
    [("listed", Attribution::Listed), ("shapley", Attribution::Shapley)];

const FORMATS: [(&str, Format); 4] =
    [("text", Format::Text), ("markdown", Format::Markdown), ("csv", Format::Csv), ("json", Format::Json)];

const FINDINGS: [(&str, Findings); 2] = [("text", Findings::Text), ("json", Findings::Json)];

fn one_of<T: Copy>(option: &str, choices: &[(&str, T)], word: &str) -> Result<T, Failure> {
    let known = choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    known.ok_or_else(|| {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("'{name}'")).collect();
        Failure::Error(format!("unknown {option} '{word}', expected one of {}", names.join(", ")))
    })
}

fn unknown(option: &str) -> Failure {
    let names: Vec<String> = OPTIONS.iter().map(|name| format!("'{name}'")).collect();
    let choices = format!("expected one of {}", names.join(", "));
    if NOT_YET.iter().any(|name| option == format!("--{name}")) {
        Failure::Error(format!("'{option}' is not supported yet, {choices}"))
    } else {
        Failure::Error(format!("unknown option '{option}', {choices}"))
    }
}

/// Axes with a comma between; ':groups' after one shows its groups; nothing means the total alone.
fn by(text: &str) -> By {
    let axes = text.split(',').map(str::trim).filter(|axis| !axis.is_empty());
    axes.fold(By::total(), |by, axis| match axis.strip_suffix(":groups") {
        Some(axis) => by.and_groups(axis),
        None => by.and(axis),
    })
}

fn within(scope: Scope, text: &str) -> Result<Scope, Failure> {
    let term = text.split_once('=').map(|(axis, name)| scope.and(axis.trim(), name.trim()));
    term.ok_or_else(|| {
        Failure::Error(format!("cannot read --where '{text}', expected AXIS=MEMBER such as 'region=Europe'"))
    })
}

fn folder(name: OsString) -> Result<PathBuf, Failure> {
    if name.is_empty() {
        return Err(Failure::Error("cannot read --charts '', expected the name of a folder".into()));
    }
    Ok(name.into())
}

fn years(text: &str) -> Result<Years, Failure> {
    let year = |text: &str| text.trim().parse::<i32>().ok();
    let pair = text.split_once('-').map_or((year(text), year(text)), |(a, b)| (year(a), year(b)));
    match pair {
        (Some(first), Some(last)) => Ok(Years::new(first, last)?),
        _ => Err(Failure::Error(format!("cannot read --years '{text}', expected years such as '2019-2026'"))),
    }
}
