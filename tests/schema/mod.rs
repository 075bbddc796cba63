//! The JSON Schema of the model file: what is written to `docs/model.schema.json`, and what reads it back.

mod steps;
pub(crate) mod validate;

use serde_json::{Map, Value, json};

/// Digits are in every printed number, whatever stands around them.
const PRINTED: &str = "[0-9]";
/// A percent sign behind the digits, or the words for it: "5.2%", "5.2 percent", "5.2 pct".
const PERCENTAGE: &str = r"[0-9][\s\S]*([%％]|[Cc][Ee][Nn][Tt]|[Cc][Tt])";
/// A number as programs write it, and a percent sign.
const TOLERANCE: &str = r"^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([Ee][+-]?[0-9]+)?\s*%\s*$";
/// A year as a key.
const YEAR: &str = "^[+-]?[0-9]+$";

/// The whole schema.
pub(crate) fn model() -> Value {
    let mut definitions = shared();
    definitions.extend(steps::definitions());
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Written by tests/model_schema.rs; docs/model-file.md says the same in words.",
        "title": "Model file of market-outlook, format 1",
        "description": "A market: what sources have printed, and what the analyst believes where nobody has printed anything.",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "market"],
        "properties": {
            "$schema": text("Where an editor finds this schema, such as 'model.schema.json'."),
            "format": { "description": "The version of the format: 1.", "const": 1 },
            "market": market(),
            "sources": {
                "description": "Who printed figures, each by the name that claims and scenarios use.",
                "type": ["object", "null"],
                "additionalProperties": source(),
            },
            "axes": {
                "description": "The dimensions that the market is cut by, in display order, such as region and product.",
                "type": ["object", "null"],
                "propertyNames": { "minLength": 1 },
                "additionalProperties": axis(),
            },
            "claims": list("What sources have printed. Claims always win over assumptions.", "claim"),
            "assumptions": assumptions(),
            "scenarios": list("What if: each a named, ordered list of steps that turns the forecast into another.", "scenario"),
        },
        "definitions": definitions,
    })
}

/// What stands in more than one place, or is long.
fn shared() -> Map<String, Value> {
    let whole = json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX });
    let shared = json!({
        "scope": {
            "description": "A part of the market: axis to member or group. Without any term it is the whole market.",
            "type": ["object", "null"],
            "additionalProperties": { "type": "string" },
            "examples": [{ "region": "Europe" }, { "region": "Europe", "product": "Software" }],
        },
        "year": merged(&whole, json!({ "description": "A year, such as 2019.", "type": ["integer", "null"] })),
        "years": {
            "description": "The first and the last year, both included, such as [2019, 2026].",
            "type": ["array", "null"],
            "items": whole,
            "minItems": 2,
            "maxItems": 2,
            "examples": [[2019, 2026]],
        },
        "source": text("Who says so: a name under 'sources'."),
        "claim": claim(),
        "growth": growth(),
        "curve": curve(),
        "rate": {
            "type": ["object", "null"],
            "additionalProperties": false,
            "required": ["rate"],
            "properties": { "rate": percentage("Growth a year, such as '5.2%'.") },
        },
        "mix": mix(),
        "scenario": scenario(),
    });
    object(shared)
}

fn market() -> Value {
    json!({
        "description": "What is forecast.",
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "unit", "years"],
        "properties": {
            "name": {
                "description": "What the market is called; the title of every table.",
                "type": "string",
                "minLength": 1,
            },
            "unit": {
                "description": "What is counted, then optionally 'thousand', 'million', 'billion' or 'trillion'.",
                "type": "string",
                "minLength": 1,
                "examples": ["USD billion", "EUR million", "units thousand", "barrels a day"],
            },
            "basis": {
                "description": "What the money is worth, as a remark.",
                "type": ["string", "null"],
                "examples": ["nominal", "constant 2019 prices", "not stated"],
            },
            "years": {
                "description": "First and last year of the forecast, both included; at most 500 years.",
                "type": "array",
                "items": { "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX },
                "minItems": 2,
                "maxItems": 2,
                "examples": [[2019, 2026]],
            },
            "base": {
                "description": "The year in which shares hold and every growth index is 1; later years are forecast. The first year unless stated.",
                "type": ["integer", "null"],
                "minimum": i32::MIN,
                "maximum": i32::MAX,
            },
            "drift": {
                "description": "How freely growth may differ from what is assumed: the variance of a year's growth is multiplied by it. 1 unless stated, and 0.01 at least.",
                "type": ["number", "null"],
                "minimum": 0,
            },
        },
    })
}

fn source() -> Value {
    json!({
        "description": "Who printed figures.",
        "type": "object",
        "additionalProperties": false,
        "required": ["publisher"],
        "properties": {
            "publisher": { "description": "Who published.", "type": "string" },
            "title": text("Title of the publication."),
            "edition": text("Edition or date, such as '2021'."),
            "url": text("Where it can be read."),
            "accessed": text("When it was read, such as '2024-05-01'; a text, in quotes."),
            "note": text("What qualifies everything that the source prints; its line says 'Stated' then and not 'Published'."),
        },
    })
}

