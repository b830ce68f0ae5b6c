//! What the page costs while it waits for an approval.

use std::time::Duration;

use harness::devtools::{Browser, Outcome};
use serde_json::{Value, json};

/// How long it is watched, in seconds.
const WATCHED: u64 = 10;

/// Watches the page wait, and says in words what that took.
pub fn report(browser: &mut Browser, address: &str) -> Outcome<String> {
    browser.command("Performance.enable", &json!({}))?;
    browser.command("Page.navigate", &json!({ "url": address }))?;
    let has_code = "!!document.getElementById('quick-connect-code')";
    while browser.evaluate(has_code)? != Value::Bool(true) {
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_secs(3));
    let before = metrics(browser)?;
    std::thread::sleep(Duration::from_secs(WATCHED));
    let after = metrics(browser)?;
    let spent = |name: &str| after(name) - before(name);
    Ok(format!(
        "While it waits, in {WATCHED} s: {} layouts, {} times styles anew, {:.1} ms of scripts, {:.1} ms in all.",
        spent("LayoutCount"),
        spent("RecalcStyleCount"),
        spent("ScriptDuration") * 1000.0,
        spent("TaskDuration") * 1000.0,
    ))
}

fn metrics(browser: &mut Browser) -> Outcome<impl Fn(&str) -> f64 + use<>> {
    let metrics = browser.command("Performance.getMetrics", &json!({}))?;
    Ok(move |name: &str| {
        let metric = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == name);
        metric.and_then(|metric| metric["value"].as_f64()).unwrap_or_default()
    })
}
