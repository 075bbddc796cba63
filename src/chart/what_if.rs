//! The kinds of charts there are for scenarios.

use super::chart::Chart;
use super::exhibit::Kind;
use crate::error::Error;
use crate::table::Table;
use crate::value::Year;

/// # Charts of scenarios
///
/// Scenarios beside each other are [`Chart::lines`] of [`Table::alternatives`].
impl Chart {
    /// From a forecast to a scenario of it, or from any level to another: a waterfall of a table of steps, as
    /// [`Bridge`](crate::Bridge) gives them, in one of its years.
    ///
    /// Levels stand under their names, and an arrow beside the columns carries the change from the first to the last.
    /// The axis starts at zero; with [`Chart::broken_axis`] it starts above where all steps stand in the upper half, levels are
    /// visibly cut, and a note says so.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/bridge.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::bridge(&steps, 2026)?.broken_axis()`.
    ///
    /// # Errors
    /// When the table does not begin and end with a level, changes do not lead from one level to the next, a number is missing, or
    /// the year is not in the table.
    ///
    /// ```
    /// use market_outlook::{Attribution, By, Chart, personalization, personalization_scenarios};
    ///
    /// let base = personalization().forecast()?;
    /// let scenario = personalization_scenarios().get("Backlash and stricter rules")?;
    /// let steps = scenario.bridge(&base, By::total(), Attribution::Listed)?.by_step()?;
    /// let chart = Chart::bridge(&steps, 2026)?.broken_axis();
    /// assert!(chart.alt_text().contains("From Base 11.59 to Backlash and stricter rules 10.72, -7.5%"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn bridge(table: &Table, year: impl Into<Year>) -> Result<Self, Error> {
        Self::new(Kind::Bridge(year.into()), table)
    }

    /// A heat map of one number against another: an outcome for every combination, as
    /// [`Scenario::grid`](crate::Scenario::grid) gives them.
    ///
    /// The first axis runs downwards, the second to the right. Tints run from the lowest outcome to the highest: what is asked
    /// is how they differ, and they have no sums. A combination that is not possible is a dash.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/grid.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::grid(&growth_against_rules)?`.
    ///
    /// # Errors
    /// When rows are not by two axes, do not exclude each other, or have more than one column.
    /// A page on which columns are narrower than their numbers is an error when it is drawn.
    ///
    /// ```
    /// use market_outlook::{Axis, Chart, Lever, Outcome, Rate, Scenario, Scope, Step, personalization};
    ///
    /// let both = Scenario::new("Growth and rules")
    ///     .step(Step::shift_growth(Scope::of(Axis::SEGMENT, "B2C"), Rate::ZERO).years(2023, 2026).named("B2C growth, points"))
    ///     .step(Step::scale(Scope::of(Axis::REGION, "Europe"), 1.0).years(2024, 2026).named("Europe, factor"));
    /// let levers = (Lever::new(0, [-2.0, 0.0, 2.0]), Lever::new(1, [0.8, 0.9, 1.0]));
    /// let base = personalization().forecast()?;
    /// let table = both.grid(&base, &levers.0, &levers.1, &Outcome::total(Scope::all(), 2026))?;
    /// let chart = Chart::grid(&table)?;
    /// assert!(chart.alt_text().contains("Lowest cell -2 / 0.8 10.4; highest cell 2 / 1 12.3."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn grid(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::Grid, table)
    }

    /// Which number an outcome hangs on most: for each the outcome at its low and at its high number, the widest swing first,
    /// around the outcome as it is, as [`Sensitivity::table`](crate::Sensitivity::table) gives them.
    ///
    /// Numbers at the ends are outcomes, the range under a name is the number that was varied. The eight widest swings are
    /// shown unless [`Chart::largest`] asks for others; a note counts the rest.
    /// Bars begin at the outcome as it is, not at zero: their lengths are differences.
    ///
    /// <div style="overflow-x:auto">
    ///
    #[cfg_attr(doc, doc = include_str!("../../docs/gallery/tornado.svg"))]
    ///
    /// </div>
    ///
    /// Drawn by `examples/gallery.rs`: `Chart::tornado(&sensitivity.table()?)?.largest(8)`.
    ///
    /// # Errors
    /// When the table does not begin with a level, its rows are not pairs by two axes, or it has more than one column.
    ///
    /// ```
    /// use market_outlook::{Axis, Chart, Outcome, Scope, Swings, personalization};
    ///
    /// let europe = Outcome::total(Scope::of(Axis::REGION, "Europe"), 2026);
    /// let sensitivity = personalization().sensitivity(&europe, Swings::default())?;
    /// let chart = Chart::tornado(&sensitivity.table()?)?.largest(8);
    /// assert!(chart.alt_text().contains("Base 2.93; the widest swing is Share of region 'Europe', from 2.82 to 3.05."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn tornado(table: &Table) -> Result<Self, Error> {
        Self::new(Kind::Tornado, table)
    }
}
