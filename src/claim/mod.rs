//! Claims: what sources have printed, and what does not agree among them.

mod check;
mod figure;
mod finding;
mod headline;
mod reconcile;
mod triple;
mod verdict;

pub use check::{FirstYear, HeadlineCheck};
pub use figure::{Claim, Figure, Tolerance};
pub use finding::{Finding, FindingKind, Reproduction};
pub use headline::Headline;
pub use reconcile::Reconciled;
pub use verdict::Verdict;
