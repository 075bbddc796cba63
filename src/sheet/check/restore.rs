//! What everything else makes of a misprinted figure: triangulation of the rest of its table.

use super::super::published::PublishedTable;
use super::super::structure::Structure;
use super::program::{Cell, years_of};
use crate::claim::{Claim, Figure};
use crate::error::Error;
use crate::market::Market;
use crate::space::{Axis, Dimension, Scope};
use crate::value::{Printed, Scale, Unit, Years, grouped};

const AXIS: &str = "row";
/// What a whole has besides the part that is looked at.
const OTHER: &str = "other";

/// A table without some figures, and what its own figures make of them.
pub(super) struct Restoring<'a> {
    pub(super) table: &'a PublishedTable,
    pub(super) structure: &'a Structure,
    /// Figures that do not count.
    pub(super) wrong: &'a [Cell],
}

impl Restoring<'_> {
    /// What each of these figures comes to, in the unit of its digits; in percent for shares and growth.
    ///
    /// # Errors
    /// When the rest of the table is no market: a row that is larger than any market may be, too many years.
    pub(super) fn numbers(&self, of: &[Cell]) -> Result<Vec<f64>, Error> {
        let mut numbers = vec![f64::NAN; of.len()];
        for piece in self.pieces() {
            let is_here = |cell: &Cell| piece.rows.contains(&cell.0);
            if !of.iter().any(is_here) {
                continue;
            }
            let found = self.solve(&piece, of)?;
            for (number, found) in numbers.iter_mut().zip(found) {
                if let Some(found) = found {
                    *number = found;
                }
            }
        }
        Ok(numbers)
    }

    /// Each cut of the whole by itself, and each row that nothing places.
    fn pieces(&self) -> Vec<Piece> {
        let structure = self.structure;
        if structure.wholes.is_empty() {
            let rows: Vec<usize> = structure.unsummed.iter().flat_map(|&top| structure.below(top)).collect();
            return vec![Piece { rows, wholes: Vec::new(), has_more: true }];
        }
        let piece = |top: usize, has_more: bool| {
            let rows = structure.below(top);
            Piece { rows, wholes: structure.wholes.clone(), has_more }
        };
        let cuts = structure.wholes.iter().map(|&top| piece(top, false));
        cuts.chain(structure.loose.iter().map(|&top| piece(top, true))).collect()
    }

    /// What a market of the rows of a piece makes of those figures that it has.
    fn solve(&self, piece: &Piece, of: &[Cell]) -> Result<Vec<Option<f64>>, Error> {
        let years: Vec<_> = self.table.columns.iter().flat_map(|column| years_of(&column.figure)).collect();
        let (first, last) = (years.iter().min(), years.iter().max());
        let (Some(&first), Some(&last)) = (first, last) else { return Ok(vec![None; of.len()]) };
        let unit = Unit::new("units", self.table.scale().unwrap_or(Scale::One))?;
        let mut builder =
            Market::builder("table", unit, Years::new(first, last)?).dimension(self.dimension(piece));
        let mut cells = Vec::new();
        for cell in self.table.printed() {
            let is_known = |row: &usize| piece.wholes.contains(row) || piece.rows.contains(row);
            let of = self.structure.share_of(self.table, cell.0, cell.1);
            // A share of a row in another piece says nothing about this one.
            if is_known(&cell.0) && of.as_ref().is_none_or(is_known) {
                builder = builder.claim(self.claim(piece, cell)?);
                cells.push(cell);
            }
        }
        let forecast = builder.build()?.forecast()?;
        let number = |cell: &Cell| {
            let at = cells.iter().position(|other| other == cell && piece.rows.contains(&cell.0))?;
            let factor = self.table.factor(cell.0, cell.1);
            Some(forecast.reproductions()[at].reproduced / factor)
        };
        Ok(of.iter().map(number).collect())
    }

    /// The rows without parts as members, those with parts as groups, rests as members of their own.
    fn dimension(&self, piece: &Piece) -> Dimension {
        let own = |row: &usize| self.structure.parts[*row].is_empty();
        let leaf = |row: &usize| row.to_string();
        let rest = |row: &usize| format!("rest {row}");
        let partial = |rows: &[usize]| {
            rows.iter().filter(|row| self.structure.partial[**row]).map(rest).collect::<Vec<_>>()
        };
        let mut members: Vec<String> = piece.rows.iter().filter(|row| own(row)).map(leaf).collect();
        members.extend(partial(&piece.rows));
        if piece.has_more {
            members.push(OTHER.into());
        }
        let groups = piece.rows.iter().filter(|row| !own(row));
        groups.fold(Dimension::new(AXIS, members), |dimension, row| {
            let below = self.structure.below(*row);
            let leaves = below.iter().filter(|row| own(row)).map(leaf);
            dimension.group(leaf(row), leaves.chain(partial(&below)))
        })
    }

    fn claim(&self, piece: &Piece, (row, column): Cell) -> Result<Claim, Error> {
        let printed = self.table.cell(row, column).expect("only printed figures are claimed");
        let column_of = &self.table.columns[column];
        let factor = if column_of.is_percent() { 1.0 } else { self.table.factor(row, column) };
        let is_wrong = self.wrong.contains(&(row, column));
        // What is wrong may be impossible, such as a share of 924 %: it is asked for, and what stands there does not matter.
        let value = if is_wrong { 1.0 } else { printed.value() * factor };
        let bare = Printed::within(value, printed.half_unit() * factor)?;
        let scope = |row: usize| Scope::of(Axis::from(AXIS), row.to_string());
        let claim = match column_of.figure {
            Figure::Value { year } => Claim::value(bare, year),
            Figure::Share { year, .. } => {
                let of = self.structure.share_of(self.table, row, column);
                let of = of.filter(|of| !piece.wholes.contains(of));
                Claim::share(bare, year).out_of(of.map_or_else(Scope::all, scope))
            }
            Figure::Growth { from, to } => Claim::growth(bare, from, to),
            Figure::Change { from, to } => Claim::change(bare, from, to),
        };
        let claim = if is_wrong { claim.for_comparison() } else { claim };
        let all = piece.wholes.contains(&row);
        Ok(if all { claim } else { claim.of(scope(row)) })
    }
}

/// Rows that are looked at together.
struct Piece {
    rows: Vec<usize>,
    /// Rows that are everything.
    wholes: Vec<usize>,
    /// Whether everything is more than the rows.
    has_more: bool,
}

/// The sign of a currency that stands right before the digits; none where something else does.
fn currency_before(printed: &Printed, number: f64) -> &str {
    let before = printed.text().split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let is_sign = |c: char| c.is_alphabetic() || matches!(c, '$' | '€' | '£' | '¥');
    let stands = printed.currency().is_some() && number >= 0.0 && before.chars().all(is_sign);
    if stands { before } else { "" }
}

/// A number in the digits and the currency in which another was printed; none where it is not finite.
pub(super) fn in_digits_of(printed: &Printed, number: f64) -> Option<Printed> {
    if !number.is_finite() {
        return None;
    }
    let digits = format!("{number:.*}", printed.decimals());
    let is_zero = !digits.contains(|c: char| matches!(c, '1'..='9'));
    let digits = if is_zero { digits.replace('-', "") } else { digits };
    let digits = if printed.text().contains(',') { grouped(&digits) } else { digits };
    let percent = if printed.is_percent() { "%" } else { "" };
    let read: Printed = format!("{}{digits}{percent}", currency_before(printed, number)).parse().ok()?;
    match printed.scale() {
        Some(scale) => read.with_scale(scale).ok(),
        None => Some(read),
    }
}
