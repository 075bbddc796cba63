//! What a model assumes, one number at a time, and the same model with that number changed.

use std::sync::Arc;

use super::Market;
use super::assumption::{OnScope, StatedShares};
use super::firmness::Firmness;
use super::measured::What;
use crate::growth::Growth;
use crate::space::{Scope, Selection};
use crate::value::prose::figure;
use crate::value::{Rate, Year};

/// One number that a model rests on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Input {
    /// The base-year share of a member, in percent; the others keep their proportions.
    Share { axis: usize, member: usize },
    /// A curve or points, by their position: percent or points a year, for a curve with several rates points on each.
    Growth { rule: usize },
    /// Growth where no curve is stated, in percent a year.
    DefaultGrowth,
    /// A mix weight by its position.
    Mix { rule: usize },
    /// A printed figure by its position, in its own terms: the market's unit, or percent.
    Claim { claim: usize },
    /// How freely growth may differ from what is assumed.
    Drift,
}

/// An input with its name and its number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Assumed {
    pub(crate) input: Input,
    pub(crate) name: String,
    pub(crate) number: f64,
}

impl Market {
    /// Every number that the model rests on.
    pub(crate) fn inputs(&self) -> Vec<Assumed> {
        let mut inputs = Vec::new();
        for (axis, name) in self.axes.iter().enumerate() {
            let members = self.axes.members(name).expect("the axis is one of the market's");
            let fractions = self.fractions(axis);
            // A single member has all of it.
            for (member, label) in members.iter().enumerate().filter(|_| members.len() > 1) {
                let name = format!("share of {name} '{label}'");
                inputs.push(Assumed {
                    input: Input::Share { axis, member },
                    name,
                    number: fractions[member] * 100.0,
                });
            }
        }
        for (rule, growth) in self.growth.iter().enumerate() {
            let (what, number) = match &growth.what {
                Growth::Compound(rate) | Growth::Linear(rate) => ("growth", rate.to_percent()),
                Growth::PointsAboveMarket(points) => ("points on growth", *points),
                Growth::Stepwise(_) => ("points on all rates", 0.0),
            };
            let of = if growth.scope.is_all() { "every part".into() } else { growth.scope.to_string() };
            inputs.push(Assumed { input: Input::Growth { rule }, name: format!("{what} of {of}"), number });
        }
        let default = self.growth_classes().default.filter(|_| self.years.periods() > 0);
        if let Some(default) = default {
            let (name, number) = ("growth where none is stated".into(), default.rate.to_percent());
            inputs.push(Assumed { input: Input::DefaultGrowth, name, number });
        }
        for (rule, mix) in self.mix.iter().enumerate() {
            inputs.push(Assumed {
                input: Input::Mix { rule },
                name: format!("mix weight of {}", mix.scope),
                number: mix.what,
            });
        }
        let printed = self.measured.iter().enumerate().filter(|(_, m)| !m.compare && !m.is_exact());
        for (claim, m) in printed {
            let number = m.target * if m.is_percent() { 100.0 } else { 1.0 };
            inputs.push(Assumed {
                input: Input::Claim { claim },
                name: self.claims[claim].to_string(),
                number,
            });
        }
        // With one size and no growth there is nothing to be surprised by.
        if self.years.periods() > 0 {
            inputs.push(Assumed { input: Input::Drift, name: "drift".into(), number: self.drift() });
        }
        inputs
    }

    /// How far a printed figure may be off, in the terms of its input.
    pub(crate) fn half_unit(&self, claim: usize) -> f64 {
        let m = &self.measured[claim];
        m.half_unit * if m.is_percent() { 100.0 } else { 1.0 }
    }

