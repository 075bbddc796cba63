//! Assumptions from sheets: shares and mixes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::entry::printed;
use super::layout::Layout;
use super::scoped::{Place, Scoped};
use super::sheet::{Sheet, at_line};
use crate::error::{Error, Faults};
use crate::market::Assumption;
use crate::space::Axis;

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
        let mut known: BTreeMap<String, u64> = BTreeMap::new();
        let (mut totals, mut faults) = (Vec::new(), Faults::default());
        for place in scoped.places() {
            let line = place.line.number;
            match (number(&scoped, &place, column), place.members[0].clone()) {
                (Err(fault), _) => faults.add(line, || fault),
                (Ok(share), None) => totals.push((place, share)),
                (Ok(share), Some(member)) => match known.entry(member.clone()) {
                    Entry::Occupied(first) => {
                        let reason =
                            || format!("'{member}' stands in line {} too, expected each once", first.get());
                        faults.add(line, || at_line(line, reason()));
                    }
                    Entry::Vacant(free) => {
                        free.insert(line);
                        shares.push((member, share));
                    }
                },
            }
        }
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        let decimals = shares.iter().map(|(_, share)| crate::value::decimals_of(*share)).max().unwrap_or(0);
        let half_units = 0.5 * shares.len() as f64;
        let room = half_units * libm::pow(10.0, -(decimals as f64)) + ROUND_OFF * sum.abs();
        for (place, total) in totals.iter().filter(|(_, total)| (total - sum).abs() > room) {
            let sum = crate::value::prose::figure(sum);
            let reason = || format!("a total of {total}, but the shares make {sum}");
            faults.add(place.line.number, || scoped.fault(place, column, &reason()));
        }
        faults.none_in("file")?;
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
        let mut faults = Faults::default();
        let mut mixes = Vec::new();
        for place in scoped.places() {
            match number(&scoped, &place, column) {
                Ok(weight) => mixes.push(Assumption::mix(scoped.scope(&place), weight)),
                Err(fault) => faults.add(place.line.number, || fault),
            }
        }
        faults.none_in("file")?;
        Ok(mixes)
    }
}

/// The number of a row; a percent sign is taken off.
fn number(scoped: &Scoped, place: &Place, column: usize) -> Result<f64, Error> {
    let place_of = || format!("line {}, column '{}'", place.line.number, scoped.sheet.header()[column]);
    match scoped.text(place, column)? {
        None => Err(scoped.fault(place, column, "nothing, expected a number")),
        Some(text) => printed(&text).map(|printed| printed.value()).map_err(|fault| fault.at(place_of())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_that_do_not_fit_are_named_with_their_lines() {
        let rows = [
            vec!["Product", "Share"],
            vec!["Software", "72%"],
            vec!["Services", ""],
            vec!["Software", "28%"],
            vec!["Hardware", "abc"],
            vec!["Total", "100%"],
        ];
        let error =
            Sheet::from_rows(rows).unwrap().shares(Axis::PRODUCT, &Layout::recognized().value("Share"));
        let found: Vec<String> = error.unwrap_err().faults().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "line 3, column 'Share': nothing, expected a number",
                "line 4: 'Software' stands in line 2 too, expected each once",
                "line 5, column 'Share': cannot read 'abc' as a printed number: no digits in it, expected a number such as '8.1' or '$8.1B'",
                "line 6, column 'Share': a total of 100, but the shares make 72",
            ]
        );
    }

    #[test]
    fn many_shares_take_the_time_of_one_look_at_each() {
        let rows = (0..100_000).map(|row| vec![format!("M{row}"), "0.001%".into()]);
        let header = vec!["Product".to_string(), "Share".into()];
        let totals = std::iter::repeat_n(vec!["Total".to_string(), "100%".into()], 1000);
        let sheet = Sheet::from_rows(std::iter::once(header).chain(rows).chain(totals)).unwrap();
        assert!(sheet.shares(Axis::PRODUCT, &Layout::recognized()).is_ok());
    }
}
