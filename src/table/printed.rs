//! Tables on paper: the texts that every chart and export prints alike.

use super::digits::text;
use super::rounding::Sum;
use super::{BASE, Column, Measure, RowKind, Table};
use crate::value::prose::{beside, counted, list, runs, spans};
use crate::value::{Rate, Status};

/// What a footnote calls the row of everything.
pub(crate) const TOTAL: &str = "total";

/// A footnote names at most this many rows, and counts what is beyond.
const NAMED: usize = 3;

/// What paper says where printed parts miss their printed total by no more than rounding explains.
pub(crate) const ROUNDED: &str = "Figures may not add up because of rounding.";
/// What paper says where a printed rate is not what the printed values at its ends would give: over several
/// periods, and over one.
pub(crate) const UNROUNDED: [&str; 2] =
    ["CAGR is computed from unrounded values.", "Growth is computed from unrounded values."];
const MISSED: &str = "Rows do not add up to the total.";

impl Table {
    /// The numbers of a column as printed, rounded as the table says; none where there is no number.
    ///
    /// Commas stand between thousands, fractions carry a percent sign, and nothing prints as "-0.0".
    /// The nearest neighbor is the one that `format!` prints: exact ties, such as 0.25, go to the even digit.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// let number = |value| [Some(Number { value, status: Status::Published })];
    /// let table = Table::new("Example", Unit::USD_MILLION, ["region"], [Column::history(2019)])
    ///     .with_row(Row::new(RowKind::Member, ["Europe"]), number(1529.96))?
    ///     .with_row(Row::new(RowKind::Member, ["Africa"]), number(-0.04))?;
    /// let printed: Vec<String> = table.printed_column(0).into_iter().flatten().collect();
    /// assert_eq!(printed, ["1,530.0", "0.0"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn printed_column(&self, column: usize) -> Vec<Option<String>> {
        let is_percentage = self.measure().is_fraction() && !self.measure().is_points();
        let percent = if is_percentage { "%" } else { "" };
        let numbers = (0..self.rows().len()).map(|row| self.on_paper(row, column));
        let units = self.units(column).into_iter();
        units
            .zip(numbers)
            .map(|(units, number)| {
                let digits = units
                    .map_or_else(|| format!("{:e}", number.unwrap_or(0.0)), |u| text(u, self.decimals()));
                number.map(|_| digits + percent)
            })
            .collect()
    }

    /// The number at a row and column as printed; for many, [`Table::printed_column`] is faster.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, RowKind, Status, Table, Unit};
    /// # let number = |value| Some(Number { value, status: Status::Assumed });
    /// # let columns = [Column::history(2019), Column::forecast(2020)];
    /// # let table = Table::new("Example", Unit::USD_BILLION, ["region"], columns)
    /// #     .with_row(Row::new(RowKind::Member, ["Europe"]), [2.1, 2.2].map(number))?
    /// #     .with_row(Row::total(), [8.1, 8.5].map(number))?;
    /// assert_eq!(table.printed(1, 1).as_deref(), Some("8.5"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn printed(&self, row: usize, column: usize) -> Option<String> {
        self.printed_column(column).into_iter().nth(row).flatten()
    }

    /// What the numbers are, by which axes and over which years, as a line under the title.
    ///
    /// ```
    /// # use market_outlook::{Column, Measure, Table, Unit};
    /// let columns = [Column::history(2019), Column::forecast(2020)];
    /// let table = Table::new("Example", Unit::USD_BILLION, ["region", "product"], columns);
    /// assert_eq!(table.subtitle(), "USD billion by region and product, 2019 to 2020");
    /// assert_eq!(
    ///     table.with_measure(Measure::Share).with_scenario("Privacy backlash").subtitle(),
    ///     "Share of total by region and product, 2019 to 2020, scenario 'Privacy backlash'"
    /// );
    /// ```
    #[must_use]
    pub fn subtitle(&self) -> String {
        let what = match self.measure() {
            Measure::Value => self.unit().at_the_start(),
            Measure::Share => "Share of total".into(),
            Measure::ShareOfAllYears => "Share of the total of all years".into(),
            Measure::YearOnYear => "Growth over the year before".into(),
            Measure::Cagr if self.columns().first().is_some_and(|column| column.periods() == 1) => {
                "Growth".into()
            }
            Measure::Cagr => "Compound annual growth".into(),
            Measure::Contribution => "Contribution to growth".into(),
            Measure::Cumulative => format!("Cumulative {}", self.unit().in_words()),
            Measure::Difference => format!("Difference in {}", self.unit().in_words()),
            Measure::Change => "Difference in percent".into(),
            Measure::CumulativeDifference => format!("Difference in cumulative {}", self.unit().in_words()),
            Measure::ShareDifference => "Difference in share of total, points".into(),
            Measure::YearOnYearDifference => "Difference in growth over the year before, points".into(),
            Measure::CagrDifference => "Difference in compound annual growth, points a year".into(),
            Measure::ContributionDifference => "Difference in contribution to growth, points".into(),
            Measure::Elasticity => "Percent for each percent".into(),
        };
        let by = if self.axes().is_empty() { String::new() } else { format!(" by {}", list(self.axes())) };
        let years = match self.years() {
            Some(years) if years.periods() == 0 => format!(", {}", years.first()),
            Some(years) => format!(", {years}"),
            None => String::new(),
        };
        let scenario = match self.scenario() {
            BASE => String::new(),
            name => format!(", scenario '{name}'"),
        };
        what + &by + &years + &scenario
    }

    /// The notes, and what has to be said because of how the numbers print.
    ///
    /// "Figures may not add up because of rounding." stands there exactly when the printed rows of some column miss
    /// its printed total by no more than rounding explains. Rows that miss it by more do not add up, and are said not to.
    /// Numbers between and beyond published ones are named by row and year.
    ///
    /// ```
    /// # use market_outlook::{Column, Number, Row, Status, Table, Unit};
    /// let columns = (2019..=2022).map(Column::forecast);
    /// let statuses = [Status::Published, Status::Interpolated, Status::Interpolated, Status::Published];
    /// let table = Table::new("Example", Unit::USD_BILLION, Vec::<String>::new(), columns)
    ///     .with_note("Basis: nominal.")
    ///     .with_row(Row::total(), statuses.map(|status| Some(Number { value: 8.1, status })))?;
    /// assert_eq!(table.footnotes(), ["Basis: nominal.", "Interpolated: total 2020 and 2021."]);
    /// assert_eq!(table.cagr()?.footnotes(), ["Basis: nominal."]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn footnotes(&self) -> Vec<String> {
        let sums: Vec<Sum> = (0..self.columns().len()).map(|column| self.printed_sum(column)).collect();
        let mut notes = self.notes().to_vec();
        for (sum, note) in [(Sum::Missed, MISSED), (Sum::Rounded, ROUNDED)] {
            if sums.contains(&sum) && !notes.iter().any(|known| known == note) {
                notes.push(note.into());
            }
        }
        notes.extend(self.moved_note());
        if let Some(growth) = self.growth_column().filter(|growth| self.misleads(growth)) {
            notes.push(unrounded(growth.columns()[0].periods()).into());
        }
        notes.extend(founded_between_and_beyond(self.founded(), "row"));
        notes
    }

    /// What is not rounded to its nearest neighbor, so that rows add up.
    fn moved_note(&self) -> Option<String> {
        let moved = self.moved();
        let half_unit = format!("5e-{}", self.decimals() + 1).parse().unwrap_or(0.0);
        let said = moved.iter().map(|&(row, column)| {
            let printed = self.printed(row, column).unwrap_or_default();
            let number = self.on_paper(row, column).unwrap_or_default();
            let percent = if printed.ends_with('%') { "%" } else { "" };
            let (name, column) = (&self.rows()[row], &self.columns()[column]);
            format!("{name} {column} is {printed} for {}{percent}", beside(number, half_unit))
        });
        rounded_so_that_rows_add_up(said)
    }

    /// The statuses of each row, the total first: it is what most readers look for.
    fn founded(&self) -> impl Iterator<Item = Founded> {
        let is_total = |row: &usize| self.rows()[*row].kind() == RowKind::Total;
        let rows = 0..self.rows().len();
        let name = move |row: usize| if is_total(&row) { TOTAL.into() } else { self.rows()[row].name() };
        let statuses = |row: usize| {
            let numbers = self.columns().iter().zip(self.numbers(row));
            numbers.filter_map(|(column, number)| Some((*column, number.as_ref()?.status))).collect()
        };
        let parts = rows.clone().filter(move |row| !is_total(row));
        rows.filter(is_total).chain(parts).map(move |row| (name(row), statuses(row)))
    }

    /// The growth that is printed beside values over several years: one column.
    pub(crate) fn growth_column(&self) -> Option<Table> {
        if self.measure() != Measure::Value || self.rows().is_empty() {
            return None;
        }
        let growth = self.cagr().ok()?.with_decimals(1);
        (0..self.rows().len()).any(|row| growth.value(row, 0).is_some()).then_some(growth)
    }

    /// Whether some printed rate is not what its printed end values would give.
    fn misleads(&self, growth: &Table) -> bool {
        let Some(years) = self.years() else { return false };
        let column = |year| self.find_column(year).map(|column| self.units(column)).unwrap_or_default();
        let (starts, ends, rates) = (column(years.first()), column(years.last()), growth.printed_column(0));
        starts.iter().zip(&ends).zip(rates).any(|((start, end), rate)| {
            let (Some(start), Some(end), Some(rate)) = (start, end, rate) else { return false };
            let naive = Rate::cagr(*start as f64, *end as f64, years.periods());
            naive.map_or(true, |naive| naive.to_string() != rate)
        })
    }
}

