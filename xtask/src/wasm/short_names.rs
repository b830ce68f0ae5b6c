//! Shortens the names that connect the program with its glue. wasm-bindgen puts sixteen random digits into each
//! import's name and some exports' names, in both files, and those do not compress.

use std::collections::HashMap;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{ExportSectionReader, ImportSectionReader, Parser, Payload};

/// The program and its glue with the same short names in both.
///
/// # Errors
/// If the two do not belong together, or the program is not valid.
pub fn with_short_names(program: &[u8], glue: &str) -> Result<(Vec<u8>, String), String> {
    let mut names = HashMap::new();
    let program =
        rename(program, &mut names).map_err(|error| format!("This is not a WebAssembly program: {error}."))?;
    let (glue, replaced) = with_words_replaced(glue, &names);
    if replaced < names.len() {
        return Err(format!("The glue has only {replaced} of the program's {} imports and exports.", names.len()));
    }
    Ok((program, glue))
}

/// Copies every section unchanged except for imports and exports.
fn rename(program: &[u8], names: &mut HashMap<String, String>) -> Result<Vec<u8>, String> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(program) {
        let payload = payload.map_err(|error| error.to_string())?;
        if let Payload::ImportSection(imports) = &payload {
            module.section(&short_imports(imports.clone(), names)?);
        } else if let Payload::ExportSection(exports) = &payload {
            module.section(&short_exports(exports.clone(), names)?);
        } else if let Some((id, range)) = payload.as_section() {
            let [start, end] = [range.start, range.end].map(|place| usize::try_from(place).unwrap_or(usize::MAX));
            let data = program.get(start..end).ok_or("it ends too soon")?;
            module.section(&RawSection { id, data });
        }
    }
    Ok(module.finish())
}

fn short_imports(imports: ImportSectionReader, names: &mut HashMap<String, String>) -> Result<ImportSection, String> {
    let mut section = ImportSection::new();
    for import in imports.into_imports() {
        let import = import.map_err(|error| error.to_string())?;
        let next = short(names.len());
        let name = names.entry(import.name.to_owned()).or_insert(next);
        let kind = RoundtripReencoder.entity_type(import.ty).map_err(|error| error.to_string())?;
        section.import(import.module, name, kind);
    }
    Ok(section)
}

/// Renames the exports that wasm-bindgen has named.
fn short_exports(exports: ExportSectionReader, names: &mut HashMap<String, String>) -> Result<ExportSection, String> {
    let mut section = ExportSection::new();
    for export in exports {
        let export = export.map_err(|error| error.to_string())?;
        let mut name = export.name.to_owned();
        if name.contains("wasm_bindgen") || name.contains("wbindgen") {
            let next = short(names.len());
            name.clone_from(names.entry(name.clone()).or_insert(next));
        }
        let kind = RoundtripReencoder.export_kind(export.kind).map_err(|error| error.to_string())?;
        section.export(&name, kind, export.index);
    }
    Ok(section)
}

/// `aaa`, `aab` and so on. A reserved word among them would do no harm, because these are names of members.
fn short(index: usize) -> String {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    [index / 26 / 26 % 26, index / 26 % 26, index % 26].map(|place| char::from(LETTERS[place])).iter().collect()
}

/// The text with each whole word that has a new name replaced, and how many different words that were.
fn with_words_replaced(text: &str, names: &HashMap<String, String>) -> (String, usize) {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '$';
    let mut replaced = std::collections::HashSet::new();
    let mut result = String::new();
    for piece in text.split_inclusive(|character| !is_word(character)) {
        let word = piece.trim_end_matches(|character| !is_word(character));
        if let Some(name) = names.get(word) {
            replaced.insert(word);
            result += name;
            result += &piece[word.len()..];
        } else {
            result += piece;
        }
    }
    (result, replaced.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, TypeSection};

    fn program() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./glue.js", "__wbg_now_0123456789abcdef", EntityType::Function(0));
        imports.import("./glue.js", "__wbg_now_fedcba9876543210", EntityType::Function(0));
        let mut module = Module::new();
        module.section(&types).section(&imports);
        module.finish()
    }

    #[test]
    fn the_same_short_names_stand_in_both_files() {
        let glue = "{__wbg_now_0123456789abcdef(a){},__wbg_now_fedcba9876543210:b,__wbg_now_0123456789abcdef0:c}";
        let (program, glue) = with_short_names(&program(), glue).expect("both shortened");
        assert_eq!(glue, "{aaa(a){},aab:b,__wbg_now_0123456789abcdef0:c}");
        let mut names = HashMap::new();
        rename(&program, &mut names).expect("a program still");
        let mut kept: Vec<_> = names.into_keys().collect();
        kept.sort();
        assert_eq!(kept, ["aaa", "aab"]);
    }

    #[test]
    fn a_glue_that_does_not_fit_the_program_fails() {
        assert!(with_short_names(&program(), "{__wbg_now_0123456789abcdef(a){}}").is_err());
        assert!(with_short_names(b"<html>", "").is_err());
    }
}
