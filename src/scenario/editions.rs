//! Two forecasts of what may be the same market, beside each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::{Finding, FindingKind};
use crate::error::{Error, ErrorKind};
use crate::forecast::{By, Forecast};
use crate::space::{Axis, Group};
use crate::table::{Row, Table};
use crate::value::Years;
use crate::value::prose::list;

/// Two forecasts beside each other, such as two editions or two publishers, on the axes, years and unit that they share.
///
/// What they define otherwise is a finding of the kind [`FindingKind::Definition`].
///
/// ```
/// use market_outlook::{By, Claim, Market, Unit, Years};
///
/// let earlier = Market::builder("Market", Unit::USD_BILLION, Years::new(2019, 2024)?)
///     .claims([Claim::value("8.1", 2019), Claim::value("10.4", 2024)])
///     .build()?
///     .forecast()?;
/// let later = Market::builder("Market", Unit::USD_MILLION, Years::new(2021, 2026)?)
///     .claims([Claim::value("7,600", 2021), Claim::value("11,600", 2026)])
///     .build()?
///     .forecast()?;
/// let editions = earlier.compare(&later, ["2020 edition", "2022 edition"])?;
/// assert_eq!(editions.years(), Years::new(2021, 2024)?);
/// let revised = editions.change(By::total())?;
/// let printed: Vec<_> = (0..4).filter_map(|year| revised.printed(0, year)).collect();
/// assert_eq!(printed, ["-15.1%", "-12.1%", "-9.0%", "-5.8%"]);
/// let said: Vec<&str> = editions.findings().iter().map(|finding| finding.message()).collect();
/// assert_eq!(
///     said,
///     [
///         "the unit is USD billion in 2020 edition and USD million in 2022 edition: compared in the first",
///         "the base year is 2019 in 2020 edition and 2021 in 2022 edition",
///     ]
/// );
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Editions {
    forecasts: [Forecast; 2],
    names: [String; 2],
    years: Years,
    axes: Vec<Axis>,
    /// Those of them whose groups are not the same.
    regrouped: Vec<Axis>,
    /// What a number of the second is multiplied by.
    factor: f64,
    findings: Vec<Finding>,
}

impl Forecast {
    /// This forecast beside another one, under names of their own.
    ///
    /// # Errors
    /// When they count different things, have no year in common, or are called the same.
    ///
    /// ```
    /// use market_outlook::{Claim, Market, Unit, Years};
    ///
    /// let market = |unit, year| Market::builder("Market", unit, Years::new(year, year)?).claim(Claim::value("8.1", year)).build()?.forecast();
    /// let (earlier, later) = (market(Unit::USD_BILLION, 2019)?, market(Unit::USD_BILLION, 2021)?);
    /// let error = earlier.compare(&later, ["First", "Second"]).unwrap_err();
    /// assert_eq!(error.to_string(), "a comparison is not defined here: First has the years 2019 to 2019, Second 2021 to 2021, and none is in both");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn compare<N: Into<String>>(&self, other: &Forecast, names: [N; 2]) -> Result<Editions, Error> {
        let names = names.map(Into::into);
        let undefined =
            |reason: String| Error::from(ErrorKind::Undefined { what: "a comparison".into(), reason });
        let [first, second] = &names;
        let mut faults = Vec::new();
        if first == second {
            faults.push(ErrorKind::Duplicate { what: "the name".into(), name: first.clone() }.into());
        }
        let units = [self.unit(), other.unit()];
        if units[0].what() != units[1].what() {
            faults.push(undefined(format!(
                "{first} counts {}, {second} {}",
                units[0].what(),
                units[1].what()
            )));
        }
        let years = [self.years(), other.years()];
        let (from, to) = (years[0].first().max(years[1].first()), years[0].last().min(years[1].last()));
        let common = Years::new(from, to).ok();
        if common.is_none() {
            let [a, b] = years;
            faults.push(undefined(format!("{first} has the years {a}, {second} {b}, and none is in both")));
        }
        let Some(years) = common.filter(|_| faults.is_empty()) else { return Err(Error::several(faults)) };
        let (axes, different) = axes(self, other, &names);
        let mut findings = definitions(self, other, &names);
        findings.extend(different);
        let mut regrouped = Vec::new();
        for axis in &axes {
            let different = regrouped_in(axis, self, other, &names)?;
            regrouped.extend((!different.is_empty()).then(|| axis.clone()));
            findings.extend(different);
        }
        let findings = findings.into_iter().map(|said| Finding::new(FindingKind::Definition, said)).collect();
        let factor = units[1].scale().factor() / units[0].scale().factor();
        Ok(Editions {
            forecasts: [self.clone(), other.clone()],
            names,
            years,
            axes,
            regrouped,
            factor,
            findings,
        })
    }
}

