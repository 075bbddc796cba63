//! Tables as the Integrated Assessment Modeling Consortium has them.

use std::collections::BTreeSet;

use super::keys::{fingerprint, firsts};
use super::syntax;
use super::write::{push_name, push_value, year_text};
use crate::error::Faults;
use crate::error::{Error, ErrorKind};
use crate::export::{details, unit_text};
use crate::space::Axis;
use crate::table::{Number, Table};
use crate::value::Year;

/// What parts the levels of a variable.
const LEVELS: char = '|';

/// Tables as CSV of the Integrated Assessment Modeling Consortium (IAMC), which pyam and other tools of its field read.
///
/// Each row has a model, a scenario, a region, a variable and a unit. One axis is the region; the labels of the others,
/// in their order, are levels of the variable under its name: `Market Size|Software|B2B`.
/// Only detail rows are written, as in [`Table::to_csv`]: who wants `Market Size` itself too hands over the table of the total
/// beside that of the parts. Statuses and source lines have no place in this format.
///
/// ```
/// use market_outlook::{Column, Iamc, Number, Row, RowKind, Status, Table, Unit};
///
/// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
/// let columns = [Column::history(2019), Column::forecast(2020)];
/// let table = Table::new("Example", Unit::USD_BILLION, ["region", "product"], columns)
///     .with_row(Row::new(RowKind::Member, ["Europe", "Software"]), numbers([2.1, 2.2]))?;
/// let iamc = Iamc::new("Example outlook", "Market Size");
/// assert_eq!(
///     iamc.to_csv(&[table.clone()])?,
///     "Model,Scenario,Region,Variable,Unit,2019,2020\n\
///      Example outlook,Base,Europe,Market Size|Software,USD billion,2.1,2.2\n"
/// );
/// assert_eq!(
///     iamc.to_long_csv(&[table])?,
///     "Model,Scenario,Region,Variable,Unit,Year,Value\n\
///      Example outlook,Base,Europe,Market Size|Software,USD billion,2019,2.1\n\
///      Example outlook,Base,Europe,Market Size|Software,USD billion,2020,2.2\n"
/// );
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iamc {
    model: String,
    variable: String,
    axis: Axis,
    region: String,
}

impl Iamc {
    /// Tables of a model, under the name of a variable; regions are the members of [`Axis::REGION`],
    /// and the region of a table without that axis is `World`.
    ///
    /// The name may have levels of its own, such as `Market Size|CX personalization`.
    #[must_use]
    pub fn new(model: impl Into<String>, variable: impl Into<String>) -> Self {
        let (axis, region) = (Axis::REGION, "World".into());
        Self { model: model.into(), variable: variable.into(), axis, region }
    }

