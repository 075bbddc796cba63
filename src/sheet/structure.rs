//! How the rows of a published table hang together.

use super::bases::{Base, readings};
use super::published::PublishedTable;
use super::sums::is_total;
use crate::claim::Figure;
use crate::error::{Error, ErrorKind};
use crate::value::{Interval, Printed, Year};

/// Shortfalls of one row in several years have this much in common where something is not listed.
const ALIKE: f64 = 3.0;

/// No published table has parts of parts so deep, and trees are walked by recursion.
const MOST_LEVELS: usize = 100;

/// Rows as trees of parts, and what ties the trees together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Structure {
    /// The parts of each row.
    pub(super) parts: Vec<Vec<usize>>,
    /// Rows that are all the same whole, cut in different ways; none where the whole is not printed.
    pub(super) wholes: Vec<usize>,
    /// Rows that are parts of the whole at a place that nothing says.
    pub(super) loose: Vec<usize>,
    /// Rows that are parts of a whole which is not printed.
    pub(super) unsummed: Vec<usize>,
    /// Whether a row has parts that are not listed.
    pub(super) partial: Vec<bool>,
    /// What the shares of each column are parts of.
    pub(super) bases: Vec<Base>,
}

impl Structure {
    /// How a table can be read, the likeliest first: more than one way where nothing says what its shares are of.
    ///
    /// # Errors
    /// When a parent, or a row of which it was said that parts are missing, is no row; when a row is a part of itself
    /// by way of its parents, or more than a hundred levels down; when shares are of no row, or said of no column.
    pub(super) fn readings(table: &PublishedTable) -> Result<Vec<Self>, Error> {
        let unknown = |(part, parent): &(usize, String)| {
            row_of(table, parent)
                .err()
                .map(|fault| fault.at(format!("the parent of row '{}'", table.rows[*part].name)))
        };
        Error::none_of(table.waiting.iter().filter_map(unknown).collect())?;
        expect_trees(table)?;
        let mut parts = vec![Vec::new(); table.rows.len()];
        for (row, parent) in table.rows.iter().enumerate().filter_map(|(row, r)| Some((row, r.parent?))) {
            parts[parent].push(row);
        }
        let tops: Vec<usize> = (0..parts.len()).filter(|&row| table.rows[row].parent.is_none()).collect();
        let mut structure = Self {
            parts,
            wholes: Vec::new(),
            loose: Vec::new(),
            unsummed: Vec::new(),
            partial: Vec::new(),
            bases: Vec::new(),
        };
        structure.tie(table, &tops);
        let read = |bases| Self { bases, ..structure.clone() }.with_partial(table);
        readings(table, &structure)?.into_iter().map(read).collect()
    }

    /// The same with rows that have parts which are not listed, as was said and as it looks.
    fn with_partial(mut self, table: &PublishedTable) -> Result<Self, Error> {
        self.partial = (0..table.rows.len()).map(|row| self.falls_short(table, row)).collect();
        for name in &table.partial {
            self.partial[row_of(table, name)?] = true;
        }
        Ok(self)
    }

    /// The leaves below a row: the row itself where it has no parts. A rest that is not listed is none of them.
    pub(super) fn leaves(&self, row: usize) -> Vec<usize> {
        match self.parts[row].as_slice() {
            [] => vec![row],
            parts => parts.iter().flat_map(|&part| self.leaves(part)).collect(),
        }
    }

    /// A row and all below it.
    pub(super) fn below(&self, row: usize) -> Vec<usize> {
        let parts = self.parts[row].iter().flat_map(|&part| self.below(part));
        std::iter::once(row).chain(parts).collect()
    }

    /// The row that a share is of; `None` where it is of everything.
    pub(super) fn share_of(&self, table: &PublishedTable, row: usize, column: usize) -> Option<usize> {
        self.share_by(self.bases[column], table, row)
    }

    /// The same where the column were one of such shares.
    pub(super) fn share_by(&self, base: Base, table: &PublishedTable, row: usize) -> Option<usize> {
        match base {
            Base::Whole => None,
            Base::Row(of) => Some(of),
            Base::Head if !self.parts[row].is_empty() => Some(row),
            Base::Head | Base::Parent => table.rows[row].parent,
        }
    }

