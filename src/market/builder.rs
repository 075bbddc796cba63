//! Stating a market, and checking it as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Market;
use super::assumption::{Assumption, AssumptionKind, OnScope, StatedShares};
use super::firmness::{Firmness, ShareSd};
use super::measured::{Measured, What};
use super::stated::{StatedClaim, place_of};
use crate::claim::Claim;
use crate::error::{Error, ErrorKind};
use crate::growth::Growth;
use crate::space::{Axes, Axis, Dimension, Scope};
use crate::value::{Share, Unit, Year, Years};

/// A market as stated so far; [`MarketBuilder::build`] checks it.
///
/// ```
/// use market_outlook::{Claim, Market, MarketBuilder, Unit, Years};
///
/// let builder: MarketBuilder = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?);
/// let market = builder.claim(Claim::value("8.1", 2019)).claim(Claim::value("11.6", 2026)).build()?;
/// assert_eq!(market.claims().len(), 2);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct MarketBuilder {
    name: String,
    unit: Unit,
    basis: Option<String>,
    years: Years,
    base: Option<Year>,
    drift: Option<f64>,
    dimensions: Vec<Dimension>,
    claims: Vec<StatedClaim>,
    assumptions: Vec<Assumption>,
    firmness: Firmness,
    faults: Vec<Error>,
}

impl MarketBuilder {
    pub(super) fn new(name: String, unit: Unit, years: Years) -> Self {
        let (basis, base, drift) = (None, None, None);
        Self {
            name,
            unit,
            basis,
            years,
            base,
            drift,
            dimensions: Vec::new(),
            claims: Vec::new(),
            assumptions: Vec::new(),
            firmness: Firmness::default(),
            faults: Vec::new(),
        }
    }

