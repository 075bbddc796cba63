//! `docs/model.schema.json`: that it is what is written here, and says what the reader of model files says.
//!
//! `UPDATE_GOLDEN=1 cargo test --test model_schema` rewrites it.
#![cfg(all(feature = "toml", feature = "json"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

mod schema;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use market_outlook::{Model, Spec};
use proptest::prelude::*;
use schema::validate::fault;
use serde_json::{Value, json};

const FORMS: &str = include_str!("data/model-forms.json");
const SAMPLE: &str = include_str!("data/model-file-sample.toml");
const PAGE: &str = include_str!("../docs/model-file.md");

fn published() -> &'static Value {
    static MODEL: LazyLock<Value> = LazyLock::new(schema::model);
    &MODEL
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn forms(of: &str) -> Vec<Value> {
    let forms: Value = serde_json::from_str(FORMS).unwrap();
    let sound = forms["sound"].as_object().unwrap();
    let with = |other: &Value| {
        let mut model = sound.clone();
        model.extend(other.as_object().unwrap().clone());
        Value::Object(model)
    };
    forms[of].as_array().unwrap().iter().map(with).collect()
}

/// A model in TOML as the values that JSON has for it.
fn in_json(toml: &str) -> Value {
    serde_json::to_value(toml.parse::<toml::Table>().unwrap()).unwrap()
}

#[test]
fn the_schema_is_the_one_that_is_published() {
    let path = root().join("docs/model.schema.json");
    let written = serde_json::to_string_pretty(published()).unwrap() + "\n";
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(written, published, "docs/model.schema.json differs");
}

#[test]
fn every_model_file_of_the_repository_agrees_with_it() {
    let mut found = 0;
    for folder in ["examples/data", "tests/data", "tests/data/tables", "src/personalization"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert_eq!(fault(published(), &in_json(&text)), None, "{}", path.display());
                assert!(Model::from_toml(&text).is_ok(), "{}", path.display());
                found += 1;
            }
        }
    }
    assert!(found >= 10, "{found} files");
}

#[test]
fn what_the_page_shows_agrees_with_it() {
    let blocks = PAGE.split("\n```").skip(1).step_by(2);
    let models = blocks.filter_map(|block| {
        let (language, text) = block.split_once('\n')?;
        match language {
            "toml" => Some(in_json(text)),
            "json" => serde_json::from_str(text).ok().filter(|value: &Value| value.get("format").is_some()),
            _ => None,
        }
    });
    let mut found = 0;
    for model in models {
        // Parts of a model are shown without what has to be there.
        let mut whole = forms("accepted")[0].as_object().unwrap().clone();
        whole.extend(model.as_object().unwrap().clone());
        assert_eq!(fault(published(), &Value::Object(whole)), None, "{model}");
        found += 1;
    }
    assert_eq!(found, 11);
}

#[test]
fn forms_that_are_read_agree_and_faults_of_form_do_not() {
    for model in forms("accepted") {
        assert_eq!(fault(published(), &model), None, "{model}");
        let read = Model::from_json(&model.to_string()).map(drop);
        assert!(read.is_ok(), "{}: {model}", read.unwrap_err());
    }
    for model in forms("refused") {
        assert!(fault(published(), &model).is_some(), "{model}");
        assert!(Model::from_json(&model.to_string()).is_err(), "{model}");
    }
}

