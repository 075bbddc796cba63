//! What strangers have written reaches people by many doors, and steers a terminal or floods it through none of them.
#![cfg(all(feature = "toml", feature = "json", feature = "csv"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

#[path = "support/programs.rs"]
mod programs;

use std::path::{Path, PathBuf};
use std::process::Output;

use market_outlook::{
    Axis, By, Claim, Column, Dimension, Error, Forecast, Growth, Headline, Layout, Market, Model, Number,
    Outcome, Printed, PublishedTable, Report, Row, RowKind, Scenario, Scenarios, Scope, Sheet, Source, Spec,
    Statuses, Step, Table, Unit, Years, findings_to_text, tables_from_csv, tables_from_json,
    tables_from_wide_csv, tables_to_csv, tables_to_json, tables_to_wide_csv,
};
use programs::program;

/// The longest line that any text for people may have: a message of several sentences, each with names at their longest.
const LONGEST: usize = 20_000;

/// Texts that obey nobody: what a terminal obeys, what turns text around, what would fill a screen.
fn hostile() -> Vec<String> {
    let short = [
        "\u{1b}[31mred\u{1b}]0;pwn\u{7}",
        "\u{1b}]8;;https://example.com\u{1b}\\link\u{1b}]8;;\u{1b}\\",
        "bell\u{7}",
        "nul\u{0}nul",
        "over\rwritten",
        "two\nlines",
        "tab\tbed",
        "del\u{7f}eted",
        "\u{9b}31mred\u{85}",
        "\u{202e}gpj.exe\u{202c}",
        "\u{2066}apart\u{2069}",
        "line\u{2028}and\u{2029}paragraph",
    ];
    short.map(String::from).into_iter().chain(["a".repeat(1_000_000), "8".repeat(1_000_000)]).collect()
}

