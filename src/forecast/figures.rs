//! Published figures in words: what a source printed about which part of the market.

use std::collections::{BTreeMap, BTreeSet};

use super::Forecast;
use crate::claim::Figure;
use crate::market::{Measured, What};
use crate::space::Selection;
use crate::value::prose::{counted, list, runs, spans};

/// A line names at most this many parts of the market, and counts what is beyond.
pub(super) const NAMED: usize = 3;
/// Figures about one part of the market are printed when they are at most this many; of more, only the years are.
///
/// A headline is three figures, and one more year between is common.
pub(super) const FEW: usize = 4;

/// Figures that stand in one list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Value,
    Share,
    /// Growth over several years.
    Cagr,
    /// Growth over one year, which nobody compounds.
    Growth,
    Change,
}

impl Kind {
    /// In the order in which a line has them.
    const ALL: [Kind; 5] = [Kind::Value, Kind::Share, Kind::Cagr, Kind::Growth, Kind::Change];

    fn of(what: &What) -> Self {
        match what {
            What::Value { .. } => Kind::Value,
            What::Share { .. } => Kind::Share,
            What::Growth { from, to } if from + 1 == *to => Kind::Growth,
            What::Growth { .. } => Kind::Cagr,
            What::Change { .. } => Kind::Change,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Kind::Value => "",
            Kind::Share => "share ",
            Kind::Cagr => "CAGR ",
            Kind::Growth => "growth ",
            Kind::Change => "change ",
        }
    }
}

impl Forecast {
    /// "total 8.1 in 2019 and 11.6 in 2026, CAGR 5.2% 2019–2026; region 'Europe' share 26% in 2019".
    pub(super) fn figures(&self, claims: &[usize]) -> String {
        let cells = |claim: usize| &self.market().measured()[claim].cells;
        let mut parts: Vec<(&Selection, Vec<usize>)> = Vec::new();
        let mut known: BTreeMap<&Selection, usize> = BTreeMap::new();
        for &claim in claims {
            let at = *known.entry(cells(claim)).or_insert(parts.len());
            if at == parts.len() {
                parts.push((cells(claim), Vec::new()));
            }
            parts[at].1.push(claim);
        }
        let is_total = |cells: &Selection| *cells == self.cells;
        let names_all = parts.iter().filter(|(cells, _)| !is_total(cells)).count() <= NAMED;
        let mut texts = Vec::new();
        let mut rest = Vec::new();
        for (cells, claims) in parts {
            if names_all || is_total(cells) {
                let of = &self.market().claims()[claims[0]];
                let name = if is_total(cells) { "total".into() } else { of.scope().to_string() };
                texts.push(format!("{name} {}", self.facts(&claims)));
            } else {
                rest.extend(claims);
            }
        }
        if !rest.is_empty() {
            let mut axes: Vec<String> = Vec::new();
            for (axis, _) in rest.iter().flat_map(|&i| self.market().claims()[i].scope().terms()) {
                if !axes.iter().any(|known| known == axis.name()) {
                    axes.push(axis.name().to_string());
                }
            }
            texts.push(format!("{} by {}", counted(rest.len(), "figure"), list(&axes)));
        }
        texts.join("; ")
    }

    /// The claims without those that print what an earlier one does: a total stands in every table of its source.
    pub(super) fn distinct(&self, claims: &[usize]) -> Vec<usize> {
        let mut known: BTreeSet<(&Selection, Kind, String)> = BTreeSet::new();
        let mut distinct = claims.to_vec();
        distinct.retain(|&claim| {
            let Measured { cells, what, .. } = &self.market().measured()[claim];
            let kind = Kind::of(what);
            known.insert((cells, kind, self.printed(claim, kind)))
        });
        distinct
    }

    /// "8.1 in 2019 and 11.6 in 2026, CAGR 5.2% 2019–2026" of claims about one part of the market.
    fn facts(&self, claims: &[usize]) -> String {
        let is_few = claims.len() <= FEW;
        let mut texts = Vec::new();
        for kind in Kind::ALL {
            let mut same: Vec<usize> = claims.to_vec();
            same.retain(|&claim| Kind::of(&self.market().measured()[claim].what) == kind);
            same.sort_by_key(|&claim| self.span(claim));
            if !same.is_empty() {
                let texts_of =
                    || list(&same.iter().map(|&claim| self.printed(claim, kind)).collect::<Vec<_>>());
                let text = if is_few { texts_of() } else { self.when(&same, kind) };
                texts.push(format!("{}{text}", kind.word()));
            }
        }
        texts.join(", ")
    }

