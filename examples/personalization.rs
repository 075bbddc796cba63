//! The flagship: the market for CX personalization and optimization by region, and whether its headline holds.
//!
//! ```text
//! cargo run --release --example personalization [FOLDER]
//! ```
//!
//! Charts by region, segment, product and industry go to `target/personalization/`, or to the folder named.

use std::process::ExitCode;

use market_outlook::{Axis, Error, Forecast, Headline, personalization};

mod support;

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let forecast = personalization().forecast()?;
    support::print(&report(&forecast)?)?;
    #[cfg(feature = "charts")]
    {
        let folder = std::env::args_os().nth(1).unwrap_or_else(|| "target/personalization".into());
        support::print(&charts(&forecast, folder.as_ref())?)?;
    }
    Ok(())
}

/// Writes the charts and names each file.
#[cfg(feature = "charts")]
fn charts(forecast: &Forecast, folder: &std::path::Path) -> Result<String, Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)
        .map_err(|fault| format!("cannot write '{}': {fault}", support::path(folder)))?;
    let mut files = Vec::new();
    for axis in [Axis::REGION, Axis::SEGMENT, Axis::PRODUCT, Axis::INDUSTRY] {
        let chart = market_outlook::Chart::stacked_columns(&forecast.by(&axis)?)?;
        let paths = ["svg", "png"].map(|ending| folder.join(format!("by-{axis}.{ending}")));
        files.extend(paths.map(|path| (path, chart.clone())));
    }
    market_outlook::Chart::save_all(files.iter().map(|(path, chart)| (path, chart)))?;
    let names = files.iter().map(|(path, _)| format!("wrote {}\n", support::path(path)));
    Ok(format!("\n{}", names.collect::<String>()))
}

fn report(forecast: &Forecast) -> Result<String, Error> {
    let table = forecast.by(Axis::REGION)?;
    let check = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research").check()?;
    let allowed = check.implied_interval();
    let market = forecast.market();
    let scope = market.claims().iter().filter_map(|claim| Some(format!("{claim}: {}", claim.stated_note()?)));
    let assumed = market.assumptions().iter().map(|assumption| format!("assumed {assumption}"));
    Ok(format!(
        "{}\n\
         Headline: 8.1 in 2019, 11.6 in 2026, 5.2% a year: {}.\n\
         The two values as printed allow {allowed:.2} a year; the forecast grows {:.2}.\n\n\
         {}\n",
        table.to_text(),
        check.verdict(),
        forecast.cagr()?,
        scope.chain(assumed).collect::<Vec<_>>().join("\n"),
    ))
}
