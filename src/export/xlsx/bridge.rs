//! A bridge on a page of its own: levels, the steps between them, and columns that float from one to the next.

use super::cell::{Digits, Role, Style};
use super::chart::{Area, ChartKind, NativeChart, Series, alt_text};
use super::name::at;
use super::page::Page;
use super::picture::Picture;
use super::table::{FIRST, Frame, unit};
use super::write::CHART_HEIGHT;
use crate::table::{RowKind, Table};

/// What the columns of the block below the chart hold, and the colors they are drawn in.
const HEADINGS: [&str; 5] = ["Ends at", "Starts at", "Level", "Rise", "Fall"];
const COLORS: [Option<u32>; 4] = [None, Some(0x12_436d), Some(0x1f_7aa8), Some(0xc4_4e37)];

/// A page for a table that begins with a level and leads from there by changes.
pub(super) fn page<'a>(name: String, table: &'a Table, pictures: &'a [Picture]) -> Page<'a> {
    let mut frame = Frame::new(name, table);
    frame.values();
    frame.notes();
    let ends = table.columns().len().checked_sub(1).and_then(|last| ends(table, last));
    if let Some(ends) = ends.filter(|ends| ends.iter().all(|&end| end >= 0.0)) {
        let at = frame.row + 1;
        frame.row = frame.page.reserve(at, f64::from(CHART_HEIGHT));
        frame.pictures(pictures);
        // The chart stands above the block that it draws.
        let header = steps(&mut frame, &ends);
        let drawn = chart(&frame, header);
        frame.page.charts.push((at, drawn));
    } else {
        frame.pictures(pictures);
    }
    frame.statuses();
    frame.page
}

/// Where the column of each row ends; none where a number is missing.
fn ends(table: &Table, column: usize) -> Option<Vec<f64>> {
    let mut end = 0.0;
    let rows = 0..table.rows().len();
    let ends = rows.map(|row| {
        let value = table.value(row, column)?;
        end = if table.rows()[row].kind() == RowKind::Change { end + value } else { value };
        Some(end)
    });
    ends.collect()
}

/// The last year as parts of columns, what lifts them and what is seen of them; the row of the headings.
fn steps(frame: &mut Frame, ends: &[f64]) -> usize {
    let table = frame.table;
    let last = table.columns().len() - 1;
    frame.start_block(&format!("What the chart draws, {}", table.columns()[last]));
    for (i, heading) in HEADINGS.into_iter().enumerate() {
        frame.page.text(frame.row, frame.labels + i, heading, Role::NumberHeader);
    }
    frame.page.text(frame.row, 0, "", Role::Header);
    let header = frame.row;
    frame.row += 1;
    let style = Style::new(Role::Number).with(frame.digits);
    let mut before = 0.0;
    for (row, &end) in ends.iter().enumerate() {
        let here = frame.row;
        frame.page.text(here, 0, table.rows()[row].name(), Role::Label);
        let value = at(FIRST + row, frame.labels + last);
        let column = |i: usize| frame.labels + i;
        let (own, above) = (at(here, column(0)), at(here.saturating_sub(1), column(0)));
        if table.rows()[row].kind() == RowKind::Change {
            let change = end - before;
            let cells = [
                (0, format!("{above}+{value}"), end),
                (1, format!("MIN({above},{own})"), end.min(before)),
                (3, format!("MAX({value},0)"), change.max(0.0)),
                (4, format!("MAX(-{value},0)"), (-change).max(0.0)),
            ];
            for (i, formula, result) in cells {
                frame.page.formula(here, column(i), formula, result, style);
            }
        } else {
            frame.page.formula(here, column(0), value.clone(), end, style);
            frame.page.formula(here, column(2), value, end, style);
        }
        before = end;
        frame.row += 1;
    }
    header
}

/// The chart of the block that begins in this row.
fn chart(frame: &Frame, header: usize) -> NativeChart {
    let (first, last) = (header + 1, header + frame.table.rows().len());
    let column = |i: usize| frame.labels + 1 + i;
    let series = COLORS.into_iter().enumerate().map(|(i, color)| Series {
        name: Area { from: (header, column(i)), to: (header, column(i)) },
        values: Area { from: (first, column(i)), to: (last, column(i)) },
        color,
    });
    let digits: Digits = frame.digits;
    NativeChart {
        kind: ChartKind::Steps,
        unit: unit(frame.table),
        code: digits.code(),
        alt_text: alt_text("Columns from level to level", frame.table),
        categories: Area { from: (first, 0), to: (last, 0) },
        series: series.collect(),
        from_zero: true,
    }
}
