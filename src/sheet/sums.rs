//! Which rows add up to which, where nothing else says so.

use super::published::PublishedTable;
use super::structure::interval;
use crate::claim::Figure;
use crate::value::Interval;

/// Words that a row of everything, or of everything so far, begins or ends with.
const TOTALS: [&str; 8] = ["total", "totals", "subtotal", "sub-total", "overall", "sum", "all", "world"];
/// A row is only taken for the sum of others where so many columns agree that chance is no explanation.
const COLUMNS: usize = 2;

/// Whether a name is that of a total: "Total", "Total world", "Grand total", "World".
pub(super) fn is_total(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(' | ')'))
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    let middle = words.any(|word| word == "total");
    // "All other" and "World excluding China" are parts.
    let rest = ["other", "others", "excluding", "excl", "ex", "rest"];
    let is_rest = name.split_whitespace().any(|word| rest.contains(&word.trim_end_matches('.')));
    !is_rest
        && (TOTALS.contains(&first)
            || TOTALS.contains(&last)
            || middle
            || first == "worldwide"
            || first == "global" && last == "market")
}

/// Makes rows parts of those that they add up to: of a total below them or above them, of a row that heads its parts.
pub(super) fn find_parents(table: &mut PublishedTable) {
    let sizes = Sizes::of(table);
    if let Some(whole) = whole_of_all_others(table, &sizes) {
        for row in (0..table.rows.len()).filter(|&row| row != whole) {
            table.rows[row].parent = Some(whole);
        }
        return;
    }
    parts_below_their_whole(table, &sizes);
    let mut open: Vec<usize> = Vec::new();
    for row in 0..table.rows.len() {
        if table.rows[row].parent.is_some() {
            continue;
        }
        if is_total(&table.rows[row].name) {
            let count = sizes.parts(row, open.iter().rev().copied(), Agreement::is_likely);
            for part in open.split_off(open.len() - count.unwrap_or(0)) {
                table.rows[part].parent = Some(row);
            }
        }
        open.push(row);
    }
    the_only_total(table, &open);
}

/// The first row, or a total that is the last, where all others add up to it and none is called a total: no row among them
/// heads others then, though small figures may look it by chance.
fn whole_of_all_others(table: &PublishedTable, sizes: &Sizes) -> Option<usize> {
    let last = table.rows.len().checked_sub(1).filter(|last| *last > 1)?;
    if table.rows[1..last].iter().any(|row| is_total(&row.name)) {
        return None;
    }
    let adds_up = |whole: usize, parts: &mut dyn Iterator<Item = usize>| {
        let all = sizes.agreements(whole, parts).last();
        all.is_some_and(|all| all.is_likely() && (all.tells() || is_total(&table.rows[whole].name)))
    };
    if adds_up(0, &mut (1..=last)) {
        return Some(0);
    }
    (is_total(&table.rows[last].name) && adds_up(last, &mut (0..last))).then_some(last)
}

/// Rows that head their parts: each is the sum of the next few in every column.
fn parts_below_their_whole(table: &mut PublishedTable, sizes: &Sizes) {
    // From the last row up, so that parts which have parts themselves are taken for one; the nearest is the last.
    let mut below: Vec<usize> = Vec::new();
    for row in (0..table.rows.len()).rev() {
        let heads = |agreement: &Agreement| agreement.tells() && agreement.is_likely();
        let parts = || sizes.parts(row, below.iter().rev().copied(), heads);
        let count = sizes.has_size(row).then(parts).flatten();
        for part in below.split_off(below.len() - count.unwrap_or(0)) {
            table.rows[part].parent = Some(row);
        }
        below.push(row);
    }
}

/// One total at either end of rows that are all no part of anything: they are its parts, whether or not they add up to it.
fn the_only_total(table: &mut PublishedTable, open: &[usize]) {
    let totals: Vec<usize> = open.iter().copied().filter(|&row| is_total(&table.rows[row].name)).collect();
    let [total] = totals[..] else { return };
    let at_an_end = open.first() == Some(&total) || open.last() == Some(&total);
    let has_parts = table.rows.iter().any(|row| row.parent == Some(total));
    if at_an_end && !has_parts {
        for &part in open.iter().filter(|&&part| part != total) {
            table.rows[part].parent = Some(total);
        }
    }
}

