//! Draws the loading of pages as an SVG: a row for each request, and one for the processor.

use std::fmt::Write;

use super::load::Load;

const LEFT: f64 = 260.0;
const WIDTH: f64 = 900.0;
const ROW: f64 = 18.0;

/// An SVG with one block for each load, all on the same scale.
pub fn draw(loads: &[(&str, &Load)]) -> String {
    let end = |load: &Load| load.requests.iter().filter_map(|request| request.ended).fold(load.code, f64::max);
    let longest = loads.iter().map(|(_, load)| end(load)).fold(1.0, f64::max);
    let x = |time: f64| LEFT + time.min(longest) / longest * WIDTH;
    let mut rows = String::new();
    let mut y = 10.0;
    for (name, load) in loads {
        let title =
            format!("{name}: the code after {:.0} ms, the first paint after {:.0} ms", load.code, load.first_paint);
        text(&mut rows, 10.0, y + 14.0, "title", &title);
        y += ROW + 6.0;
        let top = y;
        for request in &load.requests {
            let answered = request.answered.unwrap_or(longest);
            let ended = request.ended.unwrap_or(longest);
            let file = request.path.rsplit('/').find(|part| !part.is_empty()).unwrap_or("/");
            let label = format!("{} · {:.0} B", file.split('?').next().unwrap_or(file), request.bytes);
            text(&mut rows, 10.0, y + 13.0, "", &label);
            bar(&mut rows, x(request.sent), x(answered), y, "waiting");
            bar(&mut rows, x(answered), x(ended), y, "arriving");
            y += ROW;
        }
        text(&mut rows, 10.0, y + 13.0, "", "processor busy for over 50 ms");
        for (start, length) in &load.busy {
            bar(&mut rows, x(*start), x(start + length), y, "busy");
        }
        y += ROW;
        for (time, class) in [(load.first_paint, "paint"), (load.code, "code")] {
            let x = x(time);
            let _ = writeln!(rows, r#"<path class="{class}" d="M{x:.1} {top:.1}V{y:.1}"/>"#);
        }
        y += ROW;
    }
    let mut scale = String::new();
    let mut time = 0.0;
    while time <= longest {
        text(&mut scale, x(time), y + 12.0, "", &format!("{time:.0} ms"));
        let _ = writeln!(scale, r#"<path class="line" d="M{0:.1} 0V{y:.1}"/>"#, x(time));
        time += 250.0;
    }
    let (width, height) = (LEFT + WIDTH + 60.0, y + 24.0);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<style>text {{ font: 11px sans-serif }} .title {{ font-weight: bold }} .waiting {{ fill: #cfd6e4 }} .arriving {{ fill: #3a7bd5 }}
.busy {{ fill: #d0563f }} path {{ stroke-width: 1.5 }} .paint {{ stroke: #2a9d5c }} .code {{ stroke: #7a2fd0 }} .line {{ stroke: #e4e4e4 }}</style>
<rect width="100%" height="100%" fill="white"/>
{scale}{rows}<text x="{LEFT}" y="12">grey: waiting · blue: arriving · red: busy · green line: first paint · violet line: the code</text>
</svg>
"#
    )
}

fn bar(out: &mut String, from: f64, to: f64, y: f64, class: &str) {
    let width = (to - from).max(0.5);
    let _ = writeln!(
        out,
        r#"<rect class="{class}" x="{from:.1}" y="{:.1}" width="{width:.1}" height="{}"/>"#,
        y + 3.0,
        ROW - 5.0
    );
}

fn text(out: &mut String, x: f64, y: f64, class: &str, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(out, r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{words}</text>"#);
}
