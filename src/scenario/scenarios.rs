//! The scenarios of a model, checked together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Scenario;
use super::scenario::at_end;
use super::steps::Steps;
use crate::error::{Error, ErrorKind};
use crate::forecast::{Case, Forecast};
use crate::market::Market;
use crate::space::Cube;
use crate::table::BASE;
use crate::value::Share;

/// The name of the expected case.
const EXPECTED: &str = "Expected";
/// Probabilities add up within this: a tenth and two tenths are not quite three tenths.
const ROUND_OFF: f64 = 1e-9;

/// The scenarios of a market, in order, checked together: if they exist, every name is known and every step makes sense.
///
/// A scenario whose steps have ranges is a family and counts three times: its low case, itself, and its high case.
///
/// ```
/// use market_outlook::{Claim, Market, Rate, Scenario, Scenarios, Scope, Step, Unit, Years};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .claim(Claim::value("8.1", 2019))
///     .build()?;
/// let downturn = Scenario::new("Downturn").step(Step::scale(Scope::all(), 0.9).years(2023, 2026));
/// let severe = Scenario::new("Severe downturn")
///     .extends("Downturn")
///     .step(Step::shift_growth(Scope::all(), Rate::points(-2.0)).years(2024, 2026).between(-3.0, -1.0));
/// let scenarios = Scenarios::new(&market, [downturn, severe])?;
/// let names: Vec<&str> = scenarios.iter().map(Scenario::name).collect();
/// assert_eq!(names, ["Downturn", "Severe downturn: low", "Severe downturn", "Severe downturn: high"]);
/// let base = market.forecast()?;
/// let severe = scenarios.get("Severe downturn: low")?.apply(&base)?;
/// assert_eq!(format!("{:.1}% of the base", 100.0 * severe.total(2026)? / base.total(2026)?), "82.1% of the base");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenarios {
    stated: Vec<Scenario>,
    all: Vec<Scenario>,
}

