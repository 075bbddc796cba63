//! The unrounded numbers behind a headline.

use std::fmt;

use super::{HeadlineCheck, Verdict};
use crate::error::{Error, ErrorKind};
use crate::value::Rate;

/// Start, end and growth rate that agree exactly and print as a headline prints them.
///
/// Of all such triples it is the one closest to the printed numbers: the sum of squared distances in half units is
/// least, and none is a half unit away.
///
/// ```
/// use market_outlook::Headline;
///
/// let found = Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").reconcile()?;
/// assert_eq!(format!("{:.4}", found.start), "8.1195");
/// assert_eq!(format!("{:.4}", found.end), "11.5863");
/// assert_eq!(format!("{:.4}", found.cagr), "5.2105%");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reconciled {
    /// The start value, in its printed unit.
    pub start: f64,
    /// The end value, in its printed unit.
    pub end: f64,
    /// The growth rate between them.
    pub cagr: Rate,
    decimals: [usize; 3],
}

/// How far from a printed number to look, in half units: within, so that it prints as printed.
const WITHIN: f64 = 0.999;

impl Reconciled {
    pub(super) fn of(check: &HeadlineCheck) -> Result<Self, Error> {
        if check.verdict() != Verdict::Consistent {
            let what = "what would print as all three numbers".into();
            return Err(ErrorKind::Undefined { what, reason: check.to_string() }.into());
        }
        let triple = &check.triple;
        let ((start, end), [of_start, of_end, of_factor]) = (triple.values(), triple.half_units());
        let periods = f64::from(triple.periods());
        let search = Search {
            start: Part { printed: start, half_unit: of_start, pull: 1.0 },
            end: Part { printed: end, half_unit: of_end, pull: -1.0 },
            factor: Part { printed: triple.cagr().factor(), half_unit: of_factor, pull: periods },
        };
        // A market that is printed to end at nothing ends there: there is no logarithm to search in.
        let gone = end == 0.0 && search.factor.printed == 0.0;
        let [start, end, factor] = if gone { [start, 0.0, 0.0] } else { search.closest() };
        let cagr = Rate::fraction(factor - 1.0);
        // One digit more than printed shows that the numbers are not the printed ones.
        let decimals = triple.all_decimals().map(|decimals| decimals + 1);
        Ok(Self { start, end: triple.in_end_unit(end), cagr, decimals })
    }
}

impl fmt::Display for Reconciled {
    /// The three numbers with one digit more than printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, end, cagr, decimals: [of_start, of_end, of_cagr] } = *self;
        write!(f, "{start:.of_start$} to {end:.of_end$} at {cagr:.of_cagr$}")
    }
}

/// The least sum of squares `Σ((z − printed)/half unit)²/2` over start, end and factor with `end = start·factor^n`.
///
/// In logarithms the condition is a sum, `h = ln start + n·ln factor − ln end = 0`, so for a given multiplier `λ`
/// each number is found alone: `z·(z − printed) = λ·pull·half unit²`, `pull` being 1, −1 and `n`. As `λ` rises,
/// start and factor rise and the end falls; so `h` rises, and bisection finds the `λ` that makes it 0.
/// Numbers that would leave their interval stay at its end, which keeps all of this true.
struct Search {
    start: Part,
    end: Part,
    factor: Part,
}

impl Search {
    fn closest(&self) -> [f64; 3] {
        let parts = [&self.start, &self.end, &self.factor];
        let reach = [WITHIN, 1.0].into_iter().find(|&reach| {
            let most = self.most(reach);
            self.miss(-most, reach) <= 0.0 && self.miss(most, reach) >= 0.0
        });
        // Where the intervals only touch, round-off may leave no change of sign: the ends are the answer.
        let reach = reach.unwrap_or(1.0);
        let (mut low, mut high) = (-self.most(reach), self.most(reach));
        loop {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                return parts.map(|part| part.at(middle, reach));
            }
            if self.miss(middle, reach) < 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// How far the condition is missed.
    fn miss(&self, multiplier: f64, reach: f64) -> f64 {
        let log = |part: &Part| part.pull * libm::log(part.at(multiplier, reach));
        log(&self.start) + log(&self.end) + log(&self.factor)
    }

    /// A multiplier beyond which every number stays at the end of its interval.
    fn most(&self, reach: f64) -> f64 {
        [&self.start, &self.end, &self.factor].into_iter().map(|part| part.most(reach)).fold(0.0, f64::max)
    }
}

struct Part {
    printed: f64,
    half_unit: f64,
    pull: f64,
}

impl Part {
    fn at(&self, multiplier: f64, reach: f64) -> f64 {
        let (low, high) = (self.printed - reach * self.half_unit, self.printed + reach * self.half_unit);
        let square =
            self.printed * self.printed + 4.0 * multiplier * self.pull * self.half_unit * self.half_unit;
        let number = if square > 0.0 { f64::midpoint(self.printed, square.sqrt()) } else { low };
        number.clamp(low, high).max(0.0)
    }

    fn most(&self, reach: f64) -> f64 {
        let high = self.printed + reach * self.half_unit;
        if self.half_unit > 0.0 { high * reach / (self.half_unit * self.pull.abs()) } else { 0.0 }
    }
}
