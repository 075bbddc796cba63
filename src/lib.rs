//! Market forecasts from published figures.

#[allow(dead_code, reason = "the forecast that calls these modules is not there yet")]
mod forecast;
