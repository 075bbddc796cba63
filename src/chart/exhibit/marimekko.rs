//! A Marimekko: a whole cut by one axis into columns and by another into what columns are made of.

mod across;
mod picture;

use std::fmt::Write as _;

use super::Exhibit;
use super::describe;
use super::matrix::{self, Cell, Matrix, Together};
use crate::chart::annotation::Options;
use crate::chart::color::Color;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::number::Format;
use crate::chart::rows::{self, Rows, by_size};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, ROUNDED, Table};
use crate::value::prose::list;
use crate::value::{Year, Years};

/// At most this many columns; think-cell's advice for readers, and what a page has names for.
const MOST: usize = 12;

/// Columns from left to right, each of parts from the bottom up.
#[derive(Clone, Debug)]
pub(crate) struct Marimekko {
    /// Rows are columns of the picture, columns its series.
    pub(crate) matrix: Matrix,
    pub(crate) colors: Vec<Color>,
    pub(crate) whole: Cell,
    pub(crate) format: Format,
    /// Members of the first axis that there is nothing of.
    empty: Vec<String>,
    /// Which numbers lie between and beyond published ones.
    founded: Vec<String>,
    /// Pairs of members without a number, the first of them, and how many there are.
    gaps: (Vec<String>, usize),
    subtitle: String,
}

impl Marimekko {
    /// Reads a year of a table of values with two axes.
    pub(crate) fn read(table: &Table, year: Year, options: &Options, theme: &Theme) -> Result<Self, Error> {
        if !matches!(table.measure(), Measure::Value | Measure::Cumulative) {
            let what = format!("a Marimekko of '{}'", table.measure());
            let reason = "its areas are sizes, expected a table of values".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let matrix = Matrix::read(table, year)?;
        let whole = whole(&matrix)?;
        let format = matrix::format(table, matrix.largest(), theme);
        let gaps = (gaps(&matrix), matrix.gaps());
        let plain = Options { highlight: options.highlight.clone(), ..Options::default() };
        let series = Rows::read(&matrix::alone(table, 1)?, &plain, theme)?;
        let limit = options.largest.map_or(usize::MAX, |largest| largest.saturating_add(1));
        let limit = limit.min(theme.colors.series.len());
        let names: Vec<&str> = matrix.columns.iter().map(|member| member.name.as_str()).collect();
        let layers = together(&names, &by_size(&series.series), limit);
        let color = |layer: &Together| match layer.members[..] {
            [member] => series.series[member].color,
            _ => theme.colors.other,
        };
        let colors = layers.iter().map(color).collect();
        let (bars, empty) = bars(table, &matrix, year, theme)?;
        let rows: Vec<&str> = matrix.rows.iter().map(|member| member.name.as_str()).collect();
        let others = others(&rows, &bars).chain(others(&names, &layers)).collect::<Vec<_>>();
        let matrix = matrix.together(&bars, &layers);
        let founded = others.into_iter().chain(matrix.founded_notes()).collect();
        let subtitle = subtitle(table, matrix.column);
        Ok(Self { matrix, colors, whole, format, empty, founded, gaps, subtitle })
    }

    /// A part of a whole as a whole percentage; what is not nothing never prints as nothing.
    pub(crate) fn share(&self, part: f64, whole: f64) -> String {
        let format = Format::percent(0, self.format.numbers());
        let share = part / whole;
        if share > 0.0 && format.read(share) == 0.0 {
            return format!("<{}", format.text(0.01));
        }
        format.text(share)
    }

    /// The sum of a column of the picture.
    pub(crate) fn size(&self, bar: usize) -> Cell {
        let nothing = Cell { value: 0.0, shown: 0.0, ..self.whole };
        self.matrix.rows[bar].sum.unwrap_or(nothing)
    }

    /// "4.7 (41%)": the sum of a column of the picture, and its share of the whole.
    pub(crate) fn figure(&self, bar: usize) -> String {
        let size = self.size(bar);
        format!("{} ({})", self.format.text(size.shown), self.share(size.value, self.whole.value))
    }

    /// Whether some percentages do not add up to 100, or some values to their sum.
    fn misses_by_rounding(&self) -> bool {
        let percent = Format::percent(0, self.format.numbers());
        let misses = |parts: &mut dyn Iterator<Item = f64>| {
            (parts.map(|share| percent.read(share)).sum::<f64>() - 1.0).abs() > 0.005
        };
        let inside = |bar: usize| {
            let size = self.size(bar).value;
            let cells = (0..self.colors.len()).filter_map(|series| self.matrix.cell(bar, series));
            misses(&mut cells.map(|cell| cell.value / size))
        };
        let sizes = || (0..self.matrix.rows.len()).map(|bar| self.size(bar).value / self.whole.value);
        self.matrix.misses_by_rounding(self.format)
            || misses(&mut sizes())
            || (0..self.matrix.rows.len()).any(inside)
    }
}

impl Exhibit for Marimekko {
    fn subtitle(&self, _: &Table) -> String {
        self.subtitle.clone()
    }

