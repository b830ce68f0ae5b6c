//! Random numbers that can be repeated: xorshift64.

use std::cell::Cell;

pub struct Random(Cell<u64>);

impl Random {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds would begin alike; multiplying by the golden ratio separates them.
        let random = Self(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1));
        random.next();
        random
    }

    pub fn below(&self, limit: u64) -> u64 {
        (self.next() >> 11) % limit
    }

    pub fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).expect("a place in the list")]
    }

    /// Whether something happens that happens this many times in a hundred.
    pub fn happens(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn number(&self) -> u32 {
        u32::try_from(self.next() >> 32).expect("32 bits")
    }

    fn next(&self) -> u64 {
        let mut state = self.0.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.0.set(state);
        state
    }
}
