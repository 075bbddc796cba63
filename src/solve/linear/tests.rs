//! Known optima, programs that make other rules cycle, and every vertex of small random programs.

use super::{Certificate, Outcome, Simplex};
use approx::assert_relative_eq;
use proptest::prelude::*;

/// A variable's cost, lower and upper bound.
type Variable = (f64, f64, f64);
type Row = (Vec<f64>, f64, f64);

/// No optimum here is beyond it; a variable that pays to grow needs some bound.
const FAR: f64 = 1e6;

fn build(variables: &[Variable], rows: &[Row]) -> Simplex {
    let terms = |row: &Row| row.0.iter().copied().enumerate().filter(|t| t.1 != 0.0).collect();
    let mut simplex = Simplex::new(variables.len(), &rows.iter().map(terms).collect::<Vec<_>>());
    simplex.set_variables(variables);
    for (i, &(_, lower, upper)) in rows.iter().enumerate() {
        simplex.set_bounds(simplex.row(i), lower, upper);
    }
    simplex
}

/// Minimizes over `x ≥ 0` and rows at most their limits.
#[track_caller]
fn check(costs: &[f64], rows: &[(&[f64], f64)], least: f64, at: &[f64]) {
    let variables: Vec<Variable> = costs.iter().map(|&c| (c, 0.0, FAR)).collect();
    let rows: Vec<Row> = rows.iter().map(|(a, b)| (a.to_vec(), f64::NEG_INFINITY, *b)).collect();
    let mut simplex = build(&variables, &rows);
    assert_eq!(simplex.solve(&mut 1_000_000), Outcome::Optimal);
    let point: Vec<f64> = (0..costs.len()).map(|j| simplex.value(j)).collect();
    let found: f64 = point.iter().zip(costs).map(|(x, c)| x * c).sum();
    assert_relative_eq!(found, least, max_relative = 1e-9);
    for (x, expected) in point.iter().zip(at) {
        assert_relative_eq!(x, expected, max_relative = 1e-9, epsilon = 1e-9);
    }
}

#[test]
fn textbook_optima() {
    // Hillier and Lieberman, Introduction to Operations Research, the Wyndor Glass problem.
    check(&[-3.0, -5.0], &[(&[1.0, 0.0], 4.0), (&[0.0, 2.0], 12.0), (&[3.0, 2.0], 18.0)], -36.0, &[2.0, 6.0]);
    // Chvatal, Linear Programming (1983), chapter 2.
    let rows: [(&[f64], f64); 3] =
        [(&[2.0, 3.0, 1.0], 5.0), (&[4.0, 1.0, 2.0], 11.0), (&[3.0, 4.0, 2.0], 8.0)];
    check(&[-5.0, -4.0, -3.0], &rows, -13.0, &[2.0, 0.0, 1.0]);
}

#[test]
fn degenerate_programs_that_cycle_elsewhere() {
    // Beale (1955), "Cycling in the dual simplex algorithm".
    let rows: [(&[f64], f64); 3] =
        [(&[0.25, -60.0, -0.04, 9.0], 0.0), (&[0.5, -90.0, -0.02, 3.0], 0.0), (&[0.0, 0.0, 1.0, 0.0], 1.0)];
    check(&[-0.75, 150.0, -0.02, 6.0], &rows, -0.05, &[0.04, 0.0, 1.0, 0.0]);
    // Kuhn's example, bounded as in Balinski and Tucker (1969).
    let rows: [(&[f64], f64); 3] = [
        (&[-2.0, -9.0, 1.0, 9.0], 0.0),
        (&[1.0 / 3.0, 1.0, -1.0 / 3.0, -2.0], 0.0),
        (&[2.0, 3.0, -1.0, -12.0], 2.0),
    ];
    check(&[-2.0, -3.0, 1.0, 12.0], &rows, -2.0, &[]);
}

#[test]
fn klee_minty_cubes() {
    for n in 2_i32..=4 {
        let power = |base: f64, i: i32| base.powi(i);
        let costs: Vec<f64> = (1..=n).map(|j| -power(10.0, n - j)).collect();
        let row = |i: i32| {
            let entry = |j: i32| match j.cmp(&i) {
                std::cmp::Ordering::Less => 2.0 * power(10.0, i - j),
                std::cmp::Ordering::Equal => 1.0,
                std::cmp::Ordering::Greater => 0.0,
            };
            (1..=n).map(entry).collect::<Vec<f64>>()
        };
        let rows: Vec<Vec<f64>> = (1..=n).map(row).collect();
        let limits = (0..n).map(|i| power(100.0, i));
        let rows: Vec<(&[f64], f64)> = rows.iter().map(Vec::as_slice).zip(limits).collect();
        check(&costs, &rows, -power(100.0, n - 1), &[]);
    }
}

#[test]
fn out_of_work_is_undecided() {
    let rows = [(vec![1.0, 1.0], 2.0, 2.0)];
    let mut simplex = build(&[(1.0, 0.0, FAR); 2], &rows);
    assert_eq!(simplex.solve(&mut 10), Outcome::Undecided);
    assert_eq!(simplex.solve(&mut 10_000), Outcome::Optimal);
}

