//! Entering a code with the camera: what the waiting device shows as a QR code is read from its screen. Like any link it
//! leads to the confirm step and no further.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::approving_device::ApprovingDevice;
use crate::app::browser::camera::{self, Camera};
use crate::app::browser::clock;
use crate::app::components::{Button, Icon, Status};
use crate::app::state::use_layer;
use crate::flow::approval::State;
use crate::jellyfin::code::Code;
use crate::text::settings as words;

/// Between two looks at what the camera sees.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

const PICTURE: &str = "camera";

/// The camera, for a code that need not be typed.
#[derive(Clone, Copy)]
pub struct Scanner {
    scan: RwSignal<Scan>,
    device: ApprovingDevice,
    problem: RwSignal<String>,
    on_code: Callback<(Code,)>,
}

/// Whether the camera looks for a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scan {
    /// It does not.
    Off,
    /// It does, or the person is being asked whether it may.
    On,
    /// It is to be switched off.
    Stopping,
}

impl Scanner {
    /// None where the browser offers no such thing.
    pub fn new(
        device: ApprovingDevice,
        problem: RwSignal<String>,
        on_code: impl Fn(Code) + Send + Sync + 'static,
    ) -> Option<Self> {
        if !camera::is_offered() {
            return None;
        }
        let scanner = Self { scan: RwSignal::new(Scan::Off), device, problem, on_code: Callback::from(on_code) };
        use_layer(move || scanner.is_on(), move || scanner.stop());
        Some(scanner)
    }

    fn is_on(self) -> bool {
        self.scan.get() == Scan::On
    }

    fn press(self) {
        if untrack(move || self.is_on()) {
            self.stop();
        } else {
            self.scan.set(Scan::On);
            self.problem.set(String::new());
            // Also when the screen is gone: a camera that the person allows late has to be switched off again.
            spawn_local(self.look());
        }
    }

    fn stop(self) {
        self.scan.update(|scan| {
            if *scan == Scan::On {
                *scan = Scan::Stopping;
            }
        });
    }

    /// Not any more once the screen is gone.
    fn is_wanted(self) -> bool {
        self.scan.try_get_untracked() == Some(Scan::On)
            && self.device.state.try_with_untracked(|state| *state == State::Entering) == Some(true)
    }

    /// Switches the camera on and looks, until there is a code or nobody wants it any more.
    async fn look(self) {
        let camera = Camera::on(PICTURE).await;
        if camera.is_none() {
            self.problem.set(words::NO_CAMERA.text().to_owned());
        }
        while let Some(camera) = camera.as_ref().filter(|_| self.is_wanted() && !document().hidden()) {
            let seen = camera.read().await;
            match seen.as_deref().map(Code::parse) {
                Some(Ok(code)) if self.is_wanted() => self.on_code.run((code,)),
                Some(Err(_)) => self.problem.set(words::NOT_A_CODE.text().to_owned()),
                _ => {}
            }
            clock::sleep(LOOK_AGAIN).await;
        }
        drop(camera);
        self.scan.set(Scan::Off);
    }
}

/// What the camera sees, while it is on.
#[component]
pub fn CameraPicture(
    /// The camera.
    scanner: Scanner,
) -> impl IntoView {
    let hint = move || if scanner.is_on() { words::SCANNING.text() } else { "" }.to_owned();
    let class = move || if scanner.is_on() { "picture" } else { "gone" };
    view! {
        <Status class="hint" text=hint />
        <video id=PICTURE class=class autoplay=true playsinline=true aria-hidden="true"></video>
    }
}

/// The button that switches it on and off.
#[component]
pub fn ScanButton(
    /// The camera.
    scanner: Scanner,
) -> impl IntoView {
    let label = move || if scanner.is_on() { words::STOP_SCAN } else { words::SCAN }.text().to_owned();
    let is_stopping = move || scanner.scan.get() == Scan::Stopping;
    view! { <Button id="scan" icon=Icon::Scan label=label is_busy=is_stopping on_press=move || scanner.press() /> }
}
