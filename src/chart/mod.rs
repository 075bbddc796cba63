//! Charts of tables, painted through plotters.

mod annotate;
mod annotation;
mod catalog;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod chart;
mod color;
mod exhibit;
mod formats;
#[cfg(test)]
mod laws;
mod layout;
mod moved;
mod number;
mod output;
mod page;
mod rows;
mod sources;
mod theme;
mod what_if;

pub use annotation::{Difference, Level, ValueLine};
pub use chart::Chart;
pub use color::Color;
pub use number::NumberFormat;
pub use output::font::Fonts;
pub use output::svg::SvgText;
pub use page::Page;
pub use theme::Theme;

pub(crate) use layout::frame::Words;
