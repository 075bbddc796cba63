//! What each cell weighs and how it grows before any claim is honored.

use std::collections::BTreeMap;

use super::stated::place_of;
use super::{Market, Measured, What};
use crate::error::{Error, ErrorKind};
use crate::growth::Growth;
use crate::value::Rate;

/// Growth where no curve was stated, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DefaultGrowth {
    pub(crate) rate: Rate,
    pub(crate) reason: &'static str,
}

/// The distinct yearly growth paths, and which one each cell follows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GrowthClasses {
    /// Growth over the year before, for every year after the first.
    pub(crate) yearly: Vec<Vec<f64>>,
    /// The class of each cell.
    pub(crate) of_cell: Vec<u32>,
    /// Whether some cell follows the default curve.
    pub(crate) uses_default: bool,
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
            for (cell, weight) in seed.iter_mut().enumerate() {
                let member = cell / inner % length;
                *weight *= stated.map_or(1.0 / length as f64, |stated| stated.fractions[member]);
            }
        }
        for rule in &self.mix {
            rule.cells.for_each(|cell| seed[cell] *= rule.what);
        }
        seed
    }

    /// Growth where no curve was stated: claimed for the whole market, else implied by its values, else typical of the claims.
    pub(crate) fn default_growth(&self) -> DefaultGrowth {
        let imposed = || self.measured.iter().filter(|m| !m.compare);
        let whole = |m: &&Measured| (0..self.axes.len()).all(|axis| m.cells.is_whole(axis));
        // What vanishes says nothing about how the rest grows.
        let claimed = |m: &Measured| match m.what {
            What::Growth { from, to } if m.target > -1.0 => Some((to - from, m.target)),
            _ => None,
        };
        let longest =
            imposed().filter(whole).filter_map(claimed).fold(None, |best: Option<(usize, f64)>, next| {
                match best {
                    Some(best) if best.0 >= next.0 => Some(best),
                    _ => Some(next),
                }
            });
        if let Some((_, rate)) = longest {
            let reason = "the growth claimed for the whole market over the longest span";
            return DefaultGrowth { rate: Rate::fraction(rate), reason };
        }
        if let Some(rate) = implied(imposed().filter(whole)) {
            return DefaultGrowth {
                rate,
                reason: "the growth between the first and last claimed value of the whole market",
            };
        }
        let mut scopes: BTreeMap<_, Vec<&Measured>> = BTreeMap::new();
        for m in imposed() {
            scopes.entry(&m.cells).or_default().push(m);
        }
        let mut rates: Vec<f64> = imposed().filter_map(claimed).map(|(_, rate)| rate).collect();
        rates.extend(
            scopes.into_values().filter_map(|claims| implied(claims.into_iter())).map(Rate::to_fraction),
        );
        rates.sort_by(f64::total_cmp);
        match rates.len() {
            0 => DefaultGrowth { rate: Rate::ZERO, reason: "none, because no claim says how anything grows" },
            n => {
                let median = f64::midpoint(rates[(n - 1) / 2], rates[n / 2]);
                DefaultGrowth {
                    rate: Rate::fraction(median),
                    reason: "the median growth claimed or implied on any scope",
                }
            }
        }
    }

    /// How every cell grows: the curve of the smallest scope it is in, the later on a tie, plus all points stated for it.
    pub(crate) fn growth_classes(&self) -> GrowthClasses {
        let cells = self.axes.cells();
        let mut curve: Vec<(usize, u32)> = vec![(usize::MAX, u32::MAX); cells];
        let mut points = vec![0.0_f64; cells];
        for (position, rule) in self.growth.iter().enumerate() {
            let size = rule.cells.len();
            rule.cells.for_each(|cell| match &rule.what {
                Growth::PointsAboveMarket(more) => points[cell] += more,
                _ if size <= curve[cell].0 => curve[cell] = (size, position as u32),
                _ => {}
            });
        }
        let default = Growth::compound(self.default_growth().rate);
        let mut known: BTreeMap<(u32, u64), u32> = BTreeMap::new();
        let mut yearly: Vec<Vec<f64>> = Vec::new();
        let mut uses_default = false;
        let of_cell = curve.iter().zip(&points).map(|(&(_, rule), &points)| {
            uses_default |= rule == u32::MAX;
            *known.entry((rule, points.to_bits())).or_insert_with(|| {
                let curve = self.growth.get(rule as usize).map_or(&default, |rule| &rule.what);
                let rates = curve.yearly(self.years, self.base);
                yearly.push(rates.iter().map(|rate| rate + points / 100.0).collect());
                yearly.len() as u32 - 1
            })
        });
        let of_cell = of_cell.collect();
        GrowthClasses { yearly, of_cell, uses_default }
    }

    /// Growth that would take a cell to 0 or below.
    pub(super) fn check_growth(&self, faults: &mut Vec<Error>) {
        let classes = self.growth_classes();
        for (class, rates) in classes.yearly.iter().enumerate() {
            let Some(t) = rates.iter().position(|rate| !(1.0 + rate > 0.0 && rate.is_finite())) else {
                continue;
            };
            let cell = classes.of_cell.iter().position(|&c| c as usize == class).unwrap_or(0);
            let rule = self.growth.iter().rev().find(|rule| rule.cells.contains(cell));
            let scope = rule.map_or_else(|| "the whole market".into(), |rule| rule.scope.to_string());
            let year = self.years.iter().nth(t + 1).unwrap_or(self.years.last());
            let what = format!("growth of {:.0}% would make {scope} negative in {year}", rates[t] * 100.0);
            faults.push(ErrorKind::Contradiction { what }.into());
        }
    }

    /// Shares and claims above 0 on slices where every cell is structurally empty.
    pub(super) fn check_empty_slices(&self, faults: &mut Vec<Error>) {
        let seed = self.seed();
        let is_empty = |cells: &crate::space::Selection| {
            let mut empty = true;
            cells.for_each(|cell| empty &= seed[cell] == 0.0);
            empty
        };
        let reason = "every cell in it has a share or mix weight of 0, expected one above 0".to_string();
        if seed.iter().all(|&weight| weight == 0.0) {
            faults.push(ErrorKind::EmptySlice { scope: "the whole market".into(), reason }.into());
            return;
        }
        for stated in &self.shares {
            let axis = self.axes.iter().nth(stated.axis).map(ToString::to_string).unwrap_or_default();
            for (member, _) in stated.fractions.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let mut cells = crate::space::Selection::all(&self.axes.lengths());
                cells.restrict(stated.axis, &[member as u32]);
                if is_empty(&cells) {
                    let name = self.axes.members(axis.as_str()).map_or("", |members| &members[member]);
                    let scope = format!("{axis} '{name}' with a share above 0");
                    faults.push(ErrorKind::EmptySlice { scope, reason: reason.clone() }.into());
                }
            }
        }
        for (i, m) in self.measured.iter().enumerate().filter(|(_, m)| !m.compare) {
            let above_zero = match m.what {
                What::Value { .. } | What::Share { .. } => m.target - m.half_unit > 0.0,
                What::Growth { .. } => true,
                What::Change { .. } => m.target.abs() > m.half_unit,
            };
            let whole_is_empty = matches!(&m.what, What::Share { of, .. } if is_empty(of));
            if (above_zero && is_empty(&m.cells)) || whole_is_empty {
                let scope = self.claims[i].scope().to_string();
                let fault = Error::from(ErrorKind::EmptySlice { scope, reason: reason.clone() });
                faults.push(fault.at(place_of(i, &self.claims[i])));
            }
        }
    }
}

