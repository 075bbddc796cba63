//! The report on a forecast: one HTML file to send on, or Markdown with pictures.
//!
//! ```text
//! cargo run --release --example report -- [MODEL] [--out FILE]
//! ```

use std::process::ExitCode;

use market_outlook::Report;

mod support;

#[path = "support/one_file.rs"]
mod one_file;

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
    let Some(options) = one_file::OneFile::parse(lexopt::Parser::from_env())? else {
        return Ok(support::print(HELP)?);
    };
    let (market, scenarios) = options.model()?;
    let report = Report::standard(&market.forecast()?, &scenarios)?;
    let written = report.save(options.out("target/report", ".html")?)?;
    let names: Vec<String> = written.iter().map(|path| format!("wrote {}\n", support::path(path))).collect();
    Ok(support::print(&names.concat())?)
}
