//! A heat map of growth between two years.

use std::collections::BTreeMap;

use super::scale::Scale;
use super::{Edge, HeatMap, NONE, Tile};
use crate::chart::exhibit::marimekko::forecast_note;
use crate::chart::exhibit::matrix::Matrix;
use crate::chart::number::Format;
use crate::chart::rows;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table};
use crate::value::Years;

/// A value at the first of two years and at the last.
type Pair = (f64, f64);

/// Reads the growth between two years of every cell of a table of values, and of their sums.
pub(crate) fn read(table: &Table, years: Years, theme: &Theme) -> Result<HeatMap, Error> {
    let [first, last] = ends(table, years)?;
    let (first, last) = (Matrix::read(table, first.year())?, Matrix::read(table, last.year())?);
    let periods = rows::periods(first.column, last.column);
    // Sums over different cells would not have grown into each other.
    let pairs: BTreeMap<(usize, usize), Pair> = first
        .cells
        .iter()
        .filter_map(|(&place, start)| Some((place, (start.value, last.cells.get(&place)?.value))))
        .collect();
    let sums = |count: usize, member: fn(&(usize, usize)) -> usize| {
        let mut sums: Vec<Option<Pair>> = vec![None; count];
        for (place, pair) in &pairs {
            let sum = &mut sums[member(place)];
            *sum = Some(sum.map_or(*pair, |sum| plus(sum, *pair)));
        }
        sums
    };
    let whole = pairs.values().copied().reduce(plus);
    let grown = |pair: Option<Pair>| pair.and_then(|(start, end)| rows::growth(start, end, periods));
    let row_sums = sums(first.rows.len(), |place| place.0);
    let column_sums = sums(first.columns.len(), |place| place.1);
    let rates: BTreeMap<(usize, usize), f64> =
        pairs.iter().filter_map(|(&place, &pair)| Some((place, grown(Some(pair))?))).collect();
    let all = row_sums.iter().chain(&column_sums).chain([&whole]).filter_map(|&pair| grown(pair));
    let largest = all.chain(rates.values().copied()).fold(0.0_f64, |largest, rate| largest.max(rate.abs()));
    let format = Format::of(Measure::Cagr, 1, largest, theme.numbers);
    let tile = |rate: f64| Tile { value: rate, text: format.text(rate) };
    let edges = |names: &[super::Member], sums: Vec<Option<Pair>>| {
        let edge = |(member, sum): (&super::Member, Option<Pair>)| Edge {
            name: member.name.clone(),
            sum: grown(sum).map(tile),
        };
        names.iter().zip(sums).map(edge).collect()
    };
    let whole = grown(whole);
    let undefined = first.rows.len() * first.columns.len() > rates.len();
    let total = |rate: f64| format!("Total {} a year, {years}", format.text(rate));
    let map = HeatMap {
        rows: edges(&first.rows, row_sums),
        columns: edges(&first.columns, column_sums),
        scale: Scale::of_growth(rates.values().copied(), whole, format, theme),
        cells: rates.into_iter().map(|(place, rate)| (place, tile(rate))).collect(),
        whole: whole.map(tile),
        has_sums: true,
        subtitle: table.cagr_over(years).map_or_else(|_| table.subtitle(), |cagr| cagr.subtitle()),
        notes: notes(&first, &last, undefined),
        summary: whole.map_or_else(String::new, total),
    };
    Ok(map.with_largest())
}

/// The columns of the first and of the last year, between which values grow.
pub(in crate::chart::exhibit) fn ends(table: &Table, years: Years) -> Result<[Column; 2], Error> {
    if table.measure() != Measure::Value {
        let what = format!("growth of '{}'", table.measure());
        let reason = "expected a table of values".into();
        return Err(ErrorKind::Undefined { what, reason }.into());
    }
    if years.periods() == 0 {
        let (what, reason) = (format!("growth within {}", years.first()), "expected two years".into());
        return Err(ErrorKind::Undefined { what, reason }.into());
    }
    let column = |year| table.find_column(year).map(|column| table.columns()[column]);
    Ok([column(years.first())?, column(years.last())?])
}

fn plus((a, b): Pair, (c, d): Pair) -> Pair {
    (a + c, b + d)
}

fn notes(first: &Matrix, last: &Matrix, undefined: bool) -> Vec<String> {
    let mut notes = last.founded_notes();
    notes.extend(forecast_note(&[first.column, last.column]));
    if first.gaps() + last.gaps() > 0 {
        notes.push(format!(
            "{NONE}: no number in one of the years, and in no sum, or no growth from 0 or less."
        ));
    } else if undefined {
        notes.push(format!("{NONE}: growth from 0 or less is not defined."));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::exhibit::Exhibit as _;
    use crate::chart::exhibit::matrix::example as table;

    fn read(rows: &[(&str, &str, [Option<f64>; 2])]) -> Result<HeatMap, Error> {
        super::read(&table(rows, None), Years::new(2019, 2026).unwrap(), &Theme::light())
    }

    #[test]
    fn margins_are_the_growth_of_sums_that_have_grown_into_each_other() {
        let map = read(&[
            ("Europe", "Software", [Some(1.0), Some(2.0)]),
            ("Europe", "Services", [Some(3.0), Some(6.0)]),
            ("Asia", "Software", [Some(0.0), Some(4.0)]),
            ("Asia", "Services", [None, Some(100.0)]),
        ])
        .unwrap();
        // Doubling in 7 years is 10.4% a year; 4 to 12 is 17.0%; the gap is in no sum.
        assert_eq!(
            map.numbers(),
            "Europe: Software +10.4%, Services +10.4%, total +10.4%. \
             Asia: Software no number, Services no number, total no number. \
             Total: Software +29.2%, Services +10.4%, all +17.0%."
        );
        assert_eq!(
            map.notes.last().unwrap(),
            "–: no number in one of the years, and in no sum, or no growth from 0 or less."
        );
        assert!(map.notes.contains(&"2026 is a forecast.".to_string()), "{:?}", map.notes);
        assert_eq!(map.subtitle, "Compound annual growth by region and product, 2019 to 2026");
    }

    #[test]
    fn growth_needs_values_and_time() {
        let rows = [("Europe", "Software", [Some(1.0), Some(2.0)])];
        let at = |first, last| {
            let years = Years::new(first, last).unwrap();
            super::read(&table(&rows, None), years, &Theme::light()).unwrap_err().to_string()
        };
        assert_eq!(at(2019, 2019), "growth within 2019 is not defined here: expected two years");
        assert!(at(2019, 2030).starts_with("year 2030 is outside the forecast"));
        let shares = table(&rows, None).with_measure(Measure::Share);
        assert!(ends(&shares, Years::new(2019, 2026).unwrap()).is_err());
    }
}
