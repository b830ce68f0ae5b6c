//! Measures what the page costs while it waits for an approval: its activity in a few seconds, and its memory after an
//! hour.

use std::time::Duration;

use serde_json::{Value, json};
use xtask::browser::{Outcome, headless_chromium::HeadlessChromium};

/// How long the activity is measured, in seconds.
const WATCHED: u64 = 10;

/// Flags that keep the JavaScript engine from optimizing frequent code: that takes memory from the heap, which would
/// then grow for an hour whatever the page does.
pub const FLAGS: &[&str] = &["--js-flags=--no-opt --no-maglev --no-sparkplug --no-lazy-feedback-allocation"];

/// How long it waits, in milliseconds of virtual time, which passes as fast as the page can follow.
const HOUR: u32 = 60 * 60 * 1000;

/// How much the heap may grow in that time.
const GROWTH: f64 = 1.05;

/// Counts timers that fire.
const WATCH: &str = "
    window.wakeUps = 0;
    (function (set) {
        window.setTimeout = function (task, time) {
            return set(function () { wakeUps += 1; task(); }, time);
        };
    }(window.setTimeout));";

/// Measures the waiting page. Returns a report, and whether the page costs too much: growing memory, or more than one
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
        "While it waits, in {:.1} s: {} wake-ups, {} layouts, {} style recalculations, {:.1} ms of scripts, {:.1} ms in all.",
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
    let hour = format!(
        "After an hour of waiting the heap has {:.0} kB; at the start it had {:.0} kB.",
        end / 1e3,
        start / 1e3
    );
    // One more than the seconds, because both ends of the interval may have one.
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
