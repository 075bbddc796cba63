//! A Frictionless data package: what stands in a tidy CSV file, for programs.

use serde_json::{Map, Value, json};

use super::csv::year_text;
use super::details;
use super::unit_text;
use crate::error::{Error, ErrorKind};
use crate::table::Table;
use crate::value::csv_name;
use crate::value::{Source, Status};

/// A description of a tidy CSV file, by the Frictionless standard: `datapackage.json`, to lie beside `data.csv`.
///
/// It says what the fields are, what identifies a line, what the numbers are in, which statuses there are, and who published:
/// `frictionless validate datapackage.json` checks a file against it, and data frame libraries take their types from it.
///
/// ```
/// use market_outlook::{Column, DataPackage, Number, Row, RowKind, Source, Status, Table, Unit};
///
/// let number = Some(Number { value: 2.1, status: Status::Published });
/// let table = Table::new("Example market", Unit::USD_BILLION, ["region"], [Column::history(2019)])
///     .with_row(Row::new(RowKind::Member, ["Europe"]), [number])?;
/// let package = DataPackage::new("example-market")?.with_source(&Source::new("Example").with_title("A report"));
/// let json = package.to_json(&[table])?;
/// assert!(json.contains(r#""path": "data.csv""#));
/// assert!(json.contains(r#""title": "Example, A report""#));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataPackage {
    name: String,
    sources: Vec<Source>,
    licenses: Vec<License>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct License {
    name: String,
    path: String,
}

impl DataPackage {
    /// What the CSV file that is described has to be called.
    pub const CSV: &str = "data.csv";

    /// What the description itself has to be called.
    pub const JSON: &str = "datapackage.json";

    /// A package by its name, which addresses can be made of: lower-case letters, digits, `.`, `_` and `-`.
    ///
    /// # Errors
    /// When the name has anything else in it, or nothing.
    ///
    /// ```
    /// use market_outlook::DataPackage;
    ///
    /// assert!(DataPackage::new("cx-personalization-2026").is_ok());
    /// assert_eq!(
    ///     DataPackage::new("CX").unwrap_err().to_string(),
    ///     "data package 'CX': found 'C', expected lower-case letters, digits, '.', '_' and '-'"
    /// );
    /// ```
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        let is_allowed = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(*c);
        if name.is_empty() {
            let expected = "lower-case letters, digits, '.', '_' and '-'".into();
            return Err(ErrorKind::Empty { what: "the name of a data package".into(), expected }.into());
        }
        if let Some(other) = name.chars().find(|c| !is_allowed(c)) {
            let place = format!("data package '{name}'");
            let reason = format!("found '{other}', expected lower-case letters, digits, '.', '_' and '-'");
            return Err(ErrorKind::Syntax { place, reason }.into());
        }
        Ok(Self { name, sources: Vec::new(), licenses: Vec::new() })
    }

    /// The same package with one more source; one that it has already is not told twice.
    #[must_use]
    pub fn with_source(mut self, source: &Source) -> Self {
        if !self.sources.contains(source) {
            self.sources.push(source.clone());
        }
        self
    }

    /// The same package under one more license, by its name, such as `CC-BY-4.0`, and its address.
    ///
    /// ```
    /// use market_outlook::{Column, DataPackage, Table, Unit};
    ///
    /// let package = DataPackage::new("example")?.with_license("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/");
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    /// assert!(package.to_json(&[table])?.contains(r#""name": "CC-BY-4.0""#));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_license(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.licenses.push(License { name: name.into(), path: path.into() });
        self
    }

    /// The description of what [`tables_to_csv`](crate::tables_to_csv) writes of the same tables.
    ///
    /// Its title is that of the first table; notes and source lines, for which CSV has no place, are its description.
    ///
    /// # Errors
    /// When there is no table, the tables differ in their axes, or an axis is called as another field is.
    pub fn to_json(&self, tables: &[Table]) -> Result<String, Error> {
        let Some(first) = tables.first() else {
            let (what, expected) = ("a data package".into(), "at least one table".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        };
        expect_fields(tables, first)?;
        let mut package = Map::new();
        package.insert("profile".into(), "tabular-data-package".into());
        package.insert("name".into(), self.name.clone().into());
        if !first.title().is_empty() {
            package.insert("title".into(), first.title().into());
        }
        let lines = lines(tables);
        if !lines.is_empty() {
            package.insert("description".into(), lines.join("\n\n").into());
        }
        if !self.licenses.is_empty() {
            let license = |license: &License| json!({ "name": license.name, "path": license.path });
            package.insert("licenses".into(), self.licenses.iter().map(license).collect());
        }
        if !self.sources.is_empty() {
            package.insert("sources".into(), self.sources.iter().map(source).collect());
        }
        package.insert("resources".into(), json!([resource(tables, first)]));
        Ok(text(&package))
    }
}

