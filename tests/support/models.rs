//! Models as data that laws can vary, and random ones whose truth is known.

use std::fmt::Write as _;

use market_outlook::{
    Claim, Error, FindingKind, Forecast, Growth, Market, Printed, Rate, Scope, Share, ShareSd, Unit, Years,
};

use crate::support::Draws;

/// What a figure is of its scope, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    Value(i32),
    /// Of the whole market.
    Share(i32),
    Growth(i32, i32),
    Change(i32, i32),
}

/// A printed figure: shares and growth in percent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) what: What,
    pub(crate) scope: Scope,
    pub(crate) number: f64,
    pub(crate) half_unit: f64,
}

impl Said {
    pub(crate) fn new(what: What, scope: Scope, number: f64, half_unit: f64) -> Self {
        Self { what, scope, number, half_unit }
    }

    /// A number as it is printed with so many decimals.
    pub(crate) fn rounded(what: What, scope: Scope, number: f64, decimals: i32) -> Self {
        let unit = f64::powi(10.0, -decimals);
        // Divided, so that the number is the one that its digits stand for.
        let number = (number / unit).round() / f64::powi(10.0, decimals);
        Self::new(what, scope, number, 0.5 * unit)
    }

    /// A number as it is printed with so many digits.
    pub(crate) fn with_digits(what: What, scope: Scope, number: f64, digits: i32) -> Self {
        Self::rounded(what, scope, number, digits - 1 - number.abs().log10().floor() as i32)
    }

    fn claim(&self) -> Claim {
        let printed = Printed::within(self.number, self.half_unit);
        let printed = printed.expect("numbers of tests are finite");
        let claim = match self.what {
            What::Value(year) => Claim::value(printed, year),
            What::Share(year) => Claim::share(printed, year),
            What::Growth(from, to) => Claim::growth(printed, from, to),
            What::Change(from, to) => Claim::change(printed, from, to),
        };
        claim.of(self.scope.clone())
    }

    fn toml(&self) -> String {
        let (kind, when) = match self.what {
            What::Value(year) => ("value", format!("year = {year}")),
            What::Share(year) => ("share", format!("year = {year}")),
            What::Growth(from, to) => ("growth", format!("years = [{from}, {to}]")),
            What::Change(from, to) => ("change", format!("years = [{from}, {to}]")),
        };
        let terms: Vec<String> =
            self.scope.terms().map(|(axis, name)| format!("{axis} = {name:?}")).collect();
        let place =
            if terms.is_empty() { String::new() } else { format!(", where = {{ {} }}", terms.join(", ")) };
        format!("{{ {kind} = {:?}, tolerance = {:?}, {when}{place} }}", self.number, self.half_unit)
    }
}

/// A market in a form that tests can vary.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) years: (i32, i32),
    pub(crate) base: i32,
    pub(crate) axes: Vec<(String, Vec<String>)>,
    /// By axis, in the order of its members; empty where none are stated.
    pub(crate) shares: Vec<Vec<f64>>,
    /// In percent, for all stated shares.
    pub(crate) sd: Option<f64>,
    /// In percent a year.
    pub(crate) growth: Vec<(Scope, f64)>,
    pub(crate) drift: Option<f64>,
    /// In percent: of the level, and of a year's growth.
    pub(crate) widths: Option<(f64, f64)>,
    pub(crate) claims: Vec<Said>,
}

impl Model {
    pub(crate) fn new(first: i32, last: i32) -> Self {
        let (axes, shares, growth, claims) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (sd, drift, widths) = (None, None, None);
        Self { years: (first, last), base: first, axes, shares, sd, growth, drift, widths, claims }
    }

    /// One axis more; no shares leave them open.
    pub(crate) fn axis(
        mut self,
        name: &str,
        members: impl IntoIterator<Item = String>,
        shares: &[f64],
    ) -> Self {
        self.axes.push((name.into(), members.into_iter().collect()));
        self.shares.push(shares.to_vec());
        self
    }

    pub(crate) fn claim(mut self, said: Said) -> Self {
        self.claims.push(said);
        self
    }

    pub(crate) fn market(&self) -> Result<Market, Error> {
        let years = Years::new(self.years.0, self.years.1).expect("they run forwards");
        let mut builder = Market::builder("random", Unit::USD_BILLION, years).base(self.base);
        for ((axis, members), shares) in self.axes.iter().zip(&self.shares) {
            builder = builder.axis(axis.as_str(), members.clone());
            if !shares.is_empty() {
                builder = builder.assume_shares(axis.as_str(), shares.clone());
                let sd = self.sd.map(ShareSd::Percent);
                builder = sd.into_iter().fold(builder, |builder, sd| builder.share_sd(axis.as_str(), sd));
            }
        }
        for (scope, rate) in &self.growth {
            builder = builder.assume_growth(scope.clone(), Growth::compound(Rate::percent(*rate)));
        }
        if let Some(drift) = self.drift {
            builder = builder.drift(drift);
        }
        if let Some((level, drift)) = self.widths {
            builder = builder.level_width(Share::percent(level)).drift_width(Share::percent(drift));
        }
        builder.claims(self.claims.iter().map(Said::claim)).build()
    }