fn axis() -> Value {
    let names = json!({ "type": "array", "items": { "type": "string", "minLength": 1 }, "minItems": 1 });
    json!({
        "description": "A dimension that the market is cut by.",
        "type": "object",
        "additionalProperties": false,
        "required": ["members"],
        "properties": {
            "members": merged(&names, json!({
                "description": "Its parts in display order, which add up to the whole.",
                "uniqueItems": true,
                "examples": [["North America", "Europe", "Asia Pacific", "Rest of world"]],
            })),
            "groups": {
                "description": "Named unions of members or of other groups, which may overlap; claimed and sliced like members.",
                "type": ["object", "null"],
                "propertyNames": { "minLength": 1 },
                "additionalProperties": names,
                "examples": [{ "EMEA": ["Europe", "Middle East & Africa"] }],
            },
        },
    })
}

fn claim() -> Value {
    let figure = |description: &str, pattern: &str, examples: Value| {
        json!({
            "description": description,
            "type": ["string", "number", "null"],
            "pattern": pattern,
            "examples": examples,
        })
    };
    let size = "in the market's unit, or with a scale and currency of its own. In quotes, since the digits count: '8.1' stands for 8.05 to 8.15, '~9' for about 9. A bare number needs a 'tolerance'.";
    let part = "with its percent sign. In quotes, since the digits count. A bare number is in percent and needs a 'tolerance'.";
    let bare = ["value", "share", "growth", "change"].map(bare_needs_tolerance);
    json!({
        "description": "A figure that a source has printed: exactly one of 'value', 'share', 'growth' and 'change'.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "value": merged(&figure(&format!("The size in a year, {size}"), PRINTED, json!(["8.1", "$8.1B", "1,530", "~9"])), json!({ "minimum": 0 })),
            "share": merged(&figure(&format!("A part of the whole market, or of the scope in 'of', in a year, {part}"), PERCENTAGE, json!(["43%", "20.5%"])), json!({ "minimum": 0 })),
            "growth": figure(&format!("Compound annual growth between two years, {part}"), PERCENTAGE, json!(["5.2%", "-0.4%"])),
            "change": figure(&format!("Absolute change between two years, {size}"), PRINTED, json!(["+3.5", "-0.4"])),
            "year": reference("year"),
            "years": reference("years"),
            "where": reference("scope"),
            "of": reference("scope"),
            "source": reference("source"),
            "tolerance": {
                "description": "How far the figure may be off, instead of half a unit of its last digit: in the market's unit for sizes, in percentage points for shares and growth, or a percentage of the figure as a text. 0 means exact.",
                "type": ["number", "string", "null"],
                "minimum": 0,
                "pattern": TOLERANCE,
                "examples": [0, 0.5, "10%"],
            },
            "compare": {
                "description": "true shows the figure beside the forecast without imposing it.",
                "type": ["boolean", "null"],
                "default": false,
            },
            "note": text("A remark, printed under tables and charts that show the figure."),
        },
        "oneOf": [
            the_claim("A size in a year", "value", "year"),
            the_claim("A part of a whole in a year", "share", "year"),
            the_claim("Growth between two years", "growth", "years"),
            the_claim("A change between two years", "change", "years"),
        ],
        "allOf": bare,
    })
}

/// A claim with this figure, its year or years, and no other.
fn the_claim(title: &str, figure: &str, time: &str) -> Value {
    let mut properties = Map::new();
    for other in ["value", "share", "growth", "change", "year", "years"] {
        properties.insert(other.into(), json!({ "type": "null" }));
    }
    properties.insert(figure.into(), json!({ "type": ["string", "number"] }));
    properties.insert(time.into(), json!({ "type": if time == "year" { "integer" } else { "array" } }));
    if figure != "share" {
        properties.insert("of".into(), json!({ "maxProperties": 0 }));
    }
    json!({
        "title": title,
        "required": [figure, time],
        "properties": properties,
    })
}

/// A bare number has lost its digits: something has to say how exact it is.
///
/// It stands beside the forms and not in them, so that an editor says "'tolerance' is required" and not "no form fits".
fn bare_needs_tolerance(figure: &str) -> Value {
    json!({
        "if": { "required": [figure], "properties": { figure: { "type": "number" } } },
        "then": { "required": ["tolerance"], "properties": { "tolerance": { "type": ["number", "string"] } } },
    })
}

