//! From scenarios as a file states them to scenarios to check.

use super::build::{form, percent, scope};
use super::sources::Sources;
use super::{AdjustmentSpec, Named, PrintedSpec, ScenarioSpec, StepSpec};
use crate::error::{Error, ErrorKind};
use crate::scenario::{Ramp, Recovery, Scenario, Step};
use crate::space::Scope;
use crate::value::prose::figure;
use crate::value::{Rate, Share, Source};

/// What an adjustment turns on: its key, and how its number is written.
struct Turn {
    number: &'static str,
    is_percent: bool,
    /// Keys that it has beside the number and what every adjustment has.
    keys: &'static [&'static str],
}

/// Keys that some adjustments have and others don't.
const SPECIAL: [&str; 13] = [
    "where",
    "from",
    "to",
    "of",
    "factor",
    "points",
    "rate",
    "value",
    "share",
    "by",
    "depth",
    "recovers-over",
    "half-life",
];

impl ScenarioSpec {
    /// The scenario, and what is wrong with how it is stated; the path of a fault starts at the scenario.
    pub(super) fn state(&self, sources: &Sources) -> (Scenario, Vec<Error>) {
        let mut faults = Vec::new();
        let place = format!("scenario '{}'", self.name);
        let mut scenario = Scenario::new(self.name.clone());
        scenario = self.note.iter().cloned().fold(scenario, Scenario::note);
        scenario = self.extends.iter().cloned().fold(scenario, Scenario::extends);
        scenario = self.probability.map(Share::fraction).into_iter().fold(scenario, Scenario::probability);
        match source(self.source.as_deref(), sources) {
            Ok(source) => scenario = source.into_iter().fold(scenario, Scenario::source),
            Err(fault) => faults.push(fault.at(place.as_str())),
        }
        for (i, stated) in self.steps.iter().enumerate() {
            let (step, wrong) = stated.state(sources);
            let here = |fault: Error| fault.at(format!("{place}, step {}", i + 1)).within(i).within("steps");
            faults.extend(wrong.into_iter().map(here));
            scenario = scenario.step(step);
        }
        (scenario, faults)
    }
}

fn source(name: Option<&str>, sources: &Sources) -> Result<Option<Source>, Error> {
    let Some(name) = name else { return Ok(None) };
    sources.find(name).map(|stated| Some(Source::from(stated)))
}

impl StepSpec {
    /// The step, with harmless numbers where none can be read, and what is wrong with how it is stated.
    fn state(&self, sources: &Sources) -> (Step, Vec<Error>) {
        // In the order of the adjustments there are.
        let all = [
            &self.scale,
            &self.shift_growth,
            &self.set_growth,
            &self.set_value,
            &self.set_share,
            &self.move_share,
            &self.delay,
            &self.advance,
            &self.shock,
            &self.cap,
            &self.floor,
        ];
        let names: Vec<String> = TURNS.iter().map(|(name, _)| format!("'{name}'")).collect();
        let mut stated = TURNS.iter().zip(all).filter_map(|(turn, stated)| Some((turn, stated.as_ref()?)));
        let expected = format!("exactly one of {}", names.join(", "));
        let Some(((kind, turn), adjustment)) = stated.next() else {
            return (Step::scale(Scope::all(), 1.0).unread("step"), vec![form("no adjustment", expected)]);
        };
        let (step, mut faults) = adjustment.state(kind, turn, sources);
        faults = faults.into_iter().map(|fault| fault.within(*kind)).collect();
        if let Some(((second, _), _)) = stated.next() {
            faults.push(form(format!("'{kind}' and '{second}'"), expected).in_key(second));
        }
        (step, faults)
    }
}

