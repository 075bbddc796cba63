//! How much an outcome hangs on each number that a model assumes.

use super::Outcome;
use super::bridge::labels;
use crate::error::{Error, ErrorKind};
use crate::market::{Assumed, Input, Market};
use crate::table::{Measure, Number, Row, RowKind, Table};
use crate::value::Status;

/// How far each kind of assumption is varied to either side.
///
/// Printed figures are varied within what they leave open and drift from 0 to 1, whatever is stated here.
///
/// ```
/// use market_outlook::Swings;
///
/// let swings = Swings::default();
/// assert_eq!((swings.share_points, swings.growth_points, swings.mix_percent), (1.0, 1.0, 10.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Swings {
    /// Points of a base-year share.
    pub share_points: f64,
    /// Points a year of growth.
    pub growth_points: f64,
    /// Percent of a mix weight.
    pub mix_percent: f64,
}

impl Default for Swings {
    fn default() -> Self {
        Self { share_points: 1.0, growth_points: 1.0, mix_percent: 10.0 }
    }
}

impl Swings {
    /// The same swings with other points for shares.
    ///
    /// ```
    /// use market_outlook::Swings;
    ///
    /// assert_eq!(Swings::default().with_share_points(2.0).share_points, 2.0);
    /// ```
    #[must_use]
    pub fn with_share_points(self, points: f64) -> Self {
        Self { share_points: points, ..self }
    }

    /// The same swings with other points for growth.
    ///
    /// ```
    /// use market_outlook::Swings;
    ///
    /// assert_eq!(Swings::default().with_growth_points(0.5).growth_points, 0.5);
    /// ```
    #[must_use]
    pub fn with_growth_points(self, points: f64) -> Self {
        Self { growth_points: points, ..self }
    }

    /// The same swings with another percentage for mix weights.
    ///
    /// ```
    /// use market_outlook::Swings;
    ///
    /// assert_eq!(Swings::default().with_mix_percent(5.0).mix_percent, 5.0);
    /// ```
    #[must_use]
    pub fn with_mix_percent(self, percent: f64) -> Self {
        Self { mix_percent: percent, ..self }
    }

    fn check(self) -> Result<(), Error> {
        let all = [
            ("the points of a share", self.share_points),
            ("the points of growth", self.growth_points),
            ("the percentage of a mix weight", self.mix_percent),
        ];
        // Written so that what is no number fails.
        let wrong = all.into_iter().filter(|(_, found)| !(*found >= 0.0 && found.is_finite()));
        let fault = |(what, found): (&str, f64)| {
            let (what, expected) = (format!("{what} to vary by"), "a finite number, 0 or more".into());
            Error::from(ErrorKind::Number { what, found, expected })
        };
        Error::none_of(wrong.map(fault).collect())
    }
}

/// What one assumption does to the outcome.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Swing {
    /// The assumption in words.
    pub assumption: String,
    /// Its number in the model: percent for shares and growth, the market's unit for sizes.
    pub number: f64,
    /// Its low number, and the outcome there; the number itself where it cannot go lower.
    pub low: (f64, f64),
    /// Its high number, and the outcome there; the number itself where it cannot go higher.
    pub high: (f64, f64),
    /// By how many percent the outcome moves when the number does by one; none where either is 0.
    pub elasticity: Option<f64>,
    texts: [String; 2],
}

impl Swing {
    /// How far apart the outcomes are.
    #[must_use]
    pub fn width(&self) -> f64 {
        (self.high.1 - self.low.1).abs()
    }
}

/// How much an outcome hangs on each number that a model assumes, the largest swing first.
///
/// Every assumption is varied alone and the market forecast again, so that all claims are honored throughout: what a
/// publisher has printed stays as printed, and a printed figure itself moves no further than the others allow.
///
/// ```
/// use market_outlook::{Axis, Headline, Market, Outcome, Scope, Swings, Unit, Years};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
///     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
///     .build()?;
/// let europe = Outcome::total(Scope::of(Axis::REGION, "Europe"), 2026);
/// let sensitivity = market.sensitivity(&europe, Swings::default())?;
/// let largest = &sensitivity.swings()[0];
/// assert_eq!(largest.assumption, "share of region 'Europe'");
/// assert_eq!(format!("{:.2} to {:.2}", largest.low.1, largest.high.1), "3.36 to 3.59");
/// assert_eq!(largest.elasticity.map(|elasticity| format!("{elasticity:.2}")).as_deref(), Some("1.00"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    outcome: Outcome,
    base: Number,
    swings: Vec<Swing>,
    /// A table of the forecast, for its title, unit, decimals and source lines.
    frame: Table,
    first: crate::value::Year,
}

