//! The command line of a program that makes one file of one model: `[MODEL] [--out FILE]`.

use std::error::Error;
use std::path::{Path, PathBuf};

use crate::support;
use market_outlook::{Market, Model, Scenarios, personalization, personalization_scenarios};

/// What such a program is asked for.
pub(crate) struct OneFile {
    model: Option<PathBuf>,
    out: Option<PathBuf>,
}

impl OneFile {
    /// None where help is asked for.
    pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Option<Self>, lexopt::Error> {
        let mut options = Self { model: None, out: None };
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(None),
                lexopt::Arg::Long("out") if options.out.is_none() => {
                    options.out = Some(parser.value()?.into());
                }
                lexopt::Arg::Value(path) if options.model.is_none() => options.model = Some(path.into()),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(options))
    }

    /// The market and the scenarios of the model file, or those of the flagship.
    pub(crate) fn model(&self) -> Result<(Market, Scenarios), Box<dyn Error>> {
        let Some(path) = &self.model else {
            return Ok((personalization(), personalization_scenarios()));
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("cannot read '{}': {error}", support::path(path)))?;
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let model = if is_json { Model::from_json(&text) } else { Model::from_toml(&text) };
        let faults = |error: market_outlook::Error| {
            let faults = error.faults().map(|fault| format!("{}: {fault}", support::path(path)));
            faults.collect::<Vec<_>>().join("\n")
        };
        let Model { market, scenarios, .. } = model.map_err(faults)?;
        Ok((market, scenarios))
    }

    /// Where to, in a folder that is there: as was said, else in a folder of its own under the name of the model.
    pub(crate) fn out(&self, folder: &str, ending: &str) -> Result<PathBuf, Box<dyn Error>> {
        let named = || {
            let name = self.model.as_deref().and_then(Path::file_stem).unwrap_or("personalization".as_ref());
            let mut file = name.to_os_string();
            file.push(ending);
            Path::new(folder).join(file)
        };
        let out = self.out.clone().unwrap_or_else(named);
        if let Some(folder) = out.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|fault| format!("cannot write '{}': {fault}", support::path(folder)))?;
        }
        Ok(out)
    }
}
