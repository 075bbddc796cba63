//! The texts of a sheet in an `.xlsx` file, as the sheet shows them.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::displayed::{displayed, displayed_year};
use crate::error::{Error, ErrorKind};

/// The most cells that rows are filled up to: a single cell in the last column of each row is no data.
const MOST_CELLS: usize = 50_000_000;
/// How many cells that cannot be read are named.
const NAMED: usize = 20;

/// A row of the sheet as column and text, in order of columns.
type Sparse = Vec<(usize, String)>;

/// The cells of a sheet row by row from the first, as texts: the sheet with this name, or the first that is shown.
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
/// When the bytes are no workbook or a protected one, no sheet has the name, or the number format of a cell is not
/// understood; all such cells at once, up to a number.
pub(crate) fn rows(bytes: &[u8], sheet: Option<&str>) -> Result<Vec<Vec<String>>, Error> {
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(|fault| unreadable(&fault))?;
    let name = sheet_name(&file, sheet)?;
    let (mut sparse, faults) = texts(&mut file, &name)?;
    Error::none_of(faults)?;
    repeat_merged(&mut file, &name, &mut sparse)?;
    filled(sparse, &name)
}

fn sheet_name<R: std::io::Read + std::io::Seek>(
    file: &Xlsx<R>,
    wanted: Option<&str>,
) -> Result<String, Error> {
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

/// The texts of all cells, and the cells that have none that could be told.
fn texts<R: std::io::Read + std::io::Seek>(
    file: &mut Xlsx<R>,
    name: &str,
) -> Result<(Vec<Sparse>, Vec<Error>), Error> {
    let mut faults = unanswered(file, name)?;
    let mut rows: Vec<Sparse> = Vec::new();
    let mut cells = file.worksheet_cells_reader(name).map_err(|fault| unreadable(&fault))?;
    let formats: Vec<String> = cells
        .styles()
        .iter()
        .map(|style| {
            style.number_format.as_ref().map_or("General", |format| format.format_code.as_str()).into()
        })
        .collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|fault| unreadable(&fault))? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).map_or("General", String::as_str);
        match text(cell.get_value(), format) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                let row = row as usize;
                if rows.len() <= row {
                    rows.resize(row + 1, Sparse::new());
                }
                rows[row].push((column as usize, text));
            }
            Err(reason) if faults.len() < NAMED => faults.push(fault(name, row, column, &reason)),
            Err(_) => {}
        }
    }
    rows.iter_mut().for_each(|row| row.sort_by_key(|(column, _)| *column));
    Ok((rows, faults))
}

/// Formulas without a stored result.
fn unanswered<R: std::io::Read + std::io::Seek>(file: &mut Xlsx<R>, name: &str) -> Result<Vec<Error>, Error> {
    let mut faults = Vec::new();
    let mut cells = file.worksheet_cells_reader(name).map_err(|fault| unreadable(&fault))?;
    while let Some(cell) = cells.next_cell_with_formula().map_err(|fault| unreadable(&fault))? {
        let is_formula = cell.formula.is_some_and(|formula| !formula.is_empty());
        if is_formula && cell.value == DataRef::Empty && faults.len() < NAMED {
            let reason =
                "its formula has no stored result, expected a file that a spreadsheet program has saved";
            faults.push(fault(name, cell.pos.0, cell.pos.1, reason));
        }
    }
    Ok(faults)
}

fn text(value: &DataRef, format: &str) -> Result<String, String> {
    match value {
        DataRef::Int(value) => displayed(*value as f64, format),
        DataRef::Float(value) => displayed(*value, format),
        DataRef::DateTime(date) if date.is_datetime() => Ok(date_text(date.to_ymd_hms_milli(), format)),
        DataRef::DateTimeIso(stated) => Ok(iso_date_text(stated, format)),
        DataRef::DateTime(_) | DataRef::DurationIso(_) => {
            Err("it holds a duration, expected a number, a date or a text".into())
        }
        DataRef::Bool(value) => Ok(if *value { "TRUE" } else { "FALSE" }.into()),
        other => Ok(Data::from(other.clone()).to_string()),
    }
}

fn date_text(
    (year, month, day, hour, minute, second, _): (u16, u8, u8, u8, u8, u8, u16),
    format: &str,
) -> String {
    displayed_year(year, format).unwrap_or_else(|| match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    })
}

/// The same for a date that is stored as a text such as "2019-01-01T08:30:00".
fn iso_date_text(stated: &str, format: &str) -> String {
    let (date, time) = stated.split_once('T').unwrap_or((stated, ""));
    let year = date.split('-').next().and_then(|year| year.parse().ok());
    // Seconds have no fraction here.
    let time = time.get(..8).unwrap_or(time);
    year.and_then(|year| displayed_year(year, format)).unwrap_or_else(|| match time {
        "" | "00:00:00" => date.into(),
        time => format!("{date} {time}"),
    })
}

