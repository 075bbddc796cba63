//! A heat map: the numbers of a table of two axes, each in a cell whose tint says how large it is.

mod across;
pub(super) mod grid;
pub(super) mod growth;
mod picture;
pub(super) mod scale;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Exhibit;
use super::describe;
use super::marimekko::{forecast_note, subtitle, when};
use super::matrix::{self, Cell, Matrix, Member};
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::theme::Theme;
use crate::error::Error;
use crate::table::{ROUNDED, Table};
use crate::value::Year;
use scale::Scale;

/// What stands in a cell that has no number.
pub(super) const NONE: &str = "–";

/// Rows by columns as they are printed.
#[derive(Clone, Debug)]
pub(crate) struct HeatMap {
    pub(crate) rows: Vec<Edge>,
    pub(crate) columns: Vec<Edge>,
    pub(crate) cells: BTreeMap<(usize, usize), Tile>,
    /// What all cells come to.
    pub(crate) whole: Option<Tile>,
    /// Whether rows and columns come to anything at all.
    pub(crate) has_sums: bool,
    pub(crate) scale: Scale,
    subtitle: String,
    notes: Vec<String>,
    summary: String,
}

/// A member of an axis and what its cells come to.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) name: String,
    pub(crate) sum: Option<Tile>,
}

/// A number and how it is printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tile {
    pub(crate) value: f64,
    pub(crate) text: String,
}

impl HeatMap {
    /// Reads a year of a table with two axes whose numbers add up.
    pub(crate) fn read(table: &Table, year: Year, theme: &Theme) -> Result<Self, Error> {
        let matrix = Matrix::read(table, year)?;
        let format = matrix::format(table, matrix.largest(), theme);
        let tile = |cell: Cell| Tile { value: cell.value, text: format.text(cell.shown) };
        let edges = |members: &[Member]| {
            let edge = |member: &Member| Edge { name: member.name.clone(), sum: member.sum.map(tile) };
            members.iter().map(edge).collect()
        };
        let scale = Scale::of_sizes(matrix.cells.values().map(|cell| cell.value), format, theme);
        let mut notes = matrix.founded_notes();
        notes.extend(forecast_note(&[matrix.column]));
        notes.extend((matrix.gaps() > 0).then(|| format!("{NONE}: no number, and in no sum.")));
        notes.extend(matrix.misses_by_rounding(format).then(|| ROUNDED.into()));
        notes.extend(matrix.moved_note(format, &[&matrix.rows, &matrix.columns]));
        let year = when(matrix.column);
        let total = matrix
            .whole
            .map_or_else(String::new, |whole| format!("Total {} in {year}", format.text(whole.shown)));
        Ok(Self {
            rows: edges(&matrix.rows),
            columns: edges(&matrix.columns),
            cells: matrix.cells.iter().map(|(&place, &cell)| (place, tile(cell))).collect(),
            whole: matrix.whole.map(tile),
            has_sums: true,
            scale,
            subtitle: subtitle(table, matrix.column),
            notes,
            summary: total,
        }
        .with_largest())
    }

    /// The same with its largest cell in the summary.
    fn with_largest(mut self) -> Self {
        let largest = self.cells.values().max_by(|a, b| a.value.total_cmp(&b.value));
        let largest = largest.map(|tile| self.named(&tile.text, "highest"));
        let total = Some(self.summary).filter(|total| !total.is_empty());
        let said: Vec<String> = total.into_iter().chain(largest).collect();
        self.summary = if said.is_empty() { "No numbers.".into() } else { format!("{}.", said.join("; ")) };
        self
    }

    /// "highest cell Europe / Software 1.2", "lowest cells A / X and B / Y 0.1": all that print so.
    fn named(&self, text: &str, word: &str) -> String {
        let name = |&(row, column): &(usize, usize)| {
            format!("{} / {}", self.rows[row].name, self.columns[column].name)
        };
        let names: Vec<(String, &Tile)> =
            self.cells.iter().map(|(place, tile)| (name(place), tile)).collect();
        let texts: Vec<(&str, String)> =
            names.iter().map(|(name, tile)| (name.as_str(), tile.text.clone())).collect();
        let plural = if texts.iter().filter(|(_, printed)| printed == text).count() > 1 { "s" } else { "" };
        format!("{word} cell{plural} {} {text}", describe::who(&texts, text, "cells"))
    }
}

