//! The flagship: the market for personalizing and optimizing customer experience.

use crate::file::Model;
use crate::market::Market;
use crate::scenario::Scenarios;

/// The market for CX personalization and optimization, 2019 to 2026, as a model.
///
/// Published by Dash Research are three figures: 8.1 and 11.6 billion dollars, and 5.2 % a year between them.
/// Everything else, the shares by region, segment, product and industry above all, is illustrative and nobody's data;
/// the notes of [`Market::assumptions`] say so.
///
/// ```
/// let market = market_outlook::personalization();
/// assert_eq!(market.claims()[0].to_string(), "value in 2019: 8.1 (Dash Research)");
/// assert_eq!(market.axes().cells(), 5 * 2 * 2 * 9);
/// ```
#[must_use]
pub fn personalization() -> Market {
    model().market
}

/// What might become of the flagship market: a backlash, trust, stricter rules, a downturn.
///
/// Each names the survey that speaks for it; what it does to revenue, when, and how probable it is, is illustrative.
///
/// ```
/// use market_outlook::{personalization, personalization_scenarios};
///
/// let base = personalization().forecast()?;
/// let scenarios = personalization_scenarios();
/// let backlash = scenarios.get("Over-personalization backlash")?.apply(&base)?;
/// assert_eq!(format!("{:.1} instead of {:.1}", backlash.total(2026)?, base.total(2026)?), "11.1 instead of 11.6");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[must_use]
pub fn personalization_scenarios() -> Scenarios {
    model().scenarios
}

fn model() -> Model {
    Model::from_toml(include_str!("personalization.toml"))
        .expect("the file is compiled in and read by a test")
}
