//! A table as a source has printed it.

use std::fmt;

use super::entry;
use crate::claim::Figure;
use crate::error::{Error, ErrorKind};
use crate::space::Axis;
use crate::value::shown::{sentence, shown};
use crate::value::{Printed, Scale, Source};

/// A table as a source has printed it: rows that are parts of each other, columns of sizes, shares, changes and growth,
/// and every figure with its printed digits.
///
/// It is read from a [`Sheet`](crate::Sheet), or stated in code; nothing in it is rounded, added up or guessed.
///
/// ```
/// use market_outlook::{Figure, PublishedTable};
///
/// let sizes = [2020, 2021].map(|year| Figure::Value { year: year.into() });
/// let table = PublishedTable::new(sizes)
///     .with_row("Americas", Some("Grand Total"), ["581", "584"])?
///     .with_row("Asia/Pacific", Some("Grand Total"), ["482", "490"])?
///     .with_row("EMEA", Some("Grand Total"), ["467", "471"])?
///     .with_row("Grand Total", None, ["1,530", "1,545"])?;
/// assert_eq!(table.cell(3, 1).map(|figure| figure.value()), Some(1545.0));
/// assert!(table.check()?.is_clean());
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedTable {
    pub(super) columns: Vec<PublishedColumn>,
    pub(super) rows: Vec<PublishedRow>,
    pub(super) left_out: Vec<LeftOut>,
    /// Rows that the sheet has again, with the line of the second.
    pub(super) repeated: Vec<(usize, u64)>,
    pub(super) source: Option<Source>,
    /// Rows whose parent, by its name, has not come yet.
    pub(super) waiting: Vec<(usize, String)>,
    /// Rows of which it was said that not all parts are listed.
    pub(super) partial: Vec<String>,
    /// Columns of which it was said that their shares are parts of the rows that their rows are parts of.
    pub(super) of_parents: Vec<String>,
    /// The name of the column of names.
    pub(super) label: String,
    /// Totals of which it was said what their parts are the members of.
    pub(super) cuts: Vec<(String, Axis)>,
}

/// A column of a published table.
///
/// ```
/// use market_outlook::{Layout, PublishedTable, Sheet};
///
/// let sheet = Sheet::from_rows([vec!["row", "2021", "2022E"], vec!["Total", "8.1", "8.4"]])?;
/// let table = PublishedTable::from_sheet(&sheet, &Layout::recognized())?;
/// let column = &table.columns()[1];
/// assert_eq!((column.name(), column.figure().to_string().as_str(), column.is_forecast()), ("2022E", "value in 2022", true));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedColumn {
    pub(super) name: String,
    pub(super) figure: Figure,
    pub(super) forecast: bool,
}

/// A row of a published table.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedRow {
    pub(super) name: String,
    pub(super) parent: Option<usize>,
    pub(super) line: Option<u64>,
    pub(super) cells: Vec<Option<Printed>>,
}

/// Something that a sheet holds and that is no figure of the table, and why.
///
/// ```
/// use market_outlook::{Layout, PublishedTable, Sheet};
///
/// let sheet = Sheet::from_rows([vec!["row", "2021"], vec!["Total", "8.1"], vec!["Source: Example"]])?;
/// let table = PublishedTable::from_sheet(&sheet, &Layout::recognized())?;
/// assert_eq!(table.left_out()[0].to_string(), "line 3: 'Source: Example': no figures in it");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    pub(super) line: u64,
    pub(super) text: String,
    pub(super) reason: String,
}

impl LeftOut {
    /// The line of the file, or the row of the sheet, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Why it is no figure of the table.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: '{}': {}", self.line, shown(&self.text), sentence(&self.reason))
    }
}

impl PublishedColumn {
    /// Its name as printed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its figures measure.
    #[must_use]
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// Whether its name marks an estimate or a forecast: "2022E".
    #[must_use]
    pub fn is_forecast(&self) -> bool {
        self.forecast
    }

    /// Whether its figures are percentages.
    pub(super) fn is_percent(&self) -> bool {
        matches!(self.figure, Figure::Share { .. } | Figure::Growth { .. })
    }
}