    pub(crate) fn forecast(&self) -> Forecast {
        self.try_forecast().unwrap_or_else(|error| panic!("{error}\n{}", self.toml()))
    }

    pub(crate) fn try_forecast(&self) -> Result<Forecast, Error> {
        self.market()?.forecast()
    }

    /// Every cell, in the order of the axes.
    pub(crate) fn cells(&self) -> Vec<Scope> {
        self.axes.iter().fold(vec![Scope::all()], |cells, (axis, members)| {
            let with = |cell: &Scope| {
                let cell = cell.clone();
                members.iter().map(move |member| cell.clone().and(axis.as_str(), member.as_str()))
            };
            cells.iter().flat_map(with).collect()
        })
    }

    /// The paths of all cells.
    pub(crate) fn paths(&self) -> Vec<Vec<f64>> {
        self.paths_in(&self.forecast())
    }

    /// None where there is no forecast: nothing says how large anything is.
    pub(crate) fn try_paths(&self) -> Option<Vec<Vec<f64>>> {
        Some(self.paths_in(&self.try_forecast().ok()?))
    }

    pub(crate) fn paths_in(&self, forecast: &Forecast) -> Vec<Vec<f64>> {
        let path = |cell: &Scope| forecast.within(cell).expect("the cell is one of the model's").path();
        self.cells().iter().map(path).collect()
    }

    /// The model as a file, for whoever looks into a failure.
    pub(crate) fn toml(&self) -> String {
        let mut text = String::from("format = 1\n");
        let (first, last) = self.years;
        let drift = self.drift.map_or_else(String::new, |drift| format!(", drift = {drift:?}"));
        let years = format!("years = [{first}, {last}], base = {}{drift}", self.base);
        let mut line = |line: String| writeln!(text, "{line}").expect("a text takes what is written");
        line(format!("market = {{ name = \"random\", unit = \"USD billion\", {years} }}"));
        for ((axis, members), shares) in self.axes.iter().zip(&self.shares) {
            line(format!("axes.{axis}.members = {members:?}"));
            let shares: Vec<String> =
                members.iter().zip(shares).map(|(member, share)| format!("{member} = {share:?}")).collect();
            if !shares.is_empty() {
                line(format!("assumptions.shares.{axis} = {{ {} }}", shares.join(", ")));
                self.sd.iter().for_each(|sd| line(format!("assumptions.sd.{axis} = \"{sd}%\"")));
            }
        }
        if let Some((level, drift)) = self.widths {
            line(format!("assumptions.widths = {{ level = \"{level}%\", drift = \"{drift}%\" }}"));
        }
        let growth = self.growth.iter().map(|(scope, rate)| {
            let terms: Vec<String> = scope.terms().map(|(axis, name)| format!("{axis} = {name:?}")).collect();
            format!(
                "{{ where = {{ {} }}, curve = {{ compound = {{ rate = \"{rate}%\" }} }} }}",
                terms.join(", ")
            )
        });
        let growth: Vec<String> = growth.collect();
        if !growth.is_empty() {
            line(format!("assumptions.growth = [{}]", growth.join(", ")));
        }
        line("claims = [".into());
        self.claims.iter().for_each(|said| line(format!("  {},", said.toml())));
        line("]".into());
        text
    }
}

/// The same model without all that it takes not to break a law: the last one found that still breaks it.
pub(crate) fn smallest(model: &Model, breaks: impl Fn(&Model) -> bool) -> Model {
    let mut model = model.clone();
    let mut at = 0;
    while at < model.claims.len() {
        let mut less = model.clone();
        less.claims.remove(at);
        if breaks(&less) {
            (model, at) = (less, 0);
        } else {
            at += 1;
        }
    }
    let mut less = model.clone();
    less.growth.clear();
    model = if breaks(&less) { less } else { model };
    for axis in 0..model.axes.len() {
        let mut less = model.clone();
        less.shares[axis].clear();
        model = if breaks(&less) { less } else { model };
    }
    model
}

/// Names of members: a letter and a number.
pub(crate) fn names(letter: &str, count: usize) -> Vec<String> {
    (0..count).map(|i| format!("{letter}{i}")).collect()
}

pub(crate) fn region(at: usize) -> Scope {
    Scope::of("region", format!("r{at}"))
}

