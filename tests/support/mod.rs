//! What several tests share.

#[allow(dead_code, reason = "each test crate uses its own part of this module")]
pub(crate) mod what_if;

/// Reproducible numbers for test data: `SplitMix64` (Steele, Lea and Flood, 2014).
pub(crate) struct Draws(u64);

impl Draws {
    /// A stream for a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 up to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `n`.
    #[allow(dead_code, reason = "each test crate uses its own part of this module")]
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }
}
