//! The steps of scenarios: a definition for each kind, since each has keys of its own.

use serde_json::{Map, Value, json};

use super::{PERCENTAGE, merged, object, reference, text};

/// A kind of step, what it does, its number, and what it has beside what all have.
struct Kind {
    name: &'static str,
    does: &'static str,
    number: &'static str,
    amount: Value,
    keys: Value,
    /// Whether it has to say when it happens.
    needs_its_year: bool,
}

fn percentage(description: &str, example: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": PERCENTAGE, "examples": [example] })
}

fn number(description: &str, bounds: Value) -> Value {
    merged(&json!({ "description": description, "type": "number" }), bounds)
}

/// A part of the market that has to be stated.
fn part(description: &str) -> Value {
    json!({ "description": description, "type": "object", "additionalProperties": { "type": "string" } })
}

/// A kind for a part of the market, in all years unless stated.
fn kind(name: &'static str, does: &'static str, number: &'static str, amount: Value) -> Kind {
    Kind { name, does, number, amount, keys: json!({ "where": reference("scope") }), needs_its_year: false }
}

fn kinds() -> Vec<Kind> {
    let from_zero = || json!({ "minimum": 0 });
    let size = || number("A size in the market's unit, without quotes.", from_zero());
    let years = || number("Years, and fractions of years.", from_zero());
    let factor = number("What it is multiplied by, 0 or more.", from_zero());
    let points = number("Percentage points a year.", json!({}));
    let rate = percentage("Growth a year, such as '3%'.", "3%");
    let share = percentage("Its part of the whole, such as '30%'.", "30%");
    let moved = number("Percentage points of the whole.", json!({ "minimum": 0, "maximum": 100 }));
    let depth = percentage("The part that is taken away, such as '8%'.", "8%");
    vec![
        kind("scale", "Multiplies a part of the market by 'factor'.", "factor", factor),
        kind("shift-growth", "Adds 'points' to its yearly growth.", "points", points),
        kind("set-growth", "Replaces its yearly growth by 'rate'.", "rate", rate),
        kind("set-value", "Brings it to 'value' in a year.", "value", size()).in_its_year(),
        kind("set-share", "Brings it to 'share' of the whole, or of the scope in 'of'.", "share", share)
            .in_its_year()
            .with(json!({ "where": reference("scope"), "of": reference("scope") })),
        kind("move-share", "Moves 'points' of the whole, or of the scope in 'of'.", "points", moved).with(
            json!({
                "from": part("The part of the market that loses: axis to member or group."),
                "to": part("The part of the market that gains: axis to member or group."),
                "of": reference("scope"),
            }),
        ),
        kind("delay", "Lets its path come 'by' years later.", "by", years()),
        kind("advance", "Lets its path come 'by' years earlier.", "by", years()),
        kind("shock", "Takes 'depth' away in a year; it stays away unless it recovers.", "depth", depth)
            .in_its_year()
            .with(json!({
                "where": reference("scope"),
                "recovers-over": recovery("Years in which it recovers in a straight line."),
                "half-life": recovery("Years in which half of what is missing comes back."),
            })),
        kind("cap", "Keeps it at or below 'value'.", "value", size()),
        kind("floor", "Keeps it at or above 'value'.", "value", size()),
    ]
}

fn recovery(description: &str) -> Value {
    json!({ "description": description, "type": ["number", "null"], "exclusiveMinimum": 0 })
}

/// The step with its kinds, and what all of them have.
pub(super) fn definitions() -> Map<String, Value> {
    let kinds = kinds();
    let keys = kinds.iter().map(|kind| (kind.name.to_string(), reference(kind.name)));
    let step = json!({
        "description": "A change of the forecast: exactly one kind of step.",
        "type": "object",
        "additionalProperties": false,
        "properties": keys.collect::<Map<String, Value>>(),
        "oneOf": kinds.iter().map(|kind| super::the_one(kind.name, "object")).collect::<Vec<_>>(),
    });
    let mut all = object(json!({
        "step": step,
        "ramp": {
            "description": "How the change comes about over its years.",
            "type": ["string", "null"],
            "enum": ["step", "linear", "s-curve", null],
            "default": "step",
        },
        "hold": {
            "description": "Parts of the market that stay as they are; {} is the whole market.",
            "type": ["array", "null"],
            "items": { "type": "object", "additionalProperties": { "type": "string" } },
            "examples": [[{}], [{ "region": "Europe" }]],
        },
        "step-name": {
            "description": "A short name for bridges and trails, not empty.",
            "type": ["string", "null"],
            "minLength": 1,
        },
        "at-most-one-time": {
            "$comment": "'year' or 'years', or neither.",
            "anyOf": [{ "properties": { "year": { "type": "null" } } }, { "properties": { "years": { "type": "null" } } }],
        },
        "exactly-one-time": {
            "$comment": "'year' or 'years'.",
            "oneOf": [super::the_one("year", "integer"), super::the_one("years", "array"), { "type": "null" }],
        },
        "both-ends-or-neither": {
            "$comment": "'low' and 'high', or neither.",
            "anyOf": [
                { "properties": { "low": { "type": "null" }, "high": { "type": "null" } } },
                {
                    "required": ["low", "high"],
                    "properties": { "low": { "type": ["number", "string"] }, "high": { "type": ["number", "string"] } },
                },
            ],
        },
    }));
    all.extend(kinds.into_iter().map(|kind| (kind.name.into(), kind.definition())));
    all
}

impl Kind {
    fn in_its_year(self) -> Self {
        Self { needs_its_year: true, ..self }
    }

    fn with(self, keys: Value) -> Self {
        Self { keys, ..self }
    }

    fn definition(self) -> Value {
        let end = |which: &str| {
            let kinds = json!([self.amount["type"], "null"]);
            let description = format!("The number of the {which} case, stated like '{}'.", self.number);
            let amount = merged(&self.amount, json!({ "description": description, "type": kinds }));
            let kept = object(amount).into_iter().filter(|(key, _)| key != "examples");
            kept.collect::<Map<String, Value>>()
        };
        let mut required = vec![self.number];
        required.extend(["from", "to"].into_iter().filter(|end| self.keys.get(end).is_some()));
        let mut properties = object(self.keys.clone());
        properties.insert(self.number.into(), self.amount.clone());
        properties.extend(object(json!({
            "low": end("low"),
            "high": end("high"),
            "year": reference("year"),
            "years": reference("years"),
            "ramp": reference("ramp"),
            "hold": reference("hold"),
            "name": reference("step-name"),
            "note": text("The reason for it."),
            "source": reference("source"),
        })));
        let time = if self.needs_its_year { "exactly-one-time" } else { "at-most-one-time" };
        let mut rules = vec![reference(time), reference("both-ends-or-neither")];
        if properties.contains_key("half-life") {
            rules.push(json!({
                "anyOf": [
                    { "properties": { "recovers-over": { "type": "null" } } },
                    { "properties": { "half-life": { "type": "null" } } },
                ],
            }));
        }
        json!({
            "description": self.does,
            "type": ["object", "null"],
            "additionalProperties": false,
            "required": required,
            "properties": properties,
            "allOf": rules,
        })
    }
}
