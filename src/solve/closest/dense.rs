//! Dense symmetric systems: positive definite, but for an end that may be anything.
//!
//! The positive definite part comes first and is factored by square roots, rows and columns scaled to a unit diagonal. What is
//! then left of the end is factored with the largest pivot of each column.

/// What is added to a unit diagonal where round-off has left it without a root, and by how much that grows.
const FIRM: f64 = 1e-15;
const FIRMER: f64 = 100.0;

/// A symmetric matrix of which the first `head` rows are positive definite, factored.
#[derive(Debug, Default)]
pub(crate) struct Symmetric {
    /// Rows × rows, the lower half: the matrix, then its factor; the end of a factored one is in `end`.
    pub(crate) entries: Vec<f64>,
    scale: Vec<f64>,
    end: Vec<f64>,
    pivots: Vec<u32>,
    rows: usize,
    head: usize,
}

impl Symmetric {
    pub(crate) fn new(rows: usize, head: usize) -> Self {
        let zeros = |n: usize| vec![0.0; n];
        let end = rows - head;
        let pivots = vec![0; end];
        Self { entries: zeros(rows * rows), scale: zeros(head), end: zeros(end * end), pivots, rows, head }
    }

    /// Factors the entries in place.
    pub(crate) fn factor(&mut self) {
        let (n, head) = (self.rows, self.head);
        let matrix = &mut self.entries;
        for i in 0..head {
            self.scale[i] = 1.0 / matrix[i * n + i].max(1e-300).sqrt();
        }
        for i in 0..n {
            let factor = if i < head { self.scale[i] } else { 1.0 };
            let row = &mut matrix[i * n..=i * n + i];
            row.iter_mut().zip(&self.scale).for_each(|(entry, scale)| *entry *= factor * scale);
        }
        for i in 0..n {
            let (done, rest) = matrix.split_at_mut(i * n);
            let row = &mut rest[..=i];
            eliminate(row, done, n, i.min(head));
            if i < head {
                let left = row[i] - dot(&row[..i], &row[..i]);
                // A row that others make up to round-off stands on what is left of its digits.
                let mut firm = FIRM;
                while left + firm <= 0.0 && firm < 1.0 {
                    firm *= FIRMER;
                }
                row[i] = (left + firm).max(firm).sqrt();
            }
        }
        let size = n - head;
        for i in 0..size {
            for j in 0..=i {
                let (a, b) = (&matrix[(head + i) * n..], &matrix[(head + j) * n..]);
                let left = a[head + j] - dot(&a[..head], &b[..head]);
                self.end[i * size + j] = left;
                self.end[j * size + i] = left;
            }
        }
        pivot(&mut self.end, &mut self.pivots, size);
    }

    /// Solves for a right-hand side in place.
    pub(crate) fn solve(&self, right: &mut [f64]) {
        let (n, head) = (self.rows, self.head);
        self.forward(&mut right[..head]);
        let (first, end) = right.split_at_mut(head);
        for (i, right) in end.iter_mut().enumerate() {
            *right -= dot(&self.entries[(head + i) * n..][..head], first);
        }
        unpivot(&self.end, &self.pivots, end);
        for (i, x) in end.iter().enumerate() {
            let row = &self.entries[(head + i) * n..][..head];
            first.iter_mut().zip(row).for_each(|(right, l)| *right -= x * l);
        }
        self.backward(first);
    }

    /// Half of the solution of the head: `L w = right`.
    pub(super) fn forward(&self, right: &mut [f64]) {
        let n = self.rows;
        for i in 0..right.len() {
            let row = &self.entries[i * n..=i * n + i];
            right[i] = (right[i] * self.scale[i] - dot(&row[..i], &right[..i])) / row[i];
        }
    }

    /// The other half: `Lᵀ x = w`.
    pub(super) fn backward(&self, right: &mut [f64]) {
        let n = self.rows;
        for i in (0..right.len()).rev() {
            let row = &self.entries[i * n..=i * n + i];
            let x = right[i] / row[i];
            right[..i].iter_mut().zip(row).for_each(|(right, l)| *right -= x * l);
            right[i] = x * self.scale[i];
        }
    }

