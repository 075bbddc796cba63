//! The numbers, where each comes from, and what was found on the way.

use std::sync::Arc;

use super::findings;
use super::prior::Prior;
use super::status::Facts;
use super::structure::Structure;
use super::system::System;
use super::triangulation::triangulate;
use crate::claim::{Finding, FindingKind, Reproduction};
use crate::error::{Error, ErrorKind};
use crate::market::Market;
use crate::space::{Axes, Cube, Scope, Selection};
use crate::table::{BASE, Number};
use crate::value::{Rate, Share, Status, Unit, Year, Years};

/// The forecast of a market, or of a part of it.
///
/// Cloning and slicing are cheap: the numbers are shared.
///
/// ```
/// use market_outlook::{Axis, Headline, Market, Scope, Unit, Years};
///
/// let market = Market::builder("CX personalization & optimization software", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::REGION, ["Americas", "Rest of world"])
///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research"))
///     .assume_shares(Axis::REGION, [0.49, 0.51])
///     .build()?;
/// let forecast = market.forecast()?;
/// assert_eq!(format!("{:.1}", forecast.total(2026)?), "11.6");
/// assert_eq!(forecast.cagr()?.to_string(), "5.2%");
/// let americas = forecast.within(&Scope::of(Axis::REGION, "Americas"))?;
/// assert_eq!(format!("{:.1}", americas.total(2019)?), "4.0");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    pub(super) solved: Arc<Solved>,
    /// What a scenario has made of the numbers, if one was applied.
    pub(super) case: Option<Arc<Case>>,
    pub(super) scope: Scope,
    pub(super) cells: Selection,
}

/// What a forecast and all its slices share.
#[derive(Debug, PartialEq)]
pub(super) struct Solved {
    pub(super) market: Market,
    pub(super) cube: Cube,
    /// For each claim of the market, in order.
    pub(super) reproductions: Vec<Reproduction>,
    pub(super) facts: Facts,
    pub(super) findings: Vec<Finding>,
}

/// The numbers of a forecast under a scenario.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    /// The scenario, or several that were applied one after another.
    pub(crate) name: String,
    pub(crate) cube: Cube,
    /// What the scenario assumes, a line of text for each source line to print.
    pub(crate) assumed: Vec<String>,
}

impl Case {
    /// What becomes of a forecast, which may be under another scenario already.
    pub(crate) fn after(forecast: &Forecast, name: &str, cube: Cube, assumed: Vec<String>) -> Self {
        let name = match forecast.scenario() {
            BASE => name.into(),
            earlier => format!("{earlier}, then {name}"),
        };
        let assumed = forecast.assumed_by_scenario().iter().cloned().chain(assumed).collect();
        Self { name, cube, assumed }
    }
}

impl Market {
    /// The numbers closest to the assumptions that honor every claim within its printed precision.
    ///
    /// Claims that contradict each other are findings, not errors: see [`Forecast::findings`] and [`Forecast::strict`].
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// let forecast = market.forecast()?;
    /// let printed = [2019, 2026].map(|year| forecast.total(year).map(|total| format!("{total:.1}")));
    /// assert_eq!(printed, [Ok("8.1".to_string()), Ok("11.6".to_string())]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When mix weights of 0 leave no room for the shares that are stated, or a number of the forecast is more than a
    /// number can hold.
    pub fn forecast(&self) -> Result<Forecast, Error> {
        let prior = Prior::new(self)?;
        let cells = Selection::all(&prior.lengths);
        let mut cube = prior.cube;
        finite(self, &cube, &prior.totals)?;
        let structure = Structure::new(self, &prior.classes);
        let system = System::new(self, &structure, &cube);
        let triangulated = triangulate(&system);
        let totals = cube.scale(system.scale, &triangulated.fitted.factors, &structure.groups.of_cell);
        finite(self, &cube, &totals)?;
        let mut conflicts: Vec<usize> = triangulated.clashes.iter().map(|clash| clash.claim).collect();
        conflicts.sort_unstable();
        let reproductions = findings::reproductions(self, &cube, &conflicts);
        let mut found = findings::conflicts(self, &triangulated.clashes, &reproductions);
        found.extend(findings::headlines(self, &triangulated.clashes, &reproductions));
        found.extend(prior.findings);
        let default = prior.classes.default.as_ref();
        found.extend(default.map(|default| findings::default_growth(default, &triangulated.clashes)));
        let whole = totals[self.base_index()];
        found.extend(findings::moved_assumptions(self, &cube, whole));
        found.extend(findings::strained(self, &cube, whole, &reproductions));
        found.extend(findings::comparisons(self, &reproductions));
        let facts = Facts::new(self, conflicts);
        let solved = Solved { market: self.clone(), cube, reproductions, facts, findings: found };
        Ok(Forecast { solved: Arc::new(solved), case: None, scope: Scope::all(), cells })
    }
}

