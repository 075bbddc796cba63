//! A workbook to send on: the flagship's forecast with its scenarios, or that of a model file.
//!
//! ```text
//! cargo run --release --features xlsx --example workbook -- [MODEL] [--out FILE]
//! ```

use std::process::ExitCode;

use market_outlook::{Attribution, By, Error, Forecast, Scenarios, Table, Workbook};

mod support;

#[path = "support/one_file.rs"]
mod one_file;

const HELP: &str = "\
Writes a forecast as a workbook for Excel.

workbook [MODEL] [--out FILE]

MODEL        a model file in TOML, or in JSON when its name ends in .json; default: the flagship
--out FILE   where to; default: target/workbook/ and the name of the model
";

/// What a sheet of data holds: rows of Excel less the header.
const MOST_ROWS: usize = 1_000_000;

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Some(options) = one_file::OneFile::parse(lexopt::Parser::from_env())? else {
        return Ok(support::print(HELP)?);
    };
    let (market, scenarios) = options.model()?;
    let workbook = workbook(&market.forecast()?, &scenarios)?;
    let path = options.out("target/workbook", ".xlsx")?;
    workbook.save(&path)?;
    let sheets: Vec<String> = workbook.sheets().iter().map(|name| support::word(name)).collect();
    Ok(support::print(&format!("wrote {}\nsheets: {}\n", support::path(path), sheets.join(", ")))?)
}

fn workbook(base: &Forecast, scenarios: &Scenarios) -> Result<Workbook, Error> {
    let market = base.market();
    let mut axes = market.axes().iter();
    let first = axes.next().map_or_else(By::total, |axis| By::axis(axis.clone()));
    let mut workbook = with_table(None, base.by(first)?);
    for axis in axes {
        workbook = with_table(Some(workbook), base.by(axis.clone())?);
    }
    let cases: Vec<Forecast> =
        scenarios.iter().map(|scenario| scenario.apply(base)).collect::<Result<_, _>>()?;
    if !cases.is_empty() {
        let totals = std::iter::once(base).chain(&cases).map(|case| case.by(By::total()));
        workbook = workbook.table(Table::alternatives(&totals.collect::<Result<Vec<_>, _>>()?)?);
    }
    // The scenario with the most to explain.
    if let Some(scenario) = scenarios.iter().max_by_key(|scenario| scenario.steps().len()) {
        workbook = workbook.table(scenario.bridge(base, By::total(), Attribution::Listed)?.by_step()?);
    }
    let by = finest(base, cases.len() + 1);
    let data = std::iter::once(base).chain(&cases).map(|case| case.by(by.clone()));
    Ok(workbook
        .data(data.collect::<Result<Vec<_>, _>>()?)
        .claims(market.claims(), base.reproductions())
        .findings(base.findings())
        .assumptions(market.assumptions()))
}

/// All axes, as far as their rows fit on a sheet.
fn finest(base: &Forecast, cases: usize) -> By {
    let (mut by, mut rows) = (By::total(), cases * base.years().len());
    for axis in base.axes().iter() {
        rows = rows.saturating_mul(base.axes().members(axis.clone()).map_or(1, <[String]>::len));
        if rows > MOST_ROWS {
            break;
        }
        by = by.and(axis.clone());
    }
    by
}

/// A table on a sheet of its own, with the picture that the library draws of it.
fn with_table(workbook: Option<Workbook>, table: Table) -> Workbook {
    #[cfg(feature = "charts")]
    let picture = picture(&table);
    let workbook = match workbook {
        None => Workbook::new(table),
        Some(workbook) => workbook.table(table),
    };
    #[cfg(feature = "charts")]
    let workbook = match picture {
        Some((png, alt_text)) => workbook.picture(png, alt_text),
        None => workbook,
    };
    workbook
}

/// No workbook fails for a name that the font of pictures cannot write: the spreadsheet draws a chart of its own.
#[cfg(feature = "charts")]
fn picture(table: &Table) -> Option<(Vec<u8>, String)> {
    let drawn = market_outlook::Chart::stacked_columns(table)
        .and_then(|chart| Ok((chart.to_png(2.0)?, chart.alt_text())));
    drawn
        .map_err(|fault| {
            support::note(&format!("no picture of '{}': {fault}", support::word(&table.subtitle())));
        })
        .ok()
}
