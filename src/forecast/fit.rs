//! The numbers closest to what is assumed, for a set of claims.

use super::between::between;
use super::problem::{Layer, Problem};
use super::system::System;
use super::zeros::{Zeros, emptied};
use crate::solve::closest::{Numbers, Outcome, Solver, Widths};

/// Numbers for groups.
#[derive(Clone)]
pub(super) struct Fitted {
    /// Groups × all years: what the prior is multiplied by.
    pub(super) factors: Vec<f64>,
    /// For each fitted claim: how far off in half units; for an exact one in units of what round-off allows.
    pub(super) residuals: Vec<f64>,
    /// Whether these are the closest numbers, and not where steps towards them ended.
    pub(super) settled: bool,
    /// Whether they were left too far off for bounds to be tried.
    pub(super) far: bool,
}

impl Fitted {
    pub(super) fn worst(&self) -> f64 {
        // A residual that is no number is as bad as can be.
        self.residuals.iter().fold(0.0, |most, r| if r.is_nan() { f64::INFINITY } else { r.abs().max(most) })
    }

    /// Whether every claim is met.
    pub(super) fn is_met(&self) -> bool {
        self.worst() <= 1.0
    }
}

/// The variances of what is assumed.
fn widths(system: &System) -> Widths {
    /// Below this, growth would be as good as fixed, and claims could not be met for round-off.
    const LEAST: f64 = 0.01;
    let drift = system.market.drift().max(LEAST);
    let stated = system.market.widths();
    let square = |sd: f64| sd * sd;
    let level: f64 = square(stated.level);
    Widths { level, drift: square(stated.drift) * drift }
}

/// How far to go for the closest numbers.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way<'a> {
    /// Not beyond what least squares leave near: misprints are off by much more, and a linear program tells those sooner.
    Near,
    /// As far as it takes, for claims that can hold.
    Far,
    /// From numbers that meet all claims, in solved years; no number where no claim has a say.
    Inside(&'a [f64]),
}

/// Half units that least squares may leave where all claims can hold; far more is no use to go on from.
const NEAR: f64 = 5.0;
const FAR: f64 = 50.0;

/// What is only a start need not be precise, and what is assumed of growth need not be to the last digit.
const START: f64 = 1e-4;
const ASSUMED: f64 = 1e-8;

/// The closest numbers, or what was come to on the way.
pub(super) fn fit(system: &System, claims: &[usize], problem: &Problem, zeros: Zeros, way: Way) -> Fitted {
    let structure = system.structure;
    let len = structure.all_years;
    let empty = emptied(&structure.groups, len, system.measured, claims, zeros);
    let mut course = Course::new(system, problem, &empty);
    let (mut x, mut settled, mut far) = (Vec::new(), true, false);
    for (number, layer) in problem.layers.iter().enumerate() {
        let stage = Stage { is_first: number == 0, is_last: number + 1 == problem.layers.len() };
        course.grow(layer, stage);
        let (numbers, outcome) = course.settle(layer, stage, way);
        if way == Way::Near && !stage.is_last && outcome.worst > FAR {
            return Fitted { factors: Vec::new(), residuals: vec![f64::INFINITY], settled: false, far: true };
        }
        (x, settled, far) = (numbers, outcome.settled, outcome.far);
    }
    let mut factors = course.factors();
    empty.iter().for_each(|&at| factors[at] = 0.0);
    between(system, problem, &mut factors);
    let residuals = claims.iter().map(|&claim| system.residual(&x, claim)).collect();
    Fitted { factors, residuals, settled, far }
}

/// Whether a layer is the first, and whether it is the last.
#[derive(Clone, Copy)]
struct Stage {
    is_first: bool,
    is_last: bool,
}

/// Numbers on their way, as logarithms in all years: of printed growth over what is assumed, and of the rest on top of that.
struct Course<'a> {
    system: &'a System<'a>,
    problem: &'a Problem,
    assumed: Vec<f64>,
    widths: Widths,
    lifts: Vec<f64>,
    logs: Vec<f64>,
}

impl<'a> Course<'a> {
    fn new(system: &'a System<'a>, problem: &'a Problem, empty: &[usize]) -> Self {
        let mut assumed = system.all.clone();
        empty.iter().for_each(|&at| assumed[at] = 0.0);
        let zeros = vec![0.0; assumed.len()];
        Self { system, problem, assumed, widths: widths(system), lifts: zeros.clone(), logs: zeros }
    }

    /// What numbers of all years are in the years of a layer.
    fn few(&self, layer: &Layer, all: &[f64]) -> Vec<f64> {
        let paths = all.chunks_exact(self.system.structure.all_years);
        paths.flat_map(|path| layer.years.iter().map(|&year| path[year])).collect()
    }

