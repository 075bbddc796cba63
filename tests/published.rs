//! Published tables: reprinted to the digit where they agree, and what is found where they do not.
//!
//! The tables are under `tests/data/tables`, their sources in the README there.
#![cfg(feature = "toml")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

#[path = "support/published.rs"]
mod published;
mod support;
#[path = "support/tables.rs"]
mod tables;

use market_outlook::{FindingKind, Forecast, Market, Number, PrintedSpec, Reproduction, Scope, Spec, Status};
use published::{About, Cell, Kind, Published, misprints, path};
use support::Draws;

/// Relative room for round-off where parts are added up to what the forecast adds up itself.
const ROUND_OFF: f64 = 1e-12;

/// A claim is met up to the half unit of its last digit; the rest is round-off of that comparison.
const MET: f64 = 1.0 + 1e-9;

fn forecast(table: &Published) -> Forecast {
    Market::from_toml(&table.model()).unwrap().forecast().unwrap()
}

fn scope(table: &Published, row: usize) -> Scope {
    table.place(row).map_or_else(Scope::all, |(axis, name)| Scope::of(axis, name))
}

/// The claims that cannot hold, and beside each those that it might be instead.
fn suspects(forecast: &Forecast) -> Vec<Vec<usize>> {
    let is_conflict = |kind| matches!(kind, FindingKind::Conflict | FindingKind::Undecided);
    let findings = forecast.findings().iter().filter(|finding| is_conflict(finding.kind()));
    findings.map(|finding| finding.claims().iter().map(|claim| claim.claim).collect()).collect()
}

/// What the forecast makes of a figure, printed with the figure's own digits.
fn reprinted(cell: &Cell, claim: &Reproduction) -> String {
    let unit = if cell.kind.is_percent() { 100.0 } else { 1.0 };
    let text = format!("{:.*}", cell.decimals(), claim.reproduced * unit);
    // Published tables have no negative zero.
    let is_zero = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if is_zero { text.replace('-', "") } else { text }
}

#[test]
fn model_files_say_what_the_tables_say() {
    for about in tables::ALL {
        let file = path(&format!("{}/{}.toml", about.folder, about.file));
        let model = Published::read(about).model();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&file, &model).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), model, "{}", about.file);
    }
}

#[test]
fn clean_tables_are_reprinted_to_the_digit() {
    for about in tables::CLEAN {
        let table = Published::read(about);
        let forecast = forecast(&table);
        assert_eq!(suspects(&forecast), Vec::<Vec<usize>>::new(), "{}", about.file);
        assert_eq!(forecast.reproductions().len(), table.cells.len());
        for (cell, claim) in table.cells.iter().zip(forecast.reproductions()) {
            assert_eq!(reprinted(cell, claim), cell.text, "{}: {}", about.file, claim.text);
        }
        assert!(forecast.strict().is_ok());
    }
}

#[test]
fn every_table_adds_up() {
    for about in tables::ALL {
        let table = Published::read(about);
        let forecast = forecast(&table);
        for (axis, total) in about.cuts {
            let groups = table.groups(axis);
            for whole in groups.iter().copied().chain([*total]) {
                let scope = if whole == *total { Scope::all() } else { Scope::of(*axis, whole) };
                for year in forecast.years().iter() {
                    let value = |scope: &Scope| forecast.number(scope, year).unwrap().value;
                    let parts: f64 =
                        table.parts(whole).iter().map(|part| value(&Scope::of(*axis, *part))).sum();
                    let off = (parts - value(&scope)).abs();
                    assert!(off <= ROUND_OFF * value(&scope), "{}: {whole} {year}", about.file);
                }
            }
        }
    }
}

