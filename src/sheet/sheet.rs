//! A file of rows and columns, before anybody has said what they mean.

use super::heading::Heading;
#[cfg(feature = "csv")]
use super::lines::{Lines, Widths, line_at, lost_quote};
use super::rows::{Line, Rows};
use crate::error::{Error, ErrorKind, Faults};

/// No published table is wider, and beyond it a header is a row that lost its line breaks.
const MOST_COLUMNS: usize = 10_000;
/// The most fields of a row, blank ones at its end counted: as many as a sheet has columns.
#[cfg(feature = "csv")]
const MOST_FIELDS: usize = 16_384;

/// No column has a name of more characters: it has lost a quote, or a separator.
const LONGEST_NAME: usize = 1000;

/// Texts in rows under a header, each row with its line: what a CSV file or a sheet of a workbook holds.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use market_outlook::Sheet;
///
/// let sheet = Sheet::from_csv("region;2019;2020\nEurope;8.1;8.4\n")?;
/// assert_eq!(sheet.header(), ["region", "2019", "2020"]);
/// assert_eq!(sheet.row_count(), 1);
/// # }
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    header: Vec<String>,
    header_line: u64,
    rows: Rows,
    /// Texts above the header, with their lines.
    around: Vec<(u64, String)>,
}

impl Sheet {
    /// A sheet from rows of texts; the first row with more than one text is the header.
    ///
    /// Rows with nothing in them are passed over. Texts alone in a row above the header, such as a title or a unit, are kept
    /// as remarks;
    /// below it they may be headings or footnotes, and are rows with nothing in their other columns.
    ///
    /// ```
    /// use market_outlook::Sheet;
    ///
    /// let rows = [vec!["Table 1. Sales"], vec!["region", "2019"], vec!["Europe", "8.1"], vec!["Source: Example"]];
    /// let sheet = Sheet::from_rows(rows)?;
    /// assert_eq!((sheet.row_count(), sheet.remarks().count()), (2, 1));
    /// assert!(Sheet::from_rows([vec!["region", "2019"], vec!["Europe", "8.1", "8.4"]]).is_err());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is no header or nothing below it, a column name stands twice, there are more than 10,000 columns or
    /// 16,000,000 cells, or a row is longer or shorter than the header, each with its line.
    pub fn from_rows<T: Into<String>>(rows: impl IntoIterator<Item = Vec<T>>) -> Result<Self, Error> {
        let mut taken = Taken::default();
        for (row, number) in rows.into_iter().zip(1..) {
            let texts: Vec<String> = row.into_iter().map(Into::into).collect();
            taken.take(number, &texts.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        taken.finish()
    }

    /// A sheet from text in UTF-8 separated by commas, semicolons, tabs or bars; by which, the file itself shows.
    ///
    /// Fields may be quoted; spaces inside them are kept, for they may be indents.
    ///
    /// ```
    /// use market_outlook::Sheet;
    ///
    /// let error = Sheet::from_csv(b"region,2019\nM\xE9xico,8.1\n").unwrap_err().to_string();
    /// assert!(error.starts_with("line 2: byte 0xE9 is no UTF-8 (in Windows-1252 it is 'é'), expected UTF-8"));
    /// ```
    ///
    /// # Errors
    /// When the bytes are no text in UTF-8, a field in quotes does not end where a field ends, and as for [`Sheet::from_rows`].
    #[cfg(feature = "csv")]
    pub fn from_csv(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        let text = super::encoding::text_of(bytes.as_ref())?;
        let separator = separator(text);
        if let Some((line, reason)) = lost_quote(text, separator) {
            return Err(at_line(line, reason));
        }
        let mut widths = Widths::of(text, separator);
        if let Some((start, found)) = widths.find(|(_, width)| *width > MOST_FIELDS) {
            let what = "columns of the table".into();
            let fault = Error::from(ErrorKind::TooLarge { what, found, limit: MOST_FIELDS });
            return Err(fault.at(format!("line {}", line_at(text.as_bytes(), start))));
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let (mut taken, mut numbers) = (Taken::default(), Lines::of(text));
        let mut record = csv::StringRecord::new();
        while reader
            .read_record(&mut record)
            .map_err(|fault| ErrorKind::Syntax { place: "CSV".into(), reason: fault.to_string() })?
        {
            let number = record.position().map_or(0, |position| numbers.line(position));
            taken.take(number, &record.iter().collect::<Vec<_>>())?;
        }
        taken.finish()
    }

    /// A sheet of an `.xlsx` workbook: the one with this name, or the first that is shown.
    ///
    /// Cells are read as the sheet shows them: a number has the digits of its number format, so that 8.1 under `0.00` is "8.10",
    /// for the digits are what a published figure promises. Formulas are their stored results.
    /// A table may begin in any column, and its rows may end in blank cells.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use market_outlook::Sheet;
    ///
    /// let sheet = Sheet::from_xlsx(std::fs::read("tests/data/xlsx/telecom.xlsx")?, None)?;
    /// assert_eq!((sheet.header()[1].as_str(), sheet.row_count()), ("2020", 4));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the bytes are no workbook, a protected one or one of more than 64 MB, a part of it is more than can be read or holds
    /// what no sheet can, no sheet has the name, a number format is not understood or a formula has no stored result, each with
    /// its place; and as for [`Sheet::from_rows`]. Any file ends within seconds and 300 MB.
    #[cfg(feature = "xlsx-in")]
    pub fn from_xlsx(bytes: impl AsRef<[u8]>, sheet: Option<&str>) -> Result<Self, Error> {
        let mut taken = Taken { fills_up: true, ..Taken::default() };
        super::xlsx::for_each_row(bytes.as_ref(), sheet, |number, texts| taken.take(number, texts))?;
        taken.finish()
    }

    /// The names of the columns; one that had none is named after its position, "column 3".
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How many rows there are below the header.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Texts that stand alone above the header, such as a title, each with its line.
    ///
    /// ```
    /// use market_outlook::Sheet;
    ///
    /// let sheet = Sheet::from_rows([vec!["Table 1. Sales"], vec!["region", "2019"], vec!["Europe", "8.1"]])?;
    /// assert_eq!(sheet.remarks().next(), Some((1, "Table 1. Sales")));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn remarks(&self) -> impl Iterator<Item = (u64, &str)> {
        self.around.iter().map(|(line, text)| (*line, text.as_str()))
    }

    /// The line of the header.
    pub(super) fn header_line(&self) -> u64 {
        self.header_line
    }

    pub(super) fn lines(&self) -> impl DoubleEndedIterator<Item = Line<'_>> + ExactSizeIterator {
        self.rows.lines()
    }

    /// The position of a column by its name.
    pub(super) fn column(&self, name: &str) -> Result<usize, Error> {
        self.header.iter().position(|known| known == name.trim()).ok_or_else(|| {
            let choices = self.header.as_slice().into();
            ErrorKind::UnknownName { what: "column", name: name.into(), choices }.into()
        })
    }
}

/// A sheet as far as it has been taken in.
#[derive(Default)]
struct Taken {
    header: Option<Vec<String>>,
    header_line: u64,
    rows: Rows,
    around: Vec<(u64, String)>,
    faults: Faults,
    /// Rows that are shorter than the header are faults, or are filled up where what holds them leaves blank cells out.
    fills_up: bool,
}

impl Taken {
    /// The next row of the file.
    fn take(&mut self, number: u64, cells: &[&str]) -> Result<(), Error> {
        let is_blank = |cell: &&str| cell.trim().is_empty();
        let filled = cells.iter().filter(|cell| !is_blank(cell)).count();
        let lone = cells.iter().position(|cell| !is_blank(cell)).filter(|_| filled == 1);
        if filled == 0 {
            return Ok(());
        }
        if self.header.is_none() {
            if let Some(at) = lone.filter(|at| is_remark(*at, cells[*at])) {
                self.around.push((number, cells[at].trim().to_string()));
            } else {
                let names = head(number, cells)?;
                (self.rows, self.header, self.header_line) = (Rows::new(names.len()), Some(names), number);
            }
            return Ok(());
        }
        let width = self.rows.width();
        let (within, beyond) = cells.split_at(width.min(cells.len()));
        let is_short = within.len() < width && !(self.fills_up || lone == Some(0));
        if is_short || !beyond.iter().all(is_blank) {
            let reason = || format!("{} fields, expected {width} as in the header", cells.len());
            self.faults.add(number, || at_line(number, reason()));
            return Ok(());
        }
        self.rows.push(number, within).map_err(|fault| fault.at(format!("line {number}")))
    }

