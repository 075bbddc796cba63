//! Published tables as CSV.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::csv::{push_field, push_name};
use crate::error::{Error, ErrorKind};
use crate::sheet::PublishedTable;
use crate::value::{Printed, csv_name};

impl PublishedTable {
    /// The table as CSV, with every figure as printed: the name of each row, its parent if any row has one, then the columns.
    ///
    /// ```
    /// use market_outlook::PublishedTable;
    ///
    /// let table = PublishedTable::from_csv("region;2020;YoY 2021 (%)\nEMEA*;467;0.9\nTotal;1,530e;1.0\n")?;
    /// assert_eq!(table.to_csv()?, "region,parent,2020,YoY 2021 (%)\nEMEA,Total,467,0.9%\nTotal,,\"1,530\",1.0%\n");
    /// assert_eq!(PublishedTable::from_csv(table.to_csv()?)?.to_csv()?, table.to_csv()?);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When several rows have the name of a parent: the file would not tell them apart.
    pub fn to_csv(&self) -> Result<String, Error> {
        let parents: Vec<Option<&str>> =
            self.rows().iter().map(|row| row.parent().map(|parent| self.rows()[parent].name())).collect();
        let mut called: BTreeMap<&str, usize> = BTreeMap::new();
        self.rows().iter().for_each(|row| *called.entry(row.name()).or_default() += 1);
        let wholes: BTreeSet<&str> = parents.iter().flatten().copied().collect();
        let unclear = wholes.iter().filter(|name| called[*name] > 1);
        let fault = |name: &&str| ErrorKind::Duplicate { what: "parent".into(), name: (*name).into() }.into();
        Error::none_of(unclear.map(fault).collect())?;
        let has_parents = parents.iter().any(Option::is_some);
        let mut csv = String::new();
        let mut write = |label: &str, parent: &str, figures: &mut dyn Iterator<Item = &str>| {
            push_name(&mut csv, label);
            if has_parents {
                csv.push(',');
                push_name(&mut csv, parent);
            }
            for figure in figures {
                csv.push(',');
                push_field(&mut csv, figure);
            }
            csv.push('\n');
        };
        let heads: Vec<Cow<'_, str>> = self.columns().iter().map(|column| csv_name(column.name())).collect();
        write(self.label(), "parent", &mut heads.iter().map(AsRef::as_ref));
        for (row, parent) in parents.iter().enumerate() {
            let name = self.rows()[row].name();
            let cells = || (0..self.columns().len()).map(|column| self.cell(row, column));
            // A name alone would be read as a footnote: of a part without any figure it has to be said that it is one.
            let is_alone = cells().all(|cell| cell.is_none()) && parent.is_none() && !wholes.contains(name);
            let none = if is_alone { "n/a" } else { "" };
            let mut figures = cells().map(|cell| cell.map_or(none, Printed::text));
            write(name, parent.unwrap_or_default(), &mut figures);
        }
        Ok(csv)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_without_figures_is_still_one_when_it_is_read_again() {
        let text = "region,2020,2021\nAmericas,581,584\nAfrica,n/a,n/a\nAsia,482,490\nTotal,1080,1095\n";
        let table = PublishedTable::from_csv(text).unwrap();
        let again = PublishedTable::from_csv(table.to_csv().unwrap()).unwrap();
        assert_eq!(again.rows().len(), 4);
        assert_eq!(again.to_csv().unwrap(), table.to_csv().unwrap());
        assert!(table.to_csv().unwrap().contains("\nAfrica,"));
        assert_eq!(table.check().unwrap().is_clean(), again.check().unwrap().is_clean());
    }

    #[test]
    fn parents_that_could_not_be_told_apart_are_named_once() {
        let growth = crate::claim::Figure::Value { year: 2020.into() };
        let table = PublishedTable::new([growth])
            .with_row("All", None, ["9"])
            .and_then(|table| table.with_row("A", Some("All"), ["4"]))
            .and_then(|table| table.with_row("B", Some("All"), ["5"]))
            .and_then(|table| table.with_row("All", None, ["9"]))
            .unwrap();
        let message = table.to_csv().unwrap_err().to_string();
        assert_eq!(message, "parent 'All' stands twice, expected each name once");
    }
}
