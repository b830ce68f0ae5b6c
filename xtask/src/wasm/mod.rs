//! The passes over the compiled program, in the order in which `build::post_build` runs them. A pass stays only if it
//! saves 3 kB of a first visit (measured with brotli), or if old browsers need it.
//!
//! | pass | why | saves | how we know that it is right |
//! | --- | --- | --- | --- |
//! | [`panic_messages`] | nobody can read a panic's message: a page has no standard error | 3.9 kB | its tests run a program before and after in an interpreter; only functions that never return are touched |
//! | wasm-opt | less code, to download and to compile | 3.2 kB | a widely used tool; the end-to-end stories run its result |
//! | [`short_names`] | wasm-bindgen's names contain random digits, which no compression helps against | 4.5 kB | it fails unless it found every name of the program in the glue; with a wrong name the program would not start |
//! | [`wasm_1_0`] | Chromium 66 to 84 refuse or crash on newer instructions | – | its tests run each replaced instruction against Rust's own result; a validator for WebAssembly 1.0 reads the output; `tests/engines` runs the same cases in the real browsers |
//! | [`function_order`] | brotli finds similar functions when they are neighbours | 6.2 kB | its tests run a program before and after; the end-to-end stories run its result |
//! | [`as_script`] | the WebAssembly of Chromium 53 to 65 corrupts memory, so they get the program as a script | – | `tests/engines` runs the same cases and whole sign-ins there |

pub mod as_script;
pub mod function_order;
pub mod panic_messages;
pub mod short_names;
pub mod wasm_1_0;

use std::ops::Range;

/// The bytes of a program in this range.
fn part<'a>(program: &'a [u8], range: &Range<u64>) -> Result<&'a [u8], String> {
    let place = |offset| usize::try_from(offset).ok();
    let range = place(range.start).zip(place(range.end));
    range.and_then(|(start, end)| program.get(start..end)).ok_or_else(|| "it ends too soon".to_owned())
}

/// An error as text.
fn in_words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
