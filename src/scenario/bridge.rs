//! From one forecast to another: what each step contributes.

use std::collections::{BTreeMap, BTreeSet};

use super::attribution::Attribution;
use super::check::Ready;
use super::shapley;
use super::work::Desk;
use super::{Scenario, Step};
use crate::error::{Error, ErrorKind};
use crate::forecast::{By, Forecast};
use crate::space::{Cube, Runs};
use crate::table::{Number, Row, RowKind, Table};
use crate::value::Status;
use crate::value::prose::figure;

/// The axis of steps.
const STEP: &str = "step";
/// What stands between two totals where no row is to be told apart.
const ALL_STEPS: &str = "All steps";

/// The way from a forecast to a scenario of it: what each step contributes to each row of a table, year by year.
///
/// Contributions add up to the difference, over the steps as over the rows; over rows that overlap, such as groups with
/// members in common, they do not, and a note says so.
///
/// ```
/// use market_outlook::{Attribution, Axis, Claim, Market, Rate, Scenario, Scope, Step, Unit, Years};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2021)?)
///     .axis(Axis::REGION, ["Europe", "Asia"])
///     .claim(Claim::value("10.0", 2019))
///     .assume_shares(Axis::REGION, [0.6, 0.4])
///     .build()?;
/// let base = market.forecast()?;
/// let rules = Scenario::new("Stricter rules")
///     .step(Step::scale(Scope::of(Axis::REGION, "Europe"), 0.9).named("Fewer users"))
///     .step(Step::shift_growth(Scope::all(), Rate::points(1.0)).years(2021, 2021).named("Higher prices"));
/// let bridge = rules.bridge(&base, Axis::REGION, Attribution::Listed)?;
/// let steps = bridge.by_step()?.between(Years::new(2021, 2021)?)?;
/// let printed: Vec<String> = steps.with_decimals(3).printed_column(0).into_iter().flatten().collect();
/// assert_eq!(printed, ["10.000", "-0.600", "0.094", "9.494"]);
/// let regions = bridge.by_row()?;
/// assert_eq!(regions.rows()[2].labels(), ["Asia"]);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The table of the forecast, and that of the scenario, the total last.
    base: Table,
    after: Table,
    /// What is to be said of the total alone.
    remarks: Vec<String>,
    steps: Vec<String>,
    attribution: Attribution,
    /// Steps × rows × years.
    contributions: Vec<f64>,
    /// The standard error of each, where they are sampled.
    errors: Option<Vec<f64>>,
}

