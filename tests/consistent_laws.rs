//! Figures that are read off one table by rounding are met, all of them, and the numbers add up.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

#[path = "support/models.rs"]
#[allow(dead_code, reason = "each test crate uses its own part of this module")]
mod models;
mod support;

use market_outlook::{By, Forecast, Scope};
use models::{Model, Said, What, conflicts, names, ordinary, rough, smallest};

/// Relative room for round-off where parts are added up to what the forecast adds up itself.
const ROUND_OFF: f64 = 1e-9;

/// Whatever is wrong with a forecast of consistent figures.
fn faults(forecast: &Forecast) -> Vec<String> {
    let mut faults = conflicts(forecast);
    for claim in forecast.reproductions() {
        // What is no number is a fault.
        if claim.residual().is_nan() || claim.residual().abs() > 1.0 + ROUND_OFF {
            faults.push(format!("{} comes to {}", claim.text, claim.reproduced));
        }
    }
    faults
}

/// Whether parts come to the whole, by every axis and by all of them.
fn adds_up(model: &Model, forecast: &Forecast) {
    let axes = model.axes.iter().map(|(axis, _)| By::axis(axis.as_str()));
    let all = model
        .axes
        .iter()
        .skip(1)
        .fold(By::axis(model.axes[0].0.as_str()), |by, (axis, _)| by.and(axis.as_str()));
    for by in axes.chain([all]) {
        let table = forecast.by(by).unwrap();
        let total = table.total_row().unwrap();
        for column in 0..table.columns().len() {
            let parts: f64 = (0..total).map(|row| table.value(row, column).unwrap()).sum();
            let whole = table.value(total, column).unwrap();
            assert!((parts - whole).abs() <= ROUND_OFF * whole, "{parts} beside {whole}\n{}", model.toml());
        }
    }
}

/// What is wrong with the forecast of a model; that there is none, too.
fn faults_of(model: &Model) -> Vec<String> {
    match model.try_forecast() {
        Ok(forecast) => {
            adds_up(model, &forecast);
            faults(&forecast)
        }
        Err(error) => vec![error.to_string()],
    }
}

/// Tries models, and says of those that fail how many there are and what is left of the one with the fewest claims.
#[track_caller]
fn all_met(models: impl Iterator<Item = Model>) {
    let (mut failed, mut count) = (Vec::new(), 0);
    for model in models {
        count += 1;
        let faults = faults_of(&model);
        if !faults.is_empty() {
            failed.push(model);
        }
    }
    let number = failed.len();
    let Some(model) = failed.into_iter().min_by_key(|model| model.claims.len()) else { return };
    let has_size = |model: &Model| {
        model.claims.iter().any(|said| matches!(said.what, What::Value(_)) && said.number > 0.0)
    };
    let model = smallest(&model, |model| has_size(model) && !faults_of(model).is_empty());
    panic!("{number} of {count} fail, such as\n{}: {:?}", model.toml(), faults_of(&model));
}

#[test]
fn figures_read_off_one_table_are_met() {
    // Three to sixty figures of all kinds, with members that end, exact and rounded zeros, and growth of -100 %. There is
    // a table that has them all, so that none may be called wrong; and what is printed is printed so that it comes back.
    all_met((0..400).map(rough));
}

#[test]
fn a_market_that_ends_is_nothing_from_then_on() {
    // Analogue film, or a product under a ban: the whole is printed as an exact 0, and there are numbers before it.
    let model = Model::new(2018, 2025)
        .axis("region", names("r", 2), &[])
        .claim(Said::new(What::Value(2022), Scope::all(), 67.0, 0.5))
        .claim(Said::new(What::Value(2024), Scope::all(), 0.0, 0.0));
    let path = model.forecast().path();
    assert!((66.5..=67.5).contains(&path[4]), "{path:?}");
    assert_eq!(path[6..], [0.0, 0.0]);
}

#[test]
fn figures_of_ordinary_models_are_met_however_wrong_the_shares() {
    let models = (500..650).flat_map(|seed| [0.05, 0.15, 0.3, 0.8].map(|off| ordinary(seed, off, true).0));
    all_met(models);
}
