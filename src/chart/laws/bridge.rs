//! What holds for waterfalls, grouped columns, growth columns and bars.

use proptest::prelude::*;

use super::super::annotation::Options;
use super::super::color::Color;
use super::super::exhibit::Kind;
use super::super::exhibit::bars::Bars;
use super::super::exhibit::grouped::Grouped;
use super::super::exhibit::growth::GrowthColumns;
use super::super::exhibit::waterfall::{Stop, Waterfall};
use super::super::layout::gutter::NAME;
use super::super::layout::scene::{Anchor, Mark, Rect, Scene, Text, Weight};
use super::super::theme::Theme;
use super::{Case, case};
use crate::chart::chart::Chart;
use crate::chart::exhibit::Exhibit;
use crate::chart::page::Page;
use crate::table::{Column, Number, Row, RowKind, Table};
use crate::value::{Status, Unit, Year};

/// A table of two years.
fn table(rows: &[(&str, [f64; 2])]) -> Table {
    let columns = [Column::history(2019), Column::forecast(2026)];
    let number = |value| Some(Number { value, status: Status::Assumed });
    let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
    rows.iter().fold(empty, |table, (name, values)| {
        table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap()
    })
}

fn years() -> Vec<Year> {
    [2019, 2026].map(Year::from).to_vec()
}

fn drawn(kind: Kind, table: &Table, options: Options) -> Scene {
    let mut chart = Chart::new(kind, table).unwrap();
    chart.options = options;
    chart.drawn(Page::SCREEN).unwrap().scene
}

/// The rectangles of these colors, in painting order.
fn filled(scene: &Scene, colors: &[Color]) -> Vec<Rect> {
    let rects = scene.marks.iter().filter_map(|mark| match mark {
        Mark::Rect { rect, fill } if colors.contains(&fill.color) => Some(*rect),
        _ => None,
    });
    rects.collect()
}

/// Whether pixels are in proportion to values, to the pixel that edges are set to.
#[track_caller]
fn in_proportion(pixels: &[f64], values: &[f64]) {
    assert_eq!(pixels.len(), values.len());
    let largest = |of: &[f64]| of.iter().fold(0.0_f64, |largest, one| largest.max(one.abs()));
    let scale = largest(pixels) / largest(values);
    for (pixel, value) in pixels.iter().zip(values) {
        assert!((pixel - value.abs() * scale).abs() <= 1.5, "{pixel} for {value}");
    }
}

#[test]
fn steps_and_totals_are_as_high_as_their_values() {
    let colors = Theme::light().colors;
    let table = table(&[("a", [4.0, 6.0]), ("b", [3.0, 2.0]), ("c", [1.0, 1.5])]);
    let scene = drawn(Kind::Waterfall(years()), &table, Options::default());
    let rects = filled(&scene, &[colors.whole, colors.up, colors.down]);
    in_proportion(&rects.iter().map(Rect::height).collect::<Vec<_>>(), &[8.0, 2.0, -1.0, 0.5, 9.5]);
    assert_eq!(
        (rects[1].bottom, rects[2].top, rects[3].bottom),
        (rects[0].top, rects[1].top, rects[2].bottom)
    );
    assert_eq!((rects[3].top, rects[0].bottom), (rects[4].top, rects[4].bottom));
    assert_eq!(filled(&scene, &[colors.down]), [rects[2]]);
}

#[test]
fn a_broken_axis_cuts_every_total_and_says_so() {
    let theme = Theme::light();
    let check = |broken_axis: bool, values: [f64; 2], expected: usize| {
        let table = table(&[("a", values), ("b", [4.0, 4.5])]);
        let options = Options { broken_axis, ..Options::default() };
        let waterfall = Waterfall::read(&table, &years(), &options, &theme).unwrap();
        let said = waterfall.notes(&theme, 960.0).unwrap();
        assert_eq!(said.iter().any(|note| note.starts_with("The axis is broken")), expected > 0);
        let scene = drawn(Kind::Waterfall(years()), &table, options);
        let totals = filled(&scene, &[theme.colors.whole]);
        let waves = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Polygon { points, fill } if fill.color == theme.colors.paper && points.len() > 60 => {
                Some(points)
            }
            _ => None,
        });
        let inside = waves.filter(|points| {
            totals.iter().any(|total| {
                let within = |x: f64, y: f64| {
                    x >= total.left - 1e-9 && x <= total.right + 1e-9 && y > total.top && y < total.bottom
                };
                points.iter().all(|point| within(point.x, point.y))
            })
        });
        assert_eq!(inside.count(), expected);
    };
    check(true, [4.0, 5.0], 2);
    check(false, [4.0, 5.0], 0);
    // Steps as large as the totals need no break.
    check(true, [1.0, 20.0], 0);
}

