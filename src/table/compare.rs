//! Tables beside each other: differences, and several of which one will be true.

use super::{Column, Measure, Number, Row, RowKind, Table};
use crate::error::{Error, ErrorKind};
use crate::value::prose::list;

/// # Comparisons
///
/// Between tables with the same rows and columns, such as a forecast and a scenario of it by the same axes.
impl Table {
    /// Each number less the one at the same place of another table.
    ///
    /// Differences of values are in their unit; differences of shares, growth rates and contributions are points.
    ///
    /// # Errors
    /// When the tables differ in measure, unit, rows or columns, or measure something that has no difference to speak of.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, Status, Table, Unit};
    /// let table = |values: [f64; 2]| {
    ///     let numbers = values.map(|value| Some(Number { value, status: Status::Assumed }));
    ///     let columns = [Column::history(2019), Column::forecast(2020)];
    ///     Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), columns).with_row(Row::total(), numbers)
    /// };
    /// let (base, downturn) = (table([8.0, 9.0])?, table([8.0, 8.1])?.with_scenario("Downturn"));
    /// let less = downturn.less(&base)?;
    /// assert_eq!((less.printed(0, 0).as_deref(), less.printed(0, 1).as_deref()), (Some("0.0"), Some("-0.9")));
    /// assert_eq!(less.notes(), ["Compared with Base."]);
    /// let slower = downturn.cagr()?.less(&base.cagr()?)?;
    /// assert_eq!(slower.subtitle(), "Difference in compound annual growth, points a year, 2019 to 2020, scenario 'Downturn'");
    /// assert_eq!(slower.printed(0, 0).as_deref(), Some("-11.3"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn less(&self, other: &Table) -> Result<Self, Error> {
        const WHAT: &str = "a difference between tables";
        let Some(measure) = self.measure().difference() else {
            return Err(undefined(WHAT, format!("the tables have measure '{}'", self.measure())));
        };
        self.against(other, measure, WHAT, |a, b| Some(a - b))
    }

    /// Each number over the one at the same place of another table, less 1; none over 0.
    ///
    /// # Errors
    /// When the tables differ in measure, unit, rows or columns, or do not hold values or cumulative values.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, Status, Table, Unit};
    /// let table = |value: f64| {
    ///     let number = Some(Number { value, status: Status::Assumed });
    ///     Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), [Column::forecast(2020)]).with_row(Row::total(), [number])
    /// };
    /// assert_eq!(table(8.1)?.relative_to(&table(9.0)?)?.printed(0, 0).as_deref(), Some("-10.0%"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn relative_to(&self, other: &Table) -> Result<Self, Error> {
        const WHAT: &str = "a relative difference between tables";
        if !matches!(self.measure(), Measure::Value | Measure::Cumulative) {
            let reason =
                format!("the tables have measure '{}', which differs by points only", self.measure());
            return Err(undefined(WHAT, reason));
        }
        self.against(other, Measure::Change, WHAT, |a, b| (b != 0.0).then(|| a / b - 1.0))
    }

    /// The total of each table as a row that carries its scenario: tables of which one will be true.
    ///
    /// A table without a total has to have a single row, which stands for it. Source lines are those of the first table, and
    /// a line that names the others: what each of them assumes would be more than a chart has room for.
    ///
    /// # Errors
    /// When there is no table, when the tables differ in measure, unit or columns, two carry the same scenario, or one has
    /// several rows and no total.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, Status, Table, Unit};
    /// let table = |value: f64| {
    ///     let number = Some(Number { value, status: Status::Assumed });
    ///     Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), [Column::forecast(2020)]).with_row(Row::total(), [number])
    /// };
    /// let both = Table::alternatives(&[table(9.0)?, table(8.1)?.with_scenario("Downturn")])?;
    /// assert_eq!((both.axes(), both.rows()[1].labels()), (&["scenario".to_string()][..], &["Downturn".to_string()][..]));
    /// assert!(both.shares().is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn alternatives(tables: &[Table]) -> Result<Self, Error> {
        const WHAT: &str = "a table of alternatives";
        let first = tables.first().ok_or_else(|| undefined(WHAT, "there is no table".into()))?;
        let mut all =
            Self::new(first.title(), first.unit().clone(), ["scenario"], first.columns().iter().copied())
                .with_measure(first.measure())
                .with_decimals(first.decimals())
                .with_rounding(first.rounding());
        for (i, table) in tables.iter().enumerate() {
            first.expect_like(table, WHAT)?;
            if tables[..i].iter().any(|earlier| earlier.scenario() == table.scenario()) {
                let (what, name) = ("scenario".into(), table.scenario().into());
                return Err(ErrorKind::Duplicate { what, name }.into());
            }
            let row = match (table.total_row(), table.rows().len()) {
                (Some(row), _) => row,
                (None, 1) => 0,
                (None, rows) => {
                    let reason = format!("scenario '{}' has {rows} rows and no total", table.scenario());
                    return Err(undefined(WHAT, reason));
                }
            };
            let label = Row::new(RowKind::Alternative, [table.scenario()]);
            all = all.with_row(label, table.numbers(row).to_vec())?;
            for note in
                table.notes().iter().filter(|note| !all.notes().contains(note)).cloned().collect::<Vec<_>>()
            {
                all = all.with_note(note);
            }
        }
        let lines = first.source_lines().iter().cloned();
        all = lines.fold(all, Table::with_source);
        let others: Vec<String> = tables[1..].iter().map(|table| format!("'{}'", table.scenario())).collect();
        if !others.is_empty() {
            all = all.with_source(format!("Assumed, each as its own table says: {}.", list(&others)));
        }
        Ok(all)
    }

    fn against(
        &self,
        other: &Table,
        measure: Measure,
        what: &str,
        result: impl Fn(f64, f64) -> Option<f64>,
    ) -> Result<Self, Error> {
        self.expect_like(other, what)?;
        if self.rows() != other.rows() {
            let names =
                |table: &Table| table.rows().iter().map(Row::to_string).collect::<Vec<_>>().join(", ");
            let reason = format!("one has the rows {}, the other {}", names(self), names(other));
            return Err(undefined(what, reason));
        }
        let compared = self.derive(measure, self.columns().to_vec(), |row, column| {
            let (a, b) = (self.number(row, column)?, other.number(row, column)?);
            // Two published numbers differ by a number that nobody has printed.
            Some(Number { value: result(a.value, b.value)?, status: a.status.and(b.status) })
        })?;
        let note = format!("Compared with {}.", other.scenario());
        Ok(if compared.notes().contains(&note) { compared } else { compared.with_note(note) })
    }

    fn expect_like(&self, other: &Table, what: &str) -> Result<(), Error> {
        let columns =
            |table: &Table| table.columns().iter().map(Column::to_string).collect::<Vec<_>>().join(", ");
        let pairs = [
            ("measure", self.measure().to_string(), other.measure().to_string()),
            ("unit", self.unit().to_string(), other.unit().to_string()),
            ("columns", columns(self), columns(other)),
        ];
        match pairs.into_iter().find(|(_, a, b)| a != b) {
            Some((of, a, b)) => Err(undefined(what, format!("the {of} of one is {a}, of the other {b}"))),
            None => Ok(()),
        }
    }
}

