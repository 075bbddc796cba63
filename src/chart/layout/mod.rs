//! Where things stand on a page: text, axes, labels that keep out of each other's way.

pub(super) mod arrow;
pub(super) mod axis;
pub(super) mod cell;
pub(super) mod frame;
pub(super) mod grid;
pub(super) mod gutter;
pub(super) mod place;
pub(super) mod ruler;
pub(super) mod scene;
pub(super) mod spread;
pub(super) mod text;
pub(super) mod years;
