//! Where things stand on a page: text, axes, labels that keep out of each other's way.

pub(super) mod arrow;
pub(super) mod axis;
pub(super) mod cell;
pub(super) mod forecast;
pub(super) mod frame;
pub(super) mod grid;
pub(super) mod gutter;
pub(super) mod key;
pub(super) mod labels;
pub(super) mod place;
pub(super) mod ruler;
pub(super) mod scene;
pub(super) mod slots;
pub(super) mod spread;
pub(super) mod strip;
pub(super) mod text;
pub(super) mod trace;
pub(super) mod upright;
pub(super) mod wave;
pub(super) mod years;
