//! A market with its scenarios.

use super::Spec;
use crate::error::Error;
use crate::market::Market;
use crate::scenario::Scenarios;

/// All that a model file holds, checked: the market and its scenarios.
///
/// [`Market::from_toml`] and [`Market::from_json`] read the same files, check the scenarios too, and give the market alone.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use market_outlook::Model;
///
/// let model = Model::from_toml(r#"
/// format = 1
/// market = { name = "CX personalization", unit = "USD billion", years = [2019, 2026] }
/// claims = [{ value = "8.1", year = 2019 }, { value = "11.6", year = 2026 }]
/// [[scenarios]]
/// name = "Downturn"
/// steps = [{ shock = { depth = "12%", year = 2023, recovers-over = 3 } }]
/// "#)?;
/// let base = model.market.forecast()?;
/// let downturn = model.scenarios.get("Downturn")?.apply(&base)?;
/// assert_eq!(format!("{:.2}", downturn.total(2023)? / base.total(2023)?), "0.88");
/// assert_eq!(downturn.total(2026)?, base.total(2026)?);
/// # }
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Model {
    /// The market.
    pub market: Market,
    /// Its scenarios, none included.
    pub scenarios: Scenarios,
}

impl Model {
    /// Reads a model file in TOML and checks it.
    ///
    /// # Errors
    /// At the first fault of shape; all faults of meaning together. Each with its line and the offending text underlined.
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        Self::try_from(Spec::from_toml(text)?).map_err(|error| super::locate::located(text, &error))
    }

    /// Reads a model file in JSON and checks it.
    ///
    /// # Errors
    /// At the first fault of shape; all faults of meaning together. Each with the path of its key.
    #[cfg(feature = "json")]
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Spec::from_json(text)?.try_into()
    }
}

impl TryFrom<Spec> for Market {
    type Error = Error;

    /// Checks a model as a whole: the error holds every fault of meaning that is in it, each with the path of its key.
    fn try_from(spec: Spec) -> Result<Self, Error> {
        Model::try_from(spec).map(|model| model.market)
    }
}
