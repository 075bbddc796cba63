//! A step at work on numbers.

use super::StepKind;
use super::check::{Ready, Target};
use crate::error::{Error, ErrorKind};
use crate::space::{Cube, Runs};
use crate::value::prose::figure;

const NOTHING: &str = "it is 0, and nothing times 0 is more";
/// What is left of a size when all of it goes is less than this of it.
const ALL_OF_IT: f64 = 1e-12;

/// A size, or 0 where it is no more than round-off of another.
pub(super) fn nearly(size: f64, of: f64, round_off: f64) -> f64 {
    if size.abs() <= round_off * of.abs() { 0.0 } else { size }
}

/// The part of a factor that has come about; all of it to its last digit, however small it is.
fn gradual(factor: f64, weight: f64) -> f64 {
    if weight == 1.0 { factor } else { 1.0 + (factor - 1.0) * weight }
}

/// Room to work in, so that no step needs to ask for any.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    /// The totals of what a step changes, year by year.
    totals: Vec<f64>,
    /// The totals of something else.
    pub(super) parts: Vec<f64>,
    pub(super) sums: Vec<f64>,
    /// What a total is multiplied by, year by year.
    pub(super) factors: Vec<f64>,
    /// The totals of held parts before the step, years innermost.
    pub(super) kept: Vec<f64>,
    /// By how much they are off after it.
    pub(super) gaps: Vec<f64>,
    /// The sums of groups of absorbers, and what they are multiplied by.
    pub(super) group_sums: Vec<f64>,
    pub(super) group_factors: Vec<f64>,
    /// The cell with the largest number of each year, and numbers that are known to be too small and too large for it.
    pub(super) largest: Vec<Option<usize>>,
    pub(super) bounds: Vec<(Option<f64>, Option<f64>)>,
    /// Which cells have been tried instead: a kind, and all from a position on.
    pub(super) tried: Vec<(usize, usize)>,
    path: Vec<f64>,
    places: Vec<Place>,
}

impl Desk {
    fn clear(&mut self, years: usize, keeps: usize, groups: usize) {
        for room in [&mut self.totals, &mut self.parts, &mut self.sums, &mut self.factors, &mut self.path] {
            room.clear();
            room.resize(years, 0.0);
        }
        self.factors.fill(1.0);
        let rows = [
            (&mut self.kept, keeps),
            (&mut self.gaps, keeps),
            (&mut self.group_sums, groups),
            (&mut self.group_factors, groups),
        ];
        for (room, rows) in rows {
            room.clear();
            room.resize(years * rows, 0.0);
        }
        self.largest.clear();
        self.largest.resize(years, None);
        self.bounds.clear();
        self.bounds.resize(years, (None, None));
        self.tried.clear();
        self.tried.resize(years, (0, usize::MAX));
    }
}

impl Ready {
    /// Applies the step to all numbers of a market.
    ///
    /// # Errors
    /// When these numbers do not allow it; they are not to be used then.
    pub(super) fn apply(&self, cube: &mut Cube, desk: &mut Desk) -> Result<(), Error> {
        let years = cube.years();
        desk.clear(years, self.keeps.len(), self.absorbing.len());
        for (keep, kept) in self.keeps.iter().zip(desk.kept.chunks_exact_mut(years)) {
            cube.sum_into(&keep.cells, kept);
        }
        match &self.kind {
            StepKind::Delay { by } => self.shift(-by, cube, desk)?,
            StepKind::Advance { by } => self.shift(*by, cube, desk)?,
            StepKind::MoveShare { share, .. } => self.move_share(share.to_fraction(), cube, desk)?,
            _ => {
                if !(self.target.held.is_empty() && self.is_blind()) {
                    cube.sum_into(&self.target.cells, &mut desk.totals);
                }
                self.set_factors(cube, desk)?;
                self.bring(&self.target, cube, desk)?;
            }
        }
        if self.keeps.is_empty() {
            return Ok(());
        }
        self.absorb(cube, desk)
    }

    /// Whether the factors do not depend on the numbers.
    fn is_blind(&self) -> bool {
        matches!(self.kind, StepKind::Scale { .. } | StepKind::Shock { .. })
    }

