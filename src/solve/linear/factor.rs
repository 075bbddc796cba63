//! Sparse triangular factors of a simplex basis, updated column by column.
//!
//! Nearly all of a basis is a permuted triangle: columns and rows with a single entry are peeled off without
//! arithmetic, and only the rest, the nucleus, is eliminated, with Markowitz counts against fill
//! (Markowitz 1957; Duff, Erisman and Reid, *Direct Methods for Sparse Matrices*).

use std::collections::BTreeSet;

use super::lists::Lists;

/// A pivot must be this large against the largest entry of its column.
const THRESHOLD: f64 = 0.1;
/// Smaller than this, an entry is what is left of a zero: coefficients are of the order of one.
const ZERO: f64 = 1e-13;
/// Smaller than this, a column has no pivot: the basis is taken for singular.
const SINGULAR: f64 = 1e-10;
/// How many of the shortest columns and rows are looked at for a pivot.
const CANDIDATES: usize = 4;

#[derive(Debug, Clone, Copy)]
struct Pivot {
    row: u32,
    position: u32,
    value: f64,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Factors {
    pivots: Vec<Pivot>,
    /// Multipliers by row, and the pivot row they belong to, in order.
    lower: Lists,
    lower_rows: Vec<u32>,
    /// The rest of each pivot row, by position in the basis.
    upper_rows: Lists,
    /// The rest of each position's column, by row.
    upper_columns: Lists,
    /// Columns that replaced others since: the rest by position, the replaced position and its pivot.
    updates: Lists,
    update_pivots: Vec<(u32, f64)>,
}

impl Factors {
    /// Factors the square matrix with these columns.
    ///
    /// Returns the positions whose columns depend on the others, each with a row
    /// whose unit column can stand in its place.
    pub(super) fn new(columns: &Lists) -> (Self, Vec<(usize, usize)>) {
        let size = columns.len();
        let mut work = Elimination::new(columns, size);
        work.peel(columns);
        let missing = work.eliminate_nucleus(columns);
        let mut upper_columns = work.upper.transposed(size);
        upper_columns.relabel(|step| work.pivots[step].row as usize);
        let factors = Self {
            pivots: work.pivots,
            lower: work.lower,
            lower_rows: work.lower_rows,
            upper_rows: work.upper,
            upper_columns,
            updates: Lists::default(),
            update_pivots: Vec::new(),
        };
        (factors, missing)
    }

    pub(super) fn updates(&self) -> usize {
        self.update_pivots.len()
    }

    /// Whether the updates outweigh the factors, so that starting again is cheaper.
    pub(super) fn is_worn(&self) -> bool {
        let factors = self.pivots.len() + self.lower.entries() + self.upper_rows.entries();
        self.updates() >= 100 || self.updates.entries() > 3 * factors + 100
    }

    /// Solves `B x = b`: takes `b` by row, which is used up, and writes `x` by position.
    pub(super) fn forward(&self, b: &mut [f64], x: &mut [f64]) {
        for (step, &row) in self.lower_rows.iter().enumerate() {
            let pivot = b[row as usize];
            if pivot != 0.0 {
                for (i, multiplier) in self.lower.of(step) {
                    b[i] -= multiplier * pivot;
                }
            }
        }
        for pivot in self.pivots.iter().rev() {
            let entry = b[pivot.row as usize];
            if entry == 0.0 {
                x[pivot.position as usize] = 0.0;
                continue;
            }
            let solved = entry / pivot.value;
            x[pivot.position as usize] = solved;
            for (row, u) in self.upper_columns.of(pivot.position as usize) {
                b[row] -= u * solved;
            }
        }
        for (update, &(position, pivot)) in self.update_pivots.iter().enumerate() {
            let entry = x[position as usize];
            if entry != 0.0 {
                let solved = entry / pivot;
                x[position as usize] = solved;
                for (i, alpha) in self.updates.of(update) {
                    x[i] -= alpha * solved;
                }
            }
        }
    }

