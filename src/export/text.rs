//! Tables as plain text with aligned columns.

use unicode_width::UnicodeWidthStr;

use super::grid::Grid;
use crate::table::Table;
use crate::value::shown::{sentence, shown};

impl Table {
    /// The table as plain text: title and unit, aligned columns, then footnotes and source lines.
    ///
    /// Values over several years end with their compound annual growth, over one year their growth.
    /// Labels stand left, numbers right, in columns of a terminal, where a Chinese character takes two; a dash stands where there is no number.
    /// Numbers carry no marks: what is published and what is not, the source lines say.
    /// It is fit for a terminal whatever stands in names: see [`printable`](crate::printable).
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
    /// let table = Table::new("Example market", Unit::USD_BILLION, ["region"], [Column::history(2019), Column::forecast(2020)])
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), numbers([2.04, 2.24]))?
    ///     .with_row(Row::new(RowKind::Member, ["Asia Pacific"]), numbers([6.04, 7.04]))?
    ///     .with_row(Row::total(), numbers([8.08, 9.28]))?
    ///     .with_source("Published: Example (total 8.1 in 2019).");
    /// assert_eq!(
    ///     table.to_text(),
    ///     "Example market
    /// USD billion by region, 2019 to 2020
    ///
    /// region        2019  2020  Growth 2019–20
    /// ----------------------------------------
    /// Europe         2.0   2.2            9.8%
    /// Asia Pacific   6.0   7.0           16.6%
    /// Total          8.1   9.3           14.9%
    ///
    /// Figures may not add up because of rounding.
    /// Growth is computed from unrounded values.
    /// Published: Example (total 8.1 in 2019).
    /// "
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        let grid = Grid::of(self);
        let labels = self.axes().len().max(1);
        let mut widths = vec![0; grid.columns()];
        for line in 0..grid.lines() {
            for (width, cell) in widths.iter_mut().zip(grid.line(line)) {
                *width = cell.width().max(*width);
            }
        }
        let mut text = String::new();
        let above = [self.title(), &self.subtitle()].map(line);
        for line in above.iter().filter(|line| !line.is_empty()) {
            push_line(&mut text, line);
        }
        push_line(&mut text, "");
        let mut aligned = String::new();
        for line in 0..grid.lines() {
            aligned.clear();
            for (i, (cell, &width)) in grid.line(line).zip(&widths).enumerate() {
                let gap = if i > 0 { "  " } else { "" };
                let rest = width - cell.width();
                let (before, after) = if i < labels { (0, rest) } else { (rest, 0) };
                aligned.push_str(gap);
                aligned.extend(std::iter::repeat_n(' ', before));
                aligned.push_str(cell);
                aligned.extend(std::iter::repeat_n(' ', after));
            }
            push_line(&mut text, aligned.trim_end());
            if line == 0 {
                let rule = widths.iter().sum::<usize>() + 2 * (widths.len() - 1);
                push_line(&mut text, &"-".repeat(rule));
            }
        }
        drop(grid);
        let below: Vec<String> =
            self.footnotes().iter().chain(self.source_lines()).map(|text| line(text)).collect();
        if !below.is_empty() {
            push_line(&mut text, "");
            below.iter().for_each(|line| push_line(&mut text, line));
        }
        text
    }
}

/// The name of a row or an axis in a document: one that would push all columns off the page is cut.
pub(crate) fn label(text: &str) -> String {
    shown(&one_line(text)).into_owned()
}

/// A title or a line below a table in a document.
pub(crate) fn line(text: &str) -> String {
    sentence(&one_line(text)).into_owned()
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Text on one line: every run of line breaks, tabs and other control characters becomes a space.
pub(crate) fn one_line(text: &str) -> String {
    let pieces = text.split(char::is_control).filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::table::{Column, Measure, Number, Row, RowKind, Table};
    use crate::value::{Status, Unit};

    #[test]
    fn every_axis_has_its_column_and_characters_are_counted() {
        let number = |value| [Some(Number { value, status: Status::Assumed }), None];
        let columns = [Column::history(2019), Column::forecast(2026).since(2019)];
        let table = Table::new("Two\nlines", Unit::USD_BILLION, ["region", "product"], columns)
            .with_measure(Measure::Share)
            .with_row(Row::new(RowKind::Member, ["Österreich", "A\tB"]), number(0.25))
            .unwrap()
            .with_row(Row::total(), number(1.0))
            .unwrap();
        assert_eq!(
            table.to_text(),
            "Two lines\nShare of total by region and product, 2019 to 2026\n\n\
             region      product    2019  2019–26\n\
             ------------------------------------\n\
             Österreich  A B       25.0%        –\n\
             Total                100.0%        –\n\n\
             Rows do not add up to the total.\n"
        );
    }

    #[test]
    fn wide_and_combining_characters_take_the_columns_they_take() {
        let number = [Some(Number { value: 1.0, status: Status::Assumed })];
        let mut table = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
        for name in ["東京", "ﾃｽﾄ", "E\u{301}tats", "Ｘ"] {
            table = table.with_row(Row::new(RowKind::Member, [name]), number).unwrap();
        }
        let text = table.to_text();
        let rows: Vec<&str> = text.lines().skip(5).collect();
        assert_eq!(rows, ["東京     1.0", "ﾃｽﾄ      1.0", "E\u{301}tats    1.0", "Ｘ       1.0"]);
    }

    #[test]
    fn one_notation_for_a_table() {
        let numbers = |values: [f64; 2]| values.map(|value| Some(Number { value, status: Status::Assumed }));
        let columns = [Column::history(2019), Column::forecast(2026)];
        let table = Table::new("T", Unit::USD_BILLION, Vec::<String>::new(), columns);
        let text = table.with_row(Row::total(), numbers([8.1e20, 1.16e21])).unwrap().to_text();
        assert!(text.contains("Total  8.1e20  1.16e21          5.3%\n"), "{text}");
    }

    #[test]
    fn a_total_alone_has_a_label_too() {
        let number = Some(Number { value: 1e300, status: Status::Assumed });
        let table = Table::new("T", Unit::USD_BILLION, Vec::<String>::new(), [Column::history(2019)]);
        let table = table.with_row(Row::total(), [number]).unwrap();
        assert_eq!(table.to_text(), "T\nUSD billion, 2019\n\n        2019\n------------\nTotal  1e300\n");
    }
}
