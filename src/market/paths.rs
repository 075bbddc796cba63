//! What each cell weighs and how it grows before any claim is honored.

use std::collections::BTreeMap;

use super::assumption::OnScope;
use super::stated::place_of;
use super::{DefaultGrowth, Market, What};
use crate::error::{Error, ErrorKind};
use crate::growth::Growth;
use crate::space::{Members, Selection};
use crate::value::prose::figure;

/// The distinct yearly growth paths, and which one each cell follows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GrowthClasses {
    /// Growth over the year before, for every year after the first.
    pub(crate) yearly: Vec<Vec<f64>>,
    /// The class of each cell.
    pub(crate) of_cell: Vec<u32>,
    /// The default curve, where some cell follows it.
    pub(crate) default: Option<DefaultGrowth>,
    /// The growth rule whose curve each class follows; none for the default.
    curves: Vec<Option<usize>>,
}

impl GrowthClasses {
    /// Whether a curve is stated for the cells of a class.
    pub(crate) fn is_stated(&self, class: u32) -> bool {
        self.curves[class as usize].is_some()
    }
}

impl Market {
    /// The weight of each cell in the base year before raking: product of shares, times mix weights.
    pub(crate) fn seed(&self) -> Vec<f64> {
        let mut seed = vec![1.0; self.axes.cells()];
        let lengths = self.axes.lengths();
        let mut inner = self.axes.cells();
        for (axis, &length) in lengths.iter().enumerate() {
            inner /= length;
            let stated = self.shares.iter().find(|stated| stated.axis == axis);
            let Some(stated) = stated else {
                seed.iter_mut().for_each(|weight| *weight *= 1.0 / length as f64);
                continue;
            };
            // The cells of one member after another, over and over.
            for (part, fraction) in seed.chunks_exact_mut(inner).zip(stated.fractions.iter().cycle()) {
                part.iter_mut().for_each(|weight| *weight *= fraction);
            }
        }
        for rule in &self.mix {
            rule.cells.for_each(|cell| seed[cell] *= rule.what);
        }
        seed
    }

    /// How every cell grows: the curve of the smallest scope it is in, the later on a tie, plus all points stated for it.
    pub(crate) fn growth_classes(&self) -> GrowthClasses {
        let cells = self.axes.cells();
        let mut curve: Vec<(u32, u32)> = vec![(u32::MAX, u32::MAX); cells];
        let mut points = vec![0.0_f64; cells];
        for (position, rule) in self.growth.iter().enumerate() {
            let size = rule.cells.len() as u32;
            rule.cells.for_each(|cell| match &rule.what {
                Growth::PointsAboveMarket(more) => points[cell] += more,
                _ if size <= curve[cell].0 => curve[cell] = (size, position as u32),
                _ => {}
            });
        }
        let needs_default = curve.iter().any(|&(_, rule)| rule == u32::MAX);
        let default = needs_default.then(|| self.default_growth());
        let default_curve = default.as_ref().map(|default| Growth::compound(default.rate));
        let mut known: BTreeMap<(u32, u64), u32> = BTreeMap::new();
        let mut yearly: Vec<Vec<f64>> = Vec::new();
        let mut curves = Vec::new();
        let mut class_of = |rule: u32, points: f64| {
            *known.entry((rule, points.to_bits())).or_insert_with(|| {
                let stated = self.growth.get(rule as usize).map(|rule| &rule.what);
                let curve =
                    stated.or(default_curve.as_ref()).expect("a cell without a curve has the default");
                let rates = curve.yearly(self.years, self.base);
                curves.push((rule != u32::MAX).then_some(rule as usize));
                yearly.push(rates.iter().map(|rate| rate + points / 100.0).collect());
                yearly.len() as u32 - 1
            })
        };
        // Neighbors mostly grow alike: only where they do not is there anything to look up.
        let mut before: Option<(u32, f64, u32)> = None;
        let of_cell = curve.iter().zip(&points).map(|(&(_, rule), &points)| match before {
            Some((same, alike, class)) if (same, alike.to_bits()) == (rule, points.to_bits()) => class,
            _ => {
                let class = class_of(rule, points);
                before = Some((rule, points, class));
                class
            }
        });
        let of_cell = of_cell.collect();
        GrowthClasses { yearly, of_cell, default, curves }
    }

