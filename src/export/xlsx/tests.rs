//! Laws of whole workbooks: what formulas come to, what a reader finds, what no file can hold.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Workbook;
use super::cell::{Content, Digits, Outcome};
use super::page::Page;
use crate::claim::{Claim, Finding, FindingKind, Reproduction};
use crate::export::tests::table;
use crate::table::{Column, Measure, Number, Row, RowKind, Table};
use crate::value::{Status, Unit};

/// How far a formula may be from the number it stands for: a part of it, or of the growth factor.
const ROUND_OFF: f64 = 1e-12;

/// A spreadsheet of a kind: what is in the cells, and formulas worked out from that alone.
struct Sheets<'a>(BTreeMap<(String, usize, usize), &'a Content<'a>>);

impl<'a> Sheets<'a> {
    fn of(pages: &'a [Page<'a>]) -> Self {
        let cells = pages.iter().flat_map(|page| page.cells.iter().map(|cell| (page.name.clone(), cell)));
        Self(
            cells
                .map(|(page, cell)| ((page, cell.row as usize, cell.column as usize), &cell.content))
                .collect(),
        )
    }

    fn cell(&self, page: &str, row: usize, column: usize) -> f64 {
        match self.0.get(&(page.into(), row, column)) {
            Some(Content::Number(value)) => *value,
            Some(Content::Formula(formula)) => self.formula(page, &formula.0),
            _ => 0.0,
        }
    }

    fn formula(&self, page: &str, formula: &str) -> f64 {
        let mut rest = Formula { sheets: self, page, rest: formula };
        let value = rest.sum();
        assert!(rest.rest.is_empty(), "'{formula}' goes on with '{}'", rest.rest);
        value
    }
}

/// What is left of a formula while it is worked out.
struct Formula<'a> {
    sheets: &'a Sheets<'a>,
    page: &'a str,
    rest: &'a str,
}

impl Formula<'_> {
    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.takes("+") {
                value += self.product();
            } else if self.takes("-") {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.power();
        loop {
            if self.takes("/") {
                value /= self.power();
            } else if self.takes("*") {
                value *= self.power();
            } else {
                return value;
            }
        }
    }

    fn power(&mut self) -> f64 {
        let value = self.atom();
        if self.takes("^") { value.powf(self.atom()) } else { value }
    }

    fn atom(&mut self) -> f64 {
        if self.takes("-") {
            return -self.atom();
        }
        for (name, fold) in
            [("SUM(", (|a, b| a + b) as fn(f64, f64) -> f64), ("MIN(", f64::min), ("MAX(", f64::max)]
        {
            if self.takes(name) {
                let arguments = self.arguments();
                return arguments.into_iter().reduce(fold).unwrap();
            }
        }
        if self.takes("(") {
            let value = self.sum();
            assert!(self.takes(")"));
            return value;
        }
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            return number.parse().unwrap();
        }
        let (page, row, column) = self.reference();
        self.sheets.cell(&page, row, column)
    }

    fn arguments(&mut self) -> Vec<f64> {
        let mut values = Vec::new();
        loop {
            let start = self.rest;
            let is_reference = start.starts_with(|c: char| c.is_ascii_uppercase() || c == '\'');
            if is_reference {
                let (page, row, column) = self.reference();
                if self.takes(":") {
                    let (_, last_row, last_column) = self.reference();
                    let cells = (row..=last_row).flat_map(|r| (column..=last_column).map(move |c| (r, c)));
                    values.extend(cells.map(|(r, c)| self.sheets.cell(&page, r, c)));
                } else {
                    self.rest = start;
                    values.push(self.sum());
                }
            } else {
                values.push(self.sum());
            }
            if self.takes(")") {
                return values;
            }
            assert!(self.takes(","), "'{}'", self.rest);
        }
    }

    fn reference(&mut self) -> (String, usize, usize) {
        let mut page = self.page.to_string();
        if self.takes("'") {
            let end = self.rest.find("'!").unwrap();
            page = self.rest[..end].replace("''", "'");
            self.rest = &self.rest[end + 2..];
        }
        self.takes("$");
        let letters = self.rest.chars().take_while(char::is_ascii_uppercase).count();
        let column =
            self.rest[..letters].bytes().fold(0, |n, letter| n * 26 + usize::from(letter - b'A') + 1);
        self.rest = &self.rest[letters..];
        self.takes("$");
        let digits = self.rest.chars().take_while(char::is_ascii_digit).count();
        let row: usize = self.rest[..digits].parse().unwrap();
        self.rest = &self.rest[digits..];
        (page, row - 1, column - 1)
    }
}

