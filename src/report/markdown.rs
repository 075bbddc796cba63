//! A report as Markdown, with its pictures as files.

use super::exhibit::{Content, Exhibit};
use super::grid::{Grid, Head};
use super::numbered::{Numbered, Placed, Reference, left_out};
use super::parts;
use super::report::Report;
use super::section::{Part, Section};
use super::text::{Run, Text};
use crate::error::Error;
use crate::export::markdown::{at_the_start, escaped, escaped_line};
use crate::table::Table;

/// The text, then the pictures, each under the name of its file.
pub(super) fn files(report: &Report, name: &str) -> Result<Vec<(String, String)>, Error> {
    let numbered = Numbered::of(report, |exhibit, number| body(exhibit, number, name))?;
    let page = Page { numbered };
    let mut blocks = vec![format!("# {}", escaped(report.title()))];
    blocks.extend(report.subtitle().map(escaped_line));
    for section in report.sections() {
        blocks.extend(page.section(section));
    }
    let mut files = vec![(format!("{name}.md"), blocks.join("\n\n") + "\n")];
    for exhibit in report.exhibits() {
        if let Some((_, Placed::Shown { body: Body { picture: Some(picture), .. }, .. })) =
            page.numbered.find(exhibit.name())
        {
            files.push(picture.clone());
        }
    }
    Ok(files)
}

/// An exhibit as text, and the picture it shows.
struct Body {
    text: String,
    picture: Option<(String, String)>,
}

#[cfg_attr(not(feature = "charts"), expect(clippy::unnecessary_wraps, reason = "charts may fail"))]
fn body(exhibit: &Exhibit, number: usize, name: &str) -> Result<Body, Error> {
    let (text, picture) = match &exhibit.content {
        Content::Table(table) => (of_table(table), None),
        Content::Grid(grid) => (of_grid(grid), None),
        #[cfg(feature = "charts")]
        Content::Chart(chart) | Content::Optional(Ok(chart)) => {
            let chart = chart.clone().title(exhibit.title());
            let file = format!("{name}-{number}.svg");
            // What an address has no place for is written by its bytes.
            let plain = |byte: u8| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            };
            let address: String = file.bytes().map(plain).collect();
            // Brackets are escaped alone: an alternative text is text.
            let said = escaped(&chart.alt_text()).replace(']', "\\]");
            (format!("![{said}]({address})"), Some((file, drawn(&chart)?)))
        }
        #[cfg(feature = "charts")]
        Content::Optional(Err(_)) => (String::new(), None),
    };
    #[cfg(not(feature = "charts"))]
    let _ = name;
    Ok(Body { text: format!("**Exhibit {number}.** {}\n\n{text}", escaped(exhibit.title())), picture })
}

/// The chart on its own page, or on the lowest one that has room for it, so that the text has the same exhibits as HTML.
#[cfg(feature = "charts")]
fn drawn(chart: &crate::chart::Chart) -> Result<String, Error> {
    const HIGHER: [u32; 4] = [720, 960, 1280, 1700];
    let mut found = chart.to_svg();
    if chart.own_page().is_none() {
        for height in HIGHER {
            if found.is_ok() {
                break;
            }
            found = chart.clone().size(crate::chart::Page::SCREEN.width(), height).to_svg();
        }
    }
    found
}

/// Without the title, which the exhibit has; with one set of lines below, however many parts there are.
fn of_table(table: &Table) -> String {
    let parts = parts::that_fit(table);
    let untitled = |part: &Table| {
        let text = part.to_markdown();
        let titled = format!("**{}**\\\n", escaped(part.title()));
        text.strip_prefix(&titled).unwrap_or(&text).trim_end().to_string()
    };
    parts.iter().map(untitled).collect::<Vec<_>>().join("\n\n")
}

fn of_grid(grid: &Grid) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let heads = grid.heads.iter().map(|head| escaped(head.text())).collect();
    let sides = grid.heads.iter().map(|head| if matches!(head, Head::Number(_)) { "--:|" } else { ":--|" });
    let mut lines = vec![escaped_line(&grid.caption), String::new(), line(heads)];
    lines.push(format!("|{}", sides.collect::<String>()));
    lines.extend(grid.rows.iter().map(|row| line(row.iter().map(|cell| escaped(cell)).collect())));
    if !grid.notes.is_empty() {
        let notes: Vec<String> = grid.notes.iter().map(|note| escaped_line(note)).collect();
        lines.extend([String::new(), notes.join("\\\n")]);
    }
    lines.join("\n")
}

struct Page<'a> {
    numbered: Numbered<'a, Body>,
}

impl Page<'_> {
    fn section(&self, section: &Section) -> Vec<String> {
        let heading = format!("## {}", escaped(section.heading()));
        std::iter::once(heading).chain(section.parts.iter().map(|part| self.part(part))).collect()
    }

    fn part(&self, part: &Part) -> String {
        match part {
            Part::Text(text) => self.text(text),
            Part::List(items) => {
                let items: Vec<String> = items.iter().map(|item| format!("- {}", self.text(item))).collect();
                items.join("\n")
            }
            Part::Figures(figures) => {
                let figure = |(figure, what): &(String, String)| {
                    format!("- **{}** {}", escaped(figure), escaped(what))
                };
                figures.iter().map(figure).collect::<Vec<_>>().join("\n")
            }
            Part::Exhibit(exhibit) => match self.numbered.find(exhibit.name()) {
                Some((_, Placed::Shown { body, .. })) => body.text.clone(),
                Some((_, Placed::LeftOut(reason))) => escaped_line(&left_out(exhibit.title(), reason)),
                None => String::new(),
            },
        }
    }

    fn text(&self, text: &Text) -> String {
        let run = |run: &Run| match run {
            Run::Words(words) => spaced(words),
            Run::Strong(words) => format!("**{}**", escaped(words)),
            Run::Exhibit(name) => match self.numbered.reference(name) {
                Reference::To(number) => format!("Exhibit {number}"),
                Reference::Missing(title) => format!("“{}”, which was left out", escaped(title)),
            },
            Run::Aside(name) => match self.numbered.reference(name) {
                Reference::To(number) => format!(" (Exhibit {number})"),
                Reference::Missing(_) => String::new(),
            },
            // Angle brackets hold an address with parentheses; none that may be followed has a space.
            Run::Link { label, url } => {
                let url = url.replace('<', "%3C").replace('>', "%3E");
                format!("[{}](<{url}>)", escaped(label).replace(']', "\\]"))
            }
        };
        let line: String = text.runs().iter().map(run).collect();
        at_the_start(line.trim().into())
    }
}

/// Escaped words that keep the spaces at their ends: they part a piece of a text from the next.
fn spaced(words: &str) -> String {
    let space = |is_there: bool| if is_there { " " } else { "" };
    let (before, after) = (words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace));
    match escaped(words).as_str() {
        "" => space(before || after).to_string(),
        inner => format!("{}{inner}{}", space(before), space(after)),
    }
}