/// Names of claims that cannot hold, if any.
pub(crate) fn conflicts(forecast: &Forecast) -> Vec<String> {
    let kinds = [FindingKind::Conflict, FindingKind::Undecided];
    forecast.findings().iter().filter(|f| kinds.contains(&f.kind())).map(ToString::to_string).collect()
}

/// By how much two sets of paths differ at most: relative, among numbers above a millionth of their year's market.
pub(crate) fn distance(one: &[Vec<f64>], other: &[Vec<f64>]) -> f64 {
    const SMALL: f64 = 1e-6;
    assert_eq!(one.len(), other.len());
    let mut most = 0.0_f64;
    for t in 0..one[0].len() {
        let total: f64 = one.iter().map(|path| path[t]).sum();
        for (one, other) in one.iter().zip(other) {
            let size = one[t].max(other[t]).max(SMALL * total);
            let off = (one[t] - other[t]).abs() / size;
            // What is no number is as far off as can be.
            most = if off.is_nan() { f64::INFINITY } else { most.max(off) };
        }
    }
    most
}

/// Relative growth over the year before, for all years but the first.
pub(crate) fn yearly(path: &[f64]) -> Vec<f64> {
    path.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect()
}

/// A number that is about normally distributed, with variance 1.
pub(crate) fn normal(draws: &mut Draws) -> f64 {
    (0..12).map(|_| draws.unit()).sum::<f64>() - 6.0
}

/// A market as analysts have them: regions that each grow at a rate of their own, totals in some years, the growth of
/// every region, and shares that are off by so much. And its true paths.
///
/// `extras` are values of regions within, which cut what is known of their growth.
pub(crate) fn ordinary(seed: u64, off: f64, extras: bool) -> (Model, Vec<Vec<f64>>) {
    let mut draws = Draws::new(seed.wrapping_mul(0x9E37).wrapping_add((off * 1000.0) as u64));
    let (count, length) = (3 + draws.below(4), 8 + draws.below(5));
    let (first, last) = (2018, 2017 + length as i32);
    let size = 3.0 * f64::powf(100.0, draws.unit());
    let raw: Vec<f64> = (0..count).map(|_| 0.15 - (draws.unit() * draws.unit()).max(1e-12).ln()).collect();
    let sum: f64 = raw.iter().sum();
    let rates: Vec<f64> = (0..count).map(|_| -0.02 + 0.17 * draws.unit()).collect();
    let path = |(raw, rate): (&f64, &f64)| -> Vec<f64> {
        (0..length).map(|t| size * raw / sum * f64::powi(1.0 + rate, t as i32)).collect()
    };
    let truth: Vec<Vec<f64>> = raw.iter().zip(&rates).map(path).collect();
    let total = |t: usize| truth.iter().map(|path| path[t]).sum::<f64>();
    let wrong: Vec<f64> = raw.iter().map(|raw| raw * (off * normal(&mut draws)).exp()).collect();
    let whole: f64 = wrong.iter().sum();
    // To a tenth of a percent; the last takes up what makes 100.
    let mut shares: Vec<f64> = wrong.iter().map(|share| (1000.0 * share / whole).round() / 10.0).collect();
    let listed: f64 = shares[..count - 1].iter().sum();
    shares[count - 1] = ((100.0 - listed) * 10.0).round() / 10.0;
    let mut model = Model::new(first, last).axis("region", names("r", count), &shares);
    let mut printed: Vec<usize> = (0..draws.below(3)).map(|_| 1 + draws.below(length - 2)).collect();
    printed.extend([0, length - 1]);
    printed.sort_unstable();
    printed.dedup();
    for t in printed {
        model = model.claim(Said::with_digits(What::Value(first + t as i32), Scope::all(), total(t), 3));
    }
    for (at, rate) in rates.iter().enumerate() {
        model = model.claim(Said::rounded(What::Growth(first, last), region(at), 100.0 * rate, 1));
    }
    for _ in 0..if extras { 1 + draws.below(2) } else { 0 } {
        let (at, t) = (draws.below(count), draws.below(length));
        let what = What::Value(first + t as i32);
        model = model.claim(Said::with_digits(what, region(at), truth[at][t], 3));
    }
    (model, truth)
}

/// The first year of every rough table.
const FIRST: i32 = 2018;

/// A table on one or two axes that goes its own way in every cell, with members that end.
struct Table {
    regions: usize,
    products: usize,
    length: usize,
    /// Regions × products.
    cells: Vec<Vec<f64>>,
}

