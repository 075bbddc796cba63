//! Scenarios: ordered adjustments that turn one forecast into another.

mod check;
mod hold;
mod kind;
mod ramp;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod scenario;
mod scenarios;
mod step;
mod work;

pub use kind::{Recovery, StepKind};
pub use ramp::Ramp;
pub use scenario::Scenario;
pub use scenarios::Scenarios;
pub use step::Step;
