//! What holds for every chart, whatever the table.

mod arrows;
mod bridge;
mod matrix;
mod stack;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use plotters::drawing::IntoDrawingArea as _;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use super::annotation::{Annotation, Difference, Level, Options, ValueLine};
use super::chart::{Chart, Drawn};
use super::color::{Color, READABLE};
use super::exhibit::Kind;
use super::exhibit::slope::Sloped;
use super::layout::scene::{Mark, Point, Rect, Scene, Text};
use super::layout::text;
use super::output::paint::{Element, FINE};
use super::output::png::Canvas;
use super::output::svg::{Svg, SvgText};
use super::page::Page;
use super::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Number, Row, RowKind, Table};
use crate::value::{Status, Unit, Year, Years};

const NAMES: [&str; 7] = [
    "Europe",
    "Île-de-France & Łódź",
    "B2B",
    "Banking, financial services and insurance, including everything that is regulated",
    "Rest of world",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "Ελλάδα и Россия",
];

/// A chart on a page, of which nothing is known.
#[derive(Clone, Debug)]
struct Case {
    kind: Kind,
    table: Table,
    title: String,
    source: String,
    size: (u32, u32),
    options: Options,
}

/// What a kind of chart is tried on.
#[derive(Clone, Copy, Debug)]
struct Demand {
    /// How many axes its rows have.
    axes: usize,
    /// Whether it shows numbers below zero.
    negative: bool,
    shape: Shape,
}

/// What rows are to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Members,
    Alternatives,
    /// From a level by changes to another.
    Steps,
    /// A level and pairs of alternatives to it.
    Swings,
}

/// Every kind, with years that the table has.
fn kinds(years: &[i32]) -> Vec<(Kind, Demand)> {
    [of_forecasts(years), of_scenarios(years)].concat()
}

/// The kinds for tables of a forecast.
fn of_forecasts(years: &[i32]) -> Vec<(Kind, Demand)> {
    let span = Years::new(years[0], years[years.len() - 1]).unwrap();
    let plain = Demand { axes: 1, negative: false, shape: Shape::Members };
    let signed = Demand { negative: true, ..plain };
    // Every third time with a subtotal.
    let between = if years.len().is_multiple_of(3) { years.len() / 2 } else { 0 };
    let mut stops = [0, between, years.len() - 1].map(|index| Year::from(years[index])).to_vec();
    stops.dedup();
    let (crossed, crossed_signed) = (Demand { axes: 2, ..plain }, Demand { axes: 2, ..signed });
    let year = Year::from(years[years.len() / 2]);
    vec![
        (Kind::StackedColumns, plain),
        (Kind::StackedShares, plain),
        (Kind::Lines, signed),
        (Kind::SmallMultiples, signed),
        (Kind::Slope(Sloped::Shares, span), plain),
        (Kind::Slope(Sloped::Ranks, span), signed),
        (Kind::GroupedColumns, signed),
        (Kind::GrowthColumns, signed),
        (Kind::Waterfall(stops), signed),
        (Kind::Bars, signed),
        (Kind::Marimekko { year }, crossed),
        (Kind::HeatMap { year }, crossed_signed),
        (Kind::GrowthHeatMap { years: span }, crossed),
        (Kind::GrowthHeatMap { years: span }, crossed_signed),
        (Kind::GrowthBubbles { years: span }, plain),
    ]
}

/// The kinds for tables of scenarios.
fn of_scenarios(years: &[i32]) -> Vec<(Kind, Demand)> {
    let signed = Demand { axes: 1, negative: true, shape: Shape::Members };
    let alternatives = Demand { shape: Shape::Alternatives, ..signed };
    let steps = Demand { shape: Shape::Steps, ..signed };
    let year = Year::from(years[years.len() / 2]);
    vec![
        (Kind::Lines, alternatives),
        (Kind::Bars, alternatives),
        (Kind::Grid, Demand { axes: 2, ..alternatives }),
        (Kind::Bridge(year), steps),
        (Kind::Tornado, Demand { axes: 2, shape: Shape::Swings, ..signed }),
    ]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => 0.0..20.0f64,
        1 => Just(0.0),
        1 => (-12i32..16, 1.0..10.0f64).prop_map(|(power, digits)| digits * 10f64.powi(power)),
        1 => Just(1e300),
        1 => Just(5e-324),
    ]
}

