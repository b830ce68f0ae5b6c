//! Removes the messages of panics. Nobody could read them, because a page has no standard error, and a message may
//! contain a secret. A panic still stops the program, and the page then says so in its own words.
//!
//! Two things go: calls of functions that only panic become `unreachable`, so that the optimizer drops whatever only
//! they need; and the source locations are erased. Both are safe because such a function never returns, and because
//! nothing but its message reads a location.

use std::collections::BTreeSet;
use std::ops::Range;

use wasm_encoder::{CodeSection, DataSection, Module, RawSection};
use wasmparser::{
    BinaryReader, CodeSectionReader, DataKind, DataSectionReader, FunctionBody, KnownCustom, Name, Operator, Parser,
    Payload,
};

use super::{in_words, part};

/// How the names of the standard library's functions begin that do nothing but panic.
const PANICKING: &[&str] = &[
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::lazy::panic_poisoned",
    "core::cell::panic_already_",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "std::panicking::begin_panic",
    "std::thread::local::panic_access_error",
];

/// The same program without the messages of its panics.
///
/// # Errors
/// If it is not a valid program, or has no names of functions.
pub fn without_panic_messages(program: &[u8]) -> Result<Vec<u8>, String> {
    rewrite(program).map_err(|problem| format!("The messages of panics cannot be removed: {problem}."))
}

fn rewrite(program: &[u8]) -> Result<Vec<u8>, String> {
    let silent = panicking(program)?;
    if silent.is_empty() {
        return Err("no function has the name of one that panics".to_owned());
    }
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(program) {
        let payload = payload.map_err(in_words)?;
        match &payload {
            Payload::CodeSectionStart { unchecked_range, .. } => {
                module.section(&code(program, unchecked_range, &silent)?);
            }
            Payload::DataSection(data) => {
                module.section(&without_places(data.clone())?);
            }
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    module.section(&RawSection { id, data: part(program, &range)? });
                }
            }
        }
    }
    Ok(module.finish())
}

/// The indices of the functions that panic.
fn panicking(program: &[u8]) -> Result<BTreeSet<u32>, String> {
    let mut found = BTreeSet::new();
    for payload in Parser::new(0).parse_all(program) {
        let Payload::CustomSection(custom) = payload.map_err(in_words)? else { continue };
        let KnownCustom::Name(sections) = custom.as_known() else { continue };
        for section in sections {
            let Name::Function(names) = section.map_err(in_words)? else { continue };
            for naming in names {
                let naming = naming.map_err(in_words)?;
                let name = without_hash(naming.name);
                if PANICKING.iter().any(|begin| name.starts_with(begin)) {
                    found.insert(naming.index);
                }
            }
        }
    }
    Ok(found)
}

/// `core[1a2b]::panicking::panic` without the disambiguator of the crate.
fn without_hash(name: &str) -> String {
    let hash = name.split_once('[').and_then(|(before, rest)| Some((before, rest.split_once(']')?.1)));
    hash.map_or_else(|| name.to_owned(), |(before, after)| format!("{before}{after}"))
}

fn code(program: &[u8], range: &Range<u64>, silent: &BTreeSet<u32>) -> Result<CodeSection, String> {
    let mut section = CodeSection::new();
    let reader = BinaryReader::new(part(program, range)?, range.start);
    for body in CodeSectionReader::new(reader).map_err(in_words)? {
        section.raw(&stopping(program, &body.map_err(in_words)?, silent)?);
    }
    Ok(section)
}

/// One function with `unreachable` instead of each call that panics and the straight-line code that prepared it.
fn stopping(program: &[u8], body: &FunctionBody, silent: &BTreeSet<u32>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut kept = body.range().start;
    let mut operators = body.get_operators_reader().map_err(in_words)?;
    // The start of the straight-line code so far, whose effects nobody else can see before the program stops.
    let mut straight = operators.original_position();
    while !operators.eof() {
        let operator = operators.read().map_err(in_words)?;
        let after = operators.original_position();
        match operator {
            Operator::Unreachable => {}
            Operator::Call { function_index } if silent.contains(&function_index) => {}
            Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Call { .. }
            | Operator::CallIndirect { .. }
            | Operator::MemoryGrow { .. } => {
                straight = after;
                continue;
            }
            _ => continue,
        }
        bytes.extend_from_slice(part(program, &(kept..straight))?);
        bytes.push(UNREACHABLE);
        (kept, straight) = (after, after);
    }
    bytes.extend_from_slice(part(program, &(kept..body.range().end))?);
    Ok(bytes)
}

/// The instruction `unreachable`.
const UNREACHABLE: u8 = 0x00;

/// A data segment.
struct Stretch {
    address: u32,
    bytes: Vec<u8>,
}

fn without_places(data: DataSectionReader) -> Result<DataSection, String> {
    let mut stretches = Vec::new();
    for stretch in data {
        let stretch = stretch.map_err(in_words)?;
        let DataKind::Active { memory_index: 0, offset_expr } = stretch.kind else {
            return Err("its memory is filled in a way that is not known here".to_owned());
        };
        let Ok(Operator::I32Const { value }) = offset_expr.get_operators_reader().read() else {
            return Err("the address of some data is not a number".to_owned());
        };
        stretches.push(Stretch { address: value.cast_unsigned(), bytes: stretch.data.to_vec() });
    }
    erase_places(&mut stretches);
    let mut section = DataSection::new();
    for Stretch { address, bytes } in stretches {
        section.active(0, &wasm_encoder::ConstExpr::i32_const(address.cast_signed()), bytes);
    }
    Ok(section)
}

/// The size of a `core::panic::Location`: address and length of the file's name, line and column.
const PLACE: usize = 16;

