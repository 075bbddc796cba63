//! A market that is known to be valid.

use std::sync::Arc;

use super::MarketBuilder;
use super::assumption::{Assumption, OnScope, StatedShares};
use super::firmness::{Firmness, Widths};
use super::measured::Measured;
use crate::claim::Claim;
use crate::growth::Growth;
use crate::space::Axes;
use crate::value::{Unit, Year, Years};

/// A model of a market: axes, years, claims and assumptions. If it exists, it is valid.
///
/// ```
/// use market_outlook::{Axis, Headline, Market, Unit, Years};
///
/// let market = Market::builder("CX personalization & optimization software", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::REGION, ["North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa"])
///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research"))
///     .assume_shares(Axis::REGION, [0.43, 0.26, 0.20, 0.06, 0.05])
///     .build()?;
/// assert_eq!(market.axes().cells(), 5);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    pub(super) name: String,
    pub(super) unit: Unit,
    pub(super) basis: Option<String>,
    pub(super) years: Years,
    pub(super) base: Year,
    pub(super) drift: Option<f64>,
    // What may be much is shared with copies: every forecast has one.
    pub(super) axes: Arc<Axes>,
    pub(super) claims: Arc<[Claim]>,
    pub(super) measured: Arc<[Measured]>,
    pub(super) shares: Vec<StatedShares>,
    pub(super) growth: Vec<OnScope<Growth>>,
    pub(super) mix: Vec<OnScope<f64>>,
    pub(super) firmness: Firmness,
    pub(super) assumptions: Vec<Assumption>,
}

impl Market {
    /// The longest horizon.
    pub const MAX_YEARS: usize = 500;
    /// The most cells: the product of the members of all axes.
    pub const MAX_CELLS: usize = 500_000;
    /// The most numbers: cells times years, 160 MB of them.
    pub const MAX_NUMBERS: usize = 20_000_000;

    /// Starts to state a market.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Unit, Years};
    ///
    /// let builder = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?);
    /// assert_eq!(builder.claim(Claim::value("8.1", 2019)).build()?.name(), "Example");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn builder(name: impl Into<String>, unit: Unit, years: Years) -> MarketBuilder {
        MarketBuilder::new(name.into(), unit, years)
    }

    /// What the market is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is counted, and at which scale.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// assert_eq!(market.unit().to_string(), "USD billion");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// What the money is worth, where it was stated.
    #[must_use]
    pub fn basis(&self) -> Option<&str> {
        self.basis.as_deref()
    }

    /// The years of the model.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// assert_eq!(market.years().to_string(), "2019 to 2026");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn years(&self) -> Years {
        self.years
    }

    /// The year in which shares hold and after which everything is forecast.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// assert_eq!(market.base().number(), 2019);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn base(&self) -> Year {
        self.base
    }

    /// The axes.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// assert_eq!(market.axes().members(Axis::REGION)?, ["Americas", "Europe", "Asia"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn axes(&self) -> &Axes {
        &self.axes
    }

    /// The claims in the order in which they were stated.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// assert_eq!(market.claims()[2].to_string(), "growth 2019 to 2026: 5.2% (Example)");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The assumptions in the order in which they were stated; defaults are not among them.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// assert_eq!(market.assumptions()[0].to_string(), "shares of region");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// The claims, resolved.
    pub(crate) fn measured(&self) -> &[Measured] {
        &self.measured
    }

    /// The position of the base year.
    pub(crate) fn base_index(&self) -> usize {
        self.base.since(self.years.first()) as usize
    }

    pub(crate) fn stated_shares(&self) -> &[StatedShares] {
        &self.shares
    }

    pub(crate) fn growth_rules(&self) -> &[OnScope<Growth>] {
        &self.growth
    }

    pub(crate) fn mix_rules(&self) -> &[OnScope<f64>] {
        &self.mix
    }

    /// How firmly what is assumed beside shares is held.
    pub(crate) fn widths(&self) -> Widths {
        self.firmness.widths()
    }

    /// What is stated about how firmly assumptions are held.
    pub(crate) fn stated_firmness(&self) -> &Firmness {
        &self.firmness
    }

    /// The drift, where it is stated.
    pub(crate) fn stated_drift(&self) -> Option<f64> {
        self.drift
    }

    /// How freely growth may differ from what is assumed: what the variance of a year's growth is multiplied by. As stated,
    /// else 1; below 0.01 it counts as 0.01.
    ///
    /// ```
    /// # use market_outlook::{Headline, Market, Unit, Years};
    /// let headline = Headline::new("8.1", 2019, "11.6", 2026);
    /// let builder = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?).claims(headline);
    /// assert_eq!(builder.clone().build()?.drift(), 1.0);
    /// assert_eq!(builder.drift(0.5).build()?.drift(), 0.5);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn drift(&self) -> f64 {
        self.drift.unwrap_or(1.0)
    }
}