fn assumptions() -> Value {
    json!({
        "description": "What the analyst believes where nobody has printed anything.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "note": text("Whose the shares are; stands under every table and chart that rests on them."),
            "shares": {
                "description": "Shares in the base year, axis by axis: every member, as fractions that sum to 1 or percentages that sum to 100. An axis without shares has equal ones.",
                "type": ["object", "null"],
                "additionalProperties": { "type": "object", "additionalProperties": { "type": "number", "minimum": 0 } },
                "examples": [{ "region": { "Americas": 49, "Europe": 46, "Africa": 5 } }],
            },
            "sd": {
                "description": "How firmly the shares of an axis are held: the standard deviation of each, as a percentage of the share such as '10%', or 'printed' for the half unit of its digits. 20% unless stated; only for axes with stated shares.",
                "type": ["object", "null"],
                "additionalProperties": { "type": "string", "pattern": format!("^printed$|{PERCENTAGE}") },
                "examples": [{ "region": "10%", "product": "printed" }],
            },
            "widths": {
                "description": "How firmly everything else is held: standard deviations of the whole market; a part of a tenth of it has 1 / sqrt(0.1) times as much.",
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": {
                    "level": width("Of sizes in the base year; 15% unless stated.", "15%"),
                    "drift": width("Of the growth of a year; 10% unless stated. 'drift' of the market multiplies its square.", "10%"),
                },
            },
            "growth": list("Curves that parts of the market follow, and points a year on top of them.", "growth"),
            "mix": list("Weights on the inside of the table, which change no stated share.", "mix"),
        },
    })
}

fn growth() -> Value {
    json!({
        "description": "How a part of the market grows: exactly one of 'curve' and 'points'.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "where": reference("scope"),
            "curve": reference("curve"),
            "points": {
                "description": "Percentage points a year on top of whatever curve a cell has; they add up over all scopes that a cell is in.",
                "type": ["number", "null"],
                "examples": [3.0, -1.5],
            },
            "note": text("The reason for it."),
        },
        "oneOf": [the_one("curve", "object"), the_one("points", "number")],
    })
}

fn curve() -> Value {
    let rate = |description: &str| json!({ "description": description, "allOf": [reference("rate")] });
    json!({
        "description": "What the cells of a scope follow: exactly one curve. The scope with the fewest cells wins.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "compound": rate("The same rate every year: { rate = '5.2%' }."),
            "linear": rate("The same amount every year, as a rate of the base year's size: { rate = '5%' }."),
            "stepwise": {
                "description": "Growth over the year before, by year; each rate holds until the next year named.",
                "type": ["object", "null"],
                "additionalProperties": false,
                "minProperties": 1,
                "patternProperties": { YEAR: { "type": "string", "pattern": PERCENTAGE } },
                "examples": [{ "2020": "-6%", "2021": "7.3%" }],
            },
        },
        "oneOf": [
            the_one("compound", "object"),
            the_one("linear", "object"),
            the_one("stepwise", "object"),
            { "type": "null" },
        ],
    })
}

fn mix() -> Value {
    json!({
        "description": "A weight on a part of the market.",
        "type": "object",
        "additionalProperties": false,
        "required": ["weight"],
        "properties": {
            "where": reference("scope"),
            "weight": {
                "description": "How many times as much its cells weigh before everything is brought back to the stated shares. 0 means that there is nothing in it, ever.",
                "type": "number",
                "minimum": 0,
            },
            "note": text("The reason for it."),
        },
    })
}

fn scenario() -> Value {
    json!({
        "description": "A named, ordered list of steps that turns the forecast into another.",
        "type": "object",
        "additionalProperties": false,
        "required": ["name"],
        "properties": {
            "name": {
                "description": "What it is called; unique, and not 'Base', which is the forecast itself.",
                "type": "string",
                "minLength": 1,
                "not": { "const": "Base" },
            },
            "note": text("The reason for it."),
            "source": reference("source"),
            "extends": text("The scenario whose steps come first; 'Base' is the forecast itself."),
            "probability": {
                "description": "How probable it is, from 0 to 1; all together at most 1.",
                "type": ["number", "null"],
                "minimum": 0,
                "maximum": 1,
            },
            "steps": list("What it changes, in order.", "step"),
        },
    })
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": ["string", "null"] })
}

fn percentage(description: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": PERCENTAGE })
}

fn width(description: &str, default: &str) -> Value {
    json!({ "description": description, "type": ["string", "null"], "pattern": PERCENTAGE, "default": default })
}

fn list(description: &str, of: &str) -> Value {
    json!({ "description": description, "type": ["array", "null"], "items": reference(of) })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A table that has this key, and not as `null`.
fn the_one(key: &str, kind: &str) -> Value {
    json!({ "type": "object", "required": [key], "properties": { key: { "type": kind } } })
}

/// The keys of the first, then what the second has more or otherwise.
fn merged(first: &Value, second: Value) -> Value {
    let mut all = object(second);
    for (key, value) in first.as_object().expect("schemas are objects") {
        all.entry(key).or_insert_with(|| value.clone());
    }
    Value::Object(all)
}

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("an object is written as one: {value}") };
    map
}