    /// Solves `Bᵀ y = c`: takes `c` by position, which is used up, and writes `y` by row.
    pub(super) fn backward(&self, c: &mut [f64], y: &mut [f64]) {
        for (update, &(position, pivot)) in self.update_pivots.iter().enumerate().rev() {
            let sum: f64 = self.updates.of(update).map(|(i, alpha)| alpha * c[i]).sum();
            let entry = &mut c[position as usize];
            *entry = (*entry - sum) / pivot;
        }
        for (step, pivot) in self.pivots.iter().enumerate() {
            let solved = c[pivot.position as usize] / pivot.value;
            y[pivot.row as usize] = solved;
            if solved != 0.0 {
                for (position, u) in self.upper_rows.of(step) {
                    c[position] -= u * solved;
                }
            }
        }
        for (step, &row) in self.lower_rows.iter().enumerate().rev() {
            let sum: f64 = self.lower.of(step).map(|(i, m)| m * y[i]).sum();
            y[row as usize] -= sum;
        }
    }

    /// Replaces the column at `position` by one whose solution by [`Self::forward`] is `alpha`.
    pub(super) fn replace(&mut self, position: usize, alpha: &[f64]) {
        let rest = alpha.iter().copied().enumerate();
        self.updates.push(rest.filter(|&(i, a)| i != position && a.abs() > ZERO));
        self.update_pivots.push((position as u32, alpha[position]));
    }
}

/// Elimination under way. Rows and positions that have had their turn are `done`.
struct Elimination {
    pivots: Vec<Pivot>,
    lower: Lists,
    lower_rows: Vec<u32>,
    upper: Lists,
    row_done: Vec<bool>,
    position_done: Vec<bool>,
}

impl Elimination {
    fn new(columns: &Lists, size: usize) -> Self {
        let mut upper = Lists::default();
        upper.reserve(size, columns.entries());
        Self {
            pivots: Vec::with_capacity(size),
            lower: Lists::default(),
            lower_rows: Vec::new(),
            upper,
            row_done: vec![false; size],
            position_done: vec![false; size],
        }
    }

    fn take(&mut self, row: usize, position: usize, value: f64) {
        self.row_done[row] = true;
        self.position_done[position] = true;
        self.pivots.push(Pivot { row: row as u32, position: position as u32, value });
    }

    /// Takes columns and rows with a single entry left, which need no arithmetic.
    fn peel(&mut self, columns: &Lists) {
        let size = columns.len();
        let rows = columns.transposed(size);
        let mut column_count: Vec<usize> = (0..size).map(|p| columns.count(p)).collect();
        let mut row_count: Vec<usize> = (0..size).map(|r| rows.count(r)).collect();
        let mut short_columns: Vec<usize> = (0..size).filter(|&p| column_count[p] == 1).collect();
        let mut short_rows: Vec<usize> = (0..size).filter(|&r| row_count[r] == 1).collect();
        loop {
            let (row, position, value) = if let Some(position) = short_columns.pop() {
                let mut left = columns.of(position).filter(|&(r, _)| !self.row_done[r]);
                match left.next() {
                    Some((row, value)) if !self.position_done[position] => (row, position, value),
                    _ => continue,
                }
            } else if let Some(row) = short_rows.pop() {
                let mut left = rows.of(row).filter(|&(p, _)| !self.position_done[p]);
                match left.next() {
                    Some((position, value)) if !self.row_done[row] => (row, position, value),
                    _ => continue,
                }
            } else {
                return;
            };
            if value.abs() < SINGULAR {
                continue;
            }
            self.take(row, position, value);
            let rest = rows.of(row).filter(|&(p, _)| !self.position_done[p]);
            self.upper.push(rest);
            for (p, _) in rows.of(row) {
                column_count[p] -= 1;
                if column_count[p] == 1 && !self.position_done[p] {
                    short_columns.push(p);
                }
            }
            let below = columns.of(position).filter(|&(r, _)| !self.row_done[r]);
            self.push_lower(row, below.map(|(r, v)| (r, v / value)).collect());
            for (r, _) in columns.of(position) {
                row_count[r] -= 1;
                if row_count[r] == 1 && !self.row_done[r] {
                    short_rows.push(r);
                }
            }
        }
    }

