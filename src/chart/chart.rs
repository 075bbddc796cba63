//! A chart: what it shows, the words around it, and the formats it becomes.

use super::annotation::Options;
use super::exhibit::{Exhibit, Kind};
use super::layout::frame::Words;
use super::layout::scene::Scene;
use super::layout::text;
use super::output::svg::SvgText;
use super::page::Page;
use super::sources;
use super::theme::Theme;
use crate::error::Error;
use crate::table::{ROUNDED, Table, UNROUNDED};

/// A picture of a table.
///
/// Everything it prints comes from the table: the numbers, which of them are forecasts, the unit, and the
/// source line that tells what was published from what was assumed. The same chart gives the same bytes
/// on every machine: the font is compiled in.
///
/// ```
/// use market_outlook::{Chart, Column, Number, Row, RowKind, Status, Table, Unit};
///
/// let number = |value| Some(Number { value, status: Status::Assumed });
/// let columns = [Column::history(2019), Column::forecast(2020), Column::forecast(2021)];
/// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
///     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2, 2.3].map(number))?
///     .with_row(Row::new(RowKind::Member, ["Asia Pacific"]), [1.6, 1.8, 2.0].map(number))?
///     .with_source("illustrative figures");
/// let svg = Chart::stacked_columns(&table)?.title("Asia Pacific grows fastest").to_svg()?;
/// assert!(svg.starts_with("<svg") && svg.contains("Asia Pacific grows fastest"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Chart {
    pub(super) kind: Kind,
    pub(super) table: Table,
    pub(super) options: Options,
    pub(super) theme: Theme,
    title: String,
    /// The user's own.
    subtitle: Option<String>,
    source: Option<String>,
    pub(super) notes: Vec<String>,
    pub(super) page: Option<Page>,
    pub(super) svg_text: SvgText,
}

impl Chart {
    /// A chart of a kind, once the table is known to be one that it can show.
    pub(super) fn new(kind: Kind, table: &Table) -> Result<Self, Error> {
        let theme = Theme::light();
        kind.read(table, &Options::default(), &theme)?;
        let sources: Vec<String> =
            sources::shortened(table.source_lines()).iter().map(|line| sentence(line)).collect();
        let notes = table.notes().iter().filter(|note| !is_about_digits(note)).map(|note| sentence(note));
        Ok(Self {
            title: text::clean(table.title()),
            subtitle: None,
            source: (!sources.is_empty()).then(|| sources.join(" ")),
            notes: notes.collect(),
            table: table.clone(),
            options: Options::default(),
            kind,
            theme,
            page: None,
            svg_text: SvgText::Outlined,
        })
    }

