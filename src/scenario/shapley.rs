//! Contributions that do not depend on the order of steps.

use super::bridge::Work;
use super::work::Desk;
use crate::error::Error;
use crate::space::Cube;
use crate::value::prose::list;

/// Orders that are drawn, each followed by its reverse.
const ORDERS: usize = 1024;

/// The Shapley value of each step for each row and year, from the values of all selections of steps.
pub(super) fn exact(
    work: &Work,
    base: &Cube,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<f64>, Error> {
    let (n, width) = (work.steps.len(), work.width(base));
    let weights = weights(n);
    let mut all = Selections {
        work,
        // One cube for each step that is in, so that selections which begin alike share their beginning.
        cubes: vec![base.clone(); n + 1],
        desk: Desk::default(),
        sums: vec![0.0; width],
        start: vec![0.0; width],
        weights,
        contributions: vec![0.0; n * width],
        done: 0,
        progress,
    };
    work.measure(base, &mut all.start);
    all.visit(0, 0, 0)?;
    Ok(all.contributions)
}

struct Selections<'a> {
    work: &'a Work<'a>,
    cubes: Vec<Cube>,
    desk: Desk,
    sums: Vec<f64>,
    /// The sums without any step: what selections change is less prone to cancellation than what they are.
    start: Vec<f64>,
    /// By the number of steps in a selection: what it counts for a step that is in, and for one that is not.
    weights: Vec<(f64, f64)>,
    contributions: Vec<f64>,
    /// How many selections have been counted.
    done: usize,
    progress: &'a mut dyn FnMut(usize, usize),
}

impl Selections<'_> {
    /// Visits all selections that agree on the steps before this one, of which `depth` are in.
    fn visit(&mut self, step: usize, selected: u32, depth: usize) -> Result<(), Error> {
        if step == self.work.steps.len() {
            self.count(selected, depth);
            self.done += 1;
            (self.progress)(self.done, 1 << self.work.steps.len());
            return Ok(());
        }
        self.visit(step + 1, selected, depth)?;
        let (before, after) = self.cubes.split_at_mut(depth + 1);
        after[0].copy_from(&before[depth]);
        let applied = self.work.scenario.run(step, &self.work.steps[step], &mut after[0], &mut self.desk);
        applied.map_err(|fault| without((0..step).filter(|i| selected >> i & 1 == 0), fault))?;
        self.visit(step + 1, selected | 1 << step, depth + 1)
    }

    /// Adds what a selection says about every step: with it for those that are in, against it for the others.
    fn count(&mut self, selected: u32, depth: usize) {
        self.work.measure(&self.cubes[depth], &mut self.sums);
        let (with, without) = self.weights[depth];
        for (step, contributions) in self.contributions.chunks_exact_mut(self.sums.len()).enumerate() {
            let weight = if selected >> step & 1 == 1 { with } else { -without };
            for ((contribution, sum), start) in contributions.iter_mut().zip(&self.sums).zip(&self.start) {
                *contribution += weight * (sum - start);
            }
        }
    }
}

/// A fault of a selection, with the steps before it that are left out: in the listed order there are none.
fn without(left_out: impl Iterator<Item = usize>, fault: Error) -> Error {
    let left_out: Vec<String> = left_out.map(|i| (i + 1).to_string()).collect();
    let noun = match left_out.len() {
        0 => return fault,
        1 => "step",
        _ => "steps",
    };
    fault.at(format!(
        "free of the order, the scenario is tried without {noun} {} too, which attribution 'listed' does not",
        list(&left_out)
    ))
}

/// For selections of `k` of `n` steps: `(k-1)! (n-k)! / n!` and `k! (n-k-1)! / n!`.
fn weights(n: usize) -> Vec<(f64, f64)> {
    // 1 / (n C(n-1, k)), the binomials exact up to far more steps than this is for.
    let mut binomial = 1.0;
    let mut without = Vec::with_capacity(n);
    for k in 0..n {
        without.push(1.0 / (n as f64 * binomial));
        binomial = binomial * (n - 1 - k) as f64 / (k + 1) as f64;
    }
    (0..=n)
        .map(|k| {
            let with = if k > 0 { without[k - 1] } else { 0.0 };
            (with, without.get(k).copied().unwrap_or(0.0))
        })
        .collect()
}