impl Scenarios {
    /// Checks scenarios against a market and each other.
    ///
    /// # Errors
    /// All faults at once: empty, repeated or reserved names, unknown scenarios to extend, scenarios that extend themselves,
    /// probabilities outside 0 to 1 or that add up to more, and the faults of every step.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Scenario, Scenarios, Scope, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?).claim(Claim::value("8.1", 2019)).build()?;
    /// let one = Scenario::new("One").extends("Two");
    /// let two = Scenario::new("Two").extends("One").step(Step::scale(Scope::all(), -1.0));
    /// assert_eq!(
    ///     Scenarios::new(&market, [one, two]).unwrap_err().to_string(),
    ///     "scenario 'Two', step 1 (the whole market times -1): the factor is -1, expected a finite number, 0 or more\n\
    ///      scenarios extend each other: One > Two > One"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn new(market: &Market, scenarios: impl IntoIterator<Item = Scenario>) -> Result<Self, Error> {
        let stated: Vec<Scenario> = scenarios.into_iter().collect();
        let mut faults = name_faults(&stated);
        for (i, scenario) in stated.iter().enumerate() {
            let checked = scenario.checked(market).err();
            faults.extend(checked.map(|fault| fault.within(i).within("scenarios")));
        }
        faults.extend(probability_faults(&stated));
        let parents = parents(&stated, &mut faults);
        faults.extend(cycles(&stated, &parents));
        Error::none_of(faults)?;
        let all = resolved(&stated, &parents);
        // A range that is inherited makes names that nobody has stated.
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let twice = all.iter().filter(|scenario| !known.insert(scenario.name()));
        let fault = |scenario: &Scenario| {
            let (what, name) = ("scenario".into(), scenario.name.clone());
            Error::from(ErrorKind::Duplicate { what, name }).within("scenarios")
        };
        Error::none_of(twice.map(fault).collect())?;
        Ok(Self { stated, all })
    }

    /// The scenarios as stated.
    ///
    /// ```
    /// use market_outlook::Scenarios;
    ///
    /// assert!(Scenarios::default().stated().is_empty());
    /// ```
    #[must_use]
    pub fn stated(&self) -> &[Scenario] {
        &self.stated
    }

    /// All scenarios with the steps of those that they extend, families spread out, in order.
    #[must_use = "iterators do nothing unless consumed"]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Scenario> {
        self.all.iter()
    }

    /// The scenario of a name, with the steps of those that it extends; "Base" is one without steps.
    ///
    /// # Errors
    /// When there is none, with the names there are.
    ///
    /// ```
    /// use market_outlook::Scenarios;
    ///
    /// let error = Scenarios::default().get("Downturn").unwrap_err();
    /// assert_eq!(error.to_string(), "unknown scenario 'Downturn', expected 'Base'");
    /// ```
    pub fn get(&self, name: &str) -> Result<Scenario, Error> {
        if name == BASE {
            return Ok(Scenario::new(BASE));
        }
        self.all.iter().find(|scenario| scenario.name == name).cloned().ok_or_else(|| {
            let names = std::iter::once(BASE).chain(self.iter().map(Scenario::name));
            let choices = names.map(ToString::to_string).collect();
            ErrorKind::UnknownName { what: "scenario", name: name.into(), choices }.into()
        })
    }

    /// What is left of the probabilities for the forecast as it is.
    ///
    /// ```
    /// use market_outlook::Scenarios;
    ///
    /// assert_eq!(Scenarios::default().base_probability().to_string(), "100.0%");
    /// ```
    #[must_use]
    pub fn base_probability(&self) -> Share {
        let stated = self.stated.iter().filter_map(Scenario::stated_probability);
        let left = 1.0 - stated.map(Share::to_fraction).sum::<f64>();
        Share::fraction(if left.abs() <= ROUND_OFF { 0.0 } else { left })
    }

    /// The mean of all scenarios that have a probability and of the forecast itself, each weighted by its probability, cell by cell.
    ///
    /// What the probabilities leave belongs to the forecast; the source line says how much. Sums and differences are expected
    /// values then; growth rates and shares are those of the expected sizes.
    ///
    /// # Errors
    /// When no scenario has a probability, or a step fails on these numbers.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Scenario, Scenarios, Scope, Share, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?).claim(Claim::value("8.0", 2019)).build()?;
    /// let halved = Scenario::new("Halved").probability(Share::percent(25.0)).step(Step::scale(Scope::all(), 0.5).year(2019));
    /// let expected = Scenarios::new(&market, [halved])?.expected(&market.forecast()?)?;
    /// assert_eq!(format!("{} {:.3}", expected.scenario(), expected.total(2019)?), "Expected 7.000");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn expected(&self, forecast: &Forecast) -> Result<Forecast, Error> {
        let weighted: Vec<(&Scenario, f64)> = self
            .all
            .iter()
            .filter_map(|scenario| Some((scenario, scenario.probability?.to_fraction())))
            .collect();
        if weighted.is_empty() {
            let (what, reason) = ("the expected case".into(), "no scenario has a probability".into());
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let left = self.base_probability();
        let mut cube: Cube = forecast.cube().clone();
        let rest = Some((forecast.scenario(), left)).filter(|_| left.to_fraction() > 0.0).into_iter();
        let mut said: Vec<String> = rest.map(|(name, left)| format!("{left} {name}")).collect();
        for (scenario, weight) in weighted {
            // What a scenario leaves alone adds nothing, so that it keeps its bits.
            cube.add_difference(weight, scenario.apply(forecast)?.cube(), forecast.cube());
            said.push(format!("{} {}", Share::fraction(weight), scenario.name));
        }
        let assumed = format!("{EXPECTED}, assumed probabilities: {}.", said.join(", "));
        forecast.under(Case::after(forecast, EXPECTED, cube, vec![assumed]))
    }
}

/// Names that are empty, reserved, or stand twice.
fn name_faults(stated: &[Scenario]) -> Vec<Error> {
    let mut faults = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (i, scenario) in stated.iter().enumerate() {
        let here = |fault: ErrorKind| Error::from(fault).within("name").within(i).within("scenarios");
        let name = scenario.name.clone();
        if name.trim().is_empty() {
            let what = format!("the name of scenario {}", i + 1);
            faults.push(here(ErrorKind::Empty { what, expected: "a name".into() }));
        }
        let reserved = [(BASE, "the forecast itself"), (EXPECTED, "the mean of all scenarios")];
        for (reserved, meaning) in reserved.into_iter().filter(|(reserved, _)| name == *reserved) {
            let what = format!("scenario {} is called '{reserved}', which is {meaning}", i + 1);
            faults.push(here(ErrorKind::Contradiction { what }));
        }
        if known.contains(&name) {
            faults.push(here(ErrorKind::Duplicate { what: "scenario".into(), name: name.clone() }));
        }
        let family = [scenario.low(), scenario.high()];
        known.extend(family.into_iter().flatten().map(|scenario| scenario.name));
        known.insert(name);
    }
    faults
}