impl Market {
    /// How much an outcome of the forecast hangs on each number that the model assumes.
    ///
    /// # Errors
    /// When the market cannot be forecast, the outcome's scope or years are unknown, or a swing is negative or no finite number.
    pub fn sensitivity(&self, outcome: &Outcome, swings: Swings) -> Result<Sensitivity, Error> {
        self.sensitivity_with_progress(outcome, swings, |_, _| {})
    }

    /// The same, telling after each assumption how many of how many are done.
    ///
    /// # Errors
    /// As for [`Market::sensitivity`].
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Outcome, Scope, Swings, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?).claim(Claim::value("8.1", 2019)).build()?;
    /// let mut told = Vec::new();
    /// let outcome = Outcome::total(Scope::all(), 2026);
    /// market.sensitivity_with_progress(&outcome, Swings::default(), |done, all| told.push((done, all)))?;
    /// assert_eq!(told, [(1, 3), (2, 3), (3, 3)]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn sensitivity_with_progress(
        &self,
        outcome: &Outcome,
        swings: Swings,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Sensitivity, Error> {
        swings.check()?;
        let forecast = self.forecast()?;
        let base = Number { value: outcome.of(&forecast)?, status: outcome.status(&forecast)? };
        let lab = Lab { market: self, outcome, base: base.value, honored: forecast.honored().collect() };
        let inputs = self.inputs();
        let mut found = Vec::new();
        for (i, assumed) in inputs.iter().enumerate() {
            found.push(lab.swing(assumed, swings));
            progress(i + 1, inputs.len());
        }
        let names = labels(found.iter().map(|swing: &Swing| swing.assumption.clone()));
        found.iter_mut().zip(names).for_each(|(swing, name)| swing.assumption = name);
        found.sort_by(|a: &Swing, b: &Swing| b.width().total_cmp(&a.width()));
        let frame = outcome.frame(&forecast)?;
        Ok(Sensitivity { outcome: outcome.clone(), base, swings: found, frame, first: self.base() })
    }
}

/// A model whose numbers are varied one at a time.
struct Lab<'a> {
    market: &'a Market,
    outcome: &'a Outcome,
    base: f64,
    /// The claims that hold as it is, by their positions.
    honored: Vec<usize>,
}

impl Lab<'_> {
    fn swing(&self, assumed: &Assumed, swings: Swings) -> Swing {
        let number = assumed.number;
        let ends = match assumed.input {
            Input::Share { .. } => {
                [-swings.share_points, swings.share_points].map(|by| (number + by).max(0.0))
            }
            Input::Growth { .. } | Input::DefaultGrowth => {
                [number - swings.growth_points, number + swings.growth_points]
            }
            Input::Mix { .. } => [-0.01, 0.01].map(|part| number * (1.0 + part * swings.mix_percent)),
            Input::Claim { claim } => [-1.0, 1.0].map(|by| number + by * self.market.half_unit(claim)),
            Input::Drift => [0.0, f64::max(number, 1.0)],
        };
        let [low, high] = ends.map(|end| self.towards(assumed, end));
        let texts = self.market.input_texts(&assumed.input, [low.0, high.0]);
        let (relative, moved) = ((high.1 - low.1) / self.base, (high.0 - low.0) / number);
        let is_relative = number != 0.0 && self.base != 0.0;
        let elasticity = Some(relative / moved).filter(|elasticity| is_relative && elasticity.is_finite());
        Swing { assumption: assumed.name.clone(), number, low, high, elasticity, texts }
    }

    /// The number nearest to an end at which all claims hold that hold as it is, and the outcome there.
    fn towards(&self, assumed: &Assumed, end: f64) -> (f64, f64) {
        const HALVINGS: usize = 12;
        let at = |number: f64| Some((number, self.try_number(&assumed.input, number)?));
        if let Some(found) = at(end) {
            return found;
        }
        let (mut inside, mut outside) = ((assumed.number, self.base), end);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(inside.0, outside);
            match at(middle) {
                Some(found) => inside = found,
                None => outside = middle,
            }
        }
        inside
    }

    /// The outcome with another number; none where the model would make no sense or a claim would not hold anymore.
    fn try_number(&self, input: &Input, number: f64) -> Option<f64> {
        let forecast = self.market.with_input(input, number)?.forecast().ok()?;
        // What the base drops to let the others hold may not hold in exchange for what it honors.
        let holds = self.honored.iter().all(|&claim| forecast.holds(claim));
        holds.then(|| self.outcome.of(&forecast).ok()).flatten().filter(|outcome| outcome.is_finite())
    }
}

