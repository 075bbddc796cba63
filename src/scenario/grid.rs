//! Two numbers of a scenario varied against each other.

use super::bridge::labels;
use super::scenario::remarked;
use super::trial::Trial;
use super::{Outcome, Scenario, Step};
use crate::error::{Error, ErrorKind};
use crate::forecast::Forecast;
use crate::table::{Number, Row, RowKind, Table};
use crate::value::Status;
use crate::value::prose::{counted, figure};

/// A step of a scenario, by its position from 0, and numbers to try it with, in the terms of [`Step::number`](super::Step::number).
///
/// ```
/// use market_outlook::Lever;
///
/// let lever = Lever::new(0, [0.9, 1.0, 1.1]);
/// assert_eq!((lever.step(), lever.numbers().len()), (0, 3));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    step: usize,
    numbers: Vec<f64>,
}

impl Lever {
    /// A step, counted from 0, and the numbers to try.
    #[must_use]
    pub fn new(step: usize, numbers: impl IntoIterator<Item = f64>) -> Self {
        Self { step, numbers: numbers.into_iter().collect() }
    }

    /// The step's position, from 0.
    #[must_use]
    pub fn step(&self) -> usize {
        self.step
    }

    /// The numbers to try.
    #[must_use]
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }
}

impl Scenario {
    /// An outcome for every combination of two steps' numbers: a row for each, with both numbers as its labels.
    ///
    /// Combinations that are not possible have no number, and a note counts them.
    ///
    /// # Errors
    /// When a step does not exist, both are the same, there is no number to try, one of them is tried twice, or one is impossible
    /// for its step; when the scope or year of the outcome is unknown.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Lever, Market, Outcome, Rate, Scenario, Scope, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis(Axis::REGION, ["Europe", "Asia"])
    ///     .claim(Claim::value("10.0", 2019))
    ///     .assume_shares(Axis::REGION, [0.6, 0.4])
    ///     .build()?;
    /// let both = Scenario::new("Both")
    ///     .step(Step::scale(Scope::of(Axis::REGION, "Europe"), 1.0).named("Europe"))
    ///     .step(Step::shift_growth(Scope::of(Axis::REGION, "Asia"), Rate::ZERO).named("Growth of Asia"));
    /// let (europe, asia) = (Lever::new(0, [0.9, 1.0]), Lever::new(1, [-1.0, 0.0, 1.0]));
    /// let grid = both.grid(&market.forecast()?, &europe, &asia, &Outcome::total(Scope::all(), 2026))?;
    /// assert_eq!((grid.axes(), grid.rows().len()), (&["Europe".to_string(), "Growth of Asia".to_string()][..], 6));
    /// assert_eq!(grid.rows()[2].to_string(), "0.9 / 1");
    /// assert_eq!(grid.printed(4, 0).as_deref(), Some("10.0"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn grid(&self, forecast: &Forecast, a: &Lever, b: &Lever, outcome: &Outcome) -> Result<Table, Error> {
        self.grid_with_progress(forecast, a, b, outcome, |_, _| {})
    }

    /// The same, telling after each combination how many of how many are done.
    ///
    /// # Errors
    /// As for [`Scenario::grid`].
    ///
    /// ```
    /// use market_outlook::{Claim, Lever, Market, Outcome, Rate, Scenario, Scope, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?).claim(Claim::value("8.1", 2019)).build()?;
    /// let both = Scenario::new("Both")
    ///     .step(Step::scale(Scope::all(), 1.0))
    ///     .step(Step::shift_growth(Scope::all(), Rate::ZERO));
    /// let (factor, points) = (Lever::new(0, [0.9, 1.0]), Lever::new(1, [0.0, 1.0]));
    /// let mut told = Vec::new();
    /// let (base, outcome) = (market.forecast()?, Outcome::total(Scope::all(), 2026));
    /// both.grid_with_progress(&base, &factor, &points, &outcome, |done, all| told.push((done, all)))?;
    /// assert_eq!(told, [(1, 4), (2, 4), (3, 4), (4, 4)]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn grid_with_progress(
        &self,
        forecast: &Forecast,
        a: &Lever,
        b: &Lever,
        outcome: &Outcome,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Table, Error> {
        let mut trial = Trial::new(self, forecast, &[a.step, b.step], outcome)?;
        let all = labels(self.steps.iter().map(Step::label));
        let names = [a, b].map(|lever| all[lever.step].clone());
        if a.step == b.step {
            let what = format!("{} is varied against itself, expected two steps", names[0]);
            return Err(ErrorKind::Contradiction { what }.into());
        }
        let labels =
            [a, b].map(|lever| lever.numbers.iter().map(|number| figure(*number)).collect::<Vec<_>>());
        for (lever, (name, labels)) in [a, b].into_iter().zip(names.iter().zip(&labels)) {
            check(&mut trial, lever, name, labels)?;
        }
        let column = outcome.column(forecast.market().base());
        let frame = outcome.frame(forecast)?;
        let decimals = if outcome.measure().is_fraction() { 1 } else { frame.decimals() };
        let mut table = Table::new(frame.title(), frame.unit().clone(), names, [column])
            .with_measure(outcome.measure())
            .with_decimals(decimals)
            .with_scenario(self.name());
        let mut impossible = 0;
        for (i, &first) in a.numbers.iter().enumerate() {
            trial.set(a.step, first)?;
            for (j, &second) in b.numbers.iter().enumerate() {
                trial.set(b.step, second)?;
                let value = trial.read().ok().filter(|value| value.is_finite());
                impossible += usize::from(value.is_none());
                let row = Row::new(RowKind::Alternative, [labels[0][i].as_str(), labels[1][j].as_str()]);
                table =
                    table.with_row(row, [value.map(|value| Number { value, status: Status::Scenario })])?;
                progress(i * b.numbers.len() + j + 1, a.numbers.len() * b.numbers.len());
            }
        }
        table = table.with_note(format!("Shown is {outcome}."));
        if impossible > 0 {
            table = table.with_note(format!("{} not possible.", counted(impossible, "combination")));
        }
        let said = |(i, step): (usize, &Step)| {
            let is_varied = [a.step, b.step].contains(&i);
            remarked(&if is_varied { step.text("…") } else { step.to_string() }, step)
        };
        let steps: Vec<String> = self.steps.iter().enumerate().map(said).collect();
        table = frame.source_lines().iter().cloned().fold(table, Table::with_source);
        Ok(table.with_source(self.assumed(&steps)))
    }
}

/// Numbers that are impossible for the step, or that labels would not tell apart.
fn check(trial: &mut Trial, lever: &Lever, name: &str, labels: &[String]) -> Result<(), Error> {
    if lever.numbers.is_empty() {
        let what = format!("the list of numbers for {name}");
        return Err(ErrorKind::Empty { what, expected: "at least one".into() }.into());
    }
    let mut faults = Vec::new();
    for (i, &number) in lever.numbers.iter().enumerate() {
        faults.extend(trial.set(lever.step, number).err().map(|fault| fault.at(name)));
        if labels[..i].contains(&labels[i]) {
            faults.push(
                ErrorKind::Duplicate { what: format!("a number for {name}"), name: labels[i].clone() }.into(),
            );
        }
    }
    Error::none_of(faults)
}
