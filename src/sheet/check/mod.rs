//! Checking a published table against itself.

mod evidence;
mod exchange;
mod misprint;
mod program;
mod restore;
mod slips;
mod window;

pub(super) use self::program::years_of;
pub use misprint::{Alternative, Evidence, Misprint, Remark, Slip};

use self::evidence::Around;
use self::program::{Cell, Linked, expect_sizes};
use self::restore::{Restoring, in_digits_of};
use self::slips::{Telling, Wrong};
use super::published::PublishedTable;
use super::structure::Structure;
use crate::claim::Figure;
use crate::error::Error;
use crate::solve::conflict::{Conflict, fewest};
use crate::value::shown::shown;

/// Work of the linear programs: minutes at most, where milliseconds are usual.
const WORK: u64 = 40_000_000_000;
/// Rows with so many digits in common are one row twice, not two that are alike by chance.
const DIGITS: usize = 8;

/// What a published table says about itself: the fewest figures that cannot hold with the others, and how they went wrong.
///
/// ```
/// use market_outlook::{PublishedTable, Slip};
///
/// let table = PublishedTable::from_csv("\
/// row,parent,2021,2022,YoY 2022
/// Americas,World,121481,148969,22.6
/// Europe,World,47757,57669,20.8
/// Japan,World,43687,49200,12.6
/// Asia Pacific,World,342967,390618,13.9
/// World,,555893,390618,16.3
/// ")?;
/// let check = table.check()?;
/// assert!(!check.is_clean());
/// let wrong = &check.misprints()[0];
/// assert_eq!(wrong.to_string(), "World, 2022: 390618 printed, 646456 restored; it is the figure of row 'Asia Pacific' again");
/// assert_eq!(wrong.evidence()[0].to_string(), "646,454 to 646,458 by its parts");
/// assert!(check.repaired().check()?.is_clean());
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TableCheck {
    checked: usize,
    misprints: Vec<Misprint>,
    remarks: Vec<Remark>,
    repaired: PublishedTable,
}

impl TableCheck {
    /// Whether all figures hold at once, to their last digit, and no row stands twice.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.misprints.is_empty() && !self.remarks.iter().any(Remark::is_fault)
    }

    /// How many figures were checked.
    #[must_use]
    pub fn figures(&self) -> usize {
        self.checked
    }

    /// The fewest figures without which all others hold, by row and column.
    #[must_use]
    pub fn misprints(&self) -> &[Misprint] {
        &self.misprints
    }

    /// What else is to be said of the table: rows that stand twice, growth of other years, parts that are not listed.
    ///
    /// ```
    /// use market_outlook::PublishedTable;
    ///
    /// let table = PublishedTable::from_csv("\
    /// row,2023,2028,2032,CAGR 2023-2028
    /// Cloud,103,150,214,8.5
    /// Other,97,120,149,4.9
    /// Total,200,270,363,6.8
    /// ")?;
    /// let remarks: Vec<String> = table.check()?.remarks().iter().map(ToString::to_string).collect();
    /// assert_eq!(remarks, ["the growth rates of column 'CAGR 2023-2028' are those from 2023 to 2032"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The table as it may have been: every misprint replaced by what was restored, all other figures as printed.
    #[must_use]
    pub fn repaired(&self) -> &PublishedTable {
        &self.repaired
    }
}

/// How a table hangs together: of all its readings the likeliest in which fewest figures are wrong.
///
/// # Errors
/// As for [`Structure::readings`].
pub(super) fn structure(table: &PublishedTable) -> Result<Structure, Error> {
    let mut readings = Structure::readings(table)?;
    if readings.len() > 1 {
        let cells: Vec<Cell> = table.printed().collect();
        readings = vec![best(table, &cells, readings).0];
    }
    Ok(readings.swap_remove(0))
}

/// The likeliest reading in which fewest figures are wrong, and those figures.
fn best(table: &PublishedTable, cells: &[Cell], readings: Vec<Structure>) -> (Structure, Vec<Conflict>) {
    let wrong = |structure: Structure| {
        let conflicts = fewest(&Linked::new(table, &structure).program(cells), &mut { WORK });
        (structure, conflicts)
    };
    let mut readings = readings.into_iter().map(wrong);
    let mut best = readings.next().expect("a table has one reading or more");
    while let Some(next) = (!best.1.is_empty()).then(|| readings.next()).flatten() {
        if next.1.len() < best.1.len() {
            best = next;
        }
    }
    best
}

