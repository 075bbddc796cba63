//! Small dense linear systems: LU with row exchanges.

/// A square matrix, factored in place; rows are exchanged for the largest pivot.
pub(super) struct Lu {
    n: usize,
    a: Vec<f64>,
    order: Vec<usize>,
}

impl Lu {
    /// Factors a row-major matrix. A pivot of 0 is replaced by a tiny one: the caller judges the solution by its residual.
    pub(super) fn new(mut a: Vec<f64>, n: usize) -> Self {
        let tiny = a.iter().fold(f64::MIN_POSITIVE, |most, value| most.max(value.abs())) * 1e-200;
        let mut order: Vec<usize> = (0..n).collect();
        for k in 0..n {
            let pivot =
                (k..n).fold(k, |best, i| if a[i * n + k].abs() > a[best * n + k].abs() { i } else { best });
            if pivot != k {
                order.swap(k, pivot);
                let (upper, lower) = a.split_at_mut(pivot * n);
                upper[k * n..(k + 1) * n].swap_with_slice(&mut lower[..n]);
            }
            if a[k * n + k].abs() < tiny {
                a[k * n + k] = tiny;
            }
            let (upper, lower) = a.split_at_mut((k + 1) * n);
            let head = &upper[k * n + k..];
            for row in lower.chunks_exact_mut(n) {
                if row[k] == 0.0 {
                    continue;
                }
                let factor = row[k] / head[0];
                row[k] = factor;
                for (value, above) in row[k + 1..].iter_mut().zip(&head[1..]) {
                    *value -= factor * above;
                }
            }
        }
        Self { n, a, order }
    }

    /// Solves for one right-hand side, in place.
    pub(super) fn solve(&self, b: &mut [f64], scratch: &mut Vec<f64>) {
        let n = self.n;
        scratch.clear();
        scratch.extend(self.order.iter().map(|&i| b[i]));
        for i in 0..n {
            let row = &self.a[i * n..i * n + i];
            scratch[i] -= row.iter().zip(scratch.iter()).map(|(l, x)| l * x).sum::<f64>();
        }
        for i in (0..n).rev() {
            let row = &self.a[i * n + i + 1..(i + 1) * n];
            let known: f64 = row.iter().zip(&scratch[i + 1..]).map(|(u, x)| u * x).sum();
            scratch[i] = (scratch[i] - known) / self.a[i * n + i];
        }
        b.copy_from_slice(scratch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_that_needs_row_exchanges_is_solved() {
        // x + y = 3, 2y + z = 7, x - z = -2 with a zero pivot in front: x = 1, y = 2, z = 3.
        let lu = Lu::new(vec![0.0, 2.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, -1.0], 3);
        let mut b = vec![7.0, 3.0, -2.0];
        lu.solve(&mut b, &mut Vec::new());
        for (found, expected) in b.iter().zip([1.0, 2.0, 3.0]) {
            approx::assert_relative_eq!(*found, expected, max_relative = 1e-15);
        }
    }

    #[test]
    fn a_singular_matrix_gives_numbers_and_no_panic() {
        let lu = Lu::new(vec![1.0, 1.0, 1.0, 1.0], 2);
        let mut b = vec![1.0, 1.0];
        lu.solve(&mut b, &mut Vec::new());
        assert_eq!(b.len(), 2);
    }
}
