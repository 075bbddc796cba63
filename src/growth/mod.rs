//! Growth: curves over the years, 1 in the base year.

mod curve;

pub use curve::Growth;
