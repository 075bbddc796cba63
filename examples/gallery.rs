//! Every kind of chart in every variant that matters, from the flagship market.
//!
//! ```text
//! cargo run --release --example gallery [FOLDER]
//! ```
//!
//! The pictures go to `target/gallery/`, or to the folder named, as SVG and PNG.

use std::process::ExitCode;

use market_outlook::{
    Attribution, Axis, By, Chart, Claim, Difference, Error, Forecast, Growth, Level, Lever, Market,
    NumberFormat, Outcome, Page, Ramp, Rate, Recovery, Scenario, Scope, Share, Step, Swings, Table, Theme,
    Tolerance, Unit, ValueLine, Years, personalization, personalization_scenarios,
};

mod support;

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).unwrap_or_else(|| "target/gallery".into());
    let folder = std::path::Path::new(&folder);
    std::fs::create_dir_all(folder)
        .map_err(|fault| format!("cannot write '{}': {fault}", support::path(folder)))?;
    let charts = charts(&personalization().forecast()?)?;
    let files = charts.iter().flat_map(|(name, chart)| {
        ["svg", "png"].map(|ending| (folder.join(format!("{name}.{ending}")), chart))
    });
    let files: Vec<_> = files.collect();
    Chart::save_all(files.iter().map(|(path, chart)| (path, *chart)))?;
    let names: Vec<String> = files.iter().map(|(path, _)| format!("wrote {}", support::path(path))).collect();
    Ok(support::print(&format!("{}\n", names.join("\n")))?)
}

/// The charts by the names of their files.
fn charts(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let charts = [
        stacks(forecast)?,
        lines(forecast)?,
        bridges(forecast)?,
        columns(forecast)?,
        bars(forecast)?,
        matrices(forecast)?,
        what_if(forecast)?,
        steps()?,
        themes(forecast)?,
    ];
    Ok(charts.concat())
}

fn stacks(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let (regions, industries) = (forecast.by(Axis::REGION)?, forecast.by(Axis::INDUSTRY)?);
    let columns = Chart::stacked_columns(&regions)?;
    Ok(vec![
        ("stacked-columns", columns.clone().title("Illustrative: Asia Pacific outgrows the market")),
        (
            "stacked-columns-annotated",
            columns
                .clone()
                .title("Illustrative: the market passes its average in 2023 and ends $3.5 billion higher")
                .growth_arrows([(2019, 2022), (2022, 2026)])
                .difference(Level::total(2019), Level::total(2026), Difference::Both)
                .value_line(ValueLine::average()),
        ),
        (
            "stacked-columns-highlight",
            columns
                .highlight(["Asia Pacific"])
                .title("Illustrative: Asia Pacific adds more than a quarter of the growth"),
        ),
        (
            "stacked-columns-largest",
            Chart::stacked_columns(&industries)?
                .largest(3)
                .series_growth(2022, 2026)
                .title("Illustrative: three industries are more than half of the market"),
        ),
        (
            "stacked-shares",
            Chart::stacked_shares(&regions)?.title("Illustrative: Asia Pacific gains share from all others"),
        ),
    ])
}

fn lines(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let regions = forecast.by(Axis::REGION)?;
    let total = forecast.by(By::total())?;
    Ok(vec![
        ("lines", Chart::lines(&regions)?.title("Illustrative: Asia Pacific closes in on Europe")),
        (
            "lines-highlight",
            Chart::lines(&regions)?
                .highlight(["Asia Pacific"])
                .value_line(ValueLine::new("Threshold", 2.5))
                .title("Illustrative: Asia Pacific passes $2.5 billion in 2026"),
        ),
        (
            "lines-growth",
            Chart::lines(&regions.year_on_year()?)?.title("Illustrative: one region outgrows the market"),
        ),
        (
            "small-multiples",
            Chart::small_multiples(&forecast.by(Axis::INDUSTRY)?)?
                .title("Illustrative: two industries are almost half of the market"),
        ),
        (
            "slope-of-shares",
            Chart::slope_of_shares(&regions, Years::new(2019, 2026)?)?
                .highlight(["Asia Pacific"])
                .title("Illustrative: Asia Pacific gains two points"),
        ),
        (
            "slope-of-ranks",
            Chart::slope_of_ranks(
                &forecast.by(By::axis(Axis::REGION).and(Axis::PRODUCT))?,
                Years::new(2019, 2026)?,
            )?
            .title("Illustrative: no market within the market overtakes another"),
        ),
        (
            "lines-difference",
            Chart::lines(&regions)?
                .largest(3)
                .series_growth(2022, 2026)
                .difference(
                    Level::series("Asia Pacific", 2026),
                    Level::series("Europe", 2026),
                    Difference::Absolute,
                )
                .title("Illustrative: Asia Pacific ends a few hundred million dollars behind Europe"),
        ),
        ("lines-total", Chart::lines(&total)?.title("The market grows from $8.1 billion to $11.6 billion")),
    ])
}

