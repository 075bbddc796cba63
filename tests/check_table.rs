//! Published tables checked against themselves: clean ones are clean, and figures that went wrong are named and restored.
#![cfg(feature = "csv")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]
#![allow(dead_code, reason = "the module on published tables serves other tests too")]

#[path = "support/published.rs"]
mod published;
mod support;
#[path = "support/tables.rs"]
mod tables;

use market_outlook::{Axis, Figure, Layout, PublishedTable, Remark, Sheet, Slip, TableCheck, Unit};
use published::{Published, misprints, path};
use support::Draws;

fn csv(file: &str) -> String {
    std::fs::read_to_string(path(&format!("tests/data/tables/{file}.csv"))).unwrap()
}

#[track_caller]
fn check(csv: &str) -> TableCheck {
    PublishedTable::from_csv(csv).unwrap().check().unwrap()
}

/// The rows and columns of what cannot hold, those that it might be instead beside each.
fn named(check: &TableCheck) -> Vec<Vec<(usize, usize)>> {
    let places = |wrong: &market_outlook::Misprint| {
        let others = wrong.alternatives().iter().map(|other| (other.row(), other.column()));
        std::iter::once((wrong.row(), wrong.column())).chain(others).collect()
    };
    check.misprints().iter().map(places).collect()
}

#[test]
fn tables_that_agree_are_clean() {
    for about in tables::CLEAN {
        let found = check(&csv(about.file));
        assert!(found.is_clean(), "{}: {:?} {:?}", about.file, found.misprints(), found.remarks());
    }
    // The employment table without its parents: its rows overlap, and nothing says how.
    let orphans: String = csv("employment_2009_2029")
        .lines()
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            if fields[1] != "parent" {
                fields[1] = "";
            }
            fields.join(",") + "\n"
        })
        .collect();
    let found = check(&orphans);
    assert!(found.is_clean(), "{:?}", found.misprints());
    assert!(
        matches!(found.remarks(), [Remark::PlaceUnknown { rows }] if rows.len() == 14),
        "{:?}",
        found.remarks()
    );
}

#[test]
fn tables_as_the_press_prints_them_are_read_and_clean() {
    for (file, rows, figures) in [
        ("it_spending_2023_january", 6, 24),
        ("it_spending_2023_april", 6, 36),
        ("it_spending_2023_july", 6, 36),
        ("pc_2023", 3, 15),
        ("public_cloud_2021", 7, 21),
        ("public_cloud_2023_april", 7, 21),
        ("public_cloud_2023_november", 6, 18),
    ] {
        let table = PublishedTable::from_csv(csv(file)).unwrap();
        let last = table.rows().len() - 1;
        let parts = table.rows().iter().filter(|row| row.parent() == Some(last)).count();
        assert_eq!((table.rows().len(), parts), (rows, rows - 1), "{file}");
        let found = table.check().unwrap();
        assert_eq!(found.figures(), figures, "{file}");
        assert!(
            found.is_clean() && found.remarks().is_empty(),
            "{file}: {:?} {:?}",
            found.misprints(),
            found.remarks()
        );
    }
}

#[test]
fn republication_is_undone_to_the_digit() {
    let (printed, republished) = (csv("semiconductors_2022"), csv("semiconductors_2022_as_republished"));
    let found = check(&republished);
    let clean = PublishedTable::from_csv(printed).unwrap();
    let values_2023 = |table: &PublishedTable| -> Vec<String> {
        (0..14)
            .flat_map(|row| [1, 2].map(|column| table.cell(row, column).unwrap().text().to_string()))
            .collect()
    };
    assert_eq!(values_2023(found.repaired()), values_2023(&clean));
    // Ten sizes, and the growth of 2021 of Asia Pacific and of the world, which stand in each other's place.
    assert_eq!(found.misprints().len(), 12);
    let growth: Vec<(usize, &str)> = found
        .misprints()
        .iter()
        .filter(|wrong| wrong.column() == 3)
        .map(|wrong| (wrong.row(), wrong.restored().unwrap().text()))
        .collect();
    assert_eq!(growth, [(3, "26.5%"), (4, "26.2%")]);
    let slipped = found.misprints().iter().filter(|wrong| {
        matches!(wrong.slip(), Some(Slip::OfRow { row, .. }) if wrong.column() == 2 && *row + 1 == wrong.row())
    });
    assert_eq!(slipped.count(), 8, "a column has slipped by a row");
    assert!(found.repaired().check().unwrap().is_clean());
}

