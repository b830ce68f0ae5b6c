//! Loads a page once and measures when the code was on the screen and what was transferred for it.

use std::time::Duration;

use serde_json::{Value, json};
use xtask::browser::{Outcome, headless_chromium::HeadlessChromium};

/// How many times slower than this machine a television is, roughly.
pub const SLOWED: u32 = 6;

/// How far away the server is.
pub struct Network {
    /// What it is called.
    pub name: &'static str,
    /// To the server and back.
    round_trip_ms: u32,
    /// In both directions.
    bytes_per_second: u32,
    /// How many times as long as the page by hand ours may take here.
    pub limit: f64,
}

impl Network {
    /// A television in the server's own house; and 4G as `WebPageTest` and Lighthouse take it.
    pub const ALL: [Self; 2] = [
        Self { name: "home", round_trip_ms: 4, bytes_per_second: 30_000_000 / 8, limit: 1.2 },
        Self { name: "mobile", round_trip_ms: 170, bytes_per_second: 9_000_000 / 8, limit: 1.12 },
    ];
}

/// Reports when six digits are on the screen, which is after the frame that follows their insertion into the document, and
/// when the program has put its buttons there, which work from then on.
const WATCH: &str = "
    (function () {
        var busy = [], paints = {}, shifts = 0, usable;
        function observe(type, take) {
            new PerformanceObserver(function (list) { list.getEntries().forEach(take); }).observe({ type: type, buffered: true });
        }
        observe('longtask', function (entry) { busy.push([entry.startTime, entry.duration]); });
        observe('paint', function (entry) { paints[entry.name] = entry.startTime; });
        observe('layout-shift', function (entry) { shifts += entry.value; });
        var controls = new MutationObserver(function () {
            if (!document.getElementById('new-code')) { return; }
            controls.disconnect();
            usable = performance.now();
        });
        controls.observe(document, { childList: true, subtree: true });
        var watch = new MutationObserver(function () {
            var code = document.getElementById('quick-connect-code');
            if (!code || !/[0-9]{6}/.test(code.textContent)) { return; }
            watch.disconnect();
            var there = performance.now();
            requestAnimationFrame(function () { setTimeout(function () {
                var shown = performance.now();
                setTimeout(function () {
                    benchDone(JSON.stringify({
                        there: there, shown: shown, usable: usable, busy: busy, paints: paints, shifts: shifts
                    }));
                }, 2000);
            }, 0); });
        });
        watch.observe(document, { childList: true, subtree: true, characterData: true });
    }());";

/// The measurements of one load. Times are in milliseconds from its start.
pub struct Load {
    /// When the code could be read.
    pub code: f64,
    /// When the buttons beside it worked; a page without has 0.
    pub usable: f64,
    /// When anything could be read.
    pub first_paint: f64,
    /// The cumulative layout shift.
    pub shifts: f64,
    /// Tasks of more than 50 ms: start and length.
    pub busy: Vec<(f64, f64)>,
    /// The requests in order.
    pub requests: Vec<Request>,
    /// The size of the JavaScript heap after loading, in bytes.
    pub heap: f64,
    /// The size of what is outside that heap, mainly the program's memory.
    pub memory: f64,
}

/// One request. An answer that has not ended has no end time.
#[derive(Default)]
pub struct Request {
    id: String,
    /// The path.
    pub path: String,
    /// When it was sent.
    pub sent: f64,
    /// When its answer began.
    pub answered: Option<f64>,
    /// When its answer ended.
    pub ended: Option<f64>,
    /// The size of headers and body as transferred; 0 if they came from the cache.
    pub bytes: f64,
}

/// Takes a number from a load.
type Figure = fn(&Load) -> f64;

