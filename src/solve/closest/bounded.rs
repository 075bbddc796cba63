//! Within bounds: a primal and dual interior point on the same system, from least squares on.
//!
//! Each side of a row's bounds has a room and what it costs to stay away from it. Their product is brought down to next to
//! nothing; a step in either keeps both above 0. (J. Nocedal and S. Wright, "Numerical Optimization", chapter 19.)

use super::desk::Numbers;
use super::rows::Aim;
use super::shape::Shape;
use super::step::{EXACT, FIRMEST};
use super::{Outcome, Solver};

/// The upper side of each row's bounds, and the lower one.
#[derive(Debug)]
pub(super) struct Slacks {
    upper: Side,
    lower: Side,
}

/// One side of the bounds of all rows.
#[derive(Debug)]
struct Side {
    sign: f64,
    room: Vec<f64>,
    cost: Vec<f64>,
    /// Steps of both.
    to_room: Vec<f64>,
    to_cost: Vec<f64>,
}

impl Slacks {
    pub(super) fn new(shape: &Shape) -> Self {
        let zeros = || vec![0.0; shape.rows.len()];
        let side = |sign| Side { sign, room: zeros(), cost: zeros(), to_room: zeros(), to_cost: zeros() };
        Self { upper: side(1.0), lower: side(-1.0) }
    }

    fn sides(&mut self) -> [&mut Side; 2] {
        [&mut self.upper, &mut self.lower]
    }
}

impl Side {
    /// How far a residual is from the bound.
    fn distance(&self, aim: &Aim, residual: f64) -> f64 {
        aim.most - self.sign * residual
    }
}

/// The product of room and cost that is aimed at: first, and at last.
const FIRST: f64 = 1e-2;
const LAST: f64 = 1e-10;

impl Solver {
    /// From the desk's numbers to the closest ones within all bounds.
    pub(super) fn bounded(&mut self, shape: &Shape, numbers: &Numbers) -> Outcome {
        const MOST: usize = 200;
        const END: f64 = 1e-10;
        // Steps that bring nothing any more.
        const IDLE: usize = 3;
        // Steps that lead nowhere.
        const SHORT: f64 = 1e-6;
        const STUCK: usize = 4;
        let bounded: Vec<usize> = (0..shape.rows.len()).filter(|&i| numbers.aims[i].is_bounded()).collect();
        let mut mu = FIRST;
        self.desk.look(shape, numbers, 0.0);
        self.take_room(numbers, &bounded, mu);
        let (mut stuck, mut settled) = (0, false);
        let (mut best, mut idle) = (f64::INFINITY, 0);
        for _ in 0..MOST {
            self.desk.look(shape, numbers, 0.0);
            self.desk.turn(shape, numbers);
            self.matrix.assemble(shape, &self.desk);
            self.weigh(numbers, mu);
            self.direct(shape, false);
            let (primal, dual) = self.lengths(numbers, &bounded, mu);
            let primal = primal.min(self.safe(shape, numbers, 1e-4));
            self.advance(numbers, primal);
            let gap = self.advance_slacks(&bounded, primal, dual);
            let both = primal.min(dual);
            let next = gap
                * if both > 0.9 {
                    0.1
                } else if both > 0.5 {
                    0.3
                } else {
                    0.9
                };
            mu = if both > 0.3 { next.min(mu) } else { next }.max(LAST);
            let stir = self.stir(shape, numbers);
            self.desk.look(shape, numbers, 0.0);
            let worst = self.worst_of(&bounded);
            if mu <= 10.0 * LAST && worst <= 1.0 + 1e-8 {
                idle = if stir < 0.5 * best { 0 } else { idle + 1 };
                best = best.min(stir);
                if stir < END || idle >= IDLE && stir < 1e-5 {
                    settled = true;
                    break;
                }
            }
            stuck = if both < SHORT { stuck + 1 } else { 0 };
            if stuck >= STUCK || !mu.is_finite() || mu > 1e12 {
                break;
            }
        }
        Outcome { worst: self.worst(numbers), settled, far: false }
    }

    /// The room that there is, or a little where there is none.
    fn take_room(&mut self, numbers: &Numbers, bounded: &[usize], mu: f64) {
        for side in self.slack.sides() {
            side.room.fill(1.0);
            side.cost.fill(0.0);
            for &i in bounded {
                side.room[i] = side.distance(&numbers.aims[i], self.desk.local[i].residual).max(0.1);
                side.cost[i] = mu / side.room[i];
            }
        }
    }

    /// The give and the shift of each row, what bounds cost included.
    fn weigh(&mut self, numbers: &Numbers, mu: f64) {
        for (i, aim) in numbers.aims.iter().enumerate() {
            let (mut firm, mut pull) = (0.0, 0.0);
            if aim.is_bounded() {
                for side in self.slack.sides() {
                    // The room as it is, where that is safe.
                    let now = side.distance(aim, self.desk.local[i].residual);
                    if now > 1e-4 && now > 0.1 * side.room[i] {
                        side.room[i] = now;
                    }
                    let (room, cost) = (side.room[i], side.cost[i]);
                    firm += cost / room;
                    pull += side.sign * (mu / room - cost / room * (aim.most - room));
                }
            }
            let diagonal = self.matrix.diagonal[i];
            let desk = &mut self.desk;
            (desk.give[i], desk.shift[i]) = if !desk.local[i].speaks {
                (1.0, 0.0)
            } else if aim.exact {
                let give = EXACT * diagonal.max(1e-300);
                (give, give * desk.multipliers[i])
            } else {
                let give = (1.0 / desk.local[i].firm.max(1e-300)).max(FIRMEST * diagonal);
                let give = 1.0 / (1.0 / give + firm);
                (give, give * pull)
            };
        }
    }

    /// How far rooms and costs can go on their way without coming to 0.
    fn lengths(&mut self, numbers: &Numbers, bounded: &[usize], mu: f64) -> (f64, f64) {
        let fraction = (1.0 - mu).clamp(0.9, 0.999);
        let (mut primal, mut dual) = (1.0_f64, 1.0_f64);
        for side in self.slack.sides() {
            for &i in bounded {
                let after = self.desk.local[i].residual + self.desk.moved[i];
                let (room, cost) = (side.room[i], side.cost[i]);
                let to_room = side.distance(&numbers.aims[i], after) - room;
                let to_cost = mu / room - cost / room * to_room - cost;
                (side.to_room[i], side.to_cost[i]) = (to_room, to_cost);
                if to_room < 0.0 {
                    primal = primal.min(-fraction * room / to_room);
                }
                if to_cost < 0.0 {
                    dual = dual.min(-fraction * cost / to_cost);
                }
            }
        }
        (primal, dual)
    }

    /// Takes these parts of the steps; the mean product of room and cost after that.
    fn advance_slacks(&mut self, bounded: &[usize], primal: f64, dual: f64) -> f64 {
        const LEAST: f64 = 1e-13;
        let mut gap = 0.0;
        for side in self.slack.sides() {
            for &i in bounded {
                side.room[i] = (side.room[i] + primal * side.to_room[i]).max(LEAST);
                side.cost[i] += dual * side.to_cost[i];
                gap += side.room[i] * side.cost[i];
            }
        }
        gap / (2 * bounded.len()).max(1) as f64
    }

    fn worst_of(&self, rows: &[usize]) -> f64 {
        rows.iter().fold(0.0, |most: f64, &i| {
            let residual = self.desk.local[i].residual;
            if residual.is_nan() { f64::INFINITY } else { most.max(residual.abs()) }
        })
    }
}