/// "Rounded so that rows add up: Europe 2019 is 3.5 for 3.440 and 2 more." of everything that has to be said.
pub(crate) fn rounded_so_that_rows_add_up(said: impl ExactSizeIterator<Item = String>) -> Option<String> {
    let beyond = said.len().saturating_sub(NAMED);
    let more = (beyond > 0).then(|| format!("{beyond} more"));
    let said: Vec<String> = said.take(NAMED).chain(more).collect();
    (!said.is_empty()).then(|| format!("Rounded so that rows add up: {}.", list(&said)))
}

/// What growth over so many periods is called: only over several is there anything to compound.
pub(crate) fn growth_word(periods: u32) -> &'static str {
    if periods == 1 { "Growth" } else { "CAGR" }
}

/// The note on rates over so many periods that printed values would not give.
pub(crate) fn unrounded(periods: u32) -> &'static str {
    UNROUNDED[usize::from(periods == 1)]
}

/// The columns in which a row or a series has numbers, with their statuses.
pub(crate) type Founded = (String, Vec<(Column, Status)>);

/// "Interpolated: total 2020–2025." for the numbers between published ones, and the same for those beyond.
///
/// What has the same years stands together; `noun` counts what would be too long to name.
pub(crate) fn founded_between_and_beyond(rows: impl Iterator<Item = Founded>, noun: &str) -> Vec<String> {
    let mut said = [(Status::Interpolated, "Interpolated"), (Status::Extrapolated, "Extrapolated")]
        .map(|(status, word)| (status, word, Groups::default()));
    for (name, statuses) in rows {
        for (status, _, groups) in &mut said {
            let columns = statuses.iter().filter(|(_, found)| found == status).map(|(column, _)| *column);
            groups.add(columns.collect(), &name);
        }
    }
    said.into_iter().filter_map(|(_, word, groups)| groups.into_text(word, noun)).collect()
}