impl Load {
    /// What is printed.
    pub const FIGURES: [(&str, Figure); 9] = [
        ("time to the code, ms", |load| load.code),
        ("its buttons later by, ms", |load| (load.usable - load.code).max(0.0)),
        ("first paint, ms", |load| load.first_paint),
        ("layout shift, 1/1000", |load| load.shifts * 1000.0),
        ("requests to the code", |load| load.until_code().filter(|request| request.bytes > 0.0).map(|_| 1.0).sum()),
        ("bytes to the code", |load| load.until_code().map(|request| request.bytes).sum()),
        ("bytes in all", |load| load.requests.iter().map(|request| request.bytes).sum()),
        ("JavaScript heap, kB", |load| load.heap / 1000.0),
        ("memory beside it, kB", |load| load.memory / 1000.0),
    ];

    fn until_code(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(|request| request.ended.is_some_and(|ended| ended <= self.code))
    }
}

/// Loads a page as a slow device on this network does.
pub fn measure(browser: &mut HeadlessChromium, address: &str, network: &Network) -> Outcome<Load> {
    browser.command("Page.navigate", &json!({ "url": "about:blank" }))?;
    browser.command("Network.enable", &json!({}))?;
    browser.command("Runtime.addBinding", &json!({ "name": "benchDone" }))?;
    let watch = browser.command("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WATCH }))?;
    browser.command("Emulation.setCPUThrottlingRate", &json!({ "rate": SLOWED }))?;
    let network = json!({
        "offline": false, "latency": network.round_trip_ms,
        "downloadThroughput": network.bytes_per_second, "uploadThroughput": network.bytes_per_second,
    });
    browser.command("Network.emulateNetworkConditions", &network)?;
    // The browser is still busy with its own start.
    std::thread::sleep(Duration::from_secs(1));
    browser.take_events();
    browser.command("Page.navigate", &json!({ "url": address }))?;
    let done = browser.wait_for("Runtime.bindingCalled")?;
    let events = browser.take_events();
    browser.command("Emulation.setCPUThrottlingRate", &json!({ "rate": 1 }))?;
    browser.command("HeapProfiler.collectGarbage", &json!({}))?;
    let heap = browser.command("Runtime.getHeapUsage", &json!({}))?;
    browser.command("Page.removeScriptToEvaluateOnNewDocument", &json!({ "identifier": watch["identifier"] }))?;
    let done = done["payload"].as_str().and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or_default();
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let busy = done["busy"].as_array().into_iter().flatten().map(|task| (number(&task[0]), number(&task[1])));
    Ok(Load {
        code: number(&done["shown"]),
        usable: number(&done["usable"]),
        first_paint: number(&done["paints"]["first-contentful-paint"]),
        shifts: number(&done["shifts"]),
        busy: busy.collect(),
        requests: requests(&events),
        heap: number(&heap["usedSize"]),
        memory: number(&heap["backingStorageSize"]),
    })
}

fn requests(events: &[Value]) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    let mut start = None;
    for event in events {
        let it = &event["params"];
        let id = it["requestId"].as_str().unwrap_or_default();
        let Some(time) = it["timestamp"].as_f64().map(|seconds| seconds * 1000.0) else { continue };
        let now = time - start.unwrap_or(time);
        let known = requests.iter_mut().find(|request| request.id == id);
        match (event["method"].as_str(), known) {
            (Some("Network.requestWillBeSent"), _) => {
                let url = it["request"]["url"].as_str().unwrap_or_default();
                let Some((_, rest)) = url.split_once("://") else { continue };
                start.get_or_insert(time);
                let path = rest.split_once('/').map_or("", |(_, path)| path);
                requests.push(Request { id: id.to_owned(), path: format!("/{path}"), sent: now, ..Request::default() });
            }
            (Some("Network.responseReceived"), Some(request)) => request.answered = Some(now),
            (Some("Network.loadingFinished"), Some(request)) => {
                request.ended = Some(now);
                request.bytes = it["encodedDataLength"].as_f64().unwrap_or_default();
            }
            _ => {}
        }
    }
    requests
}
