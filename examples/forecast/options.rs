//! The options of the runner, and which go together.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};
use market_outlook::{Attribution, By, Scope, Year, Years};

use crate::Failure;
use crate::support::{self, word};

pub(crate) const HELP: &str = "\
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
--sensitivity YEAR       what the size in a year hangs on: each assumption varied alone; or its share or CAGR, with --show
--format FORMAT          text (default), markdown, csv, json, wide (CSV), iamc or iamc-long
--findings text|json     prints the findings instead of the table
--strict                 a conflict is an error
--charts FOLDER          also writes a chart by each axis, or of the total alone, and of scenarios, as SVG and PNG
--data-package FOLDER    also writes the table as CSV with a description for programs: data.csv and datapackage.json

Exit code: 0, 1 for an error, 2 with --strict when there is a conflict.
";

const OPTIONS: [&str; 16] = [
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
    "--sensitivity",
    "--format",
    "--findings",
    "--strict",
    "--charts",
    "--data-package",
];
const NOT_YET: [&str; 3] = ["fan", "draws", "seed"];

#[derive(Clone, Copy, Default)]
pub(crate) enum View {
    #[default]
    Value,
    Share,
    YearOnYear,
    Cagr,
    Contribution,
}

#[derive(Clone, Copy)]
pub(crate) enum Compare {
    Difference,
    Change,
}

#[derive(Clone, Copy)]
pub(crate) enum Cut {
    Step,
    Row,
    Both,
}

#[derive(Clone, Copy, Default)]
pub(crate) enum Format {
    #[default]
    Text,
    Markdown,
    Csv,
    Json,
    Wide,
    Iamc,
    IamcLong,
}

#[derive(Clone, Copy)]
pub(crate) enum Findings {
    Text,
    Json,
}

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) model: Option<PathBuf>,
    pub(crate) by: Option<By>,
    pub(crate) scope: Scope,
    pub(crate) years: Option<Years>,
    pub(crate) view: View,
    /// The scenarios named; where none is, and not all are asked for, the forecast itself.
    pub(crate) scenarios: Vec<String>,
    pub(crate) compare: Option<Compare>,
    pub(crate) bridge: Option<Cut>,
    pub(crate) attribution: Attribution,
    pub(crate) sensitivity: Option<Year>,
    pub(crate) format: Format,
    pub(crate) findings: Option<Findings>,
    pub(crate) charts: Option<PathBuf>,
    pub(crate) data_package: Option<PathBuf>,
    /// The options that were given, by their names.
    given: Vec<String>,
}

/// Of these the first does without the second: it would be ignored.
const APART: [(&str, &[&str]); 3] = [
    ("--scenarios", &["--scenario"]),
    ("--bridge", &["--show", "--compare", "--expected"]),
    (
        "--sensitivity",
        &[
            "--scenario",
            "--scenarios",
            "--expected",
            "--compare",
            "--bridge",
            "--attribution",
            "--by",
            "--years",
        ],
    ),
];

impl Options {
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, Failure> {
        let mut options = Self::default();
        while let Some(argument) = parser.next()? {
            options.given.extend(match &argument {
                Arg::Long(name) => Some(format!("--{name}")),
                Arg::Short('h') => Some("--help".into()),
                _ => None,
            });
            match argument {
                // That it was given is all there is to know.
                Arg::Long("help" | "scenarios" | "expected" | "strict") | Arg::Short('h') => {}
                Arg::Long("by") => options.by = Some(by(&parser.value()?.string()?)),
                Arg::Long("where") => {
                    options.scope = within(options.scope, &parser.value()?.string()?)?;
                }
                Arg::Long("years") => options.years = Some(years(&parser.value()?.string()?)?),
                Arg::Long("show") => options.view = one_of("--show", &VIEWS, &parser.value()?.string()?)?,
                Arg::Long("scenario") => options.scenarios.push(parser.value()?.string()?),
                Arg::Long("compare") => {
                    options.compare = Some(one_of("--compare", &COMPARES, &parser.value()?.string()?)?);
                }
                Arg::Long("bridge") => {
                    options.bridge = Some(one_of("--bridge", &CUTS, &parser.value()?.string()?)?);
                }
                Arg::Long("attribution") => {
                    options.attribution = one_of("--attribution", &ATTRIBUTIONS, &parser.value()?.string()?)?;
                }
                Arg::Long("sensitivity") => options.sensitivity = Some(year(&parser.value()?.string()?)?),
                Arg::Long("format") => {
                    options.format = one_of("--format", &FORMATS, &parser.value()?.string()?)?;
                }
                Arg::Long("findings") => {
                    options.findings = Some(one_of("--findings", &FINDINGS, &parser.value()?.string()?)?);
                }
                Arg::Long("charts") => options.charts = Some(folder("--charts", parser.value()?)?),
                Arg::Long("data-package") => {
                    options.data_package = Some(folder("--data-package", parser.value()?)?);
                }
                Arg::Value(path) if options.model.is_none() => options.model = Some(path.into()),
                Arg::Value(more) => {
                    let more = support::path(more);
                    return Err(Failure::Error(format!("found a second model '{more}', expected one")));
                }
                Arg::Long(name) => return Err(unknown(&format!("--{name}"))),
                Arg::Short(letter) => return Err(unknown(&format!("-{letter}"))),
            }
        }
        if !options.has("--help") {
            options.check()?;
        }
        Ok(options)
    }

