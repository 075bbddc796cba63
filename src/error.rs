//! One error for the whole crate: what was found, what was expected, and where.

mod choices;
mod faults;
mod path;
mod words;

use std::fmt;
use std::sync::Arc;

pub(crate) use self::choices::Choices;
pub(crate) use self::faults::Faults;
pub(crate) use self::path::{Path, Step};
use self::words::{counted, each_line, first_few, joined, lines, one_of, with_excerpt};
use crate::value::prose::figure;
use crate::value::shown::{sentence, shown};
use crate::value::{Year, Years};

/// Anything that can be wrong with what a caller handed in.
///
/// The message says what was found, what was expected and where; [`Error::kind`] gives the same as data.
/// A message is safe to print: it has a line for each fault, with what a terminal would obey in somebody's text as escapes and
/// the middle of what is long left out. The fields of a kind have all of it as it was found: [`printable`](crate::printable).
/// A model is checked as a whole: [`Error::faults`] lists every fault that was found in it.
///
/// ```
/// use market_outlook::{ErrorKind, Years};
///
/// let error = Years::new(2026, 2019).unwrap_err();
/// assert_eq!(error.to_string(), "years run backwards (2026 to 2019), expected the first year first");
/// assert!(matches!(error.kind(), ErrorKind::YearsBackwards { .. }));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    kind: ErrorKind,
    path: Path,
}

impl Error {
    /// What went wrong, to match on.
    ///
    /// ```
    /// use market_outlook::{ErrorKind, Rate};
    ///
    /// let error = Rate::cagr(0.0, 11.6, 7).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::Number { found, .. } if *found == 0.0));
    /// ```
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// What went wrong without the places around it, to match on where it does not matter which claim it was.
    ///
    /// ```
    /// use market_outlook::{Claim, ErrorKind, Market, Unit, Years};
    ///
    /// let error = Market::builder("Market", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .claim(Claim::value("8.1", 2030))
    ///     .build()
    ///     .unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::At { .. }));
    /// assert!(matches!(error.root(), ErrorKind::YearOutside { .. }));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn root(&self) -> &ErrorKind {
        match self.kind() {
            ErrorKind::At { fault, .. }
            | ErrorKind::InText { fault, .. }
            | ErrorKind::InModel { fault, .. } => fault.root(),
            kind => kind,
        }
    }

    /// Where in the model it stands.
    #[cfg(feature = "toml")]
    pub(crate) fn path(&self) -> &Path {
        &self.0.path
    }

    /// Every single fault: one, unless a whole model was checked.
    ///
    /// ```
    /// use market_outlook::{Unit, Market, Years};
    ///
    /// let error = Market::builder("Nothing", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .axis("region", ["Europe", "Europe"])
    ///     .build()
    ///     .unwrap_err();
    /// assert!(error.faults().any(|fault| fault.to_string().contains("'Europe'")));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn faults(&self) -> impl Iterator<Item = &Error> {
        match self.kind() {
            ErrorKind::Several { faults } => faults.iter(),
            _ => std::slice::from_ref(self).iter(),
        }
    }

    /// The same error with the place where it was found in front: "claim 3: …".
    pub(crate) fn at(self, place: impl Into<String>) -> Self {
        let place = place.into();
        self.each(|mut fault| {
            let path = std::mem::take(&mut fault.0.path);
            Self(Box::new(Inner { kind: ErrorKind::At { place: place.clone(), fault }, path }))
        })
    }

    /// The same error found under a key or an item of a list: the path grows at its front.
    pub(crate) fn within(self, step: impl Into<Step>) -> Self {
        let step = step.into();
        self.each(|mut fault| {
            fault.0.path.enter(step.clone());
            fault
        })
    }

    /// The same error found in a key itself, not in what stands under it.
    pub(crate) fn in_key(self, key: &str) -> Self {
        self.each(|mut fault| {
            fault.0.path.end_in_key(key);
            fault
        })
    }

    /// Every fault that stands in the model with the path of its key in front.
    #[cfg(feature = "serde")]
    pub(crate) fn with_paths(self) -> Self {
        self.each(|mut fault| {
            let path = std::mem::take(&mut fault.0.path);
            if path.is_empty() {
                return fault;
            }
            let kind = ErrorKind::InModel { path: path.to_string(), fault };
            Self(Box::new(Inner { kind, path }))
        })
    }

    fn each(self, change: impl Fn(Error) -> Error) -> Self {
        match self.0.kind {
            ErrorKind::Several { faults } => Self::several(faults.into_iter().map(change).collect()),
            _ => change(self),
        }
    }

    /// All faults as one flat error; one fault stays itself.
    pub(crate) fn several(faults: Vec<Error>) -> Self {
        let mut faults: Vec<Error> = faults.into_iter().flat_map(Error::into_faults).collect();
        if faults.len() == 1 { faults.remove(0) } else { ErrorKind::Several { faults }.into() }
    }

    fn into_faults(self) -> Vec<Error> {
        match self.0.kind {
            ErrorKind::Several { faults } => faults,
            _ => vec![self],
        }
    }

    /// `Ok` when there is no fault, else all of them as one error.
    pub(crate) fn none_of(faults: Vec<Error>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self::several(faults)) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(f)
    }
}