/// What came of tables with changed figures: found alone, found among others, fewer found than changed.
#[derive(Debug, Default)]
struct Outcomes {
    exactly: usize,
    among: usize,
    fewer: usize,
}

fn spoiled(table: &Published, csv: &str, cases: usize) -> Outcomes {
    let mut draws = Draws::new(2022);
    let mut outcomes = Outcomes::default();
    for case in 0..cases {
        let changes = misprints(table, &mut draws, 1 + case % 3);
        let mut lines: Vec<Vec<String>> =
            csv.lines().map(|line| line.split(',').map(String::from).collect()).collect();
        for (cell, text) in &changes {
            let cell = &table.cells[*cell];
            lines[cell.row + 1][cell.column].clone_from(text);
        }
        let text: Vec<String> = lines.iter().map(|line| line.join(",")).collect();
        let found = check(&text.join("\n"));
        let named = named(&found);
        // Columns of the file count the two of names, those of the table do not.
        let place = |cell: usize| (table.cells[cell].row, table.cells[cell].column - 2);
        let changed: Vec<(usize, usize)> = changes.iter().map(|(cell, _)| place(*cell)).collect();
        for wrong in found.misprints() {
            let at = (wrong.row(), wrong.column());
            let original =
                changes.iter().find(|(cell, _)| place(*cell) == at).map(|(cell, _)| &table.cells[*cell]);
            let tells_figure =
                matches!(wrong.slip(), Some(Slip::DigitsSwapped | Slip::TimesTooLarge { .. } | Slip::Sign));
            if let (Some(original), true) = (original, tells_figure) {
                assert_eq!(wrong.restored().unwrap().value(), original.value(), "{wrong}");
            }
        }
        if named.len() < changed.len() {
            outcomes.fewer += 1;
            continue;
        }
        assert_eq!(named.len(), changed.len(), "{}: {named:?} for {changed:?}", table.about.file);
        for place in &changed {
            assert!(named.iter().flatten().any(|other| other == place), "{place:?} is not among {named:?}");
        }
        if changed.iter().all(|place| named.contains(&vec![*place])) {
            outcomes.exactly += 1;
        } else {
            outcomes.among += 1;
        }
    }
    outcomes
}

#[test]
fn figures_that_we_change_are_found_at_least_as_often_as_by_a_market_that_is_told_the_structure() {
    // As many come out exactly as where cuts and rests are stated by hand and the search runs over the cells of a
    // market (tests/published.rs, with the same changes).
    for (about, exactly) in tables::FOUND_EXACTLY {
        let table = Published::read(about);
        let outcomes = spoiled(&table, &csv(about.file), 30);
        assert!(outcomes.exactly >= exactly, "{}: {outcomes:?}", about.file);
        assert!(outcomes.fewer <= 4, "{}: {outcomes:?}", about.file);
    }
}

const TELECOM: &str = "\
Region,2020,2021,YoY 2021 (%)
Americas,581,584,0.5
Asia/Pacific,482,490,1.6
EMEA,467,471,0.9
Grand Total,1530,1545,1.0
";

