//! Round numbers for grid lines.

/// Multiples of a round step between `low` and `high`, about `count` steps of it; none lies outside, so that the
/// data and not the grid decide where the plot ends.
pub(crate) fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let span = high - low;
    // Smaller steps have more zeros than a label can show.
    if !(span > 1e-12 && span.is_finite()) {
        return vec![if low > 0.0 || high < 0.0 { high } else { 0.0 }];
    }
    let rough = span / count.max(1) as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|&step| step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    let first = libm::ceil(low / step - 1e-9);
    let last = high / step + 1e-9;
    // A span that is nothing beside its ends has no multiples that a number can tell apart.
    let steps = last - first;
    if steps.is_nan() || steps > 4.0 * (count + 1) as f64 || first + 1.0 == first {
        return vec![high];
    }
    let index = 0..=steps.max(0.0) as u32;
    index.map(|index| first + f64::from(index)).filter(|&tick| tick <= last).map(|tick| tick * step).collect()
}

/// Decimals that tell the ticks apart.
pub(crate) fn tick_decimals(ticks: &[f64]) -> usize {
    let step = if ticks.len() > 1 { ticks[1] - ticks[0] } else { 1.0 };
    (0..=15)
        .find(|&decimals| {
            let scaled = step * libm::pow(10.0, decimals as f64);
            (scaled - scaled.round()).abs() < 1e-6 * scaled
        })
        .unwrap_or(15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_end_below_the_top() {
        for (low, high, count, expected) in [
            (0.0, 11.6, 4, &[0.0, 5.0, 10.0][..]),
            (0.0, 8.0, 4, &[0.0, 2.0, 4.0, 6.0, 8.0]),
            (0.0, 0.0, 4, &[0.0]),
            (0.0, f64::NAN, 4, &[0.0]),
            (0.0, 1e-320, 4, &[0.0]),
            (-7.0, 12.0, 4, &[-5.0, 0.0, 5.0, 10.0]),
            (-12.0, -3.0, 3, &[-10.0, -5.0]),
            (101.0, 109.0, 4, &[102.0, 104.0, 106.0, 108.0]),
            (-f64::MAX, f64::MAX, 4, &[0.0]),
        ] {
            assert_eq!(ticks(low, high, count), expected, "{low} to {high}");
        }
    }

    #[test]
    fn decimals_tell_ticks_apart() {
        assert_eq!(tick_decimals(&[0.0, 5.0]), 0);
        assert_eq!(tick_decimals(&[0.0, 2.5]), 1);
        assert_eq!(tick_decimals(&[0.0, 0.002]), 3);
    }
}
