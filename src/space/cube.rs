//! Dense numbers over cells and years.

use super::Selection;

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

    /// The path of one cell over the years.
    pub(crate) fn path(&self, cell: usize) -> &[f64] {
        &self.values[cell * self.years..(cell + 1) * self.years]
    }

    /// The path of one cell, to change.
    pub(crate) fn path_mut(&mut self, cell: usize) -> &mut [f64] {
        &mut self.values[cell * self.years..(cell + 1) * self.years]
    }

    /// Multiplies every number by a factor.
    pub(crate) fn scale(&mut self, factor: f64) {
        self.values.iter_mut().for_each(|value| *value *= factor);
    }

    /// The sum of the selected cells, year by year.
    pub(crate) fn sum(&self, selection: &Selection) -> Vec<f64> {
        let mut sums = vec![0.0; self.years];
        selection.for_each_run(|start, len| {
            for path in self.values[start * self.years..(start + len) * self.years].chunks_exact(self.years) {
                for (sum, value) in sums.iter_mut().zip(path) {
                    *sum += value;
                }
            }
        });
        sums
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
        selection.restrict(0, &[0, 2]);
        assert_eq!(cube.sum(&selection), [4.0, 13.0]);
    }
}
