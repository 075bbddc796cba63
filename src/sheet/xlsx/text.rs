//! The text of a cell, as the sheet shows it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use calamine::{Data, DataRef, ExcelDateTime, Style};

use super::displayed::{NumberFormat, year_format};

/// Excel counts days from 1900 to the last of 9999; what is beyond it shows as "####".
const LAST_DAY: f64 = 2_958_465.0;

/// The number formats of a workbook, each taken apart once, when a cell asks for it.
pub(super) struct Formats {
    /// For each style of a cell the position of its format; without a style it is the first.
    of_styles: Vec<usize>,
    formats: Vec<Format>,
}

/// A number format: for numbers, and for dates of which it shows the year alone.
struct Format {
    code: String,
    number: OnceCell<NumberFormat>,
    year: OnceCell<Option<NumberFormat>>,
}

impl Format {
    fn new(code: &str) -> Self {
        Self { code: code.into(), number: OnceCell::new(), year: OnceCell::new() }
    }

    fn number(&self, value: f64) -> Result<String, String> {
        if !value.is_finite() {
            return Err(format!("it holds {value}, expected a number"));
        }
        self.number.get_or_init(|| NumberFormat::read(&self.code)).text(value)
    }

    fn year(&self, year: u16) -> Option<String> {
        self.year.get_or_init(|| year_format(&self.code)).as_ref()?.text(year.into()).ok()
    }
}

impl Formats {
    /// The formats in the order in which cells refer to them.
    pub(super) fn of(styles: &[Style]) -> Self {
        let (mut formats, mut known) = (vec![Format::new("General")], BTreeMap::from([("General", 0)]));
        let of_styles = styles.iter().map(|style| {
            let code = style.number_format.as_ref().map_or("General", |format| &format.format_code);
            *known.entry(code).or_insert_with(|| {
                formats.push(Format::new(code));
                formats.len() - 1
            })
        });
        Self { of_styles: of_styles.collect(), formats }
    }

    /// The text of a value under a format, or why it has none.
    pub(super) fn text<'t>(&self, value: &'t DataRef, style: usize) -> Result<Cow<'t, str>, String> {
        let format = &self.formats[self.of_styles.get(style).copied().unwrap_or(0)];
        match value {
            DataRef::Int(value) => format.number(*value as f64).map(Cow::Owned),
            DataRef::Float(value) => format.number(*value).map(Cow::Owned),
            DataRef::DateTime(date) if date.is_datetime() => date_text(date, format).map(Cow::Owned),
            DataRef::DateTimeIso(stated) => Ok(iso_date_text(stated, format).into()),
            DataRef::DateTime(_) | DataRef::DurationIso(_) => {
                Err("it holds a duration, expected a number, a date or a text".into())
            }
            DataRef::Bool(value) => Ok(if *value { "TRUE" } else { "FALSE" }.into()),
            DataRef::SharedString(text) => Ok((*text).into()),
            DataRef::String(text) => Ok(text.into()),
            other => Ok(Data::from(other.clone()).to_string().into()),
        }
    }
}

fn date_text(date: &ExcelDateTime, format: &Format) -> Result<String, String> {
    let days = date.as_f64();
    if !(0.0..LAST_DAY + 1.0).contains(&days) {
        return Err(format!("it holds day {days}, expected a date up to the year 9999"));
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    Ok(format.year(year).unwrap_or_else(|| match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }))
}

/// The same for a date that is stored as a text such as "2019-01-01T08:30:00".
fn iso_date_text(stated: &str, format: &Format) -> String {
    let (date, time) = stated.split_once('T').unwrap_or((stated, ""));
    let year = date.split('-').next().and_then(|year| year.parse().ok());
    // Seconds have no fraction here.
    let time = time.get(..8).unwrap_or(time);
    year.and_then(|year| format.year(year)).unwrap_or_else(|| match time {
        "" | "00:00:00" => date.into(),
        time => format!("{date} {time}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_however_they_are_stored() {
        for (stored, format, expected) in [
            ("2019-01-01T00:00:00", "yyyy", "2019"),
            ("2019-03-01T00:00:00", "d/m/yyyy", "2019-03-01"),
            ("2019-03-01", "d/m/yyyy", "2019-03-01"),
            ("2019-03-01T08:30:00.000Z", "d/m/yyyy hh:mm", "2019-03-01 08:30:00"),
        ] {
            assert_eq!(iso_date_text(stored, &Format::new(format)), expected, "{stored}");
        }
    }

    #[test]
    fn what_no_cell_can_show_is_refused() {
        let format = Format::new("General");
        for (value, expected) in [
            (f64::NAN, "it holds NaN, expected a number"),
            (f64::INFINITY, "it holds inf, expected a number"),
        ] {
            assert_eq!(format.number(value), Err(expected.into()));
        }
        let day = |days: f64| {
            date_text(&ExcelDateTime::new(days, calamine::ExcelDateTimeType::DateTime, false), &format)
        };
        assert_eq!(day(LAST_DAY), Ok("9999-12-31".into()));
        assert_eq!(day(43_466.0), Ok("2019-01-01".into()));
        for days in [-1.0, LAST_DAY + 1.0, 1e300, f64::NAN] {
            assert!(day(days).unwrap_err().ends_with("expected a date up to the year 9999"), "{days}");
        }
    }
}