/// What is defined otherwise, but for the axes.
fn definitions(a: &Forecast, b: &Forecast, names: &[String; 2]) -> Vec<String> {
    let [first, second] = names;
    let basis = |forecast: &Forecast| forecast.market().basis().unwrap_or("not stated").to_string();
    let pairs = [
        ("market", a.market().name().to_string(), b.market().name().to_string(), ""),
        ("part of the market", a.scope().to_string(), b.scope().to_string(), ""),
        ("scenario", a.scenario().to_string(), b.scenario().to_string(), ""),
        ("unit", a.unit().to_string(), b.unit().to_string(), ": compared in the first"),
        ("basis", basis(a), basis(b), ""),
        ("base year", a.market().base().to_string(), b.market().base().to_string(), ""),
    ];
    let different = pairs.into_iter().filter(|(_, a, b, _)| a != b);
    different
        .map(|(what, a, b, more)| format!("the {what} is {a} in {first} and {b} in {second}{more}"))
        .collect()
}

/// The axes with the same members, and what is different about the others.
fn axes(a: &Forecast, b: &Forecast, names: &[String; 2]) -> (Vec<Axis>, Vec<String>) {
    let (mut common, mut different) = (Vec::new(), Vec::new());
    let [first, second] = names;
    let members =
        |forecast: &Forecast, axis: &Axis| forecast.axes().members(axis).map(<[String]>::to_vec).ok();
    for axis in a.axes().iter() {
        let Some(others) = members(b, axis) else {
            different.push(format!("axis '{axis}' is in {first} only"));
            continue;
        };
        let own = members(a, axis).unwrap_or_default();
        let missing = |these: &[String], those: &[String]| -> Vec<String> {
            let those: BTreeSet<&String> = those.iter().collect();
            these
                .iter()
                .filter(|member| !those.contains(member))
                .map(|member| format!("'{member}'"))
                .collect()
        };
        let only = [(first, missing(&own, &others)), (second, missing(&others, &own))];
        let only: Vec<String> = only
            .into_iter()
            .filter(|(_, members)| !members.is_empty())
            .map(|(name, members)| format!("{} in {name} only", list(&members)))
            .collect();
        if only.is_empty() {
            common.push(axis.clone());
        } else {
            different.push(format!("axis '{axis}' has {}: not compared", only.join(" and ")));
        }
    }
    let others = b.axes().iter().filter(|axis| members(a, axis).is_none());
    different.extend(others.map(|axis| format!("axis '{axis}' is in {second} only")));
    (common, different)
}

/// What is different about the groups of an axis whose members are the same.
fn regrouped_in(axis: &Axis, a: &Forecast, b: &Forecast, names: &[String; 2]) -> Result<Vec<String>, Error> {
    let groups = |forecast: &Forecast| -> Result<BTreeMap<String, Vec<String>>, Error> {
        let members = forecast.axes().members(axis)?;
        let of = |group: &Group| group.members().iter().map(|&m| members[m as usize].clone()).collect();
        Ok(forecast.axes().groups(axis)?.iter().map(|group| (group.name().to_string(), of(group))).collect())
    };
    let (own, others) = (groups(a)?, groups(b)?);
    let [first, second] = names;
    let same = |a: &[String], b: &[String]| a.iter().collect::<BTreeSet<_>>() == b.iter().collect();
    let quoted =
        |members: &[String]| list(&members.iter().map(|member| format!("'{member}'")).collect::<Vec<_>>());
    let union: BTreeSet<&String> = own.keys().chain(others.keys()).collect();
    let said = union.into_iter().filter_map(|name| {
        let which = match (own.get(name), others.get(name)) {
            (Some(a), Some(b)) if same(a, b) => return None,
            (Some(a), Some(b)) => format!("is {} in {first} and {} in {second}", quoted(a), quoted(b)),
            (Some(_), None) => format!("is in {first} only"),
            _ => format!("is in {second} only"),
        };
        Some(format!("group '{name}' of axis '{axis}' {which}: compared by members, not by groups"))
    });
    Ok(said.collect())
}