impl PublishedRow {
    /// Its name, without footnote marks.
    ///
    /// ```
    /// use market_outlook::{Layout, PublishedTable, Sheet};
    ///
    /// let sheet = Sheet::from_rows([vec!["row", "2021"], vec!["Asia Pacific*", "8.1"]])?;
    /// assert_eq!(PublishedTable::from_sheet(&sheet, &Layout::recognized())?.rows()[0].name(), "Asia Pacific");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The position of the row that it is a part of.
    #[must_use]
    pub fn parent(&self) -> Option<usize> {
        self.parent
    }

    /// The line of the file that it was read from.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }
}

impl PublishedTable {
    /// A table without rows, with columns of these figures.
    #[must_use]
    pub fn new(figures: impl IntoIterator<Item = Figure>) -> Self {
        let column = |figure: Figure| {
            let name = figure.to_string();
            PublishedColumn { name, figure, forecast: false }
        };
        Self {
            columns: figures.into_iter().map(column).collect(),
            rows: Vec::new(),
            left_out: Vec::new(),
            repeated: Vec::new(),
            source: None,
            waiting: Vec::new(),
            partial: Vec::new(),
            of_parents: Vec::new(),
            label: "row".into(),
            cuts: Vec::new(),
        }
    }

    /// The same table with one more row: its name, what it is a part of, and a figure for each column, "" for none.
    ///
    /// A parent may come before or after its parts. In columns of shares and growth a percent sign is taken as read.
    ///
    /// ```
    /// use market_outlook::{Figure, PublishedTable};
    ///
    /// let growth = Figure::Growth { from: 2021.into(), to: 2026.into() };
    /// let table = PublishedTable::new([growth]).with_row("Total", None, ["5.2"])?;
    /// assert_eq!(table.cell(0, 0).map(|figure| figure.text()), Some("5.2%"));
    /// assert!(table.with_row("Europe", Some("Total"), ["5.2", "6"]).is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there are not as many figures as columns, or one cannot be read; parents are looked up when the table is used.
    pub fn with_row<T: AsRef<str>>(
        mut self,
        name: impl Into<String>,
        parent: Option<&str>,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<Self, Error> {
        let name = name.into();
        let cells: Vec<T> = cells.into_iter().collect();
        if cells.len() != self.columns.len() {
            let what = format!("the number of figures of row '{name}'");
            let (found, expected) = (cells.len() as f64, self.columns.len().to_string());
            return Err(ErrorKind::Number { what, found, expected }.into());
        }
        let mut faults = Vec::new();
        let mut read = Vec::new();
        for (cell, column) in cells.iter().zip(&self.columns) {
            let figure = match cell.as_ref().trim() {
                "" => Ok(None),
                text => figure(text, column, None).map(Some),
            };
            let place = || format!("row '{name}', column '{}'", column.name);
            read.push(figure.unwrap_or_else(|fault| {
                faults.push(fault.at(place()));
                None
            }));
        }
        Error::none_of(faults)?;
        let here = self.rows.len();
        for (part, _) in self.waiting.iter().filter(|(_, parent)| *parent == name) {
            self.rows[*part].parent = Some(here);
        }
        self.waiting.retain(|(_, parent)| *parent != name);
        let position = |parent: &str| self.rows.iter().position(|row| row.name == parent);
        let known = parent.and_then(|parent| position(parent).or_else(|| (parent == name).then_some(here)));
        if let (Some(parent), None) = (parent, known) {
            self.waiting.push((here, parent.into()));
        }
        self.rows.push(PublishedRow { name, parent: known, line: None, cells: read });
        Ok(self)
    }

    /// The same table, of which this source printed every figure.
    ///
    /// ```
    /// use market_outlook::{Figure, PublishedTable, Unit};
    ///
    /// let table = PublishedTable::new([Figure::Value { year: 2020.into() }])
    ///     .with_row("Total", None, ["1,530"])?
    ///     .with_source("Example");
    /// let market = table.market("Telecom services", Unit::USD_BILLION)?.build()?;
    /// assert_eq!(market.claims()[0].to_string(), "value in 2020: 1,530 (Example)");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same table, with it said that a row has parts which are not listed.
    ///
    /// Where the listed parts fall short of a row in all years it is assumed anyway, and remarked upon.
    ///
    /// ```
    /// use market_outlook::{Figure, PublishedTable};
    ///
    /// let table = PublishedTable::new([Figure::Value { year: 2020.into() }])
    ///     .with_row("Total", None, ["100"])?
    ///     .with_row("Largest", Some("Total"), ["40"])?
    ///     .with_row("Second", Some("Total"), ["25"])?;
    /// assert!(!table.check()?.is_clean());
    /// assert!(table.with_more_parts("Total").check()?.is_clean());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_more_parts(mut self, row: impl Into<String>) -> Self {
        self.partial.push(row.into());
        self
    }

