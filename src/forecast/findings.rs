//! What was found: conflicts, assumptions that had to move, and claims for comparison.

use std::fmt::Write;

use super::triangulation::Clash;
use crate::claim::{Finding, FindingKind, Reproduction};
use crate::market::{DefaultGrowth, Market, Measured, What};
use crate::space::{Cube, Members, Numbering, Selection};
use crate::value::prose::beside;
use crate::value::shown::shown as name_shown;

/// A number in the terms of its claim, with digits enough to tell it from what was printed.
fn shown(market: &Market, claim: usize, number: f64) -> String {
    let m = &market.measured()[claim];
    match m.what {
        // A rate of nothing is no number.
        _ if !number.is_finite() => "no number".into(),
        What::Value { .. } | What::Change { .. } => beside(number, m.half_unit),
        What::Share { .. } | What::Growth { .. } => {
            format!("{}%", beside(number * 100.0, m.half_unit * 100.0))
        }
    }
}

/// One finding for each claim that does not hold.
pub(super) fn conflicts(market: &Market, clashes: &[Clash], reproductions: &[Reproduction]) -> Vec<Finding> {
    clashes.iter().map(|clash| conflict(market, clash, reproductions)).collect()
}

fn conflict(market: &Market, clash: &Clash, reproductions: &[Reproduction]) -> Finding {
    const LISTED: usize = 8;
    let one = &reproductions[clash.claim];
    let others = shown(market, clash.claim, one.reproduced);
    let doubt = if clash.proven { "" } else { "; fewer or other claims might do as well" };
    if !clash.contradicts {
        let message = format!(
            "{} is not met: the numbers come to {others}, although no contradiction was found",
            one.text
        );
        return Finding::new(FindingKind::Conflict, message).with_claims(vec![one.clone()]);
    }
    if clash.alternatives.is_empty() {
        let message =
            format!("{} cannot hold with the other claims, which make it {others}{doubt}", one.text);
        return Finding::new(FindingKind::Conflict, message).with_claims(vec![one.clone()]);
    }
    let claims: Vec<usize> = std::iter::once(clash.claim).chain(clash.alternatives.iter().copied()).collect();
    let listed: Vec<&str> =
        claims.iter().take(LISTED).map(|&claim| reproductions[claim].text.as_str()).collect();
    let more =
        if claims.len() > LISTED { format!("; and {} more", claims.len() - LISTED) } else { String::new() };
    let message = format!(
        "one of these {} claims cannot hold, and nothing tells which: {}{more}; without the first it comes to {others}{doubt}",
        claims.len(),
        listed.join("; ")
    );
    Finding::new(FindingKind::Undecided, message)
        .with_claims(claims.iter().map(|&claim| reproductions[claim].clone()).collect())
}

/// Headlines whose three numbers do not agree, unless it is known already which of the three cannot hold.
pub(super) fn headlines(market: &Market, clashes: &[Clash], reproductions: &[Reproduction]) -> Vec<Finding> {
    let known = |claim: &usize| {
        clashes.iter().any(|c| c.claim == *claim && c.contradicts && c.alternatives.is_empty())
    };
    let open = market.triples().into_iter().filter(|claims| !claims.iter().any(known));
    open.filter_map(|claims| {
        // What cannot be compared, such as a value whose scale only the market knows, is no finding.
        let finding = market.headline(claims).check().ok()?.to_finding()?;
        Some(finding.with_claims(claims.iter().map(|&claim| reproductions[claim].clone()).collect()))
    })
    .collect()
}

/// The growth that stands in where no curve is stated, with a word of doubt where what it rests on is in doubt itself.
pub(super) fn default_growth(default: &DefaultGrowth, clashes: &[Clash]) -> Finding {
    let in_doubt = |clash: &Clash| {
        std::iter::once(&clash.claim).chain(&clash.alternatives).any(|claim| default.claims.contains(claim))
    };
    let doubt =
        if clashes.iter().any(in_doubt) { ", which is among the claims that cannot all hold" } else { "" };
    let message =
        format!("growth is {:.2} a year where no curve is stated: {}{doubt}", default.rate, default.reason);
    Finding::new(FindingKind::DefaultAssumption, message)
}

/// Claims that are shown beside the forecast and not imposed on it.
pub(super) fn comparisons(market: &Market, reproductions: &[Reproduction]) -> Vec<Finding> {
    let compared = market.measured().iter().zip(reproductions).filter(|(m, _)| m.compare);
    compared
        .map(|(_, one)| {
            let message = format!(
                "{}, for comparison: the forecast says {}",
                one.text,
                shown(market, one.claim, one.reproduced)
            );
            Finding::new(FindingKind::Comparison, message).with_claims(vec![one.clone()])
        })
        .collect()
}

