//! Rows of a sheet that are about members of axes: claims, assumptions and existing numbers.

use super::entry::Entry;
use super::heading::Heading;
use super::layout::{Columns, Layout};
use super::rows::Line;
use super::sheet::Sheet;
use super::sums::is_total;
use crate::error::{Error, ErrorKind, Faults};
use crate::space::Scope;
use crate::value::guard::bare;

/// A sheet with its columns of members.
pub(super) struct Scoped<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) layout: &'a Layout,
    pub(super) columns: Columns,
}

/// A row: which part of the market it is about.
pub(super) struct Place<'a> {
    pub(super) line: Line<'a>,
    /// A member of each axis of the sheet, none for all of it.
    pub(super) members: Vec<Option<String>>,
}

impl<'a> Scoped<'a> {
    /// # Errors
    /// When no column holds members of an axis.
    pub(super) fn new(sheet: &'a Sheet, layout: &'a Layout, columns: Columns) -> Result<Self, Error> {
        if columns.axes.is_empty() {
            let what = format!("the list of axes among '{}'", sheet.header().join("', '"));
            let expected = "a layout that says which column holds the members of which axis".into();
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        Ok(Self { sheet, layout, columns })
    }

    /// The rows in order; a blank or a word such as "Total" in a column of members stands for all of the axis.
    ///
    /// Footnotes, texts alone in their row after all others, are none.
    pub(super) fn places(&self) -> Vec<Place<'a>> {
        let lines = self.sheet.lines();
        let is_alone = |line: &Line| line.cells.iter().skip(1).all(|cell| cell.trim().is_empty());
        let footnotes = self.sheet.lines().rev().take_while(is_alone).count();
        let member = |line: &Line, position: usize| {
            let name = line.cells[position].split_whitespace().collect::<Vec<_>>().join(" ");
            (!name.is_empty() && !is_total(&name)).then(|| bare(&name).to_string())
        };
        let place = |line: Line<'a>| {
            let members = self.columns.axes.iter().map(|(position, _)| member(&line, *position)).collect();
            Place { line, members }
        };
        let count = lines.len() - footnotes;
        lines.take(count).map(place).collect()
    }

    pub(super) fn scope(&self, place: &Place) -> Scope {
        let terms = self.columns.axes.iter().zip(&place.members);
        terms.fold(Scope::all(), |scope, ((_, axis), member)| match member {
            Some(member) => scope.and(axis.clone(), member.clone()),
            None => scope,
        })
    }

    /// The figure in a column, its text without marks; none where there is none.
    ///
    /// # Errors
    /// When there is something that is no figure, with its line and column.
    pub(super) fn text(&self, place: &Place, position: usize) -> Result<Option<String>, Error> {
        let pointed = self.layout.pointed(&place.line.cells[position]);
        match Entry::of(&pointed) {
            Entry::None => Ok(None),
            Entry::Figure(text) => Ok(Some(text)),
            Entry::NoFigure(reason) => {
                Err(self.fault(place, position, &format!("'{}' is {reason}", pointed.trim())))
            }
        }
    }

    /// That no column has numbers of which nothing is known.
    pub(super) fn expect_all_figures(&self, faults: &mut Faults) {
        for position in
            self.columns.left_out.iter().filter(|position| !self.columns.ignored.contains(position))
        {
            let name = &self.sheet.header()[*position];
            if Heading::of(name) == Heading::Text && self.is_number(*position) {
                let reason = "it has numbers, and its name does not say which, expected a layout that says it, or ignores it";
                let place = format!("column '{name}'");
                faults.add(self.sheet.header_line(), || {
                    ErrorKind::Syntax { place, reason: reason.into() }.into()
                });
            }
        }
    }

    /// Whether a column has figures and nothing else.
    fn is_number(&self, position: usize) -> bool {
        let texts = self.sheet.lines().map(|line| self.layout.pointed(&line.cells[position]));
        let mut figures = texts.filter_map(|text| match Entry::of(&text) {
            Entry::Figure(text) => Some(text.parse::<crate::value::Printed>().is_ok()),
            _ => None,
        });
        figures.next() == Some(true) && figures.all(|figure| figure)
    }

    pub(super) fn fault(&self, place: &Place, position: usize, reason: &str) -> Error {
        let place = format!("line {}, column '{}'", place.line.number, self.sheet.header()[position]);
        ErrorKind::Syntax { place, reason: reason.into() }.into()
    }

    /// The only column of numbers beside the members, for sheets with one number a row.
    ///
    /// # Errors
    /// When there is none, or several.
    pub(super) fn number_column(&self, what: &str) -> Result<usize, Error> {
        let is_member = |position: &usize| self.columns.axes.iter().any(|(axis, _)| axis == position);
        let stated = self.columns.value;
        let ignored = |position: &usize| self.columns.ignored.contains(position);
        let columns = 0..self.sheet.header().len();
        let found: Vec<usize> = columns
            .filter(|position| !is_member(position) && !ignored(position) && self.is_number(*position))
            .collect();
        match (stated, found.as_slice()) {
            (Some(column), _) | (None, &[column]) => Ok(column),
            (None, several) => {
                let names: Vec<&str> =
                    several.iter().map(|&column| self.sheet.header()[column].as_str()).collect();
                let found = format!("{} columns of numbers ({})", several.len(), names.join(", "));
                let expected = format!("one column of {what}, or a layout that says which it is");
                Err(ErrorKind::Form { found, expected }.into())
            }
        }
    }
}