/// Growth between the first and the last value claimed among claims on one scope.
fn implied<'a>(claims: impl Iterator<Item = &'a Measured>) -> Option<Rate> {
    let mut values: Vec<(usize, f64)> = claims
        .filter_map(|m| match m.what {
            What::Value { year } if m.target > 0.0 => Some((year, m.target)),
            _ => None,
        })
        .collect();
    values.sort_by_key(|(year, _)| *year);
    let (first, last) = (values.first()?, values.last()?);
    Rate::cagr(first.1, last.1, (last.0 - first.0) as u32).ok()
}

#[cfg(test)]
mod tests {
    use crate::{Claim, Market, Rate, Scope, Unit, Years};

    #[test]
    fn a_part_that_vanishes_is_no_default_for_the_rest() {
        let of = |name: &str| Scope::of("region", name);
        let years = Years::new(2020, 2024).expect("2020 comes before 2024");
        let market = |claims: Vec<Claim>| {
            Market::builder("m", Unit::USD_BILLION, years).axis("region", ["A", "B"]).claims(claims).build()
        };
        let gone = Claim::growth("-100%", 2020, 2024).of(of("A"));
        let grows = Claim::growth("5%", 2020, 2024).of(of("B"));
        for (claims, expected) in [
            (vec![Claim::value("8.1", 2020), gone.clone()], Rate::ZERO),
            (vec![Claim::value("8.1", 2020), gone, grows], Rate::percent(5.0)),
        ] {
            assert_eq!(market(claims).map(|market| market.default_growth().rate), Ok(expected));
        }
    }
}