#[test]
fn null_is_no_key() {
    for model in forms("accepted") {
        let mut bare = model.clone();
        without_nulls(&mut bare);
        assert_eq!(Spec::from_json(&model.to_string()), Spec::from_json(&bare.to_string()), "{model}");
    }
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

#[test]
fn where_the_schema_lies_comes_back_as_it_was() {
    let model = &forms("accepted")[1];
    let spec = Spec::from_json(&model.to_string()).unwrap();
    assert_eq!(spec.schema.as_deref(), Some("model.schema.json"));
    assert_eq!(Spec::from_json(&spec.to_json().unwrap()).unwrap(), spec);
    assert_eq!(Spec::from_toml(&spec.to_toml().unwrap()).unwrap(), spec);
    assert!(spec.to_toml().unwrap().contains("\"$schema\" = \"model.schema.json\"\n"));
}

/// A model in which everything stands that a model can have, so that a key more can be put everywhere.
fn full() -> Value {
    let mut full = in_json(SAMPLE);
    full["assumptions"]["growth"] = json!([
        { "curve": { "compound": { "rate": "5.2%" } } },
        { "curve": { "linear": { "rate": "5.2%" } } },
    ]);
    let kinds = published()["definitions"]["step"]["properties"].clone();
    let steps = kinds.as_object().unwrap().keys().map(|kind| json!({ kind: {} }));
    full["scenarios"][0]["steps"] = steps.collect();
    full
}

/// The schema of what stands at a place: through keys, names and items.
fn at<'a>(schema: &'a Value, mut found: &'a Value, path: &[String]) -> &'a Value {
    let followed = |found: &'a Value| {
        let reference = if found["allOf"][0]["$ref"].is_string() && found["properties"].is_null() {
            &found["allOf"][0]
        } else {
            found
        };
        match reference["$ref"].as_str() {
            Some(reference) => schema.pointer(&reference[1..]).unwrap(),
            None => found,
        }
    };
    for step in path {
        let own = &found["properties"][step];
        let names = &found["additionalProperties"];
        found = followed(if !own.is_null() {
            own
        } else if names.is_object() {
            names
        } else {
            &found["items"]
        });
    }
    found
}

/// The paths of all objects in a value.
fn objects(value: &Value, path: &[String], found: &mut Vec<Vec<String>>) {
    let mut down = |key: &str, value: &Value| objects(value, &[path, &[key.to_string()]].concat(), found);
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| down(key, value));
            found.push(path.to_vec());
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| down(&i.to_string(), item)),
        _ => {}
    }
}

fn pointer(path: &[String]) -> String {
    path.iter().flat_map(|step| ["/".to_string(), step.replace('~', "~0").replace('/', "~1")]).collect()
}

#[test]
fn every_table_has_the_keys_that_the_reader_knows() {
    let (schema, full) = (published(), full());
    let mut paths = Vec::new();
    objects(&full, &[], &mut paths);
    let mut visited = BTreeSet::new();
    for path in paths {
        let stated = at(schema, schema, &path);
        let Some(properties) = stated["properties"].as_object() else { continue };
        let mut model = full.clone();
        let Some(Value::Object(table)) = model.pointer_mut(&pointer(&path)) else {
            panic!("{path:?} is a table")
        };
        // In front, so that it is what the reader stumbles over.
        table.shift_insert(0, "zzz".into(), Value::Null);
        let error = Spec::from_json(&model.to_string()).unwrap_err().to_string();
        let (found, known) = error.split_once(", expected ").unwrap();
        assert!(found.ends_with("unknown key 'zzz'"), "{error}");
        let known: BTreeSet<&str> =
            known.split('\'').skip(1).step_by(2).filter(|key| *key != "uncertainty").collect();
        assert_eq!(properties.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "{path:?}");
        assert_eq!(stated["additionalProperties"], false, "{path:?}");
        visited.insert(std::ptr::from_ref(stated).addr());
    }
    // The model, its market, a source, an axis, a claim, assumptions, widths, growth, curve, rate, mix, scenario, step, and the kinds of steps.
    assert_eq!(visited.len(), 13 + 11);
}

/// The first cells of the table rows of a section, without their backticks.
fn first_cells(section: &str) -> Vec<&str> {
    let page = PAGE.split(section).nth(1).unwrap_or_else(|| panic!("the page has {section}"));
    let rows = page.lines().skip_while(|line| !line.starts_with("|--")).skip(1);
    rows.take_while(|line| line.starts_with('|')).map(|line| line.split('|').nth(1).unwrap().trim()).collect()
}

