//! What the names of columns say, together: which is what where nobody has said it.

use super::heading::{Heading, scale_in};
use super::layout::{Columns, FigureColumn, Role};
use super::sheet::Sheet;
use crate::claim::Figure;
use crate::error::{Error, ErrorKind, Faults};
use crate::space::Scope;
use crate::value::Year;
use crate::value::shown::shown;

/// The columns of a sheet, on the way to what they are.
pub(super) struct Recognizing<'a> {
    sheet: &'a Sheet,
    roles: Vec<Option<Role>>,
    headings: Vec<Heading>,
    faults: Faults,
}

impl<'a> Recognizing<'a> {
    pub(super) fn new(sheet: &'a Sheet, roles: Vec<Option<Role>>) -> Self {
        let headings = sheet.header().iter().map(|name| Heading::of(name)).collect();
        Self { sheet, roles, headings, faults: Faults::default() }
    }

    pub(super) fn columns(mut self) -> Result<Columns, Error> {
        self.name_texts();
        let line = self.sheet.header_line();
        let mut columns = Columns::default();
        let (mut year, mut value) = (None, None);
        for position in 0..self.roles.len() {
            let stated = self.roles[position].clone();
            let forecast = matches!(self.headings[position], Heading::Value { forecast: true, .. });
            let figure = match stated {
                Some(Role::Label) => Self::once(&mut columns.label, position, &mut self.faults, "label"),
                Some(Role::Parent) => Self::once(&mut columns.parent, position, &mut self.faults, "parent"),
                Some(Role::Year) => Self::once(&mut year, position, &mut self.faults, "year"),
                Some(Role::Value) => Self::once(&mut value, position, &mut self.faults, "value"),
                Some(Role::Axis(axis)) => {
                    columns.axes.push((position, axis));
                    None
                }
                Some(Role::Ignored) => {
                    columns.left_out.push(position);
                    columns.ignored.push(position);
                    None
                }
                Some(Role::Figure(figure)) => Some(figure),
                None => {
                    let figure = self.figure(position);
                    if figure.is_none() {
                        columns.left_out.push(position);
                    }
                    figure
                }
            };
            let scale = scale_in(&self.sheet.header()[position]);
            columns.figures.extend(figure.map(|figure| FigureColumn { position, figure, forecast, scale }));
        }
        match (year, value) {
            (Some(year), Some(value)) => columns.tidy = Some((year, value)),
            (None, None) => {}
            _ => {
                let (found, expected) = (
                    "a column of years or of values alone".into(),
                    "both, or neither and a column a year".into(),
                );
                self.faults.add(line, || ErrorKind::Form { found, expected }.into());
            }
        }
        if columns.figures.is_empty() && columns.tidy.is_none() && self.faults.is_empty() {
            let names = self.sheet.header().join("', '");
            let what = format!("the list of columns with figures among '{}'", shown(&names));
            let expected =
                "a year in the name of a column, or a layout that says what its figures are".into();
            self.faults.add(line, || ErrorKind::Empty { what, expected }.into());
        }
        self.faults.none_in("file")?;
        Ok(columns)
    }

    /// Gives columns of texts that nothing was said of the roles that their names suggest.
    fn name_texts(&mut self) {
        let is_text = |this: &Self, position: usize| {
            this.roles[position].is_none() && this.headings[position] == Heading::Text
        };
        let has = |this: &Self, role: &Role| this.roles.contains(&Some(role.clone()));
        let texts: Vec<usize> = (0..self.roles.len()).filter(|&position| is_text(self, position)).collect();
        let name = |position: usize| self.sheet.header()[position].to_lowercase();
        let find =
            |names: &[&str]| texts.iter().copied().find(|&position| names.contains(&name(position).as_str()));
        let (parent, year, value) = (
            find(&["parent", "part of", "part_of"]),
            find(&["year"]),
            find(&["value", "size", "sales", "revenue"]),
        );
        if let Some(parent) = parent.filter(|_| !has(self, &Role::Parent)) {
            self.roles[parent] = Some(Role::Parent);
        }
        if let (Some(year), false) = (year, has(self, &Role::Year)) {
            self.roles[year] = Some(Role::Year);
        }
        if let (Some(value), true, false) = (value, has(self, &Role::Year), has(self, &Role::Value)) {
            self.roles[value] = Some(Role::Value);
        }
        let named = self.roles.iter().flatten().any(|role| matches!(role, Role::Label | Role::Axis(_)));
        let first = texts.into_iter().find(|&position| is_text(self, position));
        if let Some(first) = first.filter(|_| !named) {
            self.roles[first] = Some(Role::Label);
        }
    }

