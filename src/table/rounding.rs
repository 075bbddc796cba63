//! How a table is rounded on paper.

use super::digits::{floor, nearest};
use super::{Measure, RowKind, Table};

/// How the numbers of a table are rounded when it is printed; the numbers themselves stay unrounded.
///
/// ```
/// use market_outlook::{Column, Number, Rounding, Row, RowKind, Status, Table, Unit};
///
/// let number = |value| [Some(Number { value, status: Status::Assumed })];
/// let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)])
///     .with_row(Row::new(RowKind::Member, ["Americas"]), number(3.44))?
///     .with_row(Row::new(RowKind::Member, ["Europe"]), number(2.34))?
///     .with_row(Row::new(RowKind::Member, ["Asia"]), number(2.34))?
///     .with_row(Row::total(), number(8.12))?;
/// let printed = |table: &Table| table.printed_column(0).into_iter().flatten().collect::<Vec<_>>();
/// assert_eq!(printed(&table), ["3.4", "2.3", "2.3", "8.1"]);
/// assert_eq!(table.footnotes(), ["Figures may not add up because of rounding."]);
///
/// let additive = table.with_rounding(Rounding::Additive);
/// assert_eq!(printed(&additive), ["3.5", "2.3", "2.3", "8.1"]);
/// assert!(additive.footnotes().is_empty());
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rounding {
    /// Each number to its nearest neighbor; where the printed rows then miss the printed total, a footnote says so.
    #[default]
    Independent,
    /// The rows of each column add up to its printed total, by the largest remainder.
    ///
    /// Each number becomes its lower or its upper neighbor, ties in the order of the rows.
    /// A column whose rows do not add up before rounding either is rounded independently.
    Additive,
}

impl Rounding {
    /// All ways to round.
    pub const ALL: [Rounding; 2] = [Rounding::Independent, Rounding::Additive];

    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Rounding::Independent => "independent",
            Rounding::Additive => "additive",
        }
    }

    /// The rounding a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rounding| rounding.as_str() == word)
    }
}

/// Whether the printed rows of a column make its printed total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    /// They do, or nothing says that they should.
    Kept,
    /// They miss it by no more than rounding explains.
    Rounded,
    /// They miss it by more.
    Missed,
}

impl Table {
    /// Every number of a column in units of its last printed digit; none where there is no number or it has no digits.
    pub(super) fn units(&self, column: usize) -> Vec<Option<i128>> {
        let decimals = self.decimals();
        let on_paper = |row: usize| self.on_paper(row, column);
        let mut units: Vec<Option<i128>> =
            (0..self.rows().len()).map(|row| nearest(on_paper(row)?, decimals)).collect();
        if self.rounding() == Rounding::Additive {
            let parts = self.parts(column).filter(|parts| self.adds_up(column, parts));
            let whole = self.whole(column).and_then(|whole| nearest(whole, decimals));
            if let (Some(parts), Some(whole)) = (parts, whole) {
                let numbers: Option<Vec<f64>> = parts.iter().map(|&row| on_paper(row)).collect();
                let rounded = numbers.and_then(|numbers| largest_remainder(&numbers, decimals, whole));
                for (row, rounded) in parts.into_iter().zip(rounded.into_iter().flatten()) {
                    units[row] = Some(rounded);
                }
            }
        }
        units
    }

    /// Whether the printed rows of a column make its printed total.
    pub(super) fn printed_sum(&self, column: usize) -> Sum {
        let Some(parts) = self.parts(column) else { return Sum::Kept };
        let units = self.units(column);
        let Some(whole) = self.total_row().and_then(|total| units[total]) else { return Sum::Kept };
        let Some(sum) = parts.iter().map(|&row| units[row]).sum::<Option<i128>>() else { return Sum::Kept };
        // Half a unit for each part and for the total is all that rounding can move.
        match (sum - whole).unsigned_abs() {
            0 => Sum::Kept,
            gap if 2 * gap <= parts.len() as u128 + 1 => Sum::Rounded,
            _ => Sum::Missed,
        }
    }