fn values(cells: usize, is_wild: bool) -> impl Strategy<Value = Vec<f64>> {
    let wild = u32::from(is_wild);
    prop_oneof![
        3 => proptest::collection::vec(0.5..20.0f64, cells),
        wild => proptest::collection::vec(value(), cells),
        1 => proptest::collection::vec(100_000.0..900_000.0f64, cells),
        wild => Just(vec![0.0; cells]),
    ]
}

/// Things to mark, by positions among years and rows and by parts of the largest number.
#[derive(Clone, Debug)]
struct Wishes {
    arrows: Vec<(usize, usize)>,
    gaps: Vec<(usize, usize, u8)>,
    lines: Vec<f64>,
    highlight: Vec<usize>,
    largest: Option<usize>,
    span: Option<(usize, usize)>,
    broken: bool,
}

prop_compose! {
    fn wishes()(
        arrows in proptest::collection::vec((0usize..60, 0usize..60), 0..4),
        gaps in proptest::collection::vec((0usize..60, 0usize..60, 0u8..9), 0..3),
        lines in proptest::collection::vec(0.0..1.4f64, 0..3),
        highlight in proptest::collection::vec(0usize..40, 0..3),
        largest in proptest::option::of(0usize..9),
        span in proptest::option::of((0usize..60, 0usize..60)),
        broken in any::<bool>(),
    ) -> Wishes {
        Wishes { arrows, gaps, lines, highlight, largest, span, broken }
    }
}

impl Wishes {
    /// What of it a kind of chart has a place for, in a table of these years and rows.
    fn options(&self, kind: &Kind, years: &[i32], table: &Table) -> Options {
        let can = |annotation| kind.annotations().contains(&annotation);
        let year = |index: usize| Year::from(years[index % years.len()]);
        let pair = |&(a, b): &(usize, usize)| {
            let (a, b) = (a % years.len(), b % years.len());
            (a != b).then(|| (year(a.min(b)), year(a.max(b))))
        };
        let numbers = (0..table.rows().len()).flat_map(|row| table.numbers(row));
        let largest = numbers.flatten().fold(0.0_f64, |largest, number| largest.max(number.value));
        let has_series = matches!(kind, Kind::Lines | Kind::GroupedColumns);
        let level = |index: usize, value: bool| {
            if value {
                return Level::value(largest * (index as f64 / 50.0));
            }
            let row = &table.rows()[index % table.rows().len()];
            if has_series { Level::series(row.to_string(), year(index)) } else { Level::total(year(index)) }
        };
        let how = [Difference::Absolute, Difference::Relative, Difference::Both];
        let gap = |&(from, to, code): &(usize, usize, u8)| {
            (level(from, code % 5 == 4), level(to, code % 4 == 3), how[usize::from(code) % 3])
        };
        let line = |(index, part): (usize, &f64)| match index {
            0 => ValueLine::new("Target of the whole", part * largest),
            _ => ValueLine::average(),
        };
        let name = |&row: &usize| {
            let row = &table.rows()[row % table.rows().len()];
            // Columns of a Marimekko are cut by the members of the second axis.
            let second = row.labels().get(1).filter(|_| matches!(kind, Kind::Marimekko { .. }));
            text::clean(&second.map_or_else(|| row.to_string(), String::clone))
        };
        let arrows: Vec<_> = self.arrows.iter().filter_map(pair).collect();
        Options {
            growth: (can(Annotation::Growth) && !arrows.is_empty()).then_some(arrows),
            series_growth: self.span.as_ref().filter(|_| can(Annotation::SeriesGrowth)).and_then(pair),
            differences: self.gaps.iter().filter(|_| can(Annotation::Difference)).map(gap).collect(),
            lines: self.lines.iter().filter(|_| can(Annotation::Line)).enumerate().map(line).collect(),
            highlight: self.highlight.iter().filter(|_| can(Annotation::Highlight)).map(name).collect(),
            largest: self.largest.filter(|_| can(Annotation::Largest)),
            broken_axis: self.broken && can(Annotation::BrokenAxis),
        }
    }
}

