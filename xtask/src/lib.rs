//! What the build and the tests share: [`wasm`] rewrites the compiled program, [`packages`] makes apps for televisions of
//! the release files, [`pictures`] draws the icon, [`browser`] starts browsers and controls them.

pub mod browser;
pub mod packages;
pub mod pictures;
pub mod wasm;
