//! A named, ordered list of adjustments.

use super::Step;
use super::check::Ready;
use super::steps::Steps;
use super::work::Desk;
use crate::error::{Error, ErrorKind};
use crate::forecast::{Case, Forecast};
use crate::market::Market;
use crate::space::Cube;
use crate::table::BASE;
use crate::value::prose::counted;
use crate::value::{Share, Source};

/// A named, ordered list of adjustments that turns one forecast into another.
///
/// Steps apply in the order in which they are listed, each to what the one before has left.
/// What comes out is a forecast like any other: it can be sliced, tabled, charted, compared, and adjusted further.
/// Numbers that no step has touched keep their bits and their status; all others have the status `scenario`.
///
/// ```
/// use market_outlook::{Axis, Headline, Market, Rate, Scenario, Scope, Status, Step, Unit, Years};
///
/// let market = Market::builder("CX personalization & optimization software", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::SEGMENT, ["B2C", "B2B"])
///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research"))
///     .assume_shares(Axis::SEGMENT, [0.75, 0.25])
///     .build()?;
/// let base = market.forecast()?;
/// let backlash = Scenario::new("Privacy backlash")
///     .step(Step::shift_growth(Scope::of(Axis::SEGMENT, "B2C"), Rate::points(-2.0)).years(2023, 2026));
/// let after = backlash.apply(&base)?;
/// assert_eq!(format!("{:.1} falls to {:.1}", base.total(2026)?, after.total(2026)?), "11.6 falls to 10.9");
/// assert_eq!(after.total_number(2019)?.status, Status::Published);
/// assert_eq!(after.total_number(2026)?.status, Status::Scenario);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub(super) name: String,
    pub(super) note: Option<String>,
    pub(super) source: Option<Source>,
    pub(super) extends: Option<String>,
    pub(super) probability: Option<Share>,
    pub(super) steps: Steps,
}

