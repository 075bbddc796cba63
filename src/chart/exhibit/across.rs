//! How stacked columns share the width of a page: which labels there is room for, and where columns stand.

use super::gaps;
use super::marks::no_room_for_totals;
use super::stack::{Stack, Stacked};
use crate::chart::color::Color;
use crate::chart::layout::arrow::GrowthArrow;
use crate::chart::layout::gutter::{Figures, Gutter};
use crate::chart::layout::labels::{self, widest};
use crate::chart::layout::scene::TextStyle;
use crate::chart::layout::slots::{Slots, WIDEST_SLOT};
use crate::chart::layout::years::YearLabels;
use crate::chart::number::{self, Format};
use crate::chart::output::font::Fonts;
use crate::error::Error;

/// The horizontal plan.
#[derive(Debug)]
pub(crate) struct Across {
    /// Left edge of the ticks, or of the plot where there are none.
    pub(crate) edge: f64,
    /// The plot without ticks and names.
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// Left edge and width of each column, in whole pixels.
    pub(crate) columns: Vec<(f64, f64)>,
    pub(crate) slot: f64,
    pub(crate) totals: Totals,
    /// Style of the labels inside segments, where columns are wide enough for them.
    pub(crate) segments: Option<TextStyle>,
    /// How every value in the chart is printed.
    pub(crate) format: Format,
    pub(crate) years: YearLabels,
    /// Whether ticks and a grid stand in for the values that are not printed.
    pub(crate) axis: bool,
    pub(crate) total_format: Format,
    /// The arrows over the columns, where there is room for them.
    pub(crate) arrows: Vec<GrowthArrow>,
    /// Where the names begin.
    pub(crate) names: f64,
    pub(crate) gutter: Gutter,
}

/// Which totals are printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Totals {
    /// All, so that nobody needs an axis.
    All(TextStyle),
    /// The first and the last, with an axis for the others.
    Ends(TextStyle),
}

impl Totals {
    pub(crate) fn style(self) -> TextStyle {
        match self {
            Totals::All(style) | Totals::Ends(style) => style,
        }
    }
}

impl Across {
    /// Plans `stack` between `left` and `right`; `height` is what names may take, and `axis` whether an axis
    /// is needed even where all totals are printed.
    pub(crate) fn plan(
        fonts: &Fonts,
        stack: &Stack,
        (left, right): (f64, f64),
        height: f64,
        axis: bool,
    ) -> Result<Self, Error> {
        let (room, count) = (right - left, stack.columns.len());
        let gutter = gutter(fonts, stack, room, height);
        let beside = gaps::width(fonts, &stack.marks.gaps);
        let lines = labels::line_width(fonts, stack.marks.lines.iter().map(|line| &line.label));
        let available = room - gutter.width(fonts) - beside;
        let slot = |ticks: f64| ((available - ticks) / count as f64).min(WIDEST_SLOT);
        let ticks = labels::tick_width(fonts, stack.format, 0.0, stack.highest()).max(lines);
        let mut format = stack.total_format;
        let totals = fit_totals(fonts, stack, if axis { slot(ticks) } else { slot(lines) }, &mut format);
        let total_format = format;
        let format = if stack.measure == Stacked::Values { format } else { stack.format };
        let axis = axis || matches!(totals, Totals::Ends(_));
        let ticks = if axis { ticks } else { lines };
        let plot = (left + ticks).round();
        let Slots { right, slot, columns, .. } = Slots::of_years(plot, available - ticks, count)?;
        let segments = fit_segments(fonts, stack, columns[0].1, format);
        let years = YearLabels::fit(fonts, &stack.columns, slot);
        let arrows = stack.marks.place_arrows(fonts, &stack.columns, &columns)?;
        let names = (right + beside).round();
        // Totals wider than their columns reach over others, but not into what stands beside the columns.
        let widest = [0, count - 1].map(|c| fonts.width(&total_format.text(stack.totals[c]), totals.style()));
        if widest[0].max(widest[1]) > right - plot {
            if beside > 0.0 {
                return Err(no_room_for_totals("a difference arrow"));
            }
            if gutter.width(fonts) > 0.0 {
                return Err(no_room_for_totals("names beside the columns"));
            }
        }
        Ok(Self {
            edge: left,
            left: plot,
            right,
            columns,
            slot,
            totals,
            segments,
            format,
            years,
            axis,
            total_format,
            arrows,
            names,
            gutter,
        })
    }

    pub(crate) fn center(&self, column: usize) -> f64 {
        let (left, width) = self.columns[column];
        left + width / 2.0
    }
}

/// Names and growth of the series in a `room` of this width; none for one series that is the total.
pub(crate) fn gutter(fonts: &Fonts, stack: &Stack, room: f64, height: f64) -> Gutter {
    let top_first = || stack.series.iter().rev();
    let alone = stack.series.len() == 1;
    let names: Vec<(&str, Color)> =
        top_first().filter(|_| !stack.is_total_alone).map(|s| (s.name.as_str(), s.color)).collect();
    let rates: Vec<Option<String>> = top_first().map(|series| stack.figure(series)).collect();
    let figures =
        stack.years().filter(|_| !alone && rates.iter().any(Option::is_some)).map(|(first, last)| {
            let heading = vec![stack.figure_word().into(), number::years(first.number(), last.number())];
            Figures {
                heading,
                rows: rates.into_iter().map(|rate| rate.unwrap_or_else(|| "–".into())).collect(),
            }
        });
    let gutter =
        Gutter::measure(fonts, &names, figures.into_iter().collect(), (room * 0.26).max(70.0), height);
    if gutter.width(fonts) <= room * 0.5 {
        return gutter;
    }
    Gutter::measure(fonts, &names, Vec::new(), (room * 0.26).max(60.0), height)
}

/// The largest style in which every total fits over its column; fewer decimals only where three digits are
/// left; else the two ends only.
fn fit_totals(fonts: &Fonts, stack: &Stack, slot: f64, format: &mut Format) -> Totals {
    let styles = [TextStyle::bold(14.0), TextStyle::bold(12.0)];
    let fewest = if stack.is_additive { format.decimals } else { 0 };
    if let Some((style, fitting)) = labels::fit(fonts, &stack.totals, (*format, fewest), &styles, slot - 8.0)
    {
        *format = fitting;
        return Totals::All(style);
    }
    Totals::Ends(styles[0])
}

fn fit_segments(fonts: &Fonts, stack: &Stack, width: f64, format: Format) -> Option<TextStyle> {
    if stack.series.len() == 1 {
        return None;
    }
    let values = stack.series.iter().flat_map(|series| &series.shown);
    let texts: Vec<String> = values.map(|&value| format.text(value)).collect();
    [TextStyle::regular(12.0), TextStyle::regular(11.0)]
        .into_iter()
        .find(|&style| widest(fonts, &texts, style) + 6.0 <= width)
}