#[test]
fn one_table_in_many_hands() {
    let same = [
        TELECOM.replace(',', ";"),
        TELECOM.replace(',', "\t"),
        format!("\u{FEFF}{}", TELECOM.replace('\n', "\r\n")),
        TELECOM.replace("1530,1545", "\"1,530\",\"1 545\""),
        TELECOM.replace("1530,1545", "1'530,1545 e"),
        TELECOM.replace(",584", ",584*").replace("0.9", "0.9% [a]").replace("EMEA", "EMEA (1)*"),
        format!("Table 4. Telecom services\n\n{TELECOM}\nSource: IDC\n* estimate\n"),
        "Region,2020,2021E,2021 Growth\nGrand Total,1530,1545,1.0\n  Americas,581,584,0.5\n  Asia/Pacific,482,490,1.6\n  EMEA,467,471,0.9\n".into(),
        "Region,part of,2020 ($bn),2020 Growth (%),2021 ($bn),2021 Growth (%)\nAmericas,Total,581,n/a,584,0.5\nAsia/Pacific,Total,482,–,490,1.6\nEMEA,Total,467,,471,0.9\nTotal,,1530,..,1545,1.0\n".into(),
        "region,year,value\nAmericas,2020,581\nAmericas,2021,584\nAsia/Pacific,2020,482\nAsia/Pacific,2021,490\nEMEA,2020,467\nEMEA,2021,471\nTotal,2020,1530\nTotal,2021,1545\n".into(),
    ];
    for text in same {
        let table = PublishedTable::from_csv(&text).unwrap();
        let total = table.rows().iter().position(|row| row.name().contains("Total")).unwrap();
        let parts = table.rows().iter().filter(|row| row.parent() == Some(total)).count();
        assert_eq!((table.rows().len(), parts), (4, 3), "{text}");
        let found = table.check().unwrap();
        assert!(found.is_clean(), "{text}: {:?} {:?}", found.misprints(), found.remarks());
        // The same table with one figure changed is not.
        let spoiled = check(&text.replace("490", "499"));
        assert!(!spoiled.is_clean(), "{text}");
    }
}

#[test]
fn slips_are_told() {
    let slip = |from: &str, to: &str| {
        let found = check(&TELECOM.replace(from, to));
        let slips: Vec<String> = found
            .misprints()
            .iter()
            .map(|wrong| format!("{} -> {}", wrong, wrong.restored().map_or("?", |figure| figure.text())))
            .collect();
        assert_eq!(slips.len(), 1, "{slips:?}");
        slips[0].clone()
    };
    for (from, to, expected) in [
        ("490", "940", "two digits are swapped -> 490"),
        ("490", "4900", "10 times too large -> 490"),
        ("490", "49.0", "10 times too small -> 490.0"),
        ("490", "471", "it is the figure of row 'EMEA' again -> 490"),
        ("490", "482", "it is the figure of column '2020' -> 490"),
        ("471,0.9", "471,-0.9", "the sign is wrong -> 0.9%"),
    ] {
        let found = slip(from, to);
        assert!(found.ends_with(expected), "{from} as {to}: {found}");
    }
}

#[test]
fn remarks_are_made() {
    let remarks =
        |text: &str| -> Vec<String> { check(text).remarks().iter().map(ToString::to_string).collect() };
    let twice = "region,2020,2021\nChina,6754.1,7674.3\nRest of Europe,6754.1,7674.3\nJapan,2000.5,2100.2\nTotal,15508.7,17448.8\n";
    assert_eq!(remarks(twice), ["rows 'China' and 'Rest of Europe' have the same figures, again in line 3"]);
    let again = "region,2020,2021\nChina,6754.1,7674.3\nJapan,2000.5,2100.2\nChina,6754.1,7674.3\nTotal,8754.6,9774.5\n";
    assert_eq!(remarks(again)[0], "row 'China' stands twice, again in line 4");
    assert!(!check(again).is_clean());
    let short = "region,parent,2020,2021\nChina,Total,40,44\nJapan,Total,20,21\nTotal,,100,108\n";
    let said =
        "the listed parts of 'Total' fall short of it in all years: taken to have others that are not listed";
    assert_eq!(remarks(short), [said]);
    assert!(check(short).is_clean());
    // Few digits are alike by chance.
    assert!(remarks("region,2020,2021\nA,1.0,1.1\nB,1.0,1.1\nTotal,2.0,2.2\n").is_empty());
}

/// WSTS's semiconductors by product with a column of shares, which are quotients of its sizes.
fn with_shares(shares: [&str; 9]) -> String {
    let sizes = [
        "Discrete Semiconductors,Total products,30337",
        "Optoelectronics,Total products,43404",
        "Sensors,Total products,19149",
        "Integrated Circuits,Total products,463002",
        "Analog,Integrated Circuits,74105",
        "Micro,Integrated Circuits,80221",
        "Logic,Integrated Circuits,154837",
        "Memory,Integrated Circuits,153838",
        "Total products,,555893",
    ];
    let lines = sizes.iter().zip(shares).map(|(sizes, share)| format!("{sizes},{share}\n"));
    lines.fold("row,parent,2021,share_2021_pct\n".into(), |text, line| text + &line)
}

