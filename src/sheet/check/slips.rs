//! How figures went wrong: slipped into other rows, printed twice, digits swapped, scales mistaken.

use super::super::published::PublishedTable;
use super::misprint::Slip;
use super::program::{Cell, Linked};
use super::restore::in_digits_of;
use crate::claim::Figure;
use crate::value::Printed;

/// A figure is tried in a place where it is this close to what belongs there, relatively.
const CLOSE: f64 = 0.01;
/// Two figures that are the same by chance are short: longer ones are one figure twice.
const DIGITS: usize = 3;

/// A figure that is wrong, and what the others make of it.
pub(super) struct Wrong {
    pub(super) cell: Cell,
    pub(super) restored: f64,
}

/// What happened to one of them, and the figure itself where that says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Told {
    pub(super) slip: Option<Slip>,
    pub(super) figure: Option<Printed>,
}

/// Tells slips by what figures of the table belong where.
pub(super) struct Telling<'a> {
    pub(super) table: &'a PublishedTable,
    pub(super) linked: &'a Linked<'a>,
    /// Figures that hold together.
    pub(super) good: &'a [Cell],
    pub(super) wrong: &'a [Wrong],
}

impl Telling<'_> {
    /// What happened to each of the wrong figures.
    pub(super) fn tell(&self) -> Vec<Told> {
        let mut told = vec![Told::default(); self.wrong.len()];
        self.slipped_columns(&mut told);
        for at in 0..self.wrong.len() {
            if told[at].slip.is_none() {
                told[at].slip = self.printed_twice(&self.wrong[at]);
            }
            if told[at].slip.is_none() {
                self.misspelled(at, &mut told);
            }
        }
        told
    }

    /// Figures that stand in the wrong row of their column: each is tried where it comes close, all at once.
    fn slipped_columns(&self, told: &mut [Told]) {
        let mut columns: Vec<usize> = self.wrong.iter().map(|wrong| wrong.cell.1).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let places: Vec<usize> =
                (0..self.wrong.len()).filter(|&at| self.wrong[at].cell.1 == column).collect();
            let mut moves = Vec::new();
            for &from in &places {
                let printed = self.printed(self.wrong[from].cell);
                let mut close: Vec<usize> = places
                    .iter()
                    .copied()
                    .filter(|&to| to != from && self.comes_close(to, printed))
                    .collect();
                // Figures slip by a row or two: of several places, the nearest.
                close.sort_by_key(|&to| (self.wrong[to].cell.0.abs_diff(self.wrong[from].cell.0), to));
                moves.extend(close.first().map(|&to| (from, to)));
            }
            // No two figures belong to one place.
            let once: Vec<(usize, usize)> = moves
                .iter()
                .copied()
                .filter(|(_, to)| moves.iter().filter(|(_, other)| other == to).count() == 1)
                .collect();
            let placed: Vec<(Cell, &Printed)> = once
                .iter()
                .map(|&(from, to)| (self.wrong[to].cell, self.printed(self.wrong[from].cell)))
                .collect();
            if placed.is_empty() || !self.holds_with(&placed) {
                continue;
            }
            for (from, to) in once {
                let row = self.wrong[to].cell.0;
                told[from].slip = Some(Slip::OfRow { row, name: self.table.rows[row].name.clone() });
                told[to].figure = in_digits_of(
                    self.printed(self.wrong[to].cell),
                    self.printed(self.wrong[from].cell).value(),
                );
            }
        }
    }

    /// A figure that stands rightly in another row of the column, or in another column of the row.
    fn printed_twice(&self, wrong: &Wrong) -> Option<Slip> {
        let (row, column) = wrong.cell;
        let printed = self.printed(wrong.cell);
        if digits(printed).len() < DIGITS {
            return None;
        }
        let same =
            |cell: &Cell| self.table.cell(cell.0, cell.1).is_some_and(|other| other.text() == printed.text());
        let in_column = self.good.iter().filter(|cell| cell.1 == column && same(cell));
        let nearest = in_column.min_by_key(|cell| cell.0.abs_diff(row));
        if let Some(&(row, _)) = nearest {
            return Some(Slip::SameAsRow { row, name: self.table.rows[row].name.clone() });
        }
        let alike = |other: usize| {
            std::mem::discriminant(&self.table.columns[other].figure)
                == std::mem::discriminant(&self.table.columns[column].figure)
        };
        let in_row = self.good.iter().filter(|cell| cell.0 == row && alike(cell.1) && same(cell));
        let &(_, column) = in_row.min_by_key(|cell| cell.1.abs_diff(column))?;
        Some(Slip::OfColumn { column, name: self.table.columns[column].name.clone() })
    }

    /// A figure of which one spelling mistake undone holds with all others.
    fn misspelled(&self, at: usize, told: &mut [Told]) {
        let printed = self.printed(self.wrong[at].cell);
        let mut found: Vec<(Slip, Printed)> = Vec::new();
        for (slip, figure) in self.spellings(self.wrong[at].cell, printed) {
            let is_new = found.iter().all(|(_, known)| known.value() != figure.value());
            let others = self.others_than(at, told);
            let mut placed: Vec<(Cell, &Printed)> =
                others.iter().map(|(cell, figure)| (*cell, figure)).collect();
            placed.push((self.wrong[at].cell, &figure));
            if is_new && self.comes_close(at, &figure) && self.holds_with(&placed) {
                found.push((slip, figure));
            }
        }
        // Two ways to mend it are none.
        if let [(slip, figure)] = found.as_slice() {
            told[at] = Told { slip: Some(slip.clone()), figure: Some(figure.clone()) };
        }
    }

    /// Wrong figures besides one that are known by now.
    fn others_than(&self, at: usize, told: &[Told]) -> Vec<(Cell, Printed)> {
        let others = told.iter().zip(self.wrong).enumerate().filter(|(other, _)| *other != at);
        others.filter_map(|(_, (told, wrong))| Some((wrong.cell, told.figure.clone()?))).collect()
    }

    /// Figures that a printed one may have been before a mistake.
    fn spellings(&self, (_, column): Cell, printed: &Printed) -> Vec<(Slip, Printed)> {
        let mut found = Vec::new();
        let mut add = |slip: Slip, number: f64| {
            found.extend(in_digits_of(printed, number).map(|figure| (slip, figure)));
        };
        let value = printed.value();
        if !matches!(self.table.columns[column].figure, Figure::Value { .. } | Figure::Share { .. }) {
            add(Slip::Sign, -value);
        }
        for factor in [10.0, 100.0, 1000.0, 1e6] {
            add(Slip::TimesTooLarge { factor }, value / factor);
            add(Slip::TimesTooLarge { factor: 1.0 / factor }, value * factor);
        }
        let letters = digits(printed);
        for place in 1..letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(place - 1, place);
            let text: String = swapped.iter().collect();
            let sign = if value < 0.0 { -1.0 } else { 1.0 };
            let scale = format!("1e-{}", printed.decimals()).parse().unwrap_or(1.0);
            if swapped != letters {
                add(Slip::DigitsSwapped, sign * text.parse().unwrap_or(f64::NAN) * scale);
            }
        }
        found
    }

    fn printed(&self, (row, column): Cell) -> &Printed {
        self.table.cell(row, column).expect("what is wrong is printed")
    }

    /// Whether a figure is about what belongs in the place of a wrong one.
    fn comes_close(&self, at: usize, figure: &Printed) -> bool {
        let wrong = &self.wrong[at];
        let room = (CLOSE * wrong.restored.abs()).max(4.0 * self.printed(wrong.cell).half_unit());
        (figure.value() - wrong.restored).abs() <= room && figure.value() != self.printed(wrong.cell).value()
    }

    /// Whether figures in these places hold together with all good ones.
    fn holds_with(&self, placed: &[(Cell, &Printed)]) -> bool {
        self.linked.holds(self.good, placed)
    }
}

/// The digits of a figure, leading zeros left away.
fn digits(printed: &Printed) -> Vec<char> {
    let text = format!("{:.*}", printed.decimals(), printed.value().abs());
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let zeros = digits.iter().take_while(|digit| **digit == '0').count();
    digits[zeros.min(digits.len().saturating_sub(1))..].to_vec()
}
