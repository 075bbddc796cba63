//! Published tables as CSV, and the model file that says the same.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::support::Draws;

/// What a CSV does not say about its table: what is counted, who printed it, and how its rows hang together.
#[derive(Clone, Copy)]
pub(crate) struct About {
    /// Where the model file is.
    pub(crate) folder: &'static str,
    /// The name of both files, without their endings.
    pub(crate) file: &'static str,
    /// The model file begins with these lines, as comments.
    pub(crate) remarks: &'static [&'static str],
    pub(crate) market: &'static str,
    pub(crate) unit: &'static str,
    /// The last year that was history when the table was printed, where that is not its first.
    pub(crate) base: Option<i32>,
    /// The key of the source in the model file.
    pub(crate) source: &'static str,
    /// Publisher, title and the rest of the source, as keys and texts.
    pub(crate) credits: &'static [(&'static str, &'static str)],
    /// Every cut of the whole: its axis, and the row of its total.
    pub(crate) cuts: &'static [(&'static str, &'static str)],
    /// Rows with parts that are not listed, and what those parts are called here.
    pub(crate) rests: &'static [(&'static str, &'static str)],
    /// Columns that are no claims: those that start from a year without values.
    pub(crate) left_out: &'static [&'static str],
}

/// What the figures of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Value(i32),
    Share(i32),
    Growth(i32, i32),
    Change(i32, i32),
}

impl Kind {
    /// By the name of the column: `2021`, `yoy_2021_pct`, `cagr_2009_2019_pct`, `share_2009_pct`, `chg_2009_2019`.
    fn of(column: &str) -> Self {
        let years: Vec<i32> = column.split('_').filter_map(|part| part.parse().ok()).collect();
        match (column.split('_').next().unwrap(), years.as_slice()) {
            ("yoy", [year]) => Kind::Growth(year - 1, *year),
            ("cagr", [from, to]) => Kind::Growth(*from, *to),
            ("chg", [from, to]) => Kind::Change(*from, *to),
            ("share", [year]) => Kind::Share(*year),
            (_, [year]) => Kind::Value(*year),
            _ => panic!("column '{column}' is of no known kind"),
        }
    }

    pub(crate) fn years(self) -> Vec<i32> {
        match self {
            Kind::Value(year) | Kind::Share(year) => vec![year],
            Kind::Growth(from, to) | Kind::Change(from, to) => vec![from, to],
        }
    }

    pub(crate) fn is_percent(self) -> bool {
        matches!(self, Kind::Share(_) | Kind::Growth(..))
    }
}

/// A published figure: the claims of a model are these, in this order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) kind: Kind,
    /// As printed, without a percent sign.
    pub(crate) text: String,
}

impl Cell {
    pub(crate) fn decimals(&self) -> usize {
        self.text.split_once('.').map_or(0, |(_, digits)| digits.len())
    }

    pub(crate) fn value(&self) -> f64 {
        self.text.parse().unwrap()
    }
}

/// A published table: rows with a parent each, except the totals.
#[derive(Clone)]
pub(crate) struct Published {
    pub(crate) about: About,
    pub(crate) rows: Vec<Row>,
    pub(crate) cells: Vec<Cell>,
}

#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
}

/// A file of this crate.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

impl Published {
    pub(crate) fn read(about: About) -> Self {
        let csv = std::fs::read_to_string(path(&format!("tests/data/tables/{}.csv", about.file))).unwrap();
        let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for line in lines {
            assert_eq!(line.len(), header.len(), "{}: {line:?}", about.file);
            for (column, text) in line.iter().enumerate().skip(2) {
                if !about.left_out.contains(&header[column]) && !text.is_empty() {
                    let kind = Kind::of(header[column]);
                    cells.push(Cell { row: rows.len(), column, kind, text: (*text).into() });
                }
            }
            let parent = (!line[1].is_empty()).then(|| line[1].to_string());
            rows.push(Row { name: line[0].into(), parent });
        }
        Self { about, rows, cells }
    }

    /// The axis of a row, and its name there; nothing for the total of a cut.
    pub(crate) fn place(&self, row: usize) -> Option<(&'static str, &str)> {
        let mut top = &self.rows[row];
        while let Some(parent) = &top.parent {
            top = self.rows.iter().find(|row| row.name == *parent).unwrap();
        }
        let (axis, _) = self.about.cuts.iter().find(|(_, total)| *total == top.name).unwrap();
        self.rows[row].parent.is_some().then(|| (*axis, self.rows[row].name.as_str()))
    }

