//! A table of two axes at one year, as cells between the members of both.

use std::collections::BTreeMap;

use crate::chart::layout::text;
use crate::chart::moved::Moved;
use crate::chart::number::Format;
use crate::chart::rows::printed_number;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{
    Column, Founded, Measure, Number, Rounding, Row, RowKind, TOTAL, Table, founded_between_and_beyond,
};
use crate::value::prose::list;
use crate::value::{Status, Year};

/// Cells of rows by columns, in the order of the table, and their sums.
///
/// A pair of members that the table has no number for is a cell that is not there: it is not 0, and no sum
/// counts it.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    pub(crate) column: Column,
    /// Members of the first axis.
    pub(crate) rows: Vec<Member>,
    /// Members of the second axis.
    pub(crate) columns: Vec<Member>,
    /// The sum of all cells; none where there are none.
    pub(crate) whole: Option<Cell>,
    /// By row and column. Only those there are, so that a table of n rows never needs n² cells.
    pub(crate) cells: BTreeMap<(usize, usize), Cell>,
    /// Where the table says the total comes from.
    total: Option<Status>,
    pub(crate) is_additive: bool,
}

/// A member of an axis and the sum of its cells, if it has any.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) sum: Option<Cell>,
}

/// A number and the one whose nearest neighbor is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) value: f64,
    pub(crate) shown: f64,
    pub(crate) status: Status,
}

impl Cell {
    fn plus(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            shown: self.shown + other.shown,
            status: self.status.and(other.status),
        }
    }
}

/// Members that are drawn as one.
#[derive(Clone, Debug)]
pub(crate) struct Together {
    pub(crate) name: String,
    /// Their positions.
    pub(crate) members: Vec<usize>,
}

