//! The linear program of one component, with requirements that can be dropped and readmitted.

use std::collections::{BTreeMap, BTreeSet};

use super::super::linear::{Certificate, Outcome, Simplex};
use super::Program;

/// Bounds that contradict each other by no more than this agree, as exact figures do up to round-off.
const AGREE: f64 = 1e-9;
/// Nothing that is rounded may be missed by more than this part of its half unit.
const MISS: f64 = 1e-3;

/// Whether the active requirements can hold together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    Feasible,
    Infeasible(Clash),
    Unsettled,
}

/// Requirements that can't all hold, ordered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clash {
    pub(super) members: Vec<Member>,
    /// By how much the weighted sides contradict each other.
    pub(super) gap: f64,
    /// How fast the gap closes as all margins shrink.
    pub(super) slope: f64,
    /// Columns whose floor takes part.
    pub(super) floors: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) requirement: usize,
    /// Its largest weight in the contradiction.
    pub(super) weight: f64,
    /// By how much the gap would close at most without it, all others being there.
    pub(super) closes: f64,
    /// The same if no other requirement may step in for it.
    pub(super) carries: f64,
}

impl Member {
    fn indispensable(requirement: usize) -> Self {
        Self { requirement, weight: 1.0, closes: f64::INFINITY, carries: f64::INFINITY }
    }
}

impl Clash {
    /// Whether the contradiction could be over without this requirement alone.
    pub(super) fn could_end_without(&self, requirement: usize) -> bool {
        let at = self.members.binary_search_by_key(&requirement, |m| m.requirement);
        at.is_ok_and(|at| self.members[at].closes >= self.gap * (1.0 - 1e-6))
    }

    /// The members without those that the contradiction can do without, the least weighty first.
    pub(super) fn core(&self) -> Vec<usize> {
        let mut order: Vec<&Member> = self.members.iter().collect();
        order.sort_by(|a, b| a.carries.total_cmp(&b.carries));
        let mut left = self.gap;
        let mut core: Vec<usize> = Vec::new();
        for member in order {
            if member.carries < 0.5 * left {
                left -= member.carries;
            } else {
                core.push(member.requirement);
            }
        }
        core.sort_unstable();
        core
    }
}

/// One side or both of a requirement, on a row or on a single column.
#[derive(Debug, Clone, Copy)]
struct Side {
    requirement: usize,
    lower: f64,
    upper: f64,
    half: f64,
}

impl Side {
    fn lower(&self, margin: f64) -> f64 {
        self.lower + margin * self.half
    }

    fn upper(&self, margin: f64) -> f64 {
        self.upper - margin * self.half
    }

    /// By how much the side may be missed.
    fn tolerance(&self) -> f64 {
        if self.lower == self.upper { f64::INFINITY } else { MISS * self.half }
    }

    fn holds(&self, value: f64) -> bool {
        let miss = |bound: f64| agreement(bound, value).min(self.tolerance());
        value >= self.lower - miss(self.lower) && value <= self.upper + miss(self.upper)
    }
}

#[derive(Debug, Clone)]
pub(super) struct System {
    simplex: Simplex,
    columns: usize,
    /// The column of each variable, and how many share it: variables no row tells apart are one column.
    column_of: Vec<usize>,
    sharers: Vec<usize>,
    /// One side per row.
    rows: Vec<Side>,
    rows_of: Vec<Vec<usize>>,
    /// The requirements on each column by itself, which need no row.
    cells: Vec<Vec<Side>>,
    cells_of: Vec<Vec<usize>>,
    /// Requirements that can't hold even alone.
    impossible: Vec<bool>,
    active: Vec<bool>,
    /// The least each column may be, whatever is required.
    floor: Vec<f64>,
    margin: f64,
    /// Columns whose own bounds contradict each other.
    crossed: BTreeSet<usize>,
}

impl System {
    pub(super) fn new(program: &Program) -> Self {
        let count = program.requirements.len();
        let mut rows = Vec::new();
        let mut terms = Vec::new();
        let mut cells = vec![Vec::new(); program.variables];
        let mut rows_of = vec![Vec::new(); count];
        let mut impossible = vec![false; count];
        for (r, requirement) in program.requirements.iter().enumerate() {
            for interval in &requirement.intervals {
                let (lower, upper) = (interval.lower, interval.upper);
                let side = Side { requirement: r, lower, upper, half: interval.half };
                let collected = interval.collected();
                match collected[..] {
                    [] => impossible[r] |= lower > AGREE || upper < -AGREE,
                    [(j, a)] => cells[j].push(side.divided(a)),
                    _ => {
                        rows_of[r].push(rows.len());
                        rows.push(side);
                        terms.push(collected);
                    }
                }
            }
        }
        let (column_of, columns) = share_columns(&terms, &cells);
        let terms: Vec<Vec<(usize, f64)>> = terms.iter().map(|row| rename(row, &column_of)).collect();
        let mut sides = vec![Vec::new(); columns];
        let mut sharers = vec![0; columns];
        let mut cells_of = vec![Vec::new(); count];
        for (j, cell) in cells.into_iter().enumerate() {
            for side in &cell {
                cells_of[side.requirement].push(column_of[j]);
            }
            sides[column_of[j]].extend(cell);
            sharers[column_of[j]] += 1;
        }
        let mut simplex = Simplex::new(columns, &terms);
        for (row, side) in rows.iter().enumerate() {
            simplex.set_tolerance(simplex.row(row), side.tolerance());
        }
        for (column, sides) in sides.iter().enumerate() {
            simplex.set_tolerance(column, sides.iter().map(Side::tolerance).fold(f64::INFINITY, f64::min));
        }
        Self {
            simplex,
            columns,
            column_of,
            sharers,
            rows,
            rows_of,
            cells: sides,
            cells_of,
            impossible,
            active: vec![false; count],
            floor: vec![0.0; columns],
            margin: 0.0,
            crossed: BTreeSet::new(),
        }
    }

