//! The browser's randomness; `getRandomValues` is there on plain http too, and in every browser that runs the program.

use leptos::prelude::window;

/// Sixteen random bytes.
pub fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A random number.
pub fn number() -> u32 {
    bytes().iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}