/// The words in backticks.
fn keys(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn the_page_and_the_schema_have_the_same_keys() {
    let schema = published();
    let properties = |pointer: &str| -> BTreeSet<String> {
        schema.pointer(pointer).unwrap()["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let listed = |section: &str| -> BTreeSet<String> {
        first_cells(section).into_iter().flat_map(keys).map(ToString::to_string).collect()
    };
    assert_eq!(listed("\n## `[market]`\n"), properties("/properties/market"));
    assert_eq!(listed("\n## `[[claims]]`\n"), properties("/definitions/claim"));
    let steps = "\nEach step has exactly one of these keys";
    assert_eq!(listed(steps), properties("/definitions/step"));
    let common = listed("\nAll of them may have:\n");
    for kind in properties("/definitions/step") {
        let page = PAGE.split(steps).nth(1).unwrap();
        let row = page.lines().find(|line| {
            line.starts_with("| `") && keys(line.split('|').nth(1).unwrap()).any(|key| key == kind)
        });
        let cells: Vec<&str> = row.unwrap().split('|').collect();
        let own: BTreeSet<String> =
            keys(&cells[2..].concat()).filter(|key| !key.starts_with('"')).map(ToString::to_string).collect();
        let where_is_replaced = if kind == "move-share" { "where" } else { "" };
        let expected =
            common.union(&own).filter(|key| *key != where_is_replaced).cloned().collect::<BTreeSet<_>>();
        assert_eq!(expected, properties(&format!("/definitions/{kind}")), "{kind}");
    }
    // Keys without a table of their own are used in a listing or named in the text of their section.
    for (pointer, section, next) in [
        ("", "# The model file", "## The runners"),
        ("/properties/sources/additionalProperties", "\n## `[sources.NAME]`", "\n## "),
        ("/properties/axes/additionalProperties", "\n## `[axes.NAME]`", "\n## "),
        ("/properties/assumptions", "\n## `[assumptions]`", "\n## "),
        ("/properties/assumptions/properties/widths", "\n## `[assumptions]`", "\n## "),
        ("/definitions/growth", "\n## `[assumptions]`", "\n## "),
        ("/definitions/curve", "\n## `[assumptions]`", "\n## "),
        ("/definitions/rate", "\n## `[assumptions]`", "\n## "),
        ("/definitions/mix", "\n## `[assumptions]`", "\n## "),
        ("/definitions/scenario", "\n## `[[scenarios]]`", "\n## "),
    ] {
        let text = PAGE.split(section).nth(1).and_then(|rest| rest.split(next).next()).unwrap();
        for key in properties(pointer) {
            let is_shown = [
                format!("`{key}`"),
                format!("[{key}"),
                format!(".{key}]"),
                format!("{{ {key} = "),
                format!("\n{key} "),
                format!("\"{key}\""),
            ]
            .iter()
            .any(|form| text.contains(form));
            assert!(is_shown, "{pointer}/properties/{key} is not in{section}");
        }
    }
}

/// Anything that may stand in a model, right or wrong; but no whole number with a point, which schemas take for an integer.
fn value() -> impl Strategy<Value = Value> {
    let values = json!([
        null, true, false, 0, 1, -1, 2019, 2023, 2026, 4_294_967_296_i64, 0.5, 1.5, -0.5, 43, 99.5, 100, 101,
        "", "x", "Base", "8.1", "$8.1B", "~9", "5.2%", "−0.4 %", "5 pct", "8,1", "10%", " 1e1 %", "-5%", "ten", "%", "5.2 percent",
        "Europe", "EMEA", "Asia Pacific", "linear", "s-curve", "step", "dash", "USD billion", "USD bilion",
        [], {}, [2019, 2026], [2026, 2019], [2020, 2020], [2019], [2019.5, 2020], ["Europe"], ["Europe", "Europe"], [null], [{}],
        { "region": "Europe" }, { "region": "APAC" }, { "Europe": 1 }, { "2020": "5%" }, { "2020": "5" }, { "soon": "5%" },
        "printed", { "region": "printed" }, { "region": "10%" }, { "level": "30%" }, { "drift": "0%" },
        { "rate": "5%" }, { "rate": 5 }, { "compound": { "rate": "5%" } }, { "points": 1 }, { "value": "9", "year": 2020 },
        { "factor": 0.5 }, { "by": 1 }, { "depth": "8%", "year": 2024 }, { "scale": { "factor": 0.5 } }, { "publisher": "P" },
        { "members": ["A", "B"] }, { "name": "S" }, { "weight": 2 },
    ]);
    prop::sample::select(values.as_array().unwrap().clone())
}

/// Every key that there is somewhere.
fn any_key() -> impl Strategy<Value = String> {
    let mut all = BTreeSet::from(["zzz".to_string()]);
    collect_keys(published(), &mut all);
    prop::sample::select(all.into_iter().collect::<Vec<_>>())
}

fn collect_keys(schema: &Value, all: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            let properties = map.get("properties").and_then(Value::as_object);
            all.extend(properties.into_iter().flatten().map(|(key, _)| key.clone()));
            map.values().for_each(|value| collect_keys(value, all));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, all)),
        _ => {}
    }
}

