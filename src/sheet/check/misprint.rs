//! What is wrong with a published table.

use std::fmt;

use crate::value::shown::{sentence, shown};
use crate::value::{Interval, Printed, Year};

/// A figure that cannot hold with the others of its table.
///
/// ```
/// use market_outlook::{PublishedTable, Slip};
///
/// let table = PublishedTable::from_csv("\
/// region,2020,2021,YoY 2021 (%)
/// Americas,581,584,0.5
/// Asia/Pacific,482,940,1.6
/// EMEA,467,471,0.9
/// Grand Total,1530,1545,1.0
/// ")?;
/// let check = table.check()?;
/// let wrong = &check.misprints()[0];
/// assert_eq!((wrong.row(), wrong.column(), wrong.printed().text()), (1, 1, "940"));
/// assert_eq!(wrong.restored().map(|figure| figure.text()), Some("490"));
/// assert_eq!(wrong.slip(), Some(&Slip::DigitsSwapped));
/// assert_eq!(wrong.to_string(), "Asia/Pacific, 2021: 940 printed, 490 restored; two digits are swapped");
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Misprint {
    pub(super) row: usize,
    pub(super) column: usize,
    /// "Asia/Pacific, 2021".
    pub(super) place: String,
    pub(super) printed: Printed,
    pub(super) restored: Option<Printed>,
    pub(super) slip: Option<Slip>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) proven: bool,
}

/// Another figure that may be wrong instead of a misprinted one.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) place: String,
    pub(super) printed: Printed,
}

/// What other figures of the table leave for one.
///
/// ```
/// use market_outlook::{Figure, PublishedTable};
///
/// let table = PublishedTable::from_csv("row,2020,2021\nEurope,40,42\nAsia,60,63\nTotal,100,150\nWorld total,100,105\n")?;
/// for evidence in table.check()?.misprints().iter().flat_map(|wrong| wrong.evidence()) {
///     assert!(evidence.interval().low <= evidence.interval().high);
/// }
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub(super) what: String,
    pub(super) interval: Interval<f64>,
    pub(super) decimals: usize,
    pub(super) percent: bool,
}

/// How a figure went wrong, where it shows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Slip {
    /// The figure belongs to another row of the same column, whose own is wrong too: a column has slipped.
    OfRow {
        /// The position of the row that it belongs to.
        row: usize,
        /// The name of that row.
        name: String,
    },
    /// The figure is the right one of another row, printed twice.
    SameAsRow {
        /// The position of the row that has it rightly.
        row: usize,
        /// The name of that row.
        name: String,
    },
    /// The figure is that of another column of the same row.
    OfColumn {
        /// The position of the column that it belongs to.
        column: usize,
        /// The name of that column.
        name: String,
    },
    /// Two digits next to each other are exchanged.
    DigitsSwapped,
    /// The decimal point or the scale is off: the figure is this many times too large.
    TimesTooLarge {
        /// A power of ten, below 1 where the figure is too small.
        factor: f64,
    },
    /// A minus sign is missing, or one too many.
    Sign,
}

/// What is to be said of a published table besides its misprints.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// The listed parts of a row fall short of it in all years: it has others.
    PartsNotListed {
        /// The name of the row.
        row: String,
    },
    /// Nothing says where in the whole a row belongs; it is held to be no larger than it.
    PlaceUnknown {
        /// The names of such rows.
        rows: Vec<String>,
    },
    /// A row stands twice with the same figures.
    RowTwice {
        /// The name of the row that stands first.
        row: String,
        /// The name of the same row further down, or the same name again.
        again: String,
        /// Where it stands again, in a file.
        line: Option<u64>,
    },
    /// The growth rates of a column are those of other years than it says.
    OtherYears {
        /// The name of the column.
        column: String,
        /// The year they start from.
        from: Year,
        /// The year they end in.
        to: Year,
    },
    /// The shares of a column are each of the row that its row is a part of, and not of everything.
    SharesOfParents {
        /// The name of the column.
        column: String,
    },
}

impl Misprint {
    /// The position of its row in the table.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// The position of its column in the table.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is printed.
    #[must_use]
    pub fn printed(&self) -> &Printed {
        &self.printed
    }

    /// What all other figures make of it, in as many digits: the figure itself where it was found elsewhere, else by triangulation.
    ///
    /// None where nothing tells it from other figures that may be wrong instead, and where the others say nothing about it.
    #[must_use]
    pub fn restored(&self) -> Option<&Printed> {
        self.restored.as_ref()
    }

