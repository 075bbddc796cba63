//! The Jacobian of the claims, eliminated block by block.
//!
//! Claims on scopes that have no cells in common do not meet in the Jacobian, except through claims that span both.
//! So the claims of each small scope form a block that is eliminated on its own, and only the claims that span several
//! blocks, the border, are left for one dense system.

use super::dense::Lu;
use super::system::Row;

/// Which rows are eliminated as blocks, and which form the border.
pub(super) struct Plan {
    rows: usize,
    span: usize,
    blocks: Vec<Block>,
    border: Vec<u32>,
    groups: Vec<Group>,
    /// Per group, first the terms of rows inside its block, then those of rows on the border.
    touches: Vec<Touch>,
}

struct Block {
    rows: Vec<u32>,
    /// Positions on the border of the rows that meet this block, ascending.
    meets: Vec<u32>,
}

/// The terms of one group of cells: positions among all touches.
#[derive(Clone, Copy, Default)]
struct Group {
    block: u32,
    start: usize,
    edge: usize,
    end: usize,
}

#[derive(Clone, Copy, Default)]
struct Touch {
    row: u32,
    year: u32,
    a: f64,
    b: f64,
    /// Position in the block, or among the border rows that meet the group's block.
    local: u32,
    /// Position on the border.
    border: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Block and position in it.
    Inside(u32, u32),
    /// Position on the border.
    Border(u32),
}

impl Plan {
    /// Fewer rows than this are one dense system.
    const DENSE: usize = 48;
    /// Blocks larger than this would make the elimination itself dense.
    const BLOCK: usize = 160;

    pub(super) fn new(rows: &[Row], groups: usize, span: usize) -> Self {
        let touched: Vec<Vec<u32>> = rows
            .iter()
            .map(|row| {
                let mut groups: Vec<u32> = row.terms.iter().map(|term| term.at / span as u32).collect();
                groups.sort_unstable();
                groups.dedup();
                groups
            })
            .collect();
        let mut places = vec![None; rows.len()];
        let mut blocks: Vec<Block> = Vec::new();
        if rows.len() > Self::DENSE {
            let mut owner: Vec<u32> = vec![u32::MAX; groups];
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_by_key(|&row| touched[row].len());
            for row in order {
                let mut owners: Vec<u32> =
                    touched[row].iter().map(|&g| owner[g as usize]).filter(|&o| o != u32::MAX).collect();
                owners.sort_unstable();
                owners.dedup();
                let block = match owners[..] {
                    [] => {
                        blocks.push(Block { rows: Vec::new(), meets: Vec::new() });
                        blocks.len() - 1
                    }
                    [block] if blocks[block as usize].rows.len() < Self::BLOCK => block as usize,
                    _ => continue,
                };
                touched[row].iter().for_each(|&g| owner[g as usize] = block as u32);
                places[row] = Some(Place::Inside(block as u32, blocks[block].rows.len() as u32));
                blocks[block].rows.push(row as u32);
            }
        }
        // Rows that meet everything come last, where they fill nothing in.
        let mut border: Vec<u32> =
            (0..rows.len() as u32).filter(|&row| places[row as usize].is_none()).collect();
        border.sort_by_key(|&row| touched[row as usize].len());
        for (position, &row) in border.iter().enumerate() {
            places[row as usize] = Some(Place::Border(position as u32));
        }
        let places: Vec<Place> =
            places.into_iter().map(|place| place.expect("a row is in a block or on the border")).collect();
        let mut plan =
            Self { rows: rows.len(), span, blocks, border, groups: Vec::new(), touches: Vec::new() };
        plan.index(rows, groups, &places);
        plan
    }

    /// How many rows the dense system at the end has.
    pub(super) fn border_len(&self) -> usize {
        self.border.len()
    }

