//! Model files: what reads, what is refused, and in which words.
#![cfg(all(feature = "toml", feature = "json"))]

use market_outlook::{ErrorKind, Market, Spec};

const SAMPLE: &str = include_str!("data/model-file-sample.toml");

/// A sound model that faults are added to; its last line is line 16.
const SOUND: &str = "\
format = 1
[market]
name = 'A market'
unit = 'USD billion'
years = [2019, 2026]
[sources.dash]
publisher = 'Dash Research'
[axes.region]
members = ['Europe', 'Asia Pacific']
groups = { EMEA = ['Europe'] }
[axes.product]
members = ['Software', 'Services']
[[claims]]
value = '8.1'
year = 2019
source = 'dash'
";

/// The faults of a model, those of meaning without the lines where they stand.
fn faults(text: &str) -> Vec<String> {
    match Market::from_toml(text) {
        Ok(_) => panic!("reads without a fault:\n{text}"),
        Err(error) => error
            .faults()
            .map(|fault| match fault.kind() {
                ErrorKind::InText { fault, .. } => fault.to_string(),
                _ => fault.to_string(),
            })
            .collect(),
    }
}

fn faults_with_lines(text: &str) -> Vec<String> {
    match Market::from_toml(text) {
        Ok(_) => panic!("reads without a fault:\n{text}"),
        Err(error) => error.faults().map(ToString::to_string).collect(),
    }
}

/// The sound model with something added.
#[track_caller]
fn check(added: &str, expected: &[&str]) {
    assert_eq!(faults(&format!("{SOUND}{added}")), expected, "{added}");
}

/// The sound model with one line in place of another.
#[track_caller]
fn check_instead(of: &str, line: &str, expected: &[&str]) {
    assert!(SOUND.contains(of));
    assert_eq!(faults(&SOUND.replace(of, line)), expected, "{line}");
}

/// The first line of a fault of shape; the others show the line of the file.
#[track_caller]
fn check_shape(added: &str, expected: &str) {
    let found = faults(&format!("{SOUND}{added}"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].lines().next(), Some(expected), "{added}");
}

#[test]
fn the_sample_reads_and_comes_back_the_same() {
    let spec = Spec::from_toml(SAMPLE).unwrap();
    assert_eq!(Spec::from_toml(&spec.to_toml().unwrap()).unwrap(), spec);
    assert_eq!(Spec::from_json(&spec.to_json().unwrap()).unwrap(), spec);
    let market = Market::try_from(spec.clone()).unwrap();
    assert_eq!(market.axes().cells(), 5 * 2 * 2);
    assert_eq!((market.claims().len(), market.assumptions().len()), (5, 5));
    assert_eq!(market.claims()[3].to_string(), "share in 2019 of region 'North America': 43% (Example)");
    assert_eq!(Market::from_json(&spec.to_json().unwrap()).unwrap(), market);
}

#[test]
fn members_keep_the_order_of_the_file() {
    let spec = Spec::from_toml(SAMPLE).unwrap();
    assert_eq!(spec.axes.names().collect::<Vec<_>>(), ["region", "segment", "product"]);
    let shares = spec.assumptions.shares.get("region").unwrap();
    assert_eq!(shares.names().last(), Some("Middle East & Africa"));
}

#[test]
fn unknown_names_come_with_their_choices() {
    check(
        "[[claims]]\nvalue = '1'\nyear = 2020\nwhere = { regoin = 'Europe' }",
        &[
            "claim 2 (value in 2020 of regoin 'Europe', '1'): unknown axis 'regoin', expected one of 'region', 'product'",
        ],
    );
    check(
        "[[claims]]\nvalue = '1'\nyear = 2020\nwhere = { region = 'APAC' }",
        &["claim 2 (value in 2020 of region 'APAC', '1'): \
           unknown region 'APAC', expected one of 'Europe', 'Asia Pacific', 'EMEA'"],
    );
    check(
        "[[claims]]\nvalue = '1'\nyear = 2020\nsource = 'dahs'",
        &["claim 2 (value in 2020, '1'): unknown source 'dahs', expected 'dash'"],
    );
    check(
        "[[claims]]\nvalue = '1'\nyear = 2040",
        &["claim 2 (value in 2040, '1'): year 2040 is outside the forecast (2019 to 2026)"],
    );
    check(
        "[[assumptions.growth]]\nwhere = { region = 'APAC' }\npoints = 1",
        &["growth of region 'APAC': unknown region 'APAC', expected one of 'Europe', 'Asia Pacific', 'EMEA'"],
    );
    check(
        "[[assumptions.mix]]\nwhere = { region = 'APAC' }\nweight = 1",
        &[
            "mix weight of region 'APAC': unknown region 'APAC', expected one of 'Europe', 'Asia Pacific', 'EMEA'",
        ],
    );
    check_instead(
        "{ EMEA = ['Europe'] }",
        "{ EMEA = ['Europe', 'Africa'] }",
        &["group 'EMEA': unknown region 'Africa', expected one of 'Europe', 'Asia Pacific', 'EMEA'"],
    );
}

