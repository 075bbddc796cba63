//! The figures of a published table as a linear program over the sizes of its rows.
//!
//! A variable is the size of a row without parts, or of what a row has besides its listed parts, in a year.
//! Every figure is an interval on sums of them. What ties rows together without being printed – that two cuts
//! are of one whole, that a part is no larger than it – goes with each figure that it bears on, so that it holds
//! as long as any of them does.

use super::super::bases::Base;
use super::super::published::PublishedTable;
use super::super::structure::{Structure, sum};
use super::restore::in_digits_of;
use crate::claim::Figure;
use crate::error::{Error, ErrorKind};
use crate::solve::conflict::{Feasibility, Interval, Program, Requirement, interior};
use crate::value::{Printed, Year};

/// The solver works to 1e-9 of a row's terms: a point that uses that up must still lie within the half unit.
const ROOM: f64 = 2e-9;
/// What a rate is of cannot be 0: it is at least this part of what is printed for it elsewhere.
const LEAST: f64 = 1e-4;
/// Work of the solver for one guess: seconds at most, where milliseconds are usual.
const WORK: u64 = 1_000_000_000;

/// What is this far from a figure, relatively and in half units, is another one: where it does as well, nothing settles it.
const FAR: f64 = 0.25;
const FAR_UNITS: f64 = 10.0;

/// A figure of the table by row and column.
pub(super) type Cell = (usize, usize);

/// What a figure says, in the table's scale or as a fraction.
#[derive(Clone, Copy, Debug)]
struct Said {
    value: f64,
    half: f64,
}

/// The table as sizes of nodes in years.
pub(super) struct Linked<'a> {
    table: &'a PublishedTable,
    structure: &'a Structure,
    years: Vec<Year>,
    /// The nodes that make up each row.
    nodes: Vec<Vec<usize>>,
    /// The nodes of everything.
    whole: Vec<usize>,
    links: Vec<Link>,
    /// The size of one unit of a variable: the median printed size.
    unit: f64,
}

/// A sum of nodes that is 0 or more in every year, or just 0.
struct Link {
    terms: Vec<(usize, f64)>,
    is_equal: bool,
}

impl<'a> Linked<'a> {
    pub(super) fn new(table: &'a PublishedTable, structure: &'a Structure) -> Self {
        let mut years: Vec<Year> = table.columns.iter().flat_map(|column| years_of(&column.figure)).collect();
        years.sort_unstable();
        years.dedup();
        let rest = |row: usize| table.rows.len() + row;
        let nodes: Vec<Vec<usize>> = (0..table.rows.len())
            .map(|row| {
                let partial =
                    structure.below(row).into_iter().filter(|&row| structure.partial[row]).map(rest);
                structure.leaves(row).into_iter().chain(partial).collect()
            })
            .collect();
        let mut linked = Self {
            table,
            structure,
            years,
            nodes,
            whole: Vec::new(),
            links: Vec::new(),
            unit: median(table),
        };
        linked.link();
        linked
    }

    /// Ties cuts of one whole together, and keeps loose parts within it.
    fn link(&mut self) {
        let Some((&whole, cuts)) = self.structure.wholes.split_first() else {
            let tops = &self.structure.unsummed;
            self.whole = tops.iter().flat_map(|&top| self.nodes[top].clone()).collect();
            if !self.shares_are_complete(tops) {
                self.whole.push(2 * self.table.rows.len());
            }
            return;
        };
        self.whole = self.nodes[whole].clone();
        let less = |rows: &[usize]| {
            let whole = self.whole.iter().map(|&node| (node, 1.0));
            whole.chain(rows.iter().map(|&node| (node, -1.0))).collect::<Vec<_>>()
        };
        let cuts = cuts.iter().map(|&cut| Link { terms: less(&self.nodes[cut]), is_equal: true });
        let loose =
            self.structure.loose.iter().map(|&row| Link { terms: less(&self.nodes[row]), is_equal: false });
        let links = cuts.chain(loose).collect();
        self.links = links;
    }

