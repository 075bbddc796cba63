//! What stands in a cell, and how it looks.

use std::borrow::Cow;

use crate::table::Table;
use crate::value::Status;

/// A cell of a page, counted from 0.
#[derive(Clone, Debug)]
pub(super) struct Cell<'a> {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) content: Content<'a>,
    pub(super) style: Style,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content<'a> {
    /// Text, whatever it begins with.
    Text(Cow<'a, str>),
    Number(f64),
    /// A formula without its equals sign, and what it comes to.
    Formula(Box<(String, Outcome)>),
    /// Text that leads to another page, by name.
    Page(String),
    /// An address that begins as one of the web does.
    Address(Cow<'a, str>),
}

/// What a formula comes to, for readers that don't calculate.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Number(f64),
    Text(String),
}

/// What a cell is for, how its number prints, and where the number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) role: Role,
    pub(super) digits: Digits,
    pub(super) status: Option<Status>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Subtitle,
    /// The heading of a block.
    Heading,
    /// What a column of texts holds, and what one of numbers.
    Header,
    NumberHeader,
    /// Small words above a header.
    Kind,
    Label,
    Number,
    /// The row that the others add up to.
    TotalLabel,
    Total,
    /// One of many cells of data, without a format of its own.
    Data,
    /// A text on as many lines as it needs.
    Text,
    /// A sentence over the width of the page.
    Note,
}

/// How a number prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    /// As the program likes.
    General,
    /// A year: no separator.
    Whole,
    Decimals(u8),
    Percent(u8),
    Scientific,
}

impl Style {
    pub(super) const fn new(role: Role) -> Self {
        Self { role, digits: Digits::General, status: None }
    }

    pub(super) fn with(self, digits: Digits) -> Self {
        Self { digits, ..self }
    }

    pub(super) fn from(self, status: Status) -> Self {
        Self { status: Some(status), ..self }
    }
}

impl Digits {
    /// From here on a number is as long as no column is wide.
    const LARGEST: f64 = 1e15;

    /// The digits that a table prints.
    pub(super) fn of(table: &Table) -> Self {
        let rows = 0..table.rows().len();
        let values = rows.flat_map(|row| table.numbers(row)).flatten().map(|number| number.value.abs());
        if values.fold(0.0, f64::max) >= Self::LARGEST {
            return Digits::Scientific;
        }
        if table.measure().is_fraction() && !table.measure().is_points() {
            Digits::Percent(table.decimals() as u8)
        } else {
            Digits::Decimals(table.decimals() as u8)
        }
    }

    /// As many digits more.
    pub(super) fn and(self, more: u8) -> Self {
        match self {
            Digits::Decimals(decimals) => Digits::Decimals(decimals + more),
            Digits::Percent(decimals) => Digits::Percent(decimals + more),
            other => other,
        }
    }

    /// The number format that spreadsheets know.
    pub(super) fn code(self) -> String {
        let with = |decimals: u8| match decimals {
            0 => String::new(),
            _ => format!(".{}", "0".repeat(decimals.into())),
        };
        match self {
            Digits::General => "General".into(),
            Digits::Whole => "0".into(),
            Digits::Decimals(decimals) => format!("#,##0{}", with(decimals)),
            Digits::Percent(decimals) => format!("0{}%", with(decimals)),
            Digits::Scientific => "0.00E+00".into(),
        }
    }

    /// About how many characters wide a number prints.
    pub(super) fn width(self, value: f64) -> usize {
        match self {
            Digits::General => value.to_string().len().min(12),
            Digits::Whole => format!("{value:.0}").len(),
            Digits::Decimals(decimals) => {
                let decimals = usize::from(decimals);
                let digits = format!("{value:.decimals$}").len();
                digits + format!("{:.0}", value.abs()).len().saturating_sub(1) / 3
            }
            Digits::Percent(decimals) => format!("{:.*}%", usize::from(decimals), value * 100.0).len(),
            Digits::Scientific => "-0.00E+000".len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_format_prints_the_digits_of_the_table() {
        for (digits, code, value, width) in [
            (Digits::Decimals(1), "#,##0.0", 1234.56, "1,234.6".len()),
            (Digits::Decimals(0), "#,##0", -1_234_567.0, "-1,234,567".len()),
            (Digits::Percent(1), "0.0%", 0.0521, "5.2%".len()),
            (Digits::Percent(0), "0%", 1.0, "100%".len()),
            (Digits::Whole, "0", 2019.0, 4),
            (Digits::Scientific, "0.00E+00", 8.1e20, 10),
            (Digits::General, "General", 0.5, 3),
        ] {
            assert_eq!((digits.code().as_str(), digits.width(value)), (code, width));
        }
        assert_eq!(Digits::Percent(1).and(2), Digits::Percent(3));
    }
}
