//! Checks the crates that the program depends on: their licences, and that Cargo.toml gives a reason for each direct
//! one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::{fmt, fs};

use serde_json::Value;

use crate::programs::{answer, cargo};
use crate::release::notices;

/// The licences that are allowed in the program. If a crate offers several, one of them is enough.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The crates of one build.
#[derive(Default)]
pub struct Report {
    /// Compiled into the program.
    inside: BTreeSet<String>,
    /// Procedural macros, which only run at compile time.
    tools: BTreeSet<String>,
    /// How many crates each licence covers.
    licences: BTreeMap<String, usize>,
    refused: Vec<String>,
    unjustified: Vec<String>,
    /// In the program and not in the notices that go with it.
    unnamed: Vec<String>,
}

/// Examines the crates of the browser program.
pub fn report() -> Result<Report, String> {
    let manifest = include_str!("../../../Cargo.toml");
    let report = Report { unjustified: unjustified(manifest), ..crates(&metadata()?) };
    let notices = fs::read_to_string(notices::file()).unwrap_or_default();
    Ok(Report { unnamed: unnamed(&compiled()?, &notices), ..report })
}

/// What is compiled for the browser, each as its name and version. `cargo metadata` also lists what only macros need of a
/// crate.
fn compiled() -> Result<String, String> {
    let mut tree = cargo(["tree", "--package", "jellyfin-quick-connect", "--target", "wasm32-unknown-unknown"]);
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    answer(&mut tree).ok_or("`cargo tree` failed.".to_owned())
}

/// The crates of `cargo tree` that the notices do not name on a line of their own.
fn unnamed(tree: &str, notices: &str) -> Vec<String> {
    let present: BTreeSet<&str> = notices.lines().map(str::trim).collect();
    let name = |line: &str| {
        let (name, rest) = line.split_once(" v")?;
        Some(format!("{name} {}", rest.split(' ').next()?))
    };
    // The first line is the program itself.
    let names: BTreeSet<String> = tree.lines().skip(1).filter_map(name).collect();
    names.into_iter().filter(|name| !present.contains(name.as_str())).collect()
}

/// What Cargo knows of the browser program.
pub fn metadata() -> Result<Value, String> {
    let mut metadata = cargo(["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"]);
    let metadata = answer(&mut metadata).ok_or("`cargo metadata` failed.")?;
    serde_json::from_str(&metadata).map_err(|error| format!("`cargo metadata` is no JSON: {error}."))
}

/// A crate of the program.
pub struct Crate<'a> {
    /// What Cargo knows of it.
    pub package: &'a Value,
    /// The crates that it needs, of which those of a macro are not compiled into the program and left out.
    pub needs: Vec<&'a Value>,
    /// Whether it is the program itself.
    pub is_root: bool,
    /// Whether it is a procedural macro, which only runs at compile time.
    pub is_tool: bool,
}

/// Visits the program and all that it depends on, without what only macros need.
pub fn walk(metadata: &Value, mut visit: impl FnMut(Crate)) {
    fn by_id(list: &Value) -> HashMap<&str, &Value> {
        let list = list.as_array().into_iter().flatten();
        list.map(|one| (one["id"].as_str().unwrap_or_default(), one)).collect()
    }
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let root = metadata["resolve"]["root"].as_str().unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut rest = vec![root];
    while let Some(id) = rest.pop() {
        if !seen.insert(id) {
            continue;
        }
        let package = packages[id];
        let is_tool =
            package["targets"].as_array().into_iter().flatten().any(|target| target["kind"][0] == "proc-macro");
        let is_normal =
            |needed: &&Value| needed["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null());
        let needed = nodes[id]["deps"].as_array().into_iter().flatten().filter(is_normal);
        let needed: Vec<&str> = needed.filter(|_| !is_tool).filter_map(|needed| needed["pkg"].as_str()).collect();
        let needs = needed.iter().map(|id| packages[id]).collect();
        visit(Crate { package, needs, is_root: id == root, is_tool });
        rest.extend(needed);
    }
}

/// Collects the program's dependencies.
fn crates(metadata: &Value) -> Report {
    let mut report = Report::default();
    walk(metadata, |Crate { package, is_root, is_tool, .. }| {
        if is_root {
            return;
        }
        let text = |key: &str| package[key].as_str();
        let name = format!("{} {}", text("name").unwrap_or("?"), text("version").unwrap_or("?"));
        let licence = text("license").unwrap_or("none");
        *report.licences.entry(licence.to_owned()).or_insert(0) += 1;
        if !is_allowed(licence) {
            report.refused.push(format!("{name}: {licence}"));
        }
        let place = if is_tool { &mut report.tools } else { &mut report.inside };
        place.insert(name);
    });
    report
}

/// `A OR B` needs one of them, `A AND B` both. `/` is an old spelling of `OR`.
fn is_allowed(licence: &str) -> bool {
    licence.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')']).replace('/', " OR ");
        part.split(" OR ").any(|one| LICENCES.contains(&one.trim_matches(['(', ')'])))
    })
}

