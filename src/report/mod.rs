//! Documents of text, tables and charts.

mod exhibit;
mod figure;
mod grid;
mod html;
mod markdown;
mod numbered;
mod parts;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod report;
mod section;
mod standard;
mod text;

pub use exhibit::Exhibit;
pub use report::Report;
pub use section::Section;
pub use text::Text;