#[test]
fn units_and_years_that_cannot_be() {
    check_instead(
        "'USD billion'",
        "'USD bilion'",
        &["cannot read 'USD bilion' as a unit: 'bilion' looks like 'billion' misspelled, expected what \
           is counted, then optionally 'thousand', 'million', 'billion' or 'trillion', such as 'USD billion'"],
    );
    check_instead(
        "[2019, 2026]",
        "[2026, 2019]",
        &["years run backwards (2026 to 2019), expected the first year first"],
    );
    check_instead("[2019, 2026]", "[2019, 3019]", &["years of the horizon: 1001, expected at most 500"]);
    check_instead(
        "[2019, 2026]",
        "[2019, 2026]\nbase = 2030",
        &["base: year 2030 is outside the forecast (2019 to 2026)"],
    );
    check(
        "[[claims]]\ngrowth = '5%'\nyears = [2026, 2019]",
        &[
            "claim 2 (growth 2026 to 2019, '5%'): years run backwards (2026 to 2019), expected the first year first",
        ],
    );
    check(
        "[[claims]]\nchange = '5'\nyears = [2020, 2020]",
        &["claim 2 (change 2020 to 2020, '5'): \
           growth from 2020 to 2020 spans no period, expected at least one year between"],
    );
}

#[test]
fn a_million_cells_are_too_many() {
    let members: Vec<String> = (0..1000).map(|i| format!("'m{i}'")).collect();
    let axis = |name: &str| format!("[axes.{name}]\nmembers = [{}]\n", members.join(", "));
    let expected = [
        "cells, the product of all members: 4000000, expected at most 500000",
        "numbers, cells times years: 32000000, expected at most 20000000",
    ];
    check(&(axis("a") + &axis("b")), &expected);
}

#[test]
fn axes_that_cannot_be() {
    check_instead(
        "['Software', 'Services']",
        "['Software', 'Software']",
        &["product 'Software' stands twice, expected each name once"],
    );
    check_instead(
        "['Software', 'Services']",
        "[]",
        &["axis 'product' is empty, expected at least one member"],
    );
    check_instead(
        "{ EMEA = ['Europe'] }",
        "{ EMEA = ['World'], World = ['EMEA', 'Asia Pacific'] }",
        &["region groups contain each other: EMEA > World > EMEA"],
    );
}

#[test]
fn claims_have_one_form() {
    check(
        "[[claims]]\nyear = 2020",
        &["claim 2: found none of 'value', 'share', 'growth' and 'change', \
           expected exactly one of 'value', 'share', 'growth' and 'change'"],
    );
    check(
        "[[claims]]\nvalue = '1'\nshare = '5%'\nyear = 2020",
        &[
            "claim 2: found 'value' and 'share', expected exactly one of 'value', 'share', 'growth' and 'change'",
        ],
    );
    check(
        "[[claims]]\nvalue = '1'\nyears = [2019, 2020]",
        &["claim 2: found 'years' with 'value', expected 'year', such as 2019"],
    );
    check(
        "[[claims]]\ngrowth = '5%'\nyear = 2020",
        &["claim 2: found 'year' with 'growth', expected 'years', such as [2019, 2026]"],
    );
    check(
        "[[claims]]\nvalue = '1'\nyear = 2020\nof = { region = 'Europe' }",
        &["claim 2 (value in 2020, '1'): found a value out of region 'Europe', \
           expected only a share to be out of something"],
    );
    check(
        "[[claims]]\nvalue = 8.2\nyear = 2020",
        &["claim 2: found the bare number 8.2, \
           expected a text with the digits as printed such as '8.2', or a 'tolerance' too"],
    );
    check(
        "[[claims]]\ngrowth = '5'\nyears = [2019, 2020]",
        &["claim 2 (growth 2019 to 2020, '5'): cannot read '5' as a printed number: \
           a share or growth needs its percent sign, expected a text such as '5.2%'"],
    );
}

