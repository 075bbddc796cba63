//! Scenarios in model files: what is refused, in which words and at which line.
#![cfg(all(feature = "toml", feature = "json"))]

use market_outlook::{ErrorKind, Model};

/// A sound model; scenarios are added to it from line 9 on.
const SOUND: &str = "\
format = 1
market = { name = 'm', unit = 'USD billion', years = [2020, 2025] }
claims = [{ value = '10.0', year = 2020 }, { value = '12.0', year = 2025 }]
[axes]
region = { members = ['Americas', 'Europe', 'Asia'] }
[[scenarios]]
name = 'A'
steps = [
";

/// The faults of a list of steps, each with its line and what is underlined there.
#[track_caller]
fn check(steps: &[&str], expected: &[(usize, &str, &str)]) {
    let text =
        format!("{SOUND}{}\n]\n", steps.iter().map(|step| format!("{step},")).collect::<Vec<_>>().join("\n"));
    let error = Model::from_toml(&text).expect_err("a faulty model");
    let found: Vec<(usize, String, String)> = error
        .faults()
        .map(|fault| match fault.kind() {
            ErrorKind::InText { line, excerpt, fault, .. } => {
                let mut lines = excerpt.lines().skip(1);
                let (text, carets) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
                let marked = text.chars().zip(carets.chars()).filter(|(_, mark)| *mark == '^');
                (*line, marked.map(|(c, _)| c).collect(), fault.to_string())
            }
            kind => panic!("a fault without its line: {kind:?}"),
        })
        .collect();
    let found: Vec<(usize, &str, &str)> =
        found.iter().map(|(line, marked, said)| (*line, marked.as_str(), said.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_cannot_be_read_hides_no_other_fault_and_makes_none() {
    check(
        &[
            "{ move-share = { to = { region = 'Mars' }, points = 2, year = 2050 } }",
            "{ move-share = { from = { region = 'Asia' }, points = 200 } }",
            "{ set-share = { where = { region = 'Asia' }, share = 0.05, year = 2024, low = '3%', high = '6%' } }",
            "{ scale = { where = { region = 'Asia' }, factor = 1.1, hold = [{}, { region = 'Venus' }] } }",
            "{}",
            "{ shock = { depth = 12, year = 2022 } }",
        ],
        &[
            (
                9,
                "{ to = { region = 'Mars' }, points = 2, year = 2050 }",
                "scenario 'A', step 1: found no 'from', expected the part of the market that it is",
            ),
            (
                10,
                "{ from = { region = 'Asia' }, points = 200 }",
                "scenario 'A', step 2: found no 'to', expected the part of the market that it is",
            ),
            (
                11,
                "0.05",
                "scenario 'A', step 3: found the bare number 0.05, expected a percentage as a text, '5%' or '0.05%'",
            ),
            (
                13,
                "{}",
                "scenario 'A', step 5: found no adjustment, expected exactly one of 'scale', 'shift-growth', 'set-growth', \
                 'set-value', 'set-share', 'move-share', 'delay', 'advance', 'shock', 'cap', 'floor'",
            ),
            (14, "12", "scenario 'A', step 6: found the bare number 12, expected a text such as '12%'"),
            (
                9,
                "'Mars'",
                "scenario 'A', step 1: unknown region 'Mars', expected one of 'Americas', 'Europe', 'Asia'",
            ),
            (9, "2050", "scenario 'A', step 1: year 2050 is outside the forecast (2020 to 2025)"),
            (
                10,
                "200",
                "scenario 'A', step 2: the number of points to move is 200, expected a percentage from 0 to 100",
            ),
            (
                12,
                "'Venus'",
                "scenario 'A', step 4 (region 'Asia' times 1.1, holding the whole market and region 'Venus'): \
                 unknown region 'Venus', expected one of 'Americas', 'Europe', 'Asia'",
            ),
        ],
    );
}

#[test]
fn keys_that_do_not_go_together_are_named() {
    check(
        &[
            "{ scale = { factor = 1.2, half-life = 3 } }",
            "{ scale = { factor = 1.2, year = 2022, years = [2022, 2023] } }",
            "{ scale = { factor = 1.2, low = 1.1 } }",
            "{ scale = { factor = 1.2, low = 1.3, high = 1.4, name = '' } }",
            "{ shock = { depth = '3%', year = 2022, recovers-over = 2, half-life = 1 } }",
            "{ cap = { value = 1 }, floor = { value = 2 } }",
            "{ scale = { factor = 1.2, ramp = 'lineer', source = 'nobody' } }",
        ],
        &[
            (
                9,
                "half-life",
                "scenario 'A', step 1: found 'half-life' with 'scale', expected 'where' and 'factor'",
            ),
            (10, "years", "scenario 'A', step 2: found 'year' and 'years', expected one of them"),
            (11, "1.1", "scenario 'A', step 3: found 'low' without 'high', expected both or neither"),
            (
                13,
                "half-life",
                "scenario 'A', step 5: found 'recovers-over' and 'half-life', expected at most one of them",
            ),
            (
                14,
                "floor",
                "scenario 'A', step 6: found 'cap' and 'floor', expected exactly one of 'scale', 'shift-growth', 'set-growth', \
                 'set-value', 'set-share', 'move-share', 'delay', 'advance', 'shock', 'cap', 'floor'",
            ),
            (
                15,
                "'lineer'",
                "scenario 'A', step 7: unknown ramp 'lineer', expected one of 'step', 'linear', 's-curve'",
            ),
            (
                15,
                "'nobody'",
                "scenario 'A', step 7: unknown source 'nobody', expected none, for there are none",
            ),
            (
                12,
                "''",
                "scenario 'A', step 4 (the whole market times 1.2): the name of the step is empty, expected a name, or none",
            ),
            (
                12,
                "1.3",
                "scenario 'A', step 4 (the whole market times 1.2): the number is 1.2, expected one from low, 1.3, to high, 1.4",
            ),
        ],
    );
}
