//! Where slopes stand on a page: between two upright lines, with names and figures at both.

use super::slope::{Slope, Sloped};
use crate::chart::layout::frame::{Words, frame, line_of, margin};
use crate::chart::layout::ruler::Ruler;
use crate::chart::layout::scene::{Anchor, Point, Scene, TextStyle};
use crate::chart::layout::spread::spread;
use crate::chart::layout::text;
use crate::chart::layout::years::year;
use crate::chart::number;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

const NAME: TextStyle = TextStyle::regular(13.0);
const FIGURE: TextStyle = TextStyle::bold(13.0);
const YEAR: TextStyle = TextStyle::bold(14.0);
const HEADING: TextStyle = TextStyle::regular(12.0);
/// The years over the lines.
const HEAD: f64 = 40.0;
/// From a line to the figures beside it, with room for a leader.
const BESIDE: f64 = 22.0;
const GAP: f64 = 8.0;
/// The least and the largest distance between the two lines.
const BETWEEN: (f64, f64) = (80.0, 640.0);
/// How far a label may stand from its end before a leader is drawn.
const NEAR: f64 = 3.0;

/// The horizontal plan.
struct Across {
    lines: [f64; 2],
    figures: f64,
    names: f64,
    changes: f64,
}

impl Across {
    fn plan(theme: &Theme, slope: &Slope, width: f64) -> Result<Self, Error> {
        let fonts = &theme.fonts;
        let room = width - 2.0 * margin(width);
        let widest = |texts: Vec<String>, style| {
            texts.iter().map(|text| fonts.width(text, style)).fold(0.0, f64::max).ceil()
        };
        let each = |end: usize| slope.members.iter().map(move |member| slope.figure(member, end));
        let figures = widest(each(0).chain(each(1)).collect(), FIGURE);
        let heading = fonts.width(&heading(slope)[1], HEADING).max(fonts.width(slope.change_word(), HEADING));
        let changes = widest(slope.members.iter().map(|member| slope.change(member)).collect(), NAME)
            .max(heading.ceil());
        let names = widest(slope.members.iter().map(|member| member.name.clone()).collect(), NAME);
        let fixed = 2.0 * (BESIDE + figures) + GAP + 20.0 + changes;
        // Names stand at the right only: at the left they would say the same once more.
        // Cut short where they are long, but to no less than can be told apart.
        let least = names.min(40.0);
        let names = names.min((room - fixed - BETWEEN.0).min(room * 0.4));
        if names < least {
            let expected = format!("at least {} for its names", (width + least - names).ceil());
            return Err(ErrorKind::Number { what: "the chart's width".into(), found: width, expected }.into());
        }
        let between = (room - fixed - names).min(BETWEEN.1);
        let left = (margin(width) + figures + BESIDE).round();
        Ok(Self { lines: [left, (left + between).round()], figures, names, changes })
    }
}

/// The heading over the changes.
fn heading(slope: &Slope) -> [String; 2] {
    let [first, last] = slope.columns.map(|column| column.year().number());
    [slope.change_word().into(), number::years(first, last)]
}

/// The scene of slopes on a page of the given size.
pub(crate) fn scene(
    theme: &Theme,
    slope: &Slope,
    words: &Words,
    (width, height): (f64, f64),
) -> Result<Scene, Error> {
    let mut scene = Scene::new(width, height);
    let across = Across::plan(theme, slope, width)?;
    let label = NAME.leading() + 3.0;
    let labels = slope.members.len() as f64 * label;
    if labels > 8000.0 {
        let (what, limit) = ("members in a slope".into(), (8000.0 / label) as usize);
        return Err(ErrorKind::TooLarge { what, found: slope.members.len(), limit }.into());
    }
    let room = frame(&mut scene, theme, words, HEAD + labels.max(60.0) + 8.0)?;
    let (top, bottom) = (room.top.round() + HEAD, room.bottom.round() - 6.0);
    let inner = (top + label / 2.0, bottom - label / 2.0);
    let all = slope.members.iter().flat_map(|member| member.values);
    let (low, high) =
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    // The first rank is on top.
    let ruler = match slope.sloped {
        Sloped::Shares => Ruler::between(low.min(0.0), high, inner.1, inner.0),
        Sloped::Ranks => Ruler::between(low, high, inner.0, inner.1),
    };
    for (end, &x) in across.lines.iter().enumerate() {
        scene.line(&[Point::new(x, top), Point::new(x, bottom)], theme.colors.leader, 1.0);
        let at = (x, top - 10.0);
        scene.text(line_of(theme, &year(slope.columns[end]), at, Anchor::Middle, YEAR, theme.colors.ink));
    }
    draw_slopes(&mut scene, theme, slope, &across, &ruler);
    for end in [0, 1] {
        draw_labels(&mut scene, theme, slope, &across, &ruler, (end, top, bottom));
    }
    draw_heading(&mut scene, theme, slope, &across, top);
    Ok(scene)
}

