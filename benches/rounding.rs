//! Rounding a table for print: each number on its own, and so that rows, columns and the total add up.
//!
//! ```text
//! cargo bench --bench rounding
//! ```
//!
//! No time is taken of a wrong answer: what is printed additively adds up along both axes first.

#[path = "../tests/support/mod.rs"]
mod support;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use market_outlook::{Column, Number, Rounding, Row, RowKind, Status, Table, Unit};
use support::Draws;

fn main() {
    divan::main();
}

const SHAPES: [(usize, usize); 4] = [(5, 8), (50, 40), (100, 100), (5, 2000)];

/// A cross-table of sizes from a tenth of the last printed digit to a hundred times it, one year.
fn table((rows, columns): (usize, usize), rounding: Rounding) -> Table {
    let mut draws = Draws::new(11);
    let mut total = 0.0;
    let number = |value| [Some(Number { value, status: Status::Assumed })];
    let empty = Table::new("Example", Unit::USD_BILLION, ["region", "product"], [Column::history(2019)]);
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    let table = places.fold(empty.with_rounding(rounding), |table, (row, column)| {
        let value = libm::pow(10.0, -2.0 + 3.0 * draws.unit());
        total += value;
        let row = Row::new(RowKind::Member, [format!("r{row}"), format!("p{column}")]);
        table.with_row(row, number(value)).expect("there is a label for each axis")
    });
    table.with_row(Row::total(), number(total)).expect("there is a number")
}

fn printed(table: &Table) -> Vec<f64> {
    let texts = table.printed_column(0).into_iter().flatten();
    texts.map(|text| text.replace(',', "").parse().expect("sizes are printed as numbers")).collect()
}

#[divan::bench(args = SHAPES, sample_count = 20, sample_size = 1)]
fn additive(bencher: Bencher, shape: (usize, usize)) {
    let table = table(shape, Rounding::Additive);
    let numbers = printed(&table);
    let (total, parts) = numbers.split_last().expect("there is a total");
    assert!((parts.iter().sum::<f64>() - total).abs() < 1e-6, "no time is taken of a wrong answer");
    bencher
        .counter(ItemsCount::new(shape.0 * shape.1))
        .bench_local(|| black_box(&table).clone().printed_column(0));
}

#[divan::bench(args = SHAPES, sample_count = 20, sample_size = 1)]
fn independent(bencher: Bencher, shape: (usize, usize)) {
    let table = table(shape, Rounding::Independent);
    bencher
        .counter(ItemsCount::new(shape.0 * shape.1))
        .bench_local(|| black_box(&table).clone().printed_column(0));
}