#[test]
fn bars_are_as_long_as_their_values_on_their_side_of_zero() {
    let colors = Theme::light().colors;
    let table = table(&[("a", [4.0, 6.0]), ("b", [-3.0, 2.0]), ("c", [1.0, -5.0])]);
    let scene = drawn(Kind::Bars, &table, Options::default());
    let shades = [colors.up.mix(colors.paper, 0.55), colors.up];
    // Without the squares of the key.
    let rects: Vec<Rect> = filled(&scene, &shades).into_iter().skip(2).collect();
    let lengths: Vec<f64> = rects.iter().map(Rect::width).collect();
    in_proportion(&lengths, &[4.0, 6.0, -3.0, 2.0, 1.0, -5.0]);
    let zero = rects[0].left;
    assert_eq!([rects[1].left, rects[2].right, rects[5].right], [zero; 3]);
}

#[test]
fn grouped_columns_are_as_high_as_their_values_on_their_side_of_zero() {
    let table = table(&[("a", [4.0, 6.0]), ("b", [-3.0, 2.0])]);
    let grouped = Grouped::read(&table, &Options::default(), &Theme::light()).unwrap();
    let scene = drawn(Kind::GroupedColumns, &table, Options::default());
    let rects = |series: usize| filled(&scene, &[grouped.bars[series].color])[1..].to_vec();
    let (a, b) = (rects(0), rects(1));
    in_proportion(
        &[&a[..], &b].concat().iter().map(Rect::height).collect::<Vec<_>>(),
        &[4.0, 6.0, -3.0, 2.0],
    );
    assert_eq!((b[0].top, b[1].bottom), (a[0].bottom, a[0].bottom));
    assert!(a[0].right <= b[0].left && b[0].right < a[1].left);
}

fn of_kind(case: &Case, kind: &Kind) -> bool {
    std::mem::discriminant(&case.kind) == std::mem::discriminant(kind)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_step_and_every_total_has_its_figure_in_a_waterfall(case in case()) {
        let (Kind::Waterfall(years), Some(scene)) = (&case.kind, case.scene()) else { return Ok(()) };
        let waterfall = Waterfall::read(&case.table, years, &case.options, &Theme::light()).unwrap();
        let colors = Theme::light().colors;
        // Figures, the years of totals, and what stands in the capsule of the arrow.
        let bold = |text: &&Text| text.anchor == Anchor::Middle && text.style.weight == Weight::Bold;
        let capsules = scene.marks.iter().filter(|mark| {
            matches!(mark, Mark::Polygon { points, fill } if points.len() > 10 && fill.color == colors.ink)
        });
        let totals = waterfall.stops.iter().filter(|stop| matches!(stop, Stop::Total { .. })).count();
        let expected = waterfall.stops.len() + totals + capsules.count();
        prop_assert_eq!(scene.texts().filter(bold).count(), expected);
        let has_steps_up = waterfall.stops.iter().any(|stop| matches!(stop, Stop::Step { change, .. } if *change > 0.0));
        let up = colors.up.as_text(colors.paper);
        prop_assert!(!has_steps_up || scene.texts().any(|text| text.color == up));
    }

    #[test]
    fn every_series_of_grouped_columns_stands_in_the_key(case in case()) {
        let Some(scene) = case.scene().filter(|_| of_kind(&case, &Kind::GroupedColumns)) else { return Ok(()) };
        let grouped = Grouped::read(&case.table, &case.options, &Theme::light()).unwrap();
        let squares: Vec<Color> = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Rect { rect, fill } if rect.width() == 12.0 && rect.height() == 12.0 => Some(fill.color),
            _ => None,
        }).collect();
        let colors: Vec<Color> = grouped.bars.iter().map(|bars| bars.color).collect();
        prop_assert_eq!(&squares[..colors.len()], &colors[..]);
        let names = scene.texts().filter(|text| text.style == NAME && text.anchor == Anchor::Start).count();
        prop_assert_eq!(names, colors.len());
    }

    #[test]
    fn every_row_of_bars_has_its_name_and_its_numbers(case in case()) {
        let Some(scene) = case.scene().filter(|_| case.kind == Kind::Bars) else { return Ok(()) };
        let bars = Bars::read(&case.table, &case.options, &Theme::light()).unwrap();
        let texts = |content: &str| scene.texts().filter(|text| text.content == content).count();
        let cells = || bars.rows.iter().flat_map(|row| row.shown.iter().flatten());
        let figures: Vec<String> = cells().map(|value| bars.format.text(*value)).collect();
        for figure in &figures {
            prop_assert!(texts(figure) >= figures.iter().filter(|other| *other == figure).count());
        }
    }

    #[test]
    fn the_last_growth_is_printed_over_growth_columns(case in case()) {
        let Some(scene) = case.scene().filter(|_| of_kind(&case, &Kind::GrowthColumns)) else { return Ok(()) };
        let growth = GrowthColumns::read(&case.table, &case.options, &Theme::light()).unwrap();
        let numbers = growth.numbers();
        let Some((_, last)) = numbers.rsplit_once("growth ") else { return Ok(()) };
        let rate = last.split(['%']).next().unwrap().replace('-', "−");
        let printed = scene.texts().any(|text| text.content.strip_suffix('%') == Some(rate.as_str()));
        prop_assert!(printed, "{rate}");
    }
}