    /// Growth that would take a cell to 0, below it, or beyond what a number can hold.
    pub(super) fn check_growth(&self, faults: &mut Vec<Error>) {
        let classes = self.growth_classes();
        let base = self.base_index();
        for (class, rates) in classes.yearly.iter().enumerate() {
            let Some((t, outcome)) = outcome(rates, base) else { continue };
            let cell = classes.of_cell.iter().position(|&c| c as usize == class).unwrap_or(0);
            let curve = classes.curves[class].map(|rule| &self.growth[rule]);
            let alone = curve.map(|rule| rule.what.yearly(self.years, self.base));
            let on_top = |rule: &&OnScope<Growth>| {
                matches!(rule.what, Growth::PointsAboveMarket(_)) && rule.cells.contains(cell)
            };
            // The points are to blame where the curve could do without them.
            let curve_fails = alone.is_some_and(|rates| self::outcome(&rates, base).is_some());
            let points = if curve_fails { None } else { self.growth.iter().rev().find(on_top) };
            let fault = self.growth_fault(points.or(curve), rates[t.max(1) - 1], outcome, t);
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }

    fn growth_fault(&self, rule: Option<&OnScope<Growth>>, rate: f64, outcome: Outcome, t: usize) -> Error {
        let year = self.years.iter().nth(t).unwrap_or(self.years.last());
        let scope = rule.map_or_else(|| "the whole market".into(), |rule| rule.scope.to_string());
        let growth = match rule.map(|rule| &rule.what) {
            Some(Growth::Linear(rate)) => {
                format!("growth by {}% of the base year's size every year", figure(rate.to_percent()))
            }
            _ if !rate.is_finite() => "growth without bounds".into(),
            Some(_) => format!("growth of {}%", figure(rate * 100.0)),
            None => format!("growth of {}%, {},", figure(rate * 100.0), self.default_growth().reason),
        };
        let what = match outcome {
            Outcome::Negative => format!("{growth} would make {scope} negative in {year}"),
            Outcome::Nothing => format!("{growth} would leave nothing of {scope} in {year}"),
            Outcome::TooLarge => format!("{growth} would make {scope} too large for a number in {year}"),
        };
        let fault = Error::from(ErrorKind::Contradiction { what });
        match rule {
            None => fault.within("claims"),
            Some(rule) => rule.placed(
                rule.what.place().iter().rev().fold(fault, |fault, key| fault.within(*key)),
                "growth",
            ),
        }
    }

    /// Mix weights that together are more than a number can hold.
    pub(super) fn check_weights(&self, faults: &mut Vec<Error>) {
        let seed = self.seed();
        if seed.iter().sum::<f64>().is_finite() {
            return;
        }
        let cell = seed.iter().position(|weight| !weight.is_finite());
        let meets = |rule: &&OnScope<f64>| cell.is_none_or(|cell| rule.cells.contains(cell));
        let heaviest = self.mix.iter().filter(meets).max_by(|a, b| a.what.total_cmp(&b.what));
        let Some(rule) = heaviest else { return };
        let what = "together with the others it is too large for a number".into();
        let fault =
            Error::from(ErrorKind::Contradiction { what }).at(format!("mix weight of {}", rule.scope));
        faults.push(rule.placed(fault.within("weight"), "mix"));
    }

    /// Shares and claims above 0 on slices where every cell is structurally empty.
    pub(super) fn check_empty_slices(&self, faults: &mut Vec<Error>) {
        let seed = self.seed();
        let is_empty = |cells: &Selection| {
            let mut empty = true;
            cells.for_each(|cell| empty &= seed[cell] == 0.0);
            empty
        };
        // A whole that many shares are of is walked once.
        let mut known: BTreeMap<&Selection, bool> = BTreeMap::new();
        let mut is_known_empty = |cells| *known.entry(cells).or_insert_with(|| is_empty(cells));
        let reason = "every cell in it has a share or mix weight of 0, expected one above 0".to_string();
        if seed.iter().all(|&weight| weight == 0.0) {
            let fault = Error::from(ErrorKind::EmptySlice { scope: "the whole market".into(), reason });
            let emptied = self.mix.iter().rev().find(|rule| rule.what == 0.0);
            faults.push(match emptied {
                Some(rule) => rule.placed(fault.within("weight"), "mix"),
                None => fault.within("assumptions"),
            });
            return;
        }
        for stated in &self.shares {
            let axis =
                self.axes.iter().nth(stated.axis).map(|axis| axis.name().to_string()).unwrap_or_default();
            for (member, _) in stated.fractions.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let mut cells = Selection::all(&self.axes.lengths());
                cells.restrict(stated.axis, &Members::one(member as u32));
                if is_empty(&cells) {
                    let name = self.axes.members(axis.as_str()).map_or("", |members| &members[member]);
                    let scope = format!("{axis} '{name}' with a share above 0");
                    let fault = Error::from(ErrorKind::EmptySlice { scope, reason: reason.clone() });
                    let placed = fault.within(name).within(axis.as_str());
                    faults.push(placed.within("shares").within("assumptions"));
                }
            }
        }
        for (i, m) in self.measured.iter().enumerate().filter(|(_, m)| !m.compare) {
            let above_zero = match m.what {
                What::Value { .. } | What::Share { .. } => m.target - m.half_unit > 0.0,
                What::Growth { .. } => true,
                What::Change { .. } => m.target.abs() > m.half_unit,
            };
            let whole_is_empty = matches!(&m.what, What::Share { of, .. } if is_known_empty(of));
            if (above_zero && is_known_empty(&m.cells)) || whole_is_empty {
                let scope = self.claims[i].scope().to_string();
                let fault = Error::from(ErrorKind::EmptySlice { scope, reason: reason.clone() });
                let key = if whole_is_empty { "of" } else { "where" };
                faults.push(fault.at(place_of(i, &self.claims[i])).within(key).within(i).within("claims"));
            }
        }
    }
}

