//! The system of a step, `(H V Hᵀ + give) λ = right`: assembled over groups, eliminated block by block.

use super::dense::Symmetric;
use super::desk::Desk;
use super::plan::{Block, Leg, Plan, Seat, Side};
use super::shape::Shape;

/// Memory for the system of one [`Shape`].
#[derive(Debug)]
pub(super) struct Matrix {
    plan: Plan,
    parts: Vec<Part>,
    /// How border columns meet: width × width, the lower half.
    meets: Vec<f64>,
    /// The same with the blocks eliminated.
    schur: Vec<f64>,
    half: Vec<f64>,
    border: Symmetric,
    /// Per row: the diagonal without give.
    pub(super) diagonal: Vec<f64>,
    square: Vec<f64>,
    columns: Vec<f64>,
    right: Vec<f64>,
}

/// Memory for one block.
#[derive(Debug)]
struct Part {
    /// Sums × sums and sums × columns of the border that it meets.
    own: Vec<f64>,
    across: Vec<f64>,
    /// Its rows, factored, and half of that with what they mean to the border: rows × columns.
    inside: Symmetric,
    out: Vec<f64>,
    right: Vec<f64>,
}

impl Part {
    fn new(block: &Block) -> Self {
        let (rows, sums, meets) = (block.seats.len(), block.sums, block.meets.len());
        let zeros = |n: usize| vec![0.0; n];
        Self {
            own: zeros(sums * sums),
            across: zeros(sums * meets),
            inside: Symmetric::new(rows, rows),
            out: zeros(rows * meets),
            right: zeros(rows),
        }
    }
}

impl Matrix {
    pub(super) fn new(shape: &Shape) -> Self {
        let plan = Plan::new(shape);
        let (border, width, span) = (plan.border(), plan.width(), shape.span());
        let zeros = |n: usize| vec![0.0; n];
        Self {
            parts: plan.blocks.iter().map(Part::new).collect(),
            meets: zeros(width * width),
            schur: zeros(width * width),
            half: zeros(width),
            border: Symmetric::new(border, plan.seats.len()),
            diagonal: zeros(shape.rows.len()),
            square: zeros(span * span),
            columns: zeros(width),
            right: zeros(border),
            plan,
        }
    }

    /// How sums meet at the desk's numbers.
    pub(super) fn assemble(&mut self, shape: &Shape, desk: &Desk) {
        self.meets.fill(0.0);
        let mut square = std::mem::take(&mut self.square);
        self.meet_in_blocks(shape, desk, &mut square);
        self.meet_beside(shape, desk, &mut square);
        self.square = square;
        self.measure(desk);
    }

    fn meet_in_blocks(&mut self, shape: &Shape, desk: &Desk, square: &mut [f64]) {
        let width = self.plan.width();
        for (block, part) in self.plan.blocks.iter().zip(&mut self.parts) {
            part.own.fill(0.0);
            part.across.fill(0.0);
            for (at, &group) in block.groups.iter().enumerate() {
                if !square_of(shape, desk, group as usize, square) {
                    continue;
                }
                let (inside, outside) = block.sides(at);
                for (i, &a) in inside.iter().enumerate() {
                    // A scope with a later number has later columns.
                    inside[..=i].iter().for_each(|&b| add(shape, square, a, b, &mut part.own, block.sums));
                    let meets = block.meets.len();
                    outside.iter().for_each(|&b| add(shape, square, a, b, &mut part.across, meets));
                }
                let on_border = |side: &Side| Side { first: block.meets[side.first as usize], ..*side };
                for a in outside.iter().map(on_border) {
                    let before = outside.iter().map(on_border).filter(|b| b.first <= a.first);
                    before.for_each(|b| add(shape, square, a, b, &mut self.meets, width));
                }
            }
            mirror(&mut part.own, block.sums);
        }
    }

