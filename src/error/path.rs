//! Where in a model something stands, in the keys of a model file.

use std::fmt;

use crate::value::shown::shown;

/// One step down into a model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// A key of a table.
    Key(String),
    /// An item of a list, from 0.
    Item(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.into())
    }
}

impl From<usize> for Step {
    fn from(item: usize) -> Self {
        Self::Item(item)
    }
}

/// The way from the top of a model to what is meant; empty where that is no part of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Path {
    /// The last step first, since a path grows at its front.
    reversed: Vec<Step>,
    is_key: bool,
}

impl Path {
    pub(crate) fn is_empty(&self) -> bool {
        self.reversed.is_empty()
    }

    /// From the top down.
    pub(crate) fn steps(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.reversed.iter().rev()
    }

    /// Whether the last key itself is meant, and not what stands under it.
    #[cfg(feature = "toml")]
    pub(crate) fn is_key(&self) -> bool {
        self.is_key
    }

    pub(super) fn enter(&mut self, step: Step) {
        self.reversed.push(step);
    }

    pub(super) fn end_in_key(&mut self, key: &str) {
        self.is_key |= self.is_empty();
        self.enter(key.into());
    }
}

impl<S: Into<Step>> FromIterator<S> for Path {
    fn from_iter<I: IntoIterator<Item = S>>(steps: I) -> Self {
        let mut reversed: Vec<Step> = steps.into_iter().map(Into::into).collect();
        reversed.reverse();
        Self { reversed, is_key: false }
    }
}

impl fmt::Display for Path {
    /// `claims[2].value`, items from 0 as in JSON paths.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.steps().enumerate() {
            match step {
                Step::Item(item) => write!(f, "[{item}]")?,
                Step::Key(key) => {
                    let plain =
                        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
                    let (dot, quote) = (if depth > 0 { "." } else { "" }, if plain { "" } else { "'" });
                    write!(f, "{dot}{quote}{}{quote}", shown(key))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_in_json() {
        let mut path = Path::default();
        path.end_in_key("Latin America");
        path.enter("where".into());
        path.enter(2.into());
        path.enter("claims".into());
        assert_eq!((path.to_string().as_str(), path.is_key), ("claims[2].where.'Latin America'", true));
        assert!(Path::default().is_empty());
    }
}
