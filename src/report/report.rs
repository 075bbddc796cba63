//! A document of text, tables and charts.

use std::path::Path;
use std::sync::Arc;

use super::exhibit::Exhibit;
use super::section::Section;
use super::{html, markdown};
use crate::error::{Error, ErrorKind};
use crate::export::write_whole;

/// An ordered document of text, tables and charts, with a list of contents and numbered exhibits.
///
/// [`Report::standard`] makes one of a forecast, whose sections an author can add to, replace, drop and order;
/// [`Report::new`] begins an empty one. It becomes one HTML file that needs nothing beside it, or Markdown with pictures.
///
/// ```
/// use market_outlook::{Axis, Headline, Market, Report, Scenarios, Section, Unit, Years};
///
/// let forecast = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::REGION, ["Americas", "Europe", "Asia Pacific"])
///     .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Example"))
///     .assume_shares(Axis::REGION, [0.45, 0.30, 0.25])
///     .build()?
///     .forecast()?;
/// let report = Report::standard(&forecast, &Scenarios::default())?
///     .without("method")?
///     .place_before("summary", Section::new("view", "Our view").text("We expect consolidation."))?
///     .retitled("by-region-values", "The Americas stay the largest")?;
/// let html = report.to_html()?;
/// assert!(html.contains("The Americas stay the largest") && !html.contains("<script"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Report {
    title: String,
    subtitle: Option<String>,
    language: String,
    sections: Vec<Section>,
}

