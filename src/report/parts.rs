//! Tables in parts that fit a page of paper.

use crate::table::Table;
use crate::value::Years;

/// What a page of A4 or letter paper has room for between its margins, in digits of a table's type.
const PAGE: usize = 92;
/// Row labels have this room at least.
const LEAST: usize = 14;
/// And this at most: longer ones break.
const LABEL: usize = 24;
/// What stands between two columns, a mark beside the number included.
const GAP: usize = 2;
/// The growth beside values: its head breaks between its two words.
const GROWTH: usize = 9;

/// The table, or several with some of its years each, in order, as many in each as can be.
pub(super) fn that_fit(table: &Table) -> Vec<Table> {
    let widths: Vec<usize> = (0..table.columns().len()).map(|column| width(table, column)).collect();
    let growth = if table.growth_column().is_some() { GROWTH } else { 0 };
    let room = PAGE.saturating_sub(label_widths(table) + growth);
    let full = filled(&widths, room, usize::MAX);
    if full.len() < 2 {
        return vec![table.clone()];
    }
    // A last part with one year alone would look forgotten.
    let even = filled(&widths, room, widths.len().div_ceil(full.len()));
    let parts = if even.len() == full.len() { even } else { full };
    let cut = |(first, last): &(usize, usize)| {
        let columns = table.columns();
        let start = columns[*first].from().unwrap_or(columns[*first].year());
        table.between(Years::new(start, columns[*last].year())?)
    };
    let cut: Result<Vec<Table>, _> = parts.iter().map(cut).collect();
    // Columns of spans that overlap, or out of order, are no run of years: they stay together.
    let is_whole =
        |parts: &Vec<Table>| parts.iter().map(|part| part.columns().len()).sum::<usize>() == widths.len();
    cut.ok().filter(is_whole).unwrap_or_else(|| vec![table.clone()])
}

/// The first and last columns of each part when each takes what it has room for, one column at least and `most` at most.
fn filled(widths: &[usize], room: usize, most: usize) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut used = 0;
    for (column, width) in widths.iter().enumerate() {
        match parts.last_mut() {
            Some((first, last)) if used + width <= room && column - *first < most => {
                *last = column;
                used += width;
            }
            _ => {
                parts.push((column, column));
                used = *width;
            }
        }
    }
    parts
}

fn label_widths(table: &Table) -> usize {
    let axes = table.axes().len().max(1);
    let width = |axis: usize| {
        let labels =
            table.rows().iter().filter_map(|row| row.labels().get(axis)).map(|label| label.chars().count());
        labels.max().unwrap_or(LEAST).clamp(LEAST, LABEL) + GAP
    };
    (0..axes).map(width).sum()
}

fn width(table: &Table, column: usize) -> usize {
    let printed = table.printed_column(column).into_iter().flatten().map(|number| number.chars().count());
    let head = table.columns()[column].to_string().chars().count();
    printed.max().unwrap_or(1).max(head) + GAP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_take_what_they_have_room_for() {
        for (widths, room, most, expected) in [
            (vec![4, 4, 4], 12, 9, vec![(0, 2)]),
            (vec![4, 4, 4], 11, 9, vec![(0, 1), (2, 2)]),
            (vec![4, 4, 4, 4], 12, 2, vec![(0, 1), (2, 3)]),
            (vec![40, 4], 12, 9, vec![(0, 0), (1, 1)]),
            (vec![], 12, 9, vec![]),
        ] {
            assert_eq!(filled(&widths, room, most), expected, "{widths:?}");
        }
    }
}
