//! What the shares of a column are parts of: everything, or each of the row that its own row is a part of.

use super::published::PublishedTable;
use super::structure::{Structure, interval, row_of, size_in, sum};
use crate::claim::Figure;
use crate::error::{Error, ErrorKind};
use crate::space::Scope;
use crate::value::{Interval, Year};

/// What the shares of a column are parts of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Base {
    /// Everything; of columns without shares as well.
    Whole,
    /// One row.
    Row(usize),
    /// Each the row that its row is a part of.
    Parent,
    /// The same, and rows with parts are 100 % of themselves.
    Head,
}

/// Readings of a column, the likelier first.
const READINGS: [Base; 3] = [Base::Whole, Base::Parent, Base::Head];
/// A reading with so many times the faults of the likeliest, and so many more, is not searched: one wrong size speaks against
/// all shares around it, so that the right reading may have a few more than a wrong one, while the search for the dozens of
/// figures that a wrong reading makes wrong takes minutes.
const NEAR: usize = 2;

impl Base {
    /// Whether the parts of a row make up 100 % rather than the share of the row.
    pub(super) fn is_parent(self) -> bool {
        matches!(self, Base::Parent | Base::Head)
    }
}

/// What the shares of each column may be parts of, the likeliest first: what fewest figures of the column speak against,
/// then of all columns; after that every column alike, where not many more speak against it.
///
/// # Errors
/// When a column of which it was said is none, or its shares are of something that is no row or not the whole of theirs.
pub(super) fn readings(table: &PublishedTable, structure: &Structure) -> Result<Vec<Vec<Base>>, Error> {
    for name in &table.of_parents {
        if !table.columns.iter().any(|column| column.name == *name) {
            let choices = table.columns.iter().map(|column| column.name.clone()).collect();
            return Err(ErrorKind::UnknownName { what: "column", name: name.clone(), choices }.into());
        }
    }
    let weighed = |column: usize| {
        let choices = choices(table, structure, column)?;
        // Where there is nothing to choose, nothing has to be counted.
        let is_open = choices.len() > 1;
        let against = |base: &Base| if is_open { Shares::faults(table, structure, column, *base) } else { 0 };
        Ok(choices.into_iter().map(|base| (base, against(&base))).collect())
    };
    let columns: Vec<Vec<(Base, usize)>> =
        (0..table.columns.len()).map(weighed).collect::<Result<_, Error>>()?;
    let find =
        |column: &[(Base, usize)], reading: Base| column.iter().find(|(base, _)| *base == reading).copied();
    let overall = READINGS.map(|reading| {
        let against = columns.iter().filter_map(|column| find(column, reading)).map(|(_, against)| against);
        (reading, against.sum::<usize>())
    });
    let likeliest = |column: &Vec<(Base, usize)>| {
        let rank =
            |(base, against): &&(Base, usize)| (*against, find(&overall, *base).map(|(_, against)| against));
        *column.iter().min_by_key(rank).expect("a column has one reading or more")
    };
    let alike = |reading: Base| {
        let choice = |column: &Vec<(Base, usize)>| find(column, reading).unwrap_or(column[0]);
        columns.iter().map(choice).collect::<Vec<_>>()
    };
    let likeliest: Vec<(Base, usize)> = columns.iter().map(likeliest).collect();
    let all_against = |reading: &[(Base, usize)]| reading.iter().map(|(_, against)| against).sum::<usize>();
    let most = NEAR * all_against(&likeliest) + NEAR;
    let mut found = vec![likeliest];
    for alike in READINGS.map(alike) {
        if !found.contains(&alike) && all_against(&alike) <= most {
            found.push(alike);
        }
    }
    let bases = |reading: Vec<(Base, usize)>| reading.into_iter().map(|(base, _)| base).collect();
    Ok(found.into_iter().map(bases).collect())
}

/// What the shares of a column may be parts of: where only the whole has parts, all readings are one.
fn choices(table: &PublishedTable, structure: &Structure, column: usize) -> Result<Vec<Base>, Error> {
    let Figure::Share { of, .. } = &table.columns[column].figure else { return Ok(vec![Base::Whole]) };
    if !of.is_all() {
        let place = || format!("what column '{}' is a share of", table.columns[column].name);
        return shares_of(table, structure, column, of).map_err(|fault| fault.at(place()));
    }
    let has_parts = |row: usize| !structure.parts[row].is_empty() && !structure.wholes.contains(&row);
    if !(0..table.rows.len()).any(has_parts) {
        return Ok(vec![Base::Whole]);
    }
    let stated = table.of_parents.contains(&table.columns[column].name);
    Ok(READINGS.into_iter().filter(|base| !stated || base.is_parent()).collect())
}

