//! Laws and known answers for the whole search.

use proptest::prelude::*;

use super::search::Conflict;
use super::tables::{Builder, Draws, PRINTED, REPUBLISHED, RoundedTable, semiconductors};
use super::{Feasibility, Program, fewest, interior};

/// More work than any of these needs.
const WORK: u64 = 20_000_000_000;

#[track_caller]
fn holds(program: &Program, point: &[f64]) {
    for (r, requirement) in program.requirements.iter().enumerate() {
        for interval in &requirement.intervals {
            let sum: f64 = interval.terms.iter().map(|&(j, a)| a * point[j as usize]).sum();
            let room = 1e-8 * sum.abs().max(1.0);
            assert!(
                sum >= interval.lower - room && sum <= interval.upper + room,
                "{r}: {sum} in {interval:?}"
            );
        }
    }
    assert!(point.iter().all(|&x| x >= 0.0));
}

#[track_caller]
fn feasible(program: &Program) -> Vec<f64> {
    let Feasibility::Feasible(point) = interior(program, &mut WORK.clone()) else { panic!("no point found") };
    holds(program, &point);
    point
}

#[test]
fn the_printed_semiconductor_table_holds() {
    let (program, _) = semiconductors(PRINTED);
    let point = feasible(&program);
    assert!(point.iter().all(|&x| x > 0.0));
    assert_eq!(fewest(&program, &mut WORK.clone()), []);
}

#[test]
fn the_republished_table_has_its_ten_shifted_cells() {
    let (program, names) = semiconductors(REPUBLISHED);
    assert_eq!(program.requirements.len(), 70);
    assert_eq!(interior(&program, &mut WORK.clone()), Feasibility::Infeasible);
    let found = fewest(&program, &mut WORK.clone());
    let (clean, _) = semiconductors(PRINTED);
    let value = |p: &Program, r: usize| p.requirements[r].intervals[0].lower;
    let corrupt: Vec<Conflict> = (0..70)
        .filter(|&r| names[r].1.starts_with("20"))
        .filter(|&r| value(&program, r) != value(&clean, r))
        .map(|removed| Conflict { removed, alternatives: Vec::new(), proven: true })
        .collect();
    assert_eq!(corrupt.len(), 10);
    assert_eq!(found, corrupt);
}

#[test]
fn rounded_tables_hold() {
    for seed in 0..400 {
        feasible(&RoundedTable::draw(seed, 0).program);
    }
}

/// In most tables the wrong figures are the answer; in the others they are among the alternatives, or
/// fewer claims can be blamed for all of them.
#[test]
fn wrong_figures_are_found() {
    for wrong in 1..=3 {
        let mut exact = 0;
        for seed in 0..60 {
            let table = RoundedTable::draw(seed + 5000, wrong);
            let found = fewest(&table.program, &mut WORK.clone());
            let removed: Vec<usize> = found.iter().map(|c| c.removed).collect();
            assert!(found.iter().all(|c| c.proven) && removed.len() <= wrong, "seed {seed}");
            let among = |w: &usize| found.iter().any(|c| c.removed == *w || c.alternatives.contains(w));
            assert!(removed.len() < wrong || table.wrong.iter().all(among), "seed {seed}");
            exact += usize::from(removed == table.wrong);
        }
        assert!(exact >= 40, "{wrong} wrong: {exact} of 60");
    }
}

fn margins(table: &[[bool; 3]], sums: impl Fn(usize, &[usize]) -> f64, half: f64) -> Program {
    let mut builder = Builder::new(8, [1.0]);
    let mut number = 0;
    for axes in table {
        for member in 0..4 {
            let matches = |cell: usize| {
                let mut wanted = member;
                (0..3).filter(|&a| axes[a]).all(|axis| {
                    let same = cell >> axis & 1 == wanted & 1;
                    wanted >>= 1;
                    same
                })
            };
            let cells: Vec<usize> = (0..8).filter(|&c| matches(c)).collect();
            builder.value(&cells, sums(number, &cells), half);
            number += 1;
        }
    }
    builder.program
}

const PAIRS: [[bool; 3]; 3] = [[true, true, false], [true, false, true], [false, true, true]];

