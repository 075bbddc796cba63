//! Tables and findings as text, Markdown, HTML, CSV, JSON and workbooks, and for other programs; files written whole or not at all.

mod columns;
#[cfg(feature = "csv")]
mod csv;
mod file;
mod findings;
mod grid;
pub(crate) mod html;
#[cfg(feature = "json")]
mod json;
pub(crate) mod markdown;
#[cfg(all(feature = "csv", feature = "json"))]
mod package;
#[cfg(feature = "csv")]
mod published;
pub(crate) mod text;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use columns::PlainColumns;
#[cfg(feature = "csv")]
pub use csv::{Iamc, Statuses, tables_from_csv, tables_from_wide_csv, tables_to_csv, tables_to_wide_csv};
#[cfg(feature = "json")]
pub use findings::findings_to_json;
pub use findings::findings_to_text;
#[cfg(feature = "json")]
pub use json::{tables_from_json, tables_to_json};
#[cfg(all(feature = "csv", feature = "json"))]
pub use package::DataPackage;
#[cfg(feature = "xlsx")]
pub use xlsx::Workbook;

pub(crate) use file::write_whole;

use crate::table::{RowKind, Table};

/// Rows that no other row is the sum of: all but the total, or the total where there is nothing else.
///
/// What programs read has these alone, so that nothing is counted twice.
fn details(table: &Table) -> Vec<usize> {
    let rows = 0..table.rows().len();
    let (totals, parts): (Vec<usize>, Vec<usize>) =
        rows.partition(|&row| table.rows()[row].kind() == RowKind::Total);
    if table.axes().is_empty() && parts.is_empty() { totals } else { parts }
}

