//! Claims from sheets whose rows name members of axes.

use std::borrow::Cow;

use super::layout::{FigureColumn, Layout};
use super::published::{PublishedColumn, figure};
use super::scoped::{Place, Scoped};
use super::sheet::{Sheet, at_line};
use crate::claim::{Claim, Figure};
use crate::error::{Error, Faults};
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
    /// figure or sign for one, columns of numbers whose name says nothing; a layout that does not fit.
    pub fn claims(&self, layout: &Layout) -> Result<Vec<Claim>, Error> {
        let scoped = Scoped::new(self, layout, layout.columns(self)?)?;
        let (mut claims, mut faults) = (Vec::new(), Faults::default());
        scoped.expect_all_figures(&mut faults);
        for place in scoped.places() {
            let line = place.line.number;
            match scoped.figures(&place) {
                Err(fault) => faults.add(line, || fault),
                Ok(columns) => {
                    for column in columns.iter() {
                        match scoped.claim(&place, column) {
                            Err(fault) => faults.add(line, || fault),
                            Ok(claim) => claims.extend(claim),
                        }
                    }
                }
            }
        }
        faults.none_in("file")?;
        Ok(claims)
    }
}

impl Scoped<'_> {
    /// What the columns of a row hold: with one figure a line, the size in its year.
    fn figures(&self, place: &Place) -> Result<Cow<'_, [FigureColumn]>, Error> {
        let cells = || place.line.cells.iter().map(str::trim).filter(|cell| !cell.is_empty());
        if let (1, Some(text)) = (cells().count(), cells().next()) {
            return Err(at_line(
                place.line.number,
                format!("'{text}' stands alone, expected members and figures"),
            ));
        }
        let Some((year, value)) = self.columns.tidy else {
            let mut texts =
                self.columns.figures.iter().map(|column| place.line.cells[column.position].trim());
            if texts.all(str::is_empty) {
                let found = cells().collect::<Vec<&str>>().join(", ");
                let reason = format!("'{found}' has no figures, expected one, or a sign such as 'n/a'");
                return Err(at_line(place.line.number, reason));
            }
            return Ok(self.columns.figures.as_slice().into());
        };
        let number: Result<i32, _> = place.line.cells[year].trim().parse();
        number.map(|number| vec![FigureColumn::size(value, Year::from(number))].into()).map_err(|_| {
            let reason = format!("'{}' is no year, expected one such as '2019'", &place.line.cells[year]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::Axis;

    #[track_caller]
    fn check(rows: &[&[&str]], expected: &[&str]) {
        let sheet = Sheet::from_rows(rows.iter().map(|row| row.to_vec())).unwrap();
        let layout = Layout::recognized().axes([Axis::REGION, Axis::PRODUCT]);
        let error = sheet.claims(&layout).unwrap_err();
        let found: Vec<String> = error.faults().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn no_row_and_no_column_of_numbers_is_passed_over() {
        check(
            &[
                &["Region", "Product", "2019", "2020", "Outlook", "Note"],
                &["Europe", "Software", "8.1", "n/a", "9", "revised"],
                &["Europe", "Services", "", " ", "4", ""],
                &["Asia", "", "", "", "", ""],
                &["Asia", "Total", "abc", "8.4", "", ""],
            ],
            &[
                "column 'Outlook': it has numbers, and its name does not say which, expected a layout that says it, or ignores it",
                "line 3: 'Europe, Services, 4' has no figures, expected one, or a sign such as 'n/a'",
                "line 4: 'Asia' stands alone, expected members and figures",
                "line 5, column '2019': cannot read 'abc' as a printed number: no digits in it, expected a number such as '8.1' or '$8.1B'",
            ],
        );
    }

    #[test]
    fn of_many_faults_the_first_are_told() {
        let rows = (0..1000).map(|row| vec![format!("R{row}"), "zzz".into()]);
        let header = vec!["Region".to_string(), "2019".into()];
        let sheet = Sheet::from_rows(std::iter::once(header).chain(rows)).unwrap();
        let error = sheet.claims(&Layout::recognized().axes([Axis::REGION])).unwrap_err();
        assert_eq!(error.faults().count(), Faults::MOST + 1);
        assert!(error.to_string().ends_with("\nfile: and 900 more faults"));
    }
}