fn bridges(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let (regions, industries) = (forecast.by(Axis::REGION)?, forecast.by(Axis::INDUSTRY)?);
    Ok(vec![
        (
            "waterfall",
            Chart::waterfall(&regions, [2019, 2026])?
                .title("Illustrative: Asia Pacific and North America add most of the $3.5 billion"),
        ),
        (
            "waterfall-subtotals",
            Chart::waterfall(&regions, [2019, 2022, 2026])?
                .title("Illustrative: most of the growth is still to come after 2022"),
        ),
        (
            "waterfall-differences",
            Chart::waterfall(&regions, [2019, 2022, 2026])?
                .difference(Level::total(2019), Level::total(2022), Difference::Relative)
                .difference(Level::total(2019), Level::total(2026), Difference::Both)
                .title("Illustrative: a sixth of the first market by 2022, two fifths by 2026"),
        ),
        (
            "waterfall-broken-axis",
            Chart::waterfall(&industries, [2019, 2026])?
                .largest(6)
                .broken_axis()
                .title("Illustrative: a few industries carry the market from $8.1 to $11.6 billion"),
        ),
    ])
}

fn columns(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let regions = forecast.by(Axis::REGION)?;
    let first = regions.between(Years::new(2019, 2022)?)?;
    Ok(vec![
        (
            "grouped-columns",
            Chart::grouped_columns(&first)?.largest(3).title("Illustrative: North America stays far ahead"),
        ),
        (
            "grouped-columns-difference",
            Chart::grouped_columns(&first)?
                .largest(3)
                .difference(
                    Level::series("Europe", 2022),
                    Level::series("North America", 2022),
                    Difference::Both,
                )
                .title("Illustrative: North America was far ahead of Europe in 2022"),
        ),
        (
            "grouped-columns-axis",
            Chart::grouped_columns(&regions)?
                .highlight(["Asia Pacific"])
                .value_line(ValueLine::new("Europe in 2019", 2.1))
                .title("Illustrative: Asia Pacific overtakes what Europe was in 2019"),
        ),
        (
            "growth-columns",
            Chart::growth_columns(&regions)?.title("Illustrative: the market grows every year to 2026"),
        ),
        (
            "growth-columns-annotated",
            Chart::growth_columns(&forecast.by(By::total())?)?
                .growth_arrows([(2019, 2026)])
                .difference(Level::total(2026), Level::value(14.0), Difference::Both)
                .value_line(ValueLine::new("Target", 14.0))
                .title("By 2026 the market is $2.4 billion short of an invented target"),
        ),
    ])
}