    /// Whether the printed shares of rows make up the whole.
    fn shares_are_complete(&self, rows: &[usize]) -> bool {
        let of_all = |base: Base| matches!(base, Base::Whole | Base::Parent);
        let shares = (0..self.table.columns.len()).filter(|&column| {
            matches!(self.table.columns[column].figure, Figure::Share { .. })
                && of_all(self.structure.bases[column])
        });
        let mut sums = shares.filter_map(|column| sum(self.table, rows, column)).peekable();
        sums.peek().is_none() || sums.any(|sum| sum.high >= 1.0)
    }

    /// The program that asks of the sizes what these figures say, in their order.
    pub(super) fn program(&self, cells: &[Cell]) -> Program {
        let requirements = cells.iter().map(|&cell| self.required(cell, None)).collect();
        Program { variables: (2 * self.table.rows.len() + 1) * self.years.len(), requirements }
    }

    /// Whether figures as printed hold together with others in places that are not theirs.
    pub(super) fn holds(&self, cells: &[Cell], placed: &[(Cell, &Printed)]) -> bool {
        let mut program = self.program(cells);
        program.requirements.extend(placed.iter().map(|(cell, figure)| self.required(*cell, Some(figure))));
        matches!(interior(&program, &mut { WORK }), Feasibility::Feasible(_))
    }

    /// Whether figures that hold leave no room for another one that is far from this, in the digits of this.
    pub(super) fn settles(&self, cells: &[Cell], cell: Cell, figure: &Printed) -> bool {
        let far = (FAR * figure.value().abs()).max(FAR_UNITS * figure.half_unit());
        [-far, far].into_iter().all(|by| {
            let other = in_digits_of(figure, figure.value() + by);
            other.is_none_or(|other| !self.holds(cells, &[(cell, &other)]))
        })
    }

    /// What a figure asks of the sizes; `instead` of what is printed there, something else in its digits.
    pub(super) fn required(&self, (row, column): Cell, instead: Option<&Printed>) -> Requirement {
        let printed = instead.or(self.table.cell(row, column)).expect("only printed figures are asked for");
        let factor = self.table.factor(row, column);
        let said = Said { value: printed.value() * factor, half: printed.half_unit() * factor };
        let nodes = &self.nodes[row];
        let mut requirement = match &self.table.columns[column].figure {
            Figure::Value { year } => self.amount(said, self.sum(nodes, *year, 1.0)),
            Figure::Change { from, to } => {
                self.amount(said, [self.sum(nodes, *from, -1.0), self.sum(nodes, *to, 1.0)].concat())
            }
            Figure::Share { year, .. } => {
                let (of, whole) = self.shared(row, column);
                let terms = |share: f64| {
                    [self.sum(nodes, *year, 1.0), self.sum(whole, *year, -share.max(0.0))].concat()
                };
                self.rate(said, said.value, self.level(of, *year), self.sum(whole, *year, 1.0), terms)
            }
            Figure::Growth { from, to } => {
                let periods = to.since(*from) as f64;
                let terms = |rate: f64| {
                    let factor = libm::pow((1.0 + rate).max(0.0), periods);
                    [self.sum(nodes, *from, -factor), self.sum(nodes, *to, 1.0)].concat()
                };
                let slope = periods * libm::pow((1.0 + said.value).max(0.0), periods - 1.0);
                let size = slope * self.level(Some(row), *from);
                self.rate(said, 1.0 + said.value, size, self.sum(nodes, *from, 1.0), terms)
            }
        };
        for year in years_of(&self.table.columns[column].figure) {
            requirement.intervals.extend(self.links_of(row, column, year));
        }
        requirement
    }

    /// What a share is of: the row, where one is printed, and its nodes.
    fn shared(&self, row: usize, column: usize) -> (Option<usize>, &[usize]) {
        match self.structure.share_of(self.table, row, column) {
            Some(of) => (Some(of), &self.nodes[of]),
            None => (self.structure.wholes.first().copied(), &self.whole),
        }
    }

    /// What ties the rows of a figure to others in a year.
    fn links_of(&self, row: usize, column: usize, year: Year) -> Vec<Interval> {
        let is_share = matches!(self.table.columns[column].figure, Figure::Share { .. });
        let bears = |link: &&Link| {
            let has = |node: &usize| link.terms.iter().any(|(other, _)| other == node);
            self.nodes[row].iter().any(has) || is_share && self.shared(row, column).1.iter().any(has)
        };
        let interval = |link: &Link| {
            let terms =
                link.terms.iter().map(|&(node, factor)| (self.variable(node, year), factor)).collect();
            let upper = if link.is_equal { 0.0 } else { f64::INFINITY };
            Interval { terms, lower: 0.0, upper, half: LEAST }
        };
        self.links.iter().filter(bears).map(interval).collect()
    }

