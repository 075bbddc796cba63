//! Stating a market, and checking it as a whole.

use super::Market;
use super::assumption::{Assumption, Kind, OnScope, StatedShares};
use super::measured::{Measured, What};
use crate::claim::Claim;
use crate::error::{Error, ErrorKind};
use crate::growth::Growth;
use crate::space::{Axes, Axis, Dimension, Scope};
use crate::value::{Unit, Year, Years};

/// A market as stated so far; [`MarketBuilder::build`] checks it.
#[derive(Clone, Debug)]
pub struct MarketBuilder {
    name: String,
    unit: Unit,
    basis: Option<String>,
    years: Years,
    base: Option<Year>,
    drift: Option<f64>,
    dimensions: Vec<Dimension>,
    claims: Vec<Claim>,
    assumptions: Vec<Assumption>,
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
        }
    }

    /// What the money is worth: nominal, constant 2019 prices, not stated.
    #[must_use]
    pub fn basis(mut self, basis: impl Into<String>) -> Self {
        self.basis = Some(basis.into());
        self
    }

    /// The year in which shares hold and after which everything is forecast; the first year unless stated.
    #[must_use]
    pub fn base(mut self, year: impl Into<Year>) -> Self {
        self.base = Some(year.into());
        self
    }

    /// How much of a later claim's surprise is growth rather than level: 0 all level, 1 mostly growth.
    #[must_use]
    pub fn drift(mut self, drift: f64) -> Self {
        self.drift = Some(drift);
        self
    }

    /// An axis with its members in display order.
    #[must_use]
    pub fn axis<M: Into<String>>(self, axis: impl Into<Axis>, members: impl IntoIterator<Item = M>) -> Self {
        self.dimension(Dimension::new(axis, members))
    }

    /// An axis with members and groups.
    #[must_use]
    pub fn dimension(mut self, dimension: Dimension) -> Self {
        self.dimensions.push(dimension);
        self
    }

    /// A published figure.
    #[must_use]
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim);
        self
    }

    /// Published figures: a headline, or any list of claims.
    #[must_use]
    pub fn claims(mut self, claims: impl IntoIterator<Item = Claim>) -> Self {
        self.claims.extend(claims);
        self
    }

    /// An assumption, with a note where one is due.
    #[must_use]
    pub fn assume(mut self, assumption: Assumption) -> Self {
        self.assumptions.push(assumption);
        self
    }

    /// Base-year shares of an axis, one for each member in display order: fractions of 1 or percentages of 100.
    #[must_use]
    pub fn assume_shares(self, axis: impl Into<Axis>, shares: impl IntoIterator<Item = f64>) -> Self {
        self.assume(Assumption::shares(axis, shares))
    }

    /// How a scope grows.
    #[must_use]
    pub fn assume_growth(self, scope: Scope, growth: Growth) -> Self {
        self.assume(Assumption::growth(scope, growth))
    }

    /// A weight on the inside of the table, which leaves stated shares alone; 0 means structurally empty.
    #[must_use]
    pub fn assume_mix(self, scope: Scope, weight: f64) -> Self {
        self.assume(Assumption::mix(scope, weight))
    }

    /// Checks everything at once.
    ///
    /// # Errors
    /// All faults of the model: unknown names, years outside, numbers that cannot be, shares that do not sum,
    /// assumptions or exact claims that contradict each other, claims on empty slices, too many cells or years.
    pub fn build(self) -> Result<Market, Error> {
        let mut faults = self.faults();
        let axes = match Axes::new(self.dimensions.iter().cloned()) {
            Ok(axes) => axes,
            Err(fault) => {
                faults.push(fault);
                return Err(Error::several(flat(faults)));
            }
        };
        faults.extend(too_large(&axes, self.years));
        Error::none_of(flat(std::mem::take(&mut faults)))?;
        let mut market = Market {
            name: self.name,
            unit: self.unit,
            basis: self.basis,
            years: self.years,
            base: self.base.unwrap_or(self.years.first()),
            drift: self.drift,
            axes,
            claims: self.claims,
            measured: Vec::new(),
            shares: Vec::new(),
            growth: Vec::new(),
            mix: Vec::new(),
            assumptions: self.assumptions,
        };
        market.measure_claims(&mut faults);
        market.take_assumptions(&mut faults);
        if faults.is_empty() {
            market.check_whole(&mut faults);
        }
        Error::none_of(flat(faults))?;
        Ok(market)
    }

    fn faults(&self) -> Vec<Error> {
        let mut faults: Vec<Error> = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(
                ErrorKind::Empty { what: "the name of the market".into(), expected: "a name".into() }.into(),
            );
        }
        if let Some(base) = self.base.filter(|base| !self.years.contains(*base)) {
            faults.push(Error::from(ErrorKind::YearOutside { year: base, years: self.years }).at("base"));
        }
        if let Some(drift) = self.drift.filter(|drift| !(*drift >= 0.0 && drift.is_finite())) {
            let expected = "a finite number, 0 or more".into();
            faults.push(ErrorKind::Number { what: "drift".into(), found: drift, expected }.into());
        }
        faults
    }
}

