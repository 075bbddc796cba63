//! What a stacked chart shows: series that add up, read from a table and put in drawing order.

use super::Exhibit;
use super::columns;
use super::describe;
use super::marks::{Levels, Marked, Marks};
use super::whole;
use crate::chart::annotation::Options;
use crate::chart::color::Color;
use crate::chart::layout::frame::Words;
use crate::chart::layout::scene::Scene;
use crate::chart::moved::Moved;
use crate::chart::number::{self, Format};
use crate::chart::rows::{self, Rows, Series, by_size};
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::{Column, Measure, Table, growth_word};
use crate::value::Year;

/// Series in stacking order, bottom first, over the same years.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    pub(crate) columns: Vec<Column>,
    pub(crate) series: Vec<Part>,
    pub(crate) measure: Stacked,
    /// What stands over the columns: what the table says that they add up to.
    pub(crate) totals: Vec<f64>,
    /// How totals are printed, and values inside their columns.
    pub(crate) total_format: Format,
    pub(crate) format: Format,
    /// Whether parts are printed so that they add up, which fewer decimals would undo.
    pub(crate) is_additive: bool,
    /// Which numbers lie between and beyond published ones.
    pub(crate) founded: Vec<String>,
    /// Whether there are no parts to tell apart.
    pub(crate) is_total_alone: bool,
    /// The columns between which the growth of each series is printed.
    pub(crate) span: (usize, usize),
    pub(crate) marks: Marks,
}

/// What the height of a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stacked {
    Values,
    /// All columns are equally high.
    Shares,
}

/// One part of the whole.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// What the height of its segments says.
    pub(crate) values: Vec<f64>,
    /// The values whose nearest neighbors are printed.
    pub(crate) shown: Vec<f64>,
    pub(crate) color: Color,
}

impl Stack {
    /// Reads a table of values, to be drawn as they are.
    pub(crate) fn read(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        let mut stack = Self::read_values(table, None, options, theme)?;
        stack.marks = stack.levels().marks(options)?;
        if options.growth.is_none() {
            stack.marks.arrows = stack.levels().whole_span().into_iter().collect();
            stack.marks.may_miss = true;
        }
        Ok(stack)
    }

