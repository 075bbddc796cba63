//! From values to pixels along one direction.

use super::axis;

/// A linear scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ruler {
    low: f64,
    high: f64,
    /// Where the lowest value stands.
    from: f64,
    /// Where the highest value stands.
    to: f64,
}

impl Ruler {
    /// From the lowest to the highest of the values and zero, between two pixels.
    pub(crate) fn from_zero(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) =
            values.into_iter().fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        Self { low, high, from, to }
    }

    /// From one value to another, between two pixels.
    pub(crate) fn between(low: f64, high: f64, from: f64, to: f64) -> Self {
        Self { low, high, from, to }
    }

    /// The same values between other pixels.
    pub(crate) fn moved(self, from: f64, to: f64) -> Self {
        Self { from, to, ..self }
    }

    pub(crate) fn low(&self) -> f64 {
        self.low
    }

    pub(crate) fn high(&self) -> f64 {
        self.high
    }

    /// Where a value stands; values beyond the ends stand at the ends.
    pub(crate) fn at(&self, value: f64) -> f64 {
        // Halves, so that the span of the largest numbers is finite.
        let (low, high) = (self.low / 2.0, self.high / 2.0);
        let part = if high > low { ((value / 2.0 - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        self.from + (self.to - self.from) * part
    }

    /// Where a value stands, to the whole pixel.
    pub(crate) fn whole(&self, value: f64) -> f64 {
        self.at(value).round()
    }

    /// Round values, one for about every `apart` pixels, and at least two steps of them.
    pub(crate) fn ticks(&self, apart: f64) -> Vec<f64> {
        let count = ((self.to - self.from).abs() / apart) as usize;
        axis::ticks(self.low, self.high, count.clamp(2, 8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_always_there() {
        let ruler = Ruler::from_zero([3.0, 8.0], 100.0, 20.0);
        assert_eq!([0.0, 8.0, 4.0, 99.0].map(|value| ruler.at(value)), [100.0, 20.0, 60.0, 20.0]);
        let both = Ruler::from_zero([-5.0, 5.0], 100.0, 0.0);
        assert_eq!([-5.0, 0.0, 5.0].map(|value| both.at(value)), [100.0, 50.0, 0.0]);
    }

    #[test]
    fn nothing_and_the_largest_numbers_have_a_place() {
        assert_eq!(Ruler::from_zero([0.0, 0.0], 100.0, 20.0).at(0.0), 100.0);
        let huge = Ruler::from_zero([-f64::MAX, f64::MAX], 100.0, 0.0);
        assert_eq!([-f64::MAX, 0.0, f64::MAX].map(|value| huge.at(value)), [100.0, 50.0, 0.0]);
    }
}