    /// Lists the terms by group.
    fn index(&mut self, rows: &[Row], groups: usize, places: &[Place]) {
        let mut counts = vec![(0_usize, 0_usize); groups];
        let each =
            || rows.iter().enumerate().flat_map(|(i, row)| row.terms.iter().map(move |term| (i, term)));
        let mut block_of = vec![u32::MAX; groups];
        for (row, term) in each() {
            let group = term.at as usize / self.span;
            match places[row] {
                Place::Inside(block, _) => (counts[group].0 += 1, block_of[group] = block).0,
                Place::Border(_) => counts[group].1 += 1,
            }
        }
        let mut next = 0;
        self.groups = counts
            .iter()
            .zip(&block_of)
            .map(|(&(inside, edge), &block)| {
                let start = next;
                next += inside + edge;
                Group { block, start, edge: start + inside, end: next }
            })
            .collect();
        self.touches = vec![Touch::default(); next];
        let mut free: Vec<(usize, usize)> =
            self.groups.iter().map(|group| (group.start, group.edge)).collect();
        for (row, term) in each() {
            let (group, year) = (term.at as usize / self.span, term.at % self.span as u32);
            let free = &mut free[group];
            let (slot, local, border) = match places[row] {
                Place::Inside(_, local) => (&mut free.0, local, 0),
                Place::Border(border) => (&mut free.1, 0, border),
            };
            self.touches[*slot] = Touch { row: row as u32, year, a: term.a, b: term.b, local, border };
            *slot += 1;
        }
        self.meet();
    }

    /// Finds which border rows meet which block.
    fn meet(&mut self) {
        let in_blocks = || self.groups.iter().filter(|group| group.block != u32::MAX);
        for group in in_blocks() {
            let edge = self.touches[group.edge..group.end].iter().map(|touch| touch.border);
            self.blocks[group.block as usize].meets.extend(edge);
        }
        for block in &mut self.blocks {
            block.meets.sort_unstable();
            block.meets.dedup();
        }
        for group in in_blocks() {
            let meets = &self.blocks[group.block as usize].meets;
            for touch in &mut self.touches[group.edge..group.end] {
                let met = meets.binary_search(&touch.border);
                touch.local = met.expect("the border rows that meet a block are listed") as u32;
            }
        }
    }

    /// Factors `A diag(x) K Bᵀ + diag(epsilon)`, the positive and the negative terms of each row of `A` weighed.
    pub(super) fn factor(
        &self,
        x: &[f64],
        kernel: &[f64],
        epsilon: &[f64],
        weights: Option<&[[f64; 2]]>,
    ) -> Factored<'_> {
        let weight = |left: &Touch| {
            left.a * weights.map_or(1.0, |weights| weights[left.row as usize][usize::from(left.a < 0.0)])
        };
        let border = self.border.len();
        let mut parts: Vec<Parts> = self.blocks.iter().map(Parts::new).collect();
        let mut schur = vec![0.0; border * border];
        for (group, x) in self.groups.iter().zip(x.chunks_exact(self.span)) {
            let inside = &self.touches[group.start..group.edge];
            let edge = &self.touches[group.edge..group.end];
            let weighed = |left: &Touch| (weight(left) * x[left.year as usize], self.carry(kernel, left));
            for left in edge {
                let row = &mut schur[left.border as usize * border..][..border];
                scatter(row, weighed(left), edge, |right| right.border);
            }
            let Some(parts) = parts.get_mut(group.block as usize) else { continue };
            for left in edge {
                let row = &mut parts.back[left.local as usize * parts.rows..][..parts.rows];
                scatter(row, weighed(left), inside, |right| right.local);
            }
            for left in inside {
                let row = &mut parts.inside[left.local as usize * parts.rows..][..parts.rows];
                scatter(row, weighed(left), inside, |right| right.local);
                let row = &mut parts.out[left.local as usize * parts.meets..][..parts.meets];
                scatter(row, weighed(left), edge, |right| right.local);
            }
        }
        for (block, parts) in self.blocks.iter().zip(&mut parts) {
            for (i, &row) in block.rows.iter().enumerate() {
                parts.inside[i * parts.rows + i] += epsilon[row as usize];
            }
        }
        for (i, &row) in self.border.iter().enumerate() {
            schur[i * border + i] += epsilon[row as usize];
        }
        let mut scratch = Vec::new();
        let each = self.blocks.iter().zip(parts);
        let blocks =
            each.map(|(block, parts)| parts.eliminate(block, &mut schur, border, &mut scratch)).collect();
        Factored { plan: self, blocks, border: Lu::new(schur, border) }
    }

    fn carry<'k>(&self, kernel: &'k [f64], left: &Touch) -> &'k [f64] {
        &kernel[left.year as usize * self.span..][..self.span]
    }

    /// The size of each diagonal entry without its epsilon.
    pub(super) fn diagonal(&self, x: &[f64], kernel: &[f64]) -> Vec<f64> {
        let mut diagonal = vec![0.0; self.rows];
        for (group, x) in self.groups.iter().zip(x.chunks_exact(self.span)) {
            let touches = &self.touches[group.start..group.end];
            // A row touches a group once or twice, one term after the other.
            for (i, left) in touches.iter().enumerate() {
                let near = &touches[i.saturating_sub(1)..(i + 2).min(touches.len())];
                for right in near.iter().filter(|right| right.row == left.row) {
                    let carry = self.carry(kernel, left)[right.year as usize];
                    diagonal[left.row as usize] += left.a * x[left.year as usize] * carry * right.b;
                }
            }
        }
        diagonal
    }
}

