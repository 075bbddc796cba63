//! How a difference is shared out among steps.

/// How the difference between a forecast and a scenario is shared out among the scenario's steps.
///
/// | attribution | a step's contribution | adds up | depends on the order |
/// |---|---|---|---|
/// | [`Attribution::Listed`] | what it changes of what the steps before it have left | yes | yes |
/// | [`Attribution::Shapley`] | the mean of what it adds to each selection of the other steps, weighted by how often the selection comes before it in all orders | yes | no |
///
/// The value of a selection is that of the scenario with these steps alone, in their listed order
/// (Shapley, "A value for n-person games", 1953). It is exact up to [`Attribution::MOST_EXACT`] steps; beyond, it is the mean
/// over 1,024 random orders and their reverses, always the same ones, and the table says how large its standard error is.
///
/// ```
/// use market_outlook::Attribution;
///
/// assert_eq!(Attribution::default(), Attribution::Listed);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Attribution {
    /// In the order in which the steps are listed.
    #[default]
    Listed,
    /// Free of the order: Shapley values.
    Shapley,
}

impl Attribution {
    /// Scenarios with more steps have their Shapley values sampled.
    pub const MOST_EXACT: usize = 12;
}
