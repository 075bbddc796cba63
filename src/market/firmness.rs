//! How firmly assumptions are held: how far what is assumed goes before it resists what is printed.

use super::assumption::{Assumption, AssumptionKind, StatedShares};
use crate::error::{Choices, Error, ErrorKind};
use crate::space::{Axes, Axis};
use crate::value::Share;

/// How far the shares stated for an axis may well be off: the standard deviation of each, relative to the share.
///
/// Shares for which nothing is stated have 20 %. A deviation counts by the size of the share besides, as relative entropy has
/// it: a share of a tenth of the market has `1 / sqrt(0.1)` times as much, and gives way more easily than a large one.
///
/// ```
/// use market_outlook::{Axis, Claim, Market, ShareSd, Unit, Years};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2026)?)
///     .axis(Axis::REGION, ["Americas", "Europe", "Asia"])
///     .axis(Axis::PRODUCT, ["Software", "Services"])
///     .claim(Claim::value("8.1", 2019))
///     .assume_shares(Axis::REGION, [45.0, 30.0, 25.0])
///     .assume_shares(Axis::PRODUCT, [72.0, 28.0])
///     .share_sd(Axis::REGION, ShareSd::Percent(10.0))
///     .share_sd(Axis::PRODUCT, ShareSd::Printed)
///     .build()?;
/// # let _ = market;
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ShareSd {
    /// In percent of each share.
    Percent(f64),
    /// The half unit of the digits to which the shares are stated, for shares that were read in print: 43 % and 43.0 %
    /// have half a point and a twentieth.
    Printed,
}

/// Standard deviations of what is assumed beside shares, as fractions.
///
/// They are of the whole market; a part of a tenth of it has `1 / sqrt(0.1)` times as much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Widths {
    /// Of sizes in the base year.
    pub(crate) level: f64,
    /// Of the growth of a year.
    pub(crate) drift: f64,
}

impl Widths {
    /// Where nothing is stated: weights of an estimate, not beliefs. Both are far looser than printed digits, so that they
    /// decide only what no figure does; growth is the firmer one, so that what surprises in a figure moves the path of its
    /// scope before it bends it, and levels are firm enough that a figure inside one part is not paid for by the others.
    pub(crate) const DEFAULT: Self = Self { level: 0.15, drift: 0.1 };
}

/// What is said about firmness, as stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Firmness {
    pub(crate) shares: Vec<(Axis, ShareSd)>,
    pub(crate) level: Option<Share>,
    pub(crate) drift: Option<Share>,
}

impl Firmness {
    /// The relative standard deviation of stated shares about which nothing is said. Of shares that were 5 to 30 % off,
    /// and of sets with one badly wrong, none gave better forecasts by much.
    const SHARE: f64 = 0.2;
    /// The least that is told apart, in percent: weights are squares of its inverse, and beside a claim in half units
    /// those of a millionth are as many digits as a sum of both can hold.
    const LEAST: f64 = 1e-4;
    /// At ten times what it belongs to, an assumption says nothing any more.
    const MOST: f64 = 1e3;

    /// The standard deviations of the shares of an axis, relative to each.
    pub(super) fn of_shares(stated: Option<ShareSd>, fractions: &[f64], half_units: &[f64]) -> Vec<f64> {
        let one = |(fraction, half_unit): (&f64, &f64)| match stated {
            Some(ShareSd::Percent(percent)) => percent / 100.0,
            // A share of 0 is so much off in points, but no part of itself.
            Some(ShareSd::Printed) if *fraction > 0.0 => (half_unit / fraction).max(Self::LEAST / 100.0),
            Some(ShareSd::Printed) | None => Self::SHARE,
        };
        fractions.iter().zip(half_units).map(one).collect()
    }

    /// Says of shares how firmly they are held.
    pub(super) fn hold(&self, axes: &Axes, shares: &mut [StatedShares]) {
        for (axis, sd) in &self.shares {
            let position = axes.position(axis).ok();
            for stated in shares.iter_mut().filter(|stated| Some(stated.axis) == position) {
                stated.sd = Self::of_shares(Some(*sd), &stated.fractions, &stated.half_units);
            }
        }
    }

    pub(super) fn widths(&self) -> Widths {
        let or = |stated: Option<Share>, default: f64| stated.map_or(default, Share::to_fraction);
        Widths { level: or(self.level, Widths::DEFAULT.level), drift: or(self.drift, Widths::DEFAULT.drift) }
    }

