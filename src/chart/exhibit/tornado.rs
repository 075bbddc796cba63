//! A tornado: which number an outcome hangs on most.

use std::fmt::Write as _;

use super::Exhibit;
use super::grouped::when;
use super::swings;
use crate::chart::annotation::Options;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::number::Format;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, RowKind, Table};
use crate::value::prose::counted;

/// As many rows as a reader compares.
const MOST: usize = 8;

/// Swings around an outcome, the widest first.
#[derive(Clone, Debug)]
pub(crate) struct Tornado {
    /// What the outcome is called and what it is as things stand.
    pub(crate) base: (String, f64),
    pub(crate) swings: Vec<Swing>,
    pub(crate) format: Format,
    column: Column,
    /// How many are too small to be shown.
    beyond: usize,
}

/// One number and the outcomes at its ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Swing {
    pub(crate) name: String,
    /// The number at its low and its high end, and the outcome there.
    pub(crate) inputs: [String; 2],
    pub(crate) outcomes: [f64; 2],
}

impl Swing {
    fn width(&self) -> f64 {
        (self.outcomes[1] - self.outcomes[0]).abs()
    }
}

impl Tornado {
    /// Reads a table of a level and pairs of alternatives to it, in one column.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let refused = |reason: String| {
            Error::from(ErrorKind::Undefined { what: "a tornado of this table".into(), reason })
        };
        let [column] = table.columns() else {
            return Err(refused(format!("it has {} columns, expected one", table.columns().len())));
        };
        if table.axes().len() != 2 || table.rows().first().is_none_or(|row| row.kind() != RowKind::Level) {
            return Err(refused(
                "expected a level, then pairs by two axes, as `Sensitivity::table` gives".into(),
            ));
        }
        let value = |row: usize| {
            let name = text::clean(&table.rows()[row].name());
            table.value(row, 0).ok_or_else(|| refused(format!("row '{name}' has no number")))
        };
        let label = |row: usize, axis: usize| text::clean(&table.rows()[row].labels()[axis]);
        let mut swings = Vec::new();
        for low in (1..table.rows().len()).step_by(2) {
            let high = low + 1;
            let is_pair =
                high < table.rows().len() && table.rows()[low].labels()[0] == table.rows()[high].labels()[0];
            if !is_pair {
                return Err(refused(format!(
                    "'{}' has one end, expected a low and a high one",
                    label(low, 0)
                )));
            }
            swings.push(Swing {
                name: capital(&label(low, 0)),
                inputs: [low, high].map(|row| text::signed(&label(row, 1))),
                outcomes: [value(low)?, value(high)?],
            });
        }
        swings.sort_by(|a, b| b.width().total_cmp(&a.width()));
        let most = options.largest.unwrap_or(MOST).max(1);
        let beyond = swings.len().saturating_sub(most);
        swings.truncate(most);
        if swings.is_empty() {
            let (what, expected) = ("the table of a tornado".into(), "at least one pair".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        let base = (label(0, 0), value(0)?);
        let all = swings.iter().flat_map(|swing| swing.outcomes).chain([base.1]);
        let largest = all.fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let format = Format::of(table.measure(), table.decimals().min(15), largest, theme.numbers);
        Ok(Self { base, swings, format, column: *column, beyond })
    }

    /// The outcomes of a row as printed, the smaller first.
    pub(crate) fn ends(&self, swing: &Swing) -> [String; 2] {
        let [a, b] = swing.outcomes;
        [a.min(b), a.max(b)].map(|value| self.format.text(value))
    }
}

/// With a capital, as a label begins.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Exhibit for Tornado {
    fn subtitle(&self, table: &Table) -> String {
        let what = table.subtitle();
        let what = what.split(" by ").next().unwrap_or_default();
        format!("{what} when one number is another, {}", when(self.column))
    }

    fn notes(&self, _: &Theme, _: f64) -> Result<Vec<String>, Error> {
        let beyond =
            (self.beyond > 0).then(|| format!("{} not shown.", counted(self.beyond, "smaller swing")));
        Ok(beyond.into_iter().collect())
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        swings::scene(theme, self, words, size)
    }

    fn summary(&self) -> String {
        let widest = &self.swings[0];
        let [low, high] = self.ends(widest);
        let said = format!(
            "{} {}; the widest swing is {}, from {low} to {high}.",
            self.base.0,
            self.format.text(self.base.1),
            widest.name
        );
        text::clean(&said.replace('−', "-"))
    }

    fn numbers(&self) -> String {
        let mut out = format!("{} {}. ", self.base.0, self.format.text(self.base.1));
        for swing in &self.swings {
            let [low, high] = swing.outcomes.map(|value| self.format.text(value));
            let _ =
                write!(out, "{}: {low} at {}, {high} at {}. ", swing.name, swing.inputs[0], swing.inputs[1]);
        }
        text::clean(&out.replace('−', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row};
    use crate::value::{Status, Unit};

    fn read(rows: &[(RowKind, &str, &str, f64)], options: &Options) -> Result<Tornado, Error> {
        let empty =
            Table::new("Market", Unit::USD_BILLION, ["assumption", "input"], [Column::forecast(2026)]);
        let table = rows.iter().fold(empty, |table, (kind, name, input, value)| {
            let number = Some(Number { value: *value, status: Status::Scenario });
            table.with_row(Row::new(*kind, [*name, *input]), [number]).unwrap()
        });
        Tornado::read(&table, options, &Theme::light())
    }

    #[test]
    fn swings_come_by_width_and_are_said() {
        use RowKind::{Alternative, Level};
        let rows = [
            (Level, "Base", "", 10.0),
            (Alternative, "a", "1", 9.9),
            (Alternative, "a", "2", 10.1),
            (Alternative, "b", "-3%", 11.0),
            (Alternative, "b", "3%", 9.0),
        ];
        let tornado = read(&rows, &Options::default()).unwrap();
        assert_eq!(tornado.summary(), "Base 10.0; the widest swing is B, from 9.0 to 11.0.");
        assert_eq!(tornado.numbers(), "Base 10.0. B: 11.0 at -3%, 9.0 at 3%. A: 9.9 at 1, 10.1 at 2.");
        let one = read(&rows, &Options { largest: Some(1), ..Options::default() }).unwrap();
        assert_eq!(one.notes(&Theme::light(), 900.0).unwrap(), ["1 smaller swing not shown."]);
    }

    #[test]
    fn what_is_no_tornado_says_why() {
        use RowKind::{Alternative, Level};
        let what = "a tornado of this table is not defined here: ";
        for (rows, expected) in [
            (
                &[(Alternative, "a", "1", 9.9)][..],
                "expected a level, then pairs by two axes, as `Sensitivity::table` gives",
            ),
            (
                &[(Level, "Base", "", 10.0), (Alternative, "a", "1", 9.9), (Alternative, "b", "1", 9.9)],
                "'a' has one end, expected a low and a high one",
            ),
        ] {
            let error = read(rows, &Options::default()).unwrap_err().to_string();
            assert_eq!(error, format!("{what}{expected}"));
        }
    }
}