    /// The groups that are in no block.
    fn meet_beside(&mut self, shape: &Shape, desk: &Desk, square: &mut [f64]) {
        let width = self.plan.width();
        for &group in &self.plan.free {
            let scopes = shape.scopes_of(group as usize);
            if scopes.is_empty() || !square_of(shape, desk, group as usize, square) {
                continue;
            }
            let side = |&scope: &u32| Some(Side { scope, first: self.plan.columns[scope as usize]? });
            for a in scopes.iter().filter_map(side) {
                let before = scopes.iter().filter_map(side).filter(|b| b.first <= a.first);
                before.for_each(|b| add(shape, square, a, b, &mut self.meets, width));
            }
        }
        mirror(&mut self.meets, width);
    }

    /// How each row meets itself.
    fn measure(&mut self, desk: &Desk) {
        let width = self.plan.width();
        for (block, part) in self.plan.blocks.iter().zip(&self.parts) {
            for seat in &block.seats {
                let legs = &block.legs[seat.from as usize..seat.to as usize];
                self.diagonal[seat.row as usize] = self_meeting(desk, seat, legs, &part.own, block.sums);
            }
        }
        for seat in &self.plan.seats {
            let legs = &self.plan.legs[seat.from as usize..seat.to as usize];
            self.diagonal[seat.row as usize] = self_meeting(desk, seat, legs, &self.meets, width);
        }
        // What a row takes off a whole belongs to its diagonal too, up to what its part shares with it.
        let in_blocks = self.plan.blocks.iter().flat_map(|block| &block.seats);
        for seat in self.plan.seats.iter().chain(in_blocks) {
            let (row, Some(whole)) = (seat.row as usize, seat.whole) else { continue };
            let slope = desk.local[row].slopes[whole.slope as usize];
            let sum = self.plan.wholes[whole.column as usize] as usize;
            self.diagonal[row] = self.diagonal[row].max(slope * slope * self.meets[sum * width + sum]);
        }
    }

    /// Factors it with this much give on the diagonal.
    pub(super) fn factor(&mut self, desk: &Desk) {
        let width = self.plan.width();
        self.schur.copy_from_slice(&self.meets);
        for (block, part) in self.plan.blocks.iter().zip(&mut self.parts) {
            part.eliminate(block, desk, self.plan.sums);
            subtract(block, part, &mut self.schur, width);
        }
        for i in 0..width {
            for j in 0..i {
                self.schur[j * width + i] = self.schur[i * width + j];
            }
        }
        self.fill_border(desk);
    }

    fn fill_border(&mut self, desk: &Desk) {
        let (width, n) = (self.plan.width(), self.plan.border());
        let (rows, wholes, sums) = (self.plan.seats.len(), self.plan.wholes.len(), self.plan.sums);
        for i in 0..n {
            self.half.fill(0.0);
            if i < rows {
                let seat = self.plan.seats[i];
                let slopes = &desk.local[seat.row as usize].slopes;
                for leg in &self.plan.legs[seat.from as usize..seat.to as usize] {
                    let slope = slopes[leg.slope as usize];
                    let from = leg.column as usize * width;
                    let row = &self.schur[from..from + width];
                    self.half.iter_mut().zip(row).for_each(|(half, meets)| *half += slope * meets);
                }
            } else {
                let k = i - rows;
                let column = if k < wholes { self.plan.wholes[k] as usize } else { sums + k - wholes };
                self.half.copy_from_slice(&self.schur[column * width..][..width]);
            }
            for j in 0..=i {
                self.border.entries[i * n + j] = if j < rows {
                    let seat = self.plan.seats[j];
                    let slopes = &desk.local[seat.row as usize].slopes;
                    let legs = &self.plan.legs[seat.from as usize..seat.to as usize];
                    legs.iter().map(|leg| slopes[leg.slope as usize] * self.half[leg.column as usize]).sum()
                } else {
                    let k = j - rows;
                    self.half[if k < wholes { self.plan.wholes[k] as usize } else { sums + k - wholes }]
                };
            }
            if i < rows {
                self.border.entries[i * n + i] += desk.give[self.plan.seats[i].row as usize];
            } else if i >= rows + wholes {
                let k = i - rows - wholes;
                self.border.entries[i * n + rows + k] += 1.0;
                for (j, seat) in self.plan.seats.iter().enumerate() {
                    if let Some(whole) = seat.whole.filter(|whole| whole.column as usize == k) {
                        self.border.entries[i * n + j] -=
                            desk.local[seat.row as usize].slopes[whole.slope as usize];
                    }
                }
            }
        }
        self.border.factor();
    }

