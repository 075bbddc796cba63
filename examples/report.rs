//! The report on a forecast: one HTML file to send on, or Markdown with pictures.
//!
//! ```text
//! cargo run --release --example report -- [MODEL] [--out FILE]
//! ```

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use market_outlook::{Model, Report, Scenarios, personalization, personalization_scenarios};

mod support;

const HELP: &str = "\
Writes the report on a forecast.

report [MODEL] [--out FILE]

MODEL        a model file in TOML, or in JSON when its name ends in .json; default: the flagship
--out FILE   where to, a name that ends in .html or .md; default: target/report/ and the name of the model
";

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Some(options) = Options::parse(lexopt::Parser::from_env())? else {
        return Ok(support::print(HELP)?);
    };
    let (market, scenarios) = match &options.model {
        None => (personalization(), personalization_scenarios()),
        Some(path) => read(path)?,
    };
    let report = Report::standard(&market.forecast()?, &scenarios)?;
    let out = options.out();
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|fault| format!("cannot write '{}': {fault}", folder.display()))?;
    }
    let written = report.save(&out)?;
    let names: Vec<String> = written.iter().map(|path| format!("wrote {}\n", path.display())).collect();
    Ok(support::print(&names.concat())?)
}

struct Options {
    model: Option<PathBuf>,
    out: Option<PathBuf>,
}

impl Options {
    /// None where help is asked for.
    fn parse(mut parser: lexopt::Parser) -> Result<Option<Self>, lexopt::Error> {
        let mut options = Self { model: None, out: None };
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(None),
                lexopt::Arg::Long("out") if options.out.is_none() => {
                    options.out = Some(parser.value()?.into());
                }
                lexopt::Arg::Value(path) if options.model.is_none() => options.model = Some(path.into()),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(options))
    }

    fn out(&self) -> PathBuf {
        let named = || {
            let name = self.model.as_deref().and_then(Path::file_stem).unwrap_or("personalization".as_ref());
            let mut file = name.to_os_string();
            file.push(".html");
            Path::new("target/report").join(file)
        };
        self.out.clone().unwrap_or_else(named)
    }
}

fn read(path: &Path) -> Result<(market_outlook::Market, Scenarios), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read '{}': {error}", path.display()))?;
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let model = if is_json { Model::from_json(&text) } else { Model::from_toml(&text) };
    let faults = |error: market_outlook::Error| {
        let faults = error.faults().map(|fault| format!("{}: {fault}", path.display()));
        faults.collect::<Vec<_>>().join("\n")
    };
    let Model { market, scenarios, .. } = model.map_err(faults)?;
    Ok((market, scenarios))
}
