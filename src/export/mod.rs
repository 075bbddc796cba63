//! Tables and findings as text, Markdown, HTML, CSV and JSON, and files that are written whole or not at all.

#[cfg(feature = "csv")]
mod csv;
pub(crate) mod file;
mod findings;
pub(crate) mod html;
#[cfg(feature = "json")]
mod json;
pub(crate) mod markdown;
pub(crate) mod text;

#[cfg(feature = "csv")]
pub use csv::{tables_from_csv, tables_to_csv};
#[cfg(feature = "json")]
pub use findings::findings_to_json;
pub use findings::findings_to_text;
#[cfg(feature = "json")]
pub use json::{tables_from_json, tables_to_json};

use crate::table::{RowKind, Table, growth_word};

/// The table as lines of cells, the header first: the label of each axis, at least one, then the columns.
///
/// Values over several years end with their compound annual growth: readers look for it beside them.
fn lines(table: &Table) -> Vec<Vec<String>> {
    let axes = table.axes().len().max(1);
    let mut header: Vec<String> = table.axes().iter().map(|axis| text::one_line(axis)).collect();
    header.resize(axes, String::new());
    let mut lines = vec![header];
    for row in table.rows() {
        let mut labels: Vec<String> = match row.kind() {
            RowKind::Total => vec![row.to_string()],
            _ => row.labels().iter().map(|label| text::one_line(label)).collect(),
        };
        labels.resize(axes, String::new());
        lines.push(labels);
    }
    let mut push = |header: String, numbers: Vec<Option<String>>| {
        lines[0].push(header);
        for (line, number) in lines[1..].iter_mut().zip(numbers) {
            line.push(number.unwrap_or_else(|| "–".into()));
        }
    };
    for (column, year) in table.columns().iter().enumerate() {
        push(year.to_string(), table.printed_column(column));
    }
    if let Some(growth) = table.growth_column() {
        let span = growth.columns()[0];
        push(format!("{} {span}", growth_word(span.periods())), growth.printed_column(0));
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::table::{Column, Measure, Number, Rounding, Row, RowKind, Table};
    use crate::value::{Scale, Status, Unit};

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ -~]{0,6}",
            "\\PC{0,6}",
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
        fn table()(axes in prop::collection::vec(name(), 0..3))(
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

    #[cfg(any(feature = "csv", feature = "json"))]
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
            let expected: usize = super::lines(&table).iter().map(Vec::len).sum();
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
            let details: Vec<usize> = if table.axes().is_empty() && table.rows().len() == 1 {
                vec![0]
            } else {
                (0..table.rows().len() - 1).collect()
            };
            if details.is_empty() || table.columns().is_empty() {
                prop_assert!(Table::from_csv(&csv).is_err());
                return Ok(());
            }
            let read = Table::from_csv(&csv).unwrap();
            let written: Vec<_> = details.iter().map(|&row| bits(&table)[row].clone()).collect();
            prop_assert_eq!(bits(&read), written);
            prop_assert_eq!(read.axes(), table.axes());
            prop_assert_eq!((read.scenario(), read.measure()), (table.scenario(), table.measure()));
            prop_assert_eq!(read.unit(), table.unit());
            for (row, &detail) in read.rows().iter().zip(&details) {
                prop_assert_eq!(row.labels(), table.rows()[detail].labels());
            }
            let spans = |table: &Table| table.columns().iter().map(|c| (c.from(), c.year())).collect::<Vec<_>>();
            prop_assert_eq!(spans(&read), spans(&table));
        }
    }
}
