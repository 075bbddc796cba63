//! Source lines: who published which of the numbers shown, and what is assumed.

use std::collections::{BTreeMap, BTreeSet};

use super::Forecast;
use super::figures::{FEW, NAMED};
use crate::growth::Growth;
use crate::market::What;
use crate::space::{Scope, Selection};
use crate::value::Source;
use crate::value::prose::{counted, list};

/// The figures of one source that belong on one kind of line.
struct Credit {
    source: String,
    /// Whether a remark on the source qualifies what it prints: "illustrative", "second hand".
    is_qualified: bool,
    claims: Vec<usize>,
}

/// Credits in the order of their sources' first figures, and where each source is among them.
#[derive(Default)]
struct Credits {
    all: Vec<Credit>,
    known: BTreeMap<String, usize>,
}

impl Forecast {
    /// The source lines of a table that shows these axes and cells.
    ///
    /// A publisher is named with exactly the figures it printed, in its digits where they are few;
    /// where numbers rest on what is not published, that is said to be assumed.
    pub(super) fn credits(
        &self,
        axes: &[usize],
        shown: &[Selection],
        rests_on_assumptions: bool,
    ) -> Vec<String> {
        let shown: BTreeSet<&Selection> = shown.iter().collect();
        let [mut published, mut changed, mut contradicted, mut hidden] = [(); 4].map(|()| Credits::default());
        let mut changes = Changes::new(self);
        for (i, m) in self.market().measured().iter().enumerate().filter(|(_, m)| !m.compare) {
            let is_shown = shown.contains(&m.cells);
            if is_shown && self.is_met(i) {
                let credits = if changes.reach(i) { &mut changed } else { &mut published };
                self.credit(credits, i);
            } else if is_shown {
                self.credit(&mut contradicted, i);
            } else if m.cells.meets(&self.cells) {
                self.credit(&mut hidden, i);
            }
        }
        let [published, changed, contradicted, hidden] =
            [published, changed, contradicted, hidden].map(|credits| self.distinctly(credits));
        let figures = |credit: &Credit| self.figures(&credit.claims);
        let few = |credit: &Credit| match credit.claims.len() {
            count if count > FEW => counted(count, "figure"),
            _ => figures(credit),
        };
        // What is only illustrative was not published, and second hand is not by whom: the remark says what it is.
        let verb = |credit: &Credit| if credit.is_qualified { "Stated" } else { "Published" };
        let against = |credit: &Credit| format!("{}, but contradicted by other figures", verb(credit));
        let other_here = |credit: &Credit| format!("{}, other in this scenario", verb(credit));
        let mut credits = lines(|credit| verb(credit).into(), &published, figures);
        credits.extend(lines(other_here, &changed, figures));
        credits.extend(lines(against, &contradicted, figures));
        credits.extend(lines(|_| "Also honored, not shown here".into(), &hidden, few));
        let assumed = if rests_on_assumptions { self.assumed(axes) } else { Vec::new() };
        if !assumed.is_empty() {
            credits.push(format!("Assumed, not published: {}.", assumed.join("; ")));
        }
        credits.extend_from_slice(self.assumed_by_scenario());
        credits
    }

