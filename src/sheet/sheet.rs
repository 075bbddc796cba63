//! A file of rows and columns, before anybody has said what they mean.

use super::heading::Heading;
#[cfg(feature = "csv")]
use super::lines::{Lines, lost_quote};
use crate::error::{Error, ErrorKind, Faults};

/// No published table is wider, and beyond it a header is a row that lost its line breaks.
const MOST_COLUMNS: usize = 10_000;
/// The most cells that short rows are filled up with: a million rows with a name alone below a wide header are no table.
const MOST_BLANK: usize = 50_000_000;

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
    lines: Vec<Line>,
    /// Texts above the header, with their lines.
    around: Vec<(u64, String)>,
}

/// A row and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) number: u64,
    /// As many as the header has.
    pub(super) cells: Vec<String>,
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
    /// When there is no header or nothing below it, a column name stands twice, there are more than 10,000 columns,
    /// or a row is longer or shorter than the header, each with its line.
    pub fn from_rows<T: Into<String>>(rows: impl IntoIterator<Item = Vec<T>>) -> Result<Self, Error> {
        let texts = |row: Vec<T>| row.into_iter().map(Into::into).collect::<Vec<String>>();
        Self::from_lines(rows.into_iter().zip(1..).map(|(row, number)| (number, texts(row))), false)
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
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let (mut lines, mut numbers) = (Vec::new(), Lines::of(text));
        for record in reader.records() {
            let record = record
                .map_err(|fault| ErrorKind::Syntax { place: "CSV".into(), reason: fault.to_string() })?;
            let number = record.position().map_or(0, |position| numbers.line(position));
            lines.push((number, record.iter().map(String::from).collect()));
        }
        Self::from_lines(lines, false)
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
    /// When the bytes are no workbook or a protected one, no sheet has the name, a number format is not understood or a
    /// formula has no stored result, each with its cell; and as for [`Sheet::from_rows`].
    #[cfg(feature = "xlsx-in")]
    pub fn from_xlsx(bytes: impl AsRef<[u8]>, sheet: Option<&str>) -> Result<Self, Error> {
        let rows = super::xlsx::rows(bytes.as_ref(), sheet)?;
        Self::from_lines((1..).zip(rows), true)
    }

    /// Rows that are shorter than the header are faults, or are filled up where what holds them leaves blank cells out.
    fn from_lines(
        lines: impl IntoIterator<Item = (u64, Vec<String>)>,
        fills_up: bool,
    ) -> Result<Self, Error> {
        let (mut header, mut rows, mut around) = (None, Vec::new(), Vec::new());
        let mut added = 0;
        let mut faults = Faults::default();
        let mut header_line = 0;
        for (number, mut cells) in lines {
            let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
            let lone = cells.iter().position(|cell| !cell.trim().is_empty()).filter(|_| filled == 1);
            let alone = lone == Some(0);
            match &header {
                _ if filled == 0 => {}
                None => {
                    if let Some(at) = lone.filter(|at| is_remark(*at, &cells[*at])) {
                        around.push((number, cells.swap_remove(at).trim().to_string()));
                        continue;
                    }
                    header = Some(head(number, &cells)?);
                    header_line = number;
                }
                Some(names) => {
                    if cells.len() > names.len()
                        && cells[names.len()..].iter().all(|cell| cell.trim().is_empty())
                    {
                        cells.truncate(names.len());
                    }
                    if (alone || fills_up) && cells.len() < names.len() {
                        fill_up(&mut cells, names.len(), &mut added)
                            .map_err(|fault| fault.at(format!("line {number}")))?;
                    }
                    if cells.len() == names.len() {
                        rows.push(Line { number, cells });
                    } else {
                        let (found, expected) = (cells.len(), names.len());
                        let reason = format!("{found} fields, expected {expected} as in the header");
                        faults.add(number, || at_line(number, reason));
                    }
                }
            }
        }
        faults.none_in("file")?;
        let header: Vec<String> = header.unwrap_or_default();
        let (what, expected) = match (header.is_empty(), rows.is_empty()) {
            (true, _) => ("the header of the table", "a row with the names of two columns or more"),
            (_, true) => ("the table below its header", "at least one row with a name and a figure"),
            _ => return Ok(Self { header, header_line, lines: rows, around }),
        };
        Err(ErrorKind::Empty { what: what.into(), expected: expected.into() }.into())
    }

    /// The names of the columns; one that had none is named after its position, "column 3".
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How many rows there are below the header.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.lines.len()
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

    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The position of a column by its name.
    pub(super) fn column(&self, name: &str) -> Result<usize, Error> {
        self.header.iter().position(|known| known == name.trim()).ok_or_else(|| {
            let choices = self.header.clone();
            ErrorKind::UnknownName { what: "column", name: name.into(), choices }.into()
        })
    }
}

