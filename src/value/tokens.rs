//! A printed number cut into digits, words and signs.

use super::currency;

/// A piece of a printed number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// Digits with their separators.
    Number(&'a str),
    /// A word, abbreviation or currency.
    Word(&'a str),
    /// A single sign.
    Mark(char),
}

/// Cuts a text into tokens; white space only separates.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
            continue;
        } else if let length @ 1.. = number_length(rest) {
            found.push(Token::Number(&rest[..length]));
            length
        } else if let length @ 1.. = word_length(rest) {
            words(&rest[..length], &mut found);
            length
        } else {
            found.push(Token::Mark(first));
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

/// Bytes of the digits at the front: separators belong to them only where digits follow.
fn number_length(text: &str) -> usize {
    let starts_with_digit = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_digit());
    let is_point = text.starts_with('.') && starts_with_digit(1);
    if !is_point && !starts_with_digit(0) {
        return 0;
    }
    let separator = |c: char| matches!(c, ',' | '.' | ' ' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}');
    text.char_indices()
        .find(|&(at, c)| !(c.is_ascii_digit() || separator(c) && starts_with_digit(at + c.len_utf8())))
        .map_or(text.len(), |(at, _)| at)
}

/// Bytes of the word at the front: letters, currency symbols, hyphens and slashes between letters, a last full stop.
fn word_length(text: &str) -> usize {
    let letter = |c: char| c.is_alphabetic() || currency::is_symbol(c);
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].chars().next();
        let inside = matches!(c, '-' | '/' | '\'' | '’') && at > 0 && after.is_some_and(char::is_alphabetic);
        let stop = c == '.' && at > 0 && !after.is_some_and(|c| c.is_ascii_digit());
        // A full stop ends a word, but for the first of "U.S.".
        if stop && at == 1 && text.starts_with("U.S") {
            continue;
        }
        if !letter(c) && !inside && !stop {
            break;
        }
        end = at + c.len_utf8();
        if stop || currency::is_symbol(c) {
            break;
        }
    }
    end
}

/// A word, or two where a symbol stands at the end of something else, or a scale at the end of a code: `M$`, `USDbn`.
fn words<'a>(run: &'a str, found: &mut Vec<Token<'a>>) {
    let symbol = run.char_indices().next_back().filter(|&(at, c)| at > 0 && currency::is_symbol(c));
    match symbol {
        Some((at, _)) if currency::Currency::of(run).is_none() => {
            found.extend([Token::Word(&run[..at]), Token::Word(&run[at..])]);
        }
        _ => match currency::before_scale(run) {
            Some((code, scale)) => found.extend([Token::Word(code), Token::Word(scale)]),
            None => found.push(Token::Word(run)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::Token::{Mark, Number, Word};
    use super::*;

    #[test]
    fn cuts() {
        for (text, expected) in [
            ("US$ 24.9 bn", vec![Word("US$"), Number("24.9"), Word("bn")]),
            ("-$0.4B", vec![Mark('-'), Word("$"), Number("0.4"), Word("B")]),
            ("24.9M$", vec![Number("24.9"), Word("M"), Word("$")]),
            ("$.5B", vec![Word("$"), Number(".5"), Word("B")]),
            ("approx. 9", vec![Word("approx."), Number("9")]),
            ("8.1-8.3", vec![Number("8.1"), Mark('-'), Number("8.3")]),
            ("8.1.", vec![Number("8.1"), Mark('.')]),
            ("n/a", vec![Word("n/a")]),
            ("USDbn 8.1", vec![Word("USD"), Word("bn"), Number("8.1")]),
            ("U.S. $8.1", vec![Word("U.S."), Word("$"), Number("8.1")]),
            ("U.S.$8.1", vec![Word("U.S."), Word("$"), Number("8.1")]),
            ("8.1 TWh", vec![Number("8.1"), Word("TWh")]),
            ("1\u{A0}530 kWh", vec![Number("1\u{A0}530"), Word("kWh")]),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }
}
