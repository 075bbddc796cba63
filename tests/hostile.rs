//! Workbooks that claim what they do not have, or hold more than anybody prints: an error with its place, and soon.
//!
//! How much memory they take is measured by `.ci/run`, which runs these tests with little of it.
#![cfg(feature = "xlsx-in")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

mod support;

use std::io::{Cursor, Read as _, Write as _};

use market_outlook::{ErrorKind, PublishedTable, Sheet};
use support::Draws;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

const TABLE: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>region</t></is></c><c r=\"B1\"><v>2019</v></c></row>\
                     <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Europe</t></is></c><c r=\"B2\"><v>8.1</v></c></row>";
const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";

/// A workbook of these parts beside those that every workbook needs, each the repetition of a text between two others.
struct Workbook {
    parts: ZipWriter<Cursor<Vec<u8>>>,
    has_sheet: bool,
}

impl Workbook {
    fn new() -> Self {
        Self::listing("<workbook><sheets><sheet name=\"Table\" id=\"r1\"/></sheets></workbook>")
    }

    /// A workbook with this list of sheets.
    fn listing(sheets: &str) -> Self {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let link = |kind: &str, target: &str| {
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{kind}\" Target=\"{target}\"/></Relationships>"
            )
        };
        let workbook = Self { parts: ZipWriter::new(Cursor::new(Vec::new())), has_sheet: false };
        workbook
            .with("_rels/.rels", &link(&format!("{kind}/officeDocument"), "xl/workbook.xml"))
            .with("xl/_rels/workbook.xml.rels", &link(&format!("{kind}/worksheet"), "worksheets/sheet1.xml"))
            .with("xl/workbook.xml", sheets)
    }

    fn with(self, name: &str, text: &str) -> Self {
        self.repeated(name, "", text, 1, "")
    }

    fn repeated(mut self, name: &str, before: &str, text: &str, times: usize, after: &str) -> Self {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.parts.start_file(name, options.compression_level(Some(1))).unwrap();
        self.parts.write_all(before.as_bytes()).unwrap();
        (0..times).for_each(|_| self.parts.write_all(text.as_bytes()).unwrap());
        self.parts.write_all(after.as_bytes()).unwrap();
        self.has_sheet |= name == SHEET;
        self
    }

    /// A sheet of these rows, and what stands behind them.
    fn sheet(self, rows: &str, behind: &str) -> Self {
        self.with(SHEET, &format!("<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>"))
    }

    /// The file, with a small table where no other was stated.
    fn bytes(self) -> Vec<u8> {
        let whole = if self.has_sheet { self } else { self.sheet(TABLE, "") };
        whole.parts.finish().unwrap().into_inner()
    }

    #[track_caller]
    fn check(self, expected: &str) {
        let bytes = self.bytes();
        assert!(bytes.len() < 16 << 20, "{} bytes are no small file", bytes.len());
        let error = Sheet::from_xlsx(&bytes, None).unwrap_err().to_string();
        assert_eq!(error, expected);
        assert!(error.len() < 400, "{error}");
    }
}

fn in_sheet(reason: &str) -> String {
    format!("part '{SHEET}' of the workbook: {reason}")
}

#[test]
fn a_sound_workbook_is_read() {
    let cells = |sheet: &Sheet| (sheet.header().to_vec(), sheet.row_count());
    let sheet = Sheet::from_xlsx(Workbook::new().bytes(), None).unwrap();
    assert_eq!(cells(&sheet), (vec!["region".to_string(), "2019".into()], 1));
    // Nothing of what stands beside the table makes a difference.
    let beside = Workbook::new()
        .with("docProps/thumbnail.jpeg", "\u{FFFD}JFIF < no tag")
        .with("xl/pivotCache/records1.xml", &"<r><n v=\"1\"/></r>".repeat(1000))
        .repeated("xl/media/image1.bin", "", "no tag at all ", 300_000, "")
        .repeated("xl/pivotCache/records2.xml", "<pivotCacheRecords>", "<r><n v=\"1\"/></r>", 2_000_000, "")
        .with(
            "xl/worksheets/sheet2.xml",
            "<worksheet><sheetData><row r=\"4000000000\"/></sheetData></worksheet>",
        );
    assert_eq!(Sheet::from_xlsx(beside.bytes(), None).unwrap(), sheet);
}

