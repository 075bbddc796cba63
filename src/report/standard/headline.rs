//! Whether published values and growth rates agree, in words.

use super::super::exhibit::Exhibit;
use super::super::grid::{Grid, Head};
use super::super::section::Section;
use super::super::text::Text;
use super::claims::printed;
use crate::claim::{Claim, FirstYear, Headline, HeadlineCheck, Verdict};
use crate::forecast::Forecast;
use crate::table::BASE;
use crate::value::prose::{beside, counted};

/// More headlines than this stand in a table.
const TOLD: usize = 3;
/// And no more than these in the table.
const LISTED: usize = 60;

/// A start, an end and a growth rate among the claims, with the verdict on them.
struct Checked<'a> {
    claims: [&'a Claim; 3],
    positions: [usize; 3],
    check: HeadlineCheck,
}

/// The section, where claims make a headline.
pub(super) fn section(forecast: &Forecast) -> Option<Section> {
    let market = forecast.market();
    let checked = market.triples().into_iter().filter_map(|positions| {
        let claims = positions.map(|claim| &market.claims()[claim]);
        let check = Headline::from_claims(claims).check().ok()?;
        Some(Checked { claims, positions, check })
    });
    let mut checked: Vec<Checked> = checked.collect();
    // The whole first: it is what a report leads with.
    checked.sort_by_key(|one| !one.claims[0].scope().is_all());
    if checked.is_empty() {
        return None;
    }
    let section = Section::new("headline", "Do the published figures agree?");
    if checked.len() <= TOLD {
        let told = checked.iter().map(|one| one.told(forecast));
        return Some(told.fold(section, Section::text));
    }
    let agree = checked.iter().filter(|one| one.check.verdict() == Verdict::Consistent).count();
    let said = format!(
        "Of {} of a start, an end and a growth rate, {agree} agree within the rounding of their digits",
        counted(checked.len(), "headline"),
    );
    let section = section.text(Text::new(said).aside("headlines").words("."));
    Some(
        section
            .exhibit(Exhibit::grid("headlines", grid(&checked)).titled("Published values and growth rates")),
    )
}

fn grid(checked: &[Checked]) -> Grid {
    let row = |one: &Checked| {
        let [start, end, rate] = one.claims;
        let values = format!(
            "{} in {} to {} in {}",
            printed(start),
            start.figure().year(),
            printed(end),
            end.figure().year()
        );
        let allowed = format!("{:.2}", one.check.implied_interval());
        vec![start.scope().to_string(), values, printed(rate), allowed, words(one.check.verdict()).into()]
    };
    // A whole along two axes is printed twice, and once is enough here.
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in checked.iter().map(row) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let beyond = rows.len().saturating_sub(LISTED);
    rows.truncate(LISTED);
    let note = (beyond > 0).then(|| format!("{} left out here.", counted(beyond, "more headline")));
    Grid {
        caption: "Growth a year that the values allow beside the rate that is printed".into(),
        heads: vec![
            Head::Words("Of"),
            Head::Words("Values"),
            Head::Number("Printed rate"),
            Head::Number("Values allow"),
            Head::Words("Verdict"),
        ],
        rows,
        notes: note.into_iter().collect(),
    }
}

/// A verdict as a reader says it.
fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Consistent => "consistent",
        Verdict::FitsStatedWindow => "fits the stated years",
        Verdict::FitsOtherPeriods => "fits another number of years",
        Verdict::NearMiss => "near miss",
        Verdict::NeedsUnprintedYear => "needs a year that is not printed",
        Verdict::Irreconcilable => "irreconcilable",
    }
}

impl Checked<'_> {
    fn told(&self, forecast: &Forecast) -> Text {
        let [start, end, rate] = self.claims;
        let who = start.stated_source().map_or("A source that is not stated", |source| source.publisher());
        let of = if start.scope().is_all() { String::new() } else { format!(", of {}", start.scope()) };
        let (years, check) = ((start.figure().year(), end.figure().year()), &self.check);
        let stated = format!(
            "{who} prints {} in {}, {} in {} and growth of {} a year{of}. \
             Over {}, values that print as these two allow growth of {:.2} a year. Verdict: ",
            printed(start),
            years.0,
            printed(end),
            years.1,
            printed(rate),
            counted(check.periods() as usize, "year"),
            check.implied_interval(),
        );
        let why = format!(". {} {}", self.reason(), self.taken(forecast));
        Text::new(stated).strong(words(check.verdict())).words(why.trim_end())
    }

    fn reason(&self) -> String {
        let check = &self.check;
        match (check.verdict(), check.first_year()) {
            (Verdict::Consistent, _) => self.agreement(),
            (Verdict::FitsOtherPeriods, _) => {
                let fitting: Vec<String> = check.fitting_periods().iter().map(ToString::to_string).collect();
                format!(
                    "The rate fits {} years instead, as if they had been counted otherwise.",
                    fitting.join(" or ")
                )
            }
            (Verdict::NearMiss, _) => {
                format!(
                    "The rate is {:.3} points off, which its last digit may explain.",
                    check.gap().to_percent()
                )
            }
            (Verdict::NeedsUnprintedYear, Some(FirstYear { year, value, growth, .. })) => {
                let half_unit = self.claims[0].printed().map_or(0.0, crate::value::Printed::half_unit);
                format!(
                    "The rate would be right from {} in {year}, after growth of {growth}.",
                    beside(value, half_unit)
                )
            }
            (Verdict::FitsStatedWindow, _) => "The rate fits the years that its source states for it.".into(),
            _ => format!(
                "The rate is {:.2} points off, and no other count of years explains it.",
                check.gap().to_percent()
            ),
        }
    }

    /// The three agree: whether a reader who recomputes the rate finds another one, and what each leaves of the others.
    fn agreement(&self) -> String {
        let check = &self.check;
        let decimals = self.claims[2].printed().map_or(1, crate::value::Printed::decimals);
        let rate = |rate: crate::value::Rate| format!("{:.*}%", decimals, rate.to_percent());
        let (implied, stated) = (rate(check.implied_cagr()), rate(check.printed_cagr()));
        let naive = if implied == stated {
            String::new()
        } else {
            format!(
                "Recomputed from the printed values alone the rate would be {implied}: rounding explains the difference. "
            )
        };
        let interval = |claim: &Claim, found: crate::value::Interval<f64>| {
            let half_unit = claim.printed().map_or(0.0, crate::value::Printed::half_unit);
            found
                .high
                .is_finite()
                .then(|| format!("{} to {}", beside(found.low, half_unit), beside(found.high, half_unit)))
        };
        let [start, end, _] = self.claims;
        let left = interval(start, check.start_interval()).zip(interval(end, check.end_interval()));
        let left = left.map(|(start, end)| {
            format!("With the end and the rate, the start may be {start}; with the start and the rate, the end {end}.")
        });
        format!("{naive}{}", left.unwrap_or_default())
    }

    /// The three numbers of the forecast.
    fn taken(&self, forecast: &Forecast) -> String {
        let found = self.positions.map(|claim| &forecast.reproductions()[claim]);
        let [start, end, rate] = found.map(|one| match one.half_unit {
            // Fractions print as percentages.
            half_unit if one.claim == self.positions[2] => {
                format!("{}%", beside(100.0 * one.reproduced, 100.0 * half_unit))
            }
            half_unit => beside(one.reproduced, half_unit),
        });
        let before = if forecast.scenario() == BASE { "The" } else { "Before the scenario, the" };
        format!("{before} forecast has {start}, {end} and {rate}.")
    }
}
