//! What holds for arrows from one level to another.

use super::super::annotation::{Difference, Level, Options};
use super::super::exhibit::Kind;
use super::super::layout::arrow::LABEL;
use super::super::layout::scene::{Mark, Rect, Scene};
use super::super::theme::Theme;
use crate::chart::chart::Chart;
use crate::chart::page::Page;
use crate::error::Error;
use crate::table::{Column, Measure, Number, Rounding, Row, RowKind, Table};
use crate::value::{Status, Unit, Year};

fn table(rows: &[(&str, [f64; 2])]) -> Table {
    let columns = [Column::history(2019), Column::history(2026)];
    let number = |value| Some(Number { value, status: Status::Assumed });
    let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
    rows.iter().fold(empty, |table, (name, values)| {
        table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap()
    })
}

fn drawn(kind: Kind, table: &Table, (from, to, how): (Level, Level, Difference)) -> Result<Scene, Error> {
    let mut chart = Chart::new(kind, table)?;
    chart.options = Options { differences: vec![(from, to, how)], ..Options::default() };
    Ok(chart.drawn(Page::SCREEN)?.scene)
}

/// The label on the only arrow beside the plot, and the levels where the arrow starts and ends.
fn arrow(scene: &Scene) -> (String, f64, f64) {
    let label = scene.texts().find(|text| text.style == LABEL && text.x > 600.0).unwrap();
    let ink = Theme::light().colors.ink;
    let mut shafts = scene.marks.iter().filter_map(|mark| match mark {
        Mark::Line { points, stroke, .. } if stroke.color == ink && points.len() == 2 => {
            let is_upright = points[0].x == points[1].x && points[0].x > 600.0;
            is_upright.then(|| (points[0].x, points[0].y))
        }
        _ => None,
    });
    let (x, from) = shafts.next_back().unwrap();
    let mut tips = scene.marks.iter().filter_map(|mark| match mark {
        Mark::Polygon { points, fill } if fill.color == ink && points.len() == 3 => {
            (points[0].x == x).then_some(points[0].y)
        }
        _ => None,
    });
    (label.content.clone(), from, tips.next_back().unwrap())
}

/// The columns of a color, from left to right.
fn columns(scene: &Scene, color: crate::chart::color::Color) -> Vec<Rect> {
    let rects = scene.marks.iter().filter_map(|mark| match mark {
        Mark::Rect { rect, fill } if fill.color == color && rect.height() > 20.0 => Some(*rect),
        _ => None,
    });
    rects.collect()
}

#[test]
fn an_arrow_leads_from_the_head_of_one_column_to_that_of_another() {
    let colors = Theme::light().colors;
    let table = table(&[("a", [9.0, 6.0]), ("b", [2.0, 5.0])]);
    let asked = (Level::series("b", 2019), Level::series("a", 2026), Difference::Both);
    let scene = drawn(Kind::GroupedColumns, &table, asked).unwrap();
    let (label, from, to) = arrow(&scene);
    assert_eq!(label, "+4.0 (+200%)");
    assert_eq!(
        (from, to),
        (columns(&scene, colors.series[1])[0].top, columns(&scene, colors.series[0])[1].top)
    );

    let asked = (Level::total(2019), Level::value(2.2), Difference::Relative);
    let scene = drawn(Kind::GrowthColumns, &table, asked).unwrap();
    let (label, from, to) = arrow(&scene);
    let column = columns(&scene, colors.whole)[0];
    assert_eq!((label.as_str(), from), ("−80%", column.top));
    assert!(((column.bottom - to) / column.height() - 0.2).abs() * column.height() <= 1.0);
}

#[test]
fn lines_and_waterfalls_have_the_same_arrow() {
    let table = table(&[("a", [9.0, 6.0]), ("b", [2.0, 5.5])]);
    let label = |kind: Kind, from: Level, to: Level, how| {
        let scene = drawn(kind, &table, (from, to, how)).unwrap();
        arrow(&scene).0
    };
    let years = || [2019, 2026].map(Year::from).to_vec();
    let (a, b) = (Level::series("a", 2019), Level::series("b", 2026));
    assert_eq!(label(Kind::Lines, a, b, Difference::Both), "−3.5 (−39%)");
    let totals = (Level::total(2019), Level::total(2026));
    assert_eq!(label(Kind::Waterfall(years()), totals.0, totals.1, Difference::Absolute), "+0.5");
}

