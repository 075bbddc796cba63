//! The prior path: what the model would be if no claim had been made.

use crate::claim::{Finding, FindingKind};
use crate::market::Market;
use crate::space::{Cube, Selection};

/// Base-year shares times growth indices, for every cell and year; the total of the base year is 1.
pub(super) struct Prior {
    pub(super) lengths: Vec<usize>,
    pub(super) cube: Cube,
    pub(super) findings: Vec<Finding>,
}

impl Prior {
    pub(super) fn new(market: &Market) -> Self {
        let lengths = market.axes().lengths();
        let mut findings = defaults(market);
        let mut seed = market.seed();
        rake(market, &lengths, &mut seed);
        let classes = market.growth_classes();
        if classes.uses_default {
            let default = market.default_growth();
            let message =
                format!("growth is {:.2} a year where no curve is stated: {}", default.rate, default.reason);
            findings.push(Finding::new(FindingKind::DefaultAssumption, message));
        }
        let base = market.base_index();
        let indices: Vec<Vec<f64>> = classes.yearly.iter().map(|rates| index(rates, base)).collect();
        let mut cube = Cube::filled(seed.len(), market.years().len(), 0.0);
        for (cell, &weight) in seed.iter().enumerate() {
            let index = &indices[classes.of_cell[cell] as usize];
            for (value, index) in cube.path_mut(cell).iter_mut().zip(index) {
                *value = weight * index;
            }
        }
        Self { lengths, cube, findings }
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

/// Brings the seed back to the stated shares, which mix weights have moved; a total of 1.
fn rake(market: &Market, lengths: &[usize], seed: &mut [f64]) {
    const SWEEPS: usize = 2000;
    let scale_to = |seed: &mut [f64], cells: &Selection, share: f64| {
        let mut sum = 0.0;
        cells.for_each(|cell| sum += seed[cell]);
        let factor = if sum > 0.0 { share / sum } else { 1.0 };
        cells.for_each(|cell| seed[cell] *= factor);
        (factor - 1.0).abs()
    };
    let margins: Vec<(Selection, f64)> = market
        .stated_shares()
        .iter()
        .flat_map(|stated| {
            stated.fractions.iter().enumerate().map(|(member, &share)| {
                let mut cells = Selection::all(lengths);
                cells.restrict(stated.axis, &[member as u32]);
                (cells, share)
            })
        })
        .collect();
    let total: f64 = seed.iter().sum();
    seed.iter_mut().for_each(|weight| *weight /= total);
    if market.mix_rules().is_empty() {
        return;
    }
    for _ in 0..SWEEPS {
        let moved =
            margins.iter().fold(0.0_f64, |most, (cells, share)| most.max(scale_to(seed, cells, *share)));
        if moved <= 1e-14 {
            break;
        }
    }
}
