//! How large a workbook may be, and each thing in it.
//!
//! A few bytes of a workbook can claim anything: a cell in row four billion, a table of as many strings, four gigabytes
//! of blanks in four megabytes. What the format itself cannot hold is refused for that reason alone; the rest is bounded so
//! that any file within [`FILE`] ends in seconds, in less than 300 MB with the file itself.

/// Bytes of the file. A sheet of market figures has some thousands; a whole statistics office fits.
pub(super) const FILE: usize = 64 << 20;
/// Entries of its archive: a workbook of a thousand sheets has five thousand.
pub(super) const ENTRIES: usize = 20_000;
/// Marks of an end of the archive, and of its ends in 64 bits: a reader tries each of them, those of archives within it too.
pub(super) const ENDS: usize = 64;
/// Bytes that the archive spends on naming its entries.
pub(super) const DIRECTORY: usize = 8 << 20;
/// Bytes of all parts together, unpacked; unpacking stops there. With three passes over a sheet of the largest kind that is
/// what ten seconds allow.
pub(super) const UNPACKED: u64 = 384 << 20;
/// Bytes of a single tag, text or comment. Lists of ranges under one rule are the longest that are met.
pub(super) const TOKEN: u64 = 1 << 20;
/// Elements within each other; no part of a sheet needs ten.
pub(super) const DEPTH: usize = 256;

/// How many of several faults are told.
pub(super) const NAMED: usize = 20;

/// Rows of a sheet (Excel specifications and limits, as all below that name no reason).
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of a sheet: the last is XFD.
pub(super) const COLUMNS: u32 = 16_384;
/// Characters of a cell, in units of UTF-16.
pub(super) const CELL: usize = 32_767;
/// Strings of the workbook: each sheet of a million rows may have one of its own a row.
pub(super) const STRINGS: u64 = 1_000_000;
/// Formats of cells.
pub(super) const FORMATS: u64 = 65_490;
/// Bytes of the code of a number format as the file writes it: 255 characters, some of them escaped.
pub(super) const FORMAT_CODE: usize = 1_024;

/// Cells with something in them, and bytes of all their texts, that are kept until the rows are told.
pub(super) const CELLS: usize = 3_000_000;
pub(super) const TEXT: usize = 48 << 20;
/// Bytes in memory beside the file while a sheet is read: its strings, formats and cells together.
pub(super) const HELD: usize = 160 << 20;

/// What a string of the workbook takes beside its bytes, as a vector of strings that grows holds it.
pub(super) const STRING: usize = 72;
/// What the reader keeps of a font, a fill, a border or a number format beside its texts.
pub(super) const STYLE: usize = 256;
/// What it keeps of a format of cells, which repeats one of each.
pub(super) const FORMAT: usize = 512;
/// What is kept of a cell beside its text.
pub(super) const ENTRY: usize = 24;
