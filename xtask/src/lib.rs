//! What the build and the tests share: [`wasm`] rewrites the compiled program, [`browser`] starts browsers and controls
//! them.

pub mod browser;
pub mod wasm;
