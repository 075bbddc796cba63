//! A chart: what it shows, the words around it, and the formats it becomes.

use std::path::Path;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::DrawingBackend;

use super::annotation::Options;
use super::exhibit::{Exhibit, Kind};
use super::layout::frame::Words;
use super::layout::scene::Scene;
use super::layout::text;
use super::output::file;
use super::output::paint::{Element, FINE};
use super::output::png::Canvas;
use super::output::svg::Svg;
use super::sources;
use super::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{ROUNDED, Table, UNROUNDED};

const DEFAULT_SIZE: (u32, u32) = (960, 560);
const WIDTHS: (u32, u32) = (320, 8000);
const HEIGHTS: (u32, u32) = (200, 8000);
/// Sides of a drawing area in pixels of its backend.
const AREAS: (u32, u32) = (1, 1_000_000);
const SCALES: (f64, f64) = (0.5, 8.0);
/// 60 million pixels are 240 MB while they are painted.
const PIXELS: f64 = 60e6;
/// Pixels per logical pixel in a PNG that [`Chart::save`] writes: 192 dpi.
const SAVED_SCALE: f64 = 2.0;

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
    size: Option<(u32, u32)>,
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
            size: None,
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
        self.size = Some((width, height));
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
        Ok(self.drawn(self.page()?)?.description)
    }

    /// The chart as an SVG document.
    ///
    /// Text is drawn as outlines, so it looks the same in every viewer; the title, the numbers and each
    /// label are there as text for screen readers.
    ///
    /// # Errors
    /// When the page is too small or too large for the chart, or the font has no glyph for a character.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let svg = Chart::stacked_columns(&table)?.to_svg()?;
    /// assert!(svg.contains("role=\"img\"") && svg.contains("2019: total 8.1."));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_svg(&self) -> Result<String, Error> {
        let (width, height) = self.page()?;
        let drawn = self.drawn((width, height))?;
        let fonts = &self.theme.fonts;
        let mut svg = Svg::new(fonts, (width, height), key(&drawn.description, width, height));
        paint(&drawn.scene, &self.theme, FINE, (0, 0), &(&mut svg).into_drawing_area())?;
        Ok(svg.finish(&drawn.heading, &drawn.description, self.theme.colors.paper))
    }

    /// The chart as a PNG image with `scale` pixels per logical pixel: 1.0 for 96 dpi, 2.0 for 192.
    ///
    /// The file carries its resolution, so that office programs place it at the size of the page, and the
    /// numbers as a description.
    ///
    /// # Errors
    /// As [`Chart::to_svg`], and when the scale is not between 0.5 and 8 or gives more than 60 million
    /// pixels.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let png = Chart::stacked_columns(&table)?.to_png(2.0)?;
    /// assert_eq!(&png[1..4], b"PNG");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>, Error> {
        if !(scale >= SCALES.0 && scale <= SCALES.1) {
            let expected = format!("{} to {}", SCALES.0, SCALES.1);
            return Err(
                ErrorKind::Number { what: "the scale of a PNG".into(), found: scale, expected }.into()
            );
        }
        let (width, height) = self.page()?;
        let pixels = f64::from(width) * f64::from(height) * scale * scale;
        if pixels > PIXELS {
            let (what, limit) = ("pixels in a PNG".into(), PIXELS as usize);
            return Err(ErrorKind::TooLarge { what, found: pixels as usize, limit }.into());
        }
        let drawn = self.drawn((width, height))?;
        let drawing = |reason: String| Error::from(ErrorKind::Drawing { reason });
        let mut canvas = Canvas::new(&self.theme, width, height, scale)
            .ok_or_else(|| drawing("there is no memory for the image".into()))?;
        paint(&drawn.scene, &self.theme, FINE, (0, 0), &(&mut canvas).into_drawing_area())?;
        canvas.encode(&drawn.heading, &drawn.description).map_err(|error| drawing(error.to_string()))
    }

    /// Writes the chart to a file: SVG or, with two pixels per logical pixel, PNG, as the name ends.
    ///
    /// The file is written whole or not at all.
    ///
    /// # Errors
    /// As [`Chart::to_svg`], and when the name ends otherwise or the file cannot be written.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let chart = Chart::stacked_columns(&table)?;
    /// let error = chart.save("widgets.gif").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "cannot write 'widgets.gif': its name should end in .svg or .png"
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        Self::save_all([(path, self)])
    }

    /// Writes several charts to files, as [`Chart::save`] does one: all of them, or none.
    ///
    /// Every chart is painted and every file written under another name beside its place before the first
    /// takes its place.
    ///
    /// # Errors
    /// As [`Chart::save`], and when two names are the same.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let chart = Chart::stacked_columns(&table)?;
    /// let folder = std::env::temp_dir();
    /// let error = Chart::save_all([(folder.join("one.svg"), &chart), (folder.join("two.gif"), &chart)]);
    /// assert!(error.unwrap_err().to_string().ends_with("two.gif': its name should end in .svg or .png"));
    /// assert!(!folder.join("one.svg").exists());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn save_all<'a, P: AsRef<Path>>(
        charts: impl IntoIterator<Item = (P, &'a Chart)>,
    ) -> Result<(), Error> {
        let painted =
            |(path, chart): (P, &Chart)| Ok((path.as_ref().into(), chart.painted_for(path.as_ref())?));
        let files: Result<Vec<_>, Error> = charts.into_iter().map(painted).collect();
        file::write_whole(&files?)
    }

    /// Paints the chart on a drawing area of plotters, beside whatever else is there.
    ///
    /// Without a [`Chart::size`] the area is the page, and text has the size it always has. With one, the
    /// page is scaled to fit the area and centered in it: half the size of a bitmap makes a sharp picture
    /// for a screen with two pixels for one. Nothing is painted behind the chart; its colors are made for
    /// a white area.
    ///
    /// Plotters' own SVG backend writes text as text, which looks as it should where Noto Sans or a font
    /// that is not wider is installed; [`Chart::to_svg`] does not depend on that.
    ///
    /// # Errors
    /// As [`Chart::to_svg`], and when the backend fails.
    ///
    /// ```
    /// use plotters::prelude::*;
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    ///
    /// let mut svg = String::new();
    /// {
    ///     let page = SVGBackend::with_string(&mut svg, (1200, 500)).into_drawing_area();
    ///     let (left, _right) = page.split_horizontally(600);
    ///     Chart::stacked_columns(&table)?.draw(&left)?;
    /// }
    /// assert!(svg.contains("Widgets"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn draw<DB: DrawingBackend>(&self, area: &DrawingArea<DB, Shift>) -> Result<(), Error> {
        let (across, down) = area.dim_in_pixel();
        // Margins wider than an area leave a negative size, which plotters reports as a huge one.
        within("the width of the drawing area", across, AREAS)?;
        within("the height of the drawing area", down, AREAS)?;
        let (width, height) = page(self.size.unwrap_or((across, down)))?;
        let scene = self.drawn((width, height))?.scene;
        let scale = (f64::from(across) / scene.width).min(f64::from(down) / scene.height);
        let rest = |room: u32, logical: f64| ((f64::from(room) - logical * scale) / 2.0).round() as i32;
        paint(&scene, &self.theme, scale, (rest(across, scene.width), rest(down, scene.height)), area)
    }

    /// The content of a file of this name.
    fn painted_for(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(self.to_svg()?.into_bytes()),
            Some("png") => self.to_png(SAVED_SCALE),
            _ => {
                let reason = "its name should end in .svg or .png".into();
                let path = path.display().to_string();
                Err(ErrorKind::Io { action: "write".into(), path, reason }.into())
            }
        }
    }

    fn page(&self) -> Result<(u32, u32), Error> {
        page(self.size.unwrap_or(DEFAULT_SIZE))
    }

    fn exhibit(&self) -> Result<Box<dyn Exhibit>, Error> {
        self.kind.read(&self.table, &self.options, &self.theme)
    }

    /// The scene on a page of this size, and the page in words.
    pub(super) fn drawn(&self, (width, height): (u32, u32)) -> Result<Drawn, Error> {
        let exhibit = self.exhibit()?;
        let exhibit = exhibit.as_ref();
        let words = self.words(exhibit, width)?;
        let scene = exhibit.scene(&self.theme, &words, (width.into(), height.into()))?;
        for text in scene.texts() {
            self.theme.fonts.check(&text.content, "the chart")?;
        }
        let description = format!("{} {} {}", self.summary(exhibit), exhibit.numbers(), words.source);
        let heading = if self.title.is_empty() { self.subject(exhibit) } else { self.title.clone() };
        Ok(Drawn { scene, heading, description })
    }

    /// The words around the chart, once every character of it is known to have a glyph.
    fn words(&self, exhibit: &dyn Exhibit, width: u32) -> Result<Words, Error> {
        let source = self.source.as_deref().unwrap_or("not stated.");
        // "Total: Dash Research. Shares: assumption." has its own colons.
        let word = if source.contains(": ") { "Sources." } else { "Source:" };
        let notes = exhibit.notes(&self.theme, width.into())?;
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
    heading: String,
    /// Every number, and where they come from.
    pub(super) description: String,
}