fn text(package: &Map<String, Value>) -> String {
    serde_json::to_string_pretty(package).expect("texts are JSON") + "\n"
}

/// Title and address; an address that is none of a resource on the web is a part of the title.
fn source(source: &Source) -> Value {
    let path =
        source.url().filter(|url| ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)));
    match path {
        Some(path) => json!({ "title": source.line(), "path": path }),
        None => json!({ "title": source.line() }),
    }
}

/// Notes and source lines of all tables, each once.
fn lines(tables: &[Table]) -> Vec<&str> {
    let all = tables.iter().flat_map(|table| table.notes().iter().chain(table.source_lines()));
    let mut lines: Vec<&str> = Vec::new();
    for line in all {
        if !lines.contains(&line.as_str()) {
            lines.push(line);
        }
    }
    lines
}

fn expect_fields(tables: &[Table], first: &Table) -> Result<(), Error> {
    let mut faults = Vec::new();
    for table in tables.iter().filter(|table| table.axes() != first.axes()) {
        let (found, expected) = (table.axes().join(", "), first.axes().join(", "));
        let what =
            format!("scenario '{}' is by '{found}', the first table by '{expected}'", table.scenario());
        faults.push(ErrorKind::Contradiction { what }.into());
    }
    let mut fields: Vec<&str> = vec!["scenario", "year", "value", "unit", "status"];
    for axis in first.axes() {
        if fields.contains(&axis.as_str()) {
            faults.push(ErrorKind::Duplicate { what: "field".into(), name: axis.clone() }.into());
        }
        fields.push(axis);
    }
    Error::none_of(faults)
}

fn resource(tables: &[Table], first: &Table) -> Value {
    let axes: Vec<String> = first.axes().iter().map(|axis| csv_name(axis).into_owned()).collect();
    let mut units: Vec<String> =
        tables.iter().map(|table| csv_name(&unit_text(table.measure(), table.unit())).into_owned()).collect();
    units.sort_unstable();
    units.dedup();
    let mut fields = vec![field("scenario", "string", "The scenario; 'Base' is the forecast itself.")];
    for (place, axis) in axes.iter().enumerate() {
        let is_named = |row: usize, table: &Table| !table.rows()[row].labels()[place].is_empty();
        let is_required = |table: &Table| details(table).into_iter().all(|row| is_named(row, table));
        let mut field = field(axis, "string", &format!("The {} of a detail row.", first.axes()[place]));
        field["constraints"] = json!({ "required": tables.iter().all(is_required) });
        fields.push(field);
    }
    fields[0]["constraints"] = json!({ "required": tables.iter().all(|table| !table.scenario().is_empty()) });
    fields.extend([year(tables), value(&units), unit(&units), status()]);
    let key: Vec<&str> =
        std::iter::once("scenario").chain(axes.iter().map(String::as_str)).chain(["year"]).collect();
    json!({
        "profile": "tabular-data-resource",
        "name": "data",
        "path": DataPackage::CSV,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": fields, "primaryKey": key, "missingValues": [""] },
    })
}

