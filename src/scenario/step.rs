//! One adjustment of a scenario.

use std::fmt;

use super::{Ramp, Recovery, StepKind};
use crate::space::Scope;
use crate::value::prose::{figure, list};
use crate::value::{Rate, Share, Source, Year};

/// One adjustment: what it does, to which part of the market, in which years, how it comes about, and what it leaves alone.
///
/// A step changes its scope and nothing else, cell by cell in proportion, unless something is held (see [`Step::hold`]).
/// `docs/scenarios.md` defines every step with its formula and an example.
///
/// ```
/// use market_outlook::{Axis, Ramp, Rate, Scope, Step};
///
/// let slower = Step::shift_growth(Scope::of(Axis::SEGMENT, "B2C"), Rate::points(-2.0))
///     .years(2023, 2026)
///     .ramp(Ramp::Linear)
///     .note("41 % of US consumers name unsolicited messages");
/// assert_eq!(slower.to_string(), "growth of segment 'B2C' by -2 points a year, 2023 to 2026, linear");
/// assert_eq!(slower.label(), "B2C growth −2 points");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub(super) kind: StepKind,
    pub(super) scope: Scope,
    pub(super) years: Option<(Year, Year)>,
    pub(super) ramp: Ramp,
    pub(super) holds: Vec<Scope>,
    pub(super) range: Option<(f64, f64)>,
    /// What it is stated to be a share of although it is about none.
    pub(super) stray: Option<Scope>,
    /// What of it could not be read from a file: "number", "from", "to", or "step" for all of it.
    pub(super) unread: Vec<&'static str>,
    label: Option<String>,
    note: Option<String>,
    source: Option<Source>,
}

impl Step {
    fn new(scope: Scope, kind: StepKind) -> Self {
        let (years, range, stray, label, note, source) = (None, None, None, None, None, None);
        let (ramp, holds, unread) = (Ramp::Step, Vec::new(), Vec::new());
        Self { kind, scope, years, ramp, holds, range, stray, unread, label, note, source }
    }

    /// Multiplies a scope by a factor.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// let step = Step::scale(Scope::of("region", "Europe"), 0.95).years(2024, 2026);
    /// assert_eq!(step.to_string(), "region 'Europe' times 0.95, 2024 to 2026");
    /// ```
    #[must_use]
    pub fn scale(scope: Scope, factor: f64) -> Self {
        Self::new(scope, StepKind::Scale { factor })
    }

    /// Adds points to a scope's yearly growth; what follows its years keeps the level it has then.
    ///
    /// ```
    /// use market_outlook::{Rate, Scope, Step};
    ///
    /// let step = Step::shift_growth(Scope::all(), Rate::points(1.5));
    /// assert_eq!(step.to_string(), "growth of the whole market by 1.5 points a year");
    /// ```
    #[must_use]
    pub fn shift_growth(scope: Scope, points: Rate) -> Self {
        Self::new(scope, StepKind::ShiftGrowth { points })
    }

    /// Replaces a scope's yearly growth.
    ///
    /// ```
    /// use market_outlook::{Rate, Scope, Step};
    ///
    /// let step = Step::set_growth(Scope::of("product", "Services"), Rate::percent(3.0)).years(2024, 2026);
    /// assert_eq!(step.to_string(), "growth of product 'Services' to 3% a year, 2024 to 2026");
    /// ```
    #[must_use]
    pub fn set_growth(scope: Scope, rate: Rate) -> Self {
        Self::new(scope, StepKind::SetGrowth { rate })
    }

    /// Brings a scope to a size in a year, in the market's unit; later years change by the same factor.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// assert_eq!(Step::set_value(Scope::all(), 9.0).year(2023).to_string(), "the whole market to 9, 2023");
    /// ```
    #[must_use]
    pub fn set_value(scope: Scope, value: f64) -> Self {
        Self::new(scope, StepKind::SetValue { value })
    }

