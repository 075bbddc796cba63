//! From plain data to a checked market, all faults of meaning at once.

use super::fields::FORMAT;
use super::sources::Sources;
use super::{
    AssumptionsSpec, ClaimSpec, CurveSpec, GrowthSpec, Model, Named, PrintedSpec, RateSpec, SourceSpec, Spec,
    WidthsSpec,
};
use crate::claim::Claim;
use crate::error::{Error, ErrorKind, Step};
use crate::growth::Growth;
use crate::market::{Assumption, Market, MarketBuilder, ShareSd, StatedClaim};
use crate::scenario::{Scenario, Scenarios};
use crate::space::{Dimension, Scope};
use crate::value::{Printed, Rate, Share, Source, Unit, Year, Years};

impl TryFrom<Spec> for Model {
    type Error = Error;

    /// Checks a model as a whole: the error holds every fault of meaning that is in it, each with the path of its key.
    fn try_from(spec: Spec) -> Result<Self, Error> {
        let (scenarios, unclear) = scenarios(&spec);
        let mut faults: Vec<Error> = Vec::new();
        if spec.format != FORMAT {
            let (what, found) = ("the format".into(), f64::from(spec.format));
            let fault = ErrorKind::Number { what, found, expected: FORMAT.to_string() };
            faults.push(Error::from(fault).within("format"));
        }
        let unit = spec.market.unit.parse::<Unit>();
        let unit = unit.map_err(|fault| faults.push(fault.within("unit").within("market"))).ok();
        let stated = spec.market.years;
        let years = Years::new(stated.first, stated.last).unwrap_or_else(|fault| {
            faults.push(fault.within("years").within("market"));
            Years::new(stated.last, stated.first).expect("years that run backwards run forwards when swapped")
        });
        let unit_is_known = unit.is_some();
        let mut builder = Market::builder(spec.market.name, unit.unwrap_or(Unit::USD_BILLION), years);
        builder = faults.into_iter().fold(builder, MarketBuilder::fault);
        builder = spec.market.basis.into_iter().fold(builder, MarketBuilder::basis);
        builder = spec.market.base.into_iter().fold(builder, MarketBuilder::base);
        builder = spec.market.drift.into_iter().fold(builder, MarketBuilder::drift);
        // Where the model is faulty, its scenarios can be checked against its axes and years all the same.
        let mut bare =
            Market::builder("market", Unit::USD_BILLION, years).claim(Claim::value("1", years.last()));
        bare =
            spec.market.base.into_iter().filter(|base| years.contains(*base)).fold(bare, MarketBuilder::base);
        for (axis, stated) in spec.axes {
            let dimension = Dimension::new(axis, stated.members);
            let groups = stated.groups.into_iter();
            let dimension = groups.fold(dimension, |all, (name, parts)| all.group(name, parts));
            builder = builder.dimension(dimension.clone());
            bare = bare.dimension(dimension);
        }
        let sources = &Sources::of(&spec.sources);
        builder = spec.claims.into_iter().fold(builder, |all, claim| all.stated_claim(claim.state(sources)));
        builder = spec.assumptions.state(builder);
        // Without a unit, whether a figure is in it means nothing.
        let means_something =
            |fault: &Error| unit_is_known || !matches!(fault.root(), ErrorKind::UnitMismatch { .. });
        let told = |error: Error| -> Vec<Error> {
            error.faults().filter(|fault| means_something(fault)).cloned().collect()
        };
        let mut faults = Vec::new();
        let market = builder.build().map_err(|error| faults.extend(told(error))).ok();
        let ground = market.clone().or_else(|| bare.build().ok());
        faults.extend(unclear);
        let checked = ground.map(|ground| Scenarios::new(&ground, scenarios));
        let checked = checked.and_then(|checked| checked.map_err(|fault| faults.push(fault)).ok());
        Error::none_of(faults).map_err(Error::with_paths)?;
        let market = market.expect("a market that could not be built has left a fault");
        Ok(Model { market, scenarios: checked.expect("and so have scenarios that could not be checked") })
    }
}

/// The scenarios to check, and what is wrong with how they are stated.
fn scenarios(spec: &Spec) -> (Vec<Scenario>, Vec<Error>) {
    let (sources, mut faults) = (&Sources::of(&spec.sources), Vec::new());
    let stated = spec.scenarios.iter().enumerate().map(|(i, stated)| {
        let (scenario, wrong) = stated.state(sources);
        faults.extend(wrong.into_iter().map(|fault| fault.within(i).within("scenarios")));
        scenario
    });
    (stated.collect(), faults)
}

pub(super) fn form(found: impl Into<String>, expected: impl Into<String>) -> Error {
    ErrorKind::Form { found: found.into(), expected: expected.into() }.into()
}

/// The scope that a table of axes and names stands for.
pub(super) fn scope(terms: &Named<String>) -> Scope {
    terms.iter().fold(Scope::all(), |scope, (axis, name)| scope.and(axis, name.as_str()))
}

impl TryFrom<PrintedSpec> for Printed {
    type Error = Error;

