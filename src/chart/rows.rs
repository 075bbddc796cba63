//! The rows of a table as a chart shows them: series over columns, each with a color.

use std::borrow::Borrow;

use super::annotation::Options;
use super::layout::text;
use super::moved::Moved;
use super::number::Format;
use super::theme::{Colors, Theme};
use crate::error::{Error, ErrorKind};
use crate::table::{self, Column, Founded, Measure, Rounding, RowKind, Table, founded_between_and_beyond};
use crate::value::{Rate, Status, Year};

use super::color::Color;

/// How many letters the names of those among the others may have together.
const NAMED: usize = 90;

/// What a series is called that is the whole.
pub(crate) const TOTAL: &str = "Total";

/// Series over the same columns, in the order of the table.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) measure: Measure,
    pub(crate) columns: Vec<Column>,
    pub(crate) series: Vec<Series>,
    /// The whole, where the table has it.
    pub(crate) total: Option<Series>,
    /// How every number of the table is printed.
    pub(crate) format: Format,
    /// Whether parts are printed so that they add up, which fewer decimals would undo.
    pub(crate) is_additive: bool,
    /// Whether the rows exclude each other, so that no two of them have a sum.
    pub(crate) are_alternatives: bool,
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// One for each column; none where there is no number.
    pub(crate) values: Vec<Option<f64>>,
    /// The values whose nearest neighbors are printed: not the true ones where the table makes its
    /// printed rows add up.
    pub(crate) shown: Vec<Option<f64>>,
    pub(crate) statuses: Vec<Option<Status>>,
    pub(crate) color: Color,
    /// Whether it is what all others leave over.
    pub(crate) is_rest: bool,
    /// Whether it stands out, or nothing does.
    pub(crate) is_highlighted: bool,
    /// The names of those that became this one.
    pub(crate) within: Vec<String>,
}

