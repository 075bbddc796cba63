//! Numbers at work: everything that one solution needs, laid out once.

use super::path::{Path, Widths, smooth};
use super::rows::{Aim, Local};
use super::shape::{Form, Shape};

/// The numbers of a problem, for the structure of a [`Shape`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers<'a> {
    /// Groups × years: what is assumed; 0 where nothing can be.
    pub(crate) prior: &'a [f64],
    /// The assumed market of each year.
    pub(crate) totals: &'a [f64],
    pub(crate) widths: Widths,
    /// For each row what it should come to.
    pub(crate) aims: &'a [Aim],
}

/// Memory to solve on, of the size of one [`Shape`].
#[derive(Debug)]
pub(crate) struct Desk {
    /// Groups × years, as all that follow but where it says otherwise.
    pub(super) x: Vec<f64>,
    /// The logarithm of the numbers over what was assumed.
    pub(super) log: Vec<f64>,
    /// The variances of [`Path::variances`], and the year in which each group's chain begins.
    pub(super) w: Vec<f64>,
    pub(super) roots: Vec<u32>,
    /// The moves that the assumptions alone would have the numbers make.
    pub(super) home: Vec<f64>,
    pub(super) moves: Vec<f64>,
    /// Per sum.
    pub(super) sums: Vec<f64>,
    pub(super) pushes: Vec<f64>,
    /// Per row.
    pub(super) local: Vec<Local>,
    pub(super) multipliers: Vec<f64>,
    pub(super) give: Vec<f64>,
    pub(super) shift: Vec<f64>,
    pub(super) moved: Vec<f64>,
    pub(super) rest: Vec<f64>,
    pub(super) best: Vec<f64>,
    kept: (Vec<f64>, Vec<f64>),
}

impl Desk {
    pub(crate) fn new(shape: &Shape) -> Self {
        let (places, rows) = (shape.groups * shape.span(), shape.rows.len());
        let zeros = |n: usize| vec![0.0; n];
        Self {
            x: zeros(places),
            log: zeros(places),
            w: zeros(places),
            roots: vec![u32::MAX; shape.groups],
            home: zeros(places),
            moves: zeros(places),
            sums: zeros(shape.sums),
            pushes: zeros(shape.sums),
            local: vec![Local::default(); rows],
            multipliers: zeros(rows),
            give: zeros(rows),
            shift: zeros(rows),
            moved: zeros(rows),
            rest: zeros(rows),
            best: zeros(rows),
            kept: (zeros(places), zeros(places)),
        }
    }

    /// The numbers that were found, groups × years.
    pub(crate) fn numbers(&self) -> &[f64] {
        &self.x
    }

    /// The logarithm of the numbers over what was assumed; 0 where nothing can be.
    pub(crate) fn logs(&self) -> &[f64] {
        &self.log
    }

    /// Keeps the numbers.
    pub(super) fn keep(&mut self) {
        self.kept.0.copy_from_slice(&self.x);
        self.kept.1.copy_from_slice(&self.log);
    }

    /// Goes back to the numbers that were kept.
    pub(super) fn restore(&mut self) {
        self.x.copy_from_slice(&self.kept.0);
        self.log.copy_from_slice(&self.kept.1);
    }

    /// The sums at the numbers as they are.
    pub(super) fn sum_up(&mut self, shape: &Shape) {
        gather(shape, &self.x, None, &mut self.sums);
    }

    /// What each row comes to there; units no smaller than this part of a row's size.
    pub(super) fn look(&mut self, shape: &Shape, numbers: &Numbers, wide: f64) {
        self.sum_up(shape);
        for (i, (form, aim)) in shape.rows.iter().zip(numbers.aims).enumerate() {
            let unit = aim.unit.max(wide * aim.size);
            let market = shape.market(i, numbers.totals);
            self.local[i] = if wide > 0.0 {
                form.afar(&self.sums, aim, unit, market)
            } else {
                form.at(&self.sums, aim, unit, market)
            };
        }
    }

