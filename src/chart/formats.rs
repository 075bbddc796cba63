//! What a chart becomes: SVG, PNG, files, marks on an area of the user's.

use std::path::Path;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::DrawingBackend;

use super::chart::Chart;
use super::color::WHITE;
use super::exhibit::Kind;
use super::layout::frame::Words;
use super::layout::scene::Scene;
use super::output::paint::{Element, FINE};
#[cfg(feature = "pdf")]
use super::output::pdf::Pdf;
use super::output::png::Canvas;
use super::output::svg::{Svg, SvgText};
use super::page::Page;
use super::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::export::write_whole;

#[cfg(feature = "pdf")]
const ENDINGS: &str = ".svg, .png or .pdf";
#[cfg(not(feature = "pdf"))]
const ENDINGS: &str = ".svg or .png";

/// What charts are laid out for.
const WIDTHS: (f64, f64) = (320.0, 8000.0);
const HEIGHTS: (f64, f64) = (200.0, 8000.0);
/// Sides of a drawing area in pixels of its backend.
const AREAS: (f64, f64) = (1.0, 1_000_000.0);
const SCALES: (f64, f64) = (0.5, 8.0);
/// 60 million pixels are 240 MB while they are painted.
const PIXELS: f64 = 60e6;
/// Pixels per logical pixel in a PNG that [`Chart::save`] writes: 192 dpi.
const SAVED_SCALE: f64 = 2.0;

