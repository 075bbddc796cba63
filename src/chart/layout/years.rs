//! The years under a chart, and which of them are forecasts.

use super::frame::line_of;
use super::scene::{Anchor, Scene, TextStyle};
use crate::chart::output::font::Fonts;
use crate::chart::theme::Theme;
use crate::table::Column;

/// From the base line to the baseline of the years.
pub(crate) const YEARS: f64 = 19.0;

/// The years that there is room for.
#[derive(Debug)]
pub(crate) struct YearLabels {
    texts: Vec<String>,
    style: TextStyle,
    /// Positions of the columns whose years are printed.
    shown: Vec<usize>,
}

impl YearLabels {
    /// All years where a column has a slot as wide as its year, else years in even steps.
    pub(crate) fn fit(fonts: &Fonts, columns: &[Column], slot: f64) -> Self {
        let texts: Vec<String> = columns.iter().map(|&column| year(column)).collect();
        let wide = |style| texts.iter().map(|text| fonts.width(text, style)).fold(0.0, f64::max) + 8.0;
        let (large, small) = (TextStyle::regular(13.0), TextStyle::regular(12.0));
        if wide(large) <= slot {
            return Self { style: large, shown: (0..texts.len()).collect(), texts };
        }
        let years: Vec<i32> = columns.iter().map(|column| column.year().number()).collect();
        let apart = (wide(small) / slot).ceil().max(1.0) as usize;
        Self { style: small, shown: thinned(&years, apart), texts }
    }

    /// As [`YearLabels::fit`], for columns that stand at `xs`, with a letter for forecasts or without.
    pub(crate) fn fit_at(fonts: &Fonts, columns: &[Column], xs: &[f64], forecasts: Forecasts) -> Self {
        let text = |&column: &Column| match forecasts {
            Forecasts::Lettered => year(column),
            Forecasts::Plain => column.year().to_string(),
        };
        let texts: Vec<String> = columns.iter().map(text).collect();
        let wide = |style| texts.iter().map(|text| fonts.width(text, style)).fold(0.0, f64::max) + 8.0;
        let (large, small) = (TextStyle::regular(13.0), TextStyle::regular(12.0));
        let apart = xs.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
        if wide(large) <= apart {
            return Self { style: large, shown: (0..texts.len()).collect(), texts };
        }
        let years: Vec<i32> = columns.iter().map(|column| column.year().number()).collect();
        let yearly = years.windows(2).all(|pair| pair[1] - pair[0] == years[1] - years[0]);
        let shown = if yearly {
            thinned(&years, (wide(small) / apart).ceil().clamp(1.0, years.len() as f64) as usize)
        } else {
            apart_from(xs, wide(small))
        };
        Self { style: small, shown, texts }
    }

    /// Draws the years centered at `center` of their column.
    pub(crate) fn draw(
        &self,
        scene: &mut Scene,
        theme: &Theme,
        baseline: f64,
        center: impl Fn(usize) -> f64,
    ) {
        for &column in &self.shown {
            let half = theme.fonts.width(&self.texts[column], self.style) / 2.0;
            // A year wider than its slot may reach into the margin, but not off the page.
            let x = center(column).min(scene.width - half - 2.0).max(half + 2.0);
            let at = (x, baseline);
            let text = line_of(theme, &self.texts[column], at, Anchor::Middle, self.style, theme.colors.soft);
            scene.text(text);
        }
    }
}

/// "2019", or "2026F" for a forecast.
pub(crate) fn year(column: Column) -> String {
    format!("{}{}", column.year(), if column.is_forecast() { "F" } else { "" })
}

/// How forecast years are told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forecasts {
    /// "2026F".
    Lettered,
    /// "2026", where a zone is named.
    Plain,
}

/// The last place, the first, and between them from the last on those at least `room` from each other.
fn apart_from(xs: &[f64], room: f64) -> Vec<usize> {
    let Some(last) = xs.len().checked_sub(1) else { return Vec::new() };
    let mut shown = vec![last];
    let mut edge = xs[last];
    for index in (0..last).rev() {
        let clear_of_first = index == 0 || xs[index] - xs[0] >= room;
        if edge - xs[index] >= room && clear_of_first {
            shown.push(index);
            edge = xs[index];
        }
    }
    shown.reverse();
    shown
}

/// Every run of forecast columns, from its first to its last.
pub(crate) fn forecasts(columns: &[Column]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if column.is_forecast() && run.1 + 1 == index => run.1 = index,
            _ if column.is_forecast() => runs.push((index, index)),
            _ => {}
        }
    }
    runs
}

/// Columns at least `apart` from each other: the ends, and between them even steps, round ones where they fit,
/// else round years.
fn thinned(years: &[i32], apart: usize) -> Vec<usize> {
    const ROUND: [usize; 9] = [1, 2, 5, 10, 20, 25, 50, 100, 200];
    let last = years.len() - 1;
    let even = ROUND.into_iter().chain(apart..=2 * apart);
    let even = even.filter(|step| (apart..=2 * apart).contains(step)).find(|&step| last.is_multiple_of(step));
    let round = ROUND.into_iter().find(|&step| step >= apart).unwrap_or(apart) as i32;
    let yearly = years.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let stands = |column: usize| match even {
        Some(step) => column.is_multiple_of(step),
        None if yearly => years[column].rem_euclid(round) == 0,
        None => (last - column).is_multiple_of(apart),
    };
    let between = (apart..=last.saturating_sub(apart)).filter(|&column| column < last && stands(column));
    std::iter::once(0).chain(between).chain((last >= apart).then_some(last)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(first: i32, count: usize, apart: usize, expected: &[i32]) {
        let years: Vec<i32> = (first..).take(count).collect();
        let shown: Vec<i32> = thinned(&years, apart).into_iter().map(|column| years[column]).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn years_are_thinned_to_even_steps_or_round_years() {
        check(2019, 3, 1, &[2019, 2020, 2021]);
        check(1990, 31, 3, &[1990, 1995, 2000, 2005, 2010, 2015, 2020]);
        check(2019, 8, 2, &[2019, 2022, 2024, 2026]);
        check(1991, 32, 4, &[1991, 1995, 2000, 2005, 2010, 2015, 2022]);
        check(2000, 10, 3, &[2000, 2003, 2006, 2009]);
        check(2019, 2, 3, &[2019]);
        assert_eq!(thinned(&[2015, 2020, 2025, 2040], 2), [0, 3]);
        assert_eq!(apart_from(&[0.0, 30.0, 40.0, 90.0, 100.0], 35.0), [0, 2, 4]);
    }
}
