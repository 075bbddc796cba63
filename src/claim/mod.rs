//! Claims: what sources have printed, and what does not agree among them.

mod figure;
mod finding;
mod headline;

pub use figure::{Claim, Figure, Tolerance};
pub use finding::{Finding, FindingKind, Reproduction};
pub use headline::Headline;