    /// The same chart under another title; the best titles state the finding.
    ///
    /// Without one, the title is the name of the market.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let chart = Chart::stacked_columns(&table)?.title("Widgets sold for $8.1 billion in 2019");
    /// assert!(chart.alt_text().starts_with("Widgets sold for $8.1 billion in 2019"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn title(mut self, title: impl AsRef<str>) -> Self {
        self.title = text::clean(title.as_ref());
        self
    }

    /// The same chart under another subtitle, which says what is measured and in which unit.
    ///
    /// Without one, it is the subtitle of the table: "USD billion by region, 2019 to 2026".
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let chart = Chart::stacked_columns(&table)?.subtitle("Revenue of makers, US$ billion");
    /// assert!(chart.to_svg()?.contains("aria-label=\"Revenue of makers, US$ billion\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl AsRef<str>) -> Self {
        self.subtitle = Some(text::clean(subtitle.as_ref()));
        self
    }

    /// The same chart with this source in place of the table's source lines.
    ///
    /// Those lines tell what was published from what was assumed; whoever replaces them should tell it too.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let chart = Chart::stacked_columns(&table)?.source("Widget Review 2020, page 12");
    /// assert!(chart.to_svg()?.contains("Source: Widget Review 2020, page 12."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn source(mut self, source: impl AsRef<str>) -> Self {
        let source = text::clean(source.as_ref());
        self.source = (!source.is_empty()).then(|| sentence(&source));
        self
    }

    /// The same chart on a page of this size, in logical pixels of 1/96 inch; 960 by 560 without it.
    ///
    /// Text keeps its size on every page: a larger page has more room, not larger letters.
    /// Pages are 320 to 8000 wide and 200 to 8000 high; another size is an error when the chart is drawn.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let chart = Chart::stacked_columns(&table)?;
    /// assert!(chart.clone().size(640, 400).to_svg()?.contains("viewBox=\"0 0 640 400\""));
    /// let error = chart.size(1, 1).to_svg().unwrap_err();
    /// assert_eq!(error.to_string(), "the chart's width is 1, expected 320 to 8000");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.page = Some(Page::new(width, height));
        self
    }

    /// The same chart on a page made for a purpose, such as a slide.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Page, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let chart = Chart::stacked_columns(&table)?;
    /// assert!(chart.clone().page(Page::SLIDE).to_svg()?.contains("viewBox=\"0 0 1280 720\""));
    /// let error = chart.page(Page::COLUMN.zoomed(1.5)).to_svg().unwrap_err();
    /// assert_eq!(error.to_string(), "the chart's width divided by its zoom of 1.5 is 214.67, expected 320 to 8000");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn page(mut self, page: Page) -> Self {
        self.page = Some(page);
        self
    }

    /// What the chart shows in two sentences, for the `alt` of an image.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// let number = |value| Some(Number { value, status: Status::Published });
    /// let columns = [Column::history(2019), Column::forecast(2026)];
    /// let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], columns)
    ///     .with_row(Row::total(), [number(8.12), number(11.587)])?;
    /// assert_eq!(
    ///     Chart::stacked_columns(&table)?.alt_text(),
    ///     "Widgets. Stacked columns: Widgets, USD billion by region, 2019 to 2026. \
    ///      Total 8.1 in 2019, 11.6 in 2026 (forecast), +5.2% a year."
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn alt_text(&self) -> String {
        // What is asked for may be impossible, which is said when the chart is drawn; the table is not.
        let plain = || self.kind.read(&self.table, &Options::default(), &self.theme);
        let exhibit = self.exhibit().or_else(|_| plain());
        let said = exhibit.map(|exhibit| self.summary(exhibit.as_ref())).unwrap_or_default();
        format!("{} {said}", sentence(&self.title)).trim().into()
    }

    /// What the chart shows with every number, its notes and its sources, for those who cannot see it.
    ///
    /// The same text stands in the SVG and the PNG.
    ///
    /// # Errors
    /// As [`Chart::to_svg`].
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?.with_source("Widget Review 2020");
    /// assert_eq!(
    ///     Chart::stacked_columns(&table)?.description()?,
    ///     "Stacked columns: Widgets, USD billion by region, 2019. Total 8.1 in 2019. \
    ///      2019: total 8.1. Source: Widget Review 2020."
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn description(&self) -> Result<String, Error> {
        Ok(self.drawn(self.stated_page()?)?.description)
    }

    /// The title as it stands: of the chart, or of its table.
    pub(crate) fn own_title(&self) -> &str {
        &self.title
    }

    fn exhibit(&self) -> Result<Box<dyn Exhibit>, Error> {
        self.kind.read(&self.table, &self.options, &self.theme)
    }

    /// The scene on a page of this size, and the page in words.
    pub(super) fn drawn(&self, page: Page) -> Result<Drawn, Error> {
        Ok(self.drawn_with(page, Words::clone)?.0)
    }

    /// The same with other words on the page than stand in its description, which come beside it.
    pub(super) fn drawn_with(
        &self,
        page: Page,
        shown: impl FnOnce(&Words) -> Words,
    ) -> Result<(Drawn, Words), Error> {
        let exhibit = self.exhibit()?;
        let exhibit = exhibit.as_ref();
        let (width, height) = page.room();
        let words = self.words(exhibit, width)?;
        let scene = exhibit
            .scene(&self.theme, &shown(&words), (width, height))
            .map_err(|error| page.in_its_words(error))?;
        for text in scene.texts() {
            self.theme.fonts.check(&text.content, "the chart")?;
        }
        let description = format!("{} {} {}", self.summary(exhibit), exhibit.numbers(), words.source);
        let heading = if self.title.is_empty() { self.subject(exhibit) } else { self.title.clone() };
        Ok((Drawn { scene, heading, description }, words))
    }

    /// The words around the chart, once every character of it is known to have a glyph.
    fn words(&self, exhibit: &dyn Exhibit, width: f64) -> Result<Words, Error> {
        let source = self.source.as_deref().unwrap_or("not stated.");
        // "Total: Dash Research. Shares: assumption." has its own colons.
        let word = if source.contains(": ") { "Sources." } else { "Source:" };
        let notes = exhibit.notes(&self.theme, width)?;
        let mut source = format!("{word} {source}");
        for note in self.notes.iter().chain(&notes) {
            source = format!("{source} {note}");
        }
        let (title, subtitle) = (self.title.clone(), self.stated_subtitle(exhibit));
        for (words, place) in [(&title, "the title"), (&subtitle, "the subtitle"), (&source, "the source")] {
            self.theme.fonts.check(words, place)?;
        }
        Ok(Words { title, subtitle, source })
    }

    fn stated_subtitle(&self, exhibit: &dyn Exhibit) -> String {
        self.subtitle.clone().unwrap_or_else(|| text::clean(&exhibit.subtitle(&self.table)))
    }

    /// What the chart is of.
    fn subject(&self, exhibit: &dyn Exhibit) -> String {
        text::clean(&format!("{}, {}", self.table.title(), exhibit.subtitle(&self.table)))
    }

    fn summary(&self, exhibit: &dyn Exhibit) -> String {
        format!("{}: {}. {}", self.kind.name(), self.subject(exhibit), exhibit.summary())
    }
}

/// A page before it is painted.
pub(super) struct Drawn {
    pub(super) scene: Scene,
    /// The title, or what stands for it where there is none.
    pub(super) heading: String,
    /// Every number, and where they come from.
    pub(super) description: String,
}

/// Whether a footnote follows from the digits that a table prints: a chart may print fewer and other ones,
/// and says itself what follows from them.
fn is_about_digits(note: &str) -> bool {
    note == ROUNDED || UNROUNDED.contains(&note)
}

/// Cleaned, with a full stop at the end.
pub(super) fn sentence(text: &str) -> String {
    let text = text::clean(text);
    if text.is_empty() || text.ends_with(['.', '!', '?', ':', ';']) { text } else { format!("{text}.") }
}