impl Report {
    /// A report without sections.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), subtitle: None, language: "en".into(), sections: Vec::new() }
    }

    /// The same report with a line under its title.
    #[must_use]
    pub fn subtitled(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = Some(subtitle.into());
        self
    }

    /// The same report in another language than English, by its tag: browsers read and hyphenate by it.
    ///
    /// What the library writes itself stays English.
    ///
    /// ```
    /// use market_outlook::Report;
    ///
    /// assert!(Report::new("Ausblick").language("de-AT").to_html()?.contains("<html lang=\"de-AT\">"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn language(mut self, tag: impl Into<String>) -> Self {
        self.language = tag.into();
        self
    }

    /// The same report with a section at its end.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// The same report with a section in front of another.
    ///
    /// # Errors
    /// When no section has the name, with those there are.
    pub fn place_before(mut self, name: &str, section: Section) -> Result<Self, Error> {
        let at = self.position(name)?;
        self.sections.insert(at, section);
        Ok(self)
    }

    /// The same report with another section in place of the one of this name.
    ///
    /// # Errors
    /// When no section has the name, with those there are.
    ///
    /// ```
    /// use market_outlook::{Report, Section};
    ///
    /// let report = Report::new("Outlook").section(Section::new("view", "Our view"));
    /// let report = report.replace("view", Section::new("view", "What we expect"))?;
    /// assert_eq!(report.sections()[0].heading(), "What we expect");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn replace(mut self, name: &str, section: Section) -> Result<Self, Error> {
        let at = self.position(name)?;
        self.sections[at] = section;
        Ok(self)
    }

    /// The same report without the section or the exhibit of this name.
    ///
    /// # Errors
    /// When neither has the name, with those there are.
    ///
    /// ```
    /// use market_outlook::{Report, Section};
    ///
    /// let report = Report::new("Outlook").section(Section::new("view", "Our view"));
    /// let error = report.clone().without("sources").unwrap_err();
    /// assert_eq!(error.to_string(), "unknown section or exhibit 'sources', expected 'view'");
    /// assert!(report.without("view")?.sections().is_empty());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn without(mut self, name: &str) -> Result<Self, Error> {
        let names = self.sections.iter().map(Section::name);
        let exhibits = self.exhibits().map(Exhibit::name);
        let known: Vec<String> = names.chain(exhibits).map(String::from).collect();
        if !known.iter().any(|known| known == name) {
            return Err(unknown("section or exhibit", name, known.into()));
        }
        self.sections.retain(|section| section.name() != name);
        for section in &mut self.sections {
            section.drop_exhibit(name);
        }
        Ok(self)
    }

    /// The same report with this exhibit in place of the one of the same name.
    ///
    /// # Errors
    /// When no exhibit has the name, with those there are.
    pub fn with_exhibit(mut self, exhibit: Exhibit) -> Result<Self, Error> {
        let place = self.exhibit_mut(exhibit.name())?;
        *place = exhibit;
        Ok(self)
    }

    /// The same report with another title over an exhibit.
    ///
    /// # Errors
    /// When no exhibit has the name, with those there are.
    ///
    /// ```
    /// use market_outlook::{Report, Section, Exhibit, Table, Column, Unit};
    ///
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    /// let report = Report::new("Outlook").section(Section::new("size", "Size").exhibit(Exhibit::table("values", &table)));
    /// assert!(report.clone().retitled("values", "Widgets sell")?.to_html()?.contains("Widgets sell"));
    /// assert_eq!(
    ///     report.retitled("value", "Widgets sell").unwrap_err().to_string(),
    ///     "unknown exhibit 'value', expected 'values'"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn retitled(mut self, exhibit: &str, title: impl Into<String>) -> Result<Self, Error> {
        let found = self.exhibit_mut(exhibit)?;
        *found = found.clone().titled(title);
        Ok(self)
    }

    /// The same report with these sections first, in this order, and the others after them as they stood.
    ///
    /// # Errors
    /// When no section has one of the names, or one is named twice.
    ///
    /// ```
    /// use market_outlook::{Report, Section};
    ///
    /// let section = |name| Section::new(name, name);
    /// let report = Report::new("Outlook").section(section("a")).section(section("b")).section(section("c"));
    /// let names: Vec<String> = report.in_order(["c", "a"])?.sections().iter().map(|s| s.name().into()).collect();
    /// assert_eq!(names, ["c", "a", "b"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn in_order<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Result<Self, Error> {
        let mut ordered: Vec<Section> = Vec::new();
        for name in names {
            let name = name.as_ref();
            if ordered.iter().any(|section| section.name() == name) {
                return Err(ErrorKind::Duplicate { what: "section".into(), name: name.into() }.into());
            }
            let at = self.position(name)?;
            ordered.push(self.sections.remove(at));
        }
        ordered.append(&mut self.sections);
        Ok(Self { sections: ordered, ..self })
    }

    /// The sections in order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The report as one HTML document that needs nothing beside it: charts are drawn in it, and there is no script.
    ///
    /// It scales from a phone to a page of paper: wide tables scroll in their own container on a screen and are set in
    /// parts that fit a page, charts are drawn for both widths, exhibits are not torn by page breaks. Headings,
    /// captions, landmarks and descriptions of charts are there for those who listen to it.
    ///
    /// # Errors
    /// When the title or a heading is empty, two sections or exhibits have one name, a text refers to an exhibit that there is not, or a chart cannot be drawn.
    /// A chart of [`Report::standard`] that cannot is left out instead, and the report says why.
    ///
    /// ```
    /// use market_outlook::{Report, Section, Text};
    ///
    /// let html = Report::new("R&D").section(Section::new("view", "Our view").text("We expect <growth>.")).to_html()?;
    /// assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"));
    /// assert!(html.contains("<h1>R&amp;D</h1>") && html.contains("<p>We expect &lt;growth&gt;.</p>"));
    /// let wrong = Report::new("R&D").section(Section::new("view", "Our view").text(Text::new("See ").exhibit("size")));
    /// let error = wrong.to_html().unwrap_err().to_string();
    /// assert_eq!(error, "section 'view': unknown exhibit 'size', expected none, for there are none");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_html(&self) -> Result<String, Error> {
        html::document(self)
    }

    /// The report as Markdown: the text first, then its pictures as SVG, each with the name of its file.
    ///
    /// Markdown has no place for a drawing, so that charts are files beside it: `outlook.md` and `outlook-1.svg` for
    /// the name "outlook".
    ///
    /// # Errors
    /// As [`Report::to_html`].
    ///
    /// ```
    /// use market_outlook::{Report, Section};
    ///
    /// let files = Report::new("Outlook").section(Section::new("view", "Our view").text("We expect growth.")).to_markdown("outlook")?;
    /// let (name, text) = &files[0];
    /// assert_eq!(name, "outlook.md");
    /// assert!(text.starts_with("# Outlook\n") && text.ends_with("## Our view\n\nWe expect growth.\n"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_markdown(&self, name: &str) -> Result<Vec<(String, String)>, Error> {
        markdown::files(self, name)
    }

    /// Writes the report to a file, HTML or, with its pictures beside it, Markdown, as the name ends; gives the names of
    /// the files written.
    ///
    /// All files are written whole, or none is, also when the process is killed: see `Chart::save_all`.
    ///
    /// # Errors
    /// As [`Report::to_html`], and when the name ends otherwise or a file cannot be written.
    ///
    /// ```
    /// use market_outlook::Report;
    ///
    /// let error = Report::new("Outlook").save("outlook.doc").unwrap_err();
    /// assert_eq!(error.to_string(), "cannot write 'outlook.doc': its name should end in .html or .md");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<Vec<std::path::PathBuf>, Error> {
        let path = path.as_ref();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        let files = match ending.as_deref() {
            Some("html" | "htm") => vec![(path.to_path_buf(), self.to_html()?.into_bytes())],
            Some("md" | "markdown") => {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                let files = self.to_markdown(&name)?.into_iter().enumerate();
                let beside = |(i, (name, text)): (usize, (String, String))| {
                    let place = if i == 0 { path.to_path_buf() } else { path.with_file_name(name) };
                    (place, text.into_bytes())
                };
                files.map(beside).collect()
            }
            _ => {
                let reason = "its name should end in .html or .md".into();
                let path = path.display().to_string();
                return Err(ErrorKind::Io { action: "write".into(), path, reason }.into());
            }
        };
        write_whole(&files)?;
        Ok(files.into_iter().map(|(path, _)| path).collect())
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    pub(super) fn subtitle(&self) -> Option<&str> {
        self.subtitle.as_deref().filter(|subtitle| !subtitle.trim().is_empty())
    }

    pub(super) fn language_tag(&self) -> &str {
        &self.language
    }

    pub(super) fn exhibits(&self) -> impl Iterator<Item = &Exhibit> {
        self.sections.iter().flat_map(Section::exhibits)
    }

    fn position(&self, name: &str) -> Result<usize, Error> {
        let found = self.sections.iter().position(|section| section.name() == name);
        found.ok_or_else(|| {
            unknown("section", name, self.sections.iter().map(|section| section.name().into()).collect())
        })
    }

    fn exhibit_mut(&mut self, name: &str) -> Result<&mut Exhibit, Error> {
        let known = self.exhibits().map(|exhibit| exhibit.name().into()).collect();
        let mut exhibits = self.sections.iter_mut().flat_map(Section::exhibits_mut);
        exhibits.find(|exhibit| exhibit.name() == name).ok_or_else(|| unknown("exhibit", name, known))
    }
}

pub(super) fn unknown(what: &'static str, name: &str, choices: Arc<[String]>) -> Error {
    ErrorKind::UnknownName { what, name: name.into(), choices }.into()
}