    /// Solves for a right-hand side, one entry a row, in place.
    pub(super) fn solve(&mut self, desk: &Desk, values: &mut [f64]) {
        let (rows, wholes, sums) = (self.plan.seats.len(), self.plan.wholes.len(), self.plan.sums);
        self.columns.fill(0.0);
        for (block, part) in self.plan.blocks.iter().zip(&mut self.parts) {
            for (right, seat) in part.right.iter_mut().zip(&block.seats) {
                *right = values[seat.row as usize];
            }
            part.inside.forward(&mut part.right);
            let meets = block.meets.len();
            for (out, right) in part.out.chunks_exact(meets.max(1)).zip(&part.right) {
                for (&column, out) in block.meets.iter().zip(out) {
                    self.columns[column as usize] += out * right;
                }
            }
        }
        for (i, seat) in self.plan.seats.iter().enumerate() {
            let slopes = &desk.local[seat.row as usize].slopes;
            let legs = &self.plan.legs[seat.from as usize..seat.to as usize];
            let taken: f64 =
                legs.iter().map(|leg| slopes[leg.slope as usize] * self.columns[leg.column as usize]).sum();
            self.right[i] = values[seat.row as usize] - taken;
        }
        for k in 0..wholes {
            self.right[rows + k] = -self.columns[self.plan.wholes[k] as usize];
            self.right[rows + wholes + k] = -self.columns[sums + k];
        }
        self.border.solve(&mut self.right);
        self.columns.fill(0.0);
        for (i, seat) in self.plan.seats.iter().enumerate() {
            values[seat.row as usize] = self.right[i];
            let slopes = &desk.local[seat.row as usize].slopes;
            for leg in &self.plan.legs[seat.from as usize..seat.to as usize] {
                self.columns[leg.column as usize] += slopes[leg.slope as usize] * self.right[i];
            }
        }
        for k in 0..wholes {
            self.columns[self.plan.wholes[k] as usize] += self.right[rows + k];
            self.columns[sums + k] = self.right[rows + wholes + k];
        }
        for (block, part) in self.plan.blocks.iter().zip(&mut self.parts) {
            let meets = block.meets.len();
            for (out, right) in part.out.chunks_exact(meets.max(1)).zip(&mut part.right) {
                let met = block.meets.iter().zip(out);
                *right -= met.map(|(&column, out)| out * self.columns[column as usize]).sum::<f64>();
            }
            part.inside.backward(&mut part.right);
            for (right, seat) in part.right.iter().zip(&block.seats) {
                values[seat.row as usize] = *right;
            }
        }
    }
}

