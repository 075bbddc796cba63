//! Market forecasts from published figures.

mod claim;
mod error;
mod export;
mod forecast;
mod growth;
mod market;
mod space;
mod table;
mod value;

pub use claim::{
    Claim, Figure, Finding, FindingKind, FirstYear, Headline, HeadlineCheck, Reconciled, Reproduction,
    Tolerance, Verdict,
};
pub use error::{Error, ErrorKind};
#[cfg(feature = "json")]
pub use export::findings_to_json;
pub use export::findings_to_text;
pub use forecast::{By, Forecast};
pub use growth::Growth;
pub use market::{Assumption, Market, MarketBuilder};
pub use space::{Axes, Axis, Dimension, Group, Scope};
pub use table::{Column, Measure, Number, Rounding, Row, RowKind, Table};
pub use value::{Interval, Printed, Rate, Real, Scale, Share, Source, Status, Unit, Year, Years};
