//! What if: the flagship's scenarios compared and explained, what one would need, and which assumption matters.
//!
//! ```text
//! cargo run --release --example scenarios
//! ```
//!
//! Every scenario is assumed: its survey says what people worry about, not what that does to revenue.

use std::process::ExitCode;

use market_outlook::{
    Attribution, Axis, By, Error, Forecast, Lever, Outcome, Rate, Scenario, Scope, Step, Swings, Table,
    personalization, personalization_scenarios,
};

mod support;

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let market = personalization();
    let base = market.forecast()?;
    let mut said = compared(&base)?;
    said += &explained(&base)?;
    said += &needed(&base)?;
    said += &grid(&base)?.to_text();
    let europe = Outcome::total(Scope::of(Axis::REGION, "Europe"), 2026);
    let sensitivity = market.sensitivity(&europe, Swings::default())?;
    said += &format!("\nWhat Europe in 2026 hangs on ({:.2} as it is)\n\n", sensitivity.base());
    for swing in sensitivity.swings().iter().take(5) {
        said += &format!("{:<44} {:.2} to {:.2}\n", swing.assumption, swing.low.1, swing.high.1);
    }
    Ok(support::print(&said)?)
}

/// The total under every scenario, and the mean of all that have a probability.
fn compared(base: &Forecast) -> Result<String, Error> {
    let scenarios = personalization_scenarios();
    let mut tables = vec![base.by(By::total())?];
    for scenario in scenarios.iter() {
        tables.push(scenario.apply(base)?.by(By::total())?);
    }
    tables.push(scenarios.expected(base)?.by(By::total())?);
    Ok(Table::alternatives(&tables)?.to_text() + "\n")
}

/// What each step of a scenario adds, in the order listed and free of it, and what became of one number.
fn explained(base: &Forecast) -> Result<String, Error> {
    let scenario = personalization_scenarios().get("Backlash and stricter rules")?;
    let mut said = String::new();
    for attribution in [Attribution::Listed, Attribution::Shapley] {
        let steps = scenario.bridge(base, Axis::REGION, attribution)?.by_step()?;
        let last = steps.columns().len() - 1;
        said += &format!("{} in 2026, {attribution:?}:", scenario.name());
        for (row, number) in steps.rows().iter().zip(steps.printed_column(last)) {
            said += &format!(" {row} {};", number.unwrap_or_default());
        }
        said += "\n";
    }
    said += "\nEurope's B2C in 2026:\n";
    let scope = Scope::of(Axis::REGION, "Europe").and(Axis::SEGMENT, "B2C");
    for trace in scenario.trail(base, &scope, 2026)? {
        said += &format!("{trace}\n");
    }
    Ok(said + "\n")
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
