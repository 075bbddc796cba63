//! The market along each of its axes, and along two at once.

use super::super::exhibit::Exhibit;
use super::super::parts;
use super::super::section::Section;
use super::super::text::Text;
use super::statement::Axial;
#[cfg(feature = "charts")]
use crate::chart::Chart;
#[cfg(feature = "charts")]
use crate::claim::Claim;
use crate::error::Error;
use crate::forecast::{By, Forecast};
use crate::space::{Axis, Group};
use crate::table::{RowKind, Table};
#[cfg(feature = "charts")]
use crate::value::Status;
use crate::value::prose::list;

/// The section on one axis, and the statement that is worth the summary.
pub(super) struct Cut {
    pub(super) section: Section,
    pub(super) leading: Option<String>,
}

/// One for each axis that has several members here.
pub(super) fn sections(forecast: &Forecast) -> Result<Vec<Cut>, Error> {
    let mut cuts = Vec::new();
    for axis in forecast.axes().iter() {
        let values = forecast.by(axis)?;
        if members(&values) > 1 {
            cuts.push(cut(forecast, axis, &values)?);
        }
    }
    Ok(cuts)
}

fn members(table: &Table) -> usize {
    table.rows().iter().filter(|row| row.kind() == RowKind::Member).count()
}

fn cut(forecast: &Forecast, axis: &Axis, values: &Table) -> Result<Cut, Error> {
    let name = |what: &str| format!("by-{}-{what}", axis.name());
    let axial = Axial { forecast, axis, values };
    let (fastest, largest, shift) = (axial.fastest(), axial.largest(), axial.shift());
    let leading = fastest.clone().or_else(|| largest.clone());
    let fastest = fastest.or_else(|| axial.alike());
    let aside = |statement: String, exhibit: &str| {
        let statement = statement.trim_end_matches('.');
        Text::new(statement).aside(name(exhibit)).words(".")
    };
    // In parts, a table prints the growth of each, and only the chart that over all years.
    let of_growth = if parts::that_fit(values).len() > 1 { "rates" } else { "values" };
    let said = [(largest, "values"), (fastest, of_growth), (shift, "shares")];
    let said = said.into_iter().filter_map(|(said, exhibit)| Some(aside(said?, exhibit)));
    let mut section = Section::new(format!("by-{}", axis.name()), format!("By {axis}")).list(said);
    #[cfg(feature = "charts")]
    for exhibit in charts(axis, values) {
        section = section.exhibit(exhibit);
    }
    section =
        section.exhibit(Exhibit::table(name("values"), values).titled(format!("Market size by {axis}")));
    if let Ok(shares) = values.shares() {
        section =
            section.exhibit(Exhibit::table(name("shares"), &shares).titled(format!("Shares by {axis}")));
    }
    // Over a single period the growth beside the values says it all.
    if let Ok(growth) = values.year_on_year()
        && growth.columns().len() > 1
    {
        section = section.exhibit(
            Exhibit::table(name("growth"), &growth).titled(format!("Growth by {axis}, year by year")),
        );
    }
    let stated = forecast.axes().groups(axis)?;
    if !stated.is_empty() {
        let members = forecast.axes().members(axis)?;
        let made_of = |group: &Group| {
            let members = group.members().iter().map(|member| members[*member as usize].clone());
            format!("{} is {}", group.name(), list(&members.collect::<Vec<_>>()))
        };
        let said: Vec<String> = stated.iter().map(made_of).collect();
        section = section.text(format!("{}.", said.join("; ")));
        let groups = forecast.by(By::groups(axis))?;
        let title = format!("Market size by {axis}, members in groups");
        section = section.exhibit(Exhibit::table(name("groups"), &groups).titled(title));
    }
    Ok(Cut { section, leading })
}

/// How large and made up of what, and who grows how fast.
#[cfg(feature = "charts")]
fn charts(axis: &Axis, values: &Table) -> Vec<Exhibit> {
    let columns = values.columns().len();
    let Some(last) = values.years().map(crate::value::Years::last) else { return Vec::new() };
    let chart = match columns {
        1 => values.ranked(last).and_then(|ranked| Chart::bars(&ranked)),
        few if few <= super::size::COLUMNS => Chart::stacked_columns(values),
        _ => Chart::lines(values),
    };
    let mut exhibits = vec![Exhibit::if_possible(
        format!("by-{}-chart", axis.name()),
        format!("Market size by {axis}"),
        chart,
    )];
    let Some(growth) = values.growth_column() else { return exhibits };
    let mut printed: Vec<String> = growth.printed_column(0).into_iter().flatten().collect();
    printed.dedup();
    // Bars of one length say nothing.
    if printed.len() > 1 {
        let chart = growth.ranked(last).and_then(|ranked| Chart::bars(&ranked));
        exhibits.push(Exhibit::if_possible(
            format!("by-{}-rates", axis.name()),
            format!("Growth by {axis}"),
            chart,
        ));
    }
    exhibits
}

/// A heat map has room for so many columns, and a page for so many rows.
#[cfg(feature = "charts")]
const ACROSS: usize = 12;
#[cfg(feature = "charts")]
const DOWN: usize = 25;

/// Where the market is, along the two axes with the most members that fit a page.
#[cfg(feature = "charts")]
pub(super) fn two_axes(forecast: &Forecast) -> Result<Option<Section>, Error> {
    let mut axes: Vec<(usize, &Axis)> = Vec::new();
    for axis in forecast.axes().iter() {
        axes.push((members(&forecast.by(axis)?), axis));
    }
    axes.retain(|(members, _)| (2..=DOWN).contains(members));
    axes.sort_by_key(|(members, _)| std::cmp::Reverse(*members));
    let Some((_, down)) = axes.first() else { return Ok(None) };
    let Some((_, across)) = axes[1..].iter().find(|(members, _)| *members <= ACROSS) else { return Ok(None) };
    let table = forecast.by(By::axis(*down).and(*across))?;
    let Ok(shares) = table.shares() else { return Ok(None) };
    let last = forecast.years().last();
    let column = table.find_column(last)?;
    let mut parts = (0..table.rows().len()).filter(|row| table.rows()[*row].kind() == RowKind::Member);
    let are_assumed = parts.all(|row| table.status(row, column) == Some(Status::Assumed));
    let is_of_both = |claim: &Claim| {
        [down, across].iter().all(|axis| claim.scope().terms().any(|(term, _)| term == **axis))
    };
    let is_stated = forecast.market().claims().iter().any(is_of_both);
    let said = match (are_assumed, is_stated) {
        (true, false) => {
            format!("No published figure is of one {down} and one {across} at once: these shares are assumed")
        }
        (true, true) => format!("Shares of the whole in {last} by {down} and {across} at once, assumed"),
        (false, _) => format!("Shares of the whole in {last} by {down} and {across} at once"),
    };
    let said = Text::new(said);
    let heading = format!("By {down} and {across}");
    let chart = Chart::heat_map(&shares, last);
    let exhibit =
        Exhibit::if_possible("two-axes-chart", format!("Shares by {down} and {across}, {last}"), chart);
    let section = Section::new("two-axes", heading).text(said.aside("two-axes-chart").words("."));
    Ok(Some(section.exhibit(exhibit)))
}

/// Without charts there is no place for it: the table has a row for every pair.
#[cfg(not(feature = "charts"))]
#[expect(clippy::unnecessary_wraps, reason = "with charts, tables may fail")]
pub(super) fn two_axes(_: &Forecast) -> Result<Option<Section>, Error> {
    Ok(None)
}
