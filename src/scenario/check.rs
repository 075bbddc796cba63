//! A step against its market: names looked up, numbers and years checked, what is held sorted out.

use super::hold::{Group, Keep};
use super::{Recovery, Step, StepKind};
use crate::error::{Error, ErrorKind};
use crate::market::Market;
use crate::space::{Runs, Scope, Selection};
use crate::value::Years;
use crate::value::prose::{figure, list};

/// A step that is known to make sense for its market, with all names looked up.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) kind: StepKind,
    pub(super) target: Target,
    /// Where a share is moved to.
    pub(super) to: Option<Target>,
    /// What a share is of.
    pub(super) of: Option<Runs>,
    /// Held parts that include a target and keep their totals, the smaller first.
    pub(super) keeps: Vec<Keep>,
    /// Who absorbs what changes in them.
    pub(super) absorbing: Vec<Group>,
    /// For each year of the market how far the step has come about.
    pub(super) weights: Vec<f64>,
    /// Positions of its first and last year.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) years: Years,
}

/// A part of the market that a step changes.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) scope: Scope,
    pub(super) cells: Runs,
    /// The cells that can change, and those that are held.
    pub(super) free: Runs,
    pub(super) held: Runs,
    /// What is held, in words.
    pub(super) holding: String,
}

impl Ready {
    /// # Errors
    /// All faults of the step at once, with the path of their keys below the step; none where the only ones are what could
    /// not be read, which have been told.
    pub(super) fn new(step: &Step, market: &Market) -> Result<Self, Vec<Error>> {
        let is_read = |what: &str| !step.unread.contains(&what);
        if !is_read("step") {
            return Err(Vec::new());
        }
        let mut faults = if is_read("number") { number_faults(&step.kind) } else { Vec::new() };
        faults.extend(step.stray_faults());
        let select =
            |key: &'static str, scope: &Scope| market.axes().select(scope).map_err(|fault| fault.within(key));
        let where_key = if matches!(step.kind, StepKind::MoveShare { .. }) { "from" } else { "where" };
        let mut found = |key: &'static str, scope: &Scope| {
            select(key, scope).map_err(|fault| faults.push(fault)).ok().map(|cells| (scope.clone(), cells))
        };
        let target = is_read(where_key).then(|| found(where_key, &step.scope)).flatten();
        let (to, of) = match &step.kind {
            StepKind::MoveShare { to, of, .. } => {
                let to = is_read("to").then(|| found("to", to)).flatten();
                (Some(to), Some(found("of", of)))
            }
            StepKind::SetShare { of, .. } => (None, Some(found("of", of))),
            _ => (None, None),
        };
        let mut holds: Vec<(Scope, Selection)> = Vec::new();
        for (i, held) in step.holds.iter().enumerate() {
            match market.axes().select(held) {
                Ok(cells) => holds.push((held.clone(), cells)),
                Err(fault) => faults.push(fault.within(i).within("hold")),
            }
        }
        let window = window(step, market).map_err(|fault| faults.push(fault)).ok();
        let complete = || Some((target.clone()?, window?));
        let to_is_known = to.as_ref().is_none_or(Option::is_some);
        if let (Some((target, window)), true) = (complete(), to_is_known) {
            let (to, of) = (to.flatten(), of.flatten());
            faults.extend(share_faults(&target, to.as_ref(), of.as_ref()));
            let parts: Vec<(Scope, Selection)> = std::iter::once(target).chain(to).collect();
            let holds = Holds::new(&parts, &holds, of.as_ref());
            faults.extend(holds.faults(&step.kind, of.as_ref()));
            if faults.is_empty() && step.unread.is_empty() {
                return Ok(holds.ready(step, market.years(), of.as_ref().map(|(_, cells)| cells), window));
            }
        }
        Err(faults.into_iter().map(|fault| fault.within(step.kind.key())).collect())
    }

    /// The same step with another number.
    ///
    /// # Errors
    /// When the number is impossible for it.
    pub(super) fn set(&mut self, number: f64) -> Result<(), Error> {
        self.kind.put(number);
        Error::none_of(number_faults(&self.kind))
    }

    /// The year at a position.
    pub(super) fn year(&self, t: usize) -> crate::value::Year {
        self.years.iter().nth(t).unwrap_or(self.years.last())
    }
}

