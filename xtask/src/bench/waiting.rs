//! What the page costs while it waits for an approval: what it does in some seconds, and what an hour leaves behind.

use std::time::Duration;

use serde_json::{Value, json};
use xtask::browser::{Outcome, headless_chromium::HeadlessChromium};

/// How long it is watched, in seconds.
const WATCHED: u64 = 10;

/// For the browser: it compiles nothing anew that runs often, because what that takes is kept in the heap, too, and grows
/// for an hour whatever the page does.
pub const FLAGS: &[&str] = &["--js-flags=--no-opt --no-maglev --no-sparkplug --no-lazy-feedback-allocation"];

/// How long it waits, on a clock that runs as fast as the page can follow, in milliseconds.
const HOUR: u32 = 60 * 60 * 1000;

/// How much larger the heap may be after that.
const GROWTH: f64 = 1.05;

/// Counts the timers that go off.
const WATCH: &str = "
    window.wakeUps = 0;
    (function (set) {
        window.setTimeout = function (task, time) {
            return set(function () { wakeUps += 1; task(); }, time);
        };
    }(window.setTimeout));";

/// Watches the page wait; what it costs in words, and whether that is too much: memory that grows, or more than one
/// wake-up a second.
pub fn report(browser: &mut HeadlessChromium, address: &str) -> Outcome<(String, bool)> {
    browser.command("Performance.enable", &json!({}))?;
    browser.command("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WATCH }))?;
    browser.command("Page.navigate", &json!({ "url": address }))?;
    while browser.evaluate("!!document.getElementById('check-now')")? != Value::Bool(true) {
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_secs(3));
    let before = metrics(browser)?;
    std::thread::sleep(Duration::from_secs(WATCHED));
    let after = metrics(browser)?;
    let spent = |name: &str| after(name) - before(name);
    let waiting = format!(
        "While it waits, in {:.1} s: {} wake-ups, {} layouts, {} times styles anew, {:.1} ms of scripts, {:.1} ms in all.",
        spent("Timestamp"),
        spent("wakeUps"),
        spent("LayoutCount"),
        spent("RecalcStyleCount"),
        spent("ScriptDuration") * 1000.0,
        spent("TaskDuration") * 1000.0,
    );
    let start = heap(browser)?;
    let policy = json!({ "policy": "pauseIfNetworkFetchesPending", "budget": HOUR });
    browser.command("Emulation.setVirtualTimePolicy", &policy)?;
    browser.wait_for("Emulation.virtualTimeBudgetExpired")?;
    let end = heap(browser)?;
    let hour =
        format!("After an hour of waiting the heap has {:.0} kB; {:.0} kB at its start.", end / 1e3, start / 1e3);
    // Once a second, the first and the last of which may both be within.
    let is_too_much = end > start * GROWTH || spent("wakeUps") > spent("Timestamp") + 1.0;
    Ok((format!("{waiting}\n{hour}"), is_too_much))
}

fn heap(browser: &mut HeadlessChromium) -> Outcome<f64> {
    browser.command("HeapProfiler.collectGarbage", &json!({}))?;
    let usage = browser.command("Runtime.getHeapUsage", &json!({}))?;
    Ok(usage["usedSize"].as_f64().unwrap_or_default())
}

fn metrics(browser: &mut HeadlessChromium) -> Outcome<impl Fn(&str) -> f64 + use<>> {
    let wake_ups = browser.evaluate("wakeUps")?.as_f64().unwrap_or_default();
    let metrics = browser.command("Performance.getMetrics", &json!({}))?;
    Ok(move |name: &str| {
        if name == "wakeUps" {
            return wake_ups;
        }
        let metric = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == name);
        metric.and_then(|metric| metric["value"].as_f64()).unwrap_or_default()
    })
}