    /// What the total of the target is multiplied by, year by year.
    fn set_factors(&self, cube: &Cube, desk: &mut Desk) -> Result<(), Error> {
        match &self.kind {
            StepKind::Scale { factor } => {
                self.weigh(&mut desk.factors, |_, weight| gradual(*factor, weight));
            }
            StepKind::Shock { depth, recovery } => self.weigh(&mut desk.factors, |t, weight| {
                let left = if t > self.last { recovery.left(t - self.last) } else { weight };
                1.0 - depth.to_fraction() * left
            }),
            StepKind::ShiftGrowth { points } => {
                self.grow(desk, |growth, weight| growth + points.to_fraction() * weight)?;
            }
            StepKind::SetGrowth { rate } => {
                self.grow(desk, |growth, weight| growth + (rate.to_fraction() - growth) * weight)?;
            }
            StepKind::SetValue { value } => {
                let factor = self.factor_to(*value, desk.totals[self.last])?;
                self.weigh(&mut desk.factors, |_, weight| gradual(factor, weight));
            }
            StepKind::SetShare { share, .. } => {
                let value = self.value_of_share(share.to_fraction(), cube, desk)?;
                let factor = self.factor_to(value, desk.totals[self.last])?;
                self.weigh(&mut desk.factors, |_, weight| gradual(factor, weight));
            }
            StepKind::Cap { value } => {
                let Desk { factors, totals, .. } = desk;
                let bounded = |total: f64| if total > *value { value / total } else { 1.0 };
                self.weigh(factors, |t, weight| gradual(bounded(totals[t]), weight));
            }
            StepKind::Floor { value } => {
                for t in (0..desk.totals.len()).filter(|&t| self.weights[t] > 0.0) {
                    if desk.totals[t] < *value {
                        let factor = self.factor_in(t, *value, desk.totals[t])?;
                        desk.factors[t] = gradual(factor, self.weights[t]);
                    }
                }
            }
            StepKind::MoveShare { .. } | StepKind::Delay { .. } | StepKind::Advance { .. } => {}
        }
        Ok(())
    }

