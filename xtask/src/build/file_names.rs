//! Names files after their content, so that a browser may cache them forever.

use std::fs;
use std::path::Path;

use crate::sha256::sha256;

/// Writes a file's final content under a name made from that content, and returns the page with the new name in it.
/// Trunk's own name is a hash of Cargo's output: it would stay the same if only a later step changed the file.
pub fn rename(path: &Path, content: &[u8], html: &str) -> Result<String, String> {
    let unwritable = |error| format!("{} cannot be written: {error}.", path.display());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let new =
        named_after(name, content).ok_or_else(|| format!("Trunk should have put a hash into the name {name}."))?;
    if !html.contains(name) {
        return Err(format!("index.html does not name {name}."));
    }
    fs::write(path, content).and_then(|()| fs::rename(path, path.with_file_name(&new))).map_err(unwritable)?;
    Ok(html.replace(name, &new))
}

/// The name with a new hash instead of Trunk's, which is the last word of up to sixteen hexadecimal digits. Trunk
/// leaves out leading zeros.
fn named_after(name: &str, content: &[u8]) -> Option<String> {
    const LENGTH: usize = 16;
    const LEAST: usize = 10;
    let is_hash =
        |word: &&str| (LEAST..=LENGTH).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let old = name.rsplit(|character: char| !character.is_ascii_alphanumeric()).find(is_hash)?;
    let mut new = sha256(content);
    new.truncate(LENGTH);
    Some(name.replace(old, &new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content_and_with_nothing_else() {
        let named = |name, content: &str| named_after(name, content.as_bytes());
        let one = named("app-1e283b49e3cacbf5_bg.wasm", "one").expect("a name");
        assert!(one.starts_with("app-") && one.ends_with("_bg.wasm") && one.len() == 28, "{one}");
        assert_ne!(Some(&one), named("app-1e283b49e3cacbf5_bg.wasm", "two").as_ref());
        assert_eq!(Some(&one), named("app-0000000000000000_bg.wasm", "one").as_ref());
        assert_eq!(Some(&one), named("app-92927006b3fc1d7_bg.wasm", "one").as_ref(), "a hash that begins with a zero");
        assert_eq!(named("app.js", "one"), None);
    }

    #[test]
    fn a_file_moves_to_its_name_and_the_page_follows() {
        let folder = std::env::temp_dir().join(format!("finish-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("app-1e283b49e3cacbf5.js");
        fs::write(&path, "before").expect("a file");
        let html = rename(&path, b"after", "'./app-1e283b49e3cacbf5.js' \"./app-1e283b49e3cacbf5.js\"");
        let new = named_after("app-1e283b49e3cacbf5.js", b"after").expect("a name");
        let content = fs::read_to_string(folder.join(&new));
        let is_gone = !path.exists();
        assert!(rename(&folder.join(&new), b"", "another page").is_err());
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(html, Ok(format!("'./{new}' \"./{new}\"")));
        assert_eq!(content.ok().as_deref(), Some("after"));
        assert!(is_gone);
    }
}
