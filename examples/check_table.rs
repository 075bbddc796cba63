//! Checks a published table against itself: which figures cannot hold with the others, how they went wrong, what they were.
//!
//! ```text
//! cargo run --release --example check_table -- [FILE] [OPTIONS]
//! ```
//!
//! FILE is a table as text separated by commas, semicolons, tabs or bars. Without one, it reads the semiconductor market as a news
//! site republished it.

use std::error::Error;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};
use market_outlook::{
    Figure, Layout, Misprint, PublishedTable, Scope, Sheet, TableCheck, Unit, Year, csv_name,
};

mod support;

const HELP: &str = "\
Checks every sum, share, change and growth rate of a published table.

check_table [FILE] [OPTIONS]

FILE                     a table as text separated by commas, semicolons, tabs or bars, or as .xlsx where built with the
                         feature xlsx-in; default: a table that went wrong in print
--sheet NAME             the sheet of a workbook; default: the first that is shown
--label COLUMN           the column of names; default: the first of texts
--parent COLUMN          the column that names what each row is a part of; default: 'parent'
--ignore COLUMN          a column that is not read; may be repeated
--column COLUMN=ROLE     what a column is where its name does not say it; may be repeated. ROLE is 'size YEAR', 'share YEAR',
                         'growth YEAR-YEAR', 'change YEAR-YEAR', 'name', 'parent', 'ignore', or for one figure a line 'year'
                         and 'value'
--shares-of-parents COLUMN
                         a column whose shares are of the row that each row is a part of; may be repeated
--partial ROW            a row of which not all parts are listed; may be repeated
--decimal-comma          figures such as 1.530,5
--format FORMAT          text (default), or csv with a line for each figure that cannot hold
--repaired               prints the table as it may have been instead, as CSV
--model NAME             prints a model file of the table instead; with --repaired, of the table as it may have been
--unit UNIT              what the model counts, such as 'USD billion'
--source PUBLISHER       whose figures the model says they are
--strict                 a table that is not clean is an error

What is not read, and remarks, go to standard error.
Exit code: 0, 1 for an error, 2 with --strict when the table is not clean.
";

/// A table in which cells have slipped into other rows.
const REPUBLISHED: &str = include_str!("data/semiconductors_2022_as_republished.csv");

#[derive(Default)]
struct Options {
    file: Option<PathBuf>,
    sheet: Option<String>,
    layout: Layout,
    partial: Vec<String>,
    of_parents: Vec<String>,
    csv: bool,
    repaired: bool,
    model: Option<String>,
    unit: Option<Unit>,
    source: Option<String>,
    strict: bool,
}

impl Options {
    fn is_workbook(&self) -> bool {
        self.file.iter().any(|path| path.extension().is_some_and(|end| end == "xlsx"))
    }
}

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).collect()) {
        Ok(code) => code,
        Err(fault) => support::exit(Err(fault)),
    }
}

