//! Slopes between two years: how shares or ranks have moved.

use super::Exhibit;
use super::slope_plan;
use crate::chart::annotation::Options;
use crate::chart::color::Color;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::layout::text;
use crate::chart::layout::years::year;
use crate::chart::moved::Moved;
use crate::chart::number::Format;
use crate::chart::rows::{Rows, by_size};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table};
use crate::value::Years;

/// What the ends of a slope say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sloped {
    Shares,
    Ranks,
}

/// Members at two years.
#[derive(Clone, Debug)]
pub(crate) struct Slope {
    pub(crate) sloped: Sloped,
    pub(crate) columns: [Column; 2],
    /// From the largest mean to the smallest.
    pub(crate) members: Vec<Member>,
    format: Format,
    founded: Vec<String>,
}

/// One member, its shares or its ranks from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) values: [f64; 2],
    shown: [f64; 2],
    pub(crate) color: Color,
    pub(crate) is_highlighted: bool,
}

impl Slope {
    /// Reads a table of values, or for shares one of shares.
    pub(crate) fn read(
        table: &Table,
        sloped: Sloped,
        years: Years,
        options: &Options,
        theme: &Theme,
    ) -> Result<Self, Error> {
        if years.periods() == 0 {
            return Err(ErrorKind::ZeroPeriods { year: years.first() }.into());
        }
        let of_values = table.measure() == Measure::Value;
        if !of_values && (sloped, table.measure()) != (Sloped::Shares, Measure::Share) {
            let what = format!("a slope of '{}'", table.measure());
            let reason = "shares and ranks are of sizes, expected a table of values".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let shares;
        let table = match sloped {
            Sloped::Shares if of_values => {
                shares = table.shares()?;
                &shares
            }
            _ => table,
        };
        let rows = Rows::read(table, options, theme)?;
        let (first, last) = (rows.column(years.first())?, rows.column(years.last())?);
        if rows.series.is_empty() {
            let (what, expected) =
                ("the table of a slope".into(), "at least one row beside the total".into());
            return Err(ErrorKind::Empty { what, expected }.into());
        }
        let mut members = Vec::with_capacity(rows.series.len());
        for index in by_size(&rows.series) {
            let series = &rows.series[index];
            let at = |values: &[Option<f64>], column: usize| {
                values[column].ok_or_else(|| {
                    let what = format!("the value of '{}' in {}", series.name, rows.columns[column].year());
                    let reason = "a slope needs both of its ends".into();
                    Error::from(ErrorKind::Undefined { what, reason })
                })
            };
            members.push(Member {
                name: series.name.clone(),
                values: [at(&series.values, first)?, at(&series.values, last)?],
                shown: [at(&series.shown, first)?, at(&series.shown, last)?],
                color: series.color,
                is_highlighted: series.is_highlighted,
            });
        }
        if sloped == Sloped::Ranks {
            [0, 1].into_iter().for_each(|end| rank(&mut members, end));
        }
        let columns = [rows.columns[first], rows.columns[last]];
        let founded = if sloped == Sloped::Shares { rows.notes() } else { Vec::new() };
        Ok(Self { sloped, columns, members, format: rows.format, founded })
    }

    /// What is printed at an end of a member's slope.
    pub(crate) fn figure(&self, member: &Member, end: usize) -> String {
        match self.sloped {
            Sloped::Shares => self.format.text(member.shown[end]),
            Sloped::Ranks => format!("{}", member.values[end]),
        }
    }

    /// What is not printed as its nearest neighbor, so that shares add up.
    fn moved_note(&self) -> Option<String> {
        let mut moved = Moved::new(self.format);
        let ends = [0, 1].into_iter().filter(|_| self.sloped == Sloped::Shares);
        for (end, member) in ends.flat_map(|end| self.members.iter().map(move |member| (end, member))) {
            moved.print(&member.name, self.columns[end], member.values[end], member.shown[end]);
        }
        moved.note()
    }

    /// How a share has moved in points, or how many ranks a member has gained.
    pub(crate) fn change(&self, member: &Member) -> String {
        self.change_between(member.values[0], member.values[1])
    }

    fn change_between(&self, first: f64, last: f64) -> String {
        let numbers = self.format.numbers();
        match self.sloped {
            Sloped::Shares => {
                let points = (last - first) * 100.0;
                Format::new(self.format.decimals, points, numbers).signed().text(points)
            }
            Sloped::Ranks => Format::new(0, 0.0, numbers).signed().text(first - last),
        }
    }

    /// What the changes are.
    pub(crate) fn change_word(&self) -> &'static str {
        match self.sloped {
            Sloped::Shares => "Points",
            Sloped::Ranks => "Ranks",
        }
    }
}

