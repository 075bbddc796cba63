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
///
/// Each file is on the disk before it is renamed, so whoever kills the process, or the power, finds each target as it
/// was or as it should be, and at most one temporary file for each target. That a rename is on the disk when this
/// returns is not waited for: the folder would have to be opened as a file, which not every system can, and what a
/// lost rename leaves is the file of before, whole.
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
    let mut written = Written::default();
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
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path.into()),
        // A name that is too long: the temporary one is not, and nothing would be met before the renaming.
        Err(error) => return Err(failed(path, &error.to_string())),
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
#[derive(Default)]
struct Written {
    temporary: VecDeque<PathBuf>,
    /// The number that the next temporary name is tried with.
    next: u64,
}

impl Written {
    fn add(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let before = fs::metadata(path).ok().map(|found| found.permissions());
        let mut file = self.create_beside(path, before.is_some())?;
        // Who may read what was there before may read what replaces it, and nobody else.
        if let Some(before) = before {
            file.set_permissions(before)?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// A new file in the same folder, so that renaming stays on one file system.
    ///
    /// Its name has nothing of the target's, which may be as long as names get. Whatever has the name already, a file
    /// that a killed process of the same number left behind, one that another thread is at, a folder or a link, stays
    /// as it is, and the next number is tried. That ends, for a folder holds finitely many names, and costs a failed
    /// call each: a thousand leftovers take a few milliseconds, once for all files of a call.
    fn create_beside(&mut self, path: &Path, is_private: bool) -> io::Result<File> {
        loop {
            let temporary = path.with_file_name(format!(".market-outlook-{}-{}.part", process(), self.next));
            self.next += 1;
            match creating(is_private).open(&temporary) {
                Ok(file) => {
                    self.temporary.push_back(temporary);
                    return Ok(file);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Its name is free from then on, and may at once be that of a file of another process: it is ours to remove
    /// no longer.
    fn rename_first(&mut self, path: &Path) -> io::Result<()> {
        if let Some(temporary) = self.temporary.front() {
            fs::rename(temporary, path)?;
            self.temporary.pop_front();
        }
        Ok(())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for temporary in &self.temporary {
            // A leftover changes nothing about the error.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Opens nothing that is there. Who opens a file before its permissions are set reads what is written to it later:
/// one that will have permissions of its own begins as the writer's alone.
fn creating(is_private: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if is_private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = is_private;
    options
}

/// The number of this process, which keeps processes that save into one folder out of each other's way; `WebAssembly`
/// has none and panics when asked.
fn process() -> u32 {
    if cfg!(target_family = "wasm") { 0 } else { std::process::id() }
}
