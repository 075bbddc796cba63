//! Text of strangers as people may be shown it: in messages, tables of text and findings, on terminals.
//!
//! Names, figures and file names come from anywhere. What steers a terminal or turns the direction of what follows is
//! shown as an escape such as `\u{1b}`, and of a text that would hide the message around it the middle is left out.
//! Both leave what they made as it is, so that a message may hold another one that went through here already; a
//! backslash of the text's own stays one for the same reason.

use std::borrow::Cow;

/// The most characters of a name or a figure: more than names have, few enough that a dozen of them make a message.
pub(crate) const NAME: usize = 200;
/// The most characters of a sentence that names may stand in, and of the path of a file.
pub(crate) const SENTENCE: usize = 4000;

/// A text that is not one's own, as a terminal may show it: on one line, and of no more than so many characters.
///
/// The messages of this library are safe to print as they are, and so is what `Display` and `to_text` make of names;
/// but names themselves, of rows, members and in the fields of an [`ErrorKind`](crate::ErrorKind), are data and stand as they
/// came. Whoever prints those puts them through here.
///
/// Control characters, separators of lines and marks that turn the direction of text become escapes. What runs from
/// right to left by its own letters stays, and so do the marks that only help it (U+200E, U+200F). Of a longer text the
/// middle is left out and counted; at least 60 characters remain.
///
/// ```
/// use market_outlook::printable;
///
/// assert_eq!(printable("Asia Pacific", 200), "Asia Pacific");
/// assert_eq!(printable("\u{1b}[31mred", 200), r"\u{1b}[31mred");
/// assert_eq!(printable(&"8".repeat(1_000_000), 60), "88888888888888888888 … 999970 characters … 8888888888");
/// ```
#[must_use]
pub fn printable(text: &str, most: usize) -> Cow<'_, str> {
    // Bytes of texts as most are: no look at each character, and none more of them than may be shown.
    if text.len() <= most && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.into();
    }
    let most = most.max(LEAST);
    // One more than may be shown settles that something has to go, in a text of any length.
    let mut room = most;
    let fits = text.chars().all(|letter| room.checked_sub(width(letter)).map(|rest| room = rest).is_some());
    if fits && !text.contains(is_unprintable) {
        return text.into();
    }
    if fits {
        return escaped(text).into();
    }
    let around = most - MARK;
    let begin = taken(text.chars(), around * 2 / 3);
    let end = taken(text.chars().rev(), around / 3);
    let bytes = |letters: &mut dyn Iterator<Item = char>| letters.map(char::len_utf8).sum::<usize>();
    let (from, to) = (bytes(&mut text.chars().take(begin)), bytes(&mut text.chars().rev().take(end)));
    let (begin, left_out) = (escaped(&text[..from]), text[from..text.len() - to].chars().count());
    format!("{begin} … {left_out} characters … {}", escaped(&text[text.len() - to..])).into()
}

/// Below this the count would leave no room for the text.
const LEAST: usize = 60;
/// Room for the count, of up to nine digits, and what stands around it.
const MARK: usize = 30;

/// A name or a figure in a message.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    printable(text, NAME)
}

/// A sentence with names in it, a path, or what another program said.
pub(crate) fn sentence(text: &str) -> Cow<'_, str> {
    printable(text, SENTENCE)
}

/// Marks that turn the direction of what follows, to the end of a paragraph where they are not closed.
pub(crate) fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a terminal obeys or a reader cannot see the effect of: C0, DEL and C1, separators of lines and paragraphs.
fn is_unprintable(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') || turns_text(letter)
}

/// The characters that one is shown as.
fn width(letter: char) -> usize {
    if is_unprintable(letter) { letter.escape_unicode().len() } else { 1 }
}

/// How many of the letters fit into so many characters.
fn taken(letters: impl Iterator<Item = char>, mut room: usize) -> usize {
    letters.take_while(|&letter| room.checked_sub(width(letter)).map(|rest| room = rest).is_some()).count()
}

fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unprintable(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_steers_or_turns_is_shown_and_all_else_stays() {
        for (text, expected) in [
            ("", ""),
            ("Europe", "Europe"),
            ("\u{1b}]0;pwn\u{7}", r"\u{1b}]0;pwn\u{7}"),
            ("a\tb\r\nc\u{0}", r"a\u{9}b\u{d}\u{a}c\u{0}"),
            ("\u{7f}\u{9b}31m\u{85}", r"\u{7f}\u{9b}31m\u{85}"),
            ("a\u{2028}b\u{2029}", r"a\u{2028}b\u{2029}"),
            ("\u{202e}evil\u{2066}x\u{2069}", r"\u{202e}evil\u{2066}x\u{2069}"),
            ("מזרח תיכון\u{200f}", "מזרח תיכון\u{200f}"),
            ("می\u{200c}خواهم 東京 é", "می\u{200c}خواهم 東京 é"),
            (r"a\b \u{1b}", r"a\b \u{1b}"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn the_middle_of_a_long_text_is_left_out_and_counted() {
        for (text, most, expected_length) in [
            ("a".repeat(200), 200, 200),
            ("é".repeat(200), 200, 200),
            ("a".repeat(201), 200, 113 + 56 + " … 32 characters … ".chars().count()),
            ("a".repeat(1_000_000), 0, 20 + 10 + " … 999970 characters … ".chars().count()),
            ("\u{1b}".repeat(1_000_000), 200, 18 * 6 + 9 * 6 + " … 999973 characters … ".chars().count()),
        ] {
            assert_eq!(printable(&text, most).chars().count(), expected_length);
        }
        let text = format!("begin{}end", "x".repeat(5000));
        assert!(sentence(&text).starts_with("beginxx") && sentence(&text).ends_with("xxend"));
    }

    proptest! {
        /// What has been here comes through unchanged, whatever the bound.
        #[test]
        fn once_is_as_good_as_twice(text in "(\\PC|\\pC|[\u{0}-\u{9f}]){0,300}", most in 0_usize..400) {
            let once = printable(&text, most);
            prop_assert!(!once.contains(is_unprintable));
            prop_assert!(once.chars().count() <= most.max(LEAST));
            prop_assert_eq!(&printable(&once, most), &once);
            prop_assert_eq!(&printable(&once, most + 100), &once);
        }
    }
}
