//! What was found in the published figures on the way to a forecast.

use std::fmt;

use crate::value::printable;
use crate::value::shown::sentence;

/// What kind of thing was found.
///
/// ```
/// use market_outlook::FindingKind;
///
/// assert_eq!(FindingKind::AssumptionMoved.to_string(), "assumption-moved");
/// assert_eq!(FindingKind::Strained.to_string(), "strained");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// A claim that cannot hold together with the others.
    Conflict,
    /// One of several claims cannot hold, and nothing tells which.
    Undecided,
    /// Start, end and growth rate of one headline do not agree as printed.
    Headline,
    /// Nothing was stated, and a default stands in.
    DefaultAssumption,
    /// A stated share ends elsewhere than stated, because the claims say otherwise.
    AssumptionMoved,
    /// Claims that can hold, but only with a stated share more than three standard deviations away.
    Strained,
    /// A claim for comparison only, beside what the forecast says.
    Comparison,
    /// Something that two forecasts beside each other define otherwise.
    Definition,
}

impl FindingKind {
    /// The word that files use.
    ///
    /// ```
    /// use market_outlook::FindingKind;
    ///
    /// assert_eq!(FindingKind::Conflict.as_str(), "conflict");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FindingKind::Conflict => "conflict",
            FindingKind::Undecided => "undecided",
            FindingKind::Headline => "headline",
            FindingKind::DefaultAssumption => "default-assumption",
            FindingKind::AssumptionMoved => "assumption-moved",
            FindingKind::Strained => "strained",
            FindingKind::Comparison => "comparison",
            FindingKind::Definition => "definition",
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A claim beside what the forecast makes of it.
///
/// ```
/// use market_outlook::{Headline, Market, Unit, Years};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%"))
///     .build()?;
/// let forecast = market.forecast()?;
/// let growth = &forecast.reproductions()[2];
/// assert_eq!(growth.claim, 2);
/// assert_eq!(format!("{:.3} printed, {:.4} reproduced", growth.printed, growth.reproduced), "0.052 printed, 0.0521 reproduced");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reproduction {
    /// The position of the claim in its market, from 0.
    pub claim: usize,
    /// The claim in words.
    pub text: String,
    /// The printed number: in the market's unit for values and changes, as a fraction for shares and growth.
    pub printed: f64,
    /// What the forecast says, on the same footing.
    pub reproduced: f64,
    /// How far the printed number may be off, on the same footing; 0 for an exact claim.
    pub half_unit: f64,
}

impl Reproduction {
    /// How far the forecast is from the printed number, in half units: at most 1 when the claim is met.
    ///
    /// An exact claim has no half unit: its residual is 0 when it is met to round-off, else infinite.
    ///
    /// ```
    /// use market_outlook::Reproduction;
    ///
    /// let text = "value in 2019: 8.1".to_string();
    /// let one = Reproduction { claim: 0, text, printed: 8.1, reproduced: 8.12, half_unit: 0.05 };
    /// assert_eq!(format!("{:.1}", one.residual()), "0.4");
    /// ```
    #[must_use]
    pub fn residual(&self) -> f64 {
        let gap = self.reproduced - self.printed;
        if self.half_unit > 0.0 {
            gap / self.half_unit
        } else if gap.abs() <= 1e-9 * self.printed.abs().max(f64::MIN_POSITIVE) {
            0.0
        } else {
            gap.signum() * f64::INFINITY
        }
    }
}

/// Something in the published figures that does not agree, or was not stated: a value, not an error.
///
/// ```
/// use market_outlook::{Claim, FindingKind, Market, Unit, Years};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?)
///     .claims([Claim::value("8.1", 2019), Claim::value("8.6", 2019)])
///     .build()?;
/// let forecast = market.forecast()?;
/// let finding = &forecast.findings()[0];
/// assert_eq!(finding.kind(), FindingKind::Undecided);
/// assert!(finding.message().starts_with("one of these 2 claims cannot hold, and nothing tells which"));
/// assert_eq!(finding.claims().len(), 2);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    kind: FindingKind,
    message: String,
    claims: Vec<Reproduction>,
}

impl Finding {
    /// A finding about no claim in particular.
    pub(crate) fn new(kind: FindingKind, message: impl Into<String>) -> Self {
        Self { kind, message: printable(&message.into(), usize::MAX).into_owned(), claims: Vec::new() }
    }

    /// The same finding about these claims.
    pub(crate) fn with_claims(mut self, claims: Vec<Reproduction>) -> Self {
        self.claims = claims;
        self
    }

    /// What kind of thing was found.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        self.kind
    }

    /// What was found, in words, with the numbers.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The claims it is about, each beside what the forecast makes of it.
    #[must_use]
    pub fn claims(&self) -> &[Reproduction] {
        &self.claims
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, sentence(&self.message))
    }
}
