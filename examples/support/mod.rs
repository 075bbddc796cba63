//! What the examples share: printing without ever panicking or handing a terminal what strangers have written, and ending
//! with what went wrong in words.
#![allow(dead_code, reason = "each example uses its own part of this module")]

use std::ffi::OsStr;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use market_outlook::printable;

/// The most characters of a word of the user's in a message, and of a line that has such words in it.
const WORD: usize = 200;
const LINE: usize = 20_000;

/// A word from the command line or a cell of a file, as a message has it.
pub(crate) fn word(text: &str) -> String {
    printable(text, WORD).into_owned()
}

/// The name of a file as a message has it: all of what a system takes for one.
pub(crate) fn path(path: impl AsRef<OsStr>) -> String {
    const PATH: usize = 4000;
    printable(&path.as_ref().to_string_lossy(), PATH).into_owned()
}

/// Lines for people: whatever stands in them, they end where they end.
pub(crate) fn lines(text: &str) -> String {
    text.split('\n').map(|line| printable(line, LINE)).collect::<Vec<_>>().join("\n")
}

/// Prints a finished text, or data as they are; a reader who has seen enough and closed the pipe is no error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Says on standard error what is missing from what a program makes all the same.
pub(crate) fn note(text: &str) {
    // Nowhere is left to report a fault of the standard error.
    let _ = writeln!(io::stderr(), "{}", lines(text));
}

/// How a program ends: with a fault in words on standard error and exit code 1, or with 0.
pub(crate) fn exit(result: Result<(), Box<dyn std::error::Error>>) -> ExitCode {
    let Err(fault) = result else { return ExitCode::SUCCESS };
    let is_word = fault.downcast_ref::<lexopt::Error>().is_some();
    let fault = if is_word { word(&fault.to_string()) } else { lines(&fault.to_string()) };
    // What failed on its way has left its bar. Nowhere is left to report a fault of the standard error.
    let clean = if io::stderr().is_terminal() { CLEAR } else { "" };
    let _ = writeln!(io::stderr(), "{clean}{fault}");
    ExitCode::FAILURE
}

/// Leaves nothing on the line.
const CLEAR: &str = "\x1b[2K";

/// A bar on standard error, where somebody watches: gone again when all is done, drawn for each percent.
pub(crate) fn show_progress(done: usize, all: usize) {
    const WIDTH: usize = 40;
    let percent = |done: usize| 100 * done / all.max(1);
    if done < all && percent(done) == percent(done.saturating_sub(1)) {
        return;
    }
    let mut stderr = io::stderr().lock();
    if !stderr.is_terminal() {
        return;
    }
    let full = WIDTH * done / all.max(1);
    let bar = if done < all {
        format!("[{}{}] {done} of {all}", "#".repeat(full), " ".repeat(WIDTH - full))
    } else {
        CLEAR.into()
    };
    let _ = write!(stderr, "\r{bar}\r").and_then(|()| stderr.flush());
}
