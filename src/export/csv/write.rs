//! What the formats share in writing.

use std::fmt::Write as _;

use super::keys::{fingerprint, firsts};
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Table};
use crate::value::csv_name;

/// A field that is no name: quoted where it needs it.
pub(in crate::export) fn push_field(out: &mut String, field: &str) {
    if !field.contains([',', '"', '\r', '\n']) {
        return out.push_str(field);
    }
    out.push('"');
    for (i, piece) in field.split('"').enumerate() {
        out.push_str(if i == 0 { "" } else { "\"\"" });
        out.push_str(piece);
    }
    out.push('"');
}

/// A name, which may read like a formula.
pub(in crate::export) fn push_name(out: &mut String, name: &str) {
    push_field(out, &csv_name(name));
}

/// The shortest digits that read back to the same double, as Rust's debug format has them.
pub(super) fn push_value(out: &mut String, value: f64) {
    // `ryu` takes a third of the time and has the same digits, but other words for very small numbers.
    if value == 0.0 || (1e-4..1e16).contains(&value.abs()) {
        out.push_str(ryu::Buffer::new().format_finite(value));
    } else {
        write!(out, "{value:?}").expect("text takes all of it");
    }
}

/// A year, or a span of years: `2026`, `2019-2026`.
pub(in crate::export) fn year_text(column: Column) -> String {
    match column.from() {
        Some(from) => format!("{from}-{}", column.year()),
        None => column.year().to_string(),
    }
}

/// What each column is called.
pub(super) fn years(table: &Table) -> Vec<String> {
    table.columns().iter().map(|column| year_text(*column)).collect()
}

/// That rows and columns differ in what a file has of them; the first faults of many.
pub(super) fn expect_keys(table: &Table, rows: &[usize]) -> Result<(), Error> {
    const MOST: usize = crate::error::Faults::MOST;
    let labels = |place: usize| table.rows()[rows[place]].labels();
    let print = |place: usize| fingerprint(labels(place).iter().map(String::as_bytes));
    let firsts = firsts(rows.len(), print, |a, b| labels(a).cmp(labels(b)));
    let named = |place: usize| match labels(place) {
        [] => ("row", "Total".to_string()),
        labels => ("row", labels.join(" / ")),
    };
    let again = |(place, first): (usize, usize)| (place != first).then(|| named(place));
    let rows = firsts.into_iter().enumerate().filter_map(again);
    let mut spans: Vec<Column> = table.columns().to_vec();
    let key = |column: &Column| (column.from(), column.year());
    spans.sort_unstable_by_key(key);
    let columns = spans.windows(2).filter(|pair| key(&pair[0]) == key(&pair[1]));
    let columns = columns.map(|pair| ("column", year_text(pair[0])));
    let mut twice = rows.chain(columns);
    let mut faults: Vec<Error> = twice
        .by_ref()
        .take(MOST)
        .map(|(what, name)| ErrorKind::Duplicate { what: what.into(), name }.into())
        .collect();
    let more = twice.count();
    if more > 0 {
        let reason = format!("and {more} more that stand twice");
        faults.push(ErrorKind::Syntax { place: "rows and columns".into(), reason }.into());
    }
    Error::none_of(faults)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Unit;

    proptest! {
        #[test]
        fn fields_are_quoted_as_the_crate_does_it(fields in prop::collection::vec("[a\",\r\n #']{0,4}", 2..4)) {
            let mut writer = ::csv::Writer::from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let expected = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut line = String::new();
            for field in &fields {
                push_field(&mut line, field);
                line.push(',');
            }
            prop_assert_eq!(line.trim_end_matches(',').len(), expected.trim_end_matches(['\n', ',']).len());
            prop_assert_eq!(line[..line.len() - 1].to_string() + "\n", expected);
        }

        #[test]
        fn values_are_written_as_rust_does(value in any::<f64>().prop_filter("finite", |v| v.is_finite()), power in -20..20) {
            for value in [value, value.fract(), (value % 1e6).trunc(), libm::pow(10.0, f64::from(power))] {
                let mut out = String::new();
                push_value(&mut out, value);
                prop_assert_eq!(out, format!("{value:?}"));
            }
        }
    }

    #[test]
    fn a_million_rows_that_are_the_same_make_a_short_message() {
        let row = || crate::table::Row::new(crate::table::RowKind::Member, ["A"]);
        let mut table = Table::new("T", Unit::USD_BILLION, ["region"], []);
        for _ in 0..1000 {
            table = table.with_row(row(), []).unwrap();
        }
        let error = expect_keys(&table, &(0..1000).collect::<Vec<_>>()).unwrap_err();
        assert_eq!(error.faults().count(), 101);
        assert!(error.to_string().ends_with("\nrows and columns: and 899 more that stand twice"));
    }
}