const fn turn(number: &'static str, is_percent: bool, keys: &'static [&'static str]) -> Turn {
    Turn { number, is_percent, keys }
}

/// The adjustments there are.
const TURNS: [(&str, Turn); 11] = [
    ("scale", turn("factor", false, &["where"])),
    ("shift-growth", turn("points", false, &["where"])),
    ("set-growth", turn("rate", true, &["where"])),
    ("set-value", turn("value", false, &["where"])),
    ("set-share", turn("share", true, &["where", "of"])),
    ("move-share", turn("points", false, &["from", "to", "of"])),
    ("delay", turn("by", false, &["where"])),
    ("advance", turn("by", false, &["where"])),
    ("shock", turn("depth", true, &["where", "recovers-over", "half-life"])),
    ("cap", turn("value", false, &["where"])),
    ("floor", turn("value", false, &["where"])),
];

/// Keys that every adjustment has beside its own.
#[cfg(any(feature = "toml", feature = "json"))]
const COMMON: [&str; 9] = ["low", "high", "year", "years", "ramp", "hold", "name", "note", "source"];

/// The keys of an adjustment; none where there is no such adjustment.
#[cfg(any(feature = "toml", feature = "json"))]
pub(super) fn keys_of(kind: &str) -> Option<Vec<&'static str>> {
    let (_, turn) = TURNS.iter().find(|(name, _)| *name == kind)?;
    Some(turn.keys.iter().copied().chain([turn.number]).chain(COMMON).collect())
}

impl AdjustmentSpec {
    fn state(&self, kind: &str, turn: &Turn, sources: &Sources) -> (Step, Vec<Error>) {
        let mut faults = self.strangers(kind, turn);
        let mut keep = |fault: Error| faults.push(fault);
        let number = self.number(turn).map_err(&mut keep).ok();
        let recovery = self.recovery().map_err(&mut keep).unwrap_or_default();
        let ends = [("low", &self.low), ("high", &self.high)];
        let ends = ends.map(|(end, stated)| read(end, stated.as_ref()?, turn).map_err(&mut keep).ok());
        let ramp = self.ramp().map_err(&mut keep).unwrap_or_default();
        let source = source(self.source.as_deref(), sources).map_err(&mut keep).ok().flatten();
        match (self.low.is_some(), self.high.is_some()) {
            (true, false) => keep(form("'low' without 'high'", "both or neither").within("low")),
            (false, true) => keep(form("'high' without 'low'", "both or neither").within("high")),
            _ => {}
        }
        if self.year.is_some() && self.years.is_some() {
            keep(form("'year' and 'years'", "one of them").in_key("years"));
        }
        if kind == "move-share" {
            let missing =
                [("from", &self.from), ("to", &self.to)].into_iter().filter(|(_, stated)| stated.is_none());
            missing
                .for_each(|(key, _)| keep(form(format!("no '{key}'"), "the part of the market that it is")));
        }
        let mut step = self.step(kind, number, recovery).ramp(ramp);
        step = self.hold.iter().map(scope).fold(step, Step::hold);
        step = match (self.year, self.years) {
            (Some(year), _) => step.year(year),
            (None, Some(years)) => step.years(years.first, years.last),
            (None, None) => step,
        };
        if let ([Some(low), Some(high)], Some(_)) = (ends, number) {
            step = step.between(low, high);
        }
        step = self.name.iter().cloned().fold(step, Step::named);
        step = self.note.iter().cloned().fold(step, Step::note);
        (source.into_iter().fold(step, Step::source), faults)
    }

    /// The step, which knows what of it could not be read.
    fn step(&self, kind: &str, number: Option<f64>, recovery: Recovery) -> Step {
        let part = |stated: &Option<Named<String>>| stated.as_ref().map_or_else(Scope::all, scope);
        let (place, n) = (part(&self.scope), number.unwrap_or(0.0));
        let ends = [("from", &self.from), ("to", &self.to)];
        let missing = ends.into_iter().filter(|(_, stated)| kind == "move-share" && stated.is_none());
        let unread = missing.map(|(end, _)| end).chain(number.is_none().then_some("number"));
        let step = match kind {
            "scale" => Step::scale(place, n),
            "shift-growth" => Step::shift_growth(place, Rate::points(n)),
            "set-growth" => Step::set_growth(place, Rate::percent(n)),
            "set-value" => Step::set_value(place, n),
            "set-share" => Step::set_share(place, Share::percent(n)).of(part(&self.of)),
            "move-share" => {
                Step::move_share(part(&self.from), part(&self.to), Share::percent(n)).of(part(&self.of))
            }
            "delay" => Step::delay(place, n),
            "advance" => Step::advance(place, n),
            "shock" => Step::shock(place, Share::percent(n), recovery),
            "cap" => Step::cap(place, n),
            _ => Step::floor(place, n),
        };
        unread.fold(step, Step::unread)
    }

