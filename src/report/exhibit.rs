//! A numbered table or picture of a report.

use super::grid::Grid;
#[cfg(feature = "charts")]
use crate::chart::Chart;
use crate::table::Table;

/// A table or a chart with a name to refer to, a number, a title and its own source line.
///
/// Numbers run through the report in the order in which exhibits stand in it.
///
/// ```
/// use market_outlook::{Column, Exhibit, Number, Report, Row, Section, Status, Table, Unit};
///
/// let number = Some(Number { value: 8.1, status: Status::Published });
/// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
///     .with_row(Row::total(), [number])?
///     .with_source("Published: Widget Review 2020");
/// let exhibit = Exhibit::table("size", &table).titled("Widgets sold for 8.1 billion dollars");
/// let report = Report::new("Widgets").section(Section::new("size", "Size").exhibit(exhibit));
/// let html = report.to_html()?;
/// assert!(html.contains("Exhibit 1.") && html.contains("Widgets sold for 8.1 billion dollars"));
/// assert!(html.contains("Published: Widget Review 2020"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Exhibit {
    name: String,
    title: Option<String>,
    pub(super) content: Content,
}

/// What an exhibit shows.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Table(Table),
    #[cfg(feature = "charts")]
    Chart(Box<Chart>),
    Grid(Grid),
    /// A chart that the report does without where it cannot be drawn, or the reason why its table is none for it.
    #[cfg(feature = "charts")]
    Optional(Result<Box<Chart>, String>),
}

impl Exhibit {
    /// A table under this name; its title is that of the table until [`Exhibit::titled`] gives another.
    #[must_use]
    pub fn table(name: impl Into<String>, table: &Table) -> Self {
        Self::new(name, Content::Table(table.clone()))
    }

    /// A chart under this name; its title is that of the chart until [`Exhibit::titled`] gives another.
    ///
    /// In HTML it is drawn twice, for wide pages and for phones, unless it has no room on a phone, where one scrolls it then.
    /// A chart that cannot be drawn is an error when the report is made.
    ///
    /// ```
    /// use market_outlook::{Chart, Column, Exhibit, Number, Report, Row, Section, Status, Table, Unit};
    ///
    /// let number = Some(Number { value: 8.1, status: Status::Published });
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    ///     .with_row(Row::total(), [number])?;
    /// let exhibit = Exhibit::chart("size", &Chart::stacked_columns(&table)?.highlight(["Atlantis"]));
    /// let error = Report::new("Widgets").section(Section::new("size", "Size").exhibit(exhibit)).to_html().unwrap_err();
    /// assert!(error.to_string().starts_with("exhibit 'size': unknown row 'Atlantis'"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[cfg(feature = "charts")]
    #[cfg_attr(docsrs, doc(cfg(feature = "charts")))]
    #[must_use]
    pub fn chart(name: impl Into<String>, chart: &Chart) -> Self {
        Self::new(name, Content::Chart(Box::new(chart.clone())))
    }

    pub(super) fn grid(name: impl Into<String>, grid: Grid) -> Self {
        Self::new(name, Content::Grid(grid))
    }

    /// A chart that the report does without where it cannot be drawn, and says why.
    #[cfg(feature = "charts")]
    pub(super) fn if_possible(
        name: impl Into<String>,
        title: impl Into<String>,
        chart: Result<Chart, crate::error::Error>,
    ) -> Self {
        let chart = chart.map(Box::new).map_err(|fault| fault.to_string());
        Self::new(name, Content::Optional(chart)).titled(title)
    }

    /// The same exhibit under another title; the best titles state the finding.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    fn new(name: impl Into<String>, content: Content) -> Self {
        Self { name: name.into(), title: None, content }
    }

    /// What references call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its title.
    ///
    /// ```
    /// use market_outlook::{Column, Exhibit, Table, Unit};
    ///
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    /// assert_eq!(Exhibit::table("size", &table).title(), "Widgets");
    /// assert_eq!(Exhibit::table("size", &table).titled("How many").title(), "How many");
    /// ```
    #[must_use]
    pub fn title(&self) -> &str {
        let own = || match &self.content {
            Content::Table(table) => table.title(),
            #[cfg(feature = "charts")]
            Content::Chart(chart) | Content::Optional(Ok(chart)) => chart.own_title(),
            Content::Grid(grid) => &grid.caption,
            #[cfg(feature = "charts")]
            Content::Optional(Err(_)) => "",
        };
        self.title.as_deref().unwrap_or_else(own)
    }
}