    /// How it went wrong, where that shows.
    #[must_use]
    pub fn slip(&self) -> Option<&Slip> {
        self.slip.as_ref()
    }

    /// What figures that hold leave for it: each a sum, a growth rate, a share.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// Figures of which one may be wrong instead, for nothing tells which; none where this one alone can be.
    ///
    /// ```
    /// use market_outlook::PublishedTable;
    ///
    /// let check = PublishedTable::from_csv("region,2021\nEurope,40\nAsia,60\nTotal,150\n")?.check()?;
    /// assert_eq!(check.misprints().len(), 1);
    /// assert_eq!(check.misprints()[0].alternatives().len(), 2);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }

    /// Whether it is certain that no fewer figures can be wrong and that no alternative is missing.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.proven
    }

    /// The row and the column in words.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl Alternative {
    /// The position of its row in the table.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// The position of its column in the table.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is printed.
    #[must_use]
    pub fn printed(&self) -> &Printed {
        &self.printed
    }
}

impl Evidence {
    /// What the figures leave: in the unit of the table, in percent for shares and growth.
    #[must_use]
    pub fn interval(&self) -> Interval<f64> {
        self.interval
    }
}

impl Remark {
    /// Whether it says that something is wrong with the table, and not just how it was read.
    ///
    /// ```
    /// use market_outlook::Remark;
    ///
    /// let twice = Remark::RowTwice { row: "Europe".into(), again: "Europe".into(), line: Some(7) };
    /// assert!(twice.is_fault());
    /// assert_eq!(twice.to_string(), "row 'Europe' stands twice, again in line 7");
    /// ```
    #[must_use]
    pub fn is_fault(&self) -> bool {
        matches!(self, Remark::RowTwice { .. } | Remark::OtherYears { .. })
    }
}

impl fmt::Display for Misprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} printed", self.place, self.printed)?;
        if let Some(restored) = &self.restored {
            write!(f, ", {restored} restored")?;
        }
        if let Some(slip) = &self.slip {
            write!(f, "; {slip}")?;
        }
        for alternative in &self.alternatives {
            write!(f, "; or {alternative}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.printed)
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = if self.percent { "%" } else { "" };
        let [low, high] = [self.interval.low, self.interval.high]
            .map(|bound| crate::value::grouped(&format!("{bound:.*}", self.decimals)) + percent);
        if low == high {
            write!(f, "{low} {}", sentence(&self.what))
        } else {
            write!(f, "{low} to {high} {}", sentence(&self.what))
        }
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slip::OfRow { name, .. } => write!(f, "it belongs to row '{}'", shown(name)),
            Slip::SameAsRow { name, .. } => write!(f, "it is the figure of row '{}' again", shown(name)),
            Slip::OfColumn { name, .. } => write!(f, "it is the figure of column '{}'", shown(name)),
            Slip::DigitsSwapped => write!(f, "two digits are swapped"),
            Slip::TimesTooLarge { factor } if *factor < 1.0 => write!(f, "{} times too small", 1.0 / factor),
            Slip::TimesTooLarge { factor } => write!(f, "{factor} times too large"),
            Slip::Sign => write!(f, "the sign is wrong"),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::PartsNotListed { row } => {
                write!(
                    f,
                    "the listed parts of '{}' fall short of it in all years: taken to have others that are not listed",
                    shown(row)
                )
            }
            Remark::PlaceUnknown { rows } => {
                let names: Vec<String> = rows.iter().map(|row| format!("'{}'", shown(row))).collect();
                let names = crate::value::prose::list(&names);
                let names = sentence(&names);
                write!(
                    f,
                    "nothing says where in the whole {names} belong: taken to be parts of it, each by itself"
                )
            }
            Remark::RowTwice { row, again, line } => {
                if row == again {
                    write!(f, "row '{}' stands twice", shown(row))?;
                } else {
                    write!(f, "rows '{}' and '{}' have the same figures", shown(row), shown(again))?;
                }
                line.map_or(Ok(()), |line| write!(f, ", again in line {line}"))
            }
            Remark::OtherYears { column, from, to } => {
                write!(f, "the growth rates of column '{}' are those from {from} to {to}", shown(column))
            }
            Remark::SharesOfParents { column } => {
                write!(
                    f,
                    "the shares of column '{}' are taken to be of the row that each row is a part of: fewer figures speak against that than against shares of everything",
                    shown(column)
                )
            }
        }
    }
}
