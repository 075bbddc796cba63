//! The report that every forecast can have.

mod axis;
mod claims;
mod findings;
mod headline;
mod model;
mod scenarios;
mod size;
mod sources;
mod statement;

use super::report::Report;
use crate::error::Error;
use crate::forecast::{By, Forecast};
use crate::scenario::Scenarios;

impl Report {
    /// The report on a forecast and what might become of it.
    ///
    /// Its sections, by name: `summary`; `headline`, whether published values and growth rates agree; `size`; `by-region`
    /// for an axis "region", and one for each other; `two-axes`; `scenarios`; `findings`; `claims`, each published figure
    /// beside what the forecast makes of it; `assumptions`; `method`; `sources`. Those that the forecast has nothing for are not there.
    /// Exhibits are called `size-values`, `by-region-chart`, `by-region-rates`, `by-region-values`, `by-region-shares`,
    /// `by-region-growth`, and so on.
    ///
    /// Its text states what the tables print and where that comes from, and no more: two members whose numbers print alike are not
    /// told apart, what is said holds of the numbers as printed and as computed, and nobody is called the largest where an
    /// equal split stands in for what nobody has stated. A chart for which the forecast is no case, or that has no room, is left out, and the report says why.
    ///
    /// # Errors
    /// When a number of the forecast is more than a table can hold.
    ///
    /// ```
    /// use market_outlook::{Report, Scenarios, personalization};
    ///
    /// let report = Report::standard(&personalization().forecast()?, &Scenarios::default())?;
    /// let names: Vec<&str> = report.sections().iter().map(|section| section.name()).collect();
    /// assert_eq!(names[..4], ["summary", "headline", "size", "by-region"]);
    /// let text = &report.to_markdown("report")?[0].1;
    /// assert!(text.contains("Asia Pacific grows fastest: 6.8% a year from 2019 to 2026, against 5.2% for the market"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn standard(forecast: &Forecast, scenarios: &Scenarios) -> Result<Self, Error> {
        let total = forecast.by(By::total())?;
        let axes = axis::sections(forecast)?;
        let what_if = scenarios::Told::of(forecast, scenarios)?;
        let statements = axes.iter().filter_map(|cut| cut.leading.clone());
        let mut report = Self::new(total.title()).subtitled(size::subtitle(forecast, &total));
        report = report.section(size::summary(forecast, &total, statements, what_if.range(forecast)));
        if let Some(section) = headline::section(forecast) {
            report = report.section(section);
        }
        report = report.section(size::section(&total));
        for cut in axes {
            report = report.section(cut.section);
        }
        let optional = [axis::two_axes(forecast)?, what_if.section(forecast)?];
        for section in optional.into_iter().flatten() {
            report = report.section(section);
        }
        let sections = [
            findings::section(forecast),
            claims::section(forecast),
            model::assumptions(forecast),
            model::method(forecast),
            sources::section(forecast, scenarios),
        ];
        Ok(sections.into_iter().fold(report, Self::section))
    }
}