#[test]
fn claims_that_cannot_be() {
    check(
        "[[claims]]\nvalue = -1\ntolerance = 0\nyear = 2020",
        &["claim 2 (value in 2020, '-1'): the value is -1, expected 0 or more"],
    );
    check(
        "[[claims]]\nvalue = nan\ntolerance = 0\nyear = 2020",
        &["claim 2 (value in 2020): the value is NaN, expected a finite number"],
    );
    check(
        "[[claims]]\nvalue = '1'\ntolerance = -1\nyear = 2020",
        &["claim 2 (value in 2020, '1'): the tolerance is -1, expected a finite number, 0 or more"],
    );
    check(
        "[[claims]]\nvalue = 1\ntolerance = 0\nyear = 2020\n[[claims]]\nvalue = 2\ntolerance = 0\nyear = 2020",
        &[
            "claim 2 (value in 2020, '1') and claim 3 (value in 2020, '2') are both exact and cannot both hold",
        ],
    );
    check(
        "[[claims]]\nvalue = '1'\nyear = 2020\nwhere = { region = 'Europe' }\n\
         [[assumptions.mix]]\nwhere = { region = 'Europe' }\nweight = 0",
        &[
            "claim 2 (value in 2020 of region 'Europe', '1'): region 'Europe' is an empty slice of the market: \
           every cell in it has a share or mix weight of 0, expected one above 0",
        ],
    );
}

#[test]
fn shares_that_cannot_be() {
    check(
        "[assumptions.shares]\nregion = { 'Europe' = 0.53, 'Asia Pacific' = 0.5 }",
        &["region shares sum to 1.03, expected 1 within 0.01"],
    );
    check(
        "[assumptions.shares]\nregion = { 'Asia Pacific' = 100 }",
        &["region shares miss 'Europe', expected one for each member"],
    );
    check(
        "[assumptions.shares]\nregion = { 'Europe' = -1, 'Asia Pacific' = inf }",
        &[
            "the share of region 'Europe' is -1, expected a finite number, 0 or more",
            "the share of region 'Asia Pacific' is inf, expected a finite number, 0 or more",
        ],
    );
    check(
        "[assumptions.shares]\nregion = { 'Europe' = 30, 'Asia Pacific' = 40, 'EMEA' = 30 }",
        &["shares of region: unknown region 'EMEA', expected one of 'Europe', 'Asia Pacific'"],
    );
    check(
        "[assumptions.shares]\nregoin = { 'Europe' = 30, 'Asia Pacific' = 70 }",
        &["shares of regoin: unknown axis 'regoin', expected one of 'region', 'product'"],
    );
}

#[test]
fn firmness_that_cannot_be() {
    let shares = "[assumptions.shares]\nregion = { 'Europe' = 40, 'Asia Pacific' = 60 }\n";
    let check = |added: &str, expected: &[&str]| check(&format!("{shares}{added}"), expected);
    check(
        "[assumptions.sd]\nproduct = '10%'\nregoin = 'printed'",
        &[
            "sd of shares: unknown axis with stated shares 'product', expected 'region'",
            "sd of shares: unknown axis with stated shares 'regoin', expected 'region'",
        ],
    );
    check(
        "[assumptions.sd]\nregion = '0%'",
        &["the sd of region shares in percent is 0, expected 0.0001 to 1000"],
    );
    check(
        "[assumptions.sd]\nregion = '10'\n[assumptions.widths]\nlevel = '1001%'\ndrift = '10'",
        &[
            "sd of region shares: found '10', expected a percentage of each share such as '10%', or 'printed'",
            "width of drift: cannot read '10' as a printed number: \
             a rate needs its percent sign, expected a text such as '5.2%'",
            "the width of level in percent is 1001, expected 0.0001 to 1000",
        ],
    );
    // What is wrong with shares is told once.
    self::check(
        "[assumptions.shares]\nregoin = { 'Europe' = 40 }\n[assumptions.sd]\nregoin = '10%'",
        &["shares of regoin: unknown axis 'regoin', expected one of 'region', 'product'"],
    );
    self::check(
        "[assumptions]\nsd.region = '5%'",
        &["sd of shares: unknown axis with stated shares 'region', expected none, for there are none"],
    );
}

