//! How a scope grows where nobody has printed its path.

use crate::error::{Error, ErrorKind};
use crate::value::{Rate, Year, Years};

/// A growth curve, 1 in the base year, or points a year on top of one.
///
/// ```
/// use market_outlook::{Growth, Rate};
///
/// let covid = Growth::stepwise([(2020, Rate::percent(-6.2)), (2021, Rate::percent(7.3))]);
/// let services = Growth::points_above_market(1.5);
/// # let _ = (covid, services);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Growth {
    /// The same rate every year, before the base year too.
    Compound(Rate),
    /// The same amount every year: the rate is of the base year's size; before the base year it compounds.
    Linear(Rate),
    /// A rate for each listed year, which holds until the next listed one; the first holds for all years before it.
    ///
    /// Years outside of those of the market are an error when it is built.
    Stepwise(Vec<(Year, Rate)>),
    /// Percentage points a year on top of the curve that a cell has otherwise.
    PointsAboveMarket(f64),
}

impl Growth {
    /// The same rate every year.
    ///
    /// ```
    /// use market_outlook::{Claim, Growth, Market, Rate, Scope, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2021)?)
    ///     .claim(Claim::value("100", 2019))
    ///     .assume_growth(Scope::all(), Growth::compound(Rate::percent(10.0)))
    ///     .build()?;
    /// assert_eq!(format!("{:.1?}", market.forecast()?.path()), "[100.0, 110.0, 121.0]");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn compound(rate: Rate) -> Self {
        Self::Compound(rate)
    }

    /// The same amount every year, stated as a rate of the base year's size.
    ///
    /// ```
    /// use market_outlook::{Claim, Growth, Market, Rate, Scope, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2021)?)
    ///     .claim(Claim::value("100", 2019))
    ///     .assume_growth(Scope::all(), Growth::linear(Rate::percent(10.0)))
    ///     .build()?;
    /// assert_eq!(format!("{:.1?}", market.forecast()?.path()), "[100.0, 110.0, 120.0]");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn linear(rate: Rate) -> Self {
        Self::Linear(rate)
    }

    /// Growth over the year before for each listed year; each holds until the next.
    ///
    /// ```
    /// use market_outlook::{Claim, Growth, Market, Rate, Scope, Unit, Years};
    ///
    /// let dip = Growth::stepwise([(2020, Rate::percent(-6.0)), (2021, Rate::percent(10.0))]);
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2022)?)
    ///     .claim(Claim::value("100", 2019))
    ///     .assume_growth(Scope::all(), dip)
    ///     .build()?;
    /// assert_eq!(format!("{:.1?}", market.forecast()?.path()), "[100.0, 94.0, 103.4, 113.7]");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn stepwise<Y: Into<Year>>(rates: impl IntoIterator<Item = (Y, Rate)>) -> Self {
        let mut rates: Vec<(Year, Rate)> =
            rates.into_iter().map(|(year, rate)| (year.into(), rate)).collect();
        rates.sort_by_key(|(year, _)| *year);
        Self::Stepwise(rates)
    }

    /// Percentage points a year on top of the curve that a cell has otherwise.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Growth, Market, Rate, Scope, Unit, Years};
    ///
    /// let forecast = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?)
    ///     .axis(Axis::REGION, ["Europe", "Asia"])
    ///     .claim(Claim::value("100", 2019))
    ///     .assume_shares(Axis::REGION, [0.5, 0.5])
    ///     .assume_growth(Scope::all(), Growth::compound(Rate::percent(4.0)))
    ///     .assume_growth(Scope::of(Axis::REGION, "Asia"), Growth::points_above_market(2.0))
    ///     .build()?
    ///     .forecast()?;
    /// let asia = forecast.within(&Scope::of(Axis::REGION, "Asia"))?;
    /// assert_eq!(format!("{:.1?}", asia.path()), "[50.0, 53.0]");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn points_above_market(points: f64) -> Self {
        Self::PointsAboveMarket(points)
    }

    /// What is wrong with it in a market of these years; the paths are those of a model file.
    pub(crate) fn faults(&self, years: Years) -> Vec<Error> {
        match self {
            Self::Compound(rate) => curve("compound", possible("growth in percent", *rate, "rate")),
            Self::Linear(rate) => curve("linear", possible("growth in percent", *rate, "rate")),
            Self::PointsAboveMarket(points) if points.is_finite() => Vec::new(),
            Self::PointsAboveMarket(points) => {
                let (what, expected) = ("points above the market".into(), "a finite number".into());
                let fault = ErrorKind::Number { what, found: *points, expected };
                vec![Error::from(fault).within("points")]
            }
            Self::Stepwise(rates) if rates.is_empty() => {
                let expected = "at least one year and rate".into();
                curve("stepwise", Some(ErrorKind::Empty { what: "a stepwise curve".into(), expected }.into()))
            }
            Self::Stepwise(rates) => curve("stepwise", step_faults(rates, years)),
        }
    }

    /// The keys under which a model file has it.
    pub(crate) fn place(&self) -> &'static [&'static str] {
        match self {
            Self::Compound(_) => &["curve", "compound", "rate"],
            Self::Linear(_) => &["curve", "linear", "rate"],
            Self::Stepwise(_) => &["curve", "stepwise"],
            Self::PointsAboveMarket(_) => &["points"],
        }
    }

    /// Growth over the year before, for every year after the first: `rates[k]` takes year `k` to year `k + 1`.
    pub(crate) fn yearly(&self, years: Years, base: Year) -> Vec<f64> {
        let pairs = years.iter().skip(1);
        match self {
            Self::Compound(rate) => pairs.map(|_| rate.to_fraction()).collect(),
            Self::Linear(rate) => {
                let rate = rate.to_fraction();
                pairs
                    .map(|year| {
                        let before = year.since(base) - 1;
                        if before < 0 { rate } else { rate / (1.0 + rate * before as f64) }
                    })
                    .collect()
            }
            Self::Stepwise(rates) => pairs
                .map(|year| {
                    let listed = rates.iter().rev().find(|(from, _)| *from <= year).or(rates.first());
                    listed.map_or(0.0, |(_, rate)| rate.to_fraction())
                })
                .collect(),
            Self::PointsAboveMarket(points) => pairs.map(|_| points / 100.0).collect(),
        }
    }
}

