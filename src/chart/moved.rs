//! Numbers that a chart prints and that are not the nearest neighbors of what they are, so that rows add up.

use std::fmt::Display;

use super::number::Format;
use crate::table::{Column, rounded_so_that_rows_add_up};

/// What has to be said about the numbers of a chart, as they are printed one after the other.
#[derive(Debug)]
pub(crate) struct Moved {
    format: Format,
    said: Vec<String>,
}

impl Moved {
    pub(crate) fn new(format: Format) -> Self {
        Self { format, said: Vec::new() }
    }

    /// A number that is printed: whose and when, what it is, and the one whose nearest neighbor stands there.
    pub(crate) fn print(&mut self, name: impl Display, column: Column, value: f64, shown: f64) {
        let printed = self.format.text(shown);
        if printed != self.format.text(value) {
            // Two digits more, as below tables: one more may be a tie.
            let number = self.format.with_decimals(self.format.decimals + 2).text(value);
            self.said.push(format!("{name} {column} is {printed} for {number}"));
        }
    }

    /// "Rounded so that rows add up: Europe 2019 is 3.5 for 3.440."
    pub(crate) fn note(self) -> Option<String> {
        rounded_so_that_rows_add_up(self.said.into_iter())
    }
}
