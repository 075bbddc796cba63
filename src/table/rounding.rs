//! How a table is rounded on paper.

use std::collections::BTreeMap;

use super::controlled;
use super::digits::{Floor, floor, nearest};
use super::{Measure, RowKind, Table};

/// Larger tables add up by column only: by both axes it would take seconds, and nobody reads them.
const MOST_CROSSED: usize = 10_000;

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
/// assert_eq!(additive.footnotes(), ["Rounded so that rows add up: Americas 2019 is 3.5 for 3.440."]);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rounding {
    /// Each number to its nearest neighbor; where the printed rows then miss the printed total, a footnote says so.
    #[default]
    Independent,
    /// The rows of each column add up to its printed total.
    ///
    /// Each number becomes its lower or its upper neighbor, as many as possible the nearest, and a footnote says which are not.
    /// By one axis that is the largest remainder, ties in the order of the rows. By two axes the rows of each member of either
    /// axis also add up to a neighbor of what they are together (controlled rounding), in tables of up to 10,000 rows.
    /// A column whose rows do not add up before rounding either is rounded independently.
    Additive,
}

impl Rounding {
    /// All ways to round.
    pub const ALL: [Rounding; 2] = [Rounding::Independent, Rounding::Additive];

    /// The word that files use.
    ///
    /// ```
    /// use market_outlook::Rounding;
    ///
    /// assert_eq!(Rounding::Additive.as_str(), "additive");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Rounding::Independent => "independent",
            Rounding::Additive => "additive",
        }
    }

    /// The rounding a word stands for.
    ///
    /// ```
    /// use market_outlook::Rounding;
    ///
    /// assert!(Rounding::ALL.iter().all(|rounding| Rounding::parse(rounding.as_str()) == Some(*rounding)));
    /// ```
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
        // One notation for a table: beside a number without digits all others have an exponent, and are not rounded.
        if nearest(self.as_on_paper(self.largest), decimals).is_none() {
            return vec![None; self.rows().len()];
        }
        let on_paper = |row: usize| self.on_paper(row, column);
        let mut units: Vec<Option<i128>> =
            (0..self.rows().len()).map(|row| nearest(on_paper(row)?, decimals)).collect();
        if self.rounding() == Rounding::Additive {
            let parts = self.parts(column).filter(|parts| self.adds_up(column, parts));
            let whole = self.whole(column).and_then(|whole| nearest(whole, decimals));
            if let (Some(parts), Some(whole)) = (parts, whole) {
                let numbers: Option<Vec<f64>> = parts.iter().map(|&row| on_paper(row)).collect();
                let rounded = numbers.and_then(|numbers| self.neighbors(&parts, &numbers, whole));
                for (row, rounded) in parts.into_iter().zip(rounded.into_iter().flatten()) {
                    units[row] = Some(rounded);
                }
            }
        }
        units
    }

    /// Neighbors of the numbers of rows that add up to the whole, and where they can along both axes; none when no neighbors do.
    fn neighbors(&self, rows: &[usize], numbers: &[f64], whole: i128) -> Option<Vec<i128>> {
        let floors =
            numbers.iter().map(|&number| floor(number, self.decimals())).collect::<Option<Vec<_>>>()?;
        let missing = whole.checked_sub(sum(floors.iter().map(|floor| Some(floor.units)))?)?;
        let missing = usize::try_from(missing).ok()?;
        let crossed = self.crossed(rows).and_then(|cells| controlled::ups(&cells, &floors, missing));
        let ups = crossed.or_else(|| largest_remainders(&floors, missing))?;
        Some(floors.iter().zip(ups).map(|(floor, up)| floor.units + i128::from(up)).collect())
    }

    /// The places of rows in a table by two axes; none where it is none, or where it is too large.
    fn crossed(&self, rows: &[usize]) -> Option<Vec<(usize, usize)>> {
        let are_members = rows.iter().all(|&row| self.rows()[row].kind() == RowKind::Member);
        if self.axes().len() != 2 || !are_members || rows.len() > MOST_CROSSED {
            return None;
        }
        let place = |axis: usize| {
            let mut known: BTreeMap<&str, usize> = BTreeMap::new();
            let mut of_rows = Vec::with_capacity(rows.len());
            for &row in rows {
                let next = known.len();
                of_rows.push(*known.entry(&self.rows()[row].labels()[axis]).or_insert(next));
            }
            of_rows
        };
        Some(place(0).into_iter().zip(place(1)).collect())
    }

    /// Numbers that are printed as the farther of their neighbors, by row and column.
    pub(super) fn moved(&self) -> Vec<(usize, usize)> {
        if self.rounding() == Rounding::Independent {
            return Vec::new();
        }
        let is_moved = |row: usize, units: Option<i128>, column: usize| {
            let nearest = self.on_paper(row, column).and_then(|number| nearest(number, self.decimals()));
            units.is_some() && units != nearest
        };
        let columns = (0..self.columns().len()).flat_map(|column| {
            let units = self.units(column).into_iter().enumerate();
            units
                .filter(move |(row, units)| is_moved(*row, *units, column))
                .map(move |(row, _)| (row, column))
        });
        columns.collect()
    }

    /// Whether the printed rows of a column make its printed total.
    pub(super) fn printed_sum(&self, column: usize) -> Sum {
        let Some(parts) = self.parts(column) else { return Sum::Kept };
        let units = self.units(column);
        let Some(whole) = self.sum_row().and_then(|total| units[total]) else { return Sum::Kept };
        let Some(sum) = sum(parts.iter().map(|&row| units[row])) else { return Sum::Kept };
        // Half a unit for each part and for the total is all that rounding can move.
        match (sum - whole).unsigned_abs() {
            0 => Sum::Kept,
            gap if gap <= (parts.len() as u128).div_ceil(2) => Sum::Rounded,
            _ => Sum::Missed,
        }
    }

    /// The number as it stands on paper: fractions as percentages.
    pub(super) fn on_paper(&self, row: usize, column: usize) -> Option<f64> {
        Some(self.as_on_paper(self.value(row, column)?))
    }

    fn as_on_paper(&self, value: f64) -> f64 {
        let factor = if self.measure().is_fraction() { 100.0 } else { 1.0 };
        (value * factor).clamp(f64::MIN, f64::MAX)
    }

    /// The rows that a column's total is the sum of; none when the measure has no sums, or no rows qualify.
    ///
    /// Members are. With groups among the rows, which may overlap, all rows are if they add up, else the members if those do.
    fn parts(&self, column: usize) -> Option<Vec<usize>> {
        use Measure::{Cagr, CagrDifference, Change, Elasticity, YearOnYear, YearOnYearDifference};
        let measure = self.measure();
        if matches!(measure, YearOnYear | Cagr | Change | YearOnYearDifference | CagrDifference | Elasticity)
        {
            return None;
        }
        let rows = |wanted: &dyn Fn(RowKind) -> bool| -> Vec<usize> {
            (0..self.rows().len()).filter(|&row| wanted(self.rows()[row].kind())).collect()
        };
        let sum = self.sum_row();
        let is_part = |row: &usize| Some(*row) != sum;
        let members = rows(&|kind| matches!(kind, RowKind::Member | RowKind::Level | RowKind::Change));
        let members: Vec<usize> = members.into_iter().filter(is_part).collect();
        let all: Vec<usize> = rows(&|kind| kind != RowKind::Total).into_iter().filter(is_part).collect();
        let parts = if members.len() == all.len() {
            members
        } else {
            [all, members].into_iter().find(|parts| self.adds_up(column, parts))?
        };
        let complete = !parts.is_empty() && parts.iter().all(|&row| self.value(row, column).is_some());
        complete.then_some(parts)
    }

    /// The row that others add up to: the total, or the level at which a chain of changes arrives.
    fn sum_row(&self) -> Option<usize> {
        let levels = || (0..self.rows().len()).filter(|&row| self.rows()[row].kind() == RowKind::Level);
        self.total_row().or_else(|| levels().next_back().filter(|_| levels().count() > 1))
    }

    /// What the parts of a column should add up to: its total, and 100 % of shares that have no total row.
    fn whole(&self, column: usize) -> Option<f64> {
        match self.sum_row() {
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

/// The sum of counts; none when one is missing, or when they are too many digits.
fn sum(counts: impl IntoIterator<Item = Option<i128>>) -> Option<i128> {
    counts.into_iter().try_fold(0_i128, |sum, count| sum.checked_add(count?))
}

/// Which numbers are rounded up so that they make so many units more than their floors; none when no neighbors do.
fn largest_remainders(floors: &[Floor], missing: usize) -> Option<Vec<bool>> {
    let mut order: Vec<usize> = (0..floors.len()).filter(|&i| floors[i].beyond > 0).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(floors[i].beyond));
    let mut ups = vec![false; floors.len()];
    for &i in order.get(..missing)? {
        ups[i] = true;
    }
    Some(ups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Number, Row};
    use crate::value::{Status, Unit};

    fn check(numbers: &[f64], decimals: usize, whole: i128, expected: Option<&[i128]>) {
        let number = |value: &f64| [Some(Number { value: *value, status: Status::Assumed })];
        let empty = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
        let table = numbers.iter().enumerate().fold(empty.with_decimals(decimals), |table, (i, value)| {
            table.with_row(Row::new(RowKind::Member, [i.to_string()]), number(value)).unwrap()
        });
        let rows: Vec<usize> = (0..numbers.len()).collect();
        assert_eq!(table.neighbors(&rows, numbers, whole).as_deref(), expected, "{numbers:?}");
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

    #[test]
    fn by_two_axes_each_member_comes_to_a_neighbor() {
        // Thirds of a unit: by the largest remainder the first row would have all three that are rounded up.
        let number = |value| [Some(Number { value, status: Status::Assumed })];
        let empty = Table::new("T", Unit::USD_BILLION, ["region", "product"], [Column::history(2019)]);
        let places = (0..9).map(|i| [format!("r{}", i / 3), format!("p{}", i % 3)]);
        let table = places.fold(empty.with_decimals(0), |table, labels| {
            table.with_row(Row::new(RowKind::Member, labels), number(10.0 + 1.0 / 3.0)).unwrap()
        });
        let table = table.with_row(Row::total(), number(93.0)).unwrap().with_rounding(Rounding::Additive);
        let units: Vec<i128> = table.units(0).into_iter().flatten().collect();
        let of =
            |wanted: &dyn Fn(usize) -> bool| (0..9).filter(|&i| wanted(i)).map(|i| units[i]).sum::<i128>();
        for line in 0..3 {
            assert_eq!((of(&|i| i / 3 == line), of(&|i| i % 3 == line)), (31, 31), "{units:?}");
        }
        assert_eq!(
            table.footnotes(),
            [
                "Rounded so that rows add up: r0 / p0 2019 is 11 for 10.33, r1 / p1 2019 is 11 for 10.33 and r2 / p2 2019 is 11 for 10.33."
            ]
        );
    }

    mod laws {
        use proptest::prelude::*;

        use crate::table::digits::floor;
        use crate::table::{Column, Measure, Number, Rounding, Row, RowKind, Table};
        use crate::value::{Status, Unit};

        const ROUNDED: &str = "Figures may not add up because of rounding.";
        const MISSED: &str = "Rows do not add up to the total.";

        fn table(values: &[f64], total: f64, decimals: usize) -> Table {
            let number = |value| [Some(Number { value, status: Status::Assumed })];
            let empty = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
            let rows = values.iter().enumerate().fold(empty, |table, (i, &value)| {
                table.with_row(Row::new(RowKind::Member, [i.to_string()]), number(value)).unwrap()
            });
            rows.with_row(Row::total(), number(total)).unwrap().with_decimals(decimals)
        }

        /// Printed numbers as counts of the last digit.
        fn counts(table: &Table) -> Vec<i128> {
            let printed = table.printed_column(0).into_iter().flatten();
            printed.map(|text| text.replace([',', '.', '%'], "").parse().unwrap()).collect()
        }

        proptest! {
            #[test]
            fn additive_rows_are_neighbors_that_make_the_total(
                values in prop::collection::vec(-1e4..1e6_f64, 1..12),
                decimals in 0..4_usize,
            ) {
                let total: f64 = values.iter().sum();
                let independent = table(&values, total, decimals);
                let additive = independent.clone().with_rounding(Rounding::Additive);
                let counted = counts(&additive);
                let (total, rows) = counted.split_last().unwrap();
                prop_assert_eq!(rows.iter().sum::<i128>(), *total);
                prop_assert_eq!(Some(*total), counts(&independent).last().copied());
                for (value, row) in values.iter().zip(rows) {
                    let floor = floor(*value, decimals).unwrap();
                    let up = i128::from(floor.beyond > 0);
                    prop_assert!(*row == floor.units || *row == floor.units + up);
                }
                let moved = additive.moved().len();
                prop_assert_eq!(additive.footnotes().len(), usize::from(moved > 0));
            }

            #[test]
            fn the_footnote_stands_exactly_where_printed_rows_miss_the_total(
                values in prop::collection::vec(-1e2..1e3_f64, 1..12),
                decimals in 0..3_usize,
                off in prop_oneof![Just(0.0), -9.0..9.0_f64],
            ) {
                let table = table(&values, values.iter().sum::<f64>() + off, decimals);
                let counted = counts(&table);
                let (total, rows) = counted.split_last().unwrap();
                let gap = (rows.iter().sum::<i128>() - total).unsigned_abs();
                let expected: &[&str] = match gap {
                    0 => &[],
                    gap if gap * 2 <= rows.len() as u128 + 1 => &[ROUNDED],
                    _ => &[MISSED],
                };
                prop_assert_eq!(table.footnotes(), expected);
                prop_assert!(off != 0.0 || expected != [MISSED]);
            }

            #[test]
            fn additive_shares_make_a_hundred_percent(
                values in prop::collection::vec(0.0..1e6_f64, 1..12),
                decimals in 0..3_usize,
            ) {
                let total: f64 = values.iter().sum();
                prop_assume!(total > 0.0);
                let shares = table(&values, total, 1).shares().unwrap().with_decimals(decimals);
                let sum: f64 = (0..values.len()).filter_map(|row| shares.value(row, 0)).sum();
                prop_assert!((sum - 1.0).abs() <= 1e-12);
                let hundred = 100 * 10_i128.pow(decimals as u32);
                let counted = counts(&shares.with_rounding(Rounding::Additive));
                prop_assert_eq!(counted[..values.len()].iter().sum::<i128>(), hundred);
                prop_assert_eq!(counted[values.len()], hundred);
            }

            #[test]
            fn contributions_make_the_growth_of_the_whole(
                values in prop::collection::vec((0.0..1e6_f64, 0.0..1e6_f64), 1..12),
            ) {
                let number = |value| Some(Number { value, status: Status::Assumed });
                let columns = [Column::history(2019), Column::forecast(2026)];
                let empty = Table::new("T", Unit::USD_BILLION, ["region"], columns);
                let table = values.iter().enumerate().fold(empty, |table, (i, &(start, end))| {
                    let row = Row::new(RowKind::Member, [i.to_string()]);
                    table.with_row(row, [number(start), number(end)]).unwrap()
                });
                let (start, end) = values.iter().fold((0.0, 0.0), |sum, value| (sum.0 + value.0, sum.1 + value.1));
                prop_assume!(start > 0.0);
                let contributions = table.contributions().unwrap();
                prop_assert_eq!(contributions.measure(), Measure::Contribution);
                let sum: f64 = (0..values.len()).filter_map(|row| contributions.value(row, 0)).sum();
                prop_assert!((sum - (end - start) / start).abs() <= 1e-12 * (start + end) / start);
            }
        }
    }

    #[test]
    fn sums_too_large_for_counting_say_nothing() {
        assert_eq!(sum([Some(i128::MAX), Some(1)]), None);
        assert_eq!(sum([Some(1), None]), None);
        assert_eq!(sum([Some(1), Some(-3)]), Some(-2));
    }

    #[test]
    fn without_a_total_row_only_shares_know_their_whole() {
        use crate::table::{Column, Number, Row};
        use crate::value::{Status, Unit};

        let number = |value| [Some(Number { value, status: Status::Assumed })];
        let empty = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)])
            .with_rounding(Rounding::Additive);
        let table = ["A", "B", "C"].iter().fold(empty, |table, name| {
            table.with_row(Row::new(RowKind::Member, [*name]), number(2.36)).unwrap()
        });
        assert_eq!(
            table.printed_column(0).into_iter().flatten().collect::<Vec<_>>().join(" "),
            "2.4 2.4 2.4"
        );
        let shares = table.shares().unwrap().printed_column(0);
        assert_eq!(shares.into_iter().flatten().collect::<Vec<_>>().join(" "), "33.4% 33.3% 33.3%");
    }

    #[test]
    fn groups_are_parts_only_where_they_add_up() {
        use crate::table::{Column, Number, Row};
        use crate::value::{Status, Unit};

        let number = |value| [Some(Number { value, status: Status::Assumed })];
        let table = |rows: &[(RowKind, f64)]| {
            let empty = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
            let rows = rows.iter().enumerate().fold(empty, |table, (i, &(kind, value))| {
                table.with_row(Row::new(kind, [i.to_string()]), number(value)).unwrap()
            });
            rows.with_row(Row::total(), number(4.68)).unwrap()
        };
        let (group, member) = (RowKind::Group, RowKind::Member);
        let note = ["Figures may not add up because of rounding."];
        assert_eq!(table(&[(group, 2.34), (member, 2.34)]).footnotes(), note);
        assert_eq!(table(&[(group, 4.68), (member, 2.34), (member, 2.34)]).footnotes(), note);
        assert!(table(&[(group, 3.0), (group, 3.0), (member, 1.0)]).footnotes().is_empty());
    }
}
