//! Totals that stand among their parts.

use super::read::ReadRow;
use crate::table::Number;

/// What a total is called; a word alone, for "Total Energies" is a company.
const NAMES: [&str; 9] =
    ["total", "grand total", "all", "sum", "overall", "whole", "world", "worldwide", "global"];

/// How far a printed total may be from the sum of its printed parts: relative, and wide, since it is the name that tells.
const CLOSE: f64 = 0.01;

/// Rows that are called a total and are one: of all rows, or of those that differ from it in the same axis.
///
/// Both have to be so: a member may be called "Total", and a member may happen to be as large as others together.
/// What cannot be known is a total under another name, or of growth rates.
pub(super) fn totals(rows: &[ReadRow], numbers: &[Option<Number>]) -> Vec<usize> {
    let named: Vec<(usize, usize)> = rows.iter().enumerate().flat_map(total_labels).collect();
    if named.is_empty() {
        return Vec::new();
    }
    let width = numbers.len() / rows.len();
    let of = |row: usize| &numbers[row * width..(row + 1) * width];
    let mut axes: Vec<usize> = named.iter().map(|(_, axis)| *axis).collect();
    axes.sort_unstable();
    axes.dedup();
    let mut found = Vec::new();
    for axis in axes {
        let others = |row: &usize| {
            let labels = &rows[*row].labels;
            (&labels[..axis], &labels[axis + 1..])
        };
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(others);
        for alike in order.chunk_by(|a, b| others(a) == others(b)) {
            found.extend(sums_among(alike, |row| is_total(&rows[row].labels[axis]), of));
        }
    }
    let all: Vec<usize> = (0..rows.len()).collect();
    let has_parts = |row: usize| rows[row].labels.iter().any(|label| is_total(label));
    let wholes = sums_among(&all, has_parts, of);
    found.extend(wholes.into_iter().filter(|row| rows[*row].labels.iter().all(|label| is_total(label))));
    found.sort_unstable();
    found.dedup();
    found
}

/// The row and the axis of each label that reads like a total.
fn total_labels((row, read): (usize, &ReadRow)) -> impl Iterator<Item = (usize, usize)> {
    let axes = read.labels.iter().enumerate().filter(|(_, label)| is_total(label));
    axes.map(move |(axis, _)| (row, axis))
}

fn is_total(label: &str) -> bool {
    // The longest name has eleven letters: no copy is made of most labels.
    label.len() <= 16 && NAMES.contains(&label.trim().to_lowercase().as_str())
}

/// Those rows called a total that are the sum of the others, of which there are at least two.
fn sums_among<'a>(
    rows: &[usize],
    is_named: impl Fn(usize) -> bool,
    of: impl Fn(usize) -> &'a [Option<Number>],
) -> Vec<usize> {
    let (named, parts): (Vec<usize>, Vec<usize>) = rows.iter().partition(|row| is_named(**row));
    if named.is_empty() || parts.len() < 2 {
        return Vec::new();
    }
    let mut sums = vec![0.0; of(rows[0]).len()];
    for row in parts {
        for (sum, number) in sums.iter_mut().zip(of(row)) {
            *sum += number.map_or(0.0, |number| number.value);
        }
    }
    let is_sum = |row: &usize| {
        let pairs =
            of(*row).iter().zip(&sums).filter_map(|(number, sum)| Some((number.as_ref()?.value, *sum)));
        let is_close = |(total, sum): (f64, f64)| (total - sum).abs() <= CLOSE * total.abs();
        pairs.clone().all(is_close) && pairs.clone().any(|(total, _)| total != 0.0)
    };
    named.into_iter().filter(is_sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Status;

    #[track_caller]
    fn check(rows: &[(&[&str], [f64; 2])], expected: &[usize]) {
        let number = |value| Some(Number { value, status: Status::Assumed });
        let numbers: Vec<Option<Number>> = rows.iter().flat_map(|(_, values)| values.map(number)).collect();
        let labels = |labels: &[&str]| labels.iter().map(ToString::to_string).collect();
        let rows: Vec<ReadRow> =
            rows.iter().map(|(row, _)| ReadRow { line: 0, labels: labels(row) }).collect();
        assert_eq!(totals(&rows, &numbers), expected);
    }

    #[test]
    fn name_and_sum_make_a_total() {
        check(&[(&["A"], [2.0, 3.0]), (&["B"], [6.1, 7.0]), (&["Total"], [8.1, 10.0])], &[2]);
        check(&[(&["WORLD "], [8.1, 10.0]), (&["A"], [2.04, 3.0]), (&["B"], [6.04, 7.0])], &[0]);
        // Not both of them.
        check(&[(&["A"], [2.0, 3.0]), (&["B"], [6.0, 7.0]), (&["Total"], [8.0, 7.0])], &[]);
        check(&[(&["A"], [2.0, 3.0]), (&["B"], [6.0, 7.0]), (&["C"], [8.0, 10.0])], &[]);
        check(&[(&["A"], [0.0, 0.0]), (&["B"], [0.0, 0.0]), (&["Total"], [0.0, 0.0])], &[]);
        check(&[(&["A"], [2.0, 3.0]), (&["Total"], [2.0, 3.0])], &[]);
    }

    #[test]
    fn totals_of_either_axis_and_of_both_are_found() {
        check(
            &[
                (&["A", "x"], [1.0, 1.0]),
                (&["A", "y"], [2.0, 2.0]),
                (&["A", "all"], [3.0, 3.0]),
                (&["B", "x"], [4.0, 4.0]),
                (&["total", "x"], [5.0, 5.0]),
            ],
            &[2, 4],
        );
        check(
            &[
                (&["A", "x"], [1.0, 1.0]),
                (&["A", "y"], [2.0, 2.0]),
                (&["B", "x"], [4.0, 4.0]),
                (&["Total", "Total"], [7.0, 7.0]),
            ],
            &[3],
        );
    }
}
