//! Tables as HTML.

use super::grid::Grid;
use super::text::one_line;
use crate::table::{RowKind, Table};
use crate::value::Status;
use crate::value::shown::turns_text;

impl Table {
    /// The table as a fragment of HTML: a captioned `<table>` with the total at its foot, then footnotes and source lines.
    ///
    /// Numbers print as in [`Table::to_text`]: values over several years end with their compound annual growth, and a dash
    /// stands where there is no number. Every name is escaped, and a line break in it becomes a space. There is no
    /// style and no script in it; these classes are there for the style sheet of a page:
    ///
    /// | class | is |
    /// |---|---|
    /// | `outlook-table` | all of it |
    /// | `outlook-scroll` | the container to scroll in where the table is wider than the page |
    /// | `outlook-title`, `outlook-subtitle` | the two parts of the caption |
    /// | `outlook-forecast` | the head of a forecast year |
    /// | `outlook-total`, `outlook-group`, `outlook-level`, `outlook-change`, `outlook-alternative` | a row that is no member |
    /// | `outlook-published`, … `outlook-scenario` | a number, by the word of its [`Status`](crate::Status) |
    /// | `outlook-none` | a dash |
    /// | `outlook-note`, `outlook-source` | a line below the table |
    ///
    /// Cells hold the number alone, so that a table that is copied into a sheet is numbers there. Where a number comes from is
    /// its class and its `title`, and in words, for readers who have neither colors nor a pointer, the lines below.
    ///
    /// ```
    /// use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    ///
    /// let number = |value| [Some(Number { value, status: Status::Assumed })];
    /// let table = Table::new("Example market", Unit::USD_BILLION, ["region"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["Europe <west>"]), number(8.1))?
    ///     .with_row(Row::total(), number(8.1))?
    ///     .with_source("Published: Example (total 8.1 in 2019).");
    /// assert_eq!(
    ///     table.to_html(),
    ///     r#"<div class="outlook-table">
    /// <div class="outlook-scroll" role="group" aria-label="Example market" tabindex="0">
    /// <table>
    /// <caption><strong class="outlook-title">Example market</strong> <span class="outlook-subtitle">USD billion by region, 2019</span></caption>
    /// <thead>
    /// <tr><th scope="col">region</th><th scope="col">2019</th></tr>
    /// </thead>
    /// <tbody>
    /// <tr><th scope="row">Europe &lt;west&gt;</th><td class="outlook-assumed" title="assumed">8.1</td></tr>
    /// </tbody>
    /// <tfoot>
    /// <tr class="outlook-total"><th scope="row">Total</th><td class="outlook-assumed" title="assumed">8.1</td></tr>
    /// </tfoot>
    /// </table>
    /// </div>
    /// <p class="outlook-source">Published: Example (total 8.1 in 2019).</p>
    /// </div>
    /// "#
    /// );
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        let (title, subtitle) = (prose(self.title()), prose(&self.subtitle()));
        let title = match title.as_str() {
            "" => String::new(),
            title => format!("<strong class=\"outlook-title\">{title}</strong> "),
        };
        let caption = format!("{title}<span class=\"outlook-subtitle\">{subtitle}</span>");
        let name = if self.title().is_empty() { self.subtitle() } else { self.title().into() };
        let mut html = format!("<div class=\"outlook-table\">\n{}", self.to_html_grid(&name, &caption));
        for (class, lines) in [("note", self.footnotes()), ("source", self.source_lines().to_vec())] {
            for line in lines {
                html += &paragraph(class, &line);
            }
        }
        html + "</div>\n"
    }

    /// The table alone, in its container to scroll in; the caption is markup, the name is not.
    pub(crate) fn to_html_grid(&self, name: &str, caption: &str) -> String {
        let grid = Grid::of(self);
        let growth = self.growth_column();
        let row = |row: usize| self.html_row(row, grid.line(row + 1), growth.as_ref());
        let rows: Vec<String> = (0..self.rows().len()).map(row).collect();
        // Totals that do not come last stay where they are.
        let is_total = |row: &usize| self.rows()[*row].kind() == RowKind::Total;
        let foot = rows.len() - (0..rows.len()).rev().take_while(is_total).count();
        let part = |tag: &str, rows: &[String]| match rows {
            [] => String::new(),
            rows => format!("<{tag}>\n{}</{tag}>\n", rows.concat()),
        };
        let head = [self.html_head(grid.line(0))];
        format!(
            "<div class=\"outlook-scroll\" role=\"group\" aria-label=\"{}\" tabindex=\"0\">\n\
             <table>\n<caption>{caption}</caption>\n{}{}{}</table>\n</div>\n",
            escaped(name),
            part("thead", &head),
            part("tbody", &rows[..foot]),
            part("tfoot", &rows[foot..]),
        )
    }

    fn html_head<'a>(&self, cells: impl Iterator<Item = &'a str>) -> String {
        let labels = self.axes().len().max(1);
        let cells = cells.enumerate().map(|(i, cell)| {
            let column = i.checked_sub(labels).and_then(|column| self.columns().get(column));
            match column {
                // A head without words heads nothing.
                _ if cell.trim().is_empty() => "<td></td>".into(),
                Some(column) if column.is_forecast() => {
                    format!("<th scope=\"col\" class=\"outlook-forecast\">{}</th>", escaped(cell))
                }
                _ => format!("<th scope=\"col\">{}</th>", escaped(cell)),
            }
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    }

    fn html_row<'a>(
        &self,
        row: usize,
        cells: impl Iterator<Item = &'a str>,
        growth: Option<&Table>,
    ) -> String {
        let labels = self.axes().len().max(1);
        let cells = cells.enumerate().map(|(i, cell)| match i.checked_sub(labels) {
            None if cell.trim().is_empty() => "<td></td>".into(),
            None => format!("<th scope=\"row\">{}</th>", escaped(cell)),
            Some(column) => {
                let is_growth = column >= self.columns().len();
                let growth = || growth.and_then(|growth| growth.status(row, 0));
                number(cell, if is_growth { growth() } else { self.status(row, column) })
            }
        });
        let class = match self.rows()[row].kind() {
            RowKind::Member => String::new(),
            kind => format!(" class=\"outlook-{}\"", kind.as_str()),
        };
        format!("<tr{class}>{}</tr>\n", cells.collect::<String>())
    }
}

