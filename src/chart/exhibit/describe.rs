//! A chart in words, for those who cannot see it.

use std::fmt::Write as _;

use super::stack::Stack;
use crate::chart::layout::text;
use crate::chart::number;
use crate::chart::rows;
use crate::value::prose::list;

/// More names than this that print alike are counted.
const NAMED: usize = 3;

/// Who prints as `text` does, among names with what is printed of them: "Europe", "Asia and Europe", "4 of 5 rows".
pub(crate) fn who(all: &[(&str, String)], text: &str, nouns: &str) -> String {
    let alike = all.iter().filter(|(_, printed)| printed == text).map(|(name, _)| (*name).to_string());
    let alike: Vec<String> = alike.collect();
    if alike.len() > NAMED { format!("{} of {} {nouns}", alike.len(), all.len()) } else { list(&alike) }
}

/// Where the total starts and ends.
pub(crate) fn totals(stack: &Stack) -> String {
    let mut out = String::new();
    let value = |column: usize| stack.total_format.text(stack.totals[column]);
    let when = |column: usize| {
        let period = stack.columns[column];
        format!("{}{}", period.year(), if period.is_forecast() { " (forecast)" } else { "" })
    };
    let last = stack.columns.len() - 1;
    if last == 0 {
        let _ = write!(out, "Total {} in {}", value(0), when(0));
    } else {
        let _ = write!(out, "Total {} in {}, {} in {}", value(0), when(0), value(last), when(last));
    }
    let periods = rows::periods(stack.columns[0], stack.columns[last]);
    if let Some(rate) = rows::growth(stack.totals[0], stack.totals[last], periods) {
        let rate = number::signed_percent(rate, stack.format.numbers()).replace('−', "-");
        let _ = write!(out, ", {rate} a year");
    }
    out.push('.');
    text::clean(&out)
}

/// Every number of the chart, one year a sentence.
pub(crate) fn numbers(stack: &Stack) -> String {
    let mut out = String::new();
    for (column, period) in stack.columns.iter().enumerate() {
        let forecast = if period.is_forecast() { " (forecast)" } else { "" };
        let total = stack.total_format.text(stack.totals[column]);
        let _ = write!(out, "{}{forecast}: total {total}", period.year());
        for series in stack.series.iter().filter(|_| stack.series.len() > 1) {
            let _ = write!(out, ", {} {}", series.name, stack.format.text(series.shown[column]));
        }
        out.push_str(". ");
    }
    if let (Some((first, last)), true) = (stack.years(), stack.series.len() > 1) {
        let figures = stack.series.iter().filter_map(|series| {
            Some(format!("{} {}", series.name, stack.figure(series)?.replace('−', "-")))
        });
        let figures: Vec<String> = figures.collect();
        if !figures.is_empty() {
            let _ = write!(out, "{} {first} to {last}: {}. ", stack.figure_word(), figures.join(", "));
        }
    }
    out.push_str(&stack.marks.sentences(&stack.columns).replace('−', "-"));
    text::clean(&out)
}
