//! What stands in a cell of a published table.

use crate::error::{Error, ErrorKind};
use crate::value::Printed;
use crate::value::shown::shown;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    /// Nothing, or a sign for nothing: "", "–", "n/a".
    None,
    /// A figure: the digits as printed, without marks.
    Figure(String),
    /// Something that says no figure, and why it is none.
    NoFigure(&'static str),
}

/// Signs for "no figure here", in small letters.
const NOTHING: [&str; 16] = [
    "n/a", "n.a.", "n.a", "na", "n/m", "nm", "n.m.", "nil", "none", "null", "nan", "tbd", "c", "x", "*",
    "#n/a",
];
/// Letters behind a figure that mark an actual, estimate, forecast, projection or revision.
const LETTERS: [&str; 12] =
    ["e", "f", "p", "a", "r", "est", "est.", "fcst", "forecast", "proj", "estimate", "prelim"];

/// A figure as printed. None is longer than a line: a text that is has lost a quote or a separator.
///
/// # Errors
/// When it is no figure.
pub(super) fn printed(text: &str) -> Result<Printed, Error> {
    const MOST: usize = 100;
    if text.chars().nth(MOST).is_some() {
        let reason = format!("it has {} characters, expected a figure", text.chars().count());
        // A lost quote takes in the rest of the file, for each of its lines once more.
        return Err(ErrorKind::Printed { text: shown(text).into_owned(), reason }.into());
    }
    text.parse()
}

impl Entry {
    /// Takes off footnote marks and letters, and tells signs for nothing.
    pub(super) fn of(cell: &str) -> Self {
        let text = cell.trim();
        let only_marks = !text.chars().any(char::is_alphanumeric);
        if only_marks && !text.contains(['%', '$']) || NOTHING.contains(&text.to_lowercase().as_str()) {
            return Entry::None;
        }
        if text.starts_with(['<', '>', '≤', '≥']) {
            return Entry::NoFigure("a bound, not a figure");
        }
        Entry::Figure(without_marks(text).replace(['\'', '’'], ","))
    }
}

/// The text without what stands behind its figure: footnote marks, estimate letters, brackets around either.
fn without_marks(text: &str) -> &str {
    let mut text = text;
    loop {
        let shorter = without_brackets(without_letters(text.trim_end_matches(is_footnote).trim_end()));
        // A mark before the figure, as in "* 8.1".
        let shorter = shorter.trim_start_matches(['*', '†', '‡', '§']).trim_start();
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

fn is_footnote(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | 'ª' | 'º' | 'ᵃ'..='ᶻ')
}

/// "8.1 e" and "8.1E" without the letter, where a digit or percent sign stands before it.
fn without_letters(text: &str) -> &str {
    let letters = text.len() - text.trim_end_matches(|c: char| c.is_alphabetic() || c == '.').len();
    let (figure, word) = text.split_at(text.len() - letters);
    let figure = figure.trim_end();
    let ends_a_figure = figure.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | ')'));
    if ends_a_figure && LETTERS.contains(&word.to_lowercase().as_str()) { figure } else { text }
}

/// "8.1 [a]", "8.1(2)" and "8.1^3" without what is in brackets, where a figure stands before it.
fn without_brackets(text: &str) -> &str {
    for (open, close) in [('[', ']'), ('(', ')')] {
        let Some((figure, inside)) = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) else {
            continue;
        };
        let figure = figure.trim_end();
        let is_short = inside.chars().count() <= 8 && !inside.contains('.') || LETTERS.contains(&inside);
        if is_short
            && without_letters(figure).ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | ')'))
        {
            return figure;
        }
    }
    match text.rsplit_once('^') {
        Some((figure, mark)) if mark.chars().count() <= 2 => figure.trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_without_their_marks() {
        for (cell, figure) in [
            ("8.1", "8.1"),
            (" 1,530 ", "1,530"),
            ("8.1*", "8.1"),
            ("8.1 **", "8.1"),
            ("8.1†", "8.1"),
            ("8.1¹", "8.1"),
            ("8.1 [a]", "8.1"),
            ("8.1(1)", "8.1"),
            ("8.1 (e)", "8.1"),
            ("8.1e", "8.1"),
            ("8.1 F", "8.1"),
            ("8.1 est.", "8.1"),
            ("5.2%e", "5.2%"),
            ("5.2% *", "5.2%"),
            ("8.1^a", "8.1"),
            ("* 8.1", "8.1"),
            ("8.1e [2]*", "8.1"),
            ("(0.4)", "(0.4)"),
            ("(0.4)*", "(0.4)"),
            ("−0.4", "−0.4"),
            ("$8.1B", "$8.1B"),
            ("8.1 bn", "8.1 bn"),
            ("1'530", "1,530"),
            ("8.1 (2019 prices)", "8.1 (2019 prices)"),
        ] {
            assert_eq!(Entry::of(cell), Entry::Figure(figure.into()), "{cell}");
        }
    }

    #[test]
    fn a_text_too_long_for_a_figure_is_shown_by_its_ends() {
        let long = "1".repeat(1_000_000);
        let message = printed(&long).unwrap_err().to_string();
        assert!(message.contains("1 … 999831 characters … 1"), "{message}");
        assert!(message.ends_with("1' as a printed number: it has 1000000 characters, expected a figure"));
        assert!(message.len() < 300, "{message}");
    }

    #[test]
    fn nothing_is_nothing() {
        for cell in ["", "  ", "-", "–", "—", "..", "…", "n/a", "N/A", "n.a.", "nm", "*", "(–)", "TBD"]
        {
            assert_eq!(Entry::of(cell), Entry::None, "{cell}");
        }
        assert!(matches!(Entry::of("<0.05"), Entry::NoFigure(_)));
    }
}
