//! `docs/scenarios.md`: every step of it does what its table shows.
#![cfg(feature = "toml")]

use market_outlook::{Axis, Model, Scope};

const PAGE: &str = include_str!("../docs/scenarios.md");

/// A step, and the cells of the table below it.
type Example = (String, Vec<Vec<String>>);

/// The lines of each block of a step, and the rows of the table below it.
fn examples() -> (String, Vec<Example>) {
    let mut market = String::new();
    let mut examples: Vec<Example> = Vec::new();
    let mut is_open = false;
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        if line == "```toml" {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if market.is_empty() {
                market = block.join("\n");
            } else {
                examples.push((block.join("\n"), Vec::new()));
                is_open = true;
            }
        } else if line.starts_with('#') {
            is_open = false;
        } else if let (true, Some((_, rows))) =
            (is_open && line.contains(" after |") || line.contains(" before |"), examples.last_mut())
        {
            let cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_string());
            rows.push(cells.collect());
        }
    }
    (market, examples)
}

#[test]
fn every_table_is_what_its_step_does() {
    let (market, examples) = examples();
    assert_eq!(examples.len(), 13);
    for (step, rows) in examples {
        let text = format!("{market}\n[[scenarios]]\nname = \"S\"\nsteps = [{{ {step} }}]\n");
        let model = Model::from_toml(&text).unwrap_or_else(|error| panic!("{error}"));
        let base = model.market.forecast().unwrap();
        let after = model.scenarios.get("S").unwrap().apply(&base).unwrap();
        assert!(!rows.is_empty(), "{step} has no table");
        for row in rows {
            let (name, when) = row[0].split_once(' ').unwrap();
            let forecast = if when == "after" { &after } else { &base };
            let path = forecast.within(&Scope::of(Axis::REGION, name)).unwrap().path();
            let printed: Vec<String> = path.iter().map(|value| format!("{value:.2}")).collect();
            assert_eq!(printed, row[1..], "{step}: {}", row[0]);
        }
    }
}
