//! What was assumed, and how numbers come about.

use super::super::section::Section;
use super::super::text::Text;
use crate::claim::FindingKind;
use crate::forecast::Forecast;
use crate::growth::Growth;
use crate::market::{Assumption, AssumptionKind, Market, ShareSd};
use crate::space::Axis;
use crate::value::Share;
use crate::value::prose::{figure, list};

pub(super) fn assumptions(forecast: &Forecast) -> Section {
    let market = forecast.market();
    let section = Section::new("assumptions", "Assumptions");
    let stated = market.assumptions().iter().map(|assumption| told(market, assumption));
    let of_scenario = forecast.assumed_by_scenario().iter().map(|line| Text::new(line.as_str()));
    let drift = market.stated_drift().map(|drift| {
        let words = format!(": its variance is {} times what it is unless stated.", figure(drift));
        Text::default().strong("How freely growth may differ from what is assumed").words(words)
    });
    let said: Vec<Text> = stated.chain(firmness(market)).chain(drift).chain(of_scenario).collect();
    let has_defaults = forecast.findings().iter().any(|f| f.kind() == FindingKind::DefaultAssumption);
    let intro = match (said.is_empty(), has_defaults) {
        (true, true) => "No assumption is stated; the defaults among the findings stand in.",
        (true, false) => "No assumption is stated.",
        (false, true) => {
            "Stated by the author of the model; the defaults among the findings stand in for the rest."
        }
        (false, false) => "Stated by the author of the model.",
    };
    section.text(intro).list(said)
}

/// "Shares by region in 2019: North America 43%, Europe 26% (illustrative)."
fn told(market: &Market, assumption: &Assumption) -> Text {
    let (what, numbers) = match assumption.kind() {
        AssumptionKind::Shares { axis, shares } => {
            let members = market.axes().members(axis).unwrap_or_default();
            let named = members.iter().map(String::as_str).zip(shares.iter().copied());
            (shares_of(market, axis), split(named))
        }
        AssumptionKind::SharesByName { axis, shares } => {
            (shares_of(market, axis), split(shares.iter().map(|(name, share)| (name.as_str(), *share))))
        }
        AssumptionKind::Growth { scope, growth } if scope.is_all() => {
            ("Growth of every part".into(), curve(growth))
        }
        AssumptionKind::Growth { scope, growth } => (format!("Growth of {scope}"), curve(growth)),
        AssumptionKind::Mix { scope, weight } => (
            format!("Mix of {scope}"),
            format!("{} times what its shares alone would make of it", figure(*weight)),
        ),
    };
    let note =
        assumption.stated_note().map(|note| format!(" ({})", note.trim_end_matches('.'))).unwrap_or_default();
    Text::default().strong(what).words(format!(": {numbers}{note}."))
}

/// "How firmly they are held: shares by region to 10% of each, growth to 5% a year, standard deviations."
fn firmness(market: &Market) -> Option<Text> {
    let stated = market.stated_firmness();
    let percent = |width: Share| format!("{}%", figure(width.to_percent()));
    let shares = stated.shares.iter().map(|(axis, sd)| match sd {
        ShareSd::Percent(percent) => format!("shares by {axis} to {}% of each", figure(*percent)),
        ShareSd::Printed => format!("shares by {axis} to their digits"),
    });
    let level =
        stated.level.map(|width| format!("sizes in {} to {} of the market", market.base(), percent(width)));
    let drift = stated.drift.map(|width| format!("growth to {} of the market a year", percent(width)));
    let all: Vec<String> = shares.chain(level).chain(drift).collect();
    let words = format!(": {}, as standard deviations.", list(&all));
    (!all.is_empty()).then(|| Text::default().strong("How firmly they are held").words(words))
}

fn shares_of(market: &Market, axis: &Axis) -> String {
    format!("Shares by {axis} in {}", market.base())
}

/// As percentages, however they were stated.
fn split<'a>(shares: impl Iterator<Item = (&'a str, f64)>) -> String {
    let shares: Vec<(&str, f64)> = shares.collect();
    // The same line as where they are checked: 43 and 57 are percentages, 0.43 and 0.57 fractions.
    let factor = if shares.iter().map(|(_, share)| share).sum::<f64>() > 10.0 { 1.0 } else { 100.0 };
    let told = shares.iter().map(|(name, share)| format!("{name} {}%", figure(factor * share)));
    told.collect::<Vec<_>>().join(", ")
}

fn curve(growth: &Growth) -> String {
    let percent = |rate: &crate::value::Rate| format!("{}%", figure(rate.to_percent()));
    match growth {
        Growth::Compound(rate) => format!("{} a year", percent(rate)),
        Growth::Linear(rate) => {
            format!("{} of the base year's size, each year the same amount", percent(rate))
        }
        Growth::Stepwise(rates) => {
            let told = rates.iter().map(|(year, rate)| format!("{} from {year} on", percent(rate)));
            told.collect::<Vec<_>>().join(", ")
        }
        Growth::PointsAboveMarket(points) if *points < 0.0 => {
            format!("{} a year slower than otherwise", of_points(-points))
        }
        Growth::PointsAboveMarket(points) => {
            format!("{} a year faster than otherwise", of_points(*points))
        }
    }
}

/// "1 point", "1.5 points".
fn of_points(points: f64) -> String {
    let points = figure(points);
    if points == "1" { "1 point".into() } else { format!("{points} points") }
}

/// What the words below numbers mean.
const STATUSES: [(&str, &str); 7] = [
    ("Published", "a source states exactly this number, and it prints as stated."),
    (
        "Published, not met",
        "a source states this number, but it cannot hold together with other published ones; another one stands in the table.",
    ),
    (
        "Derived",
        "follows from published numbers: a sum, a remainder, a share of a whole, a value times its growth.",
    ),
    ("Interpolated", "between two years for which the same part is published."),
    ("Extrapolated", "before the first or after the last year for which the part is published."),
    ("Assumed", "rests on an assumption of the model."),
    ("Scenario", "changed by a scenario."),
];

pub(super) fn method(forecast: &Forecast) -> Section {
    let market = forecast.market();
    let basis = match market.basis() {
        Some(basis) => format!("What the money is worth: {}.", basis.trim_end_matches('.')),
        None => "Whether figures are in nominal or in constant money is not stated.".into(),
    };
    let years = format!(
        "Shares are those of {base}; later years are forecasts. Between and beyond published years, numbers follow the assumed growth.",
        base = market.base()
    );
    Section::new("method", "Method")
        .text(
            "A published figure is exact to half a unit of its last digit: 8.1 stands for anything from 8.05 to 8.15. \
             The forecast is the set of numbers closest to the assumptions that prints every published figure as published and adds up \
             along every axis. Where published figures contradict each other, the fewest are set aside and named among the findings.",
        )
        .text(years)
        .text(
            "Numbers are computed unrounded and rounded where they are printed, so that printed parts may miss their printed total by a last \
             digit, and a rate recomputed from printed values may differ from the printed one; a note says where.",
        )
        .text(basis)
        .text("Where a number comes from:")
        .list(STATUSES.map(|(word, meaning)| Text::default().strong(word).words(format!(": {meaning}"))))
}
