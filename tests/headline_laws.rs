//! Laws of headlines: whatever is printed from one true market is consistent, and its numbers can be found again.

use market_outlook::{Headline, Verdict};
use proptest::prelude::*;

/// A market as it is and as it is printed.
#[derive(Clone, Debug)]
struct Market {
    truth: [f64; 3],
    printed: [String; 3],
    half_units: [f64; 3],
    periods: i32,
}

impl Market {
    fn headline(&self) -> Headline {
        let [start, end, cagr] = self.printed.clone();
        Headline::new(start, 2019, end, 2019 + self.periods).cagr(format!("{cagr}%"))
    }

    /// Distance of three numbers from the printed ones: the sum of squares in half units, and the largest.
    fn distance(&self, numbers: [f64; 3]) -> (f64, f64) {
        (0..3).fold((0.0, 0.0), |(sum, most): (f64, f64), at| {
            let printed: f64 = self.printed[at].parse().expect("it was printed from a number");
            let away = ((numbers[at] - printed) / self.half_units[at]).abs();
            (sum + away * away, most.max(away))
        })
    }
}

/// Start values of two digits or more, so that none prints as nothing.
fn market() -> impl Strategy<Value = Market> {
    let decimals = (0..4_usize, 0..4_usize, 0..4_usize);
    (10.0..1000.0_f64, -40.0..80.0_f64, 1..20_i32, decimals).prop_map(
        |(start, percent, periods, decimals)| {
            let truth = [start, start * (1.0 + percent / 100.0).powi(periods), percent];
            let decimals = [decimals.0, decimals.1, decimals.2];
            Market {
                truth,
                printed: [0, 1, 2].map(|at| format!("{:.*}", decimals[at], truth[at])),
                half_units: decimals.map(|decimals| [0.5, 0.05, 0.005, 0.0005][decimals]),
                periods,
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_printed_from_one_market_is_consistent(market in market()) {
        let check = market.headline().check().unwrap();
        prop_assert_eq!(check.verdict(), Verdict::Consistent);
        prop_assert!(check.fitting_periods().contains(&(market.periods as u32)));
        prop_assert_eq!(check.gap().to_percent(), 0.0);
        let [start, end, _] = market.truth;
        let near = |low: f64, value: f64, high: f64| low <= value * (1.0 + 1e-9) && value <= high * (1.0 + 1e-9);
        prop_assert!(near(check.start_interval().low, start, check.start_interval().high));
        prop_assert!(near(check.end_interval().low, end, check.end_interval().high));
    }

    #[test]
    fn reconciled_numbers_agree_print_as_printed_and_are_closest(market in market()) {
        let found = market.headline().reconcile().unwrap();
        let growth = (1.0 + found.cagr.to_fraction()).powi(market.periods);
        prop_assert!((found.start * growth - found.end).abs() <= 1e-9 * found.end + 1e-12, "{}", found);
        let (sum, most) = market.distance([found.start, found.end, found.cagr.to_percent()]);
        prop_assert!(most <= 1.0 + 1e-6, "{} half units away", most);
        // The true numbers are one candidate: inside the reach of the search they are not closer than what it finds.
        let (of_truth, reach) = market.distance(market.truth);
        prop_assert!(reach > 0.999 || sum <= of_truth * (1.0 + 1e-6) + 1e-9, "{} after {}", sum, of_truth);
    }

    #[test]
    fn the_unit_of_measure_changes_nothing(market in market()) {
        let [start, end, cagr] = &market.printed;
        let check = |scale: &str| {
            let headline = Headline::new(format!("{start} {scale}"), 2019, format!("{end} {scale}"), 2019 + market.periods);
            headline.cagr(format!("{cagr}%")).check().unwrap()
        };
        let (bare, millions) = (market.headline().check().unwrap(), check("million"));
        prop_assert_eq!(bare.implied_interval(), millions.implied_interval());
        prop_assert_eq!(bare.verdict(), millions.verdict());
    }

    #[test]
    fn a_verdict_is_reached_on_any_three_numbers(
        start in 1..10_000_u32, end in 0..10_000_u32, cagr in -1000..5000_i32, periods in 1..40_i32
    ) {
        let headline = Headline::new(start.to_string(), 2000, end.to_string(), 2000 + periods)
            .cagr(format!("{:.1}%", f64::from(cagr) / 10.0));
        let check = headline.check().unwrap();
        let consistent = check.verdict() == Verdict::Consistent;
        prop_assert_eq!(headline.reconcile().is_ok(), consistent);
        prop_assert_eq!(check.gap().to_percent() == 0.0, consistent);
        prop_assert_eq!(check.to_finding().is_none(), consistent);
        prop_assert!(check.implied_interval().contains(check.implied_cagr()));
    }
}
