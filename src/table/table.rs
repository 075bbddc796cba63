//! The narrow waist: what leaves a model, and all that charts and exports know.

use super::{BASE, Column, Measure, Number, PublishedRate, Rounding, Row, RowKind};
use crate::error::{Error, ErrorKind};
use crate::value::{Status, Unit, Year, Years};

/// Titled rows over columns with a unit, a status per number, and source lines.
///
/// Numbers are unrounded; rounding is a property of the paper they are printed on.
///
/// ```
/// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
///
/// let number = |value, status| Some(Number { value, status });
/// let table = Table::new("Example market", Unit::USD_BILLION, ["region"], [Column::history(2019)])
///     .with_row(Row::new(RowKind::Member, ["Europe"]), [number(2.16, Status::Assumed)])?
///     .with_row(Row::total(), [number(8.12, Status::Published)])?;
/// assert_eq!((table.value(1, 0), table.status(1, 0)), (Some(8.12), Some(Status::Published)));
/// assert_eq!(table.printed(1, 0).as_deref(), Some("8.1"));
/// assert_eq!(table.total_row(), Some(1));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    title: String,
    scenario: String,
    unit: Unit,
    pub(super) measure: Measure,
    axes: Vec<String>,
    pub(super) columns: Vec<Column>,
    rows: Vec<Row>,
    pub(super) numbers: Vec<Option<Number>>,
    /// The size of the largest number.
    pub(super) largest: f64,
    decimals: usize,
    rounding: Rounding,
    sources: Vec<String>,
    notes: Vec<String>,
    /// What sources have printed of the rows beyond their values.
    pub(super) published: Vec<PublishedRate>,
}

impl Table {
    /// The most digits after the decimal point: a double knows no more than about sixteen.
    pub const MAX_DECIMALS: usize = 15;

    /// A table without rows; the axes name the labels of its rows.
    ///
    /// ```
    /// use market_outlook::{Column, Table, Unit};
    ///
    /// let columns = [Column::history(2019), Column::forecast(2020)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region", "product"], columns);
    /// assert_eq!((table.axes().len(), table.columns().len(), table.rows().len()), (2, 2, 0));
    /// ```
    #[must_use]
    pub fn new<A: Into<String>>(
        title: impl Into<String>,
        unit: Unit,
        axes: impl IntoIterator<Item = A>,
        columns: impl IntoIterator<Item = Column>,
    ) -> Self {
        Self {
            title: title.into(),
            scenario: BASE.into(),
            unit,
            measure: Measure::Value,
            axes: axes.into_iter().map(Into::into).collect(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            numbers: Vec::new(),
            largest: 0.0,
            decimals: 1,
            rounding: Rounding::Independent,
            sources: Vec::new(),
            notes: Vec::new(),
            published: Vec::new(),
        }
    }

    /// The same table with one more row; `None` where there is no number.
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = [2.1].map(|value| Some(Number { value, status: Status::Assumed }));
    /// let row = Row::new(RowKind::Member, ["Europe"]);
    /// let one_column = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    /// assert!(one_column.clone().with_row(row.clone(), numbers).is_ok());
    /// assert!(one_column.with_row(row, []).is_err());
    /// ```
    ///
    /// # Errors
    /// When labels or numbers are not as many as axes and columns, or a number is not finite.
    pub fn with_row(
        mut self,
        row: Row,
        numbers: impl IntoIterator<Item = Option<Number>>,
    ) -> Result<Self, Error> {
        let numbers: Vec<Option<Number>> = numbers.into_iter().collect();
        let count = |what: &str, found: usize, expected: usize| {
            let expected = expected.to_string();
            Err(ErrorKind::Number {
                what: format!("the number of {what} of row '{row}'"),
                found: found as f64,
                expected,
            }
            .into())
        };
        if row.kind() != RowKind::Total && row.labels().len() != self.axes.len() {
            return count("labels", row.labels().len(), self.axes.len());
        }
        if numbers.len() != self.columns.len() {
            return count("numbers", numbers.len(), self.columns.len());
        }
        if let Some(number) = numbers.iter().flatten().find(|number| !number.value.is_finite()) {
            let expected = "a finite number, or none".into();
            return Err(ErrorKind::Number {
                what: format!("a number of row '{row}'"),
                found: number.value,
                expected,
            }
            .into());
        }
        let sizes = numbers.iter().flatten().map(|number| number.value.abs());
        self.largest = sizes.fold(self.largest, f64::max);
        self.rows.push(row);
        self.numbers.extend(numbers);
        Ok(self)
    }

    /// The same table without its rows, with other columns.
    pub(super) fn without_rows(&self, columns: Vec<Column>) -> Self {
        let (rows, numbers, published) = (Vec::new(), Vec::new(), Vec::new());
        Self { columns, rows, numbers, largest: 0.0, published, ..self.clone() }
    }

    /// The same table saying something else with its numbers.
    ///
    /// ```
    /// # use market_outlook::{Column, Measure, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.with_measure(Measure::Cumulative).measure(), Measure::Cumulative);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_measure(mut self, measure: Measure) -> Self {
        self.measure = measure;
        self
    }

