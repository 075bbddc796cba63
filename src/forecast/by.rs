//! Tables of a forecast: by which axes, and whether by members or groups.

use std::collections::BTreeMap;

use super::Forecast;
use super::credits::Changes;
use crate::claim::Figure;
use crate::error::{Error, ErrorKind};
use crate::market::What;
use crate::space::{Axis, Members, Selection};
use crate::table::{Column, Number, PublishedRate, Row, RowKind, Table};
use crate::value::{Status, Year};

/// How the rows of a table are cut.
///
/// ```
/// use market_outlook::{Axis, By};
///
/// let regions = By::axis(Axis::REGION);
/// let cross = By::axis(Axis::REGION).and(Axis::PRODUCT);
/// let groups = By::groups(Axis::REGION).and(Axis::PRODUCT);
/// let alone = By::total();
/// assert_eq!(By::from("region"), regions);
/// # let _ = (cross, groups, alone);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By(Vec<(Axis, Cut)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    Members,
    Groups,
}

impl By {
    /// The total alone.
    ///
    /// ```
    /// # use market_outlook::{Axis, By, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert_eq!(forecast.by(By::total())?.rows().len(), 1);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn total() -> Self {
        Self(Vec::new())
    }

    /// One row for each member of an axis.
    ///
    /// ```
    /// # use market_outlook::{Axis, By, Headline, Market, Unit, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    /// #     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
    /// #     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
    /// #     .assume_shares(Axis::REGION, [0.45, 0.3, 0.25])
    /// #     .build()?;
    /// # let forecast = market.forecast()?;
    /// assert_eq!(forecast.by(By::axis(Axis::REGION))?, forecast.by("region")?);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn axis(axis: impl Into<Axis>) -> Self {
        Self::total().and(axis)
    }

    /// One row for each group of an axis, nested groups too, then one for each member that is in none.
    ///
    /// ```
    /// use market_outlook::{By, Claim, Dimension, Market, Unit, Years};
    ///
    /// let region = Dimension::new("region", ["Americas", "Europe", "Africa"]).group("EMEA", ["Europe", "Africa"]);
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .dimension(region)
    ///     .claim(Claim::value("8.1", 2019))
    ///     .build()?;
    /// let names: Vec<String> = market.forecast()?.by(By::groups("region"))?.rows().iter().map(ToString::to_string).collect();
    /// assert_eq!(names, ["EMEA", "Americas", "Total"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn groups(axis: impl Into<Axis>) -> Self {
        Self::total().and_groups(axis)
    }

    /// The same rows, each cut by the members of a further axis.
    ///
    /// ```
    /// use market_outlook::{Axis, By};
    ///
    /// let by = By::axis(Axis::REGION).and(Axis::PRODUCT);
    /// assert_eq!(by.axes().map(Axis::name).collect::<Vec<_>>(), ["region", "product"]);
    /// ```
    #[must_use]
    pub fn and(mut self, axis: impl Into<Axis>) -> Self {
        self.0.push((axis.into(), Cut::Members));
        self
    }

    /// The same rows, each cut by the groups of a further axis.
    ///
    /// ```
    /// use market_outlook::{Axis, By};
    ///
    /// let by = By::axis(Axis::PRODUCT).and_groups(Axis::REGION);
    /// assert_eq!(by.axes().map(Axis::name).collect::<Vec<_>>(), ["product", "region"]);
    /// ```
    #[must_use]
    pub fn and_groups(mut self, axis: impl Into<Axis>) -> Self {
        self.0.push((axis.into(), Cut::Groups));
        self
    }

    /// The axes in the order of their labels.
    #[must_use]
    pub fn axes(&self) -> impl ExactSizeIterator<Item = &Axis> {
        self.0.iter().map(|(axis, _)| axis)
    }

    /// Those of them that are cut by groups.
    pub(crate) fn grouped(&self) -> impl Iterator<Item = &Axis> {
        self.0.iter().filter(|(_, cut)| *cut == Cut::Groups).map(|(axis, _)| axis)
    }
}

