//! Figures of one column that stand in each other's places: of several that may be wrong, the one whose exchange mends all.

use super::super::published::PublishedTable;
use super::program::{Cell, Linked};
use crate::solve::conflict::Conflict;
use crate::value::Printed;

/// Decides between alternatives where exchanging just one of them with a figure that is known to be wrong makes everything hold.
pub(super) fn decide(table: &PublishedTable, linked: &Linked, cells: &[Cell], conflicts: &mut [Conflict]) {
    for at in 0..conflicts.len() {
        if conflicts[at].alternatives.is_empty() {
            continue;
        }
        let doubted = doubted(&conflicts[at]);
        let exchanged: Vec<usize> = doubted
            .into_iter()
            .filter(|&figure| mends(table, linked, cells, conflicts, at, figure))
            .collect();
        if let [figure] = exchanged[..] {
            conflicts[at] =
                Conflict { removed: figure, alternatives: Vec::new(), proven: conflicts[at].proven };
        }
    }
}

/// The figures of which one is wrong.
fn doubted(conflict: &Conflict) -> Vec<usize> {
    std::iter::once(conflict.removed).chain(conflict.alternatives.iter().copied()).collect()
}

/// Whether all but the other wrong figures hold once a figure has changed places with a wrong one of its column.
fn mends(
    table: &PublishedTable,
    linked: &Linked,
    cells: &[Cell],
    conflicts: &[Conflict],
    at: usize,
    figure: usize,
) -> bool {
    let printed = |cell: Cell| -> &Printed { table.cell(cell.0, cell.1).expect("what is wrong is printed") };
    let decided = conflicts.iter().filter(|conflict| conflict.alternatives.is_empty());
    let of_column =
        decided.map(|conflict| conflict.removed).filter(|&other| cells[other].1 == cells[figure].1);
    let others: Vec<usize> = conflicts
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(_, conflict)| conflict.removed)
        .collect();
    let good: Vec<Cell> = (0..cells.len())
        .filter(|other| *other != figure && !others.contains(other))
        .map(|other| cells[other])
        .collect();
    of_column.into_iter().any(|wrong| {
        let placed = [(cells[figure], printed(cells[wrong])), (cells[wrong], printed(cells[figure]))];
        linked.holds(&good, &placed)
    })
}