const OF_TOTAL: [&str; 9] = ["5.5", "7.8", "3.4", "83.3", "13.3", "14.4", "27.9", "27.7", "100.0"];
const OF_PARENTS: [&str; 9] = ["5.5", "7.8", "3.4", "83.3", "16.0", "17.3", "33.4", "33.2", "100.0"];
const OF_GROUPS: [&str; 9] = ["5.5", "7.8", "3.4", "100.0", "16.0", "17.3", "33.4", "33.2", "100.0"];

#[test]
fn shares_are_of_everything_or_of_what_a_row_is_a_part_of() {
    let remark = Remark::SharesOfParents { column: "share_2021_pct".into() };
    for (shares, remarks, share_of_memory) in [
        (OF_TOTAL, vec![], "share in 2021 of row 'Memory': 27.7%"),
        (
            OF_PARENTS,
            vec![remark.clone()],
            "share in 2021 of row 'Memory' out of row 'Integrated Circuits': 33.2%",
        ),
        (OF_GROUPS, vec![remark], "share in 2021 of row 'Memory' out of row 'Integrated Circuits': 33.2%"),
    ] {
        let text = with_shares(shares);
        let table = PublishedTable::from_csv(&text).unwrap();
        let found = table.check().unwrap();
        assert!(found.is_clean(), "{shares:?}: {:?}", found.misprints());
        assert_eq!(found.remarks(), remarks, "{shares:?}");
        // Without sizes the sums alone tell it.
        let alone: Vec<String> = text
            .lines()
            .map(|line| {
                let fields: Vec<&str> = line.split(',').collect();
                [fields[0], fields[1], fields[3]].join(",")
            })
            .collect();
        let found = check(&alone.join("\n"));
        assert!(found.is_clean(), "{shares:?}: {:?}", found.misprints());
        assert_eq!(found.remarks(), remarks, "{shares:?}");
        let market = table
            .with_cut("Total products", "row")
            .market("Semiconductors", Unit::USD_MILLION)
            .unwrap()
            .build()
            .unwrap();
        let claims: Vec<String> = market.claims().iter().map(ToString::to_string).collect();
        assert!(claims.contains(&share_of_memory.to_string()), "{claims:?}");
        assert!(market.forecast().unwrap().strict().is_ok());
        // One share, or one size, is wrong.
        for (row, column, from, to) in
            [(7, 1, shares[7], "22.2"), (3, 1, shares[3], "38.3"), (6, 0, "154837", "145837")]
        {
            let spoiled = text.replacen(&format!(",{from}"), &format!(",{to}"), 1);
            assert_eq!(named(&check(&spoiled)), [vec![(row, column)]], "{shares:?}, {from}");
        }
    }
}