    /// What can be marked: parts stand on others, totals do not.
    fn levels(&self) -> Levels<'_> {
        let values: Vec<Option<f64>> = self.totals.iter().copied().map(Some).collect();
        Levels {
            chart: "stacked columns",
            columns: &self.columns,
            series: vec![Marked { name: rows::TOTAL, shown: values.clone(), values }],
            measure: Measure::Value,
            format: self.format,
            is_signed: false,
        }
    }

    /// Reads a table of values, to be drawn as parts of each year's total.
    pub(crate) fn read_shares(table: &Table, options: &Options, theme: &Theme) -> Result<Self, Error> {
        if table.measure() != Measure::Value {
            let what = format!("the shares of '{}'", table.measure());
            let reason = "shares are computed here, expected a table of values".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        Self::read_values(table, Some(&table.shares()?), options, theme)
    }

    fn read_values(
        table: &Table,
        shares: Option<&Table>,
        options: &Options,
        theme: &Theme,
    ) -> Result<Self, Error> {
        if table.measure() != Measure::Value {
            let what = format!("a stack of '{}'", table.measure());
            let reason = "only values add up, expected a table of values".into();
            return Err(ErrorKind::Undefined { what, reason }.into());
        }
        let each = Options { largest: None, ..options.clone() };
        let rows = Rows::read(table, &each, theme)?;
        let complete = |series: &Series| complete(series, &rows.columns);
        let total = rows.total.as_ref().map(complete).transpose()?;
        let parts = rows.drawn().iter().map(complete).collect::<Result<Vec<_>, _>>()?;
        let values: Vec<&[f64]> = parts.iter().map(|part| part.values.as_slice()).collect();
        let stated = total.map(|total| total.values);
        let totals = whole::totals(&rows.columns, &values, stated, table.decimals())?;
        let span = rows::span(options, &rows.columns)?;
        let is_total_alone = rows.series.is_empty();
        // Never more series than colors.
        let colors = theme.colors.series.len();
        let limit = options.largest.map_or(colors, |largest| colors.min(largest.saturating_add(1)));
        let order = by_size(&rows.series);
        let rows = rows.merged_in(&order, limit, &theme.colors)?;
        let heights = match shares {
            None => rows.clone(),
            Some(shares) => Rows::read(shares, &each, theme)?.merged_in(&order, limit, &theme.colors)?,
        };
        let part = |index: usize| {
            let Series { name, values, shown, color, .. } = heights.drawn()[index].clone();
            // A share of nothing is none.
            let numbers =
                |values: Vec<Option<f64>>| values.into_iter().map(|value| value.unwrap_or(0.0)).collect();
            let color = if is_total_alone { theme.colors.whole } else { color };
            Part { name, values: numbers(values), shown: numbers(shown), color }
        };
        let series: Vec<Part> = by_size(rows.drawn()).into_iter().map(part).collect();
        let largest = totals.iter().copied().fold(0.0, f64::max);
        let total_format = Format::new(rows.format.decimals, largest, theme.numbers);
        Ok(Self {
            founded: heights.notes(),
            is_additive: rows.is_additive,
            series,
            measure: if shares.is_some() { Stacked::Shares } else { Stacked::Values },
            format: if shares.is_some() { heights.format } else { total_format },
            total_format,
            columns: rows.columns,
            totals,
            is_total_alone,
            span,
            marks: Marks::default(),
        })
    }

    /// The years between which the growth of each series is printed, where there are two.
    pub(crate) fn years(&self) -> Option<(Year, Year)> {
        let (first, last) = (self.columns[self.span.0].year(), self.columns[self.span.1].year());
        (first < last).then_some((first, last))
    }

    /// How many years lie between those.
    pub(crate) fn periods(&self) -> u32 {
        rows::periods(self.columns[self.span.0], self.columns[self.span.1])
    }

    /// The longest time over which growth is printed, of a series or of the whole.
    pub(crate) fn longest_periods(&self) -> u32 {
        let arrows = self.marks.arrows.iter().map(|arrow| (arrow.first, arrow.last));
        let spans = arrows.chain([self.span]);
        let periods = spans.map(|(first, last)| rows::periods(self.columns[first], self.columns[last]));
        periods.max().unwrap_or(0)
    }

    /// The highest level that has to have a place: a sum of parts, or what is marked.
    pub(crate) fn highest(&self) -> f64 {
        let sum = |column: usize| self.series.iter().map(|series| series.values[column]).sum::<f64>();
        (0..self.columns.len()).map(sum).chain(self.marks.values()).fold(0.0, f64::max)
    }

    /// Growth a year between the years of the series; none from nothing, or over no time.
    pub(crate) fn growth(&self, values: &[f64]) -> Option<f64> {
        rows::growth(values[self.span.0], values[self.span.1], self.periods())
    }

    /// What is printed beside the name of a series: growth a year, or the change of its share in points.
    pub(crate) fn figure(&self, part: &Part) -> Option<String> {
        match self.measure {
            Stacked::Values => {
                Some(number::signed_percent(self.growth(&part.values)?, self.format.numbers()))
            }
            Stacked::Shares => Some(self.points(part.values[self.span.0], part.values[self.span.1])),
        }
    }

    /// The change of a share in points.
    fn points(&self, first: f64, last: f64) -> String {
        let points = (last - first) * 100.0;
        Format::new(self.format.decimals, points, self.format.numbers()).signed().text(points)
    }

    /// What those figures are.
    pub(crate) fn figure_word(&self) -> &'static str {
        match self.measure {
            Stacked::Values => growth_word(self.periods()),
            Stacked::Shares => "Points",
        }
    }

    /// Whether the printed parts of some year miss its printed total.
    pub(crate) fn misses_by_rounding(&self, format: Format) -> bool {
        let whole = |column: usize| match self.measure {
            Stacked::Values => format.read(self.totals[column]),
            Stacked::Shares if self.totals[column] == 0.0 => 0.0,
            Stacked::Shares => 1.0,
        };
        (0..self.columns.len()).any(|column| {
            let parts: f64 = self.series.iter().map(|series| format.read(series.shown[column])).sum();
            (parts - whole(column)).abs() > 0.5 * format.unit(whole(column))
        })
    }

    /// What is not printed as its nearest neighbor, so that parts make their totals.
    pub(crate) fn moved_note(&self, format: Format) -> Option<String> {
        let mut moved = Moved::new(format);
        for (index, &column) in self.columns.iter().enumerate() {
            for part in &self.series {
                moved.print(&part.name, column, part.values[index], part.shown[index]);
            }
        }
        moved.note()
    }

    /// Whether some growth rate prints differently when it is computed from the printed end points.
    pub(crate) fn rates_differ_by_rounding(&self, format: Format) -> bool {
        let differs = |values: &[f64], (first, last): (usize, usize)| {
            let periods = rows::periods(self.columns[first], self.columns[last]);
            let rate = |first: f64, last: f64| {
                rows::growth(first, last, periods).map(|rate| number::percent(rate, format.numbers()))
            };
            let (first, last) = (values[first], values[last]);
            let printed = rate(format.read(first), format.read(last));
            rate(first, last).is_some_and(|rate| printed.is_none_or(|other| other != rate))
        };
        let arrows = self.marks.arrows.iter().map(|arrow| (arrow.first, arrow.last));
        let parts = self.series.iter().map(|series| (&series.values, self.span));
        match self.measure {
            Stacked::Shares => false,
            Stacked::Values => {
                let totals = arrows.map(|span| (&self.totals, span));
                parts.chain(totals).any(|(values, span)| differs(values, span))
            }
        }
    }

    /// Whether some change prints differently when it is computed from the printed levels.
    pub(crate) fn changes_differ_by_rounding(&self, format: Format) -> bool {
        let points = |part: &Part| {
            let (first, last) = (part.values[self.span.0], part.values[self.span.1]);
            self.points(first, last) != self.points(format.read(first), format.read(last))
        };
        let shares = self.measure == Stacked::Shares && self.years().is_some();
        (shares && self.series.iter().any(points)) || self.marks.changes_differ_by_rounding(format)
    }
}

