//! Which column of a sheet is what.

use super::recognizing::Recognizing;
use super::sheet::Sheet;
use crate::claim::Figure;
use crate::error::{Error, ErrorKind};
use crate::space::Axis;
use crate::value::{Scale, Year};

/// Which column of a [`Sheet`] is what: as far as it is said here, and else as its name says.
///
/// Names that are understood without being told:
///
/// | column | is |
/// |---|---|
/// | `2021`, `FY2021`, `2022E`, `2021 Revenue ($M)` | sizes in that year |
/// | `CAGR 2019-26`, `cagr_2019_2026_pct`, `2022 Growth (%)`, `yoy_2022_pct`, `% change 2022` | growth; over the year before where one year is named |
/// | `share_2019_pct`, `2019 Market Share` | parts of the whole |
/// | `Change 2019-2026`, `chg_2019_2026` | absolute changes |
/// | `Growth`, `Share` right after the sizes of a year | growth over the year before, part of the whole, in that year |
/// | `CAGR` alone | from the first year with sizes to the last |
/// | `parent`, `part of` | the row that a row is a part of |
/// | `year` and `value` | one figure a line, in that year |
/// | the first column of anything else | the names of the rows |
///
/// ```
/// use market_outlook::{Figure, Layout, PublishedTable, Sheet};
///
/// let rows = [vec!["Region", "Latest", "Rank"], vec!["Europe", "8.1", "2"], vec!["Asia", "9.4", "1"]];
/// let layout = Layout::recognized().figure("Latest", Figure::Value { year: 2024.into() }).ignore("Rank");
/// let table = PublishedTable::from_sheet(&Sheet::from_rows(rows)?, &layout)?;
/// assert_eq!(table.cell(1, 0).map(|figure| figure.text()), Some("9.4"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    roles: Vec<(String, Role)>,
    /// Axes whose members stand in the columns called like them.
    axes: Vec<Axis>,
    decimal_comma: bool,
}

/// What a column was said to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    Label,
    Parent,
    Axis(Axis),
    Year,
    Value,
    Figure(Figure),
    Ignored,
}

/// A column of figures.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FigureColumn {
    pub(super) position: usize,
    pub(super) figure: Figure,
    /// Whether its name marks an estimate or a forecast.
    pub(super) forecast: bool,
    /// The scale that its name states.
    pub(super) scale: Option<Scale>,
}

/// The columns of a sheet by what they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Columns {
    pub(super) label: Option<usize>,
    pub(super) parent: Option<usize>,
    pub(super) axes: Vec<(usize, Axis)>,
    /// Year and value of a sheet with one figure a line.
    pub(super) tidy: Option<(usize, usize)>,
    pub(super) figures: Vec<FigureColumn>,
    /// The column that was said to hold values.
    pub(super) value: Option<usize>,
    /// Columns that nothing is read from.
    pub(super) left_out: Vec<usize>,
    /// Those of them of which that was said.
    pub(super) ignored: Vec<usize>,
}

impl FigureColumn {
    /// Sizes in a year.
    pub(super) fn size(position: usize, year: Year) -> Self {
        Self { position, figure: Figure::Value { year }, forecast: false, scale: None }
    }
}

impl Layout {
    /// Every column is what its name says.
    #[must_use]
    pub fn recognized() -> Self {
        Self::default()
    }