impl<A: Into<Axis>> From<A> for By {
    fn from(axis: A) -> Self {
        Self::axis(axis)
    }
}

impl Forecast {
    /// The forecast as a table: rows by one or more axes, columns by year, a total last.
    ///
    /// Rows have the order in which members are shown, the first axis slowest, and only members of this slice of the market.
    /// Source lines say who published what of the numbers shown, and what is assumed.
    ///
    /// # Errors
    /// When an axis is unknown or named twice.
    ///
    /// ```
    /// use market_outlook::{Axis, By, Dimension, Headline, Market, Unit, Years};
    ///
    /// let region = Dimension::new(Axis::REGION, ["Americas", "Europe", "Asia", "Africa"]).group("EMEA", ["Europe", "Africa"]);
    /// let forecast = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2026)?)
    ///     .dimension(region)
    ///     .claims(Headline::new("8.0", 2019, "12.0", 2026).source("Example"))
    ///     .assume_shares(Axis::REGION, [0.4, 0.3, 0.2, 0.1])
    ///     .build()?
    ///     .forecast()?;
    /// let table = forecast.by(Axis::REGION)?;
    /// assert_eq!((table.rows().len(), table.columns().len()), (5, 8));
    /// assert_eq!(table.value(4, 7), Some(forecast.total(2026)?));
    /// let shares: Vec<String> = table.shares()?.printed_column(0).into_iter().flatten().collect();
    /// assert_eq!(shares, ["40.0%", "30.0%", "20.0%", "10.0%", "100.0%"]);
    ///
    /// let groups = forecast.by(By::groups(Axis::REGION))?;
    /// let names: Vec<String> = groups.rows().iter().map(ToString::to_string).collect();
    /// assert_eq!(names, ["EMEA", "Americas", "Asia", "Total"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn by(&self, by: impl Into<By>) -> Result<Table, Error> {
        let by = by.into();
        let cuts = self.cuts(&by)?;
        let years = self.years();
        let base = self.market().base();
        let columns = years.iter().map(|y| if y <= base { Column::history(y) } else { Column::forecast(y) });
        let empty = Table::new(self.name(), self.unit().clone(), by.axes().map(Axis::name), columns);
        let mut table = empty.with_decimals(self.decimals()).with_scenario(self.scenario());
        let (rows, shown): (Vec<Row>, Vec<Selection>) = self.shown(&cuts).unzip();
        let known = self.statuses_without_scenario(&shown);
        // Under a scenario, what its numbers would rest on without it.
        let rests_on_assumptions =
            known.iter().any(|status| matches!(status, Status::Assumed | Status::Extrapolated));
        let statuses = self.under_scenario(&shown, known);
        let numbers = self.sums(&cuts).into_iter().chain(self.path()).zip(statuses);
        let mut numbers = numbers.map(|(value, status)| Some(Number { value, status }));
        for row in rows {
            table = table.with_row(row, numbers.by_ref().take(years.len()))?;
        }
        let axes: Vec<usize> = cuts.iter().map(|cut| cut.axis).collect();
        let credits = self.credits(&axes, &shown, rests_on_assumptions);
        table = credits.into_iter().fold(table, Table::with_source);
        let notes = self.remarks(&cuts).into_iter().chain(self.claim_notes(&shown));
        Ok(notes.fold(table, Table::with_note).with_published(self.published_rates(&shown)))
    }

    /// The rows of a table by these axes with their cells, the total last.
    pub(crate) fn rows(&self, by: &By) -> Result<Vec<(Row, Selection)>, Error> {
        Ok(self.shown(&self.cuts(by)?).collect())
    }

    fn shown(&self, cuts: &[Buckets]) -> impl Iterator<Item = (Row, Selection)> {
        let total = (Row::total(), self.cells.clone());
        (0..count(cuts)).map(|row| self.row(cuts, row)).chain([total])
    }

    /// Shares of the total and growth that a source has printed for the cells of a row, where they are met.
    fn published_rates(&self, shown: &[Selection]) -> Vec<PublishedRate> {
        let mut claims: BTreeMap<&Selection, Vec<(Option<Year>, Year)>> = BTreeMap::new();
        let mut changes = Changes::new(self);
        for (i, m) in self.market().measured().iter().enumerate().filter(|(_, m)| !m.compare) {
            let time = match (self.market().claims()[i].figure(), &m.what) {
                (Figure::Share { year, .. }, What::Share { of, .. }) if *of == self.cells => (None, *year),
                (Figure::Growth { from, to }, _) => (Some(*from), *to),
                _ => continue,
            };
            if self.is_met(i) && !changes.reach(i) {
                claims.entry(&m.cells).or_default().push(time);
            }
        }
        let mut rates = Vec::new();
        for (row, cells) in shown.iter().enumerate() {
            let times = claims.get(cells).into_iter().flatten();
            rates.extend(times.map(|&(from, year)| PublishedRate { row, from, year }));
        }
        rates
    }

    /// The name of the market, and of the slice.
    fn name(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in self.scope().terms() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let market = self.market().name();
        if names.is_empty() { market.into() } else { format!("{market}: {}", names.join(", ")) }
    }

    /// As many decimals as the most precise value claim prints, else enough for three digits of the smallest total.
    fn decimals(&self) -> usize {
        let values = self.market().measured().iter().filter(|m| matches!(m.what, What::Value { .. }));
        values.map(|m| m.decimals).max().unwrap_or_else(|| {
            let smallest = self.path().into_iter().filter(|total| *total > 0.0).fold(f64::INFINITY, f64::min);
            if smallest.is_finite() {
                (2.0 - libm::floor(libm::log10(smallest))).max(0.0) as usize
            } else {
                1
            }
        })
    }

    fn remarks(&self, cuts: &[Buckets]) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(basis) = self.market().basis() {
            notes.push(format!("Basis: {}.", basis.trim_end_matches('.')));
        }
        if cuts.iter().any(Buckets::overlap) {
            notes.push("Rows overlap and do not add up to the total.".into());
        }
        notes
    }

    fn cuts(&self, by: &By) -> Result<Vec<Buckets>, Error> {
        let mut faults = Vec::new();
        let mut cuts: Vec<Buckets> = Vec::new();
        for (axis, cut) in &by.0 {
            match self.axes().position(axis) {
                Ok(position) if cuts.iter().any(|earlier| earlier.axis == position) => {
                    faults.push(
                        ErrorKind::Duplicate { what: "axis".into(), name: axis.name().to_string() }.into(),
                    );
                }
                Ok(position) => cuts.push(self.buckets(position, axis, *cut)?),
                Err(fault) => faults.push(fault),
            }
        }
        Error::none_of(faults)?;
        Ok(cuts)
    }

    /// The labels of one axis within this slice, each with its members.
    fn buckets(&self, position: usize, axis: &Axis, cut: Cut) -> Result<Buckets, Error> {
        let names = self.axes().members(axis)?;
        let here = self.cells.members(position);
        let mut labels: Vec<Bucket> = Vec::new();
        if cut == Cut::Groups {
            for group in self.axes().groups(axis)? {
                let members = group.as_members().intersect(here);
                if !members.is_empty() {
                    labels.push(Bucket { name: group.name().into(), kind: RowKind::Group, members });
                }
            }
        }
        let mut of_member: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
        for (label, bucket) in labels.iter().enumerate() {
            bucket.members.iter().for_each(|member| of_member[member as usize].push(label));
        }
        for member in here.iter() {
            if of_member[member as usize].is_empty() {
                of_member[member as usize].push(labels.len());
                let name = names[member as usize].clone();
                labels.push(Bucket { name, kind: RowKind::Member, members: Members::one(member) });
            }
        }
        Ok(Buckets { axis: position, labels, of_member })
    }

    /// The values of all rows, years innermost, in one pass over the cells of the slice.
    ///
    /// Every row adds its cells in ascending order, as [`Forecast::number`] does: both give the same bits.
    fn sums(&self, cuts: &[Buckets]) -> Vec<f64> {
        let years = self.years().len();
        let lengths = self.axes().lengths();
        let inner: Vec<usize> = (0..lengths.len()).map(|axis| lengths[axis + 1..].iter().product()).collect();
        let mut sums = vec![0.0; count(cuts) * years];
        if sums.is_empty() {
            return sums;
        }
        let (mut rows, mut next) = (Vec::new(), Vec::new());
        let cube = self.cube();
        self.cells.for_each(|cell| {
            rows.clear();
            rows.push(0_usize);
            for cut in cuts {
                let labels = &cut.of_member[cell / inner[cut.axis] % lengths[cut.axis]];
                next.clear();
                next.extend(
                    rows.iter()
                        .flat_map(|row| labels.iter().map(move |label| row * cut.labels.len() + label)),
                );
                std::mem::swap(&mut rows, &mut next);
            }
            let path = cube.path(cell);
            for &row in &rows {
                for (sum, value) in sums[row * years..(row + 1) * years].iter_mut().zip(path) {
                    *sum += value;
                }
            }
        });
        sums
    }

    /// The labels and cells of a row by its position, the last axis fastest.
    fn row(&self, cuts: &[Buckets], mut position: usize) -> (Row, Selection) {
        let mut cells = self.cells.clone();
        let mut kind = RowKind::Member;
        let mut labels = Vec::with_capacity(cuts.len());
        for cut in cuts.iter().rev() {
            let bucket = &cut.labels[position % cut.labels.len()];
            position /= cut.labels.len();
            cells.restrict(cut.axis, &bucket.members);
            labels.push(bucket.name.clone());
            if bucket.kind == RowKind::Group {
                kind = RowKind::Group;
            }
        }
        labels.reverse();
        (Row::new(kind, labels), cells)
    }
}

