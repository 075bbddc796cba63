//! The workbook: what goes in, and the file that comes out.

use std::fmt;
use std::path::Path;

use super::claims::Evidence;
use super::evidence;
use super::name::page_name;
use super::page::Page;
use super::picture::Picture;
use super::{bridge, claims, data, formula, summary, table, write};
use crate::claim::{Claim, Finding, Reproduction};
use crate::error::{Error, ErrorKind};
use crate::export::write_whole;
use crate::table::{Measure, RowKind, Table};

const SUMMARY: &str = "Summary";

/// A workbook for Excel and whatever else reads `.xlsx`: numbers as they were computed, with live formulas
/// for totals, shares and growth, and where each number comes from.
///
/// | sheet | holds |
/// |---|---|
/// | Summary | the first table with formulas, how many claims are met, what the other sheets show, a native chart |
/// | one for each table | values; shares, growth or differences as formulas; the status of each number in words; a native chart |
/// | Data | numbers one a row, as a native table with filters |
/// | Claims | what sources printed beside what the forecast makes of it |
/// | Findings | what does not agree, and by how much |
/// | Sources | who printed what, and what is assumed |
///
/// Values are unrounded, and number formats print the decimals of their table. A total is a formula where the rows add
/// up to it, else a number: overlapping groups never get a false sum. Names that look like formulas are text.
/// Nothing in the file depends on the clock: the same tables are the same bytes.
///
/// ```
/// use market_outlook::{Axis, By, Headline, Market, Rate, Scenario, Scope, Step, Table, Unit, Workbook, Years};
///
/// let market = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::REGION, ["Americas", "Europe", "Asia Pacific"])
///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
///     .assume_shares(Axis::REGION, [0.45, 0.30, 0.25])
///     .build()?;
/// let base = market.forecast()?;
/// let slow = Scenario::new("Slowdown").step(Step::shift_growth(Scope::all(), Rate::points(-1.0))).apply(&base)?;
///
/// let workbook = Workbook::new(base.by(Axis::REGION)?)
///     .table(Table::alternatives(&[base.by(By::total())?, slow.by(By::total())?])?)
///     .data([base.by(Axis::REGION)?, slow.by(Axis::REGION)?])
///     .claims(market.claims(), base.reproductions())
///     .findings(base.findings())
///     .assumptions(market.assumptions());
/// assert_eq!(workbook.sheets(), ["Summary", "By region", "Scenarios", "Data", "Claims", "Findings", "Sources"]);
/// let bytes = workbook.to_xlsx()?;
/// assert!(bytes.starts_with(b"PK"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Workbook {
    tables: Vec<Sheet>,
    data: Vec<Table>,
    evidence: Evidence,
    assumptions: Vec<String>,
}

/// A table with the pictures that belong to it.
#[derive(Clone, Debug)]
struct Sheet {
    table: Table,
    pictures: Vec<Picture>,
}

