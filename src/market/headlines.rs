//! Triples among the claims: start, end and growth rate of one scope, from one source.

use std::collections::BTreeMap;

use super::{Market, What};
use crate::claim::{Claim, Headline};
use crate::space::Selection;

impl Market {
    /// The headlines among the claims: a growth rate with the values at both of its ends, same scope, same source.
    ///
    /// ```
    /// use market_outlook::{Headline, Market, Unit, Verdict, Years};
    ///
    /// let market = Market::builder("CX personalization & optimization", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research"))
    ///     .build()?;
    /// let headlines = market.headlines();
    /// assert_eq!(headlines.len(), 1);
    /// assert_eq!(headlines[0].check()?.verdict(), Verdict::Consistent);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn headlines(&self) -> Vec<Headline> {
        self.triples().into_iter().map(|claims| self.headline(claims)).collect()
    }

    /// The headline of a triple.
    pub(crate) fn headline(&self, claims: [usize; 3]) -> Headline {
        Headline::from_claims(claims.map(|claim| &self.claims[claim]))
    }

    /// Start, end and growth rate of each headline, as positions of claims.
    pub(crate) fn triples(&self) -> Vec<[usize; 3]> {
        let plain = |claim: &Claim| !claim.is_for_comparison() && claim.stated_tolerance().is_none();
        let claims = || self.measured.iter().enumerate().filter(|(i, _)| plain(&self.claims[*i]));
        if !self.measured.iter().any(|m| matches!(m.what, What::Growth { .. })) {
            return Vec::new();
        }
        let mut values: BTreeMap<(&Selection, usize), Vec<usize>> = BTreeMap::new();
        for (i, m) in claims() {
            if let What::Value { year } = m.what {
                values.entry((&m.cells, year)).or_default().push(i);
            }
        }
        let triples = claims().filter_map(|(rate, growth)| {
            let What::Growth { from, to } = growth.what else { return None };
            let same = |&&i: &&usize| self.claims[i].stated_source() == self.claims[rate].stated_source();
            let value_in = |year| values.get(&(&growth.cells, year))?.iter().find(same).copied();
            Some([value_in(from)?, value_in(to)?, rate])
        });
        triples.collect()
    }
}