impl Chart {
    /// The same chart whose SVG has text in another form.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, SvgText, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let svg = Chart::stacked_columns(&table)?.svg_text(SvgText::Live).to_svg()?;
    /// assert!(svg.contains(">8.1</text>"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn svg_text(mut self, text: SvgText) -> Self {
        self.svg_text = text;
        self
    }

    /// The chart as an SVG document.
    ///
    /// Text is drawn as outlines, so it looks the same in every viewer, unless [`Chart::svg_text`] says otherwise; the
    /// title, the numbers and each label are there as text for screen readers.
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
        let page = self.stated_page()?;
        let drawn = self.drawn(page)?;
        let size = (page.width(), page.height());
        let mut svg = Svg::new(&self.theme.fonts, size, key(&drawn.description, size), self.svg_text);
        paint(&drawn.scene, &self.theme, FINE * page.zoom(), (0, 0), &(&mut svg).into_drawing_area())?;
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
        within("the scale of a PNG", scale, SCALES)?;
        let page = self.stated_page()?;
        let (width, height) = (page.width(), page.height());
        let pixels = f64::from(width) * f64::from(height) * scale * scale;
        few_enough(pixels)?;
        let drawn = self.drawn(page)?;
        let drawing = |reason: String| Error::from(ErrorKind::Drawing { reason });
        let mut canvas = Canvas::new(&self.theme, width, height, scale).ok_or_else(no_memory)?;
        paint(&drawn.scene, &self.theme, FINE * page.zoom(), (0, 0), &(&mut canvas).into_drawing_area())?;
        canvas.encode(&drawn.heading, &drawn.description).map_err(|error| drawing(error.to_string()))
    }

    /// The chart as a PDF document of one page.
    ///
    /// Marks are vectors; text can be searched, selected and copied, in the chart's own font. The document carries the
    /// title, and the description as the alternative text of its one figure. A logical pixel is 0.75 points.
    ///
    /// # Errors
    /// As [`Chart::to_svg`].
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let pdf = Chart::stacked_columns(&table)?.to_pdf()?;
    /// assert!(pdf.starts_with(b"%PDF-1.7"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[cfg(feature = "pdf")]
    #[cfg_attr(docsrs, doc(cfg(feature = "pdf")))]
    pub fn to_pdf(&self) -> Result<Vec<u8>, Error> {
        let page = self.stated_page()?;
        let drawn = self.drawn(page)?;
        let size = (page.width(), page.height());
        let mut pdf = Pdf::new(&self.theme.fonts, size, self.theme.colors.paper);
        paint(&drawn.scene, &self.theme, FINE * page.zoom(), (0, 0), &(&mut pdf).into_drawing_area())?;
        Ok(pdf.finish(&drawn.heading, &drawn.description))
    }

    /// Writes the chart to a file: SVG, with two pixels per logical pixel PNG, or with the feature `pdf` PDF, as the
    /// name ends.
    ///
    /// The file is written whole or not at all: beside its place under a name such as `.market-outlook-4711-0.part`, and
    /// renamed. When the process is killed meanwhile, the file is the one of before or the new one, whole, and that other
    /// name may be left over: it stands in nobody's way, and can be deleted.
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
    /// assert!(error.to_string().starts_with("cannot write 'widgets.gif': its name should end in .svg"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        Self::save_all([(path, self)])
    }

    /// Writes several charts to files, as [`Chart::save`] does one: all of them, or none.
    ///
    /// Every chart is painted and every file written under another name beside its place before the first
    /// takes its place. Killed while they take their places, some are new and the others as before, each of them whole.
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
    /// assert!(error.unwrap_err().to_string().contains("two.gif': its name should end in .svg"));
    /// assert!(!folder.join("one.svg").exists());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn save_all<'a, P: AsRef<Path>>(
        charts: impl IntoIterator<Item = (P, &'a Chart)>,
    ) -> Result<(), Error> {
        let painted =
            |(path, chart): (P, &Chart)| Ok((path.as_ref().into(), chart.painted_for(path.as_ref())?));
        let files: Result<Vec<_>, Error> = charts.into_iter().map(painted).collect();
        write_whole(&files?)
    }

    /// Paints the chart on a drawing area of plotters, beside whatever else is there.
    ///
    /// Without a [`Chart::size`] the area is the page, and text has the size it always has. With one, the
    /// page is scaled to fit the area and centered in it: half the size of a bitmap makes a sharp picture
    /// for a screen with two pixels for one. Nothing is painted behind a chart in a theme with a white
    /// page, and its page behind another.
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
        let (page, scale, origin) = self.fitted(area)?;
        let scene = self.drawn(page)?.scene;
        if self.theme.colors.paper != WHITE {
            let paper = scene.paper(self.theme.colors.paper);
            paint(&paper, &self.theme, scale, origin, area)?;
        }
        paint(&scene, &self.theme, scale, origin, area)
    }

    /// Paints the chart on a drawing area whose backend has pixels, anti-aliased as in a PNG.
    ///
    /// Plotters' own bitmap backend strokes lines of whole pixels and fills shapes with ragged edges; here the picture of
    /// [`Chart::to_png`] is put there pixel by pixel, as large as [`Chart::draw`] would have made it. Pixels in the
    /// color of the page are left as they are. On a backend without pixels, such as SVG, use [`Chart::draw`].
    ///
    /// # Errors
    /// As [`Chart::draw`], and when the area has more than 60 million pixels.
    ///
    /// ```
    /// use plotters::prelude::*;
    /// # use market_outlook::{Chart, Column, Number, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    ///
    /// let mut rgb = vec![255; 1200 * 500 * 3];
    /// {
    ///     let page = BitMapBackend::with_buffer(&mut rgb, (1200, 500)).into_drawing_area();
    ///     let (left, _right) = page.split_horizontally(600);
    ///     Chart::stacked_columns(&table)?.draw_pixels(&left)?;
    /// }
    /// assert!(rgb.iter().any(|&channel| channel < 100));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn draw_pixels<DB: DrawingBackend>(&self, area: &DrawingArea<DB, Shift>) -> Result<(), Error> {
        let (page, scale, origin) = self.fitted(area)?;
        let (across, down) = area.dim_in_pixel();
        few_enough(f64::from(across) * f64::from(down))?;
        let scene = self.drawn(page)?.scene;
        let mut canvas = Canvas::new(&self.theme, across, down, 1.0).ok_or_else(no_memory)?;
        let fine = (origin.0 * FINE as i32, origin.1 * FINE as i32);
        paint(&scene, &self.theme, scale * FINE, fine, &(&mut canvas).into_drawing_area())?;
        canvas.put(area)
    }

    /// The page on an area, backend pixels for one of its logical ones, and where its corner stands.
    fn fitted<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
    ) -> Result<(Page, f64, (i32, i32)), Error> {
        let (across, down) = area.dim_in_pixel();
        // Margins wider than an area leave a negative size, which plotters reports as a huge one.
        within("the width of the drawing area", across.into(), AREAS)?;
        within("the height of the drawing area", down.into(), AREAS)?;
        let page = possible(self.page.unwrap_or(Page::new(across, down)))?;
        let (width, height) = page.room();
        let scale = (f64::from(across) / width).min(f64::from(down) / height);
        let rest = |room: u32, logical: f64| ((f64::from(room) - logical * scale) / 2.0).round() as i32;
        Ok((page, scale, (rest(across, width), rest(down, height))))
    }

    /// The content of a file of this name.
    fn painted_for(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(self.to_svg()?.into_bytes()),
            Some("png") => self.to_png(SAVED_SCALE),
            #[cfg(feature = "pdf")]
            Some("pdf") => self.to_pdf(),
            _ => {
                let reason = format!("its name should end in {ENDINGS}");
                let path = path.display().to_string();
                Err(ErrorKind::Io { action: "write".into(), path, reason }.into())
            }
        }
    }

    /// The chart as a part of a document that sets its title, subtitle and source line itself: an SVG of the marks alone
    /// with text to search, and the words for the document to set.
    ///
    /// `key` tells its identifiers from those of other drawings in the document.
    pub(crate) fn to_inlay(&self, page: Page, key: &str) -> Result<(String, Words), Error> {
        let page = possible(page)?;
        let none = || Words { title: String::new(), subtitle: String::new(), source: String::new() };
        let (drawn, words) = self.drawn_with(page, |_| none())?;
        let size = (page.width(), page.height());
        let mut svg = Svg::new(&self.theme.fonts, size, key.into(), SvgText::Live);
        paint(&drawn.scene, &self.theme, FINE * page.zoom(), (0, 0), &(&mut svg).into_drawing_area())?;
        Ok((svg.finish(&drawn.heading, &drawn.description, self.theme.colors.paper), words))
    }

    /// Whether the chart has a line of the same height for each row, and needs no more room below than they take.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Bars | Kind::Tornado)
    }

    /// The page that was asked for, where one was.
    pub(crate) fn own_page(&self) -> Option<Page> {
        self.page
    }

    /// The page that was asked for, if it is one that charts are laid out for.
    pub(super) fn stated_page(&self) -> Result<Page, Error> {
        possible(self.page.unwrap_or_default())
    }
}

