//! Claims from sheets whose rows name members of axes.

use super::layout::{FigureColumn, Layout};
use super::published::{PublishedColumn, figure};
use super::scoped::{Place, Scoped};
use super::sheet::{Sheet, at_line};
use crate::claim::{Claim, Figure};
use crate::error::Error;
use crate::value::{Printed, Year};

impl Sheet {
    /// Every figure of the sheet as a claim on the members that its row names, with its digits as printed.
    ///
    /// Columns of members are those that the layout says; a blank or a word such as "Total" there stands for all of the axis.
    /// Figures stand in a column a year, or one a line beside a column of years.
    ///
    /// ```
    /// use market_outlook::{Axis, Layout, Sheet};
    ///
    /// let sheet = Sheet::from_rows([
    ///     vec!["Region", "Product", "2019", "Share 2019"],
    ///     vec!["Europe", "Software", "1,530", "12.5%"],
    ///     vec!["Europe", "Total", "2,210e", "n/a"],
    /// ])?;
    /// let claims = sheet.claims(&Layout::recognized().axes([Axis::REGION, Axis::PRODUCT]))?;
    /// let texts: Vec<String> = claims.iter().map(ToString::to_string).collect();
    /// assert_eq!(texts, [
    ///     "value in 2019 of region 'Europe', product 'Software': 1,530",
    ///     "share in 2019 of region 'Europe', product 'Software': 12.5%",
    ///     "value in 2019 of region 'Europe': 2,210",
    /// ]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// All at once, each with its line and column: texts that are no figures, years that are none, rows without any
    /// figure or sign for one; a layout that does not fit.
    pub fn claims(&self, layout: &Layout) -> Result<Vec<Claim>, Error> {
        let scoped = Scoped::new(self, layout, layout.columns(self)?)?;
        let (mut claims, mut faults) = (Vec::new(), Vec::new());
        for place in scoped.places() {
            match scoped.figures(&place) {
                Err(fault) => faults.push(fault),
                Ok(columns) => {
                    for column in columns {
                        let read = scoped.claim(&place, &column);
                        claims.extend(read.map_err(|fault| faults.push(fault)).ok().flatten());
                    }
                }
            }
        }
        Error::none_of(faults)?;
        Ok(claims)
    }
}

impl Scoped<'_> {
    /// What the columns of a row hold: with one figure a line, the size in its year.
    fn figures(&self, place: &Place) -> Result<Vec<FigureColumn>, Error> {
        let cells = || place.line.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        if let (1, Some(text)) = (cells().count(), cells().next()) {
            return Err(at_line(
                place.line.number,
                format!("'{text}' stands alone, expected members and figures"),
            ));
        }
        let Some((year, value)) = self.columns.tidy else { return Ok(self.columns.figures.clone()) };
        let number: Result<i32, _> = place.line.cells[year].trim().parse();
        number.map(|number| vec![FigureColumn::size(value, Year::from(number))]).map_err(|_| {
            let reason = format!("'{}' is no year, expected one such as '2019'", place.line.cells[year]);
            self.fault(place, year, &reason)
        })
    }

    fn claim(&self, place: &Place, column: &FigureColumn) -> Result<Option<Claim>, Error> {
        let named = PublishedColumn {
            name: self.sheet.header()[column.position].clone(),
            figure: column.figure.clone(),
            forecast: false,
        };
        let Some(text) = self.text(place, column.position)? else { return Ok(None) };
        let printed = figure(&text, &named, column.scale)
            .map_err(|fault| fault.at(format!("line {}, column '{}'", place.line.number, named.name)))?;
        Ok(Some(claim(printed, &column.figure).of(self.scope(place))))
    }
}

/// A printed figure of the whole.
pub(super) fn claim(printed: Printed, figure: &Figure) -> Claim {
    match figure.clone() {
        Figure::Value { year } => Claim::value(printed, year),
        Figure::Share { year, of } => Claim::share(printed, year).out_of(of),
        Figure::Growth { from, to } => Claim::growth(printed, from, to),
        Figure::Change { from, to } => Claim::change(printed, from, to),
    }
}