    /// The same with the members of another axis as regions.
    ///
    /// ```
    /// use market_outlook::{Column, Iamc, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let number = Some(Number { value: 2.1, status: Status::Assumed });
    /// let table = Table::new("Example", Unit::USD_BILLION, ["country"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["France"]), [number])?;
    /// let csv = Iamc::new("Example", "Market Size").with_region_axis("country").to_csv(&[table])?;
    /// assert!(csv.ends_with("\nExample,Base,France,Market Size,USD billion,2.1\n"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_region_axis(mut self, axis: impl Into<Axis>) -> Self {
        self.axis = axis.into();
        self
    }

    /// The same with another region for tables that are not by region, such as a slice of one.
    ///
    /// ```
    /// use market_outlook::{Column, Iamc, Number, Row, Status, Table, Unit};
    ///
    /// let number = Some(Number { value: 2.1, status: Status::Assumed });
    /// let table = Table::new("Example: Europe", Unit::USD_BILLION, Vec::<String>::new(), [Column::history(2019)])
    ///     .with_row(Row::total(), [number])?;
    /// let csv = Iamc::new("Example", "Market Size").with_region("Europe").to_csv(&[table])?;
    /// assert!(csv.ends_with("\nExample,Base,Europe,Market Size,USD billion,2.1\n"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// Tables as one CSV with a column for each year, from the first to the last of all tables.
    ///
    /// # Errors
    /// When a name is empty or, as a level of the variable, has a bar in it, a column is a span of years,
    /// or two rows have the same scenario, region, variable and unit.
    pub fn to_csv(&self, tables: &[Table]) -> Result<String, Error> {
        let rows = self.rows(tables)?;
        let all = tables.iter().flat_map(Table::columns).map(|column| column.year());
        let years: Vec<Year> = all.collect::<BTreeSet<Year>>().into_iter().collect();
        let places = |table: &Table| {
            let place = |year: &Year| table.columns().iter().position(|column| column.year() == *year);
            years.iter().map(place).collect::<Vec<Option<usize>>>()
        };
        let places: Vec<Vec<Option<usize>>> = tables.iter().map(places).collect();
        let mut out = String::from("Model,Scenario,Region,Variable,Unit");
        years.iter().for_each(|year| out.extend([",", &year.to_string()]));
        out.push('\n');
        for row in rows {
            self.push_key(&row, &mut out);
            for place in &places[row.table] {
                out.push(',');
                if let Some(number) = place.and_then(|place| row.numbers[place]) {
                    push_value(&mut out, number.value);
                }
            }
            out.push('\n');
        }
        Ok(out)
    }

    /// Tables as one CSV with one number a line; places without a number have no line.
    ///
    /// # Errors
    /// As for [`Iamc::to_csv`].
    pub fn to_long_csv(&self, tables: &[Table]) -> Result<String, Error> {
        let rows = self.rows(tables)?;
        let mut out = String::from("Model,Scenario,Region,Variable,Unit,Year,Value\n");
        let mut key = String::new();
        for row in rows {
            key.clear();
            self.push_key(&row, &mut key);
            for (column, number) in tables[row.table].columns().iter().zip(row.numbers) {
                let Some(number) = number else { continue };
                out.extend([&key, ",", &column.year().to_string(), ","]);
                push_value(&mut out, number.value);
                out.push('\n');
            }
        }
        Ok(out)
    }

    fn push_key(&self, row: &IamcRow, out: &mut String) {
        let key = [&self.model, row.scenario, row.region, &row.variable, &row.unit];
        for (i, name) in key.into_iter().enumerate() {
            out.push_str(if i == 0 { "" } else { "," });
            push_name(out, name);
        }
    }

    /// The rows of all tables, in their order.
    fn rows<'a>(&'a self, tables: &'a [Table]) -> Result<Vec<IamcRow<'a>>, Error> {
        let mut faults = Faults::default();
        for (what, name) in [("the model", &self.model), ("the variable", &self.variable)] {
            expect_name(what, name, &mut faults);
        }
        let mut rows = Vec::new();
        for (place, table) in tables.iter().enumerate() {
            expect_name("the scenario", table.scenario(), &mut faults);
            for column in table.columns().iter().filter(|column| column.from().is_some()) {
                let what = format!("column '{}' of scenario '{}'", year_text(*column), table.scenario());
                let reason = "a span of years has no place in IAMC data, expected single years";
                faults.add(0, || syntax(&what, reason));
            }
            let unit = unit_text(table.measure(), table.unit());
            for row in details(table) {
                rows.push(self.row(place, table, row, &unit, &mut faults));
            }
        }
        expect_apart(&rows, &mut faults);
        faults.none_in("CSV")?;
        Ok(rows)
    }

    fn row<'a>(
        &'a self,
        place: usize,
        table: &'a Table,
        row: usize,
        unit: &str,
        faults: &mut Faults,
    ) -> IamcRow<'a> {
        let (mut region, mut variable) = (self.region.as_str(), self.variable.clone());
        for (axis, label) in table.axes().iter().zip(table.rows()[row].labels()) {
            if axis == self.axis.name() {
                region = label;
            } else if label.contains(LEVELS) {
                faults.add(0, || {
                    let what = format!("{axis} '{label}' of scenario '{}'", table.scenario());
                    syntax(&what, "a '|' parts levels of a variable, expected a name without it")
                });
            } else if !label.is_empty() {
                variable.extend([LEVELS.to_string().as_str(), label]);
            }
        }
        expect_name("the region", region, faults);
        let (scenario, numbers) = (table.scenario(), table.numbers(row));
        IamcRow { table: place, scenario, region, variable, unit: unit.into(), numbers }
    }
}

