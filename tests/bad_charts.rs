//! What every kind of chart says of tables and pages that it has no room for.

#![cfg(feature = "charts")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{
    Chart, Column, Error, Number, Page, Row, RowKind, Status, Table, Unit, ValueLine, Years,
};

/// A table of so many regions, each with two products where there are two axes.
fn table(axes: usize, rows: usize, years: usize, value: impl Fn(usize, usize) -> f64) -> Table {
    let columns = (2019..)
        .take(years)
        .map(|year| if year < 2021 { Column::history(year) } else { Column::forecast(year) });
    let empty =
        Table::new("Market", Unit::USD_BILLION, ["region", "product"].into_iter().take(axes), columns);
    (0..rows).fold(empty, |table, row| {
        let labels = [format!("Region {}", row / axes), format!("Product {}", row % axes)];
        let numbers =
            (0..years).map(|year| Some(Number { value: value(row, year), status: Status::Assumed }));
        table.with_row(Row::new(RowKind::Member, labels.into_iter().take(axes)), numbers).unwrap()
    })
}

type Draw = fn(&Table, Years) -> Result<Chart, Error>;

/// Every constructor with the number of axes that it takes.
const KINDS: [(&str, usize, Draw); 14] = [
    ("stacked columns", 1, |table, _| Chart::stacked_columns(table)),
    ("stacked shares", 1, |table, _| Chart::stacked_shares(table)),
    ("lines", 1, |table, _| Chart::lines(table)),
    ("small multiples", 1, |table, _| Chart::small_multiples(table)),
    ("slope of shares", 1, Chart::slope_of_shares),
    ("slope of ranks", 1, Chart::slope_of_ranks),
    ("waterfall", 1, |table, years| Chart::waterfall(table, [years.first(), years.last()])),
    ("grouped columns", 1, |table, _| Chart::grouped_columns(table)),
    ("growth columns", 1, |table, _| Chart::growth_columns(table)),
    ("bars", 1, |table, _| Chart::bars(table)),
    ("marimekko", 2, |table, years| Chart::marimekko(table, years.last())),
    ("heat map", 2, |table, years| Chart::heat_map(table, years.last())),
    ("growth heat map", 2, Chart::growth_heat_map),
    ("growth bubbles", 1, Chart::growth_bubbles),
];

/// What a kind says of a table: nothing where it draws it.
fn said(draw: Draw, table: &Table, page: Page) -> Option<String> {
    let years = table.columns();
    let years = Years::new(years.first().unwrap().year(), years.last().unwrap().year()).unwrap();
    draw(table, years).and_then(|chart| chart.page(page).to_svg()).err().map(|error| error.to_string())
}

#[test]
fn ten_thousand_rows_are_drawn_or_refused() {
    for (name, axes, draw) in KINDS {
        let many = table(axes, 10_000, 3, |row, year| (row % 97 + year) as f64 + 1.0);
        let said = said(draw, &many, Page::SCREEN);
        let merges =
            ["stacked columns", "stacked shares", "lines", "grouped columns", "growth columns", "marimekko"];
        match said {
            None => assert!(merges.contains(&name), "{name} draws 10,000 rows"),
            Some(said) => assert!(said.contains("expected"), "{name}: {said}"),
        }
    }
}

#[test]
fn pages_beyond_any_printer_are_refused() {
    for (name, axes, draw) in KINDS {
        let small = table(axes, 4, 2, |row, year| (row + year) as f64 + 1.0);
        assert_eq!(said(draw, &small, Page::SCREEN), None, "{name}");
        for side in [0, 1, 100_000, u32::MAX] {
            let said = said(draw, &small, Page::new(side, side)).unwrap();
            assert_eq!(said, format!("the chart's width is {side}, expected 320 to 8000"), "{name}");
        }
        for zoom in [0.0, -1.0, 1e9, f64::NAN] {
            let said = said(draw, &small, Page::SCREEN.zoomed(zoom)).unwrap();
            assert!(said.starts_with("the zoom of a page is "), "{name}: {said}");
        }
    }
}

#[test]
fn a_table_without_rows_or_columns_is_refused() {
    for (name, axes, draw) in KINDS {
        let years = Years::new(2019, 2020).unwrap();
        for (rows, columns) in [(0, 2), (4, 0)] {
            let empty = table(axes, rows, columns, |_, _| 1.0);
            let error = draw(&empty, years).unwrap_err().to_string();
            let no_year = error.starts_with("unknown year '20") || error.ends_with("no column has it");
            let says_so = error.contains("is empty, expected") || no_year;
            assert!(says_so, "{name} of {rows} rows and {columns} columns: {error}");
        }
    }
}

