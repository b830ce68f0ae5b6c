//! The app for televisions, as webOS and Tizen install it, made of the release files. On `file:` nothing can be fetched: the
//! program comes as a script, and the configuration stands in the page, where src/boot/early.js looks for it.

pub mod archives;
mod tizen;
mod webos;

use std::{fs, path::Path};

use archives::Entry;

use crate::pictures::{self, Shape};

/// The name under which both show the app.
const TITLE: &str = "Quick Connect";

/// What the page holds, in which the configuration is put.
const HEAD: &str = "<head>";

/// What a package does not need: that which is fetched, what other pages load, and what a home screen asks a page for.
const LEFT_OUT: [&str; 5] = [".wasm", "config.json", "embed.js", "manifest.json", ".png"];

/// How the links to that begin in the page.
const HOME_SCREEN_LINKS: [&str; 3] =
    ["<link rel=\"manifest\"", "<link rel=\"apple-touch-icon\"", "<link rel=\"icon\" href=\"favicon.png\""];

/// webOS's package: its name, and what is in it.
///
/// # Errors
///
/// When an archive cannot be made.
pub fn webos(app: &[Entry], version: &str) -> Result<(String, Vec<u8>), String> {
    Ok((webos::name(version), webos::package(app, version)?))
}

/// Tizen's package, which its owner has to sign.
///
/// # Errors
///
/// When the archive cannot be made.
pub fn tizen(app: &[Entry], version: &str) -> Result<(String, Vec<u8>), String> {
    Ok((tizen::name(version), tizen::package(app, version)?))
}

/// The files of the app, from the release files in the folder. The configuration is what would stand in `config.json`.
///
/// # Errors
///
/// When files are missing or cannot be read, or a picture cannot be made.
pub fn app(release_files: &Path, configuration: &str) -> Result<Vec<Entry>, String> {
    let unread = |error| format!("{} cannot be read: {error}.", release_files.display());
    let mut entries = Vec::new();
    for file in fs::read_dir(release_files).map_err(unread)? {
        let path = file.map_err(unread)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let content = fs::read(&path).map_err(unread)?;
        if name == "index.html" {
            let page = String::from_utf8(content).map_err(|_| "index.html is not a text.")?;
            entries
                .push(Entry { name, content: with_configuration(&without_links(&page), configuration)?.into_bytes() });
        } else if !LEFT_OUT.iter().any(|end| name.ends_with(end)) {
            entries.push(Entry { name, content });
        }
    }
    if !entries.iter().any(|entry| entry.name.ends_with("_program.js")) {
        return Err(format!("There is no program as a script in {}.", release_files.display()));
    }
    for (size, name) in [(80, "icon80.png"), (117, "icon117.png"), (130, "icon130.png")] {
        entries.push(Entry { name: name.to_owned(), content: pictures::icon(size, Shape::Round)? });
    }
    entries.push(Entry { name: "splash.png".to_owned(), content: pictures::splash()? });
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// The page without the links for a home screen.
fn without_links(page: &str) -> String {
    let mut page = page.to_owned();
    for link in HOME_SCREEN_LINKS {
        if let Some(start) = page.find(link)
            && let Some(length) = page[start..].find('>')
        {
            page.replace_range(start..=start + length, "");
        }
    }
    page
}

/// The page with this configuration in it.
fn with_configuration(page: &str, configuration: &str) -> Result<String, String> {
    if page.matches(HEAD).count() != 1 {
        return Err(format!("index.html should contain {HEAD} once."));
    }
    let escaped = configuration.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    Ok(page.replace(HEAD, &format!("{HEAD}<meta name=\"config\" content=\"{escaped}\">")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_package_names_nothing_for_a_home_screen() {
        let page = without_links(include_str!("../../../index.html"));
        for name in ["rel=\"manifest\"", "apple-touch-icon", "favicon.png"] {
            assert!(!page.contains(name), "{name}");
        }
        assert!(page.contains("<link data-trunk rel=\"icon\" href=\"icon.svg\">"), "its own icon stays");
    }

    #[test]
    fn the_configuration_stands_in_the_page_as_an_attribute() {
        let page = with_configuration("<html><head><title>", r#"{ "name": "<A> & B" }"#).expect("a page");
        assert_eq!(
            page,
            "<html><head><meta name=\"config\" content=\"{ &quot;name&quot;: &quot;&lt;A> &amp; B&quot; }\"><title>"
        );
        assert!(with_configuration("<html>", "{}").is_err());
    }
}
