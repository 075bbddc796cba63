//! The flagship: the market for personalizing and optimizing customer experience.

use crate::market::Market;

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
#[expect(clippy::missing_panics_doc, reason = "the file is compiled in, and a test reads it")]
pub fn personalization() -> Market {
    Market::from_toml(include_str!("personalization.toml"))
        .expect("the file is compiled in and read by a test")
}
