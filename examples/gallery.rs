//! Every kind of chart in every variant that matters, from the flagship market.
//!
//! ```text
//! cargo run --release --example gallery [FOLDER]
//! ```
//!
//! The pictures go to `target/gallery/`, or to the folder named, as SVG and PNG.

use std::process::ExitCode;

use market_outlook::{Axis, By, Chart, Error, Forecast, Years, personalization};

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
    let mut charts = vec![(
        "stacked-columns",
        Chart::stacked_columns(&regions)?.title("Illustrative: Asia Pacific outgrows the market"),
    )];
    charts.extend(matrices(forecast)?);
    Ok(charts)
}

/// Charts of two axes, and of size and growth.
fn matrices(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let years = Years::new(2019, 2026)?;
    let products = forecast.by(By::axis(Axis::REGION).and(Axis::PRODUCT))?;
    let industries = forecast.by(By::axis(Axis::INDUSTRY).and(Axis::REGION))?;
    let crossed = forecast.by(By::axis(Axis::REGION).and(Axis::INDUSTRY))?;
    Ok(vec![
        (
            "marimekko",
            Chart::marimekko(&crossed, 2026)?
                .title("Illustrative: four in ten dollars are spent in North America"),
        ),
        (
            "marimekko-history",
            Chart::marimekko(&products, 2019)?
                .title("Illustrative: services were 28% of every region in 2019"),
        ),
        (
            "heat-map",
            Chart::heat_map(&industries.clone().with_decimals(2), 2026)?
                .title("Illustrative: retail in North America is the largest cell"),
        ),
        (
            "heat-map-shares",
            Chart::heat_map(&industries.shares()?, 2019)?
                .title("Illustrative: North American retail was a ninth of the market"),
        ),
        (
            "growth-heat-map",
            Chart::growth_heat_map(&products, years)?
                .title("Illustrative: Asia Pacific and services outgrow the market"),
        ),
        (
            "growth-bubbles",
            Chart::growth_bubbles(&products, years)?
                .title("Illustrative: services in Asia Pacific grow fastest, from a small base"),
        ),
        (
            "growth-bubbles-highlight",
            Chart::growth_bubbles(&forecast.by(Axis::REGION)?, years)?
                .highlight(["Asia Pacific"])
                .title("Illustrative: Asia Pacific alone outgrows the market"),
        ),
    ])
}
