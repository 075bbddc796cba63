//! Where each number comes from: what is claimed of which scope and year.

use std::collections::BTreeMap;

use crate::market::{Market, What};
use crate::space::Selection;
use crate::value::Status;

/// What is claimed, scope by scope.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Facts {
    years: usize,
    scopes: Vec<Fact>,
    /// The claims that do not hold.
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
    /// The claims of a market, of which these do not hold.
    pub(super) fn new(market: &Market, conflicts: Vec<usize>) -> Self {
        let years = market.years().len();
        let mut scopes: BTreeMap<&Selection, Fact> = BTreeMap::new();
        for (claim, m) in market.measured().iter().enumerate().filter(|(_, m)| !m.compare) {
            let met = !conflicts.contains(&claim);
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
        !self.conflicts.contains(&claim)
    }

    /// The status of the sum over a scope, year by year.
    ///
    /// Between and beyond count from years whose size is published or derived: a growth rate alone gives no size.
    pub(super) fn statuses(&self, cells: &Selection) -> Vec<Status> {
        let fact = self.of(cells);
        let near: Vec<Near> = self.scopes.iter().filter_map(|other| Near::new(cells, other)).collect();
        let tied = fact.map_or_else(|| vec![false; self.years], Fact::tied);
        let stated = |year: usize| fact.map_or(Stated::No, |fact| fact.values[year]);
        let derived =
            |year: usize| tied[year] || self.is_share_of_known(fact, year) || adds_up(cells, &near, year);
        let sized: Vec<bool> =
            (0..self.years).map(|year| stated(year) == Stated::Met || derived(year)).collect();
        let ends = sized.iter().position(|known| *known).zip(sized.iter().rposition(|known| *known));
        let status = |year: usize| match (stated(year), ends) {
            (Stated::Met, _) => Status::Published,
            (Stated::NotMet, _) => Status::PublishedNotMet,
            (Stated::No, _) if sized[year] => Status::Derived,
            (Stated::No, Some((first, last))) if first < year && year < last => Status::Interpolated,
            (Stated::No, Some(_)) => Status::Extrapolated,
            (Stated::No, None) => Status::Assumed,
        };
        (0..self.years).map(status).collect()
    }

    fn of(&self, cells: &Selection) -> Option<&Fact> {
        self.scopes.binary_search_by(|fact| fact.cells.cmp(cells)).ok().map(|i| &self.scopes[i])
    }

    fn is_share_of_known(&self, fact: Option<&Fact>, year: usize) -> bool {
        let mut shares = fact.into_iter().flat_map(|fact| &fact.shares).filter(|(y, _)| *y == year);
        shares.any(|(_, of)| self.of(of).is_some_and(|whole| whole.values[year] == Stated::Met))
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

/// A published scope that differs from another on one axis only.
struct Near<'f> {
    axis: usize,
    members: &'f [u32],
    fact: &'f Fact,
}

impl<'f> Near<'f> {
    fn new(cells: &Selection, fact: &'f Fact) -> Option<Self> {
        let mut differing = (0..cells.axes()).filter(|&axis| cells.members(axis) != fact.cells.members(axis));
        let axis = differing.next()?;
        differing.next().is_none().then(|| Self { axis, members: fact.cells.members(axis), fact })
    }
}

/// Whether a scope is a sum of published scopes, or a published whole less published parts, in a year.
fn adds_up(cells: &Selection, near: &[Near], year: usize) -> bool {
    (0..cells.axes()).any(|axis| {
        let published =
            || near.iter().filter(|near| near.axis == axis && near.fact.values[year] == Stated::Met);
        let mut parts: Vec<&[u32]> = published().map(|near| near.members).collect();
        parts.sort_by_key(|members| members.len());
        let own = cells.members(axis);
        let is_within =
            |part: &[u32], whole: &[u32]| part.iter().all(|member| whole.binary_search(member).is_ok());
        let wholes = parts.iter().filter(|whole| whole.len() > own.len() && is_within(own, whole));
        covers(own, &parts)
            || wholes.into_iter().any(|whole| {
                let rest: Vec<u32> =
                    whole.iter().copied().filter(|member| own.binary_search(member).is_err()).collect();
                covers(&rest, &parts)
            })
    })
}

/// Whether members are a union of disjoint parts, given by size: taken greedily from the large end, or from the small.
fn covers(members: &[u32], parts: &[&[u32]]) -> bool {
    let greedy = |parts: &mut dyn Iterator<Item = &&[u32]>| {
        let mut left: Vec<u32> = members.to_vec();
        for part in parts {
            if part.iter().all(|member| left.binary_search(member).is_ok()) {
                left.retain(|member| part.binary_search(member).is_err());
            }
        }
        left.is_empty()
    };
    !members.is_empty() && (greedy(&mut parts.iter().rev()) || greedy(&mut parts.iter()))
}

#[cfg(test)]
mod tests {
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
}
