//! Ninety-one published headlines, each with the answer that was worked out by hand beside it.

use market_outlook::{Headline, HeadlineCheck, Printed, Scale, Verdict};

struct Row<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Row<'a> {
    fn text(&self, column: &str) -> &'a str {
        self.0.iter().find(|(name, _)| *name == column).expect("the file has this column").1
    }

    fn number(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok()
    }

    fn year(&self, column: &str) -> Option<i32> {
        self.text(column).parse().ok()
    }

    fn value(&self, value: &str, unit: &str) -> Printed {
        let scale = Scale::parse(&self.text(unit)[..1]).expect("every unit in the file has a scale");
        let printed: Printed = self.text(value).parse().expect("a printed number");
        printed.with_scale(scale).expect("bare digits")
    }

    fn headline(&self) -> Headline {
        let year = |column: &str| self.year(column).expect("a year");
        let (start, end) = (self.value("start_value", "start_unit"), self.value("end_value", "end_unit"));
        let headline = Headline::new(start, year("start_year"), end, year("end_year"))
            .cagr(format!("{}%", self.text("cagr_percent")));
        match (self.year("cagr_start_year"), self.year("cagr_end_year")) {
            (Some(from), Some(to)) => headline.cagr_window(from, to),
            _ => headline,
        }
    }
}

fn rows() -> Vec<Row<'static>> {
    let mut lines = include_str!("data/headlines.tsv").lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    lines.map(|line| Row(header.iter().copied().zip(line.split('\t')).collect())).collect()
}

fn checks() -> Vec<(Row<'static>, HeadlineCheck)> {
    rows()
        .into_iter()
        .map(|row| (row.headline().check(), row))
        .map(|(c, row)| (row, c.expect("valid")))
        .collect()
}

/// The verdict and, where a window is stated and matters, whether it fits.
fn expected(diagnosis: &str) -> (Verdict, bool) {
    match diagnosis {
        "consistent" => (Verdict::Consistent, true),
        "consistent with endpoint years, not with the stated CAGR window" => (Verdict::Consistent, false),
        "near miss (intervals <=0.1 pp apart)" => (Verdict::NearMiss, true),
        "irreconcilable" => (Verdict::Irreconcilable, true),
        _ if diagnosis.starts_with("fits only n") => (Verdict::FitsOtherPeriods, true),
        _ if diagnosis.starts_with("explainable by an unprinted") => (Verdict::NeedsUnprintedYear, true),
        _ => panic!("unknown diagnosis '{diagnosis}'"),
    }
}

#[test]
fn verdicts() {
    let checks = checks();
    assert_eq!(checks.len(), 91);
    for (row, check) in checks {
        let (verdict, window_fits) = expected(row.text("diagnosis"));
        assert_eq!(check.verdict(), verdict, "{}", row.text("id"));
        if verdict == Verdict::Consistent {
            assert_eq!(check.stated_window_fits().unwrap_or(true), window_fits, "{}", row.text("id"));
        }
    }
}

#[test]
fn implied_rates_and_gaps() {
    // The file has three decimals.
    const HALF_UNIT: f64 = 0.000_501;
    for (row, check) in checks() {
        for (column, found) in [
            ("implied_cagr_percent", check.implied_cagr()),
            ("implied_lo_percent", check.implied_interval().low),
            ("implied_hi_percent", check.implied_interval().high),
            ("gap_pp", check.gap()),
        ] {
            let stated = row.number(column).expect("a number");
            let difference = found.to_percent() - stated;
            assert!(
                difference.abs() <= HALF_UNIT,
                "{} {column}: {found:.4}, stated {stated}",
                row.text("id")
            );
        }
    }
}

#[test]
fn periods_that_fit() {
    for (row, check) in checks() {
        let offset = |&periods: &u32| match i64::from(periods) - i64::from(check.periods()) {
            0 => "n".to_string(),
            offset => format!("n{offset:+}"),
        };
        let fitting: Vec<String> = check.fitting_periods().iter().map(offset).collect();
        assert_eq!(fitting.join(","), row.text("periods_that_fit"), "{}", row.text("id"));
    }
}

#[test]
fn first_years() {
    // Four significant digits, and growth to one decimal.
    for (row, check) in checks() {
        let stated = row.number("base_plus_1_value").zip(row.number("base_plus_1_growth_percent"));
        assert_eq!(check.first_year().is_some(), stated.is_some(), "{}", row.text("id"));
        if let (Some(first), Some((value, growth))) = (check.first_year(), stated) {
            assert!((first.value / value - 1.0).abs() < 6e-4, "{}: {}", row.text("id"), first.value);
            assert!((first.growth.to_percent() - growth).abs() < 0.0501, "{}", row.text("id"));
        }
    }
}

#[test]
fn what_is_consistent_reconciles_to_numbers_that_print_as_printed() {
    let mut reconciled = 0;
    for (row, check) in checks() {
        let Ok(found) = row.headline().reconcile() else {
            assert_ne!(check.verdict(), Verdict::Consistent, "{}", row.text("id"));
            continue;
        };
        reconciled += 1;
        for (column, found) in [
            ("start_value", found.start),
            ("end_value", found.end),
            ("cagr_percent", found.cagr.to_percent()),
        ] {
            let printed = row.text(column);
            let decimals = printed.split_once('.').map_or(0, |(_, digits)| digits.len());
            assert_eq!(format!("{found:.decimals$}"), printed, "{} {column}", row.text("id"));
        }
    }
    assert_eq!(reconciled, 62 + 3);
}
