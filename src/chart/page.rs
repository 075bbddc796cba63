//! How large a chart is, and how large its letters.

use crate::error::{Error, ErrorKind};

/// What errors say that a page has too little of.
const SIDES: [&str; 2] = ["the chart's width", "the chart's height"];

/// How large a chart is, and how large its letters.
///
/// A logical pixel is 1/96 inch. Text keeps its size on every page, which is at least 11 pixels or 8.25 points: a larger
/// page has more room, not larger letters. A zoom makes everything larger, for pages that are seen from afar.
///
/// ```
/// use market_outlook::Page;
///
/// assert_eq!((Page::SLIDE.width(), Page::SLIDE.height()), (1280, 720));
/// assert_eq!(Page::new(800, 450).zoom(), 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    width: u32,
    height: u32,
    zoom: f64,
}

impl Page {
    /// 960 by 560: what a chart is without a page.
    pub const SCREEN: Self = Self::new(960, 560);
    /// A slide of 13.33 by 7.5 inches, with text 1.4 times as large: the smallest is 11.5 points.
    pub const SLIDE: Self = Self { width: 1280, height: 720, zoom: 1.4 };
    /// The text width of a report on letter or A4 paper: 6.5 inches.
    pub const REPORT: Self = Self::new(624, 420);
    /// One of two columns of such a page: 3.35 inches.
    pub const COLUMN: Self = Self::new(322, 480);

    /// A page of this size in logical pixels.
    ///
    /// Pages are 320 to 8000 wide and 200 to 8000 high; another size is an error when the chart is drawn.
    #[must_use]
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height, zoom: 1.0 }
    }

    /// The same page with everything on it so many times as large, from 0.5 to 8; less fits on it then.
    ///
    /// ```
    /// # use market_outlook::{Chart, Column, Number, Page, Row, Status, Table, Unit};
    /// # let number = Some(Number { value: 8.1, status: Status::Published });
    /// # let table = Table::new("Widgets", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    /// #     .with_row(Row::total(), [number])?;
    /// let poster = Chart::stacked_columns(&table)?.page(Page::new(1920, 1120).zoomed(2.0));
    /// assert!(poster.to_svg()?.contains("viewBox=\"0 0 1920 1120\""));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub const fn zoomed(self, zoom: f64) -> Self {
        Self { zoom, ..self }
    }

    /// The width in logical pixels.
    #[must_use]
    pub const fn width(self) -> u32 {
        self.width
    }

    /// The height in logical pixels.
    #[must_use]
    pub const fn height(self) -> u32 {
        self.height
    }

    /// How many times as large everything is.
    #[must_use]
    pub const fn zoom(self) -> f64 {
        self.zoom
    }

    /// The room there is for text of its usual size.
    pub(crate) fn room(self) -> (f64, f64) {
        (f64::from(self.width) / self.zoom, f64::from(self.height) / self.zoom)
    }

    /// An error about that room, which on a zoomed page is not that of the page.
    pub(crate) fn in_its_words(self, error: Error) -> Error {
        match error.kind() {
            ErrorKind::Number { what, found, expected } if self.zoom != 1.0 && SIDES.contains(&&what[..]) => {
                let what = format!("{what} divided by its zoom of {}", self.zoom);
                let found = (found * 100.0).round() / 100.0;
                ErrorKind::Number { what, found, expected: expected.clone() }.into()
            }
            _ => error,
        }
    }
}

impl Default for Page {
    /// [`Page::SCREEN`].
    fn default() -> Self {
        Self::SCREEN
    }
}
