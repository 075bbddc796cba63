//! The forecast runner as a program: what it prints, what it refuses, and its exit codes.
#![cfg(all(feature = "toml", feature = "json", feature = "csv"))]

#[path = "support/programs.rs"]
mod programs;

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use market_outlook::{Table, tables_from_csv, tables_from_json, tables_from_wide_csv};
use programs::program;

fn forecast(arguments: &[&str]) -> Output {
    program("forecast").args(arguments).output().expect("the runner runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("programs print text")
}

/// A file of this test alone.
fn file(name: &str, content: &str) -> PathBuf {
    let path =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("market-outlook-{}-{name}", std::process::id()));
    std::fs::write(&path, content).expect("the temporary folder takes files");
    path
}

#[track_caller]
fn check_prints(arguments: &[&str], expected: &str) {
    let output = forecast(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(expected), "{arguments:?}: {}", text(&output.stdout));
}

#[track_caller]
fn check_refuses(arguments: &[&str], code: i32, expected: &str) {
    let output = forecast(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    assert_eq!(text(&output.stdout), "", "{arguments:?}");
    assert_eq!(text(&output.stderr).trim_end(), expected, "{arguments:?}");
}

#[test]
fn the_flagship_is_the_default() {
    check_prints(&[], "Total                  8.1   8.5   9.0   9.5   9.9  10.5  11.0  11.6          5.2%\n");
    check_prints(&["--show", "cagr"], "Total                    5.2%\n");
    check_prints(&["--by", ""], "USD billion, 2019 to 2026");
    check_prints(&["--by", "region:groups"], "\nEMEA ");
    check_prints(&["--by", "region,product"], "\nEurope                Software ");
    check_prints(&["--where", "region=Europe", "--by", "product"], "services: Europe\n");
    check_prints(&["--years", "2024-2026"], "USD billion by region, 2024 to 2026\n");
    check_prints(&["--years", "2019"], "USD billion by region, 2019\n");
    check_prints(&["--show", "yoy", "--years", "2019-2026"], "2020 to 2026");
    check_prints(&["--show", "share"], "100.0%");
    check_prints(&["--show", "contribution", "--by", "product"], "\nTotal ");
    check_prints(&["--format", "markdown"], "| Europe | 2.1 |");
    check_prints(&["--findings", "text"], "comparison: value in 2023: ~9");
    check_prints(&["--findings", "json"], r#"{"kind":"comparison","#);
    check_prints(&["--strict"], "11.6");
    check_prints(&["--help"], "--where AXIS=MEMBER");
    check_prints(&["tests/data/model-file-sample.toml", "--by", "segment"], "B2B ");
}

#[test]
fn csv_and_json_read_back_to_the_same_numbers() {
    let table = market_outlook::personalization().forecast().unwrap().by("region").unwrap();
    let json = forecast(&["--format", "json"]);
    assert_eq!(Table::from_json(text(&json.stdout)).unwrap(), table);
    let csv = forecast(&["--format", "csv"]);
    assert!(
        text(&csv.stdout).starts_with("scenario,region,year,value,unit,status\nBase,North America,2019,")
    );
    let read = Table::from_csv(text(&csv.stdout)).unwrap();
    for row in 0..read.rows().len() {
        assert_eq!(read.numbers(row), table.numbers(row));
    }
    assert!(
        text(&csv.stderr).contains("Published: Dash Research"),
        "what the format has no place for is remarked"
    );
}

#[test]
fn the_page_on_model_files_shows_what_is_printed() {
    let page = include_str!("../docs/model-file.md");
    let table = forecast(&["--by", "product", "--years", "2024-2026"]);
    assert!(page.contains(text(&table.stdout)), "{}", text(&table.stdout));
    let csv = forecast(&["--by", "product", "--format", "csv", "--years", "2019"]);
    assert!(page.contains(text(&csv.stdout)), "{}", text(&csv.stdout));
    let wide = forecast(&["--by", "product", "--format", "wide", "--years", "2025-2026"]);
    assert!(page.contains(text(&wide.stdout)), "{}", text(&wide.stdout));
}

#[test]
fn scenarios_come_in_every_format() {
    const NAME: &str = "Downturn with recovery";
    let run = |more: &[&str]| {
        let arguments = [&["--by", "segment", "--years", "2025-2026"], more].concat();
        let output = forecast(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).to_string()
    };
    let one = run(&["--scenario", NAME, "--format", "json"]);
    let one = Table::from_json(&one).unwrap();
    assert_eq!((one.scenario(), one.rows().len()), (NAME, 3));
    let all = tables_from_json(&run(&["--scenarios", "--expected", "--format", "json"])).unwrap();
    let names: Vec<&str> = all.iter().map(Table::scenario).collect();
    assert_eq!((all.len(), names[0], names[8]), (9, "Base", "Expected"));
    let read = tables_from_csv(&run(&["--scenarios", "--format", "csv"])).unwrap();
    assert_eq!(read.len(), 8);
    for (csv, json) in read.iter().zip(&all) {
        assert_eq!((csv.scenario(), csv.value(0, 1)), (json.scenario(), json.value(0, 1)));
    }
    let compared = run(&["--scenario", NAME, "--compare", "change"]);
    assert!(compared.contains("Total    -2.7%  0.0%"), "{compared}");
    let points =
        run(&["--scenario", NAME, "--show", "share", "--compare", "difference", "--format", "markdown"]);
    assert!(points.contains("Difference in share of total, points by segment"), "{points}");
    for cut in ["step", "row", "both"] {
        let arguments = ["--scenario", NAME, "--bridge", cut, "--attribution", "shapley", "--format", "json"];
        let bridge = Table::from_json(&run(&arguments)).unwrap();
        let column = |row: usize| bridge.value(row, 0).unwrap();
        let last = bridge.rows().len() - 1;
        let sum: f64 = (0..last).map(column).sum();
        assert!((sum - column(last)).abs() < 1e-12, "{cut}");
    }
    let text = run(&["--scenario", NAME, "--scenario", "Base"]);
    assert_eq!(text.matches("USD billion by segment, 2025 to 2026").count(), 2);
}

#[test]
fn spreadsheets_and_other_tools_have_formats_of_their_own() {
    let run = |more: &[&str]| {
        let output = forecast(&[&["--by", "product,region", "--scenarios"], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("Published: Dash Research"));
        text(&output.stdout).to_string()
    };
    let tidy = tables_from_csv(&run(&["--format", "csv"])).unwrap();
    let wide = tables_from_wide_csv(&run(&["--format", "wide"])).unwrap();
    let values = |table: &Table| (0..10).map(|row| table.value(row, 7)).collect::<Vec<_>>();
    assert_eq!((tidy.len(), wide.len()), (8, 8));
    for (tidy, wide) in tidy.iter().zip(&wide) {
        assert_eq!((tidy.scenario(), values(tidy)), (wide.scenario(), values(wide)));
    }
    let europe = tidy[0].find_row(["Software", "Europe"]).unwrap();
    let key = "CX personalization & optimization software and services,Base,Europe,Market Size|Software,USD billion";
    let first = format!("{key},{:?},", tidy[0].value(europe, 0).unwrap());
    assert!(run(&["--format", "iamc"]).contains(&first));
    let last = format!("{key},2026,{:?}\n", tidy[0].value(europe, 7).unwrap());
    assert!(run(&["--format", "iamc-long"]).contains(&last));
    let slice =
        forecast(&["--where", "region=Europe", "--by", "product", "--show", "share", "--format", "iamc"]);
    assert!(text(&slice.stdout).contains(",Base,Europe,Market Size (share)|Software,share of USD billion,"));
    check_refuses(
        &["--show", "cagr", "--by", "", "--format", "iamc"],
        1,
        "column '2019-2026' of scenario 'Base': a span of years has no place in IAMC data, expected single years",
    );
}

#[test]
fn a_data_package_is_written_whole_or_not_at_all() {
    let folder = folder_for("package");
    let path = folder.to_str().expect("the path is text");
    let arguments = ["--by", "product", "--scenarios", "--format", "csv", "--data-package", path];
    let output = forecast(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(names(&folder), ["data.csv", "datapackage.json"]);
    assert!(
        text(&output.stderr).ends_with(&format!("wrote {}\n", folder.join("datapackage.json").display()))
    );
    let data = std::fs::read_to_string(folder.join("data.csv")).unwrap();
    assert_eq!(data, text(&output.stdout));
    let package = std::fs::read_to_string(folder.join("datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap();
    assert_eq!(package["name"], "cx-personalization-optimization-software-and-services");
    assert!(package["sources"][0]["title"].as_str().unwrap().starts_with("Dash Research, "));
    let fields = package["resources"][0]["schema"]["fields"].as_array().unwrap();
    let fields: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(fields.join(","), data.lines().next().unwrap());

    let blocked = folder_for("blocked-package");
    std::fs::create_dir_all(blocked.join("datapackage.json")).expect("the temporary folder takes folders");
    let message = format!("cannot write '{}': 'datapackage.json' in it is a folder", blocked.display());
    check_refuses(&["--data-package", blocked.to_str().unwrap()], 1, &message);
    assert_eq!(names(&blocked), ["datapackage.json"]);
    let file = file("no-package", "");
    let output = forecast(&["--data-package", file.join("below").to_str().unwrap()]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    check_refuses(&["--data-package", ""], 1, "cannot read --data-package '', expected the name of a folder");
}

#[test]
fn findings_go_to_standard_error() {
    let output = forecast(&[]);
    assert!(text(&output.stderr).starts_with("comparison: value in 2021: 7.6"));
    assert!(!text(&output.stdout).contains("comparison"));
}

#[test]
fn options_that_are_wrong_are_refused_with_their_choices() {
    const OPTIONS: &str = "expected one of '--by', '--where', '--years', '--show', '--scenario', '--scenarios', '--expected', \
                           '--compare', '--bridge', '--attribution', '--sensitivity', '--format', '--findings', '--strict', '--charts', \
                           '--data-package'";
    for name in ["--fan", "--draws", "--seed"] {
        check_refuses(&[name], 1, &format!("'{name}' is not supported yet, {OPTIONS}"));
        check_refuses(&[&format!("{name}=7")], 1, &format!("'{name}' is not supported yet, {OPTIONS}"));
    }
    check_refuses(&["--fun"], 1, &format!("unknown option '--fun', {OPTIONS}"));
    check_refuses(&["-x"], 1, &format!("unknown option '-x', {OPTIONS}"));
    for (arguments, expected) in [
        (
            ["--show", "size"],
            "unknown --show 'size', expected one of 'value', 'share', 'yoy', 'cagr', 'contribution'",
        ),
        (
            ["--format", "xml"],
            "unknown --format 'xml', expected one of 'text', 'markdown', 'csv', 'json', 'wide', 'iamc', 'iamc-long'",
        ),
        (["--findings", "csv"], "unknown --findings 'csv', expected one of 'text', 'json'"),
        (
            ["--by", "regoin"],
            "unknown axis 'regoin', expected one of 'region', 'segment', 'product', 'industry'",
        ),
        (["--by", "region,region"], "axis 'region' stands twice, expected each name once"),
        (["--where", "Europe"], "cannot read --where 'Europe', expected AXIS=MEMBER such as 'region=Europe'"),
        (
            ["--where", "product=Hardware"],
            "unknown product 'Hardware', expected one of 'Software', 'Services'",
        ),
        (["--compare", "ratio"], "unknown --compare 'ratio', expected one of 'difference', 'change'"),
        (["--bridge", "region"], "unknown --bridge 'region', expected one of 'step', 'row', 'both'"),
        (["--compare", "change"], "found no scenario to compare, expected '--scenario' or '--scenarios'"),
        (["--bridge", "step"], "found no scenario to bridge to, expected '--scenario' or '--scenarios'"),
        (
            ["--scenario", "Downturn"],
            "unknown scenario 'Downturn', expected one of 'Base', 'Over-personalization backlash', \
             'Trust and zero-party data: low', 'Trust and zero-party data', 'Trust and zero-party data: high', \
             'Stricter privacy rules in Europe', 'Downturn with recovery', 'Backlash and stricter rules'",
        ),
        (["--years", "soon"], "cannot read --years 'soon', expected years such as '2019-2026'"),
        (["--years", "2026-2019"], "years run backwards (2026 to 2019), expected the first year first"),
        (["--years", "2010-2020"], "year 2010 is outside the forecast (2019 to 2026)"),
        (["one.toml", "two.toml"], "found a second model 'two.toml', expected one"),
    ] {
        check_refuses(&arguments, 1, expected);
    }
}

#[test]
fn what_would_be_ignored_is_refused() {
    const NAME: &str = "Downturn with recovery";
    for (arguments, expected) in [
        (
            &["--scenario", NAME, "--bridge", "step", "--show", "cagr", "--compare", "change"][..],
            "found '--show' with '--bridge', expected one of them\n\
             found '--compare' with '--bridge', expected one of them",
        ),
        (&["--scenarios", "--scenario", NAME], "found '--scenario' with '--scenarios', expected one of them"),
        (
            &["--scenario", NAME, "--scenario", NAME],
            "'--scenario Downturn with recovery' stands twice, expected each name once",
        ),
        (
            &["--scenario", NAME, "--attribution", "shapley"],
            "found '--attribution', expected '--bridge' or '--charts' with it",
        ),
        (
            &["--scenario", "Base", "--bridge", "row"],
            "found '--scenario Base' with '--bridge', expected scenarios that differ from the forecast itself",
        ),
        (
            &["--sensitivity", "2026", "--by", "product", "--show", "yoy"],
            "found '--by' with '--sensitivity', expected one of them\n\
             found another '--show' with '--sensitivity', expected 'value', 'share' or 'cagr'",
        ),
        (&["--sensitivity", "soon"], "cannot read --sensitivity 'soon', expected a year such as '2026'"),
        (&["--sensitivity", "2030"], "year 2030 is outside the forecast (2019 to 2026)"),
        (
            &["--findings", "text", "--scenario", "Boom"],
            "unknown scenario 'Boom', expected one of 'Base', 'Over-personalization backlash', \
             'Trust and zero-party data: low', 'Trust and zero-party data', 'Trust and zero-party data: high', \
             'Stricter privacy rules in Europe', 'Downturn with recovery', 'Backlash and stricter rules'",
        ),
    ] {
        check_refuses(arguments, 1, expected);
    }
}

#[test]
fn every_scenario_that_fails_is_told_with_its_file() {
    let model = file(
        "impossible.toml",
        "format = 1\nmarket = { name = 'm', unit = 'USD billion', years = [2020, 2021] }\n\
         claims = [{ value = '10.0', year = 2020 }]\naxes.region = { members = ['A', 'B'] }\n\
         [[scenarios]]\nname = 'S'\nsteps = [{ scale = { where = { region = 'A' }, factor = 9, hold = [{}] } }]\n\
         [[scenarios]]\nname = 'T'\nsteps = [{ shift-growth = { points = -300 } }]",
    );
    let place = model.to_str().unwrap();
    let expected = format!(
        "{place}: scenario 'S', step 1 (region 'A' times 9, holding the whole market): region 'A' cannot become 45 in 2021: \
         the rest of the whole market, which is held, is 5 and cannot become -35\n\
         {place}: scenario 'T', step 1 (growth of the whole market by -300 points a year): growth of -300% would make \
         the whole market negative in 2021"
    );
    check_refuses(&[place, "--scenarios"], 1, &expected);
}

#[test]
fn a_sensitivity_comes_in_every_format() {
    let run = |more: &[&str]| {
        let output = forecast(&[&["--sensitivity", "2026", "--where", "region=Europe"], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).to_string()
    };
    let json = Table::from_json(&run(&["--format", "json"])).unwrap();
    let csv = &tables_from_csv(&run(&["--format", "csv"])).unwrap()[0];
    assert_eq!((json.axes(), json.rows()[0].to_string()), (csv.axes(), "Base".to_string()));
    assert_eq!(csv.value(3, 0), json.value(3, 0));
    assert!(run(&[]).contains("share of region 'Europe'"));
    assert!(run(&["--show", "share"]).contains("24."));
    assert!(run(&["--show", "cagr", "--format", "markdown"]).contains("2019–26"));
}

#[test]
fn a_faulty_model_prints_all_its_faults_and_nothing_else() {
    let claims = "claims = [{ value = '8.1', year = 2030 }, { share = '5%', year = 2019, source = 'x' }]";
    let market = "market = { name = 'M', unit = 'USD billion', years = [2019, 2026] }";
    let path = file("faulty.toml", &format!("format = 1\n{market}\n{claims}\n"));
    let name = path.display();
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("market-outlook-{}-charts", std::process::id()));
    let arguments = [path.to_str().unwrap(), "--charts", folder.to_str().unwrap()];
    check_refuses(
        &arguments,
        1,
        &format!(
            "{name}: line 3, column 35: claim 1 (value in 2030, '8.1'): \
             year 2030 is outside the forecast (2019 to 2026)\n  |\n3 | {claims}\n  | {:34}^^^^\n\
             {name}: line 3, column 81: claim 2 (share in 2019, '5%'): \
             unknown source 'x', expected none, for there are none\n  |\n3 | {claims}\n  | {:80}^^^",
            "", ""
        ),
    );
    assert!(!folder.exists());
    let path = file("faulty.json", "{\"format\": 1,\n\"claims\": 3}");
    check_refuses(
        &[path.to_str().unwrap()],
        1,
        &format!("{}: line 2, column 11, claims: found 3, expected a list", path.display()),
    );
    check_refuses(&["nowhere.toml"], 1, "cannot read 'nowhere.toml': No such file or directory (os error 2)");
}

#[test]
fn a_conflict_is_a_finding_and_with_strict_an_error() {
    let text = "format = 1\nmarket = { name = 'M', unit = 'USD billion', years = [2019, 2026] }\n\
                claims = [{ value = '8.1', year = 2019 }, { value = '11.6', year = 2026 }, \
                { growth = '9.9%', years = [2019, 2026] }]\n";
    let path = file("conflict.toml", text);
    let path = path.to_str().unwrap();
    let output = forecast(&[path]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!output.stdout.is_empty());
    let strict = forecast(&[path, "--strict"]);
    assert_eq!(strict.status.code(), Some(2));
    assert!(strict.stdout.is_empty());
    assert!(self::text(&strict.stderr).starts_with("the claims cannot all hold: "));
}

/// A folder of this test alone, with what the runner wrote to it.
fn folder_for(name: &str) -> PathBuf {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("market-outlook-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it is read").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(feature = "charts")]
#[test]
fn charts_are_written_all_or_none() {
    let folder = folder_for("blocked");
    let path = folder.to_str().expect("the path is text");
    std::fs::create_dir_all(folder.join("by-industry.png")).expect("the temporary folder takes folders");
    let message = format!("cannot write '{}': it is a folder", folder.join("by-industry.png").display());
    check_refuses(&["--charts", path], 1, &message);
    assert_eq!(names(&folder), ["by-industry.png"]);
    std::fs::remove_dir(folder.join("by-industry.png")).expect("it is empty");
    let output = forecast(&["--charts", path]);
    assert!(text(&output.stderr).contains("by-region.svg\n"));
    assert_eq!(names(&folder).len(), 8);
    check_refuses(&["--charts", ""], 1, "cannot read --charts '', expected the name of a folder");
}

#[cfg(feature = "charts")]
#[test]
fn every_axis_has_files_of_its_own() {
    let market = "format = 1\nmarket = { name = 'M', unit = 'USD billion', years = [2019, 2026] }\n\
                  claims = [{ value = '8.1', year = 2019 }]\n";
    let axes = ["end use", "end-use", "End/Use", "end use 2"]
        .map(|axis| format!("axes.'{axis}'.members = ['a', 'b']\n"));
    let model = file("alike.toml", &format!("{market}{}", axes.concat()));
    let folder = folder_for("alike");
    let output = forecast(&[model.to_str().unwrap(), "--charts", folder.to_str().unwrap()]);
    assert!(text(&output.stderr).contains("by-end-use-2.svg (axis 'end-use')\n"), "{}", text(&output.stderr));
    let svgs: Vec<String> = names(&folder).into_iter().filter(|name| name.ends_with("svg")).collect();
    assert_eq!(svgs, ["by-End-Use-3.svg", "by-end-use-2-2.svg", "by-end-use-2.svg", "by-end-use.svg"]);

    let folder = folder_for("alone");
    let model = file("alone.toml", market);
    forecast(&[model.to_str().unwrap(), "--charts", folder.to_str().unwrap()]);
    assert_eq!(names(&folder), ["total.png", "total.svg"]);
}

#[cfg(feature = "charts")]
#[test]
fn scenarios_have_bridges_and_lines() {
    let folder = folder_for("scenarios");
    let drawn = |more: &[&str]| {
        let _ = std::fs::remove_dir_all(&folder);
        let output =
            forecast(&[more, &["--where", "region=Europe", "--charts", folder.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let svgs = names(&folder).into_iter().filter(|name| name.ends_with("svg"));
        svgs.map(|name| name.trim_end_matches(".svg").to_string()).collect::<Vec<_>>()
    };
    let axes = ["by-industry", "by-product", "by-region", "by-segment"];
    let one = drawn(&["--scenario", "Downturn with recovery"]);
    assert_eq!(one, [&["bridge-Downturn-with-recovery"], &axes[..]].concat());
    let picture = std::fs::read_to_string(folder.join("by-product.svg")).unwrap();
    assert!(
        picture.contains("scenario &apos;Downturn with recovery&apos;")
            || picture.contains("scenario 'Downturn with recovery'")
    );
    let hangs_on = drawn(&["--sensitivity", "2026"]);
    assert_eq!(hangs_on, [&axes[..], &["sensitivity"]].concat());
    let several = drawn(&["--scenarios"]);
    assert_eq!(several.len(), 4 + 7 + 1);
    assert!(
        several.contains(&"scenarios".to_string())
            && several.contains(&"bridge-Trust-and-zero-party-data--low".to_string())
    );
}

#[cfg(feature = "charts")]
#[test]
fn a_fault_is_told_in_words() {
    let file = file("no-folder", "");
    let output = program("personalization").arg(&file).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(!text(&output.stderr).contains("Error:"), "{}", text(&output.stderr));
}

#[test]
fn the_audit_has_help_and_one_file() {
    let audit = |arguments: &[&str]| program("audit").args(arguments).output().expect("it runs");
    assert!(text(&audit(&["--help"]).stdout).contains("audit [FILE]"));
    for (arguments, expected) in [
        (&["a.csv", "b.csv"][..], "found a second file 'b.csv', expected one\n"),
        (&["--fun"], "unknown option '--fun', expected a file or '--help'\n"),
    ] {
        let output = audit(arguments);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), expected));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    for name in ["forecast", "quickstart", "personalization", "embed", "audit", "triangulate"] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("market-outlook-{}-closed", std::process::id()));
        let mut command = program(name);
        if name == "personalization" {
            command.arg(&folder);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
    }
}