    /// What cannot be: numbers out of range, and axes for which no shares are stated.
    pub(super) fn faults(&self, assumptions: &[Assumption]) -> Vec<Error> {
        let mut faults = Vec::new();
        let mut in_range = |what: String, percent: f64, key: &str, table: &str| {
            // Written so that what is no number fails.
            if !(Self::LEAST..=Self::MOST).contains(&percent) {
                let expected = format!("{} to {}", Self::LEAST, Self::MOST);
                let fault = Error::from(ErrorKind::Number { what, found: percent, expected });
                faults.push(fault.within(key).within(table).within("assumptions"));
            }
        };
        for (axis, sd) in &self.shares {
            if let ShareSd::Percent(percent) = sd {
                in_range(format!("the sd of {axis} shares in percent"), *percent, axis.name(), "sd");
            }
        }
        for (key, stated) in [("level", self.level), ("drift", self.drift)] {
            if let Some(stated) = stated {
                in_range(format!("the width of {key} in percent"), stated.to_percent(), key, "widths");
            }
        }
        // Those that are stated, right or wrong: what is wrong with them is told there.
        let with_shares = || {
            assumptions.iter().filter_map(|assumption| match assumption.kind() {
                AssumptionKind::Shares { axis, .. } | AssumptionKind::SharesByName { axis, .. } => {
                    Some(axis.name())
                }
                _ => None,
            })
        };
        let choices = Choices::default();
        for (i, (axis, _)) in self.shares.iter().enumerate() {
            let fault = if self.shares[..i].iter().any(|(earlier, _)| earlier == axis) {
                ErrorKind::Duplicate { what: "the sd of shares by".into(), name: axis.name().into() }
            } else if with_shares().all(|known| known != axis.name()) {
                let (name, choices) = (axis.name().into(), choices.of(with_shares));
                ErrorKind::UnknownName { what: "axis with stated shares", name, choices }
            } else {
                continue;
            };
            let fault = Error::from(fault).at("sd of shares").in_key(axis.name());
            faults.push(fault.within("sd").within("assumptions"));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Claim, Market, MarketBuilder, Unit, Years};

    fn builder() -> MarketBuilder {
        let years = Years::new(2019, 2026).expect("2019 comes before 2026");
        Market::builder("m", Unit::USD_BILLION, years)
            .axis("region", ["A", "B", "C"])
            .axis("product", ["S", "T"])
            .claim(Claim::value("8.1", 2019))
    }

    fn sd(builder: MarketBuilder) -> Vec<f64> {
        let market = builder.build().expect("the model is sound");
        market.stated_shares()[0].sd.clone()
    }

    #[test]
    fn shares_are_held_as_stated() {
        let with = |shares: [f64; 3]| builder().assume_shares("region", shares);
        let shares = [50.0, 40.0, 10.0];
        for (found, expected) in [
            (sd(with(shares)), [0.2, 0.2, 0.2]),
            (sd(with(shares).share_sd("region", ShareSd::Percent(10.0))), [0.1, 0.1, 0.1]),
            (sd(with(shares).share_sd("region", ShareSd::Printed)), [0.01, 0.0125, 0.05]),
            (sd(with([0.5, 0.25, 0.25]).share_sd("region", ShareSd::Printed)), [0.01, 0.02, 0.02]),
            (sd(with([60.0, 40.0, 0.0]).share_sd("region", ShareSd::Printed)), [0.5 / 60.0, 0.0125, 0.2]),
            (sd(with([50.000_000_01, 39.999_999_99, 10.0]).share_sd("region", ShareSd::Printed)), [1e-6; 3]),
        ] {
            for (found, expected) in found.iter().zip(expected) {
                approx::assert_relative_eq!(*found, expected, max_relative = 1e-9);
            }
        }
    }

    #[test]
    fn widths_are_as_stated_or_the_defaults() {
        let widths = |builder: MarketBuilder| builder.build().expect("the model is sound").widths();
        assert_eq!(widths(builder()), Widths::DEFAULT);
        let stated = builder().level_width(Share::percent(30.0)).drift_width(Share::percent(5.0));
        assert_eq!(widths(stated), Widths { level: 0.3, drift: 0.05 });
    }

    #[test]
    fn a_share_that_is_varied_is_held_as_before() {
        let market = builder()
            .assume_shares("region", [50.0, 40.0, 10.0])
            .share_sd("region", ShareSd::Percent(5.0))
            .build()
            .expect("the model is sound");
        let of = |axis: usize, number: f64| {
            let input = crate::market::Input::Share { axis, member: 0 };
            let varied = market.with_input(&input, number).expect("a share of this size can be");
            varied.stated_shares().iter().find(|stated| stated.axis == axis).map(|stated| stated.sd.clone())
        };
        assert_eq!(of(0, 55.0), Some(vec![0.05; 3]));
        assert_eq!(of(1, 55.0), Some(vec![0.2; 2]));
    }
}
