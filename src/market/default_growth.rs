//! Growth where no curve was stated: what claims say of the whole, else what those on its parts come to.

use std::collections::BTreeMap;

use super::{Market, Measured, What};
use crate::space::Selection;
use crate::value::Rate;
use crate::value::prose::figure;

/// Growth where no curve was stated, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DefaultGrowth {
    pub(crate) rate: Rate,
    pub(crate) reason: String,
    /// The claims that it is read from.
    pub(crate) claims: Vec<usize>,
}

impl Market {
    /// Growth where no curve was stated: claimed for the whole market, else implied by its values, else that of its parts.
    pub(crate) fn default_growth(&self) -> DefaultGrowth {
        let mut scopes: BTreeMap<&Selection, Vec<Numbered>> = BTreeMap::new();
        for (claim, m) in self.measured.iter().enumerate().filter(|(_, m)| !m.compare) {
            scopes.entry(&m.cells).or_default().push((claim, m));
        }
        let growing = |(cells, claims): (_, Vec<Numbered>)| Some((cells, Growing::of(&claims)?));
        let scopes: Vec<(&Selection, Growing)> = scopes.into_iter().filter_map(growing).collect();
        let is_whole = |cells: &Selection| (0..self.axes.len()).all(|axis| cells.is_whole(axis));
        match scopes.iter().find(|(cells, _)| is_whole(cells)) {
            Some((_, of_whole)) => of_whole.clone().of_the_whole(),
            None => self.growth_of_parts(scopes),
        }
    }

    /// The growth of parts by their size, and none for what is in no part that is known to grow.
    ///
    /// Whoever prints the growth of one part seldom does so because it grows like all others: that 15% are claimed for a
    /// fifth of the market says 3% of the whole, and nothing of the rest.
    fn growth_of_parts(&self, mut scopes: Vec<(&Selection, Growing)>) -> DefaultGrowth {
        let seed = self.seed();
        let whole: f64 = seed.iter().sum();
        // Weights that are too large for numbers are told where weights are checked.
        if scopes.is_empty() || !(whole > 0.0 && whole.is_finite()) {
            return DefaultGrowth::none();
        }
        scopes.sort_by_cached_key(|(cells, _)| cells.len());
        let (mut rate, mut covered) = (0.0, 0.0);
        let closest = Closest::new(&scopes, &seed);
        for (&around, size) in closest.around.iter().zip(&seed).filter(|(_, size)| **size > 0.0) {
            if let Some(of_cell) = closest.rate(around, &scopes) {
                rate += of_cell * (size / whole);
                covered += size / whole;
            }
        }
        let used = scopes.iter().zip(&closest.used).filter(|(_, used)| **used);
        let used: Vec<&Growing> = used.map(|((_, growing), _)| growing).collect();
        if used.is_empty() {
            return DefaultGrowth::none();
        }
        let mut claims: Vec<usize> = used.iter().flat_map(|growing| growing.claims.iter().copied()).collect();
        claims.sort_unstable();
        DefaultGrowth { rate: Rate::fraction(rate), reason: of_parts(&used, covered), claims }
    }
}

impl DefaultGrowth {
    fn none() -> Self {
        let reason = "none, because no claim says how anything grows".into();
        Self { rate: Rate::ZERO, reason, claims: Vec::new() }
    }
}

/// "the growth claimed for parts that make 45% of the market, by size, and counted as none for the rest"
fn of_parts(used: &[&Growing], covered: f64) -> String {
    let any = |is_claimed: bool| used.iter().any(|growing| growing.is_claimed == is_claimed);
    let said = match (any(true), any(false)) {
        (true, false) => "claimed",
        (false, true) => "implied",
        _ => "claimed or implied",
    };
    let (parts, by_size) =
        if used.len() == 1 { ("a part that makes", "") } else { ("parts that make", ", by size") };
    // Three digits tell parts apart; what is all but the whole at three is the whole.
    let percent = figure(format!("{:.2e}", covered * 100.0).parse().unwrap_or(100.0));
    if percent == "100" {
        format!("the growth {said} for {parts} up the market{by_size}")
    } else {
        format!(
            "the growth {said} for {parts} {percent}% of the market{by_size}, counted as none for the rest"
        )
    }
}

