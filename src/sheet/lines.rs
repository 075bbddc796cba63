//! Lines of a text, and quotes that have lost their other half.

/// Which line a record of CSV begins in: a line ends in a line feed, a carriage return, or both.
///
/// The position of a record is where its reader began to look for it: behind the carriage return of the line before, with blank
/// lines in between. And it counts line feeds alone.
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    /// Whether there are lines that end in a carriage return alone.
    has_returns: bool,
    counted: usize,
    returns: u64,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let has_returns = text.match_indices('\r').any(|(at, _)| bytes.get(at + 1) != Some(&b'\n'));
        Self { text: bytes, has_returns, counted: 0, returns: 0 }
    }

    /// The line of a record, of which each begins behind the one before.
    pub(crate) fn line(&mut self, position: &csv::Position) -> u64 {
        let start = position.byte() as usize;
        let ends = self.text[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let (mut between, mut feeds) = (0, 0);
        for end in ends {
            between += 1;
            feeds += u64::from(*end == b'\n');
        }
        if self.has_returns {
            let begin = start + between;
            self.returns += returns(self.text, self.counted, begin);
            self.counted = begin;
        }
        position.line() + feeds + self.returns
    }
}

/// The line of a place in a text.
pub(super) fn line_at(text: &[u8], at: usize) -> u64 {
    text[..at].iter().fold(1, |line, byte| line + u64::from(*byte == b'\n')) + returns(text, 0, at)
}

/// Carriage returns that are the whole end of a line.
fn returns(text: &[u8], from: usize, to: usize) -> u64 {
    let alone = |at: &usize| text[*at] == b'\r' && text.get(at + 1) != Some(&b'\n');
    (from..to).filter(alone).count() as u64
}

/// Where each record begins, and how many fields it has, as readers of CSV split it.
///
/// Such a reader takes in a whole record before it tells of it, whose fields a file of separators alone has by the million.
pub(super) struct Widths<'a> {
    bytes: &'a [u8],
    separator: u8,
    at: usize,
}

impl<'a> Widths<'a> {
    pub(super) fn of(text: &'a str, separator: u8) -> Self {
        Self { bytes: text.as_bytes(), separator, at: 0 }
    }

    /// The end of a field: its separator, its line's end or the end of the text.
    fn end_of_field(&self, mut at: usize) -> usize {
        let quote =
            |at: usize| self.bytes[at..].iter().position(|byte| *byte == b'"').map(|found| at + found);
        if self.bytes.get(at) == Some(&b'"') {
            loop {
                let Some(close) = quote(at + 1) else { return self.bytes.len() };
                at = close + 1;
                if self.bytes.get(at) != Some(&b'"') {
                    break;
                }
            }
        }
        let is_end = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        self.bytes[at..].iter().position(is_end).map_or(self.bytes.len(), |found| at + found)
    }
}

impl Iterator for Widths<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let is_blank = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        self.at += self.bytes[self.at..].iter().take_while(is_blank).count();
        let start = self.at;
        if start == self.bytes.len() {
            return None;
        }
        let mut width = 1;
        self.at = self.end_of_field(start);
        while self.bytes.get(self.at) == Some(&self.separator) {
            width += 1;
            self.at = self.end_of_field(self.at + 1);
        }
        Some((start, width))
    }
}

/// The line of the first field in quotes that does not end where fields end, and what is wrong with it.
///
/// Readers of CSV go on to the next quote wherever it is: one that is lost makes a single field of the lines in between.
pub(crate) fn lost_quote(text: &str, separator: u8) -> Option<(u64, &'static str)> {
    let bytes = text.as_bytes();
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| [separator, b'\n', b'\r'].contains(byte));
    let mut at = 0;
    while let Some(found) = text[at..].find('"') {
        let open = at + found;
        at = open + 1;
        // Elsewhere than at the beginning of a field it is a letter like others: 5" discs.
        if !is_end(open.checked_sub(1).map(|before| &bytes[before])) {
            continue;
        }
        loop {
            let Some(close) = text[at..].find('"') else {
                let reason = "a field in quotes that does not end, expected a '\"' behind it";
                return Some((line_at(bytes, open), reason));
            };
            at += close + 1;
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            at += 1;
        }
        if !is_end(bytes[at..].iter().find(|byte| **byte != b' ')) {
            let reason =
                "text behind a field in quotes, expected a separator, or quotes inside a field doubled";
            return Some((line_at(bytes, open), reason));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_begin_in_their_lines_however_lines_end() {
        let text = "\n\na,b\n\n1,\"x\ny\"\n\n\n2,z\n3,\n";
        for end in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', end);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let mut lines = Lines::of(&text);
            let records = reader.records().map(|record| lines.line(record.unwrap().position().unwrap()));
            assert_eq!(records.collect::<Vec<_>>(), [3, 5, 9, 10], "{end:?}");
            assert_eq!(line_at(text.as_bytes(), text.find('2').unwrap()), 9, "{end:?}");
        }
    }

    #[test]
    fn fields_are_counted_as_readers_split_them() {
        for text in [
            "",
            "\n\r\n",
            "a",
            "a,b\n,\n\n,,\r\"x,y\",\"\"\"\n\"\"\",z\r\n\"\",\"a\"b\"c,d\n\"open,\n",
            "a\"b,c\"d\n\"x\" ,1\nend,",
        ] {
            for separator in [b',', b'x'] {
                let mut reader = csv::ReaderBuilder::new();
                let reader = reader.has_headers(false).flexible(true).delimiter(separator);
                let read: Vec<usize> = reader
                    .from_reader(text.as_bytes())
                    .byte_records()
                    .map(|record| record.unwrap().len())
                    .collect();
                let widths: Vec<usize> = Widths::of(text, separator).map(|(_, width)| width).collect();
                assert_eq!(widths, read, "{text:?}");
            }
        }
    }

    #[test]
    fn lost_quotes_are_found_and_others_are_left_alone() {
        const OPEN: &str = "a field in quotes that does not end, expected a '\"' behind it";
        const BEHIND: &str =
            "text behind a field in quotes, expected a separator, or quotes inside a field doubled";
        for (text, expected) in [
            ("a,b\n\"x\",1\n", None),
            ("\"x, \"\"y\"\"\nz\",\"\"\r\n\"\"\"\"", None),
            ("a,5\" disc,\"x\" ,1\n", None),
            ("a,b\n\n1,\"x\ny,2\nz,3\n", Some((3, OPEN))),
            ("\"", Some((1, OPEN))),
            ("a,\"\"\"\n", Some((1, OPEN))),
            ("a,b\r1,\"x\ry,\"z\",2\r", Some((2, BEHIND))),
            ("\"Europe\"x,1\n", Some((1, BEHIND))),
        ] {
            assert_eq!(lost_quote(text, b','), expected, "{text:?}");
        }
        assert_eq!(lost_quote("\"a\"\tb", b'\t'), None);
        assert_eq!(lost_quote("a;\"b\";c", b';'), None);
    }
}