    /// Factors where the step has begun, from the position and weight of the year.
    fn weigh(&self, factors: &mut [f64], factor: impl Fn(usize, f64) -> f64) {
        for (t, &weight) in self.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            factors[t] = factor(t, weight);
        }
    }

    fn factor_to(&self, value: f64, total: f64) -> Result<f64, Error> {
        self.factor_in(self.last, value, total)
    }

    fn factor_in(&self, t: usize, value: f64, total: f64) -> Result<f64, Error> {
        match (value == total, total > 0.0) {
            (true, _) => Ok(1.0),
            (false, true) => Ok(value / total),
            (false, false) => Err(self.unreachable(&self.target, t, value, NOTHING)),
        }
    }

    pub(super) fn unreachable(&self, target: &Target, t: usize, size: f64, reason: &str) -> Error {
        let (scope, year) = (target.scope.to_string(), self.year(t));
        ErrorKind::Unreachable { scope, size, year, reason: reason.into() }.into()
    }

    /// Factors that give the target other growth rates within the step's years, and keep the growth it has after them.
    fn grow(&self, desk: &mut Desk, wanted: impl Fn(f64, f64) -> f64) -> Result<(), Error> {
        let mut level = 1.0;
        for t in self.first..desk.totals.len() {
            if t <= self.last {
                let (before, total) = (desk.totals[t - 1], desk.totals[t]);
                let growth = total / before - 1.0;
                let wanted = wanted(growth, self.weights[t]);
                if before == 0.0 && total == 0.0 {
                    // Nothing grows to nothing, at whatever rate.
                    desk.factors[t] = level;
                    continue;
                }
                if before == 0.0 || total == 0.0 && wanted > -1.0 {
                    let (what, year) =
                        (format!("growth of {} in {}", self.target.scope, self.year(t)), self.year(t));
                    let zero = if before == 0.0 { self.year(t - 1) } else { year };
                    let reason = format!("{} is 0 in {zero}", self.target.scope);
                    return Err(ErrorKind::Undefined { what, reason }.into());
                }
                if wanted < -1.0 {
                    let what = format!("growth of {}%", figure(wanted * 100.0));
                    let scope = self.target.scope.to_string();
                    return Err(ErrorKind::Negative { what, scope, year: self.year(t) }.into());
                }
                if wanted != growth {
                    level *= (1.0 + wanted) / (1.0 + growth);
                }
            }
            desk.factors[t] = level;
        }
        Ok(())
    }

    /// The size that gives the target a share of its whole, after what is held has been kept.
    fn value_of_share(&self, share: f64, cube: &Cube, desk: &mut Desk) -> Result<f64, Error> {
        let of = self.of.as_ref().expect("a share is of something");
        let t = self.last;
        let sum = |cells: &Runs, desk: &mut Desk| {
            cube.sum_into(cells, &mut desk.parts);
            desk.parts[t]
        };
        let (whole, total) = (sum(of, desk), desk.totals[t]);
        // How much of a change others absorb within the whole.
        let absorbed = self.keeps.first().map_or(0.0, |keep| {
            let all = sum(&keep.absorbers, desk);
            if all > 0.0 { sum(&keep.counted, desk) / all } else { 0.0 }
        });
        let missing = share * whole - total;
        if missing == 0.0 {
            return Ok(total);
        }
        let gain = 1.0 - share * (1.0 - absorbed);
        let reason = if gain > 0.0 {
            let size = nearly(total + missing / gain, total, ALL_OF_IT);
            if size > 0.0 || share == 0.0 {
                return Ok(size.max(0.0));
            }
            "the rest of the whole is 0, so that it is all of it at whatever size"
        } else {
            "the rest of the whole is not 0, so that it is never all of it"
        };
        let what =
            format!("a share of {}% for {} in {}", figure(share * 100.0), self.target.scope, self.year(t));
        Err(ErrorKind::Undefined { what, reason: reason.into() }.into())
    }

    /// Brings a target to its total times the factors: the cells that are free make up for those that are held.
    fn bring(&self, target: &Target, cube: &mut Cube, desk: &mut Desk) -> Result<(), Error> {
        if !target.held.is_empty() {
            cube.sum_into(&target.held, &mut desk.parts);
            for t in 0..desk.factors.len() {
                let (factor, total, held) = (desk.factors[t], desk.totals[t], desk.parts[t]);
                if factor != 1.0 {
                    desk.factors[t] = self.free_factor(target, t, factor * total, (total, held))?;
                }
            }
        }
        cube.multiply(&target.free, &desk.factors);
        Ok(())
    }

    /// What the free cells are multiplied by for the total of all to become a size.
    fn free_factor(
        &self,
        target: &Target,
        t: usize,
        size: f64,
        (total, held): (f64, f64),
    ) -> Result<f64, Error> {
        let (free, wanted) = (total - held, nearly(size - held, total, ALL_OF_IT));
        if wanted == free {
            return Ok(1.0);
        }
        // Written so that what is no number fails.
        if free > 0.0 && wanted >= 0.0 {
            return Ok(wanted / free);
        }
        let reason = format!("{} of it are held ({})", figure(held), target.holding);
        Err(self.unreachable(target, t, size, &reason))
    }

    /// Moves a share of the whole from one target to the other.
    fn move_share(&self, share: f64, cube: &mut Cube, desk: &mut Desk) -> Result<(), Error> {
        let of = self.of.as_ref().expect("a share is of something");
        let to = self.to.as_ref().expect("a share moves to somewhere");
        let mut amounts = std::mem::take(&mut desk.path);
        cube.sum_into(of, &mut amounts);
        for (amount, weight) in amounts.iter_mut().zip(&self.weights) {
            *amount *= share * weight;
        }
        let moved = self
            .add(&self.target, -1.0, &amounts, cube, desk)
            .and_then(|()| self.add(to, 1.0, &amounts, cube, desk));
        desk.path = amounts;
        moved
    }

    /// Adds amounts with a sign to the total of a target, year by year.
    fn add(
        &self,
        target: &Target,
        sign: f64,
        amounts: &[f64],
        cube: &mut Cube,
        desk: &mut Desk,
    ) -> Result<(), Error> {
        cube.sum_into(&target.cells, &mut desk.totals);
        for (t, &moved) in amounts.iter().enumerate() {
            let (total, amount) = (desk.totals[t], sign * moved);
            desk.factors[t] = 1.0;
            if amount == 0.0 {
                continue;
            }
            let size = nearly(total + amount, total, ALL_OF_IT);
            if size < 0.0 {
                let reason = format!("{} should move away, and it has {}", figure(moved), figure(total));
                return Err(self.unreachable(target, t, size, &reason));
            }
            if total <= 0.0 {
                return Err(self.unreachable(target, t, size, NOTHING));
            }
            desk.factors[t] = size / total;
        }
        self.bring(target, cube, desk)
    }

    /// Lets the path of the target come later (negative) or earlier by years.
    fn shift(&self, by: f64, cube: &mut Cube, desk: &mut Desk) -> Result<(), Error> {
        if by == 0.0 {
            return Ok(());
        }
        let mut places = std::mem::take(&mut desk.places);
        places.clear();
        // A path that comes later waits at the last year that it leaves as it is, and never goes back.
        let mut at = self.first.saturating_sub(1) as f64;
        places.extend(self.weights.iter().enumerate().map(|(t, &weight)| {
            if weight == 0.0 {
                return Place { year: t, part: 0.0 };
            }
            at = at.max(t as f64 + by * weight);
            self.place(at)
        }));
        let shifted = self.shift_to(&places, cube, desk);
        desk.places = places;
        shifted
    }

    /// Gives every year of the target the values of its place on the old path.
    fn shift_to(&self, places: &[Place], cube: &mut Cube, desk: &mut Desk) -> Result<(), Error> {
        let has_held = !self.target.held.is_empty();
        if has_held {
            cube.sum_into(&self.target.held, &mut desk.parts);
            for cell in self.target.held.iter().flatten() {
                for (total, place) in desk.totals.iter_mut().zip(places) {
                    *total += place.of(cube.path(cell));
                }
            }
        }
        for path in cube.paths_mut(&self.target.free) {
            desk.path.copy_from_slice(path);
            for (value, place) in path.iter_mut().zip(places) {
                *value = place.of(&desk.path);
            }
        }
        if has_held {
            // The free cells make up for the path that the held ones did not take.
            cube.sum_into(&self.target.free, &mut desk.sums);
            for t in self.first..desk.factors.len() {
                let (shifted, held, free) = (desk.totals[t], desk.parts[t], desk.sums[t]);
                desk.factors[t] = self.free_factor(&self.target, t, shifted + free, (held + free, held))?;
            }
            cube.multiply(&self.target.free, &desk.factors);
        }
        Ok(())
    }

    /// A place on the old path, in years from the first.
    fn place(&self, at: f64) -> Place {
        let last = self.weights.len() - 1;
        // Beyond the last year each cell grows as in it.
        let year = (libm::floor(at) as usize).min(last);
        let part = at - year as f64;
        if year == last && part > 0.0 {
            return Place { year: last.saturating_sub(1), part: part + last.min(1) as f64 };
        }
        Place { year, part }
    }
}

/// A place between two years of a path, or beyond the second.
#[derive(Clone, Copy, Debug)]
struct Place {
    year: usize,
    part: f64,
}

impl Place {
    /// The value there: between two years geometrically; 0 where either is 0, but for the years themselves.
    #[inline]
    fn of(&self, path: &[f64]) -> f64 {
        let from = path[self.year];
        if self.part == 0.0 {
            return from;
        }
        let Some(&to) = path.get(self.year + 1) else { return from };
        if self.part == 1.0 {
            return to;
        }
        if from > 0.0 && to > 0.0 {
            return from * libm::exp(self.part * libm::log(to / from));
        }
        // Beyond the last year a path that begins or ends in it has no growth to go on with.
        if self.part > 1.0 { to } else { 0.0 }
    }
}