    /// The number as it stands on paper: fractions as percentages.
    pub(super) fn on_paper(&self, row: usize, column: usize) -> Option<f64> {
        let factor = if self.measure().is_fraction() { 100.0 } else { 1.0 };
        Some((self.value(row, column)? * factor).clamp(f64::MIN, f64::MAX))
    }

    /// The rows that a column's total is the sum of; none when the measure has no sums, or no rows qualify.
    ///
    /// Members are. With groups among the rows, which may overlap, all rows are if they add up, else the members if those do.
    fn parts(&self, column: usize) -> Option<Vec<usize>> {
        if matches!(self.measure(), Measure::YearOnYear | Measure::Cagr) {
            return None;
        }
        let rows = |wanted: &dyn Fn(RowKind) -> bool| -> Vec<usize> {
            (0..self.rows().len()).filter(|&row| wanted(self.rows()[row].kind())).collect()
        };
        let members = rows(&|kind| kind == RowKind::Member);
        let all = rows(&|kind| kind != RowKind::Total);
        let parts = if members.len() == all.len() {
            members
        } else {
            [all, members].into_iter().find(|parts| self.adds_up(column, parts))?
        };
        let complete = !parts.is_empty() && parts.iter().all(|&row| self.value(row, column).is_some());
        complete.then_some(parts)
    }

    /// What the parts of a column should add up to: its total, and 100 % of shares that have no total row.
    fn whole(&self, column: usize) -> Option<f64> {
        match self.total_row() {
            Some(total) => self.on_paper(total, column),
            None => (self.measure() == Measure::Share).then_some(100.0),
        }
    }

    /// Whether rows make the whole of a column before anything is rounded.
    fn adds_up(&self, column: usize, rows: &[usize]) -> bool {
        // Sums over half a million cells differ by their order in the eleventh digit at worst.
        const ROUND_OFF: f64 = 1e-9;
        let Some(whole) = self.whole(column) else { return false };
        let numbers = || rows.iter().filter_map(|&row| self.on_paper(row, column));
        let size: f64 = numbers().map(f64::abs).sum();
        (numbers().sum::<f64>() - whole).abs() <= ROUND_OFF * size.max(whole.abs())
    }
}

/// Neighbors of the numbers that add up to the whole; none when no neighbors do.
fn largest_remainder(numbers: &[f64], decimals: usize, whole: i128) -> Option<Vec<i128>> {
    let floors = numbers.iter().map(|&number| floor(number, decimals)).collect::<Option<Vec<_>>>()?;
    let mut order: Vec<usize> = (0..floors.len()).filter(|&i| floors[i].beyond > 0).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(floors[i].beyond));
    let mut units: Vec<i128> = floors.iter().map(|floor| floor.units).collect();
    let missing = usize::try_from(whole - units.iter().sum::<i128>()).ok()?;
    for &i in order.get(..missing)? {
        units[i] += 1;
    }
    Some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numbers: &[f64], decimals: usize, whole: i128, expected: Option<&[i128]>) {
        assert_eq!(largest_remainder(numbers, decimals, whole).as_deref(), expected, "{numbers:?}");
    }

    #[test]
    fn remainders_decide_and_ties_go_by_order() {
        check(&[33.333, 33.333, 33.334], 0, 100, Some(&[33, 33, 34]));
        check(&[0.5, 0.5, 0.5, 0.5], 0, 2, Some(&[1, 1, 0, 0]));
        check(&[1.25, 1.25, 2.5], 0, 5, Some(&[1, 1, 3]));
        check(&[-1.5, 2.75, 3.75], 0, 5, Some(&[-2, 3, 4]));
        check(&[2.0, 3.0], 1, 51, None);
        check(&[2.5, 3.5], 0, 4, None);
        check(&[2.5, 3.5], 0, 8, None);
    }
}
