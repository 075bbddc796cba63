//! The rows of a set of claims: what is printed, what shares are stated, and printed scopes without bends.

use std::collections::BTreeMap;

use super::statements::{Said, Statement, statements};
use super::structure::Structure;
use crate::market::{Market, Measured, What};
use crate::solve::closest::{Aim, Form, Place, Shape};
use crate::space::Selection;

/// The variance of a year's growth of a printed scope around what is constant between its printed years.
const STEADY: f64 = 1e-4;

/// Of a figure whose half unit is this part of it, half counts as printed when it comes to bends.
const VAGUE: f64 = 0.1;

/// What counts by more than this is as good as certain.
const FIRM: f64 = 0.99;

/// Parts of bends below this are none.
const FAINT: f64 = 1e-6;

/// Claims as rows over groups and years.
pub(super) struct Problem {
    pub(super) statements: Vec<Statement>,
    rates: Vec<Rate>,
    /// First the claimed years alone, if there are others, then all that are solved: the one is where the other starts.
    pub(super) layers: Vec<Layer>,
}

/// The same rows over some of the years.
pub(super) struct Layer {
    /// Positions among the market's years, ascending.
    pub(super) years: Vec<usize>,
    /// What the printed growth says, as rows of their own.
    pub(super) growth: Option<Rows>,
    pub(super) sizes: Rows,
}

/// Rows, those on bends last.
pub(super) struct Rows {
    pub(super) shape: Shape,
    pub(super) spans: Vec<Span>,
    steps: Vec<Step>,
    /// Groups × years of which nothing is said between two years that tie them: they follow at a constant rate, and are not solved.
    pub(super) follow: Vec<usize>,
}

/// A scope between two of its printed years.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) cells: Selection,
    pub(super) scope: u32,
    pub(super) from: usize,
    pub(super) to: usize,
    /// How much of a bend counts: less where a figure is vague.
    pub(super) firm: f64,
    /// The size printed at either end, where one is, and how much it counts.
    sizes: [Option<(f64, f64)>; 2],
}

/// One step of a span, between neighboring solved years, by position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) span: usize,
    from: usize,
    to: usize,
}

/// A rate and how far it may be off.
struct Rate {
    cells: Selection,
    from: usize,
    to: usize,
    factor: f64,
    unit: f64,
    weight: f64,
}

/// What is printed of one scope.
#[derive(Default)]
struct Printed {
    /// By year: its size and the square of the part of it that its half unit is.
    values: BTreeMap<usize, (f64, f64)>,
    /// Growth from one year to another, likewise.
    growth: Vec<(usize, usize, f64)>,
}

impl Problem {
    pub(super) fn new(structure: &Structure, market: &Market, claims: &[usize]) -> Self {
        let measured = market.measured();
        let statements = statements(measured, claims);
        let rates = rates(measured, &statements);
        let printed = printed(measured, &statements);
        let layer = |years: &[usize]| {
            let growth = (!rates.is_empty()).then(|| {
                let mut scopes = Scopes::default();
                let rows = rates.iter().map(|rate| rate.form(years, &mut scopes)).collect();
                Rows::new(structure, years, rows, spans(&printed, false, &mut scopes), &scopes)
            });
            let mut scopes = Scopes::default();
            let mut rows: Vec<Form<Place>> =
                statements.iter().map(|one| form(years, &mut scopes, one.measured(measured))).collect();
            let base = position(years, structure.base) as u32;
            rows.extend(structure.shares.iter().map(|part| Form::Divergence {
                part: Place { scope: scopes.id(&part.cells), year: base },
                whole: Place { scope: scopes.id(&structure.whole), year: base },
            }));
            let sizes = Rows::new(structure, years, rows, spans(&printed, true, &mut scopes), &scopes);
            Layer { years: years.to_vec(), growth, sizes }
        };
        let first = (structure.claimed != structure.years).then(|| layer(&structure.claimed));
        let layers = first.into_iter().chain([layer(&structure.years)]).collect();
        Self { statements, rates, layers }
    }