impl Rows {
    /// Reads a table with at least one row and one column, whose years are in order.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let columns = years(table)?;
        let members = (0..table.rows().len()).filter(|&row| table.rows()[row].kind() != RowKind::Total);
        let shown = Shown::read(table);
        let mut series: Vec<Series> = members.map(|row| Series::read(table, row, &shown)).collect();
        let whole = table.total_row().map(|row| Series::read(table, row, &shown));
        let total = whole.map(|total| Series { name: TOTAL.into(), ..total });
        if series.is_empty() && total.is_none() {
            let (what, expected) = ("the table of a chart".into(), "at least one row".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        paint(&mut series, table.measure(), &theme.colors);
        highlight(&mut series, &options.highlight, &theme.colors)?;
        let total = total.map(|total| Series { color: theme.colors.ink, ..total });
        let all = series.iter().chain(&total).flat_map(|series| series.values.iter().flatten());
        let largest = all.fold(0.0_f64, |largest, value| largest.max(value.abs()));
        // More digits than a double has would only print noise.
        let format = Format::of(table.measure(), table.decimals().min(15), largest, theme.numbers);
        let is_additive = table.rounding() == Rounding::Additive;
        let are_alternatives = table.rows().iter().any(|row| row.kind() == RowKind::Alternative);
        let measure = table.measure();
        let rows = Self { measure, columns, series, total, format, is_additive, are_alternatives };
        Ok(match options.largest {
            Some(largest) => rows.merged(largest.saturating_add(1), &theme.colors)?,
            None => rows,
        })
    }

    /// The same rows, of which at most `limit` are left: all but the largest become one that is left over.
    pub(crate) fn merged(self, limit: usize, colors: &Colors) -> Result<Self, Error> {
        let order = ranked(&self.series, self.measure);
        self.merged_in(&order, limit, colors)
    }

    /// The same rows, of which the first of an order stay, and all others become one that is left over.
    pub(crate) fn merged_in(mut self, order: &[usize], limit: usize, colors: &Colors) -> Result<Self, Error> {
        if self.series.len() <= limit.max(1) {
            return Ok(self);
        }
        if self.are_alternatives {
            let (what, reason) = ("a sum of alternatives".into(), "they exclude each other".into());
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        if !adds_up(self.measure) {
            let what = format!("the sum of rows of '{}'", self.measure);
            let reason = "rates do not add up, expected values, shares or contributions".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let (kept, beyond) = order.split_at(limit.max(1) - 1);
        let other = merge(beyond.iter().map(|&index| &self.series[index]), colors);
        let mut index = 0;
        self.series.retain(|_| {
            index += 1;
            kept.contains(&(index - 1))
        });
        self.series.push(other);
        Ok(self)
    }

    /// Who is among the others, and which numbers lie between and beyond published ones, by what is drawn.
    pub(crate) fn notes(&self) -> Vec<String> {
        let others = self.series.iter().filter(|series| !series.within.is_empty());
        let others = others.filter_map(|series| within(&series.name, &series.within));
        others.chain(self.founded_notes()).collect()
    }

    fn founded_notes(&self) -> Vec<String> {
        let columns = |series: &Series| -> Vec<(Column, Status)> {
            let found = self.columns.iter().zip(&series.statuses);
            found.filter_map(|(column, status)| Some((*column, (*status)?))).collect()
        };
        let whole: Founded = (table::TOTAL.into(), self.total.as_ref().map_or_else(Vec::new, columns));
        let parts = self.series.iter().map(|series| (series.name.clone(), columns(series)));
        founded_between_and_beyond(std::iter::once(whole).chain(parts), "series")
    }

    /// The column of a year.
    pub(crate) fn column(&self, year: Year) -> Result<usize, Error> {
        column_of(&self.columns, year)
    }

    /// The members, or where there are none the whole.
    pub(crate) fn drawn(&self) -> &[Series] {
        if self.series.is_empty() { self.total.as_slice() } else { &self.series }
    }
}

impl Series {
    fn read(table: &Table, row: usize, shown: &Shown) -> Self {
        let values: Vec<Option<f64>> = (0..table.columns().len()).map(|c| table.value(row, c)).collect();
        Self {
            name: text::clean(&table.rows()[row].name()),
            shown: values
                .iter()
                .enumerate()
                .map(|(column, value)| shown.at(row, column).or(*value))
                .collect(),
            statuses: (0..table.columns().len()).map(|column| table.status(row, column)).collect(),
            values,
            color: Color::new(0, 0, 0),
            is_rest: false,
            is_highlighted: true,
            within: Vec::new(),
        }
    }

    /// The mean of the values there are, by which series are ranked.
    pub(crate) fn mean(&self) -> f64 {
        let count = self.values.iter().flatten().count().max(1);
        self.values.iter().flatten().map(|value| value / count as f64).sum()
    }
}

/// "Other (2): Latin America, Africa.": as many names as a line of notes takes, and how many more there are; nothing
/// where the first alone would take more.
pub(crate) fn within<N: Borrow<str>>(other: &str, names: &[N]) -> Option<String> {
    let reached = names.iter().scan(0, |length, name| {
        *length += name.borrow().chars().count() + 2;
        Some(*length)
    });
    let named = reached.take_while(|&length| length <= NAMED).count();
    let listed: Vec<&str> = names[..named].iter().map(Borrow::borrow).collect();
    match names.len() - named {
        _ if named == 0 => None,
        0 => Some(format!("{other}: {}.", listed.join(", "))),
        more => Some(format!("{other}: {} and {more} more.", listed.join(", "))),
    }
}

/// Growth a year over so many periods; none from nothing, or over no time.
pub(crate) fn growth(first: f64, last: f64, periods: u32) -> Option<f64> {
    let rate = Rate::cagr(first, last, periods).ok()?;
    Some(rate.to_fraction()).filter(|fraction| fraction.is_finite())
}

/// How many years lie between the years of two columns.
pub(crate) fn periods(first: Column, last: Column) -> u32 {
    u32::try_from(last.year().since(first.year())).unwrap_or(0)
}

/// The position of a year among columns.
pub(crate) fn column_of(columns: &[Column], year: Year) -> Result<usize, Error> {
    columns.iter().position(|column| column.year() == year).ok_or_else(|| {
        let choices = columns.iter().map(|column| column.year().to_string()).collect();
        ErrorKind::UnknownName { what: "year", name: year.to_string(), choices }.into()
    })
}

/// The columns between which the growth of each series is printed: the first and the last unless asked for.
pub(crate) fn span(options: &Options, columns: &[Column]) -> Result<(usize, usize), Error> {
    let Some((first, last)) = options.series_growth else { return Ok((0, columns.len() - 1)) };
    let span = (column_of(columns, first)?, column_of(columns, last)?);
    if span.1 <= span.0 {
        return Err(ErrorKind::YearsBackwards { first, last }.into());
    }
    Ok(span)
}

/// Columns, at least one, whose years run forwards.
fn years(table: &Table) -> Result<Vec<Column>, Error> {
    let columns = table.columns();
    if columns.is_empty() {
        let (what, expected) = ("the table of a chart".into(), "at least one year".into());
        return Err(ErrorKind::Empty { what, expected }.into());
    }
    for pair in columns.windows(2) {
        let (first, last) = (pair[0].year(), pair[1].year());
        if last < first {
            return Err(ErrorKind::YearsBackwards { first, last }.into());
        }
        if last == first {
            return Err(ErrorKind::Duplicate { what: "year".into(), name: first.to_string() }.into());
        }
    }
    Ok(columns.to_vec())
}

/// What is printed of the numbers of a table, by column and row: the table decides where its printed rows have to add up.
///
/// Read a column at a time, since each number of a column depends on all others of it.
pub(crate) struct Shown(Vec<Vec<Option<f64>>>);

impl Shown {
    pub(crate) fn read(table: &Table) -> Self {
        if table.rounding() != Rounding::Additive {
            return Self(Vec::new());
        }
        let number = |text: Option<String>| printed_number(&text?, table.measure());
        let columns = (0..table.columns().len()).map(|column| table.printed_column(column));
        Self(columns.map(|column| column.into_iter().map(number).collect()).collect())
    }

    /// The number that is printed; none where it is the nearest neighbor of what it is.
    pub(crate) fn at(&self, row: usize, column: usize) -> Option<f64> {
        self.0.get(column).and_then(|column| column[row])
    }
}

/// The number that a table prints as this text.
pub(crate) fn printed_number(text: &str, measure: Measure) -> Option<f64> {
    let per_unit = if measure.is_fraction() { 0.01 } else { 1.0 };
    let number = text.replace([',', '%'], "").replace('−', "-").parse::<f64>().ok()?;
    Some(number * per_unit)
}

/// What is not printed as its nearest neighbor where the last number of each series is.
pub(crate) fn last_moved(columns: &[Column], series: &[Series], format: Format) -> Option<String> {
    let last = columns.len() - 1;
    let mut moved = Moved::new(format);
    for one in series {
        let printed = one.values[last].zip(one.shown[last]);
        printed.into_iter().for_each(|(value, shown)| moved.print(&one.name, columns[last], value, shown));
    }
    moved.note()
}

/// Positions from the largest mean to the smallest, what is left over last.
pub(crate) fn by_size(series: &[Series]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..series.len()).collect();
    order.sort_by(|&a, &b| {
        let rest = |index: usize| if series[index].is_rest { 3 } else { remainder(&series[index].name) };
        let rest = rest(a).cmp(&rest(b));
        rest.then_with(|| series[b].mean().total_cmp(&series[a].mean()))
    });
    order
}

/// Whether rows of a measure have a sum.
pub(crate) fn adds_up(measure: Measure) -> bool {
    matches!(measure, Measure::Value | Measure::Cumulative | Measure::Share | Measure::Contribution)
}

/// Positions in the order in which series get their colors: by size where they have one, and for rates, which
/// say nothing about size, in the order of the table.
pub(crate) fn ranked(series: &[Series], measure: Measure) -> Vec<usize> {
    if adds_up(measure) {
        return by_size(series);
    }
    let mut order: Vec<usize> = (0..series.len()).collect();
    order.sort_by_key(|&index| remainder(&series[index].name));
    order
}

/// Colors by rank: the same member has the same color in every chart of a table.
fn paint(series: &mut [Series], measure: Measure, colors: &Colors) {
    let order = ranked(series, measure);
    // The last color is for what is left over where there are more series than colors.
    let named = if order.len() > colors.series.len() { colors.series.len().max(1) - 1 } else { order.len() };
    let last = order.last().copied();
    for (rank, index) in order.into_iter().enumerate() {
        let one = &mut series[index];
        one.is_rest = Some(index) == last && rank > 0 && remainder(&one.name) > 0;
        one.color = if rank < named && !one.is_rest { colors.series[rank] } else { colors.other };
    }
}

/// Leaves their color to the series of these names only.
fn highlight(series: &mut [Series], names: &[String], colors: &Colors) -> Result<(), Error> {
    for name in names {
        if !series.iter().any(|series| series.name == *name) {
            let choices = series.iter().map(|series| series.name.clone()).collect();
            return Err(ErrorKind::UnknownName { what: "row", name: name.clone(), choices }.into());
        }
    }
    for series in series.iter_mut().filter(|series| !names.is_empty() && !names.contains(&series.name)) {
        series.color = colors.muted;
        series.is_highlighted = false;
    }
    Ok(())
}

/// One series that is the sum of several.
fn merge<'a>(series: impl Iterator<Item = &'a Series>, colors: &Colors) -> Series {
    let series: Vec<&Series> = series.collect();
    let is_highlighted = series.iter().any(|series| series.is_highlighted);
    let columns = 0..series.first().map_or(0, |series| series.values.len());
    let sum = |of: fn(&Series) -> &[Option<f64>]| -> Vec<Option<f64>> {
        columns.clone().map(|column| series.iter().map(|series| of(series)[column]).sum()).collect()
    };
    let founded =
        |column: usize| series.iter().filter_map(|series| series.statuses[column]).reduce(Status::and);
    Series {
        name: format!("Other ({})", series.len()),
        values: sum(|series| &series.values),
        shown: sum(|series| &series.shown),
        statuses: columns.clone().map(founded).collect(),
        color: if is_highlighted { colors.other } else { colors.muted },
        is_rest: true,
        is_highlighted,
        within: series.iter().map(|series| series.name.clone()).collect(),
    }
}

/// How surely a name says that it is what all other names leave over: "Other" more than "Rest of world", and
/// "Other services" not at all.
fn remainder(name: &str) -> usize {
    match name.to_lowercase().as_str() {
        "other" | "others" | "all other" | "all others" => 2,
        "rest" | "rest of world" | "rest of the world" | "rest of total" => 1,
        _ => 0,
    }
}
