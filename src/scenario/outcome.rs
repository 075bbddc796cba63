//! One number of a forecast that scenarios are judged by.

use std::fmt;

use crate::error::{Error, ErrorKind};
use crate::forecast::{By, Forecast};
use crate::space::{Cube, Runs, Scope};
use crate::table::{Column, Measure, Table};
use crate::value::{Rate, Status, Year, Years};

/// One number of a forecast that scenarios are judged by: a size, a share, or growth.
///
/// ```
/// use market_outlook::{Axis, Claim, Market, Outcome, Scope, Unit, Years};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::REGION, ["Europe", "Asia"])
///     .claims([Claim::value("8.0", 2019), Claim::value("12.0", 2026)])
///     .assume_shares(Axis::REGION, [0.6, 0.4])
///     .build()?;
/// let forecast = market.forecast()?;
/// let outcomes = [Outcome::total(Scope::all(), 2026), Outcome::share(Scope::of(Axis::REGION, "Asia"), 2026)];
/// let found = outcomes.each_ref().map(|outcome| outcome.of(&forecast));
/// assert_eq!(format!("{:.1}, {:.2}", found[0].clone()?, found[1].clone()?), "12.0, 0.40");
/// assert_eq!(outcomes[1].to_string(), "share of region 'Asia' in 2026");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    scope: Scope,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Total { year: Year },
    Share { year: Year },
    Cagr { from: Year, to: Year },
}

impl Outcome {
    /// The size of a part of the market in a year, in the market's unit.
    ///
    /// ```
    /// use market_outlook::{Outcome, Scope};
    ///
    /// assert_eq!(Outcome::total(Scope::all(), 2026).to_string(), "the whole market in 2026");
    /// ```
    #[must_use]
    pub fn total(scope: Scope, year: impl Into<Year>) -> Self {
        Self { scope, kind: Kind::Total { year: year.into() } }
    }

    /// The part that a scope is of the forecast in a year, as a fraction of 1.
    ///
    /// ```
    /// use market_outlook::{Outcome, Scope};
    ///
    /// assert_eq!(Outcome::share(Scope::of("region", "Asia"), 2026).to_string(), "share of region 'Asia' in 2026");
    /// ```
    #[must_use]
    pub fn share(scope: Scope, year: impl Into<Year>) -> Self {
        Self { scope, kind: Kind::Share { year: year.into() } }
    }

    /// Compound annual growth of a part of the market between two years, as a fraction a year.
    ///
    /// ```
    /// use market_outlook::{Outcome, Scope};
    ///
    /// assert_eq!(Outcome::cagr(Scope::all(), 2019, 2026).to_string(), "growth of the whole market 2019–2026");
    /// ```
    #[must_use]
    pub fn cagr(scope: Scope, from: impl Into<Year>, to: impl Into<Year>) -> Self {
        Self { scope, kind: Kind::Cagr { from: from.into(), to: to.into() } }
    }

    /// The outcome of a forecast: a size in the market's unit, or a fraction.
    ///
    /// # Errors
    /// When the scope is unknown or empty here, a year is outside, or the number is not defined: growth from 0, a share of 0.
    pub fn of(&self, forecast: &Forecast) -> Result<f64, Error> {
        self.gauge(forecast)?.read(forecast.cube())
    }

    /// The outcome with its names looked up.
    pub(super) fn gauge(&self, forecast: &Forecast) -> Result<Gauge, Error> {
        let years = forecast.years();
        let times = match self.kind {
            Kind::Total { year } | Kind::Share { year } => (years.index(year)?, None),
            Kind::Cagr { from, to } => {
                let span = Years::new(from, to)?;
                if span.periods() == 0 {
                    return Err(ErrorKind::ZeroPeriods { year: span.first() }.into());
                }
                (years.index(from)?, Some(years.index(to)?))
            }
        };
        let cells = Runs::of(&forecast.select(&self.scope)?);
        let whole = matches!(self.kind, Kind::Share { .. }).then(|| Runs::of(forecast.cells()));
        Ok(Gauge { cells, whole, times, what: self.to_string() })
    }

    /// A table of what the outcome is about, for its title, unit, decimals, statuses and source lines.
    pub(super) fn frame(&self, forecast: &Forecast) -> Result<Table, Error> {
        forecast.within(&self.scope)?.by(By::total())
    }

    /// Where the outcome itself comes from.
    pub(super) fn status(&self, forecast: &Forecast) -> Result<Status, Error> {
        let at = |year: Year| Ok::<_, Error>(forecast.number(&self.scope, year)?.status);
        Ok(match self.kind {
            Kind::Total { year } => at(year)?,
            Kind::Share { year } => at(year)?.and(forecast.total_number(year)?.status),
            Kind::Cagr { from, to } => at(from)?.and(at(to)?),
        })
    }

    /// What a table of such outcomes measures.
    pub(super) fn measure(&self) -> Measure {
        match self.kind {
            Kind::Total { .. } => Measure::Value,
            Kind::Share { .. } => Measure::Share,
            Kind::Cagr { .. } => Measure::Cagr,
        }
    }

    /// The column of such outcomes.
    pub(super) fn column(&self, base: Year) -> Column {
        let column = |year: Year| if year <= base { Column::history(year) } else { Column::forecast(year) };
        match self.kind {
            Kind::Total { year } | Kind::Share { year } => column(year),
            Kind::Cagr { from, to } => column(to).since(from),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Total { year } => write!(f, "{} in {year}", self.scope),
            Kind::Share { year } => write!(f, "share of {} in {year}", self.scope),
            Kind::Cagr { from, to } => write!(f, "growth of {} {from}–{to}", self.scope),
        }
    }
}

/// An outcome ready to be read off numbers.
#[derive(Clone, Debug)]
pub(super) struct Gauge {
    cells: Runs,
    /// What a share is of.
    whole: Option<Runs>,
    times: (usize, Option<usize>),
    what: String,
}

impl Gauge {
    pub(super) fn read(&self, cube: &Cube) -> Result<f64, Error> {
        let (first, last) = self.times;
        let sums = cube.sum_in(&self.cells, first, last.unwrap_or(first));
        if let Some(last) = last {
            let periods = (last - first) as u32;
            return Ok(Rate::cagr(sums.0, sums.1, periods)
                .map_err(|fault| fault.at(self.what.as_str()))?
                .to_fraction());
        }
        let Some(whole) = &self.whole else { return Ok(sums.0) };
        let whole = cube.sum_in(whole, first, first).0;
        if whole == 0.0 {
            let (what, reason) = (self.what.clone(), "the whole is 0".into());
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        Ok(sums.0 / whole)
    }
}