impl Step {
    /// What is stated and means nothing for it.
    fn stray_faults(&self) -> Vec<Error> {
        let mut faults = Vec::new();
        if let Some(whole) = &self.stray {
            let what = format!("{whole} is stated as a whole, and only shares are of one");
            faults.push(Error::from(ErrorKind::Contradiction { what }).within("of"));
        }
        if self.has_empty_label() {
            let (what, expected) = ("the name of the step".into(), "a name, or none".into());
            faults.push(Error::from(ErrorKind::Empty { what, expected }).within("name"));
        }
        faults
    }

    /// What is wrong with the ends of its range.
    pub(super) fn range_faults(&self) -> Vec<Error> {
        let Some((low, high)) = self.range else { return Vec::new() };
        let ends = [("low", low), ("high", high)];
        let mut faults: Vec<Error> = ends
            .into_iter()
            .flat_map(|(end, number)| {
                let faults = number_faults(self.clone().with_number(number).kind());
                faults.into_iter().map(move |fault| Error::from(fault.root().clone()).within(end).at(end))
            })
            .collect();
        let number = self.number();
        if faults.is_empty() && low > high {
            let what =
                format!("low is {} and high is {}, expected the lower first", figure(low), figure(high));
            faults.push(Error::from(ErrorKind::Contradiction { what }).within("low"));
        } else if faults.is_empty() && (number < low || number > high) {
            let end = if number < low { "low" } else { "high" };
            let [low, number, high] = [low, number, high].map(figure);
            let what = format!("the number is {number}, expected one from low, {low}, to high, {high}");
            faults.push(Error::from(ErrorKind::Contradiction { what }).within(end));
        }
        faults.into_iter().map(|fault| fault.within(self.kind.key())).collect()
    }
}

/// Numbers that no step of the kind can have.
fn number_faults(kind: &StepKind) -> Vec<Error> {
    // Written so that what is no number fails.
    let fits = |found: f64, (low, high): (f64, f64)| found >= low && found <= high && found.is_finite();
    let fault = |key: &'static str, what: &str, found: f64, expected: &str| {
        Error::from(ErrorKind::Number { what: what.into(), found, expected: expected.into() }).within(key)
    };
    let number = kind.number();
    let positive = "a finite number, 0 or more";
    let first = (!fits(number, kind.domain())).then(|| {
        let (key, what, expected) = match kind {
            StepKind::Scale { .. } => ("factor", "the factor", positive),
            StepKind::ShiftGrowth { .. } => ("points", "the number of points a year", "a finite number"),
            StepKind::SetGrowth { .. } => ("rate", "growth in percent", "a finite number, -100 or more"),
            StepKind::SetValue { .. } | StepKind::Cap { .. } | StepKind::Floor { .. } => {
                ("value", "the size", positive)
            }
            StepKind::SetShare { .. } => ("share", "the share in percent", "a percentage from 0 to 100"),
            StepKind::MoveShare { .. } => {
                ("points", "the number of points to move", "a percentage from 0 to 100")
            }
            StepKind::Delay { .. } | StepKind::Advance { .. } => ("by", "the number of years", positive),
            StepKind::Shock { .. } => ("depth", "the depth in percent", "a finite number, at most 100"),
        };
        fault(key, what, number, expected)
    });
    let recovery = match kind {
        StepKind::Shock { recovery: Recovery::Straight(over), .. } => Some(("recovers-over", *over)),
        StepKind::Shock { recovery: Recovery::HalfLife(half), .. } => Some(("half-life", *half)),
        _ => None,
    };
    let second = recovery.filter(|(_, years)| !fits(*years, (f64::MIN_POSITIVE, f64::INFINITY)));
    let second = second
        .map(|(key, years)| fault(key, "the number of years to recover", years, "a finite number above 0"));
    first.into_iter().chain(second).collect()
}