/// Pairwise margins that agree on every total and still have no table: A equals B, B equals C, A differs from C.
#[test]
fn agreeing_margins_can_clash() {
    let program = margins(
        &PAIRS,
        |number, _| {
            let equal = matches!(number % 4, 0 | 3);
            if equal == (number / 4 != 1) { 1.0 } else { 0.0 }
        },
        0.0,
    );
    assert_eq!(interior(&program, &mut WORK.clone()), Feasibility::Infeasible);
    let found = fewest(&program, &mut WORK.clone());
    assert!(!found.is_empty() && found.iter().all(|c| c.proven));
}

#[test]
fn exact_margins_agree_up_to_round_off() {
    let cell = |c: usize| 0.1 + 0.7 * c as f64;
    let sum = |cells: &[usize]| cells.iter().map(|&c| cell(c)).sum::<f64>();
    feasible(&margins(&PAIRS, |_, cells| sum(cells), 0.0));
    feasible(&margins(&PAIRS, |n, cells| sum(cells) + if n == 3 { 2e-10 } else { 0.0 }, 0.0));
    let off = margins(&PAIRS, |n, cells| sum(cells) + if n == 3 { 1e-6 } else { 0.0 }, 0.0);
    assert_eq!(interior(&off, &mut WORK.clone()), Feasibility::Infeasible);
}

fn listing(cells: usize, factor: f64) -> Program {
    let mut draws = Draws(5);
    let truth: Vec<f64> = (0..cells).map(|_| 10.0 + 990.0 * draws.next()).collect();
    let mut builder = Builder::new(cells, truth.iter().copied());
    let all: Vec<usize> = (0..cells).collect();
    builder.value(&all, truth.iter().sum::<f64>() * factor, 0.5);
    for (cell, value) in truth.iter().enumerate() {
        builder.value(&[cell], value.round(), 0.5);
    }
    builder.program
}

/// A total that is too large could be any part's fault; one that is far too small only its own.
#[test]
fn a_total_and_its_parts_can_not_tell_which_is_wrong() {
    let found = fewest(&listing(500, 1.5), &mut WORK.clone());
    assert_eq!(found, [Conflict { removed: 0, alternatives: (1..=500).collect(), proven: true }]);
    let found = fewest(&listing(500, 0.9), &mut WORK.clone());
    assert_eq!(found, [Conflict { removed: 0, alternatives: Vec::new(), proven: true }]);
}

#[test]
fn a_wrong_cell_is_found_among_thousands() {
    let (rows, columns) = (50, 40);
    let mut draws = Draws(7);
    let truth: Vec<f64> = (0..rows * columns).map(|_| 10.0 + 990.0 * draws.next()).collect();
    let mut builder = Builder::new(truth.len(), truth.iter().copied());
    for (cell, value) in truth.iter().enumerate() {
        builder.value(&[cell], value.round() * if cell == 777 { 10.0 } else { 1.0 }, 0.5);
    }
    let mut margin = |cells: Vec<usize>| {
        let sum: f64 = cells.iter().map(|&c| truth[c]).sum();
        builder.value(&cells, sum.round(), 0.5);
    };
    (0..rows).for_each(|r| margin((0..columns).map(|c| r * columns + c).collect()));
    (0..columns).for_each(|c| margin((0..rows).map(|r| r * columns + c).collect()));
    margin((0..rows * columns).collect());
    let found = fewest(&builder.program, &mut WORK.clone());
    assert_eq!(found, [Conflict { removed: 777, alternatives: Vec::new(), proven: true }]);
}

#[test]
fn without_work_an_answer_is_not_proven() {
    let (program, _) = semiconductors(REPUBLISHED);
    assert_eq!(interior(&program, &mut 100), Feasibility::Unsettled);
    for work in [0, 10_000, 300_000, 1_000_000] {
        let found = fewest(&program, &mut work.clone());
        let mut rest = program.clone();
        for conflict in found.iter().rev() {
            rest.requirements.remove(conflict.removed);
        }
        feasible(&rest);
        assert!(found.len() == 10 || found.iter().all(|c| !c.proven), "{work}");
    }
}

