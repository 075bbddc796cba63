//! The archive that a workbook is, with the parts in it that have been looked at.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::limits::{DIRECTORY, ENDS, ENTRIES, FILE, HELD, NAMED, UNPACKED};
use super::part::{self, Part};
use super::unreadable;
use crate::error::{Error, ErrorKind};
use crate::value::shown::shown;

/// How documents of the old kind begin, and protected ones of the new kind, which are such documents.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const ENTRY: &[u8] = b"PK\x01\x02";
/// What a file should have been.
pub(super) const EXPECTED: &str = "expected an .xlsx workbook";
const END: &[u8] = b"PK\x05\x06";
/// The same for archives of more than 4 GB, and what says where it is.
const LARGE_ENDS: [&[u8]; 2] = [b"PK\x06\x06", b"PK\x06\x07"];

/// A workbook whose parts have been looked at.
pub(super) struct Checked<'a> {
    /// The archive, with no other parts than those that a reader may read.
    pub(super) file: Approved<'a>,
    /// What is wrong with parts that may not be needed.
    pub(super) refused: Vec<Error>,
    /// Bytes that the reader will hold of the parts.
    pub(super) held: usize,
}

/// Looks at every part of a workbook before its reader does.
///
/// # Errors
/// When it is no archive or a protected one, or what every sheet needs is more than can be read.
pub(super) fn checked(bytes: &[u8]) -> Result<Checked<'_>, Error> {
    expect_within("bytes of the workbook", bytes.len(), FILE)?;
    if bytes.starts_with(COMPOUND) {
        return Err(unreadable(compound(bytes)));
    }
    expect_small_directory(bytes)?;
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|fault| unreadable(&format!("{fault}, {EXPECTED}")))?;
    if archive.offset() != 0 {
        return Err(unreadable(&format!("something stands in front of its archive, {EXPECTED}")));
    }
    let (mut directory, mut refused, mut held, mut left) = (Directory::default(), Vec::new(), 0, UNPACKED);
    for index in 0..archive.len() {
        let name =
            archive.name_for_index(index).and_then(Result::ok).map_or_else(String::new, Cow::into_owned);
        let entry = match archive.by_index(index) {
            Ok(entry) => entry,
            // It may be a picture. If it is needed, its reader will miss it, and the reason is told then.
            Err(fault) => {
                let error = part::refused(&name, fault.to_string());
                if part::is_missed(&name) {
                    return Err(error);
                }
                refuse(&mut refused, error);
                continue;
            }
        };
        let header = Header::of(&entry, &name);
        match part::look(&name, entry, &mut left) {
            Ok(None) => {}
            Ok(Some(Part { held: more })) => {
                held += more;
                directory.add(&header);
            }
            Err(fault) if fault.is_vital => return Err(fault.error),
            Err(fault) => refuse(&mut refused, fault.error),
        }
    }
    expect_within("bytes in memory of the workbook's strings and formats", held, HELD)?;
    Ok(Checked { file: Approved { bytes, directory: directory.finish(bytes.len()), at: 0 }, refused, held })
}

/// Keeps the first faults in parts that may not be needed.
fn refuse(refused: &mut Vec<Error>, fault: Error) {
    if refused.len() < NAMED {
        refused.push(fault);
    }
}

/// What a compound document is that should be a workbook.
fn compound(bytes: &[u8]) -> &'static str {
    // The name of what a protected workbook stands in, as the directory of the document writes it.
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(package.len()).any(|window| window == package) {
        "it is protected by a password, expected a workbook that opens without one"
    } else {
        "it is a workbook of the old kind (.xls), or a protected one that was cut short, expected an .xlsx workbook"
    }
}

