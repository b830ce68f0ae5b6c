//! What an administrator has put on the login page: a text and a picture.

use serde::Deserialize;

use super::http::json::{Flag, Text};
use super::http::{Call, Lost, Method, Reply};

/// The path of the picture behind the login page, below the server's base address.
pub const SPLASH: &str = "/Branding/Splashscreen";

/// What the login page should show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branding {
    /// Markdown or HTML, as the administrator wrote it. [`super::login_disclaimer::paragraphs`] makes it safe to show.
    pub disclaimer: Option<String>,
    /// Whether a picture is wanted. It may still be missing.
    pub has_splash: bool,
}

/// Asks what the login page should show. Anonymous, so it needs no preflight.
#[must_use]
pub fn branding() -> Call {
    Call::new(Method::Get, "/Branding/Configuration")
}

/// Reads the answer to [`branding`].
///
/// # Errors
/// Why nothing is known. The login page works without it.
pub fn read_branding(reply: Reply) -> Result<Branding, Lost> {
    let answer = reply?;
    if answer.status != 200 {
        return Err(answer.unexpected());
    }
    let branding: BrandingOptions = answer.object()?;
    Ok(Branding {
        disclaimer: branding.login_disclaimer.filled(),
        has_splash: branding.splashscreen_enabled.0 == Some(true),
    })
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct BrandingOptions {
    login_disclaimer: Text,
    splashscreen_enabled: Flag,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jellyfin::http::Answer;

    fn read(status: u16, body: &str) -> Result<Branding, Lost> {
        read_branding(Ok(Answer::new(status, body)))
    }

    #[test]
    fn a_login_page_has_a_text_and_a_picture_or_neither() {
        for (body, disclaimer, has_splash) in [
            (r#"{"LoginDisclaimer":"Be \u003Cb\u003Ekind","SplashscreenEnabled":true}"#, Some("Be <b>kind"), true),
            (r#"{"loginDisclaimer":"x","splashscreenEnabled":false}"#, Some("x"), false),
            (r#"{"LoginDisclaimer":"","CustomCss":"a{}"}"#, None, false),
            (r#"{"LoginDisclaimer":null,"SplashscreenEnabled":"true"}"#, None, false),
            ("{}", None, false),
        ] {
            let expected = Branding { disclaimer: disclaimer.map(str::to_owned), has_splash };
            assert_eq!(read(200, body), Ok(expected), "{body}");
        }
    }

    #[test]
    fn anything_else_says_nothing() {
        for (status, body, lost) in [
            (200, "<html>", Lost::Page),
            (200, "[]", Lost::Garbled),
            (200, "\"\"", Lost::Garbled),
            (404, "", Lost::NotFound),
            (503, "<html>", Lost::Starting),
            (500, "Error processing request.", Lost::Status(500)),
        ] {
            assert_eq!(read(status, body), Err(lost), "{status} {body}");
        }
        assert_eq!(read_branding(Err(Lost::Offline)), Err(Lost::Offline));
    }
}
