//! What holds for charts of two axes, and for bubbles.

use proptest::prelude::*;

use super::super::annotation::Options;
use super::super::exhibit::Kind;
use super::super::exhibit::bubbles::Bubbles;
use super::super::exhibit::heat_map::HeatMap;
use super::super::exhibit::marimekko::Marimekko;
use super::super::layout::gutter::NAME;
use super::super::layout::scene::{Anchor, Mark, Point, Rect, Scene, Text};
use super::super::theme::Theme;
use super::{Case, case, ink, kinds};
use crate::chart::chart::Chart;
use crate::chart::page::Page;
use crate::table::{Column, Number, Row, RowKind, Table};
use crate::value::{Status, Unit, Year};

/// A case of one kind, which cases of all kinds rarely are.
fn case_of(wanted: fn(&Kind) -> bool) -> impl Strategy<Value = Case> {
    case().prop_map(move |case| {
        let years: Vec<i32> = case.table.columns().iter().map(|column| column.year().number()).collect();
        let axes = case.table.axes().len();
        let fitting = kinds(&years).into_iter().find(|(kind, demand)| wanted(kind) && demand.axes == axes);
        Case {
            kind: fitting.map_or(case.kind.clone(), |(kind, _)| kind),
            options: Options::default(),
            ..case
        }
    })
}

fn is_marimekko(kind: &Kind) -> bool {
    matches!(kind, Kind::Marimekko { .. })
}

fn is_heat_map(kind: &Kind) -> bool {
    matches!(kind, Kind::HeatMap { .. })
}

fn is_bubbles(kind: &Kind) -> bool {
    matches!(kind, Kind::GrowthBubbles { .. })
}

fn marimekko(case: &Case) -> Option<(Marimekko, Scene)> {
    let Kind::Marimekko { year } = case.kind else { return None };
    let scene = case.scene()?;
    Some((Marimekko::read(&case.table, year, &Options::default(), &Theme::light()).unwrap(), scene))
}

fn heat_map(case: &Case) -> Option<(HeatMap, Scene)> {
    let Kind::HeatMap { year } = case.kind else { return None };
    let scene = case.scene()?;
    Some((HeatMap::read(&case.table, year, &Theme::light()).unwrap(), scene))
}

fn bubbles(case: &Case) -> Option<(Bubbles, Scene)> {
    let Kind::GrowthBubbles { years } = case.kind else { return None };
    let scene = case.scene()?;
    Some((Bubbles::read(&case.table, years, &Options::default(), &Theme::light()).unwrap(), scene))
}

/// The corners of the bubbles in painting order, without their rings.
fn discs<'a>(bubbles: &Bubbles, scene: &'a Scene) -> Vec<&'a [Point]> {
    let polygons = scene.marks.iter().filter_map(|mark| match mark {
        Mark::Polygon { points, .. } => Some(points.as_slice()),
        _ => None,
    });
    polygons.skip(1).step_by(2).take(bubbles.members.len()).collect()
}