    fn variable(&self, node: usize, year: Year) -> u32 {
        let year = self.years.binary_search(&year).expect("the years are those of the columns");
        (node * self.years.len() + year) as u32
    }

    fn sum(&self, nodes: &[usize], year: Year, factor: f64) -> Vec<(u32, f64)> {
        nodes.iter().map(|&node| (self.variable(node, year), factor)).collect()
    }

    /// A sum between two bounds.
    fn amount(&self, said: Said, terms: Vec<(u32, f64)>) -> Requirement {
        let (low, high) = bounds(said, said.value);
        let half = said.half / self.unit;
        let interval = Interval { terms, lower: low / self.unit, upper: high / self.unit, half };
        Requirement { intervals: vec![interval], size: (said.value / self.unit).abs().max(1.0) }
    }

    /// A rate between two bounds, of a sum that is not 0; `size` is what a rate of 1 amounts to.
    fn rate(
        &self,
        said: Said,
        relative_to: f64,
        size: f64,
        of: Vec<(u32, f64)>,
        terms: impl Fn(f64) -> Vec<(u32, f64)>,
    ) -> Requirement {
        let (low, high) = bounds(said, relative_to);
        let size = (size / self.unit).max(f64::MIN_POSITIVE);
        let half = said.half * size;
        let least = LEAST * size.min(1.0);
        let intervals = vec![
            Interval { terms: terms(low), lower: 0.0, upper: f64::INFINITY, half },
            Interval { terms: terms(high), lower: f64::NEG_INFINITY, upper: 0.0, half },
            Interval { terms: of, lower: least, upper: f64::INFINITY, half: least },
        ];
        Requirement { intervals, size }
    }

    /// The size printed for a row in a year or the nearest to it, else the median one.
    fn level(&self, row: Option<usize>, year: Year) -> f64 {
        let sizes = self.table.columns.iter().enumerate().filter_map(|(column, found)| {
            let Figure::Value { year: of } = found.figure else { return None };
            let value = self.table.cell(row?, column)?.value() * self.table.factor(row?, column);
            (value > 0.0).then_some((of.since(year).abs(), value))
        });
        sizes.min_by_key(|(distance, _)| *distance).map_or(self.unit, |(_, value)| value)
    }
}

/// Sizes below zero have no share, no growth and no part of a whole.
///
/// # Errors
/// Every such figure, with its row and column.
pub(super) fn expect_sizes(table: &PublishedTable) -> Result<(), Error> {
    let mut faults = Vec::new();
    for (row, column) in table.printed() {
        let is_size = matches!(table.columns[column].figure, Figure::Value { .. } | Figure::Share { .. });
        let Some(printed) = table.cell(row, column).filter(|printed| is_size && printed.high() < 0.0) else {
            continue;
        };
        let what = format!("row '{}', column '{}'", table.rows[row].name, table.columns[column].name);
        let expected = "0 or more: only sizes can be checked".into();
        faults.push(ErrorKind::Number { what, found: printed.value(), expected }.into());
    }
    Error::none_of(faults)
}

pub(in crate::sheet) fn years_of(figure: &Figure) -> Vec<Year> {
    match figure {
        Figure::Value { year } | Figure::Share { year, .. } => vec![*year],
        Figure::Growth { from, to } | Figure::Change { from, to } => vec![*from, *to],
    }
}

/// The least and the most that a figure can stand for.
fn bounds(said: Said, relative_to: f64) -> (f64, f64) {
    let half = said.half - (ROOM * relative_to.abs()).min(0.01 * said.half);
    (said.value - half, said.value + half)
}

fn median(table: &PublishedTable) -> f64 {
    let sizes = table.printed().filter(|&(_, column)| !table.columns[column].is_percent());
    let size = |(row, column): Cell| {
        table.cell(row, column).map(|cell| (cell.value() * table.factor(row, column)).abs())
    };
    let mut sizes: Vec<f64> = sizes.filter_map(size).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0)
}
