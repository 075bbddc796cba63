//! What a chart costs, and how the cost grows with its marks.
//!
//! ```text
//! cargo bench --bench charts
//! ```
//!
//! The column to read is the fastest. Before a time is taken the picture is looked at for what it has to show.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};

fn main() {
    divan::main();
}

/// So many series over so many years, with a total; all values differ.
fn table(series: usize, years: usize) -> Table {
    let columns = (2001..).take(years).map(|year| {
        if year < 2001 + years as i32 * 3 / 4 { Column::history(year) } else { Column::forecast(year) }
    });
    let number = |value| Some(Number { value, status: Status::Assumed });
    let value =
        |row: usize, year: usize| 3.0 / (row + 1) as f64 + 0.05 * ((row + 1) * (year + 1) % 17) as f64;
    let mut table = Table::new("Market", Unit::USD_BILLION, ["region"], columns).with_source("made up");
    for row in 0..series {
        let numbers = (0..years).map(|year| number(value(row, year)));
        table = table
            .with_row(Row::new(RowKind::Member, [format!("Member {row}")]), numbers)
            .expect("the row is complete");
    }
    let totals = (0..years).map(|year| number((0..series).map(|row| value(row, year)).sum()));
    table.with_row(Row::total(), totals).expect("the total is complete")
}

fn stacked(series: usize, years: usize) -> Chart {
    let chart = Chart::stacked_columns(&table(series, years)).expect("the table stacks");
    let svg = chart.to_svg().expect("there is room");
    assert!(svg.contains("CAGR"), "no time is taken of a chart without its growth");
    chart
}

/// What a report has most: five series over eight years.
#[divan::bench]
fn stacked_svg(bencher: Bencher) {
    let chart = stacked(5, 8);
    bencher.counter(BytesCount::new(chart.to_svg().map_or(0, |svg| svg.len()))).bench(|| chart.to_svg());
}

#[divan::bench(args = [1.0, 2.0])]
fn stacked_png(bencher: Bencher, scale: f64) {
    let chart = stacked(5, 8);
    bencher
        .counter(BytesCount::new(chart.to_png(scale).map_or(0, |png| png.len())))
        .bench(|| chart.to_png(scale));
}

#[cfg(feature = "pdf")]
#[divan::bench]
fn stacked_pdf(bencher: Bencher) {
    let chart = stacked(5, 8);
    bencher.counter(BytesCount::new(chart.to_pdf().map_or(0, |pdf| pdf.len()))).bench(|| chart.to_pdf());
}

/// Forty series, of which thirty-five become one, over sixty years.
#[divan::bench]
fn stacked_of_forty_by_sixty(bencher: Bencher) {
    let chart = stacked(40, 60);
    bencher.counter(ItemsCount::new(40_usize * 60)).bench(|| chart.to_svg());
}

/// Cells of a heat map, each with its number.
#[divan::bench(args = [10, 20, 40, 80])]
fn heat_map_with_cells(bencher: Bencher, side: usize) {
    let mut table = Table::new("Market", Unit::USD_BILLION, ["region", "product"], [Column::history(2019)]);
    for cell in 0..side * side {
        let labels = [format!("R{}", cell / side), format!("P{}", cell % side)];
        let number = Some(Number { value: 1.0 + (cell % 89) as f64, status: Status::Assumed });
        table = table.with_row(Row::new(RowKind::Member, labels), [number]).expect("one number a row");
    }
    let (width, height) = (400 + 60 * side as u32, 400 + 40 * side as u32);
    let chart = Chart::heat_map(&table, 2019).expect("two axes").size(width, height);
    assert!(chart.to_svg().is_ok(), "no time is taken of an error");
    bencher.counter(ItemsCount::new(side * side)).bench(|| chart.to_svg());
}

/// Rows that are read, ranked and merged before six are drawn.
#[divan::bench(args = [100, 1_000, 10_000])]
fn stacked_of_many(bencher: Bencher, series: usize) {
    let table = table(series, 8);
    bencher
        .counter(ItemsCount::new(series * 8))
        .bench(|| Chart::stacked_columns(&table).and_then(|chart| chart.to_svg()));
}
