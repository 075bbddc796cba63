//! An exhibit as a figure of an HTML document.

use std::fmt::Write as _;

use super::exhibit::{Content, Exhibit};
use super::grid::{Grid, Head};
use super::parts;
#[cfg(feature = "charts")]
use crate::chart::{Chart, Page};
use crate::error::Error;
use crate::export::html::{escaped, in_words, paragraph, prose};
use crate::table::{Table, UNROUNDED};
use crate::value::Status;

/// The letters that the style sheet puts beside numbers, by their statuses.
const MARKS: [(Status, &str); 7] = [
    (Status::Published, "p"),
    (Status::PublishedNotMet, "n"),
    (Status::Derived, "d"),
    (Status::Interpolated, "i"),
    (Status::Extrapolated, "x"),
    (Status::Assumed, "a"),
    (Status::Scenario, "s"),
];

/// The figure with its number, title and source lines.
#[cfg_attr(not(feature = "charts"), expect(clippy::unnecessary_wraps, reason = "charts may fail"))]
pub(super) fn body(exhibit: &Exhibit, number: usize) -> Result<String, Error> {
    let (kind, subtitle, inner) = match &exhibit.content {
        Content::Table(table) => ("table", String::new(), of_table(table, number)),
        Content::Grid(grid) => ("table", String::new(), of_grid(grid, number)),
        #[cfg(feature = "charts")]
        Content::Chart(chart) | Content::Optional(Ok(chart)) => {
            let (subtitle, drawn) = of_chart(chart, exhibit.title(), number)?;
            ("chart", subtitle, drawn)
        }
        #[cfg(feature = "charts")]
        Content::Optional(Err(_)) => ("chart", String::new(), String::new()),
    };
    let title = prose(exhibit.title());
    let subtitle = match subtitle.as_str() {
        "" => String::new(),
        line => format!(" <span class=\"outlook-subtitle\">{}</span>", prose(line)),
    };
    Ok(format!(
        "<figure id=\"exhibit-{number}\" class=\"outlook-{kind}\">\n\
         <figcaption><span class=\"outlook-number\">Exhibit {number}.</span> \
         <strong class=\"outlook-title\">{title}</strong>{subtitle}</figcaption>\n{inner}</figure>\n"
    ))
}

/// In parts that fit a page of paper beside each other's row labels, with one set of lines below.
fn of_table(table: &Table, number: usize) -> String {
    let parts = parts::that_fit(table);
    let mut html = String::new();
    let mut notes = table.footnotes();
    for (part, order) in parts.iter().zip(1..) {
        let caption = format!("<span class=\"outlook-subtitle\">{}</span>", prose(&part.subtitle()));
        let of = if parts.len() > 1 { format!(", part {order}") } else { String::new() };
        html += &part.to_html_grid(&format!("Exhibit {number}, table{of}"), &caption);
        // What a part says of its own years the whole says of all, but for growth over them.
        let of_growth = part.footnotes().into_iter().filter(|note| UNROUNDED.contains(&note.as_str()));
        notes.extend(of_growth.filter(|_| parts.len() > 1));
    }
    let mut said: Vec<String> = key(table).into_iter().collect();
    notes.into_iter().for_each(|note| push_sentence(&mut said, &note));
    let mut sources = Vec::new();
    table.source_lines().iter().for_each(|line| push_sentence(&mut sources, line));
    for (class, lines) in [("note", said), ("source", sources)] {
        if !lines.is_empty() {
            html += &paragraph(class, &lines.join(" "));
        }
    }
    html
}

/// One more sentence of a paragraph, unless it stands there.
fn push_sentence(said: &mut Vec<String>, line: &str) {
    let line = line.trim();
    let line = if line.ends_with(['.', '!', '?']) { line.to_string() } else { format!("{line}.") };
    if line != "." && !said.contains(&line) {
        said.push(line);
    }
}

/// What the letters beside numbers mean, those that occur.
fn key(table: &Table) -> Option<String> {
    let growth = table.growth_column();
    let numbers = |table: &Table| -> Vec<Status> {
        (0..table.rows().len())
            .flat_map(|row| table.numbers(row).to_vec())
            .flatten()
            .map(|n| n.status)
            .collect()
    };
    let found: Vec<Status> = growth.iter().chain([table]).flat_map(numbers).collect();
    let said = MARKS.iter().filter(|(status, _)| found.contains(status));
    let mut said: Vec<String> = said.map(|(status, mark)| format!("{mark} {}", in_words(*status))).collect();
    if table.columns().iter().any(|column| column.is_forecast()) {
        said.push("F forecast year".into());
    }
    (!said.is_empty()).then(|| format!("Marks: {}.", said.join(", ")))
}

