//! Pages as a file: the one place that knows the crate which writes them.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartSolidFill, ChartType, Color, DocProperties, ExcelDateTime, Formula, Image, ObjectMovement,
    Table as NativeTable, TableColumn, TableStyle, Workbook as File, Worksheet, XlsxError,
};

use super::cell::{Cell, Content, Outcome, Role, Style};
use super::chart::{Area, ChartKind, NativeChart};
use super::name::{cut, quoted};
use super::page::{List, Page};
use super::paper::{MARGINS, breaks};
use super::picture::Picture;
use super::style::{Formats, Texture};
use crate::error::{Error, ErrorKind};

/// A4, which is also what other paper is scaled to.
const A4: u8 = 9;
/// What a footer says of the source at most, and what of it is written: all of a footer has 255 characters.
const FOOTER: usize = 160;
const FOOTER_WRITTEN: usize = 230;
/// What a document property or an alternative text can hold.
const PROPERTY: usize = 255;

/// The bytes of a file with these pages, and these names for cells.
pub(super) fn bytes(title: &str, pages: &[Page], names: &[(&str, String)]) -> Result<Vec<u8>, Error> {
    written(title, pages, names).map_err(|error| {
        let (action, path) = ("write".into(), "the workbook".into());
        ErrorKind::Io { action, path, reason: error.to_string() }.into()
    })
}

fn written(title: &str, pages: &[Page], names: &[(&str, String)]) -> Result<Vec<u8>, XlsxError> {
    let mut file = File::new();
    // A file says when it was made; this one says the same always, so that the same numbers are the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    file.set_properties(&DocProperties::new().set_title(brief(title)).set_creation_datetime(&made));
    let mut formats = Formats::default();
    for page in pages {
        let sheet = file.add_worksheet();
        sheet.set_name(&page.name)?;
        write_page(sheet, page, &mut formats)?;
    }
    for (name, cells) in names {
        file.define_name(*name, &format!("={cells}"))?;
    }
    file.save_to_buffer()
}

fn write_page(sheet: &mut Worksheet, page: &Page, formats: &mut Formats) -> Result<(), XlsxError> {
    lay_out(sheet, page)?;
    if let Some(list) = &page.list {
        add_list(sheet, page, list, formats)?;
    }
    for cell in &page.cells {
        write_cell(sheet, cell, formats)?;
    }
    for (row, text, style) in &page.sentences {
        let format = formats.of(*style, Texture::of(text));
        let (row, last) = (*row as u32, page.span().0 as u16);
        if last > 0 {
            sheet.merge_range(row, 0, row, last, text, format)?;
        } else {
            sheet.write_string_with_format(row, 0, text, format)?;
        }
    }
    for (row, chart) in &page.charts {
        sheet.insert_chart(*row as u32, 0, &native(page, chart))?;
    }
    for (row, picture) in &page.pictures {
        sheet.insert_image(*row as u32, 0, &image(picture, page.room())?)?;
    }
    Ok(())
}

fn lay_out(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    for (column, width) in page.widths.iter().enumerate() {
        sheet.set_column_width(column as u16, *width as f64)?;
    }
    for (row, height) in &page.heights {
        sheet.set_row_height(*row as u32, *height)?;
    }
    let breaks: Vec<u32> = breaks(page).into_iter().map(|row| row as u32).collect();
    sheet.set_page_breaks(&breaks)?;
    let (row, column) = page.frozen;
    sheet.set_freeze_panes(row as u32, column as u16)?;
    sheet.set_screen_gridlines(false).set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    let [left, right, top, bottom, header, footer] = MARGINS;
    sheet.set_margins(left, right, top, bottom, header, footer);
    if let Some((first, last)) = page.repeated {
        sheet.set_repeat_rows(first as u32, last as u32)?;
    }
    sheet.set_footer(format!("&L&8{}&R&8&P of &N", source_line(&page.footer)));
    Ok(())
}

/// The source as a footer says it.
fn source_line(source: &str) -> String {
    // An ampersand begins a code, and two are one.
    let ampersands = source.chars().take(FOOTER).filter(|c| *c == '&').count();
    let kept = cut(source, FOOTER.min(FOOTER_WRITTEN - ampersands));
    let end = if kept.len() < source.trim_end().len() { "…" } else { "" };
    spaced(&(kept.replace('&', "&&") + end))
}

/// A text no longer than a property can be.
fn brief(text: &str) -> String {
    let kept = cut(text, PROPERTY);
    if kept.len() < text.trim_end().len() { cut(text, PROPERTY - 1) + "…" } else { kept }
}

/// A digit right after a font size would be read as part of it.
fn spaced(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii_digit()) { format!(" {text}") } else { text.into() }
}

