//! Published tables as CSV.

use super::csv::{push_field, push_name};
use crate::error::{Error, ErrorKind};
use crate::sheet::{PublishedColumn, PublishedTable};
use crate::value::Printed;

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
        let mut faults = Vec::new();
        for name in parents.iter().flatten() {
            if self.rows().iter().filter(|row| row.name() == *name).count() > 1 {
                let (what, name) = ("parent".into(), (*name).to_string());
                faults.push(ErrorKind::Duplicate { what, name }.into());
            }
        }
        Error::none_of(faults)?;
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
        write(self.label(), "parent", &mut self.columns().iter().map(PublishedColumn::name));
        for (row, parent) in parents.iter().enumerate() {
            let mut figures =
                (0..self.columns().len()).map(|column| self.cell(row, column).map_or("", Printed::text));
            write(self.rows()[row].name(), parent.unwrap_or_default(), &mut figures);
        }
        Ok(csv)
    }
}
