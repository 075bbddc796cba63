//! Source lines: who published which of the numbers shown, and what is assumed.

use std::collections::BTreeSet;

use super::Forecast;
use crate::market::{Measured, What};
use crate::space::Selection;
use crate::table::{RowKind, Table};
use crate::value::{Source, Status};

/// A line names at most this many parts of the market, and counts what is beyond.
const NAMED: usize = 3;
/// At most this many sources get a line of their own.
const SOURCES: usize = 6;

/// The figures of one source that belong on one kind of line.
struct Credit {
    source: String,
    claims: Vec<usize>,
}

impl Forecast {
    /// The source lines of a table that shows these axes and cells.
    ///
    /// A publisher is named with exactly the figures it printed; everything that is not published is said to be assumed.
    pub(super) fn credits(&self, axes: &[usize], shown: &[Selection], table: &Table) -> Vec<String> {
        let shown: BTreeSet<&Selection> = shown.iter().collect();
        let (mut published, mut contradicted, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
        for (i, m) in self.market().measured().iter().enumerate().filter(|(_, m)| !m.compare) {
            let is_shown = shown.contains(&m.cells);
            if is_shown && self.is_met(i) {
                self.credit(&mut published, i);
            } else if is_shown {
                self.credit(&mut contradicted, i);
            } else if !m.cells.intersect(&self.cells).is_empty() {
                self.credit(&mut hidden, i);
            }
        }
        let figures = |credit: &Credit| self.figures(&credit.claims);
        let count = |credit: &Credit| counted(credit.claims.len(), "figure");
        let mut credits = lines("Published", &published, figures);
        credits.extend(lines("Published, but contradicted by other figures", &contradicted, figures));
        credits.extend(lines("Also honored, not shown here", &hidden, count));
        credits.extend(between_and_beyond(table, Status::Interpolated, "Interpolated"));
        credits.extend(between_and_beyond(table, Status::Extrapolated, "Extrapolated"));
        let rests_on_assumptions =
            |status| matches!(status, Status::Assumed | Status::Extrapolated | Status::Scenario);
        if statuses(table).any(rests_on_assumptions) {
            credits.push(format!("Assumed, not published: {}.", self.assumed(axes).join("; ")));
        }
        credits
    }

    /// Whether the forecast prints what the claim prints, as far as it was looked at.
    fn is_met(&self, claim: usize) -> bool {
        // A claim that is met to its half unit may be off by the round-off of the solver.
        const ROUND_OFF: f64 = 1e-6;
        self.reproductions().get(claim).is_none_or(|r| r.residual().abs() <= 1.0 + ROUND_OFF)
    }

    fn credit(&self, credits: &mut Vec<Credit>, claim: usize) {
        let source = self.market().claims()[claim].stated_source();
        let source = source.map_or_else(|| "source not stated".into(), Source::to_string);
        match credits.iter_mut().find(|credit| credit.source == source) {
            Some(credit) => credit.claims.push(claim),
            None => credits.push(Credit { source, claims: vec![claim] }),
        }
    }

    /// "total 2019 and 2026, CAGR 2019–2026; region 'Europe' share 2019".
    fn figures(&self, claims: &[usize]) -> String {
        let measured = |i: &usize| &self.market().measured()[*i];
        let mut parts: Vec<(&Selection, Vec<usize>)> = Vec::new();
        for i in claims {
            match parts.iter_mut().find(|(cells, _)| *cells == &measured(i).cells) {
                Some((_, same)) => same.push(*i),
                None => parts.push((&measured(i).cells, vec![*i])),
            }
        }
        let is_total = |cells: &Selection| *cells == self.cells;
        let names_all = parts.iter().filter(|(cells, _)| !is_total(cells)).count() <= NAMED;
        let mut texts = Vec::new();
        let mut rest = Vec::new();
        for (cells, claims) in parts {
            if names_all || is_total(cells) {
                let of = &self.market().claims()[claims[0]];
                let name = if is_total(cells) { "total".into() } else { of.scope().to_string() };
                let measured: Vec<&Measured> = claims.iter().map(measured).collect();
                texts.push(format!("{name} {}", self.facts(&measured)));
            } else {
                rest.extend(claims);
            }
        }
        if !rest.is_empty() {
            let mut axes: Vec<String> = Vec::new();
            for (axis, _) in rest.iter().flat_map(|&i| self.market().claims()[i].scope().terms()) {
                if !axes.iter().any(|known| known == axis.name()) {
                    axes.push(axis.to_string());
                }
            }
            texts.push(format!("{} by {}", counted(rest.len(), "figure"), list(&axes)));
        }
        texts.join("; ")
    }

    /// "2019 and 2026, CAGR 2019–2026" of claims about one part of the market.
    fn facts(&self, claims: &[&Measured]) -> String {
        let first = self.years().first().number();
        let year = |position: usize| first + position as i32;
        let spans = |name: &str, span: &dyn Fn(&What) -> Option<(usize, usize)>| {
            let spans: Vec<String> = claims
                .iter()
                .filter_map(|m| span(&m.what))
                .map(|(from, to)| format!("{}–{}", year(from), year(to)))
                .collect();
            (!spans.is_empty()).then(|| format!("{name} {}", list(&spans)))
        };
        let of_years = |pick: &dyn Fn(&What) -> Option<usize>| -> Vec<i32> {
            claims.iter().filter_map(|m| pick(&m.what)).map(year).collect()
        };
        let values = of_years(&|what| if let What::Value { year } = what { Some(*year) } else { None });
        let shares = of_years(&|what| if let What::Share { year, .. } = what { Some(*year) } else { None });
        let growth = spans("CAGR", &|what| match what {
            What::Growth { from, to } => Some((*from, *to)),
            _ => None,
        });
        let change = spans("change", &|what| match what {
            What::Change { from, to } => Some((*from, *to)),
            _ => None,
        });
        let values = (!values.is_empty()).then(|| runs(values));
        let shares = (!shares.is_empty()).then(|| format!("share {}", runs(shares)));
        [values, shares, growth, change].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What the numbers of a table by these axes rest on without anybody having printed it.
    fn assumed(&self, axes: &[usize]) -> Vec<String> {
        let market = self.market();
        let matters = |axis: usize| axes.contains(&axis) || !self.cells.is_whole(axis);
        let split: Vec<(usize, String)> = market
            .axes()
            .iter()
            .map(ToString::to_string)
            .enumerate()
            .filter(|(axis, _)| matters(*axis))
            .collect();
        let is_stated = |axis: usize| market.stated_shares().iter().any(|stated| stated.axis == axis);
        let names = |wanted: bool| -> Vec<String> {
            split
                .iter()
                .filter(|(axis, _)| is_stated(*axis) == wanted)
                .map(|(_, name)| name.clone())
                .collect()
        };
        let mut assumed = Vec::new();
        for (what, names) in [("shares by", names(true)), ("equal shares by", names(false))] {
            if !names.is_empty() {
                assumed.push(format!("{what} {}", list(&names)));
            }
        }
        let here = |cells: &Selection| !cells.intersect(&self.cells).is_empty();
        let growth =
            market.growth_rules().iter().filter(|rule| here(&rule.cells)).map(|rule| rule.scope.to_string());
        assumed.push(match named("growth of ", growth.collect()) {
            Some(growth) => growth,
            None => "equal growth where none is published".into(),
        });
        if split.len() > 1 {
            let mix =
                market.mix_rules().iter().filter(|rule| here(&rule.cells)).map(|rule| rule.scope.to_string());
            assumed.extend(named("mix of ", mix.collect()));
        }
        assumed
    }
}

/// One line for each source, and one that counts the sources beyond the limit.
fn lines(what: &str, credits: &[Credit], figures: impl Fn(&Credit) -> String) -> Vec<String> {
    let each = credits.iter().take(SOURCES);
    let mut lines: Vec<String> =
        each.map(|credit| format!("{what}: {} ({}).", credit.source, figures(credit))).collect();
    if credits.len() > SOURCES {
        lines.push(format!("{what}: {}.", counted(credits.len() - SOURCES, "more source")));
    }
    lines
}

/// "Interpolated: total 2020–2025." for the rows that have a status, rows of the same years together.
fn between_and_beyond(table: &Table, status: Status, word: &str) -> Option<String> {
    let mut groups: Vec<(Vec<i32>, Vec<String>)> = Vec::new();
    // The total first: it is what most readers look for.
    let rows = 0..table.rows().len();
    let (totals, parts): (Vec<usize>, Vec<usize>) =
        rows.partition(|&row| table.rows()[row].kind() == RowKind::Total);
    for row in totals.into_iter().chain(parts) {
        let has = |column: &usize| table.status(row, *column) == Some(status);
        let years =
            (0..table.columns().len()).filter(has).map(|column| table.columns()[column].year().number());
        let years: Vec<i32> = years.collect();
        let is_total = table.rows()[row].kind() == RowKind::Total;
        let name = if is_total { "total".into() } else { table.rows()[row].to_string() };
        match groups.iter_mut().find(|(known, _)| *known == years) {
            _ if years.is_empty() => {}
            Some((_, names)) => names.push(name),
            None => groups.push((years, vec![name])),
        }
    }
    let text = |(years, names): &(Vec<i32>, Vec<String>)| {
        let rows = if names.len() > NAMED { counted(names.len(), "row") } else { list(names) };
        format!("{rows} {}", runs(years.clone()))
    };
    let mut texts: Vec<String> = groups.iter().take(NAMED).map(text).collect();
    if groups.len() > NAMED {
        let rows = groups[NAMED..].iter().map(|(_, names)| names.len()).sum();
        texts.push(counted(rows, "more row"));
    }
    (!texts.is_empty()).then(|| format!("{word}: {}.", texts.join("; ")))
}

fn statuses(table: &Table) -> impl Iterator<Item = Status> {
    (0..table.rows().len()).flat_map(|row| table.numbers(row).iter().flatten().map(|number| number.status))
}

/// "growth of a and b", each name once, or how many there are; none of nothing.
fn named(what: &str, names: Vec<String>) -> Option<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    match distinct.len() {
        0 => None,
        n if n > NAMED => Some(format!("{what}{}", counted(n, "part of the market"))),
        _ => Some(format!("{what}{}", list(&distinct))),
    }
}

/// "1 figure", "2 figures", "3 parts of the market".
fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    match noun.split_once(' ') {
        Some((first, rest)) if rest.starts_with("of ") => format!("{count} {first}s {rest}"),
        _ => format!("{count} {noun}s"),
    }
}

/// "a", "a and b", "a, b and c".
fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "2019 and 2026", "2019–2021, 2023 and 2024": three or more years in a row as a run.
fn runs(mut years: Vec<i32>) -> String {
    years.sort_unstable();
    years.dedup();
    let mut texts = Vec::new();
    for run in years.chunk_by(|a, b| a + 1 == *b) {
        match run {
            [first, _, .., last] => texts.push(format!("{first}–{last}")),
            few => texts.extend(few.iter().map(ToString::to_string)),
        }
    }
    list(&texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_lists_read_as_a_person_writes_them() {
        for (years, expected) in [
            (vec![2019], "2019"),
            (vec![2026, 2019], "2019 and 2026"),
            (vec![2019, 2020], "2019 and 2020"),
            (vec![2019, 2020, 2021, 2023, 2021], "2019–2021 and 2023"),
        ] {
            assert_eq!(runs(years), expected);
        }
        assert_eq!(counted(1, "figure"), "1 figure");
        assert_eq!(counted(12, "part of the market"), "12 parts of the market");
        assert_eq!(counted(2, "more source"), "2 more sources");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