    /// The variances there, and the moves home.
    pub(super) fn turn(&mut self, shape: &Shape, numbers: &Numbers) {
        let span = shape.span();
        self.pushes.fill(0.0);
        for (form, local) in shape.rows.iter().zip(&self.local) {
            if let Form::Divergence { whole, .. } = form {
                self.pushes[*whole as usize] += local.pull;
            }
        }
        self.home.fill(0.0);
        spread(shape, &self.x, &self.pushes, &mut self.home);
        for group in 0..shape.groups {
            let here = group * span..(group + 1) * span;
            let path = Path {
                x: &self.x[here.clone()],
                prior: &numbers.prior[here.clone()],
                log: &self.log[here.clone()],
                totals: numbers.totals,
            };
            let w = &mut self.w[here.clone()];
            let Some(root) = path.variances(shape, numbers.widths, w) else {
                self.roots[group] = u32::MAX;
                self.home[here].fill(0.0);
                continue;
            };
            self.roots[group] = root as u32;
            let home = &mut self.home[here];
            path.add_gradient(shape, numbers.widths, home);
            smooth(w, root, home);
        }
    }

    /// How the residuals move with the numbers: for `moves` if they are `moved`, else for those home.
    pub(super) fn follow(&mut self, shape: &Shape, home: bool) {
        let moves = if home { &self.home } else { &self.moves };
        gather(shape, &self.x, Some(moves), &mut self.pushes);
        for (moved, (form, local)) in self.moved.iter_mut().zip(shape.rows.iter().zip(&self.local)) {
            let (sums, count) = form.sums();
            *moved = (0..count).map(|k| local.slopes[k] * self.pushes[sums[k] as usize]).sum();
        }
    }

    /// The moves that these multipliers make, those home included: `moves = -(home + V Hᵀ multipliers)`.
    pub(super) fn step(&mut self, shape: &Shape) {
        let span = shape.span();
        self.pushes.fill(0.0);
        for ((form, local), multiplier) in shape.rows.iter().zip(&self.local).zip(&self.multipliers) {
            let (sums, count) = form.sums();
            for (&sum, slope) in sums[..count].iter().zip(&local.slopes) {
                self.pushes[sum as usize] += slope * multiplier;
            }
        }
        self.moves.fill(0.0);
        spread(shape, &self.x, &self.pushes, &mut self.moves);
        for group in 0..shape.groups {
            let here = group * span..(group + 1) * span;
            let moves = &mut self.moves[here.clone()];
            if self.roots[group] == u32::MAX {
                moves.fill(0.0);
                continue;
            }
            smooth(&self.w[here.clone()], self.roots[group] as usize, moves);
            for (moved, home) in moves.iter_mut().zip(&self.home[here]) {
                *moved = -(*moved + home);
            }
        }
    }

    /// What the numbers cost.
    pub(crate) fn cost(&mut self, shape: &Shape, numbers: &Numbers) -> f64 {
        self.sum_up(shape);
        let span = shape.span();
        let paths = (0..shape.groups).map(|group| {
            let here = group * span..(group + 1) * span;
            let path = Path {
                x: &self.x[here.clone()],
                prior: &numbers.prior[here.clone()],
                log: &self.log[here],
                totals: numbers.totals,
            };
            path.cost(shape, numbers.widths)
        });
        let rows = shape.rows.iter().zip(numbers.aims).enumerate();
        let rows = rows.map(|(i, (form, aim))| form.cost(&self.sums, aim, shape.market(i, numbers.totals)));
        paths.sum::<f64>() + rows.sum::<f64>()
    }
}

/// Sums of the numbers, or of the numbers times their moves.
pub(super) fn gather(shape: &Shape, x: &[f64], moves: Option<&[f64]>, sums: &mut [f64]) {
    let span = shape.span();
    for scope in &shape.scopes {
        for (k, &year) in scope.years.iter().enumerate() {
            let at = |group: &u32| *group as usize * span + year as usize;
            sums[scope.first as usize + k] = match moves {
                None => scope.groups.iter().map(|group| x[at(group)]).sum(),
                Some(moves) => scope.groups.iter().map(|group| x[at(group)] * moves[at(group)]).sum(),
            };
        }
    }
}

/// Adds to each number what is pushed on its sums.
fn spread(shape: &Shape, x: &[f64], pushes: &[f64], onto: &mut [f64]) {
    let span = shape.span();
    for group in 0..shape.groups {
        for &scope in shape.scopes_of(group) {
            let scope = &shape.scopes[scope as usize];
            for (k, &year) in scope.years.iter().enumerate() {
                let at = group * span + year as usize;
                onto[at] += x[at] * pushes[scope.first as usize + k];
            }
        }
    }
}