    /// Half of the solution of the head for many right-hand sides at once, `width` to a row.
    pub(super) fn forward_all(&self, right: &mut [f64], width: usize) {
        let n = self.rows;
        for i in 0..self.head {
            let (done, rest) = right.split_at_mut(i * width);
            let out = &mut rest[..width];
            out.iter_mut().for_each(|out| *out *= self.scale[i]);
            for j in 0..i {
                let factor = self.entries[i * n + j];
                if factor != 0.0 {
                    let other = &done[j * width..(j + 1) * width];
                    out.iter_mut().zip(other).for_each(|(out, other)| *out -= factor * other);
                }
            }
            let pivot = 1.0 / self.entries[i * n + i];
            out.iter_mut().for_each(|out| *out *= pivot);
        }
    }
}

/// Takes the first `count` rows of a factor out of a row.
fn eliminate(row: &mut [f64], done: &[f64], n: usize, count: usize) {
    let mut j = 0;
    // Four columns at a time share the loads of the row.
    while j + 4 <= count {
        let others: [&[f64]; 4] = std::array::from_fn(|k| &done[(j + k) * n..(j + k) * n + j]);
        let sums = dot4(&row[..j], others);
        for k in 0..4 {
            let other = &done[(j + k) * n..=(j + k) * n + j + k];
            let inner: f64 = (0..k).map(|m| row[j + m] * other[j + m]).sum();
            row[j + k] = (row[j + k] - sums[k] - inner) / other[j + k];
        }
        j += 4;
    }
    for j in j..count {
        let other = &done[j * n..=j * n + j];
        row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
    }
}

/// Factors `n × n` with row exchanges, in place.
fn pivot(matrix: &mut [f64], pivots: &mut [u32], n: usize) {
    for (k, pivot) in pivots.iter_mut().enumerate() {
        let size = |i: usize, matrix: &[f64]| matrix[i * n + k].abs();
        let best = (k..n).fold(k, |best, i| if size(i, matrix) > size(best, matrix) { i } else { best });
        *pivot = best as u32;
        if best != k {
            (0..n).for_each(|j| matrix.swap(k * n + j, best * n + j));
        }
        if matrix[k * n + k] == 0.0 {
            matrix[k * n + k] = f64::MIN_POSITIVE;
        }
        let (done, rest) = matrix.split_at_mut((k + 1) * n);
        let top = &done[k * n..];
        for row in rest.chunks_exact_mut(n) {
            let factor = row[k] / top[k];
            row[k] = factor;
            row[k + 1..].iter_mut().zip(&top[k + 1..n]).for_each(|(entry, top)| *entry -= factor * top);
        }
    }
}

/// Solves with what [`pivot`] has made, in place.
fn unpivot(matrix: &[f64], pivots: &[u32], right: &mut [f64]) {
    let n = right.len();
    pivots.iter().enumerate().for_each(|(k, &pivot)| right.swap(k, pivot as usize));
    for i in 0..n {
        right[i] -= dot(&matrix[i * n..i * n + i], &right[..i]);
    }
    for i in (0..n).rev() {
        let row = &matrix[i * n..(i + 1) * n];
        right[i] = (right[i] - dot(&row[i + 1..], &right[i + 1..])) / row[i];
    }
}

/// The sum of products, in four lanes.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (a4, b4) = (a.chunks_exact(4), b.chunks_exact(4));
    let tail: f64 = a4.remainder().iter().zip(b4.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a4.zip(b4) {
        for k in 0..4 {
            lanes[k] += a[k] * b[k];
        }
    }
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]) + tail
}

/// Four sums of products with one row, in two lanes each.
fn dot4(a: &[f64], others: [&[f64]; 4]) -> [f64; 4] {
    let n = a.len();
    let others: [&[f64]; 4] = others.map(|other| &other[..n]);
    let mut lanes = [[0.0; 2]; 4];
    let mut k = 0;
    while k + 2 <= n {
        for (lane, other) in lanes.iter_mut().zip(&others) {
            lane[0] += a[k] * other[k];
            lane[1] += a[k + 1] * other[k + 1];
        }
        k += 2;
    }
    let mut sums = lanes.map(|lane| lane[0] + lane[1]);
    if k < n {
        sums.iter_mut().zip(&others).for_each(|(sum, other)| *sum += a[k] * other[k]);
    }
    sums
}
