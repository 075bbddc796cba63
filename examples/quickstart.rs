//! A published headline becomes a forecast by region, without a file.
//!
//! ```text
//! cargo run --release --example quickstart
//! ```

use market_outlook::{Axis, Growth, Headline, Market, Scope, Unit, Years};

mod support;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let years = Years::new(2019, 2026)?;
    let market = Market::builder("CX personalization & optimization", Unit::USD_BILLION, years)
        .axis(Axis::REGION, ["North America", "Europe", "Asia Pacific", "Rest of world"])
        .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research"))
        .assume_shares(Axis::REGION, [0.43, 0.26, 0.20, 0.11])
        .assume_growth(Scope::of(Axis::REGION, "Asia Pacific"), Growth::points_above_market(2.0))
        .build()?;
    let table = market.forecast()?.by(Axis::REGION)?;
    support::print(&table.to_text())?;
    Ok(())
}
