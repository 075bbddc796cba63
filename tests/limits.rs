//! What is beyond all numbers, or is said of what it cannot be said of: errors in words, never infinities.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{Axis, Claim, Market, Printed, Scope, Unit, Years};

#[test]
fn a_number_beyond_all_numbers_is_an_error_that_says_which() {
    let years = Years::new(2019, 2020).unwrap();
    let huge = |region: &str| {
        Claim::value(Printed::within(1.5e308, 1e300).unwrap(), 2019).of(Scope::of(Axis::REGION, region))
    };
    let market = Market::builder("m", Unit::USD_BILLION, years)
        .axis(Axis::REGION, ["Europe", "Asia"])
        .claims([huge("Europe"), huge("Asia")]);
    let error = market.build().unwrap().forecast().unwrap_err().to_string();
    assert!(error.starts_with("the size of ") && error.contains(" in 2019 is "), "{error}");
    assert!(error.ends_with("expected a finite number"), "{error}");
}

#[test]
fn a_product_of_members_beyond_all_counts_is_said_in_words() {
    let members: Vec<String> = (0..1000).map(|i| format!("m{i}")).collect();
    let builder = Market::builder("m", Unit::USD_BILLION, Years::new(2019, 2020).unwrap());
    let axes = (0..8).fold(builder, |builder, i| builder.axis(format!("a{i}"), members.clone()));
    let error = axes.claim(Claim::value("1", 2019)).build().unwrap_err().to_string();
    assert!(error.contains("the product of all members: more than can be counted, expected at most 500000"));
}

#[test]
fn only_a_share_is_out_of_something() {
    let builder = Market::builder("m", Unit::USD_BILLION, Years::new(2019, 2020).unwrap())
        .axis(Axis::REGION, ["Europe", "Asia"]);
    let out_of = |axis: &str| Claim::value("8.1", 2019).out_of(Scope::of(axis, "Europe"));
    let faults = |axis: &str| builder.clone().claim(out_of(axis)).build().unwrap_err().to_string();
    let misplaced = "found a value out of region 'Europe', expected only a share to be out of something";
    assert!(faults("region").ends_with(misplaced), "{}", faults("region"));
    assert!(faults("regoin").contains("unknown axis 'regoin'"));
    assert!(builder.claim(Claim::value("8.1", 2019).out_of(Scope::all())).build().is_ok());
}

/// Markets within the stated limits, which are tables, texts and files in memory to match.
///
/// `.ci/run` runs these alone with little memory: where one takes what its square would take, it ends there.
mod large {
    use market_outlook::{
        Axis, By, Claim, Dimension, ErrorKind, Forecast, Market, MarketBuilder, Rounding, Scenario,
        Scenarios, Scope, Status, Step, Table, Tolerance, Unit, Years,
    };

    fn names(letter: &str, count: usize) -> impl Iterator<Item = String> {
        (0..count).map(move |i| format!("{letter}{i}"))
    }

    fn builder(years: (i32, i32)) -> MarketBuilder {
        Market::builder("m", Unit::USD_BILLION, Years::new(years.0, years.1).unwrap())
    }

    fn forecast(builder: MarketBuilder) -> Forecast {
        builder.build().unwrap().forecast().unwrap()
    }

    fn value(number: f64, year: i32) -> Claim {
        Claim::value(format!("{number:.1}"), year)
    }

    fn of(member: &str) -> Scope {
        Scope::of(Axis::REGION, member)
    }

    /// How many numbers of a column have each status, by its word.
    fn count(table: &Table, column: usize, status: Status) -> usize {
        (0..table.rows().len()).filter(|&row| table.status(row, column) == Some(status)).count()
    }

    #[test]
    fn large_axes_are_shown_in_every_form() {
        const MEMBERS: usize = 100_000;
        let market = builder((2019, 2026)).axis(Axis::REGION, names("m", MEMBERS));
        let base =
            forecast(market.claims([value(8.1, 2019), value(11.6, 2026), value(0.1, 2019).of(of("m7"))]));
        let table = base.by(Axis::REGION).unwrap();
        assert_eq!((table.rows().len(), table.axes().len()), (MEMBERS + 1, 1));
        assert_eq!(
            (count(&table, 0, Status::Published), count(&table, 0, Status::Assumed)),
            (2, MEMBERS - 1)
        );
        let lines = |text: String| text.lines().count() > MEMBERS;
        assert!(lines(table.to_text()) && lines(table.to_markdown()) && lines(table.to_html()));
        #[cfg(feature = "json")]
        assert!(Table::from_json(&table.to_json()).unwrap() == table);
        #[cfg(feature = "csv")]
        {
            use market_outlook::Statuses;

            assert!(
                lines(table.to_csv().unwrap()) && lines(table.to_wide_csv(Statuses::AfterYears).unwrap())
            );
        }
        assert!(lines(table.shares().unwrap().with_rounding(Rounding::Additive).to_text()));
        for view in [table.year_on_year(), table.cagr(), table.cumulative(), table.ranked(2026)] {
            assert_eq!(view.unwrap().rows().len(), MEMBERS + 1);
        }
        let halved = Scenario::new("Halved").step(Step::scale(of("m7"), 0.5).year(2026));
        let after = halved.apply(&base).unwrap().by(Axis::REGION).unwrap();
        assert_eq!(count(&after, 7, Status::Scenario), 2);
        assert_eq!(after.less(&table).unwrap().rows().len(), MEMBERS + 1);
        let slice = base.within(&of("m7")).unwrap().by(Axis::REGION).unwrap();
        assert_eq!((slice.rows().len(), slice.status(0, 0)), (2, Some(Status::Published)));
    }