    /// Brings a scope to a share of the whole market in a year; later years change by the same factor.
    ///
    /// Only the scope changes, and the market with it; [`Step::hold`] the market for the others to make room.
    ///
    /// ```
    /// use market_outlook::{Scope, Share, Step};
    ///
    /// let step = Step::set_share(Scope::of("region", "Asia"), Share::percent(30.0)).year(2026).hold(Scope::all());
    /// assert_eq!(step.to_string(), "region 'Asia' to 30% of the whole market, 2026, holding the whole market");
    /// ```
    #[must_use]
    pub fn set_share(scope: Scope, share: Share) -> Self {
        Self::new(scope, StepKind::SetShare { share, of: Scope::all() })
    }

    /// Moves a part of the whole market from one scope to another.
    ///
    /// ```
    /// use market_outlook::{Scope, Share, Step};
    ///
    /// let (from, to) = (Scope::of("region", "Europe"), Scope::of("region", "Asia"));
    /// let step = Step::move_share(from, to, Share::percent(2.0));
    /// assert_eq!(step.to_string(), "2% of the whole market from region 'Europe' to region 'Asia'");
    /// ```
    #[must_use]
    pub fn move_share(from: Scope, to: Scope, share: Share) -> Self {
        Self::new(from, StepKind::MoveShare { share, to, of: Scope::all() })
    }

    /// Lets a scope's path come later by years or fractions of years.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// let step = Step::delay(Scope::of("region", "Asia"), 1.5).year(2022);
    /// assert_eq!(step.to_string(), "region 'Asia' later by 1.5 years, 2022");
    /// ```
    #[must_use]
    pub fn delay(scope: Scope, by: f64) -> Self {
        Self::new(scope, StepKind::Delay { by })
    }

    /// Lets a scope's path come earlier by years or fractions of years; beyond the last year each cell grows as in it.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// assert_eq!(Step::advance(Scope::all(), 1.0).to_string(), "the whole market earlier by 1 year");
    /// ```
    #[must_use]
    pub fn advance(scope: Scope, by: f64) -> Self {
        Self::new(scope, StepKind::Advance { by })
    }

    /// A dip in a year, or over years, that recovers afterwards; a negative depth is a surge.
    ///
    /// ```
    /// use market_outlook::{Recovery, Scope, Share, Step};
    ///
    /// let step = Step::shock(Scope::all(), Share::percent(12.0), Recovery::Straight(3.0)).year(2023);
    /// assert_eq!(step.to_string(), "the whole market loses 12%, recovers over 3 years, 2023");
    /// ```
    #[must_use]
    pub fn shock(scope: Scope, depth: Share, recovery: Recovery) -> Self {
        Self::new(scope, StepKind::Shock { depth, recovery })
    }

    /// Keeps a scope at or below a size, in the market's unit.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// assert_eq!(Step::cap(Scope::of("region", "Asia"), 2.5).to_string(), "region 'Asia' at most 2.5");
    /// ```
    #[must_use]
    pub fn cap(scope: Scope, value: f64) -> Self {
        Self::new(scope, StepKind::Cap { value })
    }

    /// Keeps a scope at or above a size, in the market's unit.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// assert_eq!(Step::floor(Scope::of("region", "Asia"), 2.5).to_string(), "region 'Asia' at least 2.5");
    /// ```
    #[must_use]
    pub fn floor(scope: Scope, value: f64) -> Self {
        Self::new(scope, StepKind::Floor { value })
    }

    /// The same step over years, both included; unless stated, over all years after the base year.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// let step = Step::scale(Scope::all(), 0.9).years(2023, 2025);
    /// assert_eq!(step.to_string(), "the whole market times 0.9, 2023 to 2025");
    /// ```
    #[must_use]
    pub fn years(mut self, first: impl Into<Year>, last: impl Into<Year>) -> Self {
        self.years = Some((first.into(), last.into()));
        self
    }