/// Makes all locations equal and fills their files' names with zeros. A location is recognized by its first two
/// numbers, which point to a text that ends in `.rs`.
fn erase_places(stretches: &mut [Stretch]) {
    let mut places = Vec::new();
    for (index, stretch) in stretches.iter().enumerate() {
        let first = (stretch.address.next_multiple_of(4) - stretch.address) as usize;
        for start in (first..stretch.bytes.len()).step_by(4) {
            let Some(words) = words(stretch.bytes.get(start..start + PLACE)) else { break };
            if let Some(name) = name_of_source(stretches, words) {
                places.push((index, start, name));
            }
        }
    }
    for (index, start, (in_which, name)) in places {
        // A reference must not be null.
        stretches[index].bytes[start..start + PLACE].copy_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        stretches[in_which].bytes[name].fill(0);
    }
}

fn words(bytes: Option<&[u8]>) -> Option<[u32; 4]> {
    let (words, _) = bytes?.as_chunks::<4>();
    words.iter().map(|word| u32::from_le_bytes(*word)).collect::<Vec<_>>().try_into().ok()
}

/// Which segment contains the name, and where.
fn name_of_source(stretches: &[Stretch], [address, length, line, column]: [u32; 4]) -> Option<(usize, Range<usize>)> {
    if line == 0 || column == 0 {
        return None;
    }
    stretches.iter().enumerate().find_map(|(index, stretch)| {
        let start = address.checked_sub(stretch.address)? as usize;
        let name = start..start.checked_add(length as usize)?;
        stretch.bytes.get(name.clone()).filter(|bytes| bytes.ends_with(b".rs")).map(|_| (index, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmi::{Engine, Instance, Linker, Module, Store};

    /// Panics if `run` is called with anything but 0.
    const PANICS: &str = r#"(module
        (import "glue" "say" (func $say (param i32)))
        (memory (export "memory") 1)
        (func $"core[1a2b]::panicking::panic_fmt" (param i32) (call $say (local.get 0)))
        (func $"quick_connect_client::app::say" (param i32) (call $say (local.get 0)))
        (func (export "run") (param i32) (result i32)
            (if (local.get 0) (then
                (i32.store (i32.const 4) (i32.const 77))
                (call $"core[1a2b]::panicking::panic_fmt" (i32.const 123456))
                unreachable))
            (call $"quick_connect_client::app::say" (i32.const 5))
            (i32.const 6)))"#;

    fn binary(text: &str) -> Vec<u8> {
        wat::parse_str(text).expect("a program")
    }

    /// What the program says while it runs, and its result unless it traps.
    fn run(program: &[u8], argument: i32) -> (Vec<i32>, Option<i32>) {
        let engine = Engine::default();
        let module = Module::new(&engine, program).expect("a valid program");
        let mut store = Store::new(&engine, Vec::new());
        let mut linker = Linker::new(&engine);
        let say = |mut caller: wasmi::Caller<'_, Vec<i32>>, number: i32| caller.data_mut().push(number);
        linker.func_wrap("glue", "say", say).expect("defined");
        let instance: Instance = linker.instantiate_and_start(&mut store, &module).expect("an instance");
        let run = instance.get_typed_func::<i32, i32>(&store, "run").expect("the function");
        let result = run.call(&mut store, argument).ok();
        (store.into_data(), result)
    }

    #[test]
    fn a_panic_stops_the_program_without_a_word() {
        let before = binary(PANICS);
        let after = without_panic_messages(&before).expect("rewritten");
        assert_eq!(run(&before, 1), (vec![123_456], None));
        assert_eq!(run(&after, 1), (vec![], None));
        assert_eq!(run(&after, 0), run(&before, 0));
        assert_eq!(run(&after, 0), (vec![5], Some(6)));
    }

    #[test]
    fn what_a_panic_would_be_given_is_not_computed() {
        let length = |program: &[u8]| {
            let payloads = Parser::new(0).parse_all(program).map(|payload| payload.expect("a program"));
            let bodies = payloads.filter_map(|payload| match payload {
                Payload::CodeSectionEntry(body) => Some(body.range()),
                _ => None,
            });
            bodies.last().map(|range| range.end - range.start).expect("a function")
        };
        let before = binary(PANICS);
        let after = without_panic_messages(&before).expect("rewritten");
        // A store with its two numbers, and a call with its one, became `unreachable`.
        assert_eq!(length(&before) - length(&after), 8 + 6 - 1);
    }

    #[test]
    fn the_places_in_the_sources_go_and_nothing_else() {
        let program = binary(
            r#"(module
                (func $"core::panicking::panic_fmt")
                (memory 1)
                (data (i32.const 8) "src/app/focus.rs\00")
                (data (i32.const 30) "..\08\00\00\00\10\00\00\00\07\00\00\00\09\00\00\00")
                (data (i32.const 64) "\09\00\00\00\03\00\00\00\07\00\00\00\09\00\00\00rest of the data"))"#,
        );
        let text = String::from_utf8_lossy(&without_panic_messages(&program).expect("rewritten")).into_owned();
        assert!(!text.contains("focus"), "{text:?}");
        assert!(text.contains(&format!("..\u{1}{}", "\0".repeat(15))), "{text:?}");
        // Three letters of the name are not a file's name.
        assert!(text.contains("\t\0\0\0\u{3}\0\0\0\u{7}\0\0\0\t\0\0\0rest of the data"), "{text:?}");
    }

    #[test]
    fn a_program_without_names_is_refused() {
        let problem = without_panic_messages(&binary("(module (func nop))")).expect_err("a problem");
        assert!(problem.contains("no function has the name"), "{problem}");
        assert!(without_panic_messages(b"<html>").is_err());
    }
}
