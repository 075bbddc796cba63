//! Lines of text: cleaned, measured, broken.

use super::scene::TextStyle;
use crate::chart::output::font::Fonts;
use crate::value::shown::turns_text;

/// One line with single spaces, without control characters and marks that turn the direction of text.
pub(crate) fn clean(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || c.is_control() || turns_text(c);
    let shown = text.split(is_gap).filter(|word| !word.is_empty());
    shown.collect::<Vec<_>>().join(" ")
}

/// A label that is a number, with the minus sign that numbers have on a chart.
pub(crate) fn signed(label: &str) -> String {
    match label.strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("−{rest}"),
        _ => label.into(),
    }
}

/// The lines of a paragraph no wider than `width`: as few as possible, and then as equal as possible, so
/// that no word is left alone at the end.
pub(crate) fn balanced(fonts: &Fonts, text: &str, style: TextStyle, width: f64) -> Vec<String> {
    let words = Words::measure(fonts, text, style, width);
    let lines = words.greedy(width).len();
    if lines < 2 {
        return words.lines(width);
    }
    let (mut low, mut high) = (width / 2.0, width);
    while high - low > 0.5 {
        let middle = f64::midpoint(low, high);
        if words.greedy(middle).len() > lines { low = middle } else { high = middle }
    }
    words.lines(high)
}

/// The lines of a paragraph, each as full as it gets.
pub(crate) fn filled(fonts: &Fonts, text: &str, style: TextStyle, width: f64) -> Vec<String> {
    Words::measure(fonts, text, style, width).lines(width)
}

/// At most `lines` lines no wider than `width`, an ellipsis where text is left out.
pub(crate) fn at_most(fonts: &Fonts, text: &str, style: TextStyle, width: f64, lines: usize) -> Vec<String> {
    let mut broken = balanced(fonts, text, style, width);
    if broken.len() <= lines {
        return broken;
    }
    broken = filled(fonts, text, style, width);
    broken.truncate(lines);
    if let Some(last) = broken.last_mut() {
        let fits = |line: &str| fonts.width(&format!("{line}…"), style) <= width;
        while !last.is_empty() && !fits(last.trim_end()) {
            last.pop();
        }
        *last = format!("{}…", last.trim_end_matches([' ', ',', '.', ';', '&', '-']));
    }
    broken
}

/// The same words, those wider than `width` cut off with an ellipsis: for narrow slots, where half a word on a
/// line of its own reads like another word.
pub(crate) fn shortened_words(fonts: &Fonts, text: &str, style: TextStyle, width: f64) -> String {
    let short = |word: &str| at_most(fonts, word, style, width, 1).concat();
    text.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

/// Words with their widths; a word wider than a line is cut into pieces that are not.
struct Words {
    words: Vec<(String, f64, Joint)>,
    space: f64,
}

/// How a word joins the one before.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    Space,
    None,
}

impl Words {
    fn measure(fonts: &Fonts, text: &str, style: TextStyle, width: f64) -> Self {
        let mut words = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let mut joint = Joint::Space;
            for part in unspaced(word) {
                for piece in pieces(fonts, part, style, width) {
                    let wide = fonts.width(&piece, style);
                    words.push((piece, wide, joint));
                    joint = Joint::None;
                }
            }
        }
        Self { words, space: fonts.width(" ", style) }
    }

    /// Index of the first word of each line.
    fn greedy(&self, width: f64) -> Vec<usize> {
        let mut starts = Vec::new();
        let mut used = f64::INFINITY;
        for (index, (_, wide, joint)) in self.words.iter().enumerate() {
            let gap = if *joint == Joint::Space { self.space } else { 0.0 };
            used += gap + wide;
            if used > width {
                starts.push(index);
                used = *wide;
            }
        }
        starts
    }

    fn lines(&self, width: f64) -> Vec<String> {
        let mut starts = self.greedy(width);
        starts.push(self.words.len());
        starts.windows(2).map(|pair| self.join(pair[0], pair[1])).collect()
    }

    fn join(&self, from: usize, to: usize) -> String {
        let mut line = String::new();
        for (word, _, joint) in &self.words[from..to] {
            if *joint == Joint::Space && !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line
    }
}

/// The parts of a word between which a line may end: those of scripts that are written without spaces.
fn unspaced(word: &str) -> Vec<&str> {
    const CLOSING: &str =
        "、。，．：；！？）」』】〕〉》’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;!?)]}%";
    const OPENING: &str = "（「『【〔〈《‘“([{";
    let is_ideograph = |c: char| matches!(u32::from(c), 0x2e80..=0x2fdf | 0x3005..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff);
    let mut parts = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, character) in word.char_indices() {
        let breaks = before.is_some_and(|before: char| {
            (is_ideograph(before)
                || is_ideograph(character)
                || CLOSING.contains(before) && u32::from(before) > 0x3000)
                && !OPENING.contains(before)
                && !CLOSING.contains(character)
        });
        if breaks {
            parts.push(&word[start..at]);
            start = at;
        }
        before = Some(character);
    }
    parts.push(&word[start..]);
    parts
}

fn pieces(fonts: &Fonts, word: &str, style: TextStyle, width: f64) -> Vec<String> {
    if fonts.width(word, style) <= width {
        return vec![word.to_string()];
    }
    let mut pieces = vec![String::new()];
    for character in word.chars() {
        let piece = pieces.last_mut().expect("there is always a piece to add to");
        piece.push(character);
        if fonts.width(piece, style) > width && piece.chars().count() > 1 {
            piece.pop();
            pieces.push(character.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: TextStyle = TextStyle::bold(21.0);

    #[track_caller]
    fn check(text: &str, width: f64, expected: &[&str]) {
        assert_eq!(balanced(&Fonts::noto_sans(), text, STYLE, width), expected);
    }

    #[test]
    fn lines_are_balanced() {
        check("Short title", 896.0, &["Short title"]);
        check(
            "Volume and new applications add $3.1 billion by 2030; substitution takes back $0.9 billion",
            896.0,
            &[
                "Volume and new applications add $3.1 billion",
                "by 2030; substitution takes back $0.9 billion",
            ],
        );
        check("", 896.0, &[]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        let fonts = Fonts::noto_sans();
        let lines = balanced(&fonts, &"W".repeat(40), STYLE, 200.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), "W".repeat(40));
        assert!(lines.iter().all(|line| fonts.width(line, STYLE) <= 200.0));
    }

    #[test]
    fn lines_end_between_ideographs_but_not_before_a_full_stop() {
        assert_eq!(unspaced("世界の市場、2026年。"), ["世", "界", "の", "市", "場、", "2026", "年。"]);
        assert_eq!(unspaced("「市場」の"), ["「市", "場」", "の"]);
        assert_eq!(unspaced("e-commerce"), ["e-commerce"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let lines = at_most(&Fonts::noto_sans(), "one two three four five six seven", STYLE, 100.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
    }

    #[test]
    fn words_too_wide_for_a_slot_are_cut_off() {
        let shortened = shortened_words(&Fonts::noto_sans(), "and government of it", STYLE, 80.0);
        assert!(shortened.starts_with("and gov") && shortened.ends_with("… of it"), "{shortened}");
    }

    #[test]
    fn white_space_and_control_characters_are_cleaned() {
        assert_eq!(clean("  a\tb\n\u{7}c\u{202e}d  "), "a b c d");
    }

    #[test]
    fn numbers_have_a_minus_and_names_a_hyphen() {
        assert_eq!(["-3", "-0.5%", "3", "-a", "A-3"].map(signed), ["−3", "−0.5%", "3", "-a", "A-3"]);
    }
}
