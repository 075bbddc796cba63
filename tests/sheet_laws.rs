//! Laws of published tables: what is rounded honestly is clean, and one wrong figure is the one that is named.
#![cfg(feature = "csv")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use market_outlook::{LeftOut, PublishedRow, PublishedTable};
use proptest::prelude::*;

/// A market before anybody rounds it: sizes of parts in groups over consecutive years.
#[derive(Clone, Debug)]
struct Truth {
    /// The sizes of each part of each group in the first year, and its growth in each later year.
    groups: Vec<Vec<(f64, Vec<f64>)>>,
    decimals: usize,
    shares: Shares,
    changes: bool,
}

/// What printed shares are of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shares {
    None,
    OfTotal,
    OfParent,
    /// Of the parent, with 100 for each row that has parts.
    OfGroup,
}

const FIRST: usize = 2020;

/// A row before it is printed.
struct Line {
    name: String,
    parent: &'static str,
    group: Option<usize>,
    sizes: Vec<f64>,
}

impl Truth {
    fn years(&self) -> usize {
        self.groups[0][0].1.len() + 1
    }

    fn path((start, growth): &(f64, Vec<f64>)) -> Vec<f64> {
        let mut path = vec![*start];
        for rate in growth {
            path.push(path[path.len() - 1] * (1.0 + rate));
        }
        path
    }

    fn rows(&self) -> Vec<Line> {
        let add = |paths: &[Vec<f64>]| -> Vec<f64> {
            (0..self.years()).map(|year| paths.iter().map(|path| path[year]).sum()).collect()
        };
        let mut rows = Vec::new();
        let mut groups = Vec::new();
        for (g, parts) in self.groups.iter().enumerate() {
            let paths: Vec<Vec<f64>> = parts.iter().map(Self::path).collect();
            if paths.len() > 1 {
                for (p, path) in paths.iter().enumerate() {
                    rows.push(Line {
                        name: format!("Part {g}.{p}"),
                        parent: "",
                        group: Some(g),
                        sizes: path.clone(),
                    });
                }
            }
            let sizes = add(&paths);
            groups.push(sizes.clone());
            rows.push(Line { name: format!("Group {g}"), parent: "Total", group: None, sizes });
        }
        rows.push(Line { name: "Total".into(), parent: "", group: None, sizes: add(&groups) });
        rows
    }

    /// The row that a row's shares are of.
    fn shared<'a>(&self, rows: &'a [Line], row: &'a Line) -> &'a Line {
        let total = &rows[rows.len() - 1];
        let has_parts = |line: &Line| {
            rows.iter().any(|part| part.group.is_some_and(|group| line.name == format!("Group {group}")))
        };
        match (self.shares, row.group) {
            (Shares::OfParent | Shares::OfGroup, Some(group)) => {
                rows.iter().find(|line| line.name == format!("Group {group}")).unwrap()
            }
            (Shares::OfGroup, None) if has_parts(row) => row,
            _ => total,
        }
    }

    /// Whether shares of one thing can be told from shares of another: no group is all but everything.
    fn tells_what_shares_are_of(&self) -> bool {
        let rows = self.rows();
        let total = &rows[rows.len() - 1].sizes;
        let groups = rows.iter().filter(|line| line.parent == "Total");
        let largest = groups.flat_map(|line| line.sizes.iter().zip(total)).map(|(size, all)| size / all);
        largest.fold(0.0, f64::max) < 0.9
    }

