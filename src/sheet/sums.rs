//! Which rows add up to which, where nothing else says so.

use super::published::PublishedTable;
use crate::claim::Figure;
use crate::value::{Interval, Printed};

/// Words that a row of everything, or of everything so far, begins or ends with.
const TOTALS: [&str; 8] = ["total", "totals", "subtotal", "sub-total", "overall", "sum", "all", "world"];
/// A row is only taken for the sum of others where so many columns agree that chance is no explanation.
const COLUMNS: usize = 2;

/// Whether a name is that of a total: "Total", "Total world", "Grand total", "World".
pub(super) fn is_total(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(' | ')'))
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    let middle = words.any(|word| word == "total");
    // "All other" and "World excluding China" are parts.
    let rest = ["other", "others", "excluding", "excl", "ex", "rest"];
    let is_rest = name.split_whitespace().any(|word| rest.contains(&word.trim_end_matches('.')));
    !is_rest
        && (TOTALS.contains(&first)
            || TOTALS.contains(&last)
            || middle
            || first == "worldwide"
            || first == "global" && last == "market")
}

/// Makes rows parts of those that they add up to: of a total below them or above them, of a row that heads its parts.
pub(super) fn find_parents(table: &mut PublishedTable) {
    let sizes = sizes(table);
    parts_below_their_whole(table, &sizes);
    let mut open: Vec<usize> = Vec::new();
    for row in 0..table.rows.len() {
        if table.rows[row].parent.is_some() {
            continue;
        }
        if is_total(&table.rows[row].name) {
            let count = (1..=open.len())
                .find(|&count| count > 1 && adds_up(&sizes, row, &open[open.len() - count..]));
            for part in open.split_off(open.len() - count.unwrap_or(0)) {
                table.rows[part].parent = Some(row);
            }
        }
        open.push(row);
    }
    the_only_total(table, &open);
}

/// Rows that head their parts: each is the sum of the next few in every column.
fn parts_below_their_whole(table: &mut PublishedTable, sizes: &[Vec<Option<Interval<f64>>>]) {
    // From the last row up, so that parts which have parts themselves are taken for one.
    for row in (0..table.rows.len()).rev() {
        let below: Vec<usize> =
            (row + 1..table.rows.len()).filter(|&part| table.rows[part].parent.is_none()).collect();
        let count = (2..=below.len()).find(|&count| {
            let parts = &below[..count];
            columns_that_add_up(sizes, row, parts).0 >= COLUMNS && adds_up(sizes, row, parts)
        });
        for part in &below[..count.unwrap_or(0)] {
            table.rows[*part].parent = Some(row);
        }
    }
}

/// One total at either end of rows that are all no part of anything: they are its parts, whether or not they add up to it.
fn the_only_total(table: &mut PublishedTable, open: &[usize]) {
    let totals: Vec<usize> = open.iter().copied().filter(|&row| is_total(&table.rows[row].name)).collect();
    let [total] = totals[..] else { return };
    let at_an_end = open.first() == Some(&total) || open.last() == Some(&total);
    let has_parts = table.rows.iter().any(|row| row.parent == Some(total));
    if at_an_end && !has_parts {
        for &part in open.iter().filter(|&&part| part != total) {
            table.rows[part].parent = Some(total);
        }
    }
}

/// What each row can be in each column of sizes.
fn sizes(table: &PublishedTable) -> Vec<Vec<Option<Interval<f64>>>> {
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|&column| matches!(table.columns[column].figure, Figure::Value { .. }))
        .collect();
    let size = |row: usize, column: usize| {
        let factor = table.factor(row, column);
        table.cell(row, column).map(Printed::interval).map(|i| i.map(|bound| bound * factor))
    };
    (0..table.rows.len()).map(|row| columns.iter().map(|&column| size(row, column)).collect()).collect()
}

/// In how many columns parts add up to a whole within their rounding, of how many in which all of them have figures.
fn columns_that_add_up(
    sizes: &[Vec<Option<Interval<f64>>>],
    whole: usize,
    parts: &[usize],
) -> (usize, usize) {
    let (mut agreed, mut compared) = (0, 0);
    for (column, whole) in sizes[whole].iter().enumerate() {
        let Some(whole) = whole else { continue };
        let mut sum = Interval { low: 0.0, high: 0.0 };
        let all = parts.iter().all(|&part| {
            sizes[part][column].is_some_and(|size| {
                sum = Interval { low: sum.low + size.low, high: sum.high + size.high };
                true
            })
        });
        if all {
            compared += 1;
            let room = 1e-9 * whole.high.abs();
            agreed += usize::from(sum.low <= whole.high + room && whole.low <= sum.high + room);
        }
    }
    (agreed, compared)
}

/// Whether parts add up to a whole in most columns: a misprint in one must not hide what belongs together.
fn adds_up(sizes: &[Vec<Option<Interval<f64>>>], whole: usize, parts: &[usize]) -> bool {
    let (agreed, compared) = columns_that_add_up(sizes, whole, parts);
    agreed > 0 && 2 * agreed >= compared
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parents(rows: &[(&str, [&str; 2])]) -> Vec<Option<usize>> {
        let figures = [2020, 2021].map(|year: i32| Figure::Value { year: year.into() });
        let empty = PublishedTable::new(figures);
        let mut table =
            rows.iter().fold(empty, |table, (name, cells)| table.with_row(*name, None, cells).unwrap());
        find_parents(&mut table);
        table.rows.iter().map(|row| row.parent).collect()
    }

    #[test]
    fn totals_close_what_stands_above_them() {
        let found = parents(&[
            ("Germany", ["10", "11"]),
            ("France", ["8", "9"]),
            ("Total Europe", ["18", "20"]),
            ("China", ["30", "33"]),
            ("Japan", ["12", "12"]),
            ("Total Asia", ["42", "45"]),
            ("World", ["60", "65"]),
        ]);
        assert_eq!(found, [Some(2), Some(2), Some(6), Some(5), Some(5), Some(6), None]);
    }

    #[test]
    fn rows_head_their_parts() {
        let found = parents(&[
            ("World", ["60", "65"]),
            ("Europe", ["18", "20"]),
            ("Germany", ["10", "11"]),
            ("France", ["8", "9"]),
            ("Asia", ["42", "45"]),
            ("China", ["30", "33"]),
            ("Japan", ["12", "12"]),
        ]);
        assert_eq!(found, [None, Some(0), Some(1), Some(1), Some(0), Some(4), Some(4)]);
    }

    #[test]
    fn a_misprint_hides_nothing() {
        let found = parents(&[("Europe", ["18", "20"]), ("Asia", ["42", "54"]), ("Total", ["60", "65"])]);
        assert_eq!(found, [Some(2), Some(2), None]);
        let found = parents(&[("Europe", ["81", "20"]), ("Asia", ["42", "54"]), ("Total", ["60", "65"])]);
        assert_eq!(found, [Some(2), Some(2), None]);
    }

    #[test]
    fn names_of_totals() {
        for name in [
            "Total",
            "Total world",
            "Grand Total",
            "TOTAL (all regions)",
            "World",
            "Overall IT",
            "Sub-total",
            "Market total",
        ] {
            assert!(is_total(name), "{name}");
        }
        for name in ["All other", "Rest of world", "World excluding China", "Europe", "Totality", "Others"] {
            assert!(!is_total(name), "{name}");
        }
    }
}
