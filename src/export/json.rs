//! Tables to and from JSON.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Number, PublishedRate, Rounding, Row, RowKind, Table};
use crate::value::{Status, Unit, Year};

/// The shape of the file: everything a table is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    title: String,
    scenario: String,
    unit: String,
    measure: String,
    decimals: usize,
    rounding: String,
    axes: Vec<String>,
    columns: Vec<ColumnShape>,
    rows: Vec<RowShape>,
    notes: Vec<String>,
    sources: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnShape {
    year: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<i32>,
    forecast: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowShape {
    kind: String,
    labels: Vec<String>,
    values: Vec<Option<f64>>,
    statuses: Vec<Option<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    published: Vec<PublishedShape>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedShape {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<i32>,
    year: i32,
}

impl Table {
    /// The table as JSON with all its parts, which [`Table::from_json`] reads back to an equal table, every number to the bit.
    ///
    /// | key | is |
    /// |---|---|
    /// | `title`, `scenario`, `unit` | texts; scenario `Base` is the forecast itself |
    /// | `measure` | `value`, `share`, `share-of-all-years`, `yoy`, `cagr`, `contribution`, `cumulative`, or what two tables differ by: `difference`, `change`, `cumulative-difference`, `share-difference`, `yoy-difference`, `cagr-difference`, `contribution-difference`; or `elasticity`; all but sizes, cumulative sizes, their differences and elasticities are fractions |
    /// | `decimals`, `rounding` | digits when printed; `independent` or `additive` |
    /// | `axes` | the axis of each label |
    /// | `columns` | `year`, `forecast` (whether after the base year), and `from` for a span |
    /// | `rows` | `kind` (`member`, `group`, `total`, `alternative`, `level` or `change`), `labels` (none for a total), and for each column `values` (unrounded) and `statuses`, both `null` where there is no number; `published` names the shares (`year`) and growth rates (`from`, `year`) that are published too, if any |
    /// | `notes`, `sources` | lines to print below |
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let number = Some(Number { value: 8.1, status: Status::Published });
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), [number])?;
    /// let json = table.to_json();
    /// assert!(json.contains(r#"{"kind":"member","labels":["Europe"],"values":[8.1],"statuses":["published"]}"#));
    /// assert_eq!(Table::from_json(&json)?, table);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let column = |column: &Column| {
            text(&ColumnShape {
                year: column.year().number(),
                from: column.from().map(Year::number),
                forecast: column.is_forecast(),
            })
        };
        // As the rates of a row stand in the table, whatever the order of the rows.
        let mut rates: Vec<&PublishedRate> = self.published().iter().collect();
        rates.sort_by_key(|rate| rate.row);
        let row = |(i, row): (usize, &Row)| {
            let numbers = self.numbers(i);
            let first = rates.partition_point(|rate| rate.row < i);
            let published = rates[first..].iter().take_while(|rate| rate.row == i).copied();
            text(&RowShape {
                kind: row.kind().as_str().into(),
                labels: row.labels().to_vec(),
                values: numbers.iter().map(|number| number.map(|n| n.value)).collect(),
                statuses: numbers.iter().map(|number| number.map(|n| n.status.to_string())).collect(),
                published: published.map(PublishedShape::of).collect(),
            })
        };
        let entries = [
            ("title", text(&self.title())),
            ("scenario", text(&self.scenario())),
            ("unit", text(&self.unit().text())),
            ("measure", text(&self.measure().as_str())),
            ("decimals", text(&self.decimals())),
            ("rounding", text(&self.rounding().as_str())),
            ("axes", text(&self.axes())),
            ("columns", list("  ", self.columns().iter().map(column))),
            ("rows", list("  ", self.rows().iter().enumerate().map(row))),
            ("notes", list("  ", self.notes().iter().map(text))),
            ("sources", list("  ", self.source_lines().iter().map(text))),
        ];
        let entries = entries.map(|(key, value)| format!("  \"{key}\": {value}"));
        format!("{{\n{}\n}}\n", entries.join(",\n"))
    }

    /// A table from JSON as [`Table::to_json`] writes it.
    ///
    /// # Errors
    /// When the text is not JSON of that shape, with the line and column; when words, labels or numbers do not fit, all at once.
    ///
    /// ```
    /// use market_outlook::Table;
    ///
    /// let error = Table::from_json(r#"{"title": "Example", "colour": "red"}"#).unwrap_err().to_string();
    /// assert!(error.starts_with("JSON line 1, column 29: unknown field 'colour', expected one of 'title'"), "{error}");
    /// ```
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let shape: Shape = serde_json::from_str(json).map_err(|fault| {
            let place = format!("JSON line {}, column {}", fault.line(), fault.column());
            let text = fault.to_string();
            let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
            // Names stand in single quotes in every message of this crate.
            syntax(place, &reason.replace('`', "'"))
        })?;
        let mut faults = Vec::new();
        let mut keep = |fault: Error| faults.push(fault);
        let unit = shape.unit.parse::<Unit>().map_err(|fault| keep(fault.at("JSON key 'unit'"))).ok();
        let measure = word("measure", &shape.measure, &Measure::ALL, Measure::as_str).map_err(&mut keep).ok();
        let rounding =
            word("rounding", &shape.rounding, &Rounding::ALL, Rounding::as_str).map_err(&mut keep).ok();
        if shape.decimals > Table::MAX_DECIMALS {
            let reason = format!("{}, expected at most {}", shape.decimals, Table::MAX_DECIMALS);
            keep(syntax("JSON key 'decimals'".into(), &reason));
        }
        let rows: Vec<_> = shape
            .rows
            .iter()
            .enumerate()
            .filter_map(|(i, row)| row.read(i).map_err(&mut keep).ok())
            .collect();
        let unit = unit.unwrap_or(Unit::USD_BILLION);
        let published = shape.rows.iter().enumerate().flat_map(|(i, row)| row.published(i)).collect();
        let mut table =
            Table::new(shape.title, unit, shape.axes, shape.columns.iter().map(ColumnShape::read))
                .with_scenario(shape.scenario)
                .with_decimals(shape.decimals)
                .with_measure(measure.unwrap_or(Measure::Value))
                .with_rounding(rounding.unwrap_or_default());
        let empty = table.clone();
        for (row, numbers) in rows {
            match empty.clone().with_row(row.clone(), numbers.iter().copied()) {
                Ok(_) => table = table.with_row(row, numbers)?,
                Err(fault) => faults.push(fault.at("JSON key 'rows'")),
            }
        }
        Error::none_of(faults)?;
        table = shape.notes.into_iter().fold(table.with_published(published), Table::with_note);
        Ok(shape.sources.into_iter().fold(table, Table::with_source))
    }
}

