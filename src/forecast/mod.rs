//! Forecasts: the numbers closest to the assumptions that honor every claim within its printed precision.

mod between;
mod by;
mod cover;
mod credits;
mod figures;
mod findings;
mod fit;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod forecast;
mod groups;
mod prior;
mod problem;
mod program;
mod statements;
mod status;
mod structure;
mod system;
mod triangulation;
mod zeros;

pub use by::By;
pub(crate) use forecast::Case;
pub use forecast::Forecast;
