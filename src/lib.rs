//! Market forecasts from published figures.

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
mod space;
mod table;
mod value;

#[cfg(feature = "charts")]
pub use chart::Chart;
pub use claim::{
    Claim, Figure, Finding, FindingKind, FirstYear, Headline, HeadlineCheck, Reconciled, Reproduction,
    Tolerance, Verdict,
};
pub use error::{Error, ErrorKind};
#[cfg(feature = "json")]
pub use export::findings_to_json;
pub use export::findings_to_text;
#[cfg(feature = "serde")]
pub use file::{
    AssumptionsSpec, AxisSpec, ClaimSpec, CurveSpec, GrowthSpec, MarketSpec, MixSpec, Named, PrintedSpec,
    RateSpec, SourceSpec, Spec, YearsSpec,
};
pub use forecast::{By, Forecast};
pub use growth::Growth;
pub use market::{Assumption, Market, MarketBuilder};
#[cfg(feature = "toml")]
pub use personalization::personalization;
pub use space::{Axes, Axis, Dimension, Group, Scope};
pub use table::{Column, Measure, Number, Rounding, Row, RowKind, Table};
pub use value::{Interval, Printed, Rate, Real, Scale, Share, Source, Status, Unit, Year, Years};