    fn finish(self) -> Result<Sheet, Error> {
        self.faults.none_in("file")?;
        let header = self.header.unwrap_or_default();
        let (what, expected) = match (header.is_empty(), self.rows.is_empty()) {
            (true, _) => ("the header of the table", "a row with the names of two columns or more"),
            (_, true) => ("the table below its header", "at least one row with a name and a figure"),
            _ => {
                let Self { header_line, rows, around, .. } = self;
                return Ok(Sheet { header, header_line, rows, around });
            }
        };
        Err(ErrorKind::Empty { what: what.into(), expected: expected.into() }.into())
    }
}

/// The names of the columns, if they can be told apart.
fn head(number: u64, cells: &[&str]) -> Result<Vec<String>, Error> {
    if cells.len() > MOST_COLUMNS {
        let (what, found, limit) = ("columns of the table".into(), cells.len(), MOST_COLUMNS);
        return Err(ErrorKind::TooLarge { what, found, limit }.into());
    }
    let longest = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    if longest > LONGEST_NAME {
        let what = format!("characters of a column name in line {number}");
        return Err(ErrorKind::TooLarge { what, found: longest, limit: LONGEST_NAME }.into());
    }
    let name = |(cell, position): (&&str, usize)| match cell.split_whitespace().collect::<Vec<_>>() {
        words if words.is_empty() => format!("column {position}"),
        words => words.join(" "),
    };
    let names: Vec<String> = cells.iter().zip(1..).map(name).collect();
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    let mut faults = Faults::default();
    for pair in sorted.windows(2).filter(|pair| pair[0] == pair[1]) {
        let (what, name) = ("column".into(), pair[0].clone());
        faults.add(number, || Error::from(ErrorKind::Duplicate { what, name }).at(format!("line {number}")));
    }
    faults.none_in("file")?;
    Ok(names)
}

/// Whether a text that stands alone above a table is no header: the one column of figures may have a name while that of
/// rows has none, but a title or a unit stands anywhere.
fn is_remark(column: usize, text: &str) -> bool {
    column == 0 || column > 1 && Heading::of(text) == Heading::Text
}

/// That a table of so many rows and years, one figure a line, is not nearly all gaps, which would fill the memory.
///
/// # Errors
/// When it has more places than anybody prints, and a hundred for each line.
pub(super) fn expect_room(rows: usize, years: usize, sheet: &Sheet) -> Result<(), Error> {
    const SMALL: usize = 1_000_000;
    const SPARSE: usize = 100;
    const LARGE: usize = 8_000_000;
    let (found, limit) = (rows.saturating_mul(years), (sheet.row_count() * SPARSE).clamp(SMALL, LARGE));
    if found <= limit {
        return Ok(());
    }
    let what = format!("places of a table of {rows} rows or more and {years} years");
    Err(ErrorKind::TooLarge { what, found, limit }.into())
}

/// A fault in a line.
pub(super) fn at_line(number: u64, reason: impl Into<String>) -> Error {
    ErrorKind::Syntax { place: format!("line {number}"), reason: reason.into() }.into()
}

/// The separator by which most of the first lines have the same, largest number of fields.
#[cfg(feature = "csv")]
fn separator(text: &str) -> u8 {
    const LOOKED_AT: usize = 20;
    let count = |separator: u8| {
        let lengths: Vec<usize> =
            Widths::of(text, separator).take(LOOKED_AT).map(|(_, width)| width).collect();
        let usual = |length: &usize| lengths.iter().filter(|other| *other == length).count();
        let several = lengths.iter().filter(|length| **length > 1);
        several.map(|length| (usual(length), *length)).max().unwrap_or((0, 0))
    };
    // At equal counts the last: commas stand in figures and titles too, tabs hardly ever.
    [b',', b'|', b';', b'\t'].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

#[cfg(all(test, feature = "csv"))]
mod tests {
    use super::*;

    fn cells(sheet: &Sheet) -> Vec<(u64, Vec<&str>)> {
        sheet.lines().map(|line| (line.number, line.cells.iter().collect())).collect()
    }

    #[test]
    fn separators_are_seen() {
        for text in [
            "row,2019\nEurope,8.1\n",
            "row;2019\nEurope;8.1\n",
            "row\t2019\nEurope\t8.1\n",
            "row|2019\nEurope|8.1\n",
            "\u{FEFF}row\t2019\r\nEurope\t8.1\r\n",
        ] {
            let sheet = Sheet::from_csv(text).unwrap();
            assert_eq!(sheet.header(), ["row", "2019"], "{text:?}");
            assert_eq!(cells(&sheet), [(2, vec!["Europe", "8.1"])], "{text:?}");
        }
        let commas = Sheet::from_csv("row;2019;2020\nEurope, Africa;8,1;9,2\nAsia;7,1;8,2\n").unwrap();
        assert_eq!(cells(&commas)[0].1, ["Europe, Africa", "8,1", "9,2"]);
        // By commas two lines of three have two fields as well.
        let thousands = Sheet::from_csv("Table 1, sales\nrow\t2019\nEurope\t1,530\n").unwrap();
        assert_eq!((thousands.header(), thousands.row_count()), (&["row".to_string(), "2019".into()][..], 1));
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let text = "\nTable 1\n,,USD billion\nrow,2019\n\"two\nlines\",1\n\n  Europe,8.1\nSource: Example\n";
        let sheet = Sheet::from_csv(text).unwrap();
        assert_eq!(sheet.remarks().collect::<Vec<_>>(), [(2, "Table 1"), (3, "USD billion")]);
        assert_eq!(
            cells(&sheet),
            [(5, vec!["two\nlines", "1"]), (8, vec!["  Europe", "8.1"]), (9, vec!["Source: Example", ""])]
        );
    }

    #[test]
    fn a_header_may_have_one_name() {
        for text in [",2019\nEurope,8.1\n", ",,2019\nEurope,Software,8.1\n", ",Sales\nEurope,8.1\n"] {
            let sheet = Sheet::from_csv(text).unwrap();
            assert_eq!((sheet.row_count(), sheet.remarks().count()), (1, 0), "{text:?}");
        }
    }

    #[test]
    fn lines_that_end_in_a_carriage_return_are_counted() {
        let sheet = Sheet::from_csv("Table 1\r\rrow,2019\r\rEurope,8.1\r").unwrap();
        assert_eq!(sheet.remarks().collect::<Vec<_>>(), [(1, "Table 1")]);
        assert_eq!((sheet.header_line(), sheet.lines().next().map_or(0, |line| line.number)), (3, 5));
    }

    #[test]
    fn what_stands_alone_above_the_header_is_a_remark_wherever_it_stands() {
        let sheet = Sheet::from_csv(",,USD billion\nrow,2019,2020\nEurope,8.1,8.4\n").unwrap();
        assert_eq!(sheet.remarks().collect::<Vec<_>>(), [(1, "USD billion")]);
        assert_eq!(Sheet::from_csv(",2019\nEurope,8.1\n").unwrap().header(), ["column 1", "2019"]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let [wide, wider] = [12_000, 20_000].map(|width| vec!["c"; width].join(","));
        let long = format!("row,{}", "x".repeat(2000));
        for (text, expected) in [
            ("", "the header of the table is empty"),
            ("only a title\n", "the header of the table is empty"),
            ("row,2019\n", "the table below its header is empty"),
            (
                "row,2019\nEurope,8.1,9\nAsia,1\nAfrica,2,3,4\n",
                "line 2: 3 fields, expected 2 as in the header\nline 4: 4 fields",
            ),
            ("row,2019,2020\nEurope,8.1\n", "line 2: 2 fields, expected 3"),
            ("row,2019,note\nEurope,1,\"see\nAsia,2,\n", "line 2: a field in quotes that does not end"),
            ("row;2019\n\"Eur\"ope;1\n", "line 2: text behind a field in quotes"),
            ("row,2019,2019\nEurope,8.1,8\n", "line 1: column '2019' stands twice"),
            (&wide, "columns of the table: 12000, expected at most 10000"),
            (&wider, "line 1: columns of the table: 20000, expected at most 16384"),
            (&format!("row,2019\n\n{wider}"), "line 3: columns of the table: 20000, expected at most 16384"),
            (&long, "characters of a column name in line 1: 2000, expected at most 1000"),
        ] {
            let message = Sheet::from_csv(text).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