/// The scopes around a cell that have no other of them within.
#[derive(Clone, Copy)]
enum Around {
    Nothing,
    One(u32),
    /// Those that cross there, by their position among all that do.
    Several(u32),
}

/// Scopes that cross at a cell, and the sums for the mean of their growth.
#[derive(Default)]
struct Crossing {
    /// The smallest, as far as they have room.
    scopes: [u32; Self::ROOM],
    count: usize,
    log: f64,
    weight: f64,
}

impl Crossing {
    /// So many cross at one cell in no table that anybody prints. Of more, those that come later are looked at for these
    /// only, and the memory stays within what the cells take.
    const ROOM: usize = 8;

    fn listed(&self) -> &[u32] {
        &self.scopes[..self.count.min(Self::ROOM)]
    }

    fn add(&mut self, scope: u32, growing: &Growing) {
        if let Some(place) = self.scopes.get_mut(self.count) {
            *place = scope;
        }
        self.count += 1;
        self.log += growing.weight * libm::log1p(growing.rate);
        self.weight += growing.weight;
    }
}

/// What is closest around each cell, and which scopes are so for a cell that there is.
struct Closest {
    around: Vec<Around>,
    crossing: Vec<Crossing>,
    used: Vec<bool>,
}

impl Closest {
    /// Scopes come with the smallest first, so that none that comes later is within one that was there before.
    /// Where scopes cross, neither is closer to the cell, and both count.
    fn new(scopes: &[(&Selection, Growing)], seed: &[f64]) -> Self {
        let around = vec![Around::Nothing; seed.len()];
        let mut closest = Self { around, crossing: Vec::new(), used: vec![false; scopes.len()] };
        // Whether a scope is within the one at hand is found once: for which it was found, and what.
        let mut known: Vec<(usize, bool)> = vec![(usize::MAX, false); scopes.len()];
        for (scope, (cells, _)) in scopes.iter().enumerate() {
            let mut is_within = |earlier: usize| {
                if known[earlier].0 != scope {
                    known[earlier] = (scope, cells.includes(scopes[earlier].0));
                }
                known[earlier].1
            };
            cells.for_each(|cell| {
                if closest.listed(cell).iter().all(|&earlier| !is_within(earlier as usize)) {
                    closest.add(cell, scope as u32, scopes);
                    closest.used[scope] |= seed[cell] > 0.0;
                }
            });
        }
        closest
    }

    fn listed(&self, cell: usize) -> &[u32] {
        match &self.around[cell] {
            Around::Nothing => &[],
            Around::One(scope) => std::slice::from_ref(scope),
            Around::Several(at) => self.crossing[*at as usize].listed(),
        }
    }

    fn add(&mut self, cell: usize, scope: u32, scopes: &[(&Selection, Growing)]) {
        let growing = |scope: u32| &scopes[scope as usize].1;
        match self.around[cell] {
            Around::Nothing => self.around[cell] = Around::One(scope),
            Around::One(first) => {
                let mut crossing = Crossing::default();
                [first, scope].into_iter().for_each(|one| crossing.add(one, growing(one)));
                self.around[cell] = Around::Several(self.crossing.len() as u32);
                self.crossing.push(crossing);
            }
            Around::Several(at) => self.crossing[at as usize].add(scope, growing(scope)),
        }
    }

    /// The growth of a cell, by what is around it.
    fn rate(&self, around: Around, scopes: &[(&Selection, Growing)]) -> Option<f64> {
        match around {
            Around::Nothing => None,
            Around::One(scope) => Some(scopes[scope as usize].1.rate),
            Around::Several(at) => {
                let crossing = &self.crossing[at as usize];
                Some(libm::expm1(crossing.log / crossing.weight))
            }
        }
    }
}

/// A claim with its position.
type Numbered<'a> = (usize, &'a Measured);

/// A number and its weight: the inverse of its variance.
type Weighed = (f64, f64);

