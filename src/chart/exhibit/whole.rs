//! The totals of a table whose rows add up to them.

use super::grouped::when;
use super::marks::{Levels, Marked};
use crate::chart::number::Format;
use crate::chart::rows::{Rows, Series, TOTAL};
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table};

/// What all rows together are, a number a column.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) columns: Vec<Column>,
    pub(crate) totals: Vec<f64>,
    /// The values whose nearest neighbors are printed.
    pub(crate) shown: Vec<f64>,
    pub(crate) format: Format,
    /// Whether what is printed adds up, which fewer decimals would undo.
    pub(crate) is_additive: bool,
}

impl Whole {
    /// The totals of rows of values, which need all their numbers; `what` names the totals in errors.
    pub(crate) fn of(rows: &Rows, table: &Table, what: &str) -> Result<Self, Error> {
        if rows.measure != Measure::Value {
            let what = format!("{what} of '{}'", rows.measure);
            let reason = "only values add up, expected a table of values".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let needs = format!("{what} needs every part of every year");
        let complete = |series: &Series| complete(series, &rows.columns, &needs);
        let parts = rows.series.iter().map(complete).collect::<Result<Vec<_>, _>>()?;
        let parts: Vec<&[f64]> = parts.iter().map(Vec::as_slice).collect();
        let stated = rows.total.as_ref().map(complete).transpose()?;
        let totals = match stated {
            Some(stated) if parts.is_empty() => stated,
            stated => totals(&rows.columns, &parts, stated, table.decimals())?,
        };
        let printed = rows.total.as_ref().and_then(|total| total.shown.iter().copied().collect());
        let largest = totals.iter().fold(0.0_f64, |largest, total| largest.max(total.abs()));
        let format = Format::new(rows.format.decimals, largest, rows.format.numbers());
        let shown = printed.unwrap_or_else(|| totals.clone());
        Ok(Self { columns: rows.columns.clone(), shown, totals, format, is_additive: rows.is_additive })
    }

    /// What can be marked in charts of this name, which show totals alone.
    pub(crate) fn levels(&self, chart: &'static str, measure: Measure) -> Levels<'_> {
        let all = |values: &[f64]| values.iter().copied().map(Some).collect();
        let totals = Marked { name: TOTAL, values: all(&self.totals), shown: all(&self.shown) };
        let (columns, format) = (&self.columns[..], self.format);
        Levels { chart, columns, series: vec![totals], measure, format, is_signed: true }
    }

    /// "8.1 in 2019".
    pub(crate) fn text(&self, column: usize) -> String {
        format!("{} in {}", self.format.text(self.shown[column]), when(self.columns[column]))
    }
}

/// The numbers of a series that has all of them; `needs` is the reason why.
pub(crate) fn complete(series: &Series, columns: &[Column], needs: &str) -> Result<Vec<f64>, Error> {
    let cells = series.values.iter().zip(columns);
    let number = |(value, column): (&Option<f64>, &Column)| {
        value.ok_or_else(|| {
            let what = format!("the value of '{}' in {}", series.name, column.year());
            ErrorKind::Undefined { what, reason: needs.into() }.into()
        })
    };
    cells.map(number).collect()
}

/// The totals to print: those of the table where it has them, and the sums of the parts agree with them
/// as far as rounding lets them.
pub(crate) fn totals(
    columns: &[Column],
    parts: &[&[f64]],
    stated: Option<Vec<f64>>,
    decimals: usize,
) -> Result<Vec<f64>, Error> {
    let half_unit = 0.5 * libm::pow(10.0, -(decimals as f64));
    let mut sums = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let sum: f64 = parts.iter().map(|values| values[index]).sum();
        if !sum.is_finite() {
            let what = format!("the sum of {}", column.year());
            return Err(ErrorKind::Number { what, found: sum, expected: "a finite number".into() }.into());
        }
        if let Some(total) = stated.as_ref().map(|totals| totals[index]) {
            let rounding = half_unit * (parts.len() + 1) as f64;
            // Parts of either sign may be much larger than what they leave.
            let size = parts.iter().fold(total.abs(), |size, values| size.max(values[index].abs()));
            if (sum - total).abs() > rounding.max(1e-9 * size) {
                let year = column.year();
                let what = format!(
                    "rows sum to {sum} in {year}, expected the total {total}: rows overlap or are missing"
                );
                return Err(ErrorKind::Contradiction { what }.into());
            }
        }
        sums.push(sum);
    }
    Ok(stated.unwrap_or(sums))
}

/// ", scenario 'High'"; nothing for the base.
pub(crate) fn scenario(table: &Table) -> String {
    match table.scenario() {
        "Base" => String::new(),
        name => format!(", scenario '{name}'"),
    }
}