/// That the archive lists no more parts than a workbook has, before a list of them is made.
///
/// Every entry of a directory has its mark, wherever its reader finds the directory; that others stand by chance among
/// compressed bytes happens once in four gigabytes.
fn expect_small_directory(bytes: &[u8]) -> Result<(), Error> {
    let marks = |mark: &'static [u8]| {
        bytes.windows(mark.len()).enumerate().filter(move |(_, window)| *window == mark).map(|(at, _)| at)
    };
    let length = |at: usize| {
        let field = |from| {
            bytes
                .get(at + from..at + from + 2)
                .map_or(0, |two: &[u8]| two[0] as usize | (two[1] as usize) << 8)
        };
        field(28) + field(30) + field(32)
    };
    let ends = LARGE_ENDS.into_iter().chain([END]).map(|mark| marks(mark).count()).max().unwrap_or(0);
    expect_within("ends of the workbook's archive", ends, ENDS)?;
    expect_within("entries of the workbook's archive", marks(ENTRY).count(), ENTRIES)?;
    expect_within("bytes of the names in the workbook's archive", marks(ENTRY).map(length).sum(), DIRECTORY)
}

fn expect_within(what: &str, found: usize, limit: usize) -> Result<(), Error> {
    if found <= limit {
        return Ok(());
    }
    Err(ErrorKind::TooLarge { what: what.into(), found, limit }.into())
}

/// What a directory says of a part.
struct Header {
    name: String,
    is_stored: bool,
    crc: u32,
    /// Compressed and not.
    sizes: [u64; 2],
    start: u64,
}

impl Header {
    fn of<R: Read>(entry: &ZipFile<'_, R>, name: &str) -> Self {
        Self {
            name: name.into(),
            is_stored: entry.compression() == CompressionMethod::Stored,
            crc: entry.crc32(),
            sizes: [entry.compressed_size(), entry.size()],
            start: entry.header_start(),
        }
    }
}

/// The directory of an archive (APPNOTE 4.3.12 and 4.3.16), without times, comments and extensions.
#[derive(Default)]
struct Directory {
    bytes: Vec<u8>,
    entries: u16,
}

impl Directory {
    /// Sizes and starts are within the file and what may be unpacked of it, so that 32 bits hold them.
    fn add(&mut self, header: &Header) {
        /// Names are in UTF-8.
        const FLAGS: u16 = 0x0800;
        let method: u16 = if header.is_stored { 0 } else { 8 };
        self.bytes.extend(ENTRY);
        // Made by and needed: version 2.0. Then flags, method, time and date.
        for word in [20, 20, FLAGS, method, 0, 0x21] {
            self.bytes.extend(u16::to_le_bytes(word));
        }
        for long in [header.crc, header.sizes[0] as u32, header.sizes[1] as u32] {
            self.bytes.extend(u32::to_le_bytes(long));
        }
        // The length of the name; no extensions, comment, other disk or attributes.
        for word in [header.name.len() as u16, 0, 0, 0, 0, 0, 0] {
            self.bytes.extend(u16::to_le_bytes(word));
        }
        self.bytes.extend(u32::to_le_bytes(header.start as u32));
        self.bytes.extend(header.name.as_bytes());
        self.entries += 1;
    }

    fn finish(mut self, start: usize) -> Vec<u8> {
        let length = self.bytes.len() as u32;
        self.bytes.extend(END);
        for word in [0, 0, self.entries, self.entries] {
            self.bytes.extend(u16::to_le_bytes(word));
        }
        self.bytes.extend(u32::to_le_bytes(length));
        self.bytes.extend(u32::to_le_bytes(start as u32));
        self.bytes.extend([0, 0]);
        self.bytes
    }
}

/// An archive with a directory of its own behind it: its reader finds the parts that stand there and no others.
///
/// The file is neither copied nor unpacked for it.
pub(super) struct Approved<'a> {
    bytes: &'a [u8],
    directory: Vec<u8>,
    at: u64,
}

impl Read for Approved<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = self.at as usize;
        let mut rest = match at.checked_sub(self.bytes.len()) {
            None => &self.bytes[at..],
            Some(at) => self.directory.get(at..).unwrap_or_default(),
        };
        let read = rest.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Approved<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let end = (self.bytes.len() + self.directory.len()) as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A part in a message.
pub(super) fn place(name: &str) -> String {
    format!("part '{}' of the workbook", shown(name))
}
