//! The forecast: figures that honor every claim.

mod conflict;
mod linear;
