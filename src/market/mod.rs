//! Markets: axes, years, claims and assumptions, checked as a whole.

mod assumption;
mod builder;
mod default_growth;
mod firmness;
mod headlines;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod market;
mod measured;
mod paths;
mod stated;
mod vary;

pub use assumption::{Assumption, AssumptionKind};
pub use builder::MarketBuilder;
pub(crate) use default_growth::DefaultGrowth;
pub use firmness::ShareSd;
pub use market::Market;
pub(crate) use measured::{Measured, What};
pub(crate) use paths::GrowthClasses;
#[cfg(feature = "serde")]
pub(crate) use stated::StatedClaim;
pub(crate) use vary::{Assumed, Input};