impl Scenario {
    /// The way from a forecast to this scenario, for the rows of a table.
    ///
    /// # Errors
    /// When the scenario cannot be applied, or an axis is unknown or named twice; where contributions are free of the order,
    /// also when some of the steps cannot be applied without others.
    ///
    /// ```
    /// # use market_outlook::{Attribution, By, Claim, Market, Scenario, Scope, Step, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?).claim(Claim::value("10.0", 2019)).build()?;
    /// # let base = market.forecast()?;
    /// let half = |name: &str| Step::scale(Scope::all(), 0.5).year(2019).named(name);
    /// let quarter = Scenario::new("A quarter").step(half("First")).step(half("Second"));
    /// let steps = |attribution| {
    ///     let table = quarter.bridge(&base, By::total(), attribution)?.by_step()?.with_decimals(2);
    ///     Ok::<_, market_outlook::Error>(table.printed_column(0).into_iter().flatten().collect::<Vec<_>>())
    /// };
    /// assert_eq!(steps(Attribution::Listed)?, ["10.00", "-5.00", "-2.50", "2.50"]);
    /// assert_eq!(steps(Attribution::Shapley)?, ["10.00", "-3.75", "-3.75", "2.50"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn bridge(
        &self,
        forecast: &Forecast,
        by: impl Into<By>,
        attribution: Attribution,
    ) -> Result<Bridge, Error> {
        self.bridge_with_progress(forecast, by, attribution, |_, _| {})
    }

    /// The same, telling how many of how many are done: steps in listed order, selections of steps or, where there are more of
    /// them than [`Attribution::MOST_EXACT`], pairs of orders.
    ///
    /// # Errors
    /// As for [`Scenario::bridge`].
    ///
    /// ```
    /// # use market_outlook::{Attribution, By, Claim, Market, Scenario, Scope, Step, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?).claim(Claim::value("10.0", 2019)).build()?;
    /// let half = |name: &str| Step::scale(Scope::all(), 0.5).year(2019).named(name);
    /// let quarter = Scenario::new("A quarter").step(half("First")).step(half("Second"));
    /// let mut told = Vec::new();
    /// let progress = |done, all| told.push((done, all));
    /// quarter.bridge_with_progress(&market.forecast()?, By::total(), Attribution::Shapley, progress)?;
    /// assert_eq!(told, [(1, 4), (2, 4), (3, 4), (4, 4)]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn bridge_with_progress(
        &self,
        forecast: &Forecast,
        by: impl Into<By>,
        attribution: Attribution,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Bridge, Error> {
        let by = by.into();
        let rows: Vec<Runs> = forecast.rows(&by)?.iter().map(|(_, cells)| Runs::of(cells)).collect();
        let work = Work { scenario: self, steps: self.ready(forecast.market())?, rows };
        let after = self.apply(forecast)?;
        let (contributions, errors) = match attribution {
            Attribution::Listed => (work.listed(forecast.cube(), &mut progress)?, None),
            Attribution::Shapley if work.steps.len() <= Attribution::MOST_EXACT => {
                (shapley::exact(&work, forecast.cube(), &mut progress)?, None)
            }
            Attribution::Shapley => {
                let (means, errors) = shapley::sampled(&work, forecast.cube(), &mut progress)?;
                (means, Some(errors))
            }
        };
        let steps = labels(self.steps.iter().map(Step::label));
        let remarks = forecast.by(By::total())?.notes().to_vec();
        let (base, after) = (forecast.by(by.clone())?, after.by(by)?);
        Ok(Bridge { base, after, remarks, steps, attribution, contributions, errors })
    }

    /// What each step has done to a part of the market in a year, in order.
    ///
    /// # Errors
    /// When the scenario cannot be applied, the scope is unknown or empty here, or the year is outside.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Scenario, Scope, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?).claim(Claim::value("10.0", 2019)).build()?;
    /// let scenario = Scenario::new("Mixed")
    ///     .step(Step::scale(Scope::all(), 0.5).year(2019))
    ///     .step(Step::floor(Scope::all(), 2.0).year(2019))
    ///     .step(Step::scale(Scope::all(), 1.2).year(2019));
    /// let trail = scenario.trail(&market.forecast()?, &Scope::all(), 2019)?;
    /// let said: Vec<String> = trail.iter().map(ToString::to_string).collect();
    /// assert_eq!(
    ///     said,
    ///     [
    ///         "step 1 (the whole market times 0.5, 2019): 10 to 5",
    ///         "step 2 (the whole market at least 2, 2019): 5, unchanged",
    ///         "step 3 (the whole market times 1.2, 2019): 5 to 6",
    ///     ]
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn trail(
        &self,
        forecast: &Forecast,
        scope: &crate::space::Scope,
        year: impl Into<crate::value::Year>,
    ) -> Result<Vec<Trace>, Error> {
        // So that all it would fail with is said.
        self.apply(forecast)?;
        let t = forecast.years().index(year.into())?;
        let cells = Runs::of(&forecast.select(scope)?);
        let mut cube = forecast.cube().clone();
        let (mut desk, mut sums) = (Desk::default(), vec![0.0; cube.years()]);
        cube.sum_into(&cells, &mut sums);
        let mut trail = Vec::new();
        for (i, step) in self.ready(forecast.market())?.iter().enumerate() {
            let before = sums[t];
            self.run(i, step, &mut cube, &mut desk)?;
            cube.sum_into(&cells, &mut sums);
            trail.push(Trace { position: i + 1, step: self.steps[i].to_string(), before, after: sums[t] });
        }
        Ok(trail)
    }
}

/// What one step of a scenario has done to a number.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// The step's place in the scenario, from 1.
    pub position: usize,
    /// The step in words.
    pub step: String,
    /// The number before it, in the market's unit.
    pub before: f64,
    /// The number after it.
    pub after: f64,
}

impl std::fmt::Display for Trace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "step {} ({}): {}", self.position, self.step, shown(self.before))?;
        if self.before == self.after {
            write!(f, ", unchanged")
        } else {
            write!(f, " to {}", shown(self.after))
        }
    }
}

/// As many digits as tell what a step has done.
fn shown(number: f64) -> String {
    const SIGNIFICANT: usize = 5;
    figure(format!("{number:.*e}", SIGNIFICANT - 1).parse().unwrap_or(number))
}

/// A scenario's steps and the rows that they are weighed by.
pub(super) struct Work<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) steps: Vec<Ready>,
    rows: Vec<Runs>,
}

