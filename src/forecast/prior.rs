//! The prior path: what the model would be if no claim had been made.

use crate::claim::{Finding, FindingKind};
use crate::error::{Error, ErrorKind};
use crate::market::{GrowthClasses, Market};
use crate::space::{Axis, Cube, Members, Selection};

/// Base-year shares times growth indices, for every cell and year; the total of the base year is 1.
pub(super) struct Prior {
    pub(super) lengths: Vec<usize>,
    pub(super) cube: Cube,
    /// The sum of all cells in each year.
    pub(super) totals: Vec<f64>,
    pub(super) findings: Vec<Finding>,
    /// How each cell grows.
    pub(super) classes: GrowthClasses,
}

impl Prior {
    pub(super) fn new(market: &Market) -> Result<Self, Error> {
        let lengths = market.axes().lengths();
        let findings = defaults(market);
        let mut seed = market.seed();
        rake(market, &lengths, &mut seed)?;
        let classes = market.growth_classes();
        let base = market.base_index();
        let indices: Vec<Vec<f64>> = classes.yearly.iter().map(|rates| index(rates, base)).collect();
        let mut cube = Cube::filled(seed.len(), market.years().len(), 0.0);
        let mut totals = vec![0.0; market.years().len()];
        for (cell, &weight) in seed.iter().enumerate() {
            let index = &indices[classes.of_cell[cell] as usize];
            for ((value, index), total) in cube.path_mut(cell).iter_mut().zip(index).zip(&mut totals) {
                *value = weight * index;
                *total += *value;
            }
        }
        Ok(Self { lengths, cube, totals, findings, classes })
    }
}

/// One finding for each axis whose shares nobody stated.
fn defaults(market: &Market) -> Vec<Finding> {
    let axes = market.axes().iter().enumerate();
    let missing = axes.filter(|(axis, _)| !market.stated_shares().iter().any(|stated| stated.axis == *axis));
    missing
        .map(|(_, axis)| {
            let members = market.axes().members(axis).map_or(0, <[String]>::len);
            let message = format!("shares by {axis} are equal, 1 in {members} each, because none are stated");
            Finding::new(FindingKind::DefaultAssumption, message)
        })
        .collect()
}

/// Levels from yearly growth, 1 at the base position.
fn index(rates: &[f64], base: usize) -> Vec<f64> {
    let mut levels = vec![1.0; rates.len() + 1];
    for t in base..rates.len() {
        levels[t + 1] = levels[t] * (1.0 + rates[t]);
    }
    for t in (0..base).rev() {
        levels[t] = levels[t + 1] / (1.0 + rates[t]);
    }
    levels
}

/// A stated share, and the cells it is about.
struct Margin<'m> {
    axis: &'m Axis,
    member: &'m str,
    cells: Selection,
    share: f64,
}

impl Margin<'_> {
    fn sum(&self, seed: &[f64]) -> f64 {
        let mut sum = 0.0;
        self.cells.for_each(|cell| sum += seed[cell]);
        sum
    }
}

/// Brings the seed back to the stated shares, which mix weights have moved; a total of 1.
fn rake(market: &Market, lengths: &[usize], seed: &mut [f64]) -> Result<(), Error> {
    const SWEEPS: usize = 2000;
    // Sweeps that still move a share by this much are on their way to where cells vanish.
    const SETTLED: f64 = 1e-6;
    let total: f64 = seed.iter().sum();
    seed.iter_mut().for_each(|weight| *weight /= total);
    if market.mix_rules().is_empty() {
        return Ok(());
    }
    let margins = margins(market, lengths);
    let mut most = 0.0;
    for _ in 0..SWEEPS {
        most = 0.0;
        for margin in &margins {
            let sum = margin.sum(seed);
            let factor = if sum > 0.0 { margin.share / sum } else { 1.0 };
            margin.cells.for_each(|cell| seed[cell] *= factor);
            most = f64::max(most, (factor - 1.0).abs());
        }
        if most <= 1e-14 {
            break;
        }
    }
    let settled = |margin: &Margin| (margin.sum(seed) - margin.share).abs() <= SETTLED;
    if most <= SETTLED && margins.iter().all(settled) { Ok(()) } else { Err(blocked(&margins, seed)) }
}

fn margins<'m>(market: &'m Market, lengths: &[usize]) -> Vec<Margin<'m>> {
    let stated = market.stated_shares().iter().flat_map(|stated| {
        let axis = market.axes().iter().nth(stated.axis).expect("shares are stated for an axis");
        let members = market.axes().members(axis).expect("the axis is one of the market's");
        stated.fractions.iter().zip(members).enumerate().map(move |(at, (&share, member))| {
            let mut cells = Selection::all(lengths);
            cells.restrict(stated.axis, &Members::one(at as u32));
            Margin { axis, member, cells, share }
        })
    });
    stated.collect()
}

/// Which shares the weights of 0 leave no room for: those that the sweeps could not keep.
fn blocked(margins: &[Margin], seed: &[f64]) -> Error {
    const LISTED: usize = 4;
    let mut missed: Vec<(f64, &Margin)> =
        margins.iter().map(|margin| (margin.sum(seed) - margin.share, margin)).collect();
    missed.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let listed: Vec<String> = missed
        .iter()
        .take_while(|(off, _)| off.abs() > 1e-6)
        .take(LISTED)
        .map(|(off, margin)| {
            let (stated, found) = (100.0 * margin.share, 100.0 * (margin.share + off));
            format!("{} '{}' is stated as {stated:.1}% and comes to {found:.1}%", margin.axis, margin.member)
        })
        .collect();
    let which = if listed.is_empty() { "only empty cells could".into() } else { listed.join(", ") };
    let what = format!("mix weights of 0 leave no room for the stated shares: {which}");
    ErrorKind::Contradiction { what }.into()
}