    /// What the money is worth: nominal, constant 2019 prices, not stated.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Unit, Years};
    ///
    /// let builder = Market::builder("Example", Unit::USD_BILLION, Years::new(2018, 2026)?).claim(Claim::value("8.1", 2019));
    /// assert_eq!(builder.basis("constant 2019 prices").build()?.basis(), Some("constant 2019 prices"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn basis(mut self, basis: impl Into<String>) -> Self {
        self.basis = Some(basis.into());
        self
    }

    /// The year in which shares hold and after which everything is forecast; the first year unless stated.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Unit, Year, Years};
    ///
    /// let builder = Market::builder("Example", Unit::USD_BILLION, Years::new(2018, 2026)?).claim(Claim::value("8.1", 2019));
    /// assert_eq!(builder.clone().build()?.base(), Year::from(2018));
    /// assert_eq!(builder.base(2019).build()?.base(), Year::from(2019));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn base(mut self, year: impl Into<Year>) -> Self {
        self.base = Some(year.into());
        self
    }

    /// How freely growth may differ from what is assumed: what the variance of a year's growth is multiplied by, 1 unless
    /// stated.
    ///
    /// The smaller it is, the more of what surprises in a later figure is taken for level and moves all years alike, the base
    /// year with them; the larger, the more is taken for growth on the way there. Below 0.01 it counts as 0.01: growth that
    /// cannot vary at all would leave some claims without numbers that meet them.
    ///
    /// Here half of 100 is assumed for Asia, without growth, and 80 is printed two years later.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Error, Growth, Market, Rate, Scope, Unit, Years};
    ///
    /// let asia_in_2019 = |drift: f64| -> Result<String, Error> {
    ///     let forecast = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///         .axis(Axis::REGION, ["Europe", "Asia"])
    ///         .claims([Claim::value("100", 2019), Claim::value("80", 2021).of(Scope::of(Axis::REGION, "Asia"))])
    ///         .assume_shares(Axis::REGION, [0.5, 0.5])
    ///         .assume_growth(Scope::all(), Growth::compound(Rate::ZERO))
    ///         .drift(drift)
    ///         .build()?
    ///         .forecast()?;
    ///     let asia = forecast.number(&Scope::of(Axis::REGION, "Asia"), 2019)?;
    ///     Ok(format!("{:.0}", asia.value))
    /// };
    /// assert_eq!([asia_in_2019(0.0)?, asia_in_2019(1.0)?, asia_in_2019(10.0)?], ["78", "57", "51"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn drift(mut self, drift: f64) -> Self {
        self.drift = Some(drift);
        self
    }

    /// An axis with its members in display order.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Market, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    ///     .axis("channel", ["Online", "Retail"])
    ///     .claim(Claim::value("8.1", 2019))
    ///     .build()?;
    /// assert_eq!(market.axes().cells(), 6);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn axis<M: Into<String>>(self, axis: impl Into<Axis>, members: impl IntoIterator<Item = M>) -> Self {
        self.dimension(Dimension::new(axis, members))
    }

    /// An axis with members and groups.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Dimension, Market, Scope, Unit, Years};
    ///
    /// let region = Dimension::new(Axis::REGION, ["Americas", "Europe", "Africa"]).group("EMEA", ["Europe", "Africa"]);
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .dimension(region)
    ///     .claim(Claim::value("3.1", 2019).of(Scope::of(Axis::REGION, "EMEA")))
    ///     .build()?;
    /// assert_eq!(market.axes().groups(Axis::REGION)?[0].name(), "EMEA");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn dimension(mut self, dimension: Dimension) -> Self {
        self.dimensions.push(dimension);
        self
    }

    /// A published figure.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Unit, Years};
    ///
    /// let builder = Market::builder("Example", Unit::USD_BILLION, Years::new(2018, 2026)?).claim(Claim::value("8.1", 2019));
    /// assert_eq!(builder.claim(Claim::value("11.6", 2026)).build()?.claims().len(), 2);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim.into());
        self
    }

    /// Published figures: a headline, or any list of claims.
    #[must_use]
    pub fn claims(mut self, claims: impl IntoIterator<Item = Claim>) -> Self {
        self.claims.extend(claims.into_iter().map(StatedClaim::from));
        self
    }

    /// An assumption, with a note where one is due.
    ///
    /// ```
    /// use market_outlook::{Assumption, Axis, Claim, Market, Unit, Years};
    ///
    /// let shares = Assumption::shares(Axis::PRODUCT, [72.0, 28.0]).note("illustrative");
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::PRODUCT, ["Software", "Services"])
    ///     .claim(Claim::value("8.1", 2019))
    ///     .assume(shares)
    ///     .build()?;
    /// assert_eq!(market.assumptions()[0].stated_note(), Some("illustrative"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn assume(mut self, assumption: Assumption) -> Self {
        self.assumptions.push(assumption);
        self
    }

    /// Base-year shares of an axis, one for each member in display order: fractions of 1 or percentages of 100.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Market, Unit, Years};
    ///
    /// let error = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::PRODUCT, ["Software", "Services"])
    ///     .claim(Claim::value("8.1", 2019))
    ///     .assume_shares(Axis::PRODUCT, [0.72, 0.31])
    ///     .build()
    ///     .unwrap_err();
    /// assert!(error.to_string().starts_with("product shares sum to 1.03, expected 1 within"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn assume_shares(self, axis: impl Into<Axis>, shares: impl IntoIterator<Item = f64>) -> Self {
        self.assume(Assumption::shares(axis, shares))
    }

    /// How a scope grows.
    ///
    /// ```
    /// use market_outlook::{Claim, Growth, Market, Rate, Scope, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .claim(Claim::value("8.1", 2019))
    ///     .assume_growth(Scope::all(), Growth::compound(Rate::percent(5.2)))
    ///     .build()?;
    /// assert_eq!(market.forecast()?.cagr()?.to_string(), "5.2%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn assume_growth(self, scope: Scope, growth: Growth) -> Self {
        self.assume(Assumption::growth(scope, growth))
    }

    /// A weight on the inside of the table, which leaves stated shares alone; 0 means structurally empty.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Market, Scope, Unit, Years};
    ///
    /// let blocked = Scope::of(Axis::REGION, "Antarctica").and(Axis::PRODUCT, "Services");
    /// let forecast = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::REGION, ["Europe", "Antarctica"])
    ///     .axis(Axis::PRODUCT, ["Software", "Services"])
    ///     .claim(Claim::value("8.1", 2019))
    ///     .assume_mix(blocked.clone(), 0.0)
    ///     .build()?
    ///     .forecast()?;
    /// assert_eq!(forecast.number(&blocked, 2026)?.value, 0.0);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn assume_mix(self, scope: Scope, weight: f64) -> Self {
        self.assume(Assumption::mix(scope, weight))
    }

    /// How firmly the shares stated for an axis are held; to 20 % of each unless stated.
    ///
    /// Where printed figures speak against several assumptions, those held least firmly give way most.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Market, ShareSd, Unit, Years};
    ///
    /// let error = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::REGION, ["Europe", "Asia"])
    ///     .axis(Axis::PRODUCT, ["Software", "Services"])
    ///     .claim(Claim::value("8.1", 2019))
    ///     .assume_shares(Axis::PRODUCT, [72.0, 28.0])
    ///     .share_sd(Axis::PRODUCT, ShareSd::Percent(0.0))
    ///     .share_sd(Axis::REGION, ShareSd::Printed)
    ///     .build()
    ///     .unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the sd of product shares in percent is 0, expected 0.0001 to 1000\n\
    ///      sd of shares: unknown axis with stated shares 'region', expected 'product'"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn share_sd(mut self, axis: impl Into<Axis>, sd: ShareSd) -> Self {
        self.firmness.shares.push((axis.into(), sd));
        self
    }

    /// The standard deviation of the market's size in the base year, as a part of it; 15 % unless stated.
    ///
    /// A part of a tenth of the market has 15 % / √0.1, so that parts which are unsure each on its own make a whole that
    /// is as unsure as stated.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Share, Unit, Years};
    ///
    /// let builder = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?).claim(Claim::value("8.1", 2019));
    /// assert!(builder.clone().level_width(Share::percent(30.0)).build().is_ok());
    /// assert!(builder.level_width(Share::percent(0.0)).build().is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn level_width(mut self, width: Share) -> Self {
        self.firmness.level = Some(width);
        self
    }

    /// The standard deviation of the market's growth in a year, as a part of its size; 10 % unless stated.
    ///
    /// Of parts as for [`level_width`](Self::level_width); [`drift`](Self::drift) multiplies its square.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Share, Unit, Years};
    ///
    /// let builder = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?).claim(Claim::value("8.1", 2019));
    /// assert!(builder.clone().drift_width(Share::percent(5.0)).build().is_ok());
    /// assert!(builder.drift_width(Share::percent(2000.0)).build().is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn drift_width(mut self, width: Share) -> Self {
        self.firmness.drift = Some(width);
        self
    }

    /// A claim together with what is wrong about how it was stated.
    #[cfg(feature = "serde")]
    pub(crate) fn stated_claim(mut self, claim: StatedClaim) -> Self {
        self.claims.push(claim);
        self
    }

    /// A fault that was met on the way here, to be reported with all others.
    #[cfg(feature = "serde")]
    pub(crate) fn fault(mut self, fault: Error) -> Self {
        self.faults.push(fault);
        self
    }

    /// Checks everything at once.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Market, Unit, Years};
    ///
    /// let error = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::REGION, ["Europe", "Europe"])
    ///     .claim(Claim::value("8,1", 2019))
    ///     .build()
    ///     .unwrap_err();
    /// assert_eq!(error.faults().count(), 2);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// All faults of the model: unknown names, years outside, numbers that cannot be, shares that do not sum,
    /// assumptions or exact claims that contradict each other, claims on empty slices, too many cells or years.
    pub fn build(self) -> Result<Market, Error> {
        let mut faults = self.faults();
        let axes = Axes::new(self.dimensions.iter().cloned()).unwrap_or_else(|fault| {
            faults.push(fault);
            Axes::lenient(&self.dimensions)
        });
        faults.extend(too_large(&axes, self.years));
        // Names can be looked up in faulty axes, but nothing can be computed over them.
        let sound = faults.is_empty();
        let mut market = Market {
            name: self.name,
            unit: self.unit,
            basis: self.basis,
            years: self.years,
            base: self.base.unwrap_or(self.years.first()),
            drift: self.drift,
            axes: Arc::new(axes),
            claims: Arc::default(),
            measured: Arc::default(),
            shares: Vec::new(),
            growth: Vec::new(),
            mix: Vec::new(),
            firmness: self.firmness,
            assumptions: self.assumptions,
        };
        let stated = self.claims.len();
        let positions = market.measure_claims(self.claims, &mut faults);
        market.check_exact_claims(&positions, &mut faults);
        if positions.len() == stated {
            market.check_sized(&mut faults);
        }
        market.take_assumptions(sound, &mut faults);
        market.firmness.hold(&market.axes, &mut market.shares);
        if sound {
            market.check_growth(&mut faults);
        }
        if faults.is_empty() {
            market.check_weights(&mut faults);
            market.check_empty_slices(&mut faults);
        }
        Error::none_of(faults)?;
        Ok(market)
    }

    fn faults(&self) -> Vec<Error> {
        let mut faults = self.faults.clone();
        if self.name.trim().is_empty() {
            let fault = ErrorKind::Empty { what: "the name of the market".into(), expected: "a name".into() };
            faults.push(in_market(fault, "name"));
        }
        if let Some(base) = self.base.filter(|base| !self.years.contains(*base)) {
            let fault = Error::from(ErrorKind::YearOutside { year: base, years: self.years });
            faults.push(fault.at("base").within("base").within("market"));
        }
        if let Some(drift) = self.drift.filter(|drift| !(*drift >= 0.0 && drift.is_finite())) {
            let expected = "a finite number, 0 or more".into();
            let fault = ErrorKind::Number { what: "drift".into(), found: drift, expected };
            faults.push(in_market(fault, "drift"));
        }
        faults.extend(self.firmness.faults(&self.assumptions));
        faults
    }
}

