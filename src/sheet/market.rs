//! Markets out of published tables.

use super::claims::claim;
use super::published::PublishedTable;
use super::structure::Structure;
use crate::claim::{Claim, Figure};
use crate::error::{Error, ErrorKind};
use crate::market::{Market, MarketBuilder};
use crate::space::{Axis, Dimension, Scope};
use crate::value::{Unit, Year, Years};

/// Names of columns that say nothing about what their rows are.
const NAMELESS: [&str; 7] = ["row", "rows", "name", "label", "item", "category", "column 1"];

impl PublishedTable {
    /// A market that this table is of: its rows as members and groups, every figure a claim, to be built or added to.
    ///
    /// Each cut of the whole becomes an axis, called as [`PublishedTable::with_cut`] says, else after the column of names, or
    /// where there are several after their totals ("products" after "Total products").
    /// What a row has besides its listed parts is a member of its own, "Rest of …". The base year is the last that no column marks as a forecast.
    ///
    /// ```
    /// use market_outlook::{PublishedTable, Scope, Unit};
    ///
    /// let table = PublishedTable::from_csv("\
    /// region,2020,2021,YoY 2021 (%)
    /// Americas,581,584,0.5
    /// Asia/Pacific,482,490,1.6
    /// EMEA,467,471,0.9
    /// Grand Total,1530,1545,1.0
    /// ")?;
    /// let forecast = table.market("Telecom services", Unit::USD_BILLION)?.build()?.forecast()?.strict()?;
    /// let emea = forecast.number(&Scope::of("region", "EMEA"), 2021)?;
    /// assert_eq!(format!("{:.0}, {}", emea.value, emea.status), "471, published");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When nothing says where in the whole a row belongs, or a cut was named that is none.
    pub fn market(&self, name: impl Into<String>, unit: Unit) -> Result<MarketBuilder, Error> {
        let structure = super::check::structure(self)?;
        if let Some(&row) = structure.loose.first() {
            let what = format!("the place of row '{}' in the market", self.rows[row].name);
            let reason =
                "it is a part of the whole, but nothing says of which other row, expected its parent".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let cuts = self.cuts(&structure)?;
        let years: Vec<Year> =
            self.columns.iter().flat_map(|column| super::check::years_of(&column.figure)).collect();
        let (Some(&first), Some(&last)) = (years.iter().min(), years.iter().max()) else {
            let expected = "at least one column of figures".into();
            return Err(ErrorKind::Empty { what: "the published table".into(), expected }.into());
        };
        let mut builder = Market::builder(name, unit, Years::new(first, last)?);
        if let Some(base) = self.last_history() {
            builder = builder.base(base);
        }
        let names = self.names();
        for cut in &cuts {
            builder = builder.dimension(Self::dimension(&structure, cut, &names));
        }
        Ok(builder.claims(self.claims(&structure, &cuts, &names)))
    }

    /// The same table with the rows below a total as the members of this axis.
    ///
    /// ```
    /// use market_outlook::{Axis, Figure, PublishedTable, Unit};
    ///
    /// let table = PublishedTable::new([Figure::Value { year: 2022.into() }])
    ///     .with_row("Analog", Some("Total products"), ["40"])?
    ///     .with_row("Digital", Some("Total products"), ["60"])?
    ///     .with_row("Total products", None, ["100"])?;
    /// let market = table.with_cut("Total products", Axis::PRODUCT).market("Semiconductors", Unit::USD_BILLION)?.build()?;
    /// assert_eq!(market.axes().members(Axis::PRODUCT)?, ["Analog", "Digital"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn with_cut(mut self, total: impl Into<String>, axis: impl Into<Axis>) -> Self {
        self.cuts.push((total.into(), axis.into()));
        self
    }

    fn cuts(&self, structure: &Structure) -> Result<Vec<Cut>, Error> {
        let tops: Vec<Vec<usize>> = if structure.wholes.is_empty() {
            vec![structure.unsummed.clone()]
        } else {
            structure.wholes.iter().map(|&whole| vec![whole]).collect()
        };
        let mut cuts: Vec<Cut> = Vec::new();
        for tops in tops {
            let has_parts = structure.wholes.is_empty() || !structure.parts[tops[0]].is_empty();
            if has_parts {
                let axis = self.axis(structure, &tops, cuts.len());
                cuts.push(Cut { tops, axis });
            }
        }
        for (name, _) in &self.cuts {
            let is_cut = |cut: &Cut| cut.tops.iter().any(|&top| self.rows[top].name == *name);
            if !cuts.iter().any(is_cut) {
                let choices =
                    cuts.iter().flat_map(|cut| &cut.tops).map(|&top| self.rows[top].name.clone()).collect();
                return Err(ErrorKind::UnknownName { what: "cut", name: name.clone(), choices }.into());
            }
        }
        Ok(cuts)
    }