#[test]
fn republication_is_undone() {
    let [clean, table] = [tables::SEMICONDUCTORS, tables::REPUBLISHED].map(Published::read);
    let corrupted: Vec<Vec<usize>> = (0..table.cells.len())
        .filter(|&claim| table.cells[claim].text != clean.cells[claim].text)
        .map(|claim| vec![claim])
        .collect();
    assert_eq!(corrupted.len(), 10);
    let forecast = forecast(&table);
    assert_eq!(suspects(&forecast), corrupted);
    for (claim, (cell, printed)) in clean.cells.iter().zip(&table.cells).enumerate() {
        let reprinted = reprinted(cell, &forecast.reproductions()[claim]);
        if cell.text == printed.text {
            assert_eq!(reprinted, cell.text, "{}", forecast.reproductions()[claim].text);
        } else if table.rows[cell.row].parent.is_none() {
            // The other cut prints this total, and the parts of this one say it to the unit.
            assert_eq!(reprinted, cell.text);
        } else {
            let (low, high) = allowed_by_growth(&clean, cell);
            let found = forecast.reproductions()[claim].reproduced;
            assert!(low <= found && found <= high, "{reprinted} is outside {low} to {high}");
        }
    }
    let message = forecast.strict().unwrap_err().to_string();
    assert_eq!(message.matches("cannot hold with the other claims").count(), 10);
}

/// What the value of the year before and the growth since then leave for a value.
fn allowed_by_growth(table: &Published, cell: &Cell) -> (f64, f64) {
    let Kind::Value(year) = cell.kind else { panic!("{cell:?} is no value") };
    let of = |kind| table.cells.iter().find(|c| c.row == cell.row && c.kind == kind).unwrap();
    let (before, growth) = (of(Kind::Value(year - 1)), of(Kind::Growth(year - 1, year)));
    let end = |sign: f64| (before.value() + 0.5 * sign) * (1.0 + (growth.value() + 0.05 * sign) / 100.0);
    (end(-1.0), end(1.0))
}

#[test]
fn numbers_say_where_they_come_from() {
    for about in tables::ALL {
        let table = Published::read(about);
        let forecast = forecast(&table);
        let refuted: Vec<usize> = suspects(&forecast).into_iter().flatten().collect();
        for (claim, cell) in table.cells.iter().enumerate() {
            let Kind::Value(year) = cell.kind else { continue };
            // A total that another cut prints as well is published all the same.
            let is_refuted = refuted.contains(&claim) && table.rows[cell.row].parent.is_some();
            let expected = if is_refuted { Status::PublishedNotMet } else { Status::Published };
            let status = forecast.number(&scope(&table, cell.row), year).unwrap().status;
            assert_eq!(status, expected, "{}: {}", about.file, table.rows[cell.row].name);
        }
    }
}

#[test]
fn years_and_members_that_no_table_prints() {
    let check = |about, scope: Scope, year: i32, status| {
        let Number { status: found, .. } = forecast(&Published::read(about)).number(&scope, year).unwrap();
        assert_eq!(found, status, "{scope} {year}");
    };
    let sector = |name| Scope::of("sector", name);
    // A whole without all its other parts.
    check(tables::EMPLOYMENT, sector("Rest of services-providing"), 2019, Status::Derived);
    check(tables::EMPLOYMENT, sector("Rest of total"), 2029, Status::Derived);
    check(tables::EMPLOYMENT, sector("Utilities"), 2024, Status::Interpolated);
    check(tables::EMPLOYMENT, Scope::all(), 2010, Status::Interpolated);
    let cross = Scope::of("region", "Japan").and("product", "Memory");
    check(tables::SEMICONDUCTORS, cross, 2022, Status::Assumed);
}

/// A market of a table with figures changed as they go wrong in print, and which claims those are.
fn spoiled(table: &Published, draws: &mut Draws, count: usize) -> (Market, Vec<usize>) {
    let mut spec = Spec::from_toml(&table.model()).unwrap();
    let changes = misprints(table, draws, count);
    for (claim, text) in &changes {
        let percent = if table.cells[*claim].kind.is_percent() { "%" } else { "" };
        let stated = &mut spec.claims[*claim];
        let figures = [&mut stated.value, &mut stated.share, &mut stated.growth, &mut stated.change];
        for figure in figures.into_iter().flatten() {
            *figure = PrintedSpec::Text(text.clone() + percent);
        }
    }
    let changed = changes.into_iter().map(|(claim, _)| claim).collect();
    (Market::try_from(spec).unwrap(), changed)
}