    /// Asks whether the requirements marked can hold together.
    pub(super) fn check(&mut self, active: &[bool], work: &mut u64) -> Verdict {
        // The bounds of a column depend on all requirements of it: once they all are what they will be.
        let mut columns = BTreeSet::new();
        for (r, &now) in active.iter().enumerate() {
            if self.active[r] != now {
                self.active[r] = now;
                self.apply_rows(r);
                columns.extend(&self.cells_of[r]);
            }
        }
        columns.into_iter().for_each(|column| self.apply_cell(column));
        self.verdict(work)
    }

    /// Moves every side of an interval inward by this share of its half unit.
    pub(super) fn set_margin(&mut self, margin: f64) {
        self.margin = margin;
        (0..self.active.len()).for_each(|r| self.apply_rows(r));
        (0..self.columns).for_each(|column| self.apply_cell(column));
    }

    pub(super) fn set_floor(&mut self, column: usize, floor: f64) {
        self.floor[column] = floor;
        self.apply_cell(column);
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn column_of(&self, variable: usize) -> usize {
        self.column_of[variable]
    }

    /// The variable's value at the last feasible point: its part of the column.
    pub(super) fn value(&self, variable: usize) -> f64 {
        let column = self.column_of[variable];
        self.simplex.value(column).max(0.0) / self.sharers[column] as f64
    }

    fn apply_rows(&mut self, r: usize) {
        for &row in &self.rows_of[r] {
            let side = &self.rows[row];
            let variable = self.simplex.row(row);
            if self.active[r] {
                let (lower, upper) = meeting(side.lower(self.margin), side.upper(self.margin));
                self.simplex.set_bounds(variable, lower, upper);
            } else {
                self.simplex.set_bounds(variable, f64::NEG_INFINITY, f64::INFINITY);
            }
        }
    }

    fn apply_cell(&mut self, column: usize) {
        let (lower, upper) = self.cell_bounds(column, None);
        let finest = |bound: &Bound| bound.1.map_or(f64::INFINITY, |side| side.tolerance());
        let most = finest(&lower).max(finest(&upper));
        let (lower, upper) = (lower.0, upper.0);
        if lower - upper > agreement(lower, upper).min(most) {
            self.crossed.insert(column);
        } else {
            self.crossed.remove(&column);
        }
        let (lower, upper) = meeting(lower, upper);
        self.simplex.set_bounds(column, lower, upper);
    }

    /// The tightest bounds of a column, each with the side it comes from (none: the floor, or nothing).
    fn cell_bounds(&self, column: usize, without: Option<usize>) -> (Bound, Bound) {
        let mut lower = (self.floor[column], None);
        let mut upper = (f64::INFINITY, None);
        for side in self.cells[column].iter().filter(|side| self.counts(side, without)) {
            if side.lower(self.margin) > lower.0 {
                lower = (side.lower(self.margin), Some(*side));
            }
            if side.upper(self.margin) < upper.0 {
                upper = (side.upper(self.margin), Some(*side));
            }
        }
        (lower, upper)
    }

    fn counts(&self, side: &Side, without: Option<usize>) -> bool {
        self.active[side.requirement] && Some(side.requirement) != without
    }

    /// Whether a requirement holds at the last point, active or not.
    pub(super) fn holds(&self, r: usize) -> bool {
        let rows = self.rows_of[r].iter();
        let mut cells = self.cells_of[r].iter();
        !self.impossible[r]
            && rows.clone().all(|&row| self.rows[row].holds(self.simplex.value(self.simplex.row(row))))
            && cells.all(|&column| {
                let sides = self.cells[column].iter().filter(|side| side.requirement == r);
                sides.clone().all(|side| side.holds(self.simplex.value(column)))
            })
    }

    fn verdict(&mut self, work: &mut u64) -> Verdict {
        if let Some(r) = (0..self.active.len()).find(|&r| self.active[r] && self.impossible[r]) {
            let members = vec![Member::indispensable(r)];
            return Verdict::Infeasible(Clash { members, gap: 1.0, slope: 0.0, floors: Vec::new() });
        }
        if let Some(&column) = self.crossed.first() {
            let (lower, upper) = self.cell_bounds(column, None);
            let mut parts = Parts::default();
            self.add_cell(&mut parts, column, 1.0);
            self.add_cell(&mut parts, column, -1.0);
            return Verdict::Infeasible(parts.into_clash(lower.0 - upper.0));
        }
        match self.simplex.solve(work) {
            Outcome::Optimal => Verdict::Feasible,
            Outcome::Undecided => Verdict::Unsettled,
            Outcome::Infeasible(certificate) => Verdict::Infeasible(self.clash(&certificate)),
        }
    }

    /// The requirements whose bounds a certificate leans on.
    fn clash(&self, certificate: &Certificate) -> Clash {
        let mut parts = Parts::default();
        for &(variable, weight) in &certificate.weights {
            if variable >= self.columns {
                let row = variable - self.columns;
                let side = &self.rows[row];
                let stated = if weight > 0.0 { side.lower(self.margin) } else { side.upper(self.margin) };
                let closes = weight * (stated - self.implied(row, weight, false));
                parts.add(side, weight, closes, weight * (stated - self.implied(row, weight, true)));
            } else {
                self.add_cell(&mut parts, variable, weight);
            }
        }
        parts.into_clash(certificate.gap)
    }

    fn add_cell(&self, parts: &mut Parts, column: usize, weight: f64) {
        let (lower, upper) = self.cell_bounds(column, None);
        let (bound, side) = if weight > 0.0 { lower } else { upper };
        let Some(side) = side else {
            if bound > 0.0 {
                parts.floors.push(column);
            }
            return;
        };
        let (lower, upper) = self.cell_bounds(column, Some(side.requirement));
        let next = if weight > 0.0 { lower.0 } else { upper.0 };
        let bare = if weight > 0.0 { self.floor[column] } else { f64::INFINITY };
        parts.add(&side, weight, weight * (bound - next), weight * (bound - bare));
    }

    /// What the columns' bounds, or their floors only, say about a row, on the side that the weight leans on.
    fn implied(&self, row: usize, weight: f64, floors: bool) -> f64 {
        let owner = Some(self.rows[row].requirement);
        let terms = self.simplex.terms(row);
        terms
            .map(|(column, a)| {
                let (lower, upper) = if floors {
                    (self.floor[column], f64::INFINITY)
                } else {
                    let (lower, upper) = self.cell_bounds(column, owner);
                    (lower.0, upper.0)
                };
                if a * weight > 0.0 { a * lower } else { a * upper }
            })
            .sum()
    }
}

type Bound = (f64, Option<Side>);

#[derive(Default)]
struct Parts {
    members: BTreeMap<usize, Member>,
    slope: f64,
    floors: Vec<usize>,
}

impl Parts {
    fn add(&mut self, side: &Side, weight: f64, closes: f64, carries: f64) {
        let requirement = side.requirement;
        let new = Member { requirement, weight: 0.0, closes: 0.0, carries: 0.0 };
        let member = self.members.entry(requirement).or_insert(new);
        member.weight = member.weight.max(weight.abs());
        member.closes += closes;
        member.carries += carries;
        self.slope += weight.abs() * side.half;
    }

