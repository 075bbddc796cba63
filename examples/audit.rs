//! Checks headlines: `cargo run --release --example audit -- FILE`.
//!
//! FILE is a table in TSV or CSV with the columns `id`, `start_year`, `start_value`, `start_unit`, `end_year`,
//! `end_value`, `end_unit`, `cagr_percent` and, optionally, `cagr_start_year` and `cagr_end_year`; other columns are
//! ignored. A unit is an optional K, M, B or T, then any text. Without FILE it checks 91 published headlines.
//! Prints a verdict on each as CSV, an `id` that a spreadsheet would calculate with behind an apostrophe; when a line cannot be read, says so for all such lines and prints nothing else.

use std::error::Error;
use std::process::ExitCode;

use market_outlook::{Headline, HeadlineCheck, Printed, Scale, csv_name};

mod support;

const PUBLISHED: &str = include_str!("../tests/data/headlines.tsv");

const HELP: &str = "\
Checks headlines: prints a verdict on each as CSV.

audit [FILE]

FILE  a table in TSV or CSV with the columns id, start_year, start_value, start_unit, end_year, end_value, end_unit,
      cagr_percent and, optionally, cagr_start_year and cagr_end_year; default: 91 published headlines

Exit code: 0, 1 for an error.
";

fn main() -> ExitCode {
    support::exit(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (first, second) = (arguments.next(), arguments.next());
    if let Some(second) = second {
        return Err(format!("found a second file '{}', expected one", support::path(second)).into());
    }
    let table = match first {
        None => audit(PUBLISHED)?,
        Some(word) if word == "--help" || word == "-h" => HELP.into(),
        Some(word) if word.to_string_lossy().starts_with('-') => {
            return Err(format!(
                "unknown option '{}', expected a file or '--help'",
                support::word(&word.to_string_lossy())
            )
            .into());
        }
        Some(path) => {
            let text = std::fs::read_to_string(&path);
            audit(&text.map_err(|fault| format!("cannot read '{}': {fault}", support::path(&path)))?)?
        }
    };
    support::print(&table).map_err(|fault| format!("cannot print: {fault}").into())
}

/// The verdicts on a table of headlines as CSV, or every fault of the table, one a line.
pub(crate) fn audit(text: &str) -> Result<String, String> {
    let text = text.trim_start_matches('\u{FEFF}');
    let delimiter = if text.lines().next().unwrap_or_default().contains('\t') { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns = Columns::find(reader.headers().map_err(|e| e.to_string())?)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut faults = Vec::new();
    writer.write_record(HEADER).map_err(|e| e.to_string())?;
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        match columns.headline(&record).and_then(|headline| headline.check().map_err(|e| e.to_string())) {
            Ok(check) => {
                let id = columns.text(&record, ID);
                writer.write_record(fields(id, &check)).map_err(|e| e.to_string())?;
            }
            Err(fault) => faults.extend(fault.lines().map(|fault| format!("line {line}: {fault}"))),
        }
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let bytes = writer.into_inner().map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|e| e.to_string())
}

const HEADER: [&str; 9] = [
    "id",
    "verdict",
    "implied_cagr_percent",
    "implied_lo_percent",
    "implied_hi_percent",
    "periods_that_fit",
    "gap_points",
    "first_year_value",
    "first_year_growth_percent",
];

fn fields(id: &str, check: &HeadlineCheck) -> [String; 9] {
    let percent = |rate: market_outlook::Rate| format!("{rate:.4}").replace('%', "");
    let offset = |periods: &u32| match i64::from(*periods) - i64::from(check.periods()) {
        0 => "n".to_string(),
        offset => format!("n{offset:+}"),
    };
    let first = check.first_year();
    [
        csv_name(id).into_owned(),
        check.verdict().to_string(),
        percent(check.implied_cagr()),
        percent(check.implied_interval().low),
        percent(check.implied_interval().high),
        check.fitting_periods().iter().map(offset).collect::<Vec<_>>().join(";"),
        percent(check.gap()),
        first.map_or_else(String::new, |first| size(first.value)),
        first.map_or_else(String::new, |first| percent(first.growth)),
    ]
}

/// A value to four decimals, to eight where that would leave few digits.
fn size(value: f64) -> String {
    if value < 1.0 { format!("{value:.8}") } else { format!("{value:.4}") }
}

const NAMES: [&str; 10] = [
    "id",
    "start_year",
    "start_value",
    "start_unit",
    "end_year",
    "end_value",
    "end_unit",
    "cagr_percent",
    "cagr_start_year",
    "cagr_end_year",
];
const ID: usize = 0;
/// The columns from here on may be absent.
const OPTIONAL: usize = 8;

/// Where each of the columns stands in the file.
struct Columns {
    positions: [Option<usize>; 10],
    width: usize,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self, String> {
        let positions = NAMES.map(|name| header.iter().position(|found| found.trim() == name));
        let missing: Vec<String> = (0..OPTIONAL)
            .filter(|&column| positions[column].is_none())
            .map(|column| format!("line 1: no column '{}', expected one of that name", NAMES[column]))
            .collect();
        if missing.is_empty() { Ok(Self { positions, width: header.len() }) } else { Err(missing.join("\n")) }
    }

    fn text<'a>(&self, record: &'a csv::StringRecord, column: usize) -> &'a str {
        self.positions[column].and_then(|position| record.get(position)).unwrap_or_default().trim()
    }

    /// The headline of a line, or every fault in it, one a line.
    fn headline(&self, record: &csv::StringRecord) -> Result<Headline, String> {
        if record.len() > self.width {
            return Err(format!("{} fields, expected {} as in the header", record.len(), self.width));
        }
        let mut faults = Vec::new();
        let text = |column| self.text(record, column);
        let [start_year, end_year] = [1, 4].map(|column| year(text(column), column, &mut faults));
        let start = value(text(2), text(3), 2, &mut faults);
        let end = value(text(5), text(6), 5, &mut faults);
        let cagr = growth(text(7), &mut faults);
        let mut window = [(8, start_year), (9, end_year)].map(|(column, of_values)| match text(column) {
            "" => of_values,
            stated => year(stated, column, &mut faults),
        });
        if text(8).is_empty() && text(9).is_empty() {
            window = [None; 2];
        }
        if let Some(fault) = other_currency(text(3), text(6)) {
            faults.push(fault);
        }
        let ([Some(start_year), Some(end_year)], Some(start), Some(end), Some(cagr), true) =
            ([start_year, end_year], start, end, cagr, faults.is_empty())
        else {
            return Err(faults.join("\n"));
        };
        let headline = Headline::new(start, start_year, end, end_year).cagr(cagr);
        Ok(match window {
            [Some(from), Some(to)] => headline.cagr_window(from, to),
            _ => headline,
        })
    }
}