#[test]
fn what_a_sheet_cannot_hold_is_refused_where_it_stands() {
    let cell = |place: &str| format!("<row r=\"1\"><c r=\"{place}\"><v>1</v></c></row>");
    for (rows, behind, expected) in [
        (
            "<row r=\"4000000000\"><c><v>1</v></c></row>",
            "",
            "row '4000000000', expected a row from 1 to 1048576",
        ),
        // In 32 bits these would be row 1 and column A again.
        (
            "<row r=\"4294967297\"><c><v>1</v></c></row>",
            "",
            "row '4294967297', expected a row from 1 to 1048576",
        ),
        (&cell("A4000000000"), "", "c 'A4000000000', expected a cell from A1 to XFD1048576"),
        (&cell("XFE1"), "", "c 'XFE1', expected a cell from A1 to XFD1048576"),
        (&cell("AAAAAAAAAA1"), "", "c 'AAAAAAAAAA1', expected a cell from A1 to XFD1048576"),
        (&cell("A0"), "", "c 'A0', expected a cell from A1 to XFD1048576"),
        (
            TABLE,
            "<mergeCells><mergeCell ref=\"B3:A1\"/></mergeCells>",
            "mergeCell 'B3:A1', expected a range of cells from A1 to XFD1048576, its first cell first",
        ),
        (
            TABLE,
            "<mergeCells><mergeCell ref=\"A1:A9999999\"/></mergeCells>",
            "mergeCell 'A1:A9999999', expected a range of cells from A1 to XFD1048576, its first cell first",
        ),
    ] {
        Workbook::new().sheet(rows, behind).check(&in_sheet(expected));
    }
    let twice = TABLE.replace("B2", "A2");
    Workbook::new()
        .sheet(&twice, "")
        .check("cell A2 of sheet 'Table': it stands twice, expected each cell once");
    let beyond = format!("<row r=\"1\">{}</row>", "<c><v>1</v></c>".repeat(16_386));
    let cells = ["XFE1", "XFF1"].map(|cell| {
        format!("cell {cell} of sheet 'Table': expected a row up to 1048576 and a column up to XFD")
    });
    Workbook::new().sheet(&beyond, "").check(&cells.join("\n"));
    let long = TABLE.replace("Europe", &"é".repeat(32_768));
    let expected = "cell A2 of sheet 'Table': it has 32768 characters, expected at most 32767";
    Workbook::new().sheet(&long, "").check(expected);
}

#[test]
fn claims_are_not_believed() {
    for claimed in ["8000000000", "9223372036854775807", "1000001"] {
        let strings = format!("<sst uniqueCount=\"{claimed}\"><si><t>a</t></si></sst>");
        let expected = format!("it claims to have '{claimed}' strings, expected at most 1000000");
        Workbook::new()
            .with(STRINGS, &strings)
            .check(&format!("part '{STRINGS}' of the workbook: {expected}"));
    }
    // More than there are is no harm, and is met.
    let strings = "<sst count=\"9\" uniqueCount=\"9\"><si><t>region</t></si></sst>";
    let table = TABLE.replace("t=\"inlineStr\"><is><t>region</t></is>", "t=\"s\"><v>0</v>");
    let workbook = Workbook::new().with(STRINGS, strings).sheet(&table, "");
    assert_eq!(Sheet::from_xlsx(workbook.bytes(), None).unwrap().header()[0], "region");
}

