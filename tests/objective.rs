//! The forecast is the least of one objective: against the answers of another program.
//!
//! `tests/data/objective.json` holds models and numbers; the README beside it says where they come from.
#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{Forecast, Market, Scope};
use serde_json::Value;

/// Of the whole market of the year, for the number of a cell: the file has ten digits, and both programs end their steps
/// far below that. A rule that differs at all, such as what a bend weighs, shows in the fifth digit.
const OF_THE_MARKET: f64 = 1e-7;

/// Relative, for the whole market of a year.
const OF_THE_TOTAL: f64 = 1e-7;

fn cases() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/objective.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn forecast(model: &Value) -> Forecast {
    Market::from_json(&model.to_string()).unwrap().forecast().unwrap()
}

fn scope(cell: &Value) -> Scope {
    let terms = cell.as_object().unwrap().iter();
    terms.fold(Scope::all(), |scope, (axis, member)| scope.and(axis.as_str(), member.as_str().unwrap()))
}

fn numbers(values: &Value) -> Vec<f64> {
    values.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

/// The largest differences of a case: of cells, in parts of the market, and of totals, relative.
fn differences(case: &Value) -> (f64, f64) {
    let forecast = forecast(&case["model"]);
    let rows: Vec<Vec<f64>> = case["values"].as_array().unwrap().iter().map(numbers).collect();
    let totals: Vec<f64> = (0..rows[0].len()).map(|t| rows.iter().map(|row| row[t]).sum()).collect();
    let found = |scope: &Scope| forecast.within(scope).unwrap().path();
    let off = |found: &[f64], expected: &[f64]| -> f64 {
        assert_eq!(found.len(), expected.len());
        let each = found.iter().zip(expected).zip(&totals);
        each.map(|((found, expected), total)| (found - expected).abs() / total)
            // What is no number is as far off as can be.
            .fold(0.0, |most, off| if off.is_nan() { f64::INFINITY } else { most.max(off) })
    };
    let cells = case["cells"].as_array().unwrap().iter().zip(&rows);
    let cells = cells.map(|(cell, row)| off(&found(&scope(cell)), row)).fold(0.0, f64::max);
    (cells, off(&found(&Scope::all()), &totals))
}

#[test]
fn numbers_are_those_of_an_independent_program() {
    let cases = cases();
    assert!(cases.len() >= 25, "the cases are found");
    let mut off = Vec::new();
    for case in &cases {
        let (cells, totals) = differences(case);
        if cells > OF_THE_MARKET || totals > OF_THE_TOTAL {
            off.push(format!("{}: cells {cells:.1e} of the market, totals {totals:.1e}", case["name"]));
        }
    }
    assert!(off.is_empty(), "\n{}", off.join("\n"));
}
