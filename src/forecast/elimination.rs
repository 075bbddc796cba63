//! The Jacobian of the claims, eliminated block by block.
//!
//! Claims on scopes that have no cells in common do not meet in the Jacobian, except through claims that span both.
//! So the claims of each small scope form a block that is eliminated on its own, and only the claims that span several
//! blocks, the border, are left for one dense system.
//!
//! Claims on shares of one whole would all meet each other. But with `L` the parts, `W` the wholes, `P` which share of which
//! whole each row takes off, and `E` what parts and wholes meet in each other, the Jacobian is `[1 -P] E [1 -P]ᵀ + ε`, so
//!
//! ```text
//! ⎡ E_LL + ε   E_LW   -P ⎤ ⎡ λ ⎤   ⎡ r ⎤
//! ⎢   E_WL     E_WW   -1 ⎥ ⎢ ν ⎥ = ⎢ 0 ⎥
//! ⎣    Pᵀ       1      0 ⎦ ⎣ t ⎦   ⎣ 0 ⎦
//! ```
//!
//! has the same `λ`, and meets only what lies in the parts themselves. The two more unknowns of a whole are the multiplier that
//! its shares put on it together, and by how much it moves.

use super::dense::Lu;
use super::system::{Rows, Term};

/// Which unknowns are eliminated as blocks, and which form the border.
///
/// Unknowns are the multipliers of the rows, then those of the wholes, then what the wholes move by.
pub(super) struct Plan {
    rows: usize,
    wholes: usize,
    span: usize,
    blocks: Vec<Block>,
    border: Vec<u32>,
    groups: Vec<Group>,
    /// Per group, first the terms of rows inside its block, then those of rows on the border.
    touches: Vec<Touch>,
    links: Vec<Link>,
    places: Vec<Place>,
}

struct Block {
    rows: Vec<u32>,
    /// Positions on the border of the unknowns that meet this block, ascending.
    meets: Vec<u32>,
}

/// An entry of the matrix that no number changes: what ties a whole to what is taken off it.
struct Link {
    row: u32,
    column: u32,
    entry: f64,
    /// Whether it belongs to the terms of its row that count against it, and is weighed as they are.
    is_weighed: bool,
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

#[derive(Clone, Copy)]
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

    pub(super) fn new(rows: &Rows, groups: usize, span: usize) -> Self {
        let (n, wholes) = (rows.rows.len(), rows.wholes.len());
        let distinct = |at: &mut dyn Iterator<Item = u32>| {
            let mut groups: Vec<u32> = at.map(|at| at / span as u32).collect();
            groups.sort_unstable();
            groups.dedup();
            groups
        };
        let of_row = rows.rows.iter().map(|row| distinct(&mut row.terms.iter().map(|term| term.at)));
        let of_whole = rows.wholes.iter().map(|whole| distinct(&mut whole.iter().copied()));
        let touched: Vec<Vec<u32>> = of_row.chain(of_whole).collect();
        let mut places = vec![None; n + 2 * wholes];
        let mut blocks: Vec<Block> = Vec::new();
        // Rows that meet everything come last, where they fill nothing in; a whole comes after its parts.
        let mut order: Vec<usize> = (0..n + wholes).collect();
        order.sort_by_key(|&row| touched[row].len());
        if n > Self::DENSE {
            let mut owner: Vec<u32> = vec![u32::MAX; groups];
            for &row in &order {
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
                for unknown in unknowns(row, n, wholes) {
                    places[unknown] = Some(Place::Inside(block as u32, blocks[block].rows.len() as u32));
                    blocks[block].rows.push(unknown as u32);
                }
            }
        }
        let left = order.into_iter().filter(|&row| places[row].is_none());
        let border: Vec<u32> =
            left.flat_map(|row| unknowns(row, n, wholes)).map(|unknown| unknown as u32).collect();
        for (position, &unknown) in border.iter().enumerate() {
            places[unknown as usize] = Some(Place::Border(position as u32));
        }
        let places: Vec<Place> =
            places.into_iter().map(|place| place.expect("a row is in a block or on the border")).collect();
        let (touches, links) = (Vec::new(), links(rows));
        let mut plan =
            Self { rows: n, wholes, span, blocks, border, groups: Vec::new(), touches, links, places };
        plan.index(rows, groups);
        plan.meet();
        plan
    }