fn run(arguments: Vec<OsString>) -> Result<ExitCode, Box<dyn Error>> {
    let Some(options) = options(arguments)? else {
        support::print(HELP)?;
        return Ok(ExitCode::SUCCESS);
    };
    let (name, table) = table(&options)?;
    let check = table.check().map_err(|fault| format!("{name}: {fault}"))?;
    let left_out = table.left_out().iter().map(|left| format!("not read: {left}"));
    let remarks = check.remarks().iter().map(|remark| format!("remark: {remark}"));
    for line in left_out.chain(remarks) {
        // Whoever has closed standard error does not want to know.
        let _ = writeln!(std::io::stderr(), "{}", support::lines(&line));
    }
    let wanted = if options.repaired { check.repaired() } else { &table };
    support::print(&if let (Some(model), Some(unit)) = (&options.model, &options.unit) {
        model_file(wanted, model, unit, options.source.as_deref())?
    } else if options.repaired {
        wanted.to_csv()?
    } else if options.csv {
        csv(&table, &check)?
    } else {
        text(&name, &check)
    })?;
    Ok(if options.strict && !check.is_clean() { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn options(arguments: Vec<OsString>) -> Result<Option<Options>, Box<dyn Error>> {
    let mut options = Options::default();
    let mut parser = Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("sheet") => options.sheet = Some(parser.value()?.string()?),
            Arg::Long("label") => options.layout = options.layout.label(parser.value()?.string()?),
            Arg::Long("parent") => options.layout = options.layout.parent(parser.value()?.string()?),
            Arg::Long("ignore") => options.layout = options.layout.ignore(parser.value()?.string()?),
            Arg::Long("column") => options.layout = column(options.layout, &parser.value()?.string()?)?,
            Arg::Long("shares-of-parents") => options.of_parents.push(parser.value()?.string()?),
            Arg::Long("partial") => options.partial.push(parser.value()?.string()?),
            Arg::Long("decimal-comma") => options.layout = options.layout.decimal_comma(),
            Arg::Long("repaired") => options.repaired = true,
            Arg::Long("model") => options.model = Some(parser.value()?.string()?),
            Arg::Long("unit") => options.unit = Some(parser.value()?.string()?.parse()?),
            Arg::Long("source") => options.source = Some(parser.value()?.string()?),
            Arg::Long("strict") => options.strict = true,
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Long("format") => {
                let format = parser.value()?.string()?;
                options.csv = match format.as_str() {
                    "text" => false,
                    "csv" => true,
                    _ => {
                        return Err(format!(
                            "--format is '{}', expected 'text' or 'csv'",
                            support::word(&format)
                        )
                        .into());
                    }
                };
            }
            Arg::Value(file) if options.file.is_none() => options.file = Some(file.into()),
            other => {
                return Err(format!("{}, see --help", support::word(&other.unexpected().to_string())).into());
            }
        }
    }
    if options.csv && (options.repaired || options.model.is_some()) {
        return Err("--format csv has no effect beside --repaired and --model, expected one of them".into());
    }
    if options.model.is_some() != options.unit.is_some()
        || options.source.is_some() && options.model.is_none()
    {
        return Err("--model NAME and --unit UNIT belong together, and --source to them".into());
    }
    if options.sheet.is_some() && !options.is_workbook() {
        return Err("--sheet names a sheet of a workbook, expected a FILE that ends in .xlsx".into());
    }
    if options.is_workbook() && !cfg!(feature = "xlsx-in") {
        return Err(
            "a workbook is read with the feature xlsx-in: cargo run --features xlsx-in --example check_table"
                .into(),
        );
    }
    Ok(Some(options))
}

/// The layout with one more column: `Outlook=growth 2019-2026`.
fn column(layout: Layout, text: &str) -> Result<Layout, String> {
    let refuse = || {
        format!(
            "--column is '{}', expected a column and what it is, such as '2024/25=size 2025', 'Outlook=growth 2019-2026', \
             or 'name', 'parent', 'ignore', 'year' or 'value' instead; 'share' is of a year, 'change' between two",
            support::word(text)
        )
    };
    // What a column is has no such sign in it; its name may.
    let (column, role) = text.rsplit_once('=').ok_or_else(refuse)?;
    let mut words = role.split([' ', '-', '–']).filter(|word| !word.is_empty());
    let what = words.next().unwrap_or_default();
    let years = words.map(|year| year.parse::<i32>().map(Year::from)).collect::<Result<Vec<Year>, _>>();
    Ok(match (what, years.map_err(|_| refuse())?.as_slice()) {
        ("name", []) => layout.label(column),
        ("parent", []) => layout.parent(column),
        ("ignore", []) => layout.ignore(column),
        ("year", []) => layout.year(column),
        ("value", []) => layout.value(column),
        ("size", &[year]) => layout.figure(column, Figure::Value { year }),
        ("share", &[year]) => layout.figure(column, Figure::Share { year, of: Scope::all() }),
        ("growth", &[from, to]) if from < to => layout.figure(column, Figure::Growth { from, to }),
        ("change", &[from, to]) if from < to => layout.figure(column, Figure::Change { from, to }),
        _ => return Err(refuse()),
    })
}

/// The table and what it is called.
fn table(options: &Options) -> Result<(String, PublishedTable), Box<dyn Error>> {
    let (name, bytes) = match &options.file {
        None => {
            ("the semiconductor market as a news site republished it".into(), REPUBLISHED.as_bytes().to_vec())
        }
        Some(path) => {
            let read = std::fs::read(path)
                .map_err(|fault| format!("cannot read '{}': {fault}", support::path(path)))?;
            (support::path(path), read)
        }
    };
    #[cfg(feature = "xlsx-in")]
    let sheet = if options.is_workbook() {
        Sheet::from_xlsx(bytes, options.sheet.as_deref())
    } else {
        Sheet::from_csv(bytes)
    };
    #[cfg(not(feature = "xlsx-in"))]
    let sheet = Sheet::from_csv(bytes);
    let table = sheet.and_then(|sheet| PublishedTable::from_sheet(&sheet, &options.layout));
    let table = table.map_err(|fault| {
        let mut faults: Vec<String> = fault.faults().map(|fault| format!("{name}: {fault}")).collect();
        let hints = [
            ("a layout that says", "Say what a column is with --column COLUMN=ROLE, see --help."),
            ("a comma that groups no thousands", "Figures such as 1.530,5 are read with --decimal-comma."),
        ];
        let has = |words: &str| faults.iter().any(|fault| fault.contains(words));
        let hints: Vec<String> =
            hints.into_iter().filter(|(words, _)| has(words)).map(|(_, hint)| hint.into()).collect();
        faults.extend(hints);
        faults.join("\n")
    })?;
    let table = options.partial.iter().fold(table, PublishedTable::with_more_parts);
    let table = options.of_parents.iter().fold(table, PublishedTable::with_shares_of_parents);
    Ok((name, table))
}

/// The model file that says what the table says.
fn model_file(
    table: &PublishedTable,
    name: &str,
    unit: &Unit,
    source: Option<&str>,
) -> Result<String, Box<dyn Error>> {
    let table = source.iter().fold(table.clone(), |table, source| table.with_source(*source));
    Ok(table.to_spec(name, unit.clone())?.to_toml()?)
}

/// One line for each figure that cannot hold, what the others leave for it below.
fn text(name: &str, check: &TableCheck) -> String {
    let mut text = format!("{name}\n{} figures. ", check.figures());
    match check.misprints() {
        [] if check.is_clean() => text += "They agree: all of them hold at once, to their last digit.\n",
        [] => text += "They agree, but not everything is as the table says.\n",
        [_] => text += "1 of them cannot hold with the others.\n",
        several => {
            writeln!(text, "{} of them cannot hold with the others.", several.len())
                .expect("memory takes it");
        }
    }
    if check.misprints().is_empty() {
        return text;
    }
    let mut lines = vec![["figure".to_string(), "printed".into(), "restored".into(), String::new()]];
    for wrong in check.misprints() {
        let restored = wrong.restored().map_or_else(|| "?".into(), ToString::to_string);
        lines.push([wrong.place().into(), wrong.printed().to_string(), restored, how(wrong)]);
    }
    text += "\n";
    text += &aligned(&lines);
    // What looks like a total that is wrong may be one of which only the largest parts are listed.
    if check.misprints().iter().any(|wrong| !wrong.alternatives().is_empty()) {
        text += "\nWhere a row has parts that are not listed, say so with --partial ROW.\n";
    }
    text
}

/// How a figure went wrong, or what others leave for it, or which may be wrong instead.
fn how(wrong: &Misprint) -> String {
    let evidence = || wrong.evidence().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    match (wrong.slip(), wrong.alternatives()) {
        (Some(slip), _) => slip.to_string(),
        (None, []) => evidence(),
        (None, others) => {
            let others: Vec<String> = others.iter().map(|other| format!("or {other}")).collect();
            others.join("; ")
        }
    }
}

/// Columns under one another: the first and the last to the left, the others to the right.
fn aligned(lines: &[[String; 4]]) -> String {
    let widths: [usize; 4] = std::array::from_fn(|column| {
        lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0)
    });
    let line = |[place, printed, restored, how]: &[String; 4]| {
        let [place_width, printed_width, restored_width, _] = widths;
        let line =
            format!("{place:<place_width$}  {printed:>printed_width$}  {restored:>restored_width$}  {how}");
        line.trim_end().to_string() + "\n"
    };
    lines.iter().map(line).collect()
}

/// `row,column,line,printed,restored,slip,evidence,alternatives,proven`, one misprint a line; names and words that a
/// spreadsheet would calculate with stand behind an apostrophe, the figures as they are printed.
fn csv(table: &PublishedTable, check: &TableCheck) -> Result<String, Box<dyn Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header =
        ["row", "column", "line", "printed", "restored", "slip", "evidence", "alternatives", "proven"];
    writer.write_record(header)?;
    let joined = |texts: Vec<String>| csv_name(&texts.join("; ")).into_owned();
    for wrong in check.misprints() {
        let row = &table.rows()[wrong.row()];
        writer.write_record([
            csv_name(row.name()).as_ref(),
            csv_name(table.columns()[wrong.column()].name()).as_ref(),
            &row.line().map_or_else(String::new, |line| line.to_string()),
            wrong.printed().text(),
            wrong.restored().map_or("", |restored| restored.text()),
            &wrong.slip().map_or_else(String::new, ToString::to_string),
            &joined(wrong.evidence().iter().map(ToString::to_string).collect()),
            &joined(wrong.alternatives().iter().map(ToString::to_string).collect()),
            if wrong.is_proven() { "yes" } else { "no" },
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