#[test]
fn growth_and_mix_that_cannot_be() {
    check(
        "[[assumptions.growth]]\nnote = 'why'",
        &[
            "growth of the whole market: found neither 'curve' nor 'points', expected exactly one of 'curve' and 'points'",
        ],
    );
    check(
        "[[assumptions.growth]]\npoints = 1\ncurve = { linear = { rate = '5%' } }",
        &[
            "growth of the whole market: found 'curve' and 'points', expected exactly one of 'curve' and 'points'",
        ],
    );
    check(
        "[[assumptions.growth]]\ncurve = { linear = { rate = '5%' }, compound = { rate = '5%' } }",
        &["growth of the whole market: found 'compound' and 'linear', \
           expected exactly one of 'compound', 'linear', 'stepwise'"],
    );
    check(
        "[[assumptions.growth]]\ncurve = { compound = { rate = '5' } }",
        &["growth of the whole market: cannot read '5' as a printed number: \
           a rate needs its percent sign, expected a text such as '5.2%'"],
    );
    check(
        "[[assumptions.growth]]\ncurve = { stepwise = { soon = '5%', 2020 = '-100%' } }",
        &["growth of the whole market: found 'soon', expected a year such as 2020 in front of each rate"],
    );
    check(
        "[[assumptions.growth]]\nwhere = { region = 'Europe' }\npoints = -104",
        &["growth of -104% would make region 'Europe' negative in 2020"],
    );
    check(
        "[[assumptions.mix]]\nwhere = { region = 'Europe' }\nweight = nan",
        &["mix weight of region 'Europe': the weight is NaN, expected a finite number, 0 or more"],
    );
}

#[test]
fn all_faults_of_meaning_are_told_at_once() {
    let text = "\
format = 1
market = { name = '', unit = 'billion', years = [2026, 2019], drift = -1 }
axes.region = { members = ['A', 'A'], groups = { G = ['B'] } }
claims = [
  { value = '$8.1B', year = 2030, source = 'x' },
  { year = 2019, where = { region = 'C' } },
  { value = 3, year = 2020, tolerance = 0, where = { region = 'A' } },
  { value = 4, year = 2020, tolerance = 0, where = { region = 'A' } },
]
assumptions.shares = { region = { A = 40, Q = 60 }, product = { Software = 1 } }
assumptions.growth = [{ points = nan }, { where = { sector = 'S' } }]
";
    let found = faults(text);
    for expected in [
        "nothing is counted",
        "years run backwards (2026 to 2019)",
        "the name of the market is empty",
        "drift is -1",
        "region 'A' stands twice",
        "unknown region 'B'",
        "claim 1 (value in 2030, '$8.1B'): unknown source 'x'",
        "claim 1 (value in 2030, '$8.1B'): year 2030 is outside",
        "claim 2: found none of",
        "claim 2: unknown region 'C'",
        "claim 3 (value in 2020 of region 'A', '3') and claim 4",
        "unknown region 'Q'",
        "unknown axis 'product'",
        "points above the market is NaN",
        "growth of sector 'S': found neither 'curve' nor 'points'",
        "growth of sector 'S': unknown axis 'sector'",
    ] {
        assert_eq!(
            found.iter().filter(|fault| fault.contains(expected)).count(),
            1,
            "{expected} in {found:#?}"
        );
    }
    assert_eq!(found.len(), 16, "{found:#?}");
}

#[test]
fn faults_of_shape_underline_the_text() {
    assert_eq!(
        faults(&format!("{SOUND}[[claims]]\nvalue = '1'\nyeer = 2020\n")),
        [
            "line 19, column 1, claims[1].yeer: unknown key 'yeer', expected one of 'value', 'share', 'growth', \
          'change', 'year', 'years', 'where', 'of', 'source', 'tolerance', 'compare', 'note'\n   \
          |\n19 | yeer = 2020\n   | ^^^^"
        ]
    );
}