/// Adds what one term meets in others to a row of the Jacobian.
fn scatter(row: &mut [f64], (weight, carry): (f64, &[f64]), others: &[Touch], slot: impl Fn(&Touch) -> u32) {
    for right in others {
        row[slot(right) as usize] += weight * carry[right.year as usize] * right.b;
    }
}

/// The Jacobian around one block.
struct Parts {
    rows: usize,
    meets: usize,
    /// Block × block.
    inside: Vec<f64>,
    /// Block × border.
    out: Vec<f64>,
    /// Border × block.
    back: Vec<f64>,
}

impl Parts {
    fn new(block: &Block) -> Self {
        let (rows, meets) = (block.rows.len(), block.meets.len());
        let zeros = |len| vec![0.0; len];
        Self { rows, meets, inside: zeros(rows * rows), out: zeros(rows * meets), back: zeros(meets * rows) }
    }

    /// Takes the block out of the border's system.
    fn eliminate(
        self,
        block: &Block,
        schur: &mut [f64],
        border: usize,
        scratch: &mut Vec<f64>,
    ) -> Eliminated {
        let (n, width) = (self.rows, self.meets);
        let lu = Lu::new(self.inside, n);
        let mut out = self.out;
        let mut column = vec![0.0; n];
        for j in 0..width {
            (0..n).for_each(|i| column[i] = out[i * width + j]);
            lu.solve(&mut column, scratch);
            (0..n).for_each(|i| out[i * width + j] = column[i]);
        }
        for (i, &row) in block.meets.iter().enumerate() {
            let schur = &mut schur[row as usize * border..][..border];
            for (back, out) in self.back[i * n..][..n].iter().zip(out.chunks_exact(width)) {
                for (&column, out) in block.meets.iter().zip(out) {
                    schur[column as usize] -= back * out;
                }
            }
        }
        Eliminated { lu, out, back: self.back }
    }
}

struct Eliminated {
    lu: Lu,
    /// Inverse of the block times its columns on the border.
    out: Vec<f64>,
    back: Vec<f64>,
}

/// A factored Jacobian.
pub(super) struct Factored<'p> {
    plan: &'p Plan,
    blocks: Vec<Eliminated>,
    border: Lu,
}