#[test]
fn shares_are_of_what_was_said() {
    // Parts of Circuits are not listed: the figures hold either way.
    let table = || {
        let text = "row,parent,share_2021_pct,2021\nCircuits,Total,40,\nLogic,Circuits,18,\nMemory,Circuits,17,\nOther,Total,60,\nTotal,,100,556\n";
        PublishedTable::from_csv(text).unwrap().with_more_parts("Circuits")
    };
    for (table, of) in
        [(table(), ""), (table().with_shares_of_parents("share_2021_pct"), " out of part 'Circuits'")]
    {
        let found = table.check().unwrap();
        assert!(found.is_clean() && found.remarks().is_empty(), "{found:?}");
        let market = table.market("Example", Unit::USD_BILLION).unwrap().build().unwrap();
        assert_eq!(market.claims()[1].to_string(), format!("share in 2021 of part 'Logic'{of}: 18%"));
    }
    let unknown = table().with_shares_of_parents("share").check().unwrap_err();
    assert_eq!(unknown.to_string(), "unknown column 'share', expected one of 'share_2021_pct', '2021'");
    // All shares are of one row, which its parts make up.
    let of = |name: &str| Figure::Share { year: 2021.into(), of: market_outlook::Scope::of("row", name) };
    let shares_of = |name: &str, memory: &str, other: &str| {
        PublishedTable::new([Figure::Value { year: 2021.into() }, of(name)])
            .with_row("Circuits", Some("Total"), ["40", "100"])
            .unwrap()
            .with_row("Logic", Some("Circuits"), ["30", "75"])
            .unwrap()
            .with_row("Memory", Some("Circuits"), ["10", memory])
            .unwrap()
            .with_row("Other", Some("Total"), ["60", other])
            .unwrap()
            .with_row("Total", None, ["100", ""])
            .unwrap()
    };
    assert!(shares_of("Circuits", "25", "").check().unwrap().is_clean());
    assert_eq!(named(&shares_of("Circuits", "35", "").check().unwrap()), [vec![(2, 1)]]);
    for (name, other, expected) in [
        (
            "Analog",
            "",
            "unknown row 'Analog', expected one of 'Circuits', 'Logic', 'Memory', 'Other', 'Total'",
        ),
        ("Circuits", "150", "the share of row 'Other' is not defined here: it is no part of 'Circuits'"),
    ] {
        let fault = shares_of(name, "25", other).check().unwrap_err().to_string();
        assert_eq!(
            fault,
            format!("what column 'share in 2021 out of row '{name}'' is a share of: {expected}")
        );
    }
    // A row has one name.
    let both = market_outlook::Scope::of("row", "Circuits").and("region", "Asia");
    let table = PublishedTable::new([Figure::Share { year: 2021.into(), of: both }]);
    let fault = table.with_row("Circuits", None, ["100"]).unwrap().check().unwrap_err().to_string();
    assert!(fault.ends_with("expected the name of one row"), "{fault}");
}

#[test]
fn groups_that_are_each_all_of_themselves_are_no_total() {
    let text = "row,parent,2021,share_2021_pct\nAmericas,,600,100\nUS,Americas,450,75\nCanada,Americas,150,25\nEurope,,400,100\nGermany,Europe,240,60\nFrance,Europe,160,40\n";
    let found = check(text);
    assert!(found.is_clean(), "{:?}", found.misprints());
    assert_eq!(found.remarks(), [Remark::SharesOfParents { column: "share_2021_pct".into() }]);
    assert_eq!(named(&check(&text.replace(",60\n", ",61\n"))), [vec![(4, 1)]]);
}

#[test]
fn one_part_that_is_listed_accuses_nobody() {
    // Liquids outside the agreement as OPEC's report of September 2024 has them, the United States ten times too large.
    let spoiled = check(
        "Region,parent,2023,2024\nAmericas,OECD,26.67,27.40\nof which US,Americas,20.97,214.80\n\
         Europe,OECD,3.65,3.67\nAsia Pacific,OECD,0.45,0.45\nOECD,,30.77,31.52\n",
    );
    assert_eq!(named(&spoiled), [vec![(1, 1)]]);
}

#[test]
fn what_nothing_settles_is_not_restored() {
    // Two of three figures of a year are wrong: the third and the total leave their sum, and nothing tells one from the other.
    let found = check(
        "row,parent,2005,2010\nEurope,Total regions,44.3,914.8\nAsia,Total regions,13.2,747.4\n\
         Africa,Total regions,11.6,12.6\nTotal regions,,69.1,74.9\n\
         Coal,Total fuels,30.1,31.2\nGas,Total fuels,39.0,43.7\nTotal fuels,,69.1,74.9\n",
    );
    assert_eq!(named(&found), [vec![(0, 1)], vec![(1, 1)]]);
    assert!(found.misprints().iter().all(|wrong| wrong.restored().is_none()), "{:?}", found.misprints());
}

#[test]
fn a_part_larger_than_its_total_is_found() {
    // GIA's blockchain release, as cited: the segment "Public" is larger than the market of the same year.
    let table =
        PublishedTable::from_csv("segment,parent,2026\nPublic,Total,21.5\nPrivate,Total,\nTotal,,19.9\n")
            .unwrap();
    let found = table.check().unwrap();
    assert_eq!(named(&found), [vec![(0, 0), (2, 0)]]);
}

