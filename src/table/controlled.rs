//! Rounding in two dimensions, so that rows, columns and the total add up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::digits::{Floor, WHOLE};

/// A part of the last digit that is nothing but noise of binary fractions: sums this near a whole count are one.
const NOISE: i128 = WHOLE / 1_000_000_000;

/// Which numbers of a table are rounded up, so that all of them make `missing` units more than their floors do, and each
/// row and each column comes to a neighbor of what it is; none where that is not possible.
///
/// Each number becomes its lower or its upper neighbor, as many as possible the nearest (Cox and Ernst, "Controlled
/// rounding", 1982): a flow through rows and columns of least cost, found by shortest paths from the nearest neighbors.
pub(super) fn ups(cells: &[(usize, usize)], floors: &[Floor], missing: usize) -> Option<Vec<bool>> {
    [NOISE, 0].into_iter().find_map(|noise| Flow::new(cells, floors, missing, noise).solved())
}

/// A line of the table: how many of its numbers are rounded up, and how many should be.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    beyond: i128,
    least: i128,
    most: i128,
    /// Numbers that are counted for it, between the least and the most.
    counted: i128,
}

/// Rows, then columns, then the whole as rows see it and as columns see it.
struct Flow<'a> {
    cells: Vec<(usize, usize)>,
    floors: &'a [Floor],
    is_up: Vec<bool>,
    lines: Vec<Line>,
    rows: usize,
    /// What flows in less what flows out.
    excess: Vec<i128>,
    potentials: Vec<i128>,
    /// What may change, by the nodes that it touches.
    touching: Vec<Vec<Arc>>,
}

/// How a node is reached.
#[derive(Clone, Copy, Debug)]
enum Arc {
    /// By turning a number from one neighbor to the other.
    Cell(usize),
    /// By counting one more, or one less, for a line.
    Line(usize),
}

/// The cheapest ways to all nodes up to the first that has too little: what each costs, and the node before it with the arc.
struct Ways {
    costs: Vec<Option<i128>>,
    arcs: Vec<Option<(usize, Arc)>>,
    target: usize,
}

impl<'a> Flow<'a> {
    fn new(cells: &[(usize, usize)], floors: &'a [Floor], missing: usize, noise: i128) -> Self {
        let count = |of: fn(&(usize, usize)) -> usize| cells.iter().map(of).max().map_or(0, |most| most + 1);
        let (rows, columns) = (count(|cell| cell.0), count(|cell| cell.1));
        let cells: Vec<(usize, usize)> = cells.iter().map(|&(row, column)| (row, rows + column)).collect();
        let is_up: Vec<bool> = floors.iter().map(|floor| 2 * floor.beyond >= WHOLE).collect();
        let mut lines = vec![Line::default(); rows + columns];
        let (from, to) = (rows + columns, rows + columns + 1);
        let mut excess = vec![0; rows + columns + 2];
        for ((&(row, column), floor), &up) in cells.iter().zip(floors).zip(&is_up) {
            lines[row].beyond += floor.beyond;
            lines[column].beyond += floor.beyond;
            excess[row] -= i128::from(up);
            excess[column] += i128::from(up);
        }
        (excess[from], excess[to]) = (missing as i128, -(missing as i128));
        for (i, line) in lines.iter_mut().enumerate() {
            line.least = (line.beyond + noise) / WHOLE;
            line.most = ((line.beyond - noise).max(0) + WHOLE - 1) / WHOLE;
            line.most = line.most.max(line.least);
            line.counted = excess[i].abs().clamp(line.least, line.most);
            let (into, out_of) = if i < rows { (i, from) } else { (to, i) };
            excess[into] += line.counted;
            excess[out_of] -= line.counted;
        }
        let potentials = vec![0; excess.len()];
        let mut touching = vec![Vec::new(); excess.len()];
        for (cell, (row, column)) in cells.iter().enumerate().filter(|(cell, _)| floors[*cell].beyond > 0) {
            touching[*row].push(Arc::Cell(cell));
            touching[*column].push(Arc::Cell(cell));
        }
        for line in 0..lines.len() {
            touching[line].push(Arc::Line(line));
            touching[if line < rows { from } else { to }].push(Arc::Line(line));
        }
        Self { cells, floors, is_up, lines, rows, excess, potentials, touching }
    }

    /// Sends all that is too much somewhere to where it is too little, on the cheapest ways.
    fn solved(mut self) -> Option<Vec<bool>> {
        while self.excess.iter().any(|excess| *excess > 0) {
            let Ways { costs, arcs, target } = self.cheapest()?;
            let far = costs[target]?;
            for (potential, cost) in self.potentials.iter_mut().zip(&costs) {
                *potential += cost.map_or(far, |cost| cost.min(far));
            }
            let mut node = target;
            self.excess[target] += 1;
            while let Some((before, arc)) = arcs[node] {
                self.turn(before, arc);
                node = before;
            }
            self.excess[node] -= 1;
        }
        Some(self.is_up)
    }

    fn turn(&mut self, from: usize, arc: Arc) {
        match arc {
            Arc::Cell(cell) => self.is_up[cell] = !self.is_up[cell],
            // Rows are counted as flow comes in from the whole, columns as it goes out to it.
            Arc::Line(line) if (from == line) == (line < self.rows) => self.lines[line].counted -= 1,
            Arc::Line(line) => self.lines[line].counted += 1,
        }
    }

