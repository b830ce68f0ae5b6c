//! Rewrites a program to plain WebAssembly 1.0, which every engine since Chromium 66 runs. Sign extensions become
//! shifts; saturating conversions and `memory.copy` and `memory.fill` become calls of added functions. Everything else
//! stays byte for byte, except for sections that no browser needs. Any other newer instruction fails the validation at
//! the end.

mod functions;
mod instructions;

use std::collections::BTreeSet;
use std::ops::Range;

use wasm_encoder::reencode::{RoundtripReencoder, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module, RawSection, TypeSection};
use wasmparser::types::EntityType;
use wasmparser::{
    BinaryReader, CodeSectionReader, FunctionBody, Parser, Payload, TypeRef, ValType, Validator, WasmFeatures,
};

use super::{in_words, part};
use functions::Added;
use instructions::Replacement;

/// The same program in WebAssembly 1.0.
///
/// # Errors
/// If it is not a valid program, or needs anything newer that is not replaced.
pub fn lower(program: &[u8]) -> Result<Vec<u8>, String> {
    let plan = Plan::of(program).map_err(|problem| format!("This is not a WebAssembly program: {problem}."))?;
    let lowered = plan
        .carry_out(program)
        .map_err(|problem| format!("The program cannot be rewritten to WebAssembly 1.0: {problem}."))?;
    check(&lowered).map_err(|problem| format!("The program needs more than WebAssembly 1.0: {problem}."))?;
    Ok(lowered)
}

/// What is counted before a program is rewritten. Added functions and types go last, so that no existing index changes.
#[derive(Default)]
struct Plan {
    types: u32,
    functions: u32,
    added: BTreeSet<Added>,
}

