//! The browsers that the release files are tested in: the versions of Chromium that televisions have, from npm packages
//! and, as part of Qt, from Python packages; and today's Chromium, Firefox and `WebKit` from the system. The old ones
//! have known holes and open only pages of this machine.

use std::env;
use std::path::{Path, PathBuf};

/// A browser, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Engine {
    /// The browser.
    pub browser: Browser,
    /// The devices that have it, according to their makers' tables.
    pub stands_for: &'static str,
    /// Where it comes from.
    pub source: Source,
}

/// A family of browsers, and for old ones the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// This major version of Chromium.
    Chromium(u32),
    /// The system's Chromium.
    ChromiumNow,
    /// The system's Firefox.
    Firefox,
    /// The system's `WPE WebKit`.
    WebKit,
}

/// Where a browser comes from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// An npm package with a Chromium for servers, which needs no screen.
    Npm(Package),
    /// Python packages with this major version of Qt, which contains Chromium.
    Qt(u32, &'static [Package]),
    /// Debian packages, and the names that the program may have on any system.
    System(&'static [&'static str], &'static [&'static str]),
}

/// A package in a registry.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// Its name and version, as the registry's client takes them.
    pub name: &'static str,
    /// The SHA-256 of its archive.
    pub checksum: &'static str,
}

/// All of them, oldest first.
pub const ALL: &[Engine] = &[
    Engine {
        browser: Browser::Chromium(53),
        stands_for: "webOS 4, 2018 and 2019",
        source: Source::Qt(
            5,
            &[Package {
                name: "PyQt5==5.8.2",
                checksum: "eb8ea061e688b91837c4d284d6345ea6ec89516738ee7ea74c3ada9866f01823",
            }],
        ),
    },
    Engine {
        browser: Browser::Chromium(56),
        stands_for: "Tizen 4, 2018",
        source: Source::Qt(
            5,
            &[Package {
                name: "PyQt5==5.9.2",
                checksum: "5dab7244b6932606490b47a0692e03d7b72d89f7d3dfa3d147a8b34d6af72451",
            }],
        ),
    },
    Engine {
        browser: Browser::Chromium(64),
        stands_for: "Tizen 5 (63), 2019",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@64.0.3264",
            checksum: "d702b0f6ae73cfa7e166634a10ab2a7678e62f7baeb5757b7df5fb246f7d84f3",
        }),
    },
    Engine {
        browser: Browser::Chromium(65),
        stands_for: "the last whose WebAssembly corrupts memory",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@65.0.3312",
            checksum: "288be43b6bfb5fccb235d4261f38f0f2084c960b8ca1d75de84950c0f8f13c9e",
        }),
    },
    Engine {
        browser: Browser::Chromium(66),
        stands_for: "the first whose WebAssembly does not",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@66.0.3347",
            checksum: "73be808ce2d09d88c90f2a00afe3af2f264550156c8bfc308da032e154415182",
        }),
    },
    Engine {
        browser: Browser::Chromium(68),
        stands_for: "webOS 5, 2020",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@1.4.0",
            checksum: "ce4c1e616b92d34b1ca3001195ac74e3d0b90f310f0dff154caebc6712af8698",
        }),
    },
    Engine {
        browser: Browser::Chromium(69),
        stands_for: "Tizen 5.5, 2020",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@1.6.3",
            checksum: "f1b0f5206d211ea256678dacdc699cb83587d444d5f165798ad660e74fa1d90e",
        }),
    },
    Engine {
        browser: Browser::Chromium(76),
        stands_for: "Tizen 6, 2021",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@1.17.1",
            checksum: "bf7b5f8399a71e77332ac48e447509ad0db78d96d6644e43608e01adfdf75fbf",
        }),
    },
    Engine {
        browser: Browser::Chromium(79),
        stands_for: "webOS 6, 2021",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@2.0.2",
            checksum: "287fd9947ca8e8256a1d8fcdea588d133632787d890f3137eef635f9a1809eac",
        }),
    },
    Engine {
        browser: Browser::Chromium(85),
        stands_for: "Tizen 6.5, 2022",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@5.2.1",
            checksum: "4af9d2661e995315acecb2bac395c493397c90c7b9bd0cea8a7f3d8b77e5deae",
        }),
    },
    Engine {
        browser: Browser::Chromium(87),
        stands_for: "webOS 22, 2022",
        source: Source::Npm(Package {
            name: "chrome-aws-lambda@5.4.0",
            checksum: "3d10b26e7743e167fcc4c528179b7b49b0f539d770d957d6218417ecef67864b",
        }),
    },
    Engine {
        browser: Browser::Chromium(94),
        stands_for: "webOS 23 and Tizen 7, 2023",
        source: Source::Qt(
            6,
            &[
                Package {
                    name: "PyQt6-Qt6==6.3.2",
                    checksum: "37c7e4c777ec2088165ca57bfb31bfe306dcaad9f4d9d8fcf3987c98a2d076e5",
                },
                Package {
                    name: "PyQt6-WebEngine-Qt6==6.3.2",
                    checksum: "13dddc7b5029f8ab1db27ec3e3dc5bf9611e8987b5a44c6bc7bc9a9aa12085a6",
                },
            ],
        ),
    },
    Engine {
        browser: Browser::Chromium(108),
        stands_for: "webOS 24 and Tizen 8, 2024",
        source: Source::Npm(Package {
            name: "@sparticuz/chromium@108.0.3",
            checksum: "34521d616af72d5907f229ae3540e0d82ac2db74f22b979d37fe8a3cdd93f641",
        }),
    },
    Engine {
        browser: Browser::Chromium(121),
        stands_for: "webOS 25 and Tizen 9, 2025",
        source: Source::Npm(Package {
            name: "@sparticuz/chromium@121.0.0",
            checksum: "75fb4efe5ba65d9663e935b4801271bb64fceb6d37c821da4fe0ed59a8fd967c",
        }),
    },
    Engine {
        browser: Browser::ChromiumNow,
        stands_for: "computers and Android now",
        source: Source::System(&["chromium", "chromium-driver"], &CHROMIUM),
    },
    Engine {
        browser: Browser::Firefox,
        stands_for: "the second family",
        source: Source::System(&["firefox-esr"], &["firefox-esr", "firefox"]),
    },
    Engine {
        browser: Browser::WebKit,
        stands_for: "set-top boxes, and the third family",
        source: Source::System(&["libwpewebkit-1.1-0", "wpewebkit-driver"], &["WPEWebDriver"]),
    },
];

