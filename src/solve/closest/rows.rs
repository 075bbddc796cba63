//! What rows come to, how they move with sums, and what they cost.
//!
//! A row measures `f` in one to four sums. A claim misses what it should come to by `r = (f - target) / unit` and costs
//! `½ weight r²`; a divergence costs the relative entropy of its two sums, `weight D(S | fraction W) / M`, with `M` the
//! assumed market. Near any numbers both are a quadratic in the relative moves of the sums: a residual, its slopes, and a
//! firmness. For a claim it is what Gauss and Newton take; for the relative entropy, whose Hessian has one direction only,
//! it is exact, and what is left of its gradient is a pull on the whole.

use super::path::divergence;
use super::shape::Form;

/// What a row should come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Aim {
    pub(crate) target: f64,
    /// One unit of its residual.
    pub(crate) unit: f64,
    pub(crate) weight: f64,
    /// How far the residual may go, either way.
    pub(crate) most: f64,
    /// Whether it is to be met to round-off.
    pub(crate) exact: bool,
    /// What is large for it: units are widened to parts of this on the way.
    pub(crate) size: f64,
}

impl Aim {
    /// Whether it has bounds, and is no equation.
    pub(super) fn is_bounded(&self) -> bool {
        self.most.is_finite() && !self.exact
    }

    /// Something to come close to, and nothing that it must stay within.
    pub(crate) fn soft(target: f64, weight: f64) -> Self {
        Self { target, unit: 1.0, weight, most: f64::INFINITY, exact: false, size: 0.0 }
    }
}

/// A row at some numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Local {
    pub(super) residual: f64,
    pub(super) firm: f64,
    /// By how much the residual moves for one unit of each sum, in the order of [`Form::sums`].
    pub(super) slopes: [f64; 4],
    /// What the whole is pulled by besides, for one unit of it.
    pub(super) pull: f64,
    /// Whether the row says anything: a rate of nothing does not.
    pub(super) speaks: bool,
}

impl Form {
    /// The row at these sums; `unit` stands in for the aim's own, `market` is the assumed market of its last year.
    pub(super) fn at(&self, sums: &[f64], aim: &Aim, unit: f64, market: f64) -> Local {
        let s = |sum: u32| sums[sum as usize];
        let claim = |measured: f64, slopes: [f64; 4]| Local {
            residual: (measured - aim.target) / unit,
            firm: aim.weight,
            slopes: slopes.map(|slope| slope / unit),
            pull: 0.0,
            speaks: true,
        };
        match *self {
            Form::Sum(sum) => claim(s(sum), [1.0, 0.0, 0.0, 0.0]),
            Form::Difference { more, less } => claim(s(more) - s(less), [1.0, -1.0, 0.0, 0.0]),
            Form::Ratio { part, whole, periods } => {
                let (part, whole) = (s(part), s(whole));
                if whole <= 0.0 {
                    return Local::default();
                }
                if part <= 0.0 {
                    return claim(0.0, [0.0; 4]);
                }
                let rate = if periods == 1.0 { part / whole } else { libm::pow(part / whole, 1.0 / periods) };
                claim(rate, [rate / (periods * part), -rate / (periods * whole), 0.0, 0.0])
            }
            Form::Bend { from, to, first, last, part } => {
                let ends = [s(from), s(to), s(first), s(last)];
                if ends.iter().any(|end| *end <= 0.0) {
                    return Local::default();
                }
                let bend = libm::log(ends[1] / ends[0]) - part * libm::log(ends[3] / ends[2]);
                claim(bend, [-1.0 / ends[0], 1.0 / ends[1], part / ends[2], -part / ends[3]])
            }
            Form::Divergence { part, whole } => {
                let (part, whole) = (s(part), s(whole));
                if part <= 0.0 || whole <= 0.0 {
                    return Local::default();
                }
                let firm = aim.weight * part / market;
                let pull = aim.weight * divergence(part, aim.target * whole) / (whole * market);
                let residual = libm::log(part / (aim.target * whole));
                Local { residual, firm, slopes: [1.0 / part, -1.0 / whole, 0.0, 0.0], pull, speaks: true }
            }
        }
    }

    /// The same far from where it should be: what is measured by its logarithm, with the same root and the same slope there.
    ///
    /// Corrections multiply, so the logarithm of a sum is all but straight in them where the sum itself is anything but.
    pub(super) fn afar(&self, sums: &[f64], aim: &Aim, unit: f64, market: f64) -> Local {
        let at = self.at(sums, aim, unit, market);
        let measured = aim.target + at.residual * unit;
        let far = (measured / aim.target).max(aim.target / measured) > 1.0 + unit / aim.target;
        if !matches!(self, Form::Sum(_) | Form::Ratio { .. }) || aim.target <= 0.0 || measured <= 0.0 || !far
        {
            return at;
        }
        let (scale, log) = (aim.target / measured, libm::log(measured / aim.target));
        Local { residual: log * aim.target / unit, slopes: at.slopes.map(|slope| slope * scale), ..at }
    }

    /// What the row costs.
    pub(super) fn cost(&self, sums: &[f64], aim: &Aim, market: f64) -> f64 {
        if let Form::Divergence { part, whole } = *self {
            let stated = aim.target * sums[whole as usize];
            return aim.weight * divergence(sums[part as usize], stated) / market;
        }
        let at = self.at(sums, aim, aim.unit, market);
        if at.speaks { 0.5 * at.firm * at.residual * at.residual } else { 0.0 }
    }
}