    /// The printed table, each figure rounded for itself from the unrounded numbers.
    fn printed(&self) -> Vec<Vec<String>> {
        let years = self.years();
        let rows = self.rows();
        let mut header = vec!["row".to_string(), "parent".into()];
        header.extend((0..years).map(|year| (FIRST + year).to_string()));
        header.extend((1..years).map(|year| format!("YoY {} (%)", FIRST + year)));
        header.push(format!("CAGR {FIRST}-{}", FIRST + years - 1));
        if self.shares != Shares::None {
            header.extend((0..years).map(|year| format!("Share {}", FIRST + year)));
        }
        if self.changes {
            header.push(format!("Change {FIRST}-{}", FIRST + years - 1));
        }
        let mut lines = vec![header];
        for row in &rows {
            let (sizes, decimals) = (&row.sizes, self.decimals);
            let parent = row.group.map_or_else(|| row.parent.to_string(), |group| format!("Group {group}"));
            let mut line = vec![row.name.clone(), parent];
            line.extend(sizes.iter().map(|size| format!("{size:.decimals$}")));
            line.extend(sizes.windows(2).map(|pair| format!("{:.1}", 100.0 * (pair[1] / pair[0] - 1.0))));
            let cagr = (sizes[years - 1] / sizes[0]).powf(1.0 / (years - 1) as f64) - 1.0;
            line.push(format!("{:.1}", 100.0 * cagr));
            if self.shares != Shares::None {
                let of = &self.shared(&rows, row).sizes;
                line.extend(sizes.iter().zip(of).map(|(size, of)| format!("{:.1}", 100.0 * size / of)));
            }
            if self.changes {
                line.push(format!("{:.decimals$}", sizes[years - 1] - sizes[0]));
            }
            lines.push(line);
        }
        lines
    }
}

fn text(lines: &[Vec<String>], separator: &str) -> String {
    lines.iter().map(|line| line.join(separator) + "\n").collect()
}

fn truth() -> impl Strategy<Value = Truth> {
    (2_usize..5).prop_flat_map(|years| {
        let part = (0.0_f64..4.0, prop::collection::vec(-0.2_f64..0.3, years - 1))
            .prop_map(|(size, growth)| (10_f64.powf(size), growth));
        let group =
            prop_oneof![prop::collection::vec(part.clone(), 1..2), prop::collection::vec(part, 2..5),];
        let shares =
            prop::sample::select(vec![Shares::None, Shares::OfTotal, Shares::OfParent, Shares::OfGroup]);
        (prop::collection::vec(group, 2..5), 0_usize..3, shares, any::<bool>())
            .prop_map(|(groups, decimals, shares, changes)| Truth { groups, decimals, shares, changes })
    })
}

proptest! {
    #[test]
    fn what_is_rounded_honestly_is_clean(truth in truth(), separator in prop::sample::select(vec![",", ";", "\t"])) {
        let table = PublishedTable::from_csv(text(&truth.printed(), separator)).unwrap();
        let check = table.check().unwrap();
        prop_assert!(check.misprints().is_empty(), "{:?}", check.misprints());
        prop_assert_eq!(check.repaired(), &table);
    }

    /// Without the wrong figure all others hold, so that one is enough, and it is among those that would do.
    #[test]
    fn one_wrong_figure_is_named(truth in truth(), at in any::<prop::sample::Index>(), factor in prop::sample::select(vec![0.1, 0.5, 1.5, 3.0, 10.0])) {
        prop_assume!(truth.tells_what_shares_are_of());
        let mut lines = truth.printed();
        let (rows, columns) = (lines.len() - 1, lines[0].len() - 2);
        let (row, column) = (at.index(rows * columns) / columns, at.index(rows * columns) % columns);
        let cell = &mut lines[row + 1][column + 2];
        let decimals = cell.split_once('.').map_or(0, |(_, digits)| digits.len());
        *cell = format!("{:.decimals$}", cell.parse::<f64>().unwrap() * factor);
        let check = PublishedTable::from_csv(text(&lines, ",")).unwrap().check().unwrap();
        prop_assert!(check.misprints().len() <= 1, "{:?}", check.misprints());
        for wrong in check.misprints() {
            let mut named = vec![(wrong.row(), wrong.column())];
            named.extend(wrong.alternatives().iter().map(|other| (other.row(), other.column())));
            prop_assert!(named.contains(&(row, column)), "{named:?} for {:?}", (row, column));
        }
    }

    /// Whatever is restored holds with all else.
    #[test]
    fn a_repaired_table_is_clean(truth in truth(), at in any::<prop::sample::Index>(), factor in prop::sample::select(vec![0.1, 3.0, 10.0])) {
        let mut lines = truth.printed();
        let (rows, years) = (lines.len() - 1, truth.years());
        let (row, column) = (at.index(rows * years) / years, at.index(rows * years) % years);
        let cell = &mut lines[row + 1][column + 2];
        let decimals = cell.split_once('.').map_or(0, |(_, digits)| digits.len());
        *cell = format!("{:.decimals$}", cell.parse::<f64>().unwrap() * factor);
        let check = PublishedTable::from_csv(text(&lines, ",")).unwrap().check().unwrap();
        if check.misprints().iter().all(|wrong| wrong.restored().is_some()) {
            let again = check.repaired().check().unwrap();
            prop_assert!(again.misprints().is_empty(), "{:?} after {:?}", again.misprints(), check.misprints());
        }
    }

    #[test]
    fn csv_reads_back(truth in truth()) {
        let table = PublishedTable::from_csv(text(&truth.printed(), ",")).unwrap();
        let csv = table.to_csv().unwrap();
        let again = PublishedTable::from_csv(&csv).unwrap();
        prop_assert_eq!(again.to_csv().unwrap(), csv);
        for row in 0..table.rows().len() {
            prop_assert_eq!(again.rows()[row].parent(), table.rows()[row].parent());
            for column in 0..table.columns().len() {
                prop_assert_eq!(again.cell(row, column), table.cell(row, column));
            }
        }
    }
}