/// Positions of the first and last year of a step.
fn window(step: &Step, market: &Market) -> Result<(usize, usize), Error> {
    let years = market.years();
    let needs_year =
        matches!(step.kind, StepKind::SetValue { .. } | StepKind::SetShare { .. } | StepKind::Shock { .. });
    let (first, last) = match step.years {
        None if needs_year => {
            let (found, expected) = ("neither 'year' nor 'years'".into(), "'year', such as 2023".into());
            return Err(ErrorKind::Form { found, expected }.into());
        }
        None if market.base_index() + 1 == years.len() => {
            let found =
                format!("neither 'year' nor 'years', and no year after the base year {}", market.base());
            return Err(
                ErrorKind::Form { found, expected: format!("'year', such as {}", market.base()) }.into()
            );
        }
        None => (market.base_index() + 1, years.len() - 1),
        Some((first, last)) => {
            Years::new(first, last).map_err(|fault| fault.within("years"))?;
            let bound = |item: usize, year| {
                years.index(year).map_err(|fault| {
                    if step.is_in_one_year() {
                        fault.within("year")
                    } else {
                        fault.within(item).within("years")
                    }
                })
            };
            match (bound(0, first), bound(1, last)) {
                (Ok(first), Ok(last)) => (first, last),
                (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => return Err(fault),
                // A single year outside is one fault.
                (Err(fault), Err(_)) if first == last => return Err(fault),
                (Err(a), Err(b)) => return Err(Error::several(vec![a, b])),
            }
        }
    };
    let grows = matches!(step.kind, StepKind::ShiftGrowth { .. } | StepKind::SetGrowth { .. });
    if grows && first == 0 {
        let what = format!("growth in {}", years.first());
        let reason = "it is the first year of the forecast, and nothing is known of the year before".into();
        let key = if step.is_in_one_year() { "year" } else { "years" };
        return Err(Error::from(ErrorKind::Undefined { what, reason }).within(key));
    }
    Ok((first, last))
}

/// Parts that shares cannot be moved between, or that a share cannot be of.
fn share_faults(
    target: &(Scope, Selection),
    to: Option<&(Scope, Selection)>,
    of: Option<&(Scope, Selection)>,
) -> Vec<Error> {
    let mut faults = Vec::new();
    if let Some((to, cells)) = to.filter(|(_, cells)| cells.meets(&target.1)) {
        let same = if *cells == target.1 { "are the same" } else { "overlap" };
        let what = format!("{} and {to} {same}, expected parts with nothing in common", target.0);
        faults.push(Error::from(ErrorKind::Contradiction { what }).within("to"));
    }
    if let Some((whole, _)) = of.filter(|(_, cells)| to.is_none() && *cells == target.1) {
        let what = format!("{} is all of {whole}, expected a part of it", target.0);
        faults.push(Error::from(ErrorKind::Contradiction { what }).within("of"));
    }
    if let Some((whole, cells)) = of {
        for (part, inner) in std::iter::once(target).chain(to) {
            if !cells.includes(inner) {
                let what = format!("{part} is not within {whole}, expected a part of it");
                faults.push(Error::from(ErrorKind::Contradiction { what }).within("of"));
            }
        }
    }
    faults
}

/// What of a step's parts can change, and what keeps its total.
struct Holds<'a> {
    parts: &'a [(Scope, Selection)],
    /// Held parts of which no number changes.
    frozen: Vec<&'a (Scope, Selection)>,
    is_frozen: Vec<bool>,
    /// Held parts that include a part of the step, the smaller first, and where their change can go.
    keeps: Vec<(&'a (Scope, Selection), Vec<bool>)>,
}

impl<'a> Holds<'a> {
    fn new(
        parts: &'a [(Scope, Selection)],
        holds: &'a [(Scope, Selection)],
        of: Option<&'a (Scope, Selection)>,
    ) -> Self {
        let includes_part =
            |(_, held): &(Scope, Selection)| parts.iter().any(|(_, part)| held.includes(part));
        let (mut kept, frozen): (Vec<_>, Vec<_>) = holds.iter().partition(|held| includes_part(held));
        let is_one_sided =
            |(_, held): &&(Scope, Selection)| !parts.iter().all(|(_, part)| held.includes(part));
        // A move leaves its whole as it is, also where a held part has only one end of it.
        let whole = of.filter(|_| parts.len() > 1 && kept.iter().any(is_one_sided));
        kept.extend(whole.filter(|(_, whole)| kept.iter().all(|(_, held)| held != whole)));
        kept.sort_by_key(|(_, cells)| cells.len());
        // Where nothing is held no cell is marked: a step of a scenario with thousands costs what it changes.
        let cells = if kept.is_empty() && frozen.is_empty() { 0 } else { parts[0].1.space() };
        let mut is_frozen = vec![false; cells];
        frozen.iter().for_each(|(_, held)| held.for_each(|cell| is_frozen[cell] = true));
        let mut is_part = vec![false; cells];
        let marked = if kept.is_empty() { &[] } else { parts };
        marked.iter().for_each(|(_, part)| part.for_each(|cell| is_part[cell] = true));
        let keeps = kept.into_iter().map(|held| {
            let mut absorbs = vec![false; cells];
            held.1.for_each(|cell| absorbs[cell] = !is_part[cell] && !is_frozen[cell]);
            (held, absorbs)
        });
        let keeps = keeps.collect();
        Self { parts, frozen, is_frozen, keeps }
    }

    fn holding(&self) -> String {
        list(&self.frozen.iter().map(|(scope, _)| scope.to_string()).collect::<Vec<_>>())
    }

    fn faults(&self, kind: &StepKind, of: Option<&(Scope, Selection)>) -> Vec<Error> {
        let mut faults = Vec::new();
        let mut held = |what: String| {
            faults.push(Error::from(ErrorKind::Contradiction { what }).within("hold"));
        };
        for (scope, cells) in self.parts {
            let mut is_left = self.frozen.is_empty();
            if !is_left {
                cells.for_each(|cell| is_left |= !self.is_frozen[cell]);
            }
            if !is_left {
                held(format!("nothing of {scope} can change, since all of it is held: {}", self.holding()));
            }
        }
        for ((scope, cells), absorbs) in &self.keeps {
            let includes_all = self.parts.iter().all(|(_, part)| cells.includes(part));
            // What moves within a held part needs nobody to absorb it.
            let moves_within = self.parts.len() > 1 && includes_all;
            if !(moves_within || absorbs.contains(&true)) {
                let inside = self.parts.iter().find(|(_, part)| cells.includes(part));
                let (part, inner) = inside.unwrap_or(&self.parts[0]);
                let others = if inner == cells {
                    format!("{part} is to change, and it is held")
                } else if self.frozen.is_empty() {
                    format!("{scope} is held, and nothing of it is left beside {part}")
                } else {
                    format!("{scope} is held, and so is everything in it beside {part}: {}", self.holding())
                };
                held(format!("{others}, expected a part that can absorb the change"));
            }
        }
        let crossing = self.keeps.windows(2).find(|pair| !pair[1].0.1.includes(&pair[0].0.1));
        if let (StepKind::SetShare { .. }, Some(pair), Some(_)) = (kind, crossing, of) {
            let (a, b) = (&pair[0].0.0, &pair[1].0.0);
            held(format!(
                "{a} and {b} are held and cross each other, expected one within the other where a share is set"
            ));
        }
        faults
    }

    /// The cells that can change, and those that are held.
    fn split(&self, cells: &Selection) -> (Runs, Runs) {
        if self.frozen.is_empty() {
            return (Runs::of(cells), Runs::default());
        }
        let (mut free, mut held) = (vec![false; self.is_frozen.len()], vec![false; self.is_frozen.len()]);
        cells.for_each(|cell| {
            free[cell] = !self.is_frozen[cell];
            held[cell] = self.is_frozen[cell];
        });
        (Runs::marked(&free), Runs::marked(&held))
    }

    fn ready(
        self,
        step: &Step,
        years: Years,
        of: Option<&Selection>,
        (first, last): (usize, usize),
    ) -> Ready {
        let holding = self.holding();
        let mut targets = self.parts.iter().map(|(scope, cells)| {
            let (free, held) = self.split(cells);
            Target { scope: scope.clone(), cells: Runs::of(cells), free, held, holding: holding.clone() }
        });
        let target = targets.next().expect("a step changes at least one part");
        let to = targets.next();
        let keeps = self.keeps.iter().enumerate().map(|(i, (held, absorbs))| {
            let smaller: Vec<&Selection> = self.keeps[..i].iter().map(|((_, cells), _)| cells).collect();
            Keep::new(held, absorbs, &self.is_frozen, self.parts, &smaller, of)
        });
        let absorbing = Group::all(self.is_frozen.len(), self.keeps.iter().map(|(_, absorbs)| &absorbs[..]));
        let weight =
            |t: usize| if t < first { 0.0 } else { step.ramp.weight(t - first + 1, last - first + 1) };
        Ready {
            kind: step.kind.clone(),
            target,
            to,
            keeps: keeps.collect(),
            absorbing,
            of: of.map(Runs::of),
            weights: (0..years.len()).map(weight).collect(),
            first,
            last,
            years,
        }
    }
}
