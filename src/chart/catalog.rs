//! The kinds of charts there are, and when to use which.

use super::chart::Chart;
use super::exhibit::Kind;
use crate::error::Error;
use crate::table::Table;
use crate::value::{Year, Years};

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

    /// A Marimekko: a whole cut by the first axis of a table into columns, and by the second into what each is
    /// made of.
    ///
    /// A column is as wide as its member is large, and 100 % high, so that areas are in proportion to values;
    /// over each stand its name, its size and its share of the whole, inside each part its share of the column
    /// and, where there is room, its value, and beside the last column the names of the second axis.
    /// Columns go from the largest to the smallest, one that is named "Other" or "Rest of world" last; parts have
    /// the order and the colors that they have in stacked columns. All but the eleven largest of more than twelve columns
    /// become one "Other (n)", and so do all but the five largest of more than six parts. Names that have no room over
    /// their columns stand in a note, and a pair of members without a number is left out and named there.
    /// It shows where the money is in one year; use [`Chart::heat_map`] where both axes have many members or
    /// figures are to be looked up, and stacked columns of one axis to show change.
    ///
    /// # Errors
    /// When rows are not by two axes, numbers are not values, one is negative, all are 0, the table has not
    /// the year, or its rows do not add up to its total, as overlapping groups do not.
    ///
    /// ```
    /// use market_outlook::{Axis, By, Chart, personalization};
    ///
    /// let table = personalization().forecast()?.by(By::axis(Axis::REGION).and(Axis::PRODUCT))?;
    /// let chart = Chart::marimekko(&table, 2026)?.title("Software leads in every region");
    /// assert!(chart.alt_text().contains("Total 11.6 in 2026 (forecast)"));
    /// let error = Chart::marimekko(&personalization().forecast()?.by(Axis::REGION)?, 2026).unwrap_err();
    /// assert!(error.to_string().ends_with("expected rows by two axes, as `By::axis(..).and(..)` gives"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn marimekko(table: &Table, year: impl Into<Year>) -> Result<Self, Error> {
        Self::new(Kind::Marimekko { year: year.into() }, table)
    }

    /// A heat map: the first axis of a table down, the second across, every value in a cell whose tint says
    /// how large it is.
    ///
    /// Tints are of one color in even steps of lightness, from almost none at 0 to full at the largest cell;
    /// where some numbers are negative and some are not, of two colors on both sides of 0.
    /// Sums stand at the right and at the foot, apart, bold and without a tint. A pair of members
    /// without a number is a dash without a tint, and counts in no sum; 0 is a number.
    /// Rows and columns have the order of the table: sort it before. Give the axis with longer names first.
    /// It is the chart to look figures up in; use [`Chart::marimekko`] to show at a glance where most of them is.
    ///
    /// # Errors
    /// When rows are not by two axes, the table has not the year, its numbers are rates, which have no sums, or
    /// its rows add up to more or less than its total, as overlapping groups do.
    /// A page on which columns are narrower than their numbers is an error when it is drawn.
    ///
    /// ```
    /// use market_outlook::{Axis, By, Chart, personalization};
    ///
    /// let table = personalization().forecast()?.by(By::axis(Axis::INDUSTRY).and(Axis::REGION))?;
    /// let chart = Chart::heat_map(&table, 2026)?;
    /// assert!(chart.alt_text().contains("Total 11.6 in 2026 (forecast); highest cell"));
    /// let shares = Chart::heat_map(&table.shares()?, 2026)?;
    /// assert!(shares.alt_text().contains("Total 100.0% in 2026 (forecast)"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn heat_map(table: &Table, year: impl Into<Year>) -> Result<Self, Error> {
        Self::new(Kind::HeatMap { year: year.into() }, table)
    }

    /// A heat map of growth: compound growth a year of every cell between the first and the last of some years.
    ///
    /// Where some cells grow and some shrink, blue stands for growth and brick for decline. Where all grow, or
    /// all shrink, blue is faster than the total and brick slower: a scale in two colors is right only around a
    /// middle that means something, and the key says which it is.
    /// At the right and at the foot stands the growth of the sums, which count only pairs that have numbers in both years.
    /// Growth from 0 or less is not defined and shown as a dash.
    /// It shows who grows; use [`Chart::heat_map`] for how large they are, and [`Chart::growth_bubbles`] for both
    /// of the members of one axis.
    ///
    /// # Errors
    /// As [`Chart::heat_map`], and when numbers are not values or the two years are the same.
    ///
    /// ```
    /// use market_outlook::{Axis, By, Chart, Years, personalization};
    ///
    /// let table = personalization().forecast()?.by(By::axis(Axis::INDUSTRY).and(Axis::REGION))?;
    /// let chart = Chart::growth_heat_map(&table, Years::new(2019, 2026)?)?;
    /// assert!(chart.alt_text().contains("Total +5.2% a year, 2019 to 2026; highest cell"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn growth_heat_map(table: &Table, years: Years) -> Result<Self, Error> {
        Self::new(Kind::GrowthHeatMap { years }, table)
    }

    /// Growth bubbles: every row of a table by its share of the total in the first of some years, its growth a
    /// year up to the last, and its size then.
    ///
    /// Share goes to the right, growth upwards, and the area of a bubble is in proportion to its size, for
    /// which a key stands at the right; a dashed line is the growth of the total. What is right and high is
    /// large and outgrows the market. Names stand in or at their bubbles, never over each other; where one has
    /// no room, its bubble has a number and the name stands at the right.
    /// Members whose growth is not defined, as from 0, are left out and named in a note.
    /// It shows a portfolio; use stacked columns for how the market gets there, and [`Chart::growth_heat_map`] for two axes.
    ///
    /// # Errors
    /// When the numbers are not values, the table has not both years or they are the same, its total is 0 in the
    /// first or no member has a growth, or more than 50 have; [`Chart::largest`] leaves fewer.
    /// A page that is too small to name all bubbles is an error when it is drawn.
    ///
    /// ```
    /// use market_outlook::{Axis, By, Chart, Years, personalization};
    ///
    /// let table = personalization().forecast()?.by(Axis::INDUSTRY)?;
    /// let chart = Chart::growth_bubbles(&table, Years::new(2019, 2026)?)?;
    /// assert!(chart.alt_text().contains("Total +5.2% a year; fastest"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn growth_bubbles(table: &Table, years: Years) -> Result<Self, Error> {
        Self::new(Kind::GrowthBubbles { years }, table)
    }
}