    /// What was remarked on the published figures of the cells shown, each remark once.
    pub(super) fn claim_notes(&self, shown: &[Selection]) -> Vec<String> {
        let shown: BTreeSet<&Selection> = shown.iter().collect();
        let mut notes: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, m) in self.market().measured().iter().enumerate() {
            let note = self.market().claims()[i].stated_note();
            if let Some(note) = note.filter(|_| !m.compare && shown.contains(&m.cells)) {
                let at = *known.entry(note).or_insert(notes.len());
                if at == notes.len() {
                    notes.push((note, Vec::new()));
                }
                notes[at].1.push(i);
            }
        }
        let beyond = notes.len().saturating_sub(NAMED);
        notes.truncate(NAMED);
        let said = notes.iter().map(|(note, claims)| {
            let about = self.figures(&self.distinct(claims));
            let about = about.strip_prefix("total ").unwrap_or(&about);
            format!("{about}: {}.", note.trim_end_matches('.'))
        });
        let more = (beyond > 0).then(|| format!("{} on published figures.", counted(beyond, "more remark")));
        said.chain(more).collect()
    }

    /// Whether the forecast prints what the claim prints.
    pub(super) fn is_met(&self, claim: usize) -> bool {
        if self.market().measured()[claim].compare {
            self.reproductions()[claim].residual().abs() <= 1.0
        } else {
            self.holds(claim)
        }
    }

    fn credit(&self, credits: &mut Credits, claim: usize) {
        let source = self.market().claims()[claim].stated_source();
        let is_qualified = source.is_some_and(|source| source.note().is_some());
        let source = source.map_or_else(|| "source not stated".into(), Source::to_string);
        let at = *credits.known.entry(source.clone()).or_insert(credits.all.len());
        if at == credits.all.len() {
            credits.all.push(Credit { source, is_qualified, claims: Vec::new() });
        }
        credits.all[at].claims.push(claim);
    }

    /// The credits, each without figures that stand in it twice.
    fn distinctly(&self, credits: Credits) -> Vec<Credit> {
        let distinct = |credit: Credit| Credit { claims: self.distinct(&credit.claims), ..credit };
        credits.all.into_iter().map(distinct).collect()
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
        let mut assumed = told(split.iter().map(|(axis, name)| self.assumed_shares(*axis, name)));
        let here = |cells: &Selection| cells.meets(&self.cells);
        let growth = market.growth_rules().iter().filter(|rule| here(&rule.cells));
        let growth = told(growth.map(|rule| Belief {
            what: growth_of(&rule.what),
            names: vec![part(&rule.scope)],
            note: rule.note.as_deref(),
            most: NAMED,
        }));
        // In a single year nothing grows.
        if market.years().periods() > 0 {
            let none = growth.is_empty().then(|| "equal growth where none is published".into());
            assumed.extend(growth.into_iter().chain(none));
        }
        if split.len() > 1 {
            let mix = market.mix_rules().iter().filter(|rule| here(&rule.cells));
            assumed.extend(told(mix.map(|rule| Belief {
                what: "mix of ",
                names: vec![part(&rule.scope)],
                note: rule.note.as_deref(),
                most: NAMED,
            })));
        }
        assumed
    }

    /// "shares by region", "equal shares by channel".
    fn assumed_shares(&self, axis: usize, name: &str) -> Belief<'_> {
        let stated = self.market().stated_shares().iter().find(|stated| stated.axis == axis);
        Belief {
            what: if stated.is_some() { "shares by " } else { "equal shares by " },
            names: vec![name.into()],
            note: stated.and_then(|shares| shares.note.as_deref()),
            most: usize::MAX,
        }
    }
}

/// What a scenario has changed, worked out once for every part of the market that claims speak of.
pub(super) struct Changes<'a> {
    forecast: &'a Forecast,
    known: BTreeMap<&'a Selection, Option<Vec<bool>>>,
}

impl<'a> Changes<'a> {
    pub(super) fn new(forecast: &'a Forecast) -> Self {
        Self { forecast, known: BTreeMap::new() }
    }

    /// Whether a number that the claim speaks of is another one under the scenario.
    pub(super) fn reach(&mut self, claim: usize) -> bool {
        let m = &self.forecast.market().measured()[claim];
        match &m.what {
            What::Value { year } => self.in_years(&m.cells, &[*year]),
            What::Share { year, of } => self.in_years(&m.cells, &[*year]) || self.in_years(of, &[*year]),
            What::Growth { from, to } | What::Change { from, to } => self.in_years(&m.cells, &[*from, *to]),
        }
    }

    fn in_years(&mut self, cells: &'a Selection, years: &[usize]) -> bool {
        let changed = self.known.entry(cells).or_insert_with(|| self.forecast.changed(cells));
        changed.as_ref().is_some_and(|changed| years.iter().any(|&year| changed[year]))
    }
}

/// An assumption in words: what it is, of which parts of the market, and the remark that was made on it.
struct Belief<'a> {
    what: &'static str,
    names: Vec<String>,
    note: Option<&'a str>,
    /// More names than this are counted.
    most: usize,
}

