//! Shares and growth rates that a source has printed: views give them the status of what is printed.

use super::{Column, Measure, Table};
use crate::value::{Status, Year};

/// A share in a year, or growth since another year, that a source has printed for a row and the numbers meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PublishedRate {
    /// The position of the row.
    pub(crate) row: usize,
    /// Where growth starts; none for a share.
    pub(crate) from: Option<Year>,
    /// The year of a share, or in which growth ends.
    pub(crate) year: Year,
}

impl PublishedRate {
    fn is_of(&self, measure: Measure, column: Column) -> bool {
        let same_start = match (measure, self.from) {
            (Measure::Share, None) => true,
            (Measure::YearOnYear, Some(from)) => self.year.since(from) == 1,
            (Measure::Cagr, Some(from)) => column.from() == Some(from),
            _ => false,
        };
        same_start && column.year() == self.year
    }
}

impl Table {
    /// The same table whose views know these rates to be published.
    pub(crate) fn with_published(mut self, mut rates: Vec<PublishedRate>) -> Self {
        rates.sort_unstable();
        rates.dedup();
        self.published = rates;
        self
    }

    /// The rates that views know to be published, row by row.
    #[cfg(feature = "json")]
    pub(crate) fn published(&self) -> &[PublishedRate] {
        &self.published
    }

    /// The rates known of the rows in another order.
    pub(super) fn published_in(&self, order: &[usize]) -> Vec<PublishedRate> {
        let mut places = vec![None; self.rows().len()];
        order.iter().enumerate().for_each(|(place, &row)| places[row] = Some(place));
        let moved = |rate: &PublishedRate| {
            let row = places.get(rate.row).copied().flatten()?;
            Some(PublishedRate { row, ..*rate })
        };
        self.published.iter().filter_map(moved).collect()
    }

    /// This view of a table, in which the numbers that the table knows to be published are.
    pub(super) fn crediting(mut self, table: &Table) -> Self {
        for rate in &table.published {
            for column in 0..self.columns.len() {
                if rate.is_of(self.measure, self.columns[column]) {
                    let place = rate.row * self.columns.len() + column;
                    if let Some(Some(number)) = self.numbers.get_mut(place) {
                        number.status = Status::Published;
                    }
                }
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::{Axis, By, Claim, Headline, Market, Scope, Status, Table, Unit, Years};

    fn table(extra: impl IntoIterator<Item = Claim>) -> Table {
        Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2022).unwrap())
            .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
            .axis(Axis::PRODUCT, ["Software", "Services"])
            .claims(Headline::new("8.0", 2019, "9.3", 2022).cagr("5.1%"))
            .claims(extra)
            .build()
            .unwrap()
            .forecast()
            .unwrap()
            .by(By::axis(Axis::REGION))
            .unwrap()
    }

    fn published(table: &Table) -> Vec<String> {
        let rows = 0..table.rows().len();
        let places = rows.flat_map(|row| (0..table.columns().len()).map(move |column| (row, column)));
        let is_published =
            |&(row, column): &(usize, usize)| table.status(row, column) == Some(Status::Published);
        let text =
            |(row, column): (usize, usize)| format!("{} {}", table.rows()[row], table.columns()[column]);
        places.filter(is_published).map(text).collect()
    }

    fn of(name: &str) -> Scope {
        Scope::of(Axis::REGION, name)
    }

    #[test]
    fn growth_is_published_over_the_printed_span_alone() {
        let table = table([Claim::growth("4%", 2020, 2021).of(of("Asia"))]);
        assert_eq!(published(&table.cagr().unwrap()), ["Total 2019–22"]);
        let over = |from, to| published(&table.cagr_over(Years::new(from, to).unwrap()).unwrap());
        assert!(over(2019, 2021).is_empty());
        assert_eq!(over(2020, 2021), ["Asia 2020–21"]);
        assert_eq!(published(&table.year_on_year().unwrap()), ["Asia 2021"]);
        let later = table.between(Years::new(2020, 2022).unwrap()).unwrap();
        assert_eq!(published(&later.year_on_year().unwrap()), ["Asia 2021"]);
        assert!(published(&table.contributions().unwrap()).is_empty());
    }

    #[test]
    fn shares_are_published_of_the_total_alone_wherever_the_row_is_ranked() {
        let table = table([
            Claim::share("20%", 2019).of(of("Americas")),
            Claim::share("30%", 2019).of(of("Asia").and(Axis::PRODUCT, "Software")).out_of(of("Asia")),
        ]);
        assert_eq!(published(&table.shares().unwrap()), ["Americas 2019"]);
        let ranked = table.ranked(2019).unwrap();
        assert_eq!(ranked.rows()[2].labels(), ["Americas"]);
        assert_eq!(published(&ranked.shares().unwrap()), ["Americas 2019"]);
        #[cfg(feature = "json")]
        assert_eq!(Table::from_json(&ranked.to_json()).unwrap(), ranked);
        assert!(published(&table.shares_of_all().unwrap()).is_empty());
        assert!(published(&table.cumulative().unwrap().shares().unwrap()).is_empty());
    }

    #[test]
    fn a_rate_that_is_not_met_is_not_published() {
        let others = [Claim::value("8.0", 2019), Claim::value("9.3", 2022), Claim::change("1.3", 2019, 2022)];
        let market = Market::builder("Example market", Unit::USD_BILLION, Years::new(2019, 2022).unwrap());
        let market = market.claims(others).claim(Claim::growth("9%", 2019, 2022)).build().unwrap();
        let table = market.forecast().unwrap().by(By::total()).unwrap();
        assert_eq!(published(&table), ["Total 2019", "Total 2022"]);
        assert!(published(&table.cagr().unwrap()).is_empty());
    }
}
