//! What numbers of a table say in words: no more than their printed digits tell apart.

use crate::forecast::Forecast;
use crate::market::AssumptionKind;
use crate::space::{Axis, Scope};
use crate::table::{RowKind, Table, growth_word};
use crate::value::prose::list;
use crate::value::{Status, Years};

/// More names than this are counted.
const NAMED: usize = 3;

/// A member's number in one column of a table, as it prints.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    value: f64,
    printed: String,
    status: Status,
}

/// The members that have a number in a column, the largest first.
fn entries(table: &Table, column: usize) -> Vec<Entry> {
    let printed = table.printed_column(column).into_iter().enumerate();
    let members = printed.filter(|(row, _)| table.rows()[*row].kind() == RowKind::Member);
    let mut entries: Vec<Entry> = members
        .filter_map(|(row, printed)| {
            let number = table.number(row, column)?;
            let name = table.rows()[row].name();
            Some(Entry { name, value: number.value, printed: printed?, status: number.status })
        })
        .collect();
    entries.sort_by(|a, b| b.value.total_cmp(&a.value));
    entries
}

/// How many print as the first does.
fn tied(entries: &[Entry]) -> usize {
    let first = entries.first().map(|entry| &entry.printed);
    entries.iter().filter(|entry| Some(&entry.printed) == first).count()
}

/// The names of those who print as the first does, where they are few.
fn alike(entries: &[Entry]) -> Option<String> {
    let names: Vec<String> = entries.iter().take(tied(entries)).map(|entry| entry.name.clone()).collect();
    (names.len() <= NAMED).then(|| list(&names))
}

/// Whether what is printed is nothing but zeros.
pub(super) fn is_zero(printed: &str) -> bool {
    !printed.contains(|letter: char| ('1'..='9').contains(&letter))
}

/// How a member's share changes from the first year to the last.
struct Move<'a> {
    name: &'a str,
    from: &'a str,
    to: &'a str,
    /// As computed.
    points: f64,
    /// Between the printed shares, in units of their last digit.
    printed: i64,
}

/// What is known of the growth or the size of one axis' members.
pub(super) struct Axial<'a> {
    pub(super) forecast: &'a Forecast,
    pub(super) axis: &'a Axis,
    pub(super) values: &'a Table,
}