/// What becomes of a cell that growth breaks.
#[derive(Clone, Copy)]
enum Outcome {
    Negative,
    Nothing,
    TooLarge,
}

/// The first year, as a position, in which a cell is broken by these yearly rates from 1 in the base year.
fn outcome(rates: &[f64], base: usize) -> Option<(usize, Outcome)> {
    let broken = rates.iter().enumerate().find_map(|(t, rate)| match 1.0 + rate {
        factor if factor.is_nan() || factor == f64::INFINITY => Some((t + 1, Outcome::TooLarge)),
        0.0 => Some((t + 1, Outcome::Nothing)),
        factor if factor < 0.0 => Some((t + 1, Outcome::Negative)),
        _ => None,
    });
    let after = || too_large((base..rates.len()).map(|t| (t + 1, 1.0 + rates[t])));
    let before = || too_large((0..base).rev().map(|t| (t, 1.0 / (1.0 + rates[t]))));
    broken.or_else(|| after().or_else(before).map(|year| (year, Outcome::TooLarge)))
}

/// The first year in which factors from 1 on multiply to more than a number can hold.
fn too_large(factors: impl Iterator<Item = (usize, f64)>) -> Option<usize> {
    let mut level = 1.0_f64;
    let mut levels = factors.map(|(year, factor)| {
        level *= factor;
        (year, level)
    });
    levels.find(|(_, level)| level.is_infinite()).map(|(year, _)| year)
}
