//! Claims as the forecast sees them: cells, year positions, a target and its half unit.

use crate::claim::{Claim, Figure, Tolerance};
use crate::error::{Error, ErrorKind};
use crate::space::{Axes, Selection};
use crate::value::{Printed, Unit, Year, Years};

/// A claim with its scope resolved, its target and half unit in the market's unit or as fractions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measured {
    pub(crate) cells: Selection,
    pub(crate) what: What,
    pub(crate) target: f64,
    pub(crate) half_unit: f64,
    /// Digits after the decimal point in the market's unit, for values and changes.
    pub(crate) decimals: usize,
    pub(crate) compare: bool,
}

/// What is measured, years as positions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    Value { year: usize },
    Share { year: usize, of: Selection },
    Growth { from: usize, to: usize },
    Change { from: usize, to: usize },
}

impl What {
    /// The year in which it is printed: the last one of a span.
    pub(crate) fn end(&self) -> usize {
        match self {
            What::Value { year } | What::Share { year, .. } => *year,
            What::Growth { to, .. } | What::Change { to, .. } => *to,
        }
    }

    /// The years it is about.
    pub(crate) fn years(&self) -> impl Iterator<Item = usize> {
        let from = match self {
            What::Growth { from, .. } | What::Change { from, .. } => Some(*from),
            _ => None,
        };
        from.into_iter().chain([self.end()])
    }
}

impl Measured {
    /// Whether the digits must be met exactly.
    pub(crate) fn is_exact(&self) -> bool {
        self.half_unit == 0.0
    }

    pub(super) fn new(claim: &Claim, axes: &Axes, years: Years, unit: &Unit) -> Result<Self, Error> {
        let mut faults = Vec::new();
        faults.extend(misplaced(claim, axes));
        let cells = axes.select(claim.scope()).map_err(|fault| faults.push(fault.within("where"))).ok();
        let what = what(claim.figure(), axes, years).map_err(|fault| faults.push(fault)).ok();
        let number = claim
            .printed()
            .map_err(|fault| fault.within(claim.figure().word()))
            .and_then(|printed| Target::new(claim, printed, unit))
            .map_err(|fault| faults.push(fault))
            .ok();
        Error::none_of(faults)?;
        let (Some(cells), Some(what), Some(number)) = (cells, what, number) else {
            unreachable!("whatever is missing has left a fault")
        };
        let Target { number: target, half_unit, decimals } = number;
        // A share is of what the scope has in common with the whole it is out of.
        let cells = match &what {
            What::Share { of, .. } => cells.intersect(of),
            _ => cells,
        };
        if cells.is_empty() {
            let reason = "it has nothing in common with what the share is out of".into();
            let fault = ErrorKind::EmptySlice { scope: claim.scope().to_string(), reason };
            return Err(Error::from(fault).within("where"));
        }
        Ok(Self { cells, what, target, half_unit, decimals, compare: claim.is_for_comparison() })
    }
}

/// A whole that a figure was said to be out of although it is no share.
fn misplaced(claim: &Claim, axes: &Axes) -> Vec<Error> {
    let Some(whole) = claim.misplaced_whole() else { return Vec::new() };
    let found = format!("a {} out of {whole}", claim.figure().word());
    let form = ErrorKind::Form { found, expected: "only a share to be out of something".into() };
    let unknown = axes.select(whole).err().map(|fault| fault.within("of"));
    std::iter::once(Error::from(form).in_key("of")).chain(unknown).collect()
}

fn what(figure: &Figure, axes: &Axes, years: Years) -> Result<What, Error> {
    let index = |year: Year| years.index(year);
    let span = |from: Year, to: Year| {
        if from == to {
            return Err(Error::from(ErrorKind::ZeroPeriods { year: from }).within("years"));
        }
        Years::new(from, to).map_err(|fault| fault.within("years"))?;
        let bound = |year: Year, item: usize| index(year).map_err(|fault| fault.within(item).within("years"));
        Ok((bound(from, 0)?, bound(to, 1)?))
    };
    let index = |year: &Year| index(*year).map_err(|fault| fault.within("year"));
    Ok(match figure {
        Figure::Value { year } => What::Value { year: index(year)? },
        Figure::Share { year, of } => {
            let of = axes.select(of).map_err(|fault| fault.within("of"))?;
            What::Share { year: index(year)?, of }
        }
        Figure::Growth { from, to } => span(*from, *to).map(|(from, to)| What::Growth { from, to })?,
        Figure::Change { from, to } => span(*from, *to).map(|(from, to)| What::Change { from, to })?,
    })
}

struct Target {
    number: f64,
    half_unit: f64,
    decimals: usize,
}

impl Target {
    /// The path of a fault is the key of the figure or of its tolerance.
    fn new(claim: &Claim, printed: &Printed, unit: &Unit) -> Result<Self, Error> {
        let here = |fault: Error| fault.within(claim.figure().word());
        let relative = matches!(claim.figure(), Figure::Share { .. } | Figure::Growth { .. });
        if relative && !printed.is_percent() && !printed.is_bare() {
            let reason = "a share or growth needs its percent sign, expected a text such as '5.2%'".into();
            return Err(here(ErrorKind::Printed { text: printed.text().into(), reason }.into()));
        }
        let factor = if relative { 0.01 } else { printed.factor_to(unit).map_err(here)? };
        let scaled = |x: f64| if relative { x / 100.0 } else { x * factor };
        let number = scaled(printed.value());
        let half_unit = match claim.stated_tolerance() {
            None => scaled(printed.half_unit()),
            Some(Tolerance::Within(tolerance)) => tolerance * if relative { 0.01 } else { 1.0 },
            Some(Tolerance::Percent(percent)) => number.abs() * percent / 100.0,
        };
        possible(claim.figure(), printed, number, half_unit).map_err(here)?;
        tolerable(claim.stated_tolerance(), half_unit).map_err(|fault| fault.within("tolerance"))?;
        let digits = printed.decimals() as f64 - libm::log10(factor).round();
        let decimals = if relative { 0 } else { digits.max(0.0) as usize };
        Ok(Self { number, half_unit, decimals })
    }
}

/// Whether a number can be what its figure says.
fn possible(figure: &Figure, printed: &Printed, number: f64, half_unit: f64) -> Result<(), Error> {
    let (what, found, expected) = match figure {
        _ if !number.is_finite() => ("the figure", number, "a finite number"),
        Figure::Value { .. } if number < 0.0 => ("the value", number, "0 or more"),
        Figure::Share { .. } if !(0.0..=1.0).contains(&number) => {
            ("the share in percent", printed.value(), "0 to 100")
        }
        Figure::Growth { .. } if number + half_unit <= -1.0 => {
            ("the growth in percent", printed.value(), "more than -100")
        }
        _ => return Ok(()),
    };
    Err(ErrorKind::Number { what: what.into(), found, expected: expected.into() }.into())
}

/// Whether a tolerance can be one; it is told as it was stated.
fn tolerable(stated: Option<Tolerance>, half_unit: f64) -> Result<(), Error> {
    let (what, found) = match stated {
        _ if half_unit >= 0.0 && half_unit.is_finite() => return Ok(()),
        Some(Tolerance::Within(amount)) => ("the tolerance", amount),
        Some(Tolerance::Percent(percent)) => ("the tolerance in percent", percent),
        None => ("the half unit", half_unit),
    };
    let expected = "a finite number, 0 or more".into();
    Err(ErrorKind::Number { what: what.into(), found, expected }.into())
}