/// Works out every formula from the numbers in the cells, and compares it with the number that stands beside it.
#[track_caller]
fn check_formulas(workbook: &Workbook) -> usize {
    let pages = workbook.pages();
    let sheets = Sheets::of(&pages);
    let mut checked = 0;
    for page in &pages {
        for cell in &page.cells {
            let Content::Formula(formula) = &cell.content else { continue };
            let (formula, Outcome::Number(stored)) = formula.as_ref() else { continue };
            let found = sheets.formula(&page.name, formula);
            let is_rate = matches!(cell.style.digits, Digits::Percent(_));
            let scale = stored.abs().max(found.abs()).max(if is_rate { 1.0 } else { 0.0 });
            let near = (found - stored).abs() <= ROUND_OFF * scale || found == *stored;
            assert!(
                near,
                "{}!{} {formula}: stored {stored}, found {found}",
                page.name,
                super::name::at(cell.row as usize, cell.column as usize)
            );
            checked += 1;
        }
    }
    checked
}

fn numbers(values: impl IntoIterator<Item = f64>) -> Vec<Option<Number>> {
    values.into_iter().map(|value| Some(Number { value, status: Status::Assumed })).collect()
}

/// Members that make a total, as forecasts have them.
fn summed(names: &[&str], values: &[[f64; 3]]) -> Table {
    let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
    let mut table = Table::new("Example", Unit::USD_BILLION, ["region"], columns);
    for (name, values) in names.iter().zip(values) {
        table = table.with_row(Row::new(RowKind::Member, [*name]), numbers(*values)).unwrap();
    }
    let total = (0..3).map(|year| values.iter().map(|row| row[year]).sum());
    table.with_row(Row::total(), numbers(total)).unwrap()
}

fn example() -> Table {
    summed(&["Europe", "Asia"], &[[5.0, 5.5, 6.0], [3.1, 3.2, 3.3]])
}

#[test]
fn each_kind_of_table_has_its_formulas() {
    // Values are no formulas on their own page: three sums, nine shares, six growth rates, three growth rates a year;
    // the summary has nine values, three growth rates a year, three shares and two growth rates of the total.
    assert_eq!(check_formulas(&Workbook::new(example())), 3 + 9 + 6 + 3 + 9 + 3 + 3 + 2);
    let case = |name: &str, values: [f64; 3]| {
        let columns = example().columns().to_vec();
        let table =
            Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), columns).with_scenario(name);
        table.with_row(Row::total(), numbers(values)).unwrap()
    };
    let both = Table::alternatives(&[case("Base", [8.0, 9.0, 10.0]), case("Slow", [8.0, 8.5, 9.0])]).unwrap();
    // Growth a year, differences in two measures, and growth from year to year, for each of two.
    assert_eq!(check_formulas(&Workbook::new(example()).table(both)), 38 + 2 + 6 + 6 + 4);
    let step = |kind, name: &str, values: [f64; 3]| (Row::new(kind, [name]), numbers(values));
    let steps = [
        step(RowKind::Level, "Base", [8.0, 9.0, 10.0]),
        step(RowKind::Change, "Rise", [0.0, 0.25, 0.5]),
        step(RowKind::Change, "Fall", [0.0, -0.75, -1.5]),
        step(RowKind::Level, "Slow", [8.0, 8.5, 9.0]),
    ];
    let empty = Table::new("Example", Unit::USD_BILLION, ["step"], example().columns().to_vec());
    let bridge = steps.into_iter().fold(empty, |table, (row, numbers)| table.with_row(row, numbers).unwrap());
    // Three sums, then two cells for each level and four for each change.
    assert_eq!(check_formulas(&Workbook::new(example()).table(bridge)), 38 + 3 + 4 + 8);
}

