//! Round numbers for grid lines.

/// Multiples of a round step from zero up to `top`, about `count` of them; the last is not above `top`, so
/// that the data and not the grid decide where the plot ends.
pub(crate) fn ticks(top: f64, count: usize) -> Vec<f64> {
    // Smaller steps have more zeros than a label can show.
    if !(top > 1e-12 && top.is_finite()) {
        return vec![0.0];
    }
    let rough = top / count.max(1) as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|&step| step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    (0..=count * 2).map(|index| index as f64 * step).take_while(|&tick| tick <= top * (1.0 + 1e-9)).collect()
}

/// Decimals that tell the ticks apart.
pub(crate) fn tick_decimals(ticks: &[f64]) -> usize {
    let step = ticks.get(1).copied().unwrap_or(1.0);
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
        for (top, count, expected) in [
            (11.6, 4, &[0.0, 5.0, 10.0][..]),
            (8.0, 4, &[0.0, 2.0, 4.0, 6.0, 8.0]),
            (0.0, 4, &[0.0]),
            (f64::NAN, 4, &[0.0]),
            (1e-320, 4, &[0.0]),
        ] {
            assert_eq!(ticks(top, count), expected, "{top}");
        }
    }

    #[test]
    fn decimals_tell_ticks_apart() {
        assert_eq!(tick_decimals(&[0.0, 5.0]), 0);
        assert_eq!(tick_decimals(&[0.0, 2.5]), 1);
        assert_eq!(tick_decimals(&[0.0, 0.002]), 3);
    }
}
