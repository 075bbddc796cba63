//! Charts of tables, painted through plotters.

mod across;
mod arrow;
mod axis;
#[expect(clippy::module_inception, reason = "one noun one file, and the noun is the module's")]
mod chart;
mod color;
mod columns;
mod describe;
mod file;
mod font;
mod frame;
mod gutter;
#[cfg(test)]
mod laws;
mod number;
mod paint;
mod png;
mod raster;
mod scene;
mod sources;
mod spread;
mod stack;
mod svg;
mod text;

pub use chart::Chart;
