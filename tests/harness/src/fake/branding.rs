//! What an administrator puts on the sign-in page (`BrandingController`).

use super::Jellyfin;
use super::answer::Answer;
use super::call::Call;
use serde_json::json;

impl Jellyfin {
    /// Texts that are not set are left out.
    pub(super) fn branding(&mut self, _: &Call) -> Answer {
        Answer::json(json!({
            "LoginDisclaimer": self.disclaimer,
            "CustomCss": self.custom_css,
            "SplashscreenEnabled": false,
        }))
    }

    /// An unset style sheet is an empty one, not a 204.
    pub(super) fn css(&mut self, _: &Call) -> Answer {
        let css = self.custom_css.clone().unwrap_or_default();
        Answer::bytes(200, "text/css; charset=utf-8", css.into_bytes())
    }
}

/// There is no picture.
pub(super) fn splash_screen(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::problem(404)
}
