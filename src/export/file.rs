//! Files that are written whole or not at all, several of them together.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

/// Writes temporary files beside their targets, and renames them once all are written: on failure what was there
/// before is still there, and nothing else.
///
/// A target is refused beforehand where renaming onto it would fail, or would replace what writing into it would not.
pub(crate) fn write_whole(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Error> {
    let mut targets: Vec<PathBuf> = Vec::with_capacity(files.len());
    for (path, _) in files {
        let target = target(path)?;
        if targets.contains(&target) {
            let (what, name) = ("file".into(), path.display().to_string());
            return Err(ErrorKind::Duplicate { what, name }.into());
        }
        targets.push(target);
    }
    let mut written = Written(VecDeque::with_capacity(files.len()));
    for ((path, bytes), target) in files.iter().zip(&targets) {
        written.add(target, bytes).map_err(|error| failed(path, &error.to_string()))?;
    }
    for ((path, _), target) in files.iter().zip(&targets) {
        written.rename_first(target).map_err(|error| failed(path, &error.to_string()))?;
    }
    Ok(())
}

/// The file that a path leads to: a link stays one, and a device, a pipe or a file that nobody may write stays what it is.
fn target(path: &Path) -> Result<PathBuf, Error> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(_) if is_link => return Err(failed(path, "it is a link to nothing")),
        // Not there yet, or writing will say why not.
        Err(_) => return Ok(path.into()),
    };
    if found.is_dir() {
        return Err(failed(path, "it is a folder"));
    }
    if !found.is_file() {
        return Err(failed(path, "it is no file"));
    }
    if found.permissions().readonly() {
        return Err(failed(path, "it is read-only"));
    }
    if is_link {
        fs::canonicalize(path).map_err(|error| failed(path, &error.to_string()))
    } else {
        Ok(path.into())
    }
}

fn failed(path: &Path, reason: &str) -> Error {
    ErrorKind::Io { action: "write".into(), path: path.display().to_string(), reason: reason.into() }.into()
}

/// Temporary files not yet renamed, in order; gone with this.
struct Written(VecDeque<PathBuf>);

impl Written {
    fn add(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let (temporary, mut file) = beside(path)?;
        self.0.push_back(temporary);
        // Who may read what was there before may read what replaces it, and nobody else.
        if let Ok(before) = fs::metadata(path) {
            file.set_permissions(before.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Its name is free from then on, and may at once be that of a file of another process: it is ours to remove
    /// no longer.
    fn rename_first(&mut self, path: &Path) -> io::Result<()> {
        if let Some(temporary) = self.0.front() {
            fs::rename(temporary, path)?;
            self.0.pop_front();
        }
        Ok(())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for temporary in &self.0 {
            // A leftover changes nothing about the error.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// A new file in the same directory, so that renaming stays on one file system.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    const TRIES: u32 = 100;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..TRIES {
        let temporary = path.with_file_name(format!(".{name}.{number}.part"));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}
