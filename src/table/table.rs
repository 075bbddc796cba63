//! The narrow waist: what leaves a model, and all that charts and exports know.

use super::{Column, Measure, Number, Row, RowKind};
use crate::error::{Error, ErrorKind};
use crate::value::{Status, Unit};

/// Titled rows over columns with a unit, a status per number, and source lines.
///
/// Numbers are unrounded; rounding is a property of the paper they are printed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    title: String,
    scenario: String,
    unit: Unit,
    measure: Measure,
    axes: Vec<String>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    numbers: Vec<Option<Number>>,
    decimals: usize,
    sources: Vec<String>,
    notes: Vec<String>,
}

impl Table {
    /// A table without rows; the axes name the labels of its rows.
    #[must_use]
    pub fn new<A: Into<String>>(
        title: impl Into<String>,
        unit: Unit,
        axes: impl IntoIterator<Item = A>,
        columns: impl IntoIterator<Item = Column>,
    ) -> Self {
        Self {
            title: title.into(),
            scenario: "Base".into(),
            unit,
            measure: Measure::Value,
            axes: axes.into_iter().map(Into::into).collect(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            numbers: Vec::new(),
            decimals: 1,
            sources: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The same table with one more row; `None` where there is no number.
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
        self.rows.push(row);
        self.numbers.extend(numbers);
        Ok(self)
    }

    /// The same table saying something else with its numbers.
    #[must_use]
    pub fn with_measure(mut self, measure: Measure) -> Self {
        self.measure = measure;
        self
    }

    /// The same table for a scenario; "Base" is the forecast itself.
    #[must_use]
    pub fn with_scenario(mut self, name: impl Into<String>) -> Self {
        self.scenario = name.into();
        self
    }

    /// The same table printed with this many digits after the decimal point.
    #[must_use]
    pub fn with_decimals(mut self, decimals: usize) -> Self {
        self.decimals = decimals;
        self
    }

    /// The same table with one more source line.
    #[must_use]
    pub fn with_source(mut self, line: impl Into<String>) -> Self {
        self.sources.push(line.into());
        self
    }

    /// The same table with one more note.
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
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// What the numbers say.
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
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows in order; a total comes last.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The number at a row and column, by position; `None` where there is none.
    #[must_use]
    pub fn number(&self, row: usize, column: usize) -> Option<Number> {
        if column >= self.columns.len() {
            return None;
        }
        self.numbers.get(row * self.columns.len() + column).copied().flatten()
    }

    /// The value at a row and column, unrounded.
    #[must_use]
    pub fn value(&self, row: usize, column: usize) -> Option<f64> {
        self.number(row, column).map(|number| number.value)
    }

    /// Where the number at a row and column comes from.
    #[must_use]
    pub fn status(&self, row: usize, column: usize) -> Option<Status> {
        self.number(row, column).map(|number| number.status)
    }

    /// The numbers of a row.
    #[must_use]
    pub fn numbers(&self, row: usize) -> &[Option<Number>] {
        let columns = self.columns.len();
        self.numbers.get(row * columns..(row + 1) * columns).unwrap_or(&[])
    }

    /// The position of the total row.
    #[must_use]
    pub fn total_row(&self) -> Option<usize> {
        self.rows.iter().position(|row| row.kind() == RowKind::Total)
    }

    /// Digits after the decimal point with which its values are printed.
    #[must_use]
    pub fn decimals(&self) -> usize {
        self.decimals
    }

    /// Who published and what was assumed, one statement a line.
    #[must_use]
    pub fn source_lines(&self) -> &[String] {
        &self.sources
    }

    /// Remarks to print under the table.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}
