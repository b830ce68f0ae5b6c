//! Checks the crates that the program depends on: their licences, and that Cargo.toml gives a reason for each direct
//! one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde_json::Value;

use crate::programs::{answer, cargo};

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
pub struct Report {
    /// Compiled into the program.
    inside: BTreeSet<String>,
    /// Procedural macros, which only run at compile time.
    tools: BTreeSet<String>,
    /// How many crates each licence covers.
    licences: BTreeMap<String, usize>,
    refused: Vec<String>,
    unjustified: Vec<String>,
}

/// Examines the crates of the browser program.
pub fn report() -> Result<Report, String> {
    let mut metadata = cargo(["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"]);
    let metadata = answer(&mut metadata).ok_or("`cargo metadata` failed.")?;
    let metadata = serde_json::from_str(&metadata).map_err(|error| format!("`cargo metadata` is no JSON: {error}."))?;
    let manifest = include_str!("../../../Cargo.toml");
    Ok(Report { unjustified: unjustified(manifest), ..crates(&metadata) })
}

/// Collects the program's dependencies, without those of macros, which are not compiled into it.
fn crates(metadata: &Value) -> Report {
    let by_id = |list: &Value| -> HashMap<String, Value> {
        let list = list.as_array().into_iter().flatten();
        list.map(|one| (one["id"].as_str().unwrap_or_default().to_owned(), one.clone())).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let root = metadata["resolve"]["root"].as_str().unwrap_or_default();
    let (mut inside, mut tools, mut licences, mut refused) =
        (BTreeSet::new(), BTreeSet::new(), BTreeMap::new(), vec![]);
    let mut seen = BTreeSet::new();
    let mut rest = vec![root.to_owned()];
    while let Some(id) = rest.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let (package, node) = (&packages[&id], &nodes[&id]);
        let name =
            format!("{} {}", package["name"].as_str().unwrap_or("?"), package["version"].as_str().unwrap_or("?"));
        let is_tool =
            package["targets"].as_array().into_iter().flatten().any(|target| target["kind"][0] == "proc-macro");
        if id != root {
            let licence = package["license"].as_str().unwrap_or("none");
            *licences.entry(licence.to_owned()).or_insert(0) += 1;
            if !is_allowed(licence) {
                refused.push(format!("{name}: {licence}"));
            }
            if is_tool {
                tools.insert(name)
            } else {
                inside.insert(name)
            };
        }
        if is_tool {
            continue;
        }
        for needed in node["deps"].as_array().into_iter().flatten() {
            let is_normal = needed["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null());
            if is_normal {
                rest.extend(needed["pkg"].as_str().map(str::to_owned));
            }
        }
    }
    Report { inside, tools, licences, refused, unjustified: vec![] }
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
    fn every_dependency_wants_its_reason() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\n# why\na = \"1\"\nb = { version = \"1\", features = [\n  \"c\",\n] }\n";
        assert_eq!(unjustified(manifest), ["b"]);
    }
}