fn in_market(fault: ErrorKind, key: &str) -> Error {
    Error::from(fault).within(key).within("market")
}

fn too_large(axes: &Axes, years: Years) -> Vec<Error> {
    let count = |what: &str, found: usize, limit: usize| {
        (found > limit).then(|| ErrorKind::TooLarge { what: what.into(), found, limit })
    };
    let numbers = axes.cells().saturating_mul(years.len());
    let cells = [
        count("cells, the product of all members", axes.cells(), Market::MAX_CELLS),
        count("numbers, cells times years", numbers, Market::MAX_NUMBERS),
    ];
    let years = count("years of the horizon", years.len(), Market::MAX_YEARS);
    let years = years.map(|fault| in_market(fault, "years"));
    years
        .into_iter()
        .chain(cells.into_iter().flatten().map(|fault| Error::from(fault).within("axes")))
        .collect()
}

impl Market {
    /// Measures what can be measured and says where each of it stood.
    fn measure_claims(&mut self, claims: Vec<StatedClaim>, faults: &mut Vec<Error>) -> Vec<usize> {
        let (mut sound, mut all, mut positions) = (Vec::new(), Vec::new(), Vec::new());
        for (position, stated) in claims.into_iter().enumerate() {
            match stated.measure(position, &self.axes, self.years, &self.unit) {
                Ok((claim, measured)) => {
                    sound.push(claim);
                    all.push(measured);
                    positions.push(position);
                }
                Err(fault) => faults.push(fault),
            }
        }
        (self.claims, self.measured) = (sound.into(), all.into());
        positions
    }

