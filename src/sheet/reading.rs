//! Published tables from sheets.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::layout::{Columns, FigureColumn, Layout};
use super::published::{LeftOut, PublishedColumn, PublishedRow, PublishedTable, figure};
use super::rows::Line;
use super::sheet::{Sheet, at_line};
use crate::claim::Figure;
use crate::error::{Error, ErrorKind, Faults};
use crate::value::guard::bare;
use crate::value::shown::shown;
use crate::value::{Printed, Year};

/// The most figures and names of a published table: a hundred times the largest that is known, and as many as are checked
/// within half a gigabyte.
const MOST_PLACES: usize = 500_000;

impl PublishedTable {
    /// A published table from text separated by commas, semicolons, tabs or bars, every column what its name says.
    ///
    /// ```
    /// use market_outlook::PublishedTable;
    ///
    /// let table = PublishedTable::from_csv("\
    /// region,2020,2021,YoY 2021 (%)
    /// Americas,581,584,0.5
    /// Asia/Pacific,482,490,1.6
    /// EMEA,467,471,0.9
    /// Grand Total,\"1,530\",\"1,545\",1.0
    /// ")?;
    /// assert_eq!(table.rows()[0].parent(), Some(3));
    /// assert!(table.check()?.is_clean());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Sheet::from_csv`] and [`PublishedTable::from_sheet`].
    #[cfg(feature = "csv")]
    pub fn from_csv(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::from_sheet(&Sheet::from_csv(bytes)?, &Layout::recognized())
    }

    /// A published table from a sheet: one row a line and a column for each year, or one figure a line with its year.
    ///
    /// Digits stay as printed. Footnote marks, letters such as `e` and `f` behind a figure and thousands separators are
    /// taken off; "n/a", "–" and blank cells are no figures. What a row is a part of is said by a column of parents, by
    /// indents, or else by which rows add up to which; rows without figures, titles and footnotes are [left out](Self::left_out).
    ///
    /// # Errors
    /// All at once, each with its line: texts that are no figures, figures without a name, parents that are no rows,
    /// rows that stand twice with other figures, columns whose name may mean several things. And when the table has more than
    /// 500,000 names and figures.
    pub fn from_sheet(sheet: &Sheet, layout: &Layout) -> Result<Self, Error> {
        let columns = layout.columns(sheet)?;
        let label = columns.label.or(columns.axes.first().map(|(position, _)| *position));
        let Some(label) = label else {
            let what =
                format!("the list of columns with names among '{}'", shown(&sheet.header().join("', '")));
            let expected = "a column of names, or a layout that says which it is".into();
            return Err(ErrorKind::Empty { what, expected }.into());
        };
        // With one figure a line, how many years there are is known once they have been read.
        let width = if columns.tidy.is_some() { 0 } else { columns.figures.len() };
        expect_places(sheet.row_count(), width)?;
        let mut reading = Reading::new(sheet, layout, &columns, label);
        for line in sheet.lines() {
            reading.take(&line);
        }
        reading.finish()
    }
}

/// A sheet as far as it has been read.
struct Reading<'a> {
    sheet: &'a Sheet,
    layout: &'a Layout,
    columns: &'a Columns,
    label: usize,
    figures: Vec<FigureColumn>,
    printed: Vec<PublishedColumn>,
    rows: Vec<Raw>,
    /// The row of each name under each parent.
    known: BTreeMap<(String, String), usize>,
    left_out: Vec<LeftOut>,
    /// Rows that stand again, with the line of the second.
    repeated: Vec<(usize, u64)>,
    faults: Faults,
    /// Why rows are not read any more.
    too_large: Option<Error>,
}

/// A row before it is known what it is a part of.
struct Raw {
    row: PublishedRow,
    /// Whether nothing stands beside its name, not even a sign for nothing: a heading or a footnote.
    is_alone: bool,
    indent: usize,
    parent: String,
    /// With one figure a line, the line of each.
    lines: Vec<u64>,
}

