//! The passes over the program.

pub mod as_script;
pub mod function_order;
pub mod panic_messages;
pub mod short_names;
pub mod wasm_1_0;

use std::ops::Range;

/// A part of a program, as it stands there.
fn part<'a>(program: &'a [u8], range: &Range<u64>) -> Result<&'a [u8], String> {
    let place = |offset| usize::try_from(offset).ok();
    let range = place(range.start).zip(place(range.end));
    range.and_then(|(start, end)| program.get(start..end)).ok_or_else(|| "it ends too soon".to_owned())
}

/// What is wrong with a program, in the words of whoever reads it.
fn in_words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
