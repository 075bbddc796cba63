//! The audit example as a program: what it prints for a table, and what it says about one it cannot read.
#![cfg(feature = "csv")]

#[path = "../examples/audit.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod example;

use example::audit;

const HEADER: &str = "id,start_year,start_value,start_unit,end_year,end_value,end_unit,cagr_percent\n";
const ANSWER: &str = "id,verdict,implied_cagr_percent,implied_lo_percent,implied_hi_percent,periods_that_fit,\
                      gap_points,first_year_value,first_year_growth_percent\n";

#[track_caller]
fn check(rows: &[(&str, &str)]) {
    for (row, expected) in rows {
        assert_eq!(audit(&format!("{HEADER}{row}\n")), Ok(format!("{ANSWER}{expected}\n")));
    }
}

#[test]
fn rows() {
    check(&[
        ("a,2019,8.1,B USD,2026,11.6,B USD,5.2", "a,consistent,5.2645,5.1071,5.4224,n,0.0000,8.5578,5.6522"),
        ("a,2019,$8.1B,,2026,11.6,B US$,5.2%", "a,consistent,5.2645,5.1071,5.4224,n,0.0000,8.5578,5.6522"),
        (
            "a,2026,560,M USD,2032,2.52,B USD,28.5",
            "a,consistent,28.4898,28.4282,28.5514,n,0.0000,719.2583,28.4390",
        ),
        ("a,2019,456.9,B USD,2020,442.5,B USD,-3.2", "a,consistent,-3.1517,-3.1732,-3.1301,n,0.0000,,"),
        (
            "a,2020,\"1,300\",M,2025,3,B,18",
            "a,consistent,18.2049,13.9635,21.9153,n-1;n;n+1,0.0000,1547.3666,19.0282",
        ),
        (
            "a,2022,3.4,B USD,2026,19.9,B USD,43",
            "a,fits-other-periods,55.5405,54.8764,56.2156,n+1,11.3764,6.8053,100.1548",
        ),
        (
            "\"a, b\",2019,100,K jobs,2020,100,K jobs,0",
            "\"a, b\",consistent,0.0000,-0.9950,1.0050,n;n+1;n+2;n+3,0.0000,,",
        ),
    ]);
}

#[test]
fn columns_are_found_by_name_and_others_are_ignored() {
    let tsv = "cagr_percent\tnote\tend_unit\tend_value\tend_year\tstart_unit\tstart_value\tstart_year\tid\tcagr_end_year\tcagr_start_year\n\
               6.6\tsome \"words\"\tB USD\t54.15\t2027\tB USD\t32.46\t2019\tH012\t2027\t2020\n";
    let expected = format!("{ANSWER}H012,consistent,6.6059,6.6026,6.6092,n,0.0000,34.6177,6.6472\n");
    assert_eq!(audit(&format!("\u{FEFF}{tsv}")), Ok(expected.clone()));
    assert_eq!(audit(&tsv.replace('\n', "\r\n")), Ok(expected));
}

#[test]
fn a_table_without_rows_has_no_answers() {
    assert_eq!(audit(HEADER), Ok(ANSWER.to_string()));
}

#[test]
fn every_bad_line_is_reported_and_nothing_printed() {
    let table = format!(
        "{HEADER}a,2019,8.1,B USD,2026,11.6,B USD,5.2\n\
         b,2019,eight,B USD,2026,11.6,B USD,\n\
         c,2019,8.1,B USD,2026,11.6,B EUR,5.2\n\
         d,2026,8.1,B USD,2019,11.6,B USD,5.2\n\
         e,19e,8.1,B USD,2026,8.1-8.3,B USD,5.2\n\
         f,2019,1,530,B USD,2026,11.6,B USD,5.2\n\
         g,2019\n"
    );
    let faults = audit(&table).unwrap_err();
    let lines: Vec<&str> = faults.lines().collect();
    for (line, expected) in [
        "line 3: start_value: cannot read 'eight' as a printed number: no digits",
        "line 3: cagr_percent: cannot read '' as a printed number: it is empty",
        "line 4: end_unit is in EUR, expected USD as in start_unit",
        "line 5: the values: years run backwards (2026 to 2019)",
        "line 6: start_year is '19e', expected a year such as '2019'",
        "line 6: end_value: cannot read '8.1-8.3' as a printed number: a range",
        "line 7: 9 fields, expected 8 as in the header",
        "line 8: end_year is '', expected a year such as '2019'",
        "line 8: start_value: cannot read ''",
        "line 8: end_value: cannot read ''",
        "line 8: cagr_percent: cannot read ''",
    ]
    .iter()
    .enumerate()
    {
        assert!(lines[line].starts_with(expected), "{}, expected {expected}", lines[line]);
    }
    assert_eq!(lines.len(), 11);
}

#[test]
fn missing_columns_are_all_named() {
    let faults = audit("id,start_year,start_value,start_unit,end_value,end_unit\n").unwrap_err();
    assert_eq!(
        faults,
        "line 1: no column 'end_year', expected one of that name\n\
         line 1: no column 'cagr_percent', expected one of that name"
    );
    assert!(audit("").unwrap_err().contains("no column 'id'"));
}