impl Table {
    fn new(draws: &mut Draws, regions: usize, products: usize, length: usize) -> Self {
        let one = |cell: usize| {
            let mut value = 100.0 / (regions * products) as f64 * f64::powf(10.0, draws.unit() - 0.5);
            // One in eight ends, and one in twenty never was; the first stays, for a market is something in every year.
            let end = if draws.unit() < 0.125 { 1 + draws.below(length) } else { length };
            let end = if draws.unit() < 0.05 { 0 } else { end };
            let end = if cell == 0 { length } else { end };
            let year = |t: usize| {
                value *= (0.05 + 0.08 * normal(draws)).exp();
                if t < end { value } else { 0.0 }
            };
            (0..length).map(year).collect()
        };
        let cells = (0..regions * products).map(one).collect();
        Self { regions, products, length, cells }
    }

    fn sum(&self, cells: &[usize], t: usize) -> f64 {
        cells.iter().map(|&cell| self.cells[cell][t]).sum()
    }

    fn whole(&self, t: usize) -> f64 {
        self.cells.iter().map(|path| path[t]).sum()
    }

    /// The whole, a region, a product, or a cell.
    fn scope(&self, draws: &mut Draws) -> (Scope, Vec<usize>) {
        let mut scope = Scope::all();
        let (mut rows, mut columns) = (0..self.regions, 0..self.products);
        if draws.unit() < 0.6 {
            let at = draws.below(self.regions);
            (rows, scope) = (at..at + 1, scope.and("region", format!("r{at}")));
        }
        if self.products > 1 && draws.unit() < 0.4 {
            let at = draws.below(self.products);
            (columns, scope) = (at..at + 1, scope.and("product", format!("p{at}")));
        }
        let row = |row: usize| columns.clone().map(move |column| row * self.products + column);
        (scope, rows.flat_map(row).collect())
    }

    /// A figure read off the table, if there is one of the kind that was drawn.
    fn figure(&self, draws: &mut Draws) -> Option<Said> {
        let (scope, cells) = self.scope(draws);
        let (from, to) = (draws.below(self.length), draws.below(self.length));
        let (from, to) = (from.min(to), from.max(to));
        let (start, end) = (self.sum(&cells, from), self.sum(&cells, to));
        let (first, last) = (FIRST + from as i32, FIRST + to as i32);
        let digits = 2 + draws.below(3) as i32;
        let kind = draws.unit();
        if kind < 0.5 {
            let is_exact = draws.unit() < 0.5;
            return Some(match end {
                0.0 => Said::new(What::Value(last), scope, 0.0, if is_exact { 0.0 } else { 0.05 }),
                _ if draws.unit() < 0.1 => Said::new(What::Value(last), scope, end, 0.1 * end),
                _ => Said::with_digits(What::Value(last), scope, end, digits),
            });
        }
        if kind < 0.75 {
            let rate = || 100.0 * (f64::powf(end / start, 1.0 / (to - from) as f64) - 1.0);
            return (to > from && start > 0.0)
                .then(|| Said::rounded(What::Growth(first, last), scope, rate(), 1));
        }
        if kind < 0.9 {
            let share = 100.0 * end / self.whole(to);
            return (!scope.is_all()).then(|| Said::rounded(What::Share(last), scope, share, 1));
        }
        (to > from).then(|| Said::rounded(What::Change(first, last), scope, end - start, 2))
    }
}

/// Shares that make 1.
fn shares(draws: &mut Draws, count: usize) -> Vec<f64> {
    let raw: Vec<f64> = (0..count).map(|_| 0.1 + draws.unit()).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|raw| raw / sum).collect()
}

/// Three to sixty figures of all kinds that are read off a rough table by rounding: they are consistent, whatever the
/// rounding, and the shares beside them have nothing to do with them.
pub(crate) fn rough(seed: u64) -> Model {
    let mut draws = Draws::new(seed);
    let (regions, products) = (2 + draws.below(5), 1 + draws.below(3));
    let length = 2 + draws.below(9);
    let stated = if draws.unit() < 0.7 { shares(&mut draws, regions) } else { Vec::new() };
    let mut model = Model::new(FIRST, FIRST + length as i32 - 1).axis("region", names("r", regions), &stated);
    if products > 1 {
        let stated = if draws.unit() < 0.5 { shares(&mut draws, products) } else { Vec::new() };
        model = model.axis("product", names("p", products), &stated);
    }
    let table = Table::new(&mut draws, regions, products, length);
    let count = 3 + draws.below(58);
    while model.claims.len() < count {
        model.claims.extend(table.figure(&mut draws));
    }
    // Something has to say how large anything is.
    let has_size = |said: &Said| matches!(said.what, What::Value(_)) && said.number > 0.0;
    if !model.claims.iter().any(has_size) {
        let total = Said::with_digits(What::Value(FIRST), Scope::all(), table.whole(0), 3);
        model.claims.push(total);
    }
    model
}