/// A page, if it is one that charts are laid out for.
fn possible(page: Page) -> Result<Page, Error> {
    within("the zoom of a page", page.zoom(), SCALES)?;
    let (width, height) = page.room();
    let fits = within("the chart's width", width, WIDTHS);
    fits.and_then(|()| within("the chart's height", height, HEIGHTS))
        .map_err(|error| page.in_its_words(error))?;
    Ok(page)
}

fn within(what: &str, found: f64, (low, high): (f64, f64)) -> Result<(), Error> {
    if found >= low && found <= high {
        return Ok(());
    }
    // A zoom leaves a fraction of a pixel.
    let found = if found.abs() < 1e9 { (found * 100.0).round() / 100.0 } else { found };
    Err(ErrorKind::Number { what: what.into(), found, expected: format!("{low} to {high}") }.into())
}

fn few_enough(pixels: f64) -> Result<(), Error> {
    if pixels <= PIXELS {
        return Ok(());
    }
    let (what, limit) = ("pixels in a picture".into(), PIXELS as usize);
    Err(ErrorKind::TooLarge { what, found: pixels as usize, limit }.into())
}

fn no_memory() -> Error {
    ErrorKind::Drawing { reason: "there is no memory for the picture".into() }.into()
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

/// Letters that tell this drawing's identifiers from those of others: FNV-1a of what it says.
fn key(description: &str, (width, height): (u32, u32)) -> String {
    let bytes = description.bytes().chain(width.to_le_bytes()).chain(height.to_le_bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("c{:05x}", hash & 0xf_ffff)
}
