//! Keeping factors, reduced costs and values true as pivots wear them down.

use super::{Place, Simplex};
use crate::forecast::linear::factor::Factors;
use crate::forecast::linear::lists::Lists;

impl Simplex {
    /// Lets a bound that is missed by round-off only give way until the next solve.
    pub(super) fn excuse(&mut self, position: usize) {
        let j = self.head[position];
        self.excused.push((j, self.lower[j], self.upper[j]));
        self.lower[j] = self.lower[j].min(self.value[j]);
        self.upper[j] = self.upper[j].max(self.value[j]);
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
