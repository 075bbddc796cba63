//! The texts of a sheet in an `.xlsx` file, as the sheet shows them.
//!
//! The reader is `calamine`. It trusts its file, as readers do. What version 0.38 does wrong, and what keeps it from it:
//!
//! | it | kept from it by |
//! |---|---|
//! | makes room for as many strings as their table claims to have | [`part`]: `uniqueCount` |
//! | adds up the digits of rows and columns past 32 bits: another cell, or a panic | [`part`]: `r` and `ref` |
//! | takes a last cell from a first one behind it: a panic | [`part`]: `ref` |
//! | panics at compound documents that end early | [`archive`]: they are told by their first bytes |
//! | keeps a tag, text or comment of any length, and those of one cell together | [`part`]: bytes without a tag, of an element |
//! | repeats fonts and number formats for each format of cells | [`part`]: formats, and what they hold |
//! | puts shared formulas together for each cell | the formulas are asked for apart, as they stand in the file |
//! | takes 1e300 and -1 for days | [`text`] |
//!
//! The file is looked at with the same two crates that `calamine` unpacks and splits it with, and what it makes of the cells
//! is counted as it comes ([`cells`]); [`limits`] has every bound and its reason.

mod archive;
mod cells;
mod displayed;
mod limits;
mod part;
mod place;
mod text;

use std::io::{Read, Seek};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};

use self::archive::{Checked, EXPECTED, checked};
use self::cells::Cells;
use self::text::Formats;
use crate::error::{Error, ErrorKind};

/// Calls `visit` with each row that has a text of the sheet with this name, or of the first that is shown: its number from 1,
/// and the texts of its cells.
///
/// - A number has the digits that its number format shows, so that 8.1 under `0.00` is "8.10". Without a format it has
///   the digits that the file holds, 15 at most.
/// - A formula is its stored result; one that has none, as some programs write them, is a fault.
/// - A date is "2019-12-31", with a time "2019-12-31 08:30:00"; under a format of the year alone it is that, "2019"
///   or "FY2019".
/// - A truth value is "TRUE" or "FALSE", an error what the cell shows, such as "#DIV/0!".
/// - A text in merged cells stands in the first column of each row that they cover, a number in the first cell alone.
/// - Hidden rows and columns are read like others.
/// - Columns before the first of the table are left out, and rows end with their last text.
///
/// # Errors
/// When the bytes are no workbook, a protected one or more than can be read, no sheet has the name, or the number format of a
/// cell is not understood; all such cells at once, up to a number. And what `visit` returns.
pub(crate) fn for_each_row(
    bytes: &[u8],
    sheet: Option<&str>,
    visit: impl FnMut(u64, &[&str]) -> Result<(), Error>,
) -> Result<(), Error> {
    let Checked { file, refused, held } = checked(bytes)?;
    // What is missing is what was refused.
    let explained = |fault: &XlsxError| match fault {
        XlsxError::FileNotFound(_)
        | XlsxError::WorksheetNotFound(_)
        | XlsxError::Unexpected(_)
        | XlsxError::Zip(_)
            if !refused.is_empty() =>
        {
            Error::several(refused.clone())
        }
        fault => unreadable(&format!("{fault}, {EXPECTED}")),
    };
    let mut file = Xlsx::new(file).map_err(|fault| explained(&fault))?;
    if file.sheets_metadata().is_empty() && !refused.is_empty() {
        return Err(Error::several(refused));
    }
    let name = sheet_name(&file, sheet)?;
    let mut cells = Cells::new(&name, held);
    unanswered(&mut file, &name, &mut cells).map_err(|fault| fault.or(explained))?;
    texts(&mut file, &name, &mut cells).map_err(|fault| fault.or(explained))?;
    let merged = file.merge_cells_by_sheet_name(&name).map_err(|fault| explained(&fault))?;
    drop(file);
    cells.sort()?;
    cells.repeat(merged.iter().map(|range| (range.start, range.end)))?;
    cells.for_each_row(visit)
}

