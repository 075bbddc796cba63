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
    /// For each group the rows that touch it: `starts[g]..starts[g + 1]` of `touches`.
    starts: Vec<usize>,
    touches: Vec<Touch>,
}

struct Block {
    rows: Vec<u32>,
    /// Positions on the border of the rows that meet this block, ascending.
    meets: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Touch {
    row: u32,
    year: u32,
    a: f64,
    b: f64,
    place: Place,
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
        let mut border = Vec::new();
        let places: Vec<Place> = places
            .into_iter()
            .enumerate()
            .map(|(row, place)| {
                place.unwrap_or_else(|| {
                    border.push(row as u32);
                    Place::Border(border.len() as u32 - 1)
                })
            })
            .collect();
        let mut plan =
            Self { rows: rows.len(), span, blocks, border, starts: Vec::new(), touches: Vec::new() };
        plan.index(rows, groups, &places);
        plan.meet();
        plan
    }

    /// How many rows the dense system at the end has.
    pub(super) fn border_len(&self) -> usize {
        self.border.len()
    }

    fn index(&mut self, rows: &[Row], groups: usize, places: &[Place]) {
        let mut counts = vec![0; groups + 1];
        rows.iter().flat_map(|row| &row.terms).for_each(|term| counts[term.at as usize / self.span + 1] += 1);
        for g in 0..groups {
            counts[g + 1] += counts[g];
        }
        let nothing = Touch { row: 0, year: 0, a: 0.0, b: 0.0, place: Place::Border(0) };
        self.touches = vec![nothing; counts[groups]];
        let mut next = counts.clone();
        for (i, row) in rows.iter().enumerate() {
            for term in &row.terms {
                let (group, year) = (term.at as usize / self.span, term.at % self.span as u32);
                self.touches[next[group]] =
                    Touch { row: i as u32, year, a: term.a, b: term.b, place: places[i] };
                next[group] += 1;
            }
        }
        self.starts = counts;
    }

    fn meet(&mut self) {
        for bounds in self.starts.windows(2) {
            let touches = &self.touches[bounds[0]..bounds[1]];
            let Some(block) = touches.iter().find_map(|touch| match touch.place {
                Place::Inside(block, _) => Some(block),
                Place::Border(_) => None,
            }) else {
                continue;
            };
            let border = touches.iter().filter_map(|touch| match touch.place {
                Place::Border(position) => Some(position),
                Place::Inside(..) => None,
            });
            self.blocks[block as usize].meets.extend(border);
        }
        for block in &mut self.blocks {
            block.meets.sort_unstable();
            block.meets.dedup();
        }
    }

    /// Factors `A diag(x) K Bᵀ + diag(epsilon)`.
    pub(super) fn factor(&self, x: &[f64], kernel: &[f64], epsilon: &[f64]) -> Factored<'_> {
        let border = self.border.len();
        let mut parts: Vec<Parts> = self.blocks.iter().map(Parts::new).collect();
        let mut schur = vec![0.0; border * border];
        for (g, bounds) in self.starts.windows(2).enumerate() {
            let touches = &self.touches[bounds[0]..bounds[1]];
            let x = &x[g * self.span..][..self.span];
            for left in touches {
                let weight = left.a * x[left.year as usize];
                let carry = &kernel[left.year as usize * self.span..][..self.span];
                if weight != 0.0 {
                    for right in touches {
                        let value = weight * carry[right.year as usize] * right.b;
                        self.add(left.place, right.place, value, &mut parts, &mut schur);
                    }
                }
            }
        }
        for (k, block) in self.blocks.iter().enumerate() {
            for (i, &row) in block.rows.iter().enumerate() {
                parts[k].inside[i * block.rows.len() + i] += epsilon[row as usize];
            }
        }
        for (i, &row) in self.border.iter().enumerate() {
            schur[i * border + i] += epsilon[row as usize];
        }
        let mut scratch = Vec::new();
        let blocks = self
            .blocks
            .iter()
            .zip(parts)
            .map(|(block, parts)| parts.eliminate(block, &mut schur, border, &mut scratch))
            .collect();
        Factored { plan: self, blocks, border: Lu::new(schur, border) }
    }

    fn add(&self, left: Place, right: Place, value: f64, parts: &mut [Parts], schur: &mut [f64]) {
        let meets = |block: u32, position: u32| {
            let meets = &self.blocks[block as usize].meets;
            (
                meets.binary_search(&position).expect("the border rows that meet a block are listed"),
                meets.len(),
            )
        };
        match (left, right) {
            (Place::Inside(k, i), Place::Inside(_, j)) => {
                let n = self.blocks[k as usize].rows.len();
                parts[k as usize].inside[i as usize * n + j as usize] += value;
            }
            (Place::Inside(k, i), Place::Border(j)) => {
                let (j, width) = meets(k, j);
                parts[k as usize].out[i as usize * width + j] += value;
            }
            (Place::Border(i), Place::Inside(k, j)) => {
                let (i, _) = meets(k, i);
                let n = self.blocks[k as usize].rows.len();
                parts[k as usize].back[i * n + j as usize] += value;
            }
            (Place::Border(i), Place::Border(j)) => {
                schur[i as usize * self.border.len() + j as usize] += value
            }
        }
    }

    /// The size of each diagonal entry without its epsilon.
    pub(super) fn diagonal(&self, x: &[f64], kernel: &[f64]) -> Vec<f64> {
        let mut diagonal = vec![0.0; self.rows];
        for (g, bounds) in self.starts.windows(2).enumerate() {
            let touches = &self.touches[bounds[0]..bounds[1]];
            let x = &x[g * self.span..][..self.span];
            for left in touches {
                // A row touches a group once or twice, one after the other.
                for right in touches.iter().filter(|right| right.row == left.row) {
                    let carry = kernel[left.year as usize * self.span + right.year as usize];
                    diagonal[left.row as usize] += left.a * x[left.year as usize] * carry * right.b;
                }
            }
        }
        diagonal
    }
}

/// The Jacobian around one block.
struct Parts {
    /// Block × block.
    inside: Vec<f64>,
    /// Block × border.
    out: Vec<f64>,
    /// Border × block.
    back: Vec<f64>,
}

impl Parts {
    fn new(block: &Block) -> Self {
        let (n, width) = (block.rows.len(), block.meets.len());
        Self { inside: vec![0.0; n * n], out: vec![0.0; n * width], back: vec![0.0; width * n] }
    }

    /// Takes the block out of the border's system.
    fn eliminate(
        self,
        block: &Block,
        schur: &mut [f64],
        border: usize,
        scratch: &mut Vec<f64>,
    ) -> Eliminated {
        let (n, width) = (block.rows.len(), block.meets.len());
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
