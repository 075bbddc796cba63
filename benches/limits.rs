//! What the machine can do, measured in the same run: the denominators of everything else.
//!
//! Milliseconds do not travel from one machine to another, ratios nearly do.

use divan::Bencher;
use divan::counter::ItemsCount;

/// As many numbers as the large market has: 60,000 cells over 10 years.
const NUMBERS: usize = 600_000;

/// Adding numbers in order, as every roll-up does: one addition waits for the last.
#[divan::bench]
fn read(bencher: Bencher) {
    let numbers = vec![1.0 / 3.0; NUMBERS];
    bencher.counter(ItemsCount::new(NUMBERS)).bench(|| divan::black_box(&numbers).iter().sum::<f64>());
}

/// Writing numbers to memory that is in use already.
#[divan::bench]
fn fill(bencher: Bencher) {
    let mut numbers = vec![0.0; NUMBERS];
    bencher
        .counter(ItemsCount::new(NUMBERS))
        .bench_local(move || divan::black_box(&mut numbers).fill(1.0 / 3.0));
}

/// The exponential that gives the same bits everywhere.
#[divan::bench]
fn exp(bencher: Bencher) {
    let numbers: Vec<f64> = (0..NUMBERS).map(|i| i as f64 / NUMBERS as f64).collect();
    let all = || divan::black_box(&numbers).iter().map(|x| libm::exp(*x)).sum::<f64>();
    bencher.counter(ItemsCount::new(NUMBERS)).bench(all);
}

/// Multiplying two square matrices of 200 rows, the work of a dense factorization: each item is one multiplication.
#[divan::bench]
fn multiply(bencher: Bencher) {
    const N: usize = 200;
    let (a, b) = (vec![1.0 / 3.0; N * N], vec![1.0 / 7.0; N * N]);
    bencher.counter(ItemsCount::new(N * N * N)).bench(|| {
        let mut product = vec![0.0; N * N];
        for (row, left) in product.chunks_exact_mut(N).zip(divan::black_box(&a).chunks_exact(N)) {
            for (factor, right) in left.iter().zip(divan::black_box(&b).chunks_exact(N)) {
                row.iter_mut().zip(right).for_each(|(sum, x)| *sum += factor * x);
            }
        }
        product
    });
}
