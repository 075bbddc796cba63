//! The years between solved ones: as they follow by themselves, but printed scopes without bends.

use super::problem::{Problem, Span};
use super::system::System;
use crate::solve::closest::Symmetric;

/// How much firmer a printed scope's constant growth is than the numbers within.
const FIRM: f64 = 1e4;

/// A printed scope in a year between two solved ones.
struct Margin<'a> {
    groups: &'a [u32],
    goal: f64,
    firm: f64,
}

/// Brings the factors of years between solved ones to where printed scopes grow at a constant rate.
///
/// For each such year the numbers are those with the least `D(x | x̄) + Σ firm (S - S̄)² / 2S̄`: `x̄` what follows from the solved
/// years on either side, `S̄` what constant growth makes of a scope, or the curve that is stated for all of it. This is convex,
/// and one year has no say in another.
pub(super) fn between(system: &System, problem: &Problem, factors: &mut [f64]) {
    let structure = system.structure;
    let Some(layer) = problem.layers.last() else { return };
    let spans = &layer.sizes.spans;
    let (len, count) = (structure.all_years, structure.groups.count);
    let number =
        |factors: &[f64], group: usize, t: usize| system.all[group * len + t] * factors[group * len + t];
    for pair in structure.years.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let spans: Vec<&Span> = spans.iter().filter(|span| span.from <= a && b <= span.to).collect();
        if spans.is_empty() {
            continue;
        }
        for t in a + 1..b {
            let start: Vec<f64> = (0..count).map(|group| number(factors, group, t)).collect();
            let margins: Vec<Margin> = spans
                .iter()
                .filter_map(|span| {
                    let groups = structure.groups.of(&span.cells);
                    let sum = |t: usize| groups.iter().map(|&g| number(factors, g as usize, t)).sum::<f64>();
                    let assumed = |t: usize| groups.iter().map(|&g| system.all[g as usize * len + t]).sum();
                    let curve = |t: usize| if structure.follows_one_curve(groups) { assumed(t) } else { 1.0 };
                    let (low, high) = (sum(a) / curve(a), sum(b) / curve(b));
                    let part = (t - a) as f64 / (b - a) as f64;
                    let goal = curve(t) * libm::exp((1.0 - part) * libm::log(low) + part * libm::log(high));
                    (low > 0.0 && high > 0.0 && goal > 0.0).then_some(Margin {
                        groups,
                        goal,
                        firm: FIRM * span.firm,
                    })
                })
                .collect();
            let logs = rake(&start, &margins);
            for (group, log) in logs.iter().enumerate() {
                factors[group * len + t] *= libm::exp(*log);
            }
        }
    }
}

/// By how much each number moves, in the logarithm.
fn rake(start: &[f64], margins: &[Margin]) -> Vec<f64> {
    const STEPS: usize = 30;
    let n = margins.len();
    let mut of_group: Vec<Vec<u32>> = vec![Vec::new(); start.len()];
    for (id, margin) in margins.iter().enumerate() {
        margin.groups.iter().for_each(|&group| of_group[group as usize].push(id as u32));
    }
    let mut multipliers = vec![0.0; n];
    let mut logs = vec![0.0; start.len()];
    for _ in 0..STEPS {
        let x: Vec<f64> = start.iter().zip(&logs).map(|(x, log): (&f64, &f64)| x * libm::exp(*log)).collect();
        let mut left: Vec<f64> = margins
            .iter()
            .zip(&multipliers)
            .map(|(margin, multiplier): (&Margin, &f64)| {
                let sum: f64 = margin.groups.iter().map(|&g| x[g as usize]).sum();
                margin.goal - sum - multiplier * margin.goal / margin.firm
            })
            .collect();
        let off = left.iter().zip(margins).fold(0.0_f64, |most, (left, m)| most.max((left / m.goal).abs()));
        if off < 1e-13 || off.is_nan() {
            break;
        }
        let mut matrix = Symmetric::new(n, n);
        for (group, x) in x.iter().enumerate() {
            for &i in &of_group[group] {
                for &j in &of_group[group] {
                    matrix.entries[i as usize * n + j as usize] += x;
                }
            }
        }
        margins.iter().enumerate().for_each(|(i, m)| matrix.entries[i * n + i] += m.goal / m.firm);
        matrix.factor();
        matrix.solve(&mut left);
        multipliers.iter_mut().zip(&left).for_each(|(m, step)| *m += step);
        logs = of_group.iter().map(|of| of.iter().map(|&i| multipliers[i as usize]).sum()).collect();
    }
    logs
}