/// Tables as a JSON list, such as a forecast and its scenarios; each as [`Table::to_json`] has it.
///
/// ```
/// use market_outlook::{Column, Table, Unit, tables_from_json, tables_to_json};
///
/// let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
/// let both = [table.clone(), table.with_scenario("Downturn")];
/// assert_eq!(tables_from_json(&tables_to_json(&both))?, both);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[must_use]
pub fn tables_to_json(tables: &[Table]) -> String {
    let texts = tables.iter().map(|table| table.to_json().trim_end().replace('\n', "\n  "));
    list("", texts) + "\n"
}

/// Tables from a JSON list as [`tables_to_json`] writes it.
///
/// # Errors
/// When the text is not a list of such tables; see [`Table::from_json`].
pub fn tables_from_json(json: &str) -> Result<Vec<Table>, Error> {
    let shapes: Vec<serde_json::Value> = serde_json::from_str(json).map_err(|fault| {
        let place = format!("JSON line {}, column {}", fault.line(), fault.column());
        syntax(place, "this is no list of tables")
    })?;
    let read = |(i, shape): (usize, &serde_json::Value)| {
        Table::from_json(&shape.to_string()).map_err(|fault| fault.at(format!("table {}", i + 1)))
    };
    let mut faults = Vec::new();
    let tables =
        shapes.iter().enumerate().filter_map(|one| read(one).map_err(|fault| faults.push(fault)).ok());
    let tables = tables.collect();
    Error::none_of(faults)?;
    Ok(tables)
}

impl ColumnShape {
    fn read(&self) -> Column {
        let column = if self.forecast { Column::forecast(self.year) } else { Column::history(self.year) };
        self.from.map_or(column, |from| column.since(from))
    }
}

impl PublishedShape {
    fn of(rate: &PublishedRate) -> Self {
        Self { from: rate.from.map(Year::number), year: rate.year.number() }
    }
}

impl RowShape {
    fn published(&self, row: usize) -> impl Iterator<Item = PublishedRate> {
        self.published.iter().map(move |rate| PublishedRate {
            row,
            from: rate.from.map(Year::from),
            year: rate.year.into(),
        })
    }

