//! Market forecasts from published figures.
//!
//! Figures that somebody has printed go in as [claims](Claim), each an interval by its digits; what the analyst believes
//! goes in as [assumptions](Assumption). Out comes a [`Forecast`]: the numbers closest to the assumptions that reprint
//! every claim and add up, each with a [`Status`] that says where it comes from. Claims that contradict each
//! other are named, the fewest that would have to go, as [`Finding`]s.
//!
//! ```
//! use market_outlook::{Axis, Headline, Market, Scope, Unit, Years};
//!
//! let market = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2026)?)
//!     .axis(Axis::REGION, ["Americas", "Europe", "Asia Pacific"])
//!     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
//!     .assume_shares(Axis::REGION, [0.45, 0.30, 0.25])
//!     .build()?;
//! let forecast = market.forecast()?;
//! let europe = forecast.number(&Scope::of(Axis::REGION, "Europe"), 2026)?;
//! assert_eq!(format!("{:.1}, {}", europe.value, europe.status), "3.5, assumed");
//! println!("{}", forecast.by(Axis::REGION)?.to_text());
//! # Ok::<(), market_outlook::Error>(())
//! ```
//!
//! # One verb per step
//!
//! | noun | is | becomes |
//! |---|---|---|
//! | [`Printed`] | a number as printed, and the half unit its digits leave open | a claim, by [`Claim::value`] and its siblings |
//! | [`Headline`] | start, end and growth rate | three claims, or a verdict by [`Headline::check`] |
//! | [`Claim`] | what a source printed about a [`Scope`] in one or two years | part of a market, by [`MarketBuilder::claim`] |
//! | [`Growth`], [`Assumption`] | what is believed where nobody printed anything | part of a market, by [`MarketBuilder::assume`] |
//! | [`Market`] | a checked model | a forecast, by [`Market::forecast`] |
//! | [`Forecast`] | numbers, their statuses, and findings | a table, by [`Forecast::by`] |
//! | [`PublishedTable`] | a table as printed, from a [`Sheet`] | what is wrong with it, by [`PublishedTable::check`]; a market, by [`PublishedTable::market`] |
//! | [`Scenario`] | ordered [`Step`]s | another forecast, by [`Scenario::apply`]; what each step adds, by [`Scenario::bridge`] |
//! | [`Table`] | titled rows over columns, with unit and source lines | views such as [`Table::shares`], text by [`Table::to_text`] |
//! | [`Report`] | an ordered document of text, tables and charts | one HTML file or Markdown, by [`Report::save`] |
//! | `Workbook` | tables, claims and findings as a workbook (feature `xlsx`) | an `.xlsx` file |
//! | [`Finding`] | what does not agree, and by how much | text, by [`findings_to_text`] |
//! | `Chart` | a picture of a table (feature `charts`) | SVG, PNG, or paint on a plotters drawing area |
//! | `Spec` | a model file as plain data (feature `serde`) | a market, by `Market::try_from` |
//!
//! # In reading order
//!
//! - words: [`Year`], [`Years`], [`Rate`], [`Share`], [`Unit`], [`Printed`], [`Interval`], [`Source`], [`Status`]
//! - which part of the market: [`Axis`], [`Dimension`], [`Axes`], [`Scope`]
//! - what leaves a model: [`Table`] with [`Row`], [`Column`], [`Number`], [`Measure`], [`Rounding`]
//! - what was printed: [`Claim`], [`Figure`], [`Tolerance`], [`Headline`], [`Verdict`], [`Finding`]
//! - what is believed: [`Growth`], [`Assumption`], [`AssumptionKind`]
//! - the model and its numbers: [`MarketBuilder`], [`Market`], [`Forecast`], [`By`]
//! - what others have printed as tables: [`Sheet`], [`Layout`], [`PublishedTable`], [`LeftOut`], [`TableCheck`], [`Misprint`], [`Slip`], [`Remark`]
//! - what if: [`Step`], [`StepKind`], [`Ramp`], [`Recovery`], [`Scenario`], [`Scenarios`]
//! - what explains it: [`Bridge`], [`Attribution`], [`Trace`], [`Outcome`], [`Lever`], [`Sensitivity`], [`Swing`], [`Swings`], [`Editions`]
//! - the finished document: [`Report`], [`Section`], [`Exhibit`], [`Text`]
//! - for other programs: [`PlainColumns`], `Iamc`, `DataPackage`, `Statuses`, `Workbook`
//! - what is wrong: [`Error`], [`ErrorKind`]
//!
//! # In scope
//!
//! - Annual forecasts of one quantity over any axes, from a handful of published figures to whole published tables.
//! - Checking published figures against each other, with or without a forecast.
//! - Tables and pictures that tell published, derived and assumed numbers apart.
//!
//! # Out of scope
//!
//! - Predicting: nothing here is fitted to a time series, and no price or demand is foretold.
//! - Data, taxonomies, currencies, exchange rates: they are the caller's.
//! - Files, networks and clocks: text comes in, text and pictures go out.
//!
//! # Features
//!
//! None changes a number, and all but the last three are on by default: `serde` (`Spec`), `toml` and `json` (model files, and with `toml` the
//! flagship market), `csv` (tables in and out), `charts`; and off by default `pdf`, `xlsx` (workbooks out) and `xlsx-in` (workbooks in). Without them eight crates are compiled.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "charts")]
mod chart;
mod claim;
mod error;
mod export;
#[cfg(feature = "serde")]
mod file;
mod forecast;
mod growth;
mod market;
#[cfg(feature = "toml")]
mod personalization;
mod report;
mod scenario;
mod sheet;
mod solve;
mod space;
mod table;
mod value;