impl Browser {
    /// Its name in one word, also for files.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Chromium(version) => format!("chromium-{version}"),
            Self::ChromiumNow => "chromium-now".to_owned(),
            Self::Firefox => "firefox".to_owned(),
            Self::WebKit => "webkit".to_owned(),
        }
    }

    /// A part of `navigator.userAgent` that identifies it.
    #[must_use]
    pub fn mark(self) -> String {
        match self {
            Self::Chromium(version) => format!("Chrome/{version}."),
            Self::ChromiumNow => "Chrome/".to_owned(),
            Self::Firefox => "Firefox/".to_owned(),
            Self::WebKit => "Version/".to_owned(),
        }
    }

    /// True if it gets the program as a script, because its WebAssembly is missing or corrupts memory.
    #[must_use]
    pub fn gets_script(self) -> bool {
        matches!(self, Self::Chromium(..66))
    }

    /// True if it needs `'unsafe-eval'` to compile WebAssembly, which also allows it to compile text.
    #[must_use]
    pub fn compiles_anything(self) -> bool {
        matches!(self, Self::Chromium(66..110))
    }
}

impl Engine {
    /// The entry for this browser.
    ///
    /// # Panics
    /// If the list has no such browser.
    #[must_use]
    pub fn of(browser: Browser) -> &'static Self {
        ALL.iter().find(|engine| engine.browser == browser).expect("a browser of the list")
    }

    /// Its folder in the folder of the project's tools; none for a browser of the system. The checksum in the name
    /// distinguishes it from other packages.
    #[must_use]
    pub fn folder(&self, tools: &Path) -> Option<PathBuf> {
        let package = match self.source {
            Source::Npm(package) => package,
            Source::Qt(_, packages) => *packages.last()?,
            Source::System(..) => return None,
        };
        Some(tools.join("engines").join(format!("{}-{}", self.browser.name(), &package.checksum[..8])))
    }

    /// The program, if it is installed.
    #[must_use]
    pub fn program(&self, tools: &Path) -> Option<PathBuf> {
        let own = |place: &str| self.folder(tools).map(|folder| folder.join(place)).filter(|path| path.is_file());
        match self.source {
            Source::Npm(_) => own("chromium"),
            Source::Qt(major, _) => own(&format!("PyQt{major}/{}/bin/browser", qt_folder(major))),
            Source::System(_, programs) => programs.iter().copied().find_map(in_search_path),
        }
    }
}

/// Qt's folder in a Python package.
#[must_use]
pub fn qt_folder(major: u32) -> &'static str {
    if major == 5 { "Qt" } else { "Qt6" }
}

/// The programs of the Chromium family.
const CHROMIUM: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// A Chromium or Chrome of today.
#[must_use]
pub fn chromium() -> Option<PathBuf> {
    let on_a_mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    CHROMIUM.into_iter().find_map(in_search_path).or_else(|| Some(on_a_mac).filter(|path| path.is_file()))
}

/// The same without its windows, as Debian has it. It draws the same pages in less time.
#[must_use]
pub fn headless_shell() -> Option<PathBuf> {
    in_search_path("chromium-headless-shell")
}

/// The program with this name on the search path.
#[must_use]
pub fn in_search_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_the_same() {
        let mut seen = std::collections::BTreeSet::new();
        for engine in ALL {
            assert!(seen.insert(engine.browser.name()), "{engine:?}");
            let packages = match &engine.source {
                Source::Npm(package) => std::slice::from_ref(package),
                Source::Qt(_, packages) => packages,
                Source::System(..) => &[],
            };
            for package in packages {
                assert_eq!(package.checksum.len(), 64);
                assert!(seen.insert(package.checksum.to_owned()) && seen.insert(package.name.to_owned()), "{engine:?}");
            }
        }
    }

    #[test]
    fn the_oldest_get_the_script() {
        let scripts: Vec<String> =
            ALL.iter().map(|engine| engine.browser).filter(|it| it.gets_script()).map(Browser::name).collect();
        assert_eq!(scripts, ["chromium-53", "chromium-56", "chromium-64", "chromium-65"]);
    }
}
