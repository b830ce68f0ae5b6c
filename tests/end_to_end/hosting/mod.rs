//! The files on their host: where they lie, and how the page comes up from them.

mod files;
mod loading;
