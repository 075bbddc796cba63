//! Where each number comes from: what is claimed of which scope and year.

use std::collections::BTreeMap;

use super::cover;
use crate::market::{Market, What};
use crate::space::Selection;
use crate::value::Status;

/// What is claimed, scope by scope.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Facts {
    years: usize,
    scopes: Vec<Fact>,
    /// The claims that do not hold, ascending.
    conflicts: Vec<usize>,
}

/// What is claimed of one scope.
#[derive(Clone, Debug, PartialEq)]
struct Fact {
    cells: Selection,
    values: Vec<Stated>,
    /// Met growth and change claims: the years they tie together.
    ties: Vec<(usize, usize)>,
    /// Met share claims: the year and what the share is out of.
    shares: Vec<(usize, Selection)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stated {
    No,
    NotMet,
    Met,
}

impl Facts {
    /// The claims of a market, of which these do not hold, ascending.
    pub(super) fn new(market: &Market, conflicts: Vec<usize>) -> Self {
        let years = market.years().len();
        let mut scopes: BTreeMap<&Selection, Fact> = BTreeMap::new();
        for (claim, m) in market.measured().iter().enumerate().filter(|(_, m)| !m.compare) {
            let met = conflicts.binary_search(&claim).is_err();
            let fact = scopes.entry(&m.cells).or_insert_with(|| Fact::new(m.cells.clone(), years));
            match &m.what {
                What::Value { year } => {
                    let stated = if met { Stated::Met } else { Stated::NotMet };
                    fact.values[*year] = fact.values[*year].max(stated);
                }
                What::Share { year, of } if met => fact.shares.push((*year, of.clone())),
                What::Growth { from, to } | What::Change { from, to } if met => fact.ties.push((*from, *to)),
                _ => {}
            }
        }
        Self { years, scopes: scopes.into_values().collect(), conflicts }
    }

    /// Whether a claim that is imposed holds.
    pub(super) fn holds(&self, claim: usize) -> bool {
        self.conflicts.binary_search(&claim).is_err()
    }

    /// The statuses of the sums over scopes, scope by scope and in each year by year.
    ///
    /// Between and beyond count from years whose size is published or derived: a growth rate alone gives no size.
    pub(super) fn statuses(&self, scopes: &[Selection]) -> Vec<Status> {
        let mut sized = Vec::with_capacity(scopes.len() * self.years);
        for cells in scopes {
            match self.of(cells) {
                Some(fact) => sized.extend(self.known(fact)),
                None => sized.resize(sized.len() + self.years, false),
            }
        }
        let published: Vec<&Selection> = self.scopes.iter().map(|fact| &fact.cells).collect();
        let is_met = |scope: usize, year: usize| self.scopes[scope].values[year] == Stated::Met;
        cover::add_up(scopes, &published, is_met, &mut sized);
        let mut statuses = Vec::with_capacity(sized.len());
        for (cells, sized) in scopes.iter().zip(sized.chunks_exact(self.years)) {
            statuses.extend(self.row(self.of(cells), sized));
        }
        statuses
    }

    /// The years whose size is published for a scope itself, or follows from what is.
    fn known(&self, fact: &Fact) -> Vec<bool> {
        let mut known = fact.tied();
        for (year, of) in &fact.shares {
            known[*year] |= self.of(of).is_some_and(|whole| whole.values[*year] == Stated::Met);
        }
        known
    }

    /// The status of a scope in each year, by what is stated of it and the years whose size is known.
    fn row(&self, fact: Option<&Fact>, sized: &[bool]) -> impl Iterator<Item = Status> {
        let ends = sized.iter().position(|known| *known).zip(sized.iter().rposition(|known| *known));
        let status = move |year: usize| match (fact.map_or(Stated::No, |fact| fact.values[year]), ends) {
            (Stated::Met, _) => Status::Published,
            (Stated::NotMet, _) => Status::PublishedNotMet,
            (Stated::No, _) if sized[year] => Status::Derived,
            (Stated::No, Some((first, last))) if first < year && year < last => Status::Interpolated,
            (Stated::No, Some(_)) => Status::Extrapolated,
            (Stated::No, None) => Status::Assumed,
        };
        (0..self.years).map(status)
    }

    fn of(&self, cells: &Selection) -> Option<&Fact> {
        self.scopes.binary_search_by(|fact| fact.cells.cmp(cells)).ok().map(|i| &self.scopes[i])
    }
}

impl Fact {
    fn new(cells: Selection, years: usize) -> Self {
        Self { cells, values: vec![Stated::No; years], ties: Vec::new(), shares: Vec::new() }
    }

