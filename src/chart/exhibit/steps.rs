//! A waterfall of a table of steps: from one level to another by what changes it.

use super::marks::{Levels, Marked};
use super::waterfall::{Stop, Waterfall};
use crate::chart::annotation::Options;
use crate::chart::layout::text;
use crate::chart::number::Format;
use crate::chart::rows::{Shown, TOTAL};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Rounding, RowKind, Table};
use crate::value::Year;

impl Waterfall {
    /// Reads one year of a table that begins and ends with a level, with changes between.
    pub(crate) fn read_steps(
        table: &Table,
        year: Year,
        options: &Options,
        theme: &Theme,
    ) -> Result<Self, Error> {
        let place = table.find_column(year)?;
        let stops = stops(table, place)?;
        let reached = stops.iter().flat_map(|stop| [stop.levels().0, stop.levels().1]);
        let largest = reached.fold(0.0_f64, |largest, level| largest.max(level.abs()));
        let format = Format::of(table.measure(), table.decimals().min(15), largest, theme.numbers);
        let ends: Vec<f64> = stops.iter().filter_map(Stop::level).collect();
        let totals = Marked {
            name: TOTAL,
            values: ends.iter().copied().map(Some).collect(),
            shown: ends.iter().copied().map(Some).collect(),
        };
        // What the arrow is between has a name and no year of its own: any two do.
        let columns: Vec<Column> = (0..ends.len() as i32).map(Column::history).collect();
        let (measure, series) = (table.measure(), vec![totals]);
        let levels = Levels { chart: "bridges", columns: &columns, series, measure, format, is_signed: true };
        let mut marks = levels.marks(options)?;
        let change = levels.whole_change();
        marks.gaps.extend(change.clone());
        marks.may_miss = true;
        let is_additive = table.rounding() == Rounding::Additive;
        let (may_break, year) = (options.broken_axis, Some(table.columns()[place]));
        Ok(Self { stops, format, is_additive, marks, may_break, change, founded: Vec::new(), year })
    }
}

/// Levels and the changes between them, each from where the one before it has arrived.
fn stops(table: &Table, place: usize) -> Result<Vec<Stop>, Error> {
    let column = table.columns()[place];
    let undefined =
        |reason: String| Error::from(ErrorKind::Undefined { what: "a bridge of this table".into(), reason });
    let kinds: Vec<RowKind> = table.rows().iter().map(crate::table::Row::kind).collect();
    let is_level = |kind: Option<&RowKind>| kind == Some(&RowKind::Level);
    if kinds.len() < 2 || !is_level(kinds.first()) || !is_level(kinds.last()) {
        let reason = "expected a level first and last, as `Bridge::by_step` gives".into();
        return Err(undefined(reason));
    }
    let shown = Shown::read(table);
    let mut stops = Vec::new();
    let mut reached: Option<f64> = None;
    let mut size = 0.0_f64;
    for (row, kind) in kinds.into_iter().enumerate() {
        let labels: Vec<&str> =
            table.rows()[row].labels().iter().map(String::as_str).filter(|label| !label.is_empty()).collect();
        let name = text::clean(&labels.join(" / "));
        let Some(value) = table.value(row, place) else {
            return Err(undefined(format!("row '{name}' has no number in {}", column.year())));
        };
        size = size.max(value.abs());
        let from = reached.unwrap_or(value);
        let shown = shown.at(row, place).unwrap_or(value);
        if kind == RowKind::Change {
            stops.push(Stop::Step { name, from, change: value, shown });
            reached = Some(from + value);
        } else {
            if (from - value).abs() > 1e-9 * size {
                return Err(undefined(format!("changes lead to {from}, and '{name}' is {value}")));
            }
            stops.push(Stop::Total { column, value, shown, name: Some(name) });
            reached = Some(value);
        }
    }
    Ok(stops)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::exhibit::Exhibit as _;
    use crate::table::{Number, Row};
    use crate::value::{Status, Unit};

    fn read(rows: &[(RowKind, &str, Option<f64>)]) -> Result<Waterfall, Error> {
        let empty = Table::new("Market", Unit::USD_BILLION, ["step"], [Column::forecast(2026)]);
        let table = rows.iter().fold(empty, |table, (kind, name, value)| {
            let number = value.map(|value| Number { value, status: Status::Scenario });
            table.with_row(Row::new(*kind, [*name]), [number]).unwrap()
        });
        Waterfall::read_steps(&table, 2026.into(), &Options::default(), &Theme::light())
    }

    #[test]
    fn steps_lead_from_level_to_level_and_are_said() {
        use RowKind::{Change, Level};
        let bridge = read(&[
            (Level, "Base", Some(11.6)),
            (Change, "Rules", Some(-0.5)),
            (Change, "Growth", Some(0.2)),
            (Level, "Stricter", Some(11.3)),
        ]);
        let bridge = bridge.unwrap();
        assert_eq!(
            bridge.summary(),
            "From Base 11.6 to Stricter 11.3, -2.6%; the largest step is Rules, -0.5."
        );
        assert_eq!(bridge.numbers(), "Base 11.6. Rules -0.5, Growth +0.2. Stricter 11.3.");
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        use RowKind::{Change, Level};
        let what = "a bridge of this table is not defined here: ";
        for (rows, expected) in [
            (
                &[(Level, "Base", Some(1.0))][..],
                "expected a level first and last, as `Bridge::by_step` gives",
            ),
            (
                &[(Level, "Base", Some(1.0)), (Change, "a", Some(1.0))],
                "expected a level first and last, as `Bridge::by_step` gives",
            ),
            (
                &[(Level, "Base", Some(1.0)), (Change, "a", Some(1.0)), (Level, "S", Some(3.0))],
                "changes lead to 2, and 'S' is 3",
            ),
            (
                &[(Level, "Base", Some(1.0)), (Change, "a", None), (Level, "S", Some(1.0))],
                "row 'a' has no number in 2026",
            ),
        ] {
            assert_eq!(read(rows).unwrap_err().to_string(), format!("{what}{expected}"));
        }
    }
}