/// Growth of a scope as claims say it, and which they are.
#[derive(Clone, Debug)]
struct Growing {
    rate: f64,
    weight: f64,
    is_claimed: bool,
    claims: Vec<usize>,
}

impl Growing {
    /// What the claims on one scope say: claimed over the longest span, else between the first and the last value.
    fn of(claims: &[Numbered]) -> Option<Self> {
        Self::claimed(claims).or_else(|| Self::implied(claims))
    }

    /// Growth that claims state; what vanishes says nothing about how the rest grows.
    fn claimed(claims: &[Numbered]) -> Option<Self> {
        let mut figures: BTreeMap<(usize, usize), Vec<Weighed>> = BTreeMap::new();
        let mut stated = Vec::new();
        for &(claim, m) in claims {
            if let What::Growth { from, to } = m.what
                && m.target > -1.0
            {
                figures.entry((from, to)).or_default().push((m.target, weight(m.half_unit)));
                stated.push((to - from, claim));
            }
        }
        let longest = stated.iter().map(|&(periods, _)| periods).max()?;
        figures.retain(|(from, to), _| to - from == longest);
        let rates: Vec<Weighed> = figures.values().map(|rates| (mean_rate(rates), firmest(rates))).collect();
        let claims = stated.iter().filter(|(periods, _)| *periods == longest).map(|&(_, claim)| claim);
        let weight = rates.iter().map(|(_, weight)| weight).sum();
        Some(Self { rate: mean_rate(&rates), weight, is_claimed: true, claims: claims.collect() })
    }

    /// Growth between the first and the last year with a value.
    fn implied(claims: &[Numbered]) -> Option<Self> {
        let value = |m: &Measured| match m.what {
            What::Value { year } if m.target > 0.0 => Some(year),
            _ => None,
        };
        let years = || claims.iter().filter_map(|(_, m)| value(m));
        let (first, last) = (years().min()?, years().max()?);
        let values = |year: usize| -> Vec<Weighed> {
            let of_year = claims.iter().filter(|(_, m)| value(m) == Some(year));
            of_year.map(|(_, m)| (m.target, weight(m.half_unit / m.target))).collect()
        };
        let (start, end) = (&values(first), &values(last));
        let periods = last - first;
        let rate = Rate::cagr(mean_value(start), mean_value(end), periods as u32).ok()?.to_fraction();
        let variance = (1.0 / firmest(start) + 1.0 / firmest(end)) / (periods * periods) as f64;
        let at_an_end = |m: &Measured| value(m).is_some_and(|year| year == first || year == last);
        let claims = claims.iter().filter(|(_, m)| at_an_end(m)).map(|&(claim, _)| claim).collect();
        Some(Self { rate, weight: 1.0 / variance, is_claimed: false, claims })
    }

    fn of_the_whole(self) -> DefaultGrowth {
        let reason = if self.is_claimed {
            "the growth claimed for the whole market over the longest span"
        } else {
            "the growth between the first and last claimed value of the whole market"
        };
        DefaultGrowth { rate: Rate::fraction(self.rate), reason: reason.into(), claims: self.claims }
    }
}

/// What a figure weighs by its relative half unit. Exact figures outweigh printed ones and not each other, and none weighs
/// nothing, however vague.
fn weight(half_unit: f64) -> f64 {
    const EXACT: f64 = 1e-6;
    const VAGUE: f64 = 1e100;
    let half_unit = half_unit.min(VAGUE);
    1.0 / (half_unit * half_unit + EXACT * EXACT)
}

/// The weight of several claims on one figure: that of the firmest, for what is said twice is no firmer.
fn firmest(figures: &[Weighed]) -> f64 {
    figures.iter().map(|(_, weight)| *weight).fold(0.0, f64::max)
}

fn mean_rate(rates: &[Weighed]) -> f64 {
    mean(rates, libm::log1p, libm::expm1)
}

fn mean_value(values: &[Weighed]) -> f64 {
    mean(values, libm::log, libm::exp)
}