/// # Errors
/// When no row is called so, or figures of the column are of rows that are no parts of it.
fn shares_of(
    table: &PublishedTable,
    structure: &Structure,
    column: usize,
    whole: &Scope,
) -> Result<Vec<Base>, Error> {
    let names: Vec<&str> = whole.terms().map(|(_, name)| name).collect();
    let [name] = names[..] else {
        let (found, expected) = (whole.to_string(), "the name of one row".into());
        return Err(ErrorKind::Form { found, expected }.into());
    };
    let of = row_of(table, name)?;
    let mut is_part = vec![false; table.rows.len()];
    structure.below(of).into_iter().for_each(|row| is_part[row] = true);
    let printed = (0..table.rows.len()).filter(|&row| table.cell(row, column).is_some());
    let outside = printed.filter(|&row| !is_part[row]).map(|row| {
        let what = format!("the share of row '{}'", table.rows[row].name);
        Error::from(ErrorKind::Undefined { what, reason: format!("it is no part of '{name}'") })
    });
    Error::none_of(outside.collect())?;
    Ok(vec![Base::Row(of)])
}

/// The shares of a column as they may be read.
struct Shares<'a> {
    table: &'a PublishedTable,
    structure: &'a Structure,
    column: usize,
    year: Year,
    base: Base,
}

impl Shares<'_> {
    /// How many of its figures speak against a reading; none where it has no shares.
    fn faults(table: &PublishedTable, structure: &Structure, column: usize, base: Base) -> usize {
        let Figure::Share { year, .. } = table.columns[column].figure else { return 0 };
        let read = Shares { table, structure, column, year, base };
        read.wrong_shares() + read.wrong_sums()
    }

    /// Shares that are not what the sizes of the year make of them.
    fn wrong_shares(&self) -> usize {
        let is_wrong = |row: &usize| {
            let Some(share) = self.share(*row) else { return false };
            if self.is_of_itself(*row) {
                return !meet(share, ALL);
            }
            let of = self.structure.share_by(self.base, self.table, *row);
            let of = of.or(self.structure.wholes.first().copied());
            let sizes = self.size(*row).zip(of.and_then(|of| self.size(of)));
            sizes.is_some_and(|(part, of)| {
                !meet(part, Interval { low: share.low * of.low, high: share.high * of.high })
            })
        };
        (0..self.table.rows.len()).filter(is_wrong).count()
    }

    /// Rows with parts whose shares add up to something else than they should.
    fn wrong_sums(&self) -> usize {
        let is_wrong = |row: &usize| {
            let is_all = self.base.is_parent() || self.structure.wholes.contains(row);
            let whole = if is_all { Some(ALL) } else { self.share(*row) };
            let sum = sum(self.table, &self.structure.parts[*row], self.column);
            whole.zip(sum).is_some_and(|(whole, sum)| !meet(whole, sum))
        };
        let with_parts = (0..self.table.rows.len()).filter(|&row| !self.structure.parts[row].is_empty());
        let of_whole = self.structure.unsummed.iter().filter(|&&row| !self.is_of_itself(row));
        let least: f64 = of_whole.filter_map(|&row| self.share(row)).map(|share| share.low).sum();
        with_parts.filter(is_wrong).count() + usize::from(least > ALL.high)
    }

    fn is_of_itself(&self, row: usize) -> bool {
        self.structure.share_by(self.base, self.table, row) == Some(row)
    }

    fn share(&self, row: usize) -> Option<Interval<f64>> {
        interval(self.table, row, self.column)
    }

    fn size(&self, row: usize) -> Option<Interval<f64>> {
        size_in(self.table, row, self.year)
    }
}

const ALL: Interval<f64> = Interval { low: 1.0, high: 1.0 };

/// Whether two numbers can be one, but for the last bits.
fn meet(one: Interval<f64>, other: Interval<f64>) -> bool {
    let room = 1e-9 * one.high.abs();
    one.low <= other.high + room && other.low <= one.high + room
}
