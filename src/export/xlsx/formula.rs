//! Formulas that come to the numbers of a table.

use super::name::at;
use crate::table::{Measure, RowKind, Table};

/// How far a sum may be from the total that a table holds, as a part of it: what summing in another order leaves.
///
/// A reader adds up in an order of its own, so this is half of what is promised.
const ROUND_OFF: f64 = 5e-13;
/// The most arguments of a function.
const MOST_ARGUMENTS: usize = 255;

/// The row that others add up to, and those others; none where they do not in every year: groups that overlap,
/// scenarios, rates.
pub(super) struct Sum {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
}

impl Sum {
    pub(super) fn of(table: &Table) -> Option<Self> {
        if !matches!(table.measure(), Measure::Value | Measure::Cumulative) {
            return None;
        }
        let kinds: Vec<RowKind> = table.rows().iter().map(crate::table::Row::kind).collect();
        let rows = |wanted: &dyn Fn(usize) -> bool| (0..kinds.len()).filter(|&row| wanted(row)).collect();
        let last = kinds.len().checked_sub(1);
        let whole = table
            .total_row()
            .or(last.filter(|&last| last > 0 && is_bridge(table) && kinds[last] == RowKind::Level))?;
        let all: Vec<usize> = rows(&|row| row != whole);
        let members: Vec<usize> = rows(&|row| kinds[row] == RowKind::Member);
        let sum = [all, members].into_iter().map(|parts| Self { whole, parts });
        let mut sums = sum.filter(|sum| !sum.parts.is_empty() && runs(&sum.parts).len() <= MOST_ARGUMENTS);
        sums.find(|sum| sum.holds(table))
    }

    fn holds(&self, table: &Table) -> bool {
        let mut columns =
            (0..table.columns().len()).filter(|&column| table.value(self.whole, column).is_some());
        let mut any = false;
        let agrees = columns.all(|column| {
            any = true;
            let whole = table.value(self.whole, column).unwrap_or_default();
            let parts = self.parts.iter().map(|&row| table.value(row, column));
            let Some(parts) = parts.collect::<Option<Vec<f64>>>() else { return false };
            let near = |sum: f64| (sum - whole).abs() <= ROUND_OFF * whole.abs();
            near(parts.iter().sum()) && near(compensated(&parts))
        });
        any && agrees
    }

    /// "SUM(B6:B10)", where the first row of the table stands in this row of the page.
    pub(super) fn formula(&self, first: usize, column: usize) -> String {
        let cells = |&(from, to): &(usize, usize)| {
            let (start, end) = (at(first + from, column), at(first + to, column));
            if from == to { start } else { format!("{start}:{end}") }
        };
        let arguments: Vec<String> = runs(&self.parts).iter().map(cells).collect();
        format!("SUM({})", arguments.join(","))
    }
}

/// Whether the table leads from one level to another.
pub(super) fn is_bridge(table: &Table) -> bool {
    let mut kinds = table.rows().iter().map(crate::table::Row::kind);
    kinds.next() == Some(RowKind::Level) && kinds.all(|kind| matches!(kind, RowKind::Level | RowKind::Change))
}

/// Positions as runs from one to another.
fn runs(rows: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &row in rows {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == row => *to = row,
            _ => runs.push((row, row)),
        }
    }
    runs
}

/// The sum with what each addition loses added again.
fn compensated(numbers: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for &number in numbers {
        let next = sum + number;
        lost += if sum.abs() >= number.abs() { (sum - next) + number } else { (number - next) + sum };
        sum = next;
    }
    sum + lost
}

/// The growth a year from one cell to another: "(I6/B6)^(1/7)-1".
pub(super) fn growth(from: &str, to: &str, periods: u32) -> String {
    match periods {
        1 => format!("{to}/{from}-1"),
        _ => format!("({to}/{from})^(1/{periods})-1"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Number, Row};
    use crate::value::{Status, Unit};

    fn table(rows: &[(RowKind, f64)]) -> Table {
        let empty = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
        rows.iter().enumerate().fold(empty, |table, (i, &(kind, value))| {
            let row = if kind == RowKind::Total { Row::total() } else { Row::new(kind, [i.to_string()]) };
            table.with_row(row, [Some(Number { value, status: Status::Assumed })]).unwrap()
        })
    }

    #[track_caller]
    fn check(rows: &[(RowKind, f64)], expected: Option<&str>) {
        let found = Sum::of(&table(rows)).map(|sum| sum.formula(5, 1));
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn a_total_is_a_sum_where_rows_add_up_to_it() {
        use RowKind::{Alternative, Change, Group, Level, Member, Total};
        check(&[(Member, 1.0), (Member, 2.0), (Total, 3.0)], Some("SUM(B6:B7)"));
        check(&[(Total, 3.0), (Member, 1.0), (Member, 2.0)], Some("SUM(B7:B8)"));
        // The last bit of a total that was published is not that of the sum.
        check(&[(Member, 0.1), (Member, 0.2), (Total, 0.3)], Some("SUM(B6:B7)"));
        check(&[(Member, 1.0), (Member, 2.0), (Total, 3.000_000_001)], None);
        check(&[(Group, 2.0), (Group, 2.0), (Total, 3.0)], None);
        check(&[(Member, 1.0), (Group, 3.0), (Member, 2.0), (Total, 3.0)], Some("SUM(B6,B8)"));
        check(&[(Level, 3.0), (Change, -1.0), (Change, 0.5), (Level, 2.5)], Some("SUM(B6:B8)"));
        check(&[(Level, 3.0)], None);
        check(&[(Change, 3.0), (Level, 3.0)], None);
        check(&[(Alternative, 3.0), (Alternative, 3.0)], None);
        check(&[(Total, 3.0)], None);
        check(&[(Member, f64::MAX), (Member, f64::MAX), (Total, f64::MAX)], None);
    }

    #[test]
    fn rates_and_gaps_are_no_sums() {
        let rows = [(RowKind::Member, 1.0), (RowKind::Total, 1.0)];
        assert!(Sum::of(&table(&rows).with_measure(Measure::YearOnYear)).is_none());
        let gap = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)])
            .with_row(Row::new(RowKind::Member, ["A"]), [None])
            .unwrap()
            .with_row(Row::total(), [Some(Number { value: 0.0, status: Status::Derived })])
            .unwrap();
        assert!(Sum::of(&gap).is_none());
    }

    #[test]
    fn growth_over_one_year_needs_no_root() {
        assert_eq!(growth("B6", "I6", 7), "(I6/B6)^(1/7)-1");
        assert_eq!(growth("B6", "C6", 1), "C6/B6-1");
    }
}
