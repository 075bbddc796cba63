//! A page under construction: cells, and what lies around them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::cell::{Cell, Content, Digits, Outcome, Role, Style};
use super::chart::NativeChart;
use super::picture::Picture;
use crate::error::{Error, ErrorKind};
use crate::export::text::one_line;
use crate::value::Status;

/// What a sheet can hold, by the limits that Excel states.
const ROWS: usize = 1_048_576;
const COLUMNS: usize = 16_384;
const TEXT: usize = 32_767;
const FORMULA: usize = 8_192;
const LARGEST: f64 = 9.999_999_999_999_99e307;
/// Widths of a column in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 44;
/// The fewest and the most characters that a sentence runs over.
const SENTENCE: (usize, usize) = (96, 160);
/// The least and most pixels that a chart or a picture is wide where the table is narrower or wider.
const DRAWINGS: (usize, usize) = (640, 960);
/// The height of a line of text, in points and in pixels.
pub(super) const LINE: f64 = 15.0;
const LINE_PIXELS: f64 = 20.0;
/// The most points that a row is high.
const HIGHEST: f64 = 409.0;
/// The height of a title, in points.
const TITLE: f64 = 24.0;
/// How wide letters are on average beside the digits that widths are counted in.
const LETTER: f64 = 0.92;
/// Pixels of a column beyond those of its characters, and of a character.
const PADDING_PIXELS: usize = 5;
const CHARACTER_PIXELS: usize = 7;

#[derive(Clone, Debug)]
pub(super) struct Page<'a> {
    pub(super) name: String,
    /// What it shows, for the list of contents.
    pub(super) about: String,
    pub(super) cells: Vec<Cell<'a>>,
    /// Sentences over the width of the page, each on the lines it needs: row, text, how it looks.
    pub(super) sentences: Vec<(usize, String, Style)>,
    /// Characters by column.
    pub(super) widths: Vec<usize>,
    /// The row and column that scroll first.
    pub(super) frozen: (usize, usize),
    /// The rows that are printed on every sheet of paper.
    pub(super) repeated: Option<(usize, usize)>,
    /// Points of rows that are not as high as a line of text.
    pub(super) heights: BTreeMap<usize, f64>,
    /// Rows that are better not cut by the end of a sheet of paper: from one to before another.
    pub(super) whole: Vec<(usize, usize)>,
    pub(super) charts: Vec<(usize, NativeChart)>,
    pub(super) pictures: Vec<(usize, &'a Picture)>,
    pub(super) list: Option<List>,
    /// Where the numbers come from, at the foot of each sheet of paper.
    pub(super) footer: String,
}

/// A native table: a header row and the rows below it, with filters.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) header: Vec<String>,
    /// The row of the header.
    pub(super) row: usize,
    /// How many rows are below it.
    pub(super) rows: usize,
}

impl<'a> Page<'a> {
    pub(super) fn new(name: String, about: impl Into<String>) -> Self {
        Self {
            name,
            about: about.into(),
            cells: Vec::new(),
            sentences: Vec::new(),
            widths: Vec::new(),
            frozen: (0, 0),
            repeated: None,
            heights: BTreeMap::from([(0, TITLE)]),
            whole: Vec::new(),
            charts: Vec::new(),
            pictures: Vec::new(),
            list: None,
            footer: String::new(),
        }
    }

    pub(super) fn text(&mut self, row: usize, column: usize, text: impl Into<Cow<'a, str>>, role: Role) {
        self.put(row, column, Content::Text(clean(text.into())), Style::new(role));
    }

    pub(super) fn number(&mut self, row: usize, column: usize, value: f64, style: Style) {
        self.put(row, column, Content::Number(value), style);
    }

    pub(super) fn formula(&mut self, row: usize, column: usize, formula: String, result: f64, style: Style) {
        self.put(row, column, Content::Formula(Box::new((formula, Outcome::Number(result)))), style);
    }

    /// Where a number comes from, in words of its own color.
    pub(super) fn status(&mut self, row: usize, column: usize, status: Status, style: Style) {
        self.put(row, column, Content::Text(status.as_str().into()), style.from(status));
    }

    pub(super) fn put(&mut self, row: usize, column: usize, content: Content<'a>, style: Style) {
        let width = match (&content, style.role) {
            // Titles run over what is beside them.
            (_, Role::Title | Role::Subtitle | Role::Heading) => 0,
            (Content::Text(text) | Content::Address(text), _) => text.width(),
            (Content::Page(text), _) => text.width(),
            (Content::Number(value), _) => style.digits.width(*value),
            (Content::Formula(formula), _) => match &formula.1 {
                Outcome::Number(value) => style.digits.width(*value),
                Outcome::Text(text) => text.width(),
            },
        };
        self.widen(column, width);
        self.cells.push(Cell { row: row as u32, column: column as u32, content, style });
    }

    /// Makes room for this many characters, as far as a column goes.
    pub(super) fn widen(&mut self, column: usize, characters: usize) {
        if self.widths.len() <= column {
            self.widths.resize(column + 1, NARROWEST);
        }
        self.widths[column] = self.widths[column].max((characters + 2).min(WIDEST));
    }

    pub(super) fn sentence(&mut self, row: usize, text: &str, role: Role) {
        self.sentences.push((row, clean(text.into()).into_owned(), Style::new(role)));
    }