impl Axial<'_> {
    /// "Asia Pacific grows fastest: 6.8% a year from 2019 to 2026, against 5.2% for the market (assumed: illustrative)."
    pub(super) fn fastest(&self) -> Option<String> {
        let growth = self.values.growth_column()?;
        let (years, entries) = (self.values.years()?, self.rates(&growth)?);
        let (first, last) = (entries.first()?, entries.last()?);
        if first.printed == last.printed {
            return None;
        }
        let against = growth.total_row().and_then(|row| growth.printed(row, 0));
        // Who prints as the market does is beside itself.
        let against = against.filter(|total| *total != first.printed);
        let against = against
            .map(|total| format!(", against {total} for {}", whole(self.forecast)))
            .unwrap_or_default();
        let count = tied(&entries);
        let verb = match (is_zero(&first.printed), first.value < 0.0, count) {
            (true, _, 1) => "keeps its size best",
            (true, _, _) => "keep their size best",
            (_, false, 1) => "grows fastest",
            (_, false, _) => "grow fastest",
            (_, true, 1) => "shrinks least",
            (_, true, _) => "shrink least",
        };
        let counted = || format!("{count} of {} members by {}", entries.len(), self.axis);
        let names = alike(&entries).unwrap_or_else(counted);
        let founded = founded(weakest(&entries), &self.growth_notes());
        Some(format!("{names} {verb}: {}{}{against}{founded}.", first.printed, over(years)))
    }

    /// "Every segment grows alike, 5.2% a year from 2019 to 2026 (assumed)."
    pub(super) fn alike(&self) -> Option<String> {
        let growth = self.values.growth_column()?;
        let (years, entries) = (self.values.years()?, self.rates(&growth)?);
        let (first, last) = (entries.first()?, entries.last()?);
        if first.printed != last.printed {
            return None;
        }
        let (axis, rate, over) = (self.axis, &first.printed, over(years));
        let founded = founded(weakest(&entries), &[]);
        Some(match (is_zero(rate), first.value < 0.0) {
            (true, _) => format!("Growth is {rate}{over} for every {axis}{founded}."),
            (_, false) => format!("Every {axis} grows alike, {rate}{over}{founded}."),
            (_, true) => format!("Every {axis} shrinks alike, {rate}{over}{founded}."),
        })
    }

    /// How all members grow, the fastest first; None where one comes out of nothing, and is faster than any number says.
    fn rates(&self, growth: &Table) -> Option<Vec<Entry>> {
        let last = self.values.columns().len().checked_sub(1)?;
        let rows = self.values.rows().iter().enumerate().filter(|(_, row)| row.kind() == RowKind::Member);
        let mut rows = rows.map(|(row, _)| (growth.value(row, 0), self.values.value(row, last)));
        let comes_from_nothing =
            rows.any(|(rate, size)| rate.is_none() && size.is_some_and(|size| size > 0.0));
        (!comes_from_nothing).then(|| entries(growth, 0))
    }

    /// "North America is the largest region in 2026: 4.9 of 11.6 USD billion, or 41.9% (assumed: illustrative)."
    pub(super) fn largest(&self) -> Option<String> {
        let column = self.values.columns().len().checked_sub(1)?;
        let entries = entries(self.values, column);
        let (first, last) = (entries.first()?, entries.last()?);
        if first.printed == last.printed || !self.is_told_apart(&entries) {
            return None;
        }
        let names = alike(&entries)?;
        let total = self.values.total_row().and_then(|row| self.values.printed(row, column));
        let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
        let shares = self.values.shares().ok()?;
        let share = self::entries(&shares, column).into_iter().find(|share| share.name == first.name)?;
        let (axis, year) = (self.axis, self.values.columns()[column].year());
        // Nobody is the largest alone: it is as well founded as what the others are.
        let is_alike = entries.iter().all(|entry| entry.status == first.status);
        let status = if is_alike { first.status } else { weakest(&entries) };
        let founded = founded(status, &self.share_notes());
        let unit = self.values.unit().in_words();
        Some(if tied(&entries) == 1 {
            format!(
                "{names} is the largest {axis} in {year}: {}{of} {unit}, or {}{founded}.",
                first.printed, share.printed
            )
        } else {
            format!("{names} are the largest in {year}: {}{of} {unit} each{founded}.", first.printed)
        })
    }

    /// "Asia Pacific gains most share, from 20.0% in 2019 to 22.6% in 2026; North America loses most, from 43.0% to 41.9%."
    pub(super) fn shift(&self) -> Option<String> {
        let shares = self.values.shares().ok()?;
        let (years, end) = (self.values.years()?, self.values.columns().len().checked_sub(1)?);
        let (before, after) = (entries(&shares, 0), entries(&shares, end));
        if years.periods() == 0 || !self.is_told_apart(&after) {
            return None;
        }
        let unit = libm::exp10(shares.decimals() as f64);
        let paper =
            |printed: &str| Some((printed.trim_end_matches('%').parse::<f64>().ok()? * unit).round() as i64);
        let moves = after.iter().filter_map(|end| {
            let start = before.iter().find(|start| start.name == end.name)?;
            let printed = paper(&end.printed)? - paper(&start.printed)?;
            let (name, from, to) = (end.name.as_str(), start.printed.as_str(), end.printed.as_str());
            Some(Move { name, from, to, points: end.value - start.value, printed })
        });
        let moves: Vec<Move> = moves.collect();
        let most = |sign: i64| {
            let by_points =
                |a: &&Move, b: &&Move| (sign as f64 * a.points).total_cmp(&(sign as f64 * b.points));
            let most = moves.iter().max_by(by_points)?;
            // Both as computed and on paper: a reader sees the one and may know the other.
            let others = moves.iter().filter(|other| other.name != most.name);
            let is_alone = others.map(|other| sign * other.printed).all(|far| far < sign * most.printed);
            (sign * most.printed > 0 && is_alone).then_some(most)
        };
        let (first, last) = (years.first(), years.last());
        let said: Vec<String> = match (most(1), most(-1)) {
            (Some(gain), loss) => {
                let loss =
                    loss.map(|loss| format!("{} loses most, from {} to {}", loss.name, loss.from, loss.to));
                let gain = format!(
                    "{} gains most share, from {} in {first} to {} in {last}",
                    gain.name, gain.from, gain.to
                );
                std::iter::once(gain).chain(loss).collect()
            }
            (None, Some(loss)) => {
                vec![format!(
                    "{} loses most share, from {} in {first} to {} in {last}",
                    loss.name, loss.from, loss.to
                )]
            }
            (None, None) => return None,
        };
        let founded = founded(weakest(&before).and(weakest(&after)), &self.share_notes());
        Some(format!("{}{founded}.", said.join("; ")))
    }

    /// Whether anything but a default says who is larger: published figures, or shares that were stated.
    fn is_told_apart(&self, entries: &[Entry]) -> bool {
        let market = self.forecast.market();
        let stated = market.stated_shares().iter();
        let Ok(position) = market.axes().position(self.axis) else { return false };
        let is_weak = |entry: &Entry| matches!(entry.status, Status::Assumed | Status::Scenario);
        stated.into_iter().any(|stated| stated.axis == position) || !entries.iter().any(is_weak)
    }

    /// The remarks on the shares of this axis.
    fn share_notes(&self) -> Vec<String> {
        let is_own = |kind: &AssumptionKind| match kind {
            AssumptionKind::Shares { axis, .. } | AssumptionKind::SharesByName { axis, .. } => {
                axis == self.axis
            }
            _ => false,
        };
        self.notes(is_own)
    }

    /// The remarks on growth of parts of this axis.
    fn growth_notes(&self) -> Vec<String> {
        let is_own = |scope: &Scope| !scope.is_all() && scope.terms().all(|(axis, _)| axis == self.axis);
        self.notes(|kind| matches!(kind, AssumptionKind::Growth { scope, .. } if is_own(scope)))
    }

    fn notes(&self, is_own: impl Fn(&AssumptionKind) -> bool) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        for assumption in self.forecast.market().assumptions().iter().filter(|a| is_own(a.kind())) {
            let note = assumption.stated_note().map(|note| note.trim().trim_end_matches('.').to_string());
            notes.extend(note.filter(|note| !note.is_empty() && !notes.contains(note)));
        }
        notes
    }
}

