//! Tables for the tests: published ones, and what is needed to turn any table into a program.

use super::{Interval, Program, Requirement};

/// WSTS semiconductor forecast of spring 2022, in million US dollars, with 14 rows and 2021 to 2023.
pub(super) const PRINTED: &str = "\
Americas,Total world,121481,148969,155524,22.6,4.4
Europe,Total world,47757,57669,60610,20.8,5.1
Japan,Total world,43687,49200,51542,12.6,4.8
Asia Pacific,Total world,342967,390618,411973,13.9,5.5
Total world,,555893,646456,679650,16.3,5.1
Discrete Semiconductors,Total products,30337,33444,34708,10.2,3.8
Optoelectronics,Total products,43404,43534,45166,0.3,3.7
Sensors,Total products,19149,22159,22959,15.7,3.6
Integrated Circuits,Total products,463002,547319,576817,18.2,5.4
Analog,Integrated Circuits,74105,88324,93318,19.2,5.7
Micro,Integrated Circuits,80221,89363,94065,11.4,5.3
Logic,Integrated Circuits,154837,186971,200539,20.8,7.3
Memory,Integrated Circuits,153838,182661,188895,18.7,3.4
Total products,,555893,646456,679650,16.3,5.1
";

/// The same table as republished: the cells of 2022 and 2023 shifted in ten places.
pub(super) const REPUBLISHED: &str = "\
Americas,Total world,121481,148969,155524,22.6,4.4
Europe,Total world,47757,57669,60610,20.8,5.1
Japan,Total world,43687,49200,51542,12.6,4.8
Asia Pacific,Total world,342967,390618,411973,13.9,5.5
Total world,,555893,390618,411973,16.3,5.1
Discrete Semiconductors,Total products,30337,33444,679650,10.2,3.8
Optoelectronics,Total products,43404,43534,34708,0.3,3.7
Sensors,Total products,19149,22159,45166,15.7,3.6
Integrated Circuits,Total products,463002,547319,22959,18.2,5.4
Analog,Integrated Circuits,74105,88324,576817,19.2,5.7
Micro,Integrated Circuits,80221,89363,93318,11.4,5.3
Logic,Integrated Circuits,154837,186971,94065,20.8,7.3
Memory,Integrated Circuits,153838,182661,200539,18.7,3.4
Total products,,555893,646456,679650,16.3,5.1
";

/// A program under construction, in units of the median printed value.
pub(super) struct Builder {
    pub(super) program: Program,
    median: f64,
}

impl Builder {
    pub(super) fn new(variables: usize, printed: impl IntoIterator<Item = f64>) -> Self {
        let mut printed: Vec<f64> = printed.into_iter().collect();
        printed.sort_by(f64::total_cmp);
        let median = printed[printed.len() / 2];
        Self { program: Program { variables, requirements: Vec::new() }, median }
    }

    fn push(&mut self, intervals: Vec<Interval>, printed: f64) {
        let size = (printed.abs() / self.median).max(1.0);
        self.program.requirements.push(Requirement { intervals, size });
    }

    pub(super) fn value(&mut self, cells: &[usize], printed: f64, half: f64) {
        let terms = cells.iter().map(|&c| (c as u32, 1.0)).collect();
        let half = half / self.median;
        let middle = printed / self.median;
        let interval = Interval { terms, lower: middle - half, upper: middle + half, half };
        self.push(vec![interval], printed);
    }

    /// A yearly growth over some periods, with the start's printed value for the size of a half unit.
    pub(super) fn growth(
        &mut self,
        start: &[usize],
        end: &[usize],
        rate: f64,
        half: f64,
        periods: usize,
        level: f64,
    ) {
        let side = |factor: f64, lower: f64, upper: f64| {
            let mut terms: Vec<(u32, f64)> = end.iter().map(|&c| (c as u32, 1.0)).collect();
            terms.extend(start.iter().map(|&c| (c as u32, -factor)));
            let half = half * periods as f64 * level / self.median;
            Interval { terms, lower, upper, half }
        };
        let least = side((1.0 + rate - half).powf(periods as f64), 0.0, f64::INFINITY);
        let most = side((1.0 + rate + half).powf(periods as f64), f64::NEG_INFINITY, 0.0);
        self.push(vec![least, most], level * (1.0 + rate));
    }
}