impl Exhibit for Stack {
    fn subtitle(&self, table: &Table) -> String {
        match self.measure {
            Stacked::Values => table.subtitle(),
            Stacked::Shares => {
                let shares = table.shares().map_or_else(|_| table.subtitle(), |shares| shares.subtitle());
                format!("{shares}; totals in {}", table.unit().in_words())
            }
        }
    }

    fn notes(&self, theme: &Theme, width: f64) -> Result<Vec<String>, Error> {
        let digits = columns::notes(theme, self, width)?;
        Ok(self.founded.iter().cloned().chain(digits).collect())
    }

    fn scene(&self, theme: &Theme, words: &Words, size: (f64, f64)) -> Result<Scene, Error> {
        columns::scene(theme, self, words, size)
    }

    fn summary(&self) -> String {
        describe::totals(self)
    }

    fn numbers(&self) -> String {
        describe::numbers(self)
    }
}

/// The numbers of a series that has all of them, none negative.
fn complete(series: &Series, columns: &[Column]) -> Result<Part, Error> {
    let values = whole::complete(series, columns, "a stack needs every part of every year")?;
    if let Some((&value, column)) = values.iter().zip(columns).find(|(value, _)| **value < 0.0) {
        let what = format!("the value of '{}' in {}", series.name, column.year());
        let expected = "0 or more: a stack has no room below its base line".into();
        return Err(ErrorKind::Number { what, found: value, expected }.into());
    }
    let shown = series.shown.iter().zip(&values).map(|(shown, value)| shown.unwrap_or(*value)).collect();
    Ok(Part { name: series.name.clone(), values, shown, color: series.color })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Number, Rounding, Row, RowKind};
    use crate::value::{Status, Unit};

    fn read(table: &Table) -> Result<Stack, Error> {
        Stack::read(table, &Options::default(), &Theme::light())
    }

    fn table(rows: &[(&str, [f64; 2])], total: Option<[f64; 2]>) -> Table {
        let columns = [Column::history(2019), Column::forecast(2026)];
        let mut table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let number = |value| Some(Number { value, status: Status::Assumed });
        for (name, values) in rows {
            table = table.with_row(Row::new(RowKind::Member, [*name]), values.map(number)).unwrap();
        }
        match total {
            Some(values) => table.with_row(Row::total(), values.map(number)).unwrap(),
            None => table,
        }
    }

    #[track_caller]
    fn check(rows: &[(&str, [f64; 2])], total: Option<[f64; 2]>, message: &str) {
        assert_eq!(read(&table(rows, total)).unwrap_err().to_string(), message);
    }

    #[test]
    fn what_does_not_stack_is_refused() {
        check(&[], None, "the table of a chart is empty, expected at least one row");
        check(
            &[("Europe", [1.0, -0.5])],
            None,
            "the value of 'Europe' in 2026 is -0.5, expected 0 or more: a stack has no room below its base line",
        );
        check(
            &[("Europe", [1.0, 2.0]), ("EMEA", [2.0, 3.0])],
            Some([2.0, 3.0]),
            "rows sum to 3 in 2019, expected the total 2: rows overlap or are missing",
        );
        check(&[("a", [f64::MAX; 2]), ("b", [f64::MAX; 2])], None, {
            "the sum of 2019 is inf, expected a finite number"
        });
        let shares = table(&[("a", [0.5, 0.5])], None).with_measure(Measure::Share);
        assert!(read(&shares).unwrap_err().to_string().contains("only values add up"));
    }

    #[test]
    fn a_gap_or_a_wrong_order_of_years_is_refused() {
        let row = || Row::new(RowKind::Member, ["Europe"]);
        let at = |columns: [Column; 2], numbers: [Option<Number>; 2]| {
            let table = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
            read(&table.with_row(row(), numbers).unwrap()).unwrap_err().to_string()
        };
        let one = Some(Number { value: 1.0, status: Status::Assumed });
        let (early, late) = (Column::history(2019), Column::history(2020));
        assert!(at([late, early], [one, one]).starts_with("years run backwards (2020 to 2019)"));
        assert!(at([late, late], [one, one]).starts_with("year '2020' stands twice"));
        assert!(at([early, late], [one, None]).starts_with("the value of 'Europe' in 2020 is not defined"));
    }

    #[test]
    fn biggest_is_at_the_bottom_and_the_rest_on_top() {
        let rows = [("a", [1.0, 2.0]), ("Other", [9.0, 9.0]), ("b", [3.0, 1.0]), ("c", [4.0, 4.0])];
        let stack = read(&table(&rows, None)).unwrap();
        let names: Vec<&str> = stack.series.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["c", "b", "a", "Other"]);
        assert_eq!(stack.series[3].color, Theme::light().colors.other);
        assert_eq!(stack.totals, [17.0, 16.0]);
    }

    #[test]
    fn only_what_all_others_leave_over_is_gray() {
        let rows = [
            ("Other", [5.0, 6.0]),
            ("Other services", [1.0, 2.0]),
            ("Rest of Asia", [2.0, 2.0]),
            ("Total", [2.0, 2.0]),
        ];
        let drawn = |rows: &[(&str, [f64; 2])]| {
            let stack = read(&table(rows, None)).unwrap();
            let series = stack
                .series
                .iter()
                .map(|series| (series.name.clone(), series.color == Theme::light().colors.other));
            series.collect::<Vec<_>>()
        };
        let last = |rows: &[(&str, [f64; 2])]| drawn(rows).pop().unwrap();
        assert_eq!(last(&rows), ("Other".into(), true));
        assert_eq!(drawn(&rows).iter().filter(|(_, gray)| *gray).count(), 1);
        assert_eq!(last(&rows[1..]), ("Other services".into(), false));
        assert_eq!(
            last(&[("Rest of world", [9.0, 9.0]), ("Other services", [1.0, 2.0])]),
            ("Rest of world".into(), true)
        );
    }

    #[test]
    fn what_lies_between_published_numbers_is_said_of_what_is_drawn() {
        let names: Vec<String> = (0..9).map(|i| format!("m{i}")).collect();
        let between = |value| Some(Number { value, status: Status::Interpolated });
        let columns = [Column::history(2019), Column::forecast(2026)];
        let empty = Table::new("Market", Unit::USD_BILLION, ["region"], columns);
        let row = |table: Table, (i, name): (usize, &String)| {
            table.with_row(Row::new(RowKind::Member, [name]), [9.0 - i as f64; 2].map(between)).unwrap()
        };
        let table = names.iter().enumerate().fold(empty, row);
        assert_eq!(read(&table).unwrap().founded[1..], ["Interpolated: 6 series 2019 and 2026."]);
        let table = table.with_row(Row::total(), [45.0; 2].map(between)).unwrap();
        let notes = read(&table).unwrap().founded;
        let others = "Other (4): m5, m6, m7, m8.";
        assert_eq!(notes, [others, "Interpolated: total and 6 series 2019 and 2026."]);
    }

    #[test]
    fn more_series_than_colors_are_merged() {
        let names: Vec<String> = (0..9).map(|i| format!("m{i}")).collect();
        let rows: Vec<(&str, [f64; 2])> =
            names.iter().enumerate().map(|(i, name)| (name.as_str(), [9.0 - i as f64; 2])).collect();
        let stack = read(&table(&rows, None)).unwrap();
        assert_eq!(stack.series.len(), 6);
        assert_eq!((stack.series[5].name.as_str(), stack.series[5].values[0]), ("Other (4)", 10.0));
    }

    #[test]
    fn a_table_that_is_rounded_to_add_up_is_drawn_so() {
        let rows = [("a", [3.44, 3.0]), ("b", [2.34, 3.0]), ("c", [2.34, 3.0])];
        let misses = |stack: &Stack| stack.misses_by_rounding(stack.format);
        let rounded = |rounding| read(&table(&rows, None).with_rounding(rounding)).unwrap();
        assert!(misses(&rounded(Rounding::Independent)));
        let total = table(&rows, Some([8.12, 9.0])).with_rounding(Rounding::Additive);
        let additive = read(&total).unwrap();
        assert!(!misses(&additive));
        assert_eq!((additive.series[0].shown[0], additive.series[0].values[0]), (3.5, 3.44));
    }

    #[test]
    fn the_flagship_rate_is_the_published_one_and_needs_the_note() {
        let stack = read(&table(&[("all", [8.12, 11.587])], None)).unwrap();
        assert_eq!(number::percent(stack.growth(&stack.totals).unwrap(), stack.format.numbers()), "5.2%");
        assert!(stack.rates_differ_by_rounding(stack.format.with_decimals(1)));
        assert!(!stack.rates_differ_by_rounding(stack.format.with_decimals(3)));
        let large = read(&table(&[("all", [8.12e16, 11.587e16])], None)).unwrap();
        assert!(large.rates_differ_by_rounding(large.format));
    }
}