/// What each row can be in each column of sizes.
struct Sizes(Vec<Vec<Option<Interval<f64>>>>);

/// In how many columns parts add up to a whole within their rounding, of how many in which all of them have figures.
struct Agreement {
    agreed: usize,
    compared: usize,
    /// In how many of them the sum is more than any one part can be.
    telling: usize,
    /// Whether the parts are far beyond the whole in all of them, so that more parts bring nothing.
    is_beyond: bool,
}

impl Agreement {
    /// In most columns: a misprint in one must not hide what belongs together.
    fn is_likely(&self) -> bool {
        self.agreed > 0 && 2 * self.agreed >= self.compared
    }

    /// In so many columns that chance is no explanation: 0.1 is 0.1 and 0.1 as well, within their rounding.
    fn tells(&self) -> bool {
        self.agreed >= COLUMNS && self.telling > 0
    }
}

impl Sizes {
    fn of(table: &PublishedTable) -> Self {
        let columns: Vec<usize> = (0..table.columns.len())
            .filter(|&column| matches!(table.columns[column].figure, Figure::Value { .. }))
            .collect();
        let sizes = |row: usize| columns.iter().map(|&column| interval(table, row, column)).collect();
        Self((0..table.rows.len()).map(sizes).collect())
    }

    /// Whether a row is more than 0 anywhere; nothing tells which rows add up to one that is not.
    fn has_size(&self, row: usize) -> bool {
        self.0[row].iter().flatten().any(|size| size.low > 0.0)
    }

    /// How many of these rows, from the first on, are the parts of a whole: the fewest of two or more that agree enough.
    fn parts(
        &self,
        whole: usize,
        rows: impl Iterator<Item = usize>,
        is_enough: impl Fn(&Agreement) -> bool,
    ) -> Option<usize> {
        let found = self.agreements(whole, rows).enumerate().skip(1);
        let mut near = found.take_while(|(_, agreement)| !agreement.is_beyond);
        near.find(|(_, agreement)| is_enough(agreement)).map(|(at, _)| at + 1)
    }

    /// How a whole agrees with the first of these rows, the first two, and so on.
    fn agreements(&self, whole: usize, rows: impl Iterator<Item = usize>) -> impl Iterator<Item = Agreement> {
        let mut sums: Vec<Option<Sum>> = self.0[whole].iter().map(|size| size.map(Sum::towards)).collect();
        rows.map(move |row| {
            for (sum, size) in sums.iter_mut().zip(&self.0[row]) {
                *sum = sum.zip(*size).map(|(sum, size)| sum.and(size));
            }
            let compared = || sums.iter().flatten();
            Agreement {
                agreed: compared().filter(|sum| sum.agrees()).count(),
                compared: compared().count(),
                telling: compared().filter(|sum| sum.agrees() && sum.low > sum.largest).count(),
                is_beyond: compared().all(|sum| sum.low > 2.0 * sum.whole.high),
            }
        })
    }
}

/// What parts add up to in a column, beside what it should be.
#[derive(Clone, Copy)]
struct Sum {
    whole: Interval<f64>,
    low: f64,
    high: f64,
    /// The most that any one part can be.
    largest: f64,
}

impl Sum {
    fn towards(whole: Interval<f64>) -> Self {
        Self { whole, low: 0.0, high: 0.0, largest: 0.0 }
    }

    fn and(self, part: Interval<f64>) -> Self {
        let (low, high) = (self.low + part.low, self.high + part.high);
        Self { low, high, largest: self.largest.max(part.high), ..self }
    }