    /// The parts of a row in order, the unlisted rest last.
    pub(crate) fn parts<'a>(&'a self, of: &str) -> Vec<&'a str> {
        let listed = self.rows.iter().filter(|row| row.parent.as_deref() == Some(of));
        let rest = self.about.rests.iter().filter(|(whole, _)| *whole == of).map(|(_, rest)| *rest);
        listed.map(|row| row.name.as_str()).chain(rest).collect()
    }

    /// The rows below a row that have no parts themselves, in order.
    fn leaves<'a>(&'a self, of: &'a str) -> Vec<&'a str> {
        let parts = self.parts(of);
        if parts.is_empty() {
            vec![of]
        } else {
            parts.into_iter().flat_map(|part| self.leaves(part)).collect()
        }
    }

    /// The rows below the total of a cut that have parts themselves.
    pub(crate) fn groups(&self, axis: &str) -> Vec<&str> {
        let of_axis = (0..self.rows.len()).filter_map(|row| self.place(row)).filter(|(a, _)| *a == axis);
        of_axis.map(|(_, name)| name).filter(|name| !self.parts(name).is_empty()).collect()
    }

    /// The model file: dotted keys first, then one line for each figure.
    pub(crate) fn model(&self) -> String {
        let about = &self.about;
        let mut text = String::new();
        about.remarks.iter().for_each(|line| writeln!(text, "# {line}").unwrap());
        let years: Vec<i32> = self.cells.iter().flat_map(|cell| cell.kind.years()).collect();
        let (first, last) = (years.iter().min().unwrap(), years.iter().max().unwrap());
        writeln!(text, "format = 1\n").unwrap();
        writeln!(text, "market.name  = \"{}\"", about.market).unwrap();
        writeln!(text, "market.unit  = \"{}\"", about.unit).unwrap();
        writeln!(text, "market.years = [{first}, {last}]").unwrap();
        about.base.iter().for_each(|base| writeln!(text, "market.base  = {base}").unwrap());
        text.push('\n');
        for (key, credit) in about.credits {
            writeln!(text, "sources.{}.{key} = \"{credit}\"", about.source).unwrap();
        }
        for (axis, total) in about.cuts {
            writeln!(text, "\naxes.{axis}.members = [").unwrap();
            self.leaves(total).iter().for_each(|name| writeln!(text, "  \"{name}\",").unwrap());
            writeln!(text, "]").unwrap();
            for group in self.groups(axis) {
                writeln!(text, "axes.{axis}.groups.\"{group}\" = {:?}", self.parts(group)).unwrap();
            }
        }
        writeln!(text, "\nclaims = [").unwrap();
        let mut row = 0;
        for cell in &self.cells {
            if cell.row != row {
                text.push('\n');
                row = cell.row;
            }
            writeln!(text, "  {},", self.claim(cell)).unwrap();
        }
        text + "]\n"
    }

    fn claim(&self, cell: &Cell) -> String {
        let scope = self
            .place(cell.row)
            .map_or_else(String::new, |(axis, name)| format!("where = {{ {axis} = \"{name}\" }}, "));
        let (text, source) = (&cell.text, self.about.source);
        let figure = match cell.kind {
            Kind::Value(year) => format!("year = {year}, value = \"{text}\""),
            Kind::Share(year) => format!("year = {year}, share = \"{text}%\""),
            Kind::Growth(from, to) => format!("years = [{from}, {to}], growth = \"{text}%\""),
            Kind::Change(from, to) => format!("years = [{from}, {to}], change = \"{text}\""),
        };
        format!("{{ {scope}{figure}, source = \"{source}\" }}")
    }
}

/// Figures changed as they go wrong in print: which, in order, and what stands there instead.
pub(crate) fn misprints(table: &Published, draws: &mut Draws, count: usize) -> Vec<(usize, String)> {
    let mut changed: Vec<(usize, String)> = Vec::new();
    while changed.len() < count {
        let cell = draws.below(table.cells.len());
        let text = misprint(table, cell, draws);
        let is_share = matches!(table.cells[cell].kind, Kind::Share(_));
        let impossible = is_share && text.parse::<f64>().unwrap() > 100.0;
        let known = changed.iter().any(|(other, _)| *other == cell);
        if !(known || impossible || text == table.cells[cell].text) {
            changed.push((cell, text));
        }
    }
    changed.sort_unstable();
    changed
}

fn misprint(table: &Published, at: usize, draws: &mut Draws) -> String {
    let cell = &table.cells[at];
    match draws.below(3) {
        // The decimal point one place to the right.
        0 => format!("{:.*}", cell.decimals(), cell.value() * 10.0),
        // Two digits swapped.
        1 => {
            let mut digits: Vec<char> = cell.text.chars().collect();
            let places: Vec<usize> = (0..digits.len()).filter(|&i| digits[i].is_ascii_digit()).collect();
            if places.len() > 1 {
                let place = draws.below(places.len() - 1);
                digits.swap(places[place], places[place + 1]);
            }
            digits.into_iter().collect()
        }
        // The figure of another row.
        _ => {
            let others = table.cells.iter().filter(|c| c.column == cell.column);
            let next = others.clone().find(|c| c.row > cell.row).or(others.clone().next());
            next.unwrap_or(cell).text.clone()
        }
    }
}
