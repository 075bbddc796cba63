//! What the examples share: printing without ever panicking.

use std::io::{self, ErrorKind, Write};

/// Prints a finished text; a reader who has seen enough and closed the pipe is no error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