    fn take_assumptions(&mut self, sound: bool, faults: &mut Vec<Error>) {
        let mut items: BTreeMap<&str, usize> = BTreeMap::new();
        for i in 0..self.assumptions.len() {
            let assumption = self.assumptions[i].clone();
            let next = items.entry(assumption.list()).or_default();
            let item = *next;
            *next += 1;
            // Positions say nothing where members are missing or stand twice.
            if !sound && matches!(assumption.kind, AssumptionKind::Shares { .. }) {
                continue;
            }
            if let Err(fault) = self.take(&assumption, item) {
                faults.extend(fault.faults().map(|fault| assumption.placed(fault, item)));
            }
        }
    }

    fn take(&mut self, assumption: &Assumption, item: usize) -> Result<(), Error> {
        let note = assumption.note.clone();
        match &assumption.kind {
            AssumptionKind::Shares { axis, shares } => {
                let stated = StatedShares::new(&self.axes, axis, shares)?;
                self.take_shares(axis, StatedShares { note, ..stated })?;
            }
            AssumptionKind::SharesByName { axis, shares } => {
                let stated = StatedShares::by_name(&self.axes, axis, shares)?;
                self.take_shares(axis, StatedShares { note, ..stated })?;
            }
            AssumptionKind::Growth { scope, growth } => {
                let cells = self.axes.select(scope).map_err(|fault| fault.within("where"))?;
                Error::none_of(growth.faults(self.years))?;
                self.growth.push(OnScope { scope: scope.clone(), cells, what: growth.clone(), note, item });
            }
            AssumptionKind::Mix { scope, weight } => {
                let cells = self.axes.select(scope).map_err(|fault| fault.within("where"))?;
                if !(*weight >= 0.0 && weight.is_finite()) {
                    let expected = "a finite number, 0 or more".into();
                    let fault = ErrorKind::Number { what: "the weight".into(), found: *weight, expected };
                    return Err(Error::from(fault).within("weight"));
                }
                self.mix.push(OnScope { scope: scope.clone(), cells, what: *weight, note, item });
            }
        }
        Ok(())
    }

