//! `docs/model-file.md`: every block of it is what it says it is; and the models of `docs/migration.md`.
#![cfg(all(feature = "toml", feature = "json", feature = "csv"))]

use market_outlook::{FindingKind, Market, Spec, Table, findings_to_json};

const PAGE: &str = include_str!("../docs/model-file.md");
const MIGRATION: &str = include_str!("../docs/migration.md");

/// What a fragment leaves out, by the words that would be in it.
const REST: [(&str, &str); 5] = [
    ("[market]", "[market]\nname = 'A market'\nunit = 'USD billion'\nyears = [2015, 2030]\n"),
    ("[sources.", "[sources.dash]\npublisher = 'Dash Research'\n"),
    (
        "[axes.",
        "[axes.region]\nmembers = ['North America', 'Europe', 'Asia Pacific']\n\
         [axes.product]\nmembers = ['Software', 'Services']\n",
    ),
    ("[[claims]]", "[[claims]]\nvalue = '8.1'\nyear = 2019\n"),
    ("format = 1", "format = 1\n"),
];

fn blocks(language: &str) -> Vec<String> {
    blocks_of(PAGE, language)
}

fn blocks_of(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(found) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if found == language {
                blocks.push(block.join("\n") + "\n");
            }
        }
    }
    blocks
}

fn completed(fragment: &str) -> String {
    let missing = REST.iter().filter(|(word, _)| !fragment.contains(word));
    missing.fold(fragment.to_string(), |text, (_, part)| {
        if part.starts_with("format") { format!("{part}{text}") } else { format!("{text}{part}") }
    })
}

#[test]
fn every_toml_block_is_a_model_or_a_part_of_one() {
    let (page, migration) = (blocks("toml"), blocks_of(MIGRATION, "toml"));
    assert_eq!((page.len(), migration.len()), (10, 2));
    for block in page.into_iter().chain(migration) {
        let text = completed(&block);
        if let Err(error) = Market::from_toml(&text) {
            panic!("{error}\n{text}");
        }
        let spec = Spec::from_toml(&text).unwrap();
        assert_eq!(Spec::from_json(&spec.to_json().unwrap()).unwrap(), spec);
    }
}

#[test]
fn every_json_block_is_a_model_a_table_or_findings() {
    let blocks = blocks("json");
    let [model, table, findings] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    Market::from_json(model).unwrap();
    let table = Table::from_json(table).unwrap();
    assert_eq!(table.value(2, 1), Some(11.59));
    let text = "format = 1\nmarket = { name = 'M', unit = 'USD billion', years = [2019, 2026] }\n\
                claims = [{ value = '8.1', year = 2019 }, { value = '11.6', year = 2026 }, \
                { growth = '9.9%', years = [2019, 2026] }]\n";
    let real = Market::from_toml(text).unwrap().forecast().unwrap();
    let real: serde_json::Value = serde_json::from_str(&findings_to_json(real.findings())).unwrap();
    let shown: serde_json::Value = serde_json::from_str(findings).unwrap();
    assert_eq!(keys(&shown[0]), keys(&real[0]));
    assert_eq!(keys(&shown[0]["claims"][0]), keys(&real[0]["claims"][0]));
}

#[test]
fn every_kind_of_finding_is_named() {
    let kinds = [
        (FindingKind::Conflict, "conflict"),
        (FindingKind::Undecided, "undecided"),
        (FindingKind::Headline, "headline"),
        (FindingKind::DefaultAssumption, "default-assumption"),
        (FindingKind::AssumptionMoved, "assumption-moved"),
        (FindingKind::Strained, "strained"),
        (FindingKind::Comparison, "comparison"),
        (FindingKind::Definition, "definition"),
    ];
    let listed =
        PAGE.lines().find(|line| line.starts_with("`kind` is `conflict`")).expect("the list of kinds");
    for (kind, word) in kinds {
        assert_eq!(kind.as_str(), word);
        assert!(listed.contains(&format!("`{word}`")), "{word}");
    }
}

fn keys(object: &serde_json::Value) -> Vec<&String> {
    let mut keys: Vec<&String> = object.as_object().expect("an object").keys().collect();
    keys.sort();
    keys
}

#[test]
fn the_csv_blocks_are_the_flagship() {
    let blocks = blocks("csv");
    let [tidy, wide] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    assert_eq!(Table::from_wide_csv(wide).unwrap().rows().len(), 2);
    let table = Table::from_csv(tidy).unwrap();
    let real = market_outlook::personalization().forecast().unwrap().by("product").unwrap();
    for row in 0..2 {
        approx::assert_relative_eq!(
            table.value(row, 0).unwrap(),
            real.value(row, 0).unwrap(),
            max_relative = 1e-3
        );
    }
}
