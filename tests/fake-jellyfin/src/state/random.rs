//! Reproducible pseudorandom digits: `SplitMix64` with a seed.

/// A seeded generator. Not fit for real secrets.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// That many lower-case hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        let mut text = String::new();
        while text.len() < digits {
            let more = format!("{:016x}", self.next());
            text.push_str(&more);
        }
        text.truncate(digits);
        text
    }

    /// Six digits without a leading zero.
    pub(crate) fn code(&mut self) -> String {
        (100_000 + self.next() % 900_000).to_string()
    }
}
