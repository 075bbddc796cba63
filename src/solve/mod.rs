//! Solving: mathematics of programs, which knows nothing about markets, years or names.
//!
//! A forecast asks whether its claims can hold together, and a published table whether its figures can. Both are the
//! same question about intervals on sums of variables that are never negative. So it stands below both and is tried
//! on programs of its own: what is wrong here is wrong without a market, and neither asker leans on the other.

pub(crate) mod closest;
pub(crate) mod conflict;
mod linear;