impl Factored<'_> {
    /// Solves for one right-hand side over all rows.
    pub(super) fn solve(&self, rhs: &[f64]) -> Vec<f64> {
        let mut solution = vec![0.0; rhs.len()];
        let mut border: Vec<f64> = self.plan.border.iter().map(|&row| rhs[row as usize]).collect();
        let (mut inside, mut scratch) = (Vec::new(), Vec::new());
        for (block, eliminated) in self.plan.blocks.iter().zip(&self.blocks) {
            inside.clear();
            inside.extend(block.rows.iter().map(|&row| rhs[row as usize]));
            eliminated.lu.solve(&mut inside, &mut scratch);
            for (&position, back) in block.meets.iter().zip(eliminated.back.chunks_exact(inside.len())) {
                border[position as usize] -= back.iter().zip(&inside).map(|(b, x)| b * x).sum::<f64>();
            }
            block.rows.iter().zip(&inside).for_each(|(&row, &x)| solution[row as usize] = x);
        }
        self.border.solve(&mut border, &mut scratch);
        for (block, eliminated) in self.plan.blocks.iter().zip(&self.blocks) {
            if block.meets.is_empty() {
                continue;
            }
            for (&row, out) in block.rows.iter().zip(eliminated.out.chunks_exact(block.meets.len())) {
                let known: f64 = out.iter().zip(&block.meets).map(|(o, &p)| o * border[p as usize]).sum();
                solution[row as usize] -= known;
            }
        }
        self.plan.border.iter().zip(&border).for_each(|(&row, &x)| solution[row as usize] = x);
        solution
    }
}

#[cfg(test)]
mod tests {
    use super::super::system::Term;
    use super::*;

    /// Rows over `groups` groups and two years: two claims on each group, then wide ones.
    fn rows(groups: u32, wide: u32) -> Vec<Row> {
        let term = |group: u32, year: u32, a: f64, b: f64| Term { at: group * 2 + year, a, b };
        let value = |group: u32| Row { terms: vec![term(group, 0, 1.0, 1.0)] };
        let growth = |group: u32| Row { terms: vec![term(group, 0, -1.2, -1.0), term(group, 1, 1.0, 1.0)] };
        let within = |k: u32| (0..groups).filter(move |group| group % (k + 2) == 0);
        let sum = |k: u32| Row { terms: within(k).map(|group| term(group, k % 2, 1.0, 1.0)).collect() };
        (0..groups).flat_map(|group| [value(group), growth(group)]).chain((0..wide).map(sum)).collect()
    }

    /// The Jacobian by its definition.
    fn dense(rows: &[Row], x: &[f64], kernel: &[f64], epsilon: &[f64]) -> Vec<Vec<f64>> {
        let entry = |left: &Row, right: &Row| -> f64 {
            let pairs = left.terms.iter().flat_map(|a| right.terms.iter().map(move |b| (a, b)));
            let same = pairs.filter(|(a, b)| a.at / 2 == b.at / 2);
            same.map(|(a, b)| a.a * x[a.at as usize] * kernel[(a.at % 2 * 2 + b.at % 2) as usize] * b.b).sum()
        };
        let row = |i: usize| {
            (0..rows.len())
                .map(|j| entry(&rows[i], &rows[j]) + if i == j { epsilon[i] } else { 0.0 })
                .collect()
        };
        (0..rows.len()).map(row).collect()
    }

    #[test]
    fn blocks_and_border_solve_what_the_whole_matrix_says() {
        for (groups, wide) in [(5, 3), (40, 6), (40, 0)] {
            let rows = rows(groups, wide);
            let x: Vec<f64> = (0..2 * groups).map(|at| 1.0 + f64::from(at * 7 % 11)).collect();
            let kernel = [1.0, 1.0, 1.0, 1.5];
            let epsilon = vec![0.3; rows.len()];
            let plan = Plan::new(&rows, groups as usize, 2);
            let dense = dense(&rows, &x, &kernel, &epsilon);
            let diagonal = plan.diagonal(&x, &kernel);
            let rhs: Vec<f64> = (0..rows.len()).map(|i| (i % 5) as f64 - 2.0).collect();
            let solution = plan.factor(&x, &kernel, &epsilon, None).solve(&rhs);
            for (i, row) in dense.iter().enumerate() {
                approx::assert_relative_eq!(row[i], diagonal[i] + epsilon[i], max_relative = 1e-12);
                let product: f64 = row.iter().zip(&solution).map(|(a, x)| a * x).sum();
                approx::assert_relative_eq!(product, rhs[i], epsilon = 1e-9);
            }
        }
    }

    #[test]
    fn only_rows_that_span_several_scopes_are_left_for_the_dense_system() {
        assert_eq!(Plan::new(&rows(40, 6), 40, 2).border_len(), 6);
    }
}