    /// What the rows on sizes should come to, for the assumed numbers of groups and years.
    pub(super) fn aims(
        &self,
        structure: &Structure,
        market: &Market,
        layer: &Layer,
        prior: &[f64],
        totals: &[f64],
    ) -> Vec<Aim> {
        let measured = market.measured();
        let said = self.statements.iter().map(|statement| {
            let m = statement.measured(measured);
            statement.said(measured).aim(&m.what, totals[position(&layer.years, m.what.end())])
        });
        let mut aims: Vec<Aim> = said.collect();
        aims.extend(structure.shares.iter().map(|part| {
            let stated = &market.stated_shares()[part.stated];
            let fraction: f64 = part.members.iter().map(|&member| stated.fractions[member]).sum();
            // Parts are made of members with the same one.
            let sd = stated.sd[part.members[0]];
            Aim::soft(fraction, 1.0 / (sd * sd))
        }));
        aims.extend(layer.sizes.bends(structure, &layer.years, prior, totals));
        aims
    }

    /// Whether claims on one figure plainly have nothing in common.
    pub(super) fn parts(&self, measured: &[Measured]) -> bool {
        self.statements.iter().any(|statement| statement.parts(measured))
    }

    /// What the rows on growth should come to.
    pub(super) fn growth_aims(
        &self,
        structure: &Structure,
        layer: &Layer,
        rows: &Rows,
        prior: &[f64],
        totals: &[f64],
    ) -> Vec<Aim> {
        let rates = self.rates.iter().map(|rate| {
            let Rate { factor, unit, weight, .. } = *rate;
            Aim { target: factor, unit, weight, most: f64::INFINITY, exact: false, size: 1.0 }
        });
        rates.chain(rows.bends(structure, &layer.years, prior, totals)).collect()
    }
}

impl Rate {
    fn form(&self, years: &[usize], scopes: &mut Scopes) -> Form<Place> {
        let scope = scopes.id(&self.cells);
        let place = |year: usize| Place { scope, year: position(years, year) as u32 };
        Form::Ratio { part: place(self.to), whole: place(self.from), periods: (self.to - self.from) as f64 }
    }
}

/// Growth as claims state it, and as the values of neighboring printed years imply it.
fn rates(measured: &[Measured], statements: &[Statement]) -> Vec<Rate> {
    const FINEST: f64 = 1e-4;
    let mut rates = Vec::new();
    let mut values: BTreeMap<&Selection, BTreeMap<usize, Said>> = BTreeMap::new();
    for statement in statements {
        let m = statement.measured(measured);
        let said = statement.said(measured);
        match m.what {
            What::Growth { from, to } => {
                // What vanishes grows by what its digits leave open.
                let factor = (1.0 + said.target).max(said.half_unit).max(FINEST);
                let unit = said.half_unit.max(FINEST);
                rates.push(Rate { cells: m.cells.clone(), from, to, factor, unit, weight: 1.0 });
            }
            What::Value { year } if said.target > 0.0 => {
                values.entry(&m.cells).or_default().insert(year, said);
            }
            _ => {}
        }
    }
    for (cells, of) in values {
        let years: Vec<(usize, Said)> = of.into_iter().collect();
        for (i, &(from, a)) in years.iter().enumerate() {
            // Over a vague year its neighbors speak to each other.
            let mut open = 1.0;
            for &(to, b) in &years[i + 1..] {
                let periods = (to - from) as f64;
                let factor = libm::pow(b.target / a.target, 1.0 / periods);
                let unit = (a.half_unit / a.target + b.half_unit / b.target) / periods * factor;
                let unit = unit.max(FINEST);
                rates.push(Rate { cells: cells.clone(), from, to, factor, unit, weight: open });
                open *= 1.0 - precision(b.vagueness());
                if open <= FAINT {
                    break;
                }
            }
        }
    }
    rates
}

/// How much the growth between two years counts as printed when it comes to bends, for the square of the part of it that
/// its half unit is.
pub(super) fn precision(square: f64) -> f64 {
    let vague = square / (VAGUE * VAGUE);
    1.0 / (1.0 + vague * vague * vague * vague)
}

/// What is printed of each scope.
fn printed<'m>(measured: &'m [Measured], statements: &[Statement]) -> BTreeMap<&'m Selection, Printed> {
    let mut scopes: BTreeMap<&Selection, Printed> = BTreeMap::new();
    for statement in statements {
        let m = statement.measured(measured);
        let said = statement.said(measured);
        match m.what {
            What::Value { year } if said.target > 0.0 => {
                let one = (said.target, said.vagueness());
                scopes.entry(&m.cells).or_default().values.insert(year, one);
            }
            What::Growth { from, to } if said.target > -1.0 => {
                let vague = (to - from) as f64 * said.half_unit / (1.0 + said.target);
                scopes.entry(&m.cells).or_default().growth.push((from, to, vague * vague));
            }
            _ => {}
        }
    }
    scopes
}

