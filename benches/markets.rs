//! Random markets of a given size: true numbers, and what a publisher would have printed of them.

use market_outlook::{Claim, FindingKind, Forecast, Market, MarketBuilder, Scope, Unit, Years};

use crate::support::Draws;

const AXES: [&str; 4] = ["a", "b", "c", "d"];
const FIRST: i32 = 2015;

/// A market whose true numbers are known.
pub(crate) struct Truth {
    lengths: Vec<usize>,
    years: usize,
    /// Cells in the order of the axes, the last fastest; years innermost.
    values: Vec<f64>,
}

impl Truth {
    pub(crate) fn new(lengths: &[usize], years: usize, seed: u64) -> Self {
        let mut draws = Draws::new(seed);
        let effects: Vec<Vec<f64>> =
            lengths.iter().map(|&n| (0..n).map(|_| f64::powf(10.0, draws.unit())).collect()).collect();
        let cells: usize = lengths.iter().product();
        let mut values = Vec::with_capacity(cells * years);
        for cell in 0..cells {
            let members = members(lengths, cell);
            let size: f64 = members.iter().zip(&effects).map(|(&m, effect)| effect[m]).product();
            let mut value = 1000.0 * size * (0.5 + draws.unit());
            let rate = 0.98 + 0.14 * draws.unit();
            for _ in 0..years {
                values.push(value);
                value *= rate;
            }
        }
        Self { lengths: lengths.to_vec(), years, values }
    }

    /// The sum over the cells with these members, where an axis is kept.
    fn sum(&self, kept: &[Option<usize>], year: usize) -> f64 {
        let of_cells = self.values.chunks_exact(self.years).enumerate();
        let inside = of_cells.filter(|(cell, _)| {
            members(&self.lengths, *cell)
                .iter()
                .zip(kept)
                .all(|(member, kept)| kept.is_none_or(|k| k == *member))
        });
        inside.map(|(_, path)| path[year]).sum()
    }

    pub(crate) fn builder(&self) -> MarketBuilder {
        let years = Years::new(FIRST, FIRST + self.years as i32 - 1).expect("there is a year");
        let axes = AXES.iter().zip(&self.lengths);
        axes.fold(Market::builder("bench", Unit::USD_MILLION, years), |market, (axis, &length)| {
            market.axis(*axis, (0..length).map(|member| format!("{axis}{member}")))
        })
    }

    /// What is printed of a scope in a year, in whole millions.
    pub(crate) fn value(&self, kept: &[Option<usize>], year: usize) -> Claim {
        Claim::value(format!("{:.0}", self.sum(kept, year)), FIRST + year as i32).of(scope(kept))
    }

    /// What is printed of a scope's growth over all years, to a tenth of a point.
    pub(crate) fn growth(&self, kept: &[Option<usize>]) -> Claim {
        self.growth_between(kept, 0, self.years - 1)
    }

    fn growth_between(&self, kept: &[Option<usize>], from: usize, to: usize) -> Claim {
        let rate = f64::powf(self.sum(kept, to) / self.sum(kept, from), 1.0 / (to - from) as f64) - 1.0;
        Claim::growth(format!("{:.1}%", 100.0 * rate), FIRST + from as i32, FIRST + to as i32).of(scope(kept))
    }

    /// Every member of every axis, and the whole.
    fn margins(&self) -> Vec<Vec<Option<usize>>> {
        let whole = vec![None; self.lengths.len()];
        let mut margins = vec![whole.clone()];
        for (axis, &length) in self.lengths.iter().enumerate() {
            margins.extend((0..length).map(|member| {
                let mut kept = whole.clone();
                kept[axis] = Some(member);
                kept
            }));
        }
        margins
    }

    /// Values of all margins in these years.
    pub(crate) fn margin_values(&self, years: &[usize]) -> Vec<Claim> {
        let of =
            |kept: &Vec<Option<usize>>| years.iter().map(|&year| self.value(kept, year)).collect::<Vec<_>>();
        self.margins().iter().flat_map(of).collect()
    }

    /// Values of all margins in three years and growth over all: four claims for each member.
    pub(crate) fn margin_claims(&self) -> Vec<Claim> {
        let mut claims = self.margin_values(&[0, self.years / 2, self.years - 1]);
        claims.extend(self.margins().iter().map(|kept| self.growth(kept)));
        claims
    }

    /// Totals of these years, and the shares of all members in them to a tenth of a point.
    pub(crate) fn margin_shares(&self, years: &[usize]) -> Vec<Claim> {
        let margins = self.margins();
        let share = |kept: &Vec<Option<usize>>, year: usize| {
            let part = self.sum(kept, year) / self.sum(&margins[0], year);
            Claim::share(format!("{:.1}%", 100.0 * part), FIRST + year as i32).of(scope(kept))
        };
        let of_year = |&year: &usize| {
            let total = self.value(&margins[0], year);
            std::iter::once(total).chain(margins[1..].iter().map(move |kept| share(kept, year)))
        };
        years.iter().flat_map(of_year).collect()
    }

    /// Totals of the first and last year, and growth of all members over three spans.
    pub(crate) fn margin_growth(&self) -> Vec<Claim> {
        let margins = self.margins();
        let last = self.years - 1;
        let spans = [(0, last / 2), (last / 2, last), (0, last)];
        let totals = [0, last].map(|year| self.value(&margins[0], year));
        let of = |kept: &Vec<Option<usize>>| spans.map(|(from, to)| self.growth_between(kept, from, to));
        totals.into_iter().chain(margins.iter().flat_map(of)).collect()
    }

    /// The cross-table of the first two axes in the first and the last year.
    pub(crate) fn cross_tables(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for year in [0, self.years - 1] {
            let mut table = vec![0.0; self.lengths[0] * self.lengths[1]];
            let inner: usize = self.lengths[2..].iter().product();
            for (cell, path) in self.values.chunks_exact(self.years).enumerate() {
                table[cell / inner] += path[year];
            }
            claims.extend(table.iter().enumerate().map(|(cell, value)| {
                let mut kept = vec![None; self.lengths.len()];
                (kept[0], kept[1]) = (Some(cell / self.lengths[1]), Some(cell % self.lengths[1]));
                Claim::value(format!("{value:.0}"), FIRST + year as i32).of(scope(&kept))
            }));
        }
        claims
    }

    /// The margins of the cross-tables: rows, columns and totals.
    pub(crate) fn cross_margins(&self) -> Vec<Claim> {
        let margins = self.margins().into_iter().filter(|kept| kept[2..].iter().all(Option::is_none));
        margins.flat_map(|kept| [0, self.years - 1].map(|year| self.value(&kept, year))).collect()
    }
}

/// The position of a cell on each axis.
fn members(lengths: &[usize], mut cell: usize) -> Vec<usize> {
    let mut members: Vec<usize> = lengths
        .iter()
        .rev()
        .map(|length| {
            let member = cell % length;
            cell /= length;
            member
        })
        .collect();
    members.reverse();
    members
}

fn scope(kept: &[Option<usize>]) -> Scope {
    let terms = AXES.iter().zip(kept).filter_map(|(axis, member)| Some((axis, (*member)?)));
    terms.fold(Scope::all(), |scope, (axis, member)| scope.and(*axis, format!("{axis}{member}")))
}

/// The number of claims that were found not to hold.
pub(crate) fn conflicts(forecast: &Forecast) -> usize {
    let kinds = [FindingKind::Conflict, FindingKind::Undecided];
    forecast.findings().iter().filter(|finding| kinds.contains(&finding.kind())).count()
}