/// The mean by weight on a scale on which growth adds up, to the same bits in whatever order; of equal numbers that number.
fn mean(numbers: &[Weighed], to_log: fn(f64) -> f64, from_log: fn(f64) -> f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else { return 0.0 };
    if least.0 == most.0 {
        return least.0;
    }
    let weights: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    from_log(sorted.iter().map(|(number, weight)| to_log(*number) * (weight / weights)).sum())
}

#[cfg(test)]
mod tests {
    use crate::{Claim, Market, MarketBuilder, Scope, Tolerance, Unit, Years};

    fn of(region: &str) -> Scope {
        Scope::of("region", region)
    }

    fn market(claims: impl IntoIterator<Item = Claim>) -> MarketBuilder {
        let years = Years::new(2020, 2024).expect("2020 comes before 2024");
        Market::builder("m", Unit::USD_BILLION, years)
            .axis("region", ["A", "B", "C"])
            .axis("product", ["S", "T"])
            .assume_shares("region", [20.0, 30.0, 50.0])
            .assume_shares("product", [60.0, 40.0])
            .claim(Claim::value("8.1", 2020))
            .claims(claims)
    }

    /// Both in percent: what is found and what is expected, and the reason.
    #[track_caller]
    fn check(claims: impl IntoIterator<Item = Claim>, expected: f64, reason: &str) {
        let found = market(claims).build().expect("the model is sound").default_growth();
        approx::assert_relative_eq!(found.rate.to_percent(), expected, max_relative = 1e-9, epsilon = 1e-12);
        assert_eq!(found.reason, reason);
    }

    const OF_WHOLE: &str = "the growth claimed for the whole market over the longest span";
    const OF_VALUES: &str = "the growth between the first and last claimed value of the whole market";

    #[test]
    fn the_whole_comes_first() {
        let part = Claim::growth("15%", 2020, 2024).of(of("A"));
        let short = Claim::growth("9%", 2020, 2021);
        check([short, part.clone(), Claim::growth("5%", 2020, 2023)], 5.0, OF_WHOLE);
        let grown = Claim::value("16.2", 2024);
        check([part, grown], (libm::pow(2.0, 0.25) - 1.0) * 100.0, OF_VALUES);
    }

    #[test]
    fn claims_that_tie_are_averaged_in_any_order() {
        let exact = |growth: f64, from: i32| {
            Claim::growth(format!("{growth}%"), from, from + 3).tolerance(Tolerance::Within(0.1))
        };
        let (a, b) = (exact(4.0, 2020), exact(8.0, 2021));
        let middle = ((1.04_f64 * 1.08).sqrt() - 1.0) * 100.0;
        check([a.clone(), b.clone()], middle, OF_WHOLE);
        check([b.clone(), a.clone(), a.clone()], middle, OF_WHOLE);
        let vague = exact(8.0, 2021).tolerance(Tolerance::Within(0.2));
        let nearer = ((0.8 * 1.04_f64.ln() + 0.2 * 1.08_f64.ln()).exp() - 1.0) * 100.0;
        let found = market([vague, a]).build().expect("the model is sound").default_growth();
        // All but for what exact figures weigh.
        approx::assert_relative_eq!(found.rate.to_percent(), nearer, max_relative = 1e-5);
        assert_eq!(found.claims, [1, 2]);
        let more = ["16.1", "16.3"].map(|value| Claim::value(value, 2024));
        let back = [more[1].clone(), more[0].clone()];
        let [one, other] = [more, back]
            .map(|claims| market(claims).build().expect("the model is sound").default_growth().rate);
        assert_eq!(one, other);
    }

    #[test]
    fn parts_count_by_their_size() {
        let growth = |rate: &str, scope: Scope| Claim::growth(rate, 2020, 2024).of(scope);
        let fifth =
            "the growth claimed for a part that makes 20% of the market, counted as none for the rest";
        check([growth("15%", of("A"))], 3.0, fifth);
        check(
            [growth("15%", of("A")), growth("-5%", of("B"))],
            3.0 - 1.5,
            "the growth claimed for parts that make 50% of the market, by size, counted as none for the rest",
        );
        let doubled = ["1", "2"]
            .into_iter()
            .zip([2023, 2024])
            .map(|(value, year)| Claim::value(value, year).of(of("B")));
        check(
            doubled.chain([growth("15%", of("A")), growth("4%", of("C"))]),
            3.0 + 30.0 + 2.0,
            "the growth claimed or implied for parts that make up the market, by size",
        );
        check([], 0.0, "none, because no claim says how anything grows");
    }

