//! Model files: TOML or JSON in, a checked market out.

mod assumptions;
mod build;
mod claims;
mod fields;
#[cfg(feature = "toml")]
mod locate;
mod named;
#[cfg(any(feature = "toml", feature = "json"))]
mod place;
mod spec;
#[cfg(any(feature = "toml", feature = "json"))]
mod text;

pub use assumptions::{AssumptionsSpec, CurveSpec, GrowthSpec, MixSpec, RateSpec};
pub use claims::{ClaimSpec, PrintedSpec};
pub use fields::YearsSpec;
pub use named::Named;
pub use spec::{AxisSpec, MarketSpec, SourceSpec, Spec};