/// How many rows there are beside the total.
fn count(cuts: &[Buckets]) -> usize {
    if cuts.is_empty() { 0 } else { cuts.iter().map(|cut| cut.labels.len()).product() }
}

/// One label of a row and the members it stands for.
struct Bucket {
    name: String,
    kind: RowKind,
    members: Members,
}

/// The labels of one axis, and for each of its members the labels it counts under.
struct Buckets {
    axis: usize,
    labels: Vec<Bucket>,
    of_member: Vec<Vec<usize>>,
}

impl Buckets {
    fn overlap(&self) -> bool {
        self.of_member.iter().any(|labels| labels.len() > 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Claim, Headline};
    use crate::market::{Market, MarketBuilder};
    use crate::space::{Dimension, Scope};
    use crate::value::{Printed, Unit, Years};

    fn builder() -> MarketBuilder {
        let region = Dimension::new(Axis::REGION, ["Americas", "Europe", "Asia", "Africa"])
            .group("Old World", ["EMEA", "Asia"])
            .group("EMEA", ["Europe", "Africa"]);
        Market::builder("Example market", Unit::USD_BILLION, Years::new(2018, 2021).unwrap())
            .base(2019)
            .dimension(region)
            .axis(Axis::PRODUCT, ["Software", "Services", "Hardware"])
            .assume_shares(Axis::REGION, [0.4, 0.3, 0.2, 0.1])
            .assume_shares(Axis::PRODUCT, [0.51, 0.27, 0.22])
    }

    fn forecast() -> Forecast {
        builder().claims(Headline::new("8.1", 2019, "9.2", 2021)).build().unwrap().forecast().unwrap()
    }

    fn rows(table: &Table) -> Vec<String> {
        table.rows().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_row_has_the_bits_of_its_number() {
        let forecast = forecast().within(&Scope::of(Axis::REGION, "EMEA")).unwrap();
        let by = By::axis(Axis::PRODUCT).and_groups(Axis::REGION);
        let table = forecast.by(by).unwrap();
        assert_eq!(table.title(), "Example market: EMEA");
        assert_eq!(table.axes(), ["product", "region"]);
        assert_eq!(
            rows(&table),
            [
                "Software / Old World",
                "Software / EMEA",
                "Services / Old World",
                "Services / EMEA",
                "Hardware / Old World",
                "Hardware / EMEA",
                "Total"
            ]
        );
        for (i, row) in table.rows().iter().enumerate() {
            let axes = [Axis::PRODUCT, Axis::REGION].into_iter();
            let scope =
                axes.zip(row.labels()).fold(Scope::all(), |scope, (axis, name)| scope.and(axis, name));
            for (t, column) in table.columns().iter().enumerate() {
                assert_eq!(table.number(i, t), forecast.number(&scope, column.year()).ok(), "{row} {column}");
            }
        }
    }

    #[test]
    fn members_of_the_slice_come_in_display_order() {
        let slice = forecast().within(&Scope::of(Axis::REGION, "EMEA")).unwrap();
        let table = slice.by(Axis::REGION).unwrap();
        assert_eq!(rows(&table), ["Europe", "Africa", "Total"]);
        let is_forecast: Vec<bool> = table.columns().iter().map(|column| column.is_forecast()).collect();
        assert_eq!(is_forecast, [false, false, true, true]);
        assert_eq!(rows(&slice.by(By::total()).unwrap()), ["Total"]);
    }

    #[test]
    fn groups_of_every_level_come_first_and_overlaps_are_said() {
        let table = forecast().by(By::groups(Axis::REGION)).unwrap();
        assert_eq!(rows(&table), ["Old World", "EMEA", "Americas", "Total"]);
        assert_eq!(table.rows()[1].kind(), RowKind::Group);
        assert_eq!(table.rows()[2].kind(), RowKind::Member);
        assert_eq!(table.notes(), ["Rows overlap and do not add up to the total."]);
        let asia = forecast().within(&Scope::of(Axis::REGION, "Asia")).unwrap();
        let table = asia.by(By::groups(Axis::REGION)).unwrap();
        assert_eq!((rows(&table), table.notes().len()), (vec!["Old World".into(), "Total".into()], 0));
    }

    #[test]
    fn axes_are_known_and_named_once() {
        for (by, message) in [
            (By::axis("channel"), "unknown axis 'channel', expected one of 'region', 'product'"),
            (By::axis("region").and_groups("region"), "axis 'region' stands twice, expected each name once"),
        ] {
            assert_eq!(forecast().by(by).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn decimals_are_those_of_the_most_precise_value_claim() {
        let decimals = |claims: Vec<Claim>| {
            let market = builder().claims(claims).build().unwrap();
            market.forecast().unwrap().by(Axis::REGION).unwrap().decimals()
        };
        assert_eq!(decimals(vec![Claim::value("8.1", 2019), Claim::growth("5.25%", 2019, 2021)]), 1);
        assert_eq!(decimals(vec![Claim::value("8.1", 2019), Claim::value("$8,215M", 2020)]), 3);
        assert_eq!(decimals(vec![Claim::value("8", 2019), Claim::value("8.12", 2020).for_comparison()]), 2);
        let tiny = Printed::within(1e-300, 0.0).unwrap();
        assert_eq!(decimals(vec![Claim::value("8", 2019), Claim::value(tiny, 2020).for_comparison()]), 15);
    }

    #[test]
    fn a_published_number_prints_as_published() {
        let table = forecast().by(By::total()).unwrap();
        assert_eq!(table.printed(0, 1).as_deref(), Some("8.1"));
        assert_eq!(table.printed(0, 3).as_deref(), Some("9.2"));
        assert_eq!(table.status(0, 1), Some(Status::Published));
    }
}
