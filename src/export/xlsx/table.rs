//! A table on a page of its own: values, what follows from them as formulas, and where each number comes from.

use super::cell::{Digits, Role, Style};
use super::chart::{Area, COLORS, ChartKind, MOST_SERIES, NativeChart, Series, alt_text};
use super::formula::{Sum, growth};
use super::name::{at, at_row};
use super::page::{Page, number_style};
use super::picture::Picture;
use super::write::CHART_HEIGHT;
use crate::table::{BASE, Column, Measure, Number, Rounding, RowKind, Table, growth_word};

/// The rows above a table: title, subtitle, a gap, kinds of years, header.
const KINDS: usize = 3;
pub(super) const HEADER: usize = 4;
pub(super) const FIRST: usize = 5;
/// What stands where there is no number.
pub(super) const NONE: &str = "–";
pub(super) const LEGEND: &str = "Bold numbers are published, upright ones follow from published ones, slanted ones are interpolated, \
     extrapolated, assumed, changed by a scenario or published and not met: the last block names it for each.";

pub(super) const LEGEND_OF_SUMMARY: &str = "Bold numbers are published, upright ones follow from published ones, slanted ones rest on more: the sheet of each table names it.";

/// A page for a table of members, groups or scenarios, or of anything that is no value.
pub(super) fn page<'a>(name: String, table: &'a Table, pictures: &'a [Picture]) -> Page<'a> {
    let mut frame = Frame::new(name, table);
    frame.values();
    frame.growth();
    frame.notes();
    frame.chart();
    frame.pictures(pictures);
    let kinds = || table.rows().iter().map(crate::table::Row::kind);
    if table.rows().len() > 1 && kinds().all(|kind| kind == RowKind::Alternative) {
        frame.differences();
    } else {
        frame.shares();
    }
    frame.year_on_year();
    frame.statuses();
    frame.page
}

/// The way from one part of a page to the next.
pub(super) struct Frame<'a> {
    pub(super) page: Page<'a>,
    pub(super) table: &'a Table,
    pub(super) digits: Digits,
    /// How many columns have labels.
    pub(super) labels: usize,
    /// The next row that nothing stands in.
    pub(super) row: usize,
}

impl<'a> Frame<'a> {
    pub(super) fn new(name: String, table: &'a Table) -> Self {
        let labels = table.axes().len().max(1);
        let mut page = Page::new(name, table.subtitle());
        page.text(0, 0, table.title(), Role::Title);
        page.text(1, 0, heading(table), Role::Subtitle);
        for (column, axis) in table.axes().iter().enumerate() {
            page.text(HEADER, column, axis, Role::Header);
        }
        if table.axes().is_empty() {
            page.text(HEADER, 0, "", Role::Header);
        }
        let columns = table.columns();
        for (i, column) in columns.iter().enumerate() {
            year(&mut page, HEADER, labels + i, *column, Role::NumberHeader);
            let before = i.checked_sub(1).map(|before| columns[before].is_forecast());
            if before != Some(column.is_forecast()) {
                let kind = if column.is_forecast() { "forecast" } else { "history" };
                page.text(KINDS, labels + i, kind, Role::Kind);
            }
        }
        for (i, _) in columns.iter().enumerate() {
            let statuses = (0..table.rows().len()).filter_map(|row| table.status(row, i));
            page.widen(labels + i, statuses.map(|status| status.as_str().len()).max().unwrap_or(0));
        }
        page.frozen = (FIRST, labels);
        page.repeated = Some((KINDS, HEADER));
        page.footer = footer(table);
        let row = FIRST + table.rows().len();
        Self { page, table, digits: Digits::of(table), labels, row }
    }

    /// Where a number of the table stands.
    pub(super) fn place(&self, row: usize, column: usize) -> (usize, usize) {
        (FIRST + row, self.labels + column)
    }

    fn is_total(&self, row: usize) -> bool {
        matches!(self.table.rows()[row].kind(), RowKind::Total | RowKind::Level)
    }

    pub(super) fn label(&mut self, at: usize, row: usize) {
        let role = if self.is_total(row) { Role::TotalLabel } else { Role::Label };
        let stated: &'a crate::table::Row = &self.table.rows()[row];
        for column in 0..self.labels {
            match stated.labels().get(column) {
                Some(label) => self.page.text(at, column, label, role),
                None if column == 0 => self.page.text(at, 0, stated.to_string(), role),
                None => self.page.text(at, column, "", role),
            }
        }
    }

    /// The numbers of the table; the total as a sum where the rows add up to it.
    pub(super) fn values(&mut self) {
        let sum = Sum::of(self.table);
        for row in 0..self.table.rows().len() {
            self.label(FIRST + row, row);
            for column in 0..self.table.columns().len() {
                let Some(Number { value, status }) = self.table.number(row, column) else { continue };
                let style = number_style(self.is_total(row), self.digits).from(status);
                let (at, beside) = self.place(row, column);
                match &sum {
                    Some(sum) if sum.whole == row => {
                        self.page.formula(at, beside, sum.formula(FIRST, beside), value, style);
                    }
                    _ => self.page.number(at, beside, on_paper(self.table, value), style),
                }
            }
        }
    }