/// What is done to a model at one place of it.
#[derive(Clone, Debug)]
enum Change {
    Replace(Value),
    Remove,
    Insert(String, Value),
}

fn change() -> impl Strategy<Value = Change> {
    // That a key of another kind of step is there as `null` is more than the reader can see.
    let stated = value().prop_filter("no null", |value| !value.is_null());
    prop_oneof![
        value().prop_map(Change::Replace),
        Just(Change::Remove),
        (any_key(), stated).prop_map(|(key, value)| Change::Insert(key, value)),
    ]
}

/// A sound model with one thing changed.
fn changed(model: &Value, place: prop::sample::Index, change: Change) -> Value {
    let mut model = model.clone();
    let mut places = Vec::new();
    everything(&model, &[], &mut places);
    let path = place.get(&places);
    match change {
        Change::Replace(value) => *model.pointer_mut(&pointer(path)).unwrap() = value,
        Change::Insert(key, value) => {
            if let Some(Value::Object(table)) = model.pointer_mut(&pointer(path)) {
                table.insert(key, value);
            }
        }
        Change::Remove => {
            if let Some((last, parent)) = path.split_last() {
                match model.pointer_mut(&pointer(parent)).unwrap() {
                    Value::Object(table) => drop(table.shift_remove(last)),
                    Value::Array(items) => drop(items.remove(last.parse().unwrap())),
                    _ => {}
                }
            }
        }
    }
    model
}

fn everything(value: &Value, path: &[String], found: &mut Vec<Vec<String>>) {
    found.push(path.to_vec());
    let mut down = |key: &str, value: &Value| everything(value, &[path, &[key.to_string()]].concat(), found);
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| down(key, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| down(&i.to_string(), item)),
        _ => {}
    }
}

/// What serde reads position by position, as if the keys stood there: no form that anybody is told of.
fn is_list_for_table(fault: &str, model: &Value) -> bool {
    let Some((place, kinds)) = fault.split_once(": type ") else { return false };
    let found = model.pointer(place.trim_start_matches("additional "));
    kinds.contains("object") && found.is_some_and(Value::is_array)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_agrees_and_faults_of_shape_do_not(
        model in prop::sample::select(forms("accepted")),
        (place, first) in (any::<prop::sample::Index>(), change()),
        second in prop::option::of((any::<prop::sample::Index>(), change())),
    ) {
        let mut model = changed(&model, place, first);
        if let Some((place, second)) = second {
            model = changed(&model, place, second);
        }
        let found = fault(published(), &model);
        prop_assume!(!found.as_ref().is_some_and(|fault| is_list_for_table(fault, &model)));
        let text = model.to_string();
        if Model::from_json(&text).is_ok() {
            prop_assert_eq!(found, None, "{}", text);
        } else if let Err(error) = Spec::from_json(&text) {
            prop_assert!(found.is_some(), "{}: {}", error, text);
        }
    }
}