fn probability_faults(stated: &[Scenario]) -> Vec<Error> {
    let mut faults = Vec::new();
    let mut sum = 0.0;
    for (i, scenario) in stated.iter().enumerate() {
        let Some(found) = scenario.probability.map(Share::to_fraction) else { continue };
        // Written so that what is no number fails.
        if (0.0..=1.0).contains(&found) {
            sum += found;
        } else {
            let (what, expected) = ("the probability".into(), "a number from 0 to 1".into());
            let fault = Error::from(ErrorKind::Number { what, found, expected }).at(scenario.place());
            faults.push(fault.within("probability").within(i).within("scenarios"));
        }
    }
    if sum > 1.0 + ROUND_OFF {
        let (what, expected) = ("the sum of the scenarios' probabilities".into(), "at most 1".into());
        faults.push(Error::from(ErrorKind::Number { what, found: sum, expected }).within("scenarios"));
    }
    faults
}

/// For each scenario the one it extends, where that is known.
fn parents(stated: &[Scenario], faults: &mut Vec<Error>) -> Vec<Option<usize>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut choices = vec![BASE.to_string()];
    for (i, scenario) in stated.iter().enumerate() {
        known.entry(scenario.name()).or_insert_with(|| {
            if scenario.name != BASE {
                choices.push(scenario.name.clone());
            }
            i
        });
    }
    let mut shared: Option<Arc<[String]>> = None;
    let parents = stated.iter().enumerate().map(|(i, scenario)| {
        let name = scenario.stated_extends().filter(|name| *name != BASE)?;
        let parent = known.get(name).copied();
        if parent.is_none() {
            let choices = Arc::clone(shared.get_or_insert_with(|| choices.as_slice().into()));
            let fault = ErrorKind::UnknownName { what: "scenario", name: name.into(), choices };
            let fault = Error::from(fault).at(scenario.place());
            faults.push(fault.within("extends").within(i).within("scenarios"));
        }
        parent
    });
    parents.collect()
}

/// Chains of scenarios that lead back to their first, each told once, from its first scenario on.
fn cycles(stated: &[Scenario], parents: &[Option<usize>]) -> Vec<Error> {
    // Where the walk began that has come by; each scenario is come by once.
    let mut begun: Vec<Option<usize>> = vec![None; parents.len()];
    let mut starts = Vec::new();
    for start in 0..parents.len() {
        let mut next = Some(start);
        while let Some(i) = next.filter(|&i| begun[i].is_none()) {
            begun[i] = Some(start);
            next = parents[i];
        }
        if let Some(met) = next.filter(|&i| begun[i] == Some(start)) {
            starts.push(cycle(parents, met).min().unwrap_or(met));
        }
    }
    starts.sort_unstable();
    let faults = starts.into_iter().map(|start| {
        let cycle = cycle(parents, start).chain([start]).map(|i| stated[i].name.clone()).collect();
        let fault = Error::from(ErrorKind::ScenarioCycle { cycle });
        fault.within("extends").within(start).within("scenarios")
    });
    faults.collect()
}

/// The scenarios of a cycle, from one of them on.
fn cycle(parents: &[Option<usize>], start: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(start), move |&i| parents[i].filter(|&next| next != start))
}

/// Every scenario with the steps of all that it extends in front of its own, and the ends of families beside it.
fn resolved(stated: &[Scenario], parents: &[Option<usize>]) -> Vec<Scenario> {
    let mut first_child: Vec<Option<usize>> = vec![None; stated.len()];
    for (i, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            first_child[*parent].get_or_insert(i);
        }
    }
    let mut places: Vec<Option<(usize, usize)>> = vec![None; stated.len()];
    let mut lines = Vec::new();
    for last in (0..stated.len()).filter(|&i| first_child[i].is_none()) {
        let mut line: Vec<usize> = std::iter::successors(Some(last), |&i| parents[i]).collect();
        line.reverse();
        let mut count = 0;
        for &i in &line {
            count += stated[i].steps.len();
            // A scenario that several extend has its place in the line of the first that asks.
            places[i].get_or_insert((lines.len(), count));
        }
        lines.push(Line::new(line.iter().flat_map(|&i| stated[i].steps.iter().cloned()).collect()));
    }
    let mut all = Vec::with_capacity(stated.len());
    for (scenario, place) in stated.iter().zip(places) {
        let (line, count) = place.expect("without a cycle every scenario leads to one that none extends");
        let line: &Line = &lines[line];
        let scenario = Scenario { extends: None, steps: line.steps.first(count), ..scenario.clone() };
        let ends = line.ends.as_ref().filter(|(first, _)| *first < count).map(|(_, ends)| ends);
        let end = |i: usize, name: &str| Some(scenario.with_end(name, ends?[i].first(count)));
        let (low, high) = (end(0, "low"), end(1, "high"));
        all.extend(low.into_iter().chain([scenario]).chain(high));
    }
    all
}