fn draw_slopes(scene: &mut Scene, theme: &Theme, slope: &Slope, across: &Across, ruler: &Ruler) {
    let mut order: Vec<usize> = (0..slope.members.len()).rev().collect();
    order.sort_by_key(|&index| slope.members[index].is_highlighted);
    for index in order {
        let member = &slope.members[index];
        let at = |end: usize| Point::new(across.lines[end], ruler.at(member.values[end]));
        let (loud, quiet) = ((member.color, 2.6), (theme.colors.leader, 1.5));
        let (color, width) = if member.is_highlighted { loud } else { quiet };
        scene.line(&[at(0), at(1)], color, width);
        for end in [0, 1] {
            scene.disc(at(end), 5.5, theme.colors.paper);
            scene.disc(at(end), 4.0, color);
        }
    }
}

/// Figures at an end, and at the right end names and changes, none on another.
fn draw_labels(
    scene: &mut Scene,
    theme: &Theme,
    slope: &Slope,
    across: &Across,
    ruler: &Ruler,
    (end, top, bottom): (usize, f64, f64),
) {
    let mut order: Vec<usize> = (0..slope.members.len()).collect();
    let level = |index: usize| ruler.at(slope.members[index].values[end]);
    order.sort_by(|&a, &b| level(a).total_cmp(&level(b)));
    let wanted: Vec<f64> = order.iter().map(|&index| level(index)).collect();
    let heights = vec![NAME.leading() + 3.0; order.len()];
    let middles =
        spread(&wanted, &heights, top, bottom).expect("the page was asked to be high enough for all labels");
    let colors = &theme.colors;
    for (&index, middle) in order.iter().zip(middles) {
        let member = &slope.members[index];
        let way = if end == 0 { -1.0 } else { 1.0 };
        let x = across.lines[end];
        if (middle - level(index)).abs() > NEAR {
            let path =
                [Point::new(x + 7.0 * way, level(index)), Point::new(x + (BESIDE - 4.0) * way, middle)];
            scene.line(&path, colors.leader, 1.0);
        }
        let baseline = middle + NAME.cap() / 2.0;
        let shade = member.color.as_text(colors.paper);
        let figure = slope.figure(member, end);
        if end == 0 {
            let at = (x - BESIDE, baseline);
            scene.text(line_of(theme, &figure, at, Anchor::End, FIGURE, shade));
            continue;
        }
        let right = x + BESIDE + across.figures;
        scene.text(line_of(theme, &figure, (right, baseline), Anchor::End, FIGURE, shade));
        let names = text::at_most(&theme.fonts, &member.name, NAME, across.names, 1);
        if let Some(name) = names.first() {
            scene.text(line_of(theme, name, (right + GAP, baseline), Anchor::Start, NAME, shade));
        }
        let at = (right + GAP + across.names + 20.0 + across.changes, baseline);
        scene.text(line_of(theme, &slope.change(member), at, Anchor::End, NAME, colors.ink));
    }
}

fn draw_heading(scene: &mut Scene, theme: &Theme, slope: &Slope, across: &Across, top: f64) {
    let right = across.lines[1] + BESIDE + across.figures + GAP + across.names + 20.0 + across.changes;
    let mut baseline = top - 10.0 - HEADING.leading();
    for line in heading(slope) {
        scene.text(line_of(theme, &line, (right, baseline), Anchor::End, HEADING, theme.colors.quiet));
        baseline += HEADING.leading();
    }
}
