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
            let name = table.rows()[row].to_string();
            Some(Entry { name, value: number.value, printed: printed?, status: number.status })
        })
        .collect();
    entries.sort_by(|a, b| b.value.total_cmp(&a.value));
    entries
}

/// The names of those who print as the first does, where they are few.
fn alike(entries: &[Entry]) -> Option<(String, usize)> {
    let first = entries.first()?;
    let names: Vec<String> = entries
        .iter()
        .filter(|entry| entry.printed == first.printed)
        .map(|entry| entry.name.clone())
        .collect();
    (names.len() <= NAMED).then(|| (list(&names), names.len()))
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
        let (years, entries) = (self.values.years()?, entries(&growth, 0));
        let (first, last) = (entries.first()?, entries.last()?);
        let founded = founded(weakest(&entries), &self.growth_notes());
        if first.printed == last.printed {
            return None;
        }
        let over = over(years);
        let against = growth.total_row().and_then(|row| growth.printed(row, 0));
        let against = against
            .map(|total| format!(", against {total} for {}", whole(self.forecast)))
            .unwrap_or_default();
        let Some((names, count)) = alike(&entries) else {
            return Some(format!(
                "The fastest {} members grow {}{over}{against}{founded}.",
                self.axis, first.printed
            ));
        };
        let is_zero = !first.printed.contains(|letter: char| ('1'..='9').contains(&letter));
        let verb = match (is_zero, first.value < 0.0, count) {
            (true, _, 1) => "keeps its size best",
            (true, _, _) => "keep their size best",
            (_, false, 1) => "grows fastest",
            (_, false, _) => "grow fastest",
            (_, true, 1) => "shrinks least",
            (_, true, _) => "shrink least",
        };
        Some(format!("{names} {verb}: {}{over}{against}{founded}.", first.printed))
    }

    /// "Every segment grows alike, 5.2% a year from 2019 to 2026 (assumed)."
    pub(super) fn alike(&self) -> Option<String> {
        let growth = self.values.growth_column()?;
        let (years, entries) = (self.values.years()?, entries(&growth, 0));
        let (first, last) = (entries.first()?, entries.last()?);
        let founded = founded(weakest(&entries), &[]);
        (first.printed == last.printed)
            .then(|| format!("Every {} grows alike, {}{}{founded}.", self.axis, first.printed, over(years)))
    }

    /// "North America is the largest region in 2026: 4.9 of 11.6 USD billion, or 41.9% (assumed: illustrative)."
    pub(super) fn largest(&self) -> Option<String> {
        let column = self.values.columns().len().checked_sub(1)?;
        let entries = entries(self.values, column);
        let (first, last) = (entries.first()?, entries.last()?);
        if first.printed == last.printed || !self.is_told_apart(&entries) {
            return None;
        }
        let (names, count) = alike(&entries)?;
        let total = self.values.total_row().and_then(|row| self.values.printed(row, column));
        let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
        let shares = self.values.shares().ok()?;
        let share = self::entries(&shares, column).into_iter().find(|share| share.name == first.name)?;
        let (axis, year) = (self.axis, self.values.columns()[column].year());
        let (unit, founded) = (self.values.unit().in_words(), founded(first.status, &self.share_notes()));
        Some(if count == 1 {
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
        let (years, last) = (self.values.years()?, self.values.columns().len().checked_sub(1)?);
        let (before, after) = (entries(&shares, 0), entries(&shares, last));
        if years.periods() == 0 || !self.is_told_apart(&after) {
            return None;
        }
        let moved = |entry: &Entry| {
            let start = before.iter().find(|start| start.name == entry.name)?;
            let (value, printed) =
                (entry.value - start.value, (start.printed.clone(), entry.printed.clone()));
            let points = format!("{:.*}", shares.decimals(), 100.0 * value);
            (printed.0 != printed.1)
                .then(|| (entry.name.clone(), value, points, printed, start.status.and(entry.status)))
        };
        let mut moved: Vec<_> = after.iter().filter_map(moved).collect();
        moved.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (gain, loss) = (moved.first()?, moved.last()?);
        // Whoever moved as far on paper might have moved farther.
        let alone = |points: &str| moved.iter().filter(|(_, _, other, ..)| other == points).count() == 1;
        let mut said = Vec::new();
        if gain.1 > 0.0 && alone(&gain.2) {
            let (from, to) = &gain.3;
            said.push(format!(
                "{} gains most share, from {from} in {} to {to} in {}",
                gain.0,
                years.first(),
                years.last()
            ));
        }
        if loss.1 < 0.0 && alone(&loss.2) {
            let (from, to) = &loss.3;
            said.push(format!(
                "{} loses most{}, from {from} to {to}",
                loss.0,
                if said.is_empty() { " share" } else { "" }
            ));
        }
        let founded = founded(gain.4.and(loss.4), &self.share_notes());
        (!said.is_empty()).then(|| format!("{}{founded}.", said.join("; ")))
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