    /// Growth from the first year to the last, beside the values.
    fn growth(&mut self) {
        let column = self.labels + self.table.columns().len();
        growth_column(&mut self.page, self.table, FIRST, column, |row, index| {
            at(FIRST + row, self.labels + index)
        });
    }

    /// Notes and source lines right below the numbers.
    pub(super) fn notes(&mut self) {
        self.row += 1;
        self.row = notes(&mut self.page, self.table, self.row, &[LEGEND]);
    }

    /// Columns of the rows that make the total, else lines; nothing where neither can be read.
    fn chart(&mut self) {
        let (rows, count) = (self.table.rows().len(), self.table.columns().len());
        let (kind, shown, word): (_, Vec<usize>, _) = match Sum::of(self.table) {
            Some(sum) => (ChartKind::Stacked, sum.parts, "Stacked columns"),
            None if rows == 1 => (ChartKind::Stacked, vec![0], "Columns"),
            None if count > 1 => (ChartKind::Lines, (0..rows).collect(), "Lines"),
            None => return,
        };
        if count == 0 || !(1..=MOST_SERIES).contains(&shown.len()) {
            return;
        }
        let series = shown.into_iter().zip(COLORS).map(|(row, color)| Series {
            name: Area { from: (FIRST + row, 0), to: (FIRST + row, self.labels - 1) },
            values: Area { from: self.place(row, 0), to: self.place(row, count - 1) },
            color: Some(color),
        });
        let chart = NativeChart {
            kind,
            unit: unit(self.table),
            code: self.digits.code(),
            alt_text: alt_text(word, self.table),
            categories: Area { from: (HEADER, self.labels), to: (HEADER, self.labels + count - 1) },
            series: series.collect(),
            from_zero: kind == ChartKind::Stacked && is_positive(self.table),
        };
        self.row += 1;
        self.page.charts.push((self.row, chart));
        self.row = self.page.reserve(self.row, f64::from(CHART_HEIGHT));
    }

    pub(super) fn pictures(&mut self, pictures: &'a [Picture]) {
        for picture in pictures {
            self.row += 1;
            self.page.pictures.push((self.row, picture));
            self.row = self.page.reserve(self.row, picture.height(self.page.room()));
        }
    }

    /// Each row as a part of the total.
    fn shares(&mut self) {
        let Ok(shares) = self.table.shares() else { return };
        if self.table.rows().len() < 2 {
            return;
        }
        let (total, last) = (self.table.total_row(), self.table.rows().len() - 1);
        let labels = self.labels;
        self.block("Share of total", Digits::Percent(1), |row, column| {
            let beside = labels + column;
            let whole = match total {
                Some(total) => at_row(FIRST + total, beside),
                None => format!("SUM({}:{})", at_row(FIRST, beside), at_row(FIRST + last, beside)),
            };
            Some((format!("{}/{whole}", at(FIRST + row, beside)), shares.number(row, column)?))
        });
    }

    fn year_on_year(&mut self) {
        let Ok(growth) = self.table.year_on_year() else { return };
        let labels = self.labels;
        self.block("Growth over the year before", Digits::Percent(1), |row, column| {
            let (before, now) =
                (at(FIRST + row, labels + column.checked_sub(1)?), at(FIRST + row, labels + column));
            Some((self::growth(&before, &now, 1), growth.number(row, column - 1)?))
        });
    }

    /// How far each scenario is from the first: shares and rates by points, sizes in percent too.
    fn differences(&mut self) {
        let (table, labels) = (self.table, self.labels);
        let measure = table.measure();
        let pair =
            move |row: usize, column: usize| Some((table.number(row, column)?, table.number(0, column)?));
        let cells = move |row, column| (at(FIRST + row, labels + column), at_row(FIRST, labels + column));
        let first = &table.rows()[0];
        let (unit, digits) = match self.digits {
            Digits::Percent(decimals) => (", points", Digits::Decimals(decimals)),
            other => ("", other),
        };
        self.block(&format!("Difference from {first}{unit}"), digits.and(1), |row, column| {
            let (a, b) = pair(row, column)?;
            let (own, first) = cells(row, column);
            let difference = on_paper(table, a.value) - on_paper(table, b.value);
            let (formula, value) = match unit {
                "" => (format!("{own}-{first}"), difference),
                _ => (format!("({own}-{first})*100"), difference * 100.0),
            };
            Some((formula, Number { value, status: a.status.and(b.status) }))
        });
        if !matches!(measure, Measure::Value | Measure::Cumulative) {
            return;
        }
        self.block(&format!("Difference from {first} in percent"), Digits::Percent(1), |row, column| {
            let (a, b) = pair(row, column)?;
            let (own, first) = cells(row, column);
            let number = Number { value: a.value / b.value - 1.0, status: a.status.and(b.status) };
            number.value.is_finite().then(|| (format!("{own}/{first}-1"), number))
        });
    }