#[test]
fn zeros_and_a_single_year_are_drawn_or_refused_in_words() {
    for (name, axes, draw) in KINDS {
        let zeros = said(draw, &table(axes, 4, 2, |_, _| 0.0), Page::SCREEN);
        let single = said(draw, &table(axes, 4, 1, |_, _| 1.0), Page::SCREEN);
        for said in [zeros, single].into_iter().flatten() {
            assert!(said.contains("expected") || said.contains("is not defined here: "), "{name}: {said}");
        }
    }
}

#[test]
fn what_a_zoomed_page_lacks_is_said_with_its_zoom() {
    let said = said(KINDS[9].2, &table(1, 12, 2, |_, _| 1.0), Page::new(960, 500).zoomed(2.0)).unwrap();
    assert!(
        said.starts_with("the chart's height divided by its zoom of 2 is 250, expected at least "),
        "{said}"
    );
}

/// A table for the kinds that show scenarios: of one column, with rows of these kinds.
fn what_if(axes: usize, kinds: impl Iterator<Item = RowKind>) -> Table {
    let empty = Table::new(
        "Market",
        Unit::USD_BILLION,
        ["assumption", "input"].into_iter().take(axes),
        [Column::forecast(2026)],
    );
    kinds.enumerate().fold(empty, |table, (row, kind)| {
        let labels = [format!("Row {}", row.div_ceil(2)), format!("{}", row % 2)];
        let value = if kind == RowKind::Change { 0.0 } else { 5.0 };
        let number = Some(Number { value, status: Status::Scenario });
        table.with_row(Row::new(kind, labels.into_iter().take(axes)), [number]).unwrap()
    })
}

#[test]
fn thousands_of_scenarios_are_drawn_or_refused() {
    use RowKind::{Alternative, Change, Level};
    let many = 5_000;
    let level = || std::iter::once(Level);
    let steps = what_if(1, level().chain(std::iter::repeat_n(Change, many)).chain(level()));
    let swings = what_if(2, level().chain(std::iter::repeat_n(Alternative, 2 * many)));
    let grid = what_if(2, std::iter::repeat_n(Alternative, many));
    for (chart, is_drawn) in [
        (Chart::bridge(&steps, 2026), false),
        // The widest swings are enough.
        (Chart::tornado(&swings), true),
        (Chart::grid(&grid), false),
    ] {
        let said = chart.and_then(|chart| chart.to_svg()).err().map(|error| error.to_string());
        assert_eq!(said.is_none(), is_drawn, "{said:?}");
        assert!(said.is_none_or(|said| said.contains("expected")));
    }
}

#[test]
fn charts_refuse_rows_that_mean_something_else() {
    let steps = what_if(1, [RowKind::Level, RowKind::Change, RowKind::Level].into_iter());
    let alternatives = what_if(1, [RowKind::Alternative; 2].into_iter());
    let members = table(1, 3, 2, |_, _| 1.0);
    for (chart, expected) in [
        (
            Chart::stacked_columns(&steps),
            "row 'Row 0' in stacked columns is not defined here: it is a level that changes lead to or from",
        ),
        (
            Chart::stacked_columns(&alternatives),
            "row 'Row 0' in stacked columns is not defined here: it excludes the others, and they do not add up",
        ),
        (
            Chart::bridge(&members, 2019),
            "row 'Region 0' in bridges is not defined here: expected levels and changes, as `Bridge::by_step` gives",
        ),
        (
            Chart::grid(&members),
            "row 'Region 0' in grids is not defined here: expected rows that exclude each other, as `Scenario::grid` gives",
        ),
        (
            Chart::tornado(&members),
            "row 'Region 0' in tornados is not defined here: expected a level and alternatives, as `Sensitivity::table` gives",
        ),
    ] {
        assert_eq!(chart.and_then(|chart| chart.to_svg()).unwrap_err().to_string(), expected);
    }
    assert!(Chart::lines(&alternatives).and_then(|chart| chart.to_svg()).is_ok());
}

/// One wide total over a narrow plot: it would stand where leaders to the names rise.
#[test]
fn a_total_that_is_wider_than_the_plot_is_refused_beside_names() {
    let number = |value| Some(Number { value, status: Status::Assumed });
    let empty =
        Table::new("Market", Unit::USD_BILLION, ["region"], [Column::forecast(2019)]).with_decimals(3);
    let values = [0.0, 0.0, 0.0, 0.0, 0.0, 407_699_457.501_159_7];
    let table = values.into_iter().zip(1..).fold(empty, |table, (value, name)| {
        table.with_row(Row::new(RowKind::Member, [format!("Region {name}")]), [number(value)]).unwrap()
    });
    let chart = |width| {
        let line = ValueLine::new("Target of the whole", 0.0);
        Chart::stacked_columns(&table).unwrap().largest(2).value_line(line).size(width, 400)
    };
    let refused = chart(327).to_svg().unwrap_err().to_string();
    assert!(refused.starts_with("names beside the columns in a chart of this width"), "{refused}");
    assert!(chart(700).to_svg().is_ok());
}