    /// The same table for a scenario; "Base" is the forecast itself.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.scenario(), "Base");
    /// assert_eq!(table.with_scenario("Downturn").scenario(), "Downturn");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_scenario(mut self, name: impl Into<String>) -> Self {
        self.scenario = name.into();
        self
    }

    /// The same table printed with this many digits after the decimal point, at most [`Table::MAX_DECIMALS`].
    ///
    /// Fractions print as percentages, and the digits are those of the percentage.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.with_decimals(2).printed(1, 0).as_deref(), Some("8.10"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_decimals(mut self, decimals: usize) -> Self {
        self.decimals = decimals.min(Self::MAX_DECIMALS);
        self
    }

    /// The same table rounded another way when it is printed.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Rounding, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.with_rounding(Rounding::Additive).rounding(), Rounding::Additive);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_rounding(mut self, rounding: Rounding) -> Self {
        self.rounding = rounding;
        self
    }

    /// The same table with one more source line.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.with_source("Published: Example (total 2019).").source_lines().len(), 1);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_source(mut self, line: impl Into<String>) -> Self {
        self.sources.push(line.into());
        self
    }

    /// The same table with one more note.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.with_note("Basis: constant 2019 prices.").notes(), ["Basis: constant 2019 prices."]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// What the table is of: the name of the market.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The scenario; "Base" is the forecast itself.
    #[must_use]
    pub fn scenario(&self) -> &str {
        &self.scenario
    }

    /// The unit of values; fractions keep the unit they were computed in.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.unit(), &Unit::USD_BILLION);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// What the numbers say.
    ///
    /// ```
    /// # use market_outlook::{Column, Measure, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.measure(), Measure::Value);
    /// assert_eq!(table.shares()?.measure(), Measure::Share);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// The axes that the row labels belong to; none for the total alone.
    #[must_use]
    pub fn axes(&self) -> &[String] {
        &self.axes
    }

    /// The columns in order.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// let years: Vec<String> = table.columns().iter().map(ToString::to_string).collect();
    /// assert_eq!(years, ["2019", "2020"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows in order; a total comes last.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// let names: Vec<String> = table.rows().iter().map(ToString::to_string).collect();
    /// assert_eq!(names, ["Europe", "Total"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The number at a row and column, by position; `None` where there is none.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.number(0, 1).map(|number| (number.value, number.status)), Some((2.2, Status::Assumed)));
    /// assert_eq!(table.number(7, 1), None);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn number(&self, row: usize, column: usize) -> Option<Number> {
        if column >= self.columns.len() {
            return None;
        }
        self.numbers.get(row * self.columns.len() + column).copied().flatten()
    }

    /// The value at a row and column, unrounded.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.value(1, 0), Some(8.1));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self, row: usize, column: usize) -> Option<f64> {
        self.number(row, column).map(|number| number.value)
    }

    /// Where the number at a row and column comes from.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.status(1, 0), Some(Status::Assumed));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn status(&self, row: usize, column: usize) -> Option<Status> {
        self.number(row, column).map(|number| number.status)
    }

    /// The numbers of a row.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// let sum: f64 = table.numbers(0).iter().flatten().map(|number| number.value).sum();
    /// assert_eq!(format!("{sum:.1}"), "4.3");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn numbers(&self, row: usize) -> &[Option<Number>] {
        let columns = self.columns.len();
        self.numbers.get(row * columns..(row + 1) * columns).unwrap_or(&[])
    }

    /// The position of the total row.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.total_row(), Some(1));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn total_row(&self) -> Option<usize> {
        self.rows.iter().position(|row| row.kind() == RowKind::Total)
    }

    /// The position of the row with these labels, one for each axis.
    ///
    /// # Errors
    /// When no row has them; the message lists the rows there are.
    ///
    /// ```
    /// # use market_outlook::{Row, RowKind, Table, Unit, Column};
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region", "product"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["Europe", "Software"]), [None])?;
    /// assert_eq!(table.find_row(["Europe", "Software"])?, 0);
    /// let message = table.find_row(["Europe", "Hardware"]).unwrap_err().to_string();
    /// assert_eq!(message, "unknown row 'Europe / Hardware', expected 'Europe / Software'");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn find_row<L: AsRef<str>>(&self, labels: impl IntoIterator<Item = L>) -> Result<usize, Error> {
        let labels: Vec<L> = labels.into_iter().collect();
        let labels: Vec<&str> = labels.iter().map(AsRef::as_ref).collect();
        let found = self.rows.iter().position(|row| row.kind() != RowKind::Total && row.labels() == labels);
        found.ok_or_else(|| {
            let choices = self.rows.iter().filter(|row| row.kind() != RowKind::Total).map(Row::to_string);
            let (axis, name) = ("row".into(), labels.join(" / "));
            ErrorKind::UnknownMember { axis, name, choices: choices.collect() }.into()
        })
    }

    /// The position of the first column of a year, or of a span that ends in it.
    ///
    /// # Errors
    /// When no column has the year.
    ///
    /// ```
    /// # use market_outlook::{Table, Unit, Column};
    /// let columns = [Column::history(2019), Column::forecast(2020)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns);
    /// assert_eq!(table.find_column(2020)?, 1);
    /// let message = table.find_column(2040).unwrap_err().to_string();
    /// assert_eq!(message, "year 2040 is outside the forecast (2019 to 2020)");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn find_column(&self, year: impl Into<Year>) -> Result<usize, Error> {
        let year = year.into();
        self.columns.iter().position(|column| column.year() == year).ok_or_else(|| match self.years() {
            Some(years) if !years.contains(year) => ErrorKind::YearOutside { year, years }.into(),
            _ => {
                let what = format!("year {year} of a table");
                ErrorKind::Undefined { what, reason: "no column has it".into() }.into()
            }
        })
    }

    /// From the first year that a column is about to the last; none without columns.
    ///
    /// ```
    /// # use market_outlook::{Table, Unit, Column};
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::forecast(2026).since(2019)]);
    /// assert_eq!(table.years().map(|years| years.len()), Some(8));
    /// ```
    #[must_use]
    pub fn years(&self) -> Option<Years> {
        let first = self.columns.iter().map(|column| column.from().unwrap_or(column.year())).min()?;
        let last = self.columns.iter().map(|column| column.year()).max()?;
        Years::new(first, last).ok()
    }

    /// Digits after the decimal point with which it is printed; of the percentage, for fractions.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.decimals(), 1);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn decimals(&self) -> usize {
        self.decimals
    }

    /// How it is rounded when it is printed.
    #[must_use]
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// Who published and what was assumed, one statement a line.
    #[must_use]
    pub fn source_lines(&self) -> &[String] {
        &self.sources
    }

    /// Remarks that were made about it; [`Table::footnotes`] has those that printing adds.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}
