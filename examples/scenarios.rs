//! What if: the flagship's scenarios compared and explained, what one would need, and which assumption matters.
//!
//! ```text
//! cargo run --release --example scenarios
//! ```
//!
//! Every scenario is assumed: its survey says what people worry about, not what that does to revenue.

use std::process::ExitCode;

use market_outlook::{
    Attribution, Axis, By, Error, Forecast, Lever, Outcome, Rate, Row, Scenario, Scope, Step, Swing, Swings,
    Table, personalization, personalization_scenarios,
};

mod support;

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let market = personalization();
    let base = market.forecast()?;
    let europe = Outcome::total(Scope::of(Axis::REGION, "Europe"), 2026);
    let sensitivity = market.sensitivity(&europe, Swings::default())?;
    let swing = |swing: &Swing| format!("{:<44} {:.2} to {:.2}", swing.assumption, swing.low.1, swing.high.1);
    let largest: Vec<String> = sensitivity.swings().iter().take(5).map(swing).collect();
    let parts = [
        compared(&base)?,
        explained(&base)?,
        trail(&base)?,
        needed(&base)?,
        grid(&base)?.to_text(),
        format!("What {europe} hangs on, {:.2} as it is:\n{}\n", sensitivity.base(), largest.join("\n")),
    ];
    Ok(support::print(&parts.join("\n"))?)
}

/// The total under every scenario, and the mean of all that have a probability.
fn compared(base: &Forecast) -> Result<String, Error> {
    let scenarios = personalization_scenarios();
    let mut tables = vec![base.by(By::total())?];
    for scenario in scenarios.iter() {
        tables.push(scenario.apply(base)?.by(By::total())?);
    }
    tables.push(scenarios.expected(base)?.by(By::total())?);
    Ok(Table::alternatives(&tables)?.to_text())
}

/// What each step of a scenario adds, in the order listed and free of it.
fn explained(base: &Forecast) -> Result<String, Error> {
    let scenario = personalization_scenarios().get("Backlash and stricter rules")?;
    let steps = |attribution| scenario.bridge(base, By::total(), attribution)?.by_step();
    let (listed, free) = (steps(Attribution::Listed)?, steps(Attribution::Shapley)?);
    let last = listed.columns().len() - 1;
    let numbers = listed.printed_column(last).into_iter().zip(free.printed_column(last));
    let line = |(row, (listed, free)): (&Row, (Option<String>, Option<String>))| {
        let dash = || "–".to_string();
        format!("{:<28} {:>6} {:>7}", row.to_string(), listed.unwrap_or_else(dash), free.unwrap_or_else(dash))
    };
    let lines: Vec<String> = listed.rows().iter().zip(numbers).map(line).collect();
    Ok(format!("{} in 2026, steps in order and free of it:\n{}\n", scenario.name(), lines.join("\n")))
}

/// What became of one number on the way.
fn trail(base: &Forecast) -> Result<String, Error> {
    let scenario = personalization_scenarios().get("Backlash and stricter rules")?;
    let scope = Scope::of(Axis::REGION, "Europe").and(Axis::SEGMENT, "B2C");
    let trail = scenario.trail(base, &scope, 2026)?;
    let lines: Vec<String> = trail.iter().map(ToString::to_string).collect();
    Ok(format!("Europe's B2C in 2026:\n{}\n", lines.join("\n")))
}

/// How much slower consumers' spending would have to grow for the market to reach 11 billion only.
fn needed(base: &Forecast) -> Result<String, Error> {
    let consumers = Step::shift_growth(Scope::of(Axis::SEGMENT, "B2C"), Rate::ZERO).years(2023, 2026);
    let outcome = Outcome::total(Scope::all(), 2026);
    let found = Scenario::new("Slower consumers").step(consumers).needed(base, 0, &outcome, 11.0)?;
    let points = found.steps()[0].number();
    Ok(format!(
        "For {outcome} to be 11.0, B2C would have to grow {points:.2} points a year from 2023 on.\n\n"
    ))
}

/// Consumers' growth against stricter rules in Europe.
fn grid(base: &Forecast) -> Result<Table, Error> {
    let both = Scenario::new("Growth and rules")
        .step(
            Step::shift_growth(Scope::of(Axis::SEGMENT, "B2C"), Rate::ZERO)
                .years(2023, 2026)
                .named("B2C points"),
        )
        .step(Step::scale(Scope::of(Axis::REGION, "Europe"), 1.0).years(2024, 2026).named("Europe factor"));
    let (points, factors) = (Lever::new(0, [-2.0, 0.0, 2.0]), Lever::new(1, [0.8, 0.9, 1.0]));
    both.grid(base, &points, &factors, &Outcome::total(Scope::all(), 2026))
}