#[test]
fn faults_of_meaning_underline_the_text() {
    for (added, expected) in [
        (
            "[[claims]]\nvalue = '1'\nyear = 2020\nwhere = { region = 'APAC' }",
            "line 20, column 20: claim 2 (value in 2020 of region 'APAC', '1'): unknown region 'APAC', expected one of 'Europe', 'Asia Pacific', 'EMEA'\n   |\n20 | where = { region = 'APAC' }\n   |                    ^^^^^^",
        ),
        (
            "[[claims]]\nvalue = '1'\nyear = 2020\nwhere = { regoin = 'Europe' }",
            "line 20, column 11: claim 2 (value in 2020 of regoin 'Europe', '1'): unknown axis 'regoin', expected one of 'region', 'product'\n   |\n20 | where = { regoin = 'Europe' }\n   |           ^^^^^^",
        ),
        (
            "[[claims]]\nyear = 2020",
            "line 17, column 1: claim 2: found none of 'value', 'share', 'growth' and 'change', expected exactly one of 'value', 'share', 'growth' and 'change'\n   |\n17 | [[claims]]\n   | ^^^^^^^^^^",
        ),
        (
            "[[claims]]\nvalue = '1'\nyear = 2030",
            "line 19, column 8: claim 2 (value in 2030, '1'): year 2030 is outside the forecast (2019 to 2026)\n   |\n19 | year = 2030\n   |        ^^^^",
        ),
        (
            "[assumptions.shares]\nregion = { Europe = -1, 'Asia Pacific' = 101 }",
            "line 18, column 21: the share of region 'Europe' is -1, expected a finite number, 0 or more\n   |\n18 | region = { Europe = -1, 'Asia Pacific' = 101 }\n   |                     ^^",
        ),
        (
            "[assumptions.shares]\nregion = { Europe = 1, 'Asia Pacific' = 101 }",
            "line 18, column 10: region shares sum to 102, expected 100 within 1\n   |\n18 | region = { Europe = 1, 'Asia Pacific' = 101 }\n   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        ),
        (
            "[[assumptions.growth]]\npoints = 1\n[[assumptions.growth]]\ncurve = { linear = { rate = 'five' } }",
            "line 20, column 29: growth of the whole market: cannot read 'five' as a printed number: ",
        ),
        (
            "[[assumptions.mix]]\nweight = -1",
            "line 18, column 10: mix weight of the whole market: the weight is -1, expected a finite number, 0 or more\n   |\n18 | weight = -1\n   |          ^^",
        ),
        (
            "[axes.channel]\nmembers = ['Direct', 'Direct']",
            "line 18, column 22: channel 'Direct' stands twice, expected each name once\n   |\n18 | members = ['Direct', 'Direct']\n   |                      ^^^^^^^^",
        ),
        (
            "[axes.channel]\nmembers = ['Direct']\ngroups = { All = ['Shop'] }",
            "line 19, column 19: group 'All': unknown channel 'Shop', expected one of 'Direct', 'All'\n   |\n19 | groups = { All = ['Shop'] }\n   |                   ^^^^^^",
        ),
    ] {
        let found = faults_with_lines(&format!("{SOUND}{added}"));
        assert!(found[0].starts_with(expected), "{added}: {found:#?}");
    }
}

/// What is added to the sound model, where its fault stands in TOML, and the path of the same fault in JSON.
const FAULTS_OF_MEANING: &[(&str, &str, &str)] = &[
    ("[axes.a]\nmembers = []", "18:11", "axes.a.members"),
    ("[axes.a]\nmembers = ['x', '']", "18:17", "axes.a.members[1]"),
    ("[axes.a]\nmembers = ['x', 'y', 'x']", "18:22", "axes.a.members[2]"),
    ("[axes.a]\nmembers = ['x']\ngroups = { G = [] }", "19:16", "axes.a.groups.G"),
    ("[axes.a]\nmembers = ['x']\ngroups = { G = ['x', 'y'] }", "19:22", "axes.a.groups.G[1]"),
    ("[axes.a]\nmembers = ['x']\ngroups = { G = ['G'] }", "19:10", "axes.a.groups"),
    ("[axes.'']\nmembers = ['x']", "17:7", "axes.''"),
    ("[[claims]]\nvalue = '-1'\nyear = 2020", "18:9", "claims[1].value"),
    ("[[claims]]\nvalue = '1 EUR'\nyear = 2020", "18:9", "claims[1].value"),
    ("[[claims]]\nvalue = '8,1'\nyear = 2020", "18:9", "claims[1].value"),
    ("[[claims]]\nshare = '120%'\nyear = 2020", "18:9", "claims[1].share"),
    ("[[claims]]\nvalue = 1\nyear = 2020", "18:9", "claims[1].value"),
    ("[[claims]]\nvalue = '1'\nyear = 2020\ntolerance = -1", "20:13", "claims[1].tolerance"),
    ("[[claims]]\nvalue = '1'\nyear = 2020\ntolerance = '-5%'", "20:13", "claims[1].tolerance"),
    ("[[claims]]\ngrowth = '5%'\nyears = [2026, 2019]", "19:9", "claims[1].years"),
    ("[[claims]]\ngrowth = '5%'\nyears = [2019, 2040]", "19:16", "claims[1].years[1]"),
    ("[[claims]]\nvalue = '1'\nshare = '5%'\nyear = 2020", "19:1", "claims[1].share"),
    ("[[claims]]\nvalue = '1'\nyears = [2019, 2020]", "19:1", "claims[1].years"),
    ("[[claims]]\nyears = [2019, 2020]\nshare = '1%'\nof = { region = 'E' }", "18:1", "claims[1].years"),
    ("[[claims]]\nvalue = '1'\nyear = 2020\nof = { region = 'EMEA' }", "20:1", "claims[1].of"),
    ("[[claims]]\nshare = '1%'\nyear = 2020\nof = { region = 'E' }", "20:17", "claims[1].of.region"),
    ("[[claims]]\nvalue = '1'\nyear = 2020\nsource = 'x'", "20:10", "claims[1].source"),
    ("[assumptions.shares]\nregion = { Europe = 1, Asia = 1 }", "18:24", "assumptions.shares.region.Asia"),
    ("[assumptions.shares]\nregoin = { Europe = 1 }", "18:1", "assumptions.shares.regoin"),
    ("[assumptions.shares]\nproduct = { Software = 1, Services = 1 }", "18:11", "assumptions.shares.product"),
    ("[assumptions]\nsd.region = '5%'", "18:4", "assumptions.sd.region"),
    ("[assumptions]\nsd.region = 'x'", "18:13", "assumptions.sd.region"),
    (
        "[assumptions]\nsd.product = '-1%'\nshares.product = { Software = 0.4, Services = 0.6 }",
        "18:14",
        "assumptions.sd.product",
    ),
    ("[assumptions.widths]\ndrift = '2000%'", "18:9", "assumptions.widths.drift"),
    ("[assumptions.widths]\nlevel = 'x%'", "18:9", "assumptions.widths.level"),
    (
        "[[assumptions.mix]]\nweight = 1\n[[assumptions.mix]]\nweight = -1",
        "20:10",
        "assumptions.mix[1].weight",
    ),
    ("[[assumptions.mix]]\nweight = 0", "18:10", "assumptions.mix[0].weight"),
    (
        "[[assumptions.mix]]\nwhere = { product = 'X' }\nweight = 1",
        "18:21",
        "assumptions.mix[0].where.product",
    ),
    ("[[assumptions.growth]]\npoints = -200", "18:10", "assumptions.growth[0].points"),
    (
        "[[assumptions.growth]]\npoints = 1\n[[assumptions.growth]]\ncurve.linear.rate = '-50%'",
        "20:21",
        "assumptions.growth[1].curve.linear.rate",
    ),
    (
        "[[assumptions.growth]]\ncurve.compound.rate = '-100%'",
        "18:23",
        "assumptions.growth[0].curve.compound.rate",
    ),
    (
        "[[assumptions.growth]]\ncurve.stepwise = { 2020 = '5%', 2050 = '3%' }",
        "18:33",
        "assumptions.growth[0].curve.stepwise.2050",
    ),
    (
        "[[assumptions.growth]]\ncurve.stepwise = { 2020 = '5' }",
        "18:27",
        "assumptions.growth[0].curve.stepwise.2020",
    ),
];

/// The faults of a model in JSON, as the path of each and the rest of its message.
fn in_json(text: &str) -> Vec<(String, String)> {
    let spec = Spec::from_toml(text).expect("a fault of meaning is none of shape");
    let json = spec.to_json().expect("what was read can be written");
    let error = Market::from_json(&json).expect_err("a fault in TOML is one in JSON");
    let each = error.faults().map(|fault| match fault.kind() {
        ErrorKind::InModel { path, fault, .. } => (path.clone(), fault.to_string()),
        kind => panic!("no path: {kind}"),
    });
    each.collect()
}

#[test]
fn every_fault_of_meaning_has_a_line_and_a_path() {
    let sound = |of: &str, line: &str| (SOUND.replace(of, line), String::new());
    let many: Vec<String> = (0..750).map(|i| format!("'m{i}'")).collect();
    let many = format!("[axes.a]\nmembers = [{0}]\n[axes.b]\nmembers = [{0}]", many.join(", "));
    let instead = [
        (sound("'A market'", "''"), "3:8", "market.name"),
        (sound("'USD billion'", "'USD bilion'"), "4:8", "market.unit"),
        (sound("[2019, 2026]", "[2019, 3019]"), "5:9", "market.years"),
        (sound("2026]", "2026]\nbase = 2030"), "6:8", "market.base"),
        (sound("2026]", "2026]\ndrift = -1"), "6:9", "market.drift"),
        (sound("'8.1'", "'0'"), "13:1", "claims"),
        ((SOUND.into(), many), "8:2", "axes"),
    ];
    let added = FAULTS_OF_MEANING
        .iter()
        .map(|(text, at, path)| ((SOUND.to_string(), (*text).to_string()), *at, *path));
    for ((sound, added), at, path) in instead.into_iter().chain(added) {
        let text = sound + &added;
        let error = Market::from_toml(&text).unwrap_err();
        let found = error.faults().next().unwrap();
        let ErrorKind::InText { line, column, fault, .. } = found.kind() else {
            panic!("{text}: no line: {found}")
        };
        assert_eq!(
            (format!("{line}:{column}").as_str(), &in_json(&text)[0].0),
            (at, &path.to_string()),
            "{added}"
        );
        assert_eq!(in_json(&text)[0].1, fault.to_string());
        assert!(error.faults().all(|fault| matches!(fault.kind(), ErrorKind::InText { .. })), "{error}");
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_model() {
    let json = Spec::from_toml(SOUND).unwrap().to_json().unwrap();
    assert_eq!(Market::from_json(&format!("\u{feff}{json}")), Market::from_json(&json));
    assert_eq!(Market::from_toml(&format!("\u{feff}{SOUND}")), Market::from_toml(SOUND));
}

#[test]
fn numbers_that_cannot_be_are_told_as_they_were_stated() {
    for (added, expected) in [
        (
            "[[claims]]\nvalue = '1'\nyear = 2020\ntolerance = '-1%'",
            "the tolerance in percent is -1, expected",
        ),
        ("[[claims]]\nvalue = -1e300\nyear = 2020\ntolerance = 0", "the value is -1e300, expected"),
        (
            "[[assumptions.growth]]\ncurve.linear.rate = '-50%'",
            "growth by -50% of the base year's size every year would leave nothing of the whole market in 2021",
        ),
        (
            "[[assumptions.growth]]\ncurve.linear.rate = '-40%'",
            "growth by -40% of the base year's size every year would make the whole market negative in 2022",
        ),
        (
            "[[assumptions.growth]]\npoints = 1e308\n[[assumptions.growth]]\npoints = 1e308",
            "growth without bounds would make the whole market too large for a number in 2020",
        ),
        (
            "[[assumptions.growth]]\ncurve.stepwise = { 2050 = '3%' }",
            "year 2050 is outside the forecast (2019 to 2026)",
        ),
        (
            "[[assumptions.mix]]\nweight = 1e308\n[[assumptions.mix]]\nweight = 1e308",
            "mix weight of the whole market: together with the others it is too large for a number",
        ),
    ] {
        let found = faults(&format!("{SOUND}{added}"));
        assert!(found.iter().any(|fault| fault.contains(expected)), "{found:?}, expected {expected}");
    }
    let long = SOUND.replace("[2019, 2026]", "[2019, 2418]");
    let found = faults(&format!("{long}[[assumptions.growth]]\ncurve.compound.rate = '1000%'"));
    assert_eq!(found, ["growth of 1000% would make the whole market too large for a number in 2316"]);
    let claimed = faults(&format!("{long}[[claims]]\ngrowth = '1000%'\nyears = [2019, 2020]"));
    assert_eq!(
        claimed,
        ["growth of 1000%, the growth claimed for the whole market over the longest span, \
          would make the whole market too large for a number in 2316"]
    );
}

const FAULTS_OF_SHAPE: &[(&str, &str)] = &[
    ("[scenarios]", "line 17, column 1, scenarios: found a table, expected a list"),
    (
        "[[scenarios]]\nname = 'S'\nsteps = [{ scale = { faktor = 1 } }]",
        "line 19, column 22, scenarios[0].steps[0].scale.faktor: unknown key 'faktor', expected one of 'where', 'factor', \
         'low', 'high', 'year', 'years', 'ramp', 'hold', 'name', 'note', 'source'",
    ),
    (
        "[[scenarios]]\nname = 'S'\nsteps = [{ grow = {} }]",
        "line 19, column 12, scenarios[0].steps[0].grow: unknown key 'grow', expected one of 'scale', 'shift-growth', 'set-growth', \
         'set-value', 'set-share', 'move-share', 'delay', 'advance', 'shock', 'cap', 'floor'",
    ),
    (
        "[[uncertainty.inputs]]",
        "line 17, column 3, uncertainty: 'uncertainty' is not supported yet, expected a model without it",
    ),
    (
        "[[claims]]\nvalue = true",
        "line 18, column 9, claims[1].value: found true, expected the figure as it was printed, such as '8.1', or a number with a tolerance",
    ),
    (
        "[[claims]]\nyear = 2019.5",
        "line 18, column 8, claims[1].year: found 2019.5, expected a year such as 2019",
    ),
    (
        "[[claims]]\nyear = 9223372036854775807",
        "line 18, column 8, claims[1].year: found 9223372036854775807, expected a year such as 2019",
    ),
    (
        "[[claims]]\nyears = [2019]",
        "line 18, column 9, claims[1].years: found a list of 1, expected two years, the first and the last, such as [2019, 2026]",
    ),
    (
        "[[claims]]\ntolerance = 'ten'",
        "line 18, column 13, claims[1].tolerance: found 'ten', expected a number, or a text such as '10%'",
    ),
    (
        "[[claims]]\nwhere = { region = ['Europe'] }",
        "line 18, column 20, claims[1].where.region: found a list, expected a text",
    ),
    ("[[claims]]\nvalue = 1e999", "line 18, column 9, claims[1].value: floating-point number overflowed"),
    (
        "[sources.x]\npublisher = 'x'\naccessed = 2024-05-01",
        "line 19, column 12, sources.x.accessed: found a date without quotes, expected a text",
    ),
    ("[sources.dash]", "line 17, column 10: duplicate key"),
    ("[axes.'a b']\nmembers = 'x'", "line 18, column 11, axes.'a b'.members: found 'x', expected a list"),
    (
        "[assumptions.shares]\nregion = { Europe = '43%' }",
        "line 18, column 21, assumptions.shares.region.Europe: found '43%', expected a number",
    ),
    ("[assumptions.sd]\nregion = 10", "line 18, column 10, assumptions.sd.region: found 10, expected a text"),
    (
        "[assumptions.widths]\nlevel = 15",
        "line 18, column 9, assumptions.widths.level: found 15, expected a text with a percent sign such as '5.2%'",
    ),
    (
        "[assumptions.widths]\nshares = '15%'",
        "line 18, column 1, assumptions.widths.shares: unknown key 'shares', expected 'level' or 'drift'",
    ),
    (
        "[[assumptions.growth]]\ncurve = { expo = { rate = '5%' } }",
        "line 18, column 11, assumptions.growth[0].curve.expo: unknown key 'expo', expected one of 'compound', 'linear', 'stepwise'",
    ),
    (
        "[[assumptions.growth]]\ncurve = { linear = { rate = 5 } }",
        "line 18, column 29, assumptions.growth[0].curve.linear.rate: found 5, expected a text with a percent sign such as '5.2%'",
    ),
    (
        "[[assumptions.growth]]\ncurve = 'linear'",
        "line 18, column 9, assumptions.growth[0].curve: found 'linear', expected a curve such as { compound = { rate = '5.2%' } }",
    ),
    ("[[assumptions.mix]]\nnote = 'ä'", "line 17, column 1, assumptions.mix[0]: missing key 'weight'"),
    ("[[assumptions.mix]", "line 17, column 19: unclosed array table, expected ']'"),
];

#[test]
fn faults_of_shape_have_a_place_and_what_was_expected() {
    for (added, expected) in FAULTS_OF_SHAPE {
        check_shape(added, expected);
    }
}

#[test]
fn json_says_the_same() {
    for (text, expected) in [
        ("", "line 1, column 1: the text ends inside a value"),
        ("{}", "line 1, column 2: missing key 'format'"),
        (
            "[]",
            "line 1, column 2: found a list of 0, expected a model: a table with format, market and claims",
        ),
        (r#"{"format":2}"#, "line 1, column 12, format: the format is 2, expected 1"),
        (r#"{"format":1,"scenarios":7}"#, "line 1, column 25, scenarios: found 7, expected a list"),
        (
            r#"{"format":1,"format":1}"#,
            "line 1, column 20: key 'format' stands twice, expected each key once",
        ),
        (
            r#"{"format":1,"axes":{"a":{"members":["a"]},"a":{"members":["a"]}}}"#,
            "line 1, column 45, axes: 'a' stands twice, expected each name once",
        ),
        (
            "{\"format\":1,\n\"claims\":[{\"value\":\"8.1\",\"yeer\":2019}]}",
            "line 2, column 31, claims[0].yeer: unknown key 'yeer', expected one of 'value', 'share', 'growth', \
             'change', 'year', 'years', 'where', 'of', 'source', 'tolerance', 'compare', 'note'",
        ),
        (
            r#"{"format":1,"market":{"name":"n","unit":"USD","years":[2019,2020]},"claims":[{"value":"8","year":2030}]}"#,
            "claims[0].year: claim 1 (value in 2030, '8'): year 2030 is outside the forecast (2019 to 2020)",
        ),
        (
            r#"{"format":1,"market":{"name":"n","unit":"USD","years":[2019,2020]}}"#,
            "claims: the list of value claims is empty, expected at least one claim with the value of something above 0",
        ),
    ] {
        assert_eq!(Market::from_json(text).unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn the_kind_of_an_error_is_data() {
    let error = Market::from_toml("format = 2").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Syntax { .. }));
    let mut spec = Spec::from_toml(SAMPLE).unwrap();
    spec.format = 2;
    assert_eq!(Market::try_from(spec).unwrap_err().to_string(), "format: the format is 2, expected 1");
}
