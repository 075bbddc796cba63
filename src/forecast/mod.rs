//! Forecasts: the numbers closest to the assumptions that honor every claim within its printed precision.

mod approach;
mod by;
mod cover;
mod credits;
mod dense;
mod elimination;
mod figures;
mod findings;
mod fit;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod forecast;
mod groups;
mod newton;
mod prior;
mod program;
mod status;
mod system;
mod triangulation;
mod zeros;

pub use by::By;
pub(crate) use forecast::Case;
pub use forecast::Forecast;