#[test]
fn shares_and_rates_of_scenarios_differ_by_points() {
    let case = |measure, name: &str, values: [f64; 2]| {
        let columns = [Column::history(2019), Column::forecast(2020)];
        let table = Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), columns);
        let table = table.with_measure(measure).with_scenario(name).with_decimals(1);
        table.with_row(Row::total(), numbers(values)).unwrap()
    };
    for (measure, heading) in [
        (Measure::YearOnYear, "Difference from Base, points"),
        (Measure::ShareDifference, "Difference from Base"),
        (Measure::Elasticity, "Difference from Base"),
    ] {
        let cases = [case(measure, "Base", [0.05, 0.04]), case(measure, "Slow", [0.05, 0.025])];
        let workbook = Workbook::new(Table::alternatives(&cases).unwrap());
        // The summary links four values; four differences from the first.
        assert_eq!(check_formulas(&workbook), 4 + 4, "{measure}");
        let pages = workbook.pages();
        let page = &pages[1];
        let row = page.cells.iter().find(|cell| is_text(&cell.content, heading)).unwrap().row;
        let last = page.cells.iter().find(|cell| (cell.row, cell.column) == (row + 2, 2)).unwrap();
        let Content::Formula(formula) = &last.content else { panic!("{last:?}") };
        let Outcome::Number(found) = formula.1 else { panic!("{formula:?}") };
        let expected = if measure == Measure::Elasticity { -0.015 } else { -1.5 };
        assert!((found - expected).abs() < 1e-12, "{measure}: {found}");
        assert_eq!(last.style.digits, Digits::Decimals(2));
        assert!(!page.cells.iter().any(|cell| is_text(&cell.content, "Difference from Base in percent")));
    }
}

fn is_text(content: &Content, expected: &str) -> bool {
    matches!(content, Content::Text(text) if text == expected)
}

#[test]
fn what_has_no_number_has_a_dash() {
    let workbook = Workbook::new(summed(&["Gone", "Back"], &[[-1.0, 0.0, -1.0], [1.0, 2.0, 1.0]]));
    check_formulas(&workbook);
    let pages = workbook.pages();
    let dashes = pages[0].cells.iter().filter(|cell| is_text(&cell.content, "–"));
    let mut places: Vec<(u32, u32)> = dashes.map(|cell| (cell.row, cell.column)).collect();
    places.sort_unstable();
    // Growth a year from less than nothing and from nothing in the fifth column, shares of a total that is nothing in the
    // sixth, growth of the total from nothing in the row below it.
    assert_eq!(places, [(5, 4), (5, 5), (6, 5), (7, 4), (7, 5), (8, 2)]);
}

#[test]
fn what_follows_a_long_text_has_a_height_that_a_row_may_have() {
    let workbook = Workbook::new(example().with_note("n ".repeat(5_000))).assumptions(["a ".repeat(9_000)]);
    let pages = workbook.pages();
    let heights = || pages.iter().flat_map(|page| page.heights.values());
    // Excel's limit is 409.5 points.
    assert!(heights().all(|height| *height <= 409.5) && heights().any(|height| *height > 400.0));
}

#[test]
fn a_sentence_is_no_longer_than_a_line_that_can_be_read() {
    for years in [1, 8, 36] {
        let columns = (1991..1991 + years).map(Column::history);
        let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns);
        let table = table.with_row(Row::total(), numbers((0..years).map(f64::from))).unwrap();
        let workbook = Workbook::new(table);
        let pages = workbook.pages();
        let (last, characters) = pages[1].span();
        // About as many as a line of a page that is printed across holds; all columns are printed, wider or not.
        assert!((96..=160).contains(&characters), "{years}: {characters}");
        assert!(pages[1].width() >= 7 * pages[1].widths.iter().sum::<usize>(), "{years}");
        assert_eq!(last < pages[1].widths.len() - 1, years == 36);
    }
}