fn case() -> impl Strategy<Value = Case> {
    case_among(kinds, &ANYTHING)
}

/// How far tables and pages go.
struct Reach {
    rows: [Range<usize>; 2],
    years: [Range<usize>; 2],
    /// Whether sizes are beyond all measure, and annotations wished for.
    is_wild: bool,
    first: &'static [i32],
    decimals: Range<usize>,
    names: &'static [usize],
    title: Range<usize>,
    source: Range<usize>,
    width: Range<u32>,
    height: Range<u32>,
}

const ANYTHING: Reach = Reach {
    rows: [1..8, 1..40],
    years: [1..12, 1..60],
    is_wild: true,
    first: &[2019, 2019, 2019, 2019, 1995, -3, 20_000],
    decimals: 0..4,
    names: &[0, 1, 2, 3, 4, 5, 6],
    title: 0..20,
    source: 0..60,
    width: 320..1400,
    height: 200..900,
};

/// What reports are made of: some rows and years on three quarters of a slide or more.
const ORDINARY: Reach = Reach {
    rows: [2..8, 2..8],
    years: [2..9, 2..9],
    is_wild: false,
    first: &[1995, 2019],
    decimals: 0..2,
    names: &[0, 1, 2, 4, 6],
    title: 0..8,
    source: 0..20,
    width: 720..1400,
    height: 540..900,
};

prop_compose! {
    fn case_among(among: fn(&[i32]) -> Vec<(Kind, Demand)>, reach: &'static Reach)(
        rows in prop_oneof![reach.rows[0].clone(), reach.rows[1].clone()],
        years in prop_oneof![reach.years[0].clone(), reach.years[1].clone()],
    )(
        values in values(rows * years, reach.is_wild),
        signs in prop_oneof![
            2 => Just(vec![1.0; rows * years]),
            1 => proptest::collection::vec(prop_oneof![3 => Just(1.0), 1 => Just(-1.0)], rows * years),
        ],
        history in 0..=years,
        first in prop::sample::select(reach.first),
        names in proptest::collection::vec(prop::sample::select(reach.names), rows),
        members in 1usize..6,
        decimals in reach.decimals.clone(),
        title in reach.title.clone(),
        source in reach.source.clone(),
        width in reach.width.clone(),
        height in reach.height.clone(),
        rows in Just(rows),
        years in Just(years),
        kind in any::<prop::sample::Index>(),
        wishes in proptest::option::of(wishes()).prop_map(|wishes| wishes.filter(|_| reach.is_wild)),
    ) -> Case {
        let years: Vec<i32> = (first..).take(years).collect();
        let kinds = among(&years);
        let (kind, demand) = kinds[kind.index(kinds.len())].clone();
        let most = match kind {
            Kind::Bars => 3,
            Kind::Grid | Kind::Tornado => 1,
            _ => years.len(),
        };
        let years = &years[..most.min(years.len())];
        let columns = years.iter().enumerate().map(|(i, &year)| {
            if i < history { Column::history(year) } else { Column::forecast(year) }
        });
        let axes = ["region", "product"].into_iter().take(demand.axes);
        let mut table = Table::new("Market", Unit::USD_BILLION, axes, columns).with_decimals(decimals);
        for row in 0..rows {
            let cells = row * years.len()..(row + 1) * years.len();
            let sign = |cell: usize| if demand.negative { signs[cell] } else { 1.0 };
            let number = |cell: usize| Some(Number { value: values[cell] * sign(cell), status: Status::Assumed });
            let labels = match demand.axes {
                _ if demand.shape == Shape::Swings => {
                    let name = NAMES[names[row.div_ceil(2)]];
                    vec![format!("{name} {}", row.div_ceil(2)), format!("P{row}")]
                }
                1 => vec![NAMES[names[row]].to_string()],
                _ => vec![format!("{} {}", NAMES[names[row / members]], row / members), format!("P{}", row % members)],
            };
            let kind = match demand.shape {
                Shape::Members => RowKind::Member,
                Shape::Steps | Shape::Swings if row == 0 => RowKind::Level,
                Shape::Alternatives | Shape::Swings => RowKind::Alternative,
                Shape::Steps => RowKind::Change,
            };
            table = table.with_row(Row::new(kind, labels), cells.map(number)).unwrap();
        }
        if demand.shape == Shape::Steps {
            let reached = |column: usize| (0..rows).map(|row| table.value(row, column).unwrap()).sum();
            let numbers = (0..years.len()).map(reached).map(|value| Some(Number { value, status: Status::Scenario }));
            let numbers: Vec<_> = numbers.collect();
            table = table.with_row(Row::new(RowKind::Level, ["Where all of it leads"]), numbers).unwrap();
        }
        if demand.shape == Shape::Swings {
            // A level and pairs are an odd number of rows, three at least.
            let missing = if rows == 1 { 2 } else { usize::from(rows.is_multiple_of(2)) };
            for end in 0..missing {
                let number = Some(Number { value: values[0], status: Status::Scenario });
                let labels = [format!("{} {}", NAMES[names[rows / 2]], rows / 2), format!("end {end}")];
                let row = Row::new(RowKind::Alternative, labels);
                table = table.with_row(row, vec![number; years.len()]).unwrap();
            }
        }
        let title = vec!["Findings"; title].join(" ");
        let source = vec!["assumption"; source].join(" ");
        let options = wishes.map(|wishes| wishes.options(&kind, years, &table)).unwrap_or_default();
        Case { kind, table, title, source, size: (width, height), options }
    }
}

