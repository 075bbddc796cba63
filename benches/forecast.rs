//! What a forecast costs, how the cost grows with cells, years and claims, and that of a table with its rows.
//!
//! ```text
//! cargo bench
//! cargo bench -- promised
//! ```
//!
//! The column to read is the fastest: everything slower is the machine doing something else. Nothing here fails for being
//! slow, but no time is taken of a wrong answer: each market is forecast once before, and looked at.
//! `docs/performance.md` has the figures and what they are compared with.
//!
//! Divan rather than criterion: it costs a third of the build, and every `cargo test` builds it.

mod limits;
mod markets;
#[path = "../tests/support/mod.rs"]
mod support;

use divan::Bencher;
use divan::counter::ItemsCount;
use market_outlook::{Claim, Market};
use markets::{Truth, conflicts};

fn main() {
    divan::main();
}

/// A market that is known to end with so many conflicts.
fn market(truth: &Truth, claims: Vec<Claim>, expected: usize) -> Market {
    let market = truth.builder().claims(claims).build().expect("the market is valid");
    let forecast = market.forecast().expect("there is a forecast");
    assert_eq!(conflicts(&forecast), expected, "no time is taken of a wrong answer");
    market
}

fn time(bencher: Bencher, market: &Market) {
    let numbers = market.axes().cells() * market.years().len();
    bencher.counter(ItemsCount::new(numbers)).bench(|| market.forecast());
}

/// Sizes that are promised.
mod promised {
    use super::{Bencher, Claim, Truth, market, markets, time};

    /// 5 × 2 × 6 × 10 cells, 8 years, values of all margins in four years and of four single cells.
    #[divan::bench(sample_count = 50, sample_size = 1)]
    fn hundred_values(bencher: Bencher) {
        let truth = Truth::new(&[5, 2, 6, 10], 8, 1);
        let claims = hundred(&truth, truth.margin_values(&[0, 2, 5, 7]));
        time(bencher, &market(&truth, claims, 0));
    }

    /// The same with growth in place of one of the years: every growth rate can contradict two values by a last digit.
    #[divan::bench(sample_count = 50, sample_size = 1)]
    fn hundred_values_and_growth_rates(bencher: Bencher) {
        let truth = Truth::new(&[5, 2, 6, 10], 8, 1);
        let claims = hundred(&truth, truth.margin_claims());
        time(bencher, &market(&truth, claims, 0));
    }

    /// The same with shares of the total in place of values: every claim is about every cell.
    #[divan::bench(sample_count = 50, sample_size = 1)]
    fn hundred_shares(bencher: Bencher) {
        let truth = Truth::new(&[5, 2, 6, 10], 8, 1);
        time(bencher, &market(&truth, hundred(&truth, truth.margin_shares(&[0, 2, 5, 7])), 0));
    }

    /// Growth rates of everything over three spans, and no size but the total's: no level is stated for any of them.
    #[divan::bench(sample_count = 50, sample_size = 1)]
    fn growth_rates_alone(bencher: Bencher) {
        let truth = Truth::new(&[5, 2, 6, 10], 8, 1);
        time(bencher, &market(&truth, truth.margin_growth(), 0));
    }

    fn hundred(truth: &Truth, mut claims: Vec<Claim>) -> Vec<Claim> {
        claims.extend((0..4).map(|i| truth.value(&[Some(i), Some(0), Some(i), Some(2 * i)], 3)));
        assert_eq!(claims.len(), 100);
        claims
    }

    /// Two cross-tables of 50 × 40 over 60,000 cells and 10 years.
    #[divan::bench(sample_count = 5, sample_size = 1)]
    fn cross_tables(bencher: Bencher) {
        let truth = Truth::new(&[50, 40, 30], 10, 2);
        time(bencher, &market(&truth, truth.cross_tables(), 0));
    }

    /// The same with their margins, and one figure ten times what it should be.
    #[divan::bench(sample_count = 2, sample_size = 1)]
    fn cross_tables_with_a_wrong_figure(bencher: Bencher) {
        let truth = Truth::new(&[50, 40, 30], 10, 2);
        let mut claims = truth.cross_tables();
        let wrong = &claims[777];
        let printed = wrong.printed().expect("it was printed above").value();
        let wrong =
            Claim::value(format!("{:.0}", 10.0 * printed), wrong.figure().year()).of(wrong.scope().clone());
        claims[777] = wrong;
        claims.extend(truth.cross_margins());
        let market = market(&truth, claims, 1);
        let forecast = market.forecast().expect("there is a forecast");
        let named = forecast.findings().iter().flat_map(market_outlook::Finding::claims);
        assert!(named.map(|one| one.claim).eq([777]), "exactly the wrong figure is named");
        assert_eq!(markets::conflicts(&forecast), 1);
        time(bencher, &market);
    }
}