fn field(name: &str, kind: &str, description: &str) -> Value {
    json!({ "name": name, "type": kind, "description": description })
}

/// A year is a whole number; where there are spans of years, all of them are texts.
fn year(tables: &[Table]) -> Value {
    let mut columns = tables.iter().flat_map(Table::columns);
    let mut year = if columns.any(|column| column.from().is_some()) {
        let mut year = field("year", "string", "A year, or the first and the last year of a span.");
        year["example"] =
            tables.iter().flat_map(Table::columns).map(|column| year_text(*column)).next().into();
        year
    } else {
        field("year", "integer", "The year.")
    };
    year["constraints"] = json!({ "required": true });
    year
}

fn value(units: &[String]) -> Value {
    let mut value = field(
        "value",
        "number",
        "The number, unrounded, in the unit beside it; shares and growth as fractions of 1.",
    );
    if let [unit] = units {
        value["unit"] = unit.clone().into();
    }
    value
}

fn unit(units: &[String]) -> Value {
    let mut unit =
        field("unit", "string", "What the number is in, with what it says in front unless it is a size.");
    unit["constraints"] = json!({ "required": true, "enum": units });
    unit
}

fn status() -> Value {
    let mut status =
        field("status", "string", "Where the number comes from; empty where there is no number.");
    status["constraints"] = json!({ "enum": Status::ALL.map(Status::as_str) });
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Measure, Number, Row, RowKind};
    use crate::value::Unit;

    fn table(axis: &str, column: Column) -> Table {
        let number = Some(Number { value: 2.1, status: Status::Assumed });
        Table::new("T", Unit::USD_BILLION, [axis], [column])
            .with_row(Row::new(RowKind::Member, ["Europe"]), [number])
            .unwrap()
            .with_note("Basis: not stated.")
            .with_source("Assumed: everything.")
    }

    #[test]
    fn the_description_has_what_the_file_has_no_place_for() {
        let package = DataPackage::new("t")
            .unwrap()
            .with_source(&Source::new("A").with_url("https://example.com/a"))
            .with_source(&Source::new("B").with_url("page 3 of a book"))
            .with_source(&Source::new("B").with_url("page 3 of a book"));
        let spans = table("=region", Column::history(2026).since(2019)).with_measure(Measure::Cagr);
        let base = table("=region", Column::history(2019));
        let text = package.to_json(&[base.clone(), spans.with_scenario("S")]).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["description"], "Basis: not stated.\n\nAssumed: everything.");
        assert_eq!(
            json["sources"],
            json!([{ "title": "A", "path": "https://example.com/a" }, { "title": "B" }])
        );
        assert_eq!(json.get("licenses"), None);
        let schema = &json["resources"][0]["schema"];
        assert_eq!(schema["primaryKey"], json!(["scenario", "'=region", "year"]));
        let names: Vec<&Value> =
            schema["fields"].as_array().unwrap().iter().map(|field| &field["name"]).collect();
        let csv = crate::tables_to_csv(&[base]).unwrap();
        let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        assert_eq!(names, header);
        assert_eq!(schema["fields"][2]["type"], "string");
        assert_eq!(schema["fields"][4]["constraints"]["enum"], json!(["USD billion", "cagr of USD billion"]));
    }

    #[test]
    fn fields_that_could_not_be_told_apart_are_refused() {
        let package = DataPackage::new("t").unwrap();
        let error =
            package.to_json(&[table("year", Column::history(2019)), table("region", Column::history(2019))]);
        assert_eq!(
            error.unwrap_err().to_string(),
            "scenario 'Base' is by 'region', the first table by 'year'\nfield 'year' stands twice, expected each name once"
        );
        assert_eq!(
            package.to_json(&[]).unwrap_err().to_string(),
            "a data package is empty, expected at least one table"
        );
        assert!(DataPackage::new("").is_err());
    }
}