/// Rows by the columns in which they have numbers of one status: the first groups in words, all others counted.
#[derive(Default)]
struct Groups {
    named: Vec<Group>,
    beyond: usize,
}

struct Group {
    columns: Vec<Column>,
    /// The first rows, as many as a line names.
    names: Vec<String>,
    count: usize,
}

impl Groups {
    fn add(&mut self, columns: Vec<Column>, name: &str) {
        if columns.is_empty() {
            return;
        }
        match self.named.iter().position(|group| group.columns == columns) {
            Some(at) => {
                let group = &mut self.named[at];
                group.count += 1;
                if group.names.len() < NAMED {
                    group.names.push(name.into());
                }
            }
            None if self.named.len() < NAMED => {
                self.named.push(Group { columns, names: vec![name.into()], count: 1 });
            }
            None => self.beyond += 1,
        }
    }

    fn into_text(self, word: &str, noun: &str) -> Option<String> {
        let mut texts: Vec<String> = self.named.iter().map(|group| group.to_text(noun)).collect();
        if self.beyond > 0 {
            texts.push(counted(self.beyond, &format!("more {noun}")));
        }
        (!texts.is_empty()).then(|| format!("{word}: {}.", texts.join("; ")))
    }
}

impl Group {
    fn to_text(&self, noun: &str) -> String {
        let rows = match self.names.first() {
            _ if self.count <= NAMED => list(&self.names),
            // The total is no part among the others.
            Some(first) if first == TOTAL => format!("{first} and {}", counted(self.count - 1, noun)),
            _ => counted(self.count, noun),
        };
        // Growth over years is of all of them: its last year may well be published.
        let over = self.columns.iter().map(|column| Some((column.from()?.number(), column.year().number())));
        let years = match over.collect::<Option<Vec<_>>>() {
            Some(over) => spans(over),
            None => runs(self.columns.iter().map(|column| column.year().number()).collect()),
        };
        format!("{rows} {years}")
    }
}