    /// The same layout with the names of the rows in this column.
    ///
    /// ```
    /// use market_outlook::{Layout, PublishedTable, Sheet};
    ///
    /// let sheet = Sheet::from_rows([vec!["Code", "Country", "2019"], vec!["DE", "Germany", "8.1"]])?;
    /// let table = PublishedTable::from_sheet(&sheet, &Layout::recognized().label("Country"))?;
    /// assert_eq!(table.rows()[0].name(), "Germany");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn label(self, column: impl Into<String>) -> Self {
        self.with(column, Role::Label)
    }

    /// The same layout with this column naming the row that each row is a part of; nothing in it for the whole.
    #[must_use]
    pub fn parent(self, column: impl Into<String>) -> Self {
        self.with(column, Role::Parent)
    }

    /// The same layout with the members of an axis in this column.
    ///
    /// ```
    /// use market_outlook::{Axis, Layout, Sheet};
    ///
    /// let sheet = Sheet::from_rows([vec!["Where", "2019"], vec!["Europe", "8.1"]])?;
    /// let claims = sheet.claims(&Layout::recognized().axis("Where", Axis::REGION))?;
    /// assert_eq!(claims[0].to_string(), "value in 2019 of region 'Europe': 8.1");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn axis(self, column: impl Into<String>, axis: impl Into<Axis>) -> Self {
        let role = Role::Axis(axis.into());
        self.with(column, role)
    }

    /// The same layout with the members of these axes in the columns called like them, in capitals or not.
    ///
    /// ```
    /// use market_outlook::{Axis, Layout, Sheet};
    ///
    /// let sheet = Sheet::from_rows([vec!["Region", "year", "value"], vec!["Europe", "2019", "8.1"]])?;
    /// let claims = sheet.claims(&Layout::recognized().axes([Axis::REGION]))?;
    /// assert_eq!(claims[0].to_string(), "value in 2019 of region 'Europe': 8.1");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn axes<A: Into<Axis>>(mut self, axes: impl IntoIterator<Item = A>) -> Self {
        self.axes.extend(axes.into_iter().map(Into::into));
        self
    }

    /// The same layout for one figure a line, with its year in this column.
    #[must_use]
    pub fn year(self, column: impl Into<String>) -> Self {
        self.with(column, Role::Year)
    }

    /// The same layout for one figure a line, with the size in this column.
    #[must_use]
    pub fn value(self, column: impl Into<String>) -> Self {
        self.with(column, Role::Value)
    }

    /// The same layout with these figures in this column.
    ///
    /// ```
    /// use market_outlook::{Figure, Layout, PublishedTable, Sheet};
    ///
    /// let sheet = Sheet::from_rows([vec!["row", "2019", "2026", "Outlook"], vec!["Total", "8.1", "11.6", "5.2"]])?;
    /// let growth = Figure::Growth { from: 2019.into(), to: 2026.into() };
    /// let table = PublishedTable::from_sheet(&sheet, &Layout::recognized().figure("Outlook", growth))?;
    /// assert_eq!(table.cell(0, 2).map(|figure| figure.text()), Some("5.2%"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn figure(self, column: impl Into<String>, figure: Figure) -> Self {
        self.with(column, Role::Figure(figure))
    }

    /// The same layout with nothing read from this column.
    #[must_use]
    pub fn ignore(self, column: impl Into<String>) -> Self {
        self.with(column, Role::Ignored)
    }

    /// The same layout for figures with a decimal comma, "1.530,5".
    ///
    /// ```
    /// use market_outlook::{Layout, PublishedTable, Sheet};
    ///
    /// let sheet = Sheet::from_rows([vec!["row", "2019"], vec!["Total", "1.530,5"]])?;
    /// assert!(PublishedTable::from_sheet(&sheet, &Layout::recognized()).is_err());
    /// let table = PublishedTable::from_sheet(&sheet, &Layout::recognized().decimal_comma())?;
    /// assert_eq!(table.cell(0, 0).map(|figure| (figure.value(), figure.decimals())), Some((1530.5, 1)));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn decimal_comma(mut self) -> Self {
        self.decimal_comma = true;
        self
    }

    fn with(mut self, column: impl Into<String>, role: Role) -> Self {
        self.roles.push((column.into(), role));
        self
    }

    /// A text with a decimal comma as one with a decimal point, if that is how the sheet writes.
    pub(super) fn pointed(&self, text: &str) -> String {
        if !self.decimal_comma {
            return text.into();
        }
        let swapped = |c| match c {
            ',' => '.',
            '.' => ',',
            other => other,
        };
        text.chars().map(swapped).collect()
    }

    /// What each column of a sheet is.
    ///
    /// # Errors
    /// Columns that the sheet does not have, that are two things, or whose name may mean several; figures without a year; no figures.
    pub(super) fn columns(&self, sheet: &Sheet) -> Result<Columns, Error> {
        Recognizing::new(sheet, self.roles(sheet)?).columns()
    }

    /// What each column of a sheet is, of one that has numbers which belong to no year.
    pub(super) fn texts(&self, sheet: &Sheet) -> Result<Columns, Error> {
        let mut columns = Columns::default();
        for (position, role) in self.roles(sheet)?.into_iter().enumerate() {
            match role {
                Some(Role::Axis(axis)) => columns.axes.push((position, axis)),
                Some(Role::Value) => columns.value = Some(position),
                Some(Role::Ignored) => columns.ignored.push(position),
                _ => {}
            }
        }
        Ok(columns)
    }

    /// The same, with the members of one axis in the column called like it, else in the first.
    pub(super) fn members(&self, sheet: &Sheet, axis: &Axis) -> Result<Columns, Error> {
        let mut columns = self.texts(sheet)?;
        if columns.axes.is_empty() {
            let called = (0..sheet.header().len()).find(|&column| is_called(sheet, column, axis));
            let label = self.roles.iter().find(|(_, role)| *role == Role::Label);
            let stated = label.map(|(name, _)| sheet.column(name)).transpose()?;
            columns.axes.push((stated.or(called).unwrap_or(0), axis.clone()));
        }
        Ok(columns)
    }

    /// What was said of each column.
    fn roles(&self, sheet: &Sheet) -> Result<Vec<Option<Role>>, Error> {
        let mut roles: Vec<Option<Role>> = vec![None; sheet.header().len()];
        let mut faults = Vec::new();
        for (name, role) in &self.roles {
            match sheet.column(name) {
                Err(fault) => faults.push(fault),
                Ok(position) if roles[position].is_some() => {
                    faults.push(ErrorKind::Duplicate { what: "column".into(), name: name.clone() }.into());
                }
                Ok(position) => roles[position] = Some(role.clone()),
            }
        }
        for axis in &self.axes {
            let called =
                (0..roles.len()).find(|&column| roles[column].is_none() && is_called(sheet, column, axis));
            if let Some(column) = called {
                roles[column] = Some(Role::Axis(axis.clone()));
            } else {
                let (name, choices) = (axis.name().to_string(), sheet.header().into());
                faults.push(ErrorKind::UnknownName { what: "column", name, choices }.into());
            }
        }
        Error::none_of(faults)?;
        Ok(roles)
    }
}

