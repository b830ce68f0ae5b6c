//! The files on their host: where they are, and how the page loads from there.

mod files;
mod loading;
mod proxies;