/// The steps of a scenario that none extends, which begin with those of all that it extends.
struct Line {
    steps: Steps,
    /// The first step with a range, and all steps at the low end and at the high end.
    ends: Option<(usize, [Steps; 2])>,
}

impl Line {
    fn new(steps: Steps) -> Self {
        let first = steps.iter().position(|step| step.range.is_some());
        let ends =
            first.map(|first| (first, [at_end(&steps, |(low, _)| low), at_end(&steps, |(_, high)| high)]));
        Self { steps, ends }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Step;
    use crate::space::Scope;
    use crate::value::Unit;
    use crate::{Claim, Years};

    fn market() -> Market {
        let builder = Market::builder("m", Unit::USD_BILLION, Years::new(2019, 2026).unwrap());
        builder.claim(Claim::value("8.1", 2019)).build().unwrap()
    }

    fn scenario(name: &str, extends: &str, factors: &[f64]) -> Scenario {
        let scenario = Scenario::new(name).extends(extends);
        let scale = |factor: &f64| Step::scale(Scope::all(), *factor).year(2026);
        factors.iter().map(scale).fold(scenario, Scenario::step)
    }

    /// The names of all scenarios, each with the numbers of its steps.
    fn check(scenarios: &[Scenario], expected: &[(&str, &[f64])]) {
        let scenarios = Scenarios::new(&market(), scenarios.iter().cloned()).unwrap();
        let numbers = |scenario: &Scenario| scenario.steps().iter().map(Step::number).collect::<Vec<_>>();
        let found: Vec<(&str, Vec<f64>)> = scenarios.iter().map(|one| (one.name(), numbers(one))).collect();
        assert_eq!(found, expected.iter().map(|(name, steps)| (*name, steps.to_vec())).collect::<Vec<_>>());
    }

    #[test]
    fn inherited_steps_come_first_whoever_else_inherits_them() {
        check(
            &[
                scenario("leaf", "mid", &[3.0]),
                scenario("root", BASE, &[1.0]),
                scenario("other", "mid", &[4.0, 5.0]),
                scenario("mid", "root", &[2.0]),
                scenario("none", "other", &[]),
            ],
            &[
                ("leaf", &[1.0, 2.0, 3.0]),
                ("root", &[1.0]),
                ("other", &[1.0, 2.0, 4.0, 5.0]),
                ("mid", &[1.0, 2.0]),
                ("none", &[1.0, 2.0, 4.0, 5.0]),
            ],
        );
        let ranged = Scenario::new("b").extends("a").step(Step::scale(Scope::all(), 2.0).between(1.5, 3.0));
        check(
            &[scenario("a", BASE, &[1.0]), ranged, scenario("c", "b", &[4.0])],
            &[
                ("a", &[1.0]),
                ("b: low", &[1.0, 1.5]),
                ("b", &[1.0, 2.0]),
                ("b: high", &[1.0, 3.0]),
                ("c: low", &[1.0, 1.5, 4.0]),
                ("c", &[1.0, 2.0, 4.0]),
                ("c: high", &[1.0, 3.0, 4.0]),
            ],
        );
    }

    #[test]
    fn a_chain_keeps_each_step_once() {
        let name = |i: usize| if i == 0 { BASE.to_string() } else { format!("s{i}") };
        let chain = (1..=1000).map(|i| scenario(&name(i), &name(i - 1), &[1.0 + 1.0 / i as f64]));
        let scenarios = Scenarios::new(&market(), chain).unwrap();
        let all: Vec<&Scenario> = scenarios.iter().collect();
        let first = |i: usize| all[i].steps().as_ptr();
        assert!((0..1000).all(|i| all[i].steps().len() == i + 1 && first(i) == first(999)));
    }

    #[test]
    fn each_cycle_is_told_once_from_its_first_scenario_on() {
        let stated = [("x", "b"), ("b", "c"), ("c", "a"), ("a", "b"), ("y", "y"), ("z", "x")];
        let stated = stated.map(|(name, extends)| scenario(name, extends, &[]));
        let error = Scenarios::new(&market(), stated).unwrap_err().to_string();
        assert_eq!(error, "scenarios extend each other: b > c > a > b\nscenarios extend each other: y > y");
    }
}
