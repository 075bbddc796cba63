//! Which rows are eliminated in blocks of their own, and which are left for one dense system, the border.
//!
//! Rows on scopes without a common group do not meet. So the rows of each small scope form a block, and only those that
//! span several blocks are on the border. What a block does to the border goes through the sums that border rows are about.
//!
//! Shares of one whole would all meet each other there. A whole that several rows take a part of is therefore an unknown of its
//! own: with `ν` what those rows push on it together and `z` how it moves, and `c` their slopes in it,
//!
//! ```text
//! ⎡ A    B   -c ⎤ ⎡ λ ⎤   ⎡ right ⎤
//! ⎢ Bᵀ   E    1 ⎥ ⎢ ν ⎥ = ⎢   0   ⎥
//! ⎣ -cᵀ  1    0 ⎦ ⎣ z ⎦   ⎣   0   ⎦
//! ```
//!
//! has the same `λ`, and rows meet only where their parts do. The `ν` and `z` come last: what is left of them once the rows are
//! eliminated is neither positive nor negative, and is factored with row exchanges.

use super::shape::{Form, Shape};

/// A leg of a row: which of its slopes, and on which column of a meeting matrix.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    pub(super) slope: u32,
    pub(super) column: u32,
}

/// A row with its legs, `legs[from..to]` of its list, and the whole that it takes a part of, if that is an unknown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    pub(super) row: u32,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Its slope in the whole, and which whole.
    pub(super) whole: Option<Leg>,
}

/// Rows that are eliminated by themselves.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) seats: Vec<Seat>,
    pub(super) legs: Vec<Leg>,
    /// How many sums its rows are about.
    pub(super) sums: usize,
    /// The columns of the border that it meets, ascending: border sums, then wholes.
    pub(super) meets: Vec<u32>,
    /// Its groups.
    pub(super) groups: Vec<u32>,
    /// For each of its groups the scopes on either side, as `sides[starts[g]..starts[g + 1]]`.
    pub(super) inside: Vec<Side>,
    pub(super) outside: Vec<Side>,
    pub(super) starts: Vec<(u32, u32)>,
}

impl Block {
    /// The scopes of one of its groups: of its own rows, and of the border.
    pub(super) fn sides(&self, group: usize) -> (&[Side], &[Side]) {
        let (from, to) = (self.starts[group], self.starts[group + 1]);
        (&self.inside[from.0 as usize..to.0 as usize], &self.outside[from.1 as usize..to.1 as usize])
    }
}

/// A scope of a group: its years, and the columns of their sums from the first on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub(super) scope: u32,
    /// The column of its first sum: of the block, or, for what is outside, among those that it meets.
    pub(super) first: u32,
}

/// The border and the blocks.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) blocks: Vec<Block>,
    pub(super) seats: Vec<Seat>,
    pub(super) legs: Vec<Leg>,
    /// How many sums the border is about, and the sums that are unknowns, as columns of the border.
    pub(super) sums: usize,
    pub(super) wholes: Vec<u32>,
    /// Groups in no block.
    pub(super) free: Vec<u32>,
    /// The first border column of each scope, by scope; none if no border row is about it.
    pub(super) columns: Vec<Option<u32>>,
}

/// Fewer rows than this are one dense system.
const DENSE: usize = 48;
/// Blocks with more rows would make the elimination itself dense.
const LARGEST: usize = 160;
/// Fewer parts of a whole are better off with long rows.
const PARTS: usize = 4;

impl Plan {
    pub(super) fn new(shape: &Shape) -> Self {
        let wiring = Wiring::new(shape);
        let (members, owner) = wiring.blocks();
        let mut inside = vec![false; shape.rows.len()];
        members.iter().flatten().for_each(|&row| inside[row] = true);
        let left: Vec<usize> = wiring.order.iter().copied().filter(|&row| !inside[row]).collect();
        let (columns, sums) = wiring.columns(&left);
        let border = |scope: u32| columns[scope as usize].expect("the scopes of border rows have columns");
        let mut legs = Vec::new();
        let seats = left.iter().map(|&row| wiring.seat(row, &mut legs, &border)).collect();
        let wholes = wiring.wholes.iter().map(|&sum| wiring.column(sum, &border)).collect();
        let (mut groups, mut free) = (vec![Vec::new(); members.len()], Vec::new());
        for (group, &of) in owner.iter().enumerate() {
            groups.get_mut(of as usize).unwrap_or(&mut free).push(group as u32);
        }
        let mut local = vec![None; shape.scopes.len()];
        let blocks = members.iter().zip(groups);
        let blocks = blocks.map(|(rows, groups)| wiring.block(rows, groups, &columns, sums, &mut local));
        let blocks = blocks.collect();
        Self { blocks, seats, legs, sums: sums as usize, wholes, free, columns }
    }