    /// Years whose value follows from a published one by claimed growth or change.
    fn tied(&self) -> Vec<bool> {
        let mut known: Vec<bool> = self.values.iter().map(|stated| *stated == Stated::Met).collect();
        loop {
            let new: Vec<usize> = self
                .ties
                .iter()
                .filter(|(from, to)| known[*from] != known[*to])
                .map(|&(from, to)| if known[from] { to } else { from })
                .collect();
            if new.is_empty() {
                return known;
            }
            new.into_iter().for_each(|year| known[year] = true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{Fact, Facts, Stated};
    use crate::space::{Members, Selection};
    use crate::{Claim, Dimension, Market, Scope, Status, Unit, Years};

    fn check(claims: Vec<Claim>, scope: &Scope, expected: &[Status]) {
        let region =
            Dimension::new("region", ["A", "B", "C", "D"]).group("AB", ["A", "B"]).group("ABD", ["AB", "D"]);
        let market = Market::builder("m", Unit::USD_BILLION, Years::new(2020, 2024).unwrap())
            .dimension(region)
            .axis("product", ["X", "Y"])
            .claims(claims)
            .build()
            .unwrap();
        let forecast = market.forecast().unwrap().within(scope).unwrap();
        let found: Vec<Status> =
            (2020..=2024).map(|year| forecast.total_number(year).unwrap().status).collect();
        assert_eq!(found, expected, "{scope}");
    }

    fn of(name: &str) -> Scope {
        Scope::of("region", name)
    }

    #[test]
    fn published_years_have_interpolated_ones_between_and_extrapolated_beyond() {
        use Status::{Assumed, Extrapolated, Interpolated, Published};
        let claims = vec![Claim::value("8.0", 2021), Claim::value("9.0", 2023)];
        check(
            claims.clone(),
            &Scope::all(),
            &[Extrapolated, Published, Interpolated, Published, Extrapolated],
        );
        check(claims, &of("A"), &[Assumed; 5]);
    }

    #[test]
    fn sums_remainders_shares_and_growth_are_derived() {
        use Status::{Assumed, Derived, Extrapolated, Interpolated, Published};
        let value = |text: &str, name: &str| Claim::value(text, 2020).of(of(name));
        let sum = vec![value("1.0", "AB"), value("1.0", "C"), value("1.0", "D")];
        check(sum, &Scope::all(), &[Derived, Extrapolated, Extrapolated, Extrapolated, Extrapolated]);
        let rest = vec![Claim::value("4.0", 2020), value("1.0", "C"), value("1.0", "D")];
        check(rest, &of("AB"), &[Derived, Extrapolated, Extrapolated, Extrapolated, Extrapolated]);
        let share = vec![Claim::value("4.0", 2020), Claim::share("25%", 2020).of(of("A"))];
        check(share, &of("A"), &[Derived, Extrapolated, Extrapolated, Extrapolated, Extrapolated]);
        let chain =
            vec![Claim::value("4.0", 2020), Claim::growth("5%", 2020, 2021), Claim::growth("6%", 2021, 2022)];
        check(chain, &Scope::all(), &[Published, Derived, Derived, Extrapolated, Extrapolated]);
        let later = Claim::value("1.5", 2022).of(of("C"));
        let both = vec![Claim::value("4.0", 2020), value("1.0", "C"), Claim::value("5.0", 2022), later];
        check(
            both,
            &Scope::of("region", "ABD"),
            &[Derived, Interpolated, Derived, Extrapolated, Extrapolated],
        );
        let rate_alone = vec![Claim::value("4.0", 2020), Claim::growth("5%", 2020, 2024).of(of("A"))];
        check(rate_alone, &of("A"), &[Assumed; 5]);
    }

    #[test]
    fn a_part_larger_than_its_whole_is_published_and_not_met() {
        let value = |text: &str, name: &str| Claim::value(text, 2020).of(of(name));
        let mut claims = vec![
            value("1.0", "A"),
            value("1.0", "B"),
            value("1.0", "C"),
            value("21.5", "D"),
            Claim::value("4.0", 2020),
        ];
        claims.push(Claim::share("25%", 2020).of(of("D")));
        check(
            claims,
            &of("D"),
            &[
                Status::PublishedNotMet,
                Status::Extrapolated,
                Status::Extrapolated,
                Status::Extrapolated,
                Status::Extrapolated,
            ],
        );
    }

    /// Members as a list.
    fn list(members: &Members) -> Vec<u32> {
        members.iter().collect()
    }

    /// What a year of a scope follows from other scopes by, in the plainest words: every published scope that differs on one
    /// axis only, every whole, every remainder written out.
    fn adds_up(cells: &Selection, facts: &Facts, year: usize) -> bool {
        let differs = |fact: &Fact, axis: usize| cells.members(axis) != fact.cells.members(axis);
        let axes = || 0..cells.axes();
        let is_near = |fact: &Fact, axis| axes().all(|other| differs(fact, other) == (other == axis));
        axes().any(|axis| {
            let met =
                facts.scopes.iter().filter(|fact| fact.values[year] == Stated::Met && is_near(fact, axis));
            let mut parts: Vec<Vec<u32>> = met.map(|fact| list(fact.cells.members(axis))).collect();
            parts.sort_by_key(Vec::len);
            let own = list(cells.members(axis));
            let less = |whole: &[u32], part: &[u32]| -> Vec<u32> {
                whole.iter().copied().filter(|member| !part.contains(member)).collect()
            };
            let wholes = parts.iter().filter(|whole| whole.len() > own.len() && less(&own, whole).is_empty());
            covers(&own, &parts) || wholes.into_iter().any(|whole| covers(&less(whole, &own), &parts))
        })
    }

    fn covers(members: &[u32], parts: &[Vec<u32>]) -> bool {
        let greedy = |parts: &mut dyn Iterator<Item = &Vec<u32>>| {
            let mut left = members.to_vec();
            for part in parts {
                if part.iter().all(|member| left.contains(member)) {
                    left.retain(|member| !part.contains(member));
                }
            }
            left.is_empty()
        };
        !members.is_empty() && (greedy(&mut parts.iter().rev()) || greedy(&mut parts.iter()))
    }

    const LENGTHS: [usize; 2] = [6, 2];

    /// The box of the members whose bits are set.
    fn cells((first, second): (u32, u32)) -> Selection {
        let mut cells = Selection::all(&LENGTHS);
        for (axis, bits) in [first, second].into_iter().enumerate() {
            let list: Vec<u32> = (0..LENGTHS[axis] as u32).filter(|member| bits >> member & 1 == 1).collect();
            cells.restrict(axis, &list.as_slice().into());
        }
        cells
    }

    /// Scopes of two axes, most of them nested as groups are, some crossing, and in which of two years each is met.
    fn stated() -> impl Strategy<Value = Vec<((u32, u32), [Stated; 2])>> {
        let nested = prop::sample::select(vec![1, 2, 3, 4, 7, 8, 16, 24, 32, 48, 56, 63]);
        let first = prop_oneof![4 => nested, 1 => 1..64_u32];
        let met = || prop::sample::select(vec![Stated::No, Stated::NotMet, Stated::Met, Stated::Met]);
        let scope = (first, prop::sample::select(vec![1, 3, 3, 3, 2]));
        prop::collection::vec((scope, [met(), met()]), 0..14)
    }

    proptest! {
        #[test]
        fn all_rows_at_once_are_each_row_by_its_definition(stated in stated()) {
            let stated: BTreeMap<Selection, [Stated; 2]> =
                stated.into_iter().map(|(bits, values)| (cells(bits), values)).collect();
            let fact = |(cells, values): (Selection, [Stated; 2])| Fact { values: values.to_vec(), ..Fact::new(cells, 2) };
            let facts = Facts { years: 2, scopes: stated.into_iter().map(fact).collect(), conflicts: Vec::new() };
            let rows: Vec<Selection> = (1..64).flat_map(|a| (1..4).map(move |b| cells((a, b)))).collect();
            let statuses = facts.statuses(&rows);
            for (cells, found) in rows.iter().zip(statuses.chunks_exact(2)) {
                let is_met = |year: usize| facts.of(cells).is_some_and(|fact| fact.values[year] == Stated::Met);
                let sized = [0, 1].map(|year| is_met(year) || adds_up(cells, &facts, year));
                let expected: Vec<Status> = facts.row(facts.of(cells), &sized).collect();
                prop_assert_eq!(found, expected, "{:?}", cells);
                prop_assert_eq!(found, facts.statuses(std::slice::from_ref(cells)), "{:?}", cells);
            }
        }
    }
}