    /// The same table, with it said that the shares of a column are not of everything, but each of the row that its row is a part of.
    ///
    /// Where fewer figures are wrong that way it is assumed anyway, and remarked upon.
    ///
    /// ```
    /// use market_outlook::{Figure, PublishedTable, Scope, Unit};
    ///
    /// let year = 2020.into();
    /// let table = PublishedTable::new([Figure::Value { year }, Figure::Share { year, of: Scope::all() }])
    ///     .with_row("World", None, ["250", ""])?
    ///     .with_row("Europe", Some("World"), ["", "40"])?
    ///     .with_row("Asia", Some("World"), ["", "60"])?
    ///     .with_row("Germany", Some("Europe"), ["", "30"])?
    ///     .with_more_parts("Europe");
    /// let germany = |table: &PublishedTable| -> Result<String, market_outlook::Error> {
    ///     Ok(table.market("Example", Unit::USD_BILLION)?.build()?.claims()[3].to_string())
    /// };
    /// assert_eq!(germany(&table)?, "share in 2020 of part 'Germany': 30%");
    /// let table = table.with_shares_of_parents("share in 2020");
    /// assert_eq!(germany(&table)?, "share in 2020 of part 'Germany' out of part 'Europe': 30%");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_shares_of_parents(mut self, column: impl Into<String>) -> Self {
        self.of_parents.push(column.into());
        self
    }

    /// The name of the column of names, "row" where it has none.
    #[cfg(feature = "csv")]
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// The columns in order.
    #[must_use]
    pub fn columns(&self) -> &[PublishedColumn] {
        &self.columns
    }

    /// The rows in order, wholes and parts alike.
    #[must_use]
    pub fn rows(&self) -> &[PublishedRow] {
        &self.rows
    }

    /// The figure at a row and column, by position; `None` where none is printed.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&Printed> {
        self.rows.get(row)?.cells.get(column)?.as_ref()
    }

    /// What the sheet holds besides figures, with lines: titles, footnotes, rows without figures, columns not read.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Whose figures they are.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The positions of all printed figures, row by row.
    pub(super) fn printed(&self) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.columns.len();
        let all = (0..self.rows.len()).flat_map(move |row| (0..columns).map(move |column| (row, column)));
        all.filter(|&(row, column)| self.cell(row, column).is_some())
    }

    /// The scale that figures without one of their own are taken to be in: that of the first that has one.
    pub(super) fn scale(&self) -> Option<Scale> {
        let mut sizes = self.printed().filter(|&(_, column)| !self.columns[column].is_percent());
        sizes.find_map(|(row, column)| self.cell(row, column)?.scale())
    }

    /// What one unit of a printed figure is in the scale of the table; for percentages, as a fraction.
    pub(super) fn factor(&self, row: usize, column: usize) -> f64 {
        if self.columns[column].is_percent() {
            return 0.01;
        }
        let own = self.cell(row, column).and_then(Printed::scale);
        let over_common = |own: Scale| self.scale().map(|common| own.factor() / common.factor());
        own.and_then(over_common).unwrap_or(1.0)
    }
}

/// A figure of a column: with its percent sign and with the scale of the column, where they stand in its name only.
pub(super) fn figure(text: &str, column: &PublishedColumn, scale: Option<Scale>) -> Result<Printed, Error> {
    let printed = entry::printed(text)?;
    if column.is_percent() && !printed.is_percent() {
        return format!("{text}%").parse();
    }
    if printed.is_percent() && !column.is_percent() {
        let (found, expected) = ("percent".into(), format!("a {}", column.figure));
        return Err(ErrorKind::UnitMismatch { text: text.into(), found, expected }.into());
    }
    match scale.filter(|_| !column.is_percent() && printed.scale().is_none()) {
        Some(scale) => printed.with_scale(scale),
        None => Ok(printed),
    }
}
