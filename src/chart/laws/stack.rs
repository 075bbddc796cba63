//! What holds for stacked columns.

use proptest::prelude::*;

use super::super::annotation::Options;
use super::super::exhibit::Kind;
use super::super::exhibit::stack::Stack;
use super::super::layout::arrow::LABEL;
use super::super::layout::grid::TICK;
use super::super::layout::gutter::NAME;
use super::super::layout::scene::{Anchor, Mark, Rect, Scene, Text, Weight};
use super::super::page::Page;
use super::super::theme::Theme;
use super::{Case, case};
use crate::chart::chart::Chart;
use crate::table::{Column, Number, Row, RowKind, Table};
use crate::value::{Status, Unit};

fn stack(case: &Case) -> Stack {
    Stack::read(&case.table, &case.options, &Theme::light()).unwrap()
}

fn scene(case: &Case) -> Option<Scene> {
    if case.kind == Kind::StackedColumns { case.scene() } else { None }
}

/// Whether a text is the rate in the arrow.
fn is_rate(text: &Text) -> bool {
    text.style == LABEL && ["CAGR", "growth", "%"].iter().any(|end| text.content.ends_with(end))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_series_is_named_and_every_rate_printed(case in case()) {
        let Some(scene) = scene(&case) else { return Ok(()) };
        let colors = Theme::light().colors;
        let stack = stack(&case);
        let heading = scene.texts().filter(|text| ["CAGR", "Growth"].contains(&text.content.as_str())).count();
        let beside = |text: &&Text| text.style == NAME;
        let rates = scene.texts().filter(beside).filter(|text| text.anchor == Anchor::End).count();
        prop_assert_eq!(rates, heading * stack.series.len());
        for series in &stack.series {
            let shade = series.color.as_text(colors.paper);
            let named = |text: &Text| text.anchor == Anchor::Start && text.color == shade;
            prop_assert!(scene.texts().filter(beside).any(named), "{}", series.name);
        }
    }

    #[test]
    fn an_axis_stands_wherever_a_value_is_not_printed(case in case()) {
        // The figures in capsules look like totals.
        let case = Case { options: Options::default(), ..case };
        let Some(scene) = scene(&case) else { return Ok(()) };
        let colors = Theme::light().colors;
        let stack = stack(&case);
        let is_tick = |text: &Text| text.style == TICK && text.anchor == Anchor::Start;
        let has_axis = scene.texts().any(|text| is_tick(text) && text.content.starts_with('0'));
        let values = || scene.texts().filter(|text| text.anchor == Anchor::Middle && text.color != colors.soft);
        let totals = values().filter(|text| text.style.weight == Weight::Bold && !is_rate(text));
        let parts = values().filter(|text| text.style.weight == Weight::Regular).count();
        let wanted = stack.series.iter().flat_map(|series| &series.values).filter(|&&value| value != 0.0).count();
        let prints_all = totals.count() == stack.columns.len() && (stack.series.len() == 1 || parts == wanted);
        prop_assert!(has_axis || prints_all);
    }

    #[test]
    fn no_line_of_the_grid_crosses_a_total(case in case()) {
        let Some(scene) = scene(&case) else { return Ok(()) };
        let colors = Theme::light().colors;
        let lines = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Line { points, stroke, .. } if stroke.color == colors.grid => Some((points[0], points[1])),
            _ => None,
        });
        for (from, to) in lines {
            let line = Rect::new(from.x, from.y - 0.5, to.x, to.y + 0.5);
            for text in scene.texts().filter(|text| text.style.weight == Weight::Bold) {
                prop_assert!(!text.bounds().overlaps(&line), "{text:?}\n{line:?}");
            }
        }
    }
}

#[test]
fn segments_add_up_to_their_column_in_proportion() {
    let number = |value: f64| Some(Number { value, status: Status::Assumed });
    let columns = [Column::history(2019), Column::history(2020)];
    let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns)
        .with_row(Row::new(RowKind::Member, ["a"]), [6.0, 3.0].map(number))
        .unwrap()
        .with_row(Row::new(RowKind::Member, ["b"]), [4.0, 2.0].map(number))
        .unwrap();
    let stack = Stack::read(&table, &Options::default(), &Theme::light()).unwrap();
    let scene = Chart::new(Kind::StackedColumns, &table).unwrap().drawn(Page::SCREEN).unwrap().scene;
    let of = |color, left: bool| {
        let found = scene.marks.iter().find_map(|mark| match mark {
            Mark::Rect { rect, fill } if fill.color == color && (rect.left < 300.0) == left => Some(*rect),
            _ => None,
        });
        found.unwrap()
    };
    let [a, b] = [0, 1].map(|series| stack.series[series].color);
    let (first, second) = ((of(a, true), of(b, true)), (of(a, false), of(b, false)));
    assert_eq!(first.0.top, first.1.bottom);
    let total = first.0.bottom - first.1.top;
    assert_eq!(first.0.height() + first.1.height(), total);
    assert!((first.0.height() / total - 0.6).abs() * total <= 1.0);
    assert!((second.0.bottom - second.1.top - total / 2.0).abs() <= 1.0);
}
