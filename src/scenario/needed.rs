//! What a step's number would have to be for an outcome to come true.

use super::trial::Trial;
use super::{Outcome, Scenario};
use crate::error::{Error, ErrorKind};
use crate::forecast::Forecast;
use crate::table::Measure;
use crate::value::prose::figure;

/// An outcome is the target when it is off by no more than this of both, where it arrives without a change of sign.
const TOUCHES: f64 = 1e-13;
/// And where it passes: a root is no more precise than the outcome is steep.
const MEETS: f64 = 1e-9;

impl Scenario {
    /// This scenario with the number of one step, counted from 0, at which an outcome is what it should be: a size in the
    /// market's unit, or a fraction for shares and growth.
    ///
    /// Looks outward from the number stated, as far as the step's number can go and the other steps allow, and takes the
    /// first place that it finds where the outcome passes or comes to the target (bracketed, then Brent's method; Brent, "Algorithms for Minimization
    /// without Derivatives", 1973).
    ///
    /// A range of the step that does not include that number is dropped.
    ///
    /// # Errors
    /// When no number was found, with how far the outcome goes; when the scenario cannot be applied to begin with.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Outcome, Rate, Scenario, Scope, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .claims([Claim::value("8.1", 2019), Claim::value("11.6", 2026)])
    ///     .build()?;
    /// let base = market.forecast()?;
    /// let slower = Scenario::new("Slower").step(Step::shift_growth(Scope::all(), Rate::ZERO).years(2023, 2026));
    /// let needed = slower.needed(&base, 0, &Outcome::total(Scope::all(), 2026), 11.0)?;
    /// assert_eq!(format!("{:.2} points", needed.steps()[0].number()), "-1.39 points");
    /// assert_eq!(format!("{:.6}", needed.apply(&base)?.total(2026)?), "11.000000");
    ///
    /// let error = slower.needed(&base, 0, &Outcome::total(Scope::all(), 2020), 9.0).unwrap_err().to_string();
    /// assert!(error.starts_with("the whole market in 2020 of 9 is not defined here: it is 8.5"), "{error}");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn needed(
        &self,
        forecast: &Forecast,
        step: usize,
        outcome: &Outcome,
        target: f64,
    ) -> Result<Self, Error> {
        if !target.is_finite() {
            let what = format!("the target for {outcome}");
            return Err(ErrorKind::Number { what, found: target, expected: "a finite number".into() }.into());
        }
        let mut search = Search { trial: Trial::new(self, forecast, &[step], outcome)?, step, target };
        let start = self.steps[step].number();
        let first = search.miss(start)?;
        let (found, extent) = search.outward((start, first), self.steps[step].kind().domain());
        let number = found.ok_or_else(|| out_of_reach(step, outcome, target, extent))?;
        let mut needed = self.clone();
        let step = &mut needed.steps.as_own()[step];
        *step = step.clone().with_number(number);
        if step.range.is_some_and(|(low, high)| number < low || number > high) {
            *step = step.clone().without_range();
        }
        Ok(needed)
    }
}

fn out_of_reach(step: usize, outcome: &Outcome, target: f64, extent: (Reached, Reached)) -> Error {
    let shown = |number: f64| match outcome.measure() {
        Measure::Value => figure(number),
        _ => format!("{}%", figure(number * 100.0)),
    };
    let (least, most) = extent;
    let goes = |reached: Reached| format!("{} at {}", shown(target + reached.miss), figure(reached.number));
    let round_off = 1e-9 * (target + least.miss).abs();
    let reason = if most.miss - least.miss <= round_off {
        format!("it is {} whatever the number of step {}", shown(target + least.miss), step + 1)
    } else {
        let jumps = if least.miss < 0.0 && most.miss > 0.0 { " and jumps over it" } else { "" };
        format!("with the number of step {} it goes from {} to {}{jumps}", step + 1, goes(least), goes(most))
    };
    ErrorKind::Undefined { what: format!("{outcome} of {}", shown(target)), reason }.into()
}

/// How far the outcome is from the target at a number.
#[derive(Clone, Copy)]
struct Reached {
    number: f64,
    miss: f64,
}

impl Reached {
    fn at(number: f64, miss: f64) -> Self {
        Self { number, miss }
    }

    /// The lower outcome, by more than round-off.
    fn lower(self, number: f64, miss: f64, round_off: f64) -> Self {
        if miss < self.miss - round_off { Self { number, miss } } else { self }
    }

    fn higher(self, number: f64, miss: f64, round_off: f64) -> Self {
        if miss > self.miss + round_off { Self { number, miss } } else { self }
    }
}

struct Search<'a> {
    trial: Trial<'a>,
    step: usize,
    target: f64,
}

