//! What an administrator puts on the login page.

use serde::Deserialize;

use super::wire::{Flag, Text};
use super::{Call, Lost, Method, Reply, unexpected};

/// Where the picture behind the login page is, below the server's base address, when there is one.
pub const SPLASH: &str = "/Branding/Splashscreen";

/// What the login page is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branding {
    /// Markdown or HTML as the administrator wrote it; [`crate::jellyfin::login_disclaimer::paragraphs`] makes it safe.
    pub disclaimer: Option<String>,
    /// Whether a picture is wanted. It may be missing all the same.
    pub has_splash: bool,
}

/// Asks what the login page is to show. Anonymous, so without a preflight.
#[must_use]
pub fn branding() -> Call {
    Call::new(Method::Get, "/Branding/Configuration")
}

/// Reads the answer to [`branding`].
///
/// # Errors
/// Why nothing is known. A login page does as well without.
pub fn read_branding(reply: Reply) -> Result<Branding, Lost> {
    let answer = reply?;
    if answer.status != 200 {
        return Err(unexpected(&answer));
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
    use super::super::Answer;
    use super::*;

    fn read(status: u16, body: &str) -> Result<Branding, Lost> {
        read_branding(Ok(Answer { status, body: body.into() }))
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