    /// How many unknowns the border has.
    pub(super) fn border(&self) -> usize {
        self.seats.len() + 2 * self.wholes.len()
    }

    /// How many columns its meeting matrix has: sums, and wholes.
    pub(super) fn width(&self) -> usize {
        self.sums + self.wholes.len()
    }
}

/// What a plan is made from.
struct Wiring<'s> {
    shape: &'s Shape,
    /// The scope of each sum.
    scope_of: Vec<u32>,
    /// Sums that are unknowns, ascending.
    wholes: Vec<u32>,
    /// For each row the scopes that it meets others in, and the whole that it takes a part of, if that is an unknown.
    rows: Vec<(Vec<u32>, Option<u32>)>,
    /// Rows by the number of groups that they are about: those that meet everything come last, where they fill nothing in.
    order: Vec<usize>,
}

impl<'s> Wiring<'s> {
    fn new(shape: &'s Shape) -> Self {
        let mut scope_of = vec![0_u32; shape.sums];
        for (id, scope) in shape.scopes.iter().enumerate() {
            scope_of[scope.first as usize..][..scope.years.len()].fill(id as u32);
        }
        let is_small = shape.rows.len() <= DENSE;
        let wholes = if is_small { Vec::new() } else { shared_wholes(shape, &scope_of) };
        let row = |row: &Form| {
            let (sums, count) = row.sums();
            let whole = whole_of(row).filter(|sum| wholes.binary_search(sum).is_ok());
            let parts = sums[..count].iter().filter(|sum| Some(**sum) != whole);
            let mut scopes: Vec<u32> = parts.map(|&sum| scope_of[sum as usize]).collect();
            scopes.sort_unstable();
            scopes.dedup();
            (scopes, whole)
        };
        let rows: Vec<(Vec<u32>, Option<u32>)> = shape.rows.iter().map(row).collect();
        let groups = |scope: &u32| shape.scopes[*scope as usize].groups.len();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&row| rows[row].0.iter().map(groups).sum::<usize>());
        Self { shape, scope_of, wholes, rows, order }
    }

    /// The rows of each block, and the block of each group: a row joins the only block that its groups belong to.
    fn blocks(&self) -> (Vec<Vec<usize>>, Vec<u32>) {
        let mut owner = vec![u32::MAX; self.shape.groups];
        let mut members: Vec<Vec<usize>> = Vec::new();
        let is_small = self.shape.rows.len() <= DENSE;
        for &row in self.order.iter().filter(|_| !is_small) {
            let groups =
                || self.rows[row].0.iter().flat_map(|&scope| &self.shape.scopes[scope as usize].groups);
            let owners = || groups().map(|&group| owner[group as usize]).filter(|&of| of != u32::MAX);
            let first = owners().next();
            let block = match first {
                None => {
                    members.push(Vec::new());
                    members.len() as u32 - 1
                }
                Some(block) if members[block as usize].len() < LARGEST && owners().all(|of| of == block) => {
                    block
                }
                Some(_) => continue,
            };
            groups().for_each(|&group| owner[group as usize] = block);
            members[block as usize].push(row);
        }
        (members, owner)
    }

    /// The first border column of each scope that these rows or a whole are about, and how many columns there are.
    fn columns(&self, left: &[usize]) -> (Vec<Option<u32>>, u32) {
        let mut columns = vec![None; self.shape.scopes.len()];
        let mut sums = 0;
        let of_wholes = self.wholes.iter().map(|&sum| self.scope_of[sum as usize]);
        for scope in left.iter().flat_map(|&row| &self.rows[row].0).copied().chain(of_wholes) {
            if columns[scope as usize].is_none() {
                columns[scope as usize] = Some(sums);
                sums += self.shape.scopes[scope as usize].years.len() as u32;
            }
        }
        (columns, sums)
    }

    /// The column of a sum, where the first one of each scope is known.
    fn column(&self, sum: u32, first: &dyn Fn(u32) -> u32) -> u32 {
        let scope = self.scope_of[sum as usize];
        first(scope) + sum - self.shape.scopes[scope as usize].first
    }

    fn seat(&self, row: usize, legs: &mut Vec<Leg>, first: &dyn Fn(u32) -> u32) -> Seat {
        let from = legs.len() as u32;
        let (sums, count) = self.shape.rows[row].sums();
        let mut whole = None;
        for (slope, &sum) in (0..).zip(&sums[..count]) {
            if Some(sum) == self.rows[row].1 {
                let column = self.wholes.binary_search(&sum).expect("it is one of them") as u32;
                whole = Some(Leg { slope, column });
            } else {
                legs.push(Leg { slope, column: self.column(sum, first) });
            }
        }
        Seat { row: row as u32, from, to: legs.len() as u32, whole }
    }

    /// A block of these rows and groups; `local` is memory for the scopes that are its own, and left as it was.
    fn block(
        &self,
        rows: &[usize],
        groups: Vec<u32>,
        columns: &[Option<u32>],
        sums: u32,
        local: &mut [Option<u32>],
    ) -> Block {
        let years = |scope: u32| self.shape.scopes[scope as usize].years.len() as u32;
        let mut block = Block { groups, ..Block::default() };
        let mut own: Vec<u32> = rows.iter().flat_map(|&row| &self.rows[row].0).copied().collect();
        own.sort_unstable();
        own.dedup();
        for &scope in &own {
            local[scope as usize] = Some(block.sums as u32);
            block.sums += years(scope) as usize;
        }
        let first = |scope: u32| local[scope as usize].expect("the scopes of a block's rows are its own");
        block.seats = rows.iter().map(|&row| self.seat(row, &mut block.legs, &first)).collect();
        let wholes = block.seats.iter().filter_map(|seat| Some(sums + seat.whole?.column));
        let scopes = block.groups.iter().flat_map(|&group| self.shape.scopes_of(group as usize));
        let met =
            scopes.filter_map(|&scope| columns[scope as usize].map(|column| column..column + years(scope)));
        block.meets = wholes.chain(met.flatten()).collect();
        block.meets.sort_unstable();
        block.meets.dedup();
        for &group in &block.groups {
            block.starts.push((block.inside.len() as u32, block.outside.len() as u32));
            for &scope in self.shape.scopes_of(group as usize) {
                if let Some(first) = local[scope as usize] {
                    block.inside.push(Side { scope, first });
                }
                if let Some(column) = columns[scope as usize] {
                    let first = block.meets.binary_search(&column).expect("it is met") as u32;
                    block.outside.push(Side { scope, first });
                }
            }
        }
        block.starts.push((block.inside.len() as u32, block.outside.len() as u32));
        own.iter().for_each(|&scope| local[scope as usize] = None);
        block
    }
}

/// What a row takes a part of.
fn whole_of(row: &Form) -> Option<u32> {
    match row {
        Form::Ratio { whole, periods, .. } if *periods == 1.0 => Some(*whole),
        Form::Divergence { whole, .. } => Some(*whole),
        _ => None,
    }
}

/// Sums that enough rows take a part of, ascending.
fn shared_wholes(shape: &Shape, scope_of: &[u32]) -> Vec<u32> {
    let mut wholes: Vec<u32> = shape.rows.iter().filter_map(whole_of).collect();
    wholes.sort_unstable();
    let wide = |sum: u32| shape.scopes[scope_of[sum as usize] as usize].groups.len() > 1;
    wholes
        .chunk_by(|a, b| a == b)
        .filter(|alike| alike.len() >= PARTS && wide(alike[0]))
        .map(|alike| alike[0])
        .collect()
}
