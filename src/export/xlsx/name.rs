//! Names of pages, and how formulas speak of cells.

use crate::export::text::one_line;

/// The longest name of a page, in UTF-16 code units as spreadsheets count.
const LONGEST: usize = 31;

/// A name that a page may have and no other page has, as close to what was wanted as may be.
pub(super) fn page_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = one_line(wanted).chars().map(|c| if is_forbidden(c) { '-' } else { c }).collect();
    // An apostrophe may not stand at either end; "History" belongs to the change log of old spreadsheets.
    let clean = match clean.trim_matches(|c: char| c == '\'' || c.is_whitespace()) {
        "" => "Sheet",
        name if name.eq_ignore_ascii_case("history") => "History sheet",
        name => name,
    };
    let is_free = |name: &String| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    let numbered = (2..).map(|number| {
        let end = format!(" ({number})");
        cut(clean, LONGEST - end.len()) + &end
    });
    std::iter::once(cut(clean, LONGEST)).chain(numbered).find(is_free).expect("numbers do not end")
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\u{fffe}' | '\u{ffff}')
}

/// As much of a text as fits, whole characters only and without what may not stand at its end.
pub(super) fn cut(text: &str, units: usize) -> String {
    let mut length = 0;
    let fits = |c: &char| {
        length += c.len_utf16();
        length <= units
    };
    let kept: String = text.chars().take_while(fits).collect();
    kept.trim_end_matches(|c: char| c == '\'' || c.is_whitespace()).into()
}

/// The letters of a column: A, …, Z, AA, …
pub(super) fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.into() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// "B6".
pub(super) fn at(row: usize, column: usize) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// "B$6", which stays in its row where it is copied.
pub(super) fn at_row(row: usize, column: usize) -> String {
    format!("{}${}", letters(column), row + 1)
}

/// "$B$6:$I$6" on a page.
pub(super) fn range(page: &str, from: (usize, usize), to: (usize, usize)) -> String {
    let cell = |(row, column): (usize, usize)| format!("${}${}", letters(column), row + 1);
    format!("{}{}:{}", quoted(page), cell(from), cell(to))
}

/// A page's name before a cell: "'By region'!".
pub(super) fn quoted(page: &str) -> String {
    format!("'{}'!", page.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_cut_cleaned_and_told_apart() {
        let taken = ["Summary".to_string(), "By region".to_string()];
        for (wanted, expected) in [
            ("By product", "By product"),
            ("by REGION", "by REGION (2)"),
            ("", "Sheet"),
            ("''", "Sheet"),
            ("'a'", "a"),
            ("History", "History sheet"),
            ("By a/b: [c]*?\\", "By a-b- -c----"),
            ("By line\nbreak", "By line break"),
            ("By a very long name of an axis indeed", "By a very long name of an axis"),
            ("By 12345678901234567890123456 éa", "By 12345678901234567890123456 é"),
        ] {
            assert_eq!(page_name(wanted, &taken), expected);
        }
        let long = "A name of thirty-one characters".to_string();
        assert_eq!(page_name(&long, &[long.to_uppercase()]), "A name of thirty-one charac (2)");
        // A character beyond the first plane counts twice.
        assert_eq!(page_name(&"𝒜".repeat(20), &[]).chars().count(), 15);
    }

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        for (column, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(column), expected);
        }
        assert_eq!((at(5, 1), at_row(5, 1)), ("B6".into(), "B$6".into()));
        assert_eq!(range("It's", (4, 1), (4, 8)), "'It''s'!$B$5:$I$5");
    }

    proptest! {
        #[test]
        fn any_text_becomes_a_name(wanted in prop::collection::vec("\\PC{0,40}|[ -~]{0,40}|['\\[\\]]{0,3}", 1..6)) {
            let mut taken: Vec<String> = Vec::new();
            for wanted in wanted {
                let name = page_name(&wanted, &taken);
                prop_assert!((1..=LONGEST).contains(&name.encode_utf16().count()));
                prop_assert!(!name.contains(is_forbidden) && !name.starts_with('\'') && !name.ends_with('\''));
                prop_assert!(taken.iter().all(|other| other.to_lowercase() != name.to_lowercase()));
                taken.push(name);
            }
        }
    }
}