impl Editions {
    /// The years that both have.
    #[must_use]
    pub fn years(&self) -> Years {
        self.years
    }

    /// The axes with the same members in both, in the order of the first.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// What the two define otherwise.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Both as tables of the same rows, columns and unit, under their names.
    ///
    /// # Errors
    /// When an axis is not one that both have, or is named twice, or its groups are asked for and not the same in both.
    pub fn tables(&self, by: impl Into<By>) -> Result<[Table; 2], Error> {
        let by = by.into();
        let mut faults = Vec::new();
        for axis in by.axes().filter(|axis| !self.axes.contains(axis)) {
            let choices = self.axes.iter().map(|axis| axis.name().into()).collect();
            faults.push(ErrorKind::UnknownAxis { name: axis.name().into(), choices }.into());
        }
        for axis in by.grouped().filter(|axis| self.regrouped.contains(axis)) {
            let [first, second] = &self.names;
            let what = format!("a comparison by groups of axis '{axis}'");
            let reason = format!("they are not the same in {first} and {second}");
            faults.push(ErrorKind::Undefined { what, reason }.into());
        }
        Error::none_of(faults)?;
        let [first, second] = &self.forecasts;
        let first = first.by(by.clone())?.between(self.years)?.with_scenario(&self.names[0]);
        let second = second.by(by)?.between(self.years)?.with_scenario(&self.names[1]);
        let second = second.like(&first, self.factor)?;
        Ok([first, second])
    }

    /// The second less the first.
    ///
    /// # Errors
    /// As for [`Editions::tables`]; when there are rows that the other does not have, as in different parts of the market.
    pub fn difference(&self, by: impl Into<By>) -> Result<Table, Error> {
        let [first, second] = self.tables(by)?;
        second.less(&first)
    }

    /// The second over the first, less 1.
    ///
    /// # Errors
    /// As for [`Editions::difference`].
    pub fn change(&self, by: impl Into<By>) -> Result<Table, Error> {
        let [first, second] = self.tables(by)?;
        second.relative_to(&first)
    }

    /// Compound annual growth over the common years: the second's less the first's, in points.
    ///
    /// # Errors
    /// As for [`Editions::difference`]; when there is only one common year.
    pub fn cagr_difference(&self, by: impl Into<By>) -> Result<Table, Error> {
        let [first, second] = self.tables(by)?;
        second.cagr()?.less(&first.cagr()?)
    }
}

impl Table {
    /// The same numbers times a factor, with the rows in the order, and the columns and unit, of another table.
    fn like(&self, other: &Table, factor: f64) -> Result<Self, Error> {
        let key = |row: &Row| (row.labels().to_vec(), row.kind().as_str());
        let mut places: BTreeMap<_, usize> = BTreeMap::new();
        for (place, row) in other.rows().iter().enumerate() {
            places.entry(key(row)).or_insert(place);
        }
        let place = |row: &Row| places.get(&key(row)).copied().unwrap_or(usize::MAX);
        let mut order: Vec<usize> = (0..self.rows().len()).collect();
        order.sort_by_cached_key(|&row| place(&self.rows()[row]));
        let mut table = Table::new(
            self.title(),
            other.unit().clone(),
            self.axes().iter().cloned(),
            other.columns().iter().copied(),
        )
        .with_scenario(self.scenario())
        .with_decimals(other.decimals());
        for row in order {
            let scaled = self.numbers(row).iter().map(|number| {
                number.map(|number| crate::table::Number { value: number.value * factor, ..number })
            });
            table = table.with_row(self.rows()[row].clone(), scaled)?;
        }
        let notes = self.notes().iter().cloned();
        let table = notes.fold(table, Table::with_note);
        Ok(self.source_lines().iter().cloned().fold(table, Table::with_source))
    }
}