    fn agrees(&self) -> bool {
        let room = 1e-9 * self.whole.high.abs();
        self.low <= self.whole.high + room && self.whole.low <= self.high + room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parents(rows: &[(&str, [&str; 2])]) -> Vec<Option<usize>> {
        let figures = [2020, 2021].map(|year: i32| Figure::Value { year: year.into() });
        let empty = PublishedTable::new(figures);
        let mut table =
            rows.iter().fold(empty, |table, (name, cells)| table.with_row(*name, None, cells).unwrap());
        find_parents(&mut table);
        table.rows.iter().map(|row| row.parent).collect()
    }

    #[test]
    fn totals_close_what_stands_above_them() {
        let found = parents(&[
            ("Germany", ["10", "11"]),
            ("France", ["8", "9"]),
            ("Total Europe", ["18", "20"]),
            ("China", ["30", "33"]),
            ("Japan", ["12", "12"]),
            ("Total Asia", ["42", "45"]),
            ("World", ["60", "65"]),
        ]);
        assert_eq!(found, [Some(2), Some(2), Some(6), Some(5), Some(5), Some(6), None]);
    }

    #[test]
    fn rows_head_their_parts() {
        let found = parents(&[
            ("World", ["60", "65"]),
            ("Europe", ["18", "20"]),
            ("Germany", ["10", "11"]),
            ("France", ["8", "9"]),
            ("Asia", ["42", "45"]),
            ("China", ["30", "33"]),
            ("Japan", ["12", "12"]),
        ]);
        assert_eq!(found, [None, Some(0), Some(1), Some(1), Some(0), Some(4), Some(4)]);
    }

    #[test]
    fn a_misprint_hides_nothing() {
        let found = parents(&[("Europe", ["18", "20"]), ("Asia", ["42", "54"]), ("Total", ["60", "65"])]);
        assert_eq!(found, [Some(2), Some(2), None]);
        let found = parents(&[("Europe", ["81", "20"]), ("Asia", ["42", "54"]), ("Total", ["60", "65"])]);
        assert_eq!(found, [Some(2), Some(2), None]);
    }

    #[test]
    fn small_figures_head_nothing_by_chance() {
        // 0.1 and 0.1 make 0.1 within rounding, and Germany is France and Italy in both years; the total knows better.
        for flat in [
            vec![
                ("A", ["10.0", "11.0"]),
                ("B", ["0.1", "0.1"]),
                ("C", ["0.1", "0.1"]),
                ("D", ["0.1", "0.1"]),
                ("Total", ["10.3", "11.3"]),
            ],
            vec![
                ("Germany", ["72", "68"]),
                ("France", ["46", "44"]),
                ("Italy", ["26", "24"]),
                ("Spain", ["20", "18"]),
                ("Total", ["164", "154"]),
            ],
        ] {
            let last = flat.len() - 1;
            let expected: Vec<Option<usize>> = (0..last).map(|_| Some(last)).chain([None]).collect();
            assert_eq!(parents(&flat), expected, "{flat:?}");
            let mut first = flat.clone();
            first.rotate_right(1);
            let expected: Vec<Option<usize>> =
                std::iter::once(None).chain((0..last).map(|_| Some(0))).collect();
            assert_eq!(parents(&first), expected, "{first:?}");
        }
        // In a part of a table no total says so: what is no more than one of its parts is no sum.
        let found = parents(&[
            ("Africa", ["0.4", "0.4"]),
            ("Oceania", ["0.3", "0.3"]),
            ("Arctic", ["0.0", "0.0"]),
            ("Total south", ["0.7", "0.7"]),
            ("Europe", ["9.0", "9.5"]),
            ("Asia", ["8.0", "8.5"]),
            ("Total", ["17.7", "18.7"]),
        ]);
        assert_eq!(found, [Some(3), Some(3), Some(3), Some(6), Some(6), Some(6), None]);
    }

    #[test]
    fn long_tables_take_no_longer_per_row() {
        // Each run of rows added up anew would take hours at this length.
        let rows: Vec<(&str, [&str; 2])> = std::iter::repeat_n(("Row", ["7", "8"]), 20_000).collect();
        assert_eq!(parents(&rows), vec![None; 20_000]);
    }

    #[test]
    fn names_of_totals() {
        for name in [
            "Total",
            "Total world",
            "Grand Total",
            "TOTAL (all regions)",
            "World",
            "Overall IT",
            "Sub-total",
            "Market total",
        ] {
            assert!(is_total(name), "{name}");
        }
        for name in ["All other", "Rest of world", "World excluding China", "Europe", "Totality", "Others"] {
            assert!(!is_total(name), "{name}");
        }
    }
}