fn weakest(entries: &[Entry]) -> Status {
    let all = entries.iter().map(|entry| entry.status);
    all.reduce(Status::and).unwrap_or(Status::Assumed)
}

/// What a report is on: "the market", "the market of region 'Europe'".
pub(super) fn whole(forecast: &Forecast) -> String {
    let scope = forecast.scope();
    if scope.is_all() { "the market".into() } else { format!("the market of {scope}") }
}

/// " a year from 2019 to 2026", " from 2019 to 2020".
pub(super) fn over(years: Years) -> String {
    let each = if growth_word(years.periods()) == "CAGR" { " a year" } else { "" };
    format!("{each} from {} to {}", years.first(), years.last())
}

/// Where a number comes from, as an aside: " (assumed: illustrative)".
pub(super) fn founded(status: Status, notes: &[String]) -> String {
    match status {
        Status::Published => " (published)".into(),
        Status::PublishedNotMet => " (which its source contradicts)".into(),
        Status::Derived => " (follows from published figures)".into(),
        Status::Interpolated => " (interpolated)".into(),
        Status::Extrapolated => " (extrapolated)".into(),
        Status::Scenario => " (changed by the scenario)".into(),
        Status::Assumed if notes.is_empty() => " (assumed)".into(),
        Status::Assumed => format!(" (assumed: {})", notes.join("; ")),
    }
}