impl<'a> Reading<'a> {
    fn new(sheet: &'a Sheet, layout: &'a Layout, columns: &'a Columns, label: usize) -> Self {
        let names: Vec<&str> =
            columns.left_out.iter().map(|&position| sheet.header()[position].as_str()).collect();
        let left_out = sheet.remarks().map(|(line, text)| left_out(line, text, "a text of its own"));
        let mut left_out: Vec<LeftOut> = left_out.collect();
        if !names.is_empty() {
            left_out.push(self::left_out(
                sheet.header_line(),
                &names.join("', '"),
                "no figures are read from it",
            ));
        }
        let mut reading = Self {
            sheet,
            layout,
            columns,
            label,
            figures: columns.figures.clone(),
            printed: Vec::new(),
            rows: Vec::new(),
            known: BTreeMap::new(),
            left_out,
            repeated: Vec::new(),
            faults: Faults::default(),
            too_large: None,
        };
        if let Some((year, value)) = columns.tidy {
            reading.figures = reading.years(year, value);
        }
        let column = |column: &FigureColumn| PublishedColumn {
            name: match columns.tidy {
                Some(_) => column.figure.year().to_string(),
                None => bare(&sheet.header()[column.position]).to_string(),
            },
            figure: column.figure.clone(),
            forecast: column.forecast,
        };
        reading.printed = reading.figures.iter().map(column).collect();
        reading
    }

    /// One column for each year that stands in a column of years.
    fn years(&mut self, year: usize, value: usize) -> Vec<FigureColumn> {
        let mut years: Vec<i32> = Vec::new();
        for line in self.sheet.lines() {
            match line.cells[year].trim().parse() {
                Ok(found) => years.push(found),
                Err(_) if line.cells.iter().skip(1).all(|cell| cell.trim().is_empty()) => {}
                Err(_) => {
                    let (name, found) = (&self.sheet.header()[year], &line.cells[year]);
                    let reason = || format!("column '{name}' is '{found}', expected a year such as '2019'");
                    self.faults.add(line.number, || at_line(line.number, reason()));
                }
            }
        }
        years.sort_unstable();
        years.dedup();
        let column = |year: i32| {
            let figure = Figure::Value { year: Year::from(year) };
            FigureColumn { position: value, figure, forecast: false, scale: None }
        };
        years.into_iter().map(column).collect()
    }

    fn take(&mut self, line: &Line) {
        let label = &line.cells[self.label];
        let parent = self.columns.parent.map_or(String::new(), |at| name_of(&line.cells[at]));
        let name = name_of(label);
        if name.is_empty() {
            return self.take_nameless(line);
        }
        let key = (parent.clone(), name.clone());
        let indent = label.chars().take_while(|c| c.is_whitespace()).count();
        let known = self.known.get(&key).copied();
        if let Some((year, _)) = self.columns.tidy {
            let row = known.unwrap_or(self.rows.len());
            if row == self.rows.len() {
                if let Err(fault) = expect_places(row + 1, self.figures.len()) {
                    self.too_large.get_or_insert(fault);
                    return;
                }
                self.push(line, key, indent, vec![None; self.figures.len()]);
            }
            return self.fill(row, year, line);
        }
        let cells: Vec<Option<Printed>> =
            (0..self.figures.len()).map(|column| self.cell(line, column)).collect();
        match known {
            Some(row) if indent == self.rows[row].indent => self.repeat(row, &cells, line),
            _ => self.push(line, key, indent, cells),
        }
    }

    fn push(&mut self, line: &Line, key: (String, String), indent: usize, cells: Vec<Option<Printed>>) {
        let (parent, name) = key.clone();
        self.known.insert(key, self.rows.len());
        let is_alone = parent.is_empty() && self.is_alone(line);
        let lines = if self.columns.tidy.is_some() { vec![0; cells.len()] } else { Vec::new() };
        let row = PublishedRow { name, parent: None, line: Some(line.number), cells };
        self.rows.push(Raw { row, is_alone, indent, parent, lines });
    }

    /// A line without a name: a fault where it has figures, else told as left out.
    fn take_nameless(&mut self, line: &Line) {
        let columns = if self.columns.tidy.is_some() { 0..1 } else { 0..self.figures.len() };
        if columns.filter_map(|column| self.cell(line, column)).count() > 0 {
            let column = &self.sheet.header()[self.label];
            let reason = || format!("figures without a name in column '{column}'");
            return self.faults.add(line.number, || at_line(line.number, reason()));
        }
        let texts: Vec<&str> = line.cells.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        self.left_out.push(left_out(line.number, &texts.join(", "), "no name and no figures in it"));
    }