    /// Fits the growth of what is assumed to what is printed of growth.
    fn grow(&mut self, layer: &Layer, stage: Stage) {
        let Some(rows) = &layer.growth else { return };
        let (structure, span) = (self.system.structure, layer.years.len());
        let mut prior = self.few(layer, &self.assumed);
        let totals = totals(&prior, span);
        let aims = self.problem.growth_aims(structure, layer, rows, &prior, &totals);
        rows.follow.iter().for_each(|&at| prior[at] = 0.0);
        // Sizes are held: what is printed of growth says nothing about them.
        let held = Widths { level: 1e-4, ..self.widths };
        let numbers = Numbers { prior: &prior, totals: &totals, widths: held, aims: &aims };
        let start = self.few(layer, &self.lifts);
        let mut solver = Solver::new(&rows.shape);
        let end = if stage.is_last { ASSUMED } else { START };
        solver.solve_freely(&rows.shape, &numbers, (!stage.is_first).then_some(&start), end);
        let found = solver.desk.logs().chunks_exact(span).zip(prior.chunks_exact(span));
        for ((logs, prior), all) in found.zip(self.lifts.chunks_exact_mut(structure.all_years)) {
            interpolate(&layer.years, prior, logs, all);
            let of_base = all[structure.base];
            all.iter_mut().for_each(|lift| *lift -= of_base);
        }
    }

    /// Brings sizes as close to what is assumed as the claims allow.
    fn settle(&mut self, layer: &Layer, stage: Stage, way: Way) -> (Vec<f64>, Outcome) {
        let (structure, span) = (self.system.structure, layer.years.len());
        let lifts = self.few(layer, &self.lifts);
        let mut prior = self.few(layer, &self.assumed);
        prior.iter_mut().zip(&lifts).for_each(|(q, lift)| *q *= libm::exp(*lift));
        let totals = totals(&prior, span);
        let aims = self.problem.aims(structure, self.system.market, layer, &prior, &totals);
        layer.sizes.follow.iter().for_each(|&at| prior[at] = 0.0);
        let numbers = Numbers { prior: &prior, totals: &totals, widths: self.widths, aims: &aims };
        let start = self.few(layer, &self.logs);
        let start = (!stage.is_first).then_some(&start[..]);
        let shape = &layer.sizes.shape;
        let mut solver = Solver::new(shape);
        let outcome = match way {
            _ if !stage.is_last => solver.solve_freely(shape, &numbers, start, START),
            Way::Near => solver.solve(shape, &numbers, start, NEAR),
            Way::Far => solver.solve(shape, &numbers, start, f64::INFINITY),
            Way::Inside(inside) => {
                let start = within(inside, span, |x| shape.holds(&numbers, x), &prior);
                solver.descend(shape, &numbers, &start)
            }
        };
        let found = solver.desk.logs().chunks_exact(span).zip(prior.chunks_exact(span));
        for ((logs, prior), all) in found.zip(self.logs.chunks_exact_mut(structure.all_years)) {
            interpolate(&layer.years, prior, logs, all);
        }
        (solver.desk.numbers().to_vec(), outcome)
    }

    /// What the prior is multiplied by.
    fn factors(&self) -> Vec<f64> {
        self.lifts.iter().zip(&self.logs).map(|(lift, log)| libm::exp(lift + log)).collect()
    }
}

/// Numbers within all bounds, from a point at which all claims hold: years that no claim speaks of follow from those around,
/// and as much of what is assumed is mixed in as leaves all rows within, since nothing can start from 0.
fn within(inside: &[f64], span: usize, holds: impl Fn(&[f64]) -> bool, prior: &[f64]) -> Vec<f64> {
    let places: Vec<usize> = (0..span).collect();
    let mut point = inside.to_vec();
    for (point, prior) in point.chunks_exact_mut(span).zip(prior.chunks_exact(span)) {
        let known: Vec<f64> = point.iter().map(|x| if *x > 0.0 { *x } else { 0.0 }).collect();
        let log = |(x, q): (&f64, &f64)| if *x > 0.0 && *q > 0.0 { libm::log(x / q) } else { 0.0 };
        let logs: Vec<f64> = known.iter().zip(prior).map(log).collect();
        let mut all = vec![0.0; span];
        interpolate(&places, &known, &logs, &mut all);
        for ((x, q), log) in point.iter_mut().zip(prior).zip(all) {
            *x = if x.is_nan() { q * libm::exp(log) } else { *x };
        }
    }
    let mut part = 0.1;
    loop {
        let mixed: Vec<f64> = point.iter().zip(prior).map(|(x, q)| (1.0 - part) * x + part * q).collect();
        if part < 1e-15 || holds(&mixed) {
            return mixed;
        }
        part *= 0.1;
    }
}

/// The assumed market of each solved year; 1 where there is none, which nothing is then measured by.
fn totals(prior: &[f64], span: usize) -> Vec<f64> {
    let total = |t: usize| prior.iter().skip(t).step_by(span).sum();
    (0..span).map(total).map(|total: f64| if total > 0.0 { total } else { 1.0 }).collect()
}

/// Logarithms of solved years in all years: straight between them, constant beyond; years without numbers have no say.
fn interpolate(years: &[usize], numbers: &[f64], logs: &[f64], all: &mut [f64]) {
    let known: Vec<(usize, f64)> = years
        .iter()
        .zip(numbers)
        .zip(logs)
        .filter(|((_, n), _)| **n > 0.0)
        .map(|((&t, _), &l)| (t, l))
        .collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return };
    all[..first.0].fill(first.1);
    all[last.0..].fill(last.1);
    for pair in known.windows(2) {
        let [(from, low), (to, high)] = [pair[0], pair[1]];
        for (step, log) in all[from..to].iter_mut().enumerate() {
            let part = step as f64 / (to - from) as f64;
            *log = low * (1.0 - part) + high * part;
        }
    }
}