impl Part {
    /// Factors the block's own rows and brings what they mean to the border through half of that.
    fn eliminate(&mut self, block: &Block, desk: &Desk, border_sums: usize) {
        let (n, sums, meets) = (block.seats.len(), block.sums, block.meets.len());
        let slope = |seat: &Seat, leg: &Leg| desk.local[seat.row as usize].slopes[leg.slope as usize];
        let legs = |seat: &Seat| &block.legs[seat.from as usize..seat.to as usize];
        for (i, a) in block.seats.iter().enumerate() {
            for (j, b) in block.seats[..=i].iter().enumerate() {
                self.inside.entries[i * n + j] = legs(a)
                    .iter()
                    .map(|p| {
                        let row = &self.own[p.column as usize * sums..][..sums];
                        let met = legs(b).iter().map(|q| slope(b, q) * row[q.column as usize]);
                        slope(a, p) * met.sum::<f64>()
                    })
                    .sum();
            }
            self.inside.entries[i * n + i] += desk.give[a.row as usize];
            let out = &mut self.out[i * meets..(i + 1) * meets];
            out.fill(0.0);
            for leg in legs(a) {
                let slope = slope(a, leg);
                let row = &self.across[leg.column as usize * meets..][..meets];
                out.iter_mut().zip(row).for_each(|(out, met)| *out += slope * met);
            }
            if let Some(whole) = a.whole {
                let column = (border_sums as u32) + whole.column;
                let at = block.meets.binary_search(&column).expect("it is met");
                out[at] -= slope(a, &whole);
            }
        }
        self.inside.factor();
        self.inside.forward_all(&mut self.out, meets);
    }
}

/// Takes what a block does to the border off its meeting matrix.
fn subtract(block: &Block, part: &Part, schur: &mut [f64], width: usize) {
    let meets = block.meets.len();
    for out in part.out.chunks_exact(meets.max(1)) {
        for (i, &row) in block.meets.iter().enumerate() {
            let factor = out[i];
            if factor != 0.0 {
                let target = &mut schur[row as usize * width..][..width];
                for (&column, other) in block.meets[..=i].iter().zip(out) {
                    target[column as usize] -= factor * other;
                }
            }
        }
    }
}

/// What each pair of years of a group shares, `x_t x_s V_ts`; false where the group is empty.
fn square_of(shape: &Shape, desk: &Desk, group: usize, square: &mut [f64]) -> bool {
    let span = shape.span();
    let root = desk.roots[group];
    if root == u32::MAX {
        return false;
    }
    let (x, w) = (&desk.x[group * span..][..span], &desk.w[group * span..][..span]);
    let root = root as usize;
    for t in 0..span {
        for s in 0..=t {
            let shared = match (t >= root, s >= root) {
                (true, true) => w[s],
                (false, false) => w[t],
                _ => w[root],
            };
            let both = if w[t] > 0.0 && w[s] > 0.0 { x[t] * x[s] * shared } else { 0.0 };
            square[t * span + s] = both;
            square[s * span + t] = both;
        }
    }
    true
}

/// Adds what two scopes share in a group to a meeting matrix of so many columns.
fn add(shape: &Shape, square: &[f64], a: Side, b: Side, onto: &mut [f64], width: usize) {
    let span = shape.span();
    let (years, others) = (&shape.scopes[a.scope as usize].years, &shape.scopes[b.scope as usize].years);
    for (k, &t) in years.iter().enumerate() {
        let from = (a.first as usize + k) * width + b.first as usize;
        let square = &square[t as usize * span..][..span];
        let row = &mut onto[from..from + others.len()];
        if others.len() == span {
            row.iter_mut().zip(square).for_each(|(entry, both)| *entry += both);
        } else {
            row.iter_mut().zip(others).for_each(|(entry, &s)| *entry += square[s as usize]);
        }
    }
}

/// Copies the lower half onto the upper one.
fn mirror(matrix: &mut [f64], n: usize) {
    for i in 0..n {
        for j in 0..i {
            matrix[j * n + i] = matrix[i * n + j];
        }
    }
}

/// How a row meets itself.
fn self_meeting(desk: &Desk, seat: &Seat, legs: &[Leg], meets: &[f64], width: usize) -> f64 {
    let slopes = &desk.local[seat.row as usize].slopes;
    let pairs = legs.iter().flat_map(|p| legs.iter().map(move |q| (p, q)));
    pairs
        .map(|(p, q)| {
            slopes[p.slope as usize]
                * slopes[q.slope as usize]
                * meets[p.column as usize * width + q.column as usize]
        })
        .sum()
}