    /// Whether all columns with figures are blank in a line.
    fn is_alone(&self, line: &Line) -> bool {
        match self.columns.tidy {
            Some((_, value)) => line.cells[value].trim().is_empty(),
            None => self.figures.iter().all(|column| line.cells[column.position].trim().is_empty()),
        }
    }

    /// The figure of a line in a column of the table.
    fn cell(&mut self, line: &Line, column: usize) -> Option<Printed> {
        let (column, printed) = (self.figures.get(column)?, &self.printed[column]);
        let text = &line.cells[column.position];
        match Entry::of(&self.layout.pointed(text)) {
            Entry::None => None,
            Entry::NoFigure(reason) => {
                self.left_out.push(left_out(line.number, text.trim(), reason));
                None
            }
            Entry::Figure(text) => match figure(&text, printed, column.scale) {
                Ok(figure) => Some(figure),
                Err(fault) => {
                    let name = &self.sheet.header()[column.position];
                    let place = || format!("line {}, column '{name}'", line.number);
                    self.faults.add(line.number, || fault.at(place()));
                    None
                }
            },
        }
    }

    /// One figure of a row, in the year that stands beside it.
    fn fill(&mut self, row: usize, year: usize, line: &Line) {
        let stated: Option<i32> = line.cells[year].trim().parse().ok();
        let place =
            |year| self.figures.binary_search_by_key(&year, |column| column.figure.year().number()).ok();
        let Some((place, year)) = stated.and_then(|year| Some((place(year)?, year))) else { return };
        let Some(figure) = self.cell(line, place) else { return };
        let Raw { row, lines, .. } = &mut self.rows[row];
        if lines[place] > 0 {
            let (name, first) = (&row.name, lines[place]);
            let reason = || format!("'{name}' has a figure for {year} in line {first}, expected one");
            return self.faults.add(line.number, || at_line(line.number, reason()));
        }
        (row.cells[place], lines[place]) = (Some(figure), line.number);
    }

    /// A row that stands there already: the same figures again are passed over, others are a fault.
    fn repeat(&mut self, row: usize, cells: &[Option<Printed>], line: &Line) {
        let known = &self.rows[row].row;
        let first = known.line.unwrap_or(0);
        if cells.iter().all(Option::is_none) {
            self.left_out.push(left_out(line.number, &known.name, "no figures in it"));
        } else if known.cells == cells {
            let reason = format!("the same row as line {first}");
            self.repeated.push((row, line.number));
            self.left_out.push(left_out(line.number, &known.name.clone(), &reason));
        } else {
            let name = &known.name;
            let reason =
                || format!("'{name}' stands in line {first} with other figures, expected each row once");
            self.faults.add(line.number, || at_line(line.number, reason()));
        }
    }

    fn finish(mut self) -> Result<PublishedTable, Error> {
        if let Some(fault) = self.too_large {
            return Err(fault);
        }
        self.find_parents();
        self.leave_out_what_says_nothing();
        self.faults.none_in("file")?;
        let parents_stated = self.columns.parent.is_some();
        let indented = self.rows.iter().any(|raw| raw.row.parent.is_some());
        let mut table = PublishedTable {
            columns: self.printed,
            rows: self.rows.into_iter().map(|raw| raw.row).collect(),
            left_out: self.left_out,
            repeated: self.repeated,
            source: None,
            waiting: Vec::new(),
            partial: Vec::new(),
            of_parents: Vec::new(),
            label: bare(&self.sheet.header()[self.label]).to_string(),
            cuts: Vec::new(),
        };
        table.left_out.sort_by_key(|left| left.line);
        if !parents_stated && !indented {
            super::sums::find_parents(&mut table);
        }
        Ok(table)
    }

