//! The kinds of charts: each reads a table, and draws and tells what it shows.

pub(super) mod across;
pub(super) mod bars;
mod bridge;
pub(super) mod bubbles;
mod clusters;
mod columns;
mod describe;
mod gaps;
pub(super) mod grouped;
pub(super) mod growth;
pub(super) mod heat_map;
mod lengths;
mod line_plan;
mod lines;
pub(super) mod marimekko;
mod marks;
pub(super) mod matrix;
mod panel_plan;
mod panels;
pub(super) mod slope;
mod slope_plan;
pub(super) mod stack;
mod steps;
mod swings;
pub(super) mod tornado;
pub(super) mod waterfall;
mod whole;

use std::fmt::Debug;

use super::annotation::{Annotation, Options};
use super::layout::frame::Words;
use super::layout::scene::Scene;
use super::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{RowKind, Table};
use crate::value::{Year, Years};

/// What is drawn between the words, and what it says.
pub(crate) trait Exhibit: Debug {
    /// What is measured, of what, and when: the subtitle unless the user has another.
    fn subtitle(&self, table: &Table) -> String {
        table.subtitle()
    }

    /// What a reader has to know to read the printed figures rightly, on a page of this width.
    fn notes(&self, theme: &Theme, width: f64) -> Result<Vec<String>, Error>;

    /// The marks on a page of this width and height.
    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error>;

    /// What a reader sees first, in a sentence or two.
    fn summary(&self) -> String;

    /// Every number that is drawn, in sentences.
    fn numbers(&self) -> String;
}

/// A kind of chart, with what it has to be told beside the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    StackedColumns,
    StackedShares,
    Lines,
    SmallMultiples,
    Slope(slope::Sloped, Years),
    GroupedColumns,
    GrowthColumns,
    Waterfall(Vec<Year>),
    Bridge(Year),
    Tornado,
    Bars,
    Marimekko { year: Year },
    HeatMap { year: Year },
    GrowthHeatMap { years: Years },
    Grid,
    GrowthBubbles { years: Years },
}

impl Kind {
    /// The exhibit of a table, if the kind can show it and has a place for what is asked for.
    pub(crate) fn read(
        &self,
        table: &Table,
        options: &Options,
        theme: &Theme,
    ) -> Result<Box<dyn Exhibit>, Error> {
        options.within(&self.name().to_lowercase(), self.annotations())?;
        self.check_rows(table)?;
        match self {
            Kind::StackedColumns => Ok(Box::new(stack::Stack::read(table, options, theme)?)),
            Kind::Lines => Ok(Box::new(lines::Lines::read(table, options, theme)?)),
            Kind::SmallMultiples => Ok(Box::new(panels::Panels::read(table, options, theme)?)),
            Kind::Slope(sloped, years) => {
                Ok(Box::new(slope::Slope::read(table, *sloped, *years, options, theme)?))
            }
            Kind::StackedShares => Ok(Box::new(stack::Stack::read_shares(table, options, theme)?)),
            Kind::GroupedColumns => Ok(Box::new(grouped::Grouped::read(table, options, theme)?)),
            Kind::GrowthColumns => Ok(Box::new(growth::GrowthColumns::read(table, options, theme)?)),
            Kind::Waterfall(years) => Ok(Box::new(waterfall::Waterfall::read(table, years, options, theme)?)),
            Kind::Bridge(year) => {
                Ok(Box::new(waterfall::Waterfall::read_steps(table, *year, options, theme)?))
            }
            Kind::Tornado => Ok(Box::new(tornado::Tornado::read(table, options, theme)?)),
            Kind::Bars => Ok(Box::new(bars::Bars::read(table, options, theme)?)),
            Kind::Marimekko { year } => {
                Ok(Box::new(marimekko::Marimekko::read(table, *year, options, theme)?))
            }
            Kind::HeatMap { year } => Ok(Box::new(heat_map::HeatMap::read(table, *year, theme)?)),
            Kind::GrowthHeatMap { years } => Ok(Box::new(heat_map::growth::read(table, *years, theme)?)),
            Kind::Grid => Ok(Box::new(heat_map::grid::read(table, theme)?)),
            Kind::GrowthBubbles { years } => {
                Ok(Box::new(bubbles::Bubbles::read(table, *years, options, theme)?))
            }
        }
    }