/// Stands the text of merged cells in each row that they cover.
fn repeat_merged<R: std::io::Read + std::io::Seek>(
    file: &mut Xlsx<R>,
    name: &str,
    rows: &mut [Sparse],
) -> Result<(), Error> {
    for merged in file.merge_cells_by_sheet_name(name).map_err(|fault| unreadable(&fault))? {
        let ((first, column), (last, _)) = (merged.start, merged.end);
        let (first, column) = (first as usize, column as usize);
        let Some(text) = rows.get(first).and_then(|row| row.iter().find(|(at, _)| *at == column)) else {
            continue;
        };
        let text = text.1.clone();
        if text.trim_end_matches('%').replace(',', "").parse::<f64>().is_ok() {
            continue;
        }
        for row in rows.iter_mut().take(last as usize + 1).skip(first + 1) {
            let at = row.partition_point(|(at, _)| *at < column);
            if row.get(at).is_none_or(|(there, _)| *there != column) {
                row.insert(at, (column, text.clone()));
            }
        }
    }
    Ok(())
}

/// Rows with a text for every column up to their last, from the first column of the table: that of rows with several
/// texts. A text alone to the left of it, such as a title, stands in that column too.
fn filled(mut rows: Vec<Sparse>, name: &str) -> Result<Vec<Vec<String>>, Error> {
    let several = rows.iter().filter(|row| row.len() > 1).map(|row| row[0].0).min();
    let start = several.or(rows.iter().flatten().map(|(column, _)| *column).min()).unwrap_or(0);
    for (column, _) in rows.iter_mut().flatten() {
        *column = column.saturating_sub(start);
    }
    let width = |row: &Sparse| row.last().map_or(0, |(column, _)| column + 1);
    let found: usize = rows.iter().map(width).sum();
    if found > MOST_CELLS {
        let what = format!("the cells of sheet '{name}'");
        return Err(ErrorKind::TooLarge { what, found, limit: MOST_CELLS }.into());
    }
    let fill = |row: Sparse| {
        let mut texts = vec![String::new(); width(&row)];
        row.into_iter().for_each(|(column, text)| texts[column] = text);
        texts
    };
    Ok(rows.into_iter().map(fill).collect())
}

fn fault(sheet: &str, row: u32, column: u32, reason: &str) -> Error {
    let place = format!("cell {}{} of sheet '{sheet}'", letters(column), row + 1);
    ErrorKind::Syntax { place, reason: reason.into() }.into()
}

/// The letters of a column: A, …, Z, AA, …
fn letters(column: u32) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.into() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

fn unreadable(fault: &XlsxError) -> Error {
    let reason = match fault {
        XlsxError::Password => {
            "it is protected by a password, expected a workbook that opens without one".into()
        }
        other => format!("{other}, expected an .xlsx workbook"),
    };
    ErrorKind::Syntax { place: "workbook".into(), reason }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Sheet;

    const PUBLISHED: &[u8] = include_bytes!("../../tests/data/xlsx/published.xlsx");
    const SAVED_AGAIN: &[u8] = include_bytes!("../../tests/data/xlsx/saved_again.xlsx");
    const UNSAVED: &[u8] = include_bytes!("../../tests/data/xlsx/unsaved.xlsx");
    const FAR: &[u8] = include_bytes!("../../tests/data/xlsx/far.xlsx");
    const APART: &[u8] = include_bytes!("../../tests/data/xlsx/apart.xlsx");
    const PROTECTED: &[u8] = include_bytes!("../../tests/data/xlsx/protected.xlsx");

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
        let lines: Vec<(u64, String)> =
            sheet.lines().iter().map(|line| (line.number, line.cells.join("|"))).collect();
        let expected =
            [(5, "Europe|8.1|8.4|"), (6, "Asia||9.2|"), (7, "Africa|1.3||"), (8, "Total|17.6|18.9|largest")];
        assert_eq!(lines, expected.map(|(number, cells)| (number, cells.to_string())));
    }

    #[test]
    fn dates_are_days_however_they_are_stored() {
        for (stored, format, expected) in [
            ("2019-01-01T00:00:00", "yyyy", "2019"),
            ("2019-03-01T00:00:00", "d/m/yyyy", "2019-03-01"),
            ("2019-03-01", "d/m/yyyy", "2019-03-01"),
            ("2019-03-01T08:30:00.000Z", "d/m/yyyy hh:mm", "2019-03-01 08:30:00"),
        ] {
            assert_eq!(
                text(&DataRef::DateTimeIso(stored.into()), format).as_deref(),
                Ok(expected),
                "{stored}"
            );
        }
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
        let ends = |row: &[usize]| row.iter().map(|column| (*column, String::from("far"))).collect();
        let wide: Vec<Sparse> = vec![ends(&[0, 16_383]); 4_000];
        let error = filled(wide, "Far").unwrap_err().to_string();
        assert_eq!(error, "the cells of sheet 'Far': 65536000, expected at most 50000000");
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