    /// Tells the whole, its other cuts and the rest among the rows that are no part of another.
    fn tie(&mut self, table: &PublishedTable, tops: &[usize]) {
        let named = tops.iter().copied().filter(|&row| is_total(&table.rows[row].name));
        let all_of_it: Vec<usize> = tops.iter().copied().filter(|&row| is_all_of_it(table, row)).collect();
        let largest = |rows: Vec<usize>| {
            rows.into_iter().max_by(|a, b| size(table, *a).total_cmp(&size(table, *b)).then(b.cmp(a)))
        };
        let only = (tops.len() == 1).then(|| tops[0]);
        let the_same = |&whole: &usize| all_of_it.iter().all(|&row| row == whole || agree(table, row, whole));
        let whole_by_shares = || largest(all_of_it.clone()).filter(the_same);
        let Some(whole) = only.or_else(|| largest(named.collect())).or_else(whole_by_shares) else {
            self.unsummed = tops.to_vec();
            return;
        };
        for &top in tops {
            let is_cut = top == whole
                || !self.parts[top].is_empty() && is_total(&table.rows[top].name) && agree(table, top, whole);
            if is_cut { self.wholes.push(top) } else { self.loose.push(top) }
        }
    }

    /// Whether the listed parts of a row are less than it, in a way that looks like parts left out and not like a misprint.
    fn falls_short(&self, table: &PublishedTable, row: usize) -> bool {
        let parts = &self.parts[row];
        if parts.is_empty() {
            return false;
        }
        let (mut short, mut compared, mut agreed) = (Vec::new(), 0, 0);
        for column in 0..table.columns.len() {
            if !matches!(table.columns[column].figure, Figure::Value { .. } | Figure::Share { .. }) {
                continue;
            }
            let of_parent = self.bases[column].is_parent().then_some(Interval { low: 1.0, high: 1.0 });
            let whole = of_parent.or_else(|| interval(table, row, column));
            let Some((whole, sum)) = whole.zip(sum(table, parts, column)) else { continue };
            compared += 1;
            if sum.high < whole.low {
                short.push((whole.low - sum.high) / whole.high);
            } else if sum.low <= whole.high {
                agreed += 1;
            }
        }
        // One part that is nowhere the whole, such as "of which US", is not all of it, whatever one of its figures says.
        if parts.len() == 1 && !short.is_empty() && compared > 1 && agreed == 0 {
            return true;
        }
        let alike = alike(short);
        alike > 1 && 2 * alike > compared
    }
}

pub(super) fn row_of(table: &PublishedTable, name: &str) -> Result<usize, Error> {
    table.rows.iter().position(|row| row.name == name).ok_or_else(|| {
        let choices = table.rows.iter().map(|row| row.name.clone()).collect();
        ErrorKind::UnknownName { what: "row", name: name.into(), choices }.into()
    })
}

/// # Errors
/// When following parents from some row comes to no end, or to one too far.
fn expect_trees(table: &PublishedTable) -> Result<(), Error> {
    let levels = levels(&table.rows.iter().map(|row| row.parent).collect::<Vec<_>>()).map_err(|row| {
        let what = format!("the place of row '{}'", table.rows[row].name);
        let reason = "it is a part of itself by way of its parents".into();
        Error::from(ErrorKind::Undefined { what, reason })
    })?;
    match levels.into_iter().max() {
        Some(found) if found >= MOST_LEVELS => {
            let what = "levels of parts in the table".into();
            Err(ErrorKind::TooLarge { what, found: found + 1, limit: MOST_LEVELS }.into())
        }
        _ => Ok(()),
    }
}

