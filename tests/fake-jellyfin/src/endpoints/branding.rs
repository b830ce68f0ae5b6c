//! What an administrator puts on the sign-in page (`BrandingController`).

use crate::Jellyfin;
use crate::pipeline::answer::Answer;
use crate::pipeline::answer::Outcome;
use crate::pipeline::call::Call;
use crate::state::png::square;
use serde_json::json;

impl Jellyfin {
    /// Texts that are not set are left out.
    pub(crate) fn branding(&mut self, _: &Call) -> Answer {
        Answer::json(json!({
            "LoginDisclaimer": self.disclaimer,
            "CustomCss": self.custom_css,
            "SplashscreenEnabled": self.has_splash_screen,
        }))
    }

    /// An unset style sheet is an empty one, not a 204.
    pub(crate) fn css(&mut self, _: &Call) -> Answer {
        let css = self.custom_css.clone().unwrap_or_default();
        Answer::bytes(200, "text/css; charset=utf-8", css.into_bytes())
    }

    /// A picture, if an administrator wants one.
    pub(crate) fn splash_screen(&mut self, _: &Call) -> Outcome {
        let shown = self
            .has_splash_screen
            .then(|| Answer::bytes(200, "image/png", square([32, 16, 64])).with("Cache-Control", "public"));
        shown.ok_or_else(|| Answer::problem(404))
    }
}
