//! Scenarios: ordered adjustments that turn one forecast into another.

mod attribution;
mod bridge;
mod check;
mod hold;
mod kind;
mod ramp;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod scenario;
mod scenarios;
mod shapley;
mod step;
mod work;

pub use attribution::Attribution;
pub use bridge::{Bridge, Trace};
pub use kind::{Recovery, StepKind};
pub use ramp::Ramp;
pub use scenario::Scenario;
pub use scenarios::Scenarios;
pub use step::Step;