    /// How many rows the dense system at the end has.
    pub(super) fn border_len(&self) -> usize {
        self.border.len()
    }

    /// Lists the terms by group.
    fn index(&mut self, rows: &Rows, groups: usize) {
        let mut counts = vec![(0_usize, 0_usize); groups];
        let of_whole = |&at: &u32| Term { at, a: 1.0, b: 1.0 };
        let wholes = rows.wholes.iter().map(|whole| whole.iter().map(of_whole).collect());
        let wholes: Vec<Vec<Term>> = wholes.collect();
        let terms: Vec<&[Term]> =
            rows.rows.iter().map(|row| &row.terms[..]).chain(wholes.iter().map(|whole| &whole[..])).collect();
        let each = || terms.iter().enumerate().flat_map(|(i, terms)| terms.iter().map(move |term| (i, term)));
        let mut block_of = vec![u32::MAX; groups];
        for (row, term) in each() {
            let group = term.at as usize / self.span;
            match self.places[row] {
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
            let (slot, local, border) = match self.places[row] {
                Place::Inside(_, local) => (&mut free.0, local, 0),
                Place::Border(border) => (&mut free.1, 0, border),
            };
            self.touches[*slot] = Touch { row: row as u32, year, a: term.a, b: term.b, local, border };
            *slot += 1;
        }
    }

    /// Finds which unknowns on the border meet which block.
    fn meet(&mut self) {
        let in_blocks = || self.groups.iter().filter(|group| group.block != u32::MAX);
        for group in in_blocks() {
            let edge = self.touches[group.edge..group.end].iter().map(|touch| touch.border);
            self.blocks[group.block as usize].meets.extend(edge);
        }
        for link in &self.links {
            let ends = (self.places[link.row as usize], self.places[link.column as usize]);
            if let (Place::Inside(block, _), Place::Border(position)) = ends {
                self.blocks[block as usize].meets.push(position);
            }
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
    ///
    /// No whole's own terms are weighed: what is taken off it is.
    pub(super) fn factor(
        &self,
        x: &[f64],
        kernel: &[f64],
        epsilon: &[f64],
        weights: Option<&[[f64; 2]]>,
    ) -> Factored<'_> {
        let weight = |left: &Touch| {
            let weights = weights.and_then(|weights| weights.get(left.row as usize));
            left.a * weights.map_or(1.0, |weights| weights[usize::from(left.a < 0.0)])
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
        for link in &self.links {
            let weight = weights.filter(|_| link.is_weighed).map_or(1.0, |w| w[link.row as usize][1]);
            *self.entry(&mut parts, &mut schur, link.row, link.column) += weight * link.entry;
        }
        for (row, epsilon) in epsilon.iter().enumerate() {
            *self.entry(&mut parts, &mut schur, row as u32, row as u32) += epsilon;
        }
        let mut scratch = Vec::new();
        let each = self.blocks.iter().zip(parts);
        let blocks =
            each.map(|(block, parts)| parts.eliminate(block, &mut schur, border, &mut scratch)).collect();
        Factored { plan: self, blocks, border: Lu::new(schur, border) }
    }

    /// An entry of the matrix, wherever it is kept.
    fn entry<'e>(&self, parts: &'e mut [Parts], schur: &'e mut [f64], row: u32, column: u32) -> &'e mut f64 {
        let met = |block: u32, position: u32| {
            let met = self.blocks[block as usize].meets.binary_search(&position);
            met.expect("the border rows that meet a block are listed")
        };
        match (self.places[row as usize], self.places[column as usize]) {
            (Place::Inside(block, row), Place::Inside(_, column)) => {
                let parts = &mut parts[block as usize];
                &mut parts.inside[row as usize * parts.rows + column as usize]
            }
            (Place::Inside(block, row), Place::Border(column)) => {
                let parts = &mut parts[block as usize];
                &mut parts.out[row as usize * parts.meets + met(block, column)]
            }
            (Place::Border(row), Place::Inside(block, column)) => {
                let parts = &mut parts[block as usize];
                &mut parts.back[met(block, row) * parts.rows + column as usize]
            }
            (Place::Border(row), Place::Border(column)) => {
                &mut schur[row as usize * self.border.len() + column as usize]
            }
        }
    }

    fn carry<'k>(&self, kernel: &'k [f64], left: &Touch) -> &'k [f64] {
        &kernel[left.year as usize * self.span..][..self.span]
    }

    /// The size of each diagonal entry without its epsilon.
    pub(super) fn diagonal(&self, x: &[f64], kernel: &[f64]) -> Vec<f64> {
        let mut diagonal = vec![0.0; self.rows + self.wholes];
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
        // A part meets the whole where it meets itself.
        for link in self.links.iter().filter(|link| link.is_weighed) {
            let (part, row) = (-link.entry, link.row as usize);
            let whole = diagonal[link.column as usize - self.wholes];
            diagonal[row] = diagonal[row] * (1.0 - 2.0 * part) + part * part * whole;
        }
        diagonal.truncate(self.rows);
        diagonal
    }
}

/// The unknowns of a row, or of a whole.
fn unknowns(row: usize, rows: usize, wholes: usize) -> impl Iterator<Item = usize> {
    std::iter::once(row).chain((row >= rows).then_some(row + wholes))
}

/// What ties the rows to the wholes.
fn links(rows: &Rows) -> Vec<Link> {
    let (n, wholes) = (rows.rows.len() as u32, rows.wholes.len() as u32);
    let pair = |row: u32, column: u32, entry: f64, is_weighed: bool| {
        let other = Link { row: column, column: row, entry: -entry, is_weighed: false };
        [Link { row, column, entry, is_weighed }, other]
    };
    let off = (0..n).zip(&rows.rows).filter_map(|(i, row)| Some((i, row.less?)));
    let off = off.map(|(i, less)| pair(i, n + wholes + less.whole, -less.part, true));
    let of_wholes = (n..n + wholes).map(|whole| pair(whole, whole + wholes, -1.0, false));
    off.chain(of_wholes).flatten().collect()
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
        let mut solution = vec![0.0; self.plan.places.len()];
        let rhs = |&row: &u32| rhs.get(row as usize).copied().unwrap_or_default();
        let mut border: Vec<f64> = self.plan.border.iter().map(rhs).collect();
        let (mut inside, mut scratch) = (Vec::new(), Vec::new());
        for (block, eliminated) in self.plan.blocks.iter().zip(&self.blocks) {
            inside.clear();
            inside.extend(block.rows.iter().map(rhs));
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
        solution.truncate(self.plan.rows);
        solution
    }
}

#[cfg(test)]
mod tests {
    use super::super::system::{Less, Row};
    use super::*;