    /// The last column that sentences run to, and how many characters wide all columns up to it are: those of the
    /// table, more beside a narrow one, and as many of a wide one as can be read in a line.
    pub(super) fn span(&self) -> (usize, usize) {
        let (least, most) = SENTENCE;
        let (mut columns, mut characters) = (0, 0);
        for width in &self.widths {
            if columns > 0 && characters + width > most {
                break;
            }
            columns += 1;
            characters += width;
        }
        let more =
            if self.sentences.is_empty() { 0 } else { least.saturating_sub(characters).div_ceil(NARROWEST) };
        ((columns + more).saturating_sub(1), characters + more * NARROWEST)
    }

    /// How many pixels wide a chart or a picture may be.
    pub(super) fn room(&self) -> usize {
        pixels(self.widths.len(), self.widths.iter().sum()).clamp(DRAWINGS.0, DRAWINGS.1)
    }

    /// How many pixels wide all is that is printed.
    pub(super) fn width(&self) -> usize {
        let (last, characters) = self.span();
        let (columns, own) = (self.widths.len(), self.widths.iter().sum());
        let drawn = if self.charts.is_empty() && self.pictures.is_empty() { 0 } else { self.room() };
        pixels(columns.max(last + 1), characters.max(own)).max(drawn)
    }

    /// Gives a column this many characters, whatever is in it.
    pub(super) fn fix(&mut self, column: usize, characters: usize) {
        self.widen(column, 0);
        self.widths[column] = characters;
    }

    /// Keeps rows free for a drawing, each as high as a line whatever the reader's font; the next free row.
    pub(super) fn reserve(&mut self, row: usize, pixels: f64) -> usize {
        let next = row + (pixels / LINE_PIXELS).ceil() as usize;
        self.heights.extend((row..next).map(|row| (row, LINE)));
        // With the empty row above it: a border is drawn across the line between rows.
        self.whole.push((row.saturating_sub(1), next));
        next
    }

    /// Makes every row as high as what is broken into lines needs: not every program does so by itself.
    pub(super) fn settle(&mut self) {
        let lines =
            |text: &str, width: usize| (text.width() as f64 * LETTER / width.max(1) as f64).ceil().max(1.0);
        let (_, all) = self.span();
        let sentences = self.sentences.iter().map(|(row, text, _)| (*row, lines(text, all)));
        let broken = self.cells.iter().filter(|cell| cell.style.role == Role::Text);
        let texts = broken.filter_map(|cell| match &cell.content {
            Content::Text(text) => Some((cell.row as usize, lines(text, self.widths[cell.column as usize]))),
            _ => None,
        });
        for (row, lines) in sentences.chain(texts) {
            let height = self.heights.entry(row).or_insert(LINE);
            *height = height.max(lines * LINE).min(HIGHEST);
        }
    }

    /// What no file could hold.
    pub(super) fn faults(&self) -> Vec<Error> {
        let rows = self.cells.iter().map(|cell| cell.row as usize + 1);
        let rows = rows.chain(self.sentences.iter().map(|(row, ..)| row + 1)).max().unwrap_or(0);
        let counted = [("rows", rows, ROWS), ("columns", self.widths.len(), COLUMNS)];
        let too_many = counted.into_iter().filter(|(_, found, limit)| found > limit);
        let mut faults: Vec<Error> = too_many
            .map(|(what, found, limit)| {
                too_large(format!("the {what} of sheet '{}'", self.name), found, limit)
            })
            .collect();
        // A name stands in every block; where it stands first is enough to find it.
        let mut known: Vec<&Content> = Vec::new();
        for cell in &self.cells {
            let Some(fault) = self.cell_fault(cell) else { continue };
            if !known.contains(&&cell.content) {
                known.push(&cell.content);
                faults.push(fault);
            }
        }
        let sentences = self.sentences.iter();
        faults.extend(sentences.filter_map(|(row, text, _)| self.text_fault(*row, 0, text, TEXT)));
        faults
    }

    fn cell_fault(&self, cell: &Cell) -> Option<Error> {
        let (row, column) = (cell.row as usize, cell.column as usize);
        match &cell.content {
            Content::Text(text) | Content::Address(text) => self.text_fault(row, column, text, TEXT),
            Content::Page(text) => self.text_fault(row, column, text, TEXT),
            Content::Formula(formula) => self.text_fault(row, column, &formula.0, FORMULA),
            Content::Number(value) if value.abs() > LARGEST => {
                let what = format!("the number in {}", self.place(row, column));
                let expected = "at most 9.99999999999999e307".into();
                Some(ErrorKind::Number { what, found: *value, expected }.into())
            }
            Content::Number(_) => None,
        }
    }

    fn text_fault(&self, row: usize, column: usize, text: &str, limit: usize) -> Option<Error> {
        // A code unit takes at least a byte.
        let found = if text.len() > limit { text.encode_utf16().count() } else { 0 };
        let what = || format!("the characters in {}", self.place(row, column));
        (found > limit).then(|| too_large(what(), found, limit))
    }

    fn place(&self, row: usize, column: usize) -> String {
        format!("cell {} of sheet '{}'", super::name::at(row, column), self.name)
    }
}

/// How wide columns are on a screen.
fn pixels(columns: usize, characters: usize) -> usize {
    characters * CHARACTER_PIXELS + columns * PADDING_PIXELS
}

fn too_large(what: String, found: usize, limit: usize) -> Error {
    ErrorKind::TooLarge { what, found, limit }.into()
}

/// Text as a cell can hold it: on one line, without the two characters that no XML knows.
fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_unknown = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(|c: char| c.is_control() || is_unknown(c)) {
        one_line(&text).replace(is_unknown, " ").into()
    } else {
        text
    }
}

/// The digits and role of a number in a row.
pub(super) fn number_style(is_total: bool, digits: Digits) -> Style {
    Style::new(if is_total { Role::Total } else { Role::Number }).with(digits)
}