#[test]
fn what_repeats_is_counted_while_it_is_read() {
    let row = "<c r=\"A1\"><v>1</v></c>".repeat(1000);
    Workbook::new()
        .repeated(SHEET, "<worksheet><sheetData><row>", &row, 4_000, "</row></sheetData></worksheet>")
        .check("sheet 'Table': cells with something in them: 3000001, expected at most 3000000");
    Workbook::new()
        .repeated(SHEET, "<worksheet><sheetData><row>", &row, 7_000, "</row></sheetData></worksheet>")
        .check(&in_sheet("it unpacks to more than 100663296 bytes"));
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(32_000));
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(1000);
    Workbook::new()
        .with(STRINGS, &strings)
        .repeated(SHEET, "<worksheet><sheetData>", &cells, 1_000, "</sheetData></worksheet>")
        .check("sheet 'Table': bytes of all texts: 50336000, expected at most 50331648");
}

#[test]
fn merged_cells_cost_what_they_cover() {
    let rows = format!("{TABLE}<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>");
    let merged = "<mergeCell ref=\"A2:A1048576\"/>".repeat(2_000);
    let expected = "sheet 'Table': cells with something in them: 3145725, expected at most 3000000";
    Workbook::new().sheet(&rows, &format!("<mergeCells>{merged}</mergeCells>")).check(expected);
    // One that goes to the end of the sheet covers the rows that there are.
    let merged = "<mergeCells><mergeCell ref=\"A2:A1048576\"/></mergeCells>";
    let rows = format!("{TABLE}<row r=\"3\"><c r=\"B3\"><v>9</v></c></row>");
    let sheet = Sheet::from_xlsx(Workbook::new().sheet(&rows, merged).bytes(), None).unwrap();
    assert_eq!(sheet.row_count(), 2);
    Workbook::new()
        .repeated(SHEET, "<worksheet><sheetData/>", "<mergeCell ref=\"A1\"/>", 1_000_001, "</worksheet>")
        .check(&in_sheet("it has more than 1000000 elements 'mergeCell'"));
}

#[test]
fn what_unpacks_to_gigabytes_stops() {
    let blanks = " ".repeat(1 << 20);
    Workbook::new()
        .repeated(STRINGS, "<sst><si><t xml:space=\"preserve\">", &blanks, 600, "</t></si></sst>")
        .check(&format!("part '{STRINGS}' of the workbook: it has more than 1048576 bytes without a tag"));
    let comments = format!("<!--{}-->", " ".repeat(100_000));
    for (around, behind) in [("<c><is><t>", "</t></is></c>"), ("<c><v>", "</v></c>"), ("<c><f>", "</f></c>")]
    {
        let before = format!("<worksheet><sheetData><row>{around}");
        Workbook::new()
            .repeated(SHEET, &before, &comments, 1_000, behind)
            .check(&in_sheet("an element 'c' has more than 1048576 bytes"));
    }
    Workbook::new()
        .repeated(SHEET, "<worksheet>", "<a>", 1_000_000, "")
        .check(&in_sheet("it has more than 256 elements within each other"));
    Workbook::new()
        .repeated(SHEET, "<worksheet><c", " a=\"1\"", 1_000_000, "/></worksheet>")
        .check(&in_sheet("it has more than 1048576 bytes without a tag"));
}

