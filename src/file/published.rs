//! Model files of published tables.

use super::{AxisSpec, ClaimSpec, MarketSpec, Named, PrintedSpec, SourceSpec, Spec, YearsSpec};
use crate::claim::{Claim, Figure};
use crate::error::Error;
use crate::sheet::PublishedTable;
use crate::space::{Axes, Scope};
use crate::value::{Source, Unit};

/// The key of the source in the file.
const SOURCE: &str = "table";

impl PublishedTable {
    /// A model file that says what this table says: its rows as members and groups, every figure a claim.
    ///
    /// It is the file of [`PublishedTable::market`], for an analyst to go on with: to add assumptions, scenarios, other sources.
    ///
    /// ```
    /// # #[cfg(all(feature = "toml", feature = "csv"))] {
    /// use market_outlook::{Market, PublishedTable, Spec, Unit};
    ///
    /// let table = PublishedTable::from_csv("region,2020,2021\nAmericas,581,584\nEMEA,467,471\nTotal,1048,1055\n")?;
    /// let text = table.with_source("Example").to_spec("Telecom services", Unit::USD_BILLION)?.to_toml()?;
    /// let market = Market::from_toml(&text)?;
    /// assert_eq!(market.claims()[0].to_string(), "value in 2020 of region 'Americas': 581 (Example)");
    /// # }
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`PublishedTable::market`], and when the table is no market, such as with a share above 100 %.
    pub fn to_spec(&self, name: impl Into<String>, unit: Unit) -> Result<Spec, Error> {
        let market = self.market(name, unit)?.build()?;
        let mut spec = Spec::of(MarketSpec {
            name: market.name().into(),
            unit: market.unit().text(),
            basis: None,
            years: YearsSpec { first: market.years().first(), last: market.years().last() },
            base: Some(market.base()).filter(|base| *base != market.years().first()),
            drift: None,
        });
        spec.sources = self.source().map(|source| (SOURCE, source_spec(source))).into_iter().collect();
        spec.axes = axes(market.axes())?;
        spec.claims = market.claims().iter().map(claim_spec).collect::<Result<_, Error>>()?;
        Ok(spec)
    }
}

fn source_spec(source: &Source) -> SourceSpec {
    let text = |text: Option<&str>| text.map(String::from);
    SourceSpec {
        publisher: source.publisher().into(),
        title: text(source.title()),
        edition: text(source.edition()),
        url: text(source.url()),
        accessed: text(source.accessed()),
        note: text(source.note()),
    }
}

fn axes(axes: &Axes) -> Result<Named<AxisSpec>, Error> {
    let axis = |axis: &crate::space::Axis| {
        let members = axes.members(axis.clone())?.to_vec();
        let groups = axes.groups(axis.clone())?.iter();
        let group = |group: &crate::space::Group| {
            let names: Vec<String> =
                group.members().iter().map(|&member| members[member as usize].clone()).collect();
            (group.name().to_string(), names)
        };
        let groups = groups.map(group).collect();
        Ok((axis.name().to_string(), AxisSpec { members, groups }))
    };
    axes.iter().map(axis).collect()
}

fn claim_spec(claim: &Claim) -> Result<ClaimSpec, Error> {
    let names = |scope: &Scope| {
        scope.terms().map(|(axis, name)| (axis.name().to_string(), name.to_string())).collect()
    };
    let printed = Some(PrintedSpec::Text(claim.printed()?.text().into()));
    let mut spec = ClaimSpec { scope: names(claim.scope()), ..ClaimSpec::default() };
    spec.source = claim.stated_source().map(|_| SOURCE.into());
    match claim.figure() {
        Figure::Value { year } => (spec.value, spec.year) = (printed, Some(*year)),
        Figure::Share { year, of } => {
            (spec.share, spec.year, spec.of) = (printed, Some(*year), names(of));
        }
        Figure::Growth { from, to } => {
            (spec.growth, spec.years) = (printed, Some(YearsSpec { first: *from, last: *to }));
        }
        Figure::Change { from, to } => {
            (spec.change, spec.years) = (printed, Some(YearsSpec { first: *from, last: *to }));
        }
    }
    Ok(spec)
}