impl Printed {
    /// The years in which something printed begins or ends, and how well the growth between each two of them is known:
    /// the shortest way from one to the other, over values and growth.
    fn ratios(&self) -> (Vec<usize>, Vec<f64>) {
        let mut years: Vec<usize> = self.values.keys().copied().collect();
        years.extend(self.growth.iter().flat_map(|&(from, to, _)| [from, to]));
        years.sort_unstable();
        years.dedup();
        // All values hang on one more place.
        let n = years.len() + 1;
        let mut apart = vec![f64::INFINITY; n * n];
        (0..n).for_each(|i| apart[i * n + i] = 0.0);
        let at = |year: usize| years.binary_search(&year).expect("the year is listed");
        let mut tie = |i: usize, j: usize, square: f64| {
            let least = apart[i * n + j].min(square);
            (apart[i * n + j], apart[j * n + i]) = (least, least);
        };
        self.values.iter().for_each(|(&year, &(_, square))| tie(at(year), n - 1, square));
        self.growth.iter().for_each(|&(from, to, square)| tie(at(from), at(to), square));
        for m in 0..n {
            for i in 0..n {
                let first = apart[i * n + m];
                if first.is_finite() {
                    (0..n).for_each(|j| apart[i * n + j] = apart[i * n + j].min(first + apart[m * n + j]));
                }
            }
        }
        (years, apart)
    }
}

/// The spans between years of which the growth is printed: between neighbors, and over years that say little of it.
fn spans(printed: &BTreeMap<&Selection, Printed>, sized: bool, scopes: &mut Scopes) -> Vec<Span> {
    let mut spans = Vec::new();
    for (&cells, printed) in printed {
        let (years, apart) = printed.ratios();
        let n = years.len() + 1;
        for i in 0..years.len() {
            for j in i + 1..years.len() {
                let mut firm = precision(apart[i * n + j]);
                for m in i + 1..j {
                    firm *= 1.0 - precision(apart[i * n + m] + apart[m * n + j]);
                }
                let (from, to) = (years[i], years[j]);
                if firm > FAINT && to > from + 1 {
                    let value = |year: usize| printed.values.get(&year).filter(|_| sized);
                    let size = |year: usize| value(year).map(|&(size, square)| (size, precision(square)));
                    let sizes = [size(from), size(to)];
                    spans.push(Span { cells: cells.clone(), scope: scopes.id(cells), from, to, firm, sizes });
                }
            }
        }
    }
    spans
}

impl Rows {
    /// These rows, and those of the spans that have years within.
    ///
    /// Where a scope is one group, of which no other row says anything within the span, there is nothing to solve there, but
    /// for the base year: sizes are assumed for it.
    fn new(
        structure: &Structure,
        years: &[usize],
        mut rows: Vec<Form<Place>>,
        spans: Vec<Span>,
        scopes: &Scopes,
    ) -> Self {
        let groups = |span: &Span| structure.groups.of(&span.cells);
        let within = |span: &Span| (position(years, span.from), position(years, span.to));
        let mut pulled = vec![false; structure.groups.count * years.len()];
        let mut pull = |groups: &[u32], t: usize| {
            groups.iter().for_each(|&group| pulled[group as usize * years.len() + t] = true);
        };
        let base = position(years, structure.base);
        pull(structure.groups.of(&structure.whole), base);
        for row in &rows {
            let (places, count) = row.sums();
            for place in &places[..count] {
                pull(structure.groups.of(scopes.cells(place.scope)), place.year as usize);
            }
        }
        for span in spans.iter().filter(|span| groups(span).len() > 1) {
            let (first, last) = within(span);
            (first + 1..last).for_each(|t| pull(groups(span), t));
        }
        let (mut steps, mut follow) = (Vec::new(), Vec::new());
        for (id, span) in spans.iter().enumerate() {
            let (first, last) = within(span);
            if last == first + 1 {
                continue;
            }
            if let [group] = groups(span) {
                let mut inside = (first + 1..last).map(|t| *group as usize * years.len() + t);
                if span.firm > FIRM && inside.clone().all(|at| !pulled[at]) {
                    follow.extend(&mut inside);
                    continue;
                }
            }
            let place = |year: usize| Place { scope: span.scope, year: year as u32 };
            for from in first..last {
                let to = from + 1;
                let part = (years[to] - years[from]) as f64 / (span.to - span.from) as f64;
                let (first, last) = (place(first), place(last));
                rows.push(Form::Bend { from: place(from), to: place(to), first, last, part });
                steps.push(Step { span: id, from, to });
            }
        }
        Self { shape: scopes.shape(structure, years, &rows), spans, steps, follow }
    }

