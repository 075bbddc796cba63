//! A million numbers in and out: tidy and wide CSV, few years and many, in order and shuffled.
//!
//! ```text
//! cargo bench --bench io
//! ```
//!
//! No time is taken of a wrong answer: what is read is written again first, and has to be the same text.
//! `benches/peers/io.sh` has polars and pandas do the same on the same file; it sets `PEERS_FOLDER`, where this program then
//! leaves the file and its own answer.

#[path = "../tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use market_outlook::{Statuses, Table};
use support::Draws;

fn main() {
    if let Some(folder) = std::env::var_os("PEERS_FOLDER") {
        let (folder, tidy) = (Path::new(&folder), SHAPES[0].tidy());
        let wide = Table::from_csv(&tidy).expect("it is tidy").to_wide_csv(Statuses::LeftOut);
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
        write("tidy.csv", &tidy).expect("the folder takes files");
        write("ours.csv", &wide.expect("its rows differ")).expect("the folder takes files");
    }
    divan::main();
}

/// Regions × products × years, a million numbers each.
struct Shape {
    name: &'static str,
    regions: usize,
    products: usize,
    years: i32,
    is_shuffled: bool,
}

const SHAPES: [Shape; 5] = [
    Shape { name: "125000_rows_8_years", regions: 500, products: 250, years: 8, is_shuffled: false },
    Shape { name: "125000_rows_8_years_shuffled", regions: 500, products: 250, years: 8, is_shuffled: true },
    Shape { name: "1000000_rows_1_year", regions: 1000, products: 1000, years: 1, is_shuffled: false },
    Shape { name: "10_rows_100000_years", regions: 5, products: 2, years: 100_000, is_shuffled: false },
    Shape {
        name: "10_rows_100000_years_shuffled",
        regions: 5,
        products: 2,
        years: 100_000,
        is_shuffled: true,
    },
];

impl Shape {
    fn of(name: &str) -> &'static Self {
        SHAPES.iter().find(|shape| shape.name == name).expect("it is one of them")
    }

    fn tidy(&self) -> String {
        let mut draws = Draws::new(7);
        let mut lines = Vec::new();
        for region in 0..self.regions {
            for product in 0..self.products {
                for year in 0..self.years {
                    let value = 1000.0 * draws.unit();
                    lines.push(format!(
                        "Base,Region {region},Product line {product},{},{value:?},USD billion,assumed\n",
                        2019 + year
                    ));
                }
            }
        }
        if self.is_shuffled {
            for last in (1..lines.len()).rev() {
                lines.swap(last, draws.below(last + 1));
            }
        }
        let mut tidy = String::from("scenario,region,product,year,value,unit,status\n");
        lines.iter().for_each(|line| write!(tidy, "{line}").expect("text takes all of it"));
        tidy
    }

    /// The file and its table; what is written of the table has the same lines.
    fn checked(&self) -> (String, Table) {
        let tidy = self.tidy();
        let table = Table::from_csv(&tidy).expect("it is tidy");
        let written = table.to_csv().expect("its rows differ");
        if self.is_shuffled {
            let sorted = |text: &str| {
                let mut lines: Vec<String> = text.lines().map(String::from).collect();
                lines.sort_unstable();
                lines
            };
            assert!(sorted(&written) == sorted(&tidy), "no time is taken of a wrong answer");
        } else {
            assert!(written == tidy, "no time is taken of a wrong answer");
        }
        (tidy, table)
    }
}

const NAMES: [&str; 5] = [SHAPES[0].name, SHAPES[1].name, SHAPES[2].name, SHAPES[3].name, SHAPES[4].name];

#[divan::bench(args = NAMES, sample_count = 10, sample_size = 1)]
fn tidy_in(bencher: Bencher, name: &str) {
    let (tidy, _) = Shape::of(name).checked();
    let bytes = BytesCount::new(tidy.len());
    bencher
        .counter(ItemsCount::new(1_000_000_usize))
        .counter(bytes)
        .bench_local(|| Table::from_csv(black_box(&tidy)));
}

#[divan::bench(args = NAMES, sample_count = 10, sample_size = 1)]
fn tidy_out(bencher: Bencher, name: &str) {
    let (tidy, table) = Shape::of(name).checked();
    let bytes = BytesCount::new(tidy.len());
    bencher
        .counter(ItemsCount::new(1_000_000_usize))
        .counter(bytes)
        .bench_local(|| black_box(&table).to_csv());
}

#[divan::bench(args = [NAMES[0], NAMES[3]], sample_count = 10, sample_size = 1)]
fn wide_in(bencher: Bencher, name: &str) {
    let (_, table) = Shape::of(name).checked();
    let wide = table.to_wide_csv(Statuses::AfterYears).expect("its rows differ");
    assert!(Table::from_wide_csv(&wide) == Ok(table), "no time is taken of a wrong answer");
    bencher.counter(ItemsCount::new(1_000_000_usize)).bench_local(|| Table::from_wide_csv(black_box(&wide)));
}

#[divan::bench(args = [NAMES[0], NAMES[3]], sample_count = 10, sample_size = 1)]
fn wide_out(bencher: Bencher, name: &str) {
    let (_, table) = Shape::of(name).checked();
    bencher
        .counter(ItemsCount::new(1_000_000_usize))
        .bench_local(|| black_box(&table).to_wide_csv(Statuses::LeftOut));
}

/// What `benches/peers/io.py` does too: tidy CSV in, wide CSV out, from file to file.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn read_pivot_write(bencher: Bencher) {
    let folder = std::env::temp_dir().join(format!("market-outlook-io-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder takes folders");
    let (tidy, wide) = (folder.join("tidy.csv"), folder.join("wide.csv"));
    std::fs::write(&tidy, SHAPES[0].checked().0).expect("the temporary folder takes files");
    bencher.counter(ItemsCount::new(1_000_000_usize)).bench_local(|| {
        let text = std::fs::read_to_string(&tidy).expect("it was written above");
        let table = Table::from_csv(&text).expect("it is tidy");
        std::fs::write(&wide, table.to_wide_csv(Statuses::LeftOut).expect("its rows differ"))
    });
    std::fs::remove_dir_all(&folder).expect("it is ours");
}