    fn push_lower(&mut self, row: usize, multipliers: Vec<(usize, f64)>) {
        if !multipliers.is_empty() {
            self.lower.push(multipliers);
            self.lower_rows.push(row as u32);
        }
    }

    /// Eliminates what peeling left; returns the positions and rows without a pivot.
    fn eliminate_nucleus(&mut self, columns: &Lists) -> Vec<(usize, usize)> {
        let size = columns.len();
        if self.pivots.len() < size {
            let mut nucleus = Nucleus::new(columns, &self.row_done, &self.position_done);
            while let Some((row, position)) = nucleus.choose() {
                let (value, rest, multipliers) = nucleus.eliminate(row, position);
                self.take(row, position, value);
                self.upper.push(rest);
                self.push_lower(row, multipliers);
            }
        }
        let rows: Vec<usize> = (0..size).filter(|&r| !self.row_done[r]).collect();
        let positions: Vec<usize> = (0..size).filter(|&p| !self.position_done[p]).collect();
        positions.into_iter().zip(rows).collect()
    }
}

/// The part of the matrix without short rows or columns: values by row, pattern by column.
struct Nucleus {
    rows: Vec<Vec<(usize, f64)>>,
    columns: Vec<Vec<usize>>,
    by_row_count: BTreeSet<(usize, usize)>,
    by_column_count: BTreeSet<(usize, usize)>,
    scratch: Vec<f64>,
}

impl Nucleus {
    fn new(columns: &Lists, row_done: &[bool], position_done: &[bool]) -> Self {
        let size = columns.len();
        let mut rows = vec![Vec::new(); size];
        let mut pattern = vec![Vec::new(); size];
        for position in (0..size).filter(|&p| !position_done[p]) {
            for (row, value) in columns.of(position).filter(|&(r, _)| !row_done[r]) {
                rows[row].push((position, value));
                pattern[position].push(row);
            }
        }
        let counted = |lists: Vec<usize>| lists.into_iter().enumerate().map(|(i, n)| (n, i));
        let row_counts = rows.iter().map(Vec::len).collect();
        let column_counts = pattern.iter().map(Vec::len).collect();
        Self {
            by_row_count: counted(row_counts).filter(|&(n, _)| n > 0).collect(),
            by_column_count: counted(column_counts).filter(|&(n, _)| n > 0).collect(),
            rows,
            columns: pattern,
            scratch: vec![0.0; size],
        }
    }

    fn value(&self, row: usize, position: usize) -> f64 {
        let entry = self.rows[row].iter().find(|e| e.0 == position);
        entry.map_or(0.0, |e| e.1)
    }

    fn largest(&self, position: usize) -> f64 {
        let rows = self.columns[position].iter();
        rows.map(|&r| self.value(r, position).abs()).fold(0.0, f64::max)
    }

    /// The pivot that promises the least fill among the shortest columns and rows.
    fn choose(&mut self) -> Option<(usize, usize)> {
        loop {
            let mut best = Best::default();
            let mut empty = None;
            let columns = self.by_column_count.iter().map(|&(count, p)| (count, p, true));
            let rows = self.by_row_count.iter().map(|&(count, r)| (count, r, false));
            let mut shortest: Vec<(usize, usize, bool)> =
                columns.take(CANDIDATES).chain(rows.take(CANDIDATES)).collect();
            shortest.sort_unstable();
            for (count, list, is_column) in shortest {
                if best.cost <= (count - 1) * (count - 1) {
                    break;
                }
                if !is_column {
                    self.look_along_row(list, &mut best);
                } else if !self.look_along_column(list, &mut best) {
                    empty = Some(list);
                }
            }
            if best.cost < usize::MAX {
                return Some((best.row, best.position));
            }
            self.drop_column(empty?);
        }
    }

    /// Returns whether the column has a pivot at all.
    fn look_along_column(&self, position: usize, best: &mut Best) -> bool {
        let column = &self.columns[position];
        let largest = self.largest(position);
        if largest < SINGULAR {
            return false;
        }
        for &row in column {
            let cost = (self.rows[row].len() - 1) * (column.len() - 1);
            let size = self.value(row, position).abs();
            if best.would_take(cost, size) && size >= THRESHOLD * largest {
                *best = Best { cost, size, row, position };
            }
        }
        true
    }