/// A page of this size, if it is one that charts are laid out for.
fn page((width, height): (u32, u32)) -> Result<(u32, u32), Error> {
    within("the chart's width", width, WIDTHS)?;
    within("the chart's height", height, HEIGHTS)?;
    Ok((width, height))
}

fn within(what: &str, found: u32, (low, high): (u32, u32)) -> Result<(), Error> {
    if (low..=high).contains(&found) {
        return Ok(());
    }
    let (what, expected) = (what.into(), format!("{low} to {high}"));
    Err(ErrorKind::Number { what, found: found.into(), expected }.into())
}

fn paint<DB: DrawingBackend>(
    scene: &Scene,
    theme: &Theme,
    scale: f64,
    origin: (i32, i32),
    area: &DrawingArea<DB, Shift>,
) -> Result<(), Error> {
    area.draw(&Element { scene, fonts: &theme.fonts, scale, origin })
        .map_err(|error| ErrorKind::Drawing { reason: error.to_string() }.into())
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

/// Letters that tell this drawing's identifiers from those of others: FNV-1a of what it says.
fn key(description: &str, width: u32, height: u32) -> String {
    let bytes = description.bytes().chain(width.to_le_bytes()).chain(height.to_le_bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("c{:05x}", hash & 0xf_ffff)
}
