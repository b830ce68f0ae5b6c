//! The program as a script, for browsers whose WebAssembly is missing or corrupts memory. `wasm2js` translates it into
//! a module; this turns the module into a plain function and adapts the glue.

/// The function that the script defines: it takes the program's imports and returns its exports.
pub const FUNCTION: &str = "quickConnectProgram";

/// The translated module as a plain script that defines [`FUNCTION`].
///
/// # Errors
/// If wasm2js writes modules in a way that this does not know.
pub fn as_function(module: &str) -> Result<String, String> {
    let unknown = |what: &str| format!("wasm2js has written {what} in a way that the build does not know.");
    let (code, exports) = module.split_once("\nvar retasmFunc = asmFunc({").ok_or_else(|| unknown("its last call"))?;
    if exports.lines().any(|line| line.contains("function") && !line.starts_with("export ")) {
        return Err(unknown("its exports"));
    }
    let code: String = code.lines().filter(|line| !line.starts_with("import ")).flat_map(|line| [line, "\n"]).collect();
    // A trap has the same name as with native WebAssembly.
    let code = replaced(&code, "throw new Error('abort')", "throw new Error('RuntimeError')")
        .ok_or_else(|| unknown("a trap"))?;
    Ok(format!("var {FUNCTION} = function (imports) {{\n{code}return asmFunc(imports);\n}};\n"))
}

/// The glue, changed so that its views of the memory are renewed after the memory has grown. With the script, growth
/// shows only in a new buffer.
///
/// # Errors
/// If wasm-bindgen writes the glue in a way that this does not know.
pub fn with_views_that_follow(glue: &str) -> Result<String, String> {
    const BYTES: &str = "cachedUint8ArrayMemory0";
    const NUMBERS: &str = "cachedDataViewMemory0";
    let is_old = |view: &str| format!("{view}.buffer !== wasm.memory.buffer");
    let bytes = replaced(glue, &format!("{BYTES}.byteLength === 0"), &is_old(BYTES));
    let detached = format!("{NUMBERS}.buffer.detached");
    let numbers = format!("{detached} === true || ({detached} === undefined && {})", is_old(NUMBERS));
    let both = bytes.and_then(|glue| replaced(&glue, &numbers, &is_old(NUMBERS)));
    let both = both.filter(|glue| !glue.contains(".detached") && !glue.contains("byteLength === 0"));
    both.ok_or_else(|| "wasm-bindgen's glue accesses the memory in a way that the build does not know.".to_owned())
}

fn replaced(text: &str, old: &str, new: &str) -> Option<String> {
    text.contains(old).then(|| text.replace(old, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_a_function_of_its_imports() {
        let module = "import * as glue from './glue.js';\n\nfunction trap() { throw new Error('abort'); }\n\
                      function asmFunc(imports) {}\nvar retasmFunc = asmFunc({\n  \"./glue.js\": glue,\n});\n\
                      export var memory = retasmFunc.memory;\n";
        let script = as_function(module).expect("a script");
        assert_eq!(
            script,
            "var quickConnectProgram = function (imports) {\n\nfunction trap() { throw new Error('RuntimeError'); }\n\
             function asmFunc(imports) {}\nreturn asmFunc(imports);\n};\n"
        );
        assert!(as_function("export function run() {}").is_err());
    }

    #[test]
    fn every_view_is_compared_with_the_memory() {
        let glue = "if (cachedUint8ArrayMemory0.byteLength === 0) {} if (cachedDataViewMemory0 === null || \
                    cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === \
                    undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {}";
        let followed = with_views_that_follow(glue).expect("glue");
        assert_eq!(
            followed,
            "if (cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer) {} if (cachedDataViewMemory0 === null || \
             cachedDataViewMemory0.buffer !== wasm.memory.buffer) {}"
        );
        assert!(with_views_that_follow(&format!("{glue} cachedFloat32ArrayMemory0.byteLength === 0")).is_err());
        assert!(with_views_that_follow("").is_err());
    }
}