    fn term(group: u32, year: u32, a: f64, b: f64) -> Term {
        Term { at: group * 2 + year, a, b }
    }

    /// Rows over `groups` groups and two years: two claims on each group, then wide ones.
    fn rows(groups: u32, wide: u32) -> Rows {
        let row = |terms: Vec<Term>| Row { terms, less: None };
        let value = |group: u32| row(vec![term(group, 0, 1.0, 1.0)]);
        let growth = |group: u32| row(vec![term(group, 0, -1.2, -1.0), term(group, 1, 1.0, 1.0)]);
        let within = |k: u32| (0..groups).filter(move |group| group % (k + 2) == 0);
        let sum = |k: u32| row(within(k).map(|group| term(group, k % 2, 1.0, 1.0)).collect());
        let rows = (0..groups).flat_map(|group| [value(group), growth(group)]).chain((0..wide).map(sum));
        Rows { rows: rows.collect(), wholes: Vec::new() }
    }

    /// The same with shares: of four groups that follow each other, and of all.
    fn with_shares(groups: u32, wide: u32) -> Rows {
        let mut rows = rows(groups, wide);
        let wholes = (0..groups / 4).map(|four| (four * 4..four * 4 + 4).collect::<Vec<u32>>());
        for whole in wholes.chain([(0..groups).collect()]) {
            for group in &whole {
                let less = Less { whole: rows.wholes.len() as u32, part: 0.04 * f64::from(group % 7 + 1) };
                rows.rows.push(Row { terms: vec![term(*group, 1, 1.0, 1.0)], less: Some(less) });
            }
            rows.wholes.push(whole.iter().map(|group| group * 2 + 1).collect());
        }
        rows
    }

