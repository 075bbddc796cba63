//! Space: axes with members and groups, the scopes that name parts of them, and the cells they span.

mod axes;
mod axis;
mod cube;
mod index;
mod members;
mod numbering;
mod runs;
mod scope;
mod selection;

pub use axes::{Axes, Dimension, Group};
pub use axis::Axis;
pub(crate) use cube::Cube;
pub(crate) use members::Members;
pub(crate) use numbering::Numbering;
pub(crate) use runs::Runs;
pub use scope::Scope;
pub(crate) use selection::Selection;