    /// Refuses rows whose numbers the kind would take for something else.
    fn check_rows(&self, table: &Table) -> Result<(), Error> {
        let takes = |kind: RowKind| match self {
            Kind::Grid => kind == RowKind::Alternative,
            Kind::Tornado => matches!(kind, RowKind::Level | RowKind::Alternative),
            Kind::Bridge(_) => matches!(kind, RowKind::Level | RowKind::Change),
            Kind::Lines | Kind::SmallMultiples | Kind::GroupedColumns | Kind::Bars => {
                !matches!(kind, RowKind::Level | RowKind::Change)
            }
            _ => matches!(kind, RowKind::Member | RowKind::Group | RowKind::Total),
        };
        let Some(row) = table.rows().iter().find(|row| !takes(row.kind())) else { return Ok(()) };
        let reason = match row.kind() {
            RowKind::Alternative => "it excludes the others, and they do not add up",
            RowKind::Level => "it is a level that changes lead to or from",
            RowKind::Change => "it is a change between two levels",
            _ if matches!(self, Kind::Grid) => {
                "expected rows that exclude each other, as `Scenario::grid` gives"
            }
            _ if *self == Kind::Tornado => "expected a level and alternatives, as `Sensitivity::table` gives",
            _ => "expected levels and changes, as `Bridge::by_step` gives",
        };
        let what = format!("row '{row}' in {}", self.name().to_lowercase());
        Err(ErrorKind::Undefined { what, reason: reason.into() }.into())
    }

    /// What charts of this kind are called, in the plural.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Kind::StackedColumns => "Stacked columns",
            Kind::StackedShares => "Stacked shares",
            Kind::Lines => "Lines",
            Kind::Slope(slope::Sloped::Shares, _) => "Slopes of shares",
            Kind::Slope(slope::Sloped::Ranks, _) => "Slopes of ranks",
            Kind::SmallMultiples => "Small multiples",
            Kind::GroupedColumns => "Grouped columns",
            Kind::GrowthColumns => "Growth columns",
            Kind::Waterfall(_) => "Waterfalls",
            Kind::Bridge(_) => "Bridges",
            Kind::Tornado => "Tornados",
            Kind::Bars => "Bars",
            Kind::Marimekko { .. } => "Marimekko columns",
            Kind::HeatMap { .. } | Kind::GrowthHeatMap { .. } => "Heat maps",
            Kind::Grid => "Grids",
            Kind::GrowthBubbles { .. } => "Growth bubbles",
        }
    }

    /// What charts of this kind have a place for.
    pub(crate) fn annotations(&self) -> &'static [Annotation] {
        match self {
            Kind::StackedColumns => &[
                Annotation::Highlight,
                Annotation::Largest,
                Annotation::Growth,
                Annotation::SeriesGrowth,
                Annotation::Difference,
                Annotation::Line,
            ],
            Kind::StackedShares => &[Annotation::Highlight, Annotation::Largest, Annotation::SeriesGrowth],
            Kind::Slope(slope::Sloped::Ranks, _) => &[Annotation::Highlight],
            Kind::Waterfall(_) => &[Annotation::Largest, Annotation::Difference, Annotation::BrokenAxis],
            Kind::Lines => &[
                Annotation::Highlight,
                Annotation::Largest,
                Annotation::SeriesGrowth,
                Annotation::Difference,
                Annotation::Line,
            ],
            Kind::GroupedColumns => {
                &[Annotation::Highlight, Annotation::Largest, Annotation::Difference, Annotation::Line]
            }
            Kind::Bridge(_) => &[Annotation::BrokenAxis],
            Kind::Tornado => &[Annotation::Largest],
            Kind::GrowthColumns => &[Annotation::Growth, Annotation::Difference, Annotation::Line],
            Kind::Bars => &[Annotation::Highlight, Annotation::Largest, Annotation::Line],
            Kind::SmallMultiples
            | Kind::Slope(slope::Sloped::Shares, _)
            | Kind::Marimekko { .. }
            | Kind::GrowthBubbles { .. } => &[Annotation::Highlight, Annotation::Largest],
            Kind::HeatMap { .. } | Kind::GrowthHeatMap { .. } | Kind::Grid => &[],
        }
    }
}
