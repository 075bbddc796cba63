//! Keeping factors, reduced costs and values true as pivots wear them down.

use super::{Place, Simplex, Work};
use crate::solve::linear::factor::Factors;
use crate::solve::linear::lists::Lists;

impl Simplex {
    /// Lets the bounds of a row that is missed by round-off only give way, each by its part of that, until the next solve.
    ///
    /// Where weights are large, a bound that gave way alone would do so by far more than round-off.
    pub(super) fn excuse(&mut self, position: usize, below: bool, work: &Work) {
        let leaving = self.head[position];
        let weights = self.weights(leaving, below, work);
        let bound = |at: &Self, j: usize, weight: f64| if weight > 0.0 { at.lower[j] } else { at.upper[j] };
        let bounded: Vec<(usize, f64, f64)> = weights
            .into_iter()
            .map(|(j, weight)| (j, weight, bound(self, j, weight)))
            .filter(|(_, weight, bound)| *weight != 0.0 && bound.is_finite())
            .collect();
        let gap: f64 = bounded.iter().map(|(_, weight, bound)| weight * bound).sum();
        let granted: f64 =
            bounded.iter().map(|(j, weight, bound)| weight.abs() * self.tolerance(*j, *bound)).sum();
        let part = (gap / granted).clamp(0.0, 1.0);
        for (j, weight, bound) in bounded {
            self.excused.push((j, self.lower[j], self.upper[j]));
            let given = bound - weight.signum() * part * self.tolerance(j, bound);
            let (bounds, place) =
                if weight > 0.0 { (&mut self.lower, Place::Lower) } else { (&mut self.upper, Place::Upper) };
            bounds[j] = given;
            if j != leaving {
                (self.value[j], self.place[j]) = (given, place);
                self.forgive(j);
            }
        }
        self.compute_basics();
        self.lower[leaving] = self.lower[leaving].min(self.value[leaving]);
        self.upper[leaving] = self.upper[leaving].max(self.value[leaving]);
    }

    /// By how much the rows' sums differ from their terms, relative to these, at most.
    pub(super) fn residual(&self) -> f64 {
        let mut worst = 0.0_f64;
        for row in 0..self.rows {
            let mut sum = -self.value[self.columns + row];
            let mut size = 1.0;
            for (j, a) in self.by_row.of(row) {
                let term = a * self.value[j];
                sum += term;
                size += term.abs();
            }
            worst = worst.max(sum.abs() / size);
        }
        worst
    }

    /// New factors of the basis, and everything that follows from it computed afresh.
    pub(super) fn refactor(&mut self) {
        loop {
            let mut columns = Lists::default();
            for &j in &self.head {
                if j >= self.columns {
                    columns.push([(j - self.columns, -1.0)]);
                } else {
                    columns.push(self.by_column.of(j));
                }
            }
            let (factors, missing) = Factors::new(&columns);
            if missing.is_empty() {
                self.factors = factors;
                break;
            }
            for (position, row) in missing {
                let out = self.head[position];
                self.place[out] = Place::Lower;
                self.settle(out);
                self.head[position] = self.columns + row;
                self.place[self.columns + row] = Place::Basic;
                self.weight.fill(1.0);
            }
        }
        self.compute_reduced();
        self.compute_basics();
    }

    fn compute_reduced(&mut self) {
        let mut basic: Vec<f64> = self.head.iter().map(|&j| self.cost[j]).collect();
        let mut y = vec![0.0; self.rows];
        self.factors.backward(&mut basic, &mut y);
        for j in 0..self.columns + self.rows {
            if self.place[j] == Place::Basic {
                self.reduced[j] = 0.0;
                continue;
            }
            let priced: f64 = if j >= self.columns {
                -y[j - self.columns]
            } else {
                self.by_column.of(j).map(|(row, a)| y[row] * a).sum()
            };
            self.reduced[j] = self.cost[j] - priced;
            self.settle(j);
        }
    }

    pub(super) fn compute_basics(&mut self) {
        let mut rows = vec![0.0; self.rows];
        for j in 0..self.columns + self.rows {
            if self.place[j] != Place::Basic && self.value[j] != 0.0 {
                self.add_column(j, -self.value[j], &mut rows);
            }
        }
        let mut basics = vec![0.0; self.rows];
        self.factors.forward(&mut rows, &mut basics);
        for (&j, value) in self.head.iter().zip(basics) {
            self.value[j] = value;
        }
        self.moved = false;
    }
}