impl Search<'_> {
    /// The first number from a start outward at which the outcome is the target, and how far the outcome goes.
    ///
    /// Ever wider steps to either side: the finest a hundredth of the number's size, the widest beyond any market.
    fn outward(
        &mut self,
        (start, first): (f64, f64),
        (low, high): (f64, f64),
    ) -> (Option<f64>, (Reached, Reached)) {
        let scale = start.abs().max(1.0);
        // Of the numbers that are compared.
        let size = self.target.abs() + first.abs();
        let touch = TOUCHES * size;
        let mut extent = (Reached::at(start, first), Reached::at(start, first));
        if first.abs() <= touch {
            return (Some(start), extent);
        }
        let mut ways = [(-1.0, low, Some((start, first))), (1.0, high, Some((start, first)))];
        for doubling in 0..60 {
            for (sign, end, at) in &mut ways {
                let Some((last, miss)) = *at else { continue };
                let far = start + *sign * scale * 0.01 * libm::exp2(f64::from(doubling));
                let next = if *sign < 0.0 { far.max(*end) } else { far.min(*end) };
                let (next, other, goes_on) = self.advance(last, miss, next);
                extent = (extent.0.lower(next, other, touch), extent.1.higher(next, other, touch));
                let found = if other.abs() <= touch {
                    Some(self.first_touch(last, next, touch))
                } else if miss * other < 0.0 {
                    // Where the outcome jumps over the target there is a change of sign and no root: the search goes on.
                    let root = self.root((last, miss), (next, other));
                    Some(root).filter(|&root| self.is_near(root, MEETS * size))
                } else {
                    None
                };
                if found.is_some() {
                    return (found, extent);
                }
                *at = (goes_on && next != *end).then_some((next, other));
            }
        }
        (None, extent)
    }

    fn is_near(&mut self, number: f64, room: f64) -> bool {
        self.try_miss(number).is_some_and(|miss| miss.abs() <= room)
    }

    /// Where the outcome comes to the target and stays there, as under a cap: the number nearest to the first one.
    fn first_touch(&mut self, mut outside: f64, mut inside: f64, room: f64) -> f64 {
        const HALVINGS: usize = 60;
        for _ in 0..HALVINGS {
            let middle = inside + (outside - inside) / 2.0;
            if self.is_near(middle, room) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    }

    /// The outcome less the target.
    fn miss(&mut self, number: f64) -> Result<f64, Error> {
        self.trial.set(self.step, number)?;
        Ok(self.trial.read()? - self.target)
    }

    fn try_miss(&mut self, number: f64) -> Option<f64> {
        self.miss(number).ok().filter(|miss| miss.is_finite())
    }

    /// Goes from a number that is possible towards another as far as numbers are; whether it arrived.
    fn advance(&mut self, from: f64, miss: f64, to: f64) -> (f64, f64, bool) {
        if let Some(other) = self.try_miss(to) {
            return (to, other, true);
        }
        let (mut inside, mut outside, mut at) = (from, to, miss);
        for _ in 0..60 {
            let middle = inside + (outside - inside) / 2.0;
            match self.try_miss(middle) {
                Some(miss) => (inside, at) = (middle, miss),
                None => outside = middle,
            }
        }
        (inside, at, false)
    }

    /// Brent's method between two numbers whose misses have different signs.
    fn root(&mut self, (mut a, mut fa): (f64, f64), (mut b, mut fb): (f64, f64)) -> f64 {
        const STEPS: usize = 200;
        let (mut c, mut fc) = (a, fa);
        let (mut step, mut before) = (b - a, b - a);
        for _ in 0..STEPS {
            if fb * fc > 0.0 {
                (c, fc) = (a, fa);
                (step, before) = (b - a, b - a);
            }
            if fc.abs() < fb.abs() {
                (a, fa, b, fb, c, fc) = (b, fb, c, fc, b, fb);
            }
            let room = 2.0 * f64::EPSILON * b.abs();
            let middle = (c - b) / 2.0;
            if middle.abs() <= room || fb == 0.0 {
                return b;
            }
            let guess = interpolated((a, fa), (b, fb), (c, fc));
            // A guess counts when it stays inside and shrinks faster than halving does.
            if guess.abs() < 0.75 * (2.0 * middle).abs()
                && guess * middle > 0.0
                && guess.abs() < before.abs() / 2.0
            {
                (before, step) = (step, guess);
            } else {
                (before, step) = (middle, middle);
            }
            (a, fa) = (b, fb);
            b += if step.abs() > room { step } else { room.copysign(middle) };
            // Between two numbers that are possible there may be some that are not: those count as misses that halve.
            fb = self.try_miss(b).unwrap_or(fc);
        }
        b
    }
}

/// The way from `b` to where a line through two points, or a parabola on its side through three, is zero.
fn interpolated((a, fa): (f64, f64), (b, fb): (f64, f64), (c, fc): (f64, f64)) -> f64 {
    if fa == fb || fa == 0.0 {
        return 0.0;
    }
    let s = fb / fa;
    if a == c {
        return -(b - a) * s / (s - 1.0);
    }
    if fc == 0.0 || fc == fa || fb == fc {
        return 0.0;
    }
    let (q, r) = (fa / fc, fb / fc);
    let above = s * ((c - b) * q * (q - r) - (b - a) * (r - 1.0));
    -above / ((q - 1.0) * (r - 1.0) * (s - 1.0))
}