    fn try_from(stated: PrintedSpec) -> Result<Self, Error> {
        match stated {
            PrintedSpec::Text(text) => text.parse(),
            PrintedSpec::Number(number) => Printed::within(number, 0.0),
        }
    }
}

impl From<&SourceSpec> for Source {
    fn from(stated: &SourceSpec) -> Self {
        type With = fn(Source, String) -> Source;
        let optional: [(&Option<String>, With); 5] = [
            (&stated.title, Source::with_title),
            (&stated.edition, Source::with_edition),
            (&stated.url, Source::with_url),
            (&stated.accessed, Source::with_accessed),
            (&stated.note, Source::with_note),
        ];
        let said = optional.into_iter().filter_map(|(text, with)| text.clone().map(|text| (text, with)));
        said.fold(Source::new(stated.publisher.clone()), |source, (text, with)| with(source, text))
    }
}

impl ClaimSpec {
    const FIGURES: &str = "'value', 'share', 'growth' and 'change'";

    fn state(self, sources: &Sources) -> StatedClaim {
        let mut faults: Vec<Error> = Vec::new();
        let whole = self.figure().map_err(|fault| faults.push(fault)).ok();
        let source =
            self.source.as_ref().and_then(|name| sources.find(name).map_err(|fault| faults.push(fault)).ok());
        let Some(mut claim) = whole else {
            let bound = |item: usize, year| (vec![Step::from("years"), Step::from(item)], year);
            let span = self.years.map(|years| [bound(0, years.first), bound(1, years.last)]);
            let year = self.year.map(|year| (vec![Step::from("year")], year));
            let years = year.into_iter().chain(span.into_iter().flatten()).collect();
            let scopes = vec![("where", scope(&self.scope)), ("of", scope(&self.of))];
            return StatedClaim::parts(scopes, years).with_faults(faults);
        };
        claim = claim.of(scope(&self.scope)).out_of(scope(&self.of));
        claim = source.into_iter().fold(claim, Claim::source);
        claim = self.note.into_iter().fold(claim, Claim::note);
        claim = self.tolerance.into_iter().fold(claim, Claim::tolerance);
        if self.compare {
            claim = claim.for_comparison();
        }
        StatedClaim::from(claim).with_faults(faults)
    }

    /// The one figure, with its year or years.
    fn figure(&self) -> Result<Claim, Error> {
        let all = [
            ("value", &self.value),
            ("share", &self.share),
            ("growth", &self.growth),
            ("change", &self.change),
        ];
        let mut stated =
            all.iter().filter_map(|(name, figure)| figure.as_ref().map(|figure| (*name, figure)));
        let expected = format!("exactly one of {}", Self::FIGURES);
        let Some((name, figure)) = stated.next() else {
            return Err(form(format!("none of {}", Self::FIGURES), expected));
        };
        let more: Vec<&str> = stated.map(|(name, _)| name).collect();
        if let Some(second) = more.first() {
            let all = std::iter::once(&name).chain(&more).map(|name| format!("'{name}'"));
            let found = all.collect::<Vec<_>>().join(" and ");
            return Err(form(found, expected).in_key(second));
        }
        let mut faults = Vec::new();
        if let (PrintedSpec::Number(number), None) = (figure, self.tolerance) {
            let expected =
                format!("a text with the digits as printed such as '{number}', or a 'tolerance' too");
            faults.push(form(format!("the bare number {number}"), expected).within(name));
        }
        let claim = self.in_time(name, figure).map_err(|fault| faults.push(fault)).ok();
        Error::none_of(faults)?;
        Ok(claim.expect("a claim without its time has left a fault"))
    }

    fn in_time(&self, name: &str, figure: &PrintedSpec) -> Result<Claim, Error> {
        let figure = figure.clone();
        match (name, self.year, self.years) {
            ("value", Some(year), None) => Ok(Claim::value(figure, year)),
            ("share", Some(year), None) => Ok(Claim::share(figure, year)),
            ("growth", None, Some(years)) => Ok(Claim::growth(figure, years.first, years.last)),
            ("change", None, Some(years)) => Ok(Claim::change(figure, years.first, years.last)),
            (_, year, years) => {
                let found = match (year, years) {
                    (None, None) => "neither 'year' nor 'years'",
                    (Some(_), None) => "'year'",
                    (None, Some(_)) => "'years'",
                    (Some(_), Some(_)) => "'year' and 'years'",
                };
                let (too_much, wrong, expected) = match name {
                    "value" | "share" => (years.is_some(), "years", "'year', such as 2019"),
                    _ => (year.is_some(), "year", "'years', such as [2019, 2026]"),
                };
                let fault = form(format!("{found} with '{name}'"), expected);
                Err(if too_much { fault.in_key(wrong) } else { fault })
            }
        }
    }
}

