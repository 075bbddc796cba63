//! A section of a report.

use super::exhibit::Exhibit;
use super::text::Text;

/// A heading with text, lists and exhibits under it, in order.
///
/// ```
/// use market_outlook::{Report, Section};
///
/// let section = Section::new("view", "Our view").text("We expect consolidation.").list(["Fewer vendors", "Larger deals"]);
/// let report = Report::new("Outlook").section(section);
/// assert!(report.to_markdown("outlook")?[0].1.contains("## Our view\n\nWe expect consolidation.\n\n- Fewer vendors\n- Larger deals\n"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Section {
    name: String,
    heading: String,
    pub(super) parts: Vec<Part>,
}

/// What stands under a heading.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Text(Text),
    List(Vec<Text>),
    /// Large figures, each with what it is.
    Figures(Vec<(String, String)>),
    Exhibit(Box<Exhibit>),
}

impl Section {
    /// A section without content: the name is what a report calls it, the heading what a reader sees.
    #[must_use]
    pub fn new(name: impl Into<String>, heading: impl Into<String>) -> Self {
        Self { name: name.into(), heading: heading.into(), parts: Vec::new() }
    }

    /// The same section and a paragraph.
    #[must_use]
    pub fn text(self, text: impl Into<Text>) -> Self {
        self.part(Part::Text(text.into()))
    }

    /// The same section and a list; without items it is none.
    #[must_use]
    pub fn list<T: Into<Text>>(self, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Text> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { self } else { self.part(Part::List(items)) }
    }

    /// The same section and an exhibit.
    #[must_use]
    pub fn exhibit(self, exhibit: Exhibit) -> Self {
        self.part(Part::Exhibit(Box::new(exhibit)))
    }

    pub(super) fn figures(self, figures: Vec<(String, String)>) -> Self {
        self.part(Part::Figures(figures))
    }

    fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// What the report calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a reader sees above it.
    #[must_use]
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// Its exhibits, in order.
    ///
    /// ```
    /// use market_outlook::{Column, Exhibit, Section, Table, Unit};
    ///
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
    /// let section = Section::new("size", "Size").exhibit(Exhibit::table("values", &table));
    /// assert_eq!(section.exhibits().map(Exhibit::name).collect::<Vec<_>>(), ["values"]);
    /// ```
    pub fn exhibits(&self) -> impl Iterator<Item = &Exhibit> {
        self.parts.iter().filter_map(|part| match part {
            Part::Exhibit(exhibit) => Some(exhibit.as_ref()),
            _ => None,
        })
    }

    pub(super) fn drop_exhibit(&mut self, name: &str) {
        self.parts.retain(|part| !matches!(part, Part::Exhibit(exhibit) if exhibit.name() == name));
    }

    pub(super) fn exhibits_mut(&mut self) -> impl Iterator<Item = &mut Exhibit> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Exhibit(exhibit) => Some(exhibit.as_mut()),
            _ => None,
        })
    }
}