/// The names of the columns, if they can be told apart.
fn head(number: u64, cells: &[String]) -> Result<Vec<String>, Error> {
    if cells.len() > MOST_COLUMNS {
        let (what, found, limit) = ("columns of the table".into(), cells.len(), MOST_COLUMNS);
        return Err(ErrorKind::TooLarge { what, found, limit }.into());
    }
    let longest = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    if longest > LONGEST_NAME {
        let what = format!("characters of a column name in line {number}");
        return Err(ErrorKind::TooLarge { what, found: longest, limit: LONGEST_NAME }.into());
    }
    let name = |(cell, position): (&String, usize)| match cell.split_whitespace().collect::<Vec<_>>() {
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

/// Adds blank cells to a row until it is as long as the header, unless all rows together got too many.
fn fill_up(cells: &mut Vec<String>, length: usize, added: &mut usize) -> Result<(), Error> {
    *added += length - cells.len();
    if *added > MOST_BLANK {
        let (what, found, limit) = ("blank cells of short rows".into(), *added, MOST_BLANK);
        return Err(ErrorKind::TooLarge { what, found, limit }.into());
    }
    cells.resize(length, String::new());
    Ok(())
}

/// That a table of so many rows and years, one figure a line, is not nearly all gaps, which would fill the memory.
///
/// # Errors
/// When it has more places than anybody prints, and a hundred for each line.
pub(super) fn expect_room(rows: usize, years: usize, sheet: &Sheet) -> Result<(), Error> {
    const SMALL: usize = 1_000_000;
    const SPARSE: usize = 100;
    let (found, limit) = (rows.saturating_mul(years), SMALL.max(sheet.row_count().saturating_mul(SPARSE)));
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
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let lengths: Vec<usize> =
            reader.byte_records().take(LOOKED_AT).flatten().map(|record| record.len()).collect();
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
        sheet
            .lines()
            .iter()
            .map(|line| (line.number, line.cells.iter().map(String::as_str).collect()))
            .collect()
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
        assert_eq!((sheet.header_line(), sheet.lines()[0].number), (3, 5));
    }

    #[test]
    fn what_stands_alone_above_the_header_is_a_remark_wherever_it_stands() {
        let sheet = Sheet::from_csv(",,USD billion\nrow,2019,2020\nEurope,8.1,8.4\n").unwrap();
        assert_eq!(sheet.remarks().collect::<Vec<_>>(), [(1, "USD billion")]);
        assert_eq!(Sheet::from_csv(",2019\nEurope,8.1\n").unwrap().header(), ["column 1", "2019"]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let wide = vec!["c"; 20_000].join(",");
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
            (&wide, "columns of the table: 20000, expected at most 10000"),
            (&long, "characters of a column name in line 1: 2000, expected at most 1000"),
        ] {
            let message = Sheet::from_csv(text).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn a_wide_header_does_not_fill_the_memory() {
        let (mut cells, mut added) = (vec!["name".to_string()], 49_999_990);
        fill_up(&mut cells, 11, &mut added).unwrap();
        assert_eq!((cells.len(), added), (11, 50_000_000));
        let error = fill_up(&mut cells, 12, &mut added).unwrap_err().to_string();
        assert_eq!(error, "blank cells of short rows: 50000001, expected at most 50000000");
    }
}