    fn notes(&self, theme: &Theme, width: f64) -> Result<Vec<String>, Error> {
        let mut notes = self.founded.clone();
        notes.extend(forecast_note(&[self.matrix.column]));
        notes.extend(across::unlabelled(self, theme, width));
        notes.extend(named("Nothing to show of", &self.empty, self.empty.len()));
        notes.extend(named("No number, and in no sum", &self.gaps.0, self.gaps.1));
        notes.extend(self.misses_by_rounding().then(|| ROUNDED.into()));
        notes.extend(self.matrix.moved_note(self.format, &[&self.matrix.rows]));
        Ok(notes)
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        picture::scene(self, theme, words, size)
    }

    fn summary(&self) -> String {
        let year = when(self.matrix.column);
        let texts =
            self.matrix.rows.iter().enumerate().map(|(bar, row)| (row.name.as_str(), self.figure(bar)));
        let texts: Vec<(&str, String)> = texts.collect();
        // The largest stands first; what is merged stands last and is no member.
        let largest = self.figure(0);
        let word =
            if texts.iter().filter(|(_, text)| *text == largest).count() > 1 { "columns" } else { "column" };
        let named = describe::who(&texts, &largest, "columns");
        let total = self.format.text(self.whole.shown);
        text::clean(&format!("Total {total} in {year}; largest {word} {named} {largest}."))
    }

