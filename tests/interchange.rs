//! `docs/interchange.md`: every block of it is what it says it is, and names are written as its table has them.
#![cfg(all(feature = "csv", feature = "json"))]

use market_outlook::{
    Column, DataPackage, Iamc, Number, PlainColumns, Row, RowKind, Status, Statuses, Table, Unit,
};

const PAGE: &str = include_str!("../docs/interchange.md");

fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("\n```{language}\n");
    PAGE.split(&fence).skip(1).map(|rest| &rest[..=rest.find("\n```").expect("a block ends")]).collect()
}

fn table(axes: &[&str], rows: &[(&[&str], [Option<f64>; 2])]) -> Table {
    let columns = [Column::history(2019), Column::history(2020)];
    let number = |value| Number { value, status: Status::Assumed };
    let table = Table::new("Example", Unit::USD_BILLION, axes.to_vec(), columns);
    rows.iter().fold(table, |table, (labels, values)| {
        let row = Row::new(RowKind::Member, labels.to_vec());
        table.with_row(row, values.map(|value| value.map(number))).expect("labels and numbers are as many")
    })
}

#[test]
fn the_blocks_of_the_page_are_what_is_written() {
    let blocks = blocks("csv");
    let [tidy, wide, iamc] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    let europe = table(&["region"], &[(&["Europe"], [Some(2.1), None])]);
    assert_eq!(europe.to_csv().as_deref(), Ok(*tidy));
    let both =
        table(&["region"], &[(&["Europe"], [Some(2.1), Some(2.2)]), (&["Asia Pacific"], [Some(6.0), None])]);
    assert_eq!(both.to_wide_csv(Statuses::LeftOut).as_deref(), Ok(*wide));
    let software = table(&["region", "product"], &[(&["Europe", "Software"], [Some(2.1), Some(2.2)])]);
    assert_eq!(Iamc::new("Example outlook", "Market Size").to_csv(&[software]).as_deref(), Ok(*iamc));
}

#[test]
fn names_stand_in_files_as_the_page_has_them_and_come_back() {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| name | stands in the file as |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let cells =
        |row: &'static str| row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`'));
    let pairs: Vec<(&str, &str)> =
        rows.map(|row| (cells(row).next().unwrap(), cells(row).nth(1).unwrap())).collect();
    assert_eq!(pairs.len(), 5);
    for (name, written) in pairs {
        let table = table(&[name], &[(&[name], [Some(-1.0), None])]).with_scenario(name);
        let csv = table.to_csv().unwrap();
        assert!(csv.contains(&format!("\n{written},{written},2019,-1.0,USD billion,assumed\n")), "{csv}");
        assert!(csv.starts_with(&format!("scenario,{written},year,")), "{csv}");
        let wide = table.to_wide_csv(Statuses::LeftOut).unwrap();
        for read in [Table::from_csv(&csv).unwrap(), Table::from_wide_csv(&wide).unwrap()] {
            assert_eq!((read.scenario(), read.axes()), (name, &[name.to_string()][..]));
            assert_eq!((read.rows()[0].labels(), read.value(0, 0)), (&[name.to_string()][..], Some(-1.0)));
        }
        let package = DataPackage::new("a").unwrap().to_json(&[table]).unwrap();
        assert!(package.contains(&format!("\"name\": \"{written}\"")), "{package}");
    }
}

#[test]
fn every_format_of_a_forecast_has_the_same_numbers() {
    let table = table(
        &["region"],
        &[(&["Europe"], [Some(0.1 + 0.2), Some(5e-324)]), (&["Asia"], [Some(1e300), None])],
    );
    let tidy = Table::from_csv(&table.to_csv().unwrap()).unwrap();
    let wide = Table::from_wide_csv(&table.to_wide_csv(Statuses::AfterYears).unwrap()).unwrap();
    assert_eq!(tidy, wide);
    let plain = PlainColumns::new([&table]).unwrap();
    let values: Vec<Option<f64>> = (0..2).flat_map(|row| [tidy.value(row, 0), tidy.value(row, 1)]).collect();
    assert_eq!(plain.value, values);
    assert_eq!(values, [Some(0.1 + 0.2), Some(5e-324), Some(1e300), None]);
}

#[test]
fn recipes_are_ten_lines_or_so() {
    for recipe in blocks("python").into_iter().chain(blocks("rust,ignore")) {
        let lines = recipe
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with("use ") && !line.starts_with("import "));
        assert!(lines.count() <= 13, "{recipe}");
    }
}