    /// The same step in one year.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// assert_eq!(Step::set_value(Scope::all(), 9.0).year(2023), Step::set_value(Scope::all(), 9.0).years(2023, 2023));
    /// ```
    #[must_use]
    pub fn year(self, year: impl Into<Year>) -> Self {
        let year = year.into();
        self.years(year, year)
    }

    /// The same step coming about in another way.
    ///
    /// ```
    /// use market_outlook::{Ramp, Scope, Step};
    ///
    /// let step = Step::scale(Scope::all(), 0.9).years(2023, 2025).ramp(Ramp::SCurve);
    /// assert_eq!(step.to_string(), "the whole market times 0.9, 2023 to 2025, s-curve");
    /// ```
    #[must_use]
    pub fn ramp(mut self, ramp: Ramp) -> Self {
        self.ramp = ramp;
        self
    }

    /// The same step leaving a part of the market as it is, so that others absorb the change; may be repeated.
    ///
    /// A held part that includes the step's whole scope keeps its total, to the bit: the rest of it absorbs the change.
    /// Of any other held part no number changes; the step's scope still arrives where it should, with its other cells.
    ///
    /// ```
    /// use market_outlook::{Axis, Claim, Market, Scenario, Scope, Step, Unit, Years};
    ///
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?)
    ///     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    ///     .claim(Claim::value("10.0", 2019))
    ///     .assume_shares(Axis::REGION, [0.5, 0.3, 0.2])
    ///     .build()?;
    /// let (europe, asia) = (Scope::of(Axis::REGION, "Europe"), Scope::of(Axis::REGION, "Asia"));
    /// let smaller = Step::scale(europe, 0.5).hold(Scope::all()).hold(asia.clone());
    /// let base = market.forecast()?;
    /// let changed = Scenario::new("Europe halves").step(smaller).apply(&base)?;
    /// assert_eq!(changed.total(2020)?, base.total(2020)?);
    /// assert_eq!(changed.number(&asia, 2020)?.value, base.number(&asia, 2020)?.value);
    /// assert_eq!(format!("{:.2}", changed.number(&Scope::of(Axis::REGION, "Americas"), 2020)?.value), "6.50");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn hold(mut self, scope: Scope) -> Self {
        self.holds.push(scope);
        self
    }

    /// The same step with a share of something else than the whole market; applying any step but one about shares then fails.
    ///
    /// ```
    /// use market_outlook::{Scope, Share, Step};
    ///
    /// let scope = Scope::of("region", "Asia").and("product", "Services");
    /// let step = Step::set_share(scope, Share::percent(40.0)).of(Scope::of("region", "Asia"));
    /// assert_eq!(step.to_string(), "region 'Asia', product 'Services' to 40% of region 'Asia'");
    /// ```
    #[must_use]
    pub fn of(mut self, whole: Scope) -> Self {
        match &mut self.kind {
            StepKind::SetShare { of, .. } | StepKind::MoveShare { of, .. } => *of = whole,
            _ => self.stray = Some(whole),
        }
        self
    }

    /// The same step with a low and a high value of its number beside the one stated, in the terms of [`Step::number`].
    ///
    /// A scenario with such a step is a family of three: see [`Scenario::low`](super::Scenario::low).
    ///
    /// ```
    /// use market_outlook::{Rate, Scope, Step};
    ///
    /// let step = Step::shift_growth(Scope::all(), Rate::points(0.0)).between(-2.0, 1.0);
    /// assert_eq!(step.range(), Some((-2.0, 1.0)));
    /// ```
    #[must_use]
    pub fn between(mut self, low: f64, high: f64) -> Self {
        self.range = Some((low, high));
        self
    }

    /// The same step with something of it that could not be read: the rest is checked.
    #[cfg(feature = "serde")]
    pub(crate) fn unread(mut self, what: &'static str) -> Self {
        self.unread.push(what);
        self
    }

    /// The same step with one number only.
    pub(super) fn without_range(mut self) -> Self {
        self.range = None;
        self
    }

    /// The same step under a name of its own, for bridges and trails.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// assert_eq!(Step::scale(Scope::of("region", "Europe"), 0.95).label(), "Europe × 0.95");
    /// assert_eq!(Step::scale(Scope::of("region", "Europe"), 0.95).named("Privacy rules").label(), "Privacy rules");
    /// ```
    #[must_use]
    pub fn named(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same step with the reason for it.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// assert_eq!(Step::scale(Scope::all(), 0.9).note("illustrative").stated_note(), Some("illustrative"));
    /// ```
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The same step with the publication that speaks for it.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// let step = Step::scale(Scope::all(), 0.9).source("Periscope by McKinsey");
    /// assert_eq!(step.stated_source().map(ToString::to_string).as_deref(), Some("Periscope by McKinsey"));
    /// ```
    #[must_use]
    pub fn source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What it does.
    #[must_use]
    pub fn kind(&self) -> &StepKind {
        &self.kind
    }

    /// The part of the market that it changes; where a share is moved from.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Its first and last year, if stated.
    ///
    /// ```
    /// use market_outlook::{Scope, Step, Year};
    ///
    /// let step = Step::scale(Scope::all(), 0.9).years(2023, 2025);
    /// assert_eq!(step.stated_years(), Some((Year::from(2023), Year::from(2025))));
    /// ```
    #[must_use]
    pub fn stated_years(&self) -> Option<(Year, Year)> {
        self.years
    }

    /// How it comes about.
    ///
    /// ```
    /// use market_outlook::{Ramp, Scope, Step};
    ///
    /// assert_eq!(Step::scale(Scope::all(), 0.9).stated_ramp(), Ramp::Step);
    /// ```
    #[must_use]
    pub fn stated_ramp(&self) -> Ramp {
        self.ramp
    }

    /// What it leaves as it is.
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// let step = Step::scale(Scope::of("region", "Europe"), 0.9).hold(Scope::all());
    /// assert_eq!(step.stated_holds(), [Scope::all()]);
    /// ```
    #[must_use]
    pub fn stated_holds(&self) -> &[Scope] {
        &self.holds
    }

    /// The reason for it.
    #[must_use]
    pub fn stated_note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The publication that speaks for it.
    #[must_use]
    pub fn stated_source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The low and the high value of its number, if stated.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        self.range
    }

    /// Whether it has a name that says nothing.
    pub(super) fn has_empty_label(&self) -> bool {
        self.label.as_ref().is_some_and(|label| label.trim().is_empty())
    }

    /// Whether it is stated for a single year.
    pub(super) fn is_in_one_year(&self) -> bool {
        self.years.is_some_and(|(first, last)| first == last)
    }

    /// The number that the step turns on: a factor, points, a percentage, a size in the market's unit, or years.
    ///
    /// ```
    /// use market_outlook::{Rate, Scope, Share, Step};
    ///
    /// assert_eq!(Step::shift_growth(Scope::all(), Rate::points(-2.0)).number(), -2.0);
    /// assert_eq!(Step::set_share(Scope::of("region", "Asia"), Share::percent(30.0)).number(), 30.0);
    /// ```
    #[must_use]
    pub fn number(&self) -> f64 {
        self.kind.number()
    }

    /// The same step with another number, in the terms of [`Step::number`].
    ///
    /// ```
    /// use market_outlook::{Scope, Step};
    ///
    /// let step = Step::scale(Scope::all(), 0.9);
    /// assert_eq!(step.clone().with_number(0.8), Step::scale(Scope::all(), 0.8));
    /// ```
    #[must_use]
    pub fn with_number(mut self, number: f64) -> Self {
        self.kind.put(number);
        self
    }

    /// A short name: the one stated, or what the step does to whom.
    #[must_use]
    pub fn label(&self) -> String {
        if let Some(label) = &self.label {
            return label.clone();
        }
        let (part, number) = (short(&self.scope), figure(self.number()));
        match &self.kind {
            StepKind::Scale { .. } => format!("{part} × {number}"),
            StepKind::ShiftGrowth { .. } => {
                format!("{part} growth {} {}", signed(self.number()), points(&number))
            }
            StepKind::SetGrowth { .. } => format!("{part} growth {}%", minus(&number)),
            StepKind::SetValue { .. } => format!("{part} to {number}"),
            StepKind::SetShare { .. } => format!("{part} to {number}%"),
            StepKind::MoveShare { to, .. } => {
                format!("{number} {} from {part} to {}", points(&number), short(to))
            }
            StepKind::Delay { by } => format!("{part} later by {}", years_in_words(*by)),
            StepKind::Advance { by } => format!("{part} earlier by {}", years_in_words(*by)),
            StepKind::Shock { .. } => format!("{part} {}%", signed(-self.number())),
            StepKind::Cap { .. } => format!("{part} at most {number}"),
            StepKind::Floor { .. } => format!("{part} at least {number}"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(&figure(self.number())))
    }
}

