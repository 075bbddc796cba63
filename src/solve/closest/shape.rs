//! What a problem looks like before any number is known: groups and years, sums over them, and what each row makes of sums.

/// A sum over a scope in a year, both by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) scope: u32,
    pub(crate) year: u32,
}

/// What a row measures, in sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Form<S = u32> {
    /// A sum.
    Sum(S),
    /// How much more a sum is than another one.
    Difference { more: S, less: S },
    /// One sum as a part of another, to the power of one over so many periods.
    Ratio { part: S, whole: S, periods: f64 },
    /// By how much the logarithm of a step's growth differs from its part of the growth between two ends.
    Bend { from: S, to: S, first: S, last: S, part: f64 },
    /// The logarithm of a sum over its stated part of another; its cost is the relative entropy of the two.
    Divergence { part: S, whole: S },
}

impl<S: Copy> Form<S> {
    fn map<T>(self, to: impl Fn(S) -> T) -> Form<T> {
        match self {
            Form::Sum(sum) => Form::Sum(to(sum)),
            Form::Difference { more, less } => Form::Difference { more: to(more), less: to(less) },
            Form::Ratio { part, whole, periods } => Form::Ratio { part: to(part), whole: to(whole), periods },
            Form::Bend { from, to: end, first, last, part } => {
                Form::Bend { from: to(from), to: to(end), first: to(first), last: to(last), part }
            }
            Form::Divergence { part, whole } => Form::Divergence { part: to(part), whole: to(whole) },
        }
    }

    /// The sums that it is about.
    pub(crate) fn sums(&self) -> ([S; 4], usize) {
        match *self {
            Form::Sum(sum) => ([sum; 4], 1),
            Form::Difference { more, less } => ([more, less, less, less], 2),
            Form::Ratio { part, whole, .. } | Form::Divergence { part, whole } => {
                ([part, whole, whole, whole], 2)
            }
            Form::Bend { from, to, first, last, .. } => ([from, to, first, last], 4),
        }
    }
}

/// One scope: its groups, and the years in which some row asks for its sum.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) groups: Vec<u32>,
    pub(super) years: Vec<u32>,
    /// The sum of the first of those years; the others follow.
    pub(super) first: u32,
}

/// The structure of a problem: made once, solved with as many numbers as one likes.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(super) groups: usize,
    /// The years as points in time, ascending.
    pub(super) times: Vec<f64>,
    /// The year at which sizes are assumed, by position.
    pub(super) root: usize,
    /// By how many years that year is off the one for which sizes are assumed.
    pub(super) apart: f64,
    pub(super) scopes: Vec<Scope>,
    /// The scopes of each group: `of_group[starts[g]..starts[g + 1]]`.
    pub(super) of_group: Vec<u32>,
    pub(super) starts: Vec<u32>,
    pub(super) sums: usize,
    pub(super) rows: Vec<Form>,
    /// The year of each row's first sum.
    years: Vec<u32>,
}

impl Shape {
    /// So many groups in these years, and rows about scopes, each a list of groups, ascending.
    pub(crate) fn new(
        groups: usize,
        times: &[f64],
        base: f64,
        scopes: Vec<Vec<u32>>,
        rows: &[Form<Place>],
    ) -> Self {
        let away = |t: &usize| (times[*t] - base).abs();
        let root = (0..times.len()).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0);
        let apart = times.get(root).map_or(0.0, |_| away(&root));
        let mut years: Vec<Vec<u32>> = vec![Vec::new(); scopes.len()];
        for row in rows {
            let (sums, count) = row.sums();
            sums[..count].iter().for_each(|place| years[place.scope as usize].push(place.year));
        }
        let mut next = 0;
        let scopes: Vec<Scope> = scopes
            .into_iter()
            .zip(years)
            .map(|(groups, mut years)| {
                years.sort_unstable();
                years.dedup();
                let first = next;
                next += years.len() as u32;
                Scope { groups, years, first }
            })
            .collect();
        let sum = |place: Place| {
            let scope = &scopes[place.scope as usize];
            let at =
                scope.years.binary_search(&place.year).expect("the years of a scope are those of its rows");
            scope.first + at as u32
        };
        let row_years = rows.iter().map(|row| row.sums().0[0].year).collect();
        let rows = rows.iter().map(|row| row.map(sum)).collect();
        let mut starts = vec![0_u32; groups + 1];
        let used = || scopes.iter().enumerate().filter(|(_, scope)| !scope.years.is_empty());
        used().flat_map(|(_, scope)| &scope.groups).for_each(|&group| starts[group as usize + 1] += 1);
        (0..groups).for_each(|group| starts[group + 1] += starts[group]);
        let mut free = starts.clone();
        let mut of_group = vec![0_u32; starts[groups] as usize];
        for (id, scope) in used() {
            for &group in &scope.groups {
                let slot = &mut free[group as usize];
                of_group[*slot as usize] = id as u32;
                *slot += 1;
            }
        }
        Self {
            groups,
            times: times.to_vec(),
            root,
            apart,
            of_group,
            starts,
            sums: next as usize,
            rows,
            scopes,
            years: row_years,
        }
    }

    /// How many years.
    pub(super) fn span(&self) -> usize {
        self.times.len()
    }

    /// The assumed market in the year of a row.
    pub(super) fn market(&self, row: usize, totals: &[f64]) -> f64 {
        totals[self.years[row] as usize]
    }

    /// The scopes of a group.
    pub(super) fn scopes_of(&self, group: usize) -> &[u32] {
        &self.of_group[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}