    /// The same model with another number for an input; none where the model would make no sense.
    pub(crate) fn with_input(&self, input: &Input, number: f64) -> Option<Self> {
        let mut market = self.clone();
        match *input {
            Input::Share { axis, member } => {
                let fractions = moved(&self.fractions(axis), member, number / 100.0)?;
                let half_units = vec![0.0; fractions.len()];
                let before = self.shares.iter().find(|stated| stated.axis == axis);
                let note = before.and_then(|stated| stated.note.clone());
                // Another number is asked about, held as firmly as the one before it.
                let sd = before.map(|stated| stated.sd.clone());
                let sd = sd.unwrap_or_else(|| Firmness::of_shares(None, &fractions, &half_units));
                market.shares.retain(|stated| stated.axis != axis);
                market.shares.push(StatedShares { axis, fractions, half_units, sd, note });
            }
            Input::Growth { rule } => {
                let growth = &mut market.growth[rule].what;
                *growth = match &*growth {
                    Growth::Compound(_) => Growth::Compound(Rate::percent(number)),
                    Growth::Linear(_) => Growth::Linear(Rate::percent(number)),
                    Growth::PointsAboveMarket(_) => Growth::PointsAboveMarket(number),
                    Growth::Stepwise(rates) => {
                        let more =
                            |(year, rate): &(Year, Rate)| (*year, Rate::percent(rate.to_percent() + number));
                        Growth::Stepwise(rates.iter().map(more).collect())
                    }
                };
                if !growth.faults(self.years).is_empty() {
                    return None;
                }
            }
            Input::DefaultGrowth => {
                let what = Growth::Compound(Rate::percent(number));
                let cells = Selection::all(&self.axes.lengths());
                // Before all others: whatever else is stated for a cell comes before it.
                market.growth.insert(0, OnScope { scope: Scope::all(), cells, what, note: None, item: 0 });
            }
            Input::Mix { rule } if number >= 0.0 => market.mix[rule].what = number,
            Input::Claim { claim } => {
                // Much firmer than the others: what is asked is what the figure would do if it were this.
                const FIRMER: f64 = 1e-3;
                let m = &mut Arc::make_mut(&mut market.measured)[claim];
                m.target = number / if m.is_percent() { 100.0 } else { 1.0 };
                m.half_unit *= FIRMER;
            }
            Input::Drift if number >= 0.0 => market.drift = Some(number),
            Input::Mix { .. } | Input::Drift => return None,
        }
        let mut faults = Vec::new();
        market.check_growth(&mut faults);
        faults.is_empty().then_some(market)
    }

    /// Two numbers of an input in words that tell them apart: "42%", "1.2", "2 points".
    pub(crate) fn input_texts(&self, input: &Input, ends: [f64; 2]) -> [String; 2] {
        // As many digits as anybody states; a printed figure has the one that its half unit adds.
        const SIGNIFICANT: usize = 4;
        let least = match input {
            Input::Claim { claim } => digits(ends[1], self.half_unit(*claim)).max(SIGNIFICANT),
            _ => SIGNIFICANT,
        };
        let texts = |digits: usize| ends.map(|number| self.input_text(input, number, digits));
        let found = (least..=17).map(texts).find(|[low, high]| low != high);
        found.unwrap_or_else(|| {
            let [low, high] = texts(least);
            [format!("{low}, no lower"), format!("{high}, no higher")]
        })
    }

    fn input_text(&self, input: &Input, number: f64, significant: usize) -> String {
        let text = figure(format!("{number:.*e}", significant - 1).parse().unwrap_or(number));
        match input {
            Input::Growth { rule } => match self.growth[*rule].what {
                Growth::PointsAboveMarket(_) | Growth::Stepwise(_) if text == "1" || text == "-1" => {
                    format!("{text} point")
                }
                Growth::PointsAboveMarket(_) | Growth::Stepwise(_) => format!("{text} points"),
                _ => format!("{text}%"),
            },
            Input::Share { .. } | Input::DefaultGrowth => format!("{text}%"),
            Input::Claim { claim } if self.measured[*claim].is_percent() => format!("{text}%"),
            _ => text,
        }
    }

    /// The base-year shares of an axis, equal ones where none are stated.
    fn fractions(&self, axis: usize) -> Vec<f64> {
        let stated = self.shares.iter().find(|stated| stated.axis == axis);
        let length = self.axes.lengths()[axis];
        stated.map_or_else(|| vec![1.0 / length as f64; length], |stated| stated.fractions.clone())
    }
}

/// How many digits a number has down to the first of its half unit.
fn digits(number: f64, half_unit: f64) -> usize {
    let magnitude = |number: f64| libm::floor(libm::log10(number.abs()));
    let digits = magnitude(number) - magnitude(half_unit) + 1.0;
    // Of 0 there are none, and beyond these only noise.
    if digits.is_finite() { digits.clamp(1.0, 15.0) as usize } else { 1 }
}

impl super::Measured {
    fn is_percent(&self) -> bool {
        matches!(self.what, What::Share { .. } | What::Growth { .. })
    }
}

/// Shares with another one for a member, the others in proportion; none where that makes no shares.
fn moved(fractions: &[f64], member: usize, share: f64) -> Option<Vec<f64>> {
    let rest = 1.0 - fractions[member];
    // Written so that what is no number fails.
    if !((0.0..1.0).contains(&share) && rest > 0.0) {
        return None;
    }
    let factor = (1.0 - share) / rest;
    let moved = |(i, fraction): (usize, &f64)| if i == member { share } else { fraction * factor };
    Some(fractions.iter().enumerate().map(moved).collect())
}