impl PublishedTable {
    /// Checks every sum, share, change and growth rate of the table at once, each figure an interval by its digits.
    ///
    /// Sums that agree within rounding are no finding. Where figures contradict each other, the fewest that would have to go
    /// are found exactly: a misprint knows no precision, so figures are counted, not how far off they are. What all
    /// others make of each is found by triangulation, unless the figure itself stands in a wrong place of the table.
    /// Rows that are called totals and agree are one whole cut in several ways.
    ///
    /// # Errors
    /// When a size or share is negative, a row of which it was said that parts are not listed is none, a row is a part of
    /// itself by way of its parents or more than 100 levels down, or the table is no market, such as with more than 500 years.
    pub fn check(&self) -> Result<TableCheck, Error> {
        expect_sizes(self)?;
        let (table, mut remarks) = window::right_years(self);
        let cells: Vec<Cell> = table.printed().collect();
        let (structure, mut conflicts) = best(&table, &cells, Structure::readings(&table)?);
        remarks.extend(self.structural_remarks(&structure));
        remarks.extend(self.rows_twice(&structure));
        let linked = Linked::new(&table, &structure);
        exchange::decide(&table, &linked, &cells, &mut conflicts);
        conflicts.sort_by_key(|conflict| conflict.removed);
        let misprints = table.misprints(&structure, &linked, &cells, &conflicts)?;
        let mut repaired = table.clone();
        for misprint in misprints.iter().filter(|misprint| misprint.restored.is_some()) {
            repaired.rows[misprint.row].cells[misprint.column].clone_from(&misprint.restored);
        }
        Ok(TableCheck { checked: cells.len(), misprints, remarks, repaired })
    }

    fn misprints(
        &self,
        structure: &Structure,
        linked: &Linked,
        cells: &[Cell],
        conflicts: &[Conflict],
    ) -> Result<Vec<Misprint>, Error> {
        let removed: Vec<Cell> = conflicts.iter().map(|conflict| cells[conflict.removed]).collect();
        let doubted = conflicts.iter().flat_map(|conflict| &conflict.alternatives).map(|&at| cells[at]);
        let doubtful: Vec<Cell> = removed.iter().copied().chain(doubted).collect();
        let good: Vec<Cell> = cells.iter().copied().filter(|cell| !removed.contains(cell)).collect();
        let decided: Vec<Cell> = conflicts
            .iter()
            .filter(|conflict| conflict.alternatives.is_empty())
            .map(|conflict| cells[conflict.removed])
            .collect();
        let numbers = Restoring { table: self, structure, wrong: &removed }.numbers(&decided)?;
        let wrong: Vec<Wrong> =
            decided.iter().zip(&numbers).map(|(&cell, &restored)| Wrong { cell, restored }).collect();
        let told = Telling { table: self, linked, good: &good, wrong: &wrong }.tell();
        let restored = self.restored(structure, &removed, &decided, &told)?;
        let restored: Vec<Option<crate::value::Printed>> = restored
            .into_iter()
            .zip(decided.iter().zip(&told))
            .map(|(figure, (&cell, told))| {
                figure.filter(|figure| told.figure.is_some() || linked.settles(&good, cell, figure))
            })
            .collect();
        let around = Around { table: self, structure, wrong: &doubtful };
        let misprint = |conflict: &Conflict| {
            let cell = cells[conflict.removed];
            let decided = decided.iter().position(|other| *other == cell);
            Misprint {
                row: cell.0,
                column: cell.1,
                place: self.place(cell),
                printed: self.cell(cell.0, cell.1).expect("what is wrong is printed").clone(),
                restored: decided.and_then(|at| restored[at].clone()),
                slip: decided.and_then(|at| told[at].slip.clone()),
                evidence: around.evidence(cell),
                alternatives: conflict.alternatives.iter().map(|&at| self.alternative(cells[at])).collect(),
                proven: conflict.proven,
            }
        };
        Ok(conflicts.iter().map(misprint).collect())
    }