/// The unit as programs read it, with the measure in front unless it is plain values.
#[cfg(any(feature = "csv", feature = "xlsx"))]
fn unit_text(measure: crate::table::Measure, unit: &crate::value::Unit) -> String {
    use crate::table::Measure;

    let text = unit.text();
    let is_ambiguous = Measure::ALL.iter().any(|measure| text.starts_with(&format!("{measure} of ")));
    if measure == Measure::Value && !is_ambiguous { text } else { format!("{measure} of {text}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::details;
    use crate::table::{Column, Measure, Number, Rounding, Row, RowKind, Table};
    use crate::value::{Scale, Status, Unit};

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ -~]{0,6}",
            "\\PC{0,6}",
            "[-=+@'\t\r\n ]{1,3}[ -~]{0,4}",
            prop::sample::select(vec![
                "a,b", "\"", "a\nb", "a\r\nb", "|", "é", "東京", " a ", "\t", "#", "\u{feff}"
            ])
            .prop_map(String::from),
        ]
    }

    fn number() -> impl Strategy<Value = Option<Number>> {
        let value = prop_oneof![
            any::<f64>().prop_filter("numbers of a table are finite", |value| value.is_finite()),
            prop::sample::select(vec![0.0, -0.0, 5e-324, f64::MIN_POSITIVE, f64::MAX, 0.1 + 0.2, 1e21, 8.1]),
            -1e3..1e6,
        ];
        let number = (value, prop::sample::select(Status::ALL.to_vec()));
        prop::option::weighted(0.9, number.prop_map(|(value, status)| Number { value, status }))
    }

    fn column() -> impl Strategy<Value = Column> {
        (any::<i32>(), any::<bool>(), prop::option::of(any::<i32>())).prop_map(|(year, forecast, from)| {
            let column = if forecast { Column::forecast(year) } else { Column::history(year) };
            from.map_or(column, |from| column.since(from))
        })
    }

    prop_compose! {
        /// Any table at all, rows and columns apart.
        pub(super) fn table()(axes in prop::collection::vec(name(), 0..3))(
            columns in prop::collection::btree_map(any::<i32>(), column(), 0..4),
            labels in prop::collection::btree_set(prop::collection::vec(name(), axes.len()), 0..4),
            kinds in prop::collection::vec(prop::sample::select(vec![RowKind::Member, RowKind::Group]), 4),
            numbers in prop::collection::vec(number(), 20),
            words in prop::collection::vec(name(), 4),
            measure in prop::sample::select(Measure::ALL.to_vec()),
            scale in prop::sample::select(vec![Scale::One, Scale::Billion]),
            rounding in prop::sample::select(Rounding::ALL.to_vec()),
            decimals in 0..=Table::MAX_DECIMALS,
            axes in Just(axes),
        ) -> Table {
            let columns: Vec<Column> = columns.into_values().collect();
            let width = columns.len();
            let unit = Unit::new("units", scale).unwrap();
            let mut numbers = numbers.into_iter();
            let mut table = Table::new(&words[0], unit, axes, columns)
                .with_scenario(&words[1])
                .with_measure(measure)
                .with_decimals(decimals)
                .with_rounding(rounding)
                .with_note(&words[2])
                .with_source(&words[3]);
            for (labels, kind) in labels.into_iter().zip(kinds) {
                table = table.with_row(Row::new(kind, labels), numbers.by_ref().take(width)).unwrap();
            }
            table.with_row(Row::total(), numbers.by_ref().take(width)).unwrap()
        }
    }

    /// Every number with its bits: -0 is not 0 here.
    fn bits(table: &Table) -> Vec<Vec<Option<(u64, Status)>>> {
        let bits = |number: &Option<Number>| number.map(|number| (number.value.to_bits(), number.status));
        (0..table.rows().len()).map(|row| table.numbers(row).iter().map(bits).collect()).collect()
    }

    /// How many cells there are, once every element is known to be closed in its turn and every text to be escaped.
    fn elements(html: &str) -> usize {
        let (mut open, mut cells, mut rest) = (Vec::new(), 0, html);
        while let Some((text, tag)) = rest.split_once('<') {
            plain(text);
            let (tag, after) = tag.split_once('>').expect("a tag ends");
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{html}");
                continue;
            }
            let mut pieces = tag.split('"');
            let name = pieces.next().and_then(|head| head.split(' ').next()).unwrap_or_default();
            assert!(name.bytes().all(|letter| letter.is_ascii_lowercase()), "{html}");
            // Every second piece of a tag stands in quotes.
            for (i, piece) in pieces.enumerate() {
                if i % 2 == 0 { plain(piece) } else { assert!(piece.is_empty() || piece.starts_with(' ')) }
            }
            cells += usize::from(["td", "th"].contains(&name));
            open.push(name);
        }
        plain(rest);
        assert!(open.is_empty(), "{open:?} {html}");
        cells
    }

    /// Text without markup: every ampersand begins one of the five characters that are escaped.
    #[track_caller]
    fn plain(text: &str) {
        assert!(!text.contains(['<', '>', '"']), "{text}");
        assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
        let known = ["lt;", "gt;", "amp;", "quot;", "#39;"];
        assert!(text.split('&').skip(1).all(|rest| known.iter().any(|end| rest.starts_with(end))), "{text}");
    }

    proptest! {
        #[test]
        fn paper_takes_any_table(table in table()) {
            let lines = table.to_text().lines().count();
            prop_assert!(lines >= 3 + table.rows().len());
            prop_assert!(!table.to_text().contains("-0.0 "));
            let bars = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            let markdown = table.to_markdown();
            let rows: Vec<usize> = markdown.lines().filter(|line| line.starts_with("| ")).map(bars).collect();
            let growth = usize::from(table.growth_column().is_some());
            let columns = table.axes().len().max(1) + table.columns().len() + growth;
            prop_assert!(rows.iter().all(|&bars| bars == columns + 1));
        }

        #[test]
        fn html_is_well_formed_and_has_every_cell(table in table()) {
            let html = table.to_html();
            let cells = elements(&html);
            let grid = super::grid::Grid::of(&table);
            let expected = grid.lines() * grid.columns();
            prop_assert_eq!(cells, expected);
        }

        #[cfg(feature = "json")]
        #[test]
        fn json_reads_back_to_the_same_bits(table in table()) {
            let read = Table::from_json(&table.to_json()).unwrap();
            prop_assert_eq!(bits(&read), bits(&table));
            prop_assert_eq!(read, table);
        }

        #[cfg(feature = "csv")]
        #[test]
        fn csv_reads_back_to_the_same_bits(table in table()) {
            let Ok(csv) = table.to_csv() else { return Ok(()) };
            if details(&table).is_empty() || table.columns().is_empty() {
                prop_assert!(Table::from_csv(&csv).is_err());
                return Ok(());
            }
            expect_same(&Table::from_csv(&csv).unwrap(), &table)?;
            expect_same(&Table::from_csv(&format!("\u{feff}{csv}")).unwrap(), &table)?;
            // Lines in any order: the same places, and rows and columns as they come.
            let mut lines: Vec<&str> = csv.split_inclusive('\n').collect();
            if !csv.contains('"') {
                lines[1..].reverse();
                let read = Table::from_csv(&lines.concat()).unwrap();
                let count = (read.rows().len(), read.columns().len());
                let mut numbers: Vec<_> = bits(&read).into_iter().rev().collect();
                numbers.iter_mut().for_each(|row| row.reverse());
                prop_assert_eq!(count, (details(&table).len(), table.columns().len()));
                prop_assert_eq!(numbers, detail_bits(&table));
            }
        }

        #[cfg(feature = "csv")]
        #[test]
        fn wide_csv_reads_back_to_the_same_bits(table in table()) {
            use crate::export::Statuses;

            let Ok(csv) = table.to_wide_csv(Statuses::AfterYears) else { return Ok(()) };
            let numbers = table.to_wide_csv(Statuses::LeftOut).unwrap();
            if details(&table).is_empty() {
                prop_assert!(Table::from_wide_csv(&csv).is_err());
                return Ok(());
            }
            expect_same(&Table::from_wide_csv(&csv).unwrap(), &table)?;
            let read = Table::from_wide_csv(&numbers).unwrap();
            let assumed = |rows: Vec<Vec<Option<(u64, Status)>>>| {
                rows.into_iter().map(|row| row.into_iter().map(|n| n.map(|(bits, _)| (bits, Status::Assumed))).collect())
                    .collect::<Vec<Vec<_>>>()
            };
            prop_assert_eq!(bits(&read), assumed(detail_bits(&table)));
        }

        #[cfg(feature = "csv")]
        #[test]
        fn iamc_has_every_number_once(table in table(), axis in name()) {
            let iamc = crate::export::Iamc::new("model", "variable").with_region_axis(axis.as_str());
            let (Ok(wide), Ok(long)) = (iamc.to_csv(std::slice::from_ref(&table)), iamc.to_long_csv(std::slice::from_ref(&table))) else {
                prop_assert_eq!(iamc.to_csv(std::slice::from_ref(&table)).err(), iamc.to_long_csv(&[table]).err());
                return Ok(());
            };
            let mut expected: Vec<u64> = detail_bits(&table).concat().into_iter().flatten().map(|(bits, _)| bits).collect();
            expected.sort_unstable();
            let sorted = |fields: Vec<String>| {
                let numbers = fields.iter().filter(|field| !field.is_empty());
                let mut bits: Vec<u64> = numbers.map(|field| field.parse::<f64>().unwrap().to_bits()).collect();
                bits.sort_unstable();
                bits
            };
            let wide = records(&wide).into_iter().skip(1).flat_map(|record| record[5..].to_vec()).collect();
            let long = records(&long).into_iter().skip(1).map(|record| record[6].clone()).collect();
            prop_assert_eq!(sorted(wide), expected.clone());
            prop_assert_eq!(sorted(long), expected);
        }

        #[cfg(feature = "csv")]
        #[test]
        fn no_name_is_a_formula(table in table()) {
            let wide = table.to_wide_csv(crate::export::Statuses::AfterYears);
            let iamc = crate::export::Iamc::new(table.title(), table.scenario()).to_csv(std::slice::from_ref(&table));
            for csv in [table.to_csv(), wide, iamc].into_iter().flatten() {
                for field in records(&csv).concat() {
                    let is_number = field.parse::<f64>().is_ok();
                    let is_year = field.trim_end_matches(" status").split('-').all(|part| {
                        part.is_empty() || part.parse::<u32>().is_ok()
                    });
                    let is_formula = field.trim().starts_with(['=', '+', '-', '@']) || field.starts_with(['\t', '\r', '\n']);
                    prop_assert!(!is_formula || is_number || is_year, "{:?}", field);
                }
            }
        }

        #[cfg(all(feature = "csv", feature = "json"))]
        #[test]
        fn a_data_package_has_the_fields_of_its_file(table in table()) {
            let package = crate::export::DataPackage::new("a").unwrap();
            let (Ok(csv), Ok(json)) = (table.to_csv(), package.to_json(&[table])) else { return Ok(()) };
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            let fields = json["resources"][0]["schema"]["fields"].as_array().unwrap();
            let fields: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
            prop_assert_eq!(&fields, &records(&csv)[0]);
        }

        #[cfg(feature = "csv")]
        #[test]
        fn no_text_is_too_bad_to_read(
            header in prop::sample::select(vec!["scenario,a,year,value,unit,status", "scenario,a,unit,2019,2020,2019 status"]),
            body in "([-=,\"'\n\r 0-9a-cé]|2019|Base|USD|assumed){0,40}",
        ) {
            let text = format!("{header}\n{body}");
            let read = [
                Table::from_csv(&text).err(),
                Table::from_wide_csv(&text).err(),
                crate::tables_from_csv(&text).err(),
                crate::tables_from_wide_csv(&text).err(),
            ];
            for fault in read.iter().flatten().flat_map(crate::Error::faults) {
                prop_assert!(fault.to_string().starts_with("CSV"), "{}", fault);
            }
        }

        #[test]
        fn plain_columns_have_every_number_in_its_place(table in table()) {
            let plain = crate::export::PlainColumns::new([&table]).unwrap();
            let (rows, width) = (details(&table), table.columns().len());
            let numbers = plain.value.iter().zip(&plain.status);
            let numbers: Vec<_> = numbers.map(|(value, status)| Some((value.as_ref()?.to_bits(), (*status)?))).collect();
            prop_assert_eq!(numbers, detail_bits(&table).concat());
            for (place, year) in plain.year.iter().enumerate() {
                let (row, column) = (rows[place / width], table.columns()[place % width]);
                prop_assert_eq!(*year, column.year().number());
                prop_assert_eq!(plain.from[place], column.from().map(crate::value::Year::number));
                let labels: Vec<&str> = plain.axes.iter().map(|(_, labels)| labels[place]).collect();
                prop_assert_eq!(&labels, table.rows()[row].labels());
            }
        }
    }

    fn detail_bits(table: &Table) -> Vec<Vec<Option<(u64, Status)>>> {
        details(table).into_iter().map(|row| bits(table)[row].clone()).collect()
    }

    #[cfg(feature = "csv")]
    fn records(csv: &str) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let records = reader.records().map(|record| record.unwrap().iter().map(String::from).collect());
        records.collect()
    }

    /// That a table that was read is what the details of another say.
    #[cfg(feature = "csv")]
    fn expect_same(read: &Table, table: &Table) -> Result<(), TestCaseError> {
        prop_assert_eq!(bits(read), detail_bits(table));
        prop_assert_eq!(read.axes(), table.axes());
        prop_assert_eq!((read.scenario(), read.measure()), (table.scenario(), table.measure()));
        prop_assert_eq!(read.unit(), table.unit());
        for (row, detail) in read.rows().iter().zip(details(table)) {
            prop_assert_eq!(row.labels(), table.rows()[detail].labels());
        }
        let spans = |table: &Table| table.columns().iter().map(|c| (c.from(), c.year())).collect::<Vec<_>>();
        prop_assert_eq!(spans(read), spans(table));
        Ok(())
    }
}