    fn read(&self, position: usize) -> Result<(Row, Vec<Option<Number>>), Error> {
        let place = format!("JSON row {}", position + 1);
        let kind = word("kind", &self.kind, &RowKind::ALL, RowKind::as_str)
            .map_err(|fault| fault.at(place.as_str()))?;
        if self.values.len() != self.statuses.len() {
            let reason = format!(
                "{} values and {} statuses, expected as many",
                self.values.len(),
                self.statuses.len()
            );
            return Err(syntax(place, &reason));
        }
        let number = |(value, status): (&Option<f64>, &Option<String>)| match (value, status) {
            (None, None) => Ok(None),
            (Some(value), Some(status)) => {
                let status = word("statuses", status, &Status::ALL, Status::as_str)?;
                Ok(Some(Number { value: *value, status }))
            }
            _ => Err(syntax(
                "JSON key 'statuses'".into(),
                "a value or a status alone, expected both or neither",
            )),
        };
        let numbers: Result<Vec<_>, Error> = self.values.iter().zip(&self.statuses).map(number).collect();
        Ok((Row::new(kind, self.labels.iter().cloned()), numbers.map_err(|fault| fault.at(place))?))
    }
}

fn text<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and finite numbers are JSON")
}

/// A list with one entry a line, at an indent.
pub(super) fn list(indent: &str, entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.map(|entry| format!("{indent}  {entry}")).collect();
    if entries.is_empty() { "[]".into() } else { format!("[\n{}\n{indent}]", entries.join(",\n")) }
}

fn syntax(place: String, reason: &str) -> Error {
    ErrorKind::Syntax { place, reason: reason.into() }.into()
}

/// The value a word stands for.
fn word<T: Copy>(key: &str, found: &str, all: &[T], as_str: impl Fn(T) -> &'static str) -> Result<T, Error> {
    all.iter().copied().find(|value| as_str(*value) == found).ok_or_else(|| {
        let choices: Vec<String> = all.iter().map(|value| format!("'{}'", as_str(*value))).collect();
        let reason = format!("unknown word '{found}', expected one of {}", choices.join(", "));
        syntax(format!("JSON key '{key}'"), &reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_meaning_are_named_all_at_once() {
        let json = r#"{"title": "T", "scenario": "Base", "unit": "billion", "measure": "size", "decimals": 99,
            "rounding": "up", "axes": ["region"], "columns": [{"year": 2019, "forecast": false}],
            "rows": [{"kind": "member", "labels": [], "values": [1], "statuses": ["derived"]},
                     {"kind": "member", "labels": ["A"], "values": [1], "statuses": ["guessed"]},
                     {"kind": "member", "labels": ["A"], "values": [1], "statuses": [null]},
                     {"kind": "member", "labels": ["A"], "values": [1], "statuses": []}],
            "notes": [], "sources": []}"#;
        let error = Table::from_json(json).unwrap_err();
        let found: Vec<String> = error.faults().map(ToString::to_string).collect();
        let expected = [
            "JSON key 'unit': cannot read 'billion' as a unit: nothing is counted, expected a word such as 'USD' before the scale",
            "JSON key 'measure': unknown word 'size', expected one of 'value', 'share', 'share-of-all-years', 'yoy', 'cagr', 'contribution', 'cumulative', \
             'difference', 'change', 'cumulative-difference', 'share-difference', 'yoy-difference', 'cagr-difference', \
             'contribution-difference', 'elasticity'",
            "JSON key 'rounding': unknown word 'up', expected one of 'independent', 'additive'",
            "JSON key 'decimals': 99, expected at most 15",
            "JSON row 2: JSON key 'statuses': unknown word 'guessed', expected one of 'published', 'published-not-met', \
             'derived', 'interpolated', 'extrapolated', 'assumed', 'scenario'",
            "JSON row 3: JSON key 'statuses': a value or a status alone, expected both or neither",
            "JSON row 4: 1 values and 0 statuses, expected as many",
            "JSON key 'rows': the number of labels of row '' is 0, expected 1",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn faults_of_shape_have_line_and_column() {
        for (json, expected) in [
            ("", "JSON line 1, column 0: EOF while parsing a value"),
            ("{\n\"title\": 3}", "JSON line 2, column 10: invalid type: integer '3', expected a string"),
        ] {
            assert_eq!(Table::from_json(json).unwrap_err().to_string(), expected);
        }
    }
}
