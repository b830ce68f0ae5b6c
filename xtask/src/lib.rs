//! What the build and the tests share: [`wasm`] holds the passes over the program, [`browser`] starts browsers and speaks
//! to them.

pub mod browser;
pub mod wasm;
