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