impl Plan {
    fn of(program: &[u8]) -> Result<Self, String> {
        let mut plan = Self::default();
        for payload in Parser::new(0).parse_all(program) {
            match payload.map_err(in_words)? {
                // Recursion groups would make this wrong, but the validation refuses them.
                Payload::TypeSection(types) => plan.types = types.count(),
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        plan.functions += u32::from(matches!(import.map_err(in_words)?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(functions) => plan.functions += functions.count(),
                Payload::CodeSectionEntry(body) => {
                    for operator in body.get_operators_reader().map_err(in_words)? {
                        if let Some(Replacement::Call(added)) = Replacement::of(&operator.map_err(in_words)?) {
                            plan.added.insert(added);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(plan)
    }

    fn carry_out(&self, program: &[u8]) -> Result<Vec<u8>, String> {
        let mut module = Module::new();
        for payload in Parser::new(0).parse_all(program) {
            let payload = payload.map_err(in_words)?;
            match &payload {
                Payload::TypeSection(types) => {
                    let mut section = TypeSection::new();
                    utils::parse_type_section(&mut RoundtripReencoder, &mut section, types.clone())
                        .map_err(in_words)?;
                    for added in &self.added {
                        let (parameters, results) = added.signature();
                        section.ty().function(parameters, results);
                    }
                    module.section(&section);
                }
                Payload::FunctionSection(functions) => {
                    let mut section = FunctionSection::new();
                    utils::parse_function_section(&mut RoundtripReencoder, &mut section, functions.clone())
                        .map_err(in_words)?;
                    for (kind, _) in (self.types..).zip(&self.added) {
                        section.function(kind);
                    }
                    module.section(&section);
                }
                Payload::CodeSectionStart { unchecked_range, .. } => {
                    module.section(&self.code(program, unchecked_range)?);
                }
                // The data count is not part of 1.0, and custom sections are names and notes for tools.
                Payload::DataCountSection { .. } | Payload::CustomSection(_) => {}
                _ => {
                    if let Some((id, range)) = payload.as_section() {
                        module.section(&RawSection { id, data: part(program, &range)? });
                    }
                }
            }
        }
        Ok(module.finish())
    }

    fn code(&self, program: &[u8], range: &Range<u64>) -> Result<CodeSection, String> {
        let mut section = CodeSection::new();
        let reader = BinaryReader::new(part(program, range)?, range.start);
        for body in CodeSectionReader::new(reader).map_err(in_words)? {
            section.raw(&self.rewritten(program, &body.map_err(in_words)?)?);
        }
        for added in &self.added {
            section.function(&added.body());
        }
        Ok(section)
    }

    /// One function. Only the bytes of replaced instructions change.
    fn rewritten(&self, program: &[u8], body: &FunctionBody) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut kept = body.range().start;
        let mut operators = body.get_operators_reader().map_err(in_words)?;
        while !operators.eof() {
            let (operator, start) = operators.read_with_offset().map_err(in_words)?;
            if let Some(replacement) = Replacement::of(&operator) {
                bytes.extend_from_slice(part(program, &(kept..start))?);
                replacement.write(&mut bytes, |added| self.number(added));
                kept = operators.original_position();
            }
        }
        bytes.extend_from_slice(part(program, &(kept..body.range().end))?);
        Ok(bytes)
    }

    /// The index of an added function.
    fn number(&self, added: Added) -> u32 {
        self.functions
            + (0..).zip(&self.added).find_map(|(place, other)| (*other == added).then_some(place)).unwrap_or(0)
    }
}

/// Fails unless the program is plain WebAssembly 1.0 and exchanges no 64-bit integers with the glue, which would need
/// `BigInt` (Chromium 85).
fn check(program: &[u8]) -> Result<(), String> {
    let mut validator = Validator::new_with_features(WasmFeatures::MVP);
    let types = validator.validate_all(program).map_err(in_words)?;
    let types = types.as_ref();
    let imports = types.core_imports().into_iter().flatten().map(|(_, name, entity)| (name, entity));
    let exports = types.core_exports().into_iter().flatten();
    for (name, entity) in imports.chain(exports) {
        if let EntityType::Func(id) = entity {
            let signature = types[id].unwrap_func();
            if signature.params().iter().chain(signature.results()).any(|kind| *kind == ValType::I64) {
                return Err(format!("a 64-bit integer is passed between the program and its glue by `{name}`"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, CustomSection, DataCountSection, EntityType, ExportKind, ExportSection, Function, ImportSection,
        MemorySection, MemoryType, ValType as Kind,
    };

    /// A program with one function of this type and these instructions, and with sections that have to go.
    fn program(parameters: &[Kind], results: &[Kind], write: impl FnOnce(&mut Function)) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function(parameters.iter().copied(), results.iter().copied());
        let mut imports = ImportSection::new();
        imports.import("./glue.js", "aaa", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(1);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut exports = ExportSection::new();
        exports.export("run", ExportKind::Func, 1);
        let mut body = Function::new([]);
        write(&mut body);
        body.instructions().end();
        let mut code = CodeSection::new();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&memories).section(&exports);
        module.section(&DataCountSection { count: 0 }).section(&code);
        module.section(&CustomSection { name: "producers".into(), data: (&[0u8][..]).into() });
        module.finish()
    }

    fn sections(program: &[u8]) -> Vec<u8> {
        let payloads = Parser::new(0).parse_all(program).map(|payload| payload.expect("a program"));
        payloads.filter_map(|payload| payload.as_section().map(|(id, _)| id)).collect()
    }

    #[test]
    fn what_is_plain_stays_and_what_no_browser_needs_goes() {
        let before = program(&[], &[], |body| _ = body.instructions().call(0));
        let after = lower(&before).expect("a plain program");
        let mut kept = sections(&before);
        kept.retain(|id| ![0, 12].contains(id));
        assert_eq!(sections(&after), kept);
        assert!(after.len() < before.len());
        assert_eq!(lower(&after).as_deref(), Ok(&after[..]), "a second time changes nothing");
    }

    #[test]
    fn functions_are_added_once_each_and_only_where_they_are_called() {
        let fills = |count: usize| {
            let write = |body: &mut Function| {
                for _ in 0..count {
                    body.instructions().i32_const(0).i32_const(0).i32_const(0).memory_fill(0);
                }
            };
            lower(&program(&[], &[], write)).expect("a program").len()
        };
        let [none, one, two] = [0, 1, 2].map(fills);
        assert!(one > none + 50, "{one} {none}");
        assert!(two < one + 20, "{two} {one}");
    }

    #[test]
    fn whatever_is_newer_and_not_replaced_fails() {
        let problem =
            lower(&program(&[], &[], |body| _ = body.instructions().ref_null(wasm_encoder::HeapType::EXTERN).drop()));
        assert!(problem.is_err_and(|problem| problem.contains("more than WebAssembly 1.0")));
        let two_results = program(&[], &[Kind::I32; 2], |body| _ = body.instructions().i32_const(0).i32_const(0));
        assert!(lower(&two_results).is_err());
        assert!(lower(b"<html>").is_err_and(|problem| problem.contains("not a WebAssembly program")));
    }

    #[test]
    fn a_64_bit_integer_at_the_border_fails() {
        let problem = lower(&program(&[Kind::I64], &[], |_| ())).expect_err("a problem");
        assert!(problem.contains("by `run`"), "{problem}");
        assert!(lower(&program(&[Kind::F64], &[Kind::I32], |body| _ = body.instructions().i32_const(0))).is_ok());
    }
}
