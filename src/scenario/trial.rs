//! One scenario tried with many numbers.

use super::Scenario;
use super::check::Ready;
use super::outcome::{Gauge, Outcome};
use super::work::Desk;
use crate::error::{Error, ErrorKind};
use crate::forecast::Forecast;
use crate::space::Cube;

/// A scenario some of whose steps are tried with other numbers: what no trial changes is done once.
pub(super) struct Trial<'a> {
    scenario: &'a Scenario,
    steps: Vec<Ready>,
    /// The numbers before the first step that is tried.
    start: Cube,
    first: usize,
    cube: Cube,
    desk: Desk,
    gauge: Gauge,
}

impl<'a> Trial<'a> {
    /// For trials with other numbers of the steps at these positions.
    ///
    /// # Errors
    /// When there is no such step, or a step before the first of them cannot be applied.
    pub(super) fn new(
        scenario: &'a Scenario,
        forecast: &Forecast,
        positions: &[usize],
        outcome: &Outcome,
    ) -> Result<Self, Error> {
        let steps = scenario.ready(forecast.market())?;
        let gauge = outcome.gauge(forecast)?;
        if let Some(&found) = positions.iter().find(|&&position| position >= steps.len()) {
            let what = format!("the position of a step of {}, counted from 0,", scenario.place());
            let expected = format!("below {}", steps.len());
            return Err(ErrorKind::Number { what, found: found as f64, expected }.into());
        }
        let first = positions.iter().copied().min().unwrap_or(0);
        let (mut start, mut desk) = (forecast.cube().clone(), Desk::default());
        for (i, step) in steps[..first].iter().enumerate() {
            scenario.run(i, step, &mut start, &mut desk)?;
        }
        let cube = start.clone();
        Ok(Self { scenario, steps, start, first, cube, desk, gauge })
    }

    /// Tries a step with another number from now on.
    pub(super) fn set(&mut self, position: usize, number: f64) -> Result<(), Error> {
        self.steps[position].set(number)
    }

    /// The outcome with the numbers as they are set.
    pub(super) fn read(&mut self) -> Result<f64, Error> {
        self.cube.copy_from(&self.start);
        for (i, step) in self.steps.iter().enumerate().skip(self.first) {
            self.scenario.run(i, step, &mut self.cube, &mut self.desk)?;
        }
        if !self.cube.is_finite() {
            let (what, reason) = (self.scenario.place(), "it leaves more than a number can hold".into());
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        self.gauge.read(&self.cube)
    }
}