    /// What the bends should come to: none, or that of the curve that is stated for the whole scope.
    fn bends<'a>(
        &'a self,
        structure: &'a Structure,
        years: &'a [usize],
        prior: &'a [f64],
        totals: &'a [f64],
    ) -> impl Iterator<Item = Aim> + 'a {
        let part = |span: &Span, year: usize, size: Option<(f64, f64)>| {
            let t = position(years, year);
            let at = |&group: &u32| prior[group as usize * years.len() + t];
            let assumed: f64 = structure.groups.of(&span.cells).iter().map(at).sum();
            // A vague figure says as little of the size.
            let size = size.filter(|_| assumed > 0.0);
            let size = size.map_or(assumed, |(size, counts)| assumed * libm::pow(size / assumed, counts));
            size / totals[t]
        };
        let size =
            |span: &Span| 0.5 * (part(span, span.from, span.sizes[0]) + part(span, span.to, span.sizes[1]));
        let sizes: Vec<f64> = self.spans.iter().map(size).collect();
        self.steps.iter().map(move |step| {
            let time = (years[step.to] - years[step.from]) as f64;
            let span = &self.spans[step.span];
            let bend = shape(structure, years, span, step, prior);
            Aim::soft(bend, sizes[step.span] * span.firm / (STEADY * time))
        })
    }
}

/// The position of a year among others.
fn position(years: &[usize], year: usize) -> usize {
    years.binary_search(&year).expect("every year of an imposed claim is solved")
}

/// The bend of a step where one curve is stated for all of a scope; none else.
fn shape(structure: &Structure, years: &[usize], span: &Span, step: &Step, prior: &[f64]) -> f64 {
    let groups = structure.groups.of(&span.cells);
    if !structure.follows_one_curve(groups) {
        return 0.0;
    }
    let width = years.len();
    let log = |t: usize| libm::log(groups.iter().map(|&g| prior[g as usize * width + t]).sum());
    let (first, last) = (position(years, span.from), position(years, span.to));
    let part = (years[step.to] - years[step.from]) as f64 / (span.to - span.from) as f64;
    let bend = log(step.to) - log(step.from) - part * (log(last) - log(first));
    if bend.is_finite() { bend } else { 0.0 }
}

/// A claim as a row.
fn form(years: &[usize], scopes: &mut Scopes, m: &Measured) -> Form<Place> {
    let scope = scopes.id(&m.cells);
    let place = |year: usize| Place { scope, year: position(years, year) as u32 };
    match &m.what {
        What::Value { year } => Form::Sum(place(*year)),
        What::Change { from, to } => Form::Difference { more: place(*to), less: place(*from) },
        What::Growth { from, to } => {
            Form::Ratio { part: place(*to), whole: place(*from), periods: (to - from) as f64 }
        }
        What::Share { year, of } => {
            let whole = Place { scope: scopes.id(of), year: position(years, *year) as u32 };
            Form::Ratio { part: place(*year), whole, periods: 1.0 }
        }
    }
}

/// Scopes by number, in the order in which they are met.
#[derive(Default)]
struct Scopes {
    ids: BTreeMap<Selection, u32>,
    list: Vec<Selection>,
}

impl Scopes {
    fn id(&mut self, cells: &Selection) -> u32 {
        if let Some(&id) = self.ids.get(cells) {
            return id;
        }
        let next = self.ids.len() as u32;
        self.ids.insert(cells.clone(), next);
        self.list.push(cells.clone());
        next
    }

    fn cells(&self, id: u32) -> &Selection {
        &self.list[id as usize]
    }

    fn shape(&self, structure: &Structure, years: &[usize], rows: &[Form<Place>]) -> Shape {
        let mut groups = vec![Vec::new(); self.ids.len()];
        for (cells, &id) in &self.ids {
            groups[id as usize] = structure.groups.of(cells).to_vec();
        }
        let times: Vec<f64> = years.iter().map(|&year| year as f64).collect();
        Shape::new(structure.groups.count, &times, structure.base as f64, groups, rows)
    }
}
