//! The kinds of charts there are, and when to use which.

use super::chart::Chart;
use super::exhibit::Kind;
use crate::error::Error;
use crate::table::Table;

impl Chart {
    /// Columns that stack the rows of a table up to their total, one column a year.
    ///
    /// The series with the largest mean stands at the bottom and one that is named "Other" or "Rest of world"
    /// on top, in gray; where there are more than six, all but the five largest become one gray "Other (n)".
    /// Names and growth rates stand beside the last column, and an arrow carries the growth of the total.
    /// Forecast years are hatched, stand on a light band and end in F.
    /// Below stand the sources of the table, of each kind the first six and how many more there are.
    /// Where every value is printed, totals over their columns and parts inside, there is no axis; else one
    /// serves the others. Totals that are too wide for their columns are printed of the first and the last.
    ///
    /// # Errors
    /// When the table has no row or no year, its numbers are not values, one is missing or negative, its
    /// years are not in order, or its rows do not add up to its total, as overlapping groups do not.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let number = |value| Some(Number { value, status: Status::Published });
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), [number(-0.4)])?;
    /// let error = Chart::stacked_columns(&table).unwrap_err();
    /// assert!(error.to_string().starts_with("the value of 'Europe' in 2019 is -0.4, expected 0 or more"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn stacked_columns(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::StackedColumns, table)
    }

    /// Columns of equal height that show how the parts of a table share its total, one column a year.
    ///
    /// Series stand as in [`Chart::stacked_columns`], with their shares inside and the totals, in the unit of the
    /// table, over the columns. Beside the names stands by how many points each share has moved.
    /// Use it where the mix is the story; where the size matters as well, stacked columns show both.
    ///
    /// # Errors
    /// As [`Chart::stacked_columns`].
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 3.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, 3.0]))?;
    /// let svg = Chart::stacked_shares(&table)?.to_svg()?;
    /// assert!(svg.contains("aria-label=\"75.0%\"") && svg.contains("aria-label=\"−25.0\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn stacked_shares(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::StackedShares, table)
    }
}