fn bars(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let (regions, industries) = (forecast.by(Axis::REGION)?, forecast.by(Axis::INDUSTRY)?);
    let two = regions.between(Years::new(2025, 2026)?)?;
    Ok(vec![
        (
            "bars",
            Chart::bars(&regions.ranked(2026)?.cagr()?)?
                .value_line(ValueLine::average())
                .title("Illustrative: only Asia Pacific outgrows the market"),
        ),
        (
            "bars-pairs",
            Chart::bars(&two.ranked(2026)?)?.title("Illustrative: North America stays the largest region"),
        ),
        (
            "bars-highlight",
            Chart::bars(&industries.between(Years::new(2026, 2026)?)?.ranked(2026)?.shares()?)?
                .largest(7)
                .highlight(["Healthcare & life sciences"])
                .title("Illustrative: healthcare and life sciences are a fourteenth of the market"),
        ),
    ])
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

/// Scenarios beside each other, what leads to one, and one number against another.
fn what_if(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let scenarios = personalization_scenarios();
    let mut tables = vec![forecast.by(By::total())?];
    for name in ["Trust and zero-party data", "Downturn with recovery", "Backlash and stricter rules"] {
        tables.push(scenarios.get(name)?.apply(forecast)?.by(By::total())?);
    }
    let rules = scenarios.get("Backlash and stricter rules")?;
    let bridge = rules.bridge(forecast, Axis::REGION, Attribution::Listed)?;
    let growth_against_rules = Scenario::new("Growth and rules")
        .step(
            Step::shift_growth(Scope::of(Axis::SEGMENT, "B2C"), Rate::ZERO)
                .years(2023, 2026)
                .named("points on B2C growth"),
        )
        .step(Step::scale(Scope::of(Axis::REGION, "Europe"), 1.0).years(2024, 2026).named("factor on Europe"))
        .grid(
            forecast,
            &Lever::new(0, [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0]),
            &Lever::new(1, [0.8, 0.85, 0.9, 0.95, 1.0, 1.05]),
            &Outcome::total(Scope::all(), 2026),
        )?;
    let europe = Outcome::total(Scope::of(Axis::REGION, "Europe"), 2026);
    let sensitivity = personalization().sensitivity(&europe, Swings::default())?;
    Ok(vec![
        (
            "tornado",
            Chart::tornado(&sensitivity.table()?.with_decimals(2))?
                .largest(8)
                .title("Assumed: Europe's size hangs on its share more than on all growth"),
        ),
        (
            "scenario-lines",
            Chart::lines(&Table::alternatives(&tables)?)?
                .title("Assumed: a backlash and stricter rules would cost a sixth of the growth"),
        ),
        (
            "bridge",
            Chart::bridge(&bridge.by_step()?, 2026)?
                .broken_axis()
                .title("Assumed: consumers who opt out weigh more than rules"),
        ),
        (
            "bridge-members",
            Chart::bridge(&bridge.by_row()?, 2026)?
                .broken_axis()
                .title("Assumed: Europe would carry most of what is missing"),
        ),
        (
            "grid",
            Chart::grid(&growth_against_rules)?
                .title("Assumed: two points of growth outweigh a fifth less in Europe"),
        ),
    ])
}

/// What each kind of step does to Europe in the market of `docs/scenarios.md`.
fn steps() -> Result<Vec<(&'static str, Chart)>, Error> {
    let europe = Scope::of(Axis::REGION, "Europe");
    let base = Market::builder("By hand", Unit::USD_BILLION, Years::new(2020, 2025)?)
        .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
        .claim(Claim::value("100", 2020).tolerance(Tolerance::Within(0.0)))
        .assume_shares(Axis::REGION, [50.0, 30.0, 20.0])
        .assume_growth(Scope::all(), Growth::compound(Rate::percent(10.0)))
        .build()?
        .forecast()?;
    let asia = Scope::of(Axis::REGION, "Asia");
    let (share, dip) = (Share::percent(40.0), Share::percent(20.0));
    let steps = [
        ("step-scale", Step::scale(europe.clone(), 0.5).years(2022, 2025).ramp(Ramp::Linear)),
        ("step-shift-growth", Step::shift_growth(europe.clone(), Rate::points(-2.0)).years(2022, 2023)),
        ("step-set-growth", Step::set_growth(europe.clone(), Rate::ZERO).years(2023, 2024)),
        ("step-set-value", Step::set_value(europe.clone(), 45.0).year(2023)),
        ("step-set-share", Step::set_share(europe.clone(), share).year(2025).hold(Scope::all())),
        ("step-move-share", Step::move_share(europe.clone(), asia, Share::percent(5.0)).years(2022, 2025)),
        ("step-delay", Step::delay(europe.clone(), 1.5).year(2022)),
        ("step-advance", Step::advance(europe.clone(), 1.0).year(2022)),
        ("step-shock", Step::shock(europe.clone(), dip, Recovery::Straight(2.0)).year(2022)),
        ("step-cap", Step::cap(europe.clone(), 40.0)),
        ("step-floor", Step::floor(europe.clone(), 40.0)),
    ];
    let charts = steps.into_iter().map(|(name, step)| {
        let label = step.label();
        let after = Scenario::new("After").step(step).apply(&base)?;
        let total = |forecast: &Forecast| forecast.within(&europe)?.by(By::total());
        let tables = [total(&base)?, total(&after)?];
        let chart = Chart::lines(&Table::alternatives(&tables)?.with_decimals(1))?;
        Ok((
            name,
            chart.title(label).source("Worked example: growth of 10% a year.").page(Page::new(560, 300)),
        ))
    });
    charts.collect()
}

/// One chart in other themes and on other pages.
fn themes(forecast: &Forecast) -> Result<Vec<(&'static str, Chart)>, Error> {
    let chart = Chart::stacked_columns(&forecast.by(Axis::REGION)?)?
        .title("Illustrative: Asia Pacific outgrows the market");
    let continental = Theme::light().with_numbers(NumberFormat::COMMA);
    Ok(vec![
        ("theme-dark", chart.clone().theme(Theme::dark())),
        ("theme-grays", chart.clone().theme(Theme::grays())),
        ("theme-decimal-comma", chart.clone().theme(continental)),
        ("page-slide", chart.clone().page(Page::SLIDE)),
        ("page-report", chart.clone().page(Page::REPORT)),
        (
            "page-column",
            Chart::bars(&forecast.by(Axis::REGION)?.ranked(2026)?.cagr()?)?
                .title("Illustrative: Asia Pacific outgrows the market")
                .page(Page::COLUMN),
        ),
    ])
}