#[test]
fn checks_are_not_cut_from_their_heading() {
    let workbook = evidence();
    let pages = workbook.pages();
    let heading = pages[0].cells.iter().find(|cell| is_text(&cell.content, "Checks")).unwrap();
    let row = heading.row as usize;
    assert!(pages[0].whole.contains(&(row, row + 3)), "{:?}", pages[0].whole);
}

#[test]
fn names_are_quoted_where_editing_would_make_them_something_else() {
    use super::style::Texture;
    for text in ["=1", "+1", "-x", "@a", "'s-Hertogenbosch", "＝1", " =1", "2019", "10-49", "1/2"] {
        assert_eq!(Texture::of(text), Texture::Quoted, "{text}");
    }
    for text in ["Europe", "Asia-Pacific", "", "東京", "B2B"] {
        assert_eq!(Texture::of(text), Texture::Plain, "{text}");
    }
}

#[test]
fn groups_that_overlap_have_no_sum() {
    let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)])
        .with_row(Row::new(RowKind::Group, ["EMEA"]), numbers([5.0]))
        .unwrap()
        .with_row(Row::new(RowKind::Group, ["Europe and Asia"]), numbers([7.0]))
        .unwrap()
        .with_row(Row::total(), numbers([8.0]))
        .unwrap();
    let workbook = Workbook::new(table);
    check_formulas(&workbook);
    let pages = workbook.pages();
    let is_sum =
        |content: &Content| matches!(content, Content::Formula(formula) if formula.0.contains("SUM"));
    assert!(!pages.iter().flat_map(|page| &page.cells).any(|cell| is_sum(&cell.content)));
}

/// What a formula comes to where it comes to a text.
fn said_by((_, outcome): &(String, Outcome)) -> String {
    match outcome {
        Outcome::Text(text) => text.clone(),
        Outcome::Number(_) => String::new(),
    }
}

fn evidence() -> Workbook {
    let claims = [
        Claim::value("8.1", 2019).source("Example"),
        Claim::value("8.6", 2019).source("Another"),
        Claim::growth("5%", 2019, 2021).for_comparison(),
    ];
    let one = |claim: usize, printed, reproduced, half_unit| Reproduction {
        claim,
        text: claims[claim].to_string(),
        printed,
        reproduced,
        half_unit,
    };
    let reproductions = [one(0, 8.1, 8.12, 0.05), one(1, 8.6, 8.12, 0.05), one(2, 0.05, 0.07, 0.005)];
    let conflict =
        Finding::new(FindingKind::Conflict, "two claims").with_claims(reproductions[1..2].to_vec());
    Workbook::new(example()).claims(&claims, &reproductions).findings(&[conflict])
}

#[test]
fn claims_say_whether_they_are_met_and_which_conflict() {
    let workbook = evidence();
    assert_eq!(check_formulas(&workbook), 38 + 3);
    let pages = workbook.pages();
    let claims = pages.iter().find(|page| page.name == "Claims").unwrap();
    let column = |wanted: u32| -> Vec<String> {
        let cells = claims.cells.iter().filter(|cell| cell.column == wanted && cell.row > 3);
        let said = |content: &Content| match content {
            Content::Text(text) => text.to_string(),
            Content::Formula(formula) => said_by(formula),
            other => format!("{other:?}"),
        };
        cells.map(|cell| said(&cell.content)).collect()
    };
    assert_eq!(column(9), ["met", "not met", "for comparison"]);
    assert_eq!(column(10), ["", "conflict", ""]);
    let summary = &pages[0].cells;
    let said = |cell: &super::cell::Cell| match &cell.content {
        Content::Formula(formula) => Some(said_by(formula)).filter(|text| !text.is_empty()),
        _ => None,
    };
    assert_eq!(summary.iter().find_map(said).unwrap(), "1 of 2 published figures are met");
}

#[test]
fn the_same_tables_are_the_same_bytes() {
    let workbook = evidence().assumptions(["shares"]).table(example().with_scenario("Slow"));
    let bytes = workbook.to_xlsx().unwrap();
    // Maps with an order of their own would show within a few tries.
    assert!((0..4).all(|_| workbook.clone().to_xlsx().unwrap() == bytes));
}

