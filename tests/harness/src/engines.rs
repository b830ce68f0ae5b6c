//! The browsers of televisions, as far as they can be had: real Chromium of the same versions for servers, from npm.
//! They are old and unpatched, and open nothing but pages of this machine.

use std::path::{Path, PathBuf};

/// A version of Chromium, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Engine {
    /// The major version, by which it is known.
    pub version: u32,
    /// The televisions with this version, by the web engine tables of their makers.
    pub stands_for: &'static str,
    /// The npm package and its version.
    pub package: &'static str,
    /// The SHA-256 of the package's archive.
    pub checksum: &'static str,
}

/// All of them, oldest first.
pub const ALL: &[Engine] = &[
    Engine {
        version: 64,
        stands_for: "Tizen 5 (63), 2019",
        package: "chrome-aws-lambda@64.0.3264",
        checksum: "d702b0f6ae73cfa7e166634a10ab2a7678e62f7baeb5757b7df5fb246f7d84f3",
    },
    Engine {
        version: 65,
        stands_for: "the last whose WebAssembly spoils memory",
        package: "chrome-aws-lambda@65.0.3312",
        checksum: "288be43b6bfb5fccb235d4261f38f0f2084c960b8ca1d75de84950c0f8f13c9e",
    },
    Engine {
        version: 66,
        stands_for: "the first whose WebAssembly does not",
        package: "chrome-aws-lambda@66.0.3347",
        checksum: "73be808ce2d09d88c90f2a00afe3af2f264550156c8bfc308da032e154415182",
    },
    Engine {
        version: 68,
        stands_for: "webOS 5, 2020",
        package: "chrome-aws-lambda@1.4.0",
        checksum: "ce4c1e616b92d34b1ca3001195ac74e3d0b90f310f0dff154caebc6712af8698",
    },
    Engine {
        version: 69,
        stands_for: "Tizen 5.5, 2020",
        package: "chrome-aws-lambda@1.6.3",
        checksum: "f1b0f5206d211ea256678dacdc699cb83587d444d5f165798ad660e74fa1d90e",
    },
    Engine {
        version: 76,
        stands_for: "Tizen 6, 2021",
        package: "chrome-aws-lambda@1.17.1",
        checksum: "bf7b5f8399a71e77332ac48e447509ad0db78d96d6644e43608e01adfdf75fbf",
    },
    Engine {
        version: 79,
        stands_for: "webOS 6, 2021",
        package: "chrome-aws-lambda@2.0.2",
        checksum: "287fd9947ca8e8256a1d8fcdea588d133632787d890f3137eef635f9a1809eac",
    },
    Engine {
        version: 85,
        stands_for: "Tizen 6.5, 2022",
        package: "chrome-aws-lambda@5.2.1",
        checksum: "4af9d2661e995315acecb2bac395c493397c90c7b9bd0cea8a7f3d8b77e5deae",
    },
    Engine {
        version: 87,
        stands_for: "webOS 22, 2022",
        package: "chrome-aws-lambda@5.4.0",
        checksum: "3d10b26e7743e167fcc4c528179b7b49b0f539d770d957d6218417ecef67864b",
    },
    Engine {
        version: 108,
        stands_for: "webOS 24 and Tizen 8, 2024",
        package: "@sparticuz/chromium@108.0.3",
        checksum: "34521d616af72d5907f229ae3540e0d82ac2db74f22b979d37fe8a3cdd93f641",
    },
    Engine {
        version: 121,
        stands_for: "webOS 25 and Tizen 9, 2025",
        package: "@sparticuz/chromium@121.0.0",
        checksum: "75fb4efe5ba65d9663e935b4801271bb64fceb6d37c821da4fe0ed59a8fd967c",
    },
];

impl Engine {
    /// Its folder, in the folder of the project's tools. The name holds the checksum, so that another package never
    /// stands in for it.
    #[must_use]
    pub fn folder(&self, tools: &Path) -> PathBuf {
        tools.join("engines").join(format!("chromium-{}-{}", self.version, &self.checksum[..8]))
    }

    /// The program in that folder.
    #[must_use]
    pub fn program(&self, tools: &Path) -> PathBuf {
        self.folder(tools).join("chromium")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_the_same() {
        for (place, engine) in ALL.iter().enumerate() {
            assert_eq!(engine.checksum.len(), 64);
            let others = || ALL[place + 1..].iter();
            assert!(others().all(|other| other.version > engine.version), "{engine:?}");
            assert!(others().all(|other| other.checksum != engine.checksum && other.package != engine.package));
        }
    }
}