/// Whether every cell is a number, and every year has a total.
fn finite(market: &Market, cube: &Cube, totals: &[f64]) -> Result<(), Error> {
    let Some(t) = totals.iter().position(|total| !total.is_finite()) else { return Ok(()) };
    let cell = (0..market.axes().cells()).find(|&cell| !cube.path(cell)[t].is_finite());
    let scope = cell.map_or_else(Scope::all, |cell| market.axes().scope_of(cell));
    let year = market.years().iter().nth(t).unwrap_or(market.years().last());
    let found = cell.map_or(totals[t], |cell| cube.path(cell)[t]);
    let what = format!("the size of {scope} in {year}");
    Err(ErrorKind::Number { what, found, expected: "a finite number".into() }.into())
}

impl Forecast {
    /// The same forecast, or an error when claims contradict each other.
    ///
    /// ```
    /// # use market_outlook::{Axis, Claim, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert!(forecast.strict().is_ok());
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?)
    ///     .claims([Claim::value("8.1", 2019), Claim::value("8.6", 2019)])
    ///     .build()?;
    /// assert!(market.forecast()?.strict().is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is a finding of the kind conflict or undecided.
    pub fn strict(self) -> Result<Self, Error> {
        let is_conflict = |f: &&Finding| matches!(f.kind(), FindingKind::Conflict | FindingKind::Undecided);
        let messages: Vec<String> =
            self.findings().iter().filter(is_conflict).map(|f| f.message().to_string()).collect();
        if messages.is_empty() { Ok(self) } else { Err(ErrorKind::Conflict { messages }.into()) }
    }

    /// The part of this forecast that lies in a scope.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Scope, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// let europe = forecast.within(&Scope::of(Axis::REGION, "Europe"))?;
    /// assert_eq!(format!("{:.2}", europe.total(2019)? / forecast.total(2019)?), "0.30");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the scope names something unknown, or has nothing in common with this forecast.
    pub fn within(&self, scope: &Scope) -> Result<Self, Error> {
        let cells = self.select(scope)?;
        let scope = scope.terms().fold(self.scope.clone(), |both, (axis, name)| both.and(axis, name));
        Ok(Self { scope, cells, ..self.clone() })
    }

    /// The market that was forecast.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert_eq!(forecast.market().name(), "Example");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn market(&self) -> &Market {
        &self.solved.market
    }

    /// The part of the market that this forecast is of.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Scope, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// let europe = Scope::of(Axis::REGION, "Europe");
    /// assert!(forecast.scope().is_all());
    /// assert_eq!(forecast.within(&europe)?.scope(), &europe);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The scenario that was applied; "Base" is the forecast itself.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// assert_eq!(market.forecast()?.scenario(), "Base");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn scenario(&self) -> &str {
        self.case.as_ref().map_or(BASE, |case| &case.name)
    }

    /// The years.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert_eq!(forecast.years().len(), 8);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn years(&self) -> Years {
        self.market().years()
    }

    /// The unit of all values.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        self.market().unit()
    }

    /// The axes.
    #[must_use]
    pub fn axes(&self) -> &Axes {
        self.market().axes()
    }

    /// What was found on the way: conflicts, defaults that stand in for assumptions, assumptions that had to move.
    ///
    /// ```
    /// use market_outlook::{Axis, Headline, Market, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::REGION, ["Americas", "Europe"])
    ///     .claims(Headline::new("8.1", 2019, "11.6", 2026))
    ///     .build()?;
    /// let forecast = market.forecast()?;
    /// let messages: Vec<&str> = forecast.findings().iter().map(|finding| finding.message()).collect();
    /// assert_eq!(messages[0], "shares by region are equal, 1 in 2 each, because none are stated");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.solved.findings
    }

    /// Every claim of the market beside what the forecast makes of it, in the order of [`Market::claims`].
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// for one in forecast.reproductions() {
    ///     assert!(one.residual().abs() <= 1.0, "{} comes to {}", one.text, one.reproduced);
    /// }
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn reproductions(&self) -> &[Reproduction] {
        &self.solved.reproductions
    }

    /// The value of everything in a year, in the market's unit.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert_eq!(format!("{:.1}", forecast.total(2026)?), "11.6");
    /// assert_eq!(forecast.total(2040).unwrap_err().to_string(), "year 2040 is outside the forecast (2019 to 2026)");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the year is outside.
    pub fn total(&self, year: impl Into<Year>) -> Result<f64, Error> {
        let t = self.years().index(year.into())?;
        Ok(self.cube().sum(&self.cells)[t])
    }

    /// The value of everything in a year and where it comes from.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// let statuses = [2019, 2022].map(|year| forecast.total_number(year).map(|number| number.status.as_str()));
    /// assert_eq!(statuses, [Ok("published"), Ok("interpolated")]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the year is outside.
    pub fn total_number(&self, year: impl Into<Year>) -> Result<Number, Error> {
        let t = self.years().index(year.into())?;
        Ok(Number {
            value: self.cube().sum(&self.cells)[t],
            status: self.statuses_of(std::slice::from_ref(&self.cells))[t],
        })
    }

    /// The value of a part in a year, in the market's unit, and where it comes from.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Scope, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// let europe = forecast.number(&Scope::of(Axis::REGION, "Europe"), 2026)?;
    /// assert_eq!(format!("{:.1}, {}", europe.value, europe.status), "3.5, assumed");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the scope is unknown or empty here, or the year is outside.
    pub fn number(&self, scope: &Scope, year: impl Into<Year>) -> Result<Number, Error> {
        self.within(scope)?.total_number(year)
    }

    /// The values of everything, year by year, in the market's unit.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// let path = forecast.path();
    /// assert_eq!((path.len(), path[7]), (8, forecast.total(2026)?));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> Vec<f64> {
        self.cube().sum(&self.cells)
    }

    /// The part that a scope is of this forecast in a year.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Scope, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// let europe = Scope::of(Axis::REGION, "Europe");
    /// assert_eq!(forecast.share(&europe, 2019)?.to_string(), "30.0%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the scope is unknown or empty here, the year is outside, or everything is 0 in it.
    pub fn share(&self, scope: &Scope, year: impl Into<Year>) -> Result<Share, Error> {
        let year = year.into();
        let (part, whole) = (self.within(scope)?.total(year)?, self.total(year)?);
        if whole == 0.0 {
            let reason = format!("{} is 0 in {year}", self.scope);
            return Err(ErrorKind::Undefined { what: format!("the share of {scope}"), reason }.into());
        }
        Ok(Share::fraction(part / whole))
    }

    /// Compound annual growth of everything from the first year to the last.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert_eq!(format!("{:.2}", forecast.cagr()?), "5.21%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is only one year, or the first value is 0.
    pub fn cagr(&self) -> Result<Rate, Error> {
        self.growth(self.years().first(), self.years().last())
    }

    /// Compound annual growth of everything from one year to another.
    ///
    /// ```
    /// # use market_outlook::{Axis, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert_eq!(forecast.growth(2021, 2024)?.to_string(), "5.2%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a year is outside, the years run backwards or are the same, or the first value is 0.
    pub fn growth(&self, from: impl Into<Year>, to: impl Into<Year>) -> Result<Rate, Error> {
        let span = Years::new(from, to)?;
        Rate::cagr(self.total(span.first())?, self.total(span.last())?, span.periods())
    }

    /// The numbers, under the scenario if one was applied.
    pub(crate) fn cube(&self) -> &Cube {
        self.case.as_ref().map_or(&self.solved.cube, |case| &case.cube)
    }

    /// The cells that this forecast is of.
    pub(crate) fn cells(&self) -> &Selection {
        &self.cells
    }

    /// What the scenarios applied so far assume.
    pub(crate) fn assumed_by_scenario(&self) -> &[String] {
        self.case.as_ref().map_or(&[], |case| &case.assumed)
    }

    /// The same part of the market with other numbers for all of it.
    ///
    /// # Errors
    /// When a total is more than a number can hold.
    pub(crate) fn under(&self, case: Case) -> Result<Self, Error> {
        let whole = Selection::all(&self.axes().lengths());
        finite(self.market(), &case.cube, &case.cube.sum(&whole))?;
        Ok(Self { case: Some(Arc::new(case)), ..self.clone() })
    }

    /// For each year whether a scenario has changed the sum of these cells, by more than round-off.
    pub(super) fn changed(&self, cells: &Selection) -> Option<Vec<bool>> {
        const ROUND_OFF: f64 = 1e-12;
        let case = self.case.as_ref()?;
        let pairs = case.cube.sum(cells).into_iter().zip(self.solved.cube.sum(cells));
        Some(pairs.map(|(now, before)| (now - before).abs() > ROUND_OFF * before).collect())
    }

    /// The cells of a scope that are also in this forecast.
    pub(crate) fn select(&self, scope: &Scope) -> Result<Selection, Error> {
        let cells = self.axes().select(scope)?.intersect(&self.cells);
        if cells.is_empty() {
            let reason = format!("it has nothing in common with {}", self.scope);
            return Err(ErrorKind::EmptySlice { scope: scope.to_string(), reason }.into());
        }
        Ok(cells)
    }

    /// Whether a claim that is imposed holds.
    pub(crate) fn holds(&self, claim: usize) -> bool {
        self.solved.facts.holds(claim)
    }

    /// The claims that are imposed and hold, by their positions.
    pub(crate) fn honored(&self) -> impl Iterator<Item = usize> {
        let imposed = self.market().measured().iter().enumerate().filter(|(_, m)| !m.compare);
        imposed.map(|(claim, _)| claim).filter(|&claim| self.holds(claim))
    }

    /// Where the sums over cells come from in the forecast itself: rows × years.
    pub(super) fn statuses_without_scenario(&self, rows: &[Selection]) -> Vec<Status> {
        self.solved.facts.statuses(rows)
    }

    /// The same under the scenario, given what they are without it.
    pub(super) fn under_scenario(&self, rows: &[Selection], mut statuses: Vec<Status>) -> Vec<Status> {
        for (statuses, cells) in statuses.chunks_exact_mut(self.years().len()).zip(rows) {
            for (status, changed) in statuses.iter_mut().zip(self.changed(cells).unwrap_or_default()) {
                if changed {
                    *status = Status::Scenario;
                }
            }
        }
        statuses
    }

    /// Where the sums over cells come from: rows × years.
    pub(super) fn statuses_of(&self, rows: &[Selection]) -> Vec<Status> {
        self.under_scenario(rows, self.statuses_without_scenario(rows))
    }
}
