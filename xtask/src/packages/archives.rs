//! Archives that are the same for the same content: no times, no owners, in the order that is given.

use std::io::{Cursor, Write};

use flate2::{Compression, GzBuilder};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// 1 January 2000 in seconds since 1970. Some programs dislike a file of 1970.
const ALWAYS: u64 = 946_684_800;

/// May be read by everybody and written by its owner.
const MODE: u32 = 0o644;

/// A file in an archive.
pub struct Entry {
    /// Its path, with slashes.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// A compressed tar archive.
///
/// # Errors
///
/// When an entry does not fit into such an archive.
pub fn tar_gz(entries: &[Entry]) -> Result<Vec<u8>, String> {
    let pack = || {
        let compressed = GzBuilder::new().write(Vec::new(), Compression::best());
        let mut archive = tar::Builder::new(compressed);
        for entry in entries {
            let mut header = tar::Header::new_ustar();
            header.set_size(entry.content.len() as u64);
            header.set_mode(MODE);
            header.set_mtime(ALWAYS);
            header.set_uid(0);
            header.set_gid(0);
            archive.append_data(&mut header, &entry.name, entry.content.as_slice())?;
        }
        archive.into_inner()?.finish()
    };
    pack().map_err(|error| format!("The tar archive cannot be made: {error}."))
}

/// A zip archive. Its times stay at the first that it knows, in 1980.
///
/// # Errors
///
/// When an entry does not fit into such an archive.
pub fn zip(entries: &[Entry]) -> Result<Vec<u8>, String> {
    let pack = || {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .unix_permissions(MODE);
        for entry in entries {
            archive.start_file(&entry.name, options)?;
            archive.write_all(&entry.content)?;
        }
        Ok(archive.finish()?.into_inner())
    };
    pack().map_err(|error: zip::result::ZipError| format!("The zip archive cannot be made: {error}."))
}

/// An `ar` archive, as Debian has it. No name may be longer than 16 letters.
pub(super) fn ar(entries: &[Entry]) -> Vec<u8> {
    let mut archive = b"!<arch>\n".to_vec();
    for entry in entries {
        let size = entry.content.len();
        archive.extend(format!("{:<16}{ALWAYS:<12}{:<6}{:<6}{:<8}{size:<10}`\n", entry.name, 0, 0, "100644").bytes());
        archive.extend(&entry.content);
        if size % 2 == 1 {
            archive.push(b'\n');
        }
    }
    archive
}

/// Reads archives again, for tests: each name with its content.
#[cfg(test)]
pub(super) mod read {
    use std::io::{Cursor, Read};

    type Files = Vec<(String, Vec<u8>)>;

    /// Of an `ar` archive.
    pub(crate) fn read_ar(archive: &[u8]) -> Files {
        let mut rest = archive.strip_prefix(b"!<arch>\n").expect("the mark of the format");
        let mut files = Vec::new();
        while !rest.is_empty() {
            let (header, behind) = rest.split_at(60);
            let header = std::str::from_utf8(header).expect("a header of text");
            assert!(header.ends_with("`\n"), "{header}");
            let size: usize = header[48..58].trim().parse().expect("a size");
            files.push((header[..16].trim().to_owned(), behind[..size].to_vec()));
            rest = &behind[size + size % 2..];
        }
        files
    }

    /// Of a compressed tar archive.
    pub(crate) fn read_tar_gz(archive: &[u8]) -> Files {
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(archive));
        let read = |file: std::io::Result<tar::Entry<'_, _>>| {
            let mut file = file.expect("an entry");
            let name = file.path().expect("a path").to_string_lossy().into_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("a content");
            (name, content)
        };
        archive.entries().expect("entries").map(read).collect()
    }

    /// Of a zip archive.
    pub(crate) fn read_zip(archive: &[u8]) -> Files {
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
        let count = archive.len();
        let read = |place| {
            let mut file = archive.by_index(place).expect("a file");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("a content");
            (file.name().expect("a name").into_owned(), content)
        };
        (0..count).map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn entries() -> Vec<Entry> {
        ["a/index.html", "a/b/c.txt"]
            .map(|name| Entry { name: name.to_owned(), content: name.repeat(100).into_bytes() })
            .into()
    }

    #[test]
    fn the_same_files_give_the_same_bytes_later() {
        let both = || (tar_gz(&entries()), zip(&entries()));
        let before = both();
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert!(before.0.is_ok() && before.1.is_ok());
        assert_eq!(before, both());
    }

    #[test]
    fn a_tar_archive_holds_its_files_without_times_and_owners() {
        let packed = tar_gz(&entries()).expect("an archive");
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(packed.as_slice()));
        let mut names = Vec::new();
        for file in archive.entries().expect("entries") {
            let mut file = file.expect("an entry");
            let name = file.path().expect("a path").to_string_lossy().into_owned();
            let header = file.header();
            assert_eq!(header.mtime().ok(), Some(ALWAYS));
            assert_eq!((header.uid().ok(), header.gid().ok()), (Some(0), Some(0)));
            let mut content = String::new();
            file.read_to_string(&mut content).expect("a content");
            assert_eq!(content, name.repeat(100));
            names.push(name);
        }
        assert_eq!(names, ["a/index.html", "a/b/c.txt"]);
    }

    #[test]
    fn a_zip_archive_holds_its_files() {
        let packed = zip(&entries()).expect("an archive");
        let mut archive = zip::ZipArchive::new(Cursor::new(packed)).expect("an archive");
        let mut content = String::new();
        archive.by_name("a/b/c.txt").expect("a file").read_to_string(&mut content).expect("a content");
        assert_eq!(content, "a/b/c.txt".repeat(100));
        assert_eq!(archive.len(), 2);
    }
}