    /// The Jacobian by its definition: positive terms of the left row weighed by one number, negative ones by another.
    fn dense(rows: &Rows, x: &[f64], kernel: &[f64], epsilon: &[f64], weights: &[[f64; 2]]) -> Vec<Vec<f64>> {
        let whole = |row: &Row| -> Vec<Term> {
            let off = row.less.iter().flat_map(|less| {
                rows.wholes[less.whole as usize].iter().map(|&at| Term { at, a: -less.part, b: -less.part })
            });
            row.terms.iter().copied().chain(off).collect()
        };
        let rows: Vec<Vec<Term>> = rows.rows.iter().map(whole).collect();
        let entry = |i: usize, right: &[Term]| -> f64 {
            let weighed = |term: &Term| Term { a: term.a * weights[i][usize::from(term.a < 0.0)], ..*term };
            let left: Vec<Term> = rows[i].iter().map(weighed).collect();
            let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
            let same = pairs.filter(|(a, b)| a.at / 2 == b.at / 2);
            same.map(|(a, b)| a.a * x[a.at as usize] * kernel[(a.at % 2 * 2 + b.at % 2) as usize] * b.b).sum()
        };
        let row = |i: usize| {
            (0..rows.len()).map(|j| entry(i, &rows[j]) + if i == j { epsilon[i] } else { 0.0 }).collect()
        };
        (0..rows.len()).map(row).collect()
    }

    #[test]
    fn blocks_and_border_solve_what_the_whole_matrix_says() {
        let cases = [rows(5, 3), rows(40, 6), rows(40, 0), with_shares(4, 2), with_shares(40, 6)];
        for rows in cases {
            let (groups, n) =
                (rows.rows.iter().flat_map(|row| &row.terms).map(|t| t.at / 2 + 1).max(), rows.rows.len());
            let groups = groups.unwrap();
            let x: Vec<f64> = (0..2 * groups).map(|at| 1.0 + f64::from(at * 7 % 11)).collect();
            let kernel = [1.0, 1.0, 1.0, 1.5];
            let epsilon = vec![0.3; n];
            let plan = Plan::new(&rows, groups as usize, 2);
            let rhs: Vec<f64> = (0..n).map(|i| (i % 5) as f64 - 2.0).collect();
            let check = |weights: Option<&[[f64; 2]]>, dense: &[Vec<f64>]| {
                let solution = plan.factor(&x, &kernel, &epsilon, weights).solve(&rhs);
                assert_eq!(solution.len(), n);
                for (row, rhs) in dense.iter().zip(&rhs) {
                    let product: f64 = row.iter().zip(&solution).map(|(a, x)| a * x).sum();
                    approx::assert_relative_eq!(product, *rhs, epsilon = 1e-9);
                }
            };
            let plain = dense(&rows, &x, &kernel, &epsilon, &vec![[1.0; 2]; n]);
            check(None, &plain);
            for ((i, row), diagonal) in plain.iter().enumerate().zip(plan.diagonal(&x, &kernel)) {
                approx::assert_relative_eq!(row[i], diagonal + epsilon[i], max_relative = 1e-12);
            }
            let weights: Vec<[f64; 2]> =
                (0..n).map(|i| [0.5 + (i % 3) as f64 * 0.4, 1.1 + (i % 4) as f64 * 0.3]).collect();
            check(Some(&weights), &dense(&rows, &x, &kernel, &epsilon, &weights));
        }
    }

    #[test]
    fn shares_are_blocks_like_values_and_only_their_wholes_are_on_the_border() {
        let plan = Plan::new(&with_shares(40, 6), 40, 2);
        assert_eq!(plan.border_len(), 6 + 2 * (10 + 1), "the wide rows, and two unknowns for each whole");
    }

    #[test]
    fn only_rows_that_span_several_scopes_are_left_for_the_dense_system() {
        assert_eq!(Plan::new(&rows(40, 6), 40, 2).border_len(), 6);
    }
}