fn is_called(sheet: &Sheet, column: usize, axis: &Axis) -> bool {
    sheet.header()[column].to_lowercase() == axis.name().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(header: &[&str]) -> Sheet {
        let filled = header.iter().map(|_| "1").collect();
        Sheet::from_rows([header.to_vec(), filled]).unwrap()
    }

    #[track_caller]
    fn figures(header: &[&str], expected: &[&str]) {
        let columns = Layout::recognized().columns(&sheet(header)).unwrap();
        let found: Vec<String> = columns.figures.iter().map(|column| column.figure.to_string()).collect();
        assert_eq!(found, expected, "{header:?}");
    }

    #[test]
    fn names_say_what_columns_are() {
        figures(
            &["row", "parent", "2021", "2022", "yoy_2022_pct", "share_2021_pct", "chg_2021_2022"],
            &[
                "value in 2021",
                "value in 2022",
                "growth 2021 to 2022",
                "share in 2021",
                "change 2021 to 2022",
            ],
        );
        figures(
            &["Segment", "2016 Spending", "2016 Growth (%)", "2017 Spending", "2017 Growth (%)"],
            &["value in 2016", "growth 2015 to 2016", "value in 2017", "growth 2016 to 2017"],
        );
        figures(
            &["Vendor", "2020", "Share (%)", "2021", "Share", "Growth"],
            &["value in 2020", "share in 2020", "value in 2021", "share in 2021", "growth 2020 to 2021"],
        );
        figures(
            &["Region", "2019", "2026", "CAGR"],
            &["value in 2019", "value in 2026", "growth 2019 to 2026"],
        );
        figures(
            &["Region", "2019", "2026", "Growth"],
            &["value in 2019", "value in 2026", "growth 2019 to 2026"],
        );
        figures(
            &["Region", "2019", "2024", "5-yr CAGR"],
            &["value in 2019", "value in 2024", "growth 2019 to 2024"],
        );
        for (rate, reason) in [
            ("5-yr CAGR", "growth over another number of years than from 2019 to 2026"),
            ("% YoY", "growth of a year that it does not name"),
        ] {
            let message =
                Layout::recognized().columns(&sheet(&["Region", "2019", "2026", rate])).unwrap_err();
            let expected =
                format!("column '{rate}': {reason}, expected a layout that says what it is, or to ignore it");
            assert_eq!(message.to_string(), expected);
        }
    }

    #[test]
    fn roles_are_found_and_stated() {
        let columns = Layout::recognized().columns(&sheet(&["id", "Part of", "2019", "note"])).unwrap();
        assert_eq!((columns.label, columns.parent, columns.left_out), (Some(0), Some(1), vec![3]));
        let stated = Layout::recognized().label("name").ignore("id");
        let columns = stated.columns(&sheet(&["id", "name", "2019"])).unwrap();
        assert_eq!((columns.label, columns.left_out), (Some(1), vec![0]));
        let columns = Layout::recognized().columns(&sheet(&["region", "Year", "value"])).unwrap();
        assert_eq!((columns.label, columns.tidy), (Some(0), Some((1, 2))));
    }

    #[test]
    fn what_cannot_be_told_is_asked() {
        for (layout, header, expected) in [
            (
                Layout::recognized(),
                vec!["row", "2024/25"],
                "column '2024/25': a fiscal year across two calendar years",
            ),
            (
                Layout::recognized(),
                vec!["row", "2019", "2022 (%)"],
                "column '2022 (%)': percentages of a year may be",
            ),
            (
                Layout::recognized(),
                vec!["row", "2019", "2020", "2021", "Growth"],
                "column 'Growth': growth of a year that",
            ),
            (
                Layout::recognized(),
                vec!["row", "note"],
                "the list of columns with figures among 'row', 'note' is empty",
            ),
            (
                Layout::recognized().label("name"),
                vec!["row", "2019"],
                "unknown column 'name', expected one of 'row'",
            ),
            (
                Layout::recognized().label("row").ignore("row"),
                vec!["row", "2019"],
                "column 'row' stands twice",
            ),
            (
                Layout::recognized(),
                vec!["row", "Year", "figure"],
                "found a column of years or of values alone",
            ),
        ] {
            let message = layout.columns(&sheet(&header)).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