#[test]
fn what_cannot_be_read_is_said_with_its_line() {
    let faults = |text: &str| -> Vec<String> {
        let fault = PublishedTable::from_csv(text).unwrap_err();
        fault.faults().map(ToString::to_string).collect()
    };
    for (text, expected) in [
        ("row,2020\nA,8,1\nB,abc\n,5\n", vec!["line 2: 3 fields, expected 2 as in the header"]),
        (
            "row,2020,2021\nA,abc,1\n,5,6\nB,8,9%\n",
            vec![
                "line 2, column '2020': cannot read 'abc'",
                "line 3: figures without a name in column 'row'",
                "line 4, column '2021': '9%' is in percent",
            ],
        ),
        (
            "row,parent,2020\nA,Tota,1\nTotal,,1\nB,B,3\n",
            vec!["line 2: unknown parent 'Tota'", "line 4: 'B' is its own parent"],
        ),
        ("row,parent,2020\nA,B,1\nB,A,1\n", vec!["line 2: 'A' is a part of itself by way of its parents"]),
        (
            "row,parent,2020\nA,B,1\nB,A,1\nC,,3\n",
            vec!["line 2: 'A' is a part of itself by way of its parents"],
        ),
        ("row,2020\nA,1\nA,2\n", vec!["line 3: 'A' stands in line 2 with other figures"]),
        (
            "row,year,value\nA,2020,1\nA,2020,2\nB,20x,3\n",
            vec!["line 3: 'A' has a figure for 2020 in line 2", "line 4: column 'year' is '20x'"],
        ),
        (
            "row,2020\nA,\"8,1\"\n",
            vec![
                "line 2, column '2020': cannot read '8,1' as a printed number: a comma that groups no thousands",
            ],
        ),
        ("2020,2021\n1,2\n", vec!["the list of columns with names among '2020', '2021' is empty"]),
    ] {
        let found = faults(text);
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}");
        }
    }
    let negative = PublishedTable::from_csv("row,2020\nA,-5\nTotal,-5\n").unwrap().check().unwrap_err();
    assert!(
        negative.to_string().starts_with("row 'A', column '2020' is -5, expected 0 or more"),
        "{negative}"
    );
}

#[test]
fn rows_that_have_no_place_are_an_error() {
    let row = |table: PublishedTable, name: &str, parent: &str| {
        let parent = Some(parent).filter(|parent| !parent.is_empty());
        table.with_row(name, parent, ["1"]).unwrap()
    };
    let empty = PublishedTable::new([Figure::Value { year: 2020.into() }]);
    let ring = row(row(row(empty.clone(), "A", "B"), "B", "A"), "C", "");
    let own = row(empty.clone(), "A", "A");
    let deep =
        (1..=200).fold(row(empty, "0", ""), |table, at| row(table, &at.to_string(), &(at - 1).to_string()));
    for (table, expected) in [
        (ring, "the place of row 'A' is not defined here: it is a part of itself by way of its parents"),
        (own, "the place of row 'A' is not defined here: it is a part of itself by way of its parents"),
        (deep, "levels of parts in the table: 201, expected at most 100"),
    ] {
        assert_eq!(table.check().unwrap_err().to_string(), expected);
        assert_eq!(table.market("Example", Unit::USD_BILLION).unwrap_err().to_string(), expected);
    }
}

