//! Assumptions from sheets: shares and mixes.

use super::layout::Layout;
use super::scoped::{Place, Scoped};
use super::sheet::Sheet;
use crate::error::{Error, ErrorKind};
use crate::market::Assumption;
use crate::space::Axis;
use crate::value::Printed;

/// Shares are added up in binary: "100" may come out as a few of its last bits less.
const ROUND_OFF: f64 = 1e-9;

impl Sheet {
    /// Base-year shares of an axis: a member and a number a row, fractions or percentages.
    ///
    /// The column called like the axis holds the members, else the first; the numbers are in the only other column that has
    /// any, or in the one that the layout calls its value. A total below them is checked and left out.
    ///
    /// ```
    /// use market_outlook::{AssumptionKind, Axis, Layout, Sheet};
    ///
    /// let rows = [vec!["Product", "Share"], vec!["Software", "72%"], vec!["Services", "28%"], vec!["Total", "100%"]];
    /// let shares = Sheet::from_rows(rows)?.shares(Axis::PRODUCT, &Layout::recognized())?;
    /// let AssumptionKind::SharesByName { shares, .. } = shares.kind() else { panic!("shares by name") };
    /// assert_eq!(shares, &[("Software".to_string(), 72.0), ("Services".to_string(), 28.0)]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// All at once, each with its line: rows without a number, members that stand twice, a total that the shares
    /// do not make; no column of numbers, or several.
    pub fn shares(&self, axis: impl Into<Axis>, layout: &Layout) -> Result<Assumption, Error> {
        let axis = axis.into();
        let scoped = Scoped::new(self, layout, layout.members(self, &axis)?)?;
        let column = scoped.number_column("shares")?;
        let mut shares: Vec<(String, f64)> = Vec::new();
        let (mut totals, mut faults) = (Vec::new(), Vec::new());
        for place in scoped.places() {
            match (number(&scoped, &place, column), place.members[0].clone()) {
                (Err(fault), _) => faults.push(fault),
                (Ok(share), None) => totals.push((place, share)),
                (Ok(_), Some(member)) if shares.iter().any(|(known, _)| *known == member) => {
                    let fault = ErrorKind::Duplicate { what: axis.to_string(), name: member };
                    faults.push(Error::from(fault).at(format!("line {}", place.line.number)));
                }
                (Ok(share), Some(member)) => shares.push((member, share)),
            }
        }
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        let half_units = 0.5 * shares.len() as f64;
        for (place, total) in totals {
            let decimals =
                shares.iter().map(|(_, share)| crate::value::decimals_of(*share)).max().unwrap_or(0);
            let room = half_units * libm::pow(10.0, -(decimals as f64)) + ROUND_OFF * sum.abs();
            if (total - sum).abs() > room {
                let reason =
                    format!("a total of {total}, but the shares make {}", crate::value::prose::figure(sum));
                faults.push(scoped.fault(&place, column, &reason));
            }
        }
        Error::none_of(faults)?;
        Ok(Assumption::shares_by_name(axis, shares))
    }

    /// Weights on the inside of a table: members of several axes and a weight a row.
    ///
    /// ```
    /// use market_outlook::{AssumptionKind, Axis, Layout, Sheet};
    ///
    /// let rows = [vec!["region", "product", "weight"], vec!["Asia Pacific", "Services", "1.15"]];
    /// let mixes = Sheet::from_rows(rows)?.mixes(&Layout::recognized().axes([Axis::REGION, Axis::PRODUCT]))?;
    /// assert!(matches!(mixes[0].kind(), AssumptionKind::Mix { weight, .. } if *weight == 1.15));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// All at once, each with its line: rows without a number; no column of numbers, or several.
    pub fn mixes(&self, layout: &Layout) -> Result<Vec<Assumption>, Error> {
        let scoped = Scoped::new(self, layout, layout.texts(self)?)?;
        let column = scoped.number_column("weights")?;
        let mut faults = Vec::new();
        let mut mixes = Vec::new();
        for place in scoped.places() {
            match number(&scoped, &place, column) {
                Ok(weight) => mixes.push(Assumption::mix(scoped.scope(&place), weight)),
                Err(fault) => faults.push(fault),
            }
        }
        Error::none_of(faults)?;
        Ok(mixes)
    }
}

/// The number of a row; a percent sign is taken off.
fn number(scoped: &Scoped, place: &Place, column: usize) -> Result<f64, Error> {
    let place_of = || format!("line {}, column '{}'", place.line.number, scoped.sheet.header()[column]);
    match scoped.text(place, column)? {
        None => Err(scoped.fault(place, column, "nothing, expected a number")),
        Some(text) => {
            text.parse::<Printed>().map(|printed| printed.value()).map_err(|fault| fault.at(place_of()))
        }
    }
}