    /// What each row is a part of, by name or by indent.
    fn find_parents(&mut self) {
        if self.columns.parent.is_none() {
            let indents: Vec<usize> = self.rows.iter().map(|raw| raw.indent).collect();
            for (row, parent) in above(&indents).into_iter().enumerate() {
                self.rows[row].row.parent = parent;
            }
            return;
        }
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (position, raw) in self.rows.iter().enumerate() {
            by_name.entry(&raw.row.name).or_default().push(position);
        }
        let mut found = vec![None; self.rows.len()];
        for (position, raw) in self.rows.iter().enumerate().filter(|(_, raw)| !raw.parent.is_empty()) {
            let (line, name) = (raw.row.line.unwrap_or(0), &raw.parent);
            let mut refuse = |reason: String| self.faults.add(line, || at_line(line, reason));
            match by_name.get(name.as_str()).map(Vec::as_slice) {
                Some([parent]) if *parent != position => found[position] = Some(*parent),
                Some([_]) => refuse(format!("'{name}' is its own parent")),
                Some(_) => refuse(format!("several rows are called '{name}', expected one to be the parent")),
                None => refuse(format!("unknown parent '{name}', expected the name of a row")),
            }
        }
        for (raw, parent) in self.rows.iter_mut().zip(found) {
            raw.row.parent = parent;
        }
        self.refuse_cycles();
    }

    fn refuse_cycles(&mut self) {
        let parents: Vec<Option<usize>> = self.rows.iter().map(|raw| raw.row.parent).collect();
        if let Err(row) = super::structure::levels(&parents) {
            let row = &self.rows[row].row;
            let (line, name) = (row.line.unwrap_or(0), &row.name);
            let reason = || format!("'{name}' is a part of itself by way of its parents");
            self.faults.add(line, || at_line(line, reason()));
        }
    }

    /// Names without anything beside them that are nobody's parent. A row of "n/a" is a part whose size is not known.
    fn leave_out_what_says_nothing(&mut self) {
        let mut is_parent = vec![false; self.rows.len()];
        self.rows.iter().filter_map(|raw| raw.row.parent).for_each(|parent| is_parent[parent] = true);
        let stays: Vec<bool> =
            self.rows.iter().zip(&is_parent).map(|(raw, parent)| !raw.is_alone || *parent).collect();
        let position: Vec<usize> = stays
            .iter()
            .scan(0, |next, stays| {
                let here = *next;
                *next += usize::from(*stays);
                Some(here)
            })
            .collect();
        self.repeated.iter_mut().for_each(|(row, _)| *row = position[*row]);
        let rows = std::mem::take(&mut self.rows);
        for (mut raw, stays) in rows.into_iter().zip(stays) {
            if stays {
                raw.row.parent = raw.row.parent.map(|parent| position[parent]);
                self.rows.push(raw);
            } else {
                let line = raw.row.line.unwrap_or(0);
                self.left_out.push(left_out(line, &raw.row.name, "no figures in it"));
            }
        }
    }
}

/// That a table of so many rows, each with a name, and columns of figures is one that somebody may have printed.
fn expect_places(rows: usize, columns: usize) -> Result<(), Error> {
    let found = rows.saturating_mul(columns + 1);
    if found <= MOST_PLACES {
        return Ok(());
    }
    let what = format!("names and figures of a table of {rows} rows and {columns} columns of figures");
    Err(ErrorKind::TooLarge { what, found, limit: MOST_PLACES }.into())
}

fn left_out(line: u64, text: &str, reason: &str) -> LeftOut {
    LeftOut { line, text: text.into(), reason: reason.into() }
}

/// The nearest row above that stands further out, for each row; none where all stand alike.
fn above(indents: &[usize]) -> Vec<Option<usize>> {
    // Rows that one further down may be a part of, each further in than the one before.
    let mut open: Vec<usize> = Vec::new();
    let parent = |row: usize| {
        while open.last().is_some_and(|&above| indents[above] >= indents[row]) {
            open.pop();
        }
        let parent = open.last().copied();
        open.push(row);
        parent
    };
    (0..indents.len()).map(parent).collect()
}

/// A name without footnote marks, doubled spaces and what keeps a spreadsheet from calculating with it.
fn name_of(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mark = |c: char| matches!(c, '*' | '†' | '‡' | '§' | '¹' | '²' | '³' | '⁴'..='⁹' | ' ' | ':');
    bare(words.trim_end_matches(mark).trim_start_matches(mark)).to_string()
}
