//! Growth columns whose rates are those of other years than their names say.

use super::super::published::PublishedTable;
use super::super::structure::{interval, size_in};
use super::misprint::Remark;
use crate::claim::Figure;
use crate::value::Year;

/// So many rows must tell the same, or chance may.
const ROWS: usize = 2;

/// The same table with such columns taken for what their rates say, and which they are.
///
/// A column is one where at least half of its rates miss their own years, and all of them fit the same two others.
pub(super) fn right_years(table: &PublishedTable) -> (PublishedTable, Vec<Remark>) {
    let mut right = table.clone();
    let mut remarks = Vec::new();
    for column in 0..table.columns.len() {
        let Figure::Growth { from, to } = table.columns[column].figure else { continue };
        let (fit, all) = rows_that_fit(table, column, from, to);
        if all < ROWS || 2 * fit > all {
            continue;
        }
        let years = sizes(table);
        let spans = years.iter().flat_map(|&from| years.iter().map(move |&to| (from, to)));
        let fits = |&(from, to): &(Year, Year)| {
            let (fit, of) = if from < to { rows_that_fit(table, column, from, to) } else { (0, 1) };
            fit == of && fit >= ROWS && fit >= all
        };
        // Two spans that do as well say nothing.
        if let [(from, to)] = spans.filter(fits).collect::<Vec<_>>()[..] {
            right.columns[column].figure = Figure::Growth { from, to };
            remarks.push(Remark::OtherYears { column: table.columns[column].name.clone(), from, to });
        }
    }
    (right, remarks)
}

/// In how many rows a column of rates fits the sizes of two years, of how many that have all three.
fn rows_that_fit(table: &PublishedTable, column: usize, from: Year, to: Year) -> (usize, usize) {
    let (mut fit, mut all) = (0, 0);
    for row in 0..table.rows.len() {
        let (Some(rate), Some(start), Some(end)) =
            (interval(table, row, column), size_in(table, row, from), size_in(table, row, to))
        else {
            continue;
        };
        all += 1;
        let root = 1.0 / to.since(from) as f64;
        let low = libm::pow((end.low / start.high).max(0.0), root) - 1.0;
        let high = libm::pow((end.high / start.low.max(f64::MIN_POSITIVE)).max(0.0), root) - 1.0;
        fit += usize::from(low <= rate.high && rate.low <= high);
    }
    (fit, all)
}

/// The years with sizes.
fn sizes(table: &PublishedTable) -> Vec<Year> {
    let year = |figure: &Figure| if let Figure::Value { year } = figure { Some(*year) } else { None };
    let mut years: Vec<Year> = table.columns.iter().filter_map(|column| year(&column.figure)).collect();
    years.sort_unstable();
    years.dedup();
    years
}