#[test]
fn rankings_of_vendors_are_read_as_they_are_printed() {
    // Gartner, January 2026: semiconductor vendors by revenue in 2025.
    let printed = "\
2025 Rank,2024 Rank,Vendor,2025 Revenue,2025 Market Share (%),2024 Revenue,2025-2024 Growth (%)
1,1,NVIDIA,\"125,703\",15.8,\"76,692\",63.9
2,2,Samsung Electronics,\"72,544\",9.1,\"65,697\",10.4
3,4,SK Hynix,\"60,640\",7.6,\"44,186\",37.2
4,3,Intel,\"47,883\",6.0,\"49,804\",-3.9
,,Others,\"486,679\",61.3,\"419,503\",16.0
,,Total Market,\"793,449\",100.0,\"655,882\",21.0
";
    let table = PublishedTable::from_csv(printed).unwrap();
    assert_eq!(table.rows()[0].name(), "NVIDIA");
    assert_eq!(
        table.left_out()[0].to_string(),
        "line 1: '2025 Rank', '2024 Rank': no figures are read from it"
    );
    let found = table.check().unwrap();
    assert_eq!(found.figures(), 24);
    assert!(found.is_clean(), "{:?}", found.misprints());
    // What is restored is printed as the others are.
    let found = check(&TELECOM.replace("584", "$584").replace("471", "$471").replace("490", "$940"));
    assert_eq!(found.misprints()[0].restored().unwrap().text(), "$490");
    let spoiled = check(&printed.replace("44,186", "44,816"));
    assert_eq!(named(&spoiled), [vec![(2, 2)]]);
}

#[test]
fn left_out_is_what_is_no_figure() {
    let text = "Table 1\nrow,2020,note\nEurope,8.1,estimated\nBy product\nSmall,<0.05,\nTotal,8.1,\nSource: Example\n";
    let table = PublishedTable::from_csv(text).unwrap();
    let left: Vec<String> = table.left_out().iter().map(ToString::to_string).collect();
    assert_eq!(
        left,
        [
            "line 1: 'Table 1': a text of its own",
            "line 2: 'note': no figures are read from it",
            "line 4: 'By product': no figures in it",
            "line 5: '<0.05': a bound, not a figure",
            "line 7: 'Source: Example': no figures in it",
        ]
    );
}

#[cfg(feature = "xlsx-in")]
#[test]
fn a_sheet_of_a_workbook_is_read_with_the_digits_it_shows() {
    let bytes = std::fs::read(path("tests/data/xlsx/telecom.xlsx")).unwrap();
    let sheet = Sheet::from_xlsx(&bytes, Some("IDC")).unwrap();
    let table = PublishedTable::from_sheet(&sheet, &Layout::recognized()).unwrap();
    assert_eq!(
        table.to_csv().unwrap(),
        "\
Region,parent,2020,2021,Growth 2021
Americas,Grand Total,581,584,0.5%
Asia/Pacific,Grand Total,482,490,1.6%
EMEA,Grand Total,467,471,0.9%
Grand Total,,\"1,530\",\"1,545\",1.0%
"
    );
    assert!(table.check().unwrap().is_clean());
}

#[test]
fn tables_become_markets() {
    let table = PublishedTable::from_csv(csv("semiconductors_2022")).unwrap();
    let table = table
        .with_cut("Total world", Axis::REGION)
        .with_cut("Total products", Axis::PRODUCT)
        .with_source("WSTS");
    let market = table.market("Semiconductors", Unit::USD_MILLION).unwrap().build().unwrap();
    let by_hand = std::fs::read_to_string(path("examples/data/semiconductors_2022.toml")).unwrap();
    #[cfg(feature = "toml")]
    {
        let stated = market_outlook::Market::from_toml(&by_hand).unwrap();
        assert_eq!(market.axes(), stated.axes());
        let texts = |market: &market_outlook::Market| -> Vec<String> {
            market.claims().iter().map(ToString::to_string).collect()
        };
        assert_eq!(texts(&market), texts(&stated));
    }
    assert!(by_hand.contains("Memory") && market.forecast().unwrap().strict().is_ok());
}

#[test]
fn a_decimal_comma_is_read_where_it_is_said() {
    let sheet =
        Sheet::from_csv("Region;2020;2021\nEuropa;1.530,5;1.600,0\nAsien;8,1;9,2\nTotal;1.538,6;1.609,2\n")
            .unwrap();
    let table = PublishedTable::from_sheet(&sheet, &Layout::recognized().decimal_comma()).unwrap();
    assert_eq!(table.cell(0, 0).unwrap().value(), 1530.5);
    assert!(table.check().unwrap().is_clean());
    assert!(matches!(table.columns()[0].figure(), Figure::Value { year } if year.number() == 2020));
}