/// "shares by region and product (illustrative)": what differs in its names only is told together.
fn told<'a>(beliefs: impl Iterator<Item = Belief<'a>>) -> Vec<String> {
    let mut together: Vec<Belief> = Vec::new();
    let mut known: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    for belief in beliefs {
        let at = *known.entry((belief.what, belief.note)).or_insert(together.len());
        match together.get_mut(at) {
            Some(known) => known.names.extend(belief.names),
            None => together.push(belief),
        }
    }
    together.into_iter().map(Belief::into_text).collect()
}

impl Belief<'_> {
    fn into_text(self) -> String {
        let mut known = BTreeSet::new();
        let mut distinct = self.names;
        distinct.retain(|name| known.insert(name.clone()));
        let names = match distinct.len() {
            n if n > self.most => counted(n, "part of the market"),
            _ => list(&distinct),
        };
        let note = self.note.map_or_else(String::new, |note| format!(" ({})", note.trim_end_matches('.')));
        format!("{}{names}{note}", self.what)
    }
}

/// A curve is what its cells follow; points say who does better or worse than that.
fn growth_of(growth: &Growth) -> &'static str {
    match growth {
        Growth::PointsAboveMarket(points) if *points > 0.0 => "faster growth of ",
        Growth::PointsAboveMarket(points) if *points < 0.0 => "slower growth of ",
        _ => "growth of ",
    }
}

/// A rule for the whole market is one for each of its parts: what is published of the whole is not assumed.
fn part(scope: &Scope) -> String {
    if scope.is_all() { "every part".into() } else { scope.to_string() }
}