/// The dependencies in the manifest that have no comment right above them.
fn unjustified(manifest: &str) -> Vec<String> {
    let mut is_in_section = false;
    let mut is_justified = false;
    let mut names = vec![];
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_in_section = line.contains("dependencies]");
        } else if is_in_section
            && !is_justified
            && !line.starts_with([' ', ']', '#'])
            && let Some((name, _)) = line.split_once(" = ")
        {
            names.push(name.to_owned());
        }
        is_justified = line.starts_with('#');
    }
    names
}

impl Report {
    /// Fails if a licence or a reason is missing.
    pub fn check(&self) -> Result<(), String> {
        if !self.refused.is_empty() {
            return Err(format!("These licences are not on the list of allowed ones: {}.", self.refused.join(", ")));
        }
        if !self.unjustified.is_empty() {
            return Err(format!("Cargo.toml does not say why it needs {}.", self.unjustified.join(", ")));
        }
        if !self.unnamed.is_empty() {
            return Err(format!(
                "packages/{} does not name {}. `cargo run -p xtask -- notices` writes it anew.",
                notices::NAME,
                self.unnamed.join(", ")
            ));
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{} crates are compiled into the program, {} run in the compiler",
            self.inside.len(),
            self.tools.len()
        )?;
        for (licence, count) in &self.licences {
            writeln!(out, "{count:>5}  {licence}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_licence_of_several_is_enough_and_of_two_that_both_hold_neither_may_be_strange() {
        for licence in ["MIT", "MIT OR GPL-3.0", "Unlicense/MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
            assert!(is_allowed(licence), "{licence}");
        }
        for licence in ["none", "GPL-3.0", "MIT AND GPL-3.0", "MITT"] {
            assert!(!is_allowed(licence), "{licence}");
        }
    }

    #[test]
    fn what_a_macro_needs_is_not_in_the_program() {
        let package = |id: &str, kind: &str| json!({ "id": id, "name": id, "version": "1", "license": "MIT", "targets": [{ "kind": [kind] }] });
        let node = |id: &str, needs: &[&str]| {
            let deps: Vec<_> = needs.iter().map(|pkg| json!({ "pkg": pkg, "dep_kinds": [{ "kind": null }] })).collect();
            json!({ "id": id, "deps": deps })
        };
        let metadata = json!({
            "packages": [package("us", "lib"), package("a", "lib"), package("b", "proc-macro"), package("c", "lib")],
            "resolve": { "root": "us", "nodes": [node("us", &["a", "b"]), node("a", &[]), node("b", &["c"]), node("c", &[])] },
        });
        let report = crates(&metadata);
        assert_eq!((report.inside.len(), report.tools.len()), (1, 1));
        assert_eq!(report.licences, BTreeMap::from([("MIT".to_owned(), 2)]));
        assert!(report.check().is_ok());
    }

    #[test]
    fn a_crate_with_an_unknown_licence_or_none_fails() {
        for licence in [json!("SSPL-1.0"), json!(null)] {
            let package = |id: &str, licence: Value| json!({ "id": id, "name": id, "version": "1", "license": licence, "targets": [{ "kind": ["lib"] }] });
            let node = |id: &str, deps: Value| json!({ "id": id, "deps": deps });
            let needs = json!([{ "pkg": "a", "dep_kinds": [{ "kind": null }] }]);
            let metadata = json!({
                "packages": [package("us", json!("MIT")), package("a", licence)],
                "resolve": { "root": "us", "nodes": [node("us", needs), node("a", json!([]))] },
            });
            assert!(crates(&metadata).check().is_err_and(|problem| problem.contains("a 1")));
        }
    }

    #[test]
    fn what_is_in_the_program_is_named_in_the_notices() {
        let tree = "us v1.0.0 (/somewhere)\na v1.0.0\nb v1.0.0 (*)\nb v1.0.0\n";
        assert_eq!(unnamed(tree, "MIT\n\n  a 1.0.0\n  b 1.0.01\n"), ["b 1.0.0"]);
        let report = Report { unnamed: vec!["b 1.0.0".to_owned()], ..Report::default() };
        assert!(report.check().is_err_and(|problem| problem.contains("b 1.0.0")));
    }

    #[test]
    fn every_dependency_wants_its_reason() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\n# why\na = \"1\"\nb = { version = \"1\", features = [\n  \"c\",\n] }\n";
        assert_eq!(unjustified(manifest), ["b"]);
    }
}
