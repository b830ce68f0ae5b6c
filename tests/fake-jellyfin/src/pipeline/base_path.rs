//! The base path, if the administrator has set one, and the redirect that a request outside of it gets
//! (`BaseUrlRedirectionMiddleware`).

use crate::Jellyfin;
use crate::pipeline::answer::Answer;
use crate::pipeline::message::Request;

/// Where a request belongs.
pub(crate) enum Place {
    /// Inside; the path without the prefix.
    Inside(String),
    /// Outside, or the base path itself without a slash.
    Elsewhere(Answer),
}

const OLD_NAMES: [&str; 2] = ["/emby", "/mediabrowser"];

impl Jellyfin {
    /// Sorts a request by its path. Both ways to be elsewhere answer without CORS headers.
    pub(crate) fn place(&self, request: &Request) -> Place {
        let path = request.target.split('?').next().unwrap_or_default();
        let base = self.base_path.as_str();
        if base.is_empty() {
            let is_front_door = matches!(path, "" | "/");
            return if is_front_door { self.redirect(path) } else { Place::Inside(self.without_old_name(path)) };
        }
        let starts_alike = path.get(..base.len()).is_some_and(|start| start.eq_ignore_ascii_case(base));
        let rest = if starts_alike { &path[base.len()..] } else { "" };
        match rest {
            "" | "/" if path.eq_ignore_ascii_case("/health") => {
                Place::Elsewhere(Answer::empty(302).with("Location", format!("{base}/health")))
            }
            "" | "/" => self.redirect(path),
            _ if rest.starts_with('/') => Place::Inside(self.without_old_name(rest)),
            _ => Place::Elsewhere(Answer::empty(404)),
        }
    }

    /// Until 10.11 the names of its forerunners could stand in front.
    fn without_old_name(&self, path: &str) -> String {
        let rest = OLD_NAMES.iter().find_map(|name| {
            let (start, rest) = path.split_at_checked(name.len())?;
            (start.eq_ignore_ascii_case(name) && rest.starts_with('/')).then_some(rest)
        });
        rest.filter(|_| self.version.answers_below_old_names()).unwrap_or(path).to_owned()
    }

    fn redirect(&self, path: &str) -> Place {
        let base = &self.base_path;
        let location = if self.version.redirects_relatively() {
            relative(path, &format!("{base}/web/"))
        } else {
            format!("{base}/web/index.html")
        };
        Place::Elsewhere(Answer::empty(302).with("Location", location))
    }
}

/// The way from one absolute path to another: up to the last folder they share, then down.
fn relative(from: &str, to: &str) -> String {
    let alike = from.bytes().zip(to.bytes()).take_while(|(left, right)| left == right).count();
    let shared = to[..alike].rfind('/').map_or(1, |slash| slash + 1);
    let ups = from.get(shared..).unwrap_or_default().matches('/').count();
    "../".repeat(ups) + &to[shared..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_redirect_climbs_out_of_the_folders_asked_for() {
        for (from, expected) in [
            ("/System/Info/Public", "../../jellyfin/web/"),
            ("/QuickConnect/Initiate", "../jellyfin/web/"),
            ("/", "jellyfin/web/"),
            ("/jellyfin", "jellyfin/web/"),
            ("/jellyfin/", "web/"),
        ] {
            assert_eq!(relative(from, "/jellyfin/web/"), expected, "{from}");
        }
    }
}