    fn numbers(&self) -> String {
        let mut out = String::new();
        for (bar, row) in self.matrix.rows.iter().enumerate() {
            let size = self.size(bar).value;
            let parts = self.matrix.columns.iter().enumerate().filter_map(|(series, column)| {
                let cell = self.matrix.cell(bar, series)?;
                let value = self.format.text(cell.shown);
                Some(format!("{} {value} ({})", column.name, self.share(cell.value, size)))
            });
            let _ =
                write!(out, "{} {}: {}. ", row.name, self.figure(bar), parts.collect::<Vec<_>>().join(", "));
        }
        text::clean(&out)
    }
}

/// The sum of all cells, none of which is negative.
fn whole(matrix: &Matrix) -> Result<Cell, Error> {
    for (&(row, column), cell) in &matrix.cells {
        if cell.value < 0.0 {
            let (row, column) = (&matrix.rows[row].name, &matrix.columns[column].name);
            let what = format!("the value of '{row} / {column}' in {}", matrix.column.year());
            let expected = "0 or more: no area is less than nothing".into();
            return Err(ErrorKind::Number { what, found: cell.value, expected }.into());
        }
    }
    matrix.whole.filter(|whole| whole.value > 0.0).ok_or_else(|| {
        let what = format!("a share of the total of {}", matrix.column.year());
        ErrorKind::Undefined { what, reason: "the total is 0".into() }.into()
    })
}

/// The first of an order on their own, and the others together where there are more than a limit.
fn together(names: &[&str], order: &[usize], limit: usize) -> Vec<Together> {
    let limit = limit.max(1);
    let kept = if order.len() > limit { limit - 1 } else { order.len() };
    let (kept, beyond) = order.split_at(kept);
    let alone = kept.iter().map(|&member| Together { name: names[member].into(), members: vec![member] });
    let other = Together { name: format!("Other ({})", beyond.len()), members: beyond.to_vec() };
    alone.chain((!beyond.is_empty()).then_some(other)).collect()
}

/// Who is among the others.
fn others<'a>(names: &'a [&str], together: &'a [Together]) -> impl Iterator<Item = String> + 'a {
    let others = together.iter().filter(|together| together.members.len() > 1);
    others.filter_map(|other| {
        let within: Vec<&str> = other.members.iter().map(|&member| names[member]).collect();
        rows::within(&other.name, &within)
    })
}

/// The members of the first axis by their size in a year, and those that there is nothing of.
fn bars(
    table: &Table,
    matrix: &Matrix,
    year: Year,
    theme: &Theme,
) -> Result<(Vec<Together>, Vec<String>), Error> {
    let at_the_year = matrix::alone(table, 0)?.between(Years::new(year, year)?)?;
    let sizes = Rows::read(&at_the_year, &Options::default(), theme)?;
    let is_empty = |member: &usize| matrix.rows[*member].sum.is_none_or(|sum| sum.value <= 0.0);
    let (empty, order): (Vec<usize>, Vec<usize>) = by_size(&sizes.series).into_iter().partition(is_empty);
    let names: Vec<&str> = matrix.rows.iter().map(|member| member.name.as_str()).collect();
    let empty = empty.into_iter().map(|member| names[member].to_string()).collect();
    Ok((together(&names, &order, MOST), empty))
}

/// Pairs without a number: the first of them, as there may be very many.
fn gaps(matrix: &Matrix) -> Vec<String> {
    let pairs = matrix.rows.iter().enumerate().flat_map(|(row, first)| {
        let gap = move |&(column, _): &(usize, _)| matrix.cell(row, column).is_none();
        let columns = matrix.columns.iter().enumerate().filter(gap);
        columns.map(move |(_, second)| format!("{} / {}", first.name, second.name))
    });
    pairs.take(NAMED).collect()
}

/// Notes name so many, and count what is beyond.
const NAMED: usize = 3;

/// "No number: a, b, c and 4 more.", of so many.
pub(super) fn named(what: &str, names: &[String], count: usize) -> Option<String> {
    let beyond = count.saturating_sub(NAMED);
    let mut items: Vec<String> = names.iter().take(NAMED).cloned().collect();
    items.extend((beyond > 0).then(|| format!("{beyond} more")));
    (!names.is_empty()).then(|| format!("{what}: {}.", list(&items)))
}

/// "2026 is a forecast.", of the years that are.
pub(super) fn forecast_note(columns: &[Column]) -> Option<String> {
    let years: Vec<String> = columns
        .iter()
        .filter(|column| column.is_forecast())
        .map(|column| column.year().to_string())
        .collect();
    let said = if years.len() > 1 { "are forecasts" } else { "is a forecast" };
    (!years.is_empty()).then(|| format!("{} {said}.", list(&years)))
}

/// "2026 (forecast)".
pub(super) fn when(column: Column) -> String {
    format!("{}{}", column.year(), if column.is_forecast() { " (forecast)" } else { "" })
}

/// What a table says it is, of one of its years.
pub(super) fn subtitle(table: &Table, column: Column) -> String {
    let year = column.year();
    let cut = Years::new(year, year).and_then(|years| table.between(years));
    let said = cut.map_or_else(|_| table.subtitle(), |cut| cut.subtitle());
    let plain = format!(", {year}");
    match said.rfind(&plain) {
        Some(at) => format!("{}, {}{}", &said[..at], when(column), &said[at + plain.len()..]),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::exhibit::matrix::example as table;

    fn read(table: &Table) -> Result<Marimekko, Error> {
        Marimekko::read(table, 2026.into(), &Options::default(), &Theme::light())
    }

    const ROWS: [(&str, &str, [Option<f64>; 2]); 5] = [
        ("Other", "Software", [Some(1.0), Some(5.0)]),
        ("Europe", "Software", [Some(1.0), Some(1.0)]),
        ("Europe", "Services", [Some(2.0), Some(2.0)]),
        ("Asia", "Software", [Some(1.0), Some(4.0)]),
        ("Africa", "Software", [Some(1.0), Some(0.0)]),
    ];

    #[test]
    fn columns_go_by_size_and_what_is_not_there_is_named() {
        let mekko = read(&table(&ROWS, None)).unwrap();
        assert_eq!(
            mekko.numbers(),
            "Asia 4.0 (33%): Software 4.0 (100%). Europe 3.0 (25%): Software 1.0 (33%), Services 2.0 (67%). \
             Other 5.0 (42%): Software 5.0 (100%)."
        );
        assert_eq!(mekko.summary(), "Total 12.0 in 2026 (forecast); largest column Asia 4.0 (33%).");
        assert_eq!(mekko.subtitle, "USD billion by region and product, 2026 (forecast)");
        let notes = mekko.notes(&Theme::light(), 960.0).unwrap();
        let gaps = "No number, and in no sum: Other / Services, Asia / Services and Africa / Services.";
        assert_eq!(notes, ["2026 is a forecast.", "Nothing to show of: Africa.", gaps]);
    }

    #[test]
    fn the_smallest_are_drawn_together() {
        let names: Vec<String> = (0..20).map(|i| format!("m{i:02}")).collect();
        let rows = names.iter().enumerate().flat_map(|(i, first)| {
            names[..8].iter().map(move |second| (first.as_str(), second.as_str(), [Some(30.0 - i as f64); 2]))
        });
        let mekko = read(&table(&rows.collect::<Vec<_>>(), None)).unwrap();
        let last = |members: &[super::matrix::Member]| members.last().unwrap().name.clone();
        assert_eq!((mekko.matrix.rows.len(), last(&mekko.matrix.rows)), (12, "Other (9)".into()));
        assert_eq!((mekko.colors.len(), last(&mekko.matrix.columns)), (6, "Other (3)".into()));
        let options = Options { largest: Some(2), highlight: vec!["m01".into()], ..Options::default() };
        let rows = table(
            &[("a", "m00", [Some(3.0); 2]), ("a", "m01", [Some(2.0); 2]), ("a", "m02", [Some(1.0); 2])],
            None,
        );
        let mekko = Marimekko::read(&rows, 2026.into(), &options, &Theme::light()).unwrap();
        let colors = Theme::light().colors;
        assert_eq!(mekko.colors, [colors.muted, colors.series[1], colors.muted]);
    }

    #[test]
    fn what_has_no_area_is_refused() {
        let message = |value: f64| {
            let rows = [("a", "x", [Some(1.0), Some(value)])];
            read(&table(&rows, None)).unwrap_err().to_string()
        };
        assert_eq!(message(0.0), "a share of the total of 2026 is not defined here: the total is 0");
        assert_eq!(
            message(-1.0),
            "the value of 'a / x' in 2026 is -1, expected 0 or more: no area is less than nothing"
        );
        let shares = table(&ROWS, None).with_measure(Measure::Share);
        assert!(read(&shares).unwrap_err().to_string().contains("expected a table of values"));
    }

    #[test]
    fn what_is_not_nothing_does_not_print_as_nothing() {
        let rows = [("a", "x", [Some(999.0); 2]), ("b", "x", [Some(1.0); 2])];
        let mekko = read(&table(&rows, None)).unwrap();
        assert_eq!((mekko.figure(1), mekko.share(0.0, 1.0)), ("1.0 (<1%)".into(), "0%".into()));
    }
}