/// What a kind says that cannot draw an arrow.
#[track_caller]
fn check(kind: Kind, table: &Table, asked: (Level, Level, Difference), start: &str) {
    let error = drawn(kind, table, asked).unwrap_err().to_string();
    assert!(error.starts_with(start), "{error}");
}

#[test]
fn what_a_level_is_asked_of_has_one() {
    let table = table(&[("a", [9.0, -6.0]), ("b", [2.0, 5.0])]);
    let b = || Level::series("b", 2019);
    let start = "unknown row 'c', expected one of 'b', 'a'";
    check(Kind::Lines, &table, (Level::series("c", 2019), b(), Difference::Both), start);
    let start = "unknown year '2020', expected one of '2019', '2026'";
    check(Kind::Lines, &table, (Level::series("a", 2020), b(), Difference::Both), start);
    let start =
        "the level of the total in grouped columns is not defined here: they show their members, expected";
    check(Kind::GroupedColumns, &table, (Level::total(2019), b(), Difference::Both), start);
    let start = "the level of 'b' in growth columns is not defined here: only totals stand on the base line, expected";
    check(Kind::GrowthColumns, &table, (b(), Level::value(1.0), Difference::Both), start);
    let start = "a difference arrow in bars is not defined here: they can show";
    check(Kind::Bars, &table, (b(), b(), Difference::Both), start);
}

#[test]
fn a_difference_has_both_its_ends_and_a_meaning() {
    let table = table(&[("a", [9.0, -6.0]), ("b", [2.0, 5.0])]);
    let b = || Level::series("b", 2019);
    let start = "a relative difference from -6.0 to 2.0 is not defined here: nothing is a part of nothing";
    check(Kind::Lines, &table, (Level::series("a", 2026), b(), Difference::Both), start);
    let start = "a level of the chart is NaN, expected a finite number";
    check(Kind::Lines, &table, (Level::value(f64::NAN), b(), Difference::Absolute), start);
    let shares = table.clone().with_measure(Measure::Share);
    let start =
        "a relative difference of 'share' is not defined here: changes of percentages are read as points";
    check(Kind::Lines, &shares, (b(), Level::value(0.5), Difference::Relative), start);
}

#[test]
fn shares_differ_by_points() {
    let shares = table(&[("a", [0.9, 0.6]), ("b", [0.1, 0.4])]).with_measure(Measure::Share);
    let asked = (Level::series("b", 2019), Level::series("b", 2026), Difference::Absolute);
    let scene = drawn(Kind::Lines, &shares, asked).unwrap();
    assert_eq!(arrow(&scene).0, "+30.0 points");
}

#[test]
fn a_change_that_printed_parts_do_not_give_has_its_note() {
    // Printed as 1.0 and 1.1, which add up to 2.1.
    let plain = table(&[("a", [1.04, 1.0]), ("b", [1.04, 1.0])]);
    let description = |table: &Table| {
        let mut chart = Chart::new(Kind::GroupedColumns, table).unwrap();
        let asked = (Level::series("a", 2019), Level::series("b", 2019), Difference::Absolute);
        chart.options = Options { differences: vec![asked], ..Options::default() };
        chart.drawn(Page::SCREEN).unwrap().description
    };
    let note = "Changes are computed from unrounded values.";
    assert!(!description(&plain).contains(note));
    let total = [2.08, 2.0].map(|value| Some(Number { value, status: Status::Assumed }));
    let adding = plain.with_row(Row::total(), total).unwrap().with_rounding(Rounding::Additive);
    let said = description(&adding);
    assert!(said.contains("a in 2019 to b in 2019: 0.0.") && said.contains(note), "{said}");
}