/// Stated base-year shares that end more than their half unit away, one finding for each axis; `whole` is the market in the
/// base year.
pub(super) fn moved_assumptions(market: &Market, cube: &Cube, whole: f64) -> Vec<Finding> {
    let lengths = market.axes().lengths();
    let base = market.base_index();
    let moved = market.stated_shares().iter().filter_map(|stated| {
        let axis = market.axes().iter().nth(stated.axis)?;
        let members = market.axes().members(axis).ok()?;
        let moved: Vec<String> = members
            .iter()
            .enumerate()
            .filter_map(|(member, name)| {
                let mut cells = Selection::all(&lengths);
                cells.restrict(stated.axis, &Members::one(member as u32));
                let found = cube.sum(&cells)[base] / whole;
                let off = (found - stated.fractions[member]).abs();
                let said = stated.fractions[member] * 100.0;
                // Round-off is no move, and a number that is none is.
                (off.is_nan() || off > stated.half_units[member] + 1e-9)
                    .then(|| format!("'{}' {:.1}% instead of {said:.1}%", name_shown(name), found * 100.0))
            })
            .collect();
        (!moved.is_empty()).then(|| {
            let message =
                format!("the claims move stated shares by {axis} in {}: {}", market.base(), moved.join(", "));
            Finding::new(FindingKind::AssumptionMoved, message)
        })
    });
    moved.collect()
}

/// Stated base-year shares that the claims bring further off than their standard deviation makes likely, one finding each,
/// with the claims that tell the member from others.
///
/// `whole` is the market in the base year.
pub(super) fn strained(
    market: &Market,
    cube: &Cube,
    whole: f64,
    reproductions: &[Reproduction],
) -> Vec<Finding> {
    // Once in some four hundred if the stated width is right.
    const FAR: f64 = 3.0;
    let lengths = market.axes().lengths();
    let base = market.base_index();
    let mut found = Vec::new();
    for stated in market.stated_shares() {
        let Some(axis) = market.axes().iter().nth(stated.axis) else { continue };
        let Ok(members) = market.axes().members(axis) else { continue };
        for (member, name) in members.iter().enumerate() {
            let mut cells = Selection::all(&lengths);
            cells.restrict(stated.axis, &Members::one(member as u32));
            let (share, said) = (cube.sum(&cells)[base] / whole, stated.fractions[member]);
            // As in the objective: a share counts by its size, and its relative deviation by its sd.
            let off = libm::log(share / said).abs() * libm::sqrt(share.max(said)) / stated.sd[member];
            if off.is_nan() || off <= FAR || said <= 0.0 {
                continue;
            }
            let pulls = |(claim, m): (usize, &Measured)| {
                let on = m.cells.members(stated.axis);
                (!m.compare && on.contains(member as u32) && !m.cells.is_whole(stated.axis)).then_some(claim)
            };
            let pulling: Vec<usize> = market.measured().iter().enumerate().filter_map(pulls).collect();
            let message = format!(
                "the claims bring {axis} '{}' from {:.1}% to {:.1}% of {}, {} as stated: {}",
                name_shown(name),
                100.0 * said,
                100.0 * share,
                market.base(),
                if off.is_finite() {
                    format!("{off:.1} standard deviations")
                } else {
                    "as far as can be".into()
                },
                match pulling.len() {
                    0 => "all of them tell other members apart".into(),
                    1 => "a single claim tells it from others".into(),
                    n => format!("{n} claims tell it from others"),
                }
            );
            let claims = pulling.into_iter().map(|claim| reproductions[claim].clone()).collect();
            found.push(Finding::new(FindingKind::Strained, message).with_claims(claims));
        }
    }
    found
}

/// Every claim beside what the cube makes of it.
///
/// An exact claim that holds is met to round-off, and reproduced as it is printed.
pub(super) fn reproductions(market: &Market, cube: &Cube, conflicts: &[usize]) -> Vec<Reproduction> {
    // Most claims in words are no longer.
    const LENGTH: usize = 80;
    let mut known = Numbering::default();
    let mut sums: Vec<f64> = Vec::new();
    let mut sum = |cells: &Selection, year: usize| {
        let number = known.add(cells);
        if number * cube.years() == sums.len() {
            sums.extend(cube.sum(cells));
        }
        sums[number * cube.years() + year]
    };
    let each = market.measured().iter().enumerate().map(|(claim, m)| {
        let reproduced = match &m.what {
            What::Value { year } => sum(&m.cells, *year),
            What::Change { from, to } => sum(&m.cells, *to) - sum(&m.cells, *from),
            What::Share { year, of } => sum(&m.cells, *year) / sum(of, *year),
            What::Growth { from, to } => {
                libm::pow(sum(&m.cells, *to) / sum(&m.cells, *from), 1.0 / (to - from) as f64) - 1.0
            }
        };
        let holds = m.is_exact() && !m.compare && conflicts.binary_search(&claim).is_err();
        let reproduced = if holds { m.target } else { reproduced };
        let mut text = String::with_capacity(LENGTH);
        write!(text, "{}", market.claims()[claim]).expect("a string takes any text");
        Reproduction { claim, text, printed: m.target, reproduced, half_unit: m.half_unit }
    });
    each.collect()
}