    /// From whatever has too much to what is nearest and has too little (Dijkstra); none where there is no way.
    fn cheapest(&self) -> Option<Ways> {
        let nodes = self.excess.len();
        let mut costs: Vec<Option<i128>> =
            self.excess.iter().map(|excess| (*excess > 0).then_some(0)).collect();
        let mut arcs: Vec<Option<(usize, Arc)>> = vec![None; nodes];
        let mut is_done = vec![false; nodes];
        let starts = (0..nodes).filter(|&node| self.excess[node] > 0);
        let mut open: BinaryHeap<Reverse<(i128, usize)>> = starts.map(|node| Reverse((0, node))).collect();
        while let Some(Reverse((cost, node))) = open.pop() {
            if std::mem::replace(&mut is_done[node], true) {
                continue;
            }
            if self.excess[node] < 0 {
                return Some(Ways { costs, arcs, target: node });
            }
            for &arc in &self.touching[node] {
                let Some((next, price)) = self.leads(node, arc) else { continue };
                let through = cost + (price + self.potentials[node] - self.potentials[next]).max(0);
                if !is_done[next] && costs[next].is_none_or(|known| through < known) {
                    (costs[next], arcs[next]) = (Some(through), Some((node, arc)));
                    open.push(Reverse((through, next)));
                }
            }
        }
        None
    }

    /// Where an arc leads from a node as things stand, and its price.
    fn leads(&self, from: usize, arc: Arc) -> Option<(usize, i128)> {
        match arc {
            Arc::Cell(cell) => {
                let ((row, column), up) = (self.cells[cell], WHOLE - 2 * self.floors[cell].beyond);
                match (from == row, self.is_up[cell]) {
                    (true, false) => Some((column, up)),
                    (false, true) => Some((row, -up)),
                    _ => None,
                }
            }
            Arc::Line(line) => {
                let whole = self.lines.len() + usize::from(line >= self.rows);
                let Line { least, most, counted, .. } = self.lines[line];
                let is_more = (from == line) != (line < self.rows);
                let can = if is_more { counted < most } else { counted > least };
                can.then_some((if from == line { whole } else { line }, 0))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::digits::floor;

    fn cells(rows: usize, columns: usize) -> Vec<(usize, usize)> {
        (0..rows * columns).map(|i| (i / columns, i % columns)).collect()
    }

    /// How many are rounded up by line, and how far off the nearest neighbors all are.
    fn counted(cells: &[(usize, usize)], floors: &[Floor], ups: &[bool]) -> (Vec<i128>, Vec<i128>, i128) {
        let (mut rows, mut columns, mut cost) = (vec![0; 12], vec![0; 12], 0);
        for ((&(row, column), floor), &up) in cells.iter().zip(floors).zip(ups) {
            rows[row] += i128::from(up);
            columns[column] += i128::from(up);
            cost += if up { WHOLE - 2 * floor.beyond } else { 0 };
        }
        (rows, columns, cost)
    }

    /// Whether every line comes to a neighbor of what it is, up to noise.
    fn is_controlled(cells: &[(usize, usize)], floors: &[Floor], ups: &[bool]) -> bool {
        let (rows, columns, _) = counted(cells, floors, ups);
        let beyond = |of: &dyn Fn(&(usize, usize)) -> bool| -> i128 {
            cells.iter().zip(floors).filter(|(cell, _)| of(cell)).map(|(_, floor)| floor.beyond).sum()
        };
        let fits = |count: i128, beyond: i128| (count * WHOLE - beyond).abs() < WHOLE;
        (0..12).all(|line| {
            let (row, column) = (beyond(&|cell| cell.0 == line), beyond(&|cell| cell.1 == line));
            (row == 0 || fits(rows[line], row)) && (column == 0 || fits(columns[line], column))
        })
    }

    #[test]
    fn rows_and_columns_come_to_neighbors_where_the_nearest_do_not() {
        // A third in every place: each row and each column is exactly 1, and so has exactly one that is rounded up.
        let floors: Vec<Floor> = (0..9).map(|_| floor(1.0 / 3.0, 0).unwrap()).collect();
        let ups = ups(&cells(3, 3), &floors, 3).unwrap();
        let (rows, columns, _) = counted(&cells(3, 3), &floors, &ups);
        assert_eq!((&rows[..3], &columns[..3]), (&[1, 1, 1][..], &[1, 1, 1][..]));
    }

    proptest! {
        #[test]
        fn lines_are_controlled_and_no_choice_is_nearer(
            values in prop::collection::vec(0.0..10.0f64, 12),
            columns in 1usize..5,
            high in any::<bool>(),
        ) {
            let rows = 12 / columns;
            let cells = cells(rows, columns);
            let floors: Vec<Floor> = values[..cells.len()].iter().map(|&v| floor(v, 0).unwrap()).collect();
            let beyond: i128 = floors.iter().map(|floor| floor.beyond).sum();
            let missing = (beyond / WHOLE) as usize + usize::from(high && beyond % WHOLE > 0);
            let found = ups(&cells, &floors, missing).unwrap();
            prop_assert!(is_controlled(&cells, &floors, &found));
            prop_assert_eq!(found.iter().filter(|up| **up).count(), missing);
            let cost = counted(&cells, &floors, &found).2;
            for choice in 0..1_u32 << cells.len() {
                if choice.count_ones() as usize != missing {
                    continue;
                }
                let other: Vec<bool> = (0..cells.len()).map(|i| choice >> i & 1 == 1).collect();
                if is_controlled(&cells, &floors, &other) {
                    prop_assert!(cost <= counted(&cells, &floors, &other).2);
                }
            }
        }
    }
}