    /// The same rows under the same columns, each number a formula.
    fn block(
        &mut self,
        heading: &str,
        digits: Digits,
        number: impl Fn(usize, usize) -> Option<(String, Number)>,
    ) {
        let (rows, columns) = (self.table.rows().len(), self.table.columns().len());
        self.start_block(heading);
        for row in 0..rows {
            self.label(self.row, row);
            for column in 0..columns {
                let beside = self.labels + column;
                let style = number_style(self.is_total(row), digits);
                match number(row, column) {
                    Some((formula, Number { value, status })) => {
                        self.page.formula(self.row, beside, formula, value, style.from(status));
                    }
                    None => self.page.put(self.row, beside, super::cell::Content::Text(NONE.into()), style),
                }
            }
            self.row += 1;
        }
    }

    /// The heading of a block, which is better not cut.
    pub(super) fn start_block(&mut self, heading: &str) {
        self.page.text(self.row + 1, 0, heading.to_string(), Role::Heading);
        self.page.whole.push((self.row + 1, self.row + 2 + self.table.rows().len()));
        self.row += 2;
    }

    /// Where each number comes from, in words.
    pub(super) fn statuses(&mut self) {
        self.start_block("Where each value comes from");
        for row in 0..self.table.rows().len() {
            self.label(self.row, row);
            for column in 0..self.table.columns().len() {
                if let Some(status) = self.table.status(row, column) {
                    let style = number_style(self.is_total(row), Digits::General);
                    self.page.status(self.row, self.labels + column, status, style);
                }
            }
            self.row += 1;
        }
    }
}

fn is_positive(table: &Table) -> bool {
    (0..table.rows().len()).flat_map(|row| table.numbers(row)).flatten().all(|number| number.value >= 0.0)
}

/// What a table shows, and of which scenario.
fn heading(table: &Table) -> String {
    let subtitle = table.subtitle();
    if table.scenario() == BASE { format!("{subtitle}, scenario 'Base'") } else { subtitle }
}

/// The number as the table prints it but for its rounding: points are no percentages.
fn on_paper(table: &Table, value: f64) -> f64 {
    if table.measure().is_points() { value * 100.0 } else { value }
}

/// What the values of a table are in.
pub(super) fn unit(table: &Table) -> String {
    let subtitle = table.subtitle();
    let by = subtitle.split_once(" by ").map(|(what, _)| what.to_string());
    if table.measure() == Measure::Value { table.unit().at_the_start() } else { by.unwrap_or(subtitle) }
}

pub(super) fn footer(table: &Table) -> String {
    table.source_lines().first().cloned().unwrap_or_default()
}

/// A year as a number, a span of years as text.
pub(super) fn year(page: &mut Page, row: usize, column: usize, stated: Column, role: Role) {
    match stated.from() {
        None => {
            let style = Style::new(role).with(Digits::Whole);
            page.number(row, column, f64::from(stated.year().number()), style);
        }
        Some(_) => page.text(row, column, stated.to_string(), role),
    }
}

/// Compound annual growth beside values: the heading, and a formula for each row.
pub(super) fn growth_column(
    page: &mut Page,
    table: &Table,
    first: usize,
    column: usize,
    cell: impl Fn(usize, usize) -> String,
) {
    let Some(rates) = table.growth_column() else { return };
    let span = rates.columns()[0];
    let Some(from) = span.from().and_then(|from| table.find_column(from).ok()) else { return };
    let Ok(to) = table.find_column(span.year()) else { return };
    page.text(first - 1, column, format!("{} {span}", growth_word(span.periods())), Role::NumberHeader);
    for row in 0..table.rows().len() {
        let is_total = matches!(table.rows()[row].kind(), RowKind::Total | RowKind::Level);
        let style = number_style(is_total, Digits::Percent(1));
        // A ratio that is no number of a spreadsheet has no root there, but a rate of growth.
        let ends = table.value(row, from).zip(table.value(row, to));
        let has_root =
            ends.is_some_and(|(start, end)| start.is_normal() && (end == 0.0 || (end / start).is_normal()));
        match rates.number(row, 0) {
            Some(Number { value, status }) if !has_root => {
                page.number(first + row, column, value, style.from(status));
            }
            Some(Number { value, status }) => {
                let formula = growth(&cell(row, from), &cell(row, to), span.periods());
                page.formula(first + row, column, formula, value, style.from(status));
            }
            None => page.put(first + row, column, super::cell::Content::Text(NONE.into()), style),
        }
    }
}

/// Notes, then source lines, each on the lines it needs; the next free row.
pub(super) fn notes(page: &mut Page, table: &Table, mut row: usize, first: &[&str]) -> usize {
    // A spreadsheet rounds each number for itself.
    let stated = table.clone().with_rounding(Rounding::Independent);
    let below = first.iter().map(ToString::to_string).chain(stated.footnotes());
    for line in below.chain(table.source_lines().iter().cloned()) {
        page.sentence(row, &line, Role::Note);
        row += 1;
    }
    row
}
