//! Source lines: who published which of the numbers shown, and what is assumed.

use std::collections::BTreeSet;

use super::Forecast;
use crate::market::{Measured, What};
use crate::space::Selection;
use crate::table::Table;
use crate::value::prose::{counted, list, runs};
use crate::value::{Source, Status, Year};

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
        let years: Vec<i32> = self.years().iter().map(Year::number).collect();
        let year = |position: usize| years[position];
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

#[cfg(test)]
mod tests {
    use crate::forecast::By;
    use crate::{
        Assumption, Axis, Claim, Growth, Headline, Market, MarketBuilder, Scope, Source, Unit, Years,
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

    const TOTAL: &str =
        "Published: Example, Outlook, 2020 (illustrative) (total 2019 and 2023, CAGR 2019–2023).";

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
        let growth = "growth of region 'Asia' and region 'Africa'";
        let line = format!("Assumed, not published: shares by region; {growth}.");
        check(stated.clone(), &Scope::all(), Axis::REGION.into(), &[TOTAL, &line]);
        let mix = "mix of region 'Asia', product 'Services'";
        let line =
            format!("Assumed, not published: shares by region; equal shares by product; {growth}; {mix}.");
        check(stated.clone(), &Scope::all(), By::axis(Axis::REGION).and(Axis::PRODUCT), &[TOTAL, &line]);
        let line = format!(
            "Assumed, not published: shares by region; equal shares by product; growth of region 'Asia'; {mix}."
        );
        let hidden = "Also honored, not shown here: Example, Outlook, 2020 (illustrative) (3 figures).";
        check(stated, &of("Asia"), Axis::PRODUCT.into(), &[hidden, &line]);
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
        let census = "Published: Census (region 'Europe' 2019–2021; region 'Africa' share 2019).";
        let unknown = "Published: source not stated (region 'Asia' change 2019–2023).";
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
                "Also honored, not shown here: Census (4 figures).",
                "Also honored, not shown here: source not stated (1 figure).",
            ],
        );
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
            ["Published, but contradicted by other figures: Rival (region 'Asia' 2019)."]
        );
    }
}