    #[test]
    fn large_crossings_are_shown_by_both_axes() {
        const SIDE: usize = 700;
        let market =
            builder((2019, 2020)).axis(Axis::REGION, names("r", SIDE)).axis(Axis::PRODUCT, names("p", SIDE));
        let claims = names("r", SIDE).map(|region| value(7.0, 2019).of(of(&region)));
        let both = forecast(market.claims(claims));
        let table = both.by(By::axis(Axis::REGION).and(Axis::PRODUCT)).unwrap();
        assert_eq!(count(&table, 0, Status::Assumed), SIDE * SIDE);
        assert_eq!(table.status(SIDE * SIDE, 0), Some(Status::Derived));
        assert_eq!(count(&both.by(Axis::REGION).unwrap(), 0, Status::Published), SIDE);
    }

    #[test]
    fn large_numbers_of_published_parts_are_told_apart() {
        const MEMBERS: usize = 20_000;
        let part = |from: usize, to: usize| (from..to).map(|i| format!("m{i}")).collect::<Vec<_>>();
        let tens = (0..MEMBERS / 10).map(|g| (format!("g{g}"), part(10 * g, 10 * g + 10)));
        let region = Dimension::new(Axis::REGION, names("m", MEMBERS));
        let region = tens.fold(region, |region, (name, members)| region.group(name, members));
        // Two halves that cross, so that not all published parts are nested.
        let region = region.group("low", part(0, MEMBERS / 2 + 1)).group("high", part(MEMBERS / 2, MEMBERS));
        // All members but the first of each ten, the tens themselves, the halves and the whole.
        let some = (0..MEMBERS).filter(|i| i % 10 != 0).map(|i| value(1.0, 2019).of(of(&format!("m{i}"))));
        let tens = (0..MEMBERS / 10).map(|g| value(10.0, 2019).of(of(&format!("g{g}"))));
        let rough = |claim: Claim| claim.tolerance(Tolerance::Percent(90.0));
        let wide = [rough(value(1e4, 2019).of(of("low"))), rough(value(1e4, 2019).of(of("high")))];
        let claims = some.chain(tens).chain(wide).chain([rough(value(2e4, 2019))]);
        let forecast = forecast(builder((2019, 2020)).dimension(region).claims(claims));
        let members = forecast.by(Axis::REGION).unwrap();
        assert_eq!(count(&members, 0, Status::Derived), MEMBERS / 10);
        assert_eq!(count(&members, 1, Status::Extrapolated), MEMBERS + 1);
        let groups = forecast.by(By::groups(Axis::REGION)).unwrap();
        assert_eq!(count(&groups, 0, Status::Published), MEMBERS / 10 + 3);
    }

    #[test]
    fn large_numbers_of_years_are_shown() {
        let market = builder((2000, 2499)).axis(Axis::REGION, names("m", 2_000));
        let table =
            forecast(market.claims((2000..2500).map(|year| value(8.1, year)))).by(Axis::REGION).unwrap();
        let published = (0..500).filter(|&column| table.status(2_000, column) == Some(Status::Published));
        assert_eq!(published.count(), 500);
        assert!(table.to_text().lines().count() > 2_000);
    }

    #[test]
    fn large_numbers_of_misspelled_names_share_what_there_is() {
        const MEMBERS: usize = 20_000;
        const CLAIMS: usize = 5_000;
        let market = builder((2019, 2026)).axis(Axis::REGION, names("m", MEMBERS));
        let error =
            market.claims(names("x", CLAIMS).map(|name| value(1.0, 2019).of(of(&name)))).build().unwrap_err();
        let choices: Vec<&std::sync::Arc<[String]>> = error
            .faults()
            .filter_map(|fault| match fault.root() {
                ErrorKind::UnknownMember { choices, .. } => Some(choices),
                _ => None,
            })
            .collect();
        assert_eq!((choices.len(), choices[0].len()), (CLAIMS, MEMBERS));
        assert!(choices.iter().all(|other| std::sync::Arc::ptr_eq(other, choices[0])));
        // A hundred are told, each with a dozen of the names, and the rest is counted.
        assert_eq!(error.to_string().lines().count(), 101);
    }

    #[test]
    fn large_chains_of_scenarios_keep_what_they_inherit_once() {
        const CHAIN: usize = 20_000;
        let market = builder((2019, 2026)).claim(value(8.1, 2019)).build().unwrap();
        let link = |i: usize| {
            let scenario =
                Scenario::new(format!("s{i}")).step(Step::scale(Scope::all(), 1.0 + 1e-6).year(2026));
            if i == 0 { scenario } else { scenario.extends(format!("s{}", i - 1)) }
        };
        let scenarios = Scenarios::new(&market, (0..CHAIN).map(link)).unwrap();
        assert!(scenarios.iter().enumerate().all(|(i, scenario)| scenario.steps().len() == i + 1));
        let after = scenarios.get("s19999").unwrap().apply(&market.forecast().unwrap()).unwrap();
        assert!((after.total(2026).unwrap() / 8.1 - 1.0201).abs() < 1e-3);
        // Below a table there is room for a hundred of them.
        let table = after.by(By::total()).unwrap();
        let line = table.source_lines().last().unwrap();
        assert!(line.ends_with("; 19900 more steps.") && line.len() < 10_000, "{line}");
    }
}
