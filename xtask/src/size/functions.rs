//! Where the program's bytes are: by section in the release files, and by crate in a build that keeps the names of
//! functions, before wasm-opt merges any.

use std::{cmp::Reverse, collections::HashMap, fs, path::Path};

use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::{
    install::{self, tools::Tool},
    paths,
    programs::{cargo, run},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds with names and prints both tables.
pub fn print_all() -> Result<(), String> {
    install::install_missing(&[Tool::WasmTarget])?;
    let folder = paths::root().join("target").join("size");
    let mut build = cargo(["build", "--quiet", "--release", "--package", "jellyfin-quick-connect", "--target", TARGET]);
    run(build.env("CARGO_TARGET_DIR", &folder).env("CARGO_PROFILE_RELEASE_STRIP", "none"))?;
    let named = read(&folder.join(TARGET).join("release").join("jellyfin-quick-connect.wasm"))?;
    println!("The functions by the crate that wrote them, in bytes before wasm-opt and without compression:\n");
    print(by_crate(&named)?);
    let released = fs::read_dir(paths::dist()).into_iter().flatten().flatten().map(|entry| entry.path());
    let released = released.filter(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    for path in released {
        println!("\nThe sections of {}, in bytes:\n", path.display());
        print(by_section(&read(&path)?)?);
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}

fn print(sizes: HashMap<String, u64>) {
    let mut sizes: Vec<_> = sizes.into_iter().collect();
    sizes.sort_by_key(|(name, size)| (Reverse(*size), name.clone()));
    for (name, size) in sizes {
        println!("{name:32}{size:>9}");
    }
}

/// The sizes of a module's sections.
fn by_section(module: &[u8]) -> Result<HashMap<String, u64>, String> {
    let mut sizes = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        let (name, range) = match &payload {
            Payload::TypeSection(it) => ("types", it.range()),
            Payload::ImportSection(it) => ("imports", it.range()),
            Payload::FunctionSection(it) => ("functions", it.range()),
            Payload::TableSection(it) => ("tables", it.range()),
            Payload::GlobalSection(it) => ("globals", it.range()),
            Payload::ExportSection(it) => ("exports", it.range()),
            Payload::ElementSection(it) => ("elements", it.range()),
            Payload::CodeSectionStart { unchecked_range, .. } => ("code", unchecked_range.clone()),
            Payload::DataSection(it) => ("data", it.range()),
            Payload::CustomSection(it) => (it.name(), it.range()),
            _ => continue,
        };
        *sizes.entry(name.to_owned()).or_default() += range.end - range.start;
    }
    Ok(sizes)
}

/// The total size of a module's functions, by crate.
fn by_crate(module: &[u8]) -> Result<HashMap<String, u64>, String> {
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(unreadable)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let is_function = matches!(import.map_err(unreadable)?.ty, wasmparser::TypeRef::Func(_));
                    imported += u32::from(is_function);
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().end - body.range().start),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(sections) = section.as_known() else { continue };
                for part in sections {
                    let Name::Function(functions) = part.map_err(unreadable)? else { continue };
                    for function in functions {
                        let function = function.map_err(unreadable)?;
                        names.insert(function.index, function.name);
                    }
                }
            }
            _ => {}
        }
    }
    let mut sizes = HashMap::new();
    for (index, size) in (imported..).zip(bodies) {
        let writer = names.get(&index).map_or("?", |name| crate_of(name));
        *sizes.entry(writer.to_owned()).or_default() += size;
    }
    Ok(sizes)
}

fn unreadable(error: impl std::fmt::Display) -> String {
    format!("The program cannot be read: {error}.")
}

/// The crate in a mangled name: the first word of `_ZN4core3fmt…`, or of the type in `_ZN…_$LT$core..fmt…`, or the
/// first crate in `_RNvNtCs12ab_4core3fmt…`.
fn crate_of(name: &str) -> &str {
    if name.starts_with("__wbindgen_describe") {
        return "notes for wasm-bindgen, removed";
    }
    if let Some((_, path)) = name.strip_prefix("_R").and_then(|path| path.split_once("Cs")?.1.split_once('_')) {
        let first = path.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let length: usize = path[..path.len() - first.len()].parse().unwrap_or_default();
        let first = first.strip_prefix('_').unwrap_or(first);
        return first.get(..length).unwrap_or(first);
    }
    let Some(path) = name.strip_prefix("_ZN") else { return "no crate" };
    let first = path.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let length = path[..path.len() - first.len()].parse().unwrap_or(first.len());
    let first = first.get(..length).unwrap_or(first);
    let Some(mut inside) = first.strip_prefix("_$LT$").or_else(|| first.strip_prefix("$LT$")) else { return first };
    // Skips what stands for `&`, `[` and the like.
    while let Some(rest) = inside.strip_prefix('$') {
        inside = rest.split_once('$').map_or("", |(_, rest)| rest);
        inside = inside.strip_prefix("mut$u20$").unwrap_or(inside);
    }
    let end = inside.find(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    // A type without a path is a primitive or a parameter.
    if inside[end.unwrap_or(inside.len())..].starts_with("..") { &inside[..end.unwrap_or(0)] } else { "core" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_that_wrote_it() {
        for (name, writer) in [
            ("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core"),
            (
                "_ZN76_$LT$quick_connect_client..secret..Secret$u20$as$u20$core..clone..Clone$GT$5clone17hE",
                "quick_connect_client",
            ),
            ("_ZN45_$LT$$RF$alloc..string..String$u20$as$u20$x$GT$3fmt17hE", "alloc"),
            ("_ZN42_$LT$T$u20$as$u20$core..any..Any$GT$7type_id17hE", "core"),
            ("_RNvMs0_NtCsjqx8TIyZbP9_8dlmalloc8dlmallocINtB5_8Dlmalloc", "dlmalloc"),
            ("_RNvCsfLfy6EI15iL_7___rustc13___rdl_realloc", "__rustc"),
            ("__wbindgen_describe___wbg_now", "notes for wasm-bindgen, removed"),
            ("memcpy", "no crate"),
        ] {
            assert_eq!(crate_of(name), writer, "{name}");
        }
    }

    #[test]
    fn the_sizes_are_those_of_the_bodies() {
        let module = wat::parse_str(
            r#"(module (import "a" "b" (func $imported)) (func $_ZN4core1xE (nop)) (func $_ZN5alloc1xE (nop) (nop)))"#,
        );
        let module = module.expect("a module");
        let sizes = by_crate(&module).expect("sizes");
        assert_eq!(sizes["alloc"], sizes["core"] + 1);
        assert!(by_section(&module).expect("sections")["code"] >= sizes["core"] + sizes["alloc"]);
    }
}