/// One flat list: a fault that holds several becomes those.
fn flat(faults: Vec<Error>) -> Vec<Error> {
    faults.iter().flat_map(Error::faults).cloned().collect()
}

fn too_large(axes: &Axes, years: Years) -> Vec<Error> {
    let count = |what: &str, found: usize, limit: usize| {
        (found > limit).then(|| ErrorKind::TooLarge { what: what.into(), found, limit }.into())
    };
    let numbers = axes.cells().saturating_mul(years.len());
    let each = [
        count("years of the horizon", years.len(), Market::MAX_YEARS),
        count("cells, the product of all members", axes.cells(), Market::MAX_CELLS),
        count("numbers, cells times years", numbers, Market::MAX_NUMBERS),
    ];
    each.into_iter().flatten().collect()
}

impl Market {
    fn measure_claims(&mut self, faults: &mut Vec<Error>) {
        for (i, claim) in self.claims.iter().enumerate() {
            match Measured::new(claim, &self.axes, self.years, &self.unit) {
                Ok(measured) => self.measured.push(measured),
                Err(fault) => faults.push(fault.at(place_of(i, claim))),
            }
        }
    }

    fn take_assumptions(&mut self, faults: &mut Vec<Error>) {
        for i in 0..self.assumptions.len() {
            let assumption = self.assumptions[i].clone();
            if let Err(fault) = self.take(&assumption) {
                // A message about shares names its axis already.
                let named = matches!(assumption.kind, Kind::Shares { .. });
                faults.push(if named { fault } else { fault.at(assumption.place()) });
            }
        }
    }

    fn take(&mut self, assumption: &Assumption) -> Result<(), Error> {
        match &assumption.kind {
            Kind::Shares { axis, shares } => {
                let stated = StatedShares::new(&self.axes, axis, shares)?;
                if self.shares.iter().any(|earlier| earlier.axis == stated.axis) {
                    return Err(
                        ErrorKind::Duplicate { what: "shares of".into(), name: axis.to_string() }.into()
                    );
                }
                self.shares.push(stated);
            }
            Kind::Growth { scope, growth } => {
                let cells = self.axes.select(scope)?;
                Error::none_of(growth.faults())?;
                self.growth.push(OnScope { scope: scope.clone(), cells, what: growth.clone() });
            }
            Kind::Mix { scope, weight } => {
                let cells = self.axes.select(scope)?;
                if !(*weight >= 0.0 && weight.is_finite()) {
                    let expected = "a finite number, 0 or more".into();
                    return Err(
                        ErrorKind::Number { what: "the weight".into(), found: *weight, expected }.into()
                    );
                }
                self.mix.push(OnScope { scope: scope.clone(), cells, what: *weight });
            }
        }
        Ok(())
    }

    /// What only shows when all claims and assumptions are known.
    fn check_whole(&self, faults: &mut Vec<Error>) {
        let sized = |m: &&Measured| !m.compare && matches!(m.what, What::Value { .. } | What::Change { .. });
        if !self.measured.iter().filter(sized).any(|m| m.target != 0.0) {
            let expected = "at least one claim with the value of something above 0".into();
            faults.push(ErrorKind::Empty { what: "the list of value claims".into(), expected }.into());
        }
        self.check_exact_claims(faults);
        self.check_growth(faults);
        if faults.is_empty() {
            self.check_empty_slices(faults);
        }
    }

    fn check_exact_claims(&self, faults: &mut Vec<Error>) {
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
                    place_of(pair[0], &self.claims[pair[0]]),
                    place_of(pair[1], &self.claims[pair[1]])
                );
                faults.push(ErrorKind::Contradiction { what }.into());
            }
        }
    }
}

/// How messages name a claim, counting from 1.
pub(super) fn place_of(position: usize, claim: &Claim) -> String {
    match claim.printed() {
        Ok(printed) if claim.scope().is_all() => {
            format!("claim {} ({}, '{printed}')", position + 1, claim.figure())
        }
        Ok(printed) => {
            format!("claim {} ({} of {}, '{printed}')", position + 1, claim.figure(), claim.scope())
        }
        Err(_) => format!("claim {} ({})", position + 1, claim.figure()),
    }
}
