//! Growth in other prices and other currencies.

use super::Rate;
use crate::error::Error;

/// The order in which growth in one currency and its prices becomes growth in another at constant prices.
///
/// The two orders need different price indices and give different answers,
/// unless exchange rates follow purchasing power exactly; so each carries the rates it needs.
///
/// ```
/// use market_outlook::{Rate, Real};
///
/// let local = Rate::percent(12.0);
/// let at_home = Real::DeflateThenConvert { inflation: Rate::percent(8.0) };
/// let abroad = Real::ConvertThenDeflate {
///     appreciation: Rate::percent(-4.0),
///     inflation: Rate::percent(2.0),
/// };
/// assert_eq!(format!("{:.2}", at_home.of(local)?), "3.70%");
/// assert_eq!(format!("{:.2}", abroad.of(local)?), "5.41%");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Real {
    /// Take out local inflation, then convert at the exchange rate of one fixed year, which changes no growth.
    DeflateThenConvert {
        /// Inflation in the local currency.
        inflation: Rate,
    },
    /// Convert at each year's exchange rate, then take out the inflation of the other currency.
    ConvertThenDeflate {
        /// Appreciation of the local currency against the other one.
        appreciation: Rate,
        /// Inflation in the other currency.
        inflation: Rate,
    },
}

impl Real {
    /// Real growth in the other currency, from nominal growth in the local one.
    ///
    /// ```
    /// use market_outlook::{Rate, Real};
    ///
    /// let order = Real::DeflateThenConvert { inflation: Rate::percent(25.0) };
    /// assert_eq!(order.of(Rate::percent(50.0))?, Rate::percent(20.0));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the growth is below −100 %, inflation or appreciation is −100 % or less, or one is not finite or too large
    /// for a number.
    pub fn of(self, nominal: Rate) -> Result<Rate, Error> {
        match self {
            Real::DeflateThenConvert { inflation } => nominal.to_real(inflation),
            Real::ConvertThenDeflate { appreciation, inflation } => {
                nominal.to_foreign(appreciation)?.to_real(inflation)
            }
        }
    }
}

impl Rate {
    /// Growth at constant prices, from growth at current ones: `(1 + g)/(1 + inflation) − 1`.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// let real = Rate::percent(5.2).to_real(Rate::percent(2.0))?;
    /// assert_eq!(format!("{real:.2}"), "3.14%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the growth is below −100 %, inflation is −100 % or less, or one is not finite or too large
    /// for a number.
    pub fn to_real(self, inflation: Rate) -> Result<Self, Error> {
        self.without(inflation, "inflation in percent")
    }

    /// Growth at current prices, from growth at constant ones: `(1 + g)(1 + inflation) − 1`,
    /// the opposite of [`Rate::to_real`].
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// assert_eq!(Rate::percent(20.0).to_nominal(Rate::percent(25.0))?, Rate::percent(50.0));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the growth is below −100 %, inflation is −100 % or less, or one is not finite or too large
    /// for a number.
    pub fn to_nominal(self, inflation: Rate) -> Result<Self, Error> {
        self.with(inflation, "inflation in percent")
    }

    /// Growth in a foreign currency, from growth in the local one: `(1 + g)(1 + appreciation) − 1`,
    /// appreciation being that of the local currency against the foreign one.
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// // 10 % growth in euros, while the euro loses 5 % against the dollar: 4.5 % in dollars.
    /// let dollars = Rate::percent(10.0).to_foreign(Rate::percent(-5.0))?;
    /// assert_eq!(format!("{dollars:.2}"), "4.50%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the growth is below −100 %, appreciation is −100 % or less, or one is not finite or too large
    /// for a number.
    pub fn to_foreign(self, appreciation: Rate) -> Result<Self, Error> {
        self.with(appreciation, "appreciation in percent")
    }

    /// Growth in the local currency, from growth in a foreign one: `(1 + g)/(1 + appreciation) − 1`,
    /// the opposite of [`Rate::to_foreign`].
    ///
    /// ```
    /// use market_outlook::Rate;
    ///
    /// let euros = Rate::percent(4.5).to_local(Rate::percent(-5.0))?;
    /// assert_eq!(format!("{euros:.2}"), "10.00%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the growth is below −100 %, appreciation is −100 % or less, or one is not finite or too large
    /// for a number.
    pub fn to_local(self, appreciation: Rate) -> Result<Self, Error> {
        self.without(appreciation, "appreciation in percent")
    }

    fn with(self, other: Rate, what: &str) -> Result<Self, Error> {
        let growth = self.possible("the growth rate in percent")?.to_fraction();
        let other = other.reversible(what)?.to_fraction();
        Rate::fraction(growth + other + growth * other).finite("the growth rate in percent")
    }

    fn without(self, other: Rate, what: &str) -> Result<Self, Error> {
        let growth = self.possible("the growth rate in percent")?.to_fraction();
        let other = other.reversible(what)?.to_fraction();
        Rate::fraction((growth - other) / (1.0 + other)).finite("the growth rate in percent")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_rates_are_named() {
        let (growth, gone) = (Rate::percent(5.2), Rate::percent(-100.0));
        for (error, expected) in [
            (growth.to_real(gone), "inflation in percent is -100, expected a finite number above -100"),
            (growth.to_foreign(gone), "appreciation in percent is -100"),
            (Rate::percent(-101.0).to_nominal(growth), "the growth rate in percent is -101"),
            (growth.to_local(Rate::percent(f64::NAN)), "appreciation in percent is NaN"),
            (Rate::fraction(1e200).to_nominal(Rate::fraction(1e200)), "the growth rate in percent is inf"),
        ] {
            let error = error.unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert_eq!(gone.to_real(growth).unwrap(), gone);
    }
}
