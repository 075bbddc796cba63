//! A report as one HTML document.

use super::figure;
use super::numbered::{Numbered, Placed, Reference, left_out};
use super::report::Report;
use super::section::{Part, Section};
use super::text::{Run, Text};
use crate::error::Error;
use crate::export::html::{escaped, paragraph, prose};

const STYLE: &str = include_str!("style.css");

/// Among what stands there is a policy: nothing may be loaded and nothing may run, whatever is in the document.
const HEAD: &str = include_str!("head.html");

pub(super) fn document(report: &Report) -> Result<String, Error> {
    let page = Page { report, numbered: Numbered::of(report, figure::body)? };
    let subtitle = report.subtitle().map(|line| format!("<p>{}</p>\n", prose(line))).unwrap_or_default();
    let sections: String =
        report.sections().iter().zip(1..).map(|(s, number)| page.section(s, number)).collect();
    Ok(format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n{HEAD}<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"outlook-skip\" href=\"#report\">Skip to the report</a>\n\
         <header>\n<h1>{heading}</h1>\n{subtitle}</header>\n\
         <div class=\"outlook-columns\">\n{contents}<main id=\"report\" tabindex=\"-1\">\n{sections}</main>\n</div>\n\
         </body>\n</html>\n",
        language = escaped(report.language_tag()),
        title = escaped(report.title()),
        heading = prose(report.title()),
        contents = page.contents(),
    ))
}

struct Page<'a> {
    report: &'a Report,
    numbered: Numbered<'a, String>,
}

impl Page<'_> {
    /// Links to every section and every exhibit; nothing where there is only one section.
    fn contents(&self) -> String {
        let item = |id: &str, text: &str| format!("<li><a href=\"#{id}\">{}</a></li>\n", prose(text));
        let sections = self.report.sections();
        if sections.len() < 2 {
            return String::new();
        }
        let listed: String =
            sections.iter().zip(1..).map(|(s, n)| item(&format!("section-{n}"), s.heading())).collect();
        let exhibit = |(n, exhibit): (usize, &super::Exhibit)| {
            item(&format!("exhibit-{n}"), &format!("{n}. {}", exhibit.title()))
        };
        let exhibits: String = self.numbered.shown().map(exhibit).collect();
        let exhibits = match exhibits.as_str() {
            "" => String::new(),
            list => format!("<details>\n<summary>Exhibits</summary>\n<ul>\n{list}</ul>\n</details>\n"),
        };
        format!("<nav aria-label=\"Contents\">\n<p>Contents</p>\n<ul>\n{listed}</ul>\n{exhibits}</nav>\n")
    }

    fn section(&self, section: &Section, number: usize) -> String {
        let parts: String = section.parts.iter().map(|part| self.part(part)).collect();
        format!(
            "<section id=\"section-{number}\" aria-labelledby=\"section-{number}-heading\">\n\
             <h2 id=\"section-{number}-heading\">{}</h2>\n{parts}</section>\n",
            prose(section.heading())
        )
    }

    fn part(&self, part: &Part) -> String {
        match part {
            Part::Text(text) => format!("<p>{}</p>\n", self.text(text)),
            Part::List(items) => {
                let item = |item: &Text| format!("<li>{}</li>\n", self.text(item));
                format!("<ul>\n{}</ul>\n", items.iter().map(item).collect::<String>())
            }
            Part::Figures(figures) => {
                let figure = |(figure, what): &(String, String)| {
                    format!("<div><dt>{}</dt><dd>{}</dd></div>\n", prose(what), escaped(figure))
                };
                let figures: String = figures.iter().map(figure).collect();
                format!("<dl class=\"outlook-figures\">\n{figures}</dl>\n")
            }
            Part::Exhibit(exhibit) => match self.numbered.find(exhibit.name()) {
                Some((_, Placed::Shown { body, .. })) => body.clone(),
                Some((_, Placed::LeftOut(reason))) => paragraph("note", &left_out(exhibit.title(), reason)),
                None => String::new(),
            },
        }
    }

    fn text(&self, text: &Text) -> String {
        // Spaces at the ends of a piece part it from the next.
        let spaced = |words: &str| {
            let (before, after) =
                (words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace));
            let space = |is_there: bool| if is_there { " " } else { "" };
            match prose(words).as_str() {
                "" => space(before || after).to_string(),
                inner => format!("{}{inner}{}", space(before), space(after)),
            }
        };
        let link = |n: usize| format!("<a href=\"#exhibit-{n}\">Exhibit {n}</a>");
        let run = |run: &Run| match run {
            Run::Words(words) => spaced(words),
            Run::Strong(words) => format!("<strong>{}</strong>", prose(words)),
            Run::Exhibit(name) => match self.numbered.reference(name) {
                Reference::To(number) => link(number),
                Reference::Missing(title) => format!("“{}”, which was left out", prose(title)),
            },
            Run::Aside(name) => match self.numbered.reference(name) {
                Reference::To(number) => format!(" ({})", link(number)),
                Reference::Missing(_) => String::new(),
            },
            Run::Link { label, url } => format!("<a href=\"{}\">{}</a>", escaped(url), prose(label)),
        };
        text.runs().iter().map(run).collect::<String>().trim().into()
    }
}
