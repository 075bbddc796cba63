//! One part of a workbook, looked at before its reader sees it.
//!
//! The reader keeps the part's longest run of bytes, its strings and its formats, and adds up the digits of its cells; each
//! of them is bounded here, on the same events of the same XML reader, so that nothing is seen that was not looked at.

use std::io::{self, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive::place;
use super::limits::{DEPTH, FORMAT, FORMAT_CODE, FORMATS, STRING, STRINGS, STYLE, TOKEN, UNPACKED};
use super::place::{is_range, read, row_index};
use crate::error::{Error, ErrorKind};
use crate::value::shown::shown;

/// A kind of part that is read, told by its outermost element.
struct Kind {
    root: &'static str,
    /// The most bytes of it, unpacked.
    bytes: u64,
    /// Whether numbers of every sheet would read differently without it.
    is_vital: bool,
}

const KINDS: [Kind; 6] = [
    Kind { root: "Relationships", bytes: 8 << 20, is_vital: false },
    Kind { root: "workbook", bytes: 16 << 20, is_vital: true },
    Kind { root: "sst", bytes: 48 << 20, is_vital: true },
    Kind { root: "styleSheet", bytes: 16 << 20, is_vital: true },
    Kind { root: "theme", bytes: 4 << 20, is_vital: false },
    Kind { root: "worksheet", bytes: 96 << 20, is_vital: false },
];

/// Elements that the reader waits for, each with the one kind of part that has it.
///
/// It takes parts by their names and does not ask what they begin with: without this, strings could stand in a part that is
/// looked at as a sheet.
const OWNED: [(&str, &str); 16] = [
    ("Relationships", "Relationships"),
    ("Relationship", "Relationships"),
    ("sheet", "workbook"),
    ("definedName", "workbook"),
    ("sst", "sst"),
    ("si", "sst"),
    ("numFmts", "styleSheet"),
    ("fonts", "styleSheet"),
    ("fills", "styleSheet"),
    ("borders", "styleSheet"),
    ("cellXfs", "styleSheet"),
    ("sheetData", "worksheet"),
    ("row", "worksheet"),
    ("c", "worksheet"),
    ("mergeCells", "worksheet"),
    ("mergeCell", "worksheet"),
];

/// An element that the reader keeps something of.
struct Element {
    /// The kind of part.
    root: &'static str,
    name: &'static str,
    /// The element that it counts in, if not everywhere.
    within: Option<&'static str>,
    /// How many there may be.
    most: u64,
    /// Bytes from its beginning to its end.
    longest: u64,
    /// What the reader holds of each, beside the bytes of the part.
    held: usize,
}

const ANY: u64 = u64::MAX;

const fn element(root: &'static str, name: &'static str, most: u64, longest: u64) -> Element {
    Element { root, name, within: None, most, longest, held: 0 }
}

const fn style(within: &'static str, name: &'static str, held: usize) -> Element {
    Element { within: Some(within), held, ..element("styleSheet", name, FORMATS, 16 << 10) }
}

const ELEMENTS: [Element; 11] = [
    // An address has 2,083 characters, and each sheet holds its own.
    element("Relationships", "Relationship", 65_536, 4 << 10),
    element("workbook", "sheet", 10_000, 4 << 10),
    element("workbook", "definedName", 65_536, 1 << 20),
    Element { held: STRING, ..element("sst", "si", STRINGS, 1 << 20) },
    style("numFmts", "numFmt", STYLE),
    style("fonts", "font", STYLE),
    style("fills", "fill", STYLE),
    style("borders", "border", STYLE),
    style("cellXfs", "xf", FORMAT),
    element("worksheet", "c", ANY, 1 << 20),
    element("worksheet", "mergeCell", 1_000_000, 4 << 10),
];

/// A part that may be read.
pub(super) struct Part {
    /// Bytes that the reader will hold of it.
    pub(super) held: usize,
}

/// Why a part may not be read.
pub(super) struct Refusal {
    pub(super) error: Error,
    /// Whether no sheet can be read without it.
    pub(super) is_vital: bool,
}

/// Looks at a part of at most so many bytes unpacked, which it takes off; none where it is of no kind that is read.
///
/// XML that is broken is refused: the reader goes on at tags that do not close each other, and takes them for what they
/// are not.
pub(super) fn look(name: &str, entry: impl Read, left: &mut u64) -> Result<Option<Part>, Refusal> {
    // A name with such characters could pass for a mark of the archive.
    let is_named = name.len() <= 1024 && !name.chars().any(char::is_control);
    let mut look = Look::new(entry, *left);
    let mut found = look.all().and_then(|()| look.expect_bytes());
    let is_out = look.unpacked() > *left;
    *left = left.saturating_sub(look.unpacked());
    if is_out {
        found = Err(format!("with the parts before it, it unpacks to more than {UNPACKED} bytes"));
    }
    let part = look.kind.filter(|_| is_named);
    if found.is_ok() && part.is_none() && is_missed(name) {
        found = Err("it begins with nothing that such a part begins with".into());
    }
    // What comes later is not looked at any more, and may be what is missed.
    let is_vital = is_out || is_missed(name) || look.kind.is_some_and(|kind| kind.is_vital);
    match found {
        Ok(()) => Ok(part.map(|kind| Part { held: look.held(kind) })),
        Err(reason) => Err(Refusal { error: refused(name, reason), is_vital }),
    }
}

/// Whether the reader takes a part of this name for one that a workbook need not have: it would read numbers without their
/// formats where the part is there and cannot be read.
pub(super) fn is_missed(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.eq_ignore_ascii_case("styles.xml") || last.eq_ignore_ascii_case("sharedStrings.xml")
}

/// What is wrong with a part.
pub(super) fn refused(name: &str, reason: String) -> Error {
    ErrorKind::Syntax { place: place(name), reason }.into()
}

struct Look<R: Read> {
    xml: Reader<BufReader<Metered<R>>>,
    kind: Option<&'static Kind>,
    /// The element that others may count in, and how deep it stands.
    around: Option<(&'static str, usize)>,
    depth: usize,
    /// For each element how many there were.
    counts: [u64; ELEMENTS.len()],
    /// The element that is open, how deep it stands and where it began.
    open: Option<(&'static Element, usize, u64)>,
    /// Bytes of the longest texts that formats refer to, which each format repeats.
    longest_code: usize,
    longest_font: usize,
}

impl<R: Read> Look<R> {
    fn new(entry: R, most: u64) -> Self {
        let metered = Metered { inner: entry, first: [0; 2], unpacked: 0, most, since: 0, over: None };
        let mut xml = Reader::from_reader(BufReader::new(metered));
        // As the reader is set, so that both see the same events, but for the names at the ends, which it does not compare.
        let config = xml.config_mut();
        config.check_end_names = true;
        config.check_comments = false;
        Self {
            xml,
            kind: None,
            around: None,
            depth: 0,
            counts: [0; ELEMENTS.len()],
            open: None,
            longest_code: 0,
            longest_font: 0,
        }
    }

    fn metered(&mut self) -> &mut Metered<R> {
        self.xml.get_mut().get_mut()
    }

    fn unpacked(&mut self) -> u64 {
        self.metered().unpacked
    }

    /// What the reader will hold of the part.
    fn held(&self, kind: &Kind) -> usize {
        let texts = self.longest_code + self.longest_font;
        let of_elements = ELEMENTS.iter().zip(self.counts).map(|(element, count)| {
            let repeated = if element.held == FORMAT { texts } else { 0 };
            count as usize * (element.held + repeated)
        });
        let has_texts = matches!(kind.root, "sst" | "styleSheet");
        let of_texts = if has_texts { self.xml.buffer_position() as usize } else { 0 };
        of_elements.sum::<usize>() + of_texts
    }

    /// Goes through the events to the end, or to what is too much.
    fn all(&mut self) -> Result<(), String> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let before = self.xml.buffer_position();
            let event = self.xml.read_event_into(&mut buffer);
            let metered = self.metered();
            metered.since = 0;
            match metered.over.take() {
                None => {}
                // What has no tags is of no kind that is read.
                Some(Over::Token) if self.kind.is_none() => return Ok(()),
                Some(Over::Token) => return Err(format!("it has more than {TOKEN} bytes without a tag")),
                Some(Over::Part(most)) => return Err(format!("it unpacks to more than {most} bytes")),
            }
            match event {
                Ok(Event::Start(tag)) => {
                    self.depth += 1;
                    self.start(&tag, before)?;
                    if self.kind.is_none() {
                        return Ok(());
                    }
                }
                Ok(Event::Empty(tag)) => {
                    self.depth += 1;
                    self.start(&tag, before)?;
                    self.end();
                }
                Ok(Event::End(_)) => self.end(),
                Ok(Event::Eof) => return Ok(()),
                // No XML at all.
                Err(_) if self.kind.is_none() => return Ok(()),
                Err(fault) => return Err(format!("it is no sound XML: {fault}")),
                Ok(_) => {}
            }
            self.expect_short()?;
        }
    }

    fn start(&mut self, tag: &BytesStart, before: u64) -> Result<(), String> {
        let local = tag.local_name();
        let name: &str = local.as_ref();
        if self.depth > DEPTH {
            return Err(format!("it has more than {DEPTH} elements within each other"));
        }
        let Some(kind) = self.kind else {
            self.kind = KINDS.iter().find(|kind| kind.root == name);
            if let Some(kind) = self.kind {
                let metered = self.metered();
                metered.most = metered.most.min(kind.bytes);
            }
            return self.attributes(name, tag);
        };
        if let Some((_, root)) = OWNED.iter().find(|(owned, root)| *owned == name && *root != kind.root) {
            return Err(format!("it has an element '{name}' of a {root} in a {}", kind.root));
        }
        let is_meant = |element: &Element| element.name == name && element.root == kind.root;
        let found = ELEMENTS.iter().zip(&mut self.counts).find(|(element, _)| is_meant(element));
        if let Some((element, count)) = found
            && element.within.is_none_or(|within| self.around.is_some_and(|(around, _)| around == within))
        {
            *count += 1;
            if *count > element.most {
                return Err(format!("it has more than {} elements '{name}'", element.most));
            }
            self.open.get_or_insert((element, self.depth, before));
        }
        if let Some(around) =
            ELEMENTS.iter().filter_map(|element| element.within).find(|within| *within == name)
        {
            self.around.get_or_insert((around, self.depth));
        }
        self.attributes(name, tag)
    }

    fn end(&mut self) {
        if self.open.is_some_and(|(_, depth, _)| depth == self.depth) {
            self.open = None;
        }
        if self.around.is_some_and(|(_, depth)| depth == self.depth) {
            self.around = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// That a part of no kind is not one in another encoding.
    fn expect_bytes(&mut self) -> Result<(), String> {
        let first = self.metered().first;
        if self.kind.is_none() && matches!(first, [0xFE, 0xFF] | [0xFF, 0xFE]) {
            return Err("it is in UTF-16, expected UTF-8".into());
        }
        Ok(())
    }

    /// That the element that is open has not become too long.
    fn expect_short(&self) -> Result<(), String> {
        match self.open {
            Some((element, _, start)) if self.xml.buffer_position() - start > element.longest => {
                Err(format!("an element '{}' has more than {} bytes", element.name, element.longest))
            }
            _ => Ok(()),
        }
    }

    /// What the reader makes numbers of, or repeats.
    fn attributes(&mut self, element: &str, tag: &BytesStart) -> Result<(), String> {
        // Some of them the reader looks for before it knows what it reads: in parts of every kind.
        if !matches!(element, "row" | "c" | "f" | "mergeCell" | "dimension" | "sst" | "numFmt" | "name") {
            return Ok(());
        }
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|fault| format!("a tag '{element}': {fault}"))?;
            let key = attribute.key.local_name();
            let (key, value): (&str, &str) = (key.as_ref(), &attribute.value);
            let refuse = |expected: &str| Err(format!("{element} '{}', expected {expected}", shown(value)));
            match (element, key) {
                ("row", "r") if row_index(value).is_none() => return refuse("a row from 1 to 1048576"),
                ("c", "r") if read(value).is_none() => return refuse("a cell from A1 to XFD1048576"),
                ("mergeCell" | "dimension" | "f", "ref") if !is_range(value) => {
                    return refuse("a range of cells from A1 to XFD1048576, its first cell first");
                }
                // Room is made for as many before there is one.
                ("sst", "uniqueCount") if value.parse().is_ok_and(|claimed: u64| claimed > STRINGS) => {
                    return Err(format!(
                        "it claims to have '{}' strings, expected at most {STRINGS}",
                        shown(value)
                    ));
                }
                ("numFmt", "formatCode") if value.len() > FORMAT_CODE => {
                    return refuse(&format!("a number format of at most {FORMAT_CODE} bytes"));
                }
                ("numFmt", "formatCode") => self.longest_code = self.longest_code.max(value.len()),
                ("name", "val") => self.longest_font = self.longest_font.max(value.len()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// A reader that stops where too much has come, in all or since the last event.
struct Metered<R> {
    inner: R,
    /// The first two bytes.
    first: [u8; 2],
    unpacked: u64,
    most: u64,
    since: u64,
    over: Option<Over>,
}

/// What was too much.
enum Over {
    /// Bytes of a single tag or text.
    Token,
    /// Bytes of the part, of which there may be so many.
    Part(u64),
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if let (0, [one, two, ..]) = (self.unpacked, &buffer[..read]) {
            self.first = [*one, *two];
        }
        self.unpacked += read as u64;
        self.since += read as u64;
        self.over = if self.unpacked > self.most {
            Some(Over::Part(self.most))
        } else {
            (self.since > TOKEN).then_some(Over::Token)
        };
        match self.over {
            Some(_) => Err(io::Error::other("more than may be read")),
            None => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, mut left: u64, expected: Result<bool, (&str, bool)>) -> u64 {
        let found = look(name, text.as_bytes(), &mut left);
        let found =
            found.map(|part| part.is_some()).map_err(|fault| (fault.error.to_string(), fault.is_vital));
        let place = format!("part '{name}' of the workbook: ");
        assert_eq!(found, expected.map_err(|(reason, is_vital)| (place + reason, is_vital)));
        left
    }

    /// What is left is never less than nothing, and nothing after it is read.
    #[test]
    fn when_all_that_may_be_unpacked_is_used_up_the_workbook_is_refused() {
        let sheet = format!("<worksheet>{}</worksheet>", " ".repeat(1_000));
        assert_eq!(check("a.xml", &sheet, 5_000, Ok(true)), 5_000 - sheet.len() as u64);
        let out = "with the parts before it, it unpacks to more than 402653184 bytes";
        assert_eq!(check("a.xml", &sheet, 500, Err((out, true))), 0);
        assert_eq!(check("b.xml", "<styleSheet/>", 0, Err((out, true))), 0);
    }

    /// Without its formats a workbook is read, with other digits.
    #[test]
    fn formats_and_strings_are_read_or_refused() {
        let none = "it begins with nothing that such a part begins with";
        for name in ["xl/styles.xml", "xl\\Styles.XML", "styles.xml", "xl/sharedStrings.xml"] {
            for text in ["", "no tag", "<foo/>", "<"] {
                check(name, text, 100, Err((none, true)));
            }
        }
        check("xl/styles.xml", "<styleSheet/>", 100, Ok(true));
        for name in ["xl/charts/style1.xml", "xl/tableStyles.xml", "xl/media/a.png"] {
            check(name, "<foo/>", 100, Ok(false));
        }
    }

    #[test]
    fn what_is_held_of_a_format_is_no_less_than_its_size() {
        assert!(size_of::<calamine::Style>() <= FORMAT, "{}", size_of::<calamine::Style>());
        assert!(size_of::<calamine::Font>() <= STYLE && size_of::<calamine::Borders>() <= STYLE);
    }
}
