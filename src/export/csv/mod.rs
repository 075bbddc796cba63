//! Tables to and from CSV: tidy, wide, and as the IAMC has it.

mod iamc;
mod keys;
mod read;
mod reading;
mod scenarios;
mod tidy;
mod totals;
mod wide;
mod write;

pub use iamc::Iamc;
pub use tidy::{tables_from_csv, tables_to_csv};
pub use wide::{Statuses, tables_from_wide_csv, tables_to_wide_csv};
#[cfg(feature = "json")]
pub(super) use write::year_text;
pub(super) use write::{push_field, push_name};

use crate::error::{Error, ErrorKind};
use crate::value::shown::shown;

fn syntax(place: &str, reason: &str) -> Error {
    ErrorKind::Syntax { place: place.into(), reason: reason.into() }.into()
}
