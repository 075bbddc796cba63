//! Scenarios: ordered adjustments that turn one forecast into another.

mod attribution;
mod bridge;
mod check;
mod editions;
mod grid;
mod hold;
mod kind;
mod needed;
mod outcome;
mod ramp;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod scenario;
mod scenarios;
mod sensitivity;
mod shapley;
mod step;
mod steps;
mod trial;
mod work;

pub use attribution::Attribution;
pub use bridge::{Bridge, Trace};
pub use editions::Editions;
pub use grid::Lever;
pub use kind::{Recovery, StepKind};
pub use outcome::Outcome;
pub use ramp::Ramp;
pub use scenario::Scenario;
pub use scenarios::Scenarios;
pub use sensitivity::{Sensitivity, Swing, Swings};
pub use step::Step;