#[test]
fn what_no_file_can_hold_is_said_all_at_once() {
    let wide = (0..16_400).map(Column::history);
    let wide = Table::new("Wide", Unit::USD_BILLION, ["region"], wide);
    let long = summed(&["x".repeat(32_768).as_str(), "Asia"], &[[9e307, 1.0, 1.0], [8e307, 1.0, 1.0]]);
    let error =
        Workbook::new(example()).table(wide).table(long).picture(b"GIF".to_vec(), "A picture").to_xlsx();
    let error = error.unwrap_err();
    let faults: Vec<String> = error.faults().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "picture 'A picture': no PNG image",
            "the columns of sheet 'By region (2)': 16401, expected at most 16384",
            "the characters in cell A6 of sheet 'By region (3)': 32768, expected at most 32767",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn formulas_come_to_the_numbers_of_any_table(
        values in prop::collection::vec(prop::array::uniform3(0.001..1e6_f64), 1..8),
        other in table(),
    ) {
        let names: Vec<String> = (0..values.len()).map(|i| format!("m{i}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let table = summed(&names, &values);
        check_formulas(&Workbook::new(table).table(other));
    }

    #[test]
    fn any_table_becomes_a_file_or_a_reason(table in table()) {
        let workbook = Workbook::new(table);
        match workbook.to_xlsx() {
            Ok(bytes) => prop_assert!(bytes.starts_with(b"PK")),
            Err(fault) => prop_assert!(fault.to_string().contains("expected at most"), "{fault}"),
        }
    }
}

#[cfg(feature = "xlsx-in")]
mod read_back {
    use super::*;
    use crate::sheet::xlsx::rows;

    #[test]
    fn names_that_look_like_formulas_are_text() {
        let names = [
            "=HYPERLINK(\"http://example.com\")",
            "+1",
            "@SUM(A1)",
            "-x",
            "_x0041_",
            "<b>&amp;",
            "a\u{1}b\u{fffe}c",
        ];
        let table = summed(&names, &[[1.0; 3]; 7]);
        let bytes = Workbook::new(table).to_xlsx().unwrap();
        let sheet = rows(&bytes, Some("By region")).unwrap();
        let found: Vec<&str> = sheet[5..12].iter().map(|row| row[0].as_str()).collect();
        assert_eq!(
            found,
            ["=HYPERLINK(\"http://example.com\")", "+1", "@SUM(A1)", "-x", "_x0041_", "<b>&amp;", "a b c"]
        );
    }

    #[test]
    fn sheets_show_what_tables_print() {
        let bytes = evidence().to_xlsx().unwrap();
        let summary = rows(&bytes, None).unwrap();
        let lines: Vec<String> = summary[4..9].iter().map(|row| row.join("|")).collect();
        // 8.1 to 9.3 in two years are 7.2 % a year.
        assert_eq!(
            lines,
            [
                "region|2019|2020|2021|CAGR 2019–21|Share 2021",
                "Europe|5.0|5.5|6.0|9.5%|64.5%",
                "Asia|3.1|3.2|3.3|3.2%|35.5%",
                "Total|8.1|8.7|9.3|7.2%|100.0%",
                "Growth of the total||7.4%|6.9%",
            ]
        );
        let data = rows(&bytes, Some("Data")).unwrap();
        assert_eq!(data[2].join("|"), "scenario|region|year|value|unit|status");
        assert_eq!(data[3].join("|"), "Base|Europe|2019|5.000|USD billion|assumed");
        assert_eq!(data.len(), 3 + 6);
        let claims = rows(&bytes, Some("Claims")).unwrap();
        assert_eq!(
            claims[4].join("|"),
            "1|Example|the whole market|value in 2019|8.1|8.1|0.050|8.120|0.40|met"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn sheets_are_called_what_is_said(table in table(), again in table()) {
            let workbook = Workbook::new(table).table(again);
            if let Ok(bytes) = workbook.to_xlsx() {
                for name in workbook.sheets() {
                    prop_assert!(rows(&bytes, Some(&name)).is_ok(), "{name}");
                }
            }
        }
    }
}
