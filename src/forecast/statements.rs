//! What is printed, figure by figure: several claims on one figure are one statement of all that they leave open.

use crate::market::{Measured, What};
use crate::solve::closest::Aim;
use crate::space::Selection;

/// How far a claim may go, in half units: the rest is room for rounding.
pub(super) const LIMIT: f64 = 0.9995;

/// Claims on the same figure, by their positions in the market.
pub(super) struct Statement {
    pub(super) claims: Vec<usize>,
}

/// The interval that claims on one figure have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) target: f64,
    /// 0 where a claim is exact.
    pub(super) half_unit: f64,
}

/// What tells figures apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Figure<'m> {
    kind: u8,
    end: usize,
    start: usize,
    cells: &'m Selection,
    of: Option<&'m Selection>,
}

impl<'m> Figure<'m> {
    fn of(m: &'m Measured) -> Self {
        let (kind, start, of) = match &m.what {
            What::Value { year } => (0, *year, None),
            What::Share { year, of } => (1, *year, Some(of)),
            What::Growth { from, .. } => (2, *from, None),
            What::Change { from, .. } => (3, *from, None),
        };
        Self { kind, end: m.what.end(), start, cells: &m.cells, of }
    }
}

/// The statements of these claims, in an order of their own: that of the claims says nothing.
pub(super) fn statements(measured: &[Measured], claims: &[usize]) -> Vec<Statement> {
    let mut figures: Vec<(Figure, usize)> =
        claims.iter().map(|&claim| (Figure::of(&measured[claim]), claim)).collect();
    // Stable: claims on one figure stay in their order.
    figures.sort_by(|a, b| a.0.cmp(&b.0));
    let same = figures.chunk_by(|a, b| a.0 == b.0);
    same.map(|same| Statement { claims: same.iter().map(|&(_, claim)| claim).collect() }).collect()
}

impl Statement {
    /// One of its claims: they differ in their numbers only.
    pub(super) fn measured<'m>(&self, measured: &'m [Measured]) -> &'m Measured {
        &measured[self.claims[0]]
    }

    /// Whether its claims plainly have nothing in common.
    pub(super) fn parts(&self, measured: &[Measured]) -> bool {
        // Less than this part of the most precise half unit may be round-off, of which a linear program is the better judge.
        const PLAINLY: f64 = 0.02;
        let each = || self.claims.iter().map(|&claim| &measured[claim]);
        let low = each().fold(f64::NEG_INFINITY, |low, m| low.max(m.target - m.half_unit));
        let high = each().fold(f64::INFINITY, |high, m| high.min(m.target + m.half_unit));
        let narrowest = each().fold(f64::INFINITY, |least, m| least.min(m.half_unit));
        low - high > PLAINLY * narrowest + 1e-9 * low.abs().max(high.abs())
    }

    /// What its claims have in common; their middle where they have nothing.
    pub(super) fn said(&self, measured: &[Measured]) -> Said {
        // Claims that touch leave a point, which this part of the most precise one is as good as.
        const TOUCHING: f64 = 1e-3;
        let each = || self.claims.iter().map(|&claim| &measured[claim]);
        if let Some(exact) = each().find(|m| m.is_exact()) {
            return Said { target: exact.target, half_unit: 0.0 };
        }
        if let [claim] = self.claims[..] {
            let m = &measured[claim];
            return Said { target: m.target, half_unit: m.half_unit };
        }
        let low = each().fold(f64::NEG_INFINITY, |low, m| low.max(m.target - LIMIT * m.half_unit));
        let high = each().fold(f64::INFINITY, |high, m| high.min(m.target + LIMIT * m.half_unit));
        let narrowest = each().fold(f64::INFINITY, |least, m| least.min(m.half_unit));
        // Claims that say the same leave the interval of each, to the bit.
        let half_unit = (0.5 * (high - low) / LIMIT).clamp(TOUCHING * narrowest, narrowest);
        let same = each().all(|m| m.target == measured[self.claims[0]].target);
        let target = if same { measured[self.claims[0]].target } else { f64::midpoint(low, high) };
        Said { target, half_unit }
    }
}

impl Said {
    /// The square of the part of it that its half unit is.
    pub(super) fn vagueness(&self) -> f64 {
        let part = self.half_unit / self.target;
        part * part
    }

    /// As what a row should come to; `market` is the assumed market of its year.
    pub(super) fn aim(&self, what: &What, market: f64) -> Aim {
        // Of figures with all the digits that a number has, round-off is more than a half unit.
        const FINEST: f64 = 1e-12;
        const ROUND_OFF: f64 = 1e-9;
        let (target, size) = match what {
            What::Value { .. } | What::Change { .. } => (self.target, self.target.abs().max(1e-3 * market)),
            What::Share { .. } => (self.target, 1.0),
            What::Growth { from, to } => (1.0 + self.target, 1.0 / (to - from) as f64),
        };
        let amount = matches!(what, What::Value { .. } | What::Change { .. });
        let exact = self.half_unit == 0.0;
        let unit = match (exact, amount) {
            (true, true) => ROUND_OFF * target.abs().max(ROUND_OFF * market),
            (true, false) => ROUND_OFF,
            (false, true) => self.half_unit.max(FINEST * target.abs()),
            (false, false) => self.half_unit.max(FINEST),
        };
        let mut aim = Aim { target, unit, weight: 1.0, most: LIMIT, exact, size };
        if matches!(what, What::Growth { .. }) && !exact && target < unit {
            // Nothing shrinks by more than all of itself: what is below that is no part of the interval.
            aim.unit = 0.5 * (target + unit);
            aim.target = aim.unit;
        }
        aim
    }
}