impl AssumptionsSpec {
    fn state(self, mut builder: MarketBuilder) -> MarketBuilder {
        for (axis, shares) in self.shares {
            let shares = Assumption::shares_by_name(axis, shares);
            builder = builder.assume(noted(shares, self.note.clone()));
        }
        for (axis, stated) in self.sd {
            // The axis of an sd that cannot be read is checked all the same.
            let sd = share_sd(&stated).unwrap_or_else(|fault| {
                let placed = fault.at(format!("sd of {axis} shares")).within(axis.as_str());
                builder = builder.clone().fault(placed.within("sd").within("assumptions"));
                ShareSd::Printed
            });
            builder = builder.share_sd(axis, sd);
        }
        builder = self.widths.state(builder);
        for (item, stated) in self.growth.into_iter().enumerate() {
            let scope = scope(&stated.scope);
            // The scope of a growth that cannot be read is checked all the same.
            let growth = stated.growth().unwrap_or_else(|fault| {
                let placed = fault.at(format!("growth of {scope}")).within(item);
                builder = builder.clone().fault(placed.within("growth").within("assumptions"));
                Growth::points_above_market(0.0)
            });
            builder = builder.assume(noted(Assumption::growth(scope, growth), stated.note));
        }
        for stated in self.mix {
            let mix = Assumption::mix(scope(&stated.scope), stated.weight);
            builder = builder.assume(noted(mix, stated.note));
        }
        builder
    }
}

impl WidthsSpec {
    fn state(self, builder: MarketBuilder) -> MarketBuilder {
        type With = fn(MarketBuilder, Share) -> MarketBuilder;
        let all: [(&str, Option<String>, With); 2] = [
            ("level", self.level, MarketBuilder::level_width),
            ("drift", self.drift, MarketBuilder::drift_width),
        ];
        all.into_iter().fold(builder, |builder, (key, stated, with)| {
            let Some(text) = stated else { return builder };
            match percent(&text) {
                Ok(width) => with(builder, Share::percent(width.to_percent())),
                Err(fault) => {
                    let placed = fault.at(format!("width of {key}")).within(key);
                    builder.fault(placed.within("widths").within("assumptions"))
                }
            }
        })
    }
}

fn share_sd(text: &str) -> Result<ShareSd, Error> {
    if text == "printed" {
        return Ok(ShareSd::Printed);
    }
    match text.parse::<Printed>() {
        Ok(printed) if printed.is_percent() => Ok(ShareSd::Percent(printed.value())),
        _ => Err(form(format!("'{text}'"), "a percentage of each share such as '10%', or 'printed'")),
    }
}

fn noted(assumption: Assumption, note: Option<String>) -> Assumption {
    note.into_iter().fold(assumption, Assumption::note)
}

impl GrowthSpec {
    fn growth(&self) -> Result<Growth, Error> {
        let expected = "exactly one of 'curve' and 'points'";
        match (&self.curve, self.points) {
            (Some(curve), None) => curve.growth().map_err(|fault| fault.within("curve")),
            (None, Some(points)) => Ok(Growth::points_above_market(points)),
            (None, None) => Err(form("neither 'curve' nor 'points'", expected)),
            (Some(_), Some(_)) => Err(form("'curve' and 'points'", expected).in_key("points")),
        }
    }
}

impl CurveSpec {
    fn growth(&self) -> Result<Growth, Error> {
        let rate = |curve: &RateSpec| percent(&curve.rate).map_err(|fault| fault.within("rate"));
        let compound = self.compound.as_ref().map(|curve| rate(curve).map(Growth::compound));
        let linear = self.linear.as_ref().map(|curve| rate(curve).map(Growth::linear));
        let stepwise = self.stepwise.as_ref().map(stepwise);
        let all = [("compound", compound), ("linear", linear), ("stepwise", stepwise)];
        let names = all.each_ref().map(|(name, _)| format!("'{name}'"));
        let mut stated = all.into_iter().filter_map(|(name, curve)| Some((name, curve?)));
        let expected = || format!("exactly one of {}", names.join(", "));
        match (stated.next(), stated.next()) {
            (Some((name, curve)), None) => curve.map_err(|fault| fault.within(name)),
            (Some((first, _)), Some((second, _))) => {
                Err(form(format!("'{first}' and '{second}'"), expected()).in_key(second))
            }
            (None, _) => Err(form("no curve", expected())),
        }
    }
}

fn stepwise(steps: &Named<String>) -> Result<Growth, Error> {
    let mut faults = Vec::new();
    let mut rates = Vec::new();
    for (year, rate) in steps.iter() {
        let rate = percent(rate).map_err(|fault| fault.within(year));
        match year_of(year).map_err(|fault| fault.in_key(year)).and_then(|year| Ok((year, rate?))) {
            Ok(step) => rates.push(step),
            Err(fault) => faults.push(fault),
        }
    }
    Error::none_of(faults)?;
    Ok(Growth::stepwise(rates))
}

fn year_of(text: &str) -> Result<Year, Error> {
    let year = text.parse::<i32>().map(Year::from);
    year.map_err(|_| form(format!("'{text}'"), "a year such as 2020 in front of each rate"))
}

pub(super) fn percent(text: &str) -> Result<Rate, Error> {
    let printed: Printed = text.parse()?;
    if !printed.is_percent() {
        let reason = "a rate needs its percent sign, expected a text such as '5.2%'".into();
        return Err(ErrorKind::Printed { text: text.into(), reason }.into());
    }
    Ok(Rate::percent(printed.value()))
}
