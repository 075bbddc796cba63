//! Model files: TOML or JSON in, a checked market out.

mod assumptions;
mod build;
mod claims;
mod fields;
#[cfg(feature = "toml")]
mod locate;
mod model;
mod named;
#[cfg(any(feature = "toml", feature = "json"))]
mod place;
mod published;
mod scenarios;
mod sources;
mod spec;
#[cfg(any(feature = "toml", feature = "json"))]
mod text;
mod what_if;

pub use assumptions::{AssumptionsSpec, CurveSpec, GrowthSpec, MixSpec, RateSpec, WidthsSpec};
pub use claims::{ClaimSpec, PrintedSpec};
pub use fields::YearsSpec;
pub use model::Model;
pub use named::Named;
pub use scenarios::{AdjustmentSpec, ScenarioSpec, StepSpec};
pub use spec::{AxisSpec, MarketSpec, SourceSpec, Spec};