#[test]
fn formats_are_counted_with_what_each_repeats() {
    let styles = |before: &str, xf: &str, times| {
        let before = format!("<styleSheet>{before}<cellXfs>");
        Workbook::new().repeated(STYLES, &before, xf, times, "</cellXfs></styleSheet>")
    };
    let in_styles = |reason: &str| format!("part '{STYLES}' of the workbook: {reason}");
    styles("", "<xf/>", 65_491).check(&in_styles("it has more than 65490 elements 'xf'"));
    let format = |code: &str| format!("<numFmts><numFmt numFmtId=\"200\" formatCode=\"{code}\"/></numFmts>");
    let long = "0".repeat(1_025);
    let expected = format!(
        "numFmt '{} … 856 characters … {}', expected a number format of at most 1024 bytes",
        "0".repeat(113),
        "0".repeat(56)
    );
    styles(&format(&long), "<xf numFmtId=\"200\"/>", 1).check(&in_styles(&expected));
    let font = format!("<fonts><font><name val=\"{}\"/></font></fonts>", "x".repeat(8_000));
    let error = Sheet::from_xlsx(styles(&font, "<xf fontId=\"0\"/>", 60_000).bytes(), None).unwrap_err();
    assert!(
        error.to_string().starts_with("bytes in memory of the workbook's strings and formats: "),
        "{error}"
    );
    assert!(matches!(error.kind(), ErrorKind::TooLarge { .. }));
}

#[test]
fn formulas_that_cells_share_are_not_put_together() {
    let first = format!(
        "<c r=\"A1\"><f t=\"shared\" ref=\"A1:A1000000\" si=\"4000000000\">{}1</f><v>1</v></c>",
        "A1+".repeat(2_700)
    );
    let before = format!("<worksheet><sheetData><row r=\"1\">{first}</row>");
    let row = "<row><c><f t=\"shared\" si=\"4000000000\"/><v>2</v></c></row>";
    let workbook = Workbook::new().repeated(SHEET, &before, row, 200_000, "</sheetData></worksheet>");
    let error = Sheet::from_xlsx(workbook.bytes(), None).unwrap_err().to_string();
    assert!(error.starts_with("the header of the table is empty"), "{error}");
}

#[test]
fn what_is_no_workbook_is_told_soon() {
    let compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    let old = "workbook: it is a workbook of the old kind (.xls), or a protected one that was cut short, expected an .xlsx workbook";
    for length in [513, 1_024, 5_000_000] {
        let bytes = [compound.to_vec(), vec![0; length - 8]].concat();
        assert_eq!(Sheet::from_xlsx(bytes, None).unwrap_err().to_string(), old);
    }
    let entry = [b"PK\x01\x02".to_vec(), vec![0; 42]].concat();
    let error = Sheet::from_xlsx(entry.repeat(400_000), None).unwrap_err().to_string();
    assert_eq!(error, "entries of the workbook's archive: 400000, expected at most 20000");
    let end = [b"PK\x05\x06".to_vec(), vec![0; 18]].concat();
    let error = Sheet::from_xlsx(end.repeat(400_000), None).unwrap_err().to_string();
    assert_eq!(error, "ends of the workbook's archive: 400000, expected at most 64");
    let large = b"PK\x06\x06".repeat(1_000_000);
    let error = Sheet::from_xlsx(large, None).unwrap_err().to_string();
    assert_eq!(error, "ends of the workbook's archive: 1000000, expected at most 64");
    let error = Sheet::from_xlsx(vec![0; (64 << 20) + 1], None).unwrap_err().to_string();
    assert_eq!(error, "bytes of the workbook: 67108865, expected at most 67108864");
    let missing = Workbook::new().with(SHEET, "<chartsheet/>").bytes();
    let error = Sheet::from_xlsx(missing, None).unwrap_err().to_string();
    assert_eq!(error, "workbook: Worksheet 'Table' not found, expected an .xlsx workbook");
}

