//! The bill of materials of the program, in `CycloneDX` 1.5: every crate in it, from `cargo metadata`, with the checksums
//! of `Cargo.lock`.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};

use crate::{
    paths,
    programs::{answer, command},
    verify::dependencies,
};

/// Writes it for this version.
pub fn write(version: &str) -> Result<String, String> {
    let lock = paths::root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(|error| format!("{} cannot be read: {error}.", lock.display()))?;
    let compiler = answer(command("rustc").arg("--version")).ok_or("rustc does not answer.")?;
    let bill = bill(&dependencies::metadata()?, &checksums(&lock), version, &compiler);
    let text = serde_json::to_string_pretty(&bill).map_err(|error| format!("No JSON: {error}."))?;
    Ok(text + "\n")
}

fn bill(metadata: &Value, checksums: &BTreeMap<String, String>, version: &str, compiler: &str) -> Value {
    let mut components = BTreeMap::new();
    let mut needs = BTreeMap::new();
    let mut root = String::new();
    dependencies::walk(metadata, |package| {
        let reference = reference(package.package);
        if package.is_root {
            root.clone_from(&reference);
        } else {
            components.insert(reference.clone(), component(package.package, &reference, package.is_tool, checksums));
        }
        let mut needed: Vec<String> = package.needs.iter().map(|needed| self::reference(needed)).collect();
        needed.sort();
        needs.insert(reference, needed);
    });
    let mut components: Vec<Value> = components.into_values().collect();
    // Compiled into the program as well, and part of the compiler.
    let (standard_library, number) = ("rust-std", compiler.split_whitespace().nth(1).unwrap_or_default());
    components.push(json!({
        "type": "library",
        "bom-ref": format!("{standard_library}@{number}"),
        "name": standard_library,
        "version": number,
        "scope": "required",
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
    }));
    let depends: Vec<Value> =
        needs.iter().map(|(reference, needs)| json!({ "ref": reference, "dependsOn": needs })).collect();
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "jellyfin-quick-connect",
                "version": version,
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            },
        },
        "components": components,
        "dependencies": depends,
    })
}

/// A crate. What runs in the compiler only is marked as not being part of the program.
fn component(package: &Value, reference: &str, is_tool: bool, checksums: &BTreeMap<String, String>) -> Value {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let mut component = json!({
        "type": "library",
        "bom-ref": reference,
        "name": text("name"),
        "version": text("version"),
        "scope": if is_tool { "excluded" } else { "required" },
        "licenses": [{ "expression": text("license").replace('/', " OR ") }],
    });
    if package["source"].is_string() {
        component["purl"] = json!(reference);
    }
    if let Some(checksum) = checksums.get(&format!("{} {}", text("name"), text("version"))) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if let Some(place) = package["repository"].as_str() {
        component["externalReferences"] = json!([{ "type": "vcs", "url": place }]);
    }
    component
}

fn reference(package: &Value) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    format!("pkg:cargo/{}@{}", text("name"), text("version"))
}

/// The checksum of each package's archive, by name and version.
fn checksums(lock: &str) -> BTreeMap<String, String> {
    let package = |text: &str| {
        let value = |key: &str| {
            let found = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'));
            found.map(str::to_owned)
        };
        Some((format!("{} {}", value("name")?, value("version")?), value("checksum")?))
    };
    lock.split("[[package]]").filter_map(package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_is_listed_with_its_licence_its_checksum_and_what_it_needs() {
        let package = |name: &str, kind: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": "registry", "repository": "https://a.example", "targets": [{ "kind": [kind] }] });
        let node = |name: &str, needs: &[&str]| {
            let deps: Vec<_> = needs.iter().map(|pkg| json!({ "pkg": pkg, "dep_kinds": [{ "kind": null }] })).collect();
            json!({ "id": name, "deps": deps })
        };
        let metadata = json!({
            "packages": [package("us", "lib"), package("a", "lib"), package("m", "proc-macro")],
            "resolve": { "root": "us", "nodes": [node("us", &["m", "a"]), node("a", &[]), node("m", &[])] },
        });
        let checksums =
            checksums("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"x\"\nchecksum = \"c0ffee\"\n");
        let bill = bill(&metadata, &checksums, "2.0.0", "rustc 1.95.0 (x)");
        assert_eq!(bill["metadata"]["component"]["version"], "2.0.0");
        let names: Vec<_> = bill["components"].as_array().expect("a list").iter().map(|it| &it["name"]).collect();
        assert_eq!(names, ["a", "m", "rust-std"]);
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "c0ffee");
        assert_eq!(
            (&bill["components"][0]["scope"], &bill["components"][1]["scope"]),
            (&json!("required"), &json!("excluded"))
        );
        let us = bill["dependencies"].as_array().expect("a list").iter().find(|it| it["ref"] == "pkg:cargo/us@1.0.0");
        assert_eq!(us.expect("ourselves")["dependsOn"], json!(["pkg:cargo/a@1.0.0", "pkg:cargo/m@1.0.0"]));
    }
}