#[cfg(feature = "charts")]
pub use chart::{Chart, Color, Difference, Fonts, Level, NumberFormat, Page, SvgText, Theme, ValueLine};
pub use claim::{
    Claim, Figure, Finding, FindingKind, FirstYear, Headline, HeadlineCheck, Reconciled, Reproduction,
    Tolerance, Verdict,
};
pub use error::{Error, ErrorKind};
#[cfg(all(feature = "csv", feature = "json"))]
pub use export::DataPackage;
#[cfg(feature = "xlsx")]
pub use export::Workbook;
#[cfg(feature = "csv")]
pub use export::{Iamc, Statuses, tables_from_csv, tables_from_wide_csv, tables_to_csv, tables_to_wide_csv};
pub use export::{PlainColumns, findings_to_text};
#[cfg(feature = "json")]
pub use export::{findings_to_json, tables_from_json, tables_to_json};
#[cfg(feature = "serde")]
pub use file::{
    AdjustmentSpec, AssumptionsSpec, AxisSpec, ClaimSpec, CurveSpec, GrowthSpec, MarketSpec, MixSpec, Model,
    Named, PrintedSpec, RateSpec, ScenarioSpec, SourceSpec, Spec, StepSpec, WidthsSpec, YearsSpec,
};
pub use forecast::{By, Forecast};
pub use growth::Growth;
pub use market::{Assumption, AssumptionKind, Market, MarketBuilder, ShareSd};
#[cfg(feature = "toml")]
pub use personalization::{personalization, personalization_scenarios};
pub use report::{Exhibit, Report, Section, Text};
pub use scenario::{
    Attribution, Bridge, Editions, Lever, Outcome, Ramp, Recovery, Scenario, Scenarios, Sensitivity, Step,
    StepKind, Swing, Swings, Trace,
};
pub use sheet::{
    Alternative, Evidence, Layout, LeftOut, Misprint, PublishedColumn, PublishedRow, PublishedTable, Remark,
    Sheet, Slip, TableCheck,
};
pub use space::{Axes, Axis, Dimension, Group, Scope};
pub use table::{Column, Measure, Number, Rounding, Row, RowKind, Table};
#[cfg(feature = "csv")]
pub use value::csv_name;
pub use value::{Interval, Printed, Rate, Real, Scale, Share, Source, Status, Unit, Year, Years, printable};

/// The pages of `docs/`, to read beside the reference.
#[cfg(doc)]
pub mod docs {
    #[cfg_attr(not(doctest), doc = include_str!("../docs/cookbook.md"))]
    pub mod cookbook {}
    #[doc = include_str!("../docs/model-file.md")]
    pub mod model_file {}
    #[doc = include_str!("../docs/published-tables.md")]
    pub mod published_tables {}
    #[doc = include_str!("../docs/interchange.md")]
    pub mod interchange {}
    #[cfg(all(feature = "xlsx", feature = "toml"))]
    #[doc = include_str!("../docs/excel.md")]
    pub mod excel {}
    #[doc = include_str!("../docs/design.md")]
    pub mod design {}
    #[doc = include_str!("../docs/architecture.md")]
    pub mod architecture {}
    #[doc = include_str!("../docs/performance.md")]
    pub mod performance {}
}

/// The listings of the README compile.
#[doc = include_str!("../README.md")]
#[cfg(all(doctest, feature = "charts"))]
struct Readme;