/// One row, by what it is known.
struct IamcRow<'a> {
    table: usize,
    scenario: &'a str,
    region: &'a str,
    variable: String,
    unit: String,
    numbers: &'a [Option<Number>],
}

impl IamcRow<'_> {
    fn key(&self) -> [&str; 4] {
        [self.scenario, self.region, &self.variable, &self.unit]
    }
}

fn expect_name(what: &str, name: &str, faults: &mut Faults) {
    if name.trim().is_empty() {
        let expected = "a name, for readers of IAMC data take what is empty for missing".into();
        faults.add(0, || ErrorKind::Empty { what: what.into(), expected }.into());
    }
}

fn expect_apart(rows: &[IamcRow], faults: &mut Faults) {
    let print = |row: usize| fingerprint(rows[row].key().into_iter().map(str::as_bytes));
    let firsts = firsts(rows.len(), print, |a, b| rows[a].key().cmp(&rows[b].key()));
    for (row, _) in firsts.iter().enumerate().filter(|(row, first)| row != *first) {
        let (what, name) = ("row".into(), rows[row].key().join(", "));
        faults.add(0, || ErrorKind::Duplicate { what, name }.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Measure, Row, RowKind};
    use crate::value::{Status, Unit};

    fn table(scenario: &str, axes: &[&str], rows: &[&[&str]], years: &[i32]) -> Table {
        let columns = years.iter().map(|year| Column::history(*year));
        let table = Table::new("T", Unit::USD_BILLION, axes.to_vec(), columns).with_scenario(scenario);
        rows.iter().zip(1..).fold(table, |table, (labels, value)| {
            let number = Some(Number { value: f64::from(value), status: Status::Assumed });
            let row =
                if labels.is_empty() { Row::total() } else { Row::new(RowKind::Member, labels.to_vec()) };
            table.with_row(row, years.iter().map(|year| number.filter(|_| *year > 2000))).unwrap()
        })
    }

    #[test]
    fn tables_of_any_axes_and_years_make_one_file() {
        let tables = [
            table("Base", &[], &[&[]], &[2019]),
            table("Base", &["product", "region", "size"], &[&["A", "Europe", "small"]], &[2020, 1999]),
            table("-2%", &[], &[&[]], &[2019]).with_measure(Measure::Cagr),
        ];
        let iamc = Iamc::new("M, N", "Size|All").with_region("Asia");
        assert_eq!(
            iamc.to_csv(&tables).unwrap(),
            "Model,Scenario,Region,Variable,Unit,1999,2019,2020\n\
             \"M, N\",Base,Asia,Size|All,USD billion,,1.0,\n\
             \"M, N\",Base,Europe,Size|All|A|small,USD billion,,,1.0\n\
             \"M, N\",'-2%,Asia,Size|All,cagr of USD billion,,1.0,\n"
        );
        assert_eq!(
            iamc.with_region_axis("product").to_long_csv(&tables[1..2]).unwrap(),
            "Model,Scenario,Region,Variable,Unit,Year,Value\n\
             \"M, N\",Base,A,Size|All|Europe|small,USD billion,2020,1.0\n"
        );
    }

    #[test]
    fn what_has_no_place_is_told_all_at_once() {
        let spans = Table::new("T", Unit::USD_BILLION, ["region"], [Column::forecast(2026).since(2019)]);
        let tables = [
            spans,
            table("Base", &["region", "product"], &[&["", "A"], &["Asia", "x|y"]], &[2019]),
            table("S", &["region", "product"], &[&["Asia", "A"], &["Asia", "A"]], &[2019]),
        ];
        assert_eq!(
            Iamc::new("", "Size").to_csv(&tables).unwrap_err().to_string(),
            "the model is empty, expected a name, for readers of IAMC data take what is empty for missing\n\
             column '2019-2026' of scenario 'Base': a span of years has no place in IAMC data, expected single years\n\
             the region is empty, expected a name, for readers of IAMC data take what is empty for missing\n\
             product 'x|y' of scenario 'Base': a '|' parts levels of a variable, expected a name without it\n\
             row 'S, Asia, Size|A, USD billion' stands twice, expected each name once"
        );
    }
}