    fn into_clash(self, gap: f64) -> Clash {
        let members = self.members.into_values().collect();
        Clash { members, gap, slope: self.slope, floors: self.floors }
    }
}

impl Side {
    fn divided(self, by: f64) -> Self {
        let (lower, upper) = (self.lower / by, self.upper / by);
        let (lower, upper) = if by > 0.0 { (lower, upper) } else { (upper, lower) };
        Self { lower, upper, half: self.half / by.abs(), ..self }
    }
}

fn agreement(lower: f64, upper: f64) -> f64 {
    AGREE * (1e-3 * lower.abs().min(upper.abs())).max(1.0)
}

/// Bounds that cross meet in the middle: whether they may is decided elsewhere.
fn meeting(lower: f64, upper: f64) -> (f64, f64) {
    if lower <= upper {
        return (lower, upper);
    }
    let middle = f64::midpoint(lower, upper);
    (middle, middle)
}

/// Numbers the columns: variables with the same coefficients everywhere, and no requirement of their own, share one.
fn share_columns(rows: &[Vec<(usize, f64)>], cells: &[Vec<Side>]) -> (Vec<usize>, usize) {
    let mut patterns: Vec<Vec<(usize, u64)>> = vec![Vec::new(); cells.len()];
    for (row, terms) in rows.iter().enumerate() {
        for &(j, a) in terms {
            patterns[j].push((row, a.to_bits()));
        }
    }
    let mut known = BTreeMap::new();
    let mut columns = 0;
    let mut column_of = Vec::with_capacity(cells.len());
    for (j, pattern) in patterns.into_iter().enumerate() {
        let column = if cells[j].is_empty() { *known.entry(pattern).or_insert(columns) } else { columns };
        if column == columns {
            columns += 1;
        }
        column_of.push(column);
    }
    (column_of, columns)
}

fn rename(row: &[(usize, f64)], column_of: &[usize]) -> Vec<(usize, f64)> {
    let mut renamed: Vec<(usize, f64)> = row.iter().map(|&(j, a)| (column_of[j], a)).collect();
    renamed.sort_by_key(|t| t.0);
    renamed.dedup_by_key(|t| t.0);
    renamed
}
