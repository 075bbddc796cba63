//! Dense numbers over cells and years.

use super::{Runs, Selection};

/// Cells × years, row-major, years innermost.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cube {
    years: usize,
    values: Vec<f64>,
}

impl Cube {
    /// A cube of one value.
    pub(crate) fn filled(cells: usize, years: usize, value: f64) -> Self {
        Self { years, values: vec![value; cells * years] }
    }

    /// How many years.
    pub(crate) fn years(&self) -> usize {
        self.years
    }

    /// The path of one cell over the years.
    pub(crate) fn path(&self, cell: usize) -> &[f64] {
        &self.values[cell * self.years..(cell + 1) * self.years]
    }

    /// The path of one cell, to change.
    pub(crate) fn path_mut(&mut self, cell: usize) -> &mut [f64] {
        &mut self.values[cell * self.years..(cell + 1) * self.years]
    }

    /// Multiplies every number by a factor, and those of each cell by the factors of its group in each year; the totals of
    /// the years after that, to the bits that [`Cube::sum`] has.
    pub(crate) fn scale(&mut self, by: f64, factors: &[f64], of_cell: &[u32]) -> Vec<f64> {
        let mut totals = vec![0.0; self.years];
        for (path, &group) in self.values.chunks_exact_mut(self.years).zip(of_cell) {
            let factors = &factors[group as usize * self.years..][..self.years];
            for ((value, factor), total) in path.iter_mut().zip(factors).zip(&mut totals) {
                *value = *value * by * factor;
                *total += *value;
            }
        }
        totals
    }

    /// Takes over the numbers of another cube of the same size.
    pub(crate) fn copy_from(&mut self, other: &Cube) {
        self.values.copy_from_slice(&other.values);
    }

    /// Adds a multiple of the difference of two cubes of the same size; where they are equal no bit changes.
    pub(crate) fn add_difference(&mut self, factor: f64, more: &Cube, less: &Cube) {
        for (value, (more, less)) in self.values.iter_mut().zip(more.values.iter().zip(&less.values)) {
            *value += factor * (more - less);
        }
    }

    /// Multiplies the cells by a factor for each year; a factor of 1 changes no bit.
    pub(crate) fn multiply(&mut self, cells: &Runs, factors: &[f64]) {
        for path in self.paths_mut(cells) {
            for (value, factor) in path.iter_mut().zip(factors) {
                *value *= factor;
            }
        }
    }

    /// The paths of cells, to change.
    pub(crate) fn paths_mut(&mut self, cells: &Runs) -> impl Iterator<Item = &mut [f64]> {
        let years = self.years;
        let mut rest = self.values.as_mut_slice();
        let mut at = 0;
        cells.iter().flat_map(move |run| {
            let (_, after) = std::mem::take(&mut rest).split_at_mut((run.start - at) * years);
            let (here, after) = after.split_at_mut(run.len() * years);
            (rest, at) = (after, run.end);
            here.chunks_exact_mut(years)
        })
    }

    /// The sum of the selected cells, year by year.
    pub(crate) fn sum(&self, selection: &Selection) -> Vec<f64> {
        let mut sums = vec![0.0; self.years];
        selection.for_each_run(|start, len| self.add_to(&mut sums, start..start + len));
        sums
    }

    /// The sum of cells, year by year, with the bits that [`Cube::sum`] has for the same cells.
    pub(crate) fn sum_into(&self, cells: &Runs, sums: &mut [f64]) {
        sums.fill(0.0);
        cells.iter().for_each(|run| self.add_to(sums, run));
    }

    /// The sums of cells in two years.
    pub(crate) fn sum_in(&self, cells: &Runs, first: usize, last: usize) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for run in cells.iter() {
            for path in self.values[run.start * self.years..run.end * self.years].chunks_exact(self.years) {
                sums = (sums.0 + path[first], sums.1 + path[last]);
            }
        }
        sums
    }

    fn add_to(&self, sums: &mut [f64], run: std::ops::Range<usize>) {
        for path in self.values[run.start * self.years..run.end * self.years].chunks_exact(self.years) {
            for (sum, value) in sums.iter_mut().zip(path) {
                *sum += value;
            }
        }
    }

    /// Whether all numbers are ones that add up.
    pub(crate) fn is_finite(&self) -> bool {
        self.values.iter().all(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_run_over_the_selected_cells_only() {
        let mut cube = Cube::filled(6, 2, 1.0);
        cube.path_mut(4)[1] = 10.0;
        let mut selection = Selection::all(&[3, 2]);
        selection.restrict(0, &[0, 2][..].into());
        assert_eq!(cube.sum(&selection), [4.0, 13.0]);
        let mut sums = [7.0; 2];
        cube.sum_into(&Runs::of(&selection), &mut sums);
        assert_eq!(sums, [4.0, 13.0]);
    }

    #[test]
    fn groups_are_scaled_and_totaled() {
        let mut cube = Cube::filled(3, 2, 1.0);
        assert_eq!(cube.scale(2.0, &[1.0, 3.0, 5.0, 7.0], &[1, 0, 1]), [22.0, 34.0]);
        assert_eq!([cube.path(0), cube.path(1), cube.path(2)], [[10.0, 14.0], [2.0, 6.0], [10.0, 14.0]]);
        assert_eq!(cube.sum(&Selection::all(&[3])), [22.0, 34.0]);
    }

    #[test]
    fn factors_reach_the_cells_meant_and_no_others() {
        let ones = Cube::filled(6, 2, 1.0);
        let mut cube = ones.clone();
        let mut selection = Selection::all(&[3, 2]);
        selection.restrict(0, &[0, 2][..].into());
        cube.multiply(&Runs::of(&selection), &[1.0, 3.0]);
        let found: Vec<f64> = (0..6).map(|cell| cube.path(cell)[1]).collect();
        assert_eq!(found, [3.0, 3.0, 1.0, 1.0, 3.0, 3.0]);
        assert!(cube.is_finite() && !Cube::filled(1, 1, f64::NAN).is_finite());
        selection.restrict(0, &[0][..].into());
        cube.add_difference(-1.0, &ones, &Cube::filled(6, 2, 0.0));
        assert_eq!(cube.sum(&selection), [0.0, 4.0]);
    }
}