impl Work<'_> {
    /// How many numbers one contribution is: rows × years.
    pub(super) fn width(&self, cube: &Cube) -> usize {
        self.rows.len() * cube.years()
    }

    /// The sums of all rows, years innermost.
    pub(super) fn measure(&self, cube: &Cube, sums: &mut [f64]) {
        for (row, sums) in self.rows.iter().zip(sums.chunks_exact_mut(cube.years())) {
            cube.sum_into(row, sums);
        }
    }

    /// What each step adds to what the ones before it have left.
    fn listed(&self, base: &Cube, progress: &mut dyn FnMut(usize, usize)) -> Result<Vec<f64>, Error> {
        let width = self.width(base);
        let (mut cube, mut desk) = (base.clone(), Desk::default());
        let (mut before, mut after) = (vec![0.0; width], vec![0.0; width]);
        self.measure(&cube, &mut before);
        let mut contributions = Vec::with_capacity(width * self.steps.len());
        for (i, step) in self.steps.iter().enumerate() {
            self.scenario.run(i, step, &mut cube, &mut desk)?;
            self.measure(&cube, &mut after);
            contributions.extend(after.iter().zip(&before).map(|(after, before)| after - before));
            std::mem::swap(&mut before, &mut after);
            progress(i + 1, self.steps.len());
        }
        Ok(contributions)
    }
}

impl Bridge {
    /// By step: the total before, what each step adds, the total after.
    ///
    /// # Errors
    /// Never for a bridge of a forecast.
    pub fn by_step(&self) -> Result<Table, Error> {
        let last = self.base.rows().len() - 1;
        let steps =
            (0..self.steps.len()).map(|step| (vec![self.steps[step].clone()], self.contribution(step, last)));
        let notes = self.remarks.iter().cloned().chain(self.attribution_note());
        self.table([STEP.to_string()], &[last], steps.collect(), notes)
    }

    /// By the rows it was made for: the total before, the difference of each row, the total after.
    ///
    /// # Errors
    /// Never for a bridge of a forecast; where it was made for the total alone, all steps together are the row between.
    pub fn by_row(&self) -> Result<Table, Error> {
        let last = self.base.rows().len() - 1;
        let changes = (0..last.max(1)).map(|row| {
            let pairs = self.base.numbers(row).iter().zip(self.after.numbers(row));
            let difference = pairs.map(|(a, b)| a.zip(*b).map_or(0.0, |(a, b)| b.value - a.value));
            let labels = match self.base.rows()[row].labels() {
                [] => vec![ALL_STEPS.to_string()],
                labels => labels.to_vec(),
            };
            (labels, difference.collect())
        });
        let axes = if last == 0 { vec![STEP.into()] } else { self.base.axes().to_vec() };
        self.table(axes, &[last], changes.collect(), self.base.notes().iter().cloned())
    }

    /// By step and row: the total before, what each step adds to each row, the total after.
    ///
    /// # Errors
    /// Never for a bridge of a forecast.
    pub fn by_step_and_row(&self) -> Result<Table, Error> {
        let last = self.base.rows().len() - 1;
        if last == 0 {
            return self.by_step();
        }
        let mut changes = Vec::new();
        for (step, name) in self.steps.iter().enumerate() {
            for row in 0..last {
                let labels = std::iter::once(name).chain(self.base.rows()[row].labels()).cloned().collect();
                changes.push((labels, self.contribution(step, row)));
            }
        }
        let axes: Vec<String> =
            std::iter::once(STEP.into()).chain(self.base.axes().iter().cloned()).collect();
        let notes = self.base.notes().iter().cloned().chain(self.attribution_note());
        self.table(axes, &[last], changes, notes)
    }

    /// The standard error of each step's contribution to the total, where contributions are sampled.
    ///
    /// # Errors
    /// When contributions are exact: there is nothing to be off by.
    pub fn standard_errors(&self) -> Result<Table, Error> {
        let Some(errors) = &self.errors else {
            let (what, reason) = ("the error of contributions".into(), "they are exact".into());
            return Err(ErrorKind::Undefined { what, reason }.into());
        };
        let (years, rows) = (self.base.columns().len(), self.base.rows().len());
        let of_step = |step: usize| errors[(step * rows + rows - 1) * years..][..years].to_vec();
        let steps = (0..self.steps.len()).map(|step| (vec![self.steps[step].clone()], of_step(step)));
        self.table([STEP.to_string()], &[], steps.collect(), self.attribution_note())
    }

