//! Numbers one a row, as a native table.

use std::borrow::Cow;

use super::cell::{Content, Digits, Role, Style};
use super::name::cut;
use super::page::{List, Page};
use super::table::footer;
use crate::error::{Error, ErrorKind};
use crate::export::text::one_line;
use crate::export::{details, unit_text};
use crate::table::Table;

/// The longest heading of a column of a native table.
const HEADING: usize = 255;
/// The columns after the axes.
const LAST: [&str; 4] = ["year", "value", "unit", "status"];
const HEADER: usize = 2;

/// A page with the detail rows of tables by the same axes.
pub(super) fn page(name: String, tables: &[Table]) -> Page<'_> {
    let mut page = Page::new(name, "Numbers one a row, without totals");
    let Some(first) = tables.first() else { return page };
    page.text(0, 0, format!("{}: data", first.title()), Role::Title);
    let header = header(first);
    let mut row = HEADER + 1;
    for table in tables {
        row = write(&mut page, table, row, header.len());
    }
    for (column, name) in header.iter().enumerate() {
        // Room for the arrow of its filter.
        page.widen(column, name.chars().count() + 2);
    }
    page.list = Some(List { name: "Data", header, row: HEADER, rows: row - HEADER - 1 });
    page.frozen = (HEADER + 1, 0);
    page.repeated = Some((HEADER, HEADER));
    page.footer = footer(first);
    page
}

/// Names of columns, each other than the rest whatever their case.
fn header(table: &Table) -> Vec<String> {
    let axes = table.axes().iter().map(String::as_str);
    let mut header: Vec<String> = Vec::new();
    // The names that readers rely on stay as they are.
    let fixed =
        |name: &String| std::iter::once("scenario").chain(LAST).any(|known| known == name.to_lowercase());
    for axis in axes {
        let clean = one_line(axis);
        let clean = cut(if clean.trim().is_empty() { "axis" } else { clean.trim() }, HEADING - 8);
        let numbered = (2..).map(|number| format!("{clean} ({number})"));
        let is_free = |name: &String| {
            !fixed(name) && header.iter().all(|other| other.to_lowercase() != name.to_lowercase())
        };
        let name = std::iter::once(clean.clone()).chain(numbered).find(is_free);
        header.push(name.expect("numbers do not end"));
    }
    std::iter::once("scenario".into()).chain(header).chain(LAST.map(String::from)).collect()
}

fn write<'a>(page: &mut Page<'a>, table: &'a Table, mut row: usize, columns: usize) -> usize {
    let digits = Digits::of(table).and(2);
    let unit: Cow<'a, str> = unit_text(table.measure(), table.unit()).into();
    let axes = table.axes().len();
    let text = |text: &'a str| Content::Text(Cow::Borrowed(text));
    for detail in details(table) {
        for (column, number) in table.columns().iter().zip(table.numbers(detail)) {
            page.text(row, 0, table.scenario(), Role::Data);
            let labels = table.rows()[detail].labels();
            for axis in 0..axes {
                page.text(row, 1 + axis, labels.get(axis).map_or("", String::as_str), Role::Data);
            }
            super::table::year(page, row, columns - 4, *column, Role::Data);
            if let Some(number) = number {
                page.number(row, columns - 3, number.value, Style::new(Role::Number).with(digits));
                page.put(
                    row,
                    columns - 1,
                    text(number.status.as_str()),
                    Style::new(Role::Data).from(number.status),
                );
            }
            page.put(row, columns - 2, Content::Text(unit.clone()), Style::new(Role::Data));
            row += 1;
        }
    }
    row
}

/// Tables that are not by the axes of the first.
pub(super) fn faults(tables: &[Table]) -> Vec<Error> {
    let first = tables.first().map(Table::axes).unwrap_or_default();
    let others = tables.iter().enumerate().filter(|(_, table)| table.axes() != first);
    let fault = |(i, table): (usize, &Table)| {
        let (found, expected) = (table.axes().join(", "), first.join(", "));
        let what = format!(
            "the table of data {} (scenario '{}') is by '{found}', the first by '{expected}'",
            i + 1,
            table.scenario()
        );
        ErrorKind::Contradiction { what }.into()
    };
    others.map(fault).collect()
}
