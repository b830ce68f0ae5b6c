//! The package of webOS, an `.ipk`: an `ar` archive of two tar archives, as Debian's packages are.

use serde_json::json;

use super::{
    TITLE,
    archives::{Entry, ar, tar_gz},
};

/// By which webOS knows the app.
const ID: &str = "quickconnect.jellyfin";

pub fn name(version: &str) -> String {
    format!("{ID}_{version}_all.ipk")
}

pub fn package(app: &[Entry], version: &str) -> Result<Vec<u8>, String> {
    let place = format!("usr/palm/applications/{ID}");
    let mut data = vec![
        json_file(format!("{place}/appinfo.json"), &app_info(version)),
        json_file(
            format!("usr/palm/packages/{ID}/packageinfo.json"),
            &json!({ "app": ID, "id": ID, "loc_name": TITLE, "version": version }),
        ),
    ];
    data.extend(
        app.iter().map(|entry| Entry { name: format!("{place}/{}", entry.name), content: entry.content.clone() }),
    );
    data.sort_by(|one, other| one.name.cmp(&other.name));
    let size: usize = data.iter().map(|entry| entry.content.len()).sum();
    let control = format!(
        "Package: {ID}\nVersion: {version}\nSection: misc\nPriority: optional\nArchitecture: all\n\
         Installed-Size: {size}\nMaintainer: N/A <nobody@example.com>\nDescription: {TITLE} for Jellyfin\n\
         webOS-Package-Format-Version: 2\nwebOS-Packager-Version: x.y.x\n"
    );
    let control = [Entry { name: "control".to_owned(), content: control.into_bytes() }];
    Ok(ar(&[
        Entry { name: "debian-binary".to_owned(), content: b"2.0\n".to_vec() },
        Entry { name: "control.tar.gz".to_owned(), content: tar_gz(&control)? },
        Entry { name: "data.tar.gz".to_owned(), content: tar_gz(&data)? },
    ]))
}

/// What webOS has to know. The page looks after Back itself and ends the app where there is nothing to go back to.
fn app_info(version: &str) -> serde_json::Value {
    json!({
        "id": ID,
        "version": version,
        "vendor": "Jellyfin Quick Connect",
        "type": "web",
        "main": "index.html",
        "title": TITLE,
        "icon": "icon80.png",
        "largeIcon": "icon130.png",
        "splashBackground": "splash.png",
        "bgColor": "#0c0b16",
        "iconColor": "#1c1a2e",
        "resolution": "1920x1080",
        "disableBackHistoryAPI": true,
        // Started again, it only comes to the front.
        "handlesRelaunch": false,
    })
}

fn json_file(name: String, value: &serde_json::Value) -> Entry {
    Entry { name, content: format!("{value:#}\n").into_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::archives::read::{read_ar, read_tar_gz};

    #[test]
    fn the_package_has_the_three_parts_and_the_app_where_webos_looks_for_it() {
        let app = [Entry { name: "index.html".to_owned(), content: b"<html>".to_vec() }];
        let package = package(&app, "1.2.3").expect("a package");
        assert_eq!(package, self::package(&app, "1.2.3").expect("the same again"));
        let parts = read_ar(&package);
        let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["debian-binary", "control.tar.gz", "data.tar.gz"]);
        assert_eq!(parts[0].1, b"2.0\n");
        let control = String::from_utf8(read_tar_gz(&parts[1].1)[0].1.clone()).expect("a text");
        assert!(control.starts_with("Package: quickconnect.jellyfin\nVersion: 1.2.3\n"), "{control}");
        let files = read_tar_gz(&parts[2].1);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "usr/palm/applications/quickconnect.jellyfin/appinfo.json",
                "usr/palm/applications/quickconnect.jellyfin/index.html",
                "usr/palm/packages/quickconnect.jellyfin/packageinfo.json",
            ]
        );
        let info: serde_json::Value = serde_json::from_slice(&files[0].1).expect("JSON");
        assert_eq!((&info["main"], &info["version"]), (&json!("index.html"), &json!("1.2.3")));
        assert_eq!((&info["disableBackHistoryAPI"], &info["handlesRelaunch"]), (&json!(true), &json!(false)));
    }
}