fn undefined(what: &str, reason: String) -> Error {
    ErrorKind::Undefined { what: what.into(), reason }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Status, Unit};

    fn table(name: &str, rows: &[(&str, f64)]) -> Table {
        let empty =
            Table::new("T", Unit::USD_BILLION, ["region"], [Column::forecast(2020)]).with_scenario(name);
        let number = |value| Some(Number { value, status: Status::Published });
        rows.iter().fold(empty, |table, (label, value)| {
            let row = if *label == "Total" { Row::total() } else { Row::new(RowKind::Member, [*label]) };
            table.with_row(row, [number(*value)]).unwrap()
        })
    }

    #[test]
    fn what_cannot_be_compared_says_why() {
        let base = table("Base", &[("A", 1.0), ("B", 2.0)]);
        let shares = base.shares().unwrap();
        let other = table("S", &[("A", 1.0), ("C", 2.0)]);
        let tonnes = Table::new("T", "tonnes".parse().unwrap(), ["region"], [Column::forecast(2020)]);
        for (error, expected) in [
            (
                other.less(&base),
                "a difference between tables is not defined here: one has the rows A, C, the other A, B",
            ),
            (
                shares.less(&base),
                "a difference between tables is not defined here: the measure of one is share, of the other value",
            ),
            (
                shares.relative_to(&shares),
                "a relative difference between tables is not defined here: the tables have measure 'share', which differs by points only",
            ),
            (
                base.less(&base).and_then(|table| table.less(&table)),
                "a difference between tables is not defined here: the tables have measure 'difference'",
            ),
            (
                base.less(&tonnes),
                "a difference between tables is not defined here: the unit of one is USD billion, of the other tonnes",
            ),
            (
                Table::alternatives(std::slice::from_ref(&base)),
                "a table of alternatives is not defined here: scenario 'Base' has 2 rows and no total",
            ),
            (
                Table::alternatives(&[table("Base", &[("A", 1.0)]), table("Base", &[("A", 2.0)])]),
                "scenario 'Base' stands twice, expected each name once",
            ),
            (Table::alternatives(&[]), "a table of alternatives is not defined here: there is no table"),
        ] {
            assert_eq!(error.unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_chain_of_changes_is_a_sum_and_relative_differences_are_none() {
        let row = |kind, name: &str, value| {
            (Row::new(kind, [name]), Some(Number { value, status: Status::Scenario }))
        };
        let chain = [
            row(RowKind::Level, "Base", 10.4),
            row(RowKind::Change, "A", -0.6),
            row(RowKind::Change, "B", -0.6),
            row(RowKind::Level, "S", 9.2),
        ];
        let empty = Table::new("T", Unit::USD_BILLION, ["step"], [Column::forecast(2020)]);
        let chain =
            chain.into_iter().fold(empty, |table, (row, number)| table.with_row(row, [number]).unwrap());
        assert_eq!(chain.footnotes(), Vec::<String>::new());
        let rough = chain.with_decimals(0);
        assert_eq!(rough.footnotes(), ["Figures may not add up because of rounding."]);
        let printed = |table: &Table| table.printed_column(0).into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(printed(&rough), ["10", "-1", "-1", "9"]);
        let additive = rough.with_rounding(super::super::Rounding::Additive);
        let counts: Vec<i32> = printed(&additive).iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(counts[..3].iter().sum::<i32>(), counts[3]);
        let (base, other) = (
            table("Base", &[("A", 1.0), ("B", 2.0), ("Total", 3.0)]),
            table("S", &[("A", 2.0), ("B", 2.0), ("Total", 4.0)]),
        );
        assert_eq!(other.relative_to(&base).unwrap().footnotes(), ["Compared with Base."]);
    }

    #[test]
    fn nothing_is_relative_to_nothing() {
        let (base, other) = (table("Base", &[("A", 0.0)]), table("S", &[("A", 2.0)]));
        assert_eq!(other.relative_to(&base).unwrap().value(0, 0), None);
        let less = other.less(&base).unwrap();
        assert_eq!((less.value(0, 0), less.status(0, 0)), (Some(2.0), Some(Status::Derived)));
        assert_eq!(less.scenario(), "S");
    }
}