fn steers(letter: char) -> bool {
    letter.is_control() && letter != '\n'
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text may be shown to people, and if not the beginning of what is wrong.
#[track_caller]
fn check(door: &str, text: &str) {
    if let Some(at) = text.find(steers) {
        let before: String =
            text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{door}: {before:?} and then {:?}", text[at..].chars().next());
    }
    let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    assert!(longest <= LONGEST, "{door}: a line of {longest} characters");
}

/// A message, of one line unless it lists faults or shows a file.
#[track_caller]
fn check_error<T>(door: &str, result: Result<T, Error>) {
    let Err(error) = result else { panic!("{door}: no error") };
    check(door, &error.to_string());
    check(door, &error.kind().to_string());
    check(door, &error.root().to_string());
    for fault in error.faults() {
        check(door, &fault.to_string());
    }
}

fn years() -> Years {
    Years::new(2019, 2021).unwrap()
}

/// A market all of whose names are a stranger's, with claims that contradict each other and shares that move.
fn market(text: &str) -> Market {
    let member = |kind: &str| format!("{kind}{text}");
    let scope = Scope::of(text, member("a"));
    Market::builder(text, Unit::USD_BILLION, years())
        .dimension(
            Dimension::new(text, ["a", "b", "c"].map(member)).group(member("g"), ["a", "b"].map(member)),
        )
        .claims(
            Headline::new("8.1", 2019, "11.6", 2021).cagr("5.2%").source(Source::new(text).with_title(text)),
        )
        .claims([
            Claim::value("3.0", 2019).of(scope.clone()).source(text),
            Claim::value("3.5", 2019).of(scope.clone()).source(text),
            Claim::value("3.9", 2021).of(scope.clone()).source(text).for_comparison(),
        ])
        .assume_shares(text, [0.2, 0.4, 0.4])
        .assume_growth(Scope::of(text, member("b")), Growth::points_above_market(1.0))
        .build()
        .unwrap()
}

fn builder() -> market_outlook::MarketBuilder {
    Market::builder("M", Unit::USD_BILLION, years())
}

#[test]
fn errors_of_models() {
    for text in hostile() {
        let text = text.as_str();
        let parts = |builder: market_outlook::MarketBuilder| builder.axis("region", ["Europe", "Asia"]);
        check_error("a member twice", builder().axis(text, [text, text]).build());
        check_error("no member", builder().axis(text, [""; 0]).build());
        check_error("an axis twice", builder().axis(text, ["a"]).axis(text, ["a"]).build());
        let cycle = Dimension::new(text, ["a"]).group(text, ["h"]).group("h", [text]);
        check_error("groups in a circle", builder().dimension(cycle).build());
        check_error(
            "an unknown member of a group",
            builder().dimension(Dimension::new("x", ["a"]).group("g", [text])).build(),
        );
        check_error(
            "an unknown axis",
            parts(builder()).claim(Claim::value("8.1", 2019).of(Scope::of(text, text))).build(),
        );
        check_error(
            "an unknown member",
            parts(builder()).claim(Claim::value("8.1", 2019).of(Scope::of("region", text))).build(),
        );
        let both = Scope::of("region", "Europe").and("region", "Asia").and(text, text);
        check_error("nothing in a scope", parts(builder()).claim(Claim::value("8.1", 2019).of(both)).build());
        check_error("no figure", parts(builder()).claim(Claim::value(text, 2019)).build());
        check_error(
            "other units",
            parts(builder()).claim(Claim::value("8.1 kWh", 2019).source(text)).build(),
        );
        check_error("shares of what is not there", parts(builder()).assume_shares(text, [0.5, 0.5]).build());
        check_error(
            "growth of what is not there",
            parts(builder()).assume_growth(Scope::of(text, text), Growth::points_above_market(1.0)).build(),
        );
        check_error("a number", text.parse::<Printed>());
        match format!("8.1 {text} {text}").parse::<Printed>() {
            Ok(printed) => check("a number of a unit", &printed.to_string()),
            Err(error) => check("a number of a unit", &error.to_string()),
        }
        check_error("a unit", format!("billion {text}").parse::<Unit>());
        check_error("a headline", Headline::new(text, 2019, text, 2021).check());
        let forecast = market(text).forecast().unwrap();
        check_error("by what is not there", forecast.by(format!("no {text}").as_str()));
        check_error("by one axis twice", forecast.by(By::axis(text).and(text)));
        check_error("within what is not there", forecast.within(&Scope::of(text, text)));
        check_error("a year", forecast.within(&Scope::all()).unwrap().total(1999));
        check_error("strict", market(text).forecast().unwrap().strict());
        check_error("a report", Report::new(text).save(format!("{text}.doc")));
        let steps = Scenario::new(text).step(Step::scale(Scope::of(text, text), 2.0)).extends(text);
        check_error("a scenario", steps.apply(&forecast));
        check_error("scenarios", Scenarios::new(forecast.market(), [steps.clone(), steps]));
        check_error("a scenario by its name", Scenarios::new(forecast.market(), []).unwrap().get(text));
    }
}

/// A model file in both formats with a text in one place.
fn files(text: &str) -> [(String, String); 5] {
    let quoted = serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f");
    let file = |name: &str, unit: &str, region: &str, value: &str, more: &str| {
        (
            format!(
                "format = 1\n{more}market = {{ name = {name}, unit = {unit}, years = [2019, 2021] }}\n\
                 axes.region.members = [\"Europe\", \"Asia\"]\n\
                 claims = [{{ value = {value}, year = 2019, where = {{ region = {region} }} }}]\n"
            ),
            format!(
                "{{{more_json}\"format\": 1, \"market\": {{\"name\": {name}, \"unit\": {unit}, \"years\": [2019, 2021]}},\
                 \"axes\": {{\"region\": {{\"members\": [\"Europe\", \"Asia\"]}}}},\
                 \"claims\": [{{\"value\": {value}, \"year\": 2019, \"where\": {{\"region\": {region}}}}}]}}",
                more_json = more.replace(" = 1\n", ": 1, ")
            ),
        )
    };
    let (name, unit, region, value) = ("\"n\"", "\"USD\"", "\"Europe\"", "\"8.1\"");
    [
        file(name, &format!("\"billion {}", &quoted[1..]), region, value, ""),
        file(name, unit, &quoted, value, ""),
        file(name, unit, region, &quoted, ""),
        file(name, unit, region, value, &format!("{quoted} = 1\n")),
        file(&format!("[{quoted}]"), unit, region, value, ""),
    ]
}

#[test]
fn errors_of_model_files() {
    for text in hostile() {
        for (toml, json) in files(&text) {
            check_error("TOML", Model::from_toml(&toml));
            check_error("JSON", Model::from_json(&json));
        }
        // As it stands, where it is no TOML and no JSON.
        for (before, after) in [("", ""), ("format = 1\nmarket = ", "\n"), ("format = 1\n\t\"", "\" = 1\n")] {
            check_error("broken TOML", Spec::from_toml(&format!("{before}{text}{after}")));
            check_error("broken JSON", Spec::from_json(&format!("{{\"{before}{text}{after}\": 1}}")));
        }
        let digits = format!(
            "format = 1\nmarket = {{ name = 'n', unit = 'USD', years = [{}] }}",
            "8".repeat(1_000_000)
        );
        check_error("a year of a million digits", Model::from_toml(&digits));
        check_error(
            "a year of a million digits",
            Model::from_json(&format!("{{\"format\": {}}}", "8".repeat(1_000_000))),
        );
    }
}

#[test]
fn errors_and_remarks_of_tables_that_come_in() {
    for text in hostile() {
        let field = format!("\"{}\"", text.replace('"', "\"\""));
        for csv in [
            format!("{field}\n"),
            format!("{field},{field}\n{field},{field}\n"),
            format!(
                "scenario,region,year,value,unit,status\nBase,{field},2019,{field},USD billion,derived\n"
            ),
            format!("scenario,region,year,value,unit,status\nBase,a,{field},1,{field},{field}\n"),
            format!("scenario,region,unit,{field}\nBase,{field},{field},{field}\n"),
        ] {
            check_error("tidy CSV", tables_from_csv(&csv));
            check_error("wide CSV", tables_from_wide_csv(&csv));
        }
        check_error("JSON", tables_from_json(&serde_json::json!({ "title": [text] }).to_string()));
        check_error(
            "a sheet",
            PublishedTable::from_csv(format!("row,2019,2020\n{field},{field},x{field}\n")),
        );
        check_error(
            "a sheet without years",
            PublishedTable::from_csv(format!("{field},{field}\na,1\nb,2\n")),
        );
        let sheet = Sheet::from_csv("row,2019\na,1\n").unwrap();
        let layout = Layout::recognized().label(text.as_str()).axis(text.as_str(), "x");
        check_error("a layout", PublishedTable::from_sheet(&sheet, &layout));

        // The third row has the figures of the first, a part is missing, and one figure is wrong.
        let rows = [["Total", "9.0", "10.5"], ["a", "3.0", "3.4"], ["b", "4.0", "4.5"], ["c", "2.0", "9.1"]];
        let line = |[name, first, second]: &[&str; 3]| {
            format!("\"{name}{}\",{first},{second}\n", text.replace('"', "\"\""))
        };
        let csv = format!(
            "row,\"2019 {0}\",\"2020 {0}\"\n{1}\"{0}\",,\n",
            text.replace('"', "\"\""),
            rows.iter().map(line).collect::<String>()
        );
        let Ok(table) = PublishedTable::from_csv(csv) else { continue };
        for left in table.left_out() {
            check("what was left out", &left.to_string());
        }
        let found = table.check().unwrap();
        for wrong in found.misprints() {
            check("a misprint", &wrong.to_string());
            check("a place", wrong.place());
            wrong.evidence().iter().for_each(|one| check("evidence", &one.to_string()));
            wrong.alternatives().iter().for_each(|one| check("an alternative", &one.to_string()));
        }
        found.remarks().iter().for_each(|remark| check("a remark", &remark.to_string()));
    }
}

fn table(text: &str) -> Table {
    let number = [Some(Number { value: 8.1, status: market_outlook::Status::Published })];
    let unit = format!("{text} billion").parse().unwrap_or(Unit::USD_BILLION);
    Table::new(text, unit, [text, "product"], [Column::history(2019)])
        .with_row(Row::new(RowKind::Member, [text, text]), number)
        .unwrap()
        .with_row(Row::total(), number)
        .unwrap()
        .with_source(text)
        .with_note(text)
}

fn words_of(forecast: &Forecast, text: &str) -> Vec<String> {
    let market = forecast.market();
    let member = Scope::of(text, format!("a{text}"));
    let step = Step::scale(member.clone(), 0.9).years(2020, 2021).hold(Scope::of(text, format!("b{text}")));
    let scenario = Scenario::new(text).step(step.clone().named(text)).note(text);
    let trail = scenario.trail(forecast, &Scope::all(), 2021).unwrap();
    let bridge = scenario.bridge(forecast, By::total(), market_outlook::Attribution::Listed).unwrap();
    let mut words = vec![
        findings_to_text(forecast.findings()),
        forecast.by(By::axis(text)).unwrap().to_text(),
        forecast.by(By::axis(text)).unwrap().to_markdown(),
        bridge.by_step().unwrap().to_text(),
        table(text).to_text(),
        table(text).to_markdown(),
        table(text).unit().to_string(),
        Axis::from(text).to_string(),
        member.to_string(),
        step.to_string(),
        Outcome::total(member, 2021).to_string(),
        Source::new(text).with_title(text).with_edition(text).with_note(text).to_string(),
        Claim::value(text, 2019).source(text).to_string(),
        Row::new(RowKind::Member, [text, text]).to_string(),
        format!("{:>30}|{:<5}", Axis::from(text), Row::new(RowKind::Member, [text])),
    ];
    words.extend(market.claims().iter().map(ToString::to_string));
    words.extend(market.assumptions().iter().map(ToString::to_string));
    words.extend(forecast.reproductions().iter().map(|one| one.text.clone()));
    words.extend(trail.iter().map(ToString::to_string));
    for finding in forecast.findings() {
        words.extend([finding.to_string(), finding.message().to_string()]);
    }
    words
}

#[test]
fn what_is_displayed() {
    for text in hostile() {
        let forecast = market(&text).forecast().unwrap();
        assert!(!forecast.findings().is_empty());
        for words in words_of(&forecast, &text) {
            check("words", &words);
        }
    }
}

#[test]
fn data_stay_as_they_are() {
    for text in hostile() {
        let market = market(&text);
        let forecast = market.forecast().unwrap();
        let stated = forecast.by(By::axis(text.as_str())).unwrap();
        let one = std::slice::from_ref(&stated);
        assert_eq!(tables_from_json(&tables_to_json(one)).unwrap(), one);
        // Without what CSV has no place for.
        let [tidy] = &tables_from_csv(&stated.to_csv().unwrap()).unwrap()[..] else { panic!("one table") };
        assert_eq!(tidy.axes(), stated.axes());
        assert_eq!(tables_to_csv(std::slice::from_ref(tidy)).unwrap(), stated.to_csv().unwrap());
        let wide = tables_to_wide_csv(std::slice::from_ref(&stated), Statuses::LeftOut).unwrap();
        let [again] = &tables_from_wide_csv(&wide).unwrap()[..] else { panic!("one table") };
        assert_eq!(again.axes(), stated.axes());
        for row in tidy.rows().iter().chain(again.rows()).filter(|row| row.kind() == RowKind::Member) {
            assert!(stated.rows().iter().any(|known| known.labels() == row.labels()));
        }
        let spec = Spec::from_json(&files("n")[3].1.replace("\"n\": 1, ", "").replace("Europe", "E\\u001b"))
            .unwrap();
        assert_eq!(Spec::from_toml(&spec.to_toml().unwrap()).unwrap(), spec);
        assert_eq!(Spec::from_json(&spec.to_json().unwrap()).unwrap(), spec);
    }
    for printed in ["8.1\tbillion", "1\u{2009}530", "$8.1B"] {
        assert_eq!(printed.parse::<Printed>().unwrap().text(), printed);
    }
}

/// A file of this test alone.
fn file(name: &str, content: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("printable");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

#[track_caller]
fn check_program(name: &str, arguments: &[&str]) -> Output {
    let output = program(name).args(arguments).output().unwrap();
    let door = format!("{name} {}", arguments.concat().chars().take(100).collect::<String>());
    check(&format!("{door:?} on standard output"), std::str::from_utf8(&output.stdout).unwrap());
    check(&format!("{door:?} on standard error"), std::str::from_utf8(&output.stderr).unwrap());
    output
}

#[test]
fn what_programs_print() {
    for (number, text) in hostile().iter().enumerate() {
        let quoted = serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f");
        let model = file(
            &format!("{number}.toml"),
            &format!(
                "format = 1\nmarket = {{ name = {quoted}, unit = \"USD billion\", years = [2019, 2021] }}\n\
                 axes.{quoted}.members = [{quoted}, \"b\"]\n\
                 [sources.x]\npublisher = {quoted}\ntitle = {quoted}\n\
                 [[claims]]\nvalue = \"8.1\"\nyear = 2019\nsource = \"x\"\n\
                 [[claims]]\nvalue = \"8.9\"\nyear = 2019\nsource = \"x\"\n\
                 [[claims]]\nvalue = \"3.1\"\nyear = 2021\nsource = \"x\"\nwhere.{quoted} = {quoted}\n\
                 [[scenarios]]\nname = {quoted}\nsteps = [{{ scale = {{ factor = 0.9, where.{quoted} = {quoted} }} }}]\n"
            ),
        );
        let model = model.to_str().unwrap();
        for options in [
            vec![],
            vec!["--format", "markdown"],
            vec!["--scenarios"],
            vec!["--findings", "text"],
            vec!["--strict"],
            vec!["--scenarios", "--bridge", "step"],
            vec!["--sensitivity", "2021"],
        ] {
            let output = check_program("forecast", &[&[model], options.as_slice()].concat());
            let is_refused = options.contains(&"--strict");
            assert_eq!(output.status.success(), !is_refused, "{}", String::from_utf8_lossy(&output.stderr));
        }
        check_program("triangulate", &[model]);
        let field = format!("\"{}\"", text.replace('"', "\"\""));
        let rows = format!("row,2019,2020\nTotal,3,4\n{field},1,1\nb,1,1\n{field},,\nc,{field},1\n");
        check_program("check_table", &[file(&format!("{number}.csv"), &rows).to_str().unwrap()]);
        let rows = rows.replace(&format!("{field},1\n"), "0,0\n");
        check_program("check_table", &[file(&format!("{number}b.csv"), &rows).to_str().unwrap()]);
        let headlines = format!(
            "id,start_year,start_value,start_unit,end_year,end_value,end_unit,cagr_percent\n\
             {field},{field},{field},{field},2020,8.1,{field},{field}\n"
        );
        check_program("audit", &[file(&format!("{number}c.csv"), &headlines).to_str().unwrap()]);
    }
}

#[test]
fn what_programs_say_about_their_command_line() {
    for text in hostile() {
        // No system takes a NUL there, and few a million characters.
        let text: String = text.replace('\u{0}', "").chars().take(100_000).collect();
        let option = format!("--{text}");
        for (name, options) in [
            (
                "forecast",
                vec!["--by", "--where", "--years", "--show", "--scenario", "--format", "--sensitivity"],
            ),
            (
                "check_table",
                vec![
                    "--format",
                    "--column",
                    "--unit",
                    "--label",
                    "--parent",
                    "--partial",
                    "--shares-of-parents",
                ],
            ),
            ("report", vec!["--out"]),
            ("audit", vec![]),
            ("triangulate", vec![]),
        ] {
            check_program(name, &[&text]);
            check_program(name, &[&option]);
            check_program(name, &[&option, &text, &text]);
            for option in options {
                check_program(name, &[option, &text]);
            }
        }
    }
}

#[test]
fn ids_and_rows_are_no_formulas() {
    let headlines = "id,start_year,start_value,start_unit,end_year,end_value,end_unit,cagr_percent\n\
                     =1+1,2019,8.1,B USD,2026,11.6,B USD,5.2\n@x,2019,8.1,B USD,2026,11.6,B USD,-5.2\n";
    let output = program("audit").arg(file("formulas.csv", headlines)).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\n'=1+1,consistent,") && text.contains("\n'@x,"), "{text}");
    let republished = include_str!("../examples/data/semiconductors_2022_as_republished.csv");
    let rows =
        republished.replace('\n', "\n=").replace(",Total", ",=Total").replace(",Integrated", ",=Integrated");
    let path = file("rows.csv", rows.trim_end_matches('='));
    let output = program("check_table").arg(&path).args(["--format", "csv"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\n'=") && !text.contains("\n=") && !text.contains(",="), "{text}");
    let table = PublishedTable::from_csv("=row,=2019,2020\nTotal,3,4\n=a,1,1\nb,2,3\n").unwrap();
    assert_eq!(table.columns()[0].name(), "=2019");
    assert_eq!(table.to_csv().unwrap(), "'=row,parent,'=2019,2020\nTotal,,3,4\n'=a,Total,1,1\nb,Total,2,3\n");
    let again = PublishedTable::from_csv(table.to_csv().unwrap()).unwrap();
    assert_eq!(again.to_csv().unwrap(), table.to_csv().unwrap());
    assert_eq!(again.columns()[0].name(), "=2019");
}