    #[test]
    fn the_innermost_scope_wins_and_crossing_ones_meet_halfway() {
        let growth = |rate: &str, scope: Scope| Claim::growth(rate, 2020, 2024).of(scope);
        let inner = of("A").and("product", "S");
        check(
            [growth("10%", of("A")), growth("20%", inner.clone())],
            (0.08 * 0.1 + 0.12 * 0.2) * 100.0,
            "the growth claimed for parts that make 20% of the market, by size, counted as none for the rest",
        );
        let software = Scope::of("product", "S");
        let middle = (1.1_f64 * 1.2).sqrt() - 1.0;
        let crossing = [growth("10%", of("A")), growth("20%", software)];
        check(
            crossing.clone(),
            (0.08 * 0.1 + 0.12 * middle + 0.48 * 0.2) * 100.0,
            "the growth claimed for parts that make 68% of the market, by size, counted as none for the rest",
        );
        check(
            crossing.into_iter().rev().chain([growth("50%", inner)]),
            (0.08 * 0.1 + 0.12 * 0.5 + 0.48 * 0.2) * 100.0,
            "the growth claimed for parts that make 68% of the market, by size, counted as none for the rest",
        );
    }

    #[test]
    fn neither_order_nor_a_hair_of_a_share_says_anything() {
        let rate = |members: [usize; 3], shares: [f64; 3], order: [usize; 4]| {
            let years = Years::new(2020, 2024).expect("2020 comes before 2024");
            let growth = |rate: &str, scope: Scope| Claim::growth(rate, 2020, 2024).of(scope);
            let claims = [
                growth("10%", of("A")),
                growth("-4%", of("B").and("product", "S")),
                growth("22%", Scope::of("product", "S")),
                growth("7.5%", Scope::of("region", "A or C")),
            ];
            let region = crate::Dimension::new("region", members.map(|i| ["A", "B", "C"][i]));
            let market = Market::builder("m", Unit::USD_BILLION, years)
                .dimension(region.group("A or C", ["A", "C"]))
                .axis("product", ["S", "T"])
                .assume_shares("region", members.map(|i| shares[i]))
                .claim(Claim::value("8.1", 2020))
                .claims(order.map(|i| claims[i].clone()));
            market.build().expect("the model is sound").default_growth().rate.to_fraction()
        };
        let shares = [0.2, 0.3, 0.5];
        let one = rate([0, 1, 2], shares, [0, 1, 2, 3]);
        assert_eq!(one.to_bits(), rate([0, 1, 2], shares, [3, 1, 0, 2]).to_bits());
        approx::assert_relative_eq!(one, rate([2, 0, 1], shares, [1, 2, 3, 0]), max_relative = 1e-12);
        let hair = rate([0, 1, 2], [0.2 + 1e-6, 0.3, 0.5 - 1e-6], [0, 1, 2, 3]);
        assert!((hair - one).abs() < 1e-6, "{hair} beside {one}");
    }

    #[test]
    fn a_part_that_vanishes_or_is_empty_is_no_default_for_the_rest() {
        let growth = |rate: &str, region: &str| Claim::growth(rate, 2020, 2024).of(of(region));
        let fifth =
            "the growth claimed for a part that makes 20% of the market, counted as none for the rest";
        check([growth("-100%", "B"), growth("15%", "A")], 3.0, fifth);
        check([growth("-100%", "B")], 0.0, "none, because no claim says how anything grows");
        let split = market([growth("15%", "A")]).assume_mix(of("A").and("product", "S"), 0.0);
        let found = split.build().expect("the model is sound").default_growth();
        // What is left of A is 8 of 88.
        approx::assert_relative_eq!(found.rate.to_percent(), 15.0 * 8.0 / 88.0, max_relative = 1e-9);
        assert!(found.reason.contains("makes 9.09% of the market"), "{}", found.reason);
    }
}