/// One line for each source: whoever is not named might as well not have published.
fn lines(
    what: impl Fn(&Credit) -> String,
    credits: &[Credit],
    figures: impl Fn(&Credit) -> String,
) -> Vec<String> {
    credits
        .iter()
        .map(|credit| format!("{}: {} ({}).", what(credit), credit.source, figures(credit)))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::forecast::By;
    use crate::{
        Assumption, Axis, Claim, Growth, Headline, Market, MarketBuilder, Rate, Scope, Source, Unit, Years,
    };

    const REGIONS: [&str; 4] = ["Americas", "Europe", "Asia", "Africa"];

    fn market() -> MarketBuilder {
        let source =
            Source::new("Example").with_title("Outlook").with_edition("2020").with_note("illustrative");
        Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2023).unwrap())
            .axis(Axis::REGION, REGIONS)
            .axis(Axis::PRODUCT, ["Software", "Services"])
            .claims(Headline::new("8.0", 2019, "10.0", 2023).cagr("5.7%").source(source))
    }

    fn of(name: &str) -> Scope {
        Scope::of(Axis::REGION, name)
    }

    fn check(market: MarketBuilder, scope: &Scope, by: By, expected: &[&str]) {
        let forecast = market.build().unwrap().forecast().unwrap().within(scope).unwrap();
        assert_eq!(forecast.by(by).unwrap().source_lines(), expected);
    }

    const TOTAL: &str = "Stated: Example, Outlook, 2020 (illustrative) (total 8.0 in 2019 and 10.0 in 2023, CAGR 5.7% 2019–2023).";

    #[test]
    fn what_nobody_published_is_assumed_by_name() {
        check(market(), &Scope::all(), By::total(), &[TOTAL]);
        let equal = "Assumed, not published: equal shares by region; equal growth where none is published.";
        check(market(), &Scope::all(), Axis::REGION.into(), &[TOTAL, equal]);
        let faster = || Growth::points_above_market(1.0);
        let stated = market()
            .assume_shares(Axis::REGION, [0.4, 0.3, 0.2, 0.1])
            .assume_growth(of("Asia"), faster())
            .assume_growth(of("Africa"), faster())
            .assume(Assumption::mix(of("Asia").and(Axis::PRODUCT, "Services"), 1.2));
        let growth = "faster growth of region 'Asia' and region 'Africa'";
        let line = format!("Assumed, not published: shares by region; {growth}.");
        check(stated.clone(), &Scope::all(), Axis::REGION.into(), &[TOTAL, &line]);
        let mix = "mix of region 'Asia', product 'Services'";
        let line =
            format!("Assumed, not published: shares by region; equal shares by product; {growth}; {mix}.");
        check(stated.clone(), &Scope::all(), By::axis(Axis::REGION).and(Axis::PRODUCT), &[TOTAL, &line]);
        let line = format!(
            "Assumed, not published: shares by region; equal shares by product; faster growth of region 'Asia'; {mix}."
        );
        let figures = "the whole market 8.0 in 2019 and 10.0 in 2023, CAGR 5.7% 2019–2023";
        let hidden =
            format!("Also honored, not shown here: Example, Outlook, 2020 (illustrative) ({figures}).");
        check(stated, &of("Asia"), Axis::PRODUCT.into(), &[&hidden, &line]);
    }

    #[test]
    fn each_source_has_its_own_figures() {
        let claims = [
            Claim::value("2.0", 2019).of(of("Europe")).source("Census"),
            Claim::value("2.1", 2020).of(of("Europe")).source("Census"),
            Claim::value("2.2", 2021).of(of("Europe")).source("Census"),
            Claim::share("10%", 2019).of(of("Africa")).source("Census"),
            Claim::change("0.5", 2019, 2023).of(of("Asia")),
            Claim::value("99", 2020).source("Rival").for_comparison(),
        ];
        let census = "Published: Census (region 'Europe' 2.0 in 2019, 2.1 in 2020 and 2.2 in 2021; region 'Africa' share 10% in 2019).";
        let unknown = "Published: source not stated (region 'Asia' change 0.5 from 2019 to 2023).";
        let equal = "Assumed, not published: equal shares by region; equal growth where none is published.";
        check(
            market().claims(claims.clone()),
            &Scope::all(),
            Axis::REGION.into(),
            &[TOTAL, census, unknown, equal],
        );
        check(
            market().claims(claims),
            &Scope::all(),
            By::total(),
            &[
                TOTAL,
                &census.replace("Published", "Also honored, not shown here"),
                &unknown.replace("Published", "Also honored, not shown here"),
            ],
        );
    }

    #[test]
    fn every_source_is_named_however_many_there_are() {
        let claims = (0..9).map(|i| Claim::value("8.0", 2019).source(format!("Publisher {i}")));
        let lines = market().claims(claims).build().unwrap().forecast().unwrap().by(By::total()).unwrap();
        let named = |i: &usize| {
            lines.source_lines().contains(&format!("Published: Publisher {i} (total 8.0 in 2019)."))
        };
        assert_eq!((0..9).filter(named).count(), 9, "{:?}", lines.source_lines());
    }

    #[test]
    fn in_a_single_year_no_growth_is_assumed() {
        let market = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2019).unwrap())
            .axis(Axis::REGION, REGIONS)
            .claim(Claim::value("8.0", 2019).source("Example"));
        let total = "Published: Example (total 8.0 in 2019).";
        let shares = "Assumed, not published: equal shares by region.";
        check(market, &Scope::all(), Axis::REGION.into(), &[total, shares]);
    }

    #[test]
    fn what_was_remarked_on_assumed_shares_is_said_once() {
        let illustrative = |axis, shares: &[f64]| {
            Assumption::shares(axis, shares.iter().copied()).note("illustrative, nobody's data.")
        };
        let market = market()
            .assume(illustrative(Axis::REGION, &[0.4, 0.3, 0.2, 0.1]))
            .assume(illustrative(Axis::PRODUCT, &[0.5, 0.5]));
        let rest = "equal growth where none is published.";
        let line = format!("Assumed, not published: shares by region (illustrative, nobody's data); {rest}");
        check(market.clone(), &Scope::all(), Axis::REGION.into(), &[TOTAL, &line]);
        let both = "shares by region and product (illustrative, nobody's data)";
        let line = format!("Assumed, not published: {both}; {rest}");
        check(market.clone(), &Scope::all(), By::axis(Axis::REGION).and(Axis::PRODUCT), &[TOTAL, &line]);
        check(market, &Scope::all(), By::total(), &[TOTAL]);
    }

    #[test]
    fn what_was_remarked_on_assumed_growth_and_mix_is_said_once() {
        let noted = |scope, growth| Assumption::growth(scope, growth).note("illustrative.");
        let points = Growth::points_above_market;
        let market = market()
            .assume_shares(Axis::REGION, [0.4, 0.3, 0.2, 0.1])
            .assume(
                Assumption::growth(Scope::all(), Growth::compound(Rate::percent(5.7))).note("as published"),
            )
            .assume(noted(of("Asia"), points(2.0)))
            .assume(noted(of("Africa"), points(1.0)))
            .assume(noted(of("Europe"), points(-1.0)))
            .assume(Assumption::mix(of("Asia").and(Axis::PRODUCT, "Services"), 1.2).note("a guess"));
        let growth = "growth of every part (as published); \
                      faster growth of region 'Asia' and region 'Africa' (illustrative); \
                      slower growth of region 'Europe' (illustrative)";
        let line = format!("Assumed, not published: shares by region; {growth}.");
        check(market.clone(), &Scope::all(), Axis::REGION.into(), &[TOTAL, &line]);
        let mix = "mix of region 'Asia', product 'Services' (a guess)";
        let line =
            format!("Assumed, not published: shares by region; equal shares by product; {growth}; {mix}.");
        check(market, &Scope::all(), By::axis(Axis::REGION).and(Axis::PRODUCT), &[TOTAL, &line]);
    }

    #[test]
    fn what_was_remarked_on_figures_shown_is_a_note() {
        let notes = |claims: Vec<Claim>| {
            let forecast = market().claims(claims).build().unwrap().forecast().unwrap();
            forecast.by(Axis::REGION).unwrap().notes().to_vec()
        };
        let europe = |year| Claim::value("2.0", year).of(of("Europe"));
        assert!(notes(vec![Claim::value("9", 2021).for_comparison().note("a guess")]).is_empty());
        assert!(
            notes(vec![Claim::share("50%", 2019).of(Scope::of(Axis::PRODUCT, "Services")).note("n")])
                .is_empty()
        );
        assert_eq!(
            notes(vec![
                Claim::value("8.5", 2020).note("software only."),
                europe(2019).note("with Turkey"),
                europe(2020).note("with Turkey"),
            ]),
            ["8.5 in 2020: software only.", "region 'Europe' 2.0 in 2019 and 2.0 in 2020: with Turkey."]
        );
        let many = notes((2019..=2023).map(|year| europe(year).note(format!("edition {year}"))).collect());
        assert_eq!((many.len(), many[3].as_str()), (4, "2 more remarks on published figures."));
    }

    #[test]
    fn many_figures_are_counted_and_all_published_needs_no_assumption() {
        let years = || 2019..=2023;
        let claims = REGIONS.iter().flat_map(|region| {
            years().map(|year| {
                let value = if year == 2019 { "2.0" } else { "2.5" };
                Claim::value(value, year).of(of(region)).source("Census")
            })
        });
        let market = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2023).unwrap())
            .axis(Axis::REGION, REGIONS)
            .claims(claims);
        check(market, &Scope::all(), Axis::REGION.into(), &["Published: Census (20 figures by region)."]);
    }

    #[test]
    fn a_figure_that_cannot_hold_is_said_to_be_contradicted() {
        let claims = REGIONS.iter().map(|region| Claim::value("2.0", 2019).of(of(region)).source("Census"));
        let lines = market().claims(claims).claim(Claim::value("6.0", 2023).of(of("Asia")).source("Rival"));
        let rival = Claim::value("9.0", 2019).of(of("Asia")).source("Rival");
        let table = lines.claim(rival).build().unwrap().forecast().unwrap().by(Axis::REGION).unwrap();
        let contradicted: Vec<&String> =
            table.source_lines().iter().filter(|line| line.contains("contradicted")).collect();
        assert_eq!(
            contradicted,
            ["Published, but contradicted by other figures: Rival (region 'Asia' 9.0 in 2019)."]
        );
    }
}