impl Matrix {
    /// Reads the column of a year of a table with two axes whose numbers add up.
    pub(crate) fn read(table: &Table, year: Year) -> Result<Self, Error> {
        let (rows, columns) = (Labels::read(table, 0)?, Labels::read(table, 1)?);
        if !adds_up(table.measure()) {
            let what = format!("sums of '{}'", table.measure());
            let reason = "rates do not add up, expected values, shares or contributions".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let place = table.find_column(year)?;
        let printed = (table.rounding() == Rounding::Additive).then(|| table.printed_column(place));
        let mut cells = BTreeMap::new();
        let mut known = std::collections::BTreeSet::new();
        for ((row, &first), &second) in members(table).zip(&rows.of_rows).zip(&columns.of_rows) {
            if !known.insert((first, second)) {
                let name = table.rows()[row].name();
                return Err(ErrorKind::Duplicate { what: "row".into(), name }.into());
            }
            let Some(Number { value, status }) = table.number(row, place) else { continue };
            let text = printed.as_ref().and_then(|printed| printed[row].as_deref());
            let shown = text.and_then(|text| printed_number(text, table.measure())).unwrap_or(value);
            cells.insert((first, second), Cell { value, shown, status });
        }
        let total = table.total_row().and_then(|row| table.number(row, place));
        let matrix = Self::of(table.columns()[place], rows.names, columns.names, cells);
        let is_additive = table.rounding() == Rounding::Additive;
        let matrix = Self { total: total.map(|total| total.status), is_additive, ..matrix };
        matrix.check(table, total.map(|total| total.value))?;
        Ok(matrix)
    }

    fn of(
        column: Column,
        rows: Vec<String>,
        columns: Vec<String>,
        cells: BTreeMap<(usize, usize), Cell>,
    ) -> Self {
        let member = |name| Member { name, sum: None };
        let mut rows: Vec<Member> = rows.into_iter().map(member).collect();
        let mut columns: Vec<Member> = columns.into_iter().map(member).collect();
        let mut whole = None;
        for (&(row, column), &cell) in &cells {
            for sum in [&mut rows[row].sum, &mut columns[column].sum, &mut whole] {
                *sum = Some(sum.map_or(cell, |sum| sum.plus(cell)));
            }
        }
        Self { column, rows, columns, whole, cells, total: None, is_additive: false }
    }

    /// Refuses sums that are no number, and cells that are more or less than the total.
    fn check(&self, table: &Table, total: Option<f64>) -> Result<(), Error> {
        let (year, sum) = (self.column.year(), self.whole.map_or(0.0, |whole| whole.value));
        let sums = self.rows.iter().chain(&self.columns).filter_map(|member| member.sum);
        if let Some(sum) = sums.chain(self.whole).map(|sum| sum.value).find(|sum| !sum.is_finite()) {
            let (what, expected) = (format!("a sum of {year}"), "a finite number".into());
            return Err(ErrorKind::Number { what, found: sum, expected }.into());
        }
        let Some(total) = total else {
            if table.rows().iter().any(|row| row.kind() == RowKind::Group) {
                let what = "sums of groups that have no total".into();
                let reason = "groups may overlap, expected a total that they add up to".into();
                return Err(ErrorKind::Undefined { what, reason }.into());
            }
            return Ok(());
        };
        let unit = if table.measure().is_fraction() { 0.01 } else { 1.0 };
        let half_unit = 0.5 * unit * libm::pow(10.0, -(table.decimals() as f64));
        let rounding = (half_unit * (self.cells.len() + 1) as f64).max(1e-9 * total.abs());
        // What has no number may be what is missing.
        if (sum - total).abs() <= rounding || (sum < total && self.gaps() > 0) {
            return Ok(());
        }
        let what =
            format!("rows sum to {sum} in {year}, expected the total {total}: rows overlap or are missing");
        Err(ErrorKind::Contradiction { what }.into())
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        self.cells.get(&(row, column)).copied()
    }

    /// How many pairs have no number.
    pub(crate) fn gaps(&self) -> usize {
        (self.rows.len() * self.columns.len()).saturating_sub(self.cells.len())
    }

    /// The largest cell or sum, whatever its sign.
    pub(crate) fn largest(&self) -> f64 {
        let sums = self.rows.iter().chain(&self.columns).filter_map(|member| member.sum).chain(self.whole);
        self.cells.values().copied().chain(sums).fold(0.0, |largest, cell| largest.max(cell.value.abs()))
    }

    /// The same cells with some members drawn together, in this order.
    pub(crate) fn together(&self, rows: &[Together], columns: &[Together]) -> Self {
        let place = |groups: &[Together], count: usize| {
            let mut place = vec![None; count];
            for (index, group) in groups.iter().enumerate() {
                group.members.iter().for_each(|&member| place[member] = Some(index));
            }
            place
        };
        let (row_at, column_at) = (place(rows, self.rows.len()), place(columns, self.columns.len()));
        let mut cells: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
        for (&(row, column), &cell) in &self.cells {
            let (Some(row), Some(column)) = (row_at[row], column_at[column]) else { continue };
            cells.entry((row, column)).and_modify(|sum| *sum = sum.plus(cell)).or_insert(cell);
        }
        let names = |groups: &[Together]| groups.iter().map(|group| group.name.clone()).collect();
        let matrix = Self::of(self.column, names(rows), names(columns), cells);
        Self { total: self.total, is_additive: self.is_additive, ..matrix }
    }

    /// Which numbers lie between and beyond published ones.
    pub(crate) fn founded_notes(&self) -> Vec<String> {
        let at = |status: Status| vec![(self.column, status)];
        let whole: Founded = (TOTAL.into(), self.total.map_or_else(Vec::new, at));
        let cells = self.cells.iter().map(|(&(row, column), cell)| {
            (format!("{} / {}", self.rows[row].name, self.columns[column].name), at(cell.status))
        });
        founded_between_and_beyond(std::iter::once(whole).chain(cells), "cell")
    }

    /// What is not printed as its nearest neighbor, so that cells add up: cells, and the sums of some members.
    pub(crate) fn moved_note(&self, format: Format, sums: &[&[Member]]) -> Option<String> {
        let mut moved = Moved::new(format);
        for (&(row, column), cell) in &self.cells {
            let (row, name) = (&self.rows[row].name, &self.columns[column].name);
            moved.print(format_args!("{row} / {name}"), self.column, cell.value, cell.shown);
        }
        for member in sums.iter().copied().flatten() {
            let sum = member.sum.into_iter();
            sum.for_each(|sum| moved.print(&member.name, self.column, sum.value, sum.shown));
        }
        moved.note()
    }

    /// Whether the printed parts of some sum miss it as printed.
    pub(crate) fn misses_by_rounding(&self, format: Format) -> bool {
        let mut rows = vec![0.0; self.rows.len()];
        let mut columns = vec![0.0; self.columns.len()];
        for (&(row, column), cell) in &self.cells {
            rows[row] += format.read(cell.shown);
            columns[column] += format.read(cell.shown);
        }
        let misses = |parts: f64, sum: Option<Cell>| {
            sum.is_some_and(|sum| {
                let sum = format.read(sum.shown);
                (parts - sum).abs() > 0.5 * format.unit(sum)
            })
        };
        let printed = |members: &[Member]| {
            members.iter().filter_map(|member| member.sum).map(|sum| format.read(sum.shown)).sum()
        };
        let margins = [&self.rows, &self.columns].into_iter().any(|sums| misses(printed(sums), self.whole));
        margins
            || rows.iter().zip(&self.rows).any(|(&parts, row)| misses(parts, row.sum))
            || columns.iter().zip(&self.columns).any(|(&parts, column)| misses(parts, column.sum))
    }
}

/// How the cells and sums of a table are printed, up to the largest of them.
pub(crate) fn format(table: &Table, largest: f64, theme: &Theme) -> Format {
    // More digits than a double has would only print noise.
    Format::of(table.measure(), table.decimals().min(15), largest, theme.numbers)
}

/// The table of one of two axes: its members over the years, each the sum of its rows.
pub(crate) fn alone(table: &Table, axis: usize) -> Result<Table, Error> {
    let labels = Labels::read(table, axis)?;
    let years = table.columns().len();
    let mut sums: Vec<Option<Number>> = vec![None; labels.names.len() * years];
    for (row, &member) in members(table).zip(&labels.of_rows) {
        for (sum, number) in sums[member * years..].iter_mut().zip(table.numbers(row)) {
            let Some(number) = *number else { continue };
            *sum = Some(sum.map_or(number, |sum| Number {
                value: sum.value + number.value,
                status: sum.status.and(number.status),
            }));
        }
    }
    let axes = [table.axes()[axis].clone()];
    let empty = Table::new(table.title(), table.unit().clone(), axes, table.columns().to_vec())
        .with_measure(table.measure())
        .with_decimals(table.decimals());
    labels.names.into_iter().zip(sums.chunks(years.max(1))).try_fold(empty, |table, (name, numbers)| {
        table.with_row(Row::new(RowKind::Member, [name]), numbers.iter().copied())
    })
}

/// The members of an axis in the order of the table.
pub(super) struct Labels {
    pub(super) names: Vec<String>,
    /// For each row but totals the position of its member.
    pub(super) of_rows: Vec<usize>,
}

impl Labels {
    pub(super) fn read(table: &Table, axis: usize) -> Result<Self, Error> {
        if table.axes().len() != 2 {
            let by = if table.axes().is_empty() { "no axis".into() } else { list(table.axes()) };
            let what = format!("a matrix of rows by {by}");
            let reason = "expected rows by two axes, as `By::axis(..).and(..)` gives".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let (mut places, mut names, mut of_rows) = (BTreeMap::new(), Vec::new(), Vec::new());
        for row in members(table) {
            let label = table.rows()[row].labels()[axis].as_str();
            let place = *places.entry(label).or_insert_with(|| {
                names.push(text::clean(label));
                names.len() - 1
            });
            of_rows.push(place);
        }
        if names.is_empty() {
            let (what, expected) = ("the table of a chart".into(), "at least one row".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        Ok(Self { names, of_rows })
    }
}

/// Positions of all rows but totals.
fn members(table: &Table) -> impl Iterator<Item = usize> {
    (0..table.rows().len()).filter(|&row| table.rows()[row].kind() != RowKind::Total)
}

fn adds_up(measure: Measure) -> bool {
    !matches!(measure, Measure::YearOnYear | Measure::Cagr)
}

/// Rows by two axes over two years, a gap where there is no number.
#[cfg(test)]
pub(crate) fn example(rows: &[(&str, &str, [Option<f64>; 2])], total: Option<[f64; 2]>) -> Table {
    let columns = [Column::history(2019), Column::forecast(2026)];
    let empty = Table::new("Market", crate::value::Unit::USD_BILLION, ["region", "product"], columns);
    let number = |value: f64| Number { value, status: Status::Assumed };
    let table = rows.iter().fold(empty, |table, (first, second, values)| {
        let row = Row::new(RowKind::Member, [*first, *second]);
        table.with_row(row, values.map(|value| value.map(number))).expect("two labels and two numbers")
    });
    match total {
        Some(values) => table
            .with_row(Row::total(), values.map(|value| Some(number(value))))
            .expect("two labels and two numbers"),
        None => table,
    }
}

#[cfg(test)]
mod tests {
    use super::example as table;
    use super::*;
    use crate::value::Unit;

    const ROWS: [(&str, &str, [Option<f64>; 2]); 3] = [
        ("Europe", "Software", [Some(1.0), Some(2.0)]),
        ("Asia", "Software", [Some(2.0), Some(4.0)]),
        ("Asia", "Services", [Some(0.0), Some(1.0)]),
    ];

    #[test]
    fn a_pair_without_a_number_is_no_zero() {
        let matrix = Matrix::read(&table(&ROWS, None), 2019.into()).unwrap();
        let names = |members: &[Member]| members.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&matrix.rows), ["Europe", "Asia"]);
        assert_eq!(names(&matrix.columns), ["Software", "Services"]);
        let value = |row, column| matrix.cell(row, column).map(|cell| cell.value);
        assert_eq!((value(0, 0), value(0, 1), value(1, 1)), (Some(1.0), None, Some(0.0)));
        let sums = |members: &[Member]| members.iter().map(|m| m.sum.unwrap().value).collect::<Vec<_>>();
        assert_eq!((sums(&matrix.rows), sums(&matrix.columns)), (vec![1.0, 2.0], vec![3.0, 0.0]));
        assert_eq!((matrix.whole.unwrap().value, matrix.gaps()), (3.0, 1));
    }

    #[test]
    fn what_is_no_matrix_is_refused() {
        let message = |table: &Table| Matrix::read(table, 2019.into()).unwrap_err().to_string();
        let one = Table::new("Market", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
        assert_eq!(
            message(&one),
            "a matrix of rows by region is not defined here: expected rows by two axes, as `By::axis(..).and(..)` gives"
        );
        assert_eq!(
            message(&table(&ROWS, Some([2.0, 7.0]))),
            "rows sum to 3 in 2019, expected the total 2: rows overlap or are missing"
        );
        assert!(Matrix::read(&table(&ROWS, Some([9.0, 7.0])), 2019.into()).is_ok(), "one pair has no number");
        let twice = [ROWS[0], ROWS[0]];
        assert!(message(&table(&twice, None)).starts_with("row 'Europe / Software' stands twice"));
        assert!(message(&table(&[], None)).starts_with("the table of a chart is empty"));
        let huge = [("a", "x", [Some(f64::MAX); 2]), ("b", "x", [Some(f64::MAX); 2])];
        assert!(message(&table(&huge, None)).starts_with("a sum of 2019 is inf"));
        let rates = table(&ROWS, None).with_measure(Measure::Cagr);
        assert!(message(&rates).contains("rates do not add up"));
    }

    #[test]
    fn groups_are_added_only_where_a_total_vouches_for_them() {
        let group = |total: Option<f64>| {
            let number = |value| [Some(Number { value, status: Status::Assumed })];
            let table =
                Table::new("Market", Unit::USD_BILLION, ["region", "product"], [Column::history(2019)])
                    .with_row(Row::new(RowKind::Group, ["EMEA", "Software"]), number(2.0))
                    .unwrap();
            let table = match total {
                Some(total) => table.with_row(Row::total(), number(total)).unwrap(),
                None => table,
            };
            Matrix::read(&table, 2019.into())
        };
        assert!(group(Some(2.0)).is_ok());
        assert!(group(None).unwrap_err().to_string().contains("groups may overlap"));
    }

    #[test]
    fn each_axis_has_a_table_of_its_own() {
        let regions = alone(&table(&ROWS, None), 0).unwrap();
        let names: Vec<String> = regions.rows().iter().map(ToString::to_string).collect();
        assert_eq!(names, ["Europe", "Asia"]);
        assert_eq!((regions.value(1, 0), regions.value(1, 1)), (Some(2.0), Some(5.0)));
    }
}