fn any_program() -> impl Strategy<Value = Program> {
    let scope = prop::collection::btree_set(0_usize..4, 1..4);
    prop::collection::vec((scope, 0_i32..5), 2..8).prop_map(|claims| {
        let mut builder = Builder::new(4, [1.0]);
        for (scope, value) in claims {
            let cells: Vec<usize> = scope.into_iter().collect();
            builder.value(&cells, f64::from(value), 0.25);
        }
        builder.program
    })
}

fn without(program: &Program, removed: u32) -> Program {
    let mut rest = program.clone();
    let mut number = 0;
    rest.requirements.retain(|_| {
        number += 1;
        removed >> (number - 1) & 1 == 0
    });
    rest
}

/// No smaller removal does, the one found does, and so do its alternatives and no others.
#[track_caller]
fn is_the_fewest(program: &Program) {
    let can_hold = |removed: u32| {
        matches!(interior(&without(program, removed), &mut WORK.clone()), Feasibility::Feasible(_))
    };
    let all = 0..1_u32 << program.requirements.len();
    let least = all.clone().filter(|&set| can_hold(set)).map(u32::count_ones).min();
    let found = fewest(program, &mut WORK.clone());
    assert!(found.iter().all(|c| c.proven));
    assert_eq!(Some(found.len() as u32), least);
    let removed: u32 = found.iter().map(|c| 1 << c.removed).sum();
    assert!(can_hold(removed));
    for conflict in &found {
        let kept = removed & !(1 << conflict.removed);
        let swaps: Vec<usize> = (0..program.requirements.len())
            .filter(|&c| removed >> c & 1 == 0 && can_hold(kept | 1 << c))
            .collect();
        let elsewhere = all
            .clone()
            .any(|set| Some(set.count_ones()) == least && set >> conflict.removed & 1 == 0 && can_hold(set));
        assert_eq!(elsewhere, !conflict.alternatives.is_empty());
        if !swaps.is_empty() {
            assert_eq!(swaps, conflict.alternatives);
        }
    }
}

/// Two pairs of removals leave the same excess. While members gave way to equal ones they took turns, and what could go
/// in the place of the first was told of a second that was gone by then.
#[test]
fn alternatives_belong_to_the_removal_that_is_returned() {
    let mut builder = Builder::new(4, [1.0]);
    let claims: [(&[usize], f64); 6] =
        [(&[0, 1], 1.0), (&[1, 2, 3], 0.0), (&[0, 2, 3], 1.0), (&[1, 2], 1.0), (&[1], 0.0), (&[3], 1.0)];
    claims.into_iter().for_each(|(cells, value)| builder.value(cells, value, 0.25));
    is_the_fewest(&builder.program);
}

/// Hundreds of values of one sum, of which no two agree: one stays, the one that the others miss by the least.
#[test]
fn of_values_that_all_contradict_each_other_one_stays() {
    for cells in [&[1][..], &[0, 1]] {
        let mut builder = Builder::new(2, [1000.0]);
        (0..250).for_each(|at| builder.value(cells, f64::from(8 * at), 0.5));
        // Two variables that something tells apart are a row, one alone needs none.
        builder.value(&[0], 1.0, 1.0);
        let found = fewest(&builder.program, &mut WORK.clone());
        let removed: Vec<usize> = found.iter().map(|c| c.removed).collect();
        let stays = found[0].alternatives.clone();
        assert_eq!(found.len(), 249);
        assert!(found.iter().all(|c| c.proven && c.alternatives == stays), "{stays:?}");
        assert!(removed.iter().all(|r| !stays.contains(r)));
    }
}

proptest! {
    #[test]
    fn no_smaller_removal_does_and_every_alternative_does(program in any_program()) {
        is_the_fewest(&program);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_holds_where_few_sums_have_many_values(
        claims in prop::collection::vec((0_usize..3, 0_i32..6), 5..9)
    ) {
        let mut builder = Builder::new(2, [1.0]);
        let sums: [&[usize]; 3] = [&[0], &[1], &[0, 1]];
        claims.into_iter().for_each(|(sum, value)| builder.value(sums[sum], f64::from(value), 0.25));
        is_the_fewest(&builder.program);
    }
}