/// Replaces the sizes at an end by ranks, 1 for the largest; what is equally large shares the better one.
fn rank(members: &mut [Member], end: usize) {
    let mut sizes: Vec<f64> = members.iter().map(|member| member.values[end]).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    for member in members {
        let size = member.values[end];
        member.values[end] = (sizes.partition_point(|&other| other > size) + 1) as f64;
    }
}

impl Exhibit for Slope {
    fn subtitle(&self, table: &Table) -> String {
        let what = match self.sloped {
            Sloped::Shares => "Share of total",
            Sloped::Ranks => "Rank by size",
        };
        let by = match table.axes() {
            [] => String::new(),
            axes => format!(" by {}", axes.join(" and ")),
        };
        format!("{what}{by}, {} and {}", self.columns[0].year(), self.columns[1].year())
    }

    fn notes(&self, _: &Theme, _: f64) -> Result<Vec<String>, Error> {
        let mut notes = self.founded.clone();
        if self.columns.iter().any(|column| column.is_forecast()) {
            notes.push("F:\u{a0}forecast.".into());
        }
        let differs = |member: &Member| {
            let [first, last] = member.shown.map(|value| self.format.read(value));
            self.sloped == Sloped::Shares && self.change(member) != self.change_between(first, last)
        };
        if self.members.iter().any(differs) {
            notes.push("Changes are computed from unrounded values.".into());
        }
        notes.extend(self.moved_note());
        Ok(notes)
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        slope_plan::scene(theme, self, words, size)
    }

    fn summary(&self) -> String {
        let [first, last] = self.columns.map(year);
        let said = self.members.iter().map(|member| {
            format!("{} from {} to {}", member.name, self.figure(member, 0), self.figure(member, 1))
        });
        text::clean(&format!("{first} to {last}: {}.", said.collect::<Vec<_>>().join(", ")))
    }

    fn numbers(&self) -> String {
        let said = self.members.iter().map(|member| format!("{} {}", member.name, self.change(member)));
        let said = said.collect::<Vec<_>>().join(", ").replace('−', "-");
        text::clean(&format!("{}: {said}.", self.change_word()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Row, RowKind};
    use crate::value::{Status, Unit};

    fn read(rows: &[(&str, [f64; 2])], sloped: Sloped) -> Slope {
        let columns = [Column::history(2019), Column::forecast(2026)];
        let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let number = |value| Some(Number { value, status: Status::Assumed });
        let table = rows.iter().fold(table, |table, (name, values)| {
            table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap()
        });
        let years = Years::new(2019, 2026).unwrap();
        Slope::read(&table, sloped, years, &Options::default(), &Theme::light()).unwrap()
    }

    #[test]
    fn shares_move_in_points_and_members_change_ranks() {
        let rows = [("Europe", [3.0, 3.0]), ("Asia", [1.0, 5.0]), ("Africa", [1.0, 2.0])];
        let shares = read(&rows, Sloped::Shares);
        assert_eq!(
            shares.summary(),
            "2019 to 2026F: Europe from 60.0% to 30.0%, Asia from 20.0% to 50.0%, Africa from 20.0% to 20.0%."
        );
        assert_eq!(shares.numbers(), "Points: Europe -30.0, Asia +30.0, Africa 0.0.");
        let ranks = read(&rows, Sloped::Ranks);
        let ends: Vec<[f64; 2]> = ranks.members.iter().map(|member| member.values).collect();
        assert_eq!(ends, [[1.0, 2.0], [2.0, 1.0], [2.0, 3.0]]);
        assert_eq!(ranks.numbers(), "Ranks: Europe -1, Asia +1, Africa -1.");
    }
}
