//! A claim on its way into a market.

use super::measured::Measured;
use crate::claim::Claim;
use crate::error::{Error, Step};
use crate::space::{Axes, Scope};
use crate::value::{Unit, Year, Years};

/// A claim, or what could be read of one, with what is wrong about how it was stated.
#[derive(Clone, Debug)]
pub(crate) struct StatedClaim {
    content: Content,
    faults: Vec<Error>,
}

#[derive(Clone, Debug)]
enum Content {
    Whole(Box<Claim>),
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "only a file can state half a claim"))]
    Parts {
        scopes: Vec<(&'static str, Scope)>,
        years: Vec<(Vec<Step>, Year)>,
    },
}

impl From<Claim> for StatedClaim {
    fn from(claim: Claim) -> Self {
        Self { content: Content::Whole(Box::new(claim)), faults: Vec::new() }
    }
}

#[cfg(feature = "serde")]
impl StatedClaim {
    /// The scopes and years of a claim that does not say what it measures, each with where it stands in the claim.
    pub(crate) fn parts(scopes: Vec<(&'static str, Scope)>, years: Vec<(Vec<Step>, Year)>) -> Self {
        Self { content: Content::Parts { scopes, years }, faults: Vec::new() }
    }

    /// The same claim with faults to report when the market is built.
    pub(crate) fn with_faults(mut self, faults: impl IntoIterator<Item = Error>) -> Self {
        self.faults.extend(faults);
        self
    }
}

impl StatedClaim {
    /// Checks it against the market; all its faults carry its place, counted from 1.
    pub(super) fn measure(
        self,
        position: usize,
        axes: &Axes,
        years: Years,
        unit: &Unit,
    ) -> Result<(Claim, Measured), Error> {
        let Self { content, mut faults } = self;
        let (place, measured) = match content {
            Content::Whole(claim) => {
                let place = place_of(position, &claim);
                let measured = Measured::new(&claim, axes, years, unit);
                (place, measured.map_err(|fault| faults.push(fault)).ok().map(|measured| (*claim, measured)))
            }
            Content::Parts { scopes, years: named } => {
                faults.extend(
                    scopes.iter().filter_map(|(key, scope)| Some(axes.select(scope).err()?.within(*key))),
                );
                faults.extend(named.into_iter().filter_map(|(path, year)| {
                    let fault = years.index(year).err()?;
                    Some(path.into_iter().rev().fold(fault, Error::within))
                }));
                (format!("claim {}", position + 1), None)
            }
        };
        Error::none_of(faults).map_err(|fault| fault.at(place).within(position).within("claims"))?;
        Ok(measured.expect("what could not be measured has left a fault"))
    }
}

/// How messages name a claim, counting from 1.
pub(super) fn place_of(position: usize, claim: &Claim) -> String {
    let subject = claim.subject();
    match claim.printed() {
        Ok(printed) => format!("claim {} ({subject}, '{printed}')", position + 1),
        Err(_) => format!("claim {} ({subject})", position + 1),
    }
}
