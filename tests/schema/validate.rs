//! What the schema says about a value: the keywords of draft-07 that it uses, and no other.
//!
//! The two validators there are as crates would add fifty crates to every test build; `tests/interop/schema.py` has one
//! in Python say the same about the same files.

use regex_lite::Regex;
use serde_json::{Map, Value};

/// Keywords that say something to readers and nothing about values.
const REMARKS: [&str; 7] =
    ["$schema", "$comment", "title", "description", "examples", "default", "definitions"];

/// Why a value does not agree with a schema: where, and with which keyword.
pub(crate) fn fault(root: &Value, value: &Value) -> Option<String> {
    Validator { root }.fault(root, value, "")
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn fault(&self, schema: &Value, value: &Value, at: &str) -> Option<String> {
        let Value::Object(keywords) = schema else {
            return (*schema == Value::Bool(false)).then(|| format!("{at}: false"));
        };
        keywords.iter().find_map(|(keyword, rule)| self.broken(keywords, keyword, rule, value, at))
    }

    fn agrees(&self, schema: &Value, value: &Value) -> bool {
        self.fault(schema, value, "").is_none()
    }

    fn broken(
        &self,
        schema: &Map<String, Value>,
        keyword: &str,
        rule: &Value,
        value: &Value,
        at: &str,
    ) -> Option<String> {
        let parts = |at: &str, part: &str| format!("{at}/{part}");
        let holds = match keyword {
            keyword if REMARKS.contains(&keyword) => true,
            "$ref" => return self.fault(self.definition(rule), value, at),
            "allOf" => return list(rule).iter().find_map(|rule| self.fault(rule, value, at)),
            "properties" => {
                return map(value).and_then(|members| {
                    let known = map(rule).expect("properties are an object");
                    members
                        .iter()
                        .find_map(|(key, value)| self.fault(known.get(key)?, value, &parts(at, key)))
                });
            }
            "patternProperties" => {
                return entries(value).find_map(|(key, value)| {
                    let rules = entries(rule).filter(|(pattern, _)| matches(pattern, key));
                    rules.map(|(_, rule)| rule).find_map(|rule| self.fault(rule, value, &parts(at, key)))
                });
            }
            "additionalProperties" => {
                return entries(value).filter(|(key, _)| !is_known(schema, key)).find_map(|(key, value)| {
                    self.fault(rule, value, &parts(at, key)).map(|fault| format!("additional {fault}"))
                });
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                return items
                    .into_iter()
                    .find_map(|(i, item)| self.fault(rule, item, &parts(at, &i.to_string())));
            }
            "propertyNames" => entries(value).all(|(key, _)| self.agrees(rule, &Value::String(key.clone()))),
            "anyOf" => list(rule).iter().any(|rule| self.agrees(rule, value)),
            "oneOf" => list(rule).iter().filter(|rule| self.agrees(rule, value)).count() == 1,
            "not" => !self.agrees(rule, value),
            "if" => !self.agrees(rule, value) || self.agrees(&schema["then"], value),
            "then" => true,
            keyword => plain(keyword, rule, value),
        };
        (!holds).then(|| format!("{at}: {keyword} {rule}"))
    }

    fn definition(&self, reference: &Value) -> &Value {
        let pointer = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
        let found = pointer.and_then(|pointer| self.root.pointer(pointer));
        found.unwrap_or_else(|| panic!("{reference} leads nowhere"))
    }
}

/// Rules that need no other schema.
fn plain(keyword: &str, rule: &Value, value: &Value) -> bool {
    let bound = || rule.as_f64().expect("a bound is a number");
    let at_least = |found: Option<usize>| found.is_none_or(|found| found as f64 >= bound());
    let at_most = |found: Option<usize>| found.is_none_or(|found| found as f64 <= bound());
    let (text, number) = (value.as_str(), value.as_f64());
    let (items, members) = (value.as_array().map(Vec::len), map(value).map(Map::len));
    match keyword {
        "type" => list(rule).iter().any(|kind| is_a(kind.as_str().expect("a type is a word"), value)),
        "const" => rule == value,
        "enum" => list(rule).contains(value),
        "pattern" => text.is_none_or(|text| matches(rule.as_str().expect("a pattern is a text"), text)),
        "minimum" => number.is_none_or(|number| number >= bound()),
        "maximum" => number.is_none_or(|number| number <= bound()),
        "exclusiveMinimum" => number.is_none_or(|number| number > bound()),
        "minLength" => at_least(text.map(|text| text.chars().count())),
        "minItems" => at_least(items),
        "maxItems" => at_most(items),
        "minProperties" => at_least(members),
        "maxProperties" => at_most(members),
        "uniqueItems" => {
            value.as_array().is_none_or(|items| (1..items.len()).all(|i| !items[..i].contains(&items[i])))
        }
        "required" => map(value).is_none_or(|map| {
            list(rule).iter().all(|key| map.contains_key(key.as_str().unwrap_or_default()))
        }),
        unknown => panic!("keyword '{unknown}' is not understood, expected one that editors know"),
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        // As in draft-07: 2019.0 is one.
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("type '{unknown}' is not understood"),
    }
}

/// Whether a key has a rule of its own.
fn is_known(schema: &Map<String, Value>, key: &str) -> bool {
    let stated = schema.get("properties").and_then(|known| known.get(key)).is_some();
    let patterns = schema.get("patternProperties").into_iter().flat_map(entries);
    stated || patterns.into_iter().any(|(pattern, _)| matches(pattern, key))
}

fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).expect("patterns are plain").is_match(text)
}

/// A list, or the one thing in place of a list of one.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn map(value: &Value) -> Option<&Map<String, Value>> {
    value.as_object()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    map(value).into_iter().flatten()
}