impl Scenario {
    /// A scenario without steps: the forecast as it is.
    ///
    /// ```
    /// use market_outlook::Scenario;
    ///
    /// assert!(Scenario::new("Downturn").steps().is_empty());
    /// ```
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let (note, source, extends, probability) = (None, None, None, None);
        Self { name: name.into(), note, source, extends, probability, steps: Steps::from_iter([]) }
    }

    /// The same scenario with one more step, after those it has.
    ///
    /// ```
    /// use market_outlook::{Scenario, Scope, Step};
    ///
    /// let scenario = Scenario::new("Downturn").step(Step::scale(Scope::all(), 0.9));
    /// assert_eq!(scenario.steps().len(), 1);
    /// ```
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// The same scenario on top of another: the other's steps come first. "Base" is the forecast itself.
    ///
    /// The other is known by its name, which [`Scenarios`](super::Scenarios) looks up.
    ///
    /// ```
    /// use market_outlook::Scenario;
    ///
    /// assert_eq!(Scenario::new("Severe downturn").extends("Downturn").stated_extends(), Some("Downturn"));
    /// ```
    #[must_use]
    pub fn extends(mut self, name: impl Into<String>) -> Self {
        self.extends = Some(name.into());
        self
    }

    /// The same scenario with how probable it is, for the expected case.
    ///
    /// ```
    /// use market_outlook::{Scenario, Share};
    ///
    /// let scenario = Scenario::new("Downturn").probability(Share::percent(20.0));
    /// assert_eq!(scenario.stated_probability(), Some(Share::percent(20.0)));
    /// ```
    #[must_use]
    pub fn probability(mut self, probability: Share) -> Self {
        self.probability = Some(probability);
        self
    }

    /// The same scenario with the reason for it.
    ///
    /// ```
    /// use market_outlook::Scenario;
    ///
    /// assert_eq!(Scenario::new("Downturn").note("illustrative").stated_note(), Some("illustrative"));
    /// ```
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The same scenario with the publication that speaks for it.
    ///
    /// ```
    /// use market_outlook::Scenario;
    ///
    /// let scenario = Scenario::new("Backlash").source("Periscope by McKinsey");
    /// assert_eq!(scenario.stated_source().map(|source| source.publisher()), Some("Periscope by McKinsey"));
    /// ```
    #[must_use]
    pub fn source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The steps in the order in which they apply.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The scenario it is on top of, if one is stated.
    #[must_use]
    pub fn stated_extends(&self) -> Option<&str> {
        self.extends.as_deref()
    }

    /// How probable it is, if stated.
    #[must_use]
    pub fn stated_probability(&self) -> Option<Share> {
        self.probability
    }

    /// The reason for it.
    #[must_use]
    pub fn stated_note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The publication that speaks for it.
    #[must_use]
    pub fn stated_source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The low case of a family: every step with a range at its low number; none where no step has a range.
    ///
    /// ```
    /// use market_outlook::{Rate, Scenario, Scope, Step};
    ///
    /// let demand = Step::shift_growth(Scope::all(), Rate::points(0.0)).between(-2.0, 1.0);
    /// let low = Scenario::new("Demand").step(demand).low().expect("there is a range");
    /// assert_eq!((low.name(), low.steps()[0].number()), ("Demand: low", -2.0));
    /// ```
    #[must_use]
    pub fn low(&self) -> Option<Self> {
        self.at("low", |(low, _)| low)
    }

    /// The high case of a family: every step with a range at its high number; none where no step has a range.
    ///
    /// ```
    /// use market_outlook::{Rate, Scenario, Scope, Step};
    ///
    /// let demand = Step::shift_growth(Scope::all(), Rate::points(0.0)).between(-2.0, 1.0);
    /// let high = Scenario::new("Demand").step(demand).high().expect("there is a range");
    /// assert_eq!((high.name(), high.steps()[0].number()), ("Demand: high", 1.0));
    /// ```
    #[must_use]
    pub fn high(&self) -> Option<Self> {
        self.at("high", |(_, high)| high)
    }

    fn at(&self, end: &str, number: impl Fn((f64, f64)) -> f64) -> Option<Self> {
        self.steps.iter().find(|step| step.range.is_some())?;
        Some(self.with_end(end, at_end(&self.steps, number)))
    }

    /// One end of a family, with its steps.
    pub(super) fn with_end(&self, end: &str, steps: Steps) -> Self {
        Self { name: format!("{}: {end}", self.name), probability: None, steps, ..self.clone() }
    }

    /// The forecast under this scenario; of a slice, the slice under it.
    ///
    /// Steps see and change the whole market, whatever slice the forecast is of.
    ///
    /// # Errors
    /// All faults of its steps at once: unknown or empty scopes, years outside the forecast, impossible numbers, nothing left to change.
    /// Else the first step that these numbers do not allow: growth below −100 %, more to move than there is, a held part that cannot
    /// absorb the change. Either names the scenario and the step. Or the scenario extends another, which only [`Scenarios`](super::Scenarios) knows.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Scenario, Scope, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?).claim(Claim::value("8.1", 2019)).build()?;
    /// let late = Scenario::new("Late").step(Step::scale(Scope::all(), 0.9).year(2030));
    /// assert_eq!(
    ///     late.apply(&market.forecast()?).unwrap_err().to_string(),
    ///     "scenario 'Late', step 1 (the whole market times 0.9, 2030): year 2030 is outside the forecast (2019 to 2026)"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn apply(&self, forecast: &Forecast) -> Result<Forecast, Error> {
        let steps = self.ready(forecast.market())?;
        if self.is_base() {
            return Ok(forecast.clone());
        }
        let mut cube = forecast.cube().clone();
        let mut desk = Desk::default();
        for (i, step) in steps.iter().enumerate() {
            self.run(i, step, &mut cube, &mut desk)?;
        }
        forecast.under(self.case(forecast, cube)).map_err(|fault| {
            let place = self.overflowing(forecast.cube(), &steps).map_or(self.place(), |i| self.place_of(i));
            fault.at(place)
        })
    }

    /// Whether it is the forecast itself.
    fn is_base(&self) -> bool {
        self.name == BASE && self.steps.is_empty()
    }

    /// The first step that leaves more than a number can hold.
    fn overflowing(&self, start: &Cube, steps: &[Ready]) -> Option<usize> {
        let (mut cube, mut desk) = (start.clone(), Desk::default());
        let goes_over = |(i, step): (usize, &Ready)| {
            self.run(i, step, &mut cube, &mut desk).is_err() || !cube.is_finite()
        };
        steps.iter().enumerate().position(goes_over)
    }

    /// What becomes of a forecast with these numbers.
    pub(super) fn case(&self, forecast: &Forecast, cube: Cube) -> Case {
        // A line of all that a long chain inherits is read by nobody, and stands below every table.
        const TOLD: usize = 100;
        let told = self.steps.iter().take(TOLD).map(|step| remarked(&step.to_string(), step));
        let beyond = self.steps.len().saturating_sub(TOLD);
        let more = (beyond > 0).then(|| counted(beyond, "more step"));
        let steps: Vec<String> = told.chain(more).collect();
        Case::after(forecast, &self.name, cube, vec![self.assumed(&steps)])
    }

    /// One of the steps, with its place where it fails.
    pub(super) fn run(&self, i: usize, step: &Ready, cube: &mut Cube, desk: &mut Desk) -> Result<(), Error> {
        step.apply(cube, desk).map_err(|fault| fault.at(self.place_of(i)))
    }

    /// The steps checked against a market.
    pub(super) fn ready(&self, market: &Market) -> Result<Vec<Ready>, Error> {
        let mut faults = Vec::new();
        if self.name == BASE && !self.steps.is_empty() {
            let what = format!("a scenario with steps is called '{BASE}', which is the forecast itself");
            faults.push(Error::from(ErrorKind::Contradiction { what }).within("name"));
        }
        if let Some(name) = self.extends.as_deref().filter(|name| *name != BASE) {
            let fault =
                ErrorKind::UnknownName { what: "scenario", name: name.into(), choices: [BASE.into()].into() };
            faults.push(Error::from(fault).within("extends").at(self.place()));
        }
        let ready = self.checked(market).map_err(|fault| faults.push(fault));
        Error::none_of(faults)?;
        Ok(ready.expect("a step that could not be checked has left a fault"))
    }

    /// The steps checked against a market, whatever the scenario extends; faults have the path below the scenario.
    pub(super) fn checked(&self, market: &Market) -> Result<Vec<Ready>, Error> {
        let mut faults = Vec::new();
        let mut ready = Vec::new();
        for (i, step) in self.steps.iter().enumerate() {
            let mut keep = |fault: Error| faults.push(fault.at(self.place_of(i)).within(i).within("steps"));
            match Ready::new(step, market) {
                Ok(step) => ready.push(step),
                Err(faults) => faults.into_iter().for_each(&mut keep),
            }
            for fault in step.range_faults() {
                keep(fault);
            }
        }
        Error::none_of(faults)?;
        Ok(ready)
    }

    pub(super) fn place(&self) -> String {
        format!("scenario '{}'", self.name)
    }

    fn place_of(&self, i: usize) -> String {
        if !self.steps[i].unread.is_empty() {
            return format!("{}, step {}", self.place(), i + 1);
        }
        format!("{}, step {} ({})", self.place(), i + 1, self.steps[i])
    }

    /// The source line: what the scenario assumes, and who speaks for it.
    pub(super) fn assumed(&self, steps: &[String]) -> String {
        let steps = if steps.is_empty() { "nothing".into() } else { steps.join("; ") };
        let own = remark(self.stated_note(), self.stated_source());
        format!("Scenario '{}'{own}, assumed: {steps}.", self.name)
    }
}

/// Steps at one end of the ranges they have.
pub(super) fn at_end(steps: &[Step], number: impl Fn((f64, f64)) -> f64) -> Steps {
    let at_end = steps.iter().cloned().map(|step| match step.range {
        Some(range) => step.with_number(number(range)).without_range(),
        None => step,
    });
    at_end.collect()
}

/// A step in words, and who speaks for it.
pub(super) fn remarked(text: &str, step: &Step) -> String {
    format!("{text}{}", remark(step.stated_note(), step.stated_source()))
}

fn remark(note: Option<&str>, source: Option<&Source>) -> String {
    let note = note.map(|note| note.trim_end_matches('.').to_string());
    let parts: Vec<String> = note.into_iter().chain(source.map(ToString::to_string)).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}