fn of_grid(grid: &Grid, number: usize) -> String {
    let class = |head: Head| if matches!(head, Head::Number(_)) { " class=\"outlook-right\"" } else { "" };
    let heads = grid
        .heads
        .iter()
        .map(|head| format!("<th scope=\"col\"{}>{}</th>", class(*head), escaped(head.text())));
    let mut html = format!(
        "<div class=\"outlook-scroll outlook-words\" role=\"group\" aria-label=\"Exhibit {number}, table\" tabindex=\"0\">\n\
         <table>\n<caption><span class=\"outlook-subtitle\">{}</span></caption>\n<thead>\n<tr>{}</tr>\n</thead>\n<tbody>\n",
        prose(&grid.caption),
        heads.collect::<String>(),
    );
    for row in &grid.rows {
        html += "<tr>";
        for (i, (cell, head)) in row.iter().zip(&grid.heads).enumerate() {
            let _ = match i {
                0 => write!(html, "<th scope=\"row\">{}</th>", prose(cell)),
                _ => write!(html, "<td{}>{}</td>", class(*head), prose(cell)),
            };
        }
        html += "</tr>\n";
    }
    html += "</tbody>\n</table>\n</div>\n";
    for note in &grid.notes {
        html += &paragraph("note", note);
    }
    html
}

/// Pages on which charts of a document stand, with the heights to try in turn: the first that has room serves.
///
/// Each is as wide as its column in the document and the margins of the chart, which the style sheet lets hang out.
#[cfg(feature = "charts")]
const WIDE: (u32, [u32; 8]) = (820, [240, 320, 430, 560, 720, 960, 1280, 1700]);
#[cfg(feature = "charts")]
const NARROW: (u32, [u32; 8]) = (352, [240, 300, 380, 480, 640, 860, 1150, 1700]);
/// Charts that are no lists of rows need some height to be read: they begin here.
#[cfg(feature = "charts")]
const UPRIGHT: usize = 2;

/// The subtitle, and the drawing for wide pages with the one for phones.
#[cfg(feature = "charts")]
fn of_chart(chart: &Chart, title: &str, number: usize) -> Result<(String, String), Error> {
    let chart = chart.clone().title(title);
    let wide_key = format!("e{number}w");
    let (own, (wide, words)) = match chart.own_page() {
        Some(page) => (" outlook-own", chart.to_inlay(page, &wide_key)?),
        None => ("", drawn(&chart, WIDE, &wide_key)?),
    };
    let source = |line: &str| paragraph("source", line);
    let Ok((narrow, other)) = drawn(&chart, NARROW, &format!("e{number}n")) else {
        let alone = format!(
            "<div class=\"outlook-drawing outlook-only{own}\" role=\"group\" aria-label=\"Exhibit {number}, chart\" tabindex=\"0\">\n\
             {wide}</div>\n{}",
            source(&words.source)
        );
        return Ok((words.subtitle, alone));
    };
    let drawing =
        |class: &str, svg: &str| format!("<div class=\"outlook-drawing outlook-{class}\">\n{svg}</div>\n");
    let (wide, narrow) = (drawing(&format!("wide{own}"), &wide), drawing("narrow", &narrow));
    // Less room may need other notes.
    let below = if words.source == other.source {
        format!("{wide}{narrow}{}", source(&words.source))
    } else {
        let classed = |class: &str, line: &str| paragraph(&format!("source outlook-{class}"), line);
        let (first, second) = (classed("wide", &words.source), classed("narrow", &other.source));
        format!("{wide}{first}{narrow}{second}")
    };
    Ok((words.subtitle, below))
}

/// The drawing on the lowest page that has room for it.
#[cfg(feature = "charts")]
fn drawn(
    chart: &Chart,
    (width, heights): (u32, [u32; 8]),
    key: &str,
) -> Result<(String, crate::chart::Words), Error> {
    let first = if chart.is_list() { 0 } else { UPRIGHT };
    let mut found = chart.to_inlay(Page::new(width, heights[first]), key);
    for height in &heights[first + 1..] {
        if found.is_ok() {
            break;
        }
        found = chart.to_inlay(Page::new(width, *height), key);
    }
    found
}
