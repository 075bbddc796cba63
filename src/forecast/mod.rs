//! Forecasts: the numbers closest to the assumptions that honor every claim within its printed precision.

mod by;
mod credits;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod forecast;
mod prior;

pub use by::By;
pub use forecast::Forecast;