fn add_list(sheet: &mut Worksheet, page: &Page, list: &List, formats: &mut Formats) -> Result<(), XlsxError> {
    let format = formats.of(Style::new(Role::Header), Texture::Plain);
    let column =
        |name: &String| TableColumn::new().set_header(name.as_str()).set_header_format(format.clone());
    let columns: Vec<TableColumn> = list.header.iter().map(column).collect();
    let table = NativeTable::new()
        .set_name(list.name)
        .set_columns(&columns)
        .set_style(TableStyle::Light1)
        .set_alt_text(page.about.as_str());
    let (row, last) = (list.row as u32, list.header.len() as u16 - 1);
    sheet.add_table(row, 0, row + list.rows.max(1) as u32, last, &table)?;
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, cell: &Cell, formats: &mut Formats) -> Result<(), XlsxError> {
    let (row, column) = (cell.row, cell.column as u16);
    let texture = match &cell.content {
        Content::Text(text) => Texture::of(text),
        _ => Texture::Plain,
    };
    // What has no format needs none looked up.
    if cell.style.role == Role::Data && cell.style.status.is_none() && texture == Texture::Plain {
        match &cell.content {
            Content::Text(text) => sheet.write_string(row, column, text.as_ref())?,
            Content::Number(value) => sheet.write_number(row, column, *value)?,
            _ => sheet,
        };
        return Ok(());
    }
    let format = formats.of(cell.style, texture);
    match &cell.content {
        Content::Text(text) => sheet.write_string_with_format(row, column, text.as_ref(), format)?,
        Content::Number(value) => sheet.write_number_with_format(row, column, *value, format)?,
        Content::Formula(formula) => {
            let (formula, result) = formula.as_ref();
            let result = match result {
                Outcome::Number(value) => value.to_string(),
                Outcome::Text(text) => text.clone(),
            };
            let formula = Formula::new(formula.as_str()).set_result(result);
            sheet.write_formula_with_format(row, column, formula, format)?
        }
        Content::Page(name) => {
            let format = format.clone().set_hyperlink();
            sheet.write_url_with_options(
                row,
                column,
                format!("internal:{}A1", quoted(name)).as_str(),
                name,
                "",
                Some(&format),
            )?
        }
        Content::Address(address) => sheet.write_url_with_options(
            row,
            column,
            address.as_ref(),
            "",
            "",
            Some(&format.clone().set_hyperlink()),
        )?,
    };
    Ok(())
}

/// A picture no wider than the page.
fn image(picture: &Picture, pixels: usize) -> Result<Image, XlsxError> {
    let scale = picture.scale(pixels);
    let image = Image::new_from_buffer(&picture.png)?.set_scale_width(scale).set_scale_height(scale);
    Ok(image
        .set_alt_text(brief(&picture.alt_text))
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells))
}

fn native(page: &Page, drawn: &NativeChart) -> Chart {
    let (kind, overlap) = match drawn.kind {
        ChartKind::Stacked | ChartKind::Steps => (ChartType::ColumnStacked, Some(100)),
        ChartKind::Lines => (ChartType::Line, None),
    };
    let mut chart = Chart::new(kind);
    let cells = |area: Area| {
        let ((row, column), (last_row, last_column)) = (area.from, area.to);
        (page.name.as_str(), row as u32, column as u16, last_row as u32, last_column as u16)
    };
    for series in &drawn.series {
        let made = chart.add_series();
        made.set_categories(cells(drawn.categories)).set_values(cells(series.values));
        made.set_name(cells(series.name)).set_gap(50);
        if let Some(overlap) = overlap {
            made.set_overlap(overlap);
        }
        made.set_format(&mut series_format(drawn.kind, series.color));
        if drawn.kind == ChartKind::Lines {
            made.set_marker(ChartMarker::new().set_none());
        }
        if series.color.is_none() {
            made.delete_from_legend(true);
        }
    }
    let mut grid = ChartLine::new();
    grid.set_color(Color::RGB(0xe3_e7eb)).set_width(0.75);
    let mut small = ChartFont::new();
    small.set_size(9).set_color(Color::RGB(0x4b_5866));
    let mut bold = ChartFont::new();
    bold.set_size(12).set_bold().set_color(Color::RGB(0x15_202b));
    // A text would be taken for a formula where it looks like one: the title is a cell, and such a unit is left out.
    chart.title().set_name((page.name.as_str(), 0, 0)).set_font(&bold);
    if !drawn.unit.contains(['!', '=']) {
        chart.y_axis().set_name(drawn.unit.as_str()).set_name_font(&small);
    }
    chart.y_axis().set_font(&small);
    chart.y_axis().set_num_format(drawn.code.as_str()).set_major_gridlines_line(&grid);
    chart.y_axis().set_format(ChartFormat::new().set_no_line());
    if drawn.from_zero {
        chart.y_axis().set_min(0);
    }
    // Below the chart, not along the line of zero where columns and lines are.
    chart.x_axis().set_font(&small).set_label_position(ChartAxisLabelPosition::Low);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    chart.set_alt_text(brief(&drawn.alt_text)).set_width(page.room() as u32).set_height(CHART_HEIGHT);
    chart
}

/// In pixels.
pub(super) const CHART_HEIGHT: u32 = 320;

fn series_format(kind: ChartKind, color: Option<u32>) -> ChartFormat {
    let mut format = ChartFormat::new();
    match (kind, color) {
        (ChartKind::Lines, Some(color)) => {
            format.set_line(ChartLine::new().set_color(Color::RGB(color)).set_width(2.25));
        }
        (_, Some(color)) => {
            format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color)));
        }
        (_, None) => {
            format.set_no_fill().set_no_line();
        }
    }
    format
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footer_fits_whatever_the_source_is_called() {
        let long = "x".repeat(161);
        for (source, expected) in [
            ("Published: R&D Research.", "Published: R&&D Research.".to_string()),
            ("8 sources", " 8 sources".into()),
            (&long, format!("{}…", &long[1..])),
            (&"&".repeat(200), format!("{}…", "&&".repeat(70))),
            (&format!("{}&", &long[2..]), format!("{}&&", &long[2..])),
        ] {
            assert_eq!(source_line(source), expected);
            // With the codes around it no more than Excel takes.
            assert!(source_line(source).chars().count() + "&L&8&R&8&P of &N".len() <= 255);
        }
    }
}