    /// Keys that this kind of adjustment does not have.
    fn strangers(&self, kind: &str, turn: &Turn) -> Vec<Error> {
        let stated = |key: &str| match key {
            "where" => self.scope.is_some(),
            "from" => self.from.is_some(),
            "to" => self.to.is_some(),
            "of" => self.of.is_some(),
            "recovers-over" => self.recovers_over.is_some(),
            "half-life" => self.half_life.is_some(),
            key => self.amount(key).is_some(),
        };
        let known = |key: &str| key == turn.number || turn.keys.contains(&key);
        let strangers = SPECIAL.into_iter().filter(|key| stated(key) && !known(key));
        let own: Vec<String> = turn.keys.iter().chain([&turn.number]).map(|key| format!("'{key}'")).collect();
        let fault =
            |key: &str| form(format!("'{key}' with '{kind}'"), crate::value::prose::list(&own)).in_key(key);
        strangers.map(fault).collect()
    }

    fn amount(&self, key: &str) -> Option<PrintedSpec> {
        let number = |number: Option<f64>| number.map(PrintedSpec::Number);
        match key {
            "factor" => number(self.factor),
            "points" => number(self.points),
            "rate" => self.rate.clone(),
            "value" => number(self.value),
            "share" => self.share.clone(),
            "by" => number(self.by),
            "depth" => self.depth.clone(),
            _ => None,
        }
    }

    fn number(&self, turn: &Turn) -> Result<f64, Error> {
        let Some(stated) = self.amount(turn.number) else {
            let example = if turn.is_percent { "such as '3%'" } else { "a number" };
            return Err(form(format!("no '{}'", turn.number), format!("'{}', {example}", turn.number)));
        };
        read(turn.number, &stated, turn)
    }

    fn recovery(&self) -> Result<Recovery, Error> {
        match (self.recovers_over, self.half_life) {
            (None, None) => Ok(Recovery::Never),
            (Some(over), None) => Ok(Recovery::Straight(over)),
            (None, Some(half)) => Ok(Recovery::HalfLife(half)),
            (Some(_), Some(_)) => {
                Err(form("'recovers-over' and 'half-life'", "at most one of them").in_key("half-life"))
            }
        }
    }

    fn ramp(&self) -> Result<Ramp, Error> {
        let Some(word) = &self.ramp else { return Ok(Ramp::Step) };
        Ramp::parse(word).ok_or_else(|| {
            let choices = Ramp::ALL.map(|ramp| ramp.to_string()).into();
            Error::from(ErrorKind::UnknownName { what: "ramp", name: word.clone(), choices }).within("ramp")
        })
    }
}

/// A number in the terms of its adjustment: a percentage as a text with its sign, anything else as a bare number.
fn read(key: &'_ str, stated: &PrintedSpec, turn: &Turn) -> Result<f64, Error> {
    match (stated, turn.is_percent) {
        (PrintedSpec::Text(text), true) => Ok(percent(text).map_err(|fault| fault.within(key))?.to_percent()),
        (PrintedSpec::Number(number), false) => Ok(*number),
        (PrintedSpec::Number(number), true) => {
            let meant = if number.abs() < 1.0 && *number != 0.0 {
                format!("a percentage as a text, '{}%' or '{number}%'", figure(number * 100.0))
            } else {
                format!("a text such as '{number}%'")
            };
            Err(form(format!("the bare number {number}"), meant).within(key))
        }
        (PrintedSpec::Text(text), false) => {
            Err(form(format!("'{text}'"), "a number without quotes").within(key))
        }
    }
}