/// A reader takes parts by their names, whatever they begin with.
#[test]
fn a_part_is_what_it_begins_with() {
    let strings =
        |root: &str| format!("<{root}><sst uniqueCount=\"8000000000\"><si><t>a</t></si></sst></{root}>");
    let workbook = |root: &str| Workbook::new().with(STRINGS, &strings(root)).sheet(TABLE, "");
    for root in ["worksheet", "theme", "styleSheet"] {
        let expected = format!("it has an element 'sst' of a sst in a {root}");
        workbook(root).check(&format!("part '{STRINGS}' of the workbook: {expected}"));
    }
    Workbook::listing("<worksheet><sheets><sheet name=\"Table\" id=\"r1\"/></sheets></worksheet>").check(
        "part 'xl/workbook.xml' of the workbook: it has an element 'sheet' of a workbook in a worksheet",
    );
    // A sheet that is none may not be needed.
    let beside = Workbook::new().with("xl/worksheets/sheet2.xml", &strings("worksheet"));
    assert_eq!(Sheet::from_xlsx(beside.bytes(), None).unwrap().row_count(), 1);
    let rows = "<sheetData><row><c r=\"B4294967298\"><v>1</v></c></row></sheetData>";
    for (root, expected) in [
        ("theme", "it has an element 'sheetData' of a worksheet in a theme"),
        ("Relationships", "it has an element 'sheetData' of a worksheet in a Relationships"),
    ] {
        Workbook::new().with(SHEET, &format!("<{root}>{rows}</{root}>")).check(&in_sheet(expected));
    }
    let styles = format!("<sst><cellXfs>{}</cellXfs></sst>", "<xf/>".repeat(65_491));
    let expected = "it has an element 'cellXfs' of a styleSheet in a sst";
    Workbook::new().with(STYLES, &styles).check(&format!("part '{STYLES}' of the workbook: {expected}"));
    // Before the reader knows what it reads it looks for the extent of the sheet.
    Workbook::new().with(SHEET, "<theme><dimension ref=\"B9:A1\"/></theme>").check(&in_sheet(
        "dimension 'B9:A1', expected a range of cells from A1 to XFD1048576, its first cell first",
    ));
}

#[test]
fn tags_close_each_other() {
    let stray = "<worksheet><sheetData><row><c><is><t></x></y></z></q>";
    let error = Sheet::from_xlsx(Workbook::new().with(SHEET, stray).bytes(), None).unwrap_err().to_string();
    assert!(error.starts_with(&in_sheet("it is no sound XML: ")), "{error}");
    let error = Workbook::new().with(STYLES, "<styleSheet><p><cellXfs></x><xf/>");
    let error = Sheet::from_xlsx(error.bytes(), None).unwrap_err().to_string();
    assert!(error.contains("styles.xml' of the workbook: it is no sound XML: "), "{error}");
    let utf16: Vec<u8> = "\u{feff}<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut workbook = Workbook::new();
    workbook.parts.start_file(SHEET, SimpleFileOptions::default()).unwrap();
    workbook.parts.write_all(&utf16).unwrap();
    workbook.has_sheet = true;
    workbook.check(&in_sheet("it is in UTF-16, expected UTF-8"));
}

#[test]
fn reading_ends_with_the_faults_that_are_told() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "é".repeat(500_000));
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(1_000);
    let workbook = Workbook::new().with(STRINGS, &strings).repeated(
        SHEET,
        "<worksheet><sheetData>",
        &cells,
        100,
        "</sheetData></worksheet>",
    );
    let error = Sheet::from_xlsx(workbook.bytes(), None).unwrap_err();
    assert_eq!(error.faults().count(), 20);
    assert!(error.to_string().starts_with("cell A1 of sheet 'Table': it has 500000 characters, expected"));
    // Of parts that may not be needed, too.
    let many = (0..100).fold(Workbook::new().with(SHEET, "<chartsheet/>"), |workbook, i| {
        workbook.with(
            &format!("xl/worksheets/s{i}.xml"),
            "<worksheet><sheetData><row r=\"0\"/></sheetData></worksheet>",
        )
    });
    assert_eq!(Sheet::from_xlsx(many.bytes(), None).unwrap_err().faults().count(), 20);
}

/// A mark behind the list of parts can send a reader to another list.
#[test]
fn a_name_cannot_pass_for_the_end_of_the_archive() {
    let mark = "PK\u{6}\u{7}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}";
    let workbook = Workbook::new().sheet(TABLE, "").with(mark, "<theme/>").bytes();
    assert_eq!(Sheet::from_xlsx(workbook, None).unwrap().row_count(), 1);
}

