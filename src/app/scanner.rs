//! Entering a code with the camera: what the waiting device shows as a QR code is read from its screen. Like any link it
//! leads to the confirm step and no further. There is no button where the browser offers no such thing.

use std::time::Duration;

use leptos::prelude::*;

use super::camera::{self, Camera};
use super::model::{Model, Scan};
use super::parts::{self, element, fixed, following};
use super::shell::{Shell, spawn_detached};
use super::{clock, code_field};
use crate::flow::approval::State;
use crate::jellyfin::code::Code;
use crate::text::settings as words;

/// Between two looks at what the camera sees.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

const PICTURE: &str = "camera";

/// What the camera sees, while it is on.
pub fn picture(shell: Shell) -> AnyView {
    if !camera::is_offered() {
        return parts::nothing();
    }
    on_cleanup(move || stop(shell));
    let class = |model: &Model| if model.scan == Scan::On { "picture" } else { "gone" }.to_owned();
    let hint = |model: &Model| if model.scan == Scan::On { words::SCANNING } else { "" }.to_owned();
    let picture = vec![
        fixed("id", PICTURE),
        following(shell, "class", class),
        fixed("autoplay", ""),
        fixed("playsinline", ""),
        fixed("aria-hidden", "true"),
    ];
    parts::group(vec![parts::paragraph(shell, "hint", "status", hint), element("video", picture, vec![])])
}

/// The button that switches it on and off.
pub fn button(shell: Shell) -> AnyView {
    if !camera::is_offered() {
        return parts::nothing();
    }
    let label = |model: &Model| if model.scan == Scan::On { words::STOP_SCAN } else { words::SCAN }.to_owned();
    parts::button(shell, "scan", "", label, |model| model.scan == Scan::Stopping, press)
}

fn press(shell: Shell) {
    if shell.read(|model| model.scan == Scan::On) {
        stop(shell);
    } else {
        shell.change(|model| {
            model.scan = Scan::On;
            model.refusal = None;
        });
        // Also when the screen is gone: a camera that the person allows late has to be switched off again.
        spawn_detached(scan(shell));
    }
}

/// Switches the camera off, if it is on.
pub fn stop(shell: Shell) {
    if shell.read(|model| model.scan == Scan::On) {
        shell.change(|model| model.scan = Scan::Stopping);
    }
}

/// Switches the camera on and looks, until there is a code or nobody wants it any more.
async fn scan(shell: Shell) {
    let camera = Camera::on(PICTURE).await;
    if camera.is_none() {
        shell.change(|model| model.refusal = Some(words::NO_CAMERA.to_owned()));
    }
    let is_wanted = move |model: &Model| model.scan == Scan::On && model.approval == State::Entering;
    while let Some(camera) = camera.as_ref().filter(|_| shell.read(is_wanted) && !document().hidden()) {
        let seen = camera.read().await;
        match seen.as_deref().map(Code::parse) {
            Some(Ok(code)) if shell.read(is_wanted) => {
                shell.keep_code(Some(code.digits()));
                code_field::fill(shell, &code.digits());
                code_field::submit(shell);
            }
            Some(Err(_)) => shell.change(|model| model.refusal = Some(words::NOT_A_CODE.to_owned())),
            _ => {}
        }
        clock::sleep(LOOK_AGAIN).await;
    }
    drop(camera);
    shell.change(|model| model.scan = Scan::Off);
}
