//! Where on a sheet: "B7", and what ranges may be.

use super::limits::{COLUMNS, ROWS};

/// The row and the column of a cell, from 0.
pub(super) type Place = (u32, u32);

/// The letters of a column: A, …, Z, AA, …
pub(super) fn letters(column: u32) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.into() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// "B7".
pub(super) fn name((row, column): Place) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// The place that a name such as "B7" stands for, if a sheet has it.
pub(super) fn read(name: &str) -> Option<Place> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = name.split_at(digits);
    // Longer ones, with zeros in front, would pass a check of the number and overflow where digits are added up.
    if column.is_empty() || column.len() > 3 || row.len() > 7 {
        return None;
    }
    let letter = |c: char| c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase() as u32 - 64);
    let column = column.chars().try_fold(0, |sum, c| Some(26 * sum + letter(c)?))?;
    Some((row_index(row)?, (column <= COLUMNS).then(|| column - 1)?))
}

/// The row from 0 that a number from 1 stands for, if a sheet has it.
pub(super) fn row_index(number: &str) -> Option<u32> {
    let is_plain = number.len() <= 7 && number.bytes().all(|byte| byte.is_ascii_digit());
    let row: u32 = number.parse().ok().filter(|_| is_plain)?;
    (1..=ROWS).contains(&row).then(|| row - 1)
}

/// Whether a text is a range such as "A1:C3", from its first cell to its last, or a cell alone.
pub(super) fn is_range(text: &str) -> bool {
    let mut ends = text.split(':').map(read);
    match (ends.next().flatten(), ends.next(), ends.next()) {
        (Some(_), None, _) => true,
        (Some(first), Some(Some(last)), None) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_sheets_name_them() {
        for (text, place) in
            [("A1", (0, 0)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("XFD1048576", (ROWS - 1, COLUMNS - 1))]
        {
            assert_eq!((read(text), name(place)), (Some(place), text.to_string()));
        }
        assert_eq!(read("b7"), Some((6, 1)));
        for text in [
            "",
            "A",
            "7",
            "A0",
            "XFE1",
            "A1048577",
            "A4000000000",
            "AAAAAAAAAAAA1",
            "A00000001",
            "A-1",
            "Ä1",
            "A1B",
            "A 1",
            "+1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            (row_index("1048576"), row_index("1048577"), row_index("+1")),
            (Some(ROWS - 1), None, None)
        );
    }

    #[test]
    fn ranges_run_from_their_first_cell_to_their_last() {
        for (text, expected) in [
            ("A1", true),
            ("A1:C3", true),
            ("B2:B2", true),
            ("A1:XFD1048576", true),
            ("C3:A1", false),
            ("A3:C1", false),
            ("A1:A2:A3", false),
            ("A1:A4000000000", false),
            ("A:C", false),
            ("", false),
            ("A1:", false),
        ] {
            assert_eq!(is_range(text), expected, "{text}");
        }
    }
}