fn number(text: &str, status: Option<Status>) -> String {
    let text = escaped(text);
    status.map_or_else(
        || format!("<td class=\"outlook-none\">{text}</td>"),
        |status| format!("<td class=\"outlook-{status}\" title=\"{}\">{text}</td>", in_words(status)),
    )
}

/// A paragraph of a class.
pub(crate) fn paragraph(class: &str, text: &str) -> String {
    format!("<p class=\"outlook-{class}\">{}</p>\n", prose(text))
}

/// A status as a reader says it.
pub(crate) fn in_words(status: Status) -> &'static str {
    match status {
        Status::PublishedNotMet => "published, not met",
        status => status.as_str(),
    }
}

/// Text as HTML shows it, in an element as in an attribute: on one line, without what no document may hold.
pub(crate) fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter if is_no_character(letter) || turns_text(letter) => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Text as a sentence shows it: what runs from right to left in it is kept apart, for else it would pull numbers that
/// stand beside it to its other side, and "A 30%, B 20%" would read as "A 20%".
pub(crate) fn prose(text: &str) -> String {
    let text = escaped(text);
    let (mut shown, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(start) = rest.find(is_right_to_left) {
        let is_beyond = |letter: char| !is_right_to_left(letter) && !matches!(letter, ' ' | '-' | '.');
        let run = &rest[start..][..rest[start..].find(is_beyond).unwrap_or(rest.len() - start)];
        let run = run.trim_end_matches([' ', '-', '.']);
        shown.extend([&rest[..start], "<bdi>", run, "</bdi>"]);
        rest = &rest[start + run.len()..];
    }
    shown + rest
}

/// Letters of the scripts that run from right to left, by their blocks.
fn is_right_to_left(letter: char) -> bool {
    matches!(u32::from(letter), 0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}

/// The code points that Unicode keeps free of characters, the last two of each plane among them.
fn is_no_character(letter: char) -> bool {
    let code = u32::from(letter);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Measure, Number, Row};
    use crate::value::Unit;

    #[test]
    fn nothing_in_a_name_is_markup() {
        for (text, expected) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\"quotes\" & 'ampersands'", "&quot;quotes&quot; &amp; &#39;ampersands&#39;"),
            ("&lt;", "&amp;lt;"),
            ("two\nlines\u{0}", "two lines"),
            ("\u{fffe}\u{fdd0}\u{1ffff}a", "a"),
            ("東京 é", "東京 é"),
            ("a\u{202e}b\u{2066}c", "abc"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn numbers_stay_beside_names_that_run_from_right_to_left() {
        for (text, expected) in [
            ("North 30%, South 20%", "North 30%, South 20%"),
            ("צפון 30%, דרום 20%.", "<bdi>צפון</bdi> 30%, <bdi>דרום</bdi> 20%."),
            ("מזרח תיכון: 2 & 3", "<bdi>מזרח תיכון</bdi>: 2 &amp; 3"),
            ("'أوروبا'", "&#39;<bdi>أوروبا</bdi>&#39;"),
            ("אי-שם", "<bdi>אי-שם</bdi>"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn each_number_says_what_it_is_and_the_growth_beside_it_too() {
        let number = |value, status| Some(Number { value, status });
        let columns = [Column::history(2019), Column::forecast(2020)];
        let ends = [number(8.0, Status::Published), number(9.0, Status::PublishedNotMet)];
        let table = Table::new("", Unit::USD_BILLION, ["region", "product"], columns)
            .with_row(Row::new(RowKind::Group, ["A", "B"]), [None, number(1.0, Status::Interpolated)])
            .unwrap()
            .with_row(Row::total(), ends)
            .unwrap();
        let html = table.to_html();
        for piece in [
            "aria-label=\"USD billion by region and product, 2019 to 2020\"",
            "<caption><span class=\"outlook-subtitle\">USD billion by region and product, 2019 to 2020</span></caption>",
            "<th scope=\"col\">2019</th><th scope=\"col\" class=\"outlook-forecast\">2020</th>",
            "<th scope=\"col\">Growth 2019–20</th>",
            "<tr class=\"outlook-group\"><th scope=\"row\">A</th><th scope=\"row\">B</th>\
             <td class=\"outlook-none\">–</td><td class=\"outlook-interpolated\" title=\"interpolated\">1.0</td>",
            "<tr class=\"outlook-total\"><th scope=\"row\">Total</th><td></td>\
             <td class=\"outlook-published\" title=\"published\">8.0</td>\
             <td class=\"outlook-published-not-met\" title=\"published, not met\">9.0</td>\
             <td class=\"outlook-assumed\" title=\"assumed\">12.5%</td>",
        ] {
            assert!(html.contains(piece), "{piece}\n{html}");
        }
    }

    #[test]
    fn a_total_that_does_not_come_last_stays_where_it_is() {
        let number = [Some(Number { value: 1.0, status: Status::Assumed })];
        let table = Table::new("T", Unit::USD_BILLION, ["region"], [Column::history(2019)])
            .with_measure(Measure::Cumulative)
            .with_row(Row::total(), number)
            .unwrap()
            .with_row(Row::new(RowKind::Member, ["A"]), number)
            .unwrap();
        assert!(!table.to_html().contains("<tfoot>"));
        assert!(table.to_html().contains("<tr class=\"outlook-total\">"));
    }
}
