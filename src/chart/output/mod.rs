//! What a scene becomes: marks on a plotters area, SVG, PNG, files.

pub(super) mod font;
pub(super) mod paint;
#[cfg(feature = "pdf")]
pub(super) mod pdf;
pub(super) mod png;
mod raster;
pub(super) mod svg;
