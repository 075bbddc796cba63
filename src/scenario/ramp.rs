//! How a change comes about over its years.

use std::fmt;

/// How a change comes about over its years: nothing before them, all of it from the last of them on.
///
/// Of `n` years the `i`-th, counted from 1, has the weight `w` at `u = i / n`:
///
/// | ramp | `w(u)` | over four years |
/// |---|---|---|
/// | [`Ramp::Step`] | 1 | 100%, 100%, 100%, 100% |
/// | [`Ramp::Linear`] | `u` | 25%, 50%, 75%, 100% |
/// | [`Ramp::SCurve`] | `3u² − 2u³` | 15.625%, 50%, 84.375%, 100% |
///
/// So the first year named has a part of the change already, and a single year has all of it whatever the ramp.
///
/// ```
/// use market_outlook::Ramp;
///
/// let weights = [1, 2, 3, 4].map(|year| Ramp::SCurve.weight(year, 4));
/// assert_eq!(weights, [0.15625, 0.5, 0.84375, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ramp {
    /// All of it from the first year on.
    #[default]
    Step,
    /// In equal parts, year by year.
    Linear,
    /// Slowly, then fast, then slowly.
    SCurve,
}

impl Ramp {
    /// All ramps.
    pub const ALL: [Ramp; 3] = [Ramp::Step, Ramp::Linear, Ramp::SCurve];

    /// The part of a change over `years` years that has come about in the `year`-th, counted from 1: 0 before the first, 1 after the last.
    ///
    /// ```
    /// use market_outlook::Ramp;
    ///
    /// assert_eq!([0, 1, 2, 3].map(|year| Ramp::Linear.weight(year, 2)), [0.0, 0.5, 1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn weight(self, year: usize, years: usize) -> f64 {
        if year == 0 {
            return 0.0;
        }
        if year >= years {
            return 1.0;
        }
        let u = year as f64 / years as f64;
        match self {
            Ramp::Step => 1.0,
            Ramp::Linear => u,
            Ramp::SCurve => u * u * (3.0 - 2.0 * u),
        }
    }

    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Ramp::Step => "step",
            Ramp::Linear => "linear",
            Ramp::SCurve => "s-curve",
        }
    }

    /// The ramp a word stands for.
    ///
    /// ```
    /// use market_outlook::Ramp;
    ///
    /// assert!(Ramp::ALL.iter().all(|ramp| Ramp::parse(ramp.as_str()) == Some(*ramp)));
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ramp| ramp.as_str() == word)
    }
}

impl fmt::Display for Ramp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramps_rise_from_nothing_to_all() {
        for ramp in Ramp::ALL {
            for years in 1..12 {
                let weights: Vec<f64> = (0..=years + 2).map(|year| ramp.weight(year, years)).collect();
                assert_eq!((weights[0], &weights[years..]), (0.0, &[1.0; 3][..]));
                assert!(weights.is_sorted());
                // What has come about and what is still to come mirror each other, but for a step.
                let mirrored = (0..=years).map(|i| (weights[i] + weights[years - i] - 1.0).abs());
                assert!(ramp == Ramp::Step || mirrored.fold(0.0, f64::max) < 1e-15);
            }
        }
    }
}
