//! Every kind of chart in every variant that matters, from the flagship market.
//!
//! ```text
//! cargo run --release --example gallery [FOLDER]
//! ```
//!
//! The pictures go to `target/gallery/`, or to the folder named, as SVG and PNG.

use std::process::ExitCode;

use market_outlook::{Axis, Chart, Error, Forecast, personalization};

mod support;

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).unwrap_or_else(|| "target/gallery".into());
    let folder = std::path::Path::new(&folder);
    std::fs::create_dir_all(folder)
        .map_err(|fault| format!("cannot write '{}': {fault}", folder.display()))?;
    let charts = charts(&personalization().forecast()?)?;
    let files = charts.iter().flat_map(|(name, chart)| {
        ["svg", "png"].map(|ending| (folder.join(format!("{name}.{ending}")), chart))
    });
    let files: Vec<_> = files.collect();
    Chart::save_all(files.iter().map(|(path, chart)| (path, *chart)))?;
    let names: String = files.iter().map(|(path, _)| format!("wrote {}\n", path.display())).collect();
    Ok(support::print(&names)?)
}

/// The charts by the names of their files.
fn charts(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let regions = forecast.by(Axis::REGION)?;
    Ok(vec![(
        "stacked-columns",
        Chart::stacked_columns(&regions)?.title("Illustrative: Asia Pacific outgrows the market"),
    )])
}