    /// "8.1 in 2019", "43% of region 'EMEA' in 2019", "5.2% 2019–2026", "3.5 from 2019 to 2026".
    fn printed(&self, claim: usize, kind: Kind) -> String {
        let (text, (from, to)) = (self.text(claim), self.span(claim));
        match (kind, self.market().claims()[claim].figure()) {
            (Kind::Share, Figure::Share { of, .. }) if !of.is_all() => format!("{text} of {of} in {to}"),
            (Kind::Value | Kind::Share, _) => format!("{text} in {to}"),
            (Kind::Cagr | Kind::Growth, _) => format!("{text} {from}–{to}"),
            (Kind::Change, _) => format!("{text} from {from} to {to}"),
        }
    }

    /// The years of many claims of one kind.
    fn when(&self, claims: &[usize], kind: Kind) -> String {
        let times = claims.iter().map(|&claim| self.span(claim));
        match kind {
            Kind::Value | Kind::Share => runs(times.map(|(_, year)| year).collect()),
            Kind::Cagr | Kind::Growth | Kind::Change => spans(times.collect()),
        }
    }

    /// The number as its source printed it; a bare one that stands for a percentage has its sign.
    fn text(&self, claim: usize) -> String {
        let printed = self.market().claims()[claim].printed();
        let printed = printed.expect("a claim that cannot be read is a fault of its market");
        let Measured { what, .. } = &self.market().measured()[claim];
        let is_rate = matches!(what, What::Share { .. } | What::Growth { .. });
        let sign = if is_rate && !printed.is_percent() { "%" } else { "" };
        format!("{}{sign}", printed.text())
    }

    /// The first and the last year that a claim is about.
    fn span(&self, claim: usize) -> (i32, i32) {
        let (from, to) = match self.market().claims()[claim].figure() {
            Figure::Value { year } | Figure::Share { year, .. } => (year, year),
            Figure::Growth { from, to } | Figure::Change { from, to } => (from, to),
        };
        (from.number(), to.number())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Axis, By, Claim, Market, Printed, Scope, Unit, Years};

    /// The figures that the total line of a market with these claims names.
    fn check(claims: impl IntoIterator<Item = Claim>, expected: &str) {
        let market = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2024).unwrap())
            .axis(Axis::REGION, ["Europe", "Asia"])
            .claims(claims.into_iter().map(|claim| claim.source("Census")));
        let table = market.build().unwrap().forecast().unwrap().by(By::axis(Axis::REGION)).unwrap();
        assert_eq!(table.source_lines()[0], format!("Published: Census ({expected})."));
    }

    fn total(year: i32) -> Claim {
        Claim::value(format!("${}.0B", year - 2011), year)
    }

    #[test]
    fn few_figures_are_printed_as_their_source_prints_them() {
        check([total(2024), total(2019)], "total $8.0B in 2019 and $13.0B in 2024");
        let bare = Printed::within(12.5, 0.1).unwrap();
        check([total(2019), Claim::growth(bare, 2019, 2020)], "total $8.0B in 2019, growth 12.5% 2019–2020");
        let asia = Scope::of(Axis::REGION, "Asia");
        check(
            [
                total(2019),
                Claim::share("~25%", 2019).of(asia.clone()),
                Claim::growth("9%", 2020, 2024).of(asia),
            ],
            "total $8.0B in 2019; region 'Asia' share ~25% in 2019, CAGR 9% 2020–2024",
        );
    }

    #[test]
    fn of_many_figures_only_the_years_are_said() {
        let grows = |from| Claim::growth("10%", from, from + 1);
        check((2019..=2023).map(total), "total 2019–2023");
        check(
            [total(2019), grows(2019), grows(2020), grows(2022), Claim::growth("10%", 2019, 2024)],
            "total 2019, CAGR 2019–2024, growth 2019–2020, 2020–2021 and 2022–2023",
        );
        check(
            [total(2019)].into_iter().chain((2019..=2023).map(grows)),
            "total 2019, growth 2019–2024 year by year",
        );
    }

    #[test]
    fn what_stands_in_two_tables_of_a_source_is_one_figure() {
        let again = |year| {
            Claim::value("$8.0B", year).of(Scope::of(Axis::REGION, "Europe").and(Axis::REGION, "Europe"))
        };
        let europe = |year| Claim::value("$8.0B", year).of(Scope::of(Axis::REGION, "Europe"));
        check([europe(2019), again(2019), europe(2019)], "region 'Europe' $8.0B in 2019");
        let growth = || Claim::growth("2%", 2021, 2022);
        check(
            [total(2019), total(2019), total(2020), total(2020), growth(), growth()],
            "total $8.0B in 2019 and $9.0B in 2020, growth 2% 2021–2022",
        );
    }
}