fn curve(name: &str, faults: impl IntoIterator<Item = Error>) -> Vec<Error> {
    faults.into_iter().map(|fault| fault.within(name).within("curve")).collect()
}

/// A rate that leaves nothing, or is none.
fn possible(what: &str, rate: Rate, key: &str) -> Option<Error> {
    let found = rate.to_percent();
    let bad = !(found.is_finite() && found >= -99.999);
    let fault = ErrorKind::Number { what: what.into(), found, expected: "a finite rate above -100%".into() };
    bad.then(|| Error::from(fault).within(key))
}

fn step_faults(rates: &[(Year, Rate)], years: Years) -> Vec<Error> {
    let twice = rates.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| {
        let name = pair[0].0.to_string();
        Error::from(ErrorKind::Duplicate { what: "year".into(), name: name.clone() }).in_key(&name)
    });
    let outside = rates
        .iter()
        .filter_map(|(year, _)| years.index(*year).err().map(|fault| fault.in_key(&year.to_string())));
    let bad = rates.iter().filter_map(|(year, rate)| {
        possible(&format!("growth in {year} in percent"), *rate, &year.to_string())
    });
    twice.chain(outside).chain(bad).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_adds_the_same_amount_every_year() {
        let years = Years::new(2018, 2022).unwrap();
        let mut level = 1.0;
        let path: Vec<f64> = Growth::linear(Rate::percent(10.0))
            .yearly(years, 2019.into())
            .iter()
            .skip(1)
            .map(|rate| {
                level *= 1.0 + rate;
                level
            })
            .collect();
        for (found, expected) in path.iter().zip([1.1, 1.2, 1.3]) {
            approx::assert_relative_eq!(*found, expected, max_relative = 1e-15);
        }
    }

    #[test]
    fn a_step_holds_until_the_next() {
        let years = Years::new(2018, 2023).unwrap();
        let growth = Growth::stepwise([(2022, Rate::percent(3.0)), (2020, Rate::percent(-6.0))]);
        assert_eq!(growth.yearly(years, 2019.into()), [-0.06, -0.06, -0.06, 0.03, 0.03]);
    }
}
