//! Numbers that are the same on every run.

/// A linear congruential generator.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number from zero to below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
