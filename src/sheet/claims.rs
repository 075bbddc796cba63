//! Claims from sheets whose rows name members of axes.

use super::layout::Layout;
use super::published::{PublishedColumn, figure};
use super::scoped::Scoped;
use super::sheet::Sheet;
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
            let scope = scoped.scope(&place);
            if place.line.cells.iter().filter(|cell| !cell.trim().is_empty()).count() < 2 {
                let text = place.line.cells.iter().find(|cell| !cell.trim().is_empty());
                let text = text.map_or("", |cell| cell.trim());
                faults.push(super::sheet::at_line(
                    place.line.number,
                    format!("'{text}' stands alone, expected members and figures"),
                ));
                continue;
            }
            let mut columns = scoped.columns.figures.clone();
            if let Some((year, value)) = scoped.columns.tidy {
                match place.line.cells[year].trim().parse::<i32>() {
                    Ok(number) => {
                        columns = vec![super::layout::FigureColumn::size(value, Year::from(number))]
                    }
                    Err(_) => {
                        let reason =
                            format!("'{}' is no year, expected one such as '2019'", place.line.cells[year]);
                        faults.push(scoped.fault(&place, year, &reason));
                        continue;
                    }
                }
            }
            for column in columns {
                let named = PublishedColumn {
                    name: self.header()[column.position].clone(),
                    figure: column.figure.clone(),
                    forecast: false,
                };
                let read = scoped.text(&place, column.position).and_then(|text| {
                    let read = text.map(|text| figure(&text, &named, column.scale)).transpose();
                    read.map_err(|fault| {
                        fault.at(format!("line {}, column '{}'", place.line.number, named.name))
                    })
                });
                match read {
                    Ok(printed) => {
                        claims.extend(printed.map(|printed| claim(printed, &column.figure).of(scope.clone())))
                    }
                    Err(fault) => faults.push(fault),
                }
            }
        }
        Error::none_of(faults)?;
        Ok(claims)
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
