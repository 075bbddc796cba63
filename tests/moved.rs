//! Charts of tables whose printed rows add up: below each stands which of its numbers is not its nearest neighbor.
#![cfg(feature = "charts")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{
    Chart, Column, Error, Number, NumberFormat, Rounding, Row, RowKind, Status, Table, Theme, Unit, Years,
};

const WORDS: &str = "Rounded so that rows add up: ";

/// A table over these years, of rows with the same number in each of them.
fn table(axes: &[&str], years: std::ops::RangeInclusive<i32>, rows: &[(RowKind, &[&str], f64)]) -> Table {
    let count = years.clone().count();
    let empty = Table::new("Example", Unit::USD_BILLION, axes.iter().copied(), years.map(Column::history));
    rows.iter().fold(empty, |table, (kind, labels, value)| {
        let row =
            if *kind == RowKind::Total { Row::total() } else { Row::new(*kind, labels.iter().copied()) };
        let number = Some(Number { value: *value, status: Status::Assumed });
        table.with_row(row, vec![number; count]).unwrap()
    })
}

/// 3.44 + 2.34 + 2.34 = 8.12: the nearest 3.4 + 2.3 + 2.3 miss 8.1, and the first has most of its next digit.
fn members(years: std::ops::RangeInclusive<i32>) -> Table {
    use RowKind::{Member, Total};
    let rows: [(RowKind, &[&str], f64); 4] =
        [(Member, &["a"], 3.44), (Member, &["b"], 2.34), (Member, &["c"], 2.34), (Total, &[], 8.12)];
    table(&["region"], years, &rows)
}

/// The same numbers as cells, of which a makes 5.78 and x too: 3.5 + 2.3 = 5.8 is the nearest for both.
fn cells() -> Table {
    use RowKind::{Member, Total};
    let rows: [(RowKind, &[&str], f64); 4] = [
        (Member, &["a", "x"], 3.44),
        (Member, &["a", "y"], 2.34),
        (Member, &["b", "x"], 2.34),
        (Total, &[], 8.12),
    ];
    table(&["region", "product"], 2019..=2019, &rows)
}

/// Thirds, whose shares 33.3% miss 100.0%.
fn thirds() -> Table {
    use RowKind::{Member, Total};
    let rows: [(RowKind, &[&str], f64); 4] =
        [(Member, &["a"], 1.0), (Member, &["b"], 1.0), (Member, &["c"], 1.0), (Total, &[], 3.0)];
    table(&["region"], 2019..=2020, &rows)
}

/// From 3.44 by two steps of 2.34 to 8.12.
fn steps() -> Table {
    use RowKind::{Change, Level};
    let rows: [(RowKind, &[&str], f64); 4] =
        [(Level, &["Base"], 3.44), (Change, &["b"], 2.34), (Change, &["c"], 2.34), (Level, &["S"], 8.12)];
    table(&["step"], 2019..=2019, &rows)
}

/// The note of a chart of the table rounded so that rows add up; without it there is none of this kind.
#[track_caller]
fn check(table: &Table, chart: impl Fn(&Table) -> Result<Chart, Error>, expected: Option<&str>) {
    let words = |rounding| chart(&table.clone().with_rounding(rounding)).unwrap().description().unwrap();
    assert!(!words(Rounding::Independent).contains(WORDS));
    let found = words(Rounding::Additive);
    let note =
        found.split_once(WORDS).map(|(_, rest)| rest.split(". ").next().unwrap().trim_end_matches('.'));
    assert_eq!(note, expected, "{found}");
    // The note stands on the page, and the number that it is about too.
    if let Some(note) = note {
        let svg = chart(&table.clone().with_rounding(Rounding::Additive)).unwrap().to_svg().unwrap();
        let printed = note.split(" is ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        let is_drawn = |text: &str| svg.contains(&format!("aria-label=\"{text}\""));
        assert!(
            is_drawn(printed) || is_drawn(&format!("+{printed}")) || svg.contains(&format!("\"{printed} in")),
            "{printed}"
        );
        assert!(svg[svg.find("</desc>").unwrap()..].contains("Rounded so that"), "{note}");
    }
}

#[test]
fn what_is_moved_and_printed_is_said() {
    let span = Years::new(2019, 2020).unwrap();
    let last = Some("a 2020 is 3.5 for 3.440");
    let both = Some("a 2019 is 3.5 for 3.440 and a 2020 is 3.5 for 3.440");
    let cell = Some("a / x 2019 is 3.5 for 3.440");
    let shares = Some("a 2019 is 33.4% for 33.333% and a 2020 is 33.4% for 33.333%");
    check(&members(2019..=2020), Chart::stacked_columns, both);
    check(&members(2019..=2020), Chart::bars, both);
    check(&members(2019..=2020), Chart::grouped_columns, both);
    check(&members(2019..=2020), Chart::lines, last);
    check(&members(2019..=2020), Chart::small_multiples, last);
    check(&thirds(), Chart::stacked_shares, shares);
    check(&thirds(), |table| Chart::slope_of_shares(table, span), shares);
    check(&cells(), |table| Chart::heat_map(table, 2019), cell);
    check(&cells(), |table| Chart::marimekko(table, 2019), cell);
    check(&steps(), |table| Chart::bridge(table, 2019), Some("Base 2019 is 3.5 for 3.440"));
}

#[test]
fn what_is_not_printed_is_not_said() {
    let span = Years::new(2019, 2020).unwrap();
    check(&members(2019..=2020), Chart::growth_columns, None);
    check(&members(2019..=2020), |table| Chart::waterfall(table, [2019, 2020]), None);
    check(&members(2019..=2020), |table| Chart::slope_of_ranks(table, span), None);
    // Too narrow for the values of parts.
    check(&members(1981..=2030), Chart::stacked_columns, None);
    check(&members(1981..=2030), Chart::grouped_columns, None);
}

#[test]
fn many_are_counted_and_what_is_merged_is_told_as_it_is_printed() {
    check(
        &members(2016..=2020),
        Chart::stacked_columns,
        Some("a 2016 is 3.5 for 3.440, a 2017 is 3.5 for 3.440, a 2018 is 3.5 for 3.440 and 2 more"),
    );
    // 2.3 + 2.3 for 4.68, which alone would be 4.7.
    check(
        &members(2019..=2019),
        |table| Ok(Chart::stacked_columns(table)?.largest(1)),
        Some("a 2019 is 3.5 for 3.440 and Other (2) 2019 is 4.6 for 4.680"),
    );
}

#[test]
fn numbers_in_the_note_are_written_as_in_the_chart() {
    let comma = || Theme::light().with_numbers(NumberFormat::COMMA);
    check(
        &members(2019..=2019),
        |table| Ok(Chart::stacked_columns(table)?.theme(comma())),
        Some("a 2019 is 3,5 for 3,440"),
    );
}