    fn look_along_row(&self, row: usize, best: &mut Best) {
        let entries = &self.rows[row];
        for &(position, value) in entries {
            let cost = (self.columns[position].len() - 1) * (entries.len() - 1);
            let size = value.abs();
            if size >= SINGULAR && best.would_take(cost, size) && size >= THRESHOLD * self.largest(position) {
                *best = Best { cost, size, row, position };
            }
        }
    }

    fn drop_column(&mut self, position: usize) {
        let rows = std::mem::take(&mut self.columns[position]);
        self.by_column_count.remove(&(rows.len(), position));
        for row in rows {
            let before = self.rows[row].len();
            self.rows[row].retain(|e| e.0 != position);
            self.recount_row(row, before);
        }
    }

    fn recount_row(&mut self, row: usize, before: usize) {
        self.by_row_count.remove(&(before, row));
        let now = self.rows[row].len();
        if now > 0 {
            self.by_row_count.insert((now, row));
        }
    }

    fn forget_in_column(&mut self, position: usize, row: usize) {
        let column = &mut self.columns[position];
        let before = column.len();
        column.retain(|&r| r != row);
        let now = column.len();
        self.recount_column(position, before, now);
    }

    fn recount_column(&mut self, position: usize, before: usize, now: usize) {
        self.by_column_count.remove(&(before, position));
        if now > 0 {
            self.by_column_count.insert((now, position));
        }
    }

    /// Takes a pivot: its value, the rest of its row, and the multipliers of the rows below.
    fn eliminate(&mut self, row: usize, position: usize) -> Taken {
        let mut rest = std::mem::take(&mut self.rows[row]);
        self.by_row_count.remove(&(rest.len(), row));
        let at = rest.iter().position(|e| e.0 == position);
        let (_, value) = rest.swap_remove(at.expect("the pivot was found in this row"));
        for &(p, _) in &rest {
            self.forget_in_column(p, row);
        }
        let column = std::mem::take(&mut self.columns[position]);
        self.by_column_count.remove(&(column.len(), position));
        let mut multipliers = Vec::with_capacity(column.len());
        for other in column.into_iter().filter(|&r| r != row) {
            let multiplier = self.value(other, position) / value;
            multipliers.push((other, multiplier));
            self.subtract(other, position, multiplier, &rest);
        }
        (value, rest, multipliers)
    }

    /// Subtracts a multiple of the pivot row's rest from another row, whose pivot entry vanishes.
    fn subtract(&mut self, row: usize, pivot: usize, multiplier: f64, rest: &[(usize, f64)]) {
        for &(p, v) in rest {
            self.scratch[p] = multiplier * v;
        }
        let mut entries = std::mem::take(&mut self.rows[row]);
        let before = entries.len();
        let mut vanished = Vec::new();
        entries.retain_mut(|(p, v)| {
            if *p == pivot {
                return false;
            }
            *v -= std::mem::take(&mut self.scratch[*p]);
            let stays = v.abs() > ZERO;
            if !stays {
                vanished.push(*p);
            }
            stays
        });
        for p in vanished {
            self.forget_in_column(p, row);
        }
        for &(p, _) in rest {
            let fill = -std::mem::take(&mut self.scratch[p]);
            if fill.abs() > ZERO {
                entries.push((p, fill));
                self.columns[p].push(row);
                let now = self.columns[p].len();
                self.recount_column(p, now - 1, now);
            }
        }
        self.rows[row] = entries;
        self.recount_row(row, before);
    }
}

/// The best pivot so far.
struct Best {
    cost: usize,
    size: f64,
    row: usize,
    position: usize,
}

impl Default for Best {
    fn default() -> Self {
        Self { cost: usize::MAX, size: 0.0, row: 0, position: 0 }
    }
}

impl Best {
    fn would_take(&self, cost: usize, size: f64) -> bool {
        cost < self.cost || (cost == self.cost && size > self.size)
    }
}

type Taken = (f64, Vec<(usize, f64)>, Vec<(usize, f64)>);