impl Step {
    /// The step in words, its number as stated here.
    pub(super) fn text(&self, number: &str) -> String {
        let scope = &self.scope;
        let what = match &self.kind {
            StepKind::Scale { .. } => format!("{scope} times {number}"),
            StepKind::ShiftGrowth { .. } => {
                format!("growth of {scope} by {number} {} a year", points(number))
            }
            StepKind::SetGrowth { .. } => format!("growth of {scope} to {number}% a year"),
            StepKind::SetValue { .. } => format!("{scope} to {number}"),
            StepKind::SetShare { of, .. } => format!("{scope} to {number}% of {of}"),
            StepKind::MoveShare { to, of, .. } => format!("{number}% of {of} from {scope} to {to}"),
            StepKind::Delay { .. } => format!("{scope} later by {number} {}", years(number)),
            StepKind::Advance { .. } => format!("{scope} earlier by {number} {}", years(number)),
            StepKind::Shock { recovery, .. } => {
                let back = match recovery {
                    Recovery::Never => String::new(),
                    Recovery::Straight(over) => format!(", recovers over {}", years_in_words(*over)),
                    Recovery::HalfLife(half) => format!(", recovers by half in {}", years_in_words(*half)),
                };
                match number.strip_prefix('-') {
                    Some(surge) => format!("{scope} gains {surge}%{back}"),
                    None => format!("{scope} loses {number}%{back}"),
                }
            }
            StepKind::Cap { .. } => format!("{scope} at most {number}"),
            StepKind::Floor { .. } => format!("{scope} at least {number}"),
        };
        let when =
            self.years.map(
                |(first, last)| {
                    if first == last { first.to_string() } else { format!("{first} to {last}") }
                },
            );
        let ramp = (self.ramp != Ramp::Step).then(|| self.ramp.to_string());
        let holds: Vec<String> = self.holds.iter().map(ToString::to_string).collect();
        let holding = (!holds.is_empty()).then(|| format!("holding {}", list(&holds)));
        let parts: Vec<String> = std::iter::once(what).chain(when).chain(ramp).chain(holding).collect();
        parts.join(", ")
    }
}

/// The members of a scope without their axes.
pub(super) fn short(scope: &Scope) -> String {
    let names: Vec<&str> = scope.terms().map(|(_, name)| name).collect();
    if names.is_empty() { "Market".into() } else { names.join(" / ") }
}

/// With its sign, a true minus.
fn signed(number: f64) -> String {
    let text = minus(&figure(number + 0.0));
    if number > 0.0 { format!("+{text}") } else { text }
}

fn minus(text: &str) -> String {
    text.replacen('-', "−", 1)
}

fn years_in_words(number: f64) -> String {
    let number = figure(number);
    format!("{number} {}", years(&number))
}

fn years(number: &str) -> &'static str {
    if number == "1" { "year" } else { "years" }
}

fn points(number: &str) -> &'static str {
    if matches!(number, "1" | "-1") { "point" } else { "points" }
}
