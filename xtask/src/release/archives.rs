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