    fn once(place: &mut Option<usize>, position: usize, faults: &mut Faults, what: &str) -> Option<Figure> {
        if place.replace(position).is_some() {
            let (what, name) = ("role of a column".into(), what.into());
            faults.add(0, || ErrorKind::Duplicate { what, name }.into());
        }
        None
    }

    /// The figures that the name of a column says it has.
    fn figure(&mut self, position: usize) -> Option<Figure> {
        let reason = match &self.headings[position] {
            Heading::Text | Heading::Rank => return None,
            Heading::Value { year, .. } => return Some(Figure::Value { year: (*year).into() }),
            Heading::Growth { from, to } => return Some(growth(*from, *to)),
            Heading::GrowthOf { year: Some(year), .. } => return Some(growth(year - 1, *year)),
            Heading::Change { years: Some((from, to)) } => return Some(change(*from, *to)),
            Heading::Share { year: Some(year) } => return Some(share(*year)),
            Heading::Unclear(reason) => (*reason).to_string(),
            Heading::GrowthOf { compound: true, over, .. } => match self.span() {
                Some((from, to)) if is_over(*over, from, to) => return Some(growth(from, to)),
                Some((from, to)) => format!("growth over another number of years than from {from} to {to}"),
                None => "a growth rate without two years with sizes to be between".into(),
            },
            Heading::GrowthOf { over, .. } => match (self.year_before(position), self.two_years()) {
                (Some(year), _) if is_over(*over, year - 1, year) => return Some(growth(year - 1, year)),
                (None, Some((from, to))) if is_over(*over, from, to) => return Some(growth(from, to)),
                _ => "growth of a year that it does not name".into(),
            },
            Heading::Change { .. } => match self.two_years() {
                Some((from, to)) => return Some(change(from, to)),
                None => "a change between years that it does not name".into(),
            },
            Heading::Share { .. } => match self.year_before(position).or(self.only_year()) {
                Some(year) => return Some(share(year)),
                None => "a share of a year that it does not name".into(),
            },
        };
        let place = format!("column '{}'", self.sheet.header()[position]);
        let reason = format!("{reason}, expected a layout that says what it is, or to ignore it");
        self.faults.add(self.sheet.header_line(), || ErrorKind::Syntax { place, reason }.into());
        None
    }

    /// The years of columns with sizes, in their order.
    fn years(&self) -> Vec<i32> {
        let year = |position: usize| match (&self.roles[position], &self.headings[position]) {
            (Some(Role::Figure(Figure::Value { year })), _) => Some(year.number()),
            (None, Heading::Value { year, .. }) => Some(*year),
            _ => None,
        };
        (0..self.roles.len()).filter_map(year).collect()
    }

    fn span(&self) -> Option<(i32, i32)> {
        let years = self.years();
        let (first, last) = (*years.iter().min()?, *years.iter().max()?);
        (first < last).then_some((first, last))
    }

    fn two_years(&self) -> Option<(i32, i32)> {
        self.span().filter(|_| self.years().len() == 2)
    }

    fn only_year(&self) -> Option<i32> {
        let years = self.years();
        (years.len() == 1).then(|| years[0])
    }

    /// The year of the sizes right before a column that belongs to them, other such columns between them passed over;
    /// none where the years follow each other and what belongs to them comes after.
    fn year_before(&self, position: usize) -> Option<i32> {
        let belongs = |heading: &Heading| {
            matches!(
                heading,
                Heading::GrowthOf { year: None, .. }
                    | Heading::Share { year: None }
                    | Heading::Change { years: None }
            )
        };
        let at = (0..position).rev().find(|&at| !belongs(&self.headings[at]))?;
        let is_size = |at: usize| matches!(self.headings[at], Heading::Value { .. });
        let runs = at > 0 && is_size(at) && is_size(at - 1);
        match self.headings[at] {
            Heading::Value { year, .. } if !runs || self.years().len() == 1 => Some(year),
            _ => None,
        }
    }
}

/// Whether so many years lie between two, where a name says how many.
fn is_over(over: Option<i32>, from: i32, to: i32) -> bool {
    over.is_none_or(|over| over == to - from)
}

fn growth(from: i32, to: i32) -> Figure {
    Figure::Growth { from: Year::from(from), to: Year::from(to) }
}

fn change(from: i32, to: i32) -> Figure {
    Figure::Change { from: Year::from(from), to: Year::from(to) }
}

fn share(year: i32) -> Figure {
    Figure::Share { year: Year::from(year), of: Scope::all() }
}
