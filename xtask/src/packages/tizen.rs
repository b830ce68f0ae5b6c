//! The package of Tizen, a `.wgt`: a zip archive with `config.xml` at its root, by W3C's rules for widgets. It has no
//! signature: a television takes only what its owner has signed (packages/README.md).

use super::{
    TITLE,
    archives::{Entry, zip},
};

/// Ten letters and digits, as Tizen wants them.
const PACKAGE: &str = "JfQuickCon";

pub fn name(version: &str) -> String {
    format!("{PACKAGE}_{version}_unsigned.wgt")
}

pub fn package(app: &[Entry], version: &str) -> Result<Vec<u8>, String> {
    let mut entries = vec![Entry { name: "config.xml".to_owned(), content: configuration(version).into_bytes() }];
    entries.extend(app.iter().map(|entry| Entry { name: entry.name.clone(), content: entry.content.clone() }));
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    zip(&entries)
}

/// The number keys have to be asked for; a home's server may be anywhere, and by plain http.
fn configuration(version: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<widget xmlns="http://www.w3.org/ns/widgets" xmlns:tizen="http://tizen.org/ns/widgets" id="http://jellyfin.example/quick-connect" version="{version}" viewmodes="maximized">
    <name>{TITLE}</name>
    <content src="index.html"/>
    <icon src="icon117.png"/>
    <access origin="*" subdomains="true"/>
    <feature name="http://tizen.org/feature/screen.size.all"/>
    <tizen:application id="{PACKAGE}.QuickConnect" package="{PACKAGE}" required_version="2.3"/>
    <tizen:content-security-policy>default-src 'self'; connect-src *; img-src * data: blob:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'</tizen:content-security-policy>
    <tizen:privilege name="http://tizen.org/privilege/internet"/>
    <tizen:privilege name="http://tizen.org/privilege/tv.inputdevice"/>
    <tizen:profile name="tv"/>
    <tizen:setting screen-orientation="landscape" context-menu="disable" background-support="disable" encryption="disable" install-location="auto" hwkey-event="enable"/>
</widget>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::archives::read::read_zip;

    #[test]
    fn the_package_is_a_widget_whose_start_page_and_icon_are_in_it() {
        let file = |name: &str| Entry { name: name.to_owned(), content: name.as_bytes().to_vec() };
        let package = package(&[file("index.html"), file("icon117.png")], "1.2.3").expect("a package");
        let files = read_zip(&package);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["config.xml", "icon117.png", "index.html"], "in the root, where a widget has them");
        let config = String::from_utf8(files[0].1.clone()).expect("a text");
        for part in ["<content src=\"", "<icon src=\""] {
            let source = config.split_once(part).and_then(|(_, rest)| rest.split_once('"')).expect(part).0;
            assert!(names.contains(&source), "{source}");
        }
        assert!(config.contains("xmlns=\"http://www.w3.org/ns/widgets\"") && config.contains("version=\"1.2.3\""));
        for privilege in ["internet", "tv.inputdevice"] {
            assert!(config.contains(&format!("http://tizen.org/privilege/{privilege}\"")), "{privilege}");
        }
        let id = config.split_once("package=\"").and_then(|(_, rest)| rest.split_once('"')).expect("an id").0;
        assert!(id.len() == 10 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
    }
}