/// The box around some points.
fn around(points: &[Point]) -> Rect {
    let start = Rect::new(f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    points.iter().fold(start, |rect, point| {
        let (left, top) = (rect.left.min(point.x), rect.top.min(point.y));
        Rect::new(left, top, rect.right.max(point.x), rect.bottom.max(point.y))
    })
}

/// Whether a box shares area with the circle in another.
fn enters(rect: &Rect, circle: &Rect) -> bool {
    let center = circle.middle();
    let (x, y) = (center.x.clamp(rect.left, rect.right), center.y.clamp(rect.top, rect.bottom));
    libm::hypot(center.x - x, center.y - y) < circle.width() / 2.0
}

/// How many texts begin as a name does.
fn begun(scene: &Scene, name: &str) -> usize {
    let start: String = name.chars().take(3).collect();
    scene.texts().filter(|text| text.content.starts_with(&start)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_column_of_a_marimekko_is_named_over_it_or_in_a_note(case in case_of(is_marimekko)) {
        let Some((mekko, scene)) = marimekko(&case) else { return Ok(()) };
        let description = case.page().unwrap().description;
        let unnamed = description.split("Columns without a name, from the left: ").nth(1).unwrap_or_default();
        for (bar, member) in mekko.matrix.rows.iter().enumerate() {
            let figure = mekko.figure(bar);
            let over = scene.texts().any(|text| text.content == figure);
            prop_assert!(over || unnamed.contains(&format!("{}, {figure}", member.name)), "{}", member.name);
        }
    }

    #[test]
    fn every_series_of_a_marimekko_is_named_beside_it(case in case_of(is_marimekko)) {
        let Some((mekko, scene)) = marimekko(&case) else { return Ok(()) };
        let paper = Theme::light().colors.paper;
        for color in &mekko.colors {
            let shade = color.as_text(paper);
            let named = |text: &Text| text.style == NAME && text.anchor == Anchor::Start && text.color == shade;
            prop_assert!(scene.texts().any(named));
        }
    }

    #[test]
    fn columns_of_a_marimekko_are_full_and_stand_side_by_side(case in case_of(is_marimekko)) {
        let Some((mekko, scene)) = marimekko(&case) else { return Ok(()) };
        let fills: Vec<Rect> = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Rect { rect, fill } if mekko.colors.contains(&fill.color) => Some(*rect),
            _ => None,
        }).collect();
        let all = around(&fills.iter().flat_map(|r| [Point::new(r.left, r.top), Point::new(r.right, r.bottom)]).collect::<Vec<_>>());
        let tick = |label: &str| scene.texts().find(|t| t.content == label && t.anchor == Anchor::End).unwrap().baseline;
        prop_assert!((tick("0%") - tick("100%") - all.height()).abs() <= 2.0);
        for x in 0..(all.width() as usize) {
            let x = all.left + x as f64 + 0.5;
            let up: f64 = fills.iter().filter(|r| r.left < x && x < r.right).map(Rect::height).sum();
            // Plates behind labels cover what is already there; a gap between columns is one pixel wide.
            let is_gap = fills.iter().all(|r| !(r.left < x && x < r.right));
            let beside = fills.iter().any(|r| (r.left - x - 0.5).abs() < 1e-9);
            prop_assert!(up >= all.height() - 1.0 * mekko.colors.len() as f64 || (is_gap && beside), "{up} at {x}");
        }
    }

    #[test]
    fn every_number_of_a_heat_map_is_printed(case in case_of(is_heat_map)) {
        let Some((map, scene)) = heat_map(&case) else { return Ok(()) };
        let sums = map.rows.iter().chain(&map.columns).map(|edge| edge.sum.as_ref()).chain([map.whole.as_ref()]);
        let pairs = (0..map.rows.len()).flat_map(|row| (0..map.columns.len()).map(move |column| (row, column)));
        let tiles = pairs.map(|place| map.cells.get(&place)).chain(sums);
        let mut wanted: Vec<String> = tiles.map(|tile| tile.map_or("–".into(), |tile| tile.text.clone())).collect();
        let mut printed: Vec<String> = scene.texts().map(|text| text.content.clone()).collect();
        wanted.sort_unstable();
        printed.sort_unstable();
        for same in wanted.chunk_by(|a, b| a == b) {
            let found = printed.iter().filter(|text| **text == same[0]).count();
            prop_assert!(found >= same.len(), "{} of {} times '{}'", found, same.len(), same[0]);
        }
    }

    #[test]
    fn areas_of_bubbles_are_in_proportion_to_sizes(case in case_of(is_bubbles)) {
        let Some((bubbles, scene)) = bubbles(&case) else { return Ok(()) };
        let largest = bubbles.largest();
        let discs = discs(&bubbles, &scene);
        prop_assert_eq!(discs.len(), bubbles.members.len());
        let width = around(discs[0]).width();
        for (disc, member) in discs.iter().zip(&bubbles.members) {
            let found = around(disc).width() / width;
            let share = if largest > 0.0 { member.size / largest } else { 0.0 };
            // What could not be seen is a dot of 5 pixels.
            prop_assert!((found * found - share).abs() < 0.02 || found * width < 5.1, "{found} for {share}");
        }
    }

    #[test]
    fn every_bubble_is_named_and_no_name_stands_on_another_bubble(case in case_of(is_bubbles)) {
        let Some((bubbles, scene)) = bubbles(&case) else { return Ok(()) };
        for member in &bubbles.members {
            let alike = bubbles.members.iter().filter(|other| {
                other.name.chars().take(3).eq(member.name.chars().take(3))
            });
            prop_assert!(begun(&scene, &member.name) >= alike.count(), "{}", member.name);
        }
        let discs = discs(&bubbles, &scene);
        for text in scene.texts() {
            let ink = ink(text);
            let over = discs.iter().filter(|disc| enters(&ink, &around(disc)));
            let is_inside = text.on != Theme::light().colors.paper;
            let allowed = |disc: &&&[Point]| is_inside && enters(&ink, &around(disc));
            prop_assert!(over.into_iter().all(|disc| allowed(&disc)), "{text:?}");
        }
    }
}

#[test]
fn areas_of_a_marimekko_are_in_proportion_to_values() {
    let values = [("a", "x", 6.0), ("a", "y", 2.0), ("b", "x", 1.0), ("b", "y", 1.0)];
    let number = |value: f64| [Some(Number { value, status: Status::Assumed })];
    let empty = Table::new("Market", Unit::USD_BILLION, ["region", "product"], [Column::history(2019)]);
    let table = values.iter().fold(empty, |table, &(first, second, value)| {
        table.with_row(Row::new(RowKind::Member, [first, second]), number(value)).unwrap()
    });
    let kind = Kind::Marimekko { year: Year::from(2019) };
    let scene = Chart::new(kind, &table).unwrap().drawn(Page::SCREEN).unwrap().scene;
    let colors = Theme::light().colors.series;
    let of = |color, left: bool| {
        let fills = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Rect { rect, fill } if fill.color == color => Some(*rect),
            _ => None,
        });
        let mut fills: Vec<Rect> = fills.collect();
        fills.sort_by(|a, b| a.left.total_cmp(&b.left));
        if left { fills[0] } else { fills[1] }
    };
    let areas = [of(colors[0], true), of(colors[1], true), of(colors[0], false), of(colors[1], false)];
    let whole: f64 = areas.iter().map(|rect| rect.width() * rect.height()).sum();
    for (rect, (_, _, value)) in areas.iter().zip(values) {
        let share = rect.width() * rect.height() / whole;
        assert!((share - value / 10.0).abs() < 0.004, "{share} for {value}");
    }
}