fn year(text: &str, column: usize, faults: &mut Vec<String>) -> Option<i32> {
    let year = text.parse().ok();
    if year.is_none() {
        faults.push(format!(
            "{} is '{}', expected a year such as '2019'",
            NAMES[column],
            support::word(text)
        ));
    }
    year
}

fn value(text: &str, unit: &str, column: usize, faults: &mut Vec<String>) -> Option<Printed> {
    let read: Result<Printed, _> = text.parse();
    let scaled = |printed: Printed| match split(unit).0 {
        Scale::One if printed.scale().is_some() => Ok(printed),
        scale => printed.with_scale(scale),
    };
    read.and_then(scaled).map_err(|fault| faults.push(format!("{}: {fault}", NAMES[column]))).ok()
}

/// A growth rate with or without its percent sign.
fn growth(text: &str, faults: &mut Vec<String>) -> Option<Printed> {
    let with_sign: Result<Printed, _> =
        if text.is_empty() || text.contains('%') { text.parse() } else { format!("{text}%").parse() };
    with_sign.map_err(|fault| faults.push(format!("{}: {fault}", NAMES[7]))).ok()
}

/// The scale at the front of a unit, and the text after it.
fn split(unit: &str) -> (Scale, &str) {
    let (first, rest) = unit.split_once(char::is_whitespace).unwrap_or((unit, ""));
    let scale = match first {
        "K" => Scale::Thousand,
        "M" => Scale::Million,
        "B" => Scale::Billion,
        "T" => Scale::Trillion,
        // A lone small letter is no scale here: "t" counts tonnes.
        _ => match Scale::parse(first).filter(|_| first.len() > 1) {
            Some(scale) => scale,
            None => return (Scale::One, unit),
        },
    };
    (scale, rest.trim())
}

/// Two units of money that are not the same; other texts may differ in wording only.
fn other_currency(start: &str, end: &str) -> Option<String> {
    let [start, end] = [start, end].map(|unit| {
        let printed: Option<Printed> = format!("1 {}", split(unit).1).parse().ok();
        printed.and_then(|printed| printed.currency().map(str::to_string))
    });
    let (start, end) = start.zip(end)?;
    (start != end).then(|| format!("end_unit is in {end}, expected {start} as in start_unit"))
}
