//! Asks axe, a well-known program that looks for mistakes which shut people out, about what is on the screen.

use std::path::Path;

use serde_json::json;

use crate::support::device::Device;

/// Where `xtask` installs it, beside the other tools from npm.
const FILE: &str = "target/tools/npm/node_modules/axe-core/axe.min.js";

/// All that axe finds, of every rule that it has, with the place.
pub fn complaints(device: &Device) -> Vec<String> {
    if device.run("return typeof axe", json!([])) != "object" {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project").join(FILE);
        let axe = std::fs::read_to_string(&path);
        let axe =
            axe.unwrap_or_else(|_| panic!("There is no {}. `cargo verify end-to-end` installs it.", path.display()));
        device.run(&axe, json!([]));
    }
    let ask = "return axe.run(document, { resultTypes: ['violations'], iframes: false }).then(found => found.violations
        .map(it => it.id + ': ' + it.help + ' ' + it.nodes.map(node => node.target.join(' ')).join(', ')))";
    let found = device.run(ask, json!([]));
    found.as_array().expect("a list").iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}