    /// Whether an option was given, by its long name.
    pub(crate) fn has(&self, option: &str) -> bool {
        self.given.iter().any(|given| given == option)
    }

    /// What is asked for and would be ignored, all of it at once.
    fn check(&self) -> Result<(), Failure> {
        let mut faults = Vec::new();
        for (option, others) in APART.into_iter().filter(|(option, _)| self.has(option)) {
            let both = others.iter().filter(|other| self.has(other));
            faults.extend(both.map(|other| format!("found '{other}' with '{option}', expected one of them")));
        }
        if self.has("--attribution") && !self.has("--bridge") && !self.has("--charts") {
            faults.push("found '--attribution', expected '--bridge' or '--charts' with it".into());
        }
        if self.sensitivity.is_some() && matches!(self.view, View::YearOnYear | View::Contribution) {
            faults.push(
                "found another '--show' with '--sensitivity', expected 'value', 'share' or 'cagr'".into(),
            );
        }
        for (i, name) in self.scenarios.iter().enumerate() {
            if self.scenarios[..i].contains(name) {
                faults.push(format!("'--scenario {}' stands twice, expected each name once", word(name)));
            }
        }
        let led_to = [("--compare", "compare"), ("--bridge", "bridge to")];
        for (option, what) in led_to.into_iter().filter(|(option, _)| self.has(option)) {
            if self.scenarios.iter().any(|name| name == "Base") {
                faults.push(format!(
                    "found '--scenario Base' with '{option}', expected scenarios that differ from the forecast itself"
                ));
            } else if self.scenarios.is_empty() && !self.has("--scenarios") && !self.has("--expected") {
                faults.push(format!("found no scenario to {what}, expected '--scenario' or '--scenarios'"));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Failure::Error(faults.join("\n"))) }
    }
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

const FORMATS: [(&str, Format); 7] = [
    ("text", Format::Text),
    ("markdown", Format::Markdown),
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("wide", Format::Wide),
    ("iamc", Format::Iamc),
    ("iamc-long", Format::IamcLong),
];

const FINDINGS: [(&str, Findings); 2] = [("text", Findings::Text), ("json", Findings::Json)];

fn one_of<T: Copy>(option: &str, choices: &[(&str, T)], found: &str) -> Result<T, Failure> {
    let known = choices.iter().find(|(name, _)| *name == found).map(|(_, value)| *value);
    known.ok_or_else(|| {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("'{name}'")).collect();
        Failure::Error(format!("unknown {option} '{}', expected one of {}", word(found), names.join(", ")))
    })
}

fn unknown(option: &str) -> Failure {
    let names: Vec<String> = OPTIONS.iter().map(|name| format!("'{name}'")).collect();
    let choices = format!("expected one of {}", names.join(", "));
    if NOT_YET.iter().any(|name| option == format!("--{name}")) {
        Failure::Error(format!("'{option}' is not supported yet, {choices}"))
    } else {
        Failure::Error(format!("unknown option '{}', {choices}", word(option)))
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
        Failure::Error(format!(
            "cannot read --where '{}', expected AXIS=MEMBER such as 'region=Europe'",
            word(text)
        ))
    })
}

fn folder(option: &str, name: OsString) -> Result<PathBuf, Failure> {
    if name.is_empty() {
        return Err(Failure::Error(format!("cannot read {option} '', expected the name of a folder")));
    }
    Ok(name.into())
}

fn years(text: &str) -> Result<Years, Failure> {
    let year = |text: &str| text.trim().parse::<i32>().ok();
    let pair = text.split_once('-').map_or((year(text), year(text)), |(a, b)| (year(a), year(b)));
    match pair {
        (Some(first), Some(last)) => Ok(Years::new(first, last)?),
        _ => Err(Failure::Error(format!(
            "cannot read --years '{}', expected years such as '2019-2026'",
            word(text)
        ))),
    }
}

fn year(text: &str) -> Result<Year, Failure> {
    let year = text.trim().parse::<i32>().map(Year::from);
    year.map_err(|_| {
        Failure::Error(format!("cannot read --sensitivity '{}', expected a year such as '2026'", word(text)))
    })
}