/// How the cost grows.
mod growth {
    /// Shares of the total, one for each cell of a cross-table in two years.
    #[divan::bench(args = [50, 200, 800, 2000], sample_count = 3, sample_size = 1)]
    fn shares_of_cross_tables(bencher: Bencher, cells: usize) {
        let truth = Truth::new(&[cells], 8, 7);
        time(bencher, &market(&truth, truth.margin_shares(&[0, 7]), 0));
    }

    use super::{Bencher, Truth, market, time};

    /// The same claims on the margins of the first two axes, over more and more cells.
    #[divan::bench(args = [10, 100, 1000, 10_000], sample_count = 20, sample_size = 1)]
    fn cells(bencher: Bencher, inner: usize) {
        let truth = Truth::new(&[5, 4, inner], 8, 3);
        time(bencher, &market(&truth, truth.cross_margins(), 0));
    }

    /// The same claims in three years of more and more.
    #[divan::bench(args = [8, 32, 128, 500], sample_count = 20, sample_size = 1)]
    fn years(bencher: Bencher, years: usize) {
        let truth = Truth::new(&[5, 4, 20], 8, 4);
        let claims = truth.margin_claims();
        let last = 2015 + years as i32 - 1;
        let years = market_outlook::Years::new(2015, last).expect("there is a year");
        let axes = [("a", 5), ("b", 4), ("c", 20)];
        let builder = market_outlook::Market::builder("bench", market_outlook::Unit::USD_MILLION, years);
        let builder = axes.iter().fold(builder, |builder, (axis, length)| {
            builder.axis(*axis, (0..*length).map(|member| format!("{axis}{member}")))
        });
        let market = builder.claims(claims).build().expect("the market is valid");
        time(bencher, &market);
    }

    /// Two cross-tables with more and more rows and columns: this many claims in each.
    #[divan::bench(args = [100, 400, 1600, 6400], sample_count = 5, sample_size = 1)]
    fn claims_of_cross_tables(bencher: Bencher, claims: usize) {
        let side = claims.isqrt();
        let truth = Truth::new(&[side, side, 2], 8, 5);
        time(bencher, &market(&truth, truth.cross_tables(), 0));
    }

    /// Values and growth on all margins of three axes: four claims for each member, and every claim meets every other.
    #[divan::bench(args = [10, 20, 40, 80], sample_count = 5, sample_size = 1)]
    fn members_of_three_axes(bencher: Bencher, members: usize) {
        let truth = Truth::new(&[members, members, 4], 8, 6);
        time(bencher, &market(&truth, truth.margin_claims(), 0));
    }
}

/// How a table grows with its rows: ten times as many should take ten times as long.
mod tables {
    use divan::Bencher;
    use divan::counter::ItemsCount;
    use market_outlook::{Claim, Forecast, Market, Scope, Status, Unit, Years};

    /// One axis of so many members, of which every `published`th is printed in one year.
    fn forecast(members: usize, published: usize) -> Forecast {
        let names = (0..members).map(|member| format!("a{member}"));
        let value = |member: usize| Claim::value("1.5", 2015).of(Scope::of("a", format!("a{member}")));
        let years = Years::new(2015, 2022).expect("years run forwards");
        let market = Market::builder("bench", Unit::USD_MILLION, years).axis("a", names);
        let market = market.claims((0..members).step_by(published).map(value)).build();
        market.expect("the market is valid").forecast().expect("there is a forecast")
    }

    /// Statuses, labels and source lines, where hardly anything is published.
    #[divan::bench(args = [1000, 10_000, 100_000], sample_count = 10, sample_size = 1)]
    fn rows(bencher: Bencher, members: usize) {
        let forecast = forecast(members, members);
        bencher.counter(ItemsCount::new(members)).bench(|| forecast.by("a"));
    }

    /// The same where everything is: the total is the sum of all rows.
    #[divan::bench(args = [1000, 10_000, 100_000], sample_count = 10, sample_size = 1)]
    fn rows_published(bencher: Bencher, members: usize) {
        let forecast = forecast(members, 1);
        let table = forecast.by("a").expect("the axis is known");
        assert_eq!(table.status(members, 0), Some(Status::Derived), "no time is taken of a wrong answer");
        bencher.counter(ItemsCount::new(members)).bench(|| forecast.by("a"));
    }

    /// The rows as text.
    #[divan::bench(args = [1000, 10_000, 100_000], sample_count = 10, sample_size = 1)]
    fn text(bencher: Bencher, members: usize) {
        let table = forecast(members, members).by("a").expect("the axis is known");
        bencher.counter(ItemsCount::new(members)).bench(|| table.to_text());
    }
}