    fn take_shares(&mut self, axis: &Axis, stated: StatedShares) -> Result<(), Error> {
        if self.shares.iter().any(|earlier| earlier.axis == stated.axis) {
            let what = "they are stated twice, expected each axis once".into();
            return Err(Error::from(ErrorKind::Contradiction { what }).in_key(axis.name()));
        }
        self.shares.push(stated);
        Ok(())
    }

    /// Growth and shares alone give no size.
    fn check_sized(&self, faults: &mut Vec<Error>) {
        let sized = |m: &&Measured| !m.compare && matches!(m.what, What::Value { .. } | What::Change { .. });
        if !self.measured.iter().filter(sized).any(|m| m.target != 0.0) {
            let expected = "at least one claim with the value of something above 0".into();
            let fault = ErrorKind::Empty { what: "the list of value claims".into(), expected };
            faults.push(Error::from(fault).within("claims"));
        }
    }

    /// `positions` are where the claims stood before faulty ones were left out.
    fn check_exact_claims(&self, positions: &[usize], faults: &mut Vec<Error>) {
        let exact: Vec<usize> = (0..self.measured.len())
            .filter(|&i| self.measured[i].is_exact() && !self.measured[i].compare)
            .collect();
        let mut sorted = exact.clone();
        sorted.sort_by(|&i, &j| {
            let key = |i: usize| (&self.measured[i].cells, self.measured[i].what.end());
            key(i).cmp(&key(j)).then(i.cmp(&j))
        });
        for pair in sorted.windows(2) {
            let (a, b) = (&self.measured[pair[0]], &self.measured[pair[1]]);
            if a.cells == b.cells && a.what == b.what && a.target != b.target {
                let what = format!(
                    "{} and {} are both exact and cannot both hold",
                    place_of(positions[pair[0]], &self.claims[pair[0]]),
                    place_of(positions[pair[1]], &self.claims[pair[1]])
                );
                let (later, figure) = (positions[pair[1]], self.claims[pair[1]].figure());
                let fault = Error::from(ErrorKind::Contradiction { what });
                faults.push(fault.within(figure.word()).within(later).within("claims"));
            }
        }
    }
}
