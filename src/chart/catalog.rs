//! The kinds of charts there are, and when to use which.

use super::chart::Chart;
use super::exhibit::Kind;
use super::exhibit::slope::Sloped;
use crate::error::Error;
use crate::table::Table;
use crate::value::{Year, Years};

/// # The kinds of charts
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
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/stacked-columns.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::stacked_columns(&regions)?`.
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
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/stacked-shares.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::stacked_shares(&regions)?`.
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

    /// One line for each row, over years that stand as far apart as they are.
    ///
    /// History is solid and a forecast dashed, on a light zone that is named; a dot marks the last actual.
    /// Names stand at the ends of the lines, with the last number and, of values, the growth a year, of shares the
    /// change in points. The axis has its zero. A row without a number in a year has a gap there.
    /// Of values and shares all but the largest become one "Other (n)" where there are more than colors, and the total
    /// is not drawn beside its parts; rates do not add up, so further ones are thin lines without a name, and the
    /// growth of the whole is drawn with them.
    /// Use it to compare how members move; where they have to add up as well, use stacked columns, and where there are
    /// more than six, [`Chart::small_multiples`].
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/lines.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::lines(&regions)?`.
    ///
    /// # Errors
    /// When the table has no row, no year or no number, or its years are not in order.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 4.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, 3.0]))?;
    /// assert!(Chart::lines(&table)?.alt_text().ends_with("Europe 4.0 (CAGR +4.2%), Asia 3.0 (CAGR +17.0%)."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn lines(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::Lines, table)
    }

    /// A small panel for each row, all on one scale, in as many columns as give the panels a good shape.
    ///
    /// Each panel has the name of its row, the last number, of values with the growth a year, and the line of the row
    /// over those of all others in light gray (up to thirty panels), its forecast dashed on a light zone.
    /// One scale, always: panels are there to be compared, and a scale for each would make small members look like
    /// large ones. The total is a panel only where it is alone.
    /// Use it for more members than lines in one chart can tell apart; for up to six, [`Chart::lines`] compares better.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/small-multiples.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::small_multiples(&industries)?`.
    ///
    /// # Errors
    /// As [`Chart::lines`].
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 4.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, 3.0]))?;
    /// let svg = Chart::small_multiples(&table)?.to_svg()?;
    /// assert!(svg.contains("aria-label=\"3.0 in 2026F, +17.0% a year 2019–26\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn small_multiples(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::SmallMultiples, table)
    }

    /// Slopes of shares between two years: who has gained and who has lost.
    ///
    /// Shares stand at both ends, names at the last, and beside them by how many points each has moved. Of a table of
    /// values the shares are computed.
    /// Use it where only the two years matter; [`Chart::stacked_shares`] has all years.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/slope-of-shares.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::slope_of_shares(&regions, Years::new(2019, 2026)?)?.highlight(["Asia Pacific"])`.
    ///
    /// # Errors
    /// When the table has neither values nor shares, a year is not in it or there is only one, no row is there
    /// beside the total, or a share is not known.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit, Years};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 4.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, 4.0]))?;
    /// let chart = Chart::slope_of_shares(&table, Years::new(2019, 2026)?)?;
    /// assert!(chart.alt_text().ends_with("Europe from 75.0% to 50.0%, Asia from 25.0% to 50.0%."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn slope_of_shares(table: &Table, years: Years) -> Result<Self, Error> {
        Self::new(Kind::Slope(Sloped::Shares, years), table)
    }

    /// Slopes of ranks between two years: who has overtaken whom.
    ///
    /// The largest is 1 and on top; members that are equally large share a rank.
    /// Use it where the order is the story; [`Chart::slope_of_shares`] shows by how much.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/slope-of-ranks.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::slope_of_ranks(&regions_and_products, Years::new(2019, 2026)?)?`.
    ///
    /// # Errors
    /// As [`Chart::slope_of_shares`], and when the table has shares.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit, Years};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 4.0]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, 5.0]))?;
    /// let chart = Chart::slope_of_ranks(&table, Years::new(2019, 2026)?)?;
    /// assert!(chart.alt_text().ends_with("Europe from 1 to 2, Asia from 2 to 1."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn slope_of_ranks(table: &Table, years: Years) -> Result<Self, Error> {
        Self::new(Kind::Slope(Sloped::Ranks, years), table)
    }

    /// Which members carry the total from one year to another: a bridge of steps between columns of totals.
    ///
    /// `years` are two or more years of the table; each between the first and the last is a subtotal.
    /// Members stand in the order of the table, what is left over last, and those that do not change as well.
    /// Steps are computed from unrounded values; where the total of the table is not the sum of its members and
    /// the difference shows, it is a step "Rounding". An arrow beside the columns carries the change as a part of
    /// the first total unless [`Chart::difference`] asks for others, and forecast totals are hatched and end in F.
    /// Names are broken into three lines at most and end in an ellipsis where that is not enough: members are
    /// merged only on demand, with [`Chart::largest`].
    /// The axis starts at zero; with [`Chart::broken_axis`] it starts above where all steps stand in the upper
    /// half, totals are visibly cut, and a note says so.
    /// Use it to tell where a change comes from; [`Chart::stacked_columns`] tell how the whole is made up.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/waterfall.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::waterfall(&regions, [2019, 2026])?`.
    ///
    /// # Errors
    /// When the table has no members, a number is missing, its rows do not add up to its total, or the years are
    /// fewer than two, not in order or not in the table.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 2.6]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, 2.6]))?;
    /// let svg = Chart::waterfall(&table, [2019, 2026])?.to_svg()?;
    /// for label in ["4.0", "−0.4", "+1.6", "5.2", "+30%", "2026F"] {
    ///     assert!(svg.contains(&format!("aria-label=\"{label}\"")));
    /// }
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn waterfall<Y: Into<Year>>(
        table: &Table,
        years: impl IntoIterator<Item = Y>,
    ) -> Result<Self, Error> {
        Self::new(Kind::Waterfall(years.into_iter().map(Into::into).collect()), table)
    }

    /// Columns side by side, a group a year and in it a column a row of the table.
    ///
    /// Rows stand in the order of the table, which a key above the columns has as well; where there are more than
    /// six, all but the five largest become one gray "Other (n)".
    /// Values stand over their columns, or below where they are negative; where that is too narrow an axis serves
    /// all. Forecast years are hatched, stand on a light band and end in F, and a missing number is a gap.
    /// Use it to compare a few series with each other; where they add up, [`Chart::stacked_columns`] show the
    /// whole, and [`Chart::bars`] have room for more names.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/grouped-columns.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::grouped_columns(&regions.between(Years::new(2019, 2022)?)?)?.largest(3)`.
    ///
    /// # Errors
    /// When the table has no row or no year, its years are not in order, its numbers are rates over several years,
    /// or it has more rows than colors and they do not add up.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 2.6]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, -0.4]))?;
    /// let svg = Chart::grouped_columns(&table)?.to_svg()?;
    /// assert!(svg.contains("aria-label=\"−0.4\"") && svg.contains("aria-label=\"Asia\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn grouped_columns(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::GroupedColumns, table)
    }

    /// Columns of the total, and in a strip above them how fast it grows from one to the next.
    ///
    /// The strip has a line of its own and a figure over each column that it has room for; dashes and open dots
    /// are forecasts. Where years are missing between columns growth is compounded to a year, and the strip says
    /// so. From nothing there is no growth, which leaves a gap.
    /// Use it where the pace is the story; [`Chart::stacked_columns`] have one rate over all years.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/growth-columns.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::growth_columns(&regions)?`.
    ///
    /// # Errors
    /// When the table has no row or no year, its numbers are not values, one is missing, its years are not in
    /// order, or its rows do not add up to its total.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    ///
    /// let numbers = [8.0, 10.0, 9.0].map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::history(2020), Column::forecast(2021)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns).with_row(Row::total(), numbers)?;
    /// let svg = Chart::growth_columns(&table)?.to_svg()?;
    /// assert!(svg.contains("aria-label=\"+25.0%\"") && svg.contains("aria-label=\"Growth over the year before\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn growth_columns(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::GrowthColumns, table)
    }

    /// Bars, one row a name, of a table of any measure with one to three columns.
    ///
    /// Names stand at the left edge on two lines at most, and numbers at the ends of their bars; negative bars lead
    /// to the left of the zero line. Bars of several years stand together from light to dark, forecasts are hatched
    /// and named with an F in a key. Rows stand in the order of the table, the total last and apart:
    /// rank them with [`Table::ranked`].
    /// Use it where there are many names or long ones, or one number each; [`Chart::grouped_columns`] show years.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/bars.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::bars(&regions.ranked(2026)?.cagr()?)?.value_line(ValueLine::average())`.
    ///
    /// # Errors
    /// When the table has no row, no column or more than three, or its columns are not in order.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([3.0, 2.6]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia"]), numbers([1.0, 2.6]))?;
    /// let svg = Chart::bars(&table.ranked(2026)?.cagr()?)?.to_svg()?;
    /// assert!(svg.contains("aria-label=\"+14.6%\"") && svg.contains("aria-label=\"−2.0%\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn bars(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::Bars, table)
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
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/marimekko.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::marimekko(&regions_and_industries, 2026)?`.
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
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/heat-map.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::heat_map(&industries_and_regions.with_decimals(2), 2026)?`.
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
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/growth-heat-map.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::growth_heat_map(&regions_and_products, Years::new(2019, 2026)?)?`.
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
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/growth-bubbles.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::growth_bubbles(&regions_and_products, Years::new(2019, 2026)?)?`.
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
    /// assert!(chart.alt_text().contains("Total +5.2% a year; 9 of 9 members +5.2%."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn growth_bubbles(table: &Table, years: Years) -> Result<Self, Error> {
        Self::new(Kind::GrowthBubbles { years }, table)
    }
}
