//! Bytes of a file as text: UTF-8, or what else they look like.

use super::lines::line_at;
use crate::error::{Error, ErrorKind};

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const SAVE_AS: &str = "expected UTF-8, which spreadsheets save as 'CSV UTF-8'";
/// What Windows-1252 has where Latin-1 has control characters, from 0x80 on.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

/// The text of a file in UTF-8, without its byte order mark.
///
/// # Errors
/// When the bytes are something else; the message says what, as far as bytes can tell.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, Error> {
    let refuse = |place: &str, reason: String| Err(ErrorKind::Syntax { place: place.into(), reason }.into());
    let bytes = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if let Some(what) = binary(bytes) {
        return refuse("file", format!("{what}, expected text in UTF-8"));
    }
    if is_utf16(bytes) {
        return refuse("file", format!("text in UTF-16, {SAVE_AS}"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => {
            refuse(&line_of(bytes, text.find('\0').unwrap_or(0)), "a NUL character, expected text".into())
        }
        Ok(text) => Ok(text),
        Err(fault) => {
            let at = fault.valid_up_to();
            let byte = bytes[at];
            let meant = in_windows(byte);
            let reason =
                format!("byte 0x{byte:02X} is no UTF-8 (in Windows-1252 it is '{meant}'), {SAVE_AS}");
            refuse(&line_of(bytes, at), reason)
        }
    }
}

/// Files that are no text at all, by how they begin.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    let starts = [
        (&b"PK\x03\x04"[..], "a zip archive such as an Excel workbook (.xlsx)"),
        (b"\xD0\xCF\x11\xE0", "an Excel workbook of the old kind (.xls)"),
        (b"%PDF", "a PDF"),
        (b"\x1F\x8B", "a compressed file"),
    ];
    starts.into_iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, what)| what)
}

/// By its mark, or by zeros in every second place: no text in UTF-8 has them.
fn is_utf16(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let sample = &bytes[..bytes.len().min(64)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    marked || sample.len() >= 4 && zeros(0).max(zeros(1)) * 3 > sample.len()
}

fn in_windows(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS.chars().nth(usize::from(byte) - 0x80).unwrap_or('?'),
        _ => char::from(byte),
    }
}

fn line_of(bytes: &[u8], at: usize) -> String {
    format!("line {}", line_at(bytes, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text() {
        assert_eq!(text_of("\u{FEFF}größe,–".as_bytes()).unwrap(), "größe,–");
        assert_eq!(text_of(b"").unwrap(), "");
    }

    #[test]
    fn what_is_no_utf8_is_named() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked = [b"\xFF\xFE".to_vec(), utf16("row,2019")].concat();
        for (bytes, expected) in [
            (marked, "file: text in UTF-16, expected UTF-8"),
            (utf16("row,2019\nEurope,8.1\n"), "file: text in UTF-16"),
            ("row,2019".encode_utf16().flat_map(u16::to_be_bytes).collect(), "file: text in UTF-16"),
            (
                b"row,2019\nM\xE9xico,8.1".to_vec(),
                "line 2: byte 0xE9 is no UTF-8 (in Windows-1252 it is 'é')",
            ),
            (b"row\n\n\x80 8.1".to_vec(), "line 3: byte 0x80 is no UTF-8 (in Windows-1252 it is '€')"),
            (b"row,2019\rM\xE9xico,8.1\r".to_vec(), "line 2: byte 0xE9 is no UTF-8"),
            (b"PK\x03\x04\x14".to_vec(), "file: a zip archive such as an Excel workbook (.xlsx)"),
            (b"row\n8\0".to_vec(), "line 2: a NUL character"),
        ] {
            let message = text_of(&bytes).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
