//! The forecast: figures that honor every claim.

#[allow(unused_imports, reason = "the forecast that asks is not there yet")]
mod conflict;
mod linear;
