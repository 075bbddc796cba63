//! What the runner hands to other programs: data packages, and tables as the IAMC has them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use market_outlook::{Axis, Claim, DataPackage, Iamc, Measure, Table, tables_to_csv};

use crate::{Failure, Study, support};

impl Study<'_> {
    /// Writes what is printed as tidy CSV with its description beside it: both files or none.
    ///
    /// Says what was written, a line for each file.
    pub(crate) fn data_package(&self) -> Result<String, Failure> {
        let Some(folder) = &self.options.data_package else {
            return Ok(String::new());
        };
        let tables = self.tables()?;
        let claimed = self.market.claims().iter().filter_map(Claim::stated_source);
        let sources = claimed.chain(self.chosen.iter().filter_map(|(scenario, _)| scenario.stated_source()));
        let package = DataPackage::new(plain(self.market.name()))?;
        let package = sources.fold(package, DataPackage::with_source);
        let files =
            [(DataPackage::CSV, tables_to_csv(&tables)?), (DataPackage::JSON, package.to_json(&tables)?)];
        write_whole(folder, &files)
            .map_err(|error| Failure::Error(format!("cannot write '{}': {error}", support::path(folder))))?;
        let said = files.map(|(name, _)| format!("wrote {}\n", support::path(folder.join(name))));
        Ok(said.concat())
    }

    /// How the tables map onto IAMC data: the market is the model, and of a slice of one region that is the region.
    pub(crate) fn iamc(&self, tables: &[Table]) -> Iamc {
        let variable = match tables.first().map_or(Measure::Value, Table::measure) {
            Measure::Value => "Market Size".into(),
            measure => format!("Market Size ({measure})"),
        };
        let iamc = Iamc::new(self.market.name(), variable);
        let region = self.options.scope.terms().find(|(axis, _)| **axis == Axis::REGION);
        region.map_or(iamc.clone(), |(_, region)| iamc.with_region(region))
    }
}

/// A name that addresses can be made of: `cx-personalization`.
fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.map(str::to_lowercase).collect::<Vec<String>>().join("-");
    if name.is_empty() { "forecast".into() } else { name }
}

/// Writes files into a folder, which is made if it is not there: all of them or none.
fn write_whole(folder: &Path, files: &[(&str, String)]) -> io::Result<()> {
    if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).is_dir()) {
        return Err(io::Error::other(format!("'{name}' in it is a folder")));
    }
    let is_new = !folder.exists();
    fs::create_dir_all(folder)?;
    let mut written: Vec<(PathBuf, PathBuf)> = Vec::new();
    let result = write_beside(folder, files, &mut written)
        .and_then(|()| written.iter().try_for_each(|(temporary, path)| fs::rename(temporary, path)));
    if result.is_err() {
        for (temporary, _) in &written {
            // Gone where it was renamed already; a leftover changes nothing about the error.
            let _ = fs::remove_file(temporary);
        }
        if is_new {
            // Empty unless somebody else has just put something there.
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

/// Under temporary names, so that nobody meets half a file.
fn write_beside(
    folder: &Path,
    files: &[(&str, String)],
    written: &mut Vec<(PathBuf, PathBuf)>,
) -> io::Result<()> {
    // A name that a killed process left taken costs a number, not the writing.
    let mut names =
        (0_u64..).map(|i| folder.join(format!(".market-outlook-{}-{i}.part", std::process::id())));
    for (name, text) in files {
        let (temporary, mut file) = created(&mut names)?;
        written.push((temporary, folder.join(name)));
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    Ok(())
}

/// A new file under the first of the names that nothing has.
fn created(names: impl Iterator<Item = PathBuf>) -> io::Result<(PathBuf, File)> {
    for name in names {
        match OpenOptions::new().write(true).create_new(true).open(&name) {
            Ok(file) => return Ok((name, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
