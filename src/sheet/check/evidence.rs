//! What the figures around one leave for it.

use super::super::published::PublishedTable;
use super::super::structure::{Structure, interval};
use super::misprint::Evidence;
use super::program::Cell;
use crate::claim::Figure;
use crate::value::{Interval, Year};

/// A table, how it hangs together, and which of its figures do not count.
pub(super) struct Around<'a> {
    pub(super) table: &'a PublishedTable,
    pub(super) structure: &'a Structure,
    /// Figures that are, or may be, wrong.
    pub(super) wrong: &'a [Cell],
}

impl Around<'_> {
    /// What sums, growth, shares and changes leave for a figure.
    pub(super) fn evidence(&self, (row, column): Cell) -> Vec<Evidence> {
        let printed = self.table.cell(row, column).expect("only printed figures are asked for");
        let factor = self.table.factor(row, column);
        let found = match self.table.columns[column].figure.clone() {
            Figure::Value { year } => self.of_size(row, year),
            Figure::Share { year, .. } => {
                let parts = self.size(row, year).zip(self.shared(row, column, year));
                let share = |(part, whole): (Interval<f64>, Interval<f64>)| over(part, whole);
                parts.map(share).map(|share| (share, format!("by the sizes of {year}"))).into_iter().collect()
            }
            Figure::Growth { from, to } => {
                let rate = self.size(row, from).zip(self.size(row, to)).map(|(start, end)| {
                    over(end, start).map(|ratio| libm::pow(ratio.max(0.0), 1.0 / to.since(from) as f64) - 1.0)
                });
                rate.map(|rate| (rate, format!("by the sizes of {from} and {to}"))).into_iter().collect()
            }
            Figure::Change { from, to } => {
                let change =
                    self.size(row, from).zip(self.size(row, to)).map(|(start, end)| less(end, start));
                change
                    .map(|change| (change, format!("by the sizes of {from} and {to}")))
                    .into_iter()
                    .collect()
            }
        };
        let evidence = |(interval, what): (Interval<f64>, String)| Evidence {
            what,
            interval: interval.map(|bound| bound / factor),
            decimals: printed.decimals(),
            percent: printed.is_percent(),
        };
        found.into_iter().map(evidence).collect()
    }

    fn of_size(&self, row: usize, year: Year) -> Vec<(Interval<f64>, String)> {
        let mut found = Vec::new();
        let mut add = |size: Option<Interval<f64>>, what: String| found.extend(size.map(|size| (size, what)));
        let parts = &self.structure.parts[row];
        if !parts.is_empty() && !self.structure.partial[row] {
            add(self.total(parts, year), "by its parts".into());
        }
        if let Some(parent) = self.table.rows[row].parent.filter(|&parent| !self.structure.partial[parent]) {
            let others: Vec<usize> =
                self.structure.parts[parent].iter().copied().filter(|&part| part != row).collect();
            let rest = self
                .size(parent, year)
                .zip(self.total(&others, year))
                .map(|(whole, others)| less(whole, others));
            add(rest, format!("by '{}' less its other parts", self.table.rows[parent].name));
        }
        if self.structure.wholes.contains(&row) {
            for &other in self.structure.wholes.iter().filter(|&&other| other != row) {
                add(self.size(other, year), format!("by '{}'", self.table.rows[other].name));
            }
        }
        for column in 0..self.table.columns.len() {
            let Some(said) = self.said(row, column) else { continue };
            match self.table.columns[column].figure {
                Figure::Growth { from, to } if to == year => {
                    let grown = self.size(row, from).map(|start| times(start, factor(said, from, to)));
                    add(grown, format!("by its growth since {from}"));
                }
                Figure::Growth { from, to } if from == year => {
                    let start = self.size(row, to).map(|end| over(end, factor(said, from, to)));
                    add(start, format!("by its growth until {to}"));
                }
                Figure::Change { from, to } if to == year => {
                    let end = self.size(row, from).map(|start| plus(start, said));
                    add(end, format!("by its change since {from}"));
                }
                Figure::Change { from, to } if from == year => {
                    let start = self.size(row, to).map(|end| less(end, said));
                    add(start, format!("by its change until {to}"));
                }
                Figure::Share { year: of, .. } if of == year && !self.is_of_itself(row, column) => {
                    let whole = self.shared(row, column, year);
                    add(whole.map(|whole| times(whole, said)), "by its share".into());
                }
                _ => {}
            }
        }
        found
    }

    /// What a figure that counts can stand for.
    fn said(&self, row: usize, column: usize) -> Option<Interval<f64>> {
        interval(self.table, row, column).filter(|_| !self.wrong.contains(&(row, column)))
    }

    /// The size of a row in a year.
    fn size(&self, row: usize, year: Year) -> Option<Interval<f64>> {
        let is_it = |column: &usize| matches!(self.table.columns[*column].figure, Figure::Value { year: of } if of == year);
        (0..self.table.columns.len()).filter(is_it).find_map(|column| self.said(row, column))
    }

    /// The size of what a share is of.
    fn shared(&self, row: usize, column: usize, year: Year) -> Option<Interval<f64>> {
        match self.structure.share_of(self.table, row, column) {
            Some(of) => self.size(of, year),
            None => self.structure.wholes.iter().find_map(|&row| self.size(row, year)),
        }
    }

    fn is_of_itself(&self, row: usize, column: usize) -> bool {
        let of = self.structure.share_of(self.table, row, column);
        of.map_or(self.structure.wholes.contains(&row), |of| of == row)
    }

    fn total(&self, rows: &[usize], year: Year) -> Option<Interval<f64>> {
        let zero = Some(Interval { low: 0.0, high: 0.0 });
        rows.iter().fold(zero, |sum, &row| Some(plus(sum?, self.size(row, year)?)))
    }
}

fn plus(a: Interval<f64>, b: Interval<f64>) -> Interval<f64> {
    Interval { low: a.low + b.low, high: a.high + b.high }
}

fn less(a: Interval<f64>, b: Interval<f64>) -> Interval<f64> {
    Interval { low: a.low - b.high, high: a.high - b.low }
}

/// Of sizes and factors that are not negative.
fn times(a: Interval<f64>, b: Interval<f64>) -> Interval<f64> {
    Interval { low: a.low * b.low.max(0.0), high: a.high * b.high.max(0.0) }
}

fn over(a: Interval<f64>, b: Interval<f64>) -> Interval<f64> {
    Interval { low: a.low / b.high, high: a.high / b.low.max(f64::MIN_POSITIVE) }
}

/// By what a size is multiplied from one year to another.
fn factor(rate: Interval<f64>, from: Year, to: Year) -> Interval<f64> {
    rate.map(|rate| libm::pow((1.0 + rate).max(0.0), to.since(from) as f64))
}
