//! A chart in words, for those who cannot see it.

use std::fmt::Write as _;

use super::stack::Stack;
use crate::chart::layout::text;
use crate::chart::number;
use crate::table::growth_word;

/// Where the total starts and ends.
pub(crate) fn totals(stack: &Stack) -> String {
    let mut out = String::new();
    let value = |column: usize| stack.format.text(stack.totals[column]);
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
    if let Some(rate) = stack.growth(&stack.totals) {
        let _ = write!(
            out,
            ", {} a year",
            number::signed_percent(rate, stack.format.numbers()).replace('−', "-")
        );
    }
    out.push('.');
    text::clean(&out)
}

/// Every number of the chart, one year a sentence.
pub(crate) fn numbers(stack: &Stack) -> String {
    let mut out = String::new();
    for (column, period) in stack.columns.iter().enumerate() {
        let forecast = if period.is_forecast() { " (forecast)" } else { "" };
        let total = stack.format.text(stack.totals[column]);
        let _ = write!(out, "{}{forecast}: total {total}", period.year());
        for series in stack.series.iter().filter(|_| stack.series.len() > 1) {
            let _ = write!(out, ", {} {}", series.name, stack.format.text(series.shown[column]));
        }
        out.push_str(". ");
    }
    if let (Some((first, last)), true) = (stack.span(), stack.series.len() > 1) {
        let rates = stack.series.iter().filter_map(|series| {
            let rate = number::signed_percent(stack.growth(&series.values)?, stack.format.numbers())
                .replace('−', "-");
            Some(format!("{} {rate}", series.name))
        });
        let rates: Vec<String> = rates.collect();
        if !rates.is_empty() {
            let word = growth_word(stack.periods());
            let _ = write!(out, "{word} {first} to {last}: {}.", rates.join(", "));
        }
    }
    text::clean(&out)
}