/// How many rows each row is below, by the parent of each.
///
/// # Errors
/// A row that is a part of itself by way of its parents.
pub(super) fn levels(parents: &[Option<usize>]) -> Result<Vec<usize>, usize> {
    let mut levels: Vec<Option<usize>> = vec![None; parents.len()];
    let mut seen_from = vec![usize::MAX; parents.len()];
    for start in 0..parents.len() {
        let mut way = Vec::new();
        let mut next = Some(start);
        while let Some(row) = next.filter(|&row| levels[row].is_none()) {
            if seen_from[row] == start {
                return Err(row);
            }
            seen_from[row] = start;
            way.push(row);
            next = parents[row];
        }
        let first = next.and_then(|row| levels[row]).map_or(0, |above| above + 1);
        for (row, level) in way.into_iter().rev().zip(first..) {
            levels[row] = Some(level);
        }
    }
    Ok(levels.into_iter().map(|level| level.expect("every row has been a start")).collect())
}

/// How many numbers differ from each other by no more than a factor.
fn alike(mut numbers: Vec<f64>) -> usize {
    numbers.sort_by(f64::total_cmp);
    let within =
        |first: &f64| numbers.iter().filter(|other| *other >= first && **other <= ALIKE * first).count();
    numbers.iter().map(within).max().unwrap_or(0)
}

/// Whether a row is all of it by its own shares.
fn is_all_of_it(table: &PublishedTable, row: usize) -> bool {
    let mut shares = (0..table.columns.len())
        .filter(|&column| matches!(table.columns[column].figure, Figure::Share { .. }))
        .filter_map(|column| table.cell(row, column))
        .peekable();
    shares.peek().is_some() && shares.all(|share| share.value() == 100.0)
}

/// Whether two rows are the same in some year, as cuts of one whole are even where one of them is misprinted.
fn agree(table: &PublishedTable, one: usize, other: usize) -> bool {
    let same = |column: usize| {
        let pair = interval(table, one, column).zip(interval(table, other, column));
        pair.is_some_and(|(a, b)| a.low <= b.high && b.low <= a.high)
    };
    (0..table.columns.len())
        .any(|column| matches!(table.columns[column].figure, Figure::Value { .. }) && same(column))
}

/// The middle of a row's sizes.
fn size(table: &PublishedTable, row: usize) -> f64 {
    let is_size = |column: &usize| matches!(table.columns[*column].figure, Figure::Value { .. });
    let mut sizes: Vec<f64> = (0..table.columns.len())
        .filter(is_size)
        .filter_map(|column| interval(table, row, column))
        .map(|size| size.high)
        .collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// What a figure can stand for, in the scale of the table or as a fraction.
pub(super) fn interval(table: &PublishedTable, row: usize, column: usize) -> Option<Interval<f64>> {
    let factor = table.factor(row, column);
    table.cell(row, column).map(Printed::interval).map(|i| i.map(|bound| bound * factor))
}

/// What the size of a row in a year can be, where one is printed.
pub(super) fn size_in(table: &PublishedTable, row: usize, year: Year) -> Option<Interval<f64>> {
    let is_it =
        |column: &usize| matches!(table.columns[*column].figure, Figure::Value { year: of } if of == year);
    (0..table.columns.len()).filter(is_it).find_map(|column| interval(table, row, column))
}

/// What figures of one column can add up to; none where one of them is not printed.
pub(super) fn sum(table: &PublishedTable, rows: &[usize], column: usize) -> Option<Interval<f64>> {
    let all: Option<Vec<Interval<f64>>> = rows.iter().map(|&row| interval(table, row, column)).collect();
    Some(all?.into_iter().fold(Interval { low: 0.0, high: 0.0 }, |sum, one| Interval {
        low: sum.low + one.low,
        high: sum.high + one.high,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_end_at_a_whole() {
        for (parents, expected) in [
            (vec![], Ok(vec![])),
            (vec![None, Some(0), Some(1), Some(0)], Ok(vec![0, 1, 2, 1])),
            (vec![Some(2), Some(0), None], Ok(vec![1, 2, 0])),
            (vec![Some(0)], Err(0)),
            // A ring that neither all rows nor the first are in.
            (vec![Some(1), Some(2), Some(1), None], Err(1)),
        ] {
            assert_eq!(levels(&parents), expected, "{parents:?}");
        }
    }
}