fn sheet_name<R: Read + Seek>(file: &Xlsx<R>, wanted: Option<&str>) -> Result<String, Error> {
    let sheets = file.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let shown = || sheets.clone().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let found = match wanted {
        Some(wanted) => sheets.clone().find(|sheet| sheet.name == wanted),
        None => shown().next().or(sheets.clone().next()),
    };
    found.map(|sheet| sheet.name.clone()).ok_or_else(|| {
        let choices = sheets.map(|sheet| sheet.name.clone()).collect();
        ErrorKind::UnknownName { what: "sheet", name: wanted.unwrap_or_default().into(), choices }.into()
    })
}

/// A fault of the reader, or one of ours.
enum Fault {
    Reader(XlsxError),
    Ours(Error),
}

impl Fault {
    fn or(self, explained: impl Fn(&XlsxError) -> Error) -> Error {
        match self {
            Fault::Reader(fault) => explained(&fault),
            Fault::Ours(fault) => fault,
        }
    }
}

impl From<XlsxError> for Fault {
    fn from(fault: XlsxError) -> Self {
        Self::Reader(fault)
    }
}

/// The texts of all cells.
fn texts<R: Read + Seek>(file: &mut Xlsx<R>, name: &str, into: &mut Cells) -> Result<(), Fault> {
    let mut cells = file.worksheet_cells_reader(name)?;
    let formats = Formats::of(cells.styles());
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        into.take(cell.get_position(), formats.text(cell.get_value(), style)).map_err(Fault::Ours)?;
    }
    Ok(())
}

/// Formulas without a stored result.
fn unanswered<R: Read + Seek>(file: &mut Xlsx<R>, name: &str, into: &mut Cells) -> Result<(), Fault> {
    let mut cells = file.worksheet_cells_reader(name)?;
    // Formulas that cells share are not put together for each: that would take the product of their number and length.
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        if cell.formula.is_some_and(|formula| !is_empty(&formula)) && cell.value == DataRef::Empty {
            let reason =
                "its formula has no stored result, expected a file that a spreadsheet program has saved";
            into.fault(cell.pos, reason).map_err(Fault::Ours)?;
        }
    }
    Ok(())
}

fn is_empty(formula: &XlsxFormulaMetadata) -> bool {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            formula.is_empty()
        }
        _ => false,
    }
}

fn unreadable(reason: &str) -> Error {
    ErrorKind::Syntax { place: "workbook".into(), reason: reason.into() }.into()
}