/// What stands in tables, and now and then what should not.
fn messy_cell() -> impl Strategy<Value = String> {
    let sound = [
        "8.1", "1,530", "1 530", "1'530", "(0.4)", "8.1e", "8.1 [1]", "8.1¹", "$8.1bn", "<0.05", "n/a", "–",
        "..", "c", "", " ",
    ];
    let wrong = ["5.2%", "x1", "8,1", "Q3 2024", "=A1", "5\" disc", "\"a b\"", "\"", "\"\"", "é"];
    prop_oneof![
        60 => prop::sample::select(sound.to_vec()).prop_map(String::from),
        1 => prop::sample::select(wrong.to_vec()).prop_map(String::from),
    ]
}

/// A name of its own for most rows, none for some.
fn messy_name() -> impl Strategy<Value = Option<String>> {
    let names = ["", " ", "  Asia", "Asia", "Total", "* revised", "Source: a report", "2019", "-Services"];
    prop_oneof![3 => Just(None), 2 => prop::sample::select(names.to_vec()).prop_map(|name| Some(name.into()))]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_a_row_or_is_told_of(
        rows in prop::collection::vec((messy_name(), prop::collection::vec(messy_cell(), 4)), 1..8),
        short in prop::option::of(any::<prop::sample::Index>()),
        width in 2..5_usize,
        separator in prop::sample::select(vec![",", ";", "\t", "|"]),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let header = &["row", "2019", "2020", "CAGR 2019-20", "note"][..width];
        let alone = short.map(|at| at.index(2 * rows.len()));
        let line = |(row, (name, cells)): (usize, &(Option<String>, Vec<String>))| {
            let name = name.clone().unwrap_or_else(|| format!("Part {row}"));
            // Now and then a line of a name alone.
            let cells = if alone == Some(row) { &[] } else { &cells[..width - 1] };
            let quoted = |cell: &String| if cell.contains(separator) { format!("\"{cell}\"") } else { cell.clone() };
            std::iter::once(&name).chain(cells).map(quoted).collect::<Vec<_>>().join(separator)
        };
        let lines: Vec<String> = std::iter::once(header.join(separator)).chain(rows.iter().enumerate().map(line)).collect();
        let text = lines.join(end) + end;
        match PublishedTable::from_csv(&text) {
            Ok(table) => {
                let rows = table.rows().iter().filter_map(PublishedRow::line);
                let told: Vec<u64> = rows.chain(table.left_out().iter().map(LeftOut::line)).collect();
                for (line, number) in lines.iter().zip(1..).skip(1) {
                    let is_blank = line.trim_matches([' ', '\t', ',', ';', '|', '"']).is_empty();
                    prop_assert!(is_blank || told.contains(&number), "line {} of {:?}", number, text);
                }
            }
            Err(error) => {
                for fault in error.faults() {
                    let fault = fault.to_string();
                    prop_assert!(["line ", "column ", "the "].iter().any(|place| fault.starts_with(place)), "{}", fault);
                }
            }
        }
    }

    #[test]
    fn no_bytes_are_too_bad_to_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        drop(PublishedTable::from_csv(&bytes));
        let text: String = bytes.iter().map(|byte| char::from(byte % 96 + 32)).collect();
        drop(PublishedTable::from_csv(format!("row,2019\n{text}")));
    }
}