/// What came of a table with changed figures.
#[derive(Debug, PartialEq)]
enum Found {
    /// Exactly the changed figures.
    Exactly,
    /// Every changed figure, some as one of several that it might be.
    Among,
    /// Other figures, fewer than were changed, and without them everything else holds.
    Fewer,
}

fn found(market: &Market, changed: &[usize]) -> Found {
    let forecast = market.forecast().unwrap();
    let suspects = suspects(&forecast);
    let named = |claims: &[usize]| claims.iter().map(|&c| market.claims()[c].to_string()).collect::<Vec<_>>();
    let removed: Vec<usize> = suspects.iter().map(|claims| claims[0]).collect();
    for claim in forecast.reproductions() {
        let is_met = claim.residual().abs() <= MET;
        assert!(is_met || removed.contains(&claim.claim), "{} is neither met nor found", claim.text);
    }
    assert_eq!(forecast.strict().is_err(), !removed.is_empty());
    if removed.len() < changed.len() {
        return Found::Fewer;
    }
    assert_eq!(removed.len(), changed.len(), "{:?} for {:?}", named(&removed), named(changed));
    let missed: Vec<usize> =
        changed.iter().copied().filter(|claim| !suspects.iter().flatten().any(|s| s == claim)).collect();
    assert!(missed.is_empty(), "{:?} are not among those found", named(&missed));
    if changed.iter().all(|claim| suspects.contains(&vec![*claim])) { Found::Exactly } else { Found::Among }
}

#[test]
fn figures_that_we_change_are_found_or_among_those_it_might_be() {
    for (about, exactly) in tables::FOUND_EXACTLY {
        let table = Published::read(about);
        let mut draws = Draws::new(2022);
        let outcomes: Vec<Found> = (0..30)
            .map(|case| {
                let (market, changed) = spoiled(&table, &mut draws, 1 + case % 3);
                found(&market, &changed)
            })
            .collect();
        let count = |found| outcomes.iter().filter(|outcome| **outcome == found).count();
        assert!(count(Found::Exactly) >= exactly, "{}: {outcomes:?}", about.file);
        // Three changes can look like two others, but seldom do.
        assert!(count(Found::Fewer) <= 4, "{}: {outcomes:?}", about.file);
    }
}

#[test]
fn the_growth_column_that_starts_before_the_table_has_errors_of_its_own() {
    // Asia Pacific and the world have each other's growth of 2021. The products print the world's 26.2 % as well.
    let table = Published::read(About { left_out: &[], ..tables::REPUBLISHED });
    let forecast = forecast(&table);
    let suspects = suspects(&forecast);
    assert_eq!(suspects.len(), 12);
    let growth_of = |name: &str| {
        let is_it = |cell: &Cell| table.rows[cell.row].name == name && cell.kind == Kind::Growth(2020, 2021);
        table.cells.iter().position(is_it).unwrap()
    };
    assert!(suspects.contains(&vec![growth_of("Total world")]));
    let regions = suspects.iter().find(|claims| claims.len() > 1).unwrap();
    assert!(regions.contains(&growth_of("Asia Pacific")));
}

/// What was history when a table was printed is not drawn as a forecast.
#[test]
fn history_is_what_was_history_when_it_was_printed() {
    for (about, last) in [
        (tables::SEMICONDUCTORS, 2021),
        (tables::PETROLEUM, 2008),
        (tables::TELECOM, 2020),
        (tables::EMPLOYMENT, 2019),
        (tables::IT_SPENDING, 2017),
        (tables::IT_SPENDING_LATER, 2018),
        (tables::LIGHT_VEHICLES, 2022),
        (tables::ENERGY, 1996),
    ] {
        let market = Market::from_toml(&Published::read(about).model()).unwrap();
        assert_eq!(market.base().number(), last, "{}", about.file);
    }
}
