//! The first page: the headline table, whether its claims are met, and what else there is.

use super::cell::{Content, Digits, Outcome, Role, Style};
use super::claims::{CLAIMS, Evidence, MET, results};
use super::formula::{Sum, growth};
use super::name::{at, quoted, range};
use super::page::{Page, number_style};
use super::table::{FIRST, Frame, HEADER, NONE, growth_column, notes};
use super::write::CHART_HEIGHT;
use crate::table::{Number, RowKind, Table};
use crate::value::prose::counted;

/// The page but for what the others decide.
pub(super) fn page(name: String, table: &Table) -> Page<'_> {
    let mut frame = Frame::new(name, table);
    for row in 0..table.rows().len() {
        frame.label(FIRST + row, row);
    }
    frame.page
}

/// Names for the cells that other formulas may want.
pub(super) fn names(page: &str, table: &Table) -> Vec<(&'static str, String)> {
    let labels = table.axes().len().max(1);
    let Some(last) = table.columns().len().checked_sub(1) else { return Vec::new() };
    let row = |row: usize| range(page, (row, labels), (row, labels + last));
    let total = table.total_row().map(|total| ("Headline_total", row(FIRST + total)));
    std::iter::once(("Headline_years", row(HEADER))).chain(total).collect()
}

/// Numbers as they stand on the table's own page, checks, contents, and the chart.
pub(super) fn finish(pages: &mut [Page], table: &Table, evidence: &Evidence) {
    let Some((summary, others)) = pages.split_first_mut() else { return };
    let Some(own) = others.first() else { return };
    let labels = table.axes().len().max(1);
    linked(summary, own, table, labels);
    let after = labels + table.columns().len();
    growth_column(summary, table, FIRST, after, |row, column| at(FIRST + row, labels + column));
    last_share(summary, table, labels, after + 1);
    let mut row = FIRST + table.rows().len();
    row = total_growth(summary, table, labels, row) + 1;
    row = notes(summary, table, row, &[super::table::LEGEND_OF_SUMMARY]) + 1;
    if let Some((_, chart)) = own.charts.first() {
        summary.charts.push((row, chart.clone()));
        row = summary.reserve(row, f64::from(CHART_HEIGHT)) + 1;
    }
    let is_claims = |page: &&Page| page.list.as_ref().is_some_and(|list| list.name == CLAIMS);
    if let Some(claims) = others.iter().find(is_claims) {
        row = checks(summary, claims, evidence, row) + 1;
    }
    summary.whole.push((row, row + others.len() + 1));
    summary.text(row, 0, "In this workbook", Role::Heading);
    for page in others.iter() {
        row += 1;
        summary.put(row, 0, Content::Page(page.name.clone()), Style::new(Role::Label));
        summary.text(row, labels, page.about.clone(), Role::Subtitle);
    }
}

/// Each value as it stands on the table's own page, the total as the sum of what is above it.
fn linked(summary: &mut Page, own: &Page, table: &Table, labels: usize) {
    let (sum, digits) = (Sum::of(table), Digits::of(table));
    for row in 0..table.rows().len() {
        let kind = table.rows()[row].kind();
        for column in 0..table.columns().len() {
            let Some(Number { value, status }) = table.number(row, column) else { continue };
            let style = number_style(matches!(kind, RowKind::Total | RowKind::Level), digits).from(status);
            let beside = labels + column;
            let formula = match &sum {
                Some(sum) if sum.whole == row => sum.formula(FIRST, beside),
                _ => format!("{}{}", quoted(&own.name), at(FIRST + row, beside)),
            };
            let value = if table.measure().is_points() { value * 100.0 } else { value };
            summary.formula(FIRST + row, beside, formula, value, style);
        }
    }
}

/// Each row's part of the total in the last year.
fn last_share(summary: &mut Page, table: &Table, labels: usize, column: usize) {
    let (Ok(shares), Some(total)) = (table.shares(), table.total_row()) else { return };
    let Some(last) = table.columns().len().checked_sub(1).filter(|_| table.rows().len() > 1) else { return };
    summary.text(HEADER, column, format!("Share {}", table.columns()[last]), Role::NumberHeader);
    for row in 0..table.rows().len() {
        let style = number_style(table.rows()[row].kind() == RowKind::Total, Digits::Percent(1));
        let Some(Number { value, status }) = shares.number(row, last) else {
            summary.put(FIRST + row, column, Content::Text(NONE.into()), style);
            continue;
        };
        let formula = format!(
            "{}/{}",
            at(FIRST + row, labels + last),
            super::name::at_row(FIRST + total, labels + last)
        );
        summary.formula(FIRST + row, column, formula, value, style.from(status));
    }
}

/// How the total grows from year to year, below it.
fn total_growth(summary: &mut Page, table: &Table, labels: usize, row: usize) -> usize {
    let (Ok(rates), Some(total)) = (table.year_on_year(), table.total_row()) else { return row };
    summary.text(row, 0, "Growth of the total", Role::Label);
    for column in 1..table.columns().len() {
        let style = number_style(false, Digits::Percent(1));
        let Some(Number { value, status }) = rates.number(total, column - 1) else {
            summary.put(row, labels + column, Content::Text(NONE.into()), style);
            continue;
        };
        let formula = growth(&at(FIRST + total, labels + column - 1), &at(FIRST + total, labels + column), 1);
        summary.formula(row, labels + column, formula, value, style.from(status));
    }
    row + 1
}

/// How many claims are met, and what was found.
fn checks(summary: &mut Page, claims: &Page, evidence: &Evidence, mut row: usize) -> usize {
    let (met, imposed) = evidence.met();
    let cells = results(&claims.name, evidence);
    let formula = format!(
        "COUNTIF({cells},\"{MET}\")&\" of \"&(COUNTIF({cells},\"{MET}\")+COUNTIF({cells},\"not met\"))&\" published figures are met\""
    );
    let said = format!("{met} of {imposed} published figures are met");
    summary.whole.push((row, row + 2 + usize::from(!evidence.findings.is_empty())));
    summary.text(row, 0, "Checks", Role::Heading);
    summary.put(
        row + 1,
        0,
        Content::Formula(Box::new((formula, Outcome::Text(said)))),
        Style::new(Role::Subtitle),
    );
    row += 2;
    if !evidence.findings.is_empty() {
        let said = format!("{}: see the sheet of findings", counted(evidence.findings.len(), "finding"));
        summary.text(row, 0, said, Role::Subtitle);
        row += 1;
    }
    row
}