/// The mean of what each step adds over random orders and their reverses, and the standard error of the mean.
pub(super) fn sampled(
    work: &Work,
    base: &Cube,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let (n, width) = (work.steps.len(), work.width(base));
    // The squares of deviations from the mean so far (Welford, "Note on a method for calculating corrected sums of squares
    // and products", 1962): squares of the numbers themselves would leave nothing but round-off where a step never varies.
    let (mut means, mut squares) = (vec![0.0; n * width], vec![0.0; n * width]);
    let mut pair = vec![0.0; n * width];
    let mut walk = Walk {
        work,
        base,
        cube: base.clone(),
        desk: Desk::default(),
        before: vec![0.0; width],
        after: vec![0.0; width],
        start: vec![0.0; width],
        joined: vec![false; n],
    };
    work.measure(base, &mut walk.start);
    let mut stream = Stream(0);
    let mut order: Vec<usize> = (0..n).collect();
    for drawn in 1..=ORDERS {
        stream.shuffle(&mut order);
        pair.fill(0.0);
        walk.along(&order, &mut pair)?;
        order.reverse();
        walk.along(&order, &mut pair)?;
        for ((mean, square), two) in means.iter_mut().zip(&mut squares).zip(&pair) {
            let deviation = two / 2.0 - *mean;
            *mean += deviation / drawn as f64;
            *square += deviation * (two / 2.0 - *mean);
        }
        progress(drawn, ORDERS);
    }
    let count = ORDERS as f64;
    let errors = squares.iter().map(|square| libm::sqrt(square.max(0.0) / (count - 1.0) / count)).collect();
    Ok((means, errors))
}

/// A way from no step to all of them.
struct Walk<'a> {
    work: &'a Work<'a>,
    base: &'a Cube,
    cube: Cube,
    desk: Desk,
    before: Vec<f64>,
    after: Vec<f64>,
    start: Vec<f64>,
    joined: Vec<bool>,
}

impl Walk<'_> {
    /// Adds what each step contributes when steps join in this order; those that have joined apply as they are listed.
    fn along(&mut self, order: &[usize], contributions: &mut [f64]) -> Result<(), Error> {
        let width = self.start.len();
        self.before.copy_from_slice(&self.start);
        self.joined.fill(false);
        for &step in order {
            self.joined[step] = true;
            self.cube.copy_from(self.base);
            for (i, ready) in self.work.steps.iter().enumerate().filter(|(i, _)| self.joined[*i]) {
                let applied = self.work.scenario.run(i, ready, &mut self.cube, &mut self.desk);
                applied.map_err(|fault| without((0..i).filter(|i| !self.joined[*i]), fault))?;
            }
            self.work.measure(&self.cube, &mut self.after);
            let own = &mut contributions[step * width..(step + 1) * width];
            for ((own, after), before) in own.iter_mut().zip(&self.after).zip(&self.before) {
                *own += after - before;
            }
            std::mem::swap(&mut self.before, &mut self.after);
        }
        Ok(())
    }
}

/// A frozen stream of numbers: `SplitMix64` (Steele, Lea and Flood, 2014), whose every bit is the same everywhere.
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Fisher and Yates, with the upper half of a product in place of a remainder (Lemire, 2019).
    fn shuffle(&mut self, order: &mut [usize]) {
        for i in (1..order.len()).rev() {
            let below = (u128::from(self.next()) * (i as u128 + 1)) >> 64;
            order.swap(i, below as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_the_definition() {
        let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
        for n in 1..=12 {
            for (k, (with, without)) in weights(n).into_iter().enumerate() {
                let of_with = if k > 0 { factorial(k - 1) * factorial(n - k) / factorial(n) } else { 0.0 };
                let of_without = if k < n { factorial(k) * factorial(n - k - 1) / factorial(n) } else { 0.0 };
                assert!(
                    (with - of_with).abs() <= 1e-15 * of_with
                        && (without - of_without).abs() <= 1e-15 * of_without
                );
            }
        }
    }

    #[test]
    fn the_stream_is_frozen() {
        // The first numbers of the reference implementation for seed 0.
        let mut stream = Stream(0);
        assert_eq!([stream.next(), stream.next()], [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4]);
        let mut order = [0, 1, 2, 3, 4];
        Stream(0).shuffle(&mut order);
        let mut again = [0, 1, 2, 3, 4];
        Stream(0).shuffle(&mut again);
        assert_eq!(order, again);
    }
}
