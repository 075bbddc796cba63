//! The charts of the runner.

#[cfg(feature = "charts")]
use market_outlook::{By, Chart, Error, Table, Years};

#[cfg(feature = "charts")]
use crate::support;
use crate::{Failure, Study};

/// What the files of an axis or a scenario are called.
#[cfg(feature = "charts")]
struct FileName {
    stem: String,
    /// The axis or scenario, where the name of an earlier one is spelled alike in files.
    of: Option<String>,
}

/// Names that no file system takes for the same, numbered where they are spelled alike: `by-end-use`, `by-end-use-2`.
#[cfg(feature = "charts")]
fn file_names(first: &str, what: &str, names: &[String]) -> Vec<FileName> {
    let mut taken: Vec<String> = Vec::new();
    let name = |name: &String| {
        let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let numbered = (2..).map(|number| format!("{first}-{plain}-{number}"));
        let mut stems = std::iter::once(format!("{first}-{plain}")).chain(numbered);
        let stem = stems.find(|stem| !taken.contains(&stem.to_lowercase())).expect("numbers do not end");
        taken.push(stem.to_lowercase());
        let of = (stem != format!("{first}-{plain}")).then(|| format!("{what} '{}'", support::word(name)));
        FileName { stem, of }
    };
    names.iter().map(name).collect()
}

impl Study<'_> {
    /// Writes a chart by each axis, or of the total where there is none, as SVG and PNG: all files or none.
    ///
    /// Under one scenario they are of it, and a bridge leads to it; of several there is a bridge to each, and lines of all.
    /// Says what was written, a line for each file.
    #[cfg(feature = "charts")]
    pub(crate) fn charts(&self) -> Result<String, Failure> {
        let Some(folder) = &self.options.charts else {
            return Ok(String::new());
        };
        let (mut files, mut said) = (Vec::new(), String::new());
        for (FileName { stem, of }, chart) in self.exhibits()? {
            for ending in ["svg", "png"] {
                let path = folder.join(format!("{stem}.{ending}"));
                let of = of.as_ref().map_or_else(String::new, |of| format!(" ({of})"));
                said.extend(["wrote ", &support::path(&path), &of, "\n"]);
                files.push((path, chart.clone()));
            }
        }
        let failed = |error| Failure::Error(format!("cannot write '{}': {error}", support::path(folder)));
        let is_new = !folder.exists();
        std::fs::create_dir_all(folder).map_err(failed)?;
        Chart::save_all(files.iter().map(|(path, chart)| (path, chart))).inspect_err(|_| {
            if is_new {
                // Empty unless somebody else has just put something there.
                let _ = std::fs::remove_dir(folder);
            }
        })?;
        Ok(said)
    }

    /// The charts by the names of their files.
    #[cfg(feature = "charts")]
    fn exhibits(&self) -> Result<Vec<(FileName, Chart)>, Error> {
        let shown = match self.chosen.as_slice() {
            [(_, only)] => only,
            _ => &self.base,
        };
        let alone = |stem: &str| FileName { stem: stem.into(), of: None };
        let axes: Vec<String> = shown.axes().iter().map(|axis| axis.name().into()).collect();
        let mut exhibits = Vec::new();
        let named = shown.axes().iter().map(By::axis).zip(file_names("by", "axis", &axes));
        let total = axes.is_empty().then(|| (By::total(), alone("total")));
        for (by, name) in named.chain(total) {
            exhibits.push((name, Chart::stacked_columns(&self.columns(&shown.by(by)?)?)?));
        }
        let names: Vec<String> = self.changed().map(|(scenario, _)| scenario.name().to_string()).collect();
        for ((scenario, _), name) in self.changed().zip(file_names("bridge", "scenario", &names)) {
            let steps = scenario.bridge(&self.base, By::total(), self.options.attribution)?.by_step()?;
            let last = self.columns(&steps)?.years().map_or(self.base.years().last(), Years::last);
            exhibits.push((name, Chart::bridge(&steps, last)?.broken_axis()));
        }
        if self.chosen.len() > 1 {
            let mut forecasts = vec![&self.base];
            forecasts.extend(self.changed().map(|(_, forecast)| forecast));
            let tables: Result<Vec<Table>, Error> =
                forecasts.into_iter().map(|forecast| self.columns(&forecast.by(By::total())?)).collect();
            exhibits.push((alone("scenarios"), Chart::lines(&Table::alternatives(&tables?)?)?));
        }
        if let Some(table) = &self.sensitivity {
            exhibits.push((alone("sensitivity"), Chart::tornado(table)?));
        }
        Ok(exhibits)
    }

    #[cfg(not(feature = "charts"))]
    pub(crate) fn charts(&self) -> Result<String, Failure> {
        let missing = "'--charts' needs the feature 'charts', expected a build with it".to_string();
        self.options.charts.as_ref().map_or(Ok(String::new()), |_| Err(Failure::Error(missing)))
    }
}
