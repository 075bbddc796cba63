//! Market forecasts from published figures.

#[cfg(feature = "charts")]
mod chart;
mod claim;
mod error;
mod forecast;
mod growth;
mod market;
mod space;
mod table;
mod value;

#[cfg(feature = "charts")]
pub use chart::Chart;
pub use claim::{Claim, Figure, Finding, FindingKind, Headline, Reproduction, Tolerance};
pub use error::{Error, ErrorKind};
pub use forecast::{By, Forecast};
pub use growth::Growth;
pub use market::{Assumption, Market, MarketBuilder};
pub use space::{Axes, Axis, Dimension, Group, Scope};
pub use table::{Column, Measure, Number, Row, RowKind, Table};
pub use value::{Printed, Rate, Scale, Share, Source, Status, Unit, Year, Years};
