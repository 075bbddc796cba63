//! The exhibits of a report, drawn and numbered.

#[cfg(feature = "charts")]
use super::exhibit::Content;
use super::exhibit::Exhibit;
use super::report::{Report, unknown};
use super::section::{Part, Section};
use super::text::{Run, Text};
use crate::error::{Choices, Error, ErrorKind};

/// The exhibits of a report in order, each in the form of the document.
pub(super) struct Numbered<'a, B> {
    placed: Vec<(&'a Exhibit, Placed<B>)>,
}

/// What became of an exhibit.
pub(super) enum Placed<B> {
    Shown {
        number: usize,
        body: B,
    },
    /// It is not there, for a reason.
    #[cfg_attr(not(feature = "charts"), expect(dead_code, reason = "nothing but a chart is left out"))]
    LeftOut(String),
}

/// What a reference says.
pub(super) enum Reference<'a> {
    To(usize),
    /// The title of an exhibit that was left out.
    Missing(&'a str),
}

impl<'a, B> Numbered<'a, B> {
    /// Draws every exhibit once; all that is wrong with the report comes together.
    pub(super) fn of(
        report: &'a Report,
        mut draw: impl FnMut(&Exhibit, usize) -> Result<B, Error>,
    ) -> Result<Self, Error> {
        let mut faults = without_words(report);
        faults.extend(repeated("section", report.sections().iter().map(Section::name)));
        faults.extend(repeated("exhibit", report.exhibits().map(Exhibit::name)));
        faults.extend(report.sections().iter().flat_map(|section| lost_references(report, section)));
        let (mut placed, mut number) = (Vec::new(), 1);
        for exhibit in report.exhibits() {
            let found = match &exhibit.content {
                #[cfg(feature = "charts")]
                Content::Optional(Err(reason)) => Placed::LeftOut(reason.clone()),
                #[cfg(feature = "charts")]
                Content::Optional(Ok(_)) => match draw(exhibit, number) {
                    Ok(body) => Placed::Shown { number, body },
                    Err(fault) => Placed::LeftOut(fault.to_string()),
                },
                _ => match draw(exhibit, number) {
                    Ok(body) => Placed::Shown { number, body },
                    Err(fault) => {
                        faults.push(fault.at(format!("exhibit '{}'", exhibit.name())));
                        continue;
                    }
                },
            };
            number += usize::from(matches!(found, Placed::Shown { .. }));
            placed.push((exhibit, found));
        }
        Error::none_of(faults)?;
        Ok(Self { placed })
    }

    /// What became of the exhibit of a name.
    pub(super) fn find(&self, name: &str) -> Option<(&'a Exhibit, &Placed<B>)> {
        self.placed
            .iter()
            .find(|(exhibit, _)| exhibit.name() == name)
            .map(|(exhibit, placed)| (*exhibit, placed))
    }

    pub(super) fn reference(&self, name: &str) -> Reference<'a> {
        match self.find(name) {
            Some((_, Placed::Shown { number, .. })) => Reference::To(*number),
            Some((exhibit, Placed::LeftOut(_))) => Reference::Missing(exhibit.title()),
            None => Reference::Missing(""),
        }
    }

    /// The exhibits that are there, with their numbers.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, &'a Exhibit)> {
        self.placed.iter().filter_map(|(exhibit, placed)| match placed {
            Placed::Shown { number, .. } => Some((*number, *exhibit)),
            Placed::LeftOut(_) => None,
        })
    }
}

/// What is said in the place of an exhibit that is not there.
pub(super) fn left_out(title: &str, reason: &str) -> String {
    format!("Left out: {title} ({reason}).")
}

/// A title and headings that say nothing: nobody could find a way by them, and readers who listen least of all.
fn without_words(report: &Report) -> Vec<Error> {
    let title = ("the title of the report".to_string(), report.title());
    let headings = report.sections().iter();
    let headings =
        headings.map(|section| (format!("the heading of section '{}'", section.name()), section.heading()));
    let empty = std::iter::once(title).chain(headings).filter(|(_, words)| words.trim().is_empty());
    empty.map(|(what, _)| ErrorKind::Empty { what, expected: "words".into() }.into()).collect()
}

fn repeated<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Vec<Error> {
    let names: Vec<&str> = names.collect();
    let twice = (0..names.len()).filter(|&i| names[..i].contains(&names[i]));
    twice.map(|i| ErrorKind::Duplicate { what: what.into(), name: names[i].into() }.into()).collect()
}

/// References of a section that lead to no exhibit.
fn lost_references(report: &Report, section: &Section) -> Vec<Error> {
    let known: Vec<&str> = report.exhibits().map(Exhibit::name).collect();
    let texts = section.parts.iter().flat_map(|part| match part {
        Part::Text(text) => std::slice::from_ref(text),
        Part::List(items) => items.as_slice(),
        Part::Figures(_) | Part::Exhibit(_) => &[],
    });
    let named = texts.flat_map(Text::runs).filter_map(|run| match run {
        Run::Exhibit(name) => Some(name),
        _ => None,
    });
    let lost = named.filter(|name| !known.contains(&name.as_str()));
    let place = || format!("section '{}'", section.name());
    let choices = Choices::default();
    let of = |name| unknown("exhibit", name, choices.of(|| known.iter().copied()));
    lost.map(|name| of(name).at(place())).collect()
}