impl std::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(Inner { kind, path: Path::default() }))
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// What went wrong, with the values that were found and expected.
///
/// ```
/// use market_outlook::{ErrorKind, Printed};
///
/// let error = "8,1".parse::<Printed>().unwrap_err();
/// let ErrorKind::Printed { text, .. } = error.kind() else { return };
/// assert_eq!(text, "8,1");
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Several faults, each a whole error; the message has one a line.
    #[error("{}", lines(faults))]
    #[non_exhaustive]
    Several {
        /// The faults in the order in which they were met.
        faults: Vec<Error>,
    },
    /// A fault and the place in the model where it stands.
    #[error("{}: {fault}", sentence(place))]
    #[non_exhaustive]
    At {
        /// Which claim, assumption or axis.
        place: String,
        /// What is wrong there.
        fault: Error,
    },
    /// A fault and the place in the text of a file where it stands.
    #[error("line {line}, column {column}: {fault}\n{}", each_line(excerpt))]
    #[non_exhaustive]
    InText {
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
        /// The line with the offending text underlined.
        excerpt: String,
        /// What is wrong there.
        fault: Error,
    },
    /// A fault and the key of the model where it stands, for formats whose lines are not known.
    #[error("{}: {fault}", sentence(path))]
    #[non_exhaustive]
    InModel {
        /// The path of the key, lists counted from 0: `claims[1].where.region`.
        path: String,
        /// What is wrong there.
        fault: Error,
    },
    /// A text that is no printed number, or an ambiguous one.
    #[error("cannot read '{}' as a printed number: {}", shown(text), sentence(reason))]
    #[non_exhaustive]
    Printed {
        /// The text as it was given.
        text: String,
        /// Why it is refused.
        reason: String,
    },
    /// A text that is no unit.
    #[error("cannot read '{}' as a unit: {}", shown(text), sentence(reason))]
    #[non_exhaustive]
    Unit {
        /// The text as it was given.
        text: String,
        /// Why it is refused.
        reason: String,
    },
    /// A figure in one unit where another is counted.
    #[error("'{}' is in {}, expected {}", shown(text), shown(found), shown(expected))]
    #[non_exhaustive]
    UnitMismatch {
        /// The figure as printed.
        text: String,
        /// The unit it carries.
        found: String,
        /// The unit of the market.
        expected: String,
    },
    /// A number outside what is possible for it.
    #[error("{} is {}, expected {}", sentence(what), figure(*found), sentence(expected))]
    #[non_exhaustive]
    Number {
        /// What the number is.
        what: String,
        /// The number.
        found: f64,
        /// What would be possible.
        expected: String,
    },
    /// A last year before the first.
    #[error("years run backwards ({first} to {last}), expected the first year first")]
    #[non_exhaustive]
    YearsBackwards {
        /// The year given as the first.
        first: Year,
        /// The year given as the last.
        last: Year,
    },
    /// Growth over no time.
    #[error("growth from {year} to {year} spans no period, expected at least one year between")]
    #[non_exhaustive]
    ZeroPeriods {
        /// The year given twice.
        year: Year,
    },
    /// A year that the model does not have.
    #[error("year {year} is outside the forecast ({years})")]
    #[non_exhaustive]
    YearOutside {
        /// The year asked for.
        year: Year,
        /// The years there are.
        years: Years,
    },
    /// An axis that the model does not have.
    #[error("unknown axis '{}', expected {}", shown(name), one_of(name, choices))]
    #[non_exhaustive]
    UnknownAxis {
        /// The name as given.
        name: String,
        /// The axes there are; faults of one check share them.
        choices: Arc<[String]>,
    },
    /// A member or group that an axis does not have.
    #[error("unknown {} '{}', expected {}", shown(axis), shown(name), one_of(name, choices))]
    #[non_exhaustive]
    UnknownMember {
        /// The axis.
        axis: String,
        /// The name as given.
        name: String,
        /// The members and groups there are; faults of one check share them.
        choices: Arc<[String]>,
    },
    /// A name that nothing in the model carries.
    #[error("unknown {what} '{}', expected {}", shown(name), one_of(name, choices))]
    #[non_exhaustive]
    UnknownName {
        /// What should carry it.
        what: &'static str,
        /// The name as given.
        name: String,
        /// The names there are; faults of one check share them.
        choices: Arc<[String]>,
    },
    /// A claim or assumption that has none of the forms there are.
    #[error("found {}, expected {}", sentence(found), sentence(expected))]
    #[non_exhaustive]
    Form {
        /// The keys that were found.
        found: String,
        /// The keys that belong together.
        expected: String,
    },
    /// A name that stands twice where it must be unique.
    #[error("{} '{}' stands twice, expected each name once", sentence(what), shown(name))]
    #[non_exhaustive]
    Duplicate {
        /// What carries the name.
        what: String,
        /// The name.
        name: String,
    },
    /// An axis, group or name with nothing in it.
    #[error("{} is empty, expected {}", sentence(what), sentence(expected))]
    #[non_exhaustive]
    Empty {
        /// What is empty.
        what: String,
        /// What should be there.
        expected: String,
    },
    /// Groups that contain each other.
    #[error("{} groups contain each other: {}", shown(axis), joined(cycle, " > "))]
    #[non_exhaustive]
    GroupCycle {
        /// The axis.
        axis: String,
        /// The groups from the first back to itself.
        cycle: Vec<String>,
    },
    /// A scope that holds no cell, or only structurally empty ones.
    #[error("{} is an empty slice of the market: {}", sentence(scope), sentence(reason))]
    #[non_exhaustive]
    EmptySlice {
        /// The scope in words.
        scope: String,
        /// Why nothing is there.
        reason: String,
    },
    /// Scenarios that extend each other.
    #[error("scenarios extend each other: {}", joined(cycle, " > "))]
    #[non_exhaustive]
    ScenarioCycle {
        /// The scenarios from the first back to itself.
        cycle: Vec<String>,
    },
    /// A change that would leave less than nothing of a part of the market.
    #[error("{} would make {} negative in {year}", sentence(what), sentence(scope))]
    #[non_exhaustive]
    Negative {
        /// The change.
        what: String,
        /// The part of the market in words.
        scope: String,
        /// The first year in which it would be negative.
        year: Year,
    },
    /// A size that a part of the market cannot take.
    #[error("{} cannot become {} in {year}: {}", sentence(scope), figure(*size), sentence(reason))]
    #[non_exhaustive]
    Unreachable {
        /// The part of the market in words.
        scope: String,
        /// The size it should take.
        size: f64,
        /// The first year in which it cannot.
        year: Year,
        /// What stands in the way.
        reason: String,
    },
    /// More than the stated limit.
    #[error("{}: {}, expected at most {limit}", sentence(what), counted(*found))]
    #[non_exhaustive]
    TooLarge {
        /// What is counted.
        what: String,
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Shares that do not make a whole.
    #[error("{} shares sum to {sum}, expected {whole} within {tolerance}", shown(axis))]
    #[non_exhaustive]
    ShareSum {
        /// The axis.
        axis: String,
        /// What the shares sum to.
        sum: f64,
        /// What they were taken for: fractions of 1 or percentages of 100.
        whole: f64,
        /// How far off their rounding lets them be.
        tolerance: f64,
    },
    /// Members of an axis that shares were not stated for.
    #[error("{} shares miss {}, expected one for each member", shown(axis), first_few(names))]
    #[non_exhaustive]
    ShareMissing {
        /// The axis.
        axis: String,
        /// The members without a share.
        names: Vec<String>,
    },
    /// Something stated twice, or contrary to another statement.
    #[error("{}", sentence(what))]
    #[non_exhaustive]
    Contradiction {
        /// Both sides, with both numbers.
        what: String,
    },
    /// Claims that cannot all hold, where the caller asked for an error.
    #[error("the claims cannot all hold: {}", joined(messages, "; "))]
    #[non_exhaustive]
    Conflict {
        /// One message for each conflict.
        messages: Vec<String>,
    },
    /// A question that this table or forecast has no answer to.
    #[error("{} is not defined here: {}", sentence(what), sentence(reason))]
    #[non_exhaustive]
    Undefined {
        /// What was asked for.
        what: String,
        /// Why there is none.
        reason: String,
    },
    /// A text that is not in the format it should be in.
    #[error("{}: {}", sentence(place), with_excerpt(reason))]
    #[non_exhaustive]
    Syntax {
        /// The format, and the line or key.
        place: String,
        /// What is wrong there.
        reason: String,
    },
    /// A file that could not be read or written.
    #[error("cannot {} '{}': {}", shown(action), sentence(path), sentence(reason))]
    #[non_exhaustive]
    Io {
        /// "read" or "write".
        action: String,
        /// The path.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A character that the chart font cannot show.
    #[error(
        "the chart font has no glyph for '{}' (U+{:04X}) of '{}' in {}, \
         expected a character that it has, or a theme with another font",
        shown(&character.to_string()),
        u32::from(*character),
        shown(text),
        sentence(place)
    )]
    #[non_exhaustive]
    Glyph {
        /// The character.
        character: char,
        /// Which text of the chart.
        place: String,
        /// The text.
        text: String,
    },
    /// A drawing backend that failed.
    #[error("cannot draw the chart: {}", sentence(reason))]
    #[non_exhaustive]
    Drawing {
        /// What the backend said.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_the_choices() {
        let name = |n: &str| n.to_string();
        let error: Error = ErrorKind::UnknownMember {
            axis: name("region"),
            name: name("APAC"),
            choices: [name("Europe"), name("Asia Pacific")].into(),
        }
        .into();
        assert_eq!(error.to_string(), "unknown region 'APAC', expected one of 'Europe', 'Asia Pacific'");
    }

    #[test]
    fn a_place_is_put_before_every_fault() {
        let fault =
            |name: &str| Error::from(ErrorKind::Empty { what: name.into(), expected: "a name".into() });
        let error = Error::several(vec![fault("a"), fault("b")]).at("axis 2");
        assert_eq!(error.faults().count(), 2);
        assert_eq!(
            error.to_string(),
            "axis 2: a is empty, expected a name\naxis 2: b is empty, expected a name"
        );
    }
}
