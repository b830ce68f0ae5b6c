//! Serves the files of one folder under one path, and nothing outside that folder.

use crate::{Request, Response};
use std::collections::HashMap;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

/// A folder, and where it is mounted.
pub(super) struct Files {
    /// Empty, or with a slash in front and none behind.
    mount: String,
    folder: PathBuf,
    replaced: HashMap<String, Vec<u8>>,
    compressed: bool,
    /// Set by the host, in place of those that are sent otherwise.
    headers: Vec<(String, String)>,
}

/// The types of all files that a web client may contain.
const CONTENT_TYPES: &[(&str, &str)] = &[
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
];

/// Brotli's quality and window, chosen for speed.
const QUALITY: u32 = 5;
const WINDOW: u32 = 22;

impl Files {
    pub(super) fn new(mount: &str, folder: PathBuf) -> Self {
        let bare = mount.trim_matches('/');
        let mount = if bare.is_empty() { String::new() } else { format!("/{bare}") };
        Self { mount, folder, replaced: HashMap::new(), compressed: false, headers: Vec::new() }
    }

    pub(super) fn replace(&mut self, path: &str, bytes: Vec<u8>) {
        self.replaced.insert(path.trim_start_matches('/').to_owned(), bytes);
    }

    pub(super) fn compress(&mut self, compressed: bool) {
        self.compressed = compressed;
    }

    pub(super) fn set_header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// The file that a `GET` or `HEAD` asks for. `None` leaves the request to others.
    pub(super) fn answer(&self, request: &Request, base_path: &str) -> Option<Response> {
        let path = request.target.split('?').next().unwrap_or_default();
        let inside = path.strip_prefix(base_path)?.strip_prefix(self.mount.as_str())?;
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return None;
        }
        if inside.is_empty() {
            return Some(redirect_to_folder(path));
        }
        let name = decode(inside.strip_prefix('/')?)?;
        let name = if name.is_empty() || name.ends_with('/') { name + "index.html" } else { name };
        if let Some(bytes) = self.replaced.get(&name) {
            return Some(self.wrap(request, Path::new(&name), bytes.clone()));
        }
        let file = self.locate(&name)?;
        if file.is_dir() {
            return Some(redirect_to_folder(path));
        }
        let bytes = std::fs::read(&file).ok()?;
        Some(self.wrap(request, &file, bytes))
    }

    /// The real path of a file, if it is in the folder.
    fn locate(&self, name: &str) -> Option<PathBuf> {
        let plain = |part: Component| matches!(part, Component::Normal(_));
        if !Path::new(name).components().all(plain) || name.contains(['\\', '\0']) {
            return None;
        }
        let file = self.folder.join(name).canonicalize().ok()?;
        let folder = self.folder.canonicalize().ok()?;
        file.starts_with(folder).then_some(file)
    }

    fn wrap(&self, request: &Request, file: &Path, bytes: Vec<u8>) -> Response {
        let extension = file.extension().and_then(|extension| extension.to_str());
        let known = |(name, _): &&(&str, &str)| extension.is_some_and(|extension| extension.eq_ignore_ascii_case(name));
        let content_type = CONTENT_TYPES.iter().find(known).map_or("application/octet-stream", |known| known.1);
        let tag = tag(&bytes);
        // As README.md tells hosts to do.
        let keep = if is_named_after_content(file) { "max-age=31536000, immutable" } else { "no-cache" };
        let mut headers = vec![
            ("Content-Type".to_owned(), content_type.to_owned()),
            ("Cache-Control".to_owned(), keep.to_owned()),
            ("ETag".to_owned(), tag.clone()),
        ];
        for (name, value) in &self.headers {
            headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
            if !value.is_empty() {
                headers.push((name.clone(), value.clone()));
            }
        }
        if request.header_value("If-None-Match") == Some(&tag) {
            return Response { status: 304, headers, body: Vec::new() };
        }
        let accepted = request.header_value("Accept-Encoding").unwrap_or_default();
        let accepted = accepted.split([',', ';']).any(|coding| coding.trim() == "br");
        let mut body = bytes;
        if self.compressed {
            headers.push(("Vary".to_owned(), "Accept-Encoding".to_owned()));
            if let Some(packed) = accepted.then(|| packed(file, &body)).flatten() {
                body = packed;
                headers.push(("Content-Encoding".to_owned(), "br".to_owned()));
            }
        }
        Response { status: 200, headers, body }
    }
}

/// An entity tag made from the content.
fn tag(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    let first = digest.as_ref().first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
    format!("\"{first:016x}\"")
}

/// True if the name contains sixteen hexadecimal digits, as the release build gives to files that may be cached
/// forever.
fn is_named_after_content(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_hash = |word: &str| word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(['-', '_', '.']).any(is_hash)
}

/// The `.br` file next to a file, or its bytes compressed now.
fn packed(file: &Path, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".br");
    if file.is_absolute()
        && let Ok(packed) = std::fs::read(beside)
    {
        return Some(packed);
    }
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, QUALITY, WINDOW);
    writer.write_all(bytes).ok()?;
    Some(writer.into_inner())
}

/// Without the slash, every relative address on the folder's page would be wrong.
fn redirect_to_folder(path: &str) -> Response {
    let last = path.rsplit('/').next().unwrap_or_default();
    let location = if last.is_empty() { "/".to_owned() } else { format!("{last}/") };
    Response { status: 301, headers: vec![("Location".to_owned(), location)], body: Vec::new() }
}

/// Decodes percent escapes as in a path, where `+` means itself.
fn decode(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while position < bytes.len() {
        if bytes[position] == b'%' {
            let digits = path.get(position + 1..position + 3)?;
            decoded.push(u8::from_str_radix(digits, 16).ok()?);
            position += 3;
        } else {
            decoded.push(bytes[position]);
            position += 1;
        }
    }
    String::from_utf8(decoded).ok()
}
