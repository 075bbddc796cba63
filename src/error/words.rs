//! What messages are put together from: lists that are cut, faults a line each, excerpts.

use super::{Error, Faults};
use crate::value::shown::{sentence, shown};

/// The most names of a list that would hide the message around it.
const SHOWN: usize = 12;

/// A fault a line; of many, how many more there are, which takes the place of two at least.
pub(super) fn lines(faults: &[Error]) -> String {
    let told = if faults.len() > Faults::MOST + 1 { &faults[..Faults::MOST] } else { faults };
    let mut lines: Vec<String> = told.iter().map(ToString::to_string).collect();
    if told.len() < faults.len() {
        lines.push(format!("and {} more faults", faults.len() - told.len()));
    }
    lines.join("\n")
}

/// A count, which stops at what can be counted.
pub(super) fn counted(found: usize) -> String {
    if found == usize::MAX { "more than can be counted".into() } else { found.to_string() }
}

/// "one of 'a', 'b'"; of a long list those most like the name that was given, in their order, and how many more there are.
pub(super) fn one_of(name: &str, choices: &[String]) -> String {
    match choices {
        [] => "none, for there are none".into(),
        [one] => quoted(one),
        _ if choices.len() <= SHOWN => format!("one of {}", first_few(choices)),
        _ => {
            let near: Vec<String> = nearest(name, choices).into_iter().map(|i| quoted(&choices[i])).collect();
            format!("one of {} and {} more", near.join(", "), choices.len() - SHOWN)
        }
    }
}

/// "'a', 'b'", and how many more there are.
pub(super) fn first_few(names: &[String]) -> String {
    let few = names.iter().take(SHOWN).map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    if names.len() <= SHOWN { few } else { format!("{few} and {} more", names.len() - SHOWN) }
}

fn quoted(name: &str) -> String {
    format!("'{}'", shown(name))
}

/// Texts with a sign between, the middle left out where that is long.
pub(super) fn joined(texts: &[String], between: &str) -> String {
    sentence(&texts.join(between)).into_owned()
}

/// Lines of ours, with somebody's text in them.
pub(super) fn each_line(text: &str) -> String {
    text.split('\n').map(sentence).collect::<Vec<_>>().join("\n")
}

/// A reason, and the lines below it where it ends in an excerpt of the file: those are lines of ours, any other
/// break of a line stands in somebody's text.
pub(super) fn with_excerpt(reason: &str) -> String {
    let starts = |line: &str, first: fn(char) -> bool| line.trim_start_matches(first).starts_with(" |");
    if let [carets, line, margin, ..] = reason.rsplit('\n').collect::<Vec<_>>()[..]
        && (starts(carets, |c| c == ' ') || carets.trim_start().starts_with('|'))
        && starts(line, |c| c.is_ascii_digit())
        && margin.trim_start() == "|"
    {
        let length = carets.len() + line.len() + margin.len() + 3;
        let (reason, excerpt) = reason.split_at(reason.len().saturating_sub(length));
        return format!("{}{}", sentence(reason), each_line(excerpt));
    }
    sentence(reason).into_owned()
}

/// The positions of the choices most like a name, in their order; of those alike the first.
fn nearest(name: &str, choices: &[String]) -> Vec<usize> {
    let name = letters(name);
    let mut nearest: Vec<(usize, usize)> = Vec::with_capacity(SHOWN + 1);
    for (i, choice) in choices.iter().enumerate() {
        let worst = nearest.get(SHOWN - 1).map_or(usize::MAX, |&(distance, _)| distance);
        if let Some(distance) = distance(&name, &letters(choice), worst) {
            let place = nearest.partition_point(|&(known, _)| known <= distance);
            nearest.insert(place, (distance, i));
            nearest.truncate(SHOWN);
        }
    }
    let mut places: Vec<usize> = nearest.into_iter().map(|(_, i)| i).collect();
    places.sort_unstable();
    places
}

/// The first few letters of a name, capitals aside: a list of a hundred thousand names takes no time that anybody notices.
fn letters(name: &str) -> Vec<char> {
    const LETTERS: usize = 24;
    name.chars().flat_map(char::to_lowercase).take(LETTERS).collect()
}

/// How unlike two names are, the letters to change, add or leave out (Levenshtein, 1966); none where that is no less
/// than what is asked for.
fn distance(a: &[char], b: &[char], below: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) >= below {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
        // No later row has less than the least of this one.
        if row.iter().min().is_some_and(|&least| least >= below) {
            return None;
        }
    }
    Some(row[b.len()]).filter(|&distance| distance < below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_quoted_and_cut() {
        let names = |count: usize| (0..count).map(|i| format!("m{i}")).collect::<Vec<_>>();
        for (count, expected) in [(0, "none, for there are none"), (1, "'m0'"), (2, "one of 'm0', 'm1'")] {
            assert_eq!(one_of("x", &names(count)), expected);
        }
        assert!(one_of("x", &names(20)).ends_with("'m11' and 8 more"));
        assert!(first_few(&names(12)).ends_with("'m11'"));
        assert!(first_few(&names(100_000)).ends_with("'m11' and 99988 more"));
    }

    #[test]
    fn a_long_list_has_the_choices_most_like_the_name() {
        let many: Vec<String> = (0..100_000).map(|i| format!("member {i}")).collect();
        assert!(one_of("member 777777", &many).contains("'member 77777'"));
        let countries: Vec<String> = [
            "Albania", "Algeria", "Andorra", "Angola", "Armenia", "Austria", "Belgium", "Brazil", "Bulgaria",
        ]
        .into_iter()
        .chain(["Chile", "China", "Cuba", "Cyprus", "Denmark", "Egypt", "Slovakia", "Slovenia"])
        .map(String::from)
        .collect();
        for (name, expected) in [("Slovnia", "Slovenia"), ("slovakia", "Slovakia"), ("Chil", "Chile")] {
            let text = one_of(name, &countries);
            assert!(text.contains(&format!("'{expected}'")) && text.ends_with(" and 5 more"), "{text}");
        }
        for (a, b, expected) in [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("APAC", "apac", 0)] {
            let [one, other] = [a, b].map(letters);
            assert_eq!(distance(&one, &other, usize::MAX), Some(expected), "{a} {b}");
            assert_eq!(distance(&one, &other, expected), None, "{a} {b}");
        }
    }

    #[test]
    fn only_an_excerpt_has_lines_of_its_own() {
        for (reason, expected) in [
            ("unknown key 'a\nb'", r"unknown key 'a\u{a}b'"),
            ("a\n\n", r"a\u{a}\u{a}"),
            ("bad\n  |\n3 | x\ty\n  | ^", "bad\n  |\n3 | x\\u{9}y\n  | ^"),
            ("bad\n   |\n12 | x\n   |   ^^", "bad\n   |\n12 | x\n   |   ^^"),
        ] {
            assert_eq!(with_excerpt(reason), expected);
        }
    }
}