    fn axis(&self, structure: &Structure, tops: &[usize], position: usize) -> Axis {
        let stated = self.cuts.iter().find(|(name, _)| tops.iter().any(|&top| self.rows[top].name == *name));
        if let Some((_, axis)) = stated {
            return axis.clone();
        }
        let label = self.label.to_lowercase();
        if structure.wholes.len() < 2 {
            return Axis::from(if NAMELESS.contains(&label.as_str()) { "part" } else { label.as_str() });
        }
        let says =
            |word: &&str| !["total", "grand", "overall", "all"].contains(&word.to_lowercase().as_str());
        let words = self.rows[tops[0]].name.split_whitespace().filter(says);
        match words.collect::<Vec<_>>().join(" ").to_lowercase() {
            name if name.is_empty() => Axis::from(format!("cut {}", position + 1)),
            name => Axis::from(name),
        }
    }

    /// The name of each row in its market: with its parent where it is not the only one of that name.
    fn names(&self) -> Vec<String> {
        let mut sorted: Vec<&str> = self.rows.iter().map(|row| row.name.as_str()).collect();
        sorted.sort_unstable();
        let twice = |name: &str| {
            let first = sorted.partition_point(|known| *known < name);
            sorted.get(first + 1) == Some(&name)
        };
        let name = |row: &super::published::PublishedRow| match row.parent {
            Some(parent) if twice(&row.name) => format!("{} ({})", row.name, self.rows[parent].name),
            _ => row.name.clone(),
        };
        self.rows.iter().map(name).collect()
    }

    fn dimension(structure: &Structure, cut: &Cut, names: &[String]) -> Dimension {
        let below: Vec<usize> = cut.tops.iter().flat_map(|&top| structure.below(top)).collect();
        let members = |rows: &[usize]| {
            let leaf = |row: &usize| structure.parts[*row].is_empty().then(|| names[*row].clone());
            let rest = |row: &usize| structure.partial[*row].then(|| format!("Rest of {}", names[*row]));
            let leaves = rows.iter().filter_map(leaf);
            leaves.chain(rows.iter().filter_map(rest)).collect::<Vec<String>>()
        };
        let is_group = |row: &&usize| !structure.parts[**row].is_empty() && !structure.wholes.contains(row);
        let empty = Dimension::new(cut.axis.clone(), members(&below));
        below.iter().filter(is_group).fold(empty, |dimension, &row| {
            dimension.group(names[row].clone(), members(&structure.below(row)))
        })
    }

    fn claims(&self, structure: &Structure, cuts: &[Cut], names: &[String]) -> Vec<Claim> {
        let axis_of = |row: usize| {
            let is_in = |cut: &&Cut| cut.tops.iter().any(|&top| structure.below(top).contains(&row));
            cuts.iter().find(is_in).map(|cut| cut.axis.clone())
        };
        let axes: Vec<Option<Axis>> = (0..self.rows.len()).map(axis_of).collect();
        let scope = |row: usize| match &axes[row] {
            Some(axis) if !structure.wholes.contains(&row) => Scope::of(axis.clone(), names[row].clone()),
            _ => Scope::all(),
        };
        let stated = |(row, column): (usize, usize)| {
            let mut figure = self.columns[column].figure.clone();
            if let Figure::Share { of, .. } = &mut figure {
                *of = structure.share_of(self, row, column).map_or_else(Scope::all, scope);
            }
            let claim = claim(self.cell(row, column)?.clone(), &figure).of(scope(row));
            Some(match &self.source {
                Some(source) => claim.source(source.clone()),
                None => claim,
            })
        };
        self.printed().filter_map(stated).collect()
    }

    /// The last year with sizes that no column marks as a forecast, where some do.
    fn last_history(&self) -> Option<Year> {
        let marked = self.columns.iter().any(|column| column.forecast);
        let sizes = self
            .columns
            .iter()
            .filter(|column| !column.forecast && matches!(column.figure, Figure::Value { .. }));
        sizes.map(|column| column.figure.year()).max().filter(|_| marked)
    }
}

/// Rows that are everything, or make it, and the axis of their parts.
struct Cut {
    tops: Vec<usize>,
    axis: Axis,
}