impl Exhibit for HeatMap {
    fn subtitle(&self, _: &Table) -> String {
        self.subtitle.clone()
    }

    fn notes(&self, _: &Theme, _: f64) -> Result<Vec<String>, Error> {
        Ok(self.notes.clone())
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        picture::scene(self, theme, words, size)
    }

    fn summary(&self) -> String {
        text::clean(&self.summary.replace('−', "-"))
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        let said = |tile: Option<&Tile>| tile.map_or("no number".into(), |tile| tile.text.replace('−', "-"));
        for (row, edge) in self.rows.iter().enumerate() {
            let cells =
                self.columns.iter().enumerate().map(|(column, member)| {
                    format!("{} {}", member.name, said(self.cells.get(&(row, column))))
                });
            let cells: Vec<String> = cells.collect();
            let _ = write!(out, "{}: {}", edge.name, cells.join(", "));
            if self.has_sums {
                let _ = write!(out, ", total {}", said(edge.sum.as_ref()));
            }
            out += ". ";
        }
        if !self.has_sums {
            return text::clean(out.trim_end());
        }
        let sums = self.columns.iter().map(|edge| format!("{} {}", edge.name, said(edge.sum.as_ref())));
        let sums: Vec<String> = sums.collect();
        let _ = write!(out, "Total: {}, all {}.", sums.join(", "), said(self.whole.as_ref()));
        text::clean(&out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::exhibit::matrix::example as table;
    use crate::table::{Measure, Rounding};

    const ROWS: [(&str, &str, [Option<f64>; 2]); 3] = [
        ("Europe", "Software", [Some(1.24), Some(2.0)]),
        ("Europe", "Services", [None, Some(1.0)]),
        ("Asia", "Software", [Some(0.24), Some(4.0)]),
    ];

    fn read(table: &Table, year: i32) -> HeatMap {
        HeatMap::read(table, year.into(), &Theme::light()).unwrap()
    }

    #[test]
    fn sums_count_what_is_there_and_notes_say_so() {
        let map = read(&table(&ROWS, None), 2019);
        assert_eq!(
            map.numbers(),
            "Europe: Software 1.2, Services no number, total 1.2. \
             Asia: Software 0.2, Services no number, total 0.2. \
             Total: Software 1.5, Services no number, all 1.5."
        );
        assert_eq!(map.summary(), "Total 1.5 in 2019; highest cell Europe / Software 1.2.");
        assert_eq!(
            map.notes,
            ["–: no number, and in no sum.", "Figures may not add up because of rounding."]
        );
        let map = read(&table(&ROWS, None), 2026);
        assert_eq!(map.notes, ["2026 is a forecast.", "–: no number, and in no sum."]);
    }

    #[test]
    fn a_table_rounded_to_add_up_is_printed_so() {
        let rows = [
            ("a", "x", [Some(1.24); 2]),
            ("a", "y", [Some(1.24); 2]),
            ("b", "x", [Some(1.24); 2]),
            ("b", "y", [Some(1.28); 2]),
        ];
        let table = table(&rows, Some([5.0, 5.0])).with_rounding(Rounding::Additive);
        let map = read(&table, 2019);
        // The nearest 1.2 + 1.2 + 1.2 + 1.3 miss 5.0 by one unit, which the first takes.
        assert_eq!(map.notes, ["Rounded so that rows add up: a / x 2019 is 1.3 for 1.240."]);
        assert_eq!(map.whole.unwrap().text, "5.0");
        let shares = read(&table.shares().unwrap().with_decimals(0), 2019);
        assert_eq!(shares.whole.unwrap().text, "100%");
        assert!(shares.summary.starts_with("Total 100% in 2019"));
        let rates = table.with_measure(Measure::YearOnYear);
        assert!(HeatMap::read(&rates, 2019.into(), &Theme::light()).is_err());
    }
}
