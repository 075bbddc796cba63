//! The triangulate example as a program: what it says about a table that agrees, and about one that does not.
#![cfg(feature = "toml")]

#[path = "../examples/triangulate.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod example;

use example::{published, report};
use market_outlook::Market;

#[track_caller]
fn check(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|found| found.starts_with(line)), "no line starts with '{line}' in\n{text}");
    }
}

#[test]
fn the_clean_table_agrees_and_the_republished_one_is_restored() {
    check(
        &published().unwrap(),
        &[
            "70 figures read: WSTS.",
            "They agree: all of them hold at once, to their last digit.",
            "Memory                   153,838  182,661  188,895",
            "70 figures read: Evertiq.",
            "They do not agree: 10 figures cannot hold with the others.",
            "figure                                            printed  restored  first edition",
            "value in 2022, the whole                           390618    646456         646456",
            "value in 2023, product 'Integrated Circuits'        22959    576838         576817",
            "Memory                   153,838  182,661  188,828",
        ],
    );
}

#[test]
fn a_table_of_ones_own() {
    let model = "format = 1
market = { name = 'A market', unit = 'USD billion', years = [2019, 2020] }
axes.region.members = ['Europe', 'Asia']
claims = [
  { year = 2019, value = '8.1' },
  { year = 2019, value = '4.1', where = { region = 'Europe' } },
  { year = 2019, value = '5.0', where = { region = 'Asia' } },
  { years = [2019, 2020], growth = '5.2%' },
]";
    check(
        &report(&Market::from_toml(model).unwrap(), None).unwrap(),
        &[
            "4 figures read: no source stated.",
            "They do not agree: 1 figure cannot hold with the others.",
            "value in 2019, the whole                 8.1       9.1",
            "  or value in 2019, region 'Asia'        5.0       5.0",
        ],
    );
}