impl Workbook {
    /// A workbook whose summary shows this table, which also has a sheet of its own.
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, Status, Table, Unit, Workbook};
    ///
    /// let number = Some(Number { value: 8.1, status: Status::Published });
    /// let total = Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), [Column::history(2019)]).with_row(Row::total(), [number])?;
    /// assert_eq!(Workbook::new(total).sheets(), ["Summary", "Total", "Data", "Sources"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn new(headline: Table) -> Self {
        let tables = vec![Sheet { table: headline, pictures: Vec::new() }];
        Self { tables, data: Vec::new(), evidence: Evidence::default(), assumptions: Vec::new() }
    }

    /// The same workbook with a sheet for one more table.
    ///
    /// Values get shares and growth as formulas, scenarios beside each other their differences from the first, and the
    /// table of a bridge a chart of its steps; other tables stand as they are.
    ///
    /// ```
    /// # use market_outlook::{Axis, Claim, Market, Unit, Workbook, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?)
    /// #     .axis(Axis::REGION, ["Europe", "Asia"]).axis(Axis::PRODUCT, ["Software", "Services"])
    /// #     .claim(Claim::value("8.1", 2019)).build()?;
    /// # let base = market.forecast()?;
    /// let workbook = Workbook::new(base.by(Axis::REGION)?).table(base.by(Axis::PRODUCT)?);
    /// assert_eq!(workbook.sheets()[1..3], ["By region", "By product"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.tables.push(Sheet { table, pictures: Vec::new() });
        self
    }

    /// The same workbook with a PNG picture on the sheet of the table that was handed over last.
    ///
    /// It is placed at the size that its resolution states, or as wide as the table where that is less.
    ///
    /// ```
    /// # use market_outlook::{Axis, Claim, Market, Unit, Workbook, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?)
    /// #     .axis(Axis::REGION, ["Europe", "Asia"]).claim(Claim::value("8.1", 2019)).build()?;
    /// # let table = market.forecast()?.by(Axis::REGION)?;
    /// # #[cfg(feature = "charts")]
    /// # {
    /// let chart = market_outlook::Chart::stacked_columns(&table)?;
    /// let workbook = Workbook::new(table).picture(chart.to_png(2.0)?, chart.alt_text());
    /// assert!(workbook.to_xlsx().is_ok());
    /// # }
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn picture(mut self, png: Vec<u8>, alt_text: impl Into<String>) -> Self {
        if let Some(sheet) = self.tables.last_mut() {
            sheet.pictures.push(Picture { png, alt_text: alt_text.into() });
        }
        self
    }

    /// The same workbook with these tables as data, one number a row: a forecast and its scenarios by the same axes.
    ///
    /// Without them the data are those of the first table. Totals are left out, so that nothing is counted twice.
    ///
    /// ```
    /// # use market_outlook::{Axis, Claim, Market, Unit, Workbook, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?)
    /// #     .axis(Axis::REGION, ["Europe", "Asia"]).axis(Axis::PRODUCT, ["Software", "Services"])
    /// #     .claim(Claim::value("8.1", 2019)).build()?;
    /// # let base = market.forecast()?;
    /// use market_outlook::By;
    ///
    /// let cells = base.by(By::axis(Axis::REGION).and(Axis::PRODUCT))?;
    /// let workbook = Workbook::new(base.by(Axis::REGION)?).data([cells.clone()]);
    /// assert!(workbook.to_xlsx().is_ok());
    /// let other = workbook.data([cells, base.by(Axis::REGION)?]).to_xlsx().unwrap_err();
    /// assert_eq!(
    ///     other.to_string(),
    ///     "the table of data 2 (scenario 'Base') is by 'region', the first by 'region, product'"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn data(mut self, tables: impl IntoIterator<Item = Table>) -> Self {
        self.data = tables.into_iter().collect();
        self
    }

    /// The same workbook with what sources have printed, beside what the forecast makes of it.
    ///
    /// ```
    /// # use market_outlook::{Axis, Claim, Market, Unit, Workbook, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?)
    /// #     .axis(Axis::REGION, ["Europe", "Asia"]).claim(Claim::value("8.1", 2019)).build()?;
    /// # let base = market.forecast()?;
    /// let workbook = Workbook::new(base.by(Axis::REGION)?).claims(market.claims(), base.reproductions());
    /// assert!(workbook.sheets().contains(&"Claims".to_string()));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn claims(mut self, claims: &[Claim], reproductions: &[Reproduction]) -> Self {
        self.evidence.claims = claims.to_vec();
        self.evidence.reproductions = reproductions.to_vec();
        self
    }

    /// The same workbook with what was found in the published figures; claims that conflict are marked.
    ///
    /// ```
    /// # use market_outlook::{Claim, Market, By, Unit, Workbook, Years};
    /// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2019)?)
    ///     .claims([Claim::value("8.1", 2019), Claim::value("8.6", 2019)])
    ///     .build()?;
    /// let base = market.forecast()?;
    /// let workbook = Workbook::new(base.by(By::total())?).findings(base.findings());
    /// assert!(workbook.sheets().contains(&"Findings".to_string()));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn findings(mut self, findings: &[Finding]) -> Self {
        self.evidence.findings = findings.to_vec();
        self
    }

    /// The same workbook with what is assumed, a line each.
    ///
    /// ```
    /// # use market_outlook::{Axis, Claim, Market, Unit, Workbook, Years};
    /// # let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2020)?)
    /// #     .axis(Axis::REGION, ["Europe", "Asia"]).claim(Claim::value("8.1", 2019)).build()?;
    /// # let base = market.forecast()?;
    /// let workbook = Workbook::new(base.by(Axis::REGION)?)
    ///     .assumptions(market.assumptions())
    ///     .assumptions(["Scenarios are illustrative."]);
    /// assert!(workbook.to_xlsx().is_ok());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn assumptions<A: fmt::Display>(mut self, lines: impl IntoIterator<Item = A>) -> Self {
        self.assumptions.extend(lines.into_iter().map(|line| line.to_string()));
        self
    }

    /// The names of the sheets, in order.
    ///
    /// A sheet of a table is called by its axes. Names are cut to 31 characters, characters that no sheet may have
    /// become dashes, and names that would be the same but for case are numbered.
    ///
    /// ```
    /// # use market_outlook::{Column, Table, Unit, Workbook};
    /// let table = |axis: &str| Table::new("Example", Unit::USD_BILLION, [axis], [Column::history(2019)]);
    /// let workbook = Workbook::new(table("retail/online")).table(table("Retail/Online"));
    /// assert_eq!(workbook.sheets()[..3], ["Summary", "By retail-online", "By Retail-Online (2)"]);
    /// ```
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        let mut names = vec![SUMMARY.to_string()];
        let more = ["Claims", "Findings"]
            .into_iter()
            .zip([!self.evidence.claims.is_empty(), !self.evidence.findings.is_empty()]);
        let more = more.filter(|(_, is_there)| *is_there).map(|(name, _)| name.to_string());
        let wanted = self.tables.iter().map(|sheet| wanted_name(&sheet.table));
        for wanted in wanted.chain(["Data".to_string()]).chain(more).chain(["Sources".to_string()]) {
            names.push(page_name(&wanted, &names));
        }
        names
    }

    /// The workbook as an `.xlsx` file.
    ///
    /// # Errors
    /// All at once: more rows or columns than a sheet has (1,048,576 and 16,384), a text of more than 32,767 characters,
    /// a number beyond what a cell holds, tables of data by other axes than the first, a picture that is no PNG.
    ///
    /// ```
    /// use market_outlook::{Column, Row, RowKind, Table, Unit, Workbook};
    ///
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["x".repeat(40_000)]), [None])?;
    /// let error = Workbook::new(table).to_xlsx().unwrap_err();
    /// assert_eq!(
    ///     error.faults().next().map(ToString::to_string).as_deref(),
    ///     Some("the characters in cell A6 of sheet 'Summary': 40000, expected at most 32767")
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_xlsx(&self) -> Result<Vec<u8>, Error> {
        let mut faults = self.picture_faults();
        let pages = self.pages();
        faults.extend(data::faults(self.data_tables()));
        faults.extend(pages.iter().flat_map(Page::faults));
        Error::none_of(faults)?;
        write::bytes(self.headline().title(), &pages, &summary::names(&pages[0].name, self.headline()))
    }

    /// Writes the workbook to a file, which is there whole or not at all: on failure what was there before still is.
    ///
    /// Killed meanwhile, it leaves one of the two, and perhaps a file such as `.market-outlook-4711-0.part` beside it that
    /// stands in nobody's way and can be deleted.
    ///
    /// # Errors
    /// As [`Workbook::to_xlsx`], and when the file cannot be written.
    ///
    /// ```no_run
    /// # use market_outlook::{Column, Table, Unit, Workbook};
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    /// Workbook::new(table).save("market.xlsx")?;
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        write_whole(&[(path.as_ref().to_path_buf(), self.to_xlsx()?)])
    }

    fn headline(&self) -> &Table {
        &self.tables[0].table
    }

    fn data_tables(&self) -> &[Table] {
        if self.data.is_empty() { std::slice::from_ref(self.headline()) } else { &self.data }
    }

    pub(super) fn pages(&self) -> Vec<Page<'_>> {
        let mut names = self.sheets().into_iter();
        let mut name = || names.next().expect("each page has a name");
        let mut pages = vec![summary::page(name(), self.headline())];
        for sheet in &self.tables {
            let is_bridge = formula::is_bridge(&sheet.table);
            let page = if is_bridge { bridge::page } else { table::page };
            pages.push(page(name(), &sheet.table, &sheet.pictures));
        }
        pages.push(data::page(name(), self.data_tables()));
        if !self.evidence.claims.is_empty() {
            pages.push(claims::page(name(), &self.evidence));
        }
        if !self.evidence.findings.is_empty() {
            pages.push(evidence::findings(name(), &self.evidence));
        }
        let tables: Vec<&Table> = self.tables.iter().map(|sheet| &sheet.table).chain(&self.data).collect();
        pages.push(evidence::sources(name(), &self.evidence, &tables, &self.assumptions));
        summary::finish(&mut pages, self.headline(), &self.evidence);
        pages.iter_mut().for_each(Page::settle);
        pages
    }

    fn picture_faults(&self) -> Vec<Error> {
        let pictures = self.tables.iter().flat_map(|sheet| &sheet.pictures);
        let broken = pictures.filter(|picture| picture.size().is_none());
        let fault = |picture: &Picture| {
            let place = format!("picture '{}'", picture.alt_text);
            ErrorKind::Syntax { place, reason: "no PNG image".into() }.into()
        };
        broken.map(fault).collect()
    }
}

/// What a sheet of a table would be called if there were no other.
fn wanted_name(table: &Table) -> String {
    let kinds = || table.rows().iter().map(crate::table::Row::kind);
    if table.rows().len() > 1 && kinds().all(|kind| kind == RowKind::Alternative) {
        return "Scenarios".into();
    }
    if formula::is_bridge(table) {
        return format!("Bridge by {}", table.axes().join(" and "));
    }
    let what = match table.measure() {
        Measure::Value => String::new(),
        other => format!("{} ", other.as_str()),
    };
    let by =
        if table.axes().is_empty() { "total".into() } else { format!("by {}", table.axes().join(" and ")) };
    let scenario = match table.scenario() {
        crate::table::BASE => String::new(),
        name => format!(", {name}"),
    };
    let name = format!("{what}{by}{scenario}");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