/// The texts of each row, those without any too.
#[cfg(test)]
pub(crate) fn rows(bytes: &[u8], sheet: Option<&str>) -> Result<Vec<Vec<String>>, Error> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for_each_row(bytes, sheet, |number, texts| {
        rows.resize(number as usize - 1, Vec::new());
        rows.push(texts.iter().map(ToString::to_string).collect());
        Ok(())
    })?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Sheet;

    const PUBLISHED: &[u8] = include_bytes!("../../../tests/data/xlsx/published.xlsx");
    const SAVED_AGAIN: &[u8] = include_bytes!("../../../tests/data/xlsx/saved_again.xlsx");
    const UNSAVED: &[u8] = include_bytes!("../../../tests/data/xlsx/unsaved.xlsx");
    const FAR: &[u8] = include_bytes!("../../../tests/data/xlsx/far.xlsx");
    const APART: &[u8] = include_bytes!("../../../tests/data/xlsx/apart.xlsx");
    const PROTECTED: &[u8] = include_bytes!("../../../tests/data/xlsx/protected.xlsx");

    #[test]
    fn cells_are_what_the_sheet_shows_whoever_wrote_it() {
        let expected: [&[&str]; 7] = [
            &["Market by region"],
            &[],
            &["region", "product", "2019", "2026", "CAGR", "as of"],
            &["Europe", "Software", "8.10", "9.72", "5.2%", "2020-03-31"],
            &["Europe", "Services", "1,530", "(1,530.3)", "0.333333333333333", "2020-03-31 08:30:00"],
            &["Asia", "All", "8.10", "#DIV/0!", "TRUE", "€ 24.9"],
            &["Total", "", "9"],
        ];
        for (writer, bytes) in [("XlsxWriter", PUBLISHED), ("LibreOffice", SAVED_AGAIN)] {
            assert_eq!(rows(bytes, None).unwrap(), expected, "{writer}");
            assert_eq!(rows(bytes, Some("Table")).unwrap(), expected, "{writer}");
            let notes: [&[&str]; 2] = [&[], &["=SUM(A1)", " e\u{301} & <b>", "n/a"]];
            assert_eq!(rows(bytes, Some("It's notes")).unwrap(), notes, "{writer}");
            assert_eq!(rows(bytes, Some("Draft")).unwrap(), [["hidden"]], "{writer}");
        }
    }

    #[test]
    fn a_table_may_stand_apart_and_have_blank_cells() {
        let expected: [&[&str]; 8] = [
            &[],
            &["Market by region"],
            &["", "", "", "USD billion"],
            &["region", "2019", "2020", "note"],
            &["Europe", "8.1", "8.4"],
            &["Asia", "", "9.2"],
            &["Africa", "1.3"],
            &["Total", "17.6", "18.9", "largest"],
        ];
        assert_eq!(rows(APART, None).unwrap(), expected);
        let sheet = Sheet::from_xlsx(APART, None).unwrap();
        assert_eq!(sheet.header(), ["region", "2019", "2020", "note"]);
        assert_eq!(sheet.remarks().collect::<Vec<_>>(), [(2, "Market by region"), (3, "USD billion")]);
        let lines: Vec<(u64, String)> = sheet
            .lines()
            .map(|line| (line.number, line.cells.iter().collect::<Vec<_>>().join("|")))
            .collect();
        let expected =
            [(5, "Europe|8.1|8.4|"), (6, "Asia||9.2|"), (7, "Africa|1.3||"), (8, "Total|17.6|18.9|largest")];
        assert_eq!(lines, expected.map(|(number, cells)| (number, cells.to_string())));
    }

    #[test]
    fn every_cell_that_cannot_be_told_is_named() {
        let error = rows(UNSAVED, None).unwrap_err();
        let found: Vec<String> = error.faults().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "cell D1 of sheet 'Sums': its formula has no stored result, expected a file that a spreadsheet program has saved",
                "cell B2 of sheet 'Sums': its number format '##0.0E+0' has an exponent behind several digits",
                "cell C2 of sheet 'Sums': its number format '# ?/?' has a fraction",
            ]
        );
    }

    #[test]
    fn a_cell_far_away_costs_no_more_than_its_row() {
        let rows = rows(FAR, None).unwrap();
        assert_eq!((rows.len(), rows[1_048_575].as_slice()), (1_048_576, &["far".to_string()][..]));
    }

    #[test]
    fn what_is_no_workbook_says_so() {
        let error = rows(PUBLISHED, Some("table")).unwrap_err().to_string();
        assert_eq!(error, "unknown sheet 'table', expected one of 'Table', 'Draft', 'It's notes'");
        let error = rows(PROTECTED, None).unwrap_err().to_string();
        assert_eq!(
            error,
            "workbook: it is protected by a password, expected a workbook that opens without one"
        );
        for bytes in [&b""[..], b"region,2019\n", &PUBLISHED[..2_000]] {
            let error = rows(bytes, None).unwrap_err().to_string();
            assert!(
                error.starts_with("workbook: ") && error.ends_with(", expected an .xlsx workbook"),
                "{error}"
            );
        }
    }

    /// Damaged files end in an error or in other texts, never in a panic.
    #[test]
    fn damage_is_survived() {
        for at in (0..PUBLISHED.len()).step_by(97) {
            let mut bytes = PUBLISHED.to_vec();
            bytes[at] ^= 0x55;
            let _ = rows(&bytes, None);
        }
    }
}