    /// What a step adds to a row, year by year; what is only round-off is nothing.
    fn contribution(&self, step: usize, row: usize) -> Vec<f64> {
        const ROUND_OFF: f64 = 1e-13;
        let (years, rows) = (self.base.columns().len(), self.base.rows().len());
        let added = &self.contributions[(step * rows + row) * years..][..years];
        let sizes = self.base.numbers(row).iter().map(|number| number.map_or(0.0, |number| number.value));
        added
            .iter()
            .zip(sizes)
            .map(|(&added, size)| if added.abs() <= ROUND_OFF * size { 0.0 } else { added })
            .collect()
    }

    /// Changes between the levels that rows have before and after, with a digit more than the levels alone have.
    fn table(
        &self,
        axes: impl IntoIterator<Item = String>,
        levels: &[usize],
        changes: Vec<(Vec<String>, Vec<f64>)>,
        notes: impl IntoIterator<Item = String>,
    ) -> Result<Table, Error> {
        let axes: Vec<String> = axes.into_iter().collect();
        let taken: Vec<&str> =
            changes.iter().filter(|_| axes.len() == 1).map(|(labels, _)| labels[0].as_str()).collect();
        let [before, after] = self.level_names(&taken);
        let level = |name: &str| {
            let labels = std::iter::once(name.to_string()).chain(std::iter::repeat(String::new()));
            Row::new(RowKind::Level, labels.take(axes.len()))
        };
        let mut table = Table::new(
            self.base.title(),
            self.base.unit().clone(),
            axes.clone(),
            self.base.columns().iter().copied(),
        )
        .with_scenario(self.after.scenario())
        .with_decimals(self.base.decimals() + 1);
        for &row in levels {
            table = table.with_row(level(&before), self.base.numbers(row).to_vec())?;
        }
        for (labels, values) in changes {
            let numbers = values.into_iter().map(|value| Some(Number { value, status: Status::Scenario }));
            table = table.with_row(Row::new(RowKind::Change, labels), numbers)?;
        }
        for &row in levels {
            table = table.with_row(level(&after), self.after.numbers(row).to_vec())?;
        }
        let table = notes.into_iter().fold(table, Table::with_note);
        Ok(self.after.source_lines().iter().cloned().fold(table, Table::with_source))
    }

    /// The scenarios' names, told apart from each other and from what stands between them.
    fn level_names(&self, taken: &[&str]) -> [String; 2] {
        let names = [self.base.scenario(), self.after.scenario()];
        let names = if names[0] == names[1] {
            [format!("{}, before", names[0]), format!("{}, after", names[1])]
        } else {
            names.map(String::from)
        };
        names.map(|mut name| {
            while taken.contains(&name.as_str()) {
                name += ", total";
            }
            name
        })
    }

    fn attribution_note(&self) -> Option<String> {
        match self.attribution {
            Attribution::Listed if self.steps.len() > 1 => {
                Some("Each step is what it adds to those listed before it.".into())
            }
            Attribution::Shapley => Some(match &self.errors {
                None => "Each step is what it adds on average over all orders (Shapley value).".into(),
                Some(errors) => format!(
                    "Each step is what it adds on average over all orders (Shapley value), sampled, with a standard error of at most {}.",
                    figure(round_up(errors.iter().copied().fold(0.0, f64::max)))
                ),
            }),
            Attribution::Listed => None,
        }
    }
}

/// Two digits, no smaller than the number.
fn round_up(number: f64) -> f64 {
    if number <= 0.0 {
        return 0.0;
    }
    let unit = libm::exp10(libm::floor(libm::log10(number)) - 1.0);
    libm::ceil(number / unit) * unit
}

/// Short names, numbered where they are the same.
pub(super) fn labels(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    // The number at which the last that was called so had found its own: all before it are taken.
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for label in names {
        let number = tried.entry(label.clone()).or_insert(1);
        let name = |number: usize| if number == 1 { label.clone() } else { format!("{label} ({number})") };
        while !taken.insert(name(*number)) {
            *number += 1;
        }
        labels.push(name(*number));
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn the_same_name_is_numbered_past_all_that_are_taken() {
        for (names, expected) in [
            (vec!["a", "b", "a", "a"], vec!["a", "b", "a (2)", "a (3)"]),
            (vec!["a (2)", "a", "a", "a"], vec!["a (2)", "a", "a (3)", "a (4)"]),
            (vec!["a", "a", "a (2)", "a"], vec!["a", "a (2)", "a (2) (2)", "a (3)"]),
        ] {
            assert_eq!(labels(names.into_iter().map(String::from)), expected);
        }
    }
}
