//! What a step does.

use crate::space::Scope;
use crate::value::{Rate, Share};

/// What a step does, to match on.
///
/// ```
/// use market_outlook::{Scope, Step, StepKind};
///
/// let step = Step::scale(Scope::of("region", "Europe"), 0.95);
/// assert!(matches!(step.kind(), StepKind::Scale { factor, .. } if *factor == 0.95));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum StepKind {
    /// Multiplies the scope.
    #[non_exhaustive]
    Scale {
        /// The factor, 0 or more.
        factor: f64,
    },
    /// Adds points to the scope's yearly growth.
    #[non_exhaustive]
    ShiftGrowth {
        /// Points a year.
        points: Rate,
    },
    /// Replaces the scope's yearly growth.
    #[non_exhaustive]
    SetGrowth {
        /// Growth a year.
        rate: Rate,
    },
    /// Brings the scope to a size in the last of its years.
    #[non_exhaustive]
    SetValue {
        /// The size in the market's unit.
        value: f64,
    },
    /// Brings the scope to a share of a whole in the last of its years.
    #[non_exhaustive]
    SetShare {
        /// The share.
        share: Share,
        /// What it is a share of.
        of: Scope,
    },
    /// Moves a part of a whole from the scope to another, the whole unchanged.
    #[non_exhaustive]
    MoveShare {
        /// How much of the whole.
        share: Share,
        /// Where it goes.
        to: Scope,
        /// What it is a share of.
        of: Scope,
    },
    /// The scope's path comes later.
    #[non_exhaustive]
    Delay {
        /// By how many years, fractions included.
        by: f64,
    },
    /// The scope's path comes earlier.
    #[non_exhaustive]
    Advance {
        /// By how many years, fractions included.
        by: f64,
    },
    /// A dip in its years that recovers afterwards.
    #[non_exhaustive]
    Shock {
        /// The part that is lost.
        depth: Share,
        /// How it comes back.
        recovery: Recovery,
    },
    /// The scope is at most this large.
    #[non_exhaustive]
    Cap {
        /// The size in the market's unit.
        value: f64,
    },
    /// The scope is at least this large.
    #[non_exhaustive]
    Floor {
        /// The size in the market's unit.
        value: f64,
    },
}

impl StepKind {
    /// The key that model files use.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            StepKind::Scale { .. } => "scale",
            StepKind::ShiftGrowth { .. } => "shift-growth",
            StepKind::SetGrowth { .. } => "set-growth",
            StepKind::SetValue { .. } => "set-value",
            StepKind::SetShare { .. } => "set-share",
            StepKind::MoveShare { .. } => "move-share",
            StepKind::Delay { .. } => "delay",
            StepKind::Advance { .. } => "advance",
            StepKind::Shock { .. } => "shock",
            StepKind::Cap { .. } => "cap",
            StepKind::Floor { .. } => "floor",
        }
    }

    /// The number that the step turns on: a factor, points, a percentage, a size or years.
    pub(super) fn number(&self) -> f64 {
        match self {
            StepKind::Scale { factor } => *factor,
            StepKind::ShiftGrowth { points: rate } | StepKind::SetGrowth { rate } => rate.to_percent(),
            StepKind::SetValue { value } | StepKind::Cap { value } | StepKind::Floor { value } => *value,
            StepKind::SetShare { share, .. }
            | StepKind::MoveShare { share, .. }
            | StepKind::Shock { depth: share, .. } => share.to_percent(),
            StepKind::Delay { by } | StepKind::Advance { by } => *by,
        }
    }

    /// How far that number can go.
    pub(super) fn domain(&self) -> (f64, f64) {
        match self {
            StepKind::ShiftGrowth { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            StepKind::SetGrowth { .. } => (-100.0, f64::INFINITY),
            StepKind::SetShare { .. } | StepKind::MoveShare { .. } => (0.0, 100.0),
            StepKind::Shock { .. } => (f64::NEG_INFINITY, 100.0),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// Replaces the number that the step turns on.
    pub(super) fn put(&mut self, number: f64) {
        match self {
            StepKind::Scale { factor } => *factor = number,
            StepKind::ShiftGrowth { points: rate } | StepKind::SetGrowth { rate } => {
                *rate = Rate::percent(number);
            }
            StepKind::SetValue { value } | StepKind::Cap { value } | StepKind::Floor { value } => {
                *value = number;
            }
            StepKind::SetShare { share, .. }
            | StepKind::MoveShare { share, .. }
            | StepKind::Shock { depth: share, .. } => *share = Share::percent(number),
            StepKind::Delay { by } | StepKind::Advance { by } => *by = number,
        }
    }
}

/// How a shock recovers after its last year.
///
/// ```
/// use market_outlook::Recovery;
///
/// assert_eq!([0, 1, 2, 3, 4].map(|years| Recovery::Straight(4.0).left(years)), [1.0, 0.75, 0.5, 0.25, 0.0]);
/// assert_eq!([0, 1, 2].map(|years| Recovery::HalfLife(1.0).left(years)), [1.0, 0.5, 0.25]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Recovery {
    /// What is lost stays lost.
    #[default]
    Never,
    /// In a straight line over this many years.
    Straight(f64),
    /// Half of what is still missing comes back in each span of this many years.
    HalfLife(f64),
}

impl Recovery {
    /// The part of the dip that is left after so many years.
    #[must_use]
    pub fn left(self, years: usize) -> f64 {
        let years = years as f64;
        match self {
            Recovery::Never => 1.0,
            Recovery::Straight(over) => (1.0 - years / over).max(0.0),
            Recovery::HalfLife(half) => libm::exp2(-years / half),
        }
    }
}