/// The weights must cancel in every variable once rows are written out, and the bounds must leave a gap.
fn certifies(certificate: &Certificate, variables: &[Variable], rows: &[Row]) -> bool {
    let mut sums = vec![0.0; variables.len()];
    let mut gap = 0.0;
    for &(variable, weight) in &certificate.weights {
        let (lower, upper) = if variable < variables.len() {
            sums[variable] += weight;
            (variables[variable].1, variables[variable].2)
        } else {
            let row = &rows[variable - variables.len()];
            for (sum, a) in sums.iter_mut().zip(&row.0) {
                *sum += weight * a;
            }
            (row.1, row.2)
        };
        gap += weight * if weight > 0.0 { lower } else { upper };
    }
    gap > 1e-6 && sums.iter().all(|s| s.abs() < 1e-9)
}

/// The least cost over all points where three of the bounds are met exactly.
fn brute(variables: &[Variable], rows: &[Row]) -> Option<f64> {
    let mut planes: Vec<([f64; 3], f64)> = Vec::new();
    for (j, &(_, lower, upper)) in variables.iter().enumerate() {
        let mut normal = [0.0; 3];
        normal[j] = 1.0;
        planes.extend([(normal, lower), (normal, upper)]);
    }
    for (a, lower, upper) in rows {
        let normal = [a[0], a[1], a[2]];
        planes.extend([(normal, *lower), (normal, *upper)]);
    }
    planes.retain(|p| p.1.is_finite());
    let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let cross = |a: [f64; 3], b: [f64; 3]| {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    };
    let within = |value: f64, lower: f64, upper: f64| value >= lower - 1e-9 && value <= upper + 1e-9;
    let mut least = None;
    for (i, a) in planes.iter().enumerate() {
        for (j, b) in planes.iter().enumerate().take(i) {
            for c in planes.iter().take(j) {
                let determinant = dot(a.0, cross(b.0, c.0));
                if determinant.abs() < 0.5 {
                    continue;
                }
                let (u, v, w) = (cross(b.0, c.0), cross(c.0, a.0), cross(a.0, b.0));
                let x = [0, 1, 2].map(|k| (a.1 * u[k] + b.1 * v[k] + c.1 * w[k]) / determinant);
                let feasible = variables.iter().zip(x).all(|(v, x)| within(x, v.1, v.2))
                    && rows.iter().all(|r| within(dot([r.0[0], r.0[1], r.0[2]], x), r.1, r.2));
                let cost = variables.iter().zip(x).map(|(v, x)| v.0 * x).sum::<f64>();
                if feasible && least.is_none_or(|l| cost < l) {
                    least = Some(cost);
                }
            }
        }
    }
    least
}

fn any_row() -> impl Strategy<Value = Row> {
    let coefficients = prop::collection::vec((-3_i32..=3).prop_map(f64::from), 3);
    (coefficients, -6_i32..=6, 0_i32..=5, 0..3).prop_map(|(a, lower, width, kind)| {
        let (lower, upper) = (f64::from(lower), f64::from(lower + width));
        match kind {
            0 => (a, lower, f64::INFINITY),
            1 => (a, f64::NEG_INFINITY, upper),
            _ => (a, lower, upper),
        }
    })
}

proptest! {
    #[test]
    fn no_vertex_is_better_and_no_point_refutes_a_certificate(
        costs in prop::collection::vec(-4_i32..=4, 3),
        uppers in prop::collection::vec(0_i32..=5, 3),
        rows in prop::collection::vec(any_row(), 1..6),
    ) {
        let bound = costs.iter().zip(&uppers);
        let variables: Vec<Variable> = bound.map(|(&c, &u)| (f64::from(c), 0.0, f64::from(u))).collect();
        let mut simplex = build(&variables, &rows);
        match (simplex.solve(&mut 1_000_000), brute(&variables, &rows)) {
            (Outcome::Optimal, Some(least)) => {
                let found: f64 = (0..3).map(|j| variables[j].0 * simplex.value(j)).sum();
                prop_assert!((found - least).abs() < 1e-7, "{} against {}", found, least);
            }
            (Outcome::Infeasible(certificate), None) => {
                prop_assert!(certifies(&certificate, &variables, &rows), "{:?}", certificate);
            }
            (outcome, least) => prop_assert!(false, "{:?} against {:?}", outcome, least),
        }
    }

    #[test]
    fn solving_on_from_other_bounds_is_solving_afresh(
        rows in prop::collection::vec(any_row(), 2..6),
        dropped in 0_usize..2,
    ) {
        let variables = [(1.0, 0.0, 5.0); 3];
        let mut simplex = build(&variables, &rows);
        let first = simplex.solve(&mut 1_000_000);
        let row = simplex.row(dropped);
        simplex.set_bounds(row, f64::NEG_INFINITY, f64::INFINITY);
        let mut fewer = rows.clone();
        (fewer[dropped].1, fewer[dropped].2) = (f64::NEG_INFINITY, f64::INFINITY);
        let without = matches!(simplex.solve(&mut 1_000_000), Outcome::Optimal);
        prop_assert_eq!(without, brute(&variables, &fewer).is_some());
        simplex.set_bounds(row, rows[dropped].1, rows[dropped].2);
        let again = matches!(simplex.solve(&mut 1_000_000), Outcome::Optimal);
        prop_assert_eq!(again, first == Outcome::Optimal);
    }
}