impl Case {
    fn drawn(&self) -> Result<Scene, Error> {
        Ok(self.page()?.scene)
    }

    fn page(&self) -> Result<Drawn, Error> {
        let mut chart = Chart::new(self.kind.clone(), &self.table)?.title(&self.title).source(&self.source);
        chart.options = self.options.clone();
        chart.drawn(Page::new(self.size.0, self.size.1))
    }

    /// The scene, or nothing where the chart says that there is no room for it, or that the table has nothing
    /// for it to show.
    fn scene(&self) -> Option<Scene> {
        match self.drawn() {
            Ok(scene) => Some(scene),
            Err(error) => {
                let said = matches!(
                    error.kind(),
                    ErrorKind::TooLarge { .. }
                        | ErrorKind::Number { .. }
                        | ErrorKind::Undefined { .. }
                        | ErrorKind::ZeroPeriods { .. }
                );
                // A member may be among others, and then has no level of its own.
                let said = said || matches!(error.kind(), ErrorKind::UnknownName { .. });
                assert!(said, "{error}");
                None
            }
        }
    }

    /// The least height that a page of this width is said to need, where it is lower.
    fn least_height(&self) -> Option<u32> {
        let error = self.drawn().err()?;
        let ErrorKind::Number { what, expected, .. } = error.kind() else { return None };
        if what != "the chart's height" {
            return None;
        }
        expected.strip_prefix("at least ")?.split(' ').next()?.parse().ok()
    }
}

fn rects(scene: &Scene) -> impl Iterator<Item = &Rect> {
    scene.marks.iter().filter_map(|mark| if let Mark::Rect { rect, .. } = mark { Some(rect) } else { None })
}

/// What a reader sees of a text: from the baseline to the height of capitals.
fn ink(text: &Text) -> Rect {
    let bounds = text.bounds();
    Rect::new(bounds.left, text.baseline - text.style.cap(), bounds.right, text.baseline).grown(-0.5)
}

