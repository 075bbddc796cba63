//! Labels moved apart along one line, as little as possible.

/// Positions for items of the given heights, in order, none overlapping, all between `low` and `high`,
/// with the least total squared distance to the positions wanted; `None` when they do not fit.
///
/// With the space the items take subtracted, "in order without overlap" becomes "not decreasing", so the
/// optimum is an isotonic regression; clamping an isotonic regression is optimal for the bounded problem.
pub(crate) fn spread(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Option<Vec<f64>> {
    let mut offsets = Vec::with_capacity(heights.len());
    let mut edge = 0.0;
    for height in heights {
        offsets.push(edge + height / 2.0);
        edge += height;
    }
    if edge > high - low + 1e-9 {
        return None;
    }
    let free: Vec<f64> = wanted.iter().zip(&offsets).map(|(w, o)| w - o).collect();
    let (first, last) = (low, (high - edge).max(low));
    Some(isotonic(&free).iter().zip(&offsets).map(|(t, o)| t.clamp(first, last) + o).collect())
}

/// The non-decreasing sequence nearest to `values` in squares: pool adjacent violators.
fn isotonic(values: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for &value in values {
        let mut pool = (value, 1);
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let both = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / both as f64, both);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(wanted: &[f64], height: f64, low: f64, high: f64, expected: Option<&[f64]>) {
        let heights = vec![height; wanted.len()];
        assert_eq!(spread(wanted, &heights, low, high).as_deref(), expected);
    }

    #[test]
    fn moves_only_what_collides() {
        check(&[10.0, 50.0], 10.0, 0.0, 100.0, Some(&[10.0, 50.0]));
        check(&[10.0, 12.0, 80.0], 10.0, 0.0, 100.0, Some(&[6.0, 16.0, 80.0]));
        check(&[0.0, 0.0], 10.0, 0.0, 100.0, Some(&[5.0, 15.0]));
        check(&[99.0, 99.0], 10.0, 0.0, 100.0, Some(&[85.0, 95.0]));
        check(&[1.0, 2.0, 3.0], 10.0, 0.0, 29.0, None);
        check(&[], 10.0, 0.0, 29.0, Some(&[]));
    }

    proptest! {
        #[test]
        fn in_order_inside_and_apart(
            mut wanted in proptest::collection::vec(-50.0..150.0f64, 0..12),
            height in 1.0..8.0f64,
        ) {
            wanted.sort_by(f64::total_cmp);
            let heights = vec![height; wanted.len()];
            let placed = spread(&wanted, &heights, 0.0, 100.0).expect("12 items of 8 fit in 100");
            for pair in placed.windows(2) {
                prop_assert!(pair[1] - pair[0] >= height - 1e-9);
            }
            for y in placed {
                prop_assert!(y >= height / 2.0 - 1e-9 && y <= 100.0 - height / 2.0 + 1e-9);
            }
        }
    }
}