#[test]
fn sheets_as_large_as_can_be_read_are_read() {
    let row = "<row><c t=\"s\"><v>0</v></c><c><v>8.1</v></c><c><v>8.4</v></c></row>".repeat(1_000);
    let head = "<row><c t=\"s\"><v>1</v></c><c><v>2019</v></c><c><v>2020</v></c></row>";
    let sheet = |times: usize| {
        let before = format!("<worksheet><sheetData>{head}");
        let strings = "<sst><si><t>Europe</t></si><si><t>region</t></si></sst>";
        Workbook::new()
            .with(STRINGS, strings)
            .repeated(SHEET, &before, &row, times, "</sheetData></worksheet>")
            .bytes()
    };
    let sheet = Sheet::from_xlsx(sheet(999), None).unwrap();
    assert_eq!(sheet.row_count(), 999_000);
    // Nobody prints a table of so many rows.
    let layout = market_outlook::Layout::recognized();
    let error = PublishedTable::from_sheet(&sheet, &layout).unwrap_err().to_string();
    let expected = "names and figures of a table of 999000 rows and 2 columns of figures: 2997000, expected at most 500000";
    assert_eq!(error, expected);
}

/// Whatever happens to the bytes of its parts, a workbook ends in a table or in an error.
#[test]
fn damage_is_survived() {
    let mut draws = Draws::new(16);
    for file in ["published", "saved_again", "apart", "telecom", "unsaved"] {
        let path = format!("{}/tests/data/xlsx/{file}.xlsx", env!("CARGO_MANIFEST_DIR"));
        let mut archive = ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
        let parts: Vec<(String, Vec<u8>)> = (0..archive.len())
            .map(|index| {
                let mut part = archive.by_index(index).unwrap();
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                (part.name().unwrap().into_owned(), bytes)
            })
            .filter(|(_, bytes)| bytes.starts_with(b"<"))
            .collect();
        for _ in 0..damages() {
            let mut parts = parts.clone();
            let part = draws.below(parts.len());
            for _ in 0..=draws.below(3) {
                damage(&mut parts[part].1, &mut draws);
            }
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            for (name, bytes) in &parts {
                writer.start_file(name.as_str(), options).unwrap();
                writer.write_all(bytes).unwrap();
            }
            let _ = Sheet::from_xlsx(writer.finish().unwrap().into_inner(), None);
        }
    }
}

/// How many of them are tried with each file: `HOSTILE_CASES` says more.
fn damages() -> usize {
    std::env::var("HOSTILE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(150)
}

/// Changes a byte, takes out a stretch, doubles one, or puts a number where another stood.
fn damage(bytes: &mut Vec<u8>, draws: &mut Draws) {
    let numbers = [
        "4294967296",
        "-1",
        "1e308",
        "nan",
        "A99999999999",
        "ZZZZZZZZ1",
        "0",
        "",
        "\"",
        "<",
        "&#x0;",
        "B9:A1",
    ];
    let at = draws.below(bytes.len().max(1)).min(bytes.len());
    let end = (at + draws.below(40)).min(bytes.len());
    match draws.below(4) {
        0 if at < bytes.len() => bytes[at] = draws.below(256) as u8,
        1 => drop(bytes.drain(at..end)),
        2 => {
            let stretch = bytes[at..end].to_vec();
            bytes.splice(at..at, stretch);
        }
        _ => {
            // From one quotation mark to the next, so that the tag stays one.
            let quote =
                |from: usize| bytes[from..].iter().position(|byte| *byte == b'"').map(|found| from + found);
            let Some(open) = quote(at) else { return };
            let Some(close) = quote(open + 1) else { return };
            bytes.splice(open + 1..close, numbers[draws.below(numbers.len())].bytes());
        }
    }
}