fn is_inside(points: &[Point], at: Point) -> bool {
    let pairs = points.iter().zip(points.iter().cycle().skip(1));
    let crossed = pairs.filter(|(a, b)| {
        (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x
    });
    crossed.count() % 2 == 1
}

/// The color at a point once these marks are painted, lines and texts aside.
fn color_at(marks: &[Mark], at: Point, paper: Color) -> Color {
    let covers =
        |rect: &Rect| rect.left <= at.x && at.x <= rect.right && rect.top <= at.y && at.y <= rect.bottom;
    let painted = marks.iter().rev().find_map(|mark| match mark {
        Mark::Rect { rect, fill } if fill.alpha >= 1.0 && covers(rect) => Some(fill.color),
        Mark::Polygon { points, fill } if fill.alpha >= 1.0 && is_inside(points, at) => Some(fill.color),
        _ => None,
    });
    painted.unwrap_or(paper)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_text_is_on_the_page_readable_and_alone(case in case()) {
        let Some(scene) = case.scene() else { return Ok(()) };
        let page = Rect::new(0.0, 0.0, scene.width, scene.height);
        let texts: Vec<_> = scene.texts().collect();
        for (index, text) in texts.iter().enumerate() {
            let bounds = text.bounds();
            prop_assert!(bounds.left >= 0.0 && bounds.right <= page.right, "{text:?}");
            prop_assert!(bounds.top >= 0.0 && bounds.bottom <= page.bottom, "{text:?}");
            prop_assert!(text.style.size >= 11.0, "{text:?}");
            prop_assert!(text.color.contrast(text.on) >= READABLE, "{text:?}");
            for other in &texts[index + 1..] {
                prop_assert!(!bounds.overlaps(&other.bounds()), "{text:?}\n{other:?}");
            }
        }
    }

    #[test]
    fn no_line_crosses_a_text(case in case()) {
        let Some(scene) = case.scene() else { return Ok(()) };
        for (place, mark) in scene.marks.iter().enumerate() {
            let Mark::Text(text) = mark else { continue };
            let ink = ink(text);
            for (index, mark) in scene.marks.iter().enumerate() {
                let Mark::Line { points, .. } = mark else { continue };
                let crossed = points.windows(2).any(|pair| ink.is_crossed(pair[0], pair[1]));
                let plate = |mark: &Mark| match mark {
                    Mark::Rect { rect, .. } => {
                        rect.left <= ink.left && rect.right >= ink.right && rect.top <= ink.top && rect.bottom >= ink.bottom
                    }
                    Mark::Polygon { points, .. } => {
                        [(ink.left, ink.top), (ink.right, ink.top), (ink.left, ink.bottom), (ink.right, ink.bottom)]
                            .iter().all(|&(x, y)| is_inside(points, Point::new(x, y)))
                    }
                    _ => false,
                };
                let hidden = index < place && scene.marks[index..place].iter().any(plate);
                prop_assert!(!crossed || hidden, "{text:?}\n{mark:?}");
            }
        }
    }

    #[test]
    fn every_text_can_be_read_on_what_is_painted_behind_it(case in case()) {
        let Some(scene) = case.scene() else { return Ok(()) };
        for (place, mark) in scene.marks.iter().enumerate() {
            let Mark::Text(text) = mark else { continue };
            let ink = ink(text);
            let middle = ink.middle();
            for (x, y) in [
                (middle.x, middle.y), (ink.left, ink.top), (ink.right, ink.top),
                (ink.left, ink.bottom), (ink.right, ink.bottom),
            ] {
                let found = color_at(&scene.marks[..place], Point::new(x, y), Theme::light().colors.paper);
                prop_assert!(text.color.contrast(found) >= READABLE, "{text:?} on {found}");
            }
        }
    }

    #[test]
    fn a_page_of_the_least_height_has_room(case in case()) {
        let low = Case { size: (case.size.0, 200), ..case };
        let Some(least) = low.least_height() else { return Ok(()) };
        let lacking = |height| Case { size: (low.size.0, height), ..low.clone() }.least_height();
        // Names on one line may be too wide for the years, which is another matter.
        prop_assert_eq!(lacking(least), None);
        prop_assert_eq!(lacking(least - 1), Some(least));
    }

    #[test]
    fn every_mark_is_finite_and_on_the_page(case in case()) {
        let Some(scene) = case.scene() else { return Ok(()) };
        for rect in rects(&scene) {
            prop_assert!(rect.left >= 0.0 && rect.right <= scene.width + 0.5, "{rect:?}");
            prop_assert!(rect.top >= 0.0 && rect.bottom <= scene.height, "{rect:?}");
            prop_assert!(rect.width() > 0.0 && rect.height() > 0.0, "{rect:?}");
        }
        for mark in &scene.marks {
            if let Mark::Line { points, .. } | Mark::Polygon { points, .. } = mark {
                for point in points {
                    prop_assert!(point.x >= 0.0 && point.x <= scene.width, "{point:?}");
                    prop_assert!(point.y >= 0.0 && point.y <= scene.height, "{point:?}");
                }
            }
        }
    }

    #[test]
    fn the_same_table_gives_the_same_scene(case in case()) {
        prop_assert_eq!(case.scene(), case.scene());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn every_scene_can_be_painted(case in case()) {
        let Some(scene) = case.scene() else { return Ok(()) };
        let (theme, (width, height)) = (Theme::light(), case.size);
        let element = Element { scene: &scene, fonts: &theme.fonts, scale: FINE, origin: (0, 0) };
        let mut svg = Svg::new(&theme.fonts, (width, height), "key".into(), SvgText::Outlined);
        (&mut svg).into_drawing_area().draw(&element).unwrap();
        let svg = svg.finish("title", "description", theme.colors.paper);
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        let mut canvas = Canvas::new(&theme, width, height, 0.5).unwrap();
        (&mut canvas).into_drawing_area().draw(&element).unwrap();
        prop_assert!(canvas.encode("title", "description").is_ok());
    }
}

/// For each kind how many of its pages there are, and those without room.
fn without_room(reach: &'static Reach) -> Vec<(Kind, usize, Vec<Error>)> {
    let mut found = Vec::new();
    for among in [of_forecasts, of_scenarios] {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let draw = |_| case_among(among, reach).new_tree(&mut runner).unwrap().current();
        let cases: Vec<Case> = (0..2000).map(draw).collect();
        for (kind, _) in among(&[2019, 2020]) {
            let same = |case: &&Case| std::mem::discriminant(&case.kind) == std::mem::discriminant(&kind);
            let of_kind = cases.iter().filter(same);
            let refused: Vec<Error> = of_kind.clone().filter_map(|case| case.drawn().err()).collect();
            let pages = of_kind.count();
            found.push((kind, pages, refused));
        }
    }
    found
}

#[test]
fn an_ordinary_page_has_room_for_every_kind() {
    // With a subtotal in it a waterfall may have twice as many columns: that is no ordinary one.
    const COLUMNS: usize = 9;
    let is_ordinary =
        |error: &Error| !matches!(error.kind(), ErrorKind::TooLarge { found, .. } if *found > COLUMNS);
    for (kind, pages, mut refused) in without_room(&ORDINARY) {
        refused.retain(is_ordinary);
        let said: BTreeSet<String> = refused.iter().map(ToString::to_string).collect();
        // Bubbles may lie where no page tells them apart: one page in a hundred is what chance may have.
        assert!(
            pages > 50 && refused.len() * 100 <= pages,
            "{kind:?}: {} of {pages} pages, {said:#?}",
            refused.len()
        );
    }
}

/// Laws on any page at all say nothing about kinds that are hardly ever drawn there.
#[test]
fn any_page_has_room_often_enough_for_laws_to_speak() {
    for (kind, pages, refused) in without_room(&ANYTHING) {
        let drawn = pages - refused.len();
        assert!(drawn >= 30, "{kind:?}: only {drawn} of {pages} pages had room");
    }
}