    /// What each decided misprint was: the figure that was found elsewhere, else what triangulation makes of it with those in place.
    fn restored(
        &self,
        structure: &Structure,
        removed: &[Cell],
        decided: &[Cell],
        told: &[slips::Told],
    ) -> Result<Vec<Option<crate::value::Printed>>, Error> {
        let mut table = self.clone();
        let mut wrong = removed.to_vec();
        for (&(row, column), told) in decided.iter().zip(told) {
            if let Some(figure) = &told.figure {
                table.rows[row].cells[column] = Some(figure.clone());
                wrong.retain(|cell| *cell != (row, column));
            }
        }
        let numbers = Restoring { table: &table, structure, wrong: &wrong }.numbers(decided)?;
        let restored = decided.iter().zip(told).zip(numbers).map(|((&(row, column), told), number)| {
            let printed = self.cell(row, column).expect("what is wrong is printed");
            told.figure.clone().or_else(|| in_digits_of(printed, number))
        });
        Ok(restored.collect())
    }

    fn alternative(&self, cell: Cell) -> Alternative {
        let printed = self.cell(cell.0, cell.1).expect("only printed figures can be wrong").clone();
        Alternative { row: cell.0, column: cell.1, place: self.place(cell), printed }
    }

    /// "Asia Pacific, 2022".
    fn place(&self, (row, column): Cell) -> String {
        format!("{}, {}", shown(&self.rows[row].name), shown(&self.columns[column].name))
    }

    /// What had to be assumed of how rows hang together.
    fn structural_remarks(&self, structure: &Structure) -> Vec<Remark> {
        let stated = |row: &usize| self.partial.contains(&self.rows[*row].name);
        let partial = (0..self.rows.len()).filter(|row| structure.partial[*row] && !stated(row));
        let mut remarks: Vec<Remark> =
            partial.map(|row| Remark::PartsNotListed { row: self.rows[row].name.clone() }).collect();
        if !structure.loose.is_empty() {
            let rows = structure.loose.iter().map(|&row| self.rows[row].name.clone()).collect();
            remarks.push(Remark::PlaceUnknown { rows });
        }
        let of_parents = self.columns.iter().zip(&structure.bases).filter(|(_, base)| base.is_parent());
        let found = of_parents.map(|(column, _)| &column.name).filter(|name| !self.of_parents.contains(name));
        remarks.extend(found.map(|name| Remark::SharesOfParents { column: name.clone() }));
        remarks
    }

    /// Rows that stand twice: by what was read, or under two names with all figures alike.
    fn rows_twice(&self, structure: &Structure) -> Vec<Remark> {
        let by_name = self.repeated.iter().map(|&(row, line)| {
            let name = self.rows[row].name.clone();
            Remark::RowTwice { row: name.clone(), again: name, line: Some(line) }
        });
        let mut remarks: Vec<Remark> = by_name.collect();
        // Rows in order of their figures: those that are alike stand next to each other.
        let figures = |row: usize| {
            self.rows[row].cells.iter().map(|cell| cell.as_ref().map(crate::value::Printed::text))
        };
        let mut order: Vec<usize> = (0..self.rows.len()).filter(|&row| self.tells_apart(row)).collect();
        order.sort_by(|&a, &b| figures(a).cmp(figures(b)).then(a.cmp(&b)));
        for pair in order.windows(2).filter(|pair| figures(pair[0]).eq(figures(pair[1]))) {
            let (row, again) = (pair[0], pair[1]);
            let both_whole = structure.wholes.contains(&row) && structure.wholes.contains(&again);
            let within = structure.below(row).contains(&again) || structure.below(again).contains(&row);
            if !both_whole && !within {
                let (name, line) = (self.rows[row].name.clone(), self.rows[again].line);
                remarks.push(Remark::RowTwice { row: name, again: self.rows[again].name.clone(), line });
            }
        }
        remarks
    }

    /// Whether a row has so many digits in so many sizes that no other is like it by chance.
    fn tells_apart(&self, row: usize) -> bool {
        let is_size = |column: &usize| matches!(self.columns[*column].figure, Figure::Value { .. });
        let sizes = (0..self.columns.len()).filter(is_size).filter_map(|column| self.cell(row, column));
        let lengths: Vec<usize> = sizes
            .map(|size| {
                size.text().chars().filter(char::is_ascii_digit).collect::<String>().trim_matches('0').len()
            })
            .collect();
        lengths.iter().filter(|length| **length > 0).count() > 1 && lengths.iter().sum::<usize>() >= DIGITS
    }
}
