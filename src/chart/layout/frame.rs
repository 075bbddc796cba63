//! The slots that every chart has: title, subtitle, source line, and the room between them.

use super::scene::{Anchor, Rect, Scene, Text, TextStyle};
use super::text;
use crate::chart::color::Color;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};

const TITLE: TextStyle = TextStyle::bold(21.0);
const SUBTITLE: TextStyle = TextStyle::regular(14.0);
const SOURCE: TextStyle = TextStyle::regular(11.0);

/// The words around a chart, each one paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) source: String,
}

/// The margin on all sides of a page of this width.
pub(crate) fn margin(width: f64) -> f64 {
    (width / 30.0).round().clamp(16.0, 32.0)
}

/// Sets the words and returns the room left for the chart, which is at least `height` high.
pub(crate) fn frame(scene: &mut Scene, theme: &Theme, words: &Words, height: f64) -> Result<Rect, Error> {
    let (page, margin) = (scene.height, margin(scene.width));
    let (left, width, right) = (margin, scene.width - 2.0 * margin, scene.width - margin);
    let mut put = |lines: Vec<String>, style: TextStyle, first: f64, color: Color| {
        let mut baseline = first;
        for line in lines {
            scene.text(line_of(theme, &line, (left, baseline), Anchor::Start, style, color));
            baseline += style.leading();
        }
        baseline - style.leading()
    };
    let mut edge = margin - 4.0;
    let title = text::balanced(&theme.fonts, &words.title, TITLE, width);
    if !title.is_empty() {
        edge = put(title, TITLE, edge + TITLE.cap().round(), theme.colors.ink) + 12.0;
    }
    let subtitle = text::balanced(&theme.fonts, &words.subtitle, SUBTITLE, width);
    if !subtitle.is_empty() {
        edge = put(subtitle, SUBTITLE, edge + 15.0, theme.colors.soft) + 5.0;
    }
    let source = text::filled(&theme.fonts, &words.source, SOURCE, width);
    let last = page - (margin * 0.56).round();
    let first = last - source.len().saturating_sub(1) as f64 * SOURCE.leading();
    put(source, SOURCE, first, theme.colors.quiet);
    let room = Rect::new(left, edge + 12.0, right, first - SOURCE.cap() - 12.0);
    if room.height() < height {
        let what = "the chart's height".into();
        let needed = (page + height - room.height()).ceil();
        let expected = format!("at least {needed} for its words at this width");
        return Err(ErrorKind::Number { what, found: page, expected }.into());
    }
    Ok(room)
}

/// One measured line on the page's own color.
pub(crate) fn line_of(
    theme: &Theme,
    content: &str,
    (x, baseline): (f64, f64),
    anchor: Anchor,
    style: TextStyle,
    color: Color,
) -> Text {
    let width = theme.fonts.width(content, style);
    Text { content: content.into(), x, baseline, anchor, style, color, on: theme.colors.paper, width }
}