impl Sensitivity {
    /// The outcome as the model has it: a size in the market's unit, or a fraction.
    #[must_use]
    pub fn base(&self) -> f64 {
        self.base.value
    }

    /// What each assumption does, the largest swing first.
    #[must_use]
    pub fn swings(&self) -> &[Swing] {
        &self.swings
    }

    /// The swings as a table: the outcome as it is, then for each assumption the outcome at its low and at its high number.
    ///
    /// # Errors
    /// Never for the sensitivity of a market.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Outcome, Scope, Swings, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?).claim(Claim::value("8.0", 2019)).build()?;
    /// let table = market.sensitivity(&Outcome::total(Scope::all(), 2020), Swings::default())?.table()?;
    /// let rows: Vec<String> = table.rows().iter().map(ToString::to_string).take(3).collect();
    /// assert_eq!(rows, ["Base", "growth where none is stated / -1%", "growth where none is stated / 1%"]);
    /// assert_eq!(table.with_decimals(2).printed_column(0)[..3], ["8.00", "7.92", "8.08"].map(|text| Some(text.to_string())));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn table(&self) -> Result<Table, Error> {
        let column = self.outcome.column(self.first);
        let measure = self.outcome.measure();
        let unit = self.frame.unit().clone();
        let number = |value| [Some(Number { value, status: Status::Scenario })];
        let base = Row::new(RowKind::Level, [self.frame.scenario(), ""]);
        let mut table = Table::new(self.frame.title(), unit, ["assumption", "input"], [column])
            .with_measure(measure)
            .with_decimals(self.decimals())
            .with_row(base, [Some(self.base)])?;
        for swing in &self.swings {
            for (text, (_, outcome)) in swing.texts.iter().zip([swing.low, swing.high]) {
                let row = Row::new(RowKind::Alternative, [&swing.assumption, text]);
                table = table.with_row(row, number(outcome))?;
            }
        }
        table = table.with_note(format!("Shown is {}, forecast again with each number alone.", self.outcome));
        Ok(self.frame.source_lines().iter().cloned().fold(table, Table::with_source))
    }

    /// As many decimals as the forecast has, and so many more that the widest swing shows two digits of itself.
    fn decimals(&self) -> usize {
        const MOST_MORE: usize = 3;
        let is_fraction = self.outcome.measure().is_fraction();
        let least = if is_fraction { 1 } else { self.frame.decimals() };
        let width = self.swings.first().map_or(0.0, Swing::width) * if is_fraction { 100.0 } else { 1.0 };
        let needed = 1.0 - libm::floor(libm::log10(width));
        // Without any swing there is nothing to show.
        let needed = if needed.is_finite() { needed.max(0.0) as usize } else { least };
        needed.clamp(least, least + MOST_MORE)
    }

    /// By how many percent the outcome moves when an assumption does by one, the largest first; none where either is 0.
    ///
    /// # Errors
    /// Never for the sensitivity of a market.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Outcome, Scope, Swings, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?).claim(Claim::value("8.0", 2019)).build()?;
    /// let table = market.sensitivity(&Outcome::total(Scope::all(), 2020), Swings::default())?.elasticities()?;
    /// assert_eq!(table.rows()[0].to_string(), "value in 2019: 8.0");
    /// assert_eq!(table.printed(0, 0).as_deref(), Some("1.00"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn elasticities(&self) -> Result<Table, Error> {
        let size = |swing: &Swing| swing.elasticity.map_or(-1.0, f64::abs);
        let mut swings: Vec<&Swing> = self.swings.iter().collect();
        swings.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let column = self.outcome.column(self.first);
        let empty = Table::new(self.frame.title(), self.frame.unit().clone(), ["assumption"], [column])
            .with_measure(Measure::Elasticity)
            .with_decimals(2)
            .with_note(format!("Shown is {}, forecast again with each number alone.", self.outcome));
        let table = swings.into_iter().try_fold(empty, |table, swing| {
            let number = swing.elasticity.map(|value| Number { value, status: Status::Scenario });
            table.with_row(Row::new(RowKind::Alternative, [&swing.assumption]), [number])
        })?;
        Ok(self.frame.source_lines().iter().cloned().fold(table, Table::with_source))
    }
}