/// The claims of a semiconductor table, and each one's row and column.
///
/// A cell is a region by a leaf product in a year.
pub(super) fn semiconductors(csv: &str) -> (Program, Vec<(String, &'static str)>) {
    let rows: Vec<Vec<&str>> = csv.lines().map(|l| l.split(',').collect()).collect();
    let number = |text: &str| text.parse::<f64>().unwrap();
    let is_parent = |name: &str| rows.iter().any(|r| r[1] == name);
    let regions: Vec<&str> = rows.iter().filter(|r| r[1] == "Total world").map(|r| r[0]).collect();
    let leaves: Vec<&str> = rows[5..].iter().filter(|r| !is_parent(r[0])).map(|r| r[0]).collect();
    let per_year = regions.len() * leaves.len();
    let scope = |row: &[&str], year: usize| -> Vec<usize> {
        let holds = |region: &str, leaf: &str| {
            let parent = rows.iter().find(|r| r[0] == leaf).map_or("", |r| r[1]);
            row[0].starts_with("Total") || row[0] == region || row[0] == leaf || row[0] == parent
        };
        let all = (0..per_year).filter(|c| holds(regions[c / leaves.len()], leaves[c % leaves.len()]));
        all.map(|c| year * per_year + c).collect()
    };
    let printed = rows.iter().flat_map(|r| r[2..5].iter().map(|v| number(v)));
    let mut builder = Builder::new(3 * per_year, printed);
    let mut names = Vec::new();
    for row in &rows {
        for (year, name) in ["2021", "2022", "2023"].into_iter().enumerate() {
            builder.value(&scope(row, year), number(row[2 + year]), 0.5);
            names.push((row[0].to_owned(), name));
        }
        for (year, name) in [(1, "yoy_2022"), (2, "yoy_2023")] {
            let rate = number(row[4 + year]) / 100.0;
            let level = number(row[1 + year]);
            builder.growth(&scope(row, year - 1), &scope(row, year), rate, 0.0005, 1, level);
            names.push((row[0].to_owned(), name));
        }
    }
    (builder.program, names)
}

/// Numbers that look random and never change.
pub(super) struct Draws(pub(super) u64);

impl Draws {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() * n as f64) as usize
    }
}

/// A table of rounded figures: rows, perhaps a second cut of the same total, the total, and growth columns.
pub(super) struct RoundedTable {
    pub(super) program: Program,
    /// The claims that were spoiled.
    pub(super) wrong: Vec<usize>,
}

impl RoundedTable {
    /// 3 to 14 rows over 2 to 8 years, with members over one and a half orders of magnitude and 0 to 3 decimals.
    pub(super) fn draw(seed: u64, wrong: usize) -> Self {
        let mut draws = Draws(seed.wrapping_mul(7919) + 1);
        let (rows, years) = (3 + draws.below(12), 2 + draws.below(7));
        let cut = if draws.next() < 0.4 { 2 + draws.below(5) } else { 1 };
        let mut scopes: Vec<Vec<usize>> =
            (0..rows).map(|r| (0..cut).map(|c| r * cut + c).collect()).collect();
        if cut > 1 {
            scopes.extend((0..cut).map(|c| (0..rows).map(|r| r * cut + c).collect::<Vec<_>>()));
        }
        let cells = rows * cut;
        scopes.push((0..cells).collect());
        let mut level: Vec<f64> = (0..cells).map(|_| 10_f64.powf(1.0 + 1.5 * draws.next())).collect();
        let mut truth = Vec::new();
        for _ in 0..years {
            truth.push(level.clone());
            for cell in &mut level {
                *cell *= 0.9 + 0.35 * draws.next();
            }
        }
        Self::print(&scopes, &truth, wrong, &mut draws)
    }

    fn print(scopes: &[Vec<usize>], truth: &[Vec<f64>], wrong: usize, draws: &mut Draws) -> Self {
        let (years, cells) = (truth.len(), truth[0].len());
        let sum = |scope: &[usize], year: usize| scope.iter().map(|&c| truth[year][c]).sum::<f64>();
        let at = |scope: &[usize], year: usize| scope.iter().map(|&c| year * cells + c).collect::<Vec<_>>();
        let round = |value: f64, unit: f64| (value / unit).round() * unit;
        let mut printed = Vec::new();
        for scope in scopes {
            let unit = [1.0, 0.1, 0.01, 0.001][draws.below(4)];
            printed.extend((0..years).map(|year| (round(sum(scope, year), unit), unit / 2.0)));
        }
        let mut spoiled = Vec::new();
        while spoiled.len() < wrong {
            let claim = draws.below(printed.len());
            if !spoiled.contains(&claim) {
                spoiled.push(claim);
                printed[claim].0 *= if draws.next() < 0.5 { 10.0 } else { 1.5 };
            }
        }
        spoiled.sort_unstable();
        let mut builder = Builder::new(cells * years, printed.iter().map(|p| p.0));
        let (unit, gap) = ([0.01, 0.001][draws.below(2)], 1 + draws.below(3));
        for (i, scope) in scopes.iter().enumerate() {
            for year in 0..years {
                let (value, half) = printed[i * years + year];
                builder.value(&at(scope, year), value, half);
            }
        }
        for (i, scope) in scopes.iter().enumerate() {
            for year in gap..years {
                let growth = sum(scope, year) / sum(scope, year - gap);
                let rate = round(growth.powf(1.0 / gap as f64) - 1.0, unit);
                let level = printed[i * years + year - gap].0;
                builder.growth(&at(scope, year - gap), &at(scope, year), rate, unit / 2.0, gap, level);
            }
        }
        Self { program: builder.program, wrong: spoiled }
    }
}
