//! Laws of growth: opposites undo each other, parts add up, orders differ unless purchasing power says otherwise.

use approx::assert_relative_eq;
use market_outlook::{Rate, Real, Year};
use proptest::prelude::*;

/// Round-off of a `pow`, a `log` and a few products, with room to spare.
const ROUND_OFF: f64 = 1e-9;

fn rate() -> impl Strategy<Value = Rate> {
    (-90.0..300.0).prop_map(Rate::percent)
}

fn size() -> impl Strategy<Value = f64> {
    0.001..1e6
}

proptest! {
    #[test]
    fn the_missing_one_of_four_comes_back(start in size(), rate in rate(), periods in 1..30_u16) {
        let years = f64::from(periods);
        let end = rate.compound(start, years).unwrap();
        assert_relative_eq!(rate.discount(end, years).unwrap(), start, max_relative = ROUND_OFF);
        let cagr = Rate::cagr(start, end, periods.into()).unwrap();
        assert_relative_eq!(1.0 + cagr.to_fraction(), 1.0 + rate.to_fraction(), max_relative = ROUND_OFF);
        if rate.to_percent().abs() > 0.01 {
            prop_assert_eq!(rate.periods(start, end).unwrap(), years);
            let year = rate.crossing_year(start, 2019, end).unwrap();
            prop_assert_eq!(year, Year::from(2019 + i32::from(periods)));
        }
    }

    #[test]
    fn doubling_twice_is_growing_fourfold(rate in 0.1..300.0) {
        let rate = Rate::percent(rate);
        let periods = rate.doubling_time().unwrap();
        assert_relative_eq!(rate.compound(1.0, 2.0 * periods).unwrap(), 4.0, max_relative = ROUND_OFF);
        prop_assert_eq!(rate.halving_time(), None);
    }

    #[test]
    fn a_chain_does_what_its_stretches_do(stretches in prop::collection::vec((rate(), 1..9_u32), 1..5)) {
        let whole = Rate::chain(stretches.iter().copied()).unwrap();
        let periods: u32 = stretches.iter().map(|&(_, periods)| periods).sum();
        let end = stretches.iter().fold(1.0, |start, &(rate, n)| rate.compound(start, f64::from(n)).unwrap());
        assert_relative_eq!(whole.compound(1.0, f64::from(periods)).unwrap(), end, max_relative = ROUND_OFF);
    }

    #[test]
    fn contributions_add_up_to_growth(parts in prop::collection::vec((size(), size()), 1..8)) {
        let start: f64 = parts.iter().map(|&(start, _)| start).sum();
        let end: f64 = parts.iter().map(|&(_, end)| end).sum();
        let sum: f64 = parts
            .iter()
            .map(|&(a, b)| Rate::contribution(a, b, start).unwrap().to_fraction())
            .sum();
        let growth = Rate::cagr(start, end, 1).unwrap().to_fraction();
        assert_relative_eq!(1.0 + sum, 1.0 + growth, max_relative = ROUND_OFF);
    }

    #[test]
    fn prices_and_currencies_go_both_ways(growth in rate(), other in rate()) {
        for (there, back) in [
            (growth.to_real(other).unwrap().to_nominal(other), growth),
            (growth.to_nominal(other).unwrap().to_real(other), growth),
            (growth.to_foreign(other).unwrap().to_local(other), growth),
            (growth.to_local(other).unwrap().to_foreign(other), growth),
        ] {
            let there = 1.0 + there.unwrap().to_fraction();
            assert_relative_eq!(there, 1.0 + back.to_fraction(), max_relative = ROUND_OFF);
        }
    }

    #[test]
    fn the_orders_agree_under_purchasing_power_parity(growth in rate(), home in rate(), abroad in rate()) {
        // The currency that inflates faster loses just as much.
        let appreciation = abroad.to_real(home).unwrap();
        let first = Real::DeflateThenConvert { inflation: home }.of(growth).unwrap();
        let last = Real::ConvertThenDeflate { appreciation, inflation: abroad }.of(growth).unwrap();
        assert_relative_eq!(1.0 + first.to_fraction(), 1.0 + last.to_fraction(), max_relative = ROUND_OFF);
    }
}

#[test]
fn the_cagr_of_a_total_is_not_the_mean_of_its_parts() {
    let parts = [(20.0, 80.0), (80.0, 100.0)];
    let total = Rate::cagr(100.0, 180.0, 7).unwrap().to_percent();
    let mean = parts.map(|(a, b)| Rate::cagr(a, b, 7).unwrap().to_percent()).iter().sum::<f64>() / 2.0;
    assert_eq!(format!("{total:.2} {mean:.2}"), "8.76 12.57");
}
